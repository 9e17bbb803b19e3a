//! Files in a summary: faults with their file, and files that had no row, or none of their format.

use std::fmt;

use super::super::fault::{RowFault, printable, shortened};
use super::super::reader::Format;

/// A fault and the file in which it occurred.
///
/// `Display` prints `file 1, line 6: 2 columns: expected one for each of date, source, target and
/// code`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FileFault {
    /// The number of the reader it came from, counted from 1.
    pub file: u32,
    /// The fault.
    pub fault: RowFault,
}

/// A file without a row.
///
/// `Display` prints `file 2: no rows, because the file is empty`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct EmptyFile {
    /// The number of the reader it came from, counted from 1.
    pub file: u32,
    /// Why it has no row.
    pub reason: NoRows,
}

/// Why a file has no row.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum NoRows {
    /// It is empty, or has only blank lines.
    #[serde(deserialize_with = "crate::wire::no_fields")]
    Empty,
    /// It has only a header.
    #[serde(deserialize_with = "crate::wire::no_fields")]
    HeaderOnly,
    /// It ends before the [stated](crate::import::PlainLayout::with_header_line) line of its header.
    HeaderBeyondEnd {
        /// The stated line, counted from 1.
        header_line: u64,
        /// The number of lines.
        lines: u64,
    },
    /// It has only a JSON object whose lists of records are empty, as an API returns it if it finds nothing.
    EmptyLists {
        /// The keys of the empty lists, after those of the objects around each, joined with dots.
        lists: Vec<Box<str>>,
    },
}

/// A file without a readable row: most likely a file of another format.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FormatMismatch {
    /// The number of the reader it came from, counted from 1.
    pub file: u32,
    /// The number of rows that were read.
    pub rows: u64,
    /// The format in which the file was read.
    pub read_as: Format,
    /// The format of the first line ([`Format::detect`]), if it is another format.
    #[serde(deserialize_with = "crate::wire::given")]
    pub looks_like: Option<Format>,
}

/// Place and reason: `file 1, line 6: 2 columns: expected 61`.
impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "file {}, {}", self.file, self.fault)
    }
}

impl fmt::Display for EmptyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "file {}: no rows, because {}", self.file, self.reason)
    }
}

/// The reason after `because`: `the file is empty`.
impl fmt::Display for NoRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the file is empty"),
            Self::HeaderOnly => f.write_str("the file has only a header"),
            Self::HeaderBeyondEnd { header_line, lines } => write!(
                f,
                "the header was not found: expected it in line {header_line} (`with_header_line`), and \
                 the file has {lines} line{}",
                if *lines == 1 { "" } else { "s" }
            ),
            Self::EmptyLists { lists } => {
                let shown = lists.iter().map(|list| shortened(list.as_bytes()));
                let shown: Vec<_> = shown
                    .map(|list| format!("`{}`", printable(&list)))
                    .collect();
                let (list, is) = match lists.len() {
                    1 => ("list", "is"),
                    _ => ("lists", "are"),
                };
                write!(f, "its {list} {} {is} empty", shown.join(", "))
            }
        }
    }
}

impl fmt::Display for FormatMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            rows,
            read_as,
            ..
        } = self;
        write!(
            f,
            "file {file}: no row of {rows} could be read as {read_as}"
        )?;
        match &self.looks_like {
            Some(format) => write!(f, "; its first line is as in {format}"),
            None => Ok(()),
        }
    }
}
