//! Actor codes of CAMEO, split into blocks.
//!
//! Sources: the CAMEO codebook 1.1b3 (2012), chapters 3 to 5 and 7, and GDELT's lists of types,
//! known groups, religions and ethnic groups. Codes only; the names are our own.

use std::fmt;
use std::iter::FusedIterator;
use std::str::FromStr;

use super::ethnic::ETHNIC;
use super::{CodeError, Country};
use crate::text::{shortened, words};

/// The maximum length of an actor code, in bytes: eight blocks, the number of columns in GDELT.
pub const MAX_ACTOR_CODE: usize = 24;

/// An actor code of CAMEO: `USAGOV`, `IGOEUREEC`, `PSEREBHMS`.
///
/// It has one to eight *blocks* of three ASCII letters or digits, from the general to the particular:
/// `RUSGOVMIL` is Russia, government, military. A block is in upper case, or in lower case for an
/// ethnic group. Only this form is checked. Parsing does not allocate.
///
/// The meaning of a block follows from its letters and its position:
///
/// | kind | blocks | example |
/// | :-- | :-- | :-- |
/// | [`Country`](PartKind::Country) | the codes of [`Country::from_cameo`] | `USA`, `PSE` |
/// | [`Region`](PartKind::Region) | CAMEO's regions | `EUR` in `IGOEUREEC` |
/// | [`International`](PartKind::International) | `IGO`, `IMG`, `INT`, `MNC`, `NGM`, `NGO`, `UIS` | `IGO` |
/// | [`Role`](PartKind::Role) | roles | `GOV`, `MIL`, `REB` |
/// | [`Group`](PartKind::Group) | organisations with their own code | `EEC`, `HMS` |
/// | [`Religion`](PartKind::Religion) | a religion, then a denomination, then a number | `CHR`, `CTH`, `001` |
/// | [`Ethnic`](PartKind::Ethnic) | ethnic groups, in lower case, or in upper case if no other list has the block | `kur`, `PAL` |
/// | [`Unknown`](PartKind::Unknown) | any other block; it is kept | `WXY` |
///
/// Some blocks depend on their position. `SHN` is Saint Helena as the first block, and Shinto after
/// another block. `SUN` is Sunni after `MOS`, and otherwise the Soviet Union, as in Phoenix. General
/// divisions of religions (`SYN`, syncretic) are recognised only after a religion. A region after
/// `ITR` is the origin of an indigenous religion.
///
/// # Order
///
/// By text.
///
/// # Example
///
/// ```
/// use detente::code::{ActorCode, PartKind};
///
/// let code = ActorCode::parse("RUSGOVMIL")?;
/// assert_eq!(code.country().unwrap().iso2(), Some("RU"));
/// let words: Vec<_> = code.parts().filter_map(|part| part.name).collect();
/// assert_eq!(words, ["Russia", "government", "military"]);
///
/// let union = ActorCode::parse("IGOEUREEC")?;
/// assert_eq!(union.country(), None);
/// assert_eq!(union.region().unwrap().name(), "Europe");
/// assert_eq!(union.parts().last().unwrap().kind, PartKind::Group);
/// # Ok::<(), detente::code::CodeError>(())
/// ```
// The text, padded with zero bytes. Bytes therefore have the order of the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorCode([u8; MAX_ACTOR_CODE]);

/// A block of an actor code, with its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Part<'c> {
    /// The three characters.
    pub text: &'c str,
    /// The kind of block.
    pub kind: PartKind,
    /// The name in English.
    ///
    /// `None` if it is unknown, for the number of a denomination, and for an ethnic group that is
    /// not on the list.
    pub name: Option<&'static str>,
    /// The country or region, if the block is one.
    pub country: Option<Country>,
}

