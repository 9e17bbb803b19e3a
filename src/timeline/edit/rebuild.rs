//! Builds the edited timeline from all its entries.
//!
//! This takes as long as building the timeline. It is used for edits of actors and designations, because every
//! event may depend on them, and for patches with faults, so that a fault has the same text as when the timeline
//! is built.

use std::collections::{BTreeMap, HashSet};

use super::draft::{Change, Changed, Draft};
use super::{EditError, EditFault};
use crate::actor::Actor;
use crate::event::{Event, Source};
use crate::timeline::{
    Contradiction, Entry, Fault, FaultKind, Revision, Statement, Timeline, TimelineBuilder,
};

impl Draft<'_> {
    /// The changes as a revision. Returns `None` if there are faults, or changes that a revision cannot make.
    pub(super) fn revision(&self) -> Option<Revision<'_>> {
        let is_revision =
            self.faults.is_empty() && self.actors.is_empty() && self.designations.is_empty();
        if !is_revision {
            return None;
        }
        let mut revision = Revision {
            constraints_removed: self.constraints_removed.clone(),
            ..Revision::default()
        };
        for (id, change) in &self.sources {
            let is_known = self.base.source_of_id(id).is_some();
            match &change.entry {
                Some(source) if !is_known => revision.sources.push(source),
                None if !is_known => {}
                _ => return None,
            }
        }
        for (id, change) in &self.events {
            match (self.base.find_event(id), &change.entry) {
                (place, Some(event)) => revision.events.push((place, event)),
                (Some(place), None) => revision.removed.push(place),
                (None, None) => {}
            }
        }
        let added = self.constraints_added.iter();
        revision.constraints_added = added.map(|(_, one)| one).collect();
        Some(revision)
    }
}

/// The edit that changed each entry of a builder, in its order. `None` for entries as they were.
#[derive(Default)]
struct Edits {
    actors: Vec<Option<usize>>,
    designations: Vec<Option<usize>>,
    sources: Vec<Option<usize>>,
    events: Vec<Option<usize>>,
    constraints: Vec<Option<usize>>,
}

