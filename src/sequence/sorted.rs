//! A view that is sorted once, for many questions.
//!
//! The number of events that start before an instant, or end by it, is a place in a sorted
//! list with running sums. Ranks and counts are differences of such sums. Only events whose
//! dates do not decide are examined one by one: events with constraints, events on one of
//! several dates, and events that may cover more than a window.

mod counts;
mod ends;
mod sums;

use std::sync::OnceLock;

use super::count::CountBounds;
use super::{Gap, Rank};
use crate::event::Count;
use crate::query::View;
use crate::time::{Certainty, Window};
use crate::timeline::{EventRef, LookupError};

use counts::WindowCounts;
use ends::Ends;
use sums::RunningSums;

/// A view that is sorted once, for many questions.
///
/// Returned by [`View::sequence`]. `rank`, `count` and `since_last` give the same answers as the
/// view, faster. What depends on two events alone, such as [`View::gap`], is a method of the view
/// only.
///
/// # Example
///
/// ```
/// use detente::actor::Actor;
/// use detente::event::Event;
/// use detente::{Rank, Timeline, When};
///
/// let mut builder = Timeline::builder();
/// builder.actor(Actor::state("USA").named("United States"));
/// for (id, when) in [("a", "2025-01"), ("b", "2025-01-15"), ("c", "2025-02-01")] {
///     builder.event(Event::call(id, When::parse(when)?).party("USA"));
/// }
/// let timeline = builder.build()?;
/// let view = timeline.view();
/// let sequence = view.sequence();
/// assert_eq!(sequence.rank("a")?.to_string(), "1st or 2nd");
/// assert_eq!(sequence.rank("c")?, Rank::exactly(3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Sequence<'v, 't> {
    view: &'v View<'t>,
    events: Vec<EventRef<'t>>,
    /// The number of events that certainly start by an instant, by latest start.
    certain: RunningSums,
    /// The maximum number of events that may start before an instant, by earliest start.
    possible: RunningSums,
    /// The events whose order depends on more than their dates.
    constrained: Vec<EventRef<'t>>,
    counts: OnceLock<WindowCounts<'t>>,
    ends: OnceLock<Ends>,
}

crate::text::short_debug!(Sequence<'_, '_>, "Sequence", |it| {
    "view": it.view,
    "events": it.events.len(),
});

impl<'t> View<'t> {
    /// Sorts the view once, for many questions.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the number of events.
    pub fn sequence(&self) -> Sequence<'_, 't> {
        let events: Vec<EventRef<'t>> = self.events().collect();
        let mut certain = RunningSums::with_capacity(events.len());
        let mut possible = RunningSums::with_capacity(events.len());
        for &event in &events {
            let [earliest, latest, ..] = event.bounds().raw();
            let CountBounds { min, max } = CountBounds::in_view(self, event);
            certain.add(latest, Some(min));
            possible.add(earliest, max);
        }
        certain.finish();
        possible.finish();
        let constrained = events.iter().copied().filter(|one| one.is_bound());
        Sequence {
            view: self,
            constrained: constrained.collect(),
            events,
            certain,
            possible,
            counts: OnceLock::new(),
            ends: OnceLock::new(),
        }
    }
}

