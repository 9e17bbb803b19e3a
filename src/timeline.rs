//! The store: actors, sources and events, checked, in time order.
//!
//! A [`Timeline`] is built once, by a [`TimelineBuilder`] or from its written
//! form, and then only read. Building checks everything that a question relies
//! on, and collects every fault instead of the first. What was put in first or
//! last changes no answer and no byte: actors and sources are kept by
//! identifier, events in [the total order](Timeline#order).
//!
//! A question is put to a [`View`]: a filter that borrows the timeline. What one
//! gets back are handles ([`EventRef`], [`ActorRef`], [`SourceRef`],
//! [`ReportRef`]): two or three words each, copied freely.
//!
//! The graph is a face of the store and not the store: a pair's events come from
//! an index by pair and time, and petgraph's traits are served from the same
//! arrays.

pub mod graph;

mod account;
mod actors;
mod arena;
mod arrange;
mod assemble;
mod bond;
mod bonds;
mod build;
mod calendar;
mod constraint;
mod fault;
mod handle;
mod index;
mod lookup;
mod order;
mod restate;
mod side;
mod tenure;
mod view;
mod warning;
mod web;
mod why;

pub(crate) use account::Knowledge;
pub use account::{AccountRule, Ranking};
pub(crate) use arena::{ActorIx, Arena, EventIx, index_of};
use arena::{BondIx, ChainIx, ConstraintIx, CrowdIx, DesignationIx, EventRank, SourceIx, indices};
pub use arrange::MAX_IN_CONTACT;
pub use build::TimelineBuilder;
pub use constraint::{Constraint, Contradiction, Explanation, Statement, TemporalRelation};
#[cfg(feature = "json")]
pub(crate) use fault::MAX_SHOWN;
pub use fault::{BuildError, Entry, Fault, FaultKind};
pub use graph::{
    CompactGraph, Edge, EdgeKind, Edges, EdgesDirected, Neighbors, Node, NodeKind, Nodes, Tie,
    VisitSet,
};
pub use handle::{AboutRef, ActorRef, EventRef, ParticipantRef, ReportRef, SourceRef};
pub use lookup::{LookupError, Resolved};
pub(crate) use lookup::{hint, nearest};
pub(crate) use side::Pair;
pub use side::Side;
pub use view::{Events, View};
pub use warning::Warning;
pub(crate) use web::{Beyond, Stand, StatedGap};
pub use why::BoundKind;

use crate::actor::{ActorKind, Alias, Designation};
use crate::code::Code;
use crate::event::{Account, Count, CoverageDeclaration, Form, Kind, Link, Role, Status};
use crate::time::When;
use crate::time::{AsOf, Bounds, Window};

use index::{ActorIndex, CrowdIndex, PairIndex};

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
/// builder.actor(Actor::person("rubio", "Marco Rubio"));
/// builder.actor(Actor::person("lavrov", "Sergey Lavrov"));
/// for (id, when) in [("kuala-lumpur", "2025-07-10"), ("riyadh", "2025-02")] {
///     builder.event(Event::meeting(id, When::parse(when)?).party("rubio").party("lavrov"));
/// }
/// let timeline = builder.build()?;
/// assert_eq!(timeline.between("rubio", "lavrov")?.first().unwrap().id(), "riyadh");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Timeline {
    title: Option<Box<str>>,
    actors: Arena<ActorIx, StoredActor>,
    /// The first bytes of each identifier, which settle most comparisons.
    initials: Vec<u64>,
    /// Every identifier, name and alias in lower case, sorted, with its actor.
    names: Vec<(Box<str>, ActorIx)>,
    designations: Arena<DesignationIx, Designation>,
    sources: Arena<SourceIx, StoredSource>,
    chains: Arena<ChainIx, Box<[SourceIx]>>,
    events: Arena<EventIx, Stored>,
    /// What is known of each event's time, all accounts and constraints together.
    bounds: Arena<EventIx, Bounds>,
    flags: Arena<EventIx, Flags>,
    /// The events by identifier.
    by_id: Arena<EventRank, EventIx>,
    by_actor: ActorIndex,
    by_pair: PairIndex,
    /// The events of pairs in which many are in contact.
    by_crowd: CrowdIndex,
    /// The events that are about an actor.
    by_subject: ActorIndex,
    /// Who links to an event: (target, origin, kind), sorted.
    backlinks: Vec<(EventIx, EventIx, Link)>,
    constraints: Arena<ConstraintIx, Constraint>,
    /// What binds events to each other in time, where something does.
    bonds: Option<Box<bonds::Bonds>>,
    /// Whether some date, and with it the order, depends on who is believed or what is known:
    /// a report gives one of its own, or a statement binds events together.
    dates_depend: bool,
}

