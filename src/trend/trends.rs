//! The trends of all pairs at many dates.

use std::iter::FusedIterator;

use crate::ledger::{Ledger, LedgerPair, Pairs};
use crate::time::Moment;

use super::panel::in_order;
use super::trajectory::{Asked, DayList};
use super::{Calibration, Trajectory, Trend};

/// The trends of all pairs of a ledger at some dates, as the rows of a table.
///
/// They come by pair in the order of names, and then by date.
///
/// Created by [`Ledger::trends`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Trends<'l> {
    pairs: Pairs<'l>,
    reader: Reader,
    dates: Vec<Asked>,
    pair: Option<LedgerPair<'l>>,
    /// The place of the next date.
    date: usize,
}

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
    /// The trends of all pairs at some dates: every number, and the direction.
    ///
    /// Dates are put in order, each once. Each trend is, to the bit, that of a
    /// [`Trajectory`] of the pair. *Coverage* is the instant from which on the marks of all
    /// pairs are complete, where that is known.
    ///
    /// # Complexity
    ///
    /// For each pair its spans, and for each date the spans of the blocks; the memory of one
    /// pair. What holds at a date for all pairs is computed once.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, Ledger, Mark};
    /// use detente::trend::{Calibration, Direction};
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
    /// let dates = [date(2, 1), date(6, 10)];
    /// let covered_from = Some(date(1, 1).into());
    /// let rows: Vec<_> = ledger.trends(dates, &Calibration::default(), covered_from).collect();
    /// assert_eq!(rows[1].actors(), ("RUS", "USA"));
    /// assert_eq!(rows[1].trend().direction(), Direction::Falling);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn trends(
        &self,
        dates: impl IntoIterator<Item = impl Into<Moment>>,
        calibration: &Calibration,
        covered_from: Option<Moment>,
    ) -> Trends<'_> {
        let (reader, dates) = Reader::new(in_order(dates), calibration, covered_from);
        Trends {
            pairs: self.pairs(),
            reader,
            dates,
            pair: None,
            date: usize::MAX,
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
        covered_from: Option<Moment>,
    ) -> Vec<TrendRow<'_>> {
        use rayon::prelude::*;

        let pairs: Vec<_> = self.pairs().collect();
        let (reader, asked) = Reader::new(in_order(dates), calibration, covered_from);
        let dates = asked.len();
        // Each thread writes to the places of its own pairs.
        let places = (0..pairs.len().saturating_mul(dates)).into_par_iter();
        let read = |(reader, filled): &mut (Reader, Option<usize>), place: usize| {
            let pair = place / dates;
            if filled.replace(pair) != Some(pair) {
                reader.fill(&pairs[pair]);
            }
            TrendRow {
                actors: pairs[pair].actors(),
                trend: reader.trend(&asked[place % dates]),
            }
        };
        let places = places.with_min_len(super::panel::AT_ONCE.saturating_mul(dates));
        places.map_init(|| (reader.clone(), None), read).collect()
    }
}

impl<'l> Iterator for Trends<'l> {
    type Item = TrendRow<'l>;

    fn next(&mut self) -> Option<TrendRow<'l>> {
        if self.date >= self.dates.len() {
            if self.dates.is_empty() {
                return None;
            }
            let pair = self.pairs.next()?;
            self.reader.fill(&pair);
            (self.pair, self.date) = (Some(pair), 0);
        }
        let trend = self.reader.trend(self.dates.get(self.date)?);
        self.date += 1;
        let actors = self.pair?.actors();
        Some(TrendRow { actors, trend })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let dates = self.dates.len();
        let begun = dates.saturating_sub(self.date);
        let left = self.pairs.len().checked_mul(dates);
        let left = left.and_then(|left| left.checked_add(begun));
        (left.unwrap_or(usize::MAX), left)
    }
}

impl FusedIterator for Trends<'_> {}

/// Reads pair after pair at some dates, which are known when it begins.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    trajectory: Trajectory,
    buffers: [DayList; 3],
    last_day: i32,
    /// What was asked of earlier days, by the days back from the last date.
    earlier: Vec<Option<Asked>>,
}

impl Reader {
    /// A reader, and what holds at each date for every pair.
    pub(super) fn new(
        dates: Vec<Moment>,
        calibration: &Calibration,
        covered_from: Option<Moment>,
    ) -> (Self, Vec<Asked>) {
        let trajectory = Trajectory::empty(calibration, covered_from);
        let last_day = dates.last().map_or(0, |at| at.day());
        let dates = dates.into_iter().map(|at| trajectory.ask(at)).collect();
        let reader = Self {
            trajectory,
            buffers: <_>::default(),
            last_day,
            earlier: Vec::new(),
        };
        (reader, dates)
    }

    pub(super) fn fill(&mut self, pair: &LedgerPair<'_>) {
        self.trajectory.fill_pair(pair, &mut self.buffers);
    }

    pub(super) fn trend(&mut self, asked: &Asked) -> Trend {
        let (trajectory, earlier) = (&self.trajectory, &mut self.earlier);
        trajectory.trend_of(asked, |day| {
            let back = usize::try_from(self.last_day.abs_diff(day)).unwrap_or(usize::MAX);
            if back >= earlier.len() && back < MOST_KEPT {
                earlier.resize(back + 1, None);
            }
            let ask = || trajectory.ask(Moment::of_day(day));
            match earlier.get_mut(back) {
                Some(kept) => trajectory.read(kept.get_or_insert_with(ask)),
                None => trajectory.read(&ask()),
            }
        })
    }
}

/// The most days that are kept: half a century of them, or 6 MiB.
const MOST_KEPT: usize = 18_262;
