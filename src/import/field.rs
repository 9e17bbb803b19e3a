//! Splits a line into fields, and reads dates, numbers and codes from them.
//!
//! Nothing here allocates per row. Fields are bytes, because a name may be in Latin-1.

use chrono::NaiveDate;

use super::digits::{Digits, PLACES, place_of};
use super::pairs::SEPARATOR;
use super::row::Act;
use super::warning::{RowWarning, RowWarnings};
use crate::code::CameoCode;
use crate::time::{day_of, first_second};

/// The maximum number of columns of a line that are distinguished.
pub(super) const MAX_COLUMNS: usize = 64;

/// The fields of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'l> {
    line: &'l [u8],
    ends: &'l [u32],
}

impl<'l> Fields<'l> {
    /// The fields of a line with delimiters at `ends`.
    pub(super) const fn new(line: &'l [u8], ends: &'l [u32]) -> Self {
        Self { line, ends }
    }

    /// A field, counted from 0. Panics if the line does not have it.
    #[inline]
    pub(super) fn field(&self, number: usize) -> &'l [u8] {
        self.range(number, number)
    }

    /// The bytes from the start of one field to the end of another, with their delimiters.
    #[inline]
    pub(super) fn range(&self, first: usize, last: usize) -> &'l [u8] {
        // A field starts after the delimiter of the one before.
        let start = match first.checked_sub(1) {
            None => 0,
            Some(before) => self.ends[before] as usize + 1,
        };
        // The last field has no delimiter, and ends with the line.
        let end = self
            .ends
            .get(last)
            .map_or(self.line.len(), |&end| end as usize);
        &self.line[start..end]
    }
}

const LOWS: u64 = 0x7f7f_7f7f_7f7f_7f7f;
const ONES: u64 = 0x0101_0101_0101_0101;

/// Writes the positions of the first delimiters of a line to `ends`, and returns their number.
///
/// Compares eight bytes at a time. Fields of coded events have few bytes, so calling `memchr` for
/// each delimiter is slower.
#[inline]
pub(super) fn split(line: &[u8], delimiter: u8, ends: &mut [u32]) -> usize {
    let pattern = u64::from(delimiter) * ONES;
    let mut ends = ends.iter_mut();
    let room = ends.len();
    let mut base = 0;
    let mut words = line.chunks_exact(8);
    for word in words.by_ref() {
        // Turns delimiters, and no other byte, into zero bytes.
        let word =
            u64::from_le_bytes(word.try_into().expect("each chunk has eight bytes")) ^ pattern;
        // Sets the highest bit of each zero byte, and no other bit. Adding 0x7f to the seven low
        // bits of a byte sets its highest bit unless all seven are zero, and never carries into the
        // next byte. With `| word`, a byte whose highest bit was set before is excluded, too.
        let mut hits = !(((word & LOWS) + LOWS) | word | LOWS);
        // Invariant: `hits` has the delimiters of the word that are not written yet.
        while hits != 0 {
            let Some(end) = ends.next() else { return room };
            // Little-endian: the first byte of the line is the lowest of the word.
            *end = base + hits.trailing_zeros() / 8;
            // Clears the lowest bit.
            hits &= hits - 1;
        }
        base += 8;
    }
    for &byte in words.remainder() {
        if byte == delimiter {
            let Some(end) = ends.next() else { return room };
            *end = base;
        }
        base += 1;
    }
    room - ends.len()
}

/// Whether a text has only white space of Unicode, and separators of keys, which become blanks.
pub(super) fn is_blank(text: &[u8]) -> bool {
    let is_blank = |c: char| c.is_whitespace() || c == char::from(SEPARATOR);
    std::str::from_utf8(text).is_ok_and(|text| text.chars().all(is_blank))
}

/// A whole number without the fraction `.0` that programs write if the column has a blank cell. Returns any other text as
/// it is.
#[inline]
pub(super) fn whole(text: &[u8]) -> &[u8] {
    match text.strip_suffix(b".0") {
        Some(whole) if !whole.is_empty() && whole.iter().all(u8::is_ascii_digit) => whole,
        _ => text,
    }
}

/// Reads a number. Returns `None` if the text is empty, has anything but digits, or is too large.
#[inline]
pub(super) fn number(text: &[u8]) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    text.iter().try_fold(0u64, |number, &byte| {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number.checked_mul(10)?.checked_add(u64::from(digit))
    })
}

/// Reads dates, and caches the last one, because rows of one day follow each other.
#[derive(Clone, Debug)]
pub(super) struct Dates {
    text: u64,
    day: i32,
}

impl Default for Dates {
    fn default() -> Self {
        Self {
            text: u64::from_le_bytes(*b"19700101"),
            day: 0,
        }
    }
}

impl Dates {
    /// Reads `YYYYMMDD` as a day counted from 1970-01-01. Returns `None` if it is not a date.
    #[inline]
    pub(super) fn compact(&mut self, text: &[u8]) -> Option<i32> {
        let text: [u8; 8] = text.try_into().ok()?;
        let key = u64::from_le_bytes(text);
        if key != self.text {
            self.day = day_number(&text[..4], &text[4..6], &text[6..])?;
            self.text = key;
        }
        Some(self.day)
    }

