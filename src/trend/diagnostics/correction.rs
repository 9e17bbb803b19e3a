//! Corrections of the Mann-Kendall test for dependent values.
//!
//! Hamed and Rao, and Yue and Wang, multiply the variance by a factor. Here the factor is at least 1. As
//! published it can be below 1, even below 0: sample autocorrelations sum to -1/2, so chance alone makes
//! some of them negative, and the test then finds trends in noise.
//!
//! Yue and Wang have two forms: `1 + 2 sum of (1 - k/n) r_k` over all lags `k`, and the same with `r_1^k` for
//! `r_k`, for a first-order autoregressive series. The second form is used, because the first corrects
//! nothing, for the reason above.
//!
//! Detrending and pre-whitening subtract fractions (the median slope, an autocorrelation) from the values.
//! Rounding would break ties and create others, so the values are integers in one common unit: see
//! [`Whole`].

use std::cmp::Ordering;

use super::whole::Whole;
use super::{
    MannKendall, SeriesError, TWO_SIDED_5_PERCENT, check_bounds, count, len, of_ranks, ranks,
    ranks_of_floats, slopes,
};
use crate::text::words;

/// A correction of the Mann-Kendall test for values that depend on their predecessors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Correction {
    /// No correction. The values must be independent.
    None,
    /// Multiplies the variance by a factor from the significant autocorrelations of the ranks of the
    /// detrended values. The factor is at least 1, unlike the published one.
    HamedRao,
    /// Multiplies the variance by a factor from the first autocorrelation of the detrended values, as for a
    /// first-order autoregressive series. The factor is at least 1, unlike the published one.
    YueWang,
    /// Subtracts from each value the first autocorrelation times its predecessor.
    #[default]
    PreWhitening,
    /// Subtracts the linear trend, pre-whitens, and adds the trend again.
    TrendFreePreWhitening,
}

words!(Correction, "a correction", 5 {
    None => "none",
    HamedRao => "hamed_rao",
    YueWang => "yue_wang",
    PreWhitening => "pre_whitening",
    TrendFreePreWhitening => "trend_free_pre_whitening",
});

/// The type of the values of a series: `i64` or `f64`. This trait is sealed.
pub trait SeriesValue: Value {}

impl SeriesValue for i64 {}

impl SeriesValue for f64 {}

pub(super) use sealed::Value;

/// Not reachable from outside, so nothing else can implement the trait.
mod sealed {
    use super::super::SeriesError;
    use super::super::whole::Whole;

    pub trait Value: Copy {
        /// Checks the bounds of the values.
        fn check(values: &[Self]) -> Result<(), SeriesError>;

        /// The rank of each value among the distinct values, from 1.
        fn ranks(values: &[Self]) -> Vec<usize>;

        /// The difference of a later value and this one, rounded once, in some unit.
        ///
        /// Divided by a number of steps it is 0 only if the values are equal.
        fn rise(self, later: Self) -> f64;

        /// The values as integer multiples of one common unit.
        fn wholes(values: &[Self]) -> Vec<Whole>;
    }
}

impl Value for i64 {
    fn check(_: &[Self]) -> Result<(), SeriesError> {
        Ok(())
    }

    fn ranks(values: &[Self]) -> Vec<usize> {
        ranks(values, Self::cmp)
    }

    fn rise(self, later: Self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "documented: rounded once")]
        let rise = (i128::from(later) - i128::from(self)) as f64;
        rise
    }

    fn wholes(values: &[Self]) -> Vec<Whole> {
        values.iter().copied().map(Whole::from).collect()
    }
}

impl Value for f64 {
    fn check(values: &[Self]) -> Result<(), SeriesError> {
        check_bounds(values)
    }

    fn ranks(values: &[Self]) -> Vec<usize> {
        ranks_of_floats(values)
    }

    fn rise(self, later: Self) -> f64 {
        // 2^600: with it the smallest number does not underflow, and 1e100 does not overflow.
        const UNIT: f64 = f64::from_bits((1_023 + 600) << 52);
        (later - self) * UNIT
    }

