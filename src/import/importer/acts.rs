//! The table of acts: what was done, and how often it was told from either side.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use super::super::anomaly::Anomaly;
use super::super::options::{Options, Precision};
use super::super::summary::{Unmarked, Worth};
use super::super::symmetry::Side;
use super::codes::{CodeKey, HOST_CODE, VISIT_CODE};
use crate::folding::Folding;
use crate::ledger::DaySpan;

/// The distinct acts, and by what rule the rows of one count.
#[derive(Clone, Debug)]
pub(super) struct Acts {
    table: HashMap<ActKey, Told, Folding>,
    is_one_a_day: bool,
    are_mirrors_merged: bool,
}

/// An act on a span, in 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ActKey {
    /// Who acts; of a symmetric act, the smaller key, or the visitor.
    pub(super) source: u32,
    pub(super) target: u32,
    pub(super) day: i32,
    pub(super) code: u16,
    pub(super) precision: Precision,
    /// The column that decides what the code is, counted from 1; 0 if the code is what it is.
    pub(super) column: u8,
}

impl ActKey {
    /// The days on one of which it was done.
    pub(super) fn days(&self) -> DaySpan {
        self.precision.span(self.day)
    }
}

impl Hash for ActKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(u64::from(self.source) << 32 | u64::from(self.target));
        let day = u64::from(u32::from_le_bytes(self.day.to_le_bytes()));
        let code = u64::from(self.code) << 16 | u64::from(self.column) << 8;
        state.write_u64(day << 32 | code | self.precision as u64);
    }
}

/// How often an act was told: from its own side, and from the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) here: u32,
    pub(super) there: u32,
}

impl Told {
    /// How many of the rows count.
    fn kept(self, is_one_a_day: bool) -> u32 {
        let once = self.here.max(self.there);
        if is_one_a_day { once.min(1) } else { once }
    }

    /// How many of the rows count by the code of the act, and how many by that of hosting a visit:
    /// of a visit those of which the host alone tells.
    pub(super) fn by_code(self, is_visit: bool, is_one_a_day: bool) -> [u32; 2] {
        let kept = self.kept(is_one_a_day);
        let by_its_own = if is_visit { kept.min(self.here) } else { kept };
        [by_its_own, kept - by_its_own]
    }

    /// How many merge with one from the other side; the others that do are repetitions.
    fn mirrored(self, is_one_a_day: bool) -> u32 {
        let both = self.here.min(self.there);
        if is_one_a_day { both.min(1) } else { both }
    }

    fn and(self, other: Self) -> Self {
        Self {
            here: self.here.saturating_add(other.here),
            there: self.there.saturating_add(other.there),
        }
    }
}

/// What some acts count.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    /// How many rows tell them, how many of those count, and how many merge with another side.
    pub(super) rows: u64,
    pub(super) kept: u64,
    pub(super) mirrored: u64,
    pub(super) unmarked: Unmarked,
}

/// What two tables have in common: of rows that count in each, how many do not in both together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Overlap {
    pub(super) kept: u64,
    /// Those without a mark in each, and in both together.
    pub(super) unmarked_apart: Unmarked,
    pub(super) unmarked: Unmarked,
    /// The mirrored rows in each, and in both together.
    pub(super) mirrored_apart: u64,
    pub(super) mirrored: u64,
}

