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

mod names;

use std::fmt;
use std::iter::FusedIterator;
use std::num::NonZeroU16;

use names::OTHER_NAMES;

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

/// What an entry of the table of countries is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CountryKind {
    /// A country or territory of today: what ISO 3166-1 lists, and Kosovo.
    Current,
    /// A state or territory that is no more.
    Former,
    /// A part of another, or disputed between several, with a code of its own.
    Part,
    /// A region of the world, or a city, that CAMEO codes like a country.
    Region,
}

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
        Self::at(*CAMEO.get(place::<3>(code)?)?)
    }

    /// The country of an ISO 3166-1 alpha-2 code.
    pub fn from_iso2(code: &str) -> Option<Self> {
        Self::at(*ISO2.get(place::<2>(code)?)?)
    }

    /// The country of an ISO 3166-1 alpha-3 code.
    pub fn from_iso3(code: &str) -> Option<Self> {
        Self::at(*ISO3.get(place::<3>(code)?)?)
    }

    /// The country of an ISO 3166-1 numeric code.
    pub fn from_iso_numeric(code: u16) -> Option<Self> {
        Self::at(*NUMERIC.get(usize::from(code))?)
    }

    /// The country of a FIPS 10-4 code, as in GDELT's geographic columns.
    pub fn from_fips(code: &str) -> Option<Self> {
        Self::at(*FIPS.get(place::<2>(code)?)?)
    }

    /// The country of an English name: that of [`name`](Self::name), that by which ICEWS calls
    /// it, or the short name of ISO 3166-1; to the letter.
    ///
    /// # Complexity
    ///
    /// Linear in the table: a name is looked up once, and not for each row that bears it.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::Country;
    ///
    /// let russia = Country::from_name("Russian Federation").unwrap();
    /// assert_eq!((russia.name(), russia.cameo()), ("Russia", Some("RUS")));
    /// assert_eq!(Country::from_name("Russia"), Some(russia));
    /// assert_eq!(Country::from_name("Freedonia"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        let other = OTHER_NAMES.binary_search_by(|(other, _)| (*other).cmp(name));
        match other.ok().and_then(|at| OTHER_NAMES.get(at)) {
            Some((_, code)) => Self::from_iso3(code),
            None => Self::all().find(|country| country.name() == name),
        }
    }

    /// The English name in common use.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// What it is.
    pub fn kind(self) -> CountryKind {
        self.row().map_or(CountryKind::Region, |row| row.kind)
    }

    /// Whether it is a region of CAMEO, and no country.
    pub fn is_region(self) -> bool {
        self.kind() == CountryKind::Region
    }

    /// The code of CAMEO.
    pub fn cameo(self) -> Option<&'static str> {
        self.row()?.cameo.get(..3)
    }

    /// The alpha-2 code of ISO 3166-1; of a part, that of the whole.
    pub fn iso2(self) -> Option<&'static str> {
        self.row()?.iso2.get(..2)
    }

    /// The alpha-3 code of ISO 3166-1; of a part, that of the whole.
    pub fn iso3(self) -> Option<&'static str> {
        self.row()?.iso3.get(..3)
    }

    /// The numeric code of ISO 3166-1; of a part, that of the whole.
    pub fn iso_numeric(self) -> Option<u16> {
        self.row().map(|row| row.numeric).filter(|&code| code > 0)
    }

    /// The code of FIPS 10-4.
    ///
    /// Palestine has none: FIPS has the West Bank and the Gaza Strip.
    pub fn fips(self) -> Option<&'static str> {
        self.row()?.fips.get(..2)
    }

    /// What a part is a part of, by the list of ISO 3166-1; none where several claim it.
    pub fn part_of(self) -> Option<Self> {
        let row = self.row().filter(|row| row.kind == CountryKind::Part)?;
        Self::from_iso3(row.iso3)
    }

    /// The first year of the state under this name, where the table says: for states that
    /// came out of another since 1945 or went into another, and not for former colonies.
    pub fn since(self) -> Option<i32> {
        self.row()?.since.map(i32::from)
    }

    /// The last year of the state; none while it lasts.
    pub fn until(self) -> Option<i32> {
        self.row()?.until.map(i32::from)
    }

    /// Iterates over the two-letter codes that FIPS 10-4 and ISO 3166-1 give to different
    /// countries, in the order of the codes.
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
            .filter_map(Self::row)
            .flat_map(|row| row.fips.split_ascii_whitespace())
            .filter_map(|code| {
                let (fips, iso) = (Self::from_fips(code)?, Self::from_iso2(code)?);
                (fips.iso2() != iso.iso2()).then_some(Clash { code, fips, iso })
            })
            .collect();
        clashes.sort_unstable_by_key(|clash| clash.code);
        clashes.into_iter()
    }

    /// The country at a place of an index, which holds zero where there is none.
    fn at(number: u16) -> Option<Self> {
        NonZeroU16::new(number).map(Self)
    }

    fn row(self) -> Option<&'static Row> {
        TABLE.get(usize::from(self.0.get()) - 1)
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

