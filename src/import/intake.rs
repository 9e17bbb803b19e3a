//! Takes rows in and makes a ledger of them.
//!
//! What has been done is kept as a table of distinct acts: span, parties, code, and how
//! often it was told from either side. What counts follows from the table, so that the
//! order of rows and the files that they stand in change nothing, and two intakes merge.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::io::BufRead;

use thiserror::Error;

use super::names::{ActorText, Folding, NA_TEXTS, Names, Symbol};
use super::options::{Guesses, Options, around, span};
use super::party::Parties;
use super::reader::{Format, Progress, Reader};
use super::row::{Act, Anomalies, Anomaly, CodedEvent, Problem, RowError, RowId};
use super::summary::{Example, Misread, Summary, widen};
use super::symmetry::{Side, side};
use crate::code::{CameoCode, Class, Code};
use crate::ledger::{DaySpan, Ledger, LedgerBuilder, MarkError, RecordError};
use crate::scoring::Scoring;

/// Takes rows of readers in, and makes a ledger of them.
///
/// It takes memory for each distinct act that is kept (about 40 bytes for span, parties
/// and code), for each distinct party, and for the identifiers of rows (two bits each where
/// they follow each other, about 18 bytes each where they do not).
///
/// # Example
///
/// ```
/// use detente::import::{Anomaly, Format, Intake, Options, PlainLayout, Reader};
///
/// // A visit, told from both sides, and told twice.
/// let table = "2014-05-13\tUSA\tRUS\t042\n2014-05-13\tRUS\tUSA\t043\n2014-05-13\tRUS\tUSA\t043\n";
/// let format = Format::Plain(PlainLayout::default());
/// let mut intake = Intake::new(Options::new(format));
/// intake.read(&mut Reader::new(table.as_bytes(), format))?;
/// let imported = intake.finish()?;
///
/// let summary = imported.summary();
/// assert_eq!((summary.read(), summary.kept(), summary.merged()), (3, 1, 2));
/// assert_eq!(summary.seen(Anomaly::Mirrored), 1);
/// assert_eq!(imported.ledger().undirected("RUS", "USA").unwrap().len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Intake {
    options: Options,
    parties: PartyTable,
    codes: CodeTable,
    acts: HashMap<ActKey, Told, Folding>,
    ids: IdSet,
    summary: Summary,
    files: u32,
}

/// What became of a row.
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
pub enum IntakeError {
    /// The input failed, or has not the header of its format. What came before is taken in.
    #[error(transparent)]
    Row(#[from] RowError),
    /// The intake has as many parties as there are keys.
    #[error("line {line}: one party too many")]
    Parties {
        /// The line of the row that names it.
        line: u64,
    },
    /// The intake has as many codes as there are keys.
    #[error("line {line}: one code too many, after 65,535")]
    Codes {
        /// The line of the row that bears it.
        line: u64,
    },
}

/// Two intakes cannot be merged.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IntakeMergeError {
    /// Their options differ.
    #[error("the intakes have different options")]
    Options,
    /// They leave out rows whose identifier has been read, so that the order matters.
    #[error("the intakes drop reused identifiers, which depends on the order of rows")]
    Order,
    /// There are more parties or codes than keys.
    #[error("the intakes have too many parties or codes together")]
    Full,
}

/// A ledger could not be made of what was taken in.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum FinishError {
    /// The weights of the scoring make no mark.
    #[error(transparent)]
    Mark(#[from] MarkError),
    /// The sums of a span overflow.
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// A ledger of rows, what became of them, and what to read it with.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    ledger: Ledger,
    summary: Summary,
    scoring: Scoring,
}

impl Imported {
    /// The marks of all pairs.
    ///
    /// Ledgers of files merge to that of all of them only where the files share no day: what is
    /// told again, or from the other side, is known to the [`Intake`], so merge those.
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// What was read, and what became of it.
    pub const fn summary(&self) -> &Summary {
        &self.summary
    }

    /// What made the marks, with the correlation of a day for machine-coded rows.
    pub const fn scoring(&self) -> &Scoring {
        &self.scoring
    }

    /// The ledger, the summary and the scoring, to keep.
    pub fn into_parts(self) -> (Ledger, Summary, Scoring) {
        (self.ledger, self.summary, self.scoring)
    }
}

/// An act on a span, in 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ActKey {
    /// Who acts; of a symmetric act, the smaller key, or the visitor.
    source: u32,
    target: u32,
    day: i32,
    code: u16,
    span: Span,
}

