//! Reads the codes, values and counts of plain tables.

use super::MAX_COUNT;
use super::settings::Settings;
use super::system::{CodeSystem, Greatest};
use crate::import::act::{EventTexts, PloverCodes, act_in_words};
use crate::import::column::Column;
use crate::import::digits::Digits;
use crate::import::fault::RowFaultKind;
use crate::import::field::{CameoCodes, is_blank, number, whole};
use crate::import::name_table::{NA_TEXTS, NameTable};
use crate::import::row::Act;
use crate::import::value::RowValue;
use crate::import::warning::RowWarnings;

/// Reads the codes of a plain table.
#[derive(Clone, Debug)]
pub(super) struct Codes {
    cameo: CameoCodes,
    plover: PloverCodes,
    texts: EventTexts,
    words: LastWords,
    /// A code after the name of its system.
    named: Vec<u8>,
}

impl Codes {
    pub(super) fn new() -> Self {
        Self {
            cameo: CameoCodes::default(),
            plover: PloverCodes::default(),
            texts: EventTexts::default(),
            words: LastWords::default(),
            named: Vec::new(),
        }
    }

    /// The act of a cell, and its warnings. A refused cell adds no name.
    pub(super) fn get(
        &mut self,
        text: &[u8],
        column: Column,
        settings: &Settings,
        names: &mut NameTable,
    ) -> Result<(Act, RowWarnings), RowFaultKind> {
        let text = if settings.system.has_numbers() {
            whole(text)
        } else {
            text
        };
        match (&settings.system, Digits::new(text)) {
            (CodeSystem::Values(greatest), _) => {
                let value = value(text, *greatest, settings.decimal_point, column)?;
                Ok((Act::Value(value), RowWarnings::NONE))
            }
            (CodeSystem::Plover, Some(_)) => self.words.get(text, names),
            (CodeSystem::Inferred, Some(digits)) => Ok((Act::Digits(digits), RowWarnings::NONE)),
            (CodeSystem::Cameo, Some(digits)) => {
                let code = self.cameo.get(text);
                Ok(code.unwrap_or((Act::Digits(digits), RowWarnings::NONE)))
            }
            (CodeSystem::Cameo, None) if !text.contains(&b':') => self.texts.get(text, names),
            (CodeSystem::Other(system), _) if !text.contains(&b':') => {
                self.named.clear();
                self.named.extend_from_slice(system.as_bytes());
                self.named.push(b':');
                self.named.extend_from_slice(text);
                self.plover.parse(&self.named, b"", names)
            }
            _ => self.plover.parse(text, b"", names),
        }
    }
}

/// Refuses a code that is blank or too long. A value is checked when it is read.
pub(super) fn check_code(
    text: &[u8],
    column: Column,
    system: &CodeSystem,
) -> Result<(), RowFaultKind> {
    if matches!(system, CodeSystem::Values(_)) {
        return Ok(());
    }
    if is_blank(text) {
        return Err(column.fault(text, "a code, or words"));
    }
    column.check_length(text)
}

/// The hint for a number with a decimal comma.
const COMMA_HINT: &str = "; for decimal commas, state it: `with_decimal_commas`";

/// The value of a cell. Returns `None` if it is missing. `NaN` is not a missing number, but one that a program
/// could not compute.
fn value(
    text: &[u8],
    Greatest(greatest): Greatest,
    point: u8,
    column: Column,
) -> Result<Option<RowValue>, RowFaultKind> {
    if let Some(number) = decimal(text, point).filter(|number| number.abs() <= greatest) {
        return Ok(Some(RowValue::new(number / greatest)));
    }
    let is_missing = |text: &str| {
        is_blank(text.as_bytes()) || (NA_TEXTS.contains(&text) && !text.eq_ignore_ascii_case("nan"))
    };
    if std::str::from_utf8(text).is_ok_and(is_missing) {
        return Ok(None);
    }
    let range = format!("a number from -{greatest} to {greatest}");
    let is_nan = text.eq_ignore_ascii_case(b"nan");
    Err(column.fault(
        text,
        match point {
            _ if is_nan => range + ", or a blank cell if there is none",
            b'.' if text.contains(&b',') && decimal(text, b',').is_some() => range + COMMA_HINT,
            b',' if text.contains(&b'.') && decimal(text, b'.').is_some() => {
                range + " with a decimal comma, as stated"
            }
            _ => range,
        },
    ))
}

/// Reads a number with this decimal point. Returns `None` if it is not one, such as `inf` and `NaN`.
fn decimal(text: &[u8], point: u8) -> Option<f64> {
    /// The maximum length of a number with a decimal comma.
    const LONGEST: usize = 64;
    let is_in_number =
        |&byte: &u8| byte.is_ascii_digit() || b"+-eE".contains(&byte) || byte == point;
    if !text.iter().all(is_in_number) {
        return None;
    }
    if point == b'.' {
        return std::str::from_utf8(text).ok()?.parse().ok();
    }
    // The same number with a point, without an allocation.
    let mut number = [0; LONGEST];
    let number = number.get_mut(..text.len())?;
    number.copy_from_slice(text);
    for byte in number.iter_mut().filter(|byte| **byte == point) {
        *byte = b'.';
    }
    std::str::from_utf8(number).ok()?.parse().ok()
}

/// The number of events that a cell states. `3.0` is read as three, because programs write whole numbers this way
/// if a cell of the column is blank. `1.000` is refused, because it may mean a thousand.
pub(super) fn count(text: &[u8], point: u8, column: Column) -> Result<u32, RowFaultKind> {
    let whole = match text.iter().position(|&byte| byte == point) {
        Some(point) if matches!(&text[point + 1..], b"0" | b"00") => &text[..point],
        _ => text,
    };
    let count = number(whole).and_then(|count| u32::try_from(count).ok());
    let count = count.filter(|&count| count <= MAX_COUNT);
    count.ok_or_else(|| {
        let mut expected = format!("a whole number from 0 to {MAX_COUNT}");
        if point == b'.' && self::count(text, b',', column).is_ok() {
            expected += COMMA_HINT;
        }
        column.fault(text, expected)
    })
}

/// Caches the last act in words, because equal acts follow each other.
#[derive(Clone, Debug, Default)]
struct LastWords {
    text: Vec<u8>,
    act: Option<(Act, RowWarnings)>,
}

impl LastWords {
    fn get(
        &mut self,
        text: &[u8],
        names: &mut NameTable,
    ) -> Result<(Act, RowWarnings), RowFaultKind> {
        if let Some(act) = self.act
            && self.text == text
        {
            return Ok(act);
        }
        let act = act_in_words(text, names)?;
        self.text.clear();
        self.text.extend_from_slice(text);
        self.act = Some(act);
        Ok(act)
    }
}
