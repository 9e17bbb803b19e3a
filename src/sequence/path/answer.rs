//! What a search for paths is answered with: the path with its events, and by when.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Found, Paths};
use crate::time::{AsOf, Certainty, instant};
use crate::timeline::{ActorIx, ActorRef, EventRef, LookupError};

/// One step of a path: who told whom, and at what event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop<'t> {
    pub(super) source: ActorRef<'t>,
    pub(super) target: ActorRef<'t>,
    pub(super) event: EventRef<'t>,
}

impl<'t> Hop<'t> {
    /// Who could tell.
    pub const fn source(self) -> ActorRef<'t> {
        self.source
    }

    /// Who could be told.
    pub const fn target(self) -> ActorRef<'t> {
        self.target
    }

    /// Where: the event, with its date and its sources.
    pub const fn event(self) -> EventRef<'t> {
        self.event
    }
}

/// A time-respecting path through a view, and when it departs and arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path<'t> {
    pub(super) hops: Vec<Hop<'t>>,
    pub(super) departure: i64,
    pub(super) arrival: i64,
}

impl<'t> Path<'t> {
    /// The steps, in order. Empty if source and target are the same actor.
    pub fn hops(&self) -> &[Hop<'t>] {
        &self.hops
    }

    /// The events, in order.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = EventRef<'t>> + '_ {
        self.hops.iter().map(|hop| hop.event)
    }

    /// The start of the first event.
    ///
    /// For a certain path this is the earliest start; for a possible one, the start under the dates
    /// that make the path possible. Returns `None` if there is no bound.
    pub fn departure(&self) -> Option<DateTime<Utc>> {
        instant(self.departure)
    }

    /// The end of the last event.
    ///
    /// For a certain path this is the latest end; for a possible one, the end under the dates that
    /// make the path possible. Returns `None` if there is no bound.
    pub fn arrival(&self) -> Option<DateTime<Utc>> {
        instant(self.arrival)
    }

    /// The time from departure to arrival. Returns `None` if one of them has no bound.
    pub fn duration(&self) -> Option<TimeDelta> {
        Some(self.arrival()? - self.departure()?)
    }
}

/// Whether an actor could have been told something, by when, and by what path.
///
/// Created by [`Reach::to`] and [`Paths::fewest_hops`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<'t> {
    pub(super) possible: Option<Path<'t>>,
    pub(super) certain: Option<Path<'t>>,
}

impl<'t> Told<'t> {
    /// Whether there is a path at all, whenever it arrives.
    ///
    /// `Impossible` means that no events of the view form such a path, not that nobody told.
    pub const fn certainty(&self) -> Certainty {
        match (&self.certain, &self.possible) {
            (Some(_), _) => Certainty::Certain,
            (None, Some(_)) => Certainty::Possible,
            (None, None) => Certainty::Impossible,
        }
    }

    /// Whether there is a path that arrives by an instant; a date stands for its end.
    pub fn by(&self, at: impl Into<AsOf>) -> Certainty {
        let at = at.into().timestamp();
        let in_time = |path: &Option<Path<'_>>| path.as_ref().is_some_and(|one| one.arrival <= at);
        match (in_time(&self.certain), in_time(&self.possible)) {
            (true, _) => Certainty::Certain,
            (false, true) => Certainty::Possible,
            (false, false) => Certainty::Impossible,
        }
    }

    /// The earliest instant at which the actor could have been told. Returns `None` if never.
    pub fn earliest(&self) -> Option<DateTime<Utc>> {
        self.possible.as_ref()?.arrival()
    }

    /// The instant by which a path has certainly arrived.
    ///
    /// Returns `None` if no path is certain, or if its arrival has no bound.
    pub fn certain_by(&self) -> Option<DateTime<Utc>> {
        self.certain.as_ref()?.arrival()
    }

    /// The possible path.
    pub const fn possible(&self) -> Option<&Path<'t>> {
        self.possible.as_ref()
    }

    /// The path that respects time whichever of its possible values each date has.
    pub const fn certain(&self) -> Option<&Path<'t>> {
        self.certain.as_ref()
    }
}

