//! Reading and writing EDTF, the Extended Date/Time Format.
//!
//! Levels 0, 1 and 2 are read strictly, and written back to the byte:
//!
//! | Level | Form | Example |
//! | :-- | :-- | :-- |
//! | 0 | date of a day, a month, a year | `2025-07-10`, `2025-07`, `2025` |
//! | 0 | date and time | `2025-07-10T18:00:00Z`, `2025-07-10T18:00:00+03:00` |
//! | 0 | interval | `2025-07-14/2025-07-18` |
//! | 1 | uncertain, approximate, both | `2025?`, `2025-07~`, `2025-07-10%` |
//! | 1 | unspecified digits | `201X`, `2025-XX`, `2025-07-XX` |
//! | 1 | open and unknown ends | `2022-02-24/..`, `/2025-07` |
//! | 1 | seasons, years before 0, long years | `2025-21`, `-0043`, `Y12025` |
//! | 2 | qualified parts, other unspecified digits | `2025-07-~10`, `?2025-07`, `156X-12-25` |
//! | 2 | powers of ten, significant digits | `Y-17E3`, `1950S2`, `Y171010S3` |
//! | 2 | seasons by hemisphere, quarters, halves | `2025-29`, `2025-33`, `2025-40` |
//! | 2 | started by then, ended then or later | `..2025-07-10/2025-07-10..` |
//! | 2 | one of several, all of several | `[1667,1670..1672]`, `{1960,1961-12}` |
//!
//! Some texts are read that those standards do not have:
//!
//! - A time may lack its seconds, `T18:00`, as in ISO 8601-1.
//! - Intervals and sets may hold times, as in ISO 8601-1.
//! - A long year may have a month, a day and a time, `Y12025-07-10`, so that every
//!   date of chrono can be written.
//! - A year before 0 may have unspecified digits, `-01XX`; the ends of a range of a
//!   set may be any dates, and an offset up to 23:59.
//!
//! A second of 60, a leap second, is read and means the second before it. An hour
//! of 24 is not read.
//!
//! Years lie in chrono's range, -262143 to 262142. A text is at most
//! [`Edtf::MAX_LENGTH`] bytes long, and so has at most 200 members of a set.
//!
//! Source: Library of Congress (2019), *Extended Date/Time Format (EDTF)
//! Specification*; ISO 8601-2:2019, annex A, whose `..` before and after the dates
//! of an interval the Library's text leaves out.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Timelike, Utc};
use thiserror::Error;

use super::reading;

const YEARS: std::ops::RangeInclusive<i64> = -262_143..=262_142;

/// A valid EDTF expression, kept as it was written.
///
/// It says what was written and not yet what that means: [`When`](super::When)
/// turns it into bounds. A date or a time takes no memory beyond the value.
///
/// # Example
///
/// ```
/// use detente::time::Edtf;
///
/// let about = Edtf::parse("2025-07-10~")?;
/// assert!(about.is_approximate() && !about.is_uncertain());
/// assert_eq!(about.level(), 1);
/// assert_eq!(about.to_string(), "2025-07-10~");
///
/// let wrong = Edtf::parse("2025-7-10").unwrap_err();
/// assert_eq!(
///     wrong.to_string(),
///     "`2025-7-10` is not EDTF: column 6: expected a month of two digits, 01 to 12, or a season, 21 to 41",
/// );
/// # Ok::<(), detente::time::EdtfError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Edtf(Shape);

