//! Where a pair stands.

use crate::time::Moment;

use super::Calibration;
use super::table::Sums;

/// Where a pair stands at an instant.
///
/// It exists only where a mark has begun.
///
/// | sum | is |
/// | :-- | :-- |
/// | [`score`](Self::score), `S` | decayed scores |
/// | [`weight`](Self::weight), `W` | decayed weights |
/// | [`squares`](Self::squares), `Q` | squares of decayed scores |
/// | [`cooperation`](Self::cooperation), [`conflict`](Self::conflict) | scores above 0, and below, both positive; `S` is their difference |
/// | [`engagement`](Self::engagement), `E` | decayed contacts |
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    at: Moment,
    marks: u64,
    score: f64,
    weight: f64,
    squares: f64,
    cooperation: f64,
    engagement: f64,
    bursts: f64,
    kappa: f64,
    kappa_z: f64,
}

impl Level {
    pub(super) fn new(at: Moment, sums: &Sums, bursts: f64, calibration: &Calibration) -> Self {
        Self {
            at,
            marks: sums.marks,
            score: sums.score,
            weight: sums.weight,
            squares: sums.squares,
            cooperation: sums.positive,
            engagement: sums.contact,
            bursts,
            kappa: calibration.kappa(),
            kappa_z: calibration.kappa_z(),
        }
    }

    /// The instant.
    pub const fn at(&self) -> Moment {
        self.at
    }

    /// How many marks have begun by then, undecayed.
    pub const fn marks(&self) -> u64 {
        self.marks
    }

    /// The sum of decayed scores, `S`.
    pub const fn score(&self) -> f64 {
        self.score
    }

    /// The sum of decayed weights, `W`.
    pub const fn weight(&self) -> f64 {
        self.weight
    }

    /// The sum of the squares of decayed scores, `Q`.
    pub const fn squares(&self) -> f64 {
        self.squares
    }

    /// The sum of decayed scores above 0.
    pub const fn cooperation(&self) -> f64 {
        self.cooperation
    }

    /// The sum of decayed scores below 0, as a positive number.
    pub fn conflict(&self) -> f64 {
        (self.cooperation - self.score).max(0.0)
    }

    /// The sum of decayed contacts, however they went, each report counted in full.
    pub const fn engagement(&self) -> f64 {
        self.engagement
    }

    /// The level, `R = S / sqrt(kappa + W)`.
    pub fn value(&self) -> f64 {
        self.score / (self.kappa + self.weight).sqrt()
    }

    /// The standard error of the level, which counts that marks come in bursts.
    pub fn sd(&self) -> f64 {
        ((self.kappa_z + self.squares + self.bursts) / (self.kappa + self.weight)).sqrt()
    }

    /// The mean valence, drawn towards 0 where there is little weight; between -1 and 1.
    pub fn tone(&self) -> f64 {
        self.score / (self.kappa + self.weight)
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

impl std::fmt::Display for Band {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}
