//! When something happened, as a source gives it: the text, the rule for reading it, and the bounds.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

mod intervals;

use super::Window;
use super::bounds::{Bounds, Certainty, probability_before};
use super::day_rule::{DayRule, Endpoint, Zone};
use super::edtf::Edtf;
use super::edtf::shape::{End, Point, Shape};
use super::error::WhenError;
use super::moment::Moment;
pub(crate) use intervals::Alternatives;
use intervals::{between, dated_end, one_date};

/// When something happened: what was written, how to read it, and its bounds.
///
/// Made from one EDTF expression, or from two: one for the start and one for the end. Two can
/// express any four bounds. The [cheat sheet](crate::time#edtf-cheat-sheet) lists the forms.
///
/// A date is an uncertain day, or it is an *extent* that fills the time between its ends:
///
/// ```text
/// "some day in July"   2025-07                   an uncertain day
/// "14 to 18 July"      2025-07-14/2025-07-18     an extent
/// ```
///
/// The 16th is certainly part of the second, and possibly of the first.
///
/// # Ends of an extent
///
/// | end | example | meaning |
/// | :-- | :-- | :-- |
/// | a day | `2025-07-14/2025-07-18` | the day is part of the extent |
/// | a time of day | `2025-07-10T10:00Z/2025-07-10T11:00Z` | the instant at which it was over: one hour, and an event that began at 11:00:00 follows it |
/// | the same instant twice | `2025-07-10T10:00Z/2025-07-10T10:00Z` | the second that begins then |
/// | open | `2022-02-24/..` | it never ends |
/// | unknown | `2022-02-24/` | it ended some time after the start |
/// | with dots | `2022-02-24/2025-07-10..` | it ended on that day or later |
///
/// The last three apply to starts, too. If no source gives a date, write `undated` or use
/// [`When::undated`]: any time at all. EDTF has no text for it; `XXXX-XX-XX` is some day of the years 0 to 9999.
///
/// Most dates take no memory beyond the value.
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
    /// `None` if all fields are default, so that equal dates have equal values.
    extra: Option<Box<Extra>>,
}

/// The written form of an unknown date, for which EDTF has none.
pub(crate) const UNDATED: &str = "undated";

/// What few dates have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Extra {
    rule: DayRule,
    words: Option<Box<str>>,
    /// The expression for the end, if it was written separately.
    end: Option<Edtf>,
}

/// The expressions that a [`When`] was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateSource<'w> {
    /// One expression.
    Edtf(&'w Edtf),
    /// One expression for the start and one for the end.
    Ends {
        /// The start.
        start: &'w Edtf,
        /// The end.
        end: &'w Edtf,
    },
    /// No expression: the date is unknown.
    Undated,
}

/// # Building a date
///
/// A `chrono` date or time converts with `From`. A range of days, `first..=last`, converts
/// with `TryFrom` and is an extent.
impl When {
    /// Reads an EDTF expression, or `undated`. A date without a zone is the day in UTC.
    ///
    /// # Errors
    ///
    /// Returns a [`WhenError`] if the text is not EDTF, is a set of all of several dates, or
    /// ends before it starts.
    pub fn parse(text: &str) -> Result<Self, WhenError> {
        if text == UNDATED {
            return Ok(Self::undated());
        }
        Self::new(Edtf::parse(text)?, DayRule::default())
    }

    /// Reads an EDTF expression by a rule: a [`Zone`], or a [`DayRule`] that also sets the
    /// margin of `~`.
    ///
    /// # Errors
    ///
    /// Returns [`WhenError::SeveralDates`] for a set of all of several dates, and
    /// [`WhenError::EndBeforeStart`] for an interval that ends before it starts under
    /// this rule.
    pub fn new(written: Edtf, rule: impl Into<DayRule>) -> Result<Self, WhenError> {
        let rule = rule.into();
        let bounds = match written.shape() {
            Shape::Interval(ends) => {
                let [start, end] = &**ends;
                // An open end is in the first or the last second that an `i64` can number.
                let start = match start {
                    End::Open => (i64::MIN, i64::MIN + 1),
                    dated => dated_end(dated, rule, Endpoint::Start),
                };
                let end = |endpoint| match end {
                    End::Open => (i64::MAX - 1, i64::MAX),
                    dated => dated_end(dated, rule, endpoint),
                };
                between(start, end(Endpoint::End), end(Endpoint::Start)).ok_or_else(|| {
                    WhenError::EndBeforeStart {
                        text: written.to_string(),
                    }
                })?
            }
            Shape::Point(_) | Shape::Set(_) => {
                Bounds::of_interval(one_date(&written, rule, Endpoint::Start)?)
            }
        };
        Ok(Self::build(bounds, written, rule, None))
    }

