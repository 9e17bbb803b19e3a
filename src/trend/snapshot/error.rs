//! Why marks and snapshots are refused.

use thiserror::Error;

use crate::ledger::{DaySpan, MAX_NAME_BYTES};

use super::super::Calibration;
use super::SnapshotSpec;

/// Marks were refused by a [`DyadSnapshot`](super::DyadSnapshot) or a [`Snapshot`](super::Snapshot).
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The sums would pass what the fixed point holds.
    #[error("with the marks on {span} the sums of the pair overflow")]
    Overflow {
        /// The span of the marks.
        span: DaySpan,
    },
    /// The marks to be taken away are not there.
    #[error("the snapshot holds no such marks on {span}")]
    NotRecorded {
        /// The span on which they were looked for.
        span: DaySpan,
    },
    /// The pair is an actor and itself.
    #[error("actor `{actor}` is no pair with itself")]
    SelfPair {
        /// The actor.
        actor: String,
    },
    /// The name is empty, too long, or cannot be read in one way only.
    #[error(
        "actor `{}` is not fit for use: expected 1 to {} bytes that can be seen, without control characters",
        .actor.escape_debug(),
        MAX_NAME_BYTES
    )]
    BadName {
        /// The name, cut after 100 characters.
        actor: String,
    },
    /// The key is of no pair of this snapshot.
    #[error("the snapshot has no pair of key {key}")]
    UnknownPair {
        /// The key.
        key: u32,
    },
    /// The snapshot has as many actors or pairs as there are keys.
    #[error("the snapshot has no key left for `{a}` and `{b}`")]
    Full {
        /// One actor.
        a: String,
        /// The other.
        b: String,
    },
}

/// Two snapshots could not be merged, or one subtracted from the other.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MergeError {
    /// They do not see from one vantage.
    #[error("a snapshot of {what} `{mine}` cannot be merged with one of `{other}`")]
    SnapshotSpec {
        /// In what they differ.
        what: &'static str,
        /// What this one has.
        mine: String,
        /// What the other has.
        other: String,
    },
    /// The sums would pass what the fixed point holds.
    #[error("the sums of the pair overflow")]
    Overflow,
    /// The marks to be taken away are not there.
    #[error("the snapshot does not hold all marks of the other")]
    NotRecorded,
    /// The pair cannot be in the snapshot.
    #[error(transparent)]
    Pair(#[from] SnapshotError),
    /// There are not enough keys for the actors and pairs of both.
    #[error("the snapshot has no keys left for those of the other")]
    Full,
}

impl SnapshotSpec {
    /// Checks that sums from this vantage can be added to those from another.
    pub(super) fn check(&self, other: &Self) -> Result<(), MergeError> {
        if self == other {
            return Ok(());
        }
        let (mine, theirs) = (self.calibration(), other.calibration());
        let number = |what, of: fn(&Calibration) -> f64| {
            (what, of(mine).to_string(), of(theirs).to_string())
        };
        let differences = [
            ("date", self.at().to_string(), other.at().to_string()),
            number("half-life", Calibration::half_life),
            number("window", |one| one.window().into()),
            number("block", |one| one.block().into()),
            number("number of blocks", |one| one.blocks().into()),
            number("prior", Calibration::prior),
            number("dispersion", Calibration::dispersion),
            (
                "coverage",
                self.coverage().to_string(),
                other.coverage().to_string(),
            ),
            number("kappa", Calibration::kappa),
            number("kappa z", Calibration::kappa_z),
            number("least weight", Calibration::least_weight),
            number("lookback", |one| one.lookback().into()),
            number("threshold to enter", Calibration::enter),
            number("threshold to leave", Calibration::leave),
            number("threshold of a strong trend", Calibration::strong),
            number("threshold of a steady trend", Calibration::steady),
            number("threshold of a lean", Calibration::lean),
        ];
        let differs = |(_, mine, other): &(_, String, String)| mine != other;
        match differences.into_iter().find(differs) {
            Some((what, mine, other)) => Err(MergeError::SnapshotSpec { what, mine, other }),
            None => Ok(()),
        }
    }
}
