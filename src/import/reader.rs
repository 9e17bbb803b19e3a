//! Reads rows: one type of reader for all formats.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufRead};

use super::column::Column;
use super::detect::{Detection, FileKind, without_blank_lines};
use super::fault::RowFault;
use super::gdelt::{Edition, Gdelt};
use super::icews::Icews;
use super::lines::Lines;
use super::name_table::NameTable;
use super::plain::{LeftOut, Plain, PlainLayout};
use super::plover::PloverLines;
use super::polecat::Polecat;
use super::published::Published;
use super::quadruples::{QuadrupleLayout, Quadruples};
use super::row::CodedEvent;
use super::rows::{Progress, Rows};
use super::summary::NoRows;
use super::table::LineSplitter;
use super::warning::RowWarning;
use crate::code::Scale;

/// A file format of coded events.
///
/// | format | columns | source |
/// | :-- | :-- | :-- |
/// | [`Gdelt1`](Self::Gdelt1) | 57, or 58 since April 2013, separated by tabs; or as a program saved them | *GDELT Data Format Codebook* 1.03 |
/// | [`Gdelt2`](Self::Gdelt2) | 61, separated by tabs; or as a program saved them | *GDELT Event Codebook* 2.0 |
/// | [`Icews`](Self::Icews) | separated by tabs or commas, found by their names in the header | ICEWS Coded Event Data on Dataverse |
/// | [`Polecat`](Self::Polecat) | separated by tabs or commas, found by their names in the header | POLECAT weekly data on Dataverse |
/// | [`Plover`](Self::Plover) | a JSON object on each line | PLOVER manual 0.7b1 and its gold standard records |
/// | [`Plain`](Self::Plain) | as a [`PlainLayout`] states | |
/// | [`Quadruples`](Self::Quadruples) | subject, relation, object and time, separated by tabs, or numbers separated by blanks; no header | benchmarks of temporal knowledge graphs |
///
/// # The columns of GDELT that are read
///
/// | column | number | read as |
/// | :-- | :-- | :-- |
/// | `GLOBALEVENTID` | 1 | [`CodedEvent::id`] |
/// | `SQLDATE` | 2 | [`CodedEvent::date`] |
/// | `Actor1Code`, `Actor1Name`, `Actor1CountryCode` | 6, 7, 8 | [`CodedEvent::source`] |
/// | `Actor2Code`, `Actor2Name`, `Actor2CountryCode` | 16, 17, 18 | [`CodedEvent::target`] |
/// | `EventCode` | 27 | [`CodedEvent::act`] |
/// | `NumMentions` | 32 | [`CodedEvent::mention_count`] |
/// | `NumSources` | 33 | [`CodedEvent::source_count`] |
/// | `DATEADDED` | 57 in GDELT 1.0, 60 in GDELT 2.0 | [`CodedEvent::added`] |
///
/// Other columns are skipped, such as `GoldsteinScale`, `AvgTone` and the address of the article:
/// [`RowReader::line`] has the whole line. A scale gives the values of codes.
///
/// GDELT is also read with a header, as a query saves it: all columns or some of them, with any
/// delimiter. `SQLDATE`, `EventCode`, and a code, a name or a country of each actor are required.
/// An [`Importer`](super::Importer) of [countries](super::PartyRule::Country) needs a code or a country.
/// Names of columns are compared without regard to case, blanks and punctuation: `sql_date` is `SQLDATE`.
/// Without `DATEADDED`, guessed dates are not recognised.
///
/// It is also read without a header, as a database saves it: all columns, separated by commas, semicolons or bars.
/// `NULL`, `\N` and `NaN` are then blank cells, with and without a header.
///
/// # Quotes
///
/// In columns separated by tabs, quotes have no special meaning, as in the published files: a name
/// may start with one. If the names in a header of ICEWS or GDELT are quoted, the fields are, too. With another delimiter, a field may be quoted, and may then contain the
/// delimiter, but never the end of a line.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(
    tag = "kind",
    content = "layout",
    rename_all = "snake_case",
    deny_unknown_fields
)]
#[non_exhaustive]
pub enum Format {
    /// Events of GDELT 1.0.
    Gdelt1,
    /// Events of GDELT 2.0.
    Gdelt2,
    /// ICEWS as it is published: the columns of [`PlainLayout::icews`] in any order and among any
    /// others, separated by tabs or commas. State what differs in your file on that layout, such as
    /// dates as `2/15/2017`.
    Icews,
    /// POLECAT: `Event ID`, `Event Date`, `Event Type`, `Event Mode`, `Actor Name`, `Actor
    /// Country`, `Recipient Name`, `Recipient Country`, `Publication Date`, in any order and among
    /// any others. A line with several actors makes a row for each pair of source and target.
    /// Without a target, actors who consult, agree or cooperate are paired with each other.
    Polecat,
    /// PLOVER as lines of JSON, with a record on each. Several actors are treated as in POLECAT.
    Plover,
    /// Date, source, target and code, in columns of any order.
    Plain(PlainLayout),
    /// Subject, relation, object and time: knowledge graphs, such as the benchmarks made from ICEWS.
    Quadruples(QuadrupleLayout),
}

