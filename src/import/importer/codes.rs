//! The codes of an importer as numbers, and the digits whose meaning a column decides.

use std::collections::HashMap;

use super::super::code_column::{CodeColumn, CodeInterpretation, DigitCounts};
use super::super::digits::Digits;
use super::super::options::{Options, makes_marks};
use super::super::reader::Format;
use super::super::summary::{MarkStatus, RowExample};
use super::super::symmetry::{HOST, Symmetry, VISIT, symmetry};
use super::super::warning::RowWarning;
use crate::code::{CameoCode, Code, MarkClass};
use crate::folding::Folding;
use crate::scoring::Scoring;

/// A code as a row has it, with what each row needs to know about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CodeKey {
    /// The number under which its acts are counted. If mirrored rows are merged, hosting a visit has
    /// the number of the visit.
    pub(super) number: u16,
    /// The number of the column that decides what the code means, counted from 1. 0 if the code has
    /// one meaning.
    pub(super) column: u8,
    pub(super) symmetry: Symmetry,
    /// The status of the code itself.
    pub(super) status: MarkStatus,
}

/// The number of a visit, under which both of its sides are counted, and of hosting a visit.
pub(super) const VISIT_CODE: u16 = 0;
pub(super) const HOST_CODE: u16 = 1;

/// The maximum number of codes without a system and a value. Rows with one more are skipped.
const MAX_WORDS: usize = 1 << 15;

/// The maximum number of columns of codes. Further formats share the last one.
const MAX_CODE_COLUMNS: usize = u8::MAX as usize;

/// The distinct codes.
#[derive(Clone, Debug)]
pub(super) struct CodeTable {
    scoring: Scoring,
    pub(super) infos: Vec<CodeInfo>,
    numbers: HashMap<Option<Code>, u16, Folding>,
    /// The keys of CAMEO codes, by [`CameoCode::place`].
    cameo: Vec<Option<CodeKey>>,
    merges_mirrored: bool,
    /// The number of codes without a system and a value.
    words: usize,
    /// The columns of codes, one for each format.
    pub(super) columns: Vec<DigitCounts>,
    /// The digits that a column decides about.
    pub(super) pending: Vec<PendingDigits>,
    pending_numbers: HashMap<(u8, Digits), u32, Folding>,
}

#[derive(Clone, Debug)]
pub(super) struct CodeInfo {
    /// `None` for words that make no code.
    pub(super) code: Option<Code>,
    pub(super) symmetry: Symmetry,
    pub(super) class: MarkClass,
    /// `None` if the code makes no marks.
    pub(super) valence: Option<f64>,
    pub(super) status: MarkStatus,
    /// Whether a row has the code without a column having to decide.
    pub(super) is_fixed: bool,
}

/// Digits in a column that decides what they mean.
#[derive(Clone, Debug)]
pub(super) struct PendingDigits {
    /// The number of the column, counted from 1.
    pub(super) column: u8,
    pub(super) digits: Digits,
    /// The number of the code as it is written.
    pub(super) number: u16,
    /// The number of rows with the digits, kept or not.
    pub(super) rows: u64,
    pub(super) first: Option<RowExample>,
}

impl CodeTable {
    pub(super) fn new(options: &Options) -> Self {
        let mut table = Self {
            scoring: options.scoring.clone(),
            infos: Vec::new(),
            numbers: HashMap::default(),
            cameo: vec![None; CameoCode::PLACES],
            merges_mirrored: options.merges_mirrored,
            words: 0,
            columns: Vec::new(),
            pending: Vec::new(),
            pending_numbers: HashMap::default(),
        };
        for (code, number) in [(VISIT, VISIT_CODE), (HOST, HOST_CODE)] {
            let code = CameoCode::parse(code).expect("visits are codes of CAMEO");
            let assigned = table.number(Some(&code.into()));
            assert_eq!(
                assigned,
                Some(number),
                "the first codes have the first numbers"
            );
        }
        table
    }

    /// The number of the column of codes of a format, counted from 1.
    pub(super) fn column(&mut self, format: &Format) -> u8 {
        self.find_column(format).unwrap_or_else(|| {
            if self.columns.len() < MAX_CODE_COLUMNS {
                self.columns.push(DigitCounts::new(format.clone()));
            }
            column_number(self.columns.len() - 1)
        })
    }

    /// The number of the column of codes of a format. Returns `None` if the format was not read.
    pub(super) fn find_column(&self, format: &Format) -> Option<u8> {
        let mut columns = self.columns.iter();
        columns
            .position(|column| column.format == *format)
            .map(column_number)
    }

    pub(super) fn digit_counts(&self, column: u8) -> &DigitCounts {
        &self.columns[usize::from(column) - 1]
    }

    pub(super) fn digit_counts_mut(&mut self, column: u8) -> &mut DigitCounts {
        &mut self.columns[usize::from(column) - 1]
    }

    /// Notes what a column has beside digits.
    pub(super) fn add_fixed(&mut self, column: u8, has_fixed: bool, has_zero: bool) {
        let column = self.digit_counts_mut(column);
        // Without a stated system such a code names its own, and says nothing about the digits.
        if column.format.states_system() {
            column.has_fixed |= has_fixed;
            column.has_zero |= has_zero;
        }
    }

    /// The status of a visit.
    pub(super) fn visit_status(&self) -> MarkStatus {
        self.infos[usize::from(VISIT_CODE)].status
    }

    /// The status of hosting a visit.
    pub(super) fn host_status(&self) -> MarkStatus {
        self.infos[usize::from(HOST_CODE)].status
    }

