//! Looks up actors and designations by name.
//!
//! Names are compared in three steps, and the closest step with a match decides:
//!
//! 1. as identifiers, exactly;
//! 2. regardless of case;
//! 3. regardless of accents, punctuation and spaces too, but not for identifiers, which are often
//!    codes that differ in a hyphen only.

use super::{LookupError, NameMatch, Resolved};
use crate::actor::Designation;
use crate::text::folded;
use crate::time::Certainty;
use crate::timeline::{ActorIx, ActorRef, Timeline, nearest};

/// How close two names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Closeness {
    /// Equal without case, accents, punctuation and spaces.
    Folded,
    /// Equal without case.
    Case,
    /// Equal.
    Exact,
}

impl From<Closeness> for NameMatch {
    fn from(closeness: Closeness) -> Self {
        match closeness {
            Closeness::Exact => Self::Exact,
            Closeness::Case | Closeness::Folded => Self::Folded,
        }
    }
}

/// A name that is looked up, in the forms in which names are compared.
pub(crate) struct Wanted<'n> {
    text: &'n str,
    lower: String,
    folded: String,
}

impl<'n> Wanted<'n> {
    pub(crate) fn new(text: &'n str) -> Self {
        Self {
            text,
            lower: text.to_lowercase(),
            folded: folded(text),
        }
    }

    /// How close a name is. Returns `None` if it is another name.
    pub(crate) fn closeness(&self, name: &str) -> Option<Closeness> {
        if name == self.text {
            Some(Closeness::Exact)
        } else if name.to_lowercase() == self.lower {
            Some(Closeness::Case)
        } else {
            // A name without letters and digits has nothing to compare.
            let is_folded = !self.folded.is_empty() && folded(name) == self.folded;
            is_folded.then_some(Closeness::Folded)
        }
    }

    /// How close the closest of some names is.
    fn closest<'a>(&self, names: impl Iterator<Item = &'a str>) -> Option<Closeness> {
        names.filter_map(|name| self.closeness(name)).max()
    }

    /// Those of some entries whose names are closest, each with how close its name is. A difference in case does not
    /// decide between two.
    pub(crate) fn closest_of<'a, T>(
        &self,
        entries: impl Iterator<Item = (T, &'a str)>,
    ) -> Vec<(T, Closeness)> {
        let close = entries.filter_map(|(entry, name)| Some((entry, self.closeness(name)?)));
        closest_only(close.collect())
    }
}

/// Leaves out what is only equal after folding, if something is closer.
fn closest_only<T>(mut found: Vec<(T, Closeness)>) -> Vec<(T, Closeness)> {
    if found.iter().any(|(_, close)| *close > Closeness::Folded) {
        found.retain(|(_, close)| *close > Closeness::Folded);
    }
    found
}

