//! What a question hands out: small references to what the timeline holds.
//!
//! A handle knows its timeline and, for an event, what the asker may know: as of
//! which instant, and whom to believe where accounts disagree. So an event that
//! comes out of a view of what was known in June answers as it stood in June.

mod event;
mod report;

use std::hash::{Hash, Hasher};

use crate::actor::{ActorKind, Alias};
use crate::event::CoverageDeclaration;
use crate::time::When;
use crate::time::{Bounds, Certainty};
use crate::timeline::{ActorIx, SourceIx, StoredActor, StoredSource, Timeline};

pub use event::EventRef;
pub use report::{AboutRef, ParticipantRef, ReportRef};

/// An actor of a timeline.
#[derive(Clone, Copy)]
pub struct ActorRef<'t> {
    timeline: &'t Timeline,
    ix: ActorIx,
    stored: &'t StoredActor,
}

impl<'t> ActorRef<'t> {
    /// Positions come from the timeline itself.
    pub(crate) fn new(timeline: &'t Timeline, ix: ActorIx) -> Self {
        Self {
            timeline,
            ix,
            stored: &timeline.actors[ix],
        }
    }

    pub(crate) const fn stored(self) -> &'t StoredActor {
        self.stored
    }

    pub(crate) const fn ix(self) -> ActorIx {
        self.ix
    }

    /// The timeline that holds it.
    pub const fn timeline(self) -> &'t Timeline {
        self.timeline
    }

    /// The identifier.
    pub const fn id(self) -> &'t str {
        &self.stored.id
    }

    /// What sort of actor it is.
    pub const fn kind(self) -> ActorKind {
        self.stored.kind
    }

    /// The name it is called by.
    pub const fn name(self) -> &'t str {
        &self.stored.name
    }

    /// The other names it goes by.
    pub const fn aliases(self) -> &'t [Alias] {
        &self.stored.aliases
    }

    /// Whom it stood for, in what office, and when.
    pub fn affiliations(self) -> impl Iterator<Item = (ActorRef<'t>, Option<&'t str>, &'t When)> {
        let timeline = self.timeline;
        self.stored.affiliations.iter().map(move |one| {
            (
                ActorRef::new(timeline, one.party),
                one.office.as_deref(),
                &one.when,
            )
        })
    }

    /// Whom it stood for at a time, itself aside, and how certain that is.
    ///
    /// A spokesman stands for his ministry, and through it for the state.
    pub fn represented(self, at: &Bounds) -> impl Iterator<Item = (ActorRef<'t>, Certainty)> {
        let timeline = self.timeline;
        let found = timeline.represented(self.ix, None, at, |_| false);
        found
            .into_iter()
            .skip(1)
            .map(move |(ix, sure)| (ActorRef::new(timeline, ix), sure))
    }
}

/// A source of a timeline.
#[derive(Clone, Copy)]
pub struct SourceRef<'t> {
    timeline: &'t Timeline,
    stored: &'t StoredSource,
}

impl<'t> SourceRef<'t> {
    /// Positions come from the timeline itself.
    pub(crate) fn new(timeline: &'t Timeline, ix: SourceIx) -> Self {
        Self {
            timeline,
            stored: &timeline.sources[ix],
        }
    }

    pub(crate) const fn stored(self) -> &'t StoredSource {
        self.stored
    }

    /// The identifier.
    pub const fn id(self) -> &'t str {
        &self.stored.id
    }

    /// The name it is cited by.
    pub const fn name(self) -> &'t str {
        &self.stored.name
    }

    /// The actor who is cited, where the source is one.
    pub fn actor(self) -> Option<ActorRef<'t>> {
        self.stored.actor.map(|ix| ActorRef::new(self.timeline, ix))
    }

    /// When it came out.
    pub const fn published(self) -> Option<&'t When> {
        self.stored.published.as_ref()
    }

    /// Whether it is one that is not named.
    pub const fn is_anonymous(self) -> bool {
        self.stored.anonymous
    }

    /// Where to find it.
    pub fn url(self) -> Option<&'t str> {
        self.stored.url.as_deref()
    }

    /// What it covers.
    pub fn covers(self) -> impl ExactSizeIterator<Item = &'t CoverageDeclaration> {
        self.stored.covers.iter().map(|(coverage, _)| coverage)
    }
}

impl PartialEq for ActorRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.timeline, other.timeline) && self.ix == other.ix
    }
}

impl PartialEq for SourceRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.timeline, other.timeline) && self.stored.id == other.stored.id
    }
}

impl Hash for ActorRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ix.hash(state);
    }
}

impl Hash for SourceRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.stored.id.hash(state);
    }
}

impl Eq for ActorRef<'_> {}
impl Eq for SourceRef<'_> {}

macro_rules! debug_by_id {
    ($($handle:ident),*) => {$(
        impl std::fmt::Debug for $handle<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($handle)).field(&self.id()).finish()
            }
        }
    )*};
}
debug_by_id!(ActorRef, EventRef, SourceRef);
