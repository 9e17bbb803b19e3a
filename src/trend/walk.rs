//! Day by day: directions, since when they hold, and peaks.

use std::iter::FusedIterator;

use chrono::NaiveDate;

use crate::ledger::DaySpan;
use crate::time::{DAY, Moment, date_of_day, instant};

use super::trajectory::Asked;
use super::{Calibration, Direction, Extreme, Peak, Reading, Trajectory, Trend};

/// The direction of a day that is decided whatever the day before was; else none.
pub(super) fn decided(reading: &Reading, calibration: &Calibration) -> Option<Direction> {
    let z = match reading.change {
        Some(change) if reading.is_sufficient(calibration) => change.z,
        _ => return Some(Direction::Insufficient),
    };
    let (enter, leave) = (calibration.enter_at(), calibration.leave_at());
    if enter.is_reached_by(z) {
        Some(Direction::Rising)
    } else if enter.is_reached_below(z) {
        Some(Direction::Falling)
    } else if !leave.is_reached_by(z) && !leave.is_reached_below(z) {
        Some(Direction::Steady)
    } else {
        None
    }
}

/// The direction that a day keeps if it had it; for days that are not decided by themselves.
pub(super) fn kept(reading: &Reading) -> Direction {
    match reading.change {
        Some(change) if change.z > 0.0 => Direction::Rising,
        _ => Direction::Falling,
    }
}

/// The direction of a day, given that of the day before.
fn next(previous: Direction, reading: &Reading, calibration: &Calibration) -> Direction {
    decided(reading, calibration).unwrap_or_else(|| {
        let kept = kept(reading);
        if previous == kept {
            kept
        } else {
            Direction::Steady
        }
    })
}

impl Trajectory {
    /// Where the pair is going at an instant, and where it stands.
    ///
    /// Directions go from midnight to midnight: what a direction at noon was before is what it
    /// was at the last midnight.
    ///
    /// # Complexity
    ///
    /// The spans of the blocks; and as often again as there are days since a probability that
    /// decides by itself. Those between leaving and entering do not.
    pub fn trend(&self, at: impl Into<Moment>) -> Trend {
        self.trend_of(&self.ask(at.into()), |day| self.read_day(day))
    }

    /// The trend at an instant of which so much is known; earlier days are read where needed.
    pub(super) fn trend_of(&self, asked: &Asked, read: impl FnMut(i32) -> Reading) -> Trend {
        let (reading, level) = self.read_with_level(asked);
        let direction = self.direction_of(&reading, read);
        Trend::new(reading, level, direction, self.calibration())
    }

    /// What is measured on a day, at its first instant.
    fn read_day(&self, day: i32) -> Reading {
        self.read(&self.ask(Moment::of_day(day)))
    }

    /// The direction of a reading. A day whose probability decides by itself needs no other;
    /// from any other day it is enough to step back to one that does. Before the first mark
    /// there is insufficient evidence, which decides.
    fn direction_of(&self, reading: &Reading, mut read: impl FnMut(i32) -> Reading) -> Direction {
        if let Some(direction) = decided(reading, self.calibration()) {
            return direction;
        }
        let hoped = kept(reading);
        let mut day = last_midnight_before(reading.at);
        loop {
            let earlier = read(day);
            match decided(&earlier, self.calibration()) {
                Some(direction) if direction == hoped => return hoped,
                None if kept(&earlier) == hoped => day -= 1,
                _ => return Direction::Steady,
            }
        }
    }