/// How many days it may have been: one, or those around a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Span {
    Day,
    Week,
    Month,
    Year,
}

impl Span {
    fn of(anomalies: Anomalies) -> Self {
        if anomalies.contains(Anomaly::GuessedWeek) {
            Self::Week
        } else if anomalies.contains(Anomaly::GuessedMonth) {
            Self::Month
        } else if anomalies.contains(Anomaly::GuessedYear) {
            Self::Year
        } else {
            Self::Day
        }
    }
}

impl Hash for ActKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(u64::from(self.source) << 32 | u64::from(self.target));
        let day = u64::from(u32::from_le_bytes(self.day.to_le_bytes()));
        state.write_u64(day << 32 | u64::from(self.code) << 8 | self.span as u64);
    }
}

/// How often an act was told: from its own side, and from the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Told {
    here: u32,
    there: u32,
}

impl Told {
    /// How many of the rows count.
    fn kept(self, is_one_a_day: bool) -> u32 {
        let once = self.here.max(self.there);
        if is_one_a_day { once.min(1) } else { once }
    }

    /// How many merge with one from the other side; the others that do are repetitions.
    fn mirrored(self, is_one_a_day: bool) -> u32 {
        let both = self.here.min(self.there);
        if is_one_a_day { both.min(1) } else { both }
    }
}

impl Intake {
    /// An intake that has taken nothing in.
    pub fn new(options: Options) -> Self {
        Self {
            codes: CodeTable::new(&options),
            parties: PartyTable::new(options.parties(), !options.drops(Anomaly::NaText)),
            options,
            acts: HashMap::with_hasher(Folding::random()),
            ids: IdSet::new(),
            summary: Summary::default(),
            files: 0,
        }
    }

    /// What becomes of rows.
    pub const fn options(&self) -> &Options {
        &self.options
    }

