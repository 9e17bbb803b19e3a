//! Withdrawals: nothing is withdrawn before it was stated.

use crate::event::{Report, Status};
use crate::time::When;
use crate::timeline::{Constraint, FaultKind};

/// The fault of a report of an event that would be withdrawn before it was asserted. `shared` is the date of the event.
pub(crate) fn report_withdrawn_early(
    event: &str,
    shared: &When,
    report: &Report,
    on: &When,
) -> Option<FaultKind> {
    let since = known_since(report, shared)?;
    is_early(since, on).then(|| FaultKind::WithdrawnEarly {
        what: "a report of event",
        id: event.to_owned(),
        since: since.to_string(),
        on: on.to_string(),
    })
}

/// The fault of a constraint that would be withdrawn before it was asserted.
pub(crate) fn constraint_withdrawn_early(constraint: &Constraint, on: &When) -> Option<FaultKind> {
    let since = constraint.asserted.as_ref()?;
    is_early(since, on).then(|| FaultKind::WithdrawnEarly {
        what: "constraint",
        id: constraint.without_sources(),
        since: since.to_string(),
        on: on.to_string(),
    })
}

/// The date before which a report cannot be withdrawn: when it was asserted. Without that date, that of the event
/// if the report is that it happened, because nothing else is known before the event.
fn known_since<'r>(report: &'r Report, shared: &'r When) -> Option<&'r When> {
    let is_past = matches!(report.status, Status::Realised | Status::Disputed);
    let date = || report.says.when.as_ref().unwrap_or(shared);
    report.asserted.as_ref().or_else(|| is_past.then(date))
}

/// Whether a withdrawal is certainly earlier than a statement.
fn is_early(since: &When, on: &When) -> bool {
    let start = since.bounds().start_earliest();
    let end = on.bounds().end_latest();
    end.zip(start).is_some_and(|(end, start)| end <= start)
}
