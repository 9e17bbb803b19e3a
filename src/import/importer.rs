//! Takes rows in and makes a ledger of them.
//!
//! What has been done is kept as a table of distinct acts: span, parties, code, and how
//! often it was told from either side. What counts follows from the table, so that the
//! order of rows and the files that they stand in change nothing, and two intakes merge.

mod acts;
mod codes;
mod days;
mod finish;
mod ids;
mod keys;
mod mark;
mod merge;
mod resolve;

use std::io::BufRead;

use thiserror::Error;

use self::acts::Acts;
use self::codes::{CodeKey, CodeTable};
use self::days::{DaySet, Years};
use self::ids::IdSet;
use self::keys::{Local, Party, PartyTable};
use super::anomaly::{Anomalies, Anomaly};
use super::names::Names;
use super::options::{Guesses, Options, Precision};
use super::problem::RowError;
use super::reader::{Format, Reader};
use super::row::CodedEvent;
use super::rows::Progress;
use super::summary::{Example, Misread, Summary, widen};
use super::symmetry::Side;

pub use self::finish::{FinishError, Import};
pub use self::merge::ImporterMergeError;

/// Takes rows of readers in, and makes a ledger of them.
///
/// It takes memory for each distinct act that is kept (about 40 bytes for span, parties
/// and code), for each distinct party, and for the identifiers of rows (two bits each where
/// they follow each other, about 18 bytes each where they do not).
///
/// Codes of CAMEO, of PLOVER and of the scale are told apart however many there are. Of other codes,
/// and of acts in words, the first 32,768 are; a row with one more is skipped, and counted with the
/// [unknown codes](Anomaly::UnknownCode).
///
/// # Example
///
/// ```
/// use detente::import::{Anomaly, Format, Importer, Options, PlainLayout, Reader};
///
/// // A visit, told from both sides, and told twice.
/// let table = "2014-05-13\tUSA\tRUS\t042\n2014-05-13\tRUS\tUSA\t043\n2014-05-13\tRUS\tUSA\t043\n";
/// let format = Format::Plain(PlainLayout::default());
/// let mut intake = Importer::new(Options::new(format));
/// intake.read(&mut Reader::new(table.as_bytes(), format))?;
/// let imported = intake.finish()?;
///
/// let summary = imported.summary();
/// assert_eq!((summary.read(), summary.kept(), summary.merged()), (3, 1, 2));
/// assert_eq!(summary.seen(Anomaly::Mirrored), 1);
/// assert_eq!(imported.ledger().dyad("RUS", "USA").unwrap().undirected().marks(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Importer {
    options: Options,
    parties: PartyTable,
    codes: CodeTable,
    acts: Acts,
    ids: IdSet,
    /// The days of rows, those on which they were added, and the years of rows.
    days: DaySet,
    added: DaySet,
    years: Years,
    summary: Summary,
    files: u32,
}

/// What became of a row, as far as the rows so far tell.
///
/// What a code of [digits](super::Digits) stands for is decided when all rows are read: until then
/// it is taken as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It counts.
    Kept,
    /// It says what another says: repeated or mirrored.
    Merged(Anomaly),
    /// It does not count, for this reason.
    Skipped(Anomaly),
}

/// Reading stopped.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ImporterError {
    /// The input failed, or has not the header of its format. What came before is taken in.
    #[error(transparent)]
    Row(#[from] RowError),
    /// The input is declared to be a complete feed, and its rows do not say when they were added.
    /// Nothing was read.
    #[error(
        "{format} cannot be read as a complete feed: expected a format whose rows say when they were \
         added, such as GDELT"
    )]
    CompleteFeed {
        /// The format.
        format: Format,
    },
    /// The intake has as many parties as there are keys.
    #[error("line {line}: one party too many")]
    Parties {
        /// The line of the row that names it.
        line: u64,
    },
}

