//! A strict scanner that follows the structure of a JSON text byte by byte and says what each byte completes.

use std::borrow::Cow;

use crate::import::json::Json;
use crate::import::name_table::MAX_NAME_BYTES;

/// The maximum number of open objects and lists.
const MAX_OPEN: usize = 128;

/// A place in a JSON text.
#[derive(Clone, Debug)]
pub(super) struct Scan {
    /// The open objects and lists.
    open: Vec<Container>,
    token: Token,
    expected: Expected,
    /// The number of open objects that are in no list.
    outer: usize,
    /// The starts of their last keys, as they are written. The last object may have no key yet.
    keys: Vec<Vec<u8>>,
}

/// What a byte completes. The depth is that [after](Scan::depth) the byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing, such as a byte within a string.
    Inside,
    /// The key of a value.
    Key,
    /// The start of an object.
    Object,
    /// The start of a list.
    List,
    /// The comma after a value.
    Comma,
    /// The end of an object or a list.
    End,
    /// The byte is not JSON.
    Malformed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    Object,
    List,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    None,
    /// A number or a word.
    Word,
    String {
        is_key: bool,
        /// Whether the byte before is a backslash that escapes this one.
        is_escaped: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Value,
    /// After the bracket of a list.
    ValueOrEnd,
    Key,
    /// After the brace of an object.
    KeyOrEnd,
    Colon,
    CommaOrEnd,
}

impl Scan {
    /// A place before an object.
    pub(super) const fn new() -> Self {
        Self {
            open: Vec::new(),
            token: Token::None,
            expected: Expected::Value,
            outer: 0,
            keys: Vec::new(),
        }
    }

    /// The number of open objects and lists.
    pub(super) const fn depth(&self) -> usize {
        self.open.len()
    }

    /// The number of open objects that are in no list.
    pub(super) const fn outer(&self) -> usize {
        self.outer
    }

    /// The last keys of the open objects that are in no list, from the outermost on, joined with dots. A very
    /// long path is cut.
    pub(super) fn path(&self) -> String {
        let keys = self.keys.iter().map(|key| decoded(key));
        keys.collect::<Vec<_>>().join(".")
    }

    /// Reads the next byte.
    pub(super) fn read(&mut self, byte: u8) -> Step {
        match self.token {
            Token::String { is_key, is_escaped } => self.in_string(byte, is_key, is_escaped),
            Token::Word if is_of_word(byte) => Step::Inside,
            Token::Word | Token::None => {
                self.token = Token::None;
                self.structure(byte)
            }
        }
    }

    fn in_string(&mut self, byte: u8, is_key: bool, is_escaped: bool) -> Step {
        if byte == b'\n' {
            return Step::Malformed;
        }
        if byte == b'"' && !is_escaped {
            self.token = Token::None;
            return if is_key { Step::Key } else { Step::Inside };
        }
        if is_key && self.depth() == self.outer {
            let length: usize = self.keys.iter().map(Vec::len).sum();
            if length < MAX_NAME_BYTES {
                self.keys.last_mut().expect("a key was begun").push(byte);
            }
        }
        self.token = Token::String {
            is_key,
            is_escaped: byte == b'\\' && !is_escaped,
        };
        Step::Inside
    }

    fn structure(&mut self, byte: u8) -> Step {
        use Expected::{Colon, CommaOrEnd, Key, KeyOrEnd, Value, ValueOrEnd};
        let innermost = self.open.last().copied();
        match (self.expected, byte) {
            (_, b' ' | b'\t' | b'\r' | b'\n') => Step::Inside,
            (Value | ValueOrEnd, b'{') => self.begin(Container::Object),
            (Value | ValueOrEnd, b'[') => self.begin(Container::List),
            (Value | ValueOrEnd, b'"') => self.string(false, CommaOrEnd),
            (Value | ValueOrEnd, byte) if is_of_word(byte) => {
                self.token = Token::Word;
                self.expected = CommaOrEnd;
                Step::Inside
            }
            (Key | KeyOrEnd, b'"') => self.string(true, Colon),
            (Colon, b':') => {
                self.expected = Value;
                Step::Inside
            }
            (CommaOrEnd, b',') => {
                self.expected = match innermost {
                    Some(Container::Object) => Key,
                    Some(Container::List) => Value,
                    None => return Step::Malformed,
                };
                Step::Comma
            }
            (KeyOrEnd | CommaOrEnd, b'}') if innermost == Some(Container::Object) => self.end(),
            (ValueOrEnd | CommaOrEnd, b']') if innermost == Some(Container::List) => self.end(),
            _ => Step::Malformed,
        }
    }

    fn begin(&mut self, container: Container) -> Step {
        if self.depth() == MAX_OPEN {
            return Step::Malformed;
        }
        if container == Container::Object && self.outer == self.depth() {
            self.outer += 1;
        }
        self.open.push(container);
        match container {
            Container::Object => {
                self.expected = Expected::KeyOrEnd;
                Step::Object
            }
            Container::List => {
                self.expected = Expected::ValueOrEnd;
                Step::List
            }
        }
    }

    fn string(&mut self, is_key: bool, then: Expected) -> Step {
        if is_key && self.depth() == self.outer {
            // The keys of this object and of those that were in it.
            self.keys.truncate(self.depth() - 1);
            self.keys.push(Vec::new());
        }
        self.token = Token::String {
            is_key,
            is_escaped: false,
        };
        self.expected = then;
        Step::Inside
    }

    fn end(&mut self) -> Step {
        self.open.pop();
        self.outer = self.outer.min(self.depth());
        self.expected = Expected::CommaOrEnd;
        Step::End
    }

    /// Ends the innermost list, whose entries something else has read.
    pub(super) fn end_list(&mut self) {
        let ended = self.open.pop();
        assert_eq!(ended, Some(Container::List), "the list was begun");
        self.expected = Expected::CommaOrEnd;
        self.token = Token::None;
    }
}

/// The text of a key that is written so, or the key as it is written if it is malformed.
fn decoded(key: &[u8]) -> Cow<'_, str> {
    if !key.contains(&b'\\') {
        return String::from_utf8_lossy(key);
    }
    let quoted = [b"\"", key, b"\""].concat();
    let mut text = Vec::new();
    let decoded = Json::new(&quoted).string(&mut text);
    let text = if decoded.is_ok() { &text } else { key };
    String::from_utf8_lossy(text).into_owned().into()
}

/// Whether a byte is of a number or a word, such as `true`.
const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}