impl Format {
    /// Detects what a file is from its first line, without its end.
    ///
    /// Plain tables are [`FileKind::Unknown`], because their columns have to be stated.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{FileKind, Format};
    ///
    /// let header = b"Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\t\
    ///     Event Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country";
    /// let detected = Format::detect(header);
    /// assert_eq!(detected.format(), Some(&Format::Icews));
    /// assert!(detected.certainty.is_certain());
    /// assert_eq!(
    ///     detected.to_string(),
    ///     "ICEWS (its header has `CAMEO Code` and `Source Country`)",
    /// );
    ///
    /// let page = Format::detect(b"<!DOCTYPE html><html><head><title>404 Not Found</title>");
    /// assert_eq!(page.kind, FileKind::Html);
    /// let table = Format::detect(b"2014-05-13,USA,RUS,042");
    /// assert_eq!(
    ///     table.to_string(),
    ///     "text of no known format (its first line has 4 columns separated by commas)",
    /// );
    /// ```
    pub fn detect(first_line: &[u8]) -> Detection {
        Detection::of(first_line)
    }

    /// How the format is written in Rust. Returns `None` if it has a layout that was stated by hand.
    pub(super) fn variant(&self) -> Option<Cow<'static, str>> {
        let variant = match self {
            Self::Gdelt1 => "Format::Gdelt1",
            Self::Gdelt2 => "Format::Gdelt2",
            Self::Icews => "Format::Icews",
            Self::Polecat => "Format::Polecat",
            Self::Plover => "Format::Plover",
            Self::Plain(layout) => return Published::variant(layout).map(Cow::Owned),
            Self::Quadruples(_) => return None,
        };
        Some(variant.into())
    }

    /// What to do with a file of the format, after a semicolon. Empty if the layout was stated by hand.
    pub(super) fn hint(&self) -> String {
        self.variant()
            .map_or_else(String::new, |variant| format!("; read it with `{variant}`"))
    }

    /// Whether the rows say on which day they were added.
    ///
    /// PLOVER has only the day on which a record was coded, which may be the same for all records.
    pub(super) const fn has_added_dates(&self) -> bool {
        matches!(self, Self::Gdelt1 | Self::Gdelt2 | Self::Polecat)
    }

    /// Whether the format or the caller states the system of the codes.
    pub(super) fn states_system(&self) -> bool {
        match self {
            Self::Plain(layout) => layout.states_system(),
            _ => true,
        }
    }

    /// Whether rows say how many events they are.
    pub(super) fn has_count(&self) -> bool {
        matches!(self, Self::Plain(layout) if layout.has_count())
    }

    /// The data set whose layout it is. Returns `None` if the format is not a plain table, or if the
    /// layout was stated by hand.
    pub(super) fn published(&self) -> Option<Published> {
        match self {
            Self::Plain(layout) => layout.published(),
            _ => None,
        }
    }

    /// Whether the publisher has a row for each event, so that equal rows are separate events.
    pub(super) fn has_row_for_each_event(&self) -> bool {
        matches!(
            self.published(),
            Some(Published::Acled | Published::UcdpGed)
        )
    }

    /// Whether rows have numbers instead of codes.
    pub(super) fn has_values(&self) -> bool {
        matches!(self, Self::Plain(layout) if layout.has_values())
    }

    /// The stated system of the codes. Returns `None` if it has to be inferred.
    pub(super) fn system(&self) -> Option<&str> {
        match self {
            Self::Gdelt1 | Self::Gdelt2 | Self::Icews | Self::Quadruples(_) => Some("cameo"),
            Self::Polecat | Self::Plover => Some("plover"),
            Self::Plain(layout) => layout.system(),
        }
    }

    /// The scale for the codes of the format, as its publisher prints them.
    pub fn scale(&self) -> Scale {
        match self {
            Self::Plain(_) => {
                let published = self.published().and_then(Published::scale);
                published.unwrap_or_else(Scale::cameo_icews)
            }
            Self::Gdelt1 | Self::Gdelt2 => Scale::cameo_gdelt(),
            Self::Icews | Self::Quadruples(_) => Scale::cameo_icews(),
            Self::Polecat | Self::Plover => Scale::plover(),
        }
    }
}

