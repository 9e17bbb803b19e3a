//! Statistical tests of a series of values. They supplement a [`Trend`](super::Trend), and do not
//! replace it.
//!
//! [`MannKendall`] tests whether a series of equally spaced values (a level each week, a count each
//! month) has a trend, whatever the distribution of the values. [`TheilSen`] estimates its slope, and
//! [`change_points`] finds the places at which its mean changes. [`triads`] finds balanced and unbalanced
//! groups of three actors in a ledger.
//!
//! # Which correction should I use?
//!
//! All tests here assume that the values of a series are independent. They rarely are, and then the tests
//! find trends and changes that do not exist. The Mann-Kendall test has four corrections. The table shows
//! how often each test finds something, at the 5% level, in 1,000 series of 60 points without a trend or
//! change, in which each value contains this fraction of its predecessor:
//!
//! | test | 0 | .6 | -.6 |
//! | :-- | --: | --: | --: |
//! | [`None`](Correction::None) | 5% | 30% | 0% |
//! | [`HamedRao`](Correction::HamedRao) | 5% | 20% | 0% |
//! | [`YueWang`](Correction::YueWang) | 4% | 9% | 0% |
//! | [`TrendFreePreWhitening`](Correction::TrendFreePreWhitening) | 5% | 39% | 0% |
//! | [`PreWhitening`](Correction::PreWhitening), the default | 5% | 6% | 5% |
//! | [`TheilSen`]: an interval without 0 | 5% | 30% | 0% |
//! | [`change_points`]: any, at the default penalty | 3% | 90% | 0% |
//!
//! `cargo test --test diagnostics false_alarms -- --nocapture` prints the table.
//!
//! [`HamedRao`](Correction::HamedRao) and [`YueWang`](Correction::YueWang) multiply the variance by a
//! factor of at least 1. As published, the factor can be below 1, and the test then finds trends in noise.
//! Pre-whitening has the fewest false alarms among dependent values. It also removes a part of a real
//! trend.
//!
//! # What about equal values?
//!
//! Equal values are ties: neither a rise nor a fall. They must be equal to the last bit, and sums of
//! decimal fractions rarely are (.1 + .2 is not .3). Pass tenths as integers to [`MannKendall::of`].
//! Corrections neither break nor add ties, because they use exact fractions.
//!
//! Sources: Mann, H. B. (1945), *Econometrica* 13; Kendall, M. G. (1975), *Rank Correlation
//! Methods*; Sen, P. K. (1968), *JASA* 63; Hamed, K. H. and Rao, A. R. (1998), *Journal of
//! Hydrology* 204; Yue, S. and Wang, C. Y. (2004), *Water Resources Management* 18; Yue, S. et
//! al. (2002), *Hydrological Processes* 16; Killick, R., Fearnhead, P. and Eckley, I. A.
//! (2012), *JASA* 107; Cartwright, D. and Harary, F. (1956), *Psychological Review* 63.

use std::fmt;

use thiserror::Error;

use super::change::Probability;
use crate::numeric::normal_cdf;
use crate::wire::{Object, check_derived, finite, not_negative};

mod balance;
mod change_points;
mod correction;
mod table;
mod whole;

pub use balance::{Triad, triads};
pub use change_points::{Penalty, change_points};
pub use correction::Correction;
pub use correction::SeriesValue;
use correction::corrected;

/// The minimum number of values of a series.
const MIN_VALUES: usize = 4;

/// The maximum number of values of a test in O(n log n).
const MAX_VALUES: usize = 1_000_000;

/// The maximum number of values of a test in O(n^2).
const MAX_QUADRATIC: usize = 4_096;

/// The absolute value that a standard normal variable exceeds with a probability of 5%.
const TWO_SIDED_5_PERCENT: f64 = 1.959_963_984_540_054;

/// A series was refused.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum SeriesError {
    /// There are too few values.
    #[error("the series has {len} values: expected at least {least}")]
    TooShort {
        /// The number of values.
        len: usize,
        /// The minimum.
        least: usize,
    },
    /// There are too many values.
    #[error("the series has {len} values: expected at most {most}")]
    TooLong {
        /// The number of values.
        len: usize,
        /// The maximum.
        most: usize,
    },
    /// A table does not divide into whole series.
    #[error("the table has {values} values: expected a multiple of {len}")]
    Ragged {
        /// The number of values.
        values: usize,
        /// The number of values of a series.
        len: usize,
    },
    /// A value is not a number, or so large that sums of squares would overflow.
    #[error("the value at index {index} is `{value}`: expected -1e100 to 1e100")]
    OutOfBounds {
        /// Its index.
        index: usize,
        /// The value.
        value: f64,
    },
}

