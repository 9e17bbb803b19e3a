//! Why snapshots cannot be merged.

use thiserror::Error;

use crate::ledger::{LedgerError, of_actors};

use super::super::Calibration;
use super::SnapshotSpec;

/// A snapshot could not be merged or unmerged. Nothing changes then.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The specs differ.
    #[error(
        "the snapshots differ in their {what}, `{mine}` and `{other}`: expected the same {what}"
    )]
    Spec {
        /// The name of the first part that differs.
        what: &'static str,
        /// The value of this snapshot.
        mine: String,
        /// The value of the other.
        other: String,
    },
    /// The sums would exceed the range of the fixed point.
    #[error("the sums{} overflow", of_actors(.actors.as_ref()))]
    Overflow {
        /// Both actors, in the order of their names. `None` if the snapshot is of one dyad by itself.
        actors: Option<(String, String)>,
    },
    /// The snapshot cannot contain the marks to subtract.
    #[error("the marks to subtract are not recorded: expected marks that were added")]
    NotRecorded,
    /// The address of the dyad was refused, or there are no more keys.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The bytes to merge could not be read.
    #[cfg(feature = "postcard")]
    #[cfg_attr(docsrs, doc(cfg(feature = "postcard")))]
    #[error(transparent)]
    Bytes(#[from] crate::wire::BytesError),
}

impl SnapshotSpec {
    /// Checks that snapshots of both specs can be merged.
    pub(super) fn check(&self, other: &Self) -> Result<(), SnapshotError> {
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
            Some((what, mine, other)) => Err(SnapshotError::Spec { what, mine, other }),
            None => Ok(()),
        }
    }
}
