//! A view put in order once, for many questions.
//!
//! How many start before an instant, or end by it, is a place in a sorted list with
//! running sums; ranks and counts are differences of such. Only what dates alone
//! cannot tell is looked at one by one: events that a stated constraint binds, events
//! on one of several dates, and events of whose time a window is only a part.

use std::sync::OnceLock;

use super::{Gap, Rank, count, tally};
use crate::event::Count;
use crate::query::View;
use crate::time::{Certainty, Window, day_of};
use crate::timeline::{EventRef, LookupError};

/// A view put in order once, for many questions.
///
/// Created by [`View::sequence`].
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
/// assert_eq!(sequence.rank("a")?, Rank::between(1, Some(2)));
/// assert_eq!(sequence.rank("c")?, Rank::exactly(3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Sequence<'v, 't> {
    view: &'v View<'t>,
    events: Vec<EventRef<'t>>,
    /// How many for certain start before an instant, by the latest start.
    sure: Sums,
    /// How many at most start by an instant, by the earliest start.
    most: Sums,
    /// The events whose order follows from more than their dates.
    bound: Vec<EventRef<'t>>,
    counts: OnceLock<Counts<'t>>,
    ends: OnceLock<Ends>,
}

crate::text::short_debug!(Sequence<'_, '_>, "Sequence", |it| {
    "view": it.view,
    "events": it.events.len(),
});

impl<'v, 't> Sequence<'v, 't> {
    pub(super) fn new(view: &'v View<'t>) -> Self {
        let events: Vec<EventRef<'t>> = view.events().collect();
        let (mut sure, mut most) = (Sums::new(events.len()), Sums::new(events.len()));
        for event in &events {
            let [earliest, latest, ..] = event.bounds().raw();
            let (least, at_most) = tally(view.certainty(*event), event.occurrences());
            sure.add(latest, Some(least));
            most.add(earliest, at_most);
        }
        sure.finish();
        most.finish();
        Self {
            view,
            bound: events
                .iter()
                .copied()
                .filter(|one| one.is_bound())
                .collect(),
            events,
            sure,
            most,
            counts: OnceLock::new(),
            ends: OnceLock::new(),
        }
    }

    /// The events in the total order.
    pub fn events(&self) -> &[EventRef<'t>] {
        &self.events
    }

    /// Which of them it is, as [`View::rank`] tells it.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the view does not have it.
    ///
    /// # Complexity
    ///
    /// O(log n); for an event that a stated constraint binds to others, O(log n + bound), in
    /// the number of events that are bound.
    pub fn rank(&self, id: &str) -> Result<Rank, LookupError> {
        self.view.event(id).map(|event| self.rank_of(event))
    }

