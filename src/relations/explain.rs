//! The contribution of each event to a level and to a change.

use super::Relations;
use super::mark::{EventMark, Sense};
use crate::ledger::Mark;
use crate::time::Moment;
use crate::timeline::EventRef;

impl<'t> Relations<'t> {
    /// The contributions of each event to the level and to the change at an instant (a date: at
    /// its start), the largest to the level first.
    ///
    /// They sum to the whole, to 1e-9. Events that have not begun are left out.
    pub fn contributions(&self, at: impl Into<Moment>) -> Vec<EventContribution<'t>> {
        let at = at.into();
        let shares = self.trajectory.shares(at);
        let begun = |one: &&EventMark<'t>| Moment::of_day(one.mark.span().first_day()) < at;
        let mut parts: Vec<EventContribution<'t>> = self
            .marks
            .iter()
            .filter(begun)
            .map(|&mark| EventContribution {
                mark,
                share: shares.level_share(&mark.mark),
                change_share: shares.change_share(&mark.mark),
            })
            .collect();
        parts.sort_by(|a, b| {
            let larger = b.share.abs().total_cmp(&a.share.abs());
            larger.then(a.mark.event.ix().cmp(&b.mark.event.ix()))
        });
        parts
    }
}

/// The contribution of one event to a level and to a change.
///
/// Returned by [`Relations::contributions`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventContribution<'t> {
    mark: EventMark<'t>,
    share: f64,
    change_share: Option<f64>,
}

impl<'t> EventContribution<'t> {
    /// The event.
    pub const fn event(&self) -> EventRef<'t> {
        self.mark.event
    }

    /// The mark that it made.
    pub const fn mark(&self) -> &Mark {
        &self.mark.mark
    }

    /// In which direction.
    pub const fn sense(&self) -> Sense {
        self.mark.sense
    }

    /// Its contribution to the level.
    pub const fn share(&self) -> f64 {
        self.share
    }

    /// Its contribution to the change over the window. Returns `None` without a baseline.
    ///
    /// It is negative for a good deed of long ago: its effect is fading.
    pub const fn change_share(&self) -> Option<f64> {
        self.change_share
    }
}