    fn wholes(values: &[Self]) -> Vec<Whole> {
        let parts: Vec<(i64, u32)> = values.iter().copied().map(parts).collect();
        let differ_from_zero = parts.iter().filter(|(odd, _)| *odd != 0);
        let least = differ_from_zero.map(|(_, exponent)| *exponent).min();
        let whole = |&(odd, exponent): &(i64, u32)| match least {
            Some(least) if odd != 0 => Whole::shifted(odd, exponent - least),
            _ => Whole::default(),
        };
        parts.iter().map(whole).collect()
    }
}

/// Splits a finite number into an odd number, or 0, and the exponent of a power of two. All exponents are
/// too large by the same constant.
fn parts(value: f64) -> (i64, u32) {
    const FRACTION: u32 = 52;
    let bits = value.abs().to_bits();
    // The exponent has 11 bits.
    let exponent = (bits >> FRACTION) as u32;
    let fraction = bits & ((1 << FRACTION) - 1);
    // Subnormal numbers have exponent 0 without the implied bit, which means exponent 1.
    let implied = u64::from(exponent > 0) << FRACTION;
    #[expect(clippy::cast_possible_wrap, reason = "53 bits")]
    let significand = (fraction | implied) as i64;
    if significand == 0 {
        return (0, 0);
    }
    let zeros = significand.trailing_zeros();
    let odd = significand >> zeros;
    let signed = if value < 0.0 { -odd } else { odd };
    (signed, exponent.max(1) + zeros)
}

/// Tests a series with a correction.
///
/// 1. Write the values as exact integers in one unit.
/// 2. Find the slope to subtract: 0 for pre-whitening, else the median slope.
/// 3. Correct the variance, or pre-whiten the values and test the ranks of the result.
pub(super) fn corrected<T: Value>(values: &[T], correction: Correction) -> MannKendall {
    let uncorrected = || of_ranks(&T::ranks(values));
    if correction == Correction::None {
        return uncorrected();
    }
    let wholes = T::wholes(values);
    let slope = match correction {
        Correction::PreWhitening => Slope::none(),
        _ => median_slope(values, &wholes),
    };
    match correction {
        Correction::HamedRao => scaled(uncorrected(), hamed_rao(&wholes, &slope)),
        Correction::YueWang => scaled(uncorrected(), yue_wang(&wholes, &slope)),
        _ => of_ranks(&ranks_of_wholes(&pre_whitened(&wholes, &slope))),
    }
}

/// Multiplies the variance of a test by a factor, which is at least 1.
fn scaled(test: MannKendall, factor: f64) -> MannKendall {
    MannKendall {
        variance: test.variance * factor.max(1.0),
        ..test
    }
}

fn ranks_of_wholes(values: &[Whole]) -> Vec<usize> {
    let values: Vec<&Whole> = values.iter().collect();
    ranks(&values, Ord::cmp)
}

/// An exact slope: `rise / steps`, with `steps` above 0.
struct Slope {
    rise: Whole,
    steps: Whole,
}

impl Slope {
    fn none() -> Self {
        Self {
            rise: Whole::default(),
            steps: Whole::one(),
        }
    }

    fn between(self, other: &Self) -> Self {
        let rise = &(&self.rise * &other.steps) + &(&other.rise * &self.steps);
        let steps = &(&self.steps * &other.steps) * &Whole::from(2);
        Self { rise, steps }
    }
}

/// Two indexes of a series, in order.
type Pair = [u16; 2];

fn steps([first, second]: Pair) -> i64 {
    i64::from(second) - i64::from(first)
}

/// The exact median of the slopes of all pairs.
fn median_slope<T: Value>(values: &[T], wholes: &[Whole]) -> Slope {
    let mut slopes = slopes(values, T::rise);
    let (lower, upper) = ((slopes.len() - 1) / 2, slopes.len() / 2);
    let slope = nth_slope(values, wholes, &mut slopes, lower);
    if lower == upper {
        slope
    } else {
        slope.between(&nth_slope(values, wholes, &mut slopes, upper))
    }
}

