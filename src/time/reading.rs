//! What a written date means: from EDTF to stretches of seconds.
//!
//! A date is *some time* of the stretch it names: `2025-02` is some day in
//! February and not an event of four weeks. What is left open is uniform.
//!
//! | Written | Stands for |
//! | :-- | :-- |
//! | `2025-02` | February |
//! | `201X`, `156X-12-25` | the years 2010 to 2019; ten days |
//! | `1950S2` | the years 1900 to 1999 |
//! | `2025-07-10~` | the days 9 to 11 July |
//! | `[2025-07-01,2025-07-03]` | the 1st or the 3rd |
//! | `[..2025-07-10]` | any time up to the end of the 10th |
//!
//! As the end of an extent, a day is included: `2025-07-14/2025-07-18` fills the 18th. A time of
//! day is the instant itself, which is not: `2025-07-10T10:00:00Z/2025-07-10T11:00:00Z` is over
//! at 11:00:00, and what begins then follows it. An extent whose start and end are one and the
//! same instant is the second that begins there, since no event is empty.
//!
//! The seasons are those of the weather services, which begin with a month:
//!
//! | Code | Stands for |
//! | :-- | :-- |
//! | 21 to 24, 25 to 28 | spring (March to May), summer, autumn and winter in the north; winter `2001-24` is December 2001 to February 2002 |
//! | 29 to 32 | spring (September to November), summer (December to February of the next year), autumn and winter in the south |
//! | 33 to 36, 37 to 39, 40 and 41 | quarters, thirds and halves of the year |
//!
//! Years before 0 and before 1582 are those of the proleptic Gregorian calendar,
//! as ISO 8601 has it. A stretch that leaves the range of chrono is cut off there.

use std::ops::ControlFlow;

use chrono::FixedOffset;

use super::bounds::{FIRST, LAST};
use super::edtf::shape::{Clock, Date, Member, Part, Point, Two, X, Year};
use super::moment::{DAY, Midnights};

/// The most stretches that are told apart; beyond it, one stretch holds them all.
const MOST_STRETCHES: usize = 10_000;

/// Seconds or days since 1970, the second not included.
pub(super) type Stretch = (i64, i64);

/// Which side of an event a date was written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Its start, or the event as a whole.
    Start,
    /// Its end, written apart.
    End,
}

/// Where a date without a zone of its own was that day.
///
/// # Example
///
/// ```
/// use chrono::FixedOffset;
/// use detente::time::{Reading, When, Zone};
///
/// let moscow = Zone::Offset(FixedOffset::east_opt(3 * 3600).unwrap());
/// let day = When::read("2025-07-10", Reading::default().zone(moscow))?;
/// let start = day.bounds().start_earliest().unwrap();
/// assert_eq!(start.to_rfc3339(), "2025-07-09T21:00:00+00:00");
/// # Ok::<(), detente::time::WhenError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Zone {
    /// In Greenwich: from 00:00 to 24:00 UTC.
    #[default]
    Utc,
    /// Where clocks have this offset.
    Offset(FixedOffset),
    /// Anywhere on earth: from when it begins at UTC+14 until it ends at UTC-12, 50 hours.
    AnywhereOnEarth,
}

impl Zone {
    /// Reads an offset such as `+03:00`, `+0300` or, before there were zones, `+02:30:17`.
    ///
    /// Returns `None` if the text is anything else, or has anything after it.
    pub(crate) fn offset(text: &str) -> Option<Self> {
        let mut rest = text.chars();
        let sign = match rest.next()? {
            '+' => 1,
            '-' | '\u{2212}' => -1,
            _ => return None,
        };
        let parts = rest.as_str();
        let parts: Vec<&str> = match parts.len() {
            4 if parts.is_ascii() => vec![&parts[..2], &parts[2..]],
            _ => parts.split(':').collect(),
        };
        let number = |text: &str, most: i32| {
            let is_plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            let number: i32 = text.parse().ok().filter(|_| is_plain)?;
            (number <= most).then_some(number)
        };
        let (hours, minutes, seconds) = match *parts.as_slice() {
            [hours, minutes] => (hours, minutes, "00"),
            [hours, minutes, seconds] => (hours, minutes, seconds),
            _ => return None,
        };
        let seconds = (number(hours, 23)? * 60 + number(minutes, 59)?) * 60 + number(seconds, 59)?;
        FixedOffset::east_opt(sign * seconds).map(Self::Offset)
    }
}

