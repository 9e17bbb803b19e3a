//! The records that are drawn.

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::Timeline;

pub(super) const KUALA_LUMPUR: &str = include_str!("../../../examples/data/kuala-lumpur.json");
pub(super) const US_RUSSIA: &str = include_str!("../../../examples/data/us-russia-2025.json");
pub(super) const OCTOBER_1962: &str = include_str!("../../../examples/data/october-1962.json");

/// Forty events of a year, and twenty in five days, of every kind and with every status.
pub(super) const THICKET: &str = include_str!("../../../tests/data/thicket.json");

pub(super) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

/// A record, two actors of it, and a day.
pub(super) struct Record {
    pub(super) name: &'static str,
    pub(super) timeline: Timeline,
    pub(super) pair: [&'static str; 2],
    pub(super) at: NaiveDate,
}

pub(super) fn records() -> Vec<Record> {
    let read = |text| Timeline::from_json(text).expect("the records are well-formed");
    let record = |name, timeline, pair, at| Record {
        name,
        timeline,
        pair,
        at,
    };
    vec![
        record(
            "kuala-lumpur",
            read(KUALA_LUMPUR),
            ["USA", "RUS"],
            date(2025, 7, 11),
        ),
        record(
            "us-russia-2025",
            read(US_RUSSIA),
            ["USA", "RUS"],
            date(2025, 12, 30),
        ),
        record(
            "rubio-lavrov",
            read(US_RUSSIA),
            ["rubio", "lavrov"],
            date(2025, 12, 30),
        ),
        record(
            "october-1962",
            read(OCTOBER_1962),
            ["USA", "SUN"],
            date(1962, 12, 1),
        ),
        record("thicket", read(THICKET), ["USA", "RUS"], date(2025, 12, 30)),
        record(
            "empty",
            between_states(&json!([])),
            ["USA", "RUS"],
            date(2025, 1, 1),
        ),
        record("one event", one_event(), ["USA", "RUS"], date(2025, 7, 1)),
        record("all undated", undated(), ["USA", "RUS"], date(2025, 7, 1)),
    ]
}

pub(super) fn timeline(actors: &Value, events: &Value, constraints: &Value) -> Timeline {
    let record = json!({
        "format": "detente-timeline",
        "version": 1,
        "actors": actors,
        "sources": [{"id": "paper", "name": "A paper"}],
        "events": events,
        "constraints": constraints,
    });
    Timeline::from_json(&record.to_string()).expect("the record is well-formed")
}

/// A timeline of events between three states.
pub(super) fn between_states(events: &Value) -> Timeline {
    timeline(&states(), events, &json!([]))
}

pub(super) fn states() -> Value {
    json!([
        {"id": "USA", "kind": "state", "name": "United States"},
        {"id": "RUS", "kind": "state", "name": "Russia"},
        {"id": "CHN", "kind": "state", "name": "China"},
    ])
}

pub(super) fn one_event() -> Timeline {
    let talks =
        json!({"id": "talks", "kind": "meeting", "when": "2025-02-18", "parties": ["USA", "RUS"]});
    between_states(&json!([talks]))
}

pub(super) fn undated() -> Timeline {
    let events =
        ["a", "b", "c"].map(|id| json!({"id": id, "kind": "meeting", "parties": ["USA", "RUS"]}));
    timeline(
        &states(),
        &json!(events),
        &json!([{"event": "a", "before": "b"}]),
    )
}
