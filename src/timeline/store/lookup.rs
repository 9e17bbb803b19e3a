//! Finding by name: actors, events and sources, and what was meant where a name is not there.

use thiserror::Error;

use crate::actor::Designation;
use crate::code::shortened;
use crate::event::{Account, Measure};
use crate::time::Certainty;
use crate::timeline::{
    ActorIx, ActorRef, EventIx, EventRank, EventRef, Knowledge, SourceIx, SourceRef, StoredActor,
    StoredAffiliation, Timeline,
};

/// A name or identifier that the timeline was asked for is not in it, or not clear.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LookupError {
    /// No actor has this identifier, name or alias.
    #[error("unknown actor `{}`{}", shortened(name), hint(.near.as_deref()))]
    UnknownActor {
        /// What was asked for.
        name: String,
        /// The identifier that comes closest, if one comes close.
        near: Option<String>,
    },
    /// Several actors go by this name.
    #[error("`{}` may be any of {}", shortened(name), some_of(.candidates.iter().map(|one| format!("`{one}`")), "or"))]
    AmbiguousName {
        /// What was asked for.
        name: String,
        /// The identifiers of those who go by it.
        candidates: Vec<String>,
    },
    /// The name was no actor's on the day that was asked about.
    #[error("`{}` was not in use on {date}: expected {}", shortened(name), some_of(.uses.iter().map(|one| format!("`{one}`")), "or"))]
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
    #[error("unknown event `{}`{}", shortened(id), hint(.near.as_deref()))]
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
    /// Nothing that something can be about has this name.
    #[error("nothing is called `{}`: expected an actor, an event or a topic{}", shortened(name), hint(.near.as_deref()))]
    UnknownSubject {
        /// What was asked for.
        name: String,
        /// The name that comes closest, if one comes close.
        near: Option<String>,
    },
    /// No event has a measure of this name.
    #[error("unknown measure `{}`{}", shortened(name), hint(.near.as_deref()))]
    UnknownMeasure {
        /// What was asked for.
        name: String,
        /// The measure that comes closest, if one comes close.
        near: Option<String>,
    },
    /// No source has this identifier.
    #[error("unknown source `{}`{}", shortened(id), hint(.near.as_deref()))]
    UnknownSource {
        /// What was asked for.
        id: String,
        /// The identifier that comes closest, if one comes close.
        near: Option<String>,
    },
}

