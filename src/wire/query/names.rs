//! Names in a query, and lists of bounded length.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::MAX_NAME_BYTES;
use crate::query::Query;
use crate::text::shortened;

/// A list of at most [`Query::MAX_NAMES`] entries.
pub(super) struct Bounded<T>(pub(super) Vec<T>);

impl<T> Bounded<T> {
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Bounded<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> FromIterator<T> for Bounded<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<T: Serialize> Serialize for Bounded<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Bounded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(BoundedList(PhantomData))
    }
}

/// The visitor that reads a [`Bounded`] list.
pub(super) struct BoundedList<T>(pub(super) PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for BoundedList<T> {
    type Value = Bounded<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Bounded<T>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = list.next_element()? {
            // The list is refused at its first entry too many, before the rest is read.
            if entries.len() == Query::MAX_NAMES {
                return Err(de::Error::custom(format_args!(
                    "the list has more than {most} entries: expected at most {most}",
                    most = Query::MAX_NAMES
                )));
            }
            entries.push(entry);
        }
        Ok(Bounded(entries))
    }
}

/// A name of at most [`MAX_NAME_BYTES`] bytes.
#[derive(serde::Serialize)]
pub(super) struct Name(pub(super) String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Name, E> {
                name(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// A name, if it is short enough.
pub(super) fn name(text: &str) -> Result<Name, String> {
    if text.len() > MAX_NAME_BYTES {
        return Err(format!(
            "`{}` has {} bytes: expected a name of at most {MAX_NAME_BYTES}",
            shortened(text),
            text.len()
        ));
    }
    Ok(Name(text.to_owned()))
}
