//! Cadence: how regularly events come, in bursts or like clockwork.
//!
//! The times between events are taken from start to start, as the literature does for
//! points in time. Three numbers describe them:
//!
//! | | |
//! | :-- | :-- |
//! | burstiness `B = (r - 1) / (r + 1)` | -1 like clockwork, 0 at random, to 1 in bursts; `r` is the standard deviation over the mean |
//! | burstiness for few events, `A` | the same scale, reached by few events too |
//! | memory `M` | the correlation of each time with the next: long after long, short after short |
//!
//! `B` of few events is always low: the ends of its scale are out of reach for them, and
//! ten meetings at random seem regular. `A` corrects that,
//!
//! ```text
//! A = (sqrt(n + 1) r - sqrt(n - 1)) / ((sqrt(n + 1) - 2) r + sqrt(n - 1))
//! ```
//!
//! where `n` is how many times between events there are. The paper puts its events on a
//! circle, where `n` events have `n` times between them; on a line `n + 1` events have.
//! Taken so, the three values that define it hold for any `n`: -1 where all times are
//! equal, 1 where all but one are zero (`r = sqrt(n - 1)`), and 0 where `n` times divide
//! a stretch at random (`r² = (n - 1) / (n + 1)`).
//!
//! With uncertain dates there is no one such number. The mean and the median have bounds;
//! burstiness and memory are told where every start is known to the day, and otherwise
//! only for [the middles of the dates](Cadence::at_midpoints), which guess.
//!
//! Sources: Goh, K.-I. and Barabási, A.-L. (2008), "Burstiness and memory in complex
//! systems", *EPL* 81, 48002; Kim, E.-K. and Jo, H.-H. (2016), "Measuring burstiness for
//! finite event sequences", *Physical Review E* 94, 032311.

use std::borrow::Cow;

use super::distance::{Extent, Resolution};
use super::{Silence, count, midnights, plus, tally};
use crate::event::{Amount, Count, Quantity};
use crate::query::View;
use crate::time::Window;

/// The times between consecutive events, all in one unit.
///
/// # Example
///
/// ```
/// use detente::sequence::InterEventTimes;
///
/// let weekly = InterEventTimes::new([7.0, 7.0, 7.0]).unwrap();
/// assert_eq!(weekly.burstiness(), Some(-1.0));
/// let all_at_once_twice = InterEventTimes::new([0.0, 0.0, 0.0, 90.0, 0.0, 0.0]).unwrap();
/// assert!(all_at_once_twice.burstiness().unwrap() > 0.999);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct InterEventTimes {
    times: Box<[f64]>,
}

impl InterEventTimes {
    /// Creates the list from times in their order.
    ///
    /// Returns `None` if a time is negative, infinite or not a number.
    pub fn new(times: impl IntoIterator<Item = f64>) -> Option<Self> {
        let times: Box<[f64]> = times.into_iter().collect();
        let valid = times.iter().all(|time| (0.0..f64::INFINITY).contains(time));
        valid.then_some(Self { times })
    }

    /// The times, in the order of the events.
    pub fn as_slice(&self) -> &[f64] {
        &self.times
    }

    /// The number of times: one fewer than the events.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Whether there are no times.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// The mean. Returns `None` if there are no times.
    pub fn mean(&self) -> Option<f64> {
        let (times, unit) = self.scaled();
        Some(mean(&times)? * unit)
    }

    /// The median; for an even number of times, the mean of the middle two.
    pub fn median(&self) -> Option<f64> {
        median(self.times.to_vec())
    }

    /// The standard deviation, with the number of times as divisor.
    pub fn deviation(&self) -> Option<f64> {
        let (times, unit) = self.scaled();
        Some(deviation(&times, mean(&times)?) * unit)
    }

    /// The coefficient of variation `r`, the standard deviation over the mean.
    ///
    /// Returns `None` if there are no times, or all are 0.
    pub fn variation(&self) -> Option<f64> {
        let (times, _) = self.scaled();
        let mean = mean(&times).filter(|mean| *mean > 0.0)?;
        Some(deviation(&times, mean) / mean)
    }

