//! Which pairs moved most.

use crate::ledger::{Ledger, LedgerPair};
use crate::time::Moment;

use super::trends::Reader;
use super::{Calibration, Direction, SpanShare, Trajectory, Trend};

/// The pairs whose relations moved most over the window before an instant, the most first.
///
/// Pairs without enough evidence for a direction are not among them, but
/// [`insufficient`](Self::insufficient) counts them. By default the surprise
/// counts, `|z|`; see [`by_change`](Self::by_change). Ties go by the names of the actors.
///
/// Created by [`Ledger::movers`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Movers<'l> {
    movers: std::vec::IntoIter<Mover<'l>>,
    insufficient: usize,
}

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
    /// assert_eq!(most.shares()[0].span().from(), date(6, 4));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn movers(
        &self,
        at: impl Into<Moment>,
        calibration: &Calibration,
        covered_from: Option<Moment>,
    ) -> Movers<'_> {
        let (mut reader, dates) = Reader::new(vec![at.into()], calibration, covered_from);
        let movers = self.pairs().filter_map(|pair| {
            reader.fill(&pair);
            let trend = reader.trend(dates.first()?);
            (trend.direction() != Direction::Insufficient).then(|| Mover {
                pair,
                trend,
                calibration: calibration.clone(),
                covered_from,
            })
        });
        let movers: Vec<_> = movers.collect();
        Movers {
            insufficient: self.len().saturating_sub(movers.len()),
            movers: ranked(movers, Trend::z),
        }
    }
}

/// The pairs come in the order of names, which ties keep.
fn ranked(
    mut movers: Vec<Mover<'_>>,
    by: impl Fn(&Trend) -> Option<f64>,
) -> std::vec::IntoIter<Mover<'_>> {
    let size = |mover: &Mover<'_>| by(&mover.trend).unwrap_or(0.0).abs();
    movers.sort_by(|a, b| {
        let names = || a.actors().cmp(&b.actors());
        size(b).total_cmp(&size(a)).then_with(names)
    });
    movers.into_iter()
}

impl Movers<'_> {
    /// Those that are left, by the size of the change, `|D|`, however probable it is.
    pub fn by_change(self) -> Self {
        Self {
            movers: ranked(self.movers.collect(), Trend::change),
            insufficient: self.insufficient,
        }
    }

    /// How many pairs of the ledger had not enough evidence, in the window or before it, to be
    /// among those that moved.
    pub const fn insufficient(&self) -> usize {
        self.insufficient
    }
}

impl<'l> Iterator for Movers<'l> {
    type Item = Mover<'l>;

    fn next(&mut self) -> Option<Mover<'l>> {
        self.movers.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.movers.size_hint()
    }
}

impl ExactSizeIterator for Movers<'_> {}

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
    pub fn shares(&self) -> Vec<SpanShare> {
        let mut trajectory = Trajectory::empty(&self.calibration, self.covered_from);
        trajectory.fill(self.pair.spans());
        trajectory.span_shares(self.trend.at())
    }
}
