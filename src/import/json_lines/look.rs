//! Reads the start of a JSON file to find out where its records are.
//!
//! APIs return their records in an object: `{"status": 200, "data": [{…}, {…}]}`. A record can have lists of
//! objects, too. These rules tell the two apart:
//!
//! - An object longer than the maximum line ([`MAX_LINE`]) is not a record.
//! - An object that is followed by others is a record.
//! - An object that is alone contains the records if the first object of its list has more keys than the object
//!   itself. Otherwise it is a record.
//!
//! At most one line is looked at.

use super::scan::{Scan, Step};
use crate::import::lines::MAX_LINE;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Where the records of a file are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// One after another, or in a list.
    Records,
    /// In an object, in the list with this key.
    List(String),
    /// In an object, possibly in one of the lists with these keys.
    Lists(Vec<String>),
}

/// What was seen of the start of a file.
#[derive(Clone, Debug)]
pub(super) struct Look {
    /// The bytes so far.
    ahead: Vec<u8>,
    scan: Scan,
    place: Place,
    /// The number of keys of the object.
    keys: usize,
    /// Whether the object has the keys that every record of PLOVER has.
    is_plover: [bool; 2],
    lists: Vec<ObjectList>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before the object.
    Start,
    /// In the object, but in none of its lists.
    Outer,
    /// Before the first entry of a list.
    ListStart,
    /// In the first object of a list.
    FirstObject,
    /// After the first entry of a list.
    ListRest,
    /// After the object.
    Closed,
}

/// A list whose first entry is an object.
#[derive(Clone, Debug)]
struct ObjectList {
    key: String,
    /// The number of keys of its first object.
    keys: usize,
    /// Whether a comma or the end of the list follows the first object. Otherwise the record may be cut off.
    is_complete: bool,
}

impl Look {
    pub(super) const fn new() -> Self {
        Self {
            ahead: Vec::new(),
            scan: Scan::new(),
            place: Place::Start,
            keys: 0,
            is_plover: [false; 2],
            lists: Vec::new(),
        }
    }

    /// The bytes that were read.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.ahead
    }

    /// Reads the next byte. Returns where the records are as soon as that is known.
    pub(super) fn read(&mut self, byte: u8) -> Option<Found> {
        self.ahead.push(byte);
        if self.ahead.len() > MAX_LINE {
            return Some(self.found_in_part());
        }
        match (self.place, byte) {
            (Place::Start | Place::Closed, b' ' | b'\t' | b'\r' | b'\n') => None,
            (Place::Start, b'{') => {
                self.scan.read(byte);
                self.place = Place::Outer;
                None
            }
            (Place::Start, _) if self.ahead == BYTE_ORDER_MARK => {
                self.ahead.clear();
                None
            }
            (Place::Start, _) if BYTE_ORDER_MARK.starts_with(&self.ahead) => None,
            (Place::Start | Place::Closed, _) => Some(Found::Records),
            _ => self.within(byte),
        }
    }

    /// Reads a byte of the object.
    fn within(&mut self, byte: u8) -> Option<Found> {
        let step = self.scan.read(byte);
        match (step, self.scan.depth()) {
            (Step::Malformed, _) => return Some(Found::Records),
            (Step::Key, 1) => {
                self.keys += 1;
                let key = self.scan.key();
                self.is_plover[0] |= key == "date";
                self.is_plover[1] |= key == "event";
            }
            (Step::Key, 3) if self.place == Place::FirstObject => {
                let list = self.lists.last_mut();
                list.expect("the first object is of a list").keys += 1;
            }
            (Step::List, 2) => self.place = Place::ListStart,
            (Step::Object, 3) if self.place == Place::ListStart => {
                self.place = Place::FirstObject;
                self.lists.push(ObjectList {
                    key: self.scan.key(),
                    keys: 0,
                    is_complete: false,
                });
            }
            (Step::Comma, 2) if self.place != Place::Outer => self.behind_first(Place::ListRest),
            (Step::End, 1) => self.behind_first(Place::Outer),
            (Step::End, 0) => self.place = Place::Closed,
            _ => {}
        }
        None
    }

    fn behind_first(&mut self, place: Place) {
        if self.place == Place::FirstObject {
            let list = self.lists.last_mut();
            list.expect("the first object is of a list").is_complete = true;
        }
        self.place = place;
    }

    /// Where the records are, if the file ends here.
    pub(super) fn found_at_end(&self) -> Found {
        let mut lists = self.lists.iter();
        let has_records = |list: &ObjectList| list.is_complete && list.keys > self.keys;
        if self.is_record() || !lists.any(has_records) {
            return Found::Records;
        }
        self.lists()
    }

    /// Where the records are, if the object goes on.
    fn found_in_part(&self) -> Found {
        if self.is_record() || self.lists.is_empty() {
            return Found::Records;
        }
        self.lists()
    }

    fn is_record(&self) -> bool {
        self.is_plover == [true; 2]
    }

    fn lists(&self) -> Found {
        match self.lists.as_slice() {
            [list] => Found::List(list.key.clone()),
            lists => Found::Lists(lists.iter().map(|list| list.key.clone()).collect()),
        }
    }
}
