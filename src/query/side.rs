//! A side of a question: one actor, or several that count as one.

use std::borrow::Cow;
use std::sync::Arc;

use super::resolved_side::{ResolvedSide, Several};
use crate::timeline::{ActorIx, ActorRef, LookupError, Timeline};

/// One side of a question: an actor, or several that count as one.
///
/// A name, a list of names, an [`ActorRef`] and a list of them convert to a side. Names from an
/// iterator are collected into one.
///
/// ```text
/// timeline.between("USA", "RUS")            timeline.between(["USA", "GBR"], "RUS")
/// ```
///
/// If several actors of a side take part in an event, the event counts once. Events among the actors of one side
/// do not count. An actor counts for the actors that it represents on the day of the event, and a member counts
/// for its group: a call of the French president is also a call of the EU, with full weight.
/// [`Side::without_members`] leaves members out.
///
/// # Example
///
/// ```
/// use detente::actor::Actor;
/// use detente::event::{Event, Participant, Role};
/// use detente::query::Side;
/// use detente::{Timeline, When};
///
/// let mut builder = Timeline::builder();
/// for id in ["FRA", "GBR", "RUS", "USA"] {
///     builder.actor(Actor::state(id));
/// }
/// let call = |id, day| Ok::<_, detente::WhenError>(Event::call(id, When::parse(day)?));
/// builder.event(call("two", "2025-05-01")?.party("GBR").party("RUS"));
/// builder.event(call("three", "2025-05-02")?.party("USA").party("GBR").party("RUS"));
/// builder.event(call("allies", "2025-05-03")?.party("USA").party("GBR"));
/// let timeline = builder.build()?;
///
/// let ids = |parties: Side<'_>| {
///     let view = timeline.between(parties, "RUS").unwrap();
///     view.events().map(|event| event.id()).collect::<Vec<_>>()
/// };
/// assert_eq!(ids("USA".into()), ["three"]);
/// assert_eq!(ids(["USA", "GBR"].into()), ["two", "three"]);
/// assert_eq!(ids(["USA", "GBR", "FRA"].into_iter().collect()), ["two", "three"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Side<'n> {
    names: SideNames<'n>,
    members: bool,
}

#[derive(Clone, Debug)]
enum SideNames<'n> {
    One(Name<'n>),
    Several(Vec<Name<'n>>),
}

/// A name to look up, or an actor that was looked up.
#[derive(Clone, Debug)]
pub enum Name<'n> {
    Text(Cow<'n, str>),
    Actor(ActorRef<'n>),
}

impl Name<'_> {
    /// The name, or the identifier of the actor.
    fn text(&self) -> &str {
        match self {
            Self::Text(name) => name,
            Self::Actor(actor) => actor.id(),
        }
    }

    fn position(&self, timeline: &Timeline) -> Result<ActorIx, LookupError> {
        match self {
            Self::Text(name) => timeline.actor_index(name),
            Self::Actor(actor) if std::ptr::eq(actor.timeline(), timeline) => Ok(actor.ix()),
            Self::Actor(actor) => timeline.actor_index(actor.id()),
        }
    }
}

impl<'n> Side<'n> {
    const fn one(name: Name<'n>) -> Self {
        Self {
            names: SideNames::One(name),
            members: true,
        }
    }

    /// Leaves out the events of members of a group or an organisation. Its own events, and those of the
    /// holders of its offices, still count.
    ///
    /// For the EU, a call of its foreign policy chief then counts, and a call of the French president does not.
    #[must_use]
    pub fn without_members(mut self) -> Self {
        self.members = false;
        self
    }

    /// The names as text, in the order in which they were given.
    pub(crate) fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        let names = match &self.names {
            SideNames::One(name) => std::slice::from_ref(name),
            SideNames::Several(names) => names,
        };
        names.iter().map(Name::text)
    }

    /// Whether members count for the side.
    pub(crate) const fn counts_members(&self) -> bool {
        self.members
    }

    /// The side with names as text, which borrows nothing.
    pub(crate) fn into_owned(self) -> Side<'static> {
        let own = |name: Name<'n>| {
            Name::Text(Cow::Owned(match name {
                Name::Text(name) => name.into_owned(),
                Name::Actor(actor) => actor.id().to_owned(),
            }))
        };
        Side {
            names: match self.names {
                SideNames::One(name) => SideNames::One(own(name)),
                SideNames::Several(names) => {
                    SideNames::Several(names.into_iter().map(own).collect())
                }
            },
            members: self.members,
        }
    }

    /// Whether the side names exactly one actor, once or several times.
    pub(crate) fn is_one(&self, timeline: &Timeline) -> bool {
        let side = self.resolve(timeline);
        side.is_ok_and(|side| side.named().len() == 1)
    }

    /// Looks up the names of the side.
    pub(crate) fn resolve(&self, timeline: &Timeline) -> Result<ResolvedSide, LookupError> {
        let named = match &self.names {
            SideNames::One(name) => {
                let ix = name.position(timeline)?;
                if self.members {
                    return Ok(ResolvedSide::One(ix));
                }
                vec![ix]
            }
            SideNames::Several(names) => {
                let found = names.iter().map(|name| name.position(timeline));
                let mut found: Vec<ActorIx> = found.collect::<Result<_, _>>()?;
                found.sort_unstable();
                found.dedup();
                match found.as_slice() {
                    [] => return Err(LookupError::EmptySide),
                    &[ix] if self.members => return Ok(ResolvedSide::One(ix)),
                    _ => found,
                }
            }
        };
        Ok(ResolvedSide::Several(Arc::new(Several {
            named,
            before: Vec::new(),
            members: self.members,
        })))
    }
}

