//! Links and constraints in one form: a constraint on two or three events, by rank.

use crate::event::Link;
use crate::timeline::{ConstraintIx, EventConstraintIx, EventRank};

/// A statement that binds events together in time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EventConstraint {
    pub(crate) event: EventRank,
    pub(crate) other: EventRank,
    /// The second of the two events that `event` is between.
    pub(crate) until: Option<EventRank>,
    pub(crate) origin: Origin,
    /// The first second at which it had certainly been asserted. For a link, its event decides.
    pub(crate) known_from: i64,
    /// The second from which it was withdrawn, or `i64::MAX`.
    pub(crate) known_until: i64,
}

/// Where a constraint on events comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// The event links to the other.
    Linked(Link),
    /// A constraint was stated.
    Stated(ConstraintIx),
}

impl EventConstraint {
    /// The same statement with other ranks and another index. Returns `None` if one of its events has no
    /// rank any more.
    pub(crate) fn renumbered(
        self,
        at: ConstraintIx,
        rank: impl Fn(EventRank) -> Option<EventRank>,
    ) -> Option<Self> {
        let until = match self.until {
            Some(until) => Some(rank(until)?),
            None => None,
        };
        Some(Self {
            event: rank(self.event)?,
            other: rank(self.other)?,
            until,
            origin: Origin::Stated(at),
            ..self
        })
    }

    /// Its events: `event`, `other` and `until`.
    pub(crate) const fn named(&self) -> (EventRank, EventRank, Option<EventRank>) {
        (self.event, self.other, self.until)
    }

    pub(crate) fn events(&self) -> impl Iterator<Item = EventRank> + use<> {
        [Some(self.event), Some(self.other), self.until]
            .into_iter()
            .flatten()
    }
}

/// The connected components that constraints make of events: the events of each, sorted, and its constraints.
pub(crate) fn components(
    events: &[EventRank],
    constraints: impl Iterator<Item = (EventConstraintIx, EventConstraint)>,
) -> Vec<(Vec<EventRank>, Vec<EventConstraintIx>)> {
    let place = |event: EventRank| {
        let place = events.binary_search(&event);
        place.expect("the events of all constraints are listed")
    };
    // A union-find forest: each place points to another of its component, and a root to itself.
    let mut parents: Vec<usize> = (0..events.len()).collect();
    let constraints: Vec<(EventConstraintIx, EventConstraint)> = constraints.collect();
    for (_, constraint) in &constraints {
        let first = place(constraint.event);
        for event in constraint.events() {
            let (one, other) = (root(&mut parents, first), root(&mut parents, place(event)));
            parents[one.max(other)] = one.min(other);
        }
    }
    let mut components = vec![(Vec::new(), Vec::new()); events.len()];
    for (at, &event) in events.iter().enumerate() {
        components[root(&mut parents, at)].0.push(event);
    }
    for (number, constraint) in constraints {
        let root = root(&mut parents, place(constraint.event));
        components[root].1.push(number);
    }
    components.retain(|(events, _)| !events.is_empty());
    components
}

/// The root of a place. Halves the path to it on the way.
fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}
