//! Statements about the time of events: as reasons of an answer, and in contradiction.

use std::fmt;

use thiserror::Error;

use super::Constraint;
use super::constraint::write_sources;
use crate::event::Link;

/// Something that was stated about the time of events.
///
/// This is not an event of the kind [`Statement`](crate::event::Kind::Statement), such as a speech.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
#[expect(
    clippy::large_enum_variant,
    reason = "an explanation has a few statements"
)]
pub enum Statement {
    /// An event is dated.
    Dated {
        /// The identifier of the event.
        event: String,
        /// Each date that is given, as written, with its sources.
        #[serde(with = "dates")]
        dates: Vec<(String, Vec<String>)>,
    },
    /// An event links to another.
    Linked {
        /// The identifier of the event.
        event: String,
        /// The kind of link.
        link: Link,
        /// The identifier of the other event.
        other: String,
        /// The sources that report the event.
        sources: Vec<String>,
    },
    /// A constraint on events is stated.
    Ordered(Constraint),
}

/// The dates of a statement, as objects.
mod dates {
    use serde::de::{Deserialize, Deserializer};
    use serde::ser::Serializer;

    use crate::wire::pairs;

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct DateShape {
        when: String,
        sources: Vec<String>,
    }

    pub(super) fn serialize<S: Serializer>(
        dates: &[(String, Vec<String>)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        pairs(["when", "sources"], dates, serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(String, Vec<String>)>, D::Error> {
        let dates = <Vec<DateShape>>::deserialize(deserializer)?;
        Ok(dates
            .into_iter()
            .map(|one| (one.when, one.sources))
            .collect())
    }
}

impl Statement {
    /// The sources of the statement, sorted, each once.
    pub fn sources(&self) -> Vec<&str> {
        let mut sources: Vec<&str> = match self {
            Self::Dated { dates, .. } => dates
                .iter()
                .flat_map(|(_, sources)| sources)
                .map(String::as_str)
                .collect(),
            Self::Linked { sources, .. } => sources.iter().map(String::as_str).collect(),
            Self::Ordered(constraint) => constraint.by.iter().map(String::as_str).collect(),
        };
        sources.sort_unstable();
        sources.dedup();
        sources
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dated { event, dates } => {
                write!(f, "`{event}` is dated ")?;
                for (number, (when, sources)) in dates.iter().enumerate() {
                    write!(f, "{}{when}", if number == 0 { "" } else { " or " })?;
                    write_sources(f, sources)?;
                }
                Ok(())
            }
            Self::Linked {
                event,
                link,
                other,
                sources,
            } => {
                let verb = match link {
                    Link::Answers | Link::Follows => "",
                    _ => "is ",
                };
                write!(f, "`{event}` {verb}{link} `{other}`")?;
                write_sources(f, sources)
            }
            Self::Ordered(constraint) => constraint.fmt(f),
        }
    }
}

/// Statements that contradict each other: no dates satisfy all of them.
///
/// The set is minimal: without any one of the statements, the others are consistent. A set of more than
/// [`Contradiction::MOST`] statements may contain statements that are not needed.
#[derive(Clone, Debug, PartialEq, Eq, Error, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[error("these statements contradict each other: {}", list(.statements))]
#[non_exhaustive]
pub struct Contradiction {
    /// The statements. Never empty.
    #[serde(deserialize_with = "some_statements")]
    pub statements: Vec<Statement>,
}

/// Reads the statements of a contradiction: at least one.
fn some_statements<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<Statement>, D::Error> {
    let statements = <Vec<Statement> as serde::Deserialize>::deserialize(deserializer)?;
    if statements.is_empty() {
        return Err(serde::de::Error::custom(
            "a contradiction has no statement: expected at least one",
        ));
    }
    Ok(statements)
}

impl Contradiction {
    /// The largest set of statements that is made minimal.
    pub const MOST: usize = 200;

    /// The sources of all statements, sorted, each once.
    pub fn sources(&self) -> Vec<&str> {
        sources(&self.statements)
    }
}

/// The statements from which an order or a bound follows with certainty.
///
/// Returned by [`EventRef::why`](crate::timeline::EventRef::why) and
/// [`EventRef::why_before`](crate::timeline::EventRef::why_before).
///
/// The set is minimal: without any one of the statements, the answer does not follow from the others. A
/// set of more than [`Contradiction::MOST`] statements may contain statements that are not needed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Explanation {
    /// The statements. Empty if the answer needs none, because no event ends before it starts.
    pub statements: Vec<Statement>,
}

impl Explanation {
    /// The sources of all statements, sorted, each once.
    pub fn sources(&self) -> Vec<&str> {
        sources(&self.statements)
    }
}

/// The statements, separated by semicolons.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&list(&self.statements))
    }
}

fn sources(statements: &[Statement]) -> Vec<&str> {
    let mut sources: Vec<&str> = statements.iter().flat_map(Statement::sources).collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}

fn list(statements: &[Statement]) -> String {
    let texts: Vec<String> = statements.iter().map(ToString::to_string).collect();
    texts.join("; ")
}
