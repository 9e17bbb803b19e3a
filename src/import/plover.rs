//! Records of PLOVER, an object of JSON on each line.
//!
//! A record has more fields than a row needs, and texts of articles among them. They are
//! stepped over where they stand: nothing is put together that is not kept.
//!
//! Source: *PLOVER: Event, Actor and Data Interchange Specification* 0.7b1 (Open Event Data
//! Alliance), and its gold standard records. `target` was later named `recipient`.

use super::anomaly::Anomalies;
use super::column::Column;
use super::field::{Dates, is_blank};
use super::listed::{Listed, ListedLine};
use super::names::{MAX_NAME_BYTES, Names};
use super::problem::Problem;
use super::row::CodedEvent;
use super::rows::Place;
use crate::code::Country;

/// How deep the values of a record may lie within each other.
const MAX_DEPTH: usize = 64;

/// What a reader of PLOVER keeps from row to row.
#[derive(Clone, Debug, Default)]
pub(super) struct PloverLines {
    dates: Dates,
    coded: Dates,
    listed: Listed,
    /// The texts of a record: identifier, date, day of coding, event, mode.
    texts: [Vec<u8>; 5],
    /// The texts of an actor: code, name.
    actor: [Vec<u8>; 2],
    key: Vec<u8>,
}

const fn field(number: usize, name: &'static str) -> Column {
    Column { number, name }
}

impl PloverLines {
    pub(super) fn read(
        &mut self,
        place: Place<'_>,
        names: &mut Names,
        waiting: &mut Vec<CodedEvent>,
    ) -> Result<Option<CodedEvent>, Problem> {
        self.listed.pairs.clear();
        self.texts.iter_mut().for_each(Vec::clear);
        let mut json = Json::new(place.bytes);
        json.object(|json| self.member(json))?;
        json.end()?;

        let [id, date, coded, event, mode] = &self.texts;
        // Columns of a record are its fields, in the order of the manual.
        let day = self.dates.iso(date);
        let day = day.ok_or_else(|| field(1, "date").holds(date, "a date, YYYY-MM-DD"))?;
        let added = if coded.is_empty() {
            None
        } else {
            let added = self.coded.iso(coded);
            Some(added.ok_or_else(|| field(4, "dateCoded").holds(coded, "a date, YYYY-MM-DD"))?)
        };
        if is_blank(event) {
            return Err(field(3, "event").holds(event, "an event type of PLOVER"));
        }
        let told = ListedLine {
            id,
            day,
            added,
            category: event,
            mode,
            odd: Anomalies::NONE,
        };
        self.listed.give(place, told, names, waiting)
    }

    /// A field of the record.
    fn member(&mut self, json: &mut Json<'_>) -> Result<(), Problem> {
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

    /// One actor, or a list of them; an empty text where there is none.
    fn actors(&mut self, json: &mut Json<'_>, side: usize) -> Result<(), Problem> {
        if json.peek() == Some(b'[') {
            json.array(|json| self.one(json, side))
        } else {
            self.one(json, side)
        }
    }

    fn one(&mut self, json: &mut Json<'_>, side: usize) -> Result<(), Problem> {
        self.actor.iter_mut().for_each(Vec::clear);
        let [code, name] = &mut self.actor;
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
        // A code is a country's of ISO 3166-1, or that of a kind of organisation.
        let text = std::str::from_utf8(code).ok();
        let is_country = text.and_then(Country::from_iso3).is_some();
        let country: &[u8] = if is_country { code } else { b"" };
        self.listed.pairs.add(side, [code, name, country])
    }
}

/// A place in a text of JSON, at its end or before it.
#[derive(Clone, Copy, Debug)]
struct Json<'j> {
    bytes: &'j [u8],
    at: usize,
}

