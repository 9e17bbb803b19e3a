//! Dates in German.

use chrono::{Datelike, NaiveDate};

use crate::time::{DatePhrase, SomeDay};

const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// `2025`, `44 vor Christus`: there is no year 0.
pub(super) fn year(year: i32) -> String {
    match year {
        1.. => year.to_string(),
        _ => format!("{} vor Christus", 1 - i64::from(year)),
    }
}

pub(super) fn month(month: u32) -> &'static str {
    MONTHS[month as usize - 1]
}

/// `10. Juli 2025`
pub(super) fn day(day: NaiveDate) -> String {
    format!("{}. {} {}", day.day(), month(day.month()), year(day.year()))
}

/// Two days, without repeating the month or the year: `12. bis 13. Juli 2025`.
pub(super) fn two_days(first: NaiveDate, last: NaiveDate, between: &str) -> String {
    let from = match (first.year() == last.year(), first.month() == last.month()) {
        (true, true) => format!("{}.", first.day()),
        (true, false) => format!("{}. {}", first.day(), month(first.month())),
        (false, _) => day(first),
    };
    format!("{from} {between} {}", day(last))
}

/// One day after a preposition, which is `am` before a day and `an` before another text.
pub(super) fn with_preposition(one: SomeDay, [before_day, before_other]: [&str; 2]) -> String {
    match one {
        SomeDay::Day(one) => format!("{before_day} {}", day(one)),
        SomeDay::DayOrNext(first) => {
            let next = first.succ_opt().unwrap_or(first);
            format!("{before_day} {}", two_days(first, next, "oder"))
        }
        SomeDay::InMonth {
            year: of,
            month: name,
        } => {
            format!("{before_other} einem Tag im {} {}", month(name), year(of))
        }
        SomeDay::InYear(of) => format!("{before_other} einem Tag im Jahr {}", year(of)),
        SomeDay::From { first, last } => {
            format!(
                "{before_other} einem Tag vom {}",
                two_days(first, last, "bis")
            )
        }
    }
}

/// A date by itself: `10. Juli 2025`, `an einem Tag im Februar 2025`, `seit dem 24. Februar 2022`.
pub(super) fn phrase(date: DatePhrase) -> String {
    match date {
        DatePhrase::On(SomeDay::Day(one)) => day(one),
        DatePhrase::On(one) => with_preposition(one, ["am", "an"]),
        DatePhrase::Through { first, last } => two_days(first, last, "bis"),
        DatePhrase::Since(one) => with_preposition(one, ["seit dem", "seit"]),
        DatePhrase::Until(one) => with_preposition(one, ["bis zum", "bis zu"]),
        DatePhrase::OnOrAfter(first) => format!("am {} oder danach", day(first)),
        DatePhrase::OnOrBefore(last) => format!("am {} oder davor", day(last)),
        DatePhrase::Including(certain) => format!("unter anderem am {}", day(certain)),
        DatePhrase::Unknown => "ohne Datum".to_owned(),
    }
}
