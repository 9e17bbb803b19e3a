//! The identifiers of rows that were read.

use crate::folding::Folding;
use std::collections::HashMap;

use super::super::row::RowId;

/// A set of identifiers, as words of 64 bits. The last word is kept apart, because identifiers
/// follow each other.
#[derive(Clone, Debug)]
pub(super) struct IdSet {
    words: HashMap<u64, u64, Folding>,
    /// The key and the bits of the current word, which replace those in `words`.
    current: (u64, u64),
}

impl IdSet {
    pub(super) fn new() -> Self {
        Self {
            words: HashMap::default(),
            current: (0, 0),
        }
    }

    /// Adds an identifier of a data set. Returns whether it is new.
    #[inline]
    pub(super) fn insert(&mut self, data_set: u8, id: RowId) -> bool {
        let (RowId::Number(id) | RowId::Digest(id)) = id;
        let word = u64::from(data_set) << 58 | id >> 6;
        if self.current.0 != word {
            self.flush();
            self.current = (word, self.words.get(&word).copied().unwrap_or(0));
        }
        let bit = 1 << (id & 63);
        let is_new = self.current.1 & bit == 0;
        self.current.1 |= bit;
        is_new
    }

    fn flush(&mut self) {
        if self.current.1 != 0 {
            self.words.insert(self.current.0, self.current.1);
        }
    }

    /// Adds the identifiers of another set. Returns the number of those that are not new.
    pub(super) fn merge(&mut self, other: &Self) -> u64 {
        self.flush();
        let mut shared = 0;
        let current = other.current;
        let words = other.words.iter().map(|(&word, &bits)| (word, bits));
        let words = words.filter(|&(word, _)| word != current.0);
        for (word, bits) in words.chain((current.1 != 0).then_some(current)) {
            let mine = self.words.entry(word).or_default();
            shared += u64::from((*mine & bits).count_ones());
            *mine |= bits;
        }
        self.current.1 = self.words.get(&self.current.0).copied().unwrap_or(0);
        shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(ids: &[u64]) -> IdSet {
        let mut set = IdSet::new();
        for &id in ids {
            set.insert(0, RowId::Number(id));
        }
        set
    }

    #[test]
    fn a_merge_adds_the_identifiers_of_the_other() {
        // In the current word and in others; in one set, in the other, and in both.
        for (mine, theirs, shared) in [
            (vec![5], vec![6], 0),
            (vec![5, 70], vec![6, 5], 1),
            (vec![70, 5], vec![71, 6, 70], 1),
            (vec![], vec![5, 200], 0),
            (vec![5, 200], vec![], 0),
        ] {
            let mut merged = set(&mine);
            assert_eq!(merged.merge(&set(&theirs)), shared, "{mine:?} {theirs:?}");
            for id in mine.iter().chain(&theirs) {
                assert!(!merged.insert(0, RowId::Number(*id)), "{id}");
            }
            for id in [7, 72, 201] {
                assert!(merged.insert(0, RowId::Number(id)), "{id}");
            }
        }
    }
}