impl From<PlainLayout> for Format {
    fn from(layout: PlainLayout) -> Self {
        Self::Plain(layout)
    }
}

impl From<&PlainLayout> for Format {
    fn from(layout: &PlainLayout) -> Self {
        Self::Plain(layout.clone())
    }
}

impl From<QuadrupleLayout> for Format {
    fn from(layout: QuadrupleLayout) -> Self {
        Self::Quadruples(layout)
    }
}

impl From<&Format> for Format {
    fn from(format: &Format) -> Self {
        format.clone()
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
            Self::Plain(_) => self.published().map_or("a plain table", Published::name),
            Self::Quadruples(_) => "quadruples of a knowledge graph",
        })
    }
}

/// Reads the rows of a file one by one.
///
/// It is an iterator of `Result<CodedEvent, RowFault>`. After a row that is refused, it continues
/// with the next line. Blank lines are skipped.
///
/// Memory does not grow with the file, except for the [`NameTable`] of distinct actors. A row
/// whose names are known allocates nothing.
///
/// The buffer of the input should have 64 KiB or more: `BufReader::with_capacity(1 << 16, file)`.
///
/// # Example
///
/// ```
/// use detente::import::{Format, PlainLayout, RowReader};
///
/// let table = "2014-05-13\tUSA\tRUS\t042\n2014-05-32\tUSA\tRUS\t042\n2014-05-14\tUSA\tRUS\t112\n";
/// let mut reader = RowReader::new(table.as_bytes(), Format::Plain(PlainLayout::default()));
/// let visit = reader.next().unwrap()?;
/// assert_eq!(visit.date().to_string(), "2014-05-13");
/// let source = reader.names().actor(visit.source().unwrap()).unwrap();
/// assert_eq!(source.code, Some("USA"));
/// assert_eq!(
///     reader.next().unwrap().unwrap_err().to_string(),
///     "line 2: column 1 (date) is `2014-05-32`: expected a day of May 2014, which has 31 days",
/// );
/// assert_eq!(reader.next().unwrap()?.line(), 3);
/// assert!(reader.next().is_none());
/// # Ok::<(), detente::import::RowFault>(())
/// ```
#[derive(Debug)]
pub struct RowReader<R> {
    rows: Rows<R>,
    layout: Layout,
    names: NameTable,
    /// The other rows of the last line, in reverse order.
    waiting: Vec<CodedEvent>,
    format: Format,
}

/// The state of each format.
#[derive(Debug)]
enum Layout {
    Gdelt(Box<Gdelt>),
    Icews(Box<Icews>),
    Polecat(Box<Polecat>),
    Plover(Box<PloverLines>),
    Plain(Box<Plain>),
    Quadruples(Box<Quadruples>),
}

impl<R: BufRead> RowReader<R> {
    /// Creates a reader of a format.
    pub fn new(input: R, format: impl Into<Format>) -> Self {
        let format = format.into();
        let breaks = match &format {
            Format::Plain(layout) => layout.line_breaks(),
            _ => None,
        };
        let layout = match &format {
            Format::Gdelt1 => Layout::Gdelt(Box::new(Gdelt::new(Edition::First))),
            Format::Gdelt2 => Layout::Gdelt(Box::new(Gdelt::new(Edition::Second))),
            Format::Icews => Layout::Icews(Box::default()),
            Format::Polecat => Layout::Polecat(Box::default()),
            Format::Plover => Layout::Plover(Box::default()),
            Format::Plain(layout) => Layout::Plain(Box::new(Plain::new(layout.clone()))),
            Format::Quadruples(layout) => {
                Layout::Quadruples(Box::new(Quadruples::new(layout.clone())))
            }
        };
        Self {
            rows: Rows::new(input, FileKind::Events(format.clone()), breaks),
            layout,
            names: NameTable::new(Some(format.clone())),
            waiting: Vec::new(),
            format,
        }
    }

