//! The highest level of a lookback.

use crate::time::Moment;

use super::Trajectory;

/// A level and its instant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeakPoint {
    at: Moment,
    value: f64,
}

impl PeakPoint {
    /// The instant.
    pub const fn at(&self) -> Moment {
        self.at
    }

    /// The level there.
    pub const fn value(&self) -> f64 {
        self.value
    }
}

/// The highest level of a lookback, and how much of the rise to it has been lost.
///
/// Created by [`Trajectory::peak`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    highest: PeakPoint,
    trough: Option<PeakPoint>,
    now: f64,
}

impl Peak {
    /// The level of the peak.
    pub const fn value(&self) -> f64 {
        self.highest.value
    }

    /// The instant of the peak.
    pub const fn at(&self) -> Moment {
        self.highest.at
    }

    /// The lowest level of the lookback before the peak. Returns `None` if it begins with the peak.
    pub const fn trough(&self) -> Option<PeakPoint> {
        self.trough
    }

    /// The part of the rise from trough to peak that has been lost: 0 at the peak, 1 at the
    /// trough again, more below it. Returns `None` without a rise.
    pub fn retraced(&self) -> Option<f64> {
        let rise = self.highest.value - self.trough?.value;
        (rise > 0.0).then(|| (self.highest.value - self.now) / rise)
    }
}

impl Trajectory {
    /// The highest level at the midnights of the lookback, the lowest before it, and how much of
    /// the rise has been lost since.
    ///
    /// Returns `None` without a level at the instant or at any midnight of the lookback. Of
    /// equal levels the earliest counts.
    ///
    /// A peak is selected by looking at every day: a test of its height against today's says
    /// nothing, because the highest of many is high by chance.
    pub fn peak(&self, at: impl Into<Moment>) -> Option<Peak> {
        let at = at.into();
        let now = self.value(at)?;
        let last = at.day();
        // The first midnight that is not before the lookback.
        let first = i64::from(last) - i64::from(self.calibration().lookback());
        let first = first + i64::from(Moment::of_day(last) < at);
        let first = i32::try_from(first).expect("a century before a date at most");
        let levels = (first..=last).filter_map(|day| {
            let at = Moment::of_day(day);
            let value = self.value(at)?;
            Some(PeakPoint { at, value })
        });
        let mut lowest: Option<PeakPoint> = None;
        let mut peak: Option<(PeakPoint, Option<PeakPoint>)> = None;
        for level in levels {
            if peak.is_none_or(|(peak, _)| level.value > peak.value) {
                peak = Some((level, lowest));
            }
            if lowest.is_none_or(|lowest| level.value < lowest.value) {
                lowest = Some(level);
            }
        }
        let (highest, trough) = peak?;
        Some(Peak {
            highest,
            trough,
            now,
        })
    }
}
