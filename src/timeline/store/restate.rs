//! From a timeline back to the statements that it was built from.

use crate::actor::{Actor, Succession};
use crate::event::{Account, Count, Event, Participant, Report, Source};
use crate::timeline::{ActorRef, EventRef, SourceRef, StoredSubject, Timeline, TimelineBuilder};

impl Timeline {
    /// A builder that holds everything the timeline holds, to build another from.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::Event;
    /// use detente::timeline::{Constraint, FaultKind};
    /// use detente::Timeline;
    ///
    /// let mut builder = Timeline::builder();
    /// builder.event(Event::call("may", "2025-05"));
    /// builder.event(Event::call("june", "2025-06"));
    /// let timeline = builder.build()?;
    /// assert_eq!(timeline.to_builder().build()?, timeline);
    ///
    /// let mut builder = timeline.to_builder();
    /// builder.constraint(Constraint::before("june", "may").by(["a", "b"]));
    /// let error = builder.build().unwrap_err();
    /// assert_eq!(error.faults().len(), 2, "neither source is known");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_builder(&self) -> TimelineBuilder {
        let mut builder = TimelineBuilder::new();
        if let Some(title) = self.title() {
            builder.title(title);
        }
        for actor in self.actors() {
            builder.actor(actor.to_actor());
        }
        for designation in &self.designations {
            builder.designation(designation.clone());
        }
        for source in self.stated_sources() {
            builder.source(source.to_source());
        }
        for event in self.events() {
            builder.event(event.to_event());
        }
        for constraint in &self.constraints {
            builder.constraint(constraint.clone());
        }
        builder
    }

    /// Every event of whatever status, in the total order.
    pub fn events(&self) -> impl ExactSizeIterator<Item = EventRef<'_>> + Clone {
        self.events
            .indices()
            .map(|ix| EventRef::new(self, ix, crate::timeline::Knowledge::ALL))
    }

    /// The sources that were stated apart from the actors.
    pub(crate) fn stated_sources(&self) -> impl Iterator<Item = SourceRef<'_>> {
        self.sources().filter(|source| source.actor().is_none())
    }

    fn actor_id(&self, ix: crate::timeline::ActorIx) -> String {
        ActorRef::new(self, ix).id().to_owned()
    }
}

impl ActorRef<'_> {
    /// The actor, as it was stated.
    pub fn to_actor(self) -> Actor {
        let mut actor = Actor::new(self.id(), self.kind()).named(self.name());
        actor.aliases = self.aliases().to_vec();
        for (party, office, when) in self.affiliations() {
            actor = match office {
                Some(office) => actor.held_office(party.id(), office, when),
                None => actor.member_of(party.id(), when),
            };
        }
        for one in &self.stored().successions {
            let predecessor = ActorRef::new(self.timeline(), one.predecessor);
            let succession = Succession::new(predecessor.id(), &one.when);
            actor = actor.succession(succession.by(one.by.iter().cloned()));
        }
        actor
    }
}

impl SourceRef<'_> {
    /// The source, as it was stated.
    pub fn to_source(self) -> Source {
        let stored = self.stored();
        let mut source = Source::new(&*stored.id).named(&*stored.name);
        source.published.clone_from(&stored.published);
        source.anonymous = stored.anonymous;
        source.url = stored.url.as_deref().map(str::to_owned);
        let covers = stored.covers.iter();
        source.covers = covers.map(|(coverage, _)| coverage.clone()).collect();
        source
    }
}

impl EventRef<'_> {
    /// The event with all its reports, as it was stated.
    pub fn to_event(self) -> Event {
        let (timeline, stored) = (self.timeline(), self.stored());
        let more = stored.more.as_deref();
        let participants = stored.seats.iter().map(|seat| Participant {
            actor: timeline.actor_id(seat.actor),
            role: seat.role,
            on_behalf_of: seat.on_behalf_of.map(|ix| timeline.actor_id(ix)),
        });
        let reports = stored.accounts.iter().map(|account| {
            let more = account.more.as_deref().cloned().unwrap_or_default();
            let chain = timeline.chain(account.chain).iter();
            let mut report = Report::by(chain.map(|&ix| SourceRef::new(timeline, ix).id()))
                .status(account.status)
                .says(more.says);
            report.asserted = more.asserted;
            report.withdrawn = more.withdrawn;
            report.words = more.words.map(String::from);
            report
        });
        let about = more
            .map_or(&[][..], |more| &more.about)
            .iter()
            .map(|one| match *one {
                StoredSubject::Actor(ix) => timeline.actor_id(ix),
                StoredSubject::Designation(ix) => timeline.designations[ix].name.clone(),
            });
        let links = more
            .map_or(&[][..], |more| &more.links)
            .iter()
            .map(|&(link, ix)| {
                (
                    link,
                    EventRef::new(timeline, ix, crate::timeline::Knowledge::ALL)
                        .id()
                        .to_owned(),
                )
            });
        let mut event = Event::new(&*stored.id, stored.act.kind, &stored.when);
        event.title = more
            .and_then(|more| more.title.as_deref())
            .map(str::to_owned);
        event.code.clone_from(&stored.act.code);
        event.in_person = stored.act.in_person;
        event.form = stored.act.form;
        event.hedged = stored.act.hedged;
        event.negated = stored.act.negated;
        event.participants = participants.collect();
        event.about = about.collect();
        event.links = links.collect();
        event.occurrences = more.map_or(Count::ONE, |more| more.occurrences);
        event.account = more.map_or_else(Account::default, |more| more.facts.clone());
        event.reports = reports.collect();
        event
    }
}
