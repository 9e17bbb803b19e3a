//! The ledgers of all pairs, side by side in memory.

use std::collections::HashMap;

use super::DyadLedger;
use super::names::{Component, PairKey};
use super::rows::Limit;
use crate::folding::Folding;

/// The three ledgers of a pair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Components {
    /// From the actor with the smaller key, or the first name.
    forward: DyadLedger,
    backward: DyadLedger,
    symmetric: DyadLedger,
}

impl Components {
    pub(super) fn get_mut(&mut self, component: Component) -> &mut DyadLedger {
        match component {
            Component::Forward => &mut self.forward,
            Component::Backward => &mut self.backward,
            Component::Symmetric => &mut self.symmetric,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.forward.is_empty() && self.backward.is_empty() && self.symmetric.is_empty()
    }

    /// Forward, backward and symmetric, from the other actor if turned.
    pub(super) fn parts(&self, is_turned: bool) -> [&DyadLedger; 3] {
        if is_turned {
            [&self.backward, &self.forward, &self.symmetric]
        } else {
            [&self.forward, &self.backward, &self.symmetric]
        }
    }

    pub(super) fn parts_mut(&mut self, is_turned: bool) -> [&mut DyadLedger; 3] {
        if is_turned {
            [&mut self.backward, &mut self.forward, &mut self.symmetric]
        } else {
            [&mut self.forward, &mut self.backward, &mut self.symmetric]
        }
    }

    pub(super) fn turned(self) -> Self {
        Self {
            forward: self.backward,
            backward: self.forward,
            symmetric: self.symmetric,
        }
    }

    pub(super) fn zip<E>(
        one: [&DyadLedger; 3],
        other: [&DyadLedger; 3],
        with: impl Fn(&DyadLedger, &DyadLedger) -> Result<DyadLedger, E>,
    ) -> Result<Self, E> {
        Ok(Self {
            forward: with(one[0], other[0])?,
            backward: with(one[1], other[1])?,
            symmetric: with(one[2], other[2])?,
        })
    }

    /// The sum of some of the three.
    pub(super) fn sum(parts: &[&DyadLedger]) -> DyadLedger {
        parts.iter().fold(DyadLedger::new(), |sum, part| {
            let sum = sum.merged(part, Limit::WHOLE);
            sum.expect("each part is held to a third of a sum")
        })
    }
}

/// The ledgers of the pairs that have marks, in no order.
///
/// They lie in a list, and a small table says where: a pass over all reads the list from end
/// to end, and who asks for one pair touches few lines of memory.
#[derive(Clone, Debug, Default)]
pub(super) struct PairTable {
    places: HashMap<PairKey, usize, Folding>,
    pairs: Vec<(PairKey, Components)>,
}

impl PairTable {
    /// The table of pairs, each of them once.
    pub(super) fn of(pairs: Vec<(PairKey, Components)>) -> Self {
        let places = pairs.iter().map(|(pair, _)| *pair).zip(0..).collect();
        Self { places, pairs }
    }

    pub(super) fn len(&self) -> usize {
        self.pairs.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (PairKey, &Components)> {
        self.pairs.iter().map(|(pair, ledgers)| (*pair, ledgers))
    }

    pub(super) fn get(&self, pair: PairKey) -> Option<&Components> {
        let place = *self.places.get(&pair)?;
        Some(&self.pairs[place].1)
    }

    pub(super) fn get_mut(&mut self, pair: PairKey) -> Option<&mut Components> {
        let place = *self.places.get(&pair)?;
        Some(&mut self.pairs[place].1)
    }

    /// The ledgers of a pair, which is new or not.
    pub(super) fn entry(&mut self, pair: PairKey) -> &mut Components {
        let next = self.pairs.len();
        let place = *self.places.entry(pair).or_insert(next);
        if place == next {
            self.pairs.push((pair, Components::default()));
        }
        &mut self.pairs[place].1
    }

    /// Forgets a pair of the table; the last of the list takes its place.
    pub(super) fn remove(&mut self, pair: PairKey) {
        let place = self.places.remove(&pair);
        let place = place.expect("whoever forgets a pair has found it");
        self.pairs.swap_remove(place);
        if let Some((moved, _)) = self.pairs.get(place) {
            self.places.insert(*moved, place);
        }
    }
}
