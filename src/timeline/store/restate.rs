//! From a timeline back to the entries that it was built from.

use crate::actor::{Actor, Affiliation, Succession};
use crate::event::{Account, Count, Event, Participant, Report, Source};
use crate::timeline::{
    ActorIx, ActorRef, EventRef, SourceRef, StoredAbout, Timeline, TimelineBuilder,
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
/// builder.event(Event::call("may", When::parse("2025-05")?));
/// builder.event(Event::call("june", When::parse("2025-06")?));
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
        let mut actor = Self::new(one.id(), one.kind(), one.name());
        for alias in one.aliases() {
            actor = actor.aliased(alias.clone());
        }
        for (party, office, when) in one.affiliations() {
            let affiliation = Affiliation::new(party.id(), when.clone());
            actor = actor.affiliated(match office {
                Some(office) => affiliation.in_office(office),
                None => affiliation,
            });
        }
        for succession in &one.stored().successions {
            let predecessor = one.timeline().actor_id(succession.predecessor);
            let stated = Succession::new(predecessor, succession.when.clone());
            actor = actor.succession(stated.by(succession.by.iter().cloned()));
        }
        actor
    }
}

/// The source, as it was added.
impl From<SourceRef<'_>> for Source {
    fn from(one: SourceRef<'_>) -> Self {
        let stored = one.stored();
        Self {
            id: stored.id.to_string(),
            name: stored.name.to_string(),
            published: stored.published.clone(),
            anonymous: stored.anonymous,
            url: stored.url.as_deref().map(str::to_owned),
            covers: one.covers().cloned().collect(),
        }
    }
}

/// The event with all its reports, as it was added.
impl From<EventRef<'_>> for Event {
    fn from(one: EventRef<'_>) -> Self {
        let (timeline, stored) = (one.timeline(), one.stored());
        let more = stored.more.as_deref();
        let participants = stored.participants.iter().map(|one| Participant {
            actor: timeline.actor_id(one.actor),
            role: one.role,
            on_behalf_of: one.on_behalf_of.map(|ix| timeline.actor_id(ix)),
        });
        let reports = stored.accounts.iter().map(|account| {
            let more = account.more.as_deref().cloned().unwrap_or_default();
            let chain = timeline.chain(account.chain).iter();
            Report {
                by: chain
                    .map(|&ix| timeline.sources[ix].id.to_string())
                    .collect(),
                status: account.status,
                asserted: more.asserted,
                withdrawn: more.withdrawn,
                words: more.words.map(String::from),
                says: more.says,
            }
        });
        let about = more.map_or(&[][..], |more| &more.about).iter();
        let about = about.map(|one| match *one {
            StoredAbout::Actor(ix) => timeline.actor_id(ix),
            StoredAbout::Designation(ix) => timeline.designations[ix].name().to_owned(),
        });
        let links = more.map_or(&[][..], |more| &more.links).iter();
        let links = links.map(|&(link, ix)| (link, timeline.stored(ix).id.to_string()));
        Self {
            id: stored.id.to_string(),
            kind: stored.act.kind,
            when: stored.when.clone(),
            title: more
                .and_then(|more| more.title.as_deref())
                .map(str::to_owned),
            code: stored.act.code.clone(),
            in_person: stored.act.in_person,
            form: stored.act.form,
            hedged: stored.act.hedged,
            negated: stored.act.negated,
            participants: participants.collect(),
            about: about.collect(),
            links: links.collect(),
            occurrences: more.map_or(Count::ONE, |more| more.occurrences),
            facts: more.map_or_else(Account::default, |more| more.facts.clone()),
            reports: reports.collect(),
        }
    }
}
