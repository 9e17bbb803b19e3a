//! Dates that are known to a month or a year only.

use super::{compact, day_of_date, typed_date, without_time};
use crate::import::field::number;
use crate::time::{TypedDate, TypedRule};

/// The first and the last day of a month or a year: `1993-06`, `6/1993`, `June 1993`, `19930600`, `1993`. Returns
/// `None` for any other text, and for a date with a day. `200112` is refused, because it may be 12 January 2020.
#[cold]
pub(super) fn period(text: &[u8], rule: TypedRule) -> Option<(i32, i32)> {
    let date = compact(text).or_else(|| {
        let text = std::str::from_utf8(text).ok()?;
        numbers(without_time(text)).or_else(|| typed_date(text.as_bytes(), rule)?.ok())
    })?;
    days_of(date.year?, date.month, date.day)
}

/// The first and the last day of the month, or of the year if the month is missing. A part that is 0 is missing.
/// Returns `None` if the day is not missing, or the month only, and for the year 0.
pub(in crate::import) fn days_of(
    year: u32,
    month: Option<u32>,
    day: Option<u32>,
) -> Option<(i32, i32)> {
    if day.is_some_and(|day| day != 0) {
        return None;
    }
    // `0000-00-00` is a missing date in databases.
    let year = i32::try_from(year).ok().filter(|&year| year > 0)?;
    let Some(month) = month.filter(|&month| month != 0) else {
        return Some((day_of_date(year, 1, 1)?, day_of_date(year, 12, 31)?));
    };
    let last = (28..=31)
        .rev()
        .find_map(|day| day_of_date(year, month, day));
    Some((day_of_date(year, month, 1)?, last?))
}

/// A year of four digits with a month: `1993-06`, `6/1993`, `1993-06-00`.
fn numbers(text: &str) -> Option<TypedDate> {
    let text = text.trim();
    let separator = text.find(['-', '/', '.'])?;
    let mut parts = text.split(char::from(text.as_bytes()[separator]));
    let parts: [Option<&str>; 4] = std::array::from_fn(|_| parts.next());
    let (year, month, day) = match parts {
        // `1993.1` may be a number that lost a zero, or a fraction of a year.
        [Some(year), Some(month), None, None]
            if text.contains('.') && month.len() + year.len() != 6 =>
        {
            return None;
        }
        [Some(month), Some(year), None, None] if year.len() == 4 => (year, month, "0"),
        [Some(year), Some(month), None, None] => (year, month, "0"),
        [Some(year), Some(month), Some(day), None] => (year, month, day),
        _ => return None,
    };
    let is_date = year.len() == 4 && month.len() <= 2 && day.len() <= 2;
    let part = |text: &str| u32::try_from(number(text.as_bytes())?).ok();
    is_date.then_some(TypedDate {
        year: Some(part(year)?),
        month: Some(part(month)?),
        day: Some(part(day)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::date_of_day;

    #[test]
    fn a_month_or_a_year_is_its_days() {
        let rule = TypedRule {
            order: None,
            first_year: None,
        };
        let found = |text: &str| {
            let (first, last) = period(text.as_bytes(), rule)?;
            let [first, last] = [first, last].map(|day| date_of_day(day).unwrap());
            Some(format!("{first}..{last}"))
        };
        for (text, expected) in [
            ("1993-06", "1993-06-01..1993-06-30"),
            ("1993/2", "1993-02-01..1993-02-28"),
            ("6/1993", "1993-06-01..1993-06-30"),
            ("02.2024", "2024-02-01..2024-02-29"),
            ("June 1993", "1993-06-01..1993-06-30"),
            ("1993 Dec", "1993-12-01..1993-12-31"),
            ("1993-06-00", "1993-06-01..1993-06-30"),
            ("1993-00-00", "1993-01-01..1993-12-31"),
            ("19930600", "1993-06-01..1993-06-30"),
            ("19930000", "1993-01-01..1993-12-31"),
            ("1993", "1993-01-01..1993-12-31"),
            ("9999", "9999-01-01..9999-12-31"),
        ] {
            assert_eq!(found(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "-",
            "6",
            "June",
            "1993-13",
            "1993-06-01",
            "1993-00-05",
            "19930005",
            "19931300",
            "93-06",
            "06-93",
            "1846-47",
            "1993-6-0-0",
            "+993-06",
            "1993abcd",
            "1993.1",
            "6.1993",
            "0000",
            "0000-00-00",
            "199306",
            "891231",
            "5 June",
            "1993-06-31",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
