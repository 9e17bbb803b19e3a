//! The codes of an intake as numbers, each once, and what was counted of those that the column
//! decides about.

use std::collections::HashMap;

use super::super::anomaly::Anomaly;
use super::super::code_column::{CodeColumn, ColumnCodes, Reading};
use super::super::digits::Digits;
use super::super::options::{Options, makes_marks};
use super::super::reader::Format;
use super::super::summary::{Example, Worth};
use super::super::symmetry::{HOST, Side, VISIT, side};
use crate::code::{CameoCode, Code, MarkClass};
use crate::folding::Folding;
use crate::scoring::Scoring;

/// A code of the intake, and what matters of it for each row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CodeKey {
    /// Of what is counted: of a visit for hosting it, where mirrors are merged.
    pub(super) number: u16,
    /// The column that decides what the code is, counted from 1; 0 if the code is what it is.
    pub(super) column: u8,
    pub(super) side: Side,
    /// Of the code itself: a visit that its host alone tells of is worth what hosting is.
    pub(super) worth: Worth,
}

/// The number of a visit, under which both its sides are counted, and that of hosting one.
pub(super) const VISIT_CODE: u16 = 0;
pub(super) const HOST_CODE: u16 = 1;

/// How many codes of no system and no value are told apart.
const MAX_WORDS: usize = 1 << 15;

/// How many columns of codes are told apart; those of more formats are taken for the last one.
const MAX_COLUMNS: usize = u8::MAX as usize;

/// The codes, each once.
#[derive(Clone, Debug)]
pub(super) struct CodeTable {
    scoring: Scoring,
    pub(super) infos: Vec<CodeInfo>,
    keys: HashMap<Option<Code>, u16, Folding>,
    cameo: Vec<Option<CodeKey>>,
    are_mirrors_merged: bool,
    /// How many are in no system, and of no value.
    words: usize,
    /// The columns of codes that have been read.
    pub(super) columns: Vec<ColumnCodes>,
    /// The digits that a column decides about.
    pub(super) pending: Vec<Pending>,
    numbers: HashMap<(u8, Digits), u32, Folding>,
}

#[derive(Clone, Debug)]
pub(super) struct CodeInfo {
    /// None for words that make no code.
    pub(super) code: Option<Code>,
    pub(super) side: Side,
    pub(super) class: MarkClass,
    /// None where it makes no marks.
    pub(super) valence: Option<f64>,
    pub(super) worth: Worth,
    /// Whether a row has it that no column decides about.
    pub(super) is_fixed: bool,
}

/// Digits of a column, which decides what they stand for.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    /// Counted from 1.
    pub(super) column: u8,
    pub(super) digits: Digits,
    /// The number of the code, as it is written.
    pub(super) number: u16,
    /// How many rows have them, whatever became of the rows.
    pub(super) rows: u64,
    pub(super) first: Option<Example>,
}

impl CodeTable {
    pub(super) fn new(options: &Options) -> Self {
        let mut table = Self {
            scoring: options.scoring().clone(),
            infos: Vec::new(),
            keys: HashMap::default(),
            cameo: vec![None; CameoCode::PLACES],
            are_mirrors_merged: options.are_mirrors_merged(),
            words: 0,
            columns: Vec::new(),
            pending: Vec::new(),
            numbers: HashMap::default(),
        };
        for (code, number) in [(VISIT, VISIT_CODE), (HOST, HOST_CODE)] {
            let code = CameoCode::parse(code).expect("visits are codes of CAMEO");
            let given = table.number(Some(&code.into()));
            assert_eq!(
                given,
                Some(number),
                "the first codes have the first numbers"
            );
        }
        table
    }

    /// The number of the column of codes in files of a format, counted from 1.
    pub(super) fn column(&mut self, format: Format) -> u8 {
        let known = self
            .columns
            .iter()
            .position(|column| column.format == format);
        let at = known.unwrap_or_else(|| {
            if self.columns.len() < MAX_COLUMNS {
                self.columns.push(ColumnCodes::new(format));
            }
            self.columns.len() - 1
        });
        u8::try_from(at + 1).expect("there are at most 255 columns")
    }

    pub(super) fn of_column(&self, column: u8) -> &ColumnCodes {
        &self.columns[usize::from(column) - 1]
    }

    fn of_column_mut(&mut self, column: u8) -> &mut ColumnCodes {
        &mut self.columns[usize::from(column) - 1]
    }

    /// Notes words of a column.
    #[cold]
    pub(super) fn see_words(&mut self, column: u8, words: &str) {
        self.of_column_mut(column).see_words(words);
    }

    pub(super) fn see_fixed(&mut self, column: u8, has_fixed: bool, has_zero: bool) {
        let column = self.of_column_mut(column);
        // In a column whose system nobody states, such a code names its own.
        if column.format.states_system() {
            column.has_fixed |= has_fixed;
            column.has_zero |= has_zero;
        }
    }

    /// What hosting a visit is worth.
    pub(super) fn host(&self) -> Worth {
        self.infos[usize::from(HOST_CODE)].worth
    }

    /// The key of a code of CAMEO that is what it is.
    #[inline]
    pub(super) fn cameo(&mut self, code: CameoCode) -> CodeKey {
        let place = code.place();
        if let Some(key) = self.cameo[place] {
            return key;
        }
        let key = self.fixed(Some(&code.into()));
        *self.cameo[place].insert(key.expect("only codes of no system may be too many"))
    }

