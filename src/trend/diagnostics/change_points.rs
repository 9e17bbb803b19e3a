//! The places at which the mean of a series changes.

use super::{MAX_QUADRATIC, SeriesError, check, len, median};
use crate::numeric::ln;

/// The penalty of a change point: the minimum reduction of the cost, in variances of a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(
    tag = "kind",
    content = "penalty",
    rename_all = "snake_case",
    deny_unknown_fields
)]
#[non_exhaustive]
pub enum Penalty {
    /// `3 ln n`: the Schwarz criterion with three parameters per change, its index, mean and noise.
    #[default]
    Schwarz,
    /// A number of your own. A negative or infinite number or NaN counts as 0.
    Own(#[serde(deserialize_with = "crate::wire::not_negative")] f64),
}

/// Returns the indexes at which the mean of a series changes. Each is the first value of a new segment.
///
/// They divide the series at the minimum cost: the sum of the squared deviations from the mean of each
/// segment, plus a penalty for each change. The noise is estimated from the median difference of
/// neighbours, so changes affect it little.
///
/// The values are assumed to be normal and independent. If neighbours resemble each other, nearly every
/// series has such changes: use a larger penalty.
///
/// # Errors
///
/// Returns [`SeriesError`] for fewer than 4 values, more than 4,096, or one beyond 1e100.
///
/// # Complexity
///
/// O(n) if changes are spread over the series, O(n^2) at worst.
///
/// # Example
///
/// ```
/// use detente::trend::diagnostics::{Penalty, change_points};
///
/// let weekly = [0.1, -0.2, 0.0, 0.2, -0.1, 3.1, 2.9, 3.0, 3.2, 2.8];
/// assert_eq!(change_points(&weekly, Penalty::default())?, [5]);
/// # Ok::<(), detente::trend::diagnostics::SeriesError>(())
/// ```
pub fn change_points(values: &[f64], penalty: Penalty) -> Result<Vec<usize>, SeriesError> {
    check(values, MAX_QUADRATIC)?;
    let Some(noise) = noise(values) else {
        return Ok(Vec::new());
    };
    let penalty = match penalty {
        Penalty::Schwarz => 3.0 * ln(len(values)),
        Penalty::Own(own) if own.is_finite() => own.max(0.0),
        Penalty::Own(_) => 0.0,
    };
    Ok(pelt(values, penalty * noise))
}

/// The median absolute value of a standard normal variable.
const QUARTILE: f64 = 0.674_489_750_196_081_7;

/// The variance of a value around the mean of its segment. Returns `None` if all values are equal.
fn noise(values: &[f64]) -> Option<f64> {
    let steps = values.iter().skip(1).zip(values);
    let mut steps: Vec<f64> = steps.map(|(x, y)| (x - y).abs()).collect();
    steps.sort_unstable_by(f64::total_cmp);
    // The median absolute deviation ignores the few large differences at changes. It is 0 if most
    // neighbours are equal; then all differences are used. A difference has twice the variance of a value.
    let robust = median(&steps) / QUARTILE;
    let squares = steps.iter().map(|x| x * x).sum::<f64>() / len(&steps);
    let variance = if robust > 0.0 {
        robust * robust
    } else {
        squares
    };
    (variance > 0.0).then_some(variance / 2.0)
}

/// Prefix sums of values and of squares, which give the cost of any segment in O(1).
struct Costs {
    sums: Vec<(f64, f64)>,
}

impl Costs {
    fn new(values: &[f64]) -> Self {
        // Subtracting the mean first keeps the squares small, so that their difference is accurate.
        let mean = values.iter().sum::<f64>() / len(values);
        let mut sums = vec![(0.0, 0.0)];
        let (mut sum, mut squares) = (0.0, 0.0);
        for value in values {
            let value = value - mean;
            sum += value;
            squares += value * value;
            sums.push((sum, squares));
        }
        Self { sums }
    }

    /// The sum of squared deviations from the mean of the values `from..to`.
    fn of(&self, from: usize, to: usize) -> f64 {
        let (a, b) = (self.sums[from], self.sums[to]);
        let count = super::to_f64(i64::try_from(to - from).expect("at most 4,096 values"));
        (b.1 - a.1 - (b.0 - a.0) * (b.0 - a.0) / count).max(0.0)
    }
}

/// Finds the changes of minimum cost by dynamic programming, with pruning (PELT).
///
/// The best division of the first `to` values consists of a last segment `from..to` and the best division of
/// the first `from` values. Trying every `from` takes O(n^2); pruning drops those that cannot win later.
///
/// Source: Killick, R., Fearnhead, P. and Eckley, I. A. (2012), "Optimal Detection of
/// Changepoints With a Linear Computational Cost", *Journal of the American Statistical
/// Association* 107(500).
fn pelt(values: &[f64], penalty: f64) -> Vec<usize> {
    let costs = Costs::new(values);
    // For each prefix its minimum cost, and its last change, 0 if there is none. The first penalty is
    // subtracted, because the first segment has no change.
    let mut best: Vec<(f64, usize)> = vec![(-penalty, 0)];
    let mut candidates = vec![0];
    for to in 1..=values.len() {
        // Invariant: `best` has the prefixes shorter than `to`, and `candidates` those that can still be
        // the start of the last segment.
        let cost = |from: usize| best[from].0 + costs.of(from, to);
        let mut least = (f64::INFINITY, 0);
        for &from in &candidates {
            let total = cost(from) + penalty;
            if total < least.0 {
                least = (total, from);
            }
        }
        // A candidate that costs more even without the penalty stays worse than a change at `to`,
        // whatever values follow.
        candidates.retain(|&from| cost(from) <= least.0);
        candidates.push(to);
        best.push(least);
    }
    // Follow the last changes back from the end.
    let mut changes = Vec::new();
    let (_, mut change) = best[values.len()];
    while change > 0 {
        changes.push(change);
        (_, change) = best[change];
    }
    changes.reverse();
    changes
}
