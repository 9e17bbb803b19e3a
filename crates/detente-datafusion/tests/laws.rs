//! The answers have the bits of the root crate, however the rows are divided, stored and ordered.

mod support;

use chrono::NaiveDate;
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::prelude::{CsvReadOptions, ParquetReadOptions, col, lit};
use detente::trend::{Calibration, Coverage, SnapshotSpec};
use detente_datafusion::expr_fn::{
    MarkColumns, detente_ledger, detente_level, detente_merge, detente_trend,
};
use proptest::prelude::*;
use support::{COLUMNS, MARKS, answers, expected, register_rows, rows, session};

fn at() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, 11).unwrap()
}

fn query(options: &str) -> String {
    query_of("marks", options)
}

fn query_of(table: &str, options: &str) -> String {
    format!(
        "SELECT a, b, detente_level({MARKS}, DATE '2025-07-11', {COLUMNS}{options}) AS level, \
         detente_trend({MARKS}, DATE '2025-07-11', {COLUMNS}{options}) AS trend, \
         detente_ledger({MARKS}, {COLUMNS}) AS ledger FROM {table} GROUP BY a, b"
    )
}

fn default_spec() -> SnapshotSpec {
    SnapshotSpec::new(at(), &Calibration::default())
}

#[tokio::test]
async fn one_thread_and_eight_partitions_give_the_bits_of_the_root() {
    let rows = rows(5_000, 1);
    let expected = expected(&rows, &default_spec());
    for partitions in [1, 2, 8] {
        let session = session(partitions);
        register_rows(&session, &rows, partitions);
        assert_eq!(
            answers(&session, &query("")).await,
            expected,
            "{partitions}"
        );
    }
}

#[tokio::test]
async fn the_order_of_rows_makes_no_difference() {
    let mut rows = rows(1_000, 2);
    let expected = expected(&rows, &default_spec());
    rows.reverse();
    let session = session(3);
    register_rows(&session, &rows, 3);
    assert_eq!(answers(&session, &query("")).await, expected);
}

#[tokio::test]
async fn parquet_and_csv_give_the_bits_of_the_root() {
    let rows = rows(3_000, 3);
    let expected = expected(&rows, &default_spec());
    let session = session(4);
    register_rows(&session, &rows, 4);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let marks = || session.table("marks");
    let options = DataFrameWriteOptions::new;
    marks()
        .await
        .unwrap()
        .write_parquet(&path("parquet/"), options(), None)
        .await
        .unwrap();
    marks()
        .await
        .unwrap()
        .write_csv(&path("csv/"), options(), None)
        .await
        .unwrap();
    session
        .register_parquet(
            "of_parquet",
            path("parquet/"),
            ParquetReadOptions::default(),
        )
        .await
        .unwrap();
    session
        .register_csv("of_csv", path("csv/"), CsvReadOptions::new())
        .await
        .unwrap();
    for table in ["of_parquet", "of_csv"] {
        assert_eq!(
            answers(&session, &query_of(table, "")).await,
            expected,
            "{table}"
        );
    }
}

#[tokio::test]
async fn stored_states_are_merged_again_at_any_date_without_the_rows() {
    let rows = rows(4_000, 4);
    let session = session(4);
    let folder = tempfile::tempdir().unwrap();
    // Each year, its rows are folded into a file of ledgers and forgotten.
    let mut years: Vec<Vec<support::Row>> = vec![Vec::new(); 3];
    for row in &rows {
        years[(row.day.rem_euclid(3)) as usize].push(*row);
    }
    for (year, rows) in years.iter().enumerate() {
        register_rows(&session, rows, 2);
        let stored = format!(
            "SELECT a, b, detente_ledger({MARKS}, {COLUMNS}) AS ledger FROM marks GROUP BY a, b"
        );
        let stored = session.sql(&stored).await.unwrap();
        let path = folder.path().join(format!("{year}.parquet"));
        stored
            .write_parquet(path.to_str().unwrap(), DataFrameWriteOptions::new(), None)
            .await
            .unwrap();
    }
    session.deregister_table("marks").unwrap();
    let path = folder.path().to_str().unwrap();
    session
        .register_parquet("stored", path, ParquetReadOptions::default())
        .await
        .unwrap();
    for date in [at(), NaiveDate::from_ymd_opt(2024, 2, 29).unwrap()] {
        let spec = SnapshotSpec::new(date, &Calibration::default());
        let sql = format!(
            "SELECT a, b, detente_level(ledger, DATE '{date}'), detente_trend(ledger, DATE '{date}'), \
             detente_merge(ledger) FROM stored GROUP BY a, b"
        );
        assert_eq!(
            answers(&session, &sql).await,
            expected(&rows, &spec),
            "{date}"
        );
    }
}

