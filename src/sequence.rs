//! Order in time: rank, gap, count; episodes, cadence, records; what was near what, and patterns.
//!
//! Every answer has bounds, because dates have. "The second time" is the rank
//! `2..=2` only if no other meeting may lie before it, or may not; an event that is
//! disputed, or of which it is only possible that it belongs to what was asked
//! about, widens the upper bound and leaves the lower alone.
//!
//! | question | answer |
//! | :-- | :-- |
//! | which of them is it? which is each? | [`View::rank`], [`Sequence::rank`], [`Sequence::ranks`] |
//! | how many? in a window, by month? | [`View::count`], [`Sequence::count`], [`View::per_month`] |
//! | how long between two? since the last? | [`View::gap`], [`View::gaps`], [`View::since_last`] |
//! | in what order? | [`View::order`], [`EventRef::before`] |
//! | after what, before what, and what is open? | [`View::standing`] |
//! | why is that certain? | [`View::why_before`], [`EventRef::why`] |
//! | in how many trips, rounds, waves? | [`View::episodes`] |
//! | how regularly? in bursts? | [`View::cadence`], [`InterEventTimes`] |
//! | the longest time without? since when? | [`View::longest_silences`], [`View::current_silence`] |
//! | which were the largest so far? | [`View::records`] |
//! | what else, at about that time? | [`View::near`], [`View::pairs_within`] |
//! | who met both within a week? | [`View::met_both`] |
//! | a call, then a meeting, then a statement about it? | [`Pattern`] |
//! | who could have told whom, by when? | [`View::paths`], [`Contacts`] |
//! | who acts upon whom, in what short patterns? | [`View::motifs`], [`TemporalEdges`] |
//!
//! Whoever asks many questions of one view puts it in order once: [`View::sequence`].
//!
//! How far apart two events are is a [`Gap`], an answer: bounds in days and by the clock, below
//! zero where the second comes first. How far apart they may be is a [`Distance`], which a
//! question is given: in dates ([`Distance::days`]) or by the clock (a `TimeDelta`), whichever
//! event comes first. [`View::gap`] is between two events, [`EventRef::gap_to`] from one to a
//! date or window, and [`View::since_last`] from whichever of a view came last.
//!
//! An absence is only told as such where a source covers the time: see
//! [`View::coverage`].

mod answer;
mod cadence;
mod distance;
mod episode;
mod month;
mod motif;
mod nearby;
mod path;
mod pattern;
mod record;
mod silence;
mod sorted;
mod standing;

use chrono::NaiveDate;

use crate::event::Count;
use crate::query::View;
use crate::time::{Bounds, Certainty, Midnights, Window};
use crate::timeline::{EventRef, LookupError, Timeline};

use month::Months;

pub use answer::{Gap, Order, PeriodCount, Rank};
pub use cadence::{Cadence, InterEventTimes};
pub use distance::{Distance, Resolution};
pub use episode::{Episode, Episodes};
pub use motif::{Instances, Motif, MotifCounts, Motifs, TemporalEdge, TemporalEdges};
pub use nearby::{MetBoth, Nearby};
pub use path::{
    Arrivals, Contact, ContactError, Contacts, Departures, Hop, Origins, Path, Paths, Reach,
    Telling, TimeRespect, Told,
};
pub use pattern::{MAX_STEPS, Match, Matches, Pattern, PatternError, Step};
pub use record::Record;
pub use silence::Silence;
pub use sorted::Sequence;
pub use standing::Standing;

/// What a view counts for one event: how often for certain, and how often at most.
fn tally(certainty: Certainty, occurrences: Count) -> (u64, Option<u64>) {
    match certainty {
        Certainty::Certain => (occurrences.min().into(), occurrences.max().map(u64::from)),
        Certainty::Possible => (0, occurrences.max().map(u64::from)),
        Certainty::Impossible => (0, Some(0)),
    }
}

/// By whose midnights the days of a view are counted: those of the one zone of all its dates.
fn midnights(view: &View<'_>) -> Midnights {
    let zones = view.events().map(EventRef::midnights);
    zones.fold(Midnights::Unsaid, Midnights::and)
}

/// The sum of two counts of events: a `u32` of them, each at most a `u32`. Where an upper bound is
/// not of that kind, and a `u64` does not hold the sum, it has none.
fn plus(
    (min, max): (u64, Option<u64>),
    (more_min, more_max): (u64, Option<u64>),
) -> (u64, Option<u64>) {
    let sum = |a: Option<u64>, b: Option<u64>| a?.checked_add(b?);
    (min + more_min, sum(max, more_max))
}

