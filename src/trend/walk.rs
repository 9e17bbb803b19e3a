//! Day by day: directions, and since when they hold.

use std::iter::FusedIterator;

use chrono::NaiveDate;

use crate::ledger::DaySpan;
use crate::time::{DAY, Moment, date_of_day};

use super::change::Reading;
use super::trajectory::Asked;
use super::{DayDirection, Direction, Trajectory, Trend};

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

    /// What a reading tells of a direction by itself.
    fn day_direction(&self, reading: &Reading) -> DayDirection {
        DayDirection::of(reading, self.calibration())
    }

    /// The direction of a reading. A day whose probability decides by itself needs no other;
    /// from any other day it is enough to step back to one that does. Before the first mark
    /// there is insufficient evidence, which decides.
    fn direction_of(&self, reading: &Reading, mut read: impl FnMut(i32) -> Reading) -> Direction {
        let today = self.day_direction(reading);
        if let Some(direction) = today.decided() {
            return direction;
        }
        let hoped = today.kept();
        let mut day = last_midnight_before(reading.at);
        loop {
            let earlier = self.day_direction(&read(day));
            match earlier.decided() {
                Some(direction) if direction == hoped => return hoped,
                None if earlier.kept() == hoped => day -= 1,
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
        // Days with what each tells, and the first of the days that it holds for.
        let mut later: Vec<(i32, DayDirection)> = Vec::new();
        let mut day = at.day();
        // Back to a day that had another direction, whichever.
        let mut previous = loop {
            let told = self.day_direction(&self.read_day(day));
            match told.decided() {
                Some(other) if other != direction => break other,
                None if direction != Direction::Steady && direction != told.kept() => {
                    break Direction::Steady;
                }
                _ if day <= first => return None,
                Some(Direction::Insufficient) => later.push((self.empty_since(day), told)),
                _ => later.push((day, told)),
            }
            day = later.last().map_or(day, |(from, _)| *from) - 1;
        };
        // And from there on again: a day between leaving and entering follows the day before.
        let mut entered = at.day();
        for &(day, told) in later.iter().rev() {
            let current = told.after(previous);
            if current == direction && previous != direction {
                entered = day;
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
            Some(previous) => trajectory.day_direction(&reading).after(previous),
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