/// # Looking up by name
impl Timeline {
    /// The actor with an identifier, a name or an alias.
    ///
    /// An identifier is matched first and exactly. Then identifiers, names and aliases are matched regardless of case.
    /// If none matches, names and aliases are matched regardless of accents, punctuation and spaces too: `Recep
    /// Tayyip Erdogan` finds Recep Tayyip Erdoğan. [`Timeline::named`] says how the name matches.
    ///
    /// References within a record are identifiers, and are never matched in this way.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownActor`] or, if several actors have the name, [`LookupError::AmbiguousName`] with all of
    /// them.
    ///
    /// # Complexity
    ///
    /// O(log n) in the number of names.
    pub fn actor(&self, name: &str) -> Result<ActorRef<'_>, LookupError> {
        self.actor_index(name).map(|ix| ActorRef::new(self, ix))
    }

    /// Resolves a name: to an actor, or to the holders of an office at a time. Says how the name matches.
    ///
    /// Names are compared as by [`Timeline::actor`].
    ///
    /// # Errors
    ///
    /// As [`Timeline::actor`].
    ///
    /// # Example
    ///
    /// ```
    /// use detente::actor::{Actor, Designation};
    /// use detente::timeline::{NameMatch, Resolved};
    /// use detente::{Certainty, Timeline, When};
    ///
    /// let term = When::parse("2014-08-28/2018-07-09")?;
    /// let mut builder = Timeline::builder();
    /// builder.actor(Actor::state("TUR").named("Türkiye"));
    /// builder.actor(Actor::person("erdogan").named("Recep Tayyip Erdoğan").held_office("TUR", "president", term.clone()));
    /// builder.designation(Designation::new("the first presidency", "TUR", "president", term));
    /// let timeline = builder.build()?;
    ///
    /// let Resolved::Actor { actor, matched } = timeline.named("Recep Tayyip Erdogan")? else {
    ///     panic!("expected an actor");
    /// };
    /// assert_eq!((actor.id(), matched), ("erdogan", NameMatch::Folded));
    ///
    /// let Resolved::Holders { holders, matched, .. } = timeline.named("the first presidency")? else {
    ///     panic!("expected a designation");
    /// };
    /// assert_eq!(holders[0].0.id(), "erdogan");
    /// assert_eq!((holders[0].1, matched), (Certainty::Certain, NameMatch::Exact));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn named(&self, name: &str) -> Result<Resolved<'_>, LookupError> {
        if let Some(ix) = self.actor_of_id(name) {
            let actor = ActorRef::new(self, ix);
            let matched = NameMatch::Identifier;
            return Ok(Resolved::Actor { actor, matched });
        }
        let wanted = Wanted::new(name);
        let actors = self.actors_called(&wanted);
        let designations = self.designations.iter().map(|one| (one, &*one.name));
        let designation = wanted.closest_of(designations).into_iter().next();
        // Of an actor and a designation with the name, the designation is meant, unless only the actor is close.
        let is_closer = |close: Closeness| {
            let is_folded = |(_, other): &(ActorIx, Closeness)| *other == Closeness::Folded;
            close > Closeness::Folded || actors.iter().all(is_folded)
        };
        if let Some((designation, close)) = designation.filter(|(_, close)| is_closer(*close)) {
            return Ok(Resolved::Holders {
                designation,
                matched: close.into(),
                holders: self.holders(designation),
            });
        }
        self.only(name, &actors).map(|(ix, close)| Resolved::Actor {
            actor: ActorRef::new(self, ix),
            matched: close.into(),
        })
    }

    /// The actors that held, or may have held, the office of a designation for part of its time.
    fn holders(&self, designation: &Designation) -> Vec<(ActorRef<'_>, Certainty)> {
        let party = self.actor_of_id(&designation.party);
        let party = party.expect("building checks the parties of designations");
        let meant = designation.when.bounds();
        let mut holders: Vec<(ActorRef<'_>, Certainty)> = Vec::new();
        for (actor, one) in self.terms_of(party) {
            let office = one.office.as_deref().expect("a term has an office");
            let held = one.held.overlaps(&meant);
            if office.to_lowercase() != designation.office.to_lowercase() || !held.is_possible() {
                continue;
            }
            match holders.last_mut() {
                Some((last, known)) if *last == actor => *known = held.max(*known),
                _ => holders.push((actor, held)),
            }
        }
        holders
    }

    /// The actors with the closest of the names that match, by identifier, each with how close its name is.
    pub(crate) fn actors_called(&self, wanted: &Wanted<'_>) -> Vec<(ActorIx, Closeness)> {
        let key = wanted.folded.as_str();
        let first = self.names.partition_point(|(known, _)| **known < *key);
        let same = self.names[first..].iter();
        let same = same.take_while(|(known, _)| **known == *key);
        let found = same.filter_map(|&(_, ix)| {
            let actor = ActorRef::new(self, ix);
            let aliases = actor.aliases().iter().map(|alias| &*alias.name);
            let by_name = wanted.closest(std::iter::once(actor.name()).chain(aliases));
            // Identifiers are not folded.
            let by_id = wanted.closeness(actor.id());
            let by_id = by_id.filter(|close| *close > Closeness::Folded);
            Some((ix, by_name.max(by_id)?))
        });
        closest_only(found.collect())
    }

    /// The actor with an identifier, or else the only actor with the name.
    pub(crate) fn find_actor(&self, name: &str) -> Option<ActorIx> {
        let by_name = || match self.actors_called(&Wanted::new(name)).as_slice() {
            [(only, _)] => Some(*only),
            _ => None,
        };
        self.actor_of_id(name).or_else(by_name)
    }

    pub(crate) fn actor_index(&self, name: &str) -> Result<ActorIx, LookupError> {
        if let Some(ix) = self.actor_of_id(name) {
            return Ok(ix);
        }
        let actors = self.actors_called(&Wanted::new(name));
        self.only(name, &actors).map(|(ix, _)| ix)
    }

    /// The only one of the actors with a name.
    fn only(
        &self,
        name: &str,
        actors: &[(ActorIx, Closeness)],
    ) -> Result<(ActorIx, Closeness), LookupError> {
        let candidates = match actors {
            [only] => return Ok(*only),
            several => several
                .iter()
                .map(|&(ix, _)| self.actors[ix].id.to_string()),
        };
        let name = name.to_owned();
        Err(if actors.is_empty() {
            let near = nearest(&name, self.every_name());
            LookupError::UnknownActor { name, near }
        } else {
            let candidates = candidates.collect();
            LookupError::AmbiguousName { name, candidates }
        })
    }

    /// Every identifier, name and alias, as written.
    pub(super) fn every_name(&self) -> impl Iterator<Item = &str> {
        self.actors.iter().flat_map(|actor| {
            let aliases = actor.aliases.iter().map(|alias| &*alias.name);
            [&*actor.id, &*actor.name].into_iter().chain(aliases)
        })
    }
}
