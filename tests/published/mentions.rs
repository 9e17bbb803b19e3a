//! Mentions of GDELT with a header, as a query saves them.

use detente::import::{FileKind, Mention, MentionReader};
use proptest::prelude::*;

use super::*;

/// Invented rows with all columns of the table. The last two are refused.
const EXPORT: &str = "\
GLOBALEVENTID,EventTimeDate,MentionTimeDate,MentionType,MentionSourceName,MentionIdentifier,SentenceID,\
Actor1CharOffset,Actor2CharOffset,ActionCharOffset,InRawText,Confidence,MentionDocLen,MentionDocTone,\
MentionDocTranslationInfo,Extras
800000001,20190301101500,20190301101500,1,outlet0.example,https://outlet0.example/0,3,-1,1234,1250,1,40,2345,-1.2,,
800000001,20190301101500,20190302000000,1,outlet1.example,\"https://outlet1.example/a,b\",3,-1,1234,1250,1,100,2345,-1.2,,
800000002,20190301101500,20190302003000,1,,https://outlet2.example/2,3,-1,1234,1250,1,,2345,-1.2,,
800000003,20190301101500,20190302006000,1,outlet3.example,https://outlet3.example/3,3,-1,1234,1250,1,40,2345,-1.2,,
800000004,20190301101500,20190302004500,1,outlet4.example,https://outlet4.example/4,3,-1,1234,1250,1,101,2345,-1.2,,
";

/// The rows as they are published.
fn published() -> String {
    let rows: String = EXPORT.split_inclusive('\n').skip(1).collect();
    let rows = rows.replace(
        "\"https://outlet1.example/a,b\"",
        "https://outlet1.example/a;b",
    );
    rows.replace(',', "\t").replace(';', ",")
}

/// The columns that are read, in reverse order, as `write` writes a cell of a column.
fn columns(delimiter: &str, write: impl Fn(&str, &str) -> String) -> String {
    let names = [
        "Confidence",
        "MentionIdentifier",
        "MentionSourceName",
        "MentionTimeDate",
        "EventTimeDate",
        "GLOBALEVENTID",
    ];
    let mut text = names.join(delimiter) + "\n";
    for row in published().lines() {
        let cells: Vec<&str> = row.split('\t').collect();
        let cells = [11, 5, 4, 2, 1, 0].map(|column| cells[column]);
        let cells = names.into_iter().zip(cells);
        let cells: Vec<String> = cells.map(|(name, cell)| write(name, cell)).collect();
        text += &(cells.join(delimiter) + "\n");
    }
    text
}

fn mentions(text: &str) -> Vec<Result<Mention, String>> {
    let reader = MentionReader::new(text.as_bytes());
    reader
        .map(|mention| mention.map_err(|fault| fault.to_string()))
        .collect()
}

/// What a mention says, with the name of its outlet.
fn said(text: &str) -> Vec<String> {
    let mut reader = MentionReader::new(text.as_bytes());
    let mut lines = Vec::new();
    while let Some(mention) = reader.next() {
        lines.push(match mention {
            Ok(mention) => {
                let outlet = mention.outlet.map(|outlet| {
                    let outlet = reader.names().actor(outlet).expect("of this reader");
                    outlet.name.expect("an outlet has a name").to_owned()
                });
                format!(
                    "{} first {} at {} by {} document {:x} confidence {:?}",
                    mention.event,
                    mention.first,
                    mention.at,
                    outlet.as_deref().unwrap_or("no outlet"),
                    mention.document,
                    mention.confidence,
                )
            }
            Err(fault) => fault.to_string(),
        });
    }
    lines
}

/// To write the file anew:
///
/// ```sh
/// DETENTE_RENEW=1 cargo test --all-features --test published
/// ```
#[test]
fn the_mentions_of_the_sample_are_those_of_the_list() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/published/mentions.read.txt"
    );
    let said = said(EXPORT).join("\n") + "\n";
    if std::env::var_os("DETENTE_RENEW").is_some() {
        std::fs::write(path, &said).expect("the list can be written");
    }
    assert_eq!(said, std::fs::read_to_string(path).unwrap_or_default());
}

/// The time of a cell as a database writes it.
fn written(name: &str, cell: &str, form: fn(&str, &str) -> String) -> String {
    match name {
        "EventTimeDate" | "MentionTimeDate" => {
            let date = format!("{}-{}-{}", &cell[..4], &cell[4..6], &cell[6..8]);
            let time = format!("{}:{}:{}", &cell[8..10], &cell[10..12], &cell[12..]);
            form(&date, &time)
        }
        _ => cell.to_owned(),
    }
}

