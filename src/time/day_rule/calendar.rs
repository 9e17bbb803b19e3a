//! Day numbers, months and seasons of the proleptic Gregorian calendar.
//!
//! Years can be outside the range of chrono here, because margins and seasons can be.

use std::ops::ControlFlow;

use super::Interval;
use crate::time::edtf::shape::{Date, TwoDigits, X, Year};

/// The number of years that the precision of a year leaves open: ten for `201X`.
pub(super) fn years_of_unit(date: &Date) -> i64 {
    match date.year {
        Year::Four { digits, .. } if date.significant == 0 => digits
            .iter()
            .rev()
            .take_while(|&&digit| digit == X)
            .fold(1, |years, _| years * 10),
        year => significant_years(year, date.significant),
    }
}

/// The number of years that share the significant digits of a year: 1 if none are given.
fn significant_years(year: Year, significant: u8) -> i64 {
    if significant == 0 {
        return 1;
    }
    let open = year.digits().saturating_sub(significant);
    10_i64.saturating_pow(u32::from(open))
}

/// Visits the intervals of days that a date can mean, in order or backwards, until `visit`
/// breaks. Neighbours may be adjacent.
///
/// They are computed one by one because a date with unspecified digits can mean very many:
/// its first and last interval need two visits.
pub(super) fn each_day_interval(
    date: &Date,
    backwards: bool,
    visit: &mut impl FnMut(Interval) -> ControlFlow<()>,
) {
    let (first, last) = date.year.range();
    // `1950S2`: the first two digits count, so all years that begin with `19` are meant.
    if date.significant > 0 {
        let size = significant_years(date.year, date.significant);
        // Digits are cut off towards zero, before year 0 as well as after it.
        let near = first / size * size;
        let (low, high) = if first < 0 {
            (near - size + 1, (near + 1).min(0))
        } else {
            (near, near + size)
        };
        let _ = visit((first_day(low * 12), first_day(high * 12)));
        return;
    }
    // `19X4`: the years from 1904 to 1994 whose last digit is 4.
    let _ = numbers(first, last, backwards)
        .filter(|&year| date.year.matches(year))
        .try_for_each(|year| each_interval_of_year(date, year, backwards, visit));
}

fn each_interval_of_year(
    date: &Date,
    year: i64,
    backwards: bool,
    visit: &mut impl FnMut(Interval) -> ControlFlow<()>,
) -> ControlFlow<()> {
    // Months are counted from January of year 0, so that the end of one is the start of the next.
    let months_before = year * 12;
    let mut months = |from: i64, to: i64| {
        visit((
            first_day(months_before + from),
            first_day(months_before + to),
        ))
    };
    if let Some((start, length)) = season(date.month) {
        return months(start, start + length);
    }
    let any_day = matches!(date.day, TwoDigits::NONE | TwoDigits::XX);
    if any_day && matches!(date.month, TwoDigits::NONE | TwoDigits::XX) {
        return months(0, 12);
    }
    numbers(1, 12, backwards)
        .filter(|&month| matches(date.month, month))
        .try_for_each(|month| {
            let start = first_day(months_before + month - 1);
            let end = first_day(months_before + month);
            if any_day {
                return visit((start, end));
            }
            numbers(1, end - start, backwards)
                .filter(|&day| matches(date.day, day))
                .try_for_each(|day| visit((start + day - 1, start + day)))
        })
}

fn numbers(first: i64, last: i64, backwards: bool) -> impl Iterator<Item = i64> {
    (first..=last).map(move |number| {
        if backwards {
            last - (number - first)
        } else {
            number
        }
    })
}

fn matches(two: TwoDigits, number: i64) -> bool {
    u8::try_from(number).is_ok_and(|number| two.matches(number))
}

/// The length of the longest month that the year and the month of a date can mean.
pub(in crate::time) fn longest_month(date: &Date) -> u8 {
    let (first, last) = date.year.range();
    let length = |year: i64, month: i64| {
        let month = year * 12 + month - 1;
        first_day(month + 1) - first_day(month)
    };
    let longest_of = |year| {
        (1..=12)
            .filter(|&month| matches(date.month, month))
            .map(|month| length(year, month))
            .max()
            .expect("the parser accepts a month only if one of twelve matches it")
    };
    // Only the length of February differs between years, and it matters only if no other
    // month is possible.
    let only_february = date.month.number() == Some(2);
    let longest = if only_february {
        let leap = (first..=last)
            .filter(|&year| date.year.matches(year))
            .any(|year| length(year, 2) == 29);
        if leap { 29 } else { 28 }
    } else {
        longest_of(first)
    };
    u8::try_from(longest).expect("a month has at most 31 days")
}

