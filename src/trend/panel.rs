//! The decayed sums of all dyads at many dates, in one pass.

use crate::ledger::{Dyad, Ledger};
use crate::time::Moment;

use super::decay::DayTime;
use super::sweep::{Sweep, in_order, prefetched};
use super::{Calibration, DecayedSums};

/// The decayed sums of all dyads of a ledger at some dates: the columns of a table, ready for a
/// data frame.
///
/// Created by [`Ledger::panel`].
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Panel<'l> {
    /// The dyads, in the order of the names of their actors.
    pub dyads: Vec<Dyad<'l>>,
    /// The dates, in order.
    pub dates: Vec<Moment>,
    /// The sums: all dates of the first dyad, then of the second, and so on.
    pub sums: Vec<DecayedSums>,
}

crate::text::short_debug!(Panel<'_>, "Panel", |it| {
    "dyads": it.dyads.len(),
    "dates": it.dates.len(),
});

crate::wire::object!(Panel<'_>, "Panel", |it| {
    "actors": crate::wire::List(|| it.dyads.iter().map(|dyad| dyad.actors)),
    "dates": it.dates,
    "sums": it.sums,
});

/// The decayed sums of a dyad at a date.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct PanelRow<'p> {
    /// The names of both actors, in order.
    pub actors: (&'p str, &'p str),
    /// The instant.
    pub at: Moment,
    /// The sums.
    pub sums: DecayedSums,
}

impl Ledger {
    /// Computes the decayed sums of all dyads at some dates.
    ///
    /// Dates are sorted and deduplicated. A [`Trajectory`](super::Trajectory) of the dyad gives the same
    /// sums, bit for bit.
    ///
    /// # Complexity
    ///
    /// O(spans + dyads × dates) time; 40 bytes per dyad and date.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::ledger::{DaySpan, DyadKey, Ledger, Mark};
    /// use detente::trend::Calibration;
    ///
    /// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    /// let mut ledger = Ledger::new();
    /// for (target, date, valence) in [("RUS", date(7, 8), -0.35), ("CHN", date(3, 2), 0.5)] {
    ///     let mark = Mark::new(DaySpan::day(date)?, 1.0, valence)?;
    ///     ledger.add(DyadKey::directed("USA", target), &mark)?;
    /// }
    ///
    /// let panel = ledger.panel([date(6, 1), date(7, 9)], &Calibration::default());
    /// let rows: Vec<_> = panel.rows().map(|row| (row.actors.0, row.sums.score < 0.0)).collect();
    /// assert_eq!(rows, [("CHN", false), ("CHN", false), ("RUS", false), ("RUS", true)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn panel(
        &self,
        dates: impl IntoIterator<Item = impl Into<Moment>>,
        calibration: &Calibration,
    ) -> Panel<'_> {
        let (dyads, dates) = (self.dyads().collect::<Vec<_>>(), in_order(dates));
        let mut sums = Vec::with_capacity(dyads.len().saturating_mul(dates.len()));
        let mut pass = Pass::new(&dates, calibration);
        for dyad in prefetched(&dyads) {
            sums.extend(pass.read(dyad));
        }
        Panel { dyads, dates, sums }
    }
}

#[cfg(feature = "rayon")]
#[cfg_attr(docsrs, doc(cfg(feature = "rayon")))]
impl Ledger {
    /// As [`panel`](Self::panel), on the threads of rayon's pool. The sums are the same, bit for bit.
    pub fn par_panel(
        &self,
        dates: impl IntoIterator<Item = impl Into<Moment>>,
        calibration: &Calibration,
    ) -> Panel<'_> {
        use rayon::prelude::*;

        use super::sweep::CHUNK;

        let (dyads, dates) = (self.dyads().collect::<Vec<_>>(), in_order(dates));
        let pass = Pass::new(&dates, calibration);
        let len = dyads.len().saturating_mul(dates.len());
        let mut sums: Vec<_> = rayon::iter::repeat_n(DecayedSums::default(), len).collect();
        let outputs = sums.par_chunks_mut((CHUNK * dates.len()).max(1));
        dyads.par_chunks(CHUNK).zip(outputs).for_each_init(
            || pass.clone(),
            |pass, (dyads, outputs)| {
                let mut outputs = outputs.iter_mut();
                for dyad in prefetched(dyads) {
                    for (sums, output) in pass.read(dyad).zip(outputs.by_ref()) {
                        *output = sums;
                    }
                }
            },
        );
        Panel { dyads, dates, sums }
    }
}

/// A sweep, with the index of the stop of each date.
#[derive(Clone, Debug)]
struct Pass<'c> {
    sweep: Sweep<'c>,
    stops: Vec<usize>,
}

impl<'c> Pass<'c> {
    fn new(dates: &[Moment], calibration: &'c Calibration) -> Self {
        let instants = dates
            .iter()
            .map(|&at| DayTime::new(at, calibration.decay()));
        let sweep = Sweep::new(calibration, instants.clone(), false);
        let stops = instants.map(|at| sweep.stop_at(at)).collect();
        Self { sweep, stops }
    }

    /// The sums of a dyad, date by date.
    fn read(&mut self, dyad: &Dyad<'_>) -> impl Iterator<Item = DecayedSums> {
        self.sweep.read(dyad);
        let stops = self.stops.iter();
        stops.map(|&stop| DecayedSums::from(&self.sweep.sums(stop)))
    }
}

impl Panel<'_> {
    /// The sums of two actors, date by date. Returns `None` if they have no marks.
    pub fn of(&self, a: &str, b: &str) -> Option<&[DecayedSums]> {
        let actors = (a.min(b), a.max(b));
        let place = self.dyads.binary_search_by_key(&actors, |dyad| dyad.actors);
        let dates = self.dates.len();
        Some(&self.sums[place.ok()? * dates..][..dates])
    }

    /// Iterates over the rows of the table, by dyad and then by date.
    pub fn rows(&self) -> impl Iterator<Item = PanelRow<'_>> {
        let keys = self.dyads.iter().flat_map(|dyad| {
            let actors = dyad.actors;
            self.dates.iter().map(move |&at| (actors, at))
        });
        keys.zip(&self.sums)
            .map(|((actors, at), &sums)| PanelRow { actors, at, sums })
    }
}
