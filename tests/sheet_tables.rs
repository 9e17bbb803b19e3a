//! The public tables of the shared folder, read as they are. Their rows are not committed:
//!
//! ```sh
//! DETENTE_SHARED=../shared cargo test --all-features --test sheet_tables -- --ignored
//! ```
#![cfg(feature = "sheet")]

use std::path::PathBuf;

use detente::actor::ActorKind;
use detente::event::Kind;
use detente::sheet::{CellGuard, Field, SheetTimeline, Table, TableReader, Workbook};

/// Reads a table of the shared folder.
fn table(path: &str) -> Table {
    let folder = std::env::var_os("DETENTE_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let path = folder.join("data").join(path);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Table::from_csv("events", &bytes).expect("the file is a table")
}

/// The timeline is written as tables and read again.
fn is_read_back(read: &SheetTimeline) {
    let written = Workbook::from(&read.timeline);
    let tables = written.tables().iter().map(|table| {
        let csv = table.to_csv(CellGuard::Spreadsheets);
        Table::from_csv(table.name(), csv.as_bytes()).expect("CSV is a table")
    });
    let back = Workbook::new(tables.collect())
        .to_timeline()
        .expect("there are events");
    assert!(back.faults.is_empty(), "{:?}", back.faults);
    assert!(back.timeline == read.timeline);
}

/// Every row below the header is an event or has a fault, and every cell of an unknown column is a note.
fn is_accounted_for(read: &SheetTimeline, table: &Table) {
    let rows = read.timeline.events().len() + read.blank_rows + read.refused_rows();
    assert_eq!(rows, table.rows().len() - read.header_row);
    let unknown = read
        .columns
        .iter()
        .filter(|one| matches!(one.field, None | Some(Field::Note)));
    let cells: usize = unknown.map(|one| one.cells).sum();
    assert!(read.notes.len() <= cells);
    if read.faults.is_empty() {
        assert_eq!(read.notes.len(), cells);
    }
}

#[test]
#[ignore = "needs the shared folder"]
fn the_travels_of_presidents_and_secretaries() {
    let table = table("travels/trips.csv");
    let read = TableReader::new()
        .column("name", Field::Party)
        .column("country", Field::Host)
        .default_kind(Kind::Meeting)
        .separators([";"])
        .create_actors(ActorKind::Person)
        .read(&table)
        .unwrap();
    is_accounted_for(&read, &table);
    is_read_back(&read);
    assert_eq!(
        (read.timeline.events().len(), read.faults.len()),
        (4_271, 0)
    );
}

#[test]
#[ignore = "needs the shared folder"]
fn the_visits_of_foreign_leaders() {
    let table = table("visits/visits.csv");
    let read = TableReader::new()
        .column("from", Field::Party)
        .default_kind(Kind::Meeting)
        .separators([";"])
        .create_actors(ActorKind::Person)
        .read(&table)
        .unwrap();
    is_accounted_for(&read, &table);
    is_read_back(&read);
    assert_eq!(
        (read.timeline.events().len(), read.faults.len()),
        (3_264, 0)
    );
}

#[test]
#[ignore = "needs the shared folder"]
fn the_contacts_of_2025() {
    let table = table("us_russia_2025/contacts.csv");
    let read = TableReader::new()
        .create_actors(ActorKind::Person)
        .read(&table)
        .unwrap();
    is_accounted_for(&read, &table);
    is_read_back(&read);
    assert_eq!((read.timeline.events().len(), read.faults.len()), (31, 0));
}
