//! Converts coded rows into events of a timeline.

mod error;
mod events;
mod groups;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Utc};

use super::code_column::{CodeColumn, CodeInterpretation, DigitCounts};
use super::digits::Digits;
use super::gdelt::Mention;
use super::name_table::{NameTable, Symbol};
use super::options::{RowDays, ends};
use super::party::PartyRule;
use super::row::{Act, CodedEvent, RowId, dates_of};
use super::warning::RowWarning;
use crate::actor::{Actor, MAX_ID};
use crate::code::Code;
use crate::event::{Event, Source};
use crate::text::is_name;
use crate::text::words;
use crate::time::When;
use crate::timeline::TimelineBuilder;

pub use self::error::ConversionError;

/// Which rows report the same event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Grouping {
    /// Rows of [symmetric](super::SYMMETRIC) acts with the same day, parties (in either order) and
    /// root code: if A consulted, visited and phoned B on a day, that is one contact. Rows of other
    /// acts with the same day, source, target and code.
    #[default]
    Contact,
    /// Rows with the same day, source, target and code. The two sides of a symmetric act are
    /// interchangeable.
    Act,
}

words!(Grouping, "a grouping", 2 {
    Contact => "contact",
    Act => "act",
});

/// Converts rows into events: each event once, with a report for each row.
///
/// # Events
///
/// - **Identifier**: the source of the conversion, the day, the parties and the code, such as
///   `gdelt:2019-10-24:CHN+USA:04`. The same rows make the same events in any order. If the
///   identifier is too long, or if a party has `+`, `>` or `:` in its name, a hash replaces
///   parties and code.
/// - **Code**: the most frequent code of its rows; of equally frequent codes, the first in order. So two
///   calls and a visit make a call, unless [acts are distinguished](Grouping::Act). A visit is hosted
///   (`043`) only if no row reports it from the visitor's side (`042`). A consultation of no
///   specified kind becomes a meeting that is not [in person](crate::View::in_person).
/// - **Date**: a guessed date becomes an uncertain day of the guessed period, a
///   [partial](super::PlainLayout::with_partial_dates) one an uncertain day of its month or year, and a row with a
///   [last day](super::PlainLayout::with_last_day) an event that lasts from its first to its last day.
/// - **Reports**: each row is a report, asserted on the day on which it was added. Each
///   [document that mentions it](Self::add_mention) is a report, asserted when it was found. An
///   event has at most [`MAX_PER_EVENT`](crate::event::MAX_PER_EVENT) of them, rows first.
///
/// # Rows
///
/// Every row with two parties and a code is converted, also those that an importer skips, such as
/// rows between regions. To convert only the rows that count, add those that
/// [`Importer::read_each`](super::Importer::read_each) keeps or merges. Rows on different days report
/// different events, even if the days are adjacent.
///
/// # Scores
///
/// The codes of the file are kept. Curated meetings and calls without a code have PLOVER codes,
/// so a question about relations needs a scale that lists
/// [both](crate::code::Scale::with_fallback), as in the example. Events that the scale does not list are in
/// [`Relations::unscored`](crate::Relations::unscored).
///
/// # Example
///
/// ```
/// use detente::code::Scale;
/// use detente::event::Source;
/// use detente::import::{Format, PlainLayout, Conversion, RowReader};
/// use detente::{Actor, Event, Scoring, TimelineBuilder};
///
/// // A visit from both sides, and a row with another code: one meeting with three reports.
/// let table = "2014-05-13\tUSA\tRUS\t042\n2014-05-13\tRUS\tUSA\t043\n2014-05-13\tUSA\tRUS\t040\n";
/// let mut reader = RowReader::new(table.as_bytes(), Format::Plain(PlainLayout::default()));
/// let mut conversion = Conversion::new(Source::new("desk").named("The desk's table")).with_actor("USA", "us");
/// while let Some(row) = reader.next() {
///     conversion.add(&row?, reader.names())?;
/// }
///
/// let mut builder = TimelineBuilder::default();
/// builder.actor(Actor::state("us").named("United States"));
/// builder.event(Event::call("hotline", "2014-05-20").party("us").party("RUS"));
/// conversion.add_to(&mut builder);
/// let timeline = builder.build()?;
/// let meeting = timeline.event("desk:2014-05-13:RUS+us:04")?;
/// assert_eq!(meeting.reports().count(), 3);
/// assert_eq!(timeline.between("us", "RUS")?.meetings().events().count(), 1);
///
/// // The codes of the table beside the code of the curated call.
/// let both = Scale::plover().with_fallback(&Scale::cameo_icews())?;
/// let relations = timeline.view().relations_by("us", "RUS", &Scoring::default().with_scale(both))?;
/// assert_eq!((relations.marks().len(), relations.unscored().len()), (2, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// If you have curated an event that rows also report, move their reports to your event, and leave the
/// converted one out. For rows of several feeds, see [`add_from`](Self::add_from).
///
/// ```
/// use detente::event::Source;
/// use detente::import::{Format, PlainLayout, Conversion, RowReader};
/// use detente::{Actor, Event, TimelineBuilder};
///
/// let table = "2014-05-13\tUSA\tRUS\t042\n2014-05-14\tUSA\tRUS\t112\n";
/// let mut reader = RowReader::new(table.as_bytes(), Format::Plain(PlainLayout::default()));
/// let desk = Source::new("desk").named("The desk's table");
/// let mut conversion = Conversion::new(desk.clone()).with_actor("USA", "us");
/// while let Some(row) = reader.next() {
///     conversion.add(&row?, reader.names())?;
/// }
///
/// let mut visit = Event::meeting("sochi", "2014-05-13").party("us").party("RUS");
/// let mut builder = TimelineBuilder::default();
/// builder.source(desk).actor(Actor::state("us").named("United States"));
/// let converted = conversion.to_events();
/// for event in converted.events {
///     if event.id == "desk:2014-05-13:RUS+us:04" {
///         visit = event.reports.into_iter().fold(visit, Event::report);
///     } else {
///         builder.event(event);
///     }
/// }
/// for actor in converted.actors {
///     builder.actor(actor);
/// }
/// // The outlets of mentions, if some were added.
/// for outlet in converted.outlets {
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
    /// The identifiers of actors in the timeline, by party.
    actors: BTreeMap<Box<str>, Box<str>>,
    /// The identifiers of sources in the timeline, by outlet.
    outlets: BTreeMap<Box<str>, Box<str>>,
    /// The identifiers of the sources of other feeds.
    feeds: BTreeSet<Box<str>>,
    rows: Vec<Row>,
    /// The documents that mention a row, by its number. Has an empty entry for a row without any.
    mentions: BTreeMap<u64, BTreeMap<Document, Found>>,
    /// The columns of codes, one for each format, and the digits that were counted in each.
    columns: Vec<DigitCounts>,
    counted: BTreeSet<(usize, Digits)>,
    /// The columns that an importer has decided.
    decided: Vec<CodeColumn>,
}

