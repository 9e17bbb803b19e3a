//! Puts each record of a JSON file on a line of its own.
//!
//! Programs save records as JSON lines, as a list on one line, or as an indented list. APIs return the list in an
//! object, with a status and counts. A reader of rows needs lines, so that a bad record does not affect others.
//! Bytes are copied, and only strings and braces are parsed, except for an outer object. The module `look` finds
//! out what a file has, `record` copies records, and `inside` copies records in an outer object.

mod empty;
mod inside;
mod look;
mod record;
mod scan;

use std::fmt;
use std::io::{self, BufRead, ErrorKind, Read};

pub(super) use empty::empty_lists;
use inside::{Inside, several};
use look::{Found, Look};
use record::Records;

/// The size of the buffer of lines.
const BUFFER: usize = 1 << 16;

/// Returns a reader of the records of a JSON file, each on a line of its own.
///
/// | the file has | for example |
/// | :-- | :-- |
/// | JSON lines, or records one after another on any number of lines | `{"id": 1} {"id": 2}` |
/// | a list of records | `[{"id": 1}, {"id": 2}]` |
/// | a list of records in an object, as ACLED and UCDP return it | `{"status": 200, "data": [{"id": 1}, {"id": 2}]}` |
/// | a list of records in an object of an object, as Wikidata returns it | `{"head": {"vars": []}, "results": {"bindings": [{"id": {}}]}}` |
///
/// Other text is passed on, and the reader of rows refuses it. The line numbers of faults and rows are the numbers
/// of records, counted from 1, and byte positions refer to the lines that this reader returns.
///
/// # Records in an object
///
/// A record can have a list of objects, too. An object is treated as the one around the records
///
/// - if it is alone in the file, and the first object of its list has more keys than the object that has the list,
///   and at least as many as the outermost object, or
/// - if it has more than [`MAX_LINE`](crate::import::MAX_LINE) bytes.
///
/// It must then have one list of objects, directly in it or in an object in it. State the key with
/// [`with_key`](JsonLines::with_key) if an object was treated as a record by mistake, or if a file has several such
/// objects, such as the pages of a query one after another. A
/// [`Summary`](crate::import::Summary::record_lists) says under which key records were found. If all lists of an
/// object are empty, and the object has none of the keys of a record, it is a file without rows:
/// [`NoRows::EmptyLists`](crate::import::NoRows::EmptyLists).
///
/// Memory does not grow with the file: at most a line of [`MAX_LINE`](crate::import::MAX_LINE) bytes is read
/// before the first record is returned.
///
/// # Errors
///
/// Reading fails if
///
/// - the object has several lists of objects, and no key is stated;
/// - the object has no list with the stated key;
/// - the object around the list is not JSON, or the file ends within it;
/// - the file ends within a list of records.
///
/// # Example
///
/// ```
/// use detente::import::{Format, RowReader, json_lines};
///
/// let list = r#"[
///   {
///     "id": "1", "date": "2020-01-01",
///     "source": "USA", "event": "AGREE", "target": "RUS"
///   }, {"id": "2", "date": "2020-01-02", "source": "USA", "event": "AGREE", "target": "FRA"}
/// ]"#;
/// let mut reader = RowReader::new(json_lines(list.as_bytes()), Format::Plover);
/// assert_eq!(reader.next().unwrap()?.line(), 1);
/// assert_eq!(reader.next().unwrap()?.line(), 2);
/// assert!(reader.next().is_none());
///
/// let answer = format!(r#"{{"status": 200, "data": {list}}}"#);
/// let mut reader = RowReader::new(json_lines(answer.as_bytes()), Format::Plover);
/// assert_eq!(reader.by_ref().flatten().count(), 2);
/// assert_eq!(reader.get_ref().key(), Some("data"));
/// # Ok::<(), detente::import::RowFault>(())
/// ```
pub fn json_lines<R: BufRead>(input: R) -> JsonLines<R> {
    JsonLines {
        input,
        place: Place::Start(Box::new(Look::new())),
        lines: Vec::with_capacity(BUFFER),
        start: 0,
        key: None,
        is_untold: false,
        failure: None,
    }
}

/// A reader of JSON records, each on a line of its own. Returned by [`json_lines`].
///
/// If the records are in an object, reading is [interrupted](ErrorKind::Interrupted) once before the first of
/// them, to pass the key to the reader of rows. Readers retry, as the contract of [`Read`] says.
#[derive(Debug)]
pub struct JsonLines<R> {
    input: R,
    place: Place,
    /// Lines that were not all read.
    lines: Vec<u8>,
    /// The number of their bytes that were read.
    start: usize,
    /// The key or the path of the list in which records were found.
    key: Option<Box<str>>,
    /// Whether the key has not been passed on yet.
    is_untold: bool,
    /// The error after these lines.
    failure: Option<io::Error>,
}

#[derive(Debug)]
enum Place {
    /// It is not known yet what the file has.
    Start(Box<Look>),
    /// In records, or in a list of them.
    Records(Records),
    /// In a list of an object.
    Inside(Box<Inside>),
    End,
}

