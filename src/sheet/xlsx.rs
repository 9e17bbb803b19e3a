//! Workbooks of spreadsheet programs, as `.xlsx` files.
//!
//! An `.xlsx` file is a zip archive of XML: names of sheets, shared texts, number formats, and the cells of each
//! sheet. Sizes are checked before and while the archive is unpacked, so that a small file cannot fill the memory.
//!
//! Source: ECMA-376, *Office Open XML File Formats*, 5th edition, part 1 (`SpreadsheetML`).

mod cells;
mod limits;
mod package;
mod read;
mod serial;
mod shows;
mod strings;
mod styles;
mod xml;

pub use limits::MAX_UNPACKED_BYTES;
pub use read::xlsx_sheets;
