//! The ways in which an event can change.

use crate::text::words;

/// How an event changed between two states of a record.
///
/// An event can have several kinds of change: a plan that was realised on another day is both realised and
/// redated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// The event was not known before.
    New,
    /// The event is still in the record, but none of its reports is in force.
    Retracted,
    /// The event is no longer in the record.
    Removed,
    /// The event was planned or called off before, and is now reported to have happened.
    Realised,
    /// The event is now called off.
    Cancelled,
    /// A report now denies the event.
    Disputed,
    /// The date differs, or its bounds that follow from reports and constraints differ.
    Redated,
    /// Facts other than the date differ, or the status changed in a way that no other kind describes.
    Revised,
    /// There is a new report, and the facts are the same.
    ReportedAgain,
    /// A report is no longer in force, and the facts are the same.
    ReportWithdrawn,
}

words!(ChangeKind, "a kind of change", 10 {
    New => "new",
    Retracted => "retracted",
    Removed => "removed",
    Realised => "realised",
    Cancelled => "cancelled",
    Disputed => "disputed",
    Redated => "redated",
    Revised => "revised",
    ReportedAgain => "reported_again",
    ReportWithdrawn => "report_withdrawn",
});

impl ChangeKind {
    /// Whether it is a change of the status.
    pub(super) const fn is_of_status(self) -> bool {
        matches!(self, Self::Realised | Self::Cancelled | Self::Disputed)
    }
}
