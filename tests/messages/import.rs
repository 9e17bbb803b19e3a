//! Files of coded events.

use std::io::{self, BufRead, Read};

use chrono::{NaiveDate, TimeDelta};
use detente::event::Source;
use detente::import::{
    Conversion, Delimiter, Format, IdList, ImportError, Importer, MAX_LINE, MentionReader, Options,
    PartyRule, PlainLayout, QuadrupleLayout, RowReader, RowWarning, Zip, json_lines,
};

use super::{Messages, refused};

fn plain() -> Format {
    Format::Plain(PlainLayout::default())
}

/// Quadruples with one entity and one relation.
fn numbers(step: TimeDelta) -> Result<QuadrupleLayout, ImportError> {
    let list = || IdList::from_pairs([("Iran", 0)]).expect("a list");
    let first = NaiveDate::from_ymd_opt(2018, 1, 1).expect("a date");
    QuadrupleLayout::in_numbers(list(), list()).with_steps(first, step)
}

fn commas() -> Format {
    Format::Plain(PlainLayout::default().with_delimiter(Delimiter::Comma))
}

/// A GDELT 2.0 row with the given columns, by number. The others are empty.
fn gdelt(fields: &[(usize, &str)]) -> String {
    let mut row = vec![""; 61];
    let all = [
        (0, "1"),
        (1, "20191024"),
        (5, "USAGOV"),
        (7, "USA"),
        (15, "RUS"),
        (17, "RUS"),
    ];
    let rest = [(26, "112"), (31, "10"), (32, "2"), (59, "20191024143000")];
    for &(number, text) in all.iter().chain(&rest).chain(fields) {
        row[number] = text;
    }
    row.join("\t") + "\n"
}

pub(crate) fn add(list: &mut Messages) {
    rows(list);
    plain_rows(list);
    records(list);
    importers(list);
    conversions(list);
    for warning in RowWarning::ALL {
        list.reason(&format!("RowWarning::{warning:?}"), &warning);
    }
    summaries(list);
    archives(list);
}

/// Input that fails at once.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("unplugged"))
    }
}

impl BufRead for Broken {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        Err(io::Error::other("unplugged"))
    }

    fn consume(&mut self, _: usize) {}
}

