//! Imports rows and builds a ledger of them.
//!
//! The state is a table of distinct acts: span of days, parties, code, and the number of rows that
//! report the act from each side. What counts follows from the table, so that neither the order of
//! rows nor their division into files matters, and two importers can be merged.

mod acts;
mod build;
mod codes;
mod days;
mod ids;
mod keys;
mod mark;
mod merge;
mod recode;
mod record;
mod values;

use std::fmt;
use std::io::BufRead;

use self::acts::ActTable;
use self::codes::CodeTable;
use self::days::{DaySet, Years};
use self::ids::IdSet;
use self::keys::{Party, PartyTable, ReaderKeys};
use self::record::{Content, Recorded};
use self::values::ValueTable;

use super::error::ImportError;
use super::fault::RowFault;
use super::name_table::NameTable;
use super::options::{GuessedDates, Options};
use super::party::PartyRule;
use super::reader::RowReader;
use super::row::{Act, CodedEvent, dates_of};
use super::rows::Progress;
use super::summary::{FormatMismatch, RowExample, Summary};
use super::warning::{RowWarning, RowWarnings};

pub use self::build::Import;

/// Imports the rows of readers, and builds a ledger of them.
///
/// # Memory
///
/// About 40 bytes for each distinct act that is kept (span, parties and code), some for each
/// distinct party, and two bits for each identifier of a row if identifiers follow each other, or
/// about 18 bytes if they do not.
///
/// # Limits
///
/// All codes of CAMEO, of PLOVER and of the scale are distinguished. Of other codes and acts in
/// words, the first 32,768 are: a row with one more is skipped, and counted as an
/// [unknown code](RowWarning::UnknownCode).
///
/// # Example
///
/// ```
/// use detente::import::{Format, Importer, Options, PlainLayout, RowReader, RowWarning};
///
/// // A visit, reported by both sides, and by one side twice.
/// let table = "2014-05-13\tUSA\tRUS\t042\n2014-05-13\tRUS\tUSA\t043\n2014-05-13\tRUS\tUSA\t043\n";
/// let format = Format::Plain(PlainLayout::default());
/// let mut importer = Importer::new(Options::new(&format));
/// importer.read(&mut RowReader::new(table.as_bytes(), &format))?;
/// let import = importer.build()?;
///
/// let summary = &import.summary;
/// assert_eq!((summary.read, summary.kept, summary.merged), (3, 1, 2));
/// assert_eq!(summary.warning(RowWarning::Mirrored).rows, 1);
/// assert_eq!(import.ledger.dyad("RUS", "USA").unwrap().undirected().marks(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Importer {
    options: Options,
    parties: PartyTable,
    codes: CodeTable,
    acts: ActTable,
    values: ValueTable,
    ids: IdSet,
    /// The days of rows without a guessed or impossible date.
    days: DaySet,
    /// The days on which rows were added.
    added: DaySet,
    years: Years,
    /// The first and the last day of kept rows without a guessed date.
    kept_days: Option<(i32, i32)>,
    summary: Summary,
    /// The number of readers that were read.
    files: u32,
}

/// What happened to a row, given the rows so far.
///
/// The meaning of [digits](super::Digits) is decided when all rows are read. Until then they are
/// taken as they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(
    tag = "kind",
    content = "warning",
    rename_all = "snake_case",
    deny_unknown_fields
)]
#[non_exhaustive]
pub enum RowOutcome {
    /// The row counts.
    Kept,
    /// The row reports what another reports: it is repeated or mirrored.
    Merged(RowWarning),
    /// The row does not count, for this reason.
    Skipped(RowWarning),
}

/// `kept`, `merged: repeated on the same day`, `skipped: source and target of one party`
impl fmt::Display for RowOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kept => f.pad("kept"),
            Self::Merged(warning) => write!(f, "merged: {warning}"),
            Self::Skipped(warning) => write!(f, "skipped: {warning}"),
        }
    }
}

impl Importer {
    /// Creates an importer without rows.
    pub fn new(options: Options) -> Self {
        let keeps_na = !options.dropped.contains(RowWarning::NaText);
        Self {
            codes: CodeTable::new(&options),
            parties: PartyTable::new(options.parties, keeps_na),
            acts: ActTable::new(&options),
            values: ValueTable::new(&options),
            options,
            ids: IdSet::new(),
            days: DaySet::default(),
            added: DaySet::default(),
            years: Years::default(),
            kept_days: None,
            summary: Summary::default(),
            files: 0,
        }
    }

