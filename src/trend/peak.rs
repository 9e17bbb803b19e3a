//! The highest level of the days before an instant: its lookback.

use crate::time::Moment;

use super::Trajectory;
use super::written::PeakShape;

/// A level at an instant.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PeakPoint {
    /// The instant.
    pub at: Moment,
    /// The value of the level.
    #[serde(deserialize_with = "crate::wire::finite")]
    pub value: f64,
}

/// The highest level of a lookback, and how much of the rise to it has been lost.
///
/// The lookback is the time up to an instant in which the peak is searched: by default 365 days
/// ([`Calibration::lookback`](super::Calibration::lookback)). Its levels are those of its midnights, up to the last
/// one that is not after the instant. A midnight before the first mark has no level.
///
/// A test of the peak against the current level would be meaningless, because the highest of many values is
/// high by chance.
///
/// Created by [`Trajectory::peak`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "crate::wire::Object<PeakShape>")]
#[non_exhaustive]
pub struct Peak {
    /// The highest level; the earliest of equal ones.
    pub highest: PeakPoint,
    /// The lowest level before the highest. `None` if the lookback begins with the highest.
    pub trough: Option<PeakPoint>,
    /// The part of the rise from trough to peak that has been lost: 0 at the peak, 1 back at the
    /// trough, more below it. `None` without a rise.
    pub retraced: Option<f64>,
}

impl Trajectory {
    /// Returns the highest level of the lookback of an instant, the lowest before it, and how much of the rise has
    /// been lost. [`Peak`] defines the lookback.
    ///
    /// Returns `None` if no mark has begun by the instant, or only on its own day: then no midnight of the
    /// lookback has a level.
    ///
    /// # Complexity
    ///
    /// A level for each day of the lookback.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, DyadLedger, Mark};
    /// use detente::trend::{Calibration, Trajectory};
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    /// let talks = Mark::new(DaySpan::day(date(2, 18))?, 1.0, 0.5)?;
    /// let threat = Mark::new(DaySpan::day(date(7, 14))?, 1.0, -0.5)?;
    /// let trajectory =
    ///     Trajectory::new(&DyadLedger::from_marks([&talks, &threat])?, &Calibration::default());
    ///
    /// let peak = trajectory.peak(date(8, 1)).unwrap();
    /// assert_eq!(peak.highest.at.date(), date(2, 19));
    /// // The record begins with the talks, so there was no rise to the peak.
    /// assert_eq!((peak.trough, peak.retraced), (None, None));
    /// assert_eq!(trajectory.peak(date(2, 18)), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn peak(&self, at: impl Into<Moment>) -> Option<Peak> {
        let at = at.into();
        let now = self.value(at)?;
        let last = at.day();
        // The first midnight within the lookback: `at` itself may be later on its day.
        let first = i64::from(last) - i64::from(self.calibration().lookback());
        let first = first + i64::from(Moment::of_day(last) < at);
        let first = i32::try_from(first).expect("a lookback is at most a century");
        let levels = (first..=last).filter_map(|day| {
            let at = Moment::of_day(day);
            let value = self.value(at)?;
            Some(PeakPoint { at, value })
        });
        // One pass. `lowest` is the lowest so far, and `peak` the highest with the lowest before it.
        let mut lowest: Option<PeakPoint> = None;
        let mut peak: Option<(PeakPoint, Option<PeakPoint>)> = None;
        for level in levels {
            if peak.is_none_or(|(highest, _)| level.value > highest.value) {
                peak = Some((level, lowest));
            }
            if lowest.is_none_or(|lowest| level.value < lowest.value) {
                lowest = Some(level);
            }
        }
        let (highest, trough) = peak?;
        let rise = trough.map_or(0.0, |trough| highest.value - trough.value);
        Some(Peak {
            highest,
            trough,
            retraced: (rise > 0.0).then(|| (highest.value - now) / rise),
        })
    }
}
