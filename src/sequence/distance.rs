//! A distance in time: the "within a week" of a question, in days or in seconds.

use std::fmt;

use chrono::TimeDelta;

use crate::query::View;
use crate::text::words;
use crate::time::{Bounds, Certainty, Length, Midnights};
use crate::timeline::EventRef;
use crate::wire::Object;

use super::Gap;

/// The unit in which time is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resolution {
    /// Differences of dates: from any hour of the 1st to any hour of the 3rd are two days.
    ///
    /// If all events in question share a time zone, days are counted in it. Otherwise they are UTC
    /// days.
    Days,
    /// Seconds.
    Seconds,
}

words!(Resolution, "a resolution", 2 {
    Days => "days",
    Seconds => "seconds",
});

/// A maximum distance between two events, in either order.
///
/// Most events are dated to the day. "Within two days" then means that the dates differ by at most
/// two, at any hour: use [`Distance::days`]. For events dated to the hour, use a `TimeDelta`. Two days
/// are not 48 hours: whether a call on the 1st and a call on the 3rd were within 48 hours is not
/// known.
///
/// Both are measured from the end of the earlier event to the start of the later one. The distance of
/// overlapping events is 0.
///
/// A distance is part of a question. The answer to "how far apart?" is a [`Gap`].
///
/// # Example
///
/// ```
/// use chrono::TimeDelta;
/// use detente::event::Event;
/// use detente::sequence::Distance;
/// use detente::{Certainty, Timeline};
///
/// let mut builder = Timeline::builder();
/// builder.event(Event::call("first", "2025-07-01"));
/// builder.event(Event::call("third", "2025-07-03"));
/// let timeline = builder.build()?;
/// let view = timeline.view();
/// // The dates are two days apart. The hours are not known.
/// assert_eq!(view.near("first", Distance::days(2))?[0].1, Certainty::Certain);
/// assert_eq!(view.near("first", TimeDelta::days(2))?[0].1, Certainty::Possible);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Object<DistanceShape>", into = "DistanceShape")]
pub struct Distance {
    resolution: Resolution,
    /// A `u32` of days, or the seconds of a `TimeDelta`: far from the limits of an `i64`.
    length: i64,
}

impl Distance {
    /// Creates a distance in days, as a difference of dates: see [`Resolution::Days`].
    #[must_use]
    pub const fn days(days: u32) -> Self {
        Self {
            resolution: Resolution::Days,
            length: days as i64,
        }
    }

    pub(super) const fn resolution(self) -> Resolution {
        self.resolution
    }

    /// The maximum difference from the last unit of the earlier event to the first of the later.
    ///
    /// An event that ends where the next starts has its last second one before that start, and
    /// the distance is 0.
    pub(super) const fn reach(self) -> i64 {
        match self.resolution {
            Resolution::Days => self.length,
            Resolution::Seconds => self.length + 1,
        }
    }

    /// Whether two events are within the distance.
    pub(super) fn holds(self, a: EventRef<'_>, b: EventRef<'_>) -> Certainty {
        match self.holds_by_dates(a, b) {
            Certainty::Possible if a.is_bound() && b.is_bound() => {
                self.holds_for([Gap::between(a, b), Gap::between(b, a)])
            }
            by_dates => by_dates,
        }
    }

    /// Whether an event is within the distance of each of some others.
    ///
    /// The same as [`Distance::holds`] for each, with one search of the constraint network.
    pub(super) fn holds_each(self, a: EventRef<'_>, others: &[EventRef<'_>]) -> Vec<Certainty> {
        let by_dates = others.iter().map(|&b| self.holds_by_dates(a, b));
        let mut near: Vec<Certainty> = by_dates.collect();
        if !near.contains(&Certainty::Possible) || !a.is_bound() {
            return near;
        }
        let own = a.bounds();
        let stated = others.iter().zip(a.stated_gaps(others));
        for ((b, stated), near) in stated.zip(&mut near) {
            if let (Certainty::Possible, Some([there, back])) = (*near, stated) {
                let bounds = b.bounds();
                let midnights = a.midnights().and(b.midnights());
                *near = self.holds_for([
                    Gap::stated(&own, &bounds, midnights, there),
                    Gap::stated(&bounds, &own, midnights, back),
                ]);
            }
        }
        near
    }

    fn holds_by_dates(self, a: EventRef<'_>, b: EventRef<'_>) -> Certainty {
        let midnights = a.midnights().and(b.midnights());
        let extent = |event: EventRef<'_>| Extent::of(&event.bounds(), self.resolution, midnights);
        extent(a).within(extent(b), self.reach())
    }

    /// Whether two events with these gaps, in either direction, are within the distance.
    fn holds_for(self, gaps: [Gap; 2]) -> Certainty {
        let [(min, max), (back_min, back_max)] = gaps.map(|gap| match self.resolution {
            Resolution::Days => (gap.min_days, gap.max_days),
            Resolution::Seconds => (gap.min_seconds, gap.max_seconds),
        });
        // The gap from the later event to the earlier one is negative, so the distance is the
        // larger of the two.
        let max = max.zip(back_max).map(|(there, back)| there.max(back));
        if min.max(back_min).is_some_and(|min| min > self.length) {
            Certainty::Impossible
        } else if max.is_some_and(|max| max <= self.length) {
            Certainty::Certain
        } else {
            Certainty::Possible
        }
    }
}

