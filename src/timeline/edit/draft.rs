//! The entries of a timeline after a patch, before references are checked.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::MAX_KNOWN;
use super::{Action, Edit, EditFault, EditFaultKind, Item, ItemKey, Patch};
use crate::actor::{Actor, Designation};
use crate::event::{Event, MAX_PER_EVENT, Report, Source};
use crate::time::When;
use crate::timeline::{
    ActorRef, Constraint, ConstraintIx, EventRef, FaultKind, LookupError, MAX_PRINTED, SourceRef,
    Timeline, constraint_withdrawn_early, nearest, report_withdrawn_early,
};

/// The entries of one sort that a patch changes, by identifier.
pub(super) type Changed<T> = BTreeMap<String, Change<T>>;

/// One entry after a patch.
pub(super) struct Change<T> {
    /// The number of the last edit that changed it, from 1.
    pub(super) edit: usize,
    /// The entry. `None` if it was removed.
    pub(super) entry: Option<T>,
}

/// A timeline with the changes of a patch.
pub(super) struct Draft<'t> {
    pub(super) base: &'t Timeline,
    pub(super) actors: Changed<Actor>,
    pub(super) designations: Changed<Designation>,
    pub(super) sources: Changed<Source>,
    pub(super) events: Changed<Event>,
    /// The constraints of the timeline that were removed.
    pub(super) constraints_removed: BTreeSet<ConstraintIx>,
    /// The constraints that were added, each with the number of its edit.
    pub(super) constraints_added: Vec<(usize, Constraint)>,
    /// The events for which a fault was already reported because they would have too many reports.
    full: BTreeSet<String>,
    pub(super) faults: Vec<EditFault>,
}

type Outcome = Result<(), EditFaultKind>;

impl<'t> Draft<'t> {
    /// Applies edits to a timeline in order. An edit that does not fit is a fault and changes nothing.
    pub(super) fn new(base: &'t Timeline, patch: Patch) -> Self {
        let mut draft = Self {
            base,
            actors: BTreeMap::new(),
            designations: BTreeMap::new(),
            sources: BTreeMap::new(),
            events: BTreeMap::new(),
            constraints_removed: BTreeSet::new(),
            constraints_added: Vec::new(),
            full: BTreeSet::new(),
            faults: Vec::new(),
        };
        for (number, edit) in (1..).zip(patch.edits) {
            if draft.has_bad_date(number, &edit) {
                continue;
            }
            if let Err(kind) = draft.apply(number, edit.action) {
                draft.faults.push(EditFault {
                    edit: Some(number),
                    kind,
                });
            }
        }
        draft
    }

    /// Reports the date of an edit that was given as text and could not be read.
    fn has_bad_date(&mut self, number: usize, edit: &Edit) -> bool {
        let (what, id) = match &edit.action {
            Action::Redate { event, .. } => ("event", event.clone()),
            Action::Retract { key, .. } => match key {
                ItemKey::Constraint(one) => ("constraint on event", one.event().to_owned()),
                ItemKey::Event(event) | ItemKey::Report { event, .. } => ("event", event.clone()),
                _ => return false,
            },
            _ => return false,
        };
        let errors: Vec<_> = edit.date_errors.iter().collect();
        for (field, error) in &errors {
            let kind = FaultKind::InvalidDate {
                what,
                id: id.clone(),
                field,
                error: error.clone(),
            };
            self.faults.push(EditFault {
                edit: Some(number),
                kind: kind.into(),
            });
        }
        !errors.is_empty()
    }

    fn apply(&mut self, edit: usize, action: Action) -> Outcome {
        match action {
            Action::Add(item) => self.add(edit, item),
            Action::Replace(item) => self.replace(edit, item),
            Action::Remove(key) => self.remove(edit, &key),
            Action::Redate { event, when } => self.change(edit, &event, |event| {
                event.when = when;
                Ok(())
            }),
            Action::Report { event, report } => {
                self.report(edit, event, |event| add_report(event, report))
            }
            Action::Correct { event, report } => {
                self.report(edit, event, |event| correct(event, report))
            }
            Action::Retract { key, on } => self.retract(edit, key, &on),
        }
    }

