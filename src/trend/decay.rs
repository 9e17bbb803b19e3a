//! How marks decay, and how they are summed.
//!
//! There is one table of decays and one way of summation for all of `trend`. The sums at *any*
//! instant have to have the same bits, whatever other instants are asked about, whichever route
//! computes them, and however the marks of a day are divided among the ledgers of a pair. Floating
//! sums depend on their order, so the marks of days are summed as integers, which have none.
//!
//! The calendar is divided into epochs of a fixed number of days. Within an epoch a mark counts its
//! units times the *growth* of its day, `2^(day / half-life)` from the first day of the epoch, rounded
//! to an integer once. The sum of these products is exact, and becomes a number only at an instant or
//! at the end of the epoch. What is left of the earlier epochs is carried over as a number, by the
//! same step for each epoch.
//!
//! Spans of several days are few. They are summed in floating point, in the order in which they end.
//!
//! A snapshot is for one instant that is fixed beforehand, and sums integers alone: a decay is a
//! multiple of 2^-55 there, and a sum of a ledger one of 2^-40, so that their product is exact in
//! 128 bits, and so are sums of products.

use std::f64::consts::LN_2;
use std::fmt;
use std::sync::Arc;

use crate::ledger::{SpanSums, Sums as Exact, UNIT};
use crate::numeric::{exp2, exp2_m1};
use crate::time::{DAY, Moment};

/// How many whole days of decay are tabled, and how many multiples of them: 90 years.
const TABLED: u16 = 1024;
const MULTIPLES: u16 = 32;

/// The bits of the fixed point of growths.
const GROWTH_BITS: u32 = 46;

/// How many units of it make a growth of 1.
#[expect(clippy::cast_precision_loss, reason = "a power of two")]
const GROWTH_OF_1: f64 = (1_u64 << GROWTH_BITS) as f64;

/// How many half-lives an epoch has, and how many days at most.
///
/// A growth is then at most 2^52, which a float holds exactly. The sums of a day have 63 bits at most,
/// so that those of an epoch have 63 + 52 + 10.
const EPOCH_HALF_LIVES: f64 = 6.0;
const LONGEST_EPOCH: f64 = 1024.0;

/// The bits of the fixed point of decays.
pub(super) const DECAY_BITS: u32 = 55;

/// How many units of it make a decay of 1.
#[expect(clippy::cast_precision_loss, reason = "a power of two")]
const ONE: f64 = (1_u64 << DECAY_BITS) as f64;

/// The decay of marks with age, `2^(-age / half-life)`.
#[derive(Clone)]
pub(super) struct Decay {
    half_life: f64,
    /// Of whole days, and after them of multiples of as many days; computed once, and shared by
    /// all copies.
    table: Arc<[f64]>,
    /// The mean decay over a day at its end.
    day_mean: f64,
    /// The growths of the days of an epoch.
    growths: Arc<[i64]>,
    /// What is left after the days of an epoch.
    epoch_left: f64,
    /// The value at the end of a day of one unit of its marks, times a growth of 1.
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

    /// What is left after a number of whole days.
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

    /// What instants are ordered by.
    pub(super) fn key(self) -> (i64, f64) {
        (self.day, self.fraction)
    }

    /// Whether a part of its day has passed.
    pub(super) fn has_begun_the_day(self) -> bool {
        self.fraction > 0.0
    }

    /// The last day that has begun.
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
const fn lanes(exact: &Exact) -> [i64; 4] {
    [exact.score, exact.positive, exact.weight, exact.contact]
}

/// The sums of a pair at an instant.
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

    /// Adds the sums of a span, each times `seen`, its expected decay.
    #[inline]
    fn add(&mut self, marks: u32, exact: &Exact, seen: f64) {
        self.marks += u64::from(marks);
        let seen = seen * UNIT_VALUE;
        for (sum, units) in self.lanes.iter_mut().zip(lanes(exact)) {
            *sum += to_f64(units) * seen;
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
            exact: sums.sums(),
        }
    }

    /// The order in which they are summed: that in which they end.
    pub(super) const fn key(&self) -> (i32, i32) {
        (self.to, self.from)
    }
}

/// The sums of the marks of some days of one epoch, each times the growth of its day. They are
/// exact: [`GROWTH_BITS`] and the bits of the marks' fixed point lie behind the point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Grown([i128; 4]);

