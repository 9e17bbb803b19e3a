//! Which pairs moved most.

use std::cmp::Ordering;
use std::iter::FusedIterator;

use crate::ledger::{Ledger, LedgerPair};
use crate::numeric::normal_cdf;
use crate::time::Moment;

use super::sweep::{Sweep, fetched};
use super::{Calibration, Coverage, Direction, SpanContribution, Trajectory, Trend};

/// The pairs whose relations moved most over the window before an instant, the most first.
///
/// Pairs without enough evidence for a direction are left out;
/// [`insufficient`](Self::insufficient) counts them, and
/// [`with_insufficient`](Self::with_insufficient) adds them at the end. The order is that of the
/// surprise, `|z|`, unless [`by_change`](Self::by_change) is asked for. Ties are ordered by the
/// names of the actors.
///
/// # How much of the list is chance
///
/// Of many pairs some seem to move by chance. Each [`Mover`] has a [`q`](Mover::q_value): of the
/// pairs that moved at least as surprisingly, this share is expected to be chance. Of the first
/// `k`, in the order of surprise, that is about `k` times the `q` of the `k`-th.
///
/// Created by [`Ledger::movers`].
#[derive(Clone)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Movers<'l> {
    left: std::vec::IntoIter<Moved<'l>>,
    thin: Vec<Moved<'l>>,
    insufficient: usize,
    measure: fn(&Moved<'_>) -> f64,
    calibration: &'l Calibration,
    coverage: Coverage,
}

crate::text::short_debug!(Mover<'_>, "Mover", |it| {
    "actors": it.actors(),
    "trend": it.trend().to_string(),
    "q_value": it.q_value(),
});

crate::text::short_debug!(Movers<'_>, "Movers", |it| {
    "left": it.left.len(),
    "insufficient": it.insufficient,
});

/// A pair and its trend.
#[derive(Clone, Copy, Debug)]
struct Moved<'l> {
    pair: LedgerPair<'l>,
    trend: Trend,
    /// Of the trend; 0 without a baseline.
    z: f64,
    q: Option<f64>,
}

/// A pair that moved, and its trend.
#[derive(Clone)]
pub struct Mover<'l> {
    moved: Moved<'l>,
    calibration: &'l Calibration,
    coverage: Coverage,
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
    /// use detente::trend::{Calibration, Coverage};
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
    /// let (calibration, coverage) = (Calibration::default(), Coverage::since(date(1, 1)));
    /// let movers = ledger.movers(date(6, 10), &calibration, &coverage);
    /// // What begins with one clash has nothing to be compared with.
    /// assert_eq!((movers.len(), movers.insufficient()), (2, 1));
    /// let most = movers.take(1).next().unwrap();
    /// assert_eq!(most.actors(), ("RUS", "USA"));
    /// assert!(most.trend().change().unwrap() < -0.8);
    /// assert_eq!(most.shares()[0].span().start(), date(6, 4));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn movers<'l>(
        &'l self,
        at: impl Into<Moment>,
        calibration: &'l Calibration,
        coverage: &Coverage,
    ) -> Movers<'l> {
        let (mut sweep, dates) = Sweep::of_trends(calibration, coverage, [at.into()]);
        let (mut moved, mut thin) = (Vec::new(), Vec::new());
        let pairs: Vec<_> = self.pairs().collect();
        for pair in fetched(&pairs) {
            sweep.read(pair);
            let trend = sweep.trend(&dates[0]);
            let list = if trend.direction() == Direction::Insufficient {
                &mut thin
            } else {
                &mut moved
            };
            list.push(Moved {
                pair: *pair,
                trend,
                z: trend.z().unwrap_or(0.0),
                q: None,
            });
        }
        moved.sort_by(|a, b| b.z.abs().total_cmp(&a.z.abs()).then_with(|| a.by_name(b)));
        find_q_values(&mut moved);
        Movers {
            left: moved.into_iter(),
            insufficient: thin.len(),
            thin,
            measure: |moved| moved.z.abs(),
            calibration,
            coverage: coverage.clone(),
        }
    }
}

