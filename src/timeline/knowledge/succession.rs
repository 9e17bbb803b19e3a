//! Which actor succeeded which, and when.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::time::{Certainty, When, Window};
use crate::timeline::{ActorIx, ActorRef, StoredSuccession, Timeline};

/// The time of a handover: some instant in `[lo, hi)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Handover {
    lo: i64,
    hi: i64,
}

impl Handover {
    fn of(when: &When) -> Self {
        let Window { lo, hi } = when.into();
        Self { lo, hi }
    }

    /// The range of two accounts of the same handover.
    fn or(self, other: Self) -> Self {
        Self {
            lo: self.lo.min(other.lo),
            hi: self.hi.max(other.hi),
        }
    }

    /// The time until which both of two successive handovers are in the future.
    fn first_of(self, other: Self) -> Self {
        Self {
            lo: self.lo.min(other.lo),
            hi: self.hi.min(other.hi),
        }
    }

    /// The time until which one of two handovers is in the future, where two lines lead back to one predecessor.
    fn last_of(self, other: Self) -> Self {
        Self {
            lo: self.lo.max(other.lo),
            hi: self.hi.max(other.hi),
        }
    }

    /// The first second at which the handover is certainly over.
    pub(crate) const fn end(self) -> i64 {
        self.hi
    }

    /// Whether the handover is after the whole of a window.
    ///
    /// ```text
    /// handover           ░░░░░░       some instant of these
    /// at          ▒▒▒▒                certain
    /// at            ▒▒▒▒▒▒            possible
    /// at                       ▒▒▒    impossible
    /// ```
    pub(crate) fn is_after(self, at: Window) -> Certainty {
        if at.hi <= self.lo {
            Certainty::Certain
        } else if at.lo >= self.hi {
            Certainty::Impossible
        } else {
            Certainty::Possible
        }
    }

    /// Whether the handover is before the whole of a window.
    fn is_before(self, at: Window) -> Certainty {
        if self.hi <= at.lo {
            Certainty::Certain
        } else if at.hi <= self.lo {
            Certainty::Impossible
        } else {
            Certainty::Possible
        }
    }
}

impl Timeline {
    /// The immediate predecessors of an actor, each with the handover.
    fn handovers(&self, actor: ActorIx) -> impl Iterator<Item = (ActorIx, Handover)> {
        let stated = &self.actors[actor].successions;
        let by_predecessor = stated.chunk_by(|a, b| a.predecessor == b.predecessor);
        by_predecessor.map(|accounts| {
            let dates = accounts.iter().map(|one| Handover::of(&one.when));
            let handover = dates.reduce(Handover::or).expect("a chunk is not empty");
            (accounts[0].predecessor, handover)
        })
    }

    /// The predecessors of some actors, direct and indirect, each with the time until which it counts for them.
    pub(crate) fn predecessors(&self, actors: &[ActorIx]) -> Vec<(ActorIx, Handover)> {
        // Two lines may lead to the same predecessor, and the second may make its time longer. Then the
        // predecessors of that one are visited again. Times only grow, and are bounded, so this ends.
        let mut found: BTreeMap<ActorIx, Handover> = BTreeMap::new();
        let mut open: Vec<(ActorIx, Option<Handover>)> =
            actors.iter().map(|&actor| (actor, None)).collect();
        while let Some((actor, until)) = open.pop() {
            for (predecessor, handover) in self.handovers(actor) {
                let by_line = until.map_or(handover, |until| until.first_of(handover));
                let known = found.get(&predecessor).copied();
                let all = known.map_or(by_line, |known| known.last_of(by_line));
                if known != Some(all) {
                    found.insert(predecessor, all);
                    open.push((predecessor, Some(all)));
                }
            }
        }
        found.into_iter().collect()
    }