/// How a written date is read: in which [`Zone`], and how wide `~` is.
///
/// # Example
///
/// ```
/// use detente::time::{Reading, When};
///
/// let strict = When::read("2025-07-10~", Reading::default().margin(0))?;
/// assert_eq!(strict.bounds(), When::parse("2025-07-10")?.bounds());
/// # Ok::<(), detente::time::WhenError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reading {
    zone: Zone,
    margin: u32,
}

/// UTC days, and a margin of 1.
impl Default for Reading {
    fn default() -> Self {
        Self {
            zone: Zone::Utc,
            margin: 1,
        }
    }
}

impl Reading {
    /// Reads dates and times without an offset of their own in a zone.
    #[must_use]
    pub const fn zone(self, zone: Zone) -> Self {
        Self { zone, ..self }
    }

    /// Widens what is marked `~` or `%` by this many units on both sides.
    ///
    /// The unit is that of the finest part so marked: a day for `2025-07-10~`, a
    /// month for `2025-07~` and `2025-~07-10`, a season for `2025-21~`, a year for
    /// `2025~` and `2025~-07`, ten for `201X~`.
    #[must_use]
    pub const fn margin(self, units: u32) -> Self {
        Self {
            margin: units,
            ..self
        }
    }

    /// The zone of dates without one.
    pub const fn zone_of_dates(self) -> Zone {
        self.zone
    }

    /// The units by which `~` widens a date on both sides.
    pub const fn margin_units(self) -> u32 {
        self.margin
    }

    /// The stretch, in seconds, that holds all that a date may stand for.
    pub(super) fn stretch(self, point: &Point) -> Stretch {
        let mut first = None;
        each_stretch(&point.date, false, &mut |days| {
            first = Some(days);
            ControlFlow::Break(())
        });
        let mut last = None;
        if point.date.is_split() {
            each_stretch(&point.date, true, &mut |days| {
                last = Some(days);
                ControlFlow::Break(())
            });
        }
        let first = first.expect("a date that was read stands for some day");
        let days = (first.0, last.unwrap_or(first).1);
        self.seconds(point, days)
    }

    /// The stretch in which something ended, of which this is the end as written: after its
    /// first second, and by its last.
    ///
    /// A day belongs to what ends on it. A time of day is the instant itself: what ends at
    /// 11:00:00 is over when something else begins at 11:00:00.
    pub(super) fn ending(self, point: &Point) -> Stretch {
        let (from, to) = self.stretch(point);
        match point.clock {
            None => (from, to),
            Some(_) => (from - 1, to - 1),
        }
    }

    /// The stretch of a point on one side of an event.
    pub(super) fn side(self, side: Side, point: &Point) -> Stretch {
        match side {
            Side::Start => self.stretch(point),
            Side::End => self.ending(point),
        }
    }

    /// The stretches, in seconds, that members of a set may stand for on one side of an event:
    /// sorted, neither overlapping nor adjoining.
    pub(super) fn stretches(self, side: Side, members: &[Member]) -> Vec<Stretch> {
        self.told_apart(side, members).0
    }

    /// The stretches as above, and whether they were few enough to be told apart.
    pub(super) fn told_apart(self, side: Side, members: &[Member]) -> (Vec<Stretch>, bool) {
        let mut all = Vec::new();
        let mut coarse = false;
        for member in members {
            match member {
                Member::One(point) if point.date.is_split() && !coarse => {
                    each_stretch(&point.date, false, &mut |days| {
                        join(&mut all, self.seconds(point, days));
                        if all.len() > 2 * MOST_STRETCHES {
                            coarse = true;
                            return ControlFlow::Break(());
                        }
                        ControlFlow::Continue(())
                    });
                    if coarse {
                        all.push(self.member(side, member));
                    }
                }
                _ => all.push(self.member(side, member)),
            }
            if coarse || all.len() > MOST_STRETCHES {
                all = merged(all);
                coarse = coarse || all.len() > MOST_STRETCHES;
            }
            if coarse {
                all = hull(&all).into_iter().collect();
            }
        }
        (merged(all), !coarse)
    }

    /// The stretch, in seconds, that holds all that a member of a set may stand for on one side
    /// of an event.
    pub(super) fn member(self, side: Side, member: &Member) -> Stretch {
        match member {
            Member::One(point) => self.side(side, point),
            Member::Range(first, last) => {
                let (first, last) = (self.side(side, first), self.side(side, last));
                (first.0.min(last.0), first.1.max(last.1))
            }
            Member::UpTo(last) => (i64::MIN, self.side(side, last).1),
            Member::From(first) => (self.side(side, first).0, i64::MAX),
        }
    }

