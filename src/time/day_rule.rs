//! The rules that turn a written date into intervals of seconds.
//!
//! A date means *some time* within the interval it names: `2025-02` is some day in February,
//! not an event of four weeks. Probabilities treat the times within it as equally likely.

mod calendar;

use std::ops::ControlFlow;

use chrono::FixedOffset;

use super::bounds::{FIRST, LAST};
use super::edtf::shape::{Clock, Date, Member, Part, Point, TwoDigits};
use super::moment::{DAY, Midnights};
pub(super) use calendar::longest_month;
use calendar::{add_months, each_day_interval, season, years_of_unit};

/// The maximum number of intervals of one date. Beyond it, a single interval contains them all.
const MAX_INTERVALS: usize = 10_000;

/// A half-open interval of seconds, or of days, since 1970.
pub(super) type Interval = (i64, i64);

/// Which endpoint of an event a date was written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Endpoint {
    /// Its start, or the event as a whole.
    Start,
    /// Its end, written separately.
    End,
}

/// The zone of dates that do not state one.
///
/// # Example
///
/// ```
/// use chrono::FixedOffset;
/// use detente::time::{Edtf, When, Zone};
///
/// let moscow = Zone::Offset(FixedOffset::east_opt(3 * 3600).unwrap());
/// let day = When::new(Edtf::parse("2025-07-10")?, moscow)?;
/// let start = day.bounds().start_earliest().unwrap();
/// assert_eq!(start.to_rfc3339(), "2025-07-09T21:00:00+00:00");
/// # Ok::<(), detente::time::WhenError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Zone {
    /// From 00:00 to 24:00 UTC.
    #[default]
    Utc,
    /// A fixed offset from UTC.
    Offset(FixedOffset),
    /// Unknown: from the start of the day at UTC+14 to its end at UTC-12, 50 hours.
    AnywhereOnEarth,
}

impl Zone {
    /// Reads an offset: `+03:00`, `+0300`, or with seconds, as local mean time, `+02:30:17`.
    ///
    /// Returns `None` if the text is anything else.
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

/// How a written date becomes bounds: the [`Zone`] of its days, and the margin of `~`.
///
/// | Written | Meaning |
/// | :-- | :-- |
/// | `2025-02` | some time in February |
/// | `201X`, `156X-12-25` | some time from 2010 to 2019; one of ten days |
/// | `1950S2` | some time from 1900 to 1999 |
/// | `2025-07-10~` | some time from 9 to 11 July |
/// | `[2025-07-01,2025-07-03]` | the 1st or the 3rd |
/// | `[..2025-07-10]` | any time up to the end of the 10th |
///
/// As the end of an interval, a day is included and a time of day is excluded:
/// `2025-07-14/2025-07-18` contains the 18th, and
/// `2025-07-10T10:00:00Z/2025-07-10T11:00:00Z` is over at 11:00:00. An interval whose start and
/// end are the same instant is the second that begins there, since no event is empty.
///
/// Seasons begin with a month, as in meteorology:
///
/// | Code | Meaning |
/// | :-- | :-- |
/// | 21 to 24, 25 to 28 | spring (March to May), summer, autumn and winter in the north; winter `2001-24` is December 2001 to February 2002 |
/// | 29 to 32 | spring (September to November), summer (December to February of the next year), autumn and winter in the south |
/// | 33 to 36, 37 to 39, 40 and 41 | quarters, thirds and halves of the year |
///
/// Years before 1582 are in the proleptic Gregorian calendar, as in ISO 8601. Intervals
/// are cut off at the first and last second of chrono.
///
/// # Example
///
/// ```
/// use detente::time::{DayRule, Edtf, When};
///
/// let about = Edtf::parse("2025-07-10~")?;
/// let strict = When::new(about, DayRule::default().with_margin(0))?;
/// assert_eq!(strict.bounds(), When::parse("2025-07-10")?.bounds());
/// # Ok::<(), detente::time::WhenError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct DayRule {
    /// The zone of dates and times that do not state one.
    pub zone: Zone,
    /// By how many units `~` and `%` widen a date on both sides.
    ///
    /// The unit is the finest part that is marked: a day for `2025-07-10~`, a
    /// month for `2025-07~` and `2025-~07-10`, a season for `2025-21~`, a year for
    /// `2025~` and `2025~-07`, ten years for `201X~`.
    pub margin: u32,
}

