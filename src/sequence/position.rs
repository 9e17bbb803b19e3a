//! The position of an event: which events are certainly before it, certainly after it, or open.

use std::fmt;

use super::Order;
use crate::query::View;
use crate::time::Certainty;
use crate::timeline::{EventRef, LookupError, RelativePosition, TimeSide};
use crate::wire::pairs;

/// The position of an event among the events of a view, whether or not it has a date.
///
/// Returned by [`View::position`]. All lists are in the total order.
///
/// ```text
/// ├ earlier ┤
///            ├ just before ┤ ░░░░ the event ░░░░ ├ just after ┤
///                    ├ open ┤                                  ├ later ┤
/// ```
#[derive(Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Position<'t> {
    /// The event.
    pub event: EventRef<'t>,
    /// The nearest events that certainly end before it starts.
    ///
    /// No other event is certainly between one of these and the event. There are several if their
    /// own order is open. An event that [only possibly](View::certainty) belongs to the view is
    /// listed, but does not hide earlier ones.
    pub just_before: Vec<EventRef<'t>>,
    /// The nearest events that certainly start after it ends.
    pub just_after: Vec<EventRef<'t>>,
    /// The events that certainly overlap it.
    pub alongside: Vec<EventRef<'t>>,
    /// The events whose order relative to it is open, each with the order of the event
    /// relative to it.
    #[serde(serialize_with = "open_events")]
    pub open: Vec<(EventRef<'t>, Order)>,
}

/// Writes events and orders as objects.
fn open_events<S: serde::Serializer>(
    open: &[(EventRef<'_>, Order)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    pairs(["event", "order"], open, serializer)
}

crate::text::short_debug!(Position<'_>, "Position", |it| {
    "event": it.event,
    "just_before": it.just_before.len(),
    "just_after": it.just_after.len(),
    "alongside": it.alongside.len(),
    "open": it.open.len(),
});

/// The events around it, by identifier: `letter: after call, before talks, 2 open`.
impl fmt::Display for Position<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.event.id())?;
        let mut separator = " ";
        for (word, events) in [
            ("after", &self.just_before),
            ("alongside", &self.alongside),
            ("before", &self.just_after),
        ] {
            if !events.is_empty() {
                write!(f, "{separator}{word} {}", events[0].id())?;
                match events.len() - 1 {
                    0 => {}
                    1 => write!(f, " and {}", events[1].id())?,
                    more => write!(f, " and {more} others")?,
                }
                separator = ", ";
            }
        }
        match self.open.len() {
            // Without any other event, there is nothing else to print.
            0 if separator == ", " => Ok(()),
            open => write!(f, "{separator}{open} open"),
        }
    }
}

