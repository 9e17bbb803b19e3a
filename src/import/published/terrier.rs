//! TERRIER: the *Temporally Extended, Regular, Reproducible International Event Records*.
//!
//! 20 columns separated by tabs, without a header: `code`, `root_code`, `quad_class`, `goldstein`,
//! `source` and its three parts, `target` and its three parts, `id`, `date8`, `year`, `month`, `day`,
//! `url`, `doc_id`, `mongo_id`. Some rows have no date.
//!
//! The columns were learned from public scripts that read the files and name the columns in this order. The
//! data are published by the University of Oklahoma (osf.io/4m2u7), whose page was not read.

use super::{SETTINGS, Shape};
use crate::import::plain::PlainLayout;

pub(super) const SHAPE: Shape = Shape {
    columns: 20,
    digits: &[(1, 2..=4), (2, 1..=2), (14, 8..=8), (15, 4..=4)],
    shown: "a code and its root first, and a date in column 14",
};

pub(super) fn layout() -> PlainLayout {
    let layout = PlainLayout::default().with_columns(14, 5, 9, 1);
    let layout = layout.expect(SETTINGS).with_id(13).expect(SETTINGS);
    layout.with_system("cameo").expect(SETTINGS)
}
