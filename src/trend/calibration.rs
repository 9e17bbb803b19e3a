//! The numbers that levels and trends are measured with.

use thiserror::Error;

use super::decay::Decay;
use crate::numeric::normal_cdf;

/// The .90 quantile of the normal distribution, at which a steady trend excludes a change.
pub(super) const Z_90: f64 = 1.281_551_565_544_600_4;

/// The most days that a window, a block or a lookback may take: a century.
const LONGEST: u32 = 36_525;

/// The most blocks.
const MOST_BLOCKS: u32 = 1_000;

/// The numbers that levels and trends are measured with.
///
/// | number | default | meaning |
/// | :-- | --: | :-- |
/// | half-life | 120 d | the age at which a mark counts half |
/// | kappa | 1 | the weight that is added under the root of a level |
/// | kappa z | .25 | the variance without any mark |
/// | window | 60 d | the time over which a change is measured |
/// | block | 30 d | the days of a block, on a fixed calendar that begins on 1970-01-01 |
/// | blocks | 24 | how many blocks the burst variance is estimated from |
/// | prior | 4 | how many blocks the prior of the burst variance is worth |
/// | dispersion | 2 | what the prior takes the burst variance to be, in variances of independent marks |
/// | least weight | .5 | the weight that the window, and the time before it, need for a direction |
/// | lookback | 365 d | the time in which a peak is looked for |
/// | enter, leave, strong | .90, .60, .95 | the probabilities at which a rise or fall begins, ends, and is strong |
/// | steady | .75 | the change that matters, in units of the root of kappa and the weight |
/// | lean | .70 | the largest probability of either side of a steady trend |
///
/// # Example
///
/// ```
/// use detente::trend::{Calibration, CalibrationError};
///
/// let quick = Calibration::default().with_half_life(90.0)?.with_window(45)?;
/// assert_eq!((quick.half_life(), quick.window(), quick.prior()), (90.0, 45, 4.0));
/// assert_eq!(
///     Calibration::default().with_half_life(f64::NAN).unwrap_err().to_string(),
///     "half-life NaN is not between 0.01 and 1000000"
/// );
/// # Ok::<(), CalibrationError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    kappa: f64,
    kappa_z: f64,
    window: u32,
    block: u32,
    blocks: u32,
    least_weight: f64,
    lookback: u32,
    enter: Threshold,
    leave: f64,
    strong: Threshold,
    prior: f64,
    dispersion: f64,
    steady: f64,
    lean: Threshold,
    decay: Decay,
}

/// A number was refused by [`Calibration`].
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum CalibrationError {
    /// The number is not a number, or outside its bounds.
    #[error("{name} {value} is not between {low} and {high}")]
    OutOfBounds {
        /// The name of the number.
        name: &'static str,
        /// The number.
        value: f64,
        /// The least value that is allowed.
        low: f64,
        /// The greatest value that is allowed.
        high: f64,
    },
    /// The thresholds are not probabilities above 1/2 in ascending order.
    #[error(
        "thresholds to leave {leave}, to enter {enter} and of a strong trend {strong} \
         are not in order between 0.5 and 1"
    )]
    Thresholds {
        /// The probability below which a rise or fall ends.
        leave: f64,
        /// The probability from which on it begins.
        enter: f64,
        /// The probability from which on it is strong.
        strong: f64,
    },
}

fn bounded(name: &'static str, value: f64, low: f64, high: f64) -> Result<f64, CalibrationError> {
    if (low..=high).contains(&value) {
        // Zero has one form, so that equal numbers are equal bits.
        Ok(value + 0.0)
    } else {
        Err(CalibrationError::OutOfBounds {
            name,
            value,
            low,
            high,
        })
    }
}

fn whole(name: &'static str, value: u32, high: u32) -> Result<u32, CalibrationError> {
    bounded(name, value.into(), 1.0, high.into()).map(|_| value)
}

