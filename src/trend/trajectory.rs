//! A pair's marks, made ready for questions about any instant.

use std::hint::black_box;

use crate::ledger::{DyadLedger, LedgerPair, SpanSums, Sums as Exact, impossible};
use crate::time::Moment;

use super::calibration::to_f64;
use super::change::{Change, Reading};
use super::table::{Entry, Instant, Sections, Sums, Table, expected, mean_decay};
use super::{Calibration, Level};

/// The marks of one pair, made ready for levels and trends at any moment.
///
/// It is made once in linear time. What is older than the blocks and the window is summed
/// beforehand, so that a question costs the spans of the blocks (25 months by default) and
/// not the whole record. Every answer agrees with the plain formulas to 1e-9, and the same
/// marks give the same bits.
///
/// *Coverage* is the instant from which on the marks are complete. Where it is unknown, a
/// series that begins inside the record seems to rise: give it where there is one.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadLedger, Mark};
/// use detente::trend::{Calibration, Direction, Trajectory};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let mut ledger = DyadLedger::new();
/// let kind = [(1, 12), (2, 10), (3, 8), (4, 9)].map(|(month, day)| (month, day, 0.3));
/// let harsh = [(5, 2), (5, 15), (6, 2)].map(|(month, day)| (month, day, -0.5));
/// for (month, day, valence) in kind.into_iter().chain(harsh) {
///     ledger.record(&Mark::new(DaySpan::day(date(month, day))?, 1.0, valence)?)?;
/// }
///
/// let trajectory = Trajectory::new(&ledger, &Calibration::default())
///     .covered_from(date(1, 1).into());
/// assert_eq!(trajectory.level(date(1, 12)), None);
/// let trend = trajectory.trend(date(6, 10));
/// assert_eq!(trend.direction(), Direction::Falling);
/// assert!(trend.p_rising().unwrap() < 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Trajectory {
    calibration: Calibration,
    covered_from: Option<Moment>,
    first_day: Option<i32>,
    pub(super) blocks: Vec<Block>,
    /// For each block what a steady stream of one a day leaves of it, seen at an instant and
    /// seen a window before it.
    pub(super) now: Vec<f64>,
    then: Vec<f64>,
    /// What is left after the window, and what is lost.
    phi: f64,
    lost: f64,
    /// The mean decay over a day at its end.
    pub(super) day_mean: f64,
    days: Table,
    longer: Table,
}

/// Days with their marks and exact sums.
pub(super) type DayList = Vec<(i32, u32, Exact)>;

/// The ages of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    young: f64,
    old: f64,
}

impl Block {
    /// The blocks, and last the one for all that is older.
    fn all(calibration: &Calibration) -> Vec<Self> {
        let count = calibration.blocks();
        let days = f64::from(calibration.block());
        let block = |index| {
            let young = f64::from(index) * days;
            let old = if index < count {
                young + days
            } else {
                f64::INFINITY
            };
            Self { young, old }
        };
        (0..=count).map(block).collect()
    }

    /// The integrals over ages of the decay, now and a window ago.
    fn masses(calibration: &Calibration, young: f64, old: f64) -> (f64, f64) {
        let window = f64::from(calibration.window());
        let decay = calibration.decay();
        (
            decay.mass_between(young, old),
            decay.mass_between(young - window, old - window),
        )
    }
}

/// An instant, and what holds there for every pair.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    moment: Moment,
    pub(super) at: Instant,
    pub(super) before: Instant,
    /// How much of what was there before is expected now, `phi + k`; none without a baseline.
    pub(super) gain: Option<f64>,
    /// The day by which spans have to end, to be seen in full at both instants and be older than
    /// the blocks.
    pub(super) settled_by: i64,
    /// What a span that was over a window ago counts, of its decay since it ended; none where
    /// the decay over the window is too small to divide by.
    pub(super) settled_factor: Option<f64>,
    /// What a steady stream of one a day would have left since the coverage began.
    pub(super) stream: f64,
    /// How many blocks are covered as a whole.
    pub(super) covered: usize,
    /// What a steady stream leaves of the part of the next that is covered.
    pub(super) rest: Option<f64>,
    /// For each block that is covered, as a whole or in part, what a steady stream adds to the
    /// change.
    pub(super) changes: Vec<f64>,
}

impl Trajectory {
    /// Makes a pair's marks ready, of unknown coverage.
    #[must_use]
    pub fn new(ledger: &DyadLedger, calibration: &Calibration) -> Self {
        let mut trajectory = Self::empty(calibration, None);
        trajectory.fill(ledger.spans());
        trajectory
    }

