//! Writes a summary in lines for a person.

use std::fmt;

use chrono::NaiveDate;

use super::{FileFault, OutlierYear, RowExample, Summary};
use crate::code::{Country, Scale};
use crate::import::fault::printable;
use crate::import::plain::has_mark;
use crate::import::warning::RowWarning;
use crate::text;

/// What to do with a file that is not UTF-8.
const CONVERT: &str =
    "convert the file to UTF-8 first, such as with `iconv -f WINDOWS-1252 -t UTF-8`";

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_files(f)?;
        self.write_days(f)?;
        self.write_unmarked(f)?;
        self.write_lines(f)?;
        self.write_refused(f)?;
        self.write_warnings(f)
    }
}

/// The groups of lines, in the order in which they are written.
impl Summary {
    fn write_files(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} read", self.rows, counted(self.rows, ROWS))?;
        if self.has_counts() {
            let events = counted(self.events, ["event", "events"]);
            write!(f, ", counted as {} {events}", self.events)?;
        }
        writeln!(
            f,
            ": {} kept, {} merged, {} skipped",
            self.kept,
            self.merged,
            self.skipped(),
        )?;
        for mismatch in &self.mismatches {
            writeln!(f, "{mismatch}")?;
        }
        for (key, files) in &self.record_lists {
            let key = printable(&text::shortened(key));
            match files {
                1 => writeln!(f, "the records of 1 file are in its list `{key}`")?,
                more => writeln!(f, "the records of {more} files are in their list `{key}`")?,
            }
        }
        for FileFault { file, fault } in &self.first_failed {
            writeln!(f, "file {file}: ended early: {fault}")?;
        }
        match self.failed.saturating_sub(self.first_failed.len() as u64) {
            0 => {}
            1 => writeln!(f, "1 more file ended early")?,
            more => writeln!(f, "{more} more files ended early")?,
        }
        for empty in &self.first_empty {
            writeln!(f, "{empty}")?;
        }
        match self.empty.saturating_sub(self.first_empty.len() as u64) {
            0 => Ok(()),
            1 => writeln!(f, "1 more file has no rows"),
            more => writeln!(f, "{more} more files have no rows"),
        }
    }

    fn write_days(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((first, last)) = self.days {
            writeln!(f, "kept rows are dated {first} to {last}")?;
        }
        if let Some((first, last)) = self.added {
            writeln!(f, "rows were added from {first} to {last}")?;
        }
        match self.files_without_added {
            0 => {}
            1 => writeln!(
                f,
                "1 file of GDELT does not say when its rows were added (`DATEADDED`): its guessed dates are not \
                 recognised"
            )?,
            files => writeln!(
                f,
                "{files} files of GDELT do not say when their rows were added (`DATEADDED`): their guessed dates are \
                 not recognised"
            )?,
        }
        for column in self
            .code_columns
            .iter()
            .filter(|column| column.is_notable())
        {
            writeln!(f, "{column}")?;
        }
        write_gaps(f, "no row is dated", &self.days_without_rows)?;
        write_gaps(f, "no row was added", &self.days_without_additions)
    }

    fn write_unmarked(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let no_value = self.unmarked.no_value;
        if no_value > 0 {
            let is_all = no_value == self.kept;
            let scale = self.scale_of_unvalued();
            write!(
                f,
                "{no_value:>8} kept without a mark: the scale has no value"
            )?;
            if is_all {
                f.write_str(" for any of them")?;
            }
            if is_all || scale.is_some() {
                f.write_str(": expected a scale that lists these codes")?;
            }
            if let Some(scale) = scale {
                write!(f, ", such as `{scale}`")?;
            }
            writeln!(f)?;
            write_counted(f, &self.unvalued_codes)?;
        }
        if self.unmarked.blank_value > 0 {
            let rows = self.unmarked.blank_value;
            writeln!(f, "{rows:>8} kept without a mark: their value is blank")?;
        }
        let no_weight = self.unmarked.no_weight;
        if no_weight > 0 {
            writeln!(
                f,
                "{no_weight:>8} kept without a mark: their class has no weight"
            )?;
        }
        match self.unmarked.zero_count {
            0 => Ok(()),
            rows => writeln!(f, "{rows:>8} kept without a mark: their count is 0"),
        }
    }

    fn write_lines(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(RowExample {
            file, line, text, ..
        }) = &self.first_header
        {
            let words = match self.headers {
                1 => "first line without a digit in its date, taken for a header",
                _ => "first lines without a digit in their date, taken for headers",
            };
            writeln!(f, "{:>8} {words}", self.headers)?;
            let text = text.escape_debug();
            writeln!(f, "         file {file}, line {line}: `{text}`")?;
            if self.headers > 1 {
                writeln!(f, "         and others")?;
            }
        }
        if let Some(line) = &self.first_left_out {
            write!(f, "{:>8} left out by the layout", self.left_out)?;
            line.write_place(f)?;
            writeln!(f)?;
        }
        if let Some(line) = &self.first_unended {
            let words = match self.unended {
                1 => "last line without a line feed, which may be cut",
                _ => "last lines without a line feed, which may be cut",
            };
            write!(f, "{:>8} {words}", self.unended)?;
            line.write_place(f)?;
            writeln!(f)?;
        }
        for year in self.outlier_years.iter().take(SHOWN) {
            writeln!(f, "{year}")?;
        }
        match self.outlier_years.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            1 => writeln!(f, "         and 1 other year"),
            more => writeln!(f, "         and {more} other years"),
        }
    }

    fn write_refused(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.refused > 0 {
            writeln!(f, "{:>8} could not be read", self.refused)?;
        }
        for fault in &self.first_refused {
            writeln!(f, "         {fault}")?;
        }
        if self.first_refused.len() as u64 != self.refused {
            writeln!(f, "         and others")?;
        }
        Ok(())
    }

    fn write_warnings(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = if self.has_counts() {
            ["event", "events"]
        } else {
            ROWS
        };
        for warning in RowWarning::ALL {
            let count = self.warning(warning);
            if count.rows == 0 {
                continue;
            }
            write!(
                f,
                "{:>8} {}: {warning}",
                count.rows,
                counted(count.rows, unit)
            )?;
            if count.skipped > 0 {
                write!(f, ", {} skipped for it", count.skipped)?;
            }
            if let Some(example) = &count.first {
                example.write_place(f)?;
            }
            writeln!(f)?;
            match warning {
                RowWarning::UnknownCountry => {
                    write_counted(f, &self.unknown_countries)?;
                    self.write_hints(f)?;
                }
                RowWarning::BrokenText => writeln!(f, "         {CONVERT}")?,
                _ => {}
            }
        }
        Ok(())
    }
}

