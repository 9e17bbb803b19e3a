//! Tables of events: what is read, what is refused, and where.
#![cfg(feature = "sheet")]

use detente::Actor;
use detente::actor::ActorKind;
use detente::event::{Kind, Role, Source, Status};
use detente::sheet::{
    CellGuard, DayOrder, Field, SheetError, SheetFault, SheetFaultKind, SheetTimeline, Table,
    TableReader,
};
use proptest::prelude::*;
use proptest::sample::select;
use std::fmt::Write as _;

fn table(csv: &str) -> Table {
    Table::from_csv("contacts", csv.as_bytes()).expect("the text is a table")
}

fn read(reader: &TableReader, csv: &str) -> SheetTimeline {
    reader.read(&table(csv)).expect("the table has a header")
}

fn creating() -> TableReader {
    TableReader::new().create_actors(ActorKind::Person)
}

fn messages(read: &SheetTimeline) -> Vec<String> {
    read.faults.iter().map(ToString::to_string).collect()
}

fn codes(read: &SheetTimeline) -> Vec<(SheetFaultKind, String)> {
    let faults = read.faults.iter();
    faults
        .map(|one| (one.kind, format!("{}{}", one.column, one.row)))
        .collect()
}

fn ids(read: &SheetTimeline) -> Vec<&str> {
    read.timeline
        .events()
        .map(detente::timeline::EventRef::id)
        .collect()
}

#[test]
fn delimiters_are_inferred_from_the_first_rows() {
    for text in [
        "date,kind,who\n2025-07-10,meeting,\"Rubio; Lavrov\"\n",
        "date;kind;who\n2025-07-10;meeting;\"Rubio, Marco\"\n",
        "date\tkind\twho\n2025-07-10\tmeeting\tRubio, Lavrov; Ushakov\n",
        "\u{feff}date|kind|who\r\n2025-07-10|meeting|Rubio\r\n",
    ] {
        assert_eq!(table(text).cell(1, 3), "who", "{text}");
        assert_eq!(table(text).cell(2, 1), "2025-07-10", "{text}");
    }
}

#[test]
fn rows_have_their_numbers_in_a_spreadsheet() {
    for line_break in ["\n", "\r\n", "\r"] {
        let text = ["a,b", "", "\"c", "d\",e", "", "", "f,g"].join(line_break);
        let table = table(&text);
        assert_eq!(table.rows().len(), 6, "{text:?}");
        assert_eq!(table.cell(3, 2), "e");
        assert_eq!(table.cell(6, 1), "f");
    }
}

#[test]
fn a_text_that_is_not_utf_8_names_the_cell() {
    let error = Table::from_csv("contacts", b"date,who\n2025-07-10,Fran\xE7ois\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "contacts, cell B2: the text is not UTF-8: expected a file that was saved as `CSV UTF-8`"
    );
}

#[test]
fn columns_are_recognised_in_any_order_and_case() {
    let csv = "\
PLACE,Source URLs,Participants,Kind,Published,DATE,Source,Status,Event ID,Title,Duration
Kuala Lumpur,https://tass.com/politics/1,Marco Rubio; Sergey Lavrov,meeting,2025-07-10,2025-07-10,TASS,held,kl,Second meeting,50 min
";
    let read = read(&creating(), csv);
    assert_eq!(messages(&read), [""; 0]);
    let event = read.timeline.event("kl").unwrap();
    assert_eq!(event.kind(), Kind::Meeting);
    assert_eq!(event.title(), "Second meeting");
    assert_eq!(event.place().unwrap().name, "Kuala Lumpur");
    let report = event.reports().next().unwrap();
    assert_eq!(report.status(), Status::Realised);
    let source = read.timeline.source("https://tass.com/politics/1").unwrap();
    assert_eq!(source.name(), "TASS");
    // The column that is not known is a note, and is listed.
    let [note] = read.notes.as_slice() else {
        panic!("{:?}", read.notes)
    };
    assert_eq!(
        (note.event.as_str(), note.row, note.column.as_str()),
        ("kl", 2, "K")
    );
    assert_eq!(
        (note.header.as_str(), note.text.as_str()),
        ("Duration", "50 min")
    );
    let last = read.columns.last().unwrap();
    assert_eq!((last.field, last.cells), (None, 1));
    let created: Vec<_> = read
        .created
        .iter()
        .map(|one| (one.id.as_str(), one.mentions))
        .collect();
    assert_eq!(created, [("Marco Rubio", 1), ("Sergey Lavrov", 1)]);
}

