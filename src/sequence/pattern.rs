//! Patterns: a call, then a meeting within a month, then a statement about it.

mod consistency;
mod implied;
mod matches;
mod relations;
mod step;

use thiserror::Error;

use crate::actor::ActorKind;
#[cfg(doc)]
use crate::query::View;
use crate::time::Certainty;
use crate::timeline::{ActorRef, EventIx, EventRef, hint, nearest};
use crate::wire::errors;
use implied::Implied;
use step::{Candidate, Relation};

pub use matches::{Match, Matches};
pub use step::Step;

/// The maximum number of steps in a pattern.
pub const MAX_STEPS: usize = 16;

/// A pattern was refused by [`Pattern::new`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PatternError {
    /// It has no step, or too many.
    #[error("the pattern has {steps} steps: expected 1 to {MAX_STEPS}")]
    Steps {
        /// The number of steps.
        steps: usize,
    },
    /// Two steps have the same name.
    #[error("two steps are named `{name}`: expected a different name for each step")]
    DuplicateStep {
        /// The name.
        name: Box<str>,
    },
    /// A step refers to a name that no earlier step has.
    #[error("step `{step}` refers to `{name}`, which is not an earlier step{}", hint(.near.as_deref()))]
    UnknownStep {
        /// The step.
        step: Box<str>,
        /// The name it refers to.
        name: Box<str>,
        /// The earlier step with the most similar name, if one is similar.
        near: Option<String>,
    },
    /// The steps have different timelines.
    #[error(
        "step `{step}` has a different timeline than the first step: expected all steps in one timeline"
    )]
    OtherTimeline {
        /// The step.
        step: Box<str>,
    },
}

errors!(PatternError {
    Steps { steps },
    DuplicateStep { name },
    UnknownStep { step, name, near },
    OtherTimeline { step },
});

/// A sequence of events to search for: a call, then a meeting within a month, then a statement about
/// it.
///
/// A pattern is a list of [`Step`]s. A step has a name, and a [`View`] of the events that can take it.
/// Its relations refer to earlier steps by name:
///
/// | a step is | method |
/// | :-- | :-- |
/// | after another step | [`Step::after`] |
/// | within a distance of another step, before or after it | [`Step::within`] |
/// | about another step, an answer to it, part of it | [`Step::about`], [`Step::linked`] |
/// | with the same person or state as another step | [`Step::with`] |
/// | after another step, with nothing of some kind between | [`Step::without`] |
///
/// Steps without a relation have no order: "a call within a week of a strike" may come before it. A
/// [`Match`] is one choice of events. No event takes two steps of it.
///
/// A match is certain if every step and every relation is certain. It is possible if all of them are
/// possible *together*: if A may be before B, B before C, and C within a day of A, there may still be
/// no dates for all three. The [`network`](crate::time::network) of their starts and ends decides
/// this. Only the events that must not be between two steps are examined one by one.
///
/// # Complexity
///
/// Matches are found one by one, on demand, ordered by their first event and its actors, then by the
/// second, and so on. Use [`Iterator::take`] to limit them. A step [within](Step::within) a distance
/// of an earlier one examines only the events that its dates allow, a linked step only the linked
/// events. Other steps examine all their events for each choice of the earlier ones. There can be as
/// many matches as choices: three steps without a relation, of 1,000 events each, have 10⁹.
///
/// The search looks ahead: an event is chosen only if each later step that depends on it has an event
/// left that fits each choice so far, pair by pair. Bounds that follow from other steps count, too: if
/// two steps are within a day of each other, everything between them is within that day. Wasted
/// choices remain only where three events exclude each other although any two of them fit. The number
/// of these choices grows with each step.
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
/// builder.extend(["rubio", "lavrov"].map(Actor::person));
/// let day = |text| When::parse(text);
/// builder.event(Event::call("call", day("2025-06-24")?).party("rubio").party("lavrov"));
/// builder.event(Event::meeting("meeting", day("2025-07-10")?).party("rubio").party("lavrov"));
/// builder.event(Event::statement("frank", day("2025-07-10")?).by("rubio").link(Link::About, "meeting"));
/// builder.event(Event::statement("other", day("2025-07-11")?).by("lavrov"));
/// let timeline = builder.build()?;
///
/// let contacts = timeline.between("rubio", "lavrov")?;
/// let pattern = Pattern::new([
///     Step::new("call", &contacts.calls()),
///     Step::new("meeting", &contacts.meetings())
///         .after("call")
///         .within("call", Distance::days(30)),
///     Step::new("statement", &timeline.view().statements()).about("meeting").with("speaker"),
/// ])?;
/// let found: Vec<_> = pattern.matches().collect();
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].event("statement").unwrap().id(), "frank");
/// assert_eq!(found[0].actor("speaker").unwrap().id(), "rubio");
/// assert_eq!(found[0].certainty, Certainty::Certain);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Pattern<'t> {
    steps: Vec<Compiled<'t>>,
    /// The names of the variables, each of which is an actor in a match.
    variables: Vec<Box<str>>,
}

crate::text::short_debug!(Pattern<'_>, "Pattern", |it| {
    "steps": it.steps().collect::<Vec<_>>(),
    "variables": it.variables,
});

