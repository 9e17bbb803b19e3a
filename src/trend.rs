//! The level of relations, their trend, and the contributions to both.
//!
//! ```
//! use chrono::NaiveDate;
//! use detente::ledger::{DaySpan, DyadLedger, Mark};
//! use detente::trend::{Calibration, Coverage, Direction, Trajectory};
//!
//! let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
//! let mark = |month, day, valence| {
//!     Mark::new(DaySpan::day(date(month, day)).unwrap(), 1.0, valence).unwrap()
//! };
//! let marks = [
//!     mark(1, 12, 0.3), mark(2, 10, 0.3), mark(3, 8, 0.3), mark(4, 9, 0.3),
//!     mark(5, 2, -0.5), mark(5, 15, -0.5), mark(6, 2, -0.5),
//! ];
//! let trajectory = Trajectory::new(&DyadLedger::from_marks(&marks)?, &Calibration::default())
//!     .with_coverage(Coverage::since(date(1, 1)));
//!
//! let trend = trajectory.trend(date(6, 10));
//! assert_eq!(trend.direction, Direction::Falling);
//! assert_eq!(trajectory.ongoing(date(6, 10)).to_string(), "falling since 2025-06-03, P .94");
//! // The first of the spans that moved the trend:
//! let spans = trajectory.contributions(date(6, 10)).by_span();
//! assert_eq!(spans[0].span.start(), date(6, 2));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is a level?
//!
//! Four pairs in 2025: the level, its band of one standard error, and the direction at the end. Hatching
//! marks days without data.
//!
#![doc = include_str!("pictures/year.html")]
//!
//! Each [`Mark`](crate::ledger::Mark) has a score `s`, its weight `w` times its valence, and decays
//! with a half-life of 120 days. With the sum `S` of the decayed scores and the sum `W` of the decayed
//! weights, the value of the [`Level`] is
//!
//! ```text
//! R = S / sqrt(kappa + W)          kappa = 1
//! ```
//!
//! A mean would hide a war among the talks about it, and a sum would show many talks as friendship. The
//! square root avoids both.
//!
//! # What is a trend?
//!
//! A [`Trend`] compares `S` at `t` with the value expected from `S` a window earlier, at
//! `u = t - 60 d`: `S(u)` after the decay of the window, plus new marks at the rate before the window.
//!
//! ```text
//! D = S(t) - (phi + k) S(u)
//!
//! phi = 2^(-window / half-life)      the decay over the window
//! k   = A_w / A_u                    the expected new marks, as a fraction of S(u)
//! ```
//!
//! `A_u` and `A_w` are integrals of the decay over the covered days before the window and in it.
//! The longer the [`Coverage`] before the window, the smaller `k`. If no day before the window is covered,
//! or no day in it, there is no baseline and no change.
//!
//! `D` in standard deviations follows Student's distribution, since the variance is estimated from
//! few blocks of days. [`Trend::z`] is the equivalent z-score, and
//! [`Trend::p_rising`] its probability. The variance accounts for marks that come in bursts.
//! [Reading a trend](reading) says how well P is calibrated.
//!
//! The [`Direction`] of a date comes from that date alone. [`Ongoing`] is the rise or fall that
//! continues, and when it began.
//!
//! # Which type do I need?
//!
//! | for | use | cost |
//! | :-- | :-- | :-- |
//! | one dyad, any instant | [`Trajectory`] | O(n) once; about 2 us per query |
//! | all dyads, many dates | [`Ledger::trends`](crate::ledger::Ledger::trends), [`Ledger::panel`](crate::ledger::Ledger::panel) (sums only) | one pass |
//! | all dyads, one date, the most changed first | [`Ledger::movers`](crate::ledger::Ledger::movers) | one pass and a sort |
//! | a date fixed beforehand, from a stream or many machines | [`Snapshot`] | O(1) per mark |
//! | the events of a timeline | [`Relations`](crate::relations::Relations) | O(log n) and the dyad's events |
//!
//! All of them compute a trend in one function, from the same sums. The first three agree bit for
//! bit, whatever the other dates. A snapshot agrees with them to 1e-9, and bit for bit with the
//! snapshot of the same marks in any order.
//!
//! # Where does a level or a change come from?
//!
//! [`Contributions`] splits both by mark or by span; [`Relations`](crate::relations::Relations)
//! splits them by event. The contributions sum to the whole. They are sorted by the size of the
//! contribution to the change (to the level without a baseline), then by span or event.
//!
//! # Limits
//!
//! Zero is not a neutral level of machine-coded data, in which rivals average a friendly tone:
//! read changes and contrasts. [`Band`]s are a convention. A dyad without marks has no level.
//!
//! Times are instants: fractions of a day count, and only what has begun by then is seen.
//!
//! Sources of the numbers: `R` and the half-life were chosen on dated turning points of two sets
//! of events (`DESIGN.md` has the measurements); the optimum of the half-life is flat from 90 to 180
//! days. To change them, make a [`Calibration`].

use crate::ledger::{DyadLedger, LedgerError, Overflow};
use crate::time::Moment;

mod calibration;
mod change;
mod contributions;
mod coverage;
mod decay;
pub mod diagnostics;
mod kernel;
mod level;
mod movers;
mod ongoing;
mod panel;
mod peak;
mod period;
mod robustness;
#[doc = include_str!("trend/reading.md")]
pub mod reading {}
mod snapshot;
mod sweep;
mod trajectory;
mod trends;
mod written;

pub use calibration::Calibration;
pub(crate) use change::Probability;
pub use change::{Direction, Missing, Trend};
pub use contributions::{Contribution, Contributions, SpanContribution};
pub use coverage::{Coverage, CoverageUsed, CoveredPeriod};
pub use level::{Band, DecayedSums, Level};
pub use movers::{Mover, Movers};
pub use ongoing::{Ongoing, Walk};
pub use panel::{Panel, PanelRow};
pub use peak::{Peak, PeakPoint};
pub use period::{PeriodLevel, PeriodTrend};
pub use robustness::{Robustness, RobustnessRow};
pub use snapshot::{
    DyadSnapshot, LevelSums, Snapshot, SnapshotDyad, SnapshotDyads, SnapshotError, SnapshotSpec,
};
pub use trajectory::Trajectory;
pub use trends::{TrendRow, Trends};

/// Returns by how many standard deviations one direction of a dyad is friendlier than the other, as
/// the equivalent z-score.
///
/// It is the [`z`](Level::z) of the level of both, with the opposite sign for the marks of `ba`.
/// Returns `None` before a mark of either has begun.
///
/// Pass directed marks only: symmetric ones cancel in the difference and only add to its variance.
///
/// # Errors
///
/// Returns [`LedgerError::Overflow`] if the sums of both on a span overflow.
pub fn asymmetry(
    ab: &DyadLedger,
    ba: &DyadLedger,
    at: impl Into<Moment>,
    calibration: &Calibration,
    coverage: &Coverage,
) -> Result<Option<f64>, LedgerError> {
    let mut difference = ab.clone();
    for sums in ba.spans() {
        let overflow = Overflow { span: sums.span() };
        difference.add(&sums.negated().ok_or(overflow)?)?;
    }
    let trajectory = Trajectory::new(&difference, calibration).with_coverage(coverage.clone());
    Ok(trajectory.level(at).map(|level| level.z()))
}
