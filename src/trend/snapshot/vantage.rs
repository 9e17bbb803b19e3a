//! The day that a snapshot sees from, and what a mark counts there.

use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::ledger::{DaySpan, UNIT};
use crate::time::Moment;

use super::super::Calibration;
use super::super::calibration::to_f64;

/// The bits of the fixed point of decays.
pub(super) const DECAY_BITS: u32 = 57;

/// How many units of it make a decay of 1.
#[expect(clippy::cast_precision_loss, reason = "a power of two")]
const ONE: f64 = (1_u64 << DECAY_BITS) as f64;

/// The day that a snapshot sees from, and what it measures with: all that is fixed ahead.
///
/// Levels are those at the first instant of the day, and changes those since a window
/// before it. Snapshots can be merged if their vantages are equal. The first mark
/// computes its tables, some hundred decays; copies share them.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::trend::{Calibration, Vantage};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let vantage = Vantage::new(date(7, 11), &Calibration::default())
///     .covered_from(date(1, 20).into());
/// assert_eq!((vantage.date(), vantage.calibration().window()), (date(7, 11), 60));
/// assert_ne!(vantage, Vantage::new(date(7, 11), &Calibration::default()));
/// ```
#[derive(Clone)]
pub struct Vantage {
    day: i32,
    calibration: Calibration,
    covered_from: Option<Moment>,
    /// Of spans of one day, by the whole days since they ended.
    days: Arc<OnceLock<DayTable>>,
    blocks: Arc<[Block]>,
}

/// What is seen of the marks of a day, and their decays, by its age.
type DayTable = Box<[(Seen, Weights)]>;

/// The tables follow from the rest.
impl PartialEq for Vantage {
    fn eq(&self, other: &Self) -> bool {
        self.day == other.day
            && self.calibration == other.calibration
            && self.covered_from == other.covered_from
    }
}

impl std::fmt::Debug for Vantage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vantage")
            .field("date", &self.date())
            .field("covered_from", &self.covered_from)
            .field("calibration", &self.calibration)
            .finish_non_exhaustive()
    }
}

/// What is seen of a mark: its expected decay at the date and a window before it, and the
/// block of the middle of its seen span.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    now: f64,
    then: f64,
    pub(super) block: usize,
}

/// The decays of a mark in the fixed point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weights {
    pub(super) now: i64,
    pub(super) then: i64,
    pub(super) now_now: i64,
    pub(super) now_then: i64,
    pub(super) then_then: i64,
}

/// What a steady stream of one mark a day leaves of a block, where that is covered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub(super) now: f64,
    pub(super) then: f64,
}

impl Seen {
    /// The decays of a mark whose score counts for a part.
    pub(super) fn weights(&self, factor: f64) -> Weights {
        let (now, then) = (self.now * factor, self.then * factor);
        Weights {
            now: fixed(now),
            then: fixed(then),
            now_now: fixed(now * now),
            now_then: fixed(now * then),
            then_then: fixed(then * then),
        }
    }
}

/// The nearest value of the fixed point.
fn fixed(decay: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "decays are between 0 and 1, which is 2^57"
    )]
    let units = (decay * ONE).round() as i64;
    units
}

/// A sum of products of marks and decays as a number.
#[expect(
    clippy::cast_precision_loss,
    reason = "the nearest number is the answer"
)]
pub(super) fn number(units: i128) -> f64 {
    units as f64 / (ONE * UNIT)
}

impl Vantage {
    /// Creates the vantage of a day, of unknown coverage.
    #[must_use]
    pub fn new(date: NaiveDate, calibration: &Calibration) -> Self {
        let mut vantage = Self {
            day: Moment::from(date).day(),
            calibration: calibration.clone(),
            covered_from: None,
            days: Arc::default(),
            blocks: Arc::default(),
        };
        vantage.blocks = vantage.steady().collect();
        vantage
    }

