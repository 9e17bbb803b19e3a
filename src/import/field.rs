//! What the fields of a line hold: where they are, dates, numbers, codes.
//!
//! Nothing here allocates. Fields are bytes: a name may be Latin-1, and a number that is
//! not digits is no number.

use chrono::NaiveDate;

use super::anomaly::{Anomalies, Anomaly};
use crate::code::{CameoCode, LostZero};
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

    /// A field, counted from 0; empty where there is none.
    #[inline]
    pub(super) fn get(&self, number: usize) -> &'l [u8] {
        self.stretch(number, number)
    }

    /// From a field to another with what lies between them; empty where there is none.
    #[inline]
    pub(super) fn stretch(&self, first: usize, last: usize) -> &'l [u8] {
        let start = match first.checked_sub(1) {
            None => 0,
            Some(before) => match self.ends.get(before) {
                Some(&end) => end as usize + 1,
                None => return &[],
            },
        };
        let end = self
            .ends
            .get(last)
            .map_or(self.line.len(), |&end| end as usize);
        self.line.get(start..end).unwrap_or_default()
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
        let word = u64::from_le_bytes(word.try_into().unwrap_or_default()) ^ pattern;
        // The highest bit of each byte that is the delimiter, and no other bit.
        let mut hits = !(((word & LOWS) + LOWS) | word | LOWS);
        while hits != 0 {
            let Some(end) = ends.next() else { return room };
            *end = base + hits.trailing_zeros() / 8;
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

/// Whether there is nothing to read; Unicode has blanks that ASCII has not.
pub(super) fn is_blank(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| text.trim().is_empty())
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
            let (year, rest) = text.split_first_chunk::<4>()?;
            let (month, day) = rest.split_first_chunk::<2>()?;
            self.day = day_number(year, month, day)?;
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
        let mut compact = [0; 8];
        let digits = date
            .iter()
            .enumerate()
            .filter(|&(at, _)| at != 4 && at != 7);
        for (place, (_, digit)) in compact.iter_mut().zip(digits) {
            *place = *digit;
        }
        let dashes = [date.get(4), date.get(7)];
        (dashes == [Some(&b'-'); 2])
            .then(|| self.compact(&compact))
            .flatten()
    }
}

fn day_number(year: &[u8], month: &[u8], day: &[u8]) -> Option<i32> {
    let [year, month, day] = [year, month, day].map(|text| u32::try_from(number(text)?).ok());
    let date = NaiveDate::from_ymd_opt(i32::try_from(year?).ok()?, month?, day?)?;
    Some(day_of(first_second(date)))
}

/// How many places a table by the text of a code has: four of a digit or nothing.
const CAMEO_PLACES: usize = 11 * 11 * 11 * 11;

/// The place of one to four digits in a table; none where the text is anything else.
#[inline]
fn cameo_place(text: &[u8]) -> Option<usize> {
    if text.is_empty() || text.len() > 4 {
        return None;
    }
    text.iter().try_fold(0, |place, &byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit <= 9).then_some(place * 11 + usize::from(digit) + 1)
    })
}

/// CAMEO codes as rows bear them: read once each, with what is wrong with them.
#[derive(Clone, Debug)]
pub(super) struct CameoCodes {
    read: Vec<Option<(CameoCode, Anomalies)>>,
    /// Whether the format prints no code of two digits, so that one has lost its zero.
    is_long: bool,
}

impl CameoCodes {
    pub(super) fn new(is_long: bool) -> Self {
        Self {
            read: vec![None; CAMEO_PLACES],
            is_long,
        }
    }

    /// The code, with a lost zero put back; none where the text is none.
    #[inline]
    pub(super) fn get(&mut self, text: &[u8]) -> Option<(CameoCode, Anomalies)> {
        let is_long = self.is_long;
        let place = self.read.get_mut(cameo_place(text)?)?;
        if place.is_none() {
            *place = cameo(std::str::from_utf8(text).ok()?, is_long);
        }
        *place
    }
}

/// A code as it was meant, and what is odd about how it is written.
fn cameo(text: &str, is_long: bool) -> Option<(CameoCode, Anomalies)> {
    let lost = |code| Some((code, Anomaly::LostZero.into()));
    match CameoCode::restore_zero(text).ok()? {
        LostZero::Restored(code) => lost(code),
        LostZero::Ambiguous { restored, .. } if is_long => lost(restored),
        LostZero::AsWritten(code) | LostZero::Ambiguous { written: code, .. } => {
            let is_known = code.is_known();
            let odd = (!is_known).then_some(Anomaly::UnknownCode);
            Some((code, odd.map_or(Anomalies::NONE, Anomalies::from)))
        }
    }
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
    fn a_lost_zero_is_put_back_only_where_it_was_lost() {
        let read = |text: &str, is_long| {
            cameo(text, is_long).map(|(code, anomalies)| (code.to_string(), anomalies))
        };
        let whole = |code: &str| Some((code.to_owned(), Anomalies::NONE));
        let lost = |code: &str| Some((code.to_owned(), Anomaly::LostZero.into()));
        let unknown = |code: &str| Some((code.to_owned(), Anomaly::UnknownCode.into()));
        assert_eq!(read("046", true), whole("046"));
        assert_eq!(read("46", true), lost("046"));
        assert_eq!(read("46", false), lost("046"));
        assert_eq!(read("831", true), lost("0831"));
        assert_eq!(read("4", false), lost("04"));
        // GDELT prints `010` and `100`, and never `10`; ICEWS has codes of two digits.
        assert_eq!(read("10", true), lost("010"));
        assert_eq!(read("13", false), whole("13"));
        assert_eq!(read("999", true), unknown("999"));
        assert_eq!(read("0999", true), unknown("0999"));
        // `009` is none, so that `09` is a root and has lost nothing.
        assert_eq!(read("09", true), whole("09"));
        assert_eq!(read("0", true), None);
        assert_eq!(cameo_place(b"x1"), None);
        assert_eq!(cameo_place(b"01234"), None);
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
