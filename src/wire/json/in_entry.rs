//! The places of faults in the text of an entry.

use std::collections::HashMap;

use super::places::{Places, offset_in};
use super::pointer::{Pointers, pointer_at};
use crate::timeline::{Entry, Fault, FaultKind, MAX_SHOWN};
use crate::wire::strings::{InText, Strings};

/// The pointer to a value in an entry, given the pointer from the entry.
pub(super) fn pointer_in(entry: Entry, within: &str) -> String {
    let (list, number) = match entry {
        Entry::Actor(number) => ("actors", number),
        Entry::Designation(number) => ("designations", number),
        Entry::Source(number) => ("sources", number),
        Entry::Event(number) => ("events", number),
        Entry::Constraint(number) => ("constraints", number),
        Entry::Edit(number) => ("edits", number),
        Entry::Whole => return within.to_owned(),
    };
    format!("/{list}/{number}{within}")
}

/// The fault of an entry that could not be read, with its place. `offset` is that of the value in the text of the entry.
pub(super) fn malformed(
    places: &Places<'_>,
    entry: Entry,
    raw: &str,
    offset: usize,
    message: String,
) -> Fault {
    let within = pointer_at(raw, offset);
    let text = scalar(raw, &within);
    Fault {
        entry,
        kind: FaultKind::Malformed { message, text },
        position: Some(places.of(offset_in(places.text, raw) + offset)),
        pointer: Some(pointer_in(entry, &within)),
    }
}

/// The string, number or other simple value at a pointer, without quotation marks and cut if it is long.
/// Returns `None` for an object or a list.
fn scalar(raw: &str, pointer: &str) -> Option<String> {
    let whole: serde_json::Value = serde_json::from_str(raw).ok()?;
    let text = match whole.pointer(pointer)? {
        serde_json::Value::Object(_) | serde_json::Value::Array(_) => return None,
        serde_json::Value::String(text) => text.clone(),
        simple => simple.to_string(),
    };
    Some(shown(&text))
}

/// The strings of an entry, by their first characters.
///
/// An entry may have as many faults as strings, so the text is not searched anew for each fault.
pub(super) struct InEntry {
    /// The offset of the entry.
    pub(super) start: usize,
    by_text: HashMap<String, Vec<Place>>,
}

/// A string of an entry, with the pointer to it from the entry.
struct Place {
    string: InText,
    pointer: String,
}

impl InEntry {
    pub(super) fn new(start: usize, raw: &str) -> Self {
        let mut by_text: HashMap<String, Vec<Place>> = HashMap::new();
        let mut pointers = Pointers::new(raw);
        for string in Strings::new(raw) {
            let pointer = pointers.at(string.offset);
            let places = by_text.entry(shown(&string.text)).or_default();
            places.push(Place { string, pointer });
        }
        Self { start, by_text }
    }

    /// The offset in the entry of the value at fault, and the pointer to it, if the entry has it as text.
    pub(super) fn place_of(&self, fault: &FaultKind, value: &str) -> Option<(usize, &str)> {
        // A long value may be cut in the fault.
        let is_cut = value.chars().count() >= MAX_SHOWN;
        // The last of several: a duplicate is wrong the second time.
        let mut found = self.by_text.get(&shown(value))?.iter().rev();
        let found = found.find(|Place { string: one, .. }| {
            let is_value = one.text == value || (is_cut && one.text.starts_with(value));
            is_value && fault.is_in((one.depth, &one.key), one.is_key)
        });
        found.map(|place| (place.string.offset, &*place.pointer))
    }
}

/// The part of a text that a fault shows.
fn shown(text: &str) -> String {
    text.chars().take(MAX_SHOWN).collect()
}
