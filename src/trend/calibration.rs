//! The numbers of the level and trend formulas.

use super::decay::Decay;
use crate::numeric::normal_cdf;
use crate::scoring::ScoringError;

/// The .90 quantile of the normal distribution: the confidence with which a steady trend excludes a
/// relevant change.
pub(super) const Z_90: f64 = 1.281_551_565_544_600_4;

/// The maximum number of days of a window, a block or a lookback: a century.
const MAX_DAYS: u32 = 36_525;

/// The maximum number of blocks.
const MAX_BLOCKS: u32 = 1_000;

/// The numbers of the level and trend formulas.
///
/// | number | default | meaning |
/// | :-- | --: | :-- |
/// | half-life | 120 d | the age at which half of a mark is left |
/// | kappa | 1 | the weight added under the root of a level |
/// | kappa z | .25 | the variance without marks |
/// | window | 60 d | the time over which a change is measured |
/// | block | 30 d | the days of a block of the fixed calendar, which begins on 1970-01-01 |
/// | blocks | 24 | the number of blocks that the burst variance is estimated from |
/// | prior | 4 | the number of blocks that the prior of the burst variance is worth |
/// | dispersion | 2 | the prior's burst variance, in variances of independent marks |
/// | least weight | .5 | the weight that a direction needs, in the window and before it |
/// | lookback | 365 d | the time in which a peak is searched |
/// | enter, leave, strong | .90, .60, .95 | the probabilities at which a rise or fall begins, ends, and is strong |
/// | steady | .75 | the relevant change, in units of `sqrt(kappa + W)` |
/// | lean | .70 | the largest probability of either side of a steady trend |
///
/// # Example
///
/// ```
/// use detente::scoring::ScoringError;
/// use detente::trend::Calibration;
///
/// let quick = Calibration::default().with_half_life(90.0)?.with_window(45)?;
/// assert_eq!((quick.half_life(), quick.window(), quick.prior()), (90.0, 45, 4.0));
/// assert_eq!(
///     Calibration::default().with_half_life(f64::NAN).unwrap_err().to_string(),
///     "`half-life` is `NaN`: expected 0.01 to 1000000"
/// );
/// # Ok::<(), ScoringError>(())
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

