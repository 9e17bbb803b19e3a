//! Computes a level and a trend from the sums of a dyad.
//!
//! A [`Question`] has the values that depend on the instant alone, a [`Frame`] those that also depend on
//! the coverage. [`Question::level`] and [`Question::trend`] add the sums of a dyad. A trajectory, a
//! sweep and a snapshot compute these sums in three ways, and all use the same two functions.
//!
//! # Variance
//!
//! Marks come in bursts, so the variance of a sum of marks is larger than for independent marks. It is
//! estimated from blocks of a fixed calendar, as long as most bursts. With `X` the sum of the scores of
//! a block, and `L` its covered days,
//!
//! ```text
//! mu = sum X / sum L          q = sum of squared scores / sum L          n = sum L / B - 1
//! v  = (sum (X - mu L)^2 / B + n0 g q) / (n + n0)
//! ```
//!
//! is the variance per day. The prior is worth `n0` blocks with `g` times the variance of independent
//! marks. It dominates if a dyad has few blocks. Blocks without a covered day are dropped.
//!
//! A change weights a mark at time `tau` by `-k` times its decay at the start of the window if it is
//! before the window, and by its decay at the end if it is in the window. The variance of the change is
//! `v` times the integral of the squared weight over the covered days.
//!
//! # Thresholds
//!
//! The change in standard deviations has Student's distribution, because `v` is estimated. Wallace's
//! transformation gives the equivalent z-score. It is monotonic, so a direction compares
//! the change with the inverse of each threshold, and computes no logarithm per dyad: see [`Cut`].
//!
//! Source: Wallace, D. L. (1959), "Bounds on Normal Approximations to Student's and the Chi-Square
//! Distributions", *Annals of Mathematical Statistics* 30(4).

use crate::ledger::Sums;
use crate::numeric::{normal_cdf, wallace, wallace_inverse};
use crate::time::{Moment, date_of_day};

use super::calibration::{Threshold, Z_90};
use super::change::{Change, Direction, Missing, Trend};
use super::decay::{DayTime, DyadSums, LongSpan, to_f64, units_to_f64};
use super::level::Level;
use super::{Calibration, Coverage, CoverageUsed};

/// An instant at which dyads are measured, and the instant a window before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question<'c> {
    pub(super) calibration: &'c Calibration,
    pub(super) moment: Moment,
    pub(super) at: DayTime,
    pub(super) before: DayTime,
    /// The block of the last day before the instant.
    pub(super) last_block: i64,
}

impl<'c> Question<'c> {
    pub(super) fn new(calibration: &'c Calibration, moment: Moment) -> Self {
        let at = DayTime::new(moment, calibration.decay());
        Self {
            calibration,
            moment,
            at,
            before: at.days_before(calibration.window()),
            last_block: block_of(calibration, at.last_day()),
        }
    }

    /// The first kept block.
    pub(super) fn first_block(&self) -> i64 {
        self.last_block + 1 - i64::from(self.calibration.blocks())
    }

    /// The index of the block that contains a day, among the kept blocks.
    #[inline]
    fn block_index(&self, day: i64) -> usize {
        // A division of 32 bits is several times as fast as one of 64.
        let days = u32::try_from(day - self.first_day()).expect("the day is in a kept block");
        usize::try_from(days / self.calibration.block()).expect("at most 1,000 blocks")
    }

    /// The first day of the first kept block.
    pub(super) fn first_day(&self) -> i64 {
        self.first_block() * i64::from(self.calibration.block())
    }

    /// The level of a dyad. Returns `None` before its first mark has begun.
    pub(super) fn level(&self, frame: &Frame, sums: &DyadSums, blocks: &Blocks) -> Option<Level> {
        (sums.marks > 0).then(|| self.level_of(frame, sums, frame.burst(self.calibration, blocks)))
    }

