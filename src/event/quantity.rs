//! Numbers as the press gives them: "about 50 minutes", "over 1,000 a week", "728 drones".

use std::fmt;
use std::ops::Bound;

use chrono::TimeDelta;
use thiserror::Error;

use crate::time::Certainty;
use crate::wire::errors;

/// The margin of "about", as a fraction of the number: about 50 is 45 to 55.
///
/// A convention of this crate.
pub const ABOUT_MARGIN: f64 = 0.1;

/// The maximum number of a quantity, 2⁵³. Up to it, an `f64` represents every whole number.
pub const MAX_AMOUNT: f64 = 9_007_199_254_740_992.0;

/// The maximum length of a unit, in bytes.
pub const MAX_UNIT_BYTES: usize = 100;

/// A number that is exact, approximate, or a bound.
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
    /// The number or less, but not less than 0.
    AtMost(f64),
    /// Less than the number, but not less than 0.
    LessThan(f64),
    /// From the first number to the second, both included.
    Between(f64, f64),
}

/// An amount with a unit: "about 50 minutes", "728 drones".
///
/// It counts or measures something, so it is never negative. Comparisons have three answers, because
/// "over 1,000" may or may not exceed "about 1,050".
///
/// Its numbers are from 0 to [`MAX_AMOUNT`], and at least one value is possible. The unit is any
/// text of 1 to [`MAX_UNIT_BYTES`] bytes without control characters: `drones`, `minutes`,
/// `drones a week`.
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
/// use detente::event::{Amount, Quantity};
/// use detente::time::Certainty;
///
/// let night = Quantity::exactly(728.0, "drones")?;
/// let before = Quantity::about(540.0, "drones")?;
/// let week = Quantity::new(Amount::MoreThan(1_000.0), "drones")?;
/// assert_eq!(night.exceeds(&before)?, Certainty::Certain);
/// assert_eq!(before.to_string(), "about 540 drones");
/// assert_eq!(week.to_string(), "more than 1,000 drones");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    amount: Amount,
    unit: Box<str>,
}

// Neither NaN nor -0.0 can occur, so equality is reflexive and compares bits.
impl Eq for Quantity {}

/// A [`Quantity`] or a [`Count`](super::Count) could not be created.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum QuantityError {
    /// The number is NaN, infinite, negative or too large.
    #[error("`{value}` is not a quantity: expected a number from 0 to 2^53")]
    Number {
        /// The number.
        value: f64,
    },
    /// The lower bound is above the upper bound.
    #[error("the range from `{low}` to `{high}` is empty: expected the lower number first")]
    Order {
        /// The number given as the lower bound.
        low: f64,
        /// The number given as the upper bound.
        high: f64,
    },
    /// A quantity less than 0 would be negative.
    #[error("`less than 0` is not a quantity: expected a number above 0")]
    LessThanZero,
    /// The unit is blank.
    #[error("the unit is blank: expected 1 to {MAX_UNIT_BYTES} bytes")]
    BlankUnit,
    /// The unit is too long.
    #[error("the unit has {bytes} bytes: expected at most {MAX_UNIT_BYTES}")]
    LongUnit {
        /// Its length.
        bytes: usize,
    },
    /// The unit contains control characters.
    #[error("the unit contains control characters: expected visible text")]
    ControlInUnit,
}

errors!(QuantityError {
    Number { value },
    Order { low, high },
    LessThanZero,
    BlankUnit,
    LongUnit { bytes },
    ControlInUnit,
});

/// Quantities could not be compared by [`Quantity::exceeds`] or added by [`Quantity::sum`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UnitError {
    /// The units differ.
    #[error("`{left}` and `{right}` are different units: expected one unit")]
    Units {
        /// One unit.
        left: Box<str>,
        /// The other unit.
        right: Box<str>,
    },
    /// The sum is above [`MAX_AMOUNT`].
    #[error("the sum of `{unit}` is too large: expected at most 2^53")]
    TooLarge {
        /// The unit.
        unit: Box<str>,
    },
}