/// A text was refused by [`Edtf::parse`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EdtfError {
    /// The text departs from the grammar, or names a day that does not exist.
    #[error("`{text}` is not EDTF: column {column}: expected {expected}")]
    Syntax {
        /// The text that was read.
        text: String,
        /// Where it departs, counted from 1.
        column: usize,
        /// What should have stood there.
        expected: String,
    },
    /// A year lies outside the range of chrono.
    #[error("`{text}` is outside the years -262143 to 262142")]
    OutsideYears {
        /// The text that was read.
        text: String,
    },
    /// An interval, or a range of a set, ends before it starts, whatever its dates mean.
    #[error("`{text}` ends before it starts")]
    EndBeforeStart {
        /// The text that was read.
        text: String,
    },
    /// The text is longer than [`Edtf::MAX_LENGTH`].
    #[error("a text of {length} bytes is too long for EDTF: at most 1000 are read")]
    TooLong {
        /// The length that was met, in bytes.
        length: usize,
    },
}

#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Shape {
    Point(Point),
    Interval(Box<[End; 2]>),
    Set(Box<Set>),
}

/// One side of an interval.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum End {
    At(Point),
    /// `..` and a date, as a start: then or earlier.
    UpTo(Point),
    /// A date and `..`, as an end: then or later.
    From(Point),
    /// `..`: it goes on for ever.
    Open,
    /// Nothing: it is not known.
    Unknown,
}

#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Set {
    /// `{all of these}` rather than `[one of these]`.
    pub(super) all: bool,
    pub(super) members: Box<[Member]>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Member {
    One(Point),
    Range(Point, Point),
    UpTo(Point),
    From(Point),
}

/// A date, or a date and a time.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Point {
    pub(super) date: Date,
    pub(super) clock: Option<Clock>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Date {
    pub(super) year: Year,
    /// The number of significant digits of the year; 0 if not given.
    pub(super) significant: u8,
    /// A month or a season.
    pub(super) month: Two,
    pub(super) day: Two,
    pub(super) marks: Marks,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Year {
    /// Four digits, each 0 to 9 or [`X`].
    Four { negative: bool, digits: [u8; 4] },
    /// `Y` and five digits or more.
    Long(i32),
    /// `Y`, and a power of ten.
    Power { mantissa: i32, exponent: u8 },
}

/// An unspecified digit.
pub(super) const X: u8 = 10;

/// Two digits, each 0 to 9 or [`X`]; or none, which `00` stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Two(u8);

/// The marks before and after the year, the month and the day, two bits each:
/// bit 0 for uncertain, bit 1 for approximate.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Marks(u16);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: Option<u8>,
    pub(super) shift: Shift,
}

/// The time shift that a time states.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Shift {
    Local,
    Utc,
    Hours(i8),
    Minutes(i16),
}

impl Edtf {
    /// The longest text that is read, in bytes.
    pub const MAX_LENGTH: usize = 1_000;

    /// Reads an EDTF expression of level 0, 1 or 2.
    ///
    /// Nothing is trimmed, completed or corrected.
    ///
    /// # Errors
    ///
    /// An [`EdtfError`] that names the column and what was expected there.
    pub fn parse(text: &str) -> Result<Self, EdtfError> {
        if text.len() > Self::MAX_LENGTH {
            return Err(EdtfError::TooLong { length: text.len() });
        }
        let mut cursor = Cursor {
            text,
            rest: text.as_bytes(),
        };
        let shape = cursor.expression()?;
        match cursor.peek() {
            None => Ok(Self(shape)),
            Some(_) => Err(cursor.expected("the end")),
        }
    }

    /// The lowest level of the specification that has this form: 0, 1 or 2.
    pub fn level(&self) -> u8 {
        match &self.0 {
            Shape::Point(point) => point.date.level(),
            Shape::Interval(ends) => ends.iter().map(End::level).max().unwrap_or(0),
            Shape::Set(_) => 2,
        }
    }

    /// Whether any part is marked uncertain, with `?` or `%`.
    pub fn is_uncertain(&self) -> bool {
        self.points().any(|point| point.date.marks.any(UNCERTAIN))
    }

    /// Whether any part is marked approximate, with `~` or `%`.
    pub fn is_approximate(&self) -> bool {
        self.points().any(|point| point.date.marks.any(APPROXIMATE))
    }

    pub(super) fn shape(&self) -> &Shape {
        &self.0
    }

