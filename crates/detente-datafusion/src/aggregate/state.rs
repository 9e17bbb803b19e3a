//! The trait of the state of a group.

use datafusion::arrow::array::ArrayRef;
use datafusion::common::{DataFusionError, Result, exec_datafusion_err};
use detente::ledger::Marks;

use crate::call::Call;
use crate::marks::BatchMarks;

/// The state of one group. Marks can be added and removed in any order, and states of parts can be merged.
pub(crate) trait State: Clone + Send + Sync + 'static {
    /// The state without marks.
    fn new(call: &Call) -> Self;

    fn is_empty(&self) -> bool;

    fn add(&mut self, call: &Call, marks: Marks<'_>) -> Result<()>;

    /// Adds the marks of a row to the state of its group, for each row that is kept.
    fn add_rows(
        states: &mut [Self],
        call: &Call,
        marks: &BatchMarks<'_>,
        groups: &[usize],
        is_kept: impl Fn(usize) -> bool,
    ) -> Result<()> {
        marks.each(0..groups.len(), is_kept, |row, marks| {
            states[groups[row]].add(call, marks)
        })
    }

    fn subtract(&mut self, call: &Call, marks: Marks<'_>) -> Result<()>;

    /// Merges a state that was written by [`write`](Self::write), perhaps on another machine.
    fn merge(&mut self, call: &Call, bytes: &[u8]) -> Result<()>;

    /// Appends the state as bytes.
    fn write(&self, bytes: &mut Vec<u8>);

    /// The bytes of memory outside the value itself.
    fn heap(&self) -> usize;

    /// The maximum by which [`heap`](Self::heap) grows when marks are added.
    const GROWTH: usize;

    /// The answers for some groups.
    fn finish(call: &Call, states: &[Self]) -> ArrayRef;
}

/// The error of a refused change.
pub(crate) fn refused(call: &Call, error: &dyn std::fmt::Display) -> DataFusionError {
    exec_datafusion_err!("`{}`: {error}", call.name)
}
