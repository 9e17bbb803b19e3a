//! Random tables in combinations of settings, against a plain reading of their cells.
#![cfg(feature = "import")]

use std::collections::BTreeMap;
use std::io::BufReader;

use chrono::Datelike;
use detente::import::{
    Act, ColumnKey, DateSpelling, Importer, Options, PlainLayout, RowReader, RowWarning, Summary,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// The settings of a table.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own"
)]
struct Settings {
    delimiter: u8,
    has_quotes: bool,
    has_line_breaks: bool,
    /// The number of lines above the header. `None` if there is no header.
    title: Option<u64>,
    by_name: bool,
    month_first: bool,
    fills: bool,
    has_last_day: bool,
    has_partial_dates: bool,
    has_values: bool,
    /// Whether each row has the code `5`, and not that of its cell.
    has_one_code: bool,
    has_count: bool,
    /// Whether numbers have decimal commas.
    commas: bool,
    separates: bool,
    removes_marks: bool,
    maps: bool,
    /// Whether rows of the kind `a` are left out, or kept alone.
    filter: Option<bool>,
}

/// The cells of a row, in the order of their meaning.
#[derive(Clone, Debug)]
struct Cells {
    date: &'static str,
    until: &'static str,
    source: &'static str,
    target: &'static str,
    code: &'static str,
    count: &'static str,
    kind: &'static str,
    note: &'static str,
    is_quoted: bool,
}

/// What a row is: line, dates, source, target, act and count; or a fault.
type Row = Result<
    (
        u64,
        (String, String),
        Option<String>,
        Option<String>,
        String,
        u32,
    ),
    u64,
>;

const HEADER: [&str; 8] = [
    "Kind", "Target", "Note", "Count", "Date", "Code", "Source", "Until",
];

impl Cells {
    /// In the order of the columns.
    fn columns(&self) -> [&'static str; 8] {
        [
            self.kind,
            self.target,
            self.note,
            self.count,
            self.date,
            self.code,
            self.source,
            self.until,
        ]
    }
}

impl Settings {
    fn layout(self) -> PlainLayout {
        let mut layout = PlainLayout::default()
            .with_delimiter_byte(self.delimiter)
            .unwrap()
            .with_quotes(self.has_quotes)
            .with_line_breaks(self.has_line_breaks)
            .with_dates(if self.month_first {
                DateSpelling::MonthFirst
            } else {
                DateSpelling::DayFirst
            })
            .with_dates_filled_down(self.fills)
            .with_partial_dates(self.has_partial_dates)
            .with_footnote_marks_removed(self.removes_marks);
        layout = if self.by_name {
            layout.with_columns("date", "source", "target", self.code("code"))
        } else {
            layout.with_columns(5, 7, 2, self.code(6))
        }
        .unwrap();
        if let Some(above) = self.title {
            layout = layout.with_header_line(above + 1);
        }
        if self.has_values {
            layout = layout.with_values(10.0).unwrap();
        }
        if self.has_count {
            layout = layout.with_count(4).unwrap();
        }
        if self.has_last_day {
            layout = layout.with_last_day(8).unwrap();
        }
        layout = layout.with_decimal_commas(self.commas);
        if self.separates {
            layout = layout.with_party_separators([";", " and "]);
        }
        if self.maps {
            layout = layout.with_party_names([("the Kremlin", "RUS"), ("tbc", "")]);
        }
        match self.filter {
            Some(true) => layout.with_rows_only("kind", ["a"]),
            Some(false) => layout.without_rows(1, ["a"]),
            None => Ok(layout),
        }
        .unwrap()
    }

    fn code(self, column: impl Into<ColumnKey>) -> ColumnKey {
        if self.has_one_code {
            ColumnKey::constant("5")
        } else {
            column.into()
        }
    }

    /// Whether a column is found by its name. Then there is a header.
    fn is_named(self) -> bool {
        self.by_name || self.filter == Some(true)
    }

    /// The text of a cell, as far as the table can have it.
    fn cell(self, text: &str) -> String {
        if !self.has_quotes {
            text.replace([char::from(self.delimiter), '\n', '"'], "_")
        } else if self.has_line_breaks {
            text.to_owned()
        } else {
            text.replace('\n', "_")
        }
    }

