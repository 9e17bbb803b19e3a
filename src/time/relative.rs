//! Dates that were said from where the speaker stood: "Tuesday night", "last week".
//!
//! An [`Anchor`] is the day on which something was said, mostly the publication date
//! of the text. Its methods say what the words mean from there. They do not read
//! language: whoever writes the record chooses the method, and the words stay with the
//! date.
//!
//! All of them give an uncertain date, some time of the days named, as `2025-07-10`
//! and `[2025-07-08..2025-07-09]` do. What took the whole of last week is an extent,
//! and is written as one. Weeks are those of ISO 8601, from Monday to Sunday.
//!
//! # Which day was it said?
//!
//! That too may be uncertain. The result is then what it would be for one of the days,
//! whichever: "Thursday", said on 9 or 10 July 2025, is `[2025-07-03,2025-07-10]`, and
//! not the days between. Of an anchor wider than 31 days those are no longer told
//! apart, and the result is one stretch.
//!
//! # Where is the anchor kept?
//!
//! In the words: `Tuesday night, said on 2025-07-10`. A date that is not relative has
//! no anchor, so a field of its own would make every [`When`] larger and add a field to
//! the written form, for what a person can read as it is. The methods put it there
//! behind a phrase of their own, [`Anchor::quote`] puts it behind the words of the
//! source, and [`Anchor::said`] finds both again, to date them anew if the text turns
//! out to be from another day. What the anchor says of the *date* is in the bounds.

mod stretch;

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use thiserror::Error;

use super::moment::{DAY, date_of_day, day_of, first_second};
use super::reading::{Reading, Zone};
use super::when::When;
use stretch::{
    Stretch, day, days_in_words, last_of_month, name, on_or_after, on_or_before, written, year,
};

/// What stands between the words and the anchor.
const SAID_ON: &str = ", said on ";

/// The widest anchor, in days, of which the days are told apart.
///
/// Weekdays then make at most six stretches, and the text stays far below
/// [`Edtf::MAX_LENGTH`].
const WIDEST: i64 = 31;

/// How far UTC+14 is ahead of UTC, and UTC-12 behind it, in seconds.
const AHEAD: i64 = 14 * 3_600;
const BEHIND: i64 = 12 * 3_600;

/// The day on which something was said, from which its dates are counted.
///
/// If that day is uncertain, it is one from the first to the last possible, and so much
/// less is known of what was said. Dates are those of a zone, UTC unless
/// [another](Anchor::zone) is given; the results are read there too.
///
/// | said | method |
/// | :-- | :-- |
/// | "today", "yesterday", "tomorrow" | [`today`], [`yesterday`], [`tomorrow`] |
/// | "last night", "tonight" | [`last_night`], [`tonight`] |
/// | "Thursday", of what has happened | [`on_last`]: on the anchor or before it |
/// | "last Thursday", said on a Thursday too | [`on_last_before`] |
/// | "Thursday", of what is planned | [`on_next`]: on the anchor or after it |
/// | "next Thursday", said on a Thursday too | [`on_next_after`] |
/// | "Tuesday night" | [`night_of`] |
/// | "over the weekend" | [`over_the_weekend`] |
/// | "last week", "this month", "next year" | [`last_week`], [`this_month`], [`next_year`] and their like |
/// | "three days ago", "in three days" | [`days_ago`], [`in_days`] |
/// | "in the past 48 hours", "within ten days" | [`within_last`] |
/// | "in recent months" | [`in_recent`] |
///
/// All of these give some time of the days named, never the whole of them, and keep the
/// words and the anchor.
///
/// # Example
///
/// ```
/// use chrono::{NaiveDate, Weekday};
/// use detente::time::{Anchor, When};
///
/// // An article of Thursday, 10 July 2025, or of the day after.
/// let thursday = Anchor::new(NaiveDate::from_ymd_opt(2025, 7, 10).unwrap());
/// let uncertain = Anchor::of(&When::parse("[2025-07-10..2025-07-11]")?)?;
///
/// let night = thursday.night_of(Weekday::Tue)?;
/// assert_eq!(night.to_string(), "[2025-07-08..2025-07-09]");
/// assert_eq!(night.words(), Some("Tuesday night, said on 2025-07-10"));
///
/// assert_eq!(thursday.yesterday()?.to_string(), "2025-07-09");
/// assert_eq!(uncertain.yesterday()?.to_string(), "[2025-07-09..2025-07-10]");
/// assert_eq!(uncertain.last_week()?.to_string(), "[2025-06-30..2025-07-06]");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`today`]: Anchor::today
/// [`yesterday`]: Anchor::yesterday
/// [`tomorrow`]: Anchor::tomorrow
/// [`last_night`]: Anchor::last_night
/// [`tonight`]: Anchor::tonight
/// [`on_last`]: Anchor::on_last
/// [`on_last_before`]: Anchor::on_last_before
/// [`on_next`]: Anchor::on_next
/// [`on_next_after`]: Anchor::on_next_after
/// [`night_of`]: Anchor::night_of
/// [`over_the_weekend`]: Anchor::over_the_weekend
/// [`last_week`]: Anchor::last_week
/// [`this_month`]: Anchor::this_month
/// [`next_year`]: Anchor::next_year
/// [`days_ago`]: Anchor::days_ago
/// [`in_days`]: Anchor::in_days
/// [`within_last`]: Anchor::within_last
/// [`in_recent`]: Anchor::in_recent
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Anchor {
    first: NaiveDate,
    last: NaiveDate,
    zone: Zone,
}

