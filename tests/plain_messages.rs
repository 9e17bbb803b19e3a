//! What the readers of plain tables say about a file that is not as its layout states.
#![cfg(feature = "import")]

use detente::import::{
    Act, ColumnKey, DateSpelling, Delimiter, Format, Importer, NoRows, Options, PlainLayout,
    Published, RowFaultKind, RowReader, RowValue, Summary,
};
use proptest::prelude::*;

fn table(delimiter: Delimiter) -> PlainLayout {
    PlainLayout::default().with_delimiter(delimiter)
}

/// Columns with German names.
fn german(delimiter: Delimiter) -> PlainLayout {
    let layout = table(delimiter).with_columns("Tag", "Land A", "Land B", "Code");
    layout.unwrap()
}

fn faults(text: &str, format: impl Into<Format>) -> Vec<String> {
    let rows = RowReader::new(text.as_bytes(), format).filter_map(Result::err);
    rows.map(|fault| fault.to_string()).collect()
}

/// The only fault of a text.
fn fault(text: &str, format: impl Into<Format>) -> String {
    let faults = faults(text, format);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.into_iter().next().unwrap()
}

/// The summary of several files of one layout. Faults of a whole file are in it.
fn summary(files: &[&str], layout: &PlainLayout) -> Summary {
    let mut importer = Importer::new(Options::new(layout));
    for file in files {
        let _ = importer.read(&mut RowReader::new(file.as_bytes(), layout));
    }
    importer.build().unwrap().summary
}

#[test]
fn decimal_commas_are_stated_or_the_message_names_the_setting() {
    let layout = table(Delimiter::Semicolon).with_values(10.0).unwrap();
    let commas = layout.clone().with_decimal_commas(true);
    let row = |value: &str| format!("2024-01-15;FRA;DEU;{value}\n");
    let value = |text: &str, layout: &PlainLayout| {
        let table = row(text);
        let mut reader = RowReader::new(table.as_bytes(), layout);
        let row = reader.next().unwrap();
        row.map(|row| match row.act() {
            Act::Value(value) => value.map(RowValue::valence),
            other => panic!("{other:?} is not a value"),
        })
    };
    for (text, valence) in [("-3,5", -0.35), ("3", 0.3), ("+1e0", 0.1), ("0,5e1", 0.5)] {
        assert_eq!(value(text, &commas).unwrap(), Some(valence), "{text}");
    }
    let long = format!("0.{}", "25".repeat(50));
    assert!(value(&long, &layout).unwrap().is_some());
    let says = |text: &str, layout: &PlainLayout| {
        let fault = value(text, layout).unwrap_err().to_string();
        let start = format!("line 1: column 4 (value) is `{text}`: expected ");
        fault.strip_prefix(&start).expect(&fault).to_owned()
    };
    let range = "a number from -10 to 10";
    let hint = format!("{range}; for decimal commas, state it: `with_decimal_commas`");
    assert_eq!(says("-3,5", &layout), hint);
    for layout in [&layout, &commas] {
        for text in ["12", "-11", "1,2,3", "1e9", "x"] {
            assert_eq!(says(text, layout), range, "{text}");
        }
    }
    assert_eq!(says("1.234,5", &layout), range);
    assert_eq!(says("1.234,5", &commas), range);
    assert_eq!(
        says("3.5", &commas),
        format!("{range} with a decimal comma, as stated")
    );
    for name in ["NaN", "nan", "-NaN"] {
        let expected = says(name, &layout);
        assert!(expected.starts_with(range), "{expected}");
    }
    assert_eq!(
        says("NaN", &layout),
        format!("{range}, or a blank cell if there is none")
    );
}

