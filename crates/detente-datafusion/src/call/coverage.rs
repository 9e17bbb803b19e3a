//! Coverage as text.

use chrono::NaiveDate;
use detente::ledger::DaySpan;
use detente::trend::Coverage;

/// Reads a coverage: `unknown`, `nothing`, `always`, or periods of days.
///
/// A period is written as in EDTF, with both days included and `..` for an open end:
/// `2025-01-20/2025-03-31, 2025-05-01/..`. Periods may come in any order and overlap.
pub(crate) fn parse_coverage(text: &str) -> Result<Coverage, String> {
    match text.trim() {
        "unknown" => return Ok(Coverage::unknown()),
        "nothing" => return Ok(Coverage::nothing()),
        "always" => return Ok(Coverage::always()),
        _ => {}
    }
    let periods = text.split(',').map(|period| parse_period(period.trim()));
    let periods: Vec<_> = periods.collect::<Result<_, _>>()?;
    Coverage::of(periods).map_err(|error| error.to_string())
}

/// The first day of a period, and the day after the last.
fn parse_period(text: &str) -> Result<(NaiveDate, Option<NaiveDate>), String> {
    let expected = || {
        format!(
            "`{text}` is not a period of coverage: expected two days, such as `2025-01-20/2025-03-31` or \
             `2025-01-20/..`, or `unknown`, `nothing` or `always`"
        )
    };
    let (first, last) = text.split_once('/').ok_or_else(expected)?;
    let first = parse_day(first).ok_or_else(expected)?;
    if last == ".." {
        return Ok((first, None));
    }
    let last = parse_day(last).ok_or_else(expected)?;
    if last < first {
        return Err(format!(
            "`{text}` is not a period of coverage: its last day is before its first"
        ));
    }
    let span = DaySpan::day(last).map_err(|error| error.to_string())?;
    Ok((first, Some(span.end())))
}

/// A day as `YYYY-MM-DD`, with four digits of the year and no blanks.
fn parse_day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (day.to_string() == text).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coverage_is_read_as_it_is_printed_or_refused() {
        let printed = |text: &str| parse_coverage(text).map(|coverage| coverage.to_string());
        assert_eq!(
            printed("2025-05-01/.., 2025-01-20/2025-03-31").unwrap(),
            "2025-01-20 to 2025-03-31, and from 2025-05-01"
        );
        assert_eq!(parse_coverage("unknown").unwrap(), Coverage::unknown());
        assert_eq!(parse_coverage("nothing").unwrap(), Coverage::nothing());
        assert_eq!(parse_coverage("always").unwrap(), Coverage::always());
        for text in [
            "",
            "2025-01-20",
            "2025-1-20/..",
            "2025-02-30/..",
            "../2025-01-01",
            "2025-01-20/x",
            ",",
        ] {
            let message = parse_coverage(text).unwrap_err();
            assert!(
                message.contains("is not a period of coverage"),
                "{text}: {message}"
            );
        }
        assert!(
            printed("2025-02-01/2025-01-31")
                .unwrap_err()
                .contains("before its first")
        );
    }
}
