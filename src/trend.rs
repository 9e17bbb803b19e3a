//! Level, direction, peak, explanation.
//!
//! *Where does a pair stand?* Each [`Mark`](crate::ledger::Mark) has a score `s`, its weight
//! `w` times its valence, and decays with a half-life. With `S` the sum of the scores and
//! `W` that of the weights, the [`Level`] is
//!
//! ```text
//! R = S / sqrt(kappa + W)
//! ```
//!
//! A mean would let a war drown in the talks about it, and a sum would take much talk for
//! friendship; the square root stands up to both. (Within one day of a machine-coded feed it
//! cannot: see [`Calibration::with_same_day_correlation`].)
//!
//! *Where is it going?* A [`Trend`] compares `S` with what was to be expected from the `S` of
//! a window ago: what is left of it, and as many marks as had come before.
//!
//! ```text
//! D = S(t) - (phi + k) S(u)          u = t - window
//!
//! phi = 2^(-window / half-life)      what the window leaves of S(u)
//! psi = 2^(-(u - t0) / half-life)    what is left at u of a mark of t0
//! k   = (1 - phi) / (1 - psi)        what the window should add
//! ```
//!
//! From `t0` on, the coverage, the marks are complete; and they should come as they came from then
//! until `u`. Where the coverage is unknown, psi is 0: then `phi + k` is 1, and `D` is
//! `S(t) - S(u)`. The shorter the coverage, the more the window has to bring; where the window
//! begins before it, there is no baseline and no change.
//!
//! `z` is `D` in its standard errors, which count that marks come in bursts, and the probability
//! that relations rise is that of a normal value below `z`. A [`Direction`] is taken from one
//! probability on and kept to another ([`Calibration::enter`], [`Calibration::leave`]), so that it
//! does not flicker.
//!
//! *Why?* [`Shares`] says what each mark counts in both. The shares sum to the whole.
//!
//! # What a level is not
//!
//! Zero is no neutral point of machine-coded data, in which rivals average a friendly tone.
//! Changes and contrasts can be read; [`Band`]s are a convention. A pair without marks has no
//! level, and a trend without enough of them no direction.
//!
//! Times are instants, fractions of a day count, and only what had begun by then is seen.
//!
//! Sources of the numbers: `R` and the half-life were chosen on dated turning points of two sets
//! of events (`DESIGN.md` has the measurements); the half-life's optimum is flat from 90 to 180
//! days. To use others, make a [`Calibration`].

use crate::ledger::{DyadLedger, OverflowError};
use crate::time::Moment;

mod calibration;
mod change;
mod coverage;
mod decay;
pub mod diagnostics;
mod kernel;
mod level;
mod movers;
mod ongoing;
mod panel;
mod peak;
mod robustness;
mod shares;
mod snapshot;
mod sweep;
mod trajectory;
mod trends;
mod word;

pub use calibration::{Calibration, CalibrationError};
pub use change::{Direction, Lack, Trend};
pub use coverage::{Coverage, CoverageError, CoverageUsed, CoveredStretch};
pub use level::{Band, Level};
pub use movers::{Mover, Movers};
pub use ongoing::{Ongoing, Walk};
pub use panel::{PairSums, Panel, PanelRow};
pub use peak::{Extreme, Peak};
pub use robustness::{Robustness, RobustnessRow};
pub use shares::{Shares, SpanShare};
pub use snapshot::{
    DyadSnapshot, MergeError, PairKey, Snapshot, SnapshotError, SnapshotPair, SnapshotPairs,
    Vantage,
};
pub use trajectory::Trajectory;
pub use trends::{TrendRow, Trends};
pub use word::WordError;

/// By how many standard deviations one direction of a pair is friendlier than the other, as
/// the normal deviate that is as improbable.
///
/// It is the [`z`](Level::z) of the level of both, with the sign of the marks of `ba` turned.
/// Returns `None` before a mark of either has begun.
///
/// Pass directed marks: symmetric ones are in both directions, cancel in the difference and
/// only add to its variance.
///
/// # Errors
///
/// Returns [`OverflowError`] if the sums of both on a span overflow.
pub fn asymmetry(
    ab: &DyadLedger,
    ba: &DyadLedger,
    at: impl Into<Moment>,
    calibration: &Calibration,
    coverage: &Coverage,
) -> Result<Option<f64>, OverflowError> {
    let mut turned = ab.clone();
    for sums in ba.spans() {
        let overflow = OverflowError { span: sums.span() };
        turned.add(&sums.turned().ok_or(overflow)?)?;
    }
    let trajectory = Trajectory::new(&turned, calibration).with_coverage(coverage.clone());
    Ok(trajectory.level(at).map(|level| level.z()))
}
