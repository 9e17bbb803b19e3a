//! Numbers as the press gives them: "about 50 minutes", "over 1,000 a week", "728 drones".
//!
//! A [`Quantity`] is a number with its bound and its unit, and it is never negative: it
//! counts or measures something, and a fall is a quantity of falling. Two of them compare
//! in three ways, because "over 1,000" may or may not exceed "about 1,050".

use std::fmt;

use chrono::TimeDelta;
use thiserror::Error;

use crate::time::Certainty;

/// How far "about" reaches to either side, as a part of the number: about 50 is 45 to 55.
///
/// A convention of this crate.
pub const ABOUT_MARGIN: f64 = 0.1;

/// The greatest number of a quantity, 2⁵³: up to it an `f64` tells whole numbers apart.
pub const MAX_AMOUNT: f64 = 9_007_199_254_740_992.0;

/// The greatest length of a unit, in bytes.
pub const MAX_UNIT_BYTES: usize = 100;

/// A number and how it bounds what it stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// The number itself.
    Exactly(f64),
    /// Within [`ABOUT_MARGIN`] of the number, bounds included.
    About(f64),
    /// The number or more.
    AtLeast(f64),
    /// More than the number.
    MoreThan(f64),
    /// The number or less, and not less than 0.
    AtMost(f64),
    /// Less than the number, and not less than 0.
    LessThan(f64),
    /// From the first number to the second, both included.
    Between(f64, f64),
}

/// A number with its bound and its unit.
///
/// Its numbers are from 0 to [`MAX_AMOUNT`], and what it stands for is never empty. The unit
/// is 1 to [`MAX_UNIT_BYTES`] bytes, without white space at its ends or control characters,
/// and whatever the source counts in: `drones`, `minutes`, `drones a week`.
///
/// ```text
///               0        45   50   55
/// about 50      ░░░░░░░░░██████████░░░░░   45 and 55 included
/// more than 50  ░░░░░░░░░░░░░░██████████>  50 not included
/// at most 50    ███████████████░░░░░░░░░   0 and 50 included
/// ```
///
/// # Example
///
/// ```
/// use detente::time::Certainty;
/// use detente::event::Quantity;
///
/// let night = Quantity::exactly(728.0, "drones")?;
/// let before = Quantity::about(540.0, "drones")?;
/// assert_eq!(night.exceeds(&before)?, Certainty::Certain);
/// assert_eq!(before.to_string(), "about 540 drones");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    amount: Amount,
    unit: Box<str>,
}

// No NaN and no -0.0 gets in, so equality is that of the bits.
impl Eq for Quantity {}

/// A quantity was refused when it was created.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum QuantityError {
    /// The number is NaN, infinite, negative or too large.
    #[error("a quantity cannot be {value}: expected a number from 0 to 2^53")]
    Number {
        /// The number.
        value: f64,
    },
    /// The bounds come in the wrong order.
    #[error("a quantity between {low} and {high} is empty: expected the lower number first")]
    Order {
        /// The number given as the lower bound.
        low: f64,
        /// The number given as the upper bound.
        high: f64,
    },
    /// Less than 0 would have to be negative.
    #[error("a quantity cannot be less than 0")]
    LessThanZero,
    /// The unit is blank.
    #[error("a quantity needs a unit")]
    BlankUnit,
    /// The unit is too long.
    #[error("the unit has {bytes} bytes: expected at most {MAX_UNIT_BYTES}")]
    LongUnit {
        /// Its length.
        bytes: usize,
    },
    /// The unit bears control characters.
    #[error("the unit bears control characters")]
    ControlInUnit,
}

/// Two quantities count in different units.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{left}` and `{right}` are different units")]
pub struct UnitMismatch {
    /// The unit of the one.
    pub left: Box<str>,
    /// The unit of the other.
    pub right: Box<str>,
}

/// Quantities could not be summed by [`Quantity::sum`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SumError {
    /// They count in different units.
    #[error(transparent)]
    Unit(#[from] UnitMismatch),
    /// The sum is above [`MAX_AMOUNT`].
    #[error("the sum is above 2^53 {unit}")]
    TooLarge {
        /// The unit.
        unit: Box<str>,
    },
}

