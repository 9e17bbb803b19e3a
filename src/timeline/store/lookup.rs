//! Looks up actors, events and sources by identifier or name.

use std::fmt;

use thiserror::Error;

use crate::actor::Designation;
use crate::event::{Account, Measure};
use crate::text::shortened;
use crate::time::Certainty;
use crate::timeline::{
    ActorIx, ActorRef, EventIx, EventRank, EventRef, Knowledge, SourceIx, SourceRef, StoredActor,
    StoredAffiliation, Timeline, hint, nearest, some_of,
};
use crate::wire::{errors, pairs};

/// A name is unknown or ambiguous, or does not fit the question.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LookupError {
    /// No actor has this identifier, name or alias.
    #[error("unknown actor `{}`{}", shortened(name), hint(.near.as_deref()))]
    UnknownActor {
        /// The name.
        name: String,
        /// A similar identifier, if there is one.
        near: Option<String>,
    },
    /// Several actors have this name.
    #[error("`{}` is ambiguous: expected one of the identifiers {}", shortened(name), some_of(.candidates.iter().map(|one| format!("`{one}`")), "or"))]
    AmbiguousName {
        /// The name.
        name: String,
        /// The identifiers of the actors that have it.
        candidates: Vec<String>,
    },
    /// No actor had the name on the day.
    #[error("`{}` was not in use on {date}: expected a date in {}", shortened(name), some_of(.uses.iter().map(|one| format!("`{one}`")), "or"))]
    NotInUse {
        /// The name.
        name: String,
        /// The day.
        date: chrono::NaiveDate,
        /// The dates of its use, as written.
        uses: Vec<String>,
    },
    /// A [`Side`](crate::query::Side) has no actor.
    #[error("a side is empty: expected at least one actor")]
    EmptySide,
    /// An actor is on both [sides](crate::query::Side).
    #[error("`{actor}` is on both sides: expected sides without a common actor")]
    OnBothSides {
        /// The actor.
        actor: String,
    },
    /// No event has this identifier.
    #[error("unknown event `{}`{}", shortened(id), hint(.near.as_deref()))]
    UnknownEvent {
        /// The identifier.
        id: String,
        /// A similar identifier, if there is one.
        near: Option<String>,
    },
    /// The event is in the timeline, but not in the view.
    #[error("event `{id}` is in the timeline, but not in this view: {why}")]
    NotInView {
        /// The identifier.
        id: String,
        /// The first reason, such as `it is a call`, `it is cancelled`, `it was not known yet`, or `it is
        /// outside the window, 2025-01-20 or later`.
        why: String,
    },
    /// No actor, event, designation or topic has this name.
    #[error("unknown subject `{}`: expected an actor, an event or a topic{}", shortened(name), hint(.near.as_deref()))]
    UnknownSubject {
        /// The name.
        name: String,
        /// A similar name, if there is one.
        near: Option<String>,
    },
    /// No event has a measure of this name.
    #[error("unknown measure `{}`{}", shortened(name), hint(.near.as_deref()))]
    UnknownMeasure {
        /// The name.
        name: String,
        /// A similar measure, if there is one.
        near: Option<String>,
    },
    /// No source has this identifier.
    #[error("unknown source `{}`{}", shortened(id), hint(.near.as_deref()))]
    UnknownSource {
        /// The identifier.
        id: String,
        /// A similar identifier, if there is one.
        near: Option<String>,
    },
}

errors!(LookupError {
    UnknownActor { name, near },
    AmbiguousName { name, candidates },
    NotInUse { name, date, uses },
    EmptySide,
    OnBothSides { actor },
    UnknownEvent { id, near },
    NotInView { id, why },
    UnknownSubject { name, near },
    UnknownMeasure { name, near },
    UnknownSource { id, near },
});

/// The actor or actors that a name refers to.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolved<'t> {
    /// One actor.
    Actor(ActorRef<'t>),
    /// The holders of an office at a time.
    Holders {
        /// The designation that has the name.
        designation: &'t Designation,
        /// The actors that held the office for part of that time, by identifier, each with how certain that
        /// is. An actor that came or left on the first or the last day is `Possible`.
        holders: Vec<(ActorRef<'t>, Certainty)>,
    },
}

/// The name of the actor, or of the designation.
impl fmt::Display for Resolved<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Actor(actor) => actor.name(),
            Self::Holders { designation, .. } => &designation.name,
        })
    }
}

/// With its kind: an actor, or the holders of an office.
impl serde::Serialize for Resolved<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        #[serde(tag = "kind", rename_all = "snake_case")]
        enum Shape<'a, 't> {
            Actor {
                actor: &'a ActorRef<'t>,
            },
            Holders {
                designation: &'a str,
                #[serde(serialize_with = "holders_and_certainty")]
                holders: &'a [(ActorRef<'t>, Certainty)],
            },
        }
        let shape = match self {
            Self::Actor(actor) => Shape::Actor { actor },
            Self::Holders {
                designation,
                holders,
            } => Shape::Holders {
                designation: &designation.name,
                holders,
            },
        };
        shape.serialize(serializer)
    }
}

