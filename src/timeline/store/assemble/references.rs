//! The references between events: links and constraints.

use super::assembly::{Assembly, cycle, hint_for};
use crate::event::Link;
use crate::timeline::{Arena, Constraint, Entry, EventIx, FaultKind, Stored, StoredSource};

impl Assembly {
    /// The links, as (event, link, other), sorted, each once. Unknown events are faults.
    pub(super) fn find_links(
        &mut self,
        events: &[Stored],
        find: impl Fn(&str) -> Option<EventIx>,
    ) -> Vec<(EventIx, Link, EventIx)> {
        let mut links = Vec::new();
        for unresolved in std::mem::take(&mut self.builder.unresolved) {
            let id = &events[unresolved.event].id;
            for (link, other) in &unresolved.links {
                match find(other) {
                    Some(found) => links.push((EventIx::new(unresolved.event), *link, found)),
                    None => {
                        self.unknown_event(
                            Entry::Event(unresolved.event),
                            "event",
                            id,
                            other,
                            events,
                        );
                    }
                }
            }
        }
        links.sort_unstable();
        links.dedup();
        links
    }

    fn unknown_event(
        &mut self,
        entry: Entry,
        what: &'static str,
        id: &str,
        other: &str,
        events: &[Stored],
    ) {
        let kind = FaultKind::UnknownEvent {
            what,
            id: id.to_owned(),
            event: other.to_owned(),
            near: hint_for(
                &mut self.hints_left,
                other,
                events.iter().map(|event| &*event.id),
            ),
        };
        self.fault(entry, kind);
    }

    /// The events of each constraint: `event`, `other` and `until`. Unknown events and sources are faults.
    ///
    /// Each constraint is given with its position in the builder.
    pub(super) fn find_constraints(
        &mut self,
        events: &[Stored],
        constraints: &[(usize, Constraint)],
        sources: &[StoredSource],
        find: impl Fn(&str) -> Option<EventIx>,
    ) -> Vec<[Option<EventIx>; 3]> {
        let mut found = Vec::with_capacity(constraints.len());
        for (number, one) in constraints {
            let entry = Entry::Constraint(*number);
            self.check_constraint_sources(entry, one, sources);
            let mut known = |id: &str| {
                let at = find(id);
                if at.is_none() {
                    let shown = one.without_sources();
                    self.unknown_event(entry, "constraint", &shown, id, events);
                }
                at
            };
            let until = one.until.as_deref().and_then(&mut known);
            found.push([known(&one.event), known(&one.other), until]);
        }
        found
    }

    fn check_constraint_sources(
        &mut self,
        entry: Entry,
        constraint: &Constraint,
        sources: &[StoredSource],
    ) {
        let shown = constraint.to_string().replace('`', "");
        for id in &constraint.by {
            self.check_source(entry, "constraint", &shown, id, sources);
        }
    }

    /// Refuses events that are parts of each other in a cycle.
    pub(super) fn check_cycles(
        &mut self,
        events: &Arena<EventIx, Stored>,
        links: &[(EventIx, Link, EventIx)],
    ) {
        let id = |ix: EventIx| events[ix].id.to_string();
        let starts = links.iter().filter(|&&(_, link, _)| link == Link::PartOf);
        let starts = starts.map(|&(start, ..)| start);
        if let Some((event, events)) = part_of_cycle(links, starts, id) {
            let entry = Entry::Event(event.position());
            self.fault(entry, FaultKind::PartOfItself { events });
        }
    }
}

/// Finds a cycle of events that are parts of each other, from some events on. The links must be sorted.
pub(in crate::timeline::store) fn part_of_cycle(
    links: &[(EventIx, Link, EventIx)],
    starts: impl Iterator<Item = EventIx>,
    id: impl Fn(EventIx) -> String,
) -> Option<(EventIx, Vec<String>)> {
    let wholes = |part: EventIx| {
        let first = links.partition_point(|&(from, ..)| from < part);
        links[first..]
            .iter()
            .take_while(move |&&(from, ..)| from == part)
            .filter(|&&(_, link, _)| link == Link::PartOf)
            .map(|&(.., whole)| whole)
    };
    cycle(starts, wholes, id)
}
