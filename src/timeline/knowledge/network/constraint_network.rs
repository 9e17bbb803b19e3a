//! The constraint network: dates, links and constraints on events, solved together.
//!
//! Each bound event has two instants as variables, its start and its end. If a statement counts days
//! from it, it also has the midnights that begin the days of its first and last second. A network
//! has the knowledge of one view: the statements in force as of a time, and the dates that a rule
//! chooses.
//!
//! Events are identified by [`EventRank`], which does not depend on dates or on the order in which
//! events were added.

use std::collections::HashMap;

use super::gaps::{Component, Solution};
use super::layout::{EventVariables, Layout};
use crate::time::network::{self, Network, Variable};
use crate::time::{Alternatives, Bounds};
use crate::timeline::{Contradiction, EventConstraint, EventConstraintIx, EventRank, components};

use super::evidence::Evidence;
use super::{gaps, reasons};

/// A number of seconds from the origin that no single date or distance reaches.
const FAR: i64 = i64::MAX / 2;

/// The reason for an arc between two instants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Reason {
    /// An event ends after it starts, and a day has 24 hours.
    Nature(EventRank),
    /// The date of an event.
    Date(EventRank),
    /// A link or a constraint.
    Constraint(EventConstraintIx),
    /// A hypothesis whose consistency is tested.
    Asked,
}

pub(super) type Arc = network::DifferenceConstraint<Reason>;

/// An instant of an event, or the origin of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimePoint {
    Origin,
    Start(EventRank),
    End(EventRank),
}

impl TimePoint {
    /// The event of the instant. Returns `None` for the origin.
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
    /// The limit that holds exactly if this one does not.
    ///
    /// Times are whole seconds, so `to - from > max` is `from - to <= -max - 1`. Returns `None` if
    /// that is out of range.
    pub(super) fn negation(self) -> Option<Self> {
        Some(Self {
            from: self.to,
            to: self.from,
            max: self.max.checked_neg()?.checked_sub(1)?,
        })
    }
}

/// The network of the instants of bound events. It has no contradiction.
#[derive(Clone, Debug)]
pub(crate) struct ConstraintNetwork {
    /// The network of first and last seconds, tightened by the solved components.
    network: Network<Reason>,
    pub(super) layout: Layout,
    /// The solved components, whose dates have gaps.
    components: Vec<Component>,
    /// The solved component of each instant that is in one, as a position in `components`.
    component_of: HashMap<Variable, usize>,
}

impl ConstraintNetwork {
    /// Solves the dates and statements. Returns `None` if no statement in force binds events.
    ///
    /// # Errors
    ///
    /// [`Contradiction`] if the statements have no solution.
    pub(crate) fn new(evidence: Evidence<'_>) -> Result<Option<Self>, Contradiction> {
        let in_force = evidence.constraints.entries();
        let in_force = in_force.filter(|(_, constraint)| evidence.is_in_force(constraint));
        Self::of(evidence, in_force.map(|(number, _)| number).collect())
    }

    /// Solves some of the statements in force, which must be all those of some components.
    pub(crate) fn of(
        evidence: Evidence<'_>,
        mut in_force: Vec<EventConstraintIx>,
    ) -> Result<Option<Self>, Contradiction> {
        // If it is unknown whether a component is consistent, its statements are dropped, and the
        // network is built again without them. Each round drops at least one statement, so this ends.
        loop {
            let Some(mut network) = Self::of_constraints(evidence, &in_force)? else {
                return Ok(None);
            };
            let unknown = network.solve_components(evidence, &in_force)?;
            if unknown.is_empty() {
                return match network.beyond_all_time(evidence) {
                    Some(limit) => Err(network.limit_contradiction(evidence, limit)),
                    None => Ok(Some(network)),
                };
            }
            in_force.retain(|number| unknown.binary_search(number).is_err());
        }
    }

    /// Builds the network of first and last seconds, without the gaps in dates.
    fn of_constraints(
        evidence: Evidence<'_>,
        in_force: &[EventConstraintIx],
    ) -> Result<Option<Self>, Contradiction> {
        let constraints = in_force.iter().map(|&number| evidence.constraint(number));
        let mut events: Vec<EventRank> = constraints.flat_map(EventConstraint::events).collect();
        events.sort_unstable();
        events.dedup();
        if events.is_empty() {
            return Ok(None);
        }
        // Per event two variables, and five arcs: one for its nature and four for its date. Per
        // statement mostly two arcs.
        let mut network =
            Network::with_capacity(2 * events.len(), 5 * events.len() + 2 * in_force.len());
        let layout = Layout::of(&mut network, evidence, &events, in_force, |_| true);
        let events = layout.events.iter().map(|variables| variables.event);
        let reasons = events
            .flat_map(|event| [Reason::Nature(event), Reason::Date(event)])
            .chain(in_force.iter().copied().map(Reason::Constraint));
        let mut arcs = Vec::with_capacity(5 * layout.events.len() + 2 * in_force.len());
        for reason in reasons {
            layout.add_arcs(evidence, reason, &mut arcs);
        }
        let added = network.add_all(arcs);
        let network = Self {
            network,
            layout,
            components: Vec::new(),
            component_of: HashMap::new(),
        };
        match added {
            Ok(()) => Ok(Some(network)),
            Err(cycle) => {
                let reasons = cycle.constraints.iter().map(|arc| arc.reason).collect();
                Err(network.contradiction(evidence, in_force, reasons))
            }
        }
    }

