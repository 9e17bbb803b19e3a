//! The dates of a plain table, as they are written.

use std::io::{self, BufRead};

use super::columns::{DateColumns, PlainColumns};
use super::layout::PlainLayout;
use super::reading::{is_header, read_header, record_columns};
use super::row::SplitRow;
use crate::import::fault::RowFaultKind;
use crate::import::json_cells::JsonCells;
use crate::import::records::Records;
use crate::import::rows::{SourceLine, without_byte_order_mark};
use crate::import::table::LineSplitter;

/// Iterates over the dates of a table or of JSON records, with their lines.
#[derive(Debug)]
pub(in crate::import) struct DateCells<'l, R> {
    records: Records<R>,
    cells: DateLines<'l>,
    text: String,
}

/// Reads the date of a line.
#[derive(Debug)]
struct DateLines<'l> {
    layout: &'l PlainLayout,
    columns: Option<PlainColumns>,
    splitter: LineSplitter,
    /// The cells of JSON records, if the lines are records.
    json: Option<JsonCells>,
}

/// What a line has.
enum DateLine<'r> {
    Date(&'r [u8]),
    /// The line is a header, is left out, or cannot be read.
    Nothing,
    /// No line has a date that could be read.
    NoDates,
}

impl<'l, R: BufRead> DateCells<'l, R> {
    pub(in crate::import) fn new(input: R, layout: &'l PlainLayout) -> Self {
        Self {
            records: Records::new(input, layout.line_breaks()),
            cells: DateLines {
                layout,
                columns: layout.numbered_columns(),
                splitter: LineSplitter::default(),
                json: layout.is_json().then(JsonCells::default),
            },
            text: String::new(),
        }
    }

    /// The next date and its line. Returns `None` at the end, and if the header lacks a column.
    pub(in crate::import) fn next(&mut self) -> io::Result<Option<(u64, &str)>> {
        loop {
            let Some(line) = self.records.next()? else {
                return Ok(None);
            };
            let (number, offset) = (line.number, line.offset);
            let Some(bytes) = line.bytes.filter(|bytes| !bytes.is_empty()) else {
                continue;
            };
            let bytes = without_byte_order_mark(number, bytes);
            let line = SourceLine {
                bytes,
                number,
                offset,
            };
            match self.cells.read(line) {
                DateLine::Nothing => {}
                DateLine::NoDates => return Ok(None),
                DateLine::Date(date) => {
                    self.text.clear();
                    self.text.push_str(&String::from_utf8_lossy(date));
                    return Ok(Some((number, &self.text)));
                }
            }
        }
    }
}

impl DateLines<'_> {
    fn read<'r>(&'r mut self, line: SourceLine<'r>) -> DateLine<'r> {
        let settings = &*self.layout.settings;
        let header_line = settings.header().unwrap_or(0);
        if line.number < header_line {
            return DateLine::Nothing;
        }
        if self.columns.is_none() {
            let found = match &mut self.json {
                Some(json) => record_columns(line, settings, json),
                None => read_header(line, settings, &mut self.splitter),
            };
            match found {
                Ok(columns) => self.columns = Some(columns),
                // The record is cut, so the next one shows the keys.
                Err(RowFaultKind::Json { .. }) => return DateLine::Nothing,
                Err(_) => return DateLine::NoDates,
            }
            // The first record is a row, too.
            if self.json.is_none() {
                return DateLine::Nothing;
            }
        }
        let columns = self.columns.as_ref();
        let columns = columns.expect("the columns were found above");
        let DateColumns::One(date) = columns.date else {
            return DateLine::NoDates;
        };
        let (delimiter, has_quotes) = (settings.delimiter, settings.has_quotes());
        let split = match &mut self.json {
            Some(json) => json.split(line.bytes),
            None => self
                .splitter
                .split_quoted(line.bytes, delimiter, has_quotes),
        };
        let Ok((fields, found)) = split else {
            return DateLine::Nothing;
        };
        let is_header = !settings.is_json
            && (line.number == header_line || (line.number == 1 && is_header(&fields, columns)));
        if !columns.are_in(found) || is_header {
            return DateLine::Nothing;
        }
        let row = SplitRow {
            line,
            fields,
            columns,
            settings,
        };
        match row.left_out_by() {
            Some(_) => DateLine::Nothing,
            None => DateLine::Date(row.text(date)),
        }
    }
}
