//! A table of rows, sorted by key, in chunks.
//!
//! Rows mostly arrive in order of time, and are read from end to end. A sorted list is best for both, but a
//! late row would move all rows after it. So the list is divided into chunks of at most [`CHUNK`] rows, and
//! a late row moves at most one chunk. A tree would need more memory per row, and read more slowly.

use std::cmp::Ordering;
use std::ops::{Deref, DerefMut};

use super::DaySpan;
use super::mark::Sums;

/// The maximum number of rows of a chunk. 256 rows of one day have 9 KiB and move in less than a
/// microsecond.
const CHUNK: usize = 256;

/// The sums of the marks on one day, in 36 bytes.
///
/// Each sum has 48 bits, up to a weight of 128, and the number of marks has 16. The few days that need more
/// are stored as [`SpanRow`]s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DayRow {
    day: i32,
    low: [u32; 5],
    high: [i16; 5],
    marks: u16,
}

/// The sums of the marks on one span, in 56 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SpanRow {
    pub(super) span: DaySpan,
    /// The number of marks, at least 1.
    pub(super) marks: u32,
    pub(super) sums: Sums,
}

/// A row with a sort key.
pub(super) trait Keyed: Copy {
    type Key: Copy + Ord;

    fn key(&self) -> Self::Key;
}

impl Keyed for DayRow {
    type Key = i32;

    fn key(&self) -> i32 {
        self.day
    }
}

impl Keyed for SpanRow {
    type Key = DaySpan;

    fn key(&self) -> DaySpan {
        self.span
    }
}

/// The bounds of the sums of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    marks: u32,
    sum: u64,
}

impl Limit {
    /// The bounds of the integer types.
    pub(super) const WHOLE: Self = Self {
        marks: u32::MAX,
        sum: i64::MAX.unsigned_abs(),
    };

    /// A third of them, so that three rows can be summed.
    pub(super) const THIRD: Self = Self {
        marks: Self::WHOLE.marks / 3,
        sum: Self::WHOLE.sum / 3,
    };
}

impl DayRow {
    /// The row in the small form. Returns `None` if it does not fit.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the sum is split into its low 32 bits and the next 16, which were checked to suffice"
    )]
    pub(super) fn packed(row: &SpanRow) -> Option<Self> {
        let (day, marks) = (row.span.first_day(), u16::try_from(row.marks).ok()?);
        let sums = row.sums.to_array();
        // A sum fits in 48 bits if bit 47 and all bits above are copies of its sign.
        let fits = sums.iter().all(|sum| (sum >> 47) == (sum >> 63));
        (row.span.is_day() && fits).then(|| Self {
            day,
            low: sums.map(|sum| sum as u32),
            high: sums.map(|sum| (sum >> 32) as i16),
            marks,
        })
    }

    pub(super) fn unpacked(&self) -> SpanRow {
        SpanRow {
            span: DaySpan::of_day(self.day),
            marks: self.marks.into(),
            sums: self.sums(),
        }
    }

    pub(super) const fn day(&self) -> i32 {
        self.day
    }

    pub(super) const fn marks(&self) -> u16 {
        self.marks
    }

    #[inline]
    pub(super) fn sums(&self) -> Sums {
        // Written out, because `map` of an array is not always inlined into the loops over rows.
        let sum = |i: usize| i64::from(self.high[i]) << 32 | i64::from(self.low[i]);
        Sums {
            score: sum(0),
            positive: sum(1),
            weight: sum(2),
            squares: sum(3),
            contact: sum(4),
        }
    }
}

impl SpanRow {
    /// The sums of two small rows. They cannot overflow: each sum has at most 49 bits.
    fn of_small(a: &DayRow, b: &DayRow) -> Self {
        let (one, other) = (a.sums().to_array(), b.sums().to_array());
        let [score, positive, weight, squares, contact] =
            [0, 1, 2, 3, 4].map(|i| one[i] + other[i]);
        Self {
            span: DaySpan::of_day(a.day),
            marks: u32::from(a.marks) + u32::from(b.marks),
            sums: Sums {
                score,
                positive,
                weight,
                squares,
                contact,
            },
        }
    }

    pub(super) fn within(self, limit: Limit) -> Option<Self> {
        (self.marks <= limit.marks && self.sums.reach() <= limit.sum).then_some(self)
    }

    pub(super) fn plus(&self, other: &Self, limit: Limit) -> Option<Self> {
        Self {
            span: self.span,
            marks: self.marks.checked_add(other.marks)?,
            sums: self.sums.plus(other.sums)?,
        }
        .within(limit)
    }

