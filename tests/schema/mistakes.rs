//! Mistakes of shape: what the reader refuses, the schema refuses. And every fault has a pointer to its value.

use std::sync::LazyLock;

use detente::Timeline;
use detente::timeline::Fault;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{full, samples};

/// A record with a value at a pointer. `null` is written as it is.
fn with(pointer: &str, value: Value) -> Value {
    let mut record = json!({
        "format": "detente-timeline",
        "version": 1,
        "actors": [
            {"id": "rubio", "kind": "person", "name": "Marco Rubio"},
            {"id": "lavrov", "kind": "person", "name": "Sergey Lavrov"},
        ],
        "sources": [{"id": "reuters", "name": "Reuters"}],
        "events": [
            {"id": "kuala-lumpur", "kind": "meeting", "when": "2025-07-10", "parties": ["rubio", "lavrov"]},
            {"id": "call", "kind": "call", "when": "2025-06-24", "parties": ["rubio", "lavrov"]},
        ],
        "constraints": [{"event": "call"}],
    });
    let (holder, field) = pointer.rsplit_once('/').expect("it has a parent");
    match record.pointer_mut(holder).expect("the parent is there") {
        Value::Array(entries) => entries[field.parse::<usize>().expect("a number")] = value,
        object => object[field] = value,
    }
    if !pointer.starts_with("/constraints") {
        record["constraints"] = json!([]);
    }
    record
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let full = full();
    for (pointer, value) in [
        ("/format", json!("detente-ledger")),
        ("/version", json!(2)),
        ("/version", json!("1")),
        ("/titel", json!("Kuala Lumpur")),
        ("/title", json!(7)),
        ("/events", json!({})),
        ("/actors/0/kind", json!("minister")),
        ("/actors/0/name", json!(null)),
        ("/actors/0/nam", json!("Marco Rubio")),
        ("/actors/0/aliases", json!(7)),
        ("/actors/0/aliases", json!([{"kind": "variant"}])),
        ("/actors/0/affiliations", json!("USA")),
        ("/actors/0/affiliations", json!([{"party": "USA"}])),
        ("/sources/0/anonymous", json!("yes")),
        ("/sources/0/covers", json!([{"kinds": "meeting"}])),
        ("/events/0/id", json!(7)),
        ("/events/0/kind", json!("summit")),
        ("/events/0/when", json!(2025)),
        ("/events/0/when", json!({"edtf": "2025", "end": "2026"})),
        ("/events/0/when", json!({"start": "2025"})),
        (
            "/events/0/when",
            json!({"zone": "UTC", "words": "Thursday"}),
        ),
        ("/events/0/when", json!({})),
        ("/events/0/in_person", json!("yes")),
        ("/events/0/form", json!("verbatim")),
        ("/events/0/parties", json!([7])),
        ("/events/0/parties", json!([null])),
        ("/events/0/parties", json!([{"actor": "rubio"}])),
        ("/events/0/place", json!(["Kuala Lumpur"])),
        ("/events/0/ordinal", json!(-1)),
        ("/events/0/ordinal", json!(4_294_967_296_u64)),
        ("/events/0/ordinal", json!(1.5)),
        ("/events/0/occurrences", json!(-1)),
        ("/events/0/occurrences", json!("two")),
        ("/events/0/measures", json!({"minutes": 50})),
        ("/events/0/measures", json!({"minutes": {}})),
        (
            "/events/0/measures",
            json!({"minutes": {"about": 50, "exactly": 50}}),
        ),
        ("/events/0/measures", json!({"minutes": {"between": [1]}})),
        ("/events/0/measures", json!([{"about": 50}])),
        ("/events/0/reports", json!([7])),
        ("/events/0/reports", json!([{"words": "they met"}])),
        (
            "/events/0/reports",
            json!([{"by": "reuters", "status": "done"}]),
        ),
        ("/events/0/confidence", json!(0.9)),
        ("/constraints/0/before", json!(null)),
        ("/constraints/0/days", json!(2)),
        ("/constraints/0/within", json!("3 days")),
        ("/constraints/0/between", json!(["kuala-lumpur"])),
        (
            "/constraints/0",
            json!({"event": "call", "before": "kuala-lumpur", "days": 0}),
        ),
        (
            "/constraints/0",
            json!({"event": "call", "before": "kuala-lumpur", "of": "kuala-lumpur"}),
        ),
        (
            "/constraints/0",
            json!({"event": "call", "before": "kuala-lumpur", "during": "kuala-lumpur"}),
        ),
        (
            "/constraints/0",
            json!({"event": "call", "during": "kuala-lumpur", "at_most": "3 days"}),
        ),
        (
            "/constraints/0",
            json!({"event": "call", "before": "kuala-lumpur", "days": 2, "at_most": "3 days"}),
        ),
    ] {
        let record = with(pointer, value.clone());
        let read = Timeline::from_json(&record.to_string());
        assert!(read.is_err(), "{pointer} = {value} is read");
        assert!(!full.is_valid(&record), "{pointer} = {value} is valid");
    }
    let sound = with("/constraints/0/before", json!("kuala-lumpur"));
    assert!(full.is_valid(&sound));
    assert!(Timeline::from_json(&sound.to_string()).is_ok());
}

