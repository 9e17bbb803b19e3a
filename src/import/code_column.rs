//! What the codes of a column are: of which system, and whether they lost their zeros.
//!
//! A spreadsheet makes a number of `036`, and the zero is gone. Whether that happened shows
//! in the column as a whole: some code is one of CAMEO with a zero before it alone, and no
//! code begins with a zero. Then every code of two digits has lost one (`10` was `010`, a
//! statement, and not `10`, a demand), and so have those of one and of three digits that CAMEO
//! lists with a zero alone. Otherwise nothing was lost, and a code that CAMEO does not list is
//! unknown.
//!
//! Other systems have codes of the same shape. Where nobody states the system of a column, it is
//! inferred from the distinct codes, and the summary says so:
//!
//! | the codes | are taken for |
//! | :-- | :-- |
//! | are in CAMEO's list, or most of them | CAMEO |
//! | are in WEIS' list, and more of them than in CAMEO's | WEIS |
//! | are in CAMEO's list if a zero is put back | CAMEO without its zeros |
//! | are single digits, numbers with a point, or may be of two systems | of none: they have no value |
//!
//! The decision depends on the set of distinct codes alone, and not on the order of rows.

use std::fmt;

use super::digits::Digits;
use super::reader::Format;
use crate::code::{CameoCode, Code, is_weis};

/// What the codes of a column were taken for.
///
/// Listed by [`Summary::code_columns`](super::Summary::code_columns).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeColumn {
    pub(super) format: Format,
    pub(super) reading: Reading,
    pub(super) is_stated: bool,
    pub(super) restored: u64,
    pub(super) is_weis_too: bool,
}

/// How the digits of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// As CAMEO's, as they are written.
    Written,
    /// As CAMEO's without their zeros; of a column of roots those of two digits stay.
    Restored { is_of_roots: bool },
    /// As those of WEIS.
    Weis,
    /// As nothing that is known.
    Words,
}

/// The distinct digits of a column, counted.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a thing that was met or not"
)]
pub(super) struct ColumnCodes {
    pub(super) format: Format,
    is_stated: bool,
    /// Whether the format prints no code of two digits.
    is_long: bool,
    /// Whether codes were met that can be read in one way only, and such that begin with a zero.
    pub(super) has_fixed: bool,
    pub(super) has_zero: bool,
    /// Whether numbers were met that are no codes, such as `4.5`.
    pub(super) has_numbers: bool,
    /// All of them; of one digit; of two; of two and above 20.
    all: u32,
    single: u32,
    double: u32,
    above_roots: u32,
    /// Known to CAMEO as they are written; of three or four digits among them.
    written: u32,
    long: u32,
    /// Known to CAMEO with a zero alone; of three digits among them.
    restorable: u32,
    restorable_long: u32,
    /// Known to WEIS; unknown to CAMEO among them; known to WEIS as written or with a zero.
    weis: u32,
    weis_alone: u32,
    weis_restorable: u32,
}

