//! What fewer sources allow: the days of an undated event before later sources narrowed them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::super::events::{Span, span};
use crate::query::View;
use crate::timeline::{Constraint, EventRef};

/// The most constraints for which earlier states are solved. Each state is a network to solve.
const MOST_CONSTRAINTS: usize = 200;
/// The most states that are solved.
const MOST_STATES: usize = 8;

/// The states of a record, from the first source of a constraint to the last but one.
pub(super) struct Earlier<'t> {
    views: Vec<View<'t>>,
}

impl<'t> Earlier<'t> {
    /// The states of the record of a view. There is none if all constraints have one date.
    pub(super) fn of(view: &View<'t>) -> Self {
        let timeline = view.timeline();
        let constraints = timeline.constraints();
        if constraints.len() > MOST_CONSTRAINTS {
            return Self { views: Vec::new() };
        }
        let asserted = |one: &Constraint| -> Option<DateTime<Utc>> {
            if let Some(asserted) = &one.asserted {
                return asserted.bounds().end_latest();
            }
            let source = timeline.source(one.sources().first()?);
            let source = source.expect("building checks the sources of constraints");
            source.published()?.bounds().end_latest()
        };
        let days: BTreeSet<DateTime<Utc>> = constraints.iter().filter_map(asserted).collect();
        let before_last = days.len().saturating_sub(1).min(MOST_STATES);
        let views = days.into_iter().take(before_last);
        Self {
            views: views.map(|at| view.as_of(at)).collect(),
        }
    }

    /// The days that an event had in the first state that bounds it, if they are more than now.
    pub(super) fn span(&self, event: EventRef<'_>, now: Span) -> Option<Span> {
        let (from, to) = now.ends()?;
        let spans = self.views.iter().filter_map(|view| {
            let then = span(view.known(event.id()).ok()?);
            then.ends().map(|ends| (then, ends))
        });
        let (then, ends) = spans.into_iter().next()?;
        (ends.0 < from || to < ends.1).then_some(then)
    }
}
