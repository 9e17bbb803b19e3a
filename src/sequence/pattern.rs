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
//! Where there is little to find, little is looked at. What relations say of two steps by way of
//! others limits them, too: all that lies between two steps within a day of each other lies
//! within that day. And no event is chosen unless each later step that refers to what is chosen
//! has an event left that fits each of the chosen, looking at pairs. Only where three events
//! rule a match out together, and no two of them, are choices made in vain, and their number grows
//! with each step.
//!
//! [`network`]: crate::time::network

mod implied;
mod matches;
mod step;

use thiserror::Error;

use crate::actor::ActorKind;
use crate::time::Certainty;
use crate::timeline::{ActorRef, EventIx, EventRef, hint, nearest};
use implied::Implied;
use step::{Candidate, Relation};

pub use matches::{Match, Matches};
pub use step::Step;

/// The most steps of a pattern.
pub const MAX_STEPS: usize = 16;

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
///     Step::new("statement", &timeline.statements()).about("meeting").with("speaker"),
/// ])?;
/// let found: Vec<_> = pattern.matches().collect();
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].event("statement").unwrap().id(), "frank");
/// assert_eq!(found[0].actor("speaker").unwrap().id(), "rubio");
/// assert_eq!(found[0].certainty(), Certainty::Certain);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Pattern<'t> {
    steps: Vec<Compiled<'t>>,
    /// The names of those who take part.
    variables: Vec<Box<str>>,
}

crate::text::short_debug!(Pattern<'_>, "Pattern", |it| {
    "steps": it.steps().collect::<Vec<_>>(),
    "variables": it.variables,
});

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
    /// How it stands to each earlier step, as follows from all relations together.
    implied: Vec<Implied>,
    /// The later steps that say something of this one.
    later: Vec<usize>,
}

/// Events in the total order, with how far each and those before it may reach.
#[derive(Clone, Debug)]
struct List<'t> {
    events: Vec<Candidate<'t>>,
    reach: Vec<i64>,
    /// The places of the events, by their positions in the timeline.
    places: Vec<(EventIx, usize)>,
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
        let mut places: Vec<(EventIx, usize)> =
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
        Some(self.places[found.ok()?].1)
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
            implied: Vec::new(),
            later: Vec::new(),
        });
        Ok(())
    }

    /// Notes what follows for each step from all relations together, and which steps depend on it.
    fn look_ahead(&mut self) {
        let relations = self.steps.iter().map(|step| &*step.relations);
        let all = Implied::all(&relations.collect::<Vec<_>>());
        for (step, implied) in self.steps.iter_mut().zip(all) {
            step.implied = implied;
        }
        for at in 0..self.steps.len() {
            let own = &self.steps[at];
            let parties = own.parties.iter().map(|(someone, _)| *someone);
            let parties: Vec<usize> = parties.collect();
            let depends = |step: &Compiled<'t>| {
                step.relations.iter().any(|(earlier, _)| *earlier == at)
                    || step
                        .parties
                        .iter()
                        .any(|(someone, _)| parties.contains(someone))
            };
            let later = self.steps.iter().enumerate().skip(at + 1);
            let later = later.filter(|(_, step)| depends(step)).map(|(at, _)| at);
            self.steps[at].later = later.collect();
        }
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
        Matches::new(self)
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
