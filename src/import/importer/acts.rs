//! The table of acts: each distinct act, with the number of rows that report it from each side.
//!
//! What counts follows from these numbers alone: neither the order of rows nor their division into
//! files changes it, and two tables can be merged.
//!
//! An act has an *own side* and, if it is symmetric, an *other side*. The other side's row of a
//! visit (`042`) is the host's (`043`); for the other symmetric codes the sides only differ in who
//! is the source. With `n` rows from the own side and `m` from the other, an event that happened
//! `k` times on a day has been reported by both sides up to `min(n, m)` times, so `max(n, m)` rows
//! count. If repeated rows are merged, at most one counts.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use super::super::options::{Options, RowDays};
use super::super::summary::{MarkStatus, Unmarked};
use super::super::symmetry::Symmetry;
use super::codes::{CodeKey, HOST_CODE, VISIT_CODE};
use crate::folding::Folding;
use crate::ledger::DaySpan;

/// The distinct acts, and the rules by which their rows count.
#[derive(Clone, Debug)]
pub(super) struct ActTable {
    reports: HashMap<ActKey, ReportCount, Folding>,
    merges_repeated: bool,
    merges_mirrored: bool,
}

/// An act on some days, in 20 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ActKey {
    /// The party of the source; of a symmetric act the smaller key, and of a visit the visitor.
    pub(super) source: u32,
    pub(super) target: u32,
    pub(super) span: DaySpan,
    pub(super) code: u16,
    /// The number of the column that decides what the code means, counted from 1. 0 if the code has
    /// one meaning.
    pub(super) column: u8,
    /// See [`RowDays`].
    pub(super) is_guessed: bool,
}

impl ActKey {
    pub(super) const fn days(&self) -> RowDays {
        RowDays {
            span: self.span,
            is_guessed: self.is_guessed,
        }
    }
}

impl Hash for ActKey {
    /// Packs the fields into two words. Hashing them one by one is slower.
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(u64::from(self.source) << 32 | u64::from(self.target));
        let day = u64::from(self.span.first_day().cast_unsigned());
        let code = u64::from(self.code) << 16 | u64::from(self.column) << 8;
        // Longer spans than 255 days are few, and may have the same hash.
        state.write_u64(day << 32 | code | u64::from(self.span.days().min(255)));
    }
}

/// The number of rows that report an act from each side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ReportCount {
    pub(super) own: u32,
    pub(super) other: u32,
}

impl ReportCount {
    /// The number of rows that count.
    fn kept(self, merges_repeated: bool) -> u32 {
        let events = self.own.max(self.other);
        if merges_repeated {
            events.min(1)
        } else {
            events
        }
    }

    /// The number of rows that count with the act's own code, and with the code of hosting a visit.
    ///
    /// A visit counts as hosted only if the visitor's side does not report it.
    pub(super) fn kept_by_code(self, is_visit: bool, merges_repeated: bool) -> [u32; 2] {
        let kept = self.kept(merges_repeated);
        let own = if is_visit { kept.min(self.own) } else { kept };
        [own, kept - own]
    }

    /// The number of rows that are merged with a row from the other side. The other merged rows are
    /// repetitions.
    fn mirrored(self, merges_repeated: bool) -> u32 {
        let pairs = self.own.min(self.other);
        if merges_repeated { pairs.min(1) } else { pairs }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            own: self.own.saturating_add(other.own),
            other: self.other.saturating_add(other.other),
        }
    }

    fn swapped(self) -> Self {
        Self {
            own: self.other,
            other: self.own,
        }
    }
}

/// What became of the events of a row. All others are repeated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct AddedEvents {
    /// The number that counts.
    pub(super) kept: u32,
    /// The number that is merged with events from the other side.
    pub(super) mirrored: u32,
    /// The number of rows that report the act, before and after.
    pub(super) before: ReportCount,
    pub(super) after: ReportCount,
}

