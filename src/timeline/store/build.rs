//! Collects actors, sources, events and constraints, in any order.
//!
//! An event may name an actor that is added after it. Names are interned at once, so that a large feed
//! stores each name once, and each entry is checked by itself. References between entries are
//! checked in [assembly](super::assemble), when all entries are there.

use std::collections::HashMap;

use crate::actor::{Actor, Designation, MAX_ID, MAX_PER_ACTOR, MAX_TEXT};
use crate::event::{
    Account, Event, Kind, Link, MAX_CHAIN, MAX_PARTICIPANTS, MAX_PER_EVENT, Role, Source,
};
use crate::text::{is_name, is_readable};
use crate::time::{DateErrors, When};
use crate::timeline::{
    AccountMore, Act, ActorIx, Arena, ChainIx, Constraint, Entry, Fault, FaultKind, MAX_SHOWN,
    More, Participation, Position, SourceIx, Stored, StoredAccount,
};

/// The names that were used, each with a number.
#[derive(Clone, Debug)]
pub(crate) struct Symbols<I> {
    numbers: HashMap<Box<str>, I>,
}

impl<I> Default for Symbols<I> {
    fn default() -> Self {
        Self {
            numbers: HashMap::new(),
        }
    }
}

impl<I: Position> Symbols<I> {
    fn number(&mut self, name: &str) -> I {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = I::new(self.numbers.len());
        self.numbers.insert(name.into(), number);
        number
    }

    /// The names by number.
    pub(crate) fn names(&self) -> Arena<I, &str> {
        let mut names: Arena<I, &str> = vec![""; self.numbers.len()].into();
        for (name, &number) in &self.numbers {
            names[number] = name;
        }
        names
    }
}

/// Collects actors, sources, events and constraints, and builds a [`Timeline`](crate::Timeline).
///
/// Entries are added in any order: an event may name an actor that is added later. Faults are collected, and
/// [`TimelineBuilder::build`] returns all of them.
///
/// # Example
///
/// ```
/// use detente::event::Event;
/// use detente::{Timeline, When};
///
/// let mut builder = Timeline::builder();
/// let day = When::parse("2025-07-10")?;
/// builder.event(Event::meeting("a", day.clone()).party("rubio"));
/// builder.event(Event::meeting("a", day).party("lavrov"));
/// let error = builder.build().unwrap_err();
/// let texts: Vec<String> = error.faults.iter().map(ToString::to_string).collect();
/// assert_eq!(texts, [
///     "event `a`: unknown actor `rubio`",
///     "event `a`: unknown actor `lavrov`",
///     "event `a` is already in the timeline",
/// ]);
/// # Ok::<(), detente::WhenError>(())
/// ```
#[derive(Clone, Default)]
pub struct TimelineBuilder {
    pub(crate) title: Option<Box<str>>,
    pub(crate) actors: Vec<Actor>,
    pub(crate) designations: Vec<Designation>,
    pub(crate) sources: Vec<Source>,
    pub(crate) constraints: Vec<Constraint>,
    pub(crate) events: Vec<Stored>,
    /// The names that events use, as numbers, to be resolved.
    pub(crate) unresolved: Vec<Unresolved>,
    pub(crate) names: Symbols<ActorIx>,
    pub(crate) cited: Symbols<SourceIx>,
    pub(crate) chains: HashMap<Box<[SourceIx]>, ChainIx>,
    pub(crate) faults: Vec<Fault>,
}

crate::text::short_debug!(TimelineBuilder, "TimelineBuilder", |it| {
    "title": it.title,
    "actors": it.actors.len(),
    "sources": it.sources.len(),
    "events": it.events.len(),
    "constraints": it.constraints.len(),
    "faults": it.faults.len(),
});

/// References of an event that most events do not have.
#[derive(Clone, Debug)]
pub(crate) struct Unresolved {
    pub(crate) event: usize,
    pub(crate) about: Vec<String>,
    pub(crate) links: Vec<(Link, String)>,
    /// The actors that its accounts name.
    pub(crate) named: Vec<String>,
}

impl TimelineBuilder {
    /// Sets the title of the timeline.
    pub fn title(&mut self, title: impl Into<String>) -> &mut Self {
        let title = title.into();
        self.check_text(Entry::Whole, "title", &title, MAX_TEXT);
        self.title = Some(title.into_boxed_str());
        self
    }

