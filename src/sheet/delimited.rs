//! Tables as CSV and TSV.

use std::collections::BTreeMap;

use super::guard::{guarded, unguarded};
use super::{CellGuard, SheetError, Table};
use crate::sheet::table::{MAX_CELLS, MAX_ROWS, letters};

/// The delimiters that are recognised. If several fit equally well, the first is used.
const DELIMITERS: [u8; 4] = [b'\t', b',', b';', b'|'];

/// The number of rows from which the delimiter is inferred.
const SAMPLE: usize = 20;

impl Table {
    /// Reads a table from CSV or TSV.
    ///
    /// The delimiter is a tab, comma, semicolon or vertical bar: the one that divides most of the first 20 rows
    /// into the same number of cells. Blank lines are rows without cells, so that rows have the same numbers as in
    /// a spreadsheet program. A byte order mark and the apostrophes of [`CellGuard`] are removed.
    ///
    /// # Errors
    ///
    /// Returns [`SheetError::NotUtf8`] with the cell if the text is not UTF-8, and [`SheetError::TooMany`] if the table is
    /// too large.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::sheet::Table;
    ///
    /// let table = Table::from_csv("contacts", "Datum\tWer\n\n2025-07-10\t\"Rubio\nLavrov\"\n".as_bytes())?;
    /// assert_eq!(table.cell(3, 2), "Rubio\nLavrov");
    /// # Ok::<(), detente::sheet::SheetError>(())
    /// ```
    pub fn from_csv(name: impl Into<String>, bytes: &[u8]) -> Result<Self, SheetError> {
        let name = name.into();
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let mut records = Records::new(bytes, delimiter(bytes));
        let (mut rows, mut cells): (Vec<Vec<String>>, usize) = (Vec::new(), 0);
        while let Some(blank) = records.next() {
            let too_many = |what, count, most| SheetError::TooMany {
                sheet: name.clone(),
                what,
                count,
                most,
            };
            let count = rows.len() + blank + 1;
            if count > MAX_ROWS {
                return Err(too_many("rows", count, MAX_ROWS));
            }
            cells += records.record.len();
            if cells > MAX_CELLS {
                return Err(too_many("cells", cells, MAX_CELLS));
            }
            rows.resize(rows.len() + blank, Vec::new());
            let row = records.record.iter().enumerate().map(|(column, cell)| {
                let text = std::str::from_utf8(cell).map_err(|_| SheetError::NotUtf8 {
                    sheet: name.clone(),
                    row: count,
                    column: letters(column),
                })?;
                Ok(unguarded(text).to_owned())
            });
            rows.push(row.collect::<Result<_, SheetError>>()?);
        }
        Self::new(name, rows)
    }

    /// Writes the table as CSV, with commas, with quotes where needed, and with CR LF at the end of each line.
    ///
    /// [`Table::from_csv`] reads it back as an equal table, except for empty cells at the end of rows and empty
    /// rows at the end.
    pub fn to_csv(&self, guard: CellGuard) -> String {
        let mut text = String::new();
        if guard == CellGuard::Spreadsheets {
            text.push('\u{feff}');
        }
        // Every row gets as many cells as the longest row. In a table of one column, an empty cell is not written
        // as a blank line.
        let width = self.rows().iter().map(Vec::len).max().unwrap_or(0);
        for row in self.rows() {
            for column in 0..width {
                if column > 0 {
                    text.push(',');
                }
                let cell = row.get(column).map_or("", String::as_str);
                let cell = guarded(cell, guard);
                let is_quoted = cell.contains([',', '"', '\r', '\n', ';', '\t', '|'])
                    || (width == 1 && cell.is_empty());
                if is_quoted {
                    text.push('"');
                    text.push_str(&cell.replace('"', "\"\""));
                    text.push('"');
                } else {
                    text.push_str(&cell);
                }
            }
            text.push_str("\r\n");
        }
        text
    }
}

/// The records of a text, each with the number of blank lines before it.
struct Records<'b> {
    bytes: &'b [u8],
    reader: csv::Reader<&'b [u8]>,
    record: csv::ByteRecord,
    /// The offset after the last record.
    end: usize,
}

impl<'b> Records<'b> {
    fn new(bytes: &'b [u8], delimiter: u8) -> Self {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(bytes);
        Self {
            bytes,
            reader,
            record: csv::ByteRecord::new(),
            end: 0,
        }
    }

    /// Reads the next record. Returns the number of blank lines before it, or `None` at the end.
    fn next(&mut self) -> Option<usize> {
        let read = self.reader.read_byte_record(&mut self.record);
        if !read.expect("bytes in memory of any form are records") {
            return None;
        }
        let start = self.end;
        let end = self.reader.position().byte();
        self.end = usize::try_from(end).expect("an offset in a slice fits");
        // The reader skips blank lines silently, so they are counted in the bytes. It ends a record at CR and
        // leaves the LF for the next one.
        let is_break = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        let read = &self.bytes[start..self.end];
        let breaks = &read[..read.iter().take_while(is_break).count()];
        let is_rest = start > 0 && self.bytes[start - 1] == b'\r' && breaks.first() == Some(&b'\n');
        let breaks = &breaks[usize::from(is_rest)..];
        let pairs = breaks.windows(2).filter(|pair| *pair == b"\r\n").count();
        Some(breaks.len() - pairs)
    }
}

/// The delimiter that divides most of the first rows into the same number of cells, two or more. If several do
/// equally well, the one with the most cells is used.
///
/// Counting all cells would not work, because one cell can have a list with many entries.
fn delimiter(bytes: &[u8]) -> u8 {
    let divisions = |delimiter: &u8| {
        let mut records = Records::new(bytes, *delimiter);
        let mut rows_of: BTreeMap<usize, usize> = BTreeMap::new();
        for _ in 0..SAMPLE {
            if records.next().is_none() {
                break;
            }
            *rows_of.entry(records.record.len()).or_insert(0) += 1;
        }
        let divided = rows_of.into_iter().filter(|(cells, _)| *cells > 1);
        divided.map(|(cells, rows)| (rows, cells)).max()
    };
    // `max_by_key` returns the last of several maxima, so the order is reversed.
    let best = DELIMITERS.iter().rev().max_by_key(|one| divisions(one));
    *best.expect("there are delimiters")
}
