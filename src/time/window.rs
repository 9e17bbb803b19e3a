//! Windows of time.
//!
//! A window is half-open, like every interval of this crate, and exact: it is part of a question.

use std::ops::{Bound, Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

use chrono::{DateTime, NaiveDate, Utc};

use super::{Bounds, DAY, When, first_second};

/// A half-open interval of time: it includes its start and excludes its end.
///
/// Converts from a date (a whole UTC day), from a range of dates (`..=` includes the last
/// day, `..` does not), from a range of instants, and from a `&When` or [`Bounds`] (all the time
/// that they can cover). A window that ends before it starts is empty.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::time::Window;
///
/// let july = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
/// assert_eq!(Window::from(july(1)..=july(9)), Window::from(july(1)..july(10)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    pub(crate) lo: i64,
    pub(crate) hi: i64,
}

impl Window {
    /// All of time.
    pub const ALL: Self = Self {
        lo: i64::MIN,
        hi: i64::MAX,
    };

    /// The part that both windows share.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            lo: self.lo.max(other.lo),
            hi: self.hi.min(other.hi),
        }
    }

    /// Whether it contains no instant.
    pub const fn is_empty(self) -> bool {
        self.lo >= self.hi
    }
}

impl From<RangeFull> for Window {
    fn from(_: RangeFull) -> Self {
        Self::ALL
    }
}

/// A whole UTC day.
impl From<NaiveDate> for Window {
    fn from(date: NaiveDate) -> Self {
        let lo = first_second(date);
        Self { lo, hi: lo + DAY }
    }
}

/// From the earliest start to the latest end.
impl From<&When> for Window {
    fn from(when: &When) -> Self {
        when.bounds().into()
    }
}

/// From the earliest start to the latest end.
impl From<Bounds> for Window {
    fn from(bounds: Bounds) -> Self {
        let [lo, _, _, hi] = bounds.raw();
        Self { lo, hi }
    }
}

fn dates(start: Bound<NaiveDate>, end: Bound<NaiveDate>) -> Window {
    Window {
        lo: match start {
            Bound::Included(date) => first_second(date),
            Bound::Excluded(date) => first_second(date) + DAY,
            Bound::Unbounded => i64::MIN,
        },
        hi: match end {
            Bound::Included(date) => first_second(date) + DAY,
            Bound::Excluded(date) => first_second(date),
            Bound::Unbounded => i64::MAX,
        },
    }
}

fn instants(start: Bound<DateTime<Utc>>, end: Bound<DateTime<Utc>>) -> Window {
    Window {
        lo: match start {
            Bound::Included(at) => at.timestamp(),
            Bound::Excluded(at) => at.timestamp().saturating_add(1),
            Bound::Unbounded => i64::MIN,
        },
        hi: match end {
            Bound::Included(at) => at.timestamp().saturating_add(1),
            Bound::Excluded(at) => at.timestamp(),
            Bound::Unbounded => i64::MAX,
        },
    }
}

macro_rules! from_ranges {
    ($($point:ty => $make:ident),*) => {$(
        impl From<Range<$point>> for Window {
            fn from(range: Range<$point>) -> Self {
                $make(Bound::Included(range.start), Bound::Excluded(range.end))
            }
        }
        impl From<RangeInclusive<$point>> for Window {
            fn from(range: RangeInclusive<$point>) -> Self {
                let (start, end) = range.into_inner();
                $make(Bound::Included(start), Bound::Included(end))
            }
        }
        impl From<RangeFrom<$point>> for Window {
            fn from(range: RangeFrom<$point>) -> Self {
                $make(Bound::Included(range.start), Bound::Unbounded)
            }
        }
        impl From<RangeTo<$point>> for Window {
            fn from(range: RangeTo<$point>) -> Self {
                $make(Bound::Unbounded, Bound::Excluded(range.end))
            }
        }
        impl From<RangeToInclusive<$point>> for Window {
            fn from(range: RangeToInclusive<$point>) -> Self {
                $make(Bound::Unbounded, Bound::Included(range.end))
            }
        }
    )*};
}
from_ranges!(NaiveDate => dates, DateTime<Utc> => instants);
