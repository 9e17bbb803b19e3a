//! Events of GDELT; `mentions` reads its mentions.
//!
//! Published files have no header and no quotes; `header` reads exports of queries, which have both.
//! Only the columns that a row needs are read: the first 34 are split, the delimiters of the rest are
//! counted, and the date on which the row was added is found from the end of the line.
//!
//! Source: *The GDELT Event Database Data Format Codebook* 1.03 (2013) and 2.0 (2015).

mod header;
mod mentions;
mod named;

use memchr::{memchr_iter, memrchr};

use self::header::GdeltTable;
use super::column::{Column, Columns};
use super::fault::RowFaultKind;
use super::field::{CameoCodes, Dates, Fields, number, split};
use super::name_table::{MAX_NAME_BYTES, NameTable};
use super::row::{CodedEvent, RowId};
use super::rows::SourceLine;
use super::warning::{RowWarning, RowWarnings};

pub(super) use self::header::is_header;
pub(super) use self::mentions::is_header as is_header_of_mentions;
pub use self::mentions::{Mention, MentionReader};

const ID: Column = column(0, "GLOBALEVENTID");
const DATE: Column = column(1, "SQLDATE");
const SOURCE: [Column; 3] = [
    column(5, "Actor1Code"),
    column(6, "Actor1Name"),
    column(7, "Actor1CountryCode"),
];
const TARGET: [Column; 3] = [
    column(15, "Actor2Code"),
    column(16, "Actor2Name"),
    column(17, "Actor2CountryCode"),
];
const CODE: Column = column(26, "EventCode");
const MENTIONS: Column = column(31, "NumMentions");
const SOURCES: Column = column(32, "NumSources");
/// The number of delimiters that are found: up to the column of the number of articles.
const SPLIT: usize = 34;

const fn column(number: usize, name: &'static str) -> Column {
    Column { number, name }
}

/// The state of a reader of events.
#[derive(Clone, Debug)]
pub(super) struct Gdelt {
    is_second: bool,
    /// Whether no line was read yet.
    is_start: bool,
    /// The columns of a file with a header.
    table: Option<Box<GdeltTable>>,
    dates: Dates,
    added: Dates,
    codes: CameoCodes,
}

impl Gdelt {
    pub(super) fn new(is_second: bool) -> Self {
        Self {
            is_second,
            is_start: true,
            table: None,
            dates: Dates::default(),
            added: Dates::default(),
            codes: CameoCodes::default(),
        }
    }

    pub(super) fn columns(&self) -> Columns {
        if let Some(table) = &self.table {
            return table.columns();
        }
        Columns {
            delimiter: b'\t',
            has_quotes: false,
            id: Some(ID),
            date: DATE,
            code: CODE,
            actors: [SOURCE.into(), TARGET.into()],
        }
    }

    /// Reads the row of a line. Returns `None` for a header.
    #[inline]
    pub(super) fn read(
        &mut self,
        line: SourceLine<'_>,
        names: &mut NameTable,
    ) -> Result<Option<CodedEvent>, RowFaultKind> {
        if std::mem::take(&mut self.is_start) && is_header(line.bytes) {
            self.table = Some(Box::new(GdeltTable::of_header(line.bytes)?));
            return Ok(None);
        }
        match &mut self.table {
            None => self.read_published(line, names),
            Some(table) => table.read(line, names),
        }
        .map(Some)
    }