    /// Reads `YYYY-MM-DD`, possibly followed by a time of day. Returns `None` if it is not a date.
    pub(super) fn iso(&mut self, text: &[u8]) -> Option<i32> {
        let (date, rest) = text.split_at_checked(10)?;
        let is_in_time = |byte: &u8| byte.is_ascii_digit() || b" :.,+-ZUTC".contains(byte);
        if !matches!(rest, [] | [b' ' | b'T', _, ..]) || !rest.iter().skip(1).all(is_in_time) {
            return None;
        }
        if [date[4], date[7]] != [b'-'; 2] {
            return None;
        }
        let compact = [0, 1, 2, 3, 5, 6, 8, 9].map(|at| date[at]);
        self.compact(&compact)
    }
}

/// The day of a year of four digits, a month and a day of two digits.
fn day_number(year: &[u8], month: &[u8], day: &[u8]) -> Option<i32> {
    let part = |text| Some(u16::try_from(number(text)?).expect("at most four digits"));
    let date = NaiveDate::from_ymd_opt(part(year)?.into(), part(month)?.into(), part(day)?.into())?;
    Some(day_of(first_second(date)))
}

/// Parses each CAMEO code once.
///
/// A text with one meaning becomes a code. A text that may have lost a zero becomes digits, about
/// which the column decides.
#[derive(Clone, Debug)]
pub(super) struct CameoCodes {
    parsed: Vec<Option<(Act, RowWarnings)>>,
}

impl Default for CameoCodes {
    fn default() -> Self {
        Self {
            parsed: vec![None; PLACES],
        }
    }
}

impl CameoCodes {
    /// The code or the digits, with a warning. Returns `None` if the text is neither.
    #[inline]
    pub(super) fn get(&mut self, text: &[u8]) -> Option<(Act, RowWarnings)> {
        let place = &mut self.parsed[place_of(text)?];
        if place.is_none() {
            *place = cameo(Digits::new(text).expect("only digits have a place"));
        }
        *place
    }
}

/// Decides whether digits are a CAMEO code as they are written, or may have lost a zero.
fn cameo(digits: Digits) -> Option<(Act, RowWarnings)> {
    let written = digits.written();
    let is_known = written.is_some_and(CameoCode::is_known);
    let may_have_lost = match digits.len() {
        1 | 2 => !digits.as_str().starts_with('0'),
        3 => !is_known && digits.restored().is_some(),
        _ => false,
    };
    if may_have_lost {
        return Some((Act::Digits(digits), RowWarnings::NONE));
    }
    let warnings = if is_known {
        RowWarnings::NONE
    } else {
        RowWarning::UnknownCode.into()
    };
    Some((Act::Cameo(written?), warnings))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_delimiters_are_found() {
        let lines: [&[u8]; 6] = [
            b"",
            b"\t",
            b"a\tb",
            b"\t\t\t\t\t\t\t\t\t\t",
            b"0123456\t89\t\xff\t\x89\t\x09\x08\x0a",
            b"a longer line\twith\t\ttabs at\t16 and more\t",
        ];
        for line in lines {
            for room in [0, 1, 3, 64] {
                let mut ends = vec![0; room];
                let count = split(line, b'\t', &mut ends);
                let expected: Vec<usize> = (0..line.len())
                    .filter(|&at| line[at] == b'\t')
                    .take(room)
                    .collect();
                let found: Vec<usize> = ends[..count].iter().map(|&end| end as usize).collect();
                assert_eq!(found, expected, "{line:?}");
            }
        }
    }

    #[test]
    fn a_code_that_may_have_lost_a_zero_becomes_digits() {
        let mut codes = CameoCodes::default();
        let mut read = |text: &str| codes.get(text.as_bytes());
        for text in ["046", "0831", "112", "1121", "09", "010"] {
            let code = CameoCode::parse(text).unwrap();
            assert_eq!(read(text), Some((Act::Cameo(code), RowWarnings::NONE)));
        }
        for text in ["999", "0999", "00", "9999"] {
            let code = CameoCode::parse(text).unwrap();
            let unknown = Some((Act::Cameo(code), RowWarning::UnknownCode.into()));
            assert_eq!(read(text), unknown);
        }
        for text in ["4", "46", "10", "99", "831", "211"] {
            let digits = Digits::new(text.as_bytes()).unwrap();
            assert_eq!(read(text), Some((Act::Digits(digits), RowWarnings::NONE)));
        }
        for text in ["", "0", "x1", "01234"] {
            assert_eq!(read(text), None);
        }
    }

    #[test]
    fn dates_must_be_in_the_calendar() {
        let mut dates = Dates::default();
        assert_eq!(dates.compact(b"19700102"), Some(1));
        assert_eq!(dates.compact(b"19700102"), Some(1));
        assert_eq!(dates.compact(b"20230229"), None);
        assert_eq!(dates.compact(b"2023022x"), None);
        assert_eq!(dates.compact(b"19691231"), Some(-1));
        assert_eq!(dates.compact(b"\0\0\0\0\0\0\0\0"), None);
        assert_eq!(dates.iso(b"1970-01-02"), Some(1));
        assert_eq!(dates.iso(b"1970-01-02 10:00:00"), Some(1));
        assert_eq!(dates.iso(b"1970-01-021"), None);
        assert_eq!(dates.iso(b"1970-1-2"), None);
    }
}
