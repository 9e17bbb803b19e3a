//! The example of the README that needs features: the same text, and it runs.
#![cfg(feature = "zip")]

use std::error::Error;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use chrono::NaiveDate;
use detente::import::{Format, Importer, Options, RowReader, Zip};

fn movers(path: &Path, at: NaiveDate) -> Result<Vec<String>, Box<dyn Error>> {
    let mut found = Vec::new();
    // From here on it stands in the README.
    let mut zip = Zip::open(File::open(path)?)?;
    let mut importer = Importer::new(Options::new(Format::Gdelt2));
    importer.read(&mut RowReader::new(zip.only()?, Format::Gdelt2))?;
    let import = importer.build()?;
    // What was read, kept, merged and skipped, and why, with the first rows of each kind.
    println!("{}", import.summary);

    let calibration = import.scoring.calibration();
    // Unknown, unless the files are declared to be the complete feed.
    let movers = import.ledger.movers(at, calibration, &import.coverage);
    for mover in movers.by_change().with_insufficient().take(10) {
        let (trend, pair) = (mover.trend, mover.dyad.actors);
        println!("{pair:?}: {trend}");
        // Up to here.
        found.push(format!("{pair:?}: {}", trend.direction));
    }
    Ok(found)
}

/// The lines between two, without what they are set in by.
fn between(text: &str, from: &str, to: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    let inner = lines
        .skip_while(|line| *line != from)
        .skip(1)
        .take_while(|line| *line != to);
    inner.map(str::to_owned).collect()
}

#[test]
fn the_example_of_a_feed_is_this_one() {
    let readme = between(include_str!("../README.md"), "```rust,ignore", "}");
    let here = between(
        include_str!("readme.rs"),
        "// From here on it stands in the README.",
        "// Up to here.",
    );
    assert!(here.len() > 10, "{here:?}");
    assert_eq!(readme, here);
}

#[test]
fn the_example_of_a_feed_finds_who_moved() {
    let mut rows = String::new();
    for (month, code) in (1..=12).flat_map(|month| [(month, "057"), (month, "130")]) {
        // Talks until June, and threats from September on.
        if (code == "057") == (month < 7) && !(7..9).contains(&month) {
            for day in [3, 13, 23] {
                let mut columns = vec![""; 61];
                let (id, date) = (format!("{month}{day}"), format!("2018{month:02}{day:02}"));
                let added = format!("{date}120000");
                for (at, text) in [(0, &*id), (1, &date), (7, "RUS"), (17, "UKR"), (26, code)] {
                    columns[at] = text;
                }
                columns[59] = &added;
                rows += &(columns.join("\t") + "\n");
            }
        }
    }
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("events.export.CSV.zip");
    let mut archive = zip::ZipWriter::new(File::create(&path).unwrap());
    archive
        .start_file(
            "events.export.CSV",
            zip::write::SimpleFileOptions::default(),
        )
        .unwrap();
    archive.write_all(rows.as_bytes()).unwrap();
    archive.finish().unwrap();

    let at = NaiveDate::from_ymd_opt(2018, 10, 15).unwrap();
    assert_eq!(movers(&path, at).unwrap(), ["(\"RUS\", \"UKR\"): falling"]);
}
