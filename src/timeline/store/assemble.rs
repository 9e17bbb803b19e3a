//! Turns the entries of a builder into a timeline.
//!
//! Each step takes entries from the builder and collects faults: names become indices, sources and
//! chains are sorted, references are checked, constraints are applied, and events are put in order. The
//! result is a timeline, or all faults.

mod actors;
mod assembly;
mod events;
mod references;
mod sources;

pub(super) use events::{put_in_force, resolve_participants, resolve_subject, twice_in_a_role};
pub(super) use references::part_of_cycle;
pub(super) use sources::{cited_actor, stored_source};
