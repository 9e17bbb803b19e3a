//! Writes the events of a timeline as one table, for people who keep and share a single sheet.

mod compare;
mod write;

use std::fmt;

use crate::sheet::answer::counted;
use crate::sheet::{SheetError, Table};
use crate::timeline::Timeline;

/// The maximum number of reports of an event that an [`EventSheet`] has columns for.
pub const MAX_SHEET_REPORTS: usize = 10;

/// The events of a timeline as one table, with everything that the table leaves out.
///
/// Each event is a row, in the order of events. Actors and sources are written by name, or by identifier if the
/// name is ambiguous. Empty columns are left out, except for `id`, `date` and `kind`.
///
/// | column | |
/// | :-- | :-- |
/// | `id`, `date`, `kind`, `title`, `place`, `code` | |
/// | `parties`, `source actor`, `target`, `addressee`, `host`, `mediator`, `attendee` | names, separated by `;` |
/// | `topics` | separated by `;` |
/// | `status` | of the event; empty if it is realised |
/// | `outlet`, `url`, `reported`; `outlet 2`, … | a group for each report |
///
/// A [`TableReader`](crate::sheet::TableReader) with the actors and sources of the timeline can read the table
/// back. [`left_out`](Self::left_out) lists what would then be missing or different, and what the table does not
/// say about actors and sources. It is computed by reading the table back. A [`Workbook`](crate::sheet::Workbook)
/// leaves nothing out. For the events of a view, write its [extract](crate::query::View::extract).
///
/// # Example
///
/// ```
/// use detente::event::{Link, Report, Source};
/// use detente::sheet::{EventSheet, CellGuard};
/// use detente::{Actor, Event, Timeline};
///
/// let timeline = Timeline::builder()
///     .actor(Actor::person("rubio").named("Marco Rubio"))
///     .actor(Actor::person("lavrov").named("Sergey Lavrov"))
///     .source(Source::new("TASS"))
///     .event(Event::call("call", "2025-06").between("rubio", "lavrov"))
///     .event(
///         Event::meeting("kl", "2025-07-10")
///             .between("rubio", "lavrov")
///             .at("Kuala Lumpur")
///             .link(Link::Follows, "call")
///             .report(Report::by(["TASS"]).asserted("2025-07-11")),
///     )
///     .build()?;
///
/// let sheet = EventSheet::of(&timeline)?;
/// assert_eq!(
///     sheet.table.to_csv(CellGuard::Formulas),
///     "id,date,kind,parties,place,outlet,reported\r\n\
///      call,2025-06,call,\"Sergey Lavrov; Marco Rubio\",,,\r\n\
///      kl,2025-07-10,meeting,\"Sergey Lavrov; Marco Rubio\",Kuala Lumpur,TASS,2025-07-11\r\n",
/// );
/// assert_eq!(
///     sheet.to_string(),
///     "2 events; left out: `id` of 2 actors, `kind` of 2 actors, `follows` of 1 event",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct EventSheet {
    /// The table. Its first row is the header.
    pub table: Table,
    /// What the timeline has and the table does not, in the order of the tables and columns of a workbook.
    pub left_out: Vec<LeftOut>,
}

/// A field that the single sheet leaves out for some entries of a timeline.
///
/// Tables and columns are those of a [`Workbook`](crate::sheet::Workbook).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LeftOut {
    /// The table of a workbook that has the field.
    pub table: String,
    /// The column of the field. `None` if rows are left out as a whole.
    pub column: Option<String>,
    /// The number of rows of that table that are left out, or whose field is left out or read differently.
    pub rows: usize,
}

impl EventSheet {
    /// Writes the events of a timeline as one table.
    ///
    /// # Errors
    ///
    /// Returns [`SheetError::TooMany`] if the timeline has more events than a table can have rows below its header.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the size of the timeline: the table is read once, to find what it leaves out.
    pub fn of(timeline: &Timeline) -> Result<Self, SheetError> {
        let table = write::table(timeline)?;
        let left_out = compare::left_out(timeline, &table);
        Ok(Self { table, left_out })
    }
}

impl fmt::Display for EventSheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let events = self.table.rows().len() - 1;
        f.write_str(&counted(events, "event"))?;
        for (at, one) in self.left_out.iter().enumerate() {
            f.write_str(if at == 0 { "; left out: " } else { ", " })?;
            one.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = counted(self.rows, self.table.trim_end_matches('s'));
        match &self.column {
            Some(column) => write!(f, "`{column}` of {rows}"),
            None => f.write_str(&rows),
        }
    }
}