/// Sides are equal if they have the same names in the same order. An actor equals its identifier.
impl PartialEq for Side<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.members == other.members && self.names().eq(other.names())
    }
}

impl Eq for Side<'_> {}

/// The same side. Its names are borrowed.
impl<'n> From<&'n Side<'_>> for Side<'n> {
    fn from(side: &'n Side<'_>) -> Self {
        let borrowed = |name: &'n Name<'_>| match name {
            Name::Text(name) => Name::Text(Cow::Borrowed(&**name)),
            Name::Actor(actor) => Name::Actor(*actor),
        };
        Self {
            names: match &side.names {
                SideNames::One(name) => SideNames::One(borrowed(name)),
                SideNames::Several(names) => {
                    SideNames::Several(names.iter().map(borrowed).collect())
                }
            },
            members: side.members,
        }
    }
}

mod sealed {
    /// A type whose values name one actor.
    pub trait OneName<'n> {
        fn name(self) -> super::Name<'n>;
    }
}

macro_rules! names {
    ($($name:ty: |$from:ident| $make:expr;)*) => {$(
        impl<'n> sealed::OneName<'n> for $name {
            fn name(self) -> Name<'n> {
                let $from = self;
                $make
            }
        }

        impl<'n> From<$name> for Side<'n> {
            fn from(name: $name) -> Self {
                Self::one(sealed::OneName::name(name))
            }
        }
    )*};
}

names! {
    &'n str: |name| Name::Text(Cow::Borrowed(name));
    &&'n str: |name| Name::Text(Cow::Borrowed(*name));
    &'n String: |name| Name::Text(Cow::Borrowed(name));
    String: |name| Name::Text(Cow::Owned(name));
    ActorRef<'n>: |actor| Name::Actor(actor);
    &ActorRef<'n>: |actor| Name::Actor(*actor);
}

macro_rules! lists {
    ($([$($generic:tt)*] $list:ty, $name:ty;)*) => {$(
        impl<'n, $($generic)*> From<$list> for Side<'n>
        where
            $name: sealed::OneName<'n>,
        {
            fn from(names: $list) -> Self {
                names.into_iter().collect()
            }
        }
    )*};
}

lists! {
    [N, const SIZE: usize] [N; SIZE], N;
    [N] Vec<N>, N;
    [N, const SIZE: usize] &'n [N; SIZE], &'n N;
    [N] &'n Vec<N>, &'n N;
    [N] &'n [N], &'n N;
}

/// Collects names into one side.
impl<'n, N: sealed::OneName<'n>> FromIterator<N> for Side<'n> {
    fn from_iter<I: IntoIterator<Item = N>>(names: I) -> Self {
        let names = names.into_iter().map(sealed::OneName::name);
        Self {
            names: SideNames::Several(names.collect()),
            members: true,
        }
    }
}
