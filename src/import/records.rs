//! Joins the lines of a row whose quoted fields contain ends of lines.
//!
//! One quote too many must not take the rest of a file with it. So at most [`MAX_CELL_LINES`] lines are
//! joined. If the field is still open then, or if text follows the quote that closes it on a later line, the first
//! line is a row by itself, which the format refuses, and the others are read again as lines of their own.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use memchr::memchr;

use super::lines::{Line, Lines, MAX_LINE};

/// The maximum number of lines of a row whose quoted fields contain ends of lines.
pub const MAX_CELL_LINES: usize = 64;

/// How lines are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LineBreaks {
    pub(super) delimiter: u8,
    /// What the end of a line within a field becomes.
    pub(super) joint: u8,
}

/// Reads rows of one line or more.
#[derive(Debug)]
pub(super) struct Records<R> {
    lines: Lines<R>,
    /// `None` if each line is a row.
    breaks: Option<LineBreaks>,
    /// Lines that were read, and are not part of the last row.
    ahead: VecDeque<OwnedLine>,
    /// The failure of the input after these lines.
    failure: Option<io::Error>,
    /// The number of the last row and its bytes, if it was copied.
    copied: Option<(u64, Vec<u8>)>,
}

/// A line that was copied.
#[derive(Clone, Debug)]
struct OwnedLine {
    number: u64,
    offset: u64,
    /// `None` if the line is too long.
    bytes: Option<Vec<u8>>,
}

impl<R: BufRead> Records<R> {
    pub(super) const fn new(input: R, breaks: Option<LineBreaks>) -> Self {
        Self {
            lines: Lines::new(input),
            breaks,
            ahead: VecDeque::new(),
            failure: None,
            copied: None,
        }
    }

    pub(super) const fn lines(&self) -> &Lines<R> {
        &self.lines
    }

    pub(super) const fn lines_mut(&mut self) -> &mut Lines<R> {
        &mut self.lines
    }

    pub(super) fn into_inner(self) -> R {
        self.lines.into_inner()
    }

    /// The number of the first line of the last row, and the row again: see [`Lines::last`].
    pub(super) fn last(&mut self) -> (u64, &[u8]) {
        match &self.copied {
            Some((number, bytes)) => (*number, bytes),
            None => (self.lines.number(), self.lines.last()),
        }
    }

    /// The start of the last row, even if its line was too long.
    pub(super) fn start(&mut self) -> &[u8] {
        match &self.copied {
            Some((_, bytes)) if !bytes.is_empty() => bytes,
            _ => self.lines.start(),
        }
    }

    /// The next row. Returns `None` after the last.
    #[inline]
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        match self.breaks {
            None => self.lines.next(),
            Some(breaks) => self.next_joined(breaks),
        }
    }

    fn next_joined(&mut self, breaks: LineBreaks) -> io::Result<Option<Line<'_>>> {
        if self.ahead.is_empty() && self.failure.is_none() {
            let Some(line) = self.lines.next()? else {
                // The last row stays available at the end of the input.
                return Ok(None);
            };
            let (number, offset) = (line.number, line.offset);
            match line.bytes {
                // A line whose quotes are closed is a row, which is not copied.
                Some(bytes) if !is_open(bytes, breaks.delimiter) => {
                    self.copied = None;
                    return Ok(Some(Line {
                        number,
                        offset,
                        bytes: Some(self.lines.last()),
                    }));
                }
                bytes => self.ahead.push_back(OwnedLine {
                    number,
                    offset,
                    bytes: bytes.map(<[u8]>::to_vec),
                }),
            }
        }
        let Some(first) = self.next_line()? else {
            return Ok(None);
        };
        let OwnedLine {
            number,
            offset,
            bytes,
        } = first;
        let is_too_long = bytes.is_none();
        let mut row = bytes.unwrap_or_default();
        let mut scan = QuoteScan::default();
        scan.feed(&row, breaks.delimiter);
        if scan.is_open() {
            self.join(&mut row, scan, breaks);
        }
        let (_, row) = self.copied.insert((number, row));
        Ok(Some(Line {
            number,
            offset,
            bytes: (!is_too_long).then_some(row),
        }))
    }

    /// Appends lines to a row until its fields are closed. If they stay open, the row stays as it is.
    fn join(&mut self, row: &mut Vec<u8>, mut scan: QuoteScan, breaks: LineBreaks) {
        let mut taken: Vec<OwnedLine> = Vec::new();
        let mut size = row.len();
        let mut has_text_after_quote = false;
        while scan.is_open() && taken.len() + 1 < MAX_CELL_LINES {
            let line = match self.next_line() {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(error) => {
                    self.failure = Some(error);
                    break;
                }
            };
            size += 1 + line.bytes.as_ref().map_or(MAX_LINE, Vec::len);
            let is_too_long = size > MAX_LINE;
            if let (Some(bytes), false) = (&line.bytes, is_too_long) {
                has_text_after_quote = scan.feed(bytes, breaks.delimiter);
            }
            taken.push(line);
            if is_too_long || has_text_after_quote {
                break;
            }
        }
        if scan.is_open() || size > MAX_LINE || has_text_after_quote {
            for line in taken.into_iter().rev() {
                self.ahead.push_front(line);
            }
            return;
        }
        for line in taken {
            row.push(breaks.joint);
            row.extend(line.bytes.expect("a line that is too long ends the row"));
        }
    }

    fn next_line(&mut self) -> io::Result<Option<OwnedLine>> {
        if let Some(line) = self.ahead.pop_front() {
            return Ok(Some(line));
        }
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        let line = self.lines.next()?;
        Ok(line.map(|line| OwnedLine {
            number: line.number,
            offset: line.offset,
            bytes: line.bytes.map(<[u8]>::to_vec),
        }))
    }
}

/// Whether a quoted field is open at the end of a line.
fn is_open(line: &[u8], delimiter: u8) -> bool {
    let mut scan = QuoteScan::default();
    if memchr(b'"', line).is_some() {
        scan.feed(line, delimiter);
    }
    scan.is_open()
}

/// Follows the quotes of a row, as [`LineSplitter`](super::table::LineSplitter) reads them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum QuoteScan {
    /// At the start of a field.
    #[default]
    Start,
    /// In a field without quotes, or after the closing quote.
    Text,
    /// Between quotes.
    Quoted,
    /// After a quote between quotes, which closes the field unless another follows.
    Closing,
}

impl QuoteScan {
    const fn is_open(self) -> bool {
        matches!(self, Self::Quoted)
    }

    /// Reads a line. Returns whether a text other than blanks follows a closing quote.
    fn feed(&mut self, bytes: &[u8], delimiter: u8) -> bool {
        let mut has_text_after_quote = false;
        for &byte in bytes {
            has_text_after_quote |= *self == Self::Closing
                && byte != delimiter
                && byte != b'"'
                && !byte.is_ascii_whitespace();
            *self = match (*self, byte) {
                (Self::Quoted, b'"') => Self::Closing,
                (Self::Quoted, _) | (Self::Start | Self::Closing, b'"') => Self::Quoted,
                (_, byte) if byte == delimiter => Self::Start,
                _ => Self::Text,
            };
        }
        has_text_after_quote
    }
}
