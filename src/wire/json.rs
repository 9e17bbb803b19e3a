//! Timelines as JSON text: read with line and column, written in canonical order.
//!
//! The text is read entry by entry, so that a fault in one entry does not hide those in others, and each
//! fault has a line and a column. Objects and lists that fit on a line are written on one line.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde_json::value::RawValue;
use thiserror::Error;

mod message;
mod pointer;
mod write;

pub(super) use message::message;
use pointer::pointer_at;
use write::lay_out;

use super::shape::{
    ActorShape, ConstraintShape, DesignationShape, Entry as _, EventShape, Object, SourceShape,
    check_version, or_default,
};
use super::strings::{InText, Strings};
use super::{FORMAT, VERSION, errors};
use crate::timeline::{
    BuildError, Entry, Fault, FaultKind, Lenient, MAX_SHOWN, Sieve, Timeline, TimelineBuilder,
};

/// Text could not be read as a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The text is not JSON, or not a timeline.
    #[error("line {line}, column {column}: {message}")]
    Layout {
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// The JSON Pointer (RFC 6901) to the value, such as `/version`. `None` if the text is not JSON.
        pointer: Option<String>,
        /// The reason.
        message: String,
    },
    /// The text is a timeline, but its entries have faults. All of them are listed.
    #[error(transparent)]
    Faults(#[from] BuildError),
}

errors!(ReadError {
    Layout { line, column, pointer, message },
    Faults(error),
});

impl ReadError {
    /// The faults of all entries. Empty if the layout could not be read.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Layout { .. } => &[],
            Self::Faults(error) => &error.faults,
        }
    }
}

/// The envelope, with its entries still as text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope<'j> {
    #[expect(dead_code, reason = "it is checked in the head")]
    format: String,
    #[expect(dead_code, reason = "it is checked in the head")]
    version: u32,
    #[serde(default, borrow)]
    title: Option<&'j RawValue>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    actors: Vec<&'j RawValue>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    designations: Vec<&'j RawValue>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    sources: Vec<&'j RawValue>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    events: Vec<&'j RawValue>,
    #[serde(default, borrow, deserialize_with = "or_default")]
    constraints: Vec<&'j RawValue>,
}

/// The fields that every version of the envelope has.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

/// The identifier or name of an entry, if it is readable.
#[derive(Deserialize)]
struct Named {
    id: Option<String>,
    name: Option<String>,
}

impl Timeline {
    /// Reads a timeline from JSON.
    ///
    /// The layout is described in [`format::timeline`](mod@crate::format::timeline).
    ///
    /// # Errors
    ///
    /// Returns [`ReadError::Layout`] if the text is not a timeline or has an unknown version, and
    /// [`ReadError::Faults`] with all faults of all entries, each with its line and column.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::Timeline;
    ///
    /// let text = r#"{
    ///   "format": "detente-timeline",
    ///   "version": 1,
    ///   "actors": [{"id": "rubio", "kind": "person", "name": "Marco Rubio"}],
    ///   "events": [
    ///     {"id": "call", "kind": "call", "when": "2025-07-32", "parties": ["rubio", "lavrof"]}
    ///   ]
    /// }"#;
    /// let error = Timeline::from_json(text).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "line 6, column 44: `2025-07-32` is not EDTF at column 9: expected a day of two digits, 01 to 31",
    /// );
    /// ```
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        let places = Places::new(text);
        Reader::new(&places)?.build().map_err(ReadError::from)
    }

    /// Reads the sound entries of a timeline from JSON, and lists the faults of the others.
    ///
    /// [`TimelineBuilder::build_lenient`] says which entries are left out. Each fault has its line and column.
    ///
    /// # Errors
    ///
    /// Returns [`ReadError::Layout`] if the text is not a timeline or has an unknown version. Its other
    /// variant is not returned.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::Timeline;
    ///
    /// let text = r#"{
    ///   "format": "detente-timeline",
    ///   "version": 1,
    ///   "actors": [
    ///     {"id": "rubio", "kind": "person", "name": "Marco Rubio"},
    ///     {"id": "lavrov", "kind": "person", "name": "Sergey Lavrov"}
    ///   ],
    ///   "events": [
    ///     {"id": "call", "kind": "call", "when": "2025-05", "parties": ["rubio", "lavrof"]},
    ///     {"id": "kuala-lumpur", "kind": "meeting", "when": "2025-07-10", "parties": ["rubio", "lavrov"]}
    ///   ]
    /// }"#;
    /// let lenient = Timeline::from_json_lenient(text)?;
    /// assert!(lenient.timeline.event("kuala-lumpur").is_ok());
    /// assert!(lenient.timeline.event("call").is_err());
    /// assert_eq!(
    ///     lenient.faults()[0].to_string(),
    ///     "line 9, column 76: event `call`: unknown actor `lavrof`; did you mean `lavrov`?",
    /// );
    /// # Ok::<(), detente::ReadError>(())
    /// ```
    pub fn from_json_lenient(text: &str) -> Result<Lenient, ReadError> {
        let places = Places::new(text);
        Ok(Reader::new(&places)?.build_lenient())
    }

    /// Writes the timeline as JSON, in canonical order and layout.
    ///
    /// Equal timelines give the same text, whatever the order in which they were built. Reading the text
    /// gives an equal timeline.
    pub fn to_json(&self) -> String {
        let compact =
            serde_json::to_string(self).expect("all values of a timeline can be written as JSON");
        let mut laid_out = String::with_capacity(compact.len() * 5 / 4);
        lay_out(&mut laid_out, &compact, 0, 2, 0);
        laid_out.push('\n');
        laid_out
    }
}