/// Totals over some acts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ActTotals {
    /// The number of rows.
    pub(super) rows: u64,
    /// The number of rows that count.
    pub(super) kept: u64,
    /// The number of rows that are merged with another side.
    pub(super) mirrored: u64,
    pub(super) unmarked: Unmarked,
}

/// By how much the totals of two tables together differ from the sum of their totals.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Overlap {
    /// The number of rows that count in one table, but not in both together.
    pub(super) kept: u64,
    /// The kept rows without a mark: the sum over each table, and both together.
    pub(super) unmarked_apart: Unmarked,
    pub(super) unmarked: Unmarked,
    /// The mirrored rows: the sum over each table, and both together.
    pub(super) mirrored_apart: u64,
    pub(super) mirrored: u64,
}

impl ActTable {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            reports: HashMap::default(),
            merges_repeated: options.merges_repeated,
            merges_mirrored: options.merges_mirrored,
        }
    }

    /// Adds the events of a row.
    pub(super) fn add(
        &mut self,
        parties: (u32, u32),
        days: RowDays,
        code: CodeKey,
        events: u32,
    ) -> AddedEvents {
        let (before, after) = self.add_rows(parties, days, code, events);
        let merges_repeated = self.merges_repeated;
        // Neither number falls when events are added.
        AddedEvents {
            kept: after.kept(merges_repeated) - before.kept(merges_repeated),
            mirrored: after.mirrored(merges_repeated) - before.mirrored(merges_repeated),
            before,
            after,
        }
    }

    /// Adds several rows of one act. Returns its counts before and after.
    pub(super) fn add_rows(
        &mut self,
        parties: (u32, u32),
        days: RowDays,
        code: CodeKey,
        rows: u32,
    ) -> (ReportCount, ReportCount) {
        let (key, is_own_side) = self.key(parties, days, code);
        let count = self.reports.entry(key).or_default();
        let before = *count;
        let side = if is_own_side {
            &mut count.own
        } else {
            &mut count.other
        };
        *side = side.saturating_add(rows);
        (before, *count)
    }

    /// The acts with the number of rows that report each.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&ActKey, ReportCount)> {
        self.reports.iter().map(|(key, &count)| (key, count))
    }

    /// The rows that report an act, from each side: their parties, code and number.
    pub(super) fn rows(&self, key: &ActKey, count: ReportCount) -> [((u32, u32), u16, u32); 2] {
        let other_code = if self.is_visit(key.code) {
            HOST_CODE
        } else {
            key.code
        };
        [
            ((key.source, key.target), key.code, count.own),
            ((key.target, key.source), other_code, count.other),
        ]
    }

    /// The number of rows that report an act with this code, these parties and from their side.
    pub(super) fn count(&self, parties: (u32, u32), days: RowDays, code: CodeKey) -> u32 {
        let (key, is_own_side) = self.key(parties, days, code);
        match self.reports.get(&key) {
            Some(count) if is_own_side => count.own,
            Some(count) => count.other,
            None => 0,
        }
    }

    /// Adds an act to totals. `statuses` are for the act's own code and for hosting a visit.
    pub(super) fn add_to_totals(
        &self,
        key: &ActKey,
        count: ReportCount,
        statuses: [MarkStatus; 2],
        totals: &mut ActTotals,
    ) {
        totals.rows += u64::from(count.own) + u64::from(count.other);
        totals.kept += u64::from(count.kept(self.merges_repeated));
        totals.mirrored += u64::from(count.mirrored(self.merges_repeated));
        self.add_unmarked(key.code, count, statuses, &mut totals.unmarked);
    }

    /// The kept rows without a mark among those that report an act.
    pub(super) fn unmarked(
        &self,
        code: u16,
        count: ReportCount,
        statuses: [MarkStatus; 2],
    ) -> Unmarked {
        let mut unmarked = Unmarked::default();
        self.add_unmarked(code, count, statuses, &mut unmarked);
        unmarked
    }

    fn add_unmarked(
        &self,
        code: u16,
        count: ReportCount,
        statuses: [MarkStatus; 2],
        unmarked: &mut Unmarked,
    ) {
        let rows = count.kept_by_code(self.is_visit(code), self.merges_repeated);
        for (status, rows) in statuses.into_iter().zip(rows) {
            unmarked.count(status, rows.into());
        }
    }

    /// Whether the sides of an act have different codes.
    const fn is_visit(&self, code: u16) -> bool {
        code == VISIT_CODE && self.merges_mirrored
    }

    /// The key of an act, and whether a row with these parties reports it from its own side.
    ///
    /// This decides which rows are about one act: both sides of a symmetric act get the same key.
    fn key(&self, (source, target): (u32, u32), days: RowDays, code: CodeKey) -> (ActKey, bool) {
        let (source, target, is_own_side) = match code.symmetry {
            _ if !self.merges_mirrored => (source, target, true),
            Symmetry::Directed | Symmetry::Visit => (source, target, true),
            Symmetry::Host => (target, source, false),
            Symmetry::Mutual => (source.min(target), source.max(target), source < target),
        };
        let key = ActKey {
            source,
            target,
            span: days.span,
            code: code.number,
            column: code.column,
            is_guessed: days.is_guessed,
        };
        (key, is_own_side)
    }

    /// The acts with the number of rows that count, by code.
    pub(super) fn kept(&self) -> impl Iterator<Item = (&ActKey, u16, u32)> {
        self.reports.iter().flat_map(|(key, &count)| {
            let [own, host] = count.kept_by_code(self.is_visit(key.code), self.merges_repeated);
            let rows = [(key.code, own), (HOST_CODE, host)].into_iter();
            rows.filter(|&(_, rows)| rows > 0)
                .map(move |(code, rows)| (key, code, rows))
        })
    }

    /// Adds the acts of another table, and returns how the totals overlap.
    ///
    /// `parties`, `codes` and `columns` translate its keys into ours; `host` is the status of
    /// hosting a visit.
    pub(super) fn merge(
        &mut self,
        other: &Self,
        parties: &[u32],
        (codes, columns): (&[CodeKey], &[u8]),
        host: MarkStatus,
    ) -> Overlap {
        let mut overlap = Overlap::default();
        // Invariant: for the acts so far, `overlap` is the difference between the sum of the
        // totals of both tables and the totals of their union.
        for (key, &theirs) in &other.reports {
            let code = codes[usize::from(key.code)];
            let mut key = ActKey {
                source: parties[key.source as usize],
                target: parties[key.target as usize],
                code: code.number,
                column: match key.column {
                    0 => 0,
                    column => columns[usize::from(column) - 1],
                },
                ..*key
            };
            let mut theirs = theirs;
            // The smaller of two keys in their table may be the larger in ours. Then the sides of a
            // symmetric act change places.
            let is_mutual = code.symmetry == Symmetry::Mutual && self.merges_mirrored;
            if is_mutual && key.source > key.target {
                std::mem::swap(&mut key.source, &mut key.target);
                theirs = theirs.swapped();
            }
            let count = self.reports.entry(key).or_default();
            let ours = *count;
            let both = ours.plus(theirs);
            *count = both;
            self.add_overlap([ours, theirs, both], code, host, &mut overlap);
        }
        overlap
    }

    fn add_overlap(
        &self,
        [ours, theirs, both]: [ReportCount; 3],
        code: CodeKey,
        host: MarkStatus,
        overlap: &mut Overlap,
    ) {
        let kept = |count: ReportCount| u64::from(count.kept(self.merges_repeated));
        let mirrored = |count: ReportCount| u64::from(count.mirrored(self.merges_repeated));
        let statuses = [code.status, host];
        overlap.kept += kept(ours) + kept(theirs) - kept(both);
        overlap.mirrored_apart += mirrored(ours) + mirrored(theirs);
        overlap.mirrored += mirrored(both);
        for count in [ours, theirs] {
            self.add_unmarked(code.number, count, statuses, &mut overlap.unmarked_apart);
        }
        self.add_unmarked(code.number, both, statuses, &mut overlap.unmarked);
    }
}
