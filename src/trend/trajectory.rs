//! The marks of one dyad, prepared for queries at any instant.
//!
//! Running totals after each day, prefix sums of scores for the blocks, and running sums of the longer
//! spans make a query a few binary searches instead of a pass over the marks.

use crate::ledger::{DyadLedger, SpanSums, Sums};
use crate::time::Moment;

use super::decay::{
    DayTime, DayWalk, DyadSums, EndedSpans, GrownSums, LongSpan, RunningTotal, to_f64,
    units_to_f64, wide_units_to_f64,
};
use super::kernel::{Blocks, Question};
use super::{Calibration, Coverage, Level, Trend};

/// The marks of one dyad, prepared for queries at any instant: level, trend, ongoing direction, peak,
/// contributions.
///
/// A query takes about two microseconds, whatever the number of marks. Each number agrees with the
/// formulas of [`trend`](crate::trend) to 1e-9, and the same marks give the same bits.
///
/// The coverage is unknown unless it is [set](Self::with_coverage).
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
    /// The days that have marks, in order.
    days: Vec<DaySums>,
    /// The decayed sums at the end of each of these days.
    totals: Vec<RunningTotal>,
    /// Prefix sums of scores and of squared scores: those of all days before each day, then those of all
    /// days.
    before: Vec<(i128, i128)>,
    /// The spans of several days, in the order in which they end.
    long_spans: Vec<LongSpan>,
    /// The decayed sums at the end of each of these spans.
    ended: Vec<EndedSpans>,
    /// The number of days of the longest span.
    longest: i64,
    /// The sums of all blocks, if they are worth storing.
    past: Option<PastBlocks>,
}

/// The sums of scores and of squared scores of consecutive whole blocks, from the first block that has
/// marks to the last. They are the same at every instant after the block.
#[derive(Clone, Debug)]
struct PastBlocks {
    first: i64,
    sums: Vec<(f64, f64)>,
}

impl PastBlocks {
    fn of(&self, block: i64) -> (f64, f64) {
        let index = usize::try_from(block - self.first).ok();
        let sums = index.and_then(|index| self.sums.get(index));
        // A block outside the list has no marks.
        sums.map_or((0.0, 0.0), |sums| *sums)
    }
}

crate::text::short_debug!(Trajectory, "Trajectory", |it| {
    "days": it.days.len(),
    "longer_spans": it.long_spans.len(),
    "coverage": it.coverage,
});

/// The sums of the marks of a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct DaySums {
    pub(super) day: i32,
    pub(super) marks: u32,
    pub(super) sums: Sums,
}

impl Trajectory {
    /// Prepares the marks of a dyad, with unknown coverage.
    #[must_use]
    pub fn new(ledger: &DyadLedger, calibration: &Calibration) -> Self {
        Self::of_spans(ledger.spans(), calibration)
    }

    /// Prepares the sums of spans that are in order.
    pub(super) fn of_spans(
        spans: impl Iterator<Item = SpanSums>,
        calibration: &Calibration,
    ) -> Self {
        let (mut days, mut long_spans) = (Vec::new(), Vec::new());
        for sums in spans {
            if sums.span().is_day() {
                days.push(DaySums {
                    day: sums.span().first_day(),
                    marks: sums.marks(),
                    sums: sums.sums(),
                });
            } else {
                long_spans.push(LongSpan::of(&sums));
            }
        }
        long_spans.sort_unstable_by_key(LongSpan::key);
        Self::of_parts(days, long_spans, calibration)
    }

    /// The same marks and coverage with another calibration.
    pub(super) fn recalibrated(&self, calibration: &Calibration) -> Self {
        let same = Self::of_parts(self.days.clone(), self.long_spans.clone(), calibration);
        same.with_coverage(self.coverage.clone())
    }

