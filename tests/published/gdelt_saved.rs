//! Events of GDELT as databases and programs save them: without a header, or with only some of the columns.

use detente::import::{Delimiter, FileKind, ImportError, PartyRule, PlainLayout, RowFault};
use proptest::prelude::*;

use super::gdelt::{SIX, full};
use super::*;

/// The cells of the rows of a file with 57, 58 or 61 columns.
fn cells(columns: usize) -> Vec<Vec<String>> {
    let text = full("\t");
    let names: Vec<&str> = text.lines().next().unwrap().split('\t').collect();
    let rows = text.lines().skip(1).map(|line| {
        let cells = line.split('\t').zip(&names);
        let cells = cells.filter(|(_, name)| columns == 61 || !name.ends_with("ADM2Code"));
        let cells = cells.map(|(cell, name)| match *name {
            // GDELT 1.0 has a date instead of a time.
            "DATEADDED" if columns < 61 => cell[..8].to_owned(),
            _ => cell.to_owned(),
        });
        cells.take(columns).collect()
    });
    rows.collect()
}

fn format_of(columns: usize) -> Format {
    if columns == 61 {
        Format::Gdelt2
    } else {
        Format::Gdelt1
    }
}

/// The published file.
fn published(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| row.join("\t") + "\n").collect()
}

/// The same rows as a program saves them.
fn saved(rows: &[Vec<String>], delimiter: &str, blank: &str) -> String {
    let quoted = |cell: &String| match cell.as_str() {
        "" => blank.to_owned(),
        _ => format!("\"{}\"", cell.replace('"', "\"\"")),
    };
    let lines = rows.iter().map(|row| {
        let cells: Vec<String> = row.iter().map(quoted).collect();
        cells.join(delimiter) + "\n"
    });
    lines.collect()
}

#[test]
fn a_table_of_a_database_is_read_like_the_published_file() {
    for columns in [57, 58, 61] {
        let format = format_of(columns);
        let rows = cells(columns);
        assert!(rows.iter().all(|row| row.len() == columns));
        let expected = import(&published(&rows), &format);
        assert_eq!(
            (expected.summary.kept, expected.summary.added.is_some()),
            (4, true)
        );
        for delimiter in [",", ";", "|"] {
            for blank in ["", "\"\"", "NULL", "\\N", "nan"] {
                let text = saved(&rows, delimiter, blank);
                let found = import(&text, &format);
                assert_eq!(found.ledger, expected.ledger, "{text}");
                let counts = |import: &Import| {
                    let summary = &import.summary;
                    let warnings = RowWarning::ALL.map(|kind| summary.warning(kind).rows);
                    let files = (summary.files_without_added, summary.refused);
                    (summary.kept, summary.merged, summary.added, files, warnings)
                };
                assert_eq!(counts(&found), counts(&expected));
            }
        }
    }
}

#[test]
fn codes_without_their_zeros_are_restored() {
    let mut rows = cells(58);
    let expected = import(&published(&rows), Format::Gdelt1).ledger;
    for row in &mut rows {
        row[26] = row[26].trim_start_matches('0').to_owned();
        row[31] += ".0";
    }
    let found = import(&saved(&rows, ",", "NULL"), Format::Gdelt1);
    assert_eq!(found.ledger, expected);
    let lost = found.summary.warning(RowWarning::LostZero);
    assert_eq!(lost.rows, 4);
    let column = lost.first.as_ref().unwrap().column.clone();
    assert_eq!(column, Some((27, "EventCode".into())));
}

