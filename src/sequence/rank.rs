//! The rank of an event: "their second meeting".

use std::fmt;

use super::count::CountBounds;
use crate::query::View;
use crate::time::Certainty;
use crate::timeline::{EventRef, LookupError};
use crate::wire::{MinMax, Object, check_order};

/// The rank of an event in a view, from 1, as bounds.
///
/// Returned by [`View::rank`]. The rank is one more than the number of events that start before the
/// event. It has bounds, because starts have. `1 <= min <= max`.
///
/// # Example
///
/// ```
/// use detente::event::Event;
/// use detente::{Rank, Timeline, When};
///
/// let mut builder = Timeline::builder();
/// builder.event(Event::call("first", When::parse("2025-01-07")?));
/// builder.event(Event::call("some-day", When::parse("2025-02")?));
/// builder.event(Event::call("mid-february", When::parse("2025-02-15")?));
/// let timeline = builder.build()?;
///
/// let rank = timeline.view().rank("mid-february")?;
/// assert_eq!(rank.to_string(), "2nd or 3rd");
/// assert!(rank.is_possible(2) && !rank.is_certain(2));
/// assert_eq!(timeline.view().rank("first")?, Rank::exactly(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Object<MinMax<u64>>")]
pub struct Rank {
    min: u64,
    max: Option<u64>,
}

impl Rank {
    /// Creates a rank that is known, to compare an answer with.
    ///
    /// Ranks are counted from 1, so `Rank::exactly(0)` is different from the rank of every event.
    #[must_use]
    pub const fn exactly(rank: u64) -> Self {
        Self {
            min: rank,
            max: Some(rank),
        }
    }

    /// The rank without its upper bound.
    pub(crate) const fn or_later(self) -> Self {
        Self {
            min: self.min,
            max: None,
        }
    }

    /// The rank of an event after this many others.
    pub(super) fn after(others: CountBounds) -> Self {
        let CountBounds { min, max } = others + CountBounds::ONE;
        Self { min, max }
    }

    /// The lowest possible rank.
    pub const fn min(self) -> u64 {
        self.min
    }

    /// The highest possible rank. Returns `None` if there is no bound.
    pub const fn max(self) -> Option<u64> {
        self.max
    }

    /// Whether the event may have this rank.
    pub fn is_possible(self, rank: u64) -> bool {
        self.min <= rank && self.max.is_none_or(|max| rank <= max)
    }

    /// Whether the event certainly has this rank.
    pub fn is_certain(self, rank: u64) -> bool {
        self == Self::exactly(rank)
    }
}

impl TryFrom<Object<MinMax<u64>>> for Rank {
    type Error = String;

    fn try_from(Object(MinMax { min, max }): Object<MinMax<u64>>) -> Result<Self, String> {
        if min == 0 {
            return Err("the rank is 0: expected 1 or more".to_owned());
        }
        check_order("min", Some(min), "max", max)?;
        Ok(Self { min, max })
    }
}

/// In ordinals: `2nd`, `2nd or 3rd`, `2nd to 5th`, `2nd or later`.
impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let min = Ordinal(self.min);
        f.pad(&match self.max {
            Some(max) if max == self.min => min.to_string(),
            Some(max) if max == self.min + 1 => format!("{min} or {}", Ordinal(max)),
            Some(max) => format!("{min} to {}", Ordinal(max)),
            None => format!("{min} or later"),
        })
    }
}

/// A number that prints as an English ordinal.
struct Ordinal(u64);

impl fmt::Display for Ordinal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suffix = match (self.0 % 10, self.0 % 100) {
            (_, 11..=13) => "th",
            (1, _) => "st",
            (2, _) => "nd",
            (3, _) => "rd",
            _ => "th",
        };
        write!(f, "{}{suffix}", self.0)
    }
}

impl<'t> View<'t> {
    /// The rank of an event among the events of the view, by start.
    ///
    /// An event that happened several times is ranked by its first occurrence.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the view does not have the event.
    ///
    /// # Complexity
    ///
    /// O(found). For many ranks, use [`View::sequence`].
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::Event;
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.event(Event::meeting("riyadh", "2025-02-18"));
    /// builder.event(Event::meeting("kuala-lumpur", "2025-07-10"));
    /// builder.event(Event::meeting("another", "2025-07"));
    /// let timeline = builder.build()?;
    /// let meetings = timeline.view().meetings();
    /// assert_eq!(meetings.rank("riyadh")?.to_string(), "1st");
    /// // The third meeting may have been before or after the 10th.
    /// assert_eq!(meetings.rank("kuala-lumpur")?.to_string(), "2nd or 3rd");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn rank(&self, id: &str) -> Result<Rank, LookupError> {
        let event = self.event(id)?;
        let counted = |other: EventRef<'t>, starts_before: Certainty| {
            let certainty = match starts_before {
                Certainty::Certain => self.certainty(other),
                // An event of the view is at least possible, so its certainty changes nothing.
                uncertain => uncertain,
            };
            CountBounds::of(certainty, other.occurrences())
        };
        let (bounds, is_constrained) = (event.bounds(), event.is_bound());
        // 1. Count the events whose dates decide the order, or that no constraint can decide.
        let mut before = CountBounds::ZERO;
        let mut undecided = Vec::new();
        for other in self.events().filter(|other| other.ix() != event.ix()) {
            match other.bounds().starts_before(&bounds) {
                Certainty::Possible if is_constrained => undecided.push(other),
                starts_before => before = before + counted(other, starts_before),
            }
        }
        // 2. Ask the constraint network about the rest, in one search.
        let stated = undecided.iter().zip(event.started_before(&undecided));
        let stated = stated.map(|(&other, starts_before)| counted(other, starts_before));
        Ok(Rank::after(before + stated.sum()))
    }
}