    fn of_parts(days: Vec<DaySums>, long_spans: Vec<LongSpan>, calibration: &Calibration) -> Self {
        let firsts = days.first().map(|day| day.day).into_iter();
        let length = |span: &LongSpan| i64::from(span.to) - i64::from(span.from);
        let decay = calibration.decay();
        let (mut walk, mut ended) = (DayWalk::default(), EndedSpans::default());
        let totals = days
            .iter()
            .map(|day| walk.add_day(decay, day.day.into(), day.marks, &day.sums));
        let ends = long_spans.iter().map(|span| {
            ended.add(decay, span);
            ended
        });
        let mut before = Vec::with_capacity(days.len() + 1);
        let (mut score, mut squares) = (0, 0);
        before.push((score, squares));
        for day in &days {
            score += i128::from(day.sums.score);
            squares += i128::from(day.sums.squares);
            before.push((score, squares));
        }
        let mut trajectory = Self {
            first_day: firsts.chain(long_spans.iter().map(|span| span.from)).min(),
            totals: totals.collect(),
            before,
            ended: ends.collect(),
            longest: long_spans.iter().map(length).max().unwrap_or(0),
            calibration: calibration.clone(),
            coverage: Coverage::unknown(),
            days,
            long_spans,
            past: None,
        };
        trajectory.past = trajectory.past_blocks();
        trajectory
    }

    /// Computes the sums of all blocks.
    ///
    /// Returns `None` if the dyad has no longer spans, since prefix sums then give a block in two
    /// searches, or if the blocks are many more than the rows.
    fn past_blocks(&self) -> Option<PastBlocks> {
        let block = i64::from(self.calibration.block());
        let of_day = |day: i32| i64::from(day).div_euclid(block);
        let last_long_day = self.long_spans.last()?.to - 1;
        let last = self
            .days
            .last()
            .map_or(last_long_day, |day| day.day.max(last_long_day));
        let (first, last) = (of_day(self.first_day?), of_day(last));
        let blocks_of = |span: &LongSpan| of_day(span.from)..=of_day(span.to - 1);
        let touched = self
            .long_spans
            .iter()
            .map(|span| blocks_of(span).end() - blocks_of(span).start() + 1);
        let rows = i64::try_from(self.days.len() + self.long_spans.len())
            .expect("a length fits in 64 bits");
        if (last - first).max(touched.sum()) > 64 + 8 * rows {
            return None;
        }
        // Single days: `from` is the index of the first day of the block.
        let mut sums = Vec::new();
        let mut from = 0;
        for number in first..=last {
            let to = self.days[from..].partition_point(|day| of_day(day.day) <= number);
            sums.push(self.sums_between(from, from + to));
            from += to;
        }
        // Longer spans: each block gets its share of the days of the span.
        for span in &self.long_spans {
            let days = to_f64(i64::from(span.to) - i64::from(span.from));
            let [score, squares] = [span.sums.score, span.sums.squares].map(units_to_f64);
            for number in blocks_of(span) {
                let start = (number * block).max(span.from.into());
                let end = ((number + 1) * block).min(span.to.into());
                let share = to_f64(end - start) / days;
                let index =
                    usize::try_from(number - first).expect("a block from the first to the last");
                sums[index].0 += score * share;
                sums[index].1 += squares * share;
            }
        }
        Some(PastBlocks { first, sums })
    }

    /// The sums of scores and of squared scores of the days `from..to`.
    fn sums_between(&self, from: usize, to: usize) -> (f64, f64) {
        let (before, after) = (self.before[from], self.before[to]);
        (
            wide_units_to_f64(after.0 - before.0),
            wide_units_to_f64(after.1 - before.1),
        )
    }

    /// Sets the coverage of the marks.
    #[must_use]
    pub fn with_coverage(mut self, coverage: Coverage) -> Self {
        self.coverage = coverage;
        self
    }

    /// The coverage of the marks.
    pub const fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The parameters of the levels and trends.
    pub const fn calibration(&self) -> &Calibration {
        &self.calibration
    }

    /// Computes the level at an instant. A date means its first instant.
    ///
    /// Returns `None` before the first mark has begun.
    pub fn level(&self, at: impl Into<Moment>) -> Option<Level> {
        let question = self.question(at.into());
        let frame = question.frame(&self.coverage, self.first_day);
        question.level(&frame, &self.sums(question.at), &self.blocks_at(&question))
    }

    /// Computes the trend at an instant, from that instant alone. A date means its first instant.
    ///
    /// Without a baseline the numbers of the trend are `None`, and its direction is
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

    pub(super) fn long_spans(&self) -> &[LongSpan] {
        &self.long_spans
    }

