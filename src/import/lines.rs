//! Reads lines of any length in bounded memory.
//!
//! A line that is complete in the buffer of the input is borrowed from there, without a copy. A
//! line that crosses the end of the buffer is joined in a buffer of its own, up to a limit. The
//! rest of a longer line is skipped, and the line is reported as too long.

use std::io::{self, BufRead, ErrorKind};

use memchr::memchr;

use super::json_lines::record_list;

/// The longest line that is read, in bytes. A longer line is skipped and refused.
pub const MAX_LINE: usize = 1 << 20;

/// The number of bytes that are kept of a line that is too long: enough for every signature.
const START: usize = 512;

/// Reads lines.
#[derive(Debug)]
pub(super) struct Lines<R> {
    input: R,
    /// The bytes of the last line and its end in the input's buffer, which are not consumed yet, so
    /// that the line stays there. 0 if the line was joined.
    held: usize,
    /// The last line, if it was not complete in the buffer.
    joined: Vec<u8>,
    number: u64,
    /// The byte at which the next line starts.
    offset: u64,
    /// Whether the last line has no line feed at its end.
    is_unended: bool,
    /// The start of the last line, if the line was not complete in the buffer and is too long.
    too_long: Vec<u8>,
    /// The key of the list of a JSON file in which the lines were found.
    list: Option<Box<str>>,
    /// Whether the key was asked for.
    is_list_taken: bool,
}

/// A line without its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'l> {
    /// Counted from 1.
    pub(super) number: u64,
    /// The byte of the input at which the line starts.
    pub(super) offset: u64,
    /// `None` if the line is longer than [`MAX_LINE`].
    pub(super) bytes: Option<&'l [u8]>,
}

impl<R: BufRead> Lines<R> {
    pub(super) const fn new(input: R) -> Self {
        Self {
            input,
            held: 0,
            joined: Vec::new(),
            number: 0,
            offset: 0,
            is_unended: false,
            too_long: Vec::new(),
            list: None,
            is_list_taken: false,
        }
    }

    /// The key of the list of a JSON file in which the lines were found.
    pub(super) fn list(&self) -> Option<&str> {
        self.list.as_deref()
    }

    /// The same, if this was not asked before.
    pub(super) fn take_list(&mut self) -> Option<Box<str>> {
        let is_taken = std::mem::replace(&mut self.is_list_taken, true);
        self.list.clone().filter(|_| !is_taken)
    }

    pub(super) fn set_list(&mut self, key: Option<Box<str>>) {
        self.list = key;
    }

    /// The bytes of the input that are in its buffer, which is filled if it is empty.
    pub(super) fn buffered(&mut self) -> io::Result<&[u8]> {
        while let Err(error) = self.input.fill_buf() {
            self.interrupted(error)?;
        }
        self.input.fill_buf()
    }

    /// Whether only blanks come after the last line. Reads them, or a part of the next line if there is one.
    pub(super) fn ends_in_blanks(&mut self) -> bool {
        // The last line stays available.
        self.joined = self.last().to_vec();
        self.input.consume(std::mem::take(&mut self.held));
        loop {
            match self.buffered() {
                Ok([]) => return true,
                Ok(blanks) if blanks.trim_ascii().is_empty() => {
                    let length = blanks.len();
                    self.input.consume(length);
                    self.offset += length as u64;
                }
                Ok(_) | Err(_) => return false,
            }
        }
    }

    /// Returns an error of the input, unless the input is to be read again.
    #[cold]
    fn interrupted(&mut self, error: io::Error) -> io::Result<()> {
        if error.kind() != ErrorKind::Interrupted {
            return Err(error);
        }
        if let Some(key) = record_list(&error) {
            self.list = Some(key);
        }
        Ok(())
    }

    pub(super) const fn get_ref(&self) -> &R {
        &self.input
    }

    /// The input after the last line.
    pub(super) fn into_inner(mut self) -> R {
        self.input.consume(self.held);
        self.input
    }

    /// The number of lines that have been read.
    pub(super) const fn number(&self) -> u64 {
        self.number
    }

    /// The number of bytes that have been read, with the ends of lines.
    pub(super) const fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether the last line has no line feed. Then it may be cut.
    pub(super) const fn is_unended(&self) -> bool {
        self.is_unended
    }

    /// The last line again. Empty if it was too long, or if the input fails to return its buffer
    /// for a second time.
    pub(super) fn last(&mut self) -> &[u8] {
        if !self.joined.is_empty() {
            return trimmed(&self.joined);
        }
        let Some(length) = self.held.checked_sub(1) else {
            return &[];
        };
        // An input that keeps the contract of `BufRead` returns its buffer again. One that fails or
        // returns less has no line to show.
        let buffer = self.input.fill_buf().unwrap_or_default();
        trimmed(buffer.get(..length).unwrap_or_default())
    }

    /// The start of the last line, even if it was too long.
    pub(super) fn start(&mut self) -> &[u8] {
        if !self.too_long.is_empty() && self.held == 0 {
            return &self.too_long;
        }
        self.last()
    }

