//! Invented marks: as Parquet for the cluster, and as the root crate sums them.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "invented numbers are small"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray,
};
use datafusion::arrow::datatypes::Float64Type;
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::prelude::SessionContext;
use detente::ledger::{DaySpan, Mark, Marks};
use detente::trend::{DyadSnapshot, SnapshotSpec};

use crate::Failure;

const FILES: usize = 12;
const ROWS_PER_FILE: usize = 4_000;
const ACTORS: [&str; 12] = [
    "AUS", "BRA", "CHN", "DEU", "EGY", "FRA", "GBR", "IND", "JPN", "RUS", "TUR", "USA",
];

/// One row of a file.
struct Row {
    pair: (&'static str, &'static str),
    day: i32,
    weight: f64,
    valence: f64,
    count: u32,
}

/// The rows of a file, the same in every run.
fn rows(file: usize) -> Vec<Row> {
    let mut state = file as u64 * 7_919 + 1;
    let mut below = move |end: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % end
    };
    let row = |_| {
        let first = below(11) as usize;
        let second = first + 1 + below(11 - first as u64) as usize;
        Row {
            pair: (ACTORS[first], ACTORS[second]),
            day: 20_280 - below(1_500) as i32,
            weight: [1.0, 0.25][below(2) as usize],
            valence: below(21) as f64 / 10.0 - 1.0,
            count: 1 + below(3) as u32,
        }
    };
    (0..ROWS_PER_FILE).map(row).collect()
}

fn batch(rows: &[Row]) -> Result<RecordBatch, Failure> {
    let columns: [(&str, ArrayRef); 6] = [
        (
            "a",
            Arc::new(StringArray::from_iter_values(
                rows.iter().map(|row| row.pair.0),
            )),
        ),
        (
            "b",
            Arc::new(StringArray::from_iter_values(
                rows.iter().map(|row| row.pair.1),
            )),
        ),
        (
            "day",
            Arc::new(Date32Array::from_iter_values(
                rows.iter().map(|row| row.day),
            )),
        ),
        (
            "weight",
            Arc::new(Float64Array::from_iter_values(
                rows.iter().map(|row| row.weight),
            )),
        ),
        (
            "valence",
            Arc::new(Float64Array::from_iter_values(
                rows.iter().map(|row| row.valence),
            )),
        ),
        (
            "n",
            Arc::new(Int64Array::from_iter_values(
                rows.iter().map(|row| row.count.into()),
            )),
        ),
    ];
    Ok(RecordBatch::try_from_iter(columns)?)
}

/// Writes the files.
pub async fn write(folder: &Path) -> Result<(), Failure> {
    for file in 0..FILES {
        let frame = SessionContext::new().read_batch(batch(&rows(file))?)?;
        let path = folder.join(format!("{file:02}.parquet"));
        let path = path.to_str().ok_or("the folder has no name in UTF-8")?;
        frame
            .write_parquet(path, DataFrameWriteOptions::new(), None)
            .await?;
    }
    Ok(())
}

/// Level and probability of a rise of each pair, to the bit.
pub type Scores = BTreeMap<String, (Option<u64>, Option<u64>)>;

/// What the root crate says, in one thread.
pub fn expected(spec: &SnapshotSpec) -> Result<Scores, Failure> {
    let mut all: BTreeMap<String, DyadSnapshot> = BTreeMap::new();
    for row in (0..FILES).flat_map(rows) {
        let pair = format!("{}-{}", row.pair.0, row.pair.1);
        let span =
            DaySpan::of_days(row.day, row.day + 1).ok_or("a day of this century is a date")?;
        let mark = Mark::new(span, row.weight, row.valence)?;
        let snapshot = all
            .entry(pair)
            .or_insert_with(|| DyadSnapshot::new(spec.clone()));
        snapshot.add(Marks::repeated(&mark, row.count)?)?;
    }
    let bits = |(pair, snapshot): (String, DyadSnapshot)| {
        let trend = snapshot.trend();
        let level = trend.level.map(|level| level.value().to_bits());
        (pair, (level, trend.p_rising().map(f64::to_bits)))
    };
    Ok(all.into_iter().map(bits).collect())
}

/// The answer of the cluster: pair, level, probability.
pub fn found(batches: &[RecordBatch]) -> Result<Scores, Failure> {
    let mut all = Scores::new();
    for batch in batches {
        let pairs = datafusion::arrow::compute::cast(
            batch.column(0),
            &datafusion::arrow::datatypes::DataType::Utf8,
        )?;
        let numbers = |at: usize| batch.column(at).as_primitive::<Float64Type>();
        let (levels, rises) = (numbers(1), numbers(2));
        for (row, pair) in pairs.as_string::<i32>().iter().flatten().enumerate() {
            let bits = |of: &Float64Array| of.is_valid(row).then(|| of.value(row).to_bits());
            all.insert(pair.to_owned(), (bits(levels), bits(rises)));
        }
    }
    Ok(all)
}