    /// This row minus the marks of another row, which can leave no marks. Returns `None` if this row cannot
    /// contain them.
    pub(super) fn minus(&self, other: &Self) -> Option<Self> {
        let marks = self.marks.checked_sub(other.marks)?;
        let rest = Self {
            span: self.span,
            marks,
            sums: self.sums.minus(other.sums, marks)?,
        };
        (rest.marks > 0 || rest.sums == Sums::default()).then_some(rest)
    }
}

/// A table of rows, sorted by key, each key once.
///
/// Most tables have one chunk, which needs no list of chunks.
#[derive(Clone, Debug)]
pub(super) enum Rows<R> {
    One(Vec<R>),
    /// At least one chunk, in order. No chunk is empty or longer than [`CHUNK`].
    Many(Vec<Vec<R>>),
}

impl<R> Default for Rows<R> {
    fn default() -> Self {
        Self::One(Vec::new())
    }
}

impl<R: PartialEq> PartialEq for Rows<R> {
    fn eq(&self, other: &Self) -> bool {
        self.chunks()
            .iter()
            .flatten()
            .eq(other.chunks().iter().flatten())
    }
}

impl<R: Eq> Eq for Rows<R> {}

impl<R> Rows<R> {
    /// The chunks. No chunk is empty.
    fn chunks(&self) -> &[Vec<R>] {
        match self {
            Self::One(rows) if rows.is_empty() => &[],
            Self::One(rows) => std::slice::from_ref(rows),
            Self::Many(chunks) => chunks,
        }
    }

    /// The chunk at an index. For an empty table the one chunk to add the first row to.
    fn chunk_mut(&mut self, at: usize) -> &mut Vec<R> {
        match (self, at) {
            (Self::One(rows), 0) => rows,
            (Self::One(_), _) => unreachable!("a table of one chunk has only index 0"),
            (Self::Many(chunks), _) => &mut chunks[at],
        }
    }

    /// Inserts a chunk after another.
    fn insert_after(&mut self, at: usize, chunk: Vec<R>) {
        match self {
            Self::One(rows) => *self = Self::Many(vec![std::mem::take(rows), chunk]),
            Self::Many(chunks) => chunks.insert(at + 1, chunk),
        }
    }
}

impl<R: Keyed> Rows<R> {
    /// The rows, one slice per chunk.
    pub(super) fn slices(&self) -> impl Iterator<Item = &[R]> {
        self.chunks().iter().map(Vec::as_slice)
    }

    pub(super) fn iter(&self) -> Iter<'_, R> {
        Iter {
            rows: [].iter(),
            chunks: self.chunks().iter(),
        }
    }

    /// Iterates over the rows from a key on.
    pub(super) fn iter_from(&self, key: R::Key) -> Iter<'_, R> {
        let at = self.chunk_of(key);
        let mut chunks = self.chunks()[at..].iter();
        // An empty table has no chunk.
        let chunk = chunks.next().map(Vec::as_slice).unwrap_or_default();
        let rows = chunk[first_from(chunk, key)..].iter();
        Iter { rows, chunks }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.chunks().is_empty()
    }

    pub(super) fn first(&self) -> Option<&R> {
        self.chunks().first()?.first()
    }

    pub(super) fn len(&self) -> usize {
        self.chunks().iter().map(Vec::len).sum()
    }

    /// The chunk that contains a key, or into which it would be inserted.
    fn chunk_of(&self, key: R::Key) -> usize {
        match self {
            Self::One(_) => 0,
            Self::Many(chunks) => chunks
                .partition_point(|chunk| chunk[0].key() <= key)
                .saturating_sub(1),
        }
    }

    /// The chunk of a key and its index there, or as an error the index at which to insert it.
    fn place_of(&self, key: R::Key) -> (usize, Result<usize, usize>) {
        let at = self.chunk_of(key);
        // An empty table has no chunk.
        let chunk = self.chunks().get(at);
        let chunk = chunk.map(Vec::as_slice).unwrap_or_default();
        let place = first_from(chunk, key);
        let is_there = chunk.get(place).is_some_and(|row| row.key() == key);
        (at, if is_there { Ok(place) } else { Err(place) })
    }

    pub(super) fn get(&self, key: R::Key) -> Option<&R> {
        let (at, place) = self.place_of(key);
        let place = place.ok()?;
        Some(&self.chunks()[at][place])
    }

    /// Inserts a row, or replaces the row with its key.
    pub(super) fn set(&mut self, row: R) {
        let (at, place) = self.place_of(row.key());
        let is_last = at + 1 >= self.chunks().len();
        let chunk = self.chunk_mut(at);
        match place {
            Ok(place) => chunk[place] = row,
            Err(place) if chunk.len() < CHUNK => chunk.insert(place, row),
            // A row after all others starts a new chunk, so that rows in order fill their chunks.
            Err(place) if is_last && place == chunk.len() => self.insert_after(at, vec![row]),
            // Any other full chunk is halved, and the row inserted into one of the halves.
            Err(place) => {
                let mut upper = chunk.split_off(CHUNK / 2);
                if place <= CHUNK / 2 {
                    chunk.insert(place, row);
                } else {
                    upper.insert(place - CHUNK / 2, row);
                }
                self.insert_after(at, upper);
            }
        }
    }

    /// Removes the row of a key, if there is one.
    pub(super) fn remove(&mut self, key: R::Key) {
        if let (at, Ok(place)) = self.place_of(key) {
            self.chunk_mut(at).remove(place);
            self.close_gap(at);
        }
    }

    /// Removes a chunk that has become empty, and joins a chunk that has become short with its neighbours.
    fn close_gap(&mut self, at: usize) {
        let Self::Many(chunks) = self else {
            return;
        };
        if chunks[at].is_empty() {
            chunks.remove(at);
            if chunks.is_empty() {
                *self = Self::default();
            }
        } else {
            join(chunks, at);
            if let Some(before) = at.checked_sub(1) {
                join(chunks, before);
            }
        }
    }

    /// Appends a row whose key is after all others.
    pub(super) fn push(&mut self, row: R) {
        let last = self.chunks().len().saturating_sub(1);
        let chunk = self.chunk_mut(last);
        if chunk.len() < CHUNK {
            chunk.push(row);
        } else {
            self.insert_after(last, vec![row]);
        }
    }

    /// Creates a table of sorted rows, without spare capacity.
    pub(super) fn in_order(rows: &[R]) -> Self {
        if rows.len() <= CHUNK {
            Self::One(rows.to_vec())
        } else {
            Self::Many(rows.chunks(CHUNK).map(<[R]>::to_vec).collect())
        }
    }
}