    /// What became of rows so far.
    pub const fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Takes all rows of a reader in.
    ///
    /// # Errors
    ///
    /// [`IntakeError`] where the input fails or a limit is reached; rows before that are taken
    /// in. A bad row is no error: it is in the summary.
    pub fn read<R: BufRead>(&mut self, reader: &mut Reader<R>) -> Result<(), IntakeError> {
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
    /// use detente::import::{Format, Intake, Options, PlainLayout, Reader};
    ///
    /// let format = Format::Plain(PlainLayout::default());
    /// let table = "2014-05-13\tUSA\tRUS\t112\n".repeat(25);
    /// let mut seen = Vec::new();
    /// let mut reader = Reader::new(table.as_bytes(), format);
    /// Intake::new(Options::new(format))
    ///     .read_with_progress(&mut reader, 10, |progress| seen.push(progress.rows))?;
    /// assert_eq!(seen, [10, 20, 25]);
    /// # Ok::<(), detente::import::IntakeError>(())
    /// ```
    pub fn read_with_progress<R: BufRead>(
        &mut self,
        reader: &mut Reader<R>,
        every: u64,
        progress: impl FnMut(Progress),
    ) -> Result<(), IntakeError> {
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
    ) -> Result<(), IntakeError> {
        self.drive(reader, each, u64::MAX, |_| {})
    }

    fn drive<R: BufRead>(
        &mut self,
        reader: &mut Reader<R>,
        mut each: impl FnMut(&CodedEvent, Outcome, &Names),
        every: u64,
        mut progress: impl FnMut(Progress),
    ) -> Result<(), IntakeError> {
        self.files = self.files.saturating_add(1);
        let (before, file) = (reader.progress().bytes, self.files);
        let (mut rows, mut bad, mut looks_like) = (0, 0, None);
        let mut local = Local::of(reader.format());
        let mut left = every.max(1);
        let mut stopped = Ok(());
        while let Some(row) = reader.next() {
            match row {
                Ok(row) => match self.take(&row, reader.names(), &mut local) {
                    Ok((outcome, news)) => {
                        if !news.is_empty() {
                            self.exemplify(news, row.line(), reader);
                        }
                        each(&row, outcome, reader.names());
                    }
                    Err(error) => {
                        stopped = Err(error);
                        break;
                    }
                },
                Err(error) => {
                    if error.line() == 1 {
                        looks_like = reader.looks_like();
                    }
                    if error.is_fatal() {
                        stopped = Err(error.clone().into());
                    }
                    bad += u64::from(!matches!(error.problem(), Problem::Read { .. }));
                    self.summary.refuse(file, error);
                }
            }
            rows += 1;
            left -= 1;
            if left == 0 {
                left = every.max(1);
                progress(reader.progress());
            }
        }
        if left != every.max(1) {
            progress(reader.progress());
        }
        self.summary.bytes += reader.progress().bytes - before;
        if let Some(header) = reader.take_header() {
            self.summary.note_header(file, header);
        }
        if rows > 0 && rows == bad {
            self.summary.note_misread(Misread {
                file,
                rows,
                read_as: reader.format(),
                looks_like,
            });
        }
        stopped
    }

    /// Keeps a row as an example of those anomalies of which it is the first.
    #[cold]
    fn exemplify<R: BufRead>(&mut self, news: Anomalies, line: u64, reader: &mut Reader<R>) {
        for anomaly in news.iter() {
            let file = self.files;
            self.summary.exemplify(anomaly, || Example {
                file,
                line,
                column: reader.at_fault(anomaly),
                text: reader.excerpt(),
            });
        }
    }

    /// Takes a row in; with the anomalies of which it is the first.
    fn take(
        &mut self,
        row: &CodedEvent,
        names: &Names,
        local: &mut Local,
    ) -> Result<(Outcome, Anomalies), IntakeError> {
        let line = row.line;
        let source = local.party(row.source, names, &mut self.parties);
        let target = local.party(row.target, names, &mut self.parties);
        let (source, target) = source.zip(target).ok_or(IntakeError::Parties { line })?;
        let code = local.code(row.act, names, &mut self.codes);
        let code = code.ok_or(IntakeError::Codes { line })?;

        let mut anomalies = row.anomalies.union(source.1).union(target.1);
        if row
            .id
            .is_some_and(|id| !self.ids.insert(local.data_set, id))
        {
            anomalies = anomalies.with(Anomaly::ReusedId);
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
            } else if self.reason(anomalies).is_none() {
                let (kept, told) = self.record(row, (source, target), code);
                anomalies = anomalies.union(told);
                outcome = Some(kept);
            }
        }
        let outcome = outcome.unwrap_or_else(|| {
            // Whoever is not recorded has a reason: a party that is none, or one that is dropped.
            let reason = self.reason(anomalies).unwrap_or(Anomaly::NoParty);
            self.summary.skip(reason);
            Outcome::Skipped(reason)
        });
        let summary = &mut self.summary;
        summary.read += 1;
        if let Some(added) = row.added {
            widen(&mut summary.added, added);
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

    /// Puts an act into the table.
    fn record(
        &mut self,
        row: &CodedEvent,
        (source, target): (u32, u32),
        code: CodeKey,
    ) -> (Outcome, Anomalies) {
        let is_one_a_day = self.options.is_one_a_day();
        let span = match self.options.guesses() {
            Guesses::Spread => Span::of(row.anomalies),
            _ => Span::Day,
        };
        let (source, target, is_here) = match code.side {
            _ if !self.options.are_mirrors_merged() => (source, target, true),
            Side::Directed | Side::Visit => (source, target, true),
            Side::Host => (target, source, false),
            Side::Both => (source.min(target), source.max(target), source < target),
        };
        let key = ActKey {
            source,
            target,
            day: row.day,
            code: if self.options.are_mirrors_merged() {
                code.merged
            } else {
                code.number
            },
            span,
        };
        let told = self.acts.entry(key).or_default();
        let before = told.kept(is_one_a_day);
        let side = if is_here {
            &mut told.here
        } else {
            &mut told.there
        };
        let is_again = *side > 0;
        let is_mirrored = told_mirror(is_here, *told, is_one_a_day);
        let side = if is_here {
            &mut told.here
        } else {
            &mut told.there
        };
        *side = side.saturating_add(1);
        let summary = &mut self.summary;
        if told.kept(is_one_a_day) > before {
            summary.kept += 1;
            if !code.is_valued {
                summary.unvalued += 1;
            }
            if span == Span::Day {
                widen(&mut summary.days, row.day);
            }
            return (Outcome::Kept, Anomalies::NONE);
        }
        debug_assert!(is_again || is_mirrored, "the first of an act counts");
        summary.merged += 1;
        let merged = if is_mirrored {
            Anomaly::Mirrored
        } else {
            Anomaly::Repeated
        };
        (Outcome::Merged(merged), merged.into())
    }

    /// Takes over what another intake has taken in, as if it had read the same files after its
    /// own.
    ///
    /// Whoever has several files and threads gives each thread an intake, and merges them.
    /// The ledger has the same bits.
    ///
    /// # Errors
    ///
    /// [`IntakeMergeError`]; nothing changes then.
    pub fn merge(&mut self, other: &Self) -> Result<(), IntakeMergeError> {
        if self.options != other.options {
            return Err(IntakeMergeError::Options);
        }
        if self.options.drops(Anomaly::ReusedId) {
            return Err(IntakeMergeError::Order);
        }
        let mut parties = self.parties.clone();
        let mut codes = self.codes.clone();
        let names = other.parties.names.iter();
        let party_keys: Option<Vec<u32>> = names.map(|name| parties.key(name)).collect();
        let merged: Option<Vec<CodeKey>> = other
            .codes
            .infos
            .iter()
            .map(|info| codes.key(info.code.as_ref(), info.side))
            .collect();
        let (party_keys, code_keys) = party_keys.zip(merged).ok_or(IntakeMergeError::Full)?;
        self.parties = parties;
        self.codes = codes;

        let reused = self.ids.merge(&other.ids);
        self.summary.add(&other.summary, self.files, reused);
        self.files = self.files.saturating_add(other.files);
        let is_one_a_day = self.options.is_one_a_day();
        let summary = &mut self.summary;
        for (key, theirs) in &other.acts {
            let party = |key: u32| party_keys.get(key as usize).copied().unwrap_or_default();
            let code = code_keys.get(usize::from(key.code)).copied();
            let code = code.unwrap_or_default();
            let (mut source, mut target) = (party(key.source), party(key.target));
            let mut theirs = *theirs;
            if code.side == Side::Both && self.options.are_mirrors_merged() && source > target {
                (source, target) = (target, source);
                theirs = Told {
                    here: theirs.there,
                    there: theirs.here,
                };
            }
            let key = ActKey {
                source,
                target,
                code: code.number,
                ..*key
            };
            let told = self.acts.entry(key).or_default();
            let both = Told {
                here: told.here.saturating_add(theirs.here),
                there: told.there.saturating_add(theirs.there),
            };
            let apart = [*told, theirs].map(|told| u64::from(told.kept(is_one_a_day)));
            let fewer = apart[0] + apart[1] - u64::from(both.kept(is_one_a_day));
            let mirrors = [*told, theirs].map(|told| u64::from(told.mirrored(is_one_a_day)));
            let all = u64::from(both.mirrored(is_one_a_day));
            summary.kept = summary.kept.saturating_sub(fewer);
            summary.merged += fewer;
            if !code.is_valued {
                summary.unvalued = summary.unvalued.saturating_sub(fewer);
            }
            // Those that merge now are repetitions, but for what becomes a mirror by it.
            for (anomaly, more, less) in [
                (Anomaly::Mirrored, all, mirrors[0] + mirrors[1]),
                (Anomaly::Repeated, fewer + mirrors[0] + mirrors[1], all),
            ] {
                if let Some(class) = summary.classes.get_mut(anomaly.place()) {
                    class.seen = (class.seen + more).saturating_sub(less);
                }
            }
            *told = both;
        }
        Ok(())
    }

    /// Makes the ledger.
    ///
    /// # Errors
    ///
    /// [`FinishError`] where the weights of the scoring make no marks, or the sums of a span
    /// overflow.
    pub fn finish(self) -> Result<Imported, FinishError> {
        let mut ledger = LedgerBuilder::new();
        let keys = self
            .parties
            .names
            .iter()
            .map(|name| ledger.actor(name))
            .collect::<Result<Vec<_>, _>>()?;
        let is_one_a_day = self.options.is_one_a_day();
        for (key, told) in &self.acts {
            let info = self.codes.infos.get(usize::from(key.code));
            let Some((info, valence)) = info.and_then(|info| Some((info, info.valence?))) else {
                continue;
            };
            let mark = self.options.mark_of(key.days(), info.class, valence)?;
            let [Some(&source), Some(&target)] =
                [key.source, key.target].map(|key| keys.get(key as usize))
            else {
                continue;
            };
            for _ in 0..told.kept(is_one_a_day) {
                match info.side {
                    Side::Directed => ledger.record_by(source, target, &mark)?,
                    _ => ledger.record_symmetric_by(source, target, &mark)?,
                }
            }
        }
        Ok(Imported {
            ledger: ledger.build()?,
            summary: self.summary,
            scoring: self.options.scoring().clone(),
        })
    }
}

/// Whether one more row from a side meets one from the other that has met none yet.
const fn told_mirror(is_here: bool, told: Told, is_one_a_day: bool) -> bool {
    let (mine, others) = if is_here {
        (told.here, told.there)
    } else {
        (told.there, told.here)
    };
    if is_one_a_day {
        mine == 0 && others > 0
    } else {
        others > mine
    }
}

impl ActKey {
    /// The days on one of which it was done.
    fn days(&self) -> DaySpan {
        let (before, after) = match self.span {
            Span::Day => (0, 0),
            Span::Week => around(7),
            Span::Month => around(30),
            Span::Year => around(365),
        };
        span(self.day, (before, after))
    }
}

/// A party that an actor belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Party {
    Some(u32),
    /// There is an actor, and he belongs to none.
    None,
    /// There is no actor.
    Missing,
}

/// What the symbols of one reader are to the intake.
#[derive(Debug)]
struct Local {
    /// Identifiers of one data set mean nothing in another.
    data_set: u8,
    parties: Vec<Option<(Party, Anomalies)>>,
    words: Vec<Option<CodeKey>>,
}

impl Local {
    const fn of(format: Format) -> Self {
        Self {
            data_set: match format {
                Format::Gdelt1 | Format::Gdelt2 => 0,
                Format::Icews => 1,
                Format::Polecat => 2,
                Format::Plover => 3,
                Format::Plain(_) => 4,
            },
            parties: Vec::new(),
            words: Vec::new(),
        }
    }

