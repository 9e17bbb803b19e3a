//! The highest level of the lookback: of the days before a date, by default 365.

use crate::time::Moment;

use super::Trajectory;

/// A level at an instant.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct PeakPoint {
    /// The instant.
    pub at: Moment,
    /// The value of the level.
    pub value: f64,
}

/// The highest level of the lookback, and how much of the rise to it has been lost.
///
/// The lookback is the time before a date in which a peak is searched:
/// [`Calibration::lookback`](super::Calibration::lookback), by default 365 days.
///
/// A test of the peak against the current level would be meaningless, because the highest of many values is
/// high by chance.
///
/// Created by [`Trajectory::peak`].
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// Returns the highest level at the midnights of the lookback, the lowest before it, and how
    /// much of the rise has been lost.
    ///
    /// Returns `None` without a level at the instant or at any midnight of the lookback.
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
