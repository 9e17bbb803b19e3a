//! A look over the dates of a file, which proposes how they are spelled.

use std::fmt;
use std::io::{self, BufRead};

use super::DateSpelling;
use crate::import::plain::{DateCells, PlainLayout};
use crate::time::{DayOrder, TypedFault, TypedRule, typed};

/// What the dates of a column can be, and with how many rows.
///
/// A date such as `30/06/2022` has its day first, because there is no month 30. In a file with such dates
/// and none such as `06/30/2022`, `04/03/2022` is most likely 4 March. That is a proposal: no row is read
/// by it until you state it with [`PlainLayout::with_dates`].
///
/// Dates with words, years first or in the form of ISO 8601 can be read in one way only
/// ([`other`](Self::other) counts them with texts that are no dates).
///
/// # Example
///
/// ```
/// use detente::import::{DateProposal, DateSpelling, Delimiter, PlainLayout, json_lines};
///
/// let layout = PlainLayout::default().with_delimiter(Delimiter::Comma);
/// let table = "date,source,target,code\n\
///     04/03/2025,USA,RUS,040\n\
///     30/09/2025,USA,RUS,112\n";
/// let proposal = DateProposal::of(table.as_bytes(), &layout)?;
/// assert_eq!(proposal.spelling(), Some(DateSpelling::DayFirst));
/// assert_eq!(
///     proposal.to_string(),
///     "the dates are day_first by 1 row (first: line 3, `30/09/2025`); 1 row can be read either way",
/// );
/// let layout = layout.with_dates(DateSpelling::DayFirst);
///
/// // The same for JSON.
/// let layout = PlainLayout::default().with_json(true).with_columns("day", "from", "to", "type")?;
/// let records = r#"[
///     {"day": "04/03/2025", "from": "USA", "to": "RUS", "type": "040"},
///     {"day": "30/09/2025", "from": "USA", "to": "RUS", "type": "112"}
/// ]"#;
/// let proposal = DateProposal::of(json_lines(records.as_bytes()), &layout)?;
/// assert_eq!(proposal.spelling(), Some(DateSpelling::DayFirst));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DateProposal {
    /// The rows whose first number is above 12.
    pub day_first: DateRows,
    /// The rows whose second number is above 12.
    pub month_first: DateRows,
    /// The rows that can be read in both orders.
    pub either: DateRows,
    /// The rows with five digits: days of a spreadsheet.
    pub serial: DateRows,
    /// The rows with nine or ten digits: seconds since 1970.
    pub seconds: DateRows,
    /// The rows with twelve or thirteen digits: milliseconds since 1970.
    pub milliseconds: DateRows,
    /// The number of other rows, without those whose date is blank.
    pub other: u64,
}

/// Rows whose dates have one form.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DateRows {
    /// Their number.
    pub rows: u64,
    /// The line and the date of the first.
    #[serde(deserialize_with = "crate::wire::given")]
    pub first: Option<(u64, Box<str>)>,
}

impl DateRows {
    fn add(&mut self, line: u64, text: &str) {
        self.rows += 1;
        self.first.get_or_insert_with(|| (line, text.into()));
    }
}

impl DateProposal {
    /// Looks over the dates of a table or of [JSON records](PlainLayout::with_json), in one pass.
    ///
    /// Rows that are left out, or that do not have the column, are skipped. JSON records have to be on
    /// lines: see [`json_lines`](crate::import::json_lines).
    ///
    /// # Errors
    ///
    /// If the input fails.
    pub fn of<R: BufRead>(input: R, layout: &PlainLayout) -> io::Result<Self> {
        let mut proposal = Self::default();
        let mut cells = DateCells::new(input, layout);
        while let Some((line, text)) = cells.next()? {
            proposal.add(line, text.trim());
        }
        Ok(proposal)
    }

    fn add(&mut self, line: u64, text: &str) {
        if text.is_empty() {
            return;
        }
        let whole = text.split('.').next().unwrap_or(text);
        if whole.bytes().all(|byte| byte.is_ascii_digit()) && text.matches('.').count() < 2 {
            match whole.len() {
                5 => self.serial.add(line, text),
                9 | 10 => self.seconds.add(line, text),
                12 | 13 => self.milliseconds.add(line, text),
                _ => self.other += 1,
            }
            return;
        }
        let read = |order| {
            let rule = TypedRule {
                order,
                first_year: Some(2000),
            };
            typed(super::without_time(text), rule)
        };
        let is_day = |order| match read(Some(order)) {
            Some(Ok(date)) => super::day_of_parts(date).is_some(),
            _ => false,
        };
        if read(None) != Some(Err(TypedFault::Order)) {
            self.other += 1;
            return;
        }
        match (is_day(DayOrder::DayFirst), is_day(DayOrder::MonthFirst)) {
            (true, true) => self.either.add(line, text),
            (true, false) => self.day_first.add(line, text),
            (false, true) => self.month_first.add(line, text),
            (false, false) => self.other += 1,
        }
    }

    /// The spelling that the dates show, if they show exactly one. Rows that can be read in both orders, and
    /// [other](Self::other) rows, do not speak against it.
    ///
    /// Five digits are proposed as days since 1900, because nearly all spreadsheets count from there.
    pub fn spelling(&self) -> Option<DateSpelling> {
        let mut shown = self.shown().into_iter().filter(|(_, rows)| rows.rows > 0);
        let (first, _) = shown.next()?;
        let is_order = matches!(first, DateSpelling::DayFirst | DateSpelling::MonthFirst);
        let is_mixed = shown.next().is_some() || (!is_order && self.either.rows > 0);
        (!is_mixed).then_some(first)
    }

    fn shown(&self) -> [(DateSpelling, &DateRows); 5] {
        [
            (DateSpelling::DayFirst, &self.day_first),
            (DateSpelling::MonthFirst, &self.month_first),
            (DateSpelling::Serial1900, &self.serial),
            (DateSpelling::UnixSeconds, &self.seconds),
            (DateSpelling::UnixMilliseconds, &self.milliseconds),
        ]
    }
}

impl fmt::Display for DateProposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = |rows: u64| if rows == 1 { "row" } else { "rows" };
        let mut is_first = true;
        for (spelling, shown) in self.shown() {
            let Some((line, text)) = &shown.first else {
                continue;
            };
            f.write_str(if is_first { "the dates are " } else { ", and " })?;
            is_first = false;
            write!(f, "{spelling} by {} {}", shown.rows, rows(shown.rows))?;
            write!(f, " (first: line {line}, `{text}`)")?;
        }
        if is_first {
            f.write_str("no date shows how the dates are spelled")?;
        }
        match self.either.rows {
            0 => Ok(()),
            either => write!(f, "; {either} {} can be read either way", rows(either)),
        }
    }
}