    /// By whose midnights the days of a date are counted.
    pub(super) fn midnights(self, point: &Point) -> Midnights {
        let own = point.clock.and_then(|clock| clock.shift.seconds());
        match (own, self.zone) {
            (Some(shift), _) => Midnights::ahead(shift),
            (None, Zone::Utc) => Midnights::At(0),
            (None, Zone::Offset(offset)) => Midnights::ahead(offset.local_minus_utc().into()),
            (None, Zone::AnywhereOnEarth) => Midnights::Mixed,
        }
    }

    /// From days, in the zone of the date, to seconds in UTC.
    fn seconds(self, point: &Point, days: Stretch) -> Stretch {
        let (from, to) = self.widened(&point.date, days);
        // Beyond the years of chrono there is nothing to be told apart.
        let from = from.clamp(FIRST / DAY - 2, LAST / DAY + 2) * DAY;
        let to = to.clamp(FIRST / DAY - 2, LAST / DAY + 2) * DAY;
        let (from, to) = match point.clock {
            None => (from, to),
            Some(clock) => {
                let from = from + seconds_of_day(clock);
                (from, from + if clock.second.is_some() { 1 } else { 60 })
            }
        };
        let own = point.clock.and_then(|clock| clock.shift.seconds());
        let (east, west) = match (own, self.zone) {
            (Some(shift), _) => (shift, shift),
            (None, Zone::Utc) => (0, 0),
            (None, Zone::Offset(offset)) => {
                let shift = i64::from(offset.local_minus_utc());
                (shift, shift)
            }
            (None, Zone::AnywhereOnEarth) => (14 * 3_600, -12 * 3_600),
        };
        let from = (from - east).clamp(FIRST, LAST - 1);
        let to = (to - west).clamp(from + 1, LAST);
        (from, to)
    }

    /// Days, made wider if the date is approximate.
    fn widened(self, date: &Date, (from, to): Stretch) -> Stretch {
        let Some(part) = date.marks.approximate() else {
            return (from, to);
        };
        let margin = i64::from(self.margin);
        // A part of which nothing is known says nothing of the precision.
        let months = match part {
            Part::Day if date.day != Two::XX => return (from - margin, to + margin),
            Part::Day | Part::Month if date.month != Two::XX => {
                season(date.month).map_or(1, |(_, months)| months)
            }
            _ => 12 * years_of_unit(date),
        };
        (
            add_months(from, -margin * months),
            add_months(to, margin * months),
        )
    }
}

/// The years that the precision of a year leaves open: ten for `201X`.
fn years_of_unit(date: &Date) -> i64 {
    match date.year {
        Year::Four { digits, .. } if date.significant == 0 => digits
            .iter()
            .rev()
            .take_while(|&&digit| digit == X)
            .fold(1, |years, _| years * 10),
        year => significant_years(year, date.significant),
    }
}

/// The number of years that share the significant digits of one; 1 if none are given.
fn significant_years(year: Year, significant: u8) -> i64 {
    if significant == 0 {
        return 1;
    }
    let open = year.digits().saturating_sub(significant);
    10_i64.saturating_pow(u32::from(open))
}

fn seconds_of_day(clock: Clock) -> i64 {
    // A leap second counts as the one before.
    let second = clock.second.unwrap_or(0).min(59);
    i64::from(clock.hour) * 3_600 + i64::from(clock.minute) * 60 + i64::from(second)
}

/// The stretches of days that a date may stand for, in order or backwards, until
/// told to stop. Neighbours may adjoin.
fn each_stretch(date: &Date, backwards: bool, visit: &mut impl FnMut(Stretch) -> ControlFlow<()>) {
    let (first, last) = date.year.range();
    // `S2` says that the first two digits count: all years that begin with them are meant.
    if date.significant > 0 {
        let size = significant_years(date.year, date.significant);
        // Digits are cut off toward zero, before it and after it.
        let near = first / size * size;
        let (low, high) = if first < 0 {
            (near - size + 1, (near + 1).min(0))
        } else {
            (near, near + size)
        };
        let _ = visit((first_day(low * 12), first_day(high * 12)));
        return;
    }
    // A year with unspecified digits stands for those between its least and its greatest that have
    // its other digits.
    let _ = numbers(first, last, backwards)
        .filter(|&year| date.year.matches(year))
        .try_for_each(|year| each_stretch_of_year(date, year, backwards, visit));
}