/// Checks that the pointer of a fault leads to the value that it names.
pub(crate) fn check(fault: &Fault, record: &Value) -> Result<(), TestCaseError> {
    let Some(pointer) = &fault.pointer else {
        // Only a fault of the timeline as a whole has no place.
        prop_assert_eq!(fault.position, None);
        return Ok(());
    };
    let found = record.pointer(pointer);
    prop_assert!(found.is_some(), "{} leads nowhere: {}", pointer, fault);
    let found = found.expect("it was found");
    if let Some(value) = fault.repair().value {
        let text = found
            .as_str()
            .map_or_else(|| found.to_string(), str::to_owned);
        // A name is also the key of a measure, and a value may be elsewhere in an entry that is faulty as a whole.
        let is_entry = pointer.split('/').count() == 3;
        prop_assert!(
            text.starts_with(&value) || is_entry || pointer.ends_with(&value),
            "{} is `{}`: {}",
            pointer,
            text,
            fault
        );
    }
    Ok(())
}

/// The pointers to all values of a record.
pub(crate) fn pointers(value: &Value, at: String, all: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let name = name.replace('~', "~0").replace('/', "~1");
                pointers(field, format!("{at}/{name}"), all);
            }
        }
        Value::Array(entries) => {
            for (number, entry) in entries.iter().enumerate() {
                pointers(entry, format!("{at}/{number}"), all);
            }
        }
        _ => {}
    }
    if at.split('/').count() > 2 {
        all.push(at);
    }
}

pub(crate) fn wrong() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!("lavrof"),
        json!("2025-07-32"),
        json!(""),
        json!(7),
        json!(-1.5),
        json!(null),
        json!(true),
        json!([]),
        json!(["rubio", 7]),
        json!({"edtf": "2025-13"}),
        json!({"id": "again", "kind": "meting"}),
    ])
}

/// The samples that are read quickly.
static SMALL: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let samples = samples().into_iter();
    let small = samples.filter(|(_, text)| text.len() < 40_000);
    small
        .map(|(_, text)| serde_json::from_str(&text).expect("samples are JSON"))
        .collect()
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_pointer_leads_to_its_value(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), wrong()), 1..6),
    ) {
        let mut record: Value = which.get::<Value>(&SMALL).clone();
        for (place, wrong) in changes {
            let mut all = Vec::new();
            pointers(&record, String::new(), &mut all);
            *record.pointer_mut(place.get::<String>(&all)).unwrap() = wrong;
        }
        // With and without line breaks.
        for text in [record.to_string(), serde_json::to_string_pretty(&record).unwrap()] {
            let lenient = Timeline::from_json_lenient(&text);
            let lenient = lenient.expect("the envelope is sound");
            for fault in lenient.faults() {
                check(fault, &record)?;
            }
            if let Err(error) = Timeline::from_json(&text) {
                for fault in error.faults() {
                    check(fault, &record)?;
                }
            }
        }
    }
}
