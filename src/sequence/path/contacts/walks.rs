//! Paths of least time or fewest contacts, and paths with limits.
//!
//! The earliest arrival alone does not lead to such a path: a path that arrives later may have
//! departed later, have fewer contacts, or be fresher. So each actor keeps several paths, and each
//! contact extends the cheapest of those that have arrived and are not stale.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::iter;

use super::{Contact, Contacts, Link, NEVER, NO_STEP, PathRules, links_of, position};

impl Contacts {
    /// The path with the least time from the start of its first contact to the end of its last.
    ///
    /// Returns `None` if there is no path, or if the target is one of the sources.
    ///
    /// # Complexity
    ///
    /// O(contacts log contacts): one pass over the contacts, with a queue of paths for each actor. With
    /// [`PathRules::max_hops`], times that number.
    pub fn fastest(
        &self,
        sources: impl IntoIterator<Item = u32>,
        target: u32,
    ) -> Option<Vec<Contact>> {
        self.cheapest(sources, target, Cost::Time)
    }

    /// The path with the fewest contacts. Of several, the one that arrives first.
    ///
    /// Returns `None` if there is no path, or if the target is one of the sources.
    ///
    /// # Complexity
    ///
    /// O(contacts log contacts), as [`Contacts::fastest`] without a maximum number of hops.
    pub fn fewest_hops(
        &self,
        sources: impl IntoIterator<Item = u32>,
        target: u32,
    ) -> Option<Vec<Contact>> {
        self.cheapest(sources, target, Cost::Hops)
    }

    fn cheapest(
        &self,
        sources: impl IntoIterator<Item = u32>,
        target: u32,
        cost: Cost,
    ) -> Option<Vec<Contact>> {
        let target = position(&self.actors, target)?;
        let walks = Walks::search(self, sources, 0, cost, Some(target));
        walks.path(self, walks.best?.last_step, false)
    }
}

/// What to minimise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cost {
    Time,
    Hops,
}

/// A step of a path.
#[derive(Clone, Copy, Debug)]
struct Step {
    contact: usize,
    informed: u32,
    /// The step before, or [`NO_STEP`] if a source informed.
    previous: usize,
}

/// A path to an actor: when it arrives, its cost, and its last step.
///
/// The cost of time is the negated departure: the duration so far depends on the arrival, but of
/// two paths that arrive in time for a contact, the one that departed later is always better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Label {
    arrival: i64,
    cost: i64,
    step: usize,
}

/// The best path to the target so far.
#[derive(Clone, Copy, Debug)]
struct Best {
    /// The duration, or the number of contacts.
    value: u64,
    arrival: i64,
    last_step: usize,
}

/// The paths to an actor that a later contact may extend.
#[derive(Clone, Debug, Default)]
struct Queue {
    /// The paths that have arrived, by arrival. Costs rise: an earlier path that costs no less than a
    /// later one is never needed again. So the first is the cheapest, until it is stale.
    arrived: VecDeque<Label>,
    /// The paths that have not arrived yet, the earliest first.
    pending: BinaryHeap<Reverse<Label>>,
}

impl Queue {
    /// The cheapest path that arrived from one second to another. Both never fall from call to call.
    /// Without a limit on waiting, the first is `None`.
    fn cheapest(&mut self, earliest: Option<i64>, latest: i64) -> Option<Label> {
        while let Some(&Reverse(label)) = self.pending.peek()
            && label.arrival <= latest
        {
            self.pending.pop();
            if earliest.is_none() && self.is_reached_for(label.cost) {
                // The earlier path costs no more and never becomes stale.
                continue;
            }
            while (self.arrived.back()).is_some_and(|last| label.cost <= last.cost) {
                self.arrived.pop_back();
            }
            self.arrived.push_back(label);
        }
        while (self.arrived.front()).is_some_and(|first| Some(first.arrival) < earliest) {
            self.arrived.pop_front();
        }
        self.arrived.front().copied()
    }

    /// Whether a path has arrived at no more than a cost.
    fn is_reached_for(&self, cost: i64) -> bool {
        (self.arrived.front()).is_some_and(|first| first.cost <= cost)
    }
}

/// The search for paths from some sources, second by second.
#[derive(Clone, Debug)]
pub(super) struct Walks {
    rules: PathRules,
    cost: Cost,
    is_source: Vec<bool>,
    target: Option<u32>,
    /// Whether each actor has a queue for each number of contacts: if time is minimised and contacts are
    /// limited. A path of least time may have too many contacts, so each number needs its own.
    is_layered: bool,
    /// The number of queues of each actor.
    layers: usize,
    queues: Vec<Queue>,
    steps: Vec<Step>,
    /// The earliest arrival at each actor, and its last step.
    first: Vec<(i64, usize)>,
    best: Option<Best>,
}

