//! The schemas of answers.
//!
//! The code that writes answers is in many places: see the page of their [JSON](mod@crate::format::answers). Their
//! schemas are in one list, `answers.txt`, each in a line or two, and tests check the list against samples of all
//! answers.
//!
//! ```text
//! # A description.
//! Name = {field: Other, list: [text], pair: (day, day), nullable: number?, *} | "word"
//! ```
//!
//! `{*}` allows other fields, and `{*: Other}` allows other fields of a type. The names of schemas have capitals;
//! types of JSON do not.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde_json::{Map, Value, json};

use super::Profile;
use crate::Timeline;
use crate::actor::ActorKind;
use crate::changes::{ChangeKind, Fact};
use crate::event::{Form, Kind, Link, Quantity, Role, Status};
use crate::ledger::DyadPart;
use crate::relations::Cause;
use crate::sequence::Resolution;
use crate::text::Word;
use crate::time::{AllenRelation, Certainty};
use crate::timeline::{BoundKind, NameMatch};
use crate::trend::{Band, Direction};

const LIST: &str = include_str!("answers.txt");

/// The choices that are written as words.
fn words() -> Vec<(&'static str, &'static [&'static str])> {
    macro_rules! words_of {
        ($($type:ident),* $(,)?) => { vec![$((stringify!($type), <$type as Word>::WORDS)),*] };
    }
    let mut words = words_of![
        ActorKind,
        AllenRelation,
        Band,
        BoundKind,
        Cause,
        Certainty,
        ChangeKind,
        Direction,
        DyadPart,
        Fact,
        Form,
        Kind,
        Link,
        NameMatch,
        Resolution,
        Role,
        Status,
    ];
    words.push((
        "Missing",
        &["baseline", "marks", "weight_new", "weight_old", "weight"],
    ));
    words.push(("Verdict", <crate::claim::Verdict as Word>::WORDS));
    words
}

/// The schemas of all answers, by name, with those that they refer to.
pub(super) fn answers() -> BTreeMap<&'static str, Value> {
    let (names, all) = definitions();
    let complete = names.into_iter().map(|name| {
        let mut needed = BTreeSet::new();
        add_needed(name, &all, &mut needed);
        let defs = needed
            .into_iter()
            .map(|name| (name.to_owned(), all[name].clone()));
        let defs: Map<String, Value> = defs.collect();
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": name,
            "$ref": reference(name),
            "$defs": defs,
        });
        (name, schema)
    });
    complete.collect()
}

/// The names of all answers, and all schemas by name: those of the list, of words, and of the parts of a timeline.
fn definitions() -> (Vec<&'static str>, BTreeMap<String, Value>) {
    let mut all: BTreeMap<String, Value> = BTreeMap::new();
    add_input::<Timeline>(&mut all);
    add_input::<Quantity>(&mut all);
    let mut names = Vec::new();
    for (name, words) in words() {
        names.push(name);
        all.insert(name.to_owned(), json!({"type": "string", "enum": words}));
    }
    for (name, schema) in listed() {
        names.push(name);
        let other = all.insert(name.to_owned(), schema);
        assert!(other.is_none(), "`{name}` is the name of two schemas");
    }
    (names, all)
}

/// Adds the schema of a type that is also read as input, and those that it refers to.
fn add_input<T: JsonSchema>(all: &mut BTreeMap<String, Value>) {
    let Value::Object(mut schema) = super::of::<T>(Profile::Full) else {
        unreachable!("a type with fields has a schema that is an object");
    };
    schema.remove("$schema");
    if let Some(Value::Object(defs)) = schema.remove("$defs") {
        all.extend(defs);
    }
    all.insert(T::schema_name().into_owned(), Value::Object(schema));
}

fn reference(name: &str) -> String {
    format!("#/$defs/{name}")
}

/// Adds a schema and those that it refers to.
fn add_needed<'a>(name: &str, all: &'a BTreeMap<String, Value>, needed: &mut BTreeSet<&'a str>) {
    let Some((name, schema)) = all.get_key_value(name) else {
        unreachable!("the list refers to `{name}` and has no schema of it");
    };
    if needed.insert(name) {
        references(schema, &mut |other| add_needed(other, all, needed));
    }
}

