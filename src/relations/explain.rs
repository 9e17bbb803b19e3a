//! A trend that knows its events: what each of them counts in it.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::Relations;
use super::mark::{EventMark, Sense};
use crate::ledger::Mark;
use crate::time::Moment;
use crate::timeline::EventRef;
use crate::trend::Trend;

/// Where a pair is going at an instant, and because of which events.
///
/// Created by [`Relations::trend`]. It is a [`Trend`] that knows its events.
#[derive(Clone, Copy)]
pub struct PairTrend<'r, 't> {
    pub(super) relations: &'r Relations<'t>,
    pub(super) trend: Trend,
}

crate::text::short_debug!(PairTrend<'_, '_>, "PairTrend", |it| {
    "relations": it.relations,
    "at": it.trend.at(),
    "direction": it.trend.direction(),
});

impl std::ops::Deref for PairTrend<'_, '_> {
    type Target = Trend;

    fn deref(&self) -> &Trend {
        &self.trend
    }
}

impl<'t> PairTrend<'_, 't> {
    /// The day on which the current direction was entered.
    pub fn since(&self) -> Option<NaiveDate> {
        self.relations.trajectory.since(self.trend.at())
    }

    /// What each event counts in the level and in the change, the weightiest in the level first.
    ///
    /// The shares sum to the whole, to 1e-9. Events that have not begun are not there.
    pub fn explain(&self) -> Vec<EventShare<'t>> {
        let shares = self.relations.trajectory.shares(self.trend.at());
        let day = self.trend.at().day();
        let fraction = self.trend.at().timestamp() != Moment::of_day(day).timestamp();
        let begun = |one: &&EventMark<'t>| {
            let from = one.mark.span().first_day();
            from < day || (fraction && from == day)
        };
        let mut parts: Vec<EventShare<'t>> = self
            .relations
            .marks
            .iter()
            .filter(begun)
            .map(|&mark| EventShare {
                mark,
                share: shares.level_share(&mark.mark),
                change_share: shares.change_share(&mark.mark),
            })
            .collect();
        parts.sort_by(|a, b| {
            let weightier = b.share.abs().partial_cmp(&a.share.abs());
            weightier
                .unwrap_or(Ordering::Equal)
                .then(a.mark.event.ix().cmp(&b.mark.event.ix()))
        });
        parts
    }
}

/// What one event counts in a trend.
///
/// Created by [`PairTrend::explain`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventShare<'t> {
    mark: EventMark<'t>,
    share: f64,
    change_share: Option<f64>,
}

impl<'t> EventShare<'t> {
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

    /// What it adds to the level.
    pub const fn share(&self) -> f64 {
        self.share
    }

    /// What it adds to the change over the window; none where there is no baseline.
    ///
    /// Negative for a good deed of long ago: a fading highlight.
    pub const fn change_share(&self) -> Option<f64> {
        self.change_share
    }
}