#[test]
fn source_beside_target_is_an_actor() {
    let csv =
        "date,kind,source,target,code,outlet\n2025-01-10,act,USA,RUS,SANCTION,Kyiv Independent\n";
    let read = read(&creating(), csv);
    assert_eq!(messages(&read), [""; 0]);
    let event = read.timeline.event("2025-01-10-act").unwrap();
    let roles: Vec<_> = event
        .participants()
        .map(|one| (one.actor.id(), one.role))
        .collect();
    assert_eq!(roles, [("USA", Role::Source), ("RUS", Role::Target)]);
}

#[test]
fn sources_and_addresses_are_paired() {
    let csv = "\
date,kind,who,outlet1,url1,published1,outlet2,url2,published2
2025-07-10,meeting,Rubio,TASS,https://tass.com/a,2025-07-10,Reuters,https://reuters.com/b,2025-07-11
2025-07-11,call,Rubio,,https://www.tass.com/c ; a book,,,,
2025-07-12,call,Rubio,TASS; Reuters,https://tass.com/d,,,,
2025-07-13,call,Rubio,Rubio,,,,,
";
    let read = read(&creating(), csv);
    assert_eq!(
        messages(&read),
        [
            "contacts, cell E4 (`url1`): `https://tass.com/d` has another number of entries than the sources: \
         expected 2 addresses, one for each source"
        ]
    );
    let first = read.timeline.event("2025-07-10-meeting").unwrap();
    let asserted: Vec<_> = first
        .reports()
        .map(|one| one.asserted().unwrap().to_string())
        .collect();
    assert_eq!(asserted, ["2025-07-10", "2025-07-11"]);
    assert_eq!(
        read.timeline
            .source("https://www.tass.com/c")
            .unwrap()
            .name(),
        "tass.com"
    );
    assert!(read.timeline.source("a book").is_ok());
    // An actor is cited as itself.
    assert_eq!(
        read.timeline.source("Rubio").unwrap().actor().unwrap().id(),
        "Rubio"
    );
}

#[test]
fn sources_are_declared_ones_by_identifier_name_or_address() {
    let reader = creating().sources([
        Source::new("tass-1")
            .named("TASS")
            .url("https://tass.com/1"),
        Source::new("reuters")
            .named("Reuters")
            .published("2025-07-11"),
        Source::new("reuters-2").named("Reuters"),
    ]);
    let csv = "\
date,kind,who,outlet,url
2025-07-10,call,Rubio,tass,
2025-07-11,call,Rubio,,https://tass.com/1
2025-07-12,call,Rubio,REUTERS-2; AP,
2025-07-13,call,Rubio,TASS,https://tass.com/2
";
    let read = read(&reader, csv);
    assert_eq!(messages(&read), [""; 0]);
    let cited: Vec<Vec<&str>> = read
        .timeline
        .events()
        .map(|event| {
            event
                .reports()
                .map(|one| one.chain().next().unwrap().id())
                .collect()
        })
        .collect();
    assert_eq!(
        cited,
        [
            vec!["tass-1"],
            vec!["tass-1"],
            vec!["AP", "reuters-2"],
            vec!["https://tass.com/2"]
        ]
    );
    // All declared sources are in the timeline, as they are declared.
    assert_eq!(
        read.timeline
            .source("reuters")
            .unwrap()
            .published()
            .unwrap()
            .to_string(),
        "2025-07-11"
    );
    // A name that two of them have is a source of its own.
    let own = creating().sources([
        Source::new("a").named("Reuters"),
        Source::new("b").named("Reuters"),
    ]);
    let read = self::read(&own, "date,kind,who,source\n2025,call,Rubio,Reuters\n");
    assert!(read.timeline.source("Reuters").is_ok());
}

