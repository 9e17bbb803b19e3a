//! The parts of an EDTF expression.

use std::num::NonZeroU8;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Timelike, Utc};

#[derive(Clone, PartialEq, Eq, Hash)]
pub(in crate::time) enum Shape {
    Point(Point),
    Interval(Box<[End; 2]>),
    Set(Box<Set>),
}

/// One side of an interval.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::time) enum End {
    At(Point),
    /// A start of `..` and a date: then or earlier.
    UpTo(Point),
    /// An end of a date and `..`: then or later.
    From(Point),
    /// `..`: there is no such end.
    Open,
    /// An empty side: the end is unknown.
    Unknown,
}

#[derive(Clone, PartialEq, Eq, Hash)]
pub(in crate::time) struct Set {
    /// `{all of these}` rather than `[one of these]`.
    pub(in crate::time) all: bool,
    pub(in crate::time) members: Box<[Member]>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::time) enum Member {
    One(Point),
    Range(Point, Point),
    UpTo(Point),
    From(Point),
}

/// A date, or a date and a time.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::time) struct Point {
    pub(in crate::time) date: Date,
    pub(in crate::time) clock: Option<Clock>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::time) struct Date {
    pub(in crate::time) year: Year,
    /// The number of significant digits of the year; 0 if not given.
    pub(in crate::time) significant: u8,
    /// A month or a season.
    pub(in crate::time) month: TwoDigits,
    pub(in crate::time) day: TwoDigits,
    pub(in crate::time) marks: Marks,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::time) enum Year {
    /// Four digits, each 0 to 9 or [`X`].
    Four { negative: bool, digits: [u8; 4] },
    /// `Y` and five digits or more.
    Long(i32),
    /// `Y`, and a power of ten.
    Power { mantissa: i32, exponent: u8 },
}

/// An unspecified digit.
pub(in crate::time) const X: u8 = 10;

/// Two digits, each 0 to 9 or [`X`]. `00` means that there are none.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::time) struct TwoDigits(pub(super) u8);

/// The marks before and after the year, the month and the day, two bits each:
/// bit 0 for uncertain, bit 1 for approximate.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::time) struct Marks(u16);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::time) struct Clock {
    /// From 0 to 24. 24 is the end of the day.
    pub(in crate::time) hour: u8,
    pub(in crate::time) minute: u8,
    pub(in crate::time) second: Option<Second>,
    /// Whether a fraction above 0 follows the second.
    pub(in crate::time) fraction: bool,
    pub(in crate::time) shift: Shift,
}

/// A second, from 0 to 60. It takes no more memory if it is optional.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::time) struct Second(NonZeroU8);

/// The offset from UTC that a time states.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::time) enum Shift {
    Local,
    Utc,
    Hours(i8),
    Minutes(i16),
}

impl From<NaiveDate> for Point {
    fn from(date: NaiveDate) -> Self {
        let date = Date {
            year: Year::of(date.year()),
            significant: 0,
            month: TwoDigits::of(date.month()),
            day: TwoDigits::of(date.day()),
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
        let small = |number: u32| u8::try_from(number).expect("a part of a time is below 60");
        let clock = Clock {
            hour: small(at.hour()),
            minute: small(at.minute()),
            second: Some(Second::new(small(at.second()))),
            fraction: false,
            shift,
        };
        Self {
            clock: Some(clock),
            ..at.date().into()
        }
    }

    /// Whether it states its offset from UTC.
    pub(super) fn is_zoned(&self) -> bool {
        self.clock
            .is_some_and(|clock| clock.shift.seconds().is_some())
    }
}

impl Second {
    pub(super) fn new(second: u8) -> Self {
        Self(NonZeroU8::new(second + 1).expect("a second is at most 60"))
    }