    /// An actor and its line of predecessors, as long as each has exactly one.
    pub(crate) fn line(&self, actor: ActorIx) -> Vec<ActorIx> {
        let mut line = vec![actor];
        let mut last = actor;
        loop {
            let mut before = self.handovers(last).map(|(predecessor, _)| predecessor);
            let (Some(only), None) = (before.next(), before.next()) else {
                return line;
            };
            line.push(only);
            last = only;
        }
    }
}

/// # Succession
impl<'t> ActorRef<'t> {
    /// The immediate predecessors, by identifier, with each date that is stated.
    pub fn predecessors(self) -> impl Iterator<Item = (ActorRef<'t>, &'t When)> {
        let timeline = self.timeline();
        let stated = self.stored().successions.iter();
        stated.map(move |one| (ActorRef::new(timeline, one.predecessor), &one.when))
    }

    /// The immediate successors, by identifier, with each date that is stated.
    ///
    /// # Complexity
    ///
    /// O(n) in the number of actors.
    pub fn successors(self) -> impl Iterator<Item = (ActorRef<'t>, &'t When)> {
        let ix = self.ix();
        self.timeline().actors().flat_map(move |actor| {
            let stated = actor.stored().successions.iter();
            let is_its = move |one: &&StoredSuccession| one.predecessor == ix;
            stated.filter(is_its).map(move |one| (actor, &one.when))
        })
    }

    /// The actors that had succeeded this one when a day began, directly or indirectly, by identifier,
    /// each with how certain that is.
    ///
    /// On the day of the handover itself the answer is `Possible`.
    ///
    /// # Complexity
    ///
    /// O(n) in the number of actors and successions.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::actor::Actor;
    /// use detente::{Certainty, Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.actor(Actor::state("CSK").named("Czechoslovakia"));
    /// for (id, name) in [("CZE", "Czech Republic"), ("SVK", "Slovakia")] {
    ///     builder.actor(Actor::state(id).named(name).succeeds("CSK", "1993-01-01"));
    /// }
    /// let timeline = builder.build()?;
    ///
    /// let czechoslovakia = timeline.actor("CSK")?;
    /// let successors = |year, month, day| {
    ///     let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
    ///     let found = czechoslovakia.succeeded_by(date);
    ///     found.map(|(actor, certainty)| (actor.id(), certainty)).collect::<Vec<_>>()
    /// };
    /// assert_eq!(successors(1992, 12, 31), []);
    /// let both = |certainty| [("CZE", certainty), ("SVK", certainty)];
    /// assert_eq!(successors(1993, 1, 1), both(Certainty::Possible));
    /// assert_eq!(successors(1993, 1, 2), both(Certainty::Certain));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn succeeded_by(self, date: NaiveDate) -> impl Iterator<Item = (ActorRef<'t>, Certainty)> {
        let (timeline, at) = (self.timeline(), Window::from(date));
        // Successions are stored with the successor, so they are turned round first.
        let mut after: BTreeMap<ActorIx, Vec<(ActorIx, Certainty)>> = BTreeMap::new();
        for successor in timeline.actors.indices() {
            for (predecessor, handover) in timeline.handovers(successor) {
                let is_over = handover.is_before(at);
                after
                    .entry(predecessor)
                    .or_default()
                    .push((successor, is_over));
            }
        }
        // A line is as certain as its least certain handover, and a successor as its most certain line.
        let mut found: BTreeMap<ActorIx, Certainty> = BTreeMap::new();
        let mut open = vec![(self.ix(), Certainty::Certain)];
        while let Some((actor, so_far)) = open.pop() {
            for &(successor, is_over) in after.get(&actor).map_or(&[][..], Vec::as_slice) {
                let certainty = so_far.and(is_over);
                let known = found.get(&successor).copied();
                if certainty.is_possible() && known.is_none_or(|known| known < certainty) {
                    found.insert(successor, certainty);
                    open.push((successor, certainty));
                }
            }
        }
        found
            .into_iter()
            .map(move |(ix, certainty)| (ActorRef::new(timeline, ix), certainty))
    }
}
