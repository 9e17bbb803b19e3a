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
    let mut instants: Vec<(Variable, Variable)> = Vec::with_capacity(related.len());
    let zones = related.iter().map(|(event, _)| event.midnights());
    let midnights = zones.fold(Midnights::Undated, Midnights::and);
    let mut constraints = Vec::with_capacity(8 * related.len());
    let mut at_most = |from, to, max| {
        constraints.push(DifferenceConstraint {
            from,
            to,
            max,
            reason: (),
        });
    };
    // Invariant: `instants` has the first and the last unit of the events before this one.
    for &(event, relations) in related {
        let (first, last) = (network.add_variable(), network.add_variable());
        let extent = Extent::of(&event.bounds(), resolution, midnights);
        for (instant, (low, high)) in [(first, extent.first), (last, extent.last)] {
            // A bound beyond every date is no bound.
            if low > MIN_UNIT {
                at_most(instant, Variable::ORIGIN, -low);
            }
            if high < -MIN_UNIT {
                at_most(Variable::ORIGIN, instant, high);
            }
        }
        at_most(last, first, 0);
        for &(earlier, relation) in relations {
            let (other_first, other_last) = instants[earlier];
            match relation {
                Relation::After => {
                    // One event can follow another on the same day, but not in the same second.
                    let apart = match resolution {
                        Resolution::Days => 0,
                        Resolution::Seconds => -1,
                    };
                    at_most(first, other_last, apart);
                }
                Relation::Within(distance) => {
                    let reach = reach_in(distance, resolution);
                    at_most(other_last, first, reach);
                    at_most(last, other_first, reach);
                }
                Relation::Linked(_) => {}
            }
        }
        // Constraints of the timeline, which are stated in seconds.
        if resolution == Resolution::Seconds && event.is_bound() {
            for (&(other, _), &(other_first, other_last)) in related.iter().zip(&instants) {
                // From the end of one, a second after its last, to the start of the other.
                for (a, b, a_last, b_first) in [
                    (event, other, last, other_first),
                    (other, event, other_last, first),
                ] {
                    let (min, max) = a.stated_gap(b).seconds;
                    if let Some(gap) = min {
                        at_most(b_first, a_last, gap.saturating_add(1).saturating_neg());
                    }
                    if let Some(gap) = max {
                        at_most(a_last, b_first, gap.saturating_add(1));
                    }
                }
            }
        }
        instants.push((first, last));
    }
    network.add_all(constraints).is_ok()
}

/// Before every date, in days and in seconds.
const MIN_UNIT: i64 = TimeDelta::MIN.num_seconds();
