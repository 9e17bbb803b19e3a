//! The search for paths through events with uncertain dates.
//!
//! A search runs forward from a source actor, or backward from a target. Backward, time is
//! negated: ends become starts, and the latest departure becomes the earliest arrival. So there is
//! one search for both.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::iter;

use super::contacts::{NEVER, NO_STEP};
use super::{Participation, Path, PathStep, Paths};
use crate::time::instant;
use crate::timeline::{ActorIx, ActorRef, Arena, Timeline};

/// What to search for.
#[derive(Clone, Debug)]
pub(super) struct Search {
    /// Whether to go back in time from a target.
    pub(super) is_backward: bool,
    /// Whether a path has to hold for all dates, not only for some.
    pub(super) is_certain: bool,
    /// Where the paths start. Backward, where they end. At least one actor, in order, each once.
    pub(super) actors: Vec<ActorIx>,
    /// From when. Backward, until when, negated.
    pub(super) at: i64,
    /// An event that paths may not use, because it is over.
    pub(super) excluded: Option<usize>,
}

impl Search {
    /// The actors where the search starts.
    pub(super) fn starts<'t>(&self, timeline: &'t Timeline) -> Vec<ActorRef<'t>> {
        let actors = self.actors.iter();
        actors.map(|&ix| ActorRef::new(timeline, ix)).collect()
    }

    pub(super) fn certain(&self) -> Self {
        Self {
            is_certain: true,
            ..self.clone()
        }
    }
}

/// A step from one actor to another at an event. Backward, from the informed to the informer.
#[derive(Clone, Copy, Debug)]
pub(super) struct SearchStep {
    pub(super) event: usize,
    pub(super) from: ActorIx,
    pub(super) to: ActorIx,
    /// The step before, or [`NO_STEP`] at the start.
    pub(super) previous: usize,
}

/// The best path to each actor, as a tree of steps.
#[derive(Clone)]
pub(super) struct SearchTree {
    pub(super) search: Search,
    /// For each actor, from when on it can inform others, and the step that informed it.
    labels: Arena<ActorIx, (i64, usize)>,
    steps: Vec<SearchStep>,
}

crate::text::short_debug!(SearchTree, "SearchTree", |it| {
    "search": it.search,
    "steps": it.steps.len(),
});

impl SearchTree {
    pub(super) fn new(search: &Search, actors: usize) -> Self {
        let mut labels: Arena<ActorIx, _> = vec![(NEVER, NO_STEP); actors].into();
        for &actor in &search.actors {
            labels[actor].0 = search.at;
        }
        Self {
            search: search.clone(),
            labels,
            steps: Vec::new(),
        }
    }

    fn ready(&self, actor: ActorIx) -> i64 {
        self.labels[actor].0
    }

    fn add(&mut self, ready: i64, step: SearchStep) {
        let to = step.to;
        self.labels[to] = (ready, self.push(step));
    }

    /// Adds a step without making it the last of its actor. Returns its place.
    pub(super) fn push(&mut self, step: SearchStep) -> usize {
        self.steps.push(step);
        self.steps.len() - 1
    }

    /// Makes a step the last of its actor if it arrives earlier than those before.
    pub(super) fn improve(&mut self, actor: ActorIx, ready: i64, step: usize) {
        if ready < self.ready(actor) {
            self.labels[actor] = (ready, step);
        }
    }

    /// The last step to an actor, or [`NO_STEP`] for the start and for an actor that is not reached.
    pub(super) fn last_step(&self, actor: ActorIx) -> usize {
        self.labels[actor].1
    }

    /// The steps to an actor, last one first.
    fn steps_to(&self, actor: ActorIx) -> impl Iterator<Item = &SearchStep> {
        self.steps_from(self.last_step(actor))
    }

    /// The steps of the path that ends with a step, last one first. None for [`NO_STEP`].
    pub(super) fn steps_from(&self, last: usize) -> impl Iterator<Item = &SearchStep> {
        let step = |at: usize| (at != NO_STEP).then(|| &self.steps[at]);
        iter::successors(step(last), move |one| step(one.previous))
    }
}

