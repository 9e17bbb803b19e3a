//! How often an event happened: a number, or its bounds.
//!
//! People type `2` or `{"at_least": 2}`. An answer is read by programs, which want one form: see
//! [`Count`] itself.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::super::{Short, ShortOrMap, short_or_map};
use super::many::or_default;
use crate::event::Count;

/// A count, in the form of a timeline.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::wire) struct Occurrences(pub(super) Count);

impl Occurrences {
    /// The default, which is not written.
    pub(super) const ONE: Self = Self(Count::ONE);

    pub(super) fn is_one(&self) -> bool {
        *self == Self::ONE
    }

    pub(super) const fn one() -> Self {
        Self::ONE
    }
}

short_or_map!(Occurrences);

/// A number that is known within bounds.
#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct CountShape {
    /// The smallest number. Null for 0.
    #[serde(default, deserialize_with = "or_default")]
    at_least: u32,
    /// The largest number. Null if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_most: Option<u32>,
}

impl Short for Occurrences {
    type Shape = CountShape;
    const EXPECTED: &'static str = "a whole number, or an object with `at_least` and `at_most`";

    fn from_number(number: f64) -> Result<Self, String> {
        let whole = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
        if !whole {
            return Err(format!(
                "`{number}` is not a count: expected {}",
                Self::EXPECTED
            ));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it was seen to be whole and in range"
        )]
        Ok(Self(Count::exactly(number as u32)))
    }

    fn from_shape(shape: CountShape) -> Result<Self, String> {
        let count = match shape.at_most {
            Some(most) => Count::between(shape.at_least, most),
            None => Ok(Count::at_least(shape.at_least)),
        };
        count.map(Self).map_err(|error| error.to_string())
    }
}

impl Serialize for Occurrences {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(count) = self;
        if count.is_exact() {
            count.min().serialize(serializer)
        } else {
            CountShape {
                at_least: count.min(),
                at_most: count.max(),
            }
            .serialize(serializer)
        }
    }
}
