//! The messages of `serde_json`, in the words of this crate.

use crate::wire::reworded::{reworded, split_place};

/// The message of an error, without its line and column.
pub(in crate::wire) fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let (message, _) = split_place(&text);
    reworded(message)
        .or_else(|| syntax(message))
        .unwrap_or_else(|| message.to_owned())
}

/// Says what is wrong with text that is not JSON. Returns `None` for any other message.
fn syntax(message: &str) -> Option<String> {
    if let Some(whole) = message.strip_prefix("EOF while parsing ") {
        return Some(format!("the text ends within {whole}"));
    }
    let expected = match message {
        "expected ident" | "expected value" => "expected a JSON value",
        "expected `,` or `]`" => "expected a comma or the end of the list",
        "expected `,` or `}`" => "expected a comma or the end of the object",
        "key must be a string" => "the key is not a string: expected a name in quotes",
        "trailing comma" => "a comma follows the last entry: expected another entry, or no comma",
        "trailing characters" => "more text follows: expected the end",
        "invalid escape" => "the escape is not valid: expected a JSON escape, such as `\\n`",
        "invalid number" => "the number is not valid: expected a number such as `-1.5`",
        "number out of range" => "the number is out of range: expected a double",
        "recursion limit exceeded" => {
            "the values are nested too deeply: expected at most 127 levels"
        }
        "lone leading surrogate in hex escape"
        | "unexpected end of hex escape"
        | "invalid unicode code point" => {
            "the escape is not a character: expected a code point of Unicode"
        }
        _ if message.starts_with("control character ") => {
            "the string contains a control character: expected an escape, such as `\\n`"
        }
        _ => return None,
    };
    Some(expected.to_owned())
}
