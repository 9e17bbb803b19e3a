//! Reads and writes tables of events as people keep them in spreadsheets: CSV, TSV, `.xlsx` and workbooks.
//!
//! A [`Table`] has text cells and does no I/O. Read the file, pass its bytes to [`Table::from_csv`] or, with the
//! feature `xlsx`, to `Table::from_xlsx`, and pass the table to a [`TableReader`]. Each row describes one event.
//!
//! | question | answer |
//! | :-- | :-- |
//! | Which column is what? | [`Field`] lists the recognised headers; [`TableReader::column`] states others |
//! | Which dates are read? | EDTF, and dates as people type them: see [`TableReader`] |
//! | What happens to a bad cell? | its row is left out, and a [`SheetFault`] says which cell |
//! | What happens to other columns? | their cells become [notes](Note), which are counted and kept beside the timeline |
//! | Are actors created? | only if [`TableReader::create_actors`] says so; each is reported |
//! | How is a whole timeline written? | as a [`Workbook`] of several tables, which is read back as the same timeline |
//! | How are the events of a timeline written as one table? | as an [`EventSheet`], which lists what it leaves out |
//!
//! Tables that people keep by hand have more than rows of events:
//!
//! | in the table | in the timeline |
//! | :-- | :-- |
//! | a title, blank rows above the header | ignored; the header is found in the first 20 rows, or [stated](TableReader::header_row) |
//! | blank rows | counted: [`SheetTimeline::blank_rows`] |
//! | a date that is also meant for the rows below it | a fault, or [filled down](TableReader::fill_down) |
//! | several parties in a cell | split at `;`; at `,` and `and` only between declared actors, or if [stated](TableReader::separators) |
//! | marks of footnotes: `Ukraine*`, `UK¹` | a fault, or [removed](TableReader::remove_footnote_marks) |
//! | a number at the end of a name: `UK1` | a mark after the name of a declared actor; otherwise a name, with `UK` [beside it](CreatedActor::similar) |
//! | other spellings of actors | their [aliases](crate::Actor::alias) |
//! | totals and remarks as rows | faults of their cells |
//! | `#REF!`, `#N/A` | a fault, except in notes |
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
//! A spreadsheet program that opens and saves a CSV file rewrites cells that do not look like text:
//!
//! | cell | after saving | |
//! | :-- | :-- | :-- |
//! | `2025-02` | `2025-02-01` or `Feb-25` | a month has become a day |
//! | `2025-07-10`, `30 June 2022` | `7/10/2025`, `30-Jun-22` in some settings | the order of day and month is lost |
//! | `=1+1`, `+1`, `-1`, `@a` | computed | a formula may also send data elsewhere |
//! | `007`, `1.50`, `1E5` | `7`, `1.5`, `100000` | an identifier has changed |
//! | `12345678901234567` | `1.23456789012346E+016` | digits are lost |
//! | `true` | `TRUE` | |
//!
//! [`Table::to_csv`] with [`CellGuard::Spreadsheets`] writes an apostrophe in front of such cells. The program then
//! keeps them as text, and [`Table::from_csv`] and `Table::from_xlsx` remove the apostrophe. [`CellGuard`] says which
//! program was tested. EDTF such as `2025-02~` and `2025-02-17/2025-02-19` is guarded too if it starts with a
//! digit. Programs do not change other EDTF, such as `[2025-07-10..2025-07-11]`.
//!
//! An `.xlsx` file has the values that the program stored. A program stores the month `2025-02` as its first day,
//! with a number format. If the format shows only month and year, `Table::from_xlsx` reads the first day of a
//! month as the month.

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
pub use guard::CellGuard;
pub use reader::TableReader;
pub use table::{MAX_CELL_BYTES, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Table};
pub use workbook::{Workbook, WorkbookTimeline};
#[cfg(feature = "xlsx")]
#[cfg_attr(docsrs, doc(cfg(feature = "xlsx")))]
pub use xlsx::{MAX_UNPACKED_BYTES, xlsx_sheets};

pub use crate::time::DayOrder;