#[test]
fn names_are_those_of_declared_actors_in_any_case() {
    let reader = TableReader::new().actors([
        Actor::state("USA").named("United States").alias("US"),
        Actor::state("RUS").named("Russia"),
        Actor::state("BIH").named("Bosnia and Herzegovina"),
    ]);
    let csv = "\
date,kind,parties
2025-07-10,meeting,\"united states, RUSSIA\"
2025-07-11,meeting,Bosnia and Herzegovina and us
2025-07-12,meeting,Bosnia and Herzegovina
2025-07-13,meeting,\"Russia, Rusia\"
2025-07-14,meeting,\"Rubio, Marco\"
2025-07-15,meeting,US; United States
";
    let read = read(&reader, csv);
    assert_eq!(ids(&read), ["2025-07-10-meeting", "2025-07-12-meeting"]);
    assert_eq!(
        codes(&read),
        [
            (SheetFaultKind::SeveralNames, "C3".to_owned()),
            (SheetFaultKind::UnknownActor, "C5".to_owned()),
            (SheetFaultKind::SeveralNames, "C6".to_owned()),
            (SheetFaultKind::RoleTwice, "C7".to_owned()),
        ]
    );
    let near = read.faults[1].near.as_deref();
    assert_eq!(near, Some("Russia"));
}

#[test]
fn the_trackers_spreadsheet_is_read_as_its_note_says() {
    // A title above the header, merged dates, marks of footnotes, a total and a note below.
    let csv = "\
Diplomatic contacts 2025 (updated weekly),,,,,,
,,,,,,
No.,Date,Who,With,Kind,Place,Remarks
1,2025-02-12,United States,Russia,call,,first since 2022 [a]
2,,\"United States; Saudi Arabia\",Russia,meeting,Riyadh,same day
3,2025-02-18,United States,\"Russia, Ukraine*\",meeting,Riyadh,\"two rooms
one after the other\"
4,2025-02-24/26,France,United States,visit,Washington,
5,24 Feb 2025,UK¹,United States,visit,Washington,
6,early March,Türkiye,Russia and Ukraine,call,,tbc
,,,,,,
February total,,5 contacts,,,,
[a] According to one side only.,,,,,,
";
    let reader = TableReader::new().create_actors(ActorKind::State);
    let plain = read(&reader, csv);
    assert_eq!(plain.header_row, 3);
    assert_eq!(plain.blank_rows, 1);
    assert_eq!(ids(&plain), ["1", "4"]);
    assert_eq!(
        codes(&plain),
        [
            (SheetFaultKind::Missing, "B5".to_owned()),
            (SheetFaultKind::SeveralNames, "D6".to_owned()),
            (SheetFaultKind::FootnoteMark, "C8".to_owned()),
            (SheetFaultKind::NotADate, "B9".to_owned()),
            (SheetFaultKind::SeveralNames, "D9".to_owned()),
            (SheetFaultKind::Missing, "B11".to_owned()),
            (SheetFaultKind::Missing, "E11".to_owned()),
            (SheetFaultKind::Missing, "B12".to_owned()),
            (SheetFaultKind::Missing, "E12".to_owned()),
        ]
    );
    assert_eq!(
        messages(&plain)[0],
        "contacts, cell B5 (`Date`): the cell is empty: expected a date, or `undated`"
    );
    assert_eq!(plain.faults[1].value, "Russia, Ukraine*");
    assert_eq!(plain.faults[2].value, "UK¹");
    assert_eq!(
        plain.to_string(),
        "2 events; 6 rows with 9 faults; 1 blank row; 1 note; 3 actors created"
    );
    // The row of the header can be stated, and means the same.
    assert_eq!(read(&reader.clone().header_row(3), csv), plain);
    let reader = reader
        .fill_down(Field::Date)
        .remove_footnote_marks()
        .separators([";", ",", "and"]);
    let read = read(&reader, csv);
    // A line break in a cell is a part of its text, and rows after it have their numbers.
    let notes: Vec<_> = read
        .notes
        .iter()
        .map(|note| (note.row, note.text.as_str()))
        .collect();
    assert_eq!(
        notes,
        [
            (4, "first since 2022 [a]"),
            (5, "same day"),
            (6, "two rooms\none after the other")
        ]
    );
    assert_eq!(ids(&read), ["1", "2", "3", "5", "4"]);
    assert_eq!(
        read.timeline.event("2").unwrap().when().to_string(),
        "2025-02-12"
    );
    let names: Vec<_> = read
        .timeline
        .actors()
        .map(detente::timeline::ActorRef::id)
        .collect();
    assert_eq!(
        names,
        [
            "France",
            "Russia",
            "Saudi Arabia",
            "UK",
            "Ukraine",
            "United States"
        ]
    );
    assert_eq!(
        codes(&read),
        [
            (SheetFaultKind::NotADate, "B9".to_owned()),
            (SheetFaultKind::NotADate, "B11".to_owned()),
            (SheetFaultKind::Missing, "E11".to_owned()),
            (SheetFaultKind::Missing, "B12".to_owned()),
            (SheetFaultKind::Missing, "E12".to_owned()),
        ]
    );
}

