//! Mentions of GDELT 2.0.
//!
//! Published files have 15 or 16 columns and no header. An export of a query has a header, with all
//! columns or some of them, in any order: columns are found by the names of the codebook. A database can
//! write all columns without a header, separated by commas. Times of exports are numbers as in published
//! files, or texts of a database.
//!
//! Source: *The GDELT Event Database Data Format Codebook* 2.0 (2015), whose names the table
//! `gdelt-bq:gdeltv2.eventmentions` uses.

use chrono::{DateTime, NaiveDate, Utc};

use super::edition::delimiter_of;
use super::mention_columns::{EXPECTED, Export, MentionColumns, has_columns, is_header};
use super::named::{compact_time, count_in, is_missing, read_day, written_time};
use super::wrong_columns;
use crate::import::detect::FileKind;
use crate::import::digest::digest;
use crate::import::fault::{RowFault, RowFaultKind};
use crate::import::field::{Dates, Fields, number, split};
use crate::import::name_table::{NameTable, Symbol, TableId};
use crate::import::plain::Delimiter;
use crate::import::rows::{Progress, Rows, SourceLine};
use crate::time::{DAY, date_of_day, instant};

/// A mention of a GDELT 2.0 event in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mention {
    /// The identifier of the event: the [`RowId::Number`](super::RowId::Number) of its row.
    pub event: u64,
    /// The day on which the event was first found in the news.
    pub first: NaiveDate,
    /// When GDELT found the document, in steps of 15 minutes.
    pub at: DateTime<Utc>,
    /// The publisher of the document: a name of the reader's [`names`](MentionReader::names).
    pub outlet: Option<Symbol>,
    /// A hash of the address of the document. The same on every machine.
    pub document: u64,
    /// GDELT's confidence in its reading, in per cent.
    pub confidence: Option<u8>,
    /// The line of the file, counted from 1.
    pub line: u64,
    /// The name table of the reader that made the mention.
    pub(in crate::import) table: TableId,
}

/// Reads the mentions of GDELT 2.0: 16 columns separated by tabs, without a header. Older files
/// lack the last column.
///
/// A query's result with a header is read, too, with any delimiter. It needs the columns
/// `GLOBALEVENTID`, `EventTimeDate`, `MentionTimeDate` and `MentionIdentifier`, in any order;
/// `MentionSourceName` and `Confidence` are read if they are there. All columns can also be separated by commas,
/// semicolons or bars, without a header, as a database saves them.
///
/// Otherwise it works like a [`RowReader`](crate::import::RowReader).
///
/// # Example
///
/// ```
/// use detente::import::MentionReader;
///
/// let line = "881990832\t20191024143000\t20191024143000\t1\ttimescolonist.com\t\
///     https://www.timescolonist.com/\t3\t-1\t1234\t1250\t1\t40\t2345\t2.0\t\t\n";
/// let mut mentions = MentionReader::new(line.as_bytes());
/// let mention = mentions.next().unwrap()?;
/// assert_eq!((mention.event, mention.confidence), (881_990_832, Some(40)));
/// let outlet = mentions.names().actor(mention.outlet.unwrap()).unwrap();
/// assert_eq!(outlet.name, Some("timescolonist.com"));
///
/// let export = "GLOBALEVENTID,EventTimeDate,MentionTimeDate,MentionIdentifier\n\
///     881990832,20191024143000,2019-10-24 14:30:00 UTC,https://www.timescolonist.com/\n";
/// let exported = MentionReader::new(export.as_bytes()).next().unwrap()?;
/// assert_eq!((exported.at, exported.document), (mention.at, mention.document));
/// # Ok::<(), detente::import::RowFault>(())
/// ```
#[derive(Debug)]
pub struct MentionReader<R> {
    rows: Rows<R>,
    names: NameTable,
    lines: MentionLines,
}

impl<R: std::io::BufRead> MentionReader<R> {
    /// Creates a reader of mentions.
    pub fn new(input: R) -> Self {
        Self {
            rows: Rows::new(input, FileKind::Mentions, None),
            names: NameTable::new(None),
            lines: MentionLines::default(),
        }
    }

    /// The names of the outlets so far.
    pub const fn names(&self) -> &NameTable {
        &self.names
    }

    /// How much of the input has been read.
    pub const fn progress(&self) -> Progress {
        self.rows.progress()
    }
}

impl<R: std::io::BufRead> Iterator for MentionReader<R> {
    type Item = Result<Mention, RowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        let (lines, names) = (&mut self.lines, &mut self.names);
        self.rows.next(|line| lines.read(line, names))
    }
}

impl<R: std::io::BufRead> std::iter::FusedIterator for MentionReader<R> {}

/// The state of a reader of mentions.
#[derive(Debug, Default)]
struct MentionLines {
    /// Whether a header or a line with the columns of a mention was found.
    is_started: bool,
    /// The layout of a file that another program saved.
    export: Option<Box<Export>>,
    cells: MentionCells,
}

/// Reads the cells of mentions.
#[derive(Clone, Debug, Default)]
struct MentionCells {
    /// Cached dates of events, and of mentions.
    firsts: Dates,
    dates: Dates,
}

