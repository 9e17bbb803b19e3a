//! Readers of rows: one for every format, all of one type.

use std::fmt;
use std::io::{self, BufRead};

use super::anomaly::Anomaly;
use super::column::Column;
use super::gdelt::Gdelt;
use super::icews::Icews;
use super::names::Names;
use super::plain::{Plain, PlainLayout};
use super::plover::PloverLines;
use super::polecat::Polecat;
use super::problem::{Problem, RowError, shortened};
use super::row::CodedEvent;
use super::rows::{Progress, Rows};
use super::table::Parts;
use crate::code::Scale;

/// A layout of coded events.
///
/// | format | columns | source of their order |
/// | :-- | :-- | :-- |
/// | [`Gdelt1`](Self::Gdelt1) | 57, or 58 since April 2013, by tabs, no header | *GDELT Data Format Codebook* 1.03 |
/// | [`Gdelt2`](Self::Gdelt2) | 61 by tabs, no header | *GDELT Event Codebook* 2.0 |
/// | [`Icews`](Self::Icews) | by tabs, found by their names in the header | ICEWS Coded Event Data on Dataverse |
/// | [`Polecat`](Self::Polecat) | by tabs or commas, found by their names in the header | POLECAT weekly data on Dataverse |
/// | [`Plover`](Self::Plover) | an object of JSON on each line | PLOVER manual 0.7b1 and its gold standard records |
/// | [`Plain`](Self::Plain) | as you say | |
///
/// Where columns are parted by tabs, quotes have no meaning, as in the files themselves: a
/// name may begin with one. Where they are parted by commas or another sign, a quoted field may
/// hold that, and never the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Events of GDELT 1.0.
    Gdelt1,
    /// Events of GDELT 2.0.
    Gdelt2,
    /// ICEWS: `Event ID`, `Event Date`, `Source Name`, `Source Country`, `CAMEO Code`, `Target Name`,
    /// `Target Country`, in any order and among any others.
    Icews,
    /// POLECAT: `Event ID`, `Event Date`, `Event Type`, `Event Mode`, `Actor Name`, `Actor Country`,
    /// `Recipient Name`, `Recipient Country`, `Publication Date`, in any order and among any
    /// others. A line with several actors is a row for each pair of them; where nobody is acted upon,
    /// those who consult, agree or cooperate are paired with each other, the first as source.
    Polecat,
    /// PLOVER as lines of JSON, a record on each; of several actors as in POLECAT.
    Plover,
    /// Date, source, target and code, in whatever order.
    Plain(PlainLayout),
}

impl Format {
    /// The format of a file, told from its first line; none where it is none of those with a
    /// layout of their own.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::Format;
    ///
    /// let header = b"Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\t\
    ///     Event Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country";
    /// assert_eq!(Format::detect(header), Some(Format::Icews));
    /// assert_eq!(Format::detect(b"2014-05-13,USA,RUS,042"), None);
    /// ```
    pub fn detect(first_line: &[u8]) -> Option<Self> {
        let first_line = first_line
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(first_line);
        let has = |name: &[u8]| memchr::memmem::find(first_line, name).is_some();
        let tabs = memchr::memchr_iter(b'\t', first_line).count();
        let is_numbered = first_line.first().is_some_and(u8::is_ascii_digit);
        match (tabs + 1, is_numbered) {
            (57 | 58, true) => Some(Self::Gdelt1),
            (61, true) => Some(Self::Gdelt2),
            _ if has(b"CAMEO Code") && has(b"Source Country") => Some(Self::Icews),
            _ if has(b"Event Type") && has(b"Actor Country") => Some(Self::Polecat),
            _ if first_line.trim_ascii_start().starts_with(b"{") => Some(Self::Plover),
            _ => None,
        }
    }

    /// Whether its rows say on which day they were added.
    ///
    /// The day on which a record of PLOVER was coded may be the same for all of them.
    pub(super) const fn tells_additions(self) -> bool {
        matches!(self, Self::Gdelt1 | Self::Gdelt2 | Self::Polecat)
    }

    /// Whether the system of its codes is known without looking at them.
    pub(super) const fn states_system(self) -> bool {
        match self {
            Self::Plain(layout) => layout.states_system(),
            _ => true,
        }
    }

