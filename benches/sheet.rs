//! The time to read tables of people, and to write and read workbooks.
//!
//! Each table has the given number of rows, as in a newsroom's tracker, a ministry's archive, and a table that a program
//! wrote. The time grows with the number of rows: ten times the rows take ten times as long.
//!
//! The worst table has only rows with faults: each is a message, and names an unknown actor.
//!
//! CPU time for 100,000 rows of eight columns, on two shared cores of an AMD EPYC (`cargo bench --all-features --bench sheet`):
//!
//! | | seconds |
//! | :-- | --: |
//! | CSV to a timeline, with two sources in half of the rows | 1.0 |
//! | `.xlsx` to a table | 0.4 |
//! | a table of which each row has two faults | 0.5 |
//! | a timeline to a workbook of CSV | 0.5 |
//! | a workbook to a timeline | 0.9 |
//! | a timeline to one sheet of events, which is read to find what it leaves out | 2.4 |

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{Cursor, Write as _};

use chrono::{Days, NaiveDate};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use detente::Actor;
use detente::Timeline;
use detente::actor::ActorKind;
use detente::sheet::{CellGuard, EventSheet, Table, TableReader, Workbook};

/// The nth day from 2005 on.
fn day(number: u32) -> NaiveDate {
    let start = NaiveDate::from_ymd_opt(2005, 1, 1).expect("a date");
    start + Days::new(number.into())
}

const SIZES: [u32; 3] = [1_000, 10_000, 100_000];

/// A tracker with eight columns, one of them of notes. Half of its rows have two sources.
fn tracker(rows: u32) -> String {
    let mut csv = "No.,Date,Kind,Who,Place,Outlet,URL,Remarks\n".to_owned();
    for number in 0..rows {
        let [one, other] = [number % 100, (number / 7 + 1) % 101].map(|actor| actor % 100);
        let other = if one == other {
            (other + 1) % 100
        } else {
            other
        };
        let day = day(number % 9_000);
        let day = if number % 3 == 0 {
            day.format("%-d %B %Y").to_string()
        } else {
            day.to_string()
        };
        let kind = ["meeting", "phone call", "visit"][number as usize % 3];
        let outlet = if number % 2 == 0 {
            "TASS; Reuters"
        } else {
            "TASS"
        };
        writeln!(
            csv,
            "{number},{day},{kind},Actor {one}; Actor {other},Geneva,{outlet},,remark {number}"
        )
        .unwrap();
    }
    csv
}

fn read(table: &Table) -> Timeline {
    let read = TableReader::new()
        .create_actors(ActorKind::Person)
        .read(table);
    let read = read.expect("the table has a header");
    assert!(read.faults.is_empty(), "{:?}", read.faults.first());
    assert_eq!(read.notes.len(), table.rows().len() - 1);
    read.timeline
}

fn tables(c: &mut Criterion) {
    let mut group = c.benchmark_group("a table");
    group.sample_size(10);
    for size in SIZES {
        group.throughput(Throughput::Elements(u64::from(size)));
        let csv = tracker(size);
        group.bench_function(BenchmarkId::new("from CSV", size), |b| {
            b.iter(|| {
                let table = Table::from_csv("tracker", black_box(csv.as_bytes())).unwrap();
                let timeline = read(&table);
                assert_eq!(timeline.events().len(), size as usize);
                timeline
            });
        });
        let xlsx = xlsx(&Table::from_csv("tracker", csv.as_bytes()).unwrap());
        group.bench_function(
            BenchmarkId::new("from xlsx, without its events", size),
            |b| {
                b.iter(|| {
                    let table = Table::from_xlsx(black_box(&xlsx), None).unwrap();
                    assert_eq!(table.rows().len(), size as usize + 1);
                    table
                });
            },
        );
        let actors: Vec<Actor> = (0..10_000)
            .map(|number| Actor::person(format!("Somebody {number}")))
            .collect();
        let table = Table::from_csv("tracker", csv.as_bytes()).unwrap();
        let reader = TableReader::new().actors(actors);
        group.bench_function(BenchmarkId::new("of faults", size), |b| {
            b.iter(|| {
                let read = reader.read(black_box(&table)).unwrap();
                assert_eq!(read.faults.len(), 2 * size as usize);
                read
            });
        });
    }
    group.finish();
}

/// The table as an `.xlsx` file of texts in the cells.
fn xlsx(table: &Table) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut cells = String::new();
    for row in table.rows() {
        cells += "<row>";
        for cell in row {
            write!(cells, "<c t=\"inlineStr\"><is><t>{cell}</t></is></c>").unwrap();
        }
        cells += "</row>";
    }
    let link = |sort: &str, target: &str| {
        format!("<a><Relationship Id=\"a\" Type=\"{sort}\" Target=\"{target}\"/></a>")
    };
    for (name, text) in [
        ("_rels/.rels", link("officeDocument", "book.xml")),
        ("book.xml", "<sheet name=\"tracker\" id=\"a\"/>".to_owned()),
        ("_rels/book.xml.rels", link("worksheet", "sheet.xml")),
        (
            "sheet.xml",
            format!("<a><sheetData>{cells}</sheetData></a>"),
        ),
    ] {
        writer
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn workbooks(c: &mut Criterion) {
    let mut group = c.benchmark_group("a workbook");
    group.sample_size(10);
    for size in SIZES {
        group.throughput(Throughput::Elements(u64::from(size)));
        let timeline = read(&Table::from_csv("tracker", tracker(size).as_bytes()).unwrap());
        group.bench_function(BenchmarkId::new("written as CSV", size), |b| {
            b.iter(|| {
                let workbook = Workbook::from(black_box(&timeline));
                let csv: Vec<String> = workbook
                    .tables()
                    .iter()
                    .map(|table| table.to_csv(CellGuard::Spreadsheets))
                    .collect();
                assert!(csv.iter().map(String::len).max() > Some(50 * size as usize));
                csv
            });
        });
        let workbook = Workbook::from(&timeline);
        group.bench_function(BenchmarkId::new("read", size), |b| {
            b.iter(|| {
                let read = black_box(&workbook).to_timeline().unwrap();
                assert_eq!(
                    (read.timeline.events().len(), read.faults.len()),
                    (size as usize, 0)
                );
                read
            });
        });
        group.bench_function(BenchmarkId::new("as one sheet of events", size), |b| {
            b.iter(|| {
                let sheet = EventSheet::of(black_box(&timeline)).unwrap();
                assert_eq!(sheet.table.rows().len(), size as usize + 1);
                sheet
            });
        });
    }
    group.finish();
}

criterion_group!(benches, tables, workbooks);
criterion_main!(benches);
