//! What was read, and what became of it.

mod write;

use std::fmt;

use chrono::NaiveDate;

use super::anomaly::{Anomalies, Anomaly};
use super::code_column::CodeColumn;
use super::column::Column;
use super::problem::RowError;
use super::reader::Format;
use crate::code::Code;
use crate::time::date_of_day;

/// How many bad rows a summary keeps.
pub const MAX_REFUSED: usize = 16;

/// What was read, and what became of it.
///
/// Every row is kept, merged into another that says the same, or skipped:
///
/// ```text
/// read = kept + merged + skipped        skipped = refused + those skipped for an anomaly
/// ```
///
/// [`Display`](fmt::Display) is for a person, on several lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub(super) read: u64,
    pub(super) kept: u64,
    pub(super) merged: u64,
    pub(super) unmarked: Unmarked,
    pub(super) unvalued_codes: Vec<(Code, u64)>,
    pub(super) code_columns: Vec<CodeColumn>,
    pub(super) unknown_countries: Vec<(Box<str>, u64)>,
    pub(super) refused: u64,
    pub(super) classes: [AnomalyCount; Anomaly::ALL.len()],
    pub(super) first_refused: Vec<Offence>,
    pub(super) failed: u64,
    pub(super) first_failed: Vec<Offence>,
    pub(super) misread: Vec<Misread>,
    pub(super) headers: u64,
    pub(super) first_header: Option<Example>,
    pub(super) unended: u64,
    pub(super) first_unended: Option<Example>,
    pub(super) stray_years: Vec<StrayYear>,
    pub(super) gaps: Vec<(i32, i32)>,
    pub(super) added_gaps: Vec<(i32, i32)>,
    pub(super) days: Option<(i32, i32)>,
    pub(super) added: Option<(i32, i32)>,
    pub(super) bytes: u64,
}

/// Whether what counts makes marks, by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worth {
    Mark,
    NoValue,
    NoWeight,
}

/// How many of the rows that count make no mark, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Unmarked {
    unvalued: u64,
    weightless: u64,
}

impl Unmarked {
    pub(super) const fn count(&mut self, worth: Worth, rows: u64) {
        match worth {
            Worth::Mark => {}
            Worth::NoValue => self.unvalued += rows,
            Worth::NoWeight => self.weightless += rows,
        }
    }

    pub(super) const fn add(&mut self, other: Self) {
        self.unvalued += other.unvalued;
        self.weightless += other.weightless;
    }

    /// One of those that count is of another worth than it was.
    pub(super) const fn turn(&mut self, before: Worth, now: Worth) {
        let mut one = Self {
            unvalued: 0,
            weightless: 0,
        };
        one.count(before, 1);
        self.take_off(one);
        self.count(now, 1);
    }

    pub(super) const fn take_off(&mut self, other: Self) {
        const COUNTED: &str = "what is taken off was counted";
        self.unvalued = self.unvalued.checked_sub(other.unvalued).expect(COUNTED);
        self.weightless = self
            .weightless
            .checked_sub(other.weightless)
            .expect(COUNTED);
    }
}

/// The count of a class of anomalies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AnomalyCount {
    pub(super) seen: u64,
    pub(super) skipped: u64,
    pub(super) example: Option<Example>,
}

/// The first row of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub(super) file: u32,
    pub(super) line: u64,
    pub(super) column: Option<Column>,
    pub(super) text: Box<str>,
}

/// A row that was refused, or an input that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offence {
    pub(super) file: u32,
    pub(super) error: RowError,
}

impl Example {
    /// Which of the readers it came from, counted from 1.
    pub const fn file(&self) -> u32 {
        self.file
    }

    /// The line, counted from 1.
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// The number of the column that is at fault, counted from 1, and its name in the codebook
    /// of the format; none where it is not one column that is.
    pub fn column(&self) -> Option<(usize, &'static str)> {
        let column = self.column?;
        Some((column.number + 1, column.name))
    }

    /// The beginning of the line.
    pub const fn text(&self) -> &str {
        &self.text
    }
}

impl Example {
    /// Where it stands, in brackets.
    fn write_place(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " (first: file {}, line {}", self.file, self.line)?;
        if let Some((number, name)) = self.column() {
            write!(f, ", column {number} ({name})")?;
        }
        write!(f, ")")
    }

    /// The same, where so many files were read before.
    pub(super) fn behind(&self, files: u32) -> Self {
        Self {
            file: self.file.saturating_add(files),
            ..self.clone()
        }
    }
}