impl<'t> Paths<'t> {
    /// The events at which an actor informs others. Backward, at which it is informed.
    pub(super) fn events_of(
        &self,
        actor: ActorIx,
        search: &Search,
    ) -> impl Iterator<Item = usize> + use<'_, 't> {
        let is_backward = search.is_backward;
        let from = self.by_actor.partition_point(|entry| entry.0.actor < actor);
        let own = self.by_actor[from..]
            .iter()
            .take_while(move |(one, _)| one.actor == actor);
        let can = move |one: &Participation| {
            if is_backward {
                one.is_informed
            } else {
                one.informs
            }
        };
        own.filter(move |(one, _)| can(one))
            .map(|&(_, event)| event)
    }

    /// The actors that are informed at an event. Backward, that inform.
    fn informed_at(
        &self,
        event: usize,
        search: &Search,
    ) -> impl Iterator<Item = ActorIx> + use<'_, 't> {
        let is_backward = search.is_backward;
        let informed = self.participations_of(event).iter();
        let can = move |one: &&Participation| {
            if is_backward {
                one.informs
            } else {
                one.is_informed
            }
        };
        informed.filter(can).map(|one| one.actor)
    }

    /// When an event ends, if an actor that is ready at an instant can use it.
    ///
    /// An actor that is ready later never gets an earlier end. The searches rely on this.
    pub(super) fn end_if_usable(&self, event: usize, ready: i64, search: &Search) -> Option<i64> {
        let one = &self.events[event];
        if search.excluded == Some(event) || (search.is_certain && !one.is_certain) {
            return None;
        }
        let [start_earliest, start_latest, end_earliest, end_latest] =
            oriented(one.bounds, search.is_backward);
        if search.is_certain {
            // For all dates: ready by the earliest start, and over by the latest end.
            (ready <= start_earliest).then_some(end_latest)
        } else {
            // For some dates: as early as it can be. The latest start is a second before its bound,
            // and the earliest end a second after.
            let start = start_earliest.max(ready);
            (start < start_latest).then(|| (start + 1).max(end_earliest + 1))
        }
    }

    /// Finds the earliest arrival at each actor by the rules. With a target, finds the path with the fewest
    /// contacts to it.
    pub(super) fn search(&self, search: &Search, target: Option<ActorIx>) -> SearchTree {
        match self.rules.max_wait() {
            Some(max_wait) => self.search_restless(search, target, max_wait),
            None if self.rules.max_hops.is_some() || target.is_some() => {
                self.search_by_hops(search, target)
            }
            None => self.search_by_time(search),
        }
    }

    /// Finds the earliest arrival at each actor.
    ///
    /// Dijkstra's algorithm, with instants as distances. An event ends after its informer is ready,
    /// so actors leave the queue in the order of time: when one leaves it with its own label, no
    /// actor still in the queue can inform it earlier.
    ///
    /// Each event is used once, by the first actor that can use it: a later one gets no earlier end.
    /// So the search is linear in participants, not in pairs of participants.
    fn search_by_time(&self, search: &Search) -> SearchTree {
        let wait = self.rules.wait();
        let mut tree = SearchTree::new(search, self.timeline.actors().len());
        let mut used = vec![false; self.events.len()];
        let starts = search.actors.iter();
        let mut queue: BinaryHeap<_> = starts.map(|&actor| Reverse((search.at, actor))).collect();
        while let Some(Reverse((ready, from))) = queue.pop() {
            if tree.ready(from) < ready {
                // The actor was informed earlier by another path.
                continue;
            }
            for event in self.events_of(from, search) {
                if used[event] {
                    continue;
                }
                let Some(end) = self.end_if_usable(event, ready, search) else {
                    continue;
                };
                used[event] = true;
                for to in self.informed_at(event, search).filter(|to| *to != from) {
                    if end + wait < tree.ready(to) {
                        let step = SearchStep {
                            event,
                            from,
                            to,
                            previous: tree.last_step(from),
                        };
                        tree.add(end + wait, step);
                        queue.push(Reverse((end + wait, to)));
                    }
                }
            }
        }
        tree
    }

