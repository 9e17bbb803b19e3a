//! Cadence: how regular the times between events are, from equal times to bursts.
//!
//! Sources: Goh, K.-I. and Barabási, A.-L. (2008), "Burstiness and memory in complex
//! systems", *EPL* 81, 48002; Kim, E.-K. and Jo, H.-H. (2016), "Measuring burstiness for
//! finite event sequences", *Physical Review E* 94, 032311.

use std::borrow::Cow;
use std::fmt;

use super::Silence;
use super::count::CountBounds;
use super::distance::{Extent, Resolution, midnights};
use crate::event::{Amount, Count, Quantity};
use crate::query::View;
use crate::time::Window;
use crate::wire::{Object, object};

/// The times between consecutive events, all in one unit.
///
/// They are measured from start to start. Three numbers describe how regular they are:
///
/// | | | |
/// | :-- | :-- | :-- |
/// | [`burstiness_uncorrected`](Self::burstiness_uncorrected) | `B = (r - 1) / (r + 1)` | -1 for equal times, 0 for random times, near 1 for bursts |
/// | [`burstiness`](Self::burstiness) | `A` | the same scale, corrected for the number of events |
/// | [`memory`](Self::memory) | `M` | the correlation of each time with the next: high if long times follow long ones and short times follow short ones |
///
/// `r` is the [coefficient of variation](Self::coefficient_of_variation). `B` is too low if there are few
/// events: ten meetings at random times seem regular. `A` corrects this:
///
/// ```text
/// A = (sqrt(n + 1) r - sqrt(n - 1)) / ((sqrt(n + 1) - 2) r + sqrt(n - 1))
/// ```
///
/// where `n` is the number of times, one less than the number of events. Kim and Jo put events on a circle,
/// where `n` events have `n` times between them. The values that define `A` also hold for times on a line:
/// -1 if all times are equal, 1 if all but one are zero (`r = sqrt(n - 1)`), and 0 if `n` times divide
/// a period at random (`r² = (n - 1) / (n + 1)`).
///
/// Sources: Goh, K.-I. and Barabási, A.-L. (2008), "Burstiness and memory in complex systems", *EPL*
/// 81, 48002; Kim, E.-K. and Jo, H.-H. (2016), "Measuring burstiness for finite event sequences",
/// *Physical Review E* 94, 032311.
///
/// # Example
///
/// ```
/// use detente::sequence::InterEventTimes;
///
/// let weekly = InterEventTimes::new([7.0, 7.0, 7.0]).unwrap();
/// assert_eq!(weekly.burstiness(), Some(-1.0));
/// let two_bursts = InterEventTimes::new([0.0, 0.0, 0.0, 90.0, 0.0, 0.0]).unwrap();
/// assert!(two_bursts.burstiness().unwrap() > 0.999);
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Object<TimesShape>")]
pub struct InterEventTimes {
    times: Box<[f64]>,
}

/// Times as they are read, before they are checked.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct TimesShape {
    times: Vec<f64>,
}

impl TryFrom<Object<TimesShape>> for InterEventTimes {
    type Error = &'static str;

    fn try_from(Object(shape): Object<TimesShape>) -> Result<Self, Self::Error> {
        Self::new(shape.times).ok_or("a time is not valid: expected finite numbers of 0 or more")
    }
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

    /// The times, in the order of the events. There is one less than there are events.
    pub fn as_slice(&self) -> &[f64] {
        &self.times
    }

    /// The mean. Returns `None` if there are no times.
    pub fn mean(&self) -> Option<f64> {
        let (times, unit) = self.scaled();
        Some(mean(&times)? * unit)
    }

    /// The median. For an even number of times, it is the mean of the middle two. Returns `None` if there
    /// are no times.
    pub fn median(&self) -> Option<f64> {
        median(self.times.to_vec())
    }

    /// The standard deviation, with the number of times as divisor. Returns `None` if there are no
    /// times.
    pub fn standard_deviation(&self) -> Option<f64> {
        let (times, unit) = self.scaled();
        Some(deviation(&times, mean(&times)?) * unit)
    }

    /// The coefficient of variation `r`: the standard deviation divided by the mean.
    ///
    /// Returns `None` if there are no times, or if all are 0.
    pub fn coefficient_of_variation(&self) -> Option<f64> {
        let (times, _) = self.scaled();
        let mean = mean(&times).filter(|mean| *mean > 0.0)?;
        Some(deviation(&times, mean) / mean)
    }