impl Offence {
    /// The same, where so many files were read before.
    fn behind(&self, files: u32) -> Self {
        Self {
            file: self.file.saturating_add(files),
            error: self.error.clone(),
        }
    }

    /// Which of the readers it came from, counted from 1.
    pub const fn file(&self) -> u32 {
        self.file
    }

    /// What is wrong with it.
    pub const fn error(&self) -> &RowError {
        &self.error
    }
}

/// A year that is far from those of the other rows: a misprint, most likely.
///
/// Listed by [`Summary::stray_years`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrayYear {
    pub(super) year: i32,
    pub(super) rows: u64,
    pub(super) first: Option<Example>,
}

impl StrayYear {
    /// The year.
    pub const fn year(&self) -> i32 {
        self.year
    }

    /// The number of rows that are dated in it.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// The first of them.
    pub fn example(&self) -> &Example {
        let first = self.first.as_ref();
        first.expect("the first row of each year is kept as an example")
    }
}

impl fmt::Display for StrayYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = if self.rows == 1 { "row" } else { "rows" };
        write!(
            f,
            "{:>8} {rows} of the year {}, far from the others",
            self.rows, self.year
        )?;
        self.example().write_place(f)
    }
}

/// A file of which no row could be read: most likely one of another format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misread {
    pub(super) file: u32,
    pub(super) rows: u64,
    pub(super) read_as: Format,
    pub(super) looks_like: Option<Format>,
}

impl Misread {
    pub(super) const fn new(file: u32, read_as: Format) -> Self {
        Self {
            file,
            rows: 0,
            read_as,
            looks_like: None,
        }
    }

    /// Which of the readers it came from, counted from 1.
    pub const fn file(&self) -> u32 {
        self.file
    }

    /// How many rows it has, as far as it was read.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// The format that it was read as.
    pub const fn read_as(&self) -> Format {
        self.read_as
    }

    /// The format that its first line is of, if it is of another ([`Format::detect`]).
    pub const fn looks_like(&self) -> Option<Format> {
        self.looks_like
    }
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, rows, .. } = self;
        write!(
            f,
            "file {file}: no row of {rows} could be read as {}",
            self.read_as
        )?;
        match self.looks_like {
            Some(format) => write!(f, "; its first line is as in {format}"),
            None => Ok(()),
        }
    }
}

impl Summary {
    /// How many rows were read, bad ones included.
    ///
    /// A line of POLECAT or PLOVER with several actors is a row for each pair of them.
    pub const fn read(&self) -> u64 {
        self.read
    }

    /// How many rows count.
    pub const fn kept(&self) -> u64 {
        self.kept
    }

    /// How many say what a row that counts says already.
    pub const fn merged(&self) -> u64 {
        self.merged
    }

    /// How many do not count.
    pub fn skipped(&self) -> u64 {
        let skipped = self.classes.iter().map(|class| class.skipped);
        self.refused + skipped.sum::<u64>()
    }

    /// How many could not be read.
    pub const fn refused(&self) -> u64 {
        self.refused
    }

    /// How many inputs failed before their end, such as a packed file that is cut: of rows behind
    /// that nothing is known.
    pub const fn failed(&self) -> u64 {
        self.failed
    }

    /// The first of them, at most [`MAX_REFUSED`], with the line at which they failed.
    pub fn first_failed(&self) -> &[Offence] {
        &self.first_failed
    }

    /// How many of those kept make no mark, as the scale has no value for their code.
    pub const fn unvalued(&self) -> u64 {
        self.unmarked.unvalued
    }

    /// The codes of those, with how many rows each: most frequent first, then in the order of codes.
    ///
    /// They are what a scale lacks. Not among them are comments, whose class weighs nothing
    /// whatever the scale says, and what is in words that make no code. Filled in the summary
    /// of an [`Import`](super::Import); empty in that of an intake, as long as it takes rows
    /// in.
    pub fn unvalued_codes(&self) -> &[(Code, u64)] {
        &self.unvalued_codes
    }

