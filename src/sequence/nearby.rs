//! Events that are close in time, and actors who met both of two others.
//!
//! "Who met both within a week?" joins two views in time. Both are sorted by start, so one
//! walk through the two finds every pair: from the event that starts first, look ahead in the
//! other view as far as the distance allows. Each step ahead finds a pair.

use std::fmt;

use super::distance::{Distance, Extent, Resolution};
use crate::query::View;
use crate::time::{Certainty, Midnights};
use crate::timeline::{ActorRef, EventRef, LookupError};

/// Two events within a distance of each other.
///
/// Returned by [`View::pairs_within`] and [`View::met_both`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Nearby<'t> {
    /// The event of the first view.
    pub first: EventRef<'t>,
    /// The event of the second view.
    pub second: EventRef<'t>,
    /// Whether both events are in their views and within the distance.
    pub certainty: Certainty,
}

/// An actor who was in contact with both of two other actors, within a distance in time.
///
/// Returned by [`View::met_both`].
#[derive(Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct MetBoth<'t> {
    /// The actor.
    pub actor: ActorRef<'t>,
    /// The contacts in pairs: one with the first of the two, one with the second. Both can be the
    /// same event. Never empty.
    pub pairs: Vec<Nearby<'t>>,
    /// Whether at least one of the pairs is certain.
    pub certainty: Certainty,
}

crate::text::short_debug!(MetBoth<'_>, "MetBoth", |it| {
    "actor": it.actor,
    "pairs": it.pairs.len(),
    "certainty": it.certainty,
});

/// Both events: `moscow and kyiv`, `moscow and perhaps kyiv` if the pair is not certain.
impl fmt::Display for Nearby<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let perhaps = perhaps(self.certainty);
        write!(f, "{} and {perhaps}{}", self.first.id(), self.second.id())
    }
}

/// The actor, the first pair, and the number of others: `witkoff: moscow and kyiv, and 2 more`.
impl fmt::Display for MetBoth<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.actor.id(), self.pairs[0])?;
        match self.pairs.len() - 1 {
            0 => Ok(()),
            more => write!(f, ", and {more} more"),
        }
    }
}

const fn perhaps(certainty: Certainty) -> &'static str {
    if certainty.is_certain() {
        ""
    } else {
        "perhaps "
    }
}

