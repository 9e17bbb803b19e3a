//! Events of GDELT with a header, as a query saves them.
//!
//! An export has all columns or some of them, in any order and with any delimiter. Columns are found
//! by the names of the codebook, without regard to case. Programs that save tables write numbers
//! where they can: `40` for `040`, and `40.0` if a cell of the column is blank.
//!
//! Source: *The GDELT Event Database Data Format Codebook* 2.0 (2015), whose names the tables
//! `gdelt-bq:gdeltv2.events` and `gdelt-bq:full.events` use.

use super::super::column::{Column, Columns, with_name};
use super::super::fault::RowFaultKind;
use super::super::field::{CameoCodes, Dates, Fields, MAX_COLUMNS, number};
use super::super::name_table::NameTable;
use super::super::pairs::{append_key, texts_of};
use super::super::row::{CodedEvent, RowId};
use super::super::rows::SourceLine;
use super::super::table::LineSplitter;
use super::of_dates;
use crate::import::warning::RowWarnings;

/// A name of the codebook, and other names of the same column.
type Names = &'static [&'static str];

const ID: Names = &["GLOBALEVENTID"];
const DATE: Names = &["SQLDATE", "Day"];
const CODE: Names = &["EventCode"];
const ADDED: Names = &["DATEADDED"];
const MENTIONS: Names = &["NumMentions"];
const SOURCES: Names = &["NumSources"];
const ACTORS: [[Names; 3]; 2] = [
    [&["Actor1Code"], &["Actor1Name"], &["Actor1CountryCode"]],
    [&["Actor2Code"], &["Actor2Name"], &["Actor2CountryCode"]],
];

/// The delimiters of exports. The first one in a header is its delimiter.
const DELIMITERS: [u8; 4] = [b'\t', b',', b';', b'|'];

/// Whether a line is the header of such a file: it has the names of the date and of another column.
pub(in crate::import) fn is_header(line: &[u8]) -> bool {
    let delimiter = delimiter_of(line);
    let has = |names: Names| {
        let mut cells = line.split(|&byte| byte == delimiter);
        cells.any(|cell| is_name(cell, names))
    };
    has(DATE) && (has(CODE) || has(ACTORS[0][2]) || has(ID))
}

fn delimiter_of(line: &[u8]) -> u8 {
    let mut delimiters = DELIMITERS.into_iter();
    let found = delimiters.find(|&delimiter| line.contains(&delimiter));
    found.unwrap_or(b',')
}

fn is_name(cell: &[u8], names: Names) -> bool {
    let cell = cell.trim_ascii();
    let cell = cell.strip_prefix(b"\"").unwrap_or(cell);
    let cell = cell.strip_suffix(b"\"").unwrap_or(cell);
    names
        .iter()
        .any(|name| cell.eq_ignore_ascii_case(name.as_bytes()))
}

/// The state of a reader of events with a header.
#[derive(Clone, Debug)]
pub(super) struct GdeltTable {
    delimiter: u8,
    id: Option<Column>,
    date: Column,
    code: Column,
    added: Option<Column>,
    mentions: Option<Column>,
    sources: Option<Column>,
    /// The columns of code, name and country that the file has.
    actors: [[Option<Column>; 3]; 2],
    /// All of these columns.
    all: Vec<Column>,
    splitter: LineSplitter,
    dates: Dates,
    added_dates: Dates,
    codes: CameoCodes,
    /// The keys of source and target in the name table.
    keys: [Vec<u8>; 2],
}

impl GdeltTable {
    /// Finds the columns in a header.
    pub(super) fn of_header(line: &[u8]) -> Result<Self, RowFaultKind> {
        let delimiter = delimiter_of(line);
        let cells: Vec<&[u8]> = line.split(|&byte| byte == delimiter).collect();
        let find = |names: Names| {
            let mut cells = cells.iter().take(MAX_COLUMNS);
            let number = cells.position(|cell| is_name(cell, names))?;
            Some(Column {
                number,
                name: names[0],
            })
        };
        let require = |names: Names| {
            find(names).ok_or_else(|| RowFaultKind::Header {
                format: "GDELT".into(),
                missing: names[0].into(),
            })
        };
        let actors = ACTORS.map(|columns| columns.map(find));
        for (columns, names) in actors.iter().zip(ACTORS) {
            if columns.iter().all(Option::is_none) {
                require(names[2])?;
            }
        }
        let (id, date, code, added) = (find(ID), require(DATE)?, require(CODE)?, find(ADDED));
        let (mentions, sources) = (find(MENTIONS), find(SOURCES));
        let others = [id, Some(date), Some(code), added, mentions, sources];
        let all = others.into_iter().chain(actors.into_iter().flatten());
        Ok(Self {
            delimiter,
            id,
            date,
            code,
            added,
            mentions,
            sources,
            actors,
            all: all.flatten().collect(),
            splitter: LineSplitter::default(),
            dates: Dates::default(),
            added_dates: Dates::default(),
            codes: CameoCodes::default(),
            keys: Default::default(),
        })
    }