/// A table that is usually empty, and then has the size of a pointer.
#[derive(Clone, Debug)]
pub(super) struct FewRows<R>(Option<Box<Rows<R>>>);

impl<R> Default for FewRows<R> {
    fn default() -> Self {
        Self(None)
    }
}

impl<R> Deref for FewRows<R> {
    type Target = Rows<R>;

    fn deref(&self) -> &Rows<R> {
        self.0
            .as_deref()
            .unwrap_or(const { &Rows::One(Vec::new()) })
    }
}

impl<R> DerefMut for FewRows<R> {
    fn deref_mut(&mut self) -> &mut Rows<R> {
        self.0.get_or_insert_default()
    }
}

impl<R: PartialEq> PartialEq for FewRows<R> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<R: Eq> Eq for FewRows<R> {}

impl<R: Keyed> FewRows<R> {
    /// Creates a table of sorted rows.
    pub(super) fn in_order(rows: &[R]) -> Self {
        Self((!rows.is_empty()).then(|| Box::new(Rows::in_order(rows))))
    }
}

impl Rows<DayRow> {
    /// Merges two tables. Returns the rows in the small form, and those whose sums do not fit it.
    ///
    /// The sums of two small rows are within all bounds, so this cannot fail.
    pub(super) fn merged(&self, other: &Self) -> (Self, Vec<SpanRow>) {
        let mut rows = Vec::with_capacity(self.len() + other.len());
        let mut wide = Vec::new();
        let (mut left, mut right) = (self.iter(), other.iter());
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            match a.day.cmp(&b.day) {
                Ordering::Less => rows.extend(left.next()),
                Ordering::Greater => rows.extend(right.next()),
                Ordering::Equal => {
                    let sum = SpanRow::of_small(a, b);
                    match DayRow::packed(&sum) {
                        Some(small) => rows.push(small),
                        None => wide.push(sum),
                    }
                    left.next();
                    right.next();
                }
            }
        }
        rows.extend(left.chain(right));
        if rows.len() <= CHUNK {
            rows.shrink_to_fit();
            (Self::One(rows), wide)
        } else {
            (Self::in_order(&rows), wide)
        }
    }
}

/// The index of the first row whose key is at least `key`.
///
/// The search divides the rows into eight parts and compares the last row of seven of them. A binary search
/// has to wait for each row before it can request the next; these seven are loaded at the same time.
fn first_from<R: Keyed>(rows: &[R], key: R::Key) -> usize {
    let is_before = |place: usize| rows[place].key() < key;
    // Invariant: all rows before `from` are before the key, and no row from `from + len` on is.
    let (mut from, mut len) = (0, rows.len());
    while len > 8 {
        let step = len / 8;
        let ends = (1..8).map(|part| from + part * step - 1);
        let before: usize = ends.map(|end| usize::from(is_before(end))).sum();
        from += before * step;
        // The last row of the chosen part is not before the key, so it need not be searched. The last
        // part has no such row, and the remainder of the division.
        len = if before < 7 { step - 1 } else { len - 7 * step };
    }
    let rest = (from..from + len).map(|place| usize::from(is_before(place)));
    from + rest.sum::<usize>()
}

