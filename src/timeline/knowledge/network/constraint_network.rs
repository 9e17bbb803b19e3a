//! The network that dates and statements of order make together.
//!
//! Each event that a statement has has two instants in it, its start and its end; where
//! a statement counts in days, also the midnights that begin the day of its start and
//! the day of its last second. A network holds what one asker knows: all that stands, or
//! what stood as of an instant, with dates by a rule.
//!
//! Events are known here by the place of their identifier among all, which no order of
//! insertion and no later date moves.

use std::collections::HashMap;

use super::gaps::{Component, Solution};
use super::layout::{EventVariables, Layout};
use crate::time::network::{self, Network, Variable};
use crate::time::{Alternatives, Bounds};
use crate::timeline::{Contradiction, EventConstraint, EventConstraintIx, EventRank, components};

use super::evidence::Evidence;
use super::{gaps, reasons};

/// Seconds from time zero that no date and no distance reaches by itself.
const FAR: i64 = i64::MAX / 2;

/// Why two instants are bound to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Reason {
    /// An event ends after it starts, and a day has 24 hours.
    Nature(EventRank),
    /// An event is dated.
    Date(EventRank),
    /// The constraint of a number.
    Constraint(EventConstraintIx),
    /// Somebody asks whether it can be so.
    Asked,
}

pub(super) type Arc = network::DifferenceConstraint<Reason>;

/// An instant of an event, or time zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimePoint {
    Origin,
    Start(EventRank),
    End(EventRank),
}

impl TimePoint {
    /// The event that it is of.
    pub(super) const fn event(self) -> Option<EventRank> {
        match self {
            Self::Origin => None,
            Self::Start(event) | Self::End(event) => Some(event),
        }
    }
}

/// A bound on the difference of two instants, `to - from <= max`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    pub(crate) from: TimePoint,
    pub(crate) to: TimePoint,
    pub(crate) max: i64,
}

impl Limit {
    /// What is the case exactly if the limit is not kept.
    pub(super) fn denied(self) -> Option<Self> {
        Some(Self {
            from: self.to,
            to: self.from,
            max: self.max.checked_neg()?.checked_sub(1)?,
        })
    }
}

/// The events that are bound to each other, and the network of their instants.
#[derive(Clone, Debug)]
pub(crate) struct ConstraintNetwork {
    /// By the first and the last second of each date, and the bounds that gaps in dates leave.
    network: Network<Reason>,
    pub(super) layout: Layout,
    /// The parts in which dates have gaps.
    parts: Vec<Component>,
    /// The part of each instant that is of one.
    component_of: HashMap<Variable, usize>,
}

impl ConstraintNetwork {
    /// Binds together what the asker knows; none if no statement has any.
    pub(crate) fn new(evidence: Evidence<'_>) -> Result<Option<Self>, Contradiction> {
        let mut standing: Vec<EventConstraintIx> = evidence
            .constraints
            .entries()
            .filter(|(_, constraint)| evidence.stands(constraint))
            .map(|(number, _)| number)
            .collect();
        // Each round leaves out the statements of parts of which nobody knows whether they can be
        // true; those that are left are not looked at differently for that.
        loop {
            let Some(mut network) = Self::of_constraints(evidence, &standing)? else {
                return Ok(None);
            };
            let unknown = network.fill(evidence, &standing)?;
            if unknown.is_empty() {
                return match network.beyond_all_time(evidence) {
                    Some(limit) => Err(network.denied(evidence, limit)),
                    None => Ok(Some(network)),
                };
            }
            standing.retain(|number| unknown.binary_search(number).is_err());
        }
    }

    /// Binds together what is said, by the first and the last second of each date.
    fn of_constraints(
        evidence: Evidence<'_>,
        standing: &[EventConstraintIx],
    ) -> Result<Option<Self>, Contradiction> {
        let constraints = standing.iter().map(|&number| evidence.constraint(number));
        let mut events: Vec<EventRank> = constraints.flat_map(EventConstraint::events).collect();
        events.sort_unstable();
        events.dedup();
        if events.is_empty() {
            return Ok(None);
        }
        let mut network =
            Network::with_capacity(2 * events.len(), 5 * events.len() + 2 * standing.len());
        let layout = Layout::of(&mut network, evidence, &events, standing, |_| true);
        let events = layout
            .events
            .iter()
            .map(|event_variables| event_variables.event);
        let reasons = events
            .flat_map(|event| [Reason::Nature(event), Reason::Date(event)])
            .chain(standing.iter().copied().map(Reason::Constraint));
        let mut arcs = Vec::with_capacity(5 * layout.events.len() + 2 * standing.len());
        for reason in reasons {
            layout.say(evidence, reason, &mut arcs);
        }
        let added = network.add_all(arcs);
        let network = Self {
            network,
            layout,
            parts: Vec::new(),
            component_of: HashMap::new(),
        };
        match added {
            Ok(()) => Ok(Some(network)),
            Err(cycle) => {
                let reasons = cycle.constraints.iter().map(|arc| arc.reason).collect();
                Err(network.contradiction(evidence, standing, reasons))
            }
        }
    }

