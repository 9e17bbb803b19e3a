//! What a level and a trend are measured with.

use std::f64::consts::LN_2;
use std::fmt;
use std::sync::Arc;

use thiserror::Error;

use crate::numeric::{exp2, exp2_m1, normal_cdf};

/// How many whole days of decay are tabled.
const TABLED: u16 = 1024;

/// The most days that a window, a block or a lookback may take: a century.
const LONGEST: u32 = 36_525;

/// The most blocks.
const MOST_BLOCKS: u32 = 1_000;

/// The numbers that levels and trends are measured with.
///
/// | number | default | means |
/// | :-- | --: | :-- |
/// | half-life | 120 d | after which a mark weighs half |
/// | kappa | 1 | weight that a level needs before it is worth much |
/// | kappa z | .25 | variance that is there without any mark: the more, the fewer directions of pairs with little weight |
/// | window | 60 d | over which a change is measured |
/// | block | 30 d | in which marks may come in bursts |
/// | blocks | 24 | of which the variance is made; what is older is one more |
/// | least weight | .5 | that the window and what was before it must have |
/// | lookback | 365 d | in which a peak is looked for |
/// | enter, leave, strong | .90, .60, .95 | probabilities at which a direction is taken, left, strong |
/// | same-day correlation | 0 | 0 for curated marks, 1/2 for machine-coded feeds |
///
/// With a same-day correlation of `rho`, `k` marks of a pair on one day weigh
/// `1 / (1 + (k - 1) rho)` each: a feed that reports one event five times is believed less
/// than five times. A mark that lies on several days weighs in full: see
/// [`with_same_day_correlation`](Self::with_same_day_correlation).
///
/// # Example
///
/// ```
/// use detente::trend::{Calibration, CalibrationError};
///
/// let feed = Calibration::default().with_same_day_correlation(0.5)?.with_half_life(90.0)?;
/// assert_eq!((feed.half_life(), feed.window()), (90.0, 60));
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
    leave: Threshold,
    strong: f64,
    same_day_correlation: f64,
    decay: Decay,
}

/// A number was refused by [`Calibration`].
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum CalibrationError {
    /// The number is outside its bounds, or no number.
    #[error("{name} {value} is not between {low} and {high}")]
    OutOfBounds {
        /// What the number is.
        name: &'static str,
        /// The number.
        value: f64,
        /// The least that is allowed.
        low: f64,
        /// The greatest that is allowed.
        high: f64,
    },
    /// The thresholds are no probabilities above 1/2 in ascending order.
    #[error(
        "thresholds to leave {leave}, to enter {enter} and of a strong trend {strong} \
         are not in order between 0.5 and 1"
    )]
    Thresholds {
        /// The probability below which a direction is left.
        leave: f64,
        /// The probability from which on it is taken.
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
            enter: Threshold {
                p: 0.90,
                z: 1.281_551_565_544_600_4,
            },
            leave: Threshold {
                p: 0.60,
                z: 0.253_347_103_135_799_8,
            },
            strong: 0.95,
            same_day_correlation: 0.0,
            decay: Decay::new(120.0),
        }
    }
}

impl Calibration {
    /// With a half-life in days.
    ///
    /// # Errors
    ///
    /// [`CalibrationError`] unless it is between 0.01 and 1,000,000.
    pub fn with_half_life(mut self, days: f64) -> Result<Self, CalibrationError> {
        self.decay = Decay::new(bounded("half-life", days, 0.01, 1e6)?);
        Ok(self)
    }

    /// With the weight that is added under the root of a level.
    ///
    /// # Errors
    ///
    /// [`CalibrationError`] unless it is between 1e-9 and 1e9.
    pub fn with_kappa(mut self, kappa: f64) -> Result<Self, CalibrationError> {
        self.kappa = bounded("kappa", kappa, 1e-9, 1e9)?;
        Ok(self)
    }

    /// With the variance that is there without any mark.
    ///
    /// # Errors
    ///
    /// [`CalibrationError`] unless it is between 1e-9 and 1e9.
    pub fn with_kappa_z(mut self, kappa_z: f64) -> Result<Self, CalibrationError> {
        self.kappa_z = bounded("kappa z", kappa_z, 1e-9, 1e9)?;
        Ok(self)
    }

