//! What a rule found.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::event::Quantity;
use crate::relations::Cause;
use crate::sequence::Gap;
use crate::time::{Certainty, When};
use crate::timeline::{ActorRef, EventRef};
use crate::trend::{CoverageUsed, Direction, Probability};
use crate::wire::{Object, check_range};

/// Something that became true between two states of a record.
///
/// Returned by [`Rule::check`](super::Rule::check). It owns its data, so it can be sent or stored. Its
/// `Display` is a sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Object<FindingShape>")]
#[non_exhaustive]
pub struct Finding {
    /// The actors that the rule is about: one, or two.
    pub actors: Vec<FindingActor>,
    /// The instant of the state after.
    pub at: DateTime<Utc>,
    /// What was found, by the kind of the rule.
    pub found: FindingKind,
    /// The events that it is based on. [`FindingKind`] says for each kind which events these are.
    pub events: Vec<FindingEvent>,
}

/// A finding as it is read, before its numbers are checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FindingShape {
    actors: Vec<FindingActor>,
    at: DateTime<Utc>,
    found: FindingKind,
    events: Vec<FindingEvent>,
}

impl TryFrom<Object<FindingShape>> for Finding {
    type Error = String;

    fn try_from(Object(shape): Object<FindingShape>) -> Result<Self, String> {
        if !(1..=2).contains(&shape.actors.len()) {
            return Err(format!(
                "the finding has {} actors: expected one or two",
                shape.actors.len()
            ));
        }
        shape.found.check()?;
        let FindingShape {
            actors,
            at,
            found,
            events,
        } = shape;
        Ok(Self {
            actors,
            at,
            found,
            events,
        })
    }
}

/// An actor of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FindingActor {
    /// The identifier.
    pub id: String,
    /// The name.
    pub name: String,
}

/// An event of a finding, as known in the state after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FindingEvent {
    /// The identifier.
    pub id: String,
    /// The date.
    pub when: When,
    /// The title, or the identifier without one.
    pub title: String,
    /// Why it moved the relations of the pair. `None` for findings that are not about relations.
    pub cause: Option<Cause>,
}

/// The kind of a finding, with what was found.
///
/// Each kind of [`Rule`](super::Rule) has one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum FindingKind {
    /// The ongoing direction changed. The events are those that moved the pair most.
    DirectionChanged {
        /// The direction before.
        before: Direction,
        /// The direction after.
        after: Direction,
        /// The first day of the direction after, if it is known.
        since: Option<NaiveDate>,
        /// The probability of the rise or fall.
        p: Option<f64>,
        /// The coverage of the trend after.
        coverage: CoverageUsed,
    },
    /// The probability of a rise or of a fall passed a threshold. The events are those that moved the pair
    /// most.
    ProbabilityPassed {
        /// Rising or falling.
        side: Direction,
        /// The threshold.
        threshold: f64,
        /// The probability before. `None` without sufficient evidence.
        before: Option<f64>,
        /// The probability after.
        after: f64,
        /// The coverage of the trend after.
        coverage: CoverageUsed,
    },
    /// The time without a contact is longer than usual. The event is the last contact.
    LongSilence {
        /// The time since the last contact.
        length: Gap,
        /// The share of the earlier gaps between contacts, as the rule states it.
        share: f64,
        /// The longest gap within that share, in days.
        usual_days: f64,
        /// The fraction of the silence that sources cover. `None` if no declaration applies.
        covered: Option<f64>,
    },
    /// A contact after a long silence. The events are the contact and the one before it.
    FirstContact {
        /// The time between these two contacts.
        length: Gap,
        /// The fraction of the silence that sources cover. `None` if no declaration applies.
        covered: Option<f64>,
    },
    /// The latest date of a plan has passed. The event is the plan.
    PlanOverdue,
    /// An event has the largest number so far. The events are this one and the largest before it.
    RecordBroken {
        /// The name of the measure.
        measure: String,
        /// The value of the measure for this event.
        size: Quantity,
        /// Whether it is certainly the largest so far.
        certainty: Certainty,
        /// The difference to the largest before it. `None` if units differ.
        margin: Option<Quantity>,
    },
}

