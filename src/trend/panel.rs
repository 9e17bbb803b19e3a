//! The decayed sums of all pairs at many dates, in one pass.
//!
//! A mark is put into the first date that sees the whole of its span, decayed until then;
//! each date adds to its own what is left of the date before. That is one multiplication and
//! one addition for each sum of a span, whatever the number of dates, and as many for each
//! pair and date. Nothing is sorted or merged: the three ledgers of a pair add to the same
//! dates, and where marks of one day share their weight, the day's marks are counted first.

use std::collections::BTreeMap;
use std::hint::black_box;

use crate::ledger::{DyadLedger, Ledger, LedgerPair, SpanSums, Sums as Exact, UNIT};
use crate::time::Moment;

use super::Calibration;
use super::table::{Instant, expected, mean_decay};

/// The sums of a pair at an instant: all of a level but its standard error.
///
/// | sum | is |
/// | :-- | :-- |
/// | `score`, `S` | decayed scores |
/// | `weight`, `W` | decayed weights |
/// | `cooperation`, `S+` | decayed scores above 0 |
/// | `squares`, `Q` | squares of decayed scores |
/// | `engagement`, `E` | decayed contacts |
/// | `marks` | how many have begun, undecayed |
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PairSums {
    /// Scores, scores above 0, weights, squares, contacts, marks.
    sums: Lanes,
}

/// Six sums of a pair, side by side, so that they are added two at a time or more.
type Lanes = [f64; 6];

impl PairSums {
    /// How many marks have begun, undecayed; where there are none, there is no level.
    pub fn marks(&self) -> u64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count below 2^53"
        )]
        let marks = self.sums[5] as u64;
        marks
    }

    /// The sum of decayed scores, `S`.
    pub const fn score(&self) -> f64 {
        self.sums[0]
    }

    /// The sum of decayed weights, `W`.
    pub const fn weight(&self) -> f64 {
        self.sums[2]
    }

    /// The sum of the squares of decayed scores, `Q`.
    pub const fn squares(&self) -> f64 {
        self.sums[3]
    }

    /// The sum of decayed scores above 0.
    pub const fn cooperation(&self) -> f64 {
        self.sums[1]
    }

    /// The sum of decayed scores below 0, as a positive number.
    pub fn conflict(&self) -> f64 {
        (self.sums[1] - self.sums[0]).max(0.0)
    }

    /// The sum of decayed contacts, however they went, each report counted in full.
    pub const fn engagement(&self) -> f64 {
        self.sums[4]
    }

    /// Adds the exact sums of a span, of which so much is left, in units of the fixed point.
    #[inline]
    fn add(&mut self, exact: Exact, marks: u32, left: f64, factor: f64) {
        let score = left * factor;
        let mut sums = [0.0, 0.0, 0.0, 0.0, 0.0, f64::from(marks)];
        for (sum, exact) in sums.iter_mut().zip(exact.to_array()) {
            *sum = float(exact);
        }
        let share = [score, score, score, score * score, left, 1.0];
        for lane in 0..6 {
            self.sums[lane] += sums[lane] * share[lane];
        }
    }

    /// These sums, so much of each, with others' added, of which so much is left.
    #[inline]
    fn scaled_plus(self, scale: &Lanes, other: Self, left: &Lanes) -> Self {
        let mut sums = self.sums;
        for lane in 0..6 {
            sums[lane] = sums[lane] * scale[lane] + other.sums[lane] * left[lane];
        }
        Self { sums }
    }
}

/// What a sum of the fixed point is worth after some decay: squares decay twice, marks never.
fn scale(left: f64) -> Lanes {
    let unit = left * UNIT_VALUE;
    [unit, unit, unit, left * unit, unit, 1.0]
}

/// What one unit of the fixed point is worth; a power of two, so that nothing is rounded.
const UNIT_VALUE: f64 = 1.0 / UNIT;

