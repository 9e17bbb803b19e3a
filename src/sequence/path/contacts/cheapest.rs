//! Paths of least time or fewest contacts.
//!
//! The earliest arrival alone does not lead to such a path: a path that arrives later may have
//! departed later, or have fewer contacts. So each actor keeps its *Pareto-optimal* paths: of any
//! two, one arrives earlier and the other costs less.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::iter;

use super::{Contact, Contacts, Link, NO_STEP, links_of, position};

impl Contacts {
    /// The path with the least time from the start of its first contact to the end of its last.
    ///
    /// Returns `None` if there is no path, or if source and target are the same actor.
    ///
    /// # Complexity
    ///
    /// O(contacts log contacts): one pass over the contacts, with a binary search among the
    /// Pareto-optimal departures for each.
    pub fn fastest(&self, source: u32, target: u32) -> Option<Vec<Contact>> {
        self.cheapest(source, target, Cost::Time)
    }

    /// The path with the fewest contacts. Of several, the one that arrives first.
    ///
    /// Returns `None` if there is no path, or if source and target are the same actor.
    ///
    /// # Complexity
    ///
    /// As [`Contacts::fastest`].
    pub fn fewest_hops(&self, source: u32, target: u32) -> Option<Vec<Contact>> {
        self.cheapest(source, target, Cost::Hops)
    }

    fn cheapest(&self, source: u32, target: u32, cost: Cost) -> Option<Vec<Contact>> {
        if source == target {
            return None;
        }
        let mut frontiers = Frontiers {
            source: position(&self.actors, source)?,
            target: position(&self.actors, target)?,
            cost,
            wait: self.respect.wait(),
            of: vec![VecDeque::new(); self.actors.len()],
            steps: Vec::new(),
            best: None,
        };
        // Second by second, in the order of starts. Invariant: the frontiers contain all
        // Pareto-optimal paths of contacts that start before the second.
        let mut at = 0;
        while let Some(&second) = self.starts.get(at) {
            // Contacts are sorted by start and end, so the instants of a second come first.
            let has_instants = frontiers.wait == 0 && self.ends[at] == second;
            let to = at + self.starts[at..].partition_point(|&start| start == second);
            if has_instants && at + 1 < to {
                frontiers.settle(&self.links::<false>(second), second);
            } else {
                for (contact, row) in self.rows(at, to) {
                    let link = Link {
                        source: row.source,
                        contact,
                        target: row.target,
                        start: row.start,
                        end: row.end,
                    };
                    frontiers.extend(link);
                    if row.both_ways {
                        frontiers.extend(Link {
                            source: row.target,
                            target: row.source,
                            ..link
                        });
                    }
                }
            }
            at = to;
        }
        let best = frontiers.best?;
        let step = |at: usize| (at != NO_STEP).then(|| &frontiers.steps[at]);
        let steps = iter::successors(step(best.last_step), |one| step(one.previous));
        let mut path: Vec<Contact> = steps
            .map(|one| self.contact(one.contact).towards(self.actor(one.informed)))
            .collect();
        path.reverse();
        Some(path)
    }
}

/// What to minimise.
#[derive(Clone, Copy, Debug)]
enum Cost {
    Time,
    Hops,
}

/// A step of a path.
#[derive(Clone, Copy, Debug)]
struct Step {
    contact: usize,
    informed: u32,
    /// The step before, or [`NO_STEP`] if the source informed.
    previous: usize,
}

/// A path to an actor: when it arrives, its cost, and its last step.
///
/// The cost of time is the negated departure: the duration so far depends on the arrival, but of
/// two paths that arrive in time for a contact, the one that departed later is always better.
#[derive(Clone, Copy, Debug)]
struct Label {
    arrival: i64,
    cost: i64,
    step: usize,
}

/// The best path to the target so far.
#[derive(Clone, Copy)]
struct Best {
    /// The duration, or the number of contacts.
    value: u64,
    arrival: i64,
    last_step: usize,
}

