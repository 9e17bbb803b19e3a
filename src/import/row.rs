//! A row of coded events, checked; what is odd about it; and why one was refused.

use std::fmt;
use std::io;

use chrono::NaiveDate;
use thiserror::Error;

use super::column::Column;
use super::digest::digest;
use super::field::is_blank;
use super::names::Symbol;
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
        date_of_day(self.day).unwrap_or(NaiveDate::MIN)
    }

    /// The day on which the row was added to the data set, or its story published.
    pub fn added(&self) -> Option<NaiveDate> {
        self.added.and_then(date_of_day)
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

    /// What is odd about it, as far as the row alone shows.
    pub const fn anomalies(&self) -> Anomalies {
        self.anomalies
    }
}

/// A class of what is odd about rows.
///
/// [The table of the room](super#what-is-odd-and-what-becomes-of-it) says what becomes of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Anomaly {
    /// Dated exactly 7 days before it was added: "last week".
    GuessedWeek,
    /// Dated exactly 30 days before it was added: "last month".
    GuessedMonth,
    /// Dated exactly 365 days before it was added: "last year".
    GuessedYear,
    /// Dated after it was added.
    DatedAfterAdded,
    /// The identifier has been read before.
    ReusedId,
    /// The code, the name or the country of an actor begins or ends with blanks.
    StrayBlank,
    /// The code lost a leading zero: `46` for `046`.
    LostZero,
    /// No publication lists the code.
    UnknownCode,
    /// An actor is the text `NA`, `NaN`, `nan`, `N/A` or `NULL`: a missing value, or Namibia.
    NaText,
    /// The text of an actor is not UTF-8.
    BrokenText,
    /// A list of actors has neither one country nor as many as names: the countries are the
    /// actors, and the names are left out.
    UnmatchedNames,
    /// Nobody acts.
    MissingSource,
    /// Nobody is acted upon.
    MissingTarget,
    /// An actor belongs to no party: police of no country.
    NoParty,
    /// An actor belongs to a region of CAMEO, and to no country: `EUR`.
    Region,
    /// An actor belongs to a country that is in no list.
    UnknownCountry,
    /// Both actors belong to one party.
    SelfPair,
    /// The same was done by the same to the same on the same day in another row.
    Repeated,
    /// A symmetric event that another row has from the other side.
    Mirrored,
}

impl Anomaly {
    /// Every class, in the order in which they are listed here.
    pub const ALL: [Self; 19] = [
        Self::GuessedWeek,
        Self::GuessedMonth,
        Self::GuessedYear,
        Self::DatedAfterAdded,
        Self::ReusedId,
        Self::StrayBlank,
        Self::LostZero,
        Self::UnknownCode,
        Self::NaText,
        Self::BrokenText,
        Self::UnmatchedNames,
        Self::MissingSource,
        Self::MissingTarget,
        Self::NoParty,
        Self::Region,
        Self::UnknownCountry,
        Self::SelfPair,
        Self::Repeated,
        Self::Mirrored,
    ];

    /// A few words for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GuessedWeek => "dated 7 days before it was added",
            Self::GuessedMonth => "dated 30 days before it was added",
            Self::GuessedYear => "dated 365 days before it was added",
            Self::DatedAfterAdded => "dated after it was added",
            Self::ReusedId => "identifier read before",
            Self::StrayBlank => "blank around an actor's text",
            Self::LostZero => "code without its leading zero",
            Self::UnknownCode => "code that no publication lists",
            Self::NaText => "actor that reads NA",
            Self::BrokenText => "actor that is not UTF-8",
            Self::UnmatchedNames => "names left out, as the list has other countries",
            Self::MissingSource => "nobody acts",
            Self::MissingTarget => "nobody is acted upon",
            Self::NoParty => "actor of no party",
            Self::Region => "actor of a region, and of no country",
            Self::UnknownCountry => "actor of a country that is in no list",
            Self::SelfPair => "one party with itself",
            Self::Repeated => "repeated on the day",
            Self::Mirrored => "mirrored from the other side",
        }
    }

    /// Its place in a list of counts.
    pub(super) const fn place(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Anomaly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A set of anomalies.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Anomalies(u32);

impl Anomalies {
    /// Nothing odd.
    pub const NONE: Self = Self(0);

    /// Whether nothing is odd.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the class is among them.
    pub const fn contains(self, anomaly: Anomaly) -> bool {
        self.0 & (1 << anomaly as u32) != 0
    }

    /// These and one more.
    #[must_use]
    pub const fn with(self, anomaly: Anomaly) -> Self {
        Self(self.0 | 1 << anomaly as u32)
    }

    /// These without one.
    #[must_use]
    pub const fn without(self, anomaly: Anomaly) -> Self {
        Self(self.0 & !(1 << anomaly as u32))
    }

    /// Those that are in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are in both.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Iterates over them, in the order of [`Anomaly::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Anomaly> {
        Anomaly::ALL
            .into_iter()
            .filter(move |&anomaly| self.contains(anomaly))
    }
}

impl From<Anomaly> for Anomalies {
    fn from(anomaly: Anomaly) -> Self {
        Self::NONE.with(anomaly)
    }
}

