//! What is stated about the order of events, beside their dates.
//!
//! "The call came before the meeting", "during the summit": a [`Constraint`]
//! binds two events of the record, and each has its source. Links say such things
//! too: a part lies within the whole, and an answer does not begin before what it
//! answers. Together with the dates they form a
//! [simple temporal network](crate::time::network): it tightens what is known of
//! an event's time, and where the statements cannot all be true it names those
//! that cannot stand together.

use std::fmt;

use thiserror::Error;

use crate::event::Link;
use crate::time::network::{self, AddError, Network, Variable};
use crate::time::{Bounds, Certainty};

/// How one event stands to another in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Relation {
    /// The one is over when the other begins.
    Before,
    /// The one lies within the other.
    During,
}

impl Relation {
    /// Every relation, in the order in which they are listed here.
    pub const ALL: [Self; 2] = [Self::Before, Self::During];

    /// The word for the relation.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::During => "during",
        }
    }
}

/// A statement about the order of two events, with its source.
///
/// # Example
///
/// ```
/// use detente::timeline::Constraint;
///
/// let stated = Constraint::before("call", "meeting").by(["reuters"]);
/// assert_eq!(stated.to_string(), "`call` is before `meeting` (reuters)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Constraint {
    pub(crate) event: String,
    pub(crate) relation: Relation,
    pub(crate) other: String,
    pub(crate) by: Vec<String>,
}

impl Constraint {
    /// An event stands so to another.
    pub fn new(event: impl Into<String>, relation: Relation, other: impl Into<String>) -> Self {
        Self {
            event: event.into(),
            relation,
            other: other.into(),
            by: Vec::new(),
        }
    }

    /// The event is over when the other begins.
    pub fn before(event: impl Into<String>, other: impl Into<String>) -> Self {
        Self::new(event, Relation::Before, other)
    }

    /// The event lies within the other.
    pub fn during(event: impl Into<String>, other: impl Into<String>) -> Self {
        Self::new(event, Relation::During, other)
    }

    /// Says who says so: a chain of sources, from the one who is read to the one who is cited.
    #[must_use]
    pub fn by<S: Into<String>>(mut self, chain: impl IntoIterator<Item = S>) -> Self {
        self.by = chain.into_iter().map(Into::into).collect();
        self
    }

    /// The identifier of the event that is placed.
    pub fn event(&self) -> &str {
        &self.event
    }

    /// How it stands to the other.
    pub const fn relation(&self) -> Relation {
        self.relation
    }

    /// The identifier of the event that it is placed by.
    pub fn other(&self) -> &str {
        &self.other
    }

    /// The chain of sources.
    pub fn sources(&self) -> &[String] {
        &self.by
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is {} `{}`",
            self.event,
            self.relation.as_str(),
            self.other
        )?;
        write_sources(f, &self.by)
    }
}

fn write_sources(f: &mut fmt::Formatter<'_>, sources: &[String]) -> fmt::Result {
    if sources.is_empty() {
        Ok(())
    } else {
        write!(f, " ({})", sources.join(", "))
    }
}

/// Something that was stated and that bears on the time of an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Statement {
    /// An event is dated.
    Dated {
        /// Its identifier.
        event: String,
        /// Each date that is given, as written, with those who give it.
        dates: Vec<(String, Vec<String>)>,
    },
    /// An event is tied to another.
    Linked {
        /// Its identifier.
        event: String,
        /// How it is tied.
        link: Link,
        /// The other's identifier.
        other: String,
        /// Those who report the event.
        sources: Vec<String>,
    },
    /// The order of two events is stated.
    Ordered(Constraint),
}

