//! Edited timelines: another timeline with some events and constraints changed.
//!
//! Building a timeline resolves every name, solves all constraints, and sorts everything. A revision does that for
//! what changed, and renumbers the rest:
//!
//! 1. [`resolve`]: the changed events become stored ones, against the actors and sources of the timeline.
//! 2. [`draft`]: they are put beside the others, and references to what was removed are looked for.
//! 3. [`bind`]: the links and constraints that connect a changed event with others are solved again, which
//!    gives new bounds to some events.
//! 4. [`reorder`]: events with new bounds get new places. All others keep their order, so every
//!    list of events is renumbered in one pass.
//!
//! A revision is refused, without a reason, if it has a fault or needs more than this: then the timeline is
//! built again, which finds the fault or does the work. So that there is one text for one fault.

mod bind;
mod draft;
mod reorder;
mod resolve;

use std::collections::BTreeSet;

use crate::event::{Event, Source};
use crate::timeline::{Constraint, ConstraintIx, EventIx, Timeline};

/// What changes in a timeline.
#[derive(Default)]
pub(crate) struct Revision<'r> {
    /// The events that are removed.
    pub(crate) removed: Vec<EventIx>,
    /// The events that are added, or that take the place of another.
    pub(crate) events: Vec<(Option<EventIx>, &'r Event)>,
    /// The sources that are added.
    pub(crate) sources: Vec<&'r Source>,
    /// The constraints that are removed.
    pub(crate) constraints_removed: BTreeSet<ConstraintIx>,
    /// The constraints that are added.
    pub(crate) constraints_added: Vec<&'r Constraint>,
}

impl Timeline {
    /// The timeline with a revision. Returns `None` if it has a fault, or has to be built again.
    pub(crate) fn revise(&self, revision: &Revision<'_>) -> Option<Self> {
        let resolved = self.resolve_revision(revision)?;
        let draft = self.draft_revision(revision, resolved)?;
        let bounds = draft.bind()?;
        Some(draft.finish(&bounds))
    }
}
