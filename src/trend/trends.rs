//! The trends of all pairs at many dates.

use std::iter::FusedIterator;

use crate::ledger::{Ledger, LedgerPair};
use crate::time::Moment;

use super::sweep::{Asked, FETCHED, Sweep, fetch};
use super::{Calibration, Coverage, Trend};

/// The trends of all pairs of a ledger at some dates, as the rows of a table.
///
/// They come by pair in the order of names, and then by date.
///
/// Created by [`Ledger::trends`].
#[derive(Clone)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Trends<'l> {
    pairs: Vec<LedgerPair<'l>>,
    sweep: Sweep<'l>,
    dates: Vec<Asked<'l>>,
    /// The place of the next pair, and of the next date of the pair before it.
    pair: usize,
    date: usize,
}

crate::text::short_debug!(Trends<'_>, "Trends", |it| {
    "pairs": it.pairs.len(),
    "dates": it.dates.len(),
    "pair": it.pair,
    "date": it.date,
});

/// The trend of a pair at a date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrendRow<'l> {
    actors: (&'l str, &'l str),
    trend: Trend,
}

impl<'l> TrendRow<'l> {
    /// The names of both actors, in order.
    pub const fn actors(&self) -> (&'l str, &'l str) {
        self.actors
    }

    /// The trend, with its instant and its level.
    pub const fn trend(&self) -> &Trend {
        &self.trend
    }
}

impl Ledger {
    /// The trends of all pairs at some dates, each with the direction of the date itself.
    ///
    /// Dates are put in order, each once. Each trend is, to the bit, that of a
    /// [`Trajectory`](super::Trajectory) of the pair.
    ///
    /// # Complexity
    ///
    /// O(spans + pairs × dates × blocks) time; the memory of one pair. What holds at a date for
    /// all pairs is computed once.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, Ledger, Mark};
    /// use detente::trend::{Calibration, Coverage, Direction};
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    /// let mut ledger = Ledger::new();
    /// let kind = [(1, 12), (2, 10), (3, 8), (4, 9)].map(|(month, day)| (month, day, 0.3));
    /// let harsh = [(5, 2), (5, 15), (6, 2)].map(|(month, day)| (month, day, -0.5));
    /// for (month, day, valence) in kind.into_iter().chain(harsh) {
    ///     let day = DaySpan::day(date(month, day))?;
    ///     ledger.record("USA", "RUS", &Mark::new(day, 1.0, valence)?)?;
    /// }
    ///
    /// let (dates, calibration) = ([date(2, 1), date(6, 10)], Calibration::default());
    /// let rows: Vec<_> = ledger.trends(dates, &calibration, &Coverage::since(date(1, 1))).collect();
    /// assert_eq!(rows[1].actors(), ("RUS", "USA"));
    /// assert_eq!(rows[1].trend().direction(), Direction::Falling);
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
            pairs: self.pairs().collect(),
            sweep,
            date: dates.len(),
            dates,
            pair: 0,
        }
    }
}

#[cfg(feature = "rayon")]
#[cfg_attr(docsrs, doc(cfg(feature = "rayon")))]
impl Ledger {
    /// As [`trends`](Self::trends) on the threads of rayon's pool: the same, to the bit, in
    /// the same order.
    pub fn par_trends(
        &self,
        dates: impl IntoIterator<Item = impl Into<Moment>>,
        calibration: &Calibration,
        coverage: &Coverage,
    ) -> Vec<TrendRow<'_>> {
        use rayon::prelude::*;

        use super::sweep::AT_ONCE;

        let pairs: Vec<_> = self.pairs().collect();
        let (sweep, asked) = Sweep::of_trends(calibration, coverage, dates);
        let dates = asked.len();
        // Each thread writes to the places of its own pairs.
        let places = (0..pairs.len() * dates).into_par_iter();
        let read = |(sweep, done): &mut (Sweep<'_>, Option<usize>), place: usize| {
            let pair = place / dates;
            if done.replace(pair) != Some(pair) {
                sweep.read(&pairs[pair]);
            }
            TrendRow {
                actors: pairs[pair].actors(),
                trend: sweep.trend(&asked[place % dates]),
            }
        };
        let places = places.with_min_len(AT_ONCE * dates);
        places.map_init(|| (sweep.clone(), None), read).collect()
    }
}

impl<'l> Iterator for Trends<'l> {
    type Item = TrendRow<'l>;

    fn next(&mut self) -> Option<TrendRow<'l>> {
        if self.date >= self.dates.len() {
            if self.dates.is_empty() {
                return None;
            }
            let pair = self.pairs.get(self.pair)?;
            if self.pair.is_multiple_of(FETCHED) {
                fetch(&self.pairs[self.pair..self.pairs.len().min(self.pair + FETCHED)]);
            }
            self.sweep.read(pair);
            (self.pair, self.date) = (self.pair + 1, 0);
        }
        let trend = self.sweep.trend(&self.dates[self.date]);
        self.date += 1;
        let actors = self.pairs[self.pair - 1].actors();
        Some(TrendRow { actors, trend })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let dates = self.dates.len();
        let begun = dates - self.date;
        let left = (self.pairs.len() - self.pair).checked_mul(dates);
        let left = left.and_then(|left| left.checked_add(begun));
        (left.unwrap_or(usize::MAX), left)
    }
}

impl FusedIterator for Trends<'_> {}
