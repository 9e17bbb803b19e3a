//! Whom a question is about: one actor, or several as one side.
//!
//! A side is named where a question is put, and turned into positions once; what an
//! event is asked after that is numbers. One actor without predecessors stays one
//! number, and costs what it did before there were sides.

use std::borrow::Cow;
use std::sync::Arc;

use crate::query::View;
use crate::time::{Bounds, Certainty};
use crate::timeline::{
    ActorIx, ActorRef, Arena, Handover, LookupError, Seat, StoredAffiliation, Timeline,
};

/// One side of a question: an actor, or several who count as one.
///
/// Whatever names actors is a side: a name, a list of names, an [`ActorRef`], for
/// which nothing has to be looked up; names from an iterator are collected into it.
///
/// ```text
/// timeline.between("USA", "RUS")            timeline.between(["USA", "GBR"], "RUS")
/// ```
///
/// An event of several of a side is one event of that side, and what they do among
/// themselves is none. An actor who stands for another counts for it, and so does a
/// member for its group, on the day of the event: a call of the French president is
/// one of the EU, and counts in full. [`Side::without_members`] leaves it out.
///
/// # Example
///
/// ```
/// use detente::actor::Actor;
/// use detente::event::{Event, Participant, Role};
/// use detente::query::Side;
/// use detente::{Timeline, When};
///
/// let mut builder = Timeline::builder();
/// for id in ["FRA", "GBR", "RUS", "USA"] {
///     builder.actor(Actor::state(id));
/// }
/// let call = |id, day| Ok::<_, detente::WhenError>(Event::call(id, When::parse(day)?));
/// builder.event(call("two", "2025-05-01")?.party("GBR").party("RUS"));
/// builder.event(call("three", "2025-05-02")?.party("USA").party("GBR").party("RUS"));
/// builder.event(call("allies", "2025-05-03")?.party("USA").party("GBR"));
/// let timeline = builder.build()?;
///
/// let ids = |parties: Side<'_>| {
///     let view = timeline.between(parties, "RUS").unwrap();
///     view.events().map(|event| event.id()).collect::<Vec<_>>()
/// };
/// assert_eq!(ids("USA".into()), ["three"]);
/// assert_eq!(ids(["USA", "GBR"].into()), ["two", "three"]);
/// assert_eq!(ids(["USA", "GBR", "FRA"].into_iter().collect()), ["two", "three"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Side<'n> {
    names: Names<'n>,
    members: bool,
}

#[derive(Clone, Debug)]
enum Names<'n> {
    One(Name<'n>),
    Several(Vec<Name<'n>>),
}

/// A name to be looked up, or an actor that was.
#[derive(Clone, Debug)]
pub enum Name<'n> {
    Text(Cow<'n, str>),
    Actor(ActorRef<'n>),
}

impl Name<'_> {
    fn position(&self, timeline: &Timeline) -> Result<ActorIx, LookupError> {
        match self {
            Self::Text(name) => timeline.actor_index(name),
            Self::Actor(actor) if std::ptr::eq(actor.timeline(), timeline) => Ok(actor.ix()),
            Self::Actor(actor) => timeline.actor_index(actor.id()),
        }
    }
}

impl<'n> Side<'n> {
    const fn one(name: Name<'n>) -> Self {
        Self {
            names: Names::One(name),
            members: true,
        }
    }

    /// Only what a group or an organisation does itself, or those who hold office in it.
    ///
    /// Nobody counts for it by being a member alone: what the Commission does as the
    /// EU's executive is the EU's, and what France does is not.
    #[must_use]
    pub fn without_members(mut self) -> Self {
        self.members = false;
        self
    }

    /// Whether it names one actor, once or several times.
    pub(crate) fn is_one(&self, timeline: &Timeline) -> bool {
        let side = self.side(timeline);
        side.is_ok_and(|side| side.named().len() == 1)
    }

    /// The side in terms of positions.
    pub(crate) fn side(&self, timeline: &Timeline) -> Result<ResolvedSide, LookupError> {
        let named = match &self.names {
            Names::One(name) => {
                let ix = name.position(timeline)?;
                if self.members {
                    return Ok(ResolvedSide::One(ix));
                }
                vec![ix]
            }
            Names::Several(names) => {
                let found = names.iter().map(|name| name.position(timeline));
                let mut found: Vec<ActorIx> = found.collect::<Result<_, _>>()?;
                found.sort_unstable();
                found.dedup();
                match found.as_slice() {
                    [] => return Err(LookupError::Nobody),
                    &[ix] if self.members => return Ok(ResolvedSide::One(ix)),
                    _ => found,
                }
            }
        };
        Ok(ResolvedSide::Several(Arc::new(Several {
            named,
            before: Vec::new(),
            members: self.members,
        })))
    }
}

mod sealed {
    /// What names one actor.
    pub trait OneName<'n> {
        fn name(self) -> super::Name<'n>;
    }
}

