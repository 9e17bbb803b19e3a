//! The events of a view, one by one.
//!
//! A view reads the shortest list that contains all of its events, and skips events that its other filters
//! exclude.

use std::slice;

use super::view::Filter;
use super::{Pair, ResolvedSide, View};
use crate::time::{Certainty, Window};
use crate::timeline::{
    ActorIx, EventIx, EventRef, Listed, Timeline, index_of, order, window as narrowed,
};

/// # Events
impl<'t> View<'t> {
    /// Iterates over the events, in the [total order](crate::Timeline#order).
    ///
    /// The iterator borrows the timeline and not the view, so a chain of filters needs no variable.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::{Event, Timeline};
    ///
    /// let timeline = Timeline::builder()
    ///     .event(Event::call("call", "2025-06"))
    ///     .event(Event::meeting("kuala-lumpur", "2025-07-10"))
    ///     .build()?;
    /// let mut meetings = timeline.view().meetings().events();
    /// assert_eq!(meetings.next().unwrap().id(), "kuala-lumpur");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(log n + candidates). The candidates are the events of the pair or of the actor that may be in the window.
    /// Without a pair or an actor, they are all events of the timeline. For sides of several actors, the lists of
    /// all their pairs are merged.
    pub fn events(&self) -> Events<'t> {
        let reordered = self.timeline.dates_depend() && !self.knowledge.is_all();
        let lazy = Events {
            view: self.clone(),
            candidates: self.candidates(reordered),
            plain: self.is_plain(),
        };
        if reordered {
            let mut all: Vec<EventRef<'t>> = lazy.collect();
            all.sort_by_cached_key(|event| order::key(&event.bounds(), event.id()));
            Events {
                view: self.clone(),
                candidates: Candidates::Sorted(all.into_iter()),
                plain: false,
            }
        } else {
            lazy
        }
    }

    /// The events without the [standing](crate::Event::standing) relations, which are in force and do not occur.
    pub(crate) fn occurrences(&self) -> impl Iterator<Item = EventRef<'t>> {
        self.events().filter(|event| !event.is_standing())
    }

    /// The events that may belong to the view, each once. If their order depends on the view, the window is
    /// not used to narrow lists.
    fn candidates(&self, reordered: bool) -> Candidates<'t> {
        let (timeline, Window { lo, hi }) = (self.timeline, self.filter.window);
        // The part of a list that may be in the window, and starts before `until`.
        let part = |list: &'t [Listed], until: i64| {
            if reordered {
                list.iter()
            } else {
                narrowed(list, &timeline.bounds, lo, hi.min(until)).iter()
            }
        };
        match (&self.filter.pair, &self.filter.actor) {
            (Some(pair), _) => candidates_of_pair(timeline, pair, part),
            (None, Some(ResolvedSide::One(actor))) => {
                Candidates::Listed(part(timeline.by_actor.events_of(*actor), i64::MAX))
            }
            (None, Some(side)) => {
                let actors = side.actors();
                let lists =
                    actors.map(|(actor, until)| part(timeline.by_actor.events_of(actor), until));
                Candidates::merge(lists, Vec::new())
            }
            (None, None) => Candidates::All(0..index_of(timeline.events.len())),
        }
    }

    /// Whether an event may be in the window. The bounds decide most cases, because few dates have gaps.
    fn may_touch(&self, ix: EventIx) -> bool {
        let Window { lo, hi } = self.filter.window;
        match self.timeline.bounds[ix].touches_seconds(lo, hi) {
            Certainty::Certain => true,
            Certainty::Possible => self.handle(ix).touches(self.filter.window).is_possible(),
            Certainty::Impossible => false,
        }
    }

    /// Whether the list of candidates, the window and one byte of flags decide everything.
    fn is_plain(&self) -> bool {
        let Filter {
            pair, actor, more, ..
        } = &self.filter;
        self.knowledge.is_all()
            && !self.timeline.dates_depend()
            && more.is_none()
            && match (pair, actor) {
                (Some(pair), None) => pair.plain().is_some(),
                (None, Some(side)) => matches!(side, ResolvedSide::One(_)),
                (None, None) => true,
                (Some(_), Some(_)) => false,
            }
    }
}