fn whole(name: &'static str, value: u32, high: u32) -> Result<u32, ScoringError> {
    ScoringError::check(name, value.into(), (1.0, high.into())).map(|_| value)
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
    /// Sets the half-life, in days.
    ///
    /// # Errors
    ///
    /// Returns [`ScoringError`] unless it is from 0.01 to 1,000,000.
    pub fn with_half_life(mut self, days: f64) -> Result<Self, ScoringError> {
        self.decay = Decay::new(ScoringError::check("half-life", days, (0.01, 1e6))?);
        Ok(self)
    }

    /// Sets the weight added under the root of a level.
    ///
    /// # Errors
    ///
    /// Returns [`ScoringError`] unless it is from 1e-9 to 1e9.
    pub fn with_kappa(mut self, kappa: f64) -> Result<Self, ScoringError> {
        self.kappa = ScoringError::check("kappa", kappa, (1e-9, 1e9))?;
        Ok(self)
    }

    /// Sets the variance without marks.
    ///
    /// # Errors
    ///
    /// Returns [`ScoringError`] unless it is from 1e-9 to 1e9.
    pub fn with_kappa_z(mut self, kappa_z: f64) -> Result<Self, ScoringError> {
        self.kappa_z = ScoringError::check("kappa z", kappa_z, (1e-9, 1e9))?;
        Ok(self)
    }

    /// Sets the time over which a change is measured, in days.
    ///
    /// # Errors
    ///
    /// Returns [`ScoringError`] unless it is from 1 to 36,525.
    pub fn with_window(mut self, days: u32) -> Result<Self, ScoringError> {
        self.window = whole("window", days, MAX_DAYS)?;
        Ok(self)
    }

    /// Sets the number of blocks, and the days of each.
    ///
    /// # Errors
    ///
    /// Returns [`ScoringError`] unless there are 1 to 1,000 of 1 to 36,525 days.
    pub fn with_blocks(mut self, count: u32, days: u32) -> Result<Self, ScoringError> {
        let (count, days) = (
            whole("number of blocks", count, MAX_BLOCKS)?,
            whole("block", days, MAX_DAYS)?,
        );
        (self.blocks, self.block) = (count, days);
        Ok(self)
    }

    /// Sets the weight that a direction needs, in the window and before it.
    ///
    /// # Errors
    ///
    /// Returns [`ScoringError`] unless it is from 1e-9 to 1e9.
    pub fn with_least_weight(mut self, weight: f64) -> Result<Self, ScoringError> {
        self.least_weight = ScoringError::check("least weight", weight, (1e-9, 1e9))?;
        Ok(self)
    }

    /// Sets the time in which a peak is searched, in days.
    ///
    /// # Errors
    ///
    /// Returns [`ScoringError`] unless it is from 1 to 36,525.
    pub fn with_lookback(mut self, days: u32) -> Result<Self, ScoringError> {
        self.lookback = whole("lookback", days, MAX_DAYS)?;
        Ok(self)
    }

    /// Sets the probabilities at which a rise or fall ends, begins, and is strong.
    ///
    /// # Errors
    ///
    /// Returns [`ScoringError`] unless `0.5 < leave <= enter <= strong < 1`.
    pub fn with_thresholds(
        mut self,
        leave: f64,
        enter: f64,
        strong: f64,
    ) -> Result<Self, ScoringError> {
        if !(0.5 < leave && leave <= enter && enter <= strong && strong < 1.0) {
            return Err(ScoringError::Thresholds {
                leave,
                enter,
                strong,
            });
        }
        self.leave = leave;
        (self.enter, self.strong) = (Threshold::new(enter), Threshold::new(strong));
        Ok(self)
    }

    /// Sets the prior of the burst variance: the number of blocks that it is worth, and its dispersion,
    /// in variances of independent marks.
    ///
    /// # Errors
    ///
    /// Returns [`ScoringError`] unless both are from 1e-9 to 1e9.
    pub fn with_prior(mut self, blocks: f64, dispersion: f64) -> Result<Self, ScoringError> {
        let blocks = ScoringError::check("prior", blocks, (1e-9, 1e9))?;
        let dispersion = ScoringError::check("dispersion", dispersion, (1e-9, 1e9))?;
        (self.prior, self.dispersion) = (blocks, dispersion);
        Ok(self)
    }

    /// Sets the relevant change that a steady trend excludes on both sides, in units of
    /// `sqrt(kappa + W)`, and the largest probability of either side.
    ///
    /// # Errors
    ///
    /// Returns [`ScoringError`] unless the first is from 1e-9 to 1e9 and the second from 0.5
    /// to 1.
    pub fn with_steady(mut self, steady: f64, lean: f64) -> Result<Self, ScoringError> {
        let steady = ScoringError::check("steady", steady, (1e-9, 1e9))?;
        let lean = ScoringError::check("lean", lean, (0.5, 1.0))?;
        (self.steady, self.lean) = (steady, Threshold::new(lean));
        Ok(self)
    }

    /// The age at which half of a mark is left, in days.
    pub const fn half_life(&self) -> f64 {
        self.decay.half_life()
    }

    /// The weight added under the root of a level.
    pub const fn kappa(&self) -> f64 {
        self.kappa
    }

    /// The variance without marks.
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

    /// The number of blocks that the burst variance is estimated from.
    pub const fn blocks(&self) -> u32 {
        self.blocks
    }

    /// The weight that a direction needs, in the window and before it.
    pub const fn least_weight(&self) -> f64 {
        self.least_weight
    }

    /// The time in which a peak is searched, in days.
    pub const fn lookback(&self) -> u32 {
        self.lookback
    }

    /// The probability from which on a rise or fall begins.
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

    /// The number of blocks that the prior of the burst variance is worth.
    pub const fn prior(&self) -> f64 {
        self.prior
    }

    /// The prior's burst variance, in variances of independent marks.
    pub const fn dispersion(&self) -> f64 {
        self.dispersion
    }

    /// The relevant change that a steady trend excludes on both sides, in units of `sqrt(kappa + W)`.
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

/// A probability, and the quantile of the normal distribution for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Threshold {
    pub(super) p: f64,
    /// Accurate to at least 1e-9.
    pub(super) z: f64,
}

/// The quantile follows from the probability.
impl PartialEq for Threshold {
    fn eq(&self, other: &Self) -> bool {
        self.p == other.p
    }
}

impl Threshold {
    fn new(p: f64) -> Self {
        // Bisection: 44 halvings of 40 leave an interval below 1e-11.
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
