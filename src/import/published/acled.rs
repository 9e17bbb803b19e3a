//! The Armed Conflict Location and Event Data.
//!
//! A table with quotes and a header, whose notes may contain the end of a line. Dates are written as `16 May 2025`
//! in exports and `2025-05-16` in answers of the API. `time_precision` is 1 for a day, 2 for a week and 3 for a
//! month: rows with 3 are left out, because their day is a guess. Actors are written as names
//! (`Military Forces of Ukraine (2019-)`), and many events have no second actor.
//!
//! The columns were learned from the lists of columns that ACLED publishes (its guide to the changes of
//! 2023, and the table `acled_codebook` of its R package `acledR`) and from public programs; no edition of the
//! codebook was read. That table calls precision 3 the middle of a week, and other descriptions a month: in
//! both, the day is a guess.

use super::SETTINGS;
use crate::import::plain::{ColumnKey, Delimiter, PlainLayout};

pub(super) const HEADER: &[&str] = &["event_date", "event_type", "actor1", "actor2"];

pub(super) fn layout() -> PlainLayout {
    let layout = PlainLayout::default().with_delimiter(Delimiter::Comma);
    let layout = layout.with_line_breaks(true);
    let layout = layout.with_columns("event_date", "actor1", "actor2", "event_type");
    let layout = layout
        .expect(SETTINGS)
        .with_system("acled")
        .expect(SETTINGS);
    let id = ColumnKey::named("event_id_cnty").or("data_id").optional();
    let precision = ColumnKey::named("time_precision").optional();
    let layout = layout.with_id(id).expect(SETTINGS);
    layout
        .without_rows(precision, ["3", "3.0"])
        .expect(SETTINGS)
}
