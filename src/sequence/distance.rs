//! How far apart two events may be, and in what unit that is measured.
//!
//! Most events of the record are dated to the day. "Two days apart" then means that
//! the dates differ by two, whatever the hours: that is [`Distance::days`]. Whoever
//! knows hours says so with a `TimeDelta`. Two days by the clock are another thing:
//! of two calls on the 1st and on the 3rd nobody knows whether 48 hours lay between.
//!
//! Both are measured from the end of what comes first to the start of what comes
//! next; where two overlap, the distance is none.

use chrono::TimeDelta;

use crate::time::{Bounds, Certainty, Midnights};
use crate::timeline::EventRef;

use super::Gap;

/// The unit in which stretches of time are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resolution {
    /// Dates: from any hour of the 1st to any hour of the 3rd are two days. They are those of the
    /// zone in which all events asked about are dated, if that is one, and else of UTC.
    Days,
    /// Seconds by the clock.
    Seconds,
}

/// A distance in time, from the end of one event to the start of another.
///
/// It is what a question is given; how far apart two events are is a [`Gap`].
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
/// // By the calendar the two are two days apart; by the clock they may be.
/// assert_eq!(view.near("first", Distance::days(2))?[0].1, Certainty::Certain);
/// assert_eq!(view.near("first", TimeDelta::days(2))?[0].1, Certainty::Possible);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Distance {
    resolution: Resolution,
    /// At most a `u32` of days, or the seconds of a `TimeDelta`: far from the last `i64`.
    length: i64,
}

impl Distance {
    /// So many days, as differences of dates: see [`Resolution::Days`].
    #[must_use]
    pub const fn days(days: u32) -> Self {
        Self {
            resolution: Resolution::Days,
            length: days as i64,
        }
    }

    /// So much time by the clock, in whole seconds. A negative one is none.
    #[must_use]
    pub fn time(length: TimeDelta) -> Self {
        Self {
            resolution: Resolution::Seconds,
            length: length.num_seconds().max(0),
        }
    }

    /// In what unit it is counted.
    pub const fn resolution(self) -> Resolution {
        self.resolution
    }

    /// The most units from the last of the one to the first of the other.
    ///
    /// An event of one second that ends where the next begins is one second before it,
    /// and no time away.
    pub(super) const fn reach(self) -> i64 {
        match self.resolution {
            Resolution::Days => self.length,
            Resolution::Seconds => self.length + 1,
        }
    }

    /// Whether two events lie no further apart, whichever comes first.
    pub(super) fn holds(self, a: EventRef<'_>, b: EventRef<'_>) -> Certainty {
        match self.holds_by_dates(a, b) {
            Certainty::Possible if a.is_bound() && b.is_bound() => {
                self.holds_for([Gap::between(a, b), Gap::between(b, a)])
            }
            by_dates => by_dates,
        }
    }

    /// Whether an event and each of some others do, without a search for each.
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
        let [one, other] = [a, b].map(extent);
        one.within(other, self.reach())
    }

    /// Whether two do that have these gaps, there and back.
    fn holds_for(self, gaps: [Gap; 2]) -> Certainty {
        let [there, back] = gaps.map(|gap| self.gap(gap));
        // The distance is the larger of the two gaps, since one of them is below zero.
        let most = there.1.zip(back.1).map(|(there, back)| there.max(back));
        if there.0.max(back.0).is_some_and(|least| least > self.length) {
            Certainty::Impossible
        } else if most.is_some_and(|most| most <= self.length) {
            Certainty::Certain
        } else {
            Certainty::Possible
        }
    }

    const fn gap(self, gap: Gap) -> (Option<i64>, Option<i64>) {
        match self.resolution {
            Resolution::Days => gap.days,
            Resolution::Seconds => gap.seconds,
        }
    }
}

impl From<TimeDelta> for Distance {
    fn from(length: TimeDelta) -> Self {
        Self::time(length)
    }
}

/// The first and the last day, or second, that an event may be going on, each between two bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) first: (i64, i64),
    pub(super) last: (i64, i64),
}

impl Extent {
    pub(super) fn of(bounds: &Bounds, resolution: Resolution, midnights: Midnights) -> Self {
        let [start_earliest, start_latest, end_earliest, end_latest] = bounds.raw();
        // A start lies before its latest bound. An end lies after its earliest, and the last
        // second of what ends there is the one before.
        let (first, last) = (
            (start_earliest, start_latest - 1),
            (end_earliest, end_latest - 1),
        );
        let days = |(low, high): (i64, i64)| (midnights.day(low), midnights.day(high));
        match resolution {
            Resolution::Seconds => Self { first, last },
            Resolution::Days => Self {
                first: days(first),
                last: days(last),
            },
        }
    }

    /// Somewhere in all that it may cover, and however often.
    pub(super) const fn loosened(self) -> Self {
        let whole = (self.first.0, self.last.1);
        Self {
            first: whole,
            last: whole,
        }
    }

    /// What it covers wherever it lies, first and last included.
    pub(super) const fn core(self) -> Option<(i64, i64)> {
        if self.first.1 <= self.last.0 {
            Some((self.first.1, self.last.0))
        } else {
            None
        }
    }

    /// Whether two lie no further apart than a reach.
    fn within(self, other: Self, reach: i64) -> Certainty {
        let least = other.first.0.saturating_sub(self.last.1);
        let least = least.max(self.first.0.saturating_sub(other.last.1));
        let most = other.first.1.saturating_sub(self.last.0);
        let most = most.max(self.first.1.saturating_sub(other.last.0));
        if least > reach {
            Certainty::Impossible
        } else if most <= reach {
            Certainty::Certain
        } else {
            Certainty::Possible
        }
    }
}
