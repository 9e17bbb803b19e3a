//! The days for which a source would have reported an event.
//!
//! A trend compares what the marks of a window sum to with what was expected from the days before.
//! Both are sums over *covered* days: a day that no source covers is missing data, and a covered day
//! without marks is a day on which nothing happened.
//!
//! A coverage is a set of whole UTC days. Holes are allowed. It can also be unknown: then one is
//! assumed from the first mark of each dyad, and [`CoverageUsed`] names it.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::ledger::{DaySpan, SpanError};
use crate::time::{Moment, date_of_day};

/// The start of a period without a beginning: earlier than all marks and questions.
const ALWAYS: i32 = i32::MIN;
/// The end of a period without an end: later than all marks and questions.
const OPEN: i32 = i32::MAX;

/// The days for which a source would have reported an event, or unknown.
///
/// A known coverage is a set of disjoint periods of whole UTC days. Periods that overlap or touch are
/// merged, so equal sets of days are equal values.
///
/// | coverage | meaning |
/// | :-- | :-- |
/// | [`unknown`](Self::unknown) | it is not known which days are covered: assumed per dyad, see [`CoverageUsed`] |
/// | [`nothing`](Self::nothing) | no day is covered: no baseline, no trend |
/// | [`since`](Self::since) | all days from the first day of the source on |
/// | `since(first).without(hole)` | the same with a hole |
///
/// Marks on days that are not covered count like all others: the coverage says where an *absence* of
/// marks is meaningful.
///
/// The days on which a feed has rows are *not* its coverage. Using them would select on the outcome:
/// a dyad that falls silent would never be seen to fall.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, SpanError};
/// use detente::trend::Coverage;
///
/// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
/// let coverage = Coverage::since(date(1, 20)).without(DaySpan::new(date(4, 1), date(5, 1)).unwrap());
/// assert_eq!(coverage.to_string(), "2025-01-20 to 2025-03-31, and from 2025-05-01");
/// assert!(coverage.covers(date(3, 31)) && !coverage.covers(date(4, 1)));
///
/// let same = Coverage::of([
///     (date(5, 1), None),
///     (date(1, 20), Some(date(3, 1))),
///     (date(2, 1), Some(date(4, 1))),
/// ])?;
/// assert_eq!(coverage, same);
///
/// assert_eq!(
///     Coverage::of([(date(5, 1), Some(date(4, 1)))]).unwrap_err().to_string(),
///     "the span from `2025-05-01` to `2025-04-01` contains no day: expected an end after its start"
/// );
/// # Ok::<(), SpanError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Sorted, disjoint, not adjoining, not empty; `None` if unknown.
    periods: Option<Arc<[(i32, i32)]>>,
}

/// A period of covered days: the first day (`None` without a beginning) and the day after the last
/// (`None` without an end).
pub type CoveredPeriod = (Option<NaiveDate>, Option<NaiveDate>);

impl Coverage {
    /// Creates an unknown coverage. This is the default.
    #[must_use]
    pub const fn unknown() -> Self {
        Self { periods: None }
    }

    /// Creates a coverage of no day.
    #[must_use]
    pub fn nothing() -> Self {
        Self::of_days([])
    }

    /// Creates a coverage of all days, without a beginning.
    ///
    /// Prefer [`since`](Self::since): without a beginning, a dyad that is younger than the source
    /// seems to rise or fall.
    #[must_use]
    pub fn always() -> Self {
        Self::of_days([(ALWAYS, OPEN)])
    }

    /// Creates a coverage of all days from `first` on.
    #[must_use]
    pub fn since(first: NaiveDate) -> Self {
        Self::of_days([(Moment::from(first).day(), OPEN)])
    }

    /// Creates a coverage of some periods, in any order. Each is `[start, end)`, or from `start` on if
    /// the end is `None`.
    ///
    /// # Errors
    ///
    /// Returns [`SpanError::Empty`] if a period does not end after its start.
    pub fn of(
        periods: impl IntoIterator<Item = (NaiveDate, Option<NaiveDate>)>,
    ) -> Result<Self, SpanError> {
        Self::of_periods(periods.into_iter().map(|(start, end)| (Some(start), end)))
    }

    /// As [`of`](Self::of), for periods that may have no beginning.
    pub(crate) fn of_periods(
        periods: impl IntoIterator<Item = CoveredPeriod>,
    ) -> Result<Self, SpanError> {
        let day =
            |date: Option<NaiveDate>, none| date.map_or(none, |date| Moment::from(date).day());
        let checked = periods.into_iter().map(|(start, end)| {
            // A period without a beginning begins with the calendar.
            let first = start.unwrap_or(NaiveDate::MIN);
            match end {
                Some(end) if end <= first => Err(SpanError::Empty { start: first, end }),
                _ => Ok((day(start, ALWAYS), day(end, OPEN))),
            }
        });
        Ok(Self::of_days(checked.collect::<Result<Vec<_>, _>>()?))
    }

    /// Removes some days: a hole. An unknown coverage stays unknown.
    #[must_use]
    pub fn without(&self, hole: DaySpan) -> Self {
        let Some(periods) = &self.periods else {
            return Self::unknown();
        };
        let (from, to) = (hole.first_day(), hole.end_day());
        let cut = |&(start, end): &(i32, i32)| [(start, end.min(from)), (start.max(to), end)];
        Self::of_days(
            periods
                .iter()
                .flat_map(cut)
                .filter(|&(start, end)| holds_a_date(start, end)),
        )
    }