    /// The times in a unit, a power of two, in which neither sums nor squares are beyond an `f64`.
    ///
    /// The unit is 1 for all times that anyone measures, so that no bit of theirs changes.
    fn scaled(&self) -> (Cow<'_, [f64]>, f64) {
        // Half of the range of exponents: squares of what is outside it overflow or vanish.
        const LARGE: f64 = 1e150;
        const SCALE: f64 = f64::from_bits((1023 + 600) << 52);
        let most = self.times.iter().copied().fold(0.0, f64::max);
        let unit = if most > LARGE {
            SCALE
        } else if most > 0.0 && most < 1.0 / LARGE {
            1.0 / SCALE
        } else {
            return (Cow::Borrowed(&self.times), 1.0);
        };
        (self.times.iter().map(|time| time / unit).collect(), unit)
    }

    /// Burstiness as Kim and Jo measure it for few events, from -1 to 1.
    ///
    /// Returns `None` for fewer than two times, or if all are 0.
    pub fn burstiness(&self) -> Option<f64> {
        if self.len() < 2 {
            return None;
        }
        let (n, r) = (float(self.len()), self.variation()?);
        let (more, less) = ((n + 1.0).sqrt(), (n - 1.0).sqrt());
        Some((more * r - less) / ((more - 2.0) * r + less))
    }

    /// Burstiness as Goh and Barabási define it, `(r - 1) / (r + 1)`.
    ///
    /// For `n` times it is at most `(sqrt(n - 1) - 1) / (sqrt(n - 1) + 1)`: 0.5 for ten.
    pub fn burstiness_uncorrected(&self) -> Option<f64> {
        let r = self.variation()?;
        Some((r - 1.0) / (r + 1.0))
    }

    /// Memory, from -1 to 1: the correlation of each time with the one that follows.
    ///
    /// Returns `None` for fewer than three times, or if all times but the last, or all but the
    /// first, are equal.
    pub fn memory(&self) -> Option<f64> {
        let (times, _) = self.scaled();
        // Each time but the last beside each but the first.
        let followed = times.split_last()?.1;
        let following = times.split_first()?.1;
        let (before, after) = (mean(followed)?, mean(following)?);
        let pairs = followed.iter().zip(following);
        let together: f64 = pairs.map(|(a, b)| (a - before) * (b - after)).sum();
        let (one, other) = (spread(followed, before), spread(following, after));
        let apart = one.sqrt() * other.sqrt();
        (self.len() > 2 && apart > 0.0).then(|| (together / apart).clamp(-1.0, 1.0))
    }
}

#[expect(clippy::cast_precision_loss, reason = "no more than 2^32 events")]
const fn float(number: usize) -> f64 {
    number as f64
}

fn mean(times: &[f64]) -> Option<f64> {
    (!times.is_empty()).then(|| times.iter().sum::<f64>() / float(times.len()))
}

/// The sum of the squares of what differs from a mean.
fn spread(times: &[f64], mean: f64) -> f64 {
    times.iter().map(|time| (time - mean) * (time - mean)).sum()
}

/// The standard deviation from a mean.
fn deviation(times: &[f64], mean: f64) -> f64 {
    spread(times, mean).sqrt() / float(times.len()).sqrt()
}

fn median(mut times: Vec<f64>) -> Option<f64> {
    times.sort_by(f64::total_cmp);
    let upper = times.len() / 2;
    let lower = times.len().checked_sub(1)? / 2;
    Some(times[lower].midpoint(times[upper]))
}

/// How regularly the events of a view come.
///
/// Created by [`View::cadence`].
#[derive(Clone)]
pub struct Cadence<'t> {
    resolution: Resolution,
    number: (u64, Option<u64>),
    /// The bounds of each start; whether each of them is there for certain, and just once.
    starts: Vec<(i64, i64)>,
    each_once: bool,
    /// The least and the most time from the first start to the last.
    span: (i64, Option<i64>),
    covered: Option<f64>,
    longest: Option<Silence<'t>>,
}

crate::text::short_debug!(Cadence<'_>, "Cadence", |it| {
    "resolution": it.resolution,
    "count": it.count(),
    "covered": it.covered,
    "longest_lull": it.longest,
});

