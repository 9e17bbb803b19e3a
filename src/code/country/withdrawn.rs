//! Codes that ISO 3166-1 has withdrawn.
//!
//! A renamed state has its current name: `BU` (Burma) is Myanmar. The codes of former states and
//! territories are in the table of countries. A reassigned alpha-2 code means the country
//! that has it now.
//!
//! Source: ISO 3166-3.

use super::Country;

/// The withdrawn codes of a country.
pub(super) struct Withdrawn {
    pub(super) iso2: &'static str,
    pub(super) iso3: &'static str,
    /// Zero if there was none.
    pub(super) numeric: u16,
    /// The current alpha-3 code, or the FIPS 10-4 code of a part.
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

/// Withdrawn codes of countries and territories that still exist.
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

/// East Timor. CAMEO still has its alpha-3 code from before 2002.
const EAST_TIMOR: Withdrawn = code("TP", "TMP", 626, "TLS");

/// Looks up a withdrawn code.
pub(super) fn withdrawn(is_it: impl Fn(&Withdrawn) -> bool) -> Option<Country> {
    let mut all = WITHDRAWN.iter().chain([&EAST_TIMOR]);
    let found = all.find(|code| is_it(code))?;
    let country = match found.country.len() {
        2 => Country::from_fips(found.country),
        _ => Country::from_iso3(found.country),
    };
    Some(country.expect("the table has every country of a withdrawn code"))
}
