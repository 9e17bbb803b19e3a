//! Countries and regions, and their codes in CAMEO, FIPS 10-4 and ISO 3166-1.
//!
//! Sources: the country codes of the CAMEO codebook 1.1b3 as GDELT lists them, and the codes of the
//! KEDS and Phoenix dictionaries for former states; FIPS PUB 10-4 as continued until 2014; ISO 3166-1
//! and 3166-3. `XK` and `XKX` for Kosovo are user-assigned codes.

mod index;
mod names;
mod number_lists;
mod numbers;
mod table;
mod withdrawn;

use std::fmt;
use std::iter::FusedIterator;
use std::num::NonZeroU16;

use index::{CAMEO, FIPS, ISO2, ISO3, NUMERIC, ROWS, place};
#[cfg(feature = "import")]
pub(crate) use names::bearer_in;
use names::{Bearer, bearers};
use table::{Row, TABLE};
use withdrawn::withdrawn;

#[cfg(feature = "import")]
pub(crate) use numbers::holder_in;
pub use numbers::{StateNumbers, TwoLetterCodes};
pub use table::CountryKind;

/// A country, a territory, a part of one, or a region.
///
/// GDELT names actors by CAMEO's country codes and places by FIPS 10-4; other data use ISO 3166-1. The
/// systems look alike but differ: 69 two-letter FIPS codes belong to another country in ISO (`AU` is
/// Austria in FIPS and Australia in ISO), and CAMEO has three-letter codes that ISO has changed since
/// (`ROM`, `TMP`). So each method names its system, and [`Country::clashes`] lists the codes that
/// differ.
///
/// Codes are looked up in upper case, as they are published, in O(1). Lookups return `None` if the
/// code is not in the table.
///
/// # What the table contains
///
/// | kind | countries | codes |
/// | :-- | :-- | :-- |
/// | [`Current`](CountryKind::Current) | in ISO 3166-1 today, and Kosovo | its own |
/// | [`Former`](CountryKind::Former) | the Soviet Union, Yugoslavia, the two Germanys … | its former codes |
/// | [`Part`](CountryKind::Part) | West Bank, Gaza Strip, islets with a FIPS code | the ISO codes of the whole |
/// | [`Region`](CountryKind::Region) | CAMEO's regions: `EUR`, `AFR` … | CAMEO only |
///
/// The table follows the published lists of codes, states and territories alike, and takes no position
/// on recognition.
///
/// A code used by several countries means the current one. If none of them is current, it means the last
/// former country that used it: ISO's `CS` is Serbia and Montenegro, although it was Czechoslovakia
/// before. Only names are looked up by year: see [`Country::from_name`].
///
/// # Order
///
/// As in the table: current countries by English name, then former ones, parts and regions. Do not
/// store the order: another version may have more rows.
///
/// # Example
///
/// ```
/// use detente::code::{Country, CountryKind};
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
/// assert_eq!(Country::from_cameo("EUR").unwrap().kind(), CountryKind::Region);
/// ```
// The position in the table plus one, so that `Option<Country>` takes two bytes as well.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(NonZeroU16);

/// A two-letter code that FIPS 10-4 and ISO 3166-1 give to different countries.
///
/// Returned by [`Country::clashes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Clash {
    /// The two letters.
    pub code: &'static str,
    /// The country in FIPS 10-4.
    pub fips: Country,
    /// The country in ISO 3166-1.
    pub iso: Country,
}

/// An iterator over the countries, in order.
///
/// Created by [`Country::all`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Countries {
    places: std::ops::Range<u16>,
}

impl Country {
    /// Iterates over all countries and regions.
    pub fn all() -> Countries {
        Countries { places: 0..ROWS }
    }

    /// Looks up a three-letter code of CAMEO, as in the actor columns of GDELT.
    ///
    /// Also finds the codes of former states in the dictionaries of KEDS and Phoenix, and the
    /// `ROU` and `MNE` of Phoenix in addition to CAMEO's `ROM` and `MTN`. Returns `None` for any other text.
    pub fn from_cameo(code: &str) -> Option<Self> {
        Self::at(CAMEO[place::<3>(code)?])
    }

    /// Looks up an alpha-2 code of ISO 3166-1, current or withdrawn: `BU` is Myanmar.
    ///
    /// A reassigned code means the country that has it now. Returns `None` if no country has had the code.
    pub fn from_iso2(code: &str) -> Option<Self> {
        Self::from_current_iso2(code).or_else(|| withdrawn(|former| former.iso2 == code))
    }

    /// Looks up an alpha-3 code of ISO 3166-1, current or withdrawn: `ZAR` is Congo (Kinshasa).
    ///
    /// Returns `None` if no country has had the code.
    pub fn from_iso3(code: &str) -> Option<Self> {
        let current = Self::at(ISO3[place::<3>(code)?]);
        current.or_else(|| withdrawn(|former| former.iso3 == code))
    }

    /// Looks up a numeric code of ISO 3166-1, current or withdrawn. Returns `None` if no country has had it.
    pub fn from_iso_numeric(code: u16) -> Option<Self> {
        let current = Self::at(*NUMERIC.get(usize::from(code))?);
        current.or_else(|| withdrawn(|former| former.numeric == code && code > 0))
    }

    /// Looks up a code of FIPS 10-4, as in the geographic columns of GDELT. Returns `None` if no country
    /// has it.
    pub fn from_fips(code: &str) -> Option<Self> {
        Self::at(FIPS[place::<2>(code)?])
    }

