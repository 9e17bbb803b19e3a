//! Which relations are in force on a day, and what happened while they were.
//!
//! A [standing](crate::Event::standing) relation is an act with an extent: an alliance, a rupture of diplomatic
//! relations, sanctions. It is a state. So the question is not when it happened, but whether it holds at a time.

use std::fmt;

use super::Nearby;
use crate::query::View;
use crate::time::{Certainty, Window};
use crate::timeline::EventRef;

/// A standing relation that is in force at a time.
///
/// Returned by [`View::in_force`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct InForce<'t> {
    /// The relation.
    pub event: EventRef<'t>,
    /// Whether it is in the view, and in force then.
    pub certainty: Certainty,
}

/// The relation: `entente`, or `perhaps entente` if that is not certain.
impl fmt::Display for InForce<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let perhaps = if self.certainty.is_certain() {
            ""
        } else {
            "perhaps "
        };
        write!(f, "{perhaps}{}", self.event.id())
    }
}

impl<'t> View<'t> {
    /// The [standing](crate::Event::standing) relations of the view that are in force on a day or in a
    /// window of time, in the total order.
    ///
    /// A relation is in force from the start of its date to the end. It is listed if some of that time may be in the
    /// window. A relation with an open end, such as `1949-04-04/..`, is still in force.
    ///
    /// What holds after the day of a view [as of](View::as_of) was not known then: it is at most possible.
    ///
    /// An empty answer means that the timeline has no such relation. Whether it would have one if there was one
    /// depends on [`View::coverage`].
    ///
    /// # Complexity
    ///
    /// O(log n + events that may be in the window).
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::code::Code;
    /// use detente::{Actor, Event, Timeline};
    ///
    /// let act = |id, when, code| Ok::<_, detente::code::CodeError>(Event::act(id, when, Code::parse(code)?));
    /// let timeline = Timeline::builder()
    ///     .actor(Actor::state("A"))
    ///     .actor(Actor::state("B"))
    ///     .event(act("pact", "1934-01-26/1939-04-28", "COOPERATE")?.between("A", "B").standing())
    ///     .event(act("embargo", "1939-04/..", "SANCTION")?.by("A").target("B").standing())
    ///     .event(Event::meeting("visit", "1938-09-29").between("A", "B"))
    ///     .build()?;
    /// let on = |day: &str| {
    ///     let in_force = timeline.view().in_force(day.parse::<NaiveDate>().unwrap());
    ///     in_force.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    /// };
    /// assert_eq!(on("1938-09-29"), "pact");
    /// assert_eq!(on("1939-04-28"), "pact, perhaps embargo");
    /// assert_eq!(on("1939-04-29"), "perhaps embargo");
    /// assert_eq!(on("1940-01-01"), "embargo");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn in_force(&self, at: impl Into<Window>) -> Vec<InForce<'t>> {
        let view = self.within(at);
        let standing = view.events().filter(|event| event.is_standing());
        let in_force = standing.map(|event| InForce {
            event,
            certainty: view
                .certainty(event)
                .and(Self::known_in(event, view.window())),
        });
        in_force.collect()
    }

    /// Whether part of a relation is certainly in the part of a window that the view can know.
    fn known_in(event: EventRef<'t>, window: Window) -> Certainty {
        let until = event.knowledge().as_of;
        if window.hi <= until
            || event
                .touches(Window {
                    hi: until,
                    ..window
                })
                .is_certain()
        {
            Certainty::Certain
        } else {
            Certainty::Possible
        }
    }

    /// The events of the view that happened while a relation was in force, with that relation: "did they meet
    /// during the rupture?"
    ///
    /// The relations are the [standing](crate::Event::standing) ones of another view. `first` is the event and
    /// `second` the relation, in the total order of both. The pair is certain if the event certainly overlaps the
    /// relation, and both are certain to be in their views. Stated constraints count.
    ///
    /// # Complexity
    ///
    /// O(events * relations).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::Code;
    /// use detente::{Actor, Certainty, Event, Timeline};
    ///
    /// let timeline = Timeline::builder()
    ///     .actor(Actor::state("A"))
    ///     .actor(Actor::state("B"))
    ///     .event(Event::act("rupture", "1961-01-03/2015-07-19", Code::parse("COERCE")?).between("A", "B").standing())
    ///     .event(Event::meeting("talks", "1977-03").between("A", "B"))
    ///     .event(Event::meeting("reopening", "2015-08-14").between("A", "B"))
    ///     .event(Event::call("call", "2015-07").between("A", "B"))
    ///     .build()?;
    /// let between = timeline.between("A", "B")?;
    /// let contacts = between.contacts().during(&between);
    /// let contacts: Vec<_> = contacts.iter().map(|one| (one.first.id(), one.certainty)).collect();
    /// assert_eq!(contacts, [("talks", Certainty::Certain), ("call", Certainty::Possible)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn during(&self, relations: &Self) -> Vec<Nearby<'t>> {
        let standing = relations.events().filter(|event| event.is_standing());
        let standing: Vec<_> = standing
            .map(|event| (event, relations.certainty(event)))
            .collect();
        let mut found = Vec::new();
        for first in self.events().filter(|event| !event.is_standing()) {
            let in_view = self.certainty(first);
            for &(second, in_relations) in &standing {
                let certainty = overlaps(first, second).and(in_view).and(in_relations);
                if certainty.is_possible() {
                    found.push(Nearby {
                        first,
                        second,
                        certainty,
                    });
                }
            }
        }
        found
    }
}

/// Whether two events overlap: neither is before the other.
fn overlaps(one: EventRef<'_>, other: EventRef<'_>) -> Certainty {
    match (one.before(other), other.before(one)) {
        (Certainty::Certain, _) | (_, Certainty::Certain) => Certainty::Impossible,
        (Certainty::Impossible, Certainty::Impossible) => Certainty::Certain,
        _ => Certainty::Possible,
    }
}