    /// The system of its codes, if it is stated.
    pub(super) fn system(&self) -> Option<&str> {
        match self {
            Self::Gdelt1 | Self::Gdelt2 | Self::Icews => Some("cameo"),
            Self::Polecat | Self::Plover => Some("plover"),
            Self::Plain(layout) => layout.system(),
        }
    }

    /// The scale whose codes the format bears, as its publisher prints them.
    pub fn scale(self) -> Scale {
        match self {
            Self::Gdelt1 | Self::Gdelt2 => Scale::cameo_gdelt(),
            Self::Icews | Self::Plain(_) => Scale::cameo_icews(),
            Self::Polecat | Self::Plover => Scale::plover(),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Gdelt1 => "GDELT 1.0",
            Self::Gdelt2 => "GDELT 2.0",
            Self::Icews => "ICEWS",
            Self::Polecat => "POLECAT",
            Self::Plover => "PLOVER",
            Self::Plain(_) => "a plain table",
        })
    }
}

/// Reads the rows of a file, one after the other.
///
/// Memory stays the same however long the file is, but for the [`Names`] of distinct actors.
/// A row whose names are known allocates nothing. A row that cannot be read is an error with its line, and the next
/// one comes after it. Blank lines are no rows.
///
/// Give it a buffer of 64 KiB or more: `BufReader::with_capacity(1 << 16, file)`.
///
/// # Example
///
/// ```
/// use detente::import::{Format, PlainLayout, Reader};
///
/// let table = "2014-05-13\tUSA\tRUS\t042\n2014-05-32\tUSA\tRUS\t042\n2014-05-14\tUSA\tRUS\t112\n";
/// let mut reader = Reader::new(table.as_bytes(), Format::Plain(PlainLayout::default()));
/// let visit = reader.next().unwrap()?;
/// assert_eq!(visit.date().to_string(), "2014-05-13");
/// let source = reader.names().actor(visit.source().unwrap()).unwrap();
/// assert_eq!(source.code(), Some("USA"));
/// assert_eq!(
///     reader.next().unwrap().unwrap_err().to_string(),
///     "line 2: column 1 (date) is `2014-05-32`: expected a date, YYYY-MM-DD or YYYYMMDD",
/// );
/// assert_eq!(reader.next().unwrap()?.line(), 3);
/// assert!(reader.next().is_none());
/// # Ok::<(), detente::import::RowError>(())
/// ```
#[derive(Debug)]
pub struct Reader<R> {
    rows: Rows<R>,
    layout: Layout,
    names: Names,
    /// What else the last line stands for, the last of it first.
    waiting: Vec<CodedEvent>,
    format: Format,
    /// The beginning of a first line that was taken for a header because its date has no digit.
    header: Option<Box<str>>,
}

/// What each format keeps from row to row.
#[derive(Debug)]
enum Layout {
    Gdelt(Box<Gdelt>),
    Icews(Box<Icews>),
    Polecat(Box<Polecat>),
    Plover(Box<PloverLines>),
    Plain(Box<Plain>),
}

impl<R: BufRead> Reader<R> {
    /// A reader of a format.
    pub fn new(input: R, format: Format) -> Self {
        let layout = match format {
            Format::Gdelt1 => Layout::Gdelt(Box::new(Gdelt::new(false))),
            Format::Gdelt2 => Layout::Gdelt(Box::new(Gdelt::new(true))),
            Format::Icews => Layout::Icews(Box::default()),
            Format::Polecat => Layout::Polecat(Box::default()),
            Format::Plover => Layout::Plover(Box::default()),
            Format::Plain(layout) => Layout::Plain(Box::new(Plain::new(layout))),
        };
        Self {
            rows: Rows::new(input),
            layout,
            names: Names::new(Some(format)),
            waiting: Vec::new(),
            format,
            header: None,
        }
    }

