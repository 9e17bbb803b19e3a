//! Rows become events of a timeline, beside those that somebody curated.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;

use super::digest::digest_of;
use super::gdelt::Mention;
use super::names::{ActorText, Names, Symbol};
use super::options::Precision;
use super::party::{PartyRule, country_of};
use super::problem::shortened;
use super::row::{CodedEvent, RowId};
use super::symmetry::{Side, side, visit};
use crate::actor::{Actor, MAX_ID};
use crate::code::{Class, Code};
use crate::event::{Event, MAX_PER_EVENT, Participant, Report, Role, Source};
use crate::time::date_of_day;
use crate::time::{When, WhenError};
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
/// An event is called by its source, day, parties and code, such as `gdelt:2019-10-24:CHN+USA:04`,
/// so that the same rows give the same events in whatever order they come; where that is too long,
/// or a party has `+`, `>` or `:` in its name, a hash stands for parties and code. Its code is the one
/// that most of its rows bear, and the first of them in order where several are; so a contact of
/// two calls and a visit is a call, unless [acts are told apart](Grouping::Act). What is coded as
/// a consultation of no kind is a meeting, and not [in person](crate::View::in_person). A guessed date
/// becomes some day of as many as it was guessed by. Each row reports it on the day on
/// which it was added, and each [document that mentions it](Self::mention) when it was found: at
/// most [`MAX_PER_EVENT`] of them, rows first.
///
/// A row is taken as it is: what an intake leaves out, such as a party that reads `NA`, is left out
/// by asking it first ([`Intake::read_each`](super::Intake::read_each)).
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
/// use detente::import::{Format, PlainLayout, Promotion, Reader};
/// use detente::{Actor, Event, Scoring, TimelineBuilder, When};
///
/// // Two rows from either side, and one by another code: one meeting, three reports.
/// let table = "2014-05-13\tUSA\tRUS\t042\n2014-05-13\tRUS\tUSA\t043\n2014-05-13\tUSA\tRUS\t040\n";
/// let mut reader = Reader::new(table.as_bytes(), Format::Plain(PlainLayout::default()));
/// let mut promotion = Promotion::new(Source::new("desk", "The desk's table")).with_actor("USA", "us");
/// while let Some(row) = reader.next() {
///     promotion.add(&row?, reader.names())?;
/// }
///
/// let mut builder = TimelineBuilder::new();
/// builder.actor(Actor::state("us", "United States"));
/// builder.event(Event::call("hotline", When::parse("2014-05-20")?).party("us").party("RUS"));
/// promotion.add_to(&mut builder)?;
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
#[derive(Clone, Debug)]
pub struct Promotion {
    source: Source,
    parties: PartyRule,
    grouping: Grouping,
    /// The identifiers of actors that the timeline has, by what files call them.
    known: BTreeMap<Box<str>, Box<str>>,
    groups: BTreeMap<Group, Vec<Told>>,
    /// The identifiers that other sources have in the timeline, by what files call them.
    outlets: BTreeMap<Box<str>, Box<str>>,
    /// Documents by the number of the row that they mention; none as long as there is none.
    mentions: BTreeMap<u64, BTreeMap<Document, Mentioned>>,
}

/// A document of an outlet: the identifier of that, and a hash of where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Document {
    outlet: Box<str>,
    name: Box<str>,
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

/// What rows of one event share; in the order of events.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    first: i32,
    last: i32,
    is_mutual: bool,
    source: Box<str>,
    target: Box<str>,
    /// A code, or the first two digits of those of a contact.
    code: Box<str>,
}

/// A row of an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Told {
    added: Option<i32>,
    id: Option<RowId>,
    line: u64,
    code: Code,
    mentions: Option<u32>,
}

