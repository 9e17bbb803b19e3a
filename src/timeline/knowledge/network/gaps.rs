//! Dates with gaps: a search over the alternatives of each date.
//!
//! A simple temporal network knows only the first and the last second of a date. For a call "on the
//! 2nd or the 6th" it would leave the 4th possible, and it would miss that the call cannot be on the
//! day of a meeting that was on the 3rd or the 4th.
//!
//! The events that statements bind together form connected components. In each component with such
//! dates, every choice of one alternative per date is tried. This is a temporal constraint
//! satisfaction problem, solved by backtracking (Dechter, Meiri and Pearl 1991, section 5). Before
//! the search, alternatives outside the bounds of their event are dropped.
//!
//! The answer is what all consistent choices have in common: for each difference of two instants,
//! the largest maximum of any consistent choice. If no choice is consistent, the statements
//! contradict each other.
//!
//! # Limits
//!
//! A component is solved up to [`MAX_INSTANTS`] instants and [`max_choices`] consistent choices.
//! Beyond that, gaps are ignored, and the network of first and last seconds answers. It may leave
//! possible what is impossible. It never makes certain what is not, because at least one consistent
//! choice was found. If none is found within [`max_steps`], it is unknown whether one exists, and the
//! statements of the component are ignored.
//!
//! Source: Dechter, R., Meiri, I. and Pearl, J. (1991), "Temporal constraint networks",
//! *Artificial Intelligence* 49(1–3), 61–95.

use std::collections::{BTreeSet, HashMap};

use super::constraint_network::{Arc, Reason};
use super::evidence::Evidence;
use super::layout::{EventVariables, Layout};
use crate::time::network::{NegativeCycle, Network, Variable};
use crate::time::{Alternatives, Bounds};
use crate::timeline::{EventConstraintIx, EventRank};

/// The maximum number of instants of a component that is solved.
const MAX_INSTANTS: usize = 128;
/// The maximum number of alternatives of one date that are considered.
const MAX_ALTERNATIVES: usize = 1_000;
/// The maximum number of consistent choices of a component that is solved.
const MAX_CHOICES: usize = 128;
/// The maximum number of differences that are computed for one component, over all its choices.
const MAX_DIFFERENCES: usize = 1 << 18;
/// The maximum number of alternatives that are tried for one component, beyond one per date.
const MAX_STEPS: usize = 2_000;
/// The maximum number of updates of instants during the search of one component.
const MAX_MOVES: usize = 1 << 20;
/// The maximum number of rounds in which alternatives are dropped before the search.
const MAX_ROUNDS: usize = 8;

/// The maximum number of consistent choices for a component of `instants` instants.
const fn max_choices(instants: usize) -> usize {
    let most = MAX_DIFFERENCES / (instants * instants + 1);
    if most > MAX_CHOICES {
        MAX_CHOICES
    } else {
        most
    }
}

/// The maximum number of alternatives that are tried for a component with `dates` dates that have
/// gaps, and `instants` instants. Each alternative may update every instant.
const fn max_steps(dates: usize, instants: usize) -> usize {
    let most = MAX_MOVES / (instants + 1);
    dates + if most < MAX_STEPS { most } else { MAX_STEPS }
}

/// A solved component: its instants, and the maximum of each difference over all consistent choices.
#[derive(Clone, Debug)]
pub(super) struct Component {
    /// The instants, as variables of the whole network, sorted. The first is the origin.
    instants: Vec<Variable>,
    /// The maximum of `to - from` for each pair of instants, row by row. `None` means unbounded.
    most: Vec<Option<i64>>,
}

impl Component {
    fn place(&self, instant: Variable) -> usize {
        let place = self.instants.binary_search(&instant);
        place.expect("callers ask only for instants of the component")
    }

    fn between(&self, from: usize, to: usize) -> Option<i64> {
        self.most[from * self.instants.len() + to]
    }

    /// The maximum number of seconds from one instant to another. `None` means unbounded.
    pub(super) fn most(&self, from: Variable, to: Variable) -> Option<i64> {
        self.between(self.place(from), self.place(to))
    }

