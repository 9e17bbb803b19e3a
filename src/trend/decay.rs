//! How marks decay, and the fixed point in which they are summed.
//!
//! There is one table of decays and one fixed point for all of `trend`. A decay is a multiple of
//! 2^-55, and a sum of a ledger one of 2^-40, so that their product, a multiple of 2^-95, is
//! exact in 128 bits, and so are sums of products: they do not depend on the order in which
//! they are added, nor on the division of the marks into parts.
//!
//! # Folds
//!
//! The sums at *any* instant have to have the same bits, whatever other instants are asked
//! about and whichever route computes them. So days are summed by *folds*, a fixed calendar of
//! 2^n days each: within a fold as integers, as seen from its end; and from fold to fold in
//! floating point, each fold that has marks in its turn. The sums at an instant are what is left
//! of the folds before it, and the days of its own fold until then, which are seen from the
//! instant by growing what is seen from the end of the fold. A fold is at most 128 days, so that
//! its sum has room, and at most four half-lives, so that no digits are lost by growing it.

use std::f64::consts::LN_2;
use std::fmt;
use std::sync::Arc;

use crate::ledger::{SpanSums, Sums as Exact, UNIT};
use crate::numeric::{exp2, exp2_m1};
use crate::time::{DAY, Moment};

/// How many whole days of decay are tabled.
const TABLED: u16 = 1024;

/// The bits of the fixed point of decays.
pub(super) const DECAY_BITS: u32 = 55;

/// How many units of it make a decay of 1.
#[expect(clippy::cast_precision_loss, reason = "a power of two")]
const ONE: f64 = (1_u64 << DECAY_BITS) as f64;

/// The most days of a fold, as a power of two: 128 days of sums of 63 bits, times decays of 55,
/// are 125 bits.
const MOST_FOLD_BITS: u32 = 7;

/// The decay of marks with age, `2^(-age / half-life)`.
#[derive(Clone)]
pub(super) struct Decay {
    half_life: f64,
    /// Of whole days; computed once, and shared by all copies.
    table: Arc<[f64]>,
    /// A fold has two to the power of this days.
    fold_bits: u32,
    /// For each day of a fold, the expected decay of its marks at the end of the fold.
    fold_weights: Arc<[i64]>,
    /// The mean decay over a day at its end.
    day_mean: f64,
}

impl fmt::Debug for Decay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "half-life {}", self.half_life)
    }
}

/// The tables follow from the half-life.
impl PartialEq for Decay {
    fn eq(&self, other: &Self) -> bool {
        self.half_life == other.half_life
    }
}

impl Decay {
    pub(super) fn new(half_life: f64) -> Self {
        let table = (0..TABLED).map(|day| exp2(-f64::from(day) / half_life));
        let mut decay = Self {
            half_life,
            table: table.collect(),
            fold_bits: 0,
            fold_weights: Arc::default(),
            day_mean: 0.0,
        };
        while decay.fold_bits < MOST_FOLD_BITS
            && f64::from(2_u32 << decay.fold_bits) <= 4.0 * half_life
        {
            decay.fold_bits += 1;
        }
        decay.day_mean = decay.mass(1.0);
        let ages = (0..1_i64 << decay.fold_bits).rev();
        decay.fold_weights = ages
            .map(|age| fixed(decay.day_mean * decay.after(age)))
            .collect();
        decay
    }

    pub(super) const fn half_life(&self) -> f64 {
        self.half_life
    }

    /// What is left after so many whole days.
    #[inline]
    pub(super) fn after(&self, days: i64) -> f64 {
        let tabled = usize::try_from(days)
            .ok()
            .and_then(|day| self.table.get(day));
        match tabled {
            Some(&left) => left,
            None => self.after_time(to_f64(days)),
        }
    }

    /// What is left after some days and a fraction.
    pub(super) fn after_time(&self, days: f64) -> f64 {
        exp2(-days / self.half_life)
    }

