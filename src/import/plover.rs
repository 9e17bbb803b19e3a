//! Records of PLOVER, a JSON object on each line.
//!
//! A record has more fields than a row needs, among them texts of articles. They are skipped
//! without being decoded or copied, and nothing is allocated per record.
//!
//! Source: *PLOVER: Event, Actor and Data Interchange Specification* 0.7b1 (Open Event Data
//! Alliance), and its gold standard records. `target` was later named `recipient`.

use super::actor_lists::{ActorListLine, ActorListRows};
use super::column::Column;
use super::fault::RowFaultKind;
use super::field::{Dates, is_blank};
use super::name_table::{MAX_NAME_BYTES, NameTable};
use super::row::CodedEvent;
use super::rows::SourceLine;
use super::warning::RowWarnings;
use crate::code::Country;

/// The maximum number of levels of nested values in a record.
const MAX_DEPTH: usize = 64;

/// The state of a reader of PLOVER.
#[derive(Clone, Debug, Default)]
pub(super) struct PloverLines {
    dates: Dates,
    coded: Dates,
    rows: ActorListRows,
    /// The texts of a record: identifier, date, day of coding, event, mode.
    texts: [Vec<u8>; 5],
    /// The texts of an actor: code, name.
    actor_texts: [Vec<u8>; 2],
    key: Vec<u8>,
}

const fn field(number: usize, name: &'static str) -> Column {
    Column { number, name }
}

impl PloverLines {
    pub(super) fn read(
        &mut self,
        line: SourceLine<'_>,
        names: &mut NameTable,
        waiting: &mut Vec<CodedEvent>,
    ) -> Result<Option<CodedEvent>, RowFaultKind> {
        self.rows.pairs.clear();
        self.texts.iter_mut().for_each(Vec::clear);
        let mut json = Json::new(line.bytes);
        json.object(|json| self.member(json))?;
        json.end()?;

        let [id, date, coded, event, mode] = &self.texts;
        // Fields are numbered as columns, in the order of the manual.
        let day = self.dates.iso(date);
        let day = day.ok_or_else(|| field(1, "date").fault(date, "a date, YYYY-MM-DD"))?;
        let added = if coded.is_empty() {
            None
        } else {
            let added = self.coded.iso(coded);
            Some(added.ok_or_else(|| field(4, "dateCoded").fault(coded, "a date, YYYY-MM-DD"))?)
        };
        if is_blank(event) {
            return Err(field(3, "event").fault(event, "an event type of PLOVER"));
        }
        let act = ActorListLine {
            id,
            day,
            added,
            category: event,
            mode,
            warnings: RowWarnings::NONE,
        };
        self.rows.expand(line, act, names, waiting)
    }

    /// Reads a field of the record.
    fn member(&mut self, json: &mut Json<'_>) -> Result<(), RowFaultKind> {
        json.string(&mut self.key)?;
        json.require(b':', "a colon")?;
        let [id, date, coded, event, mode] = &mut self.texts;
        match self.key.as_slice() {
            b"id" => json.text(id),
            b"date" => json.text(date),
            b"dateCoded" => json.text(coded),
            b"event" => json.name(event),
            b"mode" => json.name(mode),
            b"source" => self.actors(json, 0),
            b"target" | b"recipient" => self.actors(json, 1),
            _ => json.skip(0),
        }
    }

    /// Reads an actor or a list of actors. An empty text is not an actor.
    fn actors(&mut self, json: &mut Json<'_>, side: usize) -> Result<(), RowFaultKind> {
        if json.peek() == Some(b'[') {
            json.array(|json| self.actor(json, side))
        } else {
            self.actor(json, side)
        }
    }

    fn actor(&mut self, json: &mut Json<'_>, side: usize) -> Result<(), RowFaultKind> {
        self.actor_texts.iter_mut().for_each(Vec::clear);
        let [code, name] = &mut self.actor_texts;
        match json.peek() {
            Some(b'{') => json.object(|json| {
                json.string(&mut self.key)?;
                json.require(b':', "a colon")?;
                match self.key.as_slice() {
                    b"code" => json.name(code),
                    b"actorText" => json.name(name),
                    _ => json.skip(0),
                }
            })?,
            _ => json.name(name)?,
        }
        // The code is a country of ISO 3166-1, or a kind of organisation.
        let text = std::str::from_utf8(code).ok();
        let is_country = text.and_then(Country::from_iso3).is_some();
        let country: &[u8] = if is_country { code } else { b"" };
        self.rows.pairs.add(side, [code, name, country])
    }
}

/// A position in a JSON text.
///
/// A parser of its own, because a row needs a few fields of a record, and a general one would
/// decode and allocate all of them.
#[derive(Clone, Copy, Debug)]
struct Json<'j> {
    bytes: &'j [u8],
    /// At most the length of `bytes`.
    at: usize,
}

impl<'j> Json<'j> {
    const fn new(bytes: &'j [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    #[cold]
    fn missing<T>(&self, expected: &'static str) -> Result<T, RowFaultKind> {
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
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\r') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    /// Skips a byte if it is the next one. Returns whether it was.
    fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn require(&mut self, byte: u8, name: &'static str) -> Result<(), RowFaultKind> {
        if self.take(byte) {
            Ok(())
        } else {
            self.missing(name)
        }
    }

    fn end(&mut self) -> Result<(), RowFaultKind> {
        match self.peek() {
            None => Ok(()),
            Some(_) => self.missing("the end of the line"),
        }
    }

    fn object(
        &mut self,
        member: impl FnMut(&mut Self) -> Result<(), RowFaultKind>,
    ) -> Result<(), RowFaultKind> {
        self.require(b'{', "an object")?;
        self.list(b'}', "a comma or the end of the object", member)
    }

    fn array(
        &mut self,
        entry: impl FnMut(&mut Self) -> Result<(), RowFaultKind>,
    ) -> Result<(), RowFaultKind> {
        self.require(b'[', "a list")?;
        self.list(b']', "a comma or the end of the list", entry)
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
    fn name(&mut self, text: &mut Vec<u8>) -> Result<(), RowFaultKind> {
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
    fn text(&mut self, text: &mut Vec<u8>) -> Result<(), RowFaultKind> {
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
    fn string(&mut self, text: &mut Vec<u8>) -> Result<(), RowFaultKind> {
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

    /// Skips a value.
    fn skip(&mut self, depth: usize) -> Result<(), RowFaultKind> {
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
