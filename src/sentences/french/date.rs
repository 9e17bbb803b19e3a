//! Dates in French.

use chrono::{Datelike, NaiveDate};

use super::de;
use crate::time::{DatePhrase, SomeDay};

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// `2025`, `44 avant notre ère`: there is no year 0.
pub(super) fn year(year: i32) -> String {
    match year {
        1.. => year.to_string(),
        _ => format!("{} avant notre ère", 1 - i64::from(year)),
    }
}

pub(super) fn month(month: u32) -> &'static str {
    MONTHS[month as usize - 1]
}

/// `1er`, `10`
pub(super) fn number_of_day(day: NaiveDate) -> String {
    match day.day() {
        1 => "1er".to_owned(),
        day => day.to_string(),
    }
}

/// `10 juillet 2025`
pub(super) fn day(day: NaiveDate) -> String {
    format!(
        "{} {} {}",
        number_of_day(day),
        month(day.month()),
        year(day.year())
    )
}

/// `le 10 juillet 2025`
pub(super) fn le(one: NaiveDate) -> String {
    format!("le {}", day(one))
}

/// Two days, each after a word, without repeating the month or the year: `du 12 au 13 juillet 2025`.
pub(super) fn two_days(words: [&str; 2], first: NaiveDate, last: NaiveDate) -> String {
    let from = match (first.year() == last.year(), first.month() == last.month()) {
        (true, true) => number_of_day(first),
        (true, false) => format!("{} {}", number_of_day(first), month(first.month())),
        (false, _) => day(first),
    };
    let [before_first, before_last] = words;
    format!("{before_first} {from} {before_last} {}", day(last))
}

/// One day: after `le`, or `un jour` of several.
pub(super) fn some_day(one: SomeDay) -> String {
    match one {
        SomeDay::Day(one) => le(one),
        SomeDay::DayOrNext(first) => {
            two_days(["le", "ou le"], first, first.succ_opt().unwrap_or(first))
        }
        SomeDay::InMonth {
            year: of,
            month: name,
        } => {
            format!("un jour {} {}", de(month(name)), year(of))
        }
        SomeDay::InYear(of) => format!("un jour de {}", year(of)),
        SomeDay::From { first, last } => {
            format!("un jour {}", two_days(["entre le", "et le"], first, last))
        }
    }
}

/// A date by itself: `10 juillet 2025`, `un jour de février 2025`, `depuis le 24 février 2022`.
pub(super) fn phrase(date: DatePhrase) -> String {
    match date {
        DatePhrase::On(SomeDay::Day(one)) => day(one),
        DatePhrase::On(one) => some_day(one),
        DatePhrase::Through { first, last } => two_days(["du", "au"], first, last),
        DatePhrase::Since(one) => format!("depuis {}", some_day(one)),
        DatePhrase::Until(one) => {
            let day = some_day(one);
            match day.strip_prefix("le ") {
                Some(day) => format!("jusqu’au {day}"),
                None => format!("jusqu’à {day}"),
            }
        }
        DatePhrase::OnOrAfter(first) => format!("{} ou plus tard", le(first)),
        DatePhrase::OnOrBefore(last) => format!("{} ou plus tôt", le(last)),
        DatePhrase::Including(certain) => format!("notamment {}", le(certain)),
        DatePhrase::Unknown => "sans date".to_owned(),
    }
}
