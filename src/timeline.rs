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
mod arrange;
mod assemble;
mod bonds;
mod build;
mod calendar;
mod constraint;
mod fault;
mod handle;
mod index;
mod order;
mod parties;
mod restate;
mod view;
mod web;
mod why;

use thiserror::Error;

pub(crate) use account::Knowledge;
pub use account::{AccountRule, Ranking};
pub use build::TimelineBuilder;
pub use constraint::{Constraint, Contradiction, Explanation, Statement, TemporalRelation};
pub use fault::{BuildError, Entry, Fault, FaultKind};
pub use graph::{
    CompactGraph, Edge, EdgeKind, Edges, EdgesDirected, Neighbors, Node, NodeKind, Nodes, Tie,
    VisitSet,
};
pub use handle::{ActorRef, EventRef, ParticipantRef, ReportRef, SourceRef, Subject};
pub(crate) use parties::Pair;
pub use parties::Parties;
pub use view::{Events, View};
pub(crate) use web::{Beyond, Stand};
pub use why::BoundKind;

use crate::When;
use crate::actor::{ActorKind, Alias, Designation};
use crate::code::Code;
use crate::event::{Count, Coverage, Facts, Form, Kind, Link, Role, Status};
use crate::time::{AsOf, Bounds, Certainty, Window};

use index::{ActorIndex, PairIndex};

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
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    title: Option<Box<str>>,
    actors: Vec<StoredActor>,
    /// The first bytes of each identifier, which settle most comparisons.
    initials: Vec<u64>,
    /// Every identifier, name and alias in lower case, sorted, with its actor.
    names: Vec<(Box<str>, u32)>,
    designations: Vec<Designation>,
    sources: Vec<StoredSource>,
    chains: Vec<Box<[u32]>>,
    events: Vec<Stored>,
    /// What is known of each event's time, all accounts and constraints together.
    bounds: Vec<Bounds>,
    flags: Vec<Flags>,
    /// The events by identifier.
    by_id: Vec<u32>,
    by_actor: ActorIndex,
    by_pair: PairIndex,
    /// The events that are about an actor.
    by_subject: ActorIndex,
    /// Who links to an event: (target, origin, kind), sorted.
    backlinks: Vec<(u32, u32, Link)>,
    constraints: Vec<Constraint>,
    /// What binds events to each other in time, where something does.
    bonds: Option<Box<bonds::Bonds>>,
    /// Whether some date, and with it the order, depends on who is believed or what is known:
    /// a report gives one of its own, or a statement binds events together.
    dates_depend: bool,
}

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
    party: u32,
    office: Option<Box<str>>,
    when: When,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoredSuccession {
    predecessor: u32,
    when: When,
    by: Box<[String]>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoredSource {
    id: Box<str>,
    name: Box<str>,
    /// The actor of the same identifier, for a source that was not stated apart.
    actor: Option<u32>,
    published: Option<When>,
    anonymous: bool,
    url: Option<Box<str>>,
    covers: Box<[(Coverage, Box<[u32]>)]>,
}

/// An event, with its references resolved.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stored {
    id: Box<str>,
    when: When,
    act: Act,
    seats: Box<[Seat]>,
    accounts: Box<[Account]>,
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
    actor: u32,
    on_behalf_of: Option<u32>,
}

/// One report, with the times between which it counts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Account {
    chain: u32,
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
    says: Facts,
}

/// What most rows of a large feed do not have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct More {
    title: Option<Box<str>>,
    about: Box<[StoredSubject]>,
    links: Box<[(Link, u32)]>,
    occurrences: Count,
    facts: Facts,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StoredSubject {
    Actor(u32),
    Designation(u32),
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

/// What a question about coverage is about.
struct Asked<'v> {
    /// All sources, if none is named.
    sources: &'v [u32],
    /// The actors, and those for whom they ever stood.
    actors: Vec<u32>,
    /// The kinds of events, a bit each.
    kinds: u8,
    /// Nothing later is covered for one who asks what was known by then.
    as_of: i64,
}

/// The stretch that a date covers: of dates, all of the first and the last day; of what is
/// approximate or unknown, what is certain.
fn covered_by(when: &When) -> (i64, i64) {
    let bounds = when.bounds();
    let [start_earliest, start_latest, end_earliest, end_latest] = bounds.raw();
    let vague = when.is_approximate();
    let lo = if vague || (start_earliest == i64::MIN && !bounds.has_no_start()) {
        start_latest
    } else {
        start_earliest
    };
    let hi = if vague || (end_latest == i64::MAX && !bounds.has_no_end()) {
        end_earliest
    } else {
        end_latest
    };
    (lo, hi)
}

