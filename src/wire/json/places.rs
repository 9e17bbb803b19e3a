//! Lines and columns of places in a text.

use super::ReadError;
use super::message;
use super::pointer::pointer_at;

/// The offset of a part of a text, in bytes.
pub(super) fn offset_in(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

/// The offset of an error in a text, in bytes. If the error concerns a string, a list or an object, its start.
pub(super) fn offset_of(text: &str, error: &serde_json::Error) -> usize {
    let line_start = match error.line().checked_sub(2) {
        None => 0,
        Some(before) => text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .nth(before)
            .map_or(0, |(at, _)| at + 1),
    };
    let end = (line_start + error.column()).min(text.len());
    match (error.classify(), &text.as_bytes()[..end]) {
        // `serde_json` reports the closing quote of the string.
        (serde_json::error::Category::Data, [inside @ .., b'"']) => {
            let escaped = |at: usize| {
                let before = inside[..at].iter().rev();
                before.take_while(|byte| **byte == b'\\').count() % 2 == 1
            };
            let open = (0..inside.len())
                .rev()
                .find(|&at| inside[at] == b'"' && !escaped(at));
            open.unwrap_or(end)
        }
        // `serde_json` reports the byte before a list or an object that is a wrong value.
        (
            serde_json::error::Category::Data,
            [.., b',' | b':' | b'[' | b' ' | b'\t' | b'\r' | b'\n'],
        ) => {
            let rest = text.as_bytes()[end..].iter();
            end + rest.take_while(|byte| byte.is_ascii_whitespace()).count()
        }
        _ => end.saturating_sub(1),
    }
}

/// Converts offsets of a text to lines and columns.
///
/// `counted` has the number of characters before every [`STEP`](Self::STEP) bytes, so that a column takes
/// O(STEP) even if the whole text is one line.
pub(super) struct Places<'j> {
    pub(super) text: &'j str,
    lines: Vec<usize>,
    counted: Vec<usize>,
}

impl<'j> Places<'j> {
    /// The number of bytes between two counts.
    const STEP: usize = 1024;

    pub(super) fn new(text: &'j str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0)
            .chain(breaks.map(|(at, _)| at + 1))
            .collect();
        let (mut counted, mut so_far) = (vec![0], 0);
        for chunk in text.as_bytes().chunks(Self::STEP) {
            so_far += characters_in(chunk);
            counted.push(so_far);
        }
        Self {
            text,
            lines,
            counted,
        }
    }

    /// The error for a text that could not be read.
    pub(super) fn misread(&self, error: &serde_json::Error) -> ReadError {
        let is_json = error.classify() == serde_json::error::Category::Data;
        self.layout(offset_of(self.text, error), message(error), is_json)
    }

    /// The error at an offset in bytes, with a pointer if the text is JSON.
    pub(super) fn layout(&self, offset: usize, message: String, is_json: bool) -> ReadError {
        let (line, column) = self.of(offset);
        ReadError::Layout {
            line,
            column,
            pointer: is_json.then(|| pointer_at(self.text, offset)),
            message,
        }
    }

    /// The number of characters before an offset.
    fn characters_before(&self, offset: usize) -> usize {
        let steps = offset / Self::STEP;
        let rest = &self.text.as_bytes()[steps * Self::STEP..offset];
        self.counted[steps] + characters_in(rest)
    }

    /// The line and the column in characters, from 1, of an offset in bytes.
    pub(super) fn of(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len().saturating_sub(1));
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self.characters_before(self.lines[line - 1]);
        let column = self.characters_before(offset) - start;
        (line, column + 1)
    }
}

/// The number of characters that begin in some bytes.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}
