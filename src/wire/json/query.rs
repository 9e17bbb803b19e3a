//! Queries as JSON text. If a query cannot be read, the faults of all its fields are listed.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::in_entry::malformed;
use super::places::{Places, offset_in, offset_of};
use super::pointer::Pointers;
use super::{ReadError, check_head, message};
use crate::query::Query;
use crate::timeline::{BuildError, Entry, Fault, FaultKind};
use crate::wire::query::{FORMAT, VERSION};
use crate::wire::strings::Strings;

/// The most faults that are listed. Each takes a pass over a field.
const MAX_FAULTS: usize = 100;

impl Query {
    /// Reads a query from JSON, as [the format](mod@crate::format::query) describes.
    ///
    /// # Errors
    ///
    /// Returns [`ReadError::Layout`] if the text is not JSON or has an unknown version, and [`ReadError::Faults`] with
    /// the fault of every field, and of every entry of a list, that cannot be read: at most 100. Whether a timeline has
    /// the names is checked by [`Timeline::ask`](crate::Timeline::ask).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::{Query, ReadError};
    ///
    /// let head = r#""format": "detente-query", "version": 1"#;
    /// let query = Query::from_json(&format!(r#"{{{head}, "between": [["Rubio", "Lavrov"]]}}"#))?;
    /// assert_eq!(query, Query::new().between("Rubio", "Lavrov"));
    ///
    /// let text = format!(r#"{{{head}, "kinds": ["call", "meting"], "within": "2025-13"}}"#);
    /// let error = Query::from_json(&text).unwrap_err();
    /// let pointers = error.faults().iter().map(|fault| fault.pointer.as_deref());
    /// assert_eq!(pointers.collect::<Vec<_>>(), [Some("/kinds/1"), Some("/within")]);
    /// # Ok::<(), ReadError>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        let places = Places::new(text);
        check_head(&places, (FORMAT, VERSION))?;
        serde_json::from_str(text).map_err(|error| {
            let faults = faults(&places);
            if faults.is_empty() {
                places.misread(&error)
            } else {
                BuildError { faults }.into()
            }
        })
    }
}

impl std::str::FromStr for Query {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, ReadError> {
        Self::from_json(text)
    }
}

/// The faults of the fields of a query, in the order of the text. Empty if the text is not an object, and if only
/// several fields together are at fault.
///
/// Reading stops at the first fault. So each field is read alone, and each entry of a list that cannot be read.
fn faults(places: &Places<'_>) -> Vec<Fault> {
    let Ok(fields) = serde_json::from_str::<BTreeMap<String, &RawValue>>(places.text) else {
        return Vec::new();
    };
    let mut faults = Faults {
        places,
        pointers: Pointers::new(places.text),
        found: Vec::new(),
    };
    let head: Vec<String> = head("")
        .filter(|(key, _)| fields.contains_key(*key))
        .map(field)
        .collect();
    faults.whole(&format!("{{{}}}", head.join(",")));
    let mut keys = Strings::new(places.text).filter(|one| one.is_key && one.depth == 1);
    while let Some(key) = keys.next().filter(|_| faults.found.len() < MAX_FAULTS) {
        if let Some(raw) = fields.get(&key.text) {
            faults.field(&key.text, key.offset, raw.get());
        }
    }
    faults.found
}

/// The fields that every query has, as a key and JSON, without one of them.
fn head(without: &str) -> impl Iterator<Item = (&'static str, String)> {
    let all = [
        ("format", format!("\"{FORMAT}\"")),
        ("version", VERSION.to_string()),
    ];
    let without = without.to_owned();
    all.into_iter().filter(move |(key, _)| *key != without)
}

fn field((key, json): (&str, String)) -> String {
    format!("{}:{json}", serde_json::Value::from(key))
}

/// The faults that were found so far, and what their places need.
struct Faults<'p, 'j> {
    places: &'p Places<'j>,
    pointers: Pointers<'j>,
    found: Vec<Fault>,
}

impl<'j> Faults<'_, 'j> {
    /// Adds the fault of a text that has only the fields of the head, at the start of the query.
    fn whole(&mut self, text: &str) {
        if let Err(error) = serde_json::from_str::<Query>(text) {
            self.at(0, message(&error));
        }
    }

    /// Adds a fault at an offset of the text.
    fn at(&mut self, offset: usize, message: String) {
        self.found.push(Fault {
            entry: Entry::Whole,
            kind: FaultKind::Malformed {
                message,
                text: None,
            },
            position: Some(self.places.of(offset)),
            pointer: Some(self.pointers.at(offset)),
        });
    }

    /// Adds the faults of a field: those of the entries of its list, or else its own.
    fn field(&mut self, key: &str, key_offset: usize, raw: &'j str) {
        let Some((offset, message)) = tried(key, raw) else {
            return;
        };
        let Some(offset) = offset else {
            self.at(key_offset, message);
            return;
        };
        let before = self.found.len();
        let entries: Vec<&'j RawValue> = serde_json::from_str(raw).unwrap_or_default();
        for entry in entries
            .iter()
            .take(Query::MAX_NAMES)
            .map(|entry| entry.get())
        {
            if self.found.len() == MAX_FAULTS {
                return;
            }
            if let Some((offset, message)) = tried(key, &format!("[{entry}]")) {
                // The bracket is not in the text.
                self.value(entry, offset.unwrap_or(0).saturating_sub(1), message);
            }
        }
        if self.found.len() == before {
            self.value(raw, offset, message);
        }
    }

    /// Adds a fault at an offset of a value.
    fn value(&mut self, raw: &'j str, offset: usize, message: String) {
        let fault = malformed(self.places, Entry::Whole, raw, offset, message);
        let offset = offset_in(self.places.text, raw) + offset;
        self.found.push(Fault {
            pointer: Some(self.pointers.at(offset)),
            ..fault
        });
    }
}

/// Reads a query of one field. Returns the message, and the offset in the value unless the key is at fault. `None` if
/// the query can be read.
fn tried(key: &str, raw: &str) -> Option<(Option<usize>, String)> {
    let head = head(key)
        .map(field)
        .fold(String::new(), |all, one| format!("{all}{one},"));
    let start = format!("{{{head}{}:", serde_json::Value::from(key));
    let text = format!("{start}{raw}}}");
    let error = serde_json::from_str::<Query>(&text).err()?;
    let offset = offset_of(&text, &error).checked_sub(start.len());
    Some((
        offset.map(|offset| offset.min(raw.len() - 1)),
        message(&error),
    ))
}
