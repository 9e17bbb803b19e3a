//! The states of all groups, for `GROUP BY`.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, BinaryBuilder, BooleanArray};
use datafusion::common::Result;
use datafusion::logical_expr::{EmitTo, GroupsAccumulator};
use std::sync::Arc;

use super::State;
use crate::call::Call;
use crate::marks::BatchMarks;

/// The states of all groups, by the index of the group.
pub(crate) struct Groups<S> {
    call: Call,
    states: Vec<S>,
    /// The heap size of the states when it was last counted.
    counted: usize,
    /// The maximum by which it can have grown since then.
    grown: usize,
}

/// The heap size is counted again when it may have doubled, but not before it has grown by this much.
const COUNT_AFTER: usize = 1 << 20;

impl<S: State> Groups<S> {
    pub(crate) const fn new(call: Call) -> Self {
        Self {
            call,
            states: Vec::new(),
            counted: 0,
            grown: 0,
        }
    }

    fn resize(&mut self, groups: usize) {
        if self.states.len() < groups {
            let empty = S::new(&self.call);
            self.grown += (groups - self.states.len()) * empty.heap();
            self.states.resize(groups, empty);
        }
    }

    /// Counts the heap size of all states again. The amortised cost is constant for each change.
    fn count(&mut self) {
        if self.grown > self.counted.max(COUNT_AFTER) {
            self.counted = self.states.iter().map(State::heap).sum();
            self.grown = 0;
        }
    }

    fn emit(&mut self, emit_to: EmitTo) -> Vec<S> {
        let emitted = emit_to.take_needed(&mut self.states);
        self.counted = self.states.iter().map(State::heap).sum();
        self.grown = 0;
        emitted
    }
}

/// Some states as a column; `NULL` for a state without marks.
pub(super) fn written<'s, S: State>(states: impl Iterator<Item = &'s S>) -> ArrayRef {
    let mut column = BinaryBuilder::new();
    let mut bytes = Vec::new();
    for state in states {
        if state.is_empty() {
            column.append_null();
        } else {
            bytes.clear();
            state.write(&mut bytes);
            column.append_value(&bytes);
        }
    }
    Arc::new(column.finish())
}

/// The rows that a filter keeps.
fn is_kept(filter: Option<&BooleanArray>, row: usize) -> bool {
    filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row))
}

impl<S: State> GroupsAccumulator for Groups<S> {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        opt_filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.resize(total_num_groups);
        let marks = BatchMarks::new(&self.call, values);
        let is_kept = |row| is_kept(opt_filter, row);
        S::add_rows(&mut self.states, &self.call, &marks, group_indices, is_kept)?;
        self.grown += S::GROWTH * group_indices.len();
        self.count();
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let states = self.emit(emit_to);
        Ok(S::finish(&self.call, &states))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        let states = self.emit(emit_to);
        Ok(vec![written(states.iter())])
    }

    fn merge_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        total_num_groups: usize,
    ) -> Result<()> {
        self.resize(total_num_groups);
        let states = values[0].as_binary::<i32>();
        for (row, &group) in group_indices.iter().enumerate() {
            if states.is_valid(row) {
                let bytes = states.value(row);
                self.states[group].merge(&self.call, bytes)?;
                self.grown += S::GROWTH * bytes.len();
            }
        }
        self.count();
        Ok(())
    }

    fn convert_to_state(
        &self,
        values: &[ArrayRef],
        opt_filter: Option<&BooleanArray>,
    ) -> Result<Vec<ArrayRef>> {
        let marks = BatchMarks::new(&self.call, values);
        let mut states = vec![S::new(&self.call); values[0].len()];
        let groups: Vec<usize> = (0..states.len()).collect();
        let is_kept = |row| is_kept(opt_filter, row);
        S::add_rows(&mut states, &self.call, &marks, &groups, is_kept)?;
        Ok(vec![written(states.iter())])
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.states.capacity() * size_of::<S>() + self.counted + self.grown
    }
}
