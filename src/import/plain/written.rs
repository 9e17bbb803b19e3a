//! The written form of the layout of a plain table.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{CodeSystem, Delimiter, PlainLayout, SystemName, TimeSteps};
use crate::time::date_of_day;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LayoutShape {
    delimiter: Delimiter,
    columns: ColumnsShape,
    #[serde(deserialize_with = "crate::wire::given")]
    steps: Option<StepsShape>,
    system: SystemShape,
}

/// The numbers of the columns, counted from 1.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnsShape {
    date: usize,
    source: usize,
    target: usize,
    code: usize,
}

/// The day of step 0, and the number of steps in a day.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepsShape {
    first: NaiveDate,
    per_day: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(
    tag = "kind",
    content = "name",
    rename_all = "snake_case",
    deny_unknown_fields
)]
enum SystemShape {
    /// Not stated.
    Inferred,
    /// No system: all texts are words.
    Words,
    Stated(String),
}

impl From<PlainLayout> for LayoutShape {
    fn from(layout: PlainLayout) -> Self {
        let [date, source, target, code] = layout.columns.map(|index| index + 1);
        Self {
            delimiter: layout.delimiter,
            columns: ColumnsShape {
                date,
                source,
                target,
                code,
            },
            steps: layout.steps.map(|steps| StepsShape {
                first: date_of_day(steps.first).expect("the first day was given as a date"),
                per_day: steps.per_day,
            }),
            system: match layout.system {
                CodeSystem::Inferred => SystemShape::Inferred,
                CodeSystem::Words => SystemShape::Words,
                CodeSystem::Cameo => SystemShape::Stated("cameo".to_owned()),
                CodeSystem::Plover => SystemShape::Stated("plover".to_owned()),
                CodeSystem::Other(name) => {
                    SystemShape::Stated(SystemName::as_str(&name).to_owned())
                }
            },
        }
    }
}

impl TryFrom<LayoutShape> for PlainLayout {
    type Error = String;

    fn try_from(shape: LayoutShape) -> Result<Self, String> {
        let ColumnsShape {
            date,
            source,
            target,
            code,
        } = shape.columns;
        let layout = Self::default()
            .with_delimiter(shape.delimiter)
            .with_columns(date, source, target, code);
        let mut layout = layout.map_err(|error| error.to_string())?;
        layout = match shape.system {
            SystemShape::Inferred => layout,
            SystemShape::Words => Self {
                system: CodeSystem::Words,
                ..layout
            },
            SystemShape::Stated(name) => {
                let stated = layout.with_system(&name);
                stated.map_err(|error| error.to_string())?
            }
        };
        layout.steps = match shape.steps {
            None => None,
            Some(StepsShape { per_day: 0, .. }) => {
                return Err("`per_day` is `0`: expected at least 1".to_owned());
            }
            Some(StepsShape { first, per_day }) => Some(TimeSteps::new(first, per_day)),
        };
        Ok(layout)
    }
}
