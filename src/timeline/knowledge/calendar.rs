//! Which calendar statements in days count by.
//!
//! "The day after" refers to a calendar, which is rarely stated. It follows from dates of whole days:
//! their midnights are those of the zone that they are read in. Events that statements in days
//! connect share one calendar. If the dates of such a group imply different midnights, the calendar
//! is unknown, and the statements are taken to hold for every calendar.

use std::collections::BTreeMap;

use crate::time::{Bounds, DAY, Midnights};
use crate::timeline::{EventConstraint, EventConstraintIx, EventRank, components};

/// A calendar of days of 24 hours: the number of seconds from UTC's midnights to its own, if known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Calendar(Option<i64>);

impl Calendar {
    /// Its midnights. Returns `None` if they are not known.
    pub(crate) fn midnights(self) -> Option<Midnights> {
        self.0.map(Midnights::At)
    }

    /// The midnight that begins the day of a second. Returns `None` if the calendar is not known, or
    /// if the second means unbounded.
    pub(crate) fn midnight(self, second: i64) -> Option<i64> {
        let (offset, second) = (self.0?, finite(second)?);
        Some(second - (second - offset).rem_euclid(DAY))
    }
}

/// The calendars of events. Events that statements in days connect are one group and share one.
pub(crate) struct Calendars {
    /// A union-find forest: each event points to another event of its group, and a root to itself.
    parents: BTreeMap<EventRank, EventRank>,
    /// The calendar of each group that has dates of whole days, by its root.
    by_root: BTreeMap<EventRank, Calendar>,
}

impl Calendars {
    /// From pairs of events that share a calendar, and the bounds of the date of each event.
    pub(crate) fn new(
        pairs: impl Iterator<Item = (EventRank, EventRank)>,
        date_of: impl Fn(EventRank) -> Bounds,
    ) -> Self {
        let mut all = Self {
            parents: BTreeMap::new(),
            by_root: BTreeMap::new(),
        };
        for (one, other) in pairs {
            let (one, other) = (all.root(one), all.root(other));
            all.parents.insert(one.max(other), one.min(other));
        }
        let events: Vec<EventRank> = all.parents.keys().copied().collect();
        for event in events {
            let root = all.root(event);
            for calendar in calendars_of(&date_of(event)) {
                let known = all.by_root.entry(root).or_insert(calendar);
                if *known != calendar {
                    *known = Calendar(None);
                }
            }
        }
        all
    }

    /// The root of an event's group. Points every event on the way directly to it.
    fn root(&mut self, event: EventRank) -> EventRank {
        let mut root = event;
        while let Some(&parent) = self.parents.get(&root).filter(|&&parent| parent != root) {
            root = parent;
        }
        let mut at = event;
        while let Some(parent) = self.parents.insert(at, root).filter(|&next| next != at) {
            at = parent;
        }
        root
    }

    /// The calendar of every event in a component whose events all count by one known calendar.
    ///
    /// Events of the component that no statement in days names get the calendar too.
    pub(crate) fn shared(
        &self,
        events: &[EventRank],
        constraints: impl Iterator<Item = (EventConstraintIx, EventConstraint)>,
    ) -> BTreeMap<EventRank, Calendar> {
        if self.parents.is_empty() {
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

    /// The calendar of an event. Returns `None` if no statement in days names it.
    pub(crate) fn of(&self, event: EventRank) -> Option<Calendar> {
        let root = self.parents.get(&event)?;
        let unknown = Calendar(None);
        Some(self.by_root.get(root).copied().unwrap_or(unknown))
    }
}

/// The calendars that the start and the end of a date imply: those that vary by whole days.
fn calendars_of(date: &Bounds) -> impl Iterator<Item = Calendar> + use<> {
    let [start_earliest, start_latest, end_earliest, end_latest] = date.raw();
    let ends = [(start_earliest, start_latest), (end_earliest, end_latest)];
    ends.into_iter().filter_map(|(earliest, latest)| {
        let offset = finite(earliest)?.rem_euclid(DAY);
        (offset == finite(latest)?.rem_euclid(DAY)).then_some(Calendar(Some(offset)))
    })
}

/// A second that days can be counted from. Returns `None` for seconds that mean unbounded.
fn finite(second: i64) -> Option<i64> {
    (second.unsigned_abs() < 1 << 62).then_some(second)
}