/// Visits the names that a schema refers to.
fn references<'s>(schema: &'s Value, visit: &mut impl FnMut(&'s str)) {
    match schema {
        Value::Object(fields) => {
            for (field, value) in fields {
                match value {
                    Value::String(target) if field == "$ref" => {
                        visit(
                            target
                                .strip_prefix("#/$defs/")
                                .expect("references are to definitions"),
                        );
                    }
                    value => references(value, visit),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, visit)),
        _ => {}
    }
}

/// The schemas of the list.
fn listed() -> Vec<(&'static str, Value)> {
    let mut schemas = Vec::new();
    let mut description: Option<&str> = None;
    let mut rest = LIST;
    while !rest.is_empty() {
        if let Some(comment) = rest.strip_prefix("# ") {
            let (line, after) = comment.split_once('\n').expect("a definition follows");
            description = Some(line);
            rest = after;
        } else if let Some(after) = rest.strip_prefix('\n') {
            rest = after;
        } else {
            let (name, after) = rest.split_once(" = ").expect("a definition has a name");
            // A definition ends before a line that is not indented.
            let end = after
                .match_indices('\n')
                .find(|(at, _)| !after[at + 1..].starts_with([' ', '}']));
            let end = end.map_or(after.len(), |(at, _)| at);
            let mut parser = Parser(&after[..end]);
            let mut schema = parser.union();
            assert!(parser.0.trim().is_empty(), "`{name}` goes on: {}", parser.0);
            let text = description.take().expect("a definition has a description");
            schema["description"] = json!(text);
            schemas.push((name, schema));
            rest = &after[end..];
        }
    }
    schemas
}

/// Reads one definition. The list is part of the crate, so a mistake in it is a panic.
struct Parser(&'static str);

impl Parser {
    /// Takes a sign if it comes next.
    fn takes(&mut self, sign: &str) -> bool {
        let rest = self.0.trim_start();
        let after = rest.strip_prefix(sign);
        self.0 = after.unwrap_or(rest);
        after.is_some()
    }

    fn expect(&mut self, sign: &str) {
        assert!(self.takes(sign), "expected `{sign}`: {}", self.0);
    }

    fn word(&mut self) -> &'static str {
        let rest = self.0.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        assert!(!word.is_empty(), "expected a name: {rest}");
        self.0 = after;
        word
    }

    fn union(&mut self) -> Value {
        let mut forms = vec![self.nullable()];
        while self.takes("|") {
            forms.push(self.nullable());
        }
        match forms.len() {
            1 => forms.remove(0),
            _ => json!({"anyOf": forms}),
        }
    }

    fn nullable(&mut self) -> Value {
        let schema = self.one();
        if self.takes("?") {
            json!({"anyOf": [schema, {"type": "null"}]})
        } else {
            schema
        }
    }

    fn one(&mut self) -> Value {
        if self.takes("{") {
            self.object()
        } else if self.takes("[") {
            let items = self.union();
            self.expect("]");
            json!({"type": "array", "items": items})
        } else if self.takes("(") {
            let mut items = vec![self.union()];
            while self.takes(",") {
                items.push(self.union());
            }
            self.expect(")");
            let count = items.len();
            json!({"type": "array", "prefixItems": items, "minItems": count, "maxItems": count})
        } else if self.takes("\"") {
            let word = self.word();
            self.expect("\"");
            json!({"const": word})
        } else {
            named(self.word())
        }
    }

    /// The fields of an object, after its bracket.
    fn object(&mut self) -> Value {
        let mut properties = Map::new();
        let mut additional = json!(false);
        while !self.takes("}") {
            if self.takes("*") {
                additional = if self.takes(":") {
                    self.union()
                } else {
                    json!(true)
                };
            } else {
                let field = self.word();
                self.expect(":");
                properties.insert(field.to_owned(), self.union());
            }
            self.takes(",");
        }
        let required: Vec<&String> = properties.keys().collect();
        json!({
            "type": "object",
            "required": required,
            "properties": properties,
            "additionalProperties": additional,
        })
    }
}

/// A type of JSON, or another schema.
fn named(name: &str) -> Value {
    match name {
        "any" => json!({}),
        "boolean" => json!({"type": "boolean"}),
        "count" => json!({"type": "integer", "minimum": 0}),
        "day" => json!({"type": "string", "pattern": "^[+-]?[0-9]{4,6}-[0-9]{2}-[0-9]{2}$"}),
        "instant" => json!({
            "type": "string",
            "pattern": "^[+-]?[0-9]{4,6}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z$",
        }),
        "integer" => json!({"type": "integer"}),
        "number" => json!({"type": "number"}),
        "text" => json!({"type": "string"}),
        name => json!({"$ref": reference(name)}),
    }
}
