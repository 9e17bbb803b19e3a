//! A file of another kind is refused at its first line, and named.
#![cfg(feature = "import")]

use std::io::BufReader;

use detente::import::{
    Detection, FileKind, Format, ImportError, Importer, MAX_LINE, MentionReader, Options,
    PlainLayout, RowFault, RowFaultKind, RowReader,
};
use proptest::prelude::*;

/// A row of events of GDELT with 57, 58 or 61 columns.
fn event(columns: usize) -> String {
    let mut row = vec![""; columns];
    let added = if columns == 61 {
        (59, "20190301101500")
    } else {
        (56, "20190301")
    };
    let texts = [(0, "800000001"), (1, "20190301"), (7, "USA"), (17, "RUS")];
    for (number, text) in texts.into_iter().chain([(26, "040"), added]) {
        row[number] = text;
    }
    row.join("\t") + "\n"
}

fn mention() -> String {
    "800000001\t20190301101500\t20190301101500\t1\toutlet.example\thttps://outlet.example/0\t3\t-1\t\
     1234\t1250\t1\t40\t2345\t-1.2\t\t\n"
        .to_owned()
}

fn plain() -> Format {
    Format::Plain(PlainLayout::default())
}

const PAGE: &str = "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n\
    <html><head><title>404 Not Found</title></head>\n<body>\tnot here\t</body></html>\n";

fn formats() -> [Format; 6] {
    let others = [Format::Gdelt1, Format::Gdelt2, Format::Icews];
    let [first, second, third] = others;
    [
        first,
        second,
        third,
        Format::Polecat,
        Format::Plover,
        plain(),
    ]
}

fn faults(text: impl AsRef<[u8]>, format: Format) -> Vec<RowFault> {
    RowReader::new(text.as_ref(), format)
        .filter_map(Result::err)
        .collect()
}

/// The only fault of a file, in words.
fn fault(text: impl AsRef<[u8]>, format: Format) -> String {
    let faults = faults(text, format);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].is_fatal());
    faults[0].to_string()
}

#[test]
fn mentions_and_events_are_told_apart() {
    let mentions = mention().repeat(5);
    assert_eq!(
        fault(&mentions, Format::Gdelt2),
        "line 1: the input is mentions of GDELT 2.0 (16 columns separated by tabs, the second and third of \
         which are times): expected GDELT 2.0; read it with `import::MentionReader`"
    );
    let old = mentions.replace("\t\t\n", "\t\n");
    let detected = Format::detect(old.lines().next().unwrap().as_bytes());
    assert_eq!(detected.kind, FileKind::Mentions);
    assert_eq!(detected.format(), None);
    let events = event(61).repeat(5);
    let faults: Vec<_> = MentionReader::new(events.as_bytes()).collect();
    assert_eq!(faults.len(), 1);
    assert_eq!(
        faults[0].as_ref().unwrap_err().to_string(),
        "line 1: the input is GDELT 2.0 (61 columns separated by tabs, the second of which is a date): \
         expected mentions of GDELT 2.0; read it with `Format::Gdelt2`"
    );
}

#[test]
fn a_page_is_refused_at_once_by_every_reader() {
    for text in [
        PAGE.to_owned(),
        format!("\n\n  {}", PAGE.to_lowercase()),
        format!("\u{feff}{PAGE}"),
    ] {
        for format in formats() {
            let message = fault(&text, format.clone());
            let expected = format!(
                ": the input is an HTML page (it starts with `<!doctype html`): expected {format}; a server \
                 sends one instead of a missing file, so check the address and download it again"
            );
            assert!(
                message.to_lowercase().ends_with(&expected.to_lowercase()),
                "{message}"
            );
        }
        let first = MentionReader::new(text.as_bytes()).next().unwrap();
        let fault = first.unwrap_err();
        assert!(
            matches!(&fault.kind, RowFaultKind::WrongFile { found, .. } if found == "an HTML page")
        );
    }
}

