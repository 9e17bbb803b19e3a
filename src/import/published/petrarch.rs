//! The output of the coder PETRARCH-2.
//!
//! Columns separated by tabs, without a header: date, source, target, code, issues, identifiers of
//! sentences, the address if there is one, and the source of the story. A verb of several words that
//! could not be coded is written as `010`.
//!
//! Source: `PETRwriter.write_events` of `openeventdata/petrarch2`.

use super::SETTINGS;
use crate::import::plain::PlainLayout;

pub(super) fn layout() -> PlainLayout {
    PlainLayout::default().with_system("cameo").expect(SETTINGS)
}
