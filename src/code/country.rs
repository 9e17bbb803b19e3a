//! States, territories and regions in the code systems that event data mix.
//!
//! A row of GDELT names its actors by CAMEO's country codes and its places by FIPS
//! 10-4, and what it is joined with bears ISO 3166-1. The systems look alike and are
//! not: 69 two-letter codes of FIPS are those of another country in ISO (`AU` is
//! Austria in FIPS and Australia in ISO), and CAMEO, which took over the three letters
//! of ISO, kept those that ISO has changed since (`ROM`, `TMP`). So no function here
//! reads "a country code": each names its system, and [`Country::clashes`] lists the
//! codes that mislead.
//!
//! What stands here are codes. The table takes no side on who recognises whom: it
//! has what the lists have, states and territories alike.
//!
//! | kind | what | codes |
//! | :-- | :-- | :-- |
//! | [`Current`](CountryKind::Current) | in ISO 3166-1 today, and Kosovo | its own |
//! | [`Former`](CountryKind::Former) | the Soviet Union, Yugoslavia, the two Germanys … | those that it had |
//! | [`Part`](CountryKind::Part) | West Bank, Gaza Strip, islets with a FIPS code | ISO's of the whole |
//! | [`Region`](CountryKind::Region) | CAMEO's regions: `EUR`, `AFR` … | CAMEO's alone |
//!
//! A code that several have had is read as that of the first in this order, and among
//! the former as that of the last to bear it: ISO's `CS` is Serbia and Montenegro, and
//! had been Czechoslovakia. What a code was in a given year is for the reader to say.
//!
//! Sources: the country codes of the CAMEO codebook 1.1b3 as GDELT lists them, with
//! those of the KEDS and Phoenix dictionaries for states that are no more; FIPS PUB 10-4
//! as continued until 2014; ISO 3166-1 and 3166-3. `XK` and `XKX` for Kosovo are
//! user-assigned, not ISO's.

mod index;
mod names;
mod table;
mod withdrawn;

use std::fmt;
use std::iter::FusedIterator;
use std::num::NonZeroU16;

use index::{CAMEO, FIPS, ISO2, ISO3, NUMERIC, ROWS, place};
#[cfg(feature = "import")]
pub(crate) use names::bearer_in;
use names::bearers;
use table::{Row, TABLE};
use withdrawn::withdrawn;

pub use table::CountryKind;

/// A state, a territory, a part of one, or a region: a key into the table, two bytes.
///
/// Codes are read as they are published, in upper case, and nothing else is: a lookup is
/// the reading of one place of an array. A code that is not in the table is `None`.
///
/// # Order
///
/// That of the table: countries of today by their English name, then former ones, parts
/// and regions. Keys are not for storing: another version may have more rows.
///
/// # Example
///
/// ```
/// use detente::code::Country;
///
/// let austria = Country::from_fips("AU").unwrap();
/// assert_eq!((austria.name(), austria.iso2()), ("Austria", Some("AT")));
/// assert_ne!(Country::from_iso2("AU"), Some(austria));
///
/// let romania = Country::from_cameo("ROM").unwrap();
/// assert_eq!((romania.iso3(), romania.fips()), (Some("ROU"), Some("RO")));
/// assert_eq!(Country::from_iso3("ROM"), None);
///
/// let strip = Country::from_cameo("GZS").unwrap();
/// assert_eq!(strip.part_of().unwrap().name(), "Palestine");
/// assert!(Country::from_cameo("EUR").unwrap().is_region());
/// ```
// One more than the place in the table, so that no country is zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(NonZeroU16);

/// Two letters that are one country in FIPS 10-4 and another in ISO 3166-1.
///
/// Listed by [`Country::clashes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Clash {
    code: &'static str,
    fips: Country,
    iso: Country,
}

/// The countries of the table, in their order.
///
/// Created by [`Country::all`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Countries {
    places: std::ops::Range<u16>,
}

impl Country {
    /// Every entry of the table.
    pub fn all() -> Countries {
        Countries { places: 0..ROWS }
    }