crate::wire::errors!(SeriesError {
    TooShort { len, least },
    TooLong { len, most },
    Ragged { values, len },
    OutOfBounds { index, value },
});

fn check(values: &[f64], most: usize) -> Result<(), SeriesError> {
    check_len(values.len(), most)?;
    check_bounds(values)
}

fn check_bounds(values: &[f64]) -> Result<(), SeriesError> {
    let mut values = values.iter().enumerate();
    match values.find(|(_, value)| !(-1e100..=1e100).contains(*value)) {
        Some((index, &value)) => Err(SeriesError::OutOfBounds { index, value }),
        None => Ok(()),
    }
}

fn check_len(len: usize, most: usize) -> Result<(), SeriesError> {
    if len < MIN_VALUES {
        Err(SeriesError::TooShort {
            len,
            least: MIN_VALUES,
        })
    } else if len > most {
        Err(SeriesError::TooLong { len, most })
    } else {
        Ok(())
    }
}

/// The Mann-Kendall test: whether a series rises or falls.
///
/// # Example
///
/// ```
/// use detente::trend::diagnostics::{Correction, MannKendall};
///
/// let tenths = [30, 28, 31, 25, 25, 22, 26, 19, 14, 16, 9, 11];
/// let test = MannKendall::of(&tenths, Correction::None)?;
/// assert_eq!(test.s, -51);
/// assert!((test.z() + 3.436717).abs() < 1e-6 && test.p() < 0.001);
/// # Ok::<(), detente::trend::diagnostics::SeriesError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(into = "MannKendallShape", try_from = "Object<MannKendallShape>")]
#[non_exhaustive]
pub struct MannKendall {
    /// The number of pairs of values that rise, minus the number that fall.
    pub s: i64,
    /// The variance of `s` in series without trend.
    pub variance: f64,
    /// Kendall's tau, from -1 to 1: the fraction of all pairs that rise, minus the fraction that fall.
    pub tau: f64,
}

/// The written form of a test. `z` and `p` follow from the other numbers.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct MannKendallShape {
    s: i64,
    #[serde(deserialize_with = "not_negative")]
    variance: f64,
    tau: f64,
    z: f64,
    p: f64,
}

impl From<MannKendall> for MannKendallShape {
    fn from(test: MannKendall) -> Self {
        Self {
            s: test.s,
            variance: test.variance,
            tau: test.tau,
            z: test.z(),
            p: test.p(),
        }
    }
}

impl TryFrom<Object<MannKendallShape>> for MannKendall {
    type Error = String;

    fn try_from(Object(shape): Object<MannKendallShape>) -> Result<Self, String> {
        let MannKendallShape {
            s, variance, tau, ..
        } = shape;
        if !(-1.0..=1.0).contains(&tau) || (tau > 0.0) != (s > 0) || (tau < 0.0) != (s < 0) {
            return Err(format!(
                "`tau` is `{tau}`: expected -1 to 1, with the sign of `s`"
            ));
        }
        let test = Self { s, variance, tau };
        check_derived("z", shape.z, test.z())?;
        check_derived("p", shape.p, test.p())?;
        Ok(test)
    }
}

/// `tau -0.77, p <.01`
impl fmt::Display for MannKendall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tau {:+.2}, p {}", self.tau + 0.0, Probability(self.p()))
    }
}

impl MannKendall {
    /// Tests a series of equally spaced values of type `i64` or `f64`.
    ///
    /// A pre-whitening correction shortens the series by one value. `s`, `variance` and `tau` then describe
    /// the pre-whitened series.
    ///
    /// # Errors
    ///
    /// Returns [`SeriesError`] for fewer than 4 values, more than 1,000,000 (4,096 with a
    /// correction that is quadratic), or one beyond 1e100.
    ///
    /// # Complexity
    ///
    /// O(n log n) without a correction and with [`Correction::PreWhitening`]. O(n^2) with the others, which
    /// need the slopes of all pairs.
    ///
    /// Pre-whitening takes about 200 bytes per value, or five times as much if the values span
    /// the whole range of `f64`.
    pub fn of<T: SeriesValue>(values: &[T], correction: Correction) -> Result<Self, SeriesError> {
        check_len(values.len(), max_values(correction))?;
        T::check(values)?;
        Ok(corrected(values, correction))
    }

