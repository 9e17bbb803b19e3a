//! What an event gives a pair, and the fixed point in which it is summed.

use thiserror::Error;

use super::DaySpan;

/// The greatest weight, and the greatest share of contact, of one mark.
pub const GREATEST_WEIGHT: f64 = 1024.0;

/// How many units of the fixed point make 1.
pub(crate) const UNIT: f64 = 1_099_511_627_776.0;

/// What an event gives a pair of parties: a weight, and a valence, on a span of days.
///
/// Its score is weight times valence. Whoever makes marks decides what they weigh; the ledger
/// only sums them.
///
/// | part | bounds | means |
/// | :-- | :-- | :-- |
/// | span | at least a day | when it happened, evenly likely on each of its days |
/// | weight | 0 to 1,024 | how much it counts; 1 for a plain event; without weight it is ignored |
/// | valence | -1 to 1 | from conflict to cooperation |
/// | contact | 0 to 1,024 | its share of a contact (a meeting, a call); 0 unless given |
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, Mark, MarkError};
///
/// let day = DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, 10).unwrap()).unwrap();
/// let meeting = Mark::new(day, 0.25, 0.25)?.with_contact(1.0)?;
/// assert_eq!(meeting.score(), 0.0625);
/// assert_eq!(
///     Mark::new(day, 1.0, 1.5).unwrap_err().to_string(),
///     "valence 1.5 is outside -1 to 1"
/// );
/// # Ok::<(), MarkError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    span: DaySpan,
    weight: f64,
    valence: f64,
    contact: f64,
}

/// A mark was refused by [`Mark::new`] or [`Mark::with_contact`].
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum MarkError {
    /// The weight is negative, infinite or no number.
    #[error("weight {0} is not a finite number, 0 or more")]
    Weight(f64),
    /// The weight is over [`GREATEST_WEIGHT`].
    #[error("weight {0} is over 1024")]
    HeavyWeight(f64),
    /// The valence is outside its bounds, or no number.
    #[error("valence {0} is outside -1 to 1")]
    Valence(f64),
    /// The share of contact is negative, infinite or no number.
    #[error("contact {0} is not a finite number, 0 or more")]
    Contact(f64),
    /// The share of contact is over [`GREATEST_WEIGHT`].
    #[error("contact {0} is over 1024")]
    HeavyContact(f64),
}

impl Mark {
    /// Creates a mark that is no contact.
    ///
    /// # Errors
    ///
    /// [`MarkError`] unless the weight is between 0 and 1,024 and the valence between -1 and 1.
    pub fn new(span: DaySpan, weight: f64, valence: f64) -> Result<Self, MarkError> {
        if !(weight.is_finite() && weight >= 0.0) {
            return Err(MarkError::Weight(weight));
        }
        if weight > GREATEST_WEIGHT {
            return Err(MarkError::HeavyWeight(weight));
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

    /// This mark as a contact, in the share that the pair has in it (1 among two parties).
    ///
    /// # Errors
    ///
    /// [`MarkError`] unless the share is between 0 and 1,024.
    pub fn with_contact(mut self, share: f64) -> Result<Self, MarkError> {
        if !(share.is_finite() && share >= 0.0) {
            return Err(MarkError::Contact(share));
        }
        if share > GREATEST_WEIGHT {
            return Err(MarkError::HeavyContact(share));
        }
        self.contact = share;
        Ok(self)
    }

    /// The days on one of which it happened.
    pub const fn span(&self) -> DaySpan {
        self.span
    }

    /// How much it counts, 0 to 1,024.
    pub const fn weight(&self) -> f64 {
        self.weight
    }

    /// From conflict, -1, to cooperation, 1.
    pub const fn valence(&self) -> f64 {
        self.valence
    }

    /// Its share of a contact, 0 to 1,024; 0 where it is none.
    pub const fn contact(&self) -> f64 {
        self.contact
    }

    /// Weight times valence, before it is rounded to the fixed point.
    pub fn score(&self) -> f64 {
        self.weight * self.valence
    }

    /// Whether the mark has a weight in the fixed point. A mark without does not exist: no ledger
    /// and no snapshot keeps it.
    pub(crate) fn has_weight(&self) -> bool {
        fixed(self.weight) > 0
    }

    /// What it adds to the sums of its span.
    pub(crate) fn sums(&self) -> Sums {
        Sums::of(self.weight, self.valence, self.contact)
    }
}

/// The nearest value of the fixed point; ties go away from zero, so that -x gives -fixed(x).
fn fixed(x: f64) -> i64 {
    let exact = x * UNIT;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "the bounds of marks keep |x| at 2^20 and its fixed point at 2^60; what is cut \
                  off is a fraction only below 2^52, where the difference is exact"
    )]
    let (whole, rest) = (exact as i64, exact - (exact as i64) as f64);
    // As `round`, which is a call to a function on most processors.
    whole + i64::from(rest >= 0.5) - i64::from(rest <= -0.5)
}

/// Exact sums of marks in the fixed point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    /// Of the scores, `s`.
    pub(crate) score: i64,
    /// Of the scores above 0.
    pub(crate) positive: i64,
    /// Of the weights.
    pub(crate) weight: i64,
    /// Of the squares of the scores.
    pub(crate) squares: i64,
    /// Of the shares of contact.
    pub(crate) contact: i64,
}

impl Sums {
    /// What a mark of checked numbers adds to the sums of its span.
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

    /// Scores, scores above 0, weights, squares, contacts.
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

    /// The sums of both, unless one overflows.
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        self.zip(other, i64::checked_add)
    }

    /// The greatest of the sums, on either side of 0, and of the sum of the scores below 0.
    ///
    /// No taking away makes it greater: scores above 0 and below it, weights, squares and contacts
    /// all get less. The sum of all scores may get greater, but is no greater than one of its two
    /// sides.
    pub(super) fn reach(self) -> u64 {
        let reaches = self.to_array().map(i64::unsigned_abs);
        let below = self.positive.abs_diff(self.score);
        reaches.into_iter().fold(below, u64::max)
    }

    /// The sums without the other's; none where that leaves what so many marks cannot sum to.
    pub(super) fn minus(self, other: Self, marks: u32) -> Option<Self> {
        self.zip(other, i64::checked_sub)
            .filter(|sums| sums.are_possible(marks))
    }

    /// Whether this many marks can sum to these: only the sum of scores goes below 0, marks have
    /// weight, and none scores more than it weighs. Scores and weights were rounded to units one
    /// by one.
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
