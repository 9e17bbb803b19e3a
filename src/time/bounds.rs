//! What is known of a start and of an end, and what follows from it.
//!
//! An event is a stretch of whole seconds in UTC, `[start, end)`, and never
//! empty. Mostly neither end is known to the second, so [`Bounds`] holds four
//! numbers: how early and how late it may have started, and how early and how
//! late it may have ended.
//!
//! A question about such an event has three answers. It is [`Certain`] if it
//! is true whatever the start and the end really were, [`Impossible`] if it is
//! true for none of them, and [`Possible`] otherwise. Nothing guesses a day.
//!
//! [`Certain`]: Certainty::Certain
//! [`Impossible`]: Certainty::Impossible
//! [`Possible`]: Certainty::Possible

use std::fmt;

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::Window;
use super::moment::{Moment, date_of_day, day_of, instant};

/// The first second that chrono can name.
pub(super) const FIRST: i64 = DateTime::<Utc>::MIN_UTC.timestamp();
/// The last second that chrono can name.
pub(super) const LAST: i64 = DateTime::<Utc>::MAX_UTC.timestamp();

/// How sure an answer is, given what is known of the dates.
///
/// The order is by strength: `Impossible < Possible < Certain`.
///
/// # Example
///
/// ```
/// use detente::time::Certainty::{Certain, Impossible, Possible};
///
/// assert!(Impossible < Possible && Possible < Certain);
/// assert_eq!(Certain.and(Possible), Possible);
/// assert_eq!(Certain.not(), Impossible);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// It does not hold, whatever the dates really were.
    Impossible,
    /// It holds for some of the dates that are left open, and not for others.
    Possible,
    /// It holds, whatever the dates really were.
    Certain,
}

impl Certainty {
    /// The weaker of two answers: how sure it is that both hold, at most.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// The answer to the opposite question.
    #[must_use]
    pub const fn not(self) -> Self {
        match self {
            Self::Impossible => Self::Certain,
            Self::Possible => Self::Possible,
            Self::Certain => Self::Impossible,
        }
    }

    /// Whether it holds whatever the dates really were.
    pub const fn is_certain(self) -> bool {
        matches!(self, Self::Certain)
    }

    /// Whether it may hold: it is certain or possible.
    pub const fn is_possible(self) -> bool {
        !matches!(self, Self::Impossible)
    }

    /// From the two ends of the scale: whether it holds always, and whether it holds ever.
    const fn of(always: bool, ever: bool) -> Self {
        if always {
            Self::Certain
        } else if ever {
            Self::Possible
        } else {
            Self::Impossible
        }
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Impossible => "impossible",
            Self::Possible => "possible",
            Self::Certain => "certain",
        })
    }
}

/// The bounds of a start and of an end.
///
/// The start lies in `[start_earliest, start_latest)`, the end in
/// `(end_earliest, end_latest]`, and the start before the end. Some start and
/// end always fit. The bounds are as tight as that allows: no end is bounded
/// before the earliest start, no start after the latest end.
///
/// ```text
///                   14 July      15 July       18 July      19 July
///                      |            |             |            |
/// "14 to 18 July"      [ start in   )█████████████( end in     ]
///                      ^            ^             ^            ^
///          start_earliest  start_latest  end_earliest  end_latest
///
/// "some time on the 14th": start and end both lie between 14 and 15 July
/// ```
///
/// Between `start_latest` and `end_earliest` the event is going on for certain;
/// outside `start_earliest` and `end_latest` it is certainly not.
///
/// # Example
///
/// ```
/// use detente::time::{Certainty, When};
///
/// let july = When::parse("2025-07-14/2025-07-18")?.bounds();
/// let friday = When::parse("2025-07-18")?.bounds();
/// let saturday = When::parse("2025-07-19")?.bounds();
/// assert_eq!(july.before(&friday), Certainty::Possible);
/// assert_eq!(july.before(&saturday), Certainty::Certain);
/// # Ok::<(), detente::time::WhenError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    start_earliest: i64,
    start_latest: i64,
    end_earliest: i64,
    end_latest: i64,
}

/// Four bounds were refused by [`Bounds::new`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BoundsError {
    /// The earliest start is not before the latest.
    #[error("the earliest start is not before the latest start")]
    NoStart,
    /// The earliest end is not before the latest.
    #[error("the earliest end is not before the latest end")]
    NoEnd,
    /// The latest end is not after the earliest start.
    #[error("the latest end is not after the earliest start")]
    EndBeforeStart,
}

