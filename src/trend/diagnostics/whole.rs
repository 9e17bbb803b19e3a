//! Integers of any size, for exact comparisons.
//!
//! Corrections of the Mann-Kendall test subtract fractions of values, and then compare the results. With a
//! common denominator all of them are integers: of a few hundred bits for series of `i64`, and of at most a
//! few thousand for series of `f64`. They are added, multiplied and compared, but never divided.

use std::cmp::Ordering;
use std::ops::{Add, Mul, Sub};

/// An integer: a sign and a magnitude in base 2^64, least significant digit first.
///
/// The last digit is never 0, and zero is not negative, so equal numbers are equal as values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whole {
    is_negative: bool,
    digits: Vec<u64>,
}

/// The minimum number of digits of an approximation. Three have more bits than an `f64`.
const KEPT: usize = 3;

/// 2^64.
const BASE: f64 = 18_446_744_073_709_551_616.0;

#[expect(clippy::cast_possible_truncation, reason = "the low half is wanted")]
const fn low(double: u128) -> u64 {
    double as u64
}

impl Whole {
    /// One.
    pub(super) fn one() -> Self {
        Self::from(1)
    }

    /// `value` times two to the power of `exponent`.
    pub(super) fn shifted(value: i64, exponent: u32) -> Self {
        let mut digits = vec![0; (exponent / 64) as usize];
        let double = u128::from(value.unsigned_abs()) << (exponent % 64);
        digits.extend([low(double), low(double >> 64)]);
        Self::from_parts(value < 0, digits)
    }

    fn from_parts(is_negative: bool, mut digits: Vec<u64>) -> Self {
        while digits.last() == Some(&0) {
            digits.pop();
        }
        Self {
            is_negative: is_negative && !digits.is_empty(),
            digits,
        }
    }

    /// Whether it is 0.
    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// The number as an `i128`. Returns `None` if it does not fit into two digits.
    pub(super) fn small(&self) -> Option<i128> {
        let digit = |place| u128::from(self.digits.get(place).copied().unwrap_or(0));
        let magnitude = i128::try_from(digit(1) << 64 | digit(0)).ok()?;
        let signed = if self.is_negative {
            -magnitude
        } else {
            magnitude
        };
        (self.digits.len() <= 2).then_some(signed)
    }

    /// The quotient of two numbers, to the precision of an `f64`. The dividend must not be larger than the
    /// divisor.
    pub(super) fn ratio(&self, divisor: &Self) -> f64 {
        // Drop the same low digits of both. The error is less than the rounding error of a quotient of 1,
        // so a small quotient has a small absolute error.
        let lost = divisor.digits.len().saturating_sub(2 * KEPT);
        self.approximate(lost) / divisor.approximate(lost)
    }

    /// The number without its lowest digits.
    fn approximate(&self, lost: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "documented: an approximation")]
        let magnitude = self
            .digits
            .iter()
            .skip(lost)
            .rev()
            .fold(0.0, |sum, &digit| sum * BASE + digit as f64);
        if self.is_negative {
            -magnitude
        } else {
            magnitude
        }
    }

    /// The sum, or the difference if `is_difference`.
    fn plus(&self, other: &Self, is_difference: bool) -> Self {
        let other_is_negative = other.is_negative != is_difference;
        if self.is_negative == other_is_negative {
            return Self::from_parts(self.is_negative, sum(&self.digits, &other.digits));
        }
        match compare(&self.digits, &other.digits) {
            Ordering::Less => {
                Self::from_parts(other_is_negative, difference(&other.digits, &self.digits))
            }
            Ordering::Equal => Self::default(),
            Ordering::Greater => {
                Self::from_parts(self.is_negative, difference(&self.digits, &other.digits))
            }
        }
    }
}

