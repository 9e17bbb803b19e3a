//! Copies the records in a list of an outer object, each to its own line.
//!
//! The outer object must be valid JSON. A damaged record affects only itself, as in other files.

use std::io::{self, ErrorKind};

use super::record::State;
use super::scan::{Scan, Step};

/// The maximum number of keys that an error lists.
const SHOWN: usize = 12;

/// A place in a file whose records are in a list of an object.
#[derive(Clone, Debug)]
pub(super) struct Inside {
    /// The key of the list, after the keys of the objects around it, joined with dots.
    path: String,
    /// Whether the caller stated the path. Otherwise another list of objects is an error.
    is_stated: bool,
    place: Place,
    scan: Scan,
    /// The first paths in the outer object.
    paths: Vec<String>,
    /// The number of objects around the list, if the outer object has it.
    level: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Between two outer objects.
    Between,
    /// In a line that is not an object.
    Text,
    /// In the outer object.
    Outer,
    /// Before the first entry of another list.
    OtherList,
    /// In the list of the records.
    List(State),
    /// In an entry of the list that is not an object.
    Value(Value),
}

/// A place in an entry that is not an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Value {
    depth: usize,
    is_string: bool,
    is_escaped: bool,
}

impl Inside {
    pub(super) const fn new(path: String, is_stated: bool) -> Self {
        Self {
            path,
            is_stated,
            place: Place::Between,
            scan: Scan::new(),
            paths: Vec::new(),
            level: None,
        }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Whether the list was found in the outer object.
    pub(super) const fn has_list(&self) -> bool {
        self.level.is_some()
    }

    /// Reads the next byte, and copies it to `lines` if it belongs to a record.
    pub(super) fn read(&mut self, byte: u8, lines: &mut Vec<u8>) -> io::Result<()> {
        match self.place {
            Place::Between => self.between(byte, lines),
            Place::Text => {
                lines.push(byte);
                if byte == b'\n' {
                    self.place = Place::Between;
                }
            }
            Place::Outer | Place::OtherList => self.outer(byte)?,
            Place::List(state) => self.in_list(state, byte, lines),
            Place::Value(value) => self.in_value(value, byte, lines),
        }
        Ok(())
    }

    fn between(&mut self, byte: u8, lines: &mut Vec<u8>) {
        match byte {
            b'{' => {
                self.scan = Scan::new();
                self.scan.read(byte);
                self.paths.clear();
                self.level = None;
                self.place = Place::Outer;
            }
            // This includes the bytes of a byte order mark.
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']' | 0xef | 0xbb | 0xbf => {}
            _ => {
                lines.push(byte);
                self.place = Place::Text;
            }
        }
    }

    fn outer(&mut self, byte: u8) -> io::Result<()> {
        let step = self.scan.read(byte);
        let outer = self.scan.outer();
        // The number of lists and of objects in lists, at this place.
        let inner = self.scan.depth() - outer;
        match (step, inner) {
            (Step::Malformed, _) => return Err(self.malformed()),
            (Step::Key, 0) => self.add_path(),
            (Step::List, 1) if self.scan.path() == self.path => {
                // A key can have a dot itself, so two lists can have one path.
                if self.level.is_some_and(|level| level != outer) {
                    return Err(several(&[self.path.clone(), self.path.clone()]));
                }
                self.level = Some(outer);
                self.place = Place::List(State::Between {
                    is_line_start: false,
                });
            }
            (Step::List, 1) => self.place = Place::OtherList,
            (Step::Object, 2) if self.place == Place::OtherList && !self.is_stated => {
                return Err(several(&[self.path.clone(), self.scan.path()]));
            }
            (Step::End, 0) if outer == 0 && self.has_list() => self.place = Place::Between,
            (Step::End, 0) if outer == 0 => return Err(self.missing()),
            (Step::Comma | Step::Object | Step::List | Step::End, _) => self.place = Place::Outer,
            (Step::Key | Step::Inside, _) => {}
        }
        Ok(())
    }

    /// Adds the path of a key to the first paths, in place of that of the object that has the key.
    fn add_path(&mut self) {
        if self.paths.len() == SHOWN {
            return;
        }
        let path = self.scan.path();
        self.paths.pop_if(|last| is_in(&path, last));
        self.paths.push(path);
    }

    fn in_list(&mut self, state: State, byte: u8, lines: &mut Vec<u8>) {
        self.place = match (state, byte) {
            (State::Between { .. }, b']') => {
                self.scan.end_list();
                Place::Outer
            }
            (State::Between { .. }, b' ' | b'\t' | b'\r' | b'\n' | b',' | b'{')
            | (State::Record(_) | State::Text, _) => Place::List(state.after(byte, lines)),
            (State::Between { .. }, _) => {
                self.place = Place::Value(Value::default());
                return self.in_value(Value::default(), byte, lines);
            }
        };
    }

    fn in_value(&mut self, mut value: Value, byte: u8, lines: &mut Vec<u8>) {
        let is_end =
            byte == b'\n' || (!value.is_string && value.depth == 0 && matches!(byte, b',' | b']'));
        if is_end {
            lines.push(b'\n');
            let state = State::Between {
                is_line_start: false,
            };
            return self.in_list(state, byte, lines);
        }
        lines.push(byte);
        match byte {
            b'"' if !value.is_escaped => value.is_string = !value.is_string,
            b'[' | b'{' if !value.is_string => value.depth += 1,
            b']' | b'}' if !value.is_string && value.depth > 0 => value.depth -= 1,
            _ => {}
        }
        value.is_escaped = value.is_string && byte == b'\\' && !value.is_escaped;
        self.place = Place::Value(value);
    }

    /// Checks that the file may end here.
    pub(super) fn end(&self) -> io::Result<()> {
        if matches!(self.place, Place::Between | Place::Text) {
            return Ok(());
        }
        let message = format!(
            "the file ends within the object that has the list `{}`: expected the end of the list and of the object",
            shown(&self.path)
        );
        Err(io::Error::new(ErrorKind::UnexpectedEof, message))
    }

    #[cold]
    fn malformed(&self) -> io::Error {
        let place = match self.scan.path() {
            path if path.is_empty() => "before its first key".to_owned(),
            path => format!("after its key `{}`", shown(&path)),
        };
        invalid(format!(
            "the object around the records is malformed {place}: expected JSON"
        ))
    }

    #[cold]
    fn missing(&self) -> io::Error {
        let found = match self.paths.as_slice() {
            [] => "no key".to_owned(),
            paths => joined(paths),
        };
        invalid(format!(
            "the object has no list `{}`: expected the key of the list of records, found {found}",
            shown(&self.path)
        ))
    }
}

/// The error that the records may be in several lists.
#[cold]
pub(super) fn several(paths: &[String]) -> io::Error {
    invalid(format!(
        "the object has several lists of objects, {}: expected one; state the key of the records with \
         `json_lines(…).with_key`",
        joined(paths)
    ))
}

/// The first paths, for a message.
fn joined(paths: &[String]) -> String {
    let paths = paths.iter().take(SHOWN);
    let paths: Vec<_> = paths.map(|path| format!("`{}`", shown(path))).collect();
    paths.join(", ")
}

/// Whether a path leads into the object with another path.
fn is_in(path: &str, object: &str) -> bool {
    let rest = path.strip_prefix(object);
    rest.is_some_and(|rest| rest.starts_with('.'))
}

fn shown(key: &str) -> Box<str> {
    crate::import::fault::shortened(key.as_bytes())
}

fn invalid(message: String) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, message)
}
