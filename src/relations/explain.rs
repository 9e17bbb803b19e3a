//! The contribution of each event to a level and to a change.

use super::Relations;
use super::mark::EventMark;
use crate::time::Moment;
use crate::trend::Contribution;

impl<'t> Relations<'t> {
    /// Splits the level and the change at an instant (a date: at its start) into the contributions of
    /// events, the largest first.
    ///
    /// They sum to the whole, to 1e-9. Events that have not begun are left out.
    ///
    /// The size is the absolute contribution to the change, or without a baseline to the level. Equal sizes
    /// are in the order of the identifiers. An event has a contribution for each of its
    /// [marks](Self::marks).
    pub fn contributions(&self, at: impl Into<Moment>) -> Vec<EventContribution<'t>> {
        let at = at.into();
        let contributions = self.trajectory.contributions(at);
        let begun = |one: &&EventMark<'t>| Moment::of_day(one.mark.span().first_day()) < at;
        let mut events: Vec<EventContribution<'t>> = self
            .marks
            .iter()
            .filter(begun)
            .map(|&mark| EventContribution {
                mark,
                contribution: contributions.of(&mark.mark),
            })
            .collect();
        events.sort_by(|a, b| {
            let sizes = (a.contribution.size(), b.contribution.size());
            let by_size = sizes.1.total_cmp(&sizes.0);
            let key = |one: &EventContribution<'t>| (one.mark.event.id(), one.mark.part);
            by_size.then_with(|| key(a).cmp(&key(b)))
        });
        events
    }
}

/// The contribution of one event to a level and to a change.
///
/// Returned by [`Relations::contributions`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct EventContribution<'t> {
    /// The event, its mark, and in which direction.
    pub mark: EventMark<'t>,
    /// The contribution of the mark.
    pub contribution: Contribution,
}

/// `threat: -0.28 of the level, -0.31 of the change`
impl std::fmt::Display for EventContribution<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.mark.event.id(), self.contribution)
    }
}
