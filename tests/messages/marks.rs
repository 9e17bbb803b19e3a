//! Marks, ledgers, snapshots and trends.

use chrono::NaiveDate;
use detente::ledger::{DaySpan, DyadKey, DyadLedger, Ledger, Mark, SpanSums, Sums};
use detente::trend::{Calibration, Coverage, DyadSnapshot, Snapshot, SnapshotSpec, Trajectory};

use super::{Messages, refused};

fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, day).expect("a date")
}

fn day(number: u32) -> DaySpan {
    DaySpan::day(date(number)).expect("a day with a next day")
}

fn mark(number: u32) -> Mark {
    Mark::new(day(number), 1.0, 0.5).expect("a mark within bounds")
}

/// Sums to which no mark can be added.
fn full() -> SpanSums {
    let unit = 1_i64 << 40;
    let sums = Sums {
        weight: i64::MAX - unit + 1,
        ..Sums::default()
    };
    SpanSums::new(day(10), 1, sums).expect("sums of one mark")
}

pub(crate) fn add(list: &mut Messages) {
    marks(list);
    ledgers(list);
    snapshots(list);
    trends(list);
}

fn marks(list: &mut Messages) {
    let odd = Sums {
        weight: -1,
        ..Sums::default()
    };
    refused! { list;
        "SpanError::Empty" => DaySpan::new(date(10), date(10));
        "SpanError::Empty, of a coverage" => Coverage::of([(date(10), Some(date(9)))]);
        "SpanError::LastDay" => DaySpan::day(NaiveDate::MAX);
        "MarkError::Weight" => Mark::new(day(10), -0.5, 0.0);
        "MarkError::Valence" => Mark::new(day(10), 1.0, f64::NAN);
        "MarkError::Contact" => mark(10).with_contact(2000.0);
        "MarkError::NoMarks" => SpanSums::new(day(10), 0, Sums::default());
        "MarkError::NoWeight" => SpanSums::new(day(10), 3, Sums::default());
        "MarkError::ImpossibleSums" => SpanSums::new(day(10), 1, odd);
    }
}

fn ledgers(list: &mut Messages) {
    let pair = DyadKey::directed("USA", "RUS");
    let mut ledger = Ledger::new();
    ledger.add(pair, &mark(11)).expect("a mark of two actors");
    let usa = ledger.key("USA").expect("an actor of the ledger");
    let mut other = Ledger::new();
    for name in ["A", "B", "C"] {
        other.intern(name).expect("a name");
    }
    let foreign = other.key("C").expect("an actor of the other ledger");
    let mut sums = DyadLedger::from_marks([&mark(10)]).expect("one mark");
    refused! { list;
        "LedgerError::SameActor" => ledger.add(DyadKey::directed("USA", "USA"), &mark(10));
        "LedgerError::BadName" => ledger.intern("RUS\u{202e}");
        "LedgerError::BadName, empty" => ledger.intern("");
        "LedgerError::UnknownKey" => ledger.add(DyadKey::directed(usa, foreign), &mark(10));
        "LedgerError::Overflow" => sums.add(&full());
        "LedgerError::Overflow, of a dyad" => loop {
            let added = ledger.add(pair, &full());
            if added.is_err() {
                break added;
            }
        };
        "LedgerError::NotRecorded" => ledger.subtract(pair, &mark(12));
    }
}

fn snapshots(list: &mut Messages) {
    let spec = || SnapshotSpec::new(date(20), &Calibration::default());
    let window = Calibration::default()
        .with_window(30)
        .expect("a window within bounds");
    let later = DyadSnapshot::new(SnapshotSpec::new(date(21), &Calibration::default()));
    let shorter = DyadSnapshot::new(SnapshotSpec::new(date(20), &window));
    let covered = DyadSnapshot::new(spec().with_coverage(Coverage::since(date(1))));
    let mut snapshot = DyadSnapshot::new(spec());
    snapshot.add(&mark(10)).expect("one mark");
    let empty = DyadSnapshot::new(spec());
    let mut many = DyadSnapshot::new(spec());
    while many.add(&full()).is_ok() {}
    let mut whole = Snapshot::new(spec());
    refused! { list;
        "SnapshotError::Spec, date" => snapshot.merge(&later);
        "SnapshotError::Spec, window" => snapshot.merge(&shorter);
        "SnapshotError::Spec, coverage" => snapshot.merge(&covered);
        "SnapshotError::Overflow" => many.clone().merge(&many);
        "SnapshotError::Overflow, of a dyad" => loop {
            let merged = whole.merge_dyad(DyadKey::symmetric("USA", "RUS"), &many);
            if merged.is_err() {
                break merged;
            }
        };
        "SnapshotError::NotRecorded" => empty.clone().unmerge(&snapshot);
        "SnapshotError::Ledger" => whole.merge_dyad(DyadKey::symmetric("USA", "USA"), &snapshot);
        "SnapshotError::Bytes" => snapshot.merge_bytes(b"");
        "LedgerError::Overflow, of a snapshot" => many.add(&full());
    }
}

fn trends(list: &mut Messages) {
    let trend = |marks: &[Mark], coverage: Coverage| {
        let ledger = DyadLedger::from_marks(marks).expect("a few marks");
        let trajectory = Trajectory::new(&ledger, &Calibration::default());
        trajectory.with_coverage(coverage).trend(date(20))
    };
    let on = |year, month| {
        let date = NaiveDate::from_ymd_opt(year, month, 1).expect("a date");
        let span = DaySpan::day(date).expect("a day with a next day");
        Mark::new(span, 8.0, 0.5).expect("a mark within bounds")
    };
    let light = |month| {
        let date = NaiveDate::from_ymd_opt(2025, month, 1).expect("a date");
        let span = DaySpan::day(date).expect("a day with a next day");
        Mark::new(span, 0.01, 0.5).expect("a mark within bounds")
    };
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date");
    for (marks, coverage) in [
        (vec![], Coverage::since(first)),
        (vec![on(2025, 7)], Coverage::since(date(15))),
        (vec![on(2025, 7)], Coverage::since(first)),
        (vec![on(2025, 3)], Coverage::since(first)),
        (vec![light(3)], Coverage::since(first)),
    ] {
        let trend = trend(&marks, coverage);
        if let Some(missing) = trend.missing {
            list.reason(&format!("Missing::{missing:?}"), &missing);
        }
    }
}
