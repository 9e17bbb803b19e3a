//! Counts of the rows that were read, by what happened to them.

mod files;
mod read;
mod write;

use std::borrow::Cow;

use chrono::NaiveDate;

use read::{SummaryShape, write_warnings};

use super::code_column::CodeColumn;
use super::fault::RowFault;
use super::warning::{RowWarning, RowWarnings};
use crate::code::Code;

pub use files::{EmptyFile, FileFault, FormatMismatch, NoRows};

/// The maximum number of entries in each list of first faults and mismatched files in a [`Summary`].
pub const MAX_FAULTS: usize = 16;

/// What was read, and what happened to it.
///
/// Every row is kept, merged into a row that reports the same act, or skipped:
///
/// ```text
/// read = kept + merged + skipped        skipped = refused + skipped for a warning
/// ```
///
/// [`Display`](std::fmt::Display) writes several lines for a person.
///
/// Fields marked *filled by `build`* need all rows. They are filled in the summary of an
/// [`Import`](super::Import), and empty in [`Importer::summary`](super::Importer::summary).
///
/// # Example
///
/// ```
/// use detente::import::{Format, Importer, Options, PlainLayout, RowReader};
///
/// // A spreadsheet turned the codes into numbers, and three days have no row.
/// let table = "2012-05-02\tUSA\tRUS\t10\n2012-05-06\tUSA\tRUS\t36\n";
/// let format = Format::Plain(PlainLayout::default());
/// let mut importer = Importer::new(Options::new(&format));
/// importer.read(&mut RowReader::new(table.as_bytes(), &format))?;
/// let summary = importer.build()?.summary;
///
/// assert_eq!((summary.read, summary.kept, summary.skipped()), (2, 2, 0));
/// let codes = &summary.code_columns[0];
/// assert_eq!((codes.system(), codes.is_stated, codes.restored), (Some("cameo"), false, 2));
/// let (first, last) = summary.days_without_rows[0];
/// assert_eq!((first.to_string(), last.to_string()), ("2012-05-03".into(), "2012-05-05".into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "SummaryShape")]
#[non_exhaustive]
pub struct Summary {
    /// The number of rows in the files, including those that were refused.
    ///
    /// A line of POLECAT or PLOVER with several actors counts as one row for each pair of them.
    pub rows: u64,
    /// The number of rows that were read, including those that were refused. A row with a
    /// [count](super::PlainLayout::with_count) is as many rows as it says, and at least one, here and in the
    /// counts below.
    pub read: u64,
    /// The number of events in the rows that could be read and are not left out: their
    /// [counts](super::PlainLayout::with_count), or one for each row.
    pub events: u64,
    /// The number of rows that count.
    pub kept: u64,
    /// The number of rows that report the same act as a kept row.
    pub merged: u64,
    /// The number of rows that could not be read.
    pub refused: u64,
    /// The first of them, at most [`MAX_FAULTS`].
    pub first_refused: Vec<FileFault>,
    /// The number of kept rows that make no mark, by reason.
    pub unmarked: Unmarked,
    /// The codes of kept rows for which the scale has no value, with the number of rows of each:
    /// most frequent first, then in the order of codes. *Filled by `build`.*
    ///
    /// Comments are not listed, because their class has no weight on any scale. Acts in words that
    /// make no code are not listed either.
    pub unvalued_codes: Vec<(Code, u64)>,
    /// How the codes of each format were interpreted. *Filled by `build`.*
    pub code_columns: Vec<CodeColumn>,
    /// The texts of actors and countries that [no list contains](RowWarning::UnknownCountry), with
    /// the number of rows that name each: most frequent first, then in the order of texts. *Filled
    /// by `build`.*
    ///
    /// Each is a party of its own, so a state with an unknown spelling is split in two.
    pub unknown_countries: Vec<(Box<str>, u64)>,
    /// The years that are far from the years of the other rows, in order. Their rows count like all
    /// others. *Filled by `build`.*
    ///
    /// A year before 1000 or after 3000 is listed. So is a year that differs from the median by more
    /// than 20 years plus three times the median difference, if at most a third of the rows are as
    /// far on that side.
    pub outlier_years: Vec<OutlierYear>,
    /// The first and the last day of the kept rows, without guessed dates.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// The periods without a row, as first and last day, between the first and the last day with a
    /// row. Guessed dates, rows of more than 366 days and [outlier years](Self::outlier_years) are left out.
    /// *Filled by `build`.*
    ///
    /// In a complete feed such a day is missing data, and in a selection it is a quiet day. The rows
    /// do not show which.
    pub days_without_rows: Vec<(NaiveDate, NaiveDate)>,
    /// The first and the last day on which rows were added. `None` if the format does not say.
    pub added: Option<(NaiveDate, NaiveDate)>,
    /// The periods in which no row was added, as first and last day, between the first and the last
    /// day with an addition. *Filled by `build`.*
    pub days_without_additions: Vec<(NaiveDate, NaiveDate)>,
    /// The number of files of GDELT whose rows do not say when they were added, because a query or a program left
    /// out `DATEADDED`. [Guessed dates](super::GuessedDates) in these files are not recognised, and are taken
    /// literally.
    pub files_without_added: u64,
    /// The number of bytes that were read, after unpacking.
    pub bytes: u64,
    /// The number of inputs that failed before their end, such as a truncated packed file. Their
    /// remaining rows are unknown.
    pub failed: u64,
    /// The first of them, at most [`MAX_FAULTS`], with the line at which each failed.
    pub first_failed: Vec<FileFault>,
    /// The number of files without a row: empty ones, and those that have only a header.
    pub empty: u64,
    /// The first of them, at most [`MAX_FAULTS`].
    pub first_empty: Vec<EmptyFile>,
    /// The first files without a readable row, at most [`MAX_FAULTS`].
    pub mismatches: Vec<FormatMismatch>,
    /// The keys of the lists in which records were found, after those of the objects around each list, joined with
    /// dots: `results.bindings`. They are in order, with the number of files that have records in each. A file with a list of records in an object has one: see
    /// [`json_lines`](super::json_lines).
    pub record_lists: Vec<(Box<str>, u64)>,
    /// The number of rows that the [layout](super::PlainLayout::without_rows) of a plain table leaves out.
    pub left_out: u64,
    /// The first of them.
    pub first_left_out: Option<RowExample>,
    /// The number of first lines of plain tables that were taken for headers, because their date
    /// has no digit. They are not rows. Headers that a layout expects are not counted.
    pub headers: u64,
    /// The first of them.
    pub first_header: Option<RowExample>,
    /// The number of files that end without a line feed. Their last line was read, and may be
    /// truncated.
    pub unended: u64,
    /// The last line of the first such file.
    pub first_unended: Option<RowExample>,
    /// By [`RowWarning::index`].
    #[serde(serialize_with = "write_warnings")]
    pub(super) warnings: [WarningCount; RowWarning::ALL.len()],
}

