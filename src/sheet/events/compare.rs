//! What a table of events leaves out, found by reading it.
//!
//! The timeline and the events that are read from the table are written as workbooks, and compared cell by cell.
//! So nothing can be missed: a field that the table of events does not know is still in the workbook of the
//! timeline.

use std::collections::{BTreeMap, HashMap};

use super::write::{Labels, cited};
use super::{LeftOut, MAX_SHEET_REPORTS};
use crate::actor::Actor;
use crate::event::{Event, Source};
use crate::sheet::{Table, TableReader, Workbook};
use crate::timeline::{EventRef, Timeline};

/// What the timeline has and the table does not.
pub(super) fn left_out(timeline: &Timeline, table: &Table) -> Vec<LeftOut> {
    let sources = timeline.sources().filter(|source| source.actor().is_none());
    let reader = TableReader::new()
        .actors(timeline.actors().map(Actor::from))
        .sources(sources.map(Source::from));
    let read = reader.read(table);
    let read =
        read.expect("the table has a header, and its actors and sources are of one timeline");
    let (all, back) = (Workbook::from(timeline), Workbook::from(&read.timeline));
    let mut left_out = Vec::new();
    for table in all.tables() {
        left_out.extend(match table.name() {
            // The title of the timeline has no row of its own.
            "timeline" => Vec::new(),
            "actors" => named(table, &actors(timeline)),
            "sources" => named(table, &sources_of(timeline)),
            name => compared(table, back.table(name)),
        });
    }
    left_out
}

/// The texts that each actor has in the table of events.
fn actors(timeline: &Timeline) -> BTreeMap<String, Vec<String>> {
    let labels = Labels::of(timeline);
    let ids = timeline.events().flat_map(EventRef::participants);
    let ids = ids.map(|one| one.actor.id().to_owned());
    ids.map(|id| (id.clone(), vec![labels.actor(&id)]))
        .collect()
}

/// The texts that each source has in the table of events.
fn sources_of(timeline: &Timeline) -> BTreeMap<String, Vec<String>> {
    let labels = Labels::of(timeline);
    let mut texts = BTreeMap::new();
    for event in timeline.events().map(Event::from) {
        for report in event.reports.iter().take(MAX_SHEET_REPORTS) {
            let id = cited(report);
            texts.insert(id.to_owned(), labels.source(id).to_vec());
        }
    }
    texts
}

/// The fields of actors or sources. The table of events has only some of their texts.
fn named(table: &Table, texts: &BTreeMap<String, Vec<String>>) -> Vec<LeftOut> {
    let header = &table.rows()[0];
    let rows = table.rows()[1..].iter().map(|row| {
        let texts = texts.get(&row[0])?;
        let has = |at: usize| {
            let is_text = ["id", "name", "url"].contains(&header[at].as_str());
            is_text && texts.contains(&row[at])
        };
        Some(filled(row, |at| !has(at)))
    });
    counted(table, rows)
}

/// The cells of a table that another one does not have, or has with another text.
fn compared(table: &Table, back: Option<&Table>) -> Vec<LeftOut> {
    let back_rows: HashMap<(&str, usize), &[String]> = match back {
        // Only these tables have rows that a table of events can have.
        Some(back) if ["events", "reports"].contains(&table.name()) => keyed(back).collect(),
        _ => HashMap::new(),
    };
    let columns: Vec<Option<usize>> = table.rows()[0]
        .iter()
        .map(|header| column(back?, header))
        .collect();
    let rows = keyed(table).map(|(key, row)| {
        let other = back_rows.get(&key)?;
        let has = |at: usize| columns[at].and_then(|column| other.get(column)) == Some(&row[at]);
        Some(filled(row, |at| !has(at)))
    });
    counted(table, rows)
}

/// The rows below the header. Reports have the identifier of their event in the first column, and are numbered.
fn keyed(table: &Table) -> impl Iterator<Item = ((&str, usize), &[String])> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    table.rows()[1..].iter().map(move |row| {
        let number = numbers.entry(&row[0]).or_insert(0);
        *number += 1;
        ((row[0].as_str(), *number), row.as_slice())
    })
}

/// The requested columns in which a row has text.
fn filled(row: &[String], is_asked: impl Fn(usize) -> bool) -> Vec<usize> {
    let columns = (0..row.len()).filter(|at| !row[*at].is_empty());
    columns.filter(|at| is_asked(*at)).collect()
}

/// Counts the columns that rows leave out, and the rows that are left out as a whole.
fn counted(table: &Table, rows: impl Iterator<Item = Option<Vec<usize>>>) -> Vec<LeftOut> {
    let mut counts: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    for row in rows {
        match row {
            Some(columns) => {
                for column in columns {
                    *counts.entry(Some(column)).or_insert(0) += 1;
                }
            }
            None => *counts.entry(None).or_insert(0) += 1,
        }
    }
    let counts = counts.into_iter();
    let left_out = counts.map(|(column, rows)| LeftOut {
        table: table.name().to_owned(),
        column: column.map(|column| table.rows()[0][column].clone()),
        rows,
    });
    left_out.collect()
}

fn column(table: &Table, header: &str) -> Option<usize> {
    table.rows()[0].iter().position(|one| one == header)
}