    /// The party of an actor, and what is odd about it; none where there are too many parties.
    #[inline]
    fn party(
        &mut self,
        actor: Option<Symbol>,
        names: &Names,
        table: &mut PartyTable,
    ) -> Option<(Party, Anomalies)> {
        const MISSING: (Party, Anomalies) = (Party::Missing, Anomalies::NONE);
        let Some(symbol) = actor else {
            return Some(MISSING);
        };
        if let Some(&Some(party)) = self.parties.get(symbol.index()) {
            return Some(party);
        }
        let party = match names.actor(symbol) {
            Some(actor) => table.of(actor)?,
            None => MISSING,
        };
        put(&mut self.parties, symbol.index(), party);
        Some(party)
    }

    /// The key of an act; none where there are too many codes.
    #[inline]
    fn code(&mut self, act: Act, names: &Names, table: &mut CodeTable) -> Option<CodeKey> {
        match act {
            Act::Cameo(code) => {
                let place = code.place();
                if let Some(&Some(key)) = table.cameo.get(place) {
                    return Some(key);
                }
                let key = table.key(Some(&code.into()), side(act))?;
                put(&mut table.cameo, place, key);
                Some(key)
            }
            Act::Plover(_) => table.key(names.code(act).as_ref(), side(act)),
            Act::Other(symbol) => {
                if let Some(&Some(key)) = self.words.get(symbol.index()) {
                    return Some(key);
                }
                let key = table.key(names.code(act).as_ref(), side(act))?;
                put(&mut self.words, symbol.index(), key);
                Some(key)
            }
        }
    }
}

/// Puts a value at a place of a list that may be too short.
fn put<T: Clone>(list: &mut Vec<Option<T>>, place: usize, value: T) {
    if list.len() <= place {
        list.resize(place + 1, None);
    }
    if let Some(there) = list.get_mut(place) {
        *there = Some(value);
    }
}

/// The parties, each once.
#[derive(Clone, Debug)]
struct PartyTable {
    parties: Parties,
    is_na_kept: bool,
    names: Vec<Box<str>>,
    keys: HashMap<Box<str>, u32, Folding>,
}

impl PartyTable {
    fn new(parties: Parties, is_na_kept: bool) -> Self {
        Self {
            parties,
            is_na_kept,
            names: Vec::new(),
            keys: HashMap::with_hasher(Folding::random()),
        }
    }

