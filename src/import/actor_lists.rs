//! Acts between lists of actors, as in POLECAT and PLOVER.

use super::act::PloverCodes;
use super::fault::RowFaultKind;
use super::name_table::NameTable;
use super::pairs::ActorPairs;
use super::row::{CodedEvent, RowId};
use super::rows::SourceLine;
use super::warning::{RowWarning, RowWarnings};
use crate::code::PloverCategory;

/// Makes the rows of a line with lists of actors.
#[derive(Clone, Debug, Default)]
pub(super) struct ActorListRows {
    codes: PloverCodes,
    /// The actors of the current line.
    pub(super) pairs: ActorPairs,
}

/// The rest of a line with lists of actors. The category is not blank, and the lengths of category
/// and mode have been checked.
#[derive(Clone, Copy, Debug)]
pub(super) struct ActorListLine<'l> {
    pub(super) id: &'l [u8],
    pub(super) day: i32,
    pub(super) added: Option<i32>,
    pub(super) category: &'l [u8],
    pub(super) mode: &'l [u8],
    /// The warnings about its lists.
    pub(super) warnings: RowWarnings,
}

impl ActorListRows {
    /// Returns the row for the first pair of actors, and puts the rows for the others into
    /// `waiting`.
    pub(super) fn expand(
        &mut self,
        line: SourceLine<'_>,
        act: ActorListLine<'_>,
        names: &mut NameTable,
        waiting: &mut Vec<CodedEvent>,
    ) -> Result<Option<CodedEvent>, RowFaultKind> {
        let ActorListLine { day, added, .. } = act;
        let is_mutual = is_mutual(act.category);
        self.pairs.check(is_mutual)?;
        let (code, of_code) = self.codes.parse(act.category, act.mode, names)?;
        let mut warnings = of_code.union(act.warnings);
        if added.is_some_and(|added| added < day) {
            warnings = warnings.with(RowWarning::DatedAfterAdded);
        }
        let row = CodedEvent {
            added,
            id: RowId::of(act.id),
            warnings,
            ..line.row(day, code, names)
        };
        self.pairs.expand(row, is_mutual, names, waiting)
    }
}

/// Whether source actors without a target act with each other: they consult, agree or cooperate.
/// The target of an assault by two actors is unknown.
fn is_mutual(category: &[u8]) -> bool {
    let mutual = [
        PloverCategory::Consult,
        PloverCategory::Agree,
        PloverCategory::Cooperate,
    ];
    let category = category.trim_ascii();
    mutual
        .iter()
        .any(|known| known.as_str().as_bytes().eq_ignore_ascii_case(category))
}
