//! Detects what a file is from its first line.
//!
//! Three things are looked at, in this order: the signature in the first bytes, the names in a
//! header, and the number of columns with the form of some of them. A signature, a header and a
//! form that only one kind of file has are [certain](Certainty::Certain).
//!
//! Sources: the codebooks of the [formats](Format), and the published specifications of the
//! signatures (RFC 1952, RFC 8878, the ZIP application note, Apache Parquet, Apache Arrow,
//! PDF 32000-1).

mod formats;
mod signature;

use std::borrow::Cow;
use std::fmt;

use super::fault::RowFaultKind;
use super::reader::Format;
use crate::time::Certainty;

/// What a file is, as far as its first line shows, and how that was found.
///
/// Returned by [`Format::detect`]. `Display` prints `GDELT 2.0 (61 columns separated by tabs, the
/// second of which is a date)`, after `possibly` if the kind is not certain.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Detection {
    /// What the file is.
    pub kind: FileKind,
    /// [`Certain`](Certainty::Certain) if no other kind of file starts in this way, and
    /// [`Possible`](Certainty::Possible) if others do.
    pub certainty: Certainty,
    /// What was looked at.
    pub evidence: Cow<'static, str>,
}

/// A kind of file, as [detected](Format::detect) from its first line.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(
    tag = "kind",
    content = "format",
    rename_all = "snake_case",
    deny_unknown_fields
)]
#[non_exhaustive]
pub enum FileKind {
    /// Coded events, for a [`RowReader`](super::RowReader).
    Events(Format),
    /// Mentions of GDELT 2.0, for a [`MentionReader`](super::MentionReader).
    Mentions,
    /// Records of the GDELT Global Knowledge Graph, which has no events.
    KnowledgeGraph,
    /// A file packed with gzip.
    Gzip,
    /// A zip archive.
    Zip,
    /// A file packed with Zstandard.
    Zstd,
    /// A file packed with bzip2.
    Bzip2,
    /// A file packed with xz.
    Xz,
    /// A 7z archive.
    SevenZip,
    /// A RAR archive.
    Rar,
    /// A tar archive.
    Tar,
    /// An HTML page, as servers send it instead of a missing file.
    Html,
    /// An XML document.
    Xml,
    /// JSON whose first line is a record of another form than those of PLOVER.
    Json,
    /// JSON whose records are in a list or in an object, or have several lines: see
    /// [`json_lines`](super::json_lines).
    JsonRecords,
    /// A PDF document.
    Pdf,
    /// An Excel workbook.
    Excel,
    /// A spreadsheet in the `OpenDocument` format.
    OpenDocument,
    /// A table in Apache Parquet.
    Parquet,
    /// A table in Apache Arrow (Feather).
    Arrow,
    /// A database of `SQLite`.
    Sqlite,
    /// A Stata data set.
    Stata,
    /// Data of R.
    RData,
    /// A Git LFS pointer, which stands in for a large file of a repository.
    LfsPointer,
    /// Text in UTF-16.
    Utf16,
    /// Binary data without a known signature.
    Binary,
    /// Text that no published format has. It may be a [plain table](Format::Plain).
    Unknown,
}

impl Detection {
    /// Looks at the first line of a file that is not blank.
    pub(super) fn of(first_line: &[u8]) -> Self {
        signature::detect(first_line).unwrap_or_else(|| {
            let first_line = without_blank_lines(first_line);
            let text = first_line.strip_prefix(b"\xef\xbb\xbf");
            formats::detect(text.unwrap_or(first_line))
        })
    }