/// The exact slope at an index in the order of all slopes.
///
/// Comparing all slopes exactly would be slow. So the rounded slopes are used to find the few slopes that
/// can be at the index, and only these are compared exactly.
fn nth_slope<T: Value>(values: &[T], wholes: &[Whole], slopes: &mut [f64], place: usize) -> Slope {
    let (_, &mut near, _) = slopes.select_nth_unstable_by(place, f64::total_cmp);
    // A rounded slope is 0 only if the exact one is.
    if near == 0.0 {
        return Slope::none();
    }
    // Each slope was rounded twice, in the rise and in the division. The exact slope at the index is
    // therefore within a relative 4 EPSILON of the rounded slope there, and so is every slope that
    // rounding can exchange with it. 16 is a safe margin.
    let reach = 16.0 * f64::EPSILON * near.abs();
    let (low, high) = (near - reach, near + reach);
    let below = slopes.iter().filter(|slope| **slope < low).count();
    let mut pairs = pairs_within(values, low, high);
    // If the rises are below 2^101, their products with steps fit in an `i128`, which is faster.
    let from_first = |whole: &Whole| (whole - &wholes[0]).small();
    let small = |whole| from_first(whole).filter(|small| small.unsigned_abs() < 1 << 100);
    let smalls: Option<Vec<i128>> = wholes.iter().map(small).collect();
    let pair = match smalls {
        Some(smalls) => select(&mut pairs, place - below, |[first, second], times| {
            let rise = smalls[usize::from(second)] - smalls[usize::from(first)];
            rise * i128::from(times)
        }),
        None => select(&mut pairs, place - below, |pair, times| {
            &rise(wholes, pair) * &Whole::from(times)
        }),
    };
    Slope {
        rise: rise(wholes, pair),
        steps: Whole::from(steps(pair)),
    }
}

fn rise(wholes: &[Whole], [first, second]: Pair) -> Whole {
    &wholes[usize::from(second)] - &wholes[usize::from(first)]
}

/// The pairs whose rounded slopes are between two bounds.
fn pairs_within<T: Value>(values: &[T], low: f64, high: f64) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (first, value) in (0_u16..).zip(values) {
        let mut steps = 0.0;
        for (second, later) in (0_u16..).zip(values).skip(usize::from(first) + 1) {
            steps += 1.0;
            if (low..=high).contains(&(value.rise(*later) / steps)) {
                pairs.push([first, second]);
            }
        }
    }
    pairs
}

/// The pair at an index in the order of slopes. Two slopes are compared by cross-multiplication:
/// `rise_a * steps_b` with `rise_b * steps_a`.
fn select<N: Ord>(pairs: &mut [Pair], place: usize, rise: impl Fn(Pair, i64) -> N) -> Pair {
    let by_slope =
        |a: &Pair, b: &Pair| -> Ordering { rise(*a, steps(*b)).cmp(&rise(*b, steps(*a))) };
    let (_, &mut pair, _) = pairs.select_nth_unstable_by(place, by_slope);
    pair
}

/// The values minus the line with a slope, all multiplied by `slope.steps` to keep them integers.
fn detrended(values: &[Whole], slope: &Slope) -> impl Iterator<Item = Whole> {
    let mut line = Whole::default();
    values.iter().map(move |value| {
        let less = &(value * &slope.steps) - &line;
        line = &line + &slope.rise;
        less
    })
}

/// The exact first autocorrelation of a series, `product / square`.
struct Autocorrelation {
    product: Whole,
    square: Whole,
}

impl Autocorrelation {
    /// The autocorrelation of the detrended values. 0 if they are all equal.
    fn of(values: &[Whole], slope: &Slope) -> Self {
        let sum = detrended(values, slope).fold(Whole::default(), |sum, x| &sum + &x);
        let count = Whole::from(count(values));
        let (mut product, mut square) = (Whole::default(), Whole::default());
        let mut before = Whole::default();
        for value in detrended(values, slope) {
            // The deviation from the mean, multiplied by the number of values.
            let around = &(&value * &count) - &sum;
            product = &product + &(&around * &before);
            square = &square + &(&around * &around);
            before = around;
        }
        if square.is_zero() {
            square = Whole::one();
        }
        Self { product, square }
    }

    fn value(&self) -> f64 {
        self.product.ratio(&self.square)
    }
}

