//! Spans of whole days.

use chrono::NaiveDate;
use thiserror::Error;

use crate::time::{Moment, date_of_day};
use crate::wire::errors;

/// A span of whole UTC days, `[start, end)`.
///
/// Never empty: `start < end`. A dated event has a span of one day; an event of uncertain date has
/// a span of all the days it may have happened on. Spans are ordered by `start`, then by `end`.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::DaySpan;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let february = DaySpan::new(date(2, 1), date(3, 1))?;
/// assert_eq!(february.days(), 28);
/// assert_eq!((february.start(), february.end()), (date(2, 1), date(3, 1)));
/// assert_eq!(february.to_string(), "[2025-02-01, 2025-03-01)");
/// assert!(february < DaySpan::day(date(2, 2)).unwrap());
/// # Ok::<(), detente::ledger::SpanError>(())
/// ```
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(into = "SpanShape", try_from = "SpanShape")]
pub struct DaySpan {
    start: i32,
    end: i32,
}

/// A span of days was refused.
///
/// Returned by [`DaySpan::new`], [`DaySpan::day`] and
/// [`Coverage::of`](crate::trend::Coverage::of).
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SpanError {
    /// The span contains no day.
    #[error("the span from `{start}` to `{end}` contains no day: expected an end after its start")]
    Empty {
        /// The first day.
        start: NaiveDate,
        /// The day after the last.
        end: NaiveDate,
    },
    /// The day is the last of the calendar, so the span has no end.
    #[error("`{0}` is the last day of the calendar: expected an earlier day")]
    LastDay(NaiveDate),
}

errors!(SpanError {
    Empty { start, end },
    LastDay(day),
});

/// The first day, and the day after the last.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SpanShape {
    start: NaiveDate,
    end: NaiveDate,
}

impl From<DaySpan> for SpanShape {
    fn from(span: DaySpan) -> Self {
        Self {
            start: span.start(),
            end: span.end(),
        }
    }
}

impl TryFrom<SpanShape> for DaySpan {
    type Error = SpanError;

    fn try_from(shape: SpanShape) -> Result<Self, SpanError> {
        Self::new(shape.start, shape.end)
    }
}

impl DaySpan {
    /// Creates the span `[start, end)`. The end is the day after the last.
    ///
    /// # Errors
    ///
    /// Returns [`SpanError::Empty`] unless `start < end`.
    pub fn new(start: NaiveDate, end: NaiveDate) -> Result<Self, SpanError> {
        let span = Self::of_days(Moment::from(start).day(), Moment::from(end).day());
        span.ok_or(SpanError::Empty { start, end })
    }

    /// Creates the span of a single day.
    ///
    /// # Errors
    ///
    /// Returns [`SpanError::LastDay`] for the last day that chrono can express, in the year 262142.
    pub fn day(date: NaiveDate) -> Result<Self, SpanError> {
        let next = date.succ_opt().ok_or(SpanError::LastDay(date))?;
        Self::new(date, next)
    }

    /// Creates the span `[start, end)` from days counted from 1970-01-01, as columnar formats store dates.
    ///
    /// Returns `None` unless `start < end` and both are dates of the calendar.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::DaySpan;
    ///
    /// let first = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
    /// assert_eq!(DaySpan::of_days(0, 1), Some(DaySpan::day(first)?));
    /// assert_eq!((DaySpan::of_days(1, 1), DaySpan::of_days(0, i32::MAX)), (None, None));
    /// # Ok::<(), detente::ledger::SpanError>(())
    /// ```
    #[inline]
    pub fn of_days(start: i32, end: i32) -> Option<Self> {
        // The days of 2,700 years before and after 1970 are dates, and need no search in the calendar.
        let is_date = |day| (-1_000_000..1_000_000).contains(&day) || date_of_day(day).is_some();
        (start < end && is_date(start) && is_date(end)).then_some(Self { start, end })
    }

    /// Creates the span of a single day, counted from 1970-01-01, which must be a date but not the
    /// last one.
    pub(crate) const fn of_day(day: i32) -> Self {
        Self {
            start: day,
            end: day + 1,
        }
    }

    /// The first day.
    pub fn start(self) -> NaiveDate {
        date_of_day(self.start).expect("a span starts on a date")
    }

    /// The day after the last.
    pub fn end(self) -> NaiveDate {
        date_of_day(self.end).expect("a span ends on a date")
    }

    /// The number of days, at least 1.
    pub const fn days(self) -> u32 {
        self.end.abs_diff(self.start)
    }

    /// Whether the span is a single day.
    pub(crate) const fn is_day(self) -> bool {
        self.days() == 1
    }

    /// The first day, counted from 1970-01-01.
    pub(crate) const fn first_day(self) -> i32 {
        self.start
    }

    /// The day after the last, counted from 1970-01-01.
    pub(crate) const fn end_day(self) -> i32 {
        self.end
    }
}

impl std::fmt::Display for DaySpan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "[{}, {})", self.start(), self.end())
    }
}