impl Importer {
    /// An intake that has taken nothing in.
    pub fn new(options: Options) -> Self {
        Self {
            codes: CodeTable::new(&options),
            parties: PartyTable::new(options.parties(), !options.drops(Anomaly::NaText)),
            acts: Acts::new(&options),
            options,
            ids: IdSet::new(),
            days: DaySet::default(),
            added: DaySet::default(),
            years: Years::default(),
            summary: Summary::default(),
            files: 0,
        }
    }

    /// The settings that it was made with.
    pub const fn options(&self) -> &Options {
        &self.options
    }

    /// What became of rows so far. What all rows together decide is in the summary of an
    /// [`Import`].
    pub const fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Takes all rows of a reader in.
    ///
    /// # Errors
    ///
    /// [`ImporterError`] where the input fails, a limit is reached, or the format cannot be a
    /// [complete feed](Options::with_complete_feed); rows before that are taken
    /// in, and the summary says of an input that it [failed](Summary::failed). A bad row is no
    /// error: it is in the summary. Nor is a file of which no row can be read, most likely one of
    /// another format: see [`Summary::misread`].
    pub fn read<R: BufRead>(&mut self, reader: &mut Reader<R>) -> Result<(), ImporterError> {
        self.drive(reader, |_, _, _| {}, u64::MAX, |_| {})
    }

    /// As [`read`](Self::read), and says how far it is every so many rows, and at the end.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Importer, Options, PlainLayout, Reader};
    ///
    /// let format = Format::Plain(PlainLayout::default());
    /// let table = "2014-05-13\tUSA\tRUS\t112\n".repeat(25);
    /// let mut seen = Vec::new();
    /// let mut reader = Reader::new(table.as_bytes(), format);
    /// Importer::new(Options::new(format))
    ///     .read_with_progress(&mut reader, 10, |progress| seen.push(progress.rows))?;
    /// assert_eq!(seen, [10, 20, 25]);
    /// # Ok::<(), detente::import::ImporterError>(())
    /// ```
    pub fn read_with_progress<R: BufRead>(
        &mut self,
        reader: &mut Reader<R>,
        every: u64,
        progress: impl FnMut(Progress),
    ) -> Result<(), ImporterError> {
        self.drive(reader, |_, _, _| {}, every, progress)
    }