/// UTC days, and a margin of 1.
impl Default for DayRule {
    fn default() -> Self {
        Self {
            zone: Zone::Utc,
            margin: 1,
        }
    }
}

/// Days of a zone, and a margin of 1.
impl From<Zone> for DayRule {
    fn from(zone: Zone) -> Self {
        Self::default().with_zone(zone)
    }
}

impl DayRule {
    /// Sets the zone of dates and times that do not state one.
    #[must_use]
    pub const fn with_zone(self, zone: Zone) -> Self {
        Self { zone, ..self }
    }

    /// Sets by how many units `~` and `%` widen a date; see [`margin`](Self::margin).
    #[must_use]
    pub const fn with_margin(self, margin: u32) -> Self {
        Self { margin, ..self }
    }

    /// The interval, in seconds, from the first to the last time that a date can mean.
    pub(super) fn interval(self, point: &Point) -> Interval {
        // The first interval that the date can mean, from either end of time.
        let outermost = |backwards| {
            let mut found = None;
            each_day_interval(&point.date, backwards, &mut |days| {
                found = Some(days);
                ControlFlow::Break(())
            });
            found.expect("the parser refuses dates that no day matches")
        };
        let first = outermost(false);
        let last = if point.date.is_split() {
            outermost(true)
        } else {
            first
        };
        self.seconds(point, (first.0, last.1))
    }

    /// The interval, in seconds, for one endpoint of an event.
    ///
    /// Bounds hold a start in `[low, high)` and an end in `(low, high]`. A day includes what
    /// ends on it, so that its interval serves for both. A time of day is the exact end: what
    /// ends at 11:00:00 is over before the second that begins then. So its interval is a
    /// second earlier. With a fraction, what ends is under way in the second, as on a day.
    pub(super) fn endpoint_interval(self, endpoint: Endpoint, point: &Point) -> Interval {
        let (low, high) = self.interval(point);
        match (endpoint, point.clock) {
            (Endpoint::End, Some(clock)) if !clock.fraction => (low - 1, high - 1),
            (Endpoint::Start | Endpoint::End, _) => (low, high),
        }
    }

    /// All intervals, in seconds, that the members of a set can mean for one endpoint of an event:
    /// sorted, neither overlapping nor adjacent.
    ///
    /// Also returns whether they are exact. If there are more than [`MAX_INTERVALS`], one
    /// interval contains them all.
    pub(super) fn intervals(self, endpoint: Endpoint, members: &[Member]) -> (Vec<Interval>, bool) {
        let mut all = Vec::new();
        let mut is_exact = true;
        for member in members {
            match member {
                // Unspecified digits can mean many intervals: `XXXX-12-25` means ten thousand days.
                Member::One(point) if point.date.is_split() && is_exact => {
                    each_day_interval(&point.date, false, &mut |days| {
                        join(&mut all, self.seconds(point, days));
                        // Twice the maximum, since sorting below may still join some.
                        if all.len() > 2 * MAX_INTERVALS {
                            is_exact = false;
                            return ControlFlow::Break(());
                        }
                        ControlFlow::Continue(())
                    });
                    if !is_exact {
                        all.push(self.member_interval(endpoint, member));
                    }
                }
                _ => all.push(self.member_interval(endpoint, member)),
            }
            if all.len() > MAX_INTERVALS {
                all = merged(all);
                is_exact &= all.len() <= MAX_INTERVALS;
            }
            if !is_exact {
                all = hull(&all).into_iter().collect();
            }
        }
        (merged(all), is_exact)
    }

