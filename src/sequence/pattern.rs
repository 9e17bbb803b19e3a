//! Patterns: a call, then a meeting within a month, then a statement about it.
//!
//! A [`Pattern`] is a list of steps. A step has a name, and a [`View`] of the events that
//! may take it: between whom, of what kind, in person, planned. How it stands to earlier
//! steps is said by their names:
//!
//! | a step is | by |
//! | :-- | :-- |
//! | after another: it begins when that is over, or later | [`Step::after`] |
//! | within a distance of another, before or after it | [`Step::within`] |
//! | about another, an answer to it, part of it | [`Step::about`], [`Step::linked`] |
//! | with the same person, or state, as another | [`Step::with`] |
//! | after another, and nothing of some sort in between | [`Step::without`] |
//!
//! Steps without a relation are in no order: "a call within a week of a strike" may come
//! before it. A match is one choice of events, and no event takes two steps of it.
//!
//! A match is certain if every step and every relation is. It is possible if each of them
//! is possible and they are so *together*: where A may come before B, B before C, and C
//! may lie within a day of A, there may still be no dates for all three, and then there is
//! no match. That is decided by the [`network`] of their instants. Only of what must not
//! lie in between is each event looked at by itself.
//!
//! # Complexity
//!
//! Matches are found one by one as they are asked for, in the order of their first event
//! and of whom it names, then of their second, and so on: [`Iterator::take`] is the way to
//! limit them. A step that
//! is [within](Step::within) a distance of an earlier one looks only at what its dates allow,
//! one that is linked only at what is linked; other steps look at all their events for each
//! choice of the earlier ones. There can be as many matches as choices: three steps
//! without a relation between 1,000 events each have 10⁹.
//!
//! [`network`]: crate::time::network

use chrono::TimeDelta;
use thiserror::Error;

use super::distance::{Distance, Extent, Resolution};
use crate::actor::ActorKind;
use crate::event::Link;
use crate::time::network::{DifferenceConstraint, Network, Variable};
use crate::time::{Certainty, DAY};
use crate::timeline::{ActorRef, EventRef, Timeline, View, hint, nearest};

/// The most steps of a pattern.
pub const MAX_STEPS: usize = 16;

/// One step of a [`Pattern`]: which events may take it, and how it stands to earlier steps.
#[derive(Clone, Debug)]
pub struct Step<'t> {
    name: Box<str>,
    timeline: &'t Timeline,
    /// Whether an absence is of another timeline.
    is_foreign: bool,
    events: Vec<Candidate<'t>>,
    relations: Vec<(Box<str>, Relation)>,
    absences: Vec<(Box<str>, Vec<Candidate<'t>>)>,
    parties: Vec<(Box<str>, Option<ActorKind>)>,
}

/// How a step stands to an earlier one.
#[derive(Clone, Copy, Debug)]
enum Relation {
    After,
    Within(Distance),
    Linked(Link),
}

/// An event that may take a step, and whether it belongs to the step's view.
#[derive(Clone, Copy, Debug)]
struct Candidate<'t> {
    event: EventRef<'t>,
    certainty: Certainty,
}

fn candidates<'t>(view: &View<'t>) -> Vec<Candidate<'t>> {
    let events = view.events();
    let events = events.map(|event| Candidate {
        event,
        certainty: view.certainty(event),
    });
    events.collect()
}

impl<'t> Step<'t> {
    /// A step that any event of a view may take.
    #[must_use]
    pub fn new(name: impl Into<Box<str>>, view: &View<'t>) -> Self {
        Self {
            name: name.into(),
            timeline: view.timeline(),
            is_foreign: false,
            events: candidates(view),
            relations: Vec::new(),
            absences: Vec::new(),
            parties: Vec::new(),
        }
    }

