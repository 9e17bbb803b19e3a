//! Writes an EDTF expression exactly as it was read.

use std::fmt;

use super::shape::{
    APPROXIMATE, Clock, Date, End, Member, Point, Shape, Shift, Slot, TwoDigits, UNCERTAIN, X, Year,
};
use super::{Edtf, Written};

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Written::Canonical(shape) => shape.fmt(f),
            Written::Spelled(spelled) => f.write_str(&spelled.1),
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Point(point) => point.fmt(f),
            Self::Interval(ends) => {
                let [start, end] = &**ends;
                write!(f, "{start}/{end}")
            }
            Self::Set(set) => {
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
            if two != TwoDigits::NONE {
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
            write!(f, ":{:02}", second.number())?;
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
