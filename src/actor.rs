//! Who acts: persons, states, organisations and groups, and the names they go by.
//!
//! An [`Actor`] is stated here and checked when a timeline is built, since only
//! the whole record can tell whether the party that a person stood for is in it.
//! Its identifier is text of the author's choosing (`rubio`, `USA`): the set of
//! actors is not ours to close.
//!
//! A state is spoken of by its capital and its palace, and a name is spelled in
//! five ways. All of them are [`Alias`]es of the one actor, and each says what
//! kind of other name it is, so that "Moscow" the metonym is never mistaken for
//! the place where people met.
//!
//! Names change with time: an alias may say when it was in use, and "Leningrad" is
//! told from "Petrograd" by the day on which it is asked about. Actors do as well: a
//! [`Succession`] says whom one succeeded, and when.
//!
//! "The previous administration" is not an actor: it is whoever held an office
//! over a stretch of time. That is a [`Designation`].

mod affiliation;
mod succession;

use std::fmt;

pub use affiliation::{Affiliation, Designation};
pub use succession::Succession;

use crate::time::When;

/// The longest identifier, in bytes.
pub const MAX_ID: usize = 200;
/// The longest name, title or other text, in bytes.
pub const MAX_TEXT: usize = 10_000;
/// The most names or affiliations of one actor.
pub const MAX_PER_ACTOR: usize = 1_000;

/// The most parties that one actor may stand for, through others and over all time.
pub const MAX_REPRESENTED: usize = 64;
/// The most actors whom an actor succeeded, themselves and through others.
pub const MAX_PREDECESSORS: usize = 256;

/// What sort of actor it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ActorKind {
    /// A natural person, who stands for others only while in office.
    Person,
    /// A state or territory, in the sense of the field's country codes.
    State,
    /// An organisation: a ministry, an alliance, a newspaper.
    Organisation,
    /// Several actors spoken of as one: "Russian media", "the Europeans".
    Group,
}

impl ActorKind {
    /// Every kind, in the order in which they are listed here.
    pub const ALL: [Self; 4] = [Self::Person, Self::State, Self::Organisation, Self::Group];

    /// The word for the kind in the written form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::State => "state",
            Self::Organisation => "organisation",
            Self::Group => "group",
        }
    }
}

impl fmt::Display for ActorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What sort of other name an alias is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AliasKind {
    /// Another spelling or form of the name: "Sergei Lavrov".
    #[default]
    Variant,
    /// A place or building that stands for the actor: "the Kremlin".
    Metonym,
    /// The name as one source printed it, be it right or wrong.
    Printed,
}

impl AliasKind {
    /// Every kind, in the order in which they are listed here.
    pub const ALL: [Self; 3] = [Self::Variant, Self::Metonym, Self::Printed];

    /// The word for the kind in the written form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Variant => "variant",
            Self::Metonym => "metonym",
            Self::Printed => "printed",
        }
    }
}

/// Another name of an actor, and when it was in use.
///
/// # Example
///
/// ```
/// use detente::actor::{Actor, Alias};
/// use detente::When;
///
/// let city = Actor::organisation("spb", "Saint Petersburg")
///     .aliased(Alias::new("Petrograd").during(When::parse("1914-09-01/1924-01-26")?))
///     .aliased(Alias::new("Leningrad").during(When::parse("1924-01-26/1991-09-06")?));
/// assert_eq!(city.aliases()[1].name(), "Leningrad");
/// # Ok::<(), detente::WhenError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Alias {
    pub(crate) name: Box<str>,
    pub(crate) kind: AliasKind,
    pub(crate) when: Option<When>,
}

impl Alias {
    /// Another form of the name, in use at all times.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into().into_boxed_str(),
            kind: AliasKind::Variant,
            when: None,
        }
    }

    /// Says what sort of other name it is.
    #[must_use]
    pub const fn of_kind(mut self, kind: AliasKind) -> Self {
        self.kind = kind;
        self
    }

    /// Says from when to when it was in use.
    #[must_use]
    pub fn during(mut self, when: When) -> Self {
        self.when = Some(when);
        self
    }

    /// The name itself.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What sort of other name it is.
    pub const fn kind(&self) -> AliasKind {
        self.kind
    }

    /// From when to when it was in use; at all times where nothing is said.
    pub const fn when(&self) -> Option<&When> {
        self.when.as_ref()
    }
}

