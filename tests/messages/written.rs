//! The written forms: JSON, and bytes.

use detente::error::BytesError;
use detente::ledger::{DyadLedger, Ledger};
use detente::trend::{DyadSnapshot, Snapshot};
use detente::{Scoring, Timeline};
use serde_json::{Value, json};

use super::Messages;

/// What is wrong, and the change to a sample that makes it so.
type Case = (&'static str, fn(&mut Value));

const LEDGER: &str = include_str!("../data/ledger-v2.json");
const SNAPSHOT: &str = include_str!("../data/snapshot-v2.json");

pub(crate) fn add(list: &mut Messages) {
    layouts(list);
    entries(list);
    ledgers(list);
    scorings(list);
    bytes(list);
}

fn layouts(list: &mut Messages) {
    let head = r#"{"format": "detente-timeline", "version": 1"#;
    for (given, text) in [
        ("empty", String::new()),
        ("not JSON", "not JSON".to_owned()),
        ("cut off", format!("{head}, \"events\": [{{\"id\": \"a")),
        ("more after the end", format!("{head}}} {{}}")),
        ("null", "null".into()),
        ("a list", "[]".into()),
        ("without a format", "{}".into()),
        (
            "without a version",
            r#"{"format": "detente-timeline"}"#.into(),
        ),
        (
            "of another format",
            r#"{"format": "GDELT", "version": 1}"#.into(),
        ),
        ("of another version", head.replace('1', "2") + "}"),
        ("an unknown field", format!("{head}, \"evnts\": []}}")),
        (
            "an object for a list",
            format!("{head}, \"events\": {{}}}}"),
        ),
        ("a number for a title", format!("{head}, \"title\": 7}}")),
    ] {
        list.refused(
            &format!("ReadError::Layout, {given}"),
            Timeline::from_json(&text),
        );
    }
    let text =
        format!("{head}, \"events\": [{{\"id\": \"a\", \"kind\": \"act\", \"when\": \"2025\"}}]}}");
    list.error(
        "ReadError::Faults",
        &Timeline::from_json(&text).expect_err("an act without a code"),
    );
}

/// The first fault of an entry of a timeline, without its place.
fn fault(sort: &str, entry: &str) -> String {
    let text = format!(r#"{{"format": "detente-timeline", "version": 1, "{sort}": [{entry}]}}"#);
    match Timeline::from_json(&text) {
        Ok(_) => "WAS READ".to_owned(),
        Err(error) => error.faults()[0].kind.to_string(),
    }
}

fn entries(list: &mut Messages) {
    for field in [
        r#""parties": 7"#,
        r#""parties": [7]"#,
        r#""partys": ["RUS"]"#,
        r#""id": "again""#,
        r#""in_person": "yes""#,
        r#""ordinal": -2"#,
        r#""reports": [["RUS", 5]]"#,
        r#""reports": 5"#,
        r#""reports": {"by": "RUS", "status": "done"}"#,
        r#""form": "loud""#,
        r#""code": "HUG""#,
        r#""code": 7"#,
        r#""place": 7"#,
        r#""place": ["Baku"]"#,
        r#""occurrences": -1"#,
        r#""occurrences": 1.5"#,
        r#""occurrences": "twice""#,
        r#""occurrences": {"at_least": 3, "at_most": 2}"#,
        r#""measures": 7"#,
        r#""measures": {"drones": {"exactly": -1}}"#,
        r#""measures": {"drones": {"exactly": 1, "about": 2}}"#,
        r#""measures": {"drones": {"between": [2, 1]}}"#,
        r#""measures": {"drones": {"exactly": 1}, "drones": {"exactly": 1}}"#,
        r#""measures": {"drones": {"exactly": "many"}}"#,
    ] {
        let entry = format!(r#"{{"id": "talk", "kind": "call", "when": "2025", {field}}}"#);
        list.text(&format!("event, {field}"), fault("events", &entry));
    }
    for date in [
        "2025",
        "[]",
        r#""2025-13""#,
        r#"{"edtf": "2025", "end": "2026"}"#,
        r#"{"edtf": "2025", "zone": "Moscow"}"#,
        r#"{"edtf": "2025", "zone": 7}"#,
        r#"{"edtf": "2025", "margin": "wide"}"#,
        r#"{"start": "2025-07-10", "end": "2025-07-09"}"#,
    ] {
        let entry = format!(r#"{{"id": "talk", "kind": "call", "when": {date}}}"#);
        list.text(&format!("event, \"when\": {date}"), fault("events", &entry));
    }
    for (sort, entry) in [
        ("events", r#"{"id": "talk", "when": "2025"}"#),
        (
            "events",
            r#"{"id": "talk", "kind": "chat", "when": "2025"}"#,
        ),
        ("events", "null"),
        ("actors", "[]"),
        ("actors", r#"{"id": "EU", "kind": "union", "name": "EU"}"#),
        (
            "actors",
            r#"{"id": "EU", "kind": "group", "name": "EU", "aliases": [7]}"#,
        ),
        (
            "actors",
            r#"{"id": "EU", "kind": "group", "name": "EU", "aliases": {"name": "x", "kind": "y"}}"#,
        ),
        ("sources", r#"{"id": "a", "name": "A", "covers": 7}"#),
        ("constraints", r#"{"event": "a"}"#),
        (
            "constraints",
            r#"{"event": "a", "before": "b", "after": "c"}"#,
        ),
        ("constraints", r#"{"event": "a", "during": "b", "days": 3}"#),
        (
            "constraints",
            r#"{"event": "a", "before": "b", "days": 3, "at_least": "3 days"}"#,
        ),
        ("constraints", r#"{"event": "a", "before": "b", "days": 0}"#),
        ("constraints", r#"{"event": "a", "within": "3 days"}"#),
        (
            "constraints",
            r#"{"event": "a", "before": "b", "at_least": "3 days ago"}"#,
        ),
        (
            "constraints",
            r#"{"event": "a", "before": "b", "at_least": 3}"#,
        ),
    ] {
        list.text(&format!("{sort}, {entry}"), fault(sort, entry));
    }
}

/// The error of a sample that was changed.
fn refused<T: serde::de::DeserializeOwned>(
    sample: &str,
    change: impl FnOnce(&mut Value),
) -> String {
    let mut value = serde_json::from_str(sample).expect("the sample is JSON");
    change(&mut value);
    match serde_json::from_value::<T>(value) {
        Ok(_) => "WAS READ".to_owned(),
        Err(error) => error.to_string(),
    }
}

fn ledgers(list: &mut Messages) {
    let cases: [Case; 17] = [
        ("of another format", |v| {
            v["format"] = json!("detente-timeline");
        }),
        ("of another version", |v| v["version"] = json!(3)),
        ("names out of order", |v| v["actors"][1] = json!("Zaire")),
        ("an unused name", |v| {
            v["actors"].as_array_mut().expect("names").push(json!("Å"));
        }),
        ("an unknown actor", |v| v["dyads"][0]["target"] = json!(9)),
        ("an actor with itself", |v| {
            v["dyads"][0]["target"] = v["dyads"][0]["source"].clone();
        }),
        ("symmetric from the second", |v| {
            v["dyads"][0]["symmetric"] = json!(true);
            v["dyads"][0]["source"] = json!(1);
            v["dyads"][0]["target"] = json!(0);
        }),
        ("pairs out of order", |v| {
            v["dyads"].as_array_mut().expect("dyads").swap(0, 1);
        }),
        ("no marks", |v| {
            v["dyads"][0]["spans"]["marks"][0] = json!(0);
        }),
        ("impossible sums", |v| {
            v["dyads"][0]["spans"]["weight"][0] = json!(-1);
        }),
        ("an overflow", |v| {
            v["dyads"][0]["spans"]["weight"][0] = json!(i64::MAX);
        }),
        ("no days", |v| v["dyads"][0]["spans"]["days"][0] = json!(0)),
        ("a day beyond the calendar", |v| {
            v["dyads"][0]["spans"]["from"][0] = json!(i32::MAX);
        }),
        ("columns of two lengths", |v| {
            v["dyads"][0]["spans"]["from"] = json!([]);
        }),
        ("an unknown field", |v| v["extra"] = json!(1)),
        ("a text for a number", |v| v["version"] = json!("2")),
        ("without a field", |v| {
            _ = v.as_object_mut().expect("an object").remove("actors");
        }),
    ];
    for (given, change) in cases {
        list.text(
            &format!("ledger, {given}"),
            refused::<Ledger>(LEDGER, change),
        );
    }
    let columns = |from: [i32; 2]| {
        json!({
            "format": "detente-dyad-ledger", "version": 2, "spans": {
                "from": from, "days": [1, 1], "marks": [1, 1], "score": [0, 0], "positive": [0, 0],
                "weight": [1_u64 << 40, 1_u64 << 40], "squares": [0, 0], "contact": [0, 0],
            },
        })
    };
    let late = serde_json::from_value::<DyadLedger>(columns([20_100, 20_099]));
    list.text(
        "ledger of one pair, spans out of order",
        late.expect_err("spans out of order"),
    );
    let cases: [Case; 11] = [
        ("of another format", |v| {
            v["format"] = json!("detente-ledger");
        }),
        ("of version 1", |v| v["version"] = json!(1)),
        ("of another version", |v| v["version"] = json!(3)),
        ("a half-life", |v| {
            v["vantage"]["calibration"]["half_life"] = json!(0);
        }),
        ("a coverage", |v| {
            v["vantage"]["coverage"] = json!([["2025-02-01", "2025-01-01"]]);
        }),
        ("impossible sums", |v| v["pairs"][0]["sums"][0] = json!("1")),
        ("no integer", |v| v["pairs"][0]["sums"][0] = json!("many")),
        ("a number for a text", |v| {
            v["pairs"][0]["sums"][0] = json!(1);
        }),
        ("too few sums", |v| v["pairs"][0]["sums"] = json!(["1"])),
        ("pairs out of order", |v| {
            v["pairs"][0]["actors"] = json!([1, 0]);
        }),
        ("a pair without marks", |v| {
            let sums = v["pairs"][0]["sums"].as_array_mut().expect("sums");
            sums.fill(json!("0"));
        }),
    ];
    for (given, change) in cases {
        list.text(
            &format!("snapshot, {given}"),
            refused::<Snapshot>(SNAPSHOT, change),
        );
    }
}

fn scorings(list: &mut Messages) {
    let sample = serde_json::to_string(&Scoring::default()).expect("a scoring is written");
    let cases: [Case; 4] = [
        ("of another version", |v| v["version"] = json!(1)),
        ("a weight", |v| v["weights"]["act"] = json!(9)),
        ("a valence", |v| v["scale"]["valences"][0][1] = json!(9)),
        ("a code", |v| v["scale"]["valences"][0][0] = json!("HUG")),
    ];
    for (given, change) in cases {
        list.text(
            &format!("scoring, {given}"),
            refused::<Scoring>(&sample, change),
        );
    }
}

/// CRC-32, least bit first.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let mut rest = u32::MAX;
    for &byte in &bytes {
        rest ^= u32::from(byte);
        for _ in 0..8 {
            rest = if rest & 1 == 1 {
                (rest >> 1) ^ 0xEDB8_8320
            } else {
                rest >> 1
            };
        }
    }
    bytes.extend((!rest).to_le_bytes());
    bytes
}

fn bytes(list: &mut Messages) {
    let ledger = |bytes: &[u8]| Ledger::from_bytes(bytes).map(drop);
    let body = |body: &[u8]| ledger(&sealed([b"detenteL\x02", body].concat()));
    let pair = |body: &[u8]| -> Result<(), BytesError> {
        let bytes = sealed([b"detentel\x02", body].concat());
        DyadLedger::from_bytes(&bytes).map(drop)
    };
    let snapshot = |body: &[u8]| {
        let bytes = sealed([b"detentes\x02", body].concat());
        DyadSnapshot::from_bytes(&bytes).map(drop)
    };
    let mut damaged = Ledger::new().to_bytes();
    *damaged.last_mut().expect("a checksum") ^= 1;
    for (label, error) in [
        ("BytesError::Magic, ledger", ledger(b"")),
        (
            "BytesError::Magic, ledger of one pair",
            DyadLedger::from_bytes(b"").map(drop),
        ),
        (
            "BytesError::Magic, snapshot",
            Snapshot::from_bytes(b"").map(drop),
        ),
        (
            "BytesError::Magic, snapshot of one pair",
            DyadSnapshot::from_bytes(b"").map(drop),
        ),
        ("BytesError::Version", ledger(b"detenteL\x03")),
        (
            "BytesError::Version, old snapshot",
            Snapshot::from_bytes(b"detenteS\x01").map(drop),
        ),
        (
            "BytesError::Version, new snapshot",
            Snapshot::from_bytes(b"detenteS\x03").map(drop),
        ),
        ("BytesError::Checksum", ledger(&damaged)),
        ("BytesError::Content, cut off", ledger(b"detenteL\x02")),
        (
            "BytesError::Content, without a version",
            ledger(b"detenteL"),
        ),
        ("BytesError::Content, too much", body(b"\0\0\0")),
        ("BytesError::Content, too many entries", body(b"\x7f")),
        ("BytesError::Content, cut number", body(b"\x80")),
        ("BytesError::Content, long number", body(b"\x80\0")),
        ("BytesError::Content, not UTF-8", body(b"\x01\x01\xff\0")),
        (
            "BytesError::Content, names out of order",
            body(b"\x02\x01b\x01a\0"),
        ),
        ("BytesError::Content, an unused name", body(b"\x01\x01a\0")),
        (
            "BytesError::Content, a pair without marks",
            body(b"\x02\x01a\x01b\x01\0\x01\0\0\0"),
        ),
        (
            "BytesError::Content, pairs out of order",
            body(b"\x02\x01a\x01b\x01\x01\0\0\0\0"),
        ),
        (
            "BytesError::Content, no such actor",
            body(b"\x02\x01a\x01b\x01\0\x09\0\0\0"),
        ),
        (
            "BytesError::Content, weight",
            pair(b"\x01\0\0\0\0\0\x80\x02\0\0"),
        ),
        (
            "BytesError::Content, weight of 64 bits",
            pair(b"\x01\0\0\0\0\0\x7f\0\0"),
        ),
        (
            "BytesError::Content, marks",
            pair(b"\x01\0\0\xff\xff\xff\xff\x0f\0\0\0\0\0"),
        ),
        (
            "BytesError::Content, no weight",
            pair(b"\x01\0\0\0\0\0\0\0\0"),
        ),
        (
            "BytesError::Content, day",
            snapshot(b"\xff\xff\xff\xff\x0f\0"),
        ),
        (
            "BytesError::Content, kind of coverage",
            snapshot(b"\0\x02\0\0"),
        ),
        (
            "BytesError::Content, coverage",
            snapshot(b"\0\x01\x01\x02\x01"),
        ),
        ("BytesError::Content, cut calibration", snapshot(b"\0\0\0")),
        ("BytesError::Content, calibration", snapshot(&[0; 120])),
    ] {
        list.refused(label, error);
    }
}
