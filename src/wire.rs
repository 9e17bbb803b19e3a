//! The written form of the public types, and the only module that uses serde.
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
#[cfg(feature = "json")]
mod json;
mod ledger;
mod numbers;
mod reworded;
mod shape;
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
pub(crate) use numbers::{
    check_derived, check_derived_option, finite, finite_or_null, not_negative, probability_or_null,
};

use std::fmt;

use chrono::NaiveDate;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use reworded::read_shape;

use crate::code::{ActorCode, CameoCode, Code, PloverCode, Scale};
use crate::event::{Amount, Measure, Quantity};
use crate::scoring::{SCORING_VERSION, Scoring, Weights};
use crate::time::{DateSource, DayRule, Edtf, Length, When, Zone};
use crate::trend::{Calibration, Coverage};

/// The written form of an unknown date.
const UNDATED: &str = "undated";
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
    Edtf, "a date of EDTF", Edtf::parse;
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

/// The visitor that reads a [`Short`] type, from its short form or from an object.
struct ShortOrMap<T, S>(std::marker::PhantomData<(T, S)>);

/// A type that can be read from an object or from a short form: a string, a number or a list.
trait Short: Sized {
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
pub(crate) use short_or_map;

short_or_map!(When, Zone, Quantity);

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Utc => serializer.serialize_str("UTC"),
            Self::AnywhereOnEarth => serializer.serialize_str("anywhere"),
            Self::Offset(offset) => serializer.collect_str(offset),
        }
    }
}

impl Short for Zone {
    type Shape = ();
    const EXPECTED: &'static str = "`UTC`, `anywhere` or an offset such as `+03:00`";

    fn from_shape((): ()) -> Result<Self, String> {
        Err(format!(
            "the value is an object: expected {}",
            Self::EXPECTED
        ))
    }

    fn from_text(text: &str) -> Result<Self, String> {
        match text {
            "UTC" => Ok(Self::Utc),
            "anywhere" => Ok(Self::AnywhereOnEarth),
            _ => Self::offset(text)
                .ok_or_else(|| format!("`{text}` is not a zone: expected {}", Self::EXPECTED)),
        }
    }
}

/// A date, as an object.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WhenShape {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edtf: Option<Edtf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<Edtf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<Edtf>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<Zone>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    margin: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<String>,
}

impl Short for When {
    type Shape = WhenShape;
    const EXPECTED: &'static str =
        "a date of EDTF, or an object with `edtf`, or with `start` and `end`";

    fn from_text(text: &str) -> Result<Self, String> {
        match text {
            UNDATED => Ok(Self::undated()),
            _ => Self::parse(text).map_err(|error| error.to_string()),
        }
    }

    fn from_shape(shape: WhenShape) -> Result<Self, String> {
        let mut rule = DayRule::default();
        if let Some(zone) = shape.zone {
            rule.zone = zone;
        }
        if let Some(margin) = shape.margin {
            rule.margin = margin;
        }
        let is_read = shape.zone.is_some() || shape.margin.is_some();
        let when = match (&shape.edtf, &shape.start, &shape.end) {
            // The words of the source, which are not a date.
            (None, None, None) if shape.words.is_some() && !is_read => Ok(Self::undated()),
            (Some(edtf), None, None) => Self::new(edtf.clone(), rule),
            (None, Some(start), Some(end)) => Self::from_ends(start, end, rule),
            _ => {
                return Err(format!(
                    "the object is not a date: expected {}",
                    Self::EXPECTED
                ));
            }
        };
        let when = when.map_err(|error| error.to_string())?;
        Ok(match shape.words {
            Some(words) => when.with_words(words),
            None => when,
        })
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rule = self.day_rule();
        let plain = DayRule::default();
        let (edtf, start, end) = match self.written() {
            DateSource::Edtf(edtf) => (Some(edtf.clone()), None, None),
            DateSource::Ends { start, end } => (None, Some(start.clone()), Some(end.clone())),
            DateSource::Undated if self.words().is_none() => {
                return serializer.serialize_str(UNDATED);
            }
            DateSource::Undated => (None, None, None),
        };
        match edtf {
            Some(edtf) if rule == plain && self.words().is_none() => edtf.serialize(serializer),
            edtf => WhenShape {
                edtf,
                start,
                end,
                zone: (rule.zone != plain.zone).then_some(rule.zone),
                margin: (rule.margin != plain.margin).then_some(rule.margin),
                words: self.words().map(str::to_owned),
            }
            .serialize(serializer),
        }
    }
}