#[expect(
    clippy::cast_precision_loss,
    reason = "the nearest number is the answer"
)]
fn float(units: i64) -> f64 {
    units as f64
}

/// The decayed sums of all pairs of a ledger at some dates.
///
/// Pairs are in the order of their names, and dates in theirs: the rows of a table, ready for
/// a data frame.
///
/// Created by [`Ledger::panel`].
#[derive(Clone, Debug)]
pub struct Panel<'l> {
    pairs: Vec<LedgerPair<'l>>,
    dates: Vec<Moment>,
    sums: Vec<PairSums>,
}

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
    /// Dates are put in order, each once. Every sum agrees with that of a
    /// [`Trajectory`](super::Trajectory) to 1e-9.
    ///
    /// # Complexity
    ///
    /// O(spans + pairs × dates) time; 48 bytes a pair and date.
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
        Pass::new(&dates, calibration).read_all(&pairs, &mut sums);
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

        let (pairs, dates) = (self.pairs().collect::<Vec<_>>(), in_order(dates));
        let pass = Pass::new(&dates, calibration);
        let len = pairs.len().saturating_mul(dates.len());
        let mut sums: Vec<_> = rayon::iter::repeat_n(PairSums::default(), len).collect();
        let places = sums.par_chunks_mut(FETCHED.saturating_mul(dates.len()).max(1));
        let parts = pairs.par_chunks(FETCHED).zip(places);
        parts.with_min_len(AT_ONCE / FETCHED).for_each_init(
            || (pass.clone(), Vec::new()),
            |(pass, read), (pairs, places)| {
                read.clear();
                pass.read_all(pairs, read);
                places.copy_from_slice(read);
            },
        );
        Panel { pairs, dates, sums }
    }
}

/// The least pairs that a thread takes.
#[cfg(feature = "rayon")]
pub(super) const AT_ONCE: usize = 512;

/// The pairs whose rows are fetched from memory at once.
const FETCHED: usize = 8;

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
        let from = place.ok()?.checked_mul(self.dates.len())?;
        self.sums.get(from..from.checked_add(self.dates.len())?)
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

/// Moments in order, each once.
pub(super) fn in_order(dates: impl IntoIterator<Item = impl Into<Moment>>) -> Vec<Moment> {
    let mut dates: Vec<Moment> = dates.into_iter().map(Into::into).collect();
    dates.sort_unstable();
    dates.dedup();
    dates
}

/// The days back from the last date for which places are kept, 2,871 years: what is older is rare
/// and looked up day by day, so that one old mark takes no memory for all days since.
const KEPT: usize = 1 << 20;

/// A pass over pairs, one after the other.
///
/// Sums are gathered in units of the fixed point, and marks of one day as if they lay at its
/// end; both are made good once for each date.
#[derive(Clone, Debug)]
struct Pass<'c> {
    calibration: &'c Calibration,
    instants: Vec<Instant>,
    /// For each date the first day that it does not see the whole of.
    ends: Vec<i64>,
    /// For each date what is left of what was there at the date before, and what a sum of days
    /// is worth there.
    left: Vec<(Lanes, Lanes)>,
    /// For each date what is left of a day at its end.
    day_ends: Vec<f64>,
    last_day: i64,
    /// By the days back from the last date: the first date that sees the whole of the day.
    dates: Vec<u32>,
    /// In the same order the marks of the day; all 0 between pairs.
    marks: Vec<u32>,
    /// The marks of days that are older than places are kept for, between a pair's parts.
    older: BTreeMap<i32, u32>,
    /// What is left after so many days.
    decay: Vec<f64>,
    /// For each date and one more, what it is the first to see whole.
    whole: Vec<PairSums>,
    /// For each date what it sees in part.
    parts: Vec<PairSums>,
    has_parts: bool,
    /// Whether a date is no midnight, and sees a part of its day.
    parts_days: bool,
}

