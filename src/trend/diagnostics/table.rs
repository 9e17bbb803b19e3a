//! The Mann-Kendall test of many series at once.
//!
//! 128 series are stored side by side, each value as one byte, so that the compiler can compare many series
//! with one vector instruction. Only rises are counted. Ties follow from the number of times that each value
//! occurs, and every other pair is a fall.

use super::{MannKendall, SeriesError, check_len, of_ranks, ranks, test};

/// The number of series that are compared at once.
const LANES: usize = 128;

/// The number of later values that one value is compared with at once.
const STEP: usize = 8;

/// The maximum number of values of a series in bytes: a byte has 256 values, and counts to 255.
const MAX_COMPARED: usize = 255;

impl MannKendall {
    /// Tests many series of `len` values, which follow each other in `values`. Returns a test for each series, in
    /// their order.
    ///
    /// Returns one test per series, in order. Each equals [`MannKendall::of`] with
    /// [`Correction::None`](super::Correction::None).
    ///
    /// # Errors
    ///
    /// Returns [`SeriesError`] if `len` is below 4 or above 1,000,000, or if `values.len()` is not a
    /// multiple of `len`.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::trend::diagnostics::MannKendall;
    ///
    /// let tests = MannKendall::of_table(&[1, 2, 3, 5, 9, 7, 8, 6], 4)?;
    /// assert_eq!([tests[0].s, tests[1].s], [6, -4]);
    /// # Ok::<(), detente::trend::diagnostics::SeriesError>(())
    /// ```
    pub fn of_table(values: &[i64], len: usize) -> Result<Vec<Self>, SeriesError> {
        check_len(len, super::MAX_VALUES)?;
        if !values.len().is_multiple_of(len) {
            let values = values.len();
            return Err(SeriesError::Ragged { values, len });
        }
        if len > MAX_COMPARED {
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

/// Buffers for [`LANES`] series of one length.
struct Compared {
    len: usize,
    /// For each index the values of all series, then [`STEP`] padding rows of `i8::MIN`, which never count
    /// as a rise.
    side_by_side: Vec<[i8; LANES]>,
    by_value: Vec<(i64, usize)>,
}

/// The number of pairs of equal values of a series, and 18 times the variance that ties remove.
#[derive(Clone, Copy, Default)]
struct Ties {
    pairs: i64,
    term: i64,
}

impl Ties {
    /// Adds a value that has occurred `before` times. `term` is a sum of `t (t - 1) (2 t + 5)`, and this is
    /// its difference between `t = before` and `t = before + 1`.
    fn add(&mut self, before: i64) {
        self.pairs += before;
        self.term += 6 * before * (before + 2);
    }
}

impl Compared {
    fn new(len: usize) -> Self {
        Self {
            len,
            side_by_side: vec![[i8::MIN; LANES]; len + STEP],
            by_value: Vec::with_capacity(len),
        }
    }

    /// Tests up to [`LANES`] series.
    fn test(&mut self, values: &[i64], tests: &mut Vec<MannKendall>) {
        let mut ties = [Ties::default(); LANES];
        for (lane, (series, ties)) in values.chunks(self.len).zip(&mut ties).enumerate() {
            *ties = self.place(lane, series);
        }
        let rises = self.rises();
        let len = i64::try_from(self.len).expect("at most 255 values");
        for ((_, rises), ties) in values.chunks(self.len).zip(rises).zip(ties) {
            let falls = len * (len - 1) / 2 - ties.pairs - rises;
            tests.push(test(rises - falls, len, super::to_f64(ties.term)));
        }
    }

    /// Stores a series in its lane, as bytes in the same order. Returns its ties.
    fn place(&mut self, lane: usize, series: &[i64]) -> Ties {
        let mut ties = Ties::default();
        // If all values are within a byte of one value, their differences are the bytes.
        if let Some(middle) = middle(series) {
            let mut counts = [0_u8; 256];
            for (slots, value) in self.side_by_side.iter_mut().zip(series) {
                let [byte, ..] = value.wrapping_sub(middle).to_le_bytes();
                slots[lane] = i8::from_ne_bytes([byte]);
                let count = &mut counts[usize::from(byte)];
                ties.add(i64::from(*count));
                *count += 1;
            }
            return ties;
        }
        // If not, their ranks are.
        self.by_value.clear();
        self.by_value.extend(series.iter().copied().zip(0..));
        self.by_value.sort_unstable();
        let equals = self.by_value.chunk_by(|a, b| a.0 == b.0);
        for (rank, equal) in (i8::MIN..=i8::MAX).zip(equals) {
            for (before, &(_, place)) in (0..).zip(equal) {
                self.side_by_side[place][lane] = rank;
                ties.add(before);
            }
        }
        ties
    }

    /// The number of rising pairs in each series.
    fn rises(&self) -> [i64; LANES] {
        let mut rises = [0; LANES];
        let mut later = self.side_by_side.as_slice();
        for _ in 0..self.len {
            let (first, rest) = (later.split_first()).expect("STEP rows follow the last value");
            // Fewer than 255 rises per value, so a byte can count them.
            let mut count = [0_u8; LANES];
            for values in rest.chunks_exact(STEP) {
                let values = values.first_chunk().expect("chunks of STEP rows");
                count_rises(&mut count, values, first);
            }
            for (rises, count) in rises.iter_mut().zip(count) {
                *rises += i64::from(count);
            }
            later = rest;
        }
        rises
    }
}

/// Counts the later values that are above the first, in each lane.
///
/// Not inlined: within the loop over later values the compiler would exchange the two loops.
#[inline(never)]
fn count_rises(count: &mut [u8; LANES], later: &[[i8; LANES]; STEP], first: &[i8; LANES]) {
    for lane in 0..LANES {
        for values in later {
            count[lane] += u8::from(values[lane] > first[lane]);
        }
    }
}

/// A value whose difference to every value of the series fits in an `i8`.
///
/// Returns `None` if there is none, or only one near the limits of `i64`.
fn middle(series: &[i64]) -> Option<i64> {
    const HALF: i64 = 128;
    let is_middle = |&middle: &i64| {
        // A difference that wraps around would look small.
        if middle.checked_sub(HALF).is_none() || middle.checked_add(HALF).is_none() {
            return false;
        }
        let offset = |&value: &i64| value.wrapping_sub(middle).wrapping_add(HALF);
        // All offsets are within 0..256 if no other bit is set in any of them. This needs no branch.
        let bits = series.iter().map(offset).fold(0, |bits, it| bits | it);
        (0..2 * HALF).contains(&bits)
    };
    let least = || series.iter().min().expect("a series has values");
    let above_least = || least().checked_add(HALF);
    let first = Some(series[0]).filter(is_middle);
    first.or_else(|| above_least().filter(is_middle))
}
