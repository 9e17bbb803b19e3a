//! Which rows have been read.

use crate::folding::Folding;
use std::collections::HashMap;

use super::super::row::RowId;

/// Identifiers that have been read: those that follow each other share a word.
#[derive(Clone, Debug)]
pub(super) struct IdSet {
    words: HashMap<u64, u64, Folding>,
    last: (u64, u64),
}

impl IdSet {
    pub(super) fn new() -> Self {
        Self {
            words: HashMap::default(),
            last: (0, 0),
        }
    }

    /// Adds one of a data set; whether it is new.
    #[inline]
    pub(super) fn insert(&mut self, data_set: u8, id: RowId) -> bool {
        let (RowId::Number(id) | RowId::Digest(id)) = id;
        let word = u64::from(data_set) << 58 | id >> 6;
        if self.last.0 != word {
            self.flush();
            let known = self.words.get(&word).copied();
            self.last = (word, known.unwrap_or_default());
        }
        let bit = 1 << (id & 63);
        let is_new = self.last.1 & bit == 0;
        self.last.1 |= bit;
        is_new
    }

    fn flush(&mut self) {
        if self.last.1 != 0 {
            self.words.insert(self.last.0, self.last.1);
        }
    }

    /// Adds those of another; how many of them are not new.
    pub(super) fn merge(&mut self, other: &Self) -> u64 {
        self.flush();
        let mut shared = 0;
        let (last, rest) = (other.last, &other.words);
        let words = rest.iter().map(|(&word, &bits)| (word, bits));
        let words = words.filter(|&(word, _)| word != last.0);
        for (word, bits) in words.chain((last.1 != 0).then_some(last)) {
            let mine = self.words.entry(word).or_default();
            shared += u64::from((*mine & bits).count_ones());
            *mine |= bits;
        }
        let known = self.words.get(&self.last.0).copied();
        self.last.1 = known.unwrap_or_default();
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
    fn what_another_has_read_is_read_after_a_merge() {
        // Of the word that was looked at last, and of others; by the one, the other, and both.
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