#[test]
fn bad_first_lines_of_a_table_without_a_header_take_no_other_with_them() {
    let rows = cells(61);
    let table = saved(&rows, ",", "NULL");
    let start: String = table.chars().take(200).collect();
    let text = format!("Events, of March\n\"cut\n{start}\n1,,2\n{table}");
    let found = import(&text, Format::Gdelt2);
    assert_eq!(found.ledger, import(&table, Format::Gdelt2).ledger);
    assert_eq!((found.summary.kept, found.summary.refused), (4, 4));

    let bad = table.replace("\"20190302\"", "\"20190332\"");
    let cut = format!("{bad}{}\n", &start[..100]);
    assert_eq!(
        faults(&cut, Format::Gdelt2),
        [
            "line 3: column 2 (SQLDATE) is `20190332`: expected a date, YYYYMMDD",
            "line 6: the row has 17 columns: expected 61",
        ]
    );
    // A header is found below a title.
    let titled = format!("Events of March\n{SIX}");
    assert_eq!(import(&titled, Format::Gdelt2).summary.kept, 4);
}

#[test]
fn a_published_row_decides_that_all_rows_are_published() {
    let rows = cells(61);
    let text = published(&rows[..1]) + &saved(&rows[1..], ",", "NULL");
    let found = import(&text, Format::Gdelt2).summary;
    assert_eq!((found.kept, found.refused), (1, 4));
    let text = saved(&rows[..1], ",", "NULL") + &published(&rows[1..]);
    let found = import(&text, Format::Gdelt2).summary;
    assert_eq!((found.kept, found.refused), (1, 4));
}

#[test]
fn a_line_without_tabs_names_what_seems_to_separate_its_columns() {
    let hint = |format: Format, line: &str| faults(&format!("{line}\n"), format).remove(0);
    assert_eq!(
        hint(Format::Gdelt2, "201605;071;5"),
        "line 1: the row has 1 column: expected 61; the line looks separated by `;` into 3 columns: if they are \
         not the columns of GDELT 2.0, state them with a `PlainLayout`"
    );
    assert_eq!(
        hint(Format::Gdelt1, "\"1,2\",\"3\""),
        "line 1: the row has 1 column: expected 57 or 58; the line looks separated by `,` into 2 columns: if they \
         are not the columns of GDELT 1.0, state them with a `PlainLayout`"
    );
    assert_eq!(
        hint(Format::Gdelt1, "201605"),
        "line 1: the row has 1 column: expected 57 or 58"
    );
    assert_eq!(
        hint(Format::Gdelt1, "2016,05\t071,2"),
        "line 1: the row has 2 columns: expected 57 or 58"
    );
}

#[test]
fn a_table_of_a_database_is_detected() {
    let first = |columns, delimiter| {
        let text = saved(&cells(columns), delimiter, "NULL");
        text.lines().next().unwrap().to_owned()
    };
    for (columns, delimiter, words) in [
        (57, ",", "GDELT 1.0 (57 columns separated by commas"),
        (58, ";", "GDELT 1.0 (58 columns separated by semicolons"),
        (61, "|", "GDELT 2.0 (61 columns separated by bars"),
    ] {
        let line = first(columns, delimiter);
        let detected = Format::detect(line.as_bytes());
        assert_eq!(
            detected.to_string(),
            format!("{words}, the second of which is a date)")
        );
        assert!(detected.certainty.is_certain());
        let reader = RowReader::detect(line.as_bytes()).unwrap().unwrap();
        assert_eq!(reader.format(), &format_of(columns));
    }
    assert_eq!(
        faults(&first(61, ","), Format::Gdelt1),
        [
            "line 1: the input is GDELT 2.0 (61 columns separated by commas, the second of which is a date): \
             expected GDELT 1.0; read it with `Format::Gdelt2`"
        ]
    );
    // Commas in quotes separate nothing.
    let detected = Format::detect(b"\"Geneva, Switzerland\",\"a\"");
    assert_eq!(
        detected.evidence,
        "its first line has 2 columns separated by commas"
    );
    // As many columns show nothing if there is no date among them.
    let other = ["7"; 61].join(",");
    assert_eq!(Format::detect(other.as_bytes()).kind, FileKind::Unknown);
}

