//! Every error of the crate, on one page.
//!
//! Each is defined beside the operation that returns it, and has only what that
//! operation can meet.
//!
//! | error | of |
//! | :-- | :-- |
//! | [`EdtfError`], [`WhenError`], [`BoundsError`] | reading a date |
//! | [`AnchorError`], [`RelativeError`] | dating what was said from the day it was said |
//! | [`CodeError`], [`ActorCodeError`], [`ContextError`], [`ScaleError`] | reading a code; making a scale |
//! | [`ScaleReadError`] with its [`ScaleFaults`] | reading a scale from a file |
//! | [`QuantityError`], [`CountError`], [`UnitMismatch`], [`SumError`] | making and comparing quantities |
//! | [`BuildError`] with its [`Fault`]s, [`Contradiction`] | building a timeline |
//! | `ReadError` | reading one from JSON |
//! | [`LookupError`] | naming an actor, an event or a source |
//! | [`ContactError`] | making a dated contact |
//! | [`PatternError`] | putting a pattern together |
//! | [`SpanError`], [`MarkError`], [`RecordError`] | making and recording marks |
//! | [`SnapshotError`], [`MergeError`] | recording marks in a snapshot; merging two |
//! | `BytesError`, `MergeBytesError` | reading ledgers and snapshots from bytes |
//! | [`RelationsError`] | scoring a pair |
//! | [`CalibrationError`], [`WeightError`] | changing a scoring |
//! | `RowError`, `IntakeError`, `IntakeMergeError`, `FinishError`, `PromotionError` | importing coded events |
//! | [`SeriesError`] | a diagnostic of a series |

pub use crate::code::{
    ActorCodeError, CodeError, ContextError, ScaleError, ScaleFaults, ScaleReadError,
};
pub use crate::event::{CountError, QuantityError, SumError, UnitMismatch};
#[cfg(feature = "import")]
pub use crate::import::{FinishError, IntakeError, IntakeMergeError, PromotionError, RowError};
pub use crate::ledger::{MarkError, RecordError, SpanError};
pub use crate::relations::RelationsError;
pub use crate::scoring::WeightError;
pub use crate::sequence::{ContactError, PatternError};
pub use crate::time::{AnchorError, BoundsError, EdtfError, RelativeError, WhenError};
pub use crate::timeline::{BuildError, Contradiction, Fault, FaultKind, LookupError};
pub use crate::trend::diagnostics::SeriesError;
pub use crate::trend::{CalibrationError, MergeError, SnapshotError};
#[cfg(feature = "json")]
pub use crate::wire::ReadError;
#[cfg(feature = "postcard")]
pub use crate::wire::{BytesError, MergeBytesError};
