//! The state of one group: without `GROUP BY`, and in windows.

use std::fmt;

use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::Accumulator;
use detente::ledger::Marks;

use super::State;
use super::groups::written;
use crate::call::Call;
use crate::marks::{BatchMarks, prepared};

pub(crate) struct Single<S> {
    call: Call,
    state: S,
}

impl<S> fmt::Debug for Single<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.call.name)
    }
}

impl<S: State> Single<S> {
    pub(crate) fn new(call: Call) -> Self {
        let state = S::new(&call);
        Self { call, state }
    }

    fn change(
        &mut self,
        values: &[ArrayRef],
        by: fn(&mut S, &Call, Marks<'_>) -> Result<()>,
    ) -> Result<()> {
        let values = prepared(&self.call, values)?;
        let marks = BatchMarks::new(&self.call, &values);
        marks.each(
            0..values[0].len(),
            |_| true,
            |_, marks| by(&mut self.state, &self.call, marks),
        )
    }
}

impl<S: State> Accumulator for Single<S> {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.change(values, S::add)
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.change(values, S::subtract)
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let states = states[0].as_binary::<i64>();
        for bytes in states.iter().flatten() {
            self.state.merge(&self.call, bytes)?;
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let answer = S::finish(&self.call, std::slice::from_ref(&self.state));
        ScalarValue::try_from_array(&answer, 0)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let state = written(std::iter::once(&self.state));
        Ok(vec![ScalarValue::try_from_array(&state, 0)?])
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.state.heap()
    }
}