/// The events of a view, in the total order.
///
/// Created by [`View::events`].
#[derive(Clone)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Events<'t> {
    view: View<'t>,
    candidates: Candidates<'t>,
    /// Whether the list of candidates, the window and one byte of flags decide everything.
    plain: bool,
}

crate::text::short_debug!(Events<'_>, "Events", |it| {
    "view": it.view,
    "left": it.size_hint(),
});

#[derive(Clone, Debug)]
enum Candidates<'t> {
    Listed(slice::Iter<'t, Listed>),
    Merged(std::vec::IntoIter<EventIx>),
    All(std::ops::Range<u32>),
    Sorted(std::vec::IntoIter<EventRef<'t>>),
}

impl<'t> Candidates<'t> {
    /// Merges lists and some more events, each event once.
    fn merge(
        lists: impl Iterator<Item = slice::Iter<'t, Listed>>,
        mut events: Vec<EventIx>,
    ) -> Self {
        events.extend(lists.flatten().map(|one| one.event));
        events.sort_unstable();
        events.dedup();
        Self::Merged(events.into_iter())
    }
}

/// The events of a pair of sides: those listed for a pair of actors, and large events, whose pairs are not listed.
fn candidates_of_pair<'t>(
    timeline: &'t Timeline,
    pair: &Pair,
    part: impl Fn(&'t [Listed], i64) -> slice::Iter<'t, Listed>,
) -> Candidates<'t> {
    let large = |a: ActorIx, b: ActorIx| timeline.by_large_event.events_of(a, b);
    if let Some((a, b)) = pair.plain() {
        let list = part(timeline.by_pair.events_of(a, b), i64::MAX);
        let large = large(a, b);
        // Without large events, the list is read as it is, without a copy.
        return if large.is_empty() {
            Candidates::Listed(list)
        } else {
            Candidates::merge(std::iter::once(list), large)
        };
    }
    let [a, b] = &pair.sides;
    let pairs = a.actors().flat_map(|a| b.actors().map(move |b| (a, b)));
    let large = pairs.clone().flat_map(|((a, _), (b, _))| large(a, b));
    let large = large.collect();
    let lists = pairs.map(|((a, until_a), (b, until_b))| {
        part(timeline.by_pair.events_of(a, b), until_a.min(until_b))
    });
    Candidates::merge(lists, large)
}

impl<'t> Iterator for Events<'t> {
    type Item = EventRef<'t>;

    fn next(&mut self) -> Option<EventRef<'t>> {
        let view = &self.view;
        let everywhere = view.filter.window == Window::ALL;
        loop {
            let ix = match &mut self.candidates {
                Candidates::Sorted(sorted) => return sorted.next(),
                Candidates::Listed(list) => list.next()?.event,
                Candidates::Merged(list) => list.next()?,
                Candidates::All(range) => EventIx::from_number(range.next()?),
            };
            let shown = if self.plain {
                view.shows_kind(ix) && (everywhere || view.may_touch(ix))
            } else {
                view.shows(ix)
            };
            if shown {
                return Some(view.handle(ix));
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.candidates {
            Candidates::Listed(list) => (0, Some(list.len())),
            Candidates::Merged(list) => (0, Some(list.len())),
            Candidates::All(range) => (0, Some(range.len())),
            Candidates::Sorted(sorted) => sorted.size_hint(),
        }
    }
}

impl std::iter::FusedIterator for Events<'_> {}

#[expect(
    clippy::into_iter_without_iter,
    reason = "the iterator over the events of a view is `events`"
)]
impl<'t> IntoIterator for &View<'t> {
    type Item = EventRef<'t>;
    type IntoIter = Events<'t>;

    fn into_iter(self) -> Events<'t> {
        self.events()
    }
}

impl<'t> IntoIterator for View<'t> {
    type Item = EventRef<'t>;
    type IntoIter = Events<'t>;

    fn into_iter(self) -> Events<'t> {
        self.events()
    }
}
