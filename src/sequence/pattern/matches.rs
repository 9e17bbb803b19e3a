//! The matches of a pattern: choices of events that stand to each other as the steps say.

use chrono::TimeDelta;

use super::step::Relation;
use super::{Compiled, Pattern};
use crate::sequence::distance::{Distance, Extent, Resolution};
use crate::time::network::{DifferenceConstraint, Network, Variable};
use crate::time::{Certainty, DAY, Midnights};
use crate::timeline::{ActorRef, EventRef};

/// The matches of a pattern, found one by one.
///
/// Created by [`Pattern::matches`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Matches<'p, 't> {
    pattern: &'p Pattern<'t>,
    /// For each step so far the choices that are left, and one more for the next.
    frames: Vec<std::vec::IntoIter<Choice<'t>>>,
    chosen: Vec<Choice<'t>>,
    /// Who is bound to each name so far.
    bound: Vec<Option<ActorRef<'t>>>,
}

/// An event for a step, and those whom it binds.
#[derive(Clone, Debug)]
struct Choice<'t> {
    event: EventRef<'t>,
    binds: Vec<(usize, ActorRef<'t>)>,
    certainty: Certainty,
}

impl<'p, 't> Matches<'p, 't> {
    pub(super) fn new(pattern: &'p Pattern<'t>) -> Self {
        let mut matches = Matches {
            pattern,
            frames: Vec::with_capacity(pattern.steps.len()),
            chosen: Vec::with_capacity(pattern.steps.len()),
            bound: vec![None; pattern.variables.len()],
        };
        matches.descend();
        matches
    }

    /// Lists the choices for the next step.
    fn descend(&mut self) {
        let choices = match self.pattern.steps.get(self.chosen.len()) {
            Some(step) => self.choices(step),
            None => Vec::new(),
        };
        self.frames.push(choices.into_iter());
    }

