//! Dates relative to the day of a report: "Tuesday night", "last week".

mod days;
mod phrase;

use std::fmt;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use thiserror::Error;

use super::day_rule::{DayRule, Zone};
use super::edtf::Edtf;
use super::moment::{DAY, date_of_day, day_of, first_second};
use super::when::When;
use crate::wire::errors;
use days::{DayRange, to_edtf};
pub use phrase::RelativeDate;

/// The text between the words and the anchor.
const SAID_ON: &str = ", said on ";

/// The widest anchor, in days, for which each day is resolved by itself.
///
/// Weekdays then make at most six ranges, and the text stays far below
/// [`Edtf::MAX_LENGTH`].
const WIDEST: i64 = 31;

/// How far UTC+14 is ahead of UTC, and UTC-12 behind it, in seconds.
const AHEAD: i64 = 14 * 3_600;
const BEHIND: i64 = 12 * 3_600;

/// The day on which something was said, from which [relative dates](RelativeDate) are counted.
///
/// Usually the publication date of the text. [`Anchor::resolve`] combines it with a phrase into a
/// [`When`]. The caller chooses the phrase: language is not parsed.
///
/// Every result is an uncertain date: some time within the days named, like `2025-07-10` or
/// `[2025-07-08..2025-07-09]`. An event that filled the whole of last week is an extent: write it as
/// an EDTF interval.
///
/// An uncertain day is a range from the first possible day to the last: `first <= last`. Days and
/// results are in a [`Zone`], UTC by default. Weeks are from Monday to Sunday, as in ISO 8601.
///
/// # What if the day of the report is uncertain?
///
/// The result then contains the days for each possible day of the report, and only
/// those: "Thursday", said on 9 or 10 July 2025, is `[2025-07-03,2025-07-10]`, without the
/// days between. If the anchor covers more than 31 days, the result is one range from the
/// first possible day to the last.
///
/// # Where is the anchor stored?
///
/// In the words of the date: `Tuesday night, said on 2025-07-10`. [`resolve`](Self::resolve) adds it
/// after the phrase, [`quote`](Self::quote) adds it after the words of the source, and
/// [`said`](Self::said) reads both back, so that the date can be computed again if the text turns
/// out to be from another day. A separate field would make every [`When`] larger.
///
/// # Example
///
/// ```
/// use chrono::{NaiveDate, Weekday};
/// use detente::time::{Anchor, RelativeDate, When};
///
/// // An article of Thursday, 10 July 2025, and one of that day or the day after.
/// let thursday = Anchor::from(NaiveDate::from_ymd_opt(2025, 7, 10).unwrap());
/// let uncertain = Anchor::try_from(&When::parse("[2025-07-10..2025-07-11]")?)?;
///
/// let night = thursday.resolve(RelativeDate::NightOf(Weekday::Tue))?;
/// assert_eq!(night.to_string(), "[2025-07-08..2025-07-09]");
/// assert_eq!(night.words(), Some("Tuesday night, said on 2025-07-10"));
///
/// let yesterday = RelativeDate::Yesterday;
/// assert_eq!(thursday.resolve(yesterday)?.to_string(), "2025-07-09");
/// assert_eq!(uncertain.resolve(yesterday)?.to_string(), "[2025-07-09..2025-07-10]");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Anchor {
    first: NaiveDate,
    last: NaiveDate,
    zone: Zone,
}

/// An [`Anchor`] could not be built, or a [`RelativeDate`] could not be resolved.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AnchorError {
    /// The last possible day is before the first.
    #[error(
        "the last day `{last}` is before the first day `{first}`: expected the first day first"
    )]
    LastBeforeFirst {
        /// The first possible day.
        first: NaiveDate,
        /// The last possible day.
        last: NaiveDate,
    },
    /// The date has no first day or no last day, so that no day can be counted from it.
    #[error("`{text}` has no first or last day: expected a date with both")]
    Unbounded {
        /// The date.
        text: String,
    },
    /// The result is outside chrono's years, -262143 to 262142.
    #[error("`{words}` is out of range: expected a year from -262143 to 262142")]
    OutsideYears {
        /// The phrase and the anchor.
        words: String,
    },
}

errors!(AnchorError {
    LastBeforeFirst { first, last },
    Unbounded { text },
    OutsideYears { words },
});

impl Anchor {
    /// Creates an anchor that is one of several UTC days, from `first` to `last`.
    ///
    /// # Errors
    ///
    /// Returns [`AnchorError::LastBeforeFirst`] if `last` is before `first`.
    pub fn between(first: NaiveDate, last: NaiveDate) -> Result<Self, AnchorError> {
        if first <= last {
            Ok(Self {
                first,
                last,
                zone: Zone::Utc,
            })
        } else {
            Err(AnchorError::LastBeforeFirst { first, last })
        }
    }

    /// Sets the zone of the days of the anchor and of the results.
    #[must_use]
    pub const fn with_zone(self, zone: Zone) -> Self {
        Self { zone, ..self }
    }

    /// Returns the date of a phrase that was said on this day.
    ///
    /// The result keeps the phrase and the anchor as its [words](When::words).
    ///
    /// # Errors
    ///
    /// Returns [`AnchorError::OutsideYears`] if the result is outside chrono's years.
    pub fn resolve(self, phrase: RelativeDate) -> Result<When, AnchorError> {
        let words = self.quote(&phrase.to_string());
        let rule = DayRule::default().with_zone(self.zone);
        let date = self
            .day_ranges(phrase)
            .and_then(|ranges| Edtf::parse(&to_edtf(&ranges)).ok())
            .and_then(|edtf| When::new(edtf, rule).ok());
        match date {
            Some(when) => Ok(when.with_words(words)),
            None => Err(AnchorError::OutsideYears { words }),
        }
    }