/// Who could have been told what an actor knows, by when, and by what path.
///
/// Created by [`Paths::from`] and [`Paths::after`].
#[derive(Clone, Debug)]
pub struct Reach<'p, 't> {
    pub(super) paths: &'p Paths<'t>,
    pub(super) possible: Found,
    pub(super) certain: Found,
}

impl<'t> Reach<'_, 't> {
    /// Whether an actor could have been told, and by when. The source knows from the start.
    ///
    /// # Errors
    ///
    /// If the name is unknown or not clear.
    pub fn to(&self, target: &str) -> Result<Told<'t>, LookupError> {
        self.paths
            .timeline
            .actor_index(target)
            .map(|ix| self.told(ix))
    }

    fn told(&self, actor: ActorIx) -> Told<'t> {
        Told {
            possible: self.paths.path(&self.possible, actor),
            certain: self.paths.path(&self.certain, actor),
        }
    }

    /// Iterates over the actors who could have been told, by identifier, without the source.
    pub fn iter(&self) -> impl Iterator<Item = (ActorRef<'t>, Told<'t>)> + '_ {
        let others = self.paths.timeline.actors();
        let others = others.filter(|actor| actor.ix() != self.possible.quest.actor);
        others
            .map(|actor| (actor, self.told(actor.ix())))
            .filter(|(_, told)| told.certainty().is_possible())
    }
}

/// Until when an actor could still have told something, for the target to know it in time.
///
/// Created by [`Origins::from`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling<'t> {
    pub(super) possible: Option<Path<'t>>,
    pub(super) certain: Option<Path<'t>>,
}

impl<'t> Telling<'t> {
    /// Whether there is a path at all that arrives in time.
    pub const fn certainty(&self) -> Certainty {
        match (&self.certain, &self.possible) {
            (Some(_), _) => Certainty::Certain,
            (None, Some(_)) => Certainty::Possible,
            (None, None) => Certainty::Impossible,
        }
    }

    /// The latest possible start of the first contact.
    ///
    /// Returns `None` if there is no path, or no bound.
    pub fn latest(&self) -> Option<DateTime<Utc>> {
        self.possible.as_ref()?.departure()
    }

    /// The latest instant at which what the actor learns certainly reaches the target in time.
    pub fn certain_until(&self) -> Option<DateTime<Utc>> {
        self.certain.as_ref()?.departure()
    }

    /// The possible path.
    pub const fn possible(&self) -> Option<&Path<'t>> {
        self.possible.as_ref()
    }

    /// The path that respects time whichever of its possible values each date has.
    pub const fn certain(&self) -> Option<&Path<'t>> {
        self.certain.as_ref()
    }
}

/// Who could have told something to an actor in time, until when, and by what path.
///
/// Created by [`Paths::to`].
#[derive(Clone, Debug)]
pub struct Origins<'p, 't> {
    pub(super) paths: &'p Paths<'t>,
    pub(super) possible: Found,
    pub(super) certain: Found,
}

impl<'t> Origins<'_, 't> {
    /// Whether an actor could have told it, and until when. The target has time to the end.
    ///
    /// # Errors
    ///
    /// If the name is unknown or not clear.
    pub fn from(&self, source: &str) -> Result<Telling<'t>, LookupError> {
        self.paths
            .timeline
            .actor_index(source)
            .map(|ix| self.telling(ix))
    }

    fn telling(&self, actor: ActorIx) -> Telling<'t> {
        Telling {
            possible: self.paths.path(&self.possible, actor),
            certain: self.paths.path(&self.certain, actor),
        }
    }

    /// Iterates over the actors who could have told it, by identifier, without the target.
    pub fn iter(&self) -> impl Iterator<Item = (ActorRef<'t>, Telling<'t>)> + '_ {
        let others = self.paths.timeline.actors();
        let others = others.filter(|actor| actor.ix() != self.possible.quest.actor);
        others
            .map(|actor| (actor, self.telling(actor.ix())))
            .filter(|(_, telling)| telling.certainty().is_possible())
    }
}
