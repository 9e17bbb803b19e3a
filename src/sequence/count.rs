//! How many events there are.
//!
//! A count has bounds. The lower bound counts certain events. The upper bound also counts disputed events
//! and events that only possibly belong to the view. "They spoke at least once" has no upper bound.

use std::iter::Sum;
use std::ops::Add;

use crate::event::Count;
use crate::query::View;
use crate::time::Certainty;
use crate::timeline::EventRef;

/// The minimum and maximum of a number of events. `max` is `None` if it has no bound.
///
/// A view has at most `u32::MAX` events, and each counts at most `u32::MAX` times, so a `u64`
/// holds every sum of finite numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CountBounds {
    pub(super) min: u64,
    pub(super) max: Option<u64>,
}

impl CountBounds {
    pub(super) const ZERO: Self = Self {
        min: 0,
        max: Some(0),
    };

    pub(super) const ONE: Self = Self {
        min: 1,
        max: Some(1),
    };

    /// The bounds of an event's occurrences, given whether it belongs to the counted events.
    pub(super) fn of(certainty: Certainty, occurrences: Count) -> Self {
        let max = occurrences.max().map(u64::from);
        match certainty {
            Certainty::Certain => Self {
                min: occurrences.min().into(),
                max,
            },
            Certainty::Possible => Self { min: 0, max },
            Certainty::Impossible => Self::ZERO,
        }
    }

    /// How often an event counts in a view.
    pub(super) fn in_view(view: &View<'_>, event: EventRef<'_>) -> Self {
        Self::of(view.certainty(event), event.occurrences())
    }
}

impl Add for CountBounds {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            min: self.min + other.min,
            // The maximum of some pattern of events may be as large as a `u64`: then the sum has
            // no bound.
            max: (self.max.zip(other.max)).and_then(|(a, b)| a.checked_add(b)),
        }
    }
}

impl Sum for CountBounds {
    fn sum<I: Iterator<Item = Self>>(bounds: I) -> Self {
        bounds.fold(Self::ZERO, Add::add)
    }
}

impl From<CountBounds> for Count {
    fn from(CountBounds { min, max }: CountBounds) -> Self {
        // A lower bound beyond `u32` is clamped: it is still a lower bound.
        let min = u32::try_from(min).unwrap_or(u32::MAX);
        match max.map(u32::try_from) {
            Some(Ok(max)) => {
                Self::between(min, max).expect("everything in the minimum is also in the maximum")
            }
            // An upper bound beyond `u32` is dropped.
            _ => Self::at_least(min),
        }
    }
}

impl<'t> View<'t> {
    /// The number of events, as bounds.
    ///
    /// Disputed events, and events that only possibly belong to the view, are in the upper bound
    /// alone.
    ///
    /// # Complexity
    ///
    /// O(log n + found).
    pub fn count(&self) -> Count {
        let each = self.events().map(|event| CountBounds::in_view(self, event));
        each.sum::<CountBounds>().into()
    }

    /// The first event in the total order. Returns `None` if the view is empty.
    ///
    /// Another event may have come before it, if its date allows.
    pub fn first(&self) -> Option<EventRef<'t>> {
        self.events().next()
    }

    /// The event at a position in the total order, counted from 0 as in [`Iterator::nth`]: `nth(0)` is the
    /// first event. Returns `None` if the view has fewer events.
    ///
    /// Dates may leave the order open: [`View::rank`] says which ranks, counted from 1, an event can have.
    pub fn nth(&self, position: usize) -> Option<EventRef<'t>> {
        self.events().nth(position)
    }

    /// The last event in the total order. Returns `None` if the view is empty.
    ///
    /// Another event may have come after it, if its date allows. [`View::since_last`] considers
    /// all of them.
    pub fn last(&self) -> Option<EventRef<'t>> {
        self.events().last()
    }
}
