//! Texts: checks of names and identifiers, the words of enums, and parts of messages.
//!
//! Names and identifiers can be read, and cannot be mistaken for others. They come from untrusted files. A text without visible characters identifies nothing, and a
//! text with invisible marks, or marks that change the direction of writing, looks like another.

mod folded;
#[cfg(feature = "plot")]
mod pattern;
mod suggest;
mod word;

pub(crate) use folded::{folded, push_plain};
#[cfg(all(test, feature = "plot", feature = "sentences"))]
pub(crate) use pattern::check_translation;
#[cfg(all(feature = "plot", feature = "sentences"))]
pub(crate) use pattern::translated;
#[cfg(feature = "briefing")]
pub(crate) use pattern::{Part, parts};
#[cfg(feature = "plot")]
pub(crate) use pattern::{fill, word_table};
pub(crate) use suggest::{hint, nearest, shortened, some_of};
pub use word::WordError;
pub(crate) use word::{Word, deserialize_word, parse_word, words};

/// What to do with a file whose lines end with a carriage return alone.
pub(crate) const END_LINES: &str = r"convert the ends of lines first, such as with `tr '\r' '\n'`";

/// Whether a text has a visible character and no control character.
pub(crate) fn is_readable(text: &str) -> bool {
    let is_blank = |c: char| {
        c.is_whitespace()
            || is_hidden(c)
            || matches!(
                c,
                '\u{200c}' | '\u{200d}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            )
    };
    !text.chars().any(char::is_control) && !text.chars().all(is_blank)
}

/// Whether a text is readable and has no hidden characters, so that it looks like no other text.
pub(crate) fn is_name(text: &str) -> bool {
    is_readable(text) && !text.chars().any(is_hidden)
}

/// Whether a character is invisible without changing a letter, or changes the direction of writing.
///
/// Joiners change letters in Persian and Hindi, so they are not hidden.
const fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
    )
}

/// Implements a short `Debug` for a type that borrows or contains much: a few fields, such as
/// sizes, instead of everything.
///
/// ```text
/// short_debug!(Paths<'_>, "Paths", |it| { "timeline": it.timeline, "events": it.events.len() });
/// ```
macro_rules! short_debug {
    ($type:ty, $name:literal, |$it:ident| { $($field:literal: $value:expr),* $(,)? }) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let $it = self;
                f.debug_struct($name)$(.field($field, &$value))*.finish_non_exhaustive()
            }
        }
    };
}
pub(crate) use short_debug;
