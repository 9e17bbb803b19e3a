//! Reads a JSON record as the cells of a row.
//!
//! The keys of the first record are the header. A nested value has its keys joined with a dot
//! (`actor.country`), and the texts of a list are joined with semicolons. `null` and keys that a
//! record lacks are blank cells.

use super::fault::RowFaultKind;
use super::field::Fields;
use super::json::Json;
use super::pairs::SEPARATOR;

/// The maximum number of keys of the first record that are looked at.
const MAX_KEYS: usize = 1_000;

/// The cells of records.
#[derive(Clone, Debug, Default)]
pub(super) struct JsonCells {
    /// The keys of the columns.
    keys: Vec<Box<[u8]>>,
    /// The texts of the columns, reused for each record.
    texts: Vec<Vec<u8>>,
    /// The texts, joined.
    line: Vec<u8>,
    ends: Vec<u32>,
    scratch: Scratch,
}

/// Buffers of the record that is read.
#[derive(Clone, Debug, Default)]
struct Scratch {
    /// The key so far, with those around it.
    path: Vec<u8>,
    key: Vec<u8>,
    value: Vec<u8>,
}

impl JsonCells {
    /// The keys of a record, in order. At most [`MAX_KEYS`].
    pub(super) fn header(&mut self, record: &[u8]) -> Result<Vec<String>, RowFaultKind> {
        let mut keys: Vec<String> = Vec::new();
        self.scratch.read(record, &mut |key, _| {
            let key = String::from_utf8_lossy(key).into_owned();
            if keys.len() < MAX_KEYS && !keys.contains(&key) {
                keys.push(key);
            }
        })?;
        Ok(keys)
    }

    /// States the keys of the columns.
    pub(super) fn set_header(&mut self, keys: &[String]) {
        self.keys = keys.iter().map(|key| key.as_bytes().into()).collect();
        self.texts = vec![Vec::new(); keys.len()];
    }

    /// The fields of a record, and their number. Allocates nothing once the buffers have grown.
    pub(super) fn split(&mut self, record: &[u8]) -> Result<(Fields<'_>, usize), RowFaultKind> {
        let Self {
            keys,
            texts,
            line,
            ends,
            scratch,
        } = self;
        texts.iter_mut().for_each(Vec::clear);
        scratch.read(record, &mut |key, value| {
            let column = keys.iter().position(|known| **known == *key);
            if let Some(column) = column {
                texts[column].clear();
                texts[column].extend_from_slice(value);
            }
        })?;
        line.clear();
        ends.clear();
        for (number, text) in texts.iter().enumerate() {
            if number > 0 {
                let end = u32::try_from(line.len()).expect("a line has at most 1 MiB");
                ends.push(end);
                line.push(SEPARATOR);
            }
            let bytes = text.iter().copied();
            line.extend(bytes.map(|byte| if byte == SEPARATOR { b' ' } else { byte }));
        }
        Ok((Fields::new(line, ends), texts.len()))
    }
}

impl Scratch {
    /// Calls `each` with the key and the text of each value of a record.
    fn read(
        &mut self,
        record: &[u8],
        each: &mut dyn FnMut(&[u8], &[u8]),
    ) -> Result<(), RowFaultKind> {
        self.path.clear();
        let mut json = Json::new(record);
        self.object(&mut json, 0, each)?;
        json.end()
    }

    fn object(
        &mut self,
        json: &mut Json<'_>,
        depth: usize,
        each: &mut dyn FnMut(&[u8], &[u8]),
    ) -> Result<(), RowFaultKind> {
        let around = self.path.len();
        json.object(|json| {
            json.string(&mut self.key)?;
            json.require(b':', "a colon")?;
            self.path.truncate(around);
            if around > 0 {
                self.path.push(b'.');
            }
            self.path.extend_from_slice(&self.key);
            if json.peek() == Some(b'{') && depth < 2 {
                self.object(json, depth + 1, each)
            } else {
                self.value.clear();
                value(json, &mut self.key, &mut self.value)?;
                each(&self.path, &self.value);
                Ok(())
            }
        })
    }
}

/// Appends the text of a value to `text`. Objects in lists are left out.
fn value(
    json: &mut Json<'_>,
    string: &mut Vec<u8>,
    text: &mut Vec<u8>,
) -> Result<(), RowFaultKind> {
    match json.peek() {
        Some(b'"') => {
            json.string(string)?;
            text.extend_from_slice(string);
            Ok(())
        }
        Some(b'[') => json.array(|json| {
            let start = text.len();
            match json.peek() {
                Some(b'[' | b'{') => json.skip(0)?,
                _ => value(json, string, text)?,
            }
            // A semicolon before each text but the first.
            if text.len() > start && start > 0 {
                text.insert(start, b';');
            }
            Ok(())
        }),
        _ => {
            let word = json.skipped()?;
            if word != b"null" && !word.starts_with(b"{") {
                text.extend_from_slice(word);
            }
            Ok(())
        }
    }
}
