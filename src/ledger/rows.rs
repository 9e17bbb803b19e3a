//! Rows in key order, in chunks, so that a late row moves a chunk and not the table.

use super::mark::Sums;

/// The most rows of a chunk: 12 KiB of one-day rows, which move in well under a microsecond.
const CHUNK: usize = 256;

/// The sums of the marks on one span.
///
/// Keyed by a day, a row takes 48 bytes; by two days, 56.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row<K> {
    pub(super) key: K,
    /// How many marks, at least 1.
    pub(super) marks: u32,
    pub(super) sums: Sums,
}

/// How far the sums of a row may go before that is reported as an overflow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    marks: u32,
    sum: u64,
}

impl Limit {
    /// All that the integers can hold.
    pub(super) const WHOLE: Self = Self {
        marks: u32::MAX,
        sum: i64::MAX.unsigned_abs(),
    };

    /// What leaves room for the sum of three such rows.
    pub(super) const THIRD: Self = Self {
        marks: Self::WHOLE.marks / 3,
        sum: Self::WHOLE.sum / 3,
    };
}

impl<K: Copy> Row<K> {
    fn within(self, limit: Limit) -> Option<Self> {
        (self.marks <= limit.marks && self.sums.reach() <= limit.sum).then_some(self)
    }

    fn plus(&self, other: &Self, limit: Limit) -> Option<Self> {
        Self {
            key: self.key,
            marks: self.marks.checked_add(other.marks)?,
            sums: self.sums.plus(other.sums)?,
        }
        .within(limit)
    }

    /// This row without the other's marks, perhaps with none left; none where they were not in it.
    fn minus(&self, other: &Self) -> Option<Self> {
        let rest = Self {
            key: self.key,
            marks: self.marks.checked_sub(other.marks)?,
            sums: self.sums.minus(other.sums)?,
        };
        (rest.marks > 0 || rest.sums == Sums::default()).then_some(rest)
    }
}

/// The rows of a table, in order.
pub(super) type Iter<'l, K> = std::iter::Flatten<std::slice::Iter<'l, Vec<Row<K>>>>;

/// A table of rows in the order of their keys, each key once.
#[derive(Clone, Debug)]
pub(super) struct Rows<K> {
    /// None of them empty, none longer than [`CHUNK`], in order.
    chunks: Vec<Vec<Row<K>>>,
}

impl<K> Default for Rows<K> {
    fn default() -> Self {
        Self { chunks: Vec::new() }
    }
}

impl<K: Copy + Ord> PartialEq for Rows<K> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<K: Copy + Ord> Eq for Rows<K> {}

