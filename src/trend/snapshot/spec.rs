//! The spec of a snapshot, and the decays that follow from it.

use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::ledger::{DaySpan, Marks};
use crate::time::Moment;

use super::super::decay::{fixed, to_f64};
use super::super::kernel::{Frames, Question, block_of};
use super::super::{Calibration, Coverage};

/// The decays of single days are tabled in chunks of this number of days, each when it is first needed.
const CHUNK: usize = 512;

/// The number of chunks: the decays of 45 years are tabled.
const CHUNKS: usize = 32;

/// The date, the calibration and the coverage of a snapshot.
///
/// Levels are computed at the first instant of the date, and changes over the window before it. Snapshots
/// can be merged if their specs are equal.
///
/// The first mark of an age computes a table of several hundred decays. Copies of a spec share it, so clone a
/// spec rather than create it again.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::trend::{Calibration, Coverage, SnapshotSpec};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let spec = SnapshotSpec::new(date(7, 11), &Calibration::default())
///     .with_coverage(Coverage::since(date(1, 20)));
/// assert_eq!((spec.date(), spec.calibration().window()), (date(7, 11), 60));
/// assert_ne!(spec, SnapshotSpec::new(date(7, 11), &Calibration::default()));
/// ```
#[derive(Clone)]
pub struct SnapshotSpec {
    day: i32,
    calibration: Calibration,
    coverage: Coverage,
    /// The first kept block.
    first_block: i64,
    /// For spans of one day, by the whole days since they ended.
    days: Arc<DayTable>,
    frames: Arc<OnceLock<Frames>>,
}

type DayTable = [OnceLock<Box<[FixedDecay; CHUNK]>>; CHUNKS];

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
        f.debug_struct("SnapshotSpec")
            .field("date", &self.date())
            .field("coverage", &self.coverage)
            .field("calibration", &self.calibration)
            .finish_non_exhaustive()
    }
}

/// The expected decay of a mark, in the fixed point of decays.
#[derive(Clone, Copy, Debug)]
pub(super) struct FixedDecay {
    /// At the date.
    pub(super) now: i64,
    /// A window before it.
    pub(super) then: i64,
}

impl SnapshotSpec {
    /// Creates a spec with unknown coverage.
    #[must_use]
    pub fn new(date: NaiveDate, calibration: &Calibration) -> Self {
        let at = Moment::from(date);
        Self {
            day: at.day(),
            first_block: Question::new(calibration, at).first_block(),
            calibration: calibration.clone(),
            coverage: Coverage::unknown(),
            days: Arc::default(),
            frames: Arc::default(),
        }
    }

    /// Sets the coverage of the marks.
    #[must_use]
    pub fn with_coverage(mut self, coverage: Coverage) -> Self {
        self.coverage = coverage;
        self.frames = Arc::default();
        self
    }

    /// The date.
    pub fn date(&self) -> NaiveDate {
        self.at().date()
    }

    /// The first instant of the date.
    pub(crate) const fn at(&self) -> Moment {
        Moment::of_day(self.day)
    }

    /// The calibration of levels and trends.
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

    /// The number of blocks.
    pub(super) fn blocks(&self) -> usize {
        usize::try_from(self.calibration.blocks()).expect("there are at most 1,000 blocks")
    }

    /// Whether some of the marks begin before the date. Spans are ordered by their start, so the first
    /// decides.
    pub(super) fn has_begun(&self, marks: Marks<'_>) -> bool {
        let first = marks.first();
        first.is_some_and(|span| span.first_day() < self.day)
    }

    /// The expected decay of the marks of a span. Returns `None` if it has not begun at the date.
    #[inline]
    pub(super) fn decay_of(&self, span: DaySpan) -> Option<FixedDecay> {
        if span.first_day() >= self.day {
            return None;
        }
        if span.is_day() {
            let age = usize::try_from(self.day - span.end_day());
            let age = age.expect("a day before the date has ended by then");
            if let Some(chunk) = self.days.get(age / CHUNK) {
                let decays = chunk.get_or_init(|| self.chunk(age / CHUNK));
                return Some(decays[age % CHUNK]);
            }
        }
        Some(self.computed(span.first_day(), span.end_day()))
    }

    /// The decays of the days of a chunk.
    #[cold]
    fn chunk(&self, chunk: usize) -> Box<[FixedDecay; CHUNK]> {
        let first = i32::try_from(chunk * CHUNK).expect("at most 45 years of days");
        // The days of the calendar are below 10^8, so this does not overflow.
        let ends = (0..).take(CHUNK).map(|age| self.day - first - age);
        let decays: Box<[_]> = ends.map(|end| self.computed(end - 1, end)).collect();
        decays.try_into().expect("a chunk has CHUNK decays")
    }

    fn computed(&self, from: i32, to: i32) -> FixedDecay {
        let (question, decay) = (self.question(), self.calibration.decay());
        FixedDecay {
            now: fixed(decay.expected(question.at, from, to)),
            then: fixed(decay.expected(question.before, from, to)),
        }
    }

    /// The index of the block in which a span begins, oldest first. Returns `None` if the span begins
    /// before the blocks.
    pub(super) fn block_of(&self, span: DaySpan) -> Option<usize> {
        let block = block_of(&self.calibration, span.first_day().into());
        usize::try_from(block - self.first_block).ok()
    }

    /// The blocks that contain a part of a span before the date, by index, with the size of that part
    /// in the fixed point of decays.
    pub(super) fn parts(&self, span: DaySpan) -> impl Iterator<Item = (usize, i64)> {
        let block = i64::from(self.calibration.block());
        let first = self.first_block;
        let (from, to) = (i64::from(span.first_day()), i64::from(span.end_day()));
        let happened = to.min(self.day.into());
        let begins = from.div_euclid(block).max(first);
        let ends = (happened - 1).div_euclid(block);
        (begins..=ends).map(move |index| {
            let (start, end) = (index * block, (index + 1) * block);
            let days = happened.min(end) - from.max(start);
            let place =
                usize::try_from(index - first).expect("`begins` is not before the first block");
            (place, fixed(to_f64(days) / to_f64(to - from)))
        })
    }
}
