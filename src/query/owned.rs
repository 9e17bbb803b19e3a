//! A query: the filters of a view without a timeline, as a value that can be stored and sent.
//!
//! Filters are implemented only on [`View`]. A query records which filters to apply, with names as text, and
//! [`Timeline::ask`](crate::Timeline::ask) applies them. [`View::query`] reads them back from the view.

use std::borrow::Borrow;

use super::view::{ALL_KINDS, HAPPENED, kind_bits, status_bits};
use super::{AccountRule, ResolvedSide, Side, View};
use crate::event::{Kind, Status};
use crate::time::{AsOf, Window};
use crate::timeline::{ActorIx, ActorRef, OwnedRule};

/// A question about the events of a timeline, without the timeline.
///
/// It has the filters of a [`View`] under the same names. It owns its data, so it can be kept in a struct, sent to
/// another thread, or read from a [file](mod@crate::format::query). [`Timeline::ask`](crate::Timeline::ask) looks
/// the names up and returns the view.
///
/// Filters can be added in any order and cannot fail, because names are looked up when the query is asked.
///
/// # Limits
///
/// A query that is read or written with serde has at most [`MAX_NAMES`](Self::MAX_NAMES) names.
///
/// # Example
///
/// ```
/// # #[cfg(feature = "json")] {
/// use detente::{Actor, Event, Query, Timeline};
///
/// let query = Query::new().between("Marco Rubio", "Sergei Lavrov").meetings().in_person();
/// let stored: Query = serde_json::from_str(&serde_json::to_string(&query)?)?;
/// assert_eq!(stored, query);
///
/// let mut builder = Timeline::builder();
/// builder
///     .actor(Actor::person("rubio").named("Marco Rubio"))
///     .actor(Actor::person("lavrov").named("Sergei Lavrov"))
///     .event(Event::meeting("riyadh", "2025-02-18").between("rubio", "lavrov").in_person(true))
///     .event(Event::call("call", "2025-06-24").between("rubio", "lavrov"))
///     .event(Event::meeting("kuala-lumpur", "2025-07-10").between("rubio", "lavrov").in_person(true));
/// let timeline = builder.build()?;
///
/// let view = timeline.ask(&stored)?;
/// let ids: Vec<&str> = view.events().map(|event| event.id()).collect();
/// assert_eq!(ids, ["riyadh", "kuala-lumpur"]);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a query does nothing until a timeline is asked"]
pub struct Query {
    pub(crate) between: Vec<[Side<'static>; 2]>,
    pub(crate) involving: Vec<Side<'static>>,
    pub(crate) initiated_by: Vec<Side<'static>>,
    pub(crate) about: Vec<String>,
    pub(crate) from_source: Vec<String>,
    /// One bit per kind, and one per status.
    pub(crate) kinds: u8,
    pub(crate) statuses: u8,
    pub(crate) in_person: bool,
    pub(crate) with_predecessors: bool,
    pub(crate) within: Window,
    /// The last second whose assertions are known. `i64::MAX` means all.
    pub(crate) as_of: i64,
    pub(crate) rule: OwnedRule,
}

/// The same as [`Query::new`].
impl Default for Query {
    fn default() -> Self {
        Self::new()
    }
}

impl Query {
    /// The maximum number of names in a query that is read or written with serde.
    pub const MAX_NAMES: usize = 1_000;

    /// Creates a query for everything that happened, like [`Timeline::view`](crate::Timeline::view).
    pub const fn new() -> Self {
        Self {
            between: Vec::new(),
            involving: Vec::new(),
            initiated_by: Vec::new(),
            about: Vec::new(),
            from_source: Vec::new(),
            kinds: ALL_KINDS,
            statuses: HAPPENED,
            in_person: false,
            with_predecessors: false,
            within: Window::ALL,
            as_of: i64::MAX,
            rule: OwnedRule::Plain(AccountRule::Union),
        }
    }

    /// Keeps the events in which two sides were in contact: [`View::between`].
    pub fn between<'n>(mut self, a: impl Into<Side<'n>>, b: impl Into<Side<'n>>) -> Self {
        self.between
            .push([a.into().into_owned(), b.into().into_owned()]);
        self
    }

