//! Imports a file of GDELT 2.0 into a ledger, in rows per second, compared with a copy of its bytes; and the
//! same acts as a table of counted rows, as an engine groups them.
//!
//! The input is a million generated rows (or the number in the argument) of 40 countries and 28
//! days, in lines of 400 bytes as in GDELT. Reading grows with the rows. The number of kept acts
//! grows less, since a pair has few acts on a day. Prints the fastest of several runs for each stage,
//! and asserts that the work was done. With `DETENTE_GDELT=FILE` in the environment, the rows are
//! also written to that file, for `benches/rivals/gdelt_polars.py`.
//!
//! As many facts of a knowledge graph are read, in words and as numbers of lists, and made into the
//! same ledger.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

use chrono::{NaiveDate, TimeDelta};
use detente::import::{
    Delimiter, Format, IdList, Import, Importer, Options, PlainLayout, QuadrupleLayout, RowReader,
};

#[path = "common/facts.rs"]
mod facts;
#[path = "common/gdelt.rs"]
mod gdelt;
#[path = "common/random.rs"]
mod random;

fn main() {
    let mut args = std::env::args().skip(1);
    let given = args.find_map(|arg| arg.parse().ok());
    // With `--test` a few rows are enough.
    let is_test = std::env::args().any(|arg| arg == "--test");
    let count: u32 = given.unwrap_or(if is_test { 10_000 } else { 1_000_000 });
    let bytes = gdelt::rows(count);
    if let Ok(path) = std::env::var("DETENTE_GDELT") {
        std::fs::write(&path, &bytes).expect("a file that can be written");
    }
    let runs = if is_test { 1 } else { 7 };

    let copy = best(runs, || {
        let mut copy = Vec::with_capacity(bytes.len());
        copy.extend_from_slice(black_box(&bytes));
        assert_eq!(black_box(copy).len(), bytes.len());
    });
    let lines = best(runs, || {
        let ends = memchr::memchr_iter(b'\n', black_box(&bytes)).count();
        assert_eq!(ends, count as usize);
    });
    let rows = best(runs, || {
        let reader = RowReader::new(bytes.as_slice(), Format::Gdelt2);
        let read = reader.filter(|row| black_box(row).is_ok()).count();
        assert_eq!(read, count as usize);
    });
    let ledger = best(runs, || {
        let imported = import(&bytes, &Format::Gdelt2);
        let summary = imported.summary;
        assert_eq!(summary.read, u64::from(count));
        assert_eq!(summary.refused, 0);
        assert_eq!(
            summary.read,
            summary.kept + summary.merged + summary.skipped()
        );
        assert!(summary.kept > u64::from(count) / 20, "{summary}");
        // With enough rows, each pair of 39 countries occurs.
        assert!((500..=39 * 38 / 2).contains(&imported.ledger.len()));
    });
    measure_counted(count, runs);
    #[expect(clippy::cast_precision_loss, reason = "to be printed")]
    let size = bytes.len() as f64;
    println!("{count} rows, {:.0} MB", size / 1e6);
    for (name, seconds) in [
        ("copy of the bytes", copy),
        ("ends of lines", lines),
        ("rows", rows),
        ("ledger", ledger),
    ] {
        println!(
            "{name:<18} {:>7.0} ms {:>12.0} rows/s {:>8.0} MB/s {:>6.1}% of a copy",
            seconds * 1e3,
            f64::from(count) / seconds,
            size / seconds / 1e6,
            copy / seconds * 100.0,
        );
    }
    measure_facts(count, runs);
}