impl<K: Copy + Ord> Rows<K> {
    pub(super) fn iter(&self) -> Iter<'_, K> {
        self.chunks.iter().flatten()
    }

    pub(super) fn first(&self) -> Option<&Row<K>> {
        self.chunks.first()?.first()
    }

    pub(super) fn last(&self) -> Option<&Row<K>> {
        self.chunks.last()?.last()
    }

    pub(super) fn len(&self) -> usize {
        self.chunks.iter().map(Vec::len).sum()
    }

    /// The chunk that holds a key or would; the first where the key is before all.
    fn chunk_of(&self, key: K) -> usize {
        self.chunks
            .partition_point(|chunk| chunk.first().is_some_and(|row| row.key <= key))
            .saturating_sub(1)
    }

    pub(super) fn get(&self, key: K) -> Option<&Row<K>> {
        let chunk = self.chunks.get(self.chunk_of(key))?;
        let place = chunk.binary_search_by_key(&key, |row| row.key).ok()?;
        chunk.get(place)
    }

    /// Adds a row; whether that was possible. Nothing changes if not.
    pub(super) fn add(&mut self, row: Row<K>, limit: Limit) -> bool {
        if row.within(limit).is_none() {
            return false;
        }
        let at = self.chunk_of(row.key);
        let is_last = at + 1 >= self.chunks.len();
        let Some(chunk) = self.chunks.get_mut(at) else {
            self.chunks.push(vec![row]);
            return true;
        };
        match chunk.binary_search_by_key(&row.key, |row| row.key) {
            Ok(place) => {
                let Some(old) = chunk.get_mut(place) else {
                    return false;
                };
                let Some(new) = old.plus(&row, limit) else {
                    return false;
                };
                *old = new;
            }
            Err(place) if chunk.len() < CHUNK => chunk.insert(place, row),
            // Rows that come in order fill their chunks.
            Err(place) if is_last && place == chunk.len() => self.chunks.push(vec![row]),
            Err(place) => {
                let mut upper = chunk.split_off(CHUNK / 2);
                if place <= CHUNK / 2 {
                    chunk.insert(place, row);
                } else {
                    upper.insert(place - CHUNK / 2, row);
                }
                self.chunks.insert(at + 1, upper);
            }
        }
        true
    }

    /// Takes a row's marks away; whether they were there. Nothing changes if not.
    pub(super) fn take(&mut self, row: &Row<K>) -> bool {
        let at = self.chunk_of(row.key);
        let Some(chunk) = self.chunks.get_mut(at) else {
            return false;
        };
        let Ok(place) = chunk.binary_search_by_key(&row.key, |row| row.key) else {
            return false;
        };
        match chunk.get(place).and_then(|old| old.minus(row)) {
            None => return false,
            Some(rest) if rest.marks == 0 => {
                chunk.remove(place);
                self.close_gap(at);
            }
            Some(rest) => {
                if let Some(old) = chunk.get_mut(place) {
                    *old = rest;
                }
            }
        }
        true
    }

    /// Drops a chunk that lost its last row, and joins one that got short with its neighbours.
    fn close_gap(&mut self, at: usize) {
        if self.chunks.get(at).is_some_and(Vec::is_empty) {
            self.chunks.remove(at);
        } else {
            self.join(at);
            if let Some(before) = at.checked_sub(1) {
                self.join(before);
            }
        }
    }

    /// Joins a chunk with the next, where that leaves room for as many again.
    fn join(&mut self, at: usize) {
        if let Some([chunk, next]) = self.chunks.get_mut(at..at.saturating_add(2)) {
            if chunk.len() + next.len() <= CHUNK / 2 {
                chunk.append(next);
                self.chunks.remove(at + 1);
            }
        }
    }

    /// Appends a row whose key is after all others.
    fn push(&mut self, row: Row<K>) {
        match self.chunks.last_mut() {
            Some(chunk) if chunk.len() < CHUNK => chunk.push(row),
            _ => self.chunks.push(vec![row]),
        }
    }

    /// The rows of both, or the key at which that overflows.
    pub(super) fn merged(&self, other: &Self, limit: Limit) -> Result<Self, K> {
        let (mut left, mut right) = (self.iter().peekable(), other.iter().peekable());
        let mut all = Self::default();
        loop {
            let row = match (left.peek(), right.peek()) {
                (Some(a), Some(b)) if a.key == b.key => {
                    let sum = a.plus(b, limit).ok_or(a.key)?;
                    left.next();
                    right.next();
                    sum
                }
                (Some(a), b) if b.is_none_or(|b| a.key < b.key) => {
                    let row = **a;
                    left.next();
                    row
                }
                (_, Some(b)) => {
                    let row = **b;
                    right.next();
                    row
                }
                _ => return Ok(all),
            };
            all.push(row.within(limit).ok_or(row.key)?);
        }
    }

    /// The rows without the other's, or the key at which those were not there.
    pub(super) fn without(&self, other: &Self) -> Result<Self, K> {
        let mut right = other.iter().peekable();
        let mut rest = Self::default();
        for row in self.iter() {
            match right.next_if(|taken| taken.key <= row.key) {
                None => rest.push(*row),
                Some(taken) if taken.key < row.key => return Err(taken.key),
                Some(taken) => {
                    let left = row.minus(taken).ok_or(row.key)?;
                    if left.marks > 0 {
                        rest.push(left);
                    }
                }
            }
        }
        match right.next() {
            Some(taken) => Err(taken.key),
            None => Ok(rest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_small_as_promised() {
        assert_eq!(size_of::<Row<i32>>(), 48);
        assert_eq!(size_of::<Row<(i32, i32)>>(), 56);
    }

    fn row(key: i32) -> Row<i32> {
        Row {
            key,
            marks: 1,
            sums: Sums {
                weight: i64::from(key.abs()) + 1,
                ..Sums::default()
            },
        }
    }

    /// Chunks stay in order, full where rows come in order, and never empty.
    #[test]
    fn chunks_keep_their_order() {
        let mut in_order = Rows::default();
        let mut scattered = Rows::default();
        for i in 0..5_000_i32 {
            assert!(in_order.add(row(i), Limit::WHOLE));
            assert!(scattered.add(row(i * 1_237 % 5_000), Limit::WHOLE));
        }
        assert_eq!(in_order, scattered);
        assert_eq!(in_order.chunks.len(), 5_000_usize.div_ceil(CHUNK));
        for i in (0..5_000).filter(|i| i % 50 != 7) {
            assert!(scattered.take(&row(i)), "{i}");
            assert!(!scattered.take(&row(i)), "{i}");
        }
        assert_eq!(scattered.len(), 100);
        assert!(scattered.iter().map(|row| row.key).is_sorted());
        assert!(scattered.chunks.iter().all(|chunk| !chunk.is_empty()));
        assert!(scattered.chunks.len() < 5, "{}", scattered.chunks.len());
    }
}
