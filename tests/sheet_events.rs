//! Events as one sheet, and what it leaves out.
#![cfg(feature = "sheet")]

use std::collections::{BTreeMap, BTreeSet};

use detente::event::{Link, Measure, Place, Quantity, Report, Source, Status};
use detente::sheet::{CellGuard, EventSheet, MAX_SHEET_REPORTS, Table, TableReader};
use detente::{Actor, Event, Timeline, When};
use proptest::prelude::*;
use serde_json::Value;

mod coarse;

/// The events of a timeline by identifier, in JSON.
fn events(timeline: &Timeline) -> BTreeMap<String, BTreeMap<String, Value>> {
    let whole: Value = serde_json::from_str(&timeline.to_json()).unwrap();
    let events = whole["events"].as_array().cloned().unwrap_or_default();
    let fields = |event: Value| serde_json::from_value::<BTreeMap<String, Value>>(event).unwrap();
    let events = events.into_iter().map(fields);
    events
        .map(|event| (event["id"].as_str().unwrap().to_owned(), event))
        .collect()
}

/// Reads the sheet with the actors of the timeline. Every field of an event that is then different is listed, and no
/// other.
fn is_honest(timeline: &Timeline) {
    let sheet = EventSheet::of(timeline).unwrap();
    let csv = sheet.table.to_csv(CellGuard::Spreadsheets);
    let table = Table::from_csv("events", csv.as_bytes()).unwrap();
    let actors = timeline.actors().map(Actor::from);
    let sources = timeline.sources().filter(|source| source.actor().is_none());
    let reader = TableReader::new()
        .actors(actors)
        .sources(sources.map(Source::from));
    let read = reader.read(&table).unwrap();
    let (all, back) = (events(timeline), events(&read.timeline));
    let mut different = BTreeSet::new();
    for (id, event) in &all {
        match back.get(id) {
            None => {
                different.insert(None);
            }
            Some(other) => {
                let fields = event.keys().chain(other.keys());
                let fields = fields
                    .filter(|field| *field != "reports" && event.get(*field) != other.get(*field));
                different.extend(fields.map(|field| Some(field.clone())));
            }
        }
    }
    let of_events = sheet.left_out.iter().filter(|one| one.table == "events");
    let listed: BTreeSet<Option<String>> = of_events.map(|one| one.column.clone()).collect();
    assert_eq!(listed, different, "{sheet}");
    let is_listed = sheet.left_out.iter().any(|one| one.table == "reports");
    let reports = |all: &BTreeMap<String, BTreeMap<String, Value>>, id: &String| {
        all.get(id).and_then(|one| one.get("reports").cloned())
    };
    let is_different = all.keys().any(|id| reports(&all, id) != reports(&back, id));
    assert_eq!(is_listed, is_different, "{sheet}");
}