impl Amount {
    /// Checks the numbers, and returns the canonical amount: 0.0 instead of -0.0, and `Exactly`
    /// instead of `Between` two equal numbers.
    fn checked(self) -> Result<Self, QuantityError> {
        // Adding 0.0 turns -0.0 into 0.0 and changes no other number.
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
    /// Creates a quantity. White space around the unit is removed.
    ///
    /// # Errors
    ///
    /// Returns a [`QuantityError`] if a number is not from 0 to [`MAX_AMOUNT`], if the bounds are in
    /// the wrong order or leave no value, or if the unit is blank, longer than [`MAX_UNIT_BYTES`]
    /// or contains control characters.
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

    /// Creates an exact quantity: "728 drones".
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn exactly(value: f64, unit: &str) -> Result<Self, QuantityError> {
        Self::new(Amount::Exactly(value), unit)
    }

    /// Creates an approximate quantity, within [`ABOUT_MARGIN`] of the number: "about 50 minutes".
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn about(value: f64, unit: &str) -> Result<Self, QuantityError> {
        Self::new(Amount::About(value), unit)
    }

    /// The amount.
    pub fn amount(&self) -> Amount {
        self.amount
    }

    /// The unit.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The lower bound, in the unit. 0 if the source gives none.
    pub fn low(&self) -> f64 {
        self.amount.low()
    }

    /// The upper bound, in the unit. Infinite if the source gives none.
    pub fn high(&self) -> f64 {
        self.amount.high()
    }

    /// The range of possible values, in the unit.
    ///
    /// # Example
    ///
    /// ```
    /// use std::ops::{Bound, RangeBounds};
    ///
    /// use detente::event::{Amount, Quantity};
    ///
    /// let drones = Quantity::new(Amount::MoreThan(400.0), "drones")?;
    /// assert_eq!(drones.bounds(), (Bound::Excluded(400.0), Bound::Unbounded));
    /// assert!(drones.bounds().contains(&401.0) && !drones.bounds().contains(&400.0));
    /// # Ok::<(), detente::event::QuantityError>(())
    /// ```
    pub fn bounds(&self) -> (Bound<f64>, Bound<f64>) {
        let low = match self.amount {
            Amount::MoreThan(low) => Bound::Excluded(low),
            amount => Bound::Included(amount.low()),
        };
        let high = match self.amount {
            Amount::LessThan(high) => Bound::Excluded(high),
            Amount::AtLeast(_) | Amount::MoreThan(_) => Bound::Unbounded,
            amount => Bound::Included(amount.high()),
        };
        (low, high)
    }

    /// Whether the lower bound itself is possible.
    pub(crate) fn includes_low(&self) -> bool {
        matches!(self.bounds().0, Bound::Included(_))
    }

    /// Whether there is an upper bound, and it is possible itself.
    pub(crate) fn includes_high(&self) -> bool {
        matches!(self.bounds().1, Bound::Included(_))
    }

    /// Whether this quantity is greater than another of the same unit.
    ///
    /// Returns `Certain` if every possible value is greater than every possible value of the other,
    /// `Impossible` if none is. The two quantities vary independently.
    ///
    /// The units must have the same text, but the singular and the plural of a unit of time are the
    /// same unit.
    ///
    /// # Errors
    ///
    /// Returns [`UnitError::Units`] if the units differ.
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
    pub fn exceeds(&self, other: &Self) -> Result<Certainty, UnitError> {
        common_unit(&self.unit, &other.unit)?;
        // If the ranges only touch, this one is greater unless both include the shared number.
        let both_touch = self.includes_low() && other.includes_high();
        Ok(if self.high() <= other.low() {
            Certainty::Impossible
        } else if self.low() > other.high() || (self.low() >= other.high() && !both_touch) {
            Certainty::Certain
        } else {
            Certainty::Possible
        })
    }

    /// The range that covers two quantities: from the lower low to the higher high.
    ///
    /// Returns `None` if the units differ, or if "about" reaches beyond [`MAX_AMOUNT`].
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

    /// Adds quantities of one unit. Returns `None` if there are no quantities.
    ///
    /// The sum of exact quantities is exact, and the sum of approximate ones is approximate. All
    /// other combinations add the bounds:
    ///
    /// | lower bound | upper bound | sum |
    /// | :-- | :-- | :-- |
    /// | any | none | at least, or more than, the lower bound |
    /// | 0 | some | at most, or less than, the upper bound |
    /// | above 0 | some | between both, which are included even if one of them cannot be reached |
    ///
    /// # Order
    ///
    /// The order of the quantities does not change the sum, not even in the last bit.
    ///
    /// # Errors
    ///
    /// Returns a [`UnitError`] if the units differ, or if the sum is above [`MAX_AMOUNT`].
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::{Amount, Quantity};
    ///
    /// let more_than_400 = Quantity::new(Amount::MoreThan(400.0), "drones")?;
    /// let raids = [Quantity::exactly(728.0, "drones")?, more_than_400];
    /// let sum = Quantity::sum(&raids)?.expect("there are quantities");
    /// assert_eq!(sum.to_string(), "more than 1,128 drones");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sum<'q>(
        quantities: impl IntoIterator<Item = &'q Self>,
    ) -> Result<Option<Self>, UnitError> {
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
            // The unit is valid, and sums of valid bounds are ordered and not negative.
            Err(_) => Err(UnitError::TooLarge { unit: unit.into() }),
        }
    }

    /// The lower and the upper bound as durations, if the unit is one of time.
    ///
    /// Units of time are second, minute, hour, day and week, singular or plural, in any ASCII case. A
    /// day has 24 hours. The upper bound is `None` if the source gives none. Durations are rounded
    /// to the nanosecond.
    ///
    /// Returns `None` if the unit is not one of time, or if a bound is too large for a
    /// [`TimeDelta`].
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

/// The sum of two or more amounts; see [`Quantity::sum`].
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
    // A mixture: add the bounds.
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

/// The sum of the terms from the least to the greatest.
///
/// Floating-point addition is not associative. Sorting first makes the result independent of the
/// order in which the terms are given.
fn ordered_sum(mut terms: Vec<f64>) -> f64 {
    terms.sort_by(f64::total_cmp);
    terms.into_iter().sum()
}

/// The common unit of two quantities.
///
/// If the spellings differ ("hour", "hours"), the greater text is returned, so that the order of
/// the quantities does not matter.
fn common_unit<'u>(left: &'u str, right: &'u str) -> Result<&'u str, UnitError> {
    let seconds = |unit| seconds_of(unit).map(f64::to_bits);
    if left == right || (seconds(left).is_some() && seconds(left) == seconds(right)) {
        Ok(left.max(right))
    } else {
        Err(UnitError::Units {
            left: left.into(),
            right: right.into(),
        })
    }
}

/// The seconds of a unit of time. Returns `None` for any other unit.
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

/// A duration, rounded to the nanosecond. Returns `None` if it is negative or above 2⁵³ seconds.
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

/// Writes the quantity as the press does: `more than 1,000 drones a week`.
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
pub(crate) fn grouped(value: f64) -> String {
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
