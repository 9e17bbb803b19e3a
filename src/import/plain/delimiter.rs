//! The characters between the columns of a plain table.

use crate::import::table::LineSplitter;
use crate::text::words;

/// The character between the columns of a plain table.
///
/// For another one, see [`PlainLayout::with_delimiter_byte`](super::PlainLayout::with_delimiter_byte).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Delimiter {
    /// A tab. Quotes have no special meaning.
    #[default]
    Tab,
    /// A comma. A field may be quoted.
    Comma,
    /// A semicolon, as spreadsheets write if numbers have decimal commas. A field may be quoted.
    Semicolon,
    /// A vertical bar, `|`. A field may be quoted.
    Bar,
}

words!(Delimiter, "a delimiter", 4 {
    Tab => "tab",
    Comma => "comma",
    Semicolon => "semicolon",
    Bar => "bar",
});

impl Delimiter {
    pub(in crate::import) const fn byte(self) -> u8 {
        match self {
            Self::Tab => b'\t',
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Bar => b'|',
        }
    }

    /// Whether fields can be quoted in published tables: in those with tabs, a quote is an ordinary character.
    pub(in crate::import) const fn has_quotes(self) -> bool {
        !matches!(self, Self::Tab)
    }

    /// As in `58 columns separated by commas`.
    pub(in crate::import) const fn plural(self) -> &'static str {
        match self {
            Self::Tab => "tabs",
            Self::Comma => "commas",
            Self::Semicolon => "semicolons",
            Self::Bar => "bars",
        }
    }

    /// As in "the line looks separated by `,`".
    fn shown(self) -> String {
        match self {
            Self::Tab => self.plural().into(),
            _ => format!("`{}`", char::from(self.byte())),
        }
    }

    /// The delimiter that a line seems to have instead of the stated one, with its number of columns:
    /// it divides the line into more columns, and it is in the first column.
    #[cold]
    pub(in crate::import) fn of_line(
        line: &[u8],
        stated: u8,
        has_quotes: bool,
    ) -> Option<(Self, usize)> {
        let mut splitter = LineSplitter::default();
        let mut count =
            |delimiter, has_quotes| splitter.count(line, delimiter, has_quotes).unwrap_or(1);
        let found = count(stated, has_quotes);
        let mut cells = line.split(|&byte| byte == stated);
        let first = cells.next().unwrap_or(line);
        // If two give the same number of columns, the first in the order of delimiters is used.
        let others = Self::ALL.into_iter().rev();
        let others = others.filter(|other| first.contains(&other.byte()));
        let counted = others.map(|other| (other, count(other.byte(), true)));
        let most = counted.max_by_key(|&(_, count)| count);
        most.filter(|&(_, count)| count > found)
    }

    /// The hint for a line that has this delimiter, after a semicolon.
    pub(in crate::import) fn hint(self) -> String {
        format!(
            "; the line looks separated by {}, so state it: `with_delimiter(Delimiter::{self:?})`",
            self.shown()
        )
    }

    /// The hint for a line that has this number of columns with this delimiter, where the columns of a format were
    /// expected, after a semicolon.
    pub(in crate::import) fn hint_for_columns(self, columns: usize, format: &str) -> String {
        format!(
            "; the line looks separated by {} into {columns} columns: if they are not the columns of {format}, state \
             them with a `PlainLayout`",
            self.shown()
        )
    }
}

/// Whether a byte can separate columns: ASCII, and neither a letter, a digit, a quote nor the end of a line.
pub(super) const fn can_delimit(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\n' | b'\r')
}
