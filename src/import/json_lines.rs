//! Puts each record of a JSON file on a line of its own.
//!
//! Programs save records as JSON lines, as a list on one line, or as a list that is indented for
//! people. A reader of rows needs lines, so that one bad record takes no other with it. Bytes are
//! copied, and nothing is parsed beyond strings and braces.
//!
//! A record that is cut would take those after it. So a record also ends at the end of a line within
//! a string, which JSON forbids, and before a line that starts with `{`, if the record itself
//! started a line in this way.

use std::io::{self, BufRead, Read};

/// The size of the buffer of lines.
const BUFFER: usize = 1 << 16;

/// Returns a reader of the records of a JSON file, each on a line of its own.
///
/// The file has JSON lines, or records one after another on any number of lines, or a list of
/// records. Other text is passed on, for the reader of rows to refuse. The lines of faults and rows
/// are then the numbers of records, counted from 1, and their bytes are those of the lines returned.
///
/// # Example
///
/// ```
/// use detente::import::{Format, RowReader, json_lines};
///
/// let list = r#"[
///   {
///     "id": "1", "date": "2020-01-01",
///     "source": "USA", "event": "AGREE", "target": "RUS"
///   }, {"id": "2", "date": "2020-01-02", "source": "USA", "event": "AGREE", "target": "FRA"}
/// ]"#;
/// let mut reader = RowReader::new(json_lines(list.as_bytes()), Format::Plover);
/// assert_eq!(reader.next().unwrap()?.line(), 1);
/// assert_eq!(reader.next().unwrap()?.line(), 2);
/// assert!(reader.next().is_none());
/// # Ok::<(), detente::import::RowFault>(())
/// ```
pub fn json_lines<R: BufRead>(input: R) -> JsonLines<R> {
    JsonLines {
        input,
        state: State::Between {
            is_line_start: true,
        },
        lines: Vec::with_capacity(BUFFER),
        start: 0,
    }
}

/// A reader of JSON records, each on a line of its own. Returned by [`json_lines`].
#[derive(Debug)]
pub struct JsonLines<R> {
    input: R,
    state: State,
    /// Lines that were not all read.
    lines: Vec<u8>,
    /// The number of their bytes that were read.
    start: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Between two records.
    Between {
        is_line_start: bool,
    },
    /// In a line that is no record.
    Text,
    Record(Record),
}

/// A place in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Record {
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
enum Part {
    Structure,
    String,
    /// After the backslash of a string.
    Escape,
}

impl State {
    /// The state after a byte, which is copied to `lines` if it belongs to a line.
    fn after(self, byte: u8, lines: &mut Vec<u8>) -> Self {
        match self {
            Self::Between { is_line_start } => match byte {
                b'\n' => Self::Between {
                    is_line_start: true,
                },
                b' ' | b'\t' | b'\r' | b',' | b'[' | b']' => Self::Between {
                    is_line_start: false,
                },
                b'{' => {
                    lines.push(byte);
                    Self::Record(Record {
                        depth: 1,
                        part: Part::Structure,
                        starts_line: is_line_start,
                        is_line_start: false,
                    })
                }
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
    fn after(mut self, byte: u8, lines: &mut Vec<u8>) -> State {
        let is_line_start = std::mem::take(&mut self.is_line_start);
        if byte == b'\n' {
            if self.part != Part::Structure {
                // JSON has no end of line in a string, so the record is cut.
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
        lines.push(byte);
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

impl<R: BufRead> BufRead for JsonLines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.lines.len() {
            self.start = 0;
            self.lines.clear();
            while self.lines.is_empty() {
                let input = self.input.fill_buf()?;
                if input.is_empty() {
                    break;
                }
                // A byte becomes two at most.
                let taken = &input[..input.len().min(BUFFER / 2)];
                for &byte in taken {
                    self.state = self.state.after(byte, &mut self.lines);
                }
                let length = taken.len();
                self.input.consume(length);
            }
        }
        Ok(&self.lines[self.start..])
    }

    fn consume(&mut self, amount: usize) {
        self.start = (self.start + amount).min(self.lines.len());
    }
}

impl<R: BufRead> Read for JsonLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}
