//! Puts the events of an edited timeline in order, and renumbers every list of events.
//!
//! An event keeps its place among the others if neither it nor its bounds changed. So the events that keep
//! their places stay in order, and the others are merged into them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::draft::Draft;
use crate::event::Link;
use crate::time::Bounds;
use crate::timeline::store::index::Renumbering;
use crate::timeline::{Arena, EventConstraints, EventIx, Timeline, order};

impl Draft<'_> {
    /// The edited timeline, given the bounds of the events that may have new ones.
    pub(super) fn finish(self, bounds: &BTreeMap<EventIx, Bounds>) -> Timeline {
        let (base, mut next) = (self.base, self.next);
        let is_moved =
            |ix: EventIx| self.changed.binary_search(&ix).is_ok() || base.bounds[ix] != bounds[&ix];
        let moved: Vec<EventIx> = bounds.keys().copied().filter(|&ix| is_moved(ix)).collect();
        let mut is_kept: Arena<EventIx, bool> = vec![true; base.events.len()].into();
        for &ix in self.removed.iter().chain(&moved) {
            if base.events.has(ix) {
                is_kept[ix] = false;
            }
        }
        let order = merged(base, &next, &is_kept, &placed(base, &next, &moved, bounds));
        let mut positions: Arena<EventIx, EventIx> =
            vec![EventIx::new(0); next.events.len()].into();
        for (position, &ix) in order.iter().enumerate() {
            positions[ix] = EventIx::new(position);
        }
        let keeps = |ix: EventIx| base.events.has(ix) && is_kept[ix];
        let all = order.iter();
        next.bounds = all
            .map(|&ix| {
                if keeps(ix) {
                    base.bounds[ix]
                } else {
                    bounds[&ix]
                }
            })
            .collect();
        let all = order.iter();
        next.flags = all
            .map(|&ix| {
                if keeps(ix) {
                    base.flags[ix]
                } else {
                    next.events[ix].flags()
                }
            })
            .collect();
        next.events.set_order(&order);
        for ix in next.by_id.iter_mut() {
            *ix = positions[*ix];
        }
        // The changed events are entered anew: their external identifiers may be others.
        let renumbered = |ix: EventIx| {
            let is_gone =
                self.changed.binary_search(&ix).is_ok() || self.removed.binary_search(&ix).is_ok();
            (!is_gone).then(|| positions[ix])
        };
        let changed = self.changed.iter().map(|&ix| positions[ix]);
        let added = changed.map(|ix| (ix, next.events[ix].external()));
        let external = |ix: EventIx| next.events[ix].external();
        let external = base.events_by_external.revised(renumbered, added, external);
        next.events_by_external = Arc::new(external);
        let links = self.links.iter();
        let placed =
            |&(from, link, to): &(EventIx, Link, EventIx)| (positions[from], link, positions[to]);
        next.set_links(links.map(placed).collect());
        let kept = is_kept.entries();
        let kept = kept.map(|(ix, &is_kept)| is_kept.then(|| positions[ix]));
        let moved = moved.iter().map(|&ix| positions[ix]);
        next.renumber_parties(base, &Renumbering::new(kept.collect()), moved);
        let constraints = EventConstraints::unsolved(self.binding, &next.by_id);
        next.event_constraints = constraints.map(Box::new);
        next
    }
}

/// An event that moves: the former position of the first event after it, its sort key, and its index.
type Placed<'t> = (usize, order::Key<&'t str>, EventIx);

/// The events that move, each with its place among the events of the base. Sorted.
fn placed<'t>(
    base: &Timeline,
    next: &'t Timeline,
    moved: &[EventIx],
    bounds: &BTreeMap<EventIx, Bounds>,
) -> Vec<Placed<'t>> {
    let place = |&ix: &EventIx| {
        let key = order::key(&bounds[&ix], &*next.events[ix].id);
        // The events of the base are sorted by their former keys. Those that keep their places have the same
        // keys now.
        let (mut low, mut high) = (0, base.events.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let at = EventIx::new(middle);
            if order::key(&base.bounds[at], &*base.events[at].id) < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low, key, ix)
    };
    let mut placed: Vec<Placed<'t>> = moved.iter().map(place).collect();
    placed.sort_unstable();
    placed
}

/// The events in order: those that keep their places, and those that move.
fn merged(
    base: &Timeline,
    next: &Timeline,
    is_kept: &Arena<EventIx, bool>,
    placed: &[Placed<'_>],
) -> Vec<EventIx> {
    let mut order = Vec::with_capacity(next.events.len());
    let mut placed = placed.iter().peekable();
    for ix in base.events.indices() {
        while let Some(&(.., moved)) = placed.next_if(|(place, ..)| *place <= ix.position()) {
            order.push(moved);
        }
        if is_kept[ix] {
            order.push(ix);
        }
    }
    order.extend(placed.map(|&(.., moved)| moved));
    order
}
