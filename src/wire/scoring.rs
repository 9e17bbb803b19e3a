//! The written form of scales, scorings and coverages.

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::Day;
use super::reworded::read_shape;
use crate::code::{Code, Scale};
use crate::scoring::{SCORING_VERSION, Scoring, Weights};
use crate::trend::{Calibration, Coverage};

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ScaleShape {
    name: String,
    version: String,
    valences: Vec<(Code, f64)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    standing: Vec<Code>,
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
            standing: self.standing().to_vec(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Scale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let shape: ScaleShape = read_shape(deserializer)?;
        Self::from_table(&shape.name, &shape.version, shape.valences)
            .and_then(|scale| scale.with_standing(shape.standing))
            .map_err(de::Error::custom)
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
