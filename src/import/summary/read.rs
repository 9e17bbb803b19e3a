//! The written form of a summary, and its checks.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, Serializer};

use super::super::code_column::CodeColumn;
use super::super::warning::RowWarning;
use super::{
    EmptyFile, FileFault, FormatMismatch, OutlierYear, RowExample, Summary, Unmarked, WarningCount,
};
use crate::code::Code;
use crate::wire::given;

/// Declares a summary as it is read, with the fields of [`Summary`], and what makes one of it.
macro_rules! shape {
    ($($(#[$attribute:meta])* $field:ident: $type:ty,)*) => {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct SummaryShape {
            $($(#[$attribute])* $field: $type,)*
            warnings: Vec<KindShape>,
        }

        impl TryFrom<SummaryShape> for Summary {
            type Error = String;

            fn try_from(shape: SummaryShape) -> Result<Self, String> {
                let summary = Self {
                    $($field: shape.$field,)*
                    warnings: read_warnings(shape.warnings)?,
                };
                summary.check()?;
                Ok(summary)
            }
        }
    };
}

shape! {
    rows: u64,
    read: u64,
    events: u64,
    kept: u64,
    merged: u64,
    refused: u64,
    first_refused: Vec<FileFault>,
    unmarked: Unmarked,
    unvalued_codes: Vec<(Code, u64)>,
    code_columns: Vec<CodeColumn>,
    unknown_countries: Vec<(Box<str>, u64)>,
    outlier_years: Vec<OutlierYear>,
    #[serde(deserialize_with = "given")]
    days: Option<(NaiveDate, NaiveDate)>,
    days_without_rows: Vec<(NaiveDate, NaiveDate)>,
    #[serde(deserialize_with = "given")]
    added: Option<(NaiveDate, NaiveDate)>,
    days_without_additions: Vec<(NaiveDate, NaiveDate)>,
    files_without_added: u64,
    bytes: u64,
    failed: u64,
    first_failed: Vec<FileFault>,
    empty: u64,
    first_empty: Vec<EmptyFile>,
    mismatches: Vec<FormatMismatch>,
    record_lists: Vec<(Box<str>, u64)>,
    left_out: u64,
    #[serde(deserialize_with = "given")]
    first_left_out: Option<RowExample>,
    headers: u64,
    #[serde(deserialize_with = "given")]
    first_header: Option<RowExample>,
    unended: u64,
    #[serde(deserialize_with = "given")]
    first_unended: Option<RowExample>,
}

/// The rows with one kind of warning, in a list of all kinds that occurred.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KindShape {
    warning: RowWarning,
    rows: u64,
    skipped: u64,
    #[serde(deserialize_with = "given")]
    first: Option<RowExample>,
}

/// The counts of all kinds, by [`RowWarning::index`].
type Counts = [WarningCount; RowWarning::ALL.len()];

pub(super) fn write_warnings<S: Serializer>(
    counts: &Counts,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let kinds = RowWarning::ALL.iter().zip(counts);
    let occurred = kinds.filter(|(_, count)| **count != WarningCount::default());
    serializer.collect_seq(occurred.map(|(&warning, count)| KindShape {
        warning,
        rows: count.rows,
        skipped: count.skipped,
        first: count.first.clone(),
    }))
}

fn read_warnings(kinds: Vec<KindShape>) -> Result<Counts, String> {
    let mut counts = Counts::default();
    let mut last = None;
    for KindShape {
        warning,
        rows,
        skipped,
        first,
    } in kinds
    {
        if let Some(last) = last.replace(warning).filter(|last| *last >= warning) {
            return Err(format!(
                "warning `{warning}` comes after `{last}`: expected each kind once, in the order of the kinds"
            ));
        }
        if rows == 0 || skipped > rows {
            return Err(format!(
                "warning `{warning}` has `{rows}` rows and `{skipped}` of them skipped: expected at least one row, \
                 and at most all of them skipped"
            ));
        }
        counts[warning.index()] = WarningCount {
            rows,
            skipped,
            first,
        };
    }
    Ok(counts)
}

impl Summary {
    /// Checks the sum of the rows, and the order of keys and days.
    fn check(&self) -> Result<(), String> {
        let skipped = self.warnings.iter().map(|count| count.skipped);
        let parts = skipped.chain([self.kept, self.merged, self.refused, self.left_out]);
        let sum = parts.into_iter().try_fold(0_u64, u64::checked_add);
        if sum != Some(self.read) {
            return Err(format!(
                "`read` is `{}`: expected the sum of the rows that were kept, merged, refused, left out and skipped",
                self.read
            ));
        }
        // A row with a count of 0 is a row, and no event.
        let with_events = self.read - self.refused - self.left_out;
        if self.events > with_events {
            return Err(format!(
                "`events` is `{}`: expected at most `{with_events}`, the rows that were read without those that \
                 were refused or left out",
                self.events
            ));
        }
        if self.rows > self.read {
            return Err(format!(
                "`rows` is `{}`: expected at most `read`, `{}`",
                self.rows, self.read
            ));
        }
        let mut lists = self.record_lists.windows(2);
        if let Some(lists) = lists.find(|lists| lists[0].0 >= lists[1].0) {
            return Err(format!(
                "the key `{}` comes after `{}` in `record_lists`: expected each key once, in order",
                lists[1].0, lists[0].0
            ));
        }
        let periods = self.days.iter().chain(&self.added);
        let gaps = self
            .days_without_rows
            .iter()
            .chain(&self.days_without_additions);
        match periods.chain(gaps).find(|(first, last)| first > last) {
            Some((first, last)) => Err(format!(
                "the days are `{first}` to `{last}`: expected the first day at or before the last"
            )),
            None => Ok(()),
        }
    }
}
