//! Reads the start of a JSON file to find out where its records are.
//!
//! APIs return their records in an object: `{"status": 200, "data": [{…}, {…}]}`, or in an object of that object:
//! `{"head": {…}, "results": {"bindings": [{…}, {…}]}}`. A record can have lists of objects, too. These rules tell
//! the two apart:
//!
//! - An object longer than the maximum line ([`MAX_LINE`]) is not a record.
//! - An object that is followed by others is a record.
//! - An object that is alone contains the records if the first object of its list has more keys than the object
//!   that has the list, and at least as many as the outermost object. Otherwise it is a record.
//!
//! Lists in lists are not looked at, and at most one line is.

use super::scan::{Scan, Step};
use crate::import::lines::MAX_LINE;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Where the records of a file are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// One after another, or in a list.
    Records,
    /// In an object, in the list with this path.
    List(String),
    /// In an object, possibly in one of the lists with these paths.
    Lists(Vec<String>),
}

/// What was seen of the start of a file.
#[derive(Clone, Debug)]
pub(super) struct Look {
    /// The bytes so far.
    ahead: Vec<u8>,
    scan: Scan,
    place: Place,
    /// The number of keys of the outermost object.
    keys: usize,
    /// For each open object that is in no list: the number of its keys, and that of the lists before it.
    open: Vec<(usize, usize)>,
    /// Whether the outermost object has the keys that every record of PLOVER has.
    is_plover: [bool; 2],
    lists: Vec<ObjectList>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before the object.
    Start,
    /// In the object, but in no list.
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

/// The number of lists that a message names.
const LISTED: usize = 12;

/// A list whose first entry is an object.
#[derive(Clone, Debug)]
struct ObjectList {
    /// Empty for those after the first [`LISTED`].
    path: String,
    /// The number of objects around it.
    level: usize,
    /// The number of keys of the object that has the list, once that object is closed.
    around: Option<usize>,
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
            open: Vec::new(),
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
                self.open.push((0, 0));
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
        let outer = self.scan.outer();
        // The number of lists and of objects in lists, at this place.
        let inner = self.scan.depth() - outer;
        match (step, inner) {
            (Step::Malformed, _) => return Some(Found::Records),
            (Step::Key, 0) => self.outer_key(outer),
            (Step::Key, 2) if self.place == Place::FirstObject => {
                let list = self.lists.last_mut();
                list.expect("the first object is of a list").keys += 1;
            }
            (Step::List, 1) => self.place = Place::ListStart,
            (Step::Object, 0) => self.open.push((0, self.lists.len())),
            (Step::Object, 2) if self.place == Place::ListStart => {
                self.place = Place::FirstObject;
                // Memory does not grow with the number of lists.
                let is_named = self.lists.len() < LISTED;
                self.lists.push(ObjectList {
                    path: if is_named {
                        self.scan.path()
                    } else {
                        String::new()
                    },
                    level: outer,
                    around: None,
                    keys: 0,
                    is_complete: false,
                });
            }
            (Step::Comma, 1) if self.place != Place::Outer => self.behind_first(Place::ListRest),
            (Step::End, 0) => {
                self.behind_first(Place::Outer);
                if self.open.len() > outer {
                    self.close_object();
                }
            }
            _ => {}
        }
        None
    }

    /// Counts a key of an object that is in no list.
    fn outer_key(&mut self, outer: usize) {
        self.open.last_mut().expect("the object is open").0 += 1;
        if outer == 1 {
            self.keys += 1;
            let key = self.scan.path();
            self.is_plover[0] |= key == "date";
            self.is_plover[1] |= key == "event";
        }
    }

    /// Ends an object that is in no list.
    fn close_object(&mut self) {
        let level = self.open.len();
        let (keys, first) = self.open.pop().expect("the object is open");
        for list in &mut self.lists[first..] {
            list.around.get_or_insert(keys);
        }
        if level == 1 {
            self.place = Place::Closed;
        }
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
        let has_records = |list: &ObjectList| {
            let around = list.around.unwrap_or_else(|| self.open[list.level - 1].0);
            list.is_complete && list.keys > around && list.keys >= self.keys
        };
        if self.is_record() || !self.lists.iter().any(has_records) {
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
            [list] => Found::List(list.path.clone()),
            lists => {
                let named = lists.iter().take(LISTED);
                Found::Lists(named.map(|list| list.path.clone()).collect())
            }
        }
    }
}