    fn certain(kind: FileKind, evidence: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind,
            certainty: Certainty::Certain,
            evidence: evidence.into(),
        }
    }

    fn possible(kind: FileKind, evidence: impl Into<Cow<'static, str>>) -> Self {
        Self {
            certainty: Certainty::Possible,
            ..Self::certain(kind, evidence)
        }
    }

    /// JSON whose first line is longer than a record may be.
    pub(super) fn long_json() -> Self {
        let evidence = "its first line starts with `{`, and is longer than a record may be";
        Self::certain(FileKind::JsonRecords, evidence)
    }

    /// The format of the events. Returns `None` if the file is of another kind.
    pub const fn format(&self) -> Option<&Format> {
        match &self.kind {
            FileKind::Events(format) => Some(format),
            _ => None,
        }
    }

    /// The format of the events, if no other kind of file starts in this way.
    pub(super) fn into_certain_format(self) -> Option<Format> {
        match self.kind {
            FileKind::Events(format) if self.certainty.is_certain() => Some(format),
            _ => None,
        }
    }

    /// The fault of a reader that reads another kind of file. Returns `None` if the file may be of
    /// the kind that it reads. `is_refused` is whether the reader cannot read the line.
    #[cold]
    pub(super) fn fault(&self, reads: &FileKind, is_refused: bool) -> Option<RowFaultKind> {
        let may_be_read = match (&self.kind, reads) {
            (kind, reads) if kind == reads => true,
            // The published layouts are not stated by hand, so another format is no choice of columns.
            (FileKind::Events(format), FileKind::Events(Format::Plain(layout)))
                if is_refused && self.certainty.is_certain() =>
            {
                let read = layout.published();
                read.is_none_or(|read| format.published() == Some(read))
            }
            // The columns of a plain table are stated, and may be those of a published format. A
            // record of PLOVER may lack a key.
            (
                FileKind::Events(_) | FileKind::Mentions | FileKind::KnowledgeGraph,
                FileKind::Events(Format::Plain(_)),
            )
            | (FileKind::Json, FileKind::Events(Format::Plover)) => true,
            // The delimiter is one of the control characters.
            (FileKind::Binary, FileKind::Events(Format::Plain(layout)))
                if layout.has_control_delimiter() =>
            {
                true
            }
            (FileKind::Json, FileKind::Events(Format::Plain(layout))) => layout.is_json(),
            // A header does not show the version of GDELT.
            (FileKind::Events(Format::Gdelt2), FileKind::Events(Format::Gdelt1)) => {
                self.evidence.starts_with(formats::GDELT_HEADER)
            }
            (FileKind::Events(Format::Gdelt2), FileKind::Mentions) => {
                self.evidence.starts_with(formats::JOINED_HEADER)
            }
            _ => !self.certainty.is_certain(),
        };
        (!may_be_read).then(|| RowFaultKind::WrongFile {
            found: self.kind.to_string().into(),
            evidence: self.evidence.clone(),
            expected: reads.to_string().into(),
            hint: self.kind.hint() + self.hint_for_json(reads),
        })
    }

    /// What to do with JSON in addition, if the reader reads a plain table.
    fn hint_for_json(&self, reads: &FileKind) -> &'static str {
        let FileKind::Events(Format::Plain(layout)) = reads else {
            return "";
        };
        match self.kind {
            FileKind::Json if !layout.is_json() => {
                "; to read JSON with a record on each line, state `with_json(true)`"
            }
            FileKind::JsonRecords if !layout.is_json() => ", and state `with_json(true)`",
            _ => "",
        }
    }
}

/// The text after the blank lines at the start of a file. If there are any, a byte order mark is removed too.
pub(super) fn without_blank_lines(start: &[u8]) -> &[u8] {
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let blanks = text.len() - text.trim_ascii_start().len();
    let last = text[..blanks].iter().rposition(|&byte| byte == b'\n');
    last.map_or(start, |last| &text[last + 1..])
}

impl fmt::Display for Detection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let possibly = match self.certainty {
            Certainty::Certain => "",
            _ if self.kind == FileKind::Unknown => "",
            _ => "possibly ",
        };
        write!(f, "{possibly}{} ({})", self.kind, self.evidence)
    }
}

impl FileKind {
    /// What to do with a file of this kind, after a semicolon. Empty if it is known to the caller.
    pub(super) fn hint(&self) -> Cow<'static, str> {
        let hint = match self {
            Self::Events(format) => return format.hint().into(),
            Self::Mentions => "; read it with `import::MentionReader`",
            Self::KnowledgeGraph => "; take the file whose name contains `export`",
            Self::Gzip | Self::Zip | Self::Zstd | Self::Bzip2 => {
                "; unpack it with `import::unpack`"
            }
            Self::Xz | Self::SevenZip | Self::Rar | Self::Tar => "; unpack it first",
            Self::Html | Self::Xml => {
                "; a server sends one instead of a missing file, so check the address and download it again"
            }
            Self::Pdf => "; take the data file, not its documentation",
            Self::Excel
            | Self::OpenDocument
            | Self::Parquet
            | Self::Arrow
            | Self::Sqlite
            | Self::Stata
            | Self::RData => "; save it as CSV",
            Self::LfsPointer => "; fetch the file with `git lfs pull`",
            Self::Utf16 => "; save it as UTF-8",
            Self::JsonRecords => "; put each record on a line with `import::json_lines`",
            Self::Json | Self::Binary | Self::Unknown => "",
        };
        hint.into()
    }
}

/// As in "the input is …": `GDELT 2.0`, `an HTML page`.
impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Events(format) => return format.fmt(f),
            Self::Mentions => "mentions of GDELT 2.0",
            Self::KnowledgeGraph => "the GDELT Global Knowledge Graph",
            Self::Gzip => "packed with gzip",
            Self::Zip => "a zip archive",
            Self::Zstd => "packed with zstd",
            Self::Bzip2 => "packed with bzip2",
            Self::Xz => "packed with xz",
            Self::SevenZip => "a 7z archive",
            Self::Rar => "a RAR archive",
            Self::Tar => "a tar archive",
            Self::Html => "an HTML page",
            Self::Xml => "an XML document",
            Self::Json => "JSON",
            Self::JsonRecords => "a list of JSON records, or records of several lines",
            Self::Pdf => "a PDF document",
            Self::Excel => "an Excel workbook",
            Self::OpenDocument => "an OpenDocument spreadsheet",
            Self::Parquet => "a Parquet table",
            Self::Arrow => "an Arrow table",
            Self::Sqlite => "an SQLite database",
            Self::Stata => "a Stata data set",
            Self::RData => "data of R",
            Self::LfsPointer => "a Git LFS pointer",
            Self::Utf16 => "text in UTF-16",
            Self::Binary => "binary data",
            Self::Unknown => "text of no known format",
        })
    }
}
