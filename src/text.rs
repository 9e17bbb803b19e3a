//! Which texts can be read, and told from others by those who read them.
//!
//! Names and identifiers come from files. One without anything to see names nobody, and one
//! with marks that are not seen, or that turn the direction of writing, reads like another.

/// Whether there is something to see, and nothing that controls a terminal.
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

/// Whether it can be read, and read in one way only.
pub(crate) fn is_name(text: &str) -> bool {
    is_readable(text) && !text.chars().any(is_hidden)
}

/// What is not seen and changes no letter, or turns the direction of writing.
///
/// Joiners do change letters, in Persian and in Hindi, and are not hidden.
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

/// Prints what borrows or holds much by what it is of and how much, and not all of it.
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

/// Gives an enum without fields the words of the written form: `ALL`, `as_str` and `Display`.
///
/// ```text
/// words!(Form, 3 { Direct => "direct", Partial => "partial", Indirect => "indirect" });
/// ```
macro_rules! words {
    ($type:ident, $count:literal { $($variant:ident => $word:literal),* $(,)? }) => {
        impl $type {
            /// All values, in the order of declaration.
            pub const ALL: [Self; $count] = [$(Self::$variant),*];

            /// The word in the written form.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),*
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use words;