/// A day was refused by [`Anchor::between`] or [`Anchor::of`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AnchorError {
    /// The last possible day is before the first.
    #[error("the last day, `{last}`, is before the first, `{first}`")]
    LastBeforeFirst {
        /// The first possible day.
        first: NaiveDate,
        /// The last possible day.
        last: NaiveDate,
    },
    /// The date has no bound on one side, so that nothing can be counted from it.
    #[error("`{text}` has no first or no last day")]
    Unbounded {
        /// The date.
        text: String,
    },
}

/// What was said names a day outside chrono's years, -262143 to 262142.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{words}` is outside the years -262143 to 262142")]
pub struct RelativeError {
    words: String,
}

impl RelativeError {
    /// What was said, and on which day.
    pub fn words(&self) -> &str {
        &self.words
    }
}

impl Anchor {
    /// What was said on a day.
    #[must_use]
    pub const fn new(date: NaiveDate) -> Self {
        Self {
            first: date,
            last: date,
            zone: Zone::Utc,
        }
    }

    /// What was said on one of several days, from the first to the last.
    ///
    /// # Errors
    ///
    /// [`AnchorError::LastBeforeFirst`] if the last is before the first.
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

    /// What was said at a time as far as that is known, such as the publication date of
    /// a source.
    ///
    /// The days are all those that the bounds touch, in the zone in which the date is
    /// read. Where a time states another offset, that of the speaker, read it in that:
    /// "yesterday", said at `2025-07-11T01:00+08:00`, is the 10th there, and in UTC the
    /// 9th.
    ///
    /// # Errors
    ///
    /// [`AnchorError::Unbounded`] if the first or the last day is open or unknown.
    pub fn of(said: &When) -> Result<Self, AnchorError> {
        let [low, .., high] = said.bounds().raw();
        if low == i64::MIN || high == i64::MAX {
            return Err(AnchorError::Unbounded {
                text: said.to_string(),
            });
        }
        // The bounds are cut off at the first and the last year; so are the days.
        let first = |ahead: i64| date_of_day(day_of(low + ahead)).unwrap_or(NaiveDate::MIN);
        let last = |ahead: i64| date_of_day(day_of(high - 1 + ahead)).unwrap_or(NaiveDate::MAX);
        let zone = said.reading().zone_of_dates();
        let (first, last) = match zone {
            Zone::Utc => (first(0), last(0)),
            Zone::Offset(offset) => {
                let ahead = i64::from(offset.local_minus_utc());
                (first(ahead), last(ahead))
            }
            Zone::AnywhereOnEarth => {
                let dates = (first(AHEAD), last(-BEHIND));
                let low_of_dates = first_second(dates.0) - AHEAD;
                let high_of_dates = first_second(dates.1) + DAY + BEHIND;
                // These dates, or else an instant, whose date depends on the place.
                if (low, high) == (low_of_dates, high_of_dates) {
                    dates
                } else {
                    (first(-BEHIND), last(AHEAD))
                }
            }
        };
        Ok(Self { first, last, zone })
    }

    /// Reads the days, of the anchor and of what was said, in a zone.
    #[must_use]
    pub const fn zone(self, zone: Zone) -> Self {
        Self { zone, ..self }
    }

    /// The first day on which it may have been said.
    pub const fn first(self) -> NaiveDate {
        self.first
    }

    /// The last day on which it may have been said.
    pub const fn last(self) -> NaiveDate {
        self.last
    }

    /// The zone of the days.
    pub const fn zone_of_dates(self) -> Zone {
        self.zone
    }

    /// The words of a source with the day on which they were said, for
    /// [`When::with_words`].
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::{NaiveDate, Weekday};
    /// use detente::time::Anchor;
    ///
    /// let anchor = Anchor::new(NaiveDate::from_ymd_opt(2025, 7, 10).unwrap());
    /// let night = anchor.night_of(Weekday::Tue)?.with_words(anchor.quote("late on Tuesday"));
    /// assert_eq!(night.words(), Some("late on Tuesday, said on 2025-07-10"));
    /// assert_eq!(Anchor::said(&night), Some(("late on Tuesday", anchor)));
    /// # Ok::<(), detente::time::RelativeError>(())
    /// ```
    pub fn quote(self, words: &str) -> String {
        format!("{words}{SAID_ON}{self}")
    }