impl<'c> Pass<'c> {
    fn new(dates: &[Moment], calibration: &'c Calibration) -> Self {
        let instants: Vec<_> = dates
            .iter()
            .map(|&at| Instant::new(at, calibration))
            .collect();
        let steps = dates.windows(2).map(|step| step[1].days() - step[0].days());
        let steps = steps.map(|days| calibration.decay().after_time(days));
        let day_mean = mean_decay(calibration, 0, 1);
        let day_ends: Vec<_> = instants.iter().map(|at| at.decay * day_mean).collect();
        let left = std::iter::once(0.0).chain(steps).zip(&day_ends);
        Self {
            calibration,
            ends: instants.iter().map(|at| at.day).collect(),
            left: left
                .map(|(left, &day_end)| {
                    ([left, left, left, left * left, left, 1.0], scale(day_end))
                })
                .collect(),
            day_ends,
            last_day: instants.last().map_or(i64::MIN, |at| at.day),
            dates: Vec::new(),
            marks: Vec::new(),
            older: BTreeMap::new(),
            decay: Vec::new(),
            whole: vec![PairSums::default(); dates.len() + 1],
            parts: vec![PairSums::default(); dates.len()],
            has_parts: false,
            parts_days: instants.iter().any(|at| at.has_begun_the_day()),
            instants,
        }
    }

