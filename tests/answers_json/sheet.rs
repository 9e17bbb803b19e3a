//! What tables are read as, and what a table of events leaves out.

use detente::Actor;
use detente::actor::ActorKind;
use detente::sheet::{EventSheet, SheetTimeline, Table, TableReader, Workbook, WorkbookTimeline};

use super::{golden, golden_owned, kuala_lumpur};

/// A table with a title, a blank row, a note, a row with faults, and a source.
fn tracker() -> SheetTimeline {
    let csv = "\
Contacts of two invented states,,,,,
Date,Kind,Who,Place,Outlet,Mood
12 February 2031,meeting,Ann; Bob1,Kelmis,Example,good

2031-03,call,Ann; Bob,,,
soon,parley,Ann*,#REF!,,
";
    let reader = TableReader::new().actors([Actor::person("Ann")]);
    let table = Table::from_csv("tracker", csv.as_bytes()).unwrap();
    reader
        .create_actors(ActorKind::Person)
        .read(&table)
        .unwrap()
}

#[test]
fn tables_of_people() {
    let read = tracker();
    golden_owned("sheet-timeline", &read);
    assert_eq!(
        read.to_string(),
        "2 events; 1 row with 4 faults; 1 blank row; 1 note; 2 actors created"
    );
    golden_owned("sheet-fault", &read.faults[0]);
    golden_owned("column-use", &read.columns[0]);
    golden_owned("note", &read.notes[0]);
    golden_owned("created-actor", &read.created[1]);
    let error = Table::from_csv("tracker", b"a,b\n").unwrap();
    golden("sheet-error", &TableReader::new().read(&error).unwrap_err());
}

#[test]
fn workbooks_and_tables_of_events() {
    let timeline = tracker().timeline;
    let mut tables = Workbook::from(&timeline).tables().to_vec();
    golden_owned("workbook", &Workbook::new(tables.clone()));
    let mut rows = tables[1].rows().to_vec();
    rows[1][1] = "persn".to_owned();
    tables[1] = Table::new("actors", rows).unwrap();
    let read: WorkbookTimeline = Workbook::new(tables).to_timeline().unwrap();
    golden_owned("workbook-timeline", &read);
    let sheet = EventSheet::of(&kuala_lumpur()).unwrap();
    golden_owned("table", &Workbook::from(&timeline).tables()[1]);
    golden_owned("event-sheet", &sheet);
    golden_owned("left-out", &sheet.left_out[0]);
}

/// A table that is too large is not read from JSON either.
#[test]
fn a_table_from_json_is_checked() {
    let long = format!(r#"{{"name": "a", "rows": [["{}"]]}}"#, "x".repeat(200_000));
    let error = serde_json::from_str::<Table>(&long)
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("a: 200000 bytes in a cell: expected at most 131072"),
        "{error}"
    );
}
