//! The written form of quantities and measures.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::short::{Short, ShortOrMap, short_or_map};
use crate::event::{Amount, Measure, Quantity};

short_or_map!(Quantity);

/// A quantity, or a measure, as an object.
#[derive(Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuantityShape {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exactly: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    about: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_least: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    more_than: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_most: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    less_than: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    between: Option<(Number, Number)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<String>,
}

/// A number that is written as an integer if it is one.
#[derive(Clone, Copy)]
struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() < 9e15 {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "it is whole and below 2^53"
            )]
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

/// Formats other than JSON distinguish integers from floats.
impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }

            #[expect(
                clippy::cast_precision_loss,
                reason = "amounts are checked against 2^53"
            )]
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Number, E> {
                Ok(Number(number as f64))
            }

            #[expect(
                clippy::cast_precision_loss,
                reason = "amounts are checked against 2^53"
            )]
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Number, E> {
                Ok(Number(number as f64))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Number, E> {
                Ok(Number(number))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

impl QuantityShape {
    fn new(quantity: &Quantity, unit: Option<&str>, of: Option<&str>) -> Self {
        let mut shape = Self {
            unit: unit.map(str::to_owned),
            of: of.map(str::to_owned),
            ..Self::default()
        };
        match quantity.amount() {
            Amount::Exactly(value) => shape.exactly = Some(Number(value)),
            Amount::About(value) => shape.about = Some(Number(value)),
            Amount::AtLeast(value) => shape.at_least = Some(Number(value)),
            Amount::MoreThan(value) => shape.more_than = Some(Number(value)),
            Amount::AtMost(value) => shape.at_most = Some(Number(value)),
            Amount::LessThan(value) => shape.less_than = Some(Number(value)),
            Amount::Between(low, high) => shape.between = Some((Number(low), Number(high))),
        }
        shape
    }

    fn quantity(&self, unit: &str) -> Result<Quantity, String> {
        let single = [
            self.exactly.map(|Number(value)| Amount::Exactly(value)),
            self.about.map(|Number(value)| Amount::About(value)),
            self.at_least.map(|Number(value)| Amount::AtLeast(value)),
            self.more_than.map(|Number(value)| Amount::MoreThan(value)),
            self.at_most.map(|Number(value)| Amount::AtMost(value)),
            self.less_than.map(|Number(value)| Amount::LessThan(value)),
            self.between
                .map(|(Number(low), Number(high))| Amount::Between(low, high)),
        ];
        let mut given = single.into_iter().flatten();
        match (given.next(), given.next()) {
            (Some(amount), None) => {
                let unit = self.unit.as_deref().unwrap_or(unit);
                Quantity::new(amount, unit).map_err(|error| error.to_string())
            }
            _ => Err(format!(
                "the object is not a quantity: expected {}",
                Quantity::EXPECTED
            )),
        }
    }
}

impl Short for Quantity {
    type Shape = QuantityShape;
    const EXPECTED: &'static str = "an object with just one of `exactly`, `about`, \
        `at_least`, `more_than`, `at_most`, `less_than` and `between`, and its `unit`";

    fn from_shape(shape: QuantityShape) -> Result<Self, String> {
        match (&shape.unit, &shape.of) {
            (Some(unit), None) => shape.quantity(unit),
            _ => Err(format!(
                "the object is not a quantity: expected {}",
                Self::EXPECTED
            )),
        }
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        QuantityShape::new(self, Some(self.unit()), None).serialize(serializer)
    }
}

/// Measures by name. A unit is left out if it equals the name.
#[derive(Default)]
pub(super) struct Measures(pub(super) Vec<Measure>);

impl Measures {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Measures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for measure in &self.0 {
            let quantity = &measure.quantity;
            let unit = (quantity.unit() != &*measure.name).then(|| quantity.unit());
            let shape = QuantityShape::new(quantity, unit, measure.part_of.as_deref());
            map.serialize_entry(&*measure.name, &shape)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Measures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ByName;
        impl<'de> Visitor<'de> for ByName {
            type Value = Measures;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of quantities by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Measures, A::Error> {
                let mut measures: Vec<Measure> = Vec::new();
                while let Some((name, shape)) = map.next_entry::<String, QuantityShape>()? {
                    if measures.iter().any(|one| *one.name == *name) {
                        return Err(de::Error::custom(format_args!(
                            "measure `{name}` is given twice"
                        )));
                    }
                    let quantity = shape.quantity(&name).map_err(de::Error::custom)?;
                    let measure = Measure::new(name, quantity);
                    measures.push(match shape.of {
                        Some(whole) => measure.part_of(whole),
                        None => measure,
                    });
                }
                Ok(Measures(measures))
            }
        }
        deserializer.deserialize_map(ByName)
    }
}
