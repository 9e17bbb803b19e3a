//! Where the mean of a series changes.

use super::{MOST_PAIRED, SeriesError, check, len, median};
use crate::numeric::ln;

/// What a change point must gain to be believed, in variances of a value.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Penalty {
    /// `3 ln n`: the Schwarz criterion, for the place, the mean and the noise.
    #[default]
    Schwarz,
    /// The user's own; negative, infinite or no number counts as 0.
    Own(f64),
}

/// The places at which the mean of a series changes: each is the first value of a new stretch.
///
/// No other division of the series costs less. The cost is the sum of the squared deviations
/// from the means of the stretches, plus a penalty for each change. The noise is estimated from
/// the median difference between neighbours, so changes affect it little.
///
/// The values are taken to be normal and independent of one another. If neighbours resemble
/// each other, nearly every series has such changes: use a greater penalty.
///
/// # Errors
///
/// [`SeriesError`] for fewer than 4 values, more than 4,096, or one beyond 1e100.
///
/// # Complexity
///
/// O(n) where changes are spread over the series, O(n^2) at worst: PELT, which drops what
/// can no longer be the last change.
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
    check(values, MOST_PAIRED)?;
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

/// The median of the size of a normal value, in standard deviations.
const QUARTILE: f64 = 0.674_489_750_196_081_7;

/// The variance of a value around its stretch's mean; none where all values are equal.
fn noise(values: &[f64]) -> Option<f64> {
    let steps = values.iter().skip(1).zip(values);
    let mut steps: Vec<f64> = steps.map(|(x, y)| (x - y).abs()).collect();
    steps.sort_unstable_by(f64::total_cmp);
    // Differences have twice the variance of a value.
    let robust = median(&steps) / QUARTILE;
    let squares = steps.iter().map(|x| x * x).sum::<f64>() / len(&steps);
    let variance = if robust > 0.0 {
        robust * robust
    } else {
        squares
    };
    (variance > 0.0).then_some(variance / 2.0)
}

/// Sums of values and of squares before each place, from which any stretch's cost follows.
struct Costs {
    sums: Vec<(f64, f64)>,
}

impl Costs {
    fn new(values: &[f64]) -> Self {
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

    /// The squared deviations from the mean between two places.
    fn of(&self, from: usize, to: usize) -> f64 {
        let (a, b) = (self.sums[from], self.sums[to]);
        let count = super::to_f64(i64::try_from(to - from).expect("at most 4,096 values"));
        (b.1 - a.1 - (b.0 - a.0) * (b.0 - a.0) / count).max(0.0)
    }
}

/// Source: Killick, R., Fearnhead, P. and Eckley, I. A. (2012), "Optimal Detection of
/// Changepoints With a Linear Computational Cost", *Journal of the American Statistical
/// Association* 107(500).
fn pelt(values: &[f64], penalty: f64) -> Vec<usize> {
    let costs = Costs::new(values);
    // The least cost up to each place, and the last change before it: 0 where there is none.
    let mut best: Vec<(f64, usize)> = vec![(-penalty, 0)];
    let mut candidates = vec![0];
    for to in 1..=values.len() {
        // `best` holds all places before this one, and every candidate is among them.
        let cost = |from: usize| best[from].0 + costs.of(from, to);
        let mut least = (f64::INFINITY, 0);
        for &from in &candidates {
            let total = cost(from) + penalty;
            if total < least.0 {
                least = (total, from);
            }
        }
        // What costs more without a penalty than the best with one never gets better again:
        // whatever follows, a change here would serve as well.
        candidates.retain(|&from| cost(from) <= least.0);
        candidates.push(to);
        best.push(least);
    }
    // Back from the end, from change to change: each is before the one that it leads from.
    let mut changes = Vec::new();
    let (_, mut change) = best[values.len()];
    while change > 0 {
        changes.push(change);
        (_, change) = best[change];
    }
    changes.reverse();
    changes
}
