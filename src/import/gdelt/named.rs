//! Columns that are found by the names of the codebook, and their values as programs write them.
//!
//! Names are compared without regard to case, blanks and punctuation: `SQLDATE` and `sql_date` are one column.

use crate::import::column::{Column, folded};
use crate::import::fault::RowFaultKind;
use crate::import::field::{Dates, Fields, MAX_COLUMNS, number, whole};
use crate::import::name_table::NA_TEXTS;
use crate::import::plain::Delimiter;
use crate::import::table::LineSplitter;

/// A name of the codebook, and other names of the same column.
pub(super) type Names = &'static [&'static str];

/// The first line of an export.
#[derive(Clone, Debug)]
pub(super) struct Header {
    delimiter: u8,
    has_quotes: bool,
    /// The names of the columns.
    cells: Vec<String>,
}

impl Header {
    pub(super) fn of(line: &[u8]) -> Self {
        // The first delimiter in this order that the header has.
        let mut delimiters = Delimiter::ALL.map(Delimiter::byte).into_iter();
        let found = delimiters.find(|delimiter| line.contains(delimiter));
        let delimiter = found.unwrap_or(b',');
        // The fields of a table with tabs can be quoted if the names are.
        let has_quotes = delimiter != b'\t' || line.trim_ascii_start().starts_with(b"\"");
        let mut splitter = LineSplitter::default();
        let cells = match splitter.split_quoted(line, delimiter, has_quotes) {
            Ok((fields, count)) => {
                let cells = (0..count.min(MAX_COLUMNS)).map(|number| fields.field(number));
                cells
                    .map(|cell| String::from_utf8_lossy(cell).into())
                    .collect()
            }
            // A quote that is not closed.
            Err(_) => Vec::new(),
        };
        Self {
            delimiter,
            has_quotes,
            cells,
        }
    }

    pub(super) const fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Whether fields can be quoted.
    pub(super) const fn has_quotes(&self) -> bool {
        self.has_quotes
    }

    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.position(name).is_some())
    }

    /// The column with the first of some names that the header has.
    pub(super) fn find(&self, names: Names) -> Option<Column> {
        let mut columns = names.iter().filter_map(|&name| {
            let number = self.position(name)?;
            Some(Column { number, name })
        });
        columns.next()
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.cells
            .iter()
            .position(|cell| folded(cell).eq(folded(name)))
    }

    /// The same, for a column that the format needs.
    pub(super) fn require(
        &self,
        names: Names,
        format: &'static str,
    ) -> Result<Column, RowFaultKind> {
        self.find(names).ok_or_else(|| RowFaultKind::Header {
            format: format.into(),
            missing: names[0].into(),
            hint: "".into(),
        })
    }
}

/// Whether a program wrote a text for a blank cell.
pub(super) fn is_missing(text: &[u8]) -> bool {
    text.is_empty() || NA_TEXTS.iter().any(|blank| blank.as_bytes() == text)
}

/// Reads `YYYYMMDD`, `YYYYMMDDHHMMSS`, or a date of ISO 8601 with or without a time.
pub(super) fn read_day(text: &[u8], dates: &mut Dates) -> Option<i32> {
    match text.len() {
        8 => dates.compact(text),
        14 if text.iter().all(u8::is_ascii_digit) => dates.compact(&text[..8]),
        _ => dates.iso(text),
    }
}

/// The text of a number or a time, if the file has the column and the cell is not blank.
pub(super) fn given<'l>(column: Option<Column>, fields: &Fields<'l>) -> Option<(Column, &'l [u8])> {
    let column = column?;
    let text = whole(fields.field(column.number).trim_ascii());
    (!is_missing(text)).then_some((column, text))
}

/// A number of a column, if the file has the column and the cell is not blank.
pub(super) fn count_in(
    column: Option<Column>,
    fields: &Fields<'_>,
) -> Result<Option<u32>, RowFaultKind> {
    match given(column, fields) {
        Some((column, text)) => super::count(text, column),
        None => Ok(None),
    }
}

/// Reads `YYYYMMDDHHMMSS` as a day and its seconds. Returns `None` if it is not a time.
pub(super) fn compact_time(text: &[u8], dates: &mut Dates) -> Option<(i32, i64)> {
    let (date, time) = text.split_at_checked(8)?;
    dates.compact(date).zip(seconds(time))
}

/// Reads `YYYY-MM-DD HH:MM:SS` as a day and its seconds, with `T` or a blank between them, a
/// fraction of a second that is left out, and UTC as the zone. Returns `None` if it is not one.
pub(super) fn written_time(text: &[u8], dates: &mut Dates) -> Option<(i32, i64)> {
    let day = dates.iso(text)?;
    let &[h, hh, b':', m, mm, ref rest @ ..] = text.get(11..)? else {
        return None;
    };
    let (s, ss, rest) = match rest {
        &[b':', s, ss, ref rest @ ..] => (s, ss, rest),
        rest => (b'0', b'0', rest),
    };
    let rest = match rest {
        [b'.', digit, rest @ ..] if digit.is_ascii_digit() => {
            let end = rest.iter().position(|byte| !byte.is_ascii_digit());
            &rest[end.unwrap_or(rest.len())..]
        }
        rest => rest,
    };
    let is_utc = matches!(
        rest.trim_ascii_start(),
        b"" | b"Z" | b"UTC" | b"+00" | b"+0000" | b"+00:00"
    );
    let seconds = seconds(&[h, hh, m, mm, s, ss])?;
    is_utc.then_some((day, seconds))
}

/// Reads `HHMMSS` as seconds of a day. Returns `None` if it is not a time.
fn seconds(text: &[u8]) -> Option<i64> {
    let parts = [0, 2, 4].map(|start| number(text.get(start..start + 2)?));
    match parts {
        [Some(hour @ ..24), Some(minute @ ..60), Some(second @ ..60)] if text.len() == 6 => {
            let seconds = (hour * 60 + minute) * 60 + second;
            Some(i64::try_from(seconds).expect("a day has 86,400 seconds"))
        }
        _ => None,
    }
}