    /// The latest end of the spans that begin before a day.
    pub(super) fn last_end_before(&self, day: i32) -> Option<i32> {
        let days = &self.days[..self.days.partition_point(|one| one.day < day)];
        let long_spans = self.long_spans.iter().filter(|span| span.from < day);
        let ends = long_spans.map(|span| span.to);
        ends.chain(days.last().map(|one| one.day.saturating_add(1)))
            .max()
    }

    /// The decayed sums at an instant.
    pub(super) fn sums(&self, at: DayTime) -> DyadSums {
        let decay = self.calibration.decay();
        // 1. The single days before the day of the instant.
        let days = self.days.partition_point(|day| i64::from(day.day) < at.day);
        let mut sums = match days.checked_sub(1) {
            Some(last) => self.totals[last].at(decay, at),
            None => DyadSums::default(),
        };
        // 2. The longer spans. Those that end more than the longest span after the instant cannot have
        //    begun.
        if !self.long_spans.is_empty() {
            let ended = self
                .long_spans
                .partition_point(|span| i64::from(span.to) <= at.day);
            let open = &self.long_spans[ended..];
            let begun = open.partition_point(|span| i64::from(span.to) <= at.day + self.longest);
            let ended = match ended.checked_sub(1) {
                Some(last) => self.ended[last],
                None => EndedSpans::default(),
            };
            sums.add_long_spans(decay, at, &ended, &open[..begun]);
        }
        // 3. The part of the day of the instant that is over.
        if let Some(day) = self.today(at) {
            let mut grown = GrownSums::default();
            grown.add(&day.sums, decay.growth(at.day));
            sums.add_today(day.marks.into(), &grown, decay.unit_today(at));
        }
        sums
    }

    /// The marks of the day of an instant. Returns `None` at midnight, or if there are none.
    fn today(&self, at: DayTime) -> Option<&DaySums> {
        let place = |day: &DaySums| i64::from(day.day);
        let found =
            (at.is_within_day()).then(|| self.days.binary_search_by_key(&at.day, place).ok());
        found.flatten().map(|place| &self.days[place])
    }

    /// The sums of the kept blocks at an instant.
    pub(super) fn blocks_at(&self, question: &Question<'_>) -> Blocks {
        let mut sums = Blocks::new(&self.calibration);
        let block = i64::from(self.calibration.block());
        let last = sums.scores.len() - 1;
        // 1. All blocks but the last are over: copy them if they are stored. Single days and longer spans
        //    are then needed from `since` on, the start of the first block that is not known.
        let mut since = question.first_day();
        let mut known = 0;
        if let Some(past) = &self.past {
            for number in question.first_block()..question.last_block {
                (sums.scores[known], sums.squares[known]) = past.of(number);
                known += 1;
            }
            since = question.last_block * block;
        }
        // 2. Single days, block by block. `from` is the index of the first day of the block. A block has
        //    at most `most` days, so the search is limited to as many rows.
        let mut from = self.days.partition_point(|day| i64::from(day.day) < since);
        let most = usize::try_from(block).expect("a block has at most a century of days");
        for place in known..=last {
            let end =
                since + block * i64::try_from(place + 1 - known).expect("at most 1,000 blocks");
            let end = end.min(question.at.day);
            let rest = &self.days[from..];
            let rest = &rest[..most.min(rest.len())];
            let to = from + rest.partition_point(|day| i64::from(day.day) < end);
            (sums.scores[place], sums.squares[place]) = self.sums_between(from, to);
            from = to;
        }
        // 3. The part of the day of the instant that is over.
        if let Some(day) = self.today(question.at) {
            sums.add_today(&day.sums, question.at.fraction);
        }
        // 4. Longer spans that have begun and do not end before the blocks.
        let from = self
            .long_spans
            .partition_point(|span| i64::from(span.to) <= since);
        let long_spans = self.long_spans[from..].iter();
        let begun =
            long_spans.take_while(|span| i64::from(span.to) <= question.at.day + self.longest);
        for span in begun.filter(|span| question.at.is_after(span.from)) {
            sums.add_long_span_since(question, span, since);
        }
        sums
    }

    /// The value of the level alone. Returns `None` before the first mark has begun.
    pub(super) fn value(&self, at: Moment) -> Option<f64> {
        let sums = self.sums(DayTime::new(at, self.calibration.decay()));
        (sums.marks > 0).then(|| sums.score() / (self.calibration.kappa() + sums.weight()).sqrt())
    }
}