    /// The maximum difference between one instant and each other: from it, or to it.
    pub(super) fn around(
        &self,
        at: Variable,
        is_from: bool,
    ) -> impl Iterator<Item = (Variable, Option<i64>)> + '_ {
        let numbered = self.instants.iter().enumerate();
        let own = self.place(at);
        numbered.map(move |(place, &other)| {
            let (from, to) = if is_from { (own, place) } else { (place, own) };
            (other, self.between(from, to))
        })
    }

    /// Whether it has an instant. The origin belongs to no component.
    pub(super) fn has(&self, instant: Variable) -> bool {
        self.instants().binary_search(&instant).is_ok()
    }

    /// The instants, without the origin.
    pub(super) fn instants(&self) -> &[Variable] {
        &self.instants[1..]
    }
}

/// The result of solving a component.
pub(super) enum Solution {
    /// No date has gaps, or the limits were exceeded. For each date with gaps, the first and the last
    /// second of the alternatives that are left.
    Narrowed(Vec<(EventRank, Bounds)>),
    /// All consistent choices were found.
    Solved(Component),
    /// No choice is consistent.
    Refuted {
        /// The reasons that the search met. They may not suffice for a contradiction.
        blamed: Vec<Reason>,
        /// All reasons of the component. They suffice.
        all: Vec<Reason>,
    },
    /// The search stopped before it found a consistent choice.
    Unknown,
}

/// A date with several alternatives. A choice takes one of them.
struct Choice {
    variables: EventVariables,
    alternatives: Vec<Bounds>,
    /// Whether the list is complete.
    is_all: bool,
}

impl Choice {
    /// The arcs of an event with one alternative as its date.
    fn arcs(variables: &EventVariables, alternative: &Bounds) -> Vec<Arc> {
        let mut arcs = Vec::new();
        Layout::add_date_arcs(variables, alternative, &mut arcs);
        arcs
    }
}

/// A search for consistent choices of alternatives in a network.
pub(super) struct ChoiceSearch {
    network: Network<Reason>,
    /// The dates with gaps.
    choices: Vec<Choice>,
    /// The number of instants.
    instants: usize,
    /// The reasons for which choices were rejected so far.
    blamed: BTreeSet<Reason>,
}

/// How a search ended.
enum End {
    /// Every choice was tried.
    Tried,
    /// The limit of choices or of steps was reached, or a list of alternatives is incomplete.
    Stopped,
}

impl ChoiceSearch {
    /// Prepares a search over the events of a layout whose dates have gaps.
    pub(super) fn new(
        network: Network<Reason>,
        layout: &Layout,
        gaps: impl Fn(EventRank) -> Option<Alternatives>,
    ) -> Self {
        let choices = layout.events.iter().filter_map(|&variables| {
            let left = remaining_alternatives(&network, &variables, gaps(variables.event)?);
            Some(Choice {
                variables,
                alternatives: left.bounds,
                is_all: left.is_all,
            })
        });
        let choices = choices.collect();
        Self {
            choices,
            instants: layout
                .events
                .iter()
                .flat_map(EventVariables::instants)
                .count(),
            network,
            blamed: BTreeSet::new(),
        }
    }

    /// Whether it is certain that no choice is consistent.
    pub(super) fn refutes(mut self) -> bool {
        !self.choices.is_empty() && (self.narrow().is_err() || self.refuted())
    }

    fn into_refuted(self, all: Vec<Reason>) -> Solution {
        Solution::Refuted {
            blamed: self.blamed.into_iter().collect(),
            all,
        }
    }

    /// Whether every choice was tried and none is consistent.
    fn refuted(&mut self) -> bool {
        let mut found = false;
        let end = self.for_each_consistent(1, |_| found = true);
        matches!(end, End::Tried) && !found
    }

    /// Drops alternatives outside the bounds of their event, and tightens the network by those that
    /// are left, until nothing changes. Fails if a date has no alternative left.
    fn narrow(&mut self) -> Result<(), ()> {
        // Each round drops alternatives and then adds the hull of those that are left to the network.
        // A shorter hull may tighten the bounds of other events, whose alternatives are dropped in the
        // next round.
        // Invariant: the alternatives that are left include every consistent choice. Stopping early
        // therefore costs time in the search, but changes no answer.
        for _ in 0..MAX_ROUNDS {
            let mut arcs = Vec::new();
            for choice in self.choices.iter_mut().filter(|choice| choice.is_all) {
                let before = choice.alternatives.len();
                let variables = choice.variables;
                let known = bounds_of(&self.network, &variables);
                choice.alternatives.retain(|alternative| {
                    known.is_some_and(|known| known.intersect(alternative).is_some())
                });
                let Some(hull) = choice
                    .alternatives
                    .iter()
                    .copied()
                    .reduce(|a, b| a.union(&b))
                else {
                    self.blame_bounds(&variables);
                    return Err(());
                };
                if choice.alternatives.len() < before {
                    arcs.extend(Choice::arcs(&variables, &hull));
                }
            }
            if arcs.is_empty() {
                break;
            }
            if let Err(refused) = self.network.add_all(arcs) {
                blame(&mut self.blamed, &refused);
                return Err(());
            }
        }
        Ok(())
    }