impl Grown {
    /// Adds the marks of a day.
    #[inline]
    pub(super) fn add(&mut self, exact: &Exact, growth: i64) {
        for (sum, units) in self.0.iter_mut().zip(lanes(exact)) {
            *sum += i128::from(units) * i128::from(growth);
        }
    }

    /// Adds the sums of other days of the epoch.
    #[inline]
    pub(super) fn add_all(&mut self, other: &Self) {
        for (sum, other) in self.0.iter_mut().zip(other.0) {
            *sum += other;
        }
    }

    /// The sums as numbers, of which each unit is worth some value.
    ///
    /// Each half is rounded to a number by itself, which is faster than 128 bits at once. The lower
    /// one is taken with its sign, so that sums of the other sign give the same numbers with the other
    /// sign.
    #[inline]
    fn values(&self, unit: f64) -> Lanes {
        let [score, positive, weight, contact] = self.0;
        let value = |sum| value_of(sum, unit * TWO_64, unit);
        [value(score), value(positive), value(weight), value(contact)]
    }
}

/// A sum as a number, from what a unit of its upper and of its lower half are worth.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "each half is meant")]
fn value_of(sum: i128, upper: f64, lower: f64) -> f64 {
    let high = (sum + (1 << 63)) >> 64;
    to_f64(high as i64) * upper + to_f64(sum as i64) * lower
}

const TWO_64: f64 = 18_446_744_073_709_551_616.0;

/// Epochs, and what days are worth in them.
///
/// Every route to the sums at an instant goes through here: see the head of this file.
impl Decay {
    /// The days of an epoch.
    pub(super) fn epoch_days(&self) -> i64 {
        i64::try_from(self.growths.len()).expect("a thousand days at most")
    }

    /// The epoch that holds a day.
    pub(super) fn epoch_of(&self, day: i64) -> i64 {
        day.div_euclid(self.epoch_days())
    }

    /// The growths of the days of an epoch.
    pub(super) fn growths(&self) -> &[i64] {
        &self.growths
    }

    /// The growth of a day.
    pub(super) fn growth(&self, day: i64) -> i64 {
        let place = usize::try_from(day.rem_euclid(self.epoch_days()));
        self.growths[place.expect("the position in a list in memory fits")]
    }

    /// The sums of an epoch so far, with what is carried over from those before it. They are as of
    /// the end of its first day.
    #[inline]
    pub(super) fn total(&self, carried: &Lanes, grown: &Grown) -> Lanes {
        let mut total = grown.values(self.unit_value);
        for (sum, carried) in total.iter_mut().zip(carried) {
            *sum += carried;
        }
        total
    }

    /// What is carried over from the total of an epoch to the next.
    #[inline]
    pub(super) fn carried(&self, total: &Lanes) -> Lanes {
        total.map(|sum| sum * self.epoch_left)
    }

    /// The total of an epoch so many epochs later, where these are without marks.
    fn total_later(&self, mut total: Lanes, epochs: i64) -> Lanes {
        for _ in 0..epochs {
            // From here on nothing changes.
            if total.iter().all(|&sum| sum == 0.0) {
                return Lanes::default();
            }
            // As the total of what is carried over and of no marks: 0 turns -0 into 0.
            total = self.carried(&total).map(|sum| sum + 0.0);
        }
        total
    }

    /// The epoch whose total gives the sums at an instant, and what is left of the total then: the
    /// epoch of the day before.
    pub(super) fn epoch_before(&self, at: Instant) -> (i64, f64) {
        let epoch = self.epoch_of(at.day - 1);
        let reference = epoch * self.epoch_days() + 1;
        (epoch, self.after(at.day - reference) * at.decay)
    }

    /// The value of one unit of the marks of the day of an instant, times the growth of the day:
    /// of what has passed of it.
    pub(super) fn unit_today(&self, at: Instant) -> f64 {
        self.mass(at.fraction) * UNIT_VALUE / to_f64(self.growth(at.day))
    }
}

/// The sums of the days of a pair until one of them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Settled {
    /// The epoch of the last day, and the sums by the end of the day, as of the epoch.
    epoch: i64,
    total: Lanes,
    marks: u64,
}

