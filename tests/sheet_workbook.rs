//! A whole timeline as tables, and back.
#![cfg(feature = "sheet")]

use std::path::PathBuf;

use detente::event::Source;
use detente::sheet::{CellGuard, SheetFaultKind, Table, Workbook, WorkbookTimeline};
use detente::{Actor, Event, Timeline, When};
use proptest::prelude::*;

mod coarse;
mod unsound;

/// The timeline, written as CSV and read again.
fn through_csv(timeline: &Timeline, guard: CellGuard) -> WorkbookTimeline {
    let written = Workbook::from(timeline);
    let tables = written.tables().iter().map(|table| {
        Table::from_csv(table.name(), table.to_csv(guard).as_bytes()).expect("CSV is a table")
    });
    Workbook::new(tables.collect())
        .to_timeline()
        .expect("there are actors or events")
}

fn is_kept(timeline: &Timeline) {
    for guard in [CellGuard::Formulas, CellGuard::Spreadsheets] {
        let read = through_csv(timeline, guard);
        let faults: Vec<String> = read.faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults, [""; 0]);
        let (back, text) = (read.timeline.to_json(), timeline.to_json());
        for (back, line) in back.lines().zip(text.lines()) {
            assert_eq!(back, line);
        }
        assert!(read.timeline == *timeline);
    }
}

#[test]
fn the_records_of_the_examples_are_read_back() {
    for name in ["us-russia-2025", "kuala-lumpur", "october-1962"] {
        let path =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("examples/data/{name}.json"));
        let text = std::fs::read_to_string(path).expect("the record is there");
        is_kept(&Timeline::from_json(&text).expect("the record is well-formed"));
    }
}

