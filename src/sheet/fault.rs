//! Errors in a table as a whole, and faults of single cells.

use thiserror::Error;

use crate::sheet::Field;
use crate::text::{hint, shortened, some_of};
use crate::timeline::BuildError;
use crate::wire::errors;

/// A table could not be read at all.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SheetError {
    /// A cell is not UTF-8.
    #[error(
        "{sheet}, cell {column}{row}: the text is not UTF-8: expected a file that was saved as `CSV UTF-8`"
    )]
    NotUtf8 {
        /// The table.
        sheet: String,
        /// The row, from 1.
        row: usize,
        /// The letters of the column.
        column: String,
    },
    /// The table is too large.
    #[error("{sheet}: {count} {what}: expected at most {most}")]
    TooMany {
        /// The table.
        sheet: String,
        /// What it has too many of.
        what: &'static str,
        /// Their number.
        count: usize,
        /// The largest number allowed.
        most: usize,
    },
    /// None of the first rows looks like a header.
    #[error(
        "{sheet}: the header was not found in the first {rows} rows: expected a row with the header of a date and one more that is known; state the columns or the row of the header"
    )]
    NoHeader {
        /// The table.
        sheet: String,
        /// The number of rows that were looked at.
        rows: usize,
    },
    /// The header row has no column that was stated.
    #[error("{sheet}: the column `{header}` was not found{}", hint(.near.as_deref()))]
    UnknownColumn {
        /// The table.
        sheet: String,
        /// The header, as it was stated.
        header: String,
        /// A similar header, if there is one.
        near: Option<String>,
    },
    /// Several columns are stated for a field that can have only one.
    #[error(
        "{sheet}: the columns `{first}` and `{second}` are both `{field}`: expected one column"
    )]
    TwoColumns {
        /// The table.
        sheet: String,
        /// The field.
        field: Field,
        /// The header of the first column.
        first: String,
        /// The header of the second column.
        second: String,
    },
    /// The table has no column for a field that every event needs.
    #[error("{sheet}: no column is `{field}`: expected {expected}")]
    MissingField {
        /// The table.
        sheet: String,
        /// The field.
        field: Field,
        /// What was expected.
        expected: &'static str,
    },
    /// The file is not an `.xlsx` file.
    #[error("{found}: expected {expected}")]
    NotXlsx {
        /// What the file is.
        found: &'static str,
        /// What was expected.
        expected: &'static str,
    },
    /// A part of an `.xlsx` file cannot be read.
    #[error("the workbook is damaged in `{part}`: expected {expected}")]
    Damaged {
        /// The part.
        part: String,
        /// What was expected.
        expected: String,
    },
    /// The `.xlsx` file has no sheet with a name.
    #[error(
        "the workbook has no sheet `{sheet}`: expected {}{}",
        listed(.sheets), hint(.near.as_deref())
    )]
    UnknownSheet {
        /// The name, as it was stated.
        sheet: String,
        /// The names of its sheets.
        sheets: Vec<String>,
        /// A similar name, if there is one.
        near: Option<String>,
    },
    /// The workbook does not have a table that a timeline needs.
    #[error("the workbook has no table `{name}`: expected the tables `actors` and `events`")]
    MissingTable {
        /// The name of the table.
        name: &'static str,
    },
    /// The declared actors and sources cannot be in one timeline.
    #[error(transparent)]
    Actors(#[from] BuildError),
}

errors!(SheetError {
    NotUtf8 { sheet, row, column },
    TooMany { sheet, what, count, most },
    NoHeader { sheet, rows },
    UnknownColumn { sheet, header, near },
    TwoColumns { sheet, field, first, second },
    MissingField { sheet, field, expected },
    NotXlsx { found, expected },
    Damaged { part, expected },
    UnknownSheet { sheet, sheets, near },
    MissingTable { name },
    Actors(error),
});

/// The names of the sheets of a workbook.
fn listed(sheets: &[String]) -> String {
    let sheets = sheets.iter();
    some_of(sheets.map(|name| format!("`{}`", shortened(name))), "and")
}

/// A cell that was refused, or a row that was refused because of several cells together. The row is left out of
/// the timeline.
///
/// # JSON
///
/// ```
/// # use detente::sheet::{Table, TableReader};
/// let csv = b"date,kind,parties\n2025-07-32,meeting,\n";
/// let read = TableReader::new().read(&Table::from_csv("contacts", csv)?)?;
/// assert_eq!(serde_json::to_value(&read.faults[0])?, serde_json::json!({
///     "sheet": "contacts", "row": 2, "column": "A", "header": "date", "code": "not_a_date",
///     "value": "2025-07-32", "expected": "a day of two digits, 01 to 31", "hint": null, "near": null,
/// }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error, serde::Serialize, serde::Deserialize)]
#[error(
    "{sheet}, {}: {}: expected {expected}{}{}",
    self.place(), self.problem(), self.advice(), self.suggestion()
)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SheetFault {
    /// The name of the table.
    pub sheet: String,
    /// The row, from 1.
    pub row: usize,
    /// The letters of the column. Empty if the row as a whole is at fault.
    pub column: String,
    /// The header of the column. Empty if it has none.
    pub header: String,
    /// What is wrong.
    #[serde(rename = "code")]
    pub kind: SheetFaultKind,
    /// The value at fault: the cell, or one of the names in it. For a row, the cell that identifies it.
    pub value: String,
    /// What was expected.
    pub expected: String,
    /// What to do, if there is advice.
    pub hint: Option<String>,
    /// A similar name, if there is one.
    pub near: Option<String>,
}

