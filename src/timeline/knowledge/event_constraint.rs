//! What a link or a constraint says of two events or three, and while it stands.

use crate::event::Link;
use crate::timeline::{BondIx, ConstraintIx, EventRank};

/// A statement that binds events together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bond {
    pub(crate) event: EventRank,
    pub(crate) other: EventRank,
    /// The second of two events that it lies between.
    pub(crate) until: Option<EventRank>,
    pub(crate) says: Says,
    /// The first second at which it had been asserted for certain. Links follow their event.
    pub(crate) known_from: i64,
    /// The second from which it was withdrawn; `i64::MAX` if it stands.
    pub(crate) known_until: i64,
}

/// What says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Says {
    /// The event is tied to the other.
    Linked(Link),
    /// The constraint at a position.
    Stated(ConstraintIx),
}

impl Bond {
    pub(crate) fn events(&self) -> impl Iterator<Item = EventRank> + use<> {
        [Some(self.event), Some(self.other), self.until]
            .into_iter()
            .flatten()
    }
}

/// The parts that statements make of events: their events, which are sorted, and the bonds.
pub(crate) fn parts(
    events: &[EventRank],
    bonds: impl Iterator<Item = (BondIx, Bond)>,
) -> Vec<(Vec<EventRank>, Vec<BondIx>)> {
    let place = |event: EventRank| {
        let place = events.binary_search(&event);
        place.expect("the events of all bonds are bound")
    };
    let mut above: Vec<usize> = (0..events.len()).collect();
    let bonds: Vec<(BondIx, Bond)> = bonds.collect();
    for (_, bond) in &bonds {
        let first = place(bond.event);
        for event in bond.events() {
            let (one, other) = (root(&mut above, first), root(&mut above, place(event)));
            above[one.max(other)] = one.min(other);
        }
    }
    let mut parts: Vec<(Vec<EventRank>, Vec<BondIx>)> =
        vec![(Vec::new(), Vec::new()); events.len()];
    for (at, &event) in events.iter().enumerate() {
        parts[root(&mut above, at)].0.push(event);
    }
    for (number, bond) in bonds {
        parts[root(&mut above, place(bond.event))].1.push(number);
    }
    parts.retain(|(events, _)| !events.is_empty());
    parts
}

/// What stands for all that is tied to a place.
fn root(above: &mut [usize], mut at: usize) -> usize {
    while above[at] != at {
        above[at] = above[above[at]];
        at = above[at];
    }
    at
}