    /// The party of an actor, and what is odd about it; none where there are too many.
    fn of(&mut self, actor: ActorText<'_>) -> Option<(Party, Anomalies)> {
        Some(match self.parties.find(actor) {
            Some((name, odd)) if !self.is_na_kept && NA_TEXTS.contains(&name) => {
                (Party::Missing, odd)
            }
            Some((name, odd)) => (Party::Some(self.key(name)?), odd),
            None => (Party::None, Anomalies::NONE),
        })
    }

    fn key(&mut self, name: &str) -> Option<u32> {
        if let Some(&key) = self.keys.get(name) {
            return Some(key);
        }
        let key = u32::try_from(self.names.len()).ok()?;
        self.names.push(name.into());
        self.keys.insert(name.into(), key);
        Some(key)
    }
}

/// A code of the intake, and what matters of it for each row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct CodeKey {
    number: u16,
    /// The code that the other side of the event has, if that is another: a visit for hosting it.
    merged: u16,
    side: Side,
    is_valued: bool,
}

/// The codes, each once.
#[derive(Clone, Debug)]
struct CodeTable {
    scoring: Scoring,
    infos: Vec<CodeInfo>,
    keys: HashMap<Option<Code>, u16, Folding>,
    cameo: Vec<Option<CodeKey>>,
}

