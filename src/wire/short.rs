//! Types that are read from a short form or from an object: a date from its text, a count from a number.

use std::fmt;

use serde::de::{self, Deserialize, MapAccess, SeqAccess, Visitor};

/// The visitor that reads a [`Short`] type, from its short form or from an object.
pub(super) struct ShortOrMap<T, S>(pub(super) std::marker::PhantomData<(T, S)>);

/// A type that can be read from an object or from a short form: a string, a number or a list.
pub(super) trait Short: Sized {
    /// The shape of the object.
    type Shape;
    /// The expected forms, for the error.
    const EXPECTED: &'static str;

    fn from_shape(shape: Self::Shape) -> Result<Self, String>;

    fn from_text(text: &str) -> Result<Self, String> {
        Err(format!(
            "the value is the string `{text}`: expected {}",
            Self::EXPECTED
        ))
    }

    fn from_number(number: f64) -> Result<Self, String> {
        Err(format!(
            "the value is the number `{number}`: expected {}",
            Self::EXPECTED
        ))
    }

    fn from_list(_: Vec<String>) -> Result<Self, String> {
        Err(format!("the value is a list: expected {}", Self::EXPECTED))
    }
}

impl<'de, T, S> Visitor<'de> for ShortOrMap<T, S>
where
    T: Short<Shape = S>,
    S: Deserialize<'de>,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        T::from_text(text).map_err(E::custom)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "amounts are checked against 2^53"
        )]
        T::from_number(number as f64).map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "amounts are checked against 2^53"
        )]
        T::from_number(number as f64).map_err(E::custom)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<T, E> {
        T::from_number(number).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<T, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = list.next_element::<String>()? {
            texts.push(text);
        }
        T::from_list(texts).map_err(de::Error::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let shape = S::deserialize(de::value::MapAccessDeserializer::new(map))?;
        T::from_shape(shape).map_err(de::Error::custom)
    }
}

macro_rules! short_or_map {
    ($($type:ty),* $(,)?) => {$(
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(ShortOrMap(std::marker::PhantomData))
            }
        }
    )*};
}
pub(super) use short_or_map;
