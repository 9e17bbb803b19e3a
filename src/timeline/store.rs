//! What a timeline keeps: actors, sources and events, checked, in order, and indexed.

pub(crate) mod arena;
pub(crate) mod arrange;
pub(crate) mod assemble;
pub(crate) mod build;
pub(crate) mod fault;
pub(crate) mod handle;
pub(crate) mod index;
pub(crate) mod lookup;
pub(crate) mod order;
pub(crate) mod restate;
pub(crate) mod stored;
pub(crate) mod timeline;
pub(crate) mod warning;
