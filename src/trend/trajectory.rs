//! The marks of one pair, prepared for questions about any instant.

use crate::ledger::{DyadLedger, SpanSums, Sums as Exact};
use crate::time::Moment;

use super::decay::{
    Ended, Grown, Instant, Long, Settled, Sums, Walk, to_f64, units_to_f64, wide_units_to_f64,
};
use super::kernel::{Blocks, Question};
use super::{Calibration, Coverage, Level, Trend};

/// The marks of one pair, prepared for questions about any instant: level, trend, ongoing
/// direction, peak, contributions.
///
/// A question costs a search and the days of the blocks, about two microseconds, however many
/// marks there are. Every number agrees with the formulas of [`trend`](crate::trend) to 1e-9, and the
/// same marks give the same bits.
///
/// The coverage is unknown unless it is [given](Self::with_coverage).
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadLedger, Mark};
/// use detente::trend::{Calibration, Coverage, Direction, Trajectory};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let mut ledger = DyadLedger::new();
/// let kind = [(1, 12), (2, 10), (3, 8), (4, 9)].map(|(month, day)| (month, day, 0.3));
/// let harsh = [(5, 2), (5, 15), (6, 2)].map(|(month, day)| (month, day, -0.5));
/// for (month, day, valence) in kind.into_iter().chain(harsh) {
///     ledger.add(&Mark::new(DaySpan::day(date(month, day))?, 1.0, valence)?)?;
/// }
///
/// let trajectory = Trajectory::new(&ledger, &Calibration::default())
///     .with_coverage(Coverage::since(date(1, 1)));
/// assert_eq!(trajectory.level(date(1, 12)), None);
/// let trend = trajectory.trend(date(6, 10));
/// assert_eq!(trend.direction, Direction::Falling);
/// assert!(trend.p_rising().unwrap() < 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Trajectory {
    calibration: Calibration,
    coverage: Coverage,
    first_day: Option<i32>,
    days: Vec<DaySums>,
    /// The sums by the end of each of these days.
    settled: Vec<Settled>,
    /// For each of these days, the sums of scores and of squares of all days before it; then of all.
    before: Vec<(i128, i128)>,
    /// The spans of several days, in the order in which they end.
    longs: Vec<Long>,
    /// The sums by the end of each of these spans.
    ended: Vec<Ended>,
    /// The days of the longest of them.
    longest: i64,
    /// The sums of blocks that are over.
    past: Option<PastBlocks>,
}

/// The sums of scores and of squares of blocks of the fixed calendar, one after the other: of all
/// that have marks. They are the same at every instant after the block.
#[derive(Clone, Debug)]
struct PastBlocks {
    first: i64,
    sums: Vec<(f64, f64)>,
}

impl PastBlocks {
    fn of(&self, block: i64) -> (f64, f64) {
        let place = usize::try_from(block - self.first).ok();
        let sums = place.and_then(|place| self.sums.get(place));
        // A block outside the list has no marks.
        sums.map_or((0.0, 0.0), |sums| *sums)
    }
}

crate::text::short_debug!(Trajectory, "Trajectory", |it| {
    "days": it.days.len(),
    "longer_spans": it.longs.len(),
    "coverage": it.coverage,
});

/// The marks of a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct DaySums {
    pub(super) day: i32,
    pub(super) marks: u32,
    pub(super) exact: Exact,
}

impl Trajectory {
    /// Prepares the marks of a pair, with an unknown coverage.
    #[must_use]
    pub fn new(ledger: &DyadLedger, calibration: &Calibration) -> Self {
        Self::of_spans(ledger.spans(), calibration)
    }

    /// Prepares the sums of spans, which come in order.
    pub(super) fn of_spans(
        spans: impl Iterator<Item = SpanSums>,
        calibration: &Calibration,
    ) -> Self {
        let (mut days, mut longs) = (Vec::new(), Vec::new());
        for sums in spans {
            if sums.span().is_day() {
                days.push(DaySums {
                    day: sums.span().first_day(),
                    marks: sums.marks(),
                    exact: sums.sums(),
                });
            } else {
                longs.push(Long::of(&sums));
            }
        }
        longs.sort_unstable_by_key(Long::key);
        Self::of_parts(days, longs, calibration)
    }

    /// The same marks and coverage by another calibration.
    pub(super) fn by(&self, calibration: &Calibration) -> Self {
        let same = Self::of_parts(self.days.clone(), self.longs.clone(), calibration);
        same.with_coverage(self.coverage.clone())
    }

