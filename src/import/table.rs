//! Tables whose first line names the columns: ICEWS and POLECAT.
//!
//! Columns are found by their names, since their order has changed: POLECAT's moved the raw
//! names of actors. Where columns are parted by commas, somebody wrote the table again,
//! and fields may be quoted.
//!
//! Source: the headers of *ICEWS Coded Event Data* (Harvard Dataverse, doi:10.7910/DVN/28075)
//! and of the POLECAT data set (doi:10.7910/DVN/AJGVIT).

use memchr::memchr;

use super::column::{Column, Columns, named};
use super::field::{Fields, MAX_COLUMNS, split};
use super::problem::Problem;

/// Parts a line after quotes are taken away.
const SEPARATOR: u8 = 0x1f;

/// Where the columns of a line are.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    ends: [u32; MAX_COLUMNS],
    plain: Vec<u8>,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            ends: [0; MAX_COLUMNS],
            plain: Vec::new(),
        }
    }
}

impl Parts {
    /// The fields of a line, and how many there are; fields behind the 64th are not told apart.
    pub(super) fn of<'p>(
        &'p mut self,
        line: &'p [u8],
        delimiter: u8,
    ) -> Result<(Fields<'p>, usize), Problem> {
        // By tabs a quote is a sign as any other.
        let (line, delimiter) = if delimiter != b'\t' && memchr(b'"', line).is_some() {
            self.unquote(line, delimiter)?;
            (self.plain.as_slice(), SEPARATOR)
        } else {
            (line, delimiter)
        };
        let count = split(line, delimiter, &mut self.ends);
        Ok((Fields::new(line, &self.ends[..count]), count + 1))
    }

    /// Takes the quotes of fields away, and parts them otherwise.
    fn unquote(&mut self, line: &[u8], delimiter: u8) -> Result<(), Problem> {
        self.plain.clear();
        let mut bytes = line.iter().copied().peekable();
        let mut number = 1;
        // The next byte is the first of the field of this number; all before are in `plain`.
        loop {
            let is_quoted = bytes.next_if_eq(&b'"').is_some();
            loop {
                match bytes.next() {
                    None if is_quoted => return Err(Problem::Quote { number, name: None }),
                    None => return Ok(()),
                    Some(b'"') if is_quoted => {
                        // Two quotes are one of the field.
                        if bytes.next_if_eq(&b'"').is_some() {
                            self.plain.push(b'"');
                        } else {
                            break;
                        }
                    }
                    Some(byte) if byte == delimiter && !is_quoted => {
                        self.plain.push(SEPARATOR);
                        number += 1;
                        break;
                    }
                    Some(SEPARATOR) => self.plain.push(b' '),
                    Some(byte) => self.plain.push(byte),
                }
            }
            if is_quoted {
                // What stands between a closing quote and the delimiter belongs to the field.
                loop {
                    match bytes.next() {
                        None => return Ok(()),
                        Some(byte) if byte == delimiter => break,
                        Some(SEPARATOR) => self.plain.push(b' '),
                        Some(byte) => self.plain.push(byte),
                    }
                }
                self.plain.push(SEPARATOR);
                number += 1;
            }
        }
    }
}

/// A table by the header that has been read: `N` of its columns, first those of identifier, date,
/// code, and of the texts of source and target.
#[derive(Clone, Debug, Default)]
pub(super) struct Headed<const N: usize> {
    header: Option<(u8, [Column; N])>,
    parts: Parts,
}

impl<const N: usize> Headed<N> {
    /// The fields of a line, and where the wanted columns are; none of the header itself.
    pub(super) fn fields<'p>(
        &'p mut self,
        line: &'p [u8],
        wanted: [&'static str; N],
        format: &'static str,
    ) -> Result<Option<(Fields<'p>, [Column; N])>, Problem> {
        let Some((delimiter, columns)) = self.header else {
            self.header = Some(header(line, &mut self.parts, wanted, format)?);
            return Ok(None);
        };
        let parted = self.parts.of(line, delimiter);
        let (fields, count) = parted.map_err(|problem| named(problem, &columns))?;
        complete(count, &columns)?;
        Ok(Some((fields, columns)))
    }

    /// Where a row that has been read has what it says.
    pub(super) fn columns(&self) -> Columns {
        let (delimiter, columns) = self.header.as_ref().expect("rows stand behind the header");
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
            .expect("seven columns are wanted or more");
        Columns {
            delimiter: *delimiter,
            id: Some(id),
            date,
            code,
            actors: [vec![source, source_country], vec![target, target_country]],
        }
    }
}

/// The columns of a header: by tabs, or by commas where there are no tabs.
fn header<const N: usize>(
    line: &[u8],
    parts: &mut Parts,
    wanted: [&'static str; N],
    format: &'static str,
) -> Result<(u8, [Column; N]), Problem> {
    let delimiter = match memchr(b'\t', line) {
        Some(_) => b'\t',
        None => b',',
    };
    let (fields, count) = parts.of(line, delimiter)?;
    let mut columns = wanted.map(|name| Column { number: 0, name });
    for Column { number, name } in &mut columns {
        let mut numbers = 0..count.min(MAX_COLUMNS);
        let found = numbers.find(|&at| fields.get(at).trim_ascii() == name.as_bytes());
        let missing = *name;
        *number = found.ok_or(Problem::Header { format, missing })?;
    }
    Ok((delimiter, columns))
}

/// Refuses a line that is cut off before the last column that is needed.
fn complete(count: usize, columns: &[Column]) -> Result<(), Problem> {
    let last = columns.iter().map(|column| column.number).max();
    if last.is_some_and(|last| last >= count) {
        return Err(Problem::Columns {
            found: count,
            expected: "as many as the header names",
        });
    }
    Ok(())
}
