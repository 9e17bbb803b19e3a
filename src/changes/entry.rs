//! Changes of actors and sources.

use std::fmt;

use serde::Serialize;

use super::FactChange;
use super::fact::{differences, of_actor, of_source};
use crate::timeline::{ActorRef, SourceRef};

/// An actor that is new, removed or changed.
///
/// The facts of an actor do not depend on a date: see [`Changes::actors`](super::Changes::actors).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ActorChange<'t> {
    /// The actor before. `None` if it is new.
    pub before: Option<ActorRef<'t>>,
    /// The actor after. `None` if it was removed.
    pub after: Option<ActorRef<'t>>,
    /// The facts that differ. Empty if the actor is new or removed.
    pub facts: Vec<FactChange>,
}

/// A source that is new, removed or changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SourceChange<'t> {
    /// The source before. `None` if it is new.
    pub before: Option<SourceRef<'t>>,
    /// The source after. `None` if it was removed.
    pub after: Option<SourceRef<'t>>,
    /// The facts that differ. Empty if the source is new or removed.
    pub facts: Vec<FactChange>,
}

impl<'t> ActorChange<'t> {
    /// Compares two states of an actor. Returns `None` if they are the same.
    pub(super) fn between(
        before: Option<ActorRef<'t>>,
        after: Option<ActorRef<'t>>,
    ) -> Option<Self> {
        let facts = match (before, after) {
            (Some(before), Some(after)) => differences(of_actor(before), of_actor(after)),
            _ => Vec::new(),
        };
        let is_same = before.is_some() == after.is_some() && facts.is_empty();
        (!is_same).then_some(Self {
            before,
            after,
            facts,
        })
    }

    /// The identifier.
    pub fn id(&self) -> &'t str {
        let one = self.after.or(self.before);
        one.expect("a change has a state before or after").id()
    }
}

impl<'t> SourceChange<'t> {
    /// Compares two states of a source. Returns `None` if they are the same.
    pub(super) fn between(
        before: Option<SourceRef<'t>>,
        after: Option<SourceRef<'t>>,
    ) -> Option<Self> {
        let facts = match (before, after) {
            (Some(before), Some(after)) => differences(of_source(before), of_source(after)),
            _ => Vec::new(),
        };
        let is_same = before.is_some() == after.is_some() && facts.is_empty();
        (!is_same).then_some(Self {
            before,
            after,
            facts,
        })
    }

    /// The identifier.
    pub fn id(&self) -> &'t str {
        let one = self.after.or(self.before);
        one.expect("a change has a state before or after").id()
    }
}

/// `actor lavrov: new`, or the facts that differ.
impl fmt::Display for ActorChange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let states = [self.before.is_some(), self.after.is_some()];
        write!(f, "actor {}: ", self.id())?;
        write_entry(f, states, &self.facts)
    }
}

/// `source reuters: new`, or the facts that differ.
impl fmt::Display for SourceChange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let states = [self.before.is_some(), self.after.is_some()];
        write!(f, "source {}: ", self.id())?;
        write_entry(f, states, &self.facts)
    }
}

fn write_entry(f: &mut fmt::Formatter<'_>, states: [bool; 2], facts: &[FactChange]) -> fmt::Result {
    match states {
        [false, _] => f.write_str("new"),
        [_, false] => f.write_str("removed"),
        [true, true] => {
            let facts: Vec<String> = facts.iter().map(ToString::to_string).collect();
            f.write_str(&facts.join("; "))
        }
    }
}