#[test]
fn other_files_of_the_same_run_are_read() {
    let format = Format::Gdelt2;
    let mut importer = Importer::new(Options::new(format.clone()));
    for (text, is_read) in [
        (event(61), true),
        (PAGE.to_owned(), false),
        (mention().repeat(3), false),
        (event(61).replace("USA", "FRA"), true),
    ] {
        let read = importer.read(&mut RowReader::new(text.as_bytes(), format.clone()));
        assert_eq!(read.is_ok(), is_read);
        assert!(is_read || matches!(read, Err(ImportError::Row(fault)) if fault.line == 1));
    }
    let summary = importer.summary();
    assert_eq!((summary.read, summary.kept, summary.refused), (4, 2, 2));
    let files: Vec<_> = summary.mismatches.iter().map(|file| file.file).collect();
    assert_eq!(files, [2, 3]);
    let words = summary.to_string();
    assert!(
        words.contains("file 3, line 1: the input is mentions of GDELT 2.0"),
        "{words}"
    );
}

#[test]
fn files_that_are_not_text_are_named_by_their_first_bytes() {
    let tar = [b"a.csv".as_slice(), &[0; 252], b"ustar\0"].concat();
    let workbook = [b"PK\x03\x04".as_slice(), &[20; 26], b"[Content_Types].xml"].concat();
    let sheet = [
        b"PK\x03\x04".as_slice(),
        &[20; 26],
        b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
    ]
    .concat();
    let known: [(&[u8], &str); 25] = [
        (
            b"\x1f\x8b\x08\0",
            "packed with gzip (it starts with the bytes 1F 8B)",
        ),
        (
            b"PK\x03\x04",
            "a zip archive (it starts with the bytes 50 4B 03 04)",
        ),
        (
            b"PK\x05\x06",
            "a zip archive (it starts with the bytes 50 4B 05 06)",
        ),
        (
            b"\x28\xb5\x2f\xfd\x04",
            "packed with zstd (it starts with the bytes 28 B5 2F FD)",
        ),
        (b"BZh91AY&SY", "packed with bzip2 (it starts with `BZh`)"),
        (
            b"\xfd7zXZ\0",
            "packed with xz (it starts with the bytes FD 37 7A 58 5A 00)",
        ),
        (
            b"7z\xbc\xaf\x27\x1c",
            "a 7z archive (it starts with the bytes 37 7A BC AF 27 1C)",
        ),
        (
            b"Rar!\x1a\x07\0",
            "a RAR archive (it starts with the bytes 52 61 72 21 1A 07)",
        ),
        (&tar, "a tar archive (byte 258 is `ustar`)"),
        (b"<HTML>", "an HTML page (it starts with `<HTML`)"),
        (b" <script>", "an HTML page (it starts with `<script`)"),
        (
            b"<?xml version=\"1.0\"?>",
            "an XML document (it starts with `<?`)",
        ),
        (
            b"<Error><Code>NoSuchKey",
            "an XML document (it starts with `<E`)",
        ),
        (b"%PDF-1.7", "a PDF document (it starts with `%PDF-`)"),
        (b"PAR1\x15\x04", "a Parquet table (it starts with `PAR1`)"),
        (b"ARROW1\0\0", "an Arrow table (it starts with `ARROW1`)"),
        (
            &workbook,
            "an Excel workbook (it starts with the bytes 50 4B 03 04)",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "an Excel workbook (it starts with the bytes D0 CF 11 E0 A1 B1 1A E1)",
        ),
        (
            &sheet,
            "an OpenDocument spreadsheet (it starts with the bytes 50 4B 03 04)",
        ),
        (
            b"SQLite format 3\0",
            "an SQLite database (it starts with the bytes 53 51 4C 69 74 65 20 66 6F 72 6D 61 74 20 33 00)",
        ),
        (
            b"<stata_dta><header>",
            "a Stata data set (it starts with `<stata_dta>`)",
        ),
        (b"RDX3", "data of R (it starts with `RDX3`)"),
        (
            b"version https://git-lfs.github.com/spec/v1",
            "a Git LFS pointer (it starts with `version https://git-lfs`)",
        ),
        (
            b"\xff\xfed\0",
            "text in UTF-16 (it starts with the bytes FF FE)",
        ),
        (
            b"a\0b",
            "binary data (1 of its first 3 bytes are control characters)",
        ),
    ];
    for (bytes, expected) in known {
        let detected = Format::detect(bytes);
        assert_eq!(detected.to_string(), expected);
        assert!(detected.certainty.is_certain());
        for format in formats() {
            let message = fault(
                [bytes, b"\n2014-05-13\tUSA\tRUS\t042\n"].concat(),
                format.clone(),
            );
            let expected = format!("line 1: the input is {expected}: expected {format}");
            assert!(message.starts_with(&expected), "{message}");
        }
    }
}

