//! A row of a workbook, and its fields.

use std::collections::BTreeMap;

use crate::sheet::table::letters;
use crate::sheet::{SheetFault, SheetFaultKind, Table};

/// The fields of an entry, in JSON.
pub(super) type Fields = BTreeMap<String, String>;

/// A row: its table, its position from 0, and its fields.
pub(super) struct Row<'t> {
    pub(super) table: &'t Table,
    pub(super) at: usize,
    pub(super) fields: Fields,
    /// Whether all its cells could be read.
    pub(super) is_sound: bool,
}

impl Row<'_> {
    /// The position of the column of a field, from 0.
    pub(super) fn column(&self, field: &str) -> Option<usize> {
        self.table.rows()[0]
            .iter()
            .position(|header| header.trim() == field)
    }

    /// The text of the cell of a field.
    pub(super) fn text(&self, field: &str) -> &str {
        let column = self.column(field);
        column.map_or("", |column| self.table.cell(self.at + 1, column + 1))
    }

    /// A fault of the cell of a field.
    pub(super) fn fault(
        &self,
        field: &str,
        code: SheetFaultKind,
        value: Option<&str>,
        expected: &str,
    ) -> SheetFault {
        let column = self.column(field).unwrap_or(0);
        SheetFault {
            sheet: self.table.name().to_owned(),
            row: self.at + 1,
            column: letters(column),
            header: self.table.cell(1, column + 1).trim().to_owned(),
            code,
            value: value
                .unwrap_or(self.table.cell(self.at + 1, column + 1).trim())
                .to_owned(),
            expected: expected.to_owned(),
            hint: None,
            near: None,
        }
    }
}