    /// The same for marks that are complete from an instant on.
    #[must_use]
    pub fn covered_from(mut self, from: Moment) -> Self {
        self.covered_from = Some(from);
        self.blocks = self.steady().collect();
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

    /// The instant from which on the marks are complete, if known.
    pub const fn coverage(&self) -> Option<Moment> {
        self.covered_from
    }

    /// Whether the marks of a pair on one day weigh less together than each by itself.
    pub(super) fn joins_days(&self) -> bool {
        self.calibration.same_day_correlation() > 0.0
    }

    /// What is seen of the marks of a span, and their decays if there are so many of them;
    /// none where it has not begun.
    pub(super) fn weigh(&self, span: DaySpan, marks: u32) -> Option<(Seen, Weights)> {
        if !span.is_day() {
            let seen = self.seen(i64::from(span.first_day()), i64::from(span.end_day()))?;
            return Some((seen, seen.weights(1.0)));
        }
        let age = i64::from(self.day) - i64::from(span.end_day());
        let table = self.days.get_or_init(|| self.table().collect());
        let tabled = usize::try_from(age).ok().and_then(|age| table.get(age));
        let (seen, weights) = tabled.copied().or_else(|| {
            let end = i64::from(span.end_day());
            let seen = self.seen(end - 1, end)?;
            Some((seen, seen.weights(1.0)))
        })?;
        // Without a correlation the factor is 1 to the bit.
        if marks > 1 && self.joins_days() {
            let factor = self.calibration.same_day_factor(marks);
            return Some((seen, seen.weights(factor)));
        }
        Some((seen, weights))
    }

    fn table(&self) -> impl Iterator<Item = (Seen, Weights)> {
        let calibration = &self.calibration;
        let aged = calibration.blocks().saturating_mul(calibration.block());
        let days = aged.saturating_add(calibration.window()).min(4096);
        (0..i64::from(days)).filter_map(|age| {
            let end = i64::from(self.day) - age;
            let seen = self.seen(end - 1, end)?;
            Some((seen, seen.weights(1.0)))
        })
    }

    /// What is seen of a span of whole days; none where it has not begun.
    fn seen(&self, from: i64, to: i64) -> Option<Seen> {
        let day = i64::from(self.day);
        let before = day - i64::from(self.calibration.window());
        (from < day).then(|| Seen {
            now: self.expected(day, from, to),
            then: self.expected(before, from, to),
            block: self.block_of(from, to),
        })
    }

    /// The expected decay, seen at the start of a day, of what happened on a span.
    fn expected(&self, day: i64, from: i64, to: i64) -> f64 {
        let decay = self.calibration.decay();
        let seen = day.min(to) - from;
        if seen <= 0 {
            return 0.0;
        }
        decay.after((day - to).max(0)) * (decay.mass(to_f64(seen)) / to_f64(to - from))
    }

    /// The block that holds the middle of what is seen of a span.
    fn block_of(&self, from: i64, to: i64) -> usize {
        let day = i64::from(self.day);
        let twice_age = 2 * day - from - to.min(day);
        let block = twice_age / (2 * i64::from(self.calibration.block()));
        usize::try_from(block.min(i64::from(self.calibration.blocks()))).unwrap_or_default()
    }

    /// The blocks, and last the one for all that is older, as far as they are covered.
    fn steady(&self) -> impl Iterator<Item = Block> {
        let (decay, covered) = (self.calibration.decay(), self.covered_days());
        let days = f64::from(self.calibration.block());
        let window = f64::from(self.calibration.window());
        let count = self.calibration.blocks();
        (0..=count)
            .map(move |index| (index, f64::from(index) * days))
            // What is before the coverage is no burst of what is in it.
            .take_while(move |&(_, young)| young < covered)
            .map(move |(index, young)| {
                let old = if index < count {
                    covered.min(young + days)
                } else {
                    covered
                };
                Block {
                    now: decay.mass_between(young, old),
                    then: decay.mass_between(young - window, old - window),
                }
            })
    }

    /// For how many days the marks have been complete.
    fn covered_days(&self) -> f64 {
        let from = self.covered_from.map(Moment::days);
        from.map_or(f64::INFINITY, |from| f64::from(self.day) - from)
    }

    /// The blocks that are covered, the youngest first.
    pub(super) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The integral of the decay over the coverage.
    pub(super) fn whole(&self) -> f64 {
        let decay = self.calibration.decay();
        decay.mass_between(0.0, self.covered_days()).max(1e-300)
    }

    /// How much more than all that was there a window ago is expected now, `phi + k - 1`;
    /// none without a baseline.
    ///
    /// It is 0 where the coverage is unknown.
    pub(super) fn growth(&self) -> Option<f64> {
        let decay = self.calibration.decay();
        let window = f64::from(self.calibration.window());
        let covered = self.covered_days() - window;
        (covered > 0.0).then(|| {
            decay.lost_after(window) * decay.after_time(covered) / decay.lost_after(covered)
        })
    }
}
