//! Why a ledger or a snapshot refuses marks.

use thiserror::Error;

use super::names::MAX_NAME_BYTES;
use super::{ActorKey, DaySpan};
use crate::wire::errors;

/// Marks were refused by a ledger, a builder or a snapshot. Nothing changes then.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// Both actors of the address are the same.
    #[error("both actors of the dyad are `{actor}`: expected two different actors")]
    SameActor {
        /// The actor.
        actor: String,
    },
    /// The name is empty, too long, or not readable in one way only.
    #[error(
        "actor name `{}` is not valid: expected 1 to {} bytes of visible text without control characters",
        .actor.escape_debug(),
        MAX_NAME_BYTES
    )]
    BadName {
        /// The name, cut after 100 characters.
        actor: String,
    },
    /// The key belongs to another ledger or snapshot.
    #[error("actor key `{}` is from another ledger or snapshot: expected a key from `intern` of this one", .key.number.0)]
    UnknownKey {
        /// The key.
        key: ActorKey,
    },
    /// There are no more keys.
    #[error(
        "actor `{actor}` is one too many: expected at most {} actors",
        u32::MAX
    )]
    TooManyActors {
        /// The actor.
        actor: String,
    },
    /// The sums would exceed the range of the fixed point: the sum of the scores, of the scores above or below
    /// 0, of weights, of squares or of contacts, or the number of marks.
    #[error("the sums{} overflow with the marks on {span}", of_actors(.actors.as_ref()))]
    Overflow {
        /// Both actors, in the order of their names. `None` if the sums are those of one dyad by itself.
        actors: Option<(String, String)>,
        /// The span of the marks.
        span: DaySpan,
    },
    /// The sums cannot contain the marks to subtract.
    #[error("the marks to subtract on {span} are not recorded: expected marks that were added")]
    NotRecorded {
        /// The span of the marks.
        span: DaySpan,
    },
}

errors!(LedgerError {
    SameActor { actor },
    BadName { actor },
    UnknownKey { key },
    TooManyActors { actor },
    Overflow { actors, span },
    NotRecorded { span },
});

/// The sums of a span overflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Overflow {
    pub(crate) span: DaySpan,
}

impl From<Overflow> for LedgerError {
    fn from(Overflow { span }: Overflow) -> Self {
        Self::Overflow { actors: None, span }
    }
}

impl LedgerError {
    /// The same error with the actors of the dyad, if it is about its sums.
    pub(crate) fn of_dyad(self, dyad: (String, String)) -> Self {
        match self {
            Self::Overflow { span, .. } => Self::Overflow {
                actors: Some(dyad),
                span,
            },
            other => other,
        }
    }
}

/// The actors of a dyad after `the sums`.
pub(crate) fn of_actors(actors: Option<&(String, String)>) -> String {
    actors.map_or_else(String::new, |(a, b)| format!(" of `{a}` and `{b}`"))
}
