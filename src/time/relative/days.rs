//! Ranges of whole days, and how they are written as EDTF.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::time::edtf::Edtf;

/// The first and the last day of a range, both included.
pub(super) type DayRange = (NaiveDate, NaiveDate);

/// One day.
pub(super) fn day(date: Option<NaiveDate>) -> Option<DayRange> {
    date.map(|date| (date, date))
}

/// One year. Returns `None` outside chrono's years.
pub(super) fn year(year: i32) -> Option<DayRange> {
    Some((
        NaiveDate::from_ymd_opt(year, 1, 1)?,
        NaiveDate::from_ymd_opt(year, 12, 31)?,
    ))
}

/// The last such weekday up to and including `date`. Returns `None` before chrono's first day.
pub(super) fn on_or_before(date: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let back = date.weekday().days_since(weekday);
    date.checked_sub_days(Days::new(back.into()))
}

/// The first such weekday from `date` on, itself included. Returns `None` after chrono's last day.
pub(super) fn on_or_after(date: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let ahead = weekday.days_since(date.weekday());
    date.checked_add_days(Days::new(ahead.into()))
}

/// The last day of the month.
pub(super) fn last_of_month(date: NaiveDate) -> NaiveDate {
    let first = date.with_day(1).expect("every month has a first day");
    // Chrono's last month, a December, has no month after it.
    first
        .checked_add_months(Months::new(1))
        .map_or(NaiveDate::MAX, |next| {
            next.pred_opt()
                .expect("the next month is not the first of all")
        })
}

/// Writes ranges as EDTF: a single day, month or year by itself, otherwise one of a set.
pub(super) fn to_edtf(ranges: &[DayRange]) -> String {
    let all: Vec<String> = ranges.iter().map(|&range| member(range)).collect();
    let all = all.join(",");
    if ranges.len() == 1 && !all.contains("..") {
        all
    } else {
        format!("[{all}]")
    }
}

/// Writes a range as a member of an EDTF set.
fn member((first, last): DayRange) -> String {
    let from = Edtf::from(first).to_string();
    if first == last {
        return from;
    }
    // A whole year is written without month and day, a whole month without day.
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
