//! Codes that ISO 3166-1 has withdrawn.
//!
//! A state that was renamed is the one that it is today: Burma is Myanmar. Codes of states
//! and territories that are no more are in the table of countries. A code of two letters that
//! was given away again is that of its bearer of today.
//!
//! Source: ISO 3166-3.

use super::Country;

/// A withdrawn code, and the country that it stands for.
pub(super) struct Withdrawn {
    pub(super) iso2: &'static str,
    pub(super) iso3: &'static str,
    /// Zero where it had none.
    pub(super) numeric: u16,
    /// The alpha-3 code of today, or of a part the code of FIPS 10-4.
    country: &'static str,
}

const fn code(
    iso2: &'static str,
    iso3: &'static str,
    numeric: u16,
    country: &'static str,
) -> Withdrawn {
    Withdrawn {
        iso2,
        iso3,
        numeric,
        country,
    }
}

/// The withdrawn codes of countries and territories that there are today under another.
const WITHDRAWN: [Withdrawn; 16] = [
    code("AI", "AFI", 262, "DJI"),
    code("BQ", "ATB", 0, "ATA"),
    code("BU", "BUR", 104, "MMR"),
    code("BY", "BYS", 112, "BLR"),
    code("DY", "DHY", 204, "BEN"),
    code("FQ", "ATF", 0, "ATF"),
    code("FX", "FXX", 249, "FRA"),
    code("HV", "HVO", 854, "BFA"),
    code("JT", "JTN", 396, "JQ"),
    code("MI", "MID", 488, "MQ"),
    code("NH", "NHB", 548, "VUT"),
    code("NQ", "ATN", 216, "ATA"),
    code("PU", "PUS", 849, "UMI"),
    code("RH", "RHO", 716, "ZWE"),
    code("WK", "WAK", 872, "WQ"),
    code("ZR", "ZAR", 180, "COD"),
];

/// East Timor's alpha-3 code of before 2002 is that of CAMEO still.
const EAST_TIMOR: Withdrawn = code("TP", "TMP", 626, "TLS");

/// The country of the withdrawn code that is looked for.
pub(super) fn withdrawn(is_it: impl Fn(&Withdrawn) -> bool) -> Option<Country> {
    let mut all = WITHDRAWN.iter().chain([&EAST_TIMOR]);
    let found = all.find(|code| is_it(code))?;
    let country = match found.country.len() {
        2 => Country::from_fips(found.country),
        _ => Country::from_iso3(found.country),
    };
    Some(country.expect("the table has every country of a withdrawn code"))
}
