//! The change of a pair over a window, and the direction that it has.

use std::fmt;

use crate::numeric::{normal_cdf, wallace};
use crate::time::Moment;

use super::{CoverageUsed, Level};

/// The direction of a pair.
///
/// A date has a direction of its own, from its numbers alone: [`Trend::direction`]. A rise or
/// fall that has begun goes on for a while: see [`Ongoing`](super::Ongoing).
///
/// # What a rise is made of
///
/// The change is measured against what was to be expected. So `Rising` can come from new
/// cooperation, or from old conflict that fades and does not recur; and `Falling` from new
/// conflict, or from cooperation that is not kept up. The contributions of old and of new marks
/// show which of them it is.
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
/// assert_eq!(trajectory.trend(date(6, 1)).direction(), Direction::Rising);
/// let shares = trajectory.shares(date(6, 1));
/// let old: f64 = clashes.iter().filter_map(|mark| shares.change_share(mark)).sum();
/// let new = shares.change_share(&offer).unwrap();
/// // The war pauses; the talks add little.
/// assert!(old > 4.0 && new < 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// There is no baseline, or too little weight in the window or before it: see [`Missing`].
    Insufficient,
    /// Cooperation gains on what was to be expected.
    Rising,
    /// Cooperation loses against what was to be expected.
    Falling,
    /// A change that matters is excluded on both sides, and neither side is favoured.
    Steady,
    /// There is evidence, and it does not settle the direction. A change that matters may have
    /// happened.
    Unclear,
}

impl Direction {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Insufficient,
        Self::Rising,
        Self::Falling,
        Self::Steady,
        Self::Unclear,
    ];

    /// The word for it, as it is printed, read and written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Insufficient => "insufficient",
            Self::Rising => "rising",
            Self::Falling => "falling",
            Self::Steady => "steady",
            Self::Unclear => "unclear",
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What is missing for a direction.
///
/// Returned by [`Trend::lacks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Missing {
    /// Nothing before the window is covered, or nothing in it: there is nothing to compare. What
    /// was covered so long ago that less than 1e-100 of it is left counts as nothing.
    Baseline,
    /// No mark has begun.
    Marks,
    /// The window brought less than the [least weight](super::Calibration::least_weight).
    WeightNew,
    /// The weight a window ago was less than that.
    WeightOld,
    /// Both weights are less than that.
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

/// The trend of a pair at an instant: its change over the window, and its level.
///
/// It is a value that owns its numbers, and comes from the instant alone: no day before it is
/// looked at. Every route to it gives the same: [`Trajectory::trend`](super::Trajectory::trend),
/// [`Ledger::trends`](crate::ledger::Ledger::trends),
/// [`Ledger::movers`](crate::ledger::Ledger::movers) to the bit, and
/// [`Snapshot::trend`](super::Snapshot::trend) to 1e-9.
///
/// It prints as its direction and, if there is one, the probability of a rise.
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
/// assert_eq!(trend.lacks(), Some(Missing::WeightOld));
/// assert_eq!(trajectory.trend(date(6, 1)).lacks(), Some(Missing::Marks));
/// assert_eq!(trajectory.trend(date(9, 1)).lacks(), Some(Missing::WeightNew));
/// // Without anything to compare with there is no number either.
/// let trend = trajectory.with_coverage(Coverage::since(date(5, 1))).trend(date(6, 10));
/// assert_eq!((trend.lacks(), trend.p_rising()), (Some(Missing::Baseline), None));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// That of no marks if none has begun.
    pub(super) level: Level,
    pub(super) change: Option<Change>,
    pub(super) weight_new: f64,
    pub(super) weight_old: f64,
    pub(super) lack: Option<Missing>,
    pub(super) direction: Direction,
    pub(super) is_strong: bool,
}

impl Trend {
    /// The instant.
    pub const fn at(&self) -> Moment {
        self.level.at()
    }

    /// The level of the pair. Returns `None` before its first mark has begun.
    pub const fn level(&self) -> Option<&Level> {
        if self.level.marks() > 0 {
            Some(&self.level)
        } else {
            None
        }
    }

    /// The direction of the date, from its own numbers alone.
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// What is missing for a direction. Returns `None` unless the direction is
    /// [`Direction::Insufficient`].
    pub const fn lacks(&self) -> Option<Missing> {
        self.lack
    }

    /// Whether the pair rises or falls with a probability of
    /// [`Calibration::strong`](super::Calibration::strong) or more, .95 by default.
    pub const fn is_strong(&self) -> bool {
        self.is_strong
    }

    /// The change, `D`: by how much the sum of scores exceeds what was to be expected.
    ///
    /// Returns `None` without a baseline. Before the first mark it is 0: nothing has happened,
    /// and nothing was expected.
    pub fn change(&self) -> Option<f64> {
        self.change.map(|change| change.size)
    }

    /// The standard deviation of the change. Returns `None` without a baseline.
    pub fn change_sd(&self) -> Option<f64> {
        self.change.map(|change| change.variance.sqrt())
    }

    /// The change in its standard deviations, as the normal deviate that is as improbable.
    /// Returns `None` without a baseline.
    pub fn z(&self) -> Option<f64> {
        let t = |change: Change| change.size / change.variance.sqrt();
        self.change.map(|change| wallace(t(change), self.freedom()))
    }

    /// The probability that relations rise. Returns `None` without a baseline.
    ///
    /// It is given even if there is too little weight for a direction, to show which way little
    /// evidence leans: do not report it as a finding. What it is worth was measured: see
    /// [Reading a trend](super::reading).
    pub fn p_rising(&self) -> Option<f64> {
        self.z().map(normal_cdf)
    }

    /// The variance of a day of marks, `v`, estimated from blocks of days.
    pub const fn burst_variance(&self) -> f64 {
        self.level.burst_variance()
    }

    /// The degrees of freedom of [`burst_variance`](Self::burst_variance), `nu`: the covered
    /// blocks less one, and those that the prior is worth.
    pub const fn freedom(&self) -> f64 {
        self.level.freedom()
    }

    /// The weight that the window brought, decayed.
    pub const fn weight_new(&self) -> f64 {
        self.weight_new
    }

    /// The weight a window ago.
    pub const fn weight_old(&self) -> f64 {
        self.weight_old
    }

    /// The coverage that the trend was computed with.
    pub const fn coverage(&self) -> CoverageUsed {
        self.level.coverage()
    }
}

impl fmt::Display for Trend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_strong {
            f.write_str("strongly ")?;
        }
        write!(f, "{}", self.direction)?;
        if let Some(lack) = self.lack {
            write!(f, " ({lack})")?;
        }
        if let Some(p) = self.p_rising() {
            write!(f, ", P(rising) {}", Probability(p))?;
        }
        Ok(())
    }
}

/// A probability as statisticians print it: `.09`, `<.01`, `>.99`. If two digits would reach a
/// threshold that the probability does not reach, it has three that do not.
pub(super) struct Probability(pub(super) f64);

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
