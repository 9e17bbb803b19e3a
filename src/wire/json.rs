//! Timelines as JSON text: read with line and column, written in canonical order.
//!
//! The text is read entry by entry, so that a fault in one entry does not hide those in others, and each
//! fault has a line and a column. Objects and lists that fit on a line are written on one line.

mod in_entry;
mod message;
mod patch;
mod places;
mod pointer;
mod query;
mod reader;
mod write;

pub(super) use message::message;

use places::{Places, offset_in, offset_of};
use reader::Reader;
use write::lay_out;

use serde::Deserialize;
use serde_json::value::RawValue;
use thiserror::Error;

use super::shape::{Object, check_version, or_default};
use super::strings::Strings;
use super::{FORMAT, VERSION, errors};
use crate::timeline::{BuildError, Fault, Lenient, Timeline};

/// Text could not be read as a timeline, a patch or a query.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The text is not JSON, or does not have the expected layout.
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
    /// The layout is as expected, but entries have faults. All of them are listed.
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
    /// [`TimelineBuilder::build_lenient`](crate::TimelineBuilder::build_lenient) says which entries are left out. Each fault has its line and column.
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
