//! `detente_trend`: level, change and direction as a struct.

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Float64Array, StringArray, StructArray, UInt64Array,
};
use datafusion::arrow::datatypes::{DataType, Field, Fields};
use datafusion::common::Result;
use detente::ledger::Marks;
use detente::trend::{DecayedSums, DyadSnapshot, Level, Trend};

use super::State;
use super::state::refused;
use crate::call::Call;

/// A field with a number.
type Number = (&'static str, fn(&Trend) -> Option<f64>);

fn sum(trend: &Trend, of: fn(&DecayedSums) -> f64) -> f64 {
    trend.level.map_or(0.0, |level| of(&level.sums))
}

/// The numbers of a trend, in their order in the struct. Without marks the sums are 0.
const NUMBERS: [Number; 14] = [
    ("score", |trend| Some(sum(trend, |sums| sums.score))),
    ("weight", |trend| Some(sum(trend, |sums| sums.weight))),
    ("cooperation", |trend| {
        Some(sum(trend, |sums| sums.cooperation))
    }),
    ("conflict", |trend| Some(sum(trend, DecayedSums::conflict))),
    ("engagement", |trend| {
        Some(sum(trend, |sums| sums.engagement))
    }),
    ("level", |trend| trend.level.as_ref().map(Level::value)),
    ("level_sd", |trend| trend.level.as_ref().map(Level::sd)),
    ("change", |trend| trend.change),
    ("change_sd", Trend::change_sd),
    ("z", Trend::z),
    ("p_rising", Trend::p_rising),
    ("weight_new", |trend| Some(trend.weight_new)),
    ("weight_old", |trend| Some(trend.weight_old)),
    ("burst_variance", |trend| Some(trend.burst_variance)),
];

/// The fields of the struct that `detente_trend` returns.
///
/// | field | meaning |
/// | :-- | :-- |
/// | `marks` | the number of marks that have begun |
/// | `score`, `weight` | the decayed sums `S` and `W` |
/// | `cooperation`, `conflict` | the parts of `S` above 0 and below 0, both positive |
/// | `engagement` | the decayed sum of contacts |
/// | `level`, `level_sd` | `R = S / sqrt(kappa + W)` and its standard deviation; `NULL` without marks |
/// | `change`, `change_sd` | `D` and its standard deviation; `NULL` without a baseline |
/// | `z`, `p_rising` | the change in standard deviations, and the probability of a rise |
/// | `weight_new`, `weight_old` | the decayed weight added in the window, and the decayed weight at the start of the window |
/// | `burst_variance` | the variance of a day of marks |
/// | `direction` | `insufficient`, `rising`, `falling`, `steady` or `unclear`, of this date alone |
/// | `is_strong` | whether a rise or fall has a probability of at least `strong` |
/// | `missing` | the evidence that is missing for a direction |
/// | `coverage` | the coverage that was used |
pub fn trend_fields() -> Fields {
    let field = |name, data_type| Field::new(name, data_type, true);
    let numbers = NUMBERS
        .iter()
        .map(|&(name, _)| field(name, DataType::Float64));
    let fields = std::iter::once(field("marks", DataType::UInt64))
        .chain(numbers)
        .chain([
            field("direction", DataType::Utf8),
            field("is_strong", DataType::Boolean),
            field("missing", DataType::Utf8),
            field("coverage", DataType::Utf8),
        ]);
    fields.collect()
}

/// Trends as a column of structs.
fn structs(trends: &[Trend]) -> StructArray {
    let marks = trends
        .iter()
        .map(|trend| trend.level.map_or(0, |level| level.sums.marks));
    let texts = |of: fn(&Trend) -> Option<String>| -> ArrayRef {
        Arc::new(trends.iter().map(of).collect::<StringArray>())
    };
    let mut columns: Vec<ArrayRef> = vec![Arc::new(marks.collect::<UInt64Array>())];
    for (_, of) in NUMBERS {
        columns.push(Arc::new(trends.iter().map(of).collect::<Float64Array>()));
    }
    let is_strong = trends.iter().map(|trend| Some(trend.is_strong));
    columns.push(texts(|trend| Some(trend.direction.to_string())));
    columns.push(Arc::new(is_strong.collect::<BooleanArray>()));
    columns.push(texts(|trend| {
        trend.missing.map(|missing| missing.to_string())
    }));
    columns.push(texts(|trend| Some(trend.coverage.to_string())));
    StructArray::new(trend_fields(), columns, None)
}

impl State for DyadSnapshot {
    const GROWTH: usize = 0;

    fn new(call: &Call) -> Self {
        Self::new(call.spec().clone())
    }

    fn is_empty(&self) -> bool {
        self.marks() == 0
    }

    fn add(&mut self, call: &Call, marks: Marks<'_>) -> Result<()> {
        Self::add(self, marks).map_err(|error| refused(call, &error))
    }

    fn subtract(&mut self, call: &Call, marks: Marks<'_>) -> Result<()> {
        Self::subtract(self, marks).map_err(|error| refused(call, &error))
    }

    /// Refuses a state that has another date, calibration or coverage.
    fn merge(&mut self, call: &Call, bytes: &[u8]) -> Result<()> {
        self.merge_bytes(bytes)
            .map_err(|error| refused(call, &error))
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.to_bytes());
    }

    fn heap(&self) -> usize {
        // Seven sums, and three for each block.
        let blocks =
            usize::try_from(self.spec().calibration().blocks()).expect("at most 1,000 blocks");
        (7 + 3 * blocks) * size_of::<i128>()
    }

    fn finish(_call: &Call, states: &[Self]) -> ArrayRef {
        let trends: Vec<_> = states.iter().map(Self::trend).collect();
        Arc::new(structs(&trends))
    }
}