/// The actors, events and sources that a [`Conversion`] makes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ConvertedEvents {
    /// The outlets of mentions that [`with_outlet`](Conversion::with_outlet) does not name, in the
    /// order of their identifiers.
    pub outlets: Vec<Source>,
    /// The parties that [`with_actor`](Conversion::with_actor) does not name, in the order of their
    /// identifiers. A country has its code as identifier and its English name; a region is a group.
    pub actors: Vec<Actor>,
    /// The events, in the order of their days and parties.
    pub events: Vec<Event>,
}

/// A document: its publisher as the file writes it, and a hash of its address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Document {
    outlet: Box<str>,
    address: u64,
}

/// When a document was first found, and the highest confidence in its reading.
#[derive(Clone, Copy, Debug)]
struct Found {
    at: DateTime<Utc>,
    confidence: Option<u8>,
}

impl Found {
    fn merged(self, other: Self) -> Self {
        Self {
            at: self.at.min(other.at),
            confidence: self.confidence.max(other.confidence),
        }
    }
}

/// A row with its parties as the file writes them. Their actors are looked up when events are made,
/// so that [`Conversion::with_actor`] can follow the rows.
#[derive(Clone, Debug)]
struct Row {
    /// The first and the last possible day.
    days: (i32, i32),
    /// Whether the event was on an unknown one of them.
    is_uncertain: bool,
    /// The same as a date, which was checked when the row was added.
    when: When,
    source: Box<str>,
    target: Box<str>,
    report: RowReport,
    /// The column and the digits of the code, if the column decides what they mean.
    digits: Option<(usize, Digits)>,
}