    /// A minimal contradiction from some reasons.
    ///
    /// The reasons of a cycle alone may not suffice: the calendar of statements in days follows from
    /// other dates. Then all reasons of the component are the starting point.
    fn contradiction(
        &self,
        evidence: Evidence<'_>,
        in_force: &[EventConstraintIx],
        reasons: Vec<Reason>,
    ) -> Contradiction {
        let reasons = if reasons::are_inconsistent(evidence, &reasons, None) {
            reasons
        } else {
            let asked: Vec<EventRank> = reasons
                .iter()
                .flat_map(|&reason| evidence.events(reason))
                .collect();
            self.reasons_of(evidence, &asked)
        };
        let reasons = reasons::minimal(evidence, reasons, None);
        let reasons = reasons::contradicting_pair(evidence, in_force, &reasons).unwrap_or(reasons);
        Contradiction {
            statements: evidence.statements(&reasons),
        }
    }

    /// Solves the components in which dates have gaps.
    ///
    /// Returns the statements of the components for which it is unknown whether they are consistent.
    fn solve_components(
        &mut self,
        evidence: Evidence<'_>,
        in_force: &[EventConstraintIx],
    ) -> Result<Vec<EventConstraintIx>, Contradiction> {
        let gaps = self.dates_with_gaps(evidence);
        if gaps.is_empty() {
            return Ok(Vec::new());
        }
        let mut unknown = Vec::new();
        // The bounds of single instants that follow from the solutions. They are added to the network,
        // so that it answers for instants of different components too.
        let mut arcs = Vec::new();
        let constraints = in_force
            .iter()
            .map(|&number| (number, *evidence.constraint(number)));
        for (events, constraints) in components(&self.events(), constraints) {
            match gaps::solve(evidence, &self.layout, (&events, &constraints), &gaps) {
                Solution::Narrowed(dates) => {
                    for (event, bounds) in dates {
                        Layout::add_date_arcs(self.layout.variables_of(event), &bounds, &mut arcs);
                    }
                }
                Solution::Unknown => unknown.extend(constraints),
                Solution::Refuted { blamed, all } => {
                    let is_enough = reasons::are_inconsistent(evidence, &blamed, None);
                    let reasons = if is_enough { blamed } else { all };
                    return Err(self.contradiction(evidence, in_force, reasons));
                }
                Solution::Solved(component) => {
                    for &event in &events {
                        add_solved_bounds(&component, self.layout.variables_of(event), &mut arcs);
                    }
                    self.components.push(component);
                }
            }
        }
        for (number, component) in (0..).zip(&self.components) {
            for instant in component.instants() {
                self.component_of.insert(*instant, number);
            }
        }
        unknown.sort_unstable();
        self.network
            .add_all(arcs)
            .expect("bounds that a consistent choice satisfies contradict nothing");
        Ok(unknown)
    }

    /// The bound events whose dates have gaps, with the alternatives that their bounds leave.
    fn dates_with_gaps(&self, evidence: Evidence<'_>) -> HashMap<EventRank, Alternatives> {
        let dates = self.layout.events.iter().filter_map(|variables| {
            let found = evidence.alternatives(variables.event)?;
            let left = gaps::remaining_alternatives(&self.network, variables, found);
            Some((variables.event, left))
        });
        dates.collect()
    }

    /// The bound events, sorted.
    fn events(&self) -> Vec<EventRank> {
        let events = self.layout.events.iter();
        events.map(|variables| variables.event).collect()
    }

    /// The solved component of an instant, if it is in one.
    fn component(&self, instant: Variable) -> Option<&Component> {
        let number = *self.component_of.get(&instant)?;
        Some(&self.components[number])
    }

    /// The maximum number of seconds from one instant to another. `None` means unbounded.
    pub(super) fn difference(&self, from: Variable, to: Variable) -> Option<i64> {
        match self.component(from) {
            Some(component) if component.has(to) => component.most(from, to),
            _ => self.network.max_difference(from, to),
        }
    }

    /// The maximum number of seconds from one instant to each.
    pub(super) fn differences(&self, from: Variable) -> Vec<Option<i64>> {
        let mut most = self.network.max_differences(from);
        if let Some(component) = self.component(from) {
            for (to, solved) in component.around(from, true) {
                most[to.index()] = solved;
            }
        }
        most
    }

    /// The maximum number of seconds from each instant to one.
    pub(super) fn differences_to(&self, to: Variable) -> Vec<Option<i64>> {
        let mut most = self.network.max_differences_to(to);
        if let Some(component) = self.component(to) {
            for (from, solved) in component.around(to, false) {
                most[from.index()] = solved;
            }
        }
        most
    }

