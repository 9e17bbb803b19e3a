//! Decides what the digits of columns mean, when all rows are read.
//!
//! Acts are stored with their codes as they are written. If a column turns out to mean something
//! else, its acts are added again with the codes that they have, into a second table, together with
//! all acts that have one of these codes already: an act that lost its zero may be a repetition
//! of one that did not. All other acts stay. The result is as if the rows had had the right
//! codes from the start, and no row has to be read twice.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::super::digits::Digits;
use super::super::error::ImportError;
use super::super::name_table::NameTable;
use super::super::options::{RowDays, ends};
use super::super::row::{Act, CodedEvent, dates_of};
use super::super::summary::Summary;
use super::super::warning::RowWarning;
use super::acts::{ActKey, ActTable, ActTotals};
use super::codes::{CodeKey, CodeTable, HOST_CODE, PendingDigits, VISIT_CODE};
use super::days::days_of_years;
use super::{Importer, widen};
use crate::code::Code;
use crate::folding::Folding;

/// The acts whose codes differ from those that were written, and the acts that share their codes.
#[derive(Debug)]
pub(super) struct RecodedActs {
    /// Whether the acts with a code, by its number in the importer, are replaced.
    is_replaced: Vec<bool>,
    pub(super) codes: CodeTable,
    pub(super) acts: ActTable,
    /// The totals of the replaced acts, and of those that replace them.
    before: ActTotals,
    after: ActTotals,
    /// The number of rows that are skipped because of their code, by warning.
    dropped: HashMap<RowWarning, u64, Folding>,
}

/// What rows with some digits become.
#[derive(Clone, Copy)]
enum Resolution {
    Code(CodeKey),
    Dropped(RowWarning),
}

/// The resolutions of digits, by column and by the number of the code as it is written.
type Resolutions = HashMap<(u8, u16), Resolution, Folding>;

impl RecodedActs {
    /// Whether an act of the importer is replaced by those in `acts`.
    pub(super) fn replaces(&self, key: &ActKey) -> bool {
        self.is_replaced[usize::from(key.code)]
    }
}

impl Importer {
    /// The code of some digits, or the warning for which rows with them are skipped.
    fn resolve(&self, pending: &PendingDigits) -> Result<Code, RowWarning> {
        match self.codes.resolve(pending) {
            (_, Some(warning)) if self.options.dropped.contains(warning) => Err(warning),
            (code, _) => Ok(code),
        }
    }

    /// The acts to replace. Returns `None` if all codes are as they are written.
    pub(super) fn recoded_acts(&self) -> Option<RecodedActs> {
        let mut codes = self.codes.clone();
        let (resolutions, is_replaced) = self.resolve_all(&mut codes);
        if !is_replaced.contains(&true) {
            return None;
        }
        let mut recoded = RecodedActs {
            is_replaced,
            codes,
            acts: ActTable::new(&self.options),
            before: ActTotals::default(),
            after: ActTotals::default(),
            dropped: HashMap::default(),
        };
        self.recode(&resolutions, &mut recoded);
        recoded.before = totals(&self.acts, &self.codes, |key| recoded.replaces(key));
        recoded.after = totals(&recoded.acts, &recoded.codes, |_| true);
        Some(recoded)
    }

