//! The columns of files without a header, by their numbers in the codebook.

use crate::import::column::Column;
use crate::import::plain::Delimiter;
use crate::import::table::LineSplitter;

pub(super) const ID: Column = column(0, "GLOBALEVENTID");
pub(super) const DATE: Column = column(1, "SQLDATE");
pub(super) const SOURCE: [Column; 3] = [
    column(5, "Actor1Code"),
    column(6, "Actor1Name"),
    column(7, "Actor1CountryCode"),
];
pub(super) const TARGET: [Column; 3] = [
    column(15, "Actor2Code"),
    column(16, "Actor2Name"),
    column(17, "Actor2CountryCode"),
];
pub(super) const CODE: Column = column(26, "EventCode");
pub(super) const MENTIONS: Column = column(31, "NumMentions");
pub(super) const SOURCES: Column = column(32, "NumSources");

const fn column(number: usize, name: &'static str) -> Column {
    Column { number, name }
}

/// A version of GDELT, which a file without a header does not state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Edition {
    /// GDELT 1.0: 57 columns, or 58 since April 2013.
    First,
    /// GDELT 2.0: 61 columns.
    Second,
}

impl Edition {
    /// The version whose rows have this number of columns.
    pub(in crate::import) const fn with_columns(columns: usize) -> Option<Self> {
        match columns {
            57 | 58 => Some(Self::First),
            61 => Some(Self::Second),
            _ => None,
        }
    }

    /// Whether rows have this number of columns.
    pub(super) fn has(self, columns: usize) -> bool {
        Self::with_columns(columns) == Some(self)
    }

    /// The numbers of columns of a row, for a message.
    pub(super) const fn expected(self) -> &'static str {
        match self {
            Self::First => "57 or 58",
            Self::Second => "61",
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::First => "GDELT 1.0",
            Self::Second => "GDELT 2.0",
        }
    }

    /// The column of the day or the time at which a row was added.
    pub(super) const fn added(self) -> Column {
        match self {
            Self::First => column(56, "DATEADDED"),
            Self::Second => column(59, "DATEADDED"),
        }
    }
}

/// What separates the columns of a line without a header. Returns `None` if the line has an expected number of columns
/// with no delimiter.
pub(super) fn delimiter_of(line: &[u8], is_expected: impl Fn(usize) -> bool) -> Option<Delimiter> {
    let mut splitter = LineSplitter::default();
    let mut delimiters = Delimiter::ALL.into_iter();
    delimiters.find(|delimiter| {
        let columns = splitter.count(line, delimiter.byte(), delimiter.has_quotes());
        columns.is_some_and(&is_expected)
    })
}
