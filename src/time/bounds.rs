//! Bounds of a start and an end, and the three answers that follow from them.

use std::fmt;
use std::ops::Not;

use chrono::{DateTime, SecondsFormat, Utc};

use super::Window;
use super::error::WhenError;
use super::moment::{Moment, date_of_day, day_of, instant};
use crate::text::words;
use crate::wire::{Object, given};

/// The first second of chrono.
pub(super) const FIRST: i64 = DateTime::<Utc>::MIN_UTC.timestamp();
/// The last second of chrono.
pub(super) const LAST: i64 = DateTime::<Utc>::MAX_UTC.timestamp();

/// Whether a statement is true, given uncertain dates.
///
/// Ordered by strength: `Impossible < Possible < Certain`.
///
/// # Example
///
/// ```
/// use detente::time::Certainty::{Certain, Impossible, Possible};
///
/// assert!(Impossible < Possible && Possible < Certain);
/// assert_eq!(Certain.and(Possible), Possible);
/// assert_eq!(!Certain, Impossible);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// False for all dates within the bounds.
    Impossible,
    /// True for some dates within the bounds and false for others.
    Possible,
    /// True for all dates within the bounds.
    Certain,
}

words!(Certainty, "a certainty", 3 {
    Impossible => "impossible",
    Possible => "possible",
    Certain => "certain",
});

impl Certainty {
    /// The weaker of two answers: an upper bound on the certainty that both are true.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Whether it is `Certain`.
    pub const fn is_certain(self) -> bool {
        matches!(self, Self::Certain)
    }

    /// Whether it is `Certain` or `Possible`.
    pub const fn is_possible(self) -> bool {
        !matches!(self, Self::Impossible)
    }

    /// Builds the answer from whether the statement is true for all dates, and for any.
    const fn of(for_all: bool, for_any: bool) -> Self {
        if for_all {
            Self::Certain
        } else if for_any {
            Self::Possible
        } else {
            Self::Impossible
        }
    }
}

/// The answer to the opposite question.
impl Not for Certainty {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Impossible => Self::Certain,
            Self::Possible => Self::Possible,
            Self::Certain => Self::Impossible,
        }
    }
}

/// The earliest and latest start and end of an event.
///
/// An event is an interval of whole seconds in UTC, `[start, end)`, never empty. Its start and end are
/// rarely known to the second, so there are four bounds. A question about the event has three
/// answers: [`Certain`](Certainty::Certain) if it is true for every start and end within the bounds,
/// [`Impossible`](Certainty::Impossible) if it is false for all of them, and
/// [`Possible`](Certainty::Possible) otherwise.
///
/// The start is in `[start_earliest, start_latest)`, the end in `(end_earliest, end_latest]`,
/// and the start is before the end. At least one start and end fit. The bounds are tight:
/// the earliest end is not before the earliest start, and the latest start not after the
/// latest end.
///
/// ```text
///                   14 July      15 July       18 July      19 July
///                      |            |             |            |
/// "14 to 18 July"      [ start in   )█████████████( end in     ]
///                      ^            ^             ^            ^
///          start_earliest  start_latest  end_earliest  end_latest
///
/// "some time on the 14th": both start and end are between 14 and 15 July
/// ```
///
/// Between `start_latest` and `end_earliest` the event is certainly under way. Before
/// `start_earliest` and after `end_latest` it is certainly not.
///
/// Obtained from a date with [`When::bounds`](super::When::bounds), or from an event, where
/// [constraints](crate::timeline::Constraint) can make them tighter.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Object<BoundsShape>", into = "BoundsShape")]
pub struct Bounds {
    start_earliest: i64,
    start_latest: i64,
    end_earliest: i64,
    end_latest: i64,
}

/// Bounds as they are written: instants, and whether a start or an end is missing.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct BoundsShape {
    #[serde(deserialize_with = "given")]
    start_earliest: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "given")]
    start_latest: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "given")]
    end_earliest: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "given")]
    end_latest: Option<DateTime<Utc>>,
    has_no_start: bool,
    has_no_end: bool,
}

impl From<Bounds> for BoundsShape {
    fn from(bounds: Bounds) -> Self {
        Self {
            start_earliest: bounds.start_earliest(),
            start_latest: bounds.start_latest(),
            end_earliest: bounds.end_earliest(),
            end_latest: bounds.end_latest(),
            has_no_start: bounds.has_no_start(),
            has_no_end: bounds.has_no_end(),
        }
    }
}

impl TryFrom<Object<BoundsShape>> for Bounds {
    type Error = String;