impl FindingKind {
    /// Checks that probabilities and shares are between 0 and 1, and that no length of time is negative.
    fn check(&self) -> Result<(), String> {
        let share = |field, number: Option<f64>| {
            number.map_or(Ok(()), |number| check_range(field, number, (0.0, 1.0)))
        };
        match *self {
            Self::DirectionChanged { p, .. } => share("p", p),
            Self::ProbabilityPassed {
                threshold,
                before,
                after,
                ..
            } => {
                share("threshold", Some(threshold))?;
                share("before", before)?;
                share("after", Some(after))
            }
            Self::LongSilence {
                share: of_earlier,
                usual_days,
                covered,
                ..
            } => {
                share("share", Some(of_earlier))?;
                check_range("usual_days", usual_days, (0.0, f64::MAX))?;
                share("covered", covered)
            }
            Self::FirstContact { covered, .. } => share("covered", covered),
            Self::PlanOverdue | Self::RecordBroken { .. } => Ok(()),
        }
    }
}

impl From<ActorRef<'_>> for FindingActor {
    fn from(actor: ActorRef<'_>) -> Self {
        Self {
            id: actor.id().to_owned(),
            name: actor.name().to_owned(),
        }
    }
}

impl FindingEvent {
    pub(super) fn new(event: EventRef<'_>, cause: Option<Cause>) -> Self {
        Self {
            id: event.id().to_owned(),
            when: event.when().clone(),
            title: event.title().to_owned(),
            cause,
        }
    }
}

/// The identifier, with the cause if there is one: `alaska-announced-2025-08-08 (new)`.
impl fmt::Display for FindingEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)?;
        self.cause.map_or(Ok(()), |cause| write!(f, " ({cause})"))
    }
}

/// A sentence: the actors, what was found, and the events.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let actors: Vec<&str> = self.actors.iter().map(|one| &*one.name).collect();
        write!(
            f,
            "{}: {}",
            actors.join(" and "),
            self.found.sentence(&self.events)
        )
    }
}

impl FindingKind {
    /// The finding in words, without its actors.
    fn sentence(&self, events: &[FindingEvent]) -> String {
        let id = |place: usize| events.get(place).map_or("an event", |one| &*one.id);
        match self {
            Self::DirectionChanged {
                before,
                after,
                since,
                p,
                coverage,
            } => {
                let since = since.map(|since| format!(" since {since}"));
                let p = p.map(|p| format!(", P {}", Probability(p)));
                let [since, p] = [since, p].map(Option::unwrap_or_default);
                let reasons = reasons(events, *coverage);
                format!("{after}{since}{p}, {before} before{reasons}")
            }
            Self::ProbabilityPassed {
                side,
                threshold,
                before,
                after,
                coverage,
            } => {
                let before = match before {
                    Some(before) => format!("{} before", Probability(*before)),
                    None => "insufficient evidence before".to_owned(),
                };
                let [after, threshold] = [*after, *threshold].map(Probability);
                let reasons = reasons(events, *coverage);
                format!("P({side}) {after}, at least {threshold}, {before}{reasons}")
            }
            Self::LongSilence {
                length,
                share,
                usual_days,
                covered,
            } => format!(
                "no contact for {length} since {}; {:.0} % of the earlier silences lasted up to \
                 {usual_days} days{}",
                id(0),
                share * 100.0,
                coverage_of(*covered),
            ),
            Self::FirstContact { length, covered } => format!(
                "{} is the first contact in {length}, after {}{}",
                id(0),
                id(1),
                coverage_of(*covered),
            ),
            Self::PlanOverdue => {
                let when = events.first().map(|one| one.when.in_english());
                let when = when.map(|when| format!(", planned for {when},"));
                let when = when.unwrap_or_default();
                format!("{}{when} is not reported as held or called off", id(0))
            }
            Self::RecordBroken {
                size,
                certainty,
                margin,
                ..
            } => {
                let is_certain = certainty.is_certain();
                let perhaps = if is_certain { "" } else { "perhaps " };
                let than = match margin {
                    Some(margin) => format!("{margin} more than"),
                    None => "after".to_owned(),
                };
                format!(
                    "{} is {perhaps}a record with {size}, {than} {}",
                    id(0),
                    id(1)
                )
            }
        }
    }
}

/// The events that moved a pair, and the coverage unless it is declared.
fn reasons(events: &[FindingEvent], coverage: CoverageUsed) -> String {
    let events: Vec<String> = events.iter().map(ToString::to_string).collect();
    let by = (!events.is_empty()).then(|| format!("; moved most by {}", events.join(", ")));
    let used = (coverage != CoverageUsed::Declared).then(|| format!("; {coverage}"));
    by.into_iter().chain(used).collect()
}

/// How much of a silence is covered. Empty if all of it is, or nothing is declared.
fn coverage_of(covered: Option<f64>) -> String {
    match covered {
        Some(covered) if covered < 1.0 => {
            format!("; sources cover {:.0} % of it", covered * 100.0)
        }
        _ => String::new(),
    }
}
