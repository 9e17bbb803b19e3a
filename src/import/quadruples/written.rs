//! The serialized form of the layout of quadruples.

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{IdList, QuadrupleLayout, TimeSteps};
use crate::time::date_of_day;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LayoutShape {
    #[serde(deserialize_with = "crate::wire::given")]
    ids: Option<IdsShape>,
    #[serde(deserialize_with = "crate::wire::given")]
    steps: Option<StepsShape>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct IdsShape {
    entities: IdList,
    relations: IdList,
}

/// The day of step 0, and the length of a step.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepsShape {
    first: NaiveDate,
    seconds: i64,
}

impl From<QuadrupleLayout> for LayoutShape {
    fn from(layout: QuadrupleLayout) -> Self {
        Self {
            ids: layout.ids.map(|(entities, relations)| IdsShape {
                entities,
                relations,
            }),
            steps: layout.steps.map(|TimeSteps { first, seconds }| StepsShape {
                first: date_of_day(first).expect("the first day was given as a date"),
                seconds,
            }),
        }
    }
}

impl TryFrom<LayoutShape> for QuadrupleLayout {
    type Error = String;

    fn try_from(shape: LayoutShape) -> Result<Self, String> {
        let layout = match shape.ids {
            None => Self::in_words(),
            Some(IdsShape {
                entities,
                relations,
            }) => Self::in_numbers(entities, relations),
        };
        let Some(StepsShape { first, seconds }) = shape.steps else {
            return Ok(layout);
        };
        let step = TimeDelta::try_seconds(seconds)
            .ok_or_else(|| format!("`seconds` is `{seconds}`: expected the length of a step"))?;
        let layout = layout.with_steps(first, step);
        layout.map_err(|error| error.to_string())
    }
}