/// The Pareto-optimal paths to each actor: of any two, one arrives earlier and the other costs less.
struct Frontiers {
    source: u32,
    target: u32,
    cost: Cost,
    wait: i64,
    /// For each actor, sorted by arrival. Costs fall as arrivals rise.
    of: Vec<VecDeque<Label>>,
    steps: Vec<Step>,
    best: Option<Best>,
}

impl Frontiers {
    /// The cheapest path that has reached an actor by a second.
    ///
    /// Seconds never fall from call to call, so paths that a later second cannot need are dropped.
    fn cheapest_by(&mut self, actor: u32, second: i64) -> Option<Label> {
        if actor == self.source {
            let cost = match self.cost {
                Cost::Time => -second,
                Cost::Hops => 0,
            };
            return Some(Label {
                arrival: second,
                cost,
                step: NO_STEP,
            });
        }
        let latest = second - self.wait;
        let labels = &mut self.of[actor as usize];
        // Of the paths that have arrived, the last is the cheapest.
        while labels.get(1).is_some_and(|label| label.arrival <= latest) {
            labels.pop_front();
        }
        labels
            .front()
            .copied()
            .filter(|label| label.arrival <= latest)
    }

    /// Extends the cheapest path to the source of a link by that link, if one has arrived. Returns
    /// whether the new path is Pareto-optimal for the target of the link.
    fn extend(&mut self, link: Link) -> bool {
        let Link { target, end, .. } = link;
        if target == self.source {
            return false;
        }
        let Some(so_far) = self.cheapest_by(link.source, link.start) else {
            return false;
        };
        let cost = match self.cost {
            Cost::Time => so_far.cost,
            Cost::Hops => so_far.cost + 1,
        };
        // 1. The new path is dominated if a path that arrives no later costs no more. Of those, the
        //    last is the cheapest.
        let labels = &mut self.of[target as usize];
        let place = labels.partition_point(|label| label.arrival <= end);
        if place > 0 && labels[place - 1].cost <= cost {
            return false;
        }
        let step = self.steps.len();
        let label = Label {
            arrival: end,
            cost,
            step,
        };
        // 2. The new path dominates those that arrive no earlier and cost no less. They are next to
        //    each other, from its place on.
        let place = labels.partition_point(|label| label.arrival < end);
        while labels.get(place).is_some_and(|label| cost <= label.cost) {
            labels.remove(place);
        }
        labels.insert(place, label);
        self.steps.push(Step {
            contact: link.contact,
            informed: target,
            previous: so_far.step,
        });
        // 3. At the target of the search, compare it with the best path so far.
        if target == self.target {
            let value = match self.cost {
                // The cost is the negated departure. The duration may not fit an `i64`.
                Cost::Time => end.abs_diff(-cost),
                Cost::Hops => cost.unsigned_abs(),
            };
            if (self.best).is_none_or(|best| (value, end) < (best.value, best.arrival)) {
                self.best = Some(Best {
                    value,
                    arrival: end,
                    last_step: step,
                });
            }
        }
        true
    }

    /// Uses the contacts of a second that contains instants, cheapest informer first.
    ///
    /// Instants of one second can follow each other in any order, so the order of the contacts says
    /// nothing. This is Dijkstra's algorithm over the contacts of the second, with the costs as
    /// distances.
    fn settle(&mut self, links: &[Link], second: i64) {
        let mut queue: BinaryHeap<Reverse<(i64, u32)>> = BinaryHeap::new();
        let mut last = None;
        for link in links {
            if last.replace(link.source) != Some(link.source) {
                let label = self.cheapest_by(link.source, second);
                queue.extend(label.map(|label| Reverse((label.cost, link.source))));
            }
        }
        while let Some(Reverse((cost, source))) = queue.pop() {
            let label = self.cheapest_by(source, second);
            if label.is_none_or(|label| label.cost < cost) {
                // A cheaper path has reached the actor since.
                continue;
            }
            for &link in links_of(links, source) {
                if self.extend(link) && link.end <= second {
                    let label = self.cheapest_by(link.target, second);
                    queue.extend(label.map(|label| Reverse((label.cost, link.target))));
                }
            }
        }
    }
}
