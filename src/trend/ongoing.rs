//! The ongoing rise or fall, day by day, and when it began.

use std::fmt;
use std::iter::FusedIterator;

use chrono::NaiveDate;

use crate::ledger::DaySpan;
use crate::time::{Moment, date_of_day};

use super::change::Probability;
use super::written::OngoingShape;
use super::{Direction, Trajectory, Trend};

/// The maximum number of days that a walk goes back: ten years.
const MAX_DAYS_BACK: i32 = 3_650;

/// The ongoing direction of relations, and when it began: "falling since 26 May".
///
/// [`Trend::direction`] comes from one date alone, and flickers near its threshold. A rise or fall
/// that has begun continues while its probability is at least
/// [`Calibration::leave`](super::Calibration::leave), .60 by default, and the date's own direction
/// is unclear or steady. Every other direction is the date's own.
///
/// The days are walked at their midnights, up to the last one that is not after the instant. The
/// walk begins at the first mark, but at most 3,650 days before the instant.
///
/// Its `Display` prints the direction, the day on which it began, its probability, and the coverage if
/// that is only assumed.
///
/// Returned by [`Trajectory::ongoing`] and [`Trajectory::walk`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "crate::wire::Object<OngoingShape>")]
#[non_exhaustive]
pub struct Ongoing {
    /// The direction.
    pub direction: Direction,
    /// The first day of the direction. `None` if it has not changed since the first day of the walk.
    pub since: Option<NaiveDate>,
    /// The probability of the rise or fall at the last midnight. `None` for other directions.
    pub p: Option<f64>,
    /// The trend of the last midnight, with its instant and the date's own direction.
    pub trend: Trend,
}

impl Ongoing {
    fn new(step: &Step) -> Self {
        let date = |day| date_of_day(day).expect("a day that was walked is a date");
        Self {
            direction: step.direction,
            since: step.since.map(date),
            p: Self::p_of(step.direction, &step.trend),
            trend: step.trend,
        }
    }

    /// The probability of a rise or fall. Returns `None` for other directions.
    pub(super) fn p_of(direction: Direction, trend: &Trend) -> Option<f64> {
        match direction {
            Direction::Rising => trend.p_rising(),
            Direction::Falling => trend.p_rising().map(|p| 1.0 - p),
            _ => None,
        }
    }

    /// Prints the direction, the day on which it began, and its probability: `falling since 2025-06-03, P .94`.
    pub(crate) fn without_coverage(&self) -> String {
        let since = self.since.map(|since| format!(" since {since}"));
        let p = self.p.map(|p| format!(", P {}", Probability(p)));
        let [since, p] = [since, p].map(Option::unwrap_or_default);
        format!("{}{since}{p}", self.direction)
    }
}

impl fmt::Display for Ongoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.without_coverage())?;
        self.trend.write_assumption(f)
    }
}

/// The direction computed from a single day, without hysteresis.
#[derive(Clone, Copy, Debug)]
struct DayDirection {
    day: i32,
    own: Direction,
    /// The rise or fall that the day would continue. A day that continues nothing has its own
    /// direction, whatever came before.
    continues: Option<Direction>,
}

impl DayDirection {
    fn of(day: i32, trend: &Trend, leave: f64) -> Self {
        let own = trend.direction;
        let is_open = matches!(own, Direction::Unclear | Direction::Steady);
        // `leave` is above one half, so at most one side reaches it.
        let continues = trend.p_rising().filter(|_| is_open).and_then(|p| {
            if p >= leave {
                Some(Direction::Rising)
            } else if 1.0 - p >= leave {
                Some(Direction::Falling)
            } else {
                None
            }
        });
        Self {
            day,
            own,
            continues,
        }
    }

    /// The ongoing direction, given the direction of the day before.
    fn after(self, before: Direction) -> Direction {
        match self.continues {
            Some(direction) if direction == before => before,
            _ => self.own,
        }
    }
}

