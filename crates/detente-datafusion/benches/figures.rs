//! What the functions cost beside DataFusion's own sums, doing equal work in one run.
//!
//! `cargo bench --bench figures -- 10000000` (the number of rows; 200,000 by default), or `-- 100000000 two level` for
//! the queries whose names contain a word. The rows are invented: 19,900 pairs, ten years, Parquet without compression.
//! Queries take turns, and the least of the rounds counts, in processor time of all threads, which a busy machine
//! disturbs less than the clock.
//!
//! What grows: rows. What does not: pairs, days, and the state of an aggregate. Every answer is checked to have all
//! pairs, and levels are compared with the sums of SQL.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "invented numbers are small"
)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use datafusion::arrow::array::{
    ArrayRef, AsArray, Date32Array, Float64Array, RecordBatch, StringArray,
};
use datafusion::arrow::datatypes::Float64Type;
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::error::Result;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};

const ACTORS: u64 = 200;
const DAYS: u64 = 3_650;
const LAST: i32 = 20_279;
const ROWS_PER_BATCH: usize = 100_000;
/// The rounds of at most, and of more than 50,000,000 rows.
const ROUNDS: [usize; 2] = [3, 1];

fn batch(file: u64) -> RecordBatch {
    let mut state = file * 7_919 + 1;
    let mut below = move |end: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % end
    };
    let (mut a, mut b, mut day, mut weight, mut valence) = (vec![], vec![], vec![], vec![], vec![]);
    for _ in 0..ROWS_PER_BATCH {
        let first = below(ACTORS - 1);
        let second = first + 1 + below(ACTORS - 1 - first);
        a.push(format!("A{first:03}"));
        b.push(format!("A{second:03}"));
        day.push(LAST - i32::try_from(below(DAYS)).expect("below 3,650"));
        weight.push(if below(2) == 0 { 1.0 } else { 0.25 });
        valence.push(below(21) as f64 / 10.0 - 1.0);
    }
    let columns: [(&str, ArrayRef); 5] = [
        ("a", Arc::new(StringArray::from(a))),
        ("b", Arc::new(StringArray::from(b))),
        ("day", Arc::new(Date32Array::from(day))),
        ("weight", Arc::new(Float64Array::from(weight))),
        ("valence", Arc::new(Float64Array::from(valence))),
    ];
    RecordBatch::try_from_iter(columns).expect("columns of equal length")
}

/// The files of the rows, one for each million.
async fn write(folder: &Path, rows: usize) -> Result<()> {
    let batches = rows.div_ceil(ROWS_PER_BATCH) as u64;
    let all: Vec<u64> = (0..batches).collect();
    for (file, batches) in all.chunks(10).enumerate() {
        // One file at a time, so that memory does not grow with the rows.
        let batches: Vec<_> = batches.iter().map(|&at| batch(at)).collect();
        let frame = SessionContext::new().read_batches(batches)?;
        let path = folder.join(format!("{file:03}.parquet"));
        let mut options = datafusion::config::TableParquetOptions::default();
        options.global.compression = Some("uncompressed".to_owned());
        let path = path.to_str().expect("a path in UTF-8");
        frame
            .write_parquet(path, DataFrameWriteOptions::new(), Some(options))
            .await?;
    }
    Ok(())
}

const GROUPED: &str = "FROM marks GROUP BY a, b";
const AGE_WEIGHT: &str = "power(2.0, (CAST(day AS INT) - 20280) / 120.0)";

/// The queries, by name.
fn queries() -> Vec<(&'static str, String)> {
    let level = "detente_level(day, weight, valence, arrow_cast(20280, 'Date32'))";
    let trend = "detente_trend(day, weight, valence, arrow_cast(20280, 'Date32'))";
    let score = format!("sum(weight * valence * {AGE_WEIGHT})");
    let weight = format!("sum(weight * {AGE_WEIGHT})");
    // The mean decay over a day, in decays at its start.
    let mean = (2_f64.powf(1.0 / 120.0) - 1.0) * 120.0 / std::f64::consts::LN_2;
    let before = "power(2.0, (CAST(day AS INT) - 20220) / 120.0)";
    let mut blocks = String::new();
    for block in 653..=676 {
        let is_in = format!(
            "CAST(day AS INT) >= {} AND CAST(day AS INT) < {}",
            block * 30,
            block * 30 + 30
        );
        write!(
            blocks,
            ", sum(CASE WHEN {is_in} THEN weight * valence END), \
             sum(CASE WHEN {is_in} THEN weight * valence * weight * valence END)"
        )
        .expect("writing to a string");
    }
    let old = "CASE WHEN CAST(day AS INT) < 20220 THEN";
    vec![
        (
            "two sums in SQL",
            format!("SELECT a, b, {mean} * {score} / sqrt(1.0 + {mean} * {weight}) {GROUPED}"),
        ),
        ("detente_level", format!("SELECT a, b, {level} {GROUPED}")),
        (
            "four sums and 24 blocks in SQL",
            format!(
                "SELECT a, b, {score}, {weight}, sum({old} weight * valence * {before} END), \
                 sum({old} weight * {before} END){blocks} {GROUPED}"
            ),
        ),
        (
            "detente_trend",
            format!("SELECT a, b, get_field({trend}, 'level') {GROUPED}"),
        ),
        (
            "detente_ledger",
            format!("SELECT a, b, detente_ledger(day, weight, valence) {GROUPED}"),
        ),
    ]
}

