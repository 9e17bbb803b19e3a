//! Turns lines into rows: the part that all formats share.

use std::io::BufRead;

use memchr::memchr;

use super::detect::{Detection, FileKind};
use super::fault::{RowFault, RowFaultKind, shortened};
use super::json_lines::empty_lists;
use super::name_table::NameTable;
use super::reader::Format;
use super::records::{LineBreaks, Records};
use super::row::{Act, CodedEvent};
use super::warning::RowWarnings;

/// How much of its input a reader has read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Progress {
    /// The number of bytes of the (unpacked) input.
    pub bytes: u64,
    /// The number of lines.
    pub lines: u64,
    /// The number of rows, including those that were refused.
    pub rows: u64,
}

/// A line with its place, for a format to read.
#[derive(Clone, Copy, Debug)]
pub(super) struct SourceLine<'l> {
    pub(super) bytes: &'l [u8],
    pub(super) number: u64,
    pub(super) offset: u64,
}

impl SourceLine<'_> {
    /// A row with a day and an act, and nothing else.
    #[inline]
    pub(super) const fn row(&self, day: i32, act: Act, names: &NameTable) -> CodedEvent {
        CodedEvent {
            day,
            last_day: day,
            added: None,
            source: None,
            target: None,
            act,
            id: None,
            table: names.id(),
            line: self.number,
            offset: self.offset,
            mentions: None,
            sources: None,
            count: 1,
            warnings: RowWarnings::NONE,
        }
    }
}

/// Reads the rows of an input.
#[derive(Debug)]
pub(super) struct Rows<R> {
    lines: Records<R>,
    count: u64,
    /// What the reader reads. Files of other kinds are refused.
    reads: FileKind,
    /// Whether a first line that is not a row was looked at.
    is_checked: bool,
    /// The format that a first line has which is not a row.
    looks_like: Option<Box<Format>>,
    is_finished: bool,
    /// Whether the last line was read.
    is_at_end: bool,
    /// The empty lists of the object that is all of the input.
    empty_lists: Vec<Box<str>>,
}

impl<R: BufRead> Rows<R> {
    pub(super) const fn new(input: R, reads: FileKind, breaks: Option<LineBreaks>) -> Self {
        Self {
            lines: Records::new(input, breaks),
            count: 0,
            reads,
            is_checked: false,
            looks_like: None,
            is_finished: false,
            is_at_end: false,
            empty_lists: Vec::new(),
        }
    }

    pub(super) const fn progress(&self) -> Progress {
        Progress {
            bytes: self.lines.lines().offset(),
            lines: self.lines.lines().number(),
            rows: self.count,
        }
    }

    /// The last line again. Empty if it was too long.
    pub(super) fn last_line(&mut self) -> &[u8] {
        let (number, line) = self.lines.last();
        without_byte_order_mark(number, line)
    }

    /// The start of the last line, for a person to read.
    pub(super) fn excerpt(&mut self) -> Box<str> {
        shortened(self.last_line())
    }

    /// The number of the last line, if it has no line feed.
    pub(super) fn unended_line(&self) -> Option<u64> {
        let lines = self.lines.lines();
        lines.is_unended().then(|| lines.number())
    }

    /// Whether the input was read to its end and has no row.
    pub(super) const fn has_no_rows(&self) -> bool {
        self.is_at_end && self.count == 0
    }

    /// Whether a line that is not blank was looked at and is no row, if there is no row.
    pub(super) const fn has_other_lines(&self) -> bool {
        self.is_checked
    }

    /// The lists of a JSON file without records.
    pub(super) fn empty_lists(&self) -> Vec<Box<str>> {
        match self.lines.lines().list() {
            Some(list) if self.has_no_rows() => vec![list.into()],
            _ => self.empty_lists.clone(),
        }
    }

    pub(super) const fn get_ref(&self) -> &R {
        self.lines.lines().get_ref()
    }

    pub(super) fn into_inner(self) -> R {
        self.lines.into_inner()
    }

    /// Sets the key of the list in which the lines were found, if another reader of the input was told.
    pub(super) fn set_list(&mut self, key: Option<Box<str>>) {
        self.lines.lines_mut().set_list(key);
    }

    /// The key of the list of a JSON file in which the lines were found, if this was not asked before.
    pub(super) fn take_list(&mut self) -> Option<Box<str>> {
        self.lines.lines_mut().take_list()
    }

    /// Counts one more row of the last line.
    pub(super) const fn count(&mut self) {
        self.count += 1;
    }