    /// With a window in days, over which a change is measured.
    ///
    /// # Errors
    ///
    /// [`CalibrationError`] unless it is between 1 and 36,525.
    pub fn with_window(mut self, days: u32) -> Result<Self, CalibrationError> {
        self.window = whole("window", days, LONGEST)?;
        Ok(self)
    }

    /// With so many blocks of so many days each.
    ///
    /// # Errors
    ///
    /// [`CalibrationError`] unless there are 1 to 1,000 of 1 to 36,525 days.
    pub fn with_blocks(mut self, count: u32, days: u32) -> Result<Self, CalibrationError> {
        let (count, days) = (
            whole("number of blocks", count, MOST_BLOCKS)?,
            whole("block", days, LONGEST)?,
        );
        (self.blocks, self.block) = (count, days);
        Ok(self)
    }

    /// With the least weight of a window, and of what was before it, that allows a direction.
    ///
    /// # Errors
    ///
    /// [`CalibrationError`] unless it is between 1e-9 and 1e9.
    pub fn with_least_weight(mut self, weight: f64) -> Result<Self, CalibrationError> {
        self.least_weight = bounded("least weight", weight, 1e-9, 1e9)?;
        Ok(self)
    }

    /// With a lookback in days, in which a peak is looked for.
    ///
    /// # Errors
    ///
    /// [`CalibrationError`] unless it is between 1 and 36,525.
    pub fn with_lookback(mut self, days: u32) -> Result<Self, CalibrationError> {
        self.lookback = whole("lookback", days, LONGEST)?;
        Ok(self)
    }

    /// With the probabilities at which a direction is left, taken, and strong.
    ///
    /// # Errors
    ///
    /// [`CalibrationError`] unless `0.5 < leave <= enter <= strong < 1`.
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
        (self.leave, self.enter) = (Threshold::new(leave), Threshold::new(enter));
        self.strong = strong;
        Ok(self)
    }

    /// With the correlation of the marks of one day: 0 where each is an event of its own.
    ///
    /// Of `k` marks of a pair on one day each counts `1 / (1 + (k - 1) rho)`, whatever it weighs:
    /// reports of one day are taken for several tellings of little. At a half, as importers set
    /// it, seven marks count for less than two, and an attack that is coded beside six talks of the
    /// same day for a quarter of what it does alone. Contacts in the
    /// [engagement](super::Level::engagement) are not divided.
    ///
    /// It holds for marks of a single day. One that lies on several, such as a "last week" of
    /// which the day is guessed, shares with no other and weighs in full: at a half, six reports
    /// of one day weigh 1.7 together, and six that are guessed to one week weigh 6.
    ///
    /// # Errors
    ///
    /// [`CalibrationError`] unless it is between 0 and 1.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, DyadLedger, Mark};
    /// use detente::trend::{Calibration, Trajectory};
    ///
    /// let date = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
    /// let feed = Calibration::default().with_same_day_correlation(0.5)?;
    /// let weight = |span| -> Result<f64, Box<dyn std::error::Error>> {
    ///     let report = Mark::new(span, 1.0, 0.3)?;
    ///     let ledger = DyadLedger::from_marks(std::iter::repeat_n(&report, 6))?;
    ///     Ok(Trajectory::new(&ledger, &feed).level(date(14)).unwrap().weight())
    /// };
    /// let of_a_day = weight(DaySpan::day(date(10))?)?;
    /// let of_a_week = weight(DaySpan::new(date(7), date(14))?)?;
    /// assert!((1.6..1.7).contains(&of_a_day) && (5.8..6.0).contains(&of_a_week));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_same_day_correlation(mut self, rho: f64) -> Result<Self, CalibrationError> {
        self.same_day_correlation = bounded("same-day correlation", rho, 0.0, 1.0)?;
        Ok(self)
    }

    /// The days after which a mark weighs half.
    pub const fn half_life(&self) -> f64 {
        self.decay.half_life
    }

    /// The weight that is added under the root of a level.
    pub const fn kappa(&self) -> f64 {
        self.kappa
    }

    /// The variance that is there without any mark.
    pub const fn kappa_z(&self) -> f64 {
        self.kappa_z
    }

    /// The days over which a change is measured.
    pub const fn window(&self) -> u32 {
        self.window
    }

    /// The days of a block.
    pub const fn block(&self) -> u32 {
        self.block
    }

    /// How many blocks there are, besides the one for all that is older.
    pub const fn blocks(&self) -> u32 {
        self.blocks
    }

    /// The least weight that allows a direction.
    pub const fn least_weight(&self) -> f64 {
        self.least_weight
    }

    /// The days in which a peak is looked for.
    pub const fn lookback(&self) -> u32 {
        self.lookback
    }

    /// The probability from which on a direction is taken.
    pub const fn enter(&self) -> f64 {
        self.enter.p
    }

    /// The probability below which a direction is left.
    pub const fn leave(&self) -> f64 {
        self.leave.p
    }

    /// The probability from which on a direction is strong.
    pub const fn strong(&self) -> f64 {
        self.strong
    }

    /// The correlation of the marks of one day.
    pub const fn same_day_correlation(&self) -> f64 {
        self.same_day_correlation
    }

    pub(super) const fn enter_at(&self) -> Threshold {
        self.enter
    }

    pub(super) const fn leave_at(&self) -> Threshold {
        self.leave
    }

    pub(super) const fn decay(&self) -> &Decay {
        &self.decay
    }

    /// What each of the marks of one day counts, where there are so many.
    pub(super) fn same_day_factor(&self, marks: u32) -> f64 {
        1.0 / (1.0 + f64::from(marks.saturating_sub(1)) * self.same_day_correlation)
    }
}