impl Acts {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            table: HashMap::default(),
            is_one_a_day: options.is_one_a_day(),
            are_mirrors_merged: options.are_mirrors_merged(),
        }
    }

    /// Adds a row; what it is beside those before it, where it does not count.
    pub(super) fn tell(
        &mut self,
        parties: (u32, u32),
        days: (i32, Precision),
        code: CodeKey,
    ) -> Option<Anomaly> {
        let (before, told) = self.tell_all(parties, days, code, 1);
        let is_one_a_day = self.is_one_a_day;
        if told.kept(is_one_a_day) > before.kept(is_one_a_day) {
            None
        } else if told.mirrored(is_one_a_day) > before.mirrored(is_one_a_day) {
            Some(Anomaly::Mirrored)
        } else {
            Some(Anomaly::Repeated)
        }
    }

    /// Adds several rows of one act; how it was told before and is now.
    pub(super) fn tell_all(
        &mut self,
        parties: (u32, u32),
        days: (i32, Precision),
        code: CodeKey,
        rows: u32,
    ) -> (Told, Told) {
        let (key, is_here) = self.key(parties, days, code);
        let told = self.table.entry(key).or_default();
        let before = *told;
        let side = if is_here {
            &mut told.here
        } else {
            &mut told.there
        };
        *side = side.saturating_add(rows);
        (before, *told)
    }

    /// The acts, and how often each was told.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&ActKey, Told)> {
        self.table.iter().map(|(key, &told)| (key, told))
    }

    /// The rows of an act: whose they are, by which code, and how many.
    pub(super) fn rows(&self, key: &ActKey, told: Told) -> [((u32, u32), u16, u32); 2] {
        let is_visit = key.code == VISIT_CODE && self.are_mirrors_merged;
        let other = if is_visit { HOST_CODE } else { key.code };
        [
            ((key.source, key.target), key.code, told.here),
            ((key.target, key.source), other, told.there),
        ]
    }

    /// How many rows of these parties tell an act by this code.
    pub(super) fn told_by(
        &self,
        parties: (u32, u32),
        days: (i32, Precision),
        code: CodeKey,
    ) -> u32 {
        let (key, is_here) = self.key(parties, days, code);
        let told = self.table.get(&key).copied().unwrap_or_default();
        if is_here { told.here } else { told.there }
    }

    /// Adds what an act counts to some sums.
    pub(super) fn sum(&self, key: &ActKey, told: Told, worths: [Worth; 2], sums: &mut Sums) {
        sums.rows += u64::from(told.here) + u64::from(told.there);
        sums.kept += u64::from(told.kept(self.is_one_a_day));
        sums.mirrored += u64::from(told.mirrored(self.is_one_a_day));
        let is_visit = key.code == VISIT_CODE && self.are_mirrors_merged;
        let rows = told.by_code(is_visit, self.is_one_a_day);
        for (worth, rows) in worths.into_iter().zip(rows) {
            sums.unmarked.count(worth, rows.into());
        }
    }

    /// The key of an act, and whether a row of these parties tells it from its own side.
    pub(super) fn key(
        &self,
        (source, target): (u32, u32),
        (day, precision): (i32, Precision),
        code: CodeKey,
    ) -> (ActKey, bool) {
        let (source, target, is_here) = match code.side {
            _ if !self.are_mirrors_merged => (source, target, true),
            Side::Directed | Side::Visit => (source, target, true),
            Side::Host => (target, source, false),
            Side::Both => (source.min(target), source.max(target), source < target),
        };
        let key = ActKey {
            source,
            target,
            day,
            code: code.number,
            precision,
            column: code.column,
        };
        (key, is_here)
    }

    /// The acts, and how many rows of each count, by which code.
    pub(super) fn kept(&self) -> impl Iterator<Item = (&ActKey, u16, u32)> {
        self.table.iter().flat_map(|(key, &told)| {
            let rows = self.counts(key, told).into_iter();
            rows.filter(|&(_, count)| count > 0)
                .map(move |(code, count)| (key, code, count))
        })
    }

    /// How many rows of an act count, by which code.
    pub(super) fn counts(&self, key: &ActKey, told: Told) -> [(u16, u32); 2] {
        let is_visit = key.code == VISIT_CODE && self.are_mirrors_merged;
        let [own, hosts] = told.by_code(is_visit, self.is_one_a_day);
        [(key.code, own), (HOST_CODE, hosts)]
    }

    /// Adds those of another, whose keys of parties and codes, and whose columns, are these of
    /// ours; with what hosting a visit is worth.
    pub(super) fn merge(
        &mut self,
        other: &Self,
        parties: &[u32],
        (codes, columns): (&[CodeKey], &[u8]),
        host: Worth,
    ) -> Overlap {
        let is_one_a_day = self.is_one_a_day;
        let mut overlap = Overlap::default();
        // An act that is in both counts as if one intake had been told all of it. The overlap is
        // how the sum of what they counted before differs from that, for the acts so far.
        for (key, &theirs) in &other.table {
            let [mut source, mut target] =
                [key.source, key.target].map(|party| parties[party as usize]);
            let code = codes[usize::from(key.code)];
            let column = match key.column {
                0 => 0,
                column => columns[usize::from(column) - 1],
            };
            let mut theirs = theirs;
            // By our keys the order of the two may be another, and so their sides.
            if code.side == Side::Both && self.are_mirrors_merged && source > target {
                (source, target) = (target, source);
                theirs = Told {
                    here: theirs.there,
                    there: theirs.here,
                };
            }
            let key = ActKey {
                source,
                target,
                code: code.number,
                column,
                ..*key
            };
            let told = self.table.entry(key).or_default();
            let both = told.and(theirs);
            // What counts once in each may count once in both.
            let apart = [*told, theirs].map(|told| u64::from(told.kept(is_one_a_day)));
            let fewer = apart[0] + apart[1] - u64::from(both.kept(is_one_a_day));
            overlap.kept += fewer;
            let is_visit = code.number == VISIT_CODE && self.are_mirrors_merged;
            let unmarked = |told: Told, sum: &mut Unmarked| {
                let rows = told.by_code(is_visit, is_one_a_day);
                for (worth, rows) in [code.worth, host].into_iter().zip(rows) {
                    sum.count(worth, rows.into());
                }
            };
            unmarked(*told, &mut overlap.unmarked_apart);
            unmarked(theirs, &mut overlap.unmarked_apart);
            unmarked(both, &mut overlap.unmarked);
            for told in [*told, theirs] {
                overlap.mirrored_apart += u64::from(told.mirrored(is_one_a_day));
            }
            overlap.mirrored += u64::from(both.mirrored(is_one_a_day));
            *told = both;
        }
        overlap
    }
}