/// The kind of a block of an actor code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PartKind {
    /// A country, or a part of one.
    Country,
    /// A region of the world.
    Region,
    /// A type of international actor.
    International,
    /// A role: what the actor is or does.
    Role,
    /// An organisation.
    Group,
    /// A religion, a denomination, or the number of a denomination.
    Religion,
    /// An ethnic group.
    Ethnic,
    /// A block that is on no list.
    Unknown,
}

words!(PartKind, "a kind of block", 8 {
    Country => "country",
    Region => "region",
    International => "international",
    Role => "role",
    Group => "group",
    Religion => "religion",
    Ethnic => "ethnic group",
    Unknown => "unknown",
});

/// The blocks of an actor code, from first to last.
///
/// Created by [`ActorCode::parts`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Parts<'c> {
    rest: &'c str,
    before: Option<Before>,
}

/// What the previous block implies for the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Religion,
    /// Indigenous religions, which are divided by region.
    Indigenous,
    Other,
}

impl ActorCode {
    /// Parses an actor code.
    ///
    /// # Errors
    ///
    /// Returns [`CodeError::Actor`] unless the text has one to eight blocks of three ASCII letters
    /// or digits, each block in one case.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let blocks = text.as_bytes().chunks(3);
        let is_code =
            (3..=MAX_ACTOR_CODE).contains(&text.len()) && blocks.into_iter().all(is_block);
        if !is_code {
            return Err(CodeError::Actor {
                text: shortened(text),
            });
        }
        let mut bytes = [0; MAX_ACTOR_CODE];
        for (place, byte) in bytes.iter_mut().zip(text.bytes()) {
            *place = byte;
        }
        Ok(Self(bytes))
    }

    /// The text of the code.
    pub fn as_str(&self) -> &str {
        // A code of eight blocks has no padding.
        let end = self.0.iter().position(|&byte| byte == 0);
        let text = &self.0[..end.unwrap_or(MAX_ACTOR_CODE)];
        std::str::from_utf8(text).expect("`parse` accepts only ASCII")
    }

    /// Iterates over the blocks, with their meaning.
    pub fn parts(&self) -> Parts<'_> {
        Parts {
            rest: self.as_str(),
            before: None,
        }
    }

    /// The first block that is a country. Returns `None` if there is none.
    ///
    /// A region is not a country: see [`region`](Self::region).
    pub fn country(&self) -> Option<Country> {
        self.parts()
            .find(|part| part.kind == PartKind::Country)?
            .country
    }

    /// The first block that is a region. Returns `None` if there is none.
    pub fn region(&self) -> Option<Country> {
        self.parts()
            .find(|part| part.kind == PartKind::Region)?
            .country
    }
}

