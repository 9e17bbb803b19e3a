//! Participants and subjects of events.

use super::ActorRef;
use crate::actor::Designation;
use crate::event::Role;
use crate::time::{Certainty, Window};
use crate::timeline::{ActorIx, Participation, Resolved, StoredAffiliation, Timeline};

/// A participant of an event.
///
/// Two are equal if the same actor has the same role on behalf of the same party, even in different
/// events.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParticipantRef<'t> {
    /// The actor that takes part.
    pub actor: ActorRef<'t>,
    /// Its role.
    pub role: Role,
    /// The party that the actor acts for, if the event states one.
    pub on_behalf_of: Option<ActorRef<'t>>,
}

impl<'t> ParticipantRef<'t> {
    pub(crate) fn new(timeline: &'t Timeline, one: Participation) -> Self {
        Self {
            actor: ActorRef::new(timeline, one.actor),
            role: one.role,
            on_behalf_of: one.on_behalf_of.map(|ix| ActorRef::new(timeline, ix)),
        }
    }

    /// The actors that the participant represents at a time, itself first, each with how certain that is.
    ///
    /// Affiliations for which `leaves_out` holds are ignored.
    pub(crate) fn represented(
        self,
        at: impl Into<Window>,
        leaves_out: impl Fn(&StoredAffiliation) -> bool,
    ) -> Vec<(ActorRef<'t>, Certainty)> {
        let timeline = self.actor.timeline();
        let party = self.on_behalf_of.map(ActorRef::ix);
        timeline
            .represented(self.actor.ix(), party, at.into(), leaves_out)
            .into_iter()
            .map(|(ix, certainty)| (ActorRef::new(timeline, ix), certainty))
            .collect()
    }
}

crate::wire::object!(ParticipantRef<'_>, "ParticipantRef", |it| {
    "actor": it.actor,
    "role": it.role,
    "on_behalf_of": it.on_behalf_of,
});

impl std::fmt::Debug for ParticipantRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.role, self.actor.id())
    }
}

/// A subject of an event: an actor, or the holders of an office at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AboutRef<'t> {
    /// An actor.
    Actor(ActorRef<'t>),
    /// The holders of an office at a time.
    Designation(&'t Designation),
}

/// The name of the actor or of the designation.
impl std::fmt::Display for AboutRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl<'t> AboutRef<'t> {
    pub(crate) fn name(self) -> &'t str {
        match self {
            Self::Actor(actor) => actor.name(),
            Self::Designation(designation) => &designation.name,
        }
    }

    /// Whether an actor is meant, directly or as a holder of the office.
    pub(crate) fn means(self, timeline: &Timeline, actor: ActorIx) -> Certainty {
        let held = match self {
            Self::Actor(one) => (one.ix() == actor).then_some(Certainty::Certain),
            Self::Designation(designation) => match timeline.named(&designation.name) {
                Ok(Resolved::Holders { holders, .. }) => {
                    let held = holders.iter().find(|(holder, _)| holder.ix() == actor);
                    held.map(|(_, held)| *held)
                }
                // The name is also the identifier of an actor, which takes precedence.
                _ => None,
            },
        };
        held.unwrap_or(Certainty::Impossible)
    }
}

/// With its kind: an actor, or the designation of the holders of an office.
impl serde::Serialize for AboutRef<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        #[serde(tag = "kind", rename_all = "snake_case")]
        enum Shape<'t> {
            Actor { actor: ActorRef<'t> },
            Designation { name: &'t str },
        }
        let shape = match *self {
            Self::Actor(actor) => Shape::Actor { actor },
            Self::Designation(designation) => Shape::Designation {
                name: &designation.name,
            },
        };
        shape.serialize(serializer)
    }
}
