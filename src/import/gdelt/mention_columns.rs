//! The columns of mentions of GDELT, as they are published and as other programs save them.

use super::named::{Header, Names};
use super::wrong_columns;
use crate::import::column::{Column, with_name};
use crate::import::fault::RowFaultKind;
use crate::import::field::{Fields, whole};
use crate::import::plain::Delimiter;
use crate::import::table::LineSplitter;

const EVENT: Names = &["GLOBALEVENTID"];
const FIRST: Names = &["EventTimeDate"];
const AT: Names = &["MentionTimeDate"];
const OUTLET: Names = &["MentionSourceName"];
const DOCUMENT: Names = &["MentionIdentifier"];
const CONFIDENCE: Names = &["Confidence"];

/// Whether a line is the header of mentions: it has the names of the time and of another column.
pub(in crate::import) fn is_header(line: &[u8]) -> bool {
    let header = Header::of(line);
    let others = [EVENT, FIRST, OUTLET, DOCUMENT];
    header.has(AT) && others.into_iter().any(|names| header.has(names))
}

/// Whether mentions can have this number of columns.
pub(in crate::import) const fn has_columns(columns: usize) -> bool {
    matches!(columns, 15 | 16)
}

/// The numbers of columns of a mention, for a message.
pub(super) const EXPECTED: &str = "15 or 16";

/// The layout of a file that another program saved.
#[derive(Debug)]
pub(super) struct Export {
    has_header: bool,
    delimiter: u8,
    has_quotes: bool,
    columns: MentionColumns,
    /// All of the columns.
    all: Vec<Column>,
    splitter: LineSplitter,
}

/// The columns from which a mention is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct MentionColumns {
    pub(super) event: Column,
    pub(super) first: Column,
    pub(super) at: Column,
    pub(super) outlet: Option<Column>,
    pub(super) document: Column,
    pub(super) confidence: Option<Column>,
    /// Whether another program wrote the values, so that blanks and `.0` may be around numbers, and
    /// times may be texts.
    pub(super) is_export: bool,
}

impl MentionColumns {
    /// The columns of published files.
    pub(super) const PUBLISHED: Self = {
        const fn column(number: usize, names: Names) -> Column {
            let name = names[0];
            Column { number, name }
        }
        Self {
            event: column(0, EVENT),
            first: column(1, FIRST),
            at: column(2, AT),
            outlet: Some(column(4, OUTLET)),
            document: column(5, DOCUMENT),
            confidence: Some(column(11, CONFIDENCE)),
            is_export: false,
        }
    };

    /// Finds the columns in a header.
    fn find(header: &Header) -> Result<Self, RowFaultKind> {
        let require = |names: Names| header.require(names, "mentions of GDELT");
        Ok(Self {
            event: require(EVENT)?,
            first: require(FIRST)?,
            at: require(AT)?,
            outlet: header.find(OUTLET),
            document: require(DOCUMENT)?,
            confidence: header.find(CONFIDENCE),
            is_export: true,
        })
    }

    fn all(&self) -> Vec<Column> {
        let required = [self.event, self.first, self.at, self.document];
        let others = [self.outlet, self.confidence];
        let all = required.into_iter().chain(others.into_iter().flatten());
        all.collect()
    }

    /// The text of a cell.
    pub(super) fn text<'l>(&self, fields: &Fields<'l>, column: Column) -> &'l [u8] {
        let text = fields.field(column.number);
        if self.is_export {
            text.trim_ascii()
        } else {
            text
        }
    }

    /// The text of a number or a time.
    pub(super) fn number<'l>(&self, fields: &Fields<'l>, column: Column) -> &'l [u8] {
        let text = self.text(fields, column);
        if self.is_export { whole(text) } else { text }
    }
}

impl Export {
    pub(super) fn of_header(line: &[u8]) -> Result<Self, RowFaultKind> {
        let header = Header::of(line);
        let columns = MentionColumns::find(&header)?;
        Ok(Self {
            has_header: true,
            delimiter: header.delimiter(),
            has_quotes: header.has_quotes(),
            all: columns.all(),
            columns,
            splitter: LineSplitter::default(),
        })
    }

    pub(super) fn without_header(delimiter: Delimiter) -> Self {
        let columns = MentionColumns {
            is_export: true,
            ..MentionColumns::PUBLISHED
        };
        Self {
            has_header: false,
            delimiter: delimiter.byte(),
            has_quotes: delimiter.has_quotes(),
            all: columns.all(),
            columns,
            splitter: LineSplitter::default(),
        }
    }

    pub(super) fn split<'p>(
        &'p mut self,
        line: &'p [u8],
    ) -> Result<(Fields<'p>, MentionColumns), RowFaultKind> {
        let splitter = &mut self.splitter;
        let split = splitter.split_quoted(line, self.delimiter, self.has_quotes);
        let (fields, count) = split.map_err(|fault| with_name(fault, &self.all))?;
        if !self.has_header && !has_columns(count) {
            return Err(wrong_columns(count, EXPECTED));
        }
        if self.all.iter().any(|column| column.number >= count) {
            return Err(wrong_columns(count, "as many as the header names"));
        }
        Ok((fields, self.columns))
    }
}