#[test]
fn a_file_that_does_not_say_when_rows_were_added_is_counted() {
    let without = |text: &str| import(text, Format::Gdelt2).summary.files_without_added;
    let added = "SQLDATE,Actor1CountryCode,Actor2CountryCode,EventCode,DATEADDED\n\
        20190301,USA,RUS,040,\n20190302,USA,RUS,040,20190302101500\n";
    assert_eq!(without(SIX), 1);
    assert_eq!(without(added), 0);
    assert_eq!(without(&added.replace("20190302101500", "NULL")), 1);
    let first_added = added.replace("040,\n", "040,20190301\n");
    let first_added = first_added.replace("20190302101500", "");
    assert_eq!(without(&first_added), 0);
    assert_eq!(without(SIX.lines().next().unwrap()), 0);
    assert_eq!(without(&full(",")), 0);
    assert_eq!(without(&published(&cells(61))), 0);

    let mut importer = Importer::new(Options::new(Format::Gdelt2));
    let mut read = |text: &str| {
        let mut reader = RowReader::new(text.as_bytes(), Format::Gdelt2);
        importer.read(&mut reader).unwrap();
        // It was counted.
        importer.read(&mut reader).unwrap();
        importer.summary().to_string()
    };
    assert!(!read(added).contains("of GDELT"));
    assert!(read(SIX).contains(
        "\n1 file of GDELT does not say when its rows were added (`DATEADDED`): its guessed dates are not recognised\n"
    ));
    assert!(read(SIX).contains(
        "\n2 files of GDELT do not say when their rows were added (`DATEADDED`): their guessed dates are not recognised\n"
    ));
    let mut whole = Importer::new(Options::new(Format::Gdelt2));
    whole.merge(&importer).unwrap();
    whole.merge(&importer).unwrap();
    assert_eq!(whole.summary().files_without_added, 4);
}

const NAMES: &str = "SQLDATE;Actor1Name;Actor2Name;EventCode;AvgTone\n\
    20250918;CHINA;THE US;046;7.0\n20250919;THE US;STOCKHOLM;036;4.0\n";

/// The error of an importer of countries.
fn refusal(text: &str) -> String {
    let mut importer = Importer::new(Options::new(Format::Gdelt2));
    let read = importer.read(&mut RowReader::new(text.as_bytes(), Format::Gdelt2));
    assert_eq!(importer.summary().refused, 1);
    let Err(ImportError::Row(RowFault { kind, .. })) = read else {
        panic!("{read:?}");
    };
    kind.to_string()
}

#[test]
fn a_header_with_only_names_of_actors_is_refused_if_parties_are_countries() {
    assert_eq!(
        refusal(NAMES),
        "the header has no column `Actor1CountryCode`: expected the header of GDELT; parties need the columns \
         `Actor1Code` or `Actor1CountryCode`, and `Actor2Code` or `Actor2CountryCode`: to read names as parties, \
         state `PlainLayout::default().with_delimiter(Delimiter::Semicolon).with_columns(\"SQLDATE\", \
         \"Actor1Name\", \"Actor2Name\", \"EventCode\")`"
    );
    let one = NAMES.replace("SQLDATE;Actor1Name", "day,actor1_code");
    let one = one.replace(';', ",");
    assert_eq!(
        refusal(&one),
        "the header has no column `Actor2CountryCode`: expected the header of GDELT; parties need the columns \
         `Actor2Code` or `Actor2CountryCode`: to read names as parties, state \
         `PlainLayout::default().with_delimiter(Delimiter::Comma).with_columns(\"Day\", \"Actor1Code\", \
         \"Actor2Name\", \"EventCode\")`"
    );

    let layout = PlainLayout::default()
        .with_delimiter(Delimiter::Semicolon)
        .with_columns("SQLDATE", "Actor1Name", "Actor2Name", "EventCode")
        .unwrap();
    let ledger = import(NAMES, layout).ledger;
    assert!(ledger.dyad("CHN", "USA").is_some());
    assert!(ledger.dyad("USA", "STOCKHOLM").is_some());
}

