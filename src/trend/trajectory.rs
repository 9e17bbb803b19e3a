//! A pair's marks, made ready for questions about any instant.

use std::hint::black_box;

use crate::ledger::{DyadLedger, LedgerPair, SpanSums, Sums as Exact, impossible};
use crate::time::Moment;

use super::calibration::to_f64;
use super::change::{Change, Reading};
use super::table::{Entry, Instant, Sums, Table, expected, mean_decay};
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
    blocks: Vec<Block>,
    /// For each block what a steady stream of one a day leaves of it, seen at an instant and
    /// seen a window before it.
    now: Vec<f64>,
    then: Vec<f64>,
    /// What is left after the window, and what is lost.
    phi: f64,
    lost: f64,
    /// The mean decay over a day at its end.
    day_mean: f64,
    days: Table,
    longer: Table,
}

/// Days with their marks and exact sums.
pub(super) type DayList = Vec<(i32, u32, Exact)>;

/// The ages of a block.
#[derive(Clone, Copy, Debug)]
struct Block {
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

/// What marks add to a variance: as if each came by itself, and in bursts.
#[derive(Clone, Copy, Debug)]
struct Variance {
    independent: f64,
    bursts: f64,
}

/// An instant, and what holds there for every pair.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    moment: Moment,
    at: Instant,
    before: Instant,
    /// How much of what was there before is expected now, `phi + k`; none without a baseline.
    gain: Option<f64>,
    /// What a steady stream of one a day would have left since the coverage began.
    stream: f64,
    /// How many blocks are covered as a whole.
    covered: usize,
    /// What a steady stream leaves of the part of the next that is covered.
    rest: Option<f64>,
    /// For each block that is covered, as a whole or in part, what a steady stream adds to the
    /// change.
    changes: Vec<f64>,
}

impl Asked {
    pub(super) const fn at(&self) -> Instant {
        self.at
    }

    pub(super) const fn gain(&self) -> Option<f64> {
        self.gain
    }
}

/// The blocks' sums of one question, without a list on the heap where there are few.
struct Parts {
    few: [f64; Self::FEW],
    many: Vec<f64>,
    len: usize,
}

impl Parts {
    const FEW: usize = 32;

    fn new(len: usize) -> Self {
        let many = if len > Self::FEW {
            vec![0.0; len]
        } else {
            Vec::new()
        };
        Self {
            few: [0.0; Self::FEW],
            many,
            len,
        }
    }