/// A row was not promoted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PromotionError {
    /// It has not two different parties.
    #[error("line {line}: an event needs two parties, and the row has not")]
    Parties {
        /// The line of the row.
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

impl Promotion {
    /// A promotion of rows that a source reports, between countries.
    pub fn new(source: Source) -> Self {
        Self {
            source,
            parties: PartyRule::default(),
            grouping: Grouping::default(),
            known: BTreeMap::new(),
            groups: BTreeMap::new(),
            outlets: BTreeMap::new(),
            mentions: BTreeMap::new(),
        }
    }

    /// With other parties. To be said before rows are added.
    #[must_use]
    pub const fn with_parties(mut self, parties: PartyRule) -> Self {
        self.parties = parties;
        self
    }

    /// With another rule of what is one event. To be said before rows are added.
    #[must_use]
    pub const fn with_grouping(mut self, grouping: Grouping) -> Self {
        self.grouping = grouping;
        self
    }

    /// What files call `party` is an actor that the timeline has by the identifier `id`.
    #[must_use]
    pub fn with_actor(mut self, party: &str, id: &str) -> Self {
        self.known.insert(party.into(), id.into());
        self
    }

    /// What mentions call `outlet` is a source that the timeline has by the identifier `id`.
    #[must_use]
    pub fn with_outlet(mut self, outlet: &str, id: &str) -> Self {
        self.outlets.insert(outlet.into(), id.into());
        self
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// [`PromotionError`] where it has no two parties that a timeline can have as actors, no
    /// code, or no days that can be written; nothing changes then. What is refused here does not
    /// keep the others from being built.
    pub fn add(&mut self, row: &CodedEvent, names: &Names) -> Result<(), PromotionError> {
        let line = row.line();
        let party = |symbol: Option<Symbol>| self.party(names.actor(symbol?)?);
        let party = |symbol| party(symbol).ok_or(PromotionError::Parties { line });
        let (source, target) = (party(row.source())?, party(row.target())?);
        if source == target {
            return Err(PromotionError::Parties { line });
        }
        for party in [source, target] {
            self.check_name(party, line)?;
        }
        let code = names.code(row.act()).ok_or(PromotionError::Code { line })?;
        let group = self.group(row, &code, (source, target));
        when(group.first, group.last).map_err(|problem| PromotionError::Date { line, problem })?;
        if let Some(RowId::Number(number)) = row.id() {
            self.mentions.entry(number).or_default();
        }
        self.groups.entry(group).or_default().push(Told {
            added: row.added,
            id: row.id(),
            line,
            code,
            mentions: row.mentions(),
        });
        Ok(())
    }

    /// Of which event a row tells.
    fn group(&self, row: &CodedEvent, code: &Code, (source, target): (&str, &str)) -> Group {
        let side = side(Some(code));
        let is_mutual = side != Side::Directed;
        let (source, target) = match side {
            Side::Directed => (source, target),
            _ if self.grouping == Grouping::Contact => (source.min(target), source.max(target)),
            Side::Both => (source.min(target), source.max(target)),
            Side::Visit => (source, target),
            Side::Host => (target, source),
        };
        let label = match (code, self.grouping) {
            (Code::Cameo(cameo), Grouping::Contact) if is_mutual => cameo.root_str().into(),
            (Code::Plover(plover), Grouping::Contact) if is_mutual => {
                plover.category().name().into()
            }
            (Code::Cameo(_), Grouping::Act) if side == Side::Host => visit().as_str().into(),
            (Code::Cameo(cameo), _) => cameo.as_str().into(),
            _ => code.to_string().into_boxed_str(),
        };
        let (before, after) = Precision::of(row.anomalies()).around();
        Group {
            first: row.day.saturating_sub(before),
            last: row.day.saturating_add(after),
            is_mutual,
            source: source.into(),
            target: target.into(),
            code: label,
        }
    }

    /// The identifier of an actor's party; none where he is of none.
    fn party<'n>(&'n self, actor: ActorText<'n>) -> Option<&'n str> {
        let name = self.parties.of(actor)?;
        Some(self.known.get(name).map_or(name, |id| id))
    }

    /// Refuses a party that a timeline cannot have as an actor beside our sources.
    fn check_name(&self, party: &str, line: u64) -> Result<(), PromotionError> {
        let of_ours = party.strip_prefix(self.source.id());
        let is_source = of_ours.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let is_fit = party.len() <= MAX_ID && !party.contains(char::is_control) && !is_source;
        if is_fit || self.is_known(party) {
            return Ok(());
        }
        let party = shortened(party.escape_debug().to_string().as_bytes());
        Err(PromotionError::Name { line, party })
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
    /// # Example
    ///
    /// ```
    /// use detente::TimelineBuilder;
    /// use detente::event::Source;
    /// use detente::import::{Format, Mentions, Promotion, Reader};
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
    /// let mut promotion = Promotion::new(Source::new("gdelt", "GDELT 2.0"));
    /// let mut reader = Reader::new(rows.as_bytes(), Format::Gdelt2);
    /// while let Some(row) = reader.next() {
    ///     promotion.add(&row?, reader.names())?;
    /// }
    /// let mut mentions = Mentions::new(mentions.as_bytes());
    /// while let Some(mention) = mentions.next() {
    ///     promotion.mention(&mention?, mentions.names());
    /// }
    ///
    /// let mut builder = TimelineBuilder::new();
    /// promotion.add_to(&mut builder)?;
    /// let timeline = builder.build()?;
    /// let visit = timeline.event("gdelt:2019-10-24:RUS+USA:04")?;
    /// assert_eq!(visit.reports().count(), 4);
    /// assert_eq!(timeline.view().from_source("gdelt/tass.ru")?.first().unwrap().id(), visit.id());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn mention(&mut self, mention: &Mention, names: &Names) -> bool {
        let Some(documents) = self.mentions.get_mut(&mention.event()) else {
            return false;
        };
        let outlet = mention.outlet().and_then(|outlet| names.actor(outlet));
        let name = outlet.and_then(|outlet| outlet.name());
        let Some(name) = name.filter(|name| !name.contains(char::is_control)) else {
            return false;
        };
        let of_its_own = || {
            let start = format!("{}/", self.source.id());
            fitting(&start, name, &[name]).into()
        };
        let outlet = self.outlets.get(name).cloned();
        let outlet = outlet.unwrap_or_else(of_its_own);
        let document = Document {
            outlet,
            name: name.into(),
            address: mention.document(),
        };
        let found = Mentioned {
            at: mention.at(),
            confidence: mention.confidence(),
        };
        let known = documents.entry(document).or_insert(found);
        *known = known.and(found);
        true
    }

    /// The outlets of mentions that no [`with_outlet`](Self::with_outlet) has named, in the order
    /// of their identifiers.
    pub fn sources(&self) -> Vec<Source> {
        let documents = self.mentions.values().flat_map(BTreeMap::keys);
        let outlets: BTreeMap<&str, &str> = documents
            .filter(|document| !self.outlets.contains_key(&document.name))
            .map(|document| (&*document.outlet, &*document.name))
            .collect();
        let outlets = outlets.into_iter();
        outlets.map(|(id, name)| Source::new(id, name)).collect()
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The parties that no [`with_actor`](Self::with_actor) has named, in the order of their
    /// identifiers.
    ///
    /// A country goes by its code and has its English name; a region is a group.
    pub fn actors(&self) -> Vec<Actor> {
        let parties = self.groups.keys();
        let mut parties: Vec<&str> = parties
            .flat_map(|group| [&*group.source, &*group.target])
            .collect();
        parties.sort_unstable();
        parties.dedup();
        parties.retain(|party| !self.is_known(party));
        let is_state = self.parties == PartyRule::Country;
        let actors = parties.into_iter().map(|party| {
            let country = country_of(party).filter(|_| is_state);
            match country {
                Some(region) if region.is_region() => Actor::group(party, region.name()),
                Some(country) => Actor::state(party, country.name()),
                None if is_state => Actor::state(party, party),
                None => Actor::group(party, party),
            }
        });
        actors.collect()
    }

    /// The events, in the order of their days and parties.
    ///
    /// # Errors
    ///
    /// [`PromotionError`], which rows that were added do not cause.
    pub fn events(&self) -> Result<Vec<Event>, PromotionError> {
        let groups = self.groups.iter();
        groups
            .map(|(group, rows)| self.event(group, rows))
            .collect()
    }

    /// Adds sources, actors and events to a timeline.
    ///
    /// Actors that it has already are to be named by [`with_actor`](Self::with_actor), and
    /// outlets by [`with_outlet`](Self::with_outlet).
    ///
    /// # Errors
    ///
    /// As [`events`](Self::events); nothing is added then.
    pub fn add_to(&self, builder: &mut TimelineBuilder) -> Result<(), PromotionError> {
        let events = self.events()?;
        builder.source(self.source.clone());
        for outlet in self.sources() {
            builder.source(outlet);
        }
        for actor in self.actors() {
            builder.actor(actor);
        }
        for event in events {
            builder.event(event);
        }
        Ok(())
    }

    fn event(&self, group: &Group, rows: &[Told]) -> Result<Event, PromotionError> {
        let mut rows: Vec<&Told> = rows.iter().collect();
        rows.sort_unstable();
        let mut counts: BTreeMap<&Code, usize> = BTreeMap::new();
        for row in &rows {
            *counts.entry(&row.code).or_default() += 1;
        }
        // The first of those that are borne most often.
        let most = counts.values().copied().max();
        let code = counts.iter().find(|&(_, &count)| Some(count) == most);
        let Some((&code, _)) = code else {
            return Err(PromotionError::Code { line: 0 });
        };
        let line = rows.first().map_or(0, |row| row.line);
        let when = when(group.first, group.last)
            .map_err(|problem| PromotionError::Date { line, problem })?;
        let id = self.id(group);
        let event = match code.class() {
            Class::Contact if group.is_mutual => contact(id, code, when),
            Class::Comment => Event::statement(id, &*group.source, when).coded(code.clone()),
            _ => Event::act(id, code.clone(), when),
        };
        let event = match code.class() {
            _ if group.is_mutual => event.party(&*group.source).party(&*group.target),
            Class::Comment => event.with(Participant::new(&*group.target, Role::Addressee)),
            _ => event
                .with(Participant::new(&*group.source, Role::Source))
                .target(&*group.target),
        };
        let mut documents: BTreeMap<&Document, Mentioned> = BTreeMap::new();
        for row in &rows {
            let Some(RowId::Number(number)) = row.id else {
                continue;
            };
            for (document, &found) in self.mentions.get(&number).into_iter().flatten() {
                let known = documents.entry(document).or_insert(found);
                *known = known.and(found);
            }
        }
        let documents = documents.into_iter();
        let documents = documents.map(|(document, found)| self.cited(document, found));
        let reports = rows.into_iter().map(|row| self.report(row));
        let reports = reports.chain(documents).take(MAX_PER_EVENT);
        Ok(reports.fold(event, Event::report))
    }

    fn cited(&self, document: &Document, found: Mentioned) -> Report {
        let sure = match found.confidence {
            Some(percent) => format!(", read with a confidence of {percent}%"),
            None => String::new(),
        };
        Report::by([self.source.id(), &*document.outlet])
            .asserted(found.at.into())
            .in_words(format!("document {:016x}{sure}", document.address))
    }

    fn report(&self, row: &Told) -> Report {
        let name = match row.id {
            Some(RowId::Number(id)) => format!("row {id}, line {}", row.line),
            _ => format!("line {}", row.line),
        };
        let mentions = match row.mentions {
            Some(1) => ", 1 mention".to_owned(),
            Some(mentions) => format!(", {mentions} mentions"),
            None => String::new(),
        };
        let words = format!("{name}: {}{mentions}", row.code);
        let report = Report::by([self.source.id()]).in_words(words);
        match row.added.and_then(date_of_day) {
            Some(added) => report.asserted(added.into()),
            None => report,
        }
    }

    /// The same for the same group, and for no other.
    fn id(&self, group: &Group) -> String {
        let day = |day| date_of_day(day).unwrap_or(NaiveDate::MIN);
        let days = if group.first == group.last {
            day(group.first).to_string()
        } else {
            format!("{}..{}", day(group.first), day(group.last))
        };
        let sign = if group.is_mutual { '+' } else { '>' };
        let Group {
            source,
            target,
            code,
            ..
        } = group;
        let start = format!("{}:{days}:", self.source.id());
        // Where a party has a sign in its name, another event might be called the same.
        let signs = ['+', '>', ':'];
        let is_clear = !(source.contains(signs) || target.contains(signs));
        let end = is_clear.then(|| format!("{source}{sign}{target}:{code}"));
        let end = end.unwrap_or_default();
        fitting(&start, &end, &[source, &sign.to_string(), target, code])
    }
}

/// An identifier by its start and its end. Where there is none, or they are too long together, a
/// hash of the parts of the end stands for it; and for all of it where that is too long, too.
fn fitting(start: &str, end: &str, parts: &[&str]) -> String {
    if !end.is_empty() && start.len() + end.len() <= MAX_ID {
        return format!("{start}{end}");
    }
    let id = format!("{start}#{:032x}", digest_of(parts));
    if id.len() <= MAX_ID {
        return id;
    }
    let all: Vec<&str> = [start].into_iter().chain(parts.iter().copied()).collect();
    format!("#{:032x}", digest_of(&all))
}

/// A meeting or a call.
fn contact(id: String, code: &Code, when: When) -> Event {
    let is = |code_of_it: &str| matches!(code, Code::Cameo(code) if code.as_str() == code_of_it);
    if is("041") || *code == Code::CONSULT_PHONE {
        return Event::call(id, when).coded(code.clone());
    }
    let meeting = Event::meeting(id, when).coded(code.clone());
    if is("042") || is("043") || is("044") {
        meeting.in_person(true)
    } else {
        meeting
    }
}

/// A day, or some day of several, in years of four digits.
fn when(first: i32, last: i32) -> Result<When, WhenError> {
    let [first, last] = [first, last].map(|day| date_of_day(day).unwrap_or(NaiveDate::MIN));
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
