//! Mann and Kendall's test of many series at once.
//!
//! Sixteen series stand side by side as 16-bit numbers, so that each comparison is one of
//! sixteen: the compiler makes vector instructions of it on every processor. Only rises are
//! counted. What is neither a rise nor a tie is a fall, and ties follow from how often each
//! value comes.

use super::{MannKendall, SeriesError, check_len, of_ranks, ranks, test};

/// Series that are compared at once.
const LANES: usize = 16;

/// The most values whose pairs are compared one by one; a tree is faster for more.
const MOST_COMPARED: usize = 1_024;

impl MannKendall {
    /// Tests many series of one length, which stand one after the other in a table.
    ///
    /// Each test is that of [`of_integers`](Self::of_integers) without correction.
    ///
    /// # Errors
    ///
    /// [`SeriesError`] for series of fewer than 4 values or more than 1,000,000, and where the
    /// table is no whole number of them.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::trend::diagnostics::MannKendall;
    ///
    /// let tests = MannKendall::of_table(&[1, 2, 3, 5, 9, 7, 8, 6], 4)?;
    /// assert_eq!([tests[0].s(), tests[1].s()], [6, -4]);
    /// # Ok::<(), detente::trend::diagnostics::SeriesError>(())
    /// ```
    pub fn of_table(values: &[i64], len: usize) -> Result<Vec<Self>, SeriesError> {
        check_len(len, super::MOST)?;
        if values.len() % len != 0 {
            let values = values.len();
            return Err(SeriesError::Ragged { values, len });
        }
        if len > MOST_COMPARED {
            let tests = values.chunks_exact(len);
            return Ok(tests.map(|one| of_ranks(&ranks(one, i64::cmp))).collect());
        }
        let mut compared = Compared::new(len);
        let mut tests = Vec::with_capacity(values.len() / len);
        for some in values.chunks(len * LANES) {
            compared.test(some, &mut tests);
        }
        Ok(tests)
    }
}

/// Buffers for sixteen series of one length.
struct Compared {
    len: usize,
    /// For each place the values of all series.
    side_by_side: Vec<[i16; LANES]>,
    sorted: Vec<i16>,
    by_value: Vec<(i64, usize)>,
}

/// The pairs of equal values of a series, and what ties take off the variance.
#[derive(Clone, Copy, Default)]
struct Ties {
    pairs: i64,
    term: i64,
}

impl Ties {
    /// Adds a value that comes so many times.
    fn add(&mut self, times: usize) {
        let times = i64::try_from(times).unwrap_or(0);
        self.pairs += times * (times - 1) / 2;
        self.term += times * (times - 1) * (2 * times + 5);
    }
}

impl Compared {
    fn new(len: usize) -> Self {
        Self {
            len,
            side_by_side: vec![[0; LANES]; len],
            sorted: Vec::with_capacity(len),
            by_value: Vec::with_capacity(len),
        }
    }

    /// Tests up to sixteen series.
    fn test(&mut self, values: &[i64], tests: &mut Vec<MannKendall>) {
        let mut ties = [Ties::default(); LANES];
        for (lane, (series, ties)) in values.chunks(self.len).zip(&mut ties).enumerate() {
            *ties = self.place(lane, series);
        }
        let rises = self.rises();
        let len = i64::try_from(self.len).unwrap_or(0);
        for ((_, rises), ties) in values.chunks(self.len).zip(rises).zip(ties) {
            let falls = len * (len - 1) / 2 - ties.pairs - rises;
            tests.push(test(rises - falls, len, super::to_f64(ties.term)));
        }
    }

    /// Puts a series in its lane, as small numbers of the same order.
    fn place(&mut self, lane: usize, series: &[i64]) -> Ties {
        let mut ties = Ties::default();
        let least = series.iter().copied().min().unwrap_or(0);
        let most = series.iter().copied().max().unwrap_or(0);
        if let Ok(0..=0xffff) = u64::try_from(i128::from(most) - i128::from(least)) {
            self.sorted.clear();
            for (slots, value) in self.side_by_side.iter_mut().zip(series) {
                let small = small(value.abs_diff(least));
                slots[lane] = small;
                self.sorted.push(small);
            }
            self.sorted.sort_unstable();
            let equal = self.sorted.chunk_by(i16::eq);
            equal.for_each(|equal| ties.add(equal.len()));
            return ties;
        }
        self.by_value.clear();
        let places = series.iter().copied().zip(0..);
        self.by_value.extend(places);
        self.by_value.sort_unstable();
        let mut rank = 0;
        for equal in self.by_value.chunk_by(|a, b| a.0 == b.0) {
            for &(_, place) in equal {
                if let Some(slots) = self.side_by_side.get_mut(place) {
                    slots[lane] = small(rank);
                }
            }
            rank += 1;
            ties.add(equal.len());
        }
        ties
    }

    /// How many pairs of values rise in each series.
    fn rises(&self) -> [i64; LANES] {
        let mut rises = [0; LANES];
        for (place, first) in self.side_by_side.iter().enumerate() {
            // At most as many as a series has values, so that 16 bits hold it.
            let mut count = [0_i16; LANES];
            for later in self.side_by_side.iter().skip(place + 1) {
                for lane in 0..LANES {
                    count[lane] += i16::from(later[lane] > first[lane]);
                }
            }
            for (rises, count) in rises.iter_mut().zip(count) {
                *rises += i64::from(count);
            }
        }
        rises
    }
}

/// A number up to 65,535, moved so that it fits.
fn small(number: u64) -> i16 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        reason = "the lower 16 bits are all, and the highest of them is turned into the sign"
    )]
    let small = (number as u16 ^ 0x8000) as i16;
    small
}