    /// Creates a reader of an input whose [format](Format::detect) is detected from its first line,
    /// as far as the line is in the buffer. Blank lines before it are skipped.
    ///
    /// Returns `None` if the format is not one of the published ones. [`Format::detect`] then says what the first
    /// line shows instead, such as a page of a server or a table whose columns have to be stated. Pass `&mut input`
    /// to keep the input for that.
    ///
    /// # Errors
    ///
    /// If the input fails.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, RowReader};
    ///
    /// let record = br#"{"id": "x", "date": "2020-01-01", "source": "USA", "event": "AGREE"}"#;
    /// let reader = RowReader::detect(record.as_slice())?.unwrap();
    /// assert_eq!(reader.format(), &Format::Plover);
    ///
    /// let mut table = &b"2014-05-13,USA,RUS,042\n"[..];
    /// assert!(RowReader::detect(&mut table)?.is_none());
    /// let first_line = table.split(|&byte| byte == b'\n').next().unwrap();
    /// assert_eq!(
    ///     Format::detect(first_line).to_string(),
    ///     "text of no known format (its first line has 4 columns separated by commas)",
    /// );
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn detect(input: R) -> io::Result<Option<Self>> {
        let mut lines = Lines::new(input);
        let first = without_blank_lines(lines.buffered()?);
        let end = memchr::memchr(b'\n', first).unwrap_or(first.len());
        let detected = Format::detect(&first[..end]);
        let format = detected.format().cloned();
        let list = lines.take_list();
        Ok(format.map(|format| {
            let mut reader = Self::new(lines.into_inner(), format);
            reader.rows.set_list(list);
            reader
        }))
    }

    /// The names in the rows so far.
    pub const fn names(&self) -> &NameTable {
        &self.names
    }

    /// The format of the input.
    pub const fn format(&self) -> &Format {
        &self.format
    }

    /// How much of the input has been read.
    pub const fn progress(&self) -> Progress {
        self.rows.progress()
    }

    /// The last line, without its end: for columns that are not part of a row, such as the address
    /// of an article in GDELT. Empty before the first line, and after a line that was too long.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, PlainLayout, RowReader};
    ///
    /// let table = "2014-05-13\tUSA\tRUS\t042\thttps://example.org/a\n";
    /// let mut reader = RowReader::new(table.as_bytes(), Format::Plain(PlainLayout::default()));
    /// while let Some(row) = reader.next() {
    ///     row?;
    ///     let address = reader.line().split(|&byte| byte == b'\t').nth(4);
    ///     assert_eq!(address, Some(&b"https://example.org/a"[..]));
    /// }
    /// # Ok::<(), detente::import::RowFault>(())
    /// ```
    pub fn line(&mut self) -> &[u8] {
        self.rows.last_line()
    }

    /// The input.
    pub const fn get_ref(&self) -> &R {
        self.rows.get_ref()
    }

    /// The input, positioned after the last line.
    pub fn into_inner(self) -> R {
        self.rows.into_inner()
    }

    /// The start of the last line, for a person to read.
    pub(super) fn excerpt(&mut self) -> Box<str> {
        self.rows.excerpt()
    }

    /// The first line that was taken for a header, if this was not asked before.
    pub(super) fn take_header(&mut self) -> Option<Box<str>> {
        match &mut self.layout {
            Layout::Plain(plain) => plain.take_header(),
            Layout::Quadruples(quadruples) => quadruples.take_header(),
            _ => None,
        }
    }

    /// The key of the list of a JSON file in which the records were found, if this was not asked before.
    pub(super) fn take_list(&mut self) -> Option<Box<str>> {
        self.rows.take_list()
    }

    /// Refuses a file whose header shows that its rows can have no country.
    pub(super) fn require_countries(&mut self) {
        if let Layout::Gdelt(gdelt) = &mut self.layout {
            gdelt.require_parties();
        }
    }

    /// Refuses a file whose header shows that its rows do not say when they were added.
    pub(super) fn require_additions(&mut self) {
        if let Layout::Gdelt(gdelt) = &mut self.layout {
            gdelt.require_additions();
        }
    }

    /// Whether rows of GDELT were read, and none of them says when it was added, if this was not asked before.
    pub(super) fn take_lack_of_additions(&mut self) -> bool {
        match &mut self.layout {
            Layout::Gdelt(gdelt) => gdelt.take_lack_of_additions(),
            _ => false,
        }
    }

    /// The rows of a plain table that its layout left out since this was asked.
    pub(super) fn take_left_out(&mut self) -> LeftOut {
        match &mut self.layout {
            Layout::Plain(plain) => plain.take_left_out(),
            _ => LeftOut::default(),
        }
    }