impl<'t> View<'t> {
    /// How regularly its events come: the mean and the median time between them, burstiness, memory.
    ///
    /// The times are taken from start to start, in days as differences of dates, or in seconds.
    /// Statements of order count as far as they tighten each date.
    ///
    /// # Complexity
    ///
    /// O(found · log found).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::Event;
    /// use detente::sequence::Resolution;
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// for (id, when) in [("a", "2025-01-01"), ("b", "2025-01-08"), ("c", "2025-01-15")] {
    ///     builder.event(Event::call(id, When::parse(when)?));
    /// }
    /// let weekly = builder.clone().build()?;
    /// let cadence = weekly.view().cadence(Resolution::Days);
    /// assert_eq!(cadence.mean().unwrap().to_string(), "7 days");
    /// assert_eq!(cadence.burstiness(), Some(-1.0));
    ///
    /// // Of a call of which only the month is known no regularity can be told.
    /// builder.event(Event::call("d", "2025-01"));
    /// let vague = builder.build()?;
    /// let cadence = vague.view().cadence(Resolution::Days);
    /// assert_eq!(cadence.median().unwrap().to_string(), "0 to 14 days");
    /// assert_eq!(cadence.burstiness(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cadence(&self, resolution: Resolution) -> Cadence<'t> {
        let mut number = (0, Some(0));
        let (mut starts, mut each_once) = (Vec::new(), true);
        let (mut sure, mut all) = (Span::default(), Span::default());
        let (mut from, mut to) = (i64::MAX, i64::MIN);
        let midnights = midnights(self);
        for event in self.events() {
            let tallied = tally(self.certainty(event), event.occurrences());
            if tallied.1 == Some(0) {
                continue;
            }
            number = plus(number, tallied);
            each_once &= tallied == (1, Some(1));
            let bounds = event.bounds();
            let [start, _, _, end] = bounds.raw();
            (from, to) = (from.min(start), to.max(end));
            let extent = Extent::of(&bounds, resolution, midnights);
            let (latest, extent) = if tallied.1 == Some(1) {
                (bounds.start_latest(), extent)
            } else {
                (bounds.end_latest(), extent.loosened())
            };
            // An unbounded side is kept as such, whatever the unit.
            let first = (
                bounds.start_earliest().map_or(i64::MIN, |_| extent.first.0),
                latest.map_or(i64::MAX, |_| extent.first.1),
            );
            starts.push(first);
            all.add(first);
            if tallied.0 > 0 {
                sure.add(first);
            }
        }
        let most = if each_once {
            all.longest_of_two()
        } else {
            all.longest()
        };
        let own = self.window();
        let window = Window {
            lo: if own.lo == i64::MIN { from } else { own.lo },
            hi: if own.hi == i64::MAX { to } else { own.hi },
        };
        Cadence {
            resolution,
            number,
            starts,
            each_once,
            span: (sure.shortest(), most),
            covered: self.coverage(window),
            longest: self.longest_silences(1).into_iter().next(),
        }
    }
}

/// Where the first and the last of some starts may lie.
#[derive(Default)]
struct Span {
    /// The earliest two of the earliest, and the latest two of the latest, with their places.
    earliest: Vec<(i64, usize)>,
    latest: Vec<(i64, usize)>,
    /// The earliest of the latest, and the latest of the earliest.
    first_by: Option<i64>,
    last_from: Option<i64>,
    number: usize,
}

impl Span {
    fn add(&mut self, (earliest, latest): (i64, i64)) {
        self.earliest.push((earliest, self.number));
        self.earliest.sort_unstable();
        self.earliest.truncate(2);
        self.latest.push((latest, self.number));
        self.latest.sort_unstable_by(|a, b| b.cmp(a));
        self.latest.truncate(2);
        self.first_by = Some(self.first_by.map_or(latest, |by| by.min(latest)));
        self.last_from = Some(self.last_from.map_or(earliest, |from| from.max(earliest)));
        self.number += 1;
    }

    fn shortest(&self) -> i64 {
        let span = self.last_from.zip(self.first_by);
        span.map_or(0, |(last, first)| last.saturating_sub(first).max(0))
    }

    /// From any to any; none if there is no bound.
    fn longest(&self) -> Option<i64> {
        let (first, last) = (self.earliest.first()?, self.latest.first()?);
        difference(first.0, last.0)
    }

    /// From one to another.
    fn longest_of_two(&self) -> Option<i64> {
        let pairs = self.earliest.iter().flat_map(|first| {
            let others = self.latest.iter().filter(|last| last.1 != first.1);
            others.map(|last| difference(first.0, last.0))
        });
        // One without a bound makes the most one without a bound.
        pairs.collect::<Option<Vec<i64>>>()?.into_iter().max()
    }
}

fn difference(first: i64, last: i64) -> Option<i64> {
    if first == i64::MIN || last == i64::MAX {
        None
    } else {
        last.checked_sub(first).map(|span| span.max(0))
    }
}

impl<'t> Cadence<'t> {
    /// The unit of its times.
    pub const fn resolution(&self) -> Resolution {
        self.resolution
    }

    /// How many events there are, as bounds.
    pub fn count(&self) -> Count {
        count(self.number)
    }

