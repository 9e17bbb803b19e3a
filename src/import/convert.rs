//! Rows become events of a timeline, beside those that somebody curated.

mod events;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use thiserror::Error;

use super::code_column::{CodeColumn, ColumnCodes, Reading};
use super::digits::Digits;
use super::gdelt::Mention;
use super::names::{NA_TEXTS, Names, Symbol};
use super::options::Precision;
use super::party::{Found, PartyRule};
use super::problem::shortened;
use super::row::{Act, CodedEvent, RowId};
use crate::actor::{Actor, MAX_ID};
use crate::code::Code;
use crate::event::{Event, Source};
use crate::text::is_name;
use crate::time::{When, WhenError, date_of_day};
use crate::timeline::TimelineBuilder;

/// Which rows tell of one event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Grouping {
    /// Same day, same two parties in either order, and [symmetric](super::SYMMETRIC) acts of one
    /// root: that A consulted, visited and phoned B on a day is one contact of that day.
    /// Other acts: same day, source, target and code.
    #[default]
    Contact,
    /// Same day, source, target and code; of symmetric acts, in either order.
    Act,
}

/// Makes events of rows: each event once, and each row a report of it.
///
/// An event is called by the source of the promotion, whichever feeds tell of it, and by day, parties
/// and code, such as `gdelt:2019-10-24:CHN+USA:04`, so that the same rows give the same events in
/// whatever order they come; where that is too long, or a party has `+`, `>` or `:` in its name, a
/// hash stands for parties and code.
///
/// Its code is the one that most of its rows bear, and the first of them in order where several are;
/// so a contact of two calls and a visit is a call, unless [acts are told apart](Grouping::Act). Of
/// a visit it is hosting one (`043`) only where no row tells of it from the visitor's side (`042`).
/// What is coded as a consultation of no kind is a meeting, and not
/// [in person](crate::View::in_person).
///
/// A guessed date becomes some day of as many as it was guessed by. Each row reports the event on the
/// day on which it was added, and each [document that mentions it](Self::mention) when it was found:
/// at most [`MAX_PER_EVENT`](crate::event::MAX_PER_EVENT) of them, rows first.
///
/// Every row is taken that has two parties and a code, also what an intake leaves out, such as one
/// between regions: give it those that [`Importer::read_each`](super::Importer::read_each) keeps or
/// merges. It is of another event where its day is another, by however little.
///
/// The codes stay those of the file. Meetings and calls that somebody curated without a code are
/// scored by PLOVER, so a question about relations wants a scale that lists
/// [both](crate::code::Scale::and_codes_of), as below; what its scale does not list is among
/// [`Relations::unscored`](crate::Relations::unscored).
///
/// # Example
///
/// ```
/// use detente::code::Scale;
/// use detente::event::Source;
/// use detente::import::{Format, PlainLayout, Conversion, Reader};
/// use detente::{Actor, Event, Scoring, TimelineBuilder};
///
/// // Two rows from either side, and one by another code: one meeting, three reports.
/// let table = "2014-05-13\tUSA\tRUS\t042\n2014-05-13\tRUS\tUSA\t043\n2014-05-13\tUSA\tRUS\t040\n";
/// let mut reader = Reader::new(table.as_bytes(), Format::Plain(PlainLayout::default()));
/// let mut promotion = Conversion::new(Source::new("desk").named("The desk's table")).with_actor("USA", "us");
/// while let Some(row) = reader.next() {
///     promotion.add(&row?, reader.names())?;
/// }
///
/// let mut builder = TimelineBuilder::new();
/// builder.actor(Actor::state("us").named("United States"));
/// builder.event(Event::call("hotline", "2014-05-20").party("us").party("RUS"));
/// promotion.add_to(&mut builder);
/// let timeline = builder.build()?;
/// let meeting = timeline.event("desk:2014-05-13:RUS+us:04")?;
/// assert_eq!(meeting.reports().count(), 3);
/// assert_eq!(timeline.between("us", "RUS")?.meetings().events().count(), 1);
///
/// // The codes of the table beside those of the curated call.
/// let both = Scale::plover().and_codes_of(&Scale::cameo_icews())?;
/// let relations = timeline.relations_by("us", "RUS", &Scoring::default().with_scale(both))?;
/// assert_eq!((relations.marks().len(), relations.unscored().len()), (2, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Where somebody curated an event that rows tell of, their reports go onto that one, and the event
/// that was made of them is left out. Rows of several feeds make events together, too:
/// [`add_by`](Self::add_by).
///
/// ```
/// use detente::event::Source;
/// use detente::import::{Format, PlainLayout, Conversion, Reader};
/// use detente::{Actor, Event, TimelineBuilder};
///
/// let table = "2014-05-13\tUSA\tRUS\t042\n2014-05-14\tUSA\tRUS\t112\n";
/// let mut reader = Reader::new(table.as_bytes(), Format::Plain(PlainLayout::default()));
/// let desk = Source::new("desk").named("The desk's table");
/// let mut promotion = Conversion::new(desk.clone()).with_actor("USA", "us");
/// while let Some(row) = reader.next() {
///     promotion.add(&row?, reader.names())?;
/// }
///
/// let mut visit = Event::meeting("sochi", "2014-05-13").party("us").party("RUS");
/// let mut builder = TimelineBuilder::new();
/// builder.source(desk).actor(Actor::state("us").named("United States"));
/// for event in promotion.events() {
///     if event.id() == "desk:2014-05-13:RUS+us:04" {
///         visit = event.reports().iter().cloned().fold(visit, Event::report);
///     } else {
///         builder.event(event);
///     }
/// }
/// for actor in promotion.actors() {
///     builder.actor(actor);
/// }
/// // Where mentions were added, their outlets.
/// for outlet in promotion.sources() {
///     builder.source(outlet);
/// }
/// builder.event(visit);
/// let timeline = builder.build()?;
/// assert_eq!(timeline.event("sochi")?.reports().count(), 1);
/// assert_eq!(timeline.view().events().count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Conversion {
    source: Source,
    parties: PartyRule,
    grouping: Grouping,
    /// The identifiers of actors that the timeline has, by what files call them.
    known: BTreeMap<Box<str>, Box<str>>,
    /// The identifiers that other sources have in the timeline, by what files call them.
    outlets: BTreeMap<Box<str>, Box<str>>,
    /// The identifiers that the sources of other feeds have in the timeline.
    feeds: BTreeSet<Box<str>>,
    rows: Vec<Row>,
    /// Documents by the number of the row that they mention; none as long as there is none.
    mentions: BTreeMap<u64, BTreeMap<Document, Mentioned>>,
    /// The columns of codes, and the digits that were met in each.
    columns: Vec<ColumnCodes>,
    seen: BTreeSet<(usize, Digits)>,
    /// What an intake says of them.
    decided: Vec<CodeColumn>,
}