    /// Finds the earliest arrival through one contact, through two, and so on, until the target is
    /// reached, or the maximum number of contacts.
    ///
    /// Dijkstra's algorithm would find the earliest arrival through any number of contacts. Here
    /// each round extends the paths by one contact. An actor takes part in the next round only if
    /// this round reached it earlier than every round before: otherwise a path with fewer contacts
    /// is at least as good.
    fn search_by_hops(&self, search: &Search, target: Option<ActorIx>) -> SearchTree {
        let wait = self.rules.wait();
        let mut tree = SearchTree::new(search, self.timeline.actors().len());
        let starts = search.actors.iter();
        let mut informers: Vec<_> = starts.map(|&actor| (search.at, actor)).collect();
        // The last round in which each event was used.
        let mut used = vec![0_i64; self.events.len()];
        let mut round = 0;
        let is_found = |tree: &SearchTree| target.is_some_and(|it| tree.last_step(it) != NO_STEP);
        while !informers.is_empty() && round < self.rules.hops() && !is_found(&tree) {
            round += 1;
            // 1. Collect the contacts of this round. `tree` does not change, so that no path gets
            //    longer by more than one contact.
            let mut reached: Vec<(ActorIx, i64, SearchStep)> = Vec::new();
            informers.sort_unstable();
            for &(ready, from) in &informers {
                for event in self.events_of(from, search) {
                    if used[event] == round {
                        continue;
                    }
                    let Some(end) = self.end_if_usable(event, ready, search) else {
                        continue;
                    };
                    used[event] = round;
                    let previous = tree.last_step(from);
                    let others = self.informed_at(event, search).filter(|to| *to != from);
                    reached.extend(others.map(|to| {
                        let step = SearchStep {
                            event,
                            from,
                            to,
                            previous,
                        };
                        (to, end + wait, step)
                    }));
                }
            }
            // 2. Keep the earliest for each actor, if it is earlier than in the rounds before.
            reached.sort_by_key(|&(to, ready, step)| (to, ready, step.event));
            reached.dedup_by_key(|&mut (to, ..)| to);
            informers.clear();
            for (to, ready, step) in reached {
                if ready < tree.ready(to) {
                    tree.add(ready, step);
                    informers.push((ready, to));
                }
            }
        }
        tree
    }

    /// The path to an actor. `None` if it is not reached.
    pub(super) fn path(&self, tree: &SearchTree, actor: ActorIx) -> Option<Path<'t>> {
        let Search {
            is_backward,
            at,
            ref actors,
            ..
        } = tree.search;
        let is_start = tree.last_step(actor) == NO_STEP;
        if is_start && !actors.contains(&actor) {
            return None;
        }
        let mut steps = Vec::new();
        // The event next to the start of the search.
        let mut first_event = None;
        for one in tree.steps_to(actor) {
            let (source, target) = if is_backward {
                (one.to, one.from)
            } else {
                (one.from, one.to)
            };
            steps.push(self.step(source, target, one.event));
            first_event = Some(&self.events[one.event]);
        }
        let near = match first_event {
            Some(one) => oriented(one.bounds, is_backward)[0].max(at),
            None => at,
        };
        let far = if is_start {
            at
        } else {
            tree.ready(actor) - self.rules.wait()
        };
        let (departure, arrival) = if is_backward {
            (-far, -near)
        } else {
            // The steps were collected from the last to the first.
            steps.reverse();
            (near, far)
        };
        Some(Path {
            steps,
            departure: instant(departure),
            arrival: instant(arrival),
        })
    }

    pub(super) fn step(&self, source: ActorIx, target: ActorIx, event: usize) -> PathStep<'t> {
        PathStep {
            source: ActorRef::new(self.timeline, source),
            target: ActorRef::new(self.timeline, target),
            event: self.events[event].event,
        }
    }
}

/// The bounds of an event. Backward, its negated end is its start.
pub(super) const fn oriented(bounds: [i64; 4], is_backward: bool) -> [i64; 4] {
    let [start_earliest, start_latest, end_earliest, end_latest] = bounds;
    if is_backward {
        [-end_latest, -end_earliest, -start_latest, -start_earliest]
    } else {
        bounds
    }
}