    /// A reader of an input whose [format](Format::detect) is told from its first line, as far as
    /// the input buffers it; none where it is none of those with a layout of their own.
    ///
    /// # Errors
    ///
    /// If reading fails.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Reader};
    ///
    /// let record = br#"{"id": "x", "date": "2020-01-01", "source": "USA", "event": "AGREE"}"#;
    /// let reader = Reader::detect(record.as_slice())?.unwrap();
    /// assert_eq!(reader.format(), Format::Plover);
    /// assert!(Reader::detect(&b"2014-05-13,USA,RUS,042"[..])?.is_none());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn detect(mut input: R) -> io::Result<Option<Self>> {
        let first = input.fill_buf()?;
        let end = memchr::memchr(b'\n', first).unwrap_or(first.len());
        let format = Format::detect(&first[..end]);
        Ok(format.map(|format| Self::new(input, format)))
    }

    /// The names that the rows so far bear.
    pub const fn names(&self) -> &Names {
        &self.names
    }

    /// The format that it reads.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// How far it has come.
    pub const fn progress(&self) -> Progress {
        self.rows.progress()
    }

    /// The line that was read last, without its end: for the columns that a row has not, such as
    /// the address of an article in GDELT. Empty before the first line, and where a line was too
    /// long.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, PlainLayout, Reader};
    ///
    /// let table = "2014-05-13\tUSA\tRUS\t042\thttps://example.org/a\n";
    /// let mut reader = Reader::new(table.as_bytes(), Format::Plain(PlainLayout::default()));
    /// while let Some(row) = reader.next() {
    ///     row?;
    ///     let address = reader.line().split(|&byte| byte == b'\t').nth(4);
    ///     assert_eq!(address, Some(&b"https://example.org/a"[..]));
    /// }
    /// # Ok::<(), detente::import::RowError>(())
    /// ```
    pub fn line(&mut self) -> &[u8] {
        self.rows.last()
    }

    /// The input.
    pub const fn get_ref(&self) -> &R {
        self.rows.get_ref()
    }

    /// The input, behind the last line that was read.
    pub fn into_inner(self) -> R {
        self.rows.into_inner()
    }

    /// The beginning of the line that was read last, for a person to look at.
    pub fn excerpt(&mut self) -> Box<str> {
        self.rows.excerpt()
    }

    /// What was taken for a header since this was asked last, where that was a guess.
    pub(super) const fn take_header(&mut self) -> Option<Box<str>> {
        self.header.take()
    }

    /// The number of the last line, if the input ended within it: without a line feed.
    pub(super) fn unended(&self) -> Option<u64> {
        self.rows.unended()
    }

    /// The format of which the last line looks to be the first, where that is another.
    #[cold]
    pub(super) fn looks_like(&mut self) -> Option<Format> {
        Format::detect(self.rows.last()).filter(|&format| format != self.format)
    }

    /// The column of the last line for which a row has an anomaly.
    #[cold]
    pub(super) fn at_fault(&mut self, anomaly: Anomaly) -> Option<Column> {
        let columns = match &self.layout {
            Layout::Gdelt(_) => Gdelt::columns(),
            Layout::Icews(icews) => icews.columns(),
            Layout::Polecat(polecat) => polecat.columns(),
            // The fields of a record have no order.
            Layout::Plover(_) => return None,
            Layout::Plain(plain) => plain.columns(),
        };
        let line = self.rows.last();
        // No row is empty: the input does not show the line for a second time.
        if line.is_empty() {
            return None;
        }
        let mut parts = Parts::default();
        let parted = parts.of(line, columns.delimiter);
        let (fields, _) = parted.expect("the row has been parted before");
        columns.at_fault(anomaly, &fields)
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<CodedEvent, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(row) = self.waiting.pop() {
            self.rows.count();
            return Some(Ok(row));
        }
        let (names, waiting) = (&mut self.names, &mut self.waiting);
        match &mut self.layout {
            Layout::Gdelt(gdelt) => self.rows.next(|place| gdelt.read(place, names).map(Some)),
            Layout::Icews(icews) => self.rows.next(|place| icews.read(place, names)),
            Layout::Polecat(polecat) => self.rows.next(|place| polecat.read(place, names, waiting)),
            Layout::Plover(plover) => self.rows.next(|place| plover.read(place, names, waiting)),
            Layout::Plain(plain) => self.rows.next(|place| {
                let row = plain.read(place, names)?;
                if row.is_none() && Problem::of_first(place.bytes).is_none() {
                    self.header = Some(shortened(place.bytes));
                }
                Ok(row)
            }),
        }
    }
}

impl<R: BufRead> std::iter::FusedIterator for Reader<R> {}