macro_rules! names {
    ($($name:ty: |$from:ident| $make:expr;)*) => {$(
        impl<'n> sealed::OneName<'n> for $name {
            fn name(self) -> Name<'n> {
                let $from = self;
                $make
            }
        }

        impl<'n> From<$name> for Side<'n> {
            fn from(name: $name) -> Self {
                Self::one(sealed::OneName::name(name))
            }
        }
    )*};
}

names! {
    &'n str: |name| Name::Text(Cow::Borrowed(name));
    &&'n str: |name| Name::Text(Cow::Borrowed(*name));
    &'n String: |name| Name::Text(Cow::Borrowed(name));
    String: |name| Name::Text(Cow::Owned(name));
    ActorRef<'n>: |actor| Name::Actor(actor);
    &ActorRef<'n>: |actor| Name::Actor(*actor);
}

macro_rules! lists {
    ($([$($generic:tt)*] $list:ty, $name:ty;)*) => {$(
        impl<'n, $($generic)*> From<$list> for Side<'n>
        where
            $name: sealed::OneName<'n>,
        {
            fn from(names: $list) -> Self {
                names.into_iter().collect()
            }
        }
    )*};
}

lists! {
    [N, const SIZE: usize] [N; SIZE], N;
    [N] Vec<N>, N;
    [N, const SIZE: usize] &'n [N; SIZE], &'n N;
    [N] &'n Vec<N>, &'n N;
    [N] &'n [N], &'n N;
}

/// All of them as one side.
impl<'n, N: sealed::OneName<'n>> FromIterator<N> for Side<'n> {
    fn from_iter<I: IntoIterator<Item = N>>(names: I) -> Self {
        let names = names.into_iter().map(sealed::OneName::name);
        Self {
            names: Names::Several(names.collect()),
            members: true,
        }
    }
}

/// One side of a question, by position.
#[derive(Clone, Debug)]
pub(crate) enum ResolvedSide {
    /// One actor, whoever stands for it, and nobody before it.
    One(ActorIx),
    Several(Arc<Several>),
}

/// Several actors, or one with more to be said.
#[derive(Clone)]
pub(crate) struct Several {
    /// Sorted; one at least.
    named: Vec<ActorIx>,
    /// Whom they succeeded and who counts for them until then, sorted.
    before: Vec<(ActorIx, Handover)>,
    /// Whether members count for their groups.
    members: bool,
}

crate::text::short_debug!(Several, "Several", |it| {
    "named": it.named.len(),
    "before": it.before.len(),
    "members": it.members,
});

impl ResolvedSide {
    /// Those who were named.
    pub(crate) fn named(&self) -> &[ActorIx] {
        match self {
            Self::One(actor) => std::slice::from_ref(actor),
            Self::Several(several) => &several.named,
        }
    }

    pub(crate) fn before(&self) -> &[(ActorIx, Handover)] {
        match self {
            Self::One(_) => &[],
            Self::Several(several) => &several.before,
        }
    }

    fn members(&self) -> bool {
        match self {
            Self::One(_) => true,
            Self::Several(several) => several.members,
        }
    }

    /// Those whose events may be its own, each with the second from which on none is.
    pub(crate) fn lists(&self) -> impl Iterator<Item = (ActorIx, i64)> + Clone {
        let named = self.named().iter().map(|&actor| (actor, i64::MAX));
        let before = self.before().iter();
        named.chain(before.map(|&(actor, handover)| (actor, handover.end())))
    }

