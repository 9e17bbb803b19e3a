//! The trends of all dyads at many dates.

use std::iter::FusedIterator;

use crate::ledger::{Dyad, Ledger};
use crate::time::Moment;

use super::sweep::{DateQuery, PREFETCHED, Sweep, prefetch};
use super::{Calibration, Coverage, Trend};

/// The trends of all dyads of a ledger at some dates, as the rows of a table.
///
/// The rows are sorted by the names of the actors, then by date.
///
/// Created by [`Ledger::trends`].
#[derive(Clone)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Trends<'l> {
    dyads: Vec<Dyad<'l>>,
    sweep: Sweep<'l>,
    dates: Vec<DateQuery<'l>>,
    /// The index of the next dyad.
    dyad: usize,
    /// The index of the next date for the dyad before it.
    date: usize,
}

crate::text::short_debug!(Trends<'_>, "Trends", |it| {
    "dyads": it.dyads.len(),
    "dates": it.dates.len(),
    "dyad": it.dyad,
    "date": it.date,
});

/// The trend of a dyad at a date.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct TrendRow<'l> {
    /// The names of both actors, in order.
    pub actors: (&'l str, &'l str),
    /// The trend, with its instant and its level.
    pub trend: Trend,
}

/// `RUS and USA at 2025-06-10: falling, P(rising) .06`
impl std::fmt::Display for TrendRow<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (first, second) = self.actors;
        write!(
            f,
            "{first} and {second} at {}: {}",
            self.trend.at, self.trend
        )
    }
}

impl Ledger {
    /// Iterates over the trends of all dyads at some dates, each with the direction of the date alone.
    ///
    /// Dates are sorted and deduplicated. A
    /// [`Trajectory`](super::Trajectory) of the dyad gives the same trends, bit for bit.
    ///
    /// # Complexity
    ///
    /// O(spans + dyads × dates × blocks) time, and the memory of one dyad.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, DyadKey, Ledger, Mark};
    /// use detente::trend::{Calibration, Coverage, Direction};
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    /// let mut ledger = Ledger::new();
    /// let kind = [(1, 12), (2, 10), (3, 8), (4, 9)].map(|(month, day)| (month, day, 0.3));
    /// let harsh = [(5, 2), (5, 15), (6, 2)].map(|(month, day)| (month, day, -0.5));
    /// for (month, day, valence) in kind.into_iter().chain(harsh) {
    ///     let day = DaySpan::day(date(month, day))?;
    ///     ledger.add(DyadKey::directed("USA", "RUS"), &Mark::new(day, 1.0, valence)?)?;
    /// }
    ///
    /// let (dates, calibration) = ([date(2, 1), date(6, 10)], Calibration::default());
    /// let rows: Vec<_> = ledger.trends(dates, &calibration, &Coverage::since(date(1, 1))).collect();
    /// assert_eq!(rows[1].actors, ("RUS", "USA"));
    /// assert_eq!(rows[1].trend.direction, Direction::Falling);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn trends<'l>(
        &'l self,
        dates: impl IntoIterator<Item = impl Into<Moment>>,
        calibration: &'l Calibration,
        coverage: &Coverage,
    ) -> Trends<'l> {
        let (sweep, dates) = Sweep::of_trends(calibration, coverage, dates);
        Trends {
            dyads: self.dyads().collect(),
            sweep,
            date: dates.len(),
            dates,
            dyad: 0,
        }
    }
}

#[cfg(feature = "rayon")]
#[cfg_attr(docsrs, doc(cfg(feature = "rayon")))]
impl Ledger {
    /// As [`trends`](Self::trends), on the threads of rayon's pool. The rows are the same, bit for bit
    /// and in the same order.
    pub fn par_trends(
        &self,
        dates: impl IntoIterator<Item = impl Into<Moment>>,
        calibration: &Calibration,
        coverage: &Coverage,
    ) -> Vec<TrendRow<'_>> {
        use rayon::prelude::*;

        use super::sweep::CHUNK;

        let dyads: Vec<_> = self.dyads().collect();
        let (sweep, queries) = Sweep::of_trends(calibration, coverage, dates);
        let dates = queries.len();
        // Rows are numbered by dyad, then by date. A thread reads each of its dyads once.
        let rows = (0..dyads.len() * dates).into_par_iter();
        let read = |(sweep, done): &mut (Sweep<'_>, Option<usize>), row: usize| {
            let dyad = row / dates;
            if done.replace(dyad) != Some(dyad) {
                sweep.read(&dyads[dyad]);
            }
            TrendRow {
                actors: dyads[dyad].actors,
                trend: sweep.trend(&queries[row % dates]),
            }
        };
        let rows = rows.with_min_len(CHUNK * dates);
        rows.map_init(|| (sweep.clone(), None), read).collect()
    }
}

impl<'l> Iterator for Trends<'l> {
    type Item = TrendRow<'l>;

    fn next(&mut self) -> Option<TrendRow<'l>> {
        if self.date >= self.dates.len() {
            if self.dates.is_empty() {
                return None;
            }
            let dyad = self.dyads.get(self.dyad)?;
            if self.dyad.is_multiple_of(PREFETCHED) {
                prefetch(&self.dyads[self.dyad..self.dyads.len().min(self.dyad + PREFETCHED)]);
            }
            self.sweep.read(dyad);
            (self.dyad, self.date) = (self.dyad + 1, 0);
        }
        let trend = self.sweep.trend(&self.dates[self.date]);
        self.date += 1;
        let actors = self.dyads[self.dyad - 1].actors;
        Some(TrendRow { actors, trend })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let dates = self.dates.len();
        let begun = dates - self.date;
        let left = (self.dyads.len() - self.dyad).checked_mul(dates);
        let left = left.and_then(|left| left.checked_add(begun));
        (left.unwrap_or(usize::MAX), left)
    }
}

impl FusedIterator for Trends<'_> {}
