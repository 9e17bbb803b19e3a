//! Columns that are found by the names of the codebook, and their values as programs write them.
//!
//! Names are compared without regard to case, and without quotes and blanks around them.

use crate::import::column::Column;
use crate::import::fault::RowFaultKind;
use crate::import::field::{Dates, Fields, MAX_COLUMNS, number};

/// A name of the codebook, and other names of the same column.
pub(super) type Names = &'static [&'static str];

/// The delimiters of exports. The first one in a header is its delimiter.
const DELIMITERS: [u8; 4] = [b'\t', b',', b';', b'|'];

/// The first line of an export.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header<'l> {
    line: &'l [u8],
    delimiter: u8,
}

impl<'l> Header<'l> {
    pub(super) fn of(line: &'l [u8]) -> Self {
        let mut delimiters = DELIMITERS.into_iter();
        let found = delimiters.find(|delimiter| line.contains(delimiter));
        let delimiter = found.unwrap_or(b',');
        Self { line, delimiter }
    }

    pub(super) const fn delimiter(&self) -> u8 {
        self.delimiter
    }

    pub(super) fn has(&self, names: Names) -> bool {
        self.cells().any(|cell| is_name(cell, names))
    }

    /// The first column with one of some names.
    pub(super) fn find(&self, names: Names) -> Option<Column> {
        let mut cells = self.cells().take(MAX_COLUMNS);
        let number = cells.position(|cell| is_name(cell, names))?;
        let name = names[0];
        Some(Column { number, name })
    }

    fn cells(&self) -> impl Iterator<Item = &'l [u8]> {
        let delimiter = self.delimiter;
        self.line.split(move |&byte| byte == delimiter)
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
        })
    }
}

fn is_name(cell: &[u8], names: Names) -> bool {
    let cell = cell.trim_ascii();
    let cell = cell.strip_prefix(b"\"").unwrap_or(cell);
    let cell = cell.strip_suffix(b"\"").unwrap_or(cell);
    let mut names = names.iter();
    names.any(|name| cell.eq_ignore_ascii_case(name.as_bytes()))
}

/// A number without the `.0` that programs write if the column has a blank cell.
pub(super) fn whole(text: &[u8]) -> &[u8] {
    text.strip_suffix(b".0").unwrap_or(text)
}

/// Reads `YYYYMMDD`, `YYYYMMDDHHMMSS`, or a date of ISO 8601 with or without a time.
pub(super) fn read_day(text: &[u8], dates: &mut Dates) -> Option<i32> {
    match text.len() {
        8 => dates.compact(text),
        14 if text.iter().all(u8::is_ascii_digit) => dates.compact(&text[..8]),
        _ => dates.iso(text),
    }
}

/// A number of a column, if the file has the column and the cell is not blank.
pub(super) fn count_in(
    column: Option<Column>,
    fields: &Fields<'_>,
) -> Result<Option<u32>, RowFaultKind> {
    let Some(column) = column else {
        return Ok(None);
    };
    super::count(whole(fields.field(column.number).trim_ascii()), column)
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