    /// `s` in standard deviations, with the continuity correction of one step towards 0.
    pub fn z(&self) -> f64 {
        let s = to_f64(self.s);
        if self.s == 0 || self.variance <= 0.0 {
            0.0
        } else {
            (s - s.signum()) / self.variance.sqrt()
        }
    }

    /// The probability of a `z` at least this far from 0 in series without trend.
    pub fn p(&self) -> f64 {
        2.0 * normal_cdf(-self.z().abs())
    }
}

fn max_values(correction: Correction) -> usize {
    match correction {
        Correction::None | Correction::PreWhitening => MAX_VALUES,
        _ => MAX_QUADRATIC,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a million values have 2^39 pairs"
)]
fn to_f64(count: i64) -> f64 {
    count as f64
}

fn count<T>(values: &[T]) -> i64 {
    #[expect(clippy::cast_possible_wrap, reason = "series are bounded")]
    let count = values.len() as i64;
    count
}

fn len<T>(values: &[T]) -> f64 {
    to_f64(count(values))
}

/// The rank of each value among the distinct values, from 1.
fn ranks<T: Copy>(values: &[T], order: impl Fn(&T, &T) -> std::cmp::Ordering) -> Vec<usize> {
    let mut places: Vec<(usize, T)> = values.iter().copied().enumerate().collect();
    places.sort_by(|a, b| order(&a.1, &b.1));
    let mut ranks = vec![0; values.len()];
    let (mut rank, mut last) = (0, None);
    for (place, value) in places {
        if last.is_none_or(|last| order(&last, &value).is_ne()) {
            rank += 1;
        }
        last = Some(value);
        ranks[place] = rank;
    }
    ranks
}

fn ranks_of_floats(values: &[f64]) -> Vec<usize> {
    // -0 and 0 are equal, but differ in the total order of floats. Adding 0 makes both 0.
    let values: Vec<f64> = values.iter().map(|value| value + 0.0).collect();
    ranks(&values, f64::total_cmp)
}

fn original(values: &[f64]) -> MannKendall {
    of_ranks(&ranks_of_floats(values))
}

/// Counts rising and falling pairs in O(n log n), with a Fenwick tree over the ranks. Comparing all pairs
/// would take O(n^2).
///
/// Node `n` of the tree counts the values with ranks from `n - bit + 1` to `n`, where `bit` is the lowest
/// set bit of `n`. Clearing that bit gives the node of the ranks before them. Adding it gives the next node
/// that counts them too. Both take at most one step per bit.
///
/// Source: Fenwick, P. M. (1994), "A New Data Structure for Cumulative Frequency Tables",
/// *Software: Practice and Experience* 24(3).
fn of_ranks(ranks: &[usize]) -> MannKendall {
    let different = *ranks.iter().max().expect("a series has values");
    let mut tree = vec![0_i64; different + 1];
    let mut times = vec![0_i64; different + 1];
    let (mut s, mut before) = (0, 0);
    for &rank in ranks {
        // Invariant: the tree counts the values before this one.
        let below = counted(&tree, rank - 1);
        let above = before - counted(&tree, rank);
        s += below - above;
        before += 1;
        let mut node = rank;
        while node <= different {
            tree[node] += 1;
            node += node & node.wrapping_neg();
        }
        times[rank] += 1;
    }
    let tied = times.iter().map(|&t| term(t)).sum();
    test(s, before, tied)
}

/// `t (t - 1) (2 t + 5)`: 18 times the variance of `t` values without ties, and 18 times the variance that
/// `t` equal values remove.
fn term(t: i64) -> f64 {
    to_f64(t) * to_f64(t - 1) * to_f64(2 * t + 5)
}

