//! References to actors, events, sources and reports of a timeline.
//!
//! A reference is two to six words and implements `Copy`. A reference to an event also has the
//! knowledge of its view: the time as of which it is known, and the rule for accounts. An event from a
//! view as of June therefore answers as it was known in June.

mod actor;
mod event;
mod event_accounts;
mod participant;
mod report;
mod source;

pub use actor::ActorRef;
pub use event::{EventRef, Manner};
pub use participant::{AboutRef, ParticipantRef};
pub use report::ReportRef;
pub use source::SourceRef;

macro_rules! debug_by_id {
    ($($reference:ident),*) => {$(
        impl std::fmt::Debug for $reference<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($reference)).field(&self.id()).finish()
            }
        }
    )*};
}
debug_by_id!(ActorRef, EventRef, SourceRef);