    /// Which of them each is, in the total order: "the Secretary's 7th, 8th, 9th visit".
    ///
    /// # Complexity
    ///
    /// O(n log n); for each event that stated constraints bind to others, two searches of their
    /// network, so that `b` bound events in one chain take O(b² log b): 2,000 a third of a second.
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
    /// assert_eq!(ranks, ["b 1 to 2", "a 1 to 2", "c 3"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ranks(&self) -> impl ExactSizeIterator<Item = (EventRef<'t>, Rank)> {
        self.events
            .iter()
            .map(|&event| (event, self.rank_of(event)))
    }

    fn rank_of(&self, event: EventRef<'t>) -> Rank {
        let [earliest, latest, ..] = event.bounds().raw();
        let weight = |one: EventRef<'t>| tally(self.view.certainty(one), one.occurrences());
        // First by dates alone: the event itself is among those that may start before its latest
        // second if it may start before that.
        let mut min = self.sure.up_to(earliest).number;
        // To start before it, another has to start a second earlier than its latest second.
        let mut max = self.most.before(latest - 1);
        if earliest < latest - 1 {
            max.take(weight(event).1);
        }
        // Then what is stated, of those whose order dates leave open: each is in `max`, and not in
        // `min`.
        let bound = if event.is_bound() { &*self.bound } else { &[] };
        let is_open = |other: &EventRef<'t>| {
            let by_dates = other.bounds().starts_before(&event.bounds());
            other.ix() != event.ix() && by_dates == Certainty::Possible
        };
        let open: Vec<EventRef<'t>> = bound.iter().copied().filter(is_open).collect();
        for (&other, starts) in open.iter().zip(event.started_before(&open)) {
            let (least, at_most) = weight(other);
            match starts {
                Certainty::Certain => min += least,
                Certainty::Impossible => max.take(at_most),
                Certainty::Possible => {}
            }
        }
        Rank {
            min: min + 1,
            max: max.total().map(|others| others + 1),
        }
    }

    /// How many lie, in part at least, in a window of time: the count of [`View::within`] it.
    ///
    /// # Complexity
    ///
    /// O(log n + u · log n), where u is how many of certain events have a window as only a part
    /// of the time in which they may lie: those "some day in May", for a week of May. Events on
    /// one of several dates are looked at one by one. The first call sorts the events by their
    /// ends, in O(n log n).
    pub fn count(&self, window: impl Into<Window>) -> Count {
        let counts = self
            .counts
            .get_or_init(|| Counts::new(self.view, &self.events));
        count(counts.within(self.view.window().and(window.into())))
    }

    /// The event that comes before another in the total order.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the view does not have the other.
    ///
    /// # Complexity
    ///
    /// O(log n).
    pub fn previous(&self, id: &str) -> Result<Option<EventRef<'t>>, LookupError> {
        let before = self.position(id)?.checked_sub(1);
        Ok(before.map(|at| self.events[at]))
    }

    /// The event that comes after another in the total order.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the view does not have the other.
    ///
    /// # Complexity
    ///
    /// O(log n).
    pub fn next(&self, id: &str) -> Result<Option<EventRef<'t>>, LookupError> {
        Ok(self.events.get(self.position(id)? + 1).copied())
    }

    fn position(&self, id: &str) -> Result<usize, LookupError> {
        let key = |event: EventRef<'t>| {
            let [earliest, _, _, latest] = event.bounds().raw();
            (earliest, latest, event.id())
        };
        let sought = key(self.view.event(id)?);
        Ok(self.events.partition_point(|event| key(*event) < sought))
    }

    /// The time between two of them, as [`View::gap`] tells it.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the view does not have one of them.
    ///
    /// # Complexity
    ///
    /// O(log n); of two that stated constraints bind, also the time that [`View::gap`] takes.
    pub fn gap(&self, first: &str, second: &str) -> Result<Gap, LookupError> {
        self.view.gap(first, second)
    }

    /// How long it is since the last of them, as [`View::since_last`] tells it.
    ///
    /// # Complexity
    ///
    /// O(log n); the first call sorts the events by their ends, in O(n log n).
    pub fn since_last(&self, at: impl Into<Window>) -> Option<Gap> {
        let ends = self.ends.get_or_init(|| Ends::new(self.view, &self.events));
        ends.since(at.into().lo)
    }
}

/// A sum of numbers, of which some have no bound.
///
/// A `u32` of events, each at most a `u32`: a `u64` holds them all.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    number: u64,
    endless: usize,
}

impl Sum {
    /// Takes a number off that is in it.
    fn take(&mut self, number: Option<u64>) {
        self.minus(Self {
            number: number.unwrap_or(0),
            endless: usize::from(number.is_none()),
        });
    }

    /// Takes a sum off of numbers that are all in it.
    fn minus(&mut self, part: Self) {
        let number = self.number.checked_sub(part.number);
        let endless = self.endless.checked_sub(part.endless);
        self.number = number.expect("what is taken off is in the sum");
        self.endless = endless.expect("what is taken off is in the sum");
    }

    fn total(self) -> Option<u64> {
        (self.endless == 0).then_some(self.number)
    }
}

/// Numbers by instant, as running sums.
#[derive(Clone, Debug)]
struct Sums {
    steps: Vec<(i64, u64)>,
    /// The instants of those without a bound.
    endless: Vec<i64>,
}

impl Sums {
    fn new(capacity: usize) -> Self {
        Self {
            steps: Vec::with_capacity(capacity),
            endless: Vec::new(),
        }
    }

