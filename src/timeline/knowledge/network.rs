//! The constraint network: what dates and statements about the order of events imply together.
//!
//! | file | subject |
//! | :-- | :-- |
//! | [`constraint_network`] | the network of all events that statements bind, and its bounds |
//! | [`evidence`] | what one asker knows: the dates and the constraints in force |
//! | [`layout`] | the variables of each event, and what dates and constraints say about them |
//! | [`gaps`] | dates with gaps: the search over their alternatives |
//! | [`distance`] | order and distance between bound events |
//! | [`reasons`] | the statements from which an answer or a contradiction follows |

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
