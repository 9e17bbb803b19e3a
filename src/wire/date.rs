//! The written form of dates and of their zones.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::short::{Short, ShortOrMap, short_or_map};
use crate::time::{DateSource, DayRule, Edtf, UNDATED, When, Zone};

short_or_map!(When, Zone);

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
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(transform = crate::wire::schema::one_date)
)]
#[serde(deny_unknown_fields)]
pub(super) struct WhenShape {
    /// The date in EDTF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edtf: Option<Edtf>,
    /// The date on which it starts, instead of `edtf`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<Edtf>,
    /// The date on which it ends, instead of `edtf`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<Edtf>,
    /// The zone of the days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<Zone>,
    /// The number of days by which the date may be wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    margin: Option<u32>,
    /// The words of the source, such as `Thursday`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<String>,
}

impl Short for When {
    type Shape = WhenShape;
    const EXPECTED: &'static str =
        "an EDTF date, or an object with `edtf`, or with `start` and `end`";

    fn from_text(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|error| error.to_string())
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
