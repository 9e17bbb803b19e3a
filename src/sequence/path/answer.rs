//! The answers of a search for paths.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};

use super::Paths;
use super::search::SearchTree;
use crate::time::{AsOf, Certainty};
use crate::timeline::{ActorIx, ActorRef, EventRef, LookupError};
use crate::wire::{List, object};

/// One step of a path: from one actor to another, at an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct PathStep<'t> {
    /// The actor that can inform the other.
    pub source: ActorRef<'t>,
    /// The actor that can be informed.
    pub target: ActorRef<'t>,
    /// The event at which they are in contact.
    pub event: EventRef<'t>,
}

/// A time-respecting path through a view.
///
/// The departure and the arrival of a certain path are its earliest start and its latest end. Those
/// of a possible path are its start and end for the dates that make the path possible.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Path<'t> {
    /// The steps, in order. Empty if source and target are the same actor.
    pub steps: Vec<PathStep<'t>>,
    /// The start of the first event. `None` if it has no bound.
    pub departure: Option<DateTime<Utc>>,
    /// The end of the last event. `None` if it has no bound.
    pub arrival: Option<DateTime<Utc>>,
}

crate::text::short_debug!(Path<'_>, "Path", |it| {
    "steps": it.steps.len(),
    "departure": it.departure,
    "arrival": it.arrival,
});

impl<'t> Path<'t> {
    /// The events, in order.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = EventRef<'t>> + '_ {
        self.steps.iter().map(|step| step.event)
    }

    /// The time from departure to arrival. Returns `None` if one of them has no bound.
    pub fn duration(&self) -> Option<TimeDelta> {
        Some(self.arrival? - self.departure?)
    }
}

/// Actors and events: `rubio -> lavrov (malaysia) -> kim (wonsan)`.
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(first) = self.steps.first() {
            f.write_str(first.source.id())?;
        }
        for step in &self.steps {
            write!(f, " -> {} ({})", step.target.id(), step.event.id())?;
        }
        Ok(())
    }
}

/// The earliest path from a source actor to a target actor, possible and certain.
///
/// Returned by [`Reachable::to`] and [`Paths::fewest_hops`].
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct EarliestArrival<'t> {
    /// The path that arrives first, for some dates within their bounds.
    pub possible: Option<Path<'t>>,
    /// The path that arrives first of those that respect time for all dates.
    pub certain: Option<Path<'t>>,
}

impl EarliestArrival<'_> {
    /// Whether there is a path, at any time.
    ///
    /// `Impossible` means that the events of the view form no path. The target may have been informed
    /// in another way.
    pub const fn certainty(&self) -> Certainty {
        certainty(self.possible.is_some(), self.certain.is_some())
    }

    /// The earliest instant at which the target could have been informed.
    ///
    /// Returns `None` if there is no path, or if its arrival has no bound.
    pub fn earliest(&self) -> Option<DateTime<Utc>> {
        self.possible.as_ref()?.arrival
    }

    /// The instant by which a path has certainly arrived.
    ///
    /// Returns `None` if no path is certain, or if its arrival has no bound.
    pub fn certain_by(&self) -> Option<DateTime<Utc>> {
        self.certain.as_ref()?.arrival
    }

    /// Whether there is a path that arrives by an instant. A date means its end.
    pub fn by(&self, at: impl Into<AsOf>) -> Certainty {
        let at = at.into().timestamp();
        let in_time = |path: &Option<Path<'_>>| {
            let arrival = path.as_ref().and_then(|path| path.arrival);
            arrival.is_some_and(|arrival| arrival.timestamp() <= at)
        };
        certainty(in_time(&self.possible), in_time(&self.certain))
    }
}

/// The latest path from a source actor to a target actor that arrives in time, possible and certain.
///
/// Returned by [`Reaching::from`].
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct LatestDeparture<'t> {
    /// The path that departs last, for some dates within their bounds.
    pub possible: Option<Path<'t>>,
    /// The path that departs last of those that respect time for all dates.
    pub certain: Option<Path<'t>>,
}

impl LatestDeparture<'_> {
    /// Whether there is a path that arrives in time.
    pub const fn certainty(&self) -> Certainty {
        certainty(self.possible.is_some(), self.certain.is_some())
    }

    /// The latest possible start of the first contact.
    ///
    /// Returns `None` if there is no path, or if its departure has no bound.
    pub fn latest(&self) -> Option<DateTime<Utc>> {
        self.possible.as_ref()?.departure
    }

    /// The latest instant up to which news of the source certainly reaches the target in time.
    ///
    /// Returns `None` if no path is certain, or if its departure has no bound.
    pub fn certain_until(&self) -> Option<DateTime<Utc>> {
        self.certain.as_ref()?.departure
    }
}

/// The certainty, and the path: `certain: rubio -> lavrov (malaysia)`.
impl fmt::Display for EarliestArrival<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_path(
            f,
            self.certainty(),
            self.certain.as_ref().or(self.possible.as_ref()),
        )
    }
}

/// The certainty, and the path: `certain: rubio -> lavrov (malaysia)`.
impl fmt::Display for LatestDeparture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_path(
            f,
            self.certainty(),
            self.certain.as_ref().or(self.possible.as_ref()),
        )
    }
}