/// Finds the q-values of pairs that come in the order of their surprise: of `n` pairs, the one at
/// place `i` has the least `n p / i` of those from it on.
///
/// Source: Benjamini, Y. and Hochberg, Y. (1995), "Controlling the False Discovery Rate",
/// *Journal of the Royal Statistical Society* B 57(1).
fn find_q_values(moved: &mut [Moved<'_>]) {
    #[expect(clippy::cast_precision_loss, reason = "a count of pairs")]
    let (pairs, mut least) = (moved.len() as f64, 1.0_f64);
    let mut place = pairs;
    for moved in moved.iter_mut().rev() {
        // Both sides: the probability of a surprise at least as large.
        let p = 2.0 * normal_cdf(-moved.z.abs());
        least = least.min(p * pairs / place);
        moved.q = Some(least);
        place -= 1.0;
    }
}

impl Moved<'_> {
    /// First the pairs with enough evidence, then those with a baseline.
    fn rank(&self) -> u8 {
        match self.trend.lacks() {
            None => 0,
            Some(_) if self.trend.change().is_some() => 1,
            Some(_) => 2,
        }
    }

    /// The size of the score of the level, which orders pairs without a baseline.
    fn score(&self) -> f64 {
        self.trend.level().map_or(0.0, |level| level.score().abs())
    }

    fn by_name(&self, other: &Self) -> Ordering {
        self.pair.actors().cmp(&other.pair.actors())
    }
}

impl Movers<'_> {
    /// Those that are left in the order of the size of the change, `|D|`, however probable it is.
    pub fn by_change(mut self) -> Self {
        self.measure = |moved| moved.trend.change().unwrap_or(0.0).abs();
        self.ranked()
    }

    /// Those that are left, and after them the pairs without enough evidence for a direction, in
    /// the same order among themselves; last those without a baseline, in the order of the size of
    /// their score.
    ///
    /// A file of a quarter of an hour has no other pairs.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, Ledger, Mark};
    /// use detente::trend::{Calibration, Coverage, Direction};
    ///
    /// let date = NaiveDate::from_ymd_opt(2025, 6, 3).unwrap();
    /// let mut ledger = Ledger::new();
    /// ledger.record("CHN", "IND", &Mark::new(DaySpan::day(date)?, 1.0, -1.0)?)?;
    ///
    /// let (calibration, coverage) = (Calibration::default(), Coverage::unknown());
    /// let movers = ledger.movers(date.succ_opt().unwrap(), &calibration, &coverage);
    /// assert_eq!(movers.len(), 0);
    /// let clash = movers.with_insufficient().next().unwrap();
    /// assert_eq!(clash.actors(), ("CHN", "IND"));
    /// assert_eq!(clash.trend().direction(), Direction::Insufficient);
    /// assert!(clash.trend().level().unwrap().score() < -0.9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_insufficient(mut self) -> Self {
        let thin = std::mem::take(&mut self.thin);
        self.left = self.left.chain(thin).collect::<Vec<_>>().into_iter();
        self.ranked()
    }

    /// The number of pairs of the ledger without enough evidence for a direction.
    pub const fn insufficient(&self) -> usize {
        self.insufficient
    }

    fn ranked(mut self) -> Self {
        let mut movers: Vec<_> = self.left.collect();
        let size = self.measure;
        movers.sort_by(|a, b| {
            (a.rank().cmp(&b.rank()))
                .then(size(b).total_cmp(&size(a)))
                .then(b.score().total_cmp(&a.score()))
                .then_with(|| a.by_name(b))
        });
        self.left = movers.into_iter();
        self
    }
}

impl<'l> Iterator for Movers<'l> {
    type Item = Mover<'l>;

    fn next(&mut self) -> Option<Mover<'l>> {
        Some(Mover {
            moved: self.left.next()?,
            calibration: self.calibration,
            coverage: self.coverage.clone(),
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
        self.moved.pair.actors()
    }

    /// The pair and its marks.
    pub const fn pair(&self) -> &LedgerPair<'l> {
        &self.moved.pair
    }

    /// The trend of the pair.
    pub const fn trend(&self) -> &Trend {
        &self.moved.trend
    }

    /// The share of chance that is expected among the pairs that moved at least as surprisingly,
    /// 0 to 1. Returns `None` for a pair without enough evidence for a direction.
    ///
    /// By Benjamini and Hochberg, from `p = 2 min(P, 1 - P)` over all pairs with enough evidence.
    /// It is approximate: pairs share actors and events, and dense pairs are called too often
    /// (see [Reading a trend](super::reading)), so that for them it is optimistic.
    pub const fn q_value(&self) -> Option<f64> {
        self.moved.q
    }

    /// The contribution of each span of the pair, the largest to the change first.
    ///
    /// On its days are the events that moved the pair.
    ///
    /// # Complexity
    ///
    /// The pair is [prepared](Self::trajectory) anew and its spans are sorted: O(n log n) for
    /// `n` of them, each time it is called.
    pub fn shares(&self) -> Vec<SpanContribution> {
        self.trajectory().span_shares(self.trend().at())
    }

    /// The pair's marks, prepared for questions about other days and about single marks; O(n)
    /// for its spans.
    pub fn trajectory(&self) -> Trajectory {
        let trajectory = Trajectory::of_spans(self.moved.pair.spans(), self.calibration);
        trajectory.with_coverage(self.coverage.clone())
    }
}