    /// The next line. Returns `None` after the last.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.input.consume(std::mem::take(&mut self.held));
        let offset = self.offset;
        let mut is_too_long = false;
        // Invariant: the part of the line before the buffer has been consumed, and is in `joined`
        // unless it is too long. While `self.offset == offset`, there is no such part.
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) => {
                    self.interrupted(error)?;
                    continue;
                }
            };
            let is_start = self.offset == offset;
            if buffer.is_empty() {
                if is_start {
                    return Ok(None);
                }
                self.is_unended = true;
                break;
            }
            if is_start {
                // Only now, so that the last line stays available at the end of the input.
                self.joined.clear();
            }
            let end = memchr(b'\n', buffer);
            // The line is complete in the buffer, and stays there until the next call.
            if let (true, Some(length @ ..=MAX_LINE)) = (is_start, end) {
                // Borrows the buffer again, because the borrow checker does not accept a borrow
                // that is returned from a loop conditionally.
                let buffer = self.input.fill_buf()?;
                let line = buffer.get(..length).ok_or(ErrorKind::InvalidData)?;
                self.held = length + 1;
                self.offset += length as u64 + 1;
                self.number += 1;
                return Ok(Some(Line {
                    number: self.number,
                    offset,
                    bytes: Some(trimmed(line)),
                }));
            }
            let part = &buffer[..end.unwrap_or(buffer.len())];
            let taken = part.len() + usize::from(end.is_some());
            is_too_long |= self.joined.len() + part.len() > MAX_LINE;
            let kept = if is_too_long {
                // Only the start is kept.
                let room = START.saturating_sub(self.joined.len());
                &part[..room.min(part.len())]
            } else {
                part
            };
            self.joined.extend_from_slice(kept);
            self.input.consume(taken);
            self.offset += taken as u64;
            if end.is_some() {
                break;
            }
        }
        self.number += 1;
        self.too_long.clear();
        if is_too_long {
            self.too_long
                .extend_from_slice(&self.joined[..self.joined.len().min(START)]);
            self.joined.clear();
        }
        Ok(Some(Line {
            number: self.number,
            offset,
            bytes: (!is_too_long).then_some(trimmed(&self.joined)),
        }))
    }
}

/// Removes the carriage return of a line that was written on Windows.
fn trimmed(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn read(text: &[u8], capacity: usize) -> Vec<(u64, u64, Vec<u8>)> {
        let mut lines = Lines::new(BufReader::with_capacity(capacity, text));
        let mut found = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            found.push((
                line.number,
                line.offset,
                line.bytes.unwrap_or(b"<too long>").to_vec(),
            ));
            let last = found.last().unwrap().2.clone();
            if last != b"<too long>" {
                assert_eq!(lines.last(), last);
            }
        }
        assert_eq!(lines.offset(), text.len() as u64);
        found
    }

    #[test]
    fn lines_do_not_depend_on_the_size_of_the_buffer() {
        let text = b"one\ntwo\r\n\nfour, which is longer\nlast";
        let expected = vec![
            (1, 0, b"one".to_vec()),
            (2, 4, b"two".to_vec()),
            (3, 9, b"".to_vec()),
            (4, 10, b"four, which is longer".to_vec()),
            (5, 32, b"last".to_vec()),
        ];
        for capacity in [1, 2, 3, 4, 7, 10, 64] {
            assert_eq!(read(text, capacity), expected, "{capacity}");
        }
    }

    /// An input that fails to return its buffer for a second time.
    struct Once<'t>(&'t [u8], u32);

    impl io::Read for Once<'_> {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            unreachable!("lines are read from the buffer")
        }
    }

    impl BufRead for Once<'_> {
        fn fill_buf(&mut self) -> io::Result<&[u8]> {
            self.1 += 1;
            match self.1 {
                1 => Ok(self.0),
                _ => Err(ErrorKind::TimedOut.into()),
            }
        }

        fn consume(&mut self, amount: usize) {
            self.0 = &self.0[amount..];
        }
    }

    #[test]
    fn a_line_is_not_counted_if_the_buffer_fails() {
        let mut lines = Lines::new(Once(b"one\ntwo\n", 0));
        assert_eq!(lines.next().unwrap_err().kind(), ErrorKind::TimedOut);
        assert_eq!((lines.number(), lines.offset()), (0, 0));
        assert_eq!(lines.last(), b"");
    }

    #[test]
    fn a_line_over_the_limit_affects_no_other() {
        let mut text = b"a\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', MAX_LINE + 1));
        text.extend(b"\nb\n");
        let offset = MAX_LINE as u64 + 4;
        for capacity in [100, 1 << 16, 4 << 20] {
            let expected = vec![
                (1, 0, b"a".to_vec()),
                (2, 2, b"<too long>".to_vec()),
                (3, offset, b"b".to_vec()),
            ];
            assert_eq!(read(&text, capacity), expected, "{capacity}");
        }
    }
}