/// A name or identifier that the timeline was asked for is not in it, or not clear.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LookupError {
    /// No actor has this identifier, name or alias.
    #[error("unknown actor `{name}`{}", hint(.near.as_deref()))]
    UnknownActor {
        /// What was asked for.
        name: String,
        /// The identifier that comes closest, if one comes close.
        near: Option<String>,
    },
    /// Several actors go by this name.
    #[error("`{name}` may be any of `{}`", .candidates.join("`, `"))]
    AmbiguousName {
        /// What was asked for.
        name: String,
        /// The identifiers of those who go by it.
        candidates: Vec<String>,
    },
    /// The name was no actor's on the day that was asked about.
    #[error("`{name}` was not in use on {date}: expected `{}`", .uses.join("`, `"))]
    NotInUse {
        /// What was asked for.
        name: String,
        /// The day.
        date: chrono::NaiveDate,
        /// From when to when it was in use, as it is written.
        uses: Vec<String>,
    },
    /// A side of a question names nobody.
    #[error("a side has nobody on it: expected one actor at least")]
    Nobody,
    /// An actor is on both sides of a question.
    #[error("`{actor}` is on both sides: expected sides without a common actor")]
    OnBothSides {
        /// The actor.
        actor: String,
    },
    /// No event has this identifier.
    #[error("unknown event `{id}`{}", hint(.near.as_deref()))]
    UnknownEvent {
        /// What was asked for.
        id: String,
        /// The identifier that comes closest, if one comes close.
        near: Option<String>,
    },
    /// The event is in the timeline, but not in the view that was asked.
    #[error("event `{id}` is in the timeline, but not in this view")]
    NotInView {
        /// What was asked for.
        id: String,
    },
    /// No source has this identifier.
    #[error("unknown source `{id}`{}", hint(.near.as_deref()))]
    UnknownSource {
        /// What was asked for.
        id: String,
        /// The identifier that comes closest, if one comes close.
        near: Option<String>,
    },
}

pub(crate) fn hint(near: Option<&str>) -> String {
    near.map(|near| format!("; did you mean `{near}`?"))
        .unwrap_or_default()
}

