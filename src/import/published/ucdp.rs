//! The Georeferenced Event Dataset of UCDP.
//!
//! A table with quotes and a header, whose headlines and places may contain the end of a line. An event has a
//! first and a last day, which are the possible days if the date is not known exactly: `date_prec` is 1 for a day, 2
//! for a span of at most six days, 3 for a week, 4 for a month and 5 for a longer time. Governments are named
//! `Government of …`. The columns `gwnoa` and `gwnob` have the numbers of their states in the list of Gleditsch
//! and Ward, and are blank for other actors.
//!
//! The columns and the meaning of their numbers were learned from public programs that read the files, and from
//! descriptions of them. They cite Högbladh, S. (2023), *UCDP GED Codebook version 23.1*, Uppsala University,
//! which was not read directly.

use super::SETTINGS;
use crate::import::plain::{ColumnKey, Delimiter, PlainLayout};

pub(super) const HEADER: &[&str] = &["type_of_violence", "side_a", "side_b", "date_start"];

pub(super) fn layout() -> PlainLayout {
    let layout = PlainLayout::default().with_delimiter(Delimiter::Comma);
    let layout = layout.with_line_breaks(true);
    let layout = layout.with_columns("date_start", "side_a", "side_b", "type_of_violence");
    let layout = layout.expect(SETTINGS).with_system("ucdp").expect(SETTINGS);
    let layout = layout.with_last_day("date_end").expect(SETTINGS);
    layout
        .with_id(ColumnKey::named("id").optional())
        .expect(SETTINGS)
}
