//! Limits on the size of a workbook.

use crate::sheet::SheetError;
use crate::sheet::table::MAX_CELLS;

/// The maximum size of the parts of an `.xlsx` file after unpacking, and of the texts in the cells of one sheet, in
/// bytes.
pub const MAX_UNPACKED_BYTES: usize = 256 << 20;

/// The limits on what a small file can expand to. Tests use smaller ones.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// The bytes of all parts after unpacking.
    pub(super) unpacked: usize,
    /// The cells of one sheet, with empty ones before others.
    pub(super) cells: usize,
    /// The bytes of the texts in the cells of one sheet. A shared text counts in each cell that has it.
    pub(super) text: usize,
}

impl Limits {
    pub(super) const DEFAULT: Self = Self {
        unpacked: MAX_UNPACKED_BYTES,
        cells: MAX_CELLS,
        text: MAX_UNPACKED_BYTES,
    };
}

/// The error for a sheet, or for the whole workbook, that has too many of something.
pub(super) fn too_many(sheet: &str, what: &'static str, count: usize, most: usize) -> SheetError {
    SheetError::TooMany {
        sheet: sheet.to_owned(),
        what,
        count,
        most,
    }
}
