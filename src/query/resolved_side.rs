//! The sides of a question after their names were looked up.
//!
//! Names are looked up once, when a filter is added to a view; each event is then compared by
//! index. A single actor without predecessors is the most common side, and is stored as one
//! index without an allocation.

use std::sync::Arc;

use super::View;
use crate::time::{Certainty, Window};
use crate::timeline::{
    ActorIx, ActorRef, Arena, Handover, LookupError, ParticipantRef, Participation,
    StoredAffiliation, Timeline,
};

/// One side of a question.
#[derive(Clone, Debug)]
pub(crate) enum ResolvedSide {
    /// One actor, without predecessors, whose members count.
    One(ActorIx),
    Several(Arc<Several>),
}

/// Several actors, or one with predecessors or without members.
#[derive(Clone)]
pub(crate) struct Several {
    /// The actors that were named, sorted. Never empty.
    pub(super) named: Vec<ActorIx>,
    /// Their predecessors, sorted, each with the time until which it counts.
    pub(super) before: Vec<(ActorIx, Handover)>,
    /// Whether members count for their groups.
    pub(super) members: bool,
}

crate::text::short_debug!(Several, "Several", |it| {
    "named": it.named.len(),
    "before": it.before.len(),
    "members": it.members,
});

impl ResolvedSide {
    /// The actors that were named. Never empty.
    pub(crate) fn named(&self) -> &[ActorIx] {
        match self {
            Self::One(actor) => std::slice::from_ref(actor),
            Self::Several(several) => &several.named,
        }
    }

    pub(super) fn before(&self) -> &[(ActorIx, Handover)] {
        match self {
            Self::One(_) => &[],
            Self::Several(several) => &several.before,
        }
    }

    pub(super) fn members(&self) -> bool {
        match self {
            Self::One(_) => true,
            Self::Several(several) => several.members,
        }
    }

    /// The actors whose events may belong to the side, each with the second from which they no longer do.
    pub(super) fn actors(&self) -> impl Iterator<Item = (ActorIx, i64)> + Clone {
        let named = self.named().iter().map(|&actor| (actor, i64::MAX));
        let before = self.before().iter();
        named.chain(before.map(|&(actor, handover)| (actor, handover.end())))
    }

    /// The side with its predecessors, except for actors of the other side.
    pub(super) fn with_predecessors(&self, timeline: &Timeline, other: &[ActorIx]) -> Self {
        let mut before = timeline.predecessors(self.named());
        before.retain(|(actor, _)| !self.named().contains(actor) && !other.contains(actor));
        if before.is_empty() {
            return self.clone();
        }
        Self::Several(Arc::new(Several {
            named: self.named().to_vec(),
            before,
            members: self.members(),
        }))
    }

    /// Whether an actor belongs to the side at a time.
    pub(crate) fn holds(&self, actor: ActorIx, at: Window) -> Certainty {
        match self {
            Self::One(one) if *one == actor => Certainty::Certain,
            Self::One(_) => Certainty::Impossible,
            Self::Several(several) => {
                if several.named.binary_search(&actor).is_ok() {
                    return Certainty::Certain;
                }
                let found = several.before.binary_search_by_key(&actor, |one| one.0);
                found.map_or(Certainty::Impossible, |found| {
                    several.before[found].1.is_after(at)
                })
            }
        }
    }

    /// Whether an affiliation is a membership that the side does not count.
    fn leaves_out(&self, timeline: &Timeline, one: &StoredAffiliation) -> bool {
        !self.members()
            && self.actors().any(|(actor, _)| actor == one.party)
            && timeline.is_membership(one)
    }

    /// Whether a participant belongs to the side, or represents an actor that does.
    pub(super) fn represented_by(
        &self,
        timeline: &Timeline,
        one: &Participation,
        at: Window,
    ) -> Certainty {
        let itself = self.holds(one.actor, at);
        if itself.is_certain() || timeline.represents_only_itself(one) {
            return itself;
        }
        let leaves_out = |one: &StoredAffiliation| self.leaves_out(timeline, one);
        timeline
            .represented(one.actor, one.on_behalf_of, at, leaves_out)
            .into_iter()
            .map(|(party, certainty)| self.holds(party, at).and(certainty))
            .max()
            .expect("every actor represents itself")
    }
}

