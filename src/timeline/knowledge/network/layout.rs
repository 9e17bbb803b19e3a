//! The instants of bound events as variables, and dates and statements as arcs between them.
//!
//! An arc bounds a difference of two instants: `to - from <= max`. A statement is one arc, or
//! several of which all must hold.

use super::constraint_network::{Arc, Reason, TimePoint};
use super::evidence::Evidence;
use crate::time::network::{Network, Variable};
use crate::time::{Bounds, DAY, Midnights};
use crate::timeline::{
    Calendar, Calendars, EventConstraint, EventConstraintIx, EventRank, TemporalRelation,
};

/// A bound event, and the variables of its instants.
#[derive(Clone, Copy, Debug)]
pub(super) struct EventVariables {
    pub(super) event: EventRank,
    pub(super) start: Variable,
    pub(super) end: Variable,
    /// The days of the event. `None` if no statement counts days from it.
    pub(super) days: Option<Days>,
}

/// The start or the end of an event.
#[derive(Clone, Copy)]
struct Edge {
    instant: Variable,
    /// The number of seconds from the first or last second of the event to the instant: 0 for a start,
    /// 1 for an end, because intervals are half-open.
    beyond: i64,
    /// The midnight that begins the day of that second, and its calendar.
    midnight: Option<(Variable, Calendar)>,
}

impl EventVariables {
    fn begin(&self) -> Edge {
        Edge {
            instant: self.start,
            beyond: 0,
            midnight: self.days.map(|days| (days.first, days.place.calendar)),
        }
    }

    fn finish(&self) -> Edge {
        Edge {
            instant: self.end,
            beyond: 1,
            midnight: self.days.map(|days| (days.last, days.place.calendar)),
        }
    }

    /// Its instants, in the order in which the variables were added.
    pub(super) fn instants(&self) -> impl Iterator<Item = Variable> + use<> {
        let days = self.days.map(|days| [days.first, days.last]);
        [self.start, self.end]
            .into_iter()
            .chain(days.into_iter().flatten())
    }
}

impl Days {
    /// The midnights of the calendar of both events. Returns `None` if the calendars differ or are not
    /// known.
    pub(super) fn midnights(&self, other: &Self) -> Option<Midnights> {
        let own = self.place.calendar.midnights();
        own.filter(|_| self.place.calendar == other.place.calendar)
    }
}

/// The midnights that begin the days of an event's first and last second.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    pub(super) first: Variable,
    pub(super) last: Variable,
    pub(super) place: DayPlace,
}

/// How the days of an event are counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct DayPlace {
    pub(super) calendar: Calendar,
    /// Whether the event is on a single day of the calendar: it is dated by a day, and not by an
    /// extent, and no other event is during it.
    pub(super) is_one_day: bool,
}

/// The bound events and their variables.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// Sorted by event.
    pub(super) events: Vec<EventVariables>,
}

impl Layout {
    /// Adds variables for some events, which are sorted and distinct.
    pub(super) fn new<R: Copy + Ord>(
        network: &mut Network<R>,
        events: impl IntoIterator<Item = EventRank>,
        place_of: impl Fn(EventRank) -> Option<DayPlace>,
    ) -> Self {
        let events = events.into_iter().map(|event| EventVariables {
            event,
            start: network.add_variable(),
            end: network.add_variable(),
            days: place_of(event).map(|place| Days {
                first: network.add_variable(),
                last: network.add_variable(),
                place,
            }),
        });
        Self {
            events: events.collect(),
        }
    }

    /// Adds variables for some events, which are sorted and distinct. An event gets days if one of
    /// some constraints counts days from it, or if it is bound to events with a common calendar.
    pub(super) fn of(
        network: &mut Network<Reason>,
        evidence: Evidence<'_>,
        events: &[EventRank],
        constraints: &[EventConstraintIx],
        is_dated: impl Fn(EventRank) -> bool,
    ) -> Self {
        let numbered = || {
            let constraint = |&number: &EventConstraintIx| (number, *evidence.constraint(number));
            constraints.iter().map(constraint)
        };
        let by_days = numbered().filter(|(_, constraint)| evidence.counts_days(constraint));
        let by_days = by_days.map(|(_, constraint)| (constraint.event, constraint.other));
        let calendars = Calendars::new(by_days, |event| {
            let dated = is_dated(event).then(|| evidence.date_bounds(event));
            dated.unwrap_or(Bounds::UNKNOWN)
        });
        let shared = calendars.shared(events, numbered());
        // An event that others are during may be longer than its date.
        let within = |constraint: &EventConstraint| {
            evidence.relation(constraint) == Some(TemporalRelation::During)
        };
        let wholes = numbered().filter(|(_, constraint)| within(constraint));
        let mut wholes: Vec<EventRank> = wholes.map(|(_, constraint)| constraint.other).collect();
        wholes.sort_unstable();
        Self::new(network, events.iter().copied(), |event| {
            let own = calendars.of(event);
            // An event without statements in days has the calendar of its component, so that days
            // can be derived through it. It need not be on a single day.
            let calendar = own.or_else(|| shared.get(&event).copied())?;
            let is_one_day = own.is_some()
                && is_dated(event)
                && wholes.binary_search(&event).is_err()
                && evidence.is_one_day(event, calendar);
            Some(DayPlace {
                calendar,
                is_one_day,
            })
        })
    }

