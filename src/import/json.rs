//! Reads the JSON of a record on one line.
//!
//! A parser of its own, because a row needs a few fields of a record, and a general one would decode
//! and allocate all of them.

use std::borrow::Cow;

use super::fault::RowFaultKind;
use super::name_table::MAX_NAME_BYTES;

/// The maximum number of levels of nested values in a record.
const MAX_DEPTH: usize = 64;

/// A position in a JSON text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Json<'j> {
    bytes: &'j [u8],
    /// At most the length of `bytes`.
    at: usize,
}

impl<'j> Json<'j> {
    pub(super) const fn new(bytes: &'j [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    #[cold]
    fn missing<T>(&self, expected: impl Into<Cow<'static, str>>) -> Result<T, RowFaultKind> {
        Err(RowFaultKind::Json {
            at: self.at + 1,
            expected: expected.into(),
        })
    }

    /// The text from the position on.
    fn rest(&self) -> &'j [u8] {
        &self.bytes[self.at..]
    }

    /// Skips white space, and returns the next byte. Returns `None` at the end.
    pub(super) fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\r') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    /// Skips a byte if it is the next one. Returns whether it was.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    pub(super) fn require(&mut self, byte: u8, name: &'static str) -> Result<(), RowFaultKind> {
        if self.take(byte) {
            Ok(())
        } else {
            self.missing(name)
        }
    }

    pub(super) fn end(&mut self) -> Result<(), RowFaultKind> {
        match self.peek() {
            None => Ok(()),
            Some(_) => self.missing("the end of the line"),
        }
    }

    pub(super) fn object(
        &mut self,
        member: impl FnMut(&mut Self) -> Result<(), RowFaultKind>,
    ) -> Result<(), RowFaultKind> {
        if !self.take(b'{') {
            return self.missing(format!("a JSON object, found {}", self.next_value()));
        }
        self.list(b'}', "a comma or the end of the object", member)
    }

    pub(super) fn array(
        &mut self,
        entry: impl FnMut(&mut Self) -> Result<(), RowFaultKind>,
    ) -> Result<(), RowFaultKind> {
        self.require(b'[', "a list")?;
        self.list(b']', "a comma or the end of the list", entry)
    }

    /// What comes next, for a message.
    fn next_value(&self) -> &'static str {
        match self.bytes.get(self.at) {
            None => "the end of the line",
            Some(b'"') => "a string",
            Some(b'[') => "a list",
            Some(b'-' | b'0'..=b'9') => "a number",
            _ if self.rest().starts_with(b"null") => "`null`",
            _ if [&b"true"[..], b"false"]
                .iter()
                .any(|word| self.rest().starts_with(word)) =>
            {
                "`true` or `false`"
            }
            _ => "text that is not JSON",
        }
    }

    fn list(
        &mut self,
        end: u8,
        expected: &'static str,
        mut entry: impl FnMut(&mut Self) -> Result<(), RowFaultKind>,
    ) -> Result<(), RowFaultKind> {
        if self.take(end) {
            return Ok(());
        }
        loop {
            entry(self)?;
            if self.take(end) {
                return Ok(());
            }
            self.require(b',', expected)?;
        }
    }

    /// Reads a text for the name table, whose length is limited.
    pub(super) fn name(&mut self, text: &mut Vec<u8>) -> Result<(), RowFaultKind> {
        self.peek();
        let start = self.at;
        self.text(text)?;
        if text.len() > MAX_NAME_BYTES {
            self.at = start;
            return self.missing("a name of at most 1000 bytes");
        }
        Ok(())
    }

    /// Reads a string, or the first string of a list. Any other value is an empty text.
    pub(super) fn text(&mut self, text: &mut Vec<u8>) -> Result<(), RowFaultKind> {
        text.clear();
        match self.peek() {
            Some(b'"') => self.string(text),
            Some(b'[') => {
                let mut is_first = true;
                self.array(|json| {
                    if std::mem::take(&mut is_first) && json.peek() == Some(b'"') {
                        json.string(text)
                    } else {
                        json.skip(0)
                    }
                })
            }
            _ => self.skip(0),
        }
    }

    /// Reads a string, and resolves its escapes.
    pub(super) fn string(&mut self, text: &mut Vec<u8>) -> Result<(), RowFaultKind> {
        text.clear();
        self.require(b'"', "a text in quotes")?;
        // Invariant: everything between the opening quote and the position is in `text`.
        loop {
            let rest = self.rest();
            let Some(length) = memchr::memchr2(b'"', b'\\', rest) else {
                self.at = self.bytes.len();
                return self.missing("a closing quote");
            };
            text.extend_from_slice(&rest[..length]);
            self.at += length + 1;
            if rest[length] == b'"' {
                return Ok(());
            }
            let character = self.escaped()?;
            text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }

    /// Reads the rest of an escape after the backslash. Control characters become blanks.
    fn escaped(&mut self) -> Result<char, RowFaultKind> {
        let character = match self.bytes.get(self.at) {
            Some(&byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b' | b'f' | b'n' | b'r' | b't') => ' ',
            Some(b'u') => {
                self.at += 1;
                return self.unicode_escape();
            }
            _ => return self.missing("a JSON escape, such as `\\n`"),
        };
        self.at += 1;
        Ok(character)
    }

    /// Reads the hexadecimal digits of a UTF-16 unit, and of a second one if it is the first half
    /// of a surrogate pair.
    fn unicode_escape(&mut self) -> Result<char, RowFaultKind> {
        let start = self.at;
        let first = self.unit()?;
        if let Some(character) = char::from_u32(first.into()) {
            return Ok(character);
        }
        let second_half = self.at;
        if self.rest().starts_with(b"\\u") {
            self.at += 2;
            let units = [first, self.unit()?];
            if let Some(Ok(character)) = char::decode_utf16(units).next() {
                return Ok(character);
            }
        }
        let is_first_half = first < 0xdc00;
        self.at = if is_first_half { second_half } else { start };
        self.missing(if is_first_half {
            "the second half of a surrogate pair"
        } else {
            "the first half of a surrogate pair before the second"
        })
    }

    /// Reads four hexadecimal digits.
    fn unit(&mut self) -> Result<u16, RowFaultKind> {
        let mut unit = 0;
        for index in 0..4 {
            let digit = self.rest().get(index).and_then(|&byte| hex_digit(byte));
            let Some(digit) = digit else {
                return self.missing("four hexadecimal digits");
            };
            unit = unit << 4 | digit;
        }
        self.at += 4;
        Ok(unit)
    }

    /// Skips a value, and returns its text.
    pub(super) fn skipped(&mut self) -> Result<&'j [u8], RowFaultKind> {
        self.peek();
        let start = self.at;
        self.skip(0)?;
        Ok(&self.bytes[start..self.at])
    }

    /// Skips a value.
    pub(super) fn skip(&mut self, depth: usize) -> Result<(), RowFaultKind> {
        if depth >= MAX_DEPTH {
            return self.missing("at most 64 levels of nested values");
        }
        match self.peek() {
            Some(b'"') => self.skip_string(),
            Some(b'{') => self.object(|json| {
                json.skip_string()?;
                json.require(b':', "a colon")?;
                json.skip(depth + 1)
            }),
            Some(b'[') => self.array(|json| json.skip(depth + 1)),
            Some(b'-' | b'0'..=b'9' | b'a'..=b'z' | b'N' | b'I') => {
                while let Some(b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z') =
                    self.bytes.get(self.at)
                {
                    self.at += 1;
                }
                Ok(())
            }
            _ => self.missing("a value"),
        }
    }

    fn skip_string(&mut self) -> Result<(), RowFaultKind> {
        self.require(b'"', "a text in quotes")?;
        loop {
            let rest = self.rest();
            let Some(length) = memchr::memchr2(b'"', b'\\', rest) else {
                self.at = self.bytes.len();
                return self.missing("a closing quote");
            };
            self.at += length + 1;
            if rest[length] == b'"' {
                return Ok(());
            }
            // The escaped byte cannot be the closing quote. It is missing if the line is cut.
            self.at = self.bytes.len().min(self.at + 1);
        }
    }
}

fn hex_digit(byte: u8) -> Option<u16> {
    let digit = char::from(byte).to_digit(16)?;
    Some(u16::try_from(digit).expect("a hexadecimal digit is below 16"))
}
