//! Structural balance of three dyads.

use std::collections::BTreeMap;

use crate::ledger::Ledger;
use crate::time::Moment;
use crate::trend::{Calibration, Coverage, Trajectory};

/// Three actors whose three dyads have levels beyond their standard deviations.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Triad<'l> {
    /// The actors, in the order of their names.
    pub actors: [&'l str; 3],
    /// The levels of the first and second actor, the first and third, the second and third.
    pub levels: [f64; 3],
}

crate::wire::object!(Triad<'_>, "Triad", |it| {
    "actors": it.actors,
    "levels": it.levels,
    "is_balanced": it.is_balanced(),
});

impl Triad<'_> {
    /// Whether none or two of the three dyads are hostile: the friend of a friend is a friend, and so is
    /// the enemy of an enemy. Unbalanced triads tend to change.
    pub fn is_balanced(&self) -> bool {
        self.levels.iter().filter(|level| **level < 0.0).count() % 2 == 0
    }
}

/// Returns the triads of a ledger whose three levels exceed their standard deviations at an instant, in
/// the order of their names.
///
/// # Complexity
///
/// A level for each dyad; and for each actor the pairs of its partners.
pub fn triads<'l>(
    ledger: &'l Ledger,
    at: impl Into<Moment>,
    calibration: &Calibration,
    coverage: &Coverage,
) -> Vec<Triad<'l>> {
    let at = at.into();
    let mut partners: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
    for dyad in ledger.dyads() {
        let trajectory = Trajectory::of_spans(dyad.spans(), calibration);
        let trajectory = trajectory.with_coverage(coverage.clone());
        let level = trajectory
            .level(at)
            .filter(|level| level.value().abs() > level.sd());
        if let Some(level) = level {
            let (first, second) = dyad.actors;
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