    /// The interval, in seconds, from the first to the last time that a member of a set can mean.
    pub(super) fn member_interval(self, endpoint: Endpoint, member: &Member) -> Interval {
        let interval = |point| self.endpoint_interval(endpoint, point);
        match member {
            Member::One(point) => interval(point),
            Member::Range(first, last) => {
                let (first, last) = (interval(first), interval(last));
                (first.0.min(last.0), first.1.max(last.1))
            }
            Member::UpTo(last) => (i64::MIN, interval(last).1),
            Member::From(first) => (interval(first).0, i64::MAX),
        }
    }

    /// The midnights by which the days of a date are counted.
    pub(super) fn midnights(self, point: &Point) -> Midnights {
        match self.offset(point) {
            Some(seconds) => Midnights::ahead(seconds),
            None => Midnights::Mixed,
        }
    }

    /// The seconds by which a date is ahead of UTC. Returns `None` if it can be anywhere on earth.
    fn offset(self, point: &Point) -> Option<i64> {
        let own = point.clock.and_then(|clock| clock.shift.seconds());
        own.or(match self.zone {
            Zone::Utc => Some(0),
            Zone::Offset(offset) => Some(offset.local_minus_utc().into()),
            Zone::AnywhereOnEarth => None,
        })
    }

    /// Turns an interval of days, in the zone of the date, into seconds in UTC.
    fn seconds(self, point: &Point, days: Interval) -> Interval {
        let (from, to) = self.widened(&point.date, days);
        // Nothing is known beyond the years of chrono. Two days more leave room for zones.
        let from = from.clamp(FIRST / DAY - 2, LAST / DAY + 2) * DAY;
        let to = to.clamp(FIRST / DAY - 2, LAST / DAY + 2) * DAY;
        let (from, to) = match point.clock {
            None => (from, to),
            Some(clock) => {
                let from = from + seconds_of_day(clock);
                (from, from + if clock.second.is_some() { 1 } else { 60 })
            }
        };
        let (east, west) = match self.offset(point) {
            Some(seconds) => (seconds, seconds),
            None => (14 * 3_600, -12 * 3_600),
        };
        let from = (from - east).clamp(FIRST, LAST - 1);
        let to = (to - west).clamp(from + 1, LAST);
        (from, to)
    }

    /// Widens an interval of days by the margin if the date is approximate.
    fn widened(self, date: &Date, (from, to): Interval) -> Interval {
        let Some(part) = date.marks.approximate() else {
            return (from, to);
        };
        let margin = i64::from(self.margin);
        // A part written `XX` does not give the precision: the next coarser part does.
        let months = match part {
            Part::Day if date.day != TwoDigits::XX => return (from - margin, to + margin),
            Part::Day | Part::Month if date.month != TwoDigits::XX => {
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

fn seconds_of_day(clock: Clock) -> i64 {
    // A leap second counts as the one before.
    let second = clock.second.map_or(0, |second| second.number().min(59));
    i64::from(clock.hour) * 3_600 + i64::from(clock.minute) * 60 + i64::from(second)
}

/// Appends an interval, or extends the last one if the two touch.
fn join(all: &mut Vec<Interval>, (low, high): Interval) {
    match all.last_mut() {
        Some(last) if last.0 <= low && low <= last.1 => last.1 = last.1.max(high),
        _ => all.push((low, high)),
    }
}

/// Sorts intervals and joins those that touch.
fn merged(mut all: Vec<Interval>) -> Vec<Interval> {
    all.sort_unstable();
    let mut merged = Vec::with_capacity(all.len());
    for interval in all {
        join(&mut merged, interval);
    }
    merged
}

/// The smallest interval that contains all of them. Returns `None` if there are none.
pub(super) fn hull(all: &[Interval]) -> Option<Interval> {
    let low = all.iter().map(|interval| interval.0).min()?;
    let high = all.iter().map(|interval| interval.1).max()?;
    Some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_that_touch_become_one() {
        assert_eq!(
            merged(vec![(5, 7), (0, 2), (2, 3), (6, 6), (1, 2)]),
            [(0, 3), (5, 7)],
        );
        assert_eq!(hull(&[(5, 7), (0, 2)]), Some((0, 7)));
        assert_eq!(hull(&[]), None);
    }
}
