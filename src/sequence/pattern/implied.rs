//! What the relations of a pattern say of two steps together, by way of others.
//!
//! If B comes after A, C after B, and C within a day of A, then B lies within that day: the
//! bounds on the first and last seconds of all steps are closed by way of every third, as in a
//! simple temporal network before any event is chosen.

use super::matches::reach_in;
use super::step::Relation;
use crate::sequence::distance::{Extent, Resolution};

/// How far a step may lie from an earlier one: the most seconds from one instant to another; none
/// without a bound.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Implied {
    /// From the earlier step's first and last second to this one's first.
    first_after: [Option<i64>; 2],
    /// From this one's first second to the earlier step's first and last.
    first_before: [Option<i64>; 2],
    /// From this one's last second to the earlier step's first and last.
    last_before: [Option<i64>; 2],
}

impl Implied {
    /// For each step, how it stands to each step before it.
    pub(super) fn all(steps: &[&[(usize, Relation)]]) -> Vec<Vec<Self>> {
        let most = closed(steps);
        let of = |step: usize| {
            let (first, last) = (2 * step, 2 * step + 1);
            let to = |earlier: usize| {
                let both = [2 * earlier, 2 * earlier + 1];
                Self {
                    first_after: both.map(|instant| most[instant][first]),
                    first_before: both.map(|instant| most[first][instant]),
                    last_before: both.map(|instant| most[last][instant]),
                }
            };
            (0..step).map(to).collect()
        };
        (0..steps.len()).map(of).collect()
    }

    /// The seconds between which the step's event has to lie in part, if the earlier step has this
    /// extent: its last second is not before the first of them, its first not after the second.
    pub(super) fn window(&self, earlier: Extent) -> (i64, i64) {
        let [low, high] = [
            [earlier.first.0, earlier.last.0],
            [earlier.first.1, earlier.last.1],
        ];
        let no_earlier = |bounds: [Option<i64>; 2]| {
            let each = low.into_iter().zip(bounds);
            let each = each.filter_map(|(from, most)| Some(from.saturating_sub(most?)));
            each.max().unwrap_or(i64::MIN)
        };
        let each = high.into_iter().zip(self.first_after);
        let no_later = each.filter_map(|(from, most)| Some(from.saturating_add(most?)));
        let from = no_earlier(self.first_before).max(no_earlier(self.last_before));
        (from, no_later.min().unwrap_or(i64::MAX))
    }
}

/// The most seconds from each instant to each other: the first and the last second of each step.
fn closed(steps: &[&[(usize, Relation)]]) -> Vec<Vec<Option<i64>>> {
    let instants = 2 * steps.len();
    let mut most: Vec<Vec<Option<i64>>> = vec![vec![None; instants]; instants];
    let mut at_most = |from: usize, to: usize, max: i64| {
        let known = &mut most[from][to];
        *known = Some(known.map_or(max, |known: i64| known.min(max)));
    };
    for (step, relations) in steps.iter().enumerate() {
        let (first, last) = (2 * step, 2 * step + 1);
        at_most(last, first, 0);
        for &(earlier, relation) in *relations {
            let (other_first, other_last) = (2 * earlier, 2 * earlier + 1);
            match relation {
                Relation::After => at_most(first, other_last, -1),
                Relation::Within(distance) => {
                    let reach = reach_in(distance, Resolution::Seconds);
                    at_most(other_last, first, reach);
                    at_most(last, other_first, reach);
                }
                Relation::Linked(_) => {}
            }
        }
    }
    // Floyd and Warshall's closure, of 32 instants at most. Steps that cannot stand so together
    // only get tighter, and nothing is found for them.
    for by in 0..instants {
        for from in 0..instants {
            for to in 0..instants {
                if let (Some(there), Some(on)) = (most[from][by], most[by][to]) {
                    let way = there.saturating_add(on);
                    let known = &mut most[from][to];
                    *known = Some(known.map_or(way, |known| known.min(way)));
                }
            }
        }
    }
    most
}
