//! Ledgers as bytes.
//!
//! The sums of a dyad are written column by column, as differences to values that can be predicted: most
//! numbers then have one byte.
//!
//! - Days: the difference to the day before.
//! - Weights and contacts: the odd part and the number of trailing zeros, because most are multiples of a
//!   large power of two.
//! - Scores above 0: the difference to the score, if that is positive.
//! - Squares: the difference to the minimum, the square of the score divided by the number of marks.

use serde::Serialize;

use super::super::ledger::{
    DyadReader, VERSION, add_part, check_names, mark_used, name, name_index, sorted_names,
};
use super::{BytesError, Kind, Reader, Writer};
use crate::ledger::{DyadLedger, DyadPart, Ledger, SpanSums, Sums};

const LEDGER: Kind = Kind {
    magic: b"detenteL",
    name: "ledger",
    version: VERSION,
    oldest: 1,
    other: |_| format!("expected `{VERSION}`"),
};
const DYAD: Kind = Kind {
    magic: b"detentel",
    name: "ledger of one dyad",
    ..LEDGER
};

/// The minimum number of bytes of a span: one for each column.
const COLUMNS: usize = 8;

/// Encodes a number that is not negative: its odd part times 64, plus its number of trailing zeros.
fn dyadic(units: i64) -> u128 {
    let units = u128::from(units.unsigned_abs());
    match units.trailing_zeros() {
        zeros if zeros < 64 => ((units >> zeros) << 6) | u128::from(zeros),
        _ => 0,
    }
}

/// Decodes a number of [`dyadic`].
fn of_dyadic(written: u128) -> Result<i64, String> {
    let (odd, zeros) = (written >> 6, written & 63);
    // 2^63 overflows an `i64` to a negative number.
    let power = 1_i64 << zeros;
    let units = i64::try_from(odd).ok().filter(|_| power > 0);
    let units = units.and_then(|odd| odd.checked_mul(power));
    match units {
        None => Err(format!("{odd} times 2^{zeros}: expected at most 63 bits")),
        Some(units) if dyadic(units) != written => Err(format!(
            "{odd} times 2^{zeros}: expected an odd number times a power of 2"
        )),
        Some(units) => Ok(units),
    }
}

/// The minimum sum of squares of `marks` scores with a sum: all scores are equal.
fn least_squares(score: i64, marks: u32) -> i64 {
    let square = u128::from(score.unsigned_abs()) * u128::from(score.unsigned_abs());
    let least = (square >> 40) / u128::from(marks.max(1));
    i64::try_from(least).unwrap_or(i64::MAX)
}

impl Writer {
    fn put_columns(&mut self, ledger: &DyadLedger) {
        let rows: Vec<_> = ledger.spans().collect();
        self.put_len(rows.len());
        let mut last = None;
        for row in &rows {
            let day = row.span().first_day();
            match last.replace(day) {
                None => self.put(day),
                Some(last) => self.put(day.abs_diff(last)),
            }
        }
        self.put_column(&rows, |row| row.span().days() - 1);
        self.put_column(&rows, |row| row.marks() - 1);
        self.put_column(&rows, |row| row.sums().score);
        self.put_column(&rows, |row| {
            let sums = row.sums();
            (sums.positive - sums.score.max(0)).unsigned_abs()
        });
        self.put_column(&rows, |row| dyadic(row.sums().weight));
        self.put_column(&rows, |row| {
            let sums = row.sums();
            sums.squares - least_squares(sums.score, row.marks())
        });
        self.put_column(&rows, |row| dyadic(row.sums().contact));
    }

    fn put_column<T: Serialize>(&mut self, rows: &[SpanSums], of: impl Fn(&SpanSums) -> T) {
        for row in rows {
            self.put(of(row));
        }
    }
}

impl Reader<'_> {
    fn take_columns(&mut self) -> Result<DyadLedger, BytesError> {
        let len = self.take_len(COLUMNS)?;
        let days = self.take_days(len)?;
        let lengths = self.take_all::<u32>(len)?;
        let marks = self.take_all::<u32>(len)?;
        let scores = self.take_all::<i64>(len)?;
        let positives = self.take_all::<u64>(len)?;
        let weights = self.take_all::<u128>(len)?;
        let squares = self.take_all::<i64>(len)?;
        let contacts = self.take_all::<u128>(len)?;

        let spans = days.into_iter().zip(lengths).zip(marks);
        let tone = scores.into_iter().zip(positives).zip(squares);
        let amounts = weights.into_iter().zip(contacts);
        let mut ledger = DyadReader::new(self.version);
        for ((((day, length), marks), ((score, positive), squares)), (weight, contact)) in
            spans.zip(tone).zip(amounts)
        {
            let [weight, contact] =
                [("weight", weight), ("contact", contact)].map(|(name, written)| {
                    of_dyadic(written)
                        .map_err(|message| format!("the {name} of day {day} is {message}"))
                });
            let (weight, contact) = (self.checked(weight)?, self.checked(contact)?);
            let row = (|| {
                let (length, marks) = (length.checked_add(1)?, marks.checked_add(1)?);
                let positive = score.max(0).checked_add_unsigned(positive)?;
                let squares = least_squares(score, marks).checked_add(squares)?;
                let sums = Sums {
                    score,
                    positive,
                    weight,
                    squares,
                    contact,
                };
                Some((length, marks, sums))
            })();
            let row = row.ok_or_else(|| {
                format!("the sums of day {day} are too large: expected at most 64 bits")
            });
            let (length, marks, sums) = self.checked(row)?;
            self.checked(ledger.push((day, length), marks, sums))?;
        }
        Ok(ledger.finish())
    }

    fn take_days(&mut self, len: usize) -> Result<Vec<i32>, BytesError> {
        let mut days: Vec<i32> = Vec::with_capacity(len);
        while days.len() < len {
            let day = match days.last() {
                None => self.take()?,
                Some(last) => {
                    let later: u32 = self.take()?;
                    let day = last.checked_add_unsigned(later);
                    self.checked(day.ok_or_else(|| format!("the day `{later}` days after day `{last}` is out of range: expected a date")))?
                }
            };
            days.push(day);
        }
        Ok(days)
    }
}

