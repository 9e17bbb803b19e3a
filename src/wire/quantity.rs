//! The written form of quantities and measures.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::shape::Object;
use super::short::{Short, ShortOrMap, short_or_map};
use crate::event::{Amount, Measure, Quantity};

short_or_map!(Quantity);

/// A quantity: one amount with its unit.
#[derive(Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(transform = crate::wire::schema::one_amount)
)]
#[serde(deny_unknown_fields)]
pub(super) struct QuantityShape {
    /// The name, such as `minutes`, in a list of measures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The amount, if it is exact. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exactly: Option<Number>,
    /// The amount, if it is approximate. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    about: Option<Number>,
    /// The smallest amount. With `at_most`, a range. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_least: Option<Number>,
    /// The amount that is exceeded. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    more_than: Option<Number>,
    /// The largest amount. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_most: Option<Number>,
    /// The amount that is not reached. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    less_than: Option<Number>,
    /// The smallest and the largest amount.
    #[cfg_attr(feature = "schema", schemars(extend("x-strict" = "omit")))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    between: Option<(Number, Number)>,
    /// The unit, such as `persons`. Null if the name says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    /// The name of the measure that this one is a part of. Null if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<String>,
}

/// A number that is written as an integer if it is one.
#[derive(Clone, Copy)]
pub(super) struct Number(f64);

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
        // Two bounds are a range.
        let (at_least, at_most, range) = match (self.at_least, self.at_most) {
            (Some(low), Some(high)) => (None, None, Some((low, high))),
            (at_least, at_most) => (at_least, at_most, None),
        };
        let single = [
            self.exactly.map(|Number(value)| Amount::Exactly(value)),
            self.about.map(|Number(value)| Amount::About(value)),
            at_least.map(|Number(value)| Amount::AtLeast(value)),
            self.more_than.map(|Number(value)| Amount::MoreThan(value)),
            at_most.map(|Number(value)| Amount::AtMost(value)),
            self.less_than.map(|Number(value)| Amount::LessThan(value)),
            self.between
                .map(|(Number(low), Number(high))| Amount::Between(low, high)),
            range.map(|(Number(low), Number(high))| Amount::Between(low, high)),
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
        match (&shape.unit, &shape.of, &shape.name) {
            (Some(unit), None, None) => shape.quantity(unit),
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

/// Measures by name, or as a list with names. A unit is left out if it equals the name.
#[derive(Default)]
pub(super) struct Measures(pub(super) Vec<Measure>);

impl Measures {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a measure, unless there is one with the same name.
    fn add(&mut self, name: String, shape: QuantityShape) -> Result<(), String> {
        if self.0.iter().any(|one| *one.name == *name) {
            return Err(format!("measure `{name}` is given twice"));
        }
        let quantity = shape.quantity(&name)?;
        let measure = Measure::new(name, quantity);
        self.0.push(match shape.of {
            Some(whole) => measure.part_of(whole),
            None => measure,
        });
        Ok(())
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
                f.write_str("an object of quantities by name, or a list of quantities with `name`")
            }

            fn visit_unit<E: de::Error>(self) -> Result<Measures, E> {
                Ok(Measures::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Measures, A::Error> {
                let mut measures = Measures::default();
                while let Some((name, shape)) = map.next_entry::<String, Option<QuantityShape>>()? {
                    // `null` is as if the measure was left out.
                    let Some(shape) = shape else { continue };
                    if shape.name.is_some() {
                        return Err(de::Error::custom(format_args!(
                            "measure `{name}` has a field `name`: expected it only in a list of measures"
                        )));
                    }
                    measures.add(name, shape).map_err(de::Error::custom)?;
                }
                Ok(measures)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Measures, A::Error> {
                let mut measures = Measures::default();
                while let Some(Object(mut shape)) = list.next_element::<Object<QuantityShape>>()? {
                    let name = shape.name.take();
                    let name = name.ok_or_else(|| de::Error::missing_field("name"))?;
                    measures.add(name, shape).map_err(de::Error::custom)?;
                }
                Ok(measures)
            }
        }
        deserializer.deserialize_any(ByName)
    }
}
