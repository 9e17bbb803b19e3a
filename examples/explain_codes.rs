//! Answers what a CAMEO, PLOVER, actor or country code means.
//!
//! Run it with `cargo run --example explain_codes` for the codes of a row of GDELT, or with arguments:
//!
//! ```text
//! explain_codes CODE…       explains each code as an act, an actor and a country
//! explain_codes --tables    prints all tables of the crate, separated by tabs
//! explain_codes --actors    splits the actor codes of standard input, one on each line
//! ```

use std::error::Error;
use std::io::{self, BufRead, Write};

use detente::code::{
    ActorCode, CameoCode, Code, Country, CountryKind, LeadingZero, MarkClass, PartKind,
    QuadReading, Scale,
};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let mut out = io::stdout().lock();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        [] => gdelt_row(&mut out)?,
        ["--tables"] => write_tables(&mut out)?,
        ["--actors"] => {
            for line in io::stdin().lock().lines() {
                write_actor(&mut out, line?.trim())?;
            }
        }
        codes => explain_all(&mut out, codes)?,
    }
    Ok(())
}

/// Explains a row about talks in Geneva: source actor, act, target actor, place.
fn gdelt_row(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let row @ [source, act, target, place] = ["RUSGOV", "46", "USAGOVMIL", "SZ"];
    writeln!(out, "What do the codes of a row of GDELT mean?")?;
    explain_all(out, &row)?;

    let source = ActorCode::parse(source)?;
    let target = ActorCode::parse(target)?;
    assert_eq!(source.country().map(Country::name), Some("Russia"));
    let words: Vec<_> = target.parts().filter_map(|part| part.name).collect();
    assert_eq!(words, ["United States", "government", "military"]);

    // A spreadsheet removed the zero. Only 046 can become 46.
    let LeadingZero::Restored(act) = CameoCode::restore_zero(act)? else {
        return Err("expected a lost zero".into());
    };
    assert_eq!((act.as_str(), act.name()), ("046", Some("negotiates")));
    assert_eq!(Code::from(act).class(), MarkClass::Contact);
    let plover = act.to_plover().ok_or("expected a category")?;
    assert_eq!(plover.code.to_string(), "CONSULT");
    assert_eq!(Scale::cameo_gdelt().valence(&act.into()), Some(0.7));
    assert_eq!(Scale::plover().valence(&plover.code.into()), Some(0.25));

    // GDELT's places have FIPS codes: SZ is Switzerland in FIPS and Eswatini in ISO.
    let place = Country::from_fips(place).ok_or("expected a country")?;
    assert_eq!((place.name(), place.iso2()), ("Switzerland", Some("CH")));
    assert_eq!(
        Country::from_iso2("SZ").map(Country::name),
        Some("Eswatini")
    );

    let (Some(source), Some(act), Some(target)) = (source.country(), act.name(), target.country())
    else {
        return Err("expected two countries and a listed act".into());
    };
    let sentence = format!("{source} {act} with the {target} in {place}.");
    writeln!(out, "\nThe row as a sentence: {sentence}")?;
    assert_eq!(
        sentence,
        "Russia negotiates with the United States in Switzerland."
    );
    Ok(())
}