fn write_path(
    f: &mut fmt::Formatter<'_>,
    certainty: Certainty,
    path: Option<&Path<'_>>,
) -> fmt::Result {
    match path {
        // The path of an actor to itself has no step.
        Some(path) if !path.steps.is_empty() => write!(f, "{certainty}: {path}"),
        _ => f.pad(certainty.as_str()),
    }
}

const fn certainty(possible: bool, certain: bool) -> Certainty {
    match (possible, certain) {
        (_, true) => Certainty::Certain,
        (true, false) => Certainty::Possible,
        (false, false) => Certainty::Impossible,
    }
}

/// The actors that a source actor could have informed, each with the earliest paths.
///
/// Returned by [`Paths::earliest_arrival`] and [`Paths::earliest_arrival_after`].
#[derive(Clone)]
pub struct Reachable<'p, 't> {
    pub(super) paths: &'p Paths<'t>,
    pub(super) possible: SearchTree,
    pub(super) certain: SearchTree,
}

impl<'t> Reachable<'_, 't> {
    /// The earliest arrival at an actor. For a source itself, the path is empty.
    ///
    /// If there are several sources, the first step of the path shows which one informed the actor.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the name is unknown or ambiguous.
    pub fn to(&self, target: &str) -> Result<EarliestArrival<'t>, LookupError> {
        let target = self.paths.timeline.actor_index(target)?;
        Ok(self.arrival_at(target))
    }

    fn arrival_at(&self, actor: ActorIx) -> EarliestArrival<'t> {
        EarliestArrival {
            possible: self.paths.path(&self.possible, actor),
            certain: self.paths.path(&self.certain, actor),
        }
    }

    /// The actors that could have informed the others.
    fn sources(&self) -> Vec<ActorRef<'t>> {
        self.possible.search.starts(self.paths.timeline)
    }

    /// Iterates over the actors that could have been informed at any later time, sorted by
    /// identifier. The sources are not included.
    pub fn iter(&self) -> impl Iterator<Item = (ActorRef<'t>, EarliestArrival<'t>)> + '_ {
        let others = self.paths.timeline.actors();
        let others = others.filter(|actor| !self.possible.search.actors.contains(&actor.ix()));
        others
            .map(|actor| (actor, self.arrival_at(actor.ix())))
            .filter(|(_, arrival)| arrival.certainty().is_possible())
    }
}

/// The actors that could have informed a target actor in time, each with the latest paths.
///
/// Returned by [`Paths::latest_departure`].
#[derive(Clone)]
pub struct Reaching<'p, 't> {
    pub(super) paths: &'p Paths<'t>,
    pub(super) possible: SearchTree,
    pub(super) certain: SearchTree,
}

impl<'t> Reaching<'_, 't> {
    /// The latest departure from an actor. For a target itself, the path is empty.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the name is unknown or ambiguous.
    pub fn from(&self, source: &str) -> Result<LatestDeparture<'t>, LookupError> {
        let source = self.paths.timeline.actor_index(source)?;
        Ok(self.departure_from(source))
    }

    fn departure_from(&self, actor: ActorIx) -> LatestDeparture<'t> {
        LatestDeparture {
            possible: self.paths.path(&self.possible, actor),
            certain: self.paths.path(&self.certain, actor),
        }
    }

    /// The actors that the others could have informed.
    fn targets(&self) -> Vec<ActorRef<'t>> {
        self.possible.search.starts(self.paths.timeline)
    }

    /// Iterates over the actors that could have informed a target, sorted by identifier. The
    /// targets are not included.
    pub fn iter(&self) -> impl Iterator<Item = (ActorRef<'t>, LatestDeparture<'t>)> + '_ {
        let others = self.paths.timeline.actors();
        let others = others.filter(|actor| !self.possible.search.actors.contains(&actor.ix()));
        others
            .map(|actor| (actor, self.departure_from(actor.ix())))
            .filter(|(_, departure)| departure.certainty().is_possible())
    }
}

crate::text::short_debug!(Reachable<'_, '_>, "Reachable", |it| {
    "sources": it.sources().iter().map(|one| one.id()).collect::<Vec<_>>(),
    "reached": it.iter().count(),
});

crate::text::short_debug!(Reaching<'_, '_>, "Reaching", |it| {
    "targets": it.targets().iter().map(|one| one.id()).collect::<Vec<_>>(),
    "reaching": it.iter().count(),
});

object!(Reachable<'_, '_>, "Reachable", |it| {
    "sources": it.sources(),
    "reached": List(|| it.iter().map(|(actor, arrival)| ByActor { actor, answer: arrival })),
});

object!(Reaching<'_, '_>, "Reaching", |it| {
    "targets": it.targets(),
    "reaching": List(|| it.iter().map(|(actor, departure)| ByActor { actor, answer: departure })),
});

/// The answer for an actor, as one object.
#[derive(serde::Serialize)]
struct ByActor<'t, A> {
    actor: ActorRef<'t>,
    #[serde(flatten)]
    answer: A,
}

/// Equal if the source is the same, and each actor that can be informed is, with the same paths.
impl PartialEq for Reachable<'_, '_> {
    fn eq(&self, other: &Self) -> bool {
        self.sources() == other.sources() && self.iter().eq(other.iter())
    }
}

/// Equal if the target is the same, and each actor that can inform it is, with the same paths.
impl PartialEq for Reaching<'_, '_> {
    fn eq(&self, other: &Self) -> bool {
        self.targets() == other.targets() && self.iter().eq(other.iter())
    }
}