    fn level_of(&self, frame: &Frame, sums: &DyadSums, burst: f64) -> Level {
        Level {
            at: self.moment,
            sums: sums.into(),
            burst_variance: burst,
            freedom: frame.freedom,
            coverage: frame.used,
            variance: self.calibration.kappa_z() + burst * frame.level_mass,
            kappa: self.calibration.kappa(),
        }
    }

    /// The trend of a dyad, from its sums at the instant and a window before it.
    pub(super) fn trend(
        &self,
        frame: &Frame,
        now: &DyadSums,
        then: &DyadSums,
        blocks: &Blocks,
    ) -> Trend {
        let burst = frame.burst(self.calibration, blocks);
        let change = frame.expected.map(|expected| Change {
            size: now.score() - expected.gain * then.score(),
            variance: self.calibration.kappa_z() + burst * expected.mass,
        });
        // The weight that the window added. Without new marks rounding can make it negative.
        let weight_new = (now.weight() - self.window_decay() * then.weight()).max(0.0);
        let weight_old = then.weight();
        let least = self.calibration.least_weight();
        let missing = match (weight_new >= least, weight_old >= least) {
            _ if now.marks == 0 => Some(Missing::Marks),
            _ if change.is_none() => Some(Missing::Baseline),
            (false, false) => Some(Missing::Weight),
            (false, true) => Some(Missing::WeightNew),
            (true, false) => Some(Missing::WeightOld),
            (true, true) => None,
        };
        let (direction, is_strong) = match (change, missing) {
            (Some(change), None) => self.direction(frame, change, now.weight()),
            _ => (Direction::Insufficient, false),
        };
        Trend {
            at: self.moment,
            level: (now.marks > 0).then(|| self.level_of(frame, now, burst)),
            direction,
            is_strong,
            missing,
            change: change.map(|change| change.size),
            weight_new,
            weight_old,
            burst_variance: burst,
            freedom: frame.freedom,
            coverage: frame.used,
            variance: change.map_or(0.0, |change| change.variance),
        }
    }

    /// The decay over the window, phi.
    fn window_decay(&self) -> f64 {
        let window = self.calibration.window();
        self.calibration.decay().after(window.into())
    }

    /// The direction of a change of a dyad with enough weight, and whether it is strong.
    fn direction(&self, frame: &Frame, change: Change, weight: f64) -> (Direction, bool) {
        let (sd, cuts) = (change.variance.sqrt(), &frame.cuts);
        let t = change.size / sd;
        if cuts.enter.is_reached(t) {
            return (Direction::Rising, cuts.strong.is_reached(t));
        }
        if cuts.enter.is_reached_below(t) {
            return (Direction::Falling, cuts.strong.is_reached_below(t));
        }
        // Steady excludes a relevant rise and a relevant fall, and neither is clearly more probable.
        let matters = self.calibration.steady() * (self.calibration.kappa() + weight).sqrt();
        let is_steady = cuts.sure.is_passed((matters - change.size) / sd)
            && cuts.sure.is_passed((matters + change.size) / sd)
            && cuts.lean.holds_between(t);
        if is_steady {
            (Direction::Steady, false)
        } else {
            (Direction::Unclear, false)
        }
    }
}

/// The block of the fixed calendar that contains a day.
pub(super) fn block_of(calibration: &Calibration, day: i64) -> i64 {
    day.div_euclid(calibration.block().into())
}

/// The values that depend on an instant and a coverage.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) used: CoverageUsed,
    /// The expected change. `None` without a baseline.
    expected: Option<Expected>,
    /// The integral of the squared decay over covered days.
    level_mass: f64,
    /// The covered days of each block, oldest first. 0 if the block is dropped.
    days: Box<[f64]>,
    /// For each block 0 if it is dropped, else 1: a factor instead of a branch in the sums of
    /// [`burst`](Self::burst).
    kept: Box<[f64]>,
    /// The sum of the covered days.
    all_days: f64,
    /// The degrees of freedom of the blocks and the prior.
    freedom: f64,
    cuts: Cuts,
}