impl Walks {
    /// Finds the paths of contacts that start from a second on. Without a target, all are followed.
    pub(super) fn search(
        contacts: &Contacts,
        sources: impl IntoIterator<Item = u32>,
        first_contact: usize,
        cost: Cost,
        target: Option<u32>,
    ) -> Self {
        let rules = contacts.rules;
        let actors = contacts.actors.len();
        let (is_layered, layers) = match (cost, usize::try_from(rules.hops())) {
            (Cost::Time, Ok(hops)) if hops < 2 * contacts.starts.len() => (true, hops + 1),
            // There is no limit, or no path of least time needs as many contacts.
            _ => (false, 1),
        };
        let mut is_source = vec![false; actors];
        for source in sources {
            if let Some(source) = position(&contacts.actors, source) {
                is_source[source as usize] = true;
            }
        }
        let mut walks = Self {
            rules,
            cost,
            is_source,
            target,
            is_layered,
            layers,
            queues: vec![Queue::default(); actors * layers],
            steps: Vec::new(),
            first: vec![(NEVER, NO_STEP); actors],
            best: None,
        };
        walks.run(contacts, first_contact);
        walks
    }

    fn run(&mut self, contacts: &Contacts, first_contact: usize) {
        // Second by second, in the order of starts. Invariant: the queues contain all paths of contacts
        // that start before the second, except those that are dominated.
        let mut at = first_contact;
        while let Some(&second) = contacts.starts.get(at) {
            // Contacts are sorted by start and end, so the instants of a second come first.
            let has_instants = self.rules.wait() == 0 && contacts.ends[at] == second;
            let to = at + contacts.starts[at..].partition_point(|&start| start == second);
            if has_instants && at + 1 < to {
                self.settle(&contacts.links::<false>(second), second);
            } else {
                for (contact, row) in contacts.rows(at, to) {
                    let link = Link {
                        source: row.source,
                        contact,
                        target: row.target,
                        start: row.start,
                        end: row.end,
                    };
                    let back = row.both_ways.then(|| link.back());
                    for link in iter::once(link).chain(back) {
                        for layer in 0..self.layers {
                            self.extend(link, layer);
                        }
                    }
                }
            }
            at = to;
        }
    }

    /// The cheapest path that has reached an actor by a second and is not stale.
    fn cheapest_by(&mut self, actor: u32, layer: usize, second: i64) -> Option<Label> {
        if self.is_source[actor as usize] {
            let cost = match self.cost {
                Cost::Time => -second,
                Cost::Hops => 0,
            };
            return (layer == 0).then_some(Label {
                arrival: second,
                cost,
                step: NO_STEP,
            });
        }
        let earliest = self
            .rules
            .max_wait()
            .map(|wait| second.saturating_sub(wait));
        let latest = second - self.rules.wait();
        self.queues[actor as usize * self.layers + layer].cheapest(earliest, latest)
    }

    /// Extends the cheapest path to the source of a link by that link, if there is one. Returns whether
    /// the new path is needed.
    fn extend(&mut self, link: Link, layer: usize) -> bool {
        let Link { target, end, .. } = link;
        let next = layer + usize::from(self.is_layered);
        if self.is_source[target as usize] || next >= self.layers {
            return false;
        }
        let Some(so_far) = self.cheapest_by(link.source, layer, link.start) else {
            return false;
        };
        let cost = match self.cost {
            Cost::Time => so_far.cost,
            Cost::Hops if so_far.cost < self.rules.hops() => so_far.cost + 1,
            Cost::Hops => return false,
        };
        if self.is_dominated(link, next, cost) {
            return false;
        }
        let step = self.steps.len();
        let label = Label {
            arrival: end,
            cost,
            step,
        };
        self.queues[target as usize * self.layers + next]
            .pending
            .push(Reverse(label));
        self.steps.push(Step {
            contact: link.contact,
            informed: target,
            previous: so_far.step,
        });
        let first = &mut self.first[target as usize];
        if end < first.0 {
            *first = (end, step);
        }
        if self.target == Some(target) {
            self.compare(label);
        }
        true
    }

