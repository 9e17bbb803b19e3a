//! Queries and patches: what is written is valid, and what the reader refuses, the schema refuses too.

use std::sync::LazyLock;

use detente::event::{Account, Event, Kind, Report, Source, Status};
use detente::query::{AccountRule, Ranking, Side};
use detente::schema::{self, Profile};
use detente::time::Window;
use detente::timeline::Constraint;
use detente::timeline::edit::{Edit, ItemKey, Patch};
use detente::{Actor, Query, ReadError};
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::validator;

static QUERY: LazyLock<Validator> = LazyLock::new(|| validator(&schema::query(Profile::Full)));
static PATCH: LazyLock<Validator> = LazyLock::new(|| validator(&schema::patch(Profile::Full)));

/// Checks that a value is valid.
fn assert_valid(validator: &Validator, value: &Value) {
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?} {value}");
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a date")
}

#[test]
fn queries_that_are_written_are_valid() {
    let window: Window = "2025-02".parse().expect("a window");
    let group = || Side::from(["USA", "GBR"]);
    for query in [
        Query::new(),
        Query::new()
            .between("Marco Rubio", group())
            .meetings()
            .in_person(),
        Query::new()
            .involving(group().without_members())
            .within(window),
        Query::new()
            .initiated_by("RUS")
            .about("Ukraine")
            .from_source("tass"),
        Query::new().within(Window::ALL).as_of(day("2025-07-10")),
        Query::new().within(Window::from(day("2025-07-10")..)),
        Query::new()
            .of_kind([Kind::Act])
            .of_status([Status::Planned])
            .with_predecessors(),
        Query::new().believing(AccountRule::MostDirect),
        Query::new().believing(AccountRule::Ranked(&Ranking::new(["ap", "tass"]))),
    ] {
        let value = serde_json::to_value(&query).expect("a query can be written");
        assert_valid(&QUERY, &value);
        assert_eq!(Query::from_json(&value.to_string()), Ok(query));
    }
}

/// A patch with each kind of edit.
fn patch() -> Patch {
    let talks = || Event::meeting("talks", "2025-07-10").between("rubio", "lavrov");
    let order = || Constraint::before("talks", "call").by(["tass"]);
    Patch::from([
        Edit::add(
            Actor::state("USA")
                .named("United States")
                .alias("Washington"),
        ),
        Edit::add(
            Source::new("tass")
                .named("TASS")
                .author("A. Reporter")
                .locator("p. 2"),
        ),
        Edit::add(talks().report(Report::by(["tass", "lavrov"]).words("they met"))),
        Edit::add(order()),
        Edit::replace(Actor::person("rubio").held_office(
            "USA",
            "secretary of state",
            "2025-01-21/..",
        )),
        Edit::replace(talks().at("Kuala Lumpur")),
        Edit::redate("talks", "2025-07-11"),
        Edit::report("talks", Report::by(["tass"])),
        Edit::correct(
            "talks",
            Report::by(["tass"])
                .asserted("2025-07-12")
                .says(Account::new().place("Putrajaya")),
        ),
        Edit::retract(ItemKey::event("talks"), "2025-08"),
        Edit::retract(ItemKey::report("talks", ["tass", "lavrov"]), "2025-08"),
        Edit::retract(order().into(), "2025-08"),
        Edit::retract(ItemKey::source("tass"), "2025-08"),
        Edit::remove(ItemKey::actor("rubio")),
        Edit::remove(ItemKey::designation("the aide")),
        Edit::remove(ItemKey::source("tass")),
        Edit::remove(ItemKey::event("talks")),
        Edit::remove(ItemKey::report("talks", ["tass"])),
        Edit::remove(order().into()),
    ])
}

#[test]
fn patches_that_are_written_are_valid() {
    let value = serde_json::to_value(patch()).expect("a patch can be written");
    assert_valid(&PATCH, &value);
    assert_eq!(Patch::from_json(&value.to_string()), Ok(patch()));
}