    fn choices(&self, step: &'p Compiled<'t>) -> Vec<Choice<'t>> {
        let mut choices = Vec::new();
        for at in self.places(step) {
            let Some(&candidate) = step.list.events.get(at) else {
                continue;
            };
            let event = candidate.event;
            let taken = self.chosen.iter().any(|one| one.event.ix() == event.ix());
            let certainty = candidate.certainty.and(self.relates(step, event));
            if taken || !certainty.is_possible() {
                continue;
            }
            // Of two events the one relation says it all; of more, they have to hold together.
            let together = self.chosen.len() > 1 || step.relations.len() > 1;
            if together && !certainty.is_certain() && !self.is_consistent(step, event) {
                continue;
            }
            let certainty = certainty.and(self.nothing_between(step, event));
            if certainty.is_possible() {
                let present = step.present.get(at).map_or(&[][..], Vec::as_slice);
                self.bind(step, event, present, certainty, &mut choices);
            }
        }
        choices
    }

    /// The places of the events that a step may have, as far as its relations tell at once.
    fn places(&self, step: &Compiled<'t>) -> Vec<usize> {
        let (mut from, mut to) = (i64::MIN, i64::MAX);
        let mut linked: Option<Vec<usize>> = None;
        for &(earlier, relation) in &step.relations {
            let Some(other) = self.chosen.get(earlier).map(|one| one.event) else {
                continue;
            };
            let [start, _, end_earliest, end] = other.bounds().raw();
            match relation {
                Relation::After => from = from.max(end_earliest),
                Relation::Within(distance) => {
                    let reach = reach_in(distance, Resolution::Seconds);
                    from = from.max(start.saturating_sub(reach));
                    to = to.min(end.saturating_add(reach));
                }
                Relation::Linked(link) if linked.is_none() => {
                    let from = other.linked_from().filter(|(kind, _)| *kind == link);
                    let places = from.filter_map(|(_, event)| step.list.place_of(event));
                    let mut places: Vec<usize> = places.collect();
                    places.sort_unstable();
                    places.dedup();
                    linked = Some(places);
                }
                Relation::Linked(_) => {}
            }
        }
        linked.unwrap_or_else(|| step.list.between(from, to).collect())
    }

    /// Whether an event stands to those chosen as the step says, each relation by itself.
    fn relates(&self, step: &Compiled<'t>, event: EventRef<'t>) -> Certainty {
        let each = step.relations.iter().map(|&(earlier, relation)| {
            let Some(other) = self.chosen.get(earlier).map(|one| one.event) else {
                return Certainty::Impossible;
            };
            match relation {
                Relation::After => other.before(event),
                Relation::Within(distance) => distance.holds(other, event),
                Relation::Linked(link) => {
                    let mut links = event.links();
                    if links.any(|(kind, to)| kind == link && to.ix() == other.ix()) {
                        Certainty::Certain
                    } else {
                        Certainty::Impossible
                    }
                }
            }
        });
        each.fold(Certainty::Certain, Certainty::and)
    }

    /// Whether nothing lies between an earlier step and an event that must not.
    fn nothing_between(&self, step: &Compiled<'t>, event: EventRef<'t>) -> Certainty {
        let [_, start_latest, ..] = event.bounds().raw();
        let mut known = Certainty::Certain;
        for (since, list) in &step.absences {
            let Some(since) = self.chosen.get(*since).map(|one| one.event) else {
                continue;
            };
            let [_, _, end_earliest, _] = since.bounds().raw();
            for other in list
                .events
                .get(list.between(end_earliest, start_latest))
                .unwrap_or_default()
            {
                let ix = other.event.ix();
                if ix == event.ix() || self.chosen.iter().any(|one| one.event.ix() == ix) {
                    continue;
                }
                let between = since.before(other.event).and(other.event.before(event));
                known = known.and(between.and(other.certainty).not());
                if !known.is_possible() {
                    return known;
                }
            }
        }
        known
    }

    /// Adds a choice for each way to say who those are that the step names.
    fn bind(
        &self,
        step: &Compiled<'t>,
        event: EventRef<'t>,
        present: &[(ActorRef<'t>, Certainty)],
        certainty: Certainty,
        choices: &mut Vec<Choice<'t>>,
    ) {
        let mut ways = vec![Choice {
            event,
            binds: Vec::new(),
            certainty,
        }];
        for &(variable, kind) in &step.parties {
            let mut next = Vec::new();
            for way in ways {
                let here = way.binds.iter().find(|(one, _)| *one == variable);
                let before = self.bound.get(variable).copied().flatten();
                let known = here.map(|(_, actor)| *actor).or(before);
                let is_other = |actor: ActorRef<'t>| {
                    let bound = self.bound.iter().flatten().copied();
                    let mut others = bound.chain(way.binds.iter().map(|(_, one)| *one));
                    others.all(|other| other != actor)
                };
                for &(actor, sure) in present {
                    let fits = match known {
                        Some(known) => known == actor,
                        None => is_other(actor),
                    };
                    if fits && kind.is_none_or(|kind| actor.kind() == kind) {
                        let mut way = way.clone();
                        way.certainty = way.certainty.and(sure);
                        if known.is_none() {
                            way.binds.push((variable, actor));
                        }
                        next.push(way);
                    }
                }
            }
            ways = next;
        }
        choices.extend(ways);
    }

    /// Whether there are dates for all the events chosen, and one more, that stand as they have to.
    ///
    /// Days and seconds are looked at apart: in days, what is said in days is exact, and what is
    /// said by the clock is rounded to what it allows; and the other way round.
    fn is_consistent(&self, step: &Compiled<'t>, event: EventRef<'t>) -> bool {
        let steps = self.pattern.steps.iter().take(self.chosen.len());
        let chosen = self.chosen.iter().map(|one| one.event);
        let related: Vec<_> = steps
            .zip(chosen)
            .chain([(step, event)])
            .map(|(step, event)| (event, &*step.relations))
            .collect();
        consistent(&related, Resolution::Days) && consistent(&related, Resolution::Seconds)
    }

    fn found(&self) -> Match<'p, 't> {
        let certainty = self.chosen.iter().map(|one| one.certainty);
        Match {
            pattern: self.pattern,
            events: self.chosen.iter().map(|one| one.event).collect(),
            actors: self.bound.iter().flatten().copied().collect(),
            certainty: certainty.min().unwrap_or(Certainty::Impossible),
        }
    }

    /// Takes back the last choice.
    fn retract(&mut self) {
        let Some(last) = self.chosen.pop() else {
            return;
        };
        for (variable, _) in last.binds {
            if let Some(bound) = self.bound.get_mut(variable) {
                *bound = None;
            }
        }
    }
}

impl<'p, 't> Iterator for Matches<'p, 't> {
    type Item = Match<'p, 't>;

    fn next(&mut self) -> Option<Match<'p, 't>> {
        loop {
            let Some(choice) = self.frames.last_mut()?.next() else {
                self.frames.pop();
                self.retract();
                continue;
            };
            for &(variable, actor) in &choice.binds {
                if let Some(bound) = self.bound.get_mut(variable) {
                    *bound = Some(actor);
                }
            }
            self.chosen.push(choice);
            if self.chosen.len() == self.pattern.steps.len() {
                let found = self.found();
                self.retract();
                return Some(found);
            }
            self.descend();
        }
    }
}