    /// The table, and the line at which each row starts.
    fn write(self, rows: &[Cells]) -> (String, Vec<u64>) {
        let mut table = String::new();
        let delimiter = char::from(self.delimiter);
        if let Some(above) = self.title {
            for _ in 0..above {
                table += "a title\n";
            }
        }
        if self.title.is_some() || self.is_named() {
            table += &HEADER.join(&delimiter.to_string());
            table.push('\n');
        }
        let mut lines = Vec::new();
        for row in rows {
            lines.push(1 + table.matches('\n').count() as u64);
            let cells = row.columns().map(|cell| {
                let cell = self.cell(cell);
                let must = cell.contains([delimiter, '\n', '"']);
                if must || (self.has_quotes && row.is_quoted) {
                    format!("\"{}\"", cell.replace('"', "\"\""))
                } else {
                    cell
                }
            });
            table += &cells.join(&delimiter.to_string());
            table.push('\n');
        }
        (table, lines)
    }

    /// The rows that the cells mean, and the number of rows that are left out.
    fn expected(self, rows: &[Cells], lines: &[u64]) -> (Vec<Row>, u64) {
        let (mut expected, mut left_out) = (Vec::new(), 0);
        let mut last = None;
        for (cells, &line) in rows.iter().zip(lines) {
            // Without a stated header, a first line without a digit in its date is one.
            if line == 1 && self.title.is_none() && cells.date == "tbc" {
                continue;
            }
            let days = self.days(cells, last.as_ref());
            last.clone_from(&days);
            if self
                .filter
                .is_some_and(|is_kept| (cells.kind == "a") != is_kept)
            {
                left_out += 1;
                continue;
            }
            let code = if self.has_one_code { "5" } else { cells.code };
            let act = self.act(&self.cell(code));
            let count = match &*self.cell(cells.count) {
                _ if !self.has_count => Some(1),
                "2.0" if !self.commas => Some(2),
                "2,0" if self.commas => Some(2),
                text => text.parse().ok().filter(|&count: &u32| count <= 1_000_000),
            };
            let (Some(days), Some(act), Some(count)) = (days, act, count) else {
                expected.push(Err(line));
                continue;
            };
            for source in self.actors(&self.cell(cells.source)) {
                for target in self.actors(&self.cell(cells.target)) {
                    let row = (
                        line,
                        days.clone(),
                        source.clone(),
                        target.clone(),
                        act.clone(),
                        count,
                    );
                    expected.push(Ok(row));
                }
            }
        }
        (expected, left_out)
    }

    fn days(self, cells: &Cells, before: Option<&(String, String)>) -> Option<(String, String)> {
        let (first, last) = match cells.date {
            "" if self.fills => before.cloned()?,
            text => self.period(text)?,
        };
        let last = match cells.until {
            "" | "NA" => last,
            _ if !self.has_last_day => last,
            text => self.period(text)?.1,
        };
        (first <= last).then_some((first, last))
    }

    /// The first and the last day of a date, or of a month or a year.
    fn period(self, text: &str) -> Option<(String, String)> {
        let period = match text {
            "2024-02" => ("2024-02-01", "2024-02-29"),
            "2024" => ("2024-01-01", "2024-12-31"),
            text => return self.day(text).map(|day| (day.clone(), day)),
        };
        let period = (period.0.to_owned(), period.1.to_owned());
        self.has_partial_dates.then_some(period)
    }

    fn day(self, text: &str) -> Option<String> {
        Some(match (text, self.month_first) {
            ("2024-05-06" | "20240506" | "6 May 2024", _)
            | ("5/6/2024", true)
            | ("6.5.2024", false) => "2024-05-06".to_owned(),
            ("5/6/2024", false) | ("6.5.2024", true) => "2024-06-05".to_owned(),
            ("31/1/2024", false) => "2024-01-31".to_owned(),
            _ => return None,
        })
    }

    fn act(self, text: &str) -> Option<String> {
        if !self.has_values {
            return (!text.is_empty()).then(|| text.to_owned());
        }
        match text {
            "" | "NA" => Some("none".to_owned()),
            _ if self.commas && text.contains('.') => None,
            _ => {
                let text = text.replace(',', if self.commas { "." } else { "," });
                let value: f64 = text.parse().ok()?;
                ((-10.0..=10.0).contains(&value)).then(|| (value / 10.0).to_string())
            }
        }
    }

