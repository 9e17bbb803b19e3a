//! Lists of names with their numbers: `entity2id.txt` and `relation2id.txt`.

use std::borrow::Cow;
use std::io::BufRead;
use std::sync::Arc;

use thiserror::Error;

use super::super::detect::Detection;
use super::super::fault::{printable, shortened};
use super::super::field::{is_blank, number};
use super::super::lines::Lines;
use super::super::name_table::{MAX_NAME_BYTES, MAX_NAMES};
use super::delimiter::found_delimiter;

/// A list of names with their numbers, such as `entity2id.txt` or `relation2id.txt` of a benchmark
/// of knowledge graphs.
///
/// Each number has at most one name, and the list starts with number 0. Cloning is cheap: clones
/// share the names.
///
/// # Example
///
/// ```
/// use detente::import::IdList;
///
/// let list = IdList::read(&b"South Korea\t0\nPolice (Philippines)\t1\n"[..])?;
/// assert_eq!((list.name(1), list.name(2)), (Some("Police (Philippines)"), None));
///
/// // Other forms, such as JSON, can be read elsewhere.
/// let same = IdList::from_pairs([("Police (Philippines)", 1), ("South Korea", 0)])?;
/// assert_eq!(list, same);
/// # Ok::<(), detente::import::IdListError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdList {
    /// By number. Numbers without a name are `None`.
    names: Arc<[Option<Box<str>>]>,
}

/// A text is not a list of names with their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IdListError {
    /// The first line shows that the file is of another kind.
    #[error("the input is {found} ({evidence}): expected a list such as `entity2id.txt`{hint}")]
    WrongFile {
        /// What the file is.
        found: Cow<'static, str>,
        /// The evidence for that.
        evidence: Cow<'static, str>,
        /// What to do, after a semicolon. May be empty.
        hint: Cow<'static, str>,
    },
    /// A line does not have a name and a number.
    #[error(
        "line {line} is `{}`: expected a name and its number, separated by a tab{}",
        printable(.text),
        found_instead(.text)
    )]
    Line {
        /// The number of the line, counted from 1.
        line: u64,
        /// The line, shortened if it is long.
        text: Box<str>,
    },
    /// A name is blank or too long.
    #[error(
        "the name with the number {id} is `{name}`: expected 1 to {MAX_NAME_BYTES} bytes that are not blank"
    )]
    Name {
        /// The number of the name.
        id: u64,
        /// The name, shortened if it is long.
        name: Box<str>,
    },
    /// Two names have one number.
    #[error("`{first}` and `{second}` have the number {id}: expected a number for each name")]
    Duplicate {
        /// The number.
        id: u64,
        /// The name that came first.
        first: Box<str>,
        /// The name that came second.
        second: Box<str>,
    },
    /// A number is too large.
    #[error("`{name}` has the number {id}: expected numbers below {MAX_NAMES}")]
    TooLarge {
        /// The number.
        id: u64,
        /// The name.
        name: Box<str>,
    },
    /// No name has the number 0, as in `stat.txt`, which has the counts of both lists.
    #[error(
        "no name has the number 0: expected a list such as `entity2id.txt`, whose numbers start with 0"
    )]
    NoZero,
    /// The input failed.
    #[error("the list cannot be read: {message}")]
    Read {
        /// The message of the I/O error.
        message: Box<str>,
    },
}

crate::wire::errors!(IdListError {
    WrongFile { found, evidence, hint },
    Line { line, text },
    Name { id, name },
    Duplicate { id, first, second },
    TooLarge { id, name },
    NoZero,
    Read { message },
});

impl IdList {
    /// Reads a list. Each line has a name, a tab and the number of the name. Lines can be in any order.
    ///
    /// Blank lines are skipped. A first line with only a number is skipped too: in some benchmarks it is the count
    /// of the names. In a line without a tab, blanks separate the number.
    ///
    /// # Errors
    ///
    /// Returns an [`IdListError`] if the input fails or is not a list of names with numbers.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::IdList;
    ///
    /// let error = IdList::read(&b"23033\t256\n"[..]).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "no name has the number 0: expected a list such as `entity2id.txt`, whose numbers start \
    ///      with 0",
    /// );
    /// ```
    pub fn read(input: impl BufRead) -> Result<Self, IdListError> {
        let mut lines = Lines::new(input);
        let mut list = Builder::default();
        loop {
            let line = match lines.next() {
                Ok(Some(line)) => line,
                Ok(None) => return list.build(),
                Err(error) => {
                    return Err(IdListError::Read {
                        message: error.to_string().into(),
                    });
                }
            };
            let mut bytes = line.bytes.unwrap_or(b"(too long)").trim_ascii();
            if line.number == 1 {
                bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            }
            let is_count = line.number == 1 && number(bytes).is_some();
            if bytes.is_empty() || is_count {
                continue;
            }
            let Some((name, id)) = pair_of(bytes) else {
                let error = IdListError::Line {
                    line: line.number,
                    text: shortened(bytes),
                };
                let is_first = list.names.is_empty();
                let wrong = is_first.then(|| wrong_file(lines.start())).flatten();
                return Err(wrong.unwrap_or(error));
            };
            list.add(name, id)?;
        }
    }

