//! The store: actors, sources and events, checked, in time order.
//!
//! A [`Timeline`] is built once, by a [`TimelineBuilder`] or from its written
//! form, and then only read. Building checks everything that a question relies
//! on, and collects every fault instead of the first. What was put in first or
//! last changes no answer and no byte: actors and sources are kept by
//! identifier, events in [the total order](Timeline#order).
//!
//! A question is put to a [`View`](crate::View): a filter that borrows the timeline. What one
//! gets back are handles ([`EventRef`], [`ActorRef`], [`SourceRef`],
//! [`ReportRef`]): two or three words each, copied freely.
//!
//! The graph is a face of the store and not the store: a pair's events come from
//! an index by pair and time, and petgraph's traits are served from the same
//! arrays.

pub(crate) mod knowledge;
pub(crate) mod store;

pub use knowledge::constraint::{
    Constraint, Contradiction, Explanation, Statement, TemporalRelation,
};
pub use knowledge::why::BoundKind;
pub use store::arrange::MAX_IN_CONTACT;
pub use store::build::TimelineBuilder;
pub use store::fault::{BuildError, Entry, Fault, FaultKind};
pub use store::handle::{AboutRef, ActorRef, EventRef, ParticipantRef, ReportRef, SourceRef};
pub use store::lookup::{LookupError, Resolved};
pub use store::timeline::Timeline;
pub use store::warning::Warning;

pub(crate) use knowledge::account::{Knowledge, known_once_over};
pub(crate) use knowledge::actors::Handover;
pub(crate) use knowledge::calendar::{Calendar, Calendars};
pub(crate) use knowledge::event_constraint::{Bond, Says, parts};
pub(crate) use knowledge::in_force::{Asked, Bonds};
pub(crate) use knowledge::network::{
    Beyond, Instant, Limit, Record, Stand, StatedGap, Web, explain,
};
pub(crate) use store::arena::{
    ActorIx, Arena, BondIx, ChainIx, ConstraintIx, CrowdIx, DesignationIx, EventIx, EventRank,
    Position, SourceIx, index_of, indices,
};
pub(crate) use store::fault::MAX_SHOWN;
pub(crate) use store::index::{ActorIndex, CrowdIndex, Listed, PairIndex, Present, window};
pub(crate) use store::lookup::{first_bytes, hint, nearest, some_of};
pub(crate) use store::stored::{
    AccountMore, Act, Flags, More, Seat, Stored, StoredAccount, StoredActor, StoredAffiliation,
    StoredSource, StoredSubject, StoredSuccession,
};
