//! Collects actors, sources, events and constraints, in any order.
//!
//! An event may name an actor that is added after it. Each entry is therefore [checked](super::check)
//! by itself when it is added, and references between entries are checked in
//! [assembly](super::assemble), when all entries are there.

use std::collections::HashMap;

use super::check::Check;
use super::symbols::Symbols;
use crate::actor::{Actor, Designation};
use crate::event::{Count, Event, Link, Participant, Report, Source};
use crate::timeline::{
    AccountMore, Act, ActorIx, ChainIx, Constraint, Entry, Fault, More, Participation, SourceIx,
    Stored, StoredAccount,
};

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
    /// The references of events that are resolved in assembly.
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

/// The references of an event that most events do not have.
#[derive(Clone, Debug)]
pub(crate) struct Unresolved {
    /// The position of the event.
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
        Check::new(&mut self.faults, Entry::Whole, "timeline", "").title(&title);
        self.title = Some(title.into_boxed_str());
        self
    }

    /// Adds an actor.
    pub fn actor(&mut self, mut actor: Actor) -> &mut Self {
        for affiliation in &mut actor.affiliations {
            if let Some(office) = &mut affiliation.office {
                normalise_spaces(office);
            }
        }
        let entry = Entry::Actor(self.actors.len());
        Check::new(&mut self.faults, entry, "actor", &actor.id).actor(&actor);
        self.actors.push(actor);
        self
    }

    /// Adds a name for the holders of an office at a time.
    pub fn designation(&mut self, mut designation: Designation) -> &mut Self {
        normalise_spaces(&mut designation.office);
        let entry = Entry::Designation(self.designations.len());
        Check::new(&mut self.faults, entry, "designation", &designation.name)
            .designation(&designation);
        self.designations.push(designation);
        self
    }

    /// Adds a source.
    pub fn source(&mut self, source: Source) -> &mut Self {
        let entry = Entry::Source(self.sources.len());
        Check::new(&mut self.faults, entry, "source", &source.id).source(&source);
        self.sources.push(source);
        self
    }

    /// Adds a constraint on the order of events.
    pub fn constraint(&mut self, constraint: Constraint) -> &mut Self {
        let entry = Entry::Constraint(self.constraints.len());
        let what = "constraint on event";
        Check::new(&mut self.faults, entry, what, &constraint.event).constraint(&constraint);
        self.constraints.push(constraint);
        self
    }

    /// Adds an event.
    pub fn event(&mut self, event: Event) -> &mut Self {
        let position = self.events.len();
        let entry = Entry::Event(position);
        Check::new(&mut self.faults, entry, "event", &event.id).event(&event);

        let named = names_in_accounts(&event);
        let is_plain = event.title.is_none()
            && event.about.is_empty()
            && event.account.is_empty()
            && event.external.is_empty()
            && event.occurrences == Count::ONE;
        if !(event.about.is_empty() && event.links.is_empty() && named.is_empty()) {
            self.unresolved.push(Unresolved {
                event: position,
                about: event.about,
                links: event.links,
                named,
            });
        }
        let more = (!is_plain).then(|| {
            Box::new(More {
                title: event.title.map(String::into_boxed_str),
                // Subjects are resolved in assembly.
                about: Box::default(),
                occurrences: event.occurrences,
                shared: event.account,
                external: event.external,
            })
        });
        let participants = event.participants.iter();
        let participants = participants.map(|one| self.participation(one)).collect();
        let accounts = event.reports.into_iter();
        let accounts = accounts.map(|report| self.stored_account(report)).collect();
        self.events.push(Stored {
            id: event.id.into_boxed_str(),
            when: event.when,
            act: Act {
                kind: event.kind,
                in_person: event.in_person,
                form: event.form,
                hedged: event.hedged,
                negated: event.negated,
                standing: event.standing,
                code: event.code,
            },
            participants,
            accounts,
            more,
        });
        self
    }

    /// A participant, with the numbers of names in place of actors.
    fn participation(&mut self, one: &Participant) -> Participation {
        let party = one.on_behalf_of.as_deref();
        Participation {
            role: one.role,
            actor: self.names.number(&one.actor),
            on_behalf_of: party.map(|party| self.names.number(party)),
        }
    }

    /// A report, with the number of its chain. Assembly sets the time for which it is in force.
    fn stored_account(&mut self, report: Report) -> StoredAccount {
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
    }
}

/// The actors that the accounts of an event name: initiators, and the parties on whose soil it was.
fn names_in_accounts(event: &Event) -> Vec<String> {
    let by_report = event.reports.iter().map(|report| &report.says);
    std::iter::once(&event.account)
        .chain(by_report)
        .flat_map(|account| {
            let soil = account.place.as_ref().and_then(|place| place.soil.clone());
            let initiators = account.initiators.iter().map(ToString::to_string);
            soil.into_iter().chain(initiators)
        })
        .collect()
}

/// Removes the spaces around an office, and all but one between its words. They are typed by accident.
fn normalise_spaces(office: &mut String) {
    if office.contains(char::is_whitespace) {
        *office = office.split_whitespace().collect::<Vec<_>>().join(" ");
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