fn rows(list: &mut Messages) {
    let mut row = |label: &str, text: &[u8], format| {
        let mut reader = RowReader::new(text, &format);
        let fault = reader.find_map(Result::err);
        if label.starts_with("RowFault,") {
            list.refused(label, fault.map_or(Ok(()), Err));
        } else {
            list.refused(label, fault.map_or(Ok(()), |fault| Err(fault.kind)));
        }
    };
    let fault = |fields: &[(usize, &str)]| gdelt(fields).into_bytes();
    row("RowFault, a column", &fault(&[(0, "x1")]), Format::Gdelt2);
    row(
        "RowFaultKind::Field, digits",
        &fault(&[(0, "x1")]),
        Format::Gdelt2,
    );
    row(
        "RowFaultKind::Field, a date",
        &fault(&[(1, "20191324")]),
        Format::Gdelt2,
    );
    row(
        "RowFaultKind::Field, a code",
        &fault(&[(26, "4x")]),
        Format::Gdelt2,
    );
    row(
        "RowFaultKind::Field, a number",
        &fault(&[(31, "-1")]),
        Format::Gdelt2,
    );
    row(
        "RowFaultKind::Field, a time",
        &fault(&[(59, "20191024")]),
        Format::Gdelt2,
    );
    row(
        "RowFaultKind::Field, a plain date",
        b"2014-05-32\tA\tB\t042\n",
        plain(),
    );
    row(
        "RowFaultKind::Field, without a code",
        b"2014-05-13\tA\tB\t\n",
        plain(),
    );
    for (label, line) in [
        ("RowFaultKind::Field, steps", "0\t0\t0\t9999999999\n"),
        ("RowFaultKind::Field, an entity", "0\t0\t7\t1\n"),
        ("RowFaultKind::Field, a relation", "0\tx\t0\t1\n"),
        ("RowFaultKind::Columns, of quadruples", "0\t0\t0\n"),
        (
            "RowFaultKind::Columns, of quadruples with commas",
            "0,0,0,0\n",
        ),
    ] {
        row(
            label,
            line.as_bytes(),
            numbers(TimeDelta::hours(1)).expect("an hour").into(),
        );
    }
    let icews_of_2017 =
        b"Event Date\tSource Name\tEvent Text\tTarget Name\n2/3/2017\tIran\tConsult\tIraq\n";
    row(
        "RowFaultKind::Field, a date of ICEWS",
        icews_of_2017,
        Format::Icews,
    );
    row(
        "RowFaultKind::MissingColumn, of ICEWS",
        b"Event Date\tSource Name\tTarget Name\n",
        Format::Icews,
    );
    row("RowFaultKind::Columns, too few", b"a\tb\n", Format::Gdelt2);
    row("RowFaultKind::Columns, one", b"a\n", Format::Gdelt1);
    row(
        "RowFaultKind::Columns, with commas",
        b"201605,071,5\n",
        Format::Gdelt1,
    );
    row(
        "RowFaultKind::Columns, of a plain table",
        b"2014-05-13\tA\n",
        plain(),
    );
    let icews = b"Event ID\tEvent Date\tSource Name\tSource Country\tCAMEO Code\tTarget Name\t\
        Target Country\n1\t2014\n";
    row("RowFaultKind::Columns, of ICEWS", icews, Format::Icews);
    row(
        "RowFaultKind::TooLong",
        "x".repeat(MAX_LINE + 1).as_bytes(),
        Format::Gdelt2,
    );
    row(
        "RowFaultKind::CarriageReturn",
        b"2014-05-13\tA\tB\t042\r2014-05-14\tA\tB\t042\n",
        plain(),
    );
    row("RowFaultKind::Quote", b"2014-05-13,\"A,B,042\n", commas());
    let header = b"Event ID\tEvent Date\tEvent Type\tEvent Mode\tActor Name\n";
    row("RowFaultKind::Header", header, Format::Polecat);
    row("RowFaultKind::WrongFile, gzip", b"\x1f\x8b\x08\n", plain());
    row("RowFaultKind::WrongFile, zip", b"PK\x03\x04\n", plain());
    row(
        "RowFaultKind::WrongFile, UTF-16",
        b"\xff\xfe2\x000\x00\n",
        plain(),
    );
    row(
        "RowFaultKind::WrongFile, HTML",
        b"<!DOCTYPE html>\n<html>\n",
        Format::Gdelt2,
    );
    let mention =
        "1\t20190301101500\t20190301101500\t1\ta.example\turl\t3\t-1\t1\t2\t1\t40\t5\t-1.2\t\t\n";
    row(
        "RowFaultKind::WrongFile, mentions",
        mention.as_bytes(),
        Format::Gdelt2,
    );
    let header = b"GLOBALEVENTID,EventTimeDate,MentionTimeDate,MentionIdentifier\n";
    row(
        "RowFaultKind::WrongFile, mentions with a header",
        header,
        Format::Gdelt2,
    );
    let events = MentionReader::new(gdelt(&[]).as_bytes())
        .find_map(Result::err)
        .expect("a fault");
    list.error("RowFaultKind::WrongFile, events", &events.kind);
    let failed = RowReader::new(Broken, plain())
        .find_map(Result::err)
        .expect("a fault");
    list.error("RowFaultKind::Read", &failed.kind);
    for (given, text) in [
        ("no list", "{\"status\": 403, \"error\": \"no access\"}"),
        ("a broken object", "{\"status\": 200, data: []}"),
        ("a cut object", "{\"status\": 200, \"data\": [{}"),
        (
            "several lists",
            "{\"data\": [{\"a\": 1, \"b\": 2, \"c\": 3}], \"links\": [{}]}",
        ),
    ] {
        let lines = json_lines(text.as_bytes());
        let lines = match given {
            "several lists" => lines,
            _ => lines.with_key("data"),
        };
        let failed = RowReader::new(lines, Format::Plover).last();
        let failed = failed.expect("a fault").expect_err(given);
        list.error(&format!("RowFaultKind::Read, {given}"), &failed.kind);
    }
    let mention = |at: &str, confidence: &str| {
        format!(
            "7\t20191024143000\t{at}\t1\tbbc.co.uk\turl\t3\t1\t2\t3\t1\t{confidence}\t2\t3\t\t\n"
        )
    };
    for (given, text) in [
        ("a confidence", mention("20191025000000", "101")),
        ("a time of a mention", mention("20191025240000", "9")),
        ("of a mention", "7\n".to_owned()),
    ] {
        let fault = MentionReader::new(text.as_bytes())
            .find_map(Result::err)
            .expect(given);
        let variant = if given == "of a mention" {
            "Columns"
        } else {
            "Field"
        };
        list.error(&format!("RowFaultKind::{variant}, {given}"), &fault.kind);
    }
}

