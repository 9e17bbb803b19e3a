//! The written form of external identifiers: an object of values by scheme.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

/// External identifiers by scheme. A scheme that is given twice is an error.
#[derive(Default)]
pub(in crate::wire) struct External(pub(super) BTreeMap<String, String>);

impl External {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for External {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for External {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ByScheme;
        impl<'de> Visitor<'de> for ByScheme {
            type Value = External;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of identifiers by scheme")
            }

            fn visit_unit<E: de::Error>(self) -> Result<External, E> {
                Ok(External::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<External, A::Error> {
                let mut external = BTreeMap::new();
                while let Some((scheme, value)) = map.next_entry::<String, Option<String>>()? {
                    if external.contains_key(&scheme) {
                        return Err(de::Error::custom(format_args!(
                            "scheme `{scheme}` is given twice"
                        )));
                    }
                    // `null` is as if the scheme was left out.
                    if let Some(value) = value {
                        external.insert(scheme, value);
                    }
                }
                Ok(External(external))
            }
        }
        deserializer.deserialize_any(ByScheme)
    }
}
