//! A stand-in for `time::Certainty`, to be replaced by it.

/// The answer to a question about what is known in bounds only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// It does not hold, whatever the truth within the bounds.
    Impossible,
    /// It may hold.
    Possible,
    /// It holds, whatever the truth within the bounds.
    Certain,
}
