//! The strict profile: the words of JSON Schema that it uses, and what it allows is read.

use std::sync::LazyLock;

use detente::schema::{self, Profile};
use detente::timeline::edit::Patch;
use detente::{Query, ReadError, Timeline};
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::validator;

/// The largest number of objects within objects that interfaces for structured output accept.
const MAX_DEPTH: usize = 5;

/// Walks a schema, and fails at what an interface for structured output refuses.
fn walk(schema: &Value, path: &str, depth: usize, count: &mut usize) {
    let object = schema.as_object().expect("a schema is an object");
    // Interfaces accept alternatives below the root. Only edits need them.
    if let Some(forms) = object.get("anyOf") {
        assert_eq!(path, "/edits/*");
        assert!(
            object
                .keys()
                .all(|word| word == "anyOf" || word == "description")
        );
        for form in forms.as_array().expect("a list of forms") {
            assert_eq!(form["type"], "object");
            walk(form, path, depth, count);
        }
        return;
    }
    for word in object.keys() {
        let allowed = [
            "type",
            "description",
            "enum",
            "properties",
            "required",
            "additionalProperties",
            "items",
        ];
        assert!(allowed.contains(&word.as_str()), "{path}: `{word}`");
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().map(|one| one.as_str().unwrap()).collect(),
        other => panic!("{path}: the type is {other}"),
    };
    assert!(types.len() == 1 || (types.len() == 2 && types[1] == "null"));
    match types[0] {
        "object" => {
            assert!(depth < MAX_DEPTH, "{path} is nested too deeply");
            assert_eq!(schema["additionalProperties"], json!(false), "{path}");
            let fields = schema["properties"].as_object().expect("it has fields");
            let names: Vec<&String> = fields.keys().collect();
            assert_eq!(schema["required"], json!(names), "{path}");
            for (name, field) in fields {
                *count += 1;
                assert!(field["description"].is_string(), "{path}/{name}");
                walk(field, &format!("{path}/{name}"), depth + 1, count);
            }
        }
        "array" => walk(&schema["items"], &format!("{path}/*"), depth, count),
        "string" | "integer" | "number" | "boolean" => {}
        other => panic!("{path}: the type is {other}"),
    }
    if let Some(words) = schema.get("enum") {
        let words = words.as_array().expect("a list of words");
        assert_eq!(
            words.last() == Some(&Value::Null),
            types.len() == 2,
            "{path}"
        );
    }
}

#[test]
fn the_strict_profile_is_what_interfaces_accept() {
    for (schema, expected) in [
        (schema::timeline(Profile::Strict), 50..=110),
        (schema::query(Profile::Strict), 10..=30),
        // Those of a timeline, and those of each kind of edit.
        (schema::patch(Profile::Strict), 100..=200),
    ] {
        assert_eq!(schema["type"], "object");
        let mut count = 0;
        walk(&schema, "", 0, &mut count);
        assert!(expected.contains(&count), "{count} fields");
    }
}

/// A value that a strict schema allows, from choices: small numbers, often 0.
fn value(schema: &Value, choices: &mut impl Iterator<Item = u8>) -> Value {
    let choice = choices.next().unwrap_or(0);
    if let Some(forms) = schema["anyOf"].as_array() {
        return value(&forms[usize::from(choice) % forms.len()], choices);
    }
    if schema["type"].is_array() && choice.is_multiple_of(2) {
        return Value::Null;
    }
    if let Some(words) = schema["enum"].as_array() {
        return words[usize::from(choice) % words.len()].clone();
    }
    let name = schema["type"]
        .as_str()
        .or_else(|| schema["type"][0].as_str());
    match name.expect("it has a type") {
        "object" => {
            let fields = schema["properties"].as_object().unwrap();
            let fields = fields.iter();
            let fields: Map<String, Value> = fields
                .map(|(name, field)| (name.clone(), value(field, choices)))
                .collect();
            Value::Object(fields)
        }
        "array" => {
            let count = choice % 3;
            (0..count)
                .map(|_| value(&schema["items"], choices))
                .collect()
        }
        "string" => json!(["2025-07-10", "rubio", "3 days", "AGREE"][usize::from(choice) % 4]),
        "integer" => json!(choice),
        "number" => json!(f64::from(choice) / 2.0),
        _ => json!(choice % 4 == 1),
    }
}

/// Whether a message is about the content of a value or about values together, rather than about its shape.
fn is_about_content(message: &str) -> bool {
    [
        "is not EDTF",
        "is not a distance",
        "is not a code",
        "the object is not a quantity",
        "is given twice",
        "the constraint has",
        "expected the minimum",
        "`days` is `0`",
        "expected a unit",
        "amount",
        "expected the lower number first",
        "CAMEO",
        "PLOVER",
        "is not a date or an instant",
        "a list of two entries",
    ]
    .iter()
    .any(|part| message.contains(part))
}

/// A strict schema with its validator and the reader.
struct Strict {
    schema: Value,
    validator: Validator,
    read: fn(&str) -> Result<(), ReadError>,
}