    /// What is lost after some days: 1 less what is left, to the last digit.
    pub(super) fn lost_after(&self, days: f64) -> f64 {
        -exp2_m1(-days / self.half_life)
    }

    /// The integral of the decay over the ages from 0 to some days.
    pub(super) fn mass(&self, days: f64) -> f64 {
        self.half_life / LN_2 * self.lost_after(days)
    }

    /// The integral of the decay, to the first or second power, over the times from `from` to
    /// `to`, seen from `at`. What is after `at` has not happened yet; `from` may be infinite.
    pub(super) fn mass_between(&self, at: f64, (from, to): (f64, f64), power: f64) -> f64 {
        let to = to.min(at);
        if from >= to {
            return 0.0;
        }
        let left = self.after_time(power * (at - to));
        left * (self.half_life / (power * LN_2) * self.lost_after(power * (to - from)))
    }

    /// The expected decay, seen from an instant, of a mark that is uniform on a span of days.
    pub(super) fn expected(&self, at: Instant, from: i32, to: i32) -> f64 {
        if !at.is_after(from) {
            return 0.0;
        }
        let (from, to) = (i64::from(from), i64::from(to));
        let age = at.day - to;
        if age < 0 {
            return self.mass(to_f64(at.day - from) + at.fraction) / to_f64(to - from);
        }
        let mean = if to - from == 1 {
            self.day_mean
        } else {
            self.mass(to_f64(to - from)) / to_f64(to - from)
        };
        self.after(age) * at.decay * mean
    }

    /// The fold that holds a day.
    #[inline]
    pub(super) const fn fold_of(&self, day: i64) -> i64 {
        day >> self.fold_bits
    }

    /// The first day of a fold.
    #[inline]
    pub(super) const fn fold_start(&self, fold: i64) -> i64 {
        fold << self.fold_bits
    }

    /// The expected decay of the marks of a day at the end of its fold.
    #[inline]
    pub(super) fn fold_weight(&self, day: i64) -> i64 {
        let place = day & ((1 << self.fold_bits) - 1);
        let place = usize::try_from(place).expect("masked to the days of a fold");
        self.fold_weights[place]
    }
}

/// An instant, as a whole day and what has passed of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instant {
    pub(super) day: i64,
    pub(super) fraction: f64,
    /// The decay over the fraction.
    pub(super) decay: f64,
}

impl Instant {
    pub(super) fn new(at: Moment, decay: &Decay) -> Self {
        let fraction = to_f64(at.timestamp().rem_euclid(DAY)) / to_f64(DAY);
        Self {
            day: i64::from(at.day()),
            fraction,
            decay: decay.after_time(fraction),
        }
    }

    pub(super) fn days_before(self, days: u32) -> Self {
        Self {
            day: self.day - i64::from(days),
            ..self
        }
    }

    pub(super) fn days(self) -> f64 {
        to_f64(self.day) + self.fraction
    }

    /// Whether a part of its day has passed.
    pub(super) fn has_begun_the_day(self) -> bool {
        self.fraction > 0.0
    }

    /// The last day of which some has passed.
    pub(super) fn last_day(self) -> i64 {
        self.day - i64::from(!self.has_begun_the_day())
    }

    /// Whether a span that begins on a day has begun.
    #[inline]
    pub(super) fn is_after(self, from: i32) -> bool {
        i64::from(from) <= self.last_day()
    }
}

/// The sums of scores, scores above 0, weights and contacts.
pub(super) type Lanes = [f64; 4];

/// The same of the exact sums of a span.
#[inline]
pub(super) const fn lanes(exact: &Exact) -> [i64; 4] {
    [exact.score, exact.positive, exact.weight, exact.contact]
}

/// Exact sums of days, as seen from the end of their fold.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Folded {
    pub(super) marks: u64,
    pub(super) lanes: [i128; 4],
}

impl Folded {
    /// Adds the marks of a day, of which `weight` is left at the end of the fold.
    #[inline]
    pub(super) fn add_day(&mut self, marks: u32, exact: &Exact, weight: i64) {
        self.marks += u64::from(marks);
        for (sum, units) in self.lanes.iter_mut().zip(lanes(exact)) {
            *sum += i128::from(units) * i128::from(weight);
        }
    }

