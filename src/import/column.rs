//! The columns of a format, and which of them a warning is about.

use std::borrow::Cow;

use super::fault::{RowFaultKind, shortened};
use super::field::Fields;
use super::name_table::{MAX_NAME_BYTES, NA_TEXTS};
use super::warning::RowWarning;

/// The number of the first column with a constant text. No line has as many columns.
pub(super) const FIRST_CONSTANT: usize = usize::MAX / 2;

/// A column with its number, counted from 0, and its name in the codebook. Columns with a constant text have numbers from
/// [`FIRST_CONSTANT`] on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) number: usize,
    pub(super) name: &'static str,
}

impl Column {
    /// Whether the line does not have the column: its text was stated.
    pub(super) const fn is_constant(self) -> bool {
        self.number >= FIRST_CONSTANT
    }

    /// The fault that the column has the wrong form.
    #[cold]
    pub(super) fn fault(
        self,
        value: &[u8],
        expected: impl Into<Cow<'static, str>>,
    ) -> RowFaultKind {
        RowFaultKind::Field {
            number: if self.is_constant() {
                0
            } else {
                self.number + 1
            },
            name: self.name.into(),
            value: shortened(value),
            expected: expected.into(),
        }
    }

    /// Refuses a name that is too long for a name table.
    ///
    /// Call it for all names of a row before any is added to the table, so that a refused row adds
    /// none.
    #[inline]
    pub(super) fn check_length(self, name: &[u8]) -> Result<(), RowFaultKind> {
        if name.len() <= MAX_NAME_BYTES {
            Ok(())
        } else {
            Err(self.fault(name, "at most 1000 bytes"))
        }
    }
}

/// The letters and digits of a name in lower case, by which names of columns are compared: `SQLDATE`, `sql_date`
/// and `Sql.Date` are one name.
pub(super) fn folded(name: &str) -> impl Iterator<Item = char> {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase)
}

/// Adds the name of the column to a fault about a quote, if it is one of these columns.
#[cold]
pub(super) fn with_name(mut fault: RowFaultKind, columns: &[Column]) -> RowFaultKind {
    if let RowFaultKind::Quote { number, name } = &mut fault {
        let column = columns.iter().find(|column| column.number + 1 == *number);
        *name = column.map(|column| column.name.into());
    }
    fault
}

/// The columns of a format from which a row is read.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) delimiter: u8,
    pub(super) has_quotes: bool,
    pub(super) id: Option<Column>,
    pub(super) date: Column,
    pub(super) code: Column,
    /// The texts of the source and of the target, at least one of each.
    pub(super) actors: [Vec<Column>; 2],
}

impl Columns {
    /// The column that a warning is about. Returns `None` if it is about the whole row, or about an
    /// actor rather than its text, or if the line does not have the column.
    pub(super) fn find(&self, warning: RowWarning, fields: &Fields<'_>) -> Option<Column> {
        let column = self.concerned(warning, fields);
        column.filter(|column| !column.is_constant())
    }

    fn concerned(&self, warning: RowWarning, fields: &Fields<'_>) -> Option<Column> {
        let [source, target] = &self.actors;
        let is_concerned: fn(&[u8]) -> bool = match warning {
            RowWarning::GuessedWeek
            | RowWarning::GuessedMonth
            | RowWarning::GuessedYear
            | RowWarning::DatedAfterAdded
            | RowWarning::PartialDate => return Some(self.date),
            RowWarning::ReusedId => return self.id,
            RowWarning::LostZero | RowWarning::UnknownCode => return Some(self.code),
            RowWarning::MissingSource => return Some(source[0]),
            RowWarning::MissingTarget => return Some(target[0]),
            RowWarning::StrayBlank => |text| {
                let text = String::from_utf8_lossy(text);
                text.trim().len() < text.len()
            },
            RowWarning::NaText => |text| {
                let text = String::from_utf8_lossy(text);
                NA_TEXTS.contains(&text.trim())
            },
            RowWarning::BrokenText => |text| std::str::from_utf8(text).is_err(),
            RowWarning::UnmatchedNames
            | RowWarning::NoParty
            | RowWarning::Region
            | RowWarning::UnknownCountry
            | RowWarning::StateNumber
            | RowWarning::OutOfUse
            | RowWarning::SelfPair
            | RowWarning::Repeated
            | RowWarning::Mirrored => return None,
        };
        let actors = source.iter().chain(target).copied();
        let mut actors = actors.filter(|column| !column.is_constant());
        actors.find(|column| is_concerned(fields.field(column.number)))
    }
}