#[test]
fn a_name_with_a_number_is_no_other_country_in_silence() {
    let csv = "date,kind,who\n2025,call,UK1; France\n2025-02,call,UK\n2025-03,call,G7\n";
    // Of created actors, the other one is named.
    let created = read(&TableReader::new().create_actors(ActorKind::State), csv).created;
    let similar: Vec<_> = created
        .iter()
        .map(|one| (one.id.as_str(), one.similar.as_deref()))
        .collect();
    assert_eq!(
        similar,
        [
            ("France", None),
            ("G7", None),
            ("UK", None),
            ("UK1", Some("UK"))
        ]
    );
    // After the name of a declared actor, a number is a mark.
    let reader = TableReader::new()
        .actors([Actor::state("GBR").alias("UK")])
        .create_actors(ActorKind::State);
    assert_eq!(
        messages(&read(&reader, csv)),
        [
            "contacts, cell C2 (`who`): `UK1` ends with the mark of a footnote: expected a name; \
          remove the mark, or let the reader remove all marks of footnotes"
        ]
    );
    let read = read(&reader.remove_footnote_marks(), csv);
    assert_eq!(read.faults, []);
    let parties = read.timeline.event("2025-call").unwrap().participants();
    assert_eq!(
        parties.map(|one| one.actor.id()).collect::<Vec<_>>(),
        ["France", "GBR"]
    );
}

