//! Sides of a question: a name, a list of names, or an object.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::names::{Bounded, BoundedList, Name, name};
use crate::query::Side;

/// Two sides, as a list.
#[derive(serde::Serialize)]
pub(super) struct Pair(pub(super) SideForm, pub(super) SideForm);

impl<'de> Deserialize<'de> for Pair {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TwoSides;
        impl<'de> Visitor<'de> for TwoSides {
            type Value = Pair;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of two entries")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Pair, A::Error> {
                let length = |length| de::Error::invalid_length(length, &self);
                let first = list.next_element()?.ok_or_else(|| length(0))?;
                let second = list.next_element()?.ok_or_else(|| length(1))?;
                // `serde_json` would report a third entry as trailing characters.
                match list.next_element::<de::IgnoredAny>()? {
                    None => Ok(Pair(first, second)),
                    Some(_) => Err(de::Error::custom(
                        "the list has more than two entries: expected a list of two entries",
                    )),
                }
            }
        }
        deserializer.deserialize_seq(TwoSides)
    }
}

/// A side: a name, a list of names, or an object with the names and `members`.
pub(super) struct SideForm(pub(super) Side<'static>);

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct SideShape {
    /// The actors: identifiers, names or other names, each of one actor.
    actors: Bounded<Name>,
    /// False to leave out the members of groups. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    members: Option<bool>,
}

impl Serialize for SideForm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names: Vec<&str> = self.0.names().collect();
        if self.0.counts_members() {
            return match names.as_slice() {
                [name] => serializer.serialize_str(name),
                names => names.serialize(serializer),
            };
        }
        SideShape {
            actors: names
                .into_iter()
                .map(|name| Name(name.to_owned()))
                .collect(),
            members: Some(false),
        }
        .serialize(serializer)
    }
}

/// Sides, rules and windows have short forms.
impl<'de> Deserialize<'de> for SideForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyForm;
        impl<'de> Visitor<'de> for AnyForm {
            type Value = SideForm;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name, a list of names, or an object with `actors`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<SideForm, E> {
                let Name(name) = name(text).map_err(E::custom)?;
                Ok(SideForm(name.into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<SideForm, A::Error> {
                let names = BoundedList::<Name>(PhantomData).visit_seq(list)?;
                Ok(SideForm(side(names)))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<SideForm, A::Error> {
                let shape = de::value::MapAccessDeserializer::new(map);
                let SideShape { actors, members } = SideShape::deserialize(shape)?;
                let side = side(actors);
                Ok(SideForm(if members.unwrap_or(true) {
                    side
                } else {
                    side.without_members()
                }))
            }
        }
        deserializer.deserialize_any(AnyForm)
    }
}

fn side(names: Bounded<Name>) -> Side<'static> {
    names.0.into_iter().map(|Name(name)| name).collect()
}