    /// Only events of which something is true: of a class of codes, on someone's soil.
    #[must_use]
    pub fn only(mut self, mut is: impl FnMut(EventRef<'t>) -> bool) -> Self {
        self.events.retain(|candidate| is(candidate.event));
        self
    }

    /// It begins when an earlier step is over, or later.
    #[must_use]
    pub fn after(self, step: impl Into<Box<str>>) -> Self {
        self.related(step, Relation::After)
    }

    /// It is within a distance of an earlier step, before or after it; with [`Step::after`], after.
    ///
    /// The distance is that of [`View::near`].
    #[must_use]
    pub fn within(self, step: impl Into<Box<str>>, distance: impl Into<Distance>) -> Self {
        self.related(step, Relation::Within(distance.into()))
    }

    /// It is about an earlier step.
    #[must_use]
    pub fn about(self, step: impl Into<Box<str>>) -> Self {
        self.linked(Link::About, step)
    }

    /// It is tied to an earlier step: answers it, follows it, is part of it.
    #[must_use]
    pub fn linked(self, link: Link, step: impl Into<Box<str>>) -> Self {
        self.related(step, Relation::Linked(link))
    }

    fn related(mut self, step: impl Into<Box<str>>, relation: Relation) -> Self {
        self.relations.push((step.into(), relation));
        self
    }

    /// It is after an earlier step, and no event of a view lies in between.
    ///
    /// An event lies in between if it begins when the earlier step is over and is over when this
    /// one begins. One that does for certain makes the match impossible, one that may makes it
    /// possible at most.
    #[must_use]
    pub fn without(mut self, since: impl Into<Box<str>>, view: &View<'t>) -> Self {
        let since = since.into();
        self.is_foreign |= !std::ptr::eq(self.timeline, view.timeline());
        self.absences.push((since.clone(), candidates(view)));
        self.after(since)
    }

    /// Someone takes part, in any role, themselves or through one who stands for them then.
    ///
    /// Whoever it is in one step, it is in every step that has someone of the same name; those
    /// of different names are different. There is a match for every choice.
    #[must_use]
    pub fn with(mut self, someone: impl Into<Box<str>>) -> Self {
        self.parties.push((someone.into(), None));
        self
    }

    /// Someone of a kind takes part, as [`Step::with`] says: a person, a state.
    #[must_use]
    pub fn with_a(mut self, kind: ActorKind, someone: impl Into<Box<str>>) -> Self {
        self.parties.push((someone.into(), Some(kind)));
        self
    }
}

/// A pattern was refused by [`Pattern::new`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PatternError {
    /// It has no step, or too many.
    #[error("the pattern has {steps} steps: expected 1 to {MAX_STEPS}")]
    Steps {
        /// How many it has.
        steps: usize,
    },
    /// Two steps have one name.
    #[error("two steps are named `{name}`")]
    DuplicateStep {
        /// The name.
        name: Box<str>,
    },
    /// A step names another that is not among those before it.
    #[error("step `{step}` refers to `{name}`, which is no earlier step{}", hint(.near.as_deref()))]
    UnknownStep {
        /// The step.
        step: Box<str>,
        /// What it refers to.
        name: Box<str>,
        /// The earlier step that comes closest, if one comes close.
        near: Option<String>,
    },
    /// The steps are of different timelines.
    #[error("step `{step}` is of another timeline than the first")]
    OtherTimeline {
        /// The step.
        step: Box<str>,
    },
}

/// Steps that events may take, and how they stand to each other.
///
/// # Example
///
/// ```
/// use detente::actor::Actor;
/// use detente::event::{Event, Link};
/// use detente::sequence::{Distance, Pattern, Step};
/// use detente::{Certainty, Timeline, When};
///
/// let mut builder = Timeline::builder();
/// builder.extend(["rubio", "lavrov"].map(|id| Actor::person(id, id)));
/// let day = |text| When::parse(text);
/// builder.event(Event::call("call", day("2025-06-24")?).party("rubio").party("lavrov"));
/// builder.event(Event::meeting("meeting", day("2025-07-10")?).party("rubio").party("lavrov"));
/// builder.event(Event::statement("frank", "rubio", day("2025-07-10")?).link(Link::About, "meeting"));
/// builder.event(Event::statement("other", "lavrov", day("2025-07-11")?));
/// let timeline = builder.build()?;
///
/// let contacts = timeline.between("rubio", "lavrov")?;
/// let pattern = Pattern::new([
///     Step::new("call", &contacts.calls()),
///     Step::new("meeting", &contacts.meetings())
///         .after("call")
///         .within("call", Distance::days(30)),
///     Step::new("statement", &timeline.statements()).about("meeting").with("speaker"),
/// ])?;
/// let found: Vec<_> = pattern.matches().collect();
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].event("statement").unwrap().id(), "frank");
/// assert_eq!(found[0].actor("speaker").unwrap().id(), "rubio");
/// assert_eq!(found[0].certainty(), Certainty::Certain);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Pattern<'t> {
    steps: Vec<Compiled<'t>>,
    /// The names of those who take part.
    variables: Vec<Box<str>>,
}

/// A step whose names are resolved.
#[derive(Clone, Debug)]
struct Compiled<'t> {
    name: Box<str>,
    list: List<'t>,
    relations: Vec<(usize, Relation)>,
    absences: Vec<(usize, List<'t>)>,
    parties: Vec<(usize, Option<ActorKind>)>,
    /// Who takes part in each event, by position, if anyone asks.
    present: Vec<Vec<(ActorRef<'t>, Certainty)>>,
}

/// Events in the total order, with how far each and those before it may reach.
#[derive(Clone, Debug)]
struct List<'t> {
    events: Vec<Candidate<'t>>,
    reach: Vec<i64>,
    /// The places of the events, by their positions in the timeline.
    places: Vec<(u32, usize)>,
}

