//! JSON values as cells.
//!
//! A text is written as it is, unless it could be read as something else. Then it is written as a JSON string, in
//! quotes. So every value that is written is read back unchanged.

use serde::de::IgnoredAny;
use serde_json::Value;

/// The fields with lists of texts.
const LISTS: [&str; 19] = [
    "about",
    "about_events",
    "addressee",
    "aliases",
    "answers",
    "attendees",
    "authors",
    "between",
    "by",
    "follows",
    "host",
    "initiator",
    "mediator",
    "part_of",
    "parties",
    "sidelines_of",
    "source",
    "speaker",
    "target",
];

/// The fields with numbers and truth values.
const PLAIN: [&str; 9] = [
    "anonymous",
    "days",
    "hedged",
    "in_person",
    "negated",
    "occurrences",
    "ordinal",
    "standing",
    "version",
];

/// The text of a cell, from the JSON of its value.
///
/// An object is written as it is, because the order of its fields matters for measures.
pub(super) fn written(field: &str, json: &str) -> String {
    let is_list = is_list(field);
    let value = serde_json::from_str(json).expect("what was written as JSON can be read");
    match value {
        Value::String(text) if is_safe(&text, is_list) => text,
        Value::Array(all) if is_list && all.len() > 1 => {
            let texts: Option<Vec<&str>> = all
                .iter()
                .map(|one| one.as_str().filter(|text| is_safe(text, true)))
                .collect();
            texts.map_or_else(|| json.to_owned(), |texts| texts.join("; "))
        }
        _ => json.to_owned(),
    }
}

/// The JSON of the value of a cell that is not empty. Returns `None` if the cell starts like JSON but is not valid
/// JSON.
pub(super) fn read(field: &str, cell: &str) -> Option<String> {
    let cell = cell.trim();
    if is_json(cell) {
        let is_sound = serde_json::from_str::<IgnoredAny>(cell).is_ok();
        return is_sound.then(|| cell.to_owned());
    }
    if PLAIN.contains(&field) {
        // A spreadsheet program writes TRUE.
        let plain = cell.to_ascii_lowercase();
        let is_sound = serde_json::from_str::<IgnoredAny>(&plain).is_ok();
        return Some(if is_sound {
            plain
        } else {
            Value::from(cell).to_string()
        });
    }
    let entries = cell.split(';').map(str::trim).filter(|one| !one.is_empty());
    let entries: Vec<Value> = entries.map(Value::from).collect();
    if is_list(field) && entries.len() > 1 {
        Some(Value::Array(entries).to_string())
    } else {
        Some(Value::from(cell).to_string())
    }
}

fn is_list(field: &str) -> bool {
    LISTS.contains(&field) || field == "topics"
}

/// Whether a text is read back as itself.
fn is_safe(text: &str, is_list: bool) -> bool {
    let is_mistaken = is_json(text) || (is_list && text.contains(';'));
    !text.is_empty() && text.trim() == text && !is_mistaken
}

/// Whether a cell starts like JSON. Sets in EDTF, such as `[2025-07-10..2025-07-11]`, are not JSON.
fn is_json(cell: &str) -> bool {
    let starts = ["\"", "{\"", "{}", "[\"", "[[", "[{", "[]"];
    starts.iter().any(|start| cell.starts_with(start))
}
