//! Copies records, each to its own line.
//!
//! A record that is cut off would swallow the records after it. So a record also ends at a line break within a
//! string, which JSON forbids, and before a line that starts with `{`, if the record itself started at the
//! beginning of a line.

use std::io::{self, ErrorKind};

/// A file of records, or of a list of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Records {
    state: State,
    /// Whether the file is in a list that is not closed.
    is_in_list: bool,
}

impl Records {
    /// The start of a file.
    pub(super) const START: Self = Self {
        state: State::START,
        is_in_list: false,
    };

    /// Reads a byte, and copies it to `lines` if it belongs to a line.
    #[inline]
    pub(super) fn read(&mut self, byte: u8, lines: &mut Vec<u8>) {
        if let State::Between { .. } = self.state {
            match byte {
                b'[' => self.is_in_list = true,
                b']' => self.is_in_list = false,
                _ => {}
            }
        }
        self.state = self.state.after(byte, lines);
    }

    /// Checks that the file may end here.
    pub(super) fn end(self) -> io::Result<()> {
        if self.is_in_list {
            let message = "the file ends within the list of records: expected `]`";
            return Err(io::Error::new(ErrorKind::UnexpectedEof, message));
        }
        Ok(())
    }
}

/// A place in a file of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Between two records.
    Between {
        is_line_start: bool,
    },
    /// In a line that is not a record.
    Text,
    Record(Record),
}

/// A place in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// The number of open braces and brackets, at least 1.
    depth: usize,
    part: Part,
    /// Whether the record is the first text of its line.
    starts_line: bool,
    /// Whether the next byte is the first of a line.
    is_line_start: bool,
}

/// The part of a record that the next byte belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Structure,
    String,
    /// After the backslash of a string.
    Escape,
}

impl State {
    /// The start of a file.
    pub(super) const START: Self = Self::Between {
        is_line_start: true,
    };

    /// The state after a byte, which is copied to `lines` if it belongs to a line.
    pub(super) fn after(self, byte: u8, lines: &mut Vec<u8>) -> Self {
        match self {
            Self::Between { is_line_start } => match byte {
                b'\n' => Self::Between {
                    is_line_start: true,
                },
                b' ' | b'\t' | b'\r' | b',' | b'[' | b']' => Self::Between {
                    is_line_start: false,
                },
                b'{' => Self::Record(Record::new(is_line_start, lines)),
                _ => {
                    lines.push(byte);
                    Self::Text
                }
            },
            Self::Text => {
                lines.push(byte);
                match byte {
                    b'\n' => Self::Between {
                        is_line_start: true,
                    },
                    _ => Self::Text,
                }
            }
            Self::Record(record) => record.after(byte, lines),
        }
    }
}

impl Record {
    /// Starts a record with its brace.
    pub(super) fn new(starts_line: bool, lines: &mut Vec<u8>) -> Self {
        lines.push(b'{');
        Self {
            depth: 1,
            part: Part::Structure,
            starts_line,
            is_line_start: false,
        }
    }

    pub(super) fn after(mut self, byte: u8, lines: &mut Vec<u8>) -> State {
        let is_line_start = std::mem::take(&mut self.is_line_start);
        if byte == b'\n' {
            if self.part != Part::Structure {
                // JSON does not allow a line break in a string, so the record was cut off.
                lines.push(b'\n');
                return State::Between {
                    is_line_start: true,
                };
            }
            lines.push(b' ');
            self.is_line_start = true;
            return State::Record(self);
        }
        if byte == b'{' && is_line_start && self.starts_line {
            lines.push(b'\n');
            let next = State::Between {
                is_line_start: true,
            };
            return next.after(byte, lines);
        }
        // A carriage return is a blank, and rows cannot have one.
        let is_blank = byte == b'\r' && self.part == Part::Structure;
        lines.push(if is_blank { b' ' } else { byte });
        match (self.part, byte) {
            (Part::String, b'\\') => self.part = Part::Escape,
            (Part::String, b'"') => self.part = Part::Structure,
            (Part::Escape, _) | (Part::Structure, b'"') => self.part = Part::String,
            (Part::Structure, b'{' | b'[') => self.depth += 1,
            (Part::Structure, b'}' | b']') => self.depth -= 1,
            (Part::String | Part::Structure, _) => {}
        }
        if self.depth == 0 {
            lines.push(b'\n');
            return State::Between {
                is_line_start: false,
            };
        }
        State::Record(self)
    }
}
