//! GDELT reduced: one row for all events of a day with the same actors, code and places.
//!
//! 17 columns separated by tabs: `Date`, `Source`, `Target`, `CAMEOCode`, `NumEvents`, `NumArts`, `QuadClass`,
//! `Goldstein`, and the type, latitude and longitude of the places of source, target and action. The full file has
//! a header, but extracts of it may have none.
//!
//! The columns were learned from public scripts that read `GDELT.MASTERREDUCEDV2.1979-2013.zip` of GDELT
//! 1.0 and list its columns. No codebook describes the file.

use super::{SETTINGS, Shape};
use crate::import::plain::PlainLayout;

pub(super) const HEADER: &[&str] = &["Date", "Source", "Target", "CAMEOCode", "NumEvents"];

pub(super) const SHAPE: Shape = Shape {
    columns: 17,
    digits: &[(1, 8..=8), (4, 2..=4), (5, 1..=9), (7, 1..=1)],
    shown: "a date, a code and counts",
};

pub(super) fn layout() -> PlainLayout {
    let layout = PlainLayout::default().with_system("cameo").expect(SETTINGS);
    layout.with_count(5).expect(SETTINGS)
}
