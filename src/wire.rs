//! The written form of the types that are input: timelines, ledgers, snapshots and scorings. Answers derive theirs
//! where they are declared, with the helpers of `answers` and `numbers`.
//!
//! Each type is written as a private *shape* and read through its own constructor, so that a value that was
//! read could also have been built. Shapes are easy to type: a date is an EDTF string, one participant needs
//! no brackets, a plain report is the name of its source. Objects are for everything else.
//!
//! Fields with default values are left out, so the format must name its fields: JSON, CBOR, or `MessagePack`
//! with names.

mod answers;
#[cfg(feature = "postcard")]
mod bytes;
mod date;
#[cfg(feature = "json")]
mod json;
mod ledger;
mod numbers;
mod patch;
mod quantity;
mod query;
mod reworded;
#[cfg(feature = "sheet")]
mod row;
#[cfg(feature = "schema")]
mod schema;
mod scoring;
mod shape;
mod short;
mod snapshot;
#[cfg(feature = "json")]
mod strings;

#[cfg(feature = "postcard")]
pub use bytes::BytesError;
#[cfg(feature = "json")]
pub use json::ReadError;

pub(crate) use answers::{
    ByName, List, MinMax, check_order, errors, given, object, pairs, snake_case,
};
#[cfg(feature = "import")]
pub(crate) use numbers::no_fields;
#[cfg(feature = "sheet")]
pub(crate) use row::add_entry;

pub(crate) use numbers::{
    check_derived, check_derived_option, check_range, finite, finite_or_null, not_negative,
    probability_or_null,
};
pub(crate) use reworded::read_shape;
pub(crate) use shape::Object;

use quantity::Measures;
use short::{Short, ShortOrMap, short_or_map};

use std::fmt;

use chrono::NaiveDate;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::code::{ActorCode, CameoCode, Code, PloverCode};
use crate::time::{Edtf, Length};

/// The name of the format of a timeline.
pub(crate) const FORMAT: &str = "detente-timeline";
/// The version that is written, and the highest version that is read.
pub(crate) const VERSION: u32 = 1;

/// Implements serde for types that are written as text and read by a constructor.
macro_rules! as_text {
    ($($type:ty, $expected:literal, $read:expr;)*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl Visitor<'_> for Text {
                    type Value = $type;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($expected)
                    }

                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$type, E> {
                        ($read)(text).map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }
    )*};
}

as_text! {
    Edtf, "an EDTF date", Edtf::parse;
    Code, "a code such as `AGREE`, `CONSULT/Phone` or `cameo:010`", Code::parse;
    CameoCode, "a code of CAMEO such as `010`", CameoCode::parse;
    PloverCode, "a code of PLOVER such as `CONSULT/Phone`", PloverCode::parse;
    ActorCode, "an actor's code of CAMEO such as `USAGOV`", ActorCode::parse;
    Length, "a distance such as `3 days`", distance;
    Day, "a date such as `2025-07-10`", day;
}

/// A day of the calendar, written `2025-07-10`.
struct Day(NaiveDate);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

fn day(text: &str) -> Result<Day, String> {
    let date = text.parse().map(Day);
    date.map_err(|_| format!("`{text}` is not a date: expected a date such as `2025-07-10`"))
}

fn distance(text: &str) -> Result<Length, String> {
    Length::parse(text)
        .ok_or_else(|| format!("`{text}` is not a distance: expected {}", Length::EXPECTED))
}