/// What a row contributes as a report. The order of the fields is the order of reports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct RowReport {
    added: Option<i32>,
    id: Option<RowId>,
    line: u64,
    code: Code,
    mentions: Option<u32>,
    /// The source of another feed. `None` for the source of the conversion.
    feed: Option<Box<str>>,
}

impl Conversion {
    /// Creates a conversion of rows that a source reports, between countries.
    pub fn new(source: Source) -> Self {
        Self {
            source,
            parties: PartyRule::default(),
            grouping: Grouping::default(),
            actors: BTreeMap::new(),
            outlets: BTreeMap::new(),
            feeds: BTreeSet::new(),
            rows: Vec::new(),
            mentions: BTreeMap::new(),
            columns: Vec::new(),
            counted: BTreeSet::new(),
            decided: Vec::new(),
        }
    }

    /// Sets the rule that assigns actors to parties. Call it before rows are added.
    #[must_use]
    pub const fn with_parties(mut self, parties: PartyRule) -> Self {
        self.parties = parties;
        self
    }

    /// Sets which rows report the same event.
    #[must_use]
    pub const fn with_grouping(mut self, grouping: Grouping) -> Self {
        self.grouping = grouping;
        self
    }

    /// Sets what the codes of each format mean, as decided by an importer that has read all
    /// [rows](super::Summary::code_columns).
    ///
    /// Otherwise the added rows decide. Whether `10` is a demand, or a statement without its zero,
    /// follows from the other codes of the column, which a selection of rows may lack.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::Source;
    /// use detente::import::{Format, Importer, Options, PlainLayout, Conversion, RowReader};
    ///
    /// let table = "2012-05-02\tUSA\tRUS\t10\n2012-05-07\tUSA\tRUS\t36\n";
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut importer = Importer::new(Options::new(&format));
    /// importer.read(&mut RowReader::new(table.as_bytes(), &format))?;
    /// let import = importer.build()?;
    ///
    /// let mut reader = RowReader::new(table.as_bytes(), &format);
    /// let mut conversion = Conversion::new(Source::new("desk").named("The desk's table"))
    ///     .with_code_columns(&import.summary.code_columns);
    /// conversion.add(&reader.next().unwrap()?, reader.names())?;
    /// assert_eq!(conversion.to_events().events[0].id, "desk:2012-05-02:USA>RUS:010");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_code_columns(mut self, columns: &[CodeColumn]) -> Self {
        self.decided = columns.to_vec();
        self
    }

    /// Uses the actor `id` of the timeline for a party.
    ///
    /// It can be called before or after rows are added, except for a party whose name cannot be the
    /// identifier of an actor: its rows are refused before. Rows between two parties that
    /// are the same actor make no event.
    #[must_use]
    pub fn with_actor(mut self, party: &str, id: &str) -> Self {
        self.actors.insert(party.into(), id.into());
        self
    }

    /// Uses the source `id` of the timeline for an outlet of mentions. It can be called before or
    /// after mentions are added.
    ///
    /// An actor cannot have this identifier: rows of such a party are refused from now on.
    #[must_use]
    pub fn with_outlet(mut self, outlet: &str, id: &str) -> Self {
        self.outlets.insert(outlet.into(), id.into());
        self
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// [`ConversionError`] if the row does not have two parties that can be actors and a code, or if
    /// `names` is not the table of its reader. Then nothing
    /// changes, and other rows can still be converted.
    pub fn add(&mut self, row: &CodedEvent, names: &NameTable) -> Result<(), ConversionError> {
        self.add_row(row, names, None)
    }

    /// Adds a row of another feed, as a report of the timeline's source with the identifier
    /// `source`. Rows of all feeds that report the same event make one event.
    ///
    /// [Mentions](Self::add_mention) do not apply to it, because each feed numbers its own rows.
    ///
    /// # Errors
    ///
    /// As [`add`](Self::add), and [`ConversionError::SharedId`] if an earlier row has an actor with the
    /// identifier `source`.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::TimelineBuilder;
    /// use detente::event::Source;
    /// use detente::import::{Format, PlainLayout, Conversion, RowReader};
    ///
    /// // A visit as two feeds report it.
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut gdelt = RowReader::new(&b"2014-05-13\tUSA\tRUS\t042\n"[..], &format);
    /// let mut icews = RowReader::new(&b"2014-05-13\tRUS\tUSA\t043\n"[..], &format);
    /// let mut conversion = Conversion::new(Source::new("gdelt").named("GDELT 2.0"));
    /// while let Some(row) = gdelt.next() {
    ///     conversion.add(&row?, gdelt.names())?;
    /// }
    /// while let Some(row) = icews.next() {
    ///     conversion.add_from("icews", &row?, icews.names())?;
    /// }
    ///
    /// let mut builder = TimelineBuilder::default();
    /// builder.source(Source::new("icews").named("ICEWS"));
    /// conversion.add_to(&mut builder);
    /// let timeline = builder.build()?;
    /// let visit = timeline.event("gdelt:2014-05-13:RUS+USA:04")?;
    /// let sources: Vec<_> = visit.reports().map(|report| report.attribution()).collect();
    /// assert_eq!(sources, ["GDELT 2.0", "ICEWS"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_from(
        &mut self,
        source: &str,
        row: &CodedEvent,
        names: &NameTable,
    ) -> Result<(), ConversionError> {
        let is_new = !self.feeds.contains(source);
        if is_new {
            let mut rows = self.rows.iter();
            let is_actor = rows.any(|row| {
                self.actor_of(&row.source) == source || self.actor_of(&row.target) == source
            });
            if is_actor {
                return Err(ConversionError::shared_id(source, row.line()));
            }
            // Before the row is checked, so that the row cannot have it as an actor.
            self.feeds.insert(source.into());
        }
        let result = self.add_row(row, names, Some(source));
        if is_new && result.is_err() {
            self.feeds.remove(source);
        }
        result
    }

    /// Adds a mention of a row that was added before.
    ///
    /// Returns `false` if the row was not added, or if the outlet of the mention has no name or a name
    /// with control characters.
    ///
    /// A document is one report of the event, which cites its outlet, even if it is behind several
    /// rows of the event. Each outlet becomes a source of its own such as `gdelt/bbc.co.uk`, unless
    /// [`with_outlet`](Self::with_outlet) names one. Weights do not change, because rows are more
    /// direct reports.
    ///
    /// # Errors
    ///
    /// [`ConversionError::OtherReader`] if `names` is not the table of the reader that made the
    /// mention.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::TimelineBuilder;
    /// use detente::event::Source;
    /// use detente::import::{Format, MentionReader, Conversion, RowReader};
    ///
    /// # let row = |id: &str, a: &str, b: &str, code: &str| {
    /// #     let mut row = vec![""; 61];
    /// #     for (at, text) in [(0, id), (1, "20191024"), (7, a), (17, b), (26, code), (59, "20191024143000")] {
    /// #         row[at] = text;
    /// #     }
    /// #     row.join("\t") + "\n"
    /// # };
    /// # let rows = row("7", "USA", "RUS", "042") + &row("8", "RUS", "USA", "043");
    /// // A visit, reported by both sides; a page behind both rows, and another page.
    /// # let mention = |event: &str, outlet: &str| format!(
    /// #     "{event}\t20191024143000\t20191024144500\t1\t{outlet}\t{outlet}/1\t3\t1\t2\t3\t1\t40\t2\t3\t\t\n"
    /// # );
    /// # let mentions = mention("7", "bbc.co.uk") + &mention("8", "bbc.co.uk") + &mention("8", "tass.ru");
    /// let mut conversion = Conversion::new(Source::new("gdelt").named("GDELT 2.0"));
    /// let mut reader = RowReader::new(rows.as_bytes(), Format::Gdelt2);
    /// while let Some(row) = reader.next() {
    ///     conversion.add(&row?, reader.names())?;
    /// }
    /// let mut mentions = MentionReader::new(mentions.as_bytes());
    /// while let Some(mention) = mentions.next() {
    ///     assert!(conversion.add_mention(&mention?, mentions.names())?);
    /// }
    ///
    /// let mut builder = TimelineBuilder::default();
    /// conversion.add_to(&mut builder);
    /// let timeline = builder.build()?;
    /// let visit = timeline.event("gdelt:2019-10-24:RUS+USA:04")?;
    /// assert_eq!(visit.reports().count(), 4);
    /// assert_eq!(timeline.view().from_source("gdelt/tass.ru")?.first().unwrap().id(), visit.id());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_mention(
        &mut self,
        mention: &Mention,
        names: &NameTable,
    ) -> Result<bool, ConversionError> {
        if !names.has_all(mention.table, [mention.outlet]) {
            let line = mention.line;
            return Err(ConversionError::OtherReader { line });
        }
        let Some(documents) = self.mentions.get_mut(&mention.event) else {
            return Ok(false);
        };
        let outlet = mention.outlet.and_then(|outlet| names.actor(outlet)?.name);
        let Some(outlet) = outlet.filter(|outlet| is_name(outlet)) else {
            return Ok(false);
        };
        let document = Document {
            outlet: outlet.into(),
            address: mention.document,
        };
        let found = Found {
            at: mention.at,
            confidence: mention.confidence,
        };
        let known = documents.entry(document).or_insert(found);
        *known = known.merged(found);
        Ok(true)
    }

    /// Makes the events, and the actors and outlets that the timeline needs for them.
    ///
    /// # Complexity
    ///
    /// O(n log n) for n rows.
    pub fn to_events(&self) -> ConvertedEvents {
        let rows = self.decided_rows();
        let groups = self.groups(&rows);
        ConvertedEvents {
            outlets: self.outlets_of(&groups),
            actors: self.actors_of(&groups),
            events: self.events_of(&groups),
        }
    }

    /// Adds the source, the outlets, the actors and the events to a timeline.
    ///
    /// Actors and outlets that the timeline has already must be named by
    /// [`with_actor`](Self::with_actor) and [`with_outlet`](Self::with_outlet).
    pub fn add_to(&self, builder: &mut TimelineBuilder) {
        let converted = self.to_events();
        builder.source(self.source.clone());
        for outlet in converted.outlets {
            builder.source(outlet);
        }
        for actor in converted.actors {
            builder.actor(actor);
        }
        for event in converted.events {
            builder.event(event);
        }
    }

    /// Checks a row and adds it, as a report of another feed if one is given.
    fn add_row(
        &mut self,
        row: &CodedEvent,
        names: &NameTable,
        feed: Option<&str>,
    ) -> Result<(), ConversionError> {
        let line = row.line();
        if !names.has_row(row) {
            return Err(ConversionError::OtherReader { line });
        }
        if row.count() != 1 {
            let count = row.count();
            return Err(ConversionError::Count { line, count });
        }
        let (source, target) = self.checked_parties(row, names)?;
        let code = match row.act() {
            Act::Digits(digits) => digits.as_written(),
            act => names.code(act).ok_or(ConversionError::Code { line })?,
        };
        let possible = RowDays::possible(row);
        let days = ends(possible.span);
        let is_partial = row.warnings().contains(RowWarning::PartialDate);
        let is_uncertain = possible.is_guessed || (is_partial && is_month_or_year(days));
        // The last step that can fail is done.
        let digits = self.count_code(row.act(), names);
        if let (Some(RowId::Number(number)), None) = (row.id(), feed) {
            self.mentions.entry(number).or_default();
        }
        self.rows.push(Row {
            days,
            is_uncertain,
            when: when(days, is_uncertain),
            source: source.into(),
            target: target.into(),
            report: RowReport {
                added: row.added,
                id: row.id(),
                line,
                code,
                mentions: row.mention_count(),
                feed: feed.map(Into::into),
            },
            digits,
        });
        Ok(())
    }

    /// The parties of a row, which can be two different actors.
    fn checked_parties<'n>(
        &self,
        row: &CodedEvent,
        names: &'n NameTable,
    ) -> Result<(&'n str, &'n str), ConversionError> {
        let line = row.line();
        let year = row.date().year();
        let party = |symbol: Option<Symbol>| {
            let actor = names
                .actor(symbol?)
                .expect("the names belong to the reader");
            self.parties.find(actor, Some(year)).name()
        };
        let (Some(source), Some(target)) = (party(row.source()), party(row.target())) else {
            return Err(ConversionError::Parties { line });
        };
        let actors = [source, target].map(|party| self.actor_of(party));
        if actors[0] == actors[1] {
            return Err(ConversionError::Parties { line });
        }
        for actor in actors {
            self.check_name(actor, line)?;
        }
        Ok((source, target))
    }

    /// Counts a code in its column. Returns the column and the digits, if the column decides what
    /// they mean.
    fn count_code(&mut self, act: Act, names: &NameTable) -> Option<(usize, Digits)> {
        let format = names.format().expect("a reader of rows has a format");
        let known = self
            .columns
            .iter()
            .position(|column| column.format == *format);
        let index = known.unwrap_or_else(|| {
            self.columns.push(DigitCounts::new(format.clone()));
            self.columns.len() - 1
        });
        let column = &mut self.columns[index];
        match act {
            Act::Digits(digits) => {
                if self.counted.insert((index, digits)) {
                    column.insert(digits);
                }
                return Some((index, digits));
            }
            Act::Cameo(code) if column.is_stated() => {
                column.has_fixed = true;
                column.has_zero |= code.begins_with_zero();
            }
            Act::Other(words) => {
                column.insert_words(names.act(words).expect("the act has a code, and so words"));
            }
            Act::Cameo(_) | Act::Plover(_) | Act::Value(_) => {}
        }
        None
    }

    /// The rows with the codes that their columns decide.
    fn decided_rows(&self) -> Cow<'_, [Row]> {
        let interpretations = self.columns.iter().map(|column| {
            let mut decided = self.decided.iter();
            match decided.find(|decided| decided.format == column.format) {
                Some(decided) => decided.interpretation,
                None => column.interpretation(),
            }
        });
        let interpretations: Vec<CodeInterpretation> = interpretations.collect();
        let is_written = |one: &CodeInterpretation| *one == CodeInterpretation::Written;
        if interpretations.iter().all(is_written) {
            return Cow::Borrowed(&self.rows);
        }
        let mut rows = self.rows.clone();
        for row in &mut rows {
            if let Some((column, digits)) = row.digits {
                row.report.code = interpretations[column].code(digits);
            }
        }
        Cow::Owned(rows)
    }

    /// The identifier of the actor of a party.
    fn actor_of<'p>(&'p self, party: &'p str) -> &'p str {
        self.actors.get(party).map_or(party, |id| id)
    }

    /// Whether an actor in the timeline has the identifier.
    fn is_in_timeline(&self, id: &str) -> bool {
        self.actors.values().any(|known| **known == *id)
    }

    /// Refuses an actor whose identifier is not valid, or belongs to one of the sources.
    fn check_name(&self, actor: &str, line: u64) -> Result<(), ConversionError> {
        let after_source = actor.strip_prefix(self.source.id.as_str());
        let is_source = after_source.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            || self.feeds.contains(actor)
            || self.outlets.values().any(|outlet| **outlet == *actor);
        if self.is_in_timeline(actor) {
            Ok(())
        } else if is_source {
            Err(ConversionError::shared_id(actor, line))
        } else if actor.len() <= MAX_ID && is_name(actor) {
            Ok(())
        } else {
            Err(ConversionError::name(actor, line))
        }
    }
}

/// Whether days are a whole month or a whole year. A partial date with other days has a last day, or is one.
fn is_month_or_year(days: (i32, i32)) -> bool {
    let (first, last) = dates_of(days);
    let next = last.succ_opt().expect("rows have years of four digits");
    let [first_month, next_month] = [first, next].map(|date| date.month0().cast_signed());
    let months = (next.year() - first.year()) * 12 + next_month - first_month;
    first.day() == 1 && next.day() == 1 && (months == 1 || (months == 12 && first_month == 0))
}

/// The date of one day, of an uncertain day, or of an act of several days.
fn when(days: (i32, i32), is_uncertain: bool) -> When {
    let (first, last) = dates_of(days);
    if first == last {
        return first.into();
    }
    // Dates of rows have years from 0000 to 9999. A guessed date is 7, 30 or 365 days before the day on which a
    // row was added, and the days around it are at most half a year away: in years from -0001 to 9999.
    let (first, last) = (first.format("%Y-%m-%d"), last.format("%Y-%m-%d"));
    let days = if is_uncertain {
        format!("[{first}..{last}]")
    } else {
        format!("{first}/{last}")
    };
    When::parse(&days).expect("the years of rows have four digits")
}