    fn of_parts(days: Vec<DaySums>, longs: Vec<Long>, calibration: &Calibration) -> Self {
        let firsts = days.first().map(|day| day.day).into_iter();
        let length = |long: &Long| i64::from(long.to) - i64::from(long.from);
        let decay = calibration.decay();
        let (mut walk, mut ended) = (Walk::default(), Ended::default());
        let settled = days
            .iter()
            .map(|day| walk.add_day(decay, day.day.into(), day.marks, &day.exact));
        let ends = longs.iter().map(|long| {
            ended.add(decay, long);
            ended
        });
        let mut before = Vec::with_capacity(days.len() + 1);
        let (mut score, mut squares) = (0, 0);
        before.push((score, squares));
        for day in &days {
            score += i128::from(day.exact.score);
            squares += i128::from(day.exact.squares);
            before.push((score, squares));
        }
        let mut trajectory = Self {
            first_day: firsts.chain(longs.iter().map(|long| long.from)).min(),
            settled: settled.collect(),
            before,
            ended: ends.collect(),
            longest: longs.iter().map(length).max().unwrap_or(0),
            calibration: calibration.clone(),
            coverage: Coverage::unknown(),
            days,
            longs,
            past: None,
        };
        trajectory.past = trajectory.past_blocks();
        trajectory
    }

    /// The sums of all blocks, where longer spans are worth it: without them a block is two searches.
    /// Returns `None` if there are none, or if they reach so far that the blocks are many.
    fn past_blocks(&self) -> Option<PastBlocks> {
        let block = i64::from(self.calibration.block());
        let of_day = |day: i32| i64::from(day).div_euclid(block);
        let last_long = self.longs.last()?.to - 1;
        let last = self
            .days
            .last()
            .map_or(last_long, |day| day.day.max(last_long));
        let (first, last) = (of_day(self.first_day?), of_day(last));
        let blocks_of = |long: &Long| of_day(long.from)..=of_day(long.to - 1);
        let touched = self
            .longs
            .iter()
            .map(|long| blocks_of(long).end() - blocks_of(long).start() + 1);
        let rows = i64::try_from(self.days.len() + self.longs.len())
            .expect("the length of a list in memory fits 64 bits");
        if (last - first).max(touched.sum()) > 64 + 8 * rows {
            return None;
        }
        let mut sums = Vec::new();
        let mut from = 0;
        for number in first..=last {
            let to = self.days[from..].partition_point(|day| of_day(day.day) <= number);
            sums.push(self.sums_between(from, from + to));
            from += to;
        }
        for long in &self.longs {
            let days = to_f64(i64::from(long.to) - i64::from(long.from));
            let [score, squares] = [long.exact.score, long.exact.squares].map(units_to_f64);
            for number in blocks_of(long) {
                let start = (number * block).max(long.from.into());
                let end = ((number + 1) * block).min(long.to.into());
                let share = to_f64(end - start) / days;
                let place = usize::try_from(number - first)
                    .expect("the block is among those of the trajectory");
                sums[place].0 += score * share;
                sums[place].1 += squares * share;
            }
        }
        Some(PastBlocks { first, sums })
    }

    /// The sums of scores and of squares of some days.
    fn sums_between(&self, from: usize, to: usize) -> (f64, f64) {
        let (before, after) = (self.before[from], self.before[to]);
        (
            wide_units_to_f64(after.0 - before.0),
            wide_units_to_f64(after.1 - before.1),
        )
    }

    /// The same marks with the coverage of their source.
    #[must_use]
    pub fn with_coverage(mut self, coverage: Coverage) -> Self {
        self.coverage = coverage;
        self
    }

    /// The coverage of the marks.
    pub const fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The numbers that it measures with.
    pub const fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// The level of the pair at an instant (a date: at its start). Returns `None` before the
    /// first mark has begun.
    pub fn level(&self, at: impl Into<Moment>) -> Option<Level> {
        let question = self.question(at.into());
        let frame = question.frame(&self.coverage, self.first_day);
        question.level(&frame, &self.sums(question.at), &self.blocks_at(&question))
    }

    /// The trend of the pair at an instant (a date: at its start), from that instant alone.
    ///
    /// There is always one. Without a baseline its numbers are `None`, and its direction is
    /// [`Direction::Insufficient`](super::Direction::Insufficient).
    pub fn trend(&self, at: impl Into<Moment>) -> Trend {
        let question = self.question(at.into());
        let frame = question.frame(&self.coverage, self.first_day);
        let (now, then) = (self.sums(question.at), self.sums(question.before));
        question.trend(&frame, &now, &then, &self.blocks_at(&question))
    }