/// The number of kept rows that make no mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Unmarked {
    /// The scale has no value for their code.
    pub no_value: u64,
    /// Their [value](super::PlainLayout::with_values) is blank.
    pub blank_value: u64,
    /// Their class has no weight: by default, comments.
    pub no_weight: u64,
    /// Their [count](super::PlainLayout::with_count) is 0. Such a row is one row, and no event.
    pub zero_count: u64,
}

/// The rows with one kind of warning.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WarningCount {
    /// The number of rows with the warning, kept or not.
    pub rows: u64,
    /// The number of rows that were skipped for it. A row with several warnings is skipped for one.
    pub skipped: u64,
    /// The first row with it.
    #[serde(deserialize_with = "crate::wire::given")]
    pub first: Option<RowExample>,
}

/// A row that shows what a count is about, with its place and text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RowExample {
    /// The number of the reader it came from, counted from 1.
    pub file: u32,
    /// The line, counted from 1.
    pub line: u64,
    /// The column in question: its number, counted from 1, and its name in the codebook of the
    /// format. `None` if it is not a single column.
    #[serde(deserialize_with = "crate::wire::given")]
    pub column: Option<(usize, Cow<'static, str>)>,
    /// The start of the line.
    pub text: Box<str>,
}

/// A year that is far from the years of the other rows: most likely a misprint.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OutlierYear {
    /// The year.
    pub year: i32,
    /// The number of rows that are dated in it.
    pub rows: u64,
    /// The first of them.
    pub first: RowExample,
}

