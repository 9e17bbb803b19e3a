//! Reads a timeline from the tables of a workbook.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;
use serde_json::value::RawValue;

use super::cell;
use super::placed::placed;
use super::row::{Fields, Row};
use super::{EXTERNAL, Part, SORTS, Sort, Workbook};
use crate::Timeline;
use crate::sheet::answer::counted;
use crate::sheet::{SheetError, SheetFault, SheetFaultKind};
use crate::timeline::{Entry, TimelineBuilder};
use crate::wire::add_entry;

/// The timeline that was read from a workbook, and the cells that were refused.
///
/// Returned by [`Workbook::to_timeline`]. Its `Display` is a summary: `4 actors, 31 events; 2 faults`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WorkbookTimeline {
    /// The timeline of the entries without faults.
    pub timeline: Timeline,
    /// The cells that were refused. Every entry that was left out has at least one.
    pub faults: Vec<SheetFault>,
}

impl fmt::Display for WorkbookTimeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let actors = counted(self.timeline.actors().len(), "actor");
        let events = counted(self.timeline.events().len(), "event");
        write!(f, "{actors}, {events}")?;
        if !self.faults.is_empty() {
            write!(f, "; {}", counted(self.faults.len(), "fault"))?;
        }
        Ok(())
    }
}

impl Workbook {
    /// Reads the timeline, and lists the cells that are at fault.
    ///
    /// An entry with a fault is left out, also if the fault is in one of its rows in `terms` or `reports`.
    /// Everything that refers to it is left out too, as in [`TimelineBuilder::build_lenient`]. A row without an
    /// identifier is a fault, and so is a row of `terms` or `reports` that names no entry. If two rows have the same
    /// identifier, the second is a fault, and the rows of `terms` and `reports` belong to the first. Otherwise the
    /// order of rows and columns does not matter.
    ///
    /// # Errors
    ///
    /// Returns [`SheetError::MissingTable`] if the workbook has neither actors nor events, and
    /// [`SheetError::UnknownColumn`] if a table has no column for its identifier.
    pub fn to_timeline(&self) -> Result<WorkbookTimeline, SheetError> {
        if self.table("actors").is_none() && self.table("events").is_none() {
            return Err(SheetError::MissingTable { name: "events" });
        }
        let mut reader = Reader::default();
        reader.title(self);
        for (number, sort) in SORTS.iter().enumerate() {
            reader.sort(self, number, sort)?;
        }
        Ok(reader.build())
    }
}

#[derive(Default)]
struct Reader<'t> {
    builder: TimelineBuilder,
    /// The rows of each entry that the builder has, by sort: its own, and those of its parts.
    added: [Vec<Vec<Row<'t>>>; 5],
    faults: Vec<SheetFault>,
}

impl<'t> Reader<'t> {
    fn title(&mut self, workbook: &'t Workbook) {
        let Some(table) = workbook
            .table("timeline")
            .filter(|table| !table.rows().is_empty())
        else {
            return;
        };
        let header = table.rows()[0]
            .iter()
            .position(|header| header.trim() == "title");
        let title = header.map_or("", |column| table.cell(2, column + 1));
        if !title.is_empty() {
            let title = cell::read("title", title);
            if let Some(title) = title.as_deref().and_then(text_of) {
                self.builder.title(title);
            }
        }
    }

