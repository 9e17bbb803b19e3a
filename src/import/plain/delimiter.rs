//! The characters between the columns of a plain table.

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
    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::Tab => b'\t',
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Bar => b'|',
        }
    }
}

/// Whether a byte can separate columns: ASCII, and neither a letter, a digit, a quote nor the end of a line.
pub(super) const fn can_delimit(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\n' | b'\r')
}