/// Whether a kept row makes a mark, which depends on its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkStatus {
    Marked,
    NoValue,
    /// The row has a blank value instead of a code.
    BlankValue,
    NoWeight,
}

impl Summary {
    /// The number of rows that do not count: those that were refused, those that the layout leaves out,
    /// and those that were skipped for a warning.
    pub fn skipped(&self) -> u64 {
        let skipped = self.warnings.iter().map(|count| count.skipped);
        self.refused + self.left_out + skipped.sum::<u64>()
    }

    /// The rows with a kind of warning.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Importer, Options, RowReader, RowWarning};
    ///
    /// let format = Format::Plain(Default::default());
    /// let mut importer = Importer::new(Options::new(&format));
    /// importer.read(&mut RowReader::new(&b"2014-05-13\tUSA\tUSA\t042\n"[..], &format))?;
    /// let same_party = importer.summary().warning(RowWarning::SelfPair);
    /// assert_eq!((same_party.rows, same_party.skipped), (1, 1));
    /// assert_eq!(same_party.first.as_ref().map(|row| row.line), Some(1));
    /// # Ok::<(), detente::import::ImportError>(())
    /// ```
    pub const fn warning(&self, kind: RowWarning) -> &WarningCount {
        &self.warnings[kind.index()]
    }

    pub(super) const fn warning_mut(&mut self, kind: RowWarning) -> &mut WarningCount {
        &mut self.warnings[kind.index()]
    }

    /// Counts the warnings of a row, as often as it counts, except for those of merged rows, which have been
    /// counted. Returns whether it is the first row with one of them.
    pub(super) fn count(&mut self, warnings: RowWarnings, rows: u64) -> bool {
        const COUNTED: RowWarnings = RowWarnings::NONE
            .with(RowWarning::Repeated)
            .with(RowWarning::Mirrored);
        let mut is_first = false;
        for warning in warnings.iter() {
            let count = self.warning_mut(warning);
            if !COUNTED.contains(warning) {
                count.rows += rows;
            }
            is_first |= count.first.is_none();
        }
        is_first
    }

    /// Adds the summary of another importer, whose files follow the `files` of this one and of
    /// whose identifiers `reused` occur here too. The days are the caller's to widen.
    pub(super) fn append(&mut self, other: &Self, files: u32, reused: u64) {
        self.rows += other.rows;
        self.read += other.read;
        self.events += other.events;
        self.kept += other.kept;
        self.merged += other.merged;
        self.unmarked.add(other.unmarked);
        self.refused += other.refused;
        self.failed += other.failed;
        self.empty += other.empty;
        self.headers += other.headers;
        self.left_out += other.left_out;
        self.unended += other.unended;
        self.files_without_added += other.files_without_added;
        self.bytes += other.bytes;
        for (count, more) in self.warnings.iter_mut().zip(&other.warnings) {
            count.rows += more.rows;
            count.skipped += more.skipped;
            append_example(&mut count.first, more.first.as_ref(), files);
        }
        self.warning_mut(RowWarning::ReusedId).rows += reused;
        append_example(
            &mut self.first_left_out,
            other.first_left_out.as_ref(),
            files,
        );
        append_example(&mut self.first_header, other.first_header.as_ref(), files);
        append_example(&mut self.first_unended, other.first_unended.as_ref(), files);
        for EmptyFile { file, reason } in &other.first_empty {
            let (file, reason) = (file.saturating_add(files), reason.clone());
            push_first(&mut self.first_empty, EmptyFile { file, reason });
        }
        for mismatch in &other.mismatches {
            self.add_mismatch(FormatMismatch {
                file: mismatch.file.saturating_add(files),
                ..mismatch.clone()
            });
        }
        for (key, count) in &other.record_lists {
            self.add_record_list(key.clone(), *count);
        }
        for (first, more) in [
            (&mut self.first_refused, &other.first_refused),
            (&mut self.first_failed, &other.first_failed),
        ] {
            for FileFault { file, fault } in more {
                let (file, fault) = (file.saturating_add(files), fault.clone());
                push_first(first, FileFault { file, fault });
            }
        }
    }

