//! When something happened, as far as a source says.
//!
//! [`When`] keeps what was written, how it is read, and what follows: the four
//! [`Bounds`]. Two kinds of statement must not be mixed up:
//!
//! ```text
//! "some day in July"   2025-07                   an uncertain day
//! "14 to 18 July"      2025-07-14/2025-07-18     an extent, which fills what lies between
//! ```
//!
//! The 16th was part of the second for certain, and possibly the first.
//!
//! A day that ends an extent is part of it; a time of day that ends one is the instant at which
//! it was over. `2025-07-10T10:00:00Z/2025-07-10T11:00:00Z` lasted an hour, and what began at
//! 11:00:00 followed it. Where both ends are one instant, it is the second that begins there.
//!
//! An end that is open (`2022-02-24/..`) never comes; an end that is unknown
//! (`2022-02-24/`) comes some time after the start; and an end with dots
//! (`2022-02-24/2025-07-10..`) comes on that day or later. Likewise before a start.
//!
//! Whose date nobody gives is [undated](When::undated): any time at all. EDTF has no
//! text for it; `XXXX-XX-XX` is some day of the years 0 to 9999.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use thiserror::Error;

mod stretches;

use super::Window;
use super::bounds::{Bounds, Certainty, probability_before};
use super::edtf::shape::{End, Point, Shape};
use super::edtf::{Edtf, EdtfError};
use super::moment::Moment;
use super::reading::{Reading, Side, Zone};
pub(crate) use stretches::Alternatives;
use stretches::{between, dated_end, one_date};

/// When something happened: what was written, how it is read, and its bounds.
///
/// It is made from one EDTF expression, or from two: one for the start and one
/// for the end, which says all that four bounds can.
///
/// Most of these take no memory beyond the value.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::time::{Certainty, When};
///
/// let sixteenth = NaiveDate::from_ymd_opt(2025, 7, 16).unwrap();
/// let visit = When::parse("2025-07-14/2025-07-18")?;
/// let talks = When::parse("2025-07")?.with_words("in July");
/// assert_eq!(visit.holds(sixteenth), Certainty::Certain);
/// assert_eq!(talks.holds(sixteenth), Certainty::Possible);
/// assert_eq!(talks.words(), Some("in July"));
/// # Ok::<(), detente::time::WhenError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct When {
    bounds: Bounds,
    written: Edtf,
    /// None if there is nothing in it, so that equal values look alike.
    rare: Option<Box<Rare>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Rare {
    reading: Reading,
    words: Option<Box<str>>,
    /// What was written for the end, if that was written apart.
    end: Option<Edtf>,
}

/// What was written: all that [`When`] was made from, with its reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateSource<'w> {
    /// One expression.
    Edtf(&'w Edtf),
    /// One expression for the start and one for the end.
    Ends {
        /// When it started.
        start: &'w Edtf,
        /// When it ended.
        end: &'w Edtf,
    },
    /// Nothing: nobody says when.
    Undated,
}

/// A date was refused by [`When`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WhenError {
    /// The text is not EDTF.
    #[error(transparent)]
    Edtf(#[from] EdtfError),
    /// A set of all of several dates, where one event has one date.
    #[error("`{text}` names several dates, not one")]
    SeveralDates {
        /// The set.
        text: String,
    },
    /// An interval, where the date of a start or of an end was wanted.
    #[error("`{text}` is an interval, not the date of a start or of an end")]
    NotAnEnd {
        /// The interval.
        text: String,
    },
    /// The end is certainly before the start.
    #[error("`{text}` ends before it starts")]
    EndBeforeStart {
        /// The start, a slash, and the end.
        text: String,
    },
}

impl When {
    /// Reads an EDTF expression; a date without a zone is the day in UTC.
    ///
    /// # Errors
    ///
    /// A [`WhenError`] if it is not EDTF, names all of several dates, or ends before
    /// it starts.
    pub fn parse(text: &str) -> Result<Self, WhenError> {
        Self::read(text, Reading::default())
    }

    /// Reads an EDTF expression in a zone, and with a margin for `~`.
    ///
    /// # Errors
    ///
    /// As [`When::parse`].
    pub fn read(text: &str, reading: Reading) -> Result<Self, WhenError> {
        Self::new(Edtf::parse(text)?, reading)
    }