    /// The day on which the direction at an instant was entered.
    ///
    /// None where there has been insufficient evidence ever since the first mark.
    ///
    /// # Complexity
    ///
    /// A trend for each day back to one of another direction; days on which no mark has lain in
    /// the window are stepped over.
    pub fn since(&self, at: impl Into<Moment>) -> Option<NaiveDate> {
        let at = at.into();
        let direction = self.trend(at).direction();
        let first = self.first_day()?;
        // Readings, each with the first of the days that it holds for.
        let mut later: Vec<(i32, Reading)> = Vec::new();
        let mut day = at.day();
        // Back to a day that had another direction, whichever.
        let mut previous = loop {
            let reading = self.read_day(day);
            match decided(&reading, self.calibration()) {
                Some(other) if other != direction => break other,
                None if direction != Direction::Steady && direction != kept(&reading) => {
                    break Direction::Steady;
                }
                _ if day <= first => return None,
                Some(Direction::Insufficient) => later.push((self.empty_since(day), reading)),
                _ => later.push((day, reading)),
            }
            day = later.last().map_or(day, |(from, _)| *from) - 1;
        };
        // And from there on again: a day between leaving and entering follows the day before.
        let mut entered = at.day();
        for (day, reading) in later.iter().rev() {
            let current = next(previous, reading, self.calibration());
            if current == direction && previous != direction {
                entered = *day;
            }
            previous = current;
        }
        if previous != direction {
            entered = at.day();
        }
        date_of_day(entered)
    }

    /// The first of the days, up to one, on which no mark lay in the window; that day itself
    /// where one does.
    fn empty_since(&self, day: i32) -> i32 {
        let window = i64::from(self.calibration().window());
        let emptied = self.last_end_before(day).map(|end| i64::from(end) + window);
        let emptied = emptied.and_then(|day| i32::try_from(day).ok());
        emptied.map_or(day, |emptied| emptied.min(day))
    }

    /// Walks day by day, each at its first instant.
    pub fn walk(&self, days: DaySpan) -> Walk<'_> {
        Walk {
            trajectory: self,
            day: days.first_day(),
            to: days.end_day(),
            previous: None,
        }
    }

    /// The highest level of the lookback, day by day back from an instant, the lowest before
    /// it, and how much of the rise has been lost since.
    ///
    /// None without a level at the instant. Of equal peaks the earliest counts, and of equal
    /// troughs the latest.
    ///
    /// A peak is selected by looking at every day: a test of its height against today's says
    /// nothing, because the highest of many is high by chance.
    pub fn peak(&self, at: impl Into<Moment>) -> Option<Peak> {
        let at = at.into();
        let now = self.value(at)?;
        let days = (0..=self.calibration().lookback()).rev();
        let levels = days.filter_map(|ago| {
            let second = at.timestamp().checked_sub(i64::from(ago) * DAY)?;
            let at = Moment::from(instant(second)?);
            let value = self.value(at)?;
            Some(Extreme { at, value })
        });
        let mut lowest: Option<Extreme> = None;
        let mut peak: Option<(Extreme, Option<Extreme>)> = None;
        for level in levels {
            if peak.is_none_or(|(peak, _)| level.value > peak.value) {
                peak = Some((level, lowest));
            }
            if lowest.is_none_or(|lowest| level.value <= lowest.value) {
                lowest = Some(level);
            }
        }
        let (highest, trough) = peak?;
        Some(Peak {
            highest,
            trough,
            now,
        })
    }
}

/// The last midnight before an instant.
fn last_midnight_before(at: Moment) -> i32 {
    if at.timestamp().rem_euclid(DAY) == 0 {
        at.day() - 1
    } else {
        at.day()
    }
}

/// The trends of a pair day by day, each at its first instant.
///
/// Created by [`Trajectory::walk`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Walk<'t> {
    trajectory: &'t Trajectory,
    day: i32,
    to: i32,
    previous: Option<Direction>,
}

impl Iterator for Walk<'_> {
    type Item = Trend;

    fn next(&mut self) -> Option<Trend> {
        if self.day >= self.to {
            return None;
        }
        let trajectory = self.trajectory;
        let asked = trajectory.ask(Moment::of_day(self.day));
        let (reading, level) = trajectory.read_with_level(&asked);
        let direction = match self.previous {
            None => trajectory.direction_of(&reading, |day| trajectory.read_day(day)),
            Some(previous) => next(previous, &reading, trajectory.calibration()),
        };
        self.previous = Some(direction);
        self.day += 1;
        Some(Trend::new(
            reading,
            level,
            direction,
            trajectory.calibration(),
        ))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(i64::from(self.to) - i64::from(self.day)).unwrap_or_default();
        (left, Some(left))
    }
}

impl ExactSizeIterator for Walk<'_> {}

impl FusedIterator for Walk<'_> {}
