//! A table of text cells, numbered as in a spreadsheet.

use crate::sheet::SheetError;

/// The maximum number of rows of a table, as in spreadsheet programs.
pub const MAX_ROWS: usize = 1_048_576;
/// The maximum number of columns of a table.
pub const MAX_COLUMNS: usize = 1_024;
/// The maximum number of cells of a table.
pub const MAX_CELLS: usize = 20_000_000;
/// The maximum length of a cell, in bytes.
pub const MAX_CELL_BYTES: usize = 131_072;

/// A named table of text cells. Rows are numbered from 1, and columns have the letters `A`, `B`, …, as in
/// a spreadsheet.
///
/// Rows may differ in length: a missing cell is empty. The header is a row like any other.
///
/// # Example
///
/// ```
/// use detente::sheet::{CellGuard, Table};
///
/// let table = Table::from_csv("contacts", b"date;kind\n2025-07-10;meeting\n")?;
/// assert_eq!(table.cell(2, 1), "2025-07-10");
/// assert_eq!(table.to_csv(CellGuard::Formulas), "date,kind\r\n2025-07-10,meeting\r\n");
/// # Ok::<(), detente::sheet::SheetError>(())
/// ```
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Cells")]
pub struct Table {
    name: String,
    rows: Vec<Vec<String>>,
}

/// A table whose size is not checked yet.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Cells {
    name: String,
    rows: Vec<Vec<String>>,
}

impl TryFrom<Cells> for Table {
    type Error = SheetError;

    fn try_from(cells: Cells) -> Result<Self, SheetError> {
        Self::new(cells.name, cells.rows)
    }
}

crate::text::short_debug!(Table, "Table", |it| {
    "name": it.name,
    "rows": it.rows.len(),
});

impl Table {
    /// Creates a table from its rows.
    ///
    /// # Errors
    ///
    /// Returns [`SheetError::TooMany`] if the table exceeds [`MAX_ROWS`], [`MAX_COLUMNS`], [`MAX_CELLS`] or
    /// [`MAX_CELL_BYTES`].
    pub fn new(name: impl Into<String>, rows: Vec<Vec<String>>) -> Result<Self, SheetError> {
        let name = name.into();
        let too_many = |what, count, most| SheetError::TooMany {
            sheet: name.clone(),
            what,
            count,
            most,
        };
        if rows.len() > MAX_ROWS {
            return Err(too_many("rows", rows.len(), MAX_ROWS));
        }
        let mut cells = 0;
        for row in &rows {
            cells += row.len();
            if row.len() > MAX_COLUMNS {
                return Err(too_many("columns", row.len(), MAX_COLUMNS));
            }
            if let Some(cell) = row.iter().find(|cell| cell.len() > MAX_CELL_BYTES) {
                return Err(too_many("bytes in a cell", cell.len(), MAX_CELL_BYTES));
            }
        }
        if cells > MAX_CELLS {
            return Err(too_many("cells", cells, MAX_CELLS));
        }
        Ok(Self { name, rows })
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The rows, each with its cells.
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// The text of a cell, by row and column from 1. Empty if the table has no such cell.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let row = row.checked_sub(1).and_then(|row| self.rows.get(row));
        let cell = row.and_then(|row| row.get(column.checked_sub(1)?));
        cell.map_or("", String::as_str)
    }
}

/// The letters of a column, from its position: `A` for 0, `AA` for 26.
pub(super) fn letters(column: usize) -> String {
    // Bijective base 26 has no digit for zero, so each step subtracts 1 from the rest.
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).expect("a remainder of 26 is below 26");
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let all = [0, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(all, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