    pub(super) fn empty(calibration: &Calibration, covered_from: Option<Moment>) -> Self {
        let window = calibration.window();
        let blocks = Block::all(calibration);
        let masses = |block: &Block| Block::masses(calibration, block.young, block.old);
        let (now, then) = blocks.iter().map(masses).unzip();
        Self {
            blocks,
            now,
            then,
            phi: calibration.decay().after(i64::from(window)),
            lost: calibration.decay().lost_after(f64::from(window)),
            day_mean: mean_decay(calibration, 0, 1),
            calibration: calibration.clone(),
            covered_from,
            first_day: None,
            days: Table::default(),
            longer: Table::default(),
        }
    }

    /// Takes the spans of another pair in the place of those that are there.
    pub(super) fn fill(&mut self, spans: impl Iterator<Item = SpanSums>) {
        self.refill(|days, longer, calibration, day_mean| {
            for sums in spans {
                if sums.span().is_day() {
                    let day = (sums.span().first_day(), sums.marks(), sums.parts());
                    days.push_day(day, calibration, day_mean);
                } else {
                    longer.push_long(&sums, calibration);
                }
            }
        });
    }

    /// The same of the three ledgers of a pair: with buffers for their days, at a fraction of
    /// the cost.
    pub(super) fn fill_pair(&mut self, pair: &LedgerPair<'_>, buffers: &mut [DayList; 3]) {
        self.refill(|days, longer, calibration, day_mean| {
            black_box(pair.parts().map(DyadLedger::fetched));
            for (part, list) in pair.parts().into_iter().zip(&mut *buffers) {
                list.clear();
                part.for_each_day(|day, marks, exact| list.push((day, marks, exact)));
                if !list.is_sorted_by_key(|day| day.0) {
                    list.sort_unstable_by_key(|day| day.0);
                }
            }
            let mut lists = buffers.each_ref().map(Vec::as_slice);
            loop {
                let ahead = lists.map(|list| list.first().map_or(i32::MAX, |day| day.0));
                let day = ahead.into_iter().fold(i32::MAX, i32::min);
                // No mark lies on the last day of all numbers.
                if day == i32::MAX {
                    break;
                }
                let mut sum: Option<(i32, u32, Exact)> = None;
                for (list, ahead) in lists.iter_mut().zip(ahead) {
                    if let (true, Some((&one, rest))) = (ahead == day, list.split_first()) {
                        *list = rest;
                        sum = Some(sum.map_or(one, |sum| both(sum, one)));
                    }
                }
                if let Some(sum) = sum {
                    days.push_day(sum, calibration, day_mean);
                }
            }
            if pair
                .parts()
                .iter()
                .any(|part| part.long_sums().next().is_some())
            {
                let spans = pair.spans().filter(|sums| !sums.span().is_day());
                spans.for_each(|sums| longer.push_long(&sums, calibration));
            }
        });
    }

    fn refill(&mut self, with: impl FnOnce(&mut Table, &mut Table, &Calibration, f64)) {
        let (days, longer) = (&mut self.days, &mut self.longer);
        days.clear();
        longer.clear();
        with(days, longer, &self.calibration, self.day_mean);
        let firsts = [&*days, &*longer].map(|table| table.entries().first());
        self.first_day = firsts.into_iter().flatten().map(|entry| entry.from).min();
        days.settle(&self.calibration);
        longer.settle(&self.calibration);
    }

    /// The same marks, complete from an instant on.
    #[must_use]
    pub fn covered_from(mut self, from: Moment) -> Self {
        self.covered_from = Some(from);
        self
    }

    /// The instant from which on the marks are complete, if known.
    pub const fn coverage(&self) -> Option<Moment> {
        self.covered_from
    }

    /// The numbers that it is measured with.
    pub const fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// Where the pair stands at an instant; none before its first mark has begun.
    pub fn level(&self, at: impl Into<Moment>) -> Option<Level> {
        let asked = self.ask(at.into());
        let sums = self.sums(asked.at);
        self.level_of(&asked, &sums, &self.sections(&asked))
    }

    fn level_of(&self, asked: &Asked, sums: &Sums, sections: &Sections<'_>) -> Option<Level> {
        (sums.marks > 0).then(|| {
            let bursts = self.level_bursts(asked, sums, sections);
            Level::new(asked.moment, sums, bursts, &self.calibration)
        })
    }

    /// Single days, and longer spans.
    pub(super) const fn tables(&self) -> [&Table; 2] {
        [&self.days, &self.longer]
    }

    /// The first day that has a mark, counted from 1970-01-01.
    pub(super) const fn first_day(&self) -> Option<i32> {
        self.first_day
    }

    /// The end of the last span to end of those that begin before a day.
    pub(super) fn last_end_before(&self, day: i32) -> Option<i32> {
        let tables = [&self.days, &self.longer].into_iter();
        tables.filter_map(|table| table.last_end_before(day)).max()
    }

    pub(super) fn instant(&self, at: Moment) -> Instant {
        Instant::new(at, &self.calibration)
    }