impl<'t> View<'t> {
    /// The position of an event among the other events of the view.
    ///
    /// The event itself can be outside the view: of another kind, or only planned.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownEvent`] if the timeline does not have the event, and
    /// [`LookupError::NotInView`] if it was not known yet.
    ///
    /// # Complexity
    ///
    /// One pass over the view, and a search of the constraint network for each event that is just
    /// before or just after.
    ///
    /// # Example
    ///
    /// An undated letter. A source says that it answered the call and came before the talks:
    ///
    /// ```
    /// use detente::event::{Event, Link};
    /// use detente::timeline::{Constraint, EventRef};
    /// use detente::{Timeline, When};
    ///
    /// let day = |text| When::parse(text);
    /// let mut builder = Timeline::builder();
    /// builder.event(Event::meeting("visit", day("2025-07-01")?));
    /// builder.event(Event::call("call", day("2025-07-04")?));
    /// builder.event(Event::meeting("reception", day("2025-07-08")?));
    /// builder.event(Event::meeting("talks", day("2025-07-10")?));
    /// builder.event(Event::meeting("summit", day("2025-07-15")?));
    /// builder.event(Event::statement("letter", When::undated()).by("RUS"));
    /// # builder.actor(detente::actor::Actor::state("RUS").named("Russia"));
    /// builder.constraint(Constraint::between("letter", "call", "talks"));
    /// let timeline = builder.build()?;
    ///
    /// let view = timeline.view();
    /// let letter = view.position("letter")?;
    /// let ids = |events: &[EventRef<'_>]| events.iter().map(|one| one.id().to_owned()).collect::<Vec<_>>();
    /// assert_eq!(ids(&letter.just_before), ["call"]);
    /// assert_eq!(ids(&letter.just_after), ["talks"]);
    /// assert_eq!(letter.open[0].0.id(), "reception");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn position(&self, id: &str) -> Result<Position<'t>, LookupError> {
        let event = self.known(id)?;
        if event.status().is_none() {
            return Err(LookupError::NotInView {
                id: id.to_owned(),
                why: "it was not known yet".to_owned(),
            });
        }
        let others: Vec<EventRef<'t>> =
            self.events().filter(|one| one.ix() != event.ix()).collect();
        let positions = event.positions_of(&others);
        let mut position = Position {
            event,
            just_before: self.nearest(&others, &positions, TimeSide::Earlier),
            just_after: self.nearest(&others, &positions, TimeSide::Later),
            alongside: Vec::new(),
            open: Vec::new(),
        };
        for (&other, relative) in others.iter().zip(&positions) {
            // `relative` is the position of the other event, `Order` of this one.
            match (relative.before, relative.after) {
                (Certainty::Certain, _) | (_, Certainty::Certain) => {}
                (Certainty::Impossible, Certainty::Impossible) => position.alongside.push(other),
                (after, before) => {
                    let probability = match before {
                        Certainty::Impossible => Some(0.0),
                        _ => event.probability_before(other),
                    };
                    let order = Order {
                        before,
                        after,
                        probability,
                    };
                    position.open.push((other, order));
                }
            }
        }
        Ok(position)
    }

    /// The events that are certainly on one side, without those behind another.
    ///
    /// An event is behind another if that one is certainly between it and the event in question.
    /// Comparing all pairs would take O(n²) searches of the constraint network. Instead dates
    /// remove most events in one pass, and only the few that remain are searched.
    fn nearest(
        &self,
        others: &[EventRef<'t>],
        positions: &[RelativePosition],
        side: TimeSide,
    ) -> Vec<EventRef<'t>> {
        let on_side = |position: &RelativePosition| match side {
            TimeSide::Earlier => (position.before, position.lead),
            TimeSide::Later => (position.after, position.lag),
        };
        // 1. Take the events that are certainly on this side, the one that reaches furthest towards
        //    the event first. An event in front of another reaches further, so it comes first.
        let mut found: Vec<(usize, i64)> = positions
            .iter()
            .enumerate()
            .map(|(at, position)| (at, on_side(position)))
            .filter(|(_, (certainty, _))| certainty.is_certain())
            .map(|(at, (_, reach))| (at, reach.unwrap_or(i64::MAX)))
            .collect();
        found.sort_by_key(|&(at, reach)| (std::cmp::Reverse(reach), at));
        let mut left: Vec<usize> = found.into_iter().map(|(at, _)| at).collect();
        let event = |at: &usize| others[*at];
        // 2. Remove what is behind another by its dates. The event with the innermost bound hides
        //    all events that another hides, so one comparison for each event is enough.
        let certain = left.iter().map(event);
        let certain = certain.filter(|front| self.certainty(*front).is_certain());
        let front = match side {
            TimeSide::Earlier => certain.max_by_key(|front| front.bounds().raw()[0]),
            TimeSide::Later => certain.min_by_key(|front| front.bounds().raw()[3]),
        };
        if let Some(front) = front {
            let edge = front.bounds();
            let is_hidden = |one: EventRef<'t>| {
                let behind = match side {
                    TimeSide::Earlier => one.bounds().before(&edge),
                    TimeSide::Later => edge.before(&one.bounds()),
                };
                one.ix() != front.ix() && behind.is_certain()
            };
            left.retain(|at| !is_hidden(event(at)));
        }
        // 3. Remove what is behind another by a constraint.
        //    Invariant: the events before `next` have been searched, and no remaining event hides
        //    any of them, so that removing events never moves them.
        let mut next = 0;
        while let Some(front) = left.get(next).map(event) {
            next += 1;
            if front.is_bound() && self.certainty(front).is_certain() {
                let behind: Vec<EventRef<'t>> = left.iter().map(event).collect();
                let mut hidden = front.are_on_side(side, &behind).into_iter();
                left.retain(|_| {
                    !hidden
                        .next()
                        .expect("one answer for each event asked about")
                });
            }
        }
        left.sort_unstable();
        left.iter().map(event).collect()
    }
}