    /// What an EDTF expression stands for.
    ///
    /// # Errors
    ///
    /// [`WhenError::SeveralDates`] for a set of all of several dates, and
    /// [`WhenError::EndBeforeStart`] for an interval that, read like this, ends
    /// before it starts.
    pub fn new(written: Edtf, reading: Reading) -> Result<Self, WhenError> {
        let bounds = match written.shape() {
            Shape::Interval(ends) => {
                let [start, end] = &**ends;
                let start = match start {
                    End::Open => (i64::MIN, i64::MIN + 1),
                    dated => dated_end(dated, reading, Side::Start),
                };
                let end = |side| match end {
                    End::Open => (i64::MAX - 1, i64::MAX),
                    dated => dated_end(dated, reading, side),
                };
                between(start, end(Side::End), end(Side::Start)).ok_or_else(|| {
                    WhenError::EndBeforeStart {
                        text: written.to_string(),
                    }
                })?
            }
            Shape::Point(_) | Shape::Set(_) => {
                Bounds::of_stretch(one_date(&written, reading, Side::Start)?)
            }
        };
        Ok(Self::build(bounds, written, reading, None))
    }

    /// What two dates, of a start and of an end, stand for.
    ///
    /// Each is a date or one of several: `[..2025-07-10]` is "by the 10th at the
    /// latest", `[2025-07-10..]` "on the 10th at the earliest". Such an event was
    /// under way some time on the 10th, and nothing else is known of it.
    ///
    /// # Errors
    ///
    /// [`WhenError::NotAnEnd`] and [`WhenError::SeveralDates`] for what is not one
    /// date, [`WhenError::EndBeforeStart`] if the end is certainly before the start.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::{Certainty, Edtf, Reading, When};
    ///
    /// let by = Edtf::parse("[..2025-07-10]")?;
    /// let from = Edtf::parse("[2025-07-10..]")?;
    /// let war = When::from_ends(&by, &from, Reading::default())?;
    /// assert_eq!(war.to_string(), "from [..2025-07-10] to [2025-07-10..]");
    ///
    /// let earlier = When::parse("2025-07-09")?;
    /// assert_eq!(earlier.before(&war), Certainty::Possible);
    /// assert_eq!(war.before(&earlier), Certainty::Impossible);
    /// # Ok::<(), detente::time::WhenError>(())
    /// ```
    pub fn from_ends(start: &Edtf, end: &Edtf, reading: Reading) -> Result<Self, WhenError> {
        let bounds = between(
            one_date(start, reading, Side::Start)?,
            one_date(end, reading, Side::End)?,
            one_date(end, reading, Side::Start)?,
        );
        match bounds {
            Some(bounds) => Ok(Self::build(
                bounds,
                start.clone(),
                reading,
                Some(end.clone()),
            )),
            None => Err(WhenError::EndBeforeStart {
                text: format!("{start}/{end}"),
            }),
        }
    }

    /// From one UTC day to another, both included: an extent.
    ///
    /// # Errors
    ///
    /// [`WhenError::EndBeforeStart`] if the last day is before the first.
    pub fn days(first: NaiveDate, last: NaiveDate) -> Result<Self, WhenError> {
        Self::new(Edtf::of_days(first, last), Reading::default())
    }

    /// Nobody says when: it may have been any time.
    ///
    /// What is stated of its [order](crate::timeline::Constraint) may still bound it.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::{Bounds, DateSource, When};
    ///
    /// let some_time = When::undated().with_words("some time before the summit");
    /// assert!(some_time.is_undated());
    /// assert_eq!(some_time.bounds(), Bounds::UNKNOWN);
    /// assert_eq!(some_time.written(), DateSource::Undated);
    /// assert_eq!(some_time.to_string(), "undated");
    /// ```
    #[must_use]
    pub fn undated() -> Self {
        Self::build(
            Bounds::UNKNOWN,
            Edtf::of_nothing(),
            Reading::default(),
            None,
        )
    }

    /// Whether nothing was written of when it was; [words](Self::words) there may be.
    pub fn is_undated(&self) -> bool {
        self.written() == DateSource::Undated
    }

