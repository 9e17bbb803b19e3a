//! A row of a workbook, and its fields.

use std::collections::BTreeMap;

use super::read::text_of;
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
    /// The position of the column of a field, from 0. The field without a name is that of the first cell without a
    /// header.
    pub(super) fn column(&self, field: &str) -> Option<usize> {
        let rows = self.table.rows();
        let header = |column: usize| rows[0].get(column).map_or("", |header| header.trim());
        let width = rows[0].len().max(rows[self.at].len());
        (0..width).find(|&column| {
            header(column) == field && (!field.is_empty() || !self.cell(column).is_empty())
        })
    }

    /// The text of a cell, trimmed.
    fn cell(&self, column: usize) -> &str {
        self.table.cell(self.at + 1, column + 1).trim()
    }

    /// The text of the cell of a field.
    pub(super) fn text(&self, field: &str) -> &str {
        let column = self.column(field);
        column.map_or("", |column| self.table.cell(self.at + 1, column + 1))
    }

    /// The identifier in the cell of a field. Returns `None` if the cell is empty or is not a text.
    pub(super) fn name_in(&self, field: &str) -> Option<String> {
        text_of(self.fields.get(field)?)
    }

    /// A fault of the cell of a field.
    pub(super) fn fault(
        &self,
        field: &str,
        kind: SheetFaultKind,
        value: Option<&str>,
        expected: &str,
    ) -> SheetFault {
        let column = self.column(field);
        let column = column.expect("the fields of a row are headers of its table");
        self.fault_at(column, kind, value, expected)
    }

    /// A fault of the cell of a column, from 0.
    pub(super) fn fault_at(
        &self,
        column: usize,
        kind: SheetFaultKind,
        value: Option<&str>,
        expected: &str,
    ) -> SheetFault {
        SheetFault {
            column: letters(column),
            header: self.table.cell(1, column + 1).trim().to_owned(),
            value: value.unwrap_or(self.cell(column)).to_owned(),
            ..self.fault_of_row("", kind, expected)
        }
    }

    /// A fault of the row as a whole: several cells together are at fault, or one is missing. `key` is the field that
    /// identifies the row.
    pub(super) fn fault_of_row(
        &self,
        key: &str,
        kind: SheetFaultKind,
        expected: &str,
    ) -> SheetFault {
        SheetFault {
            sheet: self.table.name().to_owned(),
            row: self.at + 1,
            column: String::new(),
            header: String::new(),
            kind,
            value: self.text(key).trim().to_owned(),
            expected: expected.to_owned(),
            hint: None,
            near: None,
        }
    }
}
