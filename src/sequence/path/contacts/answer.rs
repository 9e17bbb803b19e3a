//! Who is told by when, and who can tell until when: what a pass found.

use super::{Contact, Contacts, Labels, position};

/// By when each actor could have been told.
///
/// Created by [`Contacts::earliest_arrival`].
#[derive(Clone, Debug)]
pub struct Arrivals<'c> {
    pub(super) contacts: &'c Contacts,
    pub(super) source: u32,
    pub(super) from: i64,
    pub(super) labels: Labels,
}

impl Arrivals<'_> {
    /// When an actor is told first; the source from the start; `None` if never.
    pub fn at(&self, actor: u32) -> Option<i64> {
        if actor == self.source {
            return Some(self.from);
        }
        let at = position(&self.contacts.actors, actor)?;
        self.labels.via(at)?;
        Some(self.labels.ready(at) - self.contacts.respect.wait())
    }

    /// The contacts of a path that arrives then; none for the source; `None` if there is no path.
    pub fn path_to(&self, actor: u32) -> Option<Vec<Contact>> {
        if actor == self.source {
            return Some(Vec::new());
        }
        self.contacts.chain(&self.labels, actor, false)
    }

    /// Iterates over those who are told, by number, with when; without the source.
    pub fn iter(&self) -> impl Iterator<Item = (u32, i64)> + '_ {
        let others = self.contacts.actors.iter();
        let others = others.filter(|&&actor| actor != self.source);
        others.filter_map(|&actor| Some((actor, self.at(actor)?)))
    }
}

/// Until when each actor could still have told something, for the target to know it in time.
///
/// Created by [`Contacts::latest_departure`].
#[derive(Clone, Debug)]
pub struct Departures<'c> {
    pub(super) contacts: &'c Contacts,
    pub(super) target: u32,
    pub(super) by: i64,
    pub(super) labels: Labels,
}

impl Departures<'_> {
    /// The start of the last contact in which an actor can tell it in time; the target up to
    /// the instant asked about; `None` if there is no such contact.
    pub fn at(&self, actor: u32) -> Option<i64> {
        if actor == self.target {
            return Some(self.by);
        }
        let at = position(&self.contacts.actors, actor)?;
        self.labels.via(at)?;
        Some(self.contacts.respect.wait() - self.labels.ready(at))
    }

    /// The contacts of a path that departs then; none for the target; `None` if there is no path.
    pub fn path_from(&self, actor: u32) -> Option<Vec<Contact>> {
        if actor == self.target {
            return Some(Vec::new());
        }
        self.contacts.chain(&self.labels, actor, true)
    }

    /// Iterates over those who can tell it in time, by number, with until when; without the target.
    pub fn iter(&self) -> impl Iterator<Item = (u32, i64)> + '_ {
        let others = self.contacts.actors.iter();
        let others = others.filter(|&&actor| actor != self.target);
        others.filter_map(|&actor| Some((actor, self.at(actor)?)))
    }
}