    /// Notes the reasons for the bounds of an event that leave no alternative of its date.
    fn blame_bounds(&mut self, variables: &EventVariables) {
        self.blamed.insert(Reason::Date(variables.event));
        for instant in [variables.start, variables.end] {
            for (from, to) in [(instant, Variable::ORIGIN), (Variable::ORIGIN, instant)] {
                let chain = self.network.explain(from, to).into_iter().flatten();
                self.blamed.extend(chain.map(|arc| arc.reason));
            }
        }
    }

    /// The hull of what narrowing left of each date whose list of alternatives is complete.
    fn hulls(&self) -> impl Iterator<Item = (EventRank, Bounds)> {
        let whole = self.choices.iter().filter(|choice| choice.is_all);
        whole.map(|choice| {
            let hull = choice
                .alternatives
                .iter()
                .copied()
                .reduce(|a, b| a.union(&b));
            let hull = hull.expect("narrowing fails if a date has no alternative left");
            (choice.variables.event, hull)
        })
    }

    /// Calls `found` with the network of each consistent choice, until `most` are found.
    ///
    /// Depth-first search with backtracking: the dates take an alternative one after another. An
    /// alternative that contradicts those taken before is skipped with everything below it.
    fn for_each_consistent(&mut self, most: usize, mut found: impl FnMut(&Network<Reason>)) -> End {
        // Dates with few alternatives first, so that contradictions are found near the root.
        self.choices.sort_by_key(|choice| choice.alternatives.len());
        let is_all = self.choices.iter().all(|choice| choice.is_all);
        let max_steps = max_steps(self.choices.len(), self.instants);
        let (mut steps, mut number) = (0, 0);
        // For each of the first dates, the alternative that it has taken, and the mark that undoes it.
        let mut taken: Vec<(usize, usize)> = Vec::new();
        // The alternative to try for the date after them.
        let mut next = 0;
        // Invariant: the network contains exactly the alternatives in `taken`, without contradiction.
        // All alternatives before `next` were tried with them.
        let end = loop {
            if let Some(choice) = self.choices.get(taken.len()) {
                if let Some(alternative) = choice.alternatives.get(next) {
                    steps += 1;
                    if steps > max_steps {
                        break End::Stopped;
                    }
                    match self
                        .network
                        .push(Choice::arcs(&choice.variables, alternative))
                    {
                        Ok(mark) => {
                            taken.push((next, mark));
                            next = 0;
                        }
                        Err(refused) => {
                            blame(&mut self.blamed, &refused);
                            next += 1;
                        }
                    }
                    continue;
                }
            } else {
                // Every date has taken an alternative, so the choice is consistent.
                number += 1;
                found(&self.network);
                if number >= most {
                    break End::Stopped;
                }
            }
            // Backtrack: undo the last date and try its next alternative. Without a last date, all
            // choices were tried.
            let Some((alternative, mark)) = taken.pop() else {
                break if is_all { End::Tried } else { End::Stopped };
            };
            self.network.pop(mark);
            next = alternative + 1;
        };
        // Restores the network.
        if let Some((_, mark)) = taken.first() {
            self.network.pop(*mark);
        }
        end
    }
}

/// The alternatives that the bounds of an event allow, at most [`MAX_ALTERNATIVES`].
pub(super) fn remaining_alternatives(
    network: &Network<Reason>,
    variables: &EventVariables,
    found: Alternatives,
) -> Alternatives {
    let Alternatives {
        mut bounds,
        mut is_all,
    } = found;
    let known = bounds_of(network, variables);
    bounds.retain(|one| known.is_some_and(|known| known.intersect(one).is_some()));
    if bounds.len() > MAX_ALTERNATIVES {
        bounds.truncate(MAX_ALTERNATIVES);
        is_all = false;
    }
    bounds.shrink_to_fit();
    Alternatives { bounds, is_all }
}

