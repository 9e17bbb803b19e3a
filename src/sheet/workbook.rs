//! Writes a whole timeline as several tables, and reads it back.
//!
//! The columns of the tables are the fields of the JSON form, so the tables have every field that the JSON has. A
//! list in a JSON object becomes a table of its own if its entries have fields: `reports` of events, `terms` of
//! actors.

mod cell;
mod placed;
mod read;
mod row;
mod write;

pub use read::WorkbookTimeline;

use crate::sheet::Table;
use crate::timeline::Entry;

/// A timeline as named tables, for example one CSV file each.
///
/// | table | rows | refers to |
/// | :-- | :-- | :-- |
/// | `timeline` | one: `format`, `version`, `title` | |
/// | `actors` | actors | |
/// | `terms` | affiliations and offices: `party`, `office`, `when` | `actor` |
/// | `designations` | names for the holders of offices | |
/// | `sources` | sources | |
/// | `events` | events | |
/// | `reports` | reports: `by`, `status`, `asserted`, … | `event` |
/// | `constraints` | constraints | |
///
/// The columns are the fields of [the JSON form](mod@crate::format::timeline). External identifiers have a column
/// for each scheme: `external:wikidata`. Entries of a list are separated by `;`. A value with fields of its own,
/// such as a participant on behalf of another, is written as JSON in its cell.
///
/// # Example
///
/// ```
/// use detente::sheet::{CellGuard, Table, Workbook};
/// use detente::{Actor, Event, Timeline};
///
/// let timeline = Timeline::builder()
///     .actor(Actor::person("rubio").named("Marco Rubio"))
///     .actor(Actor::person("lavrov").named("Sergey Lavrov"))
///     .event(Event::meeting("kuala-lumpur", "2025-07-10").between("rubio", "lavrov"))
///     .build()?;
/// let workbook = Workbook::from(&timeline);
/// let events = workbook.tables().iter().find(|table| table.name() == "events").unwrap();
/// assert_eq!(
///     events.to_csv(CellGuard::Formulas),
///     "id,kind,when,parties\r\nkuala-lumpur,meeting,2025-07-10,\"lavrov; rubio\"\r\n",
/// );
///
/// let files = workbook.tables().iter().map(|table| (table.name(), table.to_csv(CellGuard::Spreadsheets)));
/// let tables = files.map(|(name, csv)| Table::from_csv(name, csv.as_bytes()));
/// let read = Workbook::new(tables.collect::<Result<_, _>>()?).to_timeline()?;
/// assert_eq!(read.timeline, timeline);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workbook {
    tables: Vec<Table>,
}

impl Workbook {
    /// Creates a workbook from tables in any order. Tables with other names are ignored when it is read.
    #[must_use]
    pub const fn new(tables: Vec<Table>) -> Self {
        Self { tables }
    }

    /// The tables. For a timeline, they are in the order above, and tables without rows are left out.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    pub(super) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name() == name)
    }
}

/// The start of the header of a column of external identifiers. The scheme follows.
const EXTERNAL: &str = "external:";

/// A sort of entry, and its table.
struct Sort {
    /// The name of the table, and of the list in JSON.
    name: &'static str,
    entry: fn(usize) -> Entry,
    /// The fields that are written first, in this order.
    first: &'static [&'static str],
    /// The smallest valid entry, in JSON: the fields that each row needs. A cell is added to it to check whether the
    /// cell is at fault. `None` if cells cannot be checked one by one, because which of them a row needs depends on
    /// the others.
    smallest: Option<&'static str>,
    part: Option<Part>,
}

/// The table of a list whose entries have fields.
struct Part {
    name: &'static str,
    /// The field with the list.
    field: &'static str,
    /// The column that has the identifier of the entry.
    of: &'static str,
    first: &'static [&'static str],
    smallest: &'static str,
}

const SORTS: [Sort; 5] = [
    Sort {
        name: "actors",
        entry: Entry::Actor,
        first: &["id", "kind", "name", "aliases"],
        smallest: Some(r#"{"id": "x", "kind": "person", "name": "x"}"#),
        part: Some(Part {
            name: "terms",
            field: "affiliations",
            of: "actor",
            first: &["actor", "party", "office", "when"],
            smallest: r#"{"party": "x", "when": "2025"}"#,
        }),
    },
    Sort {
        name: "designations",
        entry: Entry::Designation,
        first: &["name", "party", "office", "when"],
        smallest: Some(r#"{"name": "x", "party": "x", "office": "x", "when": "2025"}"#),
        part: None,
    },
    Sort {
        name: "sources",
        entry: Entry::Source,
        first: &["id", "name", "published", "url"],
        smallest: Some(r#"{"id": "x", "name": "x"}"#),
        part: None,
    },
    Sort {
        name: "events",
        entry: Entry::Event,
        first: &["id", "kind", "when", "title", "parties", "place"],
        smallest: Some(r#"{"id": "x", "kind": "meeting"}"#),
        part: Some(Part {
            name: "reports",
            field: "reports",
            of: "event",
            first: &["event", "by", "status", "asserted"],
            smallest: r#"{"by": "x"}"#,
        }),
    },
    Sort {
        name: "constraints",
        entry: Entry::Constraint,
        first: &["event"],
        smallest: None,
        part: None,
    },
];