/// Whom a name stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Named<'t> {
    /// One actor.
    Actor(ActorRef<'t>),
    /// Whoever held an office at a time, with how certain it is that each did.
    Holders {
        /// The role at a time that the name stands for.
        designation: &'t Designation,
        /// Those who held it, by identifier.
        holders: Vec<(ActorRef<'t>, Certainty)>,
    },
}

impl Timeline {
    /// Starts an empty timeline.
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
        (0..index_of(self.actors.len())).map(|ix| ActorRef::new(self, ix))
    }

    /// The sources, by identifier. An actor who is cited is a source too.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = SourceRef<'_>> + Clone {
        (0..index_of(self.sources.len())).map(|ix| SourceRef::new(self, ix))
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
        self.by_pair
            .pairs()
            .map(|(a, b)| (ActorRef::new(self, a), ActorRef::new(self, b)))
    }

    /// The actor of an identifier, a name or an alias.
    ///
    /// An identifier is matched first and to the letter; names and aliases in
    /// whatever case.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownActor`] or, if several go by the name, [`LookupError::AmbiguousName`].
    ///
    /// # Complexity
    ///
    /// O(log n) in the number of names.
    pub fn actor(&self, name: &str) -> Result<ActorRef<'_>, LookupError> {
        self.actor_index(name).map(|ix| ActorRef::new(self, ix))
    }

    /// Whom a name stands for: an actor, or whoever held an office at a time.
    ///
    /// # Errors
    ///
    /// As [`Timeline::actor`].
    ///
    /// # Example
    ///
    /// ```
    /// use detente::actor::{Actor, Designation};
    /// use detente::timeline::Named;
    /// use detente::{Certainty, Timeline, When};
    ///
    /// let term = When::parse("2021-01-20/2025-01-20")?;
    /// let mut builder = Timeline::builder();
    /// builder.actor(Actor::state("USA", "United States"));
    /// builder.actor(Actor::person("biden", "Joe Biden").held("USA", "president", term.clone()));
    /// builder.designation(Designation::new("the previous administration", "USA", "president", term));
    /// let timeline = builder.build()?;
    ///
    /// let Named::Holders { holders, .. } = timeline.named("the previous administration")? else {
    ///     panic!("it is no actor");
    /// };
    /// assert_eq!(holders[0].0.id(), "biden");
    /// assert_eq!(holders[0].1, Certainty::Certain);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn named(&self, name: &str) -> Result<Named<'_>, LookupError> {
        let lower = name.to_lowercase();
        let is_id = self.actor_of_id(name).is_some();
        let mut designations = self.designations.iter().filter(|_| !is_id);
        let designation = designations.find(|one| one.name.to_lowercase() == lower);
        match designation {
            Some(designation) => Ok(Named::Holders {
                designation,
                holders: self.holders(designation),
            }),
            None => self.actor(name).map(Named::Actor),
        }
    }

    /// Those who held the office over some of the stretch for certain; if nobody did, those who may have.
    fn holders(&self, designation: &Designation) -> Vec<(ActorRef<'_>, Certainty)> {
        let Ok(party) = self.actor_index(&designation.party) else {
            return Vec::new();
        };
        let meant = designation.when.bounds();
        let is_office = |one: &&StoredAffiliation| {
            let office = one.office.as_deref();
            one.party == party
                && office.is_some_and(|office| office.eq_ignore_ascii_case(&designation.office))
        };
        let mut holders: Vec<(ActorRef<'_>, Certainty)> = Vec::new();
        for actor in self.actors() {
            let terms = actor.stored().affiliations.iter().filter(is_office);
            let held = terms.map(|one| one.when.bounds().overlaps(&meant)).max();
            holders.extend(
                held.filter(|held| held.is_possible())
                    .map(|held| (actor, held)),
            );
        }
        // Who left or came on the day that begins or ends the stretch is not meant.
        if holders.iter().any(|(_, held)| held.is_certain()) {
            holders.retain(|(_, held)| held.is_certain());
        }
        holders
    }

    /// The event of an identifier, whatever its status.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownEvent`].
    ///
    /// # Complexity
    ///
    /// O(log n) in the number of events.
    pub fn event(&self, id: &str) -> Result<EventRef<'_>, LookupError> {
        self.event_index(id)
            .map(|ix| EventRef::new(self, ix, Knowledge::ALL))
    }

    /// The source of an identifier.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownSource`].
    pub fn source(&self, id: &str) -> Result<SourceRef<'_>, LookupError> {
        self.source_index(id).map(|ix| SourceRef::new(self, ix))
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
        a: impl Into<Parties<'n>>,
        b: impl Into<Parties<'n>>,
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

    fn actor_of_id(&self, id: &str) -> Option<u32> {
        let initials = first_bytes(id);
        let first = self.initials.partition_point(|&one| one < initials);
        let alike = self.initials.get(first..).unwrap_or_default();
        let alike = match alike {
            [one, ..] if *one != initials => return None,
            [_, next, ..] if *next == initials => alike.partition_point(|&one| one == initials),
            _ => 1,
        };
        let alike = self.actors.get(first..first + alike)?;
        let found = alike.binary_search_by(|actor| (*actor.id).cmp(id)).ok()?;
        Some(index_of(first + found))
    }

    /// The actors that go by a name in lower case.
    fn actors_called<'s>(&'s self, lower: &'s str) -> impl Iterator<Item = u32> + 's {
        let first = self.names.partition_point(|(known, _)| **known < *lower);
        let found = self.names.get(first..).unwrap_or_default().iter();
        found
            .take_while(move |(known, _)| **known == *lower)
            .map(|(_, ix)| *ix)
    }

    /// The actor of an identifier, or else the only one that goes by the name.
    fn find_actor(&self, name: &str) -> Option<u32> {
        self.actor_of_id(name).or_else(|| {
            let lower = name.to_lowercase();
            let mut found = self.actors_called(&lower);
            found.next().filter(|_| found.next().is_none())
        })
    }

    pub(crate) fn actor_index(&self, name: &str) -> Result<u32, LookupError> {
        self.find_actor(name).ok_or_else(|| {
            let lower = name.to_lowercase();
            let called = self.actors_called(&lower);
            let candidates: Vec<String> = called
                .map(|ix| ActorRef::new(self, ix).id().to_owned())
                .collect();
            let name = name.to_owned();
            if candidates.is_empty() {
                let near = nearest(&name, self.every_name());
                LookupError::UnknownActor { name, near }
            } else {
                LookupError::AmbiguousName { name, candidates }
            }
        })
    }

    /// Every identifier, name and alias, as it is written.
    fn every_name(&self) -> impl Iterator<Item = &str> {
        self.actors.iter().flat_map(|actor| {
            let aliases = actor.aliases.iter().map(Alias::name);
            [&*actor.id, &*actor.name].into_iter().chain(aliases)
        })
    }

    fn find_event(&self, id: &str) -> Option<u32> {
        let id_of = |ix: u32| self.stored(ix).map_or("", |event| &event.id);
        let found = self.by_id.binary_search_by(|&ix| id_of(ix).cmp(id)).ok()?;
        self.by_id.get(found).copied()
    }

    pub(crate) fn event_index(&self, id: &str) -> Result<u32, LookupError> {
        self.find_event(id)
            .ok_or_else(|| LookupError::UnknownEvent {
                id: id.to_owned(),
                near: nearest(id, self.events.iter().map(|event| &*event.id)),
            })
    }

    pub(crate) fn source_index(&self, id: &str) -> Result<u32, LookupError> {
        self.sources
            .binary_search_by(|source| (*source.id).cmp(id))
            .map(index_of)
            .map_err(|_| LookupError::UnknownSource {
                id: id.to_owned(),
                near: nearest(id, self.sources.iter().map(|source| &*source.id)),
            })
    }

    /// The share, 0 to 1, of a window that sources cover for those who take part.
    fn covered(&self, asked: &Asked<'_>, window: Window) -> Option<f64> {
        let stretches = self.coverage(asked);
        if stretches.is_empty() || window.is_empty() {
            return None;
        }
        let mut covered = 0_i128;
        let mut reached = window.lo;
        for &(lo, hi) in &stretches {
            let (lo, hi) = (lo.max(reached), hi.min(window.hi));
            if lo < hi {
                covered += i128::from(hi) - i128::from(lo);
                reached = hi;
            }
        }
        let whole = i128::from(window.hi) - i128::from(window.lo);
        #[expect(
            clippy::cast_precision_loss,
            reason = "a share needs no more than 53 bits"
        )]
        let share = covered as f64 / whole as f64;
        Some(share)
    }

    /// The stretches that are covered of what is asked about, sorted.
    fn coverage(&self, asked: &Asked<'_>) -> Vec<(i64, i64)> {
        let mut stretches: Vec<(i64, i64)> = self
            .sources
            .iter()
            .enumerate()
            .filter(|(ix, _)| asked.sources.is_empty() || asked.sources.contains(&index_of(*ix)))
            .filter(|(_, source)| {
                let published = source.published.as_ref();
                published.is_none_or(|when| when.bounds().raw()[3] <= asked.as_of)
            })
            .flat_map(|(_, source)| &source.covers)
            .filter(|(coverage, limits)| {
                let kinds = coverage
                    .kinds
                    .iter()
                    .fold(0, |bits, &kind| bits | 1 << kind as u8);
                limits.iter().all(|actor| asked.actors.contains(actor))
                    && (coverage.kinds.is_empty() || asked.kinds & !kinds == 0)
            })
            .map(|(coverage, _)| {
                let (lo, hi) = covered_by(&coverage.when);
                (lo, hi.min(asked.as_of))
            })
            .collect();
        stretches.sort_unstable();
        stretches
    }

    fn stored(&self, ix: u32) -> Option<&Stored> {
        self.events.get(ix as usize)
    }
}