    /// The times in a unit in which neither sums nor squares overflow or vanish, and the unit.
    ///
    /// The unit is a power of two, and 1 unless the times are extreme, so that no bit of the result
    /// changes.
    fn scaled(&self) -> (Cow<'_, [f64]>, f64) {
        // Half of the range of exponents: the squares of numbers outside it overflow or vanish.
        const LARGE: f64 = 1e150;
        const SCALE: f64 = f64::from_bits((1023 + 600) << 52);
        let max = self.times.iter().copied().fold(0.0, f64::max);
        let unit = if max > LARGE {
            SCALE
        } else if max > 0.0 && max < 1.0 / LARGE {
            1.0 / SCALE
        } else {
            return (Cow::Borrowed(&self.times), 1.0);
        };
        (self.times.iter().map(|time| time / unit).collect(), unit)
    }

    /// Burstiness `A`, corrected for the number of events, from -1 to 1.
    ///
    /// Returns `None` for fewer than two times, or if all are 0.
    pub fn burstiness(&self) -> Option<f64> {
        if self.times.len() < 2 {
            return None;
        }
        let (n, r) = (float(self.times.len()), self.coefficient_of_variation()?);
        let (above, below) = ((n + 1.0).sqrt(), (n - 1.0).sqrt());
        Some((above * r - below) / ((above - 2.0) * r + below))
    }

    /// Burstiness `B = (r - 1) / (r + 1)`, without the correction for few events.
    ///
    /// Returns `None` if there are no times, or if all are 0. For `n` times it is at most
    /// `(sqrt(n - 1) - 1) / (sqrt(n - 1) + 1)`, which is 0.5 for ten.
    pub fn burstiness_uncorrected(&self) -> Option<f64> {
        let r = self.coefficient_of_variation()?;
        Some((r - 1.0) / (r + 1.0))
    }

    /// Memory, from -1 to 1: the correlation of each time with the next.
    ///
    /// Returns `None` for fewer than three times, or if all times but the last, or all but the
    /// first, are equal.
    pub fn memory(&self) -> Option<f64> {
        let (times, _) = self.scaled();
        // Pearson's correlation of all times but the last with all times but the first.
        let (_, earlier) = times.split_last()?;
        let (_, later) = times.split_first()?;
        let (earlier_mean, later_mean) = (mean(earlier)?, mean(later)?);
        let pairs = earlier.iter().zip(later);
        let covariance: f64 = (pairs.map(|(a, b)| (a - earlier_mean) * (b - later_mean))).sum();
        let earlier_squares = squared_deviations(earlier, earlier_mean);
        let later_squares = squared_deviations(later, later_mean);
        let apart = earlier_squares.sqrt() * later_squares.sqrt();
        (self.times.len() > 2 && apart > 0.0).then(|| (covariance / apart).clamp(-1.0, 1.0))
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are at most 2^32 events")]
const fn float(number: usize) -> f64 {
    number as f64
}

fn mean(times: &[f64]) -> Option<f64> {
    (!times.is_empty()).then(|| times.iter().sum::<f64>() / float(times.len()))
}

/// The sum of the squared deviations from a mean.
fn squared_deviations(times: &[f64], mean: f64) -> f64 {
    times.iter().map(|time| (time - mean) * (time - mean)).sum()
}

/// The standard deviation from a mean.
fn deviation(times: &[f64], mean: f64) -> f64 {
    squared_deviations(times, mean).sqrt() / float(times.len()).sqrt()
}

fn median(mut times: Vec<f64>) -> Option<f64> {
    times.sort_by(f64::total_cmp);
    let upper = times.len() / 2;
    let lower = times.len().checked_sub(1)? / 2;
    Some(times[lower].midpoint(times[upper]))
}

/// How regular the times between the events of a view are.
///
/// Returned by [`View::cadence`]. If dates are uncertain, the mean and the median are ranges.
/// Burstiness and memory need starts that are all known to the day: see [`Cadence::times`]. For other
/// dates, [`Cadence::times_at_midpoints`] assumes a day for each event.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Cadence<'t> {
    /// The unit of the times.
    pub resolution: Resolution,
    /// The number of events, as bounds.
    pub count: Count,
    /// The fraction of the window of the view that sources cover, from 0 to 1.
    ///
    /// `None` if no [declaration of coverage](crate::event::CoverageDeclaration) applies to the view.
    /// If the window has no start or end, it starts with the first event or ends with the last.
    pub covered: Option<f64>,
    /// The longest silence that has ended, with the fraction of it that sources cover:
    /// [`View::longest_silences`]. For a silence that has not ended, see [`View::current_silence`].
    pub longest_silence: Option<Silence<'t>>,
    /// The count, before it is limited to a `u32`.
    number: CountBounds,
    /// The bounds of each start.
    starts: Vec<(i64, i64)>,
    /// Whether each event certainly happened, and exactly once.
    each_once: bool,
    /// The minimum and maximum time from the first start to the last.
    span: (i64, Option<i64>),
}

object!(Cadence<'_>, "Cadence", |it| {
    "resolution": it.resolution,
    "count": it.count,
    "covered": it.covered,
    "longest_silence": it.longest_silence,
    "mean": it.mean(),
    "median": it.median(),
    "burstiness": it.times().and_then(|times| times.burstiness()),
    "memory": it.times().and_then(|times| times.memory()),
});

