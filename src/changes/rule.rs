//! Rules that an editor sets once, and the actors that they are about.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};
use thiserror::Error;

use crate::relations::RelationsError;
use crate::timeline::LookupError;
use crate::wire::{Object, read_shape};

/// A rule is not valid, or cannot be checked against a record.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum RuleError {
    /// A rule names no actor, or more than two.
    #[error(
        "a rule names {count} actors: expected one actor, or two for what happens between them"
    )]
    Actors {
        /// The number of names.
        count: usize,
    },
    /// The probability is not above 0.5 and below 1.
    #[error("`p` is `{p}`: expected a probability above 0.5 and below 1")]
    Probability {
        /// The probability.
        p: f64,
    },
    /// The share of silences is not above 0 and at most 1.
    #[error("`share` is `{share}`: expected a number above 0, up to 1")]
    Share {
        /// The share.
        share: f64,
    },
    /// The length of time without a contact is zero.
    #[error("`days` is `0`: expected 1 or more")]
    Days,
    /// A name of the rule is unknown or ambiguous in the state after, or the pair cannot be scored.
    #[error(transparent)]
    Relations(#[from] RelationsError),
}

impl From<LookupError> for RuleError {
    fn from(error: LookupError) -> Self {
        Self::Relations(error.into())
    }
}

/// One actor, for the events that it takes part in, or two actors, for the events between them.
///
/// Serialized as a list of one or two names: identifiers, names or aliases.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub enum ActorOrDyad {
    /// One actor.
    Actor(String),
    /// Two actors.
    Dyad([String; 2]),
}

impl From<&str> for ActorOrDyad {
    fn from(actor: &str) -> Self {
        Self::Actor(actor.to_owned())
    }
}

impl From<[&str; 2]> for ActorOrDyad {
    fn from(names: [&str; 2]) -> Self {
        Self::Dyad(names.map(str::to_owned))
    }
}

impl TryFrom<Vec<String>> for ActorOrDyad {
    type Error = RuleError;

    fn try_from(names: Vec<String>) -> Result<Self, RuleError> {
        match <[String; 1]>::try_from(names) {
            Ok([actor]) => Ok(Self::Actor(actor)),
            Err(names) => {
                let count = names.len();
                let pair = <[String; 2]>::try_from(names);
                pair.map(Self::Dyad)
                    .map_err(|_| RuleError::Actors { count })
            }
        }
    }
}

impl From<ActorOrDyad> for Vec<String> {
    fn from(one: ActorOrDyad) -> Self {
        match one {
            ActorOrDyad::Actor(actor) => vec![actor],
            ActorOrDyad::Dyad(names) => names.into(),
        }
    }
}

/// The names: `lavrov`, `rubio and lavrov`.
impl fmt::Display for ActorOrDyad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Actor(actor) => f.write_str(actor),
            Self::Dyad([a, b]) => write!(f, "{a} and {b}"),
        }
    }
}

/// A condition that raises an alert, as data.
///
/// A rule names its actors as text, so it can be stored and used on any timeline. [`Rule::check`] compares two
/// states of a record and returns what became true between them.
///
/// # JSON
///
/// An object with a `kind`. Unknown fields and values out of bounds are refused.
///
/// | kind | fields | finding |
/// | :-- | :-- | :-- |
/// | `direction_changed` | `between`: two names | the [ongoing](crate::trend::Ongoing) direction differs |
/// | `probability_passed` | `between`, `p` | the probability of a rise or of a fall is at least `p` |
/// | `long_silence` | `of`: one or two names, `share` | the time since the last contact is longer than this share of the earlier gaps between contacts |
/// | `first_contact` | `of`, `days` | a contact after at least `days` days without one |
/// | `plan_overdue` | `of`, `days` | the latest date of a plan passed at least `days` days ago, and no report says that it happened or was called off |
/// | `record_broken` | `of`, `measure` | an event has the largest number so far |
///
/// # Example
///
/// ```
/// # #[cfg(feature = "json")] {
/// use chrono::NaiveDate;
/// use detente::Timeline;
/// use detente::changes::{Rule, ViewState};
///
/// let rule = Rule::first_contact(["Rubio", "Lavrov"], 30)?;
/// let stored = serde_json::to_string(&rule)?;
/// assert_eq!(stored, r#"{"kind":"first_contact","of":["Rubio","Lavrov"],"days":30}"#);
/// assert_eq!(serde_json::from_str::<Rule>(&stored)?, rule);
///
/// let timeline = Timeline::from_json(include_str!("../../examples/data/us-russia-2025.json"))?;
/// let july = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
/// let state = |day| ViewState::new(&timeline.view().contacts(), july(day));
/// let finding = &rule.check(&state(9), &state(11))?[0];
/// assert_eq!(finding.events[0].id, "kuala-lumpur");
/// assert!(finding.to_string().starts_with(
///     "Marco Rubio and Sergey Lavrov: kuala-lumpur is the first contact in 39 days"
/// ));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(into = "Condition")]
pub struct Rule(pub(super) Condition);

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Object(condition) = read_shape::<Object<Condition>, D>(deserializer)?;
        condition.try_into().map_err(de::Error::custom)
    }
}