    /// The actors of a cell, `None` once if there are none.
    fn actors(self, cell: &str) -> Vec<Option<String>> {
        let has_rule = self.separates || self.removes_marks || self.maps;
        let meaning = |text: &str| {
            let text = if self.removes_marks {
                text.trim().trim_end_matches(['*', ' '])
            } else {
                text.trim()
            };
            match text {
                "the Kremlin" if self.maps => "RUS".to_owned(),
                "tbc" if self.maps => String::new(),
                text => text.to_owned(),
            }
        };
        let parts: Vec<String> = if self.separates {
            let cell = cell.replace(" and ", ";");
            cell.split(';').map(meaning).collect()
        } else if has_rule {
            vec![meaning(cell)]
        } else {
            vec![cell.trim().to_owned()]
        };
        let mut found: Vec<Option<String>> = Vec::new();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            if !found.contains(&Some(part.clone())) {
                found.push(Some(part));
            }
        }
        if found.is_empty() { vec![None] } else { found }
    }
}

fn settings() -> impl Strategy<Value = Settings> {
    let flags = vec(any::<bool>(), 13);
    let delimiters = select(b"\t,;|^\x01 ".to_vec());
    let filters = select(vec![None, Some(true), Some(false)]);
    (
        delimiters,
        flags,
        select(vec![None, Some(0), Some(2)]),
        filters,
    )
        .prop_map(|(delimiter, flags, title, filter)| {
            let mut flags = flags.into_iter();
            let mut next = || flags.next().expect("there are thirteen flags");
            // Without quotes, a cell cannot contain the delimiter.
            let has_quotes = next() || matches!(delimiter, b' ' | b';');
            Settings {
                delimiter,
                has_quotes,
                has_line_breaks: next(),
                title,
                by_name: next(),
                month_first: next(),
                fills: next(),
                has_last_day: next(),
                has_partial_dates: next(),
                has_values: next(),
                has_one_code: next(),
                has_count: next(),
                commas: next(),
                separates: next(),
                removes_marks: next(),
                maps: delimiter != b'|',
                filter,
            }
        })
}

fn cells() -> impl Strategy<Value = Cells> {
    let dates = select(vec![
        "2024-05-06",
        "20240506",
        "5/6/2024",
        "6.5.2024",
        "31/1/2024",
        "6 May 2024",
        "2024-02",
        "2024",
        "",
        "tbc",
        "2024-13-01",
    ]);
    let last_days = select(vec![
        "",
        "2024",
        "NA",
        "2024-05-06",
        "5/6/2024",
        "31/1/2024",
        "tbc",
    ]);
    let actor = || {
        select(vec![
            "USA",
            "RUS",
            "FRA*",
            "USA;RUS",
            "USA and FRA; USA",
            "the Kremlin",
            "tbc",
            "",
            "; ;",
            "a \"b\"",
            " DEU ",
        ])
    };
    let codes = select(vec![
        "042", "112", "toast", "", "1.5", "-10", "10.5", "NA", "weis:223", "-3,5", "NaN",
    ]);
    let counts = select(vec!["0", "1", "3", "2.0", "2,0", "x", "", "-1", "1000001"]);
    let notes = select(vec![
        "",
        "a, b; c",
        "two\nlines",
        "\"quoted\"",
        "a^b|c\td",
        "\n\n",
    ]);
    (
        (dates, last_days),
        actor(),
        actor(),
        codes,
        counts,
        select(vec!["a", "b"]),
        notes,
        any::<bool>(),
    )
        .prop_map(
            |((date, until), source, target, code, count, kind, note, is_quoted)| Cells {
                date,
                until,
                source,
                target,
                code,
                count,
                kind,
                note,
                is_quoted,
            },
        )
}

/// A text in a column of years, months or days.
fn part_of_a_date() -> impl Strategy<Value = String> {
    let texts = vec![
        "",
        "0",
        "00",
        "0000",
        "1",
        "2",
        "02",
        "30",
        "31",
        "12",
        "13",
        "-9",
        "-9.0",
        "-",
        "1993",
        "1993.0",
        "93",
        "9999",
        "10000",
        "NA",
        "NaN",
        "June",
        "Feb.",
        "x",
        "4294967296",
        "99999999999999999999",
        "1e3",
        "\u{e9}",
    ];
    prop_oneof![select(texts).prop_map(str::to_owned), "[0-9.-]{0,5}"]
}