    /// The interval from one day to another.
    pub(super) fn of_days(first: NaiveDate, last: NaiveDate) -> Self {
        let at = |date: NaiveDate| End::At(date.into());
        Self(Shape::Interval(Box::new([at(first), at(last)])))
    }

    /// Neither a start nor an end is known, for which EDTF has no text.
    pub(super) fn of_nothing() -> Self {
        Self(Shape::Interval(Box::new([End::Unknown, End::Unknown])))
    }

    /// Whether it says nothing.
    pub(super) fn says_nothing(&self) -> bool {
        matches!(&self.0, Shape::Interval(ends) if **ends == [End::Unknown, End::Unknown])
    }

    fn points(&self) -> impl Iterator<Item = &Point> {
        let (one, ends, members): (_, &[End], &[Member]) = match &self.0 {
            Shape::Point(point) => (Some(point), &[], &[]),
            Shape::Interval(ends) => (None, ends.as_slice(), &[]),
            Shape::Set(set) => (None, &[], &set.members),
        };
        let ends = ends.iter().filter_map(|end| match end {
            End::At(point) | End::UpTo(point) | End::From(point) => Some(point),
            End::Open | End::Unknown => None,
        });
        let members = members.iter().flat_map(|member| {
            let (first, second) = match member {
                Member::One(point) | Member::UpTo(point) | Member::From(point) => (point, None),
                Member::Range(first, last) => (first, Some(last)),
            };
            std::iter::once(first).chain(second)
        });
        one.into_iter().chain(ends).chain(members)
    }
}

impl FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        Self::parse(text)
    }
}

impl From<NaiveDate> for Edtf {
    fn from(date: NaiveDate) -> Self {
        Self(Shape::Point(date.into()))
    }
}

/// In whole seconds; a fraction is cut off.
impl From<DateTime<Utc>> for Edtf {
    fn from(at: DateTime<Utc>) -> Self {
        Self(Shape::Point(at.into()))
    }
}

/// In whole seconds; a fraction is cut off. An offset that is not of whole minutes, which
/// EDTF cannot write, becomes `Z`, and so does an offset of nothing.
impl From<DateTime<FixedOffset>> for Edtf {
    fn from(at: DateTime<FixedOffset>) -> Self {
        Self(Shape::Point(at.into()))
    }
}

impl From<Point> for Edtf {
    fn from(point: Point) -> Self {
        Self(Shape::Point(point))
    }
}

impl From<NaiveDate> for Point {
    fn from(date: NaiveDate) -> Self {
        let date = Date {
            year: Year::of(date.year()),
            significant: 0,
            month: Two::of(date.month()),
            day: Two::of(date.day()),
            marks: Marks::NONE,
        };
        Self { date, clock: None }
    }
}

impl From<DateTime<Utc>> for Point {
    fn from(at: DateTime<Utc>) -> Self {
        Self::of_time(at.naive_utc(), Shift::Utc)
    }
}

impl From<DateTime<FixedOffset>> for Point {
    fn from(at: DateTime<FixedOffset>) -> Self {
        let seconds = at.offset().local_minus_utc();
        let local = at.naive_utc().checked_add_offset(*at.offset());
        match (i16::try_from(seconds / 60), local) {
            (Ok(minutes), Some(local)) if seconds != 0 && seconds % 60 == 0 => {
                Self::of_time(local, Shift::Minutes(minutes))
            }
            _ => at.with_timezone(&Utc).into(),
        }
    }
}

impl Point {
    fn of_time(at: NaiveDateTime, shift: Shift) -> Self {
        let small = |number: u32| u8::try_from(number).unwrap_or(0);
        let clock = Clock {
            hour: small(at.hour()),
            minute: small(at.minute()),
            second: Some(small(at.second())),
            shift,
        };
        Self {
            clock: Some(clock),
            ..at.date().into()
        }
    }

