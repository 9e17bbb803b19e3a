//! The bounds that the relations of a pattern imply between any two steps, by way of others.
//!
//! If B is after A, C after B, and C within a day of A, then B is within that day, too. Before any
//! event is chosen, the first and the last seconds of all steps form a simple temporal network;
//! its closure gives the bounds between every two steps.

use super::consistency::reach_in;
use super::step::Relation;
use crate::sequence::distance::{Extent, Resolution};

/// The maximum differences in seconds between the instants of a step and of an earlier one. `None`
/// means no bound.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Implied {
    /// From the first and the last second of the earlier step to the first of this one.
    first_after: [Option<i64>; 2],
    /// From the first second of this step to the first and the last of the earlier one.
    first_before: [Option<i64>; 2],
    /// From the last second of this step to the first and the last of the earlier one.
    last_before: [Option<i64>; 2],
}

impl Implied {
    /// The implied bounds of each step to each step before it.
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

    /// The period that the event of the step has to touch, if the event of the earlier step has this
    /// extent: its last second is not before the start of the period, and its first not after the end.
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

/// The maximum difference in seconds from each instant to each other. The instants are the first and
/// the last second of each step.
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
    // The algorithm of Floyd and Warshall, for at most 32 instants. If the relations contradict each
    // other, the bounds only get tighter, and no event fits them.
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
