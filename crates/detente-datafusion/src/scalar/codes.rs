//! Codes of acts and of countries.

use detente::code::{CameoCode, Code, Country, PloverCode, Scale};

/// Makes a scale.
type ScaleOf = fn() -> Scale;

/// The scales with values for CAMEO codes, by the name that a query uses.
///
/// `plover` maps the code to PLOVER first.
const SCALES: [(&str, ScaleOf); 4] = [
    ("plover", Scale::plover),
    ("icews", Scale::cameo_icews),
    ("gdelt", Scale::cameo_gdelt),
    ("keds", Scale::cameo_keds),
];

/// A scale by its name.
pub(super) fn scale(name: &str) -> Result<Scale, String> {
    let found = SCALES.iter().find(|(known, _)| *known == name);
    found.map(|(_, scale)| scale()).ok_or_else(|| {
        let names = SCALES.map(|(name, _)| name).join(", ");
        format!("`{name}` is not a scale of CAMEO: expected one of {names}")
    })
}

/// The valence of a CAMEO code. Returns `None` if the text is not a code, or the scale does not list it.
pub(super) fn cameo_valence(scale: &Scale, code: &str) -> Option<f64> {
    let code = CameoCode::parse(code).ok()?;
    match scale.valence(&code.into()) {
        Some(valence) => Some(valence),
        None => scale.valence(&code.to_plover()?.code.into()),
    }
}

/// The PLOVER category of a CAMEO or PLOVER code. Returns `None` if it has none.
pub(super) fn plover_category(text: &str) -> Option<&'static str> {
    if let Ok(code) = CameoCode::parse(text) {
        return Some(code.to_plover()?.code.category().as_str());
    }
    Some(PloverCode::parse(text).ok()?.category().as_str())
}

/// Looks up the country of a text in a code system.
pub(super) type Lookup = fn(&str) -> Option<Country>;

const SYSTEMS: [(&str, Lookup); 6] = [
    ("cameo", Country::from_cameo),
    ("iso2", Country::from_iso2),
    ("iso3", Country::from_iso3),
    ("iso_numeric", |code| {
        Country::from_iso_numeric(code.parse().ok()?)
    }),
    ("fips", Country::from_fips),
    ("name", |name| Country::from_name(name, None)),
];

pub(super) fn system(name: &str) -> Result<Lookup, String> {
    let found = SYSTEMS.iter().find(|(known, _)| *known == name);
    found.map(|&(_, lookup)| lookup).ok_or_else(|| {
        let names = SYSTEMS.map(|(name, _)| name).join(", ");
        format!("`{name}` is not a system of country codes: expected one of {names}")
    })
}

/// The party that ledgers use for a country: its CAMEO code, or else its ISO 3166-1 code, or else its name.
pub(super) fn country(lookup: Lookup, text: &str) -> Option<&'static str> {
    let country = lookup(text)?;
    let code = country.cameo().or(country.iso3());
    Some(code.unwrap_or(country.name()))
}

/// The class of a CAMEO code, which determines its weight.
pub(super) fn cameo_class(code: &str) -> Option<&'static str> {
    let code = Code::from(CameoCode::parse(code).ok()?);
    Some(code.class().as_str())
}