#[derive(Clone, Debug)]
struct CodeInfo {
    /// None for words that make no code.
    code: Option<Code>,
    side: Side,
    class: Class,
    valence: Option<f64>,
}

impl CodeTable {
    fn new(options: &Options) -> Self {
        Self {
            scoring: options.scoring().clone(),
            infos: Vec::new(),
            keys: HashMap::with_hasher(Folding::random()),
            cameo: vec![None; CameoCode::PLACES],
        }
    }

    /// The key of a code; none where there are too many.
    fn key(&mut self, code: Option<&Code>, side: Side) -> Option<CodeKey> {
        let number = self.number(code, side)?;
        let merged = match side {
            // A visit is a visit, whoever tells of it.
            Side::Host => {
                let visit = Code::Cameo(super::symmetry::visit());
                self.number(Some(&visit), Side::Visit)?
            }
            _ => number,
        };
        let valence = |number: u16| Some(self.infos.get(usize::from(number))?.valence.is_some());
        Some(CodeKey {
            number,
            merged,
            side,
            is_valued: valence(number)?,
        })
    }

    fn number(&mut self, code: Option<&Code>, side: Side) -> Option<u16> {
        // The key is cloned for each look-up of a code that is not CAMEO's.
        let key = code.cloned();
        if let Some(&number) = self.keys.get(&key) {
            return Some(number);
        }
        let number = u16::try_from(self.infos.len()).ok()?;
        let class = code.map_or(Class::Act, Code::class);
        self.infos.push(CodeInfo {
            class,
            side,
            valence: code.and_then(|code| self.scoring.scale().valence(code)),
            code: key.clone(),
        });
        self.keys.insert(key, number);
        Some(number)
    }
}

/// Identifiers that have been read: those that follow each other share a word.
#[derive(Clone, Debug)]
struct IdSet {
    words: HashMap<u64, u64, Folding>,
    last: (u64, u64),
}

impl IdSet {
    fn new() -> Self {
        Self {
            words: HashMap::with_hasher(Folding::random()),
            last: (0, 0),
        }
    }

    /// Adds one of a data set; whether it is new.
    #[inline]
    fn insert(&mut self, data_set: u8, id: RowId) -> bool {
        let (RowId::Number(id) | RowId::Digest(id)) = id;
        let word = u64::from(data_set) << 58 | id >> 6;
        if self.last.0 != word {
            self.flush();
            let known = self.words.get(&word).copied();
            self.last = (word, known.unwrap_or_default());
        }
        let bit = 1 << (id & 63);
        let is_new = self.last.1 & bit == 0;
        self.last.1 |= bit;
        is_new
    }

    fn flush(&mut self) {
        if self.last.1 != 0 {
            self.words.insert(self.last.0, self.last.1);
        }
    }

    /// Adds those of another; how many of them are not new.
    fn merge(&mut self, other: &Self) -> u64 {
        self.flush();
        let mut shared = 0;
        let (last, rest) = (other.last, &other.words);
        let words = rest.iter().map(|(&word, &bits)| (word, bits));
        let words = words.filter(|&(word, _)| word != last.0);
        for (word, bits) in words.chain((last.1 != 0).then_some(last)) {
            let mine = self.words.entry(word).or_default();
            shared += u64::from((*mine & bits).count_ones());
            *mine |= bits;
        }
        let known = self.words.get(&self.last.0).copied();
        self.last.1 = known.unwrap_or_default();
        shared
    }
}
