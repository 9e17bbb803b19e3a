//! What to write instead of a text that is not EDTF but is clearly a date.
//!
//! A suggestion is made only if it is EDTF itself. Nothing is corrected: the caller decides.

use super::draft::modern;
use super::wikidata::short_year;
use super::{Edtf, WhenError};
use crate::time::Calendar;

/// Why a text is refused, and what was expected.
type Spelling = (&'static str, String);

/// The error for a text that is a date in another spelling. Returns `None` if it is not one.
pub(super) fn error(text: &str) -> Option<WhenError> {
    let rules = [
        blanks,
        no_ends,
        too_few_digits,
        draft,
        dashes,
        dual_years,
        two_years,
        wikidata,
        compact,
        letters,
    ];
    let (found, expected) = rules.iter().find_map(|rule| rule(text))?;
    Some(WhenError::Spelling {
        text: text.to_owned(),
        found,
        expected: expected.into(),
    })
}

fn is_edtf(text: &str) -> bool {
    Edtf::read(text).is_ok()
}

/// A suggestion, if it is EDTF and not the text itself.
fn instead(text: &str, found: &'static str, write: &str) -> Option<Spelling> {
    (write != text && is_edtf(write)).then(|| (found, format!("`{write}`")))
}

/// ` 2025-07-10`, `2025-07-10 18:00`, `2025 - 07`.
fn blanks(text: &str) -> Option<Spelling> {
    if !text.contains(char::is_whitespace) {
        return None;
    }
    let trimmed = text.trim();
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    instead(text, "has a blank before or after the date", trimmed)
        .or_else(|| {
            let time = trimmed.replacen(' ', "T", 1);
            instead(text, "has a blank between the date and the time", &time)
        })
        .or_else(|| instead(text, "has a blank within the date", &compact))
}

/// `/`, `../..`.
fn no_ends(text: &str) -> Option<Spelling> {
    let has_none = ["/", "../", "/..", "../.."].contains(&modern(text).as_str());
    (has_none || text == "unknown").then(|| {
        let found = "has neither a start nor an end";
        (found, "`undated`".to_owned())
    })
}

/// `19`, `193`, `-04`, `197~`.
fn too_few_digits(text: &str) -> Option<Spelling> {
    let (year, mark) = text.split_at(text.trim_end_matches(['?', '~', '%']).len());
    let digits = year.strip_prefix('-').unwrap_or(year);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (found, write) = match digits.len() {
        2 => ("has two digits", format!("{year}XX")),
        3 => ("has three digits", format!("{year}X")),
        _ => return None,
    };
    let (first, last) = (write.replace('X', "0"), write.replace('X', "9"));
    let write = format!("{write}{mark}");
    if !is_edtf(&write) {
        return None;
    }
    let expected = format!("`{write}` for the years {first} to {last}, or a year of four digits");
    Some((found, expected))
}

/// `+2016-03-05T00:00:00Z`, `2016-00-00`.
fn wikidata(text: &str) -> Option<Spelling> {
    let plain = short_year(text.strip_prefix('+').unwrap_or(text));
    let date = plain.split_once('T').map_or(&*plain, |(date, _)| date);
    if text.starts_with('+') && is_edtf(&plain) {
        let months = date.get(..7).filter(|month| is_edtf(month))?;
        let expected = format!(
            "`{date}` for the day, `{months}` for the month or `{}` for the year, by its precision",
            &months[..4],
        );
        return Some(("is a time as Wikidata writes it", expected));
    }
    let found = "has a month or a day `00`, as Wikidata writes it";
    match (date.strip_suffix("-00-00"), date.strip_suffix("-00")) {
        (Some(year), _) => instead(text, found, year),
        (None, Some(month)) => instead(text, found, month),
        (None, None) => None,
    }
}

/// `199u`, `1723?~`, `unknown/2004`.
fn draft(text: &str) -> Option<Spelling> {
    let write = modern(text);
    // `x` alone is a lower-case letter.
    let is_draft = write != text && write != text.to_ascii_uppercase();
    if !is_draft && !text.starts_with('y') || !is_edtf(&write) {
        return None;
    }
    let expected = match (text.strip_prefix("unknown/"), text.strip_suffix("/unknown")) {
        (Some(_), _) => {
            format!("`{write}` if the start is unknown, or `..{write}` if there is none")
        }
        (_, Some(_)) => format!("`{write}` if the end is unknown, or `{write}..` if there is none"),
        _ => format!("`{write}`"),
    };
    let found = "is written as in the EDTF draft of 2012";
    Some((found, expected))
}

/// `2025–07–10`, with dashes of other kinds.
fn dashes(text: &str) -> Option<Spelling> {
    let write = text.replace(
        [
            '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}',
        ],
        "-",
    );
    instead(text, "has a dash other than `-`", &write)
}

/// `1750/51`, `1750/51-02-11`: one year under two numbers, in England until 1752.
fn dual_years(text: &str) -> Option<Spelling> {
    const LAST: &str = "1752";
    let (first, _) = text.split_once('/')?;
    if first > LAST || Calendar::OldStyle.to_edtf(text).is_err() {
        return None;
    }
    let expected = match two_years(text) {
        Some((_, years)) => {
            format!("{years}, or `Calendar::OldStyle.to_edtf` if it is one year with both numbers")
        }
        None => "`Calendar::OldStyle.to_edtf`, which reads a year with both numbers".to_owned(),
    };
    Some(("has two years", expected))
}

/// `1846-47`, `1914–1918`, `1846/47`.
fn two_years(text: &str) -> Option<Spelling> {
    let (first, last) = text.split_once(['-', '\u{2013}', '/'])?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if first.len() != 4 || !is_number(first) || !is_number(last) {
        return None;
    }
    let last = match last.len() {
        4 => last.to_owned(),
        // `1899-00` ends in 1900.
        2 => {
            let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
            let same = first / 100 * 100 + last;
            let last = if same > first { same } else { same + 100 };
            // A smaller number is more likely a wrong month.
            let is_span = same > first || last == first + 1;
            is_span.then(|| format!("{last:04}"))?
        }
        _ => return None,
    };
    let write = format!("{first}/{last}");
    is_edtf(&write).then(|| ("is two years", format!("`{write}`")))
}

/// `20250710`.
fn compact(text: &str) -> Option<Spelling> {
    if text.len() != 8 || !text.is_ascii() {
        return None;
    }
    let write = format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]);
    instead(text, "has no `-` between its parts", &write)
}

/// `2025-07-10t18:00z`, `201x`.
fn letters(text: &str) -> Option<Spelling> {
    instead(text, "has lower-case letters", &text.to_ascii_uppercase())
}
