//! The answers of one pass over contacts.

use super::walks::Walks;
use super::{Contact, Contacts, Labels, position};
use crate::wire::{List, object};

/// The result of a search: the labels of one pass, or the walks of a search with limits. In a backward search,
/// all times are negated.
#[derive(Clone)]
pub(super) enum Found {
    Labels(Labels),
    Walks(Walks),
}

impl Found {
    fn arrival(&self, contacts: &Contacts, actor: u32) -> Option<i64> {
        let at = position(&contacts.actors, actor)?;
        match self {
            Self::Labels(labels) => {
                labels.via(at)?;
                Some(labels.ready(at) - contacts.rules.wait())
            }
            Self::Walks(walks) => walks.arrival(at),
        }
    }

    fn path(&self, contacts: &Contacts, actor: u32, is_backward: bool) -> Option<Vec<Contact>> {
        match self {
            Self::Labels(labels) => contacts.path(labels, actor, is_backward),
            Self::Walks(walks) => {
                let at = position(&contacts.actors, actor)?;
                walks.path_to(contacts, at, is_backward)
            }
        }
    }
}

/// The earliest time at which each actor could have been informed.
///
/// Returned by [`Contacts::earliest_arrival`].
#[derive(Clone)]
pub struct Arrivals<'c> {
    pub(super) contacts: &'c Contacts,
    pub(super) sources: Vec<u32>,
    pub(super) from: i64,
    pub(super) found: Found,
}

crate::text::short_debug!(Arrivals<'_>, "Arrivals", |it| {
    "contacts": it.contacts,
    "sources": it.sources,
    "from": it.from,
});

impl Arrivals<'_> {
    fn is_source(&self, actor: u32) -> bool {
        self.sources.binary_search(&actor).is_ok()
    }

    /// The earliest time at which an actor could have been informed. For a source, it is the instant at
    /// which the search starts.
    ///
    /// Returns `None` if there is no path to the actor.
    pub fn at(&self, actor: u32) -> Option<i64> {
        if self.is_source(actor) {
            return Some(self.from);
        }
        self.found.arrival(self.contacts, actor)
    }

    /// The contacts of a path that arrives at [`Arrivals::at`], in order. The path to a source is empty.
    ///
    /// Returns `None` if there is no path to the actor.
    pub fn path_to(&self, actor: u32) -> Option<Vec<Contact>> {
        if self.is_source(actor) {
            return Some(Vec::new());
        }
        self.found.path(self.contacts, actor, false)
    }

    /// Iterates over the actors that could have been informed, by number, with their arrivals. The
    /// sources are not included.
    pub fn iter(&self) -> impl Iterator<Item = (u32, i64)> + '_ {
        let others = self.contacts.actors.iter();
        let others = others.filter(|&&actor| !self.is_source(actor));
        others.filter_map(|&actor| Some((actor, self.at(actor)?)))
    }
}

/// The latest time at which each actor could have informed a target.
///
/// Returned by [`Contacts::latest_departure`].
#[derive(Clone)]
pub struct Departures<'c> {
    pub(super) contacts: &'c Contacts,
    pub(super) targets: Vec<u32>,
    pub(super) by: i64,
    pub(super) found: Found,
}

crate::text::short_debug!(Departures<'_>, "Departures", |it| {
    "contacts": it.contacts,
    "targets": it.targets,
    "by": it.by,
});

impl Departures<'_> {
    fn is_target(&self, actor: u32) -> bool {
        self.targets.binary_search(&actor).is_ok()
    }

    /// The start of the last contact by which an actor could have informed a target in time. For a
    /// target, it is the instant at which the search ends.
    ///
    /// Returns `None` if there is no path from the actor.
    pub fn at(&self, actor: u32) -> Option<i64> {
        if self.is_target(actor) {
            return Some(self.by);
        }
        let reversed = self.found.arrival(self.contacts, actor)?;
        Some(-reversed)
    }

    /// The contacts of a path that departs at [`Departures::at`], in order. The path from a target is
    /// empty.
    ///
    /// Returns `None` if there is no path from the actor.
    pub fn path_from(&self, actor: u32) -> Option<Vec<Contact>> {
        if self.is_target(actor) {
            return Some(Vec::new());
        }
        self.found.path(self.contacts, actor, true)
    }

    /// Iterates over the actors that could have informed a target, by number, with their
    /// departures. The targets are not included.
    pub fn iter(&self) -> impl Iterator<Item = (u32, i64)> + '_ {
        let others = self.contacts.actors.iter();
        let others = others.filter(|&&actor| !self.is_target(actor));
        others.filter_map(|&actor| Some((actor, self.at(actor)?)))
    }
}

object!(Arrivals<'_>, "Arrivals", |it| {
    "sources": it.sources,
    "from": it.from,
    "arrivals": List(|| it.iter().map(|(actor, at)| At { actor, at })),
});

object!(Departures<'_>, "Departures", |it| {
    "targets": it.targets,
    "by": it.by,
    "departures": List(|| it.iter().map(|(actor, at)| At { actor, at })),
});

/// The arrival or departure of an actor, as it is written.
#[derive(serde::Serialize)]
struct At {
    actor: u32,
    at: i64,
}

/// Two values are equal if their sources, their instant and all their arrivals are equal.
impl PartialEq for Arrivals<'_> {
    fn eq(&self, other: &Self) -> bool {
        (&self.sources, self.from) == (&other.sources, other.from) && self.iter().eq(other.iter())
    }
}

/// Two values are equal if their targets, their instant and all their departures are equal.
impl PartialEq for Departures<'_> {
    fn eq(&self, other: &Self) -> bool {
        (&self.targets, self.by) == (&other.targets, other.by) && self.iter().eq(other.iter())
    }
}
