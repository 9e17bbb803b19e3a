//! Actors: persons, states, organisations and groups, with their names and offices.
//!
//! An [`Actor`] is unchecked input. It is checked when a timeline is built, because only the whole
//! timeline shows whether the actors that it names exist.
//!
//! | question | answer |
//! | :-- | :-- |
//! | how do I state who someone is? | [`Actor::person`], [`Actor::state`], [`Actor::named`] |
//! | how do I state an office and its dates? | [`Actor::held_office`] |
//! | how do I state membership? | [`Actor::member_of`] |
//! | what about other spellings, "the Kremlin", or former names? | [`Actor::alias`] with an [`Alias`] |
//! | which entry of Wikidata is it? | [`Actor::external`] |
//! | who came before Russia? | [`Actor::succeeds`], [`Succession`] |
//! | who is "the previous administration"? | a [`Designation`] |
//!
//! # Example
//!
//! ```
//! use detente::{Actor, Timeline};
//!
//! let timeline = Timeline::builder()
//!     .actor(Actor::state("RUS").named("Russia"))
//!     .actor(
//!         Actor::person("lavrov")
//!             .named("Sergey Lavrov")
//!             .alias("Sergei Lavrov")
//!             .held_office("RUS", "foreign minister", "2004-03-09/.."),
//!     )
//!     .build()?;
//! assert_eq!(timeline.actor("sergei lavrov")?.id(), "lavrov");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Limits
//!
//! Identifiers have up to [`MAX_ID`] bytes, names up to [`MAX_TEXT`]. An actor has up to
//! [`MAX_PER_ACTOR`] aliases, affiliations and predecessors each, represents up to
//! [`MAX_REPRESENTED`] others, and has up to [`MAX_PREDECESSORS`] predecessors in all. An actor, an event or
//! a source has up to [`MAX_EXTERNAL`] external identifiers, with a scheme of up to [`MAX_SCHEME`] bytes and
//! a value of up to [`MAX_EXTERNAL_VALUE`].

mod affiliation;
mod alias;
mod succession;

pub use affiliation::{Affiliation, Designation};
pub use alias::{Alias, AliasKind};
pub use succession::Succession;

use std::collections::BTreeMap;

use crate::text::words;
use crate::time::{DateErrors, DateInput};

/// The maximum length of an identifier, in bytes.
pub const MAX_ID: usize = 200;
/// The maximum length of a name, a title or another text, in bytes.
pub const MAX_TEXT: usize = 10_000;
/// The maximum number of aliases of an actor, and of its affiliations and its successions.
pub const MAX_PER_ACTOR: usize = 1_000;

/// The maximum number of external identifiers of an actor, an event or a source.
pub const MAX_EXTERNAL: usize = 100;
/// The maximum length of the scheme of an external identifier, in bytes.
pub const MAX_SCHEME: usize = 50;
/// The maximum length of the value of an external identifier, in bytes.
pub const MAX_EXTERNAL_VALUE: usize = 2_000;

/// The maximum number of actors that one actor represents, directly or through others, over all time.
pub const MAX_REPRESENTED: usize = 64;
/// The maximum number of predecessors of an actor, direct or indirect.
pub const MAX_PREDECESSORS: usize = 256;

/// An actor: a person, a state, an organisation or a group.
///
/// Nothing is checked until the timeline is built. Dates are EDTF text or a
/// [`When`](crate::When).
///
/// # Example
///
/// ```
/// use detente::Actor;
/// use detente::actor::{ActorKind, Alias, AliasKind};
///
/// let russia = Actor::state("RUS")
///     .named("Russia")
///     .alias("Russian Federation")
///     .alias(Alias::new("the Kremlin").kind(AliasKind::Metonym))
///     .succeeds("SUN", "1991-12-26");
/// assert_eq!(russia.kind, ActorKind::State);
/// assert_eq!(&*russia.aliases[1].name, "the Kremlin");
/// assert_eq!(Actor::state("SUN").name, "SUN", "without a name, the identifier");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The identifier, such as `rubio` or `USA`. Your choice, and unique in the timeline.
    pub id: String,
    /// Person, state, organisation or group.
    pub kind: ActorKind,
    /// The name to print. The identifier unless [`named`](Self::named) sets it.
    pub name: String,
    /// Other names.
    pub aliases: Vec<Alias>,
    /// Offices and memberships.
    pub affiliations: Vec<Affiliation>,
    /// Predecessors.
    pub successions: Vec<Succession>,
    /// The identifiers of the actor in other registers, by scheme.
    pub external: BTreeMap<String, String>,
    pub(crate) date_errors: DateErrors,
}