/// The bounds that a network leaves for an event.
///
/// Returns `None` if they are outside the range of seconds, which a long chain of distances can
/// cause.
pub(super) fn bounds_of(network: &Network<Reason>, variables: &EventVariables) -> Option<Bounds> {
    Bounds::from_raw([
        network.earliest(variables.start).unwrap_or(i64::MIN),
        network
            .latest(variables.start)
            .map_or(i64::MAX, |second| second.saturating_add(1)),
        network
            .earliest(variables.end)
            .map_or(i64::MIN, |second| second.saturating_sub(1)),
        network.latest(variables.end).unwrap_or(i64::MAX),
    ])
}

/// Notes the reasons of a negative cycle.
fn blame(blamed: &mut BTreeSet<Reason>, cycle: &NegativeCycle<Reason>) {
    blamed.extend(cycle.constraints.iter().map(|arc| arc.reason));
}

/// Solves a component. Its network of first and last seconds has no contradiction.
pub(super) fn solve(
    evidence: Evidence<'_>,
    all: &Layout,
    (events, constraints): (&[EventRank], &[EventConstraintIx]),
    gaps: &HashMap<EventRank, Alternatives>,
) -> Solution {
    if !events.iter().any(|event| gaps.contains_key(event)) {
        return Solution::Narrowed(Vec::new());
    }
    let dates = events.iter().copied().map(Reason::Date);
    let reasons: Vec<Reason> = dates
        .chain(constraints.iter().copied().map(Reason::Constraint))
        .collect();
    // The component gets a small network of its own, because the search updates all its instants.
    let (network, layout) = component_network(evidence, all, events, &reasons);
    let mut search = ChoiceSearch::new(network, &layout, |event| gaps.get(&event).cloned());
    if search.narrow().is_err() {
        return search.into_refuted(reasons);
    }
    let instants = with_origin(layout.events.iter());
    let width = instants.len();
    // With a limit of one choice, the search only decides whether there is a consistent one.
    let most = if width > MAX_INSTANTS {
        1
    } else {
        max_choices(width).max(1)
    };
    let is_solved = most > 1;
    let mut answers = vec![Some(i64::MIN); if is_solved { width * width } else { 0 }];
    let mut consistent = 0;
    let end = search.for_each_consistent(most, |network| {
        consistent += 1;
        if is_solved {
            widen(network, &instants, &mut answers);
        }
    });
    match (end, consistent) {
        (End::Tried, 0) => search.into_refuted(reasons),
        (End::Stopped, 0) => Solution::Unknown,
        // Both layouts list the events in the same order, so the rows of the answers agree.
        (End::Tried, _) if is_solved => Solution::Solved(Component {
            instants: with_origin(events.iter().map(|&event| all.variables_of(event))),
            most: answers,
        }),
        _ => Solution::Narrowed(search.hulls().collect()),
    }
}

/// The network of some events of a layout, with everything that the reasons say.
fn component_network(
    evidence: Evidence<'_>,
    all: &Layout,
    events: &[EventRank],
    reasons: &[Reason],
) -> (Network<Reason>, Layout) {
    let (mut network, layout) = all.part(events);
    let mut arcs = Vec::new();
    let nature = events.iter().copied().map(Reason::Nature);
    for reason in nature.chain(reasons.iter().copied()) {
        layout.add_arcs(evidence, reason, &mut arcs);
    }
    network
        .add_all(arcs)
        .expect("the network of all components has no contradiction");
    (network, layout)
}

/// The instants of some events, after the origin.
fn with_origin<'a>(events: impl Iterator<Item = &'a EventVariables>) -> Vec<Variable> {
    let instants = events.flat_map(EventVariables::instants);
    std::iter::once(Variable::ORIGIN).chain(instants).collect()
}

/// Raises the maximum of each difference to that of one more choice.
fn widen(network: &Network<Reason>, instants: &[Variable], answers: &mut [Option<i64>]) {
    for (row, &from) in answers.chunks_mut(instants.len()).zip(instants) {
        let found = network.pushed_differences(from);
        for (known, to) in row.iter_mut().zip(instants) {
            *known = match (*known, found[to.index()]) {
                (Some(known), Some(found)) => Some(known.max(found)),
                _ => None,
            };
        }
    }
}