    /// What was said, and on which day: the reverse of [`Anchor::quote`].
    ///
    /// `None` if the words of the date do not end in an anchor. The zone is that in
    /// which the date is read.
    pub fn said(date: &When) -> Option<(&str, Self)> {
        let (words, day) = date.words()?.rsplit_once(SAID_ON)?;
        let zone = date.reading().zone_of_dates();
        let day = When::read(day, Reading::default().zone(zone)).ok()?;
        Some((words, Self::of(&day).ok()?))
    }

    /// On the day itself.
    ///
    /// # Errors
    ///
    /// As all methods that follow: a [`RelativeError`] if what is said names a day
    /// outside chrono's years.
    pub fn today(self) -> Result<When, RelativeError> {
        self.date("today", |said| day(Some(said)))
    }

    /// On the day before.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn yesterday(self) -> Result<When, RelativeError> {
        self.date("yesterday", |said| day(said.pred_opt()))
    }

    /// On the day after.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn tomorrow(self) -> Result<When, RelativeError> {
        self.date("tomorrow", |said| day(said.succ_opt()))
    }

    /// In the night to the day: that day or the one before.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn last_night(self) -> Result<When, RelativeError> {
        self.date("last night", |said| Some((said.pred_opt()?, said)))
    }

    /// In the night from the day: that day or the one after.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn tonight(self) -> Result<When, RelativeError> {
        self.date("tonight", |said| Some((said, said.succ_opt()?)))
    }

    /// On the last such weekday, the anchor itself included.
    ///
    /// That is how papers date what has happened: "Thursday", in the issue of a
    /// Thursday, is that day.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn on_last(self, weekday: Weekday) -> Result<When, RelativeError> {
        self.date(name(weekday), |said| day(on_or_before(said, weekday)))
    }

    /// On the last such weekday before the anchor: from a day to a week earlier.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn on_last_before(self, weekday: Weekday) -> Result<When, RelativeError> {
        self.date(&format!("last {}", name(weekday)), |said| {
            day(on_or_before(said.pred_opt()?, weekday))
        })
    }

    /// On the next such weekday, the anchor itself included.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn on_next(self, weekday: Weekday) -> Result<When, RelativeError> {
        self.date(&format!("this {}", name(weekday)), |said| {
            day(on_or_after(said, weekday))
        })
    }

    /// On the next such weekday after the anchor: from a day to a week later.
    ///
    /// Some speakers mean by "next Thursday" that of the week after; whoever reads them
    /// so says [`Anchor::in_days`].
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn on_next_after(self, weekday: Weekday) -> Result<When, RelativeError> {
        self.date(&format!("next {}", name(weekday)), |said| {
            day(on_or_after(said.succ_opt()?, weekday))
        })
    }

    /// In the night that began on the last such weekday, the anchor itself included:
    /// that day or the one after.
    ///
    /// A night belongs to two dates, and its name does not say to which.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn night_of(self, weekday: Weekday) -> Result<When, RelativeError> {
        self.date(&format!("{} night", name(weekday)), |said| {
            let evening = on_or_before(said, weekday)?;
            Some((evening, evening.succ_opt()?))
        })
    }

    /// On the Saturday or the Sunday of the last weekend that has begun: said on a
    /// Saturday or a Sunday, of that same weekend.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn over_the_weekend(self) -> Result<When, RelativeError> {
        self.date("over the weekend", |said| {
            let saturday = on_or_before(said, Weekday::Sat)?;
            Some((saturday, saturday.succ_opt()?))
        })
    }

    /// Some day of the week before, from Monday to Sunday.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn last_week(self) -> Result<When, RelativeError> {
        self.date("last week", |said| {
            let sunday = on_or_before(said, Weekday::Mon)?.pred_opt()?;
            Some((on_or_before(sunday, Weekday::Mon)?, sunday))
        })
    }

    /// Some day of the week, from Monday to Sunday, whether before or after the anchor.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn this_week(self) -> Result<When, RelativeError> {
        self.date("this week", |said| {
            let monday = on_or_before(said, Weekday::Mon)?;
            Some((monday, on_or_after(said, Weekday::Sun)?))
        })
    }

    /// Some day of the week after, from Monday to Sunday.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn next_week(self) -> Result<When, RelativeError> {
        self.date("next week", |said| {
            let monday = on_or_after(said, Weekday::Sun)?.succ_opt()?;
            Some((monday, on_or_after(monday, Weekday::Sun)?))
        })
    }

    /// Some day of the month before.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn last_month(self) -> Result<When, RelativeError> {
        self.date("last month", |said| {
            let last = said.with_day(1)?.pred_opt()?;
            Some((last.with_day(1)?, last))
        })
    }

    /// Some day of the month, whether before or after the anchor.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn this_month(self) -> Result<When, RelativeError> {
        self.date("this month", |said| {
            Some((said.with_day(1)?, last_of_month(said)))
        })
    }

    /// Some day of the month after.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn next_month(self) -> Result<When, RelativeError> {
        self.date("next month", |said| {
            let first = last_of_month(said).succ_opt()?;
            Some((first, last_of_month(first)))
        })
    }

    /// Some day of the year before.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn last_year(self) -> Result<When, RelativeError> {
        self.date("last year", |said| year(said.year() - 1))
    }

    /// Some day of the year, whether before or after the anchor.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn this_year(self) -> Result<When, RelativeError> {
        self.date("this year", |said| year(said.year()))
    }

    /// Some day of the year after.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn next_year(self) -> Result<When, RelativeError> {
        self.date("next year", |said| year(said.year() + 1))
    }

    /// So many days before the anchor.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn days_ago(self, days: u32) -> Result<When, RelativeError> {
        self.date(&format!("{} ago", days_in_words(days)), |said| {
            day(said.checked_sub_days(Days::new(days.into())))
        })
    }

    /// So many days after the anchor.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn in_days(self, days: u32) -> Result<When, RelativeError> {
        self.date(&format!("in {}", days_in_words(days)), |said| {
            day(said.checked_add_days(Days::new(days.into())))
        })
    }

    /// Some time of the so many times 24 hours up to the anchor.
    ///
    /// They begin on a day that is so many days before the anchor, at what hour nobody
    /// knows, so that day and the anchor are both included.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn within_last(self, days: u32) -> Result<When, RelativeError> {
        let phrase = match days {
            1 => "within the last day".to_owned(),
            _ => format!("within the last {days} days"),
        };
        self.date(&phrase, |said| {
            Some((said.checked_sub_days(Days::new(days.into()))?, said))
        })
    }

    /// Some day of so many months before the month of the anchor, or of that month up to
    /// the anchor.
    ///
    /// The number is for the one who writes the record to choose, since "recent" has
    /// none.
    ///
    /// # Errors
    ///
    /// As [`Anchor::today`].
    pub fn in_recent(self, months: u32) -> Result<When, RelativeError> {
        self.date("in recent months", |said| {
            let month = said.with_day(1)?;
            Some((month.checked_sub_months(Months::new(months))?, said))
        })
    }

    /// What a phrase stands for, by what it stands for on each day.
    ///
    /// A later day must not give an earlier stretch.
    fn date(
        self,
        phrase: &str,
        meaning: impl Fn(NaiveDate) -> Option<Stretch>,
    ) -> Result<When, RelativeError> {
        let words = self.quote(phrase);
        let reading = Reading::default().zone(self.zone);
        let stretches = self.stretches(meaning);
        match stretches.and_then(|all| When::read(&written(&all), reading).ok()) {
            Some(when) => Ok(when.with_words(words)),
            None => Err(RelativeError { words }),
        }
    }

    /// The stretches of days that something stands for: sorted, neither overlapping nor
    /// adjoining. None if there is a day that chrono cannot name.
    fn stretches(self, meaning: impl Fn(NaiveDate) -> Option<Stretch>) -> Option<Vec<Stretch>> {
        let (first, last) = (meaning(self.first)?, meaning(self.last)?);
        let width = (self.last - self.first).num_days();
        if width >= WIDEST {
            return Some(vec![(first.0, last.1)]);
        }
        // The days of `iter_days` end before the last of all, so that is added here.
        let days = self.first.iter_days().take_while(|&said| said < self.last);
        let mut all = Vec::new();
        let mut joined = first;
        for next in days.map(meaning).chain([Some(last)]) {
            let next = next?;
            if joined.1.succ_opt().is_none_or(|after| next.0 <= after) {
                joined.1 = next.1;
            } else {
                all.push(joined);
                joined = next;
            }
        }
        all.push(joined);
        Some(all)
    }
}

/// As EDTF: a day, or one of several.
impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&written(&[(self.first, self.last)]))
    }
}

/// What was said on a UTC day.
impl From<NaiveDate> for Anchor {
    fn from(date: NaiveDate) -> Self {
        Self::new(date)
    }
}

impl TryFrom<&When> for Anchor {
    type Error = AnchorError;

    fn try_from(said: &When) -> Result<Self, AnchorError> {
        Self::of(said)
    }
}
