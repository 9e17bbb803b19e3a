//! Turns the entries of a builder into a timeline.
//!
//! Each step takes what it needs from the builder and collects faults: names become indices, sources
//! and chains are sorted, references are checked, constraints are applied, and events are put in
//! order. A timeline results only if there is no fault.

mod actors;
mod assembly;
mod events;
mod references;
mod sources;