    fn add(&mut self, edit: usize, item: Item) -> Outcome {
        let (what, id) = match &item {
            Item::Actor(one) if self.has_actor(&one.id) => ("actor", &one.id),
            Item::Designation(one) if self.has_designation(&one.name) => ("designation", &one.name),
            Item::Source(one) if self.has_source(&one.id) => ("source", &one.id),
            Item::Event(one) if self.has_event(&one.id) => ("event", &one.id),
            _ => {
                self.put(edit, item);
                return Ok(());
            }
        };
        let id = id.clone();
        Err(FaultKind::DuplicateId { what, id }.into())
    }

    fn replace(&mut self, edit: usize, item: Item) -> Outcome {
        match &item {
            Item::Actor(one) => self.check_actor(&one.id)?,
            Item::Designation(one) => self.check_designation(&one.name)?,
            Item::Source(one) => self.check_source(&one.id)?,
            Item::Event(one) => self.check_event(&one.id)?,
            Item::Constraint(one) => {
                return Err(EditFaultKind::NotReplaceable {
                    constraint: one.without_sources(),
                });
            }
        }
        self.put(edit, item);
        Ok(())
    }

    fn put(&mut self, edit: usize, item: Item) {
        match item {
            Item::Actor(one) => put(&mut self.actors, edit, one.id.clone(), one),
            Item::Designation(one) => put(&mut self.designations, edit, one.name.clone(), one),
            Item::Source(one) => put(&mut self.sources, edit, one.id.clone(), one),
            Item::Event(one) => put(&mut self.events, edit, one.id.clone(), one),
            Item::Constraint(one) => self.constraints_added.push((edit, one)),
        }
    }

    fn remove(&mut self, edit: usize, key: &ItemKey) -> Outcome {
        match key {
            ItemKey::Actor(id) => {
                self.check_actor(id)?;
                take_out(&mut self.actors, edit, id);
            }
            ItemKey::Designation(name) => {
                self.check_designation(name)?;
                take_out(&mut self.designations, edit, name);
            }
            ItemKey::Source(id) => {
                self.check_source(id)?;
                take_out(&mut self.sources, edit, id);
            }
            ItemKey::Event(id) => {
                self.check_event(id)?;
                take_out(&mut self.events, edit, id);
            }
            ItemKey::Report { event, by } => self.change(edit, event, |event| {
                let before = event.reports.len();
                event.reports.retain(|report| report.by != *by);
                let is_done = event.reports.len() < before;
                is_done.then_some(()).ok_or_else(|| no_report(event, by))
            })?,
            ItemKey::Constraint(constraint) => self.take_constraint(constraint)?,
        }
        Ok(())
    }

    fn retract(&mut self, edit: usize, key: ItemKey, on: &When) -> Outcome {
        match key {
            ItemKey::Event(id) => self.change(edit, &id, |event| {
                let none = |event: &Event| EditFaultKind::NoReports {
                    event: event.id.clone(),
                };
                withdraw(event, on, |_| true, none)
            }),
            ItemKey::Report { event, by } => self.change(edit, &event, |event| {
                let none = |event: &Event| no_report(event, &by);
                withdraw(event, on, |report| report.by == by, none)
            }),
            ItemKey::Constraint(constraint) if constraint.withdrawn.is_some() => {
                Err(EditFaultKind::AlreadyWithdrawn {
                    constraint: constraint.without_sources(),
                })
            }
            ItemKey::Constraint(constraint) => {
                let early = constraint_withdrawn_early(&constraint, on);
                early.map_or(Ok(()), |kind| Err(EditFaultKind::Entry(kind)))?;
                self.take_constraint(&constraint)?;
                let withdrawn = constraint.withdrawn(on);
                self.constraints_added.push((edit, withdrawn));
                Ok(())
            }
            ItemKey::Actor(id) => Err(not_retractable("actor", id)),
            ItemKey::Designation(id) => Err(not_retractable("designation", id)),
            ItemKey::Source(id) => Err(not_retractable("source", id)),
        }
    }