#[test]
fn the_schema_refuses_a_query_that_the_reader_refuses() {
    for (field, value) in [
        ("format", json!("detente-patch")),
        ("version", json!(2)),
        ("betwen", json!([])),
        ("between", json!(["USA", "RUS"])),
        ("between", json!([["USA"]])),
        ("between", json!([["USA", "RUS", "CHN"]])),
        ("between", json!([[7, "RUS"]])),
        ("involving", json!("USA")),
        ("involving", json!([null])),
        ("involving", json!([{"members": true}])),
        ("involving", json!([{"actors": ["EU"], "member": false}])),
        ("about", json!([["Ukraine"]])),
        ("about", json!(vec!["Ukraine"; 1_001])),
        ("about", json!(["x".repeat(1_001)])),
        ("from_source", json!({})),
        ("kinds", json!(["summit"])),
        ("kinds", json!("meeting")),
        ("statuses", json!(["done"])),
        ("in_person", json!("yes")),
        ("within", json!(2025)),
        ("within", json!({"start": "2025-07-10T00:00:00Z"})),
        ("within", json!({"start": true, "end": null})),
        ("as_of", json!(1.5)),
        ("as_of", json!({})),
        ("believing", json!("all")),
        ("believing", json!({"ranked": "tass"})),
        ("believing", json!({})),
        ("with_predecessors", json!(1)),
    ] {
        let mut query = json!({"format": "detente-query", "version": 1});
        query[field] = value.clone();
        assert!(!QUERY.is_valid(&query), "{field} = {value} is valid");
        let read = Query::from_json(&query.to_string());
        assert!(read.is_err(), "{field} = {value}: {read:?}");
    }
}