    #[inline]
    pub(super) fn add(&mut self, other: &Self) {
        self.marks += other.marks;
        for (sum, other) in self.lanes.iter_mut().zip(other.lanes) {
            *sum += other;
        }
    }
}

/// The sums of a pair at an instant, or at the end of a fold.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sums {
    /// How many marks have begun, undecayed.
    pub(super) marks: u64,
    pub(super) lanes: Lanes,
}

impl Sums {
    pub(super) const fn score(&self) -> f64 {
        self.lanes[0]
    }

    pub(super) const fn positive(&self) -> f64 {
        self.lanes[1]
    }

    pub(super) const fn weight(&self) -> f64 {
        self.lanes[2]
    }

    pub(super) const fn contact(&self) -> f64 {
        self.lanes[3]
    }

    /// What is left of these sums.
    #[inline]
    pub(super) fn decayed(mut self, left: f64) -> Self {
        self.lanes.iter_mut().for_each(|sum| *sum *= left);
        self
    }

    /// Adds exact sums of days, of which `left` of what was seen at the end of the fold is seen.
    #[inline]
    pub(super) fn add_folded(&mut self, folded: &Folded, left: f64) {
        self.marks += folded.marks;
        for (sum, units) in self.lanes.iter_mut().zip(folded.lanes) {
            *sum += number(units) * left;
        }
    }

    /// Adds the sums of a span, of which so much is seen.
    pub(super) fn add_seen(&mut self, marks: u32, exact: &Exact, seen: f64) {
        self.marks += u64::from(marks);
        for (sum, units) in self.lanes.iter_mut().zip(lanes(exact)) {
            *sum += units_to_f64(units.into()) * seen;
        }
    }
}

/// The marks of a span of several days, which are summed one span after the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Long {
    pub(super) from: i32,
    pub(super) to: i32,
    pub(super) marks: u32,
    pub(super) exact: Exact,
}

impl Long {
    pub(super) fn of(sums: &SpanSums) -> Self {
        Self {
            from: sums.span().first_day(),
            to: sums.span().end_day(),
            marks: sums.marks(),
            exact: sums.parts(),
        }
    }

    /// The order in which they are summed: that in which they end.
    pub(super) const fn key(&self) -> (i32, i32) {
        (self.to, self.from)
    }

    /// The last day of the span.
    pub(super) fn last_day(&self) -> i64 {
        i64::from(self.to) - 1
    }
}

/// The sums of the folds until the end of one of them.
///
/// Both routes to the sums at an instant go through here: see the head of this file.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Settled {
    /// The day after the last of the fold.
    end: i64,
    sums: Sums,
}

impl Settled {
    /// Goes on to the end of a fold, with the days of it and the spans that end in it.
    #[inline]
    pub(super) fn advance(&mut self, decay: &Decay, fold: i64, days: &Folded, longs: &[Long]) {
        let end = decay.fold_start(fold + 1);
        self.sums = self.left_after(decay, end, 1.0);
        self.sums.add_folded(days, 1.0);
        for long in longs {
            let at = Instant {
                day: end,
                fraction: 0.0,
                decay: 1.0,
            };
            let seen = decay.expected(at, long.from, long.to);
            self.sums.add_seen(long.marks, &long.exact, seen);
        }
        self.end = end;
    }

    /// What is left at a later day, and after a fraction of it.
    #[inline]
    fn left_after(&self, decay: &Decay, day: i64, fraction: f64) -> Sums {
        if self.sums.marks == 0 {
            return Sums::default();
        }
        self.sums.decayed(decay.after(day - self.end) * fraction)
    }

