//! Why a patch could not be applied to a timeline.

use std::fmt;

use thiserror::Error;

use super::words::Chain;
use crate::timeline::{FaultKind, LookupError, MAX_PRINTED, hint, some_of};
use crate::wire::errors;

/// A patch could not be applied. The timeline has not changed.
///
/// Its `Display` prints the first hundred faults, one per line. `Debug` prints the same, because a program that
/// returns the error from `main` shows the debug form.
#[derive(Clone, PartialEq, Eq, Error, serde::Serialize)]
#[non_exhaustive]
pub struct EditError {
    /// Every fault, in the order of the edits. There is at least one.
    pub faults: Vec<EditFault>,
}

/// Something that prevents a patch from being applied.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct EditFault {
    /// The number of the edit in the patch, from 1.
    ///
    /// `None` if the fault is in an entry that no edit changes, such as a contradiction with it. If all
    /// constraints of a contradiction were added by the patch, the fault belongs to the last edit that added one
    /// of them.
    pub edit: Option<usize>,
    /// What is wrong.
    #[serde(flatten)]
    pub kind: EditFaultKind,
}

/// What is wrong with an edit.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EditFaultKind {
    /// The edit names an actor, a source or an event that the timeline does not have.
    #[error(transparent)]
    Unknown(#[from] LookupError),
    /// The edit names a designation that the timeline does not have.
    #[error("unknown designation `{name}`{}", hint(.near.as_deref()))]
    UnknownDesignation {
        /// The name.
        name: String,
        /// A similar name, if there is one.
        near: Option<String>,
    },
    /// The edit names a constraint that the timeline does not have.
    #[error("unknown constraint `{constraint}`: expected {}", one_of_constraints(.known))]
    UnknownConstraint {
        /// The constraint, in words.
        constraint: String,
        /// The constraints of the timeline on the same event, in words: at most ten.
        known: Vec<String>,
    },
    /// The event has no report with the chain of attribution.
    #[error(
        "event `{event}` has no report by {}: expected {}",
        Chain(by),
        one_of_chains(.known)
    )]
    NoReport {
        /// The event.
        event: String,
        /// The chain of attribution.
        by: Vec<String>,
        /// The chains of the reports that the event has: at most ten.
        known: Vec<Vec<String>>,
    },
    /// The event has no report that could be withdrawn.
    #[error(
        "event `{event}` has no report: expected at least one, or an edit that removes the event"
    )]
    NoReports {
        /// The event.
        event: String,
    },
    /// All selected reports are withdrawn already.
    #[error("the reports of event `{event}` are withdrawn already: expected one that is not")]
    AllWithdrawn {
        /// The event.
        event: String,
    },
    /// A correction has no date.
    #[error("the correction of event `{event}` has no date: give the report `asserted`")]
    UndatedCorrection {
        /// The event.
        event: String,
    },
    /// An actor, a source or a designation cannot be retracted.
    #[error("{what} `{id}` cannot be retracted: expected an event, a report or a constraint")]
    NotRetractable {
        /// The sort of item.
        what: &'static str,
        /// Its identifier or name.
        id: String,
    },
    /// A constraint that is withdrawn cannot be retracted again.
    #[error("constraint `{constraint}` is withdrawn already: expected one that is not")]
    AlreadyWithdrawn {
        /// The constraint, in words.
        constraint: String,
    },
    /// A constraint cannot be replaced.
    #[error(
        "constraint `{constraint}` has no identifier: expected an edit that removes it, and one that adds another"
    )]
    NotReplaceable {
        /// The constraint, in words.
        constraint: String,
    },
    /// An entry is at fault, in the same way as when a timeline is built.
    #[error(transparent)]
    Entry(#[from] FaultKind),
}

errors!(EditFaultKind {
    Unknown(lookup),
    UnknownDesignation { name, near },
    UnknownConstraint { constraint, known },
    NoReport { event, by, known },
    NoReports { event },
    AllWithdrawn { event },
    UndatedCorrection { event },
    NotRetractable { what, id },
    AlreadyWithdrawn { constraint },
    NotReplaceable { constraint },
    Entry(fault),
});

/// The maximum number of constraints or chains that a fault lists.
pub(super) const MAX_KNOWN: usize = 10;

/// What was expected instead of an unknown constraint.
fn one_of_constraints(known: &[String]) -> String {
    if known.is_empty() {
        return "one of the timeline, with the same sources and dates".to_owned();
    }
    some_of(known.iter().map(|one| format!("`{one}`")), "or")
}

/// What was expected instead of a report that an event does not have.
fn one_of_chains(known: &[Vec<String>]) -> String {
    if known.is_empty() {
        return "at least one".to_owned();
    }
    let chains = some_of(known.iter().map(|by| Chain(by).to_string()), "or");
    format!("one by {chains}")
}

/// Starts with the number of the edit, if an edit is at fault.
impl fmt::Display for EditFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(edit) = self.edit {
            write!(f, "edit {edit}: ")?;
        }
        self.kind.fmt(f)
    }
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [fault] = self.faults.as_slice() {
            return fault.fmt(f);
        }
        write!(f, "{} faults", self.faults.len())?;
        for fault in self.faults.iter().take(MAX_PRINTED) {
            write!(f, "\n  {fault}")?;
        }
        match self.faults.len().checked_sub(MAX_PRINTED) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, "\n  and {more} more"),
        }
    }
}

impl fmt::Debug for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
