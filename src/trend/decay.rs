//! How marks decay, and how they are summed.
//!
//! There is one table of decays and one order of summation for all of `trend`. The sums at *any*
//! instant have to have the same bits, whatever other instants are asked about and whichever
//! route computes them. So the marks of a day are summed exactly first, as a ledger does, and
//! then day after day in floating point: what is left of the sums at the end of one day with
//! marks, and the marks of the next. The sums at an instant are what is left of the last such
//! end before it.
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
        let mut decay = Self {
            half_life,
            table: table.collect(),
            day_mean: 0.0,
        };
        decay.day_mean = decay.mass(1.0);
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

/// The sums at the end of a day, of all marks whose spans are over.
///
/// Every route to the sums at an instant goes through here: see the head of this file.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Settled {
    /// The day after.
    end: i64,
    sums: Sums,
}

impl Settled {
    /// Goes on to the end of a day, and adds its marks.
    #[inline]
    pub(super) fn add_day(&mut self, decay: &Decay, day: i64, marks: u32, exact: &Exact) {
        self.go_to(decay, day + 1);
        self.sums.add(marks, exact, decay.day_mean);
    }

    /// Goes on to the end of a span of several days, and adds its marks. Of spans and days that
    /// end together the day comes first.
    pub(super) fn add_long(&mut self, decay: &Decay, long: &Long) {
        self.go_to(decay, long.to.into());
        let at = Instant {
            day: long.to.into(),
            fraction: 0.0,
            decay: 1.0,
        };
        let seen = decay.expected(at, long.from, long.to);
        self.sums.add(long.marks, &long.exact, seen);
    }

    #[inline]
    fn go_to(&mut self, decay: &Decay, end: i64) {
        if self.sums.marks > 0 {
            let left = decay.after(end - self.end);
            self.sums.lanes.iter_mut().for_each(|sum| *sum *= left);
        }
        self.end = end;
    }

    /// The sums at a later instant, with the spans that are not over and the marks of its own
    /// day.
    #[inline]
    pub(super) fn at(
        &self,
        decay: &Decay,
        at: Instant,
        longs: &[Long],
        today: Option<(u32, &Exact)>,
    ) -> Sums {
        let mut sums = self.sums;
        if sums.marks > 0 {
            let left = decay.after(at.day - self.end) * at.decay;
            sums.lanes.iter_mut().for_each(|sum| *sum *= left);
        }
        for long in longs.iter().filter(|long| at.is_after(long.from)) {
            let seen = decay.expected(at, long.from, long.to);
            sums.add(long.marks, &long.exact, seen);
        }
        if let Some((marks, exact)) = today {
            sums.add(marks, exact, decay.mass(at.fraction));
        }
        sums
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
