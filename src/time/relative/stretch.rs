//! Stretches of whole days, and how they are written.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::time::edtf::Edtf;

/// Days from the first to the last, both included.
pub(super) type Stretch = (NaiveDate, NaiveDate);

/// One day.
pub(super) fn day(date: Option<NaiveDate>) -> Option<Stretch> {
    date.map(|date| (date, date))
}

/// One year.
pub(super) fn year(year: i32) -> Option<Stretch> {
    Some((
        NaiveDate::from_ymd_opt(year, 1, 1)?,
        NaiveDate::from_ymd_opt(year, 12, 31)?,
    ))
}

/// The last such weekday up to a date, which is included.
pub(super) fn on_or_before(date: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let back = date.weekday().days_since(weekday);
    date.checked_sub_days(Days::new(back.into()))
}

/// The first such weekday from a date on, which is included.
pub(super) fn on_or_after(date: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let ahead = weekday.days_since(date.weekday());
    date.checked_add_days(Days::new(ahead.into()))
}

/// The last day of the month; chrono's last month ends with its last day.
pub(super) fn last_of_month(date: NaiveDate) -> NaiveDate {
    date.with_day(1)
        .and_then(|first| first.checked_add_months(Months::new(1)))
        .and_then(|next| next.pred_opt())
        .unwrap_or(NaiveDate::MAX)
}

pub(super) fn days_in_words(days: u32) -> String {
    match days {
        1 => "1 day".to_owned(),
        _ => format!("{days} days"),
    }
}

pub(super) const fn name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// Stretches as EDTF: a day, a month or a year by itself, or one of several.
pub(super) fn written(stretches: &[Stretch]) -> String {
    let all: Vec<String> = stretches.iter().map(|&stretch| member(stretch)).collect();
    let all = all.join(",");
    if stretches.len() == 1 && !all.contains("..") {
        all
    } else {
        format!("[{all}]")
    }
}

/// A stretch as a member of a set.
fn member((first, last): Stretch) -> String {
    let from = Edtf::from(first).to_string();
    if first == last {
        return from;
    }
    // Without what a whole year, or a whole month, need not say.
    let shorter = if year(first.year()) == Some((first, last)) {
        from.strip_suffix("-01-01")
    } else if last == last_of_month(first) {
        from.strip_suffix("-01")
    } else {
        None
    };
    match shorter {
        Some(shorter) => shorter.to_owned(),
        None => format!("{from}..{}", Edtf::from(last)),
    }
}