impl<'t> Sequence<'_, 't> {
    /// The events in the total order.
    pub fn events(&self) -> &[EventRef<'t>] {
        &self.events
    }

    /// The rank of an event: [`View::rank`].
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the view does not have the event.
    ///
    /// # Complexity
    ///
    /// O(log n). For an event with constraints, O(log n + c), where c is the number of events with
    /// constraints.
    pub fn rank(&self, id: &str) -> Result<Rank, LookupError> {
        self.view.event(id).map(|event| self.rank_of(event))
    }

    /// Each event with its rank, in the total order: "the Secretary's 7th, 8th, 9th visit".
    ///
    /// # Complexity
    ///
    /// O(n log n). Each event with constraints also needs two searches of the constraint network:
    /// c such events in one chain take O(c² log c), a third of a second for 2,000.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::Event;
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// for (id, when) in [("a", "2025-01-02"), ("b", "2025-01"), ("c", "2025-02-01")] {
    ///     builder.event(Event::call(id, When::parse(when)?));
    /// }
    /// let timeline = builder.build()?;
    /// let view = timeline.view();
    /// let ranks: Vec<String> =
    ///     view.sequence().ranks().map(|(event, rank)| format!("{} {rank}", event.id())).collect();
    /// assert_eq!(ranks, ["b 1st or 2nd", "a 1st or 2nd", "c 3rd"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ranks(&self) -> impl ExactSizeIterator<Item = (EventRef<'t>, Rank)> {
        self.events
            .iter()
            .map(|&event| (event, self.rank_of(event)))
    }

    fn rank_of(&self, event: EventRef<'t>) -> Rank {
        let [earliest, latest, ..] = event.bounds().raw();
        let in_view = |one: EventRef<'t>| CountBounds::in_view(self.view, one);
        // 1. By dates alone. Another event certainly starts before this one if its latest start is
        //    no later than this one's earliest.
        let mut min = self.certain.up_to(earliest).number;
        // It may start before this one if it can start a second before this one's latest second.
        let mut max = self.possible.before(latest - 1);
        if earliest < latest - 1 {
            // The event itself is then in `possible`.
            max.subtract(in_view(event).max);
        }
        // 2. By constraints. If dates leave the order of an event open, it is in `max` and not in
        //    `min`, and a constraint can move it into both or out of both.
        if event.is_bound() {
            let bounds = event.bounds();
            let is_open = |other: &EventRef<'t>| {
                other.ix() != event.ix()
                    && other.bounds().starts_before(&bounds) == Certainty::Possible
            };
            let open: Vec<EventRef<'t>> =
                (self.constrained.iter().copied().filter(is_open)).collect();
            for (&other, starts_before) in open.iter().zip(event.started_before(&open)) {
                match starts_before {
                    Certainty::Certain => min += in_view(other).min,
                    Certainty::Impossible => max.subtract(in_view(other).max),
                    Certainty::Possible => {}
                }
            }
        }
        Rank::after(CountBounds {
            min,
            max: max.total(),
        })
    }

    /// The number of events that are in a window, at least in part: the count of [`View::within`].
    ///
    /// # Complexity
    ///
    /// O(log n + u · log n), where u is the number of certain events whose possible time extends
    /// beyond the window on both sides: those "some day in May", for a week of May. Events on one
    /// of several dates are examined one by one. The first call sorts the events by their ends, in
    /// O(n log n).
    pub fn count(&self, window: impl Into<Window>) -> Count {
        let counts = self
            .counts
            .get_or_init(|| WindowCounts::new(self.view, &self.events));
        let window = self.view.window().and(window.into());
        counts.within(window).into()
    }

    /// The event before another in the total order. Returns `None` for the first event.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the view does not have the other event.
    ///
    /// # Complexity
    ///
    /// O(log n).
    pub fn previous(&self, id: &str) -> Result<Option<EventRef<'t>>, LookupError> {
        let before = self.place(id)?.checked_sub(1);
        Ok(before.map(|at| self.events[at]))
    }

    /// The event after another in the total order. Returns `None` for the last event.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the view does not have the other event.
    ///
    /// # Complexity
    ///
    /// O(log n).
    pub fn next(&self, id: &str) -> Result<Option<EventRef<'t>>, LookupError> {
        Ok(self.events.get(self.place(id)? + 1).copied())
    }

    /// The time from the last event to a date or to the start of a window: [`View::since_last`].
    ///
    /// # Complexity
    ///
    /// O(log n). The first call sorts the events by their ends, in O(n log n).
    pub fn since_last(&self, at: impl Into<Window>) -> Option<Gap> {
        let ends = self.ends.get_or_init(|| Ends::new(self.view, &self.events));
        ends.since(at.into().lo)
    }

    /// The place of an event in the total order, from 0.
    fn place(&self, id: &str) -> Result<usize, LookupError> {
        let key = |event: EventRef<'t>| {
            let [earliest, _, _, latest] = event.bounds().raw();
            (earliest, latest, event.id())
        };
        let sought = key(self.view.event(id)?);
        Ok(self.events.partition_point(|event| key(*event) < sought))
    }
}