    /// The country of a three-letter code of CAMEO, as in GDELT's actor columns.
    ///
    /// Reads the codes of former states as the dictionaries of KEDS and Phoenix have them,
    /// and Phoenix' `ROU` and `MNE` beside CAMEO's `ROM` and `MTN`.
    pub fn from_cameo(code: &str) -> Option<Self> {
        Self::at(CAMEO[place::<3>(code)?])
    }

    /// The country of an ISO 3166-1 alpha-2 code, of today or withdrawn: `BU` is Myanmar.
    ///
    /// A code that was given away again is that of its bearer of today.
    pub fn from_iso2(code: &str) -> Option<Self> {
        Self::of_today(code).or_else(|| withdrawn(|former| former.iso2 == code))
    }

    /// The country of an ISO 3166-1 alpha-3 code, of today or withdrawn: `ZAR` is Congo (Kinshasa).
    pub fn from_iso3(code: &str) -> Option<Self> {
        let of_today = Self::at(ISO3[place::<3>(code)?]);
        of_today.or_else(|| withdrawn(|former| former.iso3 == code))
    }

    /// The country of an ISO 3166-1 numeric code, of today or withdrawn.
    pub fn from_iso_numeric(code: u16) -> Option<Self> {
        let of_today = Self::at(*NUMERIC.get(usize::from(code))?);
        of_today.or_else(|| withdrawn(|former| former.numeric == code && code > 0))
    }

    /// The country of a FIPS 10-4 code, as in GDELT's geographic columns.
    pub fn from_fips(code: &str) -> Option<Self> {
        Self::at(FIPS[place::<2>(code)?])
    }