    /// The number of the last line, if it has no line feed.
    pub(super) fn unended_line(&self) -> Option<u64> {
        self.rows.unended_line()
    }

    /// Why the file has no row. Returns `None` if it has one, or if it was not read to its end.
    pub(super) fn no_rows(&self) -> Option<NoRows> {
        if !self.rows.has_no_rows() {
            return None;
        }
        let lines = self.progress().lines;
        let header_line = match &self.layout {
            Layout::Plain(plain) if plain.has_left_out() => return None,
            Layout::Plain(plain) => plain.unread_header_line(lines),
            _ => None,
        };
        let lists = self.rows.empty_lists();
        Some(match header_line {
            _ if !lists.is_empty() => NoRows::EmptyLists { lists },
            _ if !self.rows.has_other_lines() => NoRows::Empty,
            Some(header_line) => NoRows::HeaderBeyondEnd { header_line, lines },
            None => NoRows::HeaderOnly,
        })
    }

    /// The format that the last line has as a first line. Returns `None` if it is the format of the
    /// reader, or none.
    #[cold]
    pub(super) fn looks_like(&mut self) -> Option<Format> {
        let detected = Format::detect(self.rows.last_line());
        let format = detected.format().cloned();
        format.filter(|format| *format != self.format)
    }

    /// The column of the last line that a warning is about.
    #[cold]
    pub(super) fn column_of(&mut self, warning: RowWarning) -> Option<Column> {
        let columns = match &self.layout {
            Layout::Gdelt(gdelt) => gdelt.columns(),
            Layout::Icews(icews) => icews.columns(),
            Layout::Polecat(polecat) => polecat.columns(),
            // The fields of a JSON record have no order.
            Layout::Plover(_) => return None,
            Layout::Plain(plain) => plain.columns()?,
            Layout::Quadruples(quadruples) => quadruples.columns(),
        };
        let line = self.rows.last_line();
        // A row is never empty, so the input failed to return the line for a second time.
        if line.is_empty() {
            return None;
        }
        let mut splitter = LineSplitter::default();
        let split = splitter.split_quoted(line, columns.delimiter, columns.has_quotes);
        let (fields, _) = split.expect("the line was split when its row was read");
        columns.find(warning, &fields)
    }
}

/// The format and how much was read: `a plain table: 12 rows in 13 lines`. If a file without a row was read
/// to its end, it says why.
impl<R: BufRead> fmt::Display for RowReader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Progress { rows, lines, .. } = self.progress();
        let plural = |count| if count == 1 { "" } else { "s" };
        write!(f, "{}: ", self.format)?;
        match self.no_rows() {
            Some(no_rows) => write!(f, "no rows, because {no_rows}"),
            None => write!(
                f,
                "{rows} row{} in {lines} line{}",
                plural(rows),
                plural(lines)
            ),
        }
    }
}

impl<R: BufRead> Iterator for RowReader<R> {
    type Item = Result<CodedEvent, RowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(row) = self.waiting.pop() {
            self.rows.count();
            return Some(Ok(row));
        }
        let (names, waiting) = (&mut self.names, &mut self.waiting);
        match &mut self.layout {
            Layout::Gdelt(gdelt) => self.rows.next(|line| gdelt.read(line, names)),
            Layout::Icews(icews) => self.rows.next(|line| icews.read(line, names, waiting)),
            Layout::Polecat(polecat) => self.rows.next(|line| polecat.read(line, names, waiting)),
            Layout::Plover(plover) => self.rows.next(|line| plover.read(line, names, waiting)),
            Layout::Plain(plain) => {
                let row = self.rows.next(|line| plain.read(line, names, waiting));
                if is_of_another_kind(row.as_ref()) {
                    plain.forget_header();
                }
                row
            }
            Layout::Quadruples(quadruples) => {
                let row = self.rows.next(|line| quadruples.read(line, names));
                if is_of_another_kind(row.as_ref()) {
                    quadruples.forget_header();
                }
                row
            }
        }
    }
}

impl<R: BufRead> std::iter::FusedIterator for RowReader<R> {}

/// Whether a first line shows that the file is of another kind. Then it is not a header.
fn is_of_another_kind(row: Option<&Result<CodedEvent, RowFault>>) -> bool {
    matches!(row, Some(Err(fault)) if fault.is_fatal() && fault.line == 1)
}
