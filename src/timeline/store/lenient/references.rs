//! What each entry refers to, and which entries answer to a name.

use super::stated::Stated;
use crate::event::Account;
use crate::timeline::Entry;

/// A kind of name. Names of different kinds may be equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sort {
    Actor,
    Designation,
    Source,
    Event,
}

impl Sort {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Designation => "designation",
            Self::Source => "source",
            Self::Event => "event",
        }
    }
}

/// A reference of an entry, by name. It is resolved if an entry of one of the sorts has the name.
#[derive(Clone, Copy)]
pub(super) struct Reference<'e> {
    pub(super) sorts: &'static [Sort],
    pub(super) name: &'e str,
}

const ACTOR: &[Sort] = &[Sort::Actor];
/// An actor's identifier takes precedence over the name of a designation.
const SUBJECT: &[Sort] = &[Sort::Actor, Sort::Designation];
/// An actor that is cited is a source.
const CITED: &[Sort] = &[Sort::Source, Sort::Actor];
const EVENT: &[Sort] = &[Sort::Event];

/// The name under which an entry is referred to, by its sort. Returns `None` for an entry without a name.
///
/// Designations are found regardless of case.
pub(super) fn name_of(stated: &Stated, entry: Entry) -> Option<(Sort, String)> {
    Some(match entry {
        Entry::Actor(at) => (Sort::Actor, stated.actors[at].id.clone()),
        Entry::Designation(at) => (
            Sort::Designation,
            stated.designations[at].name.to_lowercase(),
        ),
        Entry::Source(at) => (Sort::Source, stated.sources[at].id.clone()),
        Entry::Event(at) => (Sort::Event, stated.events[at].id.clone()),
        Entry::Constraint(_) | Entry::Edit(_) | Entry::Whole => return None,
    })
}

/// The references of an entry, in the order of its fields.
pub(super) fn references(stated: &Stated, entry: Entry) -> Vec<Reference<'_>> {
    let mut found = Found(Vec::new());
    match entry {
        Entry::Actor(at) => {
            let actor = &stated.actors[at];
            found.add(ACTOR, actor.affiliations.iter().map(|one| &one.party));
            found.add(ACTOR, actor.successions.iter().map(|one| &one.predecessor));
            found.add(CITED, actor.successions.iter().flat_map(|one| &one.by));
        }
        Entry::Designation(at) => found.add(ACTOR, [&stated.designations[at].party]),
        Entry::Source(at) => {
            let covers = stated.sources[at].covers.iter();
            found.add(ACTOR, covers.flat_map(|one| &one.actors));
        }
        Entry::Event(at) => {
            let event = &stated.events[at];
            for one in &event.participants {
                found.add(ACTOR, [&one.actor]);
                found.add(ACTOR, &one.on_behalf_of);
            }
            found.add_account(&event.account);
            for report in &event.reports {
                found.add_account(&report.says);
            }
            found.add(SUBJECT, &event.about);
            found.add(CITED, event.reports.iter().flat_map(|report| &report.by));
            found.add(EVENT, event.links.iter().map(|(_, other)| other));
        }
        Entry::Constraint(at) => {
            let one = &stated.constraints[at];
            found.add(EVENT, [&one.event, &one.other]);
            found.add(EVENT, &one.until);
            found.add(CITED, &one.by);
        }
        Entry::Edit(_) | Entry::Whole => {}
    }
    found.0
}

/// The references found so far.
struct Found<'e>(Vec<Reference<'e>>);

impl<'e> Found<'e> {
    fn add<S: AsRef<str> + ?Sized + 'e>(
        &mut self,
        sorts: &'static [Sort],
        names: impl IntoIterator<Item = &'e S>,
    ) {
        let names = names.into_iter().map(AsRef::as_ref);
        self.0.extend(names.map(|name| Reference { sorts, name }));
    }

    fn add_account(&mut self, account: &'e Account) {
        let place = account.place.as_ref();
        self.add(ACTOR, place.and_then(|place| place.soil.as_ref()));
        self.add(ACTOR, &account.initiators);
    }
}
