//! Whether three pairs are at peace with one another.

use std::collections::BTreeMap;

use crate::ledger::Ledger;
use crate::time::Moment;
use crate::trend::{Calibration, Coverage, Trajectory};

/// Three actors whose three pairs have levels beyond their standard errors.
///
/// It is balanced when the friend of a friend is a friend and the enemy of an enemy too: when
/// none or two of the three are hostile. Unbalanced triads tend to change.
#[derive(Clone, Debug, PartialEq)]
pub struct Triad<'l> {
    actors: [&'l str; 3],
    levels: [f64; 3],
}

impl<'l> Triad<'l> {
    /// The actors, in the order of their names.
    pub const fn actors(&self) -> [&'l str; 3] {
        self.actors
    }

    /// The levels: of the first and second actor, the first and third, the second and third.
    pub const fn levels(&self) -> [f64; 3] {
        self.levels
    }

    /// Whether none or two of the three pairs are hostile.
    pub fn is_balanced(&self) -> bool {
        self.levels.iter().filter(|level| **level < 0.0).count() % 2 == 0
    }
}

/// The triads of a ledger at an instant whose three levels are beyond their standard errors.
///
/// They come in the order of their names.
///
/// # Complexity
///
/// A level for each pair; and for each actor the pairs of its partners.
pub fn triads<'l>(
    ledger: &'l Ledger,
    at: impl Into<Moment>,
    calibration: &Calibration,
    coverage: &Coverage,
) -> Vec<Triad<'l>> {
    let at = at.into();
    let mut partners: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
    for pair in ledger.pairs() {
        let trajectory = Trajectory::of_spans(pair.spans(), calibration);
        let trajectory = trajectory.with_coverage(coverage.clone());
        let level = trajectory
            .level(at)
            .filter(|level| level.value().abs() > level.sd());
        if let Some(level) = level {
            let (first, second) = pair.actors();
            partners
                .entry(first)
                .or_default()
                .insert(second, level.value());
        }
    }
    let mut triads = Vec::new();
    for (&a, later) in &partners {
        for (&b, &ab) in later {
            let Some(of_b) = partners.get(b) else {
                continue;
            };
            for (&c, &bc) in of_b {
                if let Some(&ac) = later.get(c) {
                    triads.push(Triad {
                        actors: [a, b, c],
                        levels: [ab, ac, bc],
                    });
                }
            }
        }
    }
    triads
}
