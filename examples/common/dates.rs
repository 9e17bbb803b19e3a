//! Dates in words, for the output of the examples.

// No example uses all functions.
#![allow(dead_code)]

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, Offset, TimeDelta, Utc};
use detente::When;
use detente::time::{Bounds, Zone};
use detente::timeline::EventRef;

/// The date as the source gave it: `10 July 2025`, `some day of February 2025`.
pub(crate) fn date(when: &When) -> String {
    if when.is_undated() {
        return "no date".to_owned();
    }
    in_words(when, when.bounds())
}

/// The date of an event, with what follows from constraints.
pub(crate) fn event_date(event: EventRef<'_>) -> String {
    in_words(event.when(), event.bounds())
}

/// `10 July 2025`
pub(crate) fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// The last day before an end. The end of an event is excluded, as midnight after its last day.
pub(crate) fn last_day(end: DateTime<Utc>) -> NaiveDate {
    (end - TimeDelta::seconds(1)).date_naive()
}

fn in_words(when: &When, bounds: Bounds) -> String {
    let zone = match when.day_rule().zone {
        Zone::Offset(offset) => offset,
        Zone::Utc | Zone::AnywhereOnEarth => Utc.fix(),
    };
    let first = bounds.start_earliest().map(|at| local(at, zone));
    let last = bounds.end_latest();
    let last = last.map(|end| local(end - TimeDelta::seconds(1), zone));
    match (first, last) {
        (Some(first), Some(last)) if first == last => day(first),
        (Some(first), Some(last)) if when.is_extent() => days(first, last),
        (Some(first), Some(last)) => some_day(first, last),
        (Some(first), None) => format!("on or after {}", day(first)),
        (None, Some(last)) => format!("on or before {}", day(last)),
        (None, None) => match bounds.end_earliest() {
            Some(certain) => format!("including {}", day(local(certain, zone))),
            None => "no date".to_owned(),
        },
    }
}

fn local(at: DateTime<Utc>, zone: FixedOffset) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// `12 to 13 July 2025`, without repeating the month or the year.
fn days(first: NaiveDate, last: NaiveDate) -> String {
    let format = match (first.year() == last.year(), first.month() == last.month()) {
        (true, true) => "%-d",
        (true, false) => "%-d %B",
        (false, _) => "%-d %B %Y",
    };
    format!("{} to {}", first.format(format), day(last))
}

/// One unknown day of several.
fn some_day(first: NaiveDate, last: NaiveDate) -> String {
    let next = last + Days::new(1);
    match (first.day(), next.day()) {
        (1, 1) if first.month() == last.month() && first.year() == last.year() => {
            format!("some day of {}", first.format("%B %Y"))
        }
        (1, 1) if first.ordinal() == 1 && next.ordinal() == 1 && first.year() == last.year() => {
            format!("some day of {}", first.year())
        }
        _ if first + Days::new(1) == last => days(first, last).replacen(" to ", " or ", 1),
        _ => format!("some day from {}", days(first, last)),
    }
}