    /// Creates an extent from the date of its start and the date of its end.
    ///
    /// Each is a date or one of several: `[..2025-07-10]` is "by the 10th at the latest" and
    /// `[2025-07-10..]` is "on the 10th at the earliest". An event with these two was under
    /// way at some time on the 10th, and nothing else is known about it.
    ///
    /// # Errors
    ///
    /// Returns [`WhenError::NotAnEnd`] or [`WhenError::SeveralDates`] if an expression is not one
    /// date, and [`WhenError::EndBeforeStart`] if the end is certainly before the start.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::{Certainty, DayRule, Edtf, When};
    ///
    /// let by = Edtf::parse("[..2025-07-10]")?;
    /// let from = Edtf::parse("[2025-07-10..]")?;
    /// let war = When::from_ends(&by, &from, DayRule::default())?;
    /// assert_eq!(war.to_string(), "from [..2025-07-10] to [2025-07-10..]");
    ///
    /// let earlier = When::parse("2025-07-09")?;
    /// assert_eq!(earlier.before(&war), Certainty::Possible);
    /// assert_eq!(war.before(&earlier), Certainty::Impossible);
    /// # Ok::<(), detente::time::WhenError>(())
    /// ```
    pub fn from_ends(
        start: &Edtf,
        end: &Edtf,
        rule: impl Into<DayRule>,
    ) -> Result<Self, WhenError> {
        let rule = rule.into();
        let bounds = between(
            one_date(start, rule, Endpoint::Start)?,
            one_date(end, rule, Endpoint::End)?,
            one_date(end, rule, Endpoint::Start)?,
        );
        match bounds {
            Some(bounds) => Ok(Self::build(bounds, start.clone(), rule, Some(end.clone()))),
            None => Err(WhenError::EndBeforeStart {
                text: format!("{start}/{end}"),
            }),
        }
    }

    /// Creates an unknown date: any time at all.
    ///
    /// Stated [constraints](crate::timeline::Constraint) can still bound the event.
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
            Edtf::unknown_interval(),
            DayRule::default(),
            None,
        )
    }

    /// Sets the source's own words for the date. An empty text removes them.
    #[must_use]
    pub fn with_words(mut self, words: impl Into<Box<str>>) -> Self {
        let words = Some(words.into()).filter(|words| !words.is_empty());
        let extra = self.extra.map_or_else(Extra::default, |extra| *extra);
        self.extra = Extra { words, ..extra }.boxed();
        self
    }

    fn build(bounds: Bounds, written: Edtf, rule: DayRule, end: Option<Edtf>) -> Self {
        let extra = Extra {
            rule,
            words: None,
            end,
        };
        let mut when = Self {
            bounds,
            written,
            extra: extra.boxed(),
        };
        if when.is_extent() && when.is_split() {
            when.bounds = when.without_gaps();
        }
        when
    }

    fn of_point(point: Point) -> Self {
        let rule = DayRule::default();
        let bounds = Bounds::of_interval(rule.interval(&point));
        Self::build(bounds, point.into(), rule, None)
    }
}

/// # What is known
impl When {
    /// The bounds of its start and of its end.
    ///
    /// For one of several dates, they also contain the time between the dates.
    pub const fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// The expressions that it was made from.
    pub fn written(&self) -> DateSource<'_> {
        let start = &self.written;
        match self.extra.as_ref().and_then(|extra| extra.end.as_ref()) {
            Some(end) => DateSource::Ends { start, end },
            None if start.is_unknown() => DateSource::Undated,
            None => DateSource::Edtf(start),
        }
    }

    /// The source's own words for the date.
    pub fn words(&self) -> Option<&str> {
        self.extra.as_ref()?.words.as_deref()
    }

    /// The rule by which it is read.
    pub fn day_rule(&self) -> DayRule {
        self.extra
            .as_ref()
            .map_or_else(DayRule::default, |extra| extra.rule)
    }

    /// Whether it has a start and an end and fills the time between.
    pub fn is_extent(&self) -> bool {
        match self.written() {
            DateSource::Edtf(written) => matches!(written.shape(), Shape::Interval(_)),
            DateSource::Ends { .. } => true,
            DateSource::Undated => false,
        }
    }

    /// Whether the date is unknown. It may still have [words](Self::words).
    pub fn is_undated(&self) -> bool {
        self.written() == DateSource::Undated
    }

    /// Whether any part is marked uncertain, with `?` or `%`: the source doubts it.
    ///
    /// The mark does not widen the bounds.
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
}

/// # Questions
///
/// Answers about order use the bounds alone: for one of several dates, `Possible` can
/// refer to the time between the dates. Answers about a window or an instant, and
/// probabilities, consider each date by itself.
impl When {
    /// Whether this ended no later than the other started; see [`Bounds::before`].
    #[must_use]
    pub fn before(&self, other: &Self) -> Certainty {
        self.bounds.before(&other.bounds)
    }

    /// Whether this started earlier than the other. The ends do not matter.
    #[must_use]
    pub fn starts_before(&self, other: &Self) -> Certainty {
        self.bounds.starts_before(&other.bounds)
    }