    pub(super) fn sums(&self, at: Instant) -> Sums {
        let days = self.days.sums(at, &self.calibration);
        if self.longer.entries().is_empty() {
            return days;
        }
        days.plus(self.longer.sums(at, &self.calibration), 1.0)
    }

    /// The value of the level, without its error; none before the first mark has begun.
    pub(super) fn value(&self, at: Moment) -> Option<f64> {
        let sums = self.sums(self.instant(at));
        (sums.marks > 0).then(|| sums.score / (self.calibration.kappa() + sums.weight).sqrt())
    }

    /// How much of what was there before is expected at an instant; none without a baseline.
    pub(super) fn gain(&self, before: Instant) -> Option<f64> {
        let covered = match self.covered_from {
            None => 1.0,
            Some(from) => {
                let days = to_f64(before.day) + before.fraction - from.days();
                if days <= 0.0 {
                    return None;
                }
                self.calibration.decay().lost_after(days)
            }
        };
        Some(self.phi + self.lost / covered)
    }

    /// What is known of an instant before any mark is looked at.
    pub(super) fn ask(&self, moment: Moment) -> Asked {
        let at = self.instant(moment);
        let before = at.days_before(self.calibration.window());
        let days = match self.covered_from {
            Some(from) => to_f64(at.day) + at.fraction - from.days(),
            None => f64::INFINITY,
        };
        let covered = self.blocks.partition_point(|block| block.old <= days);
        let rest = (self.blocks.get(covered).filter(|block| block.young < days))
            .map(|block| Block::masses(&self.calibration, block.young, days));
        let gain = self.gain(before);
        let oldest = i64::from(self.calibration.blocks()) * i64::from(self.calibration.block());
        let whole = self.now.iter().copied().zip(self.then.iter().copied());
        let masses = whole.take(covered).chain(rest);
        Asked {
            moment,
            at,
            before,
            gain,
            settled_by: before.day.min(at.day - oldest),
            settled_factor: (self.phi > 1e-100)
                .then(|| at.decay * (1.0 - gain.unwrap_or(0.0) / self.phi)),
            stream: (self.calibration.decay().mass_between(0.0, days)).max(1e-300),
            covered,
            rest: rest.map(|(now, _)| now),
            changes: masses
                .map(|(now, then)| now - gain.unwrap_or(0.0) * then)
                .collect(),
        }
    }

    /// All that is measured at an instant but the level; the direction needs the days before,
    /// too.
    pub(super) fn read(&self, asked: &Asked) -> Reading {
        let sums = self.sums(asked.at);
        self.reading(asked, &sums, &self.sections(asked))
    }

    /// All that is measured at an instant.
    pub(super) fn read_with_level(&self, asked: &Asked) -> (Reading, Option<Level>) {
        let sums = self.sums(asked.at);
        let sections = self.sections(asked);
        let reading = self.reading(asked, &sums, &sections);
        (reading, self.level_of(asked, &sums, &sections))
    }

    fn reading(&self, asked: &Asked, now: &Sums, sections: &Sections<'_>) -> Reading {
        let then = self.sums(asked.before);
        let change = asked.gain.map(|gain| {
            let variance = self.change_variance(asked, now, sections);
            let total = self.calibration.kappa_z() + variance.independent + variance.bursts;
            let size = now.score - gain * then.score;
            Change {
                size,
                independent: variance.independent,
                bursts: variance.bursts,
                z: size / total.sqrt(),
            }
        });
        Reading {
            at: asked.moment,
            change,
            // Where nothing came the two are equal but for rounding.
            weight_new: (now.weight - self.phi * then.weight).max(0.0),
            weight_old: then.weight,
        }
    }

    /// What the marks on a span count in the level, and in the change.
    pub(super) fn shares_of(&self, asked: &Asked, entry: &Entry) -> (f64, f64) {
        let Entry { from, to, mean, .. } = *entry;
        let age = asked.at.day - i64::from(to);
        match asked.settled_factor {
            Some(factor) if age >= i64::from(self.calibration.window()) => {
                let left = self.calibration.decay().after(age) * mean;
                (left * asked.at.decay, left * factor)
            }
            _ => {
                let now = expected(&self.calibration, asked.at, from, to, mean);
                let then = expected(&self.calibration, asked.before, from, to, mean);
                (now, now - asked.gain.unwrap_or(0.0) * then)
            }
        }
    }
}

/// The marks of one day in two of the three ledgers of a pair.
fn both((day, marks, exact): (i32, u32, Exact), other: (i32, u32, Exact)) -> (i32, u32, Exact) {
    let sum = exact.plus(other.2);
    let sum = sum.unwrap_or_else(|| impossible("each part is held to a third of a sum", exact));
    (day, marks.saturating_add(other.1), sum)
}
