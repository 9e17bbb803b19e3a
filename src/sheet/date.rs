//! Dates as people type them, read into EDTF.

use crate::time::{DayOrder, TypedDate, TypedFault, TypedRule, When, WhenError, typed};

/// The reason why a text is not a date.
#[derive(Debug, PartialEq)]
pub(super) enum NotADate {
    /// It is a date in numbers, but the order of day and month is not stated.
    Order,
    /// It is not a date. The text says what was expected.
    Text(String),
}

const EXPECTED: &str = "a date such as `2022-06-30`, `30 June 2022`, `June 2022` or `5-7 May 2022`";

/// The EDTF of a date, or of a range of dates; or `undated`.
pub(super) fn edtf(text: &str, order: Option<DayOrder>) -> Result<String, NotADate> {
    if text.eq_ignore_ascii_case("undated") {
        return Ok("undated".to_owned());
    }
    let Err(edtf) = When::parse(text) else {
        return Ok(text.to_owned());
    };
    let mut plain = text.replace(['\u{a0}', '\u{202f}'], " ");
    plain.make_ascii_lowercase();
    let plain = plain.trim();
    match range(plain, order).or_else(|| single(plain, order)) {
        Some(Ok(text)) => match When::parse(&text) {
            Ok(_) => Ok(text),
            Err(error) => Err(NotADate::Text(expected(&error))),
        },
        Some(Err(error)) => Err(error),
        // A text in the form of EDTF with one wrong part gets the more exact message.
        None => Err(NotADate::Text(match edtf {
            WhenError::Syntax { column: 2.., .. }
            | WhenError::EndBeforeStart { .. }
            | WhenError::SeveralDates { .. }
                if plain.starts_with(|c: char| c.is_ascii_digit()) && plain.contains('-') =>
            {
                expected(&edtf)
            }
            WhenError::Spelling { .. } => expected(&edtf),
            _ => EXPECTED.to_owned(),
        })),
    }
}

/// What an error of EDTF expected.
pub(super) fn expected(error: &WhenError) -> String {
    let message = error.to_string();
    let expected = message.rsplit_once(": expected ");
    expected.map_or_else(|| EXPECTED.to_owned(), |(_, rest)| rest.to_owned())
}

/// The date in EDTF. Returns `None` without a year, and for a day without a month.
fn edtf_of(date: TypedDate) -> Option<String> {
    let year = date.year?;
    match (date.month, date.day) {
        (None, None) => Some(format!("{year:04}")),
        (Some(month), None) => Some(format!("{year:04}-{month:02}")),
        (Some(month), Some(day)) => Some(format!("{year:04}-{month:02}-{day:02}")),
        (None, Some(_)) => None,
    }
}

/// One date, in EDTF.
fn single(text: &str, order: Option<DayOrder>) -> Option<Result<String, NotADate>> {
    match parts(text, order)? {
        Ok(parts) => edtf_of(parts).map(Ok),
        Err(error) => Some(Err(error)),
    }
}

/// A range of two dates, in EDTF. The first may leave out parts that the second has: `30 June - 2 July 2022`.
fn range(text: &str, order: Option<DayOrder>) -> Option<Result<String, NotADate>> {
    let dashes = text.replace(['\u{2013}', '\u{2014}'], "-");
    for separator in [" to ", " until ", " - ", "/", "-"] {
        let Some((first, last)) = dashes.split_once(separator) else {
            continue;
        };
        // `2025-02-24/26` and `2025-02-24/03-02`: the last day leaves out the start that it shares with the first.
        let (first, last) = (first.trim(), last.trim());
        if iso(first).is_some() && last.len() < first.len() {
            let whole = format!("{}{last}", &first[..first.len() - last.len()]);
            if iso(&whole).is_some() {
                return Some(Ok(format!("{first}/{whole}")));
            }
        }
        let (Some(first), Some(last)) = (parts(first, order), parts(last, order)) else {
            continue;
        };
        let (mut first, mut last) = match (first, last) {
            (Ok(first), Ok(last)) => (first, last),
            (Err(error), _) | (_, Err(error)) => return Some(Err(error)),
        };
        if first.day.is_some() != last.day.is_some() {
            continue;
        }
        first.year = first.year.or(last.year);
        first.month = first.month.or(last.month);
        last.month = last.month.or(first.month);
        if let (Some(first), Some(last)) = (edtf_of(first), edtf_of(last)) {
            return Some(Ok(format!("{first}/{last}")));
        }
    }
    None
}

