//! The key of a column, by which a layout refers to it.

use std::sync::Arc;

use crate::import::column::folded;
use crate::import::error::ImportError;
use crate::import::field::MAX_COLUMNS;

/// A column of a plain table: its number, the names that it may have in the header, or one text for all rows.
///
/// Numbers count from 1. A name is compared with the header first exactly, and then without case, blanks and
/// punctuation: `Source Country`, `source_country` and `SOURCE.COUNTRY` are the same name. If a key has several
/// names, the first one that the header has is used.
///
/// Numbers and texts convert to a key.
///
/// # Example
///
/// ```
/// use detente::import::{ColumnKey, Delimiter, PlainLayout, RowReader};
///
/// let date = ColumnKey::named("Event Date").or("Date");
/// let layout = PlainLayout::default().with_columns(date, "Source", "Target", 4)?;
///
/// // A list of visits to the United States: each is the act 042, from a guest to the United States.
/// let layout = PlainLayout::default().with_delimiter(Delimiter::Comma).with_columns(
///     "arrival",
///     "guest",
///     ColumnKey::constant("USA"),
///     ColumnKey::constant("042"),
/// )?;
/// let mut reader = RowReader::new(&b"guest,arrival\nJapan,2014-05-13\n"[..], layout);
/// let row = reader.next().unwrap()?;
/// assert_eq!(reader.names().actor(row.target().unwrap()).unwrap().code, Some("USA"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnKey {
    pub(super) place: Place,
    pub(super) is_optional: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Counted from 1. Not checked yet.
    Number(usize),
    /// At least one.
    Names(Arc<[Box<str>]>),
    /// The text of the column in each row.
    Constant(Arc<str>),
}

impl ColumnKey {
    /// The column with a number, counted from 1.
    pub const fn number(number: usize) -> Self {
        Self {
            place: Place::Number(number),
            is_optional: false,
        }
    }

    /// The column with a name in the header.
    pub fn named(name: &str) -> Self {
        Self {
            place: Place::Names(Arc::from([Box::from(name)])),
            is_optional: false,
        }
    }

    /// A column that the table does not have, with this text in each row.
    ///
    /// If the date is constant and the other columns have numbers, the first line is a row: state its header with
    /// [`with_header_line`](super::PlainLayout::with_header_line) if it is one.
    pub fn constant(text: &str) -> Self {
        Self {
            place: Place::Constant(text.into()),
            is_optional: false,
        }
    }

    /// Adds another name that the column may have. A column with a number or a constant text gets a name instead.
    #[must_use]
    pub fn or(self, name: &str) -> Self {
        let known = match &self.place {
            Place::Number(_) | Place::Constant(_) => &[],
            Place::Names(names) => &**names,
        };
        let names = known.iter().cloned().chain([Box::from(name)]);
        Self {
            place: Place::Names(names.collect()),
            ..self
        }
    }

    /// Accepts a header without the column. Only some columns can be optional: countries, counts, identifiers and
    /// columns of filters. For others this has no effect.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.is_optional = !matches!(self.place, Place::Constant(_));
        self
    }

    /// The number of the column, counted from 1. `None` if it has names or a constant text.
    pub(super) const fn as_number(&self) -> Option<usize> {
        match self.place {
            Place::Number(number) => Some(number),
            Place::Names(_) | Place::Constant(_) => None,
        }
    }

    /// Whether the header is needed to find the column.
    pub(super) const fn needs_header(&self) -> bool {
        matches!(self.place, Place::Names(_))
    }

    /// The first of the names. `None` if it has none.
    pub(super) fn first_name(&self) -> Option<&str> {
        match &self.place {
            Place::Number(_) | Place::Constant(_) => None,
            Place::Names(names) => names.first().map(|name| &**name),
        }
    }

    /// Refuses a number that is out of range, a blank name and a blank text.
    pub(super) fn check(&self, name: &'static str) -> Result<(), ImportError> {
        match &self.place {
            Place::Number(column) if !(1..=MAX_COLUMNS).contains(column) => {
                let column = *column;
                Err(ImportError::Column { name, column })
            }
            Place::Names(names) if names.iter().any(|name| name.trim().is_empty()) => {
                Err(ImportError::ColumnName { name })
            }
            Place::Constant(text) if text.trim().is_empty() => {
                Err(ImportError::ColumnName { name })
            }
            _ => Ok(()),
        }
    }

    /// The place of the column in a header, counted from 0. A header never has a column with a constant text.
    pub(super) fn find(&self, header: &[String]) -> Found {
        let names = match &self.place {
            Place::Constant(_) => return Found::None,
            Place::Number(number) => return Found::At(number - 1),
            Place::Names(names) => names,
        };
        for name in names.iter() {
            let exact = |text: &String| text.trim() == name.trim();
            let has_letters = folded(name).next().is_some();
            let similar = |text: &String| has_letters && folded(text).eq(folded(name));
            for is_same in [&exact as &dyn Fn(&String) -> bool, &similar] {
                let mut places = (0..).zip(header).filter(|(_, text)| is_same(text));
                match (places.next(), places.next()) {
                    (Some((first, _)), None) => return Found::At(first),
                    (Some((first, _)), Some((second, _))) => return Found::Twice(first, second),
                    (None, _) => {}
                }
            }
        }
        Found::None
    }

    /// The names, for a message.
    pub(super) fn shown(&self) -> String {
        match &self.place {
            Place::Number(number) => format!("column {number}"),
            Place::Constant(text) => format!("the text `{text}`"),
            Place::Names(names) => {
                let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                quoted.join(" or ")
            }
        }
    }
}

/// Where a header has a column, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    At(usize),
    Twice(usize, usize),
    None,
}

impl From<usize> for ColumnKey {
    fn from(number: usize) -> Self {
        Self::number(number)
    }
}

impl From<&str> for ColumnKey {
    fn from(name: &str) -> Self {
        Self::named(name)
    }
}