#[test]
fn every_header_in_the_docs_is_recognised() {
    let docs = include_str!("../src/sheet/field.rs");
    let docs = docs
        .split_once("pub enum Field {")
        .unwrap()
        .1
        .split_once("\n}")
        .unwrap()
        .0;
    let mut seen = 0;
    let mut headers: Vec<String> = Vec::new();
    for line in docs.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            headers.extend(text.split('`').skip(1).step_by(2).map(str::to_owned));
            continue;
        }
        let name = line.trim_end_matches(',');
        if name.is_empty() {
            continue;
        }
        let word = name.char_indices().fold(String::new(), |word, (at, c)| {
            let dash = if at > 0 && c.is_uppercase() { "_" } else { "" };
            word + dash + &c.to_lowercase().to_string()
        });
        let field: Field = word.parse().expect("a field");
        for header in headers.drain(..) {
            let is_party = header.ends_with("participants");
            // These are read beside others only.
            if field == Field::SourceActor && ["source", "target"].contains(&header.as_str()) {
                continue;
            }
            let spelt = if is_party {
                format!("US {header}")
            } else {
                header.to_uppercase()
            };
            let mut cells = vec!["Date", "Kind", &spelt, "Moon"];
            cells.retain(|cell| *cell == spelt || !cell.eq_ignore_ascii_case(&field.to_string()));
            if field == Field::Start {
                cells.retain(|cell| *cell != "Date");
            }
            let table =
                Table::new("t", vec![cells.iter().map(ToString::to_string).collect()]).unwrap();
            let read = TableReader::new()
                .default_kind(Kind::Call)
                .read(&table)
                .unwrap();
            let found = read
                .columns
                .iter()
                .find(|column| column.header == spelt)
                .unwrap();
            assert_eq!(found.field, Some(field), "{header}");
            assert_eq!(read.columns.last().unwrap().field, None);
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn parties_are_in_one_cell_or_in_several() {
    for csv in [
        "date,kind,parties\n2025-07-10,meeting,Rubio; Lavrov; Wang\n",
        "date,kind,party 1,party 2,party 3\n2025-07-10,meeting,Rubio,Lavrov,Wang\n",
        "date,who,kind,with\n2025-07-10,Rubio,meeting,Lavrov; Wang\n",
        "date,kind,US participants,Other participants\n2025-07-10,meeting,Rubio,Wang;Lavrov\n",
    ] {
        let read = read(&creating(), csv);
        assert_eq!(messages(&read), [""; 0]);
        let event = read.timeline.event("2025-07-10-meeting").unwrap();
        let names: Vec<_> = event
            .participants()
            .map(|one| (one.actor.id(), one.role))
            .collect();
        assert_eq!(
            names,
            ["Lavrov", "Rubio", "Wang"].map(|name| (name, Role::Party)),
            "{csv}"
        );
    }
}

#[test]
fn a_column_of_roles_says_what_the_parties_are() {
    let csv = "date,kind,who,host,role\n2025-07-10,meeting,Rubio,Anwar,attendee\n2025-07-11,meeting,Rubio,,\n";
    let roles = |read: &SheetTimeline| {
        let event = read.timeline.event("2025-07-10-meeting").unwrap();
        event.participants().map(|one| one.role).collect::<Vec<_>>()
    };
    assert_eq!(roles(&read(&creating(), csv)), [Role::Host, Role::Attendee]);
    // A column `role` of offices is a column of notes, unless it is stated to be one of roles.
    let offices = csv.replace("attendee", "secretary of state");
    let notes = read(&creating(), &offices);
    assert_eq!(roles(&notes), [Role::Party, Role::Host]);
    assert_eq!(notes.notes[0].text, "secretary of state");
    let stated = read(&creating().column("role", Field::Role), &offices);
    assert_eq!(
        codes(&stated),
        [(SheetFaultKind::NotARole, "E2".to_owned())]
    );
}

#[test]
fn columns_that_are_not_known_are_notes_and_are_counted() {
    let csv = "date,mood,kind,who,notes,weather\n2025-07-10,good,call,Rubio,long,\n2025-07-11,bad,call,Rubio,,sun\n2025-07-12,,parley,Rubio,x,rain\n";
    let read = read(&creating(), csv);
    let notes: Vec<_> = read
        .notes
        .iter()
        .map(|note| (note.row, note.column.as_str(), note.text.as_str()))
        .collect();
    assert_eq!(
        notes,
        [
            (2, "B", "good"),
            (2, "E", "long"),
            (3, "B", "bad"),
            (3, "F", "sun")
        ]
    );
    let uses: Vec<_> = read
        .columns
        .iter()
        .map(|one| (one.header.as_str(), one.field, one.cells))
        .collect();
    assert_eq!(
        uses,
        [
            ("date", Some(Field::Date), 3),
            ("mood", None, 2),
            ("kind", Some(Field::Kind), 3),
            ("who", Some(Field::Party), 3),
            ("notes", Some(Field::Note), 2),
            ("weather", None, 2),
        ]
    );
    assert_eq!(
        read.to_string(),
        "2 events; 1 row with 1 fault; 4 notes; 1 actor created"
    );
}

#[test]
fn a_hint_names_a_similar_actor_for_the_first_unknown_names() {
    let mut csv = "date,kind,who\n".to_owned();
    for number in 0..150 {
        writeln!(csv, "2025-07-10,call,Marco Rubio {number:03}").unwrap();
        csv += "2025-07-10,call,Marco Rubio 000\n";
    }
    let read = read(
        &TableReader::new().actors([Actor::person("Marco Rubio 777")]),
        &csv,
    );
    assert_eq!(read.faults.len(), 300);
    let near = |at: usize| read.faults[at].near.as_deref();
    assert_eq!(
        (near(0), near(1), near(199)),
        (
            Some("Marco Rubio 777"),
            Some("Marco Rubio 777"),
            Some("Marco Rubio 777")
        )
    );
    assert_eq!((near(202), near(299)), (None, Some("Marco Rubio 777")));
}

#[test]
fn dates_of_numbers_need_a_stated_order() {
    let csv = "date,kind,who\n6/7/2025,call,Rubio\n";
    assert_eq!(
        codes(&read(&creating(), csv)),
        [(SheetFaultKind::NoDayOrder, "A2".to_owned())]
    );
    for (order, date) in [
        (DayOrder::DayFirst, "2025-07-06"),
        (DayOrder::MonthFirst, "2025-06-07"),
    ] {
        let read = read(&creating().day_order(order), csv);
        assert_eq!(
            read.timeline.events().next().unwrap().when().to_string(),
            date
        );
    }
}

#[test]
fn a_start_and_an_end_are_one_stay() {
    let csv = "\
start-date,end-date,kind,who
1949-05-20,1949-06-20,trip,Acheson
1949-11-09,1949-11-09,trip,Acheson
1950-05-02,1950-05-01,trip,Acheson
";
    let read = read(&creating(), csv);
    let dates: Vec<_> = read
        .timeline
        .events()
        .map(|one| one.when().to_string())
        .collect();
    assert_eq!(dates, ["1949-05-20/1949-06-20", "1949-11-09"]);
    assert_eq!(
        messages(&read),
        ["contacts, cell B4 (`end-date`): `1950-05-01` is not a date: expected the start first"]
    );
}

#[test]
fn events_without_an_identifier_get_one_that_no_row_states() {
    let csv = "id,date,kind,who\n,2025-07-10,call,A\n,2025-07-10,call,B\n2025-07-10-call-2,2025-07-11,call,A\n";
    let read = read(&creating(), csv);
    assert_eq!(
        ids(&read),
        ["2025-07-10-call", "2025-07-10-call-3", "2025-07-10-call-2"]
    );
}

#[test]
fn what_an_event_needs_is_a_fault_of_a_cell() {
    let csv = "\
id,date,kind,who,code,status,source,published
a,2025-07-10,statement,,,,,
b,2025-07-10,act,Rubio,,,,
c,2025-07-10,call,Rubio,,planned,,
d,2025-07-10,call,Rubio,,planned,TASS,
e,2025-07-10,call,Rubio,,planed,TASS,
f,2025-07-10,call,Rubio,,planned,TASS,2025-07-01
f,2025-07-10,call,Rubio,XYZ,,,
g,2025-07-10,parley,Rubio,,,,,more
";
    let read = read(&creating(), csv);
    assert_eq!(ids(&read), ["f"]);
    assert_eq!(
        codes(&read),
        [
            (SheetFaultKind::Missing, "D2".to_owned()),
            (SheetFaultKind::Missing, "E3".to_owned()),
            (SheetFaultKind::NoSource, "F4".to_owned()),
            (SheetFaultKind::Missing, "H5".to_owned()),
            (SheetFaultKind::NotAStatus, "F6".to_owned()),
            (SheetFaultKind::DuplicateId, "A8".to_owned()),
            (SheetFaultKind::NotACode, "E8".to_owned()),
            (SheetFaultKind::NoHeader, "I9".to_owned()),
            (SheetFaultKind::NotAKind, "C9".to_owned()),
        ]
    );
}

#[test]
fn a_table_without_a_date_or_a_kind_is_refused() {
    let error = |reader: TableReader, csv: &str| reader.read(&table(csv)).unwrap_err().to_string();
    assert_eq!(
        error(creating(), "Datum,Art\n2025,x\n"),
        "contacts: the header was not found in the first 2 rows: expected a row with the header of a date and one \
         more that is known; state the columns or the row of the header"
    );
    assert_eq!(
        error(creating(), "date,who\n2025,x\n"),
        "contacts: no column is `kind`: expected a column with the kind of each event, or one kind for all"
    );
    assert_eq!(
        error(creating().column("plce", Field::Place), "date,kind,place\n"),
        "contacts: the column `plce` was not found; did you mean `place`?"
    );
    assert!(matches!(
        creating()
            .column("a", Field::Date)
            .column("b", Field::Date)
            .read(&table("a,b\n")),
        Err(SheetError::TwoColumns { .. })
    ));
}

#[test]
fn cells_that_look_like_formulas_are_text() {
    let csv = "date,kind,who,notes\n2025-07-10,call,Rubio,\"=HYPERLINK(\"\"x\"\")\"\n2025-07-11,call,Rubio,'+1\n";
    let sheet = table(csv);
    let read = creating().read(&sheet).unwrap();
    let notes: Vec<_> = read.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["=HYPERLINK(\"x\")", "+1"]);
    let written = sheet.to_csv(CellGuard::Formulas);
    assert!(written.contains("\"'=HYPERLINK(\"\"x\"\")\""), "{written}");
    assert!(written.contains(",'+1\r\n"), "{written}");
    assert_eq!(table(&written), sheet);
}