/// A number of `/proc/self/status`, in KiB.
fn memory(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}

/// The processor time of all threads, in seconds.
fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name of the process, which may contain blanks.
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = fields.split_whitespace().collect();
    // User and system time in hundredths of a second.
    let times = fields.get(11..13).unwrap_or_default().iter();
    times
        .filter_map(|time| time.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

#[derive(Clone, Copy)]
struct Cost {
    clock: f64,
    processor: f64,
    memory: u64,
}

async fn run(
    session: &SessionContext,
    sql: &str,
) -> Result<(Cost, BTreeMap<(String, String), f64>)> {
    // Resets the peak of the resident memory.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let (clock, processor, memory_before) = (Instant::now(), processor_time(), memory("VmRSS"));
    let batches = session.sql(sql).await?.collect().await?;
    let cost = Cost {
        clock: clock.elapsed().as_secs_f64(),
        processor: processor_time() - processor,
        memory: memory("VmHWM").saturating_sub(memory_before),
    };
    let mut answers = BTreeMap::new();
    for batch in &batches {
        let names = |at: usize| {
            datafusion::arrow::compute::cast(
                batch.column(at),
                &datafusion::arrow::datatypes::DataType::Utf8,
            )
        };
        let (a, b) = (names(0)?, names(1)?);
        let number = |row| match batch.column(2).as_binary_opt::<i64>() {
            // Of a stored state its size.
            Some(states) => f64::from(states.value(row).len() as u32),
            None => batch.column(2).as_primitive::<Float64Type>().value(row),
        };
        for row in 0..batch.num_rows() {
            let pair = (
                a.as_string::<i32>().value(row).to_owned(),
                b.as_string::<i32>().value(row).to_owned(),
            );
            answers.insert(pair, number(row));
        }
    }
    Ok((cost, answers))
}

fn session(partitions: usize) -> Result<SessionContext> {
    let config = SessionConfig::new().with_target_partitions(partitions);
    let mut session = SessionContext::new_with_config(config);
    detente_datafusion::register(&mut session)?;
    Ok(session)
}

/// Checks the answers of a round: the bits of levels in both aggregates, and the sums of SQL.
fn check(all: &BTreeMap<&str, BTreeMap<(String, String), f64>>) {
    let levels = all.get("detente_level");
    if let Some((sums, levels)) = all.get("two sums in SQL").zip(levels) {
        for (pair, level) in sums {
            let difference = levels[pair] - level;
            assert!(difference.abs() < 1e-9, "{pair:?}: {difference}");
        }
    }
    if let Some((trends, levels)) = all.get("detente_trend").zip(levels) {
        for (pair, level) in trends {
            assert_eq!(levels[pair].to_bits(), level.to_bits(), "{pair:?}");
        }
    }
    if let Some(sizes) = all.get("detente_ledger") {
        let bytes = sizes.values().sum::<f64>() / sizes.len() as f64;
        assert!(bytes > 0.0);
        println!("  a stored ledger has {bytes:.0} bytes on average");
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let (numbers, words): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .partition(|argument| argument.parse::<usize>().is_ok());
    let rows = numbers.first().map_or(200_000, |number| {
        number.parse().expect("numbers were told apart above")
    });
    let is_asked = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word));
    let queries: Vec<_> = queries()
        .into_iter()
        .filter(|(name, _)| is_asked(name))
        .collect();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("figures-{rows}"));
    if !folder.exists() {
        std::fs::create_dir_all(&folder)?;
        write(&folder, rows).await?;
    }
    println!("{rows} rows; seconds of processor time, seconds by the clock, MiB above the start");
    for partitions in [1, 2] {
        let session = session(partitions)?;
        let path = folder.to_str().expect("a path in UTF-8");
        session
            .register_parquet("marks", path, ParquetReadOptions::default())
            .await?;
        let mut least: Vec<Option<Cost>> = vec![None; queries.len()];
        for _ in 0..ROUNDS[usize::from(rows > 50_000_000)] {
            let mut all = BTreeMap::new();
            for ((name, sql), least) in queries.iter().zip(&mut least) {
                let (cost, answers) = run(&session, sql).await?;
                assert!(
                    answers.len() > 15_000 || rows < 100_000,
                    "{name}: {} pairs",
                    answers.len()
                );
                if least.is_none_or(|least| cost.processor < least.processor) {
                    *least = Some(cost);
                }
                all.insert(*name, answers);
            }
            check(&all);
        }
        for ((name, _), cost) in queries.iter().zip(least.into_iter().flatten()) {
            let Cost {
                clock,
                processor,
                memory,
            } = cost;
            let ns = processor * 1e9 / rows as f64;
            println!(
                "{partitions} partitions, {name}: {processor:.2} s, {clock:.2} s, {} MiB, {ns:.0} ns a row",
                memory / 1024
            );
        }
    }
    Ok(())
}