/// The test of `len` values. `tied` is the sum of [`term`] over groups of equal values.
fn test(s: i64, len: i64, tied: f64) -> MannKendall {
    MannKendall {
        s,
        variance: (term(len) - tied) / 18.0,
        tau: to_f64(s) / (to_f64(len) * to_f64(len - 1) / 2.0),
    }
}

/// The number of values up to a rank in a Fenwick tree.
fn counted(tree: &[i64], mut rank: usize) -> i64 {
    let mut count = 0;
    while rank > 0 {
        count += tree[rank];
        rank &= rank - 1;
    }
    count
}

/// The Theil-Sen slope of a series: the median of the slopes of all pairs of values.
///
/// # Example
///
/// ```
/// use detente::trend::diagnostics::TheilSen;
///
/// let slope = TheilSen::of(&[1.0, 2.0, 3.0, 40.0, 5.0, 6.0])?;
/// assert_eq!(slope.slope, 1.0);
/// assert!(slope.low <= 1.0 && 1.0 <= slope.high);
/// # Ok::<(), detente::trend::diagnostics::SeriesError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Object<TheilSenShape>")]
#[non_exhaustive]
pub struct TheilSen {
    /// The slope per step.
    pub slope: f64,
    /// The lower end of its 95% interval, by Sen's method.
    pub low: f64,
    /// The upper end of its 95% interval.
    pub high: f64,
}

/// A slope as it is read, before its interval is checked.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct TheilSenShape {
    #[serde(deserialize_with = "finite")]
    slope: f64,
    #[serde(deserialize_with = "finite")]
    low: f64,
    #[serde(deserialize_with = "finite")]
    high: f64,
}

impl TryFrom<Object<TheilSenShape>> for TheilSen {
    type Error = String;

    fn try_from(Object(shape): Object<TheilSenShape>) -> Result<Self, String> {
        let TheilSenShape { slope, low, high } = shape;
        if low <= slope && slope <= high {
            Ok(Self { slope, low, high })
        } else {
            Err(format!(
                "`slope` is `{slope}`: expected a slope within its interval, `{low}` to `{high}`"
            ))
        }
    }
}

/// `-0.40 per step, 95% -0.55 to -0.20`
impl fmt::Display for TheilSen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [slope, low, high] = [self.slope, self.low, self.high].map(|number| number + 0.0);
        write!(f, "{slope:+.2} per step, 95% {low:+.2} to {high:+.2}")
    }
}

impl TheilSen {
    /// Estimates the slope per step of equally spaced values.
    ///
    /// The interval assumes independent values. If values resemble their predecessors, it is too narrow.
    ///
    /// # Errors
    ///
    /// Returns [`SeriesError`] for fewer than 4 values, more than 4,096, or one beyond 1e100.
    ///
    /// # Complexity
    ///
    /// O(n^2 log n) time and 4 n^2 bytes: 64 MiB for 4,096 values.
    pub fn of(values: &[f64]) -> Result<Self, SeriesError> {
        check(values, MAX_QUADRATIC)?;
        let mut slopes = slopes(values, |first, second| second - first);
        slopes.sort_unstable_by(f64::total_cmp);
        let reach = TWO_SIDED_5_PERCENT * original(values).variance.sqrt();
        let last = slopes.len() - 1;
        let at = |place: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 0 and the number of slopes"
            )]
            let place = place.max(0.0) as usize;
            slopes[place.min(last)]
        };
        let count = len(&slopes);
        Ok(Self {
            slope: median(&slopes),
            low: at(f64::midpoint(count, -reach).round() - 1.0),
            high: at(f64::midpoint(count, reach).round()),
        })
    }
}

/// The slopes of all pairs. `rise` gives the difference of a value and a later one.
fn slopes<T: Copy>(values: &[T], rise: impl Fn(T, T) -> f64) -> Vec<f64> {
    let mut slopes = Vec::with_capacity(values.len() * (values.len() - 1) / 2);
    for (place, first) in values.iter().enumerate() {
        let mut steps = 0.0;
        for second in values.iter().skip(place + 1) {
            steps += 1.0;
            slopes.push(rise(*first, *second) / steps);
        }
    }
    slopes
}

/// The median of sorted values. There must be at least one.
fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 {
        sorted[middle]
    } else {
        f64::midpoint(sorted[middle - 1], sorted[middle])
    }
}