    pub(super) fn question(&self, at: Moment) -> Question<'_> {
        Question::new(&self.calibration, at)
    }

    /// The first day that has a mark, counted from 1970-01-01.
    pub(super) const fn first_day(&self) -> Option<i32> {
        self.first_day
    }

    pub(super) fn days(&self) -> &[DaySums] {
        &self.days
    }

    pub(super) fn longs(&self) -> &[Long] {
        &self.longs
    }

    /// The day on which the last span ends of those that begin before a day.
    pub(super) fn last_end_before(&self, day: i32) -> Option<i32> {
        let days = &self.days[..self.days.partition_point(|one| one.day < day)];
        let longs = self.longs.iter().filter(|long| long.from < day);
        let ends = longs.map(|long| long.to);
        ends.chain(days.last().map(|one| one.day.saturating_add(1)))
            .max()
    }

    /// The sums at an instant.
    pub(super) fn sums(&self, at: Instant) -> Sums {
        let decay = self.calibration.decay();
        let days = self.days.partition_point(|day| i64::from(day.day) < at.day);
        let mut sums = match days.checked_sub(1) {
            Some(last) => self.settled[last].at(decay, at),
            None => Sums::default(),
        };
        if !self.longs.is_empty() {
            let ended = self
                .longs
                .partition_point(|long| i64::from(long.to) <= at.day);
            let open = &self.longs[ended..];
            let begun = open.partition_point(|long| i64::from(long.to) <= at.day + self.longest);
            let ended = match ended.checked_sub(1) {
                Some(last) => self.ended[last],
                None => Ended::default(),
            };
            sums.add_longs(decay, at, &ended, &open[..begun]);
        }
        if let Some(day) = self.today(at) {
            let mut grown = Grown::default();
            grown.add(&day.exact, decay.growth(at.day));
            sums.add_today(day.marks.into(), &grown, decay.unit_today(at));
        }
        sums
    }

    /// The marks of the day of an instant, if a part of it has passed.
    fn today(&self, at: Instant) -> Option<&DaySums> {
        let place = |day: &DaySums| i64::from(day.day);
        let found =
            (at.has_begun_the_day()).then(|| self.days.binary_search_by_key(&at.day, place).ok());
        found.flatten().map(|place| &self.days[place])
    }

    /// The sums of the blocks at an instant.
    pub(super) fn blocks_at(&self, question: &Question<'_>) -> Blocks {
        let mut sums = Blocks::new(&self.calibration);
        let block = i64::from(self.calibration.block());
        let last = sums.scores.len() - 1;
        // All blocks but the last are over, and may be known.
        let mut since = question.first_day();
        let mut known = 0;
        if let Some(past) = &self.past {
            for number in question.first_block()..question.last_block {
                (sums.scores[known], sums.squares[known]) = past.of(number);
                known += 1;
            }
            since = question.last_block * block;
        }
        // The days before a block, and those of it that are over, are at the head of the list. No day
        // is there twice, so that a block has few of them.
        let mut from = self.days.partition_point(|day| i64::from(day.day) < since);
        let most = usize::try_from(block).expect("a century of days fits");
        for place in known..=last {
            let end = since
                + block * i64::try_from(place + 1 - known).expect("there are at most 1,000 blocks");
            let end = end.min(question.at.day);
            let rest = &self.days[from..];
            let rest = &rest[..most.min(rest.len())];
            let to = from + rest.partition_point(|day| i64::from(day.day) < end);
            (sums.scores[place], sums.squares[place]) = self.sums_between(from, to);
            from = to;
        }
        if let Some(day) = self.today(question.at) {
            sums.add_today(&day.exact, question.at.fraction);
        }
        let from = self
            .longs
            .partition_point(|long| i64::from(long.to) <= since);
        let longs = self.longs[from..].iter();
        let begun = longs.take_while(|long| i64::from(long.to) <= question.at.day + self.longest);
        for long in begun.filter(|long| question.at.is_after(long.from)) {
            sums.add_long_since(question, long, since);
        }
        sums
    }

    /// The value of the level, without its deviation. Returns `None` before the first mark has begun.
    pub(super) fn value(&self, at: Moment) -> Option<f64> {
        let sums = self.sums(Instant::new(at, self.calibration.decay()));
        (sums.marks > 0).then(|| sums.score() / (self.calibration.kappa() + sums.weight()).sqrt())
    }
}
