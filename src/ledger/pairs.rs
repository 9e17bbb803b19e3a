//! The pairs of a ledger, and their actors, in the order of names.

use std::iter::FusedIterator;

use super::names::PairKey;
use super::pair_table::Components;
use super::{DyadLedger, PairSpans};

/// A pair of a [`Ledger`](super::Ledger) and its marks, the actors in the order of their names.
///
/// Created by [`Ledger::pairs`](super::Ledger::pairs).
#[derive(Clone, Copy, Debug)]
pub struct LedgerPair<'l> {
    pub(super) key: PairKey,
    pub(super) first: &'l str,
    pub(super) second: &'l str,
    pub(super) components: &'l Components,
    pub(super) is_turned: bool,
}

impl<'l> LedgerPair<'l> {
    /// The names of both actors, in order.
    pub const fn actors(&self) -> (&'l str, &'l str) {
        (self.first, self.second)
    }

    /// The directed marks of what the first did to the second.
    pub fn forward(&self) -> &'l DyadLedger {
        let [forward, _, _] = self.parts();
        forward
    }

    /// The directed marks of what the second did to the first.
    pub fn backward(&self) -> &'l DyadLedger {
        let [_, backward, _] = self.parts();
        backward
    }

    /// The marks of what they did together.
    pub fn symmetric(&self) -> &'l DyadLedger {
        let [_, _, symmetric] = self.parts();
        symmetric
    }

    /// All marks of the pair, each once: a copy, O(n) for its spans.
    pub fn undirected(&self) -> DyadLedger {
        Components::sum(&self.parts())
    }

    /// The sums of all marks of the pair, span by span, without a copy.
    pub fn spans(&self) -> PairSpans<'l> {
        PairSpans::new(Some(self.parts()), DyadLedger::spans)
    }

    /// The three ledgers, each mark in one of them.
    pub(crate) fn parts(&self) -> [&'l DyadLedger; 3] {
        self.components.parts(self.is_turned)
    }
}

impl PartialEq for LedgerPair<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.actors() == other.actors()
            && self.forward() == other.forward()
            && self.backward() == other.backward()
            && self.symmetric() == other.symmetric()
    }
}

impl Eq for LedgerPair<'_> {}

/// The names of the actors of a [`Ledger`](super::Ledger) that have marks, in order.
///
/// Created by [`Ledger::actors`](super::Ledger::actors).
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Actors<'l> {
    pub(super) names: std::vec::IntoIter<&'l str>,
}

impl<'l> Iterator for Actors<'l> {
    type Item = &'l str;

    fn next(&mut self) -> Option<&'l str> {
        self.names.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.names.size_hint()
    }
}

impl ExactSizeIterator for Actors<'_> {}

impl FusedIterator for Actors<'_> {}

/// The pairs of a [`Ledger`](super::Ledger), in the order of the names of their actors.
///
/// Created by [`Ledger::pairs`](super::Ledger::pairs).
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Pairs<'l> {
    pub(super) pairs: std::vec::IntoIter<LedgerPair<'l>>,
}

impl<'l> Iterator for Pairs<'l> {
    type Item = LedgerPair<'l>;

    fn next(&mut self) -> Option<LedgerPair<'l>> {
        self.pairs.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.pairs.size_hint()
    }
}

impl ExactSizeIterator for Pairs<'_> {}

impl FusedIterator for Pairs<'_> {}
