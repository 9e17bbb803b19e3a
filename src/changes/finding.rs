//! What a rule found.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::event::Quantity;
use crate::sequence::Gap;
use crate::time::{Certainty, When};
use crate::timeline::{ActorRef, EventRef};
use crate::trend::{CoverageUsed, Direction};

/// Something that became true between two states of a record.
///
/// Returned by [`Rule::check`](super::Rule::check). It owns its data, so it can be sent or stored. Its
/// `Display` is a sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Finding {
    /// The actors that the rule is about: one, or two.
    pub actors: Vec<FindingActor>,
    /// The instant of the state after.
    pub at: DateTime<Utc>,
    /// What was found.
    pub found: Found,
    /// The events that it rests on, as [`Found`] says for each kind.
    pub events: Vec<FindingEvent>,
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
}

/// What a rule found, by the kind of the rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Found {
    /// The ongoing direction differs. The events are those that moved the pair most.
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
    /// There was no contact for longer than usual. The event is the last contact.
    LongSilence {
        /// The time since the last contact.
        length: Gap,
        /// The share of the earlier times between contacts that the rule names.
        share: f64,
        /// The longest of that share, in days.
        usual_days: f64,
        /// The fraction of the silence that sources cover. `None` if no declaration applies.
        covered: Option<f64>,
    },
    /// A contact after a long silence. The events are the contact and the one before it.
    FirstContact {
        /// The time between the two.
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
        /// The number.
        size: Quantity,
        /// Whether it is certainly the largest so far.
        certainty: Certainty,
        /// The difference to the largest before it. `None` if units differ.
        margin: Option<Quantity>,
    },
}

impl From<ActorRef<'_>> for FindingActor {
    fn from(actor: ActorRef<'_>) -> Self {
        Self {
            id: actor.id().to_owned(),
            name: actor.name().to_owned(),
        }
    }
}

impl From<EventRef<'_>> for FindingEvent {
    fn from(event: EventRef<'_>) -> Self {
        Self {
            id: event.id().to_owned(),
            when: event.when().clone(),
            title: event.title().to_owned(),
        }
    }
}

/// A sentence: the actors, what was found, and the events.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let actors: Vec<&str> = self.actors.iter().map(|one| &*one.name).collect();
        write!(f, "{}: ", actors.join(" and "))?;
        let events: Vec<&str> = self.events.iter().map(|one| &*one.id).collect();
        let first = events.first().copied().unwrap_or_default();
        match &self.found {
            Found::DirectionChanged {
                before,
                after,
                since,
                p,
                coverage,
            } => {
                write!(f, "{after}")?;
                if let Some(since) = since {
                    write!(f, " since {since}")?;
                }
                if let Some(p) = p {
                    write!(f, ", P {p:.2}")?;
                }
                write!(f, ", {before} before")?;
                write_reasons(f, &events, *coverage)
            }
            Found::ProbabilityPassed {
                side,
                threshold,
                before,
                after,
                coverage,
            } => {
                write!(f, "P({side}) {after:.2}, at least {threshold}")?;
                match before {
                    Some(before) => write!(f, ", {before:.2} before")?,
                    None => f.write_str(", insufficient evidence before")?,
                }
                write_reasons(f, &events, *coverage)
            }
            Found::LongSilence {
                length,
                share,
                usual_days,
                covered,
            } => {
                write!(
                    f,
                    "no contact for {length} since {first}; {share} of the earlier silences were up to {usual_days} days"
                )?;
                write_covered(f, *covered)
            }
            Found::FirstContact { length, covered } => {
                let previous = events.get(1).copied().unwrap_or_default();
                write!(
                    f,
                    "{first} is the first contact in {length}, after {previous}"
                )?;
                write_covered(f, *covered)
            }
            Found::PlanOverdue => {
                let when = self
                    .events
                    .first()
                    .map(|one| super::event::in_words(&one.when));
                let when = when.unwrap_or_default();
                write!(
                    f,
                    "{first}, planned for {when}, is not reported as held or called off"
                )
            }
            Found::RecordBroken {
                size,
                certainty,
                margin,
                ..
            } => {
                let perhaps = if certainty.is_certain() {
                    ""
                } else {
                    "perhaps "
                };
                write!(f, "{first} is {perhaps}a record with {size}")?;
                match (margin, events.get(1)) {
                    (Some(margin), Some(previous)) => write!(f, ", {margin} more than {previous}"),
                    (_, previous) => previous.map_or(Ok(()), |one| write!(f, ", after {one}")),
                }
            }
        }
    }
}

fn write_reasons(
    f: &mut fmt::Formatter<'_>,
    events: &[&str],
    coverage: CoverageUsed,
) -> fmt::Result {
    if !events.is_empty() {
        write!(f, "; moved most by {}", events.join(", "))?;
    }
    if coverage != CoverageUsed::Declared {
        write!(f, "; {coverage}")?;
    }
    Ok(())
}

/// Says how much of a silence is covered, unless all of it is, or nothing is declared.
fn write_covered(f: &mut fmt::Formatter<'_>, covered: Option<f64>) -> fmt::Result {
    match covered {
        Some(covered) if covered < 1.0 => {
            write!(f, "; sources cover {:.0} % of it", covered * 100.0)
        }
        _ => Ok(()),
    }
}