impl SheetFault {
    /// The cell with its header, or the row.
    fn place(&self) -> String {
        let Self { row, column, .. } = self;
        if column.is_empty() {
            format!("row {row}")
        } else {
            format!("cell {column}{row} (`{}`)", self.header.escape_debug())
        }
    }

    /// What is wrong, with the value.
    fn problem(&self) -> String {
        let value = shortened(&self.value);
        self.kind.problem(&value.escape_debug().to_string())
    }

    /// The similar name, as the end of a message.
    fn suggestion(&self) -> String {
        hint(self.near.as_deref())
    }

    /// The advice, as the end of a message.
    fn advice(&self) -> String {
        self.hint
            .as_ref()
            .map_or_else(String::new, |hint| format!("; {hint}"))
    }
}

/// What is wrong with a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SheetFaultKind {
    /// The cell is empty.
    Missing,
    /// The text is not a date.
    NotADate,
    /// The text is a date of numbers, but the order of day and month is not stated.
    NoDayOrder,
    /// The text is not a kind of event.
    NotAKind,
    /// The text is not a role.
    NotARole,
    /// The text is not a status.
    NotAStatus,
    /// The text is not a code.
    NotACode,
    /// The text is the error value of a formula, such as `#REF!`.
    ErrorValue,
    /// The text cannot be a name or an identifier.
    BadText,
    /// No actor with the name is known.
    UnknownActor,
    /// Several actors have the name.
    AmbiguousActor,
    /// The text has a comma or `and`, and it is not known whether it is one name.
    SeveralNames,
    /// The name ends with the mark of a footnote.
    FootnoteMark,
    /// An actor has the same role twice.
    RoleTwice,
    /// Another row has the same identifier.
    DuplicateId,
    /// The cell is not below a header.
    NoHeader,
    /// The numbers of sources and addresses differ.
    UnequalSources,
    /// The row has a status, but no source.
    NoSource,
    /// The event was refused for another reason.
    Refused,
}

crate::text::words!(SheetFaultKind, "a fault of a cell", 19 {
    Missing => "missing",
    NotADate => "not_a_date",
    NoDayOrder => "no_day_order",
    NotAKind => "not_a_kind",
    NotARole => "not_a_role",
    NotAStatus => "not_a_status",
    NotACode => "not_a_code",
    ErrorValue => "error_value",
    BadText => "bad_text",
    UnknownActor => "unknown_actor",
    AmbiguousActor => "ambiguous_actor",
    SeveralNames => "several_names",
    FootnoteMark => "footnote_mark",
    RoleTwice => "role_twice",
    DuplicateId => "duplicate_id",
    NoHeader => "no_header",
    UnequalSources => "unequal_sources",
    NoSource => "no_source",
    Refused => "refused",
});

impl SheetFaultKind {
    /// The problem as a sentence about a value.
    fn problem(self, value: &str) -> String {
        match self {
            Self::Missing => "the cell is empty".to_owned(),
            Self::NotADate => format!("`{value}` is not a date"),
            Self::NoDayOrder => format!("the order of day and month in `{value}` is not stated"),
            Self::NotAKind => format!("`{value}` is not a kind of event"),
            Self::NotARole => format!("`{value}` is not a role"),
            Self::NotAStatus => format!("`{value}` is not a status"),
            Self::NotACode => format!("`{value}` is not a code"),
            Self::ErrorValue => format!("`{value}` is the error value of a formula"),
            Self::BadText => format!("`{value}` is not valid"),
            Self::UnknownActor => format!("unknown actor `{value}`"),
            Self::AmbiguousActor => format!("`{value}` is the name of several actors"),
            Self::SeveralNames => format!("`{value}` may be several names"),
            Self::FootnoteMark => format!("`{value}` ends with the mark of a footnote"),
            Self::RoleTwice => format!("`{value}` takes part twice in the same role"),
            Self::DuplicateId => format!("another row has the identifier `{value}`"),
            Self::NoHeader => format!("`{value}` is in a column without a header"),
            Self::UnequalSources => {
                format!("`{value}` has another number of entries than the sources")
            }
            Self::NoSource => format!("the status `{value}` has no source"),
            Self::Refused => format!("`{value}` is refused"),
        }
    }

    /// What to do.
    pub(super) const fn hint(self) -> Option<&'static str> {
        match self {
            Self::NoDayOrder => Some("state the day order to read dates of numbers"),
            Self::SeveralNames => Some("state the separators of names"),
            Self::FootnoteMark => {
                Some("remove the mark, or let the reader remove all marks of footnotes")
            }
            Self::ErrorValue => Some("correct the formula, or clear the cell"),
            Self::UnknownActor => Some("declare the actor, or create actors from the table"),
            _ => None,
        }
    }
}
