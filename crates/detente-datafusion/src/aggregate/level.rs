//! `detente_level`: the value of the level.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Float64Array};
use datafusion::common::Result;
use detente::ledger::Marks;
use detente::trend::LevelSums;

use super::State;
use super::state::refused;
use crate::call::Call;
use crate::marks::BatchMarks;

/// The number of rows that are summed before they are added to their states.
const ROWS: usize = 128;

impl State for LevelSums {
    const GROWTH: usize = 0;

    fn new(_call: &Call) -> Self {
        Self::default()
    }

    fn is_empty(&self) -> bool {
        self.marks() == 0
    }

    #[inline]
    fn add(&mut self, call: &Call, marks: Marks<'_>) -> Result<()> {
        Self::add(self, call.spec(), marks).map_err(|error| refused(call, &error))
    }

    /// Computes the sums of several rows first, and then adds them in a short loop. The additions wait for memory,
    /// and the short loop waits for many states at once.
    fn add_rows(
        states: &mut [Self],
        call: &Call,
        marks: &BatchMarks<'_>,
        groups: &[usize],
        is_kept: impl Fn(usize) -> bool,
    ) -> Result<()> {
        let mut parts = [Self::default(); ROWS];
        for (at, groups) in groups.chunks(ROWS).enumerate() {
            let first = at * ROWS;
            let parts = &mut parts[..groups.len()];
            parts.fill(Self::default());
            marks.each(first..first + groups.len(), &is_kept, |row, marks| {
                Self::add(&mut parts[row - first], call.spec(), marks)
                    .map_err(|error| refused(call, &error))
            })?;
            for (part, &group) in parts.iter().zip(groups) {
                Self::merge(&mut states[group], part).map_err(|error| refused(call, &error))?;
            }
        }
        Ok(())
    }

    fn subtract(&mut self, call: &Call, marks: Marks<'_>) -> Result<()> {
        Self::subtract(self, call.spec(), marks).map_err(|error| refused(call, &error))
    }

    fn merge(&mut self, call: &Call, bytes: &[u8]) -> Result<()> {
        let Some(other) = Self::from_bytes(bytes) else {
            return Err(refused(
                call,
                &"a partial state cannot be read: expected the sums of marks",
            ));
        };
        Self::merge(self, &other).map_err(|error| refused(call, &error))
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.to_bytes());
    }

    fn heap(&self) -> usize {
        0
    }

    fn finish(call: &Call, states: &[Self]) -> ArrayRef {
        let values = states.iter().map(|state| state.value(call.spec()));
        Arc::new(values.collect::<Float64Array>())
    }
}
