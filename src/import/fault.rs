//! Why a row was refused.

use std::borrow::Cow;
use std::io;

use thiserror::Error;

use super::plain::Delimiter;
use super::reader::Format;
use crate::text;

/// A row that was refused, with its place and the reason.
///
/// A fault affects its own row only: the reader continues with the next line. The exceptions
/// are [fatal](Self::is_fatal): the input failed, is a file of another kind, or lacks the header of
/// its format.
///
/// # Example
///
/// ```
/// use detente::import::{Format, RowFaultKind, RowReader};
///
/// let table = "2014-05-32\tUSA\tRUS\t042\n";
/// let mut reader = RowReader::new(table.as_bytes(), Format::Plain(Default::default()));
/// let fault = reader.next().unwrap().unwrap_err();
/// assert_eq!((fault.line, fault.offset), (1, 0));
/// assert!(matches!(&fault.kind, RowFaultKind::Field { number: 1, name, .. } if name == "date"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error, serde::Serialize, serde::Deserialize)]
#[serde(into = "RowFaultShape", from = "RowFaultShape")]
#[error("line {line}: {kind}")]
#[non_exhaustive]
pub struct RowFault {
    /// The line, counted from 1.
    pub line: u64,
    /// The byte at which the line starts, counted from 0.
    pub offset: u64,
    /// What is wrong.
    pub kind: RowFaultKind,
}

/// The written form of a fault, with its message for a person. The message is not compared when it is read,
/// because another version can have another.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RowFaultShape {
    line: u64,
    offset: u64,
    kind: RowFaultKind,
    message: String,
}

impl From<RowFault> for RowFaultShape {
    fn from(fault: RowFault) -> Self {
        Self {
            message: fault.kind.to_string(),
            line: fault.line,
            offset: fault.offset,
            kind: fault.kind,
        }
    }
}

impl From<RowFaultShape> for RowFault {
    fn from(shape: RowFaultShape) -> Self {
        Self {
            line: shape.line,
            offset: shape.offset,
            kind: shape.kind,
        }
    }
}

/// What is wrong with a row, with the value found and what was expected.
#[derive(Clone, Debug, PartialEq, Eq, Error, serde::Serialize, serde::Deserialize)]
#[serde(tag = "code", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum RowFaultKind {
    /// A field has the wrong form.
    #[error("{} is `{}`: expected {expected}", place(*.number, .name), printable(.value))]
    Field {
        /// The number of the column, counted from 1. 0 for a [constant text](super::ColumnKey::constant).
        number: usize,
        /// The name of the column in the codebook of the format.
        name: Cow<'static, str>,
        /// The value of the field, shortened if it is long.
        value: Box<str>,
        /// The form that was expected.
        expected: Cow<'static, str>,
    },
    /// The row has the wrong number of columns.
    #[error("the row has {found} column{}: expected {expected}", if *.found == 1 { "" } else { "s" })]
    Columns {
        /// The number of columns in the row.
        found: usize,
        /// The number of columns in the format.
        expected: Cow<'static, str>,
    },
    /// The line is longer than [`MAX_LINE`](super::MAX_LINE).
    #[error("the line is too long: expected at most {} bytes", super::MAX_LINE)]
    #[serde(deserialize_with = "crate::wire::no_fields")]
    TooLong,
    /// The line contains a carriage return, as in files whose lines end with it alone.
    #[error(
        "the line contains a carriage return: expected lines that end with a line feed; {}",
        text::END_LINES
    )]
    #[serde(deserialize_with = "crate::wire::no_fields")]
    CarriageReturn,
    /// A quoted field has no closing quote on its line.
    #[error(
        "column {number}{} has no closing quote: expected one before the end of the line",
        in_brackets(.name.as_deref())
    )]
    Quote {
        /// The number of the column, counted from 1.
        number: usize,
        /// The name of the column, if the reader uses it.
        #[serde(deserialize_with = "crate::wire::given")]
        name: Option<Cow<'static, str>>,
    },
    /// The line is not a JSON record, or a name in it is too long.
    #[error("the record is malformed at byte {at}: expected {expected}")]
    Json {
        /// The position in the line, counted from 1.
        at: usize,
        /// What was expected at this position.
        expected: Cow<'static, str>,
    },
    /// One side of the row lists more than [`MAX_PAIRS`](super::MAX_PAIRS) actors.
    #[error(
        "one side of the row names more than {most} actors: expected at most {most} actors on a side",
        most = super::MAX_PAIRS
    )]
    #[serde(deserialize_with = "crate::wire::no_fields")]
    Actors,
    /// The row lists more than [`MAX_PAIRS`](super::MAX_PAIRS) pairs of actors.
    #[error(
        "the row names {found} pairs of actors: expected at most {}",
        super::MAX_PAIRS
    )]
    Pairs {
        /// The number of pairs in the row.
        found: usize,
    },
    /// The name table of the reader is full.
    #[error(
        "the name table of the reader is full: expected at most {} distinct names of {} bytes in total",
        super::MAX_NAMES,
        super::MAX_NAMES_BYTES
    )]
    #[serde(deserialize_with = "crate::wire::no_fields")]
    Names,
    /// The first line lacks a column that the format needs. Fatal.
    #[error("the header has no column `{missing}`: expected the header of {format}{hint}")]
    Header {
        /// The name of the format.
        format: Cow<'static, str>,
        /// The name of the missing column.
        missing: Cow<'static, str>,
        /// What else the format needs or what to do, after a semicolon. May be empty.
        hint: Cow<'static, str>,
    },
    /// The header of a plain table lacks a column that its layout names. Fatal.
    #[error(
        "the header has no column for the {name}: expected {expected}, found {found}{}",
        missing_hint(.looks_like.as_deref(), *.delimiter)
    )]
    MissingColumn {
        /// What the column was to contain.
        name: Cow<'static, str>,
        /// The names that it may have.
        expected: Box<str>,
        /// The names in the header.
        found: Box<str>,
        /// The delimiter that the line seems to have, if it is not the stated one.
        #[serde(deserialize_with = "crate::wire::given")]
        delimiter: Option<Delimiter>,
        /// The format that the first line of the file or the header has, if it is a
        /// [known](Format::detect) one and not that of the layout.
        #[serde(deserialize_with = "crate::wire::given")]
        looks_like: Option<Box<Format>>,
    },
    /// Two columns of a plain table are the same one in its header. Fatal.
    #[error(
        "{first} and {second} are both in column {number} (`{}`): expected a column for each{}",
        printable(.name), parties_hint(first, second)
    )]
    SameColumn {
        /// What the column was to contain.
        first: Cow<'static, str>,
        /// What else the column was to contain.
        second: Cow<'static, str>,
        /// The number of the column, counted from 1.
        number: usize,
        /// Its name in the header.
        name: Box<str>,
    },
    /// The first JSON record lacks all keys that the layout names. Fatal.
    #[error(
        "the record has no key for the {name}: expected {expected}, found {found}; if it has the records in a \
         list, read the file with `import::json_lines`, and state the key of the list (`with_key`)"
    )]
    MissingKey {
        /// What the value was to contain.
        name: Cow<'static, str>,
        /// The names that the key may have.
        expected: Box<str>,
        /// The keys of the record.
        found: Box<str>,
    },
    /// The header of a plain table has a name twice that its layout uses. Fatal.
    #[error(
        "the header has `{}` in the columns {first} and {second}: expected one, or the number of the column",
        printable(.name)
    )]
    SameNames {
        /// The name.
        name: Box<str>,
        /// The number of the first column with the name, counted from 1.
        first: usize,
        /// The number of the second.
        second: usize,
    },
    /// The first line shows that the file is of another [kind](super::FileKind) than the reader
    /// reads. Fatal.
    #[error("the input is {found} ({evidence}): expected {expected}{hint}")]
    WrongFile {
        /// What the file is.
        found: Cow<'static, str>,
        /// What shows that.
        evidence: Cow<'static, str>,
        /// What the reader reads.
        expected: Cow<'static, str>,
        /// What to do, after a semicolon. May be empty.
        hint: Cow<'static, str>,
    },
    /// The input failed. Fatal.
    #[error("the input cannot be read: {message}")]
    Read {
        /// The kind of the I/O error.
        #[serde(with = "super::io_kind")]
        kind: io::ErrorKind,
        /// The message of the I/O error.
        message: Box<str>,
    },
}