impl std::str::FromStr for Timeline {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, ReadError> {
        Self::from_json(text)
    }
}

/// Reads the layout of a timeline: its entries, still as text, and its title with its place.
///
/// Another format or version may have other fields, so both are checked first.
fn layout<'j>(places: &Places<'j>) -> Result<(Envelope<'j>, Option<(String, usize)>), ReadError> {
    let text = places.text;
    check_head(places, (FORMAT, VERSION))?;
    let Object(envelope): Object<Envelope<'_>> =
        serde_json::from_str(text).map_err(|error| places.misread(&error))?;
    let title = match envelope.title {
        None => None,
        Some(raw) => {
            let offset = offset_in(text, raw.get());
            let title: String = serde_json::from_str(raw.get()).map_err(|error| {
                places.layout(offset + offset_of(raw.get(), &error), message(&error), true)
            })?;
            Some((title, offset))
        }
    };
    Ok((envelope, title))
}

/// Checks the format and the version of a text, if they can be read.
fn check_head(places: &Places<'_>, expected: (&str, u32)) -> Result<(), ReadError> {
    let Ok(head) = serde_json::from_str::<Head>(places.text) else {
        return Ok(());
    };
    check_version((&head.format, head.version), expected).map_err(|message| {
        let field = if head.format == expected.0 {
            "version"
        } else {
            "format"
        };
        let mut keys = Strings::new(places.text).filter(|one| one.is_key && one.depth == 1);
        let key = keys.find(|one| one.text == field);
        places.layout(key.map_or(0, |key| key.offset), message, true)
    })
}

/// Reads a value that is not a timeline, after its format and version.
pub(super) fn read_whole<T: serde::de::DeserializeOwned>(
    text: &str,
    expected: (&str, u32),
) -> Result<T, ReadError> {
    let places = Places::new(text);
    check_head(&places, expected)?;
    serde_json::from_str(text).map_err(|error| places.misread(&error))
}