/// The condition of a rule. Inside a [`Rule`], it has been checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Condition {
    DirectionChanged { between: [String; 2] },
    ProbabilityPassed { between: [String; 2], p: f64 },
    LongSilence { of: ActorOrDyad, share: f64 },
    FirstContact { of: ActorOrDyad, days: u32 },
    PlanOverdue { of: ActorOrDyad, days: u32 },
    RecordBroken { of: ActorOrDyad, measure: String },
}

impl TryFrom<Condition> for Rule {
    type Error = RuleError;

    fn try_from(condition: Condition) -> Result<Self, RuleError> {
        match condition {
            Condition::ProbabilityPassed { p, .. } if !(0.5 < p && p < 1.0) => {
                Err(RuleError::Probability { p })
            }
            Condition::LongSilence { share, .. } if !(0.0 < share && share <= 1.0) => {
                Err(RuleError::Share { share })
            }
            Condition::FirstContact { days: 0, .. } => Err(RuleError::Days),
            condition => Ok(Self(condition)),
        }
    }
}

impl From<Rule> for Condition {
    fn from(rule: Rule) -> Self {
        rule.0
    }
}

impl Rule {
    /// Creates a rule for a change of the ongoing direction of relations, such as the start or the end of a fall.
    #[must_use]
    pub fn direction_changed(a: impl Into<String>, b: impl Into<String>) -> Self {
        Self(Condition::DirectionChanged {
            between: [a.into(), b.into()],
        })
    }

    /// Creates a rule for a rise or a fall of relations with a probability of at least `p`.
    ///
    /// A trend with insufficient evidence raises no finding.
    ///
    /// # Errors
    ///
    /// Returns [`RuleError::Probability`] unless `p` is above 0.5 and below 1.
    pub fn probability_passed(
        a: impl Into<String>,
        b: impl Into<String>,
        p: f64,
    ) -> Result<Self, RuleError> {
        let between = [a.into(), b.into()];
        Condition::ProbabilityPassed { between, p }.try_into()
    }

    /// Creates a rule for a silence that is longer than usual: certainly longer than the given share of the
    /// earlier gaps between contacts.
    ///
    /// With a share of 0.9, nine of ten earlier gaps were not longer. Uncertain dates count at their midpoints. At
    /// least five earlier contacts are needed.
    ///
    /// # Errors
    ///
    /// Returns [`RuleError::Share`] unless the share is above 0 and at most 1.
    pub fn long_silence(of: impl Into<ActorOrDyad>, share: f64) -> Result<Self, RuleError> {
        let of = of.into();
        Condition::LongSilence { of, share }.try_into()
    }

    /// Creates a rule for a contact after certainly at least `days` days without one.
    ///
    /// The first contact of a record raises no finding, because it is not known what came before.
    ///
    /// # Errors
    ///
    /// Returns [`RuleError::Days`] for 0 days.
    pub fn first_contact(of: impl Into<ActorOrDyad>, days: u32) -> Result<Self, RuleError> {
        let of = of.into();
        Condition::FirstContact { of, days }.try_into()
    }

    /// Creates a rule for a plan whose latest date passed at least `days` days ago, if no report says that it
    /// happened or was called off.
    ///
    /// Reports of an event often come a day later, so with 0 days the rule also finds plans that did take place.
    #[must_use]
    pub fn plan_overdue(of: impl Into<ActorOrDyad>, days: u32) -> Self {
        Self(Condition::PlanOverdue {
            of: of.into(),
            days,
        })
    }

    /// Creates a rule for an event that has, or may have, the largest number of a measure so far.
    ///
    /// The first event with the measure raises no finding.
    #[must_use]
    pub fn record_broken(of: impl Into<ActorOrDyad>, measure: impl Into<String>) -> Self {
        Self(Condition::RecordBroken {
            of: of.into(),
            measure: measure.into(),
        })
    }
}

/// The rule as a clause: `first contact of rubio and lavrov in 30 days`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Condition::DirectionChanged { between: [a, b] } => {
                write!(f, "direction of {a} and {b} changed")
            }
            Condition::ProbabilityPassed { between: [a, b], p } => {
                write!(
                    f,
                    "probability of a rise or a fall of {a} and {b} passed {p}"
                )
            }
            Condition::LongSilence { of, share } => {
                write!(f, "silence of {of} longer than {share} of the earlier ones")
            }
            Condition::FirstContact { of, days } => {
                write!(f, "first contact of {of} in {days} days")
            }
            Condition::PlanOverdue { of, days } => {
                write!(f, "plan of {of} overdue for {days} days")
            }
            Condition::RecordBroken { of, measure } => {
                write!(f, "record of {of} in {measure} broken")
            }
        }
    }
}