impl<'j> Json<'j> {
    const fn new(bytes: &'j [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    #[cold]
    const fn missing<T>(&self, expected: &'static str) -> Result<T, Problem> {
        Err(Problem::Json {
            at: self.at + 1,
            expected,
        })
    }

    /// What is left.
    fn rest(&self) -> &'j [u8] {
        &self.bytes[self.at..]
    }

    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\r') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn require(&mut self, byte: u8, name: &'static str) -> Result<(), Problem> {
        if self.take(byte) {
            Ok(())
        } else {
            self.missing(name)
        }
    }

    fn end(&mut self) -> Result<(), Problem> {
        match self.peek() {
            None => Ok(()),
            Some(_) => self.missing("the end of the line"),
        }
    }

    fn object(
        &mut self,
        member: impl FnMut(&mut Self) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        self.require(b'{', "an object")?;
        self.list(b'}', "a comma or the end of the object", member)
    }

    fn array(
        &mut self,
        entry: impl FnMut(&mut Self) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        self.require(b'[', "a list")?;
        self.list(b']', "a comma or the end of the list", entry)
    }

    fn list(
        &mut self,
        end: u8,
        expected: &'static str,
        mut entry: impl FnMut(&mut Self) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
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

    /// A text that a reader may hold: of an actor or an act.
    fn name(&mut self, text: &mut Vec<u8>) -> Result<(), Problem> {
        self.peek();
        let start = self.at;
        self.text(text)?;
        if text.len() > MAX_NAME_BYTES {
            self.at = start;
            return self.missing("a name of at most 1000 bytes");
        }
        Ok(())
    }

    /// A string, or the first of a list of strings; nothing where there is null.
    fn text(&mut self, text: &mut Vec<u8>) -> Result<(), Problem> {
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

    /// A string, without its quotes and with its escapes resolved.
    fn string(&mut self, text: &mut Vec<u8>) -> Result<(), Problem> {
        text.clear();
        self.require(b'"', "a text in quotes")?;
        // What stands before the place is in the text, or is the opening quote.
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

    /// What stands behind a backslash; a blank for what only moves the place of print.
    fn escaped(&mut self) -> Result<char, Problem> {
        let character = match self.bytes.get(self.at) {
            Some(&byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b' | b'f' | b'n' | b'r' | b't') => ' ',
            Some(b'u') => {
                self.at += 1;
                return self.of_units();
            }
            _ => return self.missing("an escape of JSON"),
        };
        self.at += 1;
        Ok(character)
    }

    /// The character of a unit of UTF-16 in hexadecimal digits, or of two: half each.
    fn of_units(&mut self) -> Result<char, Problem> {
        let start = self.at;
        let first = self.unit()?;
        if let Some(character) = char::from_u32(first.into()) {
            return Ok(character);
        }
        let between = self.at;
        if self.rest().starts_with(b"\\u") {
            self.at += 2;
            let units = [first, self.unit()?];
            if let Some(Ok(character)) = char::decode_utf16(units).next() {
                return Ok(character);
            }
        }
        let is_first_half = first < 0xdc00;
        self.at = if is_first_half { between } else { start };
        self.missing(if is_first_half {
            "the second half of a surrogate pair"
        } else {
            "the first half of a surrogate pair before the second"
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u16, Problem> {
        let digits = self.bytes.get(self.at..self.at + 4).unwrap_or_default();
        let text = std::str::from_utf8(digits).unwrap_or_default();
        match u16::from_str_radix(text, 16) {
            // A sign is no digit.
            Ok(unit) if digits.iter().all(u8::is_ascii_hexdigit) => {
                self.at += 4;
                Ok(unit)
            }
            _ => self.missing("four hexadecimal digits"),
        }
    }

    /// Steps over a value.
    fn skip(&mut self, depth: usize) -> Result<(), Problem> {
        if depth >= MAX_DEPTH {
            return self.missing("values that lie less deep");
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

    fn skip_string(&mut self) -> Result<(), Problem> {
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
            // What is escaped is no closing quote; a line may be cut before it.
            self.at = self.bytes.len().min(self.at + 1);
        }
    }
}
