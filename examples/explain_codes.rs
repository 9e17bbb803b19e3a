//! What does this code mean? Explains codes of acts, actors and countries.
//!
//! ```text
//! explain_codes CODE ...      each as an act, as an actor, and as a country
//! explain_codes --tables      every table that the crate ships, tab-separated
//! explain_codes --actors      the actor codes that stand in the lines of the input
//! ```
//!
//! Without arguments it explains the codes of a row of GDELT, and checks what it says.

use std::error::Error;
use std::io::{self, BufRead, Write};

use detente::code::{
    ActorCode, CameoCode, Code, Country, CountryKind, LeadingZero, MarkClass, PartKind,
    QuadReading, Scale,
};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let mut out = io::stdout().lock();
    match args
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        [] => a_row_of_gdelt(&mut out)?,
        ["--tables"] => tables(&mut out)?,
        ["--actors"] => {
            for line in io::stdin().lock().lines() {
                actor(&mut out, line?.trim())?;
            }
        }
        codes => {
            for code in codes {
                writeln!(out, "{code}")?;
                for line in explained(code) {
                    writeln!(out, "  {line}")?;
                }
            }
        }
    }
    Ok(())
}

/// The codes of a row on talks in Geneva: two actors, an act that lost its zero, a place.
fn a_row_of_gdelt(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let (source, target, act, place) = ("RUSGOV", "USAGOVMIL", "46", "SZ");

    let source = ActorCode::parse(source)?;
    let target = ActorCode::parse(target)?;
    assert_eq!(source.country().map(Country::name), Some("Russia"));
    let words: Vec<_> = target.parts().filter_map(|part| part.name).collect();
    assert_eq!(words, ["United States", "government", "military"]);

    // A spreadsheet made a number of it; 46 can have been nothing but 046.
    let LeadingZero::Restored(act) = CameoCode::restore_zero(act)? else {
        return Err("expected a lost zero".into());
    };
    assert_eq!((act.as_str(), act.name()), ("046", Some("negotiates")));
    assert_eq!(Code::from(act).class(), MarkClass::Contact);
    let plover = act.to_plover().ok_or("expected a category")?;
    assert_eq!(plover.code.to_string(), "CONSULT");
    assert_eq!(Scale::cameo_gdelt().valence(&act.into()), Some(0.7));
    assert_eq!(Scale::plover().valence(&plover.code.into()), Some(0.25));

    // Places are in FIPS: SZ is Switzerland there, and Eswatini in ISO.
    let place = Country::from_fips(place).ok_or("expected a country")?;
    assert_eq!((place.name(), place.iso2()), ("Switzerland", Some("CH")));
    assert_eq!(
        Country::from_iso2("SZ").map(Country::name),
        Some("Eswatini")
    );

    writeln!(
        out,
        "{source} {} {target} in {place}",
        act.name().unwrap_or_default()
    )?;
    Ok(())
}

/// What a text can be read as.
fn explained(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    match Code::parse(text) {
        Ok(code) => lines.extend(act(&code)),
        Err(error) => lines.push(format!("as an act: {error}")),
    }
    if let Ok(LeadingZero::Restored(code)) = CameoCode::restore_zero(text) {
        lines.extend(act(&code.into()));
    }
    if let Ok(code) = ActorCode::parse(text) {
        let words: Vec<_> = code
            .parts()
            .map(|part| format!("{} ({:?})", part.name.unwrap_or(part.text), part.kind))
            .collect();
        lines.push(format!("as an actor: {}", words.join(", ")));
    }
    for (system, country) in [
        ("CAMEO", Country::from_cameo(text)),
        ("ISO alpha-2", Country::from_iso2(text)),
        ("ISO alpha-3", Country::from_iso3(text)),
        ("FIPS 10-4", Country::from_fips(text)),
    ] {
        lines.extend(country.map(|country| format!("as a country in {system}: {country}")));
    }
    lines
}

fn act(code: &Code) -> Vec<String> {
    let mut lines = vec![format!("as an act: {code}, {:?}", code.class())];
    if let Code::Cameo(cameo) = code {
        lines.extend(cameo.name().map(|name| format!("  {name}")));
        lines.extend(
            cameo
                .to_plover()
                .map(|to| format!("  {} [{}]", to.code, to.contexts)),
        );
    }
    for scale in scales() {
        lines.extend(
            scale
                .valence(code)
                .map(|valence| format!("  {valence:+} in {scale}")),
        );
    }
    lines
}

