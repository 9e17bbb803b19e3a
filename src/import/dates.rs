//! Dates as files of coded events write them.
//!
//! `04/03/2025` is a day of March or of April. Nothing is guessed from other rows: the order is
//! [stated](DateSpelling), or the row is refused. A [`DateProposal`] looks over a file first and counts
//! what its dates can be.

mod numbers;
mod partial;
mod proposal;

use std::borrow::Cow;

use chrono::NaiveDate;

use super::column::Column;
use super::fault::RowFaultKind;
use super::field::{Dates, number, whole};
use crate::text::words;
use crate::time::{
    DayOrder, TypedDate, TypedFault, TypedRule, date_of_day, day_of, first_second, typed,
};

use self::numbers::{serial, short_compact, unix};
pub(super) use self::partial::days_of;
pub use self::proposal::{DateProposal, DateRows};

/// The spelling of the dates in a column.
///
/// Set it with [`PlainLayout::with_dates`](super::PlainLayout::with_dates).
///
/// | spelling | reads |
/// | :-- | :-- |
/// | [`Unordered`](Self::Unordered), the default | `2022-06-30`, also with a time and a zone; `20220630`, `20220630093000`, `2022/6/30`, `30 June 2022`, `30-Jun-2022`, `June 30, 2022` |
/// | [`DayFirst`](Self::DayFirst) | the same, and `30/6/2022`, `30.6.2022`, `30-6-2022` |
/// | [`MonthFirst`](Self::MonthFirst) | the same, and `6/30/2022` |
/// | [`ShortCompact`](Self::ShortCompact) | `220630`, with [two-digit years](super::PlainLayout::with_short_years) |
/// | [`Serial1900`](Self::Serial1900) | `44742`: days of a spreadsheet whose day 1 is 1 January 1900 |
/// | [`Serial1904`](Self::Serial1904) | `43280`: days of a spreadsheet whose day 0 is 1 January 1904 |
/// | [`UnixSeconds`](Self::UnixSeconds) | `1656547200`: seconds since 1970, in UTC |
/// | [`UnixMilliseconds`](Self::UnixMilliseconds) | `1656547200000` |
///
/// A time of day after a date is skipped: the day is the one that is written, in whatever zone. `20220630.0` is read
/// as `20220630`, because programs write whole numbers this way if a cell of the column is blank.
///
/// The spreadsheets that count from 1900 have a day 60, 29 February 1900, which is not in the calendar:
/// it is refused, and later days are one day less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DateSpelling {
    /// Dates that can be read in one way only.
    #[default]
    Unordered,
    /// `30/6/2022`.
    DayFirst,
    /// `6/30/2022`.
    MonthFirst,
    /// `220630`.
    ShortCompact,
    /// Days since the end of 1899, with a 29 February 1900.
    Serial1900,
    /// Days since 1 January 1904.
    Serial1904,
    /// Seconds since 1 January 1970, 00:00 UTC.
    UnixSeconds,
    /// Milliseconds since 1 January 1970, 00:00 UTC.
    UnixMilliseconds,
}

words!(DateSpelling, "a spelling of dates", 8 {
    Unordered => "unordered",
    DayFirst => "day_first",
    MonthFirst => "month_first",
    ShortCompact => "short_compact",
    Serial1900 => "serial_1900",
    Serial1904 => "serial_1904",
    UnixSeconds => "unix_seconds",
    UnixMilliseconds => "unix_milliseconds",
});

impl DateSpelling {
    const fn order(self) -> Option<DayOrder> {
        match self {
            Self::DayFirst => Some(DayOrder::DayFirst),
            Self::MonthFirst => Some(DayOrder::MonthFirst),
            _ => None,
        }
    }
}

/// What a layout states about its dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct DateRule {
    pub(super) spelling: DateSpelling,
    /// The first of the hundred years that two digits can mean.
    pub(super) first_year: Option<u16>,
    /// Whether a date can be a month or a year.
    pub(super) is_partial: bool,
}

/// The days of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowDates {
    pub(super) day: i32,
    pub(super) last_day: i32,
    /// Whether the event was on an unknown one of them.
    pub(super) is_partial: bool,
}

impl From<i32> for RowDates {
    fn from(day: i32) -> Self {
        Self {
            day,
            last_day: day,
            is_partial: false,
        }
    }
}

impl RowDates {
    /// The days of a month or a year, by its first and its last day.
    pub(super) const fn partial((day, last_day): (i32, i32)) -> Self {
        Self {
            day,
            last_day,
            is_partial: true,
        }
    }
}

impl DateRule {
    fn typed(self) -> TypedRule {
        TypedRule {
            order: self.spelling.order(),
            first_year: self.first_year.map(u32::from),
        }
    }
}

/// Reads the days of a column, and caches the last one.
#[derive(Clone, Debug, Default)]
pub(super) struct DayReader {
    rule: DateRule,
    dates: Dates,
    last: Option<(Vec<u8>, RowDates)>,
}