/// A step with its names resolved to numbers.
#[derive(Clone, Debug)]
struct Compiled<'t> {
    name: Box<str>,
    list: EventList<'t>,
    relations: Vec<(usize, Relation)>,
    absences: Vec<(usize, EventList<'t>)>,
    parties: Vec<(usize, Option<ActorKind>)>,
    /// The actors in each event, if the step has variables.
    present: Vec<Vec<(ActorRef<'t>, Certainty)>>,
    /// The bounds to each earlier step that follow from all relations together.
    implied: Vec<Implied>,
    /// The later steps that depend on this one.
    later: Vec<usize>,
}

/// Events in the total order, searchable by time and by event.
#[derive(Clone, Debug)]
struct EventList<'t> {
    events: Vec<Candidate<'t>>,
    /// For each event, the latest end of the events up to it.
    reach: Vec<i64>,
    /// The places of the events, sorted by event.
    places: Vec<(EventIx, usize)>,
}

impl<'t> EventList<'t> {
    fn new(events: Vec<Candidate<'t>>) -> Self {
        let mut reached = i64::MIN;
        let reach = events.iter().map(|candidate| {
            let [.., end] = candidate.event.bounds().raw();
            reached = reached.max(end);
            reached
        });
        let reach = reach.collect();
        let numbered = events.iter().enumerate();
        let mut places: Vec<(EventIx, usize)> =
            numbered.map(|(at, one)| (one.event.ix(), at)).collect();
        places.sort_unstable();
        Self {
            events,
            reach,
            places,
        }
    }

    /// The places of the events that may touch the time from one second to another, both included.
    ///
    /// Some in between may end earlier.
    fn between(&self, from: i64, to: i64) -> std::ops::Range<usize> {
        let first = self.reach.partition_point(|end| *end < from);
        let starts = |one: &Candidate<'t>| one.event.bounds().raw()[0];
        let last = self.events.partition_point(|one| starts(one) <= to);
        first.min(last)..last
    }

    fn place_of(&self, event: EventRef<'_>) -> Option<usize> {
        let found = self.places.binary_search_by_key(&event.ix(), |(ix, _)| *ix);
        Some(self.places[found.ok()?].1)
    }
}

impl<'t> Pattern<'t> {
    /// Creates a pattern of steps. A step can refer to the steps before it.
    ///
    /// # Errors
    ///
    /// [`PatternError`] if there are no steps or more than [`MAX_STEPS`], if two have the same name, if
    /// one refers to a name that no earlier step has, or if they have different timelines.
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
        pattern.look_ahead();
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
            .map(|(since, events)| Ok((resolve(since)?, EventList::new(events))))
            .collect::<Result<Vec<_>, PatternError>>()?;
        let variables = &mut self.variables;
        let mut number = |variable: Box<str>| {
            let known = variables.iter().position(|one| *one == variable);
            known.unwrap_or_else(|| {
                variables.push(variable);
                variables.len() - 1
            })
        };
        let parties: Vec<_> = parties
            .into_iter()
            .map(|(variable, kind)| (number(variable), kind))
            .collect();
        let present = if parties.is_empty() {
            Vec::new()
        } else {
            events.iter().map(|one| present(one.event)).collect()
        };
        self.steps.push(Compiled {
            name,
            list: EventList::new(events),
            relations,
            absences,
            parties,
            present,
            implied: Vec::new(),
            later: Vec::new(),
        });
        Ok(())
    }

    /// Computes the implied bounds of each step, and the later steps that depend on it.
    fn look_ahead(&mut self) {
        let relations = self.steps.iter().map(|step| &*step.relations);
        let all = Implied::all(&relations.collect::<Vec<_>>());
        for (step, implied) in self.steps.iter_mut().zip(all) {
            step.implied = implied;
        }
        for at in 0..self.steps.len() {
            let own = &self.steps[at];
            let parties = own.parties.iter().map(|(variable, _)| *variable);
            let parties: Vec<usize> = parties.collect();
            let depends = |step: &Compiled<'t>| {
                step.relations.iter().any(|(earlier, _)| *earlier == at)
                    || step
                        .parties
                        .iter()
                        .any(|(variable, _)| parties.contains(variable))
            };
            let later = self.steps.iter().enumerate().skip(at + 1);
            let later = later.filter(|(_, step)| depends(step)).map(|(at, _)| at);
            self.steps[at].later = later.collect();
        }
    }

    fn place_of(&self, name: &str) -> Option<usize> {
        self.steps.iter().position(|step| &*step.name == name)
    }

    /// The names of the steps, in order.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = &str> {
        self.steps.iter().map(|step| &*step.name)
    }

    /// Finds the matches one by one.
    ///
    /// # Order
    ///
    /// By their first event, then by the actors of its variables, by identifier, then by their second
    /// event, and so on.
    pub fn matches(&self) -> Matches<'_, 't> {
        Matches::new(self)
    }
}

/// The actors in an event, themselves or represented by others, by identifier.
fn present(event: EventRef<'_>) -> Vec<(ActorRef<'_>, Certainty)> {
    let bounds = event.bounds();
    let all = event.participants();
    let mut present: Vec<_> = all
        .flat_map(|one| one.represented(bounds, |_| false))
        .collect();
    present.sort_by_key(|(actor, sure)| (actor.ix(), std::cmp::Reverse(*sure)));
    present.dedup_by_key(|(actor, _)| actor.ix());
    present
}
