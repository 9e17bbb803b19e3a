//! The points of time at which a question is asked.
//!
//! A question needs an instant, and people say days. What a day stands for
//! depends on the question, so there is a type for each of the two:
//!
//! - [`Moment`]: *where do things stand at* a day: at its first instant, 00:00 UTC.
//!   What happens on the day itself is not counted yet.
//! - [`AsOf`]: *what was known as of* a day: up to its last instant, 24:00 UTC.
//!   What was said on the day itself was known.
//!
//! Both hold whole seconds, the resolution of this crate. Whoever wants another
//! instant passes a `DateTime<Utc>` and gets exactly that.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};

/// Seconds of a day.
pub(crate) const DAY: i64 = 86_400;

/// The day, counted from 1970-01-01, that holds a second.
///
/// What is beyond 32 bits of days, as only an unbounded side is, is the nearest that is not.
#[expect(clippy::cast_possible_truncation, reason = "it was seen to fit")]
pub(crate) const fn day_of(second: i64) -> i32 {
    match second.div_euclid(DAY) {
        day if day > i32::MAX as i64 => i32::MAX,
        day if day < i32::MIN as i64 => i32::MIN,
        day => day as i32,
    }
}

/// The first second of a date.
pub(crate) fn first_second(date: NaiveDate) -> i64 {
    date.and_time(NaiveTime::MIN).and_utc().timestamp()
}

/// The date that a day number, counted from 1970-01-01, stands for; none outside chrono's years.
pub(crate) fn date_of_day(day: i32) -> Option<NaiveDate> {
    instant(i64::from(day) * DAY).map(|at| at.date_naive())
}

/// The instant of a second; none outside chrono's years.
pub(crate) fn instant(second: i64) -> Option<DateTime<Utc>> {
    Utc.timestamp_opt(second, 0).single()
}

/// By whose midnights days are counted: those of the one zone in which something is dated, or UTC's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Midnights {
    /// Nothing is dated, so that any will do.
    Unsaid,
    /// So many seconds after those of UTC, less than a day.
    At(i64),
    /// Dates are of several zones, or of none that is known: days are those of UTC.
    Mixed,
}

impl Midnights {
    /// Those of a zone that is so many seconds ahead of UTC.
    pub(crate) const fn ahead(seconds: i64) -> Self {
        Self::At((-seconds).rem_euclid(DAY))
    }

    /// Those by which the dates of both are counted.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unsaid, one) | (one, Self::Unsaid) => one,
            (one, other) if one == other => one,
            _ => Self::Mixed,
        }
    }

    /// The seconds by which they lie after those of UTC.
    pub(crate) const fn after_utc(self) -> i64 {
        match self {
            Self::At(seconds) => seconds,
            Self::Unsaid | Self::Mixed => 0,
        }
    }

    /// The number of the day that holds a second.
    pub(crate) fn day(self, second: i64) -> i64 {
        day_of(second.saturating_sub(self.after_utc())).into()
    }
}

/// The instant at which a state is asked for; a date stands for its first instant.
///
/// # Example
///
/// ```
/// use chrono::{NaiveDate, TimeZone, Utc};
/// use detente::time::Moment;
///
/// let day = NaiveDate::from_ymd_opt(2025, 7, 11).unwrap();
/// let midnight = Utc.with_ymd_and_hms(2025, 7, 11, 0, 0, 0).unwrap();
/// assert_eq!(Moment::from(day), Moment::from(midnight));
/// assert_eq!(Moment::from(day).to_string(), "2025-07-11");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

/// The instant up to which assertions are known; a date stands for its last instant.
///
/// # Example
///
/// ```
/// use chrono::{NaiveDate, TimeZone, Utc};
/// use detente::time::AsOf;
///
/// let day = NaiveDate::from_ymd_opt(2025, 7, 9).unwrap();
/// let midnight = Utc.with_ymd_and_hms(2025, 7, 10, 0, 0, 0).unwrap();
/// assert_eq!(AsOf::from(day), AsOf::from(midnight));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AsOf(i64);

impl Moment {
    /// The seconds since 1970-01-01T00:00:00Z.
    pub const fn timestamp(self) -> i64 {
        self.0
    }

    /// The days since 1970-01-01, with the fraction of the day that has passed.
    #[expect(clippy::cast_precision_loss, reason = "chrono's seconds fit 43 bits")]
    pub fn days(self) -> f64 {
        self.0 as f64 / DAY as f64
    }

    /// The UTC day that holds this instant.
    pub fn date(self) -> NaiveDate {
        self.instant().date_naive()
    }

    fn instant(self) -> DateTime<Utc> {
        instant(self.0).expect("a moment was made of an instant or a date")
    }

    /// The first instant of a day counted from 1970-01-01.
    pub(crate) const fn of_day(day: i32) -> Self {
        Self(day as i64 * DAY)
    }

    /// The day, counted from 1970-01-01, that holds this instant.
    pub(crate) const fn day(self) -> i32 {
        day_of(self.0)
    }
}

impl AsOf {
    /// The seconds since 1970-01-01T00:00:00Z.
    pub const fn timestamp(self) -> i64 {
        self.0
    }
}

impl From<NaiveDate> for Moment {
    fn from(date: NaiveDate) -> Self {
        Self(first_second(date))
    }
}

impl From<DateTime<Utc>> for Moment {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.timestamp())
    }
}

impl From<NaiveDate> for AsOf {
    fn from(date: NaiveDate) -> Self {
        Self(first_second(date) + DAY)
    }
}

impl From<DateTime<Utc>> for AsOf {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.timestamp())
    }
}

impl From<Moment> for AsOf {
    fn from(at: Moment) -> Self {
        Self(at.0)
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = self.instant();
        f.pad(&if self.0.rem_euclid(DAY) == 0 {
            at.date_naive().to_string()
        } else {
            at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
        })
    }
}