/// The number of events and the median time between them: `5 events, 30 days apart in the median`.
impl fmt::Display for Cadence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.count == Count::ONE { "" } else { "s" };
        write!(f, "{} event{plural}", self.count)?;
        match self.median() {
            Some(median) => write!(f, ", {median} apart in the median"),
            None => Ok(()),
        }
    }
}

crate::text::short_debug!(Cadence<'_>, "Cadence", |it| {
    "resolution": it.resolution,
    "count": it.count,
    "covered": it.covered,
    "longest_silence": it.longest_silence,
});

impl<'t> View<'t> {
    /// Computes how regular the times between events are: their mean, median, burstiness and memory.
    ///
    /// The times are measured from start to start, in days as differences of dates, or in seconds.
    /// Constraints are used where they tighten the date of an event. [Standing](crate::Event::standing) relations are left out.
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
    /// assert_eq!(cadence.times().unwrap().burstiness(), Some(-1.0));
    ///
    /// // If only the month of a call is known, there is no single burstiness.
    /// builder.event(Event::call("d", "2025-01"));
    /// let vague = builder.build()?;
    /// let cadence = vague.view().cadence(Resolution::Days);
    /// assert_eq!(cadence.median().unwrap().to_string(), "0 to 14 days");
    /// assert_eq!(cadence.times(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cadence(&self, resolution: Resolution) -> Cadence<'t> {
        let mut number = CountBounds::ZERO;
        let (mut starts, mut each_once) = (Vec::new(), true);
        let (mut certain, mut all) = (StartSpan::default(), StartSpan::default());
        let (mut earliest, mut latest) = (i64::MAX, i64::MIN);
        let midnights = midnights(self);
        for event in self.occurrences() {
            let count = CountBounds::in_view(self, event);
            if count.max == Some(0) {
                continue;
            }
            number = number + count;
            each_once &= count == CountBounds::ONE;
            let bounds = event.bounds();
            let [start, _, _, end] = bounds.raw();
            (earliest, latest) = (earliest.min(start), latest.max(end));
            let extent = Extent::of(&bounds, resolution, midnights);
            let (start_latest, extent) = if count.max == Some(1) {
                (bounds.start_latest(), extent)
            } else {
                (bounds.end_latest(), extent.of_any_occurrence())
            };
            // A missing bound stays missing in every unit.
            let first = (
                bounds.start_earliest().map_or(i64::MIN, |_| extent.first.0),
                start_latest.map_or(i64::MAX, |_| extent.first.1),
            );
            starts.push(first);
            all.add(first);
            if count.min > 0 {
                certain.add(first);
            }
        }
        // The first and the last start can belong to the same event only if it happened twice.
        let longest = if each_once {
            all.longest_of_two()
        } else {
            all.longest()
        };
        let own = self.window();
        let window = Window {
            lo: if own.lo == i64::MIN { earliest } else { own.lo },
            hi: if own.hi == i64::MAX { latest } else { own.hi },
        };
        Cadence {
            resolution,
            count: number.into(),
            covered: self.coverage(window),
            longest_silence: self.longest_silences(1).into_iter().next(),
            number,
            starts,
            each_once,
            span: (certain.shortest(), longest),
        }
    }
}

/// The time from the first of some starts to the last, computed one start at a time.
#[derive(Default)]
struct StartSpan {
    /// The two earliest of the earliest starts, and the two latest of the latest, with the numbers
    /// of their events.
    earliest: Vec<(i64, usize)>,
    latest: Vec<(i64, usize)>,
    /// The earliest of the latest starts, and the latest of the earliest.
    first_by: Option<i64>,
    last_from: Option<i64>,
    number: usize,
}

impl StartSpan {
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