    /// The key of a CAMEO code that has one meaning.
    #[inline]
    pub(super) fn cameo(&mut self, code: CameoCode) -> CodeKey {
        let place = code.place();
        if let Some(key) = self.cameo[place] {
            return key;
        }
        let key = self.fixed(Some(&code.into()));
        *self.cameo[place].insert(key.expect("the number of CAMEO codes is not limited"))
    }

    /// The key of a code that has one meaning. Returns `None` if there are too many codes without a
    /// system and a value.
    pub(super) fn fixed(&mut self, code: Option<&Code>) -> Option<CodeKey> {
        let number = self.number(code)?;
        self.infos[usize::from(number)].is_fixed = true;
        Some(self.key(number, 0))
    }

    /// The index of some digits in `pending`, and the key of the code that they are as they are
    /// written. Returns `None` if there are too many codes.
    #[cold]
    pub(super) fn digits(&mut self, column: u8, digits: Digits) -> Option<(u32, CodeKey)> {
        let known = self.pending_numbers.get(&(column, digits)).copied();
        let number = if let Some(number) = known {
            number
        } else {
            let code = self.number(Some(&digits.as_written()))?;
            let number = u32::try_from(self.pending.len());
            let number = number.expect("255 columns have at most 14,640 digits each");
            self.digit_counts_mut(column).insert(digits);
            self.pending.push(PendingDigits {
                column,
                digits,
                number: code,
                rows: 0,
                first: None,
            });
            self.pending_numbers.insert((column, digits), number);
            number
        };
        let code = self.pending[number as usize].number;
        Some((number, self.key(code, column)))
    }

    /// Counts rows with pending digits. Returns whether they are the first.
    #[inline]
    pub(super) fn count_pending(&mut self, number: u32, rows: u64) -> bool {
        let count = &mut self.pending[number as usize].rows;
        let is_first = *count == 0;
        *count += rows;
        is_first
    }

    /// Returns `None` if no row of the column has the digits.
    pub(super) fn find_digits(&self, column: u8, digits: Digits) -> Option<&PendingDigits> {
        let number = *self.pending_numbers.get(&(column, digits))?;
        Some(&self.pending[number as usize])
    }

    /// The number of a code. Returns `None` if no row has it.
    pub(super) fn find(&self, code: Option<&Code>) -> Option<u16> {
        self.numbers.get(&code.cloned()).copied()
    }

    /// The key of the code with this number.
    pub(super) fn key(&self, number: u16, column: u8) -> CodeKey {
        let CodeInfo {
            symmetry, status, ..
        } = self.infos[usize::from(number)];
        let number = match symmetry {
            Symmetry::Host if self.merges_mirrored => VISIT_CODE,
            _ => number,
        };
        CodeKey {
            number,
            column,
            symmetry,
            status,
        }
    }

    /// The number of a code, which is added if it is new. Returns `None` if there are too many
    /// codes without a system and a value.
    pub(super) fn number(&mut self, code: Option<&Code>) -> Option<u16> {
        // Cloning the key costs an allocation for codes of other systems only, and readers ask
        // once for each text.
        let key = code.cloned();
        if let Some(&number) = self.numbers.get(&key) {
            return Some(number);
        }
        let info = self.info(code);
        let has_value = code.is_some_and(|code| self.scoring.scale().valence(code).is_some());
        if !has_value && matches!(code, Some(Code::Other(_))) {
            if self.words == MAX_WORDS {
                return None;
            }
            self.words += 1;
        }
        // 32,768 words, at most 11,100 codes of CAMEO, some hundred of PLOVER, 10,000 of a scale.
        let number = u16::try_from(self.infos.len()).expect("there are at most 65,536 codes");
        self.infos.push(info);
        self.numbers.insert(key, number);
        Some(number)
    }

    pub(super) fn info(&self, code: Option<&Code>) -> CodeInfo {
        let class = code.map_or(MarkClass::Act, Code::class);
        let valence = code.and_then(|code| self.scoring.scale().valence(code));
        let status = if !makes_marks(&self.scoring, class) {
            MarkStatus::NoWeight
        } else if valence.is_none() {
            MarkStatus::NoValue
        } else {
            MarkStatus::Marked
        };
        CodeInfo {
            code: code.cloned(),
            symmetry: symmetry(code),
            class,
            valence: valence.filter(|_| status == MarkStatus::Marked),
            status,
            is_fixed: false,
        }
    }

    /// How each column was interpreted, in the order in which the formats were read.
    pub(super) fn reports(&self) -> Vec<CodeColumn> {
        let columns = (1..).zip(&self.columns);
        let reports = columns.filter_map(|(number, column)| {
            let of_column = || self.pending.iter().filter(|digits| digits.column == number);
            if column.format.has_values() {
                return None;
            }
            if !column.is_stated() && of_column().next().is_none() {
                return None;
            }
            let interpretation = column.interpretation();
            let restored = of_column().filter(|pending| interpretation.restores(pending.digits));
            Some(column.report(restored.map(|pending| pending.rows).sum()))
        });
        reports.collect()
    }

    /// The code of some digits by the interpretation of their column, and its warning.
    pub(super) fn resolve(&self, pending: &PendingDigits) -> (Code, Option<RowWarning>) {
        let interpretation = self.digit_counts(pending.column).interpretation();
        let code = interpretation.code(pending.digits);
        let is_known = match (interpretation, &code) {
            (_, Code::Cameo(code)) => code.is_known(),
            (CodeInterpretation::Weis, _) => crate::code::is_weis(pending.digits.as_str()),
            _ => false,
        };
        let warning = if interpretation.restores(pending.digits) {
            Some(RowWarning::LostZero)
        } else if is_known {
            None
        } else {
            Some(RowWarning::UnknownCode)
        };
        (code, warning)
    }
}

fn column_number(index: usize) -> u8 {
    u8::try_from(index + 1).expect("there are at most 255 columns")
}