/// The stretch that it lies in, by UTC dates, both included: `2025-07-08 to 2025-07-10`.
impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = |second: i64| instant(second).map(|at| at.date_naive().to_string());
        let first = date(self.start_earliest);
        let last = date(self.end_latest.saturating_sub(1));
        f.pad(&match (first, last) {
            (Some(first), Some(last)) if first == last => first,
            (Some(first), Some(last)) => format!("{first} to {last}"),
            (Some(first), None) => format!("{first} or later"),
            (None, Some(last)) => format!("{last} or earlier"),
            (None, None) => "any time".to_owned(),
        })
    }
}

impl Bounds {
    /// Nothing is known: any time at all.
    pub const UNKNOWN: Self = Self {
        start_earliest: i64::MIN,
        start_latest: i64::MAX,
        end_earliest: i64::MIN,
        end_latest: i64::MAX,
    };

    /// Creates the bounds of a start in `[start_earliest, start_latest)` and an
    /// end in `(end_earliest, end_latest]`, in whole seconds: fractions are cut off.
    ///
    /// `None` leaves a side unbounded.
    ///
    /// # Errors
    ///
    /// A [`BoundsError`] if no start, no end, or no pair of both fits.
    pub fn new(
        start_earliest: Option<DateTime<Utc>>,
        start_latest: Option<DateTime<Utc>>,
        end_earliest: Option<DateTime<Utc>>,
        end_latest: Option<DateTime<Utc>>,
    ) -> Result<Self, BoundsError> {
        let low = |at: Option<DateTime<Utc>>| at.map_or(i64::MIN, |at| at.timestamp());
        let high = |at: Option<DateTime<Utc>>| at.map_or(i64::MAX, |at| at.timestamp());
        Self::check([
            low(start_earliest),
            high(start_latest),
            low(end_earliest),
            high(end_latest),
        ])
    }

    fn check(
        [start_earliest, start_latest, end_earliest, end_latest]: [i64; 4],
    ) -> Result<Self, BoundsError> {
        if start_earliest >= start_latest {
            Err(BoundsError::NoStart)
        } else if end_earliest >= end_latest {
            Err(BoundsError::NoEnd)
        } else if start_earliest >= end_latest {
            Err(BoundsError::EndBeforeStart)
        } else {
            Ok(Self {
                start_earliest,
                start_latest: start_latest.min(end_latest),
                end_earliest: end_earliest.max(start_earliest),
                end_latest,
            })
        }
    }

    /// The bounds of an event that lies somewhere in one stretch of at least a second.
    pub(super) fn of_stretch((low, high): (i64, i64)) -> Self {
        let low = low.min(i64::MAX - 1);
        let high = high.max(low + 1);
        Self {
            start_earliest: low,
            start_latest: high,
            end_earliest: low,
            end_latest: high,
        }
    }

    /// The four bounds in seconds since 1970: earliest and latest start, earliest
    /// and latest end. `i64::MIN` and `i64::MAX` are unbounded.
    pub(crate) const fn raw(&self) -> [i64; 4] {
        [
            self.start_earliest,
            self.start_latest,
            self.end_earliest,
            self.end_latest,
        ]
    }

    /// The bounds in the order of [`Bounds::raw`]; none if no start and end fit.
    pub(crate) fn from_raw(raw: [i64; 4]) -> Option<Self> {
        Self::check(raw).ok()
    }

    /// The earliest second at which it may have started; `None` if unbounded.
    pub fn start_earliest(&self) -> Option<DateTime<Utc>> {
        named(self.start_earliest)
    }

    /// The instant before which it had started; `None` if unbounded, or if it has
    /// [no start](Self::has_no_start).
    pub fn start_latest(&self) -> Option<DateTime<Utc>> {
        named(self.start_latest)
    }

    /// The instant after which it ended; `None` if unbounded, or if it has
    /// [no end](Self::has_no_end).
    pub fn end_earliest(&self) -> Option<DateTime<Utc>> {
        named(self.end_earliest)
    }

    /// The latest instant at which it may have ended; `None` if unbounded.
    pub fn end_latest(&self) -> Option<DateTime<Utc>> {
        named(self.end_latest)
    }

    /// Whether it has been going on for ever, as `../2025-07-10` says.
    pub const fn has_no_start(&self) -> bool {
        self.start_latest == i64::MIN + 1
    }

    /// Whether it goes on for ever, as `2025-07-10/..` says.
    pub const fn has_no_end(&self) -> bool {
        self.end_earliest == i64::MAX - 1
    }