impl Summary {
    /// Whether rows count as other numbers of events than one. Refused rows and those that are left out are one
    /// row each, of unknown counts.
    const fn has_counts(&self) -> bool {
        self.events + self.refused + self.left_out != self.rows
    }

    /// A published scale of another system that has values for codes without a value.
    fn scale_of_unvalued(&self) -> Option<&'static str> {
        let scales = [
            (Scale::weis_goldstein(), "Scale::weis_goldstein()"),
            (Scale::copdab(), "Scale::copdab()"),
        ];
        let mut scales = scales.into_iter();
        let found = scales.find(|(scale, _)| {
            let mut codes = self.unvalued_codes.iter();
            codes.any(|(code, _)| scale.valence(code).is_some())
        });
        found.map(|(_, name)| name)
    }

    /// Says how to read unknown names, if they have marks of footnotes or are codes of two letters.
    fn write_hints(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_hint(f, has_mark, |first, others| match others {
            0 => format!(
                "1 of these names ends with the mark of a footnote (`{first}`): to remove it, state \
                 `with_footnote_marks_removed(true)`"
            ),
            _ => format!(
                "{} of these names end with the mark of a footnote (`{first}` and others): to remove them, state \
                 `with_footnote_marks_removed(true)`",
                others + 1
            ),
        })?;
        self.write_hint(f, is_two_letter_code, |first, others| match others {
            0 => format!(
                "1 of these names is a code of two letters (`{first}`): to read it as a country, state its \
                 list with `with_two_letter_codes`"
            ),
            _ => format!(
                "{} of these names are codes of two letters (`{first}` and others): to read them as countries, \
                 state their list with `with_two_letter_codes`",
                others + 1
            ),
        })
    }

    /// Writes a hint about some of the unknown names, made from the first of them and the number of others.
    fn write_hint(
        &self,
        f: &mut fmt::Formatter<'_>,
        is_concerned: fn(&str) -> bool,
        hint: impl Fn(&str, usize) -> String,
    ) -> fmt::Result {
        let names = self.unknown_countries.iter().map(|(name, _)| &**name);
        let mut names = names.filter(|name| is_concerned(name));
        match names.next() {
            Some(first) => {
                let first = printable(&text::shortened(first)).clone();
                writeln!(f, "         {}", hint(&first, names.count()))
            }
            None => Ok(()),
        }
    }
}

