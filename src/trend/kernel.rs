//! From sums to a level and a trend: the one place in which they are computed.
//!
//! A [`Question`] holds what follows from the instant alone, a [`Frame`] what follows from the
//! coverage as well, and neither knows a mark. With the sums of a pair at the instant and a
//! window before it, and those of its blocks, [`Question::level`] and [`Question::trend`] give
//! the answer. Where the sums come from does not matter: a pair's own days, a pass over a
//! ledger, or a snapshot.
//!
//! # Variance
//!
//! Marks come in bursts, so the variance of a sum of marks is estimated from blocks of a fixed
//! calendar. With `X` the sum of the scores of a block, and `L` its covered days,
//!
//! ```text
//! mu = sum X / sum L          q = sum of squared scores / sum L          n = sum L / B - 1
//! v  = (sum (X - mu L)^2 / B + n0 g q) / (n + n0)
//! ```
//!
//! is the variance of a day. The prior is worth `n0` blocks of `g` times the variance that
//! independent marks would have: it decides for a pair of few blocks, and fades after them.
//! Blocks without a covered day are dropped.
//!
//! A change gives the marks before the window a weight of `-k` times what is left of them then,
//! and those in it what is left of them now; its variance is `v` times the integral of the
//! square of that, over covered days.

use crate::ledger::Sums as Exact;
use crate::numeric::{normal_cdf, wallace, wallace_inverse};
use crate::time::{Moment, date_of_day};

use super::calibration::{Threshold, Z_90};
use super::change::{Change, Direction, Missing, Trend};
use super::decay::{Instant, Long, Sums, to_f64, units_to_f64};
use super::level::Level;
use super::{Calibration, Coverage, CoverageUsed};

/// An instant at which pairs are measured, and the one a window before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question<'c> {
    pub(super) calibration: &'c Calibration,
    pub(super) moment: Moment,
    pub(super) at: Instant,
    pub(super) before: Instant,
    /// The block of the last day before the instant.
    pub(super) last_block: i64,
}

impl<'c> Question<'c> {
    pub(super) fn new(calibration: &'c Calibration, moment: Moment) -> Self {
        let at = Instant::new(moment, calibration.decay());
        Self {
            calibration,
            moment,
            at,
            before: at.days_before(calibration.window()),
            last_block: block_of(calibration, at.last_day()),
        }
    }

    /// The first of the blocks that are kept.
    pub(super) fn first_block(&self) -> i64 {
        self.last_block + 1 - i64::from(self.calibration.blocks())
    }

    /// The place of the block that holds a day, among those that are kept.
    #[inline]
    fn place(&self, day: i64) -> usize {
        // Numbers of 32 bits are divided several times as fast as those of 64.
        let days = u32::try_from(day - self.first_day()).expect("a day of a block that is kept");
        usize::try_from(days / self.calibration.block()).expect("there are at most 1,000 blocks")
    }

    /// The first day of the first block that is kept.
    pub(super) fn first_day(&self) -> i64 {
        self.first_block() * i64::from(self.calibration.block())
    }

    /// The level of a pair; `None` before its first mark has begun.
    pub(super) fn level(&self, frame: &Frame, sums: &Sums, blocks: &Blocks) -> Option<Level> {
        (sums.marks > 0).then(|| self.level_of(frame, sums, frame.burst(self.calibration, blocks)))
    }