fn read(table: &str, layout: &PlainLayout, block: usize) -> Vec<Row> {
    let input = BufReader::with_capacity(block, table.as_bytes());
    let mut reader = RowReader::new(input, layout);
    let mut rows = Vec::new();
    while let Some(row) = reader.next() {
        let row = match row {
            Ok(row) => row,
            Err(fault) => {
                rows.push(Err(fault.line));
                continue;
            }
        };
        let name = |symbol| {
            reader
                .names()
                .actor(symbol)
                .unwrap()
                .code
                .unwrap()
                .to_owned()
        };
        let act = match row.act() {
            Act::Value(Some(value)) => value.to_string(),
            Act::Value(None) => "none".to_owned(),
            Act::Digits(digits) => digits.to_string(),
            Act::Other(words) => reader.names().act(words).unwrap().to_owned(),
            act => reader.names().code(act).unwrap().to_string(),
        };
        let (source, target) = (row.source().map(name), row.target().map(name));
        rows.push(Ok((
            row.line(),
            (row.date().to_string(), row.last_date().to_string()),
            source,
            target,
            act,
            row.count(),
        )));
    }
    rows
}

fn import(files: &[&str], layout: &PlainLayout, options: &Options) -> Importer {
    let mut importer = Importer::new(options.clone());
    for file in files {
        importer
            .read(&mut RowReader::new(file.as_bytes(), layout))
            .unwrap();
    }
    importer
}

/// The counts of a summary, without its examples.
fn counts(summary: &Summary) -> BTreeMap<String, u64> {
    let warnings = RowWarning::ALL.iter().map(|&warning| {
        let count = summary.warning(warning);
        [
            (format!("{warning} rows"), count.rows),
            (format!("{warning} skipped"), count.skipped),
        ]
    });
    let unmarked = summary.unmarked;
    let others = [
        ("rows", summary.rows),
        ("read", summary.read),
        ("empty", summary.empty),
        ("kept", summary.kept),
        ("merged", summary.merged),
        ("refused", summary.refused),
        ("left out", summary.left_out),
        ("no value", unmarked.no_value),
        ("blank value", unmarked.blank_value),
        ("no weight", unmarked.no_weight),
        ("zero count", unmarked.zero_count),
    ];
    let others = others.map(|(name, count)| (name.to_owned(), count));
    warnings.flatten().chain(others).collect()
}