    pub(in crate::time) const fn number(self) -> u8 {
        self.0.get() - 1
    }
}

impl Shift {
    /// The seconds by which it is ahead of UTC. Returns `None` if it is local time.
    pub(in crate::time) fn seconds(self) -> Option<i64> {
        match self {
            Self::Local => None,
            Self::Utc => Some(0),
            Self::Hours(hours) => Some(i64::from(hours) * 3_600),
            Self::Minutes(minutes) => Some(i64::from(minutes) * 60),
        }
    }
}

impl End {
    pub(super) fn level(&self) -> u8 {
        match self {
            Self::At(point) if point.date.is_split() => 2,
            Self::At(point) => point.date.level(),
            Self::UpTo(_) | Self::From(_) => 2,
            Self::Open | Self::Unknown => 1,
        }
    }
}

impl Date {
    pub(super) fn level(&self) -> u8 {
        let year = match self.year {
            _ if self.significant > 0 => 2,
            Year::Four { negative, digits } => match digits {
                [.., X] if self.month != TwoDigits::NONE => 2,
                [X, ..] | [_, X, ..] | [_, _, X, 0..=9] => 2,
                [.., X] => 1,
                _ => u8::from(negative),
            },
            Year::Long(_) if self.month == TwoDigits::NONE => 1,
            Year::Long(_) | Year::Power { .. } => 2,
        };
        let month = match self.month.number() {
            Some(0..=12) => 0,
            Some(21..=24) => 1,
            // Level 1 if the day is unknown as well.
            None if self.month == TwoDigits::XX
                && matches!(self.day, TwoDigits::NONE | TwoDigits::XX) =>
            {
                1
            }
            Some(_) | None => 2,
        };
        let day = match self.day.number() {
            Some(_) => 0,
            None if self.day == TwoDigits::XX => 1,
            None => 2,
        };
        // Marks on the whole date are level 1, marks on some of its parts level 2.
        let parts = [Part::Year, Part::Month, Part::Day];
        let written = 1
            + usize::from(self.month != TwoDigits::NONE)
            + usize::from(self.day != TwoDigits::NONE);
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

    /// Whether it can mean several intervals with gaps between.
    pub(in crate::time) fn is_split(&self) -> bool {
        let year = matches!(self.year, Year::Four { digits, .. } if digits.contains(&X));
        year || self.month.number().is_none() || self.day.number().is_none()
    }

    /// Whether another part can follow.
    pub(super) fn can_go_on(&self) -> bool {
        let is_whole = matches!(self.year, Year::Power { .. }) || self.significant > 0;
        !is_whole && !matches!(self.month.number(), Some(21..)) && self.day == TwoDigits::NONE
    }

    /// Whether it is a day of the calendar that can have a time.
    pub(super) fn is_plain_day(&self) -> bool {
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
            let digit = |unit: u32| {
                u8::try_from(year.unsigned_abs() / unit % 10)
                    .expect("a number modulo 10 is a digit")
            };
            Self::Four {
                negative: year < 0,
                digits: [digit(1_000), digit(100), digit(10), digit(1)],
            }
        } else {
            Self::Long(year)
        }
    }

    /// The first and the last year that it can mean.
    pub(in crate::time) fn range(self) -> (i64, i64) {
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

    /// The maximum number of significant digits: four, or the digits of a long year.
    pub(in crate::time) fn digits(self) -> u8 {
        match self {
            Self::Four { .. } => 4,
            Self::Long(_) | Self::Power { .. } => {
                let (year, _) = self.range();
                // Not 0: the parser asks for five digits or more.
                let digits = year.unsigned_abs().ilog10() + 1;
                u8::try_from(digits).expect("a year has at most 20 digits")
            }
        }
    }

    /// Whether it can mean a year of its range.
    pub(in crate::time) fn matches(self, year: i64) -> bool {
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

impl TwoDigits {
    pub(in crate::time) const NONE: Self = Self(0);
    pub(in crate::time) const XX: Self = Self(X << 4 | X);

    fn of(number: u32) -> Self {
        let digit = |digit: u32| u8::try_from(digit % 10).expect("a number modulo 10 is a digit");
        Self(digit(number / 10) << 4 | digit(number))
    }

    pub(super) const fn tens(self) -> u8 {
        self.0 >> 4
    }

    pub(super) const fn ones(self) -> u8 {
        self.0 & 0xF
    }

    /// The number, or 0 if there is none. Returns `None` if a digit is unspecified.
    pub(in crate::time) const fn number(self) -> Option<u8> {
        if self.tens() == X || self.ones() == X {
            None
        } else {
            Some(self.tens() * 10 + self.ones())
        }
    }

    /// Whether it can mean a number below 100.
    pub(in crate::time) const fn matches(self, number: u8) -> bool {
        (self.tens() == X || self.tens() == number / 10)
            && (self.ones() == X || self.ones() == number % 10)
    }
}

pub(super) const UNCERTAIN: u16 = 1;
pub(super) const APPROXIMATE: u16 = 2;

/// The position of a mark.
#[derive(Clone, Copy)]
pub(super) enum Slot {
    BeforeYear,
    AfterYear,
    BeforeMonth,
    AfterMonth,
    BeforeDay,
    AfterDay,
}

/// A part of a date.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::time) enum Part {
    Year,
    Month,
    Day,
}

impl Marks {
    pub(super) const NONE: Self = Self(0);

    pub(super) const fn at(self, slot: Slot) -> u16 {
        self.0 >> (2 * slot as u16) & 0b11
    }

    pub(super) const fn with(self, slot: Slot, mark: u16) -> Self {
        Self(self.0 | mark << (2 * slot as u16))
    }

    pub(super) fn any(self, kind: u16) -> bool {
        self.0 & (kind * 0b0101_0101_0101) != 0
    }

    /// The marks that apply to a part. A mark before a part applies to that part only; a mark
    /// after a part also applies to the parts to its left.
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
    pub(in crate::time) fn approximate(self) -> Option<Part> {
        [Part::Day, Part::Month, Part::Year]
            .into_iter()
            .find(|&part| self.of(part) & APPROXIMATE != 0)
    }
}