    /// Whether this ended no later than the other started.
    ///
    /// ```text
    /// certain     self ( end ]            self's latest end is no later than
    ///             other      [ start )    the other's earliest start
    ///
    /// possible    self ( end ]            they share some seconds
    ///             other   [ start )
    ///
    /// impossible  self         ( end ]    even the earliest end comes after
    ///             other [ start )         the latest start
    /// ```
    ///
    /// Of two events of one day, each is possibly before the other.
    #[must_use]
    pub fn before(&self, other: &Self) -> Certainty {
        Certainty::of(
            self.end_latest <= other.start_earliest,
            // The earliest end is a second after its bound, the latest start a
            // second before. Neither sum can overflow: the other bound is beyond.
            self.end_earliest + 1 < other.start_latest,
        )
    }

    /// Whether this started earlier than the other, whenever they ended.
    #[must_use]
    pub fn starts_before(&self, other: &Self) -> Certainty {
        Certainty::of(
            self.start_latest <= other.start_earliest,
            self.start_earliest < other.start_latest - 1,
        )
    }

    /// Whether there is an instant at which both were going on.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> Certainty {
        // Of two events, one is before the other or they overlap.
        match (self.before(other), other.before(self)) {
            (Certainty::Certain, _) | (_, Certainty::Certain) => Certainty::Impossible,
            (Certainty::Impossible, Certainty::Impossible) => Certainty::Certain,
            _ => Certainty::Possible,
        }
    }

    /// Whether all of it lies in a window of time, in whole seconds.
    ///
    /// A window that ends before it starts holds nothing.
    #[must_use]
    pub fn within(&self, window: impl Into<Window>) -> Certainty {
        let Window { lo, hi } = window.into();
        self.within_seconds(lo, hi)
    }

    /// Whether some of it lies in a window of time, in whole seconds.
    ///
    /// A window that ends before it starts holds nothing.
    #[must_use]
    pub fn touches(&self, window: impl Into<Window>) -> Certainty {
        let Window { lo, hi } = window.into();
        self.touches_seconds(lo, hi)
    }

    /// Whether it is going on at an instant; a date stands for its first.
    ///
    /// "14 to 18 July" holds noon of the 16th for certain; "some day in July" possibly.
    #[must_use]
    pub fn holds(&self, at: impl Into<Moment>) -> Certainty {
        let second = at.into().timestamp();
        self.touches_seconds(second, second.saturating_add(1))
    }

    /// Whether all of it lies in `[low, high)`.
    pub(crate) fn within_seconds(&self, low: i64, high: i64) -> Certainty {
        let start = self.start_earliest.max(low);
        let end = self.end_latest.min(high);
        Certainty::of(
            low <= self.start_earliest && self.end_latest <= high,
            start < self.start_latest && self.end_earliest < end && start < end,
        )
    }

    /// Whether some of it lies in `[low, high)`.
    pub(crate) fn touches_seconds(&self, low: i64, high: i64) -> Certainty {
        Certainty::of(
            low < high && self.start_latest <= high && low <= self.end_earliest,
            low < high && self.start_earliest < high && low < self.end_latest,
        )
    }

    /// The tightest bounds that hold all that either of two holds.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            start_earliest: self.start_earliest.min(other.start_earliest),
            start_latest: self.start_latest.max(other.start_latest),
            end_earliest: self.end_earliest.min(other.end_earliest),
            end_latest: self.end_latest.max(other.end_latest),
        }
    }

    /// What both of two allow; none if they contradict each other.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        Self::from_raw([
            self.start_earliest.max(other.start_earliest),
            self.start_latest.min(other.start_latest),
            self.end_earliest.max(other.end_earliest),
            self.end_latest.min(other.end_latest),
        ])
    }

    /// The probability that this ended no later than the other started.
    ///
    /// This end is uniform between its bounds, the other start between its own,
    /// and neither knows of the other; time is continuous. Two events of one day
    /// have 0.5. It is 0 where the answer of [`Bounds::before`] is impossible, as for an
    /// instant and itself. `None` if a bound that matters is missing and the answer is not
    /// certain either way.
    #[must_use]
    pub fn probability_before(&self, other: &Self) -> Option<f64> {
        probability_before(
            &[(self.end_earliest, self.end_latest)],
            &[(other.start_earliest, other.start_latest)],
        )
    }

    /// The UTC days it may have touched, the last excluded; none if unbounded, or if no day follows
    /// the last.
    pub(crate) fn day_span(&self) -> Option<(i32, i32)> {
        let (first, last) = days_of(self.start_earliest, self.end_latest)?;
        date_of_day(last + 1).map(|_| (first, last + 1))
    }
}