    fn build(bounds: Bounds, written: Edtf, reading: Reading, end: Option<Edtf>) -> Self {
        let rare = Rare {
            reading,
            words: None,
            end,
        };
        let mut when = Self {
            bounds,
            written,
            rare: rare.boxed(),
        };
        if when.is_extent() && when.is_split() {
            when.bounds = when.without_gaps();
        }
        when
    }

    fn of_point(point: Point) -> Self {
        let reading = Reading::default();
        let bounds = Bounds::of_stretch(reading.stretch(&point));
        Self::build(bounds, point.into(), reading, None)
    }

    /// Keeps the source's own words for it; an empty text takes them away.
    #[must_use]
    pub fn with_words(mut self, words: impl Into<Box<str>>) -> Self {
        let words = Some(words.into()).filter(|words| !words.is_empty());
        let rare = self.rare.map_or_else(Rare::default, |rare| *rare);
        self.rare = Rare { words, ..rare }.boxed();
        self
    }

    /// The source's own words for it.
    pub fn words(&self) -> Option<&str> {
        self.rare.as_ref()?.words.as_deref()
    }

    /// How what was written is read.
    pub fn reading(&self) -> Reading {
        self.rare
            .as_ref()
            .map_or_else(Reading::default, |rare| rare.reading)
    }

    /// What was written.
    pub fn written(&self) -> DateSource<'_> {
        let start = &self.written;
        match self.rare.as_ref().and_then(|rare| rare.end.as_ref()) {
            Some(end) => DateSource::Ends { start, end },
            None if start.says_nothing() => DateSource::Undated,
            None => DateSource::Edtf(start),
        }
    }

    /// The bounds of its start and of its end.
    ///
    /// They hold all that it may stand for, and of several dates also what lies
    /// between them.
    pub const fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Whether it has a start and an end, and fills what lies between.
    pub fn is_extent(&self) -> bool {
        match self.written() {
            DateSource::Edtf(written) => matches!(written.shape(), Shape::Interval(_)),
            DateSource::Ends { .. } => true,
            DateSource::Undated => false,
        }
    }

    /// Whether any part is marked uncertain, with `?` or `%`: the source doubts it.
    ///
    /// A doubt widens no bound.
    pub fn is_uncertain(&self) -> bool {
        self.any(Edtf::is_uncertain)
    }

    /// Whether any part is marked approximate, with `~` or `%`.
    pub fn is_approximate(&self) -> bool {
        self.any(Edtf::is_approximate)
    }

    fn any(&self, is: impl Fn(&Edtf) -> bool) -> bool {
        match self.written() {
            DateSource::Edtf(written) => is(written),
            DateSource::Ends { start, end } => is(start) || is(end),
            DateSource::Undated => false,
        }
    }

    /// Whether this ended no later than the other started; see [`Bounds::before`].
    #[must_use]
    pub fn before(&self, other: &Self) -> Certainty {
        self.bounds.before(&other.bounds)
    }

    /// Whether this started earlier than the other, whenever they ended.
    #[must_use]
    pub fn starts_before(&self, other: &Self) -> Certainty {
        self.bounds.starts_before(&other.bounds)
    }

    /// Whether there is an instant at which both were going on.
    ///
    /// It looks at the bounds alone: for one of several dates it may say `Possible`
    /// of what lies between them.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> Certainty {
        self.bounds.overlaps(&other.bounds)
    }

    /// Whether all of it lies in a window of time, in whole seconds.
    ///
    /// A window that ends before it starts holds nothing. One of several dates is
    /// looked at date by date: `[2025-01-01,2025-12-31]` is not in June.
    #[must_use]
    pub fn within(&self, window: impl Into<Window>) -> Certainty {
        let Window { lo, hi } = window.into();
        self.within_seconds(lo, hi)
    }

    /// Whether some of it lies in a window of time, in whole seconds.
    ///
    /// A window that ends before it starts holds nothing. One of several dates is
    /// looked at date by date.
    #[must_use]
    pub fn touches(&self, window: impl Into<Window>) -> Certainty {
        let Window { lo, hi } = window.into();
        self.touches_seconds(lo, hi)
    }

    /// Whether it is going on at an instant; a date stands for its first.
    #[must_use]
    pub fn holds(&self, at: impl Into<Moment>) -> Certainty {
        let second = at.into().timestamp();
        self.touches_seconds(second, second.saturating_add(1))
    }

    /// Whether all of it lies in `[low, high)`.
    pub(crate) fn within_seconds(&self, low: i64, high: i64) -> Certainty {
        let by_bounds = self.bounds.within_seconds(low, high);
        if by_bounds != Certainty::Possible || !self.is_split() {
            return by_bounds;
        }
        if !self.is_extent() {
            let by_date = self.by_date(&self.bounds, |date| date.within_seconds(low, high));
            return by_date.unwrap_or(by_bounds);
        }
        // The earliest start and the latest end that the window and the dates allow.
        let start = self
            .starts()
            .iter()
            .filter(|stretch| low < stretch.1)
            .map(|stretch| stretch.0.max(low))
            .min();
        let end = self
            .ends()
            .iter()
            .filter(|stretch| stretch.0 < high)
            .map(|stretch| stretch.1.min(high))
            .max();
        match (start, end) {
            (Some(start), Some(end)) if start < end => Certainty::Possible,
            _ => Certainty::Impossible,
        }
    }

    /// Whether some of it lies in `[low, high)`.
    pub(crate) fn touches_seconds(&self, low: i64, high: i64) -> Certainty {
        let by_bounds = self.bounds.touches_seconds(low, high);
        // Of an extent the bounds say it all: between its widest ends there is no gap.
        if by_bounds != Certainty::Possible || self.is_extent() || !self.is_split() {
            return by_bounds;
        }
        let by_date = self.by_date(&self.bounds, |date| date.touches_seconds(low, high));
        by_date.unwrap_or(by_bounds)
    }

    /// The probability that this ended no later than the other started.
    ///
    /// The end of this is uniform over all it may stand for, so is the start of the
    /// other, and neither knows of the other: of `[2025-01-01,2025-06]`, June has 30
    /// parts of 31. Time is continuous here: two events of one day have 0.5. It is 0 where
    /// [`When::before`] is impossible, as for two events of one second. `None` if a bound that
    /// matters is missing and the answer is not certain either way.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::When;
    ///
    /// let july = When::parse("2025-07")?;
    /// let tenth = When::parse("2025-07-11")?;
    /// assert_eq!(july.probability_before(&tenth), Some(10.5 / 31.0));
    /// # Ok::<(), detente::time::WhenError>(())
    /// ```
    #[must_use]
    pub fn probability_before(&self, other: &Self) -> Option<f64> {
        probability_before(&self.ends(), &other.starts())
    }
}