#[test]
fn an_export_of_mentions_is_read_by_the_names_in_its_header() {
    let good = |text: &str| -> Vec<String> {
        let said = said(text);
        assert_eq!(said.len(), 5, "{said:?}");
        assert!(said[3].contains("(MentionTimeDate) is") && said[4].contains("(Confidence) is"));
        said[..3].to_vec()
    };
    let expected = good(&published());
    let forms: [fn(&str, &str) -> String; 6] = [
        |date, time| format!("{date} {time}"),
        |date, time| format!("{date} {time} UTC"),
        |date, time| format!("{date}T{time}Z"),
        |date, time| format!("{date}T{time}.000+00:00"),
        |date, time| format!(" {date} {time}.123456 UTC "),
        |date, time| format!("{date} {}", &time[..5]),
    ];
    for delimiter in [",", "\t", ";", "|"] {
        let quoted = |cell: &str| match delimiter {
            "\t" => cell.to_owned(),
            _ => format!("\"{cell}\""),
        };
        let as_numbers = columns(delimiter, |_, cell| quoted(cell));
        assert_eq!(good(&as_numbers), expected, "{as_numbers}");
        let as_floats = columns(delimiter, |name, cell| match name {
            "MentionIdentifier" => quoted(cell),
            "MentionSourceName" => cell.to_owned(),
            _ if cell.is_empty() => String::new(),
            _ => format!("{cell}.0"),
        });
        assert_eq!(good(&as_floats), expected, "{as_floats}");
        for form in forms {
            let as_texts = columns(delimiter, |name, cell| quoted(&written(name, cell, form)));
            assert_eq!(good(&as_texts), expected, "{as_texts}");
        }
    }
    // A database saves all columns without a header.
    for delimiter in [",", ";", "|"] {
        let mut saved = String::new();
        for row in published().lines() {
            let cell = |cell: &str| match cell {
                "" => "NULL".to_owned(),
                cell => format!("\"{cell}\""),
            };
            let cells: Vec<String> = row.split('\t').map(cell).collect();
            saved += &(cells.join(delimiter) + "\n");
        }
        assert_eq!(good(&saved), expected, "{saved}");
        let detected = Format::detect(saved.lines().next().unwrap().as_bytes());
        assert_eq!(
            (detected.kind, detected.certainty.is_certain()),
            (FileKind::Mentions, true)
        );
        let cut = format!("cut{delimiter}\"row\n{saved}8{delimiter}9\n");
        let faults: Vec<_> = mentions(&cut).into_iter().filter_map(Result::err).collect();
        assert_eq!(faults[0], "line 1: the row has 1 column: expected 15 or 16");
        assert_eq!(
            faults[3],
            "line 7: the row has 2 columns: expected 15 or 16"
        );
        assert_eq!(faults.len(), 4);
    }
    let windows = format!("\u{feff}{}", EXPORT.replace('\n', "\r\n"));
    assert_eq!(said(&windows)[0], said(EXPORT)[0]);
    let lower = EXPORT.to_lowercase();
    assert_eq!(said(&lower)[0], said(EXPORT)[0]);
    let snake_case = EXPORT
        .replace("MentionTimeDate", "mention_time_date")
        .replace("MentionIdentifier", "mention.identifier");
    assert_eq!(said(&snake_case)[0], said(EXPORT)[0]);
    let quoted: String = columns("\t", |_, cell| cell.to_owned())
        .lines()
        .map(|line| "\"".to_owned() + &line.replace('\t', "\"\t\"") + "\"\n")
        .collect();
    assert_eq!(good(&quoted), expected);
}

#[test]
fn a_column_that_a_query_left_out_is_named_unless_it_is_not_needed() {
    let without = |name: &str| mentions(&EXPORT.replace(name, "Other"));
    for name in ["GLOBALEVENTID", "EventTimeDate", "MentionIdentifier"] {
        assert_eq!(
            without(name),
            [Err(format!(
                "line 1: the header has no column `{name}`: expected the header of mentions of GDELT"
            ))]
        );
    }
    let first = |name: &str| without(name)[0].clone().unwrap();
    assert_eq!(first("MentionSourceName").outlet, None);
    assert_eq!(first("Confidence").confidence, None);
    // A day is enough for the day on which the event was first found.
    let days = EXPORT.replace(",20190301101500,2019", ",2019-03-01,2019");
    assert_eq!(said(&days)[..3], said(EXPORT)[..3]);
}