impl ColumnCodes {
    pub(super) fn new(format: Format) -> Self {
        Self {
            format,
            is_stated: format.states_system(),
            is_long: matches!(format, Format::Gdelt1 | Format::Gdelt2),
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
    pub(super) fn enter(&mut self, digits: Digits) {
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

    /// Notes words of the column: numbers that are no codes tell that the digits are none either.
    pub(super) fn see_words(&mut self, words: &str) {
        self.has_numbers |= words.parse::<f64>().is_ok_and(f64::is_finite);
    }

    /// Adds what was met beside the digits in the same column of other files.
    pub(super) fn add_flags(&mut self, other: &Self) {
        self.has_fixed |= other.has_fixed;
        self.has_zero |= other.has_zero;
        self.has_numbers |= other.has_numbers;
    }

    /// How its digits are read, by all that have been met.
    pub(super) fn reading(&self) -> Reading {
        if self.is_stated {
            self.stated()
        } else {
            self.inferred()
        }
    }

    fn stated(&self) -> Reading {
        let is_lost = self.restorable > 0 || (self.is_long && self.double > 0);
        if self.has_zero || !is_lost {
            return Reading::Written;
        }
        // A code below a root speaks against roots, be it written in full or without its zero.
        let has_longer = self.long > 0 || self.restorable_long > 0;
        let is_of_roots =
            self.single > 0 && self.above_roots == 0 && !has_longer && !self.has_fixed;
        Reading::Restored {
            is_of_roots: is_of_roots && !self.is_long,
        }
    }

    fn inferred(&self) -> Reading {
        const RESTORED: Reading = Reading::Restored { is_of_roots: false };
        let neither = self.all - self.written - self.restorable;
        if self.has_numbers {
            return Reading::Words;
        }
        if self.single > 0 {
            // CAMEO prints no digit alone. Without longer codes these may be levels of any scale.
            let is_lost = !self.has_zero && neither == 0 && self.long > 0;
            return if is_lost { RESTORED } else { Reading::Words };
        }
        if self.has_zero || self.restorable == 0 {
            return if self.weis > self.written {
                Reading::Weis
            } else if neither > self.written {
                Reading::Words
            } else {
                Reading::Written
            };
        }
        // Some code is one of CAMEO with a zero alone. Is it all of them, or is it another system?
        let is_all_weis = self.weis == self.all;
        if is_all_weis && neither > 0 {
            return Reading::Weis;
        }
        let may_be_weis = self.weis_restorable == self.all && self.weis_alone > 0;
        if is_all_weis || may_be_weis {
            return Reading::Words;
        }
        // One stray code in ten is no reason against.
        let has_strays_alone = self.long > 0 && u64::from(neither) * 10 <= u64::from(self.all);
        if neither == 0 || (has_strays_alone && self.weis <= self.written + self.restorable) {
            RESTORED
        } else if self.weis > self.written {
            Reading::Weis
        } else {
            Reading::Words
        }
    }

    /// What was decided, with how many rows got a zero back.
    pub(super) fn report(&self, restored: u64) -> CodeColumn {
        CodeColumn {
            format: self.format,
            reading: self.reading(),
            is_stated: self.is_stated,
            restored,
            is_weis_too: self.weis == self.all,
        }
    }
}

impl Reading {
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
        let may_have_lost = match digits.len() {
            1 => true,
            2 => !is_of_roots,
            3 => !is_written(),
            _ => false,
        };
        may_have_lost && digits.restored().is_some()
    }
}

impl CodeColumn {
    /// The format of the files with the column.
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The system of its codes. Returns `None` if it is not stated and cannot be inferred.
    pub fn system(&self) -> Option<&str> {
        match self.reading {
            _ if self.is_stated => self.format.system(),
            Reading::Written | Reading::Restored { .. } => Some("cameo"),
            Reading::Weis => Some("weis"),
            Reading::Words => None,
        }
    }

    /// Whether the format or the caller states the system; otherwise it is inferred.
    pub const fn is_stated(&self) -> bool {
        self.is_stated
    }

    /// The number of rows whose code got its zero back.
    pub const fn restored(&self) -> u64 {
        self.restored
    }

    /// Whether there is anything to say about it.
    pub(super) const fn is_told(&self) -> bool {
        !self.is_stated || self.restored > 0
    }
}

impl fmt::Display for CodeColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the codes of {} ", self.format)?;
        let system = match self.reading {
            Reading::Written | Reading::Restored { .. } => "CAMEO",
            Reading::Weis => "WEIS",
            Reading::Words => {
                return write!(
                    f,
                    "are of no system that can be inferred, and have no value: state it with \
                     `PlainLayout::with_system`"
                );
            }
        };
        if !self.is_stated {
            write!(f, "are taken for {system}, which nothing states")?;
        }
        if !self.is_stated && self.is_weis_too && system == "CAMEO" {
            write!(f, " (all of them are codes of WEIS, too)")?;
        }
        if self.restored > 0 {
            let rows = if self.restored == 1 { "row" } else { "rows" };
            let and = if self.is_stated { "" } else { ", and " };
            write!(
                f,
                "{and}lost their leading zeros, put back in {} {rows}",
                self.restored
            )?;
        }
        Ok(())
    }
}
