//! The sums of all pairs, stretch by stretch, as whole numbers.

use chrono::NaiveDate;

use crate::time::Moment;

use super::{DaySpan, Ledger, LedgerPair, OverflowError};

/// The sums of the scores of each pair in adjoining stretches of days, in units of 2^-40.
///
/// They are exact, so that equal sums are equal: what a test for a trend needs that counts
/// ties. A pair has a sum in every stretch, 0 where it has no marks: whether the record
/// covers the pair then, the series does not know.
///
/// Created by [`Ledger::series`].
#[derive(Clone, Debug)]
pub struct PairSeries<'l> {
    pairs: Vec<LedgerPair<'l>>,
    len: usize,
    scores: Vec<i64>,
}

impl<'l> PairSeries<'l> {
    /// The pairs, in the order of the names of their actors.
    pub fn pairs(&self) -> &[LedgerPair<'l>] {
        &self.pairs
    }

    /// How many stretches there are.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no stretch.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The sums: all stretches of the first pair, then of the second.
    pub fn scores(&self) -> &[i64] {
        &self.scores
    }
}

impl Ledger {
    /// The sums of the scores of each pair between some dates: of `n` dates in order, those
    /// of the `n - 1` stretches from one to the day before the next.
    ///
    /// A span belongs to the stretch in which it begins.
    ///
    /// # Errors
    ///
    /// [`OverflowError`] where the scores of a pair in a stretch sum to more than 2^23 on the way.
    ///
    /// # Complexity
    ///
    /// O(spans + pairs × stretches).
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, Ledger, Mark};
    /// use detente::trend::diagnostics::MannKendall;
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    /// let mut ledger = Ledger::new();
    /// for (month, valence) in [(1, 0.5), (2, 0.25), (3, 0.25), (4, -0.25), (5, -0.5)] {
    ///     let day = DaySpan::day(date(month, 12))?;
    ///     ledger.record("USA", "RUS", &Mark::new(day, 1.0, valence)?)?;
    /// }
    /// let months: Vec<_> = (1..=6).map(|month| date(month, 1)).collect();
    /// let series = ledger.series(&months)?;
    /// let tests = MannKendall::of_table(series.scores(), series.len())?;
    /// assert_eq!((series.pairs()[0].actors(), tests[0].s()), (("RUS", "USA"), -9));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn series(&self, dates: &[NaiveDate]) -> Result<PairSeries<'_>, OverflowError> {
        let mut edges: Vec<i32> = (dates.iter())
            .map(|&date| Moment::from(date).day())
            .collect();
        edges.sort_unstable();
        edges.dedup();
        let len = edges.len().saturating_sub(1);
        let pairs: Vec<_> = self.pairs().collect();
        let mut scores = vec![0_i64; pairs.len().saturating_mul(len)];
        for (pair, scores) in pairs.iter().zip(scores.chunks_mut(len.max(1))) {
            for part in pair.parts() {
                let mut overflow = None;
                // The stretch of the last day. Days come in order, but for a few, so that most lie
                // in it, too; before the first edge and from the last on there is none.
                let mut at = 0;
                let mut add = |day: i32, score: i64| {
                    let stretch = edges.get(at..).and_then(<[i32]>::first_chunk);
                    if !stretch.is_some_and(|&[from, to]| from <= day && day < to) {
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
                part.great_days()
                    .for_each(|(day, _, sums)| add(day, sums.score));
                for span in part.long_sums() {
                    add(span.span().first_day(), span.parts().score);
                }
                if let Some(at) = overflow {
                    let span = DaySpan::of_days(edges[at], edges[at + 1]);
                    let span = span.expect("edges are different dates, in order");
                    return Err(OverflowError { span });
                }
            }
        }
        Ok(PairSeries { pairs, len, scores })
    }
}
