//! The change of a dyad over a window, and its direction.

use std::fmt;

use crate::numeric::{normal_cdf, wallace};
use crate::text::words;
use crate::time::Moment;

use super::written::TrendShape;
use super::{CoverageUsed, Level};

/// The direction of relations.
///
/// [`Trend::direction`] is the direction computed from a single date. A rise or fall that has begun
/// continues for a while: see [`Ongoing`](super::Ongoing).
///
/// # What causes a rise?
///
/// The change is measured against what was expected. So `Rising` can come from new cooperation, or
/// from old conflict that fades and does not recur. `Falling` can come from new conflict, or from
/// cooperation that is not kept up. The contributions of old and new marks show the cause.
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadLedger, Mark};
/// use detente::trend::{Calibration, Coverage, Direction, Trajectory};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let mark = |month, day, valence| {
///     Mark::new(DaySpan::day(date(month, day)).unwrap(), 1.0, valence).unwrap()
/// };
/// // A clash every five days until March, and one offer of talks in May.
/// let clashes: Vec<_> = (1..=3)
///     .flat_map(|month| [3, 8, 13, 18, 23, 28].map(|day| mark(month, day, -0.6)))
///     .collect();
/// let offer = mark(5, 20, 0.5);
/// let ledger = DyadLedger::from_marks(clashes.iter().chain([&offer]))?;
/// let trajectory = Trajectory::new(&ledger, &Calibration::default())
///     .with_coverage(Coverage::since(date(1, 1)));
///
/// assert_eq!(trajectory.trend(date(6, 1)).direction, Direction::Rising);
/// let contributions = trajectory.contributions(date(6, 1));
/// let change = |mark| contributions.of(mark).change.unwrap();
/// let old: f64 = clashes.iter().map(change).sum();
/// let new = change(&offer);
/// // Most of the rise is due to clashes that did not recur. The talks add little.
/// assert!(old > 4.0 && new < 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// There is no baseline, or too little weight in the window or before it: see [`Missing`].
    Insufficient,
    /// There is more cooperation than expected.
    Rising,
    /// There is less cooperation than expected.
    Falling,
    /// A relevant rise and a relevant fall are both excluded, and neither is clearly more probable than the
    /// other.
    Steady,
    /// There is enough weight, but the direction is not clear. A relevant change may have happened.
    Unclear,
}

words!(Direction, "a direction", 5 {
    Insufficient => "insufficient",
    Rising => "rising",
    Falling => "falling",
    Steady => "steady",
    Unclear => "unclear",
});

/// The evidence that a direction lacks: see [`Trend::missing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// No day before the window is covered, or no day in it, so there is nothing to compare. Covered days
    /// with a decay below 1e-100 do not count.
    Baseline,
    /// No mark has begun.
    Marks,
    /// The window added less than the [least weight](super::Calibration::least_weight).
    WeightNew,
    /// The weight at the start of the window was less than the least weight.
    WeightOld,
    /// Both weights are less than the least weight.
    Weight,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Baseline => "no coverage to compare with",
            Self::Marks => "no marks",
            Self::WeightNew => "too little weight in the window",
            Self::WeightOld => "too little weight before the window",
            Self::Weight => "too little weight in the window and before it",
        })
    }
}

/// The size of a change, and its variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Change {
    pub(super) size: f64,
    pub(super) variance: f64,
}