/// The order of two magnitudes without leading zeros.
fn compare(a: &[u64], b: &[u64]) -> Ordering {
    let by_len = a.len().cmp(&b.len());
    by_len.then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

/// The sum of two magnitudes.
fn sum(a: &[u64], b: &[u64]) -> Vec<u64> {
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let mut digits = Vec::with_capacity(long.len() + 1);
    let mut carry = 0;
    for (place, &digit) in long.iter().enumerate() {
        let other = short.get(place).copied().unwrap_or(0);
        let double = u128::from(digit) + u128::from(other) + carry;
        digits.push(low(double));
        carry = double >> 64;
    }
    digits.push(low(carry));
    digits
}

/// The difference of two magnitudes. The first must be at least the second.
fn difference(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut digits = Vec::with_capacity(a.len());
    let mut borrows = false;
    for (place, &digit) in a.iter().enumerate() {
        let other = b.get(place).copied().unwrap_or(0);
        let (less, first) = digit.overflowing_sub(other);
        let (less, second) = less.overflowing_sub(u64::from(borrows));
        digits.push(less);
        borrows = first || second;
    }
    digits
}

/// The product of two magnitudes, digit by digit.
fn product(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut digits = vec![0; a.len() + b.len()];
    for (place, &x) in a.iter().enumerate() {
        let mut carry = 0;
        for (offset, &y) in b.iter().enumerate() {
            let slot = &mut digits[place + offset];
            let double = u128::from(x) * u128::from(y) + u128::from(*slot) + carry;
            *slot = low(double);
            carry = double >> 64;
        }
        digits[place + b.len()] = low(carry);
    }
    digits
}

impl From<i64> for Whole {
    fn from(value: i64) -> Self {
        Self::shifted(value, 0)
    }
}

impl Add for &Whole {
    type Output = Whole;

    fn add(self, other: Self) -> Whole {
        self.plus(other, false)
    }
}

impl Sub for &Whole {
    type Output = Whole;

    fn sub(self, other: Self) -> Whole {
        self.plus(other, true)
    }
}

impl Mul for &Whole {
    type Output = Whole;

    fn mul(self, other: Self) -> Whole {
        let is_negative = self.is_negative != other.is_negative;
        Whole::from_parts(is_negative, product(&self.digits, &other.digits))
    }
}

impl Ord for Whole {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.is_negative, other.is_negative) {
            (false, false) => compare(&self.digits, &other.digits),
            (true, true) => compare(&other.digits, &self.digits),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        }
    }
}

impl PartialOrd for Whole {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Numbers about the borders of digits.
    fn numbers() -> impl Strategy<Value = i64> {
        prop_oneof![
            any::<i64>(),
            -3..3_i64,
            Just(i64::MIN),
            Just(i64::MAX),
            Just(1 << 32)
        ]
    }

    fn wide(value: i64) -> i128 {
        value.into()
    }

    proptest! {
        #[test]
        fn sums_and_products_are_those_of_i128(a in numbers(), b in numbers(), c in numbers()) {
            let [x, y, z] = [a, b, c].map(Whole::from);
            let [a, b, c] = [a, b, c].map(wide);
            prop_assert_eq!((&x + &y).small(), Some(a + b));
            prop_assert_eq!((&x - &y).small(), Some(a - b));
            prop_assert_eq!((&x * &y).small(), Some(a * b));
            prop_assert_eq!((&(&x * &y) - &z).small(), Some(a * b - c));
            prop_assert_eq!(x.cmp(&y), a.cmp(&b));
            prop_assert_eq!((&x * &y).cmp(&z), (a * b).cmp(&c));
            prop_assert_eq!(x == y, a == b);
            prop_assert_eq!(x.is_zero(), a == 0);
        }

        #[test]
        fn products_of_any_size_distribute(a in numbers(), b in numbers(), c in numbers(), at in 0..700_u32) {
            let [x, y] = [(a, at), (b, at / 2)].map(|(value, at)| Whole::shifted(value, at));
            let z = &(&Whole::from(c) * &x) - &y;
            prop_assert_eq!(&(&x + &y) * &z, &(&x * &z) + &(&y * &z));
            prop_assert_eq!(&(&x - &y) * &z, &(&x * &z) - &(&y * &z));
            prop_assert_eq!(&(&x + &y) - &y, x.clone());
            prop_assert_eq!((&(&x + &z) - &z).cmp(&y), x.cmp(&y));
        }

        #[test]
        fn ratios_do_not_depend_on_the_unit(a in 1..1_i64 << 53, b in 0..1_i64 << 53, at in 0..3_000_u32) {
            let (less, more) = (a.min(b), a.max(b));
            #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
            let expected = less as f64 / more as f64;
            let ratio = Whole::shifted(-less, at).ratio(&Whole::shifted(more, at));
            prop_assert!((ratio + expected).abs() <= 1e-15);
        }
    }
}