    /// A new network with variables for some of the events, which are sorted and distinct.
    pub(super) fn part(&self, events: &[EventRank]) -> (Network<Reason>, Self) {
        let mut network = Network::new();
        let place = |event| Some(self.variables_of(event).days?.place);
        let layout = Self::new(&mut network, events.iter().copied(), place);
        (network, layout)
    }

    /// Adds the arcs of a date of an event.
    pub(super) fn add_date_arcs(variables: &EventVariables, bounds: &Bounds, arcs: &mut Vec<Arc>) {
        let reason = Reason::Date(variables.event);
        ArcWriter { reason, arcs }.date(variables, bounds);
    }

    /// The variables of an event. Returns `None` if it is not bound.
    pub(super) fn find_variables(&self, event: EventRank) -> Option<&EventVariables> {
        let at = self
            .events
            .binary_search_by_key(&event, |variables| variables.event);
        Some(&self.events[at.ok()?])
    }

    /// The variables of a bound event.
    pub(super) fn variables_of(&self, event: EventRank) -> &EventVariables {
        self.find_variables(event)
            .expect("the layout has the events of all reasons")
    }

    pub(super) fn variable(&self, instant: TimePoint) -> Option<Variable> {
        match instant {
            TimePoint::Origin => Some(Variable::ORIGIN),
            TimePoint::Start(event) => self.find_variables(event).map(|variables| variables.start),
            TimePoint::End(event) => self.find_variables(event).map(|variables| variables.end),
        }
    }

    /// Adds the arcs of a reason. The layout must have every event of the reason.
    pub(super) fn add_arcs(&self, evidence: Evidence<'_>, reason: Reason, arcs: &mut Vec<Arc>) {
        let mut writer = ArcWriter { reason, arcs };
        match reason {
            Reason::Nature(event) => writer.nature(self.variables_of(event)),
            Reason::Date(event) => {
                writer.date(self.variables_of(event), &evidence.date_bounds(event));
            }
            Reason::Asked => {}
            Reason::Constraint(number) => {
                self.add_constraint_arcs(evidence, evidence.constraint(number), &mut writer);
            }
        }
    }

    /// Adds the arcs of a link or a constraint.
    fn add_constraint_arcs(
        &self,
        evidence: Evidence<'_>,
        constraint: &EventConstraint,
        writer: &mut ArcWriter<'_>,
    ) {
        let (one, other) = (
            self.variables_of(constraint.event),
            self.variables_of(constraint.other),
        );
        let Some(relation) = evidence.relation(constraint) else {
            // An answer or a consequence does not begin before the other event.
            writer.limit(one.begin(), other.begin(), 0);
            return;
        };
        match relation {
            // at_least <= other.start - one.end <= at_most
            TemporalRelation::Before { at_least, at_most } => {
                writer.limit(other.begin(), one.finish(), -at_least.num_seconds());
                if let Some(most) = at_most {
                    writer.limit(one.finish(), other.begin(), most.num_seconds());
                }
            }
            // other.start <= one.start and one.end <= other.end
            TemporalRelation::During => {
                writer.limit(one.begin(), other.begin(), 0);
                writer.limit(other.finish(), one.finish(), 0);
            }
            // other.start - one.end <= distance and one.start - other.end <= distance
            TemporalRelation::Within(distance) => {
                writer.limit(one.finish(), other.begin(), distance.num_seconds());
                writer.limit(other.finish(), one.begin(), distance.num_seconds());
            }
            // one.start < other.end and other.start < one.end
            TemporalRelation::SameTime => {
                writer.limit(other.finish(), one.begin(), -1);
                writer.limit(one.finish(), other.begin(), -1);
            }
            // other.end <= one.start and one.end <= until.start
            TemporalRelation::Between => {
                let until = constraint
                    .until
                    .expect("`between` has a second other event");
                let until = self.variables_of(until);
                writer.limit(one.begin(), other.finish(), 0);
                writer.limit(until.begin(), one.finish(), 0);
            }
            TemporalRelation::SameDay
            | TemporalRelation::DaysBefore(_)
            | TemporalRelation::DaysAfter(_) => {
                let days = |variables: &EventVariables| {
                    let days = variables.days;
                    days.expect("the layout has days for events of statements in days")
                };
                writer.days(relation, days(one), days(other));
            }
        }
    }
}