    /// Adds an actor.
    pub fn actor(&mut self, mut actor: Actor) -> &mut Self {
        let entry = Entry::Actor(self.actors.len());
        self.check_text(entry, "actor", &actor.id, MAX_ID);
        self.check_name(entry, &actor.name, &actor.id);
        self.check_dates(entry, ("actor", &actor.id), &actor.date_errors);
        for alias in &actor.aliases {
            self.check_text(entry, "alias", &alias.name, MAX_TEXT);
            if let Some(when) = &alias.when {
                self.check_words(entry, when);
            }
        }
        for affiliation in &mut actor.affiliations {
            if let Some(office) = &mut affiliation.office {
                strip(office);
                self.check_text(entry, "office", office, MAX_TEXT);
            }
            self.check_words(entry, &affiliation.when);
        }
        let id = ("actor", actor.id.as_str());
        for succession in &actor.successions {
            let chain = succession.by.len();
            self.check_count(entry, id, "sources in a chain", chain, MAX_CHAIN);
            self.check_words(entry, &succession.when);
        }
        let counts = [
            ("aliases", actor.aliases.len()),
            ("affiliations", actor.affiliations.len()),
            ("predecessors", actor.successions.len()),
        ];
        for (of, count) in counts {
            self.check_count(entry, id, of, count, MAX_PER_ACTOR);
        }
        self.actors.push(actor);
        self
    }

    /// Adds a name for the holders of an office at a time.
    pub fn designation(&mut self, mut designation: Designation) -> &mut Self {
        let entry = Entry::Designation(self.designations.len());
        strip(&mut designation.office);
        self.check_text(entry, "designation", &designation.name, MAX_TEXT);
        let id = ("designation", designation.name.as_str());
        self.check_dates(entry, id, &designation.date_errors);
        self.check_text(entry, "office", &designation.office, MAX_TEXT);
        self.check_words(entry, &designation.when);
        self.designations.push(designation);
        self
    }

    /// Adds a source.
    pub fn source(&mut self, source: Source) -> &mut Self {
        let entry = Entry::Source(self.sources.len());
        self.check_text(entry, "source", &source.id, MAX_ID);
        self.check_name(entry, &source.name, &source.id);
        self.check_dates(entry, ("source", &source.id), &source.date_errors);
        if let Some(url) = &source.url {
            self.check_text(entry, "address", url, MAX_TEXT);
        }
        self.check_count(
            entry,
            ("source", &source.id),
            "periods of coverage",
            source.covers.len(),
            MAX_PER_EVENT,
        );
        for coverage in &source.covers {
            let id = ("source", source.id.as_str());
            self.check_count(
                entry,
                id,
                "actors covered",
                coverage.actors.len(),
                MAX_PER_EVENT,
            );
            self.check_count(
                entry,
                id,
                "kinds covered",
                coverage.kinds.len(),
                MAX_PER_EVENT,
            );
            self.check_words(entry, &coverage.when);
        }
        if let Some(published) = &source.published {
            self.check_words(entry, published);
        }
        self.sources.push(source);
        self
    }

    /// Adds a constraint on the order of events.
    pub fn constraint(&mut self, constraint: Constraint) -> &mut Self {
        let entry = Entry::Constraint(self.constraints.len());
        let id = ("constraint on event", constraint.event.as_str());
        self.check_count(
            entry,
            id,
            "sources in a chain",
            constraint.by.len(),
            MAX_CHAIN,
        );
        for when in [&constraint.asserted, &constraint.withdrawn]
            .into_iter()
            .flatten()
        {
            self.check_words(entry, when);
        }
        if !constraint.has_distance() {
            self.fault(
                entry,
                FaultKind::NoDistance {
                    constraint: constraint.without_sources(),
                },
            );
        }
        self.constraints.push(constraint);
        self
    }