    /// The country of an English name, in whatever spelling.
    ///
    /// Read are [`name`](Self::name), the names in ICEWS and in lists of the United Nations, and
    /// those of states that are called otherwise today. Case, accents, apostrophes, articles and
    /// the order of words make no difference, and usual abbreviations are known. Of a name that
    /// several have had it is the usual bearer: see [`from_name_in`](Self::from_name_in).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::Country;
    ///
    /// let korea = Country::from_name("Korea, Republic of").unwrap();
    /// assert_eq!(korea.name(), "South Korea");
    /// for name in ["REPUBLIC OF KOREA", "Korea (Rep. of)", "Korea, South"] {
    ///     assert_eq!(Country::from_name(name), Some(korea));
    /// }
    /// assert_eq!(Country::from_name("Zaire").unwrap().cameo(), Some("COD"));
    /// assert_eq!(Country::from_name("Freedonia"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        bearers(name).first().map(|bearer| bearer.country)
    }

    /// The country that had an English name in a year.
    ///
    /// Returns `None` if no country had it then. The years are those of a name that went from one
    /// state to another, or that no state has any more; other names hold for every year.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::Country;
    ///
    /// let yemen = |year| Country::from_name_in("Yemen", year).map(Country::name);
    /// assert_eq!(yemen(1985), Some("North Yemen"));
    /// assert_eq!(yemen(1995), Some("Yemen"));
    /// assert!(Country::from_name_in("Czechoslovakia", 1980).is_some());
    /// assert_eq!(Country::from_name_in("Czechoslovakia", 1995), None);
    /// ```
    pub fn from_name_in(name: &str, year: i32) -> Option<Self> {
        let mut bearers = bearers(name).iter();
        let found = bearers.find(|bearer| (bearer.from..=bearer.to).contains(&year));
        found.map(|bearer| bearer.country)
    }

    /// The English name in common use.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// What it is.
    pub fn kind(self) -> CountryKind {
        self.row().kind
    }

    /// Whether it is a region of CAMEO, and no country.
    pub fn is_region(self) -> bool {
        self.kind() == CountryKind::Region
    }

    /// The code of CAMEO.
    pub fn cameo(self) -> Option<&'static str> {
        self.row().cameo.get(..3)
    }

    /// The alpha-2 code of ISO 3166-1; of a part, that of the whole.
    pub fn iso2(self) -> Option<&'static str> {
        self.row().iso2.get(..2)
    }

    /// The alpha-3 code of ISO 3166-1; of a part, that of the whole.
    pub fn iso3(self) -> Option<&'static str> {
        self.row().iso3.get(..3)
    }

    /// The numeric code of ISO 3166-1; of a part, that of the whole.
    pub fn iso_numeric(self) -> Option<u16> {
        Some(self.row().numeric).filter(|&code| code > 0)
    }

    /// The code of FIPS 10-4.
    ///
    /// Palestine has none: FIPS has the West Bank and the Gaza Strip.
    pub fn fips(self) -> Option<&'static str> {
        self.row().fips.get(..2)
    }

    /// What a part is a part of, by the list of ISO 3166-1; none where several claim it.
    pub fn part_of(self) -> Option<Self> {
        let row = self.row();
        if row.kind != CountryKind::Part {
            return None;
        }
        Self::from_iso3(row.iso3)
    }

    /// The first year of the state under this name, where the table says: for states that
    /// came out of another since 1945 or went into another, and not for former colonies.
    pub fn since(self) -> Option<i32> {
        self.row().since.map(i32::from)
    }

    /// The last year of the state; none while it lasts.
    pub fn until(self) -> Option<i32> {
        self.row().until.map(i32::from)
    }

    /// Iterates over the two-letter codes that FIPS 10-4 and ISO 3166-1 give to different
    /// countries, in the order of the codes. Codes that ISO has withdrawn are left out.
    ///
    /// 69 of them are codes of two countries of today. The others are, on the one side or
    /// the other, those of a former country or of a part.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::{Clash, Country, CountryKind};
    ///
    /// let of_today = |clash: &Clash| {
    ///     [clash.fips(), clash.iso()].iter().all(|one| one.kind() == CountryKind::Current)
    /// };
    /// assert_eq!(Country::clashes().filter(of_today).count(), 69);
    /// let chile = Country::clashes().find(|clash| clash.code() == "CI").unwrap();
    /// assert_eq!((chile.fips().name(), chile.iso().name()), ("Chile", "Côte d'Ivoire"));
    /// ```
    pub fn clashes() -> impl Iterator<Item = Clash> {
        let mut clashes: Vec<_> = Self::all()
            .flat_map(|country| country.row().fips.split_ascii_whitespace())
            .filter_map(|code| {
                let fips = Self::from_fips(code).expect("the code is in the table");
                let iso = Self::of_today(code)?;
                (fips.iso2() != iso.iso2()).then_some(Clash { code, fips, iso })
            })
            .collect();
        clashes.sort_unstable_by_key(|clash| clash.code);
        clashes.into_iter()
    }

    /// The country of an alpha-2 code that is not withdrawn.
    fn of_today(code: &str) -> Option<Self> {
        Self::at(ISO2[place::<2>(code)?])
    }

    /// The country at a place of an index, which holds zero where there is none.
    fn at(number: u16) -> Option<Self> {
        NonZeroU16::new(number).map(Self)
    }

    /// Every key is the number of a row: keys come from the table and from nowhere else.
    fn row(self) -> &'static Row {
        &TABLE[usize::from(self.0.get()) - 1]
    }
}

impl Clash {
    /// The two letters.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The country that FIPS 10-4 means.
    pub fn fips(&self) -> Country {
        self.fips
    }

    /// The country that ISO 3166-1 means.
    pub fn iso(&self) -> Country {
        self.iso
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Country").field(&self.name()).finish()
    }
}

impl Iterator for Countries {
    type Item = Country;

    fn next(&mut self) -> Option<Country> {
        Country::at(self.places.next()? + 1)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.places.size_hint()
    }
}

impl DoubleEndedIterator for Countries {
    fn next_back(&mut self) -> Option<Country> {
        Country::at(self.places.next_back()? + 1)
    }
}

impl ExactSizeIterator for Countries {}

impl FusedIterator for Countries {}
