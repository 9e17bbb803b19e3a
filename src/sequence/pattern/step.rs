//! A step: which events may take it, and how it stands to earlier ones.

use crate::actor::ActorKind;
use crate::event::Link;
use crate::query::View;
use crate::sequence::distance::Distance;
use crate::time::Certainty;
use crate::timeline::{EventRef, Timeline};

/// One step of a [`Pattern`](super::Pattern): which events may take it, and how it stands to earlier steps.
#[derive(Clone)]
pub struct Step<'t> {
    pub(super) name: Box<str>,
    pub(super) timeline: &'t Timeline,
    /// Whether an absence is of another timeline.
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

/// How a step stands to an earlier one.
#[derive(Clone, Copy, Debug)]
pub(super) enum Relation {
    After,
    Within(Distance),
    Linked(Link),
}

/// An event that may take a step, and whether it belongs to the step's view.
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
