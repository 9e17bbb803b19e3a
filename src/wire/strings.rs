//! The strings of a JSON text, each with the field that contains it.
//!
//! A fault names a value. To give its line and column, the value must be found in the right field, because
//! the same text can also occur in a title or a quotation.

/// A string in a JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InText {
    /// The offset of the opening quotation mark, in bytes.
    pub(super) offset: usize,
    pub(super) text: String,
    /// The field of the innermost object that contains it. For a key, the field that contains its object.
    pub(super) key: String,
    /// The number of objects that contain it.
    pub(super) depth: usize,
    pub(super) is_key: bool,
}

/// An object or a list that is open.
struct Open {
    is_object: bool,
    /// Whether the next string is a key.
    wants_key: bool,
    /// The current field. In a list, the field that contains the list.
    key: String,
}

/// Iterates over the strings of well-formed JSON, in order.
pub(super) struct Strings<'j> {
    json: &'j str,
    at: usize,
    open: Vec<Open>,
}

impl<'j> Strings<'j> {
    pub(super) const fn new(json: &'j str) -> Self {
        Self {
            json,
            at: 0,
            open: Vec::new(),
        }
    }

    fn open(&mut self, is_object: bool) {
        let key = self.open.last().map(|open| open.key.clone());
        self.open.push(Open {
            is_object,
            wants_key: is_object,
            key: key.unwrap_or_default(),
        });
    }

    /// Takes the string that begins here.
    fn string(&mut self) -> InText {
        let offset = self.at;
        let rest = &self.json[offset + 1..];
        let mut escaped = false;
        let end = rest.bytes().position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        let end = end.expect("strings of well-formed JSON end");
        self.at = offset + end + 2;
        // A lone surrogate escape is well-formed, but not text.
        let text: String = serde_json::from_str(&self.json[offset..self.at])
            .unwrap_or_else(|_| rest[..end].to_owned());
        let depth = self.open.iter().filter(|open| open.is_object).count();
        let holder = self.open.len().checked_sub(2);
        let outer = holder
            .and_then(|at| self.open.get(at))
            .map(|open| open.key.clone());
        let (mut key, mut is_key) = (String::new(), false);
        if let Some(open) = self.open.last_mut() {
            is_key = open.is_object && open.wants_key;
            if is_key {
                open.wants_key = false;
                open.key.clone_from(&text);
                key = outer.unwrap_or_default();
            } else {
                key.clone_from(&open.key);
            }
        }
        InText {
            offset,
            text,
            key,
            depth,
            is_key,
        }
    }
}

impl Iterator for Strings<'_> {
    type Item = InText;

    fn next(&mut self) -> Option<InText> {
        loop {
            let byte = *self.json.as_bytes().get(self.at)?;
            match byte {
                b'"' => return Some(self.string()),
                b'{' => self.open(true),
                b'[' => self.open(false),
                b'}' | b']' => drop(self.open.pop()),
                b',' => {
                    if let Some(open) = self.open.last_mut() {
                        open.wants_key = open.is_object;
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_have_the_field_that_holds_them() {
        let json = r#"{"a": ["x", {"b\"": "y", "c": [["\u0041,"]]}, "z"], "d": "{"}"#;
        let found: Vec<_> = Strings::new(json)
            .map(|one| (one.text, one.key, one.depth, one.is_key))
            .collect();
        let one = |text: &str, key: &str, depth, is_key| (text.into(), key.into(), depth, is_key);
        assert_eq!(
            found,
            [
                one("a", "", 1, true),
                one("x", "a", 1, false),
                one("b\"", "a", 2, true),
                one("y", "b\"", 2, false),
                one("c", "a", 2, true),
                one("A,", "c", 2, false),
                one("z", "a", 1, false),
                one("d", "", 1, true),
                one("{", "d", 1, false),
            ]
        );
    }
}