    /// Returns the days that either coverage covers. If only one is known, returns that one.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        match (&self.periods, &other.periods) {
            (Some(a), Some(b)) => Self::of_days(a.iter().chain(b.iter()).copied()),
            (Some(_), None) => self.clone(),
            (None, _) => other.clone(),
        }
    }

    /// Creates a coverage of periods in days counted from 1970-01-01. No period may be empty.
    pub(crate) fn of_days(periods: impl IntoIterator<Item = (i32, i32)>) -> Self {
        let mut sorted: Vec<_> = periods.into_iter().collect();
        sorted.sort_unstable();
        sorted.dedup_by(|next, last| {
            debug_assert!(next.0 < next.1, "a period has days");
            let touches = next.0 <= last.1;
            if touches {
                last.1 = last.1.max(next.1);
            }
            touches
        });
        Self {
            periods: Some(sorted.into()),
        }
    }

    /// Whether two days are the bounds of a period: dates in order, or open ends.
    #[cfg(feature = "postcard")]
    pub(crate) fn is_period(start: i32, end: i32) -> bool {
        let is_date = |day| date_of_day(day).is_some();
        holds_a_date(start, end)
            && (start == ALWAYS || is_date(start))
            && (end == OPEN || is_date(end))
    }

    /// Whether a day is covered. Returns `false` if the coverage is unknown.
    pub fn covers(&self, date: NaiveDate) -> bool {
        let day = Moment::from(date).day();
        let contains = |&(start, end): &(i32, i32)| start <= day && day < end;
        self.days()
            .is_some_and(|periods| periods.iter().any(contains))
    }

    /// Iterates over the covered periods in order. No two of them touch. Returns `None` if the coverage
    /// is unknown.
    pub fn periods(&self) -> Option<impl ExactSizeIterator<Item = CoveredPeriod> + '_> {
        let date = |day, none| {
            let date = || date_of_day(day).expect("the bounds of a period are dates");
            (day != none).then(date)
        };
        let days = self.days()?.iter();
        Some(days.map(move |&(start, end)| (date(start, ALWAYS), date(end, OPEN))))
    }

    /// The periods in days counted from 1970-01-01. Returns `None` if the coverage is unknown.
    pub(crate) fn days(&self) -> Option<&[(i32, i32)]> {
        self.periods.as_deref()
    }

    /// As [`days`](Self::days), in floating point, with infinite open ends.
    pub(super) fn bounds(&self) -> Option<Vec<(f64, f64)>> {
        let start = |day| {
            if day == ALWAYS {
                f64::NEG_INFINITY
            } else {
                f64::from(day)
            }
        };
        let end = |day| {
            if day == OPEN {
                f64::INFINITY
            } else {
                f64::from(day)
            }
        };
        let bounds = |&(from, to): &(i32, i32)| (start(from), end(to));
        Some(self.days()?.iter().map(bounds).collect())
    }
}

/// Whether a period, which may have no beginning, contains a date.
fn holds_a_date(start: i32, end: i32) -> bool {
    start.max(Moment::from(NaiveDate::MIN).day()) < end
}

/// Prints "2025-01-20 to 2025-03-31, and from 2025-05-01": the last covered day of each period, not the
/// day after it.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(days) = self.days() else {
            return f.pad("unknown");
        };
        if days.is_empty() {
            return f.pad("nothing");
        }
        let date = |day| date_of_day(day).expect("the bounds of a period are dates");
        for (place, &(start, end)) in days.iter().enumerate() {
            let joint = match (place, place + 1 == days.len()) {
                (0, _) => "",
                (_, true) => ", and ",
                (_, false) => ", ",
            };
            f.write_str(joint)?;
            match (start == ALWAYS, end == OPEN) {
                (true, true) => f.write_str("always")?,
                (true, false) => write!(f, "until {}", date(end - 1))?,
                (false, true) => write!(f, "from {}", date(start))?,
                (false, false) => write!(f, "{} to {}", date(start), date(end - 1))?,
            }
        }
        Ok(())
    }
}

/// The coverage that a level or a trend was computed with.
///
/// An unknown [`Coverage`] is assumed to begin with the block of the fixed calendar in which the first
/// mark of the dyad begins, and to have no beginning if that block is older than those that are kept
/// ([`Calibration::blocks`](super::Calibration::blocks)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(
    tag = "kind",
    content = "since",
    rename_all = "snake_case",
    deny_unknown_fields
)]
#[non_exhaustive]
pub enum CoverageUsed {
    /// The coverage that was declared.
    Declared,
    /// The coverage is unknown, and assumed to begin on this day.
    AssumedSince(NaiveDate),
    /// The coverage is unknown, and assumed to have no beginning.
    AssumedAlways,
    /// The coverage is unknown, and no mark has begun: nothing is covered.
    Unknown,
}

impl fmt::Display for CoverageUsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declared => f.pad("declared coverage"),
            Self::AssumedSince(date) => write!(f, "unknown coverage, assumed from {date}"),
            Self::AssumedAlways => f.pad("unknown coverage, assumed always"),
            Self::Unknown => f.pad("unknown coverage, and no marks"),
        }
    }
}