/// Pre-whitens the detrended values, and adds the trend again: `x'_i - r x'_(i-1)` plus the line.
///
/// `x'_i` plus the line is `x_i`, so this is `x_i - r x'_(i-1)`. All results are multiplied by the
/// denominators of the slope and of `r`, which makes them integers and changes no comparison.
fn pre_whitened(values: &[Whole], slope: &Slope) -> Vec<Whole> {
    let correlation = Autocorrelation::of(values, slope);
    let unit = &slope.steps * &correlation.square;
    let later = values.iter().skip(1);
    later
        .zip(detrended(values, slope))
        .map(|(value, before)| &(&unit * value) - &(&correlation.product * &before))
        .collect()
}

/// The factor of Hamed and Rao: `1 + 2 / (n (n - 1) (n - 2)) sum of (n - k) (n - k - 1) (n - k - 2) r_k`.
///
/// The sum is over the lags `k` whose autocorrelation `r_k` of the ranks is significant at 5%, beyond
/// `1.96 / sqrt(n)`.
///
/// Source: Hamed, K. H. and Rao, A. R. (1998), "A Modified Mann-Kendall Trend Test for Autocorrelated Data",
/// *Journal of Hydrology* 204.
fn hamed_rao(values: &[Whole], slope: &Slope) -> f64 {
    let detrended: Vec<Whole> = detrended(values, slope).collect();
    let ranks = mean_ranks(&ranks_of_wholes(&detrended));
    let n = len(&ranks);
    let bound = TWO_SIDED_5_PERCENT / n.sqrt();
    let (mut sum, mut left) = (0.0, n);
    for lag in 1..ranks.len() {
        // `left` is `n - lag`.
        left -= 1.0;
        let correlation = autocorrelation(&ranks, lag);
        if correlation.abs() > bound {
            sum += left * (left - 1.0) * (left - 2.0) * correlation;
        }
    }
    1.0 + 2.0 / (n * (n - 1.0) * (n - 2.0)) * sum
}

/// The factor of Yue and Wang: `1 + 2 sum of (1 - k/n) r^k`, with the first autocorrelation `r`.
///
/// Source: Yue, S. and Wang, C. Y. (2004), "The Mann-Kendall Test Modified by Effective Sample Size to Detect
/// Trend in Serially Correlated Hydrological Series", *Water Resources Management* 18.
fn yue_wang(values: &[Whole], slope: &Slope) -> f64 {
    let correlation = Autocorrelation::of(values, slope).value();
    let n = len(values);
    let (mut sum, mut left, mut power) = (0.0, n, 1.0);
    for _ in 1..values.len() {
        // For lag `k`, `left` is `n - k` and `power` is `r^k`.
        left -= 1.0;
        power *= correlation;
        sum += left / n * power;
    }
    1.0 + 2.0 * sum
}

/// Replaces ranks among distinct values by mean ranks: equal values get the mean of the positions that they
/// take in sorted order.
fn mean_ranks(ranks: &[usize]) -> Vec<f64> {
    let mut times = vec![0.0; ranks.len() + 1];
    for &rank in ranks {
        times[rank] += 1.0;
    }
    let mut before = 0.0;
    for times in &mut times {
        let mean = before + f64::midpoint(*times, 1.0);
        before += *times;
        *times = mean;
    }
    ranks.iter().map(|&rank| times[rank]).collect()
}