/// Joins a chunk with the next if both together are at most half full, so that it is not halved again soon.
fn join<R>(chunks: &mut Vec<Vec<R>>, at: usize) {
    if let Some([chunk, next]) = chunks.get_mut(at..at + 2)
        && chunk.len() + next.len() <= CHUNK / 2
    {
        chunk.append(next);
        chunks.remove(at + 1);
    }
}

/// Iterates over the rows of a table, in order.
#[derive(Clone, Debug)]
pub(super) struct Iter<'l, R> {
    rows: std::slice::Iter<'l, R>,
    chunks: std::slice::Iter<'l, Vec<R>>,
}

impl<R> Default for Iter<'_, R> {
    fn default() -> Self {
        Self {
            rows: [].iter(),
            chunks: [].iter(),
        }
    }
}

impl<'l, R> Iter<'l, R> {
    /// The next row, without taking it.
    pub(super) fn peek(&mut self) -> Option<&'l R> {
        while self.rows.as_slice().is_empty() {
            self.rows = self.chunks.next()?.iter();
        }
        self.rows.as_slice().first()
    }
}

impl<'l, R> Iterator for Iter<'l, R> {
    type Item = &'l R;

    fn next(&mut self) -> Option<&'l R> {
        self.peek()?;
        self.rows.next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_small_as_promised() {
        assert_eq!(size_of::<DayRow>(), 36);
        assert_eq!(size_of::<SpanRow>(), 56);
    }

    fn row(key: i32) -> DayRow {
        DayRow::packed(&wide(key, 1, i64::from(key.abs()) + 1)).unwrap()
    }

    fn wide(day: i32, marks: u32, score: i64) -> SpanRow {
        SpanRow {
            span: DaySpan::of_day(day),
            marks,
            sums: Sums {
                score,
                positive: score.max(0),
                ..Sums::default()
            },
        }
    }

    #[test]
    fn what_fits_comes_back_and_the_rest_is_refused() {
        let most = (1_i64 << 47) - 1;
        for score in [0, 1, -1, most, -most - 1, 1 << 32, -(1 << 32), -(1 << 31)] {
            let row = wide(-7, 65_535, score);
            assert_eq!(DayRow::packed(&row).unwrap().unpacked(), row);
        }
        for (marks, score) in [(65_536, 0), (1, most + 1), (1, -most - 2), (1, i64::MIN)] {
            assert_eq!(DayRow::packed(&wide(0, marks, score)), None);
        }
        let longer = SpanRow {
            span: DaySpan::of_days(0, 2).unwrap(),
            ..wide(0, 1, 0)
        };
        assert_eq!(DayRow::packed(&longer), None);
    }

    #[test]
    fn a_search_finds_the_first_row_that_is_not_before() {
        for len in 0..300 {
            let rows: Vec<_> = (0..len).map(|i| row(2 * i)).collect();
            for key in -1..=2 * len {
                let plain = rows.iter().filter(|row| row.day < key).count();
                assert_eq!(first_from(&rows, key), plain, "{key} of {len}");
            }
        }
    }

    /// Chunks stay in order, full where rows come in order, and never empty.
    #[test]
    fn chunks_keep_their_order() {
        let mut in_order = Rows::default();
        let mut scattered = Rows::default();
        for i in 0..5_000_i32 {
            in_order.set(row(i));
            scattered.set(row(i * 1_237 % 5_000));
        }
        assert_eq!(in_order, scattered);
        assert_eq!(in_order.chunks().len(), 5_000_usize.div_ceil(CHUNK));
        for from in [-1, 0, 255, 256, 4_999, 5_000] {
            let rest = scattered.iter_from(from).map(DayRow::day);
            assert!(rest.eq(from.max(0)..5_000), "{from}");
        }
        for i in (0..5_000).filter(|i| i % 50 != 7) {
            scattered.remove(i);
            assert_eq!(scattered.get(i), None);
        }
        assert_eq!(scattered.len(), 100);
        assert!(scattered.iter().map(DayRow::day).is_sorted());
        assert!(scattered.chunks().iter().all(|chunk| !chunk.is_empty()));
        assert!(scattered.chunks().len() < 5, "{}", scattered.chunks().len());
    }
}
