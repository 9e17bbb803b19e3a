//! Edits in words.

use std::fmt;

use super::{Action, Edit, Item, ItemKey};

/// Writes the edit in words: `remove event`, followed by its identifier.
impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.action {
            Action::Add(item) => write!(f, "add {item}"),
            Action::Replace(item) => write!(f, "replace {item}"),
            Action::Remove(key) => write!(f, "remove {key}"),
            Action::Redate { event, when } => write!(f, "redate event `{event}` to `{when}`"),
            Action::Report { event, report } => {
                write!(
                    f,
                    "add the report by {} to event `{event}`",
                    Chain(&report.by)
                )
            }
            Action::Correct { event, report } => {
                write!(
                    f,
                    "correct the report by {} of event `{event}`",
                    Chain(&report.by)
                )
            }
            Action::Retract { key, on } => write!(f, "retract {key} on `{on}`"),
        }
    }
}

/// Writes the sort of item and its identifier: `event`, followed by the identifier.
impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Actor(actor) => write!(f, "actor `{}`", actor.id),
            Self::Designation(one) => write!(f, "designation `{}`", one.name),
            Self::Source(source) => write!(f, "source `{}`", source.id),
            Self::Event(event) => write!(f, "event `{}`", event.id),
            Self::Constraint(one) => write!(f, "constraint {one}"),
        }
    }
}

/// Writes the sort of item and its identifier: `event`, followed by the identifier.
impl fmt::Display for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Actor(id) => write!(f, "actor `{id}`"),
            Self::Designation(name) => write!(f, "designation `{name}`"),
            Self::Source(id) => write!(f, "source `{id}`"),
            Self::Event(id) => write!(f, "event `{id}`"),
            Self::Report { event, by } => {
                write!(f, "the report by {} of event `{event}`", Chain(by))
            }
            Self::Constraint(one) => write!(f, "constraint {one}"),
        }
    }
}

/// A chain of attribution in words.
pub(super) struct Chain<'a>(pub(super) &'a [String]);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => f.write_str("no source"),
            [read, cited @ ..] => {
                write!(f, "`{read}`")?;
                cited.iter().try_for_each(|id| write!(f, " citing `{id}`"))
            }
        }
    }
}