    /// The mean time from one start to the next, as bounds in the unit; none of fewer than two events.
    ///
    /// The mean is the time from the first start to the last over the number of times between.
    pub fn mean(&self) -> Option<Quantity> {
        let (least, most) = self.number;
        if most.is_some_and(|most| most < 2) {
            return None;
        }
        let low = most.map_or(0.0, |most| units(self.span.0) / as_float(most - 1));
        let high = self.span.1.filter(|_| least >= 2);
        let high = high.map(|span| units(span) / as_float(least - 1));
        Some(self.quantity(low, high))
    }

    /// The median time from one start to the next, as bounds in the unit.
    ///
    /// The bounds are those of the medians of the shortest and of the longest times that the
    /// dates allow for each: the median lies between them, and may not come near either. None of
    /// fewer than two events, or where it is not certain how many there are.
    pub fn median(&self) -> Option<Quantity> {
        if !self.each_once || self.starts.len() < 2 {
            return None;
        }
        let sorted = |bound: fn(&(i64, i64)) -> i64| {
            let mut starts: Vec<i64> = self.starts.iter().map(bound).collect();
            starts.sort_unstable();
            starts
        };
        let (earliest, latest) = (sorted(|start| start.0), sorted(|start| start.1));
        let next = |starts: &[i64]| starts.iter().skip(1).copied().collect::<Vec<_>>();
        let shortest = latest.iter().zip(next(&earliest));
        let shortest = shortest.map(|(from, to)| units(to.saturating_sub(*from).max(0)));
        let longest = earliest.iter().zip(next(&latest));
        let longest = longest.map(|(from, to)| difference(*from, to).map_or(f64::INFINITY, units));
        let (low, high) = (median(shortest.collect())?, median(longest.collect())?);
        Some(self.quantity(low, Some(high).filter(|high| high.is_finite())))
    }

    fn quantity(&self, low: f64, high: Option<f64>) -> Quantity {
        let unit = match self.resolution {
            Resolution::Days => "days",
            Resolution::Seconds => "seconds",
        };
        let quantity = match high {
            Some(high) => Quantity::new(Amount::Between(low, high), unit),
            None => Quantity::new(Amount::AtLeast(low), unit),
        };
        quantity.expect("the longest time is no less than the shortest, and that of a calendar")
    }

    /// The times between the events, where every start is known to the unit and every event is
    /// there for certain, once.
    pub fn times(&self) -> Option<InterEventTimes> {
        let known = self.each_once && self.starts.iter().all(|(first, last)| first == last);
        known.then(|| self.at_midpoints()).flatten()
    }

    /// The times between the middles of what the starts may be, whether or not each event is certain.
    ///
    /// This guesses a day, as its name says, and takes every event for one that is there once.
    /// None if a start has no bound.
    pub fn at_midpoints(&self) -> Option<InterEventTimes> {
        let middle = |&(first, last): &(i64, i64)| {
            difference(first, last).map(|span| units(first) + units(span) / 2.0)
        };
        let mut middles: Vec<f64> = self.starts.iter().map(middle).collect::<Option<_>>()?;
        middles.sort_by(f64::total_cmp);
        let times = middles.iter().zip(middles.iter().skip(1));
        let times = InterEventTimes::new(times.map(|(from, to)| to - from));
        Some(times.expect("sorted starts have finite times between them"))
    }

    /// [Burstiness](InterEventTimes::burstiness), where the [times](Cadence::times) are known.
    pub fn burstiness(&self) -> Option<f64> {
        self.times()?.burstiness()
    }

    /// [Memory](InterEventTimes::memory), where the [times](Cadence::times) are known.
    pub fn memory(&self) -> Option<f64> {
        self.times()?.memory()
    }

    /// The share, 0 to 1, of the view's window that some source covers; none where no source says.
    ///
    /// Where the window of the view has no end, this is of the time up to the last event, and
    /// likewise before the first.
    pub const fn covered(&self) -> Option<f64> {
        self.covered
    }

    /// The longest lull, with the share of it that is covered: [`View::longest_silences`].
    pub const fn longest_lull(&self) -> Option<&Silence<'t>> {
        self.longest.as_ref()
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the seconds of a million years fit 53 bits"
)]
const fn units(number: i64) -> f64 {
    number as f64
}

#[expect(clippy::cast_precision_loss, reason = "no more than 2^53 are counted")]
const fn as_float(number: u64) -> f64 {
    number as f64
}
