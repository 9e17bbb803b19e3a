//! Events and mentions of GDELT.
//!
//! GDELT's files have no header and no quotes. Only the columns that a row of ours has are
//! looked at: the first 34 are parted one by one, the delimiters of the rest are counted,
//! and the date on which the row was added is found from the end.
//!
//! Source: *The GDELT Event Database Data Format Codebook* 1.03 (2013) and 2.0 (2015).

use memchr::{memchr_iter, memrchr};

use super::anomaly::{Anomalies, Anomaly};
use super::column::{Column, Columns};
use super::digest::digest;
use super::field::{CameoCodes, Dates, Fields, number, split};
use super::names::{MAX_NAME_BYTES, Names, NamesId, Symbol};
use super::problem::{Problem, RowError};
use super::row::{CodedEvent, RowId};
use super::rows::Progress;
use super::rows::{Place, Rows};
use crate::time::{DAY, date_of_day, instant};

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
/// The columns that are parted: up to the number of articles.
const PARTED: usize = 34;

const fn column(number: usize, name: &'static str) -> Column {
    Column { number, name }
}

/// What a reader of events keeps from row to row.
#[derive(Clone, Debug)]
pub(super) struct Gdelt {
    is_second: bool,
    dates: Dates,
    added: Dates,
    codes: CameoCodes,
}

impl Gdelt {
    pub(super) fn new(is_second: bool) -> Self {
        Self {
            is_second,
            dates: Dates::default(),
            added: Dates::default(),
            codes: CameoCodes::default(),
        }
    }

    pub(super) fn columns() -> Columns {
        Columns {
            delimiter: b'\t',
            id: Some(ID),
            date: DATE,
            code: CODE,
            actors: [SOURCE.into(), TARGET.into()],
        }
    }

    #[inline]
    pub(super) fn read(
        &mut self,
        place: Place<'_>,
        names: &mut Names,
    ) -> Result<CodedEvent, Problem> {
        let line = place.bytes;
        let mut ends = [0; PARTED];
        let parted = split(line, b'\t', &mut ends);
        let columns = match parted {
            // The delimiter at the start of the rest has been counted.
            PARTED => {
                let rest = &line[ends[PARTED - 1] as usize..];
                parted + memchr_iter(b'\t', rest).count()
            }
            _ => parted + 1,
        };
        let added = match (self.is_second, columns) {
            (true, 61) | (false, 58) => before_last(line),
            (false, 57) => last(line),
            (true, _) => return Err(wrong_columns(columns, "61")),
            (false, _) => return Err(wrong_columns(columns, "57 or 58")),
        };
        let fields = Fields::new(line, &ends);

        let id = fields.get(ID.number);
        let id = number(id).ok_or_else(|| ID.holds(id, "digits"))?;
        let day = fields.get(DATE.number);
        let day = self.dates.compact(day);
        let day = day.ok_or_else(|| DATE.holds(fields.get(DATE.number), "a date, YYYYMMDD"))?;
        let code = fields.get(CODE.number);
        let code = self.codes.get(code);
        let (act, odd) =
            code.ok_or_else(|| CODE.holds(fields.get(CODE.number), "1 to 4 digits"))?;
        let added = self.added(added)?;
        let mentions = count(&fields, MENTIONS)?;
        let sources = count(&fields, SOURCES)?;
        let actors = [actor(&fields, &SOURCE)?, actor(&fields, &TARGET)?];
        let (source, target, anomalies) = names.both(actors, texts)?;
        Ok(CodedEvent {
            added: Some(added),
            source,
            target,
            id: Some(RowId::Number(id)),
            mentions,
            sources,
            anomalies: anomalies.union(odd).union(of_dates(day, added)),
            ..place.row(day, act, names)
        })
    }

    fn added(&mut self, text: &[u8]) -> Result<i32, Problem> {
        // With the time of day, in quarters of an hour.
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
            column(number, "DATEADDED").holds(text, expected)
        })
    }
}

#[cold]
const fn wrong_columns(found: usize, expected: &'static str) -> Problem {
    Problem::Columns { found, expected }
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

/// The code, the name and the country of an actor, which stand beside each other.
#[inline]
fn actor<'l>(fields: &Fields<'l>, columns: &[Column; 3]) -> Result<&'l [u8], Problem> {
    let [first, .., last] = columns;
    let key = fields.stretch(first.number, last.number);
    if key.len() > MAX_NAME_BYTES {
        let mut columns = columns.iter();
        columns.try_for_each(|column| column.fits(fields.get(column.number)))?;
    }
    Ok(key)
}

/// Its texts, as [`actor`] has them.
fn texts(key: &[u8]) -> [&[u8]; 3] {
    let mut parts = key.split(|&byte| byte == b'\t');
    [(); 3].map(|()| parts.next().expect("an actor has three columns"))
}

fn count(fields: &Fields<'_>, column: Column) -> Result<Option<u32>, Problem> {
    let text = fields.get(column.number);
    if text.is_empty() {
        return Ok(None);
    }
    let count = number(text).and_then(|count| u32::try_from(count).ok());
    count
        .map(Some)
        .ok_or_else(|| column.holds(text, "a number"))
}

/// GDELT dates "last year" to the day.
fn of_dates(day: i32, added: i32) -> Anomalies {
    match i64::from(added) - i64::from(day) {
        7 => Anomaly::GuessedWeek.into(),
        30 => Anomaly::GuessedMonth.into(),
        365 => Anomaly::GuessedYear.into(),
        ..0 => Anomaly::DatedAfterAdded.into(),
        _ => Anomalies::NONE,
    }
}