    /// All dates and statements of the components of some events, and the dates of these events.
    pub(super) fn reasons_of(&self, evidence: Evidence<'_>, asked: &[EventRank]) -> Vec<Reason> {
        let is_used = |constraint: &EventConstraint| {
            evidence.is_in_force(constraint) && constraint.events().all(|event| self.has(event))
        };
        let constraints = evidence
            .constraints
            .entries()
            .map(|(number, constraint)| (number, *constraint));
        let constraints = constraints.filter(|(_, constraint)| is_used(constraint));
        let components = components(&self.events(), constraints).into_iter();
        let components =
            components.filter(|(events, _)| asked.iter().any(|one| events.contains(one)));
        let reasons = components.flat_map(|(events, constraints)| {
            let dates = events.into_iter().map(Reason::Date);
            dates.chain(constraints.into_iter().map(Reason::Constraint))
        });
        let dates = asked.iter().copied().map(Reason::Date);
        dates.chain(reasons).collect()
    }

    /// The limit that is broken if an event ends before an event without a start begins, or begins
    /// after an event without an end ends.
    ///
    /// The network represents a missing side by the outermost second, which is a number like any
    /// other. It would accept an undated event beyond that second.
    fn beyond_all_time(&self, evidence: Evidence<'_>) -> Option<Limit> {
        self.layout.events.iter().find_map(|variables| {
            let (start, end) = (
                TimePoint::Start(variables.event),
                TimePoint::End(variables.event),
            );
            let latest = self.network.latest(variables.end);
            let earliest = self.network.earliest(variables.start);
            let (from, to) = if latest.is_some_and(|end| end < -FAR) {
                (end, TimePoint::Origin)
            } else if earliest.is_some_and(|start| start > FAR) {
                (TimePoint::Origin, start)
            } else {
                return None;
            };
            // A chain of long distances can reach as far. It is a contradiction only if it leads to a
            // missing side.
            let reasons = self
                .chain(to, from)
                .expect("an instant with a bound has a chain to the origin");
            let has_no_side = |reason: &Reason| match *reason {
                Reason::Date(event) => {
                    let dated = evidence.date_bounds(event);
                    dated.has_no_start() || dated.has_no_end()
                }
                _ => false,
            };
            let is_endless = reasons.iter().any(has_no_side);
            is_endless.then_some(Limit { from, to, max: FAR })
        })
    }

    /// The contradiction of the statements that break a limit.
    fn limit_contradiction(&self, evidence: Evidence<'_>, limit: Limit) -> Contradiction {
        let reasons = self.chain(limit.to, limit.from);
        let reasons = reasons.expect("a broken limit has a chain in the opposite direction");
        let reasons = reasons::minimal(evidence, reasons, Some(limit));
        Contradiction {
            statements: evidence.statements(&reasons),
        }
    }

    /// The bounds of every bound event, except those [out of range](gaps::bounds_of).
    pub(crate) fn all_bounds(&self) -> impl Iterator<Item = (EventRank, Bounds)> + '_ {
        let events = self.layout.events.iter();
        events.filter_map(|variables| Some((variables.event, self.bounds_of(variables)?)))
    }

    /// The bounds of an event. Returns `None` if it is not bound, or if they are out of range.
    pub(crate) fn bounds(&self, event: EventRank) -> Option<Bounds> {
        self.bounds_of(self.layout.find_variables(event)?)
    }

    fn bounds_of(&self, variables: &EventVariables) -> Option<Bounds> {
        gaps::bounds_of(&self.network, variables)
    }

    /// Whether an event is bound.
    pub(crate) fn has(&self, event: EventRank) -> bool {
        self.layout.find_variables(event).is_some()
    }

    /// The maximum number of seconds from one instant to another. Returns `None` if it is unbounded, or
    /// if one of the events is not bound.
    pub(crate) fn most(&self, from: TimePoint, to: TimePoint) -> Option<i64> {
        let (from, to) = (self.layout.variable(from)?, self.layout.variable(to)?);
        self.difference(from, to)
    }

    /// The reasons of the chain of arcs that gives the tightest bound on a difference.
    pub(super) fn chain(&self, from: TimePoint, to: TimePoint) -> Option<Vec<Reason>> {
        let (from, to) = (self.layout.variable(from)?, self.layout.variable(to)?);
        let chain = self.network.explain(from, to)?;
        Some(chain.iter().map(|arc| arc.reason).collect())
    }
}

/// Adds the bounds of an event's instants in a solved component, with the event's date as the reason.
fn add_solved_bounds(component: &Component, variables: &EventVariables, arcs: &mut Vec<Arc>) {
    let reason = Reason::Date(variables.event);
    for instant in variables.instants() {
        for (from, to) in [(instant, Variable::ORIGIN), (Variable::ORIGIN, instant)] {
            let max = component.most(from, to);
            arcs.extend(max.map(|max| Arc {
                from,
                to,
                max,
                reason,
            }));
        }
    }
}
