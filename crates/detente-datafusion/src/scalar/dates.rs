//! Dates as EDTF.

use chrono::{Datelike, NaiveDate, TimeDelta};
use detente::When;

/// The days from 0001-01-01 to 1970-01-01.
const DAYS_TO_1970: i32 = 719_163;

/// A date in days from 1970-01-01, as Arrow stores it.
fn days(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - DAYS_TO_1970
}

/// The first day on which a date can begin. Returns `None` if the text is not EDTF, or if the date has no such
/// bound.
pub(super) fn edtf_earliest(text: &str) -> Option<i32> {
    let bounds = When::parse(text).ok()?.bounds();
    Some(days(bounds.start_earliest()?.date_naive()))
}

/// The last day on which a date can end. Returns `None` if the text is not EDTF, or if the date has no such bound.
pub(super) fn edtf_latest(text: &str) -> Option<i32> {
    let bounds = When::parse(text).ok()?.bounds();
    // The end is excluded.
    let last = bounds
        .end_latest()?
        .checked_sub_signed(TimeDelta::seconds(1))?;
    Some(days(last.date_naive()))
}

/// Whether one date is certainly before another. Returns `None` if one of the texts is not EDTF.
pub(super) fn is_certainly_before(a: &str, b: &str) -> Option<bool> {
    let (a, b) = (When::parse(a).ok()?, When::parse(b).ok()?);
    Some(a.before(&b).is_certain())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_arrow_counts_them() {
        let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!((days(date(1970, 1, 1)), days(date(1969, 12, 31))), (0, -1));
        assert_eq!(edtf_earliest("2025-02"), Some(days(date(2025, 2, 1))));
        assert_eq!(edtf_latest("2025-02"), Some(days(date(2025, 2, 28))));
        assert_eq!(
            (edtf_earliest("1066-1"), edtf_latest("2025-07-10/..")),
            (None, None)
        );
    }
}