    fn add(&mut self, at: i64, number: Option<u64>) {
        match number {
            Some(0) => {}
            Some(number) => self.steps.push((at, number)),
            None => self.endless.push(at),
        }
    }

    fn finish(&mut self) {
        self.steps.sort_unstable();
        self.endless.sort_unstable();
        let mut so_far = 0_u64;
        for (_, number) in &mut self.steps {
            so_far += *number;
            *number = so_far;
        }
    }

    /// The sum of those earlier than an instant.
    fn before(&self, at: i64) -> Sum {
        let steps = self.steps.partition_point(|(step, _)| *step < at);
        let last = steps.checked_sub(1);
        Sum {
            number: last.map_or(0, |last| self.steps[last].1),
            endless: self.endless.partition_point(|step| *step < at),
        }
    }

    /// The sum of those no later than an instant.
    fn up_to(&self, at: i64) -> Sum {
        match at.checked_add(1) {
            Some(next) => self.before(next),
            None => self.all(),
        }
    }

    fn all(&self) -> Sum {
        Sum {
            number: self.steps.last().map_or(0, |(_, sum)| *sum),
            endless: self.endless.len(),
        }
    }
}

/// What counting in a window needs: starts and ends, each by their bounds.
#[derive(Clone, Debug)]
struct Counts<'t> {
    /// Those there for certain, by the latest start and by the earliest end.
    start_latest: Sums,
    end_earliest: Sums,
    /// Those there at most, by the earliest start and by the latest end.
    start_earliest: Sums,
    end_latest: Sums,
    wide: Wide,
    /// Those on one of several dates, with whether they belong to the view at all.
    split: Vec<(EventRef<'t>, Certainty)>,
}

impl<'t> Counts<'t> {
    fn new(view: &View<'t>, events: &[EventRef<'t>]) -> Self {
        // Where they have to lie is for the window of the question to say.
        let view = view.everywhere();
        let sums = || Sums::new(events.len());
        let mut counts = Self {
            start_latest: sums(),
            end_earliest: sums(),
            start_earliest: sums(),
            end_latest: sums(),
            wide: Wide::new(Vec::new()),
            split: Vec::new(),
        };
        let mut wide = Vec::new();
        for &event in events {
            let certainty = view.certainty(event);
            if event.when().is_split() {
                counts.split.push((event, certainty));
                continue;
            }
            let [start_earliest, start_latest, end_earliest, end_latest] = event.bounds().raw();
            let (least, most) = tally(certainty, event.occurrences());
            counts.start_latest.add(start_latest, Some(least));
            counts.end_earliest.add(end_earliest, Some(least));
            counts.start_earliest.add(start_earliest, most);
            counts.end_latest.add(end_latest, most);
            if end_earliest < start_latest && least > 0 {
                wide.push((end_earliest, start_latest, least));
            }
        }
        counts.start_latest.finish();
        counts.end_earliest.finish();
        counts.start_earliest.finish();
        counts.end_latest.finish();
        counts.wide = Wide::new(wide);
        counts
    }

    fn within(&self, window: Window) -> (u64, Option<u64>) {
        let Window { lo, hi } = window;
        if lo >= hi {
            return (0, Some(0));
        }
        // All but those that may start too late and those that may end too early; who may do
        // either was taken off twice.
        let starts = self.start_latest.up_to(hi).number;
        let ends = self.end_earliest.before(lo).number;
        let twice = self.wide.around(lo, hi);
        let least = (starts + twice).checked_sub(ends);
        let least = least.expect("who may end too early starts in time, or is among the wide");
        // All but those that start too late or end too early; none does both.
        let mut most = self.start_earliest.before(hi);
        most.minus(self.end_latest.up_to(lo));
        let few = self.split.iter().map(|&(event, certainty)| {
            let inside = event.touches(window).and(certainty);
            tally(inside, event.occurrences())
        });
        few.fold((least, most.total()), super::plus)
    }
}

/// How many numbers one number of the level above stands for.
const FAN: usize = 16;

/// Those that may lie anywhere between two instants: found by a stretch that they hold.
#[derive(Clone, Debug)]
struct Wide {
    /// From when, sorted, and how many.
    from: Vec<(i64, u64)>,
    /// Until when; on each level above, the latest of [`FAN`] of the level below. The last level
    /// has one number at most.
    until: Vec<Vec<i64>>,
}