    /// Adds a report to an event. If there are too many, only the first that exceeds the limit is a fault.
    fn report(
        &mut self,
        edit: usize,
        id: String,
        add: impl FnOnce(&mut Event) -> Outcome,
    ) -> Outcome {
        if self.full.contains(&id) {
            return Ok(());
        }
        let outcome = self.change(edit, &id, add);
        let is_excess =
            |kind: &EditFaultKind| matches!(kind, EditFaultKind::Entry(fault) if fault.is_excess());
        if outcome.as_ref().is_err_and(is_excess) {
            self.full.insert(id);
        }
        outcome
    }

    /// Changes an event. A change that is refused leaves it as it is.
    fn change(
        &mut self,
        edit: usize,
        id: &str,
        change: impl FnOnce(&mut Event) -> Outcome,
    ) -> Outcome {
        // The event is copied once, not for each of its edits.
        if let Some(changed) = self.events.get_mut(id)
            && let Some(event) = &mut changed.entry
        {
            change(event)?;
            changed.edit = edit;
            return Ok(());
        }
        let is_removed = self.events.contains_key(id);
        let stated = self.base.event(id).ok().filter(|_| !is_removed);
        let mut event = Event::from(stated.ok_or_else(|| self.unknown_event(id))?);
        change(&mut event)?;
        put(&mut self.events, edit, id.to_owned(), event);
        Ok(())
    }

    /// Removes a constraint from the added ones, or else from those of the timeline.
    fn take_constraint(&mut self, constraint: &Constraint) -> Outcome {
        let mut added = self.constraints_added.iter();
        if let Some(at) = added.position(|(_, one)| one == constraint) {
            self.constraints_added.remove(at);
            return Ok(());
        }
        let stated = self.base.constraints();
        // Constraints are sorted and distinct.
        let found = stated.binary_search_by(|one| one.order(constraint));
        match found.map(ConstraintIx::new) {
            Ok(at) if self.constraints_removed.insert(at) => Ok(()),
            _ => Err(EditFaultKind::UnknownConstraint {
                constraint: in_words(constraint),
                known: self.constraints_on(constraint.event()),
            }),
        }
    }
}

/// # Checks of identifiers
impl Draft<'_> {
    /// The first constraints on an event, in words. Empty after many faults, because each search visits all constraints.
    fn constraints_on(&self, event: &str) -> Vec<String> {
        if self.faults.len() >= MAX_PRINTED {
            return Vec::new();
        }
        let stated = self.base.constraints.entries();
        let kept = stated.filter(|(at, _)| !self.constraints_removed.contains(at));
        let added = self.constraints_added.iter().map(|(_, one)| one);
        let all = kept.map(|(_, one)| one).chain(added);
        let of_event = all.filter(|one| one.event() == event);
        of_event.map(in_words).take(MAX_KNOWN).collect()
    }

    pub(super) fn has_actor(&self, id: &str) -> bool {
        is_there(&self.actors, id, || self.base.actor_of_id(id).is_some())
    }

    fn has_designation(&self, name: &str) -> bool {
        let stated = self.base.designations();
        is_there(&self.designations, name, || {
            stated.iter().any(|one| one.name == name)
        })
    }

    /// Whether there is a source that is not only a cited actor.
    fn has_source(&self, id: &str) -> bool {
        let is_stated = || {
            let source = self.base.source(id);
            source.is_ok_and(|source| source.actor().is_none())
        };
        is_there(&self.sources, id, is_stated)
    }

    fn has_event(&self, id: &str) -> bool {
        is_there(&self.events, id, || self.base.find_event(id).is_some())
    }

    fn check_actor(&self, id: &str) -> Outcome {
        if self.has_actor(id) {
            return Ok(());
        }
        let near = nearest(id, self.base.actors().map(ActorRef::id));
        let name = id.to_owned();
        Err(LookupError::UnknownActor { name, near }.into())
    }

    fn check_designation(&self, name: &str) -> Outcome {
        if self.has_designation(name) {
            return Ok(());
        }
        let names = self.base.designations().iter().map(|one| &*one.name);
        let near = nearest(name, names);
        let name = name.to_owned();
        Err(EditFaultKind::UnknownDesignation { name, near })
    }

    fn check_source(&self, id: &str) -> Outcome {
        if self.has_source(id) {
            return Ok(());
        }
        let near = nearest(id, self.base.stated_sources().map(SourceRef::id));
        let id = id.to_owned();
        Err(LookupError::UnknownSource { id, near }.into())
    }

    fn check_event(&self, id: &str) -> Outcome {
        if self.has_event(id) {
            Ok(())
        } else {
            Err(self.unknown_event(id))
        }
    }

    fn unknown_event(&self, id: &str) -> EditFaultKind {
        let near = nearest(id, self.base.events().map(EventRef::id));
        let id = id.to_owned();
        LookupError::UnknownEvent { id, near }.into()
    }
}