/// What to do about a header without a column, if the line has the stated delimiter.
const HEADER_HINT: &str = "; state the line of the header if it is another (`with_header_line`)";

/// What to do about a header without a column, after a semicolon.
fn missing_hint(looks_like: Option<&Format>, delimiter: Option<Delimiter>) -> String {
    let Some(format) = looks_like else {
        return delimiter.map_or_else(|| HEADER_HINT.to_owned(), Delimiter::hint);
    };
    let hint = match delimiter {
        Some(delimiter) => delimiter.hint(),
        None => format.hint(),
    };
    format!("; its first line is as in {format}{hint}")
}

fn in_brackets(name: Option<&str>) -> String {
    name.map_or_else(String::new, |name| format!(" ({name})"))
}

/// Escapes the control characters of a text.
pub(super) fn printable(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() {
            escaped.extend(character.escape_debug());
        } else {
            escaped.push(character);
        }
    }
    escaped
}

impl RowFault {
    /// Whether the reader stops here and returns no more rows.
    pub const fn is_fatal(&self) -> bool {
        matches!(
            self.kind,
            RowFaultKind::Read { .. }
                | RowFaultKind::Header { .. }
                | RowFaultKind::MissingColumn { .. }
                | RowFaultKind::MissingKey { .. }
                | RowFaultKind::SameNames { .. }
                | RowFaultKind::SameColumn { .. }
                | RowFaultKind::WrongFile { .. }
        )
    }

    /// Whether the input failed, which is not the fault of a row.
    pub(super) const fn is_of_input(&self) -> bool {
        matches!(self.kind, RowFaultKind::Read { .. })
    }
}

fn place(number: usize, name: &str) -> String {
    match number {
        0 => format!("the stated {name}"),
        _ => format!("column {number} ({name})"),
    }
}

/// What reads a table with source and target in one column. Empty for other columns.
pub(super) fn parties_hint(first: &str, second: &str) -> &'static str {
    match (first, second) {
        ("source", "target") => {
            "; the module `sheet` reads tables with all parties of an event in one column"
        }
        _ => "",
    }
}

/// Shortens bytes to at most 60 characters, for an error or an example.
pub(super) fn shortened(bytes: &[u8]) -> Box<str> {
    // A character has at most four bytes, so this keeps 61 of them if there are as many.
    let start = bytes.get(..61 * 4).unwrap_or(bytes);
    text::shortened(&String::from_utf8_lossy(start))
}
