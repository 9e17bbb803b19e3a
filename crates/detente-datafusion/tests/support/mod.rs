//! Rows of invented marks, and what the root crate says of them.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "invented numbers are small"
)]
#![allow(dead_code, reason = "each test uses a part")]

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray,
};
use datafusion::arrow::datatypes::{Float64Type, UInt64Type};
use datafusion::datasource::MemTable;
use datafusion::prelude::{SessionConfig, SessionContext};
use detente::ledger::{DaySpan, DyadLedger, Mark, Marks};
use detente::trend::{DyadSnapshot, SnapshotSpec, Trend};

/// A row of a table of marks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) pair: (&'static str, &'static str),
    pub(crate) day: i32,
    pub(crate) last_day: Option<i32>,
    pub(crate) weight: f64,
    pub(crate) valence: f64,
    pub(crate) contact: f64,
    pub(crate) count: u32,
}

const ACTORS: [&str; 7] = ["CHN", "DEU", "FRA", "GBR", "IND", "RUS", "USA"];

/// Numbers that look random and are the same in every run.
pub(crate) struct Lcg(pub(crate) u64);

impl Lcg {
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// Rows of some years up to about 2025-09: most of one day, some of two days or months, ties of all kinds.
pub(crate) fn rows(len: usize, seed: u64) -> Vec<Row> {
    let mut random = Lcg(seed);
    let row = |_| {
        let first = random.below(6) as usize;
        let second = first + 1 + random.below(6 - first as u64) as usize;
        let day = 20_300 - (random.below(30) * random.below(50)) as i32;
        let days = [0, 0, 0, 0, 0, 1, 1, 40][random.below(8) as usize];
        Row {
            pair: (ACTORS[first], ACTORS[second]),
            day,
            last_day: (days > 0).then_some(day + days),
            weight: [1.0, 1.0, 0.25, 0.0, 2.5][random.below(5) as usize],
            valence: random.below(21) as f64 / 10.0 - 1.0,
            contact: [0.0, 1.0][random.below(2) as usize],
            count: [1, 1, 1, 2, 0, 7][random.below(6) as usize],
        }
    };
    (0..len).map(row).collect()
}

impl Row {
    pub(crate) fn marks(&self) -> Marks<'static> {
        let span = DaySpan::of_days(self.day, self.last_day.unwrap_or(self.day) + 1).unwrap();
        let mark = Mark::new(span, self.weight, self.valence).unwrap();
        Marks::repeated(&mark.with_contact(self.contact).unwrap(), self.count).unwrap()
    }
}