/// The number of examples of each list.
const SHOWN: usize = 5;

/// Whether a text is a code of two letters of ISO 3166-1. Most of those of FIPS 10-4 are, too.
fn is_two_letter_code(text: &str) -> bool {
    let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    is_code && Country::from_iso2(text).is_some()
}

impl RowExample {
    /// Writes the place in brackets.
    fn write_place(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " (first: file {}, line {}", self.file, self.line)?;
        if let Some((number, name)) = &self.column {
            write!(f, ", column {number} ({name})")?;
        }
        write!(f, ")")
    }
}

impl fmt::Display for OutlierYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, year) = (self.rows, self.year);
        let rows = counted(count, ROWS);
        write!(
            f,
            "{count:>8} {rows} of the year {year}, far from the others"
        )?;
        self.first.write_place(f)
    }
}

/// One row, and several.
const ROWS: [&str; 2] = ["row", "rows"];

/// The word for a number of things: for one, or for another number.
const fn counted(count: u64, [one, several]: [&'static str; 2]) -> &'static str {
    if count == 1 { one } else { several }
}

/// Writes the periods without rows on one line.
fn write_gaps(
    f: &mut fmt::Formatter<'_>,
    what: &str,
    gaps: &[(NaiveDate, NaiveDate)],
) -> fmt::Result {
    const SHOWN: usize = 3;
    let lengths = gaps
        .iter()
        .map(|&(first, last)| (last - first).num_days() + 1);
    let days: i64 = lengths.sum();
    if days == 0 {
        return Ok(());
    }
    write!(
        f,
        "{what} on {days} {}: ",
        if days == 1 { "day" } else { "days" }
    )?;
    for (number, (first, last)) in gaps.iter().take(SHOWN).enumerate() {
        let before = if number == 0 { "" } else { ", " };
        write!(f, "{before}{first}")?;
        if first < last {
            write!(f, " to {last}")?;
        }
    }
    match gaps.len().saturating_sub(SHOWN) {
        0 => writeln!(f),
        1 => writeln!(f, ", and 1 other period"),
        more => writeln!(f, ", and {more} other periods"),
    }
}

/// Writes the first texts with their counts on one line.
fn write_counted<T: fmt::Display>(f: &mut fmt::Formatter<'_>, counted: &[(T, u64)]) -> fmt::Result {
    for (number, (text, rows)) in counted.iter().take(SHOWN).enumerate() {
        let before = if number == 0 { "         " } else { ", " };
        let text = printable(&text::shortened(&text.to_string()));
        write!(f, "{before}{text} ({rows})")?;
    }
    match counted.len().saturating_sub(SHOWN) {
        0 if counted.is_empty() => Ok(()),
        0 => writeln!(f),
        more => writeln!(f, ", and {more} others"),
    }
}