    /// Keeps the events in which a side took part: [`View::involving`].
    pub fn involving<'n>(mut self, actors: impl Into<Side<'n>>) -> Self {
        self.involving.push(actors.into().into_owned());
        self
    }

    /// Keeps the events that a side initiated: [`View::initiated_by`].
    pub fn initiated_by<'n>(mut self, actors: impl Into<Side<'n>>) -> Self {
        self.initiated_by.push(actors.into().into_owned());
        self
    }

    /// Keeps the events about an actor, an event or a topic: [`View::about`].
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.about.push(subject.into());
        self
    }

    /// Keeps the events that a report attributes to a source: [`View::from_source`].
    pub fn from_source(mut self, source: impl Into<String>) -> Self {
        self.from_source.push(source.into());
        self
    }

    /// Keeps the events of the given kinds: [`View::of_kind`].
    pub fn of_kind(mut self, kinds: impl IntoIterator<Item: Borrow<Kind>>) -> Self {
        self.kinds &= kind_bits(kinds);
        self
    }

    /// Keeps the meetings: [`View::meetings`].
    pub fn meetings(self) -> Self {
        self.of_kind([Kind::Meeting])
    }

    /// Keeps the calls: [`View::calls`].
    pub fn calls(self) -> Self {
        self.of_kind([Kind::Call])
    }

    /// Keeps the statements: [`View::statements`].
    pub fn statements(self) -> Self {
        self.of_kind([Kind::Statement])
    }

    /// Keeps the meetings and the calls: [`View::contacts`].
    pub fn contacts(self) -> Self {
        self.of_kind([Kind::Meeting, Kind::Call])
    }

    /// Keeps the events with one of the given statuses, instead of the realised and disputed ones:
    /// [`View::of_status`].
    pub fn of_status(mut self, statuses: impl IntoIterator<Item: Borrow<Status>>) -> Self {
        self.statuses = status_bits(statuses);
        self
    }

    /// Keeps the meetings that are stated to have been in person: [`View::in_person`].
    pub const fn in_person(mut self) -> Self {
        self.in_person = true;
        self
    }

    /// Keeps the events that overlap a window of time: [`View::within`].
    pub fn within(mut self, window: impl Into<Window>) -> Self {
        self.within = self.within.and(window.into());
        self
    }

    /// Asks what was known on a day (to its end) or at an instant: [`View::as_of`].
    pub fn as_of(mut self, at: impl Into<AsOf>) -> Self {
        self.as_of = self.as_of.min(at.into().timestamp());
        self
    }

    /// Chooses which accounts to believe if they disagree: [`View::believing`]. A ranking is copied.
    pub fn believing(mut self, rule: AccountRule<'_>) -> Self {
        self.rule = rule.into();
        self
    }

    /// Includes the predecessors of actors, until the handover: [`View::with_predecessors`].
    pub const fn with_predecessors(mut self) -> Self {
        self.with_predecessors = true;
        self
    }

    /// The names of actors, subjects and sources.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let sides = self.between.iter().flatten();
        let sides = sides.chain(&self.involving).chain(&self.initiated_by);
        let others = self.about.iter().chain(&self.from_source);
        let ranked = match self.rule.as_rule() {
            AccountRule::Ranked(ranking) => Some(ranking.sources()),
            _ => None,
        };
        sides
            .flat_map(Side::names)
            .chain(others.map(String::as_str))
            .chain(ranked.into_iter().flatten())
    }
}

/// # Queries
impl View<'_> {
    /// The query that asks for this view, with the identifiers of actors as names.
    ///
    /// On the same timeline, it returns a view with the same events and answers.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::{Actor, Event, Query, Timeline};
    ///
    /// let timeline = Timeline::builder()
    ///     .actor(Actor::person("rubio").named("Marco Rubio"))
    ///     .actor(Actor::person("lavrov").named("Sergei Lavrov"))
    ///     .event(Event::meeting("kuala-lumpur", "2025-07-10").between("rubio", "lavrov"))
    ///     .build()?;
    /// let view = timeline.between("Marco Rubio", "Sergei Lavrov")?.meetings();
    /// assert_eq!(view.query(), Query::new().between("rubio", "lavrov").meetings());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn query(&self) -> Query {
        let filter = &self.filter;
        let more = filter.more.as_deref();
        let side = |side: &ResolvedSide| self.unresolved(side);
        let initiators = more.map_or(&[][..], |more| &more.initiators);
        let about = more.map_or(&[][..], |more| &more.about).iter();
        let sources = more.map_or(&[][..], |more| &more.sources).iter();
        let pairs = filter.pairs();
        Query {
            between: pairs
                .map(|pair| [side(&pair.sides[0]), side(&pair.sides[1])])
                .collect(),
            involving: filter.actors().map(side).collect(),
            initiated_by: initiators.iter().map(side).collect(),
            about: about.map(|about| about.subject.to_string()).collect(),
            from_source: sources
                .map(|&source| self.timeline.sources[source].id.to_string())
                .collect(),
            kinds: filter.kinds,
            statuses: filter.statuses,
            in_person: filter.in_person,
            with_predecessors: filter.predecessors,
            within: filter.window,
            as_of: self.knowledge.as_of,
            rule: self.knowledge.rule.into(),
        }
    }

    /// The side of a query with the identifiers of the actors that were named. Predecessors are left out,
    /// because the query finds them again.
    fn unresolved(&self, side: &ResolvedSide) -> Side<'static> {
        let id = |&actor: &ActorIx| ActorRef::new(self.timeline, actor).id().to_owned();
        let names: Side<'static> = side.named().iter().map(id).collect();
        if side.members() {
            names
        } else {
            names.without_members()
        }
    }
}