crate::text::short_debug!(Timeline, "Timeline", |it| {
    "title": it.title,
    "actors": it.actors.len(),
    "sources": it.sources.len(),
    "events": it.events.len(),
    "constraints": it.constraints.len(),
});

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoredActor {
    id: Box<str>,
    kind: ActorKind,
    name: Box<str>,
    aliases: Box<[Alias]>,
    affiliations: Box<[StoredAffiliation]>,
    /// By predecessor.
    successions: Box<[StoredSuccession]>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoredAffiliation {
    party: ActorIx,
    office: Option<Box<str>>,
    when: When,
    /// Over what time it was held, next to the terms that it adjoins.
    held: Bounds,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoredSuccession {
    predecessor: ActorIx,
    when: When,
    by: Box<[String]>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoredSource {
    id: Box<str>,
    name: Box<str>,
    /// The actor of the same identifier, for a source that was not stated apart.
    actor: Option<ActorIx>,
    published: Option<When>,
    anonymous: bool,
    url: Option<Box<str>>,
    covers: Box<[(CoverageDeclaration, Box<[ActorIx]>)]>,
}

/// An event, with its references resolved.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stored {
    id: Box<str>,
    when: When,
    act: Act,
    seats: Box<[Seat]>,
    accounts: Box<[StoredAccount]>,
    more: Option<Box<More>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Act {
    kind: Kind,
    in_person: Option<bool>,
    form: Option<Form>,
    hedged: bool,
    negated: bool,
    code: Option<Code>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seat {
    role: Role,
    actor: ActorIx,
    on_behalf_of: Option<ActorIx>,
}

/// One report, with the times between which it counts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoredAccount {
    chain: ChainIx,
    status: Status,
    /// The first second at which it had been asserted for certain.
    known_from: i64,
    /// The second from which it was withdrawn; `i64::MAX` if it stands.
    known_until: i64,
    more: Option<Box<AccountMore>>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct AccountMore {
    asserted: Option<When>,
    withdrawn: Option<When>,
    words: Option<Box<str>>,
    says: Account,
}

/// What most rows of a large feed do not have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct More {
    title: Option<Box<str>>,
    about: Box<[StoredSubject]>,
    links: Box<[(Link, EventIx)]>,
    occurrences: Count,
    facts: Account,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StoredSubject {
    Actor(ActorIx),
    Designation(DesignationIx),
}

/// What a filter asks of an event most often, in one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flags(u8);

impl Flags {
    const IN_PERSON: u8 = 1 << 4;
    /// No report of it stands.
    const UNKNOWN: u8 = 1 << 5;

    fn new(kind: Kind, in_person: bool, status: Option<Status>) -> Self {
        let person = if in_person { Self::IN_PERSON } else { 0 };
        let status = status.map_or(Self::UNKNOWN, |status| (status as u8) << 2);
        Self(kind as u8 | status | person)
    }

    const fn kind_bit(self) -> u8 {
        1 << (self.0 & 3)
    }

    const fn status_bit(self) -> u8 {
        if self.0 & Self::UNKNOWN == 0 {
            1 << ((self.0 >> 2) & 3)
        } else {
            0
        }
    }

    const fn in_person(self) -> bool {
        self.0 & Self::IN_PERSON != 0
    }
}

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

    fn pairs_by_position(&self) -> impl Iterator<Item = (ActorIx, ActorIx)> {
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

    /// A ranking of sources, the most trusted first, for [`AccountRule::Ranked`].
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownSource`].
    pub fn ranking<'s>(
        &self,
        sources: impl IntoIterator<Item = &'s str>,
    ) -> Result<Ranking, LookupError> {
        sources
            .into_iter()
            .map(|id| self.source_index(id).map(|_| id.into()))
            .collect::<Result<_, _>>()
            .map(Ranking::new)
    }

    /// Everything that happened: realised or disputed, not what is only planned or was cancelled.
    pub fn view(&self) -> View<'_> {
        View::new(self)
    }

    /// What happened with both of two sides, or those who stood for them, in contact.
    ///
    /// # Errors
    ///
    /// As [`View::between`].
    pub fn between<'n>(
        &self,
        a: impl Into<Side<'n>>,
        b: impl Into<Side<'n>>,
    ) -> Result<View<'_>, LookupError> {
        let view = self.view();
        let pair = view.pair(&a.into(), &b.into())?;
        Ok(view.between_pair(pair))
    }

    /// The meetings that took place.
    pub fn meetings(&self) -> View<'_> {
        self.view().meetings()
    }

    /// The calls that took place.
    pub fn calls(&self) -> View<'_> {
        self.view().calls()
    }

    /// The statements that were made.
    pub fn statements(&self) -> View<'_> {
        self.view().statements()
    }

    /// What happened, for certain or possibly, within a window of time.
    pub fn within(&self, window: impl Into<Window>) -> View<'_> {
        self.view().within(window)
    }

    /// What was known as of a day (to its end) or an instant.
    pub fn as_of(&self, at: impl Into<AsOf>) -> View<'_> {
        self.view().as_of(at)
    }

    fn stored(&self, ix: EventIx) -> &Stored {
        &self.events[ix]
    }
}
