//! The parser: recursive descent over bytes.
//!
//! Each error gives the column of the first byte that no valid expression can have there, and
//! what was expected instead.

use super::WhenError;
use super::shape::{
    APPROXIMATE, Clock, Date, End, Marks, Member, Point, Second, Set, Shape, Shift, Slot,
    TwoDigits, UNCERTAIN, X, Year,
};
use crate::time::day_rule::{DayRule, Zone, longest_month};

const YEARS: std::ops::RangeInclusive<i64> = -262_143..=262_142;

/// Reads a whole text.
///
/// Also returns whether the text is the one that the writer gives the shape. It is not if
/// a program has written it in another way that is allowed.
pub(super) fn shape(text: &str) -> Result<(Shape, bool), WhenError> {
    let mut cursor = Cursor {
        text,
        rest: text.as_bytes(),
        is_canonical: true,
    };
    let shape = cursor.expression()?;
    match cursor.peek() {
        None => Ok((shape, cursor.is_canonical)),
        Some(_) => Err(cursor.expected("the end")),
    }
}

/// The text, and the part that has not been read yet.
struct Cursor<'t> {
    text: &'t str,
    rest: &'t [u8],
    /// Whether the part that has been read is as the writer would write it.
    is_canonical: bool,
}

const YEAR: &str = "a year of four digits, or `Y` and a longer one";
const LONG_YEAR: &str = "a year of five digits or more, the first not 0";
const MONTH: &str = "a month of two digits, 01 to 12, or a season, 21 to 41";
const ZONE: &str = "`Z`, an offset such as +03:00, or the end of the time";

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Moves past the byte that `peek` returned.
    fn bump(&mut self) {
        self.rest = &self.rest[1..];
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.bump();
        }
        found
    }

    fn eat_dots(&mut self) -> bool {
        let found = self.rest.starts_with(b"..");
        if found {
            self.bump();
            self.bump();
        }
        found
    }

    /// Moves past blanks, which are allowed between the members of a set.
    fn skip_blanks(&mut self) {
        while self.eat(b' ') {
            self.is_canonical = false;
        }
    }

    /// Reads a digit, or `X` if that is allowed.
    fn digit(&mut self, unspecified: bool) -> Option<u8> {
        let digit = match self.peek()? {
            byte @ b'0'..=b'9' => byte - b'0',
            b'X' if unspecified => X,
            _ => return None,
        };
        self.bump();
        Some(digit)
    }

    fn two(&mut self, unspecified: bool) -> Option<TwoDigits> {
        let tens = self.digit(unspecified)?;
        let ones = self.digit(unspecified)?;
        Some(TwoDigits(tens << 4 | ones))
    }

    /// Reads two digits, at most `most`.
    fn number(&mut self, most: u8, expected: &str) -> Result<u8, WhenError> {
        let here = self.rest;
        self.two(false)
            .and_then(TwoDigits::number)
            .filter(|&number| number <= most)
            .ok_or_else(|| self.expected_at(here, expected))
    }

    fn expected(&self, expected: &str) -> WhenError {
        self.expected_at(self.rest, expected)
    }

    fn expected_at(&self, rest: &[u8], expected: &str) -> WhenError {
        WhenError::Syntax {
            text: self.text.to_owned(),
            column: self.text.len() - rest.len() + 1,
            expected: expected.to_owned(),
        }
    }

    fn outside_years(&self) -> WhenError {
        WhenError::OutsideYears {
            text: self.text.to_owned(),
        }
    }

    fn expression(&mut self) -> Result<Shape, WhenError> {
        if self.eat(b'[') {
            return self.set(false, b']');
        }
        if self.eat(b'{') {
            return self.set(true, b'}');
        }
        let start = match self.peek() {
            Some(b'/') => End::Unknown,
            _ if !self.eat_dots() => End::At(self.point()?),
            Some(_) if self.peek() == Some(b'/') => End::Open,
            _ => End::UpTo(self.point()?),
        };
        if !self.eat(b'/') {
            return match start {
                End::At(point) if self.peek().is_none() => Ok(Shape::Point(point)),
                End::At(point) => Err(self.end_of(&point)),
                _ => Err(self.expected("`/`")),
            };
        }
        let dated = matches!(start, End::At(_) | End::UpTo(_));
        let end = if dated && self.peek().is_none() {
            End::Unknown
        } else if dated && self.eat_dots() {
            End::Open
        } else {
            let point = self.point()?;
            if self.eat_dots() {
                End::From(point)
            } else if self.peek().is_some() {
                return Err(self.end_of(&point));
            } else {
                End::At(point)
            }
        };
        if let (End::At(first), End::At(last)) = (&start, &end) {
            self.check_order(first, last)?;
        }
        Ok(Shape::Interval(Box::new([start, end])))
    }

    fn set(&mut self, all: bool, close: u8) -> Result<Shape, WhenError> {
        let mut members = Vec::new();
        loop {
            // `..1760` can only be the first member, and `1760..` only the last.
            let member = if members.is_empty() && self.eat_dots() {
                Member::UpTo(self.point()?)
            } else {
                let first = self.point()?;
                if !self.eat_dots() {
                    Member::One(first)
                } else if self.peek() == Some(close) {
                    Member::From(first)
                } else {
                    let last = self.point()?;
                    self.check_order(&first, &last)?;
                    Member::Range(first, last)
                }
            };
            members.push(member);
            self.skip_blanks();
            if self.eat(close) {
                let members = members.into_boxed_slice();
                return Ok(Shape::Set(Box::new(Set { all, members })));
            }
            if !self.eat(b',') {
                return Err(self.expected(if all {
                    "`,`, `..` or `}`"
                } else {
                    "`,`, `..` or `]`"
                }));
            }
            self.skip_blanks();
        }
    }

    fn check_order(&self, first: &Point, last: &Point) -> Result<(), WhenError> {
        // Only certain disorder is refused here, before the zone is known: a date without a
        // zone next to a time with one can be a day anywhere on earth.
        let zone = if first.is_zoned() == last.is_zoned() {
            Zone::Utc
        } else {
            Zone::AnywhereOnEarth
        };
        let rule = DayRule::from(zone);
        let (start, _) = rule.interval(first);
        let (_, end) = rule.interval(last);
        if start < end {
            Ok(())
        } else {
            Err(WhenError::EndBeforeStart {
                text: self.text.to_owned(),
            })
        }
    }

    /// The error for an unexpected byte after a date: what could have followed it.
    fn end_of(&self, point: &Point) -> WhenError {
        self.expected(match point {
            Point { clock: Some(_), .. } => "the end of the time",
            Point { date, .. } if !date.can_go_on() => "the end of the date",
            _ => "the end of the date, or `-` and the next part",
        })
    }

    fn point(&mut self) -> Result<Point, WhenError> {
        let date = self.date()?;
        let clock = if date.is_plain_day() && self.eat(b'T') {
            Some(self.clock()?)
        } else {
            None
        };
        Ok(Point { date, clock })
    }

    fn mark(&mut self, marks: &mut Marks, slot: Slot) {
        let mark = match self.peek() {
            Some(b'?') => UNCERTAIN,
            Some(b'~') => APPROXIMATE,
            Some(b'%') => UNCERTAIN | APPROXIMATE,
            _ => return,
        };
        self.bump();
        *marks = marks.with(slot, mark);
    }

    fn date(&mut self) -> Result<Date, WhenError> {
        let mut marks = Marks::NONE;
        self.mark(&mut marks, Slot::BeforeYear);
        let year = if self.eat(b'Y') {
            self.long_year()?
        } else {
            self.year()?
        };
        let significant = self.significant(year)?;
        self.mark(&mut marks, Slot::AfterYear);
        let mut date = Date {
            year,
            significant,
            month: TwoDigits::NONE,
            day: TwoDigits::NONE,
            marks,
        };
        if !date.can_go_on() || !self.eat(b'-') {
            return Ok(date);
        }

        self.mark(&mut date.marks, Slot::BeforeMonth);
        let here = self.rest;
        date.month = self
            .two(true)
            .filter(|&month| {
                (1..=12).any(|number| month.matches(number))
                    || matches!(month.number(), Some(21..=41))
            })
            .ok_or_else(|| self.expected_at(here, MONTH))?;
        self.mark(&mut date.marks, Slot::AfterMonth);
        if !date.can_go_on() || !self.eat(b'-') {
            return Ok(date);
        }

        self.mark(&mut date.marks, Slot::BeforeDay);
        let here = self.rest;
        let longest = longest_month(&date);
        date.day = self
            .two(true)
            .filter(|&day| (1..=longest).any(|number| day.matches(number)))
            .ok_or_else(|| {
                self.expected_at(here, &format!("a day of two digits, 01 to {longest}"))
            })?;
        self.mark(&mut date.marks, Slot::AfterDay);
        Ok(date)
    }

    fn year(&mut self) -> Result<Year, WhenError> {
        let here = self.rest;
        let negative = self.eat(b'-');
        let mut digits = [0; 4];
        for digit in &mut digits {
            *digit = self
                .digit(true)
                .ok_or_else(|| self.expected_at(here, YEAR))?;
        }
        if negative && digits == [0; 4] {
            return Err(self.expected_at(here, "a year other than -0000"));
        }
        Ok(Year::Four { negative, digits })
    }

    /// Reads the part after `Y`.
    fn long_year(&mut self) -> Result<Year, WhenError> {
        let here = self.rest;
        let negative = self.eat(b'-');
        let (size, digits) = self
            .integer()
            .ok_or_else(|| self.expected_at(here, LONG_YEAR))?;
        let signed = if negative { -size } else { size };
        if self.eat(b'E') {
            let exponent_at = self.rest;
            let (exponent, _) = self.integer().ok_or_else(|| {
                self.expected_at(exponent_at, "an exponent, 1 or more, the first digit not 0")
            })?;
            let exponent = u8::try_from(exponent).map_err(|_| self.outside_years())?;
            let year = signed.saturating_mul(10_i64.saturating_pow(u32::from(exponent)));
            if year.unsigned_abs() <= 9_999 {
                return Err(self.expected_at(here, LONG_YEAR));
            }
            match i32::try_from(signed) {
                Ok(mantissa) if YEARS.contains(&year) => Ok(Year::Power { mantissa, exponent }),
                _ => Err(self.outside_years()),
            }
        } else if digits < 5 {
            Err(self.expected_at(here, LONG_YEAR))
        } else {
            match i32::try_from(signed) {
                Ok(year) if YEARS.contains(&signed) => Ok(Year::Long(year)),
                _ => Err(self.outside_years()),
            }
        }
    }

    /// Reads a positive integer without leading zeros, and returns its number of digits too.
    /// A number beyond `i64` becomes the largest `i64`.
    fn integer(&mut self) -> Option<(i64, usize)> {
        if self.peek() == Some(b'0') {
            return None;
        }
        let before = self.rest.len();
        let mut number = i64::from(self.digit(false)?);
        while let Some(digit) = self.digit(false) {
            number = number.saturating_mul(10).saturating_add(i64::from(digit));
        }
        Some((number, before - self.rest.len()))
    }

    /// Reads `S` and the number of significant digits, if they are present.
    fn significant(&mut self, year: Year) -> Result<u8, WhenError> {
        let unspecified = matches!(year, Year::Four { digits, .. } if digits.contains(&X));
        if unspecified || !self.eat(b'S') {
            return Ok(0);
        }
        let digits = year.digits();
        let here = self.rest;
        self.integer()
            .and_then(|(number, _)| u8::try_from(number).ok())
            .filter(|&number| number <= digits)
            .ok_or_else(|| {
                let expected = format!("a number of significant digits, 1 to {digits}");
                self.expected_at(here, &expected)
            })
    }

    fn clock(&mut self) -> Result<Clock, WhenError> {
        let hour = self.number(24, "an hour of two digits, 00 to 24")?;
        if !self.eat(b':') {
            return Err(self.expected("`:` and the minute"));
        }
        // 24:00 is the end of the day, and no time comes after it.
        let (minutes, seconds) = match hour {
            24 => (
                (0, "the minute 00 after the hour 24"),
                (0, "the second 00 after the hour 24"),
            ),
            _ => (
                (59, "a minute of two digits, 00 to 59"),
                (60, "a second of two digits, 00 to 60"),
            ),
        };
        let minute = self.number(minutes.0, minutes.1)?;
        let second = if self.eat(b':') {
            Some(Second::new(self.number(seconds.0, seconds.1)?))
        } else {
            None
        };
        let fraction_at = self.rest;
        let fraction = second.is_some() && self.fraction()?;
        if hour == 24 && fraction {
            return Err(self.expected_at(fraction_at, "the end of the day, 24:00:00"));
        }
        let shift = self.shift()?;
        Ok(Clock {
            hour,
            minute,
            second,
            fraction,
            shift,
        })
    }

    /// Reads `.` and the digits of a fraction of a second, if they are present. Returns whether the
    /// fraction is above 0.
    fn fraction(&mut self) -> Result<bool, WhenError> {
        // Two dots make a range.
        if self.rest.starts_with(b"..") || !self.eat(b'.') {
            return Ok(false);
        }
        self.is_canonical = false;
        let first = self
            .digit(false)
            .ok_or_else(|| self.expected("the digits of a fraction of a second"))?;
        let mut any = first > 0;
        while let Some(digit) = self.digit(false) {
            any |= digit > 0;
        }
        Ok(any)
    }

    fn shift(&mut self) -> Result<Shift, WhenError> {
        let here = self.rest;
        let sign = match self.peek() {
            Some(b'Z') => {
                self.bump();
                return Ok(Shift::Utc);
            }
            Some(b'+') => 1,
            Some(b'-') => -1,
            None | Some(b'/' | b',' | b']' | b'}') => return Ok(Shift::Local),
            Some(b'.') if self.rest.starts_with(b"..") => return Ok(Shift::Local),
            Some(_) => return Err(self.expected(ZONE)),
        };
        self.bump();
        let hours = self.number(23, "hours of two digits, 00 to 23")?;
        let has_colon = self.eat(b':');
        let has_minutes = has_colon || matches!(self.peek(), Some(b'0'..=b'9'));
        let (shift, zero) = if has_minutes {
            self.is_canonical &= has_colon;
            let minutes = self.number(59, "minutes of two digits, 00 to 59")?;
            let total = i16::from(hours) * 60 + i16::from(minutes);
            (Shift::Minutes(sign * total), total == 0)
        } else {
            let sign = if sign < 0 { -1 } else { 1 };
            let hours = i8::try_from(hours).expect("an hour is at most 23");
            (Shift::Hours(sign * hours), hours == 0)
        };
        if zero && sign < 0 {
            return Err(self.expected_at(here, "an offset other than -00:00"));
        }
        Ok(shift)
    }
}
