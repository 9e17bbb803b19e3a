//! Marks, ledgers and snapshots for the tests of their written forms.

use chrono::{Days, NaiveDate};
use detente::ledger::{DaySpan, DyadKey, DyadLedger, Ledger, Mark};
use detente::trend::{Calibration, Coverage, Snapshot, SnapshotSpec};
use proptest::prelude::*;
use serde::Serialize;

pub(crate) fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + Days::new(number.into())
}

pub(crate) fn mark(from: u32, days: u32, weight: f64, valence: f64) -> Mark {
    let span = DaySpan::new(day(from), day(from + days)).unwrap();
    Mark::new(span, weight, valence).unwrap()
}

pub(crate) const ACTORS: [&str; 4] = ["USA", "RUS", "Côte d'Ivoire", "DEU"];

/// One act between some of four actors, directed or not.
pub(crate) type Act = (usize, usize, bool, Mark);

pub(crate) fn any_mark() -> impl Strategy<Value = Mark> {
    let days = prop_oneof![3 => Just(1_u32), 1 => 2..50_u32];
    let weight = prop_oneof![Just(0.0), Just(1.0), Just(0.25), 0.0..1024.0];
    let contact = prop_oneof![Just(0.0), Just(1.0), 0.0..2.0];
    (0..300_u32, days, weight, -1.0..=1.0, contact).prop_map(
        |(from, days, weight, valence, contact)| {
            let mark = mark(from, days, weight, valence);
            mark.with_contact(contact).unwrap()
        },
    )
}

pub(crate) fn any_acts() -> impl Strategy<Value = Vec<Act>> {
    let act = (0..4_usize, 1..4_usize, any::<bool>(), any_mark());
    proptest::collection::vec(
        act.prop_map(|(a, step, symmetric, mark)| (a, (a + step) % 4, symmetric, mark)),
        0..40,
    )
}

pub(crate) fn ledger<'a>(acts: impl IntoIterator<Item = &'a Act>) -> Ledger {
    let mut ledger = Ledger::new();
    for (a, b, is_symmetric, mark) in acts {
        let (a, b) = (ACTORS[*a], ACTORS[*b]);
        if *is_symmetric {
            ledger.add(DyadKey::symmetric(a, b), mark).unwrap();
        } else {
            ledger.add(DyadKey::directed(a, b), mark).unwrap();
        }
    }
    ledger
}

pub(crate) fn snapshot<'a>(acts: impl IntoIterator<Item = &'a Act>) -> Snapshot {
    let mut snapshot = Snapshot::new(vantage());
    for (a, b, _, mark) in acts {
        snapshot
            .add(DyadKey::directed(ACTORS[*a], ACTORS[*b]), mark)
            .unwrap();
    }
    snapshot
}

pub(crate) fn vantage() -> SnapshotSpec {
    let hole = DaySpan::new(day(60), day(67)).unwrap();
    let coverage = Coverage::since(day(3)).without(hole);
    SnapshotSpec::new(day(200), &Calibration::default()).with_coverage(coverage)
}

pub(crate) fn dyad<'a>(acts: impl IntoIterator<Item = &'a Act>) -> DyadLedger {
    DyadLedger::from_marks(acts.into_iter().map(|(.., mark)| mark)).unwrap()
}

/// The marks of the committed samples: every column, direction and kind of span.
pub(crate) fn sample() -> Ledger {
    ledger(&[
        (0, 1, false, mark(188, 1, 1.0, -0.35)),
        (
            0,
            1,
            true,
            mark(190, 1, 0.25, 0.25).with_contact(1.0).unwrap(),
        ),
        (
            0,
            1,
            true,
            mark(31, 28, 0.25, 0.25).with_contact(1.0).unwrap(),
        ),
        (1, 0, false, mark(188, 4, 1.0, 0.25)),
        (1, 0, false, mark(188, 1, 0.9, 0.1)),
        (1, 0, false, mark(188, 1, 0.9, -0.7)),
        (3, 2, false, mark(5, 1, 1024.0, 1.0)),
    ])
}

pub(crate) fn sample_snapshot() -> Snapshot {
    Snapshot::of(&sample(), vantage()).unwrap()
}

pub(crate) fn pretty<T: Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}