    fn level_of(&self, frame: &Frame, sums: &Sums, burst: f64) -> Level {
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

    /// The trend of a pair, from its sums at the instant and a window before it.
    pub(super) fn trend(&self, frame: &Frame, now: &Sums, then: &Sums, blocks: &Blocks) -> Trend {
        let burst = frame.burst(self.calibration, blocks);
        let change = frame.expected.map(|expected| Change {
            size: now.score() - expected.gain * then.score(),
            variance: self.calibration.kappa_z() + burst * expected.mass,
        });
        // Where nothing came the two are equal but for rounding.
        let weight_new = (now.weight() - self.left_of_window() * then.weight()).max(0.0);
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

    fn left_of_window(&self) -> f64 {
        let window = self.calibration.window();
        self.calibration.decay().after(window.into())
    }

    /// The direction of a change of a pair with enough weight, and whether it is strong.
    fn direction(&self, frame: &Frame, change: Change, weight: f64) -> (Direction, bool) {
        let (sd, cuts) = (change.variance.sqrt(), &frame.cuts);
        let t = change.size / sd;
        if cuts.enter.is_reached(t) {
            return (Direction::Rising, cuts.strong.is_reached(t));
        }
        if cuts.enter.is_reached_below(t) {
            return (Direction::Falling, cuts.strong.is_reached_below(t));
        }
        // A change that matters has to be excluded on both sides, and neither side be favoured.
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

/// The block of the fixed calendar that holds a day.
pub(super) fn block_of(calibration: &Calibration, day: i64) -> i64 {
    day.div_euclid(calibration.block().into())
}

/// What follows from a coverage at an instant.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) used: CoverageUsed,
    /// What a change is measured against; `None` without a baseline.
    expected: Option<Expected>,
    /// The covered integral of the squared decay.
    level_mass: f64,
    /// For each block, oldest first, its covered days; 0 if the block is dropped.
    days: Box<[f64]>,
    /// 1 for each of them that is kept, else 0.
    kept: Box<[f64]>,
    all_days: f64,
    /// The degrees of freedom of the blocks and the prior.
    freedom: f64,
    cuts: Cuts,
}

/// What a change is measured against.
#[derive(Clone, Copy, Debug)]
struct Expected {
    /// How much of the sum a window ago is expected now, `phi + k`.
    gain: f64,
    /// The covered integral of the squared weight of an instant in the change.
    mass: f64,
}

impl Frame {
    /// The frame of covered stretches.
    fn new(question: &Question<'_>, stretches: &[(f64, f64)], used: CoverageUsed) -> Self {
        let calibration = question.calibration;
        let decay = calibration.decay();
        // Days are counted from that of an instant: counted from 1970 a baseline of seconds would
        // be known to seven digits.
        let since = |at: Instant, from: Instant| to_f64(at.day - from.day) + at.fraction;
        let covered = |at: Instant, from: f64, power| -> f64 {
            let origin = to_f64(at.day);
            let masses = stretches.iter().map(|&(start, end)| {
                let part = ((start - origin).max(from), end - origin);
                decay.mass_between(at.fraction, part, power)
            });
            masses.sum()
        };
        let (t, u) = (question.at, question.before);
        let (always, window) = (f64::NEG_INFINITY, since(u, t));
        let old = covered(u, always, 1.0);
        let new = covered(t, window, 1.0);
        // What is left of a baseline of long ago may be too little to divide by.
        let k = new / old;
        let expected = (old > 0.0 && new > 0.0 && k < 1e100).then(|| Expected {
            gain: question.left_of_window() + k,
            mass: k * k * covered(u, always, 2.0) + covered(t, window, 2.0),
        });
        let block = f64::from(calibration.block());
        let (origin, end) = (to_f64(t.day), t.fraction);
        let mut start = to_f64(question.first_day() - t.day);
        let days = (0..calibration.blocks()).map(|_| {
            let (from, to) = (start, (start + block).min(end));
            start += block;
            let parts = stretches
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

    /// How much of the sum a window ago is expected now, `phi + k`; `None` without a baseline.
    pub(super) fn gain(&self) -> Option<f64> {
        self.expected.map(|expected| expected.gain)
    }

    /// The burst variance of a day, `v`, from the sums of the blocks.
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

/// A sum of `len` terms in four lanes, which the compiler takes two by two or all at once.
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

/// The frames of an instant: one if the coverage is known, else one for each block in which the
/// first mark of a pair may begin.
#[derive(Clone, Debug)]
pub(super) struct Frames(Vec<Frame>);

impl Frames {
    /// The frames for pairs of any first day.
    pub(super) fn new(question: &Question<'_>, coverage: &Coverage) -> Self {
        if let Some(stretches) = coverage.bounds() {
            return Self(vec![Frame::new(
                question,
                &stretches,
                CoverageUsed::Declared,
            )]);
        }
        let blocks = question.first_block() - 1..=question.last_block + 1;
        Self(
            blocks
                .map(|block| Frame::assumed(question, block))
                .collect(),
        )
    }

    /// The frame of a pair, by the block in which the first mark of those that have begun
    /// begins.
    pub(super) fn of(&self, question: &Question<'_>, begins: Option<i64>) -> &Frame {
        if let [frame] = &self.0[..] {
            return frame;
        }
        let block = question.assumed_block(begins);
        let place = usize::try_from(block - (question.first_block() - 1));
        &self.0[place.expect("an assumed block is at most one before those that are kept")]
    }
}

impl Question<'_> {
    /// The frame of one pair, by the day on which its first mark begins.
    pub(super) fn frame(&self, coverage: &Coverage, first_day: Option<i32>) -> Frame {
        match coverage.bounds() {
            Some(stretches) => Frame::new(self, &stretches, CoverageUsed::Declared),
            None => Frame::assumed(self, self.assumed_block(self.begins(first_day))),
        }
    }

    /// The block in which the first mark begins, if it has begun.
    pub(super) fn begins(&self, first_day: Option<i32>) -> Option<i64> {
        let begun = first_day.filter(|&day| self.at.is_after(day))?;
        Some(block_of(self.calibration, begun.into()))
    }

    /// The block in which an unknown coverage is taken to begin: one before those that are kept
    /// if it has no beginning, and one after them if no mark has begun.
    fn assumed_block(&self, begins: Option<i64>) -> i64 {
        match begins {
            Some(block) => block.max(self.first_block() - 1),
            None => self.last_block + 1,
        }
    }
}

impl Frame {
    /// The frame of an unknown coverage that is taken to begin with a block.
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

/// The sums of the blocks of a pair, oldest first: of scores, and of squared scores.
#[derive(Clone, Debug)]
pub(super) struct Blocks {
    pub(super) scores: Vec<f64>,
    pub(super) squares: Vec<f64>,
}

impl Blocks {
    pub(super) fn new(calibration: &Calibration) -> Self {
        let blocks = usize::try_from(calibration.blocks()).expect("there are at most 1,000 blocks");
        Self {
            scores: vec![0.0; blocks],
            squares: vec![0.0; blocks],
        }
    }

    /// Adds a part of the marks of the last day, to the last block.
    pub(super) fn add_today(&mut self, exact: &Exact, part: f64) {
        let last = self.scores.len() - 1;
        self.scores[last] += units_to_f64(exact.score) * part;
        self.squares[last] += units_to_f64(exact.squares) * part;
    }

    /// Adds the marks of a span of several days, as far as they have happened by the instant.
    pub(super) fn add_long(&mut self, question: &Question<'_>, long: &Long) {
        self.add_long_since(question, long, question.first_day());
    }

    /// The same, but only of the blocks from the one that begins on a day.
    pub(super) fn add_long_since(&mut self, question: &Question<'_>, long: &Long, kept_from: i64) {
        let block = i64::from(question.calibration.block());
        let (from, to) = (i64::from(long.from), i64::from(long.to));
        let [score, squares] = [long.exact.score, long.exact.squares].map(units_to_f64);
        let days = to_f64(to - from);
        // Counted from the day of the instant, as in a frame.
        let since = |day: i64| to_f64(day - question.at.day);
        let happened = since(to).min(question.at.fraction);
        let (first, last) = (question.first_day(), question.at.last_day());
        for place in question.place(from.max(kept_from))..=question.place((to - 1).min(last)) {
            let start =
                first + block * i64::try_from(place).expect("there are at most 1,000 blocks");
            let (start, end) = (since(start), since(start + block));
            let share = (happened.min(end) - since(from).max(start)) / days;
            self.scores[place] += score * share;
            self.squares[place] += squares * share;
        }
    }
}

/// The values of Student's distribution at which directions change, for one number of degrees
/// of freedom.
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

/// A threshold, and the value of Student's distribution that reaches it.
///
/// A comparison with that value is enough, except where it is close: there the threshold itself
/// is compared, so that the direction never contradicts the probability that is given.
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

    /// Whether the probability of a fall does.
    #[inline]
    fn is_reached_below(&self, t: f64) -> bool {
        if self.is_close(-t) {
            1.0 - self.probability(t) >= self.threshold.p
        } else {
            -t > self.t
        }
    }

    /// Whether a deviate passes the threshold's own.
    #[inline]
    fn is_passed(&self, t: f64) -> bool {
        if self.is_close(t) {
            wallace(t, self.freedom) >= self.threshold.z
        } else {
            t > self.t
        }
    }

    /// Whether neither side has more than the threshold.
    fn holds_between(&self, t: f64) -> bool {
        if self.is_close(t.abs()) {
            let p = self.probability(t);
            1.0 - self.threshold.p <= p && p <= self.threshold.p
        } else {
            t.abs() < self.t
        }
    }
}