/// Text of pieces that matter to a reader of tables, in no order.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&[u8]> = vec![
        b"\n",
        b"\n",
        b"\r\n",
        b"\t",
        b",",
        b";",
        b"|",
        b"^",
        b"\x01",
        b" ",
        b"\"",
        b"\"",
        b"\"\"",
        b"date",
        b"source",
        b"target",
        b"code",
        b"kind",
        b"2024-05-06",
        b"5/6/2024",
        b"6 May 2024",
        b"USA",
        b"RUS*",
        b"the Kremlin",
        b"042",
        b"1.5",
        b"weis:223",
        b"3",
        b"0",
        b"\xff",
        b"\xc3\xa9",
        b"\x1f",
        b"\x00",
        b"\xef\xbb\xbf",
        b"Date\tSource\tTarget",
        b"1e9",
        b"-1",
        b"NA",
        b"---",
        b" and ",
    ];
    vec(select(pieces), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(settings in settings(), text in pieces(), block in 1_usize..40) {
        let layout = settings.layout();
        let rows = |block: usize| {
            let input = BufReader::with_capacity(block, text.as_slice());
            let rows = RowReader::new(input, &layout).map(|row| match row {
                Ok(row) => Ok((row.line(), row.offset(), row.date(), row.last_date(), row.count())),
                Err(fault) => Err(fault),
            });
            rows.collect::<Vec<_>>()
        };
        let found = rows(1 << 16);
        prop_assert_eq!(&rows(block), &found);
        let mut importer = Importer::new(Options::new(&layout));
        let result = importer.read(&mut RowReader::new(text.as_slice(), &layout));
        let is_fatal = found.last().is_some_and(|row| row.as_ref().is_err_and(detente::error::RowFault::is_fatal));
        prop_assert_eq!(result.is_err(), is_fatal);
        let summary = importer.build().unwrap().summary;
        let events = found.iter().flatten().map(|row| u64::from(row.4.max(1))).sum::<u64>();
        let refused = found.iter().filter(|row| row.is_err()).count() as u64;
        prop_assert_eq!(summary.read, events + refused + summary.left_out);
        prop_assert_eq!(summary.read, summary.kept + summary.merged + summary.skipped());
        prop_assert!(!summary.to_string().is_empty());
    }

    #[test]
    fn a_table_is_read_as_its_cells_say(
        settings in settings(), rows in vec(cells(), 0..12), block in 1_usize..40,
    ) {
        let layout = settings.layout();
        let (table, lines) = settings.write(&rows);
        let (expected, left_out) = settings.expected(&rows, &lines);
        let found = read(&table, &layout, 1 << 16);
        prop_assert_eq!(&found, &expected, "{}", table);
        prop_assert_eq!(read(&table, &layout, block), found);

        let options = Options::new(&layout);
        let summary = import(&[&table], &layout, &options).build().unwrap().summary;
        prop_assert_eq!(summary.left_out, left_out);
        let refused = expected.iter().filter(|row| row.is_err()).count() as u64;
        prop_assert_eq!(summary.refused, refused);
        let events = expected.iter().flatten().map(|row| u64::from(row.5.max(1))).sum::<u64>();
        prop_assert_eq!(summary.read, left_out + refused + events);
        let rows = expected.iter().flatten().count() as u64;
        prop_assert_eq!(summary.rows, left_out + refused + rows);
        prop_assert_eq!(summary.read, summary.kept + summary.merged + summary.skipped());
        let zeros = expected.iter().flatten().filter(|row| row.5 == 0).count() as u64;
        prop_assert!(summary.unmarked.zero_count <= zeros);

        let json = serde_json::to_string(&layout).unwrap();
        prop_assert_eq!(serde_json::from_str::<PlainLayout>(&json).unwrap(), layout);
        let json = serde_json::to_string(&summary).unwrap();
        prop_assert_eq!(serde_json::from_str::<Summary>(&json).unwrap(), summary);
    }

    #[test]
    fn any_year_month_and_day_are_days_of_that_year_or_refused(
        parts in vec(part_of_a_date(), 3), is_partial in any::<bool>(), is_short in any::<bool>(),
    ) {
        let layout = PlainLayout::default().with_columns(6, 4, 5, ColumnKey::constant("042"));
        let layout = layout.and_then(|layout| layout.with_year_month_day(1, 2, 3)).unwrap();
        let layout = layout.with_partial_dates(is_partial);
        let layout = if is_short { layout.with_short_years(1950) } else { layout };
        let line = format!("{}\tUSA\tRUS\t\n", parts.join("\t"));
        if let Some(Ok(row)) = RowReader::new(line.as_bytes(), &layout).next() {
            prop_assert!(row.date() <= row.last_date());
            prop_assert_eq!(row.date().year(), row.last_date().year());
            let is_of_days = row.date() < row.last_date();
            prop_assert_eq!(row.warnings().contains(RowWarning::PartialDate), is_of_days);
            prop_assert!(is_partial || !is_of_days);
        }
    }

    #[test]
    fn importers_of_parts_merge_to_the_importer_of_all(
        settings in settings(), first in vec(cells(), 0..8), second in vec(cells(), 0..8), mirrors in any::<bool>(),
    ) {
        let layout = settings.layout();
        let options = Options::new(&layout).with_mirrored_merged(mirrors);
        let (first, second) = (settings.write(&first).0, settings.write(&second).0);
        let whole = import(&[&first, &second], &layout, &options);
        let mut merged = import(&[&first], &layout, &options);
        merged.merge(&import(&[&second], &layout, &options)).unwrap();
        let (whole, merged) = (whole.build().unwrap(), merged.build().unwrap());
        prop_assert_eq!(&whole.ledger, &merged.ledger);
        prop_assert_eq!(counts(&whole.summary), counts(&merged.summary));
        prop_assert_eq!(&whole.summary.first_refused, &merged.summary.first_refused);
        prop_assert_eq!(&whole.summary.first_left_out, &merged.summary.first_left_out);
        prop_assert_eq!(whole.summary.days, merged.summary.days);
        prop_assert_eq!(&whole.summary.unknown_countries, &merged.summary.unknown_countries);

        // Another order of files makes the same ledger.
        let turned = import(&[&second, &first], &layout, &options).build().unwrap();
        prop_assert_eq!(&turned.ledger, &whole.ledger);
        prop_assert_eq!(counts(&turned.summary), counts(&whole.summary));
    }
}
