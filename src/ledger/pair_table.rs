//! The ledgers of all pairs, side by side in memory.

use std::collections::HashMap;

use super::DyadLedger;
use super::DyadPart;
use super::names::PairKey;
use super::rows::Limit;
use crate::folding::Folding;

/// The three ledgers of a pair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Components {
    /// From the actor with the smaller number.
    forward: DyadLedger,
    backward: DyadLedger,
    symmetric: DyadLedger,
}

impl Components {
    pub(super) fn get_mut(&mut self, part: DyadPart) -> &mut DyadLedger {
        match part {
            DyadPart::Forward => &mut self.forward,
            DyadPart::Backward => &mut self.backward,
            DyadPart::Symmetric => &mut self.symmetric,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.forward.is_empty() && self.backward.is_empty() && self.symmetric.is_empty()
    }

    /// Forward, backward and symmetric: as seen from the actor with the greater number if turned.
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
            sum.expect("each part is bounded by a third of the range")
        })
    }
}

/// A value for each pair that has marks, in no order.
///
/// The values are in a list, and a hash table gives the index of a pair: a pass over all pairs reads
/// the list from end to end, and a look-up touches few lines of memory.
#[derive(Clone, Debug)]
pub(crate) struct PairTable<T> {
    places: HashMap<PairKey, usize, Folding>,
    pairs: Vec<(PairKey, T)>,
}

impl<T> Default for PairTable<T> {
    fn default() -> Self {
        Self {
            places: HashMap::default(),
            pairs: Vec::new(),
        }
    }
}

impl<T> PairTable<T> {
    /// Creates the table of some pairs, each of them once.
    pub(super) fn of(pairs: Vec<(PairKey, T)>) -> Self {
        let places = pairs.iter().map(|(pair, _)| *pair).zip(0..).collect();
        Self { places, pairs }
    }

    pub(crate) const fn len(&self) -> usize {
        self.pairs.len()
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (PairKey, &T)> {
        self.pairs.iter().map(|(pair, value)| (*pair, value))
    }

    pub(crate) fn get(&self, pair: PairKey) -> Option<&T> {
        let place = *self.places.get(&pair)?;
        Some(&self.pairs[place].1)
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, pair: PairKey) -> Option<&mut T> {
        let place = *self.places.get(&pair)?;
        Some(&mut self.pairs[place].1)
    }

    /// The value of a pair, which is added if the pair is new.
    pub(crate) fn entry(&mut self, pair: PairKey, new: impl FnOnce() -> T) -> &mut T {
        let next = self.pairs.len();
        let place = *self.places.entry(pair).or_insert(next);
        if place == next {
            self.pairs.push((pair, new()));
        }
        &mut self.pairs[place].1
    }

    /// Removes a pair of the table. The last of the list moves to its index.
    pub(crate) fn remove(&mut self, pair: PairKey) {
        let place = self.places.remove(&pair);
        let place = place.expect("a pair that is removed was found before");
        self.pairs.swap_remove(place);
        if let Some((moved, _)) = self.pairs.get(place) {
            self.places.insert(*moved, place);
        }
    }
}
