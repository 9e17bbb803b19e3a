//! The instants of bound events, and what dates and statements say of them.

use super::record::Record;
use super::{Arc, Instant, Reason};
use crate::time::network::{Network, Variable};
use crate::time::{Bounds, DAY, Midnights};
use crate::timeline::bond::Bond;
use crate::timeline::calendar::Calendar;
use crate::timeline::constraint::TemporalRelation;

/// A bound event, and its instants in the network.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tie {
    pub(super) event: u32,
    pub(super) start: Variable,
    pub(super) end: Variable,
    pub(super) days: Option<Days>,
}

impl Days {
    /// By whose midnights the days of both are counted, if that is known and the same.
    pub(super) fn midnights(&self, other: &Self) -> Option<Midnights> {
        let own = self.calendar.midnights();
        own.filter(|_| self.calendar == other.calendar)
    }
}

/// The midnights that begin the day of an event's start and that of its last second.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    pub(super) first: Variable,
    pub(super) last: Variable,
    pub(super) calendar: Calendar,
}

/// The bound events and their instants.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// By event.
    pub(super) ties: Vec<Tie>,
}

impl Layout {
    /// Makes the instants of some events, which are sorted and each there once.
    pub(super) fn new<R: Copy + Ord>(
        network: &mut Network<R>,
        events: impl IntoIterator<Item = u32>,
        calendar_of: impl Fn(u32) -> Option<Calendar>,
    ) -> Self {
        let ties = events.into_iter().map(|event| Tie {
            event,
            start: network.add_variable(),
            end: network.add_variable(),
            days: calendar_of(event).map(|calendar| Days {
                first: network.add_variable(),
                last: network.add_variable(),
                calendar,
            }),
        });
        Self {
            ties: ties.collect(),
        }
    }

    pub(super) fn tie(&self, event: u32) -> Option<&Tie> {
        let at = self.ties.binary_search_by_key(&event, |tie| tie.event);
        self.ties.get(at.ok()?)
    }

    pub(super) fn variable(&self, instant: Instant) -> Option<Variable> {
        match instant {
            Instant::Origin => Some(Variable::ORIGIN),
            Instant::Start(event) => self.tie(event).map(|tie| tie.start),
            Instant::End(event) => self.tie(event).map(|tie| tie.end),
        }
    }

    /// What a reason says of the instants, as bounds; nothing of those that are not here.
    pub(super) fn say(&self, record: Record<'_>, reason: Reason, arcs: &mut Vec<Arc>) {
        let mut said = Said { reason, arcs };
        match reason {
            Reason::Nature(event) => {
                if let Some(tie) = self.tie(event) {
                    said.nature(tie);
                }
            }
            Reason::Date(event) => {
                if let Some(tie) = self.tie(event) {
                    said.date(tie, &record.dated(event));
                }
            }
            Reason::Asked => {}
            Reason::Bond(number) => {
                let _ = record
                    .bonds
                    .get(number as usize)
                    .and_then(|bond| self.say_bond(record, bond, &mut said));
            }
        }
    }

    fn say_bond(&self, record: Record<'_>, bond: &Bond, said: &mut Said<'_>) -> Option<()> {
        let (one, other) = (self.tie(bond.event)?, self.tie(bond.other)?);
        let Some(relation) = record.relation(bond) else {
            said.at_most(one.start, other.start, 0);
            return Some(());
        };
        match relation {
            TemporalRelation::Before { at_least, at_most } => {
                said.at_most(other.start, one.end, -at_least.num_seconds());
                if let Some(most) = at_most {
                    said.at_most(one.end, other.start, most.num_seconds());
                }
            }
            TemporalRelation::During => {
                said.at_most(one.start, other.start, 0);
                said.at_most(other.end, one.end, 0);
            }
            TemporalRelation::Within(distance) => {
                said.at_most(one.end, other.start, distance.num_seconds());
                said.at_most(other.end, one.start, distance.num_seconds());
            }
            TemporalRelation::SameTime => {
                said.at_most(other.end, one.start, -1);
                said.at_most(one.end, other.start, -1);
            }
            TemporalRelation::Between => {
                let until = self.tie(bond.until?)?;
                said.at_most(one.start, other.end, 0);
                said.at_most(until.start, one.end, 0);
            }
            TemporalRelation::SameDay
            | TemporalRelation::DaysBefore(_)
            | TemporalRelation::DaysAfter(_) => {
                let (own, others) = (one.days?, other.days?);
                said.at_most(own.first, own.last, 0);
                let (from, days) = match relation {
                    TemporalRelation::DaysBefore(days) => (others.first, -i64::from(days)),
                    TemporalRelation::DaysAfter(days) => (others.last, i64::from(days)),
                    _ => {
                        said.at_most(others.first, others.last, 0);
                        (others.first, 0)
                    }
                };
                said.at_most(from, own.first, days * DAY);
                said.at_most(own.first, from, -days * DAY);
            }
        }
        Some(())
    }
}

/// What is said for one reason.
struct Said<'a> {
    reason: Reason,
    arcs: &'a mut Vec<Arc>,
}

impl Said<'_> {
    /// That `to - from` is at most so many seconds.
    fn at_most(&mut self, from: Variable, to: Variable, max: i64) {
        self.arcs.push(Arc {
            from,
            to,
            max,
            reason: self.reason,
        });
    }

    fn between(&mut self, instant: Variable, earliest: Option<i64>, latest: Option<i64>) {
        if let Some(earliest) = earliest {
            self.at_most(instant, Variable::ORIGIN, -earliest);
        }
        if let Some(latest) = latest {
            self.at_most(Variable::ORIGIN, instant, latest);
        }
    }

    fn nature(&mut self, tie: &Tie) {
        self.at_most(tie.end, tie.start, -1);
        if let Some(Days { first, last, .. }) = tie.days {
            self.at_most(tie.start, first, 0);
            self.at_most(first, tie.start, DAY - 1);
            self.at_most(tie.end, last, -1);
            self.at_most(last, tie.end, DAY);
            self.at_most(last, first, 0);
        }
    }

    fn date(&mut self, tie: &Tie, bounds: &Bounds) {
        // Bounds hold the first second of a start and the last of an end: as whole seconds, closed.
        let raw = bounds.raw();
        let [start_earliest, start_latest, end_earliest, end_latest] = raw.map(known);
        self.between(tie.start, start_earliest, start_latest.map(|at| at - 1));
        self.between(tie.end, end_earliest.map(|at| at + 1), end_latest);
        if let Some(days) = tie.days {
            let midnight = |second: i64| days.calendar.midnight(second);
            let [start_earliest, start_latest, end_earliest, end_latest] = raw;
            let before = |second: i64| midnight(second.saturating_sub(1));
            self.between(days.first, midnight(start_earliest), before(start_latest));
            self.between(days.last, midnight(end_earliest), before(end_latest));
        }
    }
}

fn known(second: i64) -> Option<i64> {
    (second != i64::MIN && second != i64::MAX).then_some(second)
}