impl<'t> View<'t> {
    /// The events of the view within a distance of an event, without that event.
    ///
    /// The event itself can be outside the view. The distance is the time from the end of the
    /// earlier event to the start of the later one, and 0 if they overlap: see [`Distance`].
    /// Constraints count, as for [`View::gap`].
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownEvent`] if the timeline does not have the event.
    pub fn near(
        &self,
        id: &str,
        distance: impl Into<Distance>,
    ) -> Result<Vec<(EventRef<'t>, Certainty)>, LookupError> {
        let center = self.known(id)?;
        let others: Vec<_> = (self.events().filter(|one| one.ix() != center.ix())).collect();
        let near = distance.into().holds_each(center, &others);
        let near = others.iter().zip(near).filter_map(|(&event, near)| {
            let certainty = near.and(self.certainty(event));
            certainty.is_possible().then_some((event, certainty))
        });
        Ok(near.collect())
    }

    /// The pairs of an event of this view and an event of another view that are within a distance
    /// of each other, in the total order of the first events and then of the second.
    ///
    /// The distance is as for [`View::near`]. An event is not paired with itself. Two events that
    /// are in both views make two pairs.
    ///
    /// # Complexity
    ///
    /// O(events of both + found · log found), where found is the number of pairs that are possible
    /// by their dates. Each event with constraints also needs a few searches of the constraint
    /// network.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::Event;
    /// use detente::sequence::Distance;
    /// use detente::{Certainty, Timeline};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.event(Event::meeting("summit", "2025-08-15"));
    /// builder.event(Event::call("before", "2025-08-13"));
    /// builder.event(Event::call("some-day", "2025-08"));
    /// builder.event(Event::call("autumn", "2025-10-16"));
    /// let timeline = builder.build()?;
    /// let pairs = timeline.view().meetings().pairs_within(&timeline.view().calls(), Distance::days(3));
    /// let calls: Vec<_> = pairs.iter().map(|pair| (pair.second.id(), pair.certainty)).collect();
    /// assert_eq!(calls, [("some-day", Certainty::Possible), ("before", Certainty::Certain)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn pairs_within(&self, other: &Self, distance: impl Into<Distance>) -> Vec<Nearby<'t>> {
        let is_same = |pair: &Nearby<'t>| {
            let same = std::ptr::eq(pair.first.timeline(), pair.second.timeline());
            same && pair.first.ix() == pair.second.ix()
        };
        let mut pairs = join(self, other, distance.into());
        pairs.retain(|pair| !is_same(pair));
        pairs
    }

    /// The actors who were in contact with both of two actors within a distance in time, by
    /// identifier.
    ///
    /// A contact is an event of the view that [`View::between`] finds. Persons represent the states
    /// and organisations whose office they held at the time, so states are found beside their
    /// ministers. One event with all three actors is contact with both. Letters are contacts, too:
    /// for meetings and calls alone, ask `view.contacts()`.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if a name is unknown or ambiguous, or if both names are the same actor.
    ///
    /// # Complexity
    ///
    /// O(pairs of actors + the contacts of each actor who met both + the pairs found among them).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::actor::Actor;
    /// use detente::event::Event;
    /// use detente::sequence::Distance;
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// for id in ["witkoff", "putin", "zelensky", "macron"] {
    ///     builder.actor(Actor::person(id));
    /// }
    /// for (id, when, a, b) in [
    ///     ("moscow", "2025-08-06", "witkoff", "putin"),
    ///     ("kyiv", "2025-08-11", "witkoff", "zelensky"),
    ///     ("call", "2025-07-01", "macron", "putin"),
    ///     ("paris", "2025-09-04", "macron", "zelensky"),
    /// ] {
    ///     builder.event(Event::meeting(id, When::parse(when)?).party(a).party(b));
    /// }
    /// let timeline = builder.build()?;
    /// let both = timeline.view().met_both("putin", "zelensky", Distance::days(7))?;
    /// assert_eq!(both.len(), 1);
    /// assert_eq!(both[0].actor.id(), "witkoff");
    /// assert_eq!(both[0].pairs[0].second.id(), "kyiv");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn met_both(
        &self,
        one: &str,
        other: &str,
        distance: impl Into<Distance>,
    ) -> Result<Vec<MetBoth<'t>>, LookupError> {
        let distance = distance.into();
        let (one, other) = (self.timeline().actor(one)?, self.timeline().actor(other)?);
        if one == other {
            return Err(LookupError::OnBothSides {
                actor: one.id().to_owned(),
            });
        }
        let (of_one, of_other) = (self.partners(one), self.partners(other));
        let mut found = Vec::new();
        // Partners are sorted by index, which is their order by identifier.
        for ix in of_one {
            let is_one_of_the_two = ix == one.ix() || ix == other.ix();
            if is_one_of_the_two || of_other.binary_search(&ix).is_err() {
                continue;
            }
            let actor = ActorRef::new(self.timeline(), ix);
            let with_one = self.between(actor, one)?;
            let with_other = self.between(actor, other)?;
            let pairs = join(&with_one, &with_other, distance);
            if let Some(certainty) = pairs.iter().map(|pair| pair.certainty).max() {
                found.push(MetBoth {
                    actor,
                    pairs,
                    certainty,
                });
            }
        }
        Ok(found)
    }
}

/// All pairs of events of two views within a distance, including an event with itself.
fn join<'t>(one: &View<'t>, other: &View<'t>, distance: Distance) -> Vec<Nearby<'t>> {
    let side = |view: &View<'t>| {
        let events = view.events().map(|event| {
            let extent = Extent::of(&event.bounds(), distance.resolution(), Midnights::Mixed);
            (event, extent, view.certainty(event))
        });
        events.collect::<Vec<_>>()
    };
    let (left, right) = (side(one), side(other));
    // The walk compares UTC dates. Dates in a time zone can be one day closer to each other.
    let reach = match distance.resolution() {
        Resolution::Days => distance.reach() + 1,
        Resolution::Seconds => distance.reach(),
    };
    // 1. Merge the two sides by earliest start, and pair each event with the events of the other
    //    side that start later, as far as it reaches. The earlier event of a pair finds it, so
    //    each pair is found once.
    let reaches = |from: &Extent, to: &Extent| to.first.0.saturating_sub(from.last.1) <= reach;
    let mut places: Vec<(usize, usize)> = Vec::new();
    let (mut at, mut beside) = (0, 0);
    while let (Some((_, a, _)), Some((_, b, _))) = (left.get(at), right.get(beside)) {
        if a.first.0 <= b.first.0 {
            let ahead = right.iter().enumerate().skip(beside);
            let near = ahead.take_while(|(_, (_, b, _))| reaches(a, b));
            places.extend(near.map(|(place, _)| (at, place)));
            at += 1;
        } else {
            let ahead = left.iter().enumerate().skip(at);
            let near = ahead.take_while(|(_, (_, a, _))| reaches(b, a));
            places.extend(near.map(|(place, _)| (place, beside)));
            beside += 1;
        }
    }
    places.sort_unstable();
    // 2. Decide each pair exactly, with one search of the constraint network for each first event.
    let mut pairs = Vec::with_capacity(places.len());
    for places in places.chunk_by(|one, next| one.0 == next.0) {
        let (first, _, in_one) = left[places[0].0];
        let beside = places.iter().map(|(_, beside)| &right[*beside]);
        let seconds: Vec<EventRef<'t>> = beside.clone().map(|(second, ..)| *second).collect();
        let near = distance.holds_each(first, &seconds);
        for (&(second, _, in_other), near) in beside.zip(near) {
            let near = if first == second {
                Certainty::Certain
            } else {
                near
            };
            let certainty = near.and(in_one).and(in_other);
            if certainty.is_possible() {
                pairs.push(Nearby {
                    first,
                    second,
                    certainty,
                });
            }
        }
    }
    pairs
}
