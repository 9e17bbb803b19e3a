//! Writes a timeline as the tables of a workbook.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::cell::written;
use super::{EXTERNAL, Part, SORTS, Workbook};
use crate::Timeline;
use crate::sheet::Table;

/// The fields of an entry, in JSON.
type Row = BTreeMap<String, Box<RawValue>>;

/// Writes the timeline as tables, in the order of its JSON form.
///
/// # Panics
///
/// Panics if the timeline has more than [`MAX_ROWS`](crate::sheet::MAX_ROWS) entries of one sort.
impl From<&Timeline> for Workbook {
    fn from(timeline: &Timeline) -> Self {
        let text = serde_json::to_string(timeline).expect("a timeline can be written as JSON");
        let mut whole: Row = read(&text);
        let mut tables = Vec::new();
        let mut entries = Vec::new();
        for sort in &SORTS {
            let Some(list) = whole.remove(sort.name) else {
                continue;
            };
            let mut rows: Vec<Row> = read(list.get());
            for row in &mut rows {
                by_scheme(row);
            }
            let part = sort
                .part
                .as_ref()
                .map(|part| (part, parts(&mut rows, part)));
            entries.extend(table(sort.name, sort.first, &rows));
            if let Some((part, rows)) = part {
                entries.extend(table(part.name, part.first, &rows));
            }
        }
        tables.extend(table("timeline", &["format", "version"], &[whole]));
        tables.extend(entries);
        Self { tables }
    }
}

fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("what was written as JSON can be read")
}

/// Gives the external identifiers of an entry a field for each scheme.
fn by_scheme(row: &mut Row) {
    if let Some(external) = row.remove("external") {
        let external: Row = read(external.get());
        let external = external.into_iter();
        row.extend(external.map(|(scheme, value)| (format!("{EXTERNAL}{scheme}"), value)));
    }
}

/// Moves the lists of a field out of the entries, into rows that name their entry.
fn parts(rows: &mut [Row], part: &Part) -> Vec<Row> {
    let mut all = Vec::new();
    for row in rows {
        let Some(list) = row.remove(part.field) else {
            continue;
        };
        let list: Vec<Box<RawValue>> = read(list.get());
        for one in list {
            // A report without other fields is written as its source, or its chain.
            let mut fields = if one.get().starts_with('{') {
                read(one.get())
            } else {
                Row::from([("by".to_owned(), one)])
            };
            fields.insert(part.of.to_owned(), row["id"].clone());
            all.push(fields);
        }
    }
    all
}

/// A table with a column for each field that a row has. Returns `None` without rows.
fn table(name: &str, first: &[&str], rows: &[Row]) -> Option<Table> {
    let used: BTreeSet<&str> = rows
        .iter()
        .flat_map(|row| row.keys().map(String::as_str))
        .collect();
    let leading = first.iter().copied().filter(|field| used.contains(field));
    let others = used.iter().copied().filter(|field| !first.contains(field));
    let header: Vec<&str> = leading.chain(others).collect();
    if rows.is_empty() {
        return None;
    }
    let mut cells = vec![header.iter().map(|field| (*field).to_owned()).collect()];
    cells.extend(rows.iter().map(|row| {
        let cells = header
            .iter()
            .map(|field| row.get(*field).map(|value| written(field, value.get())));
        cells.map(Option::unwrap_or_default).collect()
    }));
    Some(Table::new(name, cells).expect("a timeline has fewer entries than a table can have rows"))
}