/// The text, if it is a day of the form `2022-06-30`.
fn iso(text: &str) -> Option<&str> {
    let is_iso = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    is_iso.then_some(text)
}

/// The parts of a date in words or in numbers. Returns `None` if it is neither.
fn parts(text: &str, order: Option<DayOrder>) -> Option<Result<TypedDate, NotADate>> {
    let rule = TypedRule {
        order,
        first_year: None,
    };
    let parts = typed(text, rule)?;
    Some(parts.map_err(|fault| match fault {
        TypedFault::Order => NotADate::Order,
        TypedFault::Year => NotADate::Text("a year of four digits".to_owned()),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_dates_are_those_of_edtf() {
        for (typed, expected) in [
            ("30 June 2022", "2022-06-30"),
            ("30th of June, 2022", "2022-06-30"),
            ("June 30, 2022", "2022-06-30"),
            ("Jun. 30 2022", "2022-06-30"),
            ("Sept 2022", "2022-09"),
            ("June 2022", "2022-06"),
            ("2022/6/30", "2022-06-30"),
            ("2022-06", "2022-06"),
            ("2025-02-24/26", "2025-02-24/2025-02-26"),
            ("2025-02-24/03-02", "2025-02-24/2025-03-02"),
            ("5-7 May 2022", "2022-05-05/2022-05-07"),
            ("5–7 May 2022", "2022-05-05/2022-05-07"),
            ("May 5-7, 2022", "2022-05-05/2022-05-07"),
            ("30 June – 2 July 2022", "2022-06-30/2022-07-02"),
            ("June 2022 to August 2022", "2022-06/2022-08"),
            ("2022-06-30 to 2022-07-02", "2022-06-30/2022-07-02"),
        ] {
            assert_eq!(edtf(typed, None), Ok(expected.to_owned()), "{typed}");
        }
    }

    #[test]
    fn numbers_are_read_only_in_a_stated_order() {
        let date = |text: &str| Ok(str::to_owned(text));
        assert_eq!(edtf("30.6.2022", None), Err(NotADate::Order));
        assert_eq!(
            edtf("30.6.2022", Some(DayOrder::DayFirst)),
            date("2022-06-30")
        );
        assert_eq!(
            edtf("6/30/2022", Some(DayOrder::MonthFirst)),
            date("2022-06-30")
        );
        assert_eq!(
            edtf("6/7/2022", Some(DayOrder::DayFirst)),
            date("2022-07-06")
        );
        assert_eq!(
            edtf("1/7/2022 - 3/7/2022", Some(DayOrder::DayFirst)),
            date("2022-07-01/2022-07-03")
        );
        assert!(matches!(
            edtf("6/30/2022", Some(DayOrder::DayFirst)),
            Err(NotADate::Text(_))
        ));
        assert!(matches!(
            edtf("30/6/22", Some(DayOrder::DayFirst)),
            Err(NotADate::Text(_))
        ));
    }

    #[test]
    fn other_texts_are_not_dates() {
        for text in [
            "",
            " ",
            "early March",
            "31 June 2022",
            "tbc",
            "30 June",
            "June",
            "30",
            "2022-13-01",
            "March total",
            "2 July – 30 June 2022",
            "5 contacts",
            "June 2022 2022",
            "é",
            "1-",
            "/",
        ] {
            assert!(matches!(edtf(text, None), Err(NotADate::Text(_))), "{text}");
        }
    }
}