impl Draft<'_> {
    /// Builds the timeline.
    ///
    /// # Errors
    ///
    /// Returns [`EditError`] with the faults of edits and of entries.
    pub(super) fn rebuild(mut self) -> Result<Timeline, EditError> {
        let mut faults = std::mem::take(&mut self.faults);
        let (builder, edits) = self.builder();
        match Timeline::try_from(builder) {
            Ok(timeline) if faults.is_empty() => return Ok(timeline),
            Ok(_) => {}
            Err(error) => {
                let found = error.faults.into_iter();
                faults.extend(found.map(|fault| self.fault(&edits, fault)));
            }
        }
        // Faults without an edit come last. Faults of one edit stay in order.
        faults.sort_by_key(|fault| (fault.edit.is_none(), fault.edit));
        // An entry may name a missing item several times. Faults have no position here, so the same line would be
        // repeated.
        let mut told = HashSet::new();
        faults.retain(|fault| told.insert(fault.to_string()));
        Err(EditError { faults })
    }

    /// A builder with all entries, and the edit of each.
    fn builder(&self) -> (TimelineBuilder, Edits) {
        let base = self.base;
        let mut builder = TimelineBuilder::default();
        let mut edits = Edits::default();
        if let Some(title) = base.title() {
            builder.title(title);
        }
        let actors = base.actors().map(|one| (one.id(), one));
        visit(actors, &self.actors, Actor::from, |one, edit| {
            builder.actor(one);
            edits.actors.push(edit);
        });
        let designations = base.designations().iter().map(|one| (&*one.name, one));
        visit(
            designations,
            &self.designations,
            Clone::clone,
            |one, edit| {
                builder.designation(one);
                edits.designations.push(edit);
            },
        );
        let sources = base.stated_sources().map(|one| (one.id(), one));
        visit(sources, &self.sources, Source::from, |one, edit| {
            builder.source(one);
            edits.sources.push(edit);
        });
        let events = base.events().map(|one| (one.id(), one));
        visit(events, &self.events, Event::from, |one, edit| {
            builder.event(one);
            edits.events.push(edit);
        });
        let kept = base.constraints.entries();
        let kept = kept.filter(|(at, _)| !self.constraints_removed.contains(at));
        let kept = kept.map(|(_, one)| (None, one));
        let added = self.constraints_added.iter();
        let added = added.map(|(edit, one)| (Some(*edit), one));
        for (edit, one) in kept.chain(added) {
            builder.constraint(one.clone());
            edits.constraints.push(edit);
        }
        (builder, edits)
    }

    /// Assigns a fault of an entry to an edit: the one that changed the entry, that removed what the entry refers
    /// to, or that changed the other entry of a conflict.
    fn fault(&self, edits: &Edits, fault: Fault) -> EditFault {
        let own = match fault.entry {
            Entry::Actor(at) => edits.actors[at],
            Entry::Designation(at) => edits.designations[at],
            Entry::Source(at) => edits.sources[at],
            Entry::Event(at) => edits.events[at],
            Entry::Constraint(at) => edits.constraints[at],
            Entry::Edit(_) | Entry::Whole => None,
        };
        let other = || match &fault.kind {
            FaultKind::UnknownActor { actor, .. } => {
                removed(&self.actors, actor).or_else(|| removed(&self.designations, actor))
            }
            FaultKind::UnknownSource { source_id, .. } => {
                removed(&self.sources, source_id).or_else(|| removed(&self.actors, source_id))
            }
            FaultKind::UnknownEvent { event, .. } => removed(&self.events, event),
            // The entry at fault is the second by identifier, and the edit may have changed the first.
            FaultKind::ExternalTwice { what, other, .. } => match *what {
                "actor" => self.actors.get(other).map(|change| change.edit),
                "source" => self.sources.get(other).map(|change| change.edit),
                _ => self.events.get(other).map(|change| change.edit),
            },
            FaultKind::Contradiction(contradiction) => self.last_of(contradiction),
            _ => None,
        };
        EditFault {
            edit: own.or_else(other),
            kind: fault.kind.into(),
        }
    }
}

impl Draft<'_> {
    /// The last of the edits that added the statements of a contradiction. Returns `None` if the timeline had one
    /// of the statements.
    fn last_of(&self, contradiction: &Contradiction) -> Option<usize> {
        let edit = |statement: &Statement| {
            let Statement::Ordered(stated) = statement else {
                return None;
            };
            let mut added = self.constraints_added.iter();
            let found = added.find(|(_, one)| one == stated)?;
            Some(found.0)
        };
        let edits: Option<Vec<usize>> = contradiction.statements.iter().map(edit).collect();
        edits?.into_iter().max()
    }
}

/// Visits the entries of a timeline with the changes made, each with its edit: those of the timeline in its
/// order, then those added.
fn visit<'n, T: Clone, R>(
    stated: impl Iterator<Item = (&'n str, R)>,
    changed: &Changed<T>,
    restate: impl Fn(R) -> T,
    mut visit: impl FnMut(T, Option<usize>),
) {
    let mut added: BTreeMap<&str, &Change<T>> =
        changed.iter().map(|(id, one)| (&**id, one)).collect();
    for (id, one) in stated {
        match added.remove(id) {
            None => visit(restate(one), None),
            Some(Change { edit, entry }) => {
                if let Some(entry) = entry {
                    visit(entry.clone(), Some(*edit));
                }
            }
        }
    }
    for Change { edit, entry } in added.into_values() {
        if let Some(entry) = entry {
            visit(entry.clone(), Some(*edit));
        }
    }
}

/// The edit that removed an entry, if one did.
fn removed<T>(changed: &Changed<T>, id: &str) -> Option<usize> {
    let change = changed.get(id)?;
    change.entry.is_none().then_some(change.edit)
}
