//! Infers the system of the codes of a column, and whether they lost leading zeros.
//!
//! The decision depends only on the set of distinct codes, not on the order or the number of rows.

use std::fmt;

use super::digits::Digits;
use super::reader::Format;
use crate::code::{CameoCode, Code, is_weis};

/// How the codes of a column were interpreted.
///
/// A spreadsheet turns `036` into a number, and the zero is lost. The column as a whole shows it: some
/// code is a CAMEO code only with a zero in front, and no code starts with a zero. Then every code of
/// two digits has lost one (`10` was `010`, a statement, not `10`, a demand), and so has each code of
/// one or three digits that CAMEO lists only with a zero. Otherwise nothing was lost, and a code that
/// CAMEO does not list is unknown.
///
/// Other systems have codes of the same form. If the system of a column is not
/// [stated](super::PlainLayout::with_system), it is inferred from the distinct codes:
///
/// | the codes | inferred system |
/// | :-- | :-- |
/// | all or most of them are in the list of CAMEO | CAMEO |
/// | they are in the list of WEIS, and more of them than in the list of CAMEO | WEIS |
/// | they are in the list of CAMEO if a zero is added | CAMEO without its zeros |
/// | they are single digits, numbers with a decimal point, or possible in two systems | unknown: they have no value |
///
/// Listed in [`Summary::code_columns`](super::Summary::code_columns).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(into = "CodeColumnShape", try_from = "CodeColumnShape")]
#[non_exhaustive]
pub struct CodeColumn {
    /// The format of the files with the column.
    pub format: Format,
    /// Whether the format or the caller states the system of the codes. Otherwise it is inferred.
    pub is_stated: bool,
    /// The number of rows whose code got a leading zero back.
    pub restored: u64,
    pub(super) interpretation: CodeInterpretation,
    /// Whether all codes are codes of WEIS, too.
    is_ambiguous: bool,
}

/// What the digits of a column mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum CodeInterpretation {
    /// CAMEO codes as they are written.
    #[serde(deserialize_with = "crate::wire::no_fields")]
    Written,
    /// CAMEO codes without their zeros. In a column of root codes, codes of two digits are
    /// complete.
    Restored { is_of_roots: bool },
    /// WEIS codes.
    #[serde(deserialize_with = "crate::wire::no_fields")]
    Weis,
    /// Words without a system.
    #[serde(deserialize_with = "crate::wire::no_fields")]
    Words,
}

/// The written form of a column. `system` follows from the other fields.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeColumnShape {
    format: Format,
    #[serde(deserialize_with = "crate::wire::given")]
    system: Option<String>,
    is_stated: bool,
    restored: u64,
    interpretation: CodeInterpretation,
    is_ambiguous: bool,
}

impl From<CodeColumn> for CodeColumnShape {
    fn from(column: CodeColumn) -> Self {
        Self {
            system: column.system().map(str::to_owned),
            format: column.format,
            is_stated: column.is_stated,
            restored: column.restored,
            interpretation: column.interpretation,
            is_ambiguous: column.is_ambiguous,
        }
    }
}

impl TryFrom<CodeColumnShape> for CodeColumn {
    type Error = String;

    fn try_from(shape: CodeColumnShape) -> Result<Self, String> {
        let column = Self {
            format: shape.format,
            is_stated: shape.is_stated,
            restored: shape.restored,
            interpretation: shape.interpretation,
            is_ambiguous: shape.is_ambiguous,
        };
        if shape.system.as_deref() == column.system() {
            return Ok(column);
        }
        let word =
            |system: Option<&str>| system.map_or("null".to_owned(), |name| format!("`{name}`"));
        Err(format!(
            "`system` is {}: expected {}, which follows from the other fields",
            word(shape.system.as_deref()),
            word(column.system())
        ))
    }
}

