//! Enums whose values are words, as they are printed, parsed and serialised.
//!
//! [`words!`] gives an enum its words once. Display, parsing and serde follow from them, so that a word that
//! was printed can be parsed, and the JSON of an answer has the words that a person reads.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Visitor};
use thiserror::Error;

use super::suggest::{hint, nearest_of, shortened, some_of};

/// A text is not one of the words of an enum.
///
/// Returned by the `FromStr` of every enum of the crate that is printed as a word, such as
/// [`Kind`](crate::event::Kind), [`Status`](crate::event::Status) or [`Direction`](crate::Direction).
///
/// # Example
///
/// ```
/// use detente::event::Kind;
///
/// let error = "meetng".parse::<Kind>().unwrap_err();
/// assert_eq!(error.expected, ["meeting", "call", "statement", "act"]);
/// assert_eq!(error.near, Some("meeting"));
/// assert_eq!(
///     error.to_string(),
///     "`meetng` is not a kind of event: expected one of `meeting`, `call`, `statement`, `act`; did you mean `meeting`?",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{}` is not {what}: expected one of {}{}", shortened(text), all_of(expected), hint(*near))]
#[non_exhaustive]
pub struct WordError {
    /// The text.
    pub text: String,
    /// What was expected, with its article: "a kind of event".
    pub what: &'static str,
    /// The words, in the order of the values.
    pub expected: &'static [&'static str],
    /// A similar word, if there is one.
    pub near: Option<&'static str>,
}

/// An enum whose values are words. Implemented by [`words!`].
pub(crate) trait Word: Copy + 'static {
    /// What a value is, with its article.
    const WHAT: &'static str;
    /// The words, in the order of the values.
    const WORDS: &'static [&'static str];
    /// The values.
    const VALUES: &'static [Self];

    /// Whether a text is a word: equal to it, except for the names of code books.
    fn is_same(word: &str, text: &str) -> bool {
        word == text
    }
}

/// Parses a word.
pub(crate) fn parse_word<T: Word>(text: &str) -> Result<T, WordError> {
    let mut words = T::WORDS.iter().zip(T::VALUES);
    let found = words.find(|(word, _)| T::is_same(word, text));
    found.map(|(_, &value)| value).ok_or_else(|| WordError {
        text: text.to_owned(),
        what: T::WHAT,
        expected: T::WORDS,
        near: nearest_of(text, T::WORDS.iter().copied()),
    })
}

/// Reads a word in any format of serde.
pub(crate) fn deserialize_word<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Word,
    D: Deserializer<'de>,
{
    struct OneWord<T>(PhantomData<T>);

    impl<T: Word> Visitor<'_> for OneWord<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{}: one of {}", T::WHAT, all_of(T::WORDS))
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
            parse_word(text).map_err(E::custom)
        }
    }

    deserializer.deserialize_str(OneWord(PhantomData))
}

/// The words in a message: the first ten, and the number of others.
fn all_of(words: &[&str]) -> String {
    some_of(words.iter().map(|word| format!("`{word}`")), "or")
}

/// Gives an enum without fields its words: `ALL`, `as_str`, `Display`, `FromStr` and serde.
///
/// ```text
/// words!(Form, "a form of a statement", 3 { Direct => "direct", Partial => "partial", Indirect => "indirect" });
/// ```
///
/// Words are parsed exactly as they are printed. `matched by is_same` at the end names a function that
/// compares a word with a text in another way, for names of code books.
macro_rules! words {
    ($type:ident, $what:literal, $count:literal { $($variant:ident => $word:literal),* $(,)? } $(matched by $is_same:path)?) => {
        impl $type {
            /// All values, in the order of declaration.
            pub const ALL: [Self; $count] = [$(Self::$variant),*];

            /// The word, as it is printed, parsed and serialised.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),*
                }
            }
        }

        impl $crate::text::Word for $type {
            const WHAT: &'static str = $what;
            const WORDS: &'static [&'static str] = &[$($word),*];
            const VALUES: &'static [Self] = &Self::ALL;

            $(fn is_same(word: &str, text: &str) -> bool {
                $is_same(word, text)
            })?
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::error::WordError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::text::parse_word(text)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::text::deserialize_word(deserializer)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($type)).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "enum": <Self as $crate::text::Word>::WORDS,
                })
            }
        }
    };
}
pub(crate) use words;
