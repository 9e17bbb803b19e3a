//! The dyads whose relations moved most.

use std::cmp::Ordering;
use std::fmt;
use std::iter::FusedIterator;

use crate::ledger::{Dyad, Ledger};
use crate::numeric::normal_cdf;
use crate::time::Moment;

use super::change::Probability;
use super::sweep::{Sweep, prefetched};
use super::{Calibration, Coverage, Direction, SpanContribution, Trajectory, Trend};

/// The dyads whose relations moved most over the window before an instant, largest first.
///
/// They are sorted by surprise, `|z|`, or [by change](Self::by_change); ties by the names of the
/// actors. Dyads without enough evidence for a direction are left out:
/// [`insufficient`](Self::insufficient) counts them, and
/// [`with_insufficient`](Self::with_insufficient) appends them.
///
/// # How much of the list is chance?
///
/// Among many dyads some seem to move by chance. [`Mover::q_value`] is the expected fraction of chance
/// results among the dyads that moved at least as surprisingly. Among the first `k` dyads in the order of
/// surprise, about `k` times the `q` of the last one moved by chance.
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
    "actors": it.dyad.actors,
    "trend": it.trend.to_string(),
    "q_value": it.q_value,
});

crate::text::short_debug!(Movers<'_>, "Movers", |it| {
    "left": it.left.len(),
    "insufficient": it.insufficient,
});

/// A dyad and its trend, while the list is sorted.
#[derive(Clone, Copy, Debug)]
struct Moved<'l> {
    dyad: Dyad<'l>,
    trend: Trend,
    /// The z of the trend. 0 without a baseline.
    z: f64,
    q: Option<f64>,
}

/// A dyad that moved, and its trend.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Mover<'l> {
    /// The dyad, its actors in the order of their names.
    pub dyad: Dyad<'l>,
    /// Its trend.
    pub trend: Trend,
    /// The expected fraction of chance results, from 0 to 1, among the dyads that moved at least as
    /// surprisingly. `None` for a dyad without enough evidence for a direction.
    ///
    /// Computed by the method of Benjamini and Hochberg from `p = 2 min(P, 1 - P)` of all dyads with enough
    /// evidence. It is approximate, because dyads share actors and events. For dense dyads it is too low: see
    /// [Reading a trend](super::reading).
    pub q_value: Option<f64>,
    calibration: &'l Calibration,
    coverage: Coverage,
}

crate::wire::object!(Mover<'_>, "Mover", |it| {
    "actors": it.dyad.actors,
    "trend": it.trend,
    "q_value": it.q_value,
});

/// `RUS and USA: falling, P(rising) .06, q .12`
impl fmt::Display for Mover<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = self.dyad.actors;
        write!(f, "{first} and {second}: {}", self.trend)?;
        match self.q_value {
            Some(q) => write!(f, ", q {}", Probability(q)),
            None => Ok(()),
        }
    }
}

// The movers that are left, with the number of dyads that are not listed for lack of evidence.
crate::wire::object!(Movers<'_>, "Movers", |it| {
    "movers": crate::wire::List(|| it.clone()),
    "insufficient": it.insufficient,
});

