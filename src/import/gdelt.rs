//! Events of GDELT; `mentions` reads its mentions.
//!
//! Published files have no header and no quotes; `table` reads files that other programs saved, which have one or
//! both. The first row or header shows which.
//! Only the columns that a row needs are read: the first 34 are split, the delimiters of the rest are
//! counted, and the date on which the row was added is found from the end of the line.
//!
//! Source: *The GDELT Event Database Data Format Codebook* 1.03 (2013) and 2.0 (2015).

mod edition;
mod header;
mod mention_columns;
mod mentions;
mod named;
mod table;

use memchr::{memchr_iter, memrchr};

use self::edition::{CODE, DATE, ID, MENTIONS, SOURCE, SOURCES, TARGET, delimiter_of};
use self::table::{GdeltTable, Needs};
use super::column::{Column, Columns};
use super::fault::RowFaultKind;
use super::field::{CameoCodes, Dates, Fields, number, split};
use super::name_table::{MAX_NAME_BYTES, NameTable};
use super::plain::Delimiter;
use super::row::{CodedEvent, RowId};
use super::rows::SourceLine;
use super::warning::{RowWarning, RowWarnings};

pub(super) use self::edition::Edition;
pub(super) use self::header::{is_header, missing_column};
pub(super) use self::mention_columns::{
    has_columns as has_columns_of_mentions, is_header as is_header_of_mentions,
};
pub use self::mentions::{Mention, MentionReader};

/// The number of delimiters that are found: up to the column of the number of articles.
const SPLIT: usize = 34;

/// The state of a reader of events.
#[derive(Clone, Debug)]
pub(super) struct Gdelt {
    edition: Edition,
    /// Whether neither a header nor a row of the edition was found yet.
    is_start: bool,
    /// What a header must have.
    needs: Needs,
    /// The columns of a file that another program saved.
    table: Option<Box<GdeltTable>>,
    dates: Dates,
    added: Dates,
    codes: CameoCodes,
}

impl Gdelt {
    pub(super) fn new(edition: Edition) -> Self {
        Self {
            edition,
            is_start: true,
            needs: Needs::default(),
            table: None,
            dates: Dates::default(),
            added: Dates::default(),
            codes: CameoCodes::default(),
        }
    }

    /// Refuses headers whose rows could have no countries.
    pub(super) const fn require_parties(&mut self) {
        self.needs.parties = true;
    }

    /// Refuses headers without the days on which rows were added.
    pub(super) const fn require_additions(&mut self) {
        self.needs.additions = true;
    }

    /// Whether rows were read, and none of them says when it was added, if this was not asked before.
    pub(super) fn take_lack_of_additions(&mut self) -> bool {
        let table = self.table.as_mut();
        table.is_some_and(|table| table.take_lack_of_additions())
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
        if self.is_start && self.start(line.bytes)? {
            return Ok(None);
        }
        match &mut self.table {
            None => self.read_published(line, names),
            Some(table) => table.read(line, names),
        }
        .map(Some)
    }

    /// Looks for a header, or for what separates the columns of the first row that the edition can have. Returns
    /// whether the line is a header.
    #[cold]
    fn start(&mut self, line: &[u8]) -> Result<bool, RowFaultKind> {
        if is_header(line) {
            self.is_start = false;
            let table = GdeltTable::of_header(line, self.needs)?;
            self.table = Some(Box::new(table));
            return Ok(true);
        }
        let Some(delimiter) = delimiter_of(line, |columns| self.edition.has(columns)) else {
            return Ok(false);
        };
        self.is_start = false;
        if delimiter != Delimiter::Tab {
            let table = GdeltTable::of_edition(self.edition, delimiter);
            self.table = Some(Box::new(table));
        }
        Ok(false)
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
        let added = match (self.edition, columns) {
            (Edition::Second, 61) | (Edition::First, 58) => before_last(bytes),
            (Edition::First, 57) => last(bytes),
            (edition, _) => return Err(wrong_row(bytes, columns, edition)),
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
        let (day, expected) = match self.edition {
            Edition::First => (Some(text), "a date, YYYYMMDD"),
            Edition::Second => {
                let day = text.get(..8).filter(|_| text.len() == 14);
                (day, "a time, YYYYMMDDHHMMSS")
            }
        };
        let added = day.and_then(|day| self.added.compact(day));
        added.ok_or_else(|| self.edition.added().fault(text, expected))
    }
}

/// The fault of a row with another number of columns. If the line has no tab, it says what may separate its columns.
#[cold]
fn wrong_row(line: &[u8], found: usize, edition: Edition) -> RowFaultKind {
    let other = match found {
        1 => Delimiter::of_line(line, b'\t', false),
        _ => None,
    };
    let hint = other.map_or_else(String::new, |(delimiter, columns)| {
        delimiter.hint_for_columns(columns, edition.name())
    });
    RowFaultKind::Columns {
        found,
        expected: (edition.expected().to_owned() + &hint).into(),
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