impl Amount {
    /// The same amount with 0.0 for -0.0, and one that has only one value as exact.
    fn checked(self) -> Result<Self, QuantityError> {
        // Adding 0.0 makes -0.0 a 0.0, and changes nothing else.
        let number = |value: f64| {
            if (0.0..=MAX_AMOUNT).contains(&value) {
                Ok(value + 0.0)
            } else {
                Err(QuantityError::Number { value })
            }
        };
        Ok(match self {
            Self::Exactly(value) => Self::Exactly(number(value)?),
            Self::About(value) => Self::About(number(value)?),
            Self::AtLeast(value) => Self::AtLeast(number(value)?),
            Self::MoreThan(value) => Self::MoreThan(number(value)?),
            Self::AtMost(value) => Self::AtMost(number(value)?),
            Self::LessThan(value) => {
                let value = number(value)?;
                if value <= 0.0 {
                    return Err(QuantityError::LessThanZero);
                }
                Self::LessThan(value)
            }
            Self::Between(low, high) => {
                let (low, high) = (number(low)?, number(high)?);
                if low > high {
                    return Err(QuantityError::Order { low, high });
                }
                if low < high {
                    Self::Between(low, high)
                } else {
                    Self::Exactly(low)
                }
            }
        })
    }

    fn low(self) -> f64 {
        match self {
            Self::About(value) => value - value * ABOUT_MARGIN,
            Self::AtMost(_) | Self::LessThan(_) => 0.0,
            Self::Exactly(value)
            | Self::AtLeast(value)
            | Self::MoreThan(value)
            | Self::Between(value, _) => value,
        }
    }

    fn high(self) -> f64 {
        match self {
            Self::About(value) => value + value * ABOUT_MARGIN,
            Self::AtLeast(_) | Self::MoreThan(_) => f64::INFINITY,
            Self::Exactly(value)
            | Self::AtMost(value)
            | Self::LessThan(value)
            | Self::Between(_, value) => value,
        }
    }
}

impl Quantity {
    /// Creates a quantity.
    ///
    /// # Errors
    ///
    /// [`QuantityError`] if a number is not from 0 to [`MAX_AMOUNT`], bounds come in the wrong
    /// order, it would have to be less than 0, or the unit is blank, too long, or bears
    /// control characters.
    pub fn new(amount: Amount, unit: &str) -> Result<Self, QuantityError> {
        let amount = amount.checked()?;
        let unit = unit.trim();
        if unit.is_empty() {
            Err(QuantityError::BlankUnit)
        } else if unit.len() > MAX_UNIT_BYTES {
            Err(QuantityError::LongUnit { bytes: unit.len() })
        } else if unit.chars().any(char::is_control) {
            Err(QuantityError::ControlInUnit)
        } else {
            Ok(Self {
                amount,
                unit: unit.into(),
            })
        }
    }

    /// Creates the quantity "728 drones".
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn exactly(value: f64, unit: &str) -> Result<Self, QuantityError> {
        Self::new(Amount::Exactly(value), unit)
    }

