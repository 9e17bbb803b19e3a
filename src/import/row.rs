//! A row of coded events, checked.

use chrono::NaiveDate;

use super::anomaly::Anomalies;
use super::digest::digest;
use super::digits::Digits;
use super::field::is_blank;
use super::names::{NamesId, Symbol};
use crate::code::{CameoCode, PloverCode};
use crate::time::date_of_day;

/// One row: who did what to whom, on which day.
///
/// It is copied like a number. The actors are [`Symbol`]s of the reader that made it, and
/// [`Reader::names`](super::Reader::names) has their texts. What is odd about the row is
/// noted in [`anomalies`](Self::anomalies) and decided elsewhere: a row that can be read is
/// handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodedEvent {
    pub(super) day: i32,
    pub(super) added: Option<i32>,
    pub(super) source: Option<Symbol>,
    pub(super) target: Option<Symbol>,
    pub(super) act: Act,
    pub(super) id: Option<RowId>,
    /// Of the reader that made it.
    pub(super) reader: NamesId,
    pub(super) line: u64,
    pub(super) offset: u64,
    pub(super) mentions: Option<u32>,
    pub(super) sources: Option<u32>,
    pub(super) anomalies: Anomalies,
}

/// What a row says was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Act {
    /// A code of CAMEO.
    Cameo(CameoCode),
    /// A code of PLOVER.
    Plover(PloverCode),
    /// Digits of which the other codes of the column decide what they stand for.
    Digits(Digits),
    /// Anything else, in the words of the file: see [`Names::act`](super::Names::act).
    Other(Symbol),
}

/// What a row is called in its data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RowId {
    /// A number, as GDELT and ICEWS give.
    Number(u64),
    /// A hash of a text, as POLECAT and PLOVER give; the same on every machine.
    Digest(u64),
}

impl RowId {
    /// A hash of a text, the same on every machine.
    pub(super) fn of(text: &[u8]) -> Option<Self> {
        (!is_blank(text)).then(|| Self::Digest(digest(text)))
    }
}

impl CodedEvent {
    /// The day on which it happened, as the file has it.
    pub fn date(&self) -> NaiveDate {
        date_of_day(self.day).expect("rows are of days of the calendar")
    }

    /// The day on which the row was added to the data set, or its story published.
    pub fn added(&self) -> Option<NaiveDate> {
        let date = |day| date_of_day(day).expect("rows are added on days of the calendar");
        self.added.map(date)
    }

    /// Who acts; none where the file names nobody.
    pub const fn source(&self) -> Option<Symbol> {
        self.source
    }

    /// Upon whom; none where the file names nobody.
    pub const fn target(&self) -> Option<Symbol> {
        self.target
    }

    /// What was done.
    pub const fn act(&self) -> Act {
        self.act
    }

    /// What the row is called, where the format has a name for it.
    pub const fn id(&self) -> Option<RowId> {
        self.id
    }

    /// The line of the file, counted from 1.
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// Where its line begins, in bytes from the start of the (unpacked) file.
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// In how many places of how many documents it was mentioned, as GDELT counts.
    pub const fn mentions(&self) -> Option<u32> {
        self.mentions
    }

    /// How many sources mentioned it, as GDELT counts.
    pub const fn sources(&self) -> Option<u32> {
        self.sources
    }

    /// What is odd about it, as far as the row alone shows: whether its code lost a zero depends on
    /// the others of its column.
    pub const fn anomalies(&self) -> Anomalies {
        self.anomalies
    }
}
