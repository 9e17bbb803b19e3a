//! The decay of marks, and the decayed sums of a dyad.
//!
//! The sums at an instant must have the same bits, whichever other instants are computed, whichever
//! type computes them, and however the marks of a day are divided among the three ledgers of a dyad.
//! A floating-point sum depends on the order of its terms, so marks of single days are summed as
//! integers:
//!
//! 1. The calendar is divided into *epochs* of a fixed number of days. The *growth* of a day is
//!    `2^(days since the epoch began / half-life)`, rounded once to a multiple of 2^-46.
//! 2. Within an epoch, each mark is multiplied by the growth of its day. These products are integers,
//!    so their sum is exact. To see the sum from a later instant, it is multiplied by one decay.
//! 3. At the end of an epoch the sum becomes a float, the *total*. Each later epoch multiplies it by
//!    the decay of an epoch, always by the same steps: [`Decay::carried`], then [`Decay::total`].
//!
//! One epoch for all time would overflow: growths double with each half-life.
//!
//! Spans of several days are few. They are summed as floats, in the order in which they end.
//!
//! A [`Snapshot`](super::Snapshot) has one fixed date, and sums integers only. Its decays are multiples
//! of 2^-55 and the sums of a ledger are multiples of 2^-40, so sums of products are exact in 128 bits.

use std::f64::consts::LN_2;
use std::fmt;
use std::sync::Arc;

use crate::ledger::{SpanSums, Sums, UNIT};
use crate::numeric::{exp2, exp2_m1};
use crate::time::{DAY, Moment};

/// The decay is tabled for this number of days, and for this number of multiples of it: 90 years.
const TABLED: u16 = 1024;
const MULTIPLES: u16 = 32;

/// The number of fractional bits of a growth.
const GROWTH_BITS: u32 = 46;

/// A growth of 1, in units of 2^-46.
#[expect(clippy::cast_precision_loss, reason = "a power of two")]
const GROWTH_OF_1: f64 = (1_u64 << GROWTH_BITS) as f64;

/// The length of an epoch in half-lives, and its maximum number of days.
///
/// With 6 half-lives a growth is at most 2^52, which a float represents exactly. A sum of a day has at
/// most 63 bits, so a sum of an epoch has at most 63 + 52 + 10 bits and fits in an `i128`.
const EPOCH_HALF_LIVES: f64 = 6.0;
const LONGEST_EPOCH: f64 = 1024.0;

/// The number of fractional bits of a decay in a snapshot.
pub(super) const DECAY_BITS: u32 = 55;

/// A decay or a share of 1.
pub(super) const WHOLE: i64 = 1 << DECAY_BITS;

/// A decay of 1, in units of 2^-55.
#[expect(clippy::cast_precision_loss, reason = "a power of two")]
const ONE: f64 = (1_u64 << DECAY_BITS) as f64;