impl Statement {
    /// Who says so, each once.
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

/// Statements that cannot all be true: no dates satisfy them together.
///
/// Leave any one of them out, and the others can stand.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("these statements contradict each other: {}", list(.statements))]
pub struct Contradiction {
    pub(super) statements: Vec<Statement>,
}

impl Contradiction {
    /// The statements that cannot stand together.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Those who made them, each once.
    pub fn sources(&self) -> Vec<&str> {
        let mut sources: Vec<&str> = self
            .statements
            .iter()
            .flat_map(Statement::sources)
            .collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }
}

fn list(statements: &[Statement]) -> String {
    statements
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}

/// Two events whose order follows from something stated.
pub(super) struct Bond<'s> {
    pub(super) event: u32,
    pub(super) other: u32,
    pub(super) kind: BondKind,
    pub(super) statement: &'s dyn Fn() -> Statement,
}

/// What a statement says about the instants of two events.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum BondKind {
    /// The end of the one is no later than the start of the other.
    Before,
    /// The one starts no earlier and ends no later than the other.
    Within,
    /// The one starts no earlier than the other.
    NoEarlierThan,
}

/// Why two instants are bound to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    /// An event ends after it starts.
    Length,
    Date(Variable),
    Bond(u32),
}

/// The events that are bound to each other, and the network of their instants.
#[derive(Clone, Debug)]
pub(super) struct Web {
    network: Network<Reason>,
    /// Each bound event's position, with its start and its end, by position.
    events: Vec<(u32, Variable, Variable)>,
}