/// The expectation that a change is measured against.
#[derive(Clone, Copy, Debug)]
struct Expected {
    /// The expected sum, as a multiple of the sum a window before: `phi + k`.
    gain: f64,
    /// The integral of the squared weight of an instant in the change, over covered days.
    mass: f64,
}

impl Frame {
    /// Creates the frame of some covered periods.
    fn new(question: &Question<'_>, periods: &[(f64, f64)], used: CoverageUsed) -> Self {
        let calibration = question.calibration;
        let decay = calibration.decay();
        // Days are counted from the day of the instant. Counted from 1970, the length of a baseline of
        // seconds would have only seven correct digits.
        let since = |at: DayTime, from: DayTime| to_f64(at.day - from.day) + at.fraction;
        let covered = |at: DayTime, from: f64, power| -> f64 {
            let origin = to_f64(at.day);
            let masses = periods.iter().map(|&(start, end)| {
                let part = ((start - origin).max(from), end - origin);
                decay.mass_between(at.fraction, part, power)
            });
            masses.sum()
        };
        let (t, u) = (question.at, question.before);
        let (always, window) = (f64::NEG_INFINITY, since(u, t));
        let old = covered(u, always, 1.0);
        let new = covered(t, window, 1.0);
        // The integral over a very old baseline is too close to 0 to divide by.
        let k = new / old;
        let expected = (old > 0.0 && new > 0.0 && k < 1e100).then(|| Expected {
            gain: question.window_decay() + k,
            mass: k * k * covered(u, always, 2.0) + covered(t, window, 2.0),
        });
        let block = f64::from(calibration.block());
        let (origin, end) = (to_f64(t.day), t.fraction);
        let mut start = to_f64(question.first_day() - t.day);
        let days = (0..calibration.blocks()).map(|_| {
            let (from, to) = (start, (start + block).min(end));
            start += block;
            let parts = periods
                .iter()
                .map(|&(lo, hi)| ((hi - origin).min(to) - (lo - origin).max(from)).max(0.0));
            parts.sum()
        });
        let days: Box<[f64]> = days.collect();
        let all_days: f64 = days.iter().sum();
        let freedom = (all_days / block - 1.0).max(0.0) + calibration.prior();
        Self {
            used,
            expected,
            level_mass: covered(t, always, 2.0),
            kept: days
                .iter()
                .map(|&days| f64::from(u8::from(days > 0.0)))
                .collect(),
            days,
            all_days,
            freedom,
            cuts: Cuts::new(calibration, freedom),
        }
    }

    /// The expected sum, as a multiple of the sum a window before: `phi + k`. Returns `None` without a
    /// baseline.
    pub(super) fn gain(&self) -> Option<f64> {
        self.expected.map(|expected| expected.gain)
    }

    /// The burst variance per day, `v`: see the head of this file.
    fn burst(&self, calibration: &Calibration, blocks: &Blocks) -> f64 {
        if self.all_days <= 0.0 {
            return 0.0;
        }
        let (days, kept) = (&self.days[..], &self.kept[..self.days.len()]);
        let (scores, squares) = (&blocks.scores[..days.len()], &blocks.squares[..days.len()]);
        let mean = lanes_sum(|i| kept[i] * scores[i], days.len()) / self.all_days;
        let independent = lanes_sum(|i| kept[i] * squares[i], days.len()) / self.all_days;
        let spread = lanes_sum(
            |i| {
                let surprise = kept[i] * scores[i] - mean * days[i];
                surprise * surprise
            },
            days.len(),
        );
        let prior = calibration.prior() * calibration.dispersion() * independent;
        (spread / f64::from(calibration.block()) + prior) / self.freedom
    }
}