impl Settled {
    /// The sums at an instant after the last day.
    pub(super) fn at(&self, decay: &Decay, at: Instant) -> Sums {
        let (epoch, left) = decay.epoch_before(at);
        let total = decay.total_later(self.total, epoch - self.epoch);
        Sums {
            marks: self.marks,
            lanes: total.map(|sum| sum * left),
        }
    }
}

/// Days with marks, one after the other.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Walk {
    settled: Settled,
    carried: Lanes,
    /// The sums of the epoch so far.
    grown: Grown,
}

impl Walk {
    /// Adds the marks of a day, and gives the sums by its end.
    pub(super) fn add_day(
        &mut self,
        decay: &Decay,
        day: i64,
        marks: u32,
        exact: &Exact,
    ) -> Settled {
        let epoch = decay.epoch_of(day);
        let settled = &mut self.settled;
        if settled.marks == 0 {
            settled.epoch = epoch;
        }
        if epoch > settled.epoch {
            let last = decay.total_later(settled.total, epoch - 1 - settled.epoch);
            (self.carried, self.grown) = (decay.carried(&last), Grown::default());
            settled.epoch = epoch;
        }
        self.grown.add(exact, decay.growth(day));
        settled.total = decay.total(&self.carried, &self.grown);
        settled.marks += u64::from(marks);
        *settled
    }
}

/// The sums of spans of several days, of those that have ended by a day.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ended {
    day: i64,
    sums: Sums,
}

impl Ended {
    /// Goes on to the end of a span, and adds its marks.
    pub(super) fn add(&mut self, decay: &Decay, long: &Long) {
        let end = Instant {
            day: long.to.into(),
            fraction: 0.0,
            decay: 1.0,
        };
        self.sums = self.at(decay, end);
        self.day = end.day;
        let seen = decay.expected(end, long.from, long.to);
        self.sums.add(long.marks, &long.exact, seen);
    }

    /// The sums at a later instant.
    fn at(&self, decay: &Decay, at: Instant) -> Sums {
        if self.sums.marks == 0 {
            return Sums::default();
        }
        let left = decay.after(at.day - self.day) * at.decay;
        Sums {
            marks: self.sums.marks,
            lanes: self.sums.lanes.map(|sum| sum * left),
        }
    }
}

impl Sums {
    /// Adds the spans that have ended by an instant, and of the others those that have begun.
    pub(super) fn add_longs(&mut self, decay: &Decay, at: Instant, ended: &Ended, open: &[Long]) {
        let ended = ended.at(decay, at);
        self.marks += ended.marks;
        for (sum, ended) in self.lanes.iter_mut().zip(ended.lanes) {
            *sum += ended;
        }
        for long in open.iter().filter(|long| at.is_after(long.from)) {
            let seen = decay.expected(at, long.from, long.to);
            self.add(long.marks, &long.exact, seen);
        }
    }

    /// Adds the marks of the day of an instant; `unit` is [`Decay::unit_today`].
    pub(super) fn add_today(&mut self, marks: u64, grown: &Grown, unit: f64) {
        self.marks += marks;
        for (sum, today) in self.lanes.iter_mut().zip(grown.values(unit)) {
            *sum += today;
        }
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
#[expect(
    clippy::cast_precision_loss,
    reason = "the nearest number is the answer"
)]
pub(super) fn number(units: i128) -> f64 {
    units as f64 / (ONE * UNIT)
}

/// The value of one unit of the marks' fixed point; a power of two, so that nothing is rounded.
const UNIT_VALUE: f64 = 1.0 / UNIT;

/// A sum of marks over many days as a number: the nearest, as [`units_to_f64`] gives it where 64
/// bits hold the sum.
#[expect(
    clippy::cast_precision_loss,
    reason = "the nearest number is the answer"
)]
pub(super) fn wide_units_to_f64(units: i128) -> f64 {
    match i64::try_from(units) {
        Ok(units) => units_to_f64(units),
        Err(_) => units as f64 * UNIT_VALUE,
    }
}

/// A sum of marks as a number.
#[inline]
pub(super) fn units_to_f64(units: i64) -> f64 {
    to_f64(units) * UNIT_VALUE
}

/// The number nearest to an integer.
#[inline]
#[expect(
    clippy::cast_precision_loss,
    reason = "the nearest number is the answer"
)]
pub(super) fn to_f64(integer: i64) -> f64 {
    integer as f64
}
