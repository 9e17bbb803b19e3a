//! The ways in which an event can change.

use crate::text::words;

/// How an event changed between two states of a record.
///
/// An event can have several kinds of change: a plan that was realised on another day is both realised and
/// redated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// It was not known before.
    New,
    /// It is still in the record, but none of its reports is in force.
    Retracted,
    /// It is no longer in the record.
    Removed,
    /// It was planned or called off before, and is now reported to have happened.
    Realised,
    /// It is now called off.
    Cancelled,
    /// A report now denies it.
    Disputed,
    /// Its date differs, or the bounds of its date by reports and constraints do.
    Redated,
    /// Facts other than its date differ, or its status changed in a way that no other kind describes.
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