    /// Whether it states how far it is from UTC.
    fn is_zoned(&self) -> bool {
        self.clock
            .is_some_and(|clock| clock.shift.seconds().is_some())
    }
}

impl Shift {
    /// How far it is ahead of UTC, in seconds, if it says so.
    pub(super) fn seconds(self) -> Option<i64> {
        match self {
            Self::Local => None,
            Self::Utc => Some(0),
            Self::Hours(hours) => Some(i64::from(hours) * 3_600),
            Self::Minutes(minutes) => Some(i64::from(minutes) * 60),
        }
    }
}

impl End {
    fn level(&self) -> u8 {
        match self {
            Self::At(point) if reading::is_split(&point.date) => 2,
            Self::At(point) => point.date.level(),
            Self::UpTo(_) | Self::From(_) => 2,
            Self::Open | Self::Unknown => 1,
        }
    }
}

impl Date {
    fn level(&self) -> u8 {
        let year = match self.year {
            _ if self.significant > 0 => 2,
            Year::Four { negative, digits } => match digits {
                [.., X] if self.month != Two::NONE => 2,
                [X, ..] | [_, X, ..] | [_, _, X, 0..=9] => 2,
                [.., X] => 1,
                _ => u8::from(negative),
            },
            Year::Long(_) if self.month == Two::NONE => 1,
            Year::Long(_) | Year::Power { .. } => 2,
        };
        let month = match self.month.number() {
            Some(0..=12) => 0,
            Some(21..=24) => 1,
            // Of level 1 if nothing is known of the day either.
            None if self.month == Two::XX && matches!(self.day, Two::NONE | Two::XX) => 1,
            Some(_) | None => 2,
        };
        let day = match self.day.number() {
            Some(_) => 0,
            None if self.day == Two::XX => 1,
            None => 2,
        };
        // Marks on the whole are of level 1, on some parts of level 2.
        let parts = [Part::Year, Part::Month, Part::Day];
        let written = 1 + usize::from(self.month != Two::NONE) + usize::from(self.day != Two::NONE);
        let whole = self.marks.of(Part::Year);
        let marks = if parts
            .into_iter()
            .take(written)
            .all(|part| self.marks.of(part) == whole)
        {
            u8::from(whole != 0)
        } else {
            2
        };
        year.max(month).max(day).max(marks)
    }

    /// Whether another part may follow the last.
    fn can_go_on(&self) -> bool {
        let is_whole = matches!(self.year, Year::Power { .. }) || self.significant > 0;
        !is_whole && !matches!(self.month.number(), Some(21..)) && self.day == Two::NONE
    }

    /// Whether it is a day of the calendar that can have a time.
    fn is_plain_day(&self) -> bool {
        let year = match self.year {
            Year::Four { digits, .. } => !digits.contains(&X),
            Year::Long(_) => true,
            Year::Power { .. } => false,
        };
        year && self.marks == Marks::NONE
            && self.significant == 0
            && self.month.number().is_some()
            && self.day.number().is_some_and(|day| day > 0)
    }
}

impl Year {
    fn of(year: i32) -> Self {
        if (-9_999..=9_999).contains(&year) {
            let digit = |unit: u32| u8::try_from(year.unsigned_abs() / unit % 10).unwrap_or(0);
            Self::Four {
                negative: year < 0,
                digits: [digit(1_000), digit(100), digit(10), digit(1)],
            }
        } else {
            Self::Long(year)
        }
    }

    /// The first and the last year it may stand for.
    pub(super) fn range(self) -> (i64, i64) {
        match self {
            Self::Four { negative, digits } => {
                let number = |x: i64| {
                    digits.iter().fold(0, |number, &digit| {
                        number * 10 + if digit == X { x } else { i64::from(digit) }
                    })
                };
                let (low, high) = (number(0), number(9));
                if negative {
                    // There is no year -0000.
                    (-high, -low.max(1))
                } else {
                    (low, high)
                }
            }
            Self::Long(year) => (i64::from(year), i64::from(year)),
            Self::Power { mantissa, exponent } => {
                let year =
                    i64::from(mantissa).saturating_mul(10_i64.saturating_pow(u32::from(exponent)));
                (year, year)
            }
        }
    }

