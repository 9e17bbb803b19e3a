//! The days in which a source would have reported an event.
//!
//! A trend compares what the marks of a window add up to with what was to be expected from
//! the days before. Both are sums over *covered* days: a day that no source covers is missing
//! data, and a covered day without marks is a day on which nothing happened.
//!
//! A coverage is a set of whole UTC days, written as disjoint stretches, and holes are
//! allowed. It can also be unknown: then the scoring assumes one from the first mark of each
//! pair ([`CoverageUsed`] says which one).

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use thiserror::Error;

use crate::ledger::DaySpan;
use crate::time::{Moment, date_of_day};

/// A number of days so early that no mark and no question comes before it.
const ALWAYS: i32 = i32::MIN;
/// A number of days so late that no mark and no question comes after it.
const OPEN: i32 = i32::MAX;

/// The days in which a source would have reported an event: disjoint stretches of whole UTC
/// days, or unknown.
///
/// Stretches that overlap or touch are merged, so that equal sets of days are equal values.
///
/// Two coverages are easily confused: with [`Coverage::unknown`] it is not known which days are
/// covered, and with [`Coverage::nothing`] no day is. With the first, the coverage of a
/// pair is taken to begin with the block of days in which its first mark begins (see
/// [`CoverageUsed`]); with the second there is no baseline, and no trend.
///
/// Marks on days that are not covered count as all others do: the coverage says where an absence
/// means something. If only a hole is known, write `Coverage::since(first).without(hole)` with the
/// first day of the source.
///
/// The days on which a feed has rows are *not* its coverage. To use them would select on the
/// outcome: a pair that falls silent would never be seen to fall.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::DaySpan;
/// use detente::trend::{Coverage, CoverageError};
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
///     "a covered stretch from 2025-05-01 to 2025-04-01 holds no day: expected an end after its start"
/// );
/// # Ok::<(), CoverageError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Sorted, disjoint, not adjoining, not empty; `None` if unknown.
    stretches: Option<Arc<[(i32, i32)]>>,
}

/// A stretch of days was refused by [`Coverage::of`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("a covered stretch from {start} to {end} holds no day: expected an end after its start")]
pub struct CoverageError {
    /// The first day.
    pub start: NaiveDate,
    /// The day after the last.
    pub end: NaiveDate,
}

/// A stretch of covered days: the first day, or `None` if it has no beginning; and the day
/// after the last, or `None` if it is open.
pub type CoveredStretch = (Option<NaiveDate>, Option<NaiveDate>);

impl Coverage {
    /// A coverage of unknown days. This is the default.
    #[must_use]
    pub const fn unknown() -> Self {
        Self { stretches: None }
    }

    /// No day is covered.
    #[must_use]
    pub fn nothing() -> Self {
        Self::of_days([])
    }

    /// All days are covered, without a beginning. A pair that is younger than the source then
    /// seems to rise or to fall: prefer [`since`](Self::since).
    #[must_use]
    pub fn always() -> Self {
        Self::of_days([(ALWAYS, OPEN)])
    }

    /// All days from `first` on are covered.
    #[must_use]
    pub fn since(first: NaiveDate) -> Self {
        Self::of_days([(Moment::from(first).day(), OPEN)])
    }

    /// The days of these stretches are covered, each from its first day to the day before its
    /// end, or from its first day on if it has no end. Their order does not matter.
    ///
    /// # Errors
    ///
    /// Returns [`CoverageError`] if a stretch does not end after its start.
    pub fn of(
        stretches: impl IntoIterator<Item = (NaiveDate, Option<NaiveDate>)>,
    ) -> Result<Self, CoverageError> {
        Self::of_stretches(stretches.into_iter().map(|(start, end)| (Some(start), end)))
    }

    /// The same of stretches that may have no beginning.
    pub(crate) fn of_stretches(
        stretches: impl IntoIterator<Item = CoveredStretch>,
    ) -> Result<Self, CoverageError> {
        let day =
            |date: Option<NaiveDate>, none| date.map_or(none, |date| Moment::from(date).day());
        let checked = stretches.into_iter().map(|(start, end)| {
            // What has no beginning begins with the calendar.
            let first = start.unwrap_or(NaiveDate::MIN);
            match end {
                Some(end) if end <= first => Err(CoverageError { start: first, end }),
                _ => Ok((day(start, ALWAYS), day(end, OPEN))),
            }
        });
        Ok(Self::of_days(checked.collect::<Result<Vec<_>, _>>()?))
    }