impl MentionLines {
    /// Reads the mention of a line. Returns `None` for a header.
    fn read(
        &mut self,
        line: SourceLine<'_>,
        names: &mut NameTable,
    ) -> Result<Option<Mention>, RowFaultKind> {
        if !self.is_started && self.start(line.bytes)? {
            return Ok(None);
        }
        let mention = match &mut self.export {
            None => self.cells.read_published(line, names),
            Some(export) => {
                let (fields, columns) = export.split(line.bytes)?;
                self.cells.read(line, &fields, &columns, names)
            }
        };
        mention.map(Some)
    }

    /// Looks for a header, or for what separates the columns of the first mention. Returns whether the line is a
    /// header.
    #[cold]
    fn start(&mut self, line: &[u8]) -> Result<bool, RowFaultKind> {
        if is_header(line) {
            self.is_started = true;
            self.export = Some(Box::new(Export::of_header(line)?));
            return Ok(true);
        }
        let delimiter = delimiter_of(line, has_columns);
        self.is_started = delimiter.is_some();
        let saved = delimiter.filter(|delimiter| *delimiter != Delimiter::Tab);
        self.export = saved.map(|delimiter| Box::new(Export::without_header(delimiter)));
        Ok(false)
    }
}

impl MentionCells {
    fn read_published(
        &mut self,
        line: SourceLine<'_>,
        names: &mut NameTable,
    ) -> Result<Mention, RowFaultKind> {
        let mut ends = [0; 20];
        let delimiters = split(line.bytes, b'\t', &mut ends);
        if !has_columns(delimiters + 1) {
            return Err(wrong_columns(delimiters + 1, EXPECTED));
        }
        let fields = Fields::new(line.bytes, &ends[..delimiters]);
        self.read(line, &fields, &MentionColumns::PUBLISHED, names)
    }

    fn read(
        &mut self,
        line: SourceLine<'_>,
        fields: &Fields<'_>,
        columns: &MentionColumns,
        names: &mut NameTable,
    ) -> Result<Mention, RowFaultKind> {
        let first = self.first(fields, columns)?;
        let at = self.at(fields, columns)?;
        let confidence = confidence(fields, columns)?;
        let id = columns.number(fields, columns.event);
        let event = number(id).ok_or_else(|| columns.event.fault(id, "digits"))?;
        let outlet = match columns.outlet {
            None => &b""[..],
            Some(column) => {
                let outlet = columns.text(fields, column);
                column.check_length(outlet)?;
                if columns.is_export && is_missing(outlet) {
                    b""
                } else {
                    outlet
                }
            }
        };
        // The last step that can fail, so that a refused line adds no name.
        let (outlet, _) = names.find(0, outlet, |name| [b"", name, b""])?;
        Ok(Mention {
            event,
            first,
            at,
            outlet,
            document: digest(columns.text(fields, columns.document)),
            confidence,
            line: line.number,
            table: names.id(),
        })
    }

    fn first(
        &mut self,
        fields: &Fields<'_>,
        columns: &MentionColumns,
    ) -> Result<NaiveDate, RowFaultKind> {
        let text = columns.number(fields, columns.first);
        let (day, expected) = if columns.is_export {
            let expected = "a date or a time, YYYYMMDD or YYYYMMDDHHMMSS";
            (read_day(text, &mut self.firsts), expected)
        } else {
            let time = compact_time(text, &mut self.firsts);
            (time.map(|(day, _)| day), "a time, YYYYMMDDHHMMSS")
        };
        let day = day.ok_or_else(|| columns.first.fault(text, expected))?;
        Ok(date_of_day(day).expect("`Dates` returns days of the calendar"))
    }

    fn at(
        &mut self,
        fields: &Fields<'_>,
        columns: &MentionColumns,
    ) -> Result<DateTime<Utc>, RowFaultKind> {
        let text = columns.number(fields, columns.at);
        let compact = compact_time(text, &mut self.dates);
        let (time, expected) = if columns.is_export {
            let time = compact.or_else(|| written_time(text, &mut self.dates));
            (time, "a time in UTC, YYYYMMDDHHMMSS or YYYY-MM-DD HH:MM:SS")
        } else {
            (compact, "a time, YYYYMMDDHHMMSS")
        };
        let (day, seconds) = time.ok_or_else(|| columns.at.fault(text, expected))?;
        let at = instant(i64::from(day) * DAY + seconds);
        Ok(at.expect("`Dates` returns days of the calendar"))
    }
}

fn confidence(fields: &Fields<'_>, columns: &MentionColumns) -> Result<Option<u8>, RowFaultKind> {
    let Some(column) = columns.confidence else {
        return Ok(None);
    };
    let count = if columns.is_export {
        count_in(Some(column), fields)?
    } else {
        super::count(fields.field(column.number), column)?
    };
    match count {
        None => Ok(None),
        Some(percent @ 0..=100) => Ok(Some(u8::try_from(percent).expect("100 fits a byte"))),
        Some(_) => Err(column.fault(fields.field(column.number), "0 to 100")),
    }
}
