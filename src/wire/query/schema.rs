//! The JSON Schema of a query: what a derive cannot say.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::json;

use super::names::{Bounded, Name};
use super::rule::{Rule, RuleShape};
use super::side::{Pair, SideForm, SideShape};
use super::time::{Instant, Known, Within, WithinShape};
use super::{MAX_NAME_BYTES, QueryShape};
use crate::query::{AccountRule, Query};
use crate::text::Word;
use crate::wire::schema::{forms, schema, text};

schema! {
    Query, "Query", |generator| QueryShape::json_schema(generator);
    Name, "Name", |_generator| json_schema!({"type": "string", "maxLength": MAX_NAME_BYTES});
    Pair, "Pair", |generator| json_schema!({
        "description": "Two sides.",
        "type": "array",
        "items": generator.subschema_for::<SideForm>(),
        "minItems": 2,
        "maxItems": 2,
    });
    SideForm, "Side", |generator| forms(
        "A side: an actor, a list of actors, or an object.",
        [Name::json_schema(generator), Bounded::<Name>::json_schema(generator), SideShape::json_schema(generator)],
        2,
    );
    Within, "Within", |generator| {
        let mut instants = WithinShape::json_schema(generator);
        instants.insert("required".into(), json!(["start", "end"]));
        forms(
            "A time: EDTF text such as `2025-07`, or an object with two instants.",
            [text("A date in EDTF, such as `2025-07` or `2025-01/2025-06`."), instants],
            0,
        )
    };
    Instant, "Instant", |_generator| forms(
        "An instant: text such as `2025-07-10T00:00:00Z`, or seconds since 1970.",
        [text("An instant such as `2025-07-10T00:00:00Z`."), json_schema!({"type": "integer"})],
        0,
    );
    Known, "AsOf", |_generator| forms(
        "A date such as `2025-07-10`, which means its end, or an instant.",
        [text("A date such as `2025-07-10`."), json_schema!({"type": "integer"})],
        0,
    );
    Rule, "Rule", |generator| forms(
        "A rule, or a ranking of sources.",
        [
            json_schema!({"type": "string", "enum": AccountRule::WORDS}),
            RuleShape::json_schema(generator),
        ],
        0,
    );
}

impl<T: JsonSchema> JsonSchema for Bounded<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("ListOf{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "array",
            "items": generator.subschema_for::<T>(),
            "maxItems": Query::MAX_NAMES,
        })
    }
}