    /// The same coverage without some days: a hole.
    ///
    /// An unknown coverage stays unknown.
    #[must_use]
    pub fn without(&self, hole: DaySpan) -> Self {
        let Some(stretches) = &self.stretches else {
            return Self::unknown();
        };
        let (from, to) = (hole.first_day(), hole.end_day());
        let cut = |&(start, end): &(i32, i32)| [(start, end.min(from)), (start.max(to), end)];
        Self::of_days(
            stretches
                .iter()
                .flat_map(cut)
                .filter(|&(start, end)| holds_a_date(start, end)),
        )
    }

    /// The days that this coverage or the other covers. Returns an unknown coverage if both are
    /// unknown; if only one is known, that one.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        match (&self.stretches, &other.stretches) {
            (Some(a), Some(b)) => Self::of_days(a.iter().chain(b.iter()).copied()),
            (Some(_), None) => self.clone(),
            (None, _) => other.clone(),
        }
    }

    /// The coverage of stretches of days counted from 1970-01-01, each of which holds a date.
    pub(crate) fn of_days(stretches: impl IntoIterator<Item = (i32, i32)>) -> Self {
        let mut sorted: Vec<_> = stretches.into_iter().collect();
        sorted.sort_unstable();
        sorted.dedup_by(|next, last| {
            debug_assert!(next.0 < next.1, "stretches hold days");
            let touches = next.0 <= last.1;
            if touches {
                last.1 = last.1.max(next.1);
            }
            touches
        });
        Self {
            stretches: Some(sorted.into()),
        }
    }

    /// Whether days are the bounds of a stretch: dates in order, or no beginning and no end.
    #[cfg(feature = "postcard")]
    pub(crate) fn is_stretch(start: i32, end: i32) -> bool {
        let is_date = |day| date_of_day(day).is_some();
        holds_a_date(start, end)
            && (start == ALWAYS || is_date(start))
            && (end == OPEN || is_date(end))
    }

    /// Whether it is known which days are covered.
    pub const fn is_known(&self) -> bool {
        self.stretches.is_some()
    }

    /// Whether a day is covered. Returns `false` if the coverage is unknown.
    pub fn covers(&self, date: NaiveDate) -> bool {
        let day = Moment::from(date).day();
        let stretches = self.days().unwrap_or_default();
        stretches
            .iter()
            .any(|&(start, end)| start <= day && day < end)
    }

    /// The stretches in order; no two of them touch. Returns `None` if the coverage is unknown.
    pub fn stretches(&self) -> Option<impl ExactSizeIterator<Item = CoveredStretch> + '_> {
        let date = |day, none| {
            let date = || date_of_day(day).expect("stretches begin and end with a date");
            (day != none).then(date)
        };
        let days = self.days()?.iter();
        Some(days.map(move |&(start, end)| (date(start, ALWAYS), date(end, OPEN))))
    }

    /// The stretches in days counted from 1970-01-01; `None` if the coverage is unknown.
    pub(crate) fn days(&self) -> Option<&[(i32, i32)]> {
        self.stretches.as_deref()
    }

    /// The same in days for computing, infinite where a stretch has no beginning or no end.
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

/// Whether a stretch of days, which may have no beginning, holds one that is a date.
fn holds_a_date(start: i32, end: i32) -> bool {
    start.max(Moment::from(NaiveDate::MIN).day()) < end
}

/// "2025-01-20 to 2025-03-31, and from 2025-05-01": the last covered day of each stretch, not
/// the day after it.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(days) = self.days() else {
            return f.pad("unknown");
        };
        if days.is_empty() {
            return f.pad("nothing");
        }
        let date = |day| date_of_day(day).expect("stretches begin and end with a date");
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

/// Which coverage a level or a trend was computed with.
///
/// If the [`Coverage`] is unknown, it is taken to begin with the block in which the first mark
/// of the pair begins, as blocks of a fixed calendar go; and to have no beginning if that block
/// is older than those that are kept ([`Calibration::blocks`](super::Calibration::blocks)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CoverageUsed {
    /// The coverage that was declared.
    Declared,
    /// The coverage is unknown, and taken to begin on this day.
    AssumedSince(NaiveDate),
    /// The coverage is unknown, and taken to have no beginning.
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
