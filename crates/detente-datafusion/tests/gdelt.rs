//! The scores of a file of GDELT in SQL have the bits of the root crate, from CSV and from Parquet, on one
//! partition and on eight: `DETENTE_SHARED=… cargo test --test gdelt -- --ignored`.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use chrono::NaiveDate;
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::prelude::{CsvReadOptions, ParquetReadOptions};
use detente::code::{CameoCode, Code, Scale};
use detente::ledger::{DaySpan, DyadLedger, Mark};
use detente::trend::{Calibration, DyadSnapshot, SnapshotSpec};

const QUERY: &str = r#"
    WITH marks AS (
      SELECT least("source", "target") AS a, greatest("source", "target") AS b, to_date("day", '%Y%m%d') AS day,
             CASE cameo_class("code") WHEN 'act' THEN 1.0 WHEN 'contact' THEN 0.25 ELSE 0.0 END AS weight,
             cameo_valence("code", 'gdelt') AS valence
      FROM events WHERE "source" <> '' AND "target" <> '' AND "source" <> "target"
    )
    SELECT a, b, detente_level(day, weight, valence, DATE '2019-11-01'),
           detente_trend(day, weight, valence, DATE '2019-11-01'), detente_ledger(day, weight, valence)
    FROM marks GROUP BY a, b"#;

/// Source, target, day as text, and code of each row.
fn rows(file: &Path) -> Vec<[String; 4]> {
    let bytes = std::fs::read(file).unwrap();
    let lines = bytes
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty());
    let rows = lines.map(|line| {
        let cells: Vec<&[u8]> = line.split(|&byte| byte == b'\t').collect();
        [7, 17, 1, 26].map(|at: usize| String::from_utf8(cells[at].to_vec()).unwrap())
    });
    rows.collect()
}

/// The same sums, mark by mark.
fn expected(rows: &[[String; 4]], spec: &SnapshotSpec) -> BTreeMap<support::Pair, support::Answer> {
    let scale = Scale::cameo_gdelt();
    let mut all: BTreeMap<support::Pair, (DyadSnapshot, DyadLedger)> = BTreeMap::new();
    for [source, target, day, code] in rows {
        if source.is_empty() || target.is_empty() || source == target {
            continue;
        }
        let pair = (source.min(target).clone(), source.max(target).clone());
        let (snapshot, ledger) = all
            .entry(pair)
            .or_insert_with(|| (DyadSnapshot::new(spec.clone()), DyadLedger::default()));
        let code = Code::from(CameoCode::parse(code).unwrap());
        let Some(valence) = scale.valence(&code) else {
            continue;
        };
        let weight = match code.class().as_str() {
            "act" => 1.0,
            "contact" => 0.25,
            _ => 0.0,
        };
        let day = NaiveDate::parse_from_str(day, "%Y%m%d").unwrap();
        let mark = Mark::new(DaySpan::day(day).unwrap(), weight, valence).unwrap();
        snapshot.add(&mark).unwrap();
        ledger.add(&mark).unwrap();
    }
    let answers = all
        .into_iter()
        .map(|(pair, (snapshot, ledger))| (pair, support::answer(&snapshot, &ledger)));
    answers.collect()
}

#[tokio::test]
#[ignore = "needs the folder of shared data in DETENTE_SHARED"]
async fn the_scores_of_gdelt_in_sql_have_the_bits_of_the_root_crate() {
    let shared =
        std::env::var("DETENTE_SHARED").expect("DETENTE_SHARED names the folder of shared data");
    let file = Path::new(&shared).join("data/gdelt/v2_20191024143000/20191024143000.export.CSV");
    let rows = rows(&file);
    let date = NaiveDate::from_ymd_opt(2019, 11, 1).unwrap();
    let expected = expected(&rows, &SnapshotSpec::new(date, &Calibration::default()));
    assert!(expected.len() > 100, "{} pairs", expected.len());

    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let mut text = "source,target,day,code\n".to_owned();
    for row in &rows {
        writeln!(text, "{}", row.join(",")).unwrap();
    }
    std::fs::write(path("events.csv"), text).unwrap();
    let schema = datafusion::arrow::datatypes::Schema::new(
        ["source", "target", "day", "code"]
            .map(|name| {
                use datafusion::arrow::datatypes::{DataType, Field};
                Field::new(name, DataType::Utf8, true)
            })
            .to_vec(),
    );
    for partitions in [1, 8] {
        let session = support::session(partitions);
        let csv = CsvReadOptions::new().schema(&schema);
        session
            .register_csv("events", path("events.csv"), csv)
            .await
            .unwrap();
        assert_eq!(
            support::answers(&session, QUERY).await,
            expected,
            "CSV, {partitions} partitions"
        );

        let frame = session.table("events").await.unwrap();
        frame
            .write_parquet(&path("events.parquet"), DataFrameWriteOptions::new(), None)
            .await
            .unwrap();
        session.deregister_table("events").unwrap();
        session
            .register_parquet(
                "events",
                path("events.parquet"),
                ParquetReadOptions::default(),
            )
            .await
            .unwrap();
        assert_eq!(
            support::answers(&session, QUERY).await,
            expected,
            "Parquet, {partitions} partitions"
        );
        std::fs::remove_file(path("events.parquet")).unwrap();
    }
}
