//! The scores of all dyads, period by period, as integers.

use chrono::NaiveDate;

use crate::time::Moment;

use super::{DaySpan, Dyad, Ledger, LedgerError, Overflow};

/// The sums of the scores of each dyad in consecutive periods, in units of 2^-40.
///
/// They are exact, so equal sums are equal integers: a test for a trend that counts ties needs
/// that. A dyad has a sum in every period, 0 if it has no marks there. The series does not know
/// whether the record covers the period.
///
/// Created by [`Ledger::series`].
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DyadSeries<'l> {
    /// The dyads, in the order of the names of their actors.
    pub dyads: Vec<Dyad<'l>>,
    /// The number of periods.
    pub periods: usize,
    /// The sums: all periods of the first dyad, then of the second, and so on.
    pub scores: Vec<i64>,
}

crate::text::short_debug!(DyadSeries<'_>, "DyadSeries", |it| {
    "dyads": it.dyads.len(),
    "periods": it.periods,
});

crate::wire::object!(DyadSeries<'_>, "DyadSeries", |it| {
    "actors": crate::wire::List(|| it.dyads.iter().map(|dyad| dyad.actors)),
    "periods": it.periods,
    "scores": it.scores,
});

impl Ledger {
    /// Sums the scores of each dyad between consecutive dates: `n` dates, in any order, give `n - 1`
    /// periods, each from one date to the day before the next.
    ///
    /// A span belongs to the period in which it begins.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError::Overflow`] if the sum of a dyad's scores in a period exceeds 2^23 at
    /// some point.
    ///
    /// # Complexity
    ///
    /// O(spans + dyads × periods).
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, DyadKey, Ledger, Mark};
    /// use detente::trend::diagnostics::MannKendall;
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    /// let mut ledger = Ledger::new();
    /// for (month, valence) in [(1, 0.5), (2, 0.25), (3, 0.25), (4, -0.25), (5, -0.5)] {
    ///     let day = DaySpan::day(date(month, 12))?;
    ///     ledger.add(DyadKey::directed("USA", "RUS"), &Mark::new(day, 1.0, valence)?)?;
    /// }
    /// let months: Vec<_> = (1..=6).map(|month| date(month, 1)).collect();
    /// let series = ledger.series(&months)?;
    /// let tests = MannKendall::of_table(&series.scores, series.periods)?;
    /// assert_eq!((series.dyads[0].actors, tests[0].s), (("RUS", "USA"), -9));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn series(&self, dates: &[NaiveDate]) -> Result<DyadSeries<'_>, LedgerError> {
        let mut edges: Vec<i32> = (dates.iter())
            .map(|&date| Moment::from(date).day())
            .collect();
        edges.sort_unstable();
        edges.dedup();
        let len = edges.len().saturating_sub(1);
        let pairs: Vec<_> = self.dyads().collect();
        let mut scores = vec![0_i64; pairs.len().saturating_mul(len)];
        for (pair, scores) in pairs.iter().zip(scores.chunks_mut(len.max(1))) {
            for part in pair.parts() {
                let mut overflow = None;
                // The period of the day before. Days mostly come in order, so the next day is usually in the
                // same period, and needs no search. Days outside all periods give an index without a score.
                let mut at = 0;
                let mut add = |day: i32, score: i64| {
                    let period = edges.get(at..).and_then(<[i32]>::first_chunk);
                    if !period.is_some_and(|&[from, to]| from <= day && day < to) {
                        at = edges.partition_point(|&edge| edge <= day).wrapping_sub(1);
                    }
                    if let Some(sum) = scores.get_mut(at) {
                        match sum.checked_add(score) {
                            Some(more) => *sum = more,
                            None => overflow = Some(at),
                        }
                    }
                };
                part.for_each_small_day(|day, _, sums| add(day, sums.score));
                part.large_days()
                    .for_each(|(day, _, sums)| add(day, sums.score));
                for span in part.long_spans() {
                    add(span.span().first_day(), span.sums().score);
                }
                if let Some(at) = overflow {
                    let span = DaySpan::of_days(edges[at], edges[at + 1]);
                    let span = span.expect("edges are different dates, in order");
                    return Err(LedgerError::from(Overflow { span }).of_dyad(pair.names()));
                }
            }
        }
        Ok(DyadSeries {
            dyads: pairs,
            periods: len,
            scores,
        })
    }
}
