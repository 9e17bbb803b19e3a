//! The search for the matches of a pattern.
//!
//! A depth-first search: choose an event for the first step, then for the second, and so on,
//! and go back if nothing is left to choose. Alone, it would often choose thousands of first events
//! that lead nowhere, and find out only at the last step. So before a choice is made, it looks
//! ahead: each later step that depends on it must have an event left that fits (forward checking,
//! as in constraint satisfaction).

use std::fmt;

use super::consistency::is_consistent;
use super::{Compiled, Pattern};
use crate::sequence::distance::Resolution;
use crate::time::Certainty;
use crate::timeline::{ActorRef, EventRef};
use crate::wire::{ByName, object};

/// The matches of a pattern, found one by one.
///
/// Returned by [`Pattern::matches`].
#[derive(Clone)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Matches<'p, 't> {
    pattern: &'p Pattern<'t>,
    /// The choices that are left for each step so far and for the next one. Empty once there are no
    /// more matches.
    frames: Vec<std::vec::IntoIter<Choice<'t>>>,
    /// The choice for each step so far. Complete only while a match is returned.
    chosen: Vec<Choice<'t>>,
    /// The actor of each variable, as far as the steps so far name it.
    bound: Vec<Option<ActorRef<'t>>>,
    /// For each event of each step, whether the later steps have events that fit, if known.
    supported: Vec<Vec<Option<bool>>>,
}

crate::text::short_debug!(Matches<'_, '_>, "Matches", |it| {
    "pattern": it.pattern,
});

/// One choice of events that fits a pattern.
///
/// Returned by [`Matches`].
#[derive(Clone)]
#[non_exhaustive]
pub struct Match<'p, 't> {
    /// The events, in the order of the steps.
    pub events: Vec<EventRef<'t>>,
    /// Whether the match is certain.
    pub certainty: Certainty,
    actors: Vec<ActorRef<'t>>,
    pattern: &'p Pattern<'t>,
}

crate::text::short_debug!(Match<'_, '_>, "Match", |it| {
    "events": it.events,
    "actors": it.actors,
    "certainty": it.certainty,
});

object!(Match<'_, '_>, "Match", |it| {
    "events": ByName(|| it.pattern.steps().zip(&it.events)),
    "actors": ByName(|| it.pattern.variables.iter().map(|name| &**name).zip(&it.actors)),
    "certainty": it.certainty,
});

/// The event of each step: `call: call-june, meeting: kuala-lumpur`.
impl fmt::Display for Match<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (step, event)) in self.pattern.steps().zip(&self.events).enumerate() {
            write!(
                f,
                "{}{step}: {}",
                if number == 0 { "" } else { ", " },
                event.id()
            )?;
        }
        Ok(())
    }
}

/// Equal if the events, the actors and the certainty are.
impl PartialEq for Match<'_, '_> {
    fn eq(&self, other: &Self) -> bool {
        (&self.events, &self.actors, self.certainty)
            == (&other.events, &other.actors, other.certainty)
    }
}

impl<'t> Match<'_, 't> {
    /// The event of a step. Returns `None` if the pattern has no step of this name.
    pub fn event(&self, step: &str) -> Option<EventRef<'t>> {
        Some(self.events[self.pattern.place_of(step)?])
    }

    /// The actor of a variable. Returns `None` if no step has this variable.
    pub fn actor(&self, variable: &str) -> Option<ActorRef<'t>> {
        let mut names = self.pattern.variables.iter();
        let at = names.position(|name| &**name == variable)?;
        Some(self.actors[at])
    }
}