    /// The next row, or the fault of the next line. Returns `None` after the last line.
    ///
    /// `read` reads the row of a line, and returns `None` for a header.
    #[inline]
    pub(super) fn next<T>(
        &mut self,
        mut read: impl FnMut(SourceLine<'_>) -> Result<Option<T>, RowFaultKind>,
    ) -> Option<Result<T, RowFault>> {
        while !self.is_finished {
            let line = match self.lines.next() {
                Ok(Some(line)) => line,
                Ok(None) => {
                    self.is_at_end = true;
                    return None;
                }
                Err(error) => {
                    let kind = RowFaultKind::Read {
                        kind: error.kind(),
                        message: error.to_string().into(),
                    };
                    // The line that could not be read is the one after the last.
                    let lines = self.lines.lines();
                    let (line, offset) = (lines.number() + 1, lines.offset());
                    return Some(Err(self.refuse(line, offset, kind)));
                }
            };
            let (number, offset) = (line.number, line.offset);
            let bytes = line
                .bytes
                .map(|bytes| without_byte_order_mark(number, bytes));
            let row = match bytes {
                Some(b"") => continue,
                None => Err(RowFaultKind::TooLong),
                Some(bytes) if memchr(b'\r', bytes).is_some() => Err(RowFaultKind::CarriageReturn),
                Some(bytes) => read(SourceLine {
                    bytes,
                    number,
                    offset,
                }),
            };
            let kind = match row {
                Ok(Some(row)) => {
                    self.count += 1;
                    return Some(Ok(row));
                }
                // A line that looks like a header, or that is refused, may be the start of a file
                // of another kind.
                Ok(None) => match self.wrong_file(None) {
                    Some(wrong) => wrong,
                    None => continue,
                },
                Err(kind) => match self.wrong_file(Some(&kind)) {
                    Some(wrong) => wrong,
                    None if self.is_without_records(&kind) => return None,
                    None => self.explained(kind),
                },
            };
            return Some(Err(self.refuse(number, offset, kind)));
        }
        None
    }

    /// The fault that the file is of another kind than the reader reads. Looks at the first line
    /// only, because a damaged row elsewhere must not take others with it.
    #[cold]
    fn wrong_file(&mut self, refused: Option<&RowFaultKind>) -> Option<RowFaultKind> {
        if self.count > 0 || std::mem::replace(&mut self.is_checked, true) {
            return None;
        }
        let detected = Detection::of(self.lines.start());
        let detected = match (&detected.kind, refused) {
            (FileKind::Json, Some(RowFaultKind::TooLong)) => Detection::long_json(),
            _ => detected,
        };
        let fault = detected.fault(&self.reads, refused.is_some());
        self.looks_like = detected.into_certain_format().map(Box::new);
        fault
    }

    /// Whether the input is a JSON object that has empty lists instead of the keys of a record, and nothing else.
    #[cold]
    fn is_without_records(&mut self, refused: &RowFaultKind) -> bool {
        if self.count > 0 || !matches!(refused, RowFaultKind::MissingKey { .. }) {
            return false;
        }
        let lists = empty_lists(self.last_line());
        if lists.is_empty() || !self.lines.lines_mut().ends_in_blanks() {
            return false;
        }
        self.empty_lists = lists;
        self.is_finished = true;
        self.is_at_end = true;
        true
    }

    /// Adds to a fault what the start of the line shows.
    #[cold]
    fn explained(&mut self, fault: RowFaultKind) -> RowFaultKind {
        // A file whose lines end with carriage returns is one line.
        if fault == RowFaultKind::TooLong && memchr(b'\r', self.lines.start()).is_some() {
            return RowFaultKind::CarriageReturn;
        }
        self.with_likeness(fault)
    }

    /// Adds to the fault that a header lacks a column which format the first line has, or else the header.
    fn with_likeness(&mut self, mut fault: RowFaultKind) -> RowFaultKind {
        if let (RowFaultKind::MissingColumn { looks_like, .. }, FileKind::Events(read)) =
            (&mut fault, &self.reads)
        {
            let of_header = Detection::of(self.lines.start()).into_certain_format();
            let found = self.looks_like.take().or(of_header.map(Box::new));
            // A file of the data set whose layout it is lacks a column that was stated in addition.
            let is_same = |format: &Format| {
                format == read
                    || (format.published().is_some() && format.published() == read.published())
            };
            *looks_like = found.filter(|format| !is_same(format));
        }
        fault
    }

    #[cold]
    fn refuse(&mut self, line: u64, offset: u64, kind: RowFaultKind) -> RowFault {
        let fault = RowFault { line, offset, kind };
        // An input that failed is not a row.
        self.count += u64::from(!fault.is_of_input());
        self.is_finished = fault.is_fatal();
        fault
    }
}

/// Removes the byte order mark of UTF-8 from the first line of a file.
#[inline]
pub(super) fn without_byte_order_mark(number: u64, line: &[u8]) -> &[u8] {
    match number {
        1 => line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line),
        _ => line,
    }
}