    /// The possible days of the anchor.
    pub const fn days(self) -> RangeInclusive<NaiveDate> {
        self.first..=self.last
    }

    /// The zone in which its days are read.
    pub const fn zone(self) -> Zone {
        self.zone
    }

    /// Appends the anchor to the words of a source, for [`When::with_words`].
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::{NaiveDate, Weekday};
    /// use detente::time::{Anchor, RelativeDate};
    ///
    /// let anchor = Anchor::from(NaiveDate::from_ymd_opt(2025, 7, 10).unwrap());
    /// let night = anchor.resolve(RelativeDate::NightOf(Weekday::Tue))?;
    /// let night = night.with_words(anchor.quote("late on Tuesday"));
    /// assert_eq!(night.words(), Some("late on Tuesday, said on 2025-07-10"));
    /// assert_eq!(Anchor::said(&night), Some(("late on Tuesday", anchor)));
    /// # Ok::<(), detente::time::AnchorError>(())
    /// ```
    pub fn quote(self, words: &str) -> String {
        format!("{words}{SAID_ON}{self}")
    }

    /// Reads the words and the anchor back from a date: the inverse of [`Anchor::quote`].
    ///
    /// Returns `None` if the words of the date do not end with an anchor. The zone is the
    /// zone of the date.
    pub fn said(date: &When) -> Option<(&str, Self)> {
        let (words, day) = date.words()?.rsplit_once(SAID_ON)?;
        let rule = DayRule::default().with_zone(date.day_rule().zone);
        let day = When::new(Edtf::parse(day).ok()?, rule).ok()?;
        Some((words, Self::try_from(&day).ok()?))
    }

    /// The ranges of days that the phrase means: sorted, neither overlapping nor adjacent.
    ///
    /// Returns `None` if one of the days is outside chrono's years.
    fn day_ranges(self, phrase: RelativeDate) -> Option<Vec<DayRange>> {
        let (first, last) = (phrase.days_from(self.first)?, phrase.days_from(self.last)?);
        let width = (self.last - self.first).num_days();
        if width >= WIDEST {
            return Some(vec![(first.0, last.1)]);
        }
        // `iter_days` never yields chrono's last day, so the last day is appended.
        let days = self.first.iter_days().take_while(|&day| day < self.last);
        let meanings = days.map(|day| phrase.days_from(day)).chain([Some(last)]);
        let mut ranges = Vec::new();
        // Invariant: `joined` is the last range so far. A later day of the report never
        // means an earlier range, so only `joined` can touch the next one.
        let mut joined = first;
        for next in meanings {
            let next = next?;
            if joined.1.succ_opt().is_none_or(|after| next.0 <= after) {
                joined.1 = next.1;
            } else {
                ranges.push(joined);
                joined = next;
            }
        }
        ranges.push(joined);
        Some(ranges)
    }
}

/// As EDTF: a day, or one of several days.
impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&to_edtf(&[(self.first, self.last)]))
    }
}

/// One UTC day.
impl From<NaiveDate> for Anchor {
    fn from(date: NaiveDate) -> Self {
        Self {
            first: date,
            last: date,
            zone: Zone::Utc,
        }
    }
}

/// Uses a date, such as the publication date of a source, as the anchor.
///
/// The days are all those that the bounds of the date touch, in the zone of its
/// [`DayRule`]. If a time has another offset, and that is the speaker's, read the date in
/// it: "yesterday", said at `2025-07-11T01:00+08:00`, is the 10th there and the 9th in UTC.
///
/// # Errors
///
/// Returns [`AnchorError::Unbounded`] if the first or the last day is open or unknown.
impl TryFrom<&When> for Anchor {
    type Error = AnchorError;

    fn try_from(said: &When) -> Result<Self, AnchorError> {
        let [low, .., high] = said.bounds().raw();
        if low == i64::MIN || high == i64::MAX {
            return Err(AnchorError::Unbounded {
                text: said.to_string(),
            });
        }
        // Bounds are cut off at chrono's first and last year, and so are the days.
        let first = |ahead: i64| date_of_day(day_of(low + ahead)).unwrap_or(NaiveDate::MIN);
        let last = |ahead: i64| date_of_day(day_of(high - 1 + ahead)).unwrap_or(NaiveDate::MAX);
        let zone = said.day_rule().zone;
        let (first, last) = match zone {
            Zone::Utc => (first(0), last(0)),
            Zone::Offset(offset) => {
                let ahead = i64::from(offset.local_minus_utc());
                (first(ahead), last(ahead))
            }
            Zone::AnywhereOnEarth => {
                // Dates begin at UTC+14 and end at UTC-12, so undo that...
                let dates = (first(AHEAD), last(-BEHIND));
                let low_of_dates = first_second(dates.0) - AHEAD;
                let high_of_dates = first_second(dates.1) + DAY + BEHIND;
                if (low, high) == (low_of_dates, high_of_dates) {
                    dates
                } else {
                    // ...unless it is an instant, whose date depends on the place.
                    (first(-BEHIND), last(AHEAD))
                }
            }
        };
        Ok(Self { first, last, zone })
    }
}
