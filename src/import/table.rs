//! Splits lines with quotes, and reads tables with a header: ICEWS and POLECAT.
//!
//! Columns are found by their names, because their order has changed: POLECAT moved the raw names
//! of actors. A table separated by commas was exported by another program, and may have quoted
//! fields.
//!
//! Source: the headers of *ICEWS Coded Event Data* (Harvard Dataverse, doi:10.7910/DVN/28075)
//! and of the POLECAT data set (doi:10.7910/DVN/AJGVIT).

use memchr::{memchr, memchr_iter};

use super::column::{Column, Columns, with_name};
use super::fault::RowFaultKind;
use super::field::{Fields, MAX_COLUMNS, split};

/// Separates the fields of a line whose quotes were removed.
const SEPARATOR: u8 = 0x1f;

/// Splits lines into fields.
#[derive(Clone, Debug)]
pub(super) struct LineSplitter {
    ends: [u32; MAX_COLUMNS],
    /// A line without its quotes.
    unquoted: Vec<u8>,
}

impl Default for LineSplitter {
    fn default() -> Self {
        Self {
            ends: [0; MAX_COLUMNS],
            unquoted: Vec::new(),
        }
    }
}

impl LineSplitter {
    /// The fields of a line, and their number. All fields after the 64th count as one.
    pub(super) fn split<'p>(
        &'p mut self,
        line: &'p [u8],
        delimiter: u8,
    ) -> Result<(Fields<'p>, usize), RowFaultKind> {
        // In published tables with tabs, a quote is an ordinary character.
        self.split_quoted(line, delimiter, delimiter != b'\t')
    }

    /// The same, if it is known whether fields can be quoted.
    #[inline]
    pub(super) fn split_quoted<'p>(
        &'p mut self,
        line: &'p [u8],
        delimiter: u8,
        has_quotes: bool,
    ) -> Result<(Fields<'p>, usize), RowFaultKind> {
        let (line, delimiter) = if has_quotes && memchr(b'"', line).is_some() {
            self.unquote(line, delimiter)?;
            (self.unquoted.as_slice(), SEPARATOR)
        } else {
            (line, delimiter)
        };
        let count = split(line, delimiter, &mut self.ends);
        Ok((Fields::new(line, &self.ends[..count]), count + 1))
    }

    /// The number of fields of a line, however many they are. Returns `None` if a quoted field is not closed.
    #[cold]
    pub(super) fn count(&mut self, line: &[u8], delimiter: u8, has_quotes: bool) -> Option<usize> {
        let delimiters = if has_quotes && memchr(b'"', line).is_some() {
            self.unquote(line, delimiter).ok()?;
            memchr_iter(SEPARATOR, &self.unquoted).count()
        } else {
            memchr_iter(delimiter, line).count()
        };
        Some(delimiters + 1)
    }

    /// Removes the quotes of fields, and separates the fields with `SEPARATOR`.
    fn unquote(&mut self, line: &[u8], delimiter: u8) -> Result<(), RowFaultKind> {
        self.unquoted.clear();
        let mut bytes = line.iter().copied().peekable();
        let mut number = 1;
        // Invariant: the next byte is the first of the field with this number, and all fields
        // before are in `unquoted`.
        loop {
            let is_quoted = bytes.next_if_eq(&b'"').is_some();
            loop {
                match bytes.next() {
                    None if is_quoted => return Err(RowFaultKind::Quote { number, name: None }),
                    None => return Ok(()),
                    Some(b'"') if is_quoted => {
                        // Two quotes are one quote of the field.
                        if bytes.next_if_eq(&b'"').is_some() {
                            self.unquoted.push(b'"');
                        } else {
                            break;
                        }
                    }
                    Some(byte) if byte == delimiter && !is_quoted => {
                        self.unquoted.push(SEPARATOR);
                        number += 1;
                        break;
                    }
                    Some(SEPARATOR) => self.unquoted.push(b' '),
                    Some(byte) => self.unquoted.push(byte),
                }
            }
            if is_quoted {
                // Text between the closing quote and the delimiter belongs to the field.
                loop {
                    match bytes.next() {
                        None => return Ok(()),
                        Some(byte) if byte == delimiter => break,
                        Some(SEPARATOR) => self.unquoted.push(b' '),
                        Some(byte) => self.unquoted.push(byte),
                    }
                }
                self.unquoted.push(SEPARATOR);
                number += 1;
            }
        }
    }
}

/// A table with a header and `N` wanted columns. The first seven of them are the
/// identifier, the date, the code, and the name and country of source and target.
#[derive(Clone, Debug, Default)]
pub(super) struct HeaderTable<const N: usize> {
    /// The delimiter and the columns, as soon as the header was read.
    header: Option<(u8, [Column; N])>,
    splitter: LineSplitter,
}

impl<const N: usize> HeaderTable<N> {
    /// The fields of a line, and the wanted columns. Returns `None` for the header.
    pub(super) fn fields<'p>(
        &'p mut self,
        line: &'p [u8],
        wanted: [&'static str; N],
        format: &'static str,
    ) -> Result<Option<(Fields<'p>, [Column; N])>, RowFaultKind> {
        let Some((delimiter, columns)) = self.header else {
            self.header = Some(read_header(line, &mut self.splitter, wanted, format)?);
            return Ok(None);
        };
        let split = self.splitter.split(line, delimiter);
        let (fields, count) = split.map_err(|fault| with_name(fault, &columns))?;
        check_complete(count, &columns)?;
        Ok(Some((fields, columns)))
    }

    /// The columns of a row. Panics before the header was read.
    pub(super) fn columns(&self) -> Columns {
        let (delimiter, columns) = self
            .header
            .as_ref()
            .expect("the header is read before the rows");
        let &[
            id,
            date,
            code,
            source,
            source_country,
            target,
            target_country,
        ] = columns
            .first_chunk()
            .expect("at least seven columns are wanted");
        Columns {
            delimiter: *delimiter,
            has_quotes: *delimiter != b'\t',
            id: Some(id),
            date,
            code,
            actors: [vec![source, source_country], vec![target, target_country]],
        }
    }
}

/// Finds the wanted columns in a header, which is separated by tabs, or by commas if it has no tab.
fn read_header<const N: usize>(
    line: &[u8],
    splitter: &mut LineSplitter,
    wanted: [&'static str; N],
    format: &'static str,
) -> Result<(u8, [Column; N]), RowFaultKind> {
    let delimiter = match memchr(b'\t', line) {
        Some(_) => b'\t',
        None => b',',
    };
    let (fields, count) = splitter.split(line, delimiter)?;
    let mut columns = wanted.map(|name| Column { number: 0, name });
    for Column { number, name } in &mut columns {
        let mut numbers = 0..count.min(MAX_COLUMNS);
        let found = numbers.find(|&at| fields.field(at).trim_ascii() == name.as_bytes());
        *number = found.ok_or_else(|| RowFaultKind::Header {
            format: format.into(),
            missing: (*name).into(),
            hint: "".into(),
        })?;
    }
    Ok((delimiter, columns))
}

/// Refuses a line that ends before the last wanted column.
fn check_complete(count: usize, columns: &[Column]) -> Result<(), RowFaultKind> {
    let last = columns.iter().map(|column| column.number).max();
    if last.is_some_and(|last| last >= count) {
        return Err(RowFaultKind::Columns {
            found: count,
            expected: "as many as the header names".into(),
        });
    }
    Ok(())
}