fn each_stretch_of_year(
    date: &Date,
    year: i64,
    backwards: bool,
    visit: &mut impl FnMut(Stretch) -> ControlFlow<()>,
) -> ControlFlow<()> {
    // Months are counted from that of year 0, so that the end of one is the start of the next.
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
    let any_day = matches!(date.day, Two::NONE | Two::XX);
    if any_day && matches!(date.month, Two::NONE | Two::XX) {
        return months(0, 12);
    }
    numbers(1, 12, backwards)
        .filter(|&month| matches(date.month, month))
        .try_for_each(|month| {
            if any_day {
                return visit((
                    first_day(months_before + month - 1),
                    first_day(months_before + month),
                ));
            }
            let before = first_day(months_before + month - 1) - 1;
            let length = first_day(months_before + month) - 1 - before;
            numbers(1, length, backwards)
                .filter(|&day| matches(date.day, day))
                .try_for_each(|day| visit((before + day, before + day + 1)))
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

fn matches(two: Two, number: i64) -> bool {
    u8::try_from(number).is_ok_and(|number| two.matches(number))
}

/// The length of the longest month that the year and the month of a date may stand for.
pub(super) fn longest_month(date: &Date) -> u8 {
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
            .expect("the month of a day is one of twelve")
    };
    // Years differ in February alone, which may be the only month.
    let only_february = date.month.number() == Some(2);
    let longest = if only_february {
        let leap = (first..=last)
            .filter(|&year| date.year.matches(year))
            .any(|year| length(year, 2) == 29);
        if leap { 29 } else { 28 }
    } else {
        longest_of(first)
    };
    u8::try_from(longest).expect("31 at most")
}

/// The first month and the number of months of a season, counted from January as 0.
fn season(code: Two) -> Option<(i64, i64)> {
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
    // Years begin in March, so that the leap day is their last.
    let month = month - 2;
    let year = month.div_euclid(12);
    let in_year = month.rem_euclid(12);
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // From 0000-03-01 to 1970-01-01 there are 719,468 days.
    year * 365 + leap_days + (153 * in_year + 2) / 5 - 719_468
}

/// The month of a day, both counted as in [`first_day`].
const fn month_of(day: i64) -> i64 {
    // A month is 30.436875 days long on the average of 400 years, so the guess is at
    // most one off.
    let guess = ((day + 719_528) * 4_800).div_euclid(146_097);
    if first_day(guess + 1) <= day {
        guess + 1
    } else if first_day(guess) > day {
        guess - 1
    } else {
        guess
    }
}

/// The same day of another month, or the last if that is shorter.
fn add_months(day: i64, months: i64) -> i64 {
    let month = month_of(day);
    let in_month = day - first_day(month);
    let there = first_day(month + months);
    there + in_month.min(first_day(month + months + 1) - there - 1)
}

/// Adds a stretch; one that meets the last becomes part of it.
fn join(all: &mut Vec<Stretch>, (low, high): Stretch) {
    match all.last_mut() {
        Some(last) if last.0 <= low && low <= last.1 => last.1 = last.1.max(high),
        _ => all.push((low, high)),
    }
}

fn merged(mut all: Vec<Stretch>) -> Vec<Stretch> {
    all.sort_unstable();
    let mut merged = Vec::with_capacity(all.len());
    for stretch in all {
        join(&mut merged, stretch);
    }
    merged
}

/// The stretch that holds all of some.
pub(super) fn hull(all: &[Stretch]) -> Option<Stretch> {
    let low = all.iter().map(|stretch| stretch.0).min()?;
    let high = all.iter().map(|stretch| stretch.1).max()?;
    Some((low, high))
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, Days, Months, NaiveDate};

    use super::*;

    /// Days counted from 1970-01-01, some of every month and year of 800 and near chrono's ends.
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

    #[test]
    fn stretches_that_meet_become_one() {
        assert_eq!(
            merged(vec![(5, 7), (0, 2), (2, 3), (6, 6), (1, 2)]),
            [(0, 3), (5, 7)],
        );
        assert_eq!(hull(&[(5, 7), (0, 2)]), Some((0, 7)));
        assert_eq!(hull(&[]), None);
    }
}
