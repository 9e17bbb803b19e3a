//! How bound events stand to each other, and how far apart they are: one by one, and of all at once.

use super::layout::Tie;
use super::{Instant, Web};
use crate::time::network::Variable;
use crate::time::{Certainty, DAY, Midnights};
use crate::timeline::EventRank;

/// How one event stands to another that is asked about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stand {
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
struct Reach {
    from: Vec<Option<i64>>,
    to: Vec<Option<i64>>,
}

impl Reach {
    /// The most to another, and from it.
    fn both(&self, other: Variable) -> (Option<i64>, Option<i64>) {
        (self.from[other.index()], self.to[other.index()])
    }
}

/// On which side of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beyond {
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

impl Web {
    /// Whether what is stated puts one event before another, in part or altogether.
    pub(crate) fn before(&self, event: EventRank, other: EventRank) -> Certainty {
        let (end, start) = (Instant::End(event), Instant::Start(other));
        is_over(self.most(start, end), || self.most(end, start))
    }

    /// Whether what is stated puts the start of one event before that of another.
    pub(crate) fn starts_before(&self, event: EventRank, other: EventRank) -> Certainty {
        let (start, other) = (Instant::Start(event), Instant::Start(other));
        has_started(self.most(other, start), || self.most(start, other))
    }

    /// What is stated of the time from the end of one event to the start of another.
    pub(crate) fn gap(&self, event: EventRank, other: EventRank) -> StatedGap {
        let (Some(one), Some(next)) = (self.layout.tie(event), self.layout.tie(other)) else {
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
    /// As [`Web::gap`] tells it of each, for the price of eight searches at most.
    pub(crate) fn gaps(&self, event: EventRank) -> Vec<(EventRank, [StatedGap; 2])> {
        let Some(own) = self.layout.tie(event) else {
            return Vec::new();
        };
        let (start, end) = (self.reach(own.start), self.reach(own.end));
        let days = own
            .days
            .filter(|days| days.place.calendar.midnights().is_some());
        let days = days.map(|days| (days, self.reach(days.first), self.reach(days.last)));
        let ties = self.layout.ties.iter().map(|tie| {
            let turned = |(from, to)| (to, from);
            let by_days = days.as_ref().zip(tie.days);
            let by_days = by_days.and_then(|((own, first, last), theirs)| {
                let midnights = own.midnights(&theirs)?;
                let there = turned(last.both(theirs.first));
                Some(((midnights, there), (midnights, first.both(theirs.last))))
            });
            let (there, back) = by_days.unzip();
            (
                tie.event,
                [
                    StatedGap::new(turned(end.both(tie.start)), there),
                    StatedGap::new(start.both(tie.end), back),
                ],
            )
        });
        ties.collect()
    }

    fn reach(&self, instant: Variable) -> Reach {
        Reach {
            from: self.differences(instant),
            to: self.differences_to(instant),
        }
    }

    /// Whether every bound event starts before one of them, by event.
    ///
    /// As [`Web::starts_before`] tells it of each, for the price of two searches.
    pub(crate) fn starts_around(&self, event: EventRank) -> Vec<(EventRank, Certainty)> {
        let Some(&Tie { start, .. }) = self.layout.tie(event) else {
            return Vec::new();
        };
        let own = self.reach(start);
        let starts = self.layout.ties.iter().map(|tie| {
            let (from, to) = own.both(tie.start);
            (tie.event, has_started(from, || to))
        });
        starts.collect()
    }

    /// How every bound event stands to one of them, by event.
    ///
    /// As [`Web::before`] tells it of each, for the price of four searches.
    pub(crate) fn around(&self, event: EventRank) -> Vec<(EventRank, Stand)> {
        let Some(&Tie { start, end, .. }) = self.layout.tie(event) else {
            return Vec::new();
        };
        let (start, end) = (self.reach(start), self.reach(end));
        let stands = self.layout.ties.iter().map(|tie| {
            let ((lead, not_before), (not_after, lag)) = (start.both(tie.end), end.both(tie.start));
            let stand = Stand {
                before: is_over(lead, || not_before),
                after: is_over(lag, || not_after),
                lead,
                lag,
            };
            (tie.event, stand)
        });
        stands.collect()
    }

    /// The bound events that are over when one begins, or begin when it is over, for certain.
    pub(crate) fn beyond(&self, event: EventRank, side: Beyond) -> Vec<EventRank> {
        let Some(&Tie { start, end, .. }) = self.layout.tie(event) else {
            return Vec::new();
        };
        let most = match side {
            Beyond::Earlier => self.differences(start),
            Beyond::Later => self.differences_to(end),
        };
        let ties = self.layout.ties.iter().filter(|tie| {
            let other = match side {
                Beyond::Earlier => tie.end,
                Beyond::Later => tie.start,
            };
            tie.event != event && most[other.index()].is_some_and(|most| most <= 0)
        });
        ties.map(|tie| tie.event).collect()
    }
}
