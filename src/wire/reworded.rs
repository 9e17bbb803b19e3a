//! Serde's own messages in the words of this crate.
//!
//! Derived readers report an unknown, missing or repeated field and a value of another type in the words of
//! serde, with the names of Rust's types. Those messages are the only ones that do not come from this crate,
//! so they are recognised by how they start. Every other message stays as it is.

use serde::de::{self, Deserialize, Deserializer};

use crate::timeline::{hint, nearest};

/// Reads a shape. Errors have the words of this crate.
pub(crate) fn read_shape<'de, S, D>(deserializer: D) -> Result<S, D::Error>
where
    S: Deserialize<'de>,
    D: Deserializer<'de>,
{
    S::deserialize(deserializer).map_err(|error| {
        let text = error.to_string();
        // `serde_json` reads the line and the column of a message from its end, so they are kept.
        let (message, place) = split_place(&text);
        match reworded(message) {
            Some(message) => de::Error::custom(format_args!("{message}{place}")),
            None => error,
        }
    })
}

/// Splits a message of `serde_json` from the line and the column at its end, which are empty if there are none.
pub(super) fn split_place(text: &str) -> (&str, &str) {
    text.split_at(text.rfind(" at line ").unwrap_or(text.len()))
}

/// Says the same as a message of serde. Returns `None` for every other message.
///
/// A message that was reworded is not reworded again.
pub(super) fn reworded(message: &str) -> Option<String> {
    let field = |rest: &str| Some(rest.strip_prefix(" field `")?.strip_suffix('`')?.to_owned());
    if let Some(rest) = message.strip_prefix("unknown") {
        unknown_field(rest).or_else(|| unknown_variant(rest))
    } else if let Some(rest) = message.strip_prefix("missing") {
        let field = field(rest)?;
        // Every date that cannot be left out can be unknown.
        let expected = if field == "when" {
            ": expected a date, or `undated`"
        } else {
            ""
        };
        Some(format!("field `{field}` is missing{expected}"))
    } else if let Some(rest) = message.strip_prefix("duplicate") {
        Some(format!("field `{}` is given twice", field(rest)?))
    } else if let Some(rest) = message.strip_prefix("invalid length ") {
        let (found, expected) = rest.split_once(", expected ")?;
        Some(format!(
            "the list has length {found}: expected {}",
            expected_words(expected)
        ))
    } else {
        let rest = message.strip_prefix("invalid type: ");
        let rest = rest.or_else(|| message.strip_prefix("invalid value: "))?;
        let (found, expected) = rest.split_once(", expected ")?;
        Some(format!(
            "the value is {}: expected {}",
            found_words(found),
            expected_words(expected)
        ))
    }
}

/// Suggests the known field that is similar, instead of listing all fields.
fn unknown_field(rest: &str) -> Option<String> {
    let (field, known) = rest.strip_prefix(" field ")?.split_once(", expected ")?;
    let name = field.trim_matches('`');
    let fields = known.split('`').skip(1).step_by(2);
    Some(match nearest(name, fields) {
        Some(near) => format!("unknown field {field}{}", hint(Some(&near))),
        None => format!("unknown field {field}: expected {known}"),
    })
}

/// Lists the known words of a choice, and suggests one that is similar.
fn unknown_variant(rest: &str) -> Option<String> {
    let (word, known) = rest.strip_prefix(" variant ")?.split_once(", expected ")?;
    let near = nearest(word.trim_matches('`'), known.split('`').skip(1).step_by(2));
    Some(format!(
        "unknown word {word}: expected {known}{}",
        hint(near.as_deref())
    ))
}

/// A value of another type, in the words of JSON.
fn found_words(found: &str) -> String {
    match found {
        "null" | "Option value" | "unit value" => "null".to_owned(),
        "map" => "an object".to_owned(),
        "sequence" => "a list".to_owned(),
        _ => {
            let number = found.strip_prefix("integer ");
            let number = number.or_else(|| found.strip_prefix("floating point "));
            let text = found.strip_prefix("string \"");
            match (number, text.and_then(|text| text.strip_suffix('"'))) {
                (Some(number), _) => format!("the number {number}"),
                (None, Some(text)) => format!("the string `{text}`"),
                (None, None) => format!("the {found}"),
            }
        }
    }
}

/// An expected type, in the words of JSON.
fn expected_words(expected: &str) -> String {
    let whole = |low: &dyn std::fmt::Display, high: &dyn std::fmt::Display| {
        format!("a whole number from {low} to {high}")
    };
    match expected {
        "u32" => whole(&u32::MIN, &u32::MAX),
        "i32" => whole(&i32::MIN, &i32::MAX),
        "u64" => whole(&u64::MIN, &u64::MAX),
        "i64" => whole(&i64::MIN, &i64::MAX),
        "f64" => "a number".to_owned(),
        "a map" => "an object".to_owned(),
        "a sequence" => "a list".to_owned(),
        "a tuple of size 2" | "an array of length 2" | "2 elements in sequence" => {
            "a list of two entries".to_owned()
        }
        other if other.starts_with("struct ") => "an object".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::reworded;

    #[test]
    fn serdes_messages_have_the_words_of_the_crate() {
        for (serde, ours) in [
            (
                "unknown field `evnts`, expected one of `actors`, `events`",
                "unknown field `evnts`; did you mean `events`?",
            ),
            (
                "unknown field `extra`, expected `sums` or `actors`",
                "unknown field `extra`: expected `sums` or `actors`",
            ),
            (
                "unknown variant `thaw`, expected `calm` or `thaws`",
                "unknown word `thaw`: expected `calm` or `thaws`; did you mean `thaws`?",
            ),
            (
                "invalid length 1, expected an array of length 2",
                "the list has length 1: expected a list of two entries",
            ),
            ("missing field `kind`", "field `kind` is missing"),
            (
                "missing field `when`",
                "field `when` is missing: expected a date, or `undated`",
            ),
            ("duplicate field `id`", "field `id` is given twice"),
            (
                "invalid type: floating point `1.5`, expected u32",
                "the value is the number `1.5`: expected a whole number from 0 to 4294967295",
            ),
            (
                "invalid type: null, expected struct LedgerShape",
                "the value is null: expected an object",
            ),
            (
                "invalid length 3, expected a tuple of size 2",
                "the list has length 3: expected a list of two entries",
            ),
        ] {
            assert_eq!(reworded(serde).as_deref(), Some(ours));
            // A shape within a shape is reworded once.
            assert_eq!(reworded(ours).unwrap_or_else(|| ours.to_owned()), ours);
        }
        assert_eq!(reworded("`done` is not a status"), None);
    }
}
