//! Paths of least time or fewest contacts.
//!
//! What there is to minimise besides arrival, time on the way or contacts, is kept for each
//! actor as its paths worth while: of any two, one arrives earlier and the other costs less.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::iter;

use super::{Contact, Contacts, NONE, linked, position};

impl Contacts {
    /// The path that takes the least time from the start of its first contact to the end of its last.
    ///
    /// `None` if there is no path, or if source and target are one.
    ///
    /// # Complexity
    ///
    /// One pass over the contacts; for each, a binary search among the departures
    /// that are worth while from the one who tells: O(contacts log contacts).
    pub fn fastest(&self, source: u32, target: u32) -> Option<Vec<Contact>> {
        self.cheapest(source, target, Cost::Time)
    }

    /// The path with the fewest contacts, and among those the one that arrives first.
    ///
    /// `None` if there is no path, or if source and target are one.
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
        let mut at = 0;
        while let Some(&second) = self.starts.get(at) {
            // Contacts are sorted by start and end, so that instants come first in their second.
            let instants = frontiers.wait == 0 && self.ends[at] == second;
            let to = at + self.starts[at..].partition_point(|&start| start == second);
            if instants && at + 1 < to {
                frontiers.settle(&self.links::<false>(second), second);
            } else {
                for (at, row) in self.rows(at, to) {
                    frontiers.tell(at, row.source, row.target, row.start, row.end);
                    if row.both_ways {
                        frontiers.tell(at, row.target, row.source, row.start, row.end);
                    }
                }
            }
            at = to;
        }
        let (.., last) = frontiers.best?;
        let step = |at: usize| (at != NONE).then(|| &frontiers.steps[at]);
        let steps = iter::successors(step(last), |one| step(one.before));
        let mut path: Vec<Contact> = steps
            .map(|one| self.contact(one.contact).towards(self.actor(one.told)))
            .collect();
        path.reverse();
        Some(path)
    }
}

/// What a path is to have little of.
#[derive(Clone, Copy, Debug)]
enum Cost {
    Time,
    Hops,
}

/// How a path went on.
#[derive(Clone, Copy, Debug)]
struct Step {
    contact: usize,
    told: u32,
    /// The step before; [`NONE`] if the source told.
    before: usize,
}

/// A path to an actor: when it arrives, what it has cost, and its last step.
///
/// Time counts from the departure: the cost is the departure, negative, and does
/// not grow on the way.
#[derive(Clone, Copy, Debug)]
struct Label {
    arrival: i64,
    cost: i64,
    step: usize,
}

/// For every actor the paths worth while: of two, one arrives earlier and the other costs less.
struct Frontiers {
    source: u32,
    target: u32,
    cost: Cost,
    wait: i64,
    /// Each sorted by arrival, and so, in reverse, by cost.
    of: Vec<VecDeque<Label>>,
    steps: Vec<Step>,
    /// Of the best path to the target: time or hops, arrival, and its last step.
    best: Option<(u64, i64, usize)>,
}

impl Frontiers {
    /// The cheapest path that has told an actor by a second. Earlier ones are not needed any more.
    fn cheapest_by(&mut self, actor: u32, second: i64) -> Option<Label> {
        if actor == self.source {
            let cost = match self.cost {
                Cost::Time => -second,
                Cost::Hops => 0,
            };
            return Some(Label {
                arrival: second,
                cost,
                step: NONE,
            });
        }
        let latest = second - self.wait;
        let labels = &mut self.of[actor as usize];
        // Of the paths that have arrived the last costs least, and no later second needs another.
        while labels.get(1).is_some_and(|label| label.arrival <= latest) {
            labels.pop_front();
        }
        labels
            .front()
            .copied()
            .filter(|label| label.arrival <= latest)
    }

    /// Uses a contact, if who tells knows by then; whether that is worth while for who is told.
    fn tell(&mut self, contact: usize, teller: u32, told: u32, start: i64, end: i64) -> bool {
        if told == self.source {
            return false;
        }
        let Some(so_far) = self.cheapest_by(teller, start) else {
            return false;
        };
        let cost = match self.cost {
            Cost::Time => so_far.cost,
            Cost::Hops => so_far.cost + 1,
        };
        // Costs fall as arrivals rise: of those that arrive no later, the last costs least. If
        // that costs no more, the new path is not worth while.
        let labels = &mut self.of[told as usize];
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
        // Those that arrive no earlier and cost no less are not worth while beside it. They stand
        // in a row, from its own place on.
        let place = labels.partition_point(|label| label.arrival < end);
        while labels.get(place).is_some_and(|label| cost <= label.cost) {
            labels.remove(place);
        }
        labels.insert(place, label);
        self.steps.push(Step {
            contact,
            told,
            before: so_far.step,
        });
        if told == self.target {
            let value = match self.cost {
                // From the departure, of which the cost is the negative; it may be too long for
                // an `i64`.
                Cost::Time => end.abs_diff(-cost),
                Cost::Hops => cost.unsigned_abs(),
            };
            if self
                .best
                .is_none_or(|(best, arrival, _)| (value, end) < (best, arrival))
            {
                self.best = Some((value, end, step));
            }
        }
        true
    }

    /// Uses the contacts of a second of which some are instants: those who know most cheaply tell first.
    fn settle(&mut self, links: &[(u32, usize, u32, i64, i64)], second: i64) {
        let mut tellers: BinaryHeap<Reverse<(i64, u32)>> = BinaryHeap::new();
        let mut last = None;
        for &(teller, ..) in links {
            if last.replace(teller) != Some(teller) {
                let label = self.cheapest_by(teller, second);
                tellers.extend(label.map(|label| Reverse((label.cost, teller))));
            }
        }
        while let Some(Reverse((cost, teller))) = tellers.pop() {
            let label = self.cheapest_by(teller, second);
            if label.is_none_or(|label| label.cost < cost) {
                continue;
            }
            for &(_, contact, told, start, end) in linked(links, teller) {
                if self.tell(contact, teller, told, start, end) && end <= second {
                    let label = self.cheapest_by(told, second);
                    tellers.extend(label.map(|label| Reverse((label.cost, told))));
                }
            }
        }
    }
}