    /// Imports all rows of a reader.
    ///
    /// A row that is refused is not an error: it is counted in the summary. A file without a readable
    /// row is not an error either. It is most likely a file of another format: see
    /// [`Summary::mismatches`].
    ///
    /// # Errors
    ///
    /// [`ImportError::Row`] if the input fails, and [`ImportError::Parties`] if there are too many
    /// parties: rows before that are imported, and [`Summary::failed`] counts the input.
    /// [`ImportError::CompleteFeed`] if the format cannot be a
    /// [complete feed](Options::with_complete_feed), and [`ImportError::Counts`] if the rows have counts and
    /// repeated rows are merged: then nothing is read.
    pub fn read<R: BufRead>(&mut self, reader: &mut RowReader<R>) -> Result<(), ImportError> {
        self.read_all(reader, |_, _, _| {}, u64::MAX, |_| {})
    }

    /// Imports all rows of a reader, and reports the progress after each `every` rows and at the
    /// end.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Importer, Options, PlainLayout, RowReader};
    ///
    /// let format = Format::Plain(PlainLayout::default());
    /// let table = "2014-05-13\tUSA\tRUS\t112\n".repeat(25);
    /// let mut rows = Vec::new();
    /// let mut reader = RowReader::new(table.as_bytes(), &format);
    /// Importer::new(Options::new(&format))
    ///     .read_with_progress(&mut reader, 10, |progress| rows.push(progress.rows))?;
    /// assert_eq!(rows, [10, 20, 25]);
    /// # Ok::<(), detente::import::ImportError>(())
    /// ```
    pub fn read_with_progress<R: BufRead>(
        &mut self,
        reader: &mut RowReader<R>,
        every: u64,
        progress: impl FnMut(Progress),
    ) -> Result<(), ImportError> {
        self.read_all(reader, |_, _, _| {}, every, progress)
    }

