//! The written form of a [`Query`]. Lists are bounded while they are read, so that a hostile text is refused
//! before it fills memory.

mod names;
mod rule;
#[cfg(feature = "schema")]
mod schema;
mod side;
mod time;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{self, Serialize, Serializer};

use super::shape::or_default;
use super::{Object, reworded::read_shape};
use crate::event::{Kind, Status};
use crate::query::{ALL_KINDS, AccountRule, HAPPENED, Query, Side};
use crate::text::shortened;
use crate::time::Window;
use crate::timeline::OwnedRule;

use names::{Bounded, Name, name};
use rule::Rule;
use side::{Pair, SideForm};
use time::{Instant, Known, Within};

/// The name of the format of a query.
pub(super) const FORMAT: &str = "detente-query";
/// The version that is written and read.
pub(super) const VERSION: u32 = 1;
/// The maximum number of bytes in a name.
const MAX_NAME_BYTES: usize = 1_000;

/// A question about a record: which events belong to it. An event belongs if it passes every filter that is given.
///
/// Fields with default values are left out.
#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Query")
)]
#[serde(deny_unknown_fields)]
struct QueryShape {
    /// `detente-query`.
    #[cfg_attr(feature = "schema", schemars(extend("const" = FORMAT)))]
    format: String,
    /// 1.
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    version: u32,
    /// Pairs of sides: events in which both sides of a pair took part. Null for events of any actors.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "Bounded::is_empty"
    )]
    between: Bounded<Pair>,
    /// Sides: events in which each of them took part. Null for events of any actors.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "Bounded::is_empty"
    )]
    involving: Bounded<SideForm>,
    /// Sides: events that each of them initiated. Null if it does not matter.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "Bounded::is_empty"
    )]
    initiated_by: Bounded<SideForm>,
    /// Names of actors, events or topics: events about all of them. Null if it does not matter.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "Bounded::is_empty"
    )]
    about: Bounded<Name>,
    /// The `id`s of sources: events that all of them report. Null for all sources.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "Bounded::is_empty"
    )]
    from_source: Bounded<Name>,
    /// The kinds of events. Null for all kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kinds: Option<Bounded<Kind>>,
    /// The statuses of events. Null for what happened: `realised` and `disputed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    statuses: Option<Bounded<Status>>,
    /// True for events in person only. Otherwise null.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "is_false"
    )]
    in_person: bool,
    /// The time in which the events took place. Null for all time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    within: Option<Within>,
    /// The day, or the instant, at which the events were known. Null for what is known now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    as_of: Option<Known>,
    /// What to do if reports of one event disagree. Null for `union`, which believes them all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    believing: Option<Rule>,
    /// True to include the events of predecessors, such as those of the Soviet Union for Russia. Otherwise null.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "is_false"
    )]
    with_predecessors: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl Serialize for Query {
    /// Writes the query. A query that could not be read again is an error.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        check_names(self).map_err(ser::Error::custom)?;
        let sides = |sides: &[Side<'static>]| sides.iter().cloned().map(SideForm).collect();
        let names = |names: &[String]| names.iter().cloned().map(Name).collect();
        let pair = |[a, b]: &[Side<'static>; 2]| Pair(SideForm(a.clone()), SideForm(b.clone()));
        let kinds = Kind::ALL.into_iter();
        let kinds = kinds.filter(|&kind| self.kinds & 1 << kind as u8 != 0);
        let statuses = Status::ALL.into_iter();
        let statuses = statuses.filter(|&status| self.statuses & 1 << status as u8 != 0);
        QueryShape {
            format: FORMAT.to_owned(),
            version: VERSION,
            between: self.between.iter().map(pair).collect(),
            involving: sides(&self.involving),
            initiated_by: sides(&self.initiated_by),
            about: names(&self.about),
            from_source: names(&self.from_source),
            kinds: (self.kinds != ALL_KINDS).then(|| kinds.collect()),
            statuses: (self.statuses != HAPPENED).then(|| statuses.collect()),
            in_person: self.in_person,
            within: (self.within != Window::ALL).then_some(Within(self.within)),
            as_of: (self.as_of != i64::MAX).then_some(Known(Instant(self.as_of))),
            believing: (self.rule != OwnedRule::Plain(AccountRule::Union))
                .then(|| Rule(self.rule.clone())),
            with_predecessors: self.with_predecessors,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Query {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Object(shape): Object<QueryShape> = read_shape(deserializer)?;
        if shape.format != FORMAT {
            return Err(de::Error::custom(format_args!(
                "`format` is `{}`: expected `{FORMAT}`",
                shortened(&shape.format)
            )));
        }
        if shape.version != VERSION {
            return Err(de::Error::custom(format_args!(
                "`version` is `{}`: expected `{VERSION}`",
                shape.version
            )));
        }
        let sides = |sides: Bounded<SideForm>| sides.0.into_iter().map(|SideForm(side)| side);
        let names = |names: Bounded<Name>| names.0.into_iter().map(|Name(name)| name).collect();
        let pairs = shape.between.0.into_iter();
        let new = Self::new();
        let query = Self {
            between: pairs.map(|Pair(SideForm(a), SideForm(b))| [a, b]).collect(),
            involving: sides(shape.involving).collect(),
            initiated_by: sides(shape.initiated_by).collect(),
            about: names(shape.about),
            from_source: names(shape.from_source),
            in_person: shape.in_person,
            with_predecessors: shape.with_predecessors,
            within: shape.within.map_or(new.within, |Within(window)| window),
            as_of: shape.as_of.map_or(new.as_of, |Known(Instant(at))| at),
            rule: shape.believing.map_or(new.rule, |Rule(rule)| rule),
            ..Self::new()
        };
        let query = match shape.kinds {
            Some(Bounded(kinds)) => query.of_kind(kinds),
            None => query,
        };
        let query = match shape.statuses {
            Some(Bounded(statuses)) => query.of_status(statuses),
            None => query,
        };
        check_names(&query).map_err(de::Error::custom)?;
        Ok(query)
    }
}

/// Checks the number of all names, and the length of each that was not read.
fn check_names(query: &Query) -> Result<(), String> {
    let count = query.names().count();
    if count > Query::MAX_NAMES {
        return Err(format!(
            "the query has {count} names: expected at most {}",
            Query::MAX_NAMES
        ));
    }
    query.names().try_for_each(|text| name(text).map(drop))
}