impl std::iter::FusedIterator for Matches<'_, '_> {}

/// The most units from the last of one event to the first of another, in either unit.
const fn reach_in(distance: Distance, resolution: Resolution) -> i64 {
    let reach = distance.reach();
    match (distance.resolution(), resolution) {
        (Resolution::Days, Resolution::Days) | (Resolution::Seconds, Resolution::Seconds) => reach,
        // From the first second of a day to the last of another.
        (Resolution::Days, Resolution::Seconds) => reach.saturating_add(1).saturating_mul(DAY) - 1,
        // As many midnights as so many seconds can pass.
        (Resolution::Seconds, Resolution::Days) => (reach.saturating_add(DAY - 1)) / DAY,
    }
}

/// Whether there are dates for events that stand to earlier ones as they have to, in one unit.
fn consistent(related: &[(EventRef<'_>, &[(usize, Relation)])], resolution: Resolution) -> bool {
    let mut network = Network::with_capacity(2 * related.len(), 8 * related.len());
    let mut instants: Vec<(Variable, Variable)> = Vec::with_capacity(related.len());
    let zones = related.iter().map(|(event, _)| event.midnights());
    let midnights = zones.fold(Midnights::Unsaid, Midnights::and);
    let mut constraints = Vec::with_capacity(8 * related.len());
    let mut at_most = |from, to, max| {
        constraints.push(DifferenceConstraint {
            from,
            to,
            max,
            reason: (),
        });
    };
    for &(event, relations) in related {
        let (first, last) = (network.add_variable(), network.add_variable());
        let extent = Extent::of(&event.bounds(), resolution, midnights);
        for (instant, (low, high)) in [(first, extent.first), (last, extent.last)] {
            // What is beyond every date is no bound.
            if low > MIN_UNIT {
                at_most(instant, Variable::ORIGIN, -low);
            }
            if high < -MIN_UNIT {
                at_most(Variable::ORIGIN, instant, high);
            }
        }
        at_most(last, first, 0);
        for &(earlier, relation) in relations {
            let Some(&(other_first, other_last)) = instants.get(earlier) else {
                continue;
            };
            match relation {
                Relation::After => {
                    // In one day one thing can follow on another, in one second it cannot.
                    let apart = match resolution {
                        Resolution::Days => 0,
                        Resolution::Seconds => -1,
                    };
                    at_most(first, other_last, apart);
                }
                Relation::Within(distance) => {
                    let reach = reach_in(distance, resolution);
                    at_most(other_last, first, reach);
                    at_most(last, other_first, reach);
                }
                Relation::Linked(_) => {}
            }
        }
        if resolution == Resolution::Seconds && event.is_bound() {
            for (&(other, _), &(other_first, other_last)) in related.iter().zip(&instants) {
                // From the end of the one, a second after its last, to the start of the other.
                for (a, b, a_last, b_first) in [
                    (event, other, last, other_first),
                    (other, event, other_last, first),
                ] {
                    let (shortest, longest) = a.stated_gap(b).seconds;
                    if let Some(gap) = shortest {
                        at_most(b_first, a_last, gap.saturating_add(1).saturating_neg());
                    }
                    if let Some(gap) = longest {
                        at_most(a_last, b_first, gap.saturating_add(1));
                    }
                }
            }
        }
        instants.push((first, last));
    }
    network.add_all(constraints).is_ok()
}

/// Before every date, in days or in seconds.
const MIN_UNIT: i64 = TimeDelta::MIN.num_seconds();

/// One choice of events that fits a pattern.
///
/// Created by [`Matches`].
#[derive(Clone, Debug)]
pub struct Match<'p, 't> {
    pattern: &'p Pattern<'t>,
    events: Vec<EventRef<'t>>,
    actors: Vec<ActorRef<'t>>,
    certainty: Certainty,
}

impl<'t> Match<'_, 't> {
    /// The events, in the order of the steps.
    pub fn events(&self) -> &[EventRef<'t>] {
        &self.events
    }

    /// The event that takes the step of a name; none if the pattern has no such step.
    pub fn event(&self, step: &str) -> Option<EventRef<'t>> {
        self.events.get(self.pattern.place_of(step)?).copied()
    }

    /// Who the someone of a name is; none if the pattern names no such one.
    pub fn actor(&self, someone: &str) -> Option<ActorRef<'t>> {
        let mut names = self.pattern.variables.iter();
        let at = names.position(|name| &**name == someone)?;
        self.actors.get(at).copied()
    }

    /// Whether it fits for certain.
    pub const fn certainty(&self) -> Certainty {
        self.certainty
    }
}