impl DayReader {
    pub(super) fn new(rule: DateRule) -> Self {
        Self {
            rule,
            ..Self::default()
        }
    }

    /// The days of a text without blanks around it.
    #[inline]
    pub(super) fn days(&mut self, text: &[u8], column: Column) -> Result<RowDates, RowFaultKind> {
        if self.rule.spelling <= DateSpelling::MonthFirst {
            let day = match text.len() {
                8 => self.dates.compact(text),
                _ => self.dates.iso(text),
            };
            if let Some(day) = day {
                return Ok(day.into());
            }
        }
        self.other(text, column)
    }

    /// The days of a text in another form than `2022-06-30` and `20220630`.
    fn other(&mut self, written: &[u8], column: Column) -> Result<RowDates, RowFaultKind> {
        if let Some((last, days)) = &self.last
            && last == written
        {
            return Ok(*days);
        }
        let text = whole(written);
        let day = match self.rule.spelling {
            DateSpelling::Unordered | DateSpelling::DayFirst | DateSpelling::MonthFirst => {
                self.typed(text)
            }
            DateSpelling::ShortCompact => short_compact(text, self.rule.first_year),
            DateSpelling::Serial1900 => serial(text, true).map_err(Cow::Borrowed),
            DateSpelling::Serial1904 => serial(text, false).map_err(Cow::Borrowed),
            DateSpelling::UnixSeconds => unix(text, 86_400).map_err(Cow::Borrowed),
            DateSpelling::UnixMilliseconds => unix(text, 86_400_000).map_err(Cow::Borrowed),
        };
        let days = match day {
            Ok(day) => day.into(),
            Err(expected) => self.partial(text, expected, column)?,
        };
        let (last, of_last) = self.last.get_or_insert_with(|| (Vec::new(), days));
        last.clear();
        last.extend_from_slice(written);
        *of_last = days;
        Ok(days)
    }

    /// The days of a month or a year. Refuses any other text, and months and years unless they are stated.
    #[cold]
    fn partial(
        &self,
        text: &[u8],
        expected: Cow<'static, str>,
        column: Column,
    ) -> Result<RowDates, RowFaultKind> {
        let is_typed = self.rule.spelling <= DateSpelling::MonthFirst;
        let period = partial::period(text, self.rule.typed()).filter(|_| is_typed);
        match period {
            Some(days) if self.rule.is_partial => Ok(RowDates::partial(days)),
            Some(_) => Err(column.fault(
                text,
                "a date with a day; if dates can be a month or a year, state it: `with_partial_dates`",
            )),
            None => Err(column.fault(text, expected)),
        }
    }

    fn typed(&self, text: &[u8]) -> Result<i32, Cow<'static, str>> {
        let rule = self.rule.typed();
        let expected = || Cow::from(self.expected(text));
        match typed_date(text, rule) {
            Some(Ok(date)) => day_or(date, expected),
            Some(Err(TypedFault::Order)) => {
                let rule = TypedRule {
                    order: Some(DayOrder::DayFirst),
                    ..rule
                };
                let date = typed_date(text, rule).and_then(Result::ok);
                Err(date.and_then(impossible).unwrap_or_else(|| {
                    "a stated order of day and month, `with_dates(DateSpelling::DayFirst)` or \
                     `with_dates(DateSpelling::MonthFirst)`"
                        .into()
                }))
            }
            Some(Err(TypedFault::Year)) => {
                Err("a year of four digits, or `with_short_years`".into())
            }
            None => {
                let date = compact(without_compact_time(text));
                match date.map(|date| day_or(date, expected)) {
                    Some(day) => day,
                    None => Err(expected()),
                }
            }
        }
    }

    const fn expected(&self, text: &[u8]) -> &'static str {
        match self.rule.spelling {
            DateSpelling::DayFirst => "a date, such as 2022-06-30, 30/6/2022 or 30 June 2022",
            DateSpelling::MonthFirst => "a date, such as 2022-06-30, 6/30/2022 or June 30, 2022",
            _ if is_number(text) => match text.len() {
                5 => {
                    "a date, YYYY-MM-DD or YYYYMMDD; for the number of a day in a spreadsheet, state it: \
                     `with_dates(DateSpelling::Serial1900)`"
                }
                6 => {
                    "a date, YYYY-MM-DD or YYYYMMDD; for YYMMDD, state it: \
                     `with_dates(DateSpelling::ShortCompact)` and `with_short_years`"
                }
                9 | 10 => {
                    "a date, YYYY-MM-DD or YYYYMMDD; for seconds since 1970, state it: \
                     `with_dates(DateSpelling::UnixSeconds)`"
                }
                12 | 13 => {
                    "a date, YYYY-MM-DD or YYYYMMDD; for milliseconds since 1970, state it: \
                     `with_dates(DateSpelling::UnixMilliseconds)`"
                }
                _ => "a date, YYYY-MM-DD or YYYYMMDD",
            },
            _ => "a date, YYYY-MM-DD or YYYYMMDD",
        }
    }
}