/// The key of the list in which records were found, as the payload of an interruption.
#[derive(Clone, Debug)]
struct FoundList(Box<str>);

impl fmt::Display for FoundList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the records are in the list `{}`; read again", self.0)
    }
}

impl std::error::Error for FoundList {}

/// The key of the list in which records were found, if an interruption has it.
pub(super) fn record_list(error: &io::Error) -> Option<Box<str>> {
    let reason = error.get_ref()?.downcast_ref::<FoundList>()?;
    Some(reason.0.clone())
}

impl<R: BufRead> JsonLines<R> {
    /// States that the records are in the list with this key of an object, or of several objects. If the list is in
    /// an object of that object, the keys are joined with dots: `results.bindings`. A key may have dots itself.
    /// Has no effect after the first record was read.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{PlainLayout, RowReader, json_lines};
    ///
    /// let layout = PlainLayout::default().with_json(true).with_columns("day", "a", "b", "type")?;
    /// let pages = r#"
    ///     {"page": 1, "links": [{"rel": "next"}], "events": [{"day": "2014-05-13", "a": "USA", "b": "RUS", "type": "042"}]}
    ///     {"page": 2, "links": [], "events": [{"day": "2014-05-14", "a": "RUS", "b": "USA", "type": "112"}]}
    /// "#;
    /// let records = json_lines(pages.as_bytes()).with_key("events");
    /// assert_eq!(RowReader::new(records, layout).flatten().count(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_key(mut self, key: &str) -> Self {
        if matches!(self.place, Place::Start(_)) {
            self.place = Place::Inside(Box::new(Inside::new(key.to_owned(), true)));
        }
        self
    }

    /// The key of the list in which records were found. Returns `None` before the first record, and if the records
    /// are not in an object.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Reads a byte, and copies it to `lines` if it belongs to a record.
    fn step(&mut self, byte: u8) -> io::Result<()> {
        match &mut self.place {
            Place::Start(look) => match look.read(byte) {
                None => Ok(()),
                Some(found) => self.begin(found),
            },
            Place::Records(records) => {
                records.read(byte, &mut self.lines);
                Ok(())
            }
            Place::Inside(inside) => {
                inside.read(byte, &mut self.lines)?;
                if self.key.is_none() && inside.has_list() {
                    self.key = Some(inside.path().into());
                    self.is_untold = true;
                }
                Ok(())
            }
            Place::End => Ok(()),
        }
    }

    /// Reads the bytes seen so far, now that it is known what the file has.
    fn begin(&mut self, found: Found) -> io::Result<()> {
        let place = match found {
            Found::Records => Place::Records(Records::START),
            Found::List(key) => Place::Inside(Box::new(Inside::new(key, false))),
            Found::Lists(keys) => return Err(several(&keys)),
        };
        if let Place::Start(look) = std::mem::replace(&mut self.place, place) {
            for byte in look.into_bytes() {
                self.step(byte)?;
            }
        }
        Ok(())
    }

    /// Reads the end of the file.
    fn end(&mut self) -> io::Result<()> {
        if let Place::Start(look) = &self.place {
            self.begin(look.found_at_end())?;
        }
        match std::mem::replace(&mut self.place, Place::End) {
            Place::Inside(inside) => inside.end(),
            Place::Records(records) => records.end(),
            Place::Start(_) | Place::End => Ok(()),
        }
    }

    /// Fills the buffer of lines, which is empty. It stays empty at the end of the file.
    fn fill(&mut self) -> io::Result<()> {
        self.start = 0;
        self.lines.clear();
        while self.lines.is_empty() && self.failure.is_none() && !matches!(self.place, Place::End) {
            let input = self.input.fill_buf()?;
            // A byte becomes at most two.
            let taken = &input[..input.len().min(BUFFER / 2)];
            let length = taken.len();
            let result = match &mut self.place {
                _ if taken.is_empty() => self.end(),
                Place::Records(records) => {
                    for &byte in taken {
                        records.read(byte, &mut self.lines);
                    }
                    Ok(())
                }
                _ => {
                    let taken = taken.to_vec();
                    taken.into_iter().try_for_each(|byte| self.step(byte))
                }
            };
            self.input.consume(length);
            if let Err(error) = result {
                self.place = Place::End;
                self.failure = Some(error);
            }
        }
        Ok(())
    }
}

impl<R: BufRead> BufRead for JsonLines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.lines.len() {
            self.fill()?;
        }
        if std::mem::take(&mut self.is_untold)
            && let Some(key) = &self.key
        {
            return Err(io::Error::new(
                ErrorKind::Interrupted,
                FoundList(key.clone()),
            ));
        }
        if self.lines.is_empty()
            && let Some(failure) = self.failure.take()
        {
            return Err(failure);
        }
        Ok(&self.lines[self.start..])
    }

    fn consume(&mut self, amount: usize) {
        self.start = (self.start + amount).min(self.lines.len());
    }
}

impl<R: BufRead> Read for JsonLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}