    /// Looks up an English name, for a year or in general.
    ///
    /// Finds [`name`](Self::name), the names in ICEWS and in lists of the United Nations, and former
    /// names of states. Case, accents, apostrophes, articles and the order of words are ignored, and
    /// common abbreviations are recognised.
    ///
    /// With a year, returns the country that had the name then, and `None` if no country had it.
    /// Years matter for names that passed from one state to another and for names of former states;
    /// other names hold for every year. Without a year (`None`), returns the country that is usually
    /// meant.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::Country;
    ///
    /// let korea = Country::from_name("Korea, Republic of", None).unwrap();
    /// assert_eq!(korea.name(), "South Korea");
    /// for name in ["REPUBLIC OF KOREA", "Korea (Rep. of)", "Korea, South"] {
    ///     assert_eq!(Country::from_name(name, None), Some(korea));
    /// }
    /// assert_eq!(Country::from_name("Zaire", None).unwrap().cameo(), Some("COD"));
    /// assert_eq!(Country::from_name("Freedonia", None), None);
    ///
    /// let yemen = |year: i32| Country::from_name("Yemen", year).map(Country::name);
    /// assert_eq!(yemen(1985), Some("North Yemen"));
    /// assert_eq!(yemen(1995), Some("Yemen"));
    /// assert_eq!(Country::from_name("Czechoslovakia", 1995), None);
    /// ```
    pub fn from_name(name: &str, year: impl Into<Option<i32>>) -> Option<Self> {
        let year = year.into();
        let had_it =
            |bearer: &&Bearer| year.is_none_or(|year| (bearer.from..=bearer.to).contains(&year));
        let found = bearers(name).iter().find(had_it);
        found.map(|bearer| bearer.country)
    }

    /// The common English name.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The kind: a current country, a former one, a part or a region.
    pub fn kind(self) -> CountryKind {
        self.row().kind
    }

    pub(crate) fn is_region(self) -> bool {
        self.kind() == CountryKind::Region
    }

    /// The code in CAMEO. `None` if it has none.
    pub fn cameo(self) -> Option<&'static str> {
        self.row().cameo.get(..3)
    }

    /// The alpha-2 code of ISO 3166-1, `None` if it has none. A part has the code of the whole.
    pub fn iso2(self) -> Option<&'static str> {
        self.row().iso2.get(..2)
    }

    /// The alpha-3 code of ISO 3166-1, `None` if it has none. A part has the code of the whole.
    pub fn iso3(self) -> Option<&'static str> {
        self.row().iso3.get(..3)
    }

    /// The numeric code of ISO 3166-1, `None` if it has none. A part has the code of the whole.
    pub fn iso_numeric(self) -> Option<u16> {
        Some(self.row().numeric).filter(|&code| code > 0)
    }

    /// The code in FIPS 10-4. `None` if it has none.
    ///
    /// Palestine has none, because FIPS lists the West Bank and the Gaza Strip separately.
    pub fn fips(self) -> Option<&'static str> {
        self.row().fips.get(..2)
    }

    /// The country that a part belongs to in ISO 3166-1.
    ///
    /// Returns `None` if it is not a part, or if several countries claim it.
    pub fn part_of(self) -> Option<Self> {
        let row = self.row();
        if row.kind != CountryKind::Part {
            return None;
        }
        Self::from_iso3(row.iso3)
    }

    /// The first and the last year of the state under this name.
    ///
    /// The first year is known only for states that emerged from another state after 1945, or were absorbed
    /// by one, and not for former colonies; otherwise it is `None`. The last year is `None` while the state
    /// exists.
    pub fn years(self) -> (Option<i32>, Option<i32>) {
        let row = self.row();
        (row.since.map(i32::from), row.until.map(i32::from))
    }

    /// Iterates over the two-letter codes that FIPS 10-4 and ISO 3166-1 give to different countries,
    /// in alphabetical order. Withdrawn codes of ISO are left out.
    ///
    /// In 69 clashes both countries are current. In the others, one is a former country or a part.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::{Clash, Country, CountryKind};
    ///
    /// let current = |clash: &Clash| {
    ///     [clash.fips, clash.iso].iter().all(|one| one.kind() == CountryKind::Current)
    /// };
    /// assert_eq!(Country::clashes().filter(current).count(), 69);
    /// let chile = Country::clashes().find(|clash| clash.code == "CI").unwrap();
    /// assert_eq!((chile.fips.name(), chile.iso.name()), ("Chile", "Côte d'Ivoire"));
    /// ```
    pub fn clashes() -> impl Iterator<Item = Clash> {
        let mut clashes: Vec<_> = Self::all()
            .flat_map(|country| country.row().fips.split_ascii_whitespace())
            .filter_map(|code| {
                let fips = Self::from_fips(code).expect("the code is in the table");
                let iso = Self::from_current_iso2(code)?;
                (fips.iso2() != iso.iso2()).then_some(Clash { code, fips, iso })
            })
            .collect();
        clashes.sort_unstable_by_key(|clash| clash.code);
        clashes.into_iter()
    }

    /// Looks up an alpha-2 code that is not withdrawn.
    fn from_current_iso2(code: &str) -> Option<Self> {
        Self::at(ISO2[place::<2>(code)?])
    }

    /// The country for an entry of an index. Zero means that no country has the code.
    fn at(number: u16) -> Option<Self> {
        NonZeroU16::new(number).map(Self)
    }

    // A `Country` is created only from a row of the table, so the index is valid.
    fn row(self) -> &'static Row {
        &TABLE[usize::from(self.0.get()) - 1]
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