/// An event for a step, and the variables that it binds.
#[derive(Clone, Debug)]
struct Choice<'t> {
    /// The place of the event in the list of the step.
    at: usize,
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
            supported: (pattern.steps.iter())
                .map(|step| vec![None; step.list.events.len()])
                .collect(),
        };
        // If no event can take some step, there are no matches.
        let has_event = |step: usize| {
            let places = 0..pattern.steps[step].list.events.len();
            places.into_iter().any(|at| matches.is_supported(step, at))
        };
        if (0..pattern.steps.len()).all(has_event) {
            matches.descend();
        }
        matches
    }

    /// Collects the choices for the next step.
    fn descend(&mut self) {
        let step = &self.pattern.steps[self.chosen.len()];
        let choices = self.choices(step);
        self.frames.push(choices.into_iter());
    }

    /// Whether each later step that depends on a step has an event that fits one of its events, and
    /// is supported itself. Looks at pairs of events only, so the answer does not depend on the
    /// choices so far and is computed once.
    fn is_supported(&mut self, step: usize, at: usize) -> bool {
        if let Some(known) = self.supported[step][at] {
            return known;
        }
        let pattern = self.pattern;
        let own = &pattern.steps[step];
        let event = own.list.events[at].event;
        let fits = |matches: &mut Self, later: usize| {
            let other = &pattern.steps[later];
            let mut places = other.places(&[(step, event)]);
            places.any(|place| {
                pattern.is_pair((step, at), (later, place)) && matches.is_supported(later, place)
            })
        };
        let is_supported = own.later.iter().all(|&later| fits(self, later));
        self.supported[step][at] = Some(is_supported);
        is_supported
    }

    /// Whether each later step has an event left that fits the choices so far and the next one.
    ///
    /// Looks at pairs of a chosen event and one that is not. If three events exclude each other
    /// together and no two do, the search finds out later.
    fn leaves_open(&mut self, at: usize) -> bool {
        let (pattern, step) = (self.pattern, self.chosen.len());
        if !self.is_supported(step, at) {
            return false;
        }
        // A single choice was examined by `is_supported`.
        if step == 0 {
            return true;
        }
        let places = self.chosen.iter().map(|one| one.at).chain([at]);
        let places: Vec<(usize, usize)> = places.enumerate().collect();
        let event = |&(step, at): &(usize, usize)| pattern.steps[step].list.events[at].event;
        let chosen: Vec<_> = places.iter().map(|one| (one.0, event(one))).collect();
        let mut later = (step + 1)..pattern.steps.len();
        later.all(|later| {
            let depends = |step: usize| pattern.steps[step].later.contains(&later);
            let mut candidates = pattern.steps[later].places(&chosen);
            // A step that does not depend on any choice so far is not restricted by them.
            !places.iter().any(|one| depends(one.0))
                || candidates.any(|place| {
                    let is_pair = |&one: &(usize, usize)| pattern.is_pair(one, (later, place));
                    places.iter().all(is_pair) && self.is_supported(later, place)
                })
        })
    }

    /// The choices for a step that fit the choices so far.
    fn choices(&self, step: &'p Compiled<'t>) -> Vec<Choice<'t>> {
        let mut choices = Vec::new();
        let chosen = self.chosen.iter().map(|one| one.event).enumerate();
        for at in step.places(&chosen.collect::<Vec<_>>()) {
            let candidate = step.list.events[at];
            let event = candidate.event;
            let taken = self.chosen.iter().any(|one| one.event.ix() == event.ix());
            let certainty = candidate.certainty.and(self.relates(step, event));
            if taken || !certainty.is_possible() {
                continue;
            }
            // A single relation between two events is decided exactly. Several that are possible
            // each may be impossible together.
            let together = self.chosen.len() > 1 || step.relations.len() > 1;
            if together && !certainty.is_certain() && !self.is_consistent(step, event) {
                continue;
            }
            let certainty = certainty.and(self.nothing_between(step, event));
            if certainty.is_possible() {
                self.bind(step, (at, event), certainty, &mut choices);
            }
        }
        choices
    }

    /// Whether the relations of a step to the chosen events hold, each by itself.
    fn relates(&self, step: &Compiled<'t>, event: EventRef<'t>) -> Certainty {
        let each = step
            .relations
            .iter()
            .map(|&(earlier, relation)| relation.holds(self.chosen[earlier].event, event));
        each.fold(Certainty::Certain, Certainty::and)
    }

    /// Whether no event of an absence is between the earlier step and the event.
    fn nothing_between(&self, step: &Compiled<'t>, event: EventRef<'t>) -> Certainty {
        let [_, start_latest, ..] = event.bounds().raw();
        let mut known = Certainty::Certain;
        for (since, list) in &step.absences {
            let since = self.chosen[*since].event;
            let [_, _, end_earliest, _] = since.bounds().raw();
            for other in &list.events[list.between(end_earliest, start_latest)] {
                let ix = other.event.ix();
                if ix == event.ix() || self.chosen.iter().any(|one| one.event.ix() == ix) {
                    continue;
                }
                let between = since.before(other.event).and(other.event.before(event));
                known = known.and(!between.and(other.certainty));
                if !known.is_possible() {
                    return known;
                }
            }
        }
        known
    }

    /// Adds a choice for each way to bind the variables of the step.
    fn bind(
        &self,
        step: &Compiled<'t>,
        (at, event): (usize, EventRef<'t>),
        certainty: Certainty,
        choices: &mut Vec<Choice<'t>>,
    ) {
        let mut ways = vec![Choice {
            at,
            event,
            binds: Vec::new(),
            certainty,
        }];
        // Invariant: `ways` are all ways to bind the variables before this one.
        for &(variable, kind) in &step.parties {
            let mut next = Vec::new();
            for way in ways {
                let here = way.binds.iter().find(|(one, _)| *one == variable);
                let known = here.map(|(_, actor)| *actor).or(self.bound[variable]);
                let is_other = |actor: ActorRef<'t>| {
                    let bound = self.bound.iter().flatten().copied();
                    let mut others = bound.chain(way.binds.iter().map(|(_, one)| *one));
                    others.all(|other| other != actor)
                };
                for &(actor, sure) in &step.present[at] {
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

    /// Whether there are dates for the chosen events and one more for which all relations hold.
    ///
    /// Days and seconds are examined separately. In days, distances in days are exact and those in
    /// seconds are rounded to what they allow, and vice versa.
    fn is_consistent(&self, step: &Compiled<'t>, event: EventRef<'t>) -> bool {
        let steps = self.pattern.steps.iter().take(self.chosen.len());
        let chosen = self.chosen.iter().map(|one| one.event);
        let related: Vec<_> = steps
            .zip(chosen)
            .chain([(step, event)])
            .map(|(step, event)| (event, &*step.relations))
            .collect();
        is_consistent(&related, Resolution::Days) && is_consistent(&related, Resolution::Seconds)
    }

    /// The match of the choices for all steps.
    fn found(&self) -> Match<'p, 't> {
        let certainty = self.chosen.iter().map(|one| one.certainty);
        let actors = self.bound.iter();
        let actors = actors.map(|one| one.expect("each variable is bound by a step"));
        Match {
            events: self.chosen.iter().map(|one| one.event).collect(),
            certainty: certainty.min().expect("a pattern has a step"),
            actors: actors.collect(),
            pattern: self.pattern,
        }
    }

    /// Takes back the last choice, if there is one, with its variables.
    fn retract(&mut self) {
        let Some(last) = self.chosen.pop() else {
            return;
        };
        for (variable, _) in last.binds {
            self.bound[variable] = None;
        }
    }
}

impl<'p, 't> Iterator for Matches<'p, 't> {
    type Item = Match<'p, 't>;

    fn next(&mut self) -> Option<Match<'p, 't>> {
        // Invariant: there is one frame more than choices. The last frame has the remaining choices
        // for the next step.
        loop {
            let Some(choice) = self.frames.last_mut()?.next() else {
                self.frames.pop();
                self.retract();
                continue;
            };
            if !self.leaves_open(choice.at) {
                continue;
            }
            for &(variable, actor) in &choice.binds {
                self.bound[variable] = Some(actor);
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