/// A distance as it is written: `{"days": 3}` or `{"seconds": 3600}`.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum DistanceShape {
    Days(u32),
    Seconds(i64),
}

impl From<Distance> for DistanceShape {
    fn from(distance: Distance) -> Self {
        let length = distance.length;
        match distance.resolution {
            Resolution::Days => {
                Self::Days(u32::try_from(length).expect("a distance in days was a `u32`"))
            }
            Resolution::Seconds => Self::Seconds(length),
        }
    }
}

impl TryFrom<Object<DistanceShape>> for Distance {
    type Error = String;

    fn try_from(Object(shape): Object<DistanceShape>) -> Result<Self, String> {
        match shape {
            DistanceShape::Days(days) => Ok(Self::days(days)),
            DistanceShape::Seconds(seconds) => {
                let length = TimeDelta::try_seconds(seconds).filter(|_| seconds >= 0);
                length.map(Self::from).ok_or_else(|| {
                    let most = TimeDelta::MAX.num_seconds();
                    format!("`seconds` is `{seconds}`: expected 0 to {most}")
                })
            }
        }
    }
}

/// In the largest unit that gives a whole number: `3 days`, `36 hours`.
impl fmt::Display for Distance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.resolution, self.length) {
            (Resolution::Days, 1) => f.pad("1 day"),
            (Resolution::Days, days) => f.pad(&format!("{days} days")),
            (Resolution::Seconds, seconds) => {
                f.pad(&Length(TimeDelta::seconds(seconds)).to_string())
            }
        }
    }
}

/// A distance in seconds. A negative one counts as 0.
impl From<TimeDelta> for Distance {
    fn from(length: TimeDelta) -> Self {
        Self {
            resolution: Resolution::Seconds,
            length: length.num_seconds().max(0),
        }
    }
}

/// The first and the last unit of an event, days or seconds, each between two bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) first: (i64, i64),
    pub(super) last: (i64, i64),
}

impl Extent {
    pub(super) fn of(bounds: &Bounds, resolution: Resolution, midnights: Midnights) -> Self {
        let [start_earliest, start_latest, end_earliest, end_latest] = bounds.raw();
        // A start is before its latest bound. An end is after its earliest bound, and the last
        // second of an event is the one before its end.
        let first = (start_earliest, start_latest - 1);
        let last = (end_earliest, end_latest - 1);
        let days = |(low, high): (i64, i64)| (midnights.day(low), midnights.day(high));
        match resolution {
            Resolution::Seconds => Self { first, last },
            Resolution::Days => Self {
                first: days(first),
                last: days(last),
            },
        }
    }

    /// The extent of one of several occurrences: anywhere from the first unit to the last.
    pub(super) const fn of_any_occurrence(self) -> Self {
        let whole = (self.first.0, self.last.1);
        Self {
            first: whole,
            last: whole,
        }
    }

    /// The units that the event certainly covers, first and last included. `None` if there are none.
    pub(super) const fn core(self) -> Option<(i64, i64)> {
        if self.first.1 <= self.last.0 {
            Some((self.first.1, self.last.0))
        } else {
            None
        }
    }

    /// Whether two extents are within a reach of each other.
    fn within(self, other: Self, reach: i64) -> Certainty {
        let least = (other.first.0.saturating_sub(self.last.1))
            .max(self.first.0.saturating_sub(other.last.1));
        let most = (other.first.1.saturating_sub(self.last.0))
            .max(self.first.1.saturating_sub(other.last.0));
        if least > reach {
            Certainty::Impossible
        } else if most <= reach {
            Certainty::Certain
        } else {
            Certainty::Possible
        }
    }
}

/// The midnights that separate the days of a view: in the time zone that all its dates share, or in
/// UTC.
pub(super) fn midnights(view: &View<'_>) -> Midnights {
    let zones = view.events().map(EventRef::midnights);
    zones.fold(Midnights::Undated, Midnights::and)
}
