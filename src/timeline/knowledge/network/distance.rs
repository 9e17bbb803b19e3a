//! The order and the distance of bound events, for two events or for one event and all others.
//!
//! A question about one event and many others runs a fixed number of searches of the network, instead
//! of one per pair.

use super::constraint_network::{ConstraintNetwork, TimePoint};
use super::layout::EventVariables;
use crate::time::network::Variable;
use crate::time::{Certainty, DAY, Midnights};
use crate::timeline::EventRank;

/// The position of an event relative to another event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RelativePosition {
    /// Whether it ends before the other begins.
    pub(crate) before: Certainty,
    /// Whether it begins after the other ends.
    pub(crate) after: Certainty,
    /// The maximum number of seconds from the other's start to its end. The larger, the closer the
    /// event may be before the other. `None` means unbounded.
    pub(crate) lead: Option<i64>,
    /// The maximum number of seconds from its start to the other's end. The larger, the closer the
    /// event may be after the other. `None` means unbounded.
    pub(crate) lag: Option<i64>,
}

/// The minimum and the maximum of a difference. `None` means unbounded.
type Range = (Option<i64>, Option<i64>);

/// The maximum of a difference, in one direction and in the other. `None` means unbounded.
type Maxima = (Option<i64>, Option<i64>);

/// The time from the end of one event to the start of another, as far as statements bound it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct StatedGap {
    pub(crate) seconds: Range,
    /// The days from the last day of the first event to the first day of the second, and the midnights
    /// that they are counted by. `None` unless both events have days of one known calendar.
    pub(crate) days: Option<(Midnights, Range)>,
}

impl StatedGap {
    /// From the maxima of `end - start` and of `start - end`, in seconds: of the instants, and of the
    /// midnights of their days.
    fn new((back, there): Maxima, days: Option<(Midnights, Maxima)>) -> Self {
        // The minimum of `start - end` is minus the maximum of `end - start`.
        let whole = |seconds: i64| seconds.div_euclid(DAY);
        let days = days.map(|(midnights, (back, there))| {
            (midnights, (back.map(|most| -whole(most)), there.map(whole)))
        });
        Self {
            seconds: (back.and_then(i64::checked_neg), there),
            days,
        }
    }
}

/// The maximum differences from one instant to every other, and from every other to it.
struct Differences {
    from: Vec<Option<i64>>,
    to: Vec<Option<i64>>,
}

impl Differences {
    /// The maximum to another instant, and from it.
    fn both(&self, other: Variable) -> Maxima {
        (self.from[other.index()], self.to[other.index()])
    }
}

/// A side of an event in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeSide {
    Earlier,
    Later,
}

/// Whether one event ends before another begins: `most` is the maximum of `end - start`, and `back`
/// that of `start - end`.
fn ends_before(most: Option<i64>, back: impl FnOnce() -> Option<i64>) -> Certainty {
    if most.is_some_and(|most| most <= 0) {
        Certainty::Certain
    } else if back().is_some_and(|back| back < 0) {
        Certainty::Impossible
    } else {
        Certainty::Possible
    }
}

/// Whether one event starts before another starts: `most` is the maximum of its start minus the
/// other's, and `back` the reverse. Two that start at the same instant do not.
fn starts_before(most: Option<i64>, back: impl FnOnce() -> Option<i64>) -> Certainty {
    if most.is_some_and(|most| most < 0) {
        Certainty::Certain
    } else if back().is_some_and(|back| back <= 0) {
        Certainty::Impossible
    } else {
        Certainty::Possible
    }
}

impl ConstraintNetwork {
    /// Whether one event ends before another begins.
    pub(crate) fn before(&self, event: EventRank, other: EventRank) -> Certainty {
        let (end, start) = (TimePoint::End(event), TimePoint::Start(other));
        ends_before(self.most(start, end), || self.most(end, start))
    }

    /// Whether one event starts before another starts.
    pub(crate) fn starts_before(&self, event: EventRank, other: EventRank) -> Certainty {
        let (start, other) = (TimePoint::Start(event), TimePoint::Start(other));
        starts_before(self.most(other, start), || self.most(start, other))
    }

