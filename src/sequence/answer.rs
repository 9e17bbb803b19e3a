//! What a question about order is answered with: ranks, gaps, orders and tallies, as bounds.

use std::fmt;
use std::ops::RangeInclusive;

use chrono::{NaiveDate, TimeDelta};

use crate::event::Count;
use crate::time::{Bounds, Certainty, DAY, Midnights};
use crate::timeline::{EventRef, StatedGap};

/// Which of a sequence an event is, from 1, as bounds.
///
/// # Example
///
/// ```
/// use detente::Rank;
///
/// let rank = Rank::between(2, Some(3));
/// assert!(rank.is_possible(2) && !rank.is_certain(2));
/// assert_eq!(rank.to_string(), "2 to 3");
/// assert_eq!(Rank::exactly(2).to_string(), "2");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rank {
    pub(super) min: u64,
    pub(super) max: Option<u64>,
}

impl Rank {
    /// That very rank.
    #[must_use]
    pub const fn exactly(rank: u64) -> Self {
        Self {
            min: rank,
            max: Some(rank),
        }
    }

    /// Some rank between two, both included; without an upper bound if that is `None`.
    ///
    /// Ranks begin at 1, and an upper bound below the lower one is the lower one.
    #[must_use]
    pub fn between(min: u64, max: Option<u64>) -> Self {
        let min = min.max(1);
        Self {
            min,
            max: max.map(|max| max.max(min)),
        }
    }

    /// The lowest rank it may have.
    pub const fn min(self) -> u64 {
        self.min
    }

    /// The highest rank it may have; none if there is no bound.
    pub const fn max(self) -> Option<u64> {
        self.max
    }

    /// Whether it may be of this rank.
    pub fn is_possible(self, rank: u64) -> bool {
        self.min <= rank && self.max.is_none_or(|max| rank <= max)
    }

    /// Whether it is of this rank for certain.
    pub fn is_certain(self, rank: u64) -> bool {
        self == Self::exactly(rank)
    }
}

impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&match self.max {
            Some(max) if max == self.min => max.to_string(),
            Some(max) => format!("{} to {max}", self.min),
            None => format!("{} or later", self.min),
        })
    }
}

/// The time between two events, as bounds: from the end of the one to the start of the other.
///
/// Negative where the second comes first. What a question is given is a
/// [`Distance`](super::Distance): a limit, whichever comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Gap {
    /// The last days of the one and the first days of the other; none where unbounded.
    pub(super) days: (Option<i64>, Option<i64>),
    pub(super) seconds: (Option<i64>, Option<i64>),
}

impl Gap {
    pub(super) fn new(first: &Bounds, second: &Bounds, midnights: Midnights) -> Self {
        let [_, _, end_earliest, end_latest] = first.raw();
        let [start_earliest, start_latest, ..] = second.raw();
        // The outermost second but one stands for a side that goes on for ever.
        let bounded =
            |second: i64| (i64::MIN + 1 < second && second < i64::MAX - 1).then_some(second);
        // An end lies after its earliest second and a start before its latest.
        let ends = (bounded(end_earliest), bounded(end_latest));
        let starts = (
            bounded(start_earliest),
            bounded(start_latest).map(|s| s - 1),
        );
        let difference = |a: Option<i64>, b: Option<i64>| a?.checked_sub(b?);
        let day = |second: Option<i64>| second.map(|second| midnights.day(second));
        Self {
            days: (
                difference(day(starts.0), day(ends.1.map(|s| s - 1))),
                difference(day(starts.1), day(ends.0)),
            ),
            seconds: (
                difference(starts.0, ends.1),
                difference(starts.1, ends.0.map(|s| s + 1)),
            ),
        }
    }

    /// The gap between two events, as dates and stated constraints leave it.
    pub(super) fn between(first: EventRef<'_>, second: EventRef<'_>) -> Self {
        let (one, other) = (first.bounds(), second.bounds());
        let midnights = first.midnights().and(second.midnights());
        Self::stated(&one, &other, midnights, first.stated_gap(second))
    }