    /// The key of a code that is what it is; `None` if there are too many of no value.
    pub(super) fn fixed(&mut self, code: Option<&Code>) -> Option<CodeKey> {
        let number = self.number(code)?;
        self.infos[usize::from(number)].is_fixed = true;
        Some(self.key_of(number, 0))
    }

    /// The number of some digits among those of all columns, and the key of the code that they are as
    /// they are written; `None` if there are too many codes.
    #[cold]
    pub(super) fn digits(&mut self, column: u8, digits: Digits) -> Option<(u32, CodeKey)> {
        let known = self.numbers.get(&(column, digits)).copied();
        let number = if let Some(number) = known {
            number
        } else {
            let code = self.number(Some(&digits.as_written()))?;
            let number = u32::try_from(self.pending.len());
            let number = number.expect("255 columns of at most four digits");
            self.of_column_mut(column).enter(digits);
            self.pending.push(Pending {
                column,
                digits,
                number: code,
                rows: 0,
                first: None,
            });
            self.numbers.insert((column, digits), number);
            number
        };
        let code = self.pending[number as usize].number;
        Some((number, self.key_of(code, column)))
    }

    /// Counts a row with some digits; how many there are now.
    #[inline]
    pub(super) fn count(&mut self, number: u32) -> u64 {
        let rows = &mut self.pending[number as usize].rows;
        *rows += 1;
        *rows
    }

    /// The number of digits that have been taken in.
    pub(super) fn find_digits(&self, column: u8, digits: Digits) -> Option<&Pending> {
        let number = *self.numbers.get(&(column, digits))?;
        Some(&self.pending[number as usize])
    }

    /// The column of a format that has been read.
    pub(super) fn find_column(&self, format: Format) -> Option<u8> {
        let mut formats = self.columns.iter().map(|column| column.format);
        let at = formats.position(|known| known == format)?;
        Some(u8::try_from(at + 1).expect("there are at most 255 columns"))
    }

    /// The number of a code that has been taken in.
    pub(super) fn find(&self, code: Option<&Code>) -> Option<u16> {
        self.keys.get(&code.cloned()).copied()
    }

    /// How a row of the intake counts by the code of this number.
    pub(super) fn key_of(&self, number: u16, column: u8) -> CodeKey {
        let CodeInfo { side, worth, .. } = self.infos[usize::from(number)];
        // A visit is a visit, whoever tells of it.
        let number = match side {
            Side::Host if self.are_mirrors_merged => VISIT_CODE,
            _ => number,
        };
        CodeKey {
            number,
            column,
            side,
            worth,
        }
    }

    pub(super) fn number(&mut self, code: Option<&Code>) -> Option<u16> {
        // The key is cloned for each look-up of a code that is not CAMEO's.
        let key = code.cloned();
        if let Some(&number) = self.keys.get(&key) {
            return Some(number);
        }
        let info = self.info(code);
        // There are only so many codes of CAMEO and PLOVER, and on a scale.
        let has_value = code.is_some_and(|code| self.scoring.scale().valence(code).is_some());
        if !has_value && matches!(code, Some(Code::Other(_))) {
            if self.words == MAX_WORDS {
                return None;
            }
            self.words += 1;
        }
        // CAMEO has at most 11,100 codes, PLOVER some hundred, and a scale 10,000.
        let number = u16::try_from(self.infos.len()).expect("there are at most 65,536 codes");
        self.infos.push(info);
        self.keys.insert(key, number);
        Some(number)
    }

    /// What matters of a code.
    pub(super) fn info(&self, code: Option<&Code>) -> CodeInfo {
        let class = code.map_or(MarkClass::Act, Code::class);
        let valence = code.and_then(|code| self.scoring.scale().valence(code));
        let worth = if !makes_marks(&self.scoring, class) {
            Worth::NoWeight
        } else if valence.is_none() {
            Worth::NoValue
        } else {
            Worth::Mark
        };
        CodeInfo {
            code: code.cloned(),
            side: side(code),
            class,
            valence: valence.filter(|_| worth == Worth::Mark),
            worth,
            is_fixed: false,
        }
    }

    /// What each column was taken for, in the order in which they were met.
    pub(super) fn reports(&self) -> Vec<CodeColumn> {
        let columns = (1..).zip(&self.columns);
        let reports = columns.map(|(number, column)| {
            let reading = column.reading();
            let of_it = self.pending.iter().filter(|one| one.column == number);
            let restored = of_it.filter(|one| reading.restores(one.digits));
            let is_met = column.is_stated() || self.pending.iter().any(|one| one.column == number);
            is_met.then(|| column.report(restored.map(|one| one.rows).sum()))
        });
        reports.flatten().collect()
    }

    /// What some digits are, and what is odd about them.
    pub(super) fn resolve(&self, pending: &Pending) -> (Code, Option<Anomaly>) {
        let reading = self.of_column(pending.column).reading();
        let code = reading.code(pending.digits);
        let odd = match (reading, &code) {
            _ if reading.restores(pending.digits) => Some(Anomaly::LostZero),
            (_, Code::Cameo(code)) if code.is_known() => None,
            (Reading::Weis, _) if crate::code::is_weis(pending.digits.as_str()) => None,
            _ => Some(Anomaly::UnknownCode),
        };
        (code, odd)
    }
}
