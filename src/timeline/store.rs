//! What a timeline holds: actors, sources and events, checked, in order, and indexed.

// rustdoc shows the methods of `Timeline` and of `TimelineBuilder` in this order.
mod timeline;

mod lookup;

mod build;

mod lenient;

mod merge;

mod arena;
mod arrange;
mod assemble;
mod check;
pub(crate) use check::{constraint_withdrawn_early, report_withdrawn_early};
mod events;
mod external;
mod fault;
mod handle;
mod index;
pub(crate) mod order;
mod restate;
mod revise;
mod stored;
mod symbols;
mod warning;

pub(crate) use crate::text::{hint, nearest, some_of};
pub(crate) use arena::{
    ActorIx, Arena, ChainIx, ConstraintIx, DesignationIx, EventConstraintIx, EventIx, EventRank,
    LargeEventIx, Position, SourceIx, index_of, indices,
};
pub use arrange::MAX_IN_CONTACT;
pub use build::TimelineBuilder;
pub(crate) use events::Events;
pub(crate) use external::{ExternalIds, ExternalIndex, shared_twice};
pub use fault::{BuildError, Entry, Fault, FaultKind, Repair};
pub(crate) use fault::{MAX_PRINTED, MAX_SHOWN};
pub use handle::{AboutRef, ActorRef, EventRef, Manner, ParticipantRef, ReportRef, SourceRef};
pub(crate) use index::{ActorIndex, InContact, LargeEventIndex, Listed, PairIndex, window};
pub use lenient::Lenient;
#[cfg(feature = "json")]
pub(crate) use lenient::Sieve;
pub(crate) use lookup::{Closeness, Wanted, first_bytes};
pub use lookup::{LookupError, NameMatch, Resolved};
pub use merge::MergePart;
pub(crate) use merge::united;
pub(crate) use revise::Revision;
pub(crate) use stored::{
    AccountMore, Act, Flags, More, Participation, SourceMore, Stored, StoredAbout, StoredAccount,
    StoredActor, StoredAffiliation, StoredSource, StoredSuccession,
};
pub use timeline::Timeline;
pub use warning::Warning;
