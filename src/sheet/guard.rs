//! Cells that a spreadsheet program would change, and the apostrophe that protects them.
//!
//! A guarded cell starts with an apostrophe. A text that starts with apostrophes of its own could be mistaken for
//! a guarded one, so it gets one more. Every text that is written is read back unchanged.

use std::borrow::Cow;

/// Which cells [`Table::to_csv`](super::Table::to_csv) writes with an apostrophe in front, so that a spreadsheet
/// program does not change them. [`Table::from_csv`](super::Table::from_csv) removes the apostrophe.
///
/// | cell | opened and saved by a spreadsheet program | guarded by |
/// | :-- | :-- | :-- |
/// | `=1+1`, `+1`, `-1`, `@a` | computed | both |
/// | `2025-02` | `2025-02-01` or `Feb-25` | `Spreadsheets` |
/// | `2025-07-10` | may become `7/10/2025` | `Spreadsheets` |
/// | `30 June 2022`, `June 2022` | may become `30-Jun-22`, `Jun-22` | `Spreadsheets` |
/// | `007`, `1.50`, `1E5`, `true` | `7`, `1.5`, `100000`, `TRUE` | `Spreadsheets` |
/// | `12345678901234567` | `1.23456789012346E+016` | `Spreadsheets` |
///
/// `LibreOffice` 7.4 opens and saves CSV (without detection of special numbers) with these changes: `007` becomes `7`, `1E5`
/// `100000`, `1.50` `1.5`, `=1+1` `2`, `+1` `1`, and long numbers as above. Dates and `true` stay. With a guard, all stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CellGuard {
    /// Guards only cells that would be formulas. For files that programs read.
    Formulas,
    /// Guards all cells that would change, and starts the file with a byte order mark, so that its encoding is
    /// recognised. For files that people open in a spreadsheet program.
    Spreadsheets,
}

/// The text with its guard, if it needs one.
pub(super) fn guarded(text: &str, guard: CellGuard) -> Cow<'_, str> {
    let inner = text.trim_start_matches('\'');
    let is_at_risk = match guard {
        CellGuard::Formulas => is_formula(inner),
        CellGuard::Spreadsheets => is_changed(inner),
    };
    // A text that starts with apostrophes is guarded if reading would remove one.
    let is_mistaken = inner.len() < text.len() && is_changed(inner);
    if is_at_risk || is_mistaken {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text without its guard.
pub(super) fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(inner) if is_changed(inner.trim_start_matches('\'')) => inner,
        _ => text,
    }
}

/// Whether a spreadsheet program would read the text as a formula.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Whether a spreadsheet program may change the text.
fn is_changed(text: &str) -> bool {
    is_formula(text)
        || text.eq_ignore_ascii_case("true")
        || text.eq_ignore_ascii_case("false")
        || starts_as_number(text)
        || starts_as_month(text)
}

/// Whether the text starts with a digit and is not a plain whole number that a program keeps.
fn starts_as_number(text: &str) -> bool {
    let first = text.strip_prefix(['.', '(', '$', '€', '£']).unwrap_or(text);
    if !first.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let is_whole = text.bytes().all(|byte| byte.is_ascii_digit());
    let is_kept = is_whole && text.len() <= 15 && (text == "0" || !text.starts_with('0'));
    !is_kept
}

/// Whether the text starts with the name of a month and has a digit.
fn starts_as_month(text: &str) -> bool {
    let is_month = crate::time::MONTHS.iter().any(|month| {
        let start = text.get(..3);
        start.is_some_and(|start| start.eq_ignore_ascii_case(&month[..3]))
    });
    is_month && text.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_guard_is_read_back(text in "'{0,2}(=|\\+|-|@|0|1|1.5|Jun |x)?.{0,6}") {
            for guard in [CellGuard::Formulas, CellGuard::Spreadsheets] {
                let guarded = guarded(&text, guard);
                prop_assert_eq!(unguarded(&guarded), text.as_str());
                prop_assert!(!is_formula(&guarded));
                if guard == CellGuard::Spreadsheets {
                    prop_assert!(!is_changed(&guarded));
                }
            }
        }
    }
}