    /// Creates a list from names and their numbers.
    ///
    /// # Errors
    ///
    /// Returns an [`IdListError`] if a name is blank or too long, if two names have one number, if
    /// no name has the number 0, or if a number is too large.
    pub fn from_pairs<'n>(
        pairs: impl IntoIterator<Item = (&'n str, u64)>,
    ) -> Result<Self, IdListError> {
        let mut list = Builder::default();
        for (name, id) in pairs {
            list.add(name.trim(), id)?;
        }
        list.build()
    }

    /// The name with a number. Returns `None` if the list does not have the number.
    #[inline]
    pub fn name(&self, id: usize) -> Option<&str> {
        self.names.get(id)?.as_deref()
    }

    /// Iterates over the names and their numbers, in the order of numbers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        let names = self.names.iter().zip(0..);
        names.filter_map(|(name, id)| Some((name.as_deref()?, id)))
    }

    /// The largest number plus one.
    pub(super) fn slots(&self) -> usize {
        self.names.len()
    }

    /// The name with a number that the list has.
    pub(super) fn at(&self, id: usize) -> &str {
        self.name(id)
            .expect("the number was checked when it was read")
    }
}

/// The error for a first line that only another kind of file has.
fn wrong_file(line: &[u8]) -> Option<IdListError> {
    let detected = Detection::of(line);
    let is_certain = detected.certainty.is_certain();
    is_certain.then(|| IdListError::WrongFile {
        found: detected.kind.to_string().into(),
        hint: detected.kind.hint(),
        evidence: detected.evidence,
    })
}

/// The delimiter of a line that is no part of a list, after a comma. Empty if there is none.
fn found_instead(line: &str) -> String {
    let found = found_delimiter(line.as_bytes());
    found.map_or_else(String::new, |delimiter| format!(", found {delimiter}"))
}

/// The name and the number on a line.
fn pair_of(line: &[u8]) -> Option<(&str, u64)> {
    let line = std::str::from_utf8(line).ok()?;
    let (name, id) = line.rsplit_once('\t').or_else(|| line.rsplit_once(' '))?;
    let name = name.trim();
    if name.is_empty() || name.contains('\t') {
        return None;
    }
    Some((name, number(id.as_bytes())?))
}

/// Collects the names of a list.
#[derive(Debug, Default)]
struct Builder {
    names: Vec<Option<Box<str>>>,
}

impl Builder {
    fn add(&mut self, name: &str, id: u64) -> Result<(), IdListError> {
        let shown = || shortened(name.as_bytes());
        if is_blank(name.as_bytes()) || name.len() > MAX_NAME_BYTES {
            return Err(IdListError::Name { id, name: shown() });
        }
        let index = usize::try_from(id).ok().filter(|&index| index < MAX_NAMES);
        let Some(index) = index else {
            return Err(IdListError::TooLarge { id, name: shown() });
        };
        if index >= self.names.len() {
            self.names.resize(index + 1, None);
        }
        let place = &mut self.names[index];
        if let Some(first) = place {
            return Err(IdListError::Duplicate {
                id,
                first: shortened(first.as_bytes()),
                second: shown(),
            });
        }
        *place = Some(name.into());
        Ok(())
    }

    fn build(self) -> Result<IdList, IdListError> {
        if !matches!(self.names.first(), Some(Some(_))) {
            return Err(IdListError::NoZero);
        }
        Ok(IdList {
            names: self.names.into(),
        })
    }
}

impl serde::Serialize for IdList {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> serde::Deserialize<'de> for IdList {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pairs = Vec::<(String, u64)>::deserialize(deserializer)?;
        let pairs = pairs.iter().map(|(name, id)| (name.as_str(), *id));
        Self::from_pairs(pairs).map_err(serde::de::Error::custom)
    }
}
