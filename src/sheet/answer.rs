//! The result of reading a table.

use std::fmt;

use crate::Timeline;
use crate::sheet::{Field, SheetFault};

/// The timeline that was read from a table, and everything in the table that the timeline does not have.
///
/// Returned by [`TableReader::read`](super::TableReader::read). Every row below the header is an event, is blank,
/// or has a fault. Its `Display` is a summary:
/// `31 events; 2 rows with 3 faults; 1 blank row; 40 notes; 12 actors created`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SheetTimeline {
    /// The declared actors, the actors that were created, and the events of the rows without faults.
    pub timeline: Timeline,
    /// The cells that were refused, in the order of rows. A row can have several.
    pub faults: Vec<SheetFault>,
    /// The columns, and what each was taken to contain.
    pub columns: Vec<ColumnUse>,
    /// The cells that are not part of an event.
    pub notes: Vec<Note>,
    /// The actors that were created.
    pub created: Vec<CreatedActor>,
    /// The row of the header, from 1.
    pub header_row: usize,
    /// The number of blank rows below the header.
    pub blank_rows: usize,
}

impl SheetTimeline {
    /// The number of rows that were left out because of faults.
    pub fn refused_rows(&self) -> usize {
        let mut rows: Vec<usize> = self.faults.iter().map(|fault| fault.row).collect();
        rows.dedup();
        rows.len()
    }
}

impl fmt::Display for SheetTimeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&counted(self.timeline.events().len(), "event"))?;
        if !self.faults.is_empty() {
            let rows = counted(self.refused_rows(), "row");
            write!(f, "; {rows} with {}", counted(self.faults.len(), "fault"))?;
        }
        for (count, noun) in [(self.blank_rows, "blank row"), (self.notes.len(), "note")] {
            if count > 0 {
                write!(f, "; {}", counted(count, noun))?;
            }
        }
        if !self.created.is_empty() {
            write!(f, "; {} created", counted(self.created.len(), "actor"))?;
        }
        Ok(())
    }
}

/// A number with its noun.
pub(super) fn counted(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// A column of a table, and what it was taken to contain.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ColumnUse {
    /// The letters of the column.
    pub column: String,
    /// The header.
    pub header: String,
    /// What it contains. `None` if the header is not known: its cells are notes.
    pub field: Option<Field>,
    /// The number of cells below the header that are not empty.
    pub cells: usize,
    /// The separators of its lists, as stated or detected. A comma, `&` or `and` is included if it divided a cell
    /// into names of actors. Empty if no cell has a list.
    pub separators: Vec<String>,
}

/// A cell of a column of notes, or of a column with an unknown header.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Note {
    /// The event of the row.
    pub event: String,
    /// The row, from 1.
    pub row: usize,
    /// The letters of the column.
    pub column: String,
    /// The header of the column.
    pub header: String,
    /// The text of the cell.
    pub text: String,
}

/// An actor that was created because a table names it and it was not declared.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CreatedActor {
    /// The identifier, which is also the name: the text of the first cell that names it.
    pub id: String,
    /// The row of that cell, from 1.
    pub row: usize,
    /// The letters of its column.
    pub column: String,
    /// How many times rows without faults name it.
    pub mentions: usize,
    /// Another actor whose name is this one without the number at its end, which may mark a footnote: `UK` for
    /// `UK1`.
    pub similar: Option<String>,
}