/// A probability, and where the normal distribution reaches it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Threshold {
    p: f64,
    /// To 1e-9 at least.
    z: f64,
}

/// Where the normal distribution reaches it follows from the probability.
impl PartialEq for Threshold {
    fn eq(&self, other: &Self) -> bool {
        self.p == other.p
    }
}

impl Threshold {
    /// As near as the bounds of a value can be told apart without its probability.
    const MARGIN: f64 = 1e-6;

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

    /// Whether a normal value is below z with this probability. The probability is computed
    /// only where z does not tell.
    pub(super) fn is_reached_by(self, z: f64) -> bool {
        if (z - self.z).abs() > Self::MARGIN {
            z > self.z
        } else {
            normal_cdf(z) >= self.p
        }
    }

    /// Whether a normal value is above z with this probability.
    pub(super) fn is_reached_below(self, z: f64) -> bool {
        if (z + self.z).abs() > Self::MARGIN {
            z < -self.z
        } else {
            1.0 - normal_cdf(z) >= self.p
        }
    }
}

/// The decay of marks with age, `2^(-age / half-life)`.
#[derive(Clone)]
pub(super) struct Decay {
    half_life: f64,
    /// Of whole days; computed once, and shared by all copies.
    table: Arc<[f64]>,
}

impl fmt::Debug for Decay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "half-life {}", self.half_life)
    }
}

/// The table follows from the half-life.
impl PartialEq for Decay {
    fn eq(&self, other: &Self) -> bool {
        self.half_life == other.half_life
    }
}

impl Decay {
    fn new(half_life: f64) -> Self {
        let table = (0..TABLED).map(|day| exp2(-f64::from(day) / half_life));
        Self {
            half_life,
            table: table.collect(),
        }
    }

    /// What is left after so many whole days.
    pub(super) fn after(&self, days: i64) -> f64 {
        let tabled = usize::try_from(days)
            .ok()
            .and_then(|day| self.table.get(day));
        match tabled {
            Some(&left) => left,
            None => self.after_time(to_f64(days)),
        }
    }

    /// What is left after some days and a fraction.
    pub(super) fn after_time(&self, days: f64) -> f64 {
        exp2(-days / self.half_life)
    }

    /// What is lost after some days: 1 less what is left, to the last digit.
    pub(super) fn lost_after(&self, days: f64) -> f64 {
        -exp2_m1(-days / self.half_life)
    }

    /// The integral of the decay over the ages from 0 to some days.
    pub(super) fn mass(&self, days: f64) -> f64 {
        self.half_life / LN_2 * self.lost_after(days)
    }

    /// The integral of the decay over ages, the negative ones apart; `old` may be infinite.
    pub(super) fn mass_between(&self, young: f64, old: f64) -> f64 {
        let young = young.max(0.0);
        if young < old {
            self.after_time(young) * self.mass(old - young)
        } else {
            0.0
        }
    }
}

/// A number of days.
#[expect(
    clippy::cast_precision_loss,
    reason = "the days between two dates fit 33 bits"
)]
pub(super) fn to_f64(days: i64) -> f64 {
    days as f64
}