    fn try_from(Object(shape): Object<BoundsShape>) -> Result<Self, String> {
        let BoundsShape {
            start_earliest,
            start_latest,
            end_earliest,
            end_latest,
            has_no_start,
            has_no_end,
        } = shape;
        let bounds = Self::new(start_earliest, start_latest, end_earliest, end_latest);
        let [low, start, end, high] = bounds.map_err(|error| error.to_string())?.raw();
        for (has_none, field, given) in [
            (
                has_no_start,
                "has_no_start",
                start_earliest.or(start_latest),
            ),
            (has_no_end, "has_no_end", end_earliest.or(end_latest)),
        ] {
            if let Some(bound) = given.filter(|_| has_none) {
                return Err(format!(
                    "`{field}` is `true`, and `{}` bounds it: expected `null` for both bounds",
                    bound.to_rfc3339()
                ));
            }
        }
        let start = if has_no_start { i64::MIN + 1 } else { start };
        let end = if has_no_end { i64::MAX - 1 } else { end };
        Ok(
            Self::from_raw([low, start, end, high])
                .expect("a side without bounds fits every other"),
        )
    }
}

/// The first and last possible UTC day: `2025-07-08 to 2025-07-10`.
impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&days_in_words(self.start_earliest, self.end_latest))
    }
}

/// The first and the last UTC day of the seconds in `[low, high)`.
pub(super) fn days_in_words(low: i64, high: i64) -> String {
    let date = |second: i64| instant(second).map(|at| at.date_naive().to_string());
    match (date(low), date(high.saturating_sub(1))) {
        (Some(first), Some(last)) if first == last => first,
        (Some(first), Some(last)) => format!("{first} to {last}"),
        (Some(first), None) => format!("{first} or later"),
        (None, Some(last)) => format!("{last} or earlier"),
        (None, None) => "any time".to_owned(),
    }
}

impl Bounds {
    /// No bounds: any time at all.
    pub const UNKNOWN: Self = Self {
        start_earliest: i64::MIN,
        start_latest: i64::MAX,
        end_earliest: i64::MIN,
        end_latest: i64::MAX,
    };

    /// Creates the bounds of a start in `[start_earliest, start_latest)` and an
    /// end in `(end_earliest, end_latest]`, in whole seconds: fractions are cut off.
    ///
    /// `None` means unbounded.
    ///
    /// # Errors
    ///
    /// Returns [`WhenError::NoStart`] if no start fits, [`WhenError::NoEnd`] if no end fits, and
    /// [`WhenError::EndBeforeStart`] or [`WhenError::Empty`] if no end is after a start.
    pub fn new(
        start_earliest: Option<DateTime<Utc>>,
        start_latest: Option<DateTime<Utc>>,
        end_earliest: Option<DateTime<Utc>>,
        end_latest: Option<DateTime<Utc>>,
    ) -> Result<Self, WhenError> {
        let low = |at: Option<DateTime<Utc>>| at.map_or(i64::MIN, |at| at.timestamp());
        let high = |at: Option<DateTime<Utc>>| at.map_or(i64::MAX, |at| at.timestamp());
        let start = (low(start_earliest), high(start_latest));
        let end = (low(end_earliest), high(end_latest));
        Self::from_raw([start.0, start.1, end.0, end.1]).ok_or_else(|| {
            if start.0 >= start.1 {
                WhenError::NoStart
            } else if end.0 >= end.1 {
                WhenError::NoEnd
            } else {
                let [start, end] = [start_earliest, end_latest].map(|at| {
                    let at = at.expect("unbounded sides always fit");
                    at.to_rfc3339_opts(SecondsFormat::Secs, true)
                });
                let text = format!("{start}/{end}");
                if start == end {
                    WhenError::Empty { text }
                } else {
                    WhenError::EndBeforeStart { text }
                }
            }
        })
    }

    /// The earliest second at which it can start. Returns `None` if unbounded.
    pub fn start_earliest(&self) -> Option<DateTime<Utc>> {
        in_chrono(self.start_earliest)
    }

    /// The instant before which it started. Returns `None` if unbounded, or if it has
    /// [no start](Self::has_no_start).
    pub fn start_latest(&self) -> Option<DateTime<Utc>> {
        in_chrono(self.start_latest)
    }

    /// The instant after which it ended. Returns `None` if unbounded, or if it has
    /// [no end](Self::has_no_end).
    pub fn end_earliest(&self) -> Option<DateTime<Utc>> {
        in_chrono(self.end_earliest)
    }

    /// The latest instant at which it can end. Returns `None` if unbounded.
    pub fn end_latest(&self) -> Option<DateTime<Utc>> {
        in_chrono(self.end_latest)
    }

    /// Whether it never started, as in `../2025-07-10`: it has always been under way.
    pub const fn has_no_start(&self) -> bool {
        self.start_latest == i64::MIN + 1
    }

    /// Whether it never ends, as in `2025-07-10/..`.
    pub const fn has_no_end(&self) -> bool {
        self.end_earliest == i64::MAX - 1
    }