    /// Adds an event.
    pub fn event(&mut self, event: Event) -> &mut Self {
        let position = self.events.len();
        self.check_event(Entry::Event(position), &event);

        let Event {
            about,
            links,
            account: facts,
            occurrences,
            title,
            ..
        } = event;
        let named: Vec<String> = std::iter::once(&facts)
            .chain(event.reports.iter().map(|report| &report.says))
            .flat_map(|facts| {
                let soil = facts.place.as_ref().and_then(|place| place.soil.clone());
                soil.into_iter()
                    .chain(facts.initiators.iter().map(ToString::to_string))
            })
            .collect();
        let is_plain = title.is_none()
            && about.is_empty()
            && links.is_empty()
            && facts.is_empty()
            && occurrences == crate::event::Count::ONE;
        if !(about.is_empty() && links.is_empty() && named.is_empty()) {
            self.unresolved.push(Unresolved {
                event: position,
                about,
                links,
                named,
            });
        }
        let more = (!is_plain).then(|| {
            Box::new(More {
                title: title.map(String::into_boxed_str),
                about: Box::default(),
                links: Box::default(),
                occurrences,
                facts,
            })
        });
        let mut participants: Vec<Participation> = event
            .participants
            .iter()
            .map(|one| Participation {
                role: one.role,
                actor: self.names.number(&one.actor),
                on_behalf_of: one
                    .on_behalf_of
                    .as_deref()
                    .map(|party| self.names.number(party)),
            })
            .collect();
        participants.shrink_to_fit();
        let accounts = event.reports.into_iter().map(|report| {
            let chain: Vec<SourceIx> = report.by.iter().map(|id| self.cited.number(id)).collect();
            let next = ChainIx::new(self.chains.len());
            let chain = *self.chains.entry(chain.into_boxed_slice()).or_insert(next);
            let more = AccountMore {
                asserted: report.asserted,
                withdrawn: report.withdrawn,
                words: report.words.map(String::into_boxed_str),
                says: report.says,
            };
            StoredAccount {
                chain,
                status: report.status,
                known_from: i64::MAX,
                known_until: i64::MAX,
                more: (more != AccountMore::default()).then(|| Box::new(more)),
            }
        });
        let accounts = accounts.collect();
        self.events.push(Stored {
            id: event.id.into_boxed_str(),
            when: event.when,
            act: Act {
                kind: event.kind,
                in_person: event.in_person,
                form: event.form,
                hedged: event.hedged,
                negated: event.negated,
                code: event.code,
            },
            participants: participants.into_boxed_slice(),
            accounts,
            more,
        });
        self
    }

    fn fault(&mut self, entry: Entry, kind: FaultKind) {
        self.faults.push(Fault::new(entry, kind));
    }

    fn check_text(&mut self, entry: Entry, what: &'static str, text: &str, most: usize) {
        // Identifiers must be distinguishable by sight.
        let is_id = matches!(what, "actor" | "event" | "source");
        let fits = text.len() <= most
            && text.trim().len() == text.len()
            && if is_id {
                is_name(text)
            } else {
                is_readable(text)
            };
        if !fits {
            let text = text.chars().take(MAX_SHOWN).collect();
            self.fault(entry, FaultKind::BadText { what, text, most });
        }
    }

    /// Checks a name. A name that was not given is the identifier, which is checked already.
    fn check_name(&mut self, entry: Entry, name: &str, id: &str) {
        if name != id || name.is_empty() {
            self.check_text(entry, "name", name, MAX_TEXT);
        }
    }