    /// Creates the quantity "about 50 minutes": within [`ABOUT_MARGIN`] of the number.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn about(value: f64, unit: &str) -> Result<Self, QuantityError> {
        Self::new(Amount::About(value), unit)
    }

    /// Creates the quantity "at least 2 hours".
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn at_least(value: f64, unit: &str) -> Result<Self, QuantityError> {
        Self::new(Amount::AtLeast(value), unit)
    }

    /// Creates the quantity "more than 1,000 drones a week".
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn more_than(value: f64, unit: &str) -> Result<Self, QuantityError> {
        Self::new(Amount::MoreThan(value), unit)
    }

    /// Creates the quantity "at most 5 delegates".
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn at_most(value: f64, unit: &str) -> Result<Self, QuantityError> {
        Self::new(Amount::AtMost(value), unit)
    }

    /// Creates the quantity "less than 1 hour".
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn less_than(value: f64, unit: &str) -> Result<Self, QuantityError> {
        Self::new(Amount::LessThan(value), unit)
    }

    /// Creates the quantity "2 to 4 hours"; with equal bounds it is exact.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn between(low: f64, high: f64, unit: &str) -> Result<Self, QuantityError> {
        Self::new(Amount::Between(low, high), unit)
    }

    /// The number and how it bounds what it stands for.
    pub fn amount(&self) -> Amount {
        self.amount
    }

    /// The unit.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The lower bound, in the unit; 0 where the source gives none.
    pub fn low(&self) -> f64 {
        self.amount.low()
    }

    /// The upper bound, in the unit; infinite where the source gives none.
    pub fn high(&self) -> f64 {
        self.amount.high()
    }

    /// Whether the lower bound is itself possible: it is, save for "more than".
    pub fn includes_low(&self) -> bool {
        !matches!(self.amount, Amount::MoreThan(_))
    }

    /// Whether the upper bound is itself possible: it is, save for "less than", and where
    /// there is none.
    pub fn includes_high(&self) -> bool {
        !matches!(self.amount, Amount::LessThan(_)) && self.high().is_finite()
    }

    /// Whether the quantity may be this number.
    pub fn contains(&self, value: f64) -> bool {
        let above = if self.includes_low() {
            value >= self.low()
        } else {
            value > self.low()
        };
        let below = if self.includes_high() {
            value <= self.high()
        } else {
            value < self.high()
        };
        above && below
    }

    /// Whether this quantity is greater than another of the same unit.
    ///
    /// `Certain` if it is for every pair of numbers that the two may be, `Impossible` if it
    /// is for none. The two are taken to vary independently of each other.
    ///
    /// The singular and the plural of a unit of time are one unit; otherwise the texts of
    /// the units must be equal.
    ///
    /// # Errors
    ///
    /// [`UnitMismatch`] if the units differ.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::Certainty;
    /// use detente::event::Quantity;
    ///
    /// let meeting = Quantity::about(50.0, "minutes")?;
    /// let hour = Quantity::exactly(60.0, "minutes")?;
    /// let fifty = Quantity::exactly(50.0, "minutes")?;
    /// let half_hour = Quantity::exactly(30.0, "minutes")?;
    /// assert_eq!(meeting.exceeds(&hour)?, Certainty::Impossible);
    /// assert_eq!(meeting.exceeds(&fifty)?, Certainty::Possible);
    /// assert_eq!(meeting.exceeds(&half_hour)?, Certainty::Certain);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn exceeds(&self, other: &Self) -> Result<Certainty, UnitMismatch> {
        common_unit(&self.unit, &other.unit)?;
        let both_touch = self.includes_low() && other.includes_high();
        Ok(if self.high() <= other.low() {
            Certainty::Impossible
        } else if self.low() > other.high() || (self.low() >= other.high() && !both_touch) {
            Certainty::Certain
        } else {
            Certainty::Possible
        })
    }

    /// What either of two may be: from the lesser low to the greater high. None if units differ.
    pub(crate) fn or(&self, other: &Self) -> Option<Self> {
        if self == other {
            return Some(self.clone());
        }
        if self.unit != other.unit {
            return None;
        }
        let (low, high) = (self.low().min(other.low()), self.high().max(other.high()));
        let amount = if high.is_finite() {
            Amount::Between(low, high)
        } else {
            Amount::AtLeast(low)
        };
        Self::new(amount, &self.unit).ok()
    }

    /// The sum of quantities of one unit; none of no quantities.
    ///
    /// Exact quantities have an exact sum, and "about" with "about" is about the sum. In any
    /// other mixture the bounds are added: the sum is at least (or more than) the lower one
    /// where there is no upper one, at most (or less than) the upper one where the lower one
    /// is 0, and else between the two, both included even if one of them cannot be reached.
    ///
    /// # Order
    ///
    /// The order of the quantities does not matter, down to the last bit. With fractions the
    /// bounds are rounded as `f64` rounds.
    ///
    /// # Errors
    ///
    /// [`SumError`] if the units differ, or the sum is above [`MAX_AMOUNT`].
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::Quantity;
    ///
    /// let raids = [Quantity::exactly(728.0, "drones")?, Quantity::more_than(400.0, "drones")?];
    /// let sum = Quantity::sum(&raids)?.expect("there are quantities");
    /// assert_eq!(sum.to_string(), "more than 1,128 drones");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sum<'q>(
        quantities: impl IntoIterator<Item = &'q Self>,
    ) -> Result<Option<Self>, SumError> {
        let quantities: Vec<&Self> = quantities.into_iter().collect();
        let Some(first) = quantities.first() else {
            return Ok(None);
        };
        let mut unit: &str = &first.unit;
        for quantity in &quantities {
            unit = common_unit(unit, &quantity.unit)?;
        }
        let amount = match *quantities.as_slice() {
            [only] => only.amount,
            _ => sum_amounts(&quantities),
        };
        match Self::new(amount, unit) {
            Ok(sum) => Ok(Some(sum)),
            // The unit is one of theirs, and no bound can be negative or out of order.
            Err(_) => Err(SumError::TooLarge { unit: unit.into() }),
        }
    }

    /// The bounds as stretches of time, where the unit is one of time.
    ///
    /// Units of time are second, minute, hour, day and week, singular or plural, in any ASCII
    /// case; a day has 24 hours. The upper bound is none where the source gives none. Bounds
    /// are rounded to the nanosecond; whether they are included, see
    /// [`includes_low`](Self::includes_low) and [`includes_high`](Self::includes_high).
    ///
    /// None if the unit is another, or a bound is beyond what a [`TimeDelta`] holds.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::TimeDelta;
    /// use detente::event::Quantity;
    ///
    /// let meeting = Quantity::about(50.0, "minutes")?;
    /// let bounds = (TimeDelta::minutes(45), Some(TimeDelta::minutes(55)));
    /// assert_eq!(meeting.duration(), Some(bounds));
    /// # Ok::<(), detente::event::QuantityError>(())
    /// ```
    pub fn duration(&self) -> Option<(TimeDelta, Option<TimeDelta>)> {
        let seconds = seconds_of(&self.unit)?;
        let low = time_delta(self.low() * seconds)?;
        let high = self.high();
        let high = if high.is_finite() {
            Some(time_delta(high * seconds)?)
        } else {
            None
        };
        Some((low, high))
    }
}

