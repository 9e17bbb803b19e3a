//! What was read, and what became of it.

use std::fmt;

use chrono::NaiveDate;

use super::row::{Anomalies, Anomaly, RowError};
use crate::time::date_of_day;

/// How many bad rows a summary keeps.
pub const MAX_REFUSED: usize = 16;

/// What was read, and what became of it.
///
/// Every row is kept, merged into another that says the same, or skipped:
///
/// ```text
/// read = kept + merged + skipped        skipped = refused + those skipped for an anomaly
/// ```
///
/// [`Display`](fmt::Display) is for a person, on several lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub(super) read: u64,
    pub(super) kept: u64,
    pub(super) merged: u64,
    pub(super) unvalued: u64,
    pub(super) refused: u64,
    pub(super) classes: [Class; Anomaly::ALL.len()],
    pub(super) first_refused: Vec<Offence>,
    pub(super) days: Option<(i32, i32)>,
    pub(super) added: Option<(i32, i32)>,
    pub(super) bytes: u64,
}

/// The count of a class of anomalies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Class {
    pub(super) seen: u64,
    pub(super) skipped: u64,
    pub(super) example: Option<Example>,
}

/// The first row of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub(super) file: u32,
    pub(super) line: u64,
    pub(super) text: Box<str>,
}

/// A row that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offence {
    pub(super) file: u32,
    pub(super) error: RowError,
}

impl Example {
    /// Which of the readers it came from, counted from 1.
    pub const fn file(&self) -> u32 {
        self.file
    }

    /// The line, counted from 1.
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// The beginning of the line.
    pub const fn text(&self) -> &str {
        &self.text
    }
}

impl Offence {
    /// Which of the readers it came from, counted from 1.
    pub const fn file(&self) -> u32 {
        self.file
    }

    /// What is wrong with it.
    pub const fn error(&self) -> &RowError {
        &self.error
    }
}

impl Summary {
    /// How many rows were read, bad ones included.
    pub const fn read(&self) -> u64 {
        self.read
    }

    /// How many rows count.
    pub const fn kept(&self) -> u64 {
        self.kept
    }

    /// How many say what a row that counts says already.
    pub const fn merged(&self) -> u64 {
        self.merged
    }

    /// How many do not count.
    pub fn skipped(&self) -> u64 {
        let skipped = self.classes.iter().map(|class| class.skipped);
        self.refused + skipped.sum::<u64>()
    }

    /// How many could not be read.
    pub const fn refused(&self) -> u64 {
        self.refused
    }

    /// How many of those kept make no mark, as the scale has no value for their code.
    pub const fn unvalued(&self) -> u64 {
        self.unvalued
    }

    /// How many rows have an anomaly, whatever became of them.
    pub fn seen(&self, anomaly: Anomaly) -> u64 {
        self.class(anomaly).map_or(0, |class| class.seen)
    }

    /// How many rows were skipped for an anomaly; a row with several counts for one.
    pub fn skipped_for(&self, anomaly: Anomaly) -> u64 {
        self.class(anomaly).map_or(0, |class| class.skipped)
    }

    /// The first row with an anomaly.
    pub fn example(&self, anomaly: Anomaly) -> Option<&Example> {
        self.class(anomaly)?.example.as_ref()
    }

    /// The first rows that could not be read, at most [`MAX_REFUSED`].
    pub fn first_refused(&self) -> &[Offence] {
        &self.first_refused
    }

    /// The first and the last day of rows that were kept, guessed dates left out.
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        dates(self.days)
    }

    /// The first and the last day on which rows were added, where the format says so.
    pub fn added(&self) -> Option<(NaiveDate, NaiveDate)> {
        dates(self.added)
    }

    /// How many bytes were read, unpacked.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    fn class(&self, anomaly: Anomaly) -> Option<&Class> {
        self.classes.get(anomaly.place())
    }

    pub(super) fn note(&mut self, anomalies: Anomalies) -> bool {
        let mut is_first = false;
        for anomaly in anomalies.iter() {
            if let Some(class) = self.classes.get_mut(anomaly.place()) {
                class.seen += 1;
                is_first |= class.example.is_none();
            }
        }
        is_first
    }

    #[cold]
    pub(super) fn exemplify(&mut self, anomalies: Anomalies, file: u32, line: u64, text: &str) {
        for anomaly in anomalies.iter() {
            if let Some(class) = self.classes.get_mut(anomaly.place()) {
                class.example.get_or_insert_with(|| Example {
                    file,
                    line,
                    text: text.into(),
                });
            }
        }
    }

    pub(super) fn skip(&mut self, anomaly: Anomaly) {
        if let Some(class) = self.classes.get_mut(anomaly.place()) {
            class.skipped += 1;
        }
    }

    /// Adds another, whose files come after those of this one.
    pub(super) fn add(&mut self, other: &Self, files: u32, reused: u64) {
        self.read += other.read;
        self.kept += other.kept;
        self.merged += other.merged;
        self.unvalued += other.unvalued;
        self.refused += other.refused;
        self.bytes += other.bytes;
        for (mine, theirs) in self.classes.iter_mut().zip(&other.classes) {
            mine.seen += theirs.seen;
            mine.skipped += theirs.skipped;
            if mine.example.is_none() {
                mine.example = theirs.example.clone().map(|example| Example {
                    file: example.file.saturating_add(files),
                    ..example
                });
            }
        }
        if let Some(class) = self.classes.get_mut(Anomaly::ReusedId.place()) {
            class.seen += reused;
        }
        let room = MAX_REFUSED.saturating_sub(self.first_refused.len());
        let theirs = other.first_refused.iter().take(room).cloned();
        self.first_refused.extend(theirs.map(|offence| Offence {
            file: offence.file.saturating_add(files),
            ..offence
        }));
        for (mine, theirs) in [(&mut self.days, other.days), (&mut self.added, other.added)] {
            if let Some((first, last)) = theirs {
                widen(mine, first);
                widen(mine, last);
            }
        }
    }

    #[cold]
    pub(super) fn refuse(&mut self, file: u32, error: RowError) {
        self.read += 1;
        self.refused += 1;
        if self.first_refused.len() < MAX_REFUSED {
            self.first_refused.push(Offence { file, error });
        }
    }
}

/// Widens a stretch of days so that it holds another, too.
pub(super) fn widen(days: &mut Option<(i32, i32)>, day: i32) {
    let (first, last) = days.get_or_insert((day, day));
    *first = (*first).min(day);
    *last = (*last).max(day);
}

fn dates(days: Option<(i32, i32)>) -> Option<(NaiveDate, NaiveDate)> {
    let (first, last) = days?;
    Some((date_of_day(first)?, date_of_day(last)?))
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} rows read: {} kept, {} merged, {} skipped",
            self.read,
            self.kept,
            self.merged,
            self.skipped(),
        )?;
        if let Some((first, last)) = self.days() {
            writeln!(f, "kept rows are of {first} to {last}")?;
        }
        if let Some((first, last)) = self.added() {
            writeln!(f, "rows were added from {first} to {last}")?;
        }
        if self.unvalued > 0 {
            writeln!(
                f,
                "{:>8} kept without a mark: the scale has no value",
                self.unvalued
            )?;
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
        for anomaly in Anomaly::ALL {
            let Some(class) = self.class(anomaly).filter(|class| class.seen > 0) else {
                continue;
            };
            write!(f, "{:>8} {anomaly}", class.seen)?;
            if class.skipped > 0 {
                write!(f, ", {} skipped for it", class.skipped)?;
            }
            if let Some(example) = &class.example {
                write!(f, " (first: file {}, line {})", example.file, example.line)?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}
