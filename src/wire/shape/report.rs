//! The written form of a report: a source, a chain of sources, or an object.

use serde::ser::Serializer;
use serde::{Deserialize as Read, Serialize as Write};

use super::many::{Many, bare, boxed, is_default, or_default, unboxed};
use crate::event::{Place, Report, Status};
use crate::time::When;
use crate::wire::{Measures, Short};

/// The statement of a source that an event happened, is planned, or is denied.
#[derive(Write, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct ReportShape {
    /// The `id` of the source, and of those it cites, from the outlet that was read to the person who said so: `[reuters, rubio]`.
    #[serde(serialize_with = "bare")]
    by: Many<String>,
    /// What the source says: the event is `planned`, `cancelled`, `realised` or `disputed`. A claim that another source denies is `disputed`. Null for `realised`.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "is_default"
    )]
    status: Status,
    /// The date on which the source said so. A plan, a cancellation and a dispute need it. Null if unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asserted: Option<When>,
    /// The date on which the source took it back. Null if it did not.
    #[cfg_attr(feature = "schema", schemars(extend("x-strict" = "omit")))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdrawn: Option<When>,
    /// The words of the text that state the event, copied exactly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// The date, if this report gives another than the event has. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    when: Option<When>,
    /// The place, if this report gives another. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
    /// The quantities, if this report gives others. Otherwise null.
    #[serde(default, skip_serializing_if = "Measures::is_empty")]
    measures: Measures,
    /// The number in a series, if this report gives another. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ordinal: Option<u32>,
    /// The topics, if this report gives others. Otherwise null.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    topics: Many<String>,
    /// The initiator, if this report names another. Otherwise null.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    initiator: Many<String>,
}

impl Short for Report {
    type Shape = ReportShape;
    const EXPECTED: &'static str = "a source, a chain of sources, or an object with `by`";

    fn from_text(text: &str) -> Result<Self, String> {
        Ok(Self::by([text]))
    }

    fn from_list(chain: Vec<String>) -> Result<Self, String> {
        Ok(Self::by(chain))
    }

    fn from_shape(shape: ReportShape) -> Result<Self, String> {
        let mut report = Self::by(shape.by.0).status(shape.status);
        report.asserted = shape.asserted;
        report.withdrawn = shape.withdrawn;
        report.words = shape.words;
        report.says.when = shape.when;
        report.says.place = shape.place;
        report.says.measures = shape.measures.0;
        report.says.ordinal = shape.ordinal;
        report.says.topics = boxed(shape.topics);
        report.says.initiators = boxed(shape.initiator);
        Ok(report)
    }
}

impl Write for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if *self == Self::by(self.by.iter().cloned()) {
            return match self.by.as_slice() {
                [one] => serializer.serialize_str(one),
                chain => chain.serialize(serializer),
            };
        }
        let report = self.clone();
        ReportShape {
            by: Many(report.by),
            status: report.status,
            asserted: report.asserted,
            withdrawn: report.withdrawn,
            words: report.words,
            when: report.says.when,
            place: report.says.place,
            measures: Measures(report.says.measures),
            ordinal: report.says.ordinal,
            topics: unboxed(report.says.topics),
            initiator: unboxed(report.says.initiators),
        }
        .serialize(serializer)
    }
}
