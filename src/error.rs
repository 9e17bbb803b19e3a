//! Every error of the crate, on one page.
//!
//! Each is defined beside the operation that returns it, and has only what that
//! operation can meet.
//!
//! | error | of |
//! | :-- | :-- |
//! | [`WhenError`] | reading a date |
//! | [`AnchorError`] | resolving a date relative to the day of a report |
//! | [`NegativeCycle`] | adding a constraint to a temporal network |
//! | [`CodeError`], [`ScaleError`] | reading a code; making a scale |
//! | [`ScaleReadError`] with a [`ScaleFault`] and its [`ScaleFaultKind`] for each line | reading a scale from a file |
//! | [`QuantityError`], [`UnitError`] | making and comparing quantities |
//! | [`BuildError`], each [`Fault`] of a [`FaultKind`]; [`Contradiction`] | building a timeline |
//! | `ReadError` | reading one from JSON |
//! | [`LookupError`] | naming an actor, an event or a source |
//! | [`ContactError`] | making a dated contact |
//! | [`PatternError`] | putting a pattern together |
//! | [`SpanError`], [`MarkError`] | creating spans, coverages, marks and sums |
//! | [`LedgerError`] | adding marks to a ledger or a snapshot, and taking them away |
//! | [`SnapshotError`] | merging snapshots |
//! | `BytesError` | reading ledgers and snapshots from bytes |
//! | [`RelationsError`] | scoring a pair |
//! | [`ScoringError`] | changing a scoring |
//! | [`WordError`] | reading a direction or a band |
//! | `RowFault` with its `RowFaultKind`, `ImportError`, `ConversionError` | importing coded events |
//! | [`SeriesError`] | a diagnostic of a series |

pub use crate::code::{CodeError, ScaleError, ScaleFault, ScaleFaultKind, ScaleReadError};
pub use crate::event::{QuantityError, UnitError};
#[cfg(feature = "import")]
pub use crate::import::{ConversionError, ImportError, RowFault, RowFaultKind};
pub use crate::ledger::{LedgerError, MarkError, SpanError};
pub use crate::relations::RelationsError;
pub use crate::scoring::ScoringError;
pub use crate::sequence::{ContactError, PatternError};
pub use crate::time::network::NegativeCycle;
pub use crate::time::{AnchorError, WhenError};
pub use crate::timeline::{BuildError, Contradiction, Fault, FaultKind, LookupError};
pub use crate::trend::diagnostics::SeriesError;
pub use crate::trend::{SnapshotError, WordError};
#[cfg(feature = "postcard")]
pub use crate::wire::BytesError;
#[cfg(feature = "json")]
pub use crate::wire::ReadError;
