//! Holding a claim against the record: "the second time", "begin to sour".
//!
//! A claim is never a fact of the record and never enters a score. It is held
//! against what the record shows, and comes out consistent, contradicted or
//! undetermined, with the events that decide. Undetermined is an honest answer:
//! most headlines say more than their own evidence carries.
//!
//! Whether the record is all there is makes the difference. In a **closed**
//! world what is not in it did not happen; in an **open** one it may have, except
//! where a source says that it covers the time. So "the second time" is
//! consistent with a record of two meetings if it is closed, and undetermined if
//! it is open, since there may have been more; but with three known before, it is
//! contradicted in either.
//!
//! | claim about events, on a [`View`](crate::View) | claim about a pair, on [`Relations`](crate::Relations) |
//! | :-- | :-- |
//! | [`ordinal`]: the nth of them | [`falling`], [`rising`]: where it is going, and since when |
//! | [`count`]: so many of them | [`higher_at`]: it stood better then than now |
//! | [`in_each`]: some in each of these months | [`below`]: it stands below a level |
//! | [`record`]: the largest so far | [`off_the_peak`]: it has come down from a peak |
//! | [`no_gap`]: never so many days without | [`not_reversed`]: not all of the rise is lost |
//! | [`tied_to`]: they have to do with those | |

mod events;
mod trends;

use std::fmt;

pub use events::{EventClaim, count, in_each, no_gap, ordinal, record, tied_to};
pub use trends::{TrendClaim, below, falling, higher_at, not_reversed, off_the_peak, rising};

use crate::time::Certainty;
use crate::timeline::EventRef;

/// Whether the record is all there is: a closed world, or an open one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum World {
    /// What is not in the record did not happen.
    #[default]
    Closed,
    /// What is not in the record may have happened, except where a source covers the time.
    Open,
}

/// What the record says of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The record bears it out.
    Consistent,
    /// The record cannot be true if the claim is.
    Contradicted,
    /// The record decides nothing.
    Undetermined,
}

impl Verdict {
    /// Of a claim that holds for certain, possibly, or not at all.
    const fn of(holds: Certainty) -> Self {
        match holds {
            Certainty::Certain => Self::Consistent,
            Certainty::Possible => Self::Undetermined,
            Certainty::Impossible => Self::Contradicted,
        }
    }

    /// Consistent from a probability of `enter` on, contradicted from `1 - enter` down.
    fn of_probability(p: f64, enter: f64) -> Self {
        if p >= enter {
            Self::Consistent
        } else if 1.0 - p >= enter {
            Self::Contradicted
        } else {
            Self::Undetermined
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Consistent => "consistent",
            Self::Contradicted => "contradicted",
            Self::Undetermined => "undetermined",
        })
    }
}

/// What came of holding a claim against the record: the verdict, why, and by which events.
///
/// It equals its verdict, so that a test can ask for just that.
#[derive(Clone, Debug)]
pub struct Judgement<'t> {
    verdict: Verdict,
    reason: String,
    evidence: Vec<EventRef<'t>>,
}

impl<'t> Judgement<'t> {
    fn new(verdict: Verdict, reason: String, evidence: Vec<EventRef<'t>>) -> Self {
        Self {
            verdict,
            reason,
            evidence,
        }
    }

    /// The verdict.
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Why, in a line.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The events that decide, or that would have to.
    pub fn evidence(&self) -> &[EventRef<'t>] {
        &self.evidence
    }
}

impl PartialEq<Verdict> for Judgement<'_> {
    fn eq(&self, verdict: &Verdict) -> bool {
        self.verdict == *verdict
    }
}

impl fmt::Display for Judgement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}: {}", self.verdict, self.reason))
    }
}
