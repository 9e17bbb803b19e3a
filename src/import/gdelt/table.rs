//! Reads events of GDELT as other programs save them: with a header, or with another delimiter than a tab.
//!
//! Programs that save tables write numbers where they can: `40` for `040`, and `40.0` if a cell of the column is
//! blank. A blank cell can be `NULL`, `\N` or `NaN`. No code of GDELT is one of these texts.

use super::edition::Edition;
use super::header::TableColumns;
use super::named::{Header, count_in, given, is_missing, read_day};
use super::of_dates;
use crate::import::column::{Column, Columns, with_name};
use crate::import::fault::RowFaultKind;
use crate::import::field::{CameoCodes, Dates, Fields, number, whole};
use crate::import::name_table::NameTable;
use crate::import::pairs::{append_key, texts_of};
use crate::import::plain::Delimiter;
use crate::import::row::{CodedEvent, RowId};
use crate::import::rows::SourceLine;
use crate::import::table::LineSplitter;
use crate::import::warning::RowWarnings;

/// What a header must have besides the columns of each row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Needs {
    /// The code or the country of each actor.
    pub(super) parties: bool,
    /// The days on which rows were added.
    pub(super) additions: bool,
}

/// The state of a reader of events that another program saved.
#[derive(Clone, Debug)]
pub(super) struct GdeltTable {
    delimiter: u8,
    has_quotes: bool,
    /// The version, if the file has no header.
    edition: Option<Edition>,
    columns: TableColumns,
    /// All of the columns.
    all: Vec<Column>,
    splitter: LineSplitter,
    dates: Dates,
    added_dates: Dates,
    codes: CameoCodes,
    /// The keys of source and target in the name table.
    keys: [Vec<u8>; 2],
    /// Whether the rows so far say when they were added. `None` before the first row.
    has_added: Option<bool>,
}

impl GdeltTable {
    /// Finds the columns in a header.
    pub(super) fn of_header(line: &[u8], needs: Needs) -> Result<Self, RowFaultKind> {
        let header = Header::of(line);
        let columns = TableColumns::find(&header)?;
        if needs.parties {
            columns.check_parties(&header)?;
        }
        if needs.additions {
            columns.check_additions()?;
        }
        Ok(Self::new(
            header.delimiter(),
            header.has_quotes(),
            None,
            &columns,
        ))
    }

    /// A file without a header.
    pub(super) fn of_edition(edition: Edition, delimiter: Delimiter) -> Self {
        let columns = TableColumns::of_edition(edition);
        let has_quotes = delimiter.has_quotes();
        Self::new(delimiter.byte(), has_quotes, Some(edition), &columns)
    }

    fn new(
        delimiter: u8,
        has_quotes: bool,
        edition: Option<Edition>,
        columns: &TableColumns,
    ) -> Self {
        Self {
            delimiter,
            has_quotes,
            edition,
            columns: *columns,
            all: columns.all(),
            splitter: LineSplitter::default(),
            dates: Dates::default(),
            added_dates: Dates::default(),
            codes: CameoCodes::default(),
            keys: Default::default(),
            has_added: None,
        }
    }

    pub(super) fn columns(&self) -> Columns {
        let TableColumns { id, date, code, .. } = self.columns;
        let actors = self.columns.actors;
        Columns {
            delimiter: self.delimiter,
            has_quotes: self.has_quotes,
            id,
            date,
            code,
            actors: actors.map(|columns| columns.into_iter().flatten().collect()),
        }
    }

    /// Whether rows were read, and none of them says when it was added, if this was not asked before.
    pub(super) fn take_lack_of_additions(&mut self) -> bool {
        self.has_added.take() == Some(false)
    }

    pub(super) fn read(
        &mut self,
        line: SourceLine<'_>,
        names: &mut NameTable,
    ) -> Result<CodedEvent, RowFaultKind> {
        let splitter = &mut self.splitter;
        let split = splitter.split_quoted(line.bytes, self.delimiter, self.has_quotes);
        let (fields, count) = split.map_err(|fault| with_name(fault, &self.all))?;
        check_columns(count, &self.all, self.edition)?;
        let columns = &self.columns;

        let id = read_id(columns.id, &fields)?;
        let text = whole(cell(columns.date, &fields));
        let day = read_day(text, &mut self.dates);
        let day = day.ok_or_else(|| columns.date.fault(text, "a date, YYYYMMDD"))?;
        let text = whole(cell(columns.code, &fields));
        let code = self.codes.get(text);
        let (act, of_code) = code.ok_or_else(|| columns.code.fault(text, "1 to 4 digits"))?;
        let added = read_added(columns.added, &fields, &mut self.added_dates)?;
        let mentions = count_in(columns.mentions, &fields)?;
        let sources = count_in(columns.sources, &fields)?;
        for (key, columns) in self.keys.iter_mut().zip(columns.actors) {
            write_key(columns, &fields, key)?;
        }
        let keys = self.keys.each_ref().map(Vec::as_slice);
        let (source, target, warnings) = names.find_both(keys, texts_of)?;
        self.has_added = Some(added.is_some() || self.has_added == Some(true));
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

/// Refuses a row without a column that is read, or with another number of columns than the edition has.
fn check_columns(
    found: usize,
    columns: &[Column],
    edition: Option<Edition>,
) -> Result<(), RowFaultKind> {
    let (is_complete, expected) = match edition {
        None => {
            let mut columns = columns.iter();
            let is_complete = columns.all(|column| column.number < found);
            (is_complete, "as many as the header names")
        }
        Some(edition) => (edition.has(found), edition.expected()),
    };
    if is_complete {
        return Ok(());
    }
    Err(RowFaultKind::Columns {
        found,
        expected: expected.into(),
    })
}

fn cell<'l>(column: Column, fields: &Fields<'l>) -> &'l [u8] {
    fields.field(column.number).trim_ascii()
}

fn read_id(column: Option<Column>, fields: &Fields<'_>) -> Result<Option<RowId>, RowFaultKind> {
    let Some((column, text)) = given(column, fields) else {
        return Ok(None);
    };
    let id = number(text).ok_or_else(|| column.fault(text, "digits"))?;
    Ok(Some(RowId::Number(id)))
}

/// The day on which a row was added, if the file says it.
fn read_added(
    column: Option<Column>,
    fields: &Fields<'_>,
    dates: &mut Dates,
) -> Result<Option<i32>, RowFaultKind> {
    let Some((column, text)) = given(column, fields) else {
        return Ok(None);
    };
    let expected = "a date or a time, YYYYMMDD or YYYYMMDDHHMMSS";
    let day = read_day(text, dates).ok_or_else(|| column.fault(text, expected))?;
    Ok(Some(day))
}

/// Writes the code, the name and the country of an actor as one key.
fn write_key(
    columns: [Option<Column>; 3],
    fields: &Fields<'_>,
    key: &mut Vec<u8>,
) -> Result<(), RowFaultKind> {
    let mut texts = [&b""[..]; 3];
    for (text, column) in texts.iter_mut().zip(columns) {
        let Some(column) = column else { continue };
        let found = cell(column, fields);
        column.check_length(found)?;
        if !is_missing(found) {
            *text = found;
        }
    }
    key.clear();
    append_key(&texts, key);
    Ok(())
}
