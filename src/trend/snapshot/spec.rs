//! The day that a snapshot is made for, and what a mark contributes to it.

use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::ledger::DaySpan;
use crate::time::Moment;

use super::super::decay::{fixed, to_f64};
use super::super::kernel::{Frames, Question, block_of};
use super::super::{Calibration, Coverage};

/// How many days back decays are tabled at most.
const TABLED: u32 = 4_096;

/// The day that a snapshot is made for, its calibration and its coverage: all that is fixed
/// beforehand.
///
/// Levels are those at the first instant of the day, and changes those since a window before
/// it. Snapshots can be merged if their vantages are equal. The first mark computes the tables,
/// some hundred decays; copies share them.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::trend::{Calibration, Coverage, SnapshotSpec};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let vantage = SnapshotSpec::new(date(7, 11), &Calibration::default())
///     .with_coverage(Coverage::since(date(1, 20)));
/// assert_eq!((vantage.date(), vantage.calibration().window()), (date(7, 11), 60));
/// assert_ne!(vantage, SnapshotSpec::new(date(7, 11), &Calibration::default()));
/// ```
#[derive(Clone)]
pub struct SnapshotSpec {
    day: i32,
    calibration: Calibration,
    coverage: Coverage,
    /// Of spans of one day, by the whole days since they ended.
    days: Arc<OnceLock<Box<[Seen]>>>,
    frames: Arc<OnceLock<Frames>>,
}

/// The tables follow from the rest.
impl PartialEq for SnapshotSpec {
    fn eq(&self, other: &Self) -> bool {
        self.day == other.day
            && self.calibration == other.calibration
            && self.coverage == other.coverage
    }
}

impl std::fmt::Debug for SnapshotSpec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vantage")
            .field("date", &self.date())
            .field("coverage", &self.coverage)
            .field("calibration", &self.calibration)
            .finish_non_exhaustive()
    }
}

/// The expected decay of a mark, in the fixed point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// At the date.
    pub(super) now: i64,
    /// A window before it.
    pub(super) then: i64,
}

impl SnapshotSpec {
    /// Creates the vantage of a day, of unknown coverage.
    #[must_use]
    pub fn new(date: NaiveDate, calibration: &Calibration) -> Self {
        Self {
            day: Moment::from(date).day(),
            calibration: calibration.clone(),
            coverage: Coverage::unknown(),
            days: Arc::default(),
            frames: Arc::default(),
        }
    }

    /// The same for the coverage of the source of the marks.
    #[must_use]
    pub fn with_coverage(mut self, coverage: Coverage) -> Self {
        self.coverage = coverage;
        self.frames = Arc::default();
        self
    }

    /// The day.
    pub fn date(&self) -> NaiveDate {
        self.at().date()
    }

    /// The first instant of the day, at which things are measured.
    pub const fn at(&self) -> Moment {
        Moment::of_day(self.day)
    }

    /// The numbers that it measures with.
    pub const fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// The coverage of the marks.
    pub const fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    pub(super) fn question(&self) -> Question<'_> {
        Question::new(&self.calibration, self.at())
    }

    pub(super) fn frames(&self) -> &Frames {
        let frames = || Frames::new(&self.question(), &self.coverage);
        self.frames.get_or_init(frames)
    }

    /// The number of blocks that are kept.
    pub(super) fn blocks(&self) -> usize {
        usize::try_from(self.calibration.blocks()).expect("at most a thousand")
    }

    /// The expected decay of the marks of a span; `None` if it has not begun at the date.
    pub(super) fn seen(&self, span: DaySpan) -> Option<Seen> {
        if span.first_day() >= self.day {
            return None;
        }
        if span.is_day() {
            let age = usize::try_from(self.day - span.end_day());
            let age = age.expect("a day that has begun has ended when another begins");
            let table = self.days.get_or_init(|| self.table());
            if let Some(&seen) = table.get(age) {
                return Some(seen);
            }
        }
        Some(self.computed(span.first_day(), span.end_day()))
    }

    fn table(&self) -> Box<[Seen]> {
        let aged = self
            .calibration
            .blocks()
            .saturating_mul(self.calibration.block());
        let days = aged.saturating_add(self.calibration.window()).min(TABLED);
        let days = i32::try_from(days).expect("at most 4,096");
        let ends = (0..days).map(|age| self.day - age);
        ends.map(|end| self.computed(end - 1, end)).collect()
    }

    fn computed(&self, from: i32, to: i32) -> Seen {
        let (question, decay) = (self.question(), self.calibration.decay());
        Seen {
            now: fixed(decay.expected(question.at, from, to)),
            then: fixed(decay.expected(question.before, from, to)),
        }
    }

    /// The place of the block in which a span begins, 0 for the oldest that is kept; `None` if
    /// it is older.
    pub(super) fn block_of(&self, span: DaySpan) -> Option<usize> {
        let block = block_of(&self.calibration, span.first_day().into());
        usize::try_from(block - self.question().first_block()).ok()
    }

    /// The blocks that are kept and hold a part of a span that has happened by the date, with
    /// that part in the fixed point of decays.
    pub(super) fn shares(&self, span: DaySpan) -> impl Iterator<Item = (usize, i64)> {
        let block = i64::from(self.calibration.block());
        let first = self.question().first_block();
        let (from, to) = (i64::from(span.first_day()), i64::from(span.end_day()));
        let happened = to.min(self.day.into());
        let begins = from.div_euclid(block).max(first);
        let ends = (happened - 1).div_euclid(block);
        (begins..=ends).map(move |index| {
            let (start, end) = (index * block, (index + 1) * block);
            let days = happened.min(end) - from.max(start);
            let place = usize::try_from(index - first).expect("not before the first block");
            (place, fixed(to_f64(days) / to_f64(to - from)))
        })
    }
}
