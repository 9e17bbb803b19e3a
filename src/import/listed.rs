//! Acts of PLOVER between lists of actors, as POLECAT and PLOVER tell them.

use super::act::PloverCodes;
use super::anomaly::{Anomalies, Anomaly};
use super::names::Names;
use super::pairs::Pairs;
use super::problem::Problem;
use super::row::{CodedEvent, RowId};
use super::rows::Place;
use crate::code::PloverCategory;

/// The codes so far, and the actors of the line that is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Listed {
    codes: PloverCodes,
    pub(super) pairs: Pairs,
}

/// What a line says beside its actors. The category is not blank, and it and the mode fit.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListedLine<'l> {
    pub(super) id: &'l [u8],
    pub(super) day: i32,
    pub(super) added: Option<i32>,
    pub(super) category: &'l [u8],
    pub(super) mode: &'l [u8],
    /// What is odd about its lists.
    pub(super) odd: Anomalies,
}

impl Listed {
    /// The row for the first pair of actors; those for the others wait.
    pub(super) fn give(
        &mut self,
        place: Place<'_>,
        told: ListedLine<'_>,
        names: &mut Names,
        waiting: &mut Vec<CodedEvent>,
    ) -> Result<Option<CodedEvent>, Problem> {
        let ListedLine { day, added, .. } = told;
        let is_mutual = is_mutual(told.category);
        self.pairs.check(is_mutual)?;
        let (act, odd) = self.codes.get(told.category, told.mode, names)?;
        let mut anomalies = odd.union(told.odd);
        if added.is_some_and(|added| added < day) {
            anomalies = anomalies.with(Anomaly::DatedAfterAdded);
        }
        let row = CodedEvent {
            added,
            id: RowId::of(told.id),
            anomalies,
            ..place.row(day, act, names)
        };
        self.pairs.give(row, is_mutual, names, waiting)
    }
}

/// Whether sources without a target do something with each other: consult, agree, cooperate. Of an
/// assault by two nobody knows whom it hit.
fn is_mutual(category: &[u8]) -> bool {
    let mutual = [
        PloverCategory::Consult,
        PloverCategory::Agree,
        PloverCategory::Cooperate,
    ];
    let category = category.trim_ascii();
    mutual
        .iter()
        .any(|known| known.name().as_bytes().eq_ignore_ascii_case(category))
}
