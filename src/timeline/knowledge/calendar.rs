//! By whose calendar statements count days.
//!
//! "The day after" is said on one calendar, and mostly nobody says on which. Dates of
//! whole days tell it: their midnights are those of the zone that they are read in.
//! Events that such statements tie together are taken to be on one calendar.
//! Where the dates of a group do not agree on its midnights, none is preferred, and
//! what is said by days holds for every calendar.

use std::collections::BTreeMap;

use crate::time::{Bounds, DAY, Midnights};
use crate::timeline::{EventConstraint, EventConstraintIx, EventRank, components};

/// A calendar of days of 24 hours: by how many seconds its midnights lie after UTC's, if that
/// is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Calendar(Option<i64>);

impl Calendar {
    /// By whose midnights it counts, if that is known.
    pub(crate) fn midnights(self) -> Option<Midnights> {
        self.0.map(Midnights::At)
    }

    /// The midnight that begins the day of a second; none if that cannot be told.
    pub(crate) fn midnight(self, second: i64) -> Option<i64> {
        let (offset, second) = (self.0?, near(second)?);
        Some(second - (second - offset).rem_euclid(DAY))
    }
}

/// The calendars of events: those that statements by days tie together have one.
pub(crate) struct Calendars {
    /// Each event, with the one of its group that stands for all.
    groups: BTreeMap<EventRank, EventRank>,
    /// The calendar of each group that has dates of whole days.
    known: BTreeMap<EventRank, Calendar>,
}

impl Calendars {
    /// From pairs of events of one calendar, and the date of each event.
    pub(crate) fn new(
        pairs: impl Iterator<Item = (EventRank, EventRank)>,
        dated: impl Fn(EventRank) -> Bounds,
    ) -> Self {
        let mut all = Self {
            groups: BTreeMap::new(),
            known: BTreeMap::new(),
        };
        for (one, other) in pairs {
            let (one, other) = (all.group(one), all.group(other));
            all.groups.insert(one.max(other), one.min(other));
        }
        let events: Vec<EventRank> = all.groups.keys().copied().collect();
        for event in events {
            let group = all.group(event);
            let [start_earliest, start_latest, end_earliest, end_latest] = dated(event).raw();
            for (from, to) in [(start_earliest, start_latest), (end_earliest, end_latest)] {
                let (Some(from), Some(to)) = (near(from), near(to)) else {
                    continue;
                };
                let whole = Calendar(Some(from.rem_euclid(DAY)));
                if from.rem_euclid(DAY) == to.rem_euclid(DAY) {
                    all.known
                        .entry(group)
                        .and_modify(|known| {
                            if *known != whole {
                                *known = Calendar(None);
                            }
                        })
                        .or_insert(whole);
                }
            }
        }
        all
    }

    /// The event that stands for the group of one; from then on it is found in one step.
    fn group(&mut self, event: EventRank) -> EventRank {
        let mut at = event;
        while let Some(&up) = self.groups.get(&at).filter(|&&up| up != at) {
            at = up;
        }
        let mut back = event;
        while let Some(up) = self.groups.insert(back, at).filter(|&up| up != back) {
            back = up;
        }
        at
    }

    /// The calendar that events have in common with those that they are tied to, if those that are
    /// placed by days have one that is known.
    pub(crate) fn shared(
        &self,
        events: &[EventRank],
        constraints: impl Iterator<Item = (EventConstraintIx, EventConstraint)>,
    ) -> BTreeMap<EventRank, Calendar> {
        if self.groups.is_empty() {
            return BTreeMap::new();
        }
        let components = components(events, constraints).into_iter();
        let shared = components.filter_map(|(events, _)| {
            let mut calendars: Vec<Calendar> =
                events.iter().filter_map(|&event| self.of(event)).collect();
            calendars.dedup();
            match *calendars.as_slice() {
                [one] if one.0.is_some() => Some(events.into_iter().map(move |event| (event, one))),
                _ => None,
            }
        });
        shared.flatten().collect()
    }

    /// The calendar of an event that is placed by days.
    pub(crate) fn of(&self, event: EventRank) -> Option<Calendar> {
        let group = self.groups.get(&event)?;
        Some(self.known.get(group).copied().unwrap_or(Calendar(None)))
    }
}

/// A second that days can be counted from: what goes on for ever has none.
fn near(second: i64) -> Option<i64> {
    (second.unsigned_abs() < 1 << 62).then_some(second)
}