    /// The rows of a table that are not blank.
    fn rows(
        &mut self,
        workbook: &'t Workbook,
        name: &str,
        key: &'static str,
    ) -> Result<Vec<Row<'t>>, SheetError> {
        let Some(table) = workbook.table(name).filter(|table| table.rows().len() > 1) else {
            return Ok(Vec::new());
        };
        let header: Vec<&str> = table.rows()[0].iter().map(|header| header.trim()).collect();
        if !header.contains(&key) {
            return Err(SheetError::UnknownColumn {
                sheet: name.to_owned(),
                header: key.to_owned(),
                near: None,
            });
        }
        let mut rows = Vec::new();
        for (at, cells) in table.rows().iter().enumerate().skip(1) {
            let mut row = Row {
                table,
                at,
                fields: Fields::new(),
                is_sound: true,
            };
            for (column, text) in cells
                .iter()
                .enumerate()
                .filter(|(_, text)| !text.trim().is_empty())
            {
                let field = header.get(column).copied().unwrap_or_default();
                if let Some(value) = cell::read(field, text) {
                    row.fields.insert(field.to_owned(), value);
                } else {
                    row.is_sound = false;
                    let expected = "JSON, because the cell starts as JSON does";
                    let fault = row.fault_at(column, SheetFaultKind::BadText, None, expected);
                    self.faults.push(fault);
                }
            }
            if !row.is_sound || !row.fields.is_empty() {
                rows.push(row);
            }
        }
        Ok(rows)
    }

    /// Adds the entries of a sort.
    fn sort(
        &mut self,
        workbook: &'t Workbook,
        number: usize,
        sort: &Sort,
    ) -> Result<(), SheetError> {
        let rows = self.rows(workbook, sort.name, sort.first[0])?;
        // The rows of the part by the identifier of their entry. `None` if they name no entry.
        let mut parts: BTreeMap<Option<String>, Vec<Row<'t>>> = BTreeMap::new();
        if let Some(part) = &sort.part {
            for row in self.rows(workbook, part.name, part.of)? {
                parts.entry(row.name_in(part.of)).or_default().push(row);
            }
        }
        for row in rows {
            let id = row.name_in("id");
            let own = id.and_then(|id| parts.remove(&Some(id)));
            let own = own.unwrap_or_default();
            if row.is_sound && own.iter().all(|part| part.is_sound) {
                self.entry(number, sort, row, own);
            } else if row.is_sound {
                // Without one of its reports, an event would have another meaning, so it is left out as a whole.
                let expected = "no fault in the rows that belong to it";
                let fault = row.fault_of_row(sort.first[0], SheetFaultKind::Refused, expected);
                self.faults.push(fault);
            }
        }
        // The remaining rows do not belong to an entry.
        if let Some(part) = &sort.part {
            let expected = format!("the `id` of a row of `{}`", sort.name);
            let left = parts.values().flatten();
            self.faults.extend(left.map(|row| {
                let is_empty = row.text(part.of).trim().is_empty();
                let kind = if is_empty {
                    SheetFaultKind::Missing
                } else {
                    SheetFaultKind::Refused
                };
                row.fault(part.of, kind, None, &expected)
            }));
        }
        Ok(())
    }

    /// Adds an entry with its parts, or the faults of its cells.
    fn entry(&mut self, number: usize, sort: &Sort, row: Row<'t>, parts: Vec<Row<'t>>) {
        let mut fields = row.fields.clone();
        if let Some(part) = sort.part.as_ref().filter(|_| !parts.is_empty()) {
            let list: Vec<String> = parts
                .iter()
                .map(|row| object(&own_fields(row, part)))
                .collect();
            fields.insert(part.field.to_owned(), format!("[{}]", list.join(",")));
        }
        let added = add_entry(&mut self.builder, (sort.entry)(0), &object(&fields));
        let Err(message) = added else {
            self.added[number].push(std::iter::once(row).chain(parts).collect());
            return;
        };
        let before = self.faults.len();
        match sort.smallest {
            Some(smallest) => self.cells(sort, smallest, &row, &parts),
            None => self.missing(&row, sort.first[0], sort.first.iter().copied()),
        }
        if self.faults.len() == before {
            // Several cells together are at fault.
            let expected = expected(&message);
            self.faults
                .push(row.fault_of_row(sort.first[0], SheetFaultKind::Refused, expected));
        }
    }

    /// Adds the faults of the cells of an entry that was refused. The message does not name the cell, so each cell is
    /// tried in the smallest valid entry.
    fn cells(&mut self, sort: &Sort, smallest: &str, row: &Row<'_>, parts: &[Row<'_>]) {
        let smallest = fields_of(smallest);
        self.missing(row, sort.first[0], smallest.keys().map(String::as_str));
        for (field, value) in &row.fields {
            let mut fields = smallest.clone();
            fields.insert(field.clone(), value.clone());
            self.tried(sort, &fields, row, field);
        }
        let Some(part) = &sort.part else { return };
        let smallest_part = fields_of(part.smallest);
        for row in parts {
            self.missing(row, part.of, smallest_part.keys().map(String::as_str));
            for (field, value) in &own_fields(row, part) {
                let mut one = smallest_part.clone();
                one.insert(field.clone(), value.clone());
                let mut fields = smallest.clone();
                fields.insert(part.field.to_owned(), format!("[{}]", object(&one)));
                self.tried(sort, &fields, row, field);
            }
        }
    }

    /// Adds a fault for each field that a row needs and does not have. `key` is the field that identifies the row.
    fn missing<'n>(&mut self, row: &Row<'_>, key: &str, needed: impl Iterator<Item = &'n str>) {
        for field in needed.filter(|field| !row.fields.contains_key(*field)) {
            self.faults.push(if let Some(column) = row.column(field) {
                let expected = format!("a value in each row of `{}`", row.table.name());
                row.fault_at(column, SheetFaultKind::Missing, None, &expected)
            } else {
                let expected = format!("a column `{field}`");
                row.fault_of_row(key, SheetFaultKind::Refused, &expected)
            });
        }
    }

    /// Adds a fault of a cell if the entry with only this cell cannot be read.
    fn tried(&mut self, sort: &Sort, fields: &Fields, row: &Row<'_>, field: &str) {
        let mut scratch = TimelineBuilder::default();
        if let Err(message) = add_entry(&mut scratch, (sort.entry)(0), &object(fields)) {
            let fault = row.fault(field, SheetFaultKind::Refused, None, expected(&message));
            self.faults.push(fault);
        }
    }

    fn build(mut self) -> WorkbookTimeline {
        let lenient = self.builder.build_lenient();
        let placed: Vec<SheetFault> = lenient
            .faults()
            .iter()
            .filter_map(|fault| {
                let (sort, number) = sort_of(fault.entry)?;
                let rows = &self.added[sort][number];
                Some(placed(fault, rows, SORTS[sort].first[0]))
            })
            .collect();
        self.faults.extend(placed);
        WorkbookTimeline {
            timeline: lenient.timeline,
            faults: self.faults,
        }
    }
}

