//! Windows of time.

use std::fmt;
use std::ops::{
    Bound, Range, RangeBounds, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive,
};

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};

use super::bounds::days_in_words;
use super::{Bounds, DAY, When, WhenError, first_second, instant};
use crate::wire::given;

/// A half-open interval of time: it includes its start and excludes its end.
///
/// A window is part of a question, and so it is exact:
///
/// | from | window |
/// | :-- | :-- |
/// | a date | the UTC day |
/// | a range of dates | `..=` includes the last day, `..` does not |
/// | a range of instants | the same, for seconds |
/// | EDTF, `"2025".parse()` | all the time that the date can cover, in UTC days |
/// | a `&When` or [`Bounds`] | all the time that it can cover |
///
/// A window that ends before it starts is empty. The *window* of a [trend](crate::trend) is another
/// one: the days before the date of the question that are compared with the time before.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::time::Window;
///
/// let july = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
/// assert_eq!(Window::from(july(1)..=july(9)), Window::from(july(1)..july(10)));
/// assert_eq!("2025-07".parse::<Window>()?, Window::from(july(1)..=july(31)));
/// # Ok::<(), detente::time::WhenError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(from = "WindowShape", into = "WindowShape")]
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

/// A window as it is written. `null` is no bound.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WindowShape {
    #[serde(deserialize_with = "given")]
    start: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "given")]
    end: Option<DateTime<Utc>>,
}

impl From<Window> for WindowShape {
    fn from(window: Window) -> Self {
        Self {
            start: instant(window.lo),
            end: instant(window.hi),
        }
    }
}

impl From<WindowShape> for Window {
    fn from(WindowShape { start, end }: WindowShape) -> Self {
        Self {
            lo: start.map_or(i64::MIN, |at| at.timestamp()),
            hi: end.map_or(i64::MAX, |at| at.timestamp()),
        }
    }
}

/// The first and the last UTC day: `2025-07-01 to 2025-07-31`.
impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.pad("never");
        }
        f.pad(&days_in_words(self.lo, self.hi))
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
        Self::from(date..=date)
    }
}

/// Reads EDTF: from the earliest start to the latest end, in UTC days.
///
/// # Example
///
/// ```
/// use detente::event::{Count, Event};
/// use detente::time::Window;
/// use detente::Timeline;
///
/// let mut builder = Timeline::builder();
/// builder.event(Event::call("christmas", "2024-12-25"));
/// builder.event(Event::call("february", "2025-02-12"));
/// let timeline = builder.build()?;
/// let in_2025 = timeline.view().within("2025".parse::<Window>()?);
/// assert_eq!(in_2025.count(), Count::exactly(1));
/// assert!("summer".parse::<Window>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl FromStr for Window {
    type Err = WhenError;

    fn from_str(text: &str) -> Result<Self, WhenError> {
        Ok(Self::from(&When::parse(text)?))
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

impl Window {
    /// The window of a range, given the first second of a point and the second after its last.
    fn of_range<T: Copy>(range: &impl RangeBounds<T>, seconds: fn(T) -> (i64, i64)) -> Self {
        Self {
            lo: match range.start_bound() {
                Bound::Included(&point) => seconds(point).0,
                Bound::Excluded(&point) => seconds(point).1,
                Bound::Unbounded => i64::MIN,
            },
            hi: match range.end_bound() {
                Bound::Included(&point) => seconds(point).1,
                Bound::Excluded(&point) => seconds(point).0,
                Bound::Unbounded => i64::MAX,
            },
        }
    }
}

fn day_seconds(date: NaiveDate) -> (i64, i64) {
    (first_second(date), first_second(date) + DAY)
}

fn instant_seconds(at: DateTime<Utc>) -> (i64, i64) {
    (at.timestamp(), at.timestamp() + 1)
}

macro_rules! from_ranges {
    ($point:ty, $seconds:ident: $($range:ident),*) => {$(
        impl From<$range<$point>> for Window {
            fn from(range: $range<$point>) -> Self {
                Self::of_range(&range, $seconds)
            }
        }
    )*};
}
from_ranges!(NaiveDate, day_seconds: Range, RangeInclusive, RangeFrom, RangeTo, RangeToInclusive);
from_ranges!(DateTime<Utc>, instant_seconds: Range, RangeInclusive, RangeFrom, RangeTo, RangeToInclusive);