const fn is_number(text: &[u8]) -> bool {
    let mut at = 0;
    while at < text.len() {
        if !text[at].is_ascii_digit() {
            return false;
        }
        at += 1;
    }
    !text.is_empty()
}

/// A date in words or numbers, with a time of day after it or without. Returns `None` if it is not a date.
fn typed_date(text: &[u8], rule: TypedRule) -> Option<Result<TypedDate, TypedFault>> {
    let text = std::str::from_utf8(text).ok()?.trim();
    typed(without_time(text), rule)
}

/// Removes a time of day: the first word with a colon, and all that follows if it may belong to a time.
fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else {
        return text;
    };
    let Some(blank) = text[..colon].rfind(char::is_whitespace) else {
        return text;
    };
    let is_in_time = |byte: u8| byte.is_ascii_digit() || b" :.,+-AMPZUTCampz".contains(&byte);
    if text[blank..].trim().bytes().all(is_in_time) {
        text[..blank].trim_end()
    } else {
        text
    }
}

/// The date of `20220630093000` and `20220630T093000Z`. Returns any other text as it is.
fn without_compact_time(text: &[u8]) -> &[u8] {
    let Some((date, time)) = text.split_at_checked(8) else {
        return text;
    };
    let time = time.strip_prefix(b"T").unwrap_or(time);
    let time = time.strip_suffix(b"Z").unwrap_or(time);
    let part = |at: usize| time.get(at..at + 2).and_then(number);
    let is_time = time.len() == 6
        && part(0).is_some_and(|hour| hour < 24)
        && part(2).is_some_and(|minute| minute < 60)
        && part(4).is_some_and(|second| second <= 60);
    if is_time { date } else { text }
}

/// The day of a date with all three parts.
fn day_of_parts(date: TypedDate) -> Option<i32> {
    let year = i32::try_from(date.year?).ok()?;
    day_of_date(year, date.month?, date.day?)
}

/// The day of a date with all three parts, or what was expected: a day of its month, if that has fewer days.
fn day_or(
    date: TypedDate,
    expected: impl FnOnce() -> Cow<'static, str>,
) -> Result<i32, Cow<'static, str>> {
    day_of_parts(date).ok_or_else(|| impossible(date).unwrap_or_else(expected))
}

/// The parts of `20240230`. Returns `None` unless the text is eight digits.
fn compact(text: &[u8]) -> Option<TypedDate> {
    let date = u32::try_from(number(text)?).ok()?;
    (text.len() == 8).then_some(TypedDate {
        year: Some(date / 10_000),
        month: Some(date / 100 % 100),
        day: Some(date % 100),
    })
}

/// What was expected instead of a day that its month does not have, such as 30 February, in whichever order
/// day and month are read. Returns `None` if the date is wrong for another reason, or is a date in the other order.
#[cold]
fn impossible(date: TypedDate) -> Option<Cow<'static, str>> {
    let TypedDate { month, day, .. } = date;
    let swapped = TypedDate {
        month: day,
        day: month,
        ..date
    };
    if day_of_parts(date).or(day_of_parts(swapped)).is_some() {
        return None;
    }
    day_of_month(date.year?, month?).or_else(|| day_of_month(date.year?, day?))
}

/// A day of a month, in words. Returns `None` if there is no such month.
#[cold]
fn day_of_month(year: u32, month: u32) -> Option<Cow<'static, str>> {
    let date = |day| NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day);
    let days = (28..=31).rev().find(|&day| date(day).is_some())?;
    let month = date(days)?.format("%B %Y");
    Some(format!("a day of {month}, which has {days} days").into())
}

/// What was expected in the column of the day, if year and month are valid.
#[cold]
pub(super) fn expected_day(year: i32, month: u32) -> Cow<'static, str> {
    let year = u32::try_from(year).ok();
    year.and_then(|year| day_of_month(year, month))
        .unwrap_or_else(|| "a day of the month".into())
}

/// The day of a date. Returns `None` if it is not in the calendar.
pub(super) fn day_of_date(year: i32, month: u32, day: u32) -> Option<i32> {
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    within_calendar(i64::from(day_of(first_second(date))))
}

/// A day of the years 0 to 9999.
fn within_calendar(day: i64) -> Option<i32> {
    /// The first day of the year 0, and the last of 9999.
    const YEARS: std::ops::RangeInclusive<i64> = -719_528..=2_932_896;
    if !YEARS.contains(&day) {
        return None;
    }
    let day = i32::try_from(day).expect("a day of these years has 32 bits");
    date_of_day(day).map(|_| day)
}
