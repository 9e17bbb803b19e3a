//! The timeline, and what it hands out by itself.

use crate::actor::Designation;
use crate::event::Link;
use crate::time::Bounds;
use crate::timeline::{
    ActorIndex, ActorIx, ActorRef, Arena, Bonds, ChainIx, Constraint, ConstraintIx, CrowdIndex,
    DesignationIx, EventIx, EventRank, Flags, PairIndex, SourceIx, SourceRef, Stored, StoredActor,
    StoredSource, TimelineBuilder,
};

/// A record of who met, called and said what, when, and according to whom.
///
/// # Order
///
/// Events stand by earliest start, then latest end, then identifier; actors and
/// sources by identifier. The order in which they were put in is forgotten.
///
/// # Example
///
/// ```
/// use detente::actor::Actor;
/// use detente::event::Event;
/// use detente::{Timeline, When};
///
/// let mut builder = Timeline::builder();
/// builder.actor(Actor::person("rubio").named("Marco Rubio"));
/// builder.actor(Actor::person("lavrov").named("Sergey Lavrov"));
/// for (id, when) in [("kuala-lumpur", "2025-07-10"), ("riyadh", "2025-02")] {
///     builder.event(Event::meeting(id, When::parse(when)?).party("rubio").party("lavrov"));
/// }
/// let timeline = builder.build()?;
/// assert_eq!(timeline.between("rubio", "lavrov")?.first().unwrap().id(), "riyadh");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Timeline {
    pub(crate) title: Option<Box<str>>,
    pub(crate) actors: Arena<ActorIx, StoredActor>,
    /// The first bytes of each identifier, which settle most comparisons.
    pub(crate) initials: Vec<u64>,
    /// Every identifier, name and alias in lower case, sorted, with its actor.
    pub(crate) names: Vec<(Box<str>, ActorIx)>,
    pub(crate) designations: Arena<DesignationIx, Designation>,
    pub(crate) sources: Arena<SourceIx, StoredSource>,
    pub(crate) chains: Arena<ChainIx, Box<[SourceIx]>>,
    pub(crate) events: Arena<EventIx, Stored>,
    /// What is known of each event's time, all accounts and constraints together.
    pub(crate) bounds: Arena<EventIx, Bounds>,
    pub(crate) flags: Arena<EventIx, Flags>,
    /// The events by identifier.
    pub(crate) by_id: Arena<EventRank, EventIx>,
    pub(crate) by_actor: ActorIndex,
    pub(crate) by_pair: PairIndex,
    /// The events of pairs in which many are in contact.
    pub(crate) by_crowd: CrowdIndex,
    /// The events that are about an actor.
    pub(crate) by_subject: ActorIndex,
    /// Who links to an event: (target, origin, kind), sorted.
    pub(crate) backlinks: Vec<(EventIx, EventIx, Link)>,
    pub(crate) constraints: Arena<ConstraintIx, Constraint>,
    /// What binds events to each other in time, where something does.
    pub(crate) bonds: Option<Box<Bonds>>,
    /// Whether some date, and with it the order, depends on who is believed or what is known:
    /// a report gives one of its own, or a statement binds events together.
    pub(crate) dates_depend: bool,
}

crate::text::short_debug!(Timeline, "Timeline", |it| {
    "title": it.title,
    "actors": it.actors.len(),
    "sources": it.sources.len(),
    "events": it.events.len(),
    "constraints": it.constraints.len(),
});

impl Timeline {
    /// Starts an empty timeline.
    #[must_use]
    pub fn builder() -> TimelineBuilder {
        TimelineBuilder::new()
    }

    /// The title that was given to the record.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// How many events there are, of whatever status.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether there is no event.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// The actors, by identifier.
    pub fn actors(&self) -> impl ExactSizeIterator<Item = ActorRef<'_>> + Clone {
        self.actors.indices().map(|ix| ActorRef::new(self, ix))
    }

    /// The sources, by identifier. An actor who is cited is a source too.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = SourceRef<'_>> + Clone {
        self.sources.indices().map(|ix| SourceRef::new(self, ix))
    }

    /// The names that stand for whoever held an office at a time.
    pub fn designations(&self) -> &[Designation] {
        &self.designations
    }

    /// What was stated about the order of events, beside their dates.
    pub fn constraints(&self) -> &[Constraint] {
        &self.constraints
    }

    /// Every pair of actors who took part in an event together, themselves or through others.
    pub fn pairs(&self) -> impl Iterator<Item = (ActorRef<'_>, ActorRef<'_>)> {
        self.pairs_by_position()
            .map(|(a, b)| (ActorRef::new(self, a), ActorRef::new(self, b)))
    }

    pub(crate) fn pairs_by_position(&self) -> impl Iterator<Item = (ActorIx, ActorIx)> {
        self.actors.indices().flat_map(|actor| {
            let mut later = self.by_pair.later(actor).to_vec();
            let crowds = self.by_crowd.partners(actor);
            if !crowds.is_empty() {
                later.extend(crowds.into_iter().filter(|&other| other > actor));
                later.sort_unstable();
                later.dedup();
            }
            later.into_iter().map(move |later| (actor, later))
        })
    }

    pub(crate) fn stored(&self, ix: EventIx) -> &Stored {
        &self.events[ix]
    }
}
