//! The instants of bound events, and what dates and statements say of them.

use super::constraint_network::{Arc, Reason, TimePoint};
use super::evidence::Evidence;
use crate::time::network::{Network, Variable};
use crate::time::{Bounds, DAY, Midnights};
use crate::timeline::{
    Calendar, Calendars, EventConstraint, EventConstraintIx, EventRank, TemporalRelation,
};

/// A bound event, and its instants in the network.
#[derive(Clone, Copy, Debug)]
pub(super) struct EventVariables {
    pub(super) event: EventRank,
    pub(super) start: Variable,
    pub(super) end: Variable,
    pub(super) days: Option<Days>,
}

/// The start or the end of an event, and the midnight of the first or the last second that it fills.
#[derive(Clone, Copy)]
struct Edge {
    instant: Variable,
    /// How far after the second that it fills, the first or the last, the instant lies.
    beyond: i64,
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

    /// Its instants, as they were made.
    pub(super) fn instants(&self) -> impl Iterator<Item = Variable> + use<> {
        let days = self.days.map(|days| [days.first, days.last]);
        [self.start, self.end]
            .into_iter()
            .chain(days.into_iter().flatten())
    }
}

impl Days {
    /// By whose midnights the days of both are counted, if that is known and the same.
    pub(super) fn midnights(&self, other: &Self) -> Option<Midnights> {
        let own = self.place.calendar.midnights();
        own.filter(|_| self.place.calendar == other.place.calendar)
    }
}

/// The midnights that begin the day of an event's start and that of its last second.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    pub(super) first: Variable,
    pub(super) last: Variable,
    pub(super) place: DayPlace,
}

/// How an event is placed by days.
#[derive(Clone, Copy, Debug)]
pub(super) struct DayPlace {
    pub(super) calendar: Calendar,
    /// Whether it lies on one day of the calendar, as what is dated by a day does that fills no
    /// extent, and of which no part is told.
    pub(super) is_one_day: bool,
}

/// The bound events and their instants.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// By event.
    pub(super) events: Vec<EventVariables>,
}

impl Layout {
    /// Makes the instants of some events, which are sorted and each there once.
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

