//! The full profile: the derived schema, with the rules of the reader that cannot be derived.

use serde_json::{Map, Value, json};

use super::accepts_null;

/// Completes a derived schema.
pub(super) fn full(mut schema: Value) -> Value {
    complete(&mut schema);
    schema
}

fn complete(schema: &mut Value) {
    match schema {
        Value::Array(several) => several.iter_mut().for_each(complete),
        Value::Object(object) => {
            object.remove("x-strict");
            // The reader takes a missing field as its default, so that no value needs to be proposed.
            object.remove("default");
            if object
                .get("format")
                .is_some_and(|format| format == "uint32")
            {
                object.remove("format");
                object.insert("maximum".into(), json!(u32::MAX));
            }
            // A `const` says the type.
            if object.contains_key("const") {
                object.retain(|key, _| key == "const" || key == "description");
            }
            optional_may_be_null(object);
            object.values_mut().for_each(complete);
        }
        _ => {}
    }
}

/// The reader takes `null` in an optional field as if the field was left out.
fn optional_may_be_null(object: &mut Map<String, Value>) {
    if !object.contains_key("additionalProperties") {
        return;
    }
    let required = object.get("required").cloned().unwrap_or_default();
    let required: Vec<&str> = required
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let Some(Value::Object(fields)) = object.get_mut("properties") else {
        return;
    };
    for (name, field) in fields {
        if !required.contains(&name.as_str()) && !accepts_null(field) {
            or_null(field);
        }
    }
}

/// Adds `null` to the values that are accepted.
fn or_null(field: &mut Value) {
    let Value::Object(object) = field else { return };
    if let (Some(Value::String(one)), false) = (object.get("type"), object.contains_key("enum")) {
        let types = json!([one, "null"]);
        object.insert("type".into(), types);
    } else if let Some(Value::Array(forms)) = object.get_mut("anyOf") {
        forms.push(json!({"type": "null"}));
    } else {
        // The description stays at the field.
        let description = object.remove("description");
        let whole = std::mem::take(object);
        object.insert("anyOf".into(), json!([whole, {"type": "null"}]));
        object.extend(description.map(|text| ("description".to_owned(), text)));
    }
}