impl Default for Calibration {
    fn default() -> Self {
        Self {
            kappa: 1.0,
            kappa_z: 0.25,
            window: 60,
            block: 30,
            blocks: 24,
            least_weight: 0.5,
            lookback: 365,
            enter: Threshold { p: 0.90, z: Z_90 },
            leave: 0.60,
            strong: Threshold {
                p: 0.95,
                z: 1.644_853_626_951_472_2,
            },
            prior: 4.0,
            dispersion: 2.0,
            steady: 0.75,
            lean: Threshold {
                p: 0.70,
                z: 0.524_400_512_708_040_7,
            },
            decay: Decay::new(120.0),
        }
    }
}

impl Calibration {
    /// With a half-life, in days.
    ///
    /// # Errors
    ///
    /// Returns [`CalibrationError`] unless it is between 0.01 and 1,000,000.
    pub fn with_half_life(mut self, days: f64) -> Result<Self, CalibrationError> {
        self.decay = Decay::new(bounded("half-life", days, 0.01, 1e6)?);
        Ok(self)
    }

    /// With the weight that is added under the root of a level.
    ///
    /// # Errors
    ///
    /// Returns [`CalibrationError`] unless it is between 1e-9 and 1e9.
    pub fn with_kappa(mut self, kappa: f64) -> Result<Self, CalibrationError> {
        self.kappa = bounded("kappa", kappa, 1e-9, 1e9)?;
        Ok(self)
    }

    /// With the variance without any mark.
    ///
    /// # Errors
    ///
    /// Returns [`CalibrationError`] unless it is between 1e-9 and 1e9.
    pub fn with_kappa_z(mut self, kappa_z: f64) -> Result<Self, CalibrationError> {
        self.kappa_z = bounded("kappa z", kappa_z, 1e-9, 1e9)?;
        Ok(self)
    }

    /// With the time over which a change is measured, in days.
    ///
    /// # Errors
    ///
    /// Returns [`CalibrationError`] unless it is between 1 and 36,525.
    pub fn with_window(mut self, days: u32) -> Result<Self, CalibrationError> {
        self.window = whole("window", days, LONGEST)?;
        Ok(self)
    }

    /// With a number of blocks, and the days of each.
    ///
    /// # Errors
    ///
    /// Returns [`CalibrationError`] unless there are 1 to 1,000 of 1 to 36,525 days.
    pub fn with_blocks(mut self, count: u32, days: u32) -> Result<Self, CalibrationError> {
        let (count, days) = (
            whole("number of blocks", count, MOST_BLOCKS)?,
            whole("block", days, LONGEST)?,
        );
        (self.blocks, self.block) = (count, days);
        Ok(self)
    }

    /// With the weight that the window, and the time before it, need for a direction.
    ///
    /// # Errors
    ///
    /// Returns [`CalibrationError`] unless it is between 1e-9 and 1e9.
    pub fn with_least_weight(mut self, weight: f64) -> Result<Self, CalibrationError> {
        self.least_weight = bounded("least weight", weight, 1e-9, 1e9)?;
        Ok(self)
    }

    /// With the time in which a peak is looked for, in days.
    ///
    /// # Errors
    ///
    /// Returns [`CalibrationError`] unless it is between 1 and 36,525.
    pub fn with_lookback(mut self, days: u32) -> Result<Self, CalibrationError> {
        self.lookback = whole("lookback", days, LONGEST)?;
        Ok(self)
    }

    /// With the probabilities at which a rise or fall ends, begins, and is strong.
    ///
    /// # Errors
    ///
    /// Returns [`CalibrationError`] unless `0.5 < leave <= enter <= strong < 1`.
    pub fn with_thresholds(
        mut self,
        leave: f64,
        enter: f64,
        strong: f64,
    ) -> Result<Self, CalibrationError> {
        if !(0.5 < leave && leave <= enter && enter <= strong && strong < 1.0) {
            return Err(CalibrationError::Thresholds {
                leave,
                enter,
                strong,
            });
        }
        self.leave = leave;
        (self.enter, self.strong) = (Threshold::new(enter), Threshold::new(strong));
        Ok(self)
    }