#[test]
fn the_schema_refuses_a_patch_that_the_reader_refuses() {
    let call = || json!({"id": "a", "kind": "call"});
    for edit in [
        json!({}),
        json!([]),
        json!("add"),
        json!({"kind": "move", "event": "a"}),
        json!({"kind": "add"}),
        json!({"kind": "add", "event": "a"}),
        json!({"kind": "add", "event": call(), "report": "tass"}),
        json!({"kind": "add", "event": call(), "actor": {"id": "b", "kind": "state", "name": "B"}}),
        json!({"kind": "add", "event": {"id": "a", "kind": "summit"}}),
        json!({"kind": "add", "event": call(), "on": "2025"}),
        json!({"kind": "redate", "event": "a"}),
        json!({"kind": "redate", "event": "a", "when": 2025}),
        json!({"kind": "redate", "event": "a", "when": "2025", "on": "2025"}),
        json!({"kind": "redate", "event": "a", "when": "2025", "wen": 1}),
        json!({"kind": "report", "event": "a"}),
        json!({"kind": "report", "event": "a", "report": {"words": "b"}}),
        json!({"kind": "correct", "report": "tass"}),
        json!({"kind": "remove", "report": "tass"}),
        json!({"kind": "remove", "event": call()}),
        json!({"kind": "remove", "event": "a", "source": "b"}),
        json!({"kind": "remove", "event": "a", "report": {"by": "tass", "ordinal": 2}}),
        json!({"kind": "retract", "event": "a"}),
        json!({"kind": "retract", "on": "2025"}),
        json!({"kind": "replace", "source": {"id": "tass"}}),
    ] {
        let patch = json!({"format": "detente-patch", "version": 1, "edits": [edit]});
        assert!(!PATCH.is_valid(&patch), "{edit} is valid");
        let read = Patch::from_json(&patch.to_string());
        assert!(
            matches!(read, Err(ReadError::Faults(_))),
            "{edit}: {read:?}"
        );
    }
    for patch in [
        json!({"format": "detente-query", "version": 1, "edits": []}),
        json!({"format": "detente-patch", "version": 1}),
        json!({"format": "detente-patch", "version": 1, "edits": {}}),
        json!({"format": "detente-patch", "version": 1, "edits": [], "title": "x"}),
    ] {
        assert!(!PATCH.is_valid(&patch), "{patch} is valid");
        let read = Patch::from_json(&patch.to_string());
        assert!(
            matches!(read, Err(ReadError::Layout { .. })),
            "{patch}: {read:?}"
        );
    }
    // Other fields may be `null`.
    let sound = json!({"kind": "redate", "event": "a", "when": "2025", "on": null, "report": null});
    let sound = json!({"format": "detente-patch", "version": 1, "edits": [sound]});
    assert_valid(&PATCH, &sound);
    assert!(Patch::from_json(&sound.to_string()).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_pointer_of_a_patch_leads_to_its_value(
        changes in prop::collection::vec((any::<prop::sample::Index>(), super::mistakes::wrong()), 1..8),
    ) {
        let mut patch = serde_json::to_value(patch()).expect("a patch can be written");
        for (place, wrong) in changes {
            let mut all = Vec::new();
            super::mistakes::pointers(&patch, String::new(), &mut all);
            // The list itself stays a list.
            all.retain(|pointer| pointer.starts_with("/edits/"));
            *patch.pointer_mut(place.get::<String>(&all)).unwrap() = wrong;
        }
        for text in [patch.to_string(), serde_json::to_string_pretty(&patch).unwrap()] {
            let Err(error) = Patch::from_json(&text) else { continue };
            prop_assert!(!error.faults().is_empty(), "{}", error);
            let mut edits = Vec::new();
            for fault in error.faults() {
                super::mistakes::check(fault, &patch)?;
                let pointer = fault.pointer.as_deref().expect("a fault of an edit has a place");
                edits.push(pointer.split('/').nth(2).expect("the number of the edit").to_owned());
            }
            // One fault for each edit, in order.
            let number = |text: &String| text.parse::<usize>().expect("a number");
            prop_assert!(edits.windows(2).all(|pair| number(&pair[0]) < number(&pair[1])));
            // Each edit is read alone in the same way.
            let list = patch["edits"].as_array().expect("a list");
            let refused = |edit: &Value| {
                let alone = json!({"format": "detente-patch", "version": 1, "edits": [edit]});
                Patch::from_json(&alone.to_string()).is_err()
            };
            prop_assert_eq!(edits.len(), list.iter().filter(|edit| refused(edit)).count());
        }
    }

    #[test]
    fn the_pointer_of_a_query_leads_to_its_value(
        place in any::<prop::sample::Index>(),
        wrong in super::mistakes::wrong(),
    ) {
        let mut query = json!({
            "format": "detente-query", "version": 1,
            "between": [["USA", ["RUS", "CHN"]], [{"actors": ["EU"], "members": false}, "GBR"]],
            "kinds": ["meeting", "call"], "statuses": ["planned"], "in_person": true,
            "within": {"start": "2025-01-01T00:00:00Z", "end": null}, "as_of": "2025-07-10",
            "believing": {"ranked": ["tass"]}, "with_predecessors": true,
        });
        let mut all = Vec::new();
        super::mistakes::pointers(&query, String::new(), &mut all);
        let place = place.get::<String>(&all);
        *query.pointer_mut(place).unwrap() = wrong;
        if let Err(error) = Query::from_json(&query.to_string()) {
            let place_of = |fault: &detente::timeline::Fault| fault.pointer.clone();
            let pointer = match (&error, error.faults()) {
                (ReadError::Layout { pointer: Some(pointer), .. }, _) => pointer.clone(),
                (_, [fault]) => place_of(fault).expect("a fault has a place"),
                _ => panic!("expected one fault: {error}"),
            };
            let pointer = &pointer;
            prop_assert!(query.pointer(pointer).is_some(), "{}: {}", pointer, error);
            // At the changed value, within it, or at the object that has it.
            prop_assert!(
                pointer.starts_with(place) || place.starts_with(pointer.as_str()),
                "{} is not {}: {}", pointer, place, error
            );
        }
    }
}
