//! Explanations and contradictions, and what is wrong with an input.

use detente::event::{Event, Source};
use detente::query::Extract;
use detente::timeline::{BoundKind, NameMatch};
use detente::{Timeline, When};
use serde_json::{Value, json};

use super::{date, golden, golden_owned, kuala_lumpur, read};

#[test]
fn explanations() {
    let timeline = read("october-1962.json");
    let visit = timeline.event("visit").unwrap();
    let letter = timeline.event("second-letter").unwrap();
    golden_owned("explanation", &visit.why_before(letter).unwrap());
    golden_owned(
        "explanation-of-a-bound",
        &visit.why(BoundKind::StartEarliest).unwrap(),
    );
    golden_owned("bound-kind", &BoundKind::StartEarliest);
}

#[test]
fn names() {
    let timeline = kuala_lumpur();
    golden("resolved", &timeline.named("Washington").unwrap());
    let usa = timeline.actor("USA").unwrap();
    golden("holders", &usa.holders("president", date(1, 20)).unwrap());
    let trump = timeline.actor("trump").unwrap();
    golden("terms", &trump.offices().collect::<Vec<_>>());
    golden_owned("name-match", &NameMatch::Folded);
    let cited = Source::new("telegram")
        .named("The Long Telegram")
        .author("George F. Kennan")
        .published("1946-02-22")
        .locator("p. 5")
        .archive("Harry S. Truman Library")
        .url("https://example.org/telegram")
        .accessed("2025-12-01");
    golden("citation", &cited.citation());
    let zelensky = timeline.event("attack-kyiv").unwrap();
    golden("about", &zelensky.about().collect::<Vec<_>>());
    golden_owned("manner", &zelensky.manner());
    golden("lookup-error", &timeline.actor("Lavrof").unwrap_err());
    golden("when-error", &When::parse("10 July 2025").unwrap_err());
}

/// A record with a fault of each sort that a person makes.
const FAULTY: &str = r#"{
  "format": "detente-timeline",
  "version": 1,
  "actors": [
    {"id": "rubio", "kind": "person", "name": "Marco Rubio"},
    {"id": "lavrov", "kind": "person", "name": "Sergey Lavrov"}
  ],
  "events": [
    {"id": "riyadh", "kind": "meeting", "when": "2025-02-18", "parties": ["rubio", "lavrof"]},
    {"id": "statement", "kind": "statement", "when": "2025-07-10"},
    {"id": "call", "kind": "call", "when": "2025-06-24", "parties": ["rubio", "lavrov"]},
    {"id": "kuala-lumpur", "kind": "meeting", "when": "2025-07-10", "parties": ["rubio", "lavrov"]}
  ],
  "constraints": [{"event": "kuala-lumpur", "before": "call", "by": "rubio"}]
}"#;

#[test]
fn faults() {
    let faults = Timeline::from_json(FAULTY).unwrap_err();
    golden("read-error", &faults);
    golden("fault", &faults.faults()[1]);
    golden_owned("repair", &faults.faults()[1].repair());
    let mut builder = Timeline::builder();
    builder.event(Event::meeting("riyadh", "2025-02-18").party("rubio"));
    golden("build-error", &builder.build().unwrap_err());
    // The contradiction is found only in a record whose entries are sound.
    let sound = FAULTY.replace("lavrof", "lavrov").replace(
        r#""kind": "statement", "when""#,
        r#""kind": "statement", "speaker": "rubio", "when""#,
    );
    let error = Timeline::from_json(&sound).unwrap_err();
    golden("contradiction", &error.faults()[0]);
    let layout = Timeline::from_json("{\"format\": 1}").unwrap_err();
    golden("read-error-of-layout", &layout);
}

#[test]
fn warnings() {
    let alone = FAULTY
        .replace(r#"["rubio", "lavrof"]"#, r#"["rubio"]"#)
        .replace(
            r#""kind": "statement", "when""#,
            r#""kind": "statement", "speaker": "rubio", "when""#,
        )
        .replace(
            r#"{"event": "kuala-lumpur", "before": "call", "by": "rubio"}"#,
            "",
        );
    let timeline = Timeline::from_json(&alone).unwrap();
    let warnings: Vec<_> = timeline.warnings().collect();
    golden("warnings", &warnings);
}

#[test]
fn an_error_has_a_code_a_message_and_the_fields_of_its_variant() {
    let timeline = kuala_lumpur();
    let error = timeline.actor("Lavrof").unwrap_err();
    let expected = json!({
        "code": "unknown_actor",
        "message": error.to_string(),
        "name": "Lavrof",
        "near": "lavrov",
    });
    assert_eq!(serde_json::to_value(&error).unwrap(), expected);
    // The field `message` of a variant is the message, once.
    let layout = Timeline::from_json("[]").unwrap_err();
    let text = serde_json::to_string(&layout).unwrap();
    assert_eq!(text.matches("\"message\"").count(), 1, "{text}");
    let Value::Object(_) = serde_json::from_str(&text).unwrap() else {
        panic!("an error is an object");
    };
}

#[test]
fn lenient_building() {
    golden("lenient", &Timeline::from_json_lenient(FAULTY).unwrap());
}

#[test]
fn clashes() {
    let state = FAULTY.replace(
        r#""id": "rubio", "kind": "person""#,
        r#""id": "rubio", "kind": "state""#,
    );
    let [one, other] =
        [FAULTY, &state].map(|text| Timeline::from_json_lenient(text).unwrap().timeline);
    let error = Timeline::merge([("desk", &one), ("archive", &other)]).unwrap_err();
    golden("clash", &error);
}

#[test]
fn extracts() {
    let timeline = read("october-1962.json");
    let extract = timeline.view().extract(["memoir"]).unwrap();
    golden_owned("extract-changes", &extract.changes);
    let text = serde_json::to_string(&extract).unwrap();
    assert_eq!(serde_json::from_str::<Extract>(&text).unwrap(), extract);
    golden(
        "extract-error",
        &timeline.view().extract(["nobody"]).unwrap_err(),
    );
}
