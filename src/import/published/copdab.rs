//! The Conflict and Peace Data Bank.
//!
//! The published file has columns of fixed width; statistics programs save it as a table with the
//! names of the codebook: `year`, `month`, `day`, `actor`, `target`, `value`. The scale goes from 1,
//! voluntary unification, to 15, war; 8 is neutral. Years have two digits, 48 to 78.
//!
//! The columns were learned from public programs that read such tables. The data were published with Azar, E. E.
//! (1980), "The Conflict and Peace Data Bank (COPDAB) Project", *Journal of Conflict Resolution* 24(1), 143-152.
//! This citation was taken from users of the data.

use super::SETTINGS;
use crate::import::plain::{ColumnKey, Delimiter, PlainLayout};

pub(super) const HEADER: &[&str] = &["year", "month", "day", "actor", "target", "value"];

pub(super) fn layout() -> PlainLayout {
    let layout = PlainLayout::default().with_delimiter(Delimiter::Comma);
    let value = ColumnKey::named("value").or("scale");
    let layout = layout.with_columns(1, "actor", "target", value);
    let layout = layout
        .expect(SETTINGS)
        .with_year_month_day("year", "month", "day");
    let layout = layout.expect(SETTINGS).with_short_years(1900);
    layout.with_system("copdab").expect(SETTINGS)
}