    /// The number of digits that count as significant: those of a long year as a number.
    pub(super) fn digits(self) -> u8 {
        match self {
            Self::Four { .. } => 4,
            Self::Long(_) | Self::Power { .. } => {
                let (year, _) = self.range();
                let digits = year.unsigned_abs().checked_ilog10().unwrap_or(0) + 1;
                u8::try_from(digits).unwrap_or(0)
            }
        }
    }

    /// Whether it may stand for a year of its range.
    pub(super) fn matches(self, year: i64) -> bool {
        let Self::Four { digits, .. } = self else {
            return true;
        };
        let mut rest = year.unsigned_abs();
        digits.iter().rev().all(|&digit| {
            let one = rest % 10;
            rest /= 10;
            digit == X || u64::from(digit) == one
        })
    }
}

impl Two {
    pub(super) const NONE: Self = Self(0);
    pub(super) const XX: Self = Self(X << 4 | X);

    fn of(number: u32) -> Self {
        let digit = |digit: u32| u8::try_from(digit % 10).unwrap_or(0);
        Self(digit(number / 10) << 4 | digit(number))
    }

    const fn tens(self) -> u8 {
        self.0 >> 4
    }

    const fn ones(self) -> u8 {
        self.0 & 0xF
    }

    /// The number, 0 if there is none; nothing if a digit is unspecified.
    pub(super) const fn number(self) -> Option<u8> {
        if self.tens() == X || self.ones() == X {
            None
        } else {
            Some(self.tens() * 10 + self.ones())
        }
    }

    /// Whether it may stand for a number below 100.
    pub(super) const fn matches(self, number: u8) -> bool {
        (self.tens() == X || self.tens() == number / 10)
            && (self.ones() == X || self.ones() == number % 10)
    }
}

const UNCERTAIN: u16 = 1;
const APPROXIMATE: u16 = 2;

/// Where a mark stands.
#[derive(Clone, Copy)]
enum Slot {
    BeforeYear,
    AfterYear,
    BeforeMonth,
    AfterMonth,
    BeforeDay,
    AfterDay,
}

/// A part of a date.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Year,
    Month,
    Day,
}

impl Marks {
    const NONE: Self = Self(0);

    const fn at(self, slot: Slot) -> u16 {
        self.0 >> (2 * slot as u16) & 0b11
    }

    const fn with(self, slot: Slot, mark: u16) -> Self {
        Self(self.0 | mark << (2 * slot as u16))
    }

    fn any(self, kind: u16) -> bool {
        self.0 & (kind * 0b0101_0101_0101) != 0
    }

    /// The marks of a part: one before a part is for that part, one after it also for
    /// those to its left.
    fn of(self, part: Part) -> u16 {
        let before = match part {
            Part::Year => Slot::BeforeYear,
            Part::Month => Slot::BeforeMonth,
            Part::Day => Slot::BeforeDay,
        };
        let after = [Slot::AfterYear, Slot::AfterMonth, Slot::AfterDay];
        after
            .into_iter()
            .filter(|&slot| slot as u16 > before as u16)
            .fold(self.at(before), |marks, slot| marks | self.at(slot))
    }

    /// The finest part marked approximate.
    pub(super) fn approximate(self) -> Option<Part> {
        [Part::Day, Part::Month, Part::Year]
            .into_iter()
            .find(|&part| self.of(part) & APPROXIMATE != 0)
    }
}

/// The text, and what of it is still to be read.
struct Cursor<'t> {
    text: &'t str,
    rest: &'t [u8],
}