    /// Appends the sums of pairs, date by date.
    ///
    /// What dominates a pass is waiting for memory, since pairs lie anywhere. So the rows of
    /// some pairs are fetched at once, and then read.
    fn read_all(&mut self, pairs: &[LedgerPair<'_>], sums: &mut Vec<PairSums>) {
        for pairs in pairs.chunks(FETCHED) {
            let parts = || pairs.iter().flat_map(LedgerPair::parts);
            black_box(parts().filter(|part| part.is_empty()).count());
            black_box(parts().fold(0, |sum, part| sum ^ part.fetched()));
            for pair in pairs {
                self.read(pair, sums);
            }
        }
    }

    /// Appends the sums of a pair, date by date.
    fn read(&mut self, pair: &LedgerPair<'_>, sums: &mut Vec<PairSums>) {
        let parts = pair.parts();
        let shares_days = self.calibration.same_day_correlation() > 0.0;
        if shares_days {
            let counted = |all: &mut u32, marks| *all = all.saturating_add(marks);
            self.count(parts, counted);
        }
        for part in parts {
            if shares_days {
                self.read_days::<true>(part);
            } else {
                self.read_days::<false>(part);
            }
            for span in part.long_sums() {
                self.add_long(&span);
            }
        }
        if shares_days {
            self.count(parts, |all, _| *all = 0);
            self.older.clear();
        }
        self.write(sums);
    }

    fn count(&mut self, parts: [&DyadLedger; 3], with: impl Fn(&mut u32, u32)) {
        for part in parts {
            part.for_each_day(|day, marks, _| {
                let Some(place) = self.place(day) else {
                    return;
                };
                match self.marks.get_mut(place) {
                    Some(all) => with(all, marks),
                    None => with(self.older.entry(day).or_default(), marks),
                }
            });
        }
    }

    fn read_days<const SHARES: bool>(&mut self, part: &DyadLedger) {
        part.for_each_day(|day, marks, exact| self.add_day::<SHARES>(day, marks, exact));
    }

    #[inline]
    fn add_day<const SHARES: bool>(&mut self, day: i32, marks: u32, exact: Exact) {
        let Some(place) = self.place(day) else {
            return;
        };
        let factor = if SHARES {
            let all = self.marks.get(place).or_else(|| self.older.get(&day));
            let all = all.copied().unwrap_or(1);
            self.calibration.same_day_factor(all)
        } else {
            1.0
        };
        if self.parts_days {
            self.add_parts(day, exact, marks, factor);
        }
        let date = match self.dates.get(place) {
            Some(&date) => date as usize,
            None => self.ends.partition_point(|&end| end <= i64::from(day)),
        };
        let Some(&end) = self.ends.get(date) else {
            return;
        };
        // The date is after the day.
        let age = end - i64::from(day) - 1;
        let kept = usize::try_from(age)
            .ok()
            .and_then(|age| self.decay.get(age));
        let left = kept.copied();
        let left = left.unwrap_or_else(|| self.calibration.decay().after(age));
        if let Some(whole) = self.whole.get_mut(date) {
            whole.add(exact, marks, left, factor);
        }
    }

    /// How many days a day is before the last date; none where it is after it.
    #[inline]
    fn place(&mut self, day: i32) -> Option<usize> {
        let place = usize::try_from(self.last_day.checked_sub(i64::from(day))?).ok()?;
        if place >= self.dates.len() && place < KEPT {
            self.reach_back(place);
        }
        Some(place)
    }

    /// Makes ready for days as far back as one.
    #[cold]
    fn reach_back(&mut self, place: usize) {
        while self.dates.len() <= place {
            let back = i64::try_from(self.dates.len()).unwrap_or(i64::MAX);
            let day = self.last_day.saturating_sub(back);
            let date = self.ends.partition_point(|&end| end <= day);
            let age = self.ends.get(date).map_or(0, |end| end - day);
            while self.decay.len() < usize::try_from(age).unwrap_or(0) {
                let days = i64::try_from(self.decay.len()).unwrap_or(i64::MAX);
                self.decay.push(self.calibration.decay().after(days));
            }
            self.dates.push(u32::try_from(date).unwrap_or(u32::MAX));
            self.marks.push(0);
        }
    }

    /// Adds a day's sums to the dates that fall into the day.
    fn add_parts(&mut self, day: i32, exact: Exact, marks: u32, factor: f64) {
        let from = self.ends.partition_point(|&end| end < i64::from(day));
        let dates = self.instants.iter().zip(&mut self.parts).skip(from);
        for (at, part) in dates.take_while(|(at, _)| at.day == i64::from(day)) {
            if at.has_begun_the_day() {
                let seen = expected(self.calibration, *at, day, day.saturating_add(1), 1.0);
                part.add(exact, marks, seen, factor);
                self.has_parts = true;
            }
        }
    }

    fn add_long(&mut self, sums: &SpanSums) {
        let (from, to) = (sums.span().first_day(), sums.span().end_day());
        let first = self.instants.partition_point(|at| !at.is_after(from));
        if first >= self.instants.len() {
            return;
        }
        let whole = self.ends.partition_point(|&end| end < i64::from(to));
        let (exact, marks) = (sums.parts(), sums.marks());
        let mean = mean_decay(self.calibration, from, to);
        let dates = self.instants.iter().zip(&self.day_ends).enumerate();
        for (date, (at, day_end)) in dates.take(whole.saturating_add(1)).skip(first) {
            let seen = expected(self.calibration, *at, from, to, mean);
            if date < whole {
                self.has_parts = true;
                if let Some(part) = self.parts.get_mut(date) {
                    part.add(exact, marks, seen, 1.0);
                }
            } else if let Some(whole) = self.whole.get_mut(date) {
                whole.add(exact, marks, seen / day_end, 1.0);
            }
        }
    }

    /// Appends what was added, and is ready for the next pair.
    fn write(&mut self, sums: &mut Vec<PairSums>) {
        let mut so_far = PairSums::default();
        let before = sums.len();
        let dates = self.left.iter().zip(&mut self.whole);
        sums.extend(dates.map(|((left, scale), whole)| {
            so_far = std::mem::take(whole).scaled_plus(scale, so_far, left);
            so_far
        }));
        if std::mem::take(&mut self.has_parts) {
            let dates = sums.iter_mut().skip(before);
            for (sums, part) in dates.zip(&mut self.parts) {
                *sums = std::mem::take(part).scaled_plus(&scale(1.0), *sums, &[1.0; 6]);
            }
        }
    }
}