impl<'c> Part<'c> {
    /// Finds the meaning of a block, given the block before it.
    ///
    /// A block may be on several lists. The first block is most likely a country, a later one a
    /// role; after a religion it is most likely a division of it. The lists are therefore asked in
    /// an order that depends on the block before.
    fn new(text: &'c str, before: Option<Before>) -> Self {
        let of = |kind, name| Self {
            text,
            kind,
            name,
            country: None,
        };
        let listed = |kind, list: &[(&str, &'static str)]| {
            let at = list.binary_search_by(|(code, _)| (*code).cmp(text)).ok()?;
            Some(of(kind, Some(list[at].1)))
        };
        let country = || {
            let country = Country::from_cameo(text)?;
            let kind = if country.is_region() {
                PartKind::Region
            } else {
                PartKind::Country
            };
            Some(Self {
                country: Some(country),
                ..of(kind, Some(country.name()))
            })
        };
        let religion = || listed(PartKind::Religion, RELIGIONS);
        let role = || {
            listed(PartKind::Role, ROLES).or_else(|| listed(PartKind::International, INTERNATIONAL))
        };
        // Lower case means an ethnic group, and a number after a religion one of its denominations.
        let follows_religion = matches!(before, Some(Before::Religion | Before::Indigenous));
        if text.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return listed(PartKind::Ethnic, ETHNIC).unwrap_or(of(PartKind::Ethnic, None));
        }
        if follows_religion && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return of(PartKind::Religion, None);
        }
        // After `ITR`, a region is the origin of the religion and not the region of the actor.
        let origin = || {
            let region = country().filter(|part| part.kind == PartKind::Region)?;
            (before == Some(Before::Indigenous)).then(|| of(PartKind::Religion, region.name))
        };
        let known = if follows_religion {
            origin()
                .or_else(|| listed(PartKind::Religion, DENOMINATIONS))
                .or_else(|| listed(PartKind::Religion, DIVISIONS))
                .or_else(role)
                .or_else(country)
                .or_else(religion)
        } else if before.is_some() {
            role().or_else(religion).or_else(country)
        } else {
            country().or_else(role).or_else(religion)
        };
        // Lists whose codes do not depend on the position. The ethnic groups of CAMEO are in lower
        // case; in upper case they come last, because three letters match them easily.
        known
            .or_else(|| listed(PartKind::Group, GROUPS))
            .or_else(|| listed(PartKind::Religion, DENOMINATIONS))
            .or_else(|| listed(PartKind::Ethnic, ETHNIC_OF_KEDS))
            .or_else(|| {
                let lower = text.to_ascii_lowercase();
                let at = ETHNIC.binary_search_by(|(code, _)| (*code).cmp(lower.as_str()));
                Some(of(PartKind::Ethnic, Some(ETHNIC[at.ok()?].1)))
            })
            .unwrap_or(of(PartKind::Unknown, None))
    }
}

impl<'c> Iterator for Parts<'c> {
    type Item = Part<'c>;

    fn next(&mut self) -> Option<Part<'c>> {
        let (text, rest) = self.rest.split_at_checked(3)?;
        let part = Part::new(text, self.before);
        self.rest = rest;
        self.before = Some(match part.kind {
            PartKind::Religion if text == "ITR" => Before::Indigenous,
            PartKind::Religion => Before::Religion,
            _ => Before::Other,
        });
        Some(part)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let blocks = self.rest.len() / 3;
        (blocks, Some(blocks))
    }
}

impl ExactSizeIterator for Parts<'_> {}

impl FusedIterator for Parts<'_> {}

impl fmt::Display for ActorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for ActorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ActorCode").field(&self.as_str()).finish()
    }
}

impl FromStr for ActorCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::parse(text)
    }
}

/// Whether it is a block: three upper-case letters or digits, or three lower-case letters.
fn is_block(block: &[u8]) -> bool {
    let upper = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    block.len() == 3 && (block.iter().all(upper) || block.iter().all(u8::is_ascii_lowercase))
}

/// CAMEO's primary, secondary and tertiary roles.
#[rustfmt::skip]
const ROLES: &[(&str, &str)] = &[
    ("AGR", "agriculture"),
    ("BUS", "business"),
    ("COP", "police"),
    ("CRM", "crime"),
    ("CVL", "civilians"),
    ("DEV", "development"),
    ("EDU", "education"),
    ("ELI", "elites, former officials"),
    ("ENV", "environment"),
    ("GOV", "government"),
    ("HLH", "health"),
    ("HRI", "human rights"),
    ("INS", "insurgents"),
    ("JUD", "judiciary"),
    ("LAB", "labour"),
    ("LEG", "legislature"),
    ("MED", "media"),
    ("MIL", "military"),
    ("MOD", "moderates"),
    ("OPP", "opposition"),
    ("PKO", "peacekeepers"),
    ("PTY", "political party"),
    ("RAD", "radicals"),
    ("REB", "rebels"),
    ("REF", "refugees and migrants"),
    ("SEP", "separatists"),
    ("SET", "settlers"),
    ("SPY", "intelligence services"),
    ("UAF", "armed forces of no known side"),
];