fn plain_rows(list: &mut Messages) {
    let layout = PlainLayout::default;
    let scores = || {
        layout()
            .with_values(10.0)
            .and_then(|layout| layout.with_count(5))
    };
    let by_name = |date: &str| layout().with_columns(date, "a", "b", "c").expect("names");
    let parts = layout().with_columns(1, 4, 5, 6);
    let parts = parts.and_then(|layout| layout.with_year_month_day(1, 2, 3));
    let dates = |word: &str| layout().with_dates(word.parse().expect("a spelling"));
    let parts = parts.expect("different columns");
    let scores = scores().expect("different columns");
    for (label, text, layout) in [
        (
            "Field, a date without an order",
            "4/3/2025\tA\tB\t042\n",
            layout(),
        ),
        ("Field, a number for a date", "45720\tA\tB\t042\n", layout()),
        (
            "Field, a date by the day",
            "4/13/2025\tA\tB\t042\n",
            dates("day_first"),
        ),
        (
            "Field, a date by the month",
            "13/4/2025\tA\tB\t042\n",
            dates("month_first"),
        ),
        (
            "Field, a short year",
            "4/3/25\tA\tB\t042\n",
            dates("day_first"),
        ),
        (
            "Field, a compact short year",
            "250304\tA\tB\t042\n",
            dates("short_compact"),
        ),
        (
            "Field, a compact date",
            "251304\tA\tB\t042\n",
            dates("short_compact").with_short_years(1970),
        ),
        (
            "Field, a serial number",
            "x\tA\tB\t042\n",
            dates("serial_1904").with_header_line(0),
        ),
        ("Field, a leap day", "60\tA\tB\t042\n", dates("serial_1900")),
        ("Field, seconds", "1e9\tA\tB\t042\n", dates("unix_seconds")),
        (
            "Field, milliseconds",
            "1e9\tA\tB\t042\n",
            dates("unix_milliseconds"),
        ),
        ("Field, a year", "46\t3\t5\tA\tB\t042\n", parts.clone()),
        ("Field, a month", "1946\t13\t5\tA\tB\t042\n", parts.clone()),
        ("Field, a day", "1946\t2\t30\tA\tB\t042\n", parts),
        (
            "Field, a value",
            "2025-03-04\tA\tB\t12\t1\n",
            scores.clone(),
        ),
        (
            "Field, a value with a decimal comma",
            "2025-03-04\tA\tB\t0,5\t1\n",
            scores.clone(),
        ),
        (
            "Field, a value with a decimal point",
            "2025-03-04\tA\tB\t0.5\t1\n",
            scores.clone().with_decimal_commas(true),
        ),
        (
            "Field, no number",
            "2025-03-04\tA\tB\tNaN\t1\n",
            scores.clone(),
        ),
        ("Field, 30 February", "2024-02-30\tA\tB\t042\n", layout()),
        (
            "Columns, of another delimiter",
            "2025-03-04;A;B;1\n",
            layout(),
        ),
        (
            "Field, a count",
            "2025-03-04\tA\tB\t1\tmany\n",
            scores.clone(),
        ),
        ("Columns, of a layout", "2025-03-04\tA\tB\t1\n", scores),
        ("MissingColumn", "d\ta\tb\tc\n", by_name("date")),
        (
            "MissingColumn, of another delimiter",
            "d,a,b,c\n",
            by_name("d"),
        ),
        ("SameColumn", "d\ta\tb\tc\n", by_name("b")),
        (
            "MissingKey",
            "{\"status\": 200, \"data\": [{}]}\n",
            by_name("date").with_json(true),
        ),
        ("SameNames", "D\ta\tb\tc\tD.\n", by_name("d")),
    ] {
        // The line before the first row of a stated header is not read.
        let text = if label.ends_with("serial number") {
            format!("title\n{text}")
        } else {
            text.to_owned()
        };
        let mut reader = RowReader::new(text.as_bytes(), layout);
        let fault = reader.find_map(Result::err);
        let label = format!("RowFaultKind::{label}");
        list.refused(&label, fault.map_or(Ok(()), |fault| Err(fault.kind)));
    }
}

