//! Dates of other calendars, as dates of EDTF.
//!
//! EDTF knows the Gregorian calendar alone, also for the time before it was introduced. A source of that time
//! has Julian dates, and in England and its colonies until 1752 years that begin on 25 March. Its text does
//! not say so, so the caller states the calendar.
//!
//! Julian days and Gregorian days are both counted from one day. The counting is that of Hinnant, H. (2013),
//! "chrono-Compatible Low-Level Date Algorithms", with a leap day in every fourth year.

use chrono::{Days, NaiveDate};

use super::{Edtf, WhenError};
use crate::text::words;

/// The calendar of a written date.
///
/// [`Calendar::to_edtf`] converts a date of any of them to EDTF, which is Gregorian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Calendar {
    /// The Gregorian calendar, as in EDTF.
    Gregorian,
    /// The Julian calendar. Years begin on 1 January.
    Julian,
    /// The Julian calendar, and years that begin on 25 March: the Old Style of England.
    ///
    /// The last such year in England was 1751, which ended on 31 December. Later dates are converted by the same
    /// rule, and nothing checks which years a country reckoned so.
    OldStyle,
}

words!(Calendar, "a calendar", 3 {
    Gregorian => "gregorian",
    Julian => "julian",
    OldStyle => "old_style",
});

impl Calendar {
    /// Converts a date of this calendar to EDTF.
    ///
    /// A day stays a day. A month or a year is no month or year of the Gregorian calendar, and becomes a set of
    /// days. A date in the Gregorian calendar is any EDTF expression, and stays as it is.
    ///
    /// In the other two calendars, a date is a year of four digits, a year and a month, or a year, a month and a
    /// day, possibly with `?` at the end; a day also with `~` or `%`. A date from 1 January to 24 March can
    /// have both years, as sources of the time wrote them: `1750/51-02-11`. Both years alone, `1750/51`, are these
    /// days of 1751.
    ///
    /// For a zone, or a start and an end, pass the result to [`When::new`](super::When::new) or
    /// [`When::from_ends`](super::When::from_ends). [`When::with_words`](super::When::with_words) keeps what
    /// the source wrote.
    ///
    /// # Errors
    ///
    /// Returns [`WhenError::NotInCalendar`] if the text is not such a date.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::{Calendar, When};
    ///
    /// let treaty = Calendar::Julian.to_edtf("1700-02-29")?;
    /// assert_eq!(treaty.to_string(), "1700-03-11");
    ///
    /// // Both are the day that is 22 February 1732 in the Gregorian calendar.
    /// for text in ["1731-02-11", "1731/32-02-11"] {
    ///     let born = When::try_from(Calendar::OldStyle.to_edtf(text)?)?.with_words(text);
    ///     assert_eq!(born.to_string(), "1732-02-22");
    /// }
    /// assert_eq!(Calendar::OldStyle.to_edtf("1750/51")?.to_string(), "[1751-01-12..1751-04-04]");
    /// # Ok::<(), detente::time::WhenError>(())
    /// ```
    pub fn to_edtf(self, text: &str) -> Result<Edtf, WhenError> {
        if text.len() > Edtf::MAX_LENGTH {
            return Err(WhenError::TooLong { length: text.len() });
        }
        if self == Self::Gregorian {
            return Edtf::parse(text);
        }
        let refused = |expected: String| WhenError::NotInCalendar {
            text: text.to_owned(),
            calendar: self,
            expected,
        };
        let (date, mark) = split_mark(text);
        let date = Parts::read(date).map_err(&refused)?;
        if matches!(mark, "~" | "%") && date.day.is_none() {
            return Err(refused(format!(
                "a day, since `{mark}` would widen a month or a year"
            )));
        }
        let spans = date.spans(self).map_err(refused)?;
        written(&spans, mark, text)
    }

    /// From the first day of a year to the last day of another.
    pub(super) fn years(self, first: u32, last: u32) -> Result<Edtf, WhenError> {
        let text = format!("[{first:04}..{last:04}]");
        let span = match self {
            Self::Gregorian => return Edtf::parse(&text),
            Self::Julian => (julian_day(first, 1, 1), julian_day(last + 1, 1, 1) - 1),
            Self::OldStyle => (julian_day(first, 3, 25), julian_day(last + 1, 3, 25) - 1),
        };
        written(&[span], "", &text)
    }
}

/// The first and the last day of a span, counted from 1970-01-01.
type Span = (i64, i64);

/// A year as it was written, possibly with the next, and its month and day.
struct Parts {
    year: u32,
    /// Whether the next year was written, too.
    is_dual: bool,
    month: Option<u32>,
    day: Option<u32>,
}

const EXPECTED: &str = "a year of four digits, or a year and a month, or a day, such as `1750-02-11` or `1750/51-02-11`";