/// The decay of marks with age, `2^(-age / half-life)`.
#[derive(Clone)]
pub(super) struct Decay {
    half_life: f64,
    /// The decay after 0, 1, 2, … days, then after 0, 1, 2, … multiples of [`TABLED`] days. Copies
    /// share it.
    table: Arc<[f64]>,
    /// The mean decay of a day, seen from its end.
    day_mean: f64,
    /// The growths of the days of an epoch.
    growths: Arc<[i64]>,
    /// The decay after an epoch.
    epoch_left: f64,
    /// The value of one unit of a [`GrownSums`], seen from the end of the first day of its epoch.
    unit_value: f64,
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
        let days = (0..TABLED).map(f64::from);
        let multiples = (0..MULTIPLES).map(|multiple| f64::from(multiple) * f64::from(TABLED));
        let table = days.chain(multiples).map(|days| exp2(-days / half_life));
        let epoch = (EPOCH_HALF_LIVES * half_life + 1.0).min(LONGEST_EPOCH);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 1 and 1,024"
        )]
        let epoch = epoch as u16;
        #[expect(clippy::cast_possible_truncation, reason = "at most 2^52")]
        let growth = |day| (exp2(f64::from(day) / half_life) * GROWTH_OF_1).round() as i64;
        let growths: Arc<[i64]> = (0..epoch).map(growth).collect();
        let mut decay = Self {
            half_life,
            table: table.collect(),
            day_mean: 0.0,
            epoch_left: 0.0,
            unit_value: 0.0,
            growths,
        };
        decay.day_mean = decay.mass(1.0);
        decay.epoch_left = decay.after(decay.epoch_days());
        decay.unit_value = decay.day_mean * UNIT_VALUE / GROWTH_OF_1;
        decay
    }

    pub(super) const fn half_life(&self) -> f64 {
        self.half_life
    }

    /// The decay after a number of whole days.
    #[inline]
    pub(super) fn after(&self, days: i64) -> f64 {
        let tabled = usize::from(TABLED);
        match usize::try_from(days) {
            Ok(days) if days < tabled => self.table[days],
            Ok(days) if days < tabled * usize::from(MULTIPLES) => {
                self.table[tabled + days / tabled] * self.table[days % tabled]
            }
            _ => self.after_time(to_f64(days)),
        }
    }

    /// The decay after a number of days with a fraction.
    pub(super) fn after_time(&self, days: f64) -> f64 {
        exp2(-days / self.half_life)
    }

    /// 1 minus the decay after some days, without cancellation.
    pub(super) fn lost_after(&self, days: f64) -> f64 {
        -exp2_m1(-days / self.half_life)
    }

    /// The integral of the decay over the ages from 0 to some days.
    pub(super) fn mass(&self, days: f64) -> f64 {
        self.half_life / LN_2 * self.lost_after(days)
    }

    /// The integral of the decay, to the power of 1 or 2, from `from` to `to`, seen from `at`.
    ///
    /// Times after `at` are left out. `from` may be infinite.
    pub(super) fn mass_between(&self, at: f64, (from, to): (f64, f64), power: f64) -> f64 {
        let to = to.min(at);
        if from >= to {
            return 0.0;
        }
        let left = self.after_time(power * (at - to));
        left * (self.half_life / (power * LN_2) * self.lost_after(power * (to - from)))
    }

    /// The expected decay at an instant of a mark on a span of days.
    ///
    /// The mark is uniform on the span, so this is the mean decay over the part of the span before
    /// the instant. The rest of the span counts 0.
    pub(super) fn expected(&self, at: DayTime, from: i32, to: i32) -> f64 {
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
}

/// An instant, as a whole day and a fraction of a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct DayTime {
    pub(super) day: i64,
    pub(super) fraction: f64,
    /// The decay after the fraction.
    pub(super) decay: f64,
}

impl DayTime {
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

    /// The sort key.
    pub(super) fn key(self) -> (i64, f64) {
        (self.day, self.fraction)
    }

    /// Whether it is later than midnight.
    pub(super) fn is_within_day(self) -> bool {
        self.fraction > 0.0
    }

    /// The last day that begins before the instant.
    pub(super) fn last_day(self) -> i64 {
        self.day - i64::from(!self.is_within_day())
    }

    /// Whether a span that begins on a day has begun.
    #[inline]
    pub(super) fn is_after(self, from: i32) -> bool {
        i64::from(from) <= self.last_day()
    }
}

/// Four sums side by side: scores, scores above 0, weights and contacts.
pub(super) type Lanes = [f64; 4];

/// The same four sums of a ledger, as integers.
#[inline]
const fn lanes(sums: &Sums) -> [i64; 4] {
    [sums.score, sums.positive, sums.weight, sums.contact]
}

/// The decayed sums of a dyad at an instant.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct DyadSums {
    /// The number of marks that have begun, undecayed.
    pub(super) marks: u64,
    pub(super) lanes: Lanes,
}

impl DyadSums {
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

    /// Adds the sums of a span, multiplied by its expected decay.
    #[inline]
    fn add(&mut self, marks: u32, sums: &Sums, decay: f64) {
        self.marks += u64::from(marks);
        let value = decay * UNIT_VALUE;
        for (sum, units) in self.lanes.iter_mut().zip(lanes(sums)) {
            *sum += to_f64(units) * value;
        }
    }
}

/// The sums of a span of several days.
#[derive(Clone, Copy, Debug)]
pub(super) struct LongSpan {
    pub(super) from: i32,
    pub(super) to: i32,
    pub(super) marks: u32,
    pub(super) sums: Sums,
}

impl LongSpan {
    pub(super) fn of(sums: &SpanSums) -> Self {
        Self {
            from: sums.span().first_day(),
            to: sums.span().end_day(),
            marks: sums.marks(),
            sums: sums.sums(),
        }
    }

    /// The sort key: spans are summed in the order in which they end.
    pub(super) const fn key(&self) -> (i32, i32) {
        (self.to, self.from)
    }
}

/// The sums of some days of one epoch, each multiplied by the growth of its day.
///
/// They are exact integers, in units of a growth unit times a mark unit: 2^-46 times 2^-40.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct GrownSums([i128; 4]);

impl GrownSums {
    /// Adds the marks of a day.
    #[inline]
    pub(super) fn add(&mut self, sums: &Sums, growth: i64) {
        for (sum, units) in self.0.iter_mut().zip(lanes(sums)) {
            *sum += i128::from(units) * i128::from(growth);
        }
    }