/// A record with every field of the format.
#[test]
fn every_field_of_the_format_is_read_back() {
    is_kept(
        &Timeline::from_json(include_str!("data/timeline-v1.json"))
            .expect("the sample is well-formed"),
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_timeline_is_read_back_from_its_tables(
        events in coarse::events(1..25, 8),
        before in prop::collection::vec((0_usize..8, 0_usize..8), 0..6),
    ) {
        is_kept(&coarse::built(&events, &before));
    }

    #[test]
    fn citations_have_columns_and_are_read_back(
        texts in prop::collection::vec("[ -~é]{0,4}[!-~]", 5),
        authors in prop::collection::vec("[a-c;\\[\"]{0,3}[a-z]", 0..3),
    ) {
        let texts: Vec<&str> = texts.iter().map(|text| text.trim()).collect();
        let mut source = Source::new("s").named(texts[0]);
        source.authors = authors.clone();
        source.title = Some(texts[1].to_owned());
        source.publisher = Some(texts[2].to_owned());
        source.locator = Some(texts[3].to_owned());
        source.archive = Some(texts[4].to_owned());
        source.accessed = Some(When::parse("2031-02").unwrap());
        let event = Event::call("e", "2025").party("a").reported_by("s");
        let timeline = Timeline::builder().actor(Actor::person("a")).source(source).event(event).build().unwrap();
        is_kept(&timeline);
        let written = Workbook::from(&timeline);
        let table = written.tables().iter().find(|table| table.name() == "sources").unwrap();
        for header in ["title", "publisher", "locator", "archive", "accessed"] {
            prop_assert!(table.rows()[0].iter().any(|one| one == header));
        }
        let is_plain = authors.iter().all(|author| !author.contains([';', '[', '"']));
        if let Some(column) = table.rows()[0].iter().position(|one| one == "authors").filter(|_| is_plain) {
            prop_assert_eq!(table.cell(2, column + 1), authors.join("; "));
        }
    }

    #[test]
    fn external_identifiers_have_columns_and_are_read_back(
        ids in prop::collection::vec(prop::collection::btree_map("[a-c][a-z0-9._-]{0,2}", "[ -~é]{0,3}[!-~]", 0..3), 3),
    ) {
        let mut builder = Timeline::builder();
        let mut actor = Actor::person("a");
        let mut source = Source::new("s");
        let mut event = Event::call("e", "2025").party("a");
        for (scheme, value) in &ids[0] { actor = actor.external(scheme, value.trim()); }
        for (scheme, value) in &ids[1] { source = source.external(scheme, value.trim()); }
        for (scheme, value) in &ids[2] { event = event.external(scheme, value.trim()); }
        let timeline = builder.actor(actor).source(source).event(event).build().unwrap();
        is_kept(&timeline);
        for (name, ids) in ["actors", "sources", "events"].iter().zip(&ids) {
            let written = Workbook::from(&timeline);
            let table = written.tables().iter().find(|table| table.name() == *name).unwrap();
            for scheme in ids.keys() {
                let column = format!("external:{scheme}");
                prop_assert!(table.rows()[0].contains(&column));
            }
        }
    }

    #[test]
    fn texts_of_any_form_are_read_back(
        texts in prop::collection::vec("[ -~é;\\[\\]{}\"'=+@]{1,8}", 1..6),
    ) {
        let mut builder = Timeline::builder();
        for (number, text) in texts.iter().enumerate() {
            let event = Event::call(format!("e{number}"), "2025-07").title(text.clone()).topic(text.clone());
            builder.actor(Actor::person(text.clone())).event(event.party(text.clone()));
        }
        let timeline = builder.build_lenient().timeline;
        if timeline.events().len() > 0 {
            is_kept(&timeline);
        }
    }

    #[test]
    fn a_cell_that_was_changed_is_named(record in unsound::records(), column in 0_usize..20, row in 1_usize..8) {
        let timeline = unsound::builder(&record).build_lenient().timeline;
        let tables = Workbook::from(&timeline).tables().to_vec();
        for at in 0..tables.len() {
            let mut changed = tables.clone();
            let mut rows = changed[at].rows().to_vec();
            let Some(cell) = rows.get_mut(row).and_then(|row| row.get_mut(column)) else { continue };
            "[\"\u{200b}".clone_into(cell);
            changed[at] = Table::new(tables[at].name(), rows).unwrap();
            let named = changed[at].name().to_owned();
            let Ok(read) = Workbook::new(changed).to_timeline() else { continue };
            if named == "timeline" { continue }
            let fault = read.faults.iter().find(|fault| fault.sheet == named && fault.row == row + 1);
            prop_assert!(fault.is_some_and(|fault| fault.kind == SheetFaultKind::BadText), "{:?}", read.faults);
        }
    }
}

/// The position of a column from its letters, from 1.
fn position(letters: &str) -> usize {
    letters.bytes().fold(0, |column, letter| {
        26 * column + usize::from(letter - b'A') + 1
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_fault_leads_to_the_value_that_it_names(
        record in unsound::records(),
        changes in prop::collection::vec((0_usize..8, 0_usize..20, 0_usize..8, prop::sample::select(vec![
            "", "x", "2025-13-45", "nobody", "nobody; a", "-1", "{\"a\": 1}", "[\"x\", 2]", "\"\"", "#REF!", "planned", "a\nb", "0",
        ])), 1..5),
    ) {
        let timeline = unsound::builder(&record).build_lenient().timeline;
        let mut tables = Workbook::from(&timeline).tables().to_vec();
        for (table, column, row, text) in changes {
            let at = table % tables.len().max(1);
            let Some(table) = tables.get(at) else { continue };
            let mut rows = table.rows().to_vec();
            let Some(cell) = rows.get_mut(row + 1).and_then(|row| row.get_mut(column)) else { continue };
            text.clone_into(cell);
            tables[at] = Table::new(table.name(), rows).unwrap();
        }
        let workbook = Workbook::new(tables);
        let Ok(read) = workbook.to_timeline() else { return Ok(()) };
        for fault in &read.faults {
            let table = workbook.tables().iter().find(|table| table.name() == fault.sheet);
            let table = table.expect("a fault is in a table of the workbook");
            if fault.column.is_empty() {
                let cells = &table.rows()[fault.row - 1];
                prop_assert!(cells.iter().any(|cell| cell.contains(&fault.value)), "{} in {:?}", fault, cells);
                prop_assert!(fault.to_string().contains(&format!(", row {}: ", fault.row)), "{}", fault);
                continue;
            }
            let column = position(&fault.column);
            prop_assert_eq!(table.cell(1, column).trim(), fault.header.as_str());
            let cell = table.cell(fault.row, column);
            prop_assert!(cell.contains(&fault.value), "{} in {:?}", fault, cell);
        }
        // A fault leaves out an entry, and only then is the timeline smaller.
        if read.faults.is_empty() {
            let back = Workbook::from(&read.timeline);
            for (table, other) in workbook.tables().iter().zip(back.tables()) {
                prop_assert!(table.name() == "timeline" || table.rows().len() >= other.rows().len());
            }
        }
    }
}

#[test]
fn a_bad_external_identifier_is_named() {
    let table = |name, csv: &str| Table::from_csv(name, csv.as_bytes()).unwrap();
    let workbook = Workbook::new(vec![
        table(
            "actors",
            "id,kind,name,external:wikidata,external:Gnd\nrubio,person,Rubio,Q1,\nlavrov,person,Lavrov,Q1,\nwang,person,Wang,Q\u{200b}2,\nanwar,person,Anwar,,7\n",
        ),
        table(
            "events",
            "id,kind,when,parties,external:gdelt\na,call,2025-07,rubio,\"[\"\"1\"\n",
        ),
    ]);
    let read = workbook.to_timeline().unwrap();
    let cells: Vec<String> = read
        .faults
        .iter()
        .map(|one| {
            format!(
                "{} {}{} {} {}",
                one.sheet, one.column, one.row, one.header, one.value
            )
        })
        .collect();
    assert_eq!(
        cells,
        [
            "events E2 external:gdelt [\"1",
            "actors D2 external:wikidata Q1",
            "actors D4 external:wikidata Q\u{200b}2",
            "actors E5 external:Gnd 7",
        ],
        "{:#?}",
        read.faults
    );
    assert_eq!(read.to_string(), "1 actor, 0 events; 4 faults");
}

#[test]
fn a_bad_cell_of_a_workbook_is_named() {
    let table = |name, csv: &str| Table::from_csv(name, csv.as_bytes()).unwrap();
    let workbook = Workbook::new(vec![
        table(
            "actors",
            "id,kind,name\nrubio,person,Marco Rubio\nlavrov,persn,Sergey Lavrov\n",
        ),
        table(
            "events",
            "id,kind,when,parties,ordinal\na,call,2025-07-32,rubio,\nb,call,2025-07,rubio; lavrof,\nc,call,2025-07,rubio,first\nd,call,2025-07,rubio,2\n",
        ),
        table("reports", "event,by,status\nd,tass,\ne,rubio,\n"),
    ]);
    let read = workbook.to_timeline().unwrap();
    let faults: Vec<String> = read.faults.iter().map(ToString::to_string).collect();
    let cells: Vec<String> = read
        .faults
        .iter()
        .map(|one| format!("{} {}{} {}", one.sheet, one.column, one.row, one.value))
        .collect();
    assert_eq!(
        cells,
        [
            "actors B3 persn",
            "events C2 2025-07-32",
            "events E4 first",
            "reports A3 e",
            "events D3 lavrof",
            "reports B2 tass",
        ],
        "{faults:#?}"
    );
    assert_eq!(read.timeline.events().len(), 0);
}

#[test]
fn a_fault_of_several_cells_is_one_of_the_row() {
    let table = |name, csv: &str| Table::from_csv(name, csv.as_bytes()).unwrap();
    let workbook = Workbook::new(vec![
        table("actors", "kind,id,name\nperson,rubio,Rubio\n"),
        // A cell to the right of the header, and an act without a code.
        table(
            "events",
            "kind,when,parties,id\ncall,,rubio,a\nmeeting,2025-07,rubio,c,,stray\nact,2025-07,rubio,d\n",
        ),
    ]);
    let read = workbook.to_timeline().unwrap();
    let faults: Vec<String> = read.faults.iter().map(ToString::to_string).collect();
    let [cell, row] = faults.as_slice() else {
        panic!("expected two faults: {faults:?}");
    };
    let start = "events, cell F3 (``): `stray` is refused: expected one of `id`,";
    assert!(cell.starts_with(start), "{cell}");
    assert_eq!(
        row,
        "events, row 4: `d` is refused: expected a code such as `AGREE`"
    );
    let fault = &read.faults[1];
    assert_eq!((&*fault.column, &*fault.header), ("", ""));
}

/// The faults of a workbook as a person reads them.
fn messages(read: &WorkbookTimeline) -> Vec<String> {
    read.faults.iter().map(ToString::to_string).collect()
}

#[test]
fn rows_without_identifiers_are_named_and_never_joined() {
    let table = |name, csv: &str| Table::from_csv(name, csv.as_bytes()).unwrap();
    let workbook = Workbook::new(vec![
        table(
            "actors",
            "id,kind,name\nrubio,person,Rubio\n,person,Lavrov\n,persn,Wang\n",
        ),
        // A term and two reports that name no entry. A fault of the term is not one of the actor without an identifier.
        table("terms", "actor,party,office\n,rubio,envoy\n"),
        table(
            "events",
            "id,kind,when,parties\n,call,2025-07,rubio\n,call,2025-08,rubio\na,call,2025-09,rubio\n",
        ),
        table("reports", "event,by\n,rubio\n,rubio\na,rubio\n"),
        table("constraints", "event,before\n,a\n"),
    ]);
    let read = workbook.to_timeline().unwrap();
    let empty = |sheet: &str, cell: &str, field: &str, expected: &str| {
        format!("{sheet}, cell {cell} (`{field}`): the cell is empty: expected {expected}")
    };
    let each = |sheet: &str| format!("a value in each row of `{sheet}`");
    let of = |sheet: &str| format!("the `id` of a row of `{sheet}`");
    assert_eq!(
        messages(&read),
        [
            empty("actors", "A3", "id", &each("actors")),
            empty("actors", "A4", "id", &each("actors")),
            "actors, cell B4 (`kind`): `persn` is refused: expected one of `person`, `state`, `organisation`, \
             `group`; did you mean `person`?"
                .to_owned(),
            empty("terms", "A2", "actor", &of("actors")),
            empty("events", "A2", "id", &each("events")),
            empty("events", "A3", "id", &each("events")),
            empty("reports", "A2", "event", &of("events")),
            empty("reports", "A3", "event", &of("events")),
            empty("constraints", "A2", "event", &each("constraints")),
        ]
    );
    let kept = read.timeline.event("a").unwrap();
    assert_eq!(
        (read.timeline.events().len(), kept.reports().count()),
        (1, 1)
    );
}

#[test]
fn a_field_that_each_row_needs_is_named_by_its_cell_or_its_column() {
    let table = |name, csv: &str| Table::from_csv(name, csv.as_bytes()).unwrap();
    let workbook = Workbook::new(vec![
        table("actors", "name,id\nRubio,rubio\n"),
        table("terms", "actor,party,when\nlavrov,lavrov,2025\n"),
        table("events", "id,kind\na,call\nb,\n"),
        table("reports", "event,by,place\na,,Riyadh\n"),
    ]);
    let read = workbook.to_timeline().unwrap();
    assert_eq!(
        messages(&read),
        [
            "actors, row 2: `rubio` is refused: expected a column `kind`",
            "terms, cell A2 (`actor`): `lavrov` is refused: expected the `id` of a row of `actors`",
            "reports, cell B2 (`by`): the cell is empty: expected a value in each row of `reports`",
            "events, cell B3 (`kind`): the cell is empty: expected a value in each row of `events`",
        ]
    );
    assert_eq!(read.to_string(), "0 actors, 0 events; 4 faults");
}

#[test]
fn parts_of_a_repeated_identifier_belong_to_its_first_row() {
    let table = |name, csv: &str| Table::from_csv(name, csv.as_bytes()).unwrap();
    let workbook = Workbook::new(vec![
        table("actors", "id,kind,name\nrubio,person,Rubio\n"),
        table(
            "events",
            "id,kind,when,parties\na,call,2025-07,rubio\na,call,2025-08,rubio\n",
        ),
        table(
            "reports",
            "event,by,asserted\na,rubio,2025-09-01\na,rubio,2025-10-01\n",
        ),
    ]);
    let read = workbook.to_timeline().unwrap();
    assert_eq!(
        messages(&read),
        [
            "events, cell A3 (`id`): another row has the identifier `a`: expected an identifier that only one row has"
        ]
    );
    let kept = read.timeline.event("a").unwrap();
    assert_eq!(
        (kept.when().to_string().as_str(), kept.reports().count()),
        ("2025-07", 2)
    );
}