/// The sort of an entry, and its number among those of the sort. Returns `None` for the whole timeline.
const fn sort_of(entry: Entry) -> Option<(usize, usize)> {
    Some(match entry {
        Entry::Actor(number) => (0, number),
        Entry::Designation(number) => (1, number),
        Entry::Source(number) => (2, number),
        Entry::Event(number) => (3, number),
        Entry::Constraint(number) => (4, number),
        Entry::Edit(_) | Entry::Whole => return None,
    })
}

/// The fields of a part, without the column that names its entry.
fn own_fields(row: &Row<'_>, part: &Part) -> Fields {
    let mut fields = row.fields.clone();
    fields.remove(part.of);
    fields
}

/// The fields of an entry in JSON.
fn fields_of(json: &str) -> Fields {
    let fields: BTreeMap<String, Box<RawValue>> =
        serde_json::from_str(json).expect("the smallest entries are objects");
    let fields = fields.into_iter();
    fields
        .map(|(field, json)| (field, json.get().to_owned()))
        .collect()
}

/// The JSON of an entry. The columns of external identifiers are one field.
fn object(fields: &Fields) -> String {
    let pair = |field: &str, json: &str| format!("{}:{json}", Value::from(field));
    let (mut pairs, mut external) = (Vec::new(), Vec::new());
    for (field, json) in fields {
        match field.strip_prefix(EXTERNAL) {
            Some(scheme) => external.push(pair(scheme, json)),
            None => pairs.push(pair(field, json)),
        }
    }
    if !external.is_empty() {
        pairs.push(pair("external", &format!("{{{}}}", external.join(","))));
    }
    format!("{{{}}}", pairs.join(","))
}

/// The text of a JSON string.
pub(super) fn text_of(json: &str) -> Option<String> {
    serde_json::from_str(json).ok()
}

/// What a message expected.
pub(super) fn expected(message: &str) -> &str {
    message
        .rsplit_once(": expected ")
        .map_or(message, |(_, expected)| expected)
}