    /// The sums at an instant in a later fold: with the days of its fold that are over, and
    /// `growth` from the end of that fold back to it; with spans that are not settled, in order;
    /// and with the marks of its own day.
    #[inline]
    pub(super) fn at(
        &self,
        decay: &Decay,
        at: Instant,
        (days, growth): (&Folded, f64),
        longs: &[Long],
        today: Option<(u32, &Exact)>,
    ) -> Sums {
        let mut sums = self.left_after(decay, at.day, at.decay);
        if days.marks > 0 {
            sums.add_folded(days, growth);
        }
        for long in longs.iter().filter(|long| at.is_after(long.from)) {
            let seen = decay.expected(at, long.from, long.to);
            sums.add_seen(long.marks, &long.exact, seen);
        }
        if let Some((marks, exact)) = today {
            sums.add_seen(marks, exact, decay.mass(at.fraction));
        }
        sums
    }
}

impl Decay {
    /// By how much more is seen at an instant than at the end of its fold.
    pub(super) fn growth(&self, at: Instant) -> f64 {
        let end = self.fold_start(self.fold_of(at.day) + 1);
        self.after_time(to_f64(at.day - end) + at.fraction)
    }
}

/// The nearest value of the fixed point of decays.
pub(super) fn fixed(decay: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "decays are between 0 and 1, which is 2^55"
    )]
    let units = (decay * ONE).round() as i64;
    units
}

/// A sum of products of marks and decays as a number.
#[inline]
pub(super) fn number(units: i128) -> f64 {
    float(units) * (1.0 / (ONE * UNIT))
}

/// A sum of marks as a number.
#[inline]
pub(super) fn units_to_f64(units: i128) -> f64 {
    float(units) * (1.0 / UNIT)
}

/// The number nearest to an integer, but for the last bit; faster than a conversion of 128 bits,
/// which is a call to a function.
#[inline]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "the two halves are meant, and rounding is"
)]
fn float(units: i128) -> f64 {
    const HALF: f64 = 18_446_744_073_709_551_616.0;
    let size = units.unsigned_abs();
    let (high, low) = ((size >> 64) as u64 as f64, size as u64 as f64);
    let size = high * HALF + low;
    if units < 0 { -size } else { size }
}

/// A number of days.
#[expect(
    clippy::cast_precision_loss,
    reason = "the days between two dates fit 33 bits"
)]
pub(super) fn to_f64(days: i64) -> f64 {
    days as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_is_converted_but_for_the_last_bit() {
        let mut units = vec![0, 1, i128::MAX, i128::MIN];
        for bits in 0..127 {
            let power = 1_i128 << bits;
            units.extend([
                power,
                power - 1,
                power + 1,
                power + power / 3,
                power.wrapping_mul(-1),
            ]);
        }
        for units in units {
            #[expect(clippy::cast_precision_loss, reason = "the oracle")]
            let expected = units as f64;
            let off = (float(units) - expected).abs();
            assert!(
                off <= expected.abs() * f64::EPSILON,
                "{units}: {}",
                float(units)
            );
        }
    }

    #[test]
    #[expect(clippy::cast_precision_loss, reason = "the oracle")]
    fn integers_become_the_nearest_numbers_but_for_the_last_bit() {
        let mut units: i128 = 1;
        for step in 0..2_000_i128 {
            units = (units * 3 + step) % (1 << 125);
            for units in [units, -units, units >> 64, units >> 90] {
                let error = (float(units) - units as f64).abs();
                assert!(error <= (units as f64).abs() * f64::EPSILON, "{units}");
            }
        }
    }

    #[test]
    fn folds_are_at_most_four_half_lives() {
        for (half_life, days) in [
            (0.01, 1),
            (0.5, 2),
            (1.0, 4),
            (31.0, 64),
            (120.0, 128),
            (1e6, 128),
        ] {
            let decay = Decay::new(half_life);
            assert_eq!(decay.fold_weights.len(), days, "{half_life}");
            let day = decay.fold_start(-3);
            assert_eq!((decay.fold_of(day), decay.fold_of(day - 1)), (-3, -4));
            assert!(decay.fold_weights.is_sorted());
        }
    }
}
