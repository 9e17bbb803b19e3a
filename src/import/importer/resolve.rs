//! What is decided when all rows are read: what the digits of columns stand for.
//!
//! Acts are kept by their codes as they are written. If a column is read otherwise, those acts
//! are told again by the codes that they have, together with the acts that have these codes
//! already; all others stay where they are. So the result is that of rows which had the codes from
//! the start.

use std::collections::HashMap;

use super::super::anomaly::Anomaly;
use super::super::names::Names;
use super::super::options::Precision;
use super::super::row::{Act, CodedEvent};
use super::super::summary::{Summary, widen};
use super::Importer;
use super::acts::{Acts, Sums};
use super::codes::{CodeKey, CodeTable, HOST_CODE, Pending, VISIT_CODE};
use super::days::days_of;
use crate::code::Code;
use crate::folding::Folding;

/// The acts that are of other codes than as they were written.
#[derive(Debug)]
pub(super) struct Retold {
    /// Whether acts by the code of this number, of the intake, are told again.
    is_affected: Vec<bool>,
    pub(super) codes: CodeTable,
    pub(super) acts: Acts,
    /// What they counted as they were written, and what they count.
    before: Sums,
    after: Sums,
    /// The rows that are left out for their code.
    dropped: HashMap<Anomaly, u64, Folding>,
}

/// What becomes of some digits.
#[derive(Clone, Copy)]
enum Fate {
    Code(CodeKey),
    Dropped(Anomaly),
}

impl Retold {
    pub(super) fn is_affected(&self, code: u16) -> bool {
        self.is_affected[usize::from(code)]
    }
}

impl Importer {
    /// What some digits stand for; or why rows with them are left out.
    fn fate(&self, pending: &Pending) -> Result<Code, Anomaly> {
        let (code, odd) = self.codes.resolve(pending);
        match odd {
            Some(odd) if self.options.drops(odd) => Err(odd),
            _ => Ok(code),
        }
    }

    /// The acts that have to be told again; `None` if there are none.
    pub(super) fn retold(&self) -> Option<Retold> {
        let mut codes = self.codes.clone();
        let mut is_affected = vec![false; self.codes.infos.len()];
        let mut fates: HashMap<(u8, u16), Fate, Folding> = HashMap::default();
        let mut columns: Vec<u8> = vec![0; self.codes.infos.len()];
        for pending in &self.codes.pending {
            let number = usize::from(pending.number);
            // By whom else acts with these digits are told: without a column, or with another.
            let is_shared = self.codes.infos[number].is_fixed
                || (columns[number] != 0 && columns[number] != pending.column);
            columns[number] = pending.column;
            let fate = match self.fate(pending) {
                Err(odd) => {
                    is_affected[number] = true;
                    Fate::Dropped(odd)
                }
                Ok(code) => {
                    let Some(of_it) = codes.number(Some(&code)) else {
                        // One code more than are told apart.
                        is_affected[number] = true;
                        let fate = Fate::Dropped(Anomaly::UnknownCode);
                        fates.insert((pending.column, pending.number), fate);
                        continue;
                    };
                    if of_it != pending.number || is_shared {
                        is_affected[number] = true;
                        // A code that no row has as it is written has no acts.
                        if let Some(target) = is_affected.get_mut(usize::from(of_it)) {
                            *target = true;
                        }
                    }
                    Fate::Code(codes.key_of(of_it, 0))
                }
            };
            fates.insert((pending.column, pending.number), fate);
        }
        // Both sides of a visit are counted together.
        let visit = usize::from(VISIT_CODE);
        let host = usize::from(HOST_CODE);
        is_affected[visit] |= is_affected[host];
        if !is_affected.contains(&true) {
            return None;
        }
        let mut retold = Retold {
            is_affected,
            codes,
            acts: Acts::new(&self.options),
            before: Sums::default(),
            after: Sums::default(),
            dropped: HashMap::default(),
        };
        for (key, told) in self.acts.iter() {
            if !retold.is_affected(key.code) {
                continue;
            }
            let worths = [
                &self.codes.infos[usize::from(key.code)],
                &self.codes.infos[host],
            ];
            let worths = worths.map(|info| info.worth);
            self.acts.sum(key, told, worths, &mut retold.before);
            for (parties, code, rows) in self.acts.rows(key, told) {
                if rows == 0 {
                    continue;
                }
                let fate = match key.column {
                    0 => Fate::Code(retold.codes.key_of(code, 0)),
                    column => fates[&(column, code)],
                };
                match fate {
                    Fate::Code(code) => {
                        let days = (key.day, key.precision);
                        retold.acts.tell_all(parties, days, code, rows);
                    }
                    Fate::Dropped(odd) => {
                        *retold.dropped.entry(odd).or_default() += u64::from(rows);
                    }
                }
            }
        }
        let mut after = Sums::default();
        for (key, told) in retold.acts.iter() {
            let worths = [
                &retold.codes.infos[usize::from(key.code)],
                &retold.codes.infos[host],
            ];
            let worths = worths.map(|info| info.worth);
            retold.acts.sum(key, told, worths, &mut after);
        }
        retold.after = after;
        Some(retold)
    }

