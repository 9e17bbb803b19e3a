//! The table of rows with a value instead of a code: each distinct one, with the number of events.
//!
//! A value is directed and has one meaning, so this table needs neither sides nor columns: see
//! [`acts`](super::acts).

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use super::super::options::{Options, makes_marks};
use super::super::summary::{MarkStatus, Unmarked};
use super::super::value::RowValue;
use super::acts::Overlap;
use crate::code::MarkClass;
use crate::folding::Folding;
use crate::ledger::DaySpan;

/// The distinct rows with values, and the rules by which they count.
#[derive(Clone, Debug)]
pub(super) struct ValueTable {
    events: HashMap<ValueKey, u32, Folding>,
    merges_repeated: bool,
    /// Whether an act has a weight.
    makes_marks: bool,
}

/// A value of one party about another on some days. `None` if the row has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ValueKey {
    pub(super) source: u32,
    pub(super) target: u32,
    pub(super) span: DaySpan,
    pub(super) value: Option<RowValue>,
}

impl Hash for ValueKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(u64::from(self.source) << 32 | u64::from(self.target));
        // No valence has these bits.
        let value = self
            .value
            .map_or(u64::MAX, |value| value.valence().to_bits());
        state.write_u64(value);
        let day = u64::from(self.span.first_day().cast_unsigned());
        state.write_u64(day << 32 | u64::from(self.span.days()));
    }
}

impl ValueTable {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            events: HashMap::default(),
            merges_repeated: options.merges_repeated,
            makes_marks: makes_marks(&options.scoring, MarkClass::Act),
        }
    }

    /// Adds events. Returns how many of them count.
    pub(super) fn add(&mut self, key: ValueKey, events: u32) -> u32 {
        let merges_repeated = self.merges_repeated;
        let count = self.events.entry(key).or_default();
        let before = kept(*count, merges_repeated);
        *count = count.saturating_add(events);
        kept(*count, merges_repeated) - before
    }

    /// The number of events that count for a key.
    pub(super) fn count(&self, key: &ValueKey) -> u32 {
        let events = self.events.get(key).copied().unwrap_or_default();
        kept(events, self.merges_repeated)
    }

    /// Whether events with this value make marks.
    pub(super) const fn status(&self, value: Option<RowValue>) -> MarkStatus {
        match value {
            _ if !self.makes_marks => MarkStatus::NoWeight,
            None => MarkStatus::BlankValue,
            Some(_) => MarkStatus::Marked,
        }
    }

    /// The rows with the number of events that count.
    pub(super) fn kept(&self) -> impl Iterator<Item = (&ValueKey, u32)> {
        let events = self.events.iter();
        events.map(|(key, &events)| (key, kept(events, self.merges_repeated)))
    }

    /// Adds the rows of another table, and returns how the totals overlap. `parties` translates its
    /// keys into ours.
    pub(super) fn merge(&mut self, other: &Self, parties: &[u32], overlap: &mut Overlap) {
        for (key, &theirs) in &other.events {
            let key = ValueKey {
                source: parties[key.source as usize],
                target: parties[key.target as usize],
                ..*key
            };
            let status = self.status(key.value);
            let merges_repeated = self.merges_repeated;
            let count = self.events.entry(key).or_default();
            let ours = *count;
            *count = ours.saturating_add(theirs);
            let [ours, theirs, both] =
                [ours, theirs, *count].map(|events| u64::from(kept(events, merges_repeated)));
            overlap.kept += ours + theirs - both;
            for (unmarked, events) in [
                (&mut overlap.unmarked_apart, ours + theirs),
                (&mut overlap.unmarked, both),
            ] {
                let mut of_value = Unmarked::default();
                of_value.count(status, events);
                unmarked.add(of_value);
            }
        }
    }
}

/// The number of events that count.
fn kept(events: u32, merges_repeated: bool) -> u32 {
    if merges_repeated {
        events.min(1)
    } else {
        events
    }
}