fn holders_and_certainty<S: serde::Serializer>(
    holders: &[(ActorRef<'_>, Certainty)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    pairs(["actor", "certainty"], holders, serializer)
}

/// # Looking up by name
impl Timeline {
    /// The actor with an identifier, a name or an alias.
    ///
    /// An identifier is matched first and exactly; names and aliases are matched regardless of case.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownActor`] or, if several actors have the name, [`LookupError::AmbiguousName`].
    ///
    /// # Complexity
    ///
    /// O(log n) in the number of names.
    pub fn actor(&self, name: &str) -> Result<ActorRef<'_>, LookupError> {
        self.actor_index(name).map(|ix| ActorRef::new(self, ix))
    }

    /// Resolves a name: to an actor, or to the holders of an office at a time.
    ///
    /// # Errors
    ///
    /// As [`Timeline::actor`].
    ///
    /// # Example
    ///
    /// ```
    /// use detente::actor::{Actor, Designation};
    /// use detente::timeline::Resolved;
    /// use detente::{Certainty, Timeline, When};
    ///
    /// let term = When::parse("2021-01-20/2025-01-20")?;
    /// let mut builder = Timeline::builder();
    /// builder.actor(Actor::state("USA").named("United States"));
    /// builder.actor(Actor::person("biden").named("Joe Biden").held_office("USA", "president", term.clone()));
    /// builder.designation(Designation::new("the previous administration", "USA", "president", term));
    /// let timeline = builder.build()?;
    ///
    /// let Resolved::Holders { holders, .. } = timeline.named("the previous administration")? else {
    ///     panic!("expected a designation");
    /// };
    /// assert_eq!(holders[0].0.id(), "biden");
    /// assert_eq!(holders[0].1, Certainty::Certain);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn named(&self, name: &str) -> Result<Resolved<'_>, LookupError> {
        let lower = name.to_lowercase();
        let is_id = self.actor_of_id(name).is_some();
        let mut designations = self.designations.iter().filter(|_| !is_id);
        let designation = designations.find(|one| one.name.to_lowercase() == lower);
        match designation {
            Some(designation) => Ok(Resolved::Holders {
                designation,
                holders: self.holders(designation),
            }),
            None => self.actor(name).map(Resolved::Actor),
        }
    }

    /// The actors that held, or may have held, the office of a designation for part of its time.
    fn holders(&self, designation: &Designation) -> Vec<(ActorRef<'_>, Certainty)> {
        let party = self.actor_of_id(&designation.party);
        let party = party.expect("building checks the parties of designations");
        let meant = designation.when.bounds();
        let wanted = designation.office.to_lowercase();
        let is_office = |one: &&StoredAffiliation| {
            let office = one.office.as_deref();
            one.party == party && office.is_some_and(|office| office.to_lowercase() == wanted)
        };
        let mut holders: Vec<(ActorRef<'_>, Certainty)> = Vec::new();
        for actor in self.actors() {
            let terms = actor.stored().affiliations.iter().filter(is_office);
            let held = terms.map(|one| one.held.overlaps(&meant)).max();
            holders.extend(
                held.filter(|held| held.is_possible())
                    .map(|held| (actor, held)),
            );
        }
        holders
    }

    /// The event with an identifier, of any status.
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

    /// The source with an identifier.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownSource`].
    pub fn source(&self, id: &str) -> Result<SourceRef<'_>, LookupError> {
        self.source_index(id).map(|ix| SourceRef::new(self, ix))
    }

    /// The actor with an identifier.
    ///
    /// The first eight bytes of all identifiers are in one array. They are searched first, and decide
    /// most look-ups without access to the actors themselves.
    pub(crate) fn actor_of_id(&self, id: &str) -> Option<ActorIx> {
        let initials = first_bytes(id);
        let first = self.initials.partition_point(|&one| one < initials);
        // The number of actors whose identifiers begin with the same bytes: mostly none or one.
        let rest = &self.initials[first..];
        let alike = match rest {
            [] => return None,
            [one, ..] if *one != initials => return None,
            [_, next, ..] if *next == initials => rest.partition_point(|&one| one == initials),
            _ => 1,
        };
        let actors: &[StoredActor] = &self.actors;
        let alike = &actors[first..first + alike];
        let found = alike.binary_search_by(|actor| (*actor.id).cmp(id)).ok()?;
        Some(ActorIx::new(first + found))
    }

    /// The actors that have a name. The name must be in lower case.
    pub(crate) fn actors_called<'s>(
        &'s self,
        lower: &'s str,
    ) -> impl Iterator<Item = ActorIx> + 's {
        let first = self.names.partition_point(|(known, _)| **known < *lower);
        self.names[first..]
            .iter()
            .take_while(move |(known, _)| **known == *lower)
            .map(|(_, ix)| *ix)
    }

    /// The actor with an identifier, or else the only actor with the name.
    pub(crate) fn find_actor(&self, name: &str) -> Option<ActorIx> {
        self.actor_of_id(name).or_else(|| {
            let lower = name.to_lowercase();
            let mut found = self.actors_called(&lower);
            found.next().filter(|_| found.next().is_none())
        })
    }

    pub(crate) fn actor_index(&self, name: &str) -> Result<ActorIx, LookupError> {
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

    /// Checks that an actor, an event, a designation or a topic has a name.
    ///
    /// A name of several actors is an error even if an event has it too: events about one of the actors
    /// would be missing.
    pub(crate) fn check_subject(&self, name: &str) -> Result<(), LookupError> {
        if self.find_actor(name).is_some() || self.find_event(name).is_some() {
            return Ok(());
        }
        let lower = name.to_lowercase();
        if self.actors_called(&lower).next().is_some() {
            return self.actor_index(name).map(drop);
        }
        let has_name = |one: &Designation| one.name.to_lowercase() == lower;
        let topics = || {
            let topics = self.all_accounts().flat_map(|account| &account.topics);
            topics.map(|topic| &**topic)
        };
        if self.designations.iter().any(has_name) || topics().any(|one| one.to_lowercase() == lower)
        {
            return Ok(());
        }
        let designations = self.designations.iter().map(|one| &*one.name);
        let events = self.events.iter().map(|event| &*event.id);
        let names = topics()
            .chain(designations)
            .chain(self.every_name())
            .chain(events);
        Err(LookupError::UnknownSubject {
            name: name.to_owned(),
            near: nearest(name, names),
        })
    }

    /// Checks that an event has a measure, or a part of a measure, of a name.
    pub(crate) fn check_measure(&self, name: &str) -> Result<(), LookupError> {
        let measures = || self.all_accounts().flat_map(|account| &account.measures);
        let has_name = |one: &Measure| *one.name == *name || one.part_of.as_deref() == Some(name);
        if measures().any(has_name) {
            return Ok(());
        }
        Err(LookupError::UnknownMeasure {
            name: name.to_owned(),
            near: nearest(name, measures().map(|one| &*one.name)),
        })
    }

    /// All accounts of all events, in force or not.
    fn all_accounts(&self) -> impl Iterator<Item = &Account> {
        self.events.iter().flat_map(|event| {
            let shared = event.more.as_ref().map(|more| &more.shared);
            let own = event.accounts.iter();
            let own = own.filter_map(|one| one.more.as_ref().map(|more| &more.says));
            shared.into_iter().chain(own)
        })
    }

    /// Every identifier, name and alias, as written.
    fn every_name(&self) -> impl Iterator<Item = &str> {
        self.actors.iter().flat_map(|actor| {
            let aliases = actor.aliases.iter().map(|alias| &*alias.name);
            [&*actor.id, &*actor.name].into_iter().chain(aliases)
        })
    }

    pub(crate) fn find_event(&self, id: &str) -> Option<EventIx> {
        self.rank_of_id(id).map(|rank| self.by_id[rank])
    }

    /// The place of an event's identifier among all identifiers.
    pub(crate) fn rank_of_id(&self, id: &str) -> Option<EventRank> {
        let order = |&ix: &EventIx| (*self.stored(ix).id).cmp(id);
        self.by_id.binary_search_by(order).ok().map(EventRank::new)
    }

    /// The source with an identifier.
    pub(crate) fn source_of_id(&self, id: &str) -> Option<SourceIx> {
        let found = self.sources.binary_search_by(|source| (*source.id).cmp(id));
        found.ok().map(SourceIx::new)
    }

    pub(crate) fn event_index(&self, id: &str) -> Result<EventIx, LookupError> {
        self.find_event(id)
            .ok_or_else(|| LookupError::UnknownEvent {
                id: id.to_owned(),
                near: nearest(id, self.events.iter().map(|event| &*event.id)),
            })
    }

    pub(crate) fn source_index(&self, id: &str) -> Result<SourceIx, LookupError> {
        self.source_of_id(id)
            .ok_or_else(|| LookupError::UnknownSource {
                id: id.to_owned(),
                near: nearest(id, self.sources.iter().map(|source| &*source.id)),
            })
    }
}

/// The first eight bytes of a text, as a number with the same order.
pub(crate) fn first_bytes(text: &str) -> u64 {
    let mut bytes = [0; 8];
    for (slot, byte) in bytes.iter_mut().zip(text.bytes()) {
        *slot = byte;
    }
    u64::from_be_bytes(bytes)
}
