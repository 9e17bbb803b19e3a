//! Where an event stands among others: after what, before what, and what is open.

use crate::query::View;
use crate::sequence::Order;
use crate::time::Certainty;
use crate::timeline::{Beyond, EventRef, LookupError, Stand};

/// Where an event stands among those of a view, however it is dated.
///
/// ```text
/// ├ earlier ┤
///            ├ just before ┤ ░░░░ the event ░░░░ ├ just after ┤
///                    ├ open ┤                                  ├ later ┤
/// ```
///
/// # Example
///
/// An undated letter, of which a source says that it came before the talks, and that it
/// answered the call:
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
/// let letter = view.standing("letter")?;
/// let ids = |events: &[EventRef<'_>]| events.iter().map(|one| one.id().to_owned()).collect::<Vec<_>>();
/// assert_eq!(ids(letter.just_before()), ["call"]);
/// assert_eq!(ids(letter.just_after()), ["talks"]);
/// assert_eq!(letter.open()[0].0.id(), "reception");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Standing<'t> {
    event: EventRef<'t>,
    just_before: Vec<EventRef<'t>>,
    just_after: Vec<EventRef<'t>>,
    alongside: Vec<EventRef<'t>>,
    open: Vec<(EventRef<'t>, Order)>,
}

crate::text::short_debug!(Standing<'_>, "Standing", |it| {
    "event": it.event,
    "just_before": it.just_before.len(),
    "just_after": it.just_after.len(),
    "alongside": it.alongside.len(),
    "open": it.open.len(),
});

impl<'t> Standing<'t> {
    /// The event.
    pub const fn event(&self) -> EventRef<'t> {
        self.event
    }

    /// The nearest of those that are over when it begins, for certain.
    ///
    /// Between one of these and the event no other lies for certain. There are several if
    /// their own order is open. What the view [may not hold](View::certainty) hides none that
    /// is further away.
    pub fn just_before(&self) -> &[EventRef<'t>] {
        &self.just_before
    }

    /// The nearest of those that begin when it is over, for certain; as before it.
    pub fn just_after(&self) -> &[EventRef<'t>] {
        &self.just_after
    }

    /// Those that go on at some instant at which it does, for certain.
    pub fn alongside(&self) -> &[EventRef<'t>] {
        &self.alongside
    }

    /// Those of which its side is open, with how the event stands to each: which comes
    /// before the other, and how probable that is where both have dates.
    pub fn open(&self) -> &[(EventRef<'t>, Order)] {
        &self.open
    }
}

impl<'t> View<'t> {
    /// Where an event stands among the others of the view: certainly after what, certainly
    /// before what, and of what it may be on either side.
    ///
    /// The event itself may be one that the view does not show, of another kind or only
    /// planned, as long as it is known. All lists are in the total order.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownEvent`] if the timeline does not have the event, and
    /// [`LookupError::NotInView`] if it was not known yet.
    ///
    /// # Complexity
    ///
    /// One pass over the view, and a search in what binds events for each that is just before
    /// or just after.
    pub fn standing(&self, id: &str) -> Result<Standing<'t>, LookupError> {
        let event = self.known(id)?;
        if event.status().is_none() {
            return Err(LookupError::NotInView { id: id.to_owned() });
        }
        let others: Vec<EventRef<'t>> =
            self.events().filter(|one| one.ix() != event.ix()).collect();
        let stands = event.stands(&others);
        let mut standing = Standing {
            event,
            just_before: self.nearest(&others, &stands, Beyond::Earlier),
            just_after: self.nearest(&others, &stands, Beyond::Later),
            alongside: Vec::new(),
            open: Vec::new(),
        };
        for (other, stand) in others.iter().zip(&stands) {
            match (stand.before, stand.after) {
                (Certainty::Certain, _) | (_, Certainty::Certain) => {}
                (Certainty::Impossible, Certainty::Impossible) => standing.alongside.push(*other),
                (before, after) => standing.open.push((
                    *other,
                    Order {
                        before: after,
                        after: before,
                        probability: match after {
                            Certainty::Impossible => Some(0.0),
                            _ => event.probability_before(*other),
                        },
                    },
                )),
            }
        }
        Ok(standing)
    }

    /// Of those that lie on one side for certain, those that no other stands in front of.
    fn nearest(
        &self,
        others: &[EventRef<'t>],
        stands: &[Stand],
        side: Beyond,
    ) -> Vec<EventRef<'t>> {
        let on_side = |stand: &Stand| match side {
            Beyond::Earlier => (stand.before, stand.lead),
            Beyond::Later => (stand.after, stand.lag),
        };
        let mut found: Vec<(usize, i64)> = stands
            .iter()
            .enumerate()
            .map(|(at, stand)| (at, on_side(stand)))
            .filter(|(_, (sure, _))| sure.is_certain())
            .map(|(at, (_, reach))| (at, reach.unwrap_or(i64::MAX)))
            .collect();
        // Who stands in front of another reaches further: each that is looked at stays.
        found.sort_by_key(|&(at, reach)| (std::cmp::Reverse(reach), at));
        let mut left: Vec<usize> = found.into_iter().map(|(at, _)| at).collect();
        let event = |at: &usize| others[*at];
        // What dates tell is a comparison with the nearest: in one pass, and not for each of them.
        let certain = left.iter().map(event);
        let certain = certain.filter(|front| self.certainty(*front).is_certain());
        let nearest = match side {
            Beyond::Earlier => certain.max_by_key(|front| front.bounds().raw()[0]),
            Beyond::Later => certain.min_by_key(|front| front.bounds().raw()[3]),
        };
        if let Some(front) = nearest {
            let edge = front.bounds();
            let is_hidden = |one: EventRef<'t>| {
                let behind = match side {
                    Beyond::Earlier => one.bounds().before(&edge),
                    Beyond::Later => edge.before(&one.bounds()),
                };
                one.ix() != front.ix() && behind.is_certain()
            };
            left.retain(|at| !is_hidden(event(at)));
        }
        // What is stated: each that is left is asked what it hides. Those before `next` have been
        // asked, and none of those that are left hides any of them: they stay in their places.
        let mut next = 0;
        while let Some(front) = left.get(next).map(event) {
            next += 1;
            if front.is_bound() && self.certainty(front).is_certain() {
                let behind: Vec<EventRef<'t>> = left.iter().map(event).collect();
                let mut hidden = front.beyond(side, &behind).into_iter();
                left.retain(|_| !hidden.next().expect("each that is asked about is answered"));
            }
        }
        left.sort_unstable();
        left.iter().map(event).collect()
    }
}