#[test]
fn counts_have_decimal_commas_too() {
    let layout = table(Delimiter::Semicolon).with_count(5).unwrap();
    let commas = layout.clone().with_decimal_commas(true);
    let count = |text: &str, layout: &PlainLayout| {
        let table = format!("2024-01-15;FRA;DEU;042;{text}\n");
        let row = RowReader::new(table.as_bytes(), layout).next().unwrap();
        row.ok().map(|row| row.count())
    };
    assert_eq!(count("3,0", &commas), Some(3));
    assert_eq!(count("3.0", &commas), None);
    assert_eq!(count("3,0", &layout), None);
    assert_eq!(
        fault("2024-01-15;FRA;DEU;042;3,0\n", &layout),
        "line 1: column 5 (count) is `3,0`: expected a whole number from 0 to 1000000; for decimal commas, state \
         it: `with_decimal_commas`"
    );
    for text in ["3,5", "1.000", "many"] {
        let said = fault(&format!("2024-01-15;FRA;DEU;042;{text}\n"), &layout);
        assert!(said.ends_with("from 0 to 1000000"), "{said}");
    }
    assert_eq!(count("3.0", &layout), Some(3));
}

#[cfg(feature = "json")]
#[test]
fn a_layout_with_decimal_commas_is_written_and_read() {
    let layout = table(Delimiter::Semicolon).with_values(10.0).unwrap();
    let plain = serde_json::to_string(&layout).unwrap();
    assert!(!plain.contains("decimal_commas"));
    let layout = layout.with_decimal_commas(true);
    let json = serde_json::to_string(&layout).unwrap();
    assert!(json.contains(r#""decimal_commas":true"#), "{json}");
    assert_eq!(serde_json::from_str::<PlainLayout>(&json).unwrap(), layout);
}

proptest! {
    /// A number is read as Rust reads it, with a point for the comma.
    #[test]
    fn a_number_with_a_comma_is_that_with_a_point(text in "[-+]?[0-9,.]{0,4}(e[0-9])?") {
        let read = |text: &str, layout: &PlainLayout| {
            let table = format!("2024-01-15;FRA;DEU;{text}\n");
            let row = RowReader::new(table.as_bytes(), layout).next().unwrap();
            row.ok().map(|row| row.act())
        };
        let layout = table(Delimiter::Semicolon).with_values(1e9).unwrap();
        let swapped: String = text.chars().map(|c| match c {
            ',' => '.',
            '.' => ',',
            other => other,
        }).collect();
        let commas = layout.clone().with_decimal_commas(true);
        prop_assert_eq!(read(&text, &commas), read(&swapped, &layout));
    }
}

#[test]
fn one_column_for_two_purposes_is_refused_when_the_header_is_read() {
    let columns = |source: ColumnKey, target: ColumnKey| {
        let layout = table(Delimiter::Comma).with_columns("Tag", source, target, "Code");
        layout.unwrap()
    };
    let text = "Tag,A,B,Code\n2014-05-13,USA,RUS,042\n";
    let named = ColumnKey::named;
    for (source, target) in [
        (named("A"), named("A")),
        (named("A"), named("a")),
        (named("Land").or("A"), named("A").or("B")),
        (named("A"), ColumnKey::number(2)),
        (ColumnKey::number(2), named("A")),
    ] {
        let layout = columns(source, target);
        assert_eq!(
            fault(text, &layout),
            "line 1: source and target are both in column 2 (`A`): expected a column for each; the module `sheet` \
             reads tables with all parties of an event in one column"
        );
        let fault = RowReader::new(text.as_bytes(), &layout).next().unwrap();
        let fault = fault.unwrap_err();
        assert!(fault.is_fatal());
        assert!(matches!(
            fault.kind,
            RowFaultKind::SameColumn { number: 2, .. }
        ));
    }
    // Numbers are compared when they are stated.
    assert!(table(Delimiter::Comma).with_columns(1, 2, 2, 4).is_err());
    let optional = columns(named("A"), named("B")).with_id(named("Code").optional());
    assert_eq!(
        fault(text, optional.unwrap()),
        "line 1: code and id are both in column 4 (`Code`): expected a column for each"
    );
    // A filter looks at any column.
    let filtered = columns(named("A"), named("B")).without_rows("Code", ["042"]);
    assert_eq!(faults(text, filtered.unwrap()), [""; 0]);
    let records = "{\"Tag\":\"2014-05-13\",\"A\":\"USA\",\"Code\":\"042\"}\n";
    assert_eq!(
        faults(records, columns(named("A"), named("A")).with_json(true))[0],
        "line 1: source and target are both in column 2 (`A`): expected a column for each; the module `sheet` \
             reads tables with all parties of an event in one column"
    );
}

#[test]
fn a_file_without_a_row_is_counted_with_the_reason() {
    let layout = german(Delimiter::Comma);
    let header = "Tag,Land A,Land B,Code\n";
    let rows = format!("{header}2014-05-13,USA,RUS,042\n");
    let files = ["", "\n\n\r\n", header, &rows, "\u{feff}"];
    let summary = summary(&files, &layout);
    let found: Vec<_> = summary
        .first_empty
        .iter()
        .map(|one| (one.file, one.reason.clone()))
        .collect();
    let expected = [
        (1, NoRows::Empty),
        (2, NoRows::Empty),
        (3, NoRows::HeaderOnly),
        (5, NoRows::Empty),
    ];
    assert_eq!(
        (summary.empty, summary.read, found.as_slice()),
        (4, 1, &expected[..])
    );
    let words = summary.to_string();
    assert!(
        words.contains("file 1: no rows, because the file is empty\n"),
        "{words}"
    );
    assert!(
        words.contains("file 3: no rows, because the file has only a header\n"),
        "{words}"
    );
    assert!(!words.contains("file 4:"), "{words}");
}

#[test]
fn a_header_that_is_stated_beyond_the_end_is_reported() {
    let rows = "2014-05-13\tUSA\tRUS\t042\n".repeat(2);
    let names = german(Delimiter::Tab).with_header_line(5);
    for layout in [PlainLayout::default().with_header_line(5), names] {
        let summary = summary(&[&rows], &layout);
        let reason = NoRows::HeaderBeyondEnd {
            header_line: 5,
            lines: 2,
        };
        assert_eq!(
            (summary.read, summary.first_empty[0].reason.clone()),
            (0, reason)
        );
        let said = "no rows, because the header was not found: expected it in line 5 \
                    (`with_header_line`), and the file has 2 lines";
        assert!(summary.to_string().contains(&format!("file 1: {said}\n")));
        let mut reader = RowReader::new(rows.as_bytes(), &layout);
        assert!(reader.next().is_none());
        assert_eq!(reader.to_string(), format!("a plain table: {said}"));
    }
    // A stated header that is there is only a header, also if its quotes are not closed.
    for header in ["Tag\tLand A\tLand B\tCode\n", "\"Tag\n"] {
        let numbered = PlainLayout::default().with_quotes(true).with_header_line(2);
        let summary = summary(&[&format!("Title\n{header}")], &numbered);
        assert_eq!(
            summary.first_empty[0].reason,
            NoRows::HeaderOnly,
            "{header}"
        );
    }
}

#[test]
fn a_reader_says_how_much_it_has_read() {
    let text = "2014-05-13\tUSA\tRUS\t042\nno date\tUSA\tRUS\t042\n";
    let mut reader = RowReader::new(text.as_bytes(), PlainLayout::default());
    let mut said = vec![reader.to_string()];
    while reader.next().is_some() {
        said.push(reader.to_string());
    }
    assert_eq!(
        said,
        [
            "a plain table: 0 rows in 0 lines",
            "a plain table: 1 row in 1 line",
            "a plain table: 2 rows in 2 lines",
        ]
    );
    assert_eq!(reader.to_string(), said[2]);
    let mut empty = RowReader::new(&b""[..], Format::Gdelt2);
    assert_eq!(empty.to_string(), "GDELT 2.0: 0 rows in 0 lines");
    assert!(empty.next().is_none());
    assert_eq!(
        empty.to_string(),
        "GDELT 2.0: no rows, because the file is empty"
    );
}

#[test]
fn a_file_whose_rows_are_left_out_or_refused_is_not_without_rows() {
    let layout = german(Delimiter::Comma)
        .without_rows("Code", ["042"])
        .unwrap();
    let left_out = "Tag,Land A,Land B,Code\n2014-05-13,USA,RUS,042\n";
    let refused = "Tag,Land A,Land B,Code\nx,USA,RUS,112\n";
    let wrong = "<!doctype html>\n";
    let summary = summary(&[left_out, refused, wrong], &layout);
    assert_eq!(
        (summary.left_out, summary.refused, summary.empty),
        (1, 2, 0)
    );
}

#[test]
fn summaries_of_files_without_rows_are_merged() {
    let layout = german(Delimiter::Comma);
    let read = |files: &[&str]| {
        let mut importer = Importer::new(Options::new(&layout));
        for file in files {
            importer
                .read(&mut RowReader::new(file.as_bytes(), &layout))
                .unwrap();
        }
        importer
    };
    let header = "Tag,Land A,Land B,Code\n";
    let mut first = read(&["", header]);
    first.merge(&read(&[header, ""])).unwrap();
    assert_eq!(first.summary(), read(&["", header, header, ""]).summary());
    let many = read(&[""; 20]);
    let words = many.summary().to_string();
    assert!(words.contains("4 more files have no rows\n"), "{words}");
}

#[cfg(feature = "json")]
#[test]
fn a_summary_with_files_without_rows_is_written_and_read() {
    let layout = german(Delimiter::Comma).with_header_line(3);
    let summary = summary(&["", "Tag\n"], &layout);
    let json = serde_json::to_string(&summary).unwrap();
    assert!(json.contains(r#""reason":{"kind":"header_beyond_end","header_line":3,"lines":1}"#));
    assert_eq!(serde_json::from_str::<Summary>(&json).unwrap(), summary);
    let wrong = json.replace(r#"{"rows":0,"#, r#"{"rows":1,"#);
    let error = serde_json::from_str::<Summary>(&wrong)
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("`rows` is `1`: expected at most `read`, `0`"),
        "{error}"
    );
}

#[test]
fn a_header_with_another_delimiter_names_the_setting() {
    let columns = ["Tag", "Land A", "Land B", "Code"];
    let delimiters = [
        (Delimiter::Tab, '\t', "tabs"),
        (Delimiter::Comma, ',', "`,`"),
        (Delimiter::Semicolon, ';', "`;`"),
        (Delimiter::Bar, '|', "`|`"),
    ];
    for (written, character, shown) in delimiters {
        let header = columns.join(&character.to_string());
        let text = format!("{header}\n");
        for (stated, ..) in delimiters
            .into_iter()
            .filter(|(stated, ..)| *stated != written)
        {
            let said = fault(&text, german(stated));
            let hint = format!(
                "; the line looks separated by {shown}, so state it: `with_delimiter(Delimiter::{written:?})`"
            );
            assert!(said.ends_with(&hint), "{said}");
        }
        assert_eq!(faults(&text, german(written)), [""; 0]);
    }
    assert_eq!(
        fault("Tag,Land A,Land B,Code\n", german(Delimiter::Tab)),
        "line 1: the header has no column for the date: expected `Tag`, found `Tag,Land A,Land B,Code`; the \
         line looks separated by `,`, so state it: `with_delimiter(Delimiter::Comma)`"
    );
    // With the right delimiter, another line may be the header.
    assert_eq!(
        fault("Jahr,Land A\n", german(Delimiter::Comma)),
        "line 1: the header has no column for the date: expected `Tag`, found `Jahr`, `Land A`; state the line \
         of the header if it is another (`with_header_line`)"
    );
}

#[test]
fn a_row_with_another_delimiter_names_the_setting() {
    let few = "one for each of date, source, target and code";
    assert_eq!(
        fault("2014-05-13,USA,RUS,042\n", PlainLayout::default()),
        format!(
            "line 1: the row has 1 column: expected {few}; the line looks separated by `,`, so state it: \
             `with_delimiter(Delimiter::Comma)`"
        )
    );
    // Decimal commas divide the row, too.
    let values = table(Delimiter::Comma).with_values(10.0).unwrap();
    assert_eq!(
        fault("2014-05-13;USA;RUS;-3,5\n", &values),
        format!(
            "line 1: the row has 2 columns: expected {few}; the line looks separated by `;`, so state it: \
             `with_delimiter(Delimiter::Semicolon)`"
        )
    );
    // A cut row with commas in a name is not a table with commas.
    for text in ["2014-05-13\tUSA, UK, France, Italy\n", "2014-05-13,USA\n"] {
        let said = fault(text, PlainLayout::default());
        assert!(said.ends_with(few), "{said}");
    }
}

#[test]
fn blank_values_are_counted_by_themselves() {
    let layout = table(Delimiter::Comma).with_values(10.0).unwrap();
    let rows = "2014-05-13,USA,RUS,\n2014-05-14,USA,RUS,NA\n2014-05-15,USA,RUS,NaN\n";
    let summary = summary(&[rows], &layout);
    let unmarked = summary.unmarked;
    assert_eq!((summary.kept, summary.refused), (2, 1));
    assert_eq!((unmarked.blank_value, unmarked.no_value), (2, 0));
    let words = summary.to_string();
    assert!(
        words.contains("       2 kept without a mark: their value is blank\n"),
        "{words}"
    );
    assert!(!words.contains("scale"), "{words}");
}

#[test]
fn the_first_line_of_a_summary_has_rows_and_the_events_they_count() {
    let layout = table(Delimiter::Comma).with_count(5).unwrap();
    let rows = "2014-05-13,USA,RUS,042,40\n2014-05-14,USA,RUS,042,2\n2014-05-14,USA,RUS,042,x\n";
    let summary = summary(&[rows], &layout);
    assert_eq!((summary.rows, summary.read), (3, 43));
    let words = summary.to_string();
    let first = words.lines().next().unwrap();
    assert_eq!(
        first,
        "3 rows read, counted as 42 events: 42 kept, 0 merged, 1 skipped"
    );
    let plain = self::summary(&[rows], &table(Delimiter::Comma));
    let words = plain.to_string();
    let first = words.lines().next().unwrap();
    assert_eq!((plain.rows, plain.read), (3, 3));
    assert_eq!(first, "3 rows read: 2 kept, 1 merged, 0 skipped");
    let rows = "2014-05-13,USA,RUS,042,0\n2014-05-14,USA,USA,042,0\n2014-05-14,USA,RUS,042,1\n";
    let zeros = self::summary(&[rows], &layout);
    assert_eq!((zeros.rows, zeros.read, zeros.events), (3, 3, 1));
    let words = zeros.to_string();
    let first = words.lines().next().unwrap();
    assert_eq!(
        first,
        "3 rows read, counted as 1 event: 2 kept, 0 merged, 1 skipped"
    );
}

#[test]
fn an_impossible_day_says_how_many_days_its_month_has() {
    let spelled = [
        DateSpelling::Unordered,
        DateSpelling::DayFirst,
        DateSpelling::MonthFirst,
    ];
    for spelling in spelled {
        let layout = PlainLayout::default().with_dates(spelling);
        for (date, expected) in [
            ("30/2/2024", "a day of February 2024, which has 29 days"),
            ("2/30/2024", "a day of February 2024, which has 29 days"),
            ("29.2.2023", "a day of February 2023, which has 28 days"),
            ("2023-02-29", "a day of February 2023, which has 28 days"),
            ("20230229", "a day of February 2023, which has 28 days"),
            ("31 June 2022", "a day of June 2022, which has 30 days"),
            ("June 31, 2022", "a day of June 2022, which has 30 days"),
            ("2014-05-32", "a day of May 2014, which has 31 days"),
            (
                "2024-02-30 10:00",
                "a day of February 2024, which has 29 days",
            ),
        ] {
            assert_eq!(
                fault(&format!("{date}\tUSA\tRUS\t042\n"), &layout),
                format!("line 1: column 1 (date) is `{date}`: expected {expected}"),
                "{spelling}"
            );
        }
    }
    // A date in the other order is no impossible day.
    let months = PlainLayout::default().with_dates(DateSpelling::MonthFirst);
    for date in ["30/6/2022", "31/31/2022", "2022-13-32", "2022"] {
        let said = fault(&format!("{date}\tUSA\tRUS\t042\n"), &months);
        assert!(!said.contains("which has"), "{said}");
    }
    let parts = PlainLayout::default().with_columns(1, 4, 5, 6).unwrap();
    let parts = parts.with_year_month_day(1, 2, 3).unwrap();
    assert_eq!(
        fault("2024\tFeb\t30\tUSA\tRUS\t042\n", &parts),
        "line 1: column 3 (day) is `30`: expected a day of February 2024, which has 29 days"
    );
    let short = PlainLayout::default()
        .with_dates(DateSpelling::ShortCompact)
        .with_short_years(2000);
    assert_eq!(
        fault("230229\tUSA\tRUS\t042\n", &short),
        "line 1: column 1 (date) is `230229`: expected a day of February 2023, which has 28 days"
    );
}

#[test]
fn the_column_of_a_filter_has_its_name_in_the_header() {
    let header = "Tag,Land A,Land B,Code,Stand\n";
    let row = "2014-05-13,USA,RUS,042,geplant\n";
    let text = format!("{header}{row}");
    let numbered = table(Delimiter::Comma);
    let place = |layout: PlainLayout, key: ColumnKey, text: &str| {
        let layout = layout.without_rows(key, ["geplant"]).unwrap();
        let first = summary(&[text], &layout).first_left_out.unwrap();
        first
            .column
            .map(|(number, name)| format!("{number} ({name})"))
            .unwrap()
    };
    let named = || ColumnKey::named("stand");
    assert_eq!(place(german(Delimiter::Comma), named(), &text), "5 (Stand)");
    assert_eq!(place(numbered.clone(), 5.into(), &text), "5 (Stand)");
    assert_eq!(
        place(numbered.clone().with_header_line(1), 5.into(), &text),
        "5 (Stand)"
    );
    assert_eq!(place(numbered.clone(), 5.into(), row), "5 (filter)");
    let words = {
        let layout = german(Delimiter::Comma)
            .without_rows("stand", ["geplant"])
            .unwrap();
        summary(&[&text], &layout).to_string()
    };
    let said = "1 left out by the layout (first: file 1, line 2, column 5 (Stand))";
    assert!(words.contains(said), "{words}");
    let cut = format!("{header}2014-05-13,USA,RUS,042,\"geplant\n");
    let layout = german(Delimiter::Comma)
        .without_rows("Stand", ["geplant"])
        .unwrap();
    assert_eq!(
        fault(&cut, &layout),
        "line 2: column 5 (Stand) has no closing quote: expected one before the end of the line"
    );
}

const ACLED: [&str; 6] = [
    "event_id_cnty",
    "event_date",
    "time_precision",
    "event_type",
    "actor1",
    "actor2",
];

#[test]
fn acled_is_read_with_any_delimiter() {
    let row = [
        "UKR1",
        "16 May 2025",
        "1",
        "Battles",
        "\"A, \"\"B\"\"\"",
        "C",
    ];
    for (delimiter, variant) in [
        (Delimiter::Comma, "Published::Acled.layout()"),
        (
            Delimiter::Tab,
            "Published::Acled.layout().with_delimiter(Delimiter::Tab).with_quotes(true)",
        ),
        (
            Delimiter::Semicolon,
            "Published::Acled.layout().with_delimiter(Delimiter::Semicolon)",
        ),
    ] {
        let character = match delimiter {
            Delimiter::Comma => ",",
            Delimiter::Semicolon => ";",
            _ => "\t",
        };
        let text = format!("{}\n{}\n", ACLED.join(character), row.join(character));
        let mut reader = RowReader::detect(text.as_bytes()).unwrap().unwrap();
        assert_eq!(reader.format().to_string(), "ACLED");
        let row = reader.next().unwrap().unwrap();
        assert_eq!(row.date().to_string(), "2025-05-16");
        let source = reader.names().actor(row.source().unwrap()).unwrap();
        assert_eq!(source.code, Some("A, \"B\""));
        // Events of ACLED are separate, whatever the delimiter.
        assert!(!Options::new(reader.format()).merges_repeated);
        let said = RowReader::new(text.as_bytes(), Format::Gdelt2)
            .next()
            .unwrap();
        let said = said.unwrap_err().to_string();
        assert!(
            said.ends_with(&format!("read it with `{variant}`")),
            "{said}"
        );
    }
}

#[test]
fn the_reader_of_a_published_table_names_another_one() {
    let acled = ACLED.join(",");
    let ucdp = "id,date_start,side_a,side_b,type_of_violence,date_prec";
    assert_eq!(
        fault(&format!("{ucdp}\n"), Published::Acled.layout()),
        "line 1: the input is UCDP GED (its header has `type_of_violence`, `side_a`, `side_b`, `date_start`): \
         expected ACLED; read it with `Published::UcdpGed.layout()`"
    );
    assert_eq!(
        fault(&format!("{acled}\n"), Published::UcdpGed.layout()),
        "line 1: the input is ACLED (its header has `event_date`, `event_type`, `actor1`, `actor2`): expected \
         UCDP GED; read it with `Published::Acled.layout()`"
    );
    let said = fault(&format!("{acled}\n"), Format::Icews);
    assert!(
        said.ends_with("expected ICEWS; read it with `Published::Acled.layout()`"),
        "{said}"
    );
    let icews = "Event ID\tEvent Date\tSource Name\tSource Country\tCAMEO Code\tTarget Name\tTarget Country\n";
    let said = fault(icews, Published::Acled.layout());
    assert!(said.starts_with("line 1: the input is ICEWS ("), "{said}");
    // The same data set with another delimiter is a table with another delimiter.
    let said = fault(
        &format!("{}\n", ACLED.join("\t")),
        Published::Acled.layout(),
    );
    assert!(said.ends_with("`with_delimiter(Delimiter::Tab)`"), "{said}");
    // A layout that was stated by hand says what it did not find.
    let said = fault(&format!("{acled}\n"), german(Delimiter::Comma));
    assert!(said.contains("no column for the date"), "{said}");
    // The first columns of GDELT reduced are those of any table, and of PETRARCH-2.
    let reduced = "Date\tSource\tTarget\tCAMEOCode\tNumEvents\n19900802\tIRQ\tKWT\t190\t12\n";
    assert_eq!(faults(reduced, Published::Petrarch2.layout()), [""; 0]);
}

#[test]
fn a_header_without_a_column_names_the_data_set_of_the_first_line() {
    let ucdp = "id,date_start,side_a,side_b,type_of_violence,date_prec\n1,2024-03-01,A,B,1,1\n";
    let own = PlainLayout::default().with_delimiter(Delimiter::Comma);
    let own = own.with_columns("Day", "From", "To", "Kind").unwrap();
    assert_eq!(
        fault(ucdp, &own),
        "line 1: the header has no column for the date: expected `Day`, found `id`, `date_start`, `side_a`, \
         `side_b`, `type_of_violence`, `date_prec`; its first line is as in UCDP GED; read it with \
         `Published::UcdpGed.layout()`"
    );
    let said = "; its first line is as in UCDP GED; read it with `Published::UcdpGed.layout()`";
    let acled = Published::Acled.layout();
    for below in [
        own.clone().with_header_line(2),
        acled.clone().with_header_line(2),
    ] {
        let fault = fault(ucdp, below);
        assert!(
            fault.starts_with("line 2: the header has no column"),
            "{fault}"
        );
        assert!(fault.ends_with(said), "{fault}");
        let titled = format!("Events of 2024\n{ucdp}");
        let fault = self::fault(&titled, own.clone().with_header_line(2));
        assert!(fault.ends_with(said), "{fault}");
    }
    // The layout of a data set with other settings is still of the data set.
    let said = fault(ucdp, acled.clone().with_party_names([("A", "FRA")]));
    assert!(
        said.starts_with("line 1: the input is UCDP GED ("),
        "{said}"
    );
    // A column that is stated in addition says nothing of the data set.
    let said = fault(
        &format!("{}\n", ACLED.join(",")),
        acled.with_countries("iso_a", "iso_b").unwrap(),
    );
    assert!(
        said.ends_with("; state the line of the header if it is another (`with_header_line`)"),
        "{said}"
    );
}

#[test]
fn a_delimiter_is_proposed_only_if_the_header_then_has_the_column() {
    let layout = table(Delimiter::Comma)
        .with_columns("Day", "From", "To", "Kind")
        .unwrap();
    let said = fault("Day;From;To;Kind\n", &layout);
    assert!(
        said.ends_with("so state it: `with_delimiter(Delimiter::Semicolon)`"),
        "{said}"
    );
    let said = fault("Datum;From;To;Kind\n", &layout);
    assert!(
        said.ends_with("; state the line of the header if it is another (`with_header_line`)"),
        "{said}"
    );
}

#[test]
fn a_summary_says_how_marks_of_footnotes_are_removed_if_names_have_them() {
    let layout = table(Delimiter::Comma);
    let row = |actor: &str| format!("2014-05-13,USA,{actor},042\n");
    let said = "end with the mark of a footnote";
    for marked in ["Borduria*", "Borduria †", "Borduria¹", "Borduria [a]"] {
        let (rows, other) = (row(marked), row("Ruritania"));
        let words = summary(&[&rows, &other], &layout).to_string();
        let line = format!(
            "         1 of these names {} (`{marked}`): to remove it, state `with_footnote_marks_removed(true)`\n",
            said.replacen("end", "ends", 1)
        );
        assert!(words.contains(&line), "{words}");
        let removed = layout.clone().with_footnote_marks_removed(true);
        let words = summary(&[&rows, &other], &removed).to_string();
        assert!(!words.contains("footnote"), "{words}");
    }
    let words = summary(&[&row("A*"), &row("B**")], &layout).to_string();
    let line = format!(
        "2 of these names {said} (`A*` and others): to remove them, state `with_footnote_marks_removed(true)`\n"
    );
    assert!(words.contains(&line), "{words}");
}

#[test]
fn a_summary_says_what_to_do_with_text_that_is_not_utf_8() {
    let mut importer = Importer::new(Options::new(table(Delimiter::Comma)));
    let rows = b"2014-05-13,USA,C\xf4te d'Ivoire,042\n";
    let mut reader = RowReader::new(&rows[..], table(Delimiter::Comma));
    importer.read(&mut reader).unwrap();
    let words = importer.build().unwrap().summary.to_string();
    let said = "       1 row: actor that is not UTF-8 (first: file 1, line 1, column 3 (target))\n         \
        convert the file to UTF-8 first, such as with `iconv -f WINDOWS-1252 -t UTF-8`\n";
    assert!(words.contains(said), "{words}");
}