    pub(super) fn add_mismatch(&mut self, mismatch: FormatMismatch) {
        push_first(&mut self.mismatches, mismatch);
    }

    /// Counts a file without a row.
    pub(super) fn add_empty(&mut self, file: u32, reason: NoRows) {
        self.empty += 1;
        push_first(&mut self.first_empty, EmptyFile { file, reason });
    }

    /// Counts files whose records were found in the list with a key.
    pub(super) fn add_record_list(&mut self, key: Box<str>, files: u64) {
        let lists = &mut self.record_lists;
        match lists.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(place) => lists[place].1 += files,
            Err(place) => lists.insert(place, (key, files)),
        }
    }

    /// Counts rows that a layout leaves out.
    pub(super) fn add_left_out(&mut self, rows: u64, first: Option<RowExample>) {
        self.rows += rows;
        self.read += rows;
        self.left_out += rows;
        if self.first_left_out.is_none() {
            self.first_left_out = first;
        }
    }

    /// Counts the first line of a file that was taken for a header.
    pub(super) fn add_header(&mut self, file: u32, text: Box<str>) {
        self.headers += 1;
        self.first_header.get_or_insert(RowExample {
            file,
            line: 1,
            column: None,
            text,
        });
    }

    /// Counts the last line of a file that has no line feed.
    pub(super) fn add_unended(&mut self, line: RowExample) {
        self.unended += 1;
        self.first_unended.get_or_insert(line);
    }

    /// Counts a row that was refused.
    #[cold]
    pub(super) fn add_refused(&mut self, file: u32, fault: RowFault) {
        self.rows += 1;
        self.read += 1;
        self.refused += 1;
        push_first(&mut self.first_refused, FileFault { file, fault });
    }

    /// Counts an input that failed before its end.
    #[cold]
    pub(super) fn add_failed(&mut self, file: u32, fault: RowFault) {
        self.failed += 1;
        push_first(&mut self.first_failed, FileFault { file, fault });
    }
}

impl Unmarked {
    pub(super) const fn count(&mut self, status: MarkStatus, rows: u64) {
        match status {
            MarkStatus::Marked => {}
            MarkStatus::NoValue => self.no_value += rows,
            MarkStatus::BlankValue => self.blank_value += rows,
            MarkStatus::NoWeight => self.no_weight += rows,
        }
    }

    pub(super) const fn add(&mut self, other: Self) {
        self.no_value += other.no_value;
        self.blank_value += other.blank_value;
        self.no_weight += other.no_weight;
        self.zero_count += other.zero_count;
    }

    pub(super) const fn subtract(&mut self, other: Self) {
        const COUNTED: &str = "only rows that were counted are subtracted";
        self.no_value = self.no_value.checked_sub(other.no_value).expect(COUNTED);
        self.blank_value = self
            .blank_value
            .checked_sub(other.blank_value)
            .expect(COUNTED);
        self.no_weight = self.no_weight.checked_sub(other.no_weight).expect(COUNTED);
        self.zero_count = self
            .zero_count
            .checked_sub(other.zero_count)
            .expect(COUNTED);
    }
}

impl RowExample {
    /// The same example, after `files` other files.
    pub(super) fn after_files(&self, files: u32) -> Self {
        Self {
            file: self.file.saturating_add(files),
            ..self.clone()
        }
    }
}

/// Takes over the first example of files that follow `files` others, if there is none yet.
pub(super) fn append_example(
    first: &mut Option<RowExample>,
    more: Option<&RowExample>,
    files: u32,
) {
    if first.is_none() {
        *first = more.map(|example| example.after_files(files));
    }
}

/// Adds to a list of first entries, unless it is full.
fn push_first<T>(list: &mut Vec<T>, entry: T) {
    if list.len() < MAX_FAULTS {
        list.push(entry);
    }
}