    /// The gap between bounds, as what is stated leaves it, too.
    ///
    /// Of two events that nobody dates, days are counted by the calendar of what is stated.
    pub(super) fn stated(
        first: &Bounds,
        second: &Bounds,
        midnights: Midnights,
        stated: StatedGap,
    ) -> Self {
        let midnights = match (midnights, stated.days) {
            (Midnights::Undated, Some((calendar, _))) => calendar,
            _ => midnights,
        };
        Self::new(first, second, midnights).with(stated, midnights)
    }

    fn with(self, stated: StatedGap, midnights: Midnights) -> Self {
        let (least, most) = stated.seconds;
        // A gap in seconds spans so many midnights at least, and one more at most.
        let fewest = least.map(|seconds| seconds.div_euclid(DAY));
        let farthest = most.map(|seconds| seconds.saturating_add(DAY).div_euclid(DAY));
        let tighter = |known: (Option<i64>, Option<i64>), new: (Option<i64>, Option<i64>)| {
            let upper = match (known.1, new.1) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            (known.0.max(new.0), upper)
        };
        let counted = stated
            .days
            .filter(|(calendar, _)| calendar.after_utc() == midnights.after_utc());
        let counted = counted.map(|(_, days)| days).unwrap_or_default();
        Self {
            days: tighter(tighter(self.days, (fewest, farthest)), counted),
            seconds: tighter(self.seconds, (least, most)),
        }
    }

    /// The days from the one to the other, as differences of dates, both ends included.
    ///
    /// The dates are those of the zone in which both events are dated, if that is one and the same:
    /// from the 9th to the 10th of November in `-05:00` is one day. Else they are of UTC.
    ///
    /// From the 28th of February to the 10th of July are 132 days, whatever the
    /// hours. An end that is unbounded is `i64::MIN` or `i64::MAX`.
    pub fn days(self) -> RangeInclusive<i64> {
        self.days.0.unwrap_or(i64::MIN)..=self.days.1.unwrap_or(i64::MAX)
    }

    /// The fewest days it may be; none if there is no bound.
    pub const fn min_days(self) -> Option<i64> {
        self.days.0
    }

    /// The most days it may be; none if there is no bound.
    pub const fn max_days(self) -> Option<i64> {
        self.days.1
    }

    /// The least time it may be; none if there is no bound.
    pub fn min(self) -> Option<TimeDelta> {
        self.seconds.0.and_then(TimeDelta::try_seconds)
    }

    /// The most time it may be; none if there is no bound.
    pub fn max(self) -> Option<TimeDelta> {
        self.seconds.1.and_then(TimeDelta::try_seconds)
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&match self.days {
            (Some(1), Some(1)) => "1 day".to_owned(),
            (Some(min), Some(max)) if min == max => format!("{min} days"),
            (Some(min), Some(max)) => format!("{min} to {max} days"),
            (Some(min), None) => format!("{min} days or more"),
            (None, Some(max)) => format!("{max} days or less"),
            (None, None) => "any number of days".to_owned(),
        })
    }
}

/// How two events stand in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Order {
    pub(super) before: Certainty,
    pub(super) after: Certainty,
    pub(super) probability: Option<f64>,
}

impl Order {
    /// Whether the first is over when the second begins.
    pub const fn before(&self) -> Certainty {
        self.before
    }

    /// Whether the second is over when the first begins.
    pub const fn after(&self) -> Certainty {
        self.after
    }

    /// The probability that the first comes before the second, each date uniform on what it may be.
    ///
    /// None where a date has no bound.
    pub const fn probability(&self) -> Option<f64> {
        self.probability
    }
}

/// How much of something there was in a stretch of time, and whether it was looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeriodCount {
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
    pub(super) count: Count,
    pub(super) covered: Option<f64>,
}

impl PeriodCount {
    /// The first day.
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// The day after the last.
    pub const fn to(&self) -> NaiveDate {
        self.to
    }

    /// How many, as bounds.
    pub const fn count(&self) -> Count {
        self.count
    }

    /// The share of the time, 0 to 1, that some source covers; none where no source says what it covers.
    ///
    /// A count of 0 means *none* where this is 1, and *no data* where it is 0 or none.
    pub const fn covered(&self) -> Option<f64> {
        self.covered
    }
}