fn count((min, max): (u64, Option<u64>)) -> Count {
    // What no `u32` holds is clamped, and so remains a bound.
    let min = u32::try_from(min).unwrap_or(u32::MAX);
    match max.map(u32::try_from) {
        Some(Ok(max)) => Count::between(min, max).expect("the upper bound counts all of the lower"),
        _ => Count::at_least(min),
    }
}

impl<'t> View<'t> {
    /// How many there are, as bounds.
    ///
    /// What is disputed, or only possibly part of the view, counts for the upper
    /// bound alone; "they spoke at least once" has none.
    ///
    /// # Complexity
    ///
    /// O(log n + found).
    pub fn count(&self) -> Count {
        count(self.events().fold((0, Some(0)), |sum, event| {
            plus(sum, tally(self.certainty(event), event.occurrences()))
        }))
    }

    /// The first in the total order. Another may have come before it if its date allows.
    pub fn first(&self) -> Option<EventRef<'t>> {
        self.events().next()
    }

    /// The last in the total order. Another may have come after it if its date allows: for how
    /// long ago the last was, see [`View::since_last`].
    pub fn last(&self) -> Option<EventRef<'t>> {
        self.events().last()
    }

    /// Which of the view's events it is, by when they start.
    ///
    /// An event that stands for several occurrences is ranked as the first of them.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the view does not have it.
    ///
    /// # Complexity
    ///
    /// O(found). Whoever asks for many ranks makes a [`Sequence`].
    pub fn rank(&self, id: &str) -> Result<Rank, LookupError> {
        let event = self.event(id)?;
        let counted = |other: EventRef<'t>, starts: Certainty| {
            let certainty = match starts {
                Certainty::Certain => self.certainty(other),
                possible => possible,
            };
            tally(certainty, other.occurrences())
        };
        let (bounds, is_bound) = (event.bounds(), event.is_bound());
        // What dates leave open, statements may not.
        let mut open = Vec::new();
        let mut sum = (1, Some(1));
        for other in self.events().filter(|other| other.ix() != event.ix()) {
            match other.bounds().starts_before(&bounds) {
                Certainty::Possible if is_bound => open.push(other),
                starts => sum = plus(sum, counted(other, starts)),
            }
        }
        let stated = open.iter().zip(event.started_before(&open));
        let (min, max) = stated.fold(sum, |sum, (&other, starts)| {
            plus(sum, counted(other, starts))
        });
        Ok(Rank { min, max })
    }

    /// The event that comes before another in the total order of the view.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the view does not have the other.
    pub fn previous(&self, id: &str) -> Result<Option<EventRef<'t>>, LookupError> {
        let event = self.event(id)?;
        Ok(self
            .events()
            .take_while(|other| other.ix() != event.ix())
            .last())
    }

    /// The event that comes after another in the total order of the view.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the view does not have the other.
    pub fn next(&self, id: &str) -> Result<Option<EventRef<'t>>, LookupError> {
        let event = self.event(id)?;
        Ok(self
            .events()
            .skip_while(|other| other.ix() != event.ix())
            .nth(1))
    }

    /// The time from the end of one event to the start of another.
    ///
    /// From an event to a date it is [`EventRef::gap_to`]; whether two are within a given
    /// distance, [`View::near`] tells.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the view does not have one of them.
    pub fn gap(&self, first: &str, second: &str) -> Result<Gap, LookupError> {
        Ok(Gap::between(self.event(first)?, self.event(second)?))
    }

    /// How long it is since the last of them, as of the start of a stretch: a date, or a window.
    ///
    /// It need not be the last in the total order: of a call on the 11th and a trip on
    /// some day of the month, either may have come last. None if nothing may have
    /// come before; without an upper bound if nothing did for certain. From an event of
    /// your choice it is [`EventRef::gap_to`].
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::event::Event;
    /// use detente::Timeline;
    ///
    /// let mut builder = Timeline::builder();
    /// builder.event(Event::meeting("vienna", "2023-05-11"));
    /// builder.event(Event::meeting("trip", "2023-05"));
    /// let timeline = builder.build()?;
    /// let june = NaiveDate::from_ymd_opt(2023, 6, 2).unwrap();
    /// assert_eq!(timeline.view().since_last(june).unwrap().days(), 2..=22);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn since_last(&self, at: impl Into<Window>) -> Option<Gap> {
        let at = at.into();
        let least = |one: Option<i64>, other: Option<i64>| match (one, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        let mut since: Option<Gap> = None;
        for event in self.events() {
            let gap = event.gap_to(at);
            if gap.seconds.1.is_some_and(|most| most < 0) {
                continue;
            }
            // It counts for the upper bound only if it is sure to be one of them, and over by then.
            let sure = self.certainty(event).is_certain() && gap.seconds.0.is_some_and(|s| s >= 0);
            let most = |bound: Option<i64>| bound.filter(|_| sure);
            let before = since.unwrap_or(Gap {
                days: (None, None),
                seconds: (None, None),
            });
            let first = since.is_none();
            let lower = |known: Option<i64>, new: Option<i64>| {
                let new = new.map_or(0, |new| new.max(0));
                Some(known.map_or(new, |known| known.min(new))).filter(|_| first || known.is_some())
            };
            since = Some(Gap {
                days: (
                    lower(before.days.0, gap.days.0),
                    least(before.days.1, most(gap.days.1)),
                ),
                seconds: (
                    lower(before.seconds.0, gap.seconds.0),
                    least(before.seconds.1, most(gap.seconds.1)),
                ),
            });
        }
        since
    }

    /// The gaps between each event and the next in the total order, as [`View::gap`] tells them.
    ///
    /// An event that goes on beyond the next makes a negative gap, and the one after that may
    /// begin before it ends: for stretches with nothing in them see [`View::longest_silences`].
    ///
    /// # Complexity
    ///
    /// O(found); for each two that stated constraints bind, also a search of their network, so that
    /// a chain of n takes O(n² log n).
    pub fn gaps(&self) -> impl Iterator<Item = (EventRef<'t>, EventRef<'t>, Gap)> {
        self.events()
            .zip(self.events().skip(1))
            .map(|(first, second)| (first, second, Gap::between(first, second)))
    }

    /// How two events stand in time.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the view does not have one of them.
    pub fn order(&self, first: &str, second: &str) -> Result<Order, LookupError> {
        let (first, second) = (self.event(first)?, self.event(second)?);
        let (before, after) = (first.before(second), second.before(first));
        let probability = first.probability_before(second);
        Ok(Order {
            before,
            after,
            probability,
        })
    }

    /// The view's events within a distance of one of the timeline, that one aside.
    ///
    /// The distance is the time from the end of the one to the start of the
    /// other, whichever comes first, and none while both go on: in dates as
    /// [`Distance::days`], or by the clock as a `TimeDelta`. Stated constraints count,
    /// as for [`View::gap`], which tells how far apart two are.
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
        let distance = distance.into();
        let others: Vec<_> = (self.events().filter(|one| one.ix() != center.ix())).collect();
        let near = distance.holds_each(center, &others).into_iter();
        let near = others.iter().zip(near).filter_map(|(&event, near)| {
            let sure = near.and(self.certainty(event));
            sure.is_possible().then_some((event, sure))
        });
        Ok(near.collect())
    }

    /// Counts by calendar month, from the month of one date to that of another, both included.
    ///
    /// An event counts for the month in which it starts, so that months add up.
    ///
    /// At most 12,000 months are counted.
    ///
    /// # Complexity
    ///
    /// O(log n + found · log months + months); an event that is one of several dates, or a view
    /// that has a window of its own, takes a step for each month in which it may start.
    pub fn per_month(&self, first: NaiveDate, last: NaiveDate) -> Vec<PeriodCount> {
        Months::between(first, last).map_or_else(Vec::new, |months| months.tallies(self))
    }

    /// Puts the view in order once, for many questions.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the number of its events.
    pub fn sequence(&self) -> Sequence<'_, 't> {
        Sequence::new(self)
    }
}

