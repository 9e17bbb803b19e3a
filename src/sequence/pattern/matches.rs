//! The matches of a pattern: choices of events that stand to each other as the steps say.

use chrono::TimeDelta;

use super::step::Relation;
use super::{Compiled, List, Pattern};
use crate::sequence::distance::{Distance, Extent, Resolution};
use crate::time::network::{DifferenceConstraint, Network, Variable};
use crate::time::{Certainty, DAY, Midnights};
use crate::timeline::{ActorRef, EventRef};

/// The matches of a pattern, found one by one.
///
/// Created by [`Pattern::matches`].
#[derive(Clone)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Matches<'p, 't> {
    pattern: &'p Pattern<'t>,
    /// For each step so far the choices that are left, and one more for the next. None at all once
    /// there is no more to find.
    frames: Vec<std::vec::IntoIter<Choice<'t>>>,
    /// One for each step so far; one for every step only while a match is returned.
    chosen: Vec<Choice<'t>>,
    /// Who is bound to each name so far: to all that the steps so far name.
    bound: Vec<Option<ActorRef<'t>>>,
    /// For each step, of each of its events, whether later steps can have events; if it is known.
    supported: Vec<Vec<Option<bool>>>,
}

crate::text::short_debug!(Matches<'_, '_>, "Matches", |it| {
    "pattern": it.pattern,
});

/// An event for a step, and those whom it binds.
#[derive(Clone, Debug)]
struct Choice<'t> {
    /// The place of the event among those of the step.
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
        // A step that nothing can take leaves nothing to look for.
        let can_be = |step: usize| {
            let places = 0..pattern.steps[step].list.events.len();
            places.into_iter().any(|at| matches.is_supported(step, at))
        };
        if (0..pattern.steps.len()).all(can_be) {
            matches.descend();
        }
        matches
    }

    /// Lists the choices for the next step.
    fn descend(&mut self) {
        let step = &self.pattern.steps[self.chosen.len()];
        let choices = self.choices(step);
        self.frames.push(choices.into_iter());
    }

    /// Whether every later step that depends on a step has an event that fits one of its events,
    /// looking at pairs alone.
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

    /// Whether a choice for the next step leaves something for each later one, looking at pairs of
    /// one that is chosen and one that is not.
    fn leaves_open(&mut self, at: usize) -> bool {
        let (pattern, step) = (self.pattern, self.chosen.len());
        if !self.is_supported(step, at) {
            return false;
        }
        // What one choice leaves open was looked at by itself.
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
            // Of steps that nothing chosen refers to, what they have to lie between says nothing.
            !places.iter().any(|one| depends(one.0))
                || candidates.any(|place| {
                    let is_pair = |&one: &(usize, usize)| pattern.is_pair(one, (later, place));
                    places.iter().all(is_pair) && self.is_supported(later, place)
                })
        })
    }

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
            // Of two events the one relation says it all; of more, they have to hold together.
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

    /// Whether an event stands to those chosen as the step says, each relation by itself.
    fn relates(&self, step: &Compiled<'t>, event: EventRef<'t>) -> Certainty {
        let each = step
            .relations
            .iter()
            .map(|&(earlier, relation)| relation.holds(self.chosen[earlier].event, event));
        each.fold(Certainty::Certain, Certainty::and)
    }

    /// Whether nothing lies between an earlier step and an event that must not.
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

    /// Adds a choice for each way to say who those are that the step names.
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
        // So far, `ways` name the parties before this one: each in every way that fits.
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

    /// The match, once there is a choice for every step.
    fn found(&self) -> Match<'p, 't> {
        let certainty = self.chosen.iter().map(|one| one.certainty);
        let actors = self.bound.iter();
        let actors = actors.map(|one| one.expect("every name is that of a party of some step"));
        Match {
            pattern: self.pattern,
            events: self.chosen.iter().map(|one| one.event).collect(),
            actors: actors.collect(),
            certainty: certainty.min().expect("a pattern has a step"),
        }
    }

    /// Takes back the last choice, if there is one.
    fn retract(&mut self) {
        let Some(last) = self.chosen.pop() else {
            return;
        };
        for (variable, _) in last.binds {
            self.bound[variable] = None;
        }
    }
}

impl Relation {
    /// Whether an event stands so to that of an earlier step.
    fn holds(self, earlier: EventRef<'_>, event: EventRef<'_>) -> Certainty {
        match self {
            Self::After => earlier.before(event),
            Self::Within(distance) => distance.holds(earlier, event),
            Self::Linked(link) => {
                let mut links = event.links();
                if links.any(|(kind, to)| kind == link && to.ix() == earlier.ix()) {
                    Certainty::Certain
                } else {
                    Certainty::Impossible
                }
            }
        }
    }
}

