//! The value of a row that has a number instead of a code.

use std::fmt;

/// The valence that a row states itself, from -1 to 1.
///
/// [`Display`](fmt::Display) writes the valence.
// The bits of the number, so that it is `Eq` and `Hash`. Never NaN and never -0.0.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RowValue(u64);

impl RowValue {
    /// `valence` is from -1 to 1.
    pub(super) fn new(valence: f64) -> Self {
        debug_assert!((-1.0..=1.0).contains(&valence), "the range was checked");
        // Adding zero turns -0.0 into 0.0.
        Self((valence + 0.0).to_bits())
    }

    /// The valence, from -1 to 1.
    pub const fn valence(self) -> f64 {
        f64::from_bits(self.0)
    }
}

impl fmt::Display for RowValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.valence().fmt(f)
    }
}

impl fmt::Debug for RowValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RowValue").field(&self.valence()).finish()
    }
}
