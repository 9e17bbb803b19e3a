//! `detente_ledger` and `detente_merge`: the exact sums themselves.

use std::sync::Arc;

use datafusion::arrow::array::ArrayRef;
use datafusion::common::Result;
use detente::ledger::{DyadLedger, Marks};

use super::State;
use super::groups::written;
use super::state::refused;
use crate::call::Call;

/// The maximum memory of a span, in bytes.
const SPAN: usize = 56;

impl State for DyadLedger {
    const GROWTH: usize = SPAN;

    fn new(_call: &Call) -> Self {
        Self::new()
    }

    fn is_empty(&self) -> bool {
        self.marks() == 0
    }

    fn add(&mut self, call: &Call, marks: Marks<'_>) -> Result<()> {
        Self::add(self, marks).map_err(|error| refused(call, &error))
    }

    fn subtract(&mut self, call: &Call, marks: Marks<'_>) -> Result<()> {
        Self::subtract(self, marks).map_err(|error| refused(call, &error))
    }

    fn merge(&mut self, call: &Call, bytes: &[u8]) -> Result<()> {
        let other = Self::from_bytes(bytes)
            .map_err(|error| refused(call, &format!("a partial state cannot be read: {error}")))?;
        Self::add(self, &other).map_err(|error| refused(call, &error))
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.to_bytes());
    }

    fn heap(&self) -> usize {
        self.spans().count() * SPAN
    }

    fn finish(_call: &Call, states: &[Self]) -> ArrayRef {
        Arc::new(written(states.iter()))
    }
}