#[test]
fn a_signature_is_found_in_a_line_that_is_too_long() {
    let table = [b"PAR1".as_slice(), &vec![b'x'; MAX_LINE], b"\nmore\n"].concat();
    for capacity in [3, 1 << 16, 4 << 20] {
        let input = BufReader::with_capacity(capacity, table.as_slice());
        let faults: Vec<_> = RowReader::new(input, plain()).collect();
        let message = faults[0].as_ref().unwrap_err().to_string();
        assert!(
            message.starts_with("line 1: the input is a Parquet table"),
            "{message}"
        );
        assert_eq!(faults.len(), 1);
    }
}

#[test]
fn events_of_another_format_are_named_with_their_reader() {
    let icews = "Event ID\tEvent Date\tSource Name\tSource Country\tCAMEO Code\tTarget Name\t\
        Target Country\n1\t2014-01-01\tA\tB\t042\tC\tD\n";
    let polecat = "Event ID,Event Date,Event Type,Event Mode,Actor Name,Actor Country,Recipient Name,\
        Recipient Country,Publication Date\n";
    let plover = r#"{"id":"x","date":"2020-01-01","source":"USA","event":"AGREE"}"#;
    let (old, first, second) = (event(57), event(58), event(61));
    let files: [(&str, Format, &str); 6] = [
        (
            &old,
            Format::Gdelt1,
            "GDELT 1.0 (57 columns separated by tabs, the second of which is a date)",
        ),
        (
            &first,
            Format::Gdelt1,
            "GDELT 1.0 (58 columns separated by tabs, the second of which is a date)",
        ),
        (
            &second,
            Format::Gdelt2,
            "GDELT 2.0 (61 columns separated by tabs, the second of which is a date)",
        ),
        (
            icews,
            Format::Icews,
            "ICEWS (its header has `CAMEO Code` and `Source Country`)",
        ),
        (
            polecat,
            Format::Polecat,
            "POLECAT (its header has `Event Type` and `Actor Country`)",
        ),
        (
            plover,
            Format::Plover,
            "PLOVER (its first line is a JSON object with `date` and `event`)",
        ),
    ];
    for (text, format, shown) in &files {
        let first_line = text.lines().next().unwrap();
        let detected = Format::detect(first_line.as_bytes());
        assert_eq!(
            (detected.format(), &*detected.to_string()),
            (Some(format), *shown)
        );
        assert!(faults(text, format.clone()).is_empty(), "{format}");
        for (_, other, _) in files.iter().filter(|(_, other, _)| other != format) {
            let message = fault(text, other.clone());
            let expected = format!(
                "line 1: the input is {shown}: expected {other}; read it with `Format::{format:?}`"
            );
            assert_eq!(message, expected);
        }
    }
}

#[test]
fn records_that_are_not_lines_are_named() {
    for text in [
        "[\n  {\n",
        "[{\"id\": 1}, {\"id\": 2}]\n",
        "{\n  \"id\": 1\n}\n",
    ] {
        let first = text.chars().next().unwrap();
        assert_eq!(
            fault(text, Format::Plover),
            format!(
                "line 1: the input is a list of JSON records, or records of several lines (its first line starts \
                 with `{first}`, and is not a record): expected PLOVER; put each record on a line with \
                 `import::json_lines`"
            )
        );
    }
    // A record that lacks a key is a row.
    assert_eq!(
        faults("{\"id\": 1}\n", Format::Plover)[0].to_string(),
        "line 1: column 2 (date) is ``: expected a date, YYYY-MM-DD"
    );
}