    /// Whether a path to the target of a link is not needed, because another one arrives no later and
    /// costs no more. With a limit on waiting the other also has to be as fresh.
    fn is_dominated(&mut self, link: Link, layer: usize, cost: i64) -> bool {
        let Link {
            target, start, end, ..
        } = link;
        let cheapest = self.cheapest_by(target, layer, start);
        if self.rules.max_wait().is_none() {
            return cheapest.is_some_and(|other| other.cost <= cost);
        }
        // Only an instant ends by its start. The cheapest path may be older, so that is not enough.
        let arrived = &self.queues[target as usize * self.layers + layer].arrived;
        let mut as_fresh = arrived
            .iter()
            .rev()
            .take_while(|other| other.arrival == end);
        as_fresh.any(|other| other.cost <= cost)
    }

    /// Compares a path to the target of the search with the best so far.
    fn compare(
        &mut self,
        Label {
            arrival,
            cost,
            step,
        }: Label,
    ) {
        let value = match self.cost {
            // The cost is the negated departure. The duration may not fit an `i64`.
            Cost::Time => arrival.abs_diff(-cost),
            Cost::Hops => cost.unsigned_abs(),
        };
        if (self.best).is_none_or(|best| (value, arrival) < (best.value, best.arrival)) {
            self.best = Some(Best {
                value,
                arrival,
                last_step: step,
            });
        }
    }

    /// Uses the contacts of a second that contains instants, cheapest informer first.
    ///
    /// Instants of one second can follow each other in any order, so the order of the contacts says
    /// nothing. This is Dijkstra's algorithm over the contacts of the second, with the costs as
    /// distances.
    fn settle(&mut self, links: &[Link], second: i64) {
        let mut queue: BinaryHeap<Reverse<(i64, u32, usize)>> = BinaryHeap::new();
        let mut last = None;
        for link in links {
            if last.replace(link.source) != Some(link.source) {
                for layer in 0..self.layers {
                    let label = self.cheapest_by(link.source, layer, second);
                    queue.extend(label.map(|label| Reverse((label.cost, link.source, layer))));
                }
            }
        }
        while let Some(Reverse((cost, source, layer))) = queue.pop() {
            let label = self.cheapest_by(source, layer, second);
            if label.is_none_or(|label| label.cost < cost) {
                // A cheaper path has reached the actor since.
                continue;
            }
            let next = layer + usize::from(self.is_layered);
            for &link in links_of(links, source) {
                if self.extend(link, layer) && link.end <= second {
                    let label = self.cheapest_by(link.target, next, second);
                    queue.extend(label.map(|label| Reverse((label.cost, link.target, next))));
                }
            }
        }
    }

    /// The earliest arrival at an actor. `None` if no path reaches it.
    pub(super) fn arrival(&self, actor: u32) -> Option<i64> {
        let (arrival, step) = self.first[actor as usize];
        (step != NO_STEP).then_some(arrival)
    }

    /// The contacts of the path with the earliest arrival at an actor.
    pub(super) fn path_to(
        &self,
        contacts: &Contacts,
        actor: u32,
        is_backward: bool,
    ) -> Option<Vec<Contact>> {
        self.path(contacts, self.first[actor as usize].1, is_backward)
    }

    /// The contacts up to a step, in the order of time.
    fn path(&self, contacts: &Contacts, last: usize, is_backward: bool) -> Option<Vec<Contact>> {
        let step = |at: usize| (at != NO_STEP).then(|| &self.steps[at]);
        let steps = iter::successors(step(last), |one| step(one.previous));
        let mut path: Vec<Contact> = steps
            .map(|one| {
                let contact = contacts.contact(one.contact);
                let informed = contacts.actor(one.informed);
                if is_backward {
                    // Backward, the step leads from the informed to the informer.
                    let [a, b] = [contact.source, contact.target];
                    contact.towards(if informed == a { b } else { a })
                } else {
                    contact.towards(informed)
                }
            })
            .collect();
        if !is_backward {
            path.reverse();
        }
        (!path.is_empty()).then_some(path)
    }

    /// The same walks with other numbers for contacts and actors.
    pub(super) fn renumbered(mut self, contacts: &[usize], actors: &[u32], len: usize) -> Self {
        for step in &mut self.steps {
            step.contact = contacts[step.contact];
            step.informed = actors[step.informed as usize];
        }
        let mut first = vec![(NEVER, NO_STEP); len];
        for (&actor, &arrival) in actors.iter().zip(&self.first) {
            first[actor as usize] = arrival;
        }
        self.first = first;
        self
    }
}