/// An actor as stated, to be checked when the timeline is built.
///
/// # Example
///
/// ```
/// use detente::actor::{Actor, ActorKind};
/// use detente::When;
///
/// let lavrov = Actor::person("lavrov", "Sergey Lavrov")
///     .alias("Sergei Lavrov")
///     .held("RUS", "foreign minister", When::parse("2004-03-09/..")?);
/// assert_eq!(lavrov.kind(), ActorKind::Person);
/// assert_eq!(lavrov.name(), "Sergey Lavrov");
/// # Ok::<(), detente::WhenError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub(crate) id: String,
    pub(crate) kind: ActorKind,
    pub(crate) name: String,
    pub(crate) aliases: Vec<Alias>,
    pub(crate) affiliations: Vec<Affiliation>,
    pub(crate) successions: Vec<Succession>,
}

impl Actor {
    /// An actor of some kind, with the name it is called by.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: ActorKind, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            kind,
            name: name.into(),
            aliases: Vec::new(),
            affiliations: Vec::new(),
            successions: Vec::new(),
        }
    }

    /// A natural person.
    #[must_use]
    pub fn person(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self::new(id, ActorKind::Person, name)
    }

    /// A state or territory.
    #[must_use]
    pub fn state(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self::new(id, ActorKind::State, name)
    }

    /// An organisation.
    #[must_use]
    pub fn organisation(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self::new(id, ActorKind::Organisation, name)
    }

    /// Several actors spoken of as one.
    #[must_use]
    pub fn group(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self::new(id, ActorKind::Group, name)
    }

    /// Adds another form of the name.
    #[must_use]
    pub fn alias(self, name: impl Into<String>) -> Self {
        self.called(AliasKind::Variant, name)
    }

    /// Adds a place or building that stands for the actor.
    #[must_use]
    pub fn metonym(self, name: impl Into<String>) -> Self {
        self.called(AliasKind::Metonym, name)
    }

    /// Adds another name of a given sort.
    #[must_use]
    pub fn called(self, kind: AliasKind, name: impl Into<String>) -> Self {
        self.aliased(Alias::new(name).of_kind(kind))
    }

    /// Adds another name: its sort, and when it was in use.
    #[must_use]
    pub fn aliased(mut self, alias: Alias) -> Self {
        self.aliases.push(alias);
        self
    }

    /// States that the actor held an office for a party over some time.
    ///
    /// Of `1985-03-11/1991-12-25` the hours of the first and the last day are left open, so that what
    /// happened on those days is possibly the holder's. Who held it to the end of the 25th held it
    /// to the 26th.
    #[must_use]
    pub fn held(self, party: impl Into<String>, office: impl Into<String>, when: When) -> Self {
        self.affiliated(Affiliation::new(party, when).in_office(office))
    }

    /// States that the actor was a member of a group or an organisation over some time.
    #[must_use]
    pub fn member_of(self, group: impl Into<String>, when: When) -> Self {
        self.affiliated(Affiliation::new(group, when))
    }

    /// States whom the actor stood for, and when.
    #[must_use]
    pub fn affiliated(mut self, affiliation: Affiliation) -> Self {
        self.affiliations.push(affiliation);
        self
    }

    /// States whom the actor succeeded, and when.
    #[must_use]
    pub fn succeeds(self, predecessor: impl Into<String>, when: When) -> Self {
        self.succession(Succession::new(predecessor, when))
    }

    /// States whom the actor succeeded, when, and who says so.
    #[must_use]
    pub fn succession(mut self, succession: Succession) -> Self {
        self.successions.push(succession);
        self
    }

    /// The identifier.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What sort of actor it is.
    pub const fn kind(&self) -> ActorKind {
        self.kind
    }

    /// The name it is called by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The other names it goes by.
    pub fn aliases(&self) -> &[Alias] {
        &self.aliases
    }

    /// Whom it stood for, and when.
    pub fn affiliations(&self) -> &[Affiliation] {
        &self.affiliations
    }

    /// Whom it succeeded, and when.
    pub fn successions(&self) -> &[Succession] {
        &self.successions
    }
}
