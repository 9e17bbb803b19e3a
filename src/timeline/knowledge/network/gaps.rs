//! Dates that stand for several stretches, with gaps between.
//!
//! A simple temporal network knows of a date only its first and its last second. Of a call on
//! the 2nd or the 6th it would draw conclusions for the 4th, and miss that it cannot have been on
//! the day of a meeting of the 3rd or the 4th. So the events that statements bind together are
//! taken part by part, and for each part that has such dates every choice of one stretch for
//! each of them is tried: a disjunctive network, solved by search (Dechter, Meiri and Pearl 1991,
//! section 5). Before that, each stretch that the bounds of its event do not hold is dropped.
//!
//! What all consistent choices have in common is the answer: of each difference the most that any
//! of them leaves. If there is none, the statements contradict each other.
//!
//! # Bounds
//!
//! A part has at most [`MOST_INSTANTS`] instants and [`most_choices`] consistent choices to be
//! answered like this. Beyond that, gaps are not seen: the network of first and last seconds
//! answers, which may leave possible what is not, and never makes certain what is not, because
//! at least one consistent choice was found. If none is found within [`most_steps`], nobody knows
//! whether there is one: then the statements of the part tighten nothing.
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

/// The most instants of a part whose choices are all looked at.
const MOST_INSTANTS: usize = 128;
/// The most stretches of one date that are looked at.
const MOST_STRETCHES: usize = 1_000;
/// The most choices of a part, however few its instants.
const MOST_CHOICES: usize = 128;
/// The differences of two instants that are looked at for one part, over all its choices.
const MOST_DIFFERENCES: usize = 1 << 18;
/// The most stretches that are tried for one part, beside the first of each date.
const MOST_STEPS: usize = 2_000;
/// The most instants that are moved for that, over all of them.
const MOST_MOVES: usize = 1 << 20;
/// The most rounds in which stretches are dropped that bounds do not hold.
const MOST_ROUNDS: usize = 8;

/// The most consistent choices of a part of so many instants.
const fn most_choices(instants: usize) -> usize {
    let most = MOST_DIFFERENCES / (instants * instants + 1);
    if most > MOST_CHOICES {
        MOST_CHOICES
    } else {
        most
    }
}

/// The most stretches that are tried for one part, of so many dates of several and so many instants:
/// each may move every instant.
const fn most_steps(dates: usize, instants: usize) -> usize {
    let most = MOST_MOVES / (instants + 1);
    dates + if most < MOST_STEPS { most } else { MOST_STEPS }
}

/// Events that statements bind together, some of which have dates of several stretches.
#[derive(Clone, Debug)]
pub(super) struct Component {
    /// The instants in the network of all, sorted; time zero is the first.
    instants: Vec<Variable>,
    /// The most from each instant to each, row by row; none without a bound.
    most: Vec<Option<i64>>,
}

impl Component {
    /// The place of one of its instants.
    fn place(&self, instant: Variable) -> usize {
        let place = self.instants.binary_search(&instant);
        place.expect("the instant is in the component")
    }

    fn between(&self, from: usize, to: usize) -> Option<i64> {
        self.most[from * self.instants.len() + to]
    }

    /// The most seconds from one of its instants to another; none without a bound.
    pub(super) fn most(&self, from: Variable, to: Variable) -> Option<i64> {
        self.between(self.place(from), self.place(to))
    }

    /// The most to each of its instants, from one of them or back to it.
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

    /// Whether it has an instant, time zero aside.
    pub(super) fn has(&self, instant: Variable) -> bool {
        self.instants().binary_search(&instant).is_ok()
    }

    /// Its instants, without time zero.
    pub(super) fn instants(&self) -> &[Variable] {
        &self.instants[1..]
    }
}

/// What came of looking at a part.
pub(super) enum Solution {
    /// No date of it has gaps, or too many for all choices to be looked at: what is left of dates
    /// by themselves, first and last seconds alone.
    Narrowed(Vec<(EventRank, Bounds)>),
    /// What all choices have in common.
    Solved(Component),
    /// No choice is consistent: for these reasons, as far as they were noted, of all.
    Refuted {
        blamed: Vec<Reason>,
        all: Vec<Reason>,
    },
    /// Nobody knows whether any is.
    Unknown,
}

/// A date of several stretches, of which one is chosen.
struct Choice {
    event_variables: EventVariables,
    options: Vec<Bounds>,
    /// Whether there are no others.
    is_all: bool,
}

