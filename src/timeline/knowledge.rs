//! What is known of a timeline, by when, and according to whom.

pub(crate) mod account;
pub(crate) mod actors;
pub(crate) mod calendar;
pub(crate) mod constraint;
pub(crate) mod event_constraint;
pub(crate) mod in_force;
pub(crate) mod network;
pub(crate) mod tenure;
pub(crate) mod why;