/// An entry of the table. A code that it lacks is empty or zero; of several codes in one
/// system, with a space between them, the first is the one that is written.
#[derive(Clone, Copy)]
struct Row {
    name: &'static str,
    kind: CountryKind,
    cameo: &'static str,
    iso2: &'static str,
    iso3: &'static str,
    numeric: u16,
    fips: &'static str,
    since: Option<u16>,
    until: Option<u16>,
}

/// A country of today.
const fn now(
    name: &'static str,
    cameo: &'static str,
    iso2: &'static str,
    iso3: &'static str,
    numeric: u16,
    fips: &'static str,
) -> Row {
    Row {
        name,
        kind: CountryKind::Current,
        cameo,
        iso2,
        iso3,
        numeric,
        fips,
        since: None,
        until: None,
    }
}

const fn part(
    name: &'static str,
    cameo: &'static str,
    [iso2, iso3]: [&'static str; 2],
    numeric: u16,
    fips: &'static str,
) -> Row {
    Row {
        kind: CountryKind::Part,
        ..now(name, cameo, iso2, iso3, numeric, fips)
    }
}

const fn region(cameo: &'static str, name: &'static str) -> Row {
    Row {
        kind: CountryKind::Region,
        ..now(name, cameo, "", "", 0, "")
    }
}

impl Row {
    const fn since(self, year: u16) -> Self {
        Self {
            since: Some(year),
            ..self
        }
    }

    const fn former(self, since: u16, until: u16) -> Self {
        Self {
            kind: CountryKind::Former,
            since: Some(since),
            until: Some(until),
            ..self
        }
    }
}

const LETTERS: usize = 26;
const PAIRS: usize = LETTERS * LETTERS;
const TRIPLES: usize = PAIRS * LETTERS;
#[expect(clippy::cast_possible_truncation, reason = "some three hundred rows")]
const ROWS: u16 = TABLE.len() as u16;

/// The columns of the table that are looked up by letters.
#[derive(Clone, Copy)]
enum Column {
    Cameo,
    Iso3,
    Iso2,
    Fips,
}

static CAMEO: [u16; TRIPLES] = index::<3, TRIPLES>(Column::Cameo);
static ISO3: [u16; TRIPLES] = index::<3, TRIPLES>(Column::Iso3);
static ISO2: [u16; PAIRS] = index::<2, PAIRS>(Column::Iso2);
static FIPS: [u16; PAIRS] = index::<2, PAIRS>(Column::Fips);

/// The first row of each code of a column, of `L` letters each; zero where there is none.
const fn index<const L: usize, const N: usize>(column: Column) -> [u16; N] {
    let mut index = [0; N];
    let mut row = 0;
    while row < TABLE.len() {
        let codes = match column {
            Column::Cameo => TABLE[row].cameo,
            Column::Iso3 => TABLE[row].iso3,
            Column::Iso2 => TABLE[row].iso2,
            Column::Fips => TABLE[row].fips,
        };
        enter::<L, N>(&mut index, codes, row);
        row += 1;
    }
    index
}

static NUMERIC: [u16; 1000] = {
    let mut index = [0; 1000];
    let mut row = 0;
    while row < TABLE.len() {
        let numeric = TABLE[row].numeric as usize;
        if numeric > 0 && index[numeric] == 0 {
            index[numeric] = row_number(row);
        }
        row += 1;
    }
    index
};

/// Enters the codes of a row, of `L` letters each, where no row before has them.
const fn enter<const L: usize, const N: usize>(index: &mut [u16; N], codes: &str, row: usize) {
    let codes = codes.as_bytes();
    let mut start = 0;
    while start < codes.len() {
        let mut place = 0;
        let mut letter = 0;
        while letter < L {
            place = place * LETTERS + (codes[start + letter] - b'A') as usize;
            letter += 1;
        }
        if index[place] == 0 {
            index[place] = row_number(row);
        }
        start += L + 1;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "some three hundred rows")]
const fn row_number(row: usize) -> u16 {
    row as u16 + 1
}

/// The place of a code of `L` upper-case letters; none if it is anything else.
fn place<const L: usize>(code: &str) -> Option<usize> {
    let letters: &[u8; L] = code.as_bytes().try_into().ok()?;
    letters.iter().try_fold(0, |place, letter| {
        letter
            .is_ascii_uppercase()
            .then(|| place * LETTERS + usize::from(letter - b'A'))
    })
}

#[rustfmt::skip]
const TABLE: &[Row] = &[
    // Name, CAMEO, ISO alpha-2, alpha-3, numeric, FIPS 10-4.
    now("Afghanistan", "AFG", "AF", "AFG", 4, "AF"),
    now("Åland", "ALA", "AX", "ALA", 248, ""),
    now("Albania", "ALB", "AL", "ALB", 8, "AL"),
    now("Algeria", "DZA", "DZ", "DZA", 12, "AG"),
    now("American Samoa", "ASM", "AS", "ASM", 16, "AQ"),
    now("Andorra", "AND", "AD", "AND", 20, "AN"),
    now("Angola", "AGO", "AO", "AGO", 24, "AO"),
    now("Anguilla", "AIA", "AI", "AIA", 660, "AV"),
    now("Antarctica", "", "AQ", "ATA", 10, "AY"),
    now("Antigua and Barbuda", "ATG", "AG", "ATG", 28, "AC"),
    now("Argentina", "ARG", "AR", "ARG", 32, "AR"),
    now("Armenia", "ARM", "AM", "ARM", 51, "AM").since(1991),
    now("Aruba", "ABW", "AW", "ABW", 533, "AA"),
    now("Australia", "AUS", "AU", "AUS", 36, "AS"),
    now("Austria", "AUT", "AT", "AUT", 40, "AU"),
    now("Azerbaijan", "AZE", "AZ", "AZE", 31, "AJ").since(1991),
    now("Bahamas", "BHS", "BS", "BHS", 44, "BF"),
    now("Bahrain", "BHR", "BH", "BHR", 48, "BA"),
    now("Bangladesh", "BGD", "BD", "BGD", 50, "BG"),
    now("Barbados", "BRB", "BB", "BRB", 52, "BB"),
    now("Belarus", "BLR", "BY", "BLR", 112, "BO").since(1991),
    now("Belgium", "BEL", "BE", "BEL", 56, "BE"),
    now("Belize", "BLZ", "BZ", "BLZ", 84, "BH"),
    now("Benin", "BEN", "BJ", "BEN", 204, "BN"),
    now("Bermuda", "BMU", "BM", "BMU", 60, "BD"),
    now("Bhutan", "BTN", "BT", "BTN", 64, "BT"),
    now("Bolivia", "BOL", "BO", "BOL", 68, "BL"),
    now("Bonaire, Sint Eustatius and Saba", "", "BQ", "BES", 535, "").since(2010),
    now("Bosnia and Herzegovina", "BIH", "BA", "BIH", 70, "BK").since(1992),
    now("Botswana", "BWA", "BW", "BWA", 72, "BC"),
    now("Bouvet Island", "", "BV", "BVT", 74, "BV"),
    now("Brazil", "BRA", "BR", "BRA", 76, "BR"),
    now("British Indian Ocean Territory", "", "IO", "IOT", 86, "IO"),
    now("British Virgin Islands", "VGB", "VG", "VGB", 92, "VI"),
    now("Brunei", "BRN", "BN", "BRN", 96, "BX"),
    now("Bulgaria", "BGR", "BG", "BGR", 100, "BU"),
    now("Burkina Faso", "BFA", "BF", "BFA", 854, "UV"),
    now("Burundi", "BDI", "BI", "BDI", 108, "BY"),
    now("Cabo Verde", "CPV", "CV", "CPV", 132, "CV"),
    now("Cambodia", "KHM", "KH", "KHM", 116, "CB"),
    now("Cameroon", "CMR", "CM", "CMR", 120, "CM"),
    now("Canada", "CAN", "CA", "CAN", 124, "CA"),
    now("Cayman Islands", "CYM", "KY", "CYM", 136, "CJ"),
    now("Central African Republic", "CAF", "CF", "CAF", 140, "CT"),
    now("Chad", "TCD", "TD", "TCD", 148, "CD"),
    now("Chile", "CHL", "CL", "CHL", 152, "CI"),
    now("China", "CHN", "CN", "CHN", 156, "CH"),
    now("Christmas Island", "", "CX", "CXR", 162, "KT"),
    now("Cocos (Keeling) Islands", "", "CC", "CCK", 166, "CK"),
    now("Colombia", "COL", "CO", "COL", 170, "CO"),
    now("Comoros", "COM", "KM", "COM", 174, "CN"),
    now("Congo (Brazzaville)", "COG", "CG", "COG", 178, "CF"),
    now("Congo (Kinshasa)", "COD", "CD", "COD", 180, "CG"),
    now("Cook Islands", "COK", "CK", "COK", 184, "CW"),
    now("Costa Rica", "CRI", "CR", "CRI", 188, "CS"),
    now("Côte d'Ivoire", "CIV", "CI", "CIV", 384, "IV"),
    now("Croatia", "HRV", "HR", "HRV", 191, "HR").since(1991),
    now("Cuba", "CUB", "CU", "CUB", 192, "CU"),
    now("Curaçao", "", "CW", "CUW", 531, "UC").since(2010),
    now("Cyprus", "CYP", "CY", "CYP", 196, "CY"),
    now("Czechia", "CZE", "CZ", "CZE", 203, "EZ").since(1993),
    now("Denmark", "DNK", "DK", "DNK", 208, "DA"),
    now("Djibouti", "DJI", "DJ", "DJI", 262, "DJ"),
    now("Dominica", "DMA", "DM", "DMA", 212, "DO"),
    now("Dominican Republic", "DOM", "DO", "DOM", 214, "DR"),
    now("Ecuador", "ECU", "EC", "ECU", 218, "EC"),
    now("Egypt", "EGY", "EG", "EGY", 818, "EG"),
    now("El Salvador", "SLV", "SV", "SLV", 222, "ES"),
    now("Equatorial Guinea", "GNQ", "GQ", "GNQ", 226, "EK"),
    now("Eritrea", "ERI", "ER", "ERI", 232, "ER").since(1993),
    now("Estonia", "EST", "EE", "EST", 233, "EN").since(1991),
    now("Eswatini", "SWZ", "SZ", "SWZ", 748, "WZ"),
    now("Ethiopia", "ETH", "ET", "ETH", 231, "ET"),
    now("Falkland Islands", "FLK", "FK", "FLK", 238, "FK"),
    now("Faroe Islands", "FRO", "FO", "FRO", 234, "FO"),
    now("Fiji", "FJI", "FJ", "FJI", 242, "FJ"),
    now("Finland", "FIN", "FI", "FIN", 246, "FI"),
    now("France", "FRA", "FR", "FRA", 250, "FR"),
    now("French Guiana", "GUF", "GF", "GUF", 254, "FG"),
    now("French Polynesia", "PYF", "PF", "PYF", 258, "FP"),
    now("French Southern Territories", "", "TF", "ATF", 260, "FS"),
    now("Gabon", "GAB", "GA", "GAB", 266, "GB"),
    now("Gambia", "GMB", "GM", "GMB", 270, "GA"),
    now("Georgia", "GEO", "GE", "GEO", 268, "GG").since(1991),
    now("Germany", "DEU", "DE", "DEU", 276, "GM").since(1990),
    now("Ghana", "GHA", "GH", "GHA", 288, "GH"),
    now("Gibraltar", "GIB", "GI", "GIB", 292, "GI"),
    now("Greece", "GRC", "GR", "GRC", 300, "GR"),
    now("Greenland", "GRL", "GL", "GRL", 304, "GL"),
    now("Grenada", "GRD", "GD", "GRD", 308, "GJ"),
    now("Guadeloupe", "GLP", "GP", "GLP", 312, "GP"),
    now("Guam", "GUM", "GU", "GUM", 316, "GQ"),
    now("Guatemala", "GTM", "GT", "GTM", 320, "GT"),
    now("Guernsey", "GGY", "GG", "GGY", 831, "GK"),
    now("Guinea", "GIN", "GN", "GIN", 324, "GV"),
    now("Guinea-Bissau", "GNB", "GW", "GNB", 624, "PU"),
    now("Guyana", "GUY", "GY", "GUY", 328, "GY"),
    now("Haiti", "HTI", "HT", "HTI", 332, "HA"),
    now("Heard Island and McDonald Islands", "", "HM", "HMD", 334, "HM"),
    now("Holy See", "VAT", "VA", "VAT", 336, "VT"),
    now("Honduras", "HND", "HN", "HND", 340, "HO"),
    now("Hong Kong", "HKG", "HK", "HKG", 344, "HK"),
    now("Hungary", "HUN", "HU", "HUN", 348, "HU"),
    now("Iceland", "ISL", "IS", "ISL", 352, "IC"),
    now("India", "IND", "IN", "IND", 356, "IN"),
    now("Indonesia", "IDN", "ID", "IDN", 360, "ID"),
    now("Iran", "IRN", "IR", "IRN", 364, "IR"),
    now("Iraq", "IRQ", "IQ", "IRQ", 368, "IZ"),
    now("Ireland", "IRL", "IE", "IRL", 372, "EI"),
    now("Isle of Man", "IMY", "IM", "IMN", 833, "IM"),
    now("Israel", "ISR", "IL", "ISR", 376, "IS"),
    now("Italy", "ITA", "IT", "ITA", 380, "IT"),
    now("Jamaica", "JAM", "JM", "JAM", 388, "JM"),
    now("Japan", "JPN", "JP", "JPN", 392, "JA"),
    now("Jersey", "", "JE", "JEY", 832, "JE"),
    now("Jordan", "JOR", "JO", "JOR", 400, "JO"),
    now("Kazakhstan", "KAZ", "KZ", "KAZ", 398, "KZ").since(1991),
    now("Kenya", "KEN", "KE", "KEN", 404, "KE"),
    now("Kiribati", "KIR", "KI", "KIR", 296, "KR"),
    now("Kosovo", "KSV", "XK", "XKX", 0, "KV").since(2008),
    now("Kuwait", "KWT", "KW", "KWT", 414, "KU"),
    now("Kyrgyzstan", "KGZ", "KG", "KGZ", 417, "KG").since(1991),
    now("Laos", "LAO", "LA", "LAO", 418, "LA"),
    now("Latvia", "LVA", "LV", "LVA", 428, "LG").since(1991),
    now("Lebanon", "LBN", "LB", "LBN", 422, "LE"),
    now("Lesotho", "LSO", "LS", "LSO", 426, "LT"),
    now("Liberia", "LBR", "LR", "LBR", 430, "LI"),
    now("Libya", "LBY", "LY", "LBY", 434, "LY"),
    now("Liechtenstein", "LIE", "LI", "LIE", 438, "LS"),
    now("Lithuania", "LTU", "LT", "LTU", 440, "LH").since(1991),
    now("Luxembourg", "LUX", "LU", "LUX", 442, "LU"),
    now("Macao", "MAC", "MO", "MAC", 446, "MC"),
    now("Madagascar", "MDG", "MG", "MDG", 450, "MA"),
    now("Malawi", "MWI", "MW", "MWI", 454, "MI"),
    now("Malaysia", "MYS", "MY", "MYS", 458, "MY"),
    now("Maldives", "MDV", "MV", "MDV", 462, "MV"),
    now("Mali", "MLI", "ML", "MLI", 466, "ML"),
    now("Malta", "MLT", "MT", "MLT", 470, "MT"),
    now("Marshall Islands", "MHL", "MH", "MHL", 584, "RM"),
    now("Martinique", "MTQ", "MQ", "MTQ", 474, "MB"),
    now("Mauritania", "MRT", "MR", "MRT", 478, "MR"),
    now("Mauritius", "MUS", "MU", "MUS", 480, "MP"),
    now("Mayotte", "MYT", "YT", "MYT", 175, "MF"),
    now("Mexico", "MEX", "MX", "MEX", 484, "MX"),
    now("Micronesia", "FSM", "FM", "FSM", 583, "FM"),
    now("Moldova", "MDA", "MD", "MDA", 498, "MD").since(1991),
    now("Monaco", "MCO", "MC", "MCO", 492, "MN"),
    now("Mongolia", "MNG", "MN", "MNG", 496, "MG"),
    now("Montenegro", "MTN MNE", "ME", "MNE", 499, "MJ").since(2006),
    now("Montserrat", "MSR", "MS", "MSR", 500, "MH"),
    now("Morocco", "MAR", "MA", "MAR", 504, "MO"),
    now("Mozambique", "MOZ", "MZ", "MOZ", 508, "MZ"),
    now("Myanmar", "MMR", "MM", "MMR", 104, "BM"),
    now("Namibia", "NAM", "NA", "NAM", 516, "WA").since(1990),
    now("Nauru", "NRU", "NR", "NRU", 520, "NR"),
    now("Nepal", "NPL", "NP", "NPL", 524, "NP"),
    now("Netherlands", "NLD", "NL", "NLD", 528, "NL"),
    now("New Caledonia", "NCL", "NC", "NCL", 540, "NC"),
    now("New Zealand", "NZL", "NZ", "NZL", 554, "NZ"),
    now("Nicaragua", "NIC", "NI", "NIC", 558, "NU"),
    now("Niger", "NER", "NE", "NER", 562, "NG"),
    now("Nigeria", "NGA", "NG", "NGA", 566, "NI"),
    now("Niue", "NIU", "NU", "NIU", 570, "NE"),
    now("Norfolk Island", "NFK", "NF", "NFK", 574, "NF"),
    now("North Korea", "PRK", "KP", "PRK", 408, "KN"),
    now("North Macedonia", "MKD", "MK", "MKD", 807, "MK").since(1991),
    now("Northern Mariana Islands", "MNP", "MP", "MNP", 580, "CQ"),
    now("Norway", "NOR", "NO", "NOR", 578, "NO"),
    now("Oman", "OMN", "OM", "OMN", 512, "MU"),
    now("Pakistan", "PAK", "PK", "PAK", 586, "PK"),
    now("Palau", "PLW", "PW", "PLW", 585, "PS"),
    now("Palestine", "PSE", "PS", "PSE", 275, ""),
    now("Panama", "PAN", "PA", "PAN", 591, "PM"),
    now("Papua New Guinea", "PNG", "PG", "PNG", 598, "PP"),
    now("Paraguay", "PRY", "PY", "PRY", 600, "PA"),
    now("Peru", "PER", "PE", "PER", 604, "PE"),
    now("Philippines", "PHL", "PH", "PHL", 608, "RP"),
    now("Pitcairn Islands", "PCN", "PN", "PCN", 612, "PC"),
    now("Poland", "POL", "PL", "POL", 616, "PL"),
    now("Portugal", "PRT", "PT", "PRT", 620, "PO"),
    now("Puerto Rico", "PRI", "PR", "PRI", 630, "RQ"),
    now("Qatar", "QAT", "QA", "QAT", 634, "QA"),
    now("Réunion", "REU", "RE", "REU", 638, "RE"),
    now("Romania", "ROM ROU", "RO", "ROU", 642, "RO"),
    now("Russia", "RUS", "RU", "RUS", 643, "RS").since(1991),
    now("Rwanda", "RWA", "RW", "RWA", 646, "RW"),
    now("Saint Barthélemy", "", "BL", "BLM", 652, "TB"),
    now("Saint Helena", "SHN", "SH", "SHN", 654, "SH"),
    now("Saint Kitts and Nevis", "KNA", "KN", "KNA", 659, "SC"),
    now("Saint Lucia", "LCA", "LC", "LCA", 662, "ST"),
    now("Saint Martin", "", "MF", "MAF", 663, "RN"),
    now("Saint Pierre and Miquelon", "SPM", "PM", "SPM", 666, "SB"),
    now("Saint Vincent and the Grenadines", "VCT", "VC", "VCT", 670, "VC"),
    now("Samoa", "WSM", "WS", "WSM", 882, "WS"),
    now("San Marino", "SMR", "SM", "SMR", 674, "SM"),
    now("São Tomé and Príncipe", "STP", "ST", "STP", 678, "TP"),
    now("Saudi Arabia", "SAU", "SA", "SAU", 682, "SA"),
    now("Senegal", "SEN", "SN", "SEN", 686, "SG"),
    now("Serbia", "SRB", "RS", "SRB", 688, "RI RB").since(2006),
    now("Seychelles", "SYC", "SC", "SYC", 690, "SE"),
    now("Sierra Leone", "SLE", "SL", "SLE", 694, "SL"),
    now("Singapore", "SGP", "SG", "SGP", 702, "SN"),
    now("Sint Maarten", "", "SX", "SXM", 534, "NN").since(2010),
    now("Slovakia", "SVK", "SK", "SVK", 703, "LO").since(1993),
    now("Slovenia", "SVN", "SI", "SVN", 705, "SI").since(1991),
    now("Solomon Islands", "SLB", "SB", "SLB", 90, "BP"),
    now("Somalia", "SOM", "SO", "SOM", 706, "SO"),
    now("South Africa", "ZAF", "ZA", "ZAF", 710, "SF"),
    now("South Georgia and the South Sandwich Islands", "", "GS", "SGS", 239, "SX"),
    now("South Korea", "KOR", "KR", "KOR", 410, "KS"),
    now("South Sudan", "SSD", "SS", "SSD", 728, "OD").since(2011),
    now("Spain", "ESP", "ES", "ESP", 724, "SP"),
    now("Sri Lanka", "LKA", "LK", "LKA", 144, "CE"),
    now("Sudan", "SDN", "SD", "SDN", 729, "SU"),
    now("Suriname", "SUR", "SR", "SUR", 740, "NS"),
    now("Svalbard and Jan Mayen", "SJM", "SJ", "SJM", 744, "SV"),
    now("Sweden", "SWE", "SE", "SWE", 752, "SW"),
    now("Switzerland", "CHE", "CH", "CHE", 756, "SZ"),
    now("Syria", "SYR", "SY", "SYR", 760, "SY"),
    now("Taiwan", "TWN", "TW", "TWN", 158, "TW"),
    now("Tajikistan", "TJK", "TJ", "TJK", 762, "TI").since(1991),
    now("Tanzania", "TZA", "TZ", "TZA", 834, "TZ"),
    now("Thailand", "THA", "TH", "THA", 764, "TH"),
    now("Timor-Leste", "TMP", "TL", "TLS", 626, "TT").since(2002),
    now("Togo", "TGO", "TG", "TGO", 768, "TO"),
    now("Tokelau", "TKL", "TK", "TKL", 772, "TL"),
    now("Tonga", "TON", "TO", "TON", 776, "TN"),
    now("Trinidad and Tobago", "TTO", "TT", "TTO", 780, "TD"),
    now("Tunisia", "TUN", "TN", "TUN", 788, "TS"),
    now("Türkiye", "TUR", "TR", "TUR", 792, "TU"),
    now("Turkmenistan", "TKM", "TM", "TKM", 795, "TX").since(1991),
    now("Turks and Caicos Islands", "TCA", "TC", "TCA", 796, "TK"),
    now("Tuvalu", "TUV", "TV", "TUV", 798, "TV"),
    now("Uganda", "UGA", "UG", "UGA", 800, "UG"),
    now("Ukraine", "UKR", "UA", "UKR", 804, "UP").since(1991),
    now("United Arab Emirates", "ARE", "AE", "ARE", 784, "AE"),
    now("United Kingdom", "GBR", "GB", "GBR", 826, "UK"),
    now("United States", "USA", "US", "USA", 840, "US"),
    now("United States Minor Outlying Islands", "", "UM", "UMI", 581, ""),
    now("United States Virgin Islands", "VIR", "VI", "VIR", 850, "VQ"),
    now("Uruguay", "URY", "UY", "URY", 858, "UY"),
    now("Uzbekistan", "UZB", "UZ", "UZB", 860, "UZ").since(1991),
    now("Vanuatu", "VUT", "VU", "VUT", 548, "NH"),
    now("Venezuela", "VEN", "VE", "VEN", 862, "VE"),
    now("Vietnam", "VNM", "VN", "VNM", 704, "VM"),
    now("Wallis and Futuna", "WLF", "WF", "WLF", 876, "WF"),
    now("Western Sahara", "ESH", "EH", "ESH", 732, "WI"),
    now("Yemen", "YEM", "YE", "YEM", 887, "YM").since(1990),
    now("Zambia", "ZMB", "ZM", "ZMB", 894, "ZA"),
    now("Zimbabwe", "ZWE", "ZW", "ZWE", 716, "ZI"),
    // Former ones, the last to bear a code first.
    now("Serbia and Montenegro", "SCG FRY", "CS", "SCG", 891, "YI").former(1992, 2006),
    now("Netherlands Antilles", "ANT", "AN", "ANT", 530, "NT").former(1954, 2010),
    now("Czechoslovakia", "CZA CSK", "CS", "CSK", 200, "").former(1918, 1992),
    now("Yugoslavia", "YUG", "YU", "YUG", 890, "").former(1918, 1992),
    now("Soviet Union", "USR SUN", "SU", "SUN", 810, "").former(1922, 1991),
    now("East Germany", "GME DDR", "DD", "DDR", 278, "").former(1949, 1990),
    now("West Germany", "GMW", "DE", "DEU", 280, "").former(1949, 1990),
    now("North Yemen", "YMN", "YE", "YEM", 886, "").former(1918, 1990),
    now("South Yemen", "YMS", "YD", "YMD", 720, "").former(1967, 1990),
    // Parts, with the ISO codes of the whole.
    part("Gaza Strip", "GZS", ["PS", "PSE"], 275, "GZ"),
    part("West Bank", "WSB", ["PS", "PSE"], 275, "WE"),
    part("Akrotiri", "", ["GB", "GBR"], 826, "AX"),
    part("Ashmore and Cartier Islands", "", ["AU", "AUS"], 36, "AT"),
    part("Baker Island", "", ["UM", "UMI"], 581, "FQ"),
    part("Bassas da India", "", ["TF", "ATF"], 260, "BS"),
    part("Clipperton Island", "", ["FR", "FRA"], 250, "IP"),
    part("Coral Sea Islands", "", ["AU", "AUS"], 36, "CR"),
    part("Dhekelia", "", ["GB", "GBR"], 826, "DX"),
    part("Europa Island", "", ["TF", "ATF"], 260, "EU"),
    part("Glorioso Islands", "", ["TF", "ATF"], 260, "GO"),
    part("Howland Island", "", ["UM", "UMI"], 581, "HQ"),
    part("Jan Mayen", "", ["SJ", "SJM"], 744, "JN"),
    part("Jarvis Island", "", ["UM", "UMI"], 581, "DQ"),
    part("Johnston Atoll", "", ["UM", "UMI"], 581, "JQ"),
    part("Juan de Nova Island", "", ["TF", "ATF"], 260, "JU"),
    part("Kingman Reef", "", ["UM", "UMI"], 581, "KQ"),
    part("Midway Islands", "", ["UM", "UMI"], 581, "MQ"),
    part("Navassa Island", "", ["UM", "UMI"], 581, "BQ"),
    part("Palmyra Atoll", "", ["UM", "UMI"], 581, "LQ"),
    part("Paracel Islands", "", ["", ""], 0, "PF"),
    part("Spratly Islands", "", ["", ""], 0, "PG"),
    part("Tromelin Island", "", ["TF", "ATF"], 260, "TE"),
    part("Wake Island", "", ["UM", "UMI"], 581, "WQ"),
    // CAMEO's regions.
    region("AFR", "Africa"),
    region("ASA", "Asia"),
    region("BAG", "Baghdad"),
    region("BLK", "the Balkans"),
    region("CAS", "Central Asia"),
    region("CAU", "the Caucasus"),
    region("CEU", "Central Europe"),
    region("CFR", "Central Africa"),
    region("CRB", "the Caribbean"),
    region("EAF", "Eastern Africa"),
    region("EEU", "Eastern Europe"),
    region("EIN", "the East Indies"),
    region("EUR", "Europe"),
    region("LAM", "Latin America"),
    region("MDT", "the Mediterranean"),
    region("MEA", "the Middle East"),
    region("NAF", "North Africa"),
    region("NMR", "North America"),
    region("PGS", "the Persian Gulf"),
    region("SAF", "Southern Africa"),
    region("SAM", "South America"),
    region("SAS", "South Asia"),
    region("SCN", "Scandinavia"),
    region("SEA", "Southeast Asia"),
    region("WAF", "West Africa"),
    region("WST", "the West"),
];