    /// Puts into a summary what is decided when all rows are read.
    pub(super) fn decide(&self, retold: Option<&Retold>, summary: &mut Summary) {
        summary.code_columns = self.codes.reports();
        summary.unknown_countries = self.parties.unknown_countries();
        summary.stray_years = self.years.stray();
        let stray = summary.stray_years.iter();
        let stray: Vec<_> = stray.map(|one| days_of((one.year, one.year))).collect();
        let is_stray = |day: i32| {
            stray
                .iter()
                .any(|&(first, last)| first <= day && day <= last)
        };
        summary.gaps = self.days.gaps(is_stray);
        summary.added_gaps = self.added.gaps(|_| false);
        for pending in &self.codes.pending {
            if let (_, Some(odd)) = self.codes.resolve(pending) {
                let class = &mut summary.classes[odd.place()];
                class.seen += pending.rows;
                let first = pending.first.iter().chain(&class.example);
                class.example = first
                    .min_by_key(|example| (example.file, example.line))
                    .cloned();
            }
        }
        let Some(retold) = retold else {
            return;
        };
        let (before, after) = (retold.before, retold.after);
        let merged = |sums: Sums| sums.rows - sums.kept;
        summary.kept = summary.kept + after.kept - before.kept;
        summary.merged = summary.merged + merged(after) - merged(before);
        summary.unmarked.add(after.unmarked);
        summary.unmarked.take_off(before.unmarked);
        let repeated = |sums: Sums| merged(sums) - sums.mirrored;
        for (anomaly, more, less) in [
            (Anomaly::Mirrored, after.mirrored, before.mirrored),
            (Anomaly::Repeated, repeated(after), repeated(before)),
        ] {
            let class = &mut summary.classes[anomaly.place()];
            class.seen = class.seen + more - less;
            if class.seen == 0 {
                class.example = None;
            }
        }
        for (&anomaly, &rows) in &retold.dropped {
            summary.classes[anomaly.place()].skipped += rows;
        }
        if !retold.dropped.is_empty() {
            summary.days = None;
            let left = self
                .acts
                .iter()
                .filter(|(key, _)| !retold.is_affected(key.code));
            let days = left.chain(retold.acts.iter());
            days.filter(|(key, _)| key.precision == Precision::Day)
                .for_each(|(key, _)| widen(&mut summary.days, key.day));
        }
    }

    /// The code of a row: of [digits](super::super::Digits), what the rows so far decide.
    ///
    /// Returns `None` if the row is in words that make no code, if rows with its code are left out by
    /// choice, or if `names` are not those of the reader that made it.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Importer, Options, PlainLayout, Reader};
    ///
    /// // A spreadsheet made numbers of 010 and 036.
    /// let table = "2012-05-02\tUSA\tRUS\t10\n2012-05-07\tUSA\tRUS\t36\n";
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut intake = Importer::new(Options::new(format));
    /// intake.read(&mut Reader::new(table.as_bytes(), format))?;
    ///
    /// let mut again = Reader::new(table.as_bytes(), format);
    /// let row = again.next().unwrap()?;
    /// assert_eq!(intake.code_of(&row, again.names()), Some("cameo:010".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn code_of(&self, row: &CodedEvent, names: &Names) -> Option<Code> {
        if !names.have(row) {
            return None;
        }
        let Act::Digits(digits) = row.act() else {
            return names.code(row.act());
        };
        let format = names.format().expect("a reader of rows has a format");
        let column = self.codes.find_column(format)?;
        match self.codes.find_digits(column, digits) {
            Some(pending) => self.fate(pending).ok(),
            None => names.code(row.act()),
        }
    }

    /// How many rows of these parties tell an act by this code, as it is decided.
    pub(super) fn told_by(&self, parties: (u32, u32), days: (i32, Precision), code: &Code) -> u32 {
        let fixed = self.codes.find(Some(code));
        let fixed = fixed.map(|number| self.codes.key_of(number, 0));
        let text = match code {
            Code::Cameo(code) => code.as_str(),
            Code::Other(code) => code.code(),
            Code::Plover(_) => "",
        };
        let texts = [Some(text), text.strip_prefix('0')];
        let digits = texts.map(|text| super::super::digits::Digits::new(text?.as_bytes()));
        let columns = u8::try_from(self.codes.columns.len());
        let columns = 1..=columns.expect("there are at most 255 columns");
        let pending = columns.flat_map(|column| {
            let digits = digits.into_iter().flatten();
            digits.filter_map(move |digits| self.codes.find_digits(column, digits))
        });
        let pending = pending.filter(|pending| self.fate(pending).as_ref() == Ok(code));
        let pending = pending.map(|pending| self.codes.key_of(pending.number, pending.column));
        let keys = fixed.into_iter().chain(pending);
        keys.map(|key| self.acts.told_by(parties, days, key))
            .fold(0, u32::saturating_add)
    }
}
