//! Checks of the names of subjects and measures that a query gives.

use super::LookupError;
use super::name::{Closeness, Wanted};
use crate::actor::Designation;
use crate::event::{Account, Measure};
use crate::timeline::{Timeline, nearest};

impl Timeline {
    /// Checks that an actor, an event, a designation or a topic has a name.
    ///
    /// A name of several actors is an error even if an event has it too: events about one of the actors
    /// would be missing.
    pub(crate) fn check_subject(&self, name: &str) -> Result<(), LookupError> {
        if self.find_actor(name).is_some() || self.find_event(name).is_some() {
            return Ok(());
        }
        let lower = name.to_lowercase();
        let called = self.actors_called(&Wanted::new(name));
        if called.iter().any(|(_, close)| *close > Closeness::Folded) {
            return self.actor_index(name).map(drop);
        }
        let has_name = |one: &Designation| one.name.to_lowercase() == lower;
        let topics = || {
            let topics = self.all_accounts().flat_map(|account| &account.topics);
            topics.map(|topic| &**topic)
        };
        if self.designations.iter().any(has_name) || topics().any(|one| one.to_lowercase() == lower)
        {
            return Ok(());
        }
        if !called.is_empty() {
            return self.actor_index(name).map(drop);
        }
        let designations = self.designations.iter().map(|one| &*one.name);
        let events = self.events.iter().map(|event| &*event.id);
        let names = topics()
            .chain(designations)
            .chain(self.every_name())
            .chain(events);
        Err(LookupError::UnknownSubject {
            name: name.to_owned(),
            near: nearest(name, names),
        })
    }

    /// Checks that an event has a measure, or a part of a measure, of a name.
    pub(crate) fn check_measure(&self, name: &str) -> Result<(), LookupError> {
        let measures = || self.all_accounts().flat_map(|account| &account.measures);
        let has_name = |one: &Measure| *one.name == *name || one.part_of.as_deref() == Some(name);
        if measures().any(has_name) {
            return Ok(());
        }
        Err(LookupError::UnknownMeasure {
            name: name.to_owned(),
            near: nearest(name, measures().map(|one| &*one.name)),
        })
    }

    /// All accounts of all events, in force or not.
    fn all_accounts(&self) -> impl Iterator<Item = &Account> {
        self.events.iter().flat_map(|event| {
            let shared = event.more.as_ref().map(|more| &more.shared);
            let own = event.accounts.iter();
            let own = own.filter_map(|one| one.more.as_ref().map(|more| &more.says));
            shared.into_iter().chain(own)
        })
    }
}
