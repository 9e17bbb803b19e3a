//! JSON Pointers (RFC 6901) of places in a text.

/// An object or a list that is open.
enum Open {
    /// An object, with the key of the current field. `None` before a key.
    Object(Option<String>),
    /// A list, with the number of the current entry.
    List(usize),
}

/// The pointer to the innermost value at an offset in bytes.
///
/// For a key, the pointer to the value of its field. For a bracket, the pointer to the object or list. Between
/// values, the pointer to the object or the list that is open, or to the field whose value is missing. The
/// text need not be well-formed behind the offset.
///
/// Takes one pass over the text before the offset.
pub(super) fn pointer_at(text: &str, offset: usize) -> String {
    Pointers::new(text).at(offset)
}

/// The pointers to places in a text, in one pass if the places are in order.
pub(super) struct Pointers<'j> {
    text: &'j str,
    open: Vec<Open>,
    /// All before it has been read.
    at: usize,
}

impl<'j> Pointers<'j> {
    pub(super) const fn new(text: &'j str) -> Self {
        Self {
            text,
            open: Vec::new(),
            at: 0,
        }
    }

    /// The pointer at an offset, as of [`pointer_at`]. Offsets must not decrease.
    pub(super) fn at(&mut self, offset: usize) -> String {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() && self.at <= offset {
            match bytes[self.at] {
                b'"' => {
                    let end = end_of_string(bytes, self.at);
                    // A string before the value of a field is its key.
                    if let Some(Open::Object(key @ None)) = self.open.last_mut() {
                        let text = &self.text[self.at..end];
                        let read = serde_json::from_str(text);
                        *key = Some(read.unwrap_or_else(|_| text.replace('"', "")));
                    }
                    if offset < end {
                        break;
                    }
                    self.at = end;
                    continue;
                }
                // What comes with the place itself is left for the next one.
                b'{' | b'[' | b',' if offset == self.at => break,
                b'{' => self.open.push(Open::Object(None)),
                b'[' => self.open.push(Open::List(0)),
                b'}' | b']' => {
                    self.open.pop();
                }
                b',' => match self.open.last_mut() {
                    Some(Open::Object(key)) => *key = None,
                    Some(Open::List(number)) => *number += 1,
                    None => {}
                },
                _ => {}
            }
            self.at += 1;
        }
        written(&self.open)
    }
}

/// The end of the string that begins at an offset, behind its closing quotation mark.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The pointer to the current value of open objects and lists.
fn written(open: &[Open]) -> String {
    let mut pointer = String::new();
    for one in open {
        match one {
            Open::Object(None) => {}
            Open::Object(Some(key)) => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Open::List(number) => {
                pointer.push('/');
                pointer.push_str(&number.to_string());
            }
        }
    }
    pointer
}

#[cfg(test)]
mod tests {
    use super::pointer_at;

    #[test]
    fn a_place_has_the_pointer_of_its_value() {
        let text = r#"{"a/b": [1, {"c~": "x\"]"}, []], "d": null}"#;
        for (part, pointer) in [
            ("{\"a/b", ""),
            ("\"a/b", "/a~1b"),
            ("[1", "/a~1b"),
            ("1,", "/a~1b/0"),
            ("{\"c", "/a~1b/1"),
            ("c~", "/a~1b/1/c~0"),
            ("x\\", "/a~1b/1/c~0"),
            ("]\"", "/a~1b/1/c~0"),
            ("}, [", "/a~1b/1"),
            ("[]]", "/a~1b/2"),
            ("], \"d", "/a~1b"),
            ("\"d", "/d"),
            ("ull", "/d"),
        ] {
            let offset = text.find(part).expect("the part is there");
            assert_eq!(pointer_at(text, offset), pointer, "{part}");
        }
        // In one pass too, each place once or twice.
        let mut pass = super::Pointers::new(text);
        for offset in (0..text.len()).flat_map(|offset| [offset; 2]) {
            assert_eq!(pass.at(offset), pointer_at(text, offset), "{offset}");
        }
        assert_eq!(pointer_at(text, text.len() - 1), "");
    }

    #[test]
    fn a_broken_text_has_pointers_too() {
        assert_eq!(pointer_at(r#"{"a": [1, "x"#, 11), "/a/1");
        assert_eq!(pointer_at("]]}", 2), "");
        assert_eq!(pointer_at("", 0), "");
    }
}
