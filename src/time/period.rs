//! Calendar periods: days, ISO weeks, months, quarters and years.
//!
//! Periods are made of whole UTC days, as [`Window`]s are. They are half-open, so the periods of one
//! kind follow each other without a gap, and each instant is in exactly one of them.
//!
//! Labels are those of ISO 8601 (`2025`, `2025-07`, `2025-W28`, `2025-07-10`). It has none for
//! quarters: `2025-Q3` is the common one.

use std::fmt;
use std::iter;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use thiserror::Error;

use super::Window;
use crate::wire::errors;

/// The maximum number of periods in a table.
const MAX_PERIODS: usize = 100_000;

/// The length of a calendar period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Period {
    /// A day.
    Day,
    /// A week of ISO 8601, from Monday to Sunday. Its year is that of its Thursday.
    Week,
    /// A month.
    Month,
    /// A quarter: January to March, April to June, July to September, October to December.
    Quarter,
    /// A year.
    Year,
}

crate::text::words!(Period, "a period", 5 {
    Day => "day",
    Week => "week",
    Month => "month",
    Quarter => "quarter",
    Year => "year",
});

/// A calendar period could not be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PeriodError {
    /// A text is not the label of a calendar period.
    #[error(
        "`{text}` is not a calendar period: expected a year, quarter, month, week or day such as `2025`, `2025-Q3`, `2025-07`, `2025-W28` or `2025-07-10`"
    )]
    Label {
        /// The text.
        text: String,
    },
    /// The first or last day of the period is not a date of chrono.
    #[error(
        "the {period} of `{date}` begins or ends outside the calendar: expected a date well within the years -262143 to 262142"
    )]
    OutOfRange {
        /// The length of the period.
        period: Period,
        /// The date.
        date: NaiveDate,
    },
    /// A table would have too many rows.
    #[error(
        "the table from `{first}` to `{last}` has more than {most} rows, one for each {period}: expected fewer days or longer periods"
    )]
    TooMany {
        /// The length of the periods.
        period: Period,
        /// The first day.
        first: NaiveDate,
        /// The last day.
        last: NaiveDate,
        /// The maximum number of rows.
        most: usize,
    },
}

errors!(PeriodError {
    Label { text },
    OutOfRange { period, date },
    TooMany { period, first, last, most },
});

impl Period {
    /// Returns the calendar period that contains a date.
    ///
    /// # Errors
    ///
    /// Returns [`PeriodError::OutOfRange`] if the first day of the period, or the day after its last,
    /// is not a date of chrono.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::time::Period;
    ///
    /// let date = NaiveDate::from_ymd_opt(2025, 7, 10).unwrap();
    /// let labels = Period::ALL.map(|period| period.of(date).unwrap().to_string());
    /// assert_eq!(labels, ["2025-07-10", "2025-W28", "2025-07", "2025-Q3", "2025"]);
    /// ```
    pub fn of(self, date: NaiveDate) -> Result<CalendarPeriod, PeriodError> {
        let first_day = match self {
            Self::Day => Some(date),
            Self::Week => {
                let week = date.iso_week();
                NaiveDate::from_isoywd_opt(week.year(), week.week(), Weekday::Mon)
            }
            Self::Month => date.with_day(1),
            Self::Quarter => NaiveDate::from_ymd_opt(date.year(), date.month0() / 3 * 3 + 1, 1),
            Self::Year => NaiveDate::from_ymd_opt(date.year(), 1, 1),
        };
        let period = first_day.and_then(|start| {
            Some(CalendarPeriod {
                start,
                end: self.end(start)?,
                period: self,
            })
        });
        period.ok_or(PeriodError::OutOfRange { period: self, date })
    }

    /// The first day of the next period. Returns `None` if it is not a date of chrono.
    fn end(self, start: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => start.succ_opt(),
            Self::Week => start.checked_add_days(Days::new(7)),
            Self::Month => start.checked_add_months(Months::new(1)),
            Self::Quarter => start.checked_add_months(Months::new(3)),
            Self::Year => start.checked_add_months(Months::new(12)),
        }
    }

    /// The periods from that of the first day to that of the last. There are none if the last day is
    /// before the first.
    pub(crate) fn of_days(
        self,
        days: RangeInclusive<NaiveDate>,
    ) -> Result<Vec<CalendarPeriod>, PeriodError> {
        let (first, last) = days.into_inner();
        if last < first {
            return Ok(Vec::new());
        }
        // The end of each period is the start of the next. The last one exists, so those before do.
        let (from, to) = (self.of(first)?, self.of(last)?);
        let next = |one: &CalendarPeriod| {
            let next = || self.of(one.end).expect("a period before the last one");
            (one.start < to.start).then(next)
        };
        let periods = iter::successors(Some(from), next).take(MAX_PERIODS + 1);
        let periods: Vec<CalendarPeriod> = periods.collect();
        if periods.len() > MAX_PERIODS {
            return Err(PeriodError::TooMany {
                period: self,
                first,
                last,
                most: MAX_PERIODS,
            });
        }
        Ok(periods)
    }
}

