//! Dates in English words, for programs that print them.
//!
//! The text says what is known, to the day: which day, or one unknown day of several, or a first and a
//! last day. EDTF has more than that (hours, gaps, doubts), which the text leaves out.

use chrono::{Datelike, Days, Month, NaiveDate};

use super::{Bounds, DatePhrase, SomeDay, When};

impl When {
    /// The date in English words, to the day, in its own zone.
    ///
    /// | EDTF | words |
    /// | :-- | :-- |
    /// | `2025-07-10` | 10 July 2025 |
    /// | `2025-02` | some day in February 2025 |
    /// | `2014` | some day in 2014 |
    /// | `[2025-07-08..2025-07-09]` | 8 or 9 July 2025 |
    /// | `2025-07-10~` | some day from 9 to 11 July 2025 |
    /// | `2025-07-12/2025-07-13` | 12 to 13 July 2025 |
    /// | `2022-02-24/..` | since 24 February 2022 |
    /// | `[..2025-07-10]` | on or before 10 July 2025 |
    /// | none | no date |
    ///
    /// The time of day, a `?` and gaps between days are left out: `[2025-07-01,2025-07-03]` is "some day
    /// from 1 to 3 July 2025". [`When::to_string`](ToString::to_string) is the text as written, and
    /// [`When::words`] are those of the source.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::When;
    ///
    /// for (edtf, english) in [
    ///     ("2025-07-10", "10 July 2025"),
    ///     ("2025-02", "some day in February 2025"),
    ///     ("2014", "some day in 2014"),
    ///     ("[2025-07-08..2025-07-09]", "8 or 9 July 2025"),
    ///     ("2025-07-10~", "some day from 9 to 11 July 2025"),
    ///     ("2025-07-12/2025-07-13", "12 to 13 July 2025"),
    ///     ("2022-02-24/..", "since 24 February 2022"),
    ///     ("[..2025-07-10]", "on or before 10 July 2025"),
    ///     ("-0043-03-15", "15 March 44 BC"),
    /// ] {
    ///     assert_eq!(When::parse(edtf)?.in_english(), english);
    /// }
    /// assert_eq!(When::undated().in_english(), "no date");
    /// # Ok::<(), detente::time::WhenError>(())
    /// ```
    pub fn in_english(&self) -> String {
        phrase(self.phrase())
    }
}

impl Bounds {
    /// The bounds in English words, to the UTC day, as [`When::in_english`].
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::{Bounds, When};
    ///
    /// let first = When::parse("2025-07-10")?.bounds();
    /// let last = When::parse("2025-07-12")?.bounds();
    /// assert_eq!(first.in_english(), "10 July 2025");
    /// assert_eq!(first.union(&last).in_english(), "some day from 10 to 12 July 2025");
    /// assert_eq!(Bounds::UNKNOWN.in_english(), "no date");
    /// # Ok::<(), detente::time::WhenError>(())
    /// ```
    pub fn in_english(&self) -> String {
        phrase(self.phrase())
    }
}

/// A date in English.
pub(super) fn phrase(date: DatePhrase) -> String {
    match date {
        DatePhrase::On(one) => some_day(one),
        DatePhrase::Through { first, last } => days(first, last, " to "),
        DatePhrase::Since(one) => format!("since {}", some_day(one)),
        DatePhrase::Until(one) => format!("until {}", some_day(one)),
        DatePhrase::OnOrAfter(first) => format!("on or after {}", day(first)),
        DatePhrase::OnOrBefore(last) => format!("on or before {}", day(last)),
        DatePhrase::Including(certain) => format!("including {}", day(certain)),
        DatePhrase::Unknown => "no date".to_owned(),
    }
}

/// `10 July 2025`
fn day(day: NaiveDate) -> String {
    format!("{} {}", day.format("%-d %B"), year(day.year()))
}

/// `2025`, `44 BC`: there is no year 0.
fn year(year: i32) -> String {
    match year {
        1.. => year.to_string(),
        _ => format!("{} BC", 1 - i64::from(year)),
    }
}

/// Two days, without repeating the month or the year: `12 to 13 July 2025`.
fn days(first: NaiveDate, last: NaiveDate, between: &str) -> String {
    let same_year = first.year() == last.year();
    let from = match (same_year, first.month() == last.month()) {
        (true, true) => first.day().to_string(),
        (true, false) => first.format("%-d %B").to_string(),
        (false, _) => day(first),
    };
    format!("{from}{between}{}", day(last))
}

/// One day, or one unknown day of several.
fn some_day(one: SomeDay) -> String {
    match one {
        SomeDay::Day(one) => day(one),
        SomeDay::DayOrNext(first) => days(first, first + Days::new(1), " or "),
        SomeDay::InMonth { year: of, month } => {
            format!("some day in {} {}", month_name(month), year(of))
        }
        SomeDay::InYear(of) => format!("some day in {}", year(of)),
        SomeDay::From { first, last } => format!("some day from {}", days(first, last, " to ")),
    }
}

fn month_name(month: u32) -> &'static str {
    let month = u8::try_from(month)
        .ok()
        .and_then(|month| Month::try_from(month).ok());
    month.expect("a month is from 1 to 12").name()
}
