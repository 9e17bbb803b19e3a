//! A summary in lines for a person.

use std::fmt;

use super::{Offence, Summary, dates};
use crate::code;
use crate::import::anomaly::Anomaly;
use crate::import::problem::printable;

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} row{} read: {} kept, {} merged, {} skipped",
            self.read,
            if self.read == 1 { "" } else { "s" },
            self.kept,
            self.merged,
            self.skipped(),
        )?;
        for misread in &self.misread {
            writeln!(f, "{misread}")?;
        }
        for Offence { file, error } in &self.first_failed {
            writeln!(f, "file {file}: ended early: {error}")?;
        }
        match self.failed - self.first_failed.len() as u64 {
            0 => {}
            1 => writeln!(f, "1 more file ended early")?,
            more => writeln!(f, "{more} more files ended early")?,
        }
        if let Some((first, last)) = self.days() {
            writeln!(f, "kept rows are of {first} to {last}")?;
        }
        if let Some((first, last)) = self.added() {
            writeln!(f, "rows were added from {first} to {last}")?;
        }
        for column in self.code_columns.iter().filter(|column| column.is_told()) {
            writeln!(f, "{column}")?;
        }
        write_gaps(f, "no row is", &self.gaps)?;
        write_gaps(f, "no row was added", &self.added_gaps)?;
        let no_value = if self.unvalued() == self.kept {
            "the scale has no value for any of them: is it one for these codes?"
        } else {
            "the scale has no value"
        };
        if self.unvalued() > 0 {
            writeln!(f, "{:>8} kept without a mark: {no_value}", self.unvalued())?;
            write_counted(f, &self.unvalued_codes)?;
        }
        if self.weightless() > 0 {
            let count = self.weightless();
            writeln!(
                f,
                "{count:>8} kept without a mark: their class weighs nothing"
            )?;
        }
        self.write_headers(f)?;
        if let Some(line) = &self.first_unended {
            let words = match self.unended {
                1 => "last line without a line feed, which may be cut",
                _ => "last lines without a line feed, which may be cut",
            };
            write!(f, "{:>8} {words}", self.unended)?;
            line.write_place(f)?;
            writeln!(f)?;
        }
        for stray in &self.stray_years {
            writeln!(f, "{stray}")?;
        }
        if self.refused > 0 {
            writeln!(f, "{:>8} could not be read", self.refused)?;
        }
        for offence in &self.first_refused {
            writeln!(f, "         file {}, {}", offence.file, offence.error)?;
        }
        if self.first_refused.len() as u64 != self.refused {
            writeln!(f, "         and others")?;
        }
        for &anomaly in Anomaly::ALL {
            let class = self.class(anomaly);
            if class.seen == 0 {
                continue;
            }
            write!(f, "{:>8} {anomaly}", class.seen)?;
            if class.skipped > 0 {
                write!(f, ", {} skipped for it", class.skipped)?;
            }
            if let Some(example) = &class.example {
                example.write_place(f)?;
            }
            writeln!(f)?;
            if anomaly == Anomaly::UnknownCountry {
                write_counted(f, &self.unknown_countries)?;
            }
        }
        Ok(())
    }
}

/// Stretches of days, on a line.
fn write_gaps(f: &mut fmt::Formatter<'_>, what: &str, gaps: &[(i32, i32)]) -> fmt::Result {
    const SHOWN: usize = 3;
    let days: i64 = gaps
        .iter()
        .map(|&(first, last)| i64::from(last) - i64::from(first) + 1)
        .sum();
    if days == 0 {
        return Ok(());
    }
    let of = if what.ends_with("added") { "on" } else { "of" };
    write!(
        f,
        "{what} {of} {days} {}: ",
        if days == 1 { "day" } else { "days" }
    )?;
    for (at, &gap) in gaps.iter().take(SHOWN).enumerate() {
        let (first, last) = dates(gap);
        let before = if at == 0 { "" } else { ", " };
        write!(f, "{before}{first}")?;
        if first < last {
            write!(f, " to {last}")?;
        }
    }
    match gaps.len().checked_sub(SHOWN) {
        None | Some(0) => writeln!(f),
        Some(1) => writeln!(f, ", and 1 other stretch"),
        Some(more) => writeln!(f, ", and {more} other stretches"),
    }
}

/// Some texts with their counts, on a line.
fn write_counted<T: fmt::Display>(f: &mut fmt::Formatter<'_>, counted: &[(T, u64)]) -> fmt::Result {
    const SHOWN: usize = 5;
    for (at, (text, rows)) in counted.iter().take(SHOWN).enumerate() {
        let before = if at == 0 { "         " } else { ", " };
        let text = printable(&code::shortened(&text.to_string()));
        write!(f, "{before}{text} ({rows})")?;
    }
    match counted.len().checked_sub(SHOWN) {
        None if counted.is_empty() => Ok(()),
        None | Some(0) => writeln!(f),
        Some(more) => writeln!(f, ", and {more} others"),
    }
}

impl Summary {
    fn write_headers(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(header) = &self.first_header else {
            return Ok(());
        };
        let words = match self.headers {
            1 => "first line without a digit in its date, taken for a header",
            _ => "first lines without a digit in their date, taken for headers",
        };
        writeln!(f, "{:>8} {words}", self.headers)?;
        let text = header.text.escape_debug();
        writeln!(
            f,
            "         file {}, line {}: `{text}`",
            header.file, header.line
        )?;
        if self.headers > 1 {
            writeln!(f, "         and others")?;
        }
        Ok(())
    }
}