/// Writes the arcs of one reason.
struct ArcWriter<'a> {
    reason: Reason,
    arcs: &'a mut Vec<Arc>,
}

impl ArcWriter<'_> {
    /// Adds `to - from <= max`.
    fn at_most(&mut self, from: Variable, to: Variable, max: i64) {
        self.arcs.push(Arc {
            from,
            to,
            max,
            reason: self.reason,
        });
    }

    /// Adds `to - from <= max`, and the bound on the difference of their days that follows from it.
    fn limit(&mut self, from: Edge, to: Edge, max: i64) {
        self.at_most(from.instant, to.instant, max);
        let days = from.midnight.zip(to.midnight);
        let Some(((from_day, _), (to_day, _))) =
            days.filter(|((_, one), (_, other))| one == other && one.midnights().is_some())
        else {
            return;
        };
        // At most ceil(seconds / day) midnights can pass within a number of seconds. The seconds are
        // counted between the seconds whose days are compared: the first or last of each event.
        let seconds = max.saturating_add(from.beyond).saturating_sub(to.beyond);
        let midnights = seconds.saturating_add(DAY - 1).div_euclid(DAY);
        self.at_most(from_day, to_day, midnights.saturating_mul(DAY));
    }

    /// Adds a relation in days between an event on a single day and another event.
    fn days(&mut self, relation: TemporalRelation, own: Days, other: Days) {
        self.at_most(own.first, own.last, 0);
        let (from, days) = match relation {
            TemporalRelation::DaysBefore(days) => (other.first, -i64::from(days)),
            TemporalRelation::DaysAfter(days) => (other.last, i64::from(days)),
            _ => {
                // On the same day: the other event is on a single day too.
                self.at_most(other.first, other.last, 0);
                (other.first, 0)
            }
        };
        // The midnights are exactly this far apart: one arc bounds the difference from above, and the
        // reverse arc from below.
        self.at_most(from, own.first, days * DAY);
        self.at_most(own.first, from, -days * DAY);
    }

    /// Adds bounds of an instant itself. `None` adds nothing.
    fn between(&mut self, instant: Variable, earliest: Option<i64>, latest: Option<i64>) {
        if let Some(earliest) = earliest {
            self.at_most(instant, Variable::ORIGIN, -earliest);
        }
        if let Some(latest) = latest {
            self.at_most(Variable::ORIGIN, instant, latest);
        }
    }

    /// Adds what holds for every event: it ends after it starts, and its days contain its first and
    /// last second.
    fn nature(&mut self, variables: &EventVariables) {
        self.at_most(variables.end, variables.start, -1);
        if let Some(Days { first, last, .. }) = variables.days {
            self.at_most(variables.start, first, 0);
            self.at_most(first, variables.start, DAY - 1);
            self.at_most(variables.end, last, -1);
            self.at_most(last, variables.end, DAY);
            self.at_most(last, first, 0);
        }
    }

    /// Adds the bounds of a date.
    fn date(&mut self, variables: &EventVariables, bounds: &Bounds) {
        // A latest start and an earliest end are exclusive bounds, and an arc is inclusive.
        let raw = bounds.raw();
        let [start_earliest, start_latest, end_earliest, end_latest] = raw.map(known);
        self.between(
            variables.start,
            start_earliest,
            start_latest.map(|at| at - 1),
        );
        self.between(variables.end, end_earliest.map(|at| at + 1), end_latest);
        if let Some(days) = variables.days {
            if days.place.is_one_day {
                self.at_most(days.first, days.last, 0);
            }
            let midnight = |second: i64| days.place.calendar.midnight(second);
            let [start_earliest, start_latest, end_earliest, end_latest] = raw;
            let before = |second: i64| midnight(second.saturating_sub(1));
            self.between(days.first, midnight(start_earliest), before(start_latest));
            self.between(days.last, midnight(end_earliest), before(end_latest));
        }
    }
}

/// A second, or `None` for the values that mean unbounded.
fn known(second: i64) -> Option<i64> {
    (second != i64::MIN && second != i64::MAX).then_some(second)
}
