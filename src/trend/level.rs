//! The level of a dyad.

use std::fmt;

use crate::numeric::wallace;
use crate::text::words;
use crate::time::Moment;

use super::CoverageUsed;
use super::decay::DyadSums;
use super::written::LevelShape;

/// The decayed sums of a dyad at an instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DecayedSums {
    /// The number of marks that have begun, without decay. There is no level if it is 0.
    pub marks: u64,
    /// The sum of decayed scores, `S`: cooperation minus [conflict](Self::conflict).
    #[serde(deserialize_with = "crate::wire::finite")]
    pub score: f64,
    /// The sum of decayed scores above 0.
    #[serde(deserialize_with = "crate::wire::not_negative")]
    pub cooperation: f64,
    /// The sum of decayed weights, `W`.
    #[serde(deserialize_with = "crate::wire::not_negative")]
    pub weight: f64,
    /// The sum of decayed contacts, whatever their valence.
    #[serde(deserialize_with = "crate::wire::not_negative")]
    pub engagement: f64,
}

impl DecayedSums {
    /// The sum of decayed scores below 0, as a positive number.
    pub fn conflict(&self) -> f64 {
        (self.cooperation - self.score).max(0.0)
    }
}

impl From<&DyadSums> for DecayedSums {
    fn from(sums: &DyadSums) -> Self {
        Self {
            marks: sums.marks,
            score: sums.score(),
            cooperation: sums.positive(),
            weight: sums.weight(),
            engagement: sums.contact(),
        }
    }
}

/// The value of a level, `R = S / sqrt(kappa + W)`.
pub(super) fn value_of(score: f64, weight: f64, kappa: f64) -> f64 {
    score / (kappa + weight).sqrt()
}

/// The level of a dyad at an instant: how friendly relations are.
///
/// There is no level before the first mark has begun.
///
/// Its `Display` prints the value, its standard deviation and its [`Band`].
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
/// assert_eq!(level.sums.marks, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(into = "LevelShape", try_from = "crate::wire::Object<LevelShape>")]
#[non_exhaustive]
pub struct Level {
    /// The instant.
    pub at: Moment,
    /// The decayed sums.
    pub sums: DecayedSums,
    /// The variance of a day of marks, `v`, estimated from blocks of days.
    pub burst_variance: f64,
    /// The degrees of freedom of [`burst_variance`](Self::burst_variance), `nu`: the covered blocks
    /// minus one, plus the weight of the prior in blocks.
    pub freedom: f64,
    /// The coverage with which the level was computed.
    pub coverage: CoverageUsed,
    /// The variance of the score.
    pub(super) variance: f64,
    pub(super) kappa: f64,
}

impl Level {
    /// The value of the level, `R = S / sqrt(kappa + W)`.
    pub fn value(&self) -> f64 {
        value_of(self.sums.score, self.sums.weight, self.kappa)
    }

    /// The standard deviation of the value. It is larger if marks come in bursts.
    ///
    /// If no day is covered, the burst variance is unknown. The result then contains only the constant part of the
    /// variance, `kappa z`, and is too small.
    pub fn sd(&self) -> f64 {
        (self.variance / (self.kappa + self.sums.weight)).sqrt()
    }

    /// The value in standard deviations, as the equivalent z-score.
    ///
    /// A z-score of 0 does not mean a neutral level, because the neutral level depends on the source. Use it to
    /// compare levels, such as those of the two directions of a dyad.
    pub fn z(&self) -> f64 {
        wallace(self.sums.score / self.variance.sqrt(), self.freedom)
    }

    /// The mean valence, from -1 to 1, shrunk towards 0 if there is little weight:
    /// `S / (kappa + W)`.
    pub fn tone(&self) -> f64 {
        self.sums.score / (self.kappa + self.sums.weight)
    }

    /// The level on a scale from -100 to 100, `100 R / sqrt(4 + R^2)`.
    pub fn index(&self) -> f64 {
        let value = self.value();
        100.0 * value / (4.0 + value * value).sqrt()
    }

    /// The band that contains the value.
    pub fn band(&self) -> Band {
        Band::of(self.value())
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An exact zero has no sign.
        let value = self.value() + 0.0;
        write!(f, "{value:+.2} ± {:.2}, {}", self.sd(), self.band())
    }
}

/// A band of levels, from strong conflict to strong cooperation.
///
/// The limits are a convention: neutral within .25 of 0, mild within 1, marked within 2. They ignore the standard
/// deviation, and the neutral level depends on the source.
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

words!(Band, "a band", 7 {
    StrongConflict => "strong conflict",
    MarkedConflict => "marked conflict",
    MildConflict => "mild conflict",
    Neutral => "neutral",
    MildCooperation => "mild cooperation",
    MarkedCooperation => "marked cooperation",
    StrongCooperation => "strong cooperation",
});

impl Band {
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