    #[inline]
    fn read_published(
        &mut self,
        line: SourceLine<'_>,
        names: &mut NameTable,
    ) -> Result<CodedEvent, RowFaultKind> {
        let bytes = line.bytes;
        let mut ends = [0; SPLIT];
        let delimiters = split(bytes, b'\t', &mut ends);
        let columns = match delimiters {
            // `rest` starts with the last delimiter that was found, which counts once.
            SPLIT => {
                let rest = &bytes[ends[SPLIT - 1] as usize..];
                delimiters + memchr_iter(b'\t', rest).count()
            }
            _ => delimiters + 1,
        };
        let added = match (self.is_second, columns) {
            (true, 61) | (false, 58) => before_last(bytes),
            (false, 57) => last(bytes),
            (true, _) => return Err(wrong_columns(columns, "61")),
            (false, _) => return Err(wrong_columns(columns, "57 or 58")),
        };
        let fields = Fields::new(bytes, &ends);

        let id = fields.field(ID.number);
        let id = number(id).ok_or_else(|| ID.fault(id, "digits"))?;
        let day = fields.field(DATE.number);
        let day = self.dates.compact(day);
        let day = day.ok_or_else(|| DATE.fault(fields.field(DATE.number), "a date, YYYYMMDD"))?;
        let code = fields.field(CODE.number);
        let code = self.codes.get(code);
        let (act, of_code) =
            code.ok_or_else(|| CODE.fault(fields.field(CODE.number), "1 to 4 digits"))?;
        let added = self.added(added)?;
        let mentions = count(fields.field(MENTIONS.number), MENTIONS)?;
        let sources = count(fields.field(SOURCES.number), SOURCES)?;
        let actors = [actor(&fields, &SOURCE)?, actor(&fields, &TARGET)?];
        let (source, target, warnings) = names.find_both(actors, texts)?;
        Ok(CodedEvent {
            added: Some(added),
            source,
            target,
            id: Some(RowId::Number(id)),
            mentions,
            sources,
            warnings: warnings.union(of_code).union(of_dates(day, added)),
            ..line.row(day, act, names)
        })
    }

    fn added(&mut self, text: &[u8]) -> Result<i32, RowFaultKind> {
        // GDELT 2.0 has a time, in steps of 15 minutes.
        let day = if self.is_second {
            text.get(..8).filter(|_| text.len() == 14)
        } else {
            Some(text)
        };
        let added = day.and_then(|day| self.added.compact(day));
        added.ok_or_else(|| {
            let (number, expected) = if self.is_second {
                (59, "a time, YYYYMMDDHHMMSS")
            } else {
                (56, "a date, YYYYMMDD")
            };
            column(number, "DATEADDED").fault(text, expected)
        })
    }
}

#[cold]
fn wrong_columns(found: usize, expected: &'static str) -> RowFaultKind {
    RowFaultKind::Columns {
        found,
        expected: expected.into(),
    }
}

fn last(line: &[u8]) -> &[u8] {
    &line[last_tab(line) + 1..]
}

fn before_last(line: &[u8]) -> &[u8] {
    last(&line[..last_tab(line)])
}

fn last_tab(line: &[u8]) -> usize {
    memrchr(b'\t', line).expect("a line of 57 columns or more has tabs")
}

/// The code, the name and the country of an actor, which are three adjacent columns, as one key.
#[inline]
fn actor<'l>(fields: &Fields<'l>, columns: &[Column; 3]) -> Result<&'l [u8], RowFaultKind> {
    let [first, .., last] = columns;
    let key = fields.range(first.number, last.number);
    if key.len() > MAX_NAME_BYTES {
        let mut columns = columns.iter();
        columns.try_for_each(|column| column.check_length(fields.field(column.number)))?;
    }
    Ok(key)
}

/// The texts in a key of [`actor`].
fn texts(key: &[u8]) -> [&[u8]; 3] {
    let mut parts = key.split(|&byte| byte == b'\t');
    [(); 3].map(|()| parts.next().expect("an actor has three columns"))
}

/// The number in a cell. Returns `None` if the cell is empty.
fn count(text: &[u8], column: Column) -> Result<Option<u32>, RowFaultKind> {
    if text.is_empty() {
        return Ok(None);
    }
    let count = number(text).and_then(|count| u32::try_from(count).ok());
    count
        .map(Some)
        .ok_or_else(|| column.fault(text, "a number"))
}

/// GDELT infers an exact date from phrases such as "last year".
fn of_dates(day: i32, added: i32) -> RowWarnings {
    match i64::from(added) - i64::from(day) {
        7 => RowWarning::GuessedWeek.into(),
        30 => RowWarning::GuessedMonth.into(),
        365 => RowWarning::GuessedYear.into(),
        ..0 => RowWarning::DatedAfterAdded.into(),
        _ => RowWarnings::NONE,
    }
}