#[test]
fn a_bad_mention_of_an_export_takes_no_other_with_it() {
    let text = "GLOBALEVENTID,EventTimeDate,MentionTimeDate,MentionIdentifier,Confidence\n\
        7,20190301,2019-03-01 10:00:00,a,40\n\
        7,20190301,2019-03-01 10:00:00\n\
        x,20190301,2019-03-01 10:00:00,a,40\n\
        7,20190332,2019-03-01 10:00:00,a,40\n\
        7,20190301,2019-03-01,a,40\n\
        7,20190301,2019-03-01 10:00:00+02:00,a,40\n\
        7,20190301,2.0190301E13,a,40\n\
        7,20190301,2019-03-01 10:00:00,\"a,40\n\
        7,20190301,2019-03-01 10:00:00,a,-4\n\
        7,20190301,2019-03-01 10:00:00,a,\n";
    let time = "expected a time in UTC, YYYYMMDDHHMMSS or YYYY-MM-DD HH:MM:SS";
    let faults: Vec<_> = mentions(text).into_iter().filter_map(Result::err).collect();
    assert_eq!(
        faults,
        [
            "line 3: the row has 3 columns: expected as many as the header names".to_owned(),
            "line 4: column 1 (GLOBALEVENTID) is `x`: expected digits".to_owned(),
            "line 5: column 2 (EventTimeDate) is `20190332`: expected a date or a time, YYYYMMDD or \
             YYYYMMDDHHMMSS"
                .to_owned(),
            format!("line 6: column 3 (MentionTimeDate) is `2019-03-01`: {time}"),
            format!("line 7: column 3 (MentionTimeDate) is `2019-03-01 10:00:00+02:00`: {time}"),
            format!("line 8: column 3 (MentionTimeDate) is `2.0190301E13`: {time}"),
            "line 9: column 4 (MentionIdentifier) has no closing quote: expected one before the end of the \
             line"
                .to_owned(),
            "line 10: column 5 (Confidence) is `-4`: expected a number".to_owned(),
        ]
    );
}

#[test]
fn mentions_and_events_with_headers_are_told_apart() {
    let header = EXPORT.lines().next().unwrap();
    let detected = Format::detect(header.as_bytes());
    assert_eq!(detected.kind, FileKind::Mentions);
    assert!(detected.certainty.is_certain());
    assert_eq!(
        detected.to_string(),
        "mentions of GDELT 2.0 (its header has `MentionTimeDate`)"
    );
    for format in [Format::Gdelt1, Format::Gdelt2, Format::Icews] {
        assert_eq!(
            faults(EXPORT, format.clone()),
            [format!(
                "line 1: the input is mentions of GDELT 2.0 (its header has `MentionTimeDate`): expected \
                 {format}; read it with `import::MentionReader`"
            )]
        );
    }
    let events = "SQLDATE,Actor1CountryCode,Actor2CountryCode,EventCode\n20190301,USA,RUS,040\n";
    assert_eq!(
        mentions(events),
        [Err(
            "line 1: the input is GDELT 2.0 (its header has the names of the GDELT codebook): expected mentions \
             of GDELT 2.0; read it with `Format::Gdelt2`"
                .to_owned()
        )]
    );
}

#[test]
fn a_query_that_joined_both_is_read_by_either_reader() {
    let joined = "SQLDATE,Actor1CountryCode,Actor2CountryCode,EventCode,GLOBALEVENTID,EventTimeDate,\
        MentionTimeDate,MentionIdentifier\n\
        20190301,USA,RUS,040,7,20190301101500,20190301101500,https://outlet.example/0\n";
    assert_eq!(mentions(joined).len(), 1);
    assert_eq!(mentions(joined)[0].as_ref().unwrap().event, 7);
    for format in [Format::Gdelt1, Format::Gdelt2] {
        assert_eq!(import(joined, format).summary.kept, 1);
    }
}

proptest! {
    #[test]
    fn any_bytes_of_an_export_are_mentions_or_faults(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        delimiter in prop::sample::select(vec![",", "\t", ";", "|"]),
        has_header in any::<bool>(),
    ) {
        let (_, rows) = EXPORT.split_once('\n').unwrap();
        let text = if has_header { EXPORT } else { rows };
        let mut bytes = text.replace(',', delimiter).into_bytes();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = MentionReader::new(bytes.as_slice()).count();
    }
}