    /// Adds the sums of other days of the same epoch.
    #[inline]
    pub(super) fn add_all(&mut self, other: &Self) {
        for (sum, other) in self.0.iter_mut().zip(other.0) {
            *sum += other;
        }
    }

    /// Converts the sums to floats, given the value of a unit.
    ///
    /// Each 64-bit half is converted separately, which is faster than converting 128 bits. Both halves
    /// are signed, so that negated sums give exactly the negated floats.
    #[inline]
    fn values(&self, unit: f64) -> Lanes {
        let [score, positive, weight, contact] = self.0;
        let value = |sum| value_of(sum, unit * TWO_64, unit);
        [value(score), value(positive), value(weight), value(contact)]
    }
}

/// Converts a sum to a float, given the value of a unit of its upper and of its lower half.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "each half has 64 bits")]
fn value_of(sum: i128, upper: f64, lower: f64) -> f64 {
    // The lower half is from -2^63 to 2^63 - 1, so the upper half is rounded to the nearest.
    let high = (sum + (1 << 63)) >> 64;
    to_f64(high as i64) * upper + to_f64(sum as i64) * lower
}

const TWO_64: f64 = 18_446_744_073_709_551_616.0;

/// Epochs and growths. Everything that computes sums at an instant uses these steps.
impl Decay {
    /// The days of an epoch.
    pub(super) fn epoch_days(&self) -> i64 {
        i64::try_from(self.growths.len()).expect("an epoch has at most 1,024 days")
    }

    /// The epoch that contains a day.
    pub(super) fn epoch_of(&self, day: i64) -> i64 {
        day.div_euclid(self.epoch_days())
    }

    /// The growths of the days of an epoch.
    pub(super) fn growths(&self) -> &[i64] {
        &self.growths
    }

    /// The growth of a day.
    pub(super) fn growth(&self, day: i64) -> i64 {
        let index = usize::try_from(day.rem_euclid(self.epoch_days()));
        self.growths[index.expect("a remainder is not negative")]
    }

    /// The total of an epoch so far: its own marks and those carried over from earlier epochs, seen
    /// from the end of its first day.
    #[inline]
    pub(super) fn total(&self, carried: &Lanes, grown: &GrownSums) -> Lanes {
        let mut total = grown.values(self.unit_value);
        for (sum, carried) in total.iter_mut().zip(carried) {
            *sum += carried;
        }
        total
    }

    /// The part of the total of an epoch that the next epoch begins with.
    #[inline]
    pub(super) fn carried(&self, total: &Lanes) -> Lanes {
        total.map(|sum| sum * self.epoch_left)
    }

    /// The total after `epochs` more epochs without marks.
    fn total_after(&self, mut total: Lanes, epochs: i64) -> Lanes {
        for _ in 0..epochs {
            // The total has decayed to 0, so later epochs do not change it.
            if total.iter().all(|&sum| sum == 0.0) {
                return Lanes::default();
            }
            // The same steps, and so the same bits, as `total` with no marks: adding 0 turns -0 into 0.
            total = self.carried(&total).map(|sum| sum + 0.0);
        }
        total
    }

    /// The epoch of the day before an instant, and the decay from the reference point of its total to
    /// the instant.
    ///
    /// The reference point is the end of the first day of the epoch: see [`total`](Self::total).
    pub(super) fn epoch_before(&self, at: DayTime) -> (i64, f64) {
        let epoch = self.epoch_of(at.day - 1);
        let reference = epoch * self.epoch_days() + 1;
        (epoch, self.after(at.day - reference) * at.decay)
    }

    /// The value at an instant of one unit of the [`GrownSums`] of its day. Only the part of the day before
    /// the instant counts. Dividing by the growth of the day cancels it.
    pub(super) fn unit_today(&self, at: DayTime) -> f64 {
        self.mass(at.fraction) * UNIT_VALUE / to_f64(self.growth(at.day))
    }
}

/// The sums of all days of a dyad up to one day.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RunningTotal {
    /// The epoch of the last day.
    epoch: i64,
    /// The total of the epoch so far: see [`Decay::total`].
    total: Lanes,
    marks: u64,
}

impl RunningTotal {
    /// The sums at an instant after the last day.
    pub(super) fn at(&self, decay: &Decay, at: DayTime) -> DyadSums {
        let (epoch, left) = decay.epoch_before(at);
        let total = decay.total_after(self.total, epoch - self.epoch);
        DyadSums {
            marks: self.marks,
            lanes: total.map(|sum| sum * left),
        }
    }
}

