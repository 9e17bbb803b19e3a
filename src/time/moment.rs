//! The instants at which a question is asked.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};

/// The number of seconds in a day.
pub(crate) const DAY: i64 = 86_400;

/// The day of a second, counted from 1970-01-01.
///
/// An unbounded side, which does not fit 32 bits, becomes the nearest day that does.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
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

/// The date of a day counted from 1970-01-01. Returns `None` outside chrono's years.
pub(crate) fn date_of_day(day: i32) -> Option<NaiveDate> {
    instant(i64::from(day) * DAY).map(|at| at.date_naive())
}

/// The instant of a second. Returns `None` outside chrono's years.
pub(crate) fn instant(second: i64) -> Option<DateTime<Utc>> {
    Utc.timestamp_opt(second, 0).single()
}

/// The midnights by which days are counted: in the zone that all dates share, or in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Midnights {
    /// There is no date, so any midnights fit.
    Undated,
    /// This many seconds after the midnights of UTC, less than a day.
    At(i64),
    /// The dates have several zones, or an unknown one: days are in UTC.
    Mixed,
}

impl Midnights {
    /// The midnights of a zone that is this many seconds ahead of UTC.
    pub(crate) const fn ahead(seconds: i64) -> Self {
        Self::At((-seconds).rem_euclid(DAY))
    }

    /// The midnights that both share.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Undated, one) | (one, Self::Undated) => one,
            (one, other) if one == other => one,
            _ => Self::Mixed,
        }
    }

    /// The number of seconds after the midnights of UTC.
    pub(crate) const fn after_utc(self) -> i64 {
        match self {
            Self::At(seconds) => seconds,
            Self::Undated | Self::Mixed => 0,
        }
    }

    /// The day of a second.
    pub(crate) fn day(self, second: i64) -> i64 {
        day_of(second.saturating_sub(self.after_utc())).into()
    }
}

/// The instant at which a state is computed. A date means its first instant, 00:00 UTC.
///
/// Events of the day itself do not count yet: relations *at* 11 July exclude 11 July. For what was
/// known *as of* a day, see [`AsOf`], which includes the day. Both hold whole seconds. A
/// `DateTime<Utc>` converts to exactly that instant.
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

/// The instant up to which assertions are known. A date means the end of its day in UTC.
///
/// Reports of the day itself count. For the state *at* a day, see [`Moment`], which excludes the day.
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

    /// The days since 1970-01-01, with a fraction for the time of day.
    #[expect(clippy::cast_precision_loss, reason = "chrono's seconds fit 43 bits")]
    pub fn days(self) -> f64 {
        self.0 as f64 / DAY as f64
    }

    /// The UTC day of this instant.
    pub fn date(self) -> NaiveDate {
        self.instant().date_naive()
    }

    fn instant(self) -> DateTime<Utc> {
        instant(self.0).expect("a moment is made from an instant or a date of chrono")
    }

    /// The first instant of a day, counted from 1970-01-01.
    pub(crate) const fn of_day(day: i32) -> Self {
        Self(day as i64 * DAY)
    }

    /// The day of this instant, counted from 1970-01-01.
    pub(crate) const fn day(self) -> i32 {
        day_of(self.0)
    }
}

/// Written as RFC 3339 in UTC: `2025-07-11T00:00:00Z`.
impl serde::Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.instant().serialize(serializer)
    }
}

impl<'de> serde::Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let at = DateTime::<Utc>::deserialize(deserializer)?;
        if at.timestamp_subsec_nanos() == 0 {
            Ok(Self::from(at))
        } else {
            Err(serde::de::Error::custom(format_args!(
                "`{}` is between two seconds: expected whole seconds",
                at.to_rfc3339()
            )))
        }
    }
}

impl AsOf {
    /// The seconds since 1970-01-01T00:00:00Z.
    pub(crate) const fn timestamp(self) -> i64 {
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
