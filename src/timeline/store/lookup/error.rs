//! Why a lookup fails.

use thiserror::Error;

use crate::text::shortened;
use crate::timeline::{hint, some_of};
use crate::wire::errors;

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
    /// No actor held an office of this title for the party.
    #[error("unknown office `{}` of `{party}`{}", shortened(office), hint(.near.as_deref()))]
    UnknownOffice {
        /// The identifier of the party.
        party: String,
        /// The title.
        office: String,
        /// A similar title, if there is one.
        near: Option<String>,
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
    UnknownOffice { party, office, near },
    EmptySide,
    OnBothSides { actor },
    UnknownEvent { id, near },
    NotInView { id, why },
    UnknownSubject { name, near },
    UnknownMeasure { name, near },
    UnknownSource { id, near },
});