/// Whether an entry exists after the changes.
fn is_there<T>(changed: &Changed<T>, id: &str, is_in_base: impl FnOnce() -> bool) -> bool {
    changed
        .get(id)
        .map_or_else(is_in_base, |change| change.entry.is_some())
}

fn put<T>(changed: &mut Changed<T>, edit: usize, id: String, entry: T) {
    let entry = Some(entry);
    changed.insert(id, Change { edit, entry });
}

fn take_out<T>(changed: &mut Changed<T>, edit: usize, id: &str) {
    let removed = Change { edit, entry: None };
    changed.insert(id.to_owned(), removed);
}

fn add_report(event: &mut Event, mut report: Report) -> Outcome {
    check_room(event)?;
    event.date_errors.absorb(&mut report.date_errors);
    event.reports.push(report);
    Ok(())
}

/// Refuses a report if the event already has the maximum number.
fn check_room(event: &Event) -> Outcome {
    let count = event.reports.len() + 1;
    if count <= MAX_PER_EVENT {
        return Ok(());
    }
    let kind = FaultKind::TooMany {
        what: "event",
        id: event.id.clone(),
        of: "reports",
        count,
        most: MAX_PER_EVENT,
    };
    Err(kind.into())
}

/// Withdraws the earlier reports with the chain of a report, and adds the report.
fn correct(event: &mut Event, report: Report) -> Outcome {
    let Some(asserted) = report.asserted.clone() else {
        return Err(EditFaultKind::UndatedCorrection {
            event: event.id.clone(),
        });
    };
    // Before anything is withdrawn: a change that is refused leaves the event as it is.
    check_room(event)?;
    let none = |event: &Event| no_report(event, &report.by);
    withdraw(event, &asserted, |earlier| earlier.by == report.by, none)?;
    add_report(event, report)
}

/// Withdraws the selected reports that are not withdrawn yet. If no report is selected, the fault is `none`.
fn withdraw(
    event: &mut Event,
    on: &When,
    is_meant: impl Fn(&Report) -> bool,
    none: impl FnOnce(&Event) -> EditFaultKind,
) -> Outcome {
    let meant = event.reports.iter_mut().filter(|report| is_meant(report));
    let mut meant = meant.peekable();
    if meant.peek().is_none() {
        return Err(none(event));
    }
    let mut open: Vec<&mut Report> = meant.filter(|report| report.withdrawn.is_none()).collect();
    if open.is_empty() {
        let event = event.id.clone();
        return Err(EditFaultKind::AllWithdrawn { event });
    }
    // Before anything is withdrawn: a change that is refused leaves the event as it is.
    for report in &open {
        let early = report_withdrawn_early(&event.id, &event.when, report, on);
        early.map_or(Ok(()), |kind| Err(EditFaultKind::Entry(kind)))?;
    }
    for report in &mut open {
        report.withdrawn = Some(on.clone());
    }
    Ok(())
}

fn not_retractable(what: &'static str, id: String) -> EditFaultKind {
    EditFaultKind::NotRetractable { what, id }
}

fn no_report(event: &Event, by: &[String]) -> EditFaultKind {
    let mut known: Vec<Vec<String>> = Vec::new();
    for report in &event.reports {
        if known.len() < MAX_KNOWN && !known.contains(&report.by) {
            known.push(report.by.clone());
        }
    }
    EditFaultKind::NoReport {
        event: event.id.clone(),
        by: by.to_vec(),
        known,
    }
}

/// A constraint in words, to be written between backticks.
fn in_words(constraint: &Constraint) -> String {
    constraint.to_string().replace('`', "")
}
