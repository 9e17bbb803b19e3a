//! The cell at which an entry was refused.

use super::EXTERNAL;
use super::read::expected;
use super::row::Row;
use crate::sheet::{SheetFault, SheetFaultKind};
use crate::timeline::{Fault, FaultKind};

/// A fault of an entry, at the cell of its rows that has the value, or of its own row. `first` identifies the row.
pub(super) fn placed(fault: &Fault, rows: &[Row<'_>], first: &str) -> SheetFault {
    let message = fault.kind.to_string();
    let (kind, expected, near) = described(&fault.kind, &message);
    let value = fault.kind.value();
    let holds = |row: &Row<'_>, field: &str| {
        let is_in = |depth, field| fault.kind.is_in((depth, field), false);
        let is_in = match field.strip_prefix(EXTERNAL) {
            Some(scheme) => is_in(2, scheme),
            None => is_in(1, field) || is_in(2, field),
        };
        is_in && value.is_some_and(|value| row.text(field).contains(value))
    };
    let found = rows.iter().rev().find_map(|row| {
        let field = row.fields.keys().find(|field| holds(row, field))?;
        Some((row, field))
    });
    // A bad scheme is in the header, but it is a fault only if there is a cell below it.
    let scheme = match &fault.kind {
        FaultKind::BadScheme { scheme, .. } => Some(format!("{EXTERNAL}{scheme}")),
        _ => None,
    };
    let scheme = scheme.filter(|scheme| rows[0].column(scheme).is_some());
    let mut placed = match (found, scheme) {
        (Some((row, field)), _) => row.fault(field, kind, value, expected),
        (None, Some(scheme)) => rows[0].fault(&scheme, kind, None, expected),
        (None, None) => rows[0].fault_of_row(first, kind, expected),
    };
    placed.near = near;
    placed
}

/// The kind of a fault, what was expected, and a similar name.
fn described<'m>(kind: &FaultKind, message: &'m str) -> (SheetFaultKind, &'m str, Option<String>) {
    match kind {
        FaultKind::UnknownActor { near, .. } => (
            SheetFaultKind::UnknownActor,
            "the `id` of a row of `actors`",
            near.clone(),
        ),
        FaultKind::DuplicateId { .. } => (
            SheetFaultKind::DuplicateId,
            "an identifier that only one row has",
            None,
        ),
        FaultKind::UnknownSource { near, .. } => (
            SheetFaultKind::Refused,
            "the `id` of a row of `sources` or `actors`",
            near.clone(),
        ),
        FaultKind::UnknownEvent { near, .. } => (
            SheetFaultKind::Refused,
            "the `id` of a row of `events`",
            near.clone(),
        ),
        FaultKind::RefersToLeftOut { .. } => {
            (SheetFaultKind::Refused, "an entry without faults", None)
        }
        _ => (SheetFaultKind::Refused, expected(message), None),
    }
}
