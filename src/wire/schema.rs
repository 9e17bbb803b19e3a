//! The JSON Schema of the forms that are read: what a derive cannot say.
//!
//! Shapes derive their schema where they are declared, and the comments of their fields are its descriptions.
//! Here are the types that are read from several forms, and the rules between fields of an object.
//!
//! `x-strict` is a note for [`crate::schema`], which removes it: the number of the form that the strict
//! profile takes, or `omit` for a field that it leaves out.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::Day;
use super::date::WhenShape;
use super::quantity::{Measures, Number, QuantityShape};
use super::shape::{
    AliasShape, CountShape, CoverageShape, External, Many, Object, Occurrences, ParticipantShape,
    PlaceShape, ReportShape, TimelineShape,
};
use crate::actor::Alias;
use crate::code::{ActorCode, CameoCode, Code, PloverCode};
use crate::event::{CoverageDeclaration, Participant, Place, Quantity, Report};
use crate::time::{Edtf, Length, When, Zone};
use crate::timeline::Timeline;

/// Implements `JsonSchema` with a name and a body.
macro_rules! schema {
    ($($type:ty, $name:literal, |$generator:ident| $schema:expr;)*) => {$(
        impl JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )*};
}

pub(super) use schema;

schema! {
    Edtf, "Edtf", |_generator| text("A date in EDTF (ISO 8601-2), such as `2025-07-10`, `2025-07` or `2025-07-10?`.");
    Day, "Day", |_generator| text("A date such as `2025-07-10`.");
    Code, "Code", |_generator| text("A code such as `AGREE`, `CONSULT/Phone` or `cameo:010`.");
    CameoCode, "CameoCode", |_generator| text("A code of CAMEO such as `010`.");
    PloverCode, "PloverCode", |_generator| text("A code of PLOVER such as `CONSULT/Phone`.");
    ActorCode, "ActorCode", |_generator| text("An actor's code of CAMEO such as `USAGOV`.");
    Length, "Length", |_generator| text("A distance such as `3 days` or `36 hours`.");
    Zone, "Zone", |_generator| text("`UTC`, `anywhere`, or an offset such as `+03:00`.");
    Number, "Number", |_generator| json_schema!({"type": "number"});
    External, "External", |_generator| json_schema!({
        "type": "object",
        "additionalProperties": {"type": ["string", "null"]},
    });
    Timeline, "Timeline", |generator| TimelineShape::json_schema(generator);
    When, "When", |generator| forms(
        "A date: EDTF text, or an object.",
        [Edtf::json_schema(generator), WhenShape::json_schema(generator)],
        0,
    );
    Participant, "Participant", |generator| forms(
        "A participant: the `id` of an actor, or an object.",
        [text("The `id` of an actor."), ParticipantShape::json_schema(generator)],
        0,
    );
    Place, "Place", |generator| forms(
        "A place: its name, or an object.",
        [text("The name of a place."), PlaceShape::json_schema(generator)],
        0,
    );
    Alias, "Alias", |generator| forms(
        "Another name: the name, or an object.",
        [text("The name."), AliasShape::json_schema(generator)],
        0,
    );
    CoverageDeclaration, "CoverageDeclaration", |generator| forms(
        "What a source would have reported: dates, or an object.",
        [Edtf::json_schema(generator), CoverageShape::json_schema(generator)],
        1,
    );
    Report, "Report", |generator| forms(
        "A report: the `id` of a source, a chain of sources, or an object.",
        [text("The `id` of a source."), list_of_texts(), ReportShape::json_schema(generator)],
        2,
    );
    Occurrences, "Occurrences", |generator| forms(
        "A number, or its bounds.",
        [
            json_schema!({"type": "integer", "minimum": 0, "maximum": u32::MAX}),
            CountShape::json_schema(generator),
        ],
        1,
    );
    Quantity, "Quantity", |generator| {
        let mut schema = quantity(generator, &["name", "of"]);
        schema.insert("required".into(), json!(["unit"]));
        not_null(&mut schema, "unit");
        schema
    };
    Measures, "Measures", |generator| {
        let by_name = quantity(generator, &["name"]);
        let mut named = quantity(generator, &[]);
        named.insert("required".into(), json!(["name"]));
        not_null(&mut named, "name");
        forms(
            "Quantities by name, or a list of quantities with `name`.",
            [
                json_schema!({
                    "type": "object",
                    "additionalProperties": {"anyOf": [by_name, {"type": "null"}]},
                }),
                json_schema!({"type": "array", "items": named}),
            ],
            1,
        )
    };
}

