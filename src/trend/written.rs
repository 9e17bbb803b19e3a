//! The written form of levels and trends.
//!
//! A reader of JSON wants the value of a level and the probability of a rise, which are methods here. So they
//! are written beside the numbers that they follow from. Reading rebuilds the answer from those numbers, bit for
//! bit, and refuses a text in which the two disagree.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Band, CoverageUsed, DecayedSums, Direction, Level, Missing, Ongoing, Peak, PeakPoint, Trend,
};
use crate::time::Moment;
use crate::wire::Object;
use crate::wire::{
    check_derived, check_derived_option, check_range, finite_or_null, given, not_negative,
    probability_or_null,
};

/// The degrees of freedom: the prior is worth 1e-9 to 1e9 blocks, and there are at most 1,000 blocks.
const FREEDOM: (f64, f64) = (1e-9, 1.1e9);
/// What a calibration takes for kappa.
const KAPPA: (f64, f64) = (1e-9, 1e9);
/// A sum of weights or scores: fewer than 2^32 rows of less than 2^63 have a sum below 1e30.
const MAX_SUM: f64 = 1e30;
/// A variance of a level: at least kappa z. Squares of sums, the prior and the days stay far below its maximum.
const LEVEL_VARIANCE: (f64, f64) = (1e-9, 1e100);
/// A change is a sum minus its expectation, which is at most 1e100 times another sum.
const MAX_CHANGE: f64 = 1e131;
/// A variance of a change: the square of that factor, times a variance of days.
const CHANGE_VARIANCE: (f64, f64) = (1e-9, 1e290);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LevelShape {
    at: Moment,
    value: f64,
    sd: f64,
    z: f64,
    tone: f64,
    index: f64,
    band: Band,
    sums: DecayedSums,
    #[serde(deserialize_with = "not_negative")]
    kappa: f64,
    /// Of the sum of scores.
    #[serde(deserialize_with = "not_negative")]
    variance: f64,
    #[serde(deserialize_with = "not_negative")]
    burst_variance: f64,
    #[serde(deserialize_with = "not_negative")]
    freedom: f64,
    coverage: CoverageUsed,
}

impl From<Level> for LevelShape {
    fn from(level: Level) -> Self {
        Self {
            at: level.at,
            value: level.value(),
            sd: level.sd(),
            z: level.z(),
            tone: level.tone(),
            index: level.index(),
            band: level.band(),
            sums: level.sums,
            kappa: level.kappa,
            variance: level.variance,
            burst_variance: level.burst_variance,
            freedom: level.freedom,
            coverage: level.coverage,
        }
    }
}

impl TryFrom<Object<LevelShape>> for Level {
    type Error = String;

    fn try_from(Object(shape): Object<LevelShape>) -> Result<Self, String> {
        let level = Self {
            at: shape.at,
            sums: shape.sums,
            burst_variance: shape.burst_variance,
            freedom: shape.freedom,
            coverage: shape.coverage,
            variance: shape.variance,
            kappa: shape.kappa,
        };
        if level.sums.marks == 0 {
            return Err("the level has `0` marks: expected at least 1".to_owned());
        }
        level.check_ranges()?;
        check_derived("value", shape.value, level.value())?;
        check_derived("sd", shape.sd, level.sd())?;
        check_derived("z", shape.z, level.z())?;
        check_derived("tone", shape.tone, level.tone())?;
        check_derived("index", shape.index, level.index())?;
        if shape.band != level.band() {
            return Err(format!(
                "`band` is `{}`: expected `{}`, which follows from the value",
                shape.band,
                level.band()
            ));
        }
        Ok(level)
    }
}