impl Ledger {
    /// Returns the dyads whose relations moved most over the window before an instant.
    ///
    /// # Complexity
    ///
    /// As [`trends`](Self::trends) at one date, and a sort of the dyads.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, DyadKey, Ledger, Mark};
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
    ///     ledger.add(DyadKey::directed(a, b), &Mark::new(day, 1.0, valence)?)?;
    /// }
    ///
    /// let (calibration, coverage) = (Calibration::default(), Coverage::since(date(1, 1)));
    /// let movers = ledger.movers(date(6, 10), &calibration, &coverage);
    /// // A dyad that begins with one clash has nothing to be compared with.
    /// assert_eq!((movers.len(), movers.insufficient()), (2, 1));
    /// let most = movers.take(1).next().unwrap();
    /// assert_eq!(most.dyad.actors, ("RUS", "USA"));
    /// assert!(most.trend.change.unwrap() < -0.8);
    /// assert_eq!(most.contributions()[0].span.start(), date(6, 4));
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
        let dyads: Vec<_> = self.dyads().collect();
        for dyad in prefetched(&dyads) {
            sweep.read(dyad);
            let trend = sweep.trend(&dates[0]);
            let list = if trend.direction == Direction::Insufficient {
                &mut thin
            } else {
                &mut moved
            };
            list.push(Moved {
                dyad: *dyad,
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

/// Finds the q-values of dyads, which are sorted by surprise, the largest first.
///
/// Among `n` dyads, chance alone gives `n p` of them a probability of at most `p`. The dyad at position `i`
/// (from 1) has `p_i`, so the fraction of chance among the first `i` is `n p_i / i`. This can fall along the
/// list, so `q_i` is the minimum of these fractions from `i` on.
///
/// Source: Benjamini, Y. and Hochberg, Y. (1995), "Controlling the False Discovery Rate",
/// *Journal of the Royal Statistical Society* B 57(1).
fn find_q_values(moved: &mut [Moved<'_>]) {
    #[expect(clippy::cast_precision_loss, reason = "a number of dyads")]
    let (dyads, mut least) = (moved.len() as f64, 1.0_f64);
    // Invariant: `least` is the minimum over the positions after the current one.
    let mut place = dyads;
    for moved in moved.iter_mut().rev() {
        // Two-sided: the probability of a surprise at least as large.
        let p = 2.0 * normal_cdf(-moved.z.abs());
        least = least.min(p * dyads / place);
        moved.q = Some(least);
        place -= 1.0;
    }
}

impl Moved<'_> {
    /// 0 with enough evidence, 1 with a baseline, 2 without.
    const fn rank(&self) -> u8 {
        match (self.trend.missing, self.trend.change) {
            (None, _) => 0,
            (Some(_), Some(_)) => 1,
            (Some(_), None) => 2,
        }
    }

    /// The size of the score of the level, which orders dyads without a baseline.
    fn score(&self) -> f64 {
        self.trend.level.map_or(0.0, |level| level.sums.score.abs())
    }

    fn by_name(&self, other: &Self) -> Ordering {
        self.dyad.actors.cmp(&other.dyad.actors)
    }
}

impl Movers<'_> {
    /// Sorts the remaining dyads by the size of the change, `|D|`, however probable it is.
    pub fn by_change(mut self) -> Self {
        self.measure = |moved| moved.trend.change.map_or(0.0, f64::abs);
        self.ranked()
    }

    /// Appends the dyads without enough evidence for a direction, in the same order among
    /// themselves. Dyads without a baseline come last, by the size of their score.
    ///
    /// The dyads of a feed file of 15 minutes are all of this kind.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, DyadKey, Ledger, Mark};
    /// use detente::trend::{Calibration, Coverage, Direction};
    ///
    /// let date = NaiveDate::from_ymd_opt(2025, 6, 3).unwrap();
    /// let mut ledger = Ledger::new();
    /// let clash = Mark::new(DaySpan::day(date)?, 1.0, -1.0)?;
    /// ledger.add(DyadKey::directed("CHN", "IND"), &clash)?;
    ///
    /// let (calibration, coverage) = (Calibration::default(), Coverage::unknown());
    /// let movers = ledger.movers(date.succ_opt().unwrap(), &calibration, &coverage);
    /// assert_eq!(movers.len(), 0);
    /// let clash = movers.with_insufficient().next().unwrap();
    /// assert_eq!(clash.dyad.actors, ("CHN", "IND"));
    /// assert_eq!(clash.trend.direction, Direction::Insufficient);
    /// assert!(clash.trend.level.unwrap().sums.score < -0.9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_insufficient(mut self) -> Self {
        let thin = std::mem::take(&mut self.thin);
        self.left = self.left.chain(thin).collect::<Vec<_>>().into_iter();
        self.ranked()
    }

    /// The number of dyads without enough evidence for a direction.
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
        let Moved { dyad, trend, q, .. } = self.left.next()?;
        Some(Mover {
            dyad,
            trend,
            q_value: q,
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

impl Mover<'_> {
    /// Returns the contribution of each span of the dyad, the largest first.
    ///
    /// The events that moved the dyad are on the days of the first spans.
    ///
    /// # Complexity
    ///
    /// O(n log n) for `n` spans, on each call.
    pub fn contributions(&self) -> Vec<SpanContribution> {
        self.trajectory().contributions(self.trend.at).by_span()
    }

    /// Prepares the marks of the dyad for questions about other instants and single marks. O(n) for
    /// `n` spans, on each call.
    pub fn trajectory(&self) -> Trajectory {
        let trajectory = Trajectory::of_spans(self.dyad.spans(), self.calibration);
        trajectory.with_coverage(self.coverage.clone())
    }
}