/// The days of the seconds in `[low, high)`, the last included.
fn days_of(low: i64, high: i64) -> Option<(i32, i32)> {
    (is_named(low) && is_named(high)).then(|| (day_of(low), day_of(high - 1)))
}

const fn is_named(second: i64) -> bool {
    FIRST <= second && second <= LAST
}

fn named(second: i64) -> Option<DateTime<Utc>> {
    is_named(second).then(|| instant(second).expect("from chrono's first to its last"))
}

/// The probability that a time drawn uniformly from the first stretches is no
/// later than one drawn from the second. Both are sorted and disjoint.
///
/// The areas are counted in whole squares of half a second, so that the answer
/// is 0 or 1 exactly where it ought to be.
///
/// # Complexity
///
/// One pass over both.
pub(super) fn probability_before(ends: &[(i64, i64)], starts: &[(i64, i64)]) -> Option<f64> {
    let (first_end, last_end) = (ends.first()?.0, ends.last()?.1);
    let (first_start, last_start) = (starts.first()?.0, starts.last()?.1);
    if last_end <= first_start {
        return Some(1.0);
    }
    // The earliest end is a second after its bound, and the latest start a second before its own:
    // an instant is not before itself.
    if last_start <= first_end.saturating_add(1) {
        return Some(0.0);
    }
    let bounded = [first_end, last_end, first_start, last_start]
        .into_iter()
        .all(is_named);
    if !bounded {
        return None;
    }

    // Twice the area of {(end, start): end <= start}, and of the whole rectangle.
    let mut twice = 0_i128;
    // The length of the ends that lie wholly before the start looked at, and the rest.
    let (mut passed, mut rest) = (0_i128, ends);
    for &(low, high) in starts {
        while let [(first, last), tail @ ..] = rest {
            if *last > low {
                break;
            }
            passed += i128::from(last - first);
            rest = tail;
        }
        twice += 2 * passed * i128::from(high - low);
        for &(first, last) in rest {
            if first >= high {
                break;
            }
            // Inside the end's stretch the length before a start grows with it…
            let (from, to) = (low.max(first), high.min(last));
            twice += i128::from(to - from) * i128::from((from - first) + (to - first));
            // …and beyond its end it is the whole stretch.
            twice += 2 * i128::from((high - last).max(0)) * i128::from(last - first);
        }
    }
    let whole = 2 * length(ends) * length(starts);
    #[expect(
        clippy::cast_precision_loss,
        reason = "an answer to 53 bits is all a float holds"
    )]
    let share = twice as f64 / whole as f64;
    Some(share)
}

fn length(stretches: &[(i64, i64)]) -> i128 {
    stretches
        .iter()
        .map(|&(low, high)| i128::from(high - low))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::When;

    fn bounds(text: &str) -> Bounds {
        When::parse(text).map(|when| when.bounds()).unwrap()
    }

    #[test]
    fn days_are_counted_in_utc() {
        let three = bounds("1970-01-03/1970-01-05");
        assert_eq!(three.day_span(), Some((2, 5)));

        let month = bounds("1970-02");
        assert_eq!(month.day_span(), Some((31, 59)));

        let night = bounds("1969-12-31T23:30Z/1970-01-01T00:29Z");
        assert_eq!(night.day_span(), Some((-1, 1)));
    }

    #[test]
    fn what_is_unbounded_has_no_days() {
        for text in ["1970/..", "1970/", "../1970", "/1970"] {
            assert_eq!(bounds(text).day_span(), None, "{text}");
        }
    }

    #[test]
    fn raw_bounds_come_back() {
        for text in [
            "1970",
            "../1970",
            "1970/",
            "[..1970]",
            "..1970/1970..",
            "1970-01/1970-02",
        ] {
            let known = bounds(text);
            assert_eq!(Bounds::from_raw(known.raw()), Some(known), "{text}");
        }
        assert_eq!(bounds("1970-01-01").raw(), [0, 86_400, 0, 86_400]);
        assert_eq!(Bounds::from_raw([5, 5, 0, 9]), None);
        assert_eq!(Bounds::from_raw([0, 5, 9, 9]), None);
        assert_eq!(Bounds::from_raw([5, 9, 0, 5]), None);
    }
}
