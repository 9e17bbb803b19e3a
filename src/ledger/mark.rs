//! Marks, and the fixed point in which their sums are kept.

use thiserror::Error;

use super::DaySpan;
use crate::wire::errors;

/// The greatest weight, and the greatest share of contact, of one mark.
pub const MAX_WEIGHT: f64 = 1024.0;

/// The number of units of the fixed point in 1: 2^40.
pub(crate) const UNIT: f64 = 1_099_511_627_776.0;

/// The contribution of an event to the relations of two actors: a weight and a valence, on a span of days.
///
/// Its score is weight times valence. The caller decides the weights; a ledger only sums them.
///
/// | part | bounds | meaning |
/// | :-- | :-- | :-- |
/// | span | at least a day | when the event happened: on one of these days, each equally likely |
/// | weight | 0 to 1,024 | how much the event counts: 1 for a plain event; a mark without weight is ignored |
/// | valence | -1 to 1 | from conflict to cooperation |
/// | contact | 0 to 1,024 | its share of a contact (a meeting, a call); 0 by default |
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, Mark, MarkError};
///
/// let day = DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, 10).unwrap()).unwrap();
/// let meeting = Mark::new(day, 0.25, 0.25)?.with_contact(1.0)?;
/// assert_eq!((meeting.weight(), meeting.contact()), (0.25, 1.0));
/// assert_eq!(
///     Mark::new(day, 1.0, 1.5).unwrap_err().to_string(),
///     "the valence is `1.5`: expected -1 to 1"
/// );
/// # Ok::<(), MarkError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "MarkShape")]
pub struct Mark {
    span: DaySpan,
    weight: f64,
    valence: f64,
    contact: f64,
}

/// A mark as it is read, before its numbers are checked.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkShape {
    span: DaySpan,
    weight: f64,
    valence: f64,
    contact: f64,
}

impl TryFrom<MarkShape> for Mark {
    type Error = MarkError;

    fn try_from(shape: MarkShape) -> Result<Self, MarkError> {
        Self::new(shape.span, shape.weight, shape.valence)?.with_contact(shape.contact)
    }
}

/// The numbers of a mark, or the sums of marks, were refused.
///
/// Returned by [`Mark::new`], [`Mark::with_contact`] and
/// [`SpanSums::new`](super::SpanSums::new).
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum MarkError {
    /// The weight is outside its bounds, or not a number.
    #[error("the weight is `{0}`: expected 0 to 1024")]
    Weight(f64),
    /// The valence is outside its bounds, or not a number.
    #[error("the valence is `{0}`: expected -1 to 1")]
    Valence(f64),
    /// The share of contact is outside its bounds, or not a number.
    #[error("the share of a contact is `{0}`: expected 0 to 1024")]
    Contact(f64),
    /// There are sums, but no marks.
    #[error("the sums on {span} have 0 marks: expected at least 1")]
    NoMarks {
        /// The span of the sums.
        span: DaySpan,
    },
    /// The marks have no weight. Such marks are not kept.
    #[error("the marks on {span} have no weight: expected at least one unit")]
    NoWeight {
        /// The span of the marks.
        span: DaySpan,
    },
    /// No marks can have these sums.
    #[error("the sums on {span} are impossible: expected the sums of marks")]
    ImpossibleSums {
        /// The span of the sums.
        span: DaySpan,
    },
}

errors!(MarkError {
    Weight(value),
    Valence(value),
    Contact(value),
    NoMarks { span },
    NoWeight { span },
    ImpossibleSums { span },
});

impl Mark {
    /// Creates a mark that is not a contact.
    ///
    /// # Errors
    ///
    /// Returns [`MarkError`] unless the weight is from 0 to 1,024 and the valence from -1 to 1.
    #[inline]
    pub fn new(span: DaySpan, weight: f64, valence: f64) -> Result<Self, MarkError> {
        if !(0.0..=MAX_WEIGHT).contains(&weight) {
            return Err(MarkError::Weight(weight));
        }
        if !(-1.0..=1.0).contains(&valence) {
            return Err(MarkError::Valence(valence));
        }
        Ok(Self {
            span,
            weight,
            valence,
            contact: 0.0,
        })
    }

    /// Sets the pair's share of a contact: 1 for a contact of two actors.
    ///
    /// # Errors
    ///
    /// Returns [`MarkError`] unless the share is from 0 to 1,024.
    pub fn with_contact(mut self, share: f64) -> Result<Self, MarkError> {
        if !(0.0..=MAX_WEIGHT).contains(&share) {
            return Err(MarkError::Contact(share));
        }
        self.contact = share;
        Ok(self)
    }

    /// The days of the event. If there are several, it happened on one of them.
    pub const fn span(&self) -> DaySpan {
        self.span
    }

    /// The weight, from 0 to 1,024.
    pub const fn weight(&self) -> f64 {
        self.weight
    }

    /// The valence, from conflict (-1) to cooperation (1).
    pub const fn valence(&self) -> f64 {
        self.valence
    }

