//! Plain tables of date, source, target and code: exports and spreadsheets.
//!
//! A [`PlainLayout`] has what the caller states about a file. The module `columns` finds its columns, `reading`
//! reads its rows in one pass, `row` reads the dates of one, and `actors` cells that are more than the text of one actor.

mod actors;
mod codes;
mod column_key;
mod columns;
mod date_cells;
mod delimiter;
mod filter;
mod layout;
mod meaning;
mod parts;
mod reading;
mod row;
mod settings;
mod system;
mod written;

pub use self::column_key::ColumnKey;
pub(super) use self::date_cells::DateCells;
pub use self::delimiter::Delimiter;
pub(super) use self::filter::LeftOut;
pub use self::layout::PlainLayout;
pub(super) use self::parts::has_mark;
pub(super) use self::reading::Plain;
pub(super) use self::system::MAX_SYSTEM;

/// The maximum number of days of a row with a [last day](PlainLayout::with_last_day): ten years. A longer one is mostly a
/// misprint, or `9999-12-31` for an event without an end.
pub const MAX_ROW_DAYS: i32 = 3_660;

/// The maximum [count](PlainLayout::with_count) of a row.
pub const MAX_COUNT: u32 = 1_000_000;
