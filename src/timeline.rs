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

mod knowledge;
mod store;

pub use store::{
    AboutRef, ActorRef, BuildError, Entry, EventRef, Fault, FaultKind, LookupError, MAX_IN_CONTACT,
    Manner, ParticipantRef, ReportRef, Resolved, SourceRef, Timeline, TimelineBuilder, Warning,
};

pub use knowledge::{
    BoundKind, Constraint, Contradiction, Explanation, Statement, TemporalRelation,
};

pub(crate) use store::MAX_SHOWN;
pub(crate) use store::{
    AccountMore, Act, ActorIndex, ActorIx, Arena, ChainIx, ConstraintIx, DesignationIx,
    EventConstraintIx, EventIx, EventRank, Flags, InContact, LargeEventIndex, LargeEventIx, Listed,
    More, PairIndex, Participation, Position, SourceIx, Stored, StoredAbout, StoredAccount,
    StoredActor, StoredAffiliation, StoredSource, StoredSuccession, first_bytes, hint, index_of,
    indices, nearest, order, some_of, window,
};

pub use knowledge::{AccountRule, Ranking};

pub(crate) use knowledge::{
    Calendar, Calendars, ConstraintNetwork, EventConstraint, EventConstraints, Evidence, Handover,
    Knowledge, Limit, NetworkRef, Origin, RelativePosition, StatedGap, TimePoint, TimeSide,
    components, explain, known_once_over,
};
