//! Dates that are numbers: days of spreadsheets, Unix times, and `YYMMDD`.

use std::borrow::Cow;

use super::{day_or, within_calendar};
use crate::import::field::number;
use crate::time::{TypedDate, full_year};

/// The day of `220630`.
pub(super) fn short_compact(
    text: &[u8],
    first_year: Option<u16>,
) -> Result<i32, Cow<'static, str>> {
    let expected = || Cow::from("a date, YYMMDD");
    let first_year = first_year.ok_or("years of two digits to be stated: `with_short_years`")?;
    if text.len() != 6 {
        return Err(expected());
    }
    let part = |at: usize| number(&text[at..at + 2]).and_then(|part| u32::try_from(part).ok());
    let date = TypedDate {
        year: part(0).map(|year| full_year(year, first_year.into())),
        month: part(2),
        day: part(4),
    };
    day_or(date, expected)
}

/// The day of a serial number. A fraction is the time of day.
pub(super) fn serial(text: &[u8], is_of_1900: bool) -> Result<i32, &'static str> {
    let expected = "the number of a day in a spreadsheet";
    let (days, fraction) = match text.iter().position(|&byte| byte == b'.') {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, &text[..0]),
    };
    let days = number(days).and_then(|days| i64::try_from(days).ok());
    let days = days.filter(|_| fraction.iter().all(u8::is_ascii_digit));
    let days = days.ok_or(expected)?;
    let day = match (is_of_1900, days) {
        // 1904-01-01.
        (false, _) => days.checked_add(-24_107),
        (true, 0) => return Err(expected),
        (true, 60) => {
            return Err("a day of the calendar: day 60 is 29 February 1900, which did not exist");
        }
        // 1899-12-31, and a day earlier from the missing day on.
        (true, ..60) => Some(days - 25_568),
        (true, _) => days.checked_add(-25_569),
    };
    day.and_then(within_calendar).ok_or(expected)
}

/// The day of a number of units since 1970. A fraction is skipped.
pub(super) fn unix(text: &[u8], units: i64) -> Result<i32, &'static str> {
    let expected = match units {
        86_400 => "a number of seconds since 1970",
        _ => "a number of milliseconds since 1970",
    };
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1, digits),
        digits => (1, digits),
    };
    let (whole, fraction) = match digits.iter().position(|&byte| byte == b'.') {
        Some(at) => (&digits[..at], &digits[at + 1..]),
        None => (digits, &digits[..0]),
    };
    let whole = number(whole).and_then(|whole| i64::try_from(whole).ok());
    let whole = whole.filter(|_| fraction.iter().all(u8::is_ascii_digit));
    let has_rest = sign < 0 && fraction.iter().any(|&digit| digit != b'0');
    let time = whole.map(|whole| whole * sign - i64::from(has_rest));
    let day = time.and_then(|time| within_calendar(time.div_euclid(units)));
    day.ok_or(expected)
}

#[cfg(test)]
mod tests {
    use crate::import::column::Column;
    use crate::import::dates::{DateRule, DateSpelling, DayReader};
    use crate::time::date_of_day;

    fn read(text: &str, spelling: DateSpelling) -> Result<String, String> {
        let column = Column {
            number: 0,
            name: "date",
        };
        let rule = DateRule {
            spelling,
            first_year: Some(1970),
            is_partial: false,
        };
        let days = DayReader::new(rule).days(text.as_bytes(), column);
        let date = days.map(|days| date_of_day(days.day).unwrap().to_string());
        date.map_err(|fault| fault.to_string())
    }

    #[test]
    fn serial_numbers_are_the_days_of_spreadsheets() {
        for (text, date) in [
            ("1", "1900-01-01"),
            ("59", "1900-02-28"),
            ("61", "1900-03-01"),
            ("45720", "2025-03-04"),
            ("45720.75", "2025-03-04"),
            ("44742", "2022-06-30"),
        ] {
            assert_eq!(
                read(text, DateSpelling::Serial1900).as_deref(),
                Ok(date),
                "{text}"
            );
        }
        assert_eq!(
            read("0", DateSpelling::Serial1904).as_deref(),
            Ok("1904-01-01")
        );
        assert_eq!(
            read("43280", DateSpelling::Serial1904).as_deref(),
            Ok("2022-06-30")
        );
        for text in [
            "0",
            "60",
            "60.5",
            "-1",
            "4e4",
            "",
            ".",
            "99999999999999999999",
        ] {
            assert!(read(text, DateSpelling::Serial1900).is_err(), "{text}");
        }
    }

    #[test]
    fn a_unix_time_is_its_day_in_utc() {
        for (text, date) in [
            ("0", "1970-01-01"),
            ("86399.9", "1970-01-01"),
            ("86400", "1970-01-02"),
            ("-1", "1969-12-31"),
            ("-0.5", "1969-12-31"),
            ("-86400", "1969-12-31"),
            ("-86400.5", "1969-12-30"),
            ("1656547200", "2022-06-30"),
        ] {
            assert_eq!(
                read(text, DateSpelling::UnixSeconds).as_deref(),
                Ok(date),
                "{text}"
            );
        }
        let milliseconds = read("1656547200999", DateSpelling::UnixMilliseconds);
        assert_eq!(milliseconds.as_deref(), Ok("2022-06-30"));
        for text in [
            "",
            "-",
            "1e9",
            "9223372036854775807",
            "99999999999999999999",
        ] {
            assert!(read(text, DateSpelling::UnixSeconds).is_err(), "{text}");
        }
    }
}