#[test]
fn names_of_actors_are_read_if_they_are_the_parties() {
    for rule in [PartyRule::Name, PartyRule::Code] {
        let options = Options::new(Format::Gdelt2).with_parties(rule);
        let mut importer = Importer::new(options);
        let mut reader = RowReader::new(NAMES.as_bytes(), Format::Gdelt2);
        importer.read(&mut reader).unwrap();
        let ledger = importer.build().unwrap().ledger;
        assert!(ledger.dyad("CHINA", "THE US").is_some());
    }
    assert!(faults(NAMES, Format::Gdelt2).is_empty());
}

#[test]
fn a_header_with_some_of_the_columns_is_not_certain() {
    let detected = |header: &str| Format::detect(header.as_bytes()).to_string();
    assert_eq!(
        detected("SQLDATE,Actor1Name,Actor2Name,EventCode"),
        "possibly GDELT 2.0 (its header has names of the GDELT codebook, but no column `Actor1CountryCode`)"
    );
    assert_eq!(
        detected("GLOBALEVENTID,SQLDATE,Actor1Code,Actor2Code"),
        "possibly GDELT 2.0 (its header has names of the GDELT codebook, but no column `EventCode`)"
    );
    assert_eq!(
        detected("global_event_id,sql_date,actor1_code,actor2_country_code,event_code"),
        "GDELT 2.0 (its header has the names of the GDELT codebook)"
    );
    assert_eq!(
        detected("day,source,target,event code"),
        "text of no known format (its first line has 4 columns separated by commas)"
    );
}

#[test]
fn lines_that_end_with_a_carriage_return_are_to_be_converted() {
    let text = published(&cells(61)).replace('\n', "\r");
    let advice = "convert the ends of lines first, such as with `tr '\\r' '\\n'`";
    let expected = format!(
        "line 1: the line contains a carriage return: expected lines that end with a line feed; {advice}"
    );
    assert_eq!(faults(&text, Format::Gdelt2), [expected.as_str()]);
    let long = text.repeat(2_000);
    assert!(long.len() > detente::import::MAX_LINE);
    assert_eq!(faults(&long, Format::Gdelt2), [expected.as_str()]);
    assert_eq!(
        Format::detect(b"Jahr;Land;Stufe\r1998;Afghanistan;5\r").to_string(),
        format!(
            "text of no known format (its first line has 3 columns separated by semicolons; the line ends with a \
             carriage return alone: {advice})"
        )
    );
    assert_eq!(
        Format::detect(text.as_bytes()).to_string(),
        format!(
            "GDELT 2.0 (61 columns separated by tabs, the second of which is a date; the line ends with a carriage \
             return alone: {advice})"
        )
    );
    let query = SIX.replace('\n', "\r");
    for format in [Format::Gdelt1, Format::Gdelt2] {
        assert_eq!(faults(&query, format), [expected.as_str()]);
    }
    assert_eq!(
        Format::detect(b"Jahr;Land;Stufe\r").evidence,
        "its first line has 3 columns separated by semicolons"
    );
}

/// A file of each kind of GDELT that is read.
fn any_file() -> impl Strategy<Value = (String, Format)> {
    let delimiters = prop::sample::select(vec![",", "\t", ";", "|"]);
    let columns = prop::sample::select(vec![57, 58, 61]);
    let blank = prop::sample::select(vec!["", "NULL", "\\N"]);
    (any::<bool>(), delimiters, columns, blank).prop_map(
        |(has_header, delimiter, columns, blank)| match (has_header, delimiter) {
            (true, _) => (full(delimiter), Format::Gdelt2),
            (false, "\t") => (published(&cells(columns)), format_of(columns)),
            (false, _) => (saved(&cells(columns), delimiter, blank), format_of(columns)),
        },
    )
}