impl<'t> List<'t> {
    fn new(events: Vec<Candidate<'t>>) -> Self {
        let mut reached = i64::MIN;
        let reach = events.iter().map(|candidate| {
            let [.., end] = candidate.event.bounds().raw();
            reached = reached.max(end);
            reached
        });
        let reach = reach.collect();
        let numbered = events.iter().enumerate();
        let mut places: Vec<(u32, usize)> =
            numbered.map(|(at, one)| (one.event.ix(), at)).collect();
        places.sort_unstable();
        Self {
            events,
            reach,
            places,
        }
    }

    /// The places of what may lie, in part at least, from one second to another, both included.
    fn between(&self, from: i64, to: i64) -> std::ops::Range<usize> {
        let first = self.reach.partition_point(|end| *end < from);
        let starts = |one: &Candidate<'t>| one.event.bounds().raw()[0];
        let last = self.events.partition_point(|one| starts(one) <= to);
        first.min(last)..last
    }

    fn place_of(&self, event: EventRef<'_>) -> Option<usize> {
        let found = self.places.binary_search_by_key(&event.ix(), |(ix, _)| *ix);
        self.places.get(found.ok()?).map(|(_, at)| *at)
    }
}

impl<'t> Pattern<'t> {
    /// A pattern of steps, of which each may refer to those before it.
    ///
    /// # Errors
    ///
    /// [`PatternError`] if there is no step or more than [`MAX_STEPS`], if two have one name, one
    /// refers to what is no earlier step, or they are of different timelines.
    pub fn new(steps: impl IntoIterator<Item = Step<'t>>) -> Result<Self, PatternError> {
        let steps: Vec<Step<'t>> = steps.into_iter().collect();
        let timeline = match steps.first() {
            Some(first) if steps.len() <= MAX_STEPS => first.timeline,
            _ => return Err(PatternError::Steps { steps: steps.len() }),
        };
        let mut pattern = Self {
            steps: Vec::with_capacity(steps.len()),
            variables: Vec::new(),
        };
        for step in steps {
            if step.is_foreign || !std::ptr::eq(step.timeline, timeline) {
                return Err(PatternError::OtherTimeline { step: step.name });
            }
            pattern.add(step)?;
        }
        Ok(pattern)
    }

    fn add(&mut self, step: Step<'t>) -> Result<(), PatternError> {
        let Step {
            name,
            events,
            relations,
            absences,
            parties,
            ..
        } = step;
        if self.place_of(&name).is_some() {
            return Err(PatternError::DuplicateStep { name });
        }
        let resolve = |other: Box<str>| {
            let earlier = || self.steps.iter().map(|step| &*step.name);
            self.place_of(&other)
                .ok_or_else(|| PatternError::UnknownStep {
                    step: name.clone(),
                    near: nearest(&other, earlier()),
                    name: other,
                })
        };
        let relations = relations
            .into_iter()
            .map(|(other, relation)| Ok((resolve(other)?, relation)))
            .collect::<Result<Vec<_>, PatternError>>()?;
        let absences = absences
            .into_iter()
            .map(|(since, events)| Ok((resolve(since)?, List::new(events))))
            .collect::<Result<Vec<_>, PatternError>>()?;
        let variables = &mut self.variables;
        let mut number = |someone: Box<str>| {
            let known = variables.iter().position(|one| *one == someone);
            known.unwrap_or_else(|| {
                variables.push(someone);
                variables.len() - 1
            })
        };
        let parties: Vec<_> = parties
            .into_iter()
            .map(|(someone, kind)| (number(someone), kind))
            .collect();
        let present = if parties.is_empty() {
            Vec::new()
        } else {
            events.iter().map(|one| present(one.event)).collect()
        };
        self.steps.push(Compiled {
            name,
            list: List::new(events),
            relations,
            absences,
            parties,
            present,
        });
        Ok(())
    }

    fn place_of(&self, name: &str) -> Option<usize> {
        self.steps.iter().position(|step| &*step.name == name)
    }

    /// The names of the steps, in their order.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = &str> {
        self.steps.iter().map(|step| &*step.name)
    }

    /// Finds the matches one by one.
    ///
    /// # Order
    ///
    /// That of their first event, then of those whom its step names, by identifier, then of their
    /// second event, and so on.
    pub fn matches(&self) -> Matches<'_, 't> {
        let mut matches = Matches {
            pattern: self,
            frames: Vec::with_capacity(self.steps.len()),
            chosen: Vec::with_capacity(self.steps.len()),
            bound: vec![None; self.variables.len()],
        };
        matches.descend();
        matches
    }
}

/// Those who take part in an event, themselves or through others, by identifier.
fn present(event: EventRef<'_>) -> Vec<(ActorRef<'_>, Certainty)> {
    let bounds = event.bounds();
    let all = event.participants();
    let mut present: Vec<_> = all.flat_map(|one| one.represented(&bounds, None)).collect();
    present.sort_by_key(|(actor, sure)| (actor.ix(), std::cmp::Reverse(*sure)));
    present.dedup_by_key(|(actor, _)| actor.ix());
    present
}

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
        let extent = Extent::of(&event.bounds(), resolution);
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