    /// Whether both were under way at some instant.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> Certainty {
        self.bounds.overlaps(&other.bounds)
    }

    /// Whether all of it is in a window, in whole seconds.
    ///
    /// `Impossible` if the window is empty. Each of several dates is checked by itself:
    /// `[2025-01-01,2025-12-31]` is not in June.
    #[must_use]
    pub fn within(&self, window: impl Into<Window>) -> Certainty {
        let Window { lo, hi } = window.into();
        self.within_seconds(lo, hi)
    }

    /// Whether some of it is in a window, in whole seconds.
    ///
    /// `Impossible` if the window is empty. Each of several dates is checked by itself.
    #[must_use]
    pub fn touches(&self, window: impl Into<Window>) -> Certainty {
        let Window { lo, hi } = window.into();
        self.touches_seconds(lo, hi)
    }

    /// Whether it is under way at an instant. A date means its first instant.
    #[must_use]
    pub fn holds(&self, at: impl Into<Moment>) -> Certainty {
        let second = at.into().timestamp();
        self.touches_seconds(second, second.saturating_add(1))
    }

    /// The probability that this ended no later than the other started.
    ///
    /// The end of this and the start of the other are independent and uniform over all times they
    /// can have: `[2025-01-01,2025-06]` is in June with a probability of 30/31. Time is
    /// continuous: two events of the same day have 0.5. The probability is 0 if
    /// [`When::before`] is impossible, as for two events of the same second.
    ///
    /// Returns `None` if the order is open and a bound that matters is missing.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::When;
    ///
    /// let july = When::parse("2025-07")?;
    /// let eleventh = When::parse("2025-07-11")?;
    /// assert_eq!(july.probability_before(&eleventh), Some(10.5 / 31.0));
    /// # Ok::<(), detente::time::WhenError>(())
    /// ```
    #[must_use]
    pub fn probability_before(&self, other: &Self) -> Option<f64> {
        probability_before(&self.ends(), &other.starts())
    }

    /// Whether all of it is in `[low, high)`.
    pub(crate) fn within_seconds(&self, low: i64, high: i64) -> Certainty {
        let by_bounds = self.bounds.within_seconds(low, high);
        if by_bounds != Certainty::Possible || !self.is_split() {
            return by_bounds;
        }
        if !self.is_extent() {
            return self
                .by_date(&self.bounds, |date| date.within_seconds(low, high))
                .expect("each of several dates is within the bounds of all");
        }
        // An extent fits if its earliest start in the window comes before its latest end there.
        let start = self
            .starts()
            .iter()
            .filter(|interval| low < interval.1)
            .map(|interval| interval.0.max(low))
            .min();
        let end = self
            .ends()
            .iter()
            .filter(|interval| interval.0 < high)
            .map(|interval| interval.1.min(high))
            .max();
        match (start, end) {
            (Some(start), Some(end)) if start < end => Certainty::Possible,
            _ => Certainty::Impossible,
        }
    }

    /// Whether some of it is in `[low, high)`.
    pub(crate) fn touches_seconds(&self, low: i64, high: i64) -> Certainty {
        let by_bounds = self.bounds.touches_seconds(low, high);
        // For an extent the bounds decide: between its earliest start and latest end there is no gap.
        if by_bounds != Certainty::Possible || self.is_extent() || !self.is_split() {
            return by_bounds;
        }
        self.by_date(&self.bounds, |date| date.touches_seconds(low, high))
            .expect("each of several dates is within the bounds of all")
    }
}

impl Extra {
    /// Returns `None` if all fields are default.
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

/// Some time in the second. The offset is kept as written.
impl From<DateTime<FixedOffset>> for When {
    fn from(at: DateTime<FixedOffset>) -> Self {
        Self::of_point(at.into())
    }
}

/// Reads the expression with UTC days.
impl TryFrom<Edtf> for When {
    type Error = WhenError;

    fn try_from(written: Edtf) -> Result<Self, WhenError> {
        Self::new(written, DayRule::default())
    }
}

/// An extent from one UTC day to another, both included.
///
/// # Errors
///
/// Returns [`WhenError::EndBeforeStart`] if the last day is before the first.
impl TryFrom<RangeInclusive<NaiveDate>> for When {
    type Error = WhenError;

    fn try_from(days: RangeInclusive<NaiveDate>) -> Result<Self, WhenError> {
        Self::new(
            Edtf::of_days(*days.start(), *days.end()),
            DayRule::default(),
        )
    }
}

/// The text as written, and the zone if it is not UTC.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = match self.written() {
            DateSource::Edtf(written) => written.to_string(),
            DateSource::Ends { start, end } => format!("from {start} to {end}"),
            DateSource::Undated => UNDATED.to_owned(),
        };
        f.pad(&match self.day_rule().zone {
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
    fn plain_dates_take_no_memory() {
        let plain = When::from(NaiveDate::default());
        assert!(plain.extra.is_none());
        assert!(plain.clone().with_words("at the epoch").extra.is_some());
        assert!(plain.with_words("").extra.is_none());
    }
}