    fn all(&mut self) -> &mut [f64] {
        if self.many.is_empty() {
            self.few.get_mut(..self.len).unwrap_or_default()
        } else {
            &mut self.many
        }
    }
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
        self.level_of(&asked, &sums, || {
            self.measured::<true, false>(&asked, &sums).1
        })
    }

    fn level_of(&self, asked: &Asked, sums: &Sums, bursts: impl FnOnce() -> f64) -> Option<Level> {
        (sums.marks > 0).then(|| Level::new(asked.moment, sums, bursts(), &self.calibration))
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
        let whole = self.now.iter().copied().zip(self.then.iter().copied());
        let masses = whole.take(covered).chain(rest);
        Asked {
            moment,
            at,
            before,
            gain,
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
        self.reading(asked, &sums, || {
            self.measured::<false, true>(asked, &sums).0
        })
    }

    /// All that is measured at an instant.
    pub(super) fn read_with_level(&self, asked: &Asked) -> (Reading, Option<Level>) {
        let sums = self.sums(asked.at);
        let (variance, bursts) = self.measured::<true, true>(asked, &sums);
        (
            self.reading(asked, &sums, || variance),
            self.level_of(asked, &sums, || bursts),
        )
    }

    fn reading(&self, asked: &Asked, now: &Sums, variance: impl FnOnce() -> Variance) -> Reading {
        let then = self.sums(asked.before);
        let change = asked.gain.map(|gain| {
            let variance = variance();
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

    /// The variance of the change, and what bursts add to that of the level; of the two what
    /// is asked for.
    fn measured<const LEVEL: bool, const CHANGE: bool>(
        &self,
        asked: &Asked,
        sums: &Sums,
    ) -> (Variance, f64) {
        let &Asked { at, before, .. } = asked;
        let gain = asked.gain.unwrap_or(0.0);
        let oldest = i64::from(self.calibration.blocks()) * i64::from(self.calibration.block());
        // Spans that end by then are seen in full at both instants, and older than the blocks.
        let early = before.day.min(at.day - oldest);
        let settled_factor = self.settled_factor(asked);
        let decay = self.calibration.decay();
        let mut independent = 0.0;
        let (mut levels, mut changes) = (
            Parts::new(if LEVEL { self.blocks.len() } else { 0 }),
            Parts::new(if CHANGE { self.blocks.len() } else { 0 }),
        );
        let (levels, changes) = (levels.all(), changes.all());
        for table in [&self.days, &self.longer] {
            if table.entries().is_empty() {
                continue;
            }
            let settled = table.ended(early);
            if let Some((sums, end)) = table.settled(settled) {
                let now = decay.after(at.day - end) * at.decay;
                if let Some(last) = levels.last_mut() {
                    *last += sums.score * now;
                }
                if let Some(last) = changes.last_mut() {
                    let share = now - gain * decay.after(before.day - end) * before.decay;
                    independent += sums.squares * share * share;
                    *last += sums.score * share;
                }
            }
            // Of single days most count alike, and are summed up apart.
            let mut from = settled;
            if let (true, Some(old)) = (table.is_of_days(), settled_factor) {
                let young = at.decay * self.day_mean;
                let to = table.ended(at.day);
                if LEVEL {
                    self.add_days(table.between(settled, to), at, young, levels);
                }
                if CHANGE {
                    let seen = table.ended(before.day);
                    let days = table.between(settled, seen);
                    independent += self.add_days(days, at, old * self.day_mean, changes);
                    // The day in which the window begins may have been seen in part.
                    let begun = if before.has_begun_the_day() {
                        table.ended(before.day + 1)
                    } else {
                        seen
                    };
                    let days = table.between(begun.min(to), to);
                    independent += self.add_days(days, at, young, changes);
                    for entry in table.between(seen, begun.min(to)) {
                        let (_, share) = self.shares_of(asked, settled_factor, entry);
                        independent += self.add_one(at, entry, share, changes);
                    }
                }
                from = to;
            }
            for entry in table.begun(from, at) {
                let (now, share) = self.shares_of(asked, settled_factor, entry);
                if LEVEL {
                    self.add_one(at, entry, now, levels);
                }
                if CHANGE {
                    independent += self.add_one(at, entry, share, changes);
                }
            }
        }
        let rate = sums.score / asked.stream;
        let bursts = if CHANGE {
            surprise(changes, &asked.changes, rate)
        } else {
            0.0
        };
        let mut level = 0.0;
        if LEVEL {
            let whole = self.now.get(..asked.covered).unwrap_or_default();
            level = surprise(levels, whole, rate);
            if let (Some(&part), Some(now)) = (levels.get(asked.covered), asked.rest) {
                level += (part - rate * now).powi(2);
            }
        }
        let variance = Variance {
            independent,
            bursts,
        };
        (variance, level)
    }

    /// Adds days that are over to their blocks, each with the same share of what is left of it.
    /// The sum of the squares.
    fn add_days(&self, days: &[Entry], at: Instant, share: f64, parts: &mut [f64]) -> f64 {
        let decay = self.calibration.decay();
        let (oldest, block) = (self.blocks.len() - 1, self.calibration.block());
        let later = u32::from(at.is_past_noon);
        let mut squares = 0.0;
        for entry in days {
            // The days are over, and no two days are further apart than this.
            let age = u32::try_from(at.day - i64::from(entry.to)).unwrap_or(u32::MAX);
            let share = share * decay.after(age.into());
            squares += entry.sums.squares * (share * share);
            // As `block_of`: the middle of a day is half a day older than its end.
            let place = usize::try_from(age.saturating_add(later) / block).unwrap_or(oldest);
            if let Some(part) = parts.get_mut(place.min(oldest)) {
                *part += entry.sums.score * share;
            }
        }
        squares
    }

    /// Adds a span to its block. The square of what it counts.
    fn add_one(&self, at: Instant, entry: &Entry, share: f64, parts: &mut [f64]) -> f64 {
        if let Some(part) = parts.get_mut(self.block_of(at, entry)) {
            *part += entry.sums.score * share;
        }
        entry.sums.squares * (share * share)
    }

    /// What a span that was over a window ago counts, of its decay since it ended; none where
    /// the decay over the window is too small to divide by.
    pub(super) fn settled_factor(&self, asked: &Asked) -> Option<f64> {
        let gain = asked.gain.unwrap_or(0.0);
        (self.phi > 1e-100).then(|| asked.at.decay * (1.0 - gain / self.phi))
    }

    /// What the marks on a span count in the level, and in the change.
    pub(super) fn shares_of(
        &self,
        asked: &Asked,
        settled: Option<f64>,
        entry: &Entry,
    ) -> (f64, f64) {
        let Entry { from, to, mean, .. } = *entry;
        let age = asked.at.day - i64::from(to);
        match settled {
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

    /// The block that holds the middle of what is seen of a span, in whole numbers throughout.
    fn block_of(&self, at: Instant, entry: &Entry) -> usize {
        let (from, to) = (i64::from(entry.from), i64::from(entry.to));
        let twice_age = if to <= at.day {
            2 * at.day - from - to + i64::from(at.is_past_noon)
        } else {
            at.day - from
        };
        let oldest = self.blocks.len() - 1;
        match (u32::try_from(twice_age), 2 * self.calibration.block()) {
            (Ok(twice_age), twice_block) => {
                usize::try_from(twice_age / twice_block).map_or(oldest, |block| block.min(oldest))
            }
            _ => oldest,
        }
    }
}

/// The marks of one day in two of the three ledgers of a pair.
fn both((day, marks, exact): (i32, u32, Exact), other: (i32, u32, Exact)) -> (i32, u32, Exact) {
    let sum = exact.plus(other.2);
    let sum = sum.unwrap_or_else(|| impossible("each part is held to a third of a sum", exact));
    (day, marks.saturating_add(other.1), sum)
}

/// The variance of the blocks around what a steady stream of marks, of so much a day, would have
/// given them; of those blocks for which there are masses.
fn surprise(parts: &[f64], masses: &[f64], rate: f64) -> f64 {
    let squared = |part: f64, mass: f64| {
        let surprise = part - rate * mass;
        surprise * surprise
    };
    // Four at a time, which the compiler takes two by two or all at once.
    let len = parts.len().min(masses.len()) / 4 * 4;
    let (fours, rest) = parts.split_at(len);
    let (mass_fours, mass_rest) = masses.split_at(len);
    let mut sums = [0.0; 4];
    for (part, mass) in fours.chunks_exact(4).zip(mass_fours.chunks_exact(4)) {
        if let (Some::<&[f64; 4]>(part), Some::<&[f64; 4]>(mass)) =
            (part.first_chunk(), mass.first_chunk())
        {
            for lane in 0..4 {
                sums[lane] += squared(part[lane], mass[lane]);
            }
        }
    }
    let rest = rest.iter().zip(mass_rest);
    let rest: f64 = rest.map(|(&part, &mass)| squared(part, mass)).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}
