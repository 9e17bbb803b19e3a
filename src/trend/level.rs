//! The level of a pair.

use std::fmt;

use crate::numeric::wallace;
use crate::time::Moment;

use super::CoverageUsed;
use super::decay::Sums;

/// The level of a pair at an instant.
///
/// There is no level before the first mark has begun.
///
/// | sum | meaning |
/// | :-- | :-- |
/// | [`score`](Self::score), `S` | decayed scores |
/// | [`weight`](Self::weight), `W` | decayed weights |
/// | [`cooperation`](Self::cooperation), [`conflict`](Self::conflict) | decayed scores above 0, and below, both positive; `S` is their difference |
/// | [`engagement`](Self::engagement), `E` | decayed contacts |
///
/// It prints as its value, its standard deviation and its [`Band`].
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadLedger, Mark};
/// use detente::trend::{Calibration, Trajectory};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let threat = Mark::new(DaySpan::day(date(6, 2))?, 1.0, -0.4)?;
/// let ledger = DyadLedger::from_marks([&threat])?;
/// let level = Trajectory::new(&ledger, &Calibration::default()).level(date(6, 3)).unwrap();
/// assert_eq!(level.to_string(), "-0.28 ± 0.52, mild conflict");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    pub(super) at: Moment,
    pub(super) sums: Sums,
    pub(super) burst: f64,
    pub(super) freedom: f64,
    /// Of the score.
    pub(super) variance: f64,
    pub(super) kappa: f64,
    pub(super) used: CoverageUsed,
}

impl Level {
    /// The instant.
    pub const fn at(&self) -> Moment {
        self.at
    }

    /// The number of marks that have begun by then, undecayed.
    pub const fn marks(&self) -> u64 {
        self.sums.marks
    }

    /// The sum of decayed scores, `S`.
    pub const fn score(&self) -> f64 {
        self.sums.score()
    }

    /// The sum of decayed weights, `W`.
    pub const fn weight(&self) -> f64 {
        self.sums.weight()
    }

    /// The sum of decayed scores above 0.
    pub const fn cooperation(&self) -> f64 {
        self.sums.positive()
    }

    /// The sum of decayed scores below 0, as a positive number.
    pub fn conflict(&self) -> f64 {
        (self.cooperation() - self.score()).max(0.0)
    }

    /// The sum of decayed contacts, whatever their valence.
    pub const fn engagement(&self) -> f64 {
        self.sums.contact()
    }

    /// The level, `R = S / sqrt(kappa + W)`.
    pub fn value(&self) -> f64 {
        self.score() / (self.kappa + self.weight()).sqrt()
    }

    /// The standard deviation of the level. It takes into account that marks come in bursts.
    ///
    /// Without a covered day there is no burst variance, and it is that of kappa z alone: too
    /// small.
    pub fn sd(&self) -> f64 {
        (self.variance / (self.kappa + self.weight())).sqrt()
    }

    /// The level in its standard deviations, as the normal deviate that is as improbable.
    ///
    /// Zero is not a neutral level: read it for a contrast, such as that of two directions.
    pub fn z(&self) -> f64 {
        wallace(self.score() / self.variance.sqrt(), self.freedom)
    }

    /// The variance of a day of marks, `v`, estimated from blocks of days.
    pub const fn burst_variance(&self) -> f64 {
        self.burst
    }

    /// The degrees of freedom of [`burst_variance`](Self::burst_variance), `nu`: the covered
    /// blocks less one, and those that the prior is worth.
    pub const fn freedom(&self) -> f64 {
        self.freedom
    }

    /// The mean valence, drawn towards 0 if there is little weight; between -1 and 1.
    pub fn tone(&self) -> f64 {
        self.score() / (self.kappa + self.weight())
    }

    /// The level on a scale from -100 to 100, `100 R / sqrt(4 + R^2)`.
    pub fn index(&self) -> f64 {
        let value = self.value();
        100.0 * value / (4.0 + value * value).sqrt()
    }

    /// The name of the level.
    pub fn band(&self) -> Band {
        Band::of(self.value())
    }

    /// The coverage that the level was computed with.
    pub const fn coverage(&self) -> CoverageUsed {
        self.used
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An exact zero has no sign.
        let value = self.value() + 0.0;
        write!(f, "{value:+.2} ± {:.2}, {}", self.sd(), self.band())
    }
}

/// A name for a level, from strong conflict to strong cooperation.
///
/// The limits are a convention: neutral below .25 on either side of 0, mild below 1, marked
/// below 2. They say nothing of the standard error, and what is neutral depends on the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// -2 and below.
    StrongConflict,
    /// Above -2, to -1.
    MarkedConflict,
    /// Above -1, to -.25.
    MildConflict,
    /// Between -.25 and .25.
    Neutral,
    /// From .25, below 1.
    MildCooperation,
    /// From 1, below 2.
    MarkedCooperation,
    /// 2 and above.
    StrongCooperation,
}

impl Band {
    /// All of them, from conflict to cooperation.
    pub const ALL: [Self; 7] = [
        Self::StrongConflict,
        Self::MarkedConflict,
        Self::MildConflict,
        Self::Neutral,
        Self::MildCooperation,
        Self::MarkedCooperation,
        Self::StrongCooperation,
    ];

    /// The words for it, as they are printed, read and written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StrongConflict => "strong conflict",
            Self::MarkedConflict => "marked conflict",
            Self::MildConflict => "mild conflict",
            Self::Neutral => "neutral",
            Self::MildCooperation => "mild cooperation",
            Self::MarkedCooperation => "marked cooperation",
            Self::StrongCooperation => "strong cooperation",
        }
    }

    fn of(value: f64) -> Self {
        match (value.abs(), value < 0.0) {
            (size, _) if size < 0.25 => Self::Neutral,
            (size, true) if size < 1.0 => Self::MildConflict,
            (size, false) if size < 1.0 => Self::MildCooperation,
            (size, true) if size < 2.0 => Self::MarkedConflict,
            (size, false) if size < 2.0 => Self::MarkedCooperation,
            (_, true) => Self::StrongConflict,
            (_, false) => Self::StrongCooperation,
        }
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
