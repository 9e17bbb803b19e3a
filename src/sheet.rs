//! Tables of events as people keep them in spreadsheets: CSV, TSV and workbooks.
//!
//! A [`Table`] has text cells and does no I/O: read the file, give its bytes to [`Table::from_csv`], and
//! the table to a [`TableReader`]. Each row is one event.
//!
//! | question | answer |
//! | :-- | :-- |
//! | Which column is what? | [`Field`] lists the recognised headers; [`TableReader::column`] states others |
//! | Which dates are read? | EDTF, and dates as people type them: see [`TableReader`] |
//! | What happens to a bad cell? | its row is left out, and a [`SheetFault`] names the cell |
//! | What happens to other columns? | their cells become [notes](Note), which are counted and kept beside the timeline |
//! | How is a whole timeline written? | as a [`Workbook`] of several tables, which is read back as the same timeline |
//! | Are actors created? | only if [`TableReader::create_actors`] says so; each is reported |
//!
//! # Example
//!
//! ```
//! use detente::Timeline;
//! use detente::actor::ActorKind;
//! use detente::sheet::{Table, TableReader};
//!
//! let csv = "\
//! Date,Kind,Participants,Place,Remarks
//! 10 July 2025,meeting,Marco Rubio; Sergey Lavrov,Kuala Lumpur,50 minutes
//! 24.7.2025,call,Marco Rubio; Sergey Lavrov,,
//! ";
//! let table = Table::from_csv("contacts", csv.as_bytes())?;
//! let read = TableReader::new().create_actors(ActorKind::Person).read(&table)?;
//!
//! let meetings = read.timeline.between("Marco Rubio", "Sergey Lavrov")?.meetings();
//! assert_eq!(meetings.count().to_string(), "1");
//! assert_eq!(read.notes[0].text, "50 minutes");
//! assert_eq!(
//!     read.faults[0].to_string(),
//!     "contacts, cell A3 (`Date`): the order of day and month in `24.7.2025` is not stated: \
//!      expected a date such as `2022-06-30` or `30 June 2022`; state the day order to read dates of numbers",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What spreadsheet programs do to cells
//!
//! A spreadsheet program takes a cell such as `=1+1` for a formula, `2025-02` for the first of February, `007` for 7,
//! and rounds a number of more than 15 digits. [`Guard`] says how [`Table::to_csv`] writes such cells so that they
//! survive.

mod answer;
mod date;
mod delimited;
mod events;
mod fault;
mod field;
mod guard;
mod layout;
mod list;
mod names;
mod reader;
mod row;
mod table;
mod workbook;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use answer::{ColumnUse, CreatedActor, Note, SheetTimeline};
pub use events::{EventSheet, LeftOut, MAX_SHEET_REPORTS};
pub use fault::{SheetError, SheetFault, SheetFaultKind};
pub use field::Field;
pub use guard::Guard;
pub use reader::TableReader;
pub use table::{MAX_CELL_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Table};
pub use workbook::{Workbook, WorkbookTimeline};
#[cfg(feature = "xlsx")]
#[cfg_attr(docsrs, doc(cfg(feature = "xlsx")))]
pub use xlsx::{MAX_UNPACKED_BYTES, xlsx_sheets};

pub use crate::time::DayOrder;