    /// The share of a contact, from 0 to 1,024; 0 if it is not a contact.
    pub const fn contact(&self) -> f64 {
        self.contact
    }

    /// Whether the weight is at least half a unit. No ledger and no snapshot keeps a mark without
    /// weight.
    pub(crate) fn has_weight(&self) -> bool {
        fixed(self.weight) > 0
    }

    /// The sums of the mark alone.
    #[inline]
    pub(crate) fn sums(&self) -> Sums {
        Sums::of(self.weight, self.valence, self.contact)
    }
}

/// Rounds to the nearest unit of the fixed point. Ties go away from zero, so that
/// `fixed(-x) == -fixed(x)`.
#[inline]
fn fixed(x: f64) -> i64 {
    let exact = x * UNIT;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "the bounds of marks keep |x| at 2^20 and its fixed point at 2^60; a fraction \
                  exists only below 2^52, where the difference is exact"
    )]
    let (whole, rest) = (exact as i64, exact - (exact as i64) as f64);
    // The same as `f64::round`, which is a call to a function on most processors.
    whole + i64::from(rest >= 0.5) - i64::from(rest <= -0.5)
}

/// The exact sums of some marks, in units of 2^-40.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sums {
    /// The sum of the scores, `s`.
    pub score: i64,
    /// The sum of the scores above 0.
    pub positive: i64,
    /// The sum of the weights.
    pub weight: i64,
    /// The sum of the squared scores.
    pub squares: i64,
    /// The sum of the shares of contact.
    pub contact: i64,
}

impl Sums {
    /// The sums of one mark.
    #[inline]
    pub(super) fn of(weight: f64, valence: f64, contact: f64) -> Self {
        let score = weight * valence;
        Self {
            score: fixed(score),
            positive: fixed(score.max(0.0)),
            weight: fixed(weight),
            squares: fixed(score * score),
            contact: fixed(contact),
        }
    }

    /// All five, in the order of the fields.
    pub(crate) const fn to_array(self) -> [i64; 5] {
        [
            self.score,
            self.positive,
            self.weight,
            self.squares,
            self.contact,
        ]
    }

    fn zip(self, other: Self, with: impl Fn(i64, i64) -> Option<i64>) -> Option<Self> {
        Some(Self {
            score: with(self.score, other.score)?,
            positive: with(self.positive, other.positive)?,
            weight: with(self.weight, other.weight)?,
            squares: with(self.squares, other.squares)?,
            contact: with(self.contact, other.contact)?,
        })
    }

    /// The sums of both. Returns `None` if one overflows.
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        self.zip(other, i64::checked_add)
    }

    /// The sums of `count` times as many marks. Returns `None` if one overflows.
    pub(super) fn times(self, count: u32) -> Option<Self> {
        self.zip(self, |sum, _| sum.checked_mul(count.into()))
    }

    /// The greatest absolute value among the sums and the sum of the scores below 0.
    ///
    /// Subtracting marks never makes it greater: the scores above 0 and those below 0, the weights,
    /// the squares and the contacts all shrink. The sum of all scores can grow, but is never
    /// greater than one of its two sides.
    pub(super) fn reach(self) -> u64 {
        let reaches = self.to_array().map(i64::unsigned_abs);
        let below = self.positive.abs_diff(self.score);
        reaches.into_iter().fold(below, u64::max)
    }

    /// The sums without the other's. Returns `None` if no set of `marks` marks can have the rest.
    pub(super) fn minus(self, other: Self, marks: u32) -> Option<Self> {
        self.zip(other, i64::checked_sub)
            .filter(|sums| sums.are_possible(marks))
    }

    /// Whether some set of `marks` marks can have these sums.
    ///
    /// Only the sum of the scores can be negative; every mark has weight, and no mark scores more
    /// than it weighs. Score and weight are rounded separately, so each mark may be off by one unit.
    pub(super) fn are_possible(self, marks: u32) -> bool {
        let above = i128::from(self.positive);
        let below = above - i128::from(self.score);
        let most = i128::from(self.weight) + i128::from(marks);
        let is_positive = [self.positive, self.weight, self.squares, self.contact]
            .iter()
            .all(|sum| *sum >= 0);
        let has_weight = (self.weight > 0) == (marks > 0);
        is_positive && has_weight && below >= 0 && above + below <= most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::cast_possible_truncation, reason = "the oracle")]
    fn the_fixed_point_rounds_as_round_does() {
        let half = 0.5 / UNIT;
        let mut values = vec![
            0.0,
            half,
            half * 3.0,
            1.0 / 3.0,
            1024.0,
            1_048_576.0,
            0.35 * 0.35,
        ];
        let below = |x: f64| f64::from_bits(x.to_bits() - 1);
        values.extend([half, half * 3.0, 0.1, 4096.0 - half].map(below));
        values.extend((0..10_000).map(|i| f64::from(i) * 1.7e-3 + f64::from(i) * half));
        for value in values.into_iter().flat_map(|value| [value, -value]) {
            assert_eq!(fixed(value), (value * UNIT).round() as i64, "{value:e}");
        }
    }
}
