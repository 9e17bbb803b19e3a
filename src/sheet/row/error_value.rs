//! Cells with the error value of a formula.

use super::Place;
use super::event::RowReader;
use crate::sheet::table::letters;
use crate::sheet::{Field, SheetFaultKind};

/// The error values of formulas, as spreadsheet programs write them to CSV as well.
///
/// Source: ECMA-376, part 1, 18.17.3.
const ERROR_VALUES: [&str; 9] = [
    "#CALC!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#SPILL!", "#VALUE!",
];

impl RowReader<'_, '_> {
    /// Adds a fault for each cell with the error value of a formula. The cells are then read as empty, without
    /// another fault.
    pub(super) fn error_values(&mut self) {
        let columns = &self.rows.layout.columns;
        for cell in self.cells.clone().into_iter().flatten() {
            let column = columns.get(cell.place.column);
            let field = column.and_then(|column| column.field);
            let is_read = field.is_some_and(|field| field != Field::Note);
            if is_read && ERROR_VALUES.contains(&cell.text) {
                self.cells[cell.place.column] = None;
                self.fault(cell, SheetFaultKind::ErrorValue, "its value");
            }
        }
    }

    /// Whether a cell has the error value of a formula.
    pub(super) fn is_error_value(&self, place: Place) -> bool {
        let mut faults = self.faults.iter();
        let column = letters(place.column);
        faults.any(|fault| fault.kind == SheetFaultKind::ErrorValue && fault.column == column)
    }
}
