//! From lines to rows: what holds for each line, whatever its format.

use std::io::BufRead;

use memchr::memchr;

use super::anomaly::Anomalies;
use super::lines::Lines;
use super::names::Names;
use super::problem::{Problem, RowError, shortened};
use super::row::{Act, CodedEvent};

/// How far a reader has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes of the (unpacked) input.
    pub bytes: u64,
    /// Lines of it.
    pub lines: u64,
    /// Rows, bad ones included.
    pub rows: u64,
}

/// A line and where it stands, for a layout to read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'l> {
    pub(super) bytes: &'l [u8],
    pub(super) line: u64,
    pub(super) offset: u64,
}

impl Place<'_> {
    /// The row of a day and an act between nobody, of which nothing else is known.
    #[inline]
    pub(super) const fn row(&self, day: i32, act: Act, names: &Names) -> CodedEvent {
        CodedEvent {
            day,
            added: None,
            source: None,
            target: None,
            act,
            id: None,
            reader: names.id(),
            line: self.line,
            offset: self.offset,
            mentions: None,
            sources: None,
            anomalies: Anomalies::NONE,
        }
    }
}

/// Reads the rows of lines.
#[derive(Debug)]
pub(super) struct Rows<R> {
    lines: Lines<R>,
    count: u64,
    is_done: bool,
}

impl<R: BufRead> Rows<R> {
    pub(super) const fn new(input: R) -> Self {
        Self {
            lines: Lines::new(input),
            count: 0,
            is_done: false,
        }
    }

    /// How far it has come.
    pub(super) const fn progress(&self) -> Progress {
        Progress {
            bytes: self.lines.offset(),
            lines: self.lines.number(),
            rows: self.count,
        }
    }

    /// The last line again, if it was not too long.
    pub(super) fn last(&mut self) -> &[u8] {
        let number = self.lines.number();
        without_mark(number, self.lines.last())
    }

    /// The beginning of it, for a person to look at.
    pub(super) fn excerpt(&mut self) -> Box<str> {
        shortened(self.last())
    }

    /// The number of the last line, if the input ended within it.
    pub(super) fn unended(&self) -> Option<u64> {
        self.lines.is_unended().then(|| self.lines.number())
    }

    pub(super) const fn get_ref(&self) -> &R {
        self.lines.get_ref()
    }

    pub(super) fn into_inner(self) -> R {
        self.lines.into_inner()
    }

    /// Counts a row that stood in the last line beside others.
    pub(super) const fn count(&mut self) {
        self.count += 1;
    }

    /// The next row, as `read` reads it out of a line, and none out of a header; or why there is
    /// none in the line.
    #[inline]
    pub(super) fn next<T>(
        &mut self,
        mut read: impl FnMut(Place<'_>) -> Result<Option<T>, Problem>,
    ) -> Option<Result<T, RowError>> {
        while !self.is_done {
            let line = match self.lines.next() {
                Ok(line) => line?,
                Err(error) => {
                    let problem = Problem::Read {
                        kind: error.kind(),
                        message: error.to_string().into(),
                    };
                    let (number, offset) = (self.lines.number() + 1, self.lines.offset());
                    return Some(Err(self.refuse(RowError::new(number, offset, problem))));
                }
            };
            let (number, offset) = (line.number, line.offset);
            let bytes = line.bytes.map(|bytes| without_mark(number, bytes));
            let row = match bytes {
                Some(b"") => continue,
                None => Err(Problem::TooLong),
                Some(bytes) if memchr(b'\r', bytes).is_some() => Err(Problem::Return),
                Some(bytes) => read(Place {
                    bytes,
                    line: number,
                    offset,
                }),
            };
            let row = match row {
                // What looked like a header may be the beginning of no text.
                Ok(None) => Problem::of_first(self.lines.last()).map_or(Ok(None), Err),
                row => row,
            };
            match row {
                Ok(None) => {}
                Ok(Some(row)) => {
                    self.count += 1;
                    return Some(Ok(row));
                }
                Err(problem) => {
                    let first = (number == 1).then(|| Problem::of_first(self.lines.last()));
                    let problem = first.flatten().unwrap_or(problem);
                    return Some(Err(self.refuse(RowError::new(number, offset, problem))));
                }
            }
        }
        None
    }

    #[cold]
    fn refuse(&mut self, error: RowError) -> RowError {
        // That the input failed is no row.
        self.count += u64::from(!error.is_of_input());
        self.is_done = error.is_fatal();
        error
    }
}

/// A line without the mark of UTF-8, with which the first of a file may begin.
#[inline]
fn without_mark(number: u64, line: &[u8]) -> &[u8] {
    match number {
        1 => line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line),
        _ => line,
    }
}