    pub(super) fn columns(&self) -> Columns {
        Columns {
            delimiter: self.delimiter,
            has_quotes: self.delimiter != b'\t',
            id: self.id,
            date: self.date,
            code: self.code,
            actors: self
                .actors
                .map(|columns| columns.into_iter().flatten().collect()),
        }
    }

    pub(super) fn read(
        &mut self,
        line: SourceLine<'_>,
        names: &mut NameTable,
    ) -> Result<CodedEvent, RowFaultKind> {
        let split = self.splitter.split(line.bytes, self.delimiter);
        let (fields, count) = split.map_err(|fault| with_name(fault, &self.all))?;
        if self.all.iter().any(|column| column.number >= count) {
            return Err(RowFaultKind::Columns {
                found: count,
                expected: "as many as the header names".into(),
            });
        }
        let value = |column: Column| fields.field(column.number).trim_ascii();
        let id = match self.id.map(|column| (column, whole(value(column)))) {
            None | Some((_, b"")) => None,
            Some((column, text)) => {
                let id = number(text);
                Some(RowId::Number(
                    id.ok_or_else(|| column.fault(text, "digits"))?,
                ))
            }
        };
        let text = whole(value(self.date));
        let day = read_day(text, &mut self.dates);
        let day = day.ok_or_else(|| self.date.fault(text, "a date, YYYYMMDD"))?;
        let text = whole(value(self.code));
        let code = self.codes.get(text);
        let (act, of_code) = code.ok_or_else(|| self.code.fault(text, "1 to 4 digits"))?;
        let added = match self.added.map(|column| (column, whole(value(column)))) {
            None | Some((_, b"")) => None,
            Some((column, text)) => {
                let added = read_day(text, &mut self.added_dates);
                let expected = "a date or a time, YYYYMMDD or YYYYMMDDHHMMSS";
                Some(added.ok_or_else(|| column.fault(text, expected))?)
            }
        };
        let mentions = count_in(self.mentions, &fields)?;
        let sources = count_in(self.sources, &fields)?;
        for (key, columns) in self.keys.iter_mut().zip(self.actors) {
            let texts = columns.map(|column| column.map_or(&b""[..], value));
            for (column, text) in columns.iter().zip(texts) {
                column.map_or(Ok(()), |column| column.check_length(text))?;
            }
            key.clear();
            append_key(&texts, key);
        }
        let keys = self.keys.each_ref().map(Vec::as_slice);
        let (source, target, warnings) = names.find_both(keys, texts_of)?;
        let of_dates = added.map_or(RowWarnings::NONE, |added| of_dates(day, added));
        Ok(CodedEvent {
            added,
            source,
            target,
            id,
            mentions,
            sources,
            warnings: warnings.union(of_code).union(of_dates),
            ..line.row(day, act, names)
        })
    }
}

/// A number without the `.0` that programs write if the column has a blank cell.
fn whole(text: &[u8]) -> &[u8] {
    text.strip_suffix(b".0").unwrap_or(text)
}

/// Reads `YYYYMMDD`, `YYYYMMDDHHMMSS`, or a date of ISO 8601 with or without a time.
fn read_day(text: &[u8], dates: &mut Dates) -> Option<i32> {
    match text.len() {
        8 => dates.compact(text),
        14 if text.iter().all(u8::is_ascii_digit) => dates.compact(&text[..8]),
        _ => dates.iso(text),
    }
}

fn count_in(column: Option<Column>, fields: &Fields<'_>) -> Result<Option<u32>, RowFaultKind> {
    let Some(column) = column else {
        return Ok(None);
    };
    let text = whole(fields.field(column.number).trim_ascii());
    if text.is_empty() {
        return Ok(None);
    }
    let count = number(text).and_then(|count| u32::try_from(count).ok());
    count
        .map(Some)
        .ok_or_else(|| column.fault(text, "a number"))
}
