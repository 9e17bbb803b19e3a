//! Which pairs moved most.

use std::iter::FusedIterator;

use crate::ledger::{Ledger, LedgerPair};
use crate::time::Moment;

use super::trends::Reader;
use super::{Calibration, Direction, SpanShare, Trajectory, Trend};

/// The pairs whose relations moved most over the window before an instant, the most first.
///
/// Pairs without enough evidence for a direction are not among them;
/// [`insufficient`](Self::insufficient) counts them, and
/// [`with_insufficient`](Self::with_insufficient) adds them at the end. By default the surprise
/// counts, `|z|`; see [`by_change`](Self::by_change). Ties go by the names of the actors.
///
/// Created by [`Ledger::movers`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Movers<'l> {
    left: std::vec::IntoIter<Moved<'l>>,
    thin: Vec<Moved<'l>>,
    insufficient: usize,
    measure: fn(&Trend) -> Option<f64>,
    calibration: Calibration,
    covered_from: Option<Moment>,
}

/// A pair and its trend.
type Moved<'l> = (LedgerPair<'l>, Trend);

/// A pair that moved, and where to.
#[derive(Clone, Debug)]
pub struct Mover<'l> {
    pair: LedgerPair<'l>,
    trend: Trend,
    calibration: Calibration,
    covered_from: Option<Moment>,
}

impl Ledger {
    /// The pairs whose relations moved most over the window before an instant.
    ///
    /// # Complexity
    ///
    /// As [`trends`](Self::trends) at one date, and a sort of the pairs.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, Ledger, Mark};
    /// use detente::trend::Calibration;
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    /// let mut ledger = Ledger::new();
    /// for (a, b, month, day, valence) in [
    ///     ("USA", "CAN", 1, 5, 0.4), ("USA", "CAN", 6, 2, 0.3), ("USA", "CAN", 3, 1, 0.4),
    ///     ("USA", "RUS", 1, 9, 0.3), ("USA", "RUS", 2, 3, 0.3), ("USA", "RUS", 6, 4, -0.9),
    ///     ("CHN", "IND", 6, 3, -1.0),
    /// ] {
    ///     let day = DaySpan::day(date(month, day))?;
    ///     ledger.record(a, b, &Mark::new(day, 1.0, valence)?)?;
    /// }
    ///
    /// let covered_from = Some(date(1, 1).into());
    /// let movers = ledger.movers(date(6, 10), &Calibration::default(), covered_from);
    /// // What begins with one clash has nothing to be compared with.
    /// assert_eq!((movers.len(), movers.insufficient()), (2, 1));
    /// let most = movers.take(1).next().unwrap();
    /// assert_eq!(most.actors(), ("RUS", "USA"));
    /// assert!(most.trend().change().unwrap() < -0.8);
    /// assert_eq!(most.shares()[0].span().start(), date(6, 4));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn movers(
        &self,
        at: impl Into<Moment>,
        calibration: &Calibration,
        covered_from: Option<Moment>,
    ) -> Movers<'_> {
        let (mut reader, dates) = Reader::new(vec![at.into()], calibration, covered_from);
        let moved = self.pairs().filter_map(|pair| {
            reader.fill(&pair);
            Some((pair, reader.trend(dates.first()?)))
        });
        let (thin, movers): (Vec<_>, Vec<_>) = moved.partition(is_thin);
        Movers {
            left: movers.into_iter(),
            insufficient: thin.len(),
            thin,
            measure: Trend::z,
            calibration: calibration.clone(),
            covered_from,
        }
        .ranked()
    }
}

fn is_thin((_, trend): &Moved<'_>) -> bool {
    trend.direction() == Direction::Insufficient
}

impl Movers<'_> {
    /// Those that are left in the order of the size of the change, `|D|`, however probable it is.
    pub fn by_change(mut self) -> Self {
        self.measure = Trend::change;
        self.ranked()
    }

    /// Those that are left, and after them the pairs without enough evidence for a direction, in
    /// the same order among themselves.
    ///
    /// A file of a quarter of an hour has no other pairs: their [change](Trend::change) is what
    /// its few rows add up to.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, Ledger, Mark};
    /// use detente::trend::{Calibration, Direction};
    ///
    /// let date = NaiveDate::from_ymd_opt(2025, 6, 3).unwrap();
    /// let mut ledger = Ledger::new();
    /// ledger.record("CHN", "IND", &Mark::new(DaySpan::day(date)?, 1.0, -1.0)?)?;
    ///
    /// let movers = ledger.movers(date.succ_opt().unwrap(), &Calibration::default(), None);
    /// assert_eq!(movers.len(), 0);
    /// let clash = movers.with_insufficient().next().unwrap();
    /// assert_eq!(clash.actors(), ("CHN", "IND"));
    /// assert_eq!(clash.trend().direction(), Direction::Insufficient);
    /// assert!(clash.trend().change().unwrap() < -0.9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_insufficient(mut self) -> Self {
        let thin = std::mem::take(&mut self.thin);
        self.left = self.left.chain(thin).collect::<Vec<_>>().into_iter();
        self.ranked()
    }

    /// How many pairs of the ledger had not enough evidence, in the window or before it, to be
    /// among those that moved.
    pub const fn insufficient(&self) -> usize {
        self.insufficient
    }

    fn ranked(mut self) -> Self {
        let mut movers: Vec<_> = self.left.collect();
        let size = |(_, trend): &Moved<'_>| (self.measure)(trend).unwrap_or(0.0).abs();
        movers.sort_by(|a, b| {
            let names = || a.0.actors().cmp(&b.0.actors());
            (is_thin(a).cmp(&is_thin(b)))
                .then(size(b).total_cmp(&size(a)))
                .then_with(names)
        });
        self.left = movers.into_iter();
        self
    }
}

impl<'l> Iterator for Movers<'l> {
    type Item = Mover<'l>;

    fn next(&mut self) -> Option<Mover<'l>> {
        let (pair, trend) = self.left.next()?;
        Some(Mover {
            pair,
            trend,
            calibration: self.calibration.clone(),
            covered_from: self.covered_from,
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }
}

impl ExactSizeIterator for Movers<'_> {}

impl FusedIterator for Movers<'_> {}

impl<'l> Mover<'l> {
    /// The names of both actors, in order.
    pub const fn actors(&self) -> (&'l str, &'l str) {
        self.pair.actors()
    }

    /// The pair and its marks.
    pub const fn pair(&self) -> &LedgerPair<'l> {
        &self.pair
    }

    /// Where the pair is going.
    pub const fn trend(&self) -> &Trend {
        &self.trend
    }

    /// What each span of the pair counts, the weightiest in the change first.
    ///
    /// On its days are the events that moved the pair.
    ///
    /// # Complexity
    ///
    /// The pair is [made ready](Self::trajectory) anew and its spans are sorted: O(n log n) for
    /// `n` of them, each time it is called.
    pub fn shares(&self) -> Vec<SpanShare> {
        self.trajectory().span_shares(self.trend.at())
    }

    /// The pair's marks, made ready for questions about other days and about single marks; O(n)
    /// for its spans.
    pub fn trajectory(&self) -> Trajectory {
        let mut trajectory = Trajectory::empty(&self.calibration, self.covered_from);
        trajectory.fill(self.pair.spans());
        trajectory
    }
}
