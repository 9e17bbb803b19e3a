//! The entries of a part, with the identifiers that they have in the merged timeline.

use std::collections::BTreeMap;

use super::MergePart;
use crate::actor::{Actor, Designation, MAX_ID};
use crate::event::{Account, Event, Source};
use crate::text::is_name;
use crate::timeline::{
    ActorRef, Constraint, Entry, EventRef, Fault, FaultKind, MAX_SHOWN, SourceRef, nearest,
};

impl MergePart<'_> {
    pub(super) fn label(&self) -> &str {
        &self.label
    }

    /// Adds a fault if the label is not an identifier, and for each identifier to rename that does not exist.
    pub(super) fn check(&self, faults: &mut Vec<Fault>) {
        let (label, timeline) = (&self.label, self.timeline);
        if label.len() > MAX_ID || label.trim().len() != label.len() || !is_name(label) {
            let kind = FaultKind::BadText {
                of: None,
                what: "label",
                text: label.chars().take(MAX_SHOWN).collect(),
                most: MAX_ID,
            };
            faults.push(Fault::new(Entry::Whole, kind));
        }
        let mut unknown = |what, id: &String, near| {
            let kind = FaultKind::UnknownIdentifier {
                label: label.clone(),
                what,
                id: id.clone(),
                near,
            };
            faults.push(Fault::new(Entry::Whole, kind));
        };
        let source = |id: &str| timeline.stated_sources().any(|source| source.id() == id);
        for id in self.names.keys() {
            if timeline.actor_of_id(id).is_none() && !source(id) {
                let actors = timeline.actors().map(ActorRef::id);
                let sources = timeline.stated_sources().map(SourceRef::id);
                unknown("actor or source", id, nearest(id, actors.chain(sources)));
            }
        }
        for id in self.events.keys() {
            if timeline.event(id).is_err() {
                let events = timeline.events().map(EventRef::id);
                unknown("event", id, nearest(id, events));
            }
        }
    }

    pub(super) fn title(&self) -> Option<&str> {
        self.timeline.title()
    }

    pub(super) fn actors(&self) -> impl Iterator<Item = Actor> {
        self.timeline.actors().map(|actor| {
            let mut actor = Actor::from(actor);
            if self.names.is_empty() {
                return actor;
            }
            let new = self.name(&actor.id).to_owned();
            if actor.name == actor.id {
                // It has no name of its own.
                actor.name.clone_from(&new);
            }
            actor.id = new;
            for one in &mut actor.affiliations {
                self.rename_one(&mut one.party);
            }
            for one in &mut actor.successions {
                self.rename_one(&mut one.predecessor);
                self.rename_all(&mut one.by);
            }
            actor
        })
    }

    pub(super) fn designations(&self) -> impl Iterator<Item = Designation> {
        self.timeline.designations().iter().map(|one| {
            let mut designation = one.clone();
            self.rename_one(&mut designation.party);
            designation
        })
    }

    pub(super) fn sources(&self) -> impl Iterator<Item = Source> {
        self.timeline.stated_sources().map(|source| {
            let mut source = Source::from(source);
            let new = self.name(&source.id).to_owned();
            if source.name == source.id {
                source.name.clone_from(&new);
            }
            source.id = new;
            for coverage in &mut source.covers {
                self.rename_all(&mut coverage.actors);
            }
            source
        })
    }

    pub(super) fn constraints(&self) -> impl Iterator<Item = Constraint> {
        self.timeline.constraints().iter().map(|one| {
            let mut constraint = one.clone();
            self.rename_event(&mut constraint.event);
            self.rename_event(&mut constraint.other);
            constraint
                .until
                .iter_mut()
                .for_each(|id| self.rename_event(id));
            self.rename_all(&mut constraint.by);
            constraint
        })
    }

    /// The events, each with its identifier in the merged timeline.
    pub(super) fn events(&self) -> impl Iterator<Item = (&str, EventRef<'_>)> {
        let events = self.timeline.events();
        events.map(|event| (changed(&self.events, event.id()), event))
    }

    /// An event as it was stated.
    pub(super) fn event(&self, event: EventRef<'_>) -> Event {
        let mut event = Event::from(event);
        if self.names.is_empty() && self.events.is_empty() {
            return event;
        }
        self.rename_event(&mut event.id);
        for (_, other) in &mut event.links {
            self.rename_event(other);
        }
        for one in &mut event.participants {
            self.rename_one(&mut one.actor);
            one.on_behalf_of
                .iter_mut()
                .for_each(|id| self.rename_one(id));
        }
        for subject in &mut event.about {
            // Otherwise it is the name of a designation.
            if self.timeline.actor_of_id(subject).is_some() {
                self.rename_one(subject);
            }
        }
        self.rename_account(&mut event.account);
        for report in &mut event.reports {
            self.rename_all(&mut report.by);
            self.rename_account(&mut report.says);
        }
        event
    }

    fn rename_account(&self, account: &mut Account) {
        let place = account.place.as_mut();
        if let Some(soil) = place.and_then(|place| place.soil.as_mut()) {
            self.rename_one(soil);
        }
        for initiator in &mut account.initiators {
            *initiator = self.name(initiator).into();
        }
    }

    /// The identifier of an actor or a source in the merged timeline.
    pub(super) fn name<'s>(&'s self, id: &'s str) -> &'s str {
        changed(&self.names, id)
    }

    /// The identifier of an event in the merged timeline.
    pub(super) fn event_name<'s>(&'s self, id: &'s str) -> &'s str {
        changed(&self.events, id)
    }

    fn rename_one(&self, id: &mut String) {
        if let Some(new) = self.names.get(id) {
            id.clone_from(new);
        }
    }

    fn rename_all(&self, ids: &mut [String]) {
        for id in ids {
            self.rename_one(id);
        }
    }

    fn rename_event(&self, id: &mut String) {
        if let Some(new) = self.events.get(id) {
            id.clone_from(new);
        }
    }
}

/// The new identifier of an entry, or else its old one.
fn changed<'n>(names: &'n BTreeMap<String, String>, id: &'n str) -> &'n str {
    names.get(id).map_or(id, String::as_str)
}
