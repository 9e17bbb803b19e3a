//! What the fields of a line hold: where they are, dates, numbers, codes.
//!
//! Nothing here allocates. Fields are bytes: a name may be Latin-1, and a number that is
//! not digits is no number.

use chrono::NaiveDate;

use super::anomaly::{Anomalies, Anomaly};
use super::digits::{Digits, PLACES, place_of};
use super::pairs::SEPARATOR;
use super::row::Act;
use crate::code::CameoCode;
use crate::time::{day_of, first_second};

/// The most columns of a line of any format.
pub(super) const MAX_COLUMNS: usize = 64;

/// The fields of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'l> {
    line: &'l [u8],
    ends: &'l [u32],
}

impl<'l> Fields<'l> {
    /// The fields of a line that `ends` of delimiters part, the last one left out.
    pub(super) const fn new(line: &'l [u8], ends: &'l [u32]) -> Self {
        Self { line, ends }
    }

    /// A field, counted from 0, which the line is known to have.
    #[inline]
    pub(super) fn get(&self, number: usize) -> &'l [u8] {
        self.stretch(number, number)
    }

    /// From a field to another with what lies between them.
    #[inline]
    pub(super) fn stretch(&self, first: usize, last: usize) -> &'l [u8] {
        // A field begins behind the delimiter that ends the one before it.
        let start = match first.checked_sub(1) {
            None => 0,
            Some(before) => self.ends[before] as usize + 1,
        };
        // No delimiter ends the last one, but the line does.
        let end = self
            .ends
            .get(last)
            .map_or(self.line.len(), |&end| end as usize);
        &self.line[start..end]
    }
}

const LOWS: u64 = 0x7f7f_7f7f_7f7f_7f7f;
const ONES: u64 = 0x0101_0101_0101_0101;

/// Where the first delimiters of a line are, as many as there is place for; and how many.
///
/// Eight bytes at a time: fields of coded events are a few bytes long, so that a search
/// for each would cost more than it finds.
#[inline]
pub(super) fn split(line: &[u8], delimiter: u8, ends: &mut [u32]) -> usize {
    let pattern = u64::from(delimiter) * ONES;
    let mut ends = ends.iter_mut();
    let room = ends.len();
    let mut base = 0;
    let mut words = line.chunks_exact(8);
    for word in words.by_ref() {
        // A byte that is the delimiter becomes zero by this, and no other does.
        let word = u64::from_le_bytes(word.try_into().expect("eight bytes")) ^ pattern;
        // The highest bit of each byte that is zero, and no other bit: adding 0x7f to the seven low
        // bits sets the highest unless they are all zero, and does not carry into the next byte; the
        // byte itself has it if it was set before.
        let mut hits = !(((word & LOWS) + LOWS) | word | LOWS);
        // Those of `hits` are the delimiters of the word that are not noted yet.
        while hits != 0 {
            let Some(end) = ends.next() else { return room };
            // The first byte of the line is the lowest of the word.
            *end = base + hits.trailing_zeros() / 8;
            // Takes the lowest bit away.
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

/// Whether there is nothing to read; Unicode has blanks that ASCII has not, and what parts the texts
/// of a key is kept as a blank.
pub(super) fn is_blank(text: &[u8]) -> bool {
    let is_nothing = |c: char| c.is_whitespace() || c == char::from(SEPARATOR);
    std::str::from_utf8(text).is_ok_and(|text| text.chars().all(is_nothing))
}

/// Digits as a number; none where there is anything else, nothing, or too much.
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

/// The last date that was read, since rows of a file are mostly of one day.
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
    /// `YYYYMMDD` as a day counted from 1970-01-01; none where that is no date.
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

    /// `YYYY-MM-DD`, or such a date with a time of day behind it.
    pub(super) fn iso(&mut self, text: &[u8]) -> Option<i32> {
        let (date, rest) = text.split_at_checked(10)?;
        let is_of_time = |byte: &u8| byte.is_ascii_digit() || b" :.,+-ZUTC".contains(byte);
        if !matches!(rest, [] | [b' ' | b'T', _, ..]) || !rest.iter().skip(1).all(is_of_time) {
            return None;
        }
        if [date[4], date[7]] != [b'-'; 2] {
            return None;
        }
        let compact = [0, 1, 2, 3, 5, 6, 8, 9].map(|at| date[at]);
        self.compact(&compact)
    }
}

/// The day of a year of four digits, and of a month and a day of two.
fn day_number(year: &[u8], month: &[u8], day: &[u8]) -> Option<i32> {
    let part = |text| Some(u16::try_from(number(text)?).expect("at most four digits"));
    let date = NaiveDate::from_ymd_opt(part(year)?.into(), part(month)?.into(), part(day)?.into())?;
    Some(day_of(first_second(date)))
}

/// CAMEO codes as rows have them: read once each.
///
/// What can be read in one way only is a code. Of what may have lost a zero the column decides.
#[derive(Clone, Debug)]
pub(super) struct CameoCodes {
    read: Vec<Option<(Act, Anomalies)>>,
}

impl Default for CameoCodes {
    fn default() -> Self {
        Self {
            read: vec![None; PLACES],
        }
    }
}

impl CameoCodes {
    /// The code or the digits; `None` if the text is neither.
    #[inline]
    pub(super) fn get(&mut self, text: &[u8]) -> Option<(Act, Anomalies)> {
        let place = &mut self.read[place_of(text)?];
        if place.is_none() {
            *place = cameo(Digits::new(text).expect("digits alone have a place"));
        }
        *place
    }
}

/// A code, and what is odd about it; or the digits of one that may have lost a zero.
fn cameo(digits: Digits) -> Option<(Act, Anomalies)> {
    let written = digits.written();
    let is_known = written.is_some_and(CameoCode::is_known);
    let may_have_lost = match digits.len() {
        1 | 2 => !digits.as_str().starts_with('0'),
        3 => !is_known && digits.restored().is_some(),
        _ => false,
    };
    if may_have_lost {
        return Some((Act::Digits(digits), Anomalies::NONE));
    }
    let odd = (!is_known).then_some(Anomaly::UnknownCode);
    let odd = odd.map_or(Anomalies::NONE, Anomalies::from);
    Some((Act::Cameo(written?), odd))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_found_where_they_are() {
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
    fn a_code_that_may_have_lost_a_zero_is_left_to_the_column() {
        let mut codes = CameoCodes::default();
        let mut read = |text: &str| codes.get(text.as_bytes());
        for text in ["046", "0831", "112", "1121", "09", "010"] {
            let code = CameoCode::parse(text).unwrap();
            assert_eq!(read(text), Some((Act::Cameo(code), Anomalies::NONE)));
        }
        for text in ["999", "0999", "00", "9999"] {
            let code = CameoCode::parse(text).unwrap();
            let unknown = Some((Act::Cameo(code), Anomaly::UnknownCode.into()));
            assert_eq!(read(text), unknown);
        }
        for text in ["4", "46", "10", "99", "831", "211"] {
            let digits = Digits::new(text.as_bytes()).unwrap();
            assert_eq!(read(text), Some((Act::Digits(digits), Anomalies::NONE)));
        }
        for text in ["", "0", "x1", "01234"] {
            assert_eq!(read(text), None);
        }
    }

    #[test]
    fn dates_are_of_the_calendar() {
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