/// The sum of two or more amounts.
fn sum_amounts(quantities: &[&Quantity]) -> Amount {
    let amounts = || quantities.iter().map(|quantity| quantity.amount);
    let centre = |of: fn(Amount) -> Option<f64>| amounts().map(of).collect::<Option<Vec<f64>>>();
    let exact = centre(|amount| match amount {
        Amount::Exactly(value) => Some(value),
        _ => None,
    });
    if let Some(values) = exact {
        return Amount::Exactly(ordered_sum(values));
    }
    let about = centre(|amount| match amount {
        Amount::About(value) => Some(value),
        _ => None,
    });
    if let Some(values) = about {
        return Amount::About(ordered_sum(values));
    }
    let low = ordered_sum(amounts().map(Amount::low).collect());
    let high = ordered_sum(amounts().map(Amount::high).collect());
    let includes_low = quantities.iter().all(|quantity| quantity.includes_low());
    let includes_high = quantities.iter().all(|quantity| quantity.includes_high());
    match (high.is_finite(), includes_low) {
        (false, true) => Amount::AtLeast(low),
        (false, false) => Amount::MoreThan(low),
        (true, _) if low > 0.0 => Amount::Between(low, high),
        (true, _) if includes_high => Amount::AtMost(high),
        (true, _) => Amount::LessThan(high),
    }
}

/// A sum that does not depend on the order of its terms.
fn ordered_sum(mut terms: Vec<f64>) -> f64 {
    terms.sort_by(f64::total_cmp);
    terms.into_iter().sum()
}

/// The unit that two texts name; of two spellings the later in the order of text.
fn common_unit<'u>(left: &'u str, right: &'u str) -> Result<&'u str, UnitMismatch> {
    let seconds = |unit| seconds_of(unit).map(f64::to_bits);
    if left == right || (seconds(left).is_some() && seconds(left) == seconds(right)) {
        Ok(left.max(right))
    } else {
        Err(UnitMismatch {
            left: left.into(),
            right: right.into(),
        })
    }
}

/// The seconds of a unit of time.
fn seconds_of(unit: &str) -> Option<f64> {
    const UNITS: [(&str, &str, f64); 5] = [
        ("second", "seconds", 1.0),
        ("minute", "minutes", 60.0),
        ("hour", "hours", 3_600.0),
        ("day", "days", 86_400.0),
        ("week", "weeks", 604_800.0),
    ];
    UNITS
        .iter()
        .find(|(one, many, _)| unit.eq_ignore_ascii_case(one) || unit.eq_ignore_ascii_case(many))
        .map(|(_, _, seconds)| *seconds)
}

/// A stretch of non-negative seconds, to the nanosecond; none beyond what a `TimeDelta` holds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "seconds are from 0 to 2^53 there, nanoseconds from 0 to 10^9"
)]
fn time_delta(seconds: f64) -> Option<TimeDelta> {
    if !(0.0..=MAX_AMOUNT).contains(&seconds) {
        return None;
    }
    let whole = seconds.trunc();
    let nanos = ((seconds - whole) * 1e9).round() as u32;
    let (whole, nanos) = match nanos {
        1_000_000_000.. => (whole as i64 + 1, 0),
        _ => (whole as i64, nanos),
    };
    TimeDelta::new(whole, nanos)
}

/// As the press would write it: `more than 1,000 drones a week`.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = &self.unit;
        f.pad(&match self.amount {
            Amount::Exactly(value) => format!("{} {unit}", grouped(value)),
            Amount::About(value) => format!("about {} {unit}", grouped(value)),
            Amount::AtLeast(value) => format!("at least {} {unit}", grouped(value)),
            Amount::MoreThan(value) => format!("more than {} {unit}", grouped(value)),
            Amount::AtMost(value) => format!("at most {} {unit}", grouped(value)),
            Amount::LessThan(value) => format!("less than {} {unit}", grouped(value)),
            Amount::Between(low, high) => {
                format!("{} to {} {unit}", grouped(low), grouped(high))
            }
        })
    }
}

/// A number with commas between the thousands of its whole part.
fn grouped(value: f64) -> String {
    let digits = value.to_string();
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits.as_str(), None),
    };
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}
