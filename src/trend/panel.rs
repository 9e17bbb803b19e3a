//! The decayed sums of all pairs at many dates, in one pass.

use crate::ledger::{Ledger, LedgerPair};
use crate::time::Moment;

use super::Calibration;
use super::decay::{Instant, Sums};
use super::sweep::{Sweep, fetched, in_order};

/// The sums of a pair at an instant: all that a level needs but its standard deviation.
///
/// | sum | meaning |
/// | :-- | :-- |
/// | `score`, `S` | decayed scores |
/// | `weight`, `W` | decayed weights |
/// | `cooperation`, `S+` | decayed scores above 0 |
/// | `engagement`, `E` | decayed contacts |
/// | `marks` | how many have begun, undecayed |
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PairSums(Sums);

impl PairSums {
    /// The number of marks that have begun, undecayed. Without any there is no level.
    pub const fn marks(&self) -> u64 {
        self.0.marks
    }

    /// The sum of decayed scores, `S`.
    pub const fn score(&self) -> f64 {
        self.0.score()
    }

    /// The sum of decayed weights, `W`.
    pub const fn weight(&self) -> f64 {
        self.0.weight()
    }

    /// The sum of decayed scores above 0.
    pub const fn cooperation(&self) -> f64 {
        self.0.positive()
    }

    /// The sum of decayed scores below 0, as a positive number.
    pub fn conflict(&self) -> f64 {
        (self.cooperation() - self.score()).max(0.0)
    }

    /// The sum of decayed contacts, whatever their valence.
    pub const fn engagement(&self) -> f64 {
        self.0.contact()
    }
}

/// The decayed sums of all pairs of a ledger at some dates.
///
/// Pairs are in the order of their names, and dates in theirs: the rows of a table, ready for
/// a data frame.
///
/// Created by [`Ledger::panel`].
#[derive(Clone)]
pub struct Panel<'l> {
    pairs: Vec<LedgerPair<'l>>,
    dates: Vec<Moment>,
    sums: Vec<PairSums>,
}

crate::text::short_debug!(Panel<'_>, "Panel", |it| {
    "pairs": it.pairs.len(),
    "dates": it.dates.len(),
});

/// A pair at a date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PanelRow<'p> {
    actors: (&'p str, &'p str),
    at: Moment,
    sums: &'p PairSums,
}

impl<'p> PanelRow<'p> {
    /// The names of both actors, in order.
    pub const fn actors(&self) -> (&'p str, &'p str) {
        self.actors
    }

    /// The instant.
    pub const fn at(&self) -> Moment {
        self.at
    }

    /// The sums.
    pub const fn sums(&self) -> &'p PairSums {
        self.sums
    }
}

impl Ledger {
    /// The decayed sums of all pairs at some dates.
    ///
    /// Dates are put in order, each once. Every sum is, to the bit, that of a
    /// [`Trajectory`](super::Trajectory) of the pair.
    ///
    /// # Complexity
    ///
    /// O(spans + pairs × dates) time; 40 bytes a pair and date.
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
    /// ledger.record("USA", "RUS", &Mark::new(DaySpan::day(date(7, 8))?, 1.0, -0.35)?)?;
    /// ledger.record("USA", "CHN", &Mark::new(DaySpan::day(date(3, 2))?, 1.0, 0.5)?)?;
    ///
    /// let panel = ledger.panel([date(6, 1), date(7, 9)], &Calibration::default());
    /// let rows: Vec<_> = panel.rows().map(|row| (row.actors().0, row.sums().score() < 0.0)).collect();
    /// assert_eq!(rows, [("CHN", false), ("CHN", false), ("RUS", false), ("RUS", true)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn panel(
        &self,
        dates: impl IntoIterator<Item = impl Into<Moment>>,
        calibration: &Calibration,
    ) -> Panel<'_> {
        let (pairs, dates) = (self.pairs().collect::<Vec<_>>(), in_order(dates));
        let mut sums = Vec::with_capacity(pairs.len().saturating_mul(dates.len()));
        let mut pass = Pass::new(&dates, calibration);
        for pair in fetched(&pairs) {
            sums.extend(pass.read(pair));
        }
        Panel { pairs, dates, sums }
    }
}

#[cfg(feature = "rayon")]
#[cfg_attr(docsrs, doc(cfg(feature = "rayon")))]
impl Ledger {
    /// As [`panel`](Self::panel) on the threads of rayon's pool: the same, to the bit.
    pub fn par_panel(
        &self,
        dates: impl IntoIterator<Item = impl Into<Moment>>,
        calibration: &Calibration,
    ) -> Panel<'_> {
        use rayon::prelude::*;

        use super::sweep::AT_ONCE;

        let (pairs, dates) = (self.pairs().collect::<Vec<_>>(), in_order(dates));
        let pass = Pass::new(&dates, calibration);
        let len = pairs.len().saturating_mul(dates.len());
        let mut sums: Vec<_> = rayon::iter::repeat_n(PairSums::default(), len).collect();
        let places = sums.par_chunks_mut((AT_ONCE * dates.len()).max(1));
        pairs.par_chunks(AT_ONCE).zip(places).for_each_init(
            || pass.clone(),
            |pass, (pairs, places)| {
                let mut places = places.iter_mut();
                for pair in fetched(pairs) {
                    for (sums, place) in pass.read(pair).zip(places.by_ref()) {
                        *place = sums;
                    }
                }
            },
        );
        Panel { pairs, dates, sums }
    }
}

/// A pass over pairs, with the places of the dates in it.
#[derive(Clone, Debug)]
struct Pass<'c> {
    sweep: Sweep<'c>,
    places: Vec<usize>,
}

impl<'c> Pass<'c> {
    fn new(dates: &[Moment], calibration: &'c Calibration) -> Self {
        let instants = dates
            .iter()
            .map(|&at| Instant::new(at, calibration.decay()));
        let sweep = Sweep::new(calibration, instants.clone(), false);
        let places = instants.map(|at| sweep.place(at)).collect();
        Self { sweep, places }
    }

    /// The sums of a pair, date by date.
    fn read(&mut self, pair: &LedgerPair<'_>) -> impl Iterator<Item = PairSums> {
        self.sweep.read(pair);
        let places = self.places.iter();
        places.map(|&place| PairSums(self.sweep.sums(place)))
    }
}

impl<'l> Panel<'l> {
    /// The dates, in order.
    pub fn dates(&self) -> &[Moment] {
        &self.dates
    }

    /// The pairs, in the order of the names of their actors.
    pub fn pairs(&self) -> &[LedgerPair<'l>] {
        &self.pairs
    }

    /// The sums of each pair at each date: all dates of the first pair, then of the second.
    pub fn sums(&self) -> &[PairSums] {
        &self.sums
    }

    /// The sums of a pair, date by date; none without marks.
    pub fn of(&self, a: &str, b: &str) -> Option<&[PairSums]> {
        let pair = (a.min(b), a.max(b));
        let place = self.pairs.binary_search_by_key(&pair, LedgerPair::actors);
        let dates = self.dates.len();
        Some(&self.sums[place.ok()? * dates..][..dates])
    }

    /// Iterates over the rows of the table, by pair and then by date.
    pub fn rows(&self) -> impl Iterator<Item = PanelRow<'_>> {
        let keys = self.pairs.iter().flat_map(|pair| {
            let actors = pair.actors();
            self.dates.iter().map(move |&at| (actors, at))
        });
        keys.zip(&self.sums)
            .map(|((actors, at), sums)| PanelRow { actors, at, sums })
    }
}