/// Counts of the distinct digits of a column.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a thing that was met or not"
)]
pub(super) struct DigitCounts {
    pub(super) format: Format,
    is_stated: bool,
    /// Whether the format never has codes of two digits.
    is_long: bool,
    /// Whether the column has codes with one meaning, and codes that start with a zero.
    pub(super) has_fixed: bool,
    pub(super) has_zero: bool,
    /// Whether the column has numbers that are not codes, such as `4.5`.
    has_numbers: bool,
    /// All; of one digit; of two; of two and above 20, the last root of CAMEO.
    all: u32,
    single: u32,
    double: u32,
    above_roots: u32,
    /// Listed by CAMEO as they are written; of three or four digits among them.
    written: u32,
    long: u32,
    /// Listed by CAMEO only with a zero in front; of three digits among them.
    restorable: u32,
    restorable_long: u32,
    /// Listed by WEIS; by WEIS and not by CAMEO; by WEIS as written or with a zero in front.
    weis: u32,
    weis_alone: u32,
    weis_restorable: u32,
}

impl DigitCounts {
    pub(super) fn new(format: Format) -> Self {
        Self {
            is_stated: format.states_system(),
            is_long: matches!(format, Format::Gdelt1 | Format::Gdelt2),
            format,
            has_fixed: false,
            has_zero: false,
            has_numbers: false,
            all: 0,
            single: 0,
            double: 0,
            above_roots: 0,
            written: 0,
            long: 0,
            restorable: 0,
            restorable_long: 0,
            weis: 0,
            weis_alone: 0,
            weis_restorable: 0,
        }
    }

    pub(super) const fn is_stated(&self) -> bool {
        self.is_stated
    }

    /// Counts digits that are new to the column.
    pub(super) fn insert(&mut self, digits: Digits) {
        let text = digits.as_str();
        let length = text.len();
        let is_written = digits.written().is_some_and(CameoCode::is_known);
        let is_restorable = !is_written && length < 4 && digits.restored().is_some();
        let is_of_weis = is_weis(text);
        self.all += 1;
        self.single += u32::from(length == 1);
        self.double += u32::from(length == 2);
        self.above_roots += u32::from(length == 2 && text > "20");
        self.written += u32::from(is_written);
        self.long += u32::from(is_written && length > 2);
        self.restorable += u32::from(is_restorable);
        self.restorable_long += u32::from(is_restorable && length > 2);
        self.weis += u32::from(is_of_weis);
        self.weis_alone += u32::from(is_of_weis && !is_written);
        self.weis_restorable += u32::from(is_of_weis || is_weis(&format!("0{text}")));
        self.has_zero |= length > 1 && text.starts_with('0');
    }

    /// Notes words of the column. A number that is not a code shows that the digits are not codes
    /// either.
    #[cold]
    pub(super) fn insert_words(&mut self, words: &str) {
        self.has_numbers |= words.parse::<f64>().is_ok_and(f64::is_finite);
    }

    /// Adds what the same column of other files has beside digits.
    pub(super) fn merge_flags(&mut self, other: &Self) {
        self.has_fixed |= other.has_fixed;
        self.has_zero |= other.has_zero;
        self.has_numbers |= other.has_numbers;
    }

    /// What the digits mean, given all of them so far.
    pub(super) fn interpretation(&self) -> CodeInterpretation {
        if self.is_stated {
            self.interpret_stated()
        } else {
            self.infer()
        }
    }

    /// Decides about the zeros of codes that are known to be of CAMEO.
    fn interpret_stated(&self) -> CodeInterpretation {
        // GDELT has no code of two digits, so there each of them lost a zero.
        let is_lost = self.restorable > 0 || (self.is_long && self.double > 0);
        if self.has_zero || !is_lost {
            return CodeInterpretation::Written;
        }
        // In a column of roots (`1` to `20`) the codes of two digits are complete. Any code below a
        // root, complete or without its zero, shows that it is not such a column.
        let has_longer = self.long > 0 || self.restorable_long > 0;
        let is_of_roots =
            self.single > 0 && self.above_roots == 0 && !has_longer && !self.has_fixed;
        CodeInterpretation::Restored {
            is_of_roots: is_of_roots && !self.is_long,
        }
    }

