//! Digits whose meaning the whole column decides.

use std::fmt;

use crate::code::{CameoCode, Code, OtherCode};

/// One to four digits in a column of codes, as the file has them.
///
/// Digits alone are ambiguous: `211` is a code of WEIS, or CAMEO's `0211` without its zero, and
/// `10` is a demand, or a statement without its zero. The other codes of the column decide. So a
/// row has the digits, and an [`Importer`](super::Importer) or a [`Conversion`](super::Conversion)
/// decides when all rows are read.
///
/// [`Display`](fmt::Display) writes the digits.
// The digits, then zero bytes. So the derived order is the order of the texts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digits([u8; 4]);

/// The number of places in a table of all digits: four times a digit or nothing.
pub(super) const PLACES: usize = 11 * 11 * 11 * 11;

/// The place of digits in a table of all digits. Returns `None` if the text is not one to four
/// digits.
#[inline]
pub(super) fn place_of(text: &[u8]) -> Option<usize> {
    if text.is_empty() || text.len() > 4 {
        return None;
    }
    text.iter().try_fold(0, |place, &byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit <= 9).then_some(place * 11 + usize::from(digit) + 1)
    })
}

impl Digits {
    /// Returns `None` if the text is not one to four digits.
    pub(super) fn new(text: &[u8]) -> Option<Self> {
        place_of(text)?;
        let mut digits = [0; 4];
        digits[..text.len()].copy_from_slice(text);
        Some(Self(digits))
    }

    pub(super) fn as_str(&self) -> &str {
        let end = self.0.iter().position(|&byte| byte == 0).unwrap_or(4);
        std::str::from_utf8(&self.0[..end]).expect("the bytes are ASCII digits")
    }

    /// The place in a table of all digits.
    pub(super) fn place(self) -> usize {
        place_of(self.as_str().as_bytes()).expect("one to four digits have a place")
    }

    pub(super) fn len(self) -> usize {
        self.as_str().len()
    }

    /// The CAMEO code with these digits. Returns `None` for a single digit.
    pub(super) fn written(self) -> Option<CameoCode> {
        CameoCode::parse(self.as_str()).ok()
    }

    /// The CAMEO code with a zero before these digits. Returns `None` if CAMEO does not list it.
    pub(super) fn restored(self) -> Option<CameoCode> {
        let code = CameoCode::parse(&format!("0{}", self.as_str())).ok();
        code.filter(|code| code.is_known())
    }

    /// The code as it is written: of CAMEO, or for a single digit a text of the file.
    pub(super) fn as_written(self) -> Code {
        self.written()
            .map_or_else(|| self.in_system("file"), Code::from)
    }

    /// The code of a system other than CAMEO and PLOVER.
    pub(super) fn in_system(self, system: &str) -> Code {
        let code = OtherCode::new(system, self.as_str());
        code.expect("digits are a valid code in any other system")
            .into()
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Digits").field(&self.as_str()).finish()
    }
}