    /// The side with whom it succeeded, apart from those who are on the other side as well.
    pub(crate) fn with_predecessors(&self, timeline: &Timeline, other: &[ActorIx]) -> Self {
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

    /// Whether what an actor does at a time is done by the side.
    pub(crate) fn holds(&self, actor: ActorIx, at: &Bounds) -> Certainty {
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

    /// Whether an affiliation is a membership that does not count.
    pub(crate) fn leaves_out(&self, timeline: &Timeline, one: &StoredAffiliation) -> bool {
        !self.members()
            && self.lists().any(|(actor, _)| actor == one.party)
            && timeline.is_membership(one)
    }

    /// Whether who takes part is of the side, or stood for one who is.
    pub(crate) fn stood_for_by(&self, timeline: &Timeline, seat: &Seat, at: &Bounds) -> Certainty {
        let itself = self.holds(seat.actor, at);
        if itself.is_certain() || timeline.stands_alone(seat) {
            return itself;
        }
        let leaves_out = |one: &StoredAffiliation| self.leaves_out(timeline, one);
        let stands = timeline.represented(seat.actor, seat.on_behalf_of, at, leaves_out);
        let stands = stands
            .into_iter()
            .map(|(party, certainty)| self.holds(party, at).and(certainty));
        stands.max().expect("everyone stands for itself")
    }
}

impl View<'_> {
    /// Those who may have been in contact with an actor, in whatever view, by position: where
    /// predecessors count, also those whose predecessors were.
    pub(crate) fn partners(&self, of: ActorRef<'_>) -> Vec<ActorIx> {
        let timeline = self.timeline();
        let line = |actor: ActorIx| {
            let before = if self.counts_predecessors() {
                timeline.predecessors(&[actor])
            } else {
                Vec::new()
            };
            let before = before.into_iter().map(|(actor, _)| actor);
            before.chain([actor]).collect::<Vec<ActorIx>>()
        };
        let own = line(of.ix());
        let mut has_met: Arena<ActorIx, bool> = vec![false; timeline.actors.len()].into();
        for (a, b) in timeline.pairs_by_position() {
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
            .filter(|&actor| has_met(&actor) || line(actor).iter().any(has_met))
            .collect()
    }
}

/// Two sides of a question.
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

    /// Two sides without a common actor.
    pub(crate) fn new(
        timeline: &Timeline,
        a: ResolvedSide,
        b: ResolvedSide,
    ) -> Result<Self, LookupError> {
        let pair = Self { sides: [a, b] };
        let [a, b] = &pair.sides;
        let both = a.named().iter().find(|actor| b.named().contains(actor));
        match both {
            Some(&both) => Err(LookupError::OnBothSides {
                actor: ActorRef::new(timeline, both).id().to_owned(),
            }),
            None => Ok(pair),
        }
    }

    /// The two actors, where each side is one and nothing more.
    pub(crate) const fn plain(&self) -> Option<(ActorIx, ActorIx)> {
        match &self.sides {
            [ResolvedSide::One(a), ResolvedSide::One(b)] => Some((*a, *b)),
            _ => None,
        }
    }

    /// Each side with whom it succeeded. Who came before both was one party, and counts for neither.
    pub(crate) fn with_predecessors(&self, timeline: &Timeline) -> Self {
        let [a, b] = &self.sides;
        let of = |side: &ResolvedSide| {
            let before = timeline.predecessors(side.named());
            let before = before.into_iter().map(|(actor, _)| actor);
            before
                .chain(side.named().iter().copied())
                .collect::<Vec<ActorIx>>()
        };
        let (of_a, of_b) = (of(a), of(b));
        Self {
            sides: [
                a.with_predecessors(timeline, &of_b),
                b.with_predecessors(timeline, &of_a),
            ],
        }
    }

    /// Whether an affiliation is a membership that does not count for either side.
    pub(crate) fn leaves_out(&self, timeline: &Timeline, one: &StoredAffiliation) -> bool {
        let [a, b] = &self.sides;
        a.leaves_out(timeline, one) || b.leaves_out(timeline, one)
    }

    /// The actor that a side is counted as, if what an actor does at a time is done by one of the two.
    pub(crate) fn counted_as(&self, actor: ActorIx, at: &Bounds) -> Option<ActorIx> {
        let side = self
            .sides
            .iter()
            .find(|side| side.holds(actor, at).is_possible())?;
        // A side names one actor at least.
        Some(side.named()[0])
    }
}
