//! Days in words, for the output of the examples.

// No example uses both functions.
#![allow(dead_code)]

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use detente::When;

/// `10 July 2025`
pub(crate) fn day(day: NaiveDate) -> String {
    When::from(day).in_english()
}

/// The last day before an end. The end of an event is excluded, as midnight after its last day.
pub(crate) fn last_day(end: DateTime<Utc>) -> NaiveDate {
    (end - TimeDelta::seconds(1)).date_naive()
}