impl Trajectory {
    /// Returns the ongoing direction at an instant, and when it began.
    ///
    /// # Complexity
    ///
    /// A trend for each day back to the last of another direction, at most 3,651. Days on which the
    /// window contains no mark are skipped.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, DyadLedger, Mark};
    /// use detente::trend::{Calibration, Coverage, Direction, Trajectory};
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    /// let kind = [(1, 12), (2, 10), (3, 8), (4, 9)].map(|(month, day)| (month, day, 0.3));
    /// let harsh = [(5, 2), (5, 15), (6, 2)].map(|(month, day)| (month, day, -0.5));
    /// let mut ledger = DyadLedger::new();
    /// for (month, day, valence) in kind.into_iter().chain(harsh) {
    ///     ledger.add(&Mark::new(DaySpan::day(date(month, day))?, 1.0, valence)?)?;
    /// }
    /// let trajectory = Trajectory::new(&ledger, &Calibration::default())
    ///     .with_coverage(Coverage::since(date(1, 1)));
    ///
    /// let ongoing = trajectory.ongoing(date(6, 10));
    /// assert_eq!(ongoing.to_string(), "falling since 2025-06-03, P .94");
    /// assert_eq!(trajectory.ongoing(date(3, 10)).since, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ongoing(&self, at: impl Into<Moment>) -> Ongoing {
        Ongoing::new(&self.step(at.into()))
    }

    /// Finds the ongoing direction at the last midnight.
    ///
    /// A forward walk from the first mark would compute a trend for every day. This walk goes back only as
    /// far as the result depends on:
    ///
    /// 1. Back to a day that continues nothing. Its direction does not depend on the day before, so the
    ///    direction of the last day follows from it.
    /// 2. Further back to a day that continues nothing and has another direction. The current direction
    ///    began after it.
    /// 3. Forwards again, to find the first day of the current direction.
    fn step(&self, at: Moment) -> Step {
        let last = at.day();
        let trend = self.trend(Moment::of_day(last));
        let first = self.first_day().unwrap_or(last);
        let first = first.max(last.saturating_sub(MAX_DAYS_BACK)).min(last);
        // The days backwards from the last. `settled` is the direction of the last day once it is known,
        // and `before` the day of step 2.
        let mut days = vec![DayDirection::of(last, &trend, self.calibration().leave())];
        let mut settled = None;
        let mut before = None;
        loop {
            let earliest = days.len() - 1;
            if days[earliest].continues.is_none() {
                let own = days[earliest].own;
                let later = days[..earliest].iter().rev();
                let settled = *settled
                    .get_or_insert_with(|| later.fold(own, |direction, day| day.after(direction)));
                if own != settled {
                    before = days.pop();
                    break;
                }
                // Skip the earlier days on which the window is empty too: they are also insufficient.
                if own == Direction::Insufficient {
                    days[earliest].day = self.empty_since(days[earliest].day).max(first);
                }
            }
            let day = days[earliest].day;
            if day <= first {
                break;
            }
            days.push(self.day(day - 1));
        }
        // Step 3: the current direction began at the last change.
        let mut since = None;
        let mut direction = before.map_or(Direction::Insufficient, |day| day.own);
        for day in days.iter().rev() {
            let current = day.after(direction);
            if current != direction {
                since = (before.is_some() || day.day > first).then_some(day.day);
            }
            direction = current;
        }
        Step {
            trend,
            direction,
            since,
            settled: before.map(|day| day.day),
        }
    }

    fn day(&self, day: i32) -> DayDirection {
        let trend = self.trend(Moment::of_day(day));
        DayDirection::of(day, &trend, self.calibration().leave())
    }

    /// The first day of the consecutive days, up to `day`, whose windows contain no mark. Returns `day` if its
    /// window contains one.
    fn empty_since(&self, day: i32) -> i32 {
        let window = i64::from(self.calibration().window());
        // The window is empty once it begins at the end of the last span.
        let emptied = self.last_end_before(day).map(|end| i64::from(end) + window);
        let emptied = emptied.and_then(|day| i32::try_from(day).ok());
        emptied.map_or(day, |emptied| emptied.min(day))
    }

    /// Iterates over the ongoing direction of each day, at its first instant.
    pub fn walk(&self, days: DaySpan) -> Walk<'_> {
        Walk {
            trajectory: self,
            day: days.first_day(),
            to: days.end_day(),
            before: None,
        }
    }
}

/// The ongoing direction of each day, at its first instant.
///
/// Created by [`Trajectory::walk`].
#[derive(Clone)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Walk<'t> {
    trajectory: &'t Trajectory,
    day: i32,
    to: i32,
    before: Option<Step>,
}

crate::text::short_debug!(Walk<'_>, "Walk", |it| { "trajectory": it.trajectory, "days": it.len() });

/// A day of a walk.
#[derive(Clone, Copy, Debug)]
struct Step {
    trend: Trend,
    direction: Direction,
    since: Option<i32>,
    /// A day before the direction began from which on all walks agree, wherever they begin. `None`
    /// if it is not known.
    settled: Option<i32>,
}

impl Step {
    const fn is_rise_or_fall(&self) -> bool {
        matches!(self.direction, Direction::Rising | Direction::Falling)
    }

    /// The next day.
    fn next(self, trajectory: &Trajectory, day: i32) -> Self {
        let trend = trajectory.trend(Moment::of_day(day));
        let leave = trajectory.calibration().leave();
        let direction = DayDirection::of(day, &trend, leave).after(self.direction);
        let (since, settled) = if direction == self.direction {
            (self.since, self.settled)
        } else if self.is_rise_or_fall() {
            // The rise or fall began on a day of its own direction, on which walks agree.
            (Some(day), self.since)
        } else {
            (Some(day), Some(day - 1))
        };
        Self {
            trend,
            direction,
            since,
            settled,
        }
    }
}

impl Walk<'_> {
    /// The day before, as seen by a walk that begins on `begin`. Returns `None` if it has to be
    /// computed anew.
    ///
    /// Each day has its own walk, which begins at most 3,650 days before it. Two walks that begin on
    /// different days may disagree, until a day whose direction does not depend on the day before.
    fn before(&self, begin: i32) -> Option<Step> {
        let mut step = self.before?;
        let first = self.trajectory.first_day();
        if first.is_none_or(|first| first >= begin) {
            // Both walks begin with the first mark.
            return Some(step);
        }
        if step.since.is_some_and(|since| since > begin) {
            return step.settled.filter(|&day| day >= begin).map(|_| step);
        }
        // The direction has been the same as far back as the walk goes. Only a rise or fall
        // depends on how it began.
        step.since = None;
        Some(step).filter(|step| !step.is_rise_or_fall())
    }
}

impl Iterator for Walk<'_> {
    type Item = Ongoing;

    fn next(&mut self) -> Option<Ongoing> {
        if self.day >= self.to {
            return None;
        }
        let day = self.day;
        let step = match self.before(day.saturating_sub(MAX_DAYS_BACK)) {
            None => self.trajectory.step(Moment::of_day(day)),
            Some(before) => before.next(self.trajectory, day),
        };
        self.before = Some(step);
        self.day += 1;
        Some(Ongoing::new(&step))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(i64::from(self.to) - i64::from(self.day)).unwrap_or(0);
        (left, Some(left))
    }
}

impl ExactSizeIterator for Walk<'_> {}

impl FusedIterator for Walk<'_> {}