/// One calendar period: a day, an ISO week, a month, a quarter or a year, in UTC.
///
/// Created by [`Period::of`], or parsed from its label. Its `Display` prints the label. It converts to
/// a [`Window`]. Periods are ordered by their first day, then by their last.
///
/// In JSON it has its label, its first day, and the day after its last:
/// `{"label": "2025-W28", "start": "2025-07-07", "end": "2025-07-14"}`. Reading refuses days that do not
/// belong to the label.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::time::{CalendarPeriod, Period, Window};
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let quarter: CalendarPeriod = "2025-Q3".parse()?;
/// assert_eq!(quarter.period(), Period::Quarter);
/// assert_eq!((quarter.start(), quarter.end()), (date(7, 1), date(10, 1)));
/// assert_eq!(Window::from(quarter), Window::from(date(7, 1)..=date(9, 30)));
/// // 30 December 2024 is a Monday, and its week is the first of 2025.
/// let monday = NaiveDate::from_ymd_opt(2024, 12, 30).unwrap();
/// assert_eq!(Period::Week.of(monday)?.to_string(), "2025-W01");
/// # Ok::<(), detente::time::PeriodError>(())
/// ```
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "PeriodFields", into = "PeriodFields")]
pub struct CalendarPeriod {
    /// The first day of the period.
    start: NaiveDate,
    /// The first day of the next period.
    end: NaiveDate,
    period: Period,
}

impl CalendarPeriod {
    /// The first day.
    pub const fn start(self) -> NaiveDate {
        self.start
    }

    /// The day after the last day: the start of the next period.
    pub const fn end(self) -> NaiveDate {
        self.end
    }

    /// Whether it is a day, week, month, quarter or year.
    pub const fn period(self) -> Period {
        self.period
    }

    /// The period with a label. Returns `None` if the text is not a label.
    fn of_label(text: &str) -> Option<Self> {
        // The first character may be the sign of the year.
        let hyphen = text.char_indices().skip(1).find(|&(_, c)| c == '-');
        let (year, rest) = match hyphen {
            Some((at, _)) => (&text[..at], &text[at + 1..]),
            None => (text, ""),
        };
        let year: i32 = year.parse().ok()?;
        let month = |month| NaiveDate::from_ymd_opt(year, month, 1);
        let (period, date) = if rest.is_empty() {
            (Period::Year, month(1)?)
        } else if let Some(quarter) = rest.strip_prefix('Q') {
            let quarter: u32 = quarter.parse().ok().filter(|one| (1..=4).contains(one))?;
            (Period::Quarter, month(quarter * 3)?)
        } else if let Some(week) = rest.strip_prefix('W') {
            let week = week.parse().ok()?;
            let monday = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)?;
            (Period::Week, monday)
        } else if let Some((number, day)) = rest.split_once('-') {
            let (number, day) = (number.parse().ok()?, day.parse().ok()?);
            (Period::Day, NaiveDate::from_ymd_opt(year, number, day)?)
        } else {
            (Period::Month, month(rest.parse().ok()?)?)
        };
        // Numbers were parsed loosely: `2025-7` and `+2025` are not labels.
        let found = period.of(date).ok()?;
        (found.to_string() == text).then_some(found)
    }
}

/// Prints the label: `2025-07-10`, `2025-W28`, `2025-07`, `2025-Q3` or `2025`.
impl fmt::Display for CalendarPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = match self.period {
            Period::Week => self.start.iso_week().year(),
            _ => self.start.year(),
        };
        // Years of other than four digits have a sign, as in ISO 8601.
        let year = match year {
            0..=9_999 => format!("{year:04}"),
            _ => format!("{year:+05}"),
        };
        f.pad(&match self.period {
            Period::Day => format!("{year}-{:02}-{:02}", self.start.month(), self.start.day()),
            Period::Week => format!("{year}-W{:02}", self.start.iso_week().week()),
            Period::Month => format!("{year}-{:02}", self.start.month()),
            Period::Quarter => format!("{year}-Q{}", self.start.month0() / 3 + 1),
            Period::Year => year,
        })
    }
}

/// Parses a label as it is printed.
impl FromStr for CalendarPeriod {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let not_a_label = || PeriodError::Label {
            text: text.to_owned(),
        };
        Self::of_label(text).ok_or_else(not_a_label)
    }
}

/// All days of the period.
impl From<CalendarPeriod> for Window {
    fn from(period: CalendarPeriod) -> Self {
        Self::from(period.start..period.end)
    }
}

/// The JSON of a calendar period.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PeriodFields {
    label: String,
    start: NaiveDate,
    end: NaiveDate,
}

impl From<CalendarPeriod> for PeriodFields {
    fn from(period: CalendarPeriod) -> Self {
        Self {
            label: period.to_string(),
            start: period.start,
            end: period.end,
        }
    }
}

impl TryFrom<PeriodFields> for CalendarPeriod {
    type Error = String;

    fn try_from(fields: PeriodFields) -> Result<Self, String> {
        let period: Self = fields
            .label
            .parse()
            .map_err(|error: PeriodError| error.to_string())?;
        if (period.start, period.end) == (fields.start, fields.end) {
            Ok(period)
        } else {
            Err(format!(
                "the period `{period}` is from `{}` to `{}`: expected the start `{}` and the end `{}`",
                fields.start, fields.end, period.start, period.end,
            ))
        }
    }
}

/// A table with a row for each calendar period, in order and without a gap.
///
/// Returned by [`View::count_by`](crate::View::count_by),
/// [`Relations::by`](crate::Relations::by) and [`Trajectory::by`](crate::trend::Trajectory::by).
///
/// Its `Display` prints aligned columns under a header. `to_csv` gives the same as CSV.
#[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PeriodTable<R> {
    /// The length of the periods.
    pub period: Period,
    /// The rows.
    pub rows: Vec<R>,
}

impl<R> fmt::Debug for PeriodTable<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PeriodTable")
            .field("period", &self.period)
            .field("rows", &self.rows.len())
            .finish_non_exhaustive()
    }
}
