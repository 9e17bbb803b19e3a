//! Dates that are stored as a number of days.
//!
//! Day 1 is the first of January 1900. The first spreadsheet programs treated 1900 as a leap year, so day 60 is a
//! date that did not exist, and later numbers are one too high. Some workbooks count from the first of January
//! 1904 instead, as day 0.
//!
//! Source: ECMA-376, part 1, 18.17.4.

use chrono::{Datelike, Days, NaiveDate};

use super::shows::Shows;

/// The seconds of a day.
const DAY: u64 = 86_400;
/// The last second of 9999-12-31, from 1900.
const LAST: f64 = 2_958_466.0 * 86_400.0;

/// The text of a date in ISO form: `2025-07-10`, `2025-07-10T14:30:00`, `2025-07` for the first day of a month if the
/// format shows only the month, `14:30:00` for a time, `36:00:00` for a span.
///
/// A program stores `Feb 2025` as the first of February, and shows the month. Returns `None` if the number is not a date.
pub(super) fn text(value: f64, shows: Shows, is_1904: bool) -> Option<String> {
    let seconds = (value * 86_400.0).round();
    if !(0.0..LAST).contains(&seconds) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is in the range of u64"
    )]
    let seconds = seconds as u64;
    let (days, rest) = (seconds / DAY, seconds % DAY);
    let clock = |hours| format!("{hours:02}:{:02}:{:02}", rest / 60 % 60, rest % 60);
    if shows.elapsed {
        return Some(clock(seconds / 3600));
    }
    if days == 0 && !is_1904 {
        return shows.time.then(|| clock(rest / 3600));
    }
    if days == 60 && !is_1904 {
        return Some("1900-02-29".to_owned());
    }
    let (start, days) = match days {
        _ if is_1904 => ((1904, 1, 1), days),
        1..60 => ((1899, 12, 31), days),
        _ => ((1899, 12, 30), days),
    };
    let start = NaiveDate::from_ymd_opt(start.0, start.1, start.2).expect("the day exists");
    let date = start.checked_add_days(Days::new(days))?;
    Some(if rest > 0 {
        format!("{date}T{}", clock(rest / 3600))
    } else if !shows.is_wide() || date.day() > 1 {
        date.to_string()
    } else if shows.month {
        format!("{}", date.format("%Y-%m"))
    } else if date.month() == 1 {
        format!("{}", date.format("%Y"))
    } else {
        date.to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1900_and_from_1904() {
        let day = Shows::of_code("yyyy-mm-dd");
        let text = |value, is_1904| text(value, day, is_1904);
        for (value, date) in [
            (1.0, Some("1900-01-01")),
            (59.0, Some("1900-02-28")),
            // Not a valid date: it is refused when it is read as a date.
            (60.0, Some("1900-02-29")),
            (61.0, Some("1900-03-01")),
            (45_848.0, Some("2025-07-10")),
            (45_848.604_166_666_664, Some("2025-07-10T14:30:00")),
            (2_958_465.0, Some("9999-12-31")),
            (2_958_466.0, None),
            (0.0, None),
            (-1.0, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
        ] {
            assert_eq!(text(value, false).as_deref(), date, "{value}");
        }
        assert_eq!(text(0.0, true).as_deref(), Some("1904-01-01"));
        assert_eq!(text(44_386.0, true).as_deref(), Some("2025-07-10"));
    }

    #[test]
    fn a_date_is_as_wide_as_its_format_shows() {
        let feb = 45_689.0;
        for (value, code, expected) in [
            (feb, "mmm-yy", "2025-02"),
            (feb + 16.0, "mmm-yy", "2025-02-17"),
            (feb, "d-mmm", "2025-02-01"),
            (feb - 31.0, "yyyy", "2025"),
            (feb, "yyyy", "2025-02-01"),
            (feb, "m/d/yy h:mm", "2025-02-01"),
            (0.604_166_666_666_666_6, "h:mm", "14:30:00"),
            (1.5, "[h]:mm", "36:00:00"),
        ] {
            let text = text(value, Shows::of_code(code), false);
            assert_eq!(text.as_deref(), Some(expected), "{code}");
        }
    }
}
