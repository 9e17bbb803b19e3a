//! The lines of a file, one at a time, in memory that does not grow with them.
//!
//! A line that lies whole in the buffer of the input is handed out where it lies; one that
//! goes over its end is put together in a buffer of its own, up to a limit. What is over
//! the limit is passed over and said to be too long.

use std::io::{self, BufRead, ErrorKind};

use memchr::memchr;

/// The longest line that is read, in bytes; a longer one is passed over and reported.
pub const MAX_LINE: usize = 1 << 20;

/// Reads lines.
#[derive(Debug)]
pub(super) struct Lines<R> {
    input: R,
    /// How much of the input's buffer the last line and its end take up.
    held: usize,
    /// The last line, where it was not whole in the buffer.
    joined: Vec<u8>,
    number: u64,
    /// Where the next line begins.
    offset: u64,
    /// Whether the last line has no line feed at its end.
    is_unended: bool,
}

/// A line, without its end, or that it was too long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'l> {
    /// Counted from 1.
    pub(super) number: u64,
    /// Where it begins, in bytes from the start of the input.
    pub(super) offset: u64,
    /// None where it is over [`MAX_LINE`].
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
        }
    }

    pub(super) const fn get_ref(&self) -> &R {
        &self.input
    }

    /// The input behind the last line.
    pub(super) fn into_inner(mut self) -> R {
        self.input.consume(self.held);
        self.input
    }

    /// How many lines have been read.
    pub(super) const fn number(&self) -> u64 {
        self.number
    }

    /// How many bytes have been read, ends of lines included.
    pub(super) const fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether the input ended within the last line: without a line feed it may be cut.
    pub(super) const fn is_unended(&self) -> bool {
        self.is_unended
    }

    /// The last line again, if it was not too long; nothing where the input does not show it for a
    /// second time.
    pub(super) fn last(&mut self) -> &[u8] {
        if !self.joined.is_empty() {
            return trimmed(&self.joined);
        }
        let Some(length) = self.held.checked_sub(1) else {
            return &[];
        };
        // Whatever the caller reads from may fail at any time.
        let buffer = self.input.fill_buf().unwrap_or_default();
        trimmed(buffer.get(..length).unwrap_or_default())
    }

    /// The next line; none after the last.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.input.consume(std::mem::take(&mut self.held));
        let offset = self.offset;
        let mut is_too_long = false;
        // What of the line lies before the buffer is in `joined`, unless it is too long, and has been
        // consumed; nothing does as long as the offset is that of the line.
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
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
                // Behind the end of the input the last line stays.
                self.joined.clear();
            }
            let end = memchr(b'\n', buffer);
            // Whole in the buffer: it stays there until the next line is asked for.
            if let (true, Some(length @ ..=MAX_LINE)) = (is_start, end) {
                // Borrowed again, for as long as the line is.
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
            if !is_too_long {
                self.joined.extend_from_slice(part);
            }
            self.input.consume(taken);
            self.offset += taken as u64;
            if end.is_some() {
                break;
            }
        }
        self.number += 1;
        if is_too_long {
            self.joined.clear();
        }
        Ok(Some(Line {
            number: self.number,
            offset,
            bytes: (!is_too_long).then_some(trimmed(&self.joined)),
        }))
    }
}

/// A line that was written on Windows ends with one byte more.
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
    fn the_buffer_of_the_input_changes_no_line() {
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

    /// An input that refuses to show its buffer for a second time.
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
    fn a_line_that_is_refused_on_a_second_look_is_not_counted() {
        let mut lines = Lines::new(Once(b"one\ntwo\n", 0));
        assert_eq!(lines.next().unwrap_err().kind(), ErrorKind::TimedOut);
        assert_eq!((lines.number(), lines.offset()), (0, 0));
        assert_eq!(lines.last(), b"");
    }

    #[test]
    fn a_line_over_the_limit_takes_no_other_along() {
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