proptest! {
    #[test]
    fn any_damage_of_an_export_is_a_fault(
        (text, format) in any_file(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = text.into_bytes();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let mut importer = Importer::new(Options::new(&format));
        let _ = importer.read(&mut RowReader::new(bytes.as_slice(), &format));
        let summary = importer.build().unwrap().summary;
        prop_assert_eq!(summary.read, summary.kept + summary.merged + summary.skipped());
        let line = bytes.split(|&byte| byte == b'\n').next().unwrap();
        prop_assert!(!Format::detect(line).evidence.is_empty());
    }

    /// Only blank identifiers and blank days of addition are accepted where the published file always has them.
    #[test]
    fn any_row_is_the_same_with_commas(
        texts in prop::collection::vec((0..58_usize, "[A-M0-9 ,;\"]{0,6}"), 0..12),
        first in any::<bool>(),
    ) {
        let mut rows = cells(58);
        for (number, (column, text)) in texts.into_iter().enumerate() {
            let number = (number + usize::from(first)) % rows.len();
            rows[number][column] = text.trim().to_owned();
        }
        let outcome = |text: &str| {
            let mut reader = RowReader::new(text.as_bytes(), Format::Gdelt1);
            let mut outcomes = Vec::new();
            while let Some(row) = reader.next() {
                outcomes.push(row.map_err(|fault| fault.kind).map(|row| {
                    let names = reader.names();
                    let actor = |symbol: Option<_>| {
                        let actor = symbol.and_then(|symbol| names.actor(symbol))?;
                        let texts = [actor.code, actor.name, actor.country];
                        Some(texts.map(|text| text.map(str::to_owned)))
                    };
                    let actors = [actor(row.source()), actor(row.target())];
                    (row.date(), row.act(), row.id(), row.added(), actors, row.warnings())
                }));
            }
            outcomes
        };
        let are_same = outcome(&published(&rows)).into_iter().zip(outcome(&saved(&rows, ",", "")));
        for (of_published, of_saved) in are_same {
            match (of_published, of_saved) {
                (Ok(a), Ok(b)) => prop_assert_eq!(a, b),
                (Err(_), Err(_)) => {}
                (Err(_), Ok((.., id, added, _, _))) if id.is_none() || added.is_none() => {}
                (a, b) => prop_assert!(false, "{:?} {:?}", a, b),
            }
        }
    }
}

#[test]
fn a_header_is_split_as_its_rows_are() {
    let table = "\"GLOBALEVENTID\",\"note, raw\",\"Day\",\"SQLDATE\",\"Actor1CountryCode\",\"Actor2CountryCode\",\
        \"EventCode\",\"EventBaseCode\",\"DATEADDED\"\n\
        1,\"a, b\",12,20190312,USA,RUS,0841,084,20190312\n";
    let found = import(table, Format::Gdelt2);
    assert_eq!((found.summary.kept, found.summary.refused), (1, 0));
    let mut reader = RowReader::new(table.as_bytes(), Format::Gdelt2);
    let row = reader.next().unwrap().unwrap();
    assert_eq!(row.date().to_string(), "2019-03-12");
    let code = reader.names().code(row.act()).unwrap();
    assert_eq!(code.to_string(), "cameo:0841");
}

#[test]
fn a_complete_feed_needs_the_days_of_addition() {
    let header = "SQLDATE,Actor1CountryCode,Actor2CountryCode,EventCode";
    let table = format!("{header}\n20190301,USA,RUS,040\n");
    let mut importer = Importer::new(Options::new(Format::Gdelt2).with_complete_feed(true));
    let error = importer
        .read(&mut RowReader::new(table.as_bytes(), Format::Gdelt2))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 1: the header has no column `DATEADDED`: expected the header of GDELT; a complete feed needs the \
         days on which its rows were added"
    );
}
