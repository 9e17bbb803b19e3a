//! The marks of one pair of actors as one value, and lists of pairs and of actors.

use std::iter::FusedIterator;

use super::pair_table::Components;
use super::{DaySpan, DyadLedger, DyadSpans};

/// The marks of two actors, in three parts, as seen from the first.
///
/// Returned by [`Ledger::dyad`](super::Ledger::dyad), which keeps the order in which you name the
/// two, and by [`Ledger::dyads`](super::Ledger::dyads), which orders them by name. It borrows the
/// ledger and copies no mark.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadKey, Ledger, Mark};
/// use detente::trend::{Calibration, Trajectory};
///
/// let date = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
/// let mut ledger = Ledger::new();
/// for (day, valence) in [(8, -0.35), (10, 0.25), (14, -0.5)] {
///     let mark = Mark::new(DaySpan::day(date(day))?, 1.0, valence)?;
///     ledger.add(DyadKey::directed("USA", "RUS"), &mark)?;
/// }
///
/// let dyad = ledger.dyad("RUS", "USA").unwrap();
/// assert_eq!(dyad.actors, ("RUS", "USA"));
/// assert_eq!((dyad.forward.marks(), dyad.backward.marks()), (0, 3));
/// assert_eq!(dyad.window(DaySpan::new(date(7), date(14))?).count(), 2);
///
/// let trajectory = Trajectory::new(&dyad.undirected(), &Calibration::default());
/// assert!(trajectory.level(date(15)).unwrap().value() < 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Dyad<'l> {
    /// The names of both actors.
    pub actors: (&'l str, &'l str),
    /// What the first did to the second.
    pub forward: &'l DyadLedger,
    /// What the second did to the first.
    pub backward: &'l DyadLedger,
    /// What they did together.
    pub symmetric: &'l DyadLedger,
}

crate::text::short_debug!(Dyad<'_>, "Dyad", |it| {
    "actors": it.actors,
    "marks": it.parts().map(DyadLedger::marks),
});

impl<'l> Dyad<'l> {
    /// Sums what the first did to the second and what they did together.
    ///
    /// For the other direction ask for the dyad the other way round. A copy: O(n) for its spans.
    pub fn directed(&self) -> DyadLedger {
        Components::sum(&[self.forward, self.symmetric])
    }

    /// Sums all marks of the pair, each once. A copy: O(n) for its spans.
    pub fn undirected(&self) -> DyadLedger {
        Components::sum(&self.parts())
    }

    /// Iterates over the undirected sums, span by span, without a copy.
    pub fn spans(&self) -> DyadSpans<'l> {
        DyadSpans::new(self.parts().map(DyadLedger::spans))
    }

    /// Iterates over the undirected sums of the spans that begin within `days`.
    ///
    /// # Complexity
    ///
    /// O(log n + k) for `k` spans found.
    pub fn window(&self, days: DaySpan) -> DyadSpans<'l> {
        DyadSpans::new(self.parts().map(|part| part.window(days)))
    }

    /// The names of both actors, in order.
    #[cold]
    pub(crate) fn names(&self) -> (String, String) {
        let (a, b) = self.actors;
        (a.min(b).to_owned(), a.max(b).to_owned())
    }

    /// The three parts. Each mark is in exactly one of them.
    pub(crate) const fn parts(&self) -> [&'l DyadLedger; 3] {
        [self.forward, self.backward, self.symmetric]
    }
}

/// The names of the actors of a [`Ledger`](super::Ledger) that have marks, in order.
///
/// Created by [`Ledger::actors`](super::Ledger::actors).
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Actors<'l> {
    pub(super) names: std::vec::IntoIter<&'l str>,
}

impl<'l> Iterator for Actors<'l> {
    type Item = &'l str;

    fn next(&mut self) -> Option<&'l str> {
        self.names.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.names.size_hint()
    }
}

impl ExactSizeIterator for Actors<'_> {}

impl FusedIterator for Actors<'_> {}

/// The dyads of a [`Ledger`](super::Ledger), in the order of the names of their actors.
///
/// Created by [`Ledger::dyads`](super::Ledger::dyads).
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Dyads<'l> {
    pub(super) dyads: std::vec::IntoIter<Dyad<'l>>,
}

impl<'l> Iterator for Dyads<'l> {
    type Item = Dyad<'l>;

    fn next(&mut self) -> Option<Dyad<'l>> {
        self.dyads.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.dyads.size_hint()
    }
}

impl ExactSizeIterator for Dyads<'_> {}

impl FusedIterator for Dyads<'_> {}
