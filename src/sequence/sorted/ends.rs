//! The time since the last event, in O(log n).

use super::super::Gap;
use crate::query::View;
use crate::time::day_of;
use crate::timeline::EventRef;

/// The ends of the events of a view, with running maxima.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    /// By earliest end: the maximum of the latest ends up to it.
    all: Vec<(i64, i64)>,
    /// Of the certain events, by latest end: the maximum of the earliest ends up to it.
    certain: Vec<(i64, i64)>,
}

impl Ends {
    pub(super) fn new(view: &View<'_>, events: &[EventRef<'_>]) -> Self {
        let mut all = Vec::with_capacity(events.len());
        let mut certain = Vec::with_capacity(events.len());
        for &event in events {
            let [_, _, earliest, latest] = event.bounds().raw();
            all.push((earliest, latest));
            if view.certainty(event).is_certain() {
                certain.push((latest, earliest));
            }
        }
        for list in [&mut all, &mut certain] {
            list.sort_unstable();
            let mut maximum = i64::MIN;
            for (_, other) in list {
                maximum = maximum.max(*other);
                *other = maximum;
            }
        }
        Self { all, certain }
    }

    /// The time from the last end to an instant. `None` if no event can have ended.
    pub(super) fn since(&self, at: i64) -> Option<Gap> {
        let furthest = |list: &[(i64, i64)], by: i64| {
            let found = list.partition_point(|(end, _)| *end <= by);
            Some(list[found.checked_sub(1)?].1)
        };
        // 1. The minimum: to the latest end of an event that may be over. An event without an end,
        //    or without a known one, may still continue.
        let has_endless = self.all.last().is_some_and(|(end, _)| *end >= i64::MAX - 1);
        let may_have_ended = furthest(&self.all, at.saturating_sub(1));
        let latest = if has_endless {
            i64::MAX
        } else {
            may_have_ended?
        };
        let min_days = i64::from(day_of(at)) - i64::from(day_of(latest.saturating_sub(1)));
        // 2. The maximum: from the latest of the earliest ends of events that are certainly over.
        let earliest = furthest(&self.certain, at).filter(|end| *end > i64::MIN + 1);
        Some(Gap {
            min_days: Some(min_days.max(0)),
            max_days: earliest.map(|end| i64::from(day_of(at)) - i64::from(day_of(end))),
            min_seconds: Some(at.saturating_sub(latest).max(0)),
            max_seconds: earliest.map(|end| at.saturating_sub(end.saturating_add(1))),
        })
    }
}