/// The trend of a dyad at an instant: its change over the window, its direction and its level.
///
/// It depends only on the instant, not on the trend of earlier days. All ways to compute it agree:
/// [`Trajectory::trend`](super::Trajectory::trend), [`Ledger::trends`](crate::ledger::Ledger::trends)
/// and [`Ledger::movers`](crate::ledger::Ledger::movers) return the same bits, and
/// [`Snapshot`](super::Snapshot) agrees to 1e-9.
///
/// Its `Display` prints the direction, the probability of a rise if there is one, and the coverage
/// if it is only assumed: the direction may differ once the coverage is declared.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadLedger, Mark};
/// use detente::trend::{Calibration, Coverage, Missing, Trajectory};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let threat = Mark::new(DaySpan::day(date(6, 2))?, 1.0, -0.4)?;
/// let trajectory = Trajectory::new(&DyadLedger::from_marks([&threat])?, &Calibration::default())
///     .with_coverage(Coverage::since(date(1, 1)));
///
/// let trend = trajectory.trend(date(6, 10));
/// assert_eq!(trend.to_string(), "insufficient (too little weight before the window), P(rising) .27");
/// assert_eq!(trend.missing, Some(Missing::WeightOld));
/// assert_eq!(trajectory.trend(date(6, 1)).missing, Some(Missing::Marks));
/// assert_eq!(trajectory.trend(date(9, 1)).missing, Some(Missing::WeightNew));
/// // Without a baseline there is no number.
/// let trend = trajectory.with_coverage(Coverage::since(date(5, 1))).trend(date(6, 10));
/// assert_eq!((trend.missing, trend.p_rising()), (Some(Missing::Baseline), None));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(into = "TrendShape", try_from = "crate::wire::Object<TrendShape>")]
#[non_exhaustive]
pub struct Trend {
    /// The instant.
    pub at: Moment,
    /// The level. `None` before the first mark has begun.
    pub level: Option<Level>,
    /// The direction computed from this instant alone.
    pub direction: Direction,
    /// Whether the rise or fall has a probability of at least
    /// [`Calibration::strong`](super::Calibration::strong), .95 by default.
    pub is_strong: bool,
    /// The evidence that a direction lacks. `None` unless the direction is
    /// [`Direction::Insufficient`].
    pub missing: Option<Missing>,
    /// The change, `D`: by how much the sum of scores exceeds what was expected. `None` without a
    /// baseline.
    ///
    /// It is 0 before the first mark, because nothing has happened and nothing was expected.
    pub change: Option<f64>,
    /// The decayed weight that the window added.
    pub weight_new: f64,
    /// The decayed weight at the start of the window.
    pub weight_old: f64,
    /// The variance of a day of marks, `v`, estimated from blocks of days.
    pub burst_variance: f64,
    /// The degrees of freedom of [`burst_variance`](Self::burst_variance), `nu`: the covered blocks
    /// minus one, plus the weight of the prior in blocks.
    pub freedom: f64,
    /// The coverage with which the trend was computed.
    pub coverage: CoverageUsed,
    /// The variance of the change; 0 without a baseline.
    pub(super) variance: f64,
}

crate::text::short_debug!(Trend, "Trend", |it| {
    "at": it.at,
    "direction": it.direction,
    "is_strong": it.is_strong,
    "missing": it.missing,
    "change": it.change,
    "change_sd": it.change_sd(),
    "level": it.level.map(|level| level.value()),
    "coverage": it.coverage,
});

impl Trend {
    /// The standard deviation of the change. Returns `None` without a baseline.
    pub fn change_sd(&self) -> Option<f64> {
        self.change.map(|_| self.variance.sqrt())
    }

    /// The change in standard deviations, as the equivalent z-score: the value that a standard normal
    /// variable exceeds with the same probability. Returns `None` without a baseline.
    pub fn z(&self) -> Option<f64> {
        let t = |change| change / self.variance.sqrt();
        self.change.map(|change| wallace(t(change), self.freedom))
    }

    /// The probability that relations rise. Returns `None` without a baseline.
    ///
    /// There is a probability even if the weight is too small for a direction. Do not report it as a finding in
    /// that case.
    /// [Reading a trend](super::reading) shows how well it is calibrated.
    pub fn p_rising(&self) -> Option<f64> {
        self.z().map(normal_cdf)
    }
}

impl Trend {
    /// Writes the coverage if it was only assumed.
    pub(super) fn write_assumption(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.coverage {
            used @ (CoverageUsed::AssumedSince(_) | CoverageUsed::AssumedAlways)
                if self.direction != Direction::Insufficient =>
            {
                write!(f, "; {used}")
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Trend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_strong {
            f.write_str("strongly ")?;
        }
        write!(f, "{}", self.direction)?;
        if let Some(missing) = self.missing {
            write!(f, " ({missing})")?;
        }
        if let Some(p) = self.p_rising() {
            write!(f, ", P(rising) {}", Probability(p))?;
        }
        self.write_assumption(f)
    }
}

/// Prints a probability as in statistics: `.09`, `<.01`, `>.99`. It has three digits if two would round to a
/// threshold that the probability does not reach.
pub(crate) struct Probability(pub(crate) f64);

impl fmt::Display for Probability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let p = self.0;
        let rounded = (p * 100.0).round() / 100.0;
        let text = if p < 0.01 {
            "<.01".to_owned()
        } else if p > 0.99 {
            ">.99".to_owned()
        } else if [0.9, 0.95].into_iter().any(|at| rounded >= at && p < at) {
            format!("{:.3}", (p * 1_000.0).floor() / 1_000.0)
        } else if [0.05, 0.1].into_iter().any(|at| rounded <= at && p > at) {
            format!("{:.3}", (p * 1_000.0).ceil() / 1_000.0)
        } else {
            format!("{p:.2}")
        };
        f.write_str(text.trim_start_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::Probability;

    #[test]
    fn a_printed_probability_reaches_a_threshold_only_if_it_does() {
        let printed = |p: f64| Probability(p).to_string();
        let cases = [
            (0.345, ".34"),
            (0.899_9, ".899"),
            (0.9, ".90"),
            (0.901, ".90"),
            (0.100_2, ".101"),
            (0.1, ".10"),
            (0.003, "<.01"),
            (0.997, ">.99"),
        ];
        for (p, text) in cases {
            assert_eq!(printed(p), text, "{p}");
        }
    }
}