    /// Resolves all digits, and finds the codes whose acts are affected. New codes are added to
    /// `codes`.
    fn resolve_all(&self, codes: &mut CodeTable) -> (Resolutions, Vec<bool>) {
        let mut resolutions = Resolutions::default();
        let mut is_replaced = vec![false; self.codes.infos.len()];
        // The column that uses a number, 0 for none so far.
        let mut columns: Vec<u8> = vec![0; self.codes.infos.len()];
        for pending in &self.codes.pending {
            let number = usize::from(pending.number);
            // Whether acts of this code also come without a column, or from another column. The
            // keys of such acts differ in the column, and must become equal.
            let is_shared = self.codes.infos[number].is_fixed
                || (columns[number] != 0 && columns[number] != pending.column);
            columns[number] = pending.column;
            let resolved = self.resolve(pending).and_then(|code| {
                // Fails if there are too many codes.
                codes.number(Some(&code)).ok_or(RowWarning::UnknownCode)
            });
            let resolution = match resolved {
                Err(warning) => {
                    is_replaced[number] = true;
                    Resolution::Dropped(warning)
                }
                Ok(resolved) => {
                    if resolved != pending.number || is_shared {
                        is_replaced[number] = true;
                        // A code that is new has no acts to replace.
                        if let Some(has_acts) = is_replaced.get_mut(usize::from(resolved)) {
                            *has_acts = true;
                        }
                    }
                    Resolution::Code(codes.key(resolved, 0))
                }
            };
            resolutions.insert((pending.column, pending.number), resolution);
        }
        // Both sides of a visit are counted under one number.
        is_replaced[usize::from(VISIT_CODE)] |= is_replaced[usize::from(HOST_CODE)];
        (resolutions, is_replaced)
    }

    /// Adds the rows of all replaced acts again, with their resolved codes.
    fn recode(&self, resolutions: &Resolutions, recoded: &mut RecodedActs) {
        let replaced = self.acts.iter();
        for (key, count) in replaced.filter(|(key, _)| recoded.is_replaced[usize::from(key.code)]) {
            for (parties, code, rows) in self.acts.rows(key, count) {
                if rows == 0 {
                    continue;
                }
                let resolution = match key.column {
                    0 => Resolution::Code(recoded.codes.key(code, 0)),
                    column => resolutions[&(column, code)],
                };
                match resolution {
                    Resolution::Code(code) => {
                        recoded.acts.add_rows(parties, key.days(), code, rows);
                    }
                    Resolution::Dropped(warning) => {
                        *recoded.dropped.entry(warning).or_default() += u64::from(rows);
                    }
                }
            }
        }
    }

    /// Fills the fields of a summary that need all rows.
    pub(super) fn complete_summary(&self, recoded: Option<&RecodedActs>, summary: &mut Summary) {
        summary.code_columns = self.codes.reports();
        summary.unknown_countries = self.parties.unknown_countries();
        summary.outlier_years = self.years.outliers();
        let outliers = summary.outlier_years.iter();
        let outliers = outliers.map(|outlier| days_of_years((outlier.year, outlier.year)));
        let outliers: Vec<_> = outliers.collect();
        let is_outlier = |day: i32| {
            let mut outliers = outliers.iter();
            outliers.any(|&(first, last)| (first..=last).contains(&day))
        };
        summary.days_without_rows = dates(self.days.gaps(is_outlier));
        summary.days_without_additions = dates(self.added.gaps(|_| false));
        for pending in &self.codes.pending {
            if let (_, Some(warning)) = self.codes.resolve(pending) {
                let count = summary.warning_mut(warning);
                count.rows += pending.rows;
                let first = pending.first.iter().chain(&count.first);
                let first = first.min_by_key(|example| (example.file, example.line));
                count.first = first.cloned();
            }
        }
        if let Some(recoded) = recoded {
            self.replace_totals(recoded, summary);
        }
    }

    /// Replaces the totals of the recoded acts in a summary.
    fn replace_totals(&self, recoded: &RecodedActs, summary: &mut Summary) {
        let (before, after) = (recoded.before, recoded.after);
        let merged = |totals: ActTotals| totals.rows - totals.kept;
        let repeated = |totals: ActTotals| merged(totals) - totals.mirrored;
        summary.kept = summary.kept + after.kept - before.kept;
        summary.merged = summary.merged + merged(after) - merged(before);
        summary.unmarked.add(after.unmarked);
        summary.unmarked.subtract(before.unmarked);
        for (warning, after, before) in [
            (RowWarning::Mirrored, after.mirrored, before.mirrored),
            (RowWarning::Repeated, repeated(after), repeated(before)),
        ] {
            let count = summary.warning_mut(warning);
            count.rows = count.rows + after - before;
            if count.rows == 0 {
                count.first = None;
            }
        }
        for (&warning, &rows) in &recoded.dropped {
            summary.warning_mut(warning).skipped += rows;
        }
        if !recoded.dropped.is_empty() {
            // Dropped rows may have been the first or the last.
            let unchanged = self.acts.iter().filter(|(key, _)| !recoded.replaces(key));
            let mut days = None;
            for (key, _) in unchanged.chain(recoded.acts.iter()) {
                if !key.is_guessed {
                    widen(&mut days, ends(key.span));
                }
            }
            for (key, _) in self.values.kept() {
                widen(&mut days, ends(key.span));
            }
            summary.days = days.map(dates_of);
        }
    }