    /// As [`read`](Self::read), and shows each row, what became of it, and the names it bears.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_each<R: BufRead>(
        &mut self,
        reader: &mut Reader<R>,
        each: impl FnMut(&CodedEvent, Outcome, &Names),
    ) -> Result<(), ImporterError> {
        self.drive(reader, each, u64::MAX, |_| {})
    }

    fn drive<R: BufRead>(
        &mut self,
        reader: &mut Reader<R>,
        mut each: impl FnMut(&CodedEvent, Outcome, &Names),
        every: u64,
        mut progress: impl FnMut(Progress),
    ) -> Result<(), ImporterError> {
        let format = reader.format();
        if self.options.is_complete_feed() && !format.tells_additions() {
            return Err(ImporterError::CompleteFeed { format });
        }
        self.files = self.files.saturating_add(1);
        let before = reader.progress().bytes;
        let mut misread = Some(Misread::new(self.files, reader.format()));
        let mut local = Local::of(reader.format(), &mut self.codes);
        let every = every.max(1);
        let mut unsaid = 0;
        let mut done = Ok(());
        while done.is_ok() {
            let Some(row) = reader.next() else {
                break;
            };
            done = match row {
                Ok(row) => {
                    misread = None;
                    self.take_shown(&row, reader, &mut local, &mut each)
                }
                Err(error) => self.refuse(error, reader, &mut misread),
            };
            unsaid += 1;
            if unsaid == every {
                unsaid = 0;
                progress(reader.progress());
            }
        }
        if unsaid > 0 {
            progress(reader.progress());
        }
        local.leave(&mut self.codes);
        self.summary.bytes += reader.progress().bytes - before;
        if let Some(header) = reader.take_header() {
            self.summary.note_header(self.files, header);
        }
        if let (Some(line), Ok(())) = (reader.unended(), &done) {
            self.summary.note_unended(Example {
                file: self.files,
                line,
                column: None,
                text: reader.excerpt(),
            });
        }
        if let Some(misread) = misread.filter(|misread| misread.rows > 0) {
            self.summary.note_misread(misread);
        }
        done
    }

    fn take_shown<R: BufRead>(
        &mut self,
        row: &CodedEvent,
        reader: &mut Reader<R>,
        local: &mut Local,
        each: &mut impl FnMut(&CodedEvent, Outcome, &Names),
    ) -> Result<(), ImporterError> {
        let (outcome, news) = self.take(row, reader.names(), local)?;
        if !news.is_empty() {
            self.exemplify(news, row.line(), reader);
        }
        if self.years.count(row.day) {
            let example = self.example(Anomaly::DatedAfterAdded, row.line(), reader);
            self.years.exemplify(example);
        }
        if let Some(number) = local.take_fresh() {
            let example = self.example(Anomaly::LostZero, row.line(), reader);
            self.codes.pending[number as usize].first = Some(example);
        }
        each(row, outcome, reader.names());
        Ok(())
    }

    /// Counts a row that could not be read, where it is one; an error where none can follow it.
    #[cold]
    fn refuse<R: BufRead>(
        &mut self,
        error: RowError,
        reader: &mut Reader<R>,
        misread: &mut Option<Misread>,
    ) -> Result<(), ImporterError> {
        let last = error.is_fatal().then(|| error.clone().into());
        if error.is_of_input() {
            *misread = None;
            self.summary.fail(self.files, error);
        } else {
            if let Some(misread) = misread {
                misread.rows += 1;
                if error.line() == 1 {
                    misread.looks_like = reader.looks_like();
                }
            }
            self.summary.refuse(self.files, error);
        }
        last.map_or(Ok(()), Err)
    }

    /// Keeps a row as an example of those anomalies of which it is the first.
    #[cold]
    fn exemplify<R: BufRead>(&mut self, news: Anomalies, line: u64, reader: &mut Reader<R>) {
        for anomaly in news.iter() {
            if self.summary.example(anomaly).is_some() {
                continue;
            }
            let example = self.example(anomaly, line, reader);
            self.summary.exemplify(anomaly, example);
        }
    }

    /// The row that was read last, as an example of an anomaly.
    fn example<R: BufRead>(&self, anomaly: Anomaly, line: u64, reader: &mut Reader<R>) -> Example {
        Example {
            file: self.files,
            line,
            column: reader.at_fault(anomaly),
            text: reader.excerpt(),
        }
    }

    /// Takes a row in; with the anomalies of which it is the first.
    fn take(
        &mut self,
        row: &CodedEvent,
        names: &Names,
        local: &mut Local,
    ) -> Result<(Outcome, Anomalies), ImporterError> {
        let line = row.line;
        let source = local.party(row.source, row.day, names, &mut self.parties);
        let target = local.party(row.target, row.day, names, &mut self.parties);
        let (source, target) = source.zip(target).ok_or(ImporterError::Parties { line })?;
        let code = local.code(row.act, names, &mut self.codes);

        let mut anomalies = row.anomalies.union(source.1).union(target.1);
        if code.is_none() {
            anomalies = anomalies.with(Anomaly::UnknownCode);
        }
        let (is_reused, is_first) = local.reuses(row, &mut self.ids);
        // Of the pairs of one line it is told once, unless all of them are left out for it.
        if is_reused && (is_first || self.options.drops(Anomaly::ReusedId)) {
            anomalies = anomalies.with(Anomaly::ReusedId);
        }
        if anomalies.contains(Anomaly::UnknownCountry) {
            for (party, odd) in [source, target] {
                if let (Party::Some(party), true) = (party, odd.contains(Anomaly::UnknownCountry)) {
                    self.parties.count_unknown(party, 1);
                }
            }
        }
        let (source, target) = (source.0, target.0);
        for (party, missing) in [
            (source, Anomaly::MissingSource),
            (target, Anomaly::MissingTarget),
        ] {
            match party {
                Party::Missing => anomalies = anomalies.with(missing),
                Party::None => anomalies = anomalies.with(Anomaly::NoParty),
                Party::Some(_) => {}
            }
        }
        let mut outcome = None;
        if let (Party::Some(source), Party::Some(target)) = (source, target) {
            if source == target {
                anomalies = anomalies.with(Anomaly::SelfPair);
            } else if let (None, Some(code)) = (self.reason(anomalies), code) {
                let (kept, told) = self.record(row, (source, target), code);
                anomalies = anomalies.union(told);
                outcome = Some(kept);
            }
        }
        let outcome = outcome.unwrap_or_else(|| {
            // Whoever is not recorded has a reason: a party that is none, one that is dropped, or
            // else a code more than are told apart.
            let reason = self.reason(anomalies).unwrap_or(Anomaly::UnknownCode);
            self.summary.skip(reason);
            Outcome::Skipped(reason)
        });
        let summary = &mut self.summary;
        summary.read += 1;
        if let Some(added) = row.added {
            widen(&mut summary.added, added);
            self.added.insert(added);
        }
        // A guessed date, or one that cannot be, tells of no day that it has a row.
        let is_dated = self.options.precision(row) == Precision::Day
            && !row.anomalies.contains(Anomaly::DatedAfterAdded);
        if is_dated {
            self.days.insert(row.day);
        }
        let is_first = !anomalies.is_empty() && summary.note(anomalies);
        Ok((outcome, if is_first { anomalies } else { Anomalies::NONE }))
    }

    /// Why a row with anomalies is skipped, if it is: first what cannot be counted.
    fn reason(&self, anomalies: Anomalies) -> Option<Anomaly> {
        const NEVER: Anomalies = Anomalies::NONE
            .with(Anomaly::MissingSource)
            .with(Anomaly::MissingTarget)
            .with(Anomaly::NoParty)
            .with(Anomaly::SelfPair);
        const GUESSES: Anomalies = Anomalies::NONE
            .with(Anomaly::GuessedWeek)
            .with(Anomaly::GuessedMonth)
            .with(Anomaly::GuessedYear);
        // Neither is known before a row is recorded.
        const NEITHER: Anomalies = Anomalies::NONE
            .with(Anomaly::Repeated)
            .with(Anomaly::Mirrored)
            // What reads NA is missing where that matters: a party knows.
            .with(Anomaly::NaText);
        if anomalies.is_empty() {
            return None;
        }
        if let Some(reason) = anomalies.intersection(NEVER).iter().next() {
            return Some(reason);
        }
        let dropped = match self.options.guesses() {
            Guesses::Drop => self.options.dropped().union(GUESSES),
            _ => self.options.dropped(),
        };
        let mut reasons = anomalies.intersection(dropped).iter();
        reasons.find(|&reason| !NEITHER.contains(reason))
    }

    /// Adds an act to the table; and whether it is merged with another.
    fn record(
        &mut self,
        row: &CodedEvent,
        parties: (u32, u32),
        code: CodeKey,
    ) -> (Outcome, Anomalies) {
        let precision = self.options.precision(row);
        let told = self.acts.tell(parties, (row.day, precision), code);
        let summary = &mut self.summary;
        if let Some(anomaly) = told {
            summary.merged += 1;
            if code.side == Side::Visit && anomaly == Anomaly::Mirrored {
                // The host told of it before, and it was worth what hosting is.
                summary.unmarked.turn(self.codes.host(), code.worth);
            }
            return (Outcome::Merged(anomaly), anomaly.into());
        }
        summary.kept += 1;
        summary.unmarked.count(code.worth, 1);
        if precision == Precision::Day {
            widen(&mut summary.days, row.day);
        }
        (Outcome::Kept, Anomalies::NONE)
    }
}
