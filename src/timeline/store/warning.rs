//! What was accepted but looks wrong.

use std::fmt;

use crate::event::Kind;
use crate::timeline::{EventRef, Timeline};
use crate::wire::errors;

/// Something in a timeline that was accepted but looks wrong.
///
/// Listed by [`Timeline::warnings`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// A meeting or a call has fewer than two participants.
    Alone {
        /// The event.
        event: String,
        /// Whether it is a meeting or a call.
        kind: Kind,
        /// The only participant. `None` if there is none.
        actor: Option<String>,
    },
}

errors!(Warning {
    Alone { event, kind, actor },
});

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Alone { event, kind, actor } = self;
        write!(f, "event `{event}` is a {kind} ")?;
        match actor {
            Some(actor) => write!(f, "with one participant, `{actor}`")?,
            None => f.write_str("without participants")?,
        }
        f.write_str(": expected at least two")
    }
}

impl Timeline {
    /// Lists what was accepted but looks wrong, in the order of events.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::actor::Actor;
    /// use detente::event::Event;
    /// use detente::Timeline;
    ///
    /// let mut builder = Timeline::builder();
    /// builder.actor(Actor::state("USA").named("United States"));
    /// builder.event(Event::meeting("talks", "2025-07-10").party("USA"));
    /// let timeline = builder.build()?;
    /// let warnings: Vec<String> = timeline.warnings().map(|one| one.to_string()).collect();
    /// assert_eq!(warnings, [
    ///     "event `talks` is a meeting with one participant, `USA`: expected at least two",
    /// ]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn warnings(&self) -> impl Iterator<Item = Warning> {
        self.events().filter_map(alone)
    }
}

/// A meeting or a call that has fewer than two participants.
fn alone(event: EventRef<'_>) -> Option<Warning> {
    if !matches!(event.kind(), Kind::Meeting | Kind::Call) {
        return None;
    }
    let mut present = event.participants().map(|one| one.actor);
    let first = present.next();
    // An actor with two roles is one participant.
    if present.any(|other| Some(other) != first) {
        return None;
    }
    Some(Warning::Alone {
        event: event.id().to_owned(),
        kind: event.kind(),
        actor: first.map(|actor| actor.id().to_owned()),
    })
}