const YEAR: &str = "a year of four digits, or `Y` and a longer one";
const LONG_YEAR: &str = "a year of five digits or more, the first not 0";
const MONTH: &str = "a month of two digits, 01 to 12, or a season, 21 to 41";
const ZONE: &str = "`Z`, an offset such as +03:00, or the end of the time";

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    fn bump(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
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

    /// A digit, or `X` where that may stand.
    fn digit(&mut self, unspecified: bool) -> Option<u8> {
        let digit = match self.peek()? {
            byte @ b'0'..=b'9' => byte - b'0',
            b'X' if unspecified => X,
            _ => return None,
        };
        self.bump();
        Some(digit)
    }

    fn two(&mut self, unspecified: bool) -> Option<Two> {
        let tens = self.digit(unspecified)?;
        let ones = self.digit(unspecified)?;
        Some(Two(tens << 4 | ones))
    }

    /// Two digits up to a number.
    fn number(&mut self, most: u8, expected: &str) -> Result<u8, EdtfError> {
        let here = self.rest;
        self.two(false)
            .and_then(Two::number)
            .filter(|&number| number <= most)
            .ok_or_else(|| self.expected_at(here, expected))
    }

    fn expected(&self, expected: &str) -> EdtfError {
        self.expected_at(self.rest, expected)
    }

    fn expected_at(&self, rest: &[u8], expected: &str) -> EdtfError {
        EdtfError::Syntax {
            text: self.text.to_owned(),
            column: self.text.len() - rest.len() + 1,
            expected: expected.to_owned(),
        }
    }

    fn outside_years(&self) -> EdtfError {
        EdtfError::OutsideYears {
            text: self.text.to_owned(),
        }
    }

    fn expression(&mut self) -> Result<Shape, EdtfError> {
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

    fn set(&mut self, all: bool, close: u8) -> Result<Shape, EdtfError> {
        let mut members = Vec::new();
        loop {
            // `..1760` can only come first, and `1760..` only last.
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
        }
    }

    fn check_order(&self, first: &Point, last: &Point) -> Result<(), EdtfError> {
        // A date without zone beside a time with one may be a day anywhere on earth.
        let zone = if first.is_zoned() == last.is_zoned() {
            reading::Zone::Utc
        } else {
            reading::Zone::AnywhereOnEarth
        };
        let reading = reading::Reading::default().zone(zone);
        let (start, _) = reading.stretch(first);
        let (_, end) = reading.stretch(last);
        if start < end {
            Ok(())
        } else {
            Err(EdtfError::EndBeforeStart {
                text: self.text.to_owned(),
            })
        }
    }

    /// What could have followed a date.
    fn end_of(&self, point: &Point) -> EdtfError {
        self.expected(match point {
            Point { clock: Some(_), .. } => "the end of the time",
            Point { date, .. } if !date.can_go_on() => "the end of the date",
            _ => "the end of the date, or `-` and the next part",
        })
    }

    fn point(&mut self) -> Result<Point, EdtfError> {
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

    fn date(&mut self) -> Result<Date, EdtfError> {
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
            month: Two::NONE,
            day: Two::NONE,
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
        let longest = reading::longest_month(&date);
        date.day = self
            .two(true)
            .filter(|&day| (1..=longest).any(|number| day.matches(number)))
            .ok_or_else(|| {
                self.expected_at(here, &format!("a day of two digits, 01 to {longest}"))
            })?;
        self.mark(&mut date.marks, Slot::AfterDay);
        Ok(date)
    }

    fn year(&mut self) -> Result<Year, EdtfError> {
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

    /// What stands after `Y`.
    fn long_year(&mut self) -> Result<Year, EdtfError> {
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

    /// A positive integer without leading zeros, as large as fits, and its number of digits.
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

    /// `S` and a number of digits, where that may stand.
    fn significant(&mut self, year: Year) -> Result<u8, EdtfError> {
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

    fn clock(&mut self) -> Result<Clock, EdtfError> {
        let hour = self.number(23, "an hour of two digits, 00 to 23")?;
        if !self.eat(b':') {
            return Err(self.expected("`:` and the minute"));
        }
        let minute = self.number(59, "a minute of two digits, 00 to 59")?;
        let second = if self.eat(b':') {
            Some(self.number(60, "a second of two digits, 00 to 60")?)
        } else {
            None
        };
        let shift = self.shift()?;
        Ok(Clock {
            hour,
            minute,
            second,
            shift,
        })
    }

    fn shift(&mut self) -> Result<Shift, EdtfError> {
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
        let (shift, zero) = if self.eat(b':') {
            let minutes = self.number(59, "minutes of two digits, 00 to 59")?;
            let total = i16::from(hours) * 60 + i16::from(minutes);
            (Shift::Minutes(sign * total), total == 0)
        } else {
            let sign = if sign < 0 { -1 } else { 1 };
            let hours = i8::try_from(hours).unwrap_or(0);
            (Shift::Hours(sign * hours), hours == 0)
        };
        if zero && sign < 0 {
            return Err(self.expected_at(here, "an offset other than minus nothing"));
        }
        Ok(shift)
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Shape::Point(point) => point.fmt(f),
            Shape::Interval(ends) => {
                let [start, end] = &**ends;
                write!(f, "{start}/{end}")
            }
            Shape::Set(set) => {
                let (open, close) = if set.all { ('{', '}') } else { ('[', ']') };
                let mut before = open;
                for member in &set.members {
                    write!(f, "{before}{member}")?;
                    before = ',';
                }
                write!(f, "{close}")
            }
        }
    }
}

impl fmt::Debug for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Edtf({self})")
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(point) => point.fmt(f),
            Self::UpTo(last) => write!(f, "..{last}"),
            Self::From(first) => write!(f, "{first}.."),
            Self::Open => f.write_str(".."),
            Self::Unknown => Ok(()),
        }
    }
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(point) => point.fmt(f),
            Self::Range(first, last) => write!(f, "{first}..{last}"),
            Self::UpTo(last) => write!(f, "..{last}"),
            Self::From(first) => write!(f, "{first}.."),
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date.fmt(f)?;
        match &self.clock {
            Some(clock) => clock.fmt(f),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = |slot| match self.marks.at(slot) {
            0 => "",
            UNCERTAIN => "?",
            APPROXIMATE => "~",
            _ => "%",
        };
        f.write_str(mark(Slot::BeforeYear))?;
        match self.year {
            Year::Four { negative, digits } => {
                if negative {
                    f.write_str("-")?;
                }
                for digit in digits {
                    write_digit(f, digit)?;
                }
            }
            Year::Long(year) => write!(f, "Y{year}")?,
            Year::Power { mantissa, exponent } => write!(f, "Y{mantissa}E{exponent}")?,
        }
        if self.significant > 0 {
            write!(f, "S{}", self.significant)?;
        }
        f.write_str(mark(Slot::AfterYear))?;
        for (two, before, after) in [
            (self.month, Slot::BeforeMonth, Slot::AfterMonth),
            (self.day, Slot::BeforeDay, Slot::AfterDay),
        ] {
            if two != Two::NONE {
                write!(f, "-{}", mark(before))?;
                write_digit(f, two.tens())?;
                write_digit(f, two.ones())?;
                f.write_str(mark(after))?;
            }
        }
        Ok(())
    }
}

fn write_digit(f: &mut fmt::Formatter<'_>, digit: u8) -> fmt::Result {
    if digit == X {
        f.write_str("X")
    } else {
        write!(f, "{digit}")
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "T{:02}:{:02}", self.hour, self.minute)?;
        if let Some(second) = self.second {
            write!(f, ":{second:02}")?;
        }
        match self.shift {
            Shift::Local => Ok(()),
            Shift::Utc => f.write_str("Z"),
            Shift::Hours(hours) => write!(f, "{hours:+03}"),
            Shift::Minutes(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.unsigned_abs();
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}