#[cfg_attr(docsrs, doc(cfg(feature = "postcard")))]
impl DyadLedger {
    /// Writes the ledger as bytes, in the layout of [`format::bytes`](mod@crate::format::bytes).
    ///
    /// Equal ledgers give equal bytes. If the parts of a dyad's marks are read and merged, they give the
    /// bytes of the whole.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(DYAD);
        writer.put_columns(self);
        writer.finish()
    }

    /// Reads a ledger from bytes. It is written as the same bytes.
    ///
    /// # Errors
    ///
    /// Returns [`BytesError`] if the bytes are not a ledger of one pair.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::BytesError;
    /// use detente::ledger::{DaySpan, DyadLedger, Mark};
    ///
    /// let day = DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, 8).unwrap())?;
    /// let ledger = DyadLedger::from_marks([&Mark::new(day, 1.0, -0.35)?])?;
    /// let mut bytes = ledger.to_bytes();
    /// assert_eq!(bytes.len(), 29);
    /// assert_eq!(DyadLedger::from_bytes(&bytes)?, ledger);
    ///
    /// bytes[12] ^= 1;
    /// assert!(matches!(DyadLedger::from_bytes(&bytes), Err(BytesError::Checksum { .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BytesError> {
        let mut reader = Reader::open(bytes, DYAD)?;
        let ledger = reader.take_columns()?;
        reader.close()?;
        Ok(ledger)
    }
}

#[cfg_attr(docsrs, doc(cfg(feature = "postcard")))]
impl Ledger {
    /// Writes the ledger as bytes, in the layout of [`format::bytes`](mod@crate::format::bytes).
    ///
    /// Equal ledgers give equal bytes, whatever the order of their marks.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new(LEDGER);
        let names = sorted_names(self.dyads().map(|dyad| dyad.actors));
        writer.put_names(&names);
        writer.put_len(self.len());
        for dyad in self.dyads() {
            let (first, second) = dyad.actors;
            writer.put(name_index(&names, first));
            writer.put(name_index(&names, second));
            for part in dyad.parts() {
                writer.put_columns(part);
            }
        }
        writer.finish()
    }

    /// Reads a ledger from bytes. It is written as the same bytes.
    ///
    /// # Errors
    ///
    /// Returns [`BytesError`] if the bytes are not a ledger.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BytesError> {
        let mut reader = Reader::open(bytes, LEDGER)?;
        let names = reader.take_names()?;
        reader.checked(check_names(&names))?;
        let mut ledger = Self::new();
        let (mut last, mut is_used) = (None, vec![false; names.len()]);
        // A pair has at least 5 bytes: two indexes of actors, and the lengths of three ledgers.
        for _ in 0..reader.take_len(5)? {
            let pair: (u32, u32) = (reader.take()?, reader.take()?);
            let (first, second) = (
                reader.checked(name(&names, pair.0))?,
                reader.checked(name(&names, pair.1))?,
            );
            if pair.0 >= pair.1 || last.is_some_and(|last| last >= pair) {
                return Err(reader.fault(format!(
                    "the marks of `{first}` and `{second}` are out of order: expected dyads in the order of their actors"
                )));
            }
            last = Some(pair);
            mark_used(&mut is_used, pair);
            let mut is_empty = true;
            for part in [DyadPart::Forward, DyadPart::Backward, DyadPart::Symmetric] {
                let marks = reader.take_columns()?;
                if marks.marks() > 0 {
                    is_empty = false;
                    reader.checked(add_part(&mut ledger, (first, second), part, &marks))?;
                }
            }
            // In version 1 all marks of a pair can be without weight. They are dropped.
            if is_empty && reader.version > 1 {
                return Err(reader.fault(format!(
                    "`{first}` and `{second}` have no marks: expected only dyads with marks"
                )));
            }
        }
        reader.close()?;
        reader.check_used(&names, &is_used)?;
        Ok(ledger)
    }
}