/// Sums `len` terms in four lanes, so that the compiler can use vector instructions. The order of the
/// additions does not depend on the machine.
#[inline]
fn lanes_sum(term: impl Fn(usize) -> f64, len: usize) -> f64 {
    let mut sums = [0.0; 4];
    let fours = len / 4 * 4;
    for i in (0..fours).step_by(4) {
        for (lane, sum) in sums.iter_mut().enumerate() {
            *sum += term(i + lane);
        }
    }
    for i in fours..len {
        sums[i % 4] += term(i);
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

/// The frames of an instant for all dyads: one if the coverage is known, else one for each block in which
/// the first mark of a dyad can begin.
#[derive(Clone, Debug)]
pub(super) struct Frames(Vec<Frame>);

impl Frames {
    /// Creates the frames.
    pub(super) fn new(question: &Question<'_>, coverage: &Coverage) -> Self {
        if let Some(periods) = coverage.bounds() {
            return Self(vec![Frame::new(question, &periods, CoverageUsed::Declared)]);
        }
        let blocks = question.first_block() - 1..=question.last_block + 1;
        Self(
            blocks
                .map(|block| Frame::assumed(question, block))
                .collect(),
        )
    }

    /// The frame of a dyad whose first mark begins in some block. `None` if no mark has begun.
    pub(super) fn of(&self, question: &Question<'_>, begins: Option<i64>) -> &Frame {
        if let [frame] = &self.0[..] {
            return frame;
        }
        let block = question.assumed_block(begins);
        let index = usize::try_from(block - (question.first_block() - 1));
        &self.0[index.expect("an assumed block is at most one before the first kept block")]
    }
}

impl Question<'_> {
    /// The frame of a dyad whose first mark begins on some day.
    pub(super) fn frame(&self, coverage: &Coverage, first_day: Option<i32>) -> Frame {
        match coverage.bounds() {
            Some(periods) => Frame::new(self, &periods, CoverageUsed::Declared),
            None => Frame::assumed(self, self.assumed_block(self.begins(first_day))),
        }
    }

    /// The block in which the first mark begins. Returns `None` if it has not begun.
    pub(super) fn begins(&self, first_day: Option<i32>) -> Option<i64> {
        let begun = first_day.filter(|&day| self.at.is_after(day))?;
        Some(block_of(self.calibration, begun.into()))
    }

    /// The block in which an unknown coverage is assumed to begin. The block before the first kept block
    /// means no beginning, the block after the last means that nothing is covered.
    fn assumed_block(&self, begins: Option<i64>) -> i64 {
        match begins {
            Some(block) => block.max(self.first_block() - 1),
            None => self.last_block + 1,
        }
    }
}

impl Frame {
    /// Creates the frame of an unknown coverage that is assumed to begin with a block.
    fn assumed(question: &Question<'_>, block: i64) -> Self {
        let start = block * i64::from(question.calibration.block());
        if block > question.last_block {
            Self::new(question, &[], CoverageUsed::Unknown)
        } else if block < question.first_block() {
            let always = [(f64::NEG_INFINITY, f64::INFINITY)];
            Self::new(question, &always, CoverageUsed::AssumedAlways)
        } else {
            let date = i32::try_from(start).ok().and_then(date_of_day);
            let used = date.map_or(CoverageUsed::AssumedAlways, CoverageUsed::AssumedSince);
            Self::new(question, &[(to_f64(start), f64::INFINITY)], used)
        }
    }
}

/// The sums of scores and of squared scores of a dyad in each kept block, oldest first.
#[derive(Clone, Debug)]
pub(super) struct Blocks {
    pub(super) scores: Vec<f64>,
    pub(super) squares: Vec<f64>,
}

impl Blocks {
    pub(super) fn new(calibration: &Calibration) -> Self {
        let blocks = usize::try_from(calibration.blocks()).expect("at most 1,000 blocks");
        Self {
            scores: vec![0.0; blocks],
            squares: vec![0.0; blocks],
        }
    }

    /// Adds a part of the marks of the last day to the last block.
    pub(super) fn add_today(&mut self, sums: &Sums, part: f64) {
        let last = self.scores.len() - 1;
        self.scores[last] += units_to_f64(sums.score) * part;
        self.squares[last] += units_to_f64(sums.squares) * part;
    }

    /// Adds the marks of a span of several days up to the instant.
    pub(super) fn add_long_span(&mut self, question: &Question<'_>, span: &LongSpan) {
        self.add_long_span_since(question, span, question.first_day());
    }

    /// As [`add_long_span`](Self::add_long_span), for the blocks from the one that begins on a day.
    pub(super) fn add_long_span_since(
        &mut self,
        question: &Question<'_>,
        span: &LongSpan,
        kept_from: i64,
    ) {
        let block = i64::from(question.calibration.block());
        let (from, to) = (i64::from(span.from), i64::from(span.to));
        let [score, squares] = [span.sums.score, span.sums.squares].map(units_to_f64);
        let days = to_f64(to - from);
        // Days are counted from the day of the instant, as in a frame.
        let since = |day: i64| to_f64(day - question.at.day);
        let happened = since(to).min(question.at.fraction);
        let (first, last) = (question.first_day(), question.at.last_day());
        for index in
            question.block_index(from.max(kept_from))..=question.block_index((to - 1).min(last))
        {
            let start = first + block * i64::try_from(index).expect("at most 1,000 blocks");
            let (start, end) = (since(start), since(start + block));
            let share = (happened.min(end) - since(from).max(start)) / days;
            self.scores[index] += score * share;
            self.squares[index] += squares * share;
        }
    }
}

/// The thresholds of the directions, for one number of degrees of freedom.
#[derive(Clone, Copy, Debug)]
struct Cuts {
    enter: Cut,
    strong: Cut,
    lean: Cut,
    sure: Cut,
}

impl Cuts {
    fn new(calibration: &Calibration, freedom: f64) -> Self {
        let cut = |threshold| Cut::new(threshold, freedom);
        Self {
            enter: cut(calibration.enter_at()),
            strong: cut(calibration.strong_at()),
            lean: cut(calibration.lean_at()),
            sure: cut(Threshold { p: 0.90, z: Z_90 }),
        }
    }
}

/// A threshold, and the value `t` of Student's distribution at which it is reached.
///
/// Comparing with `t` avoids the transformation of each change. Close to `t`, rounding could make the
/// direction contradict the published probability, so there the probability itself is compared.
#[derive(Clone, Copy, Debug)]
struct Cut {
    threshold: Threshold,
    freedom: f64,
    t: f64,
}

impl Cut {
    fn new(threshold: Threshold, freedom: f64) -> Self {
        Self {
            threshold,
            freedom,
            t: wallace_inverse(threshold.z, freedom),
        }
    }

    fn is_close(&self, t: f64) -> bool {
        (t - self.t).abs() <= 1e-6 * (1.0 + self.t)
    }

    fn probability(&self, t: f64) -> f64 {
        normal_cdf(wallace(t, self.freedom))
    }

    /// Whether the probability of a rise reaches the threshold.
    #[inline]
    fn is_reached(&self, t: f64) -> bool {
        if self.is_close(t) {
            self.probability(t) >= self.threshold.p
        } else {
            t > self.t
        }
    }

    /// Whether the probability of a fall reaches the threshold.
    #[inline]
    fn is_reached_below(&self, t: f64) -> bool {
        if self.is_close(-t) {
            1.0 - self.probability(t) >= self.threshold.p
        } else {
            -t > self.t
        }
    }

    /// Whether the normal deviate of `t` reaches the normal deviate of the threshold.
    #[inline]
    fn is_passed(&self, t: f64) -> bool {
        if self.is_close(t) {
            wallace(t, self.freedom) >= self.threshold.z
        } else {
            t > self.t
        }
    }

    /// Whether neither probability exceeds the threshold.
    fn holds_between(&self, t: f64) -> bool {
        if self.is_close(t.abs()) {
            let p = self.probability(t);
            1.0 - self.threshold.p <= p && p <= self.threshold.p
        } else {
            t.abs() < self.t
        }
    }
}
