//! Events of GDELT with a header, as a query saves them.
//!
//! An export has all columns or some of them, in any order and with any delimiter. Columns are found
//! by the names of the codebook, without regard to case. Programs that save tables write numbers
//! where they can: `40` for `040`, and `40.0` if a cell of the column is blank.
//!
//! Source: *The GDELT Event Database Data Format Codebook* 2.0 (2015), whose names the tables
//! `gdelt-bq:gdeltv2.events` and `gdelt-bq:full.events` use.

use super::named::{Header, Names, count_in, read_day, whole};
use super::of_dates;
use crate::import::column::{Column, Columns, with_name};
use crate::import::fault::RowFaultKind;
use crate::import::field::{CameoCodes, Dates, number};
use crate::import::name_table::NameTable;
use crate::import::pairs::{append_key, texts_of};
use crate::import::row::{CodedEvent, RowId};
use crate::import::rows::SourceLine;
use crate::import::table::LineSplitter;
use crate::import::warning::RowWarnings;

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

/// Whether a line is the header of such a file: it has the names of the date and of another column.
pub(in crate::import) fn is_header(line: &[u8]) -> bool {
    let header = Header::of(line);
    header.has(DATE) && (header.has(CODE) || header.has(ACTORS[0][2]) || header.has(ID))
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
        let header = Header::of(line);
        let find = |names: Names| header.find(names);
        let require = |names: Names| header.require(names, "GDELT");
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
            delimiter: header.delimiter(),
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
