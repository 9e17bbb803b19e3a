//! How bound events stand to each other, and how far apart they are: one by one, and of all at once.

use super::constraint_network::{ConstraintNetwork, TimePoint};
use super::layout::EventVariables;
use crate::time::network::Variable;
use crate::time::{Certainty, DAY, Midnights};
use crate::timeline::EventRank;

/// How one event stands to another that is asked about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RelativePosition {
    /// Whether it is over when the other begins.
    pub(crate) before: Certainty,
    /// Whether it begins when the other is over.
    pub(crate) after: Certainty,
    /// The most seconds from the other's start to its end: the more, the nearer it may be before.
    pub(crate) lead: Option<i64>,
    /// The most seconds from its start to the other's end: the more, the nearer it may be after.
    pub(crate) lag: Option<i64>,
}

/// The least and the most of a difference, or the most back and there; none without a bound.
type Range = (Option<i64>, Option<i64>);

/// What is stated of the time from the end of one event to the start of another.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct StatedGap {
    /// The least and the most.
    pub(crate) seconds: Range,
    /// The least and the most from the last day of the one to the first of the other, and by whose
    /// midnights, where both are placed by the days of one calendar that is known.
    pub(crate) days: Option<(Midnights, Range)>,
}

impl StatedGap {
    /// Of the most from the start back to the end, and from the end to the start; in seconds, and
    /// between midnights.
    fn new((back, there): Range, days: Option<(Midnights, Range)>) -> Self {
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

/// The most from one instant to every other, and from every other to it.
struct Differences {
    from: Vec<Option<i64>>,
    to: Vec<Option<i64>>,
}

impl Differences {
    /// The most to another, and from it.
    fn both(&self, other: Variable) -> (Option<i64>, Option<i64>) {
        (self.from[other.index()], self.to[other.index()])
    }
}

/// On which side of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeSide {
    Earlier,
    Later,
}

/// Whether one event is over when another begins, by the most from the start of this to the end of
/// that; and if it may be, by the most back.
fn is_over(most: Option<i64>, back: impl FnOnce() -> Option<i64>) -> Certainty {
    if most.is_some_and(|most| most <= 0) {
        Certainty::Certain
    } else if back().is_some_and(|back| back < 0) {
        Certainty::Impossible
    } else {
        Certainty::Possible
    }
}

/// Whether one event has started when another starts, by the most from this start to that; and if
/// it may have, by the most back. Two of one instant have not.
fn has_started(most: Option<i64>, back: impl FnOnce() -> Option<i64>) -> Certainty {
    if most.is_some_and(|most| most < 0) {
        Certainty::Certain
    } else if back().is_some_and(|back| back <= 0) {
        Certainty::Impossible
    } else {
        Certainty::Possible
    }
}

impl ConstraintNetwork {
    /// Whether what is stated puts one event before another, in part or altogether.
    pub(crate) fn before(&self, event: EventRank, other: EventRank) -> Certainty {
        let (end, start) = (TimePoint::End(event), TimePoint::Start(other));
        is_over(self.most(start, end), || self.most(end, start))
    }

    /// Whether what is stated puts the start of one event before that of another.
    pub(crate) fn starts_before(&self, event: EventRank, other: EventRank) -> Certainty {
        let (start, other) = (TimePoint::Start(event), TimePoint::Start(other));
        has_started(self.most(other, start), || self.most(start, other))
    }

    /// What is stated of the time from the end of one event to the start of another.
    pub(crate) fn gap(&self, event: EventRank, other: EventRank) -> StatedGap {
        let (Some(one), Some(next)) = (
            self.layout.event_variables(event),
            self.layout.event_variables(other),
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

    /// What is stated of the time from one event to every bound one, and back, by event.
    ///
    /// As [`ConstraintNetwork::gap`] tells it of each, for the price of eight searches at most.
    pub(crate) fn gaps(&self, event: EventRank) -> Vec<(EventRank, [StatedGap; 2])> {
        let Some(own) = self.layout.event_variables(event) else {
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
        let events = self.layout.events.iter().map(|event_variables| {
            let turned = |(from, to)| (to, from);
            let by_days = days.as_ref().zip(event_variables.days);
            let by_days = by_days.and_then(|((own, first, last), theirs)| {
                let midnights = own.midnights(&theirs)?;
                let there = turned(last.both(theirs.first));
                Some(((midnights, there), (midnights, first.both(theirs.last))))
            });
            let (there, back) = by_days.unzip();
            (
                event_variables.event,
                [
                    StatedGap::new(turned(end.both(event_variables.start)), there),
                    StatedGap::new(start.both(event_variables.end), back),
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

    /// Whether every bound event starts before one of them, by event.
    ///
    /// As [`ConstraintNetwork::starts_before`] tells it of each, for the price of two searches.
    pub(crate) fn starts_around(&self, event: EventRank) -> Vec<(EventRank, Certainty)> {
        let Some(&EventVariables { start, .. }) = self.layout.event_variables(event) else {
            return Vec::new();
        };
        let own = self.differences_around(start);
        let starts = self.layout.events.iter().map(|event_variables| {
            let (from, to) = own.both(event_variables.start);
            (event_variables.event, has_started(from, || to))
        });
        starts.collect()
    }

    /// How every bound event stands to one of them, by event.
    ///
    /// As [`ConstraintNetwork::before`] tells it of each, for the price of four searches.
    pub(crate) fn positions_around(&self, event: EventRank) -> Vec<(EventRank, RelativePosition)> {
        let Some(&EventVariables { start, end, .. }) = self.layout.event_variables(event) else {
            return Vec::new();
        };
        let (start, end) = (self.differences_around(start), self.differences_around(end));
        let stands = self.layout.events.iter().map(|event_variables| {
            let ((lead, not_before), (not_after, lag)) = (
                start.both(event_variables.end),
                end.both(event_variables.start),
            );
            let stand = RelativePosition {
                before: is_over(lead, || not_before),
                after: is_over(lag, || not_after),
                lead,
                lag,
            };
            (event_variables.event, stand)
        });
        stands.collect()
    }

    /// The bound events that are over when one begins, or begin when it is over, for certain.
    pub(crate) fn on_side(&self, event: EventRank, side: TimeSide) -> Vec<EventRank> {
        let Some(&EventVariables { start, end, .. }) = self.layout.event_variables(event) else {
            return Vec::new();
        };
        let most = match side {
            TimeSide::Earlier => self.differences(start),
            TimeSide::Later => self.differences_to(end),
        };
        let events = self.layout.events.iter().filter(|event_variables| {
            let other = match side {
                TimeSide::Earlier => event_variables.end,
                TimeSide::Later => event_variables.start,
            };
            event_variables.event != event && most[other.index()].is_some_and(|most| most <= 0)
        });
        events
            .map(|event_variables| event_variables.event)
            .collect()
    }
}
