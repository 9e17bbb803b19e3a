//! The constraint network: what dates, links and constraints imply together.
//!
//! | file | subject |
//! | :-- | :-- |
//! | [`constraint_network`] | the network of all bound events, and its bounds |
//! | [`evidence`] | the dates, and the statements in force, as known to a view |
//! | [`layout`] | the variables of each event, and the arcs of dates and statements |
//! | [`gaps`] | dates with gaps: the search over their alternatives |
//! | [`distance`] | the order and the distance of bound events |
//! | [`reasons`] | explanations and contradictions |
//!
//! An event is *bound* if a link or a constraint in force names it.

mod constraint_network;
mod distance;
mod evidence;
mod gaps;
mod layout;
mod reasons;

pub(crate) use constraint_network::{ConstraintNetwork, Limit, TimePoint};
pub(crate) use distance::{RelativePosition, StatedGap, TimeSide};
pub(crate) use evidence::Evidence;
pub(crate) use reasons::explain;