/// The autocorrelation at a lag. 0 if all values are equal.
fn autocorrelation(values: &[f64], lag: usize) -> f64 {
    let mean = values.iter().sum::<f64>() / len(values);
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    let later = values.iter().skip(lag);
    let products: f64 = later
        .zip(values)
        .map(|(x, y)| (x - mean) * (y - mean))
        .sum();
    if squares > 0.0 {
        products / squares
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The median of all slopes, by exact comparison of all pairs.
    fn plain_median_slope(wholes: &[Whole]) -> Slope {
        let mut slopes = Vec::new();
        for (first, x) in (0_i64..).zip(wholes) {
            for (second, y) in (0_i64..).zip(wholes) {
                if first < second {
                    slopes.push((y - x, Whole::from(second - first)));
                }
            }
        }
        slopes.sort_by(|a, b| (&a.0 * &b.1).cmp(&(&b.0 * &a.1)));
        let [lower, upper] = [(slopes.len() - 1) / 2, slopes.len() / 2].map(|place| {
            let (rise, steps) = slopes[place].clone();
            Slope { rise, steps }
        });
        lower.between(&upper)
    }

    fn are_equal(a: &Slope, b: &Slope) -> bool {
        &a.rise * &b.steps == &b.rise * &a.steps
    }

    /// Small integers times a power of two, and numbers that differ by a few units of rounding.
    fn numbers(exponent: impl Strategy<Value = i32>) -> impl Strategy<Value = f64> {
        let mixed =
            (-3..4_i32, exponent).prop_map(|(x, exponent)| f64::from(x) * 2_f64.powi(exponent));
        let close = (0..4_u32).prop_map(|x| 1.0 + f64::from(x) * f64::EPSILON);
        prop_oneof![3 => mixed, 1 => close]
    }

    /// Series of very different numbers, and series near the limits of an `i128`.
    fn series() -> impl Strategy<Value = Vec<f64>> {
        let sizes = prop_oneof![Just(-1_000), Just(-300), Just(0), Just(300)];
        prop_oneof![
            proptest::collection::vec(numbers(sizes), 4..24),
            proptest::collection::vec(numbers(Just(72)), 4..24),
            proptest::collection::vec(numbers(Just(45)), 4..24),
        ]
    }

    proptest! {
        #[test]
        fn the_median_slope_is_exact(values in series()) {
            let wholes = f64::wholes(&values);
            prop_assert!(are_equal(&median_slope(&values, &wholes), &plain_median_slope(&wholes)));
        }

        #[test]
        fn the_median_slope_of_a_rounded_line_is_exact(
            step in prop_oneof![Just(0.1), Just(1.0), Just(1e-9), Just(0.0)], zero in -5.0..5.0_f64, len in 4..40_i32,
        ) {
            let values: Vec<f64> = (0..len).map(|i| zero + step * f64::from(i)).collect();
            let wholes = f64::wholes(&values);
            prop_assert!(are_equal(&median_slope(&values, &wholes), &plain_median_slope(&wholes)));
        }

        #[test]
        fn the_median_slope_of_great_integers_is_exact(
            values in proptest::collection::vec(prop_oneof![any::<i64>(), i64::MAX - 3..=i64::MAX, i64::MIN..i64::MIN + 3], 4..24),
        ) {
            let wholes = i64::wholes(&values);
            prop_assert!(are_equal(&median_slope(&values, &wholes), &plain_median_slope(&wholes)));
        }

        /// Also for subnormal numbers.
        #[test]
        fn wholes_are_in_proportion(integers in proptest::collection::vec(-40..40_i32, 1..8), exponent in -1_074..300_i32) {
            // In two steps, because `powi` computes 2^-1074 as 1 / 2^1074, which is 0.
            let half = exponent / 2;
            let unit = 2_f64.powi(half) * 2_f64.powi(exponent - half);
            let values: Vec<f64> = integers.iter().map(|x| f64::from(*x) * unit).collect();
            let integers: Vec<Whole> = integers.iter().map(|x| Whole::from(i64::from(*x))).collect();
            let wholes = f64::wholes(&values);
            for (whole, x) in wholes.iter().zip(&integers) {
                for (other, y) in wholes.iter().zip(&integers) {
                    prop_assert_eq!(whole * y, other * x);
                }
                prop_assert_eq!(whole.cmp(&Whole::default()), x.cmp(&Whole::default()));
            }
        }
    }

    #[test]
    fn the_factor_of_first_order_is_the_closed_form() {
        // Around their mean of 1.5 the squares sum to 10, and products of neighbours to 4.75.
        let values = i64::wholes(&[0, 1, 2, 3, 3, 2, 1, 0]);
        let correlation = Autocorrelation::of(&values, &Slope::none()).value();
        let (n, r): (f64, f64) = (8.0, 0.475);
        assert!((correlation - r).abs() < 1e-15);
        let closed = (r.powi(9) - n * r * r + (n - 1.0) * r) / (n * (r - 1.0).powi(2));
        let factor = yue_wang(&values, &Slope::none());
        assert!((factor - (1.0 + 2.0 * closed)).abs() < 1e-12);
    }
}