/// A quantity, or a measure, as an object.
#[derive(Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct QuantityShape {
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
struct Measures(Vec<Measure>);

impl Measures {
    fn is_empty(&self) -> bool {
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

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ScaleShape {
    name: String,
    version: String,
    valences: Vec<(Code, f64)>,
}

impl Serialize for Scale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ScaleShape {
            name: self.name().to_owned(),
            version: self.version().to_owned(),
            valences: self
                .entries()
                .map(|(code, valence)| (code.clone(), valence))
                .collect(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Scale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let shape: ScaleShape = read_shape(deserializer)?;
        Self::from_table(&shape.name, &shape.version, shape.valences).map_err(de::Error::custom)
    }
}

/// Implements serde for structs of numbers that are written by name and checked when read.
macro_rules! numbers {
    ($($type:ident, $shape:ident { $($field:ident: $number:ty),* } => $read:expr;)*) => {$(
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $shape {
            $($field: $number),*
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $shape { $($field: self.$field()),* }.serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let shape: $shape = read_shape(deserializer)?;
                ($read)(shape).map_err(de::Error::custom)
            }
        }
    )*};
}

numbers! {
    Weights, WeightsShape {
        contact: f64, comment: f64, act: f64, third_party: f64, hop: f64, doubt: f64, cancelled: f64
    } => |shape: WeightsShape| {
        Weights::default()
            .with_contact(shape.contact)?
            .with_comment(shape.comment)?
            .with_act(shape.act)?
            .with_third_party(shape.third_party)?
            .with_hop(shape.hop)?
            .with_doubt(shape.doubt)?
            .with_cancelled(shape.cancelled)
    };
    Calibration, CalibrationShape {
        half_life: f64, kappa: f64, kappa_z: f64, window: u32, blocks: u32, block: u32,
        prior: f64, dispersion: f64, least_weight: f64, lookback: u32,
        enter: f64, leave: f64, strong: f64, steady: f64, lean: f64
    } => |shape: CalibrationShape| {
        Calibration::default()
            .with_half_life(shape.half_life)?
            .with_kappa(shape.kappa)?
            .with_kappa_z(shape.kappa_z)?
            .with_window(shape.window)?
            .with_blocks(shape.blocks, shape.block)?
            .with_prior(shape.prior, shape.dispersion)?
            .with_least_weight(shape.least_weight)?
            .with_lookback(shape.lookback)?
            .with_thresholds(shape.leave, shape.enter, shape.strong)?
            .with_steady(shape.steady, shape.lean)
    };
}

/// The version of a scoring. It is checked first, because other versions have other numbers.
struct ScoringVersion;

impl Serialize for ScoringVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(SCORING_VERSION)
    }
}

impl<'de> Deserialize<'de> for ScoringVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            SCORING_VERSION => Ok(Self),
            version => Err(de::Error::custom(format_args!(
                "`version` is `{version}`: expected `{SCORING_VERSION}`, because the same numbers would \
                 give other scores"
            ))),
        }
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ScoringShape {
    version: ScoringVersion,
    scale: Scale,
    weights: Weights,
    calibration: Calibration,
}

impl Serialize for Scoring {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ScoringShape {
            version: ScoringVersion,
            scale: self.scale().clone(),
            weights: *self.weights(),
            calibration: self.calibration().clone(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Scoring {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let shape: ScoringShape = read_shape(deserializer)?;
        Ok(Self::default()
            .with_scale(shape.scale)
            .with_weights(shape.weights)
            .with_calibration(shape.calibration))
    }
}

/// The periods of a coverage. `None` if it is unknown.
type CoverageShape = Option<Vec<(Option<Day>, Option<Day>)>>;

impl Serialize for Coverage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let periods = self.periods().map(|periods| {
            let days = periods.map(|(first, end)| (first.map(Day), end.map(Day)));
            days.collect()
        });
        CoverageShape::serialize(&periods, serializer)
    }
}

impl<'de> Deserialize<'de> for Coverage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let periods: CoverageShape = read_shape(deserializer)?;
        periods.map_or(Ok(Self::unknown()), |periods| {
            let date = |day: Option<Day>| day.map(|Day(date)| date);
            let dates = periods
                .into_iter()
                .map(|(first, end)| (date(first), date(end)));
            Self::of_periods(dates).map_err(de::Error::custom)
        })
    }
}
