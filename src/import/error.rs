//! Errors of an importer and of its settings.

use thiserror::Error;

use super::fault::{RowFault, parties_hint};
use super::field::MAX_COLUMNS;
use super::plain::MAX_SYSTEM;
use super::reader::Format;
use crate::ledger::LedgerError;

/// An operation of an [`Importer`](super::Importer) or of its settings failed.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The input failed, is not text, or lacks the header of its format. All rows before are
    /// imported.
    #[error(transparent)]
    Row(#[from] RowFault),
    /// The options declare a complete feed, but the rows of the format do not say when they
    /// were added. Nothing was read.
    #[error(
        "{format} cannot be read as a complete feed: expected a format whose rows say when they were \
         added, such as GDELT"
    )]
    CompleteFeed {
        /// The format.
        format: Format,
    },
    /// The importer has as many parties as it can have keys. All rows before are imported.
    #[error(
        "line {line}: the row names one party too many: expected at most {}",
        u32::MAX
    )]
    Parties {
        /// The line of the row that names one more.
        line: u64,
    },
    /// A row was given with the name table of another reader, or with a copy of the table that
    /// was made before the row was read.
    #[error(
        "line {line}: the row and the names come from different readers: expected the `names` of the row's reader"
    )]
    OtherReader {
        /// The line of the row.
        line: u64,
    },
    /// The sums of a span overflow.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Importers with different options cannot be merged.
    #[error("the importers have different options: expected equal options")]
    Options,
    /// Importers that drop reused identifiers cannot be merged, because the result would depend on
    /// the order of rows.
    #[error(
        "the importers drop rows with reused identifiers: expected options under which the order of rows does not matter"
    )]
    Order,
    /// Two importers have too many parties or codes together.
    #[error("the importers have too many parties or codes together: expected at most 2^32 of each")]
    Full,
    /// The name of a code system has the wrong form.
    #[error(
        "`{name}` is not the name of a system of codes: expected 1 to {MAX_SYSTEM} ASCII letters, \
         digits, `-`, `_` or `.`"
    )]
    System {
        /// The name, shortened if it is long.
        name: Box<str>,
    },
    /// The rows of a plain table have [counts](super::PlainLayout::with_count), and the options merge
    /// repeated rows. Nothing was read.
    #[error(
        "rows with counts cannot be read if repeated rows are merged: expected the options of the layout, \
         `Options::new(&layout)`"
    )]
    Counts,
    /// A byte cannot separate the columns of a plain table.
    #[error(
        "the byte `{}` cannot separate columns: expected ASCII, without letters, digits, quotes and ends of lines",
        .byte.escape_ascii()
    )]
    Delimiter {
        /// The byte.
        byte: u8,
    },
    /// The greatest value of a plain table has to be above zero and finite.
    #[error("the greatest value is `{greatest}`: expected a number above zero")]
    GreatestValue {
        /// The number that was given.
        greatest: f64,
    },
    /// The name of a column of a plain table, or its [constant text](super::ColumnKey::constant), is blank.
    #[error(
        "the column for {name} is stated by a blank text: expected its name in the header, or a text for all rows"
    )]
    ColumnName {
        /// What the column was to contain.
        name: &'static str,
    },
    /// The step of the times of quadruples is shorter than a second.
    #[error("the step of times is `{seconds}` seconds: expected at least one second")]
    Step {
        /// The whole seconds of the step.
        seconds: i64,
    },
    /// A column of a plain table is out of range.
    #[error("{name} is in column `{column}`: expected 1 to {MAX_COLUMNS}")]
    Column {
        /// What the column was to contain.
        name: &'static str,
        /// The number of the column.
        column: usize,
    },
    /// One column of a plain table was given two meanings.
    #[error(
        "{first} and {second} are both in column `{column}`: expected a column for each{}",
        parties_hint(first, second)
    )]
    SameColumn {
        /// What the column was to contain.
        first: &'static str,
        /// What else the column was to contain.
        second: &'static str,
        /// The number of the column.
        column: usize,
    },
}

crate::wire::errors!(ImportError {
    Row(fault),
    CompleteFeed { format },
    Parties { line },
    OtherReader { line },
    Ledger(error),
    Options,
    Order,
    Full,
    System { name },
    Counts,
    Delimiter { byte },
    GreatestValue { greatest },
    ColumnName { name },
    Step { seconds },
    Column { name, column },
    SameColumn { first, second, column },
});
