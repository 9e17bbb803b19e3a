//! The stretch of whole days on which a mark lies.

use chrono::NaiveDate;
use thiserror::Error;

use crate::time::{Moment, date_of_day};

/// A stretch of whole UTC days, `[start, end)`.
///
/// It is never empty: `start < end` always holds. One day stands for a dated event, more for
/// an event whose date is uncertain within them. Spans are ordered by `start`, then by `end`.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DaySpan {
    start: i32,
    end: i32,
}

/// A span of days was refused by [`DaySpan::new`] or [`DaySpan::day`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SpanError {
    /// The span would hold no day.
    #[error("a span from {start} to {end} holds no day")]
    NotAfterStart {
        /// The first day.
        start: NaiveDate,
        /// The day after the last.
        end: NaiveDate,
    },
    /// The day is the last of the calendar, so that no day follows it.
    #[error("no day follows {0}")]
    Last(NaiveDate),
}

impl DaySpan {
    /// Creates the span `[start, end)`: its end is the day after its last.
    ///
    /// # Errors
    ///
    /// [`SpanError::NotAfterStart`] unless `start < end`.
    pub fn new(start: NaiveDate, end: NaiveDate) -> Result<Self, SpanError> {
        let span = Self::of_days(Moment::from(start).day(), Moment::from(end).day());
        span.ok_or(SpanError::NotAfterStart { start, end })
    }

    /// Creates the span of one day, which most marks lie on.
    ///
    /// # Errors
    ///
    /// [`SpanError::Last`] for the last day that chrono can express, in the year 262142.
    pub fn day(date: NaiveDate) -> Result<Self, SpanError> {
        let next = date.succ_opt().ok_or(SpanError::Last(date))?;
        Self::new(date, next)
    }

    /// The span between two days counted from 1970-01-01; none unless `start < end` and both are
    /// dates, of which the last has no day after it.
    pub(crate) fn of_days(start: i32, end: i32) -> Option<Self> {
        let is_date = |day| date_of_day(day).is_some();
        if start < end && is_date(start) && is_date(end) {
            Some(Self { start, end })
        } else {
            None
        }
    }

    /// The span of one day, counted from 1970-01-01: one of the calendar, and not its last.
    pub(crate) const fn of_day(day: i32) -> Self {
        Self {
            start: day,
            end: day + 1,
        }
    }

    /// The first day.
    pub fn start(self) -> NaiveDate {
        date_of_day(self.start).expect("a span begins on a date")
    }

    /// The day after the last, which is not in the span.
    pub fn end(self) -> NaiveDate {
        date_of_day(self.end).expect("a span ends on a date")
    }

    /// How many days the span holds, at least 1.
    pub const fn days(self) -> u32 {
        self.end.abs_diff(self.start)
    }

    /// Whether the span is a single day.
    pub const fn is_day(self) -> bool {
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
