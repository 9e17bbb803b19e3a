//! The snapshot of one pair.

use crate::ledger::{DyadLedger, Mark, SpanSums};

use super::super::{Level, Trend};
use super::spec::SnapshotSpec;
use super::sums::{Part, Sums};
use super::{MergeError, SnapshotError};

/// The sums of one pair's marks, as seen from one day.
///
/// It is to [`Snapshot`](super::Snapshot) what a [`DyadLedger`] is to a
/// [`Ledger`](crate::ledger::Ledger), and the state of an aggregate over the rows of a pair:
/// marks are added to it and taken away, in any order, and the snapshots of parts are merged.
/// It takes as much memory after a million marks as after one.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, Mark};
/// use detente::trend::{Calibration, Coverage, Direction, DyadSnapshot, SnapshotSpec};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let vantage = SnapshotSpec::new(date(6, 10), &Calibration::default())
///     .with_coverage(Coverage::since(date(1, 1)));
/// let kind = [(1, 12), (2, 10), (3, 8), (4, 9)].map(|(month, day)| (month, day, 0.3));
/// let harsh = [(5, 2), (5, 15), (6, 2)].map(|(month, day)| (month, day, -0.5));
///
/// // Two halves of a feed, on two machines.
/// let [mut first, mut second] = [(); 2].map(|()| DyadSnapshot::new(vantage.clone()));
/// for (month, day, valence) in kind {
///     first.record(&Mark::new(DaySpan::day(date(month, day))?, 1.0, valence)?)?;
/// }
/// for (month, day, valence) in harsh {
///     second.record(&Mark::new(DaySpan::day(date(month, day))?, 1.0, valence)?)?;
/// }
/// first.merge(&second)?;
///
/// let trend = first.trend();
/// assert_eq!(trend.direction(), Direction::Falling);
/// assert!(trend.p_rising().unwrap() < 0.1);
/// assert_eq!(trend.level().unwrap().marks(), 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct DyadSnapshot {
    vantage: SnapshotSpec,
    sums: Sums,
}

crate::text::short_debug!(DyadSnapshot, "DyadSnapshot", |it| {
    "vantage": it.vantage,
    "marks": it.len(),
});

impl DyadSnapshot {
    /// Creates a snapshot without marks.
    #[must_use]
    pub fn new(vantage: SnapshotSpec) -> Self {
        let sums = Sums::new(&vantage);
        Self { vantage, sums }
    }

    /// Creates the snapshot of a ledger.
    ///
    /// # Errors
    ///
    /// [`SnapshotError::Overflow`] where the sums overflow.
    pub fn of(ledger: &DyadLedger, vantage: SnapshotSpec) -> Result<Self, SnapshotError> {
        let mut snapshot = Self::new(vantage);
        for sums in ledger.spans() {
            snapshot.add(&sums)?;
        }
        Ok(snapshot)
    }

    pub(super) const fn of_sums(vantage: SnapshotSpec, sums: Sums) -> Self {
        Self { vantage, sums }
    }

    /// The sums as they were written; none where no marks can have them.
    pub(crate) fn of_units(vantage: SnapshotSpec, units: Vec<i128>) -> Option<Self> {
        let has_all = units.len() == vantage.sums_len();
        let sums = has_all.then(|| Sums::of_units(units))??;
        Some(Self { vantage, sums })
    }

    /// Every sum, in units of 2^-95, but for the numbers of marks.
    pub(crate) fn units(&self) -> &[i128] {
        self.sums.units()
    }

    pub(super) const fn sums(&self) -> &Sums {
        &self.sums
    }

    /// What the snapshot sees from.
    pub const fn vantage(&self) -> &SnapshotSpec {
        &self.vantage
    }

    /// Adds a mark.
    ///
    /// One that begins at the date or later is not there yet: it changes nothing.
    ///
    /// # Errors
    ///
    /// Returns [`SnapshotError`] if the sums overflow. Nothing changes then.
    pub fn record(&mut self, mark: &Mark) -> Result<(), SnapshotError> {
        self.sums.put(
            &self.vantage,
            Part::of_mark(&self.vantage, mark),
            mark.span(),
        )
    }

    /// Takes a mark away, as if it had never been recorded.
    ///
    /// Like a ledger it keeps sums and not marks, and refuses what cannot have been part of
    /// them. It keeps no days, and knows less of what can.
    ///
    /// # Errors
    ///
    /// Returns [`SnapshotError`] if the mark is not there. Nothing changes then.
    pub fn retract(&mut self, mark: &Mark) -> Result<(), SnapshotError> {
        self.sums.take_out(
            &self.vantage,
            Part::of_mark(&self.vantage, mark),
            mark.span(),
        )
    }

    /// Adds the marks of one span, summed.
    ///
    /// # Errors
    ///
    /// Returns [`SnapshotError::Overflow`] if the sums overflow; nothing changes then.
    pub fn add(&mut self, sums: &SpanSums) -> Result<(), SnapshotError> {
        self.sums
            .put(&self.vantage, Part::of(&self.vantage, sums), sums.span())
    }

    /// Takes the marks of one span away, as they were added.
    ///
    /// # Errors
    ///
    /// [`SnapshotError::NotRecorded`] where they are not there; nothing changes then.
    pub fn take(&mut self, sums: &SpanSums) -> Result<(), SnapshotError> {
        self.sums
            .take_out(&self.vantage, Part::of(&self.vantage, sums), sums.span())
    }

    /// Adds all marks of another snapshot.
    ///
    /// # Errors
    ///
    /// [`MergeError`] where they do not see from one vantage, or the sums overflow; nothing
    /// changes then.
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        self.vantage.check(&other.vantage)?;
        if !self.sums.has_room_for(&other.sums) {
            return Err(MergeError::Overflow);
        }
        self.sums.join(&other.sums);
        Ok(())
    }

    /// Takes all marks of another snapshot away.
    ///
    /// # Errors
    ///
    /// [`MergeError`] where they do not see from one vantage, or the marks are not there;
    /// nothing changes then.
    pub fn subtract(&mut self, other: &Self) -> Result<(), MergeError> {
        self.vantage.check(&other.vantage)?;
        if !self.sums.holds(&other.sums) {
            return Err(MergeError::NotRecorded);
        }
        self.sums.part_with(&other.sums);
        Ok(())
    }

    /// How many marks it holds: those that had begun by the date.
    pub fn len(&self) -> u64 {
        self.sums.marks()
    }

    /// Whether it holds no mark.
    pub fn is_empty(&self) -> bool {
        self.sums.is_empty()
    }

    /// Where the pair stands at the date; none before its first mark has begun.
    pub fn level(&self) -> Option<Level> {
        self.sums.level(&self.vantage)
    }

    /// Where the pair is going at the date, and where it stands.
    pub fn trend(&self) -> Trend {
        self.sums.trend(&self.vantage)
    }
}