/// The first month of a season, counted from January as 0, and its number of months.
///
/// Returns `None` if the code is a month.
pub(super) fn season(code: TwoDigits) -> Option<(i64, i64)> {
    let number = i64::from(code.number()?);
    match number {
        21..=24 => Some((2 + 3 * (number - 21), 3)),
        25..=28 => Some((2 + 3 * (number - 25), 3)),
        29 => Some((8, 3)),
        30 => Some((11, 3)),
        31 => Some((2, 3)),
        32 => Some((5, 3)),
        33..=36 => Some((3 * (number - 33), 3)),
        37..=39 => Some((4 * (number - 37), 4)),
        40..=41 => Some((6 * (number - 40), 6)),
        _ => None,
    }
}

/// The first day, counted from 1970-01-01, of a month counted from January of year 0.
///
/// Source: the counting of days from 1 March of Hinnant, H. (2013), "chrono-Compatible
/// Low-Level Date Algorithms", for whole months.
const fn first_day(month: i64) -> i64 {
    // Years begin in March here, so that the leap day is the last of its year.
    let month = month - 2;
    let year = month.div_euclid(12);
    let in_year = month.rem_euclid(12);
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // From March on, months have 31, 30, 31, 30, 31 days and again: `(153 m + 2) / 5` sums them.
    // From 0000-03-01 to 1970-01-01 there are 719,468 days.
    year * 365 + leap_days + (153 * in_year + 2) / 5 - 719_468
}

/// The month of a day, both counted as in [`first_day`].
const fn month_of(day: i64) -> i64 {
    // A month has 30.436875 days on the average of 400 years, so the guess is at most one off.
    let guess = ((day + 719_528) * 4_800).div_euclid(146_097);
    if first_day(guess + 1) <= day {
        guess + 1
    } else if first_day(guess) > day {
        guess - 1
    } else {
        guess
    }
}

/// The same day of another month, or its last day if that month is shorter.
pub(super) fn add_months(day: i64, months: i64) -> i64 {
    let month = month_of(day);
    let in_month = day - first_day(month);
    let start = first_day(month + months);
    start + in_month.min(first_day(month + months + 1) - start - 1)
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, Days, Months, NaiveDate};

    use super::*;

    /// Days counted from 1970-01-01: some of each month in 800 years, and days near chrono's ends.
    fn days() -> impl Iterator<Item = i64> {
        let first = i64::from(NaiveDate::MIN.num_days_from_ce()) - 719_163;
        let last = i64::from(NaiveDate::MAX.num_days_from_ce()) - 719_163;
        let near = |day: i64| day..day + 800;
        (-1_000_000..-700_000)
            .step_by(7)
            .chain(near(first + 400))
            .chain(near(-365))
            .chain(near(last - 1_200))
    }

    fn date(day: i64) -> NaiveDate {
        let epoch = NaiveDate::default();
        let days = Days::new(day.unsigned_abs());
        let date = if day < 0 { epoch - days } else { epoch + days };
        assert_eq!(i64::from(date.num_days_from_ce()) - 719_163, day);
        date
    }

    fn month(date: NaiveDate) -> i64 {
        i64::from(date.year()) * 12 + i64::from(date.month0())
    }

    #[test]
    fn months_agree_with_chrono() {
        for day in days() {
            let date = date(day);
            assert_eq!(month_of(day), month(date), "{date}");
            assert_eq!(
                first_day(month(date)),
                day - i64::from(date.day0()),
                "{date}"
            );
        }
    }

    #[test]
    fn adding_months_agrees_with_chrono() {
        for day in days().step_by(5) {
            for months in [0, 1, 2, 11, 12, 13] {
                let later = date(day).checked_add_months(Months::new(months));
                let later = later.map(|later| i64::from(later.num_days_from_ce()) - 719_163);
                assert_eq!(Some(add_months(day, months.into())), later);
                let earlier = date(day).checked_sub_months(Months::new(months));
                let earlier = earlier.map(|day| i64::from(day.num_days_from_ce()) - 719_163);
                assert_eq!(Some(add_months(day, -i64::from(months))), earlier);
            }
        }
    }
}
