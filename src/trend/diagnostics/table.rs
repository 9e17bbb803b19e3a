//! Mann and Kendall's test of many series at once.
//!
//! Series stand side by side, each value as a byte, so that one comparison is of many: the
//! compiler makes vector instructions of it on every processor. Only rises are counted. What
//! is neither a rise nor a tie is a fall, and ties follow from how often each value comes.

use super::{MannKendall, SeriesError, check_len, of_ranks, ranks, test};

/// Series that are compared at once.
const LANES: usize = 128;

/// Later values of each that one value is compared with at once.
const STEP: usize = 8;

/// The most values that a byte tells apart, and counts.
const MOST_COMPARED: usize = 255;

impl MannKendall {
    /// Tests many series of one length, which stand one after the other in a table.
    ///
    /// Each test is that of [`of`](Self::of) without correction.
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
    /// assert_eq!([tests[0].s, tests[1].s], [6, -4]);
    /// # Ok::<(), detente::trend::diagnostics::SeriesError>(())
    /// ```
    pub fn of_table(values: &[i64], len: usize) -> Result<Vec<Self>, SeriesError> {
        check_len(len, super::MOST)?;
        if !values.len().is_multiple_of(len) {
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

/// Buffers for as many series of one length as are compared at once.
struct Compared {
    len: usize,
    /// For each place the values of all series; and then a step of the least there is, above
    /// nothing.
    side_by_side: Vec<[i8; LANES]>,
    by_value: Vec<(i64, usize)>,
}

/// The pairs of equal values of a series, and what ties take off the variance.
#[derive(Clone, Copy, Default)]
struct Ties {
    pairs: i64,
    term: i64,
}

impl Ties {
    /// Adds a value that came so many times before: `t (t - 1) (2 t + 5)` grows by as much.
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

    /// Tests as many series as there are, up to [`LANES`].
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

    /// Puts a series in its lane, as bytes of the same order.
    fn place(&mut self, lane: usize, series: &[i64]) -> Ties {
        let mut ties = Ties::default();
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

    /// How many pairs of values rise in each series.
    fn rises(&self) -> [i64; LANES] {
        let mut rises = [0; LANES];
        let mut later = self.side_by_side.as_slice();
        for _ in 0..self.len {
            let (first, rest) = (later.split_first()).expect("a step comes after the last value");
            // Fewer than a series has values, so that a byte holds them.
            let mut count = [0_u8; LANES];
            for values in rest.chunks_exact(STEP) {
                let values = values.first_chunk().expect("chunks of a step");
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

/// Counts where later values are above the first.
///
/// By itself: within the loop over later values the compiler would turn rows and columns round.
#[inline(never)]
fn count_rises(count: &mut [u8; LANES], later: &[[i8; LANES]; STEP], first: &[i8; LANES]) {
    for lane in 0..LANES {
        for values in later {
            count[lane] += u8::from(values[lane] > first[lane]);
        }
    }
}

/// A value from which no value of a series is further than a byte with a sign can tell; none
/// where there is no such value, or only at the ends of all numbers.
fn middle(series: &[i64]) -> Option<i64> {
    const HALF: i64 = 128;
    let is_middle = |&middle: &i64| {
        // A difference that went round would look small.
        if middle.checked_sub(HALF).is_none() || middle.checked_add(HALF).is_none() {
            return false;
        }
        let offset = |&value: &i64| value.wrapping_sub(middle).wrapping_add(HALF);
        // Without a branch, so that many are looked at together.
        let bits = series.iter().map(offset).fold(0, |bits, it| bits | it);
        (0..2 * HALF).contains(&bits)
    };
    let least = || series.iter().min().expect("a series has values");
    let above_least = || least().checked_add(HALF);
    let first = Some(series[0]).filter(is_middle);
    first.or_else(|| above_least().filter(is_middle))
}