    /// The contradiction that some reasons make together, with those that tell by whose calendar.
    fn contradiction(
        &self,
        evidence: Evidence<'_>,
        standing: &[EventConstraintIx],
        reasons: Vec<Reason>,
    ) -> Contradiction {
        let reasons = if reasons::is_denied(evidence, &reasons, None) {
            reasons
        } else {
            let asked: Vec<EventRank> = reasons
                .iter()
                .flat_map(|&reason| evidence.events(reason))
                .collect();
            self.reasons_of(evidence, &asked)
        };
        let reasons = reasons::needed(evidence, reasons, None);
        let reasons = reasons::at_odds(evidence, standing, &reasons).unwrap_or(reasons);
        Contradiction {
            statements: evidence.statements(&reasons),
        }
    }

    /// Heeds the gaps in dates, part by part.
    ///
    /// Returns the statements of the parts of which nobody knows whether they can be true.
    fn fill(
        &mut self,
        evidence: Evidence<'_>,
        standing: &[EventConstraintIx],
    ) -> Result<Vec<EventConstraintIx>, Contradiction> {
        let mut unknown = Vec::new();
        let events: Vec<EventRank> = self
            .layout
            .events
            .iter()
            .map(|event_variables| event_variables.event)
            .collect();
        let dates = self.layout.events.iter().filter_map(|event_variables| {
            let found = evidence.alternatives(event_variables.event)?;
            Some((
                event_variables.event,
                gaps::left(&self.network, event_variables, found),
            ))
        });
        let gaps: HashMap<EventRank, Alternatives> = dates.collect();
        if gaps.is_empty() {
            return Ok(unknown);
        }
        let constraints = standing
            .iter()
            .map(|&number| (number, *evidence.constraint(number)));
        let mut arcs = Vec::new();
        for (events, constraints) in components(&events, constraints) {
            match gaps::look(evidence, &self.layout, (&events, &constraints), &gaps) {
                Solution::Narrowed(dates) => {
                    for (event, bounds) in dates {
                        Layout::say_date(self.layout.variables_of(event), &bounds, &mut arcs);
                    }
                }
                Solution::Unknown => unknown.extend(constraints),
                Solution::Refuted { blamed, all } => {
                    let is_enough = reasons::is_denied(evidence, &blamed, None);
                    let reasons = if is_enough { blamed } else { all };
                    return Err(self.contradiction(evidence, standing, reasons));
                }
                Solution::Solved(part) => {
                    let events = events.iter().map(|&event| self.layout.variables_of(event));
                    let instants = events.flat_map(|event_variables| {
                        let reason = Reason::Date(event_variables.event);
                        event_variables
                            .instants()
                            .map(move |instant| (instant, reason))
                    });
                    for (instant, reason) in instants {
                        for (from, to) in [(instant, Variable::ORIGIN), (Variable::ORIGIN, instant)]
                        {
                            arcs.extend(part.most(from, to).map(|max| Arc {
                                from,
                                to,
                                max,
                                reason,
                            }));
                        }
                    }
                    self.parts.push(part);
                }
            }
        }
        for (number, part) in (0..).zip(&self.parts) {
            for instant in part.instants() {
                self.component_of.insert(*instant, number);
            }
        }
        unknown.sort_unstable();
        self.network
            .add_all(arcs)
            .expect("at least one choice satisfies the other constraints");
        Ok(unknown)
    }

    /// The part that an instant is of, if that has dates with gaps.
    fn part(&self, instant: Variable) -> Option<&Component> {
        let number = *self.component_of.get(&instant)?;
        Some(&self.parts[number])
    }

    /// The most seconds from one instant to another, by the gaps in dates too.
    pub(super) fn difference(&self, from: Variable, to: Variable) -> Option<i64> {
        match self.part(from) {
            Some(part) if part.has(to) => part.most(from, to),
            _ => self.network.max_difference(from, to),
        }
    }

    /// The most seconds from one instant to each.
    pub(super) fn differences(&self, from: Variable) -> Vec<Option<i64>> {
        let mut most = self.network.max_differences(from);
        for (to, known) in self
            .part(from)
            .into_iter()
            .flat_map(|it| it.around(from, true))
        {
            most[to.index()] = known;
        }
        most
    }