/// A web follows from the events, links and constraints of a timeline, which are compared themselves.
impl PartialEq for Web {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Web {
    /// Binds events together; none if no statement binds any.
    pub(super) fn new(
        bonds: &[Bond<'_>],
        bounds_of: impl Fn(u32) -> Bounds,
        id: impl Fn(u32) -> String,
        dated: impl Fn(u32) -> Statement,
    ) -> Result<Option<Self>, Contradiction> {
        let mut bound: Vec<u32> = bonds
            .iter()
            .flat_map(|bond| [bond.event, bond.other])
            .collect();
        bound.sort_unstable();
        bound.dedup();
        if bound.is_empty() {
            return Ok(None);
        }
        let mut network = Network::with_capacity(2 * bound.len(), 4 * bound.len() + bonds.len());
        // Variables are made by identifier, so that the cycle that is told is always the same.
        bound.sort_by_cached_key(|&event| id(event));
        let mut events: Vec<(u32, Variable, Variable)> = bound
            .into_iter()
            .map(|event| (event, network.add_variable(), network.add_variable()))
            .collect();
        events.sort_unstable_by_key(|&(event, ..)| event);
        let mut web = Self { network, events };
        let constraints = web.constraints(bonds, bounds_of);
        match web.network.add_all(constraints) {
            Err(AddError::Contradiction(cycle)) => {
                let mut statements: Vec<Statement> = Vec::new();
                for constraint in cycle.constraints() {
                    let statement = match constraint.reason {
                        Reason::Length => None,
                        Reason::Date(start) => {
                            let of = web.events.iter().find(|(_, one, _)| *one == start);
                            of.map(|&(event, ..)| dated(event))
                        }
                        Reason::Bond(number) => {
                            bonds.get(number as usize).map(|bond| (bond.statement)())
                        }
                    };
                    statements.extend(statement.filter(|one| !statements.contains(one)));
                }
                Err(Contradiction { statements })
            }
            _ => Ok(Some(web)),
        }
    }

    fn instants(&self, event: u32) -> Option<(Variable, Variable)> {
        let at = self
            .events
            .binary_search_by_key(&event, |&(event, ..)| event)
            .ok()?;
        self.events.get(at).map(|&(_, start, end)| (start, end))
    }

    fn constraints(
        &self,
        bonds: &[Bond<'_>],
        bounds_of: impl Fn(u32) -> Bounds,
    ) -> Vec<network::Constraint<Reason>> {
        let mut constraints = Vec::new();
        let mut at_most = |from, to, max, reason| {
            constraints.push(network::Constraint {
                from,
                to,
                max,
                reason,
            });
        };
        for &(event, start, end) in &self.events {
            let reason = Reason::Date(start);
            let [start_earliest, start_latest, end_earliest, end_latest] = bounds_of(event).raw();
            // Bounds hold their start's first second and their end's last: as whole seconds, closed.
            let earliest = [
                (start, known(start_earliest)),
                (end, known(end_earliest).map(|s| s + 1)),
            ];
            for (instant, second) in earliest {
                if let Some(second) = second {
                    at_most(instant, Variable::ORIGIN, -second, reason);
                }
            }
            let latest = [
                (start, known(start_latest).map(|s| s - 1)),
                (end, known(end_latest)),
            ];
            for (instant, second) in latest {
                if let Some(second) = second {
                    at_most(Variable::ORIGIN, instant, second, reason);
                }
            }
            at_most(end, start, -1, Reason::Length);
        }
        for (number, bond) in bonds.iter().enumerate() {
            let reason = Reason::Bond(super::index_of(number));
            let (Some((start, end)), Some((other_start, other_end))) =
                (self.instants(bond.event), self.instants(bond.other))
            else {
                continue;
            };
            match bond.kind {
                BondKind::Before => at_most(other_start, end, 0, reason),
                BondKind::Within => {
                    at_most(start, other_start, 0, reason);
                    at_most(other_end, end, 0, reason);
                }
                BondKind::NoEarlierThan => at_most(start, other_start, 0, reason),
            }
        }
        constraints
    }

    /// The bounds of every bound event, as tight as the statements make them.
    pub(super) fn bounds(&self) -> impl Iterator<Item = (u32, Bounds)> + '_ {
        self.events.iter().filter_map(|&(event, start, end)| {
            let tight = Bounds::from_raw([
                self.network.earliest(start).unwrap_or(i64::MIN),
                self.network
                    .latest(start)
                    .map_or(i64::MAX, |s| s.saturating_add(1)),
                self.network
                    .earliest(end)
                    .map_or(i64::MIN, |s| s.saturating_sub(1)),
                self.network.latest(end).unwrap_or(i64::MAX),
            ])?;
            Some((event, tight))
        })
    }

    /// Whether what is stated puts one event before another, in part or altogether.
    pub(super) fn before(&self, event: u32, other: u32) -> Certainty {
        let (Some((_, end)), Some((other_start, _))) = (self.instants(event), self.instants(other))
        else {
            return Certainty::Possible;
        };
        let at_most = |from, to| self.network.max_difference(from, to);
        if at_most(other_start, end).is_some_and(|most| most <= 0) {
            Certainty::Certain
        } else if at_most(end, other_start).is_some_and(|most| most < 0) {
            Certainty::Impossible
        } else {
            Certainty::Possible
        }
    }

    /// Whether it has an event.
    pub(super) fn binds(&self, event: u32) -> bool {
        self.instants(event).is_some()
    }

    /// Whether what is stated puts the start of one event before that of another.
    pub(super) fn starts_before(&self, event: u32, other: u32) -> Certainty {
        let (Some((start, _)), Some((other_start, _))) =
            (self.instants(event), self.instants(other))
        else {
            return Certainty::Possible;
        };
        let at_most = |from, to| self.network.max_difference(from, to);
        if at_most(other_start, start).is_some_and(|most| most < 0) {
            Certainty::Certain
        } else if at_most(start, other_start).is_some_and(|most| most <= 0) {
            Certainty::Impossible
        } else {
            Certainty::Possible
        }
    }

    /// The least and the most seconds from the end of one event to the start of another.
    pub(super) fn gap(&self, event: u32, other: u32) -> (Option<i64>, Option<i64>) {
        let (Some((_, end)), Some((other_start, _))) = (self.instants(event), self.instants(other))
        else {
            return (None, None);
        };
        let least = self.network.max_difference(other_start, end);
        (
            least.and_then(i64::checked_neg),
            self.network.max_difference(end, other_start),
        )
    }

    /// The same web, with its events at other positions.
    pub(super) fn moved(mut self, to: impl Fn(u32) -> u32) -> Self {
        for (event, ..) in &mut self.events {
            *event = to(*event);
        }
        self.events.sort_unstable_by_key(|&(event, ..)| event);
        self
    }
}

fn known(second: i64) -> Option<i64> {
    (second != i64::MIN && second != i64::MAX).then_some(second)
}