/// Reads entries into a builder, and remembers the text of each.
struct Reader<'p, 'j> {
    places: &'p Places<'j>,
    builder: TimelineBuilder,
    /// The place of the title.
    title: Option<usize>,
    faults: Vec<Fault>,
    /// The entries that the builder has, by kind, in its order: the number in the text, and the text.
    added: [Vec<(usize, &'j RawValue)>; 5],
    /// The names of entries that could not be read, by kind.
    unread: HashSet<(usize, String)>,
}

impl<'p, 'j> Reader<'p, 'j> {
    /// Reads all entries.
    fn new(places: &'p Places<'j>) -> Result<Self, ReadError> {
        let (envelope, title) = layout(places)?;
        let mut reader = Self {
            places,
            builder: TimelineBuilder::default(),
            title: title.as_ref().map(|(_, offset)| *offset),
            faults: Vec::new(),
            added: Default::default(),
            unread: HashSet::new(),
        };
        if let Some((title, _)) = title {
            reader.builder.title(title);
        }
        reader.read(&envelope);
        Ok(reader)
    }

    fn read(&mut self, envelope: &Envelope<'j>) {
        self.entries(
            &envelope.actors,
            0,
            Entry::Actor,
            |shape: ActorShape, builder| {
                builder.actor(shape.stated());
                Ok(())
            },
        );
        self.entries(
            &envelope.designations,
            1,
            Entry::Designation,
            |shape: DesignationShape, builder| {
                builder.designation(shape.stated());
                Ok(())
            },
        );
        self.entries(
            &envelope.sources,
            2,
            Entry::Source,
            |shape: SourceShape, builder| {
                builder.source(shape.stated());
                Ok(())
            },
        );
        self.entries(
            &envelope.events,
            3,
            Entry::Event,
            |shape: EventShape, builder| {
                builder.event(shape.stated());
                Ok(())
            },
        );
        self.entries(
            &envelope.constraints,
            4,
            Entry::Constraint,
            |shape: ConstraintShape, builder| {
                builder.constraint(shape.stated()?);
                Ok(())
            },
        );
    }

    /// Builds the timeline, or lists all faults.
    fn build(mut self) -> Result<Timeline, BuildError> {
        match Timeline::try_from(std::mem::take(&mut self.builder)) {
            Ok(timeline) if self.faults.is_empty() => Ok(timeline),
            Ok(_) => Err(BuildError {
                faults: self.placed(Vec::new()),
            }),
            Err(mut error) => {
                // A reference to an entry that could not be read is not reported again.
                let unread = &self.unread;
                error
                    .faults
                    .retain(|fault| !refers_to_unread(fault, unread));
                Err(BuildError {
                    faults: self.placed(error.faults),
                })
            }
        }
    }

    /// Builds the timeline of the sound entries.
    fn build_lenient(self) -> Lenient {
        let lenient = if self.unread.is_empty() {
            self.builder.build_lenient()
        } else {
            let kinds = [
                Entry::Actor,
                Entry::Designation,
                Entry::Source,
                Entry::Event,
            ];
            let unread = self.unread.iter().filter_map(|(kind, name)| {
                // Nothing refers to a constraint.
                let entry = kinds.get(*kind)?;
                Some((entry(0), name.clone()))
            });
            let unread: Vec<(Entry, String)> = unread.collect();
            Sieve::run(&self.builder, &unread)
        };
        Lenient {
            timeline: lenient.timeline,
            faults: self.placed(lenient.faults),
        }
    }

    /// The faults of the text and those of the builder, each with its place, in the order of the text.
    fn placed(mut self, found: Vec<Fault>) -> Vec<Fault> {
        // Faults of one entry follow each other, so the strings of each entry are listed once.
        let mut last: Option<InEntry> = None;
        let found = found.into_iter();
        let found =
            found.map(|fault| placed(self.places, &self.added, fault, self.title, &mut last));
        self.faults.extend(found);
        self.faults
            .sort_by_key(|fault| (fault.position.is_none(), fault.position));
        self.faults
    }

    fn entries<S: serde::de::DeserializeOwned>(
        &mut self,
        entries: &[&'j RawValue],
        kind: usize,
        entry: impl Fn(usize) -> Entry,
        add: impl Fn(S, &mut TimelineBuilder) -> Result<(), String>,
    ) {
        for (number, &raw) in entries.iter().enumerate() {
            let start = offset_in(self.places.text, raw.get());
            let read: Result<Object<S>, serde_json::Error> = serde_json::from_str(raw.get());
            let fault = match read {
                Ok(Object(shape)) => add(shape, &mut self.builder)
                    .err()
                    .map(|message| (start, message)),
                Err(error) => Some((start + offset_of(raw.get(), &error), message(&error))),
            };
            match fault {
                None => self.added[kind].push((number, raw)),
                Some((offset, message)) => {
                    let at = entry(number);
                    let pointer = pointer_in(at, raw.get(), offset - start);
                    let text = scalar(raw.get(), offset - start);
                    if let Ok(named) = serde_json::from_str::<Named>(raw.get()) {
                        self.unread
                            .extend(named.id.or(named.name).map(|name| (kind, name)));
                    }
                    self.faults.push(Fault {
                        entry: at,
                        kind: FaultKind::Malformed { message, text },
                        position: Some(self.places.of(offset)),
                        pointer: Some(pointer),
                    });
                }
            }
        }
    }
}

/// Whether a fault is only an unknown reference to an entry that could not be read.
fn refers_to_unread(fault: &Fault, unread: &HashSet<(usize, String)>) -> bool {
    let is_unread = |kinds: &[usize], name: &String| {
        kinds
            .iter()
            .any(|&kind| unread.contains(&(kind, name.clone())))
    };
    // A reference to an actor may mean a designation, and one to a source may mean an actor.
    match &fault.kind {
        FaultKind::UnknownActor { actor, .. } => is_unread(&[0, 1], actor),
        FaultKind::UnknownSource { source_id, .. } => is_unread(&[0, 2], source_id),
        FaultKind::UnknownEvent { event, .. } => is_unread(&[3], event),
        _ => false,
    }
}

/// Adds to a fault the line and column of its value, or of its entry, and renumbers its entry as in the text.
fn placed(
    places: &Places<'_>,
    added: &[Vec<(usize, &RawValue)>; 5],
    fault: Fault,
    title: Option<usize>,
    last: &mut Option<InEntry>,
) -> Fault {
    let (kind, number, entry): (_, _, fn(usize) -> Entry) = match fault.entry {
        Entry::Actor(number) => (0, number, Entry::Actor),
        Entry::Designation(number) => (1, number, Entry::Designation),
        Entry::Source(number) => (2, number, Entry::Source),
        Entry::Event(number) => (3, number, Entry::Event),
        Entry::Constraint(number) => (4, number, Entry::Constraint),
        Entry::Whole => {
            let title = title.filter(|_| matches!(fault.kind, FaultKind::BadText { .. }));
            return Fault {
                position: title.map(|offset| places.of(offset)),
                pointer: title.map(|_| "/title".to_owned()),
                ..fault
            };
        }
    };
    // The builder numbers the entries that were added, the text all of them.
    let (number, raw) = added[kind][number];
    let raw = raw.get();
    let start = offset_in(places.text, raw);
    let value = fault.kind.value().and_then(|value| {
        if last.as_ref().is_none_or(|one| one.start != start) {
            *last = Some(InEntry::new(start, raw));
        }
        let strings = last.as_ref().expect("it was set above");
        strings.place_of(&fault.kind, value)
    });
    // If the value is not in the text, use the position of the entry.
    let offset = value.unwrap_or(0);
    Fault {
        entry: entry(number),
        position: Some(places.of(start + offset)),
        pointer: Some(pointer_in(entry(number), raw, offset)),
        ..fault
    }
}

/// The pointer to the value at an offset in the text of an entry.
///
/// Only the text of the entry is read, so that many faults take no longer than their entries.
fn pointer_in(entry: Entry, raw: &str, offset: usize) -> String {
    let (list, number) = match entry {
        Entry::Actor(number) => ("actors", number),
        Entry::Designation(number) => ("designations", number),
        Entry::Source(number) => ("sources", number),
        Entry::Event(number) => ("events", number),
        Entry::Constraint(number) => ("constraints", number),
        Entry::Whole => return pointer_at(raw, offset),
    };
    format!("/{list}/{number}{}", pointer_at(raw, offset))
}

/// The string, number or other simple value at an offset, without quotation marks and cut if it is long.
/// Returns `None` for an object or a list.
fn scalar(raw: &str, offset: usize) -> Option<String> {
    let whole: serde_json::Value = serde_json::from_str(raw).ok()?;
    let text = match whole.pointer(&pointer_at(raw, offset))? {
        serde_json::Value::Object(_) | serde_json::Value::Array(_) => return None,
        serde_json::Value::String(text) => text.clone(),
        simple => simple.to_string(),
    };
    Some(shown(&text))
}

/// The strings of an entry, by their first characters.
///
/// An entry may have as many faults as strings, so the text is not searched anew for each fault.
struct InEntry {
    /// The offset of the entry.
    start: usize,
    by_text: HashMap<String, Vec<InText>>,
}

impl InEntry {
    fn new(start: usize, raw: &str) -> Self {
        let mut by_text: HashMap<String, Vec<InText>> = HashMap::new();
        for one in Strings::new(raw) {
            by_text.entry(shown(&one.text)).or_default().push(one);
        }
        Self { start, by_text }
    }

    /// The offset in the entry of the value at fault, if the entry has it as text.
    fn place_of(&self, fault: &FaultKind, value: &str) -> Option<usize> {
        // A long value may be cut in the fault.
        let is_cut = value.chars().count() >= MAX_SHOWN;
        // The last of several: a duplicate is wrong the second time.
        let mut found = self.by_text.get(&shown(value))?.iter().rev();
        let found = found.find(|one| {
            let is_value = one.text == value || (is_cut && one.text.starts_with(value));
            is_value && fault.is_in((one.depth, &one.key), one.is_key)
        });
        found.map(|one| one.offset)
    }
}

/// The part of a text that a fault shows.
fn shown(text: &str) -> String {
    text.chars().take(MAX_SHOWN).collect()
}

/// The offset of a part of a text, in bytes.
fn offset_in(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

/// The offset of an error in a text, in bytes. If the error concerns a string, the start of the string.
fn offset_of(text: &str, error: &serde_json::Error) -> usize {
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
        _ => end.saturating_sub(1),
    }
}

/// Converts offsets of a text to lines and columns.
///
/// `counted` has the number of characters before every [`STEP`](Self::STEP) bytes, so that a column takes
/// O(STEP) even if the whole text is one line.
struct Places<'j> {
    text: &'j str,
    lines: Vec<usize>,
    counted: Vec<usize>,
}

impl<'j> Places<'j> {
    /// The number of bytes between two counts.
    const STEP: usize = 1024;

    fn new(text: &'j str) -> Self {
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
    fn misread(&self, error: &serde_json::Error) -> ReadError {
        let is_json = error.classify() == serde_json::error::Category::Data;
        self.layout(offset_of(self.text, error), message(error), is_json)
    }

    /// The error at an offset in bytes, with a pointer if the text is JSON.
    fn layout(&self, offset: usize, message: String, is_json: bool) -> ReadError {
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
    fn of(&self, offset: usize) -> (usize, usize) {
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