impl fmt::Debug for Anomalies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// A row was refused. It takes no other along: the reader goes on with the next line.
///
/// Only where the input itself fails ([`Problem::Read`]), or where a format's header is
/// missing ([`Problem::Header`]), is there no next one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {problem}")]
pub struct RowError {
    line: u64,
    offset: u64,
    problem: Box<Problem>,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Problem {
    /// A field holds something else than it should.
    #[error("column {number} ({name}) is `{}`: expected {expected}", printable(.value))]
    Field {
        /// The number of the column, counted from 1.
        number: usize,
        /// The name of the column in the codebook of the format.
        name: &'static str,
        /// What is there, shortened if it is long.
        value: Box<str>,
        /// What should be there.
        expected: &'static str,
    },
    /// The row has more or fewer columns than the format.
    #[error("{found} column{}: expected {expected}", if *.found == 1 { "" } else { "s" })]
    Columns {
        /// How many the row has.
        found: usize,
        /// How many the format has.
        expected: &'static str,
    },
    /// The line is over [`MAX_LINE`](super::MAX_LINE).
    #[error("longer than {} bytes: expected a row", super::MAX_LINE)]
    TooLong,
    /// Lines end with carriage returns alone, as nothing has written them for long.
    #[error("a carriage return within the line: expected lines that end with a line feed")]
    Return,
    /// A quoted field goes over the end of the line.
    #[error(
        "column {number}{} has no closing quote: expected one before the end of the line",
        in_brackets(*.name)
    )]
    Quote {
        /// The number of the column, counted from 1.
        number: usize,
        /// The name of the column, where it is one that is read.
        name: Option<&'static str>,
    },
    /// The line is no record in JSON, or a name in it is too long.
    #[error("byte {at} of the line: expected {expected}")]
    Json {
        /// Where in the line, counted from 1.
        at: usize,
        /// What should be there.
        expected: &'static str,
    },
    /// A row lists more actors on one side than it may stand for pairs.
    #[error(
        "more than {most} actors on one side: expected at most {most} pairs of actors in one row",
        most = super::MAX_PAIRS
    )]
    Actors,
    /// A row of many actors stands for too many pairs.
    #[error(
        "{found} pairs of actors in one row: expected at most {}",
        super::MAX_PAIRS
    )]
    Pairs {
        /// How many pairs it stands for.
        found: usize,
    },
    /// The reader holds as many names as it may.
    #[error(
        "a name more than a reader holds: expected at most {} names of {} bytes together",
        super::MAX_NAMES,
        super::MAX_NAMES_BYTES
    )]
    Names,
    /// The first line does not name the columns of the format. Nothing more is read.
    #[error("no column is named `{missing}`: expected the header of {format}")]
    Header {
        /// The name of the format.
        format: &'static str,
        /// The name of a column that is missing.
        missing: &'static str,
    },
    /// The input begins as something else than lines of text in UTF-8. Nothing more is read.
    #[error("the input begins as {found} does: expected lines of text in UTF-8{hint}")]
    NotText {
        /// What begins so.
        found: &'static str,
        /// What to do.
        hint: &'static str,
    },
    /// The input cannot be read. Nothing more is read.
    #[error("the input cannot be read: {message}")]
    Read {
        /// Of what kind the failure is.
        kind: io::ErrorKind,
        /// What was said of it.
        message: Box<str>,
    },
}

fn in_brackets(name: Option<&str>) -> String {
    name.map(|name| format!(" ({name})")).unwrap_or_default()
}

/// A text with its control characters escaped.
fn printable(text: &str) -> String {
    let escaped = |c: char| c.escape_debug().collect::<String>();
    let one = |c: char| if c.is_control() { escaped(c) } else { c.into() };
    text.chars().map(one).collect()
}

impl Problem {
    /// What the first bytes of an input are the mark of, where that is no text.
    #[cold]
    pub(super) fn of_first(bytes: &[u8]) -> Option<Self> {
        const KNOWN: [(&[u8], &str, &str); 4] = [
            (b"\x1f\x8b", "gzip", " (`import::gunzip` unpacks it)"),
            (b"PK\x03\x04", "zip", " (`import::Zip` unpacks it)"),
            (b"\xff\xfe", "UTF-16", ""),
            (b"\xfe\xff", "UTF-16", ""),
        ];
        let known = KNOWN.iter().find(|(mark, ..)| bytes.starts_with(mark));
        known.map(|&(_, found, hint)| Self::NotText { found, hint })
    }

    /// The same with the name of its column, where it is one of these.
    #[cold]
    pub(super) fn named(mut self, columns: &[Column]) -> Self {
        if let Self::Quote { number, name } = &mut self {
            let column = columns.iter().find(|column| column.number + 1 == *number);
            *name = column.map(|column| column.name);
        }
        self
    }
}

impl RowError {
    pub(super) fn new(line: u64, offset: u64, problem: Problem) -> Self {
        Self {
            line,
            offset,
            problem: Box::new(problem),
        }
    }

    /// The line, counted from 1.
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// Where the line begins, in bytes from the start of the input.
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// What is wrong.
    pub const fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Whether the input failed, and not the row.
    pub(super) const fn is_of_input(&self) -> bool {
        matches!(*self.problem, Problem::Read { .. })
    }

    /// Whether the reader has nothing more to give.
    pub const fn is_fatal(&self) -> bool {
        matches!(
            *self.problem,
            Problem::Read { .. } | Problem::Header { .. } | Problem::NotText { .. }
        )
    }
}

/// Bytes for an error or an example: at most 60 characters of them.
pub(super) fn shortened(bytes: &[u8]) -> Box<str> {
    let head = bytes.get(..240).unwrap_or(bytes);
    let text = String::from_utf8_lossy(head);
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
        None if head.len() < bytes.len() => format!("{text}…").into(),
        None => text.into(),
    }
}