/// Cells of which some are wrong in each of the ways.
fn cells() -> impl Strategy<Value = Vec<Vec<String>>> {
    let dates = [
        "2025-07-10",
        "10 July 2025",
        "2025-07",
        "2025-07-32",
        "1/2/2025",
        "",
        "soon",
    ];
    let kinds = ["meeting", "phone call", "statement", "act", "parley", ""];
    let names = [
        "Rubio",
        "Lavrov; Rubio",
        "Rubio; Rubio",
        "Putin",
        "Rubio, Putin",
        "Rubio*",
        "",
        "Rubioo",
    ];
    let ids = ["a", "b", "c", "d", "", "\u{200b}"];
    let sources = ["TASS", "TASS; Reuters", "", "Rubio"];
    let urls = [
        "https://tass.com/1",
        "https://tass.com/1; https://tass.com/2",
        "",
        "http://a b",
    ];
    let words = ["planned", "realised", "", "off"];
    let row = (
        select(ids.to_vec()),
        select(dates.to_vec()),
        select(kinds.to_vec()),
        select(names.to_vec()),
        select(sources.to_vec()),
        select(urls.to_vec()),
        select(words.to_vec()),
        select(vec!["", "", "", "x"]),
    );
    let row = row.prop_map(|(id, date, kind, name, source, url, status, more)| {
        [id, date, kind, name, source, url, status, more]
            .map(str::to_owned)
            .to_vec()
    });
    proptest::collection::vec(row, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_fault_leads_to_the_cell_that_it_names(rows in cells(), creates: bool) {
        let header = ["id", "date", "kind", "who", "source", "url", "status"].map(str::to_owned);
        let mut all = vec![header.to_vec()];
        all.extend(rows);
        let table = Table::new("contacts", all).unwrap();
        let reader = TableReader::new().actors([Actor::person("Rubio"), Actor::person("Lavrov")]);
        let reader = if creates { reader.create_actors(ActorKind::Person) } else { reader };
        let read = reader.read(&table).unwrap();
        for fault in &read.faults {
            let column = usize::from(fault.column.as_bytes()[0] - b'A') + 1;
            let cell = table.cell(fault.row, column);
            prop_assert_eq!(table.cell(1, column), fault.header.as_str());
            if fault.kind == SheetFaultKind::Missing {
                prop_assert_eq!(fault.value.as_str(), "");
            } else {
                prop_assert!(!fault.value.is_empty() && cell.contains(&fault.value), "{} in {}", fault, cell);
            }
            let text = serde_json::to_string(fault).unwrap();
            prop_assert_eq!(&serde_json::from_str::<SheetFault>(&text).unwrap(), fault);
        }
        // Each row is an event, is blank, or has a fault.
        let faulty = read.refused_rows();
        prop_assert_eq!(read.timeline.events().len() + read.blank_rows + faulty, table.rows().len() - 1);
    }

    #[test]
    fn a_table_is_read_as_it_was_written(
        rows in proptest::collection::vec(proptest::collection::vec("('|=|-|2025-02|0|\"|,|;|\n|\r|\t| |é|x){0,4}", 1..5), 0..6),
        for_people: bool,
    ) {
        // The first row decides which delimiter is inferred, as a header does.
        let mut all = vec![vec!["date".to_owned(), "kind".into(), "who".into(), "place".into(), "title".into(), "notes".into()]];
        all.extend(rows);
        let table = Table::new("contacts", all).unwrap();
        let guard = if for_people { CellGuard::Spreadsheets } else { CellGuard::Formulas };
        let text = table.to_csv(guard);
        let back = Table::from_csv("contacts", text.as_bytes()).unwrap();
        prop_assert_eq!(back.rows().len(), table.rows().len());
        for row in 1..=table.rows().len() {
            for column in 1..=6 {
                prop_assert_eq!(back.cell(row, column), table.cell(row, column));
            }
        }
    }

    #[test]
    fn bytes_of_any_form_cause_no_panic(bytes in proptest::collection::vec(prop_oneof![
        2 => any::<u8>(), 5 => select(b"date,kind,who;|\t\n\r\"'=2025-07 to/".to_vec())], 0..300)) {
        let mut text = b"date,kind,who,url,source,published,role\n".to_vec();
        text.extend(&bytes);
        for bytes in [bytes, text] {
            let Ok(table) = Table::from_csv("contacts", &bytes) else { continue };
            for reader in [creating(), creating().header_row(1).column("date", Field::Start).fill_down(Field::Start).remove_footnote_marks().separators([",", "and"]).default_kind(Kind::Call)] {
                if let Ok(read) = reader.read(&table) {
                    let _ = messages(&read);
                }
            }
            let _ = table.to_csv(CellGuard::Spreadsheets);
        }
    }
}

#[test]
fn a_column_tells_the_separators_at_which_its_cells_were_divided() {
    let csv = "date,kind,parties,host\n\
               2025-07-10,meeting,\"Rubio, Lavrov\",Rubio\n\
               2025-07-11,call,Rubio and Lavrov,\n\
               2025-07-12,call,Rubio; Lavrov,\n";
    let actors = ["Rubio", "Lavrov"].map(Actor::person);
    let separators = |reader: TableReader, csv| {
        let read = read(&reader, csv);
        let columns = read.columns.into_iter();
        columns.map(|one| one.separators).collect::<Vec<_>>()
    };
    let known = TableReader::new().actors(actors);
    let none: [&str; 0] = [];
    assert_eq!(
        separators(known.clone(), csv),
        [&none[..], &none[..], &[";", ",", "and"], &none[..]]
    );
    // What divides no cell is no separator, and neither is what was stated otherwise.
    let one = "date,kind,parties\n2025-07-12,call,\"Rubio\"\n";
    assert_eq!(separators(known.clone(), one)[2], none);
    assert_eq!(separators(known.separators(["/"]), one)[2], ["/"]);
}
