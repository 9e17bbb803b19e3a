//! The timeline.

use std::sync::Arc;

use crate::actor::Designation;
use crate::event::Link;
use crate::time::Bounds;
use crate::timeline::{
    ActorIndex, ActorIx, ActorRef, Arena, ChainIx, Constraint, ConstraintIx, DesignationIx,
    EventConstraints, EventIx, EventRank, EventRef, Events, ExternalIndex, Flags, Knowledge,
    LargeEventIndex, PairIndex, SourceIx, SourceRef, Stored, StoredActor, StoredSource,
    TimelineBuilder,
};

/// The diplomatic record: meetings, calls, statements and other events, with their dates and sources.
///
/// Built with [`Timeline::builder`] or from JSON, and then only read. Events are filtered with a
/// [`View`](crate::View): see [`Timeline::view`] and [`Timeline::between`].
///
/// Every reference is resolved, identifiers are unique, and dates, links and constraints do not
/// contradict each other: building refuses anything else.
///
/// # Order
///
/// Events are ordered by earliest start, then latest end, then identifier; actors and
/// sources by identifier. The order in which they were added does not matter.
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
#[derive(Clone)]
pub struct Timeline {
    pub(crate) title: Option<Box<str>>,
    pub(crate) actors: Arc<Arena<ActorIx, StoredActor>>,
    /// The first bytes of each actor's identifier, which decide most comparisons.
    pub(crate) initials: Arc<Vec<u64>>,
    /// Every identifier, name and alias in lower case, sorted, with its actor.
    pub(crate) names: Arc<Vec<(Box<str>, ActorIx)>>,
    pub(crate) actors_by_external: Arc<ExternalIndex<ActorIx>>,
    pub(crate) designations: Arc<Arena<DesignationIx, Designation>>,
    pub(crate) sources: Arc<Arena<SourceIx, StoredSource>>,
    pub(crate) sources_by_external: Arc<ExternalIndex<SourceIx>>,
    /// Each chain once. Sorted when the timeline is built; an edit adds chains at the end.
    pub(crate) chains: Arc<Arena<ChainIx, Box<[SourceIx]>>>,
    pub(crate) events: Events,
    /// The bounds of each event, from all accounts and constraints.
    pub(crate) bounds: Arena<EventIx, Bounds>,
    pub(crate) flags: Arena<EventIx, Flags>,
    /// The events by identifier.
    pub(crate) by_id: Arena<EventRank, EventIx>,
    pub(crate) events_by_external: Arc<ExternalIndex<EventIx>>,
    pub(crate) by_actor: ActorIndex,
    pub(crate) by_pair: PairIndex,
    /// The events with many actors in contact.
    pub(crate) by_large_event: LargeEventIndex,
    /// The events that are about an actor.
    pub(crate) by_about: ActorIndex,
    /// The links: (origin, link, target), sorted.
    pub(crate) links: Vec<(EventIx, Link, EventIx)>,
    /// The links backwards: (target, origin, link), sorted.
    pub(crate) backlinks: Vec<(EventIx, EventIx, Link)>,
    pub(crate) constraints: Arc<Arena<ConstraintIx, Constraint>>,
    /// The constraints on events. `None` without links and constraints that bind events.
    pub(crate) event_constraints: Option<Box<EventConstraints>>,
    /// The number of events of which a report gives a date of its own.
    pub(crate) many_dates: usize,
}

/// Timelines are equal if they are built from the same entries. The rest follows from these.
impl PartialEq for Timeline {
    fn eq(&self, other: &Self) -> bool {
        // Chains have other indices after an edit.
        let is_same = |one, another| self.chain(one) == other.chain(another);
        self.title == other.title
            && self.actors == other.actors
            && self.designations == other.designations
            && self.sources == other.sources
            && self.constraints == other.constraints
            && self.links == other.links
            && self.bounds == other.bounds
            && self.events.len() == other.events.len()
            && (self.events.iter().zip(other.events.iter()))
                .all(|(one, another)| one.is_same(another, is_same))
    }
}

crate::text::short_debug!(Timeline, "Timeline", |it| {
    "title": it.title,
    "actors": it.actors.len(),
    "sources": it.sources.len(),
    "events": it.events.len(),
    "constraints": it.constraints.len(),
});

impl Timeline {
    /// Creates an empty builder.
    #[must_use]
    pub fn builder() -> TimelineBuilder {
        TimelineBuilder::default()
    }

    /// The title. Returns `None` if it has none.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The actors, sorted by identifier.
    pub fn actors(&self) -> impl ExactSizeIterator<Item = ActorRef<'_>> + Clone {
        self.actors.indices().map(|ix| ActorRef::new(self, ix))
    }

    /// The sources, sorted by identifier. An actor that is cited is a source too.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = SourceRef<'_>> + Clone {
        self.sources.indices().map(|ix| SourceRef::new(self, ix))
    }

    /// The names for the holders of an office at a time, sorted.
    pub fn designations(&self) -> &[Designation] {
        &self.designations
    }

    /// The constraints on the order of events, sorted.
    pub fn constraints(&self) -> &[Constraint] {
        &self.constraints
    }

    /// The pairs of actors that were in contact in an event, themselves or through others, sorted.
    pub fn pairs(&self) -> impl Iterator<Item = (ActorRef<'_>, ActorRef<'_>)> {
        self.pair_indices()
            .map(|(a, b)| (ActorRef::new(self, a), ActorRef::new(self, b)))
    }

    pub(crate) fn pair_indices(&self) -> impl Iterator<Item = (ActorIx, ActorIx)> {
        self.actors.indices().flat_map(|actor| {
            let mut later = self.by_pair.later_partners(actor).to_vec();
            let partners = self.by_large_event.partners(actor);
            if !partners.is_empty() {
                later.extend(partners.into_iter().filter(|&other| other > actor));
                later.sort_unstable();
                later.dedup();
            }
            later.into_iter().map(move |later| (actor, later))
        })
    }

    /// The events of any status, in the [total order](Timeline#order).
    pub fn events(&self) -> impl ExactSizeIterator<Item = EventRef<'_>> + Clone {
        let indices = self.events.indices();
        indices.map(|ix| EventRef::new(self, ix, Knowledge::ALL))
    }

    /// Whether dates, and with them the order, may depend on the view: a report gives a date of its own, or
    /// a statement binds events together.
    pub(crate) fn dates_depend(&self) -> bool {
        self.many_dates > 0 || self.event_constraints.is_some()
    }

    pub(crate) fn stored(&self, ix: EventIx) -> &Stored {
        &self.events[ix]
    }
}