fn explain_all(out: &mut impl Write, codes: &[&str]) -> io::Result<()> {
    for code in codes {
        writeln!(out, "\n{code}")?;
        for line in explain(code) {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}

/// All readings of a text.
fn explain(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    if let Ok(code) = Code::parse(text) {
        lines.extend(act(&code));
    }
    if let Ok(LeadingZero::Restored(code)) = CameoCode::restore_zero(text) {
        lines.push(format!("perhaps {code}, without its leading zero"));
        lines.extend(act(&code.into()));
    }
    if let Ok(code) = ActorCode::parse(text) {
        let words: Vec<_> = code
            .parts()
            .map(|part| {
                let name = part.name.unwrap_or(part.text);
                format!("{name} ({})", part_kind(part.kind))
            })
            .collect();
        lines.push(format!("actor: {}", words.join(", ")));
    }
    for (system, country) in [
        ("CAMEO", Country::from_cameo(text)),
        ("ISO alpha-2", Country::from_iso2(text)),
        ("ISO alpha-3", Country::from_iso3(text)),
        ("FIPS 10-4", Country::from_fips(text)),
    ] {
        lines.extend(country.map(|country| format!("country in {system}: {country}")));
    }
    if lines.is_empty() {
        lines.push("is not a code".to_owned());
    }
    lines
}

fn act(code: &Code) -> Vec<String> {
    let class = match code.class() {
        MarkClass::Contact => ", a contact",
        MarkClass::Comment => ", a comment",
        MarkClass::Act => "",
    };
    let mut lines = vec![format!("act: {code}{class}")];
    if let Code::Cameo(cameo) = code {
        lines.push(match cameo.name() {
            Some(name) => format!("  means \"{name}\""),
            None => "  is not a listed code".to_owned(),
        });
        lines.extend(cameo.to_plover().map(|plover| {
            let contexts = plover.contexts.to_string();
            let contexts = if contexts.is_empty() {
                contexts
            } else {
                format!(" ({contexts})")
            };
            format!("  is {}{contexts} in PLOVER", plover.code)
        }));
    }
    for scale in scales() {
        let valence = scale.valence(code);
        lines.extend(valence.map(|valence| format!("  valence {valence:+.2} in {scale}")));
    }
    lines
}

const fn part_kind(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Country => "country",
        PartKind::Region => "region",
        PartKind::International => "international",
        PartKind::Role => "role",
        PartKind::Group => "group",
        PartKind::Religion => "religion",
        PartKind::Ethnic => "ethnic group",
        _ => "unknown",
    }
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

/// Writes a line for an actor code: code, country, region, and each block with its kind.
///
/// An unlisted ethnic group has a question mark.
fn write_actor(out: &mut impl Write, text: &str) -> io::Result<()> {
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
                let is_unlisted = part.kind == PartKind::Ethnic && part.name.is_none();
                let mark = if is_unlisted { "?" } else { "" };
                write!(out, "\t{}:{}{mark}", part.text, part_kind(part.kind))?;
            }
            writeln!(out)
        }
        Err(error) => writeln!(out, "{text}\t!\t{error}"),
    }
}

/// Writes all tables, with one entry on a line and the table in the first column.
fn write_tables(out: &mut impl Write) -> io::Result<()> {
    for scale in scales() {
        for (code, valence) in scale.entries() {
            writeln!(out, "scale\t{}\t{code}\t{valence}", scale.name())?;
        }
    }
    // A publication has a weight for each code that it lists.
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
        let listed = publications
            .each_ref()
            .map(|scale| {
                if scale.valence(&code.into()).is_some() {
                    "1"
                } else {
                    "0"
                }
            })
            .concat();
        let (plover, contexts, is_exact) = code.to_plover().map_or_else(Default::default, |to| {
            (to.code.to_string(), to.contexts.to_string(), to.is_exact)
        });
        writeln!(
            out,
            "cameo\t{code}\t{}\t{}\t{}\t{}\t{listed}\t{plover}\t{contexts}\t{is_exact}",
            code.name().unwrap_or_default(),
            code.as_str().len() - 1,
            quad(QuadReading::Icews),
            quad(QuadReading::Gdelt),
        )?;
    }
    for country in Country::all() {
        writeln!(
            out,
            "country\t{country}\t{}\t{}\t{}\t{}\t{}\t{}",
            if country.kind() == CountryKind::Region {
                "region"
            } else {
                "country"
            },
            country.cameo().unwrap_or_default(),
            country.iso2().unwrap_or_default(),
            country.iso3().unwrap_or_default(),
            country.iso_numeric().unwrap_or_default(),
            country.fips().unwrap_or_default(),
        )?;
    }
    // All codes that are read. Some countries have several.
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
    let is_current = |country: Country| country.kind() == CountryKind::Current;
    for clash in Country::clashes() {
        let current = is_current(clash.fips) && is_current(clash.iso);
        writeln!(
            out,
            "clash\t{}\t{}\t{}\t{current}",
            clash.code, clash.fips, clash.iso
        )?;
    }
    Ok(())
}