impl<T: JsonSchema> JsonSchema for Many<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMore{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        let many = json_schema!({"type": "array", "items": one});
        json_schema!({"anyOf": [one, many], "x-strict": 1})
    }
}

impl<T: JsonSchema> JsonSchema for Object<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

pub(super) fn text(description: &str) -> Schema {
    json_schema!({"type": "string", "description": description})
}

pub(super) fn list_of_texts() -> Schema {
    json_schema!({"type": "array", "items": {"type": "string"}})
}

/// One of several forms. The strict profile takes the one with the given number.
pub(super) fn forms<const N: usize>(
    description: &str,
    forms: [Schema; N],
    strict: usize,
) -> Schema {
    json_schema!({
        "description": description,
        "anyOf": forms.map(Value::from).to_vec(),
        "x-strict": strict,
    })
}

/// A quantity without some fields.
fn quantity(generator: &mut SchemaGenerator, without: &[&str]) -> Schema {
    let mut schema = QuantityShape::json_schema(generator);
    if let Some(Value::Object(fields)) = schema.get_mut("properties") {
        fields.retain(|field, _| !without.contains(&field.as_str()));
    }
    schema
}

/// Requires text in a field, which may otherwise be `null`.
fn not_null(schema: &mut Schema, field: &str) {
    if let Some(field) = schema.pointer_mut(&format!("/properties/{field}")) {
        field["type"] = json!("string");
    }
}

/// The field is there and is not `null`.
pub(super) fn given(field: &str) -> Value {
    json!({"required": [field], "properties": {field: {"not": {"type": "null"}}}})
}

/// All of the first fields are given, and none of the others.
fn just(fields: &[&str], others: &[&str]) -> Value {
    let fields = fields.iter().map(|field| given(field));
    let others = others.iter().map(|field| json!({"not": given(field)}));
    json!({"allOf": fields.chain(others).collect::<Vec<_>>()})
}

/// A date has `edtf`, or `start` and `end`, or only words.
pub(super) fn one_date(schema: &mut Schema) {
    let forms = [
        just(&["edtf"], &["start", "end"]),
        just(&["start", "end"], &["edtf"]),
        just(&["words"], &["edtf", "start", "end", "zone", "margin"]),
    ];
    schema.insert("anyOf".into(), json!(forms));
}

/// A quantity has one amount. Two bounds are a range.
pub(super) fn one_amount(schema: &mut Schema) {
    let amounts = [
        given("exactly"),
        given("about"),
        json!({"anyOf": [given("at_least"), given("at_most")]}),
        given("more_than"),
        given("less_than"),
        given("between"),
    ];
    schema.insert("oneOf".into(), json!(amounts));
}

/// A constraint has one relation, with the fields that it can have.
pub(super) fn one_relation(schema: &mut Schema) {
    let plain = [
        "before",
        "after",
        "during",
        "day_before",
        "day_after",
        "same_day",
        "same_time",
        "between",
    ];
    let mut relations: Vec<Value> = plain.iter().map(|field| given(field)).collect();
    relations.push(just(&["within", "of"], &[]));
    schema.insert("oneOf".into(), json!(relations));
    let rules = [
        json!({"anyOf": [just(&["within", "of"], &[]), just(&[], &["within", "of"])]}),
        // A distance is that of an order, by the clock or by the calendar.
        json!({"anyOf": [
            just(&[], &["at_least", "at_most", "days"]),
            given("before"),
            given("after"),
        ]}),
        json!({"anyOf": [just(&[], &["at_least", "at_most"]), just(&[], &["days"])]}),
    ];
    schema.insert("allOf".into(), json!(rules));
}