/// A document: who published it, as files call him, and a hash of where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Document {
    outlet: Box<str>,
    address: u64,
}

/// When a document was first found, and how sure its reading is at best.
#[derive(Clone, Copy, Debug)]
struct Mentioned {
    at: DateTime<Utc>,
    confidence: Option<u8>,
}

impl Mentioned {
    fn and(self, other: Self) -> Self {
        Self {
            at: self.at.min(other.at),
            confidence: self.confidence.max(other.confidence),
        }
    }
}

/// A row, with what the file calls its parties: who they are is asked when events are made, so that
/// a name may be given before the rows or after them.
#[derive(Clone, Debug)]
struct Row {
    days: (i32, i32),
    /// The same as a date, which has been checked.
    when: When,
    source: Box<str>,
    target: Box<str>,
    told: Told,
    /// The column, and the digits of the code, if the column decides what they stand for.
    digits: Option<(usize, Digits)>,
}

/// What a row says as a report; in the order of reports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Told {
    added: Option<i32>,
    id: Option<RowId>,
    line: u64,
    code: Code,
    mentions: Option<u32>,
    /// None for the source of the promotion.
    by: Option<Box<str>>,
}

/// A row was not promoted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ConversionError {
    /// It has not two different parties.
    #[error("line {line}: an event needs two parties, and the row has not")]
    Parties {
        /// The line of the row.
        line: u64,
    },
    /// It was given with the names of another reader, or with a copy from before it was read.
    #[error(
        "line {line}: the row is of another reader than the names: expected `names` of the reader that made it"
    )]
    OtherReader {
        /// The line of the row, or of the mention.
        line: u64,
    },
    /// It says what was done in words that make no code.
    #[error("line {line}: an event needs a code, and the row has not")]
    Code {
        /// The line of the row.
        line: u64,
    },
    /// A party has a text that no actor of a timeline is called by.
    #[error(
        "line {line}: an event needs parties with names, and `{party}` is none: expected 1 to {MAX_ID} \
         bytes without control characters, and not the identifier of a source"
    )]
    Name {
        /// The line of the row.
        line: u64,
        /// What the party is called, escaped, and shortened if it is long.
        party: Box<str>,
    },
    /// Its days cannot be written as a date.
    #[error("line {line}: {problem}")]
    Date {
        /// The line of the row.
        line: u64,
        /// Why not.
        problem: WhenError,
    },
}