/// Whom a name stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolved<'t> {
    /// One actor.
    Actor(ActorRef<'t>),
    /// Whoever held an office at a time, with how certain it is that each did.
    Holders {
        /// The role at a time that the name stands for.
        designation: &'t Designation,
        /// Everyone who held it over some of that time, by identifier, and how certain that is:
        /// who came or left on a day that begins or ends it is among them, as possible.
        holders: Vec<(ActorRef<'t>, Certainty)>,
    },
}

impl Timeline {
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
    ///     panic!("it is no actor");
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

    /// Everyone who held the office over some of the stretch, or may have, and how certain that is.
    fn holders(&self, designation: &Designation) -> Vec<(ActorRef<'_>, Certainty)> {
        let Ok(party) = self.actor_index(&designation.party) else {
            return Vec::new();
        };
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

    pub(crate) fn actor_of_id(&self, id: &str) -> Option<ActorIx> {
        let initials = first_bytes(id);
        let first = self.initials.partition_point(|&one| one < initials);
        let alike = &self.initials[first..];
        let alike = match alike {
            [] => return None,
            [one, ..] if *one != initials => return None,
            [_, next, ..] if *next == initials => alike.partition_point(|&one| one == initials),
            _ => 1,
        };
        let actors: &[StoredActor] = &self.actors;
        let alike = &actors[first..first + alike];
        let found = alike.binary_search_by(|actor| (*actor.id).cmp(id)).ok()?;
        Some(ActorIx::new(first + found))
    }

    /// The actors that go by a name in lower case.
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

    /// The actor of an identifier, or else the only one that goes by the name.
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

    /// What something may be about that goes by a name: an actor, an event, a role at a time or a
    /// topic of any event, whichever it is, and several if several are.
    ///
    /// A name of several actors is an error, whatever else goes by it: events about either
    /// would be missing.
    pub(crate) fn check_subject(&self, name: &str) -> Result<(), LookupError> {
        if self.find_actor(name).is_some() || self.find_event(name).is_some() {
            return Ok(());
        }
        let lower = name.to_lowercase();
        if self.actors_called(&lower).next().is_some() {
            return self.actor_index(name).map(drop);
        }
        let is_role = |one: &Designation| one.name.to_lowercase() == lower;
        let topics = || {
            let topics = self.all_facts().flat_map(|account| &account.topics);
            topics.map(|topic| &**topic)
        };
        if self.designations.iter().any(is_role) || topics().any(|one| one.to_lowercase() == lower)
        {
            return Ok(());
        }
        let roles = self.designations.iter().map(|one| &*one.name);
        let events = self.events.iter().map(|event| &*event.id);
        let names = topics().chain(roles).chain(self.every_name()).chain(events);
        Err(LookupError::UnknownSubject {
            name: name.to_owned(),
            near: nearest(name, names),
        })
    }

    /// An error if no event has a measure, or a part of one, of a name.
    pub(crate) fn check_measure(&self, name: &str) -> Result<(), LookupError> {
        let measures = || self.all_facts().flat_map(|account| &account.measures);
        let is_it = |one: &Measure| *one.name == *name || one.part_of.as_deref() == Some(name);
        if measures().any(is_it) {
            return Ok(());
        }
        Err(LookupError::UnknownMeasure {
            name: name.to_owned(),
            near: nearest(name, measures().map(|one| &*one.name)),
        })
    }

    /// Everything that is said of any event, by anyone at any time.
    fn all_facts(&self) -> impl Iterator<Item = &Account> {
        self.events.iter().flat_map(|event| {
            let shared = event.more.as_ref().map(|more| &more.facts);
            let own = event.accounts.iter();
            let own = own.filter_map(|one| one.more.as_ref().map(|more| &more.says));
            shared.into_iter().chain(own)
        })
    }

    /// Every identifier, name and alias, as it is written.
    fn every_name(&self) -> impl Iterator<Item = &str> {
        self.actors.iter().flat_map(|actor| {
            let aliases = actor.aliases.iter().map(|alias| &*alias.name);
            [&*actor.id, &*actor.name].into_iter().chain(aliases)
        })
    }

    pub(crate) fn find_event(&self, id: &str) -> Option<EventIx> {
        let order = |&ix: &EventIx| (*self.stored(ix).id).cmp(id);
        let found = self.by_id.binary_search_by(order).ok()?;
        Some(self.by_id[EventRank::new(found)])
    }

    pub(crate) fn event_index(&self, id: &str) -> Result<EventIx, LookupError> {
        self.find_event(id)
            .ok_or_else(|| LookupError::UnknownEvent {
                id: id.to_owned(),
                near: nearest(id, self.events.iter().map(|event| &*event.id)),
            })
    }

    pub(crate) fn source_index(&self, id: &str) -> Result<SourceIx, LookupError> {
        self.sources
            .binary_search_by(|source| (*source.id).cmp(id))
            .map(SourceIx::new)
            .map_err(|_| LookupError::UnknownSource {
                id: id.to_owned(),
                near: nearest(id, self.sources.iter().map(|source| &*source.id)),
            })
    }
}

pub(crate) fn hint(near: Option<&str>) -> String {
    near.map(|near| format!("; did you mean `{near}`?"))
        .unwrap_or_default()
}

/// Some of a list in words: the first ten, and how many more there are.
pub(crate) fn some_of(all: impl ExactSizeIterator<Item = String>, last: &str) -> String {
    const MOST: usize = 10;
    let more = all.len().saturating_sub(MOST);
    let some: Vec<String> = all.take(MOST).collect();
    let some = some.join(", ");
    if more == 0 {
        some
    } else {
        format!("{some} {last} {more} more")
    }
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
    // The distances from what was read of `a` to each beginning of `b`, the empty one included.
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().flat_map(char::to_lowercase).enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        row[0] = left;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            // Exchange the letter, or put in the one, or leave out the other.
            let best = (diagonal + usize::from(x != *y))
                .min(left + 1)
                .min(*cell + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
    }
    row[b.len()]
}
