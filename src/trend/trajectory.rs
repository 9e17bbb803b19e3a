//! The marks of one pair, prepared for questions about any instant.

use crate::ledger::{DyadLedger, SpanSums, Sums as Exact};
use crate::time::Moment;

use super::decay::{Decay, Instant, Long, Settled, Sums};
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
    /// The days on which marks end, with the sums by then.
    ends: Vec<End>,
    /// The spans of several days, in the order in which they end.
    longs: Vec<Long>,
    /// The days of the longest of them.
    longest: i64,
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

#[derive(Clone, Copy, Debug)]
struct End {
    /// The day after.
    day: i32,
    /// How many longer spans have ended by it.
    longs: usize,
    settled: Settled,
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
        Self {
            first_day: firsts.chain(longs.iter().map(|long| long.from)).min(),
            ends: ends(&days, &longs, calibration.decay()),
            longest: longs.iter().map(length).max().unwrap_or(0),
            calibration: calibration.clone(),
            coverage: Coverage::unknown(),
            days,
            longs,
        }
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
        let last = self
            .ends
            .partition_point(|end| i64::from(end.day) <= at.day);
        let last = last.checked_sub(1).map(|place| self.ends[place]);
        let (longs, settled) = last.map_or_else(<_>::default, |end| (end.longs, end.settled));
        let longs = &self.longs[longs..];
        let begun = longs.partition_point(|long| i64::from(long.to) <= at.day + self.longest);
        let today = self.today(at).map(|day| (day.marks, &day.exact));
        settled.at(self.calibration.decay(), at, &longs[..begun], today)
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
        let first_day = question.first_day();
        let from = self
            .days
            .partition_point(|day| i64::from(day.day) < first_day);
        let days = self.days[from..].iter();
        for day in days.take_while(|day| i64::from(day.day) < question.at.day) {
            sums.add_day(question, day.day, &day.exact, 1.0);
        }
        if let Some(day) = self.today(question.at) {
            sums.add_day(question, day.day, &day.exact, question.at.fraction);
        }
        let from = self
            .longs
            .partition_point(|long| i64::from(long.to) <= first_day);
        let longs = self.longs[from..].iter();
        let begun = longs.take_while(|long| i64::from(long.to) <= question.at.day + self.longest);
        for long in begun.filter(|long| question.at.is_after(long.from)) {
            sums.add_long(question, long);
        }
        sums
    }

    /// The value of the level, without its deviation. Returns `None` before the first mark has begun.
    pub(super) fn value(&self, at: Moment) -> Option<f64> {
        let sums = self.sums(Instant::new(at, self.calibration.decay()));
        (sums.marks > 0).then(|| sums.score() / (self.calibration.kappa() + sums.weight()).sqrt())
    }
}

/// The days on which marks end, each with the sums by then.
fn ends(days: &[DaySums], longs: &[Long], decay: &Decay) -> Vec<End> {
    let (mut ends, mut settled) = (Vec::with_capacity(days.len()), Settled::default());
    let (mut day, mut long) = (0, 0);
    loop {
        let of_day = days.get(day).map(|day| day.day.saturating_add(1));
        let of_long = longs.get(long).map(|long| long.to);
        let Some(end) = of_day.into_iter().chain(of_long).min() else {
            return ends;
        };
        if of_day == Some(end) {
            let of = &days[day];
            settled.add_day(decay, of.day.into(), of.marks, &of.exact);
            day += 1;
        }
        while let Some(ended) = longs.get(long).filter(|long| long.to == end) {
            settled.add_long(decay, ended);
            long += 1;
        }
        ends.push(End {
            day: end,
            longs: long,
            settled,
        });
    }
}
