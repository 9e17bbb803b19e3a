//! The answers of one pass over contacts.

use super::{Contact, Contacts, Labels, position};
use crate::wire::{List, object};

/// The earliest time at which each actor could have been informed.
///
/// Returned by [`Contacts::earliest_arrival`].
#[derive(Clone)]
pub struct Arrivals<'c> {
    pub(super) contacts: &'c Contacts,
    pub(super) source: u32,
    pub(super) from: i64,
    pub(super) labels: Labels,
}

crate::text::short_debug!(Arrivals<'_>, "Arrivals", |it| {
    "contacts": it.contacts,
    "source": it.source,
    "from": it.from,
});

impl Arrivals<'_> {
    /// The earliest time at which an actor could have been informed. For the source, the instant of
    /// the question.
    ///
    /// Returns `None` if there is no path to the actor.
    pub fn at(&self, actor: u32) -> Option<i64> {
        if actor == self.source {
            return Some(self.from);
        }
        let at = position(&self.contacts.actors, actor)?;
        self.labels.via(at)?;
        Some(self.labels.ready(at) - self.contacts.respect.wait())
    }

    /// The contacts of a path that arrives at [`Arrivals::at`], in order. For the source, an empty path.
    ///
    /// Returns `None` if there is no path to the actor.
    pub fn path_to(&self, actor: u32) -> Option<Vec<Contact>> {
        if actor == self.source {
            return Some(Vec::new());
        }
        self.contacts.path(&self.labels, actor, false)
    }

    /// Iterates over the actors that could have been informed, by number, with their arrivals. The
    /// source is not included.
    pub fn iter(&self) -> impl Iterator<Item = (u32, i64)> + '_ {
        let others = self.contacts.actors.iter();
        let others = others.filter(|&&actor| actor != self.source);
        others.filter_map(|&actor| Some((actor, self.at(actor)?)))
    }
}

/// The latest time at which each actor could have informed the target.
///
/// Returned by [`Contacts::latest_departure`].
#[derive(Clone)]
pub struct Departures<'c> {
    pub(super) contacts: &'c Contacts,
    pub(super) target: u32,
    pub(super) by: i64,
    pub(super) labels: Labels,
}

crate::text::short_debug!(Departures<'_>, "Departures", |it| {
    "contacts": it.contacts,
    "target": it.target,
    "by": it.by,
});

impl Departures<'_> {
    /// The start of the last contact by which an actor could have informed the target in time. For
    /// the target, the instant of the question.
    ///
    /// Returns `None` if there is no path from the actor.
    pub fn at(&self, actor: u32) -> Option<i64> {
        if actor == self.target {
            return Some(self.by);
        }
        let at = position(&self.contacts.actors, actor)?;
        self.labels.via(at)?;
        Some(self.contacts.respect.wait() - self.labels.ready(at))
    }

    /// The contacts of a path that departs at [`Departures::at`], in order. For the target, an empty
    /// path.
    ///
    /// Returns `None` if there is no path from the actor.
    pub fn path_from(&self, actor: u32) -> Option<Vec<Contact>> {
        if actor == self.target {
            return Some(Vec::new());
        }
        self.contacts.path(&self.labels, actor, true)
    }

    /// Iterates over the actors that could have informed the target, by number, with their
    /// departures. The target is not included.
    pub fn iter(&self) -> impl Iterator<Item = (u32, i64)> + '_ {
        let others = self.contacts.actors.iter();
        let others = others.filter(|&&actor| actor != self.target);
        others.filter_map(|&actor| Some((actor, self.at(actor)?)))
    }
}

object!(Arrivals<'_>, "Arrivals", |it| {
    "source": it.source,
    "from": it.from,
    "arrivals": List(|| it.iter().map(|(actor, at)| At { actor, at })),
});

object!(Departures<'_>, "Departures", |it| {
    "target": it.target,
    "by": it.by,
    "departures": List(|| it.iter().map(|(actor, at)| At { actor, at })),
});

/// A time of an actor.
#[derive(serde::Serialize)]
struct At {
    actor: u32,
    at: i64,
}

/// Equal if source and instant are the same, and each arrival is.
impl PartialEq for Arrivals<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.source, self.from) == (other.source, other.from) && self.iter().eq(other.iter())
    }
}

/// Equal if target and instant are the same, and each departure is.
impl PartialEq for Departures<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.target, self.by) == (other.target, other.by) && self.iter().eq(other.iter())
    }
}