/// With as many groups as rows, the engine stops aggregating early and turns rows into states one by one.
#[tokio::test]
async fn rows_that_skip_partial_aggregation_give_the_same_bits() {
    let rows = rows(3_000, 5);
    let session = session(4);
    register_rows(&session, &rows, 4);
    for setting in [
        "SET datafusion.execution.skip_partial_aggregation_probe_rows_threshold = 10",
        "SET datafusion.execution.skip_partial_aggregation_probe_ratio_threshold = 0.0",
    ] {
        session.sql(setting).await.unwrap().collect().await.unwrap();
    }
    assert_eq!(
        answers(&session, &query("")).await,
        expected(&rows, &default_spec())
    );
}

#[tokio::test]
async fn data_frames_give_the_answers_of_sql() {
    let rows = rows(800, 6);
    let session = session(2);
    register_rows(&session, &rows, 2);
    let options = || {
        [
            ("last_day", col("last_day")),
            ("contact", col("contact")),
            ("count", col("n")),
        ]
    };
    let marks = || MarkColumns::new(col("day"), col("weight"), col("valence"));
    let half_life = [("half_life", lit(90.0)), ("coverage", lit("2024-01-01/.."))];
    let with_parameters = || options().into_iter().chain(half_life.clone());
    let frame = session.table("marks").await.unwrap();
    let pair = || vec![col("a"), col("b")];
    let answer = frame.clone().aggregate(
        pair(),
        vec![
            detente_level(marks(), at(), with_parameters()).alias("level"),
            detente_trend(marks(), at(), with_parameters()).alias("trend"),
            detente_ledger(marks(), options()).alias("ledger"),
        ],
    );
    let batches = answer.unwrap().collect().await.unwrap();
    let calibration = Calibration::default().with_half_life(90.0).unwrap();
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let spec = SnapshotSpec::new(at(), &calibration).with_coverage(Coverage::since(first));
    assert_eq!(support::answers_in(&batches), expected(&rows, &spec));

    let stored = frame
        .aggregate(
            pair(),
            vec![detente_ledger(marks(), options()).alias("ledger")],
        )
        .unwrap();
    let merged = stored
        .clone()
        .aggregate(vec![], vec![detente_merge(col("ledger"))])
        .unwrap()
        .collect()
        .await
        .unwrap();
    assert_eq!(
        (merged[0].num_rows(), stored.count().await.unwrap()),
        (1, 21)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_parameters_give_the_bits_of_the_root(
        len in 0..400_usize,
        seed in any::<u64>(),
        half_life in prop_oneof![Just(120.0), 5.0..500.0_f64],
        (window, blocks, block) in (1..200_u32, 1..40_u32, 1..60_u32),
        (kappa, prior) in (0.1..10.0_f64, 0.5..9.0_f64),
        first in 19_000..20_400_i32,
        partitions in 1..5_usize,
    ) {
        let rows = rows(len, seed);
        let calibration = Calibration::default()
            .with_half_life(half_life)
            .and_then(|one| one.with_window(window))
            .and_then(|one| one.with_blocks(blocks, block))
            .and_then(|one| one.with_kappa(kappa))
            .and_then(|one| one.with_prior(prior, 2.0))
            .unwrap();
        let first = detente::ledger::DaySpan::of_days(first, first + 1).unwrap().start();
        let spec = SnapshotSpec::new(at(), &calibration).with_coverage(Coverage::since(first));
        let options = format!(
            ", 'half_life', {half_life:?}, 'window', {window}, 'blocks', {blocks}, 'block', {block}, \
             'kappa', {kappa:?}, 'prior', {prior:?}, 'coverage', '{first}/..'"
        );
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let found = runtime.block_on(async {
            let session = session(partitions);
            register_rows(&session, &rows, partitions);
            answers(&session, &query(&options)).await
        });
        prop_assert_eq!(found, expected(&rows, &spec));
    }
}

#[tokio::test]
async fn the_defaults_of_the_session_are_written_into_the_plan() {
    let rows = rows(500, 7);
    let other = Calibration::default()
        .with_half_life(30.0)
        .and_then(|one| one.with_window(20))
        .unwrap();
    let mut session = session(2);
    detente_datafusion::register_with(&mut session, &other).unwrap();
    register_rows(&session, &rows, 2);
    let spec = SnapshotSpec::new(at(), &other);
    assert_eq!(answers(&session, &query("")).await, expected(&rows, &spec));
    // A named parameter stays as it is.
    let spec = SnapshotSpec::new(at(), &other.clone().with_window(60).unwrap());
    assert_eq!(
        answers(&session, &query(", 'window', 60")).await,
        expected(&rows, &spec)
    );
    let frame = session.sql(&query("")).await.unwrap();
    let plan = frame.into_optimized_plan().unwrap().to_string();
    for (name, value) in [
        ("half_life", "Float64(30)"),
        ("window", "Int64(20)"),
        ("blocks", "Int64(24)"),
        ("lean", "Float64(0.7)"),
    ] {
        assert!(
            plan.contains(&format!("Utf8(\"{name}\"), {value}")),
            "{name}: {plan}"
        );
    }
}
