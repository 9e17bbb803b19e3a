//! The written form of a timeline: its envelope and its entries.

mod actor;
mod constraint;
mod event;
mod external;
mod many;
mod occurrences;
mod report;
mod source;

use serde::Deserialize as Read;
use serde::Serialize as Write;
use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeSeq, SerializeStruct, Serializer};

use super::reworded::read_shape;
use super::{FORMAT, ShortOrMap, VERSION, short_or_map};
use crate::actor::{Actor, Alias};
use crate::event::{CoverageDeclaration, Event, Participant, Place, Report, Source};
use crate::timeline::{Timeline, TimelineBuilder};

#[cfg(feature = "schema")]
pub(super) use actor::AliasShape;
pub(super) use actor::{ActorShape, DesignationShape};
pub(super) use constraint::ConstraintShape;
pub(super) use event::EventShape;
#[cfg(feature = "schema")]
pub(super) use event::{ParticipantShape, PlaceShape};
#[cfg(feature = "schema")]
pub(super) use external::External;
#[cfg(feature = "schema")]
pub(super) use many::Many;
pub(crate) use many::Object;
pub(super) use many::or_default;
#[cfg(feature = "schema")]
pub(super) use occurrences::{CountShape, Occurrences};
#[cfg(feature = "schema")]
pub(super) use report::ReportShape;
#[cfg(feature = "schema")]
pub(super) use source::CoverageShape;
pub(super) use source::SourceShape;

/// The written form of an entry of a timeline.
pub(super) trait Entry: Sized {
    /// The type that the builder takes.
    type Stated;

    fn stated(self) -> Self::Stated;
}

short_or_map!(Alias, Participant, Place, Report, CoverageDeclaration);

/// A record of meetings, calls, statements and other acts: the actors, the sources, the events, and who reports them.
#[derive(Read)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Timeline")
)]
#[serde(deny_unknown_fields)]
pub(super) struct TimelineShape {
    /// `detente-timeline`.
    #[cfg_attr(feature = "schema", schemars(extend("const" = FORMAT)))]
    format: String,
    /// 1.
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    version: u32,
    /// A title of the record. Null if it has none.
    #[serde(default)]
    title: Option<String>,
    /// All actors that the other lists name.
    #[serde(default, deserialize_with = "or_default")]
    actors: Vec<ActorShape>,
    /// Names for whoever held an office. Null if the text uses none.
    #[serde(default, deserialize_with = "or_default")]
    designations: Vec<DesignationShape>,
    /// The sources that reports cite. An actor can be cited without an entry here.
    #[serde(default, deserialize_with = "or_default")]
    sources: Vec<SourceShape>,
    /// The events.
    #[serde(default, deserialize_with = "or_default")]
    events: Vec<EventShape>,
    /// Relations in time that the text states and the dates do not. Null if there are none.
    #[serde(default, deserialize_with = "or_default")]
    constraints: Vec<ConstraintShape>,
}

/// A list whose entries are converted one by one while they are written.
struct Shaped<F>(F);

impl<S, I, F> Write for Shaped<F>
where
    S: Write,
    I: Iterator<Item = S>,
    F: Fn() -> I,
{
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for entry in (self.0)() {
            list.serialize_element(&entry)?;
        }
        list.end()
    }
}

impl Serialize for Timeline {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Some formats write the number of fields first.
        let optional = [
            self.title().is_some(),
            !self.designations().is_empty(),
            self.stated_sources().next().is_some(),
            !self.constraints().is_empty(),
        ];
        let fields = 4 + optional.into_iter().filter(|is_there| *is_there).count();
        let mut shape = serializer.serialize_struct("Timeline", fields)?;
        shape.serialize_field("format", FORMAT)?;
        shape.serialize_field("version", &VERSION)?;
        if let Some(title) = self.title() {
            shape.serialize_field("title", title)?;
        }
        let actors = || self.actors().map(|one| ActorShape::from(Actor::from(one)));
        shape.serialize_field("actors", &Shaped(actors))?;
        let designations = || {
            self.designations()
                .iter()
                .cloned()
                .map(DesignationShape::from)
        };
        if !self.designations().is_empty() {
            shape.serialize_field("designations", &Shaped(designations))?;
        }
        let sources = || {
            self.stated_sources()
                .map(|one| SourceShape::from(Source::from(one)))
        };
        if sources().next().is_some() {
            shape.serialize_field("sources", &Shaped(sources))?;
        }
        let events = || self.events().map(|one| EventShape::from(Event::from(one)));
        shape.serialize_field("events", &Shaped(events))?;
        let constraints = || {
            self.constraints()
                .iter()
                .cloned()
                .map(ConstraintShape::from)
        };
        if !self.constraints().is_empty() {
            shape.serialize_field("constraints", &Shaped(constraints))?;
        }
        shape.end()
    }
}

impl<'de> Deserialize<'de> for Timeline {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let shape: TimelineShape = read_shape(deserializer)?;
        check_version((&shape.format, shape.version), (FORMAT, VERSION))
            .map_err(de::Error::custom)?;
        let mut builder = TimelineBuilder::default();
        if let Some(title) = shape.title {
            builder.title(title);
        }
        for actor in shape.actors {
            builder.actor(actor.stated());
        }
        for designation in shape.designations {
            builder.designation(designation.stated());
        }
        for source in shape.sources {
            builder.source(source.stated());
        }
        for event in shape.events {
            builder.event(event.stated());
        }
        for constraint in shape.constraints {
            builder.constraint(constraint.stated().map_err(de::Error::custom)?);
        }
        Timeline::try_from(builder).map_err(de::Error::custom)
    }
}

/// Checks the format and the version.
pub(super) fn check_version(
    (format, version): (&str, u32),
    (expected, highest): (&str, u32),
) -> Result<(), String> {
    if format != expected {
        Err(format!("`format` is `{format}`: expected `{expected}`"))
    } else if version == 0 || version > highest {
        Err(format!("`version` is `{version}`: expected `{highest}`"))
    } else {
        Ok(())
    }
}
