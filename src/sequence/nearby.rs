//! What happened close to what, and who met both.
//!
//! "Who met both within a week?" is a join of two views in time. Both are in the order of
//! their starts, so one walk through the two finds every pair: from whichever starts
//! first, ahead in the other view as far as the distance reaches. Every step ahead is a
//! pair that is found.

use super::distance::{Distance, Extent, Resolution};
use crate::time::{Certainty, Midnights};
use crate::timeline::{ActorRef, EventRef, LookupError, View};

/// Two events within a distance of each other.
///
/// Created by [`View::pairs_within`] and [`View::met_both`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearby<'t> {
    first: EventRef<'t>,
    second: EventRef<'t>,
    certainty: Certainty,
}

impl<'t> Nearby<'t> {
    /// The event of the one view.
    pub const fn first(&self) -> EventRef<'t> {
        self.first
    }

    /// The event of the other view.
    pub const fn second(&self) -> EventRef<'t> {
        self.second
    }

    /// Whether both are in their views, and within the distance.
    pub const fn certainty(&self) -> Certainty {
        self.certainty
    }
}

/// Someone who was in contact with both of two actors, within a distance in time.
///
/// Created by [`View::met_both`].
#[derive(Clone)]
pub struct MetBoth<'t> {
    actor: ActorRef<'t>,
    pairs: Vec<Nearby<'t>>,
}

crate::text::short_debug!(MetBoth<'_>, "MetBoth", |it| {
    "actor": it.actor,
    "pairs": it.pairs.len(),
});

impl<'t> MetBoth<'t> {
    /// Who it is.
    pub const fn actor(&self) -> ActorRef<'t> {
        self.actor
    }

    /// The contacts, in pairs: one with the one, and one with the other. It may be one event.
    pub fn pairs(&self) -> &[Nearby<'t>] {
        &self.pairs
    }

    /// Whether it is certain of any of the pairs.
    pub fn certainty(&self) -> Certainty {
        let each = self.pairs.iter().map(Nearby::certainty);
        each.max().expect("who met both has a pair of contacts")
    }
}

impl<'t> View<'t> {
    /// The pairs of an event of this view and one of another that are within a distance of each
    /// other, in the total order of the ones and then of the others.
    ///
    /// The distance is the time from the end of the one to the start of the other, whichever
    /// comes first, as for [`View::near`]. An event is not paired with itself; of two that are
    /// in both views there are two pairs.
    ///
    /// # Complexity
    ///
    /// O(events of both + found · log found), where what is found are the pairs that are possible by
    /// their dates. For each event that stated constraints bind, also a few searches of their network.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::Event;
    /// use detente::sequence::Distance;
    /// use detente::{Certainty, Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.event(Event::meeting("summit", When::parse("2025-08-15")?));
    /// builder.event(Event::call("before", When::parse("2025-08-13")?));
    /// builder.event(Event::call("some-day", When::parse("2025-08")?));
    /// builder.event(Event::call("autumn", When::parse("2025-10-16")?));
    /// let timeline = builder.build()?;
    /// let pairs = timeline.meetings().pairs_within(&timeline.calls(), Distance::days(3));
    /// let told: Vec<_> = pairs.iter().map(|it| (it.second().id(), it.certainty())).collect();
    /// assert_eq!(told, [("some-day", Certainty::Possible), ("before", Certainty::Certain)]);
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

    /// Who was in contact with both of two actors within a distance in time, by identifier.
    ///
    /// The contacts are those of the view, as [`View::between`] finds them: persons count for
    /// those whom they stood for at the time, so that states are found beside their ministers.
    /// One event with all three is contact with both. A letter is contact, too: ask
    /// `view.contacts()` for who met or spoke with both.
    ///
    /// # Errors
    ///
    /// If either name is unknown or not clear, or both are of one actor.
    ///
    /// # Complexity
    ///
    /// O(pairs of actors + the contacts of each who met both, and what is found among them).
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
    ///     builder.actor(Actor::person(id, id));
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
    /// assert_eq!(both[0].actor().id(), "witkoff");
    /// assert_eq!(both[0].pairs()[0].second().id(), "kyiv");
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
        // Actors stand by identifier.
        for ix in of_one {
            let is_between = ix == one.ix() || ix == other.ix();
            if is_between || of_other.binary_search(&ix).is_err() {
                continue;
            }
            let actor = ActorRef::new(self.timeline(), ix);
            let with_one = self.between(actor, one)?;
            let with_other = self.between(actor, other)?;
            let pairs = join(&with_one, &with_other, distance);
            if !pairs.is_empty() {
                found.push(MetBoth { actor, pairs });
            }
        }
        Ok(found)
    }
}

/// Every pair of events of two views within a distance, an event with itself among them.
fn join<'t>(one: &View<'t>, other: &View<'t>, distance: Distance) -> Vec<Nearby<'t>> {
    type NearbySide<'t> = Vec<(EventRef<'t>, Extent, Certainty)>;
    let side = |view: &View<'t>| -> NearbySide<'t> {
        let events = view.events().map(|event| {
            let extent = Extent::of(&event.bounds(), distance.resolution(), Midnights::Mixed);
            (event, extent, view.certainty(event))
        });
        events.collect()
    };
    let (left, right) = (side(one), side(other));
    // Dates of a zone may lie a day nearer to each other than those of UTC.
    let reach = match distance.resolution() {
        Resolution::Days => distance.reach() + 1,
        Resolution::Seconds => distance.reach(),
    };
    // The two are merged by when they may begin. Whichever begins first is paired with those of the
    // other that begin later, as far as it reaches: each pair is found once, by its earlier one.
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
