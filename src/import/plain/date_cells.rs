//! The dates of a plain table, as they are written.

use std::io::{self, BufRead};

use super::columns::{DateColumns, PlainColumns};
use super::layout::PlainLayout;
use super::reading::{is_header, read_header};
use crate::import::records::Records;
use crate::import::rows::{SourceLine, without_byte_order_mark};
use crate::import::table::LineSplitter;

/// Iterates over the dates of a table, with their lines. JSON records have none.
#[derive(Debug)]
pub(in crate::import) struct DateCells<'l, R> {
    records: Records<R>,
    layout: &'l PlainLayout,
    columns: Option<PlainColumns>,
    splitter: LineSplitter,
    text: String,
}

impl<'l, R: BufRead> DateCells<'l, R> {
    pub(in crate::import) fn new(input: R, layout: &'l PlainLayout) -> Self {
        Self {
            records: Records::new(input, layout.line_breaks()),
            layout,
            columns: layout.numbered_columns(),
            splitter: LineSplitter::default(),
            text: String::new(),
        }
    }

    /// The next date and its line. Returns `None` at the end, and if the header lacks a column.
    pub(in crate::import) fn next(&mut self) -> io::Result<Option<(u64, &str)>> {
        let settings = &*self.layout.settings;
        if settings.is_json {
            return Ok(None);
        }
        loop {
            let Some(line) = self.records.next()? else {
                return Ok(None);
            };
            let number = line.number;
            let header_line = settings.header_line.unwrap_or(0);
            let Some(bytes) = line.bytes.filter(|bytes| !bytes.is_empty()) else {
                continue;
            };
            if number < header_line {
                continue;
            }
            let line = SourceLine {
                bytes: without_byte_order_mark(number, bytes),
                number,
                offset: line.offset,
            };
            let Some(columns) = &self.columns else {
                match read_header(line, settings, &mut self.splitter) {
                    Ok(columns) => self.columns = Some(columns),
                    Err(_) => return Ok(None),
                }
                continue;
            };
            let has_quotes = settings.has_quotes();
            let split = self
                .splitter
                .split_quoted(line.bytes, settings.delimiter, has_quotes);
            let Ok((fields, found)) = split else {
                continue;
            };
            let DateColumns::One(date) = columns.date else {
                return Ok(None);
            };
            let is_header = number == header_line || (number == 1 && is_header(&fields, columns));
            if !columns.are_in(found) || is_header {
                continue;
            }
            self.text.clear();
            self.text
                .push_str(&String::from_utf8_lossy(fields.field(date.number)));
            return Ok(Some((number, &self.text)));
        }
    }
}
