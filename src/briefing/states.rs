//! What was known about an event on each day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::content::EventState;
use crate::plot::{Style, own_date};
use crate::query::View;
use crate::time::{DAY, date_of_day, day_of};
use crate::timeline::{EventRef, known_once_over};

/// The first day at the end of which an assertion made at this second is known. Returns `None` if it never is.
///
/// The end of day `d` is second `(d + 1) * DAY`, so the first such day is `ceil(second / DAY) - 1`.
pub(super) fn known_day(second: i64) -> Option<NaiveDate> {
    if second == i64::MAX {
        return None;
    }
    // A second before the first year of the calendar is known from its first day on.
    let before_all = (second < 0).then_some(NaiveDate::MIN);
    date_of_day(day_of(second.saturating_sub(1))).or(before_all)
}

/// The views of a query at the ends of days. Views are kept, because many reports have the same day.
pub(super) struct History<'t> {
    view: View<'t>,
    as_of: NaiveDate,
    views: BTreeMap<NaiveDate, View<'t>>,
}

impl<'t> History<'t> {
    /// The history of a view until the end of a day.
    pub(super) const fn new(view: View<'t>, as_of: NaiveDate) -> Self {
        Self {
            view,
            as_of,
            views: BTreeMap::new(),
        }
    }

    /// The states of an event, the earliest first. Empty if it was not known by the end of the last day.
    ///
    /// 1. What is known about an event changes only when one of its reports is made or withdrawn, so only those
    ///    days are checked.
    /// 2. The view at the end of each of these days says whether the event belongs to it, with which status and
    ///    date.
    /// 3. A day on which nothing changed for the reader is left out: most reports repeat what is known.
    pub(super) fn of(&mut self, event: EventRef<'t>, style: &Style) -> Vec<EventState> {
        let mut states: Vec<EventState> = Vec::new();
        for from in self.days(event) {
            let view = self
                .views
                .entry(from)
                .or_insert_with(|| self.view.as_of(from));
            let known = view.event(event.id()).ok();
            let state = EventState {
                from,
                status: known.and_then(EventRef::status),
                date: known.map_or_else(String::new, |event| own_date(event, style, true)),
            };
            let is_same = match states.last() {
                Some(last) => last.status == state.status && last.date == state.date,
                None => state.status.is_none(),
            };
            if !is_same {
                states.push(state);
            }
        }
        states
    }

    /// The days on which a report of an event was made or withdrawn, in order, each once.
    fn days(&self, event: EventRef<'t>) -> Vec<NaiveDate> {
        let accounts = &event.stored().accounts;
        let mut seconds: Vec<i64> = accounts
            .iter()
            .flat_map(|one| [one.known_from, one.known_until])
            .collect();
        if accounts.is_empty() {
            seconds.push(known_once_over(&event.stored().when.bounds()));
        }
        let days = seconds.into_iter().filter_map(known_day);
        let mut days: Vec<NaiveDate> = days.filter(|day| *day <= self.as_of).collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// The number of a day, counted from 1970-01-01, as the page's script compares days.
pub(super) fn day_number(day: NaiveDate) -> i64 {
    crate::time::first_second(day) / DAY
}