#[rustfmt::skip]
const INTERNATIONAL: &[(&str, &str)] = &[
    ("IGO", "organisation of states"),
    ("IMG", "international armed group"),
    ("INT", "international actor of no known sort"),
    ("MNC", "multinational company"),
    ("NGM", "movement outside governments"),
    ("NGO", "organisation outside governments"),
    ("UIS", "state that is not named"),
];

/// Religions and families of religions: the first block of a religious code.
#[rustfmt::skip]
const RELIGIONS: &[(&str, &str)] = &[
    ("ABR", "Abrahamic religions"),
    ("ADR", "religions of the African diaspora"),
    ("ATH", "atheists and agnostics"),
    ("BAH", "Bahá'í"),
    ("BUD", "Buddhists"),
    ("CHR", "Christians"),
    ("CON", "Confucians"),
    ("EAR", "religions of East Asia"),
    ("HIN", "Hindus"),
    ("INR", "religions of India"),
    ("IRR", "religions of Iran"),
    ("ITR", "indigenous religions"),
    ("JAN", "Jains"),
    ("JEW", "Jews"),
    ("MOS", "Muslims"),
    ("NRM", "new religious movements"),
    ("PAG", "animists and pagans"),
    ("REL", "religion that is not named"),
    ("SHN", "Shinto"),
    ("SIK", "Sikhs"),
    ("TAO", "Taoists"),
    ("ZRO", "Zoroastrians"),
];

/// Denominations.
#[rustfmt::skip]
const DENOMINATIONS: &[(&str, &str)] = &[
    ("ALE", "Alevis"),
    ("ANG", "Anglicans"),
    ("CPT", "Copts"),
    ("CTH", "Catholics"),
    ("DOX", "Orthodox Christians"),
    ("DRZ", "Druze"),
    ("HSD", "Hasidim"),
    ("JHW", "Jehovah's Witnesses"),
    ("LDS", "Latter-day Saints"),
    ("MRN", "Maronites"),
    ("PRO", "Protestants"),
    ("SFI", "Sufis"),
    ("SHI", "Shia"),
    ("SUN", "Sunni"),
    ("UDX", "ultra-Orthodox Jews"),
];

/// General divisions of religions, and schools. Recognised only after a religion.
#[rustfmt::skip]
const DIVISIONS: &[(&str, &str)] = &[
    ("AST", "orthodox schools of Hinduism"),
    ("DEN", "denominations of Hinduism"),
    ("GNO", "gnostics"),
    ("MAH", "Mahayana"),
    ("MAY", "of disputed status"),
    ("MLN", "millenarians"),
    ("OFF", "offshoot"),
    ("RAC", "racialists"),
    ("SYN", "syncretists"),
    ("THR", "Theravada"),
    ("UFO", "believers in extraterrestrials"),
    ("VAJ", "Vajrayana"),
    ("WLB", "movements for well-being"),
    ("WLN", "movements for well-being"),
];

