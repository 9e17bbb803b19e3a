//! Whole numbers with bounds: "at least 2 meetings".

use std::fmt;

use super::QuantityError;
use crate::wire::{MinMax, Object};

/// A whole number with a lower and possibly an upper bound.
///
/// The lower bound is never above the upper one.
///
/// # Example
///
/// ```
/// use detente::event::Count;
///
/// let several = Count::at_least(2);
/// assert!(several.contains(5) && !several.contains(1));
/// assert_eq!(Count::between(2, 4)?.to_string(), "2 to 4");
/// assert_eq!((Count::ONE.min(), Count::ONE.max()), (1, Some(1)));
/// # Ok::<(), detente::event::QuantityError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Object<MinMax<u32>>")]
pub struct Count {
    min: u32,
    max: Option<u32>,
}

impl Count {
    /// Zero.
    pub const ZERO: Self = Self::exactly(0);

    /// Exactly one.
    pub const ONE: Self = Self::exactly(1);

    /// Creates an exact count.
    #[must_use]
    pub const fn exactly(number: u32) -> Self {
        Self {
            min: number,
            max: Some(number),
        }
    }

    /// Creates a count without an upper bound.
    #[must_use]
    pub const fn at_least(min: u32) -> Self {
        Self { min, max: None }
    }

    /// Creates a count with two bounds, both included.
    ///
    /// # Errors
    ///
    /// Returns [`QuantityError::Order`] if `min > max`.
    pub fn between(min: u32, max: u32) -> Result<Self, QuantityError> {
        if min <= max {
            Ok(Self {
                min,
                max: Some(max),
            })
        } else {
            let (low, high) = (min.into(), max.into());
            Err(QuantityError::Order { low, high })
        }
    }

    /// The lower bound.
    pub const fn min(self) -> u32 {
        self.min
    }

    /// The upper bound. Returns `None` if there is none.
    pub const fn max(self) -> Option<u32> {
        self.max
    }

    /// Whether both bounds are the same number.
    pub fn is_exact(self) -> bool {
        self.max == Some(self.min)
    }

    /// Whether the count may be this number.
    pub fn contains(self, number: u32) -> bool {
        self.min <= number && self.max.is_none_or(|max| number <= max)
    }

    /// Adds two counts, bound by bound. Returns `None` if a bound is too large for a `u32`.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let min = self.min.checked_add(other.min)?;
        let max = match (self.max, other.max) {
            (Some(a), Some(b)) => Some(a.checked_add(b)?),
            _ => None,
        };
        Some(Self { min, max })
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&match self.max {
            None => format!("at least {}", self.min),
            Some(max) if max == self.min => max.to_string(),
            Some(max) => format!("{} to {max}", self.min),
        })
    }
}

impl TryFrom<Object<MinMax<u32>>> for Count {
    type Error = QuantityError;

    fn try_from(Object(MinMax { min, max }): Object<MinMax<u32>>) -> Result<Self, QuantityError> {
        max.map_or(Ok(Self::at_least(min)), |max| Self::between(min, max))
    }
}
