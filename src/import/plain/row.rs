//! A row of a plain table that was split into cells.

use std::borrow::Cow;

use super::MAX_ROW_DAYS;
use super::columns::{DateColumns, PlainColumns};
use super::settings::Settings;
use crate::import::column::Column;
use crate::import::dates::{DateRule, DayReader, RowDates, day_of_date, days_of, expected_day};
use crate::import::fault::RowFaultKind;
use crate::import::field::{Fields, is_blank, number, whole};
use crate::import::name_table::NA_TEXTS;
use crate::import::rows::SourceLine;
use crate::time::{date_of_day, full_year, month};

/// A row that was split into fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct SplitRow<'r> {
    pub(super) line: SourceLine<'r>,
    pub(super) fields: Fields<'r>,
    pub(super) columns: &'r PlainColumns,
    pub(super) settings: &'r Settings,
}

impl<'r> SplitRow<'r> {
    /// The bytes of a cell.
    pub(super) fn cell(&self, column: Column) -> &'r [u8] {
        match self.columns.constant(column) {
            Some(text) => text,
            None => self.fields.field(column.number),
        }
    }

    /// The text of a cell, without blanks around it.
    pub(super) fn text(&self, column: Column) -> &'r [u8] {
        self.cell(column).trim_ascii()
    }

    /// The days of the row. A blank date has the days of the row before, if those are given.
    pub(super) fn days(
        &self,
        before: Option<RowDates>,
        days: &mut DayReader,
    ) -> Result<RowDates, RowFaultKind> {
        let stated = match (before, self.columns.date) {
            (Some(before), _) if self.has_blank_date() => before,
            (_, DateColumns::One(date)) => days.days(self.text(date), date)?,
            (_, DateColumns::Three(parts)) => {
                let texts = parts.map(|part| self.text(part));
                days_of_three(parts, texts, self.settings.dates)?
            }
        };
        let Some(column) = self.columns.last_day else {
            return Ok(stated);
        };
        let text = self.text(column);
        if is_missing(text) {
            return Ok(stated);
        }
        let last = days.days(text, column)?;
        if last.last_day < stated.day {
            let date = date_of_day(stated.day).expect("the day of a row is in the calendar");
            return Err(column.fault(text, format!("the date of the row, {date}, or a later day")));
        }
        if last.last_day - stated.day >= MAX_ROW_DAYS {
            let expected = format!("a day less than {MAX_ROW_DAYS} days after the date of the row");
            return Err(column.fault(text, expected));
        }
        Ok(RowDates {
            last_day: last.last_day,
            is_partial: stated.is_partial || last.is_partial,
            ..stated
        })
    }

    fn has_blank_date(&self) -> bool {
        let is_blank = |column: Column| is_missing(self.text(column));
        match self.columns.date {
            DateColumns::One(date) => is_blank(date),
            DateColumns::Three(parts) => parts.into_iter().all(is_blank),
        }
    }

    /// The column of the first filter that leaves the row out.
    pub(super) fn left_out_by(&self) -> Option<Column> {
        let filters = self.settings.filters.iter().zip(&self.columns.filters);
        let mut found = filters.filter_map(|(filter, column)| {
            let column = (*column)?;
            filter.leaves_out(self.text(column)).then_some(column)
        });
        found.next()
    }
}

/// Whether a cell says that there is nothing.
pub(super) fn is_missing(text: &[u8]) -> bool {
    is_blank(text) || std::str::from_utf8(text).is_ok_and(|text| NA_TEXTS.contains(&text))
}

/// The days of a date in three columns.
fn days_of_three(
    columns: [Column; 3],
    texts: [&[u8]; 3],
    rule: DateRule,
) -> Result<RowDates, RowFaultKind> {
    let texts = texts.map(whole);
    let part = |text: &[u8]| number(text).and_then(|part| u32::try_from(part).ok());
    let year = match (texts[0].len(), rule.first_year) {
        (4, _) => part(texts[0]),
        (1 | 2, Some(first)) => part(texts[0]).map(|year| full_year(year, first.into())),
        _ => None,
    };
    let year = year.ok_or_else(|| {
        let expected = match rule.first_year {
            _ if !texts[0].first().is_some_and(u8::is_ascii_digit) => "a year",
            None => "a year of four digits; for two, state what they mean: `with_short_years`",
            Some(_) => "a year of two or four digits",
        };
        columns[0].fault(texts[0], expected)
    })?;
    let is_unknown = |text: &[u8]| {
        let digits = text.strip_prefix(b"-").map(whole);
        let is_below_zero = digits.is_some_and(|digits| number(digits).is_some());
        is_missing(text) || part(text) == Some(0) || is_below_zero
    };
    let hint = "; if it can be unknown, state it: `with_partial_dates`";
    let expected = |text: &[u8], expected: Cow<'static, str>| {
        let has_hint = is_unknown(text) && !rule.is_partial;
        if has_hint { expected + hint } else { expected }
    };
    // The year 0 is a missing year, which has no days.
    let partial = |month| match days_of(year, month, None) {
        Some(days) => Ok(RowDates::partial(days)),
        None => Err(columns[0].fault(texts[0], "a year")),
    };
    if rule.is_partial && is_unknown(texts[2]) && is_unknown(texts[1]) {
        return partial(None);
    }
    let named = || month(std::str::from_utf8(texts[1]).ok()?);
    let month = part(texts[1]).or_else(named);
    let month = month
        .filter(|month| (1..=12).contains(month))
        .ok_or_else(|| {
            columns[1].fault(
                texts[1],
                expected(texts[1], "a month, 1 to 12 or its name".into()),
            )
        })?;
    if rule.is_partial && is_unknown(texts[2]) {
        return partial(Some(month));
    }
    let year = i32::try_from(year).expect("a year of four digits has 32 bits");
    let day = part(texts[2]).and_then(|day| day_of_date(year, month, day));
    let day = day
        .ok_or_else(|| columns[2].fault(texts[2], expected(texts[2], expected_day(year, month))))?;
    Ok(day.into())
}