    /// The minimum time from the first start to the last. 0 if there are no starts.
    fn shortest(&self) -> i64 {
        let span = self.last_from.zip(self.first_by);
        span.map_or(0, |(last, first)| last.saturating_sub(first).max(0))
    }

    /// The maximum time. Both starts can be of the same event. `None` if there is no bound.
    fn longest(&self) -> Option<i64> {
        let (first, last) = (self.earliest.first()?, self.latest.first()?);
        difference(first.0, last.0)
    }

    /// The maximum time between the starts of two different events. `None` if there is no bound.
    fn longest_of_two(&self) -> Option<i64> {
        let pairs = self.earliest.iter().flat_map(|first| {
            let others = self.latest.iter().filter(|last| last.1 != first.1);
            others.map(|last| difference(first.0, last.0))
        });
        // If one of the pairs has no bound, the maximum has none.
        pairs.collect::<Option<Vec<i64>>>()?.into_iter().max()
    }
}

/// The time from one start to another, at least 0. `None` if one of them has no bound.
fn difference(first: i64, last: i64) -> Option<i64> {
    if first == i64::MIN || last == i64::MAX {
        None
    } else {
        last.checked_sub(first).map(|span| span.max(0))
    }
}

impl Cadence<'_> {
    /// The mean time from one start to the next, as bounds in the unit.
    ///
    /// It is the time from the first start to the last, divided by the number of times between events. Returns
    /// `None` if there are fewer than two events.
    pub fn mean(&self) -> Option<Quantity> {
        let CountBounds { min, max } = self.number;
        if max.is_some_and(|max| max < 2) {
            return None;
        }
        // The shortest time over the most events, and the longest over the fewest.
        let low = max.map_or(0.0, |max| units(self.span.0) / as_float(max - 1));
        let high = self.span.1.filter(|_| min >= 2);
        let high = high.map(|span| units(span) / as_float(min - 1));
        Some(self.quantity(low, high))
    }

    /// The median time from one start to the next, as bounds in the unit.
    ///
    /// The bounds are the median of the shortest times that the dates allow and the median of the
    /// longest. The true median is between them, and may be far from both. Returns `None` if
    /// there are fewer than two events, or if their number is uncertain.
    pub fn median(&self) -> Option<Quantity> {
        if !self.each_once || self.starts.len() < 2 {
            return None;
        }
        let sorted = |bound: fn(&(i64, i64)) -> i64| {
            let mut starts: Vec<i64> = self.starts.iter().map(bound).collect();
            starts.sort_unstable();
            starts
        };
        // The k-th start is between the k-th earliest start and the k-th latest start.
        let (earliest, latest) = (sorted(|start| start.0), sorted(|start| start.1));
        let shortest = latest.iter().zip(&earliest[1..]);
        let shortest = shortest.map(|(from, to)| units(to.saturating_sub(*from).max(0)));
        let longest = earliest.iter().zip(&latest[1..]);
        let longest = longest.map(|(from, to)| difference(*from, *to).map_or(f64::INFINITY, units));
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
        quantity.expect("the bounds are in order, and the times of a calendar are valid amounts")
    }

    /// The times between the events, with their burstiness and memory.
    ///
    /// Returns `None` unless every start is known to the unit and every event certainly happened exactly
    /// once.
    pub fn times(&self) -> Option<InterEventTimes> {
        let known = self.each_once && self.starts.iter().all(|(first, last)| first == last);
        known.then(|| self.times_at_midpoints()).flatten()
    }

    /// The times between the midpoints of the starts, whether or not each event is certain.
    ///
    /// It assumes the midpoint as the day of each event, and that each event happened once. Returns `None`
    /// if the earliest or the latest start of an event is unknown.
    pub fn times_at_midpoints(&self) -> Option<InterEventTimes> {
        let midpoint = |&(first, last): &(i64, i64)| {
            difference(first, last).map(|span| units(first) + units(span) / 2.0)
        };
        let mut midpoints: Vec<f64> = self.starts.iter().map(midpoint).collect::<Option<_>>()?;
        midpoints.sort_by(f64::total_cmp);
        let times = midpoints.windows(2).map(|pair| pair[1] - pair[0]);
        Some(InterEventTimes::new(times).expect("the times between sorted starts are finite"))
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the seconds of a million years fit 53 bits"
)]
const fn units(number: i64) -> f64 {
    number as f64
}

#[expect(clippy::cast_precision_loss, reason = "a count has at most 53 bits")]
const fn as_float(number: u64) -> f64 {
    number as f64
}