impl Actor {
    /// Creates a person.
    #[must_use]
    pub fn person(id: impl Into<String>) -> Self {
        Self::new(id, ActorKind::Person)
    }

    /// Creates a state or territory.
    #[must_use]
    pub fn state(id: impl Into<String>) -> Self {
        Self::new(id, ActorKind::State)
    }

    /// Creates an organisation.
    #[must_use]
    pub fn organisation(id: impl Into<String>) -> Self {
        Self::new(id, ActorKind::Organisation)
    }

    /// Creates a group.
    #[must_use]
    pub fn group(id: impl Into<String>) -> Self {
        Self::new(id, ActorKind::Group)
    }

    /// Creates an actor of a given kind.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: ActorKind) -> Self {
        let id = id.into();
        Self {
            name: id.clone(),
            id,
            kind,
            aliases: Vec::new(),
            affiliations: Vec::new(),
            successions: Vec::new(),
            external: BTreeMap::new(),
            date_errors: DateErrors::default(),
        }
    }

    /// Sets the name to print.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Adds another name: text, or an [`Alias`] with its kind and dates.
    #[must_use]
    pub fn alias(mut self, alias: impl Into<Alias>) -> Self {
        let mut alias = alias.into();
        self.date_errors.absorb(&mut alias.date_errors);
        self.aliases.push(alias);
        self
    }

    /// Sets the identifier of the actor in another register: the scheme, such as `wikidata`, and the value
    /// there, such as `Q58217`.
    ///
    /// An actor has one value of a scheme, and no other actor of the timeline has the same.
    ///
    /// A scheme starts with a lower-case letter, and has lower-case letters, digits, `-`, `_` and `.`.
    /// Timelines that are [merged](crate::Timeline::merge) are united by external identifiers too.
    #[must_use]
    pub fn external(mut self, scheme: impl Into<String>, value: impl Into<String>) -> Self {
        self.external.insert(scheme.into(), value.into());
        self
    }

    /// Adds an office that the actor held for `party`.
    ///
    /// The first and the last day of the office are only possible, because the hour of the
    /// handover is rarely known: after `1985-03-11/1991-12-25`, an event on 25 December 1991 is
    /// possibly an act of the holder. Write `1991-12-26` as the last day if the office lasted to
    /// the end of the 25th.
    #[must_use]
    pub fn held_office(
        self,
        party: impl Into<String>,
        office: impl Into<String>,
        when: impl Into<DateInput>,
    ) -> Self {
        self.affiliated_with(party, Some(office.into()), when)
    }

    /// Adds a membership: of a state in a union, of a ministry in a government.
    #[must_use]
    pub fn member_of(self, party: impl Into<String>, when: impl Into<DateInput>) -> Self {
        self.affiliated_with(party, None, when)
    }

    fn affiliated_with(
        mut self,
        party: impl Into<String>,
        office: Option<String>,
        when: impl Into<DateInput>,
    ) -> Self {
        let when = self.date_errors.take_in("affiliations", when);
        self.affiliations.push(Affiliation {
            party: party.into(),
            office,
            when,
        });
        self
    }

    /// Adds a predecessor and the date of the succession.
    #[must_use]
    pub fn succeeds(self, predecessor: impl Into<String>, when: impl Into<DateInput>) -> Self {
        self.succession(Succession::new(predecessor, when))
    }

    /// Adds a [`Succession`], which may name its sources.
    #[must_use]
    pub fn succession(mut self, mut succession: Succession) -> Self {
        self.date_errors.absorb(&mut succession.date_errors);
        self.successions.push(succession);
        self
    }
}

/// The kind of an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ActorKind {
    /// A natural person. A person represents others only while in office.
    Person,
    /// A state or territory.
    State,
    /// An organisation: a ministry, an alliance, a newspaper.
    Organisation,
    /// Several actors under one name: "Russian media", "the Europeans".
    Group,
}

words!(ActorKind, "a kind of actor", 4 {
    Person => "person",
    State => "state",
    Organisation => "organisation",
    Group => "group",
});