impl Rare {
    /// Nothing, if there is nothing in it.
    fn boxed(self) -> Option<Box<Self>> {
        (self != Self::default()).then(|| Box::new(self))
    }
}

impl FromStr for When {
    type Err = WhenError;

    fn from_str(text: &str) -> Result<Self, WhenError> {
        Self::parse(text)
    }
}

/// Some time on the UTC day.
impl From<NaiveDate> for When {
    fn from(date: NaiveDate) -> Self {
        Self::of_point(date.into())
    }
}

/// Some time in the second.
impl From<DateTime<Utc>> for When {
    fn from(at: DateTime<Utc>) -> Self {
        Self::of_point(at.into())
    }
}

/// Some time in the second; the offset is kept as written.
impl From<DateTime<FixedOffset>> for When {
    fn from(at: DateTime<FixedOffset>) -> Self {
        Self::of_point(at.into())
    }
}

impl TryFrom<Edtf> for When {
    type Error = WhenError;

    fn try_from(written: Edtf) -> Result<Self, WhenError> {
        Self::new(written, Reading::default())
    }
}

/// What was written, and the zone if that is not UTC.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = match self.written() {
            DateSource::Edtf(written) => written.to_string(),
            DateSource::Ends { start, end } => format!("from {start} to {end}"),
            DateSource::Undated => "undated".to_owned(),
        };
        f.pad(&match self.reading().zone_of_dates() {
            Zone::Utc => written,
            Zone::Offset(offset) => format!("{written} ({offset})"),
            Zone::AnywhereOnEarth => format!("{written} (anywhere on earth)"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_rare_takes_memory() {
        let plain = When::from(NaiveDate::default());
        assert!(plain.rare.is_none());
        assert!(plain.clone().with_words("at the epoch").rare.is_some());
        assert!(plain.with_words("").rare.is_none());
    }
}
