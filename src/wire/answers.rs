//! The JSON of answers: what many of them share.
//!
//! An answer derives serde where it is declared, so that its JSON is its public fields. This module has
//! what a derive cannot do: answers whose values are methods, and values that are checked when they are
//! read. `src/format/answers.md` shows the JSON of each answer.

use std::fmt::Display;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Implements `Serialize` for an answer whose values are methods: an object of the given fields.
///
/// ```text
/// object!(EventRef<'_>, "EventRef", |it| { "id": it.id(), "title": it.title() });
/// ```
macro_rules! object {
    ($type:ty, $name:literal, |$it:ident| { $($field:literal: $value:expr),* $(,)? }) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeStruct;
                let $it = self;
                let mut object = serializer.serialize_struct($name, [$($field),*].len())?;
                $(object.serialize_field($field, &$value)?;)*
                object.end()
            }
        }
    };
}
pub(crate) use object;

/// Implements `Serialize` for an enum of errors: an object of its code, its message, and the fields of the
/// variant.
///
/// The code is the name of the variant in `snake_case`. Every variant has to be listed with all its fields.
/// A field `message` is the message.
///
/// ```text
/// errors!(LookupError { UnknownActor { name, near }, EmptySide });
/// ```
macro_rules! errors {
    ($type:ident {
        $($variant:ident $({ $($field:ident),* $(,)? })? $(( $inner:ident ))?),* $(,)?
    }) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                // The number of fields is not known before the variant is, and no format that has names
                // needs it.
                let mut object = serializer.serialize_map(None)?;
                match self {
                    $(Self::$variant $({ $($field),* })? $(( $inner ))? => {
                        let code = $crate::wire::snake_case(stringify!($variant));
                        object.serialize_entry("code", &code)?;
                        object.serialize_entry("message", &self.to_string())?;
                        $($(if stringify!($field) != "message" {
                            object.serialize_entry(stringify!($field), $field)?;
                        })*)?
                        $(object.serialize_entry(stringify!($inner), $inner)?;)?
                    })*
                }
                object.end()
            }
        }
    };
}
pub(crate) use errors;

/// The name of a variant as a code: `UnknownActor` is `unknown_actor`.
pub(crate) fn snake_case(variant: &str) -> String {
    let mut code = String::with_capacity(variant.len() + 4);
    for letter in variant.chars() {
        if letter.is_ascii_uppercase() && !code.is_empty() {
            code.push('_');
        }
        code.push(letter.to_ascii_lowercase());
    }
    code
}

/// A number between two bounds, as it is read. `max` is `null` if there is no upper bound.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MinMax<T> {
    pub(crate) min: T,
    #[serde(deserialize_with = "given")]
    pub(crate) max: Option<T>,
}

/// Checks that a lower bound is at or below the upper one, if both are there.
pub(crate) fn check_order<T: PartialOrd + Display>(
    low: &str,
    min: Option<T>,
    high: &str,
    max: Option<T>,
) -> Result<(), String> {
    match min.zip(max) {
        Some((min, max)) if min > max => Err(format!(
            "`{low}` is `{min}` and `{high}` is `{max}`: expected the minimum at or below the maximum"
        )),
        _ => Ok(()),
    }
}

/// Reads a value that may be `null`, but not be missing.
///
/// serde takes a missing `Option` as `None` unless it is read by a function. An answer writes every field, so
/// that a missing one is a mistake.
pub(crate) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

/// A list that is computed while it is written.
pub(crate) struct List<F>(pub(crate) F);

impl<I, F> Serialize for List<F>
where
    I: Iterator,
    I::Item: Serialize,
    F: Fn() -> I,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// An object whose fields have names of the caller, such as the steps of a pattern.
pub(crate) struct ByName<F>(pub(crate) F);

impl<'n, I, V, F> Serialize for ByName<F>
where
    I: Iterator<Item = (&'n str, V)>,
    V: Serialize,
    F: Fn() -> I,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map((self.0)())
    }
}

/// A pair, as an object with a name for each of the two.
pub(crate) struct Pair<'a, A, B>(
    pub(crate) [&'static str; 2],
    pub(crate) &'a A,
    pub(crate) &'a B,
);

impl<A: Serialize, B: Serialize> Serialize for Pair<'_, A, B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self([first, second], a, b) = self;
        let mut object = serializer.serialize_map(Some(2))?;
        object.serialize_entry(first, a)?;
        object.serialize_entry(second, b)?;
        object.end()
    }
}

/// Writes pairs as a list of objects, with a name for each of the two values.
pub(crate) fn pairs<A: Serialize, B: Serialize, S: Serializer>(
    names: [&'static str; 2],
    pairs: &[(A, B)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(pairs.iter().map(|(a, b)| Pair(names, a, b)))
}