#[test]
fn the_records_of_the_examples_are_written_and_say_what_is_missing() {
    for name in ["us-russia-2025", "kuala-lumpur", "october-1962"] {
        let path = format!("{}/examples/data/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("the record is there");
        is_honest(&Timeline::from_json(&text).expect("the record is well-formed"));
    }
    is_honest(&Timeline::from_json(include_str!("data/timeline-v1.json")).unwrap());
}

#[test]
fn everything_that_a_tracker_has_is_kept() {
    let timeline = Timeline::builder()
        .actor(Actor::state("France"))
        .actor(Actor::state("Kenya"))
        .source(
            Source::new("https://example.org/a")
                .named("Example")
                .url("https://example.org/a"),
        )
        .source(Source::new("Reuters"))
        .event(
            Event::meeting("m", "2031-02-12/2031-02-14")
                .between("France", "Kenya")
                .title("Third talks")
                .at("Nairobi")
                .topic("trade")
                .topic("water")
                .report(Report::by(["https://example.org/a"]).asserted("2031-02-15"))
                .report(Report::by(["Reuters"]))
                .report(Report::by(["Kenya"])),
        )
        .event(
            Event::act(
                "a",
                When::undated(),
                detente::code::Code::parse("cameo:057").unwrap(),
            )
            .by("France")
            .target("Kenya"),
        )
        .event(
            Event::meeting("p", "2031-05").party("France").report(
                Report::by(["Reuters"])
                    .status(Status::Planned)
                    .asserted("2031-04-01"),
            ),
        )
        .build()
        .unwrap();
    let sheet = EventSheet::of(&timeline).unwrap();
    assert_eq!(sheet.to_string(), "3 events; left out: `kind` of 2 actors");
    let header = sheet.table.rows()[0].join(",");
    assert_eq!(
        header,
        "id,date,kind,title,parties,source actor,target,place,code,topics,status,outlet,url,reported,outlet 2,url 2,reported 2,outlet 3,url 3,reported 3"
    );
    is_honest(&timeline);
}

#[test]
fn what_a_row_cannot_say_is_listed() {
    let mut many = Event::call("many", "2031-03").between("a", "b");
    for number in 0..12 {
        many = many.report(Report::by([format!("s{number}")]).asserted("2031-04-01"));
    }
    let mut builder = Timeline::builder();
    for number in 0..12 {
        builder.source(Source::new(format!("s{number}")));
    }
    let timeline = builder
        .actor(
            Actor::person("a")
                .named("Ann; of X")
                .external("wikidata", "Q1"),
        )
        .actor(Actor::person("b").named("Bob"))
        .actor(Actor::person("c").named("Bob"))
        .actor(Actor::state("d").named("Dora"))
        .event(many)
        .event(
            Event::meeting("m", "2031-05")
                .between("a", "c")
                .at(Place::new("Kelmis").on_soil_of("d"))
                .link(Link::Follows, "many")
                .measure(Measure::new(
                    "size",
                    Quantity::exactly(3.0, "people").unwrap(),
                ))
                .report(Report::by(["s1", "s2"]).words("they met")),
        )
        .build()
        .unwrap();
    let sheet = EventSheet::of(&timeline).unwrap();
    assert_eq!(
        sheet.to_string(),
        "2 events; left out: 1 actor, `kind` of 3 actors, `name` of 3 actors, `external:wikidata` of 1 actor, 2 sources, \
         `place` of 1 event, `follows` of 1 event, `measures` of 1 event, 2 reports, `by` of 1 report, `words` of 1 report"
    );
    let table = &sheet.table;
    let parties = table.rows()[0]
        .iter()
        .position(|header| header == "parties")
        .unwrap();
    // Names that would be divided or that two actors have are written as identifiers.
    let written: Vec<_> = table.rows()[1..]
        .iter()
        .map(|row| row[parties].as_str())
        .collect();
    assert_eq!(written, ["a; b", "a; c"]);
    assert_eq!(MAX_SHEET_REPORTS, 10);
    is_honest(&timeline);
}

#[test]
fn a_timeline_without_events_is_a_header() {
    let timeline = Timeline::builder()
        .actor(Actor::person("a"))
        .build()
        .unwrap();
    let sheet = EventSheet::of(&timeline).unwrap();
    assert_eq!(sheet.table.to_csv(CellGuard::Formulas), "id,date,kind\r\n");
    assert_eq!(sheet.to_string(), "0 events; left out: 1 actor");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_sheet_lists_exactly_what_it_leaves_out(
        events in coarse::events(0..25, 8),
        before in prop::collection::vec((0_usize..8, 0_usize..8), 0..6),
    ) {
        is_honest(&coarse::built(&events, &before));
    }

    #[test]
    fn names_of_any_form_are_read_back(names in prop::collection::vec("[ab;|,\n& ]{1,4}", 1..4), titles in "[ab;|,\n& ]{1,4}") {
        let mut builder = Timeline::builder();
        for (number, name) in names.iter().enumerate() {
            builder.actor(Actor::person(format!("x{number}")).named(name.clone()));
            builder.event(Event::call(format!("e{number}"), "2025").party(format!("x{number}")).title(titles.clone()));
        }
        is_honest(&builder.build_lenient().timeline);
    }
}
