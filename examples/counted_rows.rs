//! Answers whether rows that an engine has grouped and counted give the ledger of the rows themselves.
//!
//! Run it with `cargo run --features import --example counted_rows` on invented rows, or on files:
//!
//! ```text
//! cargo run --features import --example counted_rows -- COUNTED.csv EVENTS
//! ```
//!
//! `COUNTED.csv` has the columns of the query in `detente::guide::outgrow`, with a header. `EVENTS` is a file of
//! GDELT with the same events. Prints how many counted rows made a mark, and the level of the busiest pairs.

use std::error::Error;
use std::io::BufReader;

use chrono::NaiveDate;
use detente::code::{CameoCode, Code, Country, CountryKind, MarkClass};
use detente::import::{Importer, Options, RowReader};
use detente::ledger::{DaySpan, DyadKey, Ledger, Mark, Marks};
use detente::trend::{Calibration, Trajectory};

/// Three reports of a threat, a meeting that one side reports twice, and a visit that only the host reports.
const COUNTED: &str = "\
first_day,last_day,a,b,code,is_symmetric,n
2025-07-08,2025-07-08,USA,RUS,130,false,3
2025-07-09,2025-07-09,RUS,USA,040,true,2
2025-07-10,2025-07-10,FRA,DEU,043,true,1
";

/// The events behind them: date, source, target, code.
const EVENTS: [[&str; 4]; 7] = [
    ["20250708", "USA", "RUS", "130"],
    ["20250708", "USA", "RUS", "130"],
    ["20250708", "USA", "RUS", "130"],
    ["20250709", "USA", "RUS", "040"],
    ["20250709", "RUS", "USA", "040"],
    ["20250709", "RUS", "USA", "040"],
    ["20250710", "DEU", "FRA", "043"],
];

/// The events as a file of GDELT.
fn invented() -> String {
    let line = |(id, [date, source, target, code]): (usize, &[&str; 4])| {
        let (mut columns, id) = (vec![""; 61], id.to_string());
        (columns[0], columns[1], columns[26], columns[59]) = (&id, date, code, "20250711000000");
        (columns[5], columns[7], columns[15], columns[17]) = (source, source, target, target);
        columns.join("\t") + "\n"
    };
    EVENTS.iter().enumerate().map(line).collect()
}

/// The ledger of counted rows, and how many of them made a mark.
fn counted(text: &str, options: &Options) -> Result<(Ledger, u64), Box<dyn Error>> {
    let scoring = &options.scoring;
    let (mut ledger, mut marked) = (Ledger::new(), 0);
    for row in text.lines().skip(1) {
        let [first, last, a, b, code, is_symmetric, n] = row.split(',').collect::<Vec<_>>()[..]
        else {
            return Err(format!("`{row}` has other columns: expected seven").into());
        };
        let code = Code::from(CameoCode::parse(code)?);
        let (Some(valence), Some(a), Some(b)) =
            (scoring.scale().valence(&code), party(a), party(b))
        else {
            continue;
        };
        let (first, last): (NaiveDate, NaiveDate) = (first.parse()?, last.parse()?);
        let span = DaySpan::new(first, DaySpan::day(last)?.end())?;
        let mut mark = Mark::new(span, scoring.weights().of(code.class()), valence)?;
        if code.class() == MarkClass::Contact {
            mark = mark.with_contact(1.0)?;
        }
        let key = match is_symmetric {
            "true" => DyadKey::symmetric(a, b),
            _ => DyadKey::directed(a, b),
        };
        ledger.add(key, Marks::repeated(&mark, n.parse()?)?)?;
        marked += 1;
    }
    Ok((ledger, marked))
}

/// The party of a country. `None` for a region, which an importer skips.
fn party(code: &str) -> Option<&str> {
    match Country::from_cameo(code) {
        Some(country) if country.kind() == CountryKind::Region => None,
        Some(country) => country.cameo().or(country.iso3()),
        None => Some(code),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (grouped, events) = match &arguments[..] {
        [] => (COUNTED.to_owned(), invented().into_bytes()),
        [grouped, events] => (std::fs::read_to_string(grouped)?, std::fs::read(events)?),
        _ => return Err("expected COUNTED.csv and a file of events, or nothing".into()),
    };
    let mut reader =
        RowReader::detect(BufReader::new(&events[..]))?.ok_or("expected a file of GDELT")?;
    // The query keeps repeated rows, as counts.
    let options = Options::new(reader.format().clone()).with_repeated_merged(false);
    let (ledger, marked) = counted(&grouped, &options)?;
    let mut importer = Importer::new(options);
    importer.read(&mut reader)?;
    let direct = importer.build()?.ledger;
    if ledger != direct {
        return Err("the counted rows give another ledger than the events".into());
    }
    let mut dyads: Vec<_> = ledger
        .dyads()
        .map(|dyad| (dyad.actors, dyad.undirected()))
        .collect();
    dyads.sort_by_key(|(actors, dyad)| (std::cmp::Reverse(dyad.marks()), *actors));
    println!(
        "{marked} counted rows and {} events: the same ledger, {} pairs",
        importer.summary().read,
        dyads.len()
    );
    for ((first, second), dyad) in dyads.iter().take(5) {
        let last = dyad
            .spans()
            .last()
            .ok_or("a pair of a ledger has marks")?
            .span()
            .end();
        let level = Trajectory::new(dyad, &Calibration::default()).level(last);
        let level = level.ok_or("a mark has begun before its span ends")?;
        println!(
            "{first} and {second}: {} marks, {level} at {last}",
            dyad.marks()
        );
    }
    Ok(())
}
