//! The strict profile: a schema without alternatives, written from a derived one.
//!
//! Each interface for structured output accepts a different small part of JSON Schema. This module does not remove
//! what some interface refuses: it writes only what all interfaces accept.

use serde_json::{Map, Value, json};

/// Writes the strict form of a derived schema without references.
pub(super) fn strict(schema: &Value) -> Value {
    let form = chosen(schema);
    let mut strict = Map::new();
    // The description of a field says more than that of its type.
    for one in [schema, form] {
        if let (Some(text), false) = (one.get("description"), strict.contains_key("description")) {
            strict.insert("description".into(), text.clone());
        }
    }
    if form["x-strict"] == "each" {
        let forms = form["anyOf"].as_array().expect("there are alternatives");
        let kept = forms.iter().filter(|form| form["x-strict"] != "omit");
        let kept: Vec<Value> = kept.map(self::strict).collect();
        strict.insert("anyOf".into(), json!(kept));
        return Value::Object(strict);
    }
    if let Some(value) = form.get("const") {
        let name = if value.is_string() {
            "string"
        } else {
            "integer"
        };
        strict.insert("type".into(), json!(name));
        strict.insert("enum".into(), json!([value]));
        return Value::Object(strict);
    }
    let name = type_of(form);
    strict.insert("type".into(), json!(name));
    match name {
        "object" => object(form, &mut strict),
        "array" => {
            strict.insert("items".into(), self::strict(&form["items"]));
        }
        _ => {
            if let Some(Value::Array(words)) = form.get("enum") {
                let words: Vec<&Value> = words.iter().filter(|word| !word.is_null()).collect();
                strict.insert("enum".into(), json!(words));
            }
        }
    }
    Value::Object(strict)
}

/// Chooses one of several forms: the marked one, or the one that is not `null`.
fn chosen(schema: &Value) -> &Value {
    let Some(forms) = schema["anyOf"].as_array() else {
        return schema;
    };
    if schema["x-strict"] == "each" {
        return schema;
    }
    let form = match schema["x-strict"].as_u64() {
        Some(number) => forms.get(usize::try_from(number).expect("forms are few")),
        // An object whose fields have rules is itself a form.
        None if schema.get("properties").is_some() => return schema,
        None => forms.iter().find(|form| form["type"] != "null"),
    };
    chosen(form.expect("a schema with several forms has the one that is noted"))
}

/// The type, other than `null`.
fn type_of(form: &Value) -> &str {
    let name = match &form["type"] {
        Value::Array(names) => names.iter().find(|name| *name != "null"),
        name => Some(name),
    };
    name.and_then(Value::as_str)
        .expect("every form has a type other than `null`")
}

/// Writes the fields of an object. All are required, and an optional one may be `null`.
fn object(form: &Value, strict: &mut Map<String, Value>) {
    let fields = form["properties"].as_object();
    let fields = fields.expect("every object has named fields");
    let required = form["required"].as_array();
    let is_required = |name: &str| required.is_some_and(|all| all.iter().any(|one| one == name));
    let mut properties = Map::new();
    for (name, field) in fields {
        if field["x-strict"] == "omit" {
            continue;
        }
        let mut field = self::strict(field);
        if !is_required(name) {
            or_null(&mut field);
        }
        properties.insert(name.clone(), field);
    }
    let names: Vec<&String> = properties.keys().collect();
    strict.insert("required".into(), json!(names));
    strict.insert("additionalProperties".into(), json!(false));
    strict.insert("properties".into(), Value::Object(properties));
}

/// Adds `null` to the values of a strict field.
fn or_null(field: &mut Value) {
    field["type"] = json!([field["type"], "null"]);
    if let Some(Value::Array(words)) = field.get_mut("enum") {
        words.push(Value::Null);
    }
}
