//! Whole numbers that are known within bounds: "at least 2 meetings".

use std::fmt;

use thiserror::Error;

/// A whole number that is known within bounds.
///
/// The lower bound is never above the upper one.
///
/// # Example
///
/// ```
/// use detente::event::Count;
///
/// let seen = Count::at_least(2);
/// assert!(seen.contains(5) && !seen.contains(1));
/// assert_eq!(seen.checked_add(Count::ONE).map(|sum| sum.to_string()).as_deref(), Some("at least 3"));
/// assert_eq!(Count::between(2, 4)?.to_string(), "2 to 4");
/// # Ok::<(), detente::event::CountError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Count {
    min: u32,
    max: Option<u32>,
}

/// A count was refused because its bounds come in the wrong order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a count from {min} to {max} is empty: expected the lower number first")]
pub struct CountError {
    /// The number given as the lower bound.
    pub min: u32,
    /// The number given as the upper bound.
    pub max: u32,
}

impl Count {
    /// None.
    pub const ZERO: Self = Self::exactly(0);

    /// One, exactly.
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
    /// [`CountError`] if `min > max`.
    pub const fn between(min: u32, max: u32) -> Result<Self, CountError> {
        if min <= max {
            Ok(Self {
                min,
                max: Some(max),
            })
        } else {
            Err(CountError { min, max })
        }
    }

    /// The lower bound.
    pub const fn min(self) -> u32 {
        self.min
    }

    /// The upper bound, if there is one.
    pub const fn max(self) -> Option<u32> {
        self.max
    }

    /// Whether both bounds are one number.
    pub fn is_exact(self) -> bool {
        self.max == Some(self.min)
    }

    /// Whether the count may be this number.
    pub fn contains(self, number: u32) -> bool {
        self.min <= number && self.max.is_none_or(|max| number <= max)
    }

    /// The sum of two counts, bound by bound; none if a bound is beyond a `u32`.
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
