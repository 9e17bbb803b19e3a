//! All errors of the crate, on one page.
//!
//! Each error is defined beside the operation that returns it, and has only the variants that the operation
//! can return. A message says what is wrong, usually what was expected, and sometimes what to do. It is one
//! line, without a full stop, with values in backticks. An error with several faults has a line for each.
//!
//! | module | error | returned when |
//! | :-- | :-- | :-- |
//! | [`time`](crate::time) | [`WhenError`] | a date is parsed or built from bounds |
//! | | [`AnchorError`] | a relative date, such as "yesterday", is resolved |
//! | | [`PeriodError`] | a calendar period is made, or a table by period |
//! | [`time::network`](crate::time::network) | [`NegativeCycle`] | a constraint contradicts the other constraints of a temporal network |
//! | [`code`](crate::code) | [`CodeError`] | a code is parsed |
//! | | [`ScaleError`] | a scale is built |
//! | | [`ScaleReadError`] | a scale is read from a file; contains a [`ScaleFault`] with a [`ScaleFaultKind`] for each faulty line |
//! | [`event`](crate::event) | [`QuantityError`] | a quantity or a count is built |
//! | | [`UnitError`] | quantities are compared or added |
//! | [`timeline`](crate::timeline) | [`BuildError`] | a timeline is built; contains a [`Fault`] with a [`FaultKind`] for each faulty entry |
//! | | [`EditError`] | a timeline is edited; contains an [`EditFault`](crate::timeline::edit::EditFault) with an [`EditFaultKind`] for each faulty edit |
//! | | [`Contradiction`] | the dates, links and constraints of events cannot all be true |
//! | | [`LookupError`] | an actor, an event, a source, a subject or a measure is looked up by name |
//! | [`query`](crate::query) | [`ExtractError`] | the events of a view become a timeline of their own |
//! | [`sequence`](crate::sequence) | [`PatternError`] | a pattern is built |
//! | | [`ContactError`] | a contact with exact times is built |
//! | [`relations`](crate::relations) | [`RelationsError`] | a dyad is scored |
//! | [`changes`](crate::changes) | [`RuleError`] | a rule is built, or held against two states of a record |
//! | [`scoring`](crate::scoring) | [`ScoringError`] | a weight or a number of a calibration is set |
//! | [`ledger`](crate::ledger) | [`SpanError`] | a span of days or a coverage is built |
//! | | [`MarkError`] | a mark or the sums of marks are built |
//! | | [`LedgerError`] | marks are added to a ledger or a snapshot, or subtracted |
//! | [`trend`](crate::trend) | [`SnapshotError`] | snapshots are merged |
//! | [`trend::diagnostics`](crate::trend::diagnostics) | [`SeriesError`] | a series of values is tested |
//! | `import` | `RowFault` | a row of a file of coded events is read; contains a `RowFaultKind` |
//! | | `ImportError` | files are imported, or an importer is set up or merged |
//! | | `IdListError` | a list of names with their numbers is read |
//! | | `ConversionError` | rows are converted into events of a timeline |
//! | `sheet` | `SheetError` | a table of events is read; each bad cell is a `SheetFault` |
//! | enums of words | [`WordError`] | a word such as `meeting` or `rising` is parsed |
//! | [`format`](mod@crate::format) | `ReadError` | a timeline or a patch is read from JSON |
//! | | `BytesError` | a ledger or a snapshot is read from bytes |
//!
//! Input that is accepted but looks wrong causes no error: see
//! [`Timeline::warnings`](crate::Timeline::warnings) and `import::RowWarning`.

pub use crate::changes::RuleError;
pub use crate::code::{CodeError, ScaleError, ScaleFault, ScaleFaultKind, ScaleReadError};
pub use crate::event::{QuantityError, UnitError};
#[cfg(feature = "import")]
pub use crate::import::{ConversionError, IdListError, ImportError, RowFault, RowFaultKind};
pub use crate::ledger::{LedgerError, MarkError, SpanError};
pub use crate::query::ExtractError;
pub use crate::relations::RelationsError;
pub use crate::scoring::ScoringError;
pub use crate::sequence::{ContactError, PatternError};
#[cfg(feature = "sheet")]
pub use crate::sheet::{SheetError, SheetFault};
pub use crate::text::WordError;
pub use crate::time::network::NegativeCycle;
pub use crate::time::{AnchorError, PeriodError, WhenError};
pub use crate::timeline::edit::{EditError, EditFaultKind};
pub use crate::timeline::{BuildError, Contradiction, Fault, FaultKind, LookupError};
pub use crate::trend::SnapshotError;
pub use crate::trend::diagnostics::SeriesError;
#[cfg(feature = "postcard")]
pub use crate::wire::BytesError;
#[cfg(feature = "json")]
pub use crate::wire::ReadError;