impl Wide {
    fn new(mut stretches: Vec<(i64, i64, u64)>) -> Self {
        stretches.sort_unstable();
        let from = stretches
            .iter()
            .map(|&(from, _, number)| (from, number))
            .collect();
        let mut level: Vec<i64> = stretches.iter().map(|&(_, until, _)| until).collect();
        let mut until = Vec::new();
        while level.len() > 1 {
            let latest = |some: &[i64]| *some.iter().max().expect("no chunk is empty");
            let next = level.chunks(FAN).map(latest).collect();
            until.push(std::mem::replace(&mut level, next));
        }
        until.push(level);
        Self { from, until }
    }

    /// How many begin before one instant and last beyond another.
    fn around(&self, lo: i64, hi: i64) -> u64 {
        let early = self.from.partition_point(|(from, _)| *from < lo);
        self.sum(self.until.len() - 1, 0, early, hi)
    }

    /// How many of those below a place of a level begin early enough, and last beyond an instant.
    ///
    /// Those that begin early are the first so many. A place is entered only if some of them are
    /// below it, and some that last long enough: what is not found is passed over in one step.
    fn sum(&self, level: usize, at: usize, early: usize, hi: i64) -> u64 {
        let width = FAN.pow(u32::try_from(level).expect("a few levels hold any number"));
        // The last place of a level may stand for fewer than all its children.
        let latest = self.until[level].get(at);
        if at * width >= early || latest.is_none_or(|latest| *latest <= hi) {
            return 0;
        }
        match level.checked_sub(1) {
            None => self.from[at].1,
            Some(below) => (at * FAN..(at + 1) * FAN)
                .map(|child| self.sum(below, child, early, hi))
                .sum(),
        }
    }
}

/// What the time since the last needs: ends, by their bounds.
#[derive(Clone, Debug)]
struct Ends {
    /// By the earliest end: the latest that any up to it may end.
    all: Vec<(i64, i64)>,
    /// Of those there for certain, by the latest end: the latest earliest end.
    sure: Vec<(i64, i64)>,
}

impl Ends {
    fn new(view: &View<'_>, events: &[EventRef<'_>]) -> Self {
        let mut all = Vec::with_capacity(events.len());
        let mut sure = Vec::with_capacity(events.len());
        for &event in events {
            let [_, _, earliest, latest] = event.bounds().raw();
            all.push((earliest, latest));
            if view.certainty(event).is_certain() {
                sure.push((latest, earliest));
            }
        }
        let mut ends = Self { all, sure };
        for list in [&mut ends.all, &mut ends.sure] {
            list.sort_unstable();
            let mut furthest = i64::MIN;
            for (_, other) in list {
                furthest = furthest.max(*other);
                *other = furthest;
            }
        }
        ends
    }

    fn since(&self, at: i64) -> Option<Gap> {
        let furthest = |list: &[(i64, i64)], by: i64| {
            let found = list.partition_point(|(end, _)| *end <= by);
            Some(list[found.checked_sub(1)?].1)
        };
        // What has no end, or none that is known, may be going on.
        let endless = self.all.last().is_some_and(|(end, _)| *end >= i64::MAX - 1);
        let may_have_ended = furthest(&self.all, at.saturating_sub(1));
        let latest = may_have_ended.or(endless.then_some(i64::MAX))?;
        let latest = if endless { i64::MAX } else { latest };
        let days = i64::from(day_of(at)) - i64::from(day_of(latest.saturating_sub(1)));
        let (least_days, least_seconds) = (days.max(0), at.saturating_sub(latest).max(0));
        let earliest = furthest(&self.sure, at).filter(|end| *end > i64::MIN + 1);
        let most_days = earliest.map(|end| i64::from(day_of(at)) - i64::from(day_of(end)));
        let most_seconds = earliest.map(|end| at.saturating_sub(end.saturating_add(1)));
        Some(Gap {
            days: (Some(least_days), most_days),
            seconds: (Some(least_seconds), most_seconds),
        })
    }
}