fn records(list: &mut Messages) {
    let actors = |count: usize| {
        let all: Vec<_> = (0..count)
            .map(|n| format!("{{\"code\":\"A{n:03}\"}}"))
            .collect();
        all.join(",")
    };
    let record = |rest: &str| format!("{{\"date\":\"2000-01-01\",\"event\":\"AGREE\",{rest}}}\n");
    let sides = |source: usize, target: usize| {
        record(&format!(
            "\"source\":[{}],\"target\":[{}]",
            actors(source),
            actors(target)
        ))
    };
    let deep = format!("{{\"x\":{}{}}}\n", "[".repeat(99), "]".repeat(99));
    for (label, text) in [
        (
            "RowFaultKind::Field, of a record",
            "{\"id\": 1}\n".to_owned(),
        ),
        ("RowFaultKind::Json, colon", "{\"date\"\n".into()),
        (
            "RowFaultKind::Json, end",
            record("\"x\":1").replace("}\n", "} x\n"),
        ),
        ("RowFaultKind::Json, object", "[]\n".into()),
        ("RowFaultKind::Json, a string", "\"x\"\n".into()),
        ("RowFaultKind::Json, no value", "x\n".into()),
        ("RowFaultKind::Json, value", "{\"x\":}\n".into()),
        ("RowFaultKind::Json, quote", "{\"date\":\"2000\n".into()),
        (
            "RowFaultKind::Json, skipped quote",
            "{\"x\":\"2000\n".into(),
        ),
        ("RowFaultKind::Json, comma", "{\"x\":1 \"y\":2}\n".into()),
        ("RowFaultKind::Json, element", "{\"x\":[1 2]}\n".into()),
        ("RowFaultKind::Json, escape", "{\"date\":\"\\q\"}\n".into()),
        (
            "RowFaultKind::Json, digits",
            "{\"date\":\"\\u00zz\"}\n".into(),
        ),
        (
            "RowFaultKind::Json, second half",
            "{\"date\":\"\\ud800\"}\n".into(),
        ),
        (
            "RowFaultKind::Json, first half",
            "{\"date\":\"\\udc00\"}\n".into(),
        ),
        ("RowFaultKind::Json, depth", deep),
        (
            "RowFaultKind::Json, name",
            record(&format!("\"source\":\"{}\"", "x".repeat(1_001))),
        ),
        ("RowFaultKind::Actors", sides(65, 1)),
        ("RowFaultKind::Pairs", sides(13, 13)),
    ] {
        let mut reader = RowReader::new(text.as_bytes(), Format::Plover);
        let fault = reader.find_map(Result::err);
        list.refused(label, fault.map_or(Ok(()), |fault| Err(fault.kind)));
    }
}

fn importers(list: &mut Messages) {
    let options = Options::new(plain());
    let mut importer = Importer::new(options.clone());
    let whole = Importer::new(options.clone().with_complete_feed(true));
    let ordered = options.clone().dropping(RowWarning::ReusedId);
    let other = Importer::new(options.with_repeated_merged(false));
    let text = b"2014-05-13\tUSA\tRUS\t042\n";
    let mut reader = RowReader::new(&text[..], plain());
    let row = reader.next().expect("a row").expect("a good row");
    let strange = RowReader::new(&text[..], plain());
    let columns = |of: [usize; 4]| PlainLayout::default().with_columns(of[0], of[1], of[2], of[3]);
    refused! { list;
        "ImportError::Row" => importer.read(&mut RowReader::new(Broken, plain()));
        "ImportError::CompleteFeed" => whole.clone().read(&mut RowReader::new(&b""[..], plain()));
        "ImportError::OtherReader" => importer.mark(&row, strange.names());
        "ImportError::Options" => importer.merge(&other);
        "ImportError::Order" => Importer::new(ordered.clone()).merge(&Importer::new(ordered));
        "ImportError::Counts" => importer.read(&mut RowReader::new(
            &b""[..],
            PlainLayout::default().with_count(5).expect("a column"),
        ));
        "ImportError::Delimiter" => PlainLayout::default().with_delimiter_byte(b'"');
        "ImportError::GreatestValue" => PlainLayout::default().with_values(-1.0);
        "ImportError::ColumnName" => PlainLayout::default().with_count(" ");
        "ImportError::System" => PlainLayout::default().with_system("our system");
        "ImportError::Column" => columns([0, 2, 3, 4]);
        "ImportError::SameColumn" => columns([1, 3, 2, 3]);
        "ImportError::Step" => numbers(TimeDelta::zero());
    }
    let id_list = |text: &str| IdList::read(text.as_bytes());
    let blank = [(" ", 0)];
    refused! { list;
        "IdListError::WrongFile" => IdList::read(&b"\x1f\x8b\x08"[..]);
        "IdListError::Line" => id_list("23033\t256\t0\n");
        "IdListError::Name" => IdList::from_pairs(blank);
        "IdListError::Duplicate" => id_list("A\t0\nB\t0\n");
        "IdListError::TooLarge" => id_list("A\t4194304\n");
        "IdListError::NoZero" => id_list("5\t5\n");
        "IdListError::Read" => IdList::read(Broken);
    }
}