    /// Reports the dates of a statement that were given as text and are not dates.
    fn check_dates(&mut self, entry: Entry, (what, id): (&'static str, &str), errors: &DateErrors) {
        for (field, error) in errors.iter() {
            let kind = FaultKind::InvalidDate {
                what,
                id: id.to_owned(),
                field,
                error: error.clone(),
            };
            self.fault(entry, kind);
        }
    }

    fn check_words(&mut self, entry: Entry, when: &When) {
        if let Some(words) = when.words() {
            self.check_text(entry, "wording", words, MAX_TEXT);
        }
    }

    fn check_count(
        &mut self,
        entry: Entry,
        (what, id): (&'static str, &str),
        of: &'static str,
        count: usize,
        most: usize,
    ) {
        if count > most {
            self.fault(
                entry,
                FaultKind::TooMany {
                    what,
                    id: id.to_owned(),
                    of,
                    count,
                    most,
                },
            );
        }
    }

    /// Checks what can be checked of an event by itself.
    fn check_event(&mut self, entry: Entry, event: &Event) {
        self.check_text(entry, "event", &event.id, MAX_ID);
        if let Some(title) = &event.title {
            self.check_text(entry, "title", title, MAX_TEXT);
        }
        self.check_words(entry, &event.when);
        let id = ("event", event.id.as_str());
        self.check_dates(entry, id, &event.date_errors);
        self.check_count(
            entry,
            id,
            "participants",
            event.participants.len(),
            MAX_PARTICIPANTS,
        );
        self.check_count(entry, id, "reports", event.reports.len(), MAX_PER_EVENT);
        self.check_count(entry, id, "links", event.links.len(), MAX_PER_EVENT);
        self.check_count(entry, id, "subjects", event.about.len(), MAX_PER_EVENT);
        self.check_facts(entry, id, &event.account);
        for report in &event.reports {
            self.check_count(entry, id, "sources in a chain", report.by.len(), MAX_CHAIN);
            self.check_facts(entry, id, &report.says);
            if let Some(words) = &report.words {
                self.check_text(entry, "wording", words, MAX_TEXT);
            }
            let dates = [&report.asserted, &report.withdrawn, &report.says.when];
            for when in dates.into_iter().flatten() {
                self.check_words(entry, when);
            }
            if report.by.is_empty() {
                self.fault(
                    entry,
                    FaultKind::NoSource {
                        event: event.id.clone(),
                    },
                );
            }
        }
        if event.kind == Kind::Act && event.code.is_none() {
            self.fault(
                entry,
                FaultKind::NoCode {
                    event: event.id.clone(),
                },
            );
        }
        self.check_kind(entry, event);
        let speaks = |role| matches!(role, Role::Source | Role::Party);
        if event.kind == Kind::Statement && !event.participants.iter().any(|one| speaks(one.role)) {
            self.fault(
                entry,
                FaultKind::NoSpeaker {
                    event: event.id.clone(),
                },
            );
        }
        if event.occurrences.max() == Some(0) {
            self.fault(
                entry,
                FaultKind::Zero {
                    event: event.id.clone(),
                },
            );
        }
    }

    /// Checks that an event has only properties that its kind can have.
    fn check_kind(&mut self, entry: Entry, event: &Event) {
        let said = [
            (event.in_person == Some(true), "in person", Kind::Meeting),
            (event.form.is_some(), "quoted", Kind::Statement),
            (event.hedged, "hedged", Kind::Statement),
            (event.negated, "negated", Kind::Statement),
        ];
        for (_, what, expected) in said
            .into_iter()
            .filter(|&(is_said, _, expected)| is_said && event.kind != expected)
        {
            let (event, kind) = (event.id.clone(), event.kind);
            let kind = FaultKind::NotOfKind {
                event,
                kind,
                what,
                expected,
            };
            self.fault(entry, kind);
        }
    }

    fn check_facts(&mut self, entry: Entry, id: (&'static str, &str), facts: &Account) {
        self.check_count(entry, id, "measures", facts.measures.len(), MAX_PER_EVENT);
        self.check_count(entry, id, "topics", facts.topics.len(), MAX_PER_EVENT);
        let initiators = facts.initiators.len();
        self.check_count(entry, id, "initiators", initiators, MAX_PARTICIPANTS);
        let mut names: Vec<&str> = facts.measures.iter().map(|one| &*one.name).collect();
        names.sort_unstable();
        if let Some(&[name, _]) = names.windows(2).find(|two| two.first() == two.last()) {
            self.fault(
                entry,
                FaultKind::MeasureTwice {
                    event: id.1.to_owned(),
                    measure: name.to_owned(),
                },
            );
        }
        for measure in &facts.measures {
            self.check_text(entry, "measure", &measure.name, MAX_TEXT);
            if let Some(whole) = &measure.part_of {
                self.check_text(entry, "measure", whole, MAX_TEXT);
            }
        }
        for topic in &facts.topics {
            self.check_text(entry, "topic", topic, MAX_TEXT);
        }
        if let Some(place) = &facts.place {
            self.check_text(entry, "place", &place.name, MAX_TEXT);
        }
        if facts.ordinal == Some(0) {
            self.fault(
                entry,
                FaultKind::Zero {
                    event: id.1.to_owned(),
                },
            );
        }
    }
}

impl Extend<Actor> for TimelineBuilder {
    fn extend<I: IntoIterator<Item = Actor>>(&mut self, actors: I) {
        for actor in actors {
            self.actor(actor);
        }
    }
}

impl Extend<Event> for TimelineBuilder {
    fn extend<I: IntoIterator<Item = Event>>(&mut self, events: I) {
        for event in events {
            self.event(event);
        }
    }
}

/// Removes the spaces around an office, and all but one between its words: they are typed by accident.
fn strip(office: &mut String) {
    if office.contains(char::is_whitespace) {
        *office = office.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}
