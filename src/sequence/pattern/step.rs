//! A step of a pattern: the events that can take it, and its relations to earlier steps.

use crate::actor::ActorKind;
use crate::event::Link;
use crate::query::View;
use crate::sequence::distance::Distance;
use crate::time::Certainty;
use crate::timeline::{EventRef, Timeline};

/// One step of a [`Pattern`](super::Pattern): the events that can take it, and its relations to earlier
/// steps.
#[derive(Clone)]
pub struct Step<'t> {
    pub(super) name: Box<str>,
    pub(super) timeline: &'t Timeline,
    /// Whether the view of an absence has another timeline.
    pub(super) is_foreign: bool,
    pub(super) events: Vec<Candidate<'t>>,
    pub(super) relations: Vec<(Box<str>, Relation)>,
    pub(super) absences: Vec<(Box<str>, Vec<Candidate<'t>>)>,
    pub(super) parties: Vec<(Box<str>, Option<ActorKind>)>,
}

crate::text::short_debug!(Step<'_>, "Step", |it| {
    "name": it.name,
    "events": it.events.len(),
    "relations": it.relations,
});

/// The relation of a step to an earlier one.
#[derive(Clone, Copy, Debug)]
pub(super) enum Relation {
    After,
    Within(Distance),
    Linked(Link),
}

/// An event that can take a step, and whether it belongs to the view of the step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'t> {
    pub(super) event: EventRef<'t>,
    pub(super) certainty: Certainty,
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
    /// Creates a step that any event of a view can take.
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

    /// Keeps only the events that satisfy a predicate, such as a code or a place.
    #[must_use]
    pub fn only(mut self, mut predicate: impl FnMut(EventRef<'t>) -> bool) -> Self {
        self.events.retain(|candidate| predicate(candidate.event));
        self
    }

    /// Requires that the step starts when an earlier step ends, or later.
    #[must_use]
    pub fn after(self, step: impl Into<Box<str>>) -> Self {
        self.related(step, Relation::After)
    }

    /// Requires that the step is within a distance of an earlier step, before or after it.
    ///
    /// Together with [`Step::after`], only after it. The distance is as for [`View::near`].
    #[must_use]
    pub fn within(self, step: impl Into<Box<str>>, distance: impl Into<Distance>) -> Self {
        self.related(step, Relation::Within(distance.into()))
    }

    /// Requires that the step is about an earlier step: `linked(Link::About, step)`.
    #[must_use]
    pub fn about(self, step: impl Into<Box<str>>) -> Self {
        self.linked(Link::About, step)
    }

    /// Requires a link to an earlier step: answers it, follows it, is part of it.
    #[must_use]
    pub fn linked(self, link: Link, step: impl Into<Box<str>>) -> Self {
        self.related(step, Relation::Linked(link))
    }

    fn related(mut self, step: impl Into<Box<str>>, relation: Relation) -> Self {
        self.relations.push((step.into(), relation));
        self
    }

    /// Requires that the step is after an earlier step, and that no event of a view is between them.
    ///
    /// An event is between them if it starts when the earlier step ends, or later, and ends when this
    /// step starts, or earlier. One that certainly is makes the match impossible; one that may be makes
    /// it possible at most. An event that takes a step of the match does not count.
    #[must_use]
    pub fn without(mut self, since: impl Into<Box<str>>, view: &View<'t>) -> Self {
        let since = since.into();
        self.is_foreign |= !std::ptr::eq(self.timeline, view.timeline());
        self.absences.push((since.clone(), candidates(view)));
        self.after(since)
    }

    /// Requires that an actor takes part, in any role, itself or represented by another, and binds it to
    /// a variable.
    ///
    /// In all steps with the same variable it is the same actor. Different variables are different
    /// actors. There is a match for every choice of actors.
    #[must_use]
    pub fn with(mut self, variable: impl Into<Box<str>>) -> Self {
        self.parties.push((variable.into(), None));
        self
    }

    /// As [`Step::with`], for an actor of one kind: a person, a state.
    #[must_use]
    pub fn with_a(mut self, kind: ActorKind, variable: impl Into<Box<str>>) -> Self {
        self.parties.push((variable.into(), Some(kind)));
        self
    }
}