impl Conversion {
    /// A promotion of rows that a source reports, between countries.
    pub fn new(source: Source) -> Self {
        Self {
            source,
            parties: PartyRule::default(),
            grouping: Grouping::default(),
            known: BTreeMap::new(),
            outlets: BTreeMap::new(),
            feeds: BTreeSet::new(),
            rows: Vec::new(),
            mentions: BTreeMap::new(),
            columns: Vec::new(),
            seen: BTreeSet::new(),
            decided: Vec::new(),
        }
    }

    /// With what the codes of each format stand for, as an intake that has read all rows
    /// [says](super::Summary::code_columns); to be said before rows are added or after.
    ///
    /// Otherwise the rows that are added decide: whether `10` is a demand, or a statement without
    /// its zero, shows in the other codes of the column, and a selection of rows may not have
    /// them.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::Source;
    /// use detente::import::{Format, Importer, Options, PlainLayout, Conversion, Reader};
    ///
    /// let table = "2012-05-02\tUSA\tRUS\t10\n2012-05-07\tUSA\tRUS\t36\n";
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut intake = Importer::new(Options::new(format));
    /// intake.read(&mut Reader::new(table.as_bytes(), format))?;
    /// let imported = intake.finish()?;
    ///
    /// let mut reader = Reader::new(table.as_bytes(), format);
    /// let mut promotion = Conversion::new(Source::new("desk").named("The desk's table"))
    ///     .with_code_columns(imported.summary().code_columns());
    /// promotion.add(&reader.next().unwrap()?, reader.names())?;
    /// assert_eq!(promotion.events()[0].id(), "desk:2012-05-02:USA>RUS:010");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_code_columns(mut self, columns: &[CodeColumn]) -> Self {
        self.decided = columns.to_vec();
        self
    }

    /// With other parties. To be said before rows are added.
    #[must_use]
    pub const fn with_parties(mut self, parties: PartyRule) -> Self {
        self.parties = parties;
        self
    }

    /// With another rule of what is one event.
    #[must_use]
    pub const fn with_grouping(mut self, grouping: Grouping) -> Self {
        self.grouping = grouping;
        self
    }

    /// What files call `party` is an actor that the timeline has by the identifier `id`.
    ///
    /// It may be said before rows are added or after, but for a party whose own text no actor
    /// can be called by: a row of it is refused unless it has been said. A row between two parties
    /// that are one actor is of no event.
    #[must_use]
    pub fn with_actor(mut self, party: &str, id: &str) -> Self {
        self.known.insert(party.into(), id.into());
        self
    }

    /// What mentions call `outlet` is a source that the timeline has by the identifier `id`; to be
    /// said before mentions are added or after.
    ///
    /// No actor of the timeline can be called so: rows of such a party are refused from then on.
    #[must_use]
    pub fn with_outlet(mut self, outlet: &str, id: &str) -> Self {
        self.outlets.insert(outlet.into(), id.into());
        self
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// [`ConversionError`] if `names` are not those of the reader that made the row, or where it has no two parties that a timeline can have as actors, no
    /// code, or no days that can be written; nothing changes then. What is refused here does not
    /// keep the others from being built.
    pub fn add(&mut self, row: &CodedEvent, names: &Names) -> Result<(), ConversionError> {
        self.take(row, names, None)
    }

    /// Adds a row of another feed: what tells of one event is one event, and the row is a report by
    /// the source that the timeline has by the identifier `source`.
    ///
    /// [Mentions](Self::mention) are not of it: numbers of rows mean nothing in another feed.
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add); and [`ConversionError::Name`] where `source` is what an actor of a row
    /// before is called.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::TimelineBuilder;
    /// use detente::event::Source;
    /// use detente::import::{Format, PlainLayout, Conversion, Reader};
    ///
    /// // A visit as two feeds have it.
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut gdelt = Reader::new(&b"2014-05-13\tUSA\tRUS\t042\n"[..], format);
    /// let mut icews = Reader::new(&b"2014-05-13\tRUS\tUSA\t043\n"[..], format);
    /// let mut promotion = Conversion::new(Source::new("gdelt").named("GDELT 2.0"));
    /// while let Some(row) = gdelt.next() {
    ///     promotion.add(&row?, gdelt.names())?;
    /// }
    /// while let Some(row) = icews.next() {
    ///     promotion.add_by("icews", &row?, icews.names())?;
    /// }
    ///
    /// let mut builder = TimelineBuilder::new();
    /// builder.source(Source::new("icews").named("ICEWS"));
    /// promotion.add_to(&mut builder);
    /// let timeline = builder.build()?;
    /// let visit = timeline.event("gdelt:2014-05-13:RUS+USA:04")?;
    /// let sources: Vec<_> = visit.reports().map(|report| report.attribution()).collect();
    /// assert_eq!(sources, ["GDELT 2.0", "ICEWS"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_by(
        &mut self,
        source: &str,
        row: &CodedEvent,
        names: &Names,
    ) -> Result<(), ConversionError> {
        let is_new = !self.feeds.contains(source);
        if is_new {
            let is_actor = |row: &Row| {
                let parties = [&row.source, &row.target];
                parties
                    .into_iter()
                    .any(|party| self.actor_of(party) == source)
            };
            if self.rows.iter().any(is_actor) {
                return Err(not_a_name(source, row.line()));
            }
            self.feeds.insert(source.into());
        }
        let taken = self.take(row, names, Some(source));
        if is_new && taken.is_err() {
            self.feeds.remove(source);
        }
        taken
    }

    fn take(
        &mut self,
        row: &CodedEvent,
        names: &Names,
        by: Option<&str>,
    ) -> Result<(), ConversionError> {
        let line = row.line();
        check(names.have(row), line)?;
        let party = |symbol: Option<Symbol>| {
            let found = names.actor(symbol?).expect("the row is of the reader");
            match self.parties.find(found, Some(row.date().year())) {
                Found::Party { name, .. } if !NA_TEXTS.contains(&name) => Some(name),
                _ => None,
            }
        };
        let party = |symbol| party(symbol).ok_or(ConversionError::Parties { line });
        let (source, target) = (party(row.source())?, party(row.target())?);
        let actors = [source, target].map(|party| self.actor_of(party));
        if actors[0] == actors[1] {
            return Err(ConversionError::Parties { line });
        }
        for actor in actors {
            self.check_name(actor, line)?;
        }
        let code = match row.act() {
            Act::Digits(digits) => digits.as_written(),
            act => names.code(act).ok_or(ConversionError::Code { line })?,
        };
        let (before, after) = Precision::of(row.anomalies()).around();
        let days = (
            // Far from the ends of the calendar where it is a guess.
            row.day - before,
            row.day + after,
        );
        let when = when(days).map_err(|problem| ConversionError::Date { line, problem })?;
        let (source, target) = (source.into(), target.into());
        let by: Option<Box<str>> = by.map(Into::into);
        let digits = self.see(row.act(), names);
        if let (Some(RowId::Number(number)), None) = (row.id(), &by) {
            self.mentions.entry(number).or_default();
        }
        self.rows.push(Row {
            days,
            when,
            source,
            target,
            told: Told {
                added: row.added,
                id: row.id(),
                line,
                code,
                mentions: row.mentions(),
                by,
            },
            digits,
        });
        Ok(())
    }

    /// Counts a code for its column; the digits about which that decides.
    fn see(&mut self, act: Act, names: &Names) -> Option<(usize, Digits)> {
        let format = names.format().expect("a reader of rows has a format");
        let known = self.columns.iter().position(|one| one.format == format);
        let at = known.unwrap_or_else(|| {
            self.columns.push(ColumnCodes::new(format));
            self.columns.len() - 1
        });
        let column = &mut self.columns[at];
        match act {
            Act::Digits(digits) => {
                if self.seen.insert((at, digits)) {
                    column.enter(digits);
                }
                return Some((at, digits));
            }
            Act::Cameo(code) if column.is_stated() => {
                column.has_fixed = true;
                column.has_zero |= code.begins_with_zero();
            }
            Act::Other(words) => {
                column.see_words(names.act(words).expect("the act has a code, and so words"));
            }
            Act::Cameo(_) | Act::Plover(_) => {}
        }
        None
    }

    /// The rows with the codes that their columns decide upon.
    fn decided_rows(&self) -> Cow<'_, [Row]> {
        let readings = self.columns.iter().map(|column| {
            let mut decided = self.decided.iter();
            let decided = decided.find(|one| one.format == column.format);
            decided.map_or_else(|| column.reading(), |one| one.reading)
        });
        let readings: Vec<Reading> = readings.collect();
        if readings.iter().all(|&reading| reading == Reading::Written) {
            return Cow::Borrowed(&self.rows);
        }
        let mut rows = self.rows.clone();
        for row in &mut rows {
            if let Some((column, digits)) = row.digits {
                row.told.code = readings[column].code(digits);
            }
        }
        Cow::Owned(rows)
    }

    /// The identifier of the actor that a party is.
    fn actor_of<'p>(&'p self, party: &'p str) -> &'p str {
        self.known.get(party).map_or(party, |id| id)
    }

    /// Refuses a party that a timeline cannot have as an actor beside our sources.
    fn check_name(&self, party: &str, line: u64) -> Result<(), ConversionError> {
        let of_ours = party.strip_prefix(self.source.id.as_str());
        let is_source = of_ours.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            || self.feeds.contains(party)
            || self.outlets.values().any(|outlet| **outlet == *party);
        let is_fit = party.len() <= MAX_ID && is_name(party) && !is_source;
        if is_fit || self.is_known(party) {
            return Ok(());
        }
        Err(not_a_name(party, line))
    }

    /// Whether an actor that the timeline has goes by this identifier.
    fn is_known(&self, id: &str) -> bool {
        self.known.values().any(|known| **known == *id)
    }

    /// Adds a mention of a row that has been added before; whether it is of one, and names an
    /// outlet, without control characters.
    ///
    /// A document is a report of the event, citing its outlet, once, however many of the rows of
    /// the event it is behind. Whoever publishes is a source of its own, `gdelt/bbc.co.uk`,
    /// unless [`with_outlet`](Self::with_outlet) has named it. Weights do not change by
    /// it: rows are more direct.
    ///
    /// # Errors
    ///
    /// [`ConversionError::OtherReader`] if `names` are not those of the reader that made the mention.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::TimelineBuilder;
    /// use detente::event::Source;
    /// use detente::import::{Format, Mentions, Conversion, Reader};
    ///
    /// # let row = |id: &str, a: &str, b: &str, code: &str| {
    /// #     let mut row = vec![""; 61];
    /// #     for (at, text) in [(0, id), (1, "20191024"), (7, a), (17, b), (26, code), (59, "20191024143000")] {
    /// #         row[at] = text;
    /// #     }
    /// #     row.join("\t") + "\n"
    /// # };
    /// # let rows = row("7", "USA", "RUS", "042") + &row("8", "RUS", "USA", "043");
    /// // One visit, told from both sides; a page of which both rows were made, and another.
    /// # let mention = |event: &str, outlet: &str| format!(
    /// #     "{event}\t20191024143000\t20191024144500\t1\t{outlet}\t{outlet}/1\t3\t1\t2\t3\t1\t40\t2\t3\t\t\n"
    /// # );
    /// # let mentions = mention("7", "bbc.co.uk") + &mention("8", "bbc.co.uk") + &mention("8", "tass.ru");
    /// let mut promotion = Conversion::new(Source::new("gdelt").named("GDELT 2.0"));
    /// let mut reader = Reader::new(rows.as_bytes(), Format::Gdelt2);
    /// while let Some(row) = reader.next() {
    ///     promotion.add(&row?, reader.names())?;
    /// }
    /// let mut mentions = Mentions::new(mentions.as_bytes());
    /// while let Some(mention) = mentions.next() {
    ///     assert!(promotion.mention(&mention?, mentions.names())?);
    /// }
    ///
    /// let mut builder = TimelineBuilder::new();
    /// promotion.add_to(&mut builder);
    /// let timeline = builder.build()?;
    /// let visit = timeline.event("gdelt:2019-10-24:RUS+USA:04")?;
    /// assert_eq!(visit.reports().count(), 4);
    /// assert_eq!(timeline.view().from_source("gdelt/tass.ru")?.first().unwrap().id(), visit.id());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn mention(&mut self, mention: &Mention, names: &Names) -> Result<bool, ConversionError> {
        let is_of_reader = names.have_all(mention.reader(), [mention.outlet()]);
        check(is_of_reader, mention.line())?;
        let Some(documents) = self.mentions.get_mut(&mention.event()) else {
            return Ok(false);
        };
        let outlet = mention.outlet().and_then(|outlet| names.actor(outlet));
        let name = outlet.and_then(|outlet| outlet.name());
        let Some(name) = name.filter(|name| is_name(name)) else {
            return Ok(false);
        };
        let document = Document {
            outlet: name.into(),
            address: mention.document(),
        };
        let found = Mentioned {
            at: mention.at(),
            confidence: mention.confidence(),
        };
        let known = documents.entry(document).or_insert(found);
        *known = known.and(found);
        Ok(true)
    }

    /// The outlets of mentions that no [`with_outlet`](Self::with_outlet) has named, in the order
    /// of their identifiers.
    pub fn sources(&self) -> Vec<Source> {
        let rows = self.decided_rows();
        self.sources_of(&self.groups(&rows))
    }

    /// How many events there are; in O(n log n) of rows, as all that follows.
    pub fn len(&self) -> usize {
        self.groups(&self.decided_rows()).len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        !self.rows.iter().any(|row| self.group(row).is_some())
    }

    /// The parties that no [`with_actor`](Self::with_actor) has named, in the order of their
    /// identifiers.
    ///
    /// A country goes by its code and has its English name; a region is a group.
    pub fn actors(&self) -> Vec<Actor> {
        let rows = self.decided_rows();
        self.actors_of(&self.groups(&rows))
    }

    /// The events, in the order of their days and parties.
    pub fn events(&self) -> Vec<Event> {
        let rows = self.decided_rows();
        self.events_of(&self.groups(&rows))
    }

    /// Adds sources, actors and events to a timeline.
    ///
    /// Actors that it has already are to be named by [`with_actor`](Self::with_actor), and
    /// outlets by [`with_outlet`](Self::with_outlet).
    pub fn add_to(&self, builder: &mut TimelineBuilder) {
        let rows = self.decided_rows();
        let groups = self.groups(&rows);
        builder.source(self.source.clone());
        for outlet in self.sources_of(&groups) {
            builder.source(outlet);
        }
        for actor in self.actors_of(&groups) {
            builder.actor(actor);
        }
        for event in self.events_of(&groups) {
            builder.event(event);
        }
    }
}

/// Refuses what was given with names that are not those of its reader.
fn check(is_of_reader: bool, line: u64) -> Result<(), ConversionError> {
    if is_of_reader {
        Ok(())
    } else {
        Err(ConversionError::OtherReader { line })
    }
}

fn dates((first, last): (i32, i32)) -> (NaiveDate, NaiveDate) {
    let date = |day| date_of_day(day).expect("rows are of days of the calendar");
    (date(first), date(last))
}

/// A day, or some day of several, in years of four digits.
fn when(days: (i32, i32)) -> Result<When, WhenError> {
    let (first, last) = dates(days);
    if first == last {
        Ok(first.into())
    } else {
        When::parse(&format!(
            "[{}..{}]",
            first.format("%Y-%m-%d"),
            last.format("%Y-%m-%d")
        ))
    }
}

fn not_a_name(party: &str, line: u64) -> ConversionError {
    let party = shortened(party.escape_debug().to_string().as_bytes());
    ConversionError::Name { line, party }
}