    /// Whether this ended no later than the other started.
    ///
    /// ```text
    /// certain     self ( end ]            self's latest end is not after
    ///             other      [ start )    the other's earliest start
    ///
    /// possible    self ( end ]            the two ranges overlap
    ///             other   [ start )
    ///
    /// impossible  self         ( end ]    even the earliest end comes after
    ///             other [ start )         the latest start
    /// ```
    ///
    /// Each of two events of the same day is possibly before the other.
    #[must_use]
    pub fn before(&self, other: &Self) -> Certainty {
        Certainty::of(
            self.end_latest <= other.start_earliest,
            // `end_earliest` is excluded, and so is `start_latest`: the earliest possible end is one
            // second later, the latest possible start one second earlier. Neither overflows, since
            // the other bound of the same range is further out.
            self.end_earliest + 1 < other.start_latest,
        )
    }

    /// Whether this started earlier than the other. The ends do not matter.
    #[must_use]
    pub fn starts_before(&self, other: &Self) -> Certainty {
        Certainty::of(
            self.start_latest <= other.start_earliest,
            self.start_earliest < other.start_latest - 1,
        )
    }

    /// Whether both were under way at some instant.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> Certainty {
        // Two events overlap unless one of them is before the other.
        match (self.before(other), other.before(self)) {
            (Certainty::Certain, _) | (_, Certainty::Certain) => Certainty::Impossible,
            (Certainty::Impossible, Certainty::Impossible) => Certainty::Certain,
            _ => Certainty::Possible,
        }
    }

    /// Whether all of it is in a window, in whole seconds.
    ///
    /// `Impossible` if the window is empty.
    #[must_use]
    pub fn within(&self, window: impl Into<Window>) -> Certainty {
        let Window { lo, hi } = window.into();
        self.within_seconds(lo, hi)
    }

    /// Whether some of it is in a window, in whole seconds.
    ///
    /// `Impossible` if the window is empty.
    #[must_use]
    pub fn touches(&self, window: impl Into<Window>) -> Certainty {
        let Window { lo, hi } = window.into();
        self.touches_seconds(lo, hi)
    }

    /// Whether it is under way at an instant. A date means its first instant.
    ///
    /// "14 to 18 July" is certainly under way at noon of the 16th, "some day in July" possibly.
    #[must_use]
    pub fn holds(&self, at: impl Into<Moment>) -> Certainty {
        let second = at.into().timestamp();
        self.touches_seconds(second, second.saturating_add(1))
    }

    /// Whether all of it is in `[low, high)`.
    pub(crate) fn within_seconds(&self, low: i64, high: i64) -> Certainty {
        // Its earliest start and latest end in the window, if it is all in there.
        let start = self.start_earliest.max(low);
        let end = self.end_latest.min(high);
        Certainty::of(
            low <= self.start_earliest && self.end_latest <= high,
            start < self.start_latest && self.end_earliest < end && start < end,
        )
    }

    /// Whether some of it is in `[low, high)`.
    pub(crate) fn touches_seconds(&self, low: i64, high: i64) -> Certainty {
        // It certainly touches the window if it certainly starts before the end of the window and
        // certainly ends after the start, and possibly likewise.
        Certainty::of(
            low < high && self.start_latest <= high && low <= self.end_earliest,
            low < high && self.start_earliest < high && low < self.end_latest,
        )
    }

    /// The bounds of an event within a single interval. An interval of no length counts as
    /// one second.
    pub(super) fn of_interval((low, high): (i64, i64)) -> Self {
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

    /// The inverse of [`Bounds::raw`]. Returns `None` if no start and end fit.
    pub(crate) fn from_raw(raw: [i64; 4]) -> Option<Self> {
        let [start_earliest, start_latest, end_earliest, end_latest] = raw;
        let fits = start_earliest < start_latest
            && end_earliest < end_latest
            && start_earliest < end_latest;
        fits.then(|| Self {
            start_earliest,
            start_latest: start_latest.min(end_latest),
            end_earliest: end_earliest.max(start_earliest),
            end_latest,
        })
    }

    /// The tightest bounds that contain both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            start_earliest: self.start_earliest.min(other.start_earliest),
            start_latest: self.start_latest.max(other.start_latest),
            end_earliest: self.end_earliest.min(other.end_earliest),
            end_latest: self.end_latest.max(other.end_latest),
        }
    }

    /// The bounds that satisfy both. Returns `None` if they contradict each other.
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
    /// The end of this and the start of the other are uniform between their bounds, and
    /// independent. Time is continuous: two events of the same day have 0.5. The probability is
    /// 0 if [`Bounds::before`] is impossible, as for two events of the same second.
    ///
    /// Returns `None` if the answer is not certain either way and a bound that matters is
    /// missing.
    #[must_use]
    pub fn probability_before(&self, other: &Self) -> Option<f64> {
        probability_before(
            &[(self.end_earliest, self.end_latest)],
            &[(other.start_earliest, other.start_latest)],
        )
    }

    /// The UTC days on which it can start, the last excluded. Returns `None` if unbounded, or if the last day is
    /// chrono's last.
    pub(crate) fn start_days(&self) -> Option<(i32, i32)> {
        let (first, last) = days_of(self.start_earliest, self.start_latest)?;
        date_of_day(last + 1).map(|_| (first, last + 1))
    }

    /// The UTC days that can be the first after it, the last excluded. Returns `None` if unbounded, or if the last
    /// day is chrono's last.
    pub(crate) fn days_after(&self) -> Option<(i32, i32)> {
        // An end is after `end_earliest`, so that second can be its last one.
        let (first, last) = days_of(self.end_earliest, self.end_latest)?;
        date_of_day(last + 2).map(|_| (first + 1, last + 2))
    }

    /// The UTC days that it can touch, the last excluded. Returns `None` if unbounded, or if
    /// the last day is chrono's last.
    pub(crate) fn day_span(&self) -> Option<(i32, i32)> {
        let (first, last) = days_of(self.start_earliest, self.end_latest)?;
        date_of_day(last + 1).map(|_| (first, last + 1))
    }
}

