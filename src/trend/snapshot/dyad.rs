//! The snapshot of one dyad.

use crate::ledger::{LedgerError, Marks};

use super::super::{Level, Trend};
use super::SnapshotError;
use super::spec::SnapshotSpec;
use super::sums::SnapshotSums;

/// The sums of the marks of one dyad, for one fixed date.
///
/// It is the state of an aggregate over the rows of a dyad: marks are added and subtracted in any order,
/// and the snapshots of parts are merged. Its memory does not depend on the number of marks.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, Mark};
/// use detente::trend::{Calibration, Coverage, Direction, DyadSnapshot, SnapshotSpec};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let spec = SnapshotSpec::new(date(6, 10), &Calibration::default())
///     .with_coverage(Coverage::since(date(1, 1)));
/// let kind = [(1, 12), (2, 10), (3, 8), (4, 9)].map(|(month, day)| (month, day, 0.3));
/// let harsh = [(5, 2), (5, 15), (6, 2)].map(|(month, day)| (month, day, -0.5));
///
/// // Two halves of a feed, on two machines.
/// let [mut first, mut second] = [(); 2].map(|()| DyadSnapshot::new(spec.clone()));
/// for (month, day, valence) in kind {
///     first.add(&Mark::new(DaySpan::day(date(month, day))?, 1.0, valence)?)?;
/// }
/// for (month, day, valence) in harsh {
///     second.add(&Mark::new(DaySpan::day(date(month, day))?, 1.0, valence)?)?;
/// }
/// first.merge(&second)?;
///
/// let trend = first.trend();
/// assert_eq!(trend.direction, Direction::Falling);
/// assert!(trend.p_rising().unwrap() < 0.1);
/// assert_eq!(first.marks(), 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct DyadSnapshot {
    spec: SnapshotSpec,
    sums: SnapshotSums,
}

crate::text::short_debug!(DyadSnapshot, "DyadSnapshot", |it| {
    "spec": it.spec,
    "marks": it.marks(),
});

impl DyadSnapshot {
    /// Creates a snapshot without marks.
    #[must_use]
    pub fn new(spec: SnapshotSpec) -> Self {
        let sums = SnapshotSums::new(&spec);
        Self { spec, sums }
    }

    pub(super) const fn of_sums(spec: SnapshotSpec, sums: SnapshotSums) -> Self {
        Self { spec, sums }
    }

    /// Creates a snapshot from its sums. Returns `None` if no marks can have them.
    pub(crate) fn of_units(spec: SnapshotSpec, units: Vec<i128>) -> Option<Self> {
        let has_all = units.len() == spec.sums_len();
        let sums = has_all.then(|| SnapshotSums::of_units(units))??;
        Some(Self { spec, sums })
    }

    /// Every sum: numbers of marks as they are, the others in units of 2^-95.
    pub(crate) fn units(&self) -> &[i128] {
        self.sums.units()
    }

    pub(super) const fn sums(&self) -> &SnapshotSums {
        &self.sums
    }

    /// The date, calibration and coverage.
    pub const fn spec(&self) -> &SnapshotSpec {
        &self.spec
    }

    /// Adds marks: a [`Mark`](crate::ledger::Mark), the [`SpanSums`](crate::ledger::SpanSums) of a
    /// span, or a whole [`DyadLedger`](crate::ledger::DyadLedger).
    ///
    /// Marks that begin on the date or later change nothing.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError::Overflow`] if the sums overflow. Nothing changes then.
    pub fn add<'m>(&mut self, marks: impl Into<Marks<'m>>) -> Result<(), LedgerError> {
        self.sums.add(&self.spec, marks.into())
    }

    /// Takes marks away, as if they had never been added.
    ///
    /// Like a ledger, a snapshot keeps sums and not marks, and refuses marks that cannot be part of them.
    /// It keeps no days, so it detects less.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError::NotRecorded`] if the sums cannot contain the marks. Nothing changes then.
    pub fn subtract<'m>(&mut self, marks: impl Into<Marks<'m>>) -> Result<(), LedgerError> {
        self.sums.subtract(&self.spec, marks.into())
    }

    /// Adds all marks of another snapshot.
    ///
    /// # Errors
    ///
    /// Returns [`SnapshotError`] if the specs differ, or the sums overflow. Nothing changes then.
    pub fn merge(&mut self, other: &Self) -> Result<(), SnapshotError> {
        self.spec.check(&other.spec)?;
        if !self.sums.has_room_for(&other.sums) {
            return Err(SnapshotError::Overflow { actors: None });
        }
        self.sums.add_all(&other.sums);
        Ok(())
    }

    /// Takes all marks of another snapshot away: the inverse of [`merge`](Self::merge).
    ///
    /// # Errors
    ///
    /// Returns [`SnapshotError`] if the specs differ, or the sums cannot contain the other's. Nothing
    /// changes then.
    pub fn unmerge(&mut self, other: &Self) -> Result<(), SnapshotError> {
        self.spec.check(&other.spec)?;
        if !self.sums.can_subtract(&other.sums) {
            return Err(SnapshotError::NotRecorded);
        }
        self.sums.subtract_all(&other.sums);
        Ok(())
    }

    /// The number of marks that have begun by the date.
    pub fn marks(&self) -> u64 {
        self.sums.marks()
    }

    /// Computes the level at the date. Returns `None` without marks.
    pub fn level(&self) -> Option<Level> {
        self.sums.level(&self.spec)
    }

    /// Computes the trend at the date.
    pub fn trend(&self) -> Trend {
        self.sums.trend(&self.spec)
    }
}