#[test]
fn a_damaged_row_is_not_another_file() {
    // Cut to the number of columns of GDELT 1.0, and to that of mentions.
    let cut = |columns: usize| {
        let row = event(61);
        row.split('\t').take(columns).collect::<Vec<_>>().join("\t")
    };
    let good = event(61);
    for columns in [15, 16, 40] {
        let text = cut(columns) + "\n" + &good;
        let faults = faults(&text, Format::Gdelt2);
        assert_eq!(faults.len(), 1);
        assert_eq!(
            faults[0].to_string(),
            format!("line 1: the row has {columns} columns: expected 61")
        );
    }
    // A line of another file in the middle takes no other with it.
    let text = cut(40) + "\n" + &mention() + &event(58) + PAGE + &good;
    let rows: Vec<_> = RowReader::new(text.as_bytes(), Format::Gdelt2).collect();
    assert!(rows.last().unwrap().is_ok());
    assert_eq!(rows.len(), 7);
}

#[test]
fn the_columns_of_a_plain_table_may_be_those_of_a_published_format() {
    let layout = PlainLayout::default().with_columns(2, 8, 18, 27).unwrap();
    let text = event(61).replace("040", "") + &event(61);
    let rows: Vec<_> = RowReader::new(text.as_bytes(), Format::Plain(layout)).collect();
    assert_eq!(rows.len(), 2);
    assert!(rows[0].is_err() && rows[1].is_ok());
}

#[test]
fn what_is_not_certain_is_said() {
    for (line, shown) in [
        (
            "2014-05-13\tUSA\tRUS\t042",
            "text of no known format (its first line has 4 columns separated by tabs)",
        ),
        (
            "a;b|c;d",
            "text of no known format (its first line has 3 columns separated by semicolons)",
        ),
        (
            "words",
            "text of no known format (its first line has 1 column)",
        ),
        ("", "text of no known format (its first line has 1 column)"),
        ("[1, 2]", "possibly JSON (it starts with `[`)"),
    ] {
        let detected = Format::detect(line.as_bytes());
        assert_eq!(detected.to_string(), shown);
        assert!(!detected.certainty.is_certain());
    }
    let row = event(61).replace("20190301\t", "soon\t");
    let detected = Format::detect(row.trim_end_matches('\n').as_bytes());
    assert_eq!(
        detected.to_string(),
        "possibly GDELT 2.0 (61 columns separated by tabs)"
    );
    // So the row is refused for what is wrong with it.
    assert_eq!(
        faults(&row, Format::Gdelt2)[0].to_string(),
        "line 1: column 2 (SQLDATE) is `soon`: expected a date, YYYYMMDD"
    );
}

/// Files of all kinds, and rows of all kinds behind each other.
fn lines() -> impl Strategy<Value = String> {
    let lines = vec![
        event(61),
        event(58),
        event(57),
        mention(),
        PAGE.to_owned(),
        "\n".to_owned(),
        "PAR1\n".to_owned(),
        "Event ID\tEvent Date\tSource Name\tSource Country\tCAMEO Code\tTarget Name\tTarget Country\n"
            .to_owned(),
        "1\t2014-01-01\tA\tB\t042\tC\tD\n".to_owned(),
        "2014-01-01\tA\tB\t042\n".to_owned(),
        "{\"id\":\"x\",\"date\":\"2020-01-01\",\"source\":\"USA\",\"event\":\"AGREE\"}\n".to_owned(),
    ];
    let lines = prop::collection::vec(prop::sample::select(lines), 0..5);
    lines.prop_map(|lines| lines.concat())
}

proptest! {
    #[test]
    fn the_size_of_blocks_changes_no_fault(text in lines(), format in 0..6_usize, capacity in 1..300_usize) {
        let format = formats()[format].clone();
        let whole: Vec<_> = RowReader::new(text.as_bytes(), format.clone()).map(strip).collect();
        let input = BufReader::with_capacity(capacity, text.as_bytes());
        let blocks: Vec<_> = RowReader::new(input, format).map(strip).collect();
        prop_assert_eq!(whole, blocks);
    }

    #[test]
    fn a_detection_survives_json(text in lines()) {
        let detected = Format::detect(text.lines().next().unwrap_or_default().as_bytes());
        let json = serde_json::to_string(&detected).unwrap();
        prop_assert_eq!(serde_json::from_str::<Detection>(&json).unwrap(), detected);
    }

    #[test]
    fn any_line_is_detected(line in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(!Format::detect(&line).to_string().is_empty());
    }
}

/// The place of a row, or its fault.
fn strip(row: Result<detente::import::CodedEvent, RowFault>) -> Result<(u64, u64), RowFault> {
    row.map(|row| (row.line(), row.offset()))
}
