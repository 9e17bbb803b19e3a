//! Marks, sums and cases that several tests share.
#![allow(dead_code, reason = "each test uses some of these items")]

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use detente::ledger::{DyadLedger, Mark, Sums};
use detente::time::Moment;
use detente::trend::{
    Calibration, Coverage, Direction, DyadSnapshot, Ongoing, SnapshotSpec, Trajectory,
};

/// The instant some seconds after 2025-01-01.
pub(crate) fn moment(seconds: i64) -> Moment {
    let start: DateTime<Utc> = "2025-01-01T00:00:00Z".parse().unwrap();
    Moment::from(start + TimeDelta::seconds(seconds))
}

/// The date some days after 2025-01-01.
pub(crate) fn day(number: i64) -> NaiveDate {
    moment(number * 86_400).date()
}

/// The marks of a dyad, with the parameters of its trends.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) marks: Vec<Mark>,
    pub(crate) calibration: Calibration,
    pub(crate) coverage: Coverage,
}

impl Case {
    pub(crate) fn trajectory(&self) -> Trajectory {
        let ledger = DyadLedger::from_marks(&self.marks).unwrap();
        let trajectory = Trajectory::new(&ledger, &self.calibration);
        trajectory.with_coverage(self.coverage.clone())
    }
}

/// The days on which the ongoing direction changes, each with the new direction.
pub(crate) fn direction_changes(
    walk: impl Iterator<Item = Ongoing>,
) -> Vec<(NaiveDate, Direction)> {
    let mut days: Vec<_> = walk
        .map(|ongoing| (ongoing.trend.at.date(), ongoing.direction))
        .collect();
    days.dedup_by_key(|(_, direction)| *direction);
    days
}

pub(crate) fn sums([score, positive, weight, squares, contact]: [i64; 5]) -> Sums {
    Sums {
        score,
        positive,
        weight,
        squares,
        contact,
    }
}

pub(crate) fn snapshot_of(ledger: &DyadLedger, spec: SnapshotSpec) -> DyadSnapshot {
    let mut snapshot = DyadSnapshot::new(spec);
    snapshot.add(ledger).unwrap();
    snapshot
}