/// One mention of an event of GDELT 2.0 in one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    reader: NamesId,
    event: u64,
    first: i32,
    /// Seconds from 1970-01-01.
    at: i64,
    outlet: Option<Symbol>,
    document: u64,
    confidence: Option<u8>,
    line: u64,
}

impl Mention {
    /// The identifier of the event: [`RowId::Number`](super::RowId::Number) of its row.
    pub const fn event(&self) -> u64 {
        self.event
    }

    /// The day on which the event was first found in the news.
    pub fn first(&self) -> chrono::NaiveDate {
        date_of_day(self.first).expect("mentions are of days of the calendar")
    }

    /// When the document was found, to the quarter of an hour in which GDELT did.
    pub fn at(&self) -> chrono::DateTime<chrono::Utc> {
        instant(self.at).expect("mentions are of days of the calendar")
    }

    /// The day of this mention.
    pub fn date(&self) -> chrono::NaiveDate {
        self.at().date_naive()
    }

    /// Who published the document: a name of the reader's [`names`](Mentions::names).
    pub const fn outlet(&self) -> Option<Symbol> {
        self.outlet
    }

    /// A hash of the address of the document; the same on every machine.
    pub const fn document(&self) -> u64 {
        self.document
    }

    /// How sure GDELT is to have read it rightly, in per cent.
    pub const fn confidence(&self) -> Option<u8> {
        self.confidence
    }

    /// The line of the file, counted from 1.
    pub const fn line(&self) -> u64 {
        self.line
    }

    pub(super) const fn reader(&self) -> NamesId {
        self.reader
    }
}

/// Reads the mentions of GDELT 2.0: 16 columns by tabs, no header; older files lack the last.
///
/// What holds for a [`Reader`](super::Reader) of events holds here.
///
/// # Example
///
/// ```
/// use detente::import::Mentions;
///
/// let line = "881990832\t20191024143000\t20191024143000\t1\ttimescolonist.com\t\
///     https://www.timescolonist.com/\t3\t-1\t1234\t1250\t1\t40\t2345\t2.0\t\t\n";
/// let mut mentions = Mentions::new(line.as_bytes());
/// let mention = mentions.next().unwrap()?;
/// assert_eq!((mention.event(), mention.confidence()), (881_990_832, Some(40)));
/// let outlet = mentions.names().actor(mention.outlet().unwrap()).unwrap();
/// assert_eq!(outlet.name(), Some("timescolonist.com"));
/// # Ok::<(), detente::import::RowError>(())
/// ```
#[derive(Debug)]
pub struct Mentions<R> {
    rows: Rows<R>,
    names: Names,
    /// Of events, and of mentions.
    dates: [Dates; 2],
}

impl<R: std::io::BufRead> Mentions<R> {
    /// A reader of mentions.
    pub fn new(input: R) -> Self {
        Self {
            rows: Rows::new(input),
            names: Names::new(None),
            dates: Default::default(),
        }
    }

    /// The names of outlets so far.
    pub const fn names(&self) -> &Names {
        &self.names
    }

    /// How far it has come.
    pub const fn progress(&self) -> Progress {
        self.rows.progress()
    }
}

impl<R: std::io::BufRead> Iterator for Mentions<R> {
    type Item = Result<Mention, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let dates = &mut self.dates;
        let names = &mut self.names;
        self.rows
            .next(|place| mention(place, dates, names).map(Some))
    }
}

impl<R: std::io::BufRead> std::iter::FusedIterator for Mentions<R> {}

/// `HHMMSS` as seconds of a day.
fn seconds(text: &[u8]) -> Option<i64> {
    let parts = [0, 2, 4].map(|at| number(text.get(at..at + 2)?));
    match parts {
        [Some(hour @ ..24), Some(minute @ ..60), Some(second @ ..60)] if text.len() == 6 => {
            let seconds = (hour * 60 + minute) * 60 + second;
            Some(i64::try_from(seconds).expect("a day has 86,400 seconds"))
        }
        _ => None,
    }
}

fn mention(
    Place { bytes, line, .. }: Place<'_>,
    [firsts, dates]: &mut [Dates; 2],
    names: &mut Names,
) -> Result<Mention, Problem> {
    let mut ends = [0; 20];
    let parted = split(bytes, b'\t', &mut ends);
    if !(14..=15).contains(&parted) {
        return Err(wrong_columns(parted + 1, "15 or 16"));
    }
    let fields = Fields::new(bytes, &ends[..parted]);
    let time = |dates: &mut Dates, column: Column| {
        let text = fields.get(column.number);
        let parts = text.split_at_checked(8);
        let found = parts.and_then(|(date, time)| dates.compact(date).zip(seconds(time)));
        found.ok_or_else(|| column.holds(text, "a time, YYYYMMDDHHMMSS"))
    };
    let first = time(firsts, column(1, "EventTimeDate"))?.0;
    let (day, seconds) = time(dates, column(2, "MentionTimeDate"))?;
    let id = fields.get(0);
    let confidence = column(11, "Confidence");
    let percent = count(&fields, confidence)?;
    let percent = percent.map(|percent| {
        u8::try_from(percent)
            .ok()
            .filter(|&percent| percent <= 100)
            .ok_or_else(|| confidence.holds(fields.get(confidence.number), "0 to 100"))
    });
    let confidence = percent.transpose()?;
    let event = number(id).ok_or_else(|| ID.holds(id, "digits"))?;
    let outlet = column(4, "MentionSourceName");
    outlet.fits(fields.get(outlet.number))?;
    let outlet = names.find(0, fields.get(outlet.number), |name| [b"", name, b""])?;
    Ok(Mention {
        reader: names.id(),
        event,
        first,
        at: i64::from(day) * DAY + seconds,
        document: digest(fields.get(5)),
        outlet: outlet.0,
        confidence,
        line,
    })
}