    /// The time from the end of one event to the start of another.
    pub(crate) fn gap(&self, event: EventRank, other: EventRank) -> StatedGap {
        let (Some(one), Some(next)) = (
            self.layout.find_variables(event),
            self.layout.find_variables(other),
        ) else {
            return StatedGap::default();
        };
        let most = |from, to| self.difference(from, to);
        let days = one.days.zip(next.days).and_then(|(one, next)| {
            let differences = (most(next.first, one.last), most(one.last, next.first));
            Some((one.midnights(&next)?, differences))
        });
        StatedGap::new((most(next.start, one.end), most(one.end, next.start)), days)
    }

    /// The time from one event to each bound event, and back, sorted by event.
    ///
    /// As [`ConstraintNetwork::gap`] for each pair, with at most eight searches in all.
    pub(crate) fn gaps(&self, event: EventRank) -> Vec<(EventRank, [StatedGap; 2])> {
        let Some(own) = self.layout.find_variables(event) else {
            return Vec::new();
        };
        let (start, end) = (
            self.differences_around(own.start),
            self.differences_around(own.end),
        );
        let days = own
            .days
            .filter(|days| days.place.calendar.midnights().is_some());
        let days = days.map(|days| {
            (
                days,
                self.differences_around(days.first),
                self.differences_around(days.last),
            )
        });
        let events = self.layout.events.iter().map(|variables| {
            let reversed = |(from, to)| (to, from);
            let by_days = days.as_ref().zip(variables.days);
            let by_days = by_days.and_then(|((own, first, last), theirs)| {
                let midnights = own.midnights(&theirs)?;
                let there = reversed(last.both(theirs.first));
                Some(((midnights, there), (midnights, first.both(theirs.last))))
            });
            let (there, back) = by_days.unzip();
            (
                variables.event,
                [
                    StatedGap::new(reversed(end.both(variables.start)), there),
                    StatedGap::new(start.both(variables.end), back),
                ],
            )
        });
        events.collect()
    }

    fn differences_around(&self, instant: Variable) -> Differences {
        Differences {
            from: self.differences(instant),
            to: self.differences_to(instant),
        }
    }

    /// For each bound event, whether it starts before one of them, sorted by event.
    ///
    /// As [`ConstraintNetwork::starts_before`] for each pair, with two searches in all.
    pub(crate) fn starts_around(&self, event: EventRank) -> Vec<(EventRank, Certainty)> {
        let Some(&EventVariables { start, .. }) = self.layout.find_variables(event) else {
            return Vec::new();
        };
        let own = self.differences_around(start);
        let starts = self.layout.events.iter().map(|variables| {
            let (from, to) = own.both(variables.start);
            (variables.event, starts_before(from, || to))
        });
        starts.collect()
    }

    /// The position of each bound event relative to one of them, sorted by event.
    ///
    /// As [`ConstraintNetwork::before`] for each pair, with four searches in all.
    pub(crate) fn positions_around(&self, event: EventRank) -> Vec<(EventRank, RelativePosition)> {
        let Some(&EventVariables { start, end, .. }) = self.layout.find_variables(event) else {
            return Vec::new();
        };
        let (start, end) = (self.differences_around(start), self.differences_around(end));
        let positions = self.layout.events.iter().map(|variables| {
            let ((lead, not_before), (not_after, lag)) =
                (start.both(variables.end), end.both(variables.start));
            let position = RelativePosition {
                before: ends_before(lead, || not_before),
                after: ends_before(lag, || not_after),
                lead,
                lag,
            };
            (variables.event, position)
        });
        positions.collect()
    }

    /// The bound events that certainly end before an event begins, or begin after it ends, sorted.
    pub(crate) fn on_side(&self, event: EventRank, side: TimeSide) -> Vec<EventRank> {
        let Some(&EventVariables { start, end, .. }) = self.layout.find_variables(event) else {
            return Vec::new();
        };
        let most = match side {
            TimeSide::Earlier => self.differences(start),
            TimeSide::Later => self.differences_to(end),
        };
        let events = self.layout.events.iter().filter(|variables| {
            let other = match side {
                TimeSide::Earlier => variables.end,
                TimeSide::Later => variables.start,
            };
            variables.event != event && most[other.index()].is_some_and(|most| most <= 0)
        });
        events.map(|variables| variables.event).collect()
    }
}
