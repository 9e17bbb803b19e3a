//! What differs between a view and its extract.

use std::fmt;

use crate::event::Status;
use crate::time::Bounds;
use crate::timeline::Statement;
use crate::wire::given;

/// Something that an extract lacks, or that it answers differently from the view.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ExtractChange {
    /// An event of the view is not in the extract, because only sources that are left out report it.
    Event {
        /// The identifier of the event.
        event: String,
    },
    /// An event has another status, because reports are left out.
    Status {
        /// The identifier of the event.
        event: String,
        /// Its status in the view.
        #[serde(deserialize_with = "given")]
        before: Option<Status>,
        /// Its status in the extract. `None` if its other reports were withdrawn.
        #[serde(deserialize_with = "given")]
        after: Option<Status>,
    },
    /// An event has another date, because reports or constraints are left out.
    Date {
        /// The identifier of the event.
        event: String,
        /// Its bounds in the view.
        before: Bounds,
        /// Its bounds in the extract.
        after: Bounds,
    },
    /// A link or a constraint is left out, because it is about an event that is not in the extract, because of
    /// its source, or because the statements known to the view contradict each other.
    Statement {
        /// The link or the constraint.
        statement: Statement,
    },
    /// A succession is left out, because of its source.
    Succession {
        /// The identifier of the actor.
        actor: String,
        /// The identifier of its predecessor.
        predecessor: String,
    },
}

impl fmt::Display for ExtractChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = |status: Option<Status>| status.map_or("unknown", Status::as_str);
        match self {
            Self::Event { event } => {
                write!(f, "event `{event}` is left out: no other source reports it")
            }
            Self::Status {
                event,
                before,
                after,
            } => {
                let (before, after) = (status(*before), status(*after));
                write!(f, "event `{event}` is {after} instead of {before}")
            }
            Self::Date {
                event,
                before,
                after,
            } => {
                write!(f, "event `{event}` is ")?;
                write_bounds(f, after)?;
                f.write_str(" instead of ")?;
                write_bounds(f, before)
            }
            Self::Statement { statement } => {
                write!(f, "the statement that {statement} is left out")
            }
            Self::Succession { actor, predecessor } => {
                write!(
                    f,
                    "the statement that `{actor}` succeeds `{predecessor}` is left out"
                )
            }
        }
    }
}

/// Writes the earliest start and the latest end.
fn write_bounds(f: &mut fmt::Formatter<'_>, bounds: &Bounds) -> fmt::Result {
    match (bounds.start_earliest(), bounds.end_latest()) {
        (None, None) => f.write_str("at any time"),
        (Some(start), None) => write!(f, "after {start}"),
        (None, Some(end)) => write!(f, "before {end}"),
        (Some(start), Some(end)) => write!(f, "from {start} to {end}"),
    }
}
