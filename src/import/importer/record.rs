//! Adds the events of a row to the tables of an importer, and counts what becomes of them.

use super::super::options::{RowDays, ends};
use super::super::row::CodedEvent;
use super::super::symmetry::Symmetry;
use super::super::value::RowValue;
use super::super::warning::{RowWarning, RowWarnings};
use super::acts::AddedEvents;
use super::codes::{CodeKey, VISIT_CODE};
use super::values::ValueKey;
use super::{Importer, RowOutcome, widen};

/// What a row reports.
#[derive(Clone, Copy, Debug)]
pub(super) enum Content {
    Code(CodeKey),
    Value(Option<RowValue>),
}

/// What became of a row that counts, and why events of it are merged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recorded {
    pub(super) outcome: RowOutcome,
    pub(super) merged: RowWarnings,
}

impl Importer {
    /// Adds the events of a row to the tables.
    pub(super) fn record(
        &mut self,
        row: &CodedEvent,
        parties: (u32, u32),
        content: Content,
    ) -> Recorded {
        let days = self.options.days(row);
        let merged = if row.count == 0 {
            self.summary.unmarked.zero_count += 1;
            self.summary.kept += 1;
            RowWarnings::NONE
        } else {
            let added = match content {
                Content::Code(code) => self.record_act(row, days, parties, code),
                Content::Value(value) => self.record_value(row, days, parties, value),
            };
            let merged = self.count_merged(row.count, added);
            if added.kept == 0 {
                let warning = match added.mirrored {
                    0 => RowWarning::Repeated,
                    _ => RowWarning::Mirrored,
                };
                let outcome = RowOutcome::Merged(warning);
                return Recorded { outcome, merged };
            }
            self.summary.kept += u64::from(added.kept);
            merged
        };
        if !days.is_guessed {
            widen(&mut self.kept_days, ends(days.span));
        }
        let outcome = RowOutcome::Kept;
        Recorded { outcome, merged }
    }

    /// Adds the events of a row with a code.
    fn record_act(
        &mut self,
        row: &CodedEvent,
        days: RowDays,
        parties: (u32, u32),
        code: CodeKey,
    ) -> AddedEvents {
        let added = self.acts.add(parties, days, code, row.count);
        match code.symmetry {
            Symmetry::Visit | Symmetry::Host if self.options.merges_mirrored => {
                // A visitor's report turns hosted visits into visits, which may differ in status.
                let statuses = [self.codes.visit_status(), self.codes.host_status()];
                let unmarked = |count| self.acts.unmarked(VISIT_CODE, count, statuses);
                let (before, after) = (unmarked(added.before), unmarked(added.after));
                self.summary.unmarked.add(after);
                self.summary.unmarked.subtract(before);
            }
            _ => self.summary.unmarked.count(code.status, added.kept.into()),
        }
        added
    }

    /// Adds the events of a row with a value.
    fn record_value(
        &mut self,
        row: &CodedEvent,
        days: RowDays,
        (source, target): (u32, u32),
        value: Option<RowValue>,
    ) -> AddedEvents {
        let key = ValueKey {
            source,
            target,
            span: days.span,
            value,
        };
        let kept = self.values.add(key, row.count);
        let status = self.values.status(value);
        self.summary.unmarked.count(status, kept.into());
        AddedEvents {
            kept,
            ..AddedEvents::default()
        }
    }

    /// Counts the events of a row that are merged. Returns why.
    fn count_merged(&mut self, events: u32, added: AddedEvents) -> RowWarnings {
        let merged = events - added.kept;
        if merged == 0 {
            return RowWarnings::NONE;
        }
        self.summary.merged += u64::from(merged);
        let mut warnings = RowWarnings::NONE;
        for (warning, rows) in [
            (RowWarning::Mirrored, added.mirrored),
            (RowWarning::Repeated, merged - added.mirrored),
        ] {
            if rows > 0 {
                self.summary.warning_mut(warning).rows += u64::from(rows);
                warnings = warnings.with(warning);
            }
        }
        warnings
    }
}