    /// Makes the instants of some events, which some constraints bind together, with the days by which those
    /// that are dated place them.
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
            let dated = is_dated(event).then(|| evidence.dated(event));
            dated.unwrap_or(Bounds::UNKNOWN)
        });
        let shared = calendars.shared(events, numbered());
        // What others lie within may be longer than its date tells.
        let within = |constraint: &EventConstraint| {
            evidence.relation(constraint) == Some(TemporalRelation::During)
        };
        let wholes = numbered().filter(|(_, constraint)| within(constraint));
        let mut wholes: Vec<EventRank> = wholes.map(|(_, constraint)| constraint.other).collect();
        wholes.sort_unstable();
        Self::new(network, events.iter().copied(), |event| {
            let own = calendars.of(event);
            // Whatever it is tied to counts its days, too, and it need not fit one of them.
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

    /// A network of the instants of a few of the events, which are sorted and each there once.
    pub(super) fn few(&self, events: &[EventRank]) -> (Network<Reason>, Self) {
        let mut network = Network::new();
        let place = |event| Some(self.variables_of(event).days?.place);
        let few = Self::new(&mut network, events.iter().copied(), place);
        (network, few)
    }

    /// What it says of the instants of an event that it is dated like this.
    pub(super) fn say_date(event_variables: &EventVariables, bounds: &Bounds, arcs: &mut Vec<Arc>) {
        let reason = Reason::Date(event_variables.event);
        Said { reason, arcs }.date(event_variables, bounds);
    }

    /// An event, if it is bound.
    pub(super) fn event_variables(&self, event: EventRank) -> Option<&EventVariables> {
        let at = self
            .events
            .binary_search_by_key(&event, |event_variables| event_variables.event);
        Some(&self.events[at.ok()?])
    }

    /// An event that is one of the bound ones.
    pub(super) fn variables_of(&self, event: EventRank) -> &EventVariables {
        self.event_variables(event)
            .expect("the layout has every event of its constraints")
    }

    pub(super) fn variable(&self, instant: TimePoint) -> Option<Variable> {
        match instant {
            TimePoint::Origin => Some(Variable::ORIGIN),
            TimePoint::Start(event) => self
                .event_variables(event)
                .map(|event_variables| event_variables.start),
            TimePoint::End(event) => self
                .event_variables(event)
                .map(|event_variables| event_variables.end),
        }
    }

    /// What a reason says of the instants, as bounds. It has every event that the reason is about.
    pub(super) fn say(&self, evidence: Evidence<'_>, reason: Reason, arcs: &mut Vec<Arc>) {
        let mut said = Said { reason, arcs };
        match reason {
            Reason::Nature(event) => said.nature(self.variables_of(event)),
            Reason::Date(event) => said.date(self.variables_of(event), &evidence.dated(event)),
            Reason::Asked => {}
            Reason::Constraint(number) => {
                self.say_constraint(evidence, evidence.constraint(number), &mut said);
            }
        }
    }

    fn say_constraint(
        &self,
        evidence: Evidence<'_>,
        constraint: &EventConstraint,
        said: &mut Said<'_>,
    ) {
        let (one, other) = (
            self.variables_of(constraint.event),
            self.variables_of(constraint.other),
        );
        let Some(relation) = evidence.relation(constraint) else {
            // What answers or follows another may begin with it, and never before it.
            said.limit(one.begin(), other.begin(), 0);
            return;
        };
        match relation {
            TemporalRelation::Before { at_least, at_most } => {
                said.limit(other.begin(), one.finish(), -at_least.num_seconds());
                if let Some(most) = at_most {
                    said.limit(one.finish(), other.begin(), most.num_seconds());
                }
            }
            TemporalRelation::During => {
                said.limit(one.begin(), other.begin(), 0);
                said.limit(other.finish(), one.finish(), 0);
            }
            TemporalRelation::Within(distance) => {
                said.limit(one.finish(), other.begin(), distance.num_seconds());
                said.limit(other.finish(), one.begin(), distance.num_seconds());
            }
            TemporalRelation::SameTime => {
                said.limit(other.finish(), one.begin(), -1);
                said.limit(one.finish(), other.begin(), -1);
            }
            TemporalRelation::Between => {
                let until = constraint
                    .until
                    .expect("a constraint of the kind `between` has a second event");
                let until = self.variables_of(until);
                said.limit(one.begin(), other.finish(), 0);
                said.limit(until.begin(), one.finish(), 0);
            }
            TemporalRelation::SameDay
            | TemporalRelation::DaysBefore(_)
            | TemporalRelation::DaysAfter(_) => {
                let [own, others] = [one, other].map(|event_variables| {
                    event_variables
                        .days
                        .expect("events of constraints in days have variables for their days")
                });
                // The two midnights are so many days apart: no more, by the one bound, and no less, by the
                // other with the two exchanged.
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

    /// That one edge is at most so many seconds after another, and so the days that they lie on.
    fn limit(&mut self, from: Edge, to: Edge, max: i64) {
        self.at_most(from.instant, to.instant, max);
        let days = from.midnight.zip(to.midnight);
        let Some(((from_day, _), (to_day, _))) =
            days.filter(|((_, one), (_, other))| one == other && one.midnights().is_some())
        else {
            return;
        };
        // In so many seconds, so many midnights can pass at most: from the second that the one edge
        // fills to the one that the other does, n days and a part of one have at most n + 1 of them.
        let seconds = max.saturating_add(from.beyond).saturating_sub(to.beyond);
        let midnights = seconds.saturating_add(DAY - 1).div_euclid(DAY);
        self.at_most(from_day, to_day, midnights.saturating_mul(DAY));
    }

    fn between(&mut self, instant: Variable, earliest: Option<i64>, latest: Option<i64>) {
        if let Some(earliest) = earliest {
            self.at_most(instant, Variable::ORIGIN, -earliest);
        }
        if let Some(latest) = latest {
            self.at_most(Variable::ORIGIN, instant, latest);
        }
    }

    fn nature(&mut self, event_variables: &EventVariables) {
        self.at_most(event_variables.end, event_variables.start, -1);
        if let Some(Days { first, last, .. }) = event_variables.days {
            self.at_most(event_variables.start, first, 0);
            self.at_most(first, event_variables.start, DAY - 1);
            self.at_most(event_variables.end, last, -1);
            self.at_most(last, event_variables.end, DAY);
            self.at_most(last, first, 0);
        }
    }

    fn date(&mut self, event_variables: &EventVariables, bounds: &Bounds) {
        // Bounds hold the first second of a start and the last of an end: as whole seconds, closed.
        let raw = bounds.raw();
        let [start_earliest, start_latest, end_earliest, end_latest] = raw.map(known);
        self.between(
            event_variables.start,
            start_earliest,
            start_latest.map(|at| at - 1),
        );
        self.between(
            event_variables.end,
            end_earliest.map(|at| at + 1),
            end_latest,
        );
        if let Some(days) = event_variables.days {
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

fn known(second: i64) -> Option<i64> {
    (second != i64::MIN && second != i64::MAX).then_some(second)
}