    /// Infers the system and decides about the zeros.
    fn infer(&self) -> CodeInterpretation {
        const RESTORED: CodeInterpretation = CodeInterpretation::Restored { is_of_roots: false };
        // The number of codes that CAMEO does not list, neither as written nor with a zero.
        let unlisted = self.all - self.written - self.restorable;
        if self.has_numbers {
            return CodeInterpretation::Words;
        }
        if self.single > 0 {
            // CAMEO has no code of one digit, so zeros were lost or these are not codes. Without a
            // longer code they may be the levels of any scale.
            let is_lost = !self.has_zero && unlisted == 0 && self.long > 0;
            return if is_lost {
                RESTORED
            } else {
                CodeInterpretation::Words
            };
        }
        if self.has_zero || self.restorable == 0 {
            // Nothing was lost: the system with the most codes wins.
            return if self.weis > self.written {
                CodeInterpretation::Weis
            } else if unlisted > self.written {
                CodeInterpretation::Words
            } else {
                CodeInterpretation::Written
            };
        }
        // Some code is of CAMEO only with a zero. Either all zeros were lost, or the system is
        // another one.
        let is_all_weis = self.weis == self.all;
        if is_all_weis && unlisted > 0 {
            return CodeInterpretation::Weis;
        }
        let may_be_weis = self.weis_restorable == self.all && self.weis_alone > 0;
        if is_all_weis || may_be_weis {
            // Both systems explain all codes.
            return CodeInterpretation::Words;
        }
        // One misprint in ten codes does not speak against CAMEO.
        let has_few_misprints = self.long > 0 && u64::from(unlisted) * 10 <= u64::from(self.all);
        if unlisted == 0 || (has_few_misprints && self.weis <= self.written + self.restorable) {
            RESTORED
        } else if self.weis > self.written {
            CodeInterpretation::Weis
        } else {
            CodeInterpretation::Words
        }
    }

    /// The decision for a summary, given the number of rows that got a zero back.
    pub(super) fn report(&self, restored: u64) -> CodeColumn {
        CodeColumn {
            format: self.format.clone(),
            interpretation: self.interpretation(),
            is_stated: self.is_stated,
            restored,
            is_ambiguous: self.weis == self.all,
        }
    }
}

impl CodeInterpretation {
    /// The code of some digits.
    pub(super) fn code(self, digits: Digits) -> Code {
        match self {
            Self::Weis => digits.in_system("weis"),
            Self::Words => digits.in_system("file"),
            Self::Restored { .. } if self.restores(digits) => {
                let restored = digits.restored().expect("only known codes are restored");
                restored.into()
            }
            Self::Written | Self::Restored { .. } => digits.as_written(),
        }
    }

    /// Whether some digits get a zero back.
    pub(super) fn restores(self, digits: Digits) -> bool {
        let Self::Restored { is_of_roots } = self else {
            return false;
        };
        let is_written = || digits.written().is_some_and(CameoCode::is_known);
        let may_have_lost_zero = match digits.len() {
            1 => true,
            2 => !is_of_roots,
            3 => !is_written(),
            _ => false,
        };
        may_have_lost_zero && digits.restored().is_some()
    }
}

impl CodeColumn {
    /// The system of the codes. Returns `None` if it is neither stated nor can be inferred.
    pub fn system(&self) -> Option<&str> {
        match self.interpretation {
            _ if self.is_stated => self.format.system(),
            CodeInterpretation::Written | CodeInterpretation::Restored { .. } => Some("cameo"),
            CodeInterpretation::Weis => Some("weis"),
            CodeInterpretation::Words => None,
        }
    }

    /// Whether something was inferred or restored.
    pub(super) const fn is_notable(&self) -> bool {
        !self.is_stated || self.restored > 0
    }
}

impl fmt::Display for CodeColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the codes of {} ", self.format)?;
        let system = match self.interpretation {
            CodeInterpretation::Written | CodeInterpretation::Restored { .. } => "CAMEO",
            CodeInterpretation::Weis => "WEIS",
            CodeInterpretation::Words => {
                return write!(
                    f,
                    "are of no system that can be inferred, and have no value: state it with \
                     `PlainLayout::with_system`"
                );
            }
        };
        if !self.is_stated {
            write!(f, "are taken for {system}, which is inferred")?;
        }
        if !self.is_stated && self.is_ambiguous && system == "CAMEO" {
            write!(f, " (all of them are codes of WEIS, too)")?;
        }
        if self.restored > 0 {
            let rows = if self.restored == 1 { "row" } else { "rows" };
            let and = if self.is_stated { "" } else { ", and " };
            write!(
                f,
                "{and}lost their leading zeros, restored in {} {rows}",
                self.restored
            )?;
        }
        Ok(())
    }
}