/// Organisations with their own code.
#[rustfmt::skip]
const GROUPS: &[(&str, &str)] = &[
    ("AAM", "Al-Aqsa Martyrs' Brigades"),
    ("ABD", "Arab Bank for Economic Development in Africa"),
    ("ACC", "Arab Cooperation Council"),
    ("ADB", "Asian Development Bank"),
    ("AEU", "Council of Arab Economic Unity"),
    ("AFB", "African Development Bank"),
    ("AFU", "African Union"),
    ("ALQ", "al-Qaeda"),
    ("AMF", "Arab Monetary Fund"),
    ("AML", "Amal Movement"),
    ("AMN", "Amnesty International"),
    ("AMU", "Arab Maghreb Union"),
    ("ANO", "Abu Nidal Organization"),
    ("APE", "OAPEC"),
    ("ARL", "Arab League"),
    ("ASF", "Abu Sayyaf"),
    ("ASL", "South Lebanon Army"),
    ("ASN", "ASEAN"),
    ("ATD", "Trade and Development Bank"),
    ("BCA", "Bank of Central African States"),
    ("BIS", "Bank for International Settlements"),
    ("BTH", "Ba'ath Party"),
    ("CEM", "Monetary Community of Central Africa"),
    ("CES", "COMESA"),
    ("CFA", "franc zone of Africa"),
    ("CIS", "Commonwealth of Independent States"),
    ("CMN", "communist party"),
    ("COE", "Council of Europe"),
    ("CPA", "Cocoa Producers' Alliance"),
    ("CPC", "Association of Coffee Producing Countries"),
    ("CRC", "Federation of Red Cross and Red Crescent Societies"),
    ("CSS", "Community of Sahel-Saharan States"),
    ("CWN", "Commonwealth of Nations"),
    ("DFL", "DFLP"),
    ("EAC", "East African Community"),
    ("EBR", "European Bank for Reconstruction and Development"),
    ("ECA", "Economic Community of Central African States"),
    ("EEC", "European Union"),
    ("EFT", "European Free Trade Association"),
    ("ENN", "Ennahda Movement"),
    ("FAO", "FAO"),
    ("FID", "FIDH"),
    ("FIS", "Islamic Salvation Front"),
    ("FLN", "National Liberation Front of Algeria"),
    ("FTA", "Fatah"),
    ("GCC", "Gulf Cooperation Council"),
    ("GIA", "Armed Islamic Group of Algeria"),
    ("GOE", "Group of Eight"),
    ("GOS", "Group of Seven"),
    ("GRP", "Greenpeace"),
    ("GSP", "Salafist Group"),
    ("GSS", "Group of 77"),
    ("HCH", "UN human rights office"),
    ("HCR", "UN refugee agency"),
    ("HEZ", "Hezbollah"),
    ("HIP", "heavily indebted poor countries"),
    ("HMS", "Hamas"),
    ("HRW", "Human Rights Watch"),
    ("IAC", "Inter-African Coffee Organization"),
    ("IAD", "IGAD"),
    ("IAE", "International Atomic Energy Agency"),
    ("IAF", "Islamic Action Front"),
    ("ICC", "International Criminal Court"),
    ("ICG", "International Crisis Group"),
    ("ICJ", "International Court of Justice"),
    ("ICO", "International Cocoa Organization"),
    ("IDB", "Islamic Development Bank"),
    ("IGC", "International Grains Council"),
    ("IHF", "International Helsinki Federation"),
    ("ILO", "International Labour Organization"),
    ("IMF", "International Monetary Fund"),
    ("IOM", "International Organization for Migration"),
    ("IPU", "Inter-Parliamentary Union"),
    ("IRA", "Irish Republican Army"),
    ("IRC", "Red Cross"),
    ("ISJ", "Palestinian Islamic Jihad"),
    ("ITP", "Interpol"),
    ("JMA", "Jemaah Islamiyah"),
    ("JUR", "International Commission of Jurists"),
    ("KDP", "Kurdistan Democratic Party"),
    ("KID", "UNICEF"),
    ("LBA", "Labour Party of Israel"),
    ("LKD", "Likud"),
    ("LRA", "Lord's Resistance Army"),
    ("MBR", "Muslim Brotherhood"),
    ("MRZ", "Meretz"),
    ("MSF", "Médecins Sans Frontières"),
    ("MSP", "Movement of Society for Peace"),
    ("NAT", "NATO"),
    ("NEP", "NEPAD"),
    ("NON", "Non-Aligned Movement"),
    ("OAS", "Organization of American States"),
    ("OAU", "Organisation of African Unity"),
    ("OIC", "Organisation of Islamic Cooperation"),
    ("OPC", "OPEC"),
    ("PAP", "Pan-African Parliament"),
    ("PFL", "PFLP"),
    ("PKK", "Kurdistan Workers' Party"),
    ("PLF", "Palestine Liberation Front"),
    ("PLO", "Palestine Liberation Organization"),
    ("PLS", "Polisario Front"),
    ("PMD", "People's Mujahedin"),
    ("PRC", "Paris Club"),
    ("RCR", "Red Crescent"),
    ("RND", "Democratic National Rally"),
    ("RUF", "Revolutionary United Front"),
    ("SAA", "South Asian Association for Regional Cooperation"),
    ("SAD", "Southern African Development Community"),
    ("SCE", "OSCE"),
    ("SHA", "Shas"),
    ("SOT", "SEATO"),
    ("TAL", "Taliban"),
    ("UEM", "West African Economic and Monetary Union"),
    ("UNI", "UNITA"),
    ("UNO", "United Nations"),
    ("WAD", "West African Development Bank"),
    ("WAM", "West African Monetary Union"),
    ("WAS", "ECOWAS"),
    ("WBK", "World Bank"),
    ("WCT", "war crimes tribunals"),
    ("WEF", "World Economic Forum"),
    ("WEU", "Western European Union"),
    ("WFP", "World Food Programme"),
    ("WHO", "World Health Organization"),
    ("WTO", "World Trade Organization"),
    ("XFM", "Oxfam"),
];

