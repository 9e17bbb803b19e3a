//! The same trend with other half-lives, windows and scales.

use std::fmt;

use crate::time::Moment;

use super::change::Probability;
use super::{Direction, Trajectory, Trend};

/// The half-lives to try, in days.
const HALF_LIVES: [u32; 5] = [60, 90, 120, 180, 240];
/// The windows to try, in days.
const WINDOWS: [u32; 4] = [45, 60, 75, 90];

/// A trend with other half-lives, windows and scales, as a small table. Its `Display` prints it.
///
/// A direction that depends on one of these choices is weak evidence. The rows are not independent
/// of each other: they share their marks.
///
/// Returned by [`Trajectory::robustness`] and
/// [`Relations::robustness`](crate::relations::Relations::robustness), which adds the scales.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadLedger, Mark};
/// use detente::trend::{Calibration, Coverage, Trajectory};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let kind = [(1, 12), (2, 10), (3, 8), (4, 9)].map(|(month, day)| (month, day, 0.3));
/// let harsh = [(5, 2), (5, 15), (6, 2)].map(|(month, day)| (month, day, -0.5));
/// let mut ledger = DyadLedger::new();
/// for (month, day, valence) in kind.into_iter().chain(harsh) {
///     ledger.add(&Mark::new(DaySpan::day(date(month, day))?, 1.0, valence)?)?;
/// }
/// let trajectory = Trajectory::new(&ledger, &Calibration::default())
///     .with_coverage(Coverage::since(date(1, 1)));
/// let robustness = trajectory.robustness(date(6, 10));
/// assert_eq!(robustness.to_string(), "\
/// half-life 60 d   P(rising) .06   falling
/// half-life 90 d   P(rising) .06   falling
/// half-life 120 d  P(rising) .06   falling
/// half-life 180 d  P(rising) .06   falling
/// half-life 240 d  P(rising) .06   falling
/// window 45 d      P(rising) .06   falling
/// window 60 d      P(rising) .06   falling
/// window 75 d      P(rising) .101  unclear
/// window 90 d      P(rising) .09   falling
/// ");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Robustness {
    /// The rows: half-lives, then windows, then scales.
    pub rows: Vec<RobustnessRow>,
}

/// A trend with one number or the scale replaced.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RobustnessRow {
    /// The replaced parameter: "half-life 60 d", "window 45 d", or the name of a scale.
    pub variant: String,
    /// The probability that relations rise. `None` without a baseline.
    #[serde(deserialize_with = "crate::wire::probability_or_null")]
    pub p_rising: Option<f64>,
    /// The direction of the date.
    pub direction: Direction,
    /// The number of events whose code has no valence on the scale.
    pub unvalued: usize,
}

impl RobustnessRow {
    fn new(variant: String, trend: &Trend) -> Self {
        Self {
            variant,
            p_rising: trend.p_rising(),
            direction: trend.direction,
            unvalued: 0,
        }
    }
}

impl Robustness {
    pub(crate) fn push_scale(&mut self, scale: String, unvalued: usize, trend: &Trend) {
        self.rows.push(RobustnessRow {
            unvalued,
            ..RobustnessRow::new(scale, trend)
        });
    }
}

impl fmt::Display for Robustness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths = self.rows.iter().map(|row| row.variant.chars().count());
        let width = widths.max().unwrap_or(0);
        for row in &self.rows {
            let p = match row.p_rising {
                Some(p) => format!("P(rising) {}", Probability(p)),
                None => "no baseline".to_owned(),
            };
            write!(f, "{:width$}  {p:14}  {}", row.variant, row.direction)?;
            match row.unvalued {
                0 => {}
                1 => f.write_str(", 1 event without a value")?,
                events => write!(f, ", {events} events without a value")?,
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

impl Trajectory {
    /// Computes the trend at an instant with other half-lives and windows.
    pub fn robustness(&self, at: impl Into<Moment>) -> Robustness {
        let at = at.into();
        let half_lives = HALF_LIVES.map(|days| {
            let other = self.calibration().clone().with_half_life(days.into());
            (format!("half-life {days} d"), other)
        });
        let windows = WINDOWS.map(|days| {
            let other = self.calibration().clone().with_window(days);
            (format!("window {days} d"), other)
        });
        let others = half_lives.into_iter().chain(windows);
        let rows = others.map(|(variant, calibration)| {
            let calibration =
                calibration.expect("the half-lives and windows above are within bounds");
            RobustnessRow::new(variant, &self.recalibrated(&calibration).trend(at))
        });
        Robustness {
            rows: rows.collect(),
        }
    }
}
