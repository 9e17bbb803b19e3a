//! Why a row was refused.

use std::io;

use thiserror::Error;

use crate::code;

/// A row was refused. It takes no other along: the reader goes on with the next line.
///
/// Only where the input itself fails ([`Problem::Read`]), or where a format's header is
/// missing ([`Problem::Header`]), is there no next one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {problem}")]
pub struct RowError {
    line: u64,
    offset: u64,
    problem: Box<Problem>,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Problem {
    /// A field holds something else than it should.
    #[error("column {number} ({name}) is `{}`: expected {expected}", printable(.value))]
    Field {
        /// The number of the column, counted from 1.
        number: usize,
        /// The name of the column in the codebook of the format.
        name: &'static str,
        /// What is there, shortened if it is long.
        value: Box<str>,
        /// What should be there.
        expected: &'static str,
    },
    /// The row has more or fewer columns than the format.
    #[error("{found} column{}: expected {expected}", if *.found == 1 { "" } else { "s" })]
    Columns {
        /// How many the row has.
        found: usize,
        /// How many the format has.
        expected: &'static str,
    },
    /// The line is over [`MAX_LINE`](super::MAX_LINE).
    #[error("longer than {} bytes: expected a row", super::MAX_LINE)]
    TooLong,
    /// Lines end with carriage returns alone, as nothing has written them for long.
    #[error("a carriage return within the line: expected lines that end with a line feed")]
    Return,
    /// A quoted field goes over the end of the line.
    #[error(
        "column {number}{} has no closing quote: expected one before the end of the line",
        in_brackets(*.name)
    )]
    Quote {
        /// The number of the column, counted from 1.
        number: usize,
        /// The name of the column, where it is one that is read.
        name: Option<&'static str>,
    },
    /// The line is no record in JSON, or a name in it is too long.
    #[error("byte {at} of the line: expected {expected}")]
    Json {
        /// Where in the line, counted from 1.
        at: usize,
        /// What should be there.
        expected: &'static str,
    },
    /// A row lists more actors on one side than it may stand for pairs.
    #[error(
        "more than {most} actors on one side: expected at most {most} pairs of actors in one row",
        most = super::MAX_PAIRS
    )]
    Actors,
    /// A row of many actors stands for too many pairs.
    #[error(
        "{found} pairs of actors in one row: expected at most {}",
        super::MAX_PAIRS
    )]
    Pairs {
        /// How many pairs it stands for.
        found: usize,
    },
    /// The reader holds as many names as it may.
    #[error(
        "a name more than a reader holds: expected at most {} names of {} bytes together",
        super::MAX_NAMES,
        super::MAX_NAMES_BYTES
    )]
    Names,
    /// The first line does not name the columns of the format. Nothing more is read.
    #[error("no column is named `{missing}`: expected the header of {format}")]
    Header {
        /// The name of the format.
        format: &'static str,
        /// The name of a column that is missing.
        missing: &'static str,
    },
    /// The input begins as something else than lines of text in UTF-8. Nothing more is read.
    #[error("the input begins as {found} does: expected lines of text in UTF-8{hint}")]
    NotText {
        /// What begins so.
        found: &'static str,
        /// What to do.
        hint: &'static str,
    },
    /// The input cannot be read. Nothing more is read.
    #[error("the input cannot be read: {message}")]
    Read {
        /// Of what kind the failure is.
        kind: io::ErrorKind,
        /// What was said of it.
        message: Box<str>,
    },
}

fn in_brackets(name: Option<&str>) -> String {
    name.map(|name| format!(" ({name})")).unwrap_or_default()
}

/// A text with its control characters escaped.
pub(super) fn printable(text: &str) -> String {
    let escaped = |c: char| c.escape_debug().collect::<String>();
    let one = |c: char| if c.is_control() { escaped(c) } else { c.into() };
    text.chars().map(one).collect()
}

impl Problem {
    /// What the first bytes of an input are the mark of, where that is no text.
    #[cold]
    pub(super) fn of_first(bytes: &[u8]) -> Option<Self> {
        const KNOWN: [(&[u8], &str, &str); 4] = [
            (b"\x1f\x8b", "gzip", " (`import::gunzip` unpacks it)"),
            (b"PK\x03\x04", "zip", " (`import::Zip` unpacks it)"),
            (b"\xff\xfe", "UTF-16", ""),
            (b"\xfe\xff", "UTF-16", ""),
        ];
        let known = KNOWN.iter().find(|(mark, ..)| bytes.starts_with(mark));
        known.map(|&(_, found, hint)| Self::NotText { found, hint })
    }
}

impl RowError {
    pub(super) fn new(line: u64, offset: u64, problem: Problem) -> Self {
        Self {
            line,
            offset,
            problem: Box::new(problem),
        }
    }

    /// The line, counted from 1.
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// Where the line begins, in bytes from the start of the input.
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// What is wrong.
    pub const fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Whether the input failed, and not the row.
    pub(super) const fn is_of_input(&self) -> bool {
        matches!(*self.problem, Problem::Read { .. })
    }

    /// Whether the reader has nothing more to give.
    pub const fn is_fatal(&self) -> bool {
        matches!(
            *self.problem,
            Problem::Read { .. } | Problem::Header { .. } | Problem::NotText { .. }
        )
    }
}

/// Bytes for an error or an example: at most 60 characters of them.
pub(super) fn shortened(bytes: &[u8]) -> Box<str> {
    // More than 60 characters, of whatever length.
    let head = bytes.get(..61 * 4).unwrap_or(bytes);
    code::shortened(&String::from_utf8_lossy(head))
}