impl<'t> Compiled<'t> {
    /// The places of the events that may take the step beside those chosen for some earlier steps,
    /// as far as relations tell at once, in order.
    fn places(
        &self,
        chosen: &[(usize, EventRef<'t>)],
    ) -> impl Iterator<Item = usize> + use<'_, 't> {
        let (mut from, mut to) = (i64::MIN, i64::MAX);
        for &(earlier, event) in chosen {
            let extent = Extent::of(&event.bounds(), Resolution::Seconds, Midnights::Undated);
            let (first, last) = self.implied[earlier].window(extent);
            (from, to) = (from.max(first), to.min(last));
        }
        let mut links = self.relations.iter().filter_map(|&(earlier, relation)| {
            let (_, event) = chosen.iter().find(|(step, _)| *step == earlier)?;
            match relation {
                Relation::Linked(link) => Some((link, *event)),
                _ => None,
            }
        });
        let linked = links.next().map(|(link, other)| {
            let linked = other.linked_from().filter(|(kind, _)| *kind == link);
            let places = linked.filter_map(|(_, event)| self.list.place_of(event));
            let mut places: Vec<usize> = places.collect();
            places.sort_unstable();
            places.dedup();
            places
        });
        let dated = match linked {
            Some(_) => 0..0,
            None => self.list.between(from, to),
        };
        // The list is cut where nothing before reaches on: single events may not reach, either.
        let places = linked.unwrap_or_default().into_iter().chain(dated);
        places.filter(move |&at| {
            let event = self.list.events[at].event;
            let extent = Extent::of(&event.bounds(), Resolution::Seconds, Midnights::Undated);
            extent.first.0 <= to && from <= extent.last.1
        })
    }
}

impl Pattern<'_> {
    /// Whether all events of a list that lie between two others may take steps themselves: only
    /// what takes a step is not in between. Dates alone are asked.
    fn may_be_empty(&self, list: &List<'_>, (since, until): (EventRef<'_>, EventRef<'_>)) -> bool {
        let (from, to) = (since.bounds(), until.bounds());
        let between = list.between(from.raw()[2], to.raw()[1]);
        let between = list.events[between].iter().filter(|other| {
            let ix = other.event.ix();
            let bounds = other.event.bounds();
            ix != since.ix()
                && ix != until.ix()
                && other.certainty.is_certain()
                && from.before(&bounds).is_certain()
                && bounds.before(&to).is_certain()
        });
        // Two of the steps are taken by the two.
        let mut left = self.steps.len() - 2;
        for other in between {
            let mut lists = self.steps.iter().map(|step| &step.list);
            if left == 0 || lists.all(|list| list.place_of(other.event).is_none()) {
                return false;
            }
            left -= 1;
        }
        true
    }

    /// Whether two events may take two steps, as far as can be told of the two alone.
    fn is_pair(&self, (one, at): (usize, usize), (later, place): (usize, usize)) -> bool {
        let (own, other) = (&self.steps[one], &self.steps[later]);
        let (first, event) = (own.list.events[at].event, other.list.events[place].event);
        let mut relations = other
            .relations
            .iter()
            .filter(|(earlier, _)| *earlier == one);
        let mut absences = other.absences.iter().filter(|(since, _)| *since == one);
        first.ix() != event.ix()
            && relations.all(|(_, relation)| relation.holds(first, event).is_possible())
            && absences.all(|(_, list)| self.may_be_empty(list, (first, event)))
            && own.parties.iter().all(|&(someone, kind)| {
                let named = other.parties.iter().filter(|(name, _)| *name == someone);
                named.into_iter().all(|&(_, other_kind)| {
                    let present = (&own.present[at], &other.present[place]);
                    let is_of = |actor: ActorRef<'_>| {
                        let kinds = [kind, other_kind].into_iter().flatten();
                        kinds.into_iter().all(|kind| actor.kind() == kind)
                    };
                    let is_there = |actor: ActorRef<'_>| {
                        let at = (present.1).binary_search_by_key(&actor.ix(), |(one, _)| one.ix());
                        at.is_ok()
                    };
                    let mut both = present.0.iter().map(|(actor, _)| *actor);
                    both.any(|actor| is_of(actor) && is_there(actor))
                })
            })
    }
}

impl<'p, 't> Iterator for Matches<'p, 't> {
    type Item = Match<'p, 't>;

    fn next(&mut self) -> Option<Match<'p, 't>> {
        // There is one frame more than choices: the last holds what is left for the next step.
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

/// The most units from the last of one event to the first of another, in either unit.
pub(super) const fn reach_in(distance: Distance, resolution: Resolution) -> i64 {
    let reach = distance.reach();
    match (distance.resolution(), resolution) {
        (Resolution::Days, Resolution::Days) | (Resolution::Seconds, Resolution::Seconds) => reach,
        // From the first second of a day to the last of another.
        (Resolution::Days, Resolution::Seconds) => (reach + 1) * DAY - 1,
        // As many midnights as so many seconds can pass.
        (Resolution::Seconds, Resolution::Days) => (reach + DAY - 1) / DAY,
    }
}

/// Whether there are dates for events that stand to earlier ones as they have to, in one unit.
fn consistent(related: &[(EventRef<'_>, &[(usize, Relation)])], resolution: Resolution) -> bool {
    let mut network = Network::with_capacity(2 * related.len(), 8 * related.len());
    let mut instants: Vec<(Variable, Variable)> = Vec::with_capacity(related.len());
    let zones = related.iter().map(|(event, _)| event.midnights());
    let midnights = zones.fold(Midnights::Undated, Midnights::and);
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
            let (other_first, other_last) = instants[earlier];
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
        Some(self.events[self.pattern.place_of(step)?])
    }

    /// Who the someone of a name is; none if the pattern names no such one.
    pub fn actor(&self, someone: &str) -> Option<ActorRef<'t>> {
        let mut names = self.pattern.variables.iter();
        let at = names.position(|name| &**name == someone)?;
        Some(self.actors[at])
    }

    /// Whether it fits for certain.
    pub const fn certainty(&self) -> Certainty {
        self.certainty
    }
}