fn scales() -> [Scale; 6] {
    [
        Scale::plover(),
        Scale::cameo_icews(),
        Scale::cameo_gdelt(),
        Scale::cameo_keds(),
        Scale::weis_goldstein(),
        Scale::copdab(),
    ]
}

/// A line for an actor code: code, country, region, and each block with its kind.
fn actor(out: &mut impl Write, text: &str) -> io::Result<()> {
    match ActorCode::parse(text) {
        Ok(code) => {
            let cameo = |country: Option<Country>| country.and_then(Country::cameo).unwrap_or("");
            write!(
                out,
                "{code}\t{}\t{}",
                cameo(code.country()),
                cameo(code.region())
            )?;
            for part in code.parts() {
                let named = part.kind == PartKind::Ethnic && part.name.is_none();
                let mark = if named { "?" } else { "" };
                write!(out, "\t{}:{:?}{mark}", part.text, part.kind)?;
            }
            writeln!(out)
        }
        Err(error) => writeln!(out, "{text}\t!\t{error}"),
    }
}

/// Every table, a line an entry, with its kind in the first column.
fn tables(out: &mut impl Write) -> io::Result<()> {
    for scale in scales() {
        for (code, valence) in scale.entries() {
            writeln!(out, "scale\t{}\t{code}\t{valence}", scale.name())?;
        }
    }
    // Each publication has a weight for every code that it lists.
    let publications = [
        Scale::cameo_icews(),
        Scale::cameo_gdelt(),
        Scale::cameo_keds(),
    ];
    let digits = [(2, 100), (3, 1000), (4, 10_000)]
        .into_iter()
        .flat_map(|(length, end)| (0..end).map(move |number| format!("{number:0length$}")));
    for code in digits.filter_map(|text| CameoCode::parse(&text).ok()) {
        let quad = |reading| code.quad_class(reading).map_or(0, |class| class as u8 + 1);
        let known = publications
            .each_ref()
            .map(|scale| u8::from(scale.valence(&code.into()).is_some()));
        let (plover, contexts, is_exact) = code.to_plover().map_or_else(Default::default, |to| {
            (to.code.to_string(), to.contexts.to_string(), to.is_exact)
        });
        writeln!(
            out,
            "cameo\t{code}\t{}\t{}\t{}\t{}\t{known:?}\t{plover}\t{contexts}\t{is_exact}",
            code.name().unwrap_or_default(),
            code.as_str().len() - 1,
            quad(QuadReading::Icews),
            quad(QuadReading::Gdelt),
        )?;
    }
    for country in Country::all() {
        writeln!(
            out,
            "country\t{country}\t{:?}\t{}\t{}\t{}\t{}\t{}",
            country.kind(),
            country.cameo().unwrap_or_default(),
            country.iso2().unwrap_or_default(),
            country.iso3().unwrap_or_default(),
            country.iso_numeric().unwrap_or_default(),
            country.fips().unwrap_or_default(),
        )?;
    }
    // How codes are read, which is more than what is written: some countries have several.
    let letters = || (b'A'..=b'Z').map(char::from);
    let pairs = || letters().flat_map(|a| letters().map(move |b| format!("{a}{b}")));
    for text in pairs() {
        for (system, read) in [
            ("fips", Country::from_fips(&text)),
            ("iso2", Country::from_iso2(&text)),
        ] {
            if let Some(country) = read {
                writeln!(out, "read\t{system}\t{text}\t{country}")?;
            }
        }
    }
    for text in pairs().flat_map(|pair| letters().map(move |c| format!("{pair}{c}"))) {
        for (system, read) in [
            ("cameo", Country::from_cameo(&text)),
            ("iso3", Country::from_iso3(&text)),
        ] {
            if let Some(country) = read {
                writeln!(out, "read\t{system}\t{text}\t{country}")?;
            }
        }
    }
    let of_today = |country: Country| country.kind() == CountryKind::Current;
    for clash in Country::clashes() {
        let today = of_today(clash.fips) && of_today(clash.iso);
        writeln!(
            out,
            "clash\t{}\t{}\t{}\t{today}",
            clash.code, clash.fips, clash.iso
        )?;
    }
    Ok(())
}