/// Reads facts in words and in numbers, and asserts that both make one ledger.
fn measure_facts(count: u32, runs: u32) {
    let facts = facts::facts(count);
    let list = |bytes: &[u8]| IdList::read(bytes).expect("a list of names");
    let (entities, relations) = (list(&facts.entities), list(&facts.relations));
    let first = NaiveDate::from_ymd_opt(2018, 1, 1).expect("a date");
    let in_numbers = QuadrupleLayout::in_numbers(entities, relations)
        .with_steps(first, TimeDelta::hours(1))
        .expect("an hour is longer than a second");
    let mut ledgers = Vec::new();
    for (name, bytes, layout) in [
        ("words", &facts.words, QuadrupleLayout::in_words()),
        ("numbers", &facts.numbers, in_numbers),
    ] {
        let format = Format::Quadruples(layout);
        let rows = best(runs, || {
            let reader = RowReader::new(black_box(bytes.as_slice()), &format);
            let read = reader.filter(|row| black_box(row).is_ok()).count();
            assert_eq!(read, count as usize);
        });
        let mut imported = None;
        let ledger = best(runs, || imported = Some(import(bytes, &format)));
        let imported = imported.expect("there is at least one run");
        assert_eq!(
            (imported.summary.read, imported.summary.refused),
            (count.into(), 0)
        );
        assert!(
            imported.summary.kept > u64::from(count) / 20,
            "{}",
            imported.summary
        );
        ledgers.push(imported.ledger);
        for (stage, seconds) in [("rows", rows), ("ledger", ledger)] {
            println!(
                "{name:<8} {stage:<9} {:>7.0} ms {:>12.0} rows/s",
                seconds * 1e3,
                f64::from(count) / seconds
            );
        }
    }
    assert_eq!(ledgers[0], ledgers[1]);
}

/// Measures a table of rows that an engine grouped and counted.
fn measure_counted(count: u32, runs: u32) {
    let (table, events) = counted(count, &mut random::Random::new(7));
    let layout = PlainLayout::default()
        .with_delimiter(Delimiter::Comma)
        .with_columns("day", "source", "target", "code")
        .and_then(|layout| layout.with_count("n"))
        .expect("different columns");
    let format = Format::Plain(layout);
    let seconds = best(runs, || {
        let summary = import(table.as_bytes(), &format).summary;
        assert_eq!(summary.read, events);
        assert_eq!(summary.refused, 0);
        assert_eq!(summary.kept + summary.merged, events);
    });
    println!(
        "{count} counted rows of {events} events: {:.0} ms, {:.0} rows/s",
        seconds * 1e3,
        f64::from(count) / seconds,
    );
}

/// A table of counted rows, sorted by day as the `GROUP BY` of a query leaves them, and the number of
/// events in it.
fn counted(rows: u32, random: &mut random::Random) -> (String, u64) {
    const CODES: [&str; 8] = ["010", "036", "040", "042", "112", "120", "173", "190"];
    let mut table = "day,source,target,code,n\n".to_owned();
    let mut events = 0;
    for row in 0..rows {
        let of_all = row / (rows / 336 + 1);
        let (month, day) = (of_all / 28 + 1, of_all % 28 + 1);
        let source = random.below(40);
        let target = (source + 1 + random.below(39)) % 40;
        let [source, target] = [source, target].map(|at| gdelt::COUNTRIES[at as usize].0);
        let code = CODES[random.below(8) as usize];
        let count = 1 + random.below(50);
        events += u64::from(count);
        let row = format_args!("2024-{month:02}-{day:02},{source},{target},{code},{count}");
        writeln!(table, "{row}").expect("a string can be written");
    }
    (table, events)
}

fn import(bytes: &[u8], format: &Format) -> Import {
    let mut importer = Importer::new(Options::new(format));
    let mut reader = RowReader::new(black_box(bytes), format);
    importer.read(&mut reader).expect("bytes can be read");
    importer.build().expect("marks can be summed")
}

/// The seconds of the fastest run. On Linux, the time of the processor, which others share.
fn best(runs: u32, mut work: impl FnMut()) -> f64 {
    let clock = Instant::now();
    let now = || {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
        let nanoseconds = text.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
        nanoseconds.map_or_else(|| clock.elapsed().as_secs_f64(), |time| time / 1e9)
    };
    let times = (0..runs).map(|_| {
        let start = now();
        work();
        now() - start
    });
    times.fold(f64::INFINITY, f64::min)
}