static STRICT: LazyLock<[Strict; 3]> = LazyLock::new(|| {
    let strict = |schema: Value, read| Strict {
        validator: validator(&schema),
        schema,
        read,
    };
    [
        strict(schema::timeline(Profile::Strict), |text| {
            Timeline::from_json(text).map(drop)
        }),
        strict(schema::query(Profile::Strict), |text| {
            Query::from_json(text).map(drop)
        }),
        strict(schema::patch(Profile::Strict), |text| {
            Patch::from_json(text).map(drop)
        }),
    ]
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_the_strict_profile_allows_has_a_shape_that_is_read(
        which in 0..3_usize,
        choices in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        let Strict { schema, validator, read } = &STRICT[which];
        let value = value(schema, &mut choices.into_iter());
        prop_assert!(validator.is_valid(&value));
        let text = value.to_string();
        match read(&text) {
            Ok(()) => {}
            Err(ReadError::Layout { message, .. }) => {
                prop_assert!(which == 1 && is_about_content(&message), "{message}: {text}");
            }
            Err(error) => {
                prop_assert!(!error.faults().is_empty(), "{error}: {text}");
                for fault in error.faults() {
                    let message = fault.to_string();
                    let code = serde_json::to_value(fault).unwrap()["code"].clone();
                    prop_assert!(code != "malformed" || is_about_content(&message), "{message}: {text}");
                }
            }
        }
    }
}

#[test]
fn null_is_as_if_the_field_was_left_out() {
    // Every optional field of every entry, with `null` and without.
    let with = r#"{
  "format": "detente-timeline", "version": 1, "title": null,
  "actors": [
    {"id": "rubio", "kind": "person", "name": "Marco Rubio", "aliases": null, "affiliations": null, "succeeds": null, "external": null},
    {"id": "lavrov", "kind": "person", "name": "Sergey Lavrov", "external": {"wikidata": null}, "aliases": [{"name": "Sergei Lavrov", "kind": null, "when": null}]}
  ],
  "designations": null,
  "sources": [
    {"id": "reuters", "name": "Reuters", "published": null, "anonymous": null, "url": null, "covers": null}
  ],
  "events": [
    {
      "id": "kuala-lumpur", "kind": "meeting", "title": null, "when": null, "code": null, "in_person": null,
      "form": null, "hedged": null, "negated": null, "parties": ["rubio", "lavrov"], "speaker": null,
      "source": null, "target": null, "addressee": null, "host": null, "mediator": null, "attendees": null,
      "initiator": null, "place": {"name": "Kuala Lumpur", "soil": null}, "about": null, "topics": null,
      "measures": {"minutes": {"about": 50, "unit": null, "of": null, "at_least": null}, "guests": null},
      "ordinal": null, "occurrences": null, "part_of": null, "sidelines_of": null, "answers": null,
      "about_events": null, "follows": null,
      "reports": [
        {"by": "reuters", "status": null, "asserted": null, "withdrawn": null, "words": null, "when": null,
         "place": null, "measures": null, "ordinal": null, "topics": null, "initiator": null}
      ]
    },
    {"id": "calls", "kind": "call", "occurrences": {"at_least": null, "at_most": 3}, "reports": null}
  ],
  "constraints": [
    {"event": "calls", "before": "kuala-lumpur", "after": null, "at_least": null, "at_most": null, "days": null,
     "during": null, "within": null, "of": null, "day_before": null, "day_after": null, "same_day": null,
     "same_time": null, "between": null, "by": null, "asserted": null, "withdrawn": null}
  ]
}"#;
    let value: Value = serde_json::from_str(with).unwrap();
    let errors: Vec<String> = super::full()
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let without = without_nulls(value.clone());
    let read = Timeline::from_json(with).unwrap();
    assert_eq!(read, Timeline::from_json(&without.to_string()).unwrap());
    // Through any other serde format as well.
    assert_eq!(read, serde_json::from_value(value).unwrap());
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, field)| !field.is_null())
            .map(|(name, field)| (name, without_nulls(field)))
            .collect(),
        Value::Array(all) => all.into_iter().map(without_nulls).collect(),
        simple => simple,
    }
}

#[test]
fn measures_can_be_a_list() {
    let record = |measures: &str| {
        let text = format!(
            r#"{{"format": "detente-timeline", "version": 1, "events": [
                {{"id": "talks", "kind": "meeting", "measures": {measures}}}
            ]}}"#
        );
        Timeline::from_json(&text)
    };
    let list = r#"[
        {"name": "minutes", "about": 50},
        {"name": "delegates", "at_least": 10, "at_most": 12, "unit": "persons"}
    ]"#;
    let map = r#"{
        "minutes": {"about": 50},
        "delegates": {"between": [10, 12], "unit": "persons"}
    }"#;
    assert_eq!(record(list).unwrap(), record(map).unwrap());
    for (measures, message) in [
        (r#"[{"about": 50}]"#, "field `name` is missing"),
        (
            r#"[{"name": "minutes", "about": 50}, {"name": "minutes", "about": 60}]"#,
            "measure `minutes` is given twice",
        ),
        (
            r#"{"minutes": {"name": "hours", "about": 50}}"#,
            "measure `minutes` has a field `name`: expected it only in a list of measures",
        ),
    ] {
        let error = record(measures).unwrap_err().to_string();
        assert!(error.ends_with(message), "{error}");
    }
}
