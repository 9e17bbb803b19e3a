//! Dates that are valid, and probably mean something else than was meant.

use super::Edtf;
use super::shape::{Clock, Date, Marks, Point, Second, Shape, Shift, X, Year};

/// Why a valid date looks wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unlikely {
    /// `1921-22`: a season that looks like two years.
    Season,
    /// `1904-05`: a month that looks like two years. Nearly always it is a month.
    Month,
    /// `1921-01-01T00:00:00Z`: a time of midnight, as programs write for a day, a month or a year.
    Midnight,
}

impl Edtf {
    /// Whether it probably means something else than was meant. Only single dates are looked at.
    pub(crate) fn unlikely(&self) -> Option<Unlikely> {
        let Shape::Point(Point { date, clock }) = self.shape() else {
            return None;
        };
        if let Some(clock) = clock {
            let midnight = Clock {
                hour: 0,
                minute: 0,
                second: Some(Second::new(0)),
                fraction: false,
                shift: Shift::Utc,
            };
            years(date)?;
            return (*clock == midnight).then_some(Unlikely::Midnight);
        }
        let after_year = date.month.number()?;
        // The last two digits of the year, and those of the next.
        let is_next =
            date.day.number() == Some(0) && years(date)? % 100 + 1 == u32::from(after_year);
        match after_year {
            21.. if is_next => Some(Unlikely::Season),
            1..=12 if is_next => Some(Unlikely::Month),
            _ => None,
        }
    }

    /// What it means, and what to write instead.
    ///
    /// Panics unless it is [unlikely](Self::unlikely).
    pub(crate) fn doubt(&self) -> (String, String) {
        let text = self.to_string();
        let (year, month) = (&text[..4], &text[..7]);
        match self.unlikely().expect("only an unlikely date is doubted") {
            Unlikely::Midnight => {
                let day = &text[..10];
                (
                    "the first second of that day".to_owned(),
                    format!(
                        "`{day}` for the day, `{month}` for the month or `{year}` for the year"
                    ),
                )
            }
            Unlikely::Season | Unlikely::Month => {
                let Shape::Point(Point { date, .. }) = self.shape() else {
                    unreachable!("only a single date is unlikely");
                };
                let next = years(date).expect("a year that looks like two has four digits") + 1;
                let part = match date.month.number() {
                    Some(1..=12) => "a month of",
                    Some(21) => "spring",
                    Some(22) => "summer",
                    Some(23) => "autumn",
                    Some(24) => "winter",
                    _ => "a season or another part of",
                };
                (
                    format!("{part} {year}"),
                    format!("`{year}/{next:04}` for two years"),
                )
            }
        }
    }
}

/// The year, if it has four digits and is not before 0.
fn years(date: &Date) -> Option<u32> {
    match date.year {
        Year::Four {
            negative: false,
            digits,
        } if !digits.contains(&X) && date.marks == Marks::NONE => Some(
            digits
                .iter()
                .fold(0, |year, &digit| year * 10 + u32::from(digit)),
        ),
        _ => None,
    }
}