    /// The code of a row. For [digits](super::super::Digits), all rows so far decide.
    ///
    /// Returns `None` if the words of the row make no code, or if rows with its code are skipped.
    ///
    /// # Errors
    ///
    /// [`ImportError::OtherReader`] if `names` is not the table of the reader that made the row.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, Importer, Options, PlainLayout, RowReader};
    ///
    /// // A spreadsheet turned 010 and 036 into numbers.
    /// let table = "2012-05-02\tUSA\tRUS\t10\n2012-05-07\tUSA\tRUS\t36\n";
    /// let format = Format::Plain(PlainLayout::default());
    /// let mut importer = Importer::new(Options::new(&format));
    /// importer.read(&mut RowReader::new(table.as_bytes(), &format))?;
    ///
    /// let mut again = RowReader::new(table.as_bytes(), &format);
    /// let row = again.next().unwrap()?;
    /// assert_eq!(importer.code_of(&row, again.names())?, Some("cameo:010".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn code_of(
        &self,
        row: &CodedEvent,
        names: &NameTable,
    ) -> Result<Option<Code>, ImportError> {
        names.check(row)?;
        let Act::Digits(digits) = row.act() else {
            return Ok(names.code(row.act()));
        };
        let format = names.format().expect("a reader of rows has a format");
        let column = self.codes.find_column(format);
        let pending = column.and_then(|column| self.codes.find_digits(column, digits));
        Ok(match pending {
            Some(pending) => self.resolve(pending).ok(),
            // No row with these digits was read.
            None if column.is_some() => names.code(row.act()),
            None => None,
        })
    }

    /// The number of rows that report an act with this resolved code, from the side of the parties.
    pub(super) fn report_count(&self, parties: (u32, u32), days: RowDays, code: &Code) -> u32 {
        // The code itself, and all digits that are resolved to it: its own, and those without the
        // zero, in each column.
        let fixed = self.codes.find(Some(code));
        let fixed = fixed.map(|number| self.codes.key(number, 0));
        let text = match code {
            Code::Cameo(code) => code.as_str(),
            Code::Other(code) => code.code(),
            Code::Plover(_) => "",
        };
        let texts = [Some(text), text.strip_prefix('0')];
        let digits = texts.map(|text| Digits::new(text?.as_bytes()));
        let columns = u8::try_from(self.codes.columns.len());
        let columns = 1..=columns.expect("there are at most 255 columns");
        let pending = columns.flat_map(|column| {
            let digits = digits.into_iter().flatten();
            digits.filter_map(move |digits| self.codes.find_digits(column, digits))
        });
        let pending = pending.filter(|pending| self.resolve(pending).as_ref() == Ok(code));
        let pending = pending.map(|pending| self.codes.key(pending.number, pending.column));
        let keys = fixed.into_iter().chain(pending);
        keys.map(|key| self.acts.count(parties, days, key))
            .fold(0, u32::saturating_add)
    }
}

/// The totals of some acts of a table.
fn totals(acts: &ActTable, codes: &CodeTable, is_included: impl Fn(&ActKey) -> bool) -> ActTotals {
    let mut totals = ActTotals::default();
    for (key, count) in acts.iter().filter(|(key, _)| is_included(key)) {
        let statuses = [
            codes.infos[usize::from(key.code)].status,
            codes.host_status(),
        ];
        acts.add_to_totals(key, count, statuses, &mut totals);
    }
    totals
}

fn dates(periods: Vec<(i32, i32)>) -> Vec<(NaiveDate, NaiveDate)> {
    periods.into_iter().map(dates_of).collect()
}
