//! Knowledge that depends on time and accounts: what is in force as of a time, and what follows from it.

mod account;
mod calendar;
mod constraint;
mod event_constraint;
mod event_time;
mod in_force;
mod names;
mod network;
mod office;
mod representation;
mod statement;
mod succession;
pub(crate) mod tenure;
mod why;

pub(crate) use account::OwnedRule;
pub use account::{AccountRule, Ranking};
pub(crate) use account::{Knowledge, known_once_over, latest_end};
pub(crate) use calendar::{Calendar, Calendars};
pub use constraint::{Constraint, TemporalRelation};
pub(crate) use event_constraint::{EventConstraint, Origin, components};
pub(crate) use in_force::{EventConstraints, NetworkRef};
pub(crate) use network::{
    ConstraintNetwork, Evidence, Limit, RelativePosition, StatedGap, TimePoint, TimeSide, explain,
};
pub use office::{Holder, Holders, Term};
pub use statement::{Contradiction, Explanation, Statement};
pub(crate) use succession::Handover;
pub use why::BoundKind;