    /// With the prior of the burst variance: how many blocks it is worth, and its dispersion,
    /// in variances of independent marks.
    ///
    /// # Errors
    ///
    /// Returns [`CalibrationError`] unless both are between 1e-9 and 1e9.
    pub fn with_prior(mut self, blocks: f64, dispersion: f64) -> Result<Self, CalibrationError> {
        let blocks = bounded("prior", blocks, 1e-9, 1e9)?;
        let dispersion = bounded("dispersion", dispersion, 1e-9, 1e9)?;
        (self.prior, self.dispersion) = (blocks, dispersion);
        Ok(self)
    }

    /// With the change that has to be excluded on both sides for a steady trend, in units of
    /// the root of kappa and the weight; and the largest probability of either side.
    ///
    /// # Errors
    ///
    /// Returns [`CalibrationError`] unless the first is between 1e-9 and 1e9 and the second
    /// between 0.5 and 1.
    pub fn with_steady(mut self, steady: f64, lean: f64) -> Result<Self, CalibrationError> {
        let steady = bounded("steady", steady, 1e-9, 1e9)?;
        let lean = bounded("lean", lean, 0.5, 1.0)?;
        (self.steady, self.lean) = (steady, Threshold::new(lean));
        Ok(self)
    }

    /// The age at which a mark counts half, in days.
    pub const fn half_life(&self) -> f64 {
        self.decay.half_life()
    }

    /// The weight that is added under the root of a level.
    pub const fn kappa(&self) -> f64 {
        self.kappa
    }

    /// The variance without any mark.
    pub const fn kappa_z(&self) -> f64 {
        self.kappa_z
    }

    /// The time over which a change is measured, in days.
    pub const fn window(&self) -> u32 {
        self.window
    }

    /// The days of a block.
    pub const fn block(&self) -> u32 {
        self.block
    }

    /// How many blocks the burst variance is estimated from.
    pub const fn blocks(&self) -> u32 {
        self.blocks
    }

    /// The weight that the window, and the time before it, need for a direction.
    pub const fn least_weight(&self) -> f64 {
        self.least_weight
    }

    /// The time in which a peak is looked for, in days.
    pub const fn lookback(&self) -> u32 {
        self.lookback
    }

    /// The probability from which on a pair rises or falls.
    pub const fn enter(&self) -> f64 {
        self.enter.p
    }

    /// The probability below which an ongoing rise or fall ends.
    pub const fn leave(&self) -> f64 {
        self.leave
    }

    /// The probability from which on a rise or fall is strong.
    pub const fn strong(&self) -> f64 {
        self.strong.p
    }

    /// How many blocks the prior of the burst variance is worth.
    pub const fn prior(&self) -> f64 {
        self.prior
    }

    /// What the prior takes the burst variance to be, in variances of independent marks.
    pub const fn dispersion(&self) -> f64 {
        self.dispersion
    }

    /// The change that is excluded on both sides of a steady trend, in units of the root of
    /// kappa and the weight.
    pub const fn steady(&self) -> f64 {
        self.steady
    }

    /// The largest probability of either side of a steady trend.
    pub const fn lean(&self) -> f64 {
        self.lean.p
    }

    pub(super) const fn enter_at(&self) -> Threshold {
        self.enter
    }

    pub(super) const fn strong_at(&self) -> Threshold {
        self.strong
    }

    pub(super) const fn lean_at(&self) -> Threshold {
        self.lean
    }

    pub(super) const fn decay(&self) -> &Decay {
        &self.decay
    }
}

/// A probability, and the value below which a normal value lies with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Threshold {
    pub(super) p: f64,
    /// To 1e-9 at least.
    pub(super) z: f64,
}

/// The normal value follows from the probability.
impl PartialEq for Threshold {
    fn eq(&self, other: &Self) -> bool {
        self.p == other.p
    }
}

impl Threshold {
    fn new(p: f64) -> Self {
        let (mut low, mut high) = (0.0, 40.0);
        for _ in 0..44 {
            let middle = f64::midpoint(low, high);
            if normal_cdf(middle) < p {
                low = middle;
            } else {
                high = middle;
            }
        }
        Self { p, z: high }
    }
}