    /// Imports all rows of a reader, and passes each one to `each` with its outcome and the name
    /// table of the reader.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_each<R: BufRead>(
        &mut self,
        reader: &mut RowReader<R>,
        each: impl FnMut(&CodedEvent, RowOutcome, &NameTable),
    ) -> Result<(), ImportError> {
        self.read_all(reader, each, u64::MAX, |_| {})
    }

    /// The options of the importer.
    pub const fn options(&self) -> &Options {
        &self.options
    }

    /// The summary of the rows so far. The fields that need all rows are empty here, and filled
    /// in the summary of an [`Import`].
    pub const fn summary(&self) -> &Summary {
        &self.summary
    }

    fn read_all<R: BufRead>(
        &mut self,
        reader: &mut RowReader<R>,
        mut each: impl FnMut(&CodedEvent, RowOutcome, &NameTable),
        every: u64,
        mut progress: impl FnMut(Progress),
    ) -> Result<(), ImportError> {
        let format = reader.format().clone();
        if self.options.is_complete_feed && !format.has_added_dates() {
            return Err(ImportError::CompleteFeed { format });
        }
        if self.options.merges_repeated && format.has_count() {
            return Err(ImportError::Counts);
        }
        if self.options.parties == PartyRule::Country {
            reader.require_countries();
        }
        if self.options.is_complete_feed {
            reader.require_additions();
        }
        self.files = self.files.saturating_add(1);
        let bytes_before = reader.progress().bytes;
        let mut keys = ReaderKeys::new(&format, &mut self.codes);
        // `None` as soon as a row could be read, or the input failed.
        let mut mismatch = Some(FormatMismatch {
            file: self.files,
            rows: 0,
            read_as: format,
            looks_like: None,
        });
        let every = every.max(1);
        let mut unreported = 0;
        let mut result = Ok(());
        while result.is_ok()
            && let Some(row) = reader.next()
        {
            // `result` is large, and only written if a row fails.
            match row {
                Ok(row) => {
                    mismatch = None;
                    let imported = self.import_row(&row, reader, &mut keys, &mut each);
                    if imported.is_none() {
                        result = Err(ImportError::Parties { line: row.line });
                    }
                }
                Err(fault) => result = self.refuse(fault, reader, &mut mismatch),
            }
            unreported += 1;
            if unreported == every {
                unreported = 0;
                progress(reader.progress());
            }
        }
        if unreported > 0 {
            progress(reader.progress());
        }
        keys.finish(&mut self.codes);
        self.summary.bytes += reader.progress().bytes - bytes_before;
        self.finish_file(reader, mismatch, result.is_ok());
        result
    }

    /// Updates the summary at the end of a file.
    fn finish_file<R: BufRead>(
        &mut self,
        reader: &mut RowReader<R>,
        mismatch: Option<FormatMismatch>,
        is_complete: bool,
    ) {
        self.update_days();
        if let Some(header) = reader.take_header() {
            self.summary.add_header(self.files, header);
        }
        if let Some(reason) = reader.no_rows() {
            self.summary.add_empty(self.files, reason);
        }
        self.summary.files_without_added += u64::from(reader.take_lack_of_additions());
        if let Some(key) = reader.take_list() {
            self.summary.add_record_list(key, 1);
        }
        let left_out = reader.take_left_out();
        let first = left_out.first.map(|first| RowExample {
            file: self.files,
            line: first.line,
            column: first.column,
            text: first.text,
        });
        self.summary.add_left_out(left_out.rows, first);
        if let Some(line) = reader.unended_line()
            && is_complete
        {
            self.summary.add_unended(RowExample {
                file: self.files,
                line,
                column: None,
                text: reader.excerpt(),
            });
        }
        if let Some(mismatch) = mismatch
            && mismatch.rows > 0
        {
            self.summary.add_mismatch(mismatch);
        }
    }

    /// Copies the days so far into the summary.
    fn update_days(&mut self) {
        self.summary.days = self.kept_days.map(dates_of);
        self.summary.added = self.added.range().map(dates_of);
    }

    /// Imports a row, and keeps it as an example of each count that it starts. Returns `None` if
    /// there are too many parties.
    fn import_row<R: BufRead>(
        &mut self,
        row: &CodedEvent,
        reader: &mut RowReader<R>,
        keys: &mut ReaderKeys,
        each: &mut impl FnMut(&CodedEvent, RowOutcome, &NameTable),
    ) -> Option<()> {
        let (outcome, new_warnings) = self.classify(row, reader.names(), keys)?;
        if !new_warnings.is_empty() {
            self.add_examples(new_warnings, row.line(), reader);
        }
        if self.years.count(row.day) {
            let example = self.example(RowWarning::DatedAfterAdded, row.line(), reader);
            self.years.set_first(example);
        }
        if let Some(number) = keys.take_new_digits() {
            let example = self.example(RowWarning::LostZero, row.line(), reader);
            self.codes.pending[number as usize].first = Some(example);
        }
        each(row, outcome, reader.names());
        Some(())
    }

    /// Counts a row that was refused, or an input that failed. Returns an error if no row can
    /// follow.
    #[cold]
    fn refuse<R: BufRead>(
        &mut self,
        fault: RowFault,
        reader: &mut RowReader<R>,
        mismatch: &mut Option<FormatMismatch>,
    ) -> Result<(), ImportError> {
        let result = if fault.is_fatal() {
            Err(ImportError::Row(fault.clone()))
        } else {
            Ok(())
        };
        if fault.is_of_input() {
            *mismatch = None;
            self.summary.add_failed(self.files, fault);
            return result;
        }
        if let Some(mismatch) = mismatch {
            mismatch.rows += 1;
            if mismatch.rows == 1 || fault.is_fatal() {
                mismatch.looks_like = reader.looks_like();
            }
        }
        self.summary.add_refused(self.files, fault);
        result
    }

    /// Keeps the last row as an example of each of its warnings that no row had before.
    #[cold]
    fn add_examples<R: BufRead>(
        &mut self,
        warnings: RowWarnings,
        line: u64,
        reader: &mut RowReader<R>,
    ) {
        for warning in warnings.iter() {
            if self.summary.warning(warning).first.is_none() {
                let example = self.example(warning, line, reader);
                self.summary.warning_mut(warning).first = Some(example);
            }
        }
    }

    /// The last row as an example of a warning.
    fn example<R: BufRead>(
        &self,
        warning: RowWarning,
        line: u64,
        reader: &mut RowReader<R>,
    ) -> RowExample {
        RowExample {
            file: self.files,
            line,
            column: reader
                .column_of(warning)
                .map(|column| (column.number + 1, column.name.into())),
            text: reader.excerpt(),
        }
    }

    /// Decides what happens to a row, and counts it. Returns the outcome, and the warnings of the
    /// row if it is the first with one of them.
    ///
    /// All warnings are collected first, because a row with several is skipped for the first one in
    /// the order of [`reason_to_skip`](Self::reason_to_skip), and counted under each.
    fn classify(
        &mut self,
        row: &CodedEvent,
        names: &NameTable,
        keys: &mut ReaderKeys,
    ) -> Option<(RowOutcome, RowWarnings)> {
        let source = keys.party(row.source, row.day, names, &mut self.parties);
        let target = keys.party(row.target, row.day, names, &mut self.parties);
        let ((source, of_source), (target, of_target)) = source.zip(target)?;
        // A row with a count is as many rows, and at least one.
        let rows = u64::from(row.count.max(1));
        let content = match row.act {
            Act::Value(value) => Some(Content::Value(value)),
            act => keys
                .code(act, rows, names, &mut self.codes)
                .map(Content::Code),
        };

        let mut warnings = row.warnings.union(of_source).union(of_target);
        if content.is_none() {
            warnings = warnings.with(RowWarning::UnknownCode);
        }
        let (is_reused, is_first) = keys.reuses_id(row, &mut self.ids);
        // The rows of one line are reported once, unless each of them is skipped for it.
        if is_reused && (is_first || self.options.dropped.contains(RowWarning::ReusedId)) {
            warnings = warnings.with(RowWarning::ReusedId);
        }
        for (party, of_party, missing) in [
            (source, of_source, RowWarning::MissingSource),
            (target, of_target, RowWarning::MissingTarget),
        ] {
            match party {
                Party::Missing => warnings = warnings.with(missing),
                Party::None => warnings = warnings.with(RowWarning::NoParty),
                Party::Key(party) if of_party.contains(RowWarning::UnknownCountry) => {
                    self.parties.count_unknown(party, rows);
                }
                Party::Key(_) => {}
            }
        }
        let outcome = match (source, target) {
            (Party::Key(source), Party::Key(target)) if source == target => {
                warnings = warnings.with(RowWarning::SelfPair);
                None
            }
            (Party::Key(source), Party::Key(target)) => {
                match (self.reason_to_skip(warnings), content) {
                    (None, Some(content)) => Some(self.record(row, (source, target), content)),
                    _ => None,
                }
            }
            _ => None,
        };
        let Recorded { outcome, merged } = outcome.unwrap_or_else(|| {
            // Without a reason the row has a code too many.
            let reason = self.reason_to_skip(warnings);
            let reason = reason.unwrap_or(RowWarning::UnknownCode);
            self.summary.warning_mut(reason).skipped += rows;
            Recorded {
                outcome: RowOutcome::Skipped(reason),
                merged: RowWarnings::NONE,
            }
        });
        warnings = warnings.union(merged);
        self.summary.rows += 1;
        self.summary.read += rows;
        self.summary.events += u64::from(row.count);
        self.insert_days(row);
        let is_first = !warnings.is_empty() && self.summary.count(warnings, rows);
        let new_warnings = if is_first {
            warnings
        } else {
            RowWarnings::NONE
        };
        Some((outcome, new_warnings))
    }

    /// Notes the days on which a row happened and was added.
    fn insert_days(&mut self, row: &CodedEvent) {
        if let Some(added) = row.added {
            self.added.insert(added);
        }
        let days = self.options.days(row);
        // A guessed, impossible or partial date does not show that the day has a row.
        let is_dated = !days.is_guessed
            && !row.warnings.contains(RowWarning::DatedAfterAdded)
            && !row.warnings.contains(RowWarning::PartialDate)
            && days.span.days() <= MAX_DATED_DAYS;
        if is_dated {
            (row.day..=row.last_day).for_each(|day| self.days.insert(day));
        }
    }

    /// The warning for which a row is skipped: first those with which it cannot count, then those
    /// that the options drop. Returns `None` if the row counts.
    fn reason_to_skip(&self, warnings: RowWarnings) -> Option<RowWarning> {
        const UNCOUNTABLE: RowWarnings = RowWarnings::NONE
            .with(RowWarning::MissingSource)
            .with(RowWarning::MissingTarget)
            .with(RowWarning::NoParty)
            .with(RowWarning::SelfPair);
        const GUESSED: RowWarnings = RowWarnings::NONE
            .with(RowWarning::GuessedWeek)
            .with(RowWarning::GuessedMonth)
            .with(RowWarning::GuessedYear);
        // Never a reason: duplicates are merged, and the party table decides whether a text such
        // as `NA` means that the actor is missing.
        const IGNORED: RowWarnings = RowWarnings::NONE
            .with(RowWarning::Repeated)
            .with(RowWarning::Mirrored)
            .with(RowWarning::NaText);
        if warnings.is_empty() {
            return None;
        }
        if let Some(reason) = warnings.intersection(UNCOUNTABLE).iter().next() {
            return Some(reason);
        }
        let dropped = match self.options.guessed_dates {
            GuessedDates::Drop => self.options.dropped.union(GUESSED),
            GuessedDates::Spread | GuessedDates::Keep => self.options.dropped,
        };
        let mut reasons = warnings.intersection(dropped).iter();
        reasons.find(|&reason| !IGNORED.contains(reason))
    }
}

/// The number of days of the longest row that counts for each of its days.
const MAX_DATED_DAYS: u32 = 366;

/// Extends a period so that it includes another, given by its first and its last day.
fn widen(days: &mut Option<(i32, i32)>, other: (i32, i32)) {
    let (first, last) = days.get_or_insert(other);
    *first = (*first).min(other.0);
    *last = (*last).max(other.1);
}