/// Ethnic groups in the upper case of the older dictionaries of KEDS.
#[rustfmt::skip]
const ETHNIC_OF_KEDS: &[(&str, &str)] = &[
    ("ABN", "Albanians"),
    ("ARB", "Arabs"),
    ("CRO", "Croats"),
    ("GYP", "Roma"),
    ("HAU", "Hausa"),
    ("HUT", "Hutu"),
    ("IBO", "Igbo"),
    ("IJW", "Ijaw"),
    ("KRH", "Krahn"),
    ("KUR", "Kurds"),
    ("OGO", "Ogoni"),
    ("PAL", "Palestinians"),
    ("SER", "Serbs"),
    ("SLA", "Slavs"),
    ("SNL", "Sinhalese"),
    ("TAM", "Tamils"),
    ("TIV", "Tiv"),
    ("TRG", "Tuareg"),
    ("TRK", "Turks"),
    ("TUT", "Tutsi"),
    ("UIG", "Uyghurs"),
    ("YRB", "Yoruba"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const LISTS: [&[(&str, &str)]; 8] = [
        ROLES,
        INTERNATIONAL,
        RELIGIONS,
        DENOMINATIONS,
        DIVISIONS,
        GROUPS,
        ETHNIC_OF_KEDS,
        ETHNIC,
    ];

    #[test]
    fn lists_are_in_order_and_share_no_code_but_two_with_countries() {
        for list in LISTS {
            assert!(list.is_sorted_by(|a, b| a.0 < b.0));
        }
        let codes: Vec<_> = LISTS.concat().iter().map(|entry| entry.0).collect();
        let distinct: BTreeSet<_> = codes.iter().collect();
        assert_eq!(distinct.len(), codes.len());
        let countries: Vec<_> = distinct
            .into_iter()
            .filter(|code| Country::from_cameo(code).is_some())
            .collect();
        assert_eq!(countries, [&"SHN", &"SUN"]);
    }

    #[test]
    fn an_ethnic_group_in_upper_case_is_known() {
        for (code, name) in ETHNIC {
            let upper = code.to_ascii_uppercase();
            let code = ActorCode::parse(&upper).expect("three letters");
            let part = code.parts().next().expect("one block");
            let others = &LISTS[..LISTS.len() - 1];
            let is_other = Country::from_cameo(&upper).is_some()
                || others
                    .iter()
                    .any(|list| list.iter().any(|(other, _)| *other == upper));
            assert_ne!(part.kind, PartKind::Unknown, "{upper}");
            if !is_other {
                assert_eq!((part.kind, part.name), (PartKind::Ethnic, Some(*name)));
            }
        }
    }
}
