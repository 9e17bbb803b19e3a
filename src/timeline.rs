//! The timeline: actors, sources and events, checked and in order.
//!
//! A [`Timeline`] is built once, with a [`TimelineBuilder`] or from JSON, and then only read. Building
//! checks every entry and every reference, and reports all [faults](Fault) at once. The order in which
//! entries are added changes neither answers nor output: actors and sources are sorted by identifier,
//! and events are in the [total order](Timeline#order).
//!
//! | task | item |
//! | :-- | :-- |
//! | Build a timeline | [`TimelineBuilder`] |
//! | Keep the sound part of a record with faults | [`TimelineBuilder::build_lenient`] |
//! | Merge timelines | [`Timeline::merge`], with [`MergePart`] to rename identifiers |
//! | Look up an actor, an event or a source | [`Timeline::actor`], [`Timeline::event`], [`Timeline::source`] |
//! | Look up an identifier of Wikidata or another register | [`Timeline::actor_by_external`] |
//! | Filter events and ask questions about them | [`View`](crate::View) |
//! | Read one event | [`EventRef`], with its [reports](ReportRef) |
//! | State that one event was before another | [`Constraint`] |
//! | Find out why an order or a date is certain | [`EventRef::why_before`], [`EventRef::why`] |
//! | Find out why statements contradict each other | [`Contradiction`] |
//! | Change a timeline | [`edit`] |
//!
//! Answers refer to the timeline with [`EventRef`], [`ActorRef`], [`SourceRef`] and [`ReportRef`]. They
//! are a few words each and implement `Copy`.

// rustdoc shows the methods of a type in this order.
mod store;

mod knowledge;

pub mod edit;

pub use store::{
    AboutRef, ActorRef, BuildError, Entry, EventRef, Fault, FaultKind, Lenient, LookupError,
    MAX_IN_CONTACT, Manner, MergePart, NameMatch, ParticipantRef, Repair, ReportRef, Resolved,
    SourceRef, Timeline, TimelineBuilder, Warning,
};

pub use knowledge::{
    BoundKind, Constraint, Contradiction, Explanation, Statement, TemporalRelation,
};

#[cfg(feature = "json")]
pub(crate) use store::Sieve;
pub(crate) use store::{
    AccountMore, Act, ActorIndex, ActorIx, Arena, ChainIx, Closeness, ConstraintIx, DesignationIx,
    EventConstraintIx, EventIx, EventRank, Events, ExternalIds, ExternalIndex, Flags, InContact,
    LargeEventIndex, LargeEventIx, Listed, More, PairIndex, Participation, Position, Revision,
    SourceIx, SourceMore, Stored, StoredAbout, StoredAccount, StoredActor, StoredAffiliation,
    StoredSource, StoredSuccession, Wanted, first_bytes, hint, index_of, indices, nearest, order,
    shared_twice, some_of, united, window,
};
pub(crate) use store::{
    MAX_PRINTED, MAX_SHOWN, constraint_withdrawn_early, report_withdrawn_early,
};

pub(crate) use knowledge::OwnedRule;
pub use knowledge::{AccountRule, Holder, Holders, Ranking, Term};

pub(crate) use knowledge::{
    Calendar, Calendars, ConstraintNetwork, EventConstraint, EventConstraints, Evidence, Handover,
    Knowledge, Limit, NetworkRef, Origin, RelativePosition, StatedGap, TimePoint, TimeSide,
    components, explain, known_once_over, latest_end,
};