impl View<'_> {
    /// The actors that may have been in contact with an actor, in any view of the timeline, sorted.
    ///
    /// If predecessors count, contacts of predecessors count on both sides.
    pub(crate) fn partners(&self, of: ActorRef<'_>) -> Vec<ActorIx> {
        let timeline = self.timeline();
        let with_predecessors = |actor: ActorIx| {
            let before = if self.counts_predecessors() {
                timeline.predecessors(&[actor])
            } else {
                Vec::new()
            };
            let before = before.into_iter().map(|(actor, _)| actor);
            before.chain([actor]).collect::<Vec<ActorIx>>()
        };
        let own = with_predecessors(of.ix());
        let mut has_met: Arena<ActorIx, bool> = vec![false; timeline.actors.len()].into();
        for (a, b) in timeline.pair_indices() {
            for (one, other) in [(a, b), (b, a)] {
                if own.contains(&one) {
                    has_met[other] = true;
                }
            }
        }
        let has_met = |&actor: &ActorIx| has_met[actor];
        timeline
            .actors
            .indices()
            .filter(|&actor| has_met(&actor) || with_predecessors(actor).iter().any(has_met))
            .collect()
    }
}

/// Two sides of a question, without a common actor.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) sides: [ResolvedSide; 2],
}

impl Pair {
    pub(crate) const fn of(a: ActorIx, b: ActorIx) -> Self {
        Self {
            sides: [ResolvedSide::One(a), ResolvedSide::One(b)],
        }
    }

    pub(super) fn new(
        timeline: &Timeline,
        a: ResolvedSide,
        b: ResolvedSide,
    ) -> Result<Self, LookupError> {
        let common = a.named().iter().find(|actor| b.named().contains(actor));
        match common {
            Some(&common) => Err(LookupError::OnBothSides {
                actor: ActorRef::new(timeline, common).id().to_owned(),
            }),
            None => Ok(Self { sides: [a, b] }),
        }
    }

    /// The two actors, if each side is one actor without predecessors.
    pub(crate) const fn plain(&self) -> Option<(ActorIx, ActorIx)> {
        match &self.sides {
            [ResolvedSide::One(a), ResolvedSide::One(b)] => Some((*a, *b)),
            _ => None,
        }
    }

    /// Each side with its predecessors. A predecessor of both sides counts for neither.
    pub(super) fn with_predecessors(&self, timeline: &Timeline) -> Self {
        let [a, b] = &self.sides;
        let line_of = |side: &ResolvedSide| {
            let before = timeline.predecessors(side.named());
            let before = before.into_iter().map(|(actor, _)| actor);
            before
                .chain(side.named().iter().copied())
                .collect::<Vec<ActorIx>>()
        };
        let (line_of_a, line_of_b) = (line_of(a), line_of(b));
        Self {
            sides: [
                a.with_predecessors(timeline, &line_of_b),
                b.with_predecessors(timeline, &line_of_a),
            ],
        }
    }

    /// The actors that a participant represents at a time, itself first, limited to those that this pair counts.
    pub(crate) fn represented_by<'t>(
        &self,
        one: ParticipantRef<'t>,
        at: Window,
    ) -> Vec<(ActorRef<'t>, Certainty)> {
        let timeline = one.actor.timeline();
        let [a, b] = &self.sides;
        one.represented(at, |affiliation| {
            a.leaves_out(timeline, affiliation) || b.leaves_out(timeline, affiliation)
        })
    }

    /// The first actor of the side to which an actor belongs at a time, certainly or possibly.
    ///
    /// Returns `None` if it belongs to neither.
    pub(crate) fn counted_as(&self, actor: ActorIx, at: Window) -> Option<ActorIx> {
        let mut sides = self.sides.iter();
        let side = sides.find(|side| side.holds(actor, at).is_possible())?;
        Some(side.named()[0])
    }
}
