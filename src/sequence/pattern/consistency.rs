//! Whether several events can have dates for which all relations hold.
//!
//! Each relation alone may be possible while all together are not: if A may be before B, B before
//! C, and C within a day of A, there may be no dates for all three. The first and last units of the
//! events are the variables of a simple temporal network, dates and relations its constraints; the
//! relations are possible together if the network is consistent.

use chrono::TimeDelta;

use super::step::Relation;
use crate::sequence::distance::{Distance, Extent, Resolution};
use crate::time::network::{DifferenceConstraint, Network, Variable};
use crate::time::{DAY, Midnights};
use crate::timeline::EventRef;

/// The maximum difference from the last unit of one event to the first of another, in a resolution.
/// Rounded up if the distance is in the other one.
pub(super) const fn reach_in(distance: Distance, resolution: Resolution) -> i64 {
    let reach = distance.reach();
    match (distance.resolution(), resolution) {
        (Resolution::Days, Resolution::Days) | (Resolution::Seconds, Resolution::Seconds) => reach,
        // From the first second of a day to the last of another.
        (Resolution::Days, Resolution::Seconds) => (reach + 1) * DAY - 1,
        // The number of midnights that a number of seconds can cross.
        (Resolution::Seconds, Resolution::Days) => (reach + DAY - 1) / DAY,
    }
}

/// Whether there are dates for which the relations of each event to the earlier ones hold, in one
/// resolution.
pub(super) fn is_consistent(
    related: &[(EventRef<'_>, &[(usize, Relation)])],
    resolution: Resolution,
) -> bool {
    let mut network = Network::with_capacity(2 * related.len(), 8 * related.len());
    let zones = related.iter().map(|(event, _)| event.midnights());
    let midnights = zones.fold(Midnights::Undated, Midnights::and);
    let mut constraints = Constraints(Vec::with_capacity(8 * related.len()));
    // Invariant: `earlier` has the events before this one.
    let mut earlier: Vec<Node<'_>> = Vec::with_capacity(related.len());
    for &(event, relations) in related {
        let node = Node {
            event,
            first: network.add_variable(),
            last: network.add_variable(),
        };
        let extent = Extent::of(&event.bounds(), resolution, midnights);
        constraints.add_dates(node, extent);
        for &(step, relation) in relations {
            constraints.add_relation(earlier[step], relation, node, resolution);
        }
        // The constraints of the timeline are stated in seconds.
        if resolution == Resolution::Seconds && event.is_bound() {
            for &other in &earlier {
                constraints.add_stated(node, other);
                constraints.add_stated(other, node);
            }
        }
        earlier.push(node);
    }
    network.add_all(constraints.0).is_ok()
}

/// An event in the network, with its first and its last unit.
#[derive(Clone, Copy)]
struct Node<'t> {
    event: EventRef<'t>,
    first: Variable,
    last: Variable,
}

struct Constraints(Vec<DifferenceConstraint<()>>);

impl Constraints {
    fn at_most(&mut self, from: Variable, to: Variable, max: i64) {
        self.0.push(DifferenceConstraint {
            from,
            to,
            max,
            reason: (),
        });
    }

    fn add_dates(&mut self, node: Node<'_>, extent: Extent) {
        for (instant, (low, high)) in [(node.first, extent.first), (node.last, extent.last)] {
            // A bound beyond every date does not restrict anything.
            if low > MIN_UNIT {
                self.at_most(instant, Variable::ORIGIN, -low);
            }
            if high < -MIN_UNIT {
                self.at_most(Variable::ORIGIN, instant, high);
            }
        }
        self.at_most(node.last, node.first, 0);
    }

    fn add_relation(
        &mut self,
        earlier: Node<'_>,
        relation: Relation,
        node: Node<'_>,
        resolution: Resolution,
    ) {
        match relation {
            Relation::After => {
                // One event can follow another on the same day, but not in the same second.
                let apart = match resolution {
                    Resolution::Days => 0,
                    Resolution::Seconds => -1,
                };
                self.at_most(node.first, earlier.last, apart);
            }
            Relation::Within(distance) => {
                let reach = reach_in(distance, resolution);
                self.at_most(earlier.last, node.first, reach);
                self.at_most(node.last, earlier.first, reach);
            }
            Relation::Linked(_) => {}
        }
    }

    /// Adds what the timeline states about the gap between two events, from the end of one, a second
    /// after its last, to the start of the other.
    fn add_stated(&mut self, a: Node<'_>, b: Node<'_>) {
        let (min, max) = a.event.stated_gap(b.event).seconds;
        if let Some(gap) = min {
            self.at_most(b.first, a.last, gap.saturating_add(1).saturating_neg());
        }
        if let Some(gap) = max {
            self.at_most(a.last, b.first, gap.saturating_add(1));
        }
    }
}

/// Before every date, in days and in seconds.
const MIN_UNIT: i64 = TimeDelta::MIN.num_seconds();
