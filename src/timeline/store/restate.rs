//! From a timeline back to the entries that it was built from.

use crate::actor::{Actor, Succession};
use crate::event::{Account, Count, Event, Participant, Report, Source};
use crate::timeline::{
    ActorIx, ActorRef, Arena, ChainIx, EventRef, SourceIx, SourceRef, Stored, StoredAbout,
    Timeline, TimelineBuilder,
};

/// A builder that has everything the timeline has, to build another timeline from.
///
/// # Example
///
/// ```
/// use detente::event::Event;
/// use detente::timeline::Constraint;
/// use detente::{Timeline, TimelineBuilder, When};
///
/// let mut builder = Timeline::builder();
/// builder.event(Event::call("may", "2025-05"));
/// builder.event(Event::call("june", "2025-06"));
/// let timeline = builder.build()?;
///
/// let mut builder = TimelineBuilder::from(&timeline);
/// assert_eq!(builder.build()?, timeline);
/// builder.constraint(Constraint::before("june", "may").by(["a", "b"]));
/// let error = builder.build().unwrap_err();
/// assert_eq!(error.faults.len(), 2, "neither source is known");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl From<&Timeline> for TimelineBuilder {
    fn from(timeline: &Timeline) -> Self {
        let mut builder = Self::default();
        if let Some(title) = timeline.title() {
            builder.title(title);
        }
        builder.extend(timeline.actors().map(Actor::from));
        for designation in timeline.designations() {
            builder.designation(designation.clone());
        }
        for source in timeline.stated_sources() {
            builder.source(source.into());
        }
        builder.extend(timeline.events().map(Event::from));
        for constraint in timeline.constraints() {
            builder.constraint(constraint.clone());
        }
        builder
    }
}

impl Timeline {
    /// The sources that were added as such: without the actors that are cited.
    pub(crate) fn stated_sources(&self) -> impl Iterator<Item = SourceRef<'_>> {
        self.sources().filter(|source| source.actor().is_none())
    }

    fn actor_id(&self, ix: ActorIx) -> String {
        self.actors[ix].id.to_string()
    }
}

/// The actor, as it was added.
impl From<ActorRef<'_>> for Actor {
    fn from(one: ActorRef<'_>) -> Self {
        let mut actor = Self::new(one.id(), one.kind()).named(one.name());
        actor.aliases = one.aliases().to_vec();
        actor.external.clone_from(&one.stored().external);
        for (party, office, when) in one.affiliations() {
            actor = match office {
                Some(office) => actor.held_office(party.id(), office, when),
                None => actor.member_of(party.id(), when),
            };
        }
        for succession in &one.stored().successions {
            let predecessor = one.timeline().actor_id(succession.predecessor);
            let stated = Succession::new(predecessor, &succession.when);
            actor = actor.succession(stated.by(succession.by.iter().cloned()));
        }
        actor
    }
}

/// The source, as it was added.
impl From<SourceRef<'_>> for Source {
    fn from(one: SourceRef<'_>) -> Self {
        let stored = one.stored();
        let mut source = Self::new(&*stored.id).named(&*stored.name);
        source.published.clone_from(&stored.published);
        source.anonymous = stored.anonymous;
        source.url = stored.url.as_deref().map(str::to_owned);
        if let Some(more) = stored.more.as_deref().cloned() {
            source.authors = more.authors;
            source.title = more.title;
            source.publisher = more.publisher;
            source.locator = more.locator;
            source.archive = more.archive;
            source.accessed = more.accessed;
        }
        source.covers = one.covers().cloned().collect();
        source.external.clone_from(&stored.external);
        source
    }
}

/// The event with all its reports, as it was added.
impl From<EventRef<'_>> for Event {
    fn from(one: EventRef<'_>) -> Self {
        let (timeline, stored) = (one.timeline(), one.stored());
        let chain = |ix| {
            let chain = timeline.chain(ix).iter();
            chain
                .map(|&ix| timeline.sources[ix].id.to_string())
                .collect()
        };
        let mut event = restated(stored, |ix| timeline.actor_id(ix), chain);
        if let Some(more) = stored.more.as_deref() {
            let about = more.about.iter().map(|one| match *one {
                StoredAbout::Actor(ix) => timeline.actor_id(ix),
                StoredAbout::Designation(ix) => timeline.designations[ix].name.clone(),
            });
            event.about = about.collect();
        }
        let links = timeline.links_of(one.ix()).iter();
        let links = links.map(|&(_, link, ix)| (link, timeline.stored(ix).id.to_string()));
        event.links = links.collect();
        event
    }
}

impl TimelineBuilder {
    /// The events, as they were added. Dates that could not be read are undated.
    pub(super) fn stated_events(&self) -> Vec<Event> {
        let (names, cited) = (self.names.names(), self.cited.names());
        let mut chains: Arena<ChainIx, &[SourceIx]> = vec![&[][..]; self.chains.len()].into();
        for (chain, &number) in &self.chains {
            chains[number] = chain;
        }
        let actor = |number: ActorIx| names[number].to_owned();
        let chain = |number: ChainIx| {
            let chain = chains[number].iter();
            chain.map(|&source| cited[source].to_owned()).collect()
        };
        let events = self.events.iter();
        let mut events: Vec<Event> = events.map(|one| restated(one, actor, chain)).collect();
        for one in &self.unresolved {
            events[one.event].about.clone_from(&one.about);
            events[one.event].links.clone_from(&one.links);
        }
        events
    }
}

/// A stored event as it was added, without its subjects and links.
fn restated(
    stored: &Stored,
    actor: impl Fn(ActorIx) -> String,
    chain: impl Fn(ChainIx) -> Vec<String>,
) -> Event {
    let more = stored.more.as_deref();
    let participants = stored.participants.iter().map(|one| Participant {
        actor: actor(one.actor),
        role: one.role,
        on_behalf_of: one.on_behalf_of.map(&actor),
    });
    let reports = stored.accounts.iter().map(|account| {
        let more = account.more.as_deref().cloned().unwrap_or_default();
        let mut report = Report::by(chain(account.chain)).status(account.status);
        report.says = more.says;
        report.asserted = more.asserted;
        report.withdrawn = more.withdrawn;
        report.words = more.words.map(String::from);
        report
    });
    let mut event = Event::new(&*stored.id, stored.act.kind, &stored.when);
    let title = more.and_then(|more| more.title.as_deref());
    event.title = title.map(str::to_owned);
    event.code.clone_from(&stored.act.code);
    event.in_person = stored.act.in_person;
    event.form = stored.act.form;
    event.hedged = stored.act.hedged;
    event.negated = stored.act.negated;
    event.standing = stored.act.standing;
    event.participants = participants.collect();
    event.occurrences = more.map_or(Count::ONE, |more| more.occurrences);
    event.account = more.map_or_else(Account::default, |more| more.shared.clone());
    event.reports = reports.collect();
    event.external.clone_from(stored.external());
    event
}
