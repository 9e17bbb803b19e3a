//! A checked row of coded events.

use chrono::NaiveDate;

use super::digest::digest;
use super::digits::Digits;
use super::field::is_blank;
use super::name_table::{Symbol, TableId};
use super::value::RowValue;
use super::warning::RowWarnings;
use crate::code::{CameoCode, PloverCode};
use crate::time::date_of_day;

/// One row: who did what to whom, on which day.
///
/// A row is `Copy`: its actors are [`Symbol`]s of the reader that made it, whose
/// [`names`](super::RowReader::names) has their texts. A row that can be read is returned by the
/// reader; what looks wrong in it is in [`warnings`](Self::warnings), for the importer to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodedEvent {
    pub(super) day: i32,
    /// Not before `day`.
    pub(super) last_day: i32,
    pub(super) added: Option<i32>,
    pub(super) source: Option<Symbol>,
    pub(super) target: Option<Symbol>,
    pub(super) act: Act,
    pub(super) id: Option<RowId>,
    /// The name table of the reader that made the row.
    pub(super) table: TableId,
    pub(super) line: u64,
    pub(super) offset: u64,
    pub(super) mentions: Option<u32>,
    pub(super) sources: Option<u32>,
    pub(super) count: u32,
    pub(super) warnings: RowWarnings,
}

/// The act that a row reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Act {
    /// A code of CAMEO.
    Cameo(CameoCode),
    /// A code of PLOVER.
    Plover(PloverCode),
    /// Digits whose meaning depends on the other codes of the column.
    Digits(Digits),
    /// Other words: [`NameTable::act`](super::NameTable::act) has their text.
    Other(Symbol),
    /// A value instead of a code: see [`PlainLayout::with_values`](super::PlainLayout::with_values).
    /// `None` if it is missing.
    Value(Option<RowValue>),
}

/// The identifier of a row in its data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RowId {
    /// A number, as in GDELT and ICEWS.
    Number(u64),
    /// A hash of a text, as in POLECAT and PLOVER. The same on every machine.
    Digest(u64),
}

impl RowId {
    /// Hashes a text. Returns `None` if it is blank.
    pub(super) fn of(text: &[u8]) -> Option<Self> {
        (!is_blank(text)).then(|| Self::Digest(digest(text)))
    }
}

impl CodedEvent {
    /// The day of the event, or the first of several, as the file states it.
    pub fn date(&self) -> NaiveDate {
        date_of_day(self.day).expect("readers check that days are in the calendar")
    }

    /// The last day of the event: the [date](Self::date), unless the layout of a plain table has a
    /// [column of last days](super::PlainLayout::with_last_day).
    pub fn last_date(&self) -> NaiveDate {
        date_of_day(self.last_day).expect("readers check that days are in the calendar")
    }

    /// The day on which the row was added to the data set, or its story published. Returns `None`
    /// if the format does not say.
    pub fn added(&self) -> Option<NaiveDate> {
        let date = |day| date_of_day(day).expect("readers check that days are in the calendar");
        self.added.map(date)
    }

    /// The source actor. Returns `None` if the row names none.
    pub const fn source(&self) -> Option<Symbol> {
        self.source
    }

    /// The target actor. Returns `None` if the row names none.
    pub const fn target(&self) -> Option<Symbol> {
        self.target
    }

    /// The act.
    pub const fn act(&self) -> Act {
        self.act
    }

    /// The identifier in the data set. Returns `None` if the format has none.
    pub const fn id(&self) -> Option<RowId> {
        self.id
    }

    /// The line of the file, counted from 1.
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// The byte of the (unpacked) file at which the line starts, counted from 0.
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// The number of mentions in all documents. Only GDELT has it.
    pub const fn mention_count(&self) -> Option<u32> {
        self.mentions
    }

    /// The number of sources that mention the event. Only GDELT has it.
    pub const fn source_count(&self) -> Option<u32> {
        self.sources
    }

    /// The number of events that the row is: 1, unless the layout of a plain table has a
    /// [column of counts](super::PlainLayout::with_count).
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// What looks wrong in the row by itself. Whether its code lost a zero depends on the rest of
    /// the column, and is not included.
    pub const fn warnings(&self) -> RowWarnings {
        self.warnings
    }
}

/// The dates of the first and the last day of a period.
pub(super) fn dates_of((first, last): (i32, i32)) -> (NaiveDate, NaiveDate) {
    let date = |day| date_of_day(day).expect("readers check that days are in the calendar");
    (date(first), date(last))
}
