//! The JSON Schema of patches: an edit has the fields of its kind.
//!
//! One field has several forms, such as `event`, which is an identifier in one kind of edit and an object in another. So
//! each kind of edit is an alternative with its own fields.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::kind::EditKind;
use super::{FORMAT, VERSION};
use crate::event::Report;
use crate::time::When;
use crate::timeline::edit::{Edit, Patch};
use crate::wire::schema::{schema, text};
use crate::wire::shape::{ActorShape, ConstraintShape, DesignationShape, EventShape, SourceShape};

schema! {
    Patch, "Patch", |generator| json_schema!({
        "description": "Changes to a record: edits that are applied in order, all or none.",
        "type": "object",
        "properties": {
            "format": {"description": "`detente-patch`.", "const": FORMAT},
            "version": {"description": "1.", "const": VERSION},
            "edits": {
                "description": "The edits.",
                "type": "array",
                "items": generator.subschema_for::<Edit>(),
                "maxItems": Patch::MAX_EDITS,
            },
        },
        "required": ["format", "version", "edits"],
        "additionalProperties": false,
    });
    Edit, "Edit", |generator| {
        let alternatives: Vec<Schema> = alternatives(generator);
        json_schema!({
            "description": "A change to one entry.",
            "anyOf": alternatives,
            "x-strict": "each",
        })
    };
}

/// The fields of an edit other than `kind`.
const FIELDS: [&str; 8] = [
    "actor",
    "designation",
    "source",
    "event",
    "report",
    "constraint",
    "when",
    "on",
];

/// One alternative for each set of fields.
fn alternatives(generator: &mut SchemaGenerator) -> Vec<Schema> {
    use EditKind::{Add, Correct, Redate, Remove, Replace, Report as Reported, Retract};
    let entries = [
        ("actor", generator.subschema_for::<ActorShape>()),
        ("designation", generator.subschema_for::<DesignationShape>()),
        ("source", generator.subschema_for::<SourceShape>()),
        ("event", generator.subschema_for::<EventShape>()),
    ];
    let constraint = ("constraint", generator.subschema_for::<ConstraintShape>());
    let report = ("report", generator.subschema_for::<Report>());
    let date = generator.subschema_for::<When>();
    let (when, on) = (("when", date.clone()), ("on", date));
    let event = ("event", text("The `id` of the event."));
    let chain = ("report", chain());
    let keys = [
        vec![("actor", text("The `id` of the actor."))],
        vec![("designation", text("The name of the designation."))],
        vec![("source", text("The `id` of the source."))],
        vec![event.clone()],
        vec![event.clone(), chain],
        vec![constraint.clone()],
    ];
    let with_date = |key: &[(&'static str, Schema)]| [key, std::slice::from_ref(&on)].concat();

    let mut all: Vec<Schema> = Vec::new();
    all.extend(entries.map(|entry| alternative(&[Add, Replace], &[entry])));
    all.push(alternative(&[Add], &[constraint]));
    all.extend(keys.iter().map(|key| alternative(&[Remove], key)));
    all.push(alternative(&[Redate], &[event.clone(), when]));
    all.push(alternative(&[Reported, Correct], &[event, report]));
    // Only events, reports and constraints can be withdrawn. The others are read, and refused by the timeline.
    all.extend(
        keys[3..]
            .iter()
            .map(|key| alternative(&[Retract], &with_date(key))),
    );
    all.extend(keys[..3].iter().map(|key| {
        let mut refused = alternative(&[Retract], &with_date(key));
        refused.insert("x-strict".into(), json!("omit"));
        refused
    }));
    all
}

/// A chain of attribution as the key of reports.
fn chain() -> Schema {
    json_schema!({
        "description": "The chain of sources of the reports: the `id` of a source, or a list.",
        "anyOf": [
            {"type": "string"},
            {"type": "array", "items": {"type": "string"}},
            {
                "type": "object",
                "properties": {
                    "by": {"anyOf": [
                        {"type": "string"},
                        {"type": "array", "items": {"type": "string"}},
                    ]},
                    "status": {"enum": ["realised", null]},
                },
                "required": ["by"],
                // Nothing but the chain.
                "additionalProperties": {"enum": [null, [], {}]},
            },
        ],
        "x-strict": 1,
    })
}

/// An edit of one of some kinds with some fields. The other fields are absent or `null`.
fn alternative(kinds: &[EditKind], fields: &[(&'static str, Schema)]) -> Schema {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    let mut properties = Map::new();
    properties.insert(
        "kind".into(),
        json!({"description": "What is done.", "type": "string", "enum": words}),
    );
    let mut required = vec!["kind"];
    for (name, schema) in fields {
        properties.insert((*name).into(), Value::from(schema.clone()));
        required.push(name);
    }
    for name in FIELDS {
        let absent = || json!({"type": "null", "x-strict": "omit"});
        properties.entry(name).or_insert_with(absent);
    }
    json_schema!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}
