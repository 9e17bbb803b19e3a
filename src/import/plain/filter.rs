//! Rows that a layout leaves out.

use std::borrow::Cow;
use std::sync::Arc;

use super::column_key::ColumnKey;

/// A rule about the text of a column. It leaves out rows with one of the given texts, or all other rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RowFilter {
    pub(super) column: ColumnKey,
    pub(super) texts: Arc<[Box<str>]>,
    /// Whether rows with one of the texts are kept, and the others left out. Otherwise it is the reverse.
    pub(super) is_kept: bool,
}

impl RowFilter {
    /// Whether a row with this text in the column is left out.
    pub(super) fn leaves_out(&self, text: &[u8]) -> bool {
        let text = text.trim_ascii();
        let mut texts = self.texts.iter();
        texts.any(|known| known.as_bytes() == text) != self.is_kept
    }
}

/// The rows that filters left out.
#[derive(Clone, Debug, Default)]
pub(in crate::import) struct LeftOut {
    pub(in crate::import) rows: u64,
    pub(in crate::import) first: Option<FirstLeftOut>,
}

/// The first row that was left out.
#[derive(Clone, Debug)]
pub(in crate::import) struct FirstLeftOut {
    pub(in crate::import) line: u64,
    pub(in crate::import) text: Box<str>,
    /// The column of the filter: its number, counted from 1, and its name. `None` for a constant text.
    pub(in crate::import) column: Option<(usize, Cow<'static, str>)>,
}