/// The first and the last day of the seconds in `[low, high)`. Returns `None` if unbounded.
fn days_of(low: i64, high: i64) -> Option<(i32, i32)> {
    (is_in_chrono(low) && is_in_chrono(high)).then(|| (day_of(low), day_of(high - 1)))
}

const fn is_in_chrono(second: i64) -> bool {
    FIRST <= second && second <= LAST
}

fn in_chrono(second: i64) -> Option<DateTime<Utc>> {
    is_in_chrono(second).then(|| instant(second).expect("from chrono's first second to its last"))
}

/// The probability that a time drawn uniformly from `ends` is no later than one drawn
/// uniformly from `starts`. Both are sorted, disjoint and not empty.
///
/// It is the part of the rectangle `ends x starts` in which the end is no later than the start.
/// The area is counted in halves of a square second, as integers, so that the answer is exactly 0
/// or 1 where it should be.
///
/// Returns `None` if a bound that matters is missing.
///
/// # Complexity
///
/// One pass over both.
pub(super) fn probability_before(ends: &[(i64, i64)], starts: &[(i64, i64)]) -> Option<f64> {
    let (Some(&(first_end, _)), Some(&(_, last_end))) = (ends.first(), ends.last()) else {
        unreachable!("an event can end in at least one interval");
    };
    let (Some(&(first_start, _)), Some(&(_, last_start))) = (starts.first(), starts.last()) else {
        unreachable!("an event can start in at least one interval");
    };
    if last_end <= first_start {
        return Some(1.0);
    }
    // The first possible end is one second after `first_end`, and the last possible start one
    // second before `last_start`. An instant is not before itself.
    if last_start <= first_end.saturating_add(1) {
        return Some(0.0);
    }
    if ![first_end, last_end, first_start, last_start]
        .into_iter()
        .all(is_in_chrono)
    {
        return None;
    }

    // Twice the area of {(end, start): end <= start}.
    let mut twice = 0_i128;
    // Invariant: `passed` is the total length of the intervals of ends that are over by the start
    // of the current interval of starts; `rest` are the other intervals of ends.
    let (mut passed, mut rest) = (0_i128, ends);
    for &(low, high) in starts {
        while let [(first, last), tail @ ..] = rest
            && *last <= low
        {
            passed += i128::from(last - first);
            rest = tail;
        }
        twice += 2 * passed * i128::from(high - low);
        for &(first, last) in rest {
            if first >= high {
                break;
            }
            // Inside the interval of ends, the length before a start grows with the start:
            // a trapezoid...
            let (from, to) = (low.max(first), high.min(last));
            twice += i128::from(to - from) * i128::from((from - first) + (to - first));
            // ...and after it, the whole interval is before the start: a rectangle.
            twice += 2 * i128::from((high - last).max(0)) * i128::from(last - first);
        }
    }
    let whole = 2 * total_length(ends) * total_length(starts);
    #[expect(
        clippy::cast_precision_loss,
        reason = "a float holds 53 bits of the answer"
    )]
    let probability = twice as f64 / whole as f64;
    Some(probability)
}

fn total_length(intervals: &[(i64, i64)]) -> i128 {
    intervals
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
    fn unbounded_dates_have_no_days() {
        for text in ["1970/..", "1970/", "../1970", "/1970"] {
            assert_eq!(bounds(text).day_span(), None, "{text}");
        }
    }

    #[test]
    fn raw_bounds_round_trip() {
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