fn conversions(list: &mut Messages) {
    let desk =
        || Conversion::new(Source::new("desk").named("The desk")).with_parties(PartyRule::Code);
    let long = "A".repeat(201);
    let text = format!(
        "2014-05-13\tUSA\tUSA\t042\n2014-05-13\tdesk\tRUS\t042\n2014-05-13\tA\tB\ta\u{7}b\n\
         2014-05-13\t{long}\tRUS\t042\n"
    );
    let mut reader = RowReader::new(text.as_bytes(), plain());
    let [alone, source, code, name] =
        [(); 4].map(|()| reader.next().expect("a row").expect("a good row"));
    let strange = RowReader::new(text.as_bytes(), plain());
    refused! { list;
        "ConversionError::Parties" => desk().add(&alone, reader.names());
        "ConversionError::OtherReader" => desk().add(&source, strange.names());
        "ConversionError::Count" => {
            let layout = PlainLayout::default().with_count(5).expect("a column");
            let mut counted = RowReader::new(&b"2014-05-13\tUSA\tRUS\t042\t3\n"[..], layout);
            let row = counted.next().expect("a row").expect("a good row");
            desk().add(&row, counted.names())
        };
        "ConversionError::Code" => desk().add(&code, reader.names());
        "ConversionError::Name" => desk().add(&name, reader.names());
        "ConversionError::SharedId" => desk().add(&source, reader.names());
    }
}

fn summaries(list: &mut Messages) {
    let mut add = |label: &str, text: &str, format| {
        let mut importer = Importer::new(Options::new(&format));
        // A missing header ends the file, and is counted.
        let _ = importer.read(&mut RowReader::new(text.as_bytes(), &format));
        list.text(&format!("Summary, {label}"), importer.summary());
    };
    add("nothing", "", plain());
    add("another format", &gdelt(&[]), Format::Plover);
    add("refused", "a\tb\n", plain());
    let table = "date\tsource\ttarget\tcode\n2014-05-13\tUSA\tRUS\t042\n2014-05-13\tUSA\tEUR\t042\n\
        2014-05-13\tUSA\tXKY\t999\n1814-05-13\tUSA\tRUS\tdesk:toast\n2014-05-14\tUSA\tRUS\t042";
    add("warnings", table, plain());
    add("guessed dates", &gdelt(&[(1, "20191017")]), Format::Gdelt2);
    let query = "SQLDATE,Actor1CountryCode,Actor2CountryCode,EventCode\n20190301,USA,RUS,040\n";
    add("no days of addition", query, Format::Gdelt2);
    let names = "SQLDATE,Actor1Name,Actor2Name,EventCode\n20190301,CHINA,THE US,040\n";
    add("names of actors", names, Format::Gdelt2);
    let json = Format::Plain(
        PlainLayout::default()
            .with_json(true)
            .with_columns("day", "a", "b", "type")
            .expect("names"),
    );
    add(
        "no records",
        "{\"status\": 200, \"messages\": [], \"data\": []}\n",
        json,
    );
    add(
        "not said to be JSON",
        "{\"day\": \"2014-05-13\"}\n",
        plain(),
    );
}

fn archives(list: &mut Messages) {
    // The end of an archive without members.
    let empty = [&b"PK\x05\x06"[..], &[0; 18]].concat();
    let open = || Zip::open(io::Cursor::new(&empty)).expect("an archive");
    let mut zip = open();
    list.text(
        "zip, not an archive",
        Zip::open(io::Cursor::new(b"x")).expect_err("no archive"),
    );
    list.text("zip, only member", zip.only().err().expect("no members"));
    list.text("zip, member", open().member(0).err().expect("no members"));
}