pub(crate) fn batch(rows: &[Row]) -> RecordBatch {
    let columns: Vec<(&str, ArrayRef)> = vec![
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
            "last_day",
            Arc::new(rows.iter().map(|row| row.last_day).collect::<Date32Array>()),
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
            "contact",
            Arc::new(Float64Array::from_iter_values(
                rows.iter().map(|row| row.contact),
            )),
        ),
        (
            "n",
            Arc::new(Int64Array::from_iter_values(
                rows.iter().map(|row| row.count.into()),
            )),
        ),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

/// A session that knows the functions.
pub(crate) fn session(partitions: usize) -> SessionContext {
    let config = SessionConfig::new()
        .with_target_partitions(partitions)
        .with_batch_size(257);
    let mut session = SessionContext::new_with_config(config);
    detente_datafusion::register(&mut session).unwrap();
    session
}

/// Registers rows as the table `marks`, in some partitions of batches of unequal size.
pub(crate) fn register_rows(session: &SessionContext, rows: &[Row], partitions: usize) {
    let whole = batch(rows);
    let mut parts = vec![Vec::new(); partitions];
    let (mut from, mut at) = (0, 0);
    while from < rows.len() {
        let len = (37 + 91 * (at % 5)).min(rows.len() - from);
        parts[at % partitions].push(whole.slice(from, len));
        (from, at) = (from + len, at + 1);
    }
    let table = MemTable::try_new(whole.schema(), parts).unwrap();
    session.deregister_table("marks").unwrap();
    session.register_table("marks", Arc::new(table)).unwrap();
}

/// The marks of the columns of [`batch`], for a call.
pub(crate) const MARKS: &str = "day, weight, valence";
pub(crate) const COLUMNS: &str = "'last_day', last_day, 'contact', contact, 'count', n";

pub(crate) type Pair = (String, String);

/// What the root crate says of each pair.
pub(crate) fn snapshots(rows: &[Row], spec: &SnapshotSpec) -> BTreeMap<Pair, DyadSnapshot> {
    let mut all = BTreeMap::new();
    for row in rows {
        let pair = (row.pair.0.to_owned(), row.pair.1.to_owned());
        let snapshot = all
            .entry(pair)
            .or_insert_with(|| DyadSnapshot::new(spec.clone()));
        snapshot.add(row.marks()).unwrap();
    }
    all
}

pub(crate) fn ledgers(rows: &[Row]) -> BTreeMap<Pair, DyadLedger> {
    let mut all = BTreeMap::new();
    for row in rows {
        let pair = (row.pair.0.to_owned(), row.pair.1.to_owned());
        let ledger: &mut DyadLedger = all.entry(pair).or_default();
        ledger.add(row.marks()).unwrap();
    }
    all
}

/// The numbers of a trend as bits, in the order of [`detente_datafusion::trend_fields`].
pub(crate) fn bits_of(trend: &Trend) -> Vec<Option<u64>> {
    let sums = trend.level.map(|level| level.sums);
    let sum = |of: fn(&detente::trend::DecayedSums) -> f64| Some(sums.as_ref().map_or(0.0, of));
    let numbers = [
        sum(|sums| sums.score),
        sum(|sums| sums.weight),
        sum(|sums| sums.cooperation),
        sum(detente::trend::DecayedSums::conflict),
        sum(|sums| sums.engagement),
        trend.level.map(|level| level.value()),
        trend.level.map(|level| level.sd()),
        trend.change,
        trend.change_sd(),
        trend.z(),
        trend.p_rising(),
        Some(trend.weight_new),
        Some(trend.weight_old),
        Some(trend.burst_variance),
    ];
    let marks = sums.map_or(0, |sums| sums.marks);
    std::iter::once(Some(marks))
        .chain(numbers.map(|number| number.map(f64::to_bits)))
        .collect()
}

/// The answers `a, b, level, trend, ledger` of a query, by pair: the bits of level and trend, the words of the
/// direction, and the bytes of the ledger.
pub(crate) type Answer = (Option<u64>, Vec<Option<u64>>, String, Vec<u8>);

pub(crate) async fn answers(session: &SessionContext, sql: &str) -> BTreeMap<Pair, Answer> {
    let batches = session.sql(sql).await.unwrap().collect().await.unwrap();
    answers_in(&batches)
}

pub(crate) fn answers_in(batches: &[RecordBatch]) -> BTreeMap<Pair, Answer> {
    let mut all = BTreeMap::new();
    for batch in batches {
        let text = |at: usize, row: usize| {
            datafusion::arrow::util::display::array_value_to_string(batch.column(at), row).unwrap()
        };
        let levels = batch.column(2).as_primitive::<Float64Type>();
        let trends = batch.column(3).as_struct();
        let ledgers = batch.column(4).as_binary::<i32>();
        for row in 0..batch.num_rows() {
            let mut bits = vec![Some(
                trends.column(0).as_primitive::<UInt64Type>().value(row),
            )];
            for at in 1..15 {
                let numbers = trends.column(at).as_primitive::<Float64Type>();
                bits.push(numbers.is_valid(row).then(|| numbers.value(row).to_bits()));
            }
            let level = levels.is_valid(row).then(|| levels.value(row).to_bits());
            let words: Vec<_> = (15..19)
                .map(|at| {
                    datafusion::arrow::util::display::array_value_to_string(trends.column(at), row)
                        .unwrap()
                })
                .collect();
            let ledger = if ledgers.is_valid(row) {
                ledgers.value(row).to_vec()
            } else {
                Vec::new()
            };
            let answer = (level, bits, words.join(", "), ledger);
            assert!(all.insert((text(0, row), text(1, row)), answer).is_none());
        }
    }
    all
}

/// What [`answers`] must be, by the root crate alone.
pub(crate) fn expected(rows: &[Row], spec: &SnapshotSpec) -> BTreeMap<Pair, Answer> {
    let ledgers = ledgers(rows);
    let snapshots = snapshots(rows, spec).into_iter();
    snapshots
        .map(|(pair, snapshot)| {
            let answer = answer(&snapshot, &ledgers[&pair]);
            (pair, answer)
        })
        .collect()
}

/// What [`answers`] must be for one pair.
pub(crate) fn answer(snapshot: &DyadSnapshot, ledger: &DyadLedger) -> Answer {
    let trend = snapshot.trend();
    let level = snapshot.level().map(|level| level.value().to_bits());
    let missing = trend
        .missing
        .map_or(String::new(), |missing| missing.to_string());
    let words = format!(
        "{}, {}, {missing}, {}",
        trend.direction, trend.is_strong, trend.coverage
    );
    let bytes = if ledger.marks() > 0 {
        ledger.to_bytes()
    } else {
        Vec::new()
    };
    (level, bits_of(&trend), words, bytes)
}