impl Level {
    /// Checks that a kernel can have made the numbers, so that what follows from them is finite.
    fn check_ranges(&self) -> Result<(), String> {
        let sums = &self.sums;
        check_range("score", sums.score, (-MAX_SUM, MAX_SUM))?;
        check_range("cooperation", sums.cooperation, (0.0, MAX_SUM))?;
        check_range("weight", sums.weight, (0.0, MAX_SUM))?;
        check_range("engagement", sums.engagement, (0.0, MAX_SUM))?;
        check_range("kappa", self.kappa, KAPPA)?;
        check_range("variance", self.variance, LEVEL_VARIANCE)?;
        check_range(
            "burst_variance",
            self.burst_variance,
            (0.0, LEVEL_VARIANCE.1),
        )?;
        check_range("freedom", self.freedom, FREEDOM)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TrendShape {
    at: Moment,
    direction: Direction,
    is_strong: bool,
    #[serde(deserialize_with = "given")]
    missing: Option<Missing>,
    #[serde(deserialize_with = "probability_or_null")]
    p_rising: Option<f64>,
    #[serde(deserialize_with = "finite_or_null")]
    z: Option<f64>,
    #[serde(deserialize_with = "finite_or_null")]
    change: Option<f64>,
    #[serde(deserialize_with = "finite_or_null")]
    change_sd: Option<f64>,
    /// Of the change; 0 without a baseline.
    #[serde(deserialize_with = "not_negative")]
    variance: f64,
    #[serde(deserialize_with = "not_negative")]
    weight_new: f64,
    #[serde(deserialize_with = "not_negative")]
    weight_old: f64,
    #[serde(deserialize_with = "not_negative")]
    burst_variance: f64,
    #[serde(deserialize_with = "not_negative")]
    freedom: f64,
    coverage: CoverageUsed,
    #[serde(deserialize_with = "given")]
    level: Option<Level>,
}

impl From<Trend> for TrendShape {
    fn from(trend: Trend) -> Self {
        Self {
            at: trend.at,
            direction: trend.direction,
            is_strong: trend.is_strong,
            missing: trend.missing,
            p_rising: trend.p_rising(),
            z: trend.z(),
            change: trend.change,
            change_sd: trend.change_sd(),
            variance: trend.variance,
            weight_new: trend.weight_new,
            weight_old: trend.weight_old,
            burst_variance: trend.burst_variance,
            freedom: trend.freedom,
            coverage: trend.coverage,
            level: trend.level,
        }
    }
}

impl TryFrom<Object<TrendShape>> for Trend {
    type Error = String;

    fn try_from(Object(shape): Object<TrendShape>) -> Result<Self, String> {
        let trend = Self {
            at: shape.at,
            level: shape.level,
            direction: shape.direction,
            is_strong: shape.is_strong,
            missing: shape.missing,
            change: shape.change,
            weight_new: shape.weight_new,
            weight_old: shape.weight_old,
            burst_variance: shape.burst_variance,
            freedom: shape.freedom,
            coverage: shape.coverage,
            variance: shape.variance,
        };
        trend.check_ranges()?;
        check_derived_option("change_sd", shape.change_sd, trend.change_sd())?;
        check_derived_option("z", shape.z, trend.z())?;
        check_derived_option("p_rising", shape.p_rising, trend.p_rising())?;
        trend.check_direction()?;
        trend.check_missing()?;
        match trend.level {
            Some(level) if level.at != trend.at => Err(format!(
                "the level is that of {}: expected {}, as the trend",
                level.at, trend.at
            )),
            _ => Ok(trend),
        }
    }
}

impl Trend {
    /// Checks that a kernel can have made the numbers, so that what follows from them is finite.
    fn check_ranges(&self) -> Result<(), String> {
        // Without a change there is no variance of it.
        let variance = match self.change {
            Some(change) => {
                check_range("change", change, (-MAX_CHANGE, MAX_CHANGE))?;
                CHANGE_VARIANCE
            }
            None => (0.0, 0.0),
        };
        check_range("variance", self.variance, variance)?;
        check_range("weight_new", self.weight_new, (0.0, MAX_SUM))?;
        check_range("weight_old", self.weight_old, (0.0, MAX_SUM))?;
        check_range(
            "burst_variance",
            self.burst_variance,
            (0.0, LEVEL_VARIANCE.1),
        )?;
        check_range("freedom", self.freedom, FREEDOM)
    }

    /// Checks that there is a level unless no mark has begun, and a change unless there is no baseline.
    fn check_missing(&self) -> Result<(), String> {
        let has_marks = self.missing != Some(Missing::Marks);
        if self.level.is_some() != has_marks {
            return Err(if has_marks {
                "`level` is `null`: expected a level, unless `missing` is `marks`"
            } else {
                "`missing` is `marks`: expected `level` to be `null`"
            }
            .to_owned());
        }
        // Without marks, whether there is a baseline depends on the coverage.
        if has_marks && self.change.is_some() == (self.missing == Some(Missing::Baseline)) {
            return Err(
                "`change` contradicts `missing`: expected `null` if it is `baseline`, and \
                        a number otherwise"
                    .to_owned(),
            );
        }
        Ok(())
    }

    /// Checks that the direction agrees with the change, and with what is missing.
    fn check_direction(&self) -> Result<(), String> {
        let is_insufficient = self.direction == Direction::Insufficient;
        if self.missing.is_some() != is_insufficient {
            return Err(format!(
                "`direction` is `{}`: expected `insufficient` if evidence is missing, and only then",
                self.direction
            ));
        }
        let agrees = match self.direction {
            Direction::Rising => self.change.is_some_and(|change| change > 0.0),
            Direction::Falling => self.change.is_some_and(|change| change < 0.0),
            Direction::Steady | Direction::Unclear => self.change.is_some() && !self.is_strong,
            Direction::Insufficient => !self.is_strong,
        };
        if agrees {
            Ok(())
        } else {
            Err(format!(
                "`direction` is `{}`{}: expected a direction that agrees with the change",
                self.direction,
                if self.is_strong { ", and strong" } else { "" }
            ))
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OngoingShape {
    direction: Direction,
    #[serde(deserialize_with = "given")]
    since: Option<NaiveDate>,
    #[serde(deserialize_with = "probability_or_null")]
    p: Option<f64>,
    trend: Trend,
}

impl TryFrom<Object<OngoingShape>> for Ongoing {
    type Error = String;

    fn try_from(Object(shape): Object<OngoingShape>) -> Result<Self, String> {
        let OngoingShape {
            direction,
            since,
            p,
            trend,
        } = shape;
        check_derived_option("p", p, Self::p_of(direction, &trend))?;
        if let Some(since) = since.filter(|&since| since > trend.at.date()) {
            return Err(format!(
                "`since` is `{since}`: expected at most {}, the day of the trend",
                trend.at.date()
            ));
        }
        Ok(Self {
            direction,
            since,
            p,
            trend,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PeakShape {
    highest: PeakPoint,
    #[serde(deserialize_with = "given")]
    trough: Option<PeakPoint>,
    #[serde(deserialize_with = "finite_or_null")]
    retraced: Option<f64>,
}

impl TryFrom<Object<PeakShape>> for Peak {
    type Error = String;

    fn try_from(Object(shape): Object<PeakShape>) -> Result<Self, String> {
        let PeakShape {
            highest,
            trough,
            retraced,
        } = shape;
        if let Some(trough) = trough.filter(|trough| trough.at >= highest.at) {
            return Err(format!(
                "the trough is at {}: expected a time before the peak at {}",
                trough.at, highest.at
            ));
        }
        let rises = trough.is_some_and(|trough| trough.value < highest.value);
        if rises != retraced.is_some() {
            return Err(
                "`retraced` contradicts the trough: expected a number if the level rose from it to the \
                 peak, and `null` otherwise"
                    .to_owned(),
            );
        }
        Ok(Self {
            highest,
            trough,
            retraced,
        })
    }
}
