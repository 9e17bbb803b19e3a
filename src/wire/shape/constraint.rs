//! The written form of a constraint: one relation, with its distance and sources.

use std::ops::Bound;

use chrono::TimeDelta;
use serde::{Deserialize as Read, Deserializer, Serialize as Write, Serializer};

use super::many::{Many, bare};
use crate::time::{DateErrors, Length, When};
use crate::timeline::{Constraint, TemporalRelation};

/// A relation in time between events that their dates do not state. Write exactly one relation.
#[derive(Default, Write, Read)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Constraint", transform = crate::wire::schema::one_relation)
)]
#[serde(deny_unknown_fields)]
pub(in crate::wire) struct ConstraintShape {
    /// The `id` of the event that the relation is about.
    event: String,
    /// The `id` of a later event, if the text says that `event` was before it. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    /// The `id` of an earlier event, if the text says that `event` was after it. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    /// The smallest distance, such as `3 days` or `36 hours`, with `before` or `after` only. Null if the text gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_least: Option<Length>,
    /// The largest distance, with `before` or `after` only. Null if the text gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_most: Option<Length>,
    /// The distance in days of the calendar, with `before` or `after` only. Null if the text gives none.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    days: Option<u32>,
    /// The `id` of an event that contains `event`. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    during: Option<String>,
    /// The largest distance in either direction, with `of`. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    within: Option<Length>,
    /// The `id` of the other event, with `within`. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<String>,
    /// The `id` of an event on the next day. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    day_before: Option<String>,
    /// The `id` of an event on the previous day. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    day_after: Option<String>,
    /// The `id` of an event on the same day. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    same_day: Option<String>,
    /// The `id` of an event at the same time. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    same_time: Option<String>,
    /// The `id`s of an earlier and a later event.
    #[cfg_attr(feature = "schema", schemars(extend("x-strict" = "omit")))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    between: Option<(String, String)>,
    /// The `id`s of the source and of those it cites. Null if the relation has no source.
    #[serde(
        default,
        skip_serializing_if = "Many::is_empty",
        serialize_with = "bare"
    )]
    by: Many<String>,
    /// The date on which the source said so. Null if unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asserted: Option<When>,
    /// The date on which the source took it back. Null if it did not.
    #[cfg_attr(feature = "schema", schemars(extend("x-strict" = "omit")))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    withdrawn: Option<When>,
}

impl ConstraintShape {
    /// The constraint. Returns an error unless exactly one relation is given, with fields that it can have.
    pub(in crate::wire) fn stated(self) -> Result<Constraint, String> {
        const RELATIONS: &str = "the constraint has no relation or several: expected just one of `before`, `after`, `during`, `within` with \
             `of`, `day_before`, `day_after`, `same_day`, `same_time` and `between`";
        let distance = || {
            let least = self
                .at_least
                .map_or(Bound::Unbounded, |one| Bound::Included(one.0));
            let most = self
                .at_most
                .map_or(Bound::Unbounded, |one| Bound::Included(one.0));
            (least, most)
        };
        let event = self.event;
        let is_by = self.at_least.is_some() || self.at_most.is_some();
        let mut relations = [
            self.before.map(|other| match self.days {
                Some(days) => Constraint::days_before(&event, days, other),
                None => Constraint::before_by(&event, distance(), other),
            }),
            self.after.map(|other| match self.days {
                Some(days) => Constraint::days_after(&event, days, other),
                None => Constraint::before_by(other, distance(), &event),
            }),
        ]
        .into_iter()
        .flatten();
        let (counted, more) = (relations.next(), relations.next());
        if counted.is_none() && (is_by || self.days.is_some()) {
            return Err(
                "the constraint has a distance without an order: expected `before` or `after`"
                    .to_owned(),
            );
        }
        if is_by && self.days.is_some() {
            return Err(
                "the constraint has two distances: expected either `days`, by the calendar, or `at_least` and `at_most`".to_owned(),
            );
        }
        if self.days == Some(0) {
            return Err("`days` is `0`: expected 1 or more, or `same_day`".to_owned());
        }
        let near = match (self.within, self.of) {
            (Some(within), Some(other)) => Some(Constraint::within(&event, within.0, other)),
            (None, None) => None,
            _ => {
                return Err("the constraint has one of `within` and `of`: expected both".to_owned());
            }
        };
        let one = |other: Option<String>, make: fn(String, String) -> Constraint| {
            other.map(|other| make(event.clone(), other))
        };
        let all = [
            counted,
            more,
            near,
            one(self.during, Constraint::during),
            one(self.day_before, |event, other| {
                Constraint::days_before(event, 1, other)
            }),
            one(self.day_after, |event, other| {
                Constraint::days_after(event, 1, other)
            }),
            one(self.same_day, Constraint::same_day),
            one(self.same_time, Constraint::same_time),
            self.between
                .map(|(first, second)| Constraint::between(&event, first, second)),
        ];
        let mut all = all.into_iter().flatten();
        let (Some(stated), None) = (all.next(), all.next()) else {
            return Err(RELATIONS.to_owned());
        };
        Ok(Constraint {
            asserted: self.asserted,
            withdrawn: self.withdrawn,
            date_errors: DateErrors::default(),
            ..stated.by(self.by.0)
        })
    }
}

impl From<Constraint> for ConstraintShape {
    fn from(one: Constraint) -> Self {
        let mut shape = Self {
            event: one.event,
            by: Many(one.by),
            asserted: one.asserted,
            withdrawn: one.withdrawn,
            ..Self::default()
        };
        let other = Some(one.other);
        match one.relation {
            TemporalRelation::Before { at_least, at_most } => {
                let is_said = at_least != TimeDelta::zero();
                shape.before = other;
                shape.at_least = is_said.then_some(Length(at_least));
                shape.at_most = at_most.map(Length);
            }
            TemporalRelation::During => shape.during = other,
            TemporalRelation::Within(distance) => {
                shape.within = Some(Length(distance));
                shape.of = other;
            }
            TemporalRelation::DaysBefore(1) => shape.day_before = other,
            TemporalRelation::DaysAfter(1) => shape.day_after = other,
            TemporalRelation::DaysBefore(days) => (shape.before, shape.days) = (other, Some(days)),
            TemporalRelation::DaysAfter(days) => (shape.after, shape.days) = (other, Some(days)),
            TemporalRelation::SameDay => shape.same_day = other,
            TemporalRelation::SameTime => shape.same_time = other,
            TemporalRelation::Between => shape.between = other.zip(one.until),
        }
        shape
    }
}

/// As in a timeline.
impl Write for Constraint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ConstraintShape::from(self.clone()).serialize(serializer)
    }
}

impl<'de> Read<'de> for Constraint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let shape = ConstraintShape::deserialize(deserializer)?;
        shape.stated().map_err(serde::de::Error::custom)
    }
}