impl Choice {
    /// That an event is dated like this.
    fn arcs(event_variables: &EventVariables, option: &Bounds) -> Vec<Arc> {
        let mut arcs = Vec::new();
        Layout::say_date(event_variables, option, &mut arcs);
        arcs
    }
}

/// A network with the dates of several stretches that are left to choose.
pub(super) struct ChoiceSearch {
    network: Network<Reason>,
    choices: Vec<Choice>,
    /// The number of its instants.
    instants: usize,
    /// What made choices inconsistent.
    blamed: BTreeSet<Reason>,
}

/// How a search ended.
enum End {
    /// Every choice was tried.
    Tried,
    /// There were more than were to be found, or more steps than allowed.
    Stopped,
}

impl ChoiceSearch {
    /// The choices that a network leaves, of the events of a layout whose dates have gaps.
    pub(super) fn new(
        network: Network<Reason>,
        layout: &Layout,
        gaps: impl Fn(EventRank) -> Option<Alternatives>,
    ) -> Self {
        let choices = layout.events.iter().filter_map(|&event_variables| {
            let left = left(&network, &event_variables, gaps(event_variables.event)?);
            Some(Choice {
                event_variables,
                options: left.bounds,
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

    /// Whether no choice is consistent; `false` also if nobody knows.
    pub(super) fn refutes(mut self) -> bool {
        !self.choices.is_empty() && (self.narrow().is_err() || self.refuted())
    }

    /// That no choice is consistent, for reasons out of all.
    fn outcome(self, all: Vec<Reason>) -> Solution {
        Solution::Refuted {
            blamed: self.blamed.into_iter().collect(),
            all,
        }
    }

    /// Whether every choice was tried and none is consistent.
    fn refuted(&mut self) -> bool {
        let mut found = false;
        let end = self.each(1, |_| found = true);
        matches!(end, End::Tried) && !found
    }

    /// Drops every stretch that the bounds of its event do not hold, and bounds dates by those that
    /// are left, until nothing changes.
    ///
    /// Fails if none is left of a date.
    fn narrow(&mut self) -> Result<(), ()> {
        // A stretch that is dropped may shorten the hull of its date; a shorter hull tightens the bounds
        // of other events, which may then drop stretches of theirs. Each round does both for all dates.
        // What is left holds every consistent choice, so that stopping early loses time and no answer.
        for _ in 0..MOST_ROUNDS {
            let mut arcs = Vec::new();
            for choice in self.choices.iter_mut().filter(|choice| choice.is_all) {
                let before = choice.options.len();
                let event_variables = choice.event_variables;
                let known = bounds_of(&self.network, &event_variables);
                choice
                    .options
                    .retain(|option| known.is_some_and(|known| known.intersect(option).is_some()));
                let Some(hull) = choice.options.iter().copied().reduce(|a, b| a.union(&b)) else {
                    self.blame_bounds(&event_variables);
                    return Err(());
                };
                if choice.options.len() < before {
                    arcs.extend(Choice::arcs(&event_variables, &hull));
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

    /// Blames what bounds an event for leaving no stretch of its date.
    fn blame_bounds(&mut self, event_variables: &EventVariables) {
        self.blamed.insert(Reason::Date(event_variables.event));
        for instant in [event_variables.start, event_variables.end] {
            for (from, to) in [(instant, Variable::ORIGIN), (Variable::ORIGIN, instant)] {
                let chain = self.network.explain(from, to).into_iter().flatten();
                self.blamed.extend(chain.map(|arc| arc.reason));
            }
        }
    }

    /// What narrowing left of each date of which every stretch is known.
    fn hulls(&self) -> impl Iterator<Item = (EventRank, Bounds)> {
        let whole = self.choices.iter().filter(|choice| choice.is_all);
        whole.map(|choice| {
            let hull = choice.options.iter().copied().reduce(|a, b| a.union(&b));
            let hull = hull.expect("narrowing leaves at least one option of each choice");
            (choice.event_variables.event, hull)
        })
    }

    /// Visits every consistent choice, until so many are found.
    ///
    /// A walk in depth: each date takes its stretches in turn, and the first that contradicts those
    /// taken before it is left at once.
    fn each(&mut self, most: usize, mut found: impl FnMut(&Network<Reason>)) -> End {
        // Those with the fewest stretches first: what they rule out, they rule out early.
        self.choices.sort_by_key(|choice| choice.options.len());
        let is_all = self.choices.iter().all(|choice| choice.is_all);
        let most_steps = most_steps(self.choices.len(), self.instants);
        let (mut steps, mut number) = (0, 0);
        // What was taken for each date so far, and how many constraints there were before.
        let mut taken: Vec<(usize, usize)> = Vec::new();
        let mut next = 0;
        // At the top of each round: the network holds one stretch of each of the first dates, as they
        // were taken, without contradiction; of the date after them, all stretches before `next` were
        // tried with these.
        let end = loop {
            if let Some(choice) = self.choices.get(taken.len()) {
                if let Some(option) = choice.options.get(next) {
                    steps += 1;
                    if steps > most_steps {
                        break End::Stopped;
                    }
                    match self
                        .network
                        .push(Choice::arcs(&choice.event_variables, option))
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
                // Every date has a stretch: this choice is consistent.
                number += 1;
                found(&self.network);
                if number >= most {
                    break End::Stopped;
                }
            }
            // Back to the date before, and on to its next stretch; if there is none, all was tried.
            let Some((option, mark)) = taken.pop() else {
                break if is_all { End::Tried } else { End::Stopped };
            };
            self.network.pop(mark);
            next = option + 1;
        };
        // The network is left as it was found.
        if let Some((_, mark)) = taken.first() {
            self.network.pop(*mark);
        }
        end
    }
}

/// The stretches that the bounds of an event hold, of which no more are looked at than so many.
pub(super) fn left(
    network: &Network<Reason>,
    event_variables: &EventVariables,
    found: Alternatives,
) -> Alternatives {
    let Alternatives {
        mut bounds,
        mut is_all,
    } = found;
    let known = bounds_of(network, event_variables);
    bounds.retain(|one| known.is_some_and(|known| known.intersect(one).is_some()));
    if bounds.len() > MOST_STRETCHES {
        bounds.truncate(MOST_STRETCHES);
        is_all = false;
    }
    bounds.shrink_to_fit();
    Alternatives { bounds, is_all }
}

/// What a network leaves possible of an event; none if that lies beyond all seconds that there are
/// numbers for, as many distances in a row may put it.
pub(super) fn bounds_of(
    network: &Network<Reason>,
    event_variables: &EventVariables,
) -> Option<Bounds> {
    Bounds::from_raw([
        network.earliest(event_variables.start).unwrap_or(i64::MIN),
        network
            .latest(event_variables.start)
            .map_or(i64::MAX, |second| second.saturating_add(1)),
        network
            .earliest(event_variables.end)
            .map_or(i64::MIN, |second| second.saturating_sub(1)),
        network.latest(event_variables.end).unwrap_or(i64::MAX),
    ])
}

/// Notes the reasons that a refused constraint contradicts.
fn blame(blamed: &mut BTreeSet<Reason>, cycle: &NegativeCycle<Reason>) {
    blamed.extend(cycle.constraints.iter().map(|arc| arc.reason));
}

/// Looks at the events of a part, whose statements contradict each other by no first and last second.
pub(super) fn look(
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
    let (mut network, few) = all.few(events);
    let mut arcs = Vec::new();
    let nature = events.iter().copied().map(Reason::Nature);
    for reason in nature.chain(reasons.iter().copied()) {
        few.say(evidence, reason, &mut arcs);
    }
    network
        .add_all(arcs)
        .expect("a part of a network without contradictions has none");
    let mut search = ChoiceSearch::new(network, &few, |event| gaps.get(&event).cloned());
    if search.narrow().is_err() {
        return search.outcome(reasons);
    }
    let instants: Vec<Variable> = std::iter::once(Variable::ORIGIN)
        .chain(few.events.iter().flat_map(EventVariables::instants))
        .collect();
    let width = instants.len();
    let most = if width > MOST_INSTANTS {
        1
    } else {
        most_choices(width)
    };
    let mut answers = vec![Some(i64::MIN); if most > 1 { width * width } else { 0 }];
    let mut number = 0;
    let end = search.each(most.max(1), |network| {
        number += 1;
        if most > 1 {
            widen(network, &instants, &mut answers);
        }
    });
    match (end, number) {
        (End::Tried, 0) => search.outcome(reasons),
        (End::Stopped, 0) => Solution::Unknown,
        (End::Tried, _) if most > 1 => Solution::Solved(Component {
            instants: std::iter::once(Variable::ORIGIN)
                .chain(
                    events
                        .iter()
                        .flat_map(|&event| all.variables_of(event).instants()),
                )
                .collect(),
            most: answers,
        }),
        _ => Solution::Narrowed(search.hulls().collect()),
    }
}

/// Widens what is known of each difference to what one choice leaves.
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
