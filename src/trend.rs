//! The level of a pair, its trend, and where they come from.
//!
//! # Level
//!
//! Each [`Mark`](crate::ledger::Mark) has a score `s`, its weight `w` times its valence, and
//! decays with a half-life of 120 days. With `S` the sum of the decayed scores and `W` that of the
//! decayed weights, the [`Level`] is
//!
//! ```text
//! R = S / sqrt(kappa + W)          kappa = 1
//! ```
//!
//! A mean would let a war drown in the talks about it, and a sum would take much talk for
//! friendship. The square root resists both.
//!
//! # Trend
//!
//! A [`Trend`] compares `S` at `t` with what was to be expected from `S` a window before, at
//! `u = t - 60 d`: what is left of it, and as many marks as had come until then.
//!
//! ```text
//! D = S(t) - (phi + k) S(u)
//!
//! phi = 2^(-window / half-life)      what is left of S(u) after the window
//! k   = A_w / A_u                    what the window should add, by the days that are covered
//! ```
//!
//! `A_u` and `A_w` are integrals of the decay over the covered days before the window and in it.
//! The longer the [`Coverage`] before the window, the less the window has to add. If no day before
//! the window is covered, or none in it, there is no baseline, and no change.
//!
//! `D` in its standard deviations is a value of Student's distribution, since the variance is
//! estimated from few blocks of days; [`Trend::z`] is the normal deviate that is as improbable, and
//! [`Trend::p_rising`] its probability. The variance takes into account that marks come in
//! bursts. What P is worth was measured: see [Reading a trend](reading).
//!
//! The [`Direction`] of a date comes from that date alone. [`Ongoing`] is the rise or fall that goes
//! on, and since when.
//!
//! # Routes
//!
//! | for | ask | cost |
//! | :-- | :-- | :-- |
//! | one pair, any instant | [`Trajectory`] | O(n) once; about 2 us a question |
//! | all pairs, many dates | [`Ledger::trends`](crate::ledger::Ledger::trends), [`Ledger::panel`](crate::ledger::Ledger::panel) (sums alone) | one pass |
//! | all pairs, one date, the most changed first | [`Ledger::movers`](crate::ledger::Ledger::movers) | one pass and a sort |
//! | a date that is fixed beforehand, from a stream or many machines | [`Snapshot`] | O(1) a mark |
//! | the events of a timeline | [`Relations`](crate::relations::Relations) | O(log n) and the pair's events |
//!
//! All of them compute a trend in one place, from the same sums. The first three agree to the bit,
//! whatever the other dates; a snapshot agrees with them to 1e-9, and to the bit with the snapshot
//! of the same marks in any order.
//!
//! # Contributions
//!
//! [`Shares`] is the contribution of each mark to both numbers. The contributions sum to the whole.
//!
//! # What a level is not
//!
//! Zero is not a neutral level of machine-coded data, in which rivals average a friendly tone.
//! Read changes and contrasts; [`Band`]s are a convention. A pair without marks has no level.
//!
//! Times are instants, fractions of a day count, and only what has begun by then is seen.
//!
//! Sources of the numbers: `R` and the half-life were chosen on dated turning points of two sets
//! of events (`DESIGN.md` has the measurements); the optimum of the half-life is flat from 90 to 180
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
#[doc = include_str!("trend/reading.md")]
pub mod reading {}
mod shares;
mod snapshot;
mod sweep;
mod trajectory;
mod trends;
mod word;

pub use calibration::{Calibration, CalibrationError};
pub use change::{Direction, Missing, Trend};
pub use coverage::{Coverage, CoverageError, CoverageUsed, CoveredStretch};
pub use level::{Band, Level};
pub use movers::{Mover, Movers};
pub use ongoing::{Ongoing, Walk};
pub use panel::{PairSums, Panel, PanelRow};
pub use peak::{Peak, PeakPoint};
pub use robustness::{Robustness, RobustnessRow};
pub use shares::{Shares, SpanContribution};
pub use snapshot::{
    DyadSnapshot, MergeError, PairKey, Snapshot, SnapshotError, SnapshotPair, SnapshotPairs,
    SnapshotSpec,
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