    /// The most seconds from each instant to one.
    pub(super) fn differences_to(&self, to: Variable) -> Vec<Option<i64>> {
        let mut most = self.network.max_differences_to(to);
        for (from, known) in self
            .part(to)
            .into_iter()
            .flat_map(|it| it.around(to, false))
        {
            most[from.index()] = known;
        }
        most
    }

    /// All that is said of some events, and of those that are tied to them.
    pub(super) fn reasons_of(&self, evidence: Evidence<'_>, asked: &[EventRank]) -> Vec<Reason> {
        let events: Vec<EventRank> = self
            .layout
            .events
            .iter()
            .map(|event_variables| event_variables.event)
            .collect();
        let stands = |constraint: &EventConstraint| {
            evidence.stands(constraint) && constraint.events().all(|event| self.has(event))
        };
        let constraints = evidence
            .constraints
            .entries()
            .map(|(number, constraint)| (number, *constraint));
        let constraints = constraints.filter(|(_, constraint)| stands(constraint));
        let parts = components(&events, constraints).into_iter();
        let parts = parts.filter(|(events, _)| asked.iter().any(|one| events.contains(one)));
        let said = parts.flat_map(|(events, constraints)| {
            let dates = events.into_iter().map(Reason::Date);
            dates.chain(constraints.into_iter().map(Reason::Constraint))
        });
        let dates = asked.iter().copied().map(Reason::Date);
        dates.chain(said).collect()
    }

    /// What is not kept where an event would be over before what has no start begins, or begin
    /// once what has no end is over.
    ///
    /// Such a side stands for the outermost second, which is a number like any other to the
    /// network: an event of which nothing else is known could lie beyond it.
    fn beyond_all_time(&self, evidence: Evidence<'_>) -> Option<Limit> {
        self.layout.events.iter().find_map(|event_variables| {
            let (start, end) = (
                TimePoint::Start(event_variables.event),
                TimePoint::End(event_variables.event),
            );
            let latest = self.network.latest(event_variables.end);
            let earliest = self.network.earliest(event_variables.start);
            let (from, to) = if latest.is_some_and(|end| end < -FAR) {
                (end, TimePoint::Origin)
            } else if earliest.is_some_and(|start| start > FAR) {
                (TimePoint::Origin, start)
            } else {
                return None;
            };
            // However far distances differences_around in a row, it is no contradiction without such a side.
            let reasons = self
                .chain(to, from)
                .expect("a bound on an instant follows from a path of constraints");
            let has_no_side = |reason: &Reason| match *reason {
                Reason::Date(event) => {
                    let dated = evidence.dated(event);
                    dated.has_no_start() || dated.has_no_end()
                }
                _ => false,
            };
            let is_endless = reasons.iter().any(has_no_side);
            is_endless.then_some(Limit { from, to, max: FAR })
        })
    }

    /// The statements that a limit is not kept for.
    fn denied(&self, evidence: Evidence<'_>, limit: Limit) -> Contradiction {
        let reasons = self.chain(limit.to, limit.from);
        let reasons = reasons.expect("a limit that is not kept has reasons");
        let reasons = reasons::needed(evidence, reasons, Some(limit));
        Contradiction {
            statements: evidence.statements(&reasons),
        }
    }

    /// The bounds of every bound event, as tight as the statements make them; of one that distances
    /// in a row put beyond all seconds that there are numbers for, none.
    pub(crate) fn all_bounds(&self) -> impl Iterator<Item = (EventRank, Bounds)> + '_ {
        let events = self.layout.events.iter();
        events.filter_map(|event_variables| {
            Some((event_variables.event, self.bounds_of(event_variables)?))
        })
    }

    /// The bounds of an event, if it is bound.
    pub(crate) fn bounds(&self, event: EventRank) -> Option<Bounds> {
        self.bounds_of(self.layout.event_variables(event)?)
    }

    fn bounds_of(&self, event_variables: &EventVariables) -> Option<Bounds> {
        gaps::bounds_of(&self.network, event_variables)
    }

    /// Whether it has an event.
    pub(crate) fn has(&self, event: EventRank) -> bool {
        self.layout.event_variables(event).is_some()
    }

    /// The most seconds from one instant to another; none without a bound, or if one is not bound.
    pub(crate) fn most(&self, from: TimePoint, to: TimePoint) -> Option<i64> {
        let (from, to) = (self.layout.variable(from)?, self.layout.variable(to)?);
        self.difference(from, to)
    }

    /// The reasons of the tightest bound on a difference, chained.
    pub(super) fn chain(&self, from: TimePoint, to: TimePoint) -> Option<Vec<Reason>> {
        let (from, to) = (self.layout.variable(from)?, self.layout.variable(to)?);
        let chain = self.network.explain(from, to)?;
        Some(chain.iter().map(|arc| arc.reason).collect())
    }
}