impl EventRef<'_> {
    /// The time from the end of the event to the start of a stretch of time: a date, or a window.
    ///
    /// "How long since this call?" is asked of the call, up to today; how long since the last
    /// of several, whichever that was, is [`View::since_last`].
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::event::Event;
    /// use detente::Timeline;
    ///
    /// let mut builder = Timeline::builder();
    /// builder.event(Event::call("june", "2025-06"));
    /// let timeline = builder.build()?;
    /// let today = NaiveDate::from_ymd_opt(2025, 7, 10).unwrap();
    /// assert_eq!(timeline.event("june")?.gap_to(today).days(), 10..=39);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn gap_to(self, window: impl Into<Window>) -> Gap {
        let Window { lo, hi } = window.into();
        // A window starts when it starts, and is known to.
        let start = Bounds::from_raw([lo, lo + 1, lo, hi.max(lo + 1)]);
        let start = start.expect("a second later is later");
        // The dates of a window are of UTC.
        Gap::new(&self.bounds(), &start, Midnights::Mixed)
    }
}

impl Timeline {
    /// The time from the end of one event to the start of another, whatever their status.
    ///
    /// It is [`View::gap`] without a view.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownEvent`].
    pub fn gap(&self, first: &str, second: &str) -> Result<Gap, LookupError> {
        Ok(Gap::between(self.event(first)?, self.event(second)?))
    }
}