impl Parts {
    fn read(text: &str) -> Result<Self, String> {
        let number = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
            let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
            (is_plain && lengths.contains(&text.len()))
                .then(|| text.parse().ok())
                .flatten()
        };
        let expected = || EXPECTED.to_owned();
        let mut parts = text.split('-');
        let years = parts.next().expect("a split text has a first part");
        let (year, next) = match years.split_once('/') {
            Some((year, next)) => (year, Some(next)),
            None => (years, None),
        };
        let year: u32 = number(year, 4..=4).ok_or_else(expected)?;
        if let Some(next) = next {
            let following = format!("{:04}", year + 1);
            if number(next, 1..=4).is_none() || !following.ends_with(next) {
                return Err(format!(
                    "the year after {year:04}, such as `{year:04}/{}`",
                    &following[2..]
                ));
            }
        }
        let mut two = |what: &str| match parts.next() {
            None => Ok(None),
            Some(part) => match number(part, 2..=2) {
                Some(number) => Ok(Some(number)),
                None => Err(format!("a {what} of two digits")),
            },
        };
        let (month, day) = (two("month")?, two("day")?);
        if parts.next().is_some() {
            return Err(expected());
        }
        Ok(Self {
            year,
            is_dual: next.is_some(),
            month,
            day,
        })
    }

    /// The days that it can mean.
    fn spans(&self, calendar: Calendar) -> Result<Vec<Span>, String> {
        let &Self {
            year,
            is_dual,
            month,
            day,
        } = self;
        if let Some(month) = month.filter(|month| !(1..=12).contains(month)) {
            return Err(format!("a month from 01 to 12, not {month:02}"));
        }
        let from_march = calendar == Calendar::OldStyle && !is_dual;
        let first_of = |year, month| julian_day(year, month, 1);
        let last_of = |year, month| match month {
            12 => julian_day(year + 1, 1, 1) - 1,
            _ => julian_day(year, month + 1, 1) - 1,
        };
        let Some(month) = month else {
            return Ok(vec![if is_dual {
                (julian_day(year + 1, 1, 1), julian_day(year + 1, 3, 24))
            } else if from_march {
                (julian_day(year, 3, 25), julian_day(year + 1, 3, 24))
            } else {
                (first_of(year, 1), last_of(year, 12))
            }]);
        };
        if is_dual && (month > 3 || (month == 3 && day > Some(24))) {
            return Err("two years only from 1 January to 24 March".to_owned());
        }
        // Until 24 March the year that began in January is the next one.
        let is_next = |day| month < 3 || (month == 3 && day < 25);
        let january = |day| {
            let next = is_dual || (from_march && is_next(day));
            year + u32::from(next)
        };
        if let Some(day) = day {
            let year = january(day);
            let length = last_of(year, month) - first_of(year, month) + 1;
            if day == 0 || i64::from(day) > length {
                return Err(format!("a day from 01 to {length}"));
            }
            let day = julian_day(year, month, day);
            return Ok(vec![(day, day)]);
        }
        Ok(match (month, is_dual, from_march) {
            (3, true, _) => vec![(first_of(year + 1, 3), julian_day(year + 1, 3, 24))],
            // March is in two parts, with eleven months between.
            (3, _, true) => vec![
                (julian_day(year, 3, 25), last_of(year, 3)),
                (first_of(year + 1, 3), julian_day(year + 1, 3, 24)),
            ],
            _ => vec![(first_of(january(1), month), last_of(january(1), month))],
        })
    }
}

/// The mark at the end of a text, and the text before it.
fn split_mark(text: &str) -> (&str, &str) {
    match text.strip_suffix(['?', '~', '%']) {
        Some(date) => text.split_at(date.len()),
        None => (text, ""),
    }
}

/// The day of a Julian date, counted from 1970-01-01. Days beyond the end of a month count on.
fn julian_day(year: u32, month: u32, day: u32) -> i64 {
    // Years begin in March here, so that the leap day is the last of its year.
    let months = i64::from(year) * 12 + i64::from(month) - 3;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12));
    // From 0000-03-01 (Julian) to 1970-01-01 (Gregorian) there are 719,470 days.
    year * 365 + year.div_euclid(4) + (153 * month + 2) / 5 - 719_470 + i64::from(day) - 1
}

/// The days of one or several spans as EDTF.
fn written(spans: &[Span], mark: &str, text: &str) -> Result<Edtf, WhenError> {
    let outside = || WhenError::OutsideYears {
        text: text.to_owned(),
    };
    let date = |day: i64| {
        let days = Days::new(day.unsigned_abs());
        let epoch = NaiveDate::default();
        let date = if day < 0 {
            epoch.checked_sub_days(days)
        } else {
            epoch.checked_add_days(days)
        };
        date.map(|date| format!("{}{mark}", Edtf::from(date)))
            .ok_or_else(outside)
    };
    if let [(first, last)] = *spans
        && first == last
    {
        return Edtf::parse(&date(first)?);
    }
    let spans = spans
        .iter()
        .map(|&(first, last)| Ok(format!("{}..{}", date(first)?, date(last)?)));
    let spans: Vec<String> = spans.collect::<Result<_, WhenError>>()?;
    Edtf::parse(&format!("[{}]", spans.join(",")))
}
