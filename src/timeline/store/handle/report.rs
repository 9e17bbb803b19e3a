//! Who took part, whom it is about, and who says so.

use super::{ActorRef, SourceRef};
use crate::actor::Designation;
use crate::event::{Role, Status};
use crate::query::Pair;
use crate::time::When;
use crate::time::{Bounds, Certainty};
use crate::timeline::{
    AccountMore, ActorIx, Resolved, Seat, StoredAccount, StoredAffiliation, Timeline,
};

/// An actor's part in an event.
///
/// Two are equal if the same actor takes part in the same way for the same party, in whatever event.
#[derive(Clone, Copy)]
pub struct ParticipantRef<'t> {
    pub(super) timeline: &'t Timeline,
    pub(super) seat: Seat,
}

impl<'t> ParticipantRef<'t> {
    /// Who takes part.
    pub fn actor(self) -> ActorRef<'t> {
        ActorRef::new(self.timeline, self.seat.actor)
    }

    /// How.
    pub const fn role(self) -> Role {
        self.seat.role
    }

    /// All whom it stands for at a time, itself first, each with how certain that is; as far as a
    /// question about a pair goes by it, where one is asked.
    pub(crate) fn represented(
        self,
        at: &Bounds,
        asked: Option<&Pair>,
    ) -> Vec<(ActorRef<'t>, Certainty)> {
        let (
            timeline,
            Seat {
                actor,
                on_behalf_of,
                ..
            },
        ) = (self.timeline, self.seat);
        let leaves_out =
            |one: &StoredAffiliation| asked.is_some_and(|pair| pair.leaves_out(timeline, one));
        let found = timeline.represented(actor, on_behalf_of, at, leaves_out);
        found
            .into_iter()
            .map(|(ix, sure)| (ActorRef::new(timeline, ix), sure))
            .collect()
    }

    /// For whom, where the event says so.
    pub fn on_behalf_of(self) -> Option<ActorRef<'t>> {
        self.seat
            .on_behalf_of
            .map(|ix| ActorRef::new(self.timeline, ix))
    }
}

impl PartialEq for ParticipantRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.timeline, other.timeline) && self.seat == other.seat
    }
}

impl Eq for ParticipantRef<'_> {}

impl std::fmt::Debug for ParticipantRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.role(), self.actor().id())
    }
}

/// Whom something is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AboutRef<'t> {
    /// An actor.
    Actor(ActorRef<'t>),
    /// Whoever held an office at a time.
    Designation(&'t Designation),
}

impl<'t> AboutRef<'t> {
    /// The name of who is meant.
    pub fn name(self) -> &'t str {
        match self {
            Self::Actor(actor) => actor.name(),
            Self::Designation(designation) => &designation.name,
        }
    }

    /// Whether an actor is meant: itself, or as a holder of the office.
    pub(crate) fn means(self, timeline: &Timeline, actor: ActorIx) -> Certainty {
        let held = match self {
            Self::Actor(one) => (one.ix() == actor).then_some(Certainty::Certain),
            Self::Designation(designation) => match timeline.named(&designation.name) {
                Ok(Resolved::Holders { holders, .. }) => {
                    let held = holders.iter().find(|(holder, _)| holder.ix() == actor);
                    held.map(|(_, held)| *held)
                }
                _ => None,
            },
        };
        held.unwrap_or(Certainty::Impossible)
    }
}

/// One report of an event, equal only to itself.
#[derive(Clone, Copy)]
pub struct ReportRef<'t> {
    pub(super) timeline: &'t Timeline,
    pub(super) account: &'t StoredAccount,
}

impl<'t> ReportRef<'t> {
    fn more(self) -> Option<&'t AccountMore> {
        self.account.more.as_deref()
    }

    /// The chain of sources, from the one who is read to the one who is cited.
    pub fn chain(
        self,
    ) -> impl ExactSizeIterator<Item = SourceRef<'t>> + DoubleEndedIterator + Clone {
        let timeline = self.timeline;
        timeline
            .chain(self.account.chain)
            .iter()
            .map(move |&ix| SourceRef::new(timeline, ix))
    }

    /// How many sources the chain has.
    pub fn depth(self) -> usize {
        self.timeline.chain(self.account.chain).len()
    }

    /// What is asserted.
    pub const fn status(self) -> Status {
        self.account.status
    }

    /// When it was made, where it says so.
    pub fn asserted(self) -> Option<&'t When> {
        self.more()?.asserted.as_ref()
    }

    /// When it was taken back.
    pub fn withdrawn(self) -> Option<&'t When> {
        self.more()?.withdrawn.as_ref()
    }

    /// The instant from which it counts as known: when it had been made for certain; none if never.
    pub fn known_from(self) -> Option<chrono::DateTime<chrono::Utc>> {
        (self.account.known_from != i64::MAX)
            .then(|| crate::time::instant(self.account.known_from))
            .flatten()
    }

    /// The words that were used.
    pub fn words(self) -> Option<&'t str> {
        self.more()?.words.as_deref()
    }

    pub(super) fn says(self) -> Option<&'t crate::event::Account> {
        self.more().map(|more| &more.says)
    }

    /// The date that this report gives of its own.
    pub fn when(self) -> Option<&'t When> {
        self.account.own_when()
    }

    /// Whether any source of the chain is not named.
    pub fn is_anonymous(self) -> bool {
        self.chain().any(SourceRef::is_anonymous)
    }

    /// The chain in words: "Russian media, citing Marco Rubio".
    pub fn attribution(self) -> String {
        self.chain()
            .map(SourceRef::name)
            .collect::<Vec<_>>()
            .join(", citing ")
    }
}

impl PartialEq for ReportRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.account, other.account)
    }
}

impl Eq for ReportRef<'_> {}

impl std::fmt::Debug for ReportRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} by {}", self.status(), self.attribution())
    }
}