/// A position as the store keeps it. Building refuses more than `u32::MAX` of anything.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the builder refuses more than u32::MAX"
)]
pub(crate) const fn index_of(position: usize) -> u32 {
    position as u32
}

/// The first eight bytes of a text as a number that sorts as they do.
pub(crate) fn first_bytes(text: &str) -> u64 {
    let mut bytes = [0; 8];
    for (slot, byte) in bytes.iter_mut().zip(text.bytes()) {
        *slot = byte;
    }
    u64::from_be_bytes(bytes)
}

/// The candidate that differs from a name by the fewest letters, if by at most a third of them.
pub(crate) fn nearest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Option<String> {
    /// Beyond this many candidates a typing error is not what went wrong.
    const MOST: usize = 10_000;
    /// A longer name was not typed, and comparing it takes long.
    const LONGEST: usize = 40;
    let length = name.chars().count();
    if length > LONGEST {
        return None;
    }
    let most = length / 3;
    candidates
        .take(MOST)
        .filter(|candidate| candidate.len() <= 4 * LONGEST)
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= most)
        .map(|candidate| (edit_distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}

/// Levenshtein's distance, in letters, case aside.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().flat_map(char::to_lowercase).enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let best = (diagonal + usize::from(x != *y))
                .min(left + 1)
                .min(*cell + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
    }
    row.last().copied().unwrap_or_default()
}