/// Adds the days of a dyad in order, and gives the sums after each of them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct DayWalk {
    running: RunningTotal,
    /// The part of earlier epochs in the total of this one.
    carried: Lanes,
    /// The marks of this epoch so far.
    grown: GrownSums,
}

impl DayWalk {
    /// Adds the marks of a day that is later than all days so far. Returns the sums up to its end.
    pub(super) fn add_day(
        &mut self,
        decay: &Decay,
        day: i64,
        marks: u32,
        sums: &Sums,
    ) -> RunningTotal {
        let epoch = decay.epoch_of(day);
        let running = &mut self.running;
        if running.marks == 0 {
            running.epoch = epoch;
        }
        if epoch > running.epoch {
            // The first day of a new epoch: carry the total over, also through epochs without marks.
            let last = decay.total_after(running.total, epoch - 1 - running.epoch);
            (self.carried, self.grown) = (decay.carried(&last), GrownSums::default());
            running.epoch = epoch;
        }
        self.grown.add(sums, decay.growth(day));
        running.total = decay.total(&self.carried, &self.grown);
        running.marks += u64::from(marks);
        *running
    }
}

/// The decayed sums of the spans of several days that have ended, at the end of the last of them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct EndedSpans {
    day: i64,
    sums: DyadSums,
}

impl EndedSpans {
    /// Adds a span that ends no earlier than all spans so far.
    pub(super) fn add(&mut self, decay: &Decay, span: &LongSpan) {
        let end = DayTime {
            day: span.to.into(),
            fraction: 0.0,
            decay: 1.0,
        };
        self.sums = self.at(decay, end);
        self.day = end.day;
        let expected = decay.expected(end, span.from, span.to);
        self.sums.add(span.marks, &span.sums, expected);
    }

    /// The sums at a later instant.
    fn at(&self, decay: &Decay, at: DayTime) -> DyadSums {
        if self.sums.marks == 0 {
            return DyadSums::default();
        }
        let left = decay.after(at.day - self.day) * at.decay;
        DyadSums {
            marks: self.sums.marks,
            lanes: self.sums.lanes.map(|sum| sum * left),
        }
    }
}

impl DyadSums {
    /// Adds the spans that have ended by an instant, and those of `open` that have begun.
    pub(super) fn add_long_spans(
        &mut self,
        decay: &Decay,
        at: DayTime,
        ended: &EndedSpans,
        open: &[LongSpan],
    ) {
        let ended = ended.at(decay, at);
        self.marks += ended.marks;
        for (sum, ended) in self.lanes.iter_mut().zip(ended.lanes) {
            *sum += ended;
        }
        for span in open.iter().filter(|span| at.is_after(span.from)) {
            let expected = decay.expected(at, span.from, span.to);
            self.add(span.marks, &span.sums, expected);
        }
    }

    /// Adds the marks of the day of an instant. `unit` is [`Decay::unit_today`].
    pub(super) fn add_today(&mut self, marks: u64, grown: &GrownSums, unit: f64) {
        self.marks += marks;
        for (sum, today) in self.lanes.iter_mut().zip(grown.values(unit)) {
            *sum += today;
        }
    }
}

/// Rounds a decay to units of 2^-55.
pub(super) fn fixed(decay: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a decay is at most 1, or 2^55 units"
    )]
    let units = (decay * ONE).round() as i64;
    units
}

/// Converts a sum of products of marks and fixed-point decays to a float.
#[expect(clippy::cast_precision_loss, reason = "the nearest float is intended")]
pub(super) fn number(units: i128) -> f64 {
    units as f64 / (ONE * UNIT)
}

/// The value of one unit of a ledger, 2^-40. Multiplying by a power of two is exact.
const UNIT_VALUE: f64 = 1.0 / UNIT;

/// Converts a sum of a ledger over many days to the nearest float: the same as [`units_to_f64`] if the
/// sum fits in 64 bits.
#[expect(clippy::cast_precision_loss, reason = "the nearest float is intended")]
pub(super) fn wide_units_to_f64(units: i128) -> f64 {
    match i64::try_from(units) {
        Ok(units) => units_to_f64(units),
        Err(_) => units as f64 * UNIT_VALUE,
    }
}

/// Converts a sum of a ledger to a float.
#[inline]
pub(super) fn units_to_f64(units: i64) -> f64 {
    to_f64(units) * UNIT_VALUE
}

/// The float nearest to an integer.
#[inline]
#[expect(clippy::cast_precision_loss, reason = "the nearest float is intended")]
pub(super) fn to_f64(integer: i64) -> f64 {
    integer as f64
}
