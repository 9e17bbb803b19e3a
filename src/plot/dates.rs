//! How dates are written: names of months and patterns.

use chrono::{Datelike, NaiveDate};

use crate::text::fill;

/// How dates are written in a picture. The default is English.
///
/// In a pattern `{d}` is the day, `{mon}` the short name of the month, `{month}` its long name,
/// `{m}` its number and `{y}` the year; in a pattern of two days `{e}` is the second day. In
/// patterns of a whole date, `{date}` is the date, and `{from}` and `{to}` are two.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::plot::DateFormat;
///
/// let date = NaiveDate::from_ymd_opt(2025, 7, 10).unwrap();
/// assert_eq!(DateFormat::default().date(date, true), "10 Jul 2025");
///
/// let mut german = DateFormat::default();
/// german.months_short[6] = "Juli".into();
/// german.day_and_year = "{d}. {mon} {y}".into();
/// assert_eq!(german.date(date, true), "10. Juli 2025");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DateFormat {
    /// The short names of the months, January first.
    pub months_short: [String; 12],
    /// The long names of the months, January first.
    pub months: [String; 12],
    /// One letter for each day of the week, Monday first.
    pub weekdays: [String; 7],
    /// The first day of a month, where it is not written "1". `None` where it is.
    pub first_of_month: Option<String>,
    /// A day, where the year is clear: `{d} {mon}`.
    pub day: String,
    /// A day with its year: `{d} {mon} {y}`.
    pub day_and_year: String,
    /// Two days of one month: `{d}–{e} {mon}`.
    pub days: String,
    /// Two days of one month with its year: `{d}–{e} {mon} {y}`.
    pub days_and_year: String,
    /// A month, where the year is clear: `{mon}`.
    pub month: String,
    /// A month with its year: `{mon} {y}`.
    pub month_and_year: String,
    /// A year: `{y}`.
    pub year: String,
    /// Two dates: `{from}–{to}`.
    pub range: String,
    /// A date or later: `from {date}`.
    pub from: String,
    /// A date or earlier: `by {date}`.
    pub by: String,
    /// All days from one to another, of a relation in force: `from {from} to {to}`.
    pub through: String,
    /// All days up to a date, of a relation in force: `until {date}`.
    pub until: String,
    /// About a date: `about {date}`.
    pub about: String,
}

impl Default for DateFormat {
    fn default() -> Self {
        let months = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        Self {
            months_short: months.map(|name| name[..3].to_owned()),
            months: months.map(str::to_owned),
            weekdays: ["M", "T", "W", "T", "F", "S", "S"].map(str::to_owned),
            first_of_month: None,
            day: "{d} {mon}".to_owned(),
            day_and_year: "{d} {mon} {y}".to_owned(),
            days: "{d}–{e} {mon}".to_owned(),
            days_and_year: "{d}–{e} {mon} {y}".to_owned(),
            month: "{mon}".to_owned(),
            month_and_year: "{mon} {y}".to_owned(),
            year: "{y}".to_owned(),
            range: "{from}–{to}".to_owned(),
            from: "from {date}".to_owned(),
            by: "by {date}".to_owned(),
            through: "from {from} to {to}".to_owned(),
            until: "until {date}".to_owned(),
            about: "about {date}".to_owned(),
        }
    }
}

impl DateFormat {
    /// A day, with or without its year.
    pub fn date(&self, date: NaiveDate, with_year: bool) -> String {
        let pattern = if with_year {
            &self.day_and_year
        } else {
            &self.day
        };
        self.pattern(pattern, date, date)
    }

    /// A month, with or without its year.
    pub(super) fn month(&self, date: NaiveDate, with_year: bool) -> String {
        let pattern = if with_year {
            &self.month_and_year
        } else {
            &self.month
        };
        self.pattern(pattern, date, date)
    }

    pub(super) fn year(&self, date: NaiveDate) -> String {
        self.pattern(&self.year, date, date)
    }

    /// From one day to another, both included: a year, a month, a day or a range.
    pub(crate) fn days(&self, first: NaiveDate, last: NaiveDate, with_year: bool) -> String {
        if first >= last {
            return self.date(first, with_year);
        }
        let begins = first.day() == 1;
        let ends = last.succ_opt().is_none_or(|next| next.day() == 1);
        let same_year = first.year() == last.year();
        if begins && ends && same_year {
            if first.month() == last.month() {
                return self.month(first, with_year);
            }
            if (first.month(), last.month()) == (1, 12) {
                return self.year(first);
            }
        }
        if same_year && first.month() == last.month() {
            let pattern = if with_year {
                &self.days_and_year
            } else {
                &self.days
            };
            return self.pattern(pattern, first, last);
        }
        let from = self.date(first, with_year && !same_year);
        let to = self.date(last, with_year);
        fill(&self.range, &[("from", &from), ("to", &to)])
    }

    fn number_of(&self, date: NaiveDate) -> String {
        match (date.day(), &self.first_of_month) {
            (1, Some(first)) => first.clone(),
            (day, _) => day.to_string(),
        }
    }

    fn pattern(&self, pattern: &str, date: NaiveDate, end: NaiveDate) -> String {
        let month = date.month0() as usize;
        fill(
            pattern,
            &[
                ("d", &self.number_of(date)),
                ("e", &self.number_of(end)),
                ("m", &date.month().to_string()),
                ("mon", &self.months_short[month]),
                ("month", &self.months[month]),
                ("y", &date.year().to_string()),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_as_short_as_it_can_be() {
        let format = DateFormat::default();
        let date = |m, d| NaiveDate::from_ymd_opt(2025, m, d).expect("a date");
        let days = |from, to| format.days(from, to, true);
        assert_eq!(days(date(2, 1), date(2, 28)), "Feb 2025");
        assert_eq!(days(date(1, 1), date(12, 31)), "2025");
        assert_eq!(days(date(7, 12), date(7, 13)), "12–13 Jul 2025");
        assert_eq!(days(date(6, 30), date(7, 6)), "30 Jun–6 Jul 2025");
        assert_eq!(days(date(6, 30), date(6, 30)), "30 Jun 2025");
    }
}
