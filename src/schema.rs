//! JSON Schemas of the formats, for validators and for the structured output of language models.
//!
//! A schema says which *shape* is accepted: fields, types and words. The reader checks the rest, for example that
//! an actor exists or that a date is in the calendar. Its [faults](crate::timeline::Fault) say what to repair, and
//! where. [`format::extraction`](mod@crate::format::extraction) shows both in a loop with a model.
//!
//! | profile | describes | for |
//! | :-- | :-- | :-- |
//! | [`Full`](Profile::Full) | everything that the reader accepts, with its short forms | editors, validators |
//! | [`Strict`](Profile::Strict) | one form of each value; every field required, `null` if absent | interfaces that constrain the output of a model |
//!
//! Everything that the strict profile accepts, the full profile accepts too.
//!
//! | function | schema of |
//! | :-- | :-- |
//! | [`timeline`] | a record |
//! | [`query`] | a question about its events |
//! | [`patch`] | changes to it |
//! | [`answers`] | what the library answers |

mod answers;
mod full;
mod strict;

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use crate::timeline::edit::Patch;
use crate::{Query, Timeline};

/// How much of a format a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Profile {
    /// Everything that the reader accepts, as JSON Schema of 2020-12.
    #[default]
    Full,
    /// A part of it, in the keywords of JSON Schema that interfaces for structured output have in common: `type`,
    /// `properties`, `required`, `additionalProperties`, `items`, `enum` and `description`.
    ///
    /// Every object lists all its fields as required and allows no others. An optional field may be `null`. There
    /// are no references, and alternatives (`anyOf`) exist only for the kinds of edits of a patch. Fields that a
    /// text rarely states are left out.
    Strict,
}

/// The schema of a timeline, as [`Timeline::from_json`] reads it.
///
/// # Example
///
/// ```
/// use detente::schema::{self, Profile};
///
/// let strict = schema::timeline(Profile::Strict);
/// let event = &strict["properties"]["events"]["items"]["properties"];
/// assert_eq!(event["when"]["type"], serde_json::json!(["string", "null"]));
/// assert_eq!(
///     event["kind"]["enum"],
///     serde_json::json!(["meeting", "call", "statement", "act"]),
/// );
/// ```
pub fn timeline(profile: Profile) -> Value {
    of::<Timeline>(profile)
}

/// The schema of a query, as [`Query::from_json`] reads it.
///
/// # Example
///
/// ```
/// use detente::schema::{self, Profile};
///
/// let strict = schema::query(Profile::Strict);
/// let kinds = &strict["properties"]["kinds"];
/// assert_eq!(kinds["type"], serde_json::json!(["array", "null"]));
/// assert_eq!(kinds["items"]["enum"][0], "meeting");
/// ```
pub fn query(profile: Profile) -> Value {
    of::<Query>(profile)
}

/// The schema of a patch, as [`Patch::from_json`] reads it.
///
/// # Example
///
/// ```
/// use detente::schema::{self, Profile};
///
/// let strict = schema::patch(Profile::Strict);
/// let edits = strict["properties"]["edits"]["items"]["anyOf"].as_array().expect("alternatives");
/// let redate = edits.iter().find(|edit| edit["properties"]["kind"]["enum"][0] == "redate");
/// let redate = redate.expect("an alternative for each kind of edit");
/// assert_eq!(redate["required"], serde_json::json!(["event", "kind", "when"]));
/// ```
pub fn patch(profile: Profile) -> Value {
    of::<Patch>(profile)
}

/// The schemas of answers, by the name of the answer. Each includes the schemas that it refers to.
///
/// Answers are written with all their fields, so there is only one profile.
/// [`format::answers`](mod@crate::format::answers) shows the JSON of each.
///
/// # Example
///
/// ```
/// use detente::schema;
///
/// let answers = schema::answers();
/// let rank = &answers["Rank"];
/// assert_eq!(rank["$ref"], "#/$defs/Rank");
/// assert_eq!(rank["$defs"]["Rank"]["required"], serde_json::json!(["max", "min"]));
/// ```
pub fn answers() -> BTreeMap<&'static str, Value> {
    answers::answers()
}

/// The schema of a type in a profile.
fn of<T: JsonSchema>(profile: Profile) -> Value {
    let settings = SchemaSettings::draft2020_12();
    let plain = |inline| {
        let settings = settings.clone().with(|one| one.inline_subschemas = inline);
        let schema: Schema = settings.into_generator().into_root_schema_for::<T>();
        Value::from(schema)
    };
    match profile {
        Profile::Full => full::full(plain(false)),
        Profile::Strict => strict::strict(&plain(true)),
    }
}

/// Whether a schema says that `null` is accepted.
fn accepts_null(schema: &Value) -> bool {
    match &schema["type"] {
        Value::String(one) => one == "null",
        Value::Array(several) => several.iter().any(|one| one == "null"),
        _ => {
            let forms = schema["anyOf"].as_array();
            forms.is_some_and(|forms| forms.iter().any(accepts_null))
        }
    }
}