    /// What the codes of each format were taken for: of which system they are, who says so, and
    /// whether leading zeros were put back.
    ///
    /// Filled in the summary of an [`Import`](super::Import); empty in that of an intake, as long
    /// as it takes rows in.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Importer, Options, PlainLayout, Reader};
    ///
    /// // A spreadsheet made numbers of the codes.
    /// let table = "2012-05-02\tUSA\tRUS\t10\n2012-05-07\tUSA\tRUS\t36\n";
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut intake = Importer::new(Options::new(format));
    /// intake.read(&mut Reader::new(table.as_bytes(), format))?;
    /// let imported = intake.finish()?;
    /// let [codes] = imported.summary().code_columns() else { unreachable!() };
    /// assert_eq!((codes.system(), codes.is_stated(), codes.restored()), (Some("cameo"), false, 2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn code_columns(&self) -> &[CodeColumn] {
        &self.code_columns
    }

    /// The texts of actors and countries that are in [no list](Anomaly::UnknownCountry), with how many
    /// rows name each: most frequent first, then in the order of texts.
    ///
    /// Each is a party of its own: a state under a spelling that is not known is another one.
    /// Filled in the summary of an [`Import`](super::Import); empty in that of an intake, as long
    /// as it takes rows in.
    pub fn unknown_countries(&self) -> &[(Box<str>, u64)] {
        &self.unknown_countries
    }

    /// How many of those kept make no mark, as their class weighs nothing: by default plain
    /// comments.
    pub const fn weightless(&self) -> u64 {
        self.unmarked.weightless
    }

    /// How many rows have an anomaly, whatever became of them.
    pub fn seen(&self, anomaly: Anomaly) -> u64 {
        self.class(anomaly).seen
    }

    /// How many rows were skipped for an anomaly; a row with several counts for one.
    pub fn skipped_for(&self, anomaly: Anomaly) -> u64 {
        self.class(anomaly).skipped
    }

    /// The first row with an anomaly.
    pub fn example(&self, anomaly: Anomaly) -> Option<&Example> {
        self.class(anomaly).example.as_ref()
    }

    /// The first rows that could not be read, at most [`MAX_REFUSED`].
    pub fn first_refused(&self) -> &[Offence] {
        &self.first_refused
    }

    /// The first files of which no row could be read, at most [`MAX_REFUSED`].
    pub fn misread(&self) -> &[Misread] {
        &self.misread
    }

    /// How many first lines of plain tables were taken for headers, as they have no digit in
    /// their date. They are no rows.
    pub const fn headers(&self) -> u64 {
        self.headers
    }

    /// The first of them.
    pub const fn first_header(&self) -> Option<&Example> {
        self.first_header.as_ref()
    }

    /// How many files end without a line feed: their last line was read, and may be cut.
    pub const fn unended(&self) -> u64 {
        self.unended
    }

    /// The last line of the first of them.
    pub const fn first_unended(&self) -> Option<&Example> {
        self.first_unended.as_ref()
    }

    /// The years that are far from those of the other rows, such as 25, 1900 or 9999 in a feed of
    /// 2019, in order. Rows of them count as all do.
    ///
    /// These are years before 1000 or after 3000; and years more than 20 years, and three times the
    /// median distance, from the median, if at most a third of the rows are as far on that side.
    /// Filled in the summary of an [`Import`](super::Import).
    pub fn stray_years(&self) -> &[StrayYear] {
        &self.stray_years
    }

    /// The stretches of days of which there is no row, between the first and the last day of any row,
    /// each with its first and last day. Guessed dates and [stray years](Self::stray_years) are left
    /// out.
    ///
    /// In a complete feed such a day is missing data, and in a selection a quiet day: the rows do not
    /// tell which. Filled in the summary of an [`Import`](super::Import).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Importer, Options, PlainLayout, Reader};
    ///
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut intake = Importer::new(Options::new(format));
    /// for file in ["2019-03-02\tUSA\tRUS\t042\n", "2019-03-06\tUSA\tRUS\t040\n"] {
    ///     intake.read(&mut Reader::new(file.as_bytes(), format))?;
    /// }
    /// let imported = intake.finish()?;
    /// let (first, last) = imported.summary().days_without_rows().next().unwrap();
    /// assert_eq!((first.to_string(), last.to_string()), ("2019-03-03".into(), "2019-03-05".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn days_without_rows(&self) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
        self.gaps.iter().copied().map(dates)
    }

    /// The stretches of days on which no row was added, between the first and the last day on which any
    /// was; empty if the format does not say so.
    ///
    /// Filled in the summary of an [`Import`](super::Import).
    pub fn days_without_additions(&self) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
        self.added_gaps.iter().copied().map(dates)
    }

    /// The first and the last day of rows that were kept, guessed dates left out.
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.days.map(dates)
    }

    /// The first and the last day on which rows were added, where the format says so.
    pub fn added(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.added.map(dates)
    }

    /// How many bytes were read, unpacked.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    fn class(&self, anomaly: Anomaly) -> &AnomalyCount {
        &self.classes[anomaly.place()]
    }

    pub(super) fn note(&mut self, anomalies: Anomalies) -> bool {
        let mut is_first = false;
        for anomaly in anomalies.iter() {
            let class = &mut self.classes[anomaly.place()];
            class.seen += 1;
            is_first |= class.example.is_none();
        }
        is_first
    }

    #[cold]
    pub(super) fn exemplify(&mut self, anomaly: Anomaly, example: Example) {
        self.classes[anomaly.place()].example.get_or_insert(example);
    }

    pub(super) fn skip(&mut self, anomaly: Anomaly) {
        self.classes[anomaly.place()].skipped += 1;
    }

    /// Adds another, whose files come after those of this one.
    pub(super) fn add(&mut self, other: &Self, files: u32, reused: u64) {
        self.read += other.read;
        self.kept += other.kept;
        self.merged += other.merged;
        self.unmarked.add(other.unmarked);
        self.refused += other.refused;
        self.bytes += other.bytes;
        for (mine, theirs) in self.classes.iter_mut().zip(&other.classes) {
            mine.seen += theirs.seen;
            mine.skipped += theirs.skipped;
            if mine.example.is_none() {
                mine.example = theirs.example.as_ref().map(|example| example.behind(files));
            }
        }
        self.headers += other.headers;
        if self.first_header.is_none() {
            self.first_header = other
                .first_header
                .as_ref()
                .map(|example| example.behind(files));
        }
        for misread in &other.misread {
            self.note_misread(Misread {
                file: misread.file.saturating_add(files),
                ..*misread
            });
        }
        self.classes[Anomaly::ReusedId.place()].seen += reused;
        self.unended += other.unended;
        if self.first_unended.is_none() {
            let first = other.first_unended.as_ref();
            self.first_unended = first.map(|example| example.behind(files));
        }
        self.failed += other.failed;
        for (mine, theirs) in [
            (&mut self.first_refused, &other.first_refused),
            (&mut self.first_failed, &other.first_failed),
        ] {
            let theirs = theirs.iter().map(|offence| offence.behind(files));
            theirs.for_each(|offence| note_first(mine, offence));
        }
        for (mine, theirs) in [(&mut self.days, other.days), (&mut self.added, other.added)] {
            if let Some((first, last)) = theirs {
                widen(mine, first);
                widen(mine, last);
            }
        }
    }

    pub(super) fn note_misread(&mut self, misread: Misread) {
        note_first(&mut self.misread, misread);
    }

    /// Notes what was taken for a header, in the first line of a file.
    pub(super) fn note_header(&mut self, file: u32, text: Box<str>) {
        self.headers += 1;
        self.first_header.get_or_insert(Example {
            file,
            line: 1,
            column: None,
            text,
        });
    }

    /// Notes the last line of a file, which has no line feed.
    pub(super) fn note_unended(&mut self, line: Example) {
        self.unended += 1;
        self.first_unended.get_or_insert(line);
    }

    #[cold]
    pub(super) fn refuse(&mut self, file: u32, error: RowError) {
        self.read += 1;
        self.refused += 1;
        note_first(&mut self.first_refused, Offence { file, error });
    }

    /// Notes that an input failed before its end.
    #[cold]
    pub(super) fn fail(&mut self, file: u32, error: RowError) {
        self.failed += 1;
        note_first(&mut self.first_failed, Offence { file, error });
    }
}

/// Adds to a list of those that came first, as long as it is short.
fn note_first<T>(list: &mut Vec<T>, one: T) {
    if list.len() < MAX_REFUSED {
        list.push(one);
    }
}

/// Widens a stretch of days so that it holds another, too.
pub(super) fn widen(days: &mut Option<(i32, i32)>, day: i32) {
    let (first, last) = days.get_or_insert((day, day));
    *first = (*first).min(day);
    *last = (*last).max(day);
}

/// The dates of two days of rows, or between those of rows.
fn dates((first, last): (i32, i32)) -> (NaiveDate, NaiveDate) {
    let date = |day| date_of_day(day).expect("rows are of days of the calendar");
    (date(first), date(last))
}
