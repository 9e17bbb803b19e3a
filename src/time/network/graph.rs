//! The constraints as arcs, and the shortest paths through them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::DifferenceConstraint;

/// The length of a path that does not exist: no bound.
///
/// Sums never come near it: a path of 2^32 constraints stays below 2^96.
pub(super) const UNBOUNDED: i128 = i128::MAX;

/// Whether paths are followed from their start or from their end.
#[derive(Clone, Copy)]
pub(super) enum Direction {
    Forward,
    Backward,
}

impl Direction {
    /// The variable at which a path in this direction enters a constraint, and where it leaves.
    pub(super) fn ends<R>(self, constraint: &DifferenceConstraint<R>) -> (usize, usize) {
        match self {
            Self::Forward => (constraint.from.0, constraint.to.0),
            Self::Backward => (constraint.to.0, constraint.from.0),
        }
    }

    /// A length relative to the potential where the path ends, which no further arc diminishes.
    ///
    /// An arc adds `max - (to - from)`, and potentials respect `to - from <= max`.
    pub(super) fn reduced(self, length: i128, potential: i128) -> i128 {
        match self {
            Self::Forward => length - potential,
            Self::Backward => length + potential,
        }
    }
}

/// Variables that became nearer: the reduced length, the length, and which one.
pub(super) type Queue = BinaryHeap<Reverse<(i128, i128, usize)>>;

/// The constraints as arcs from variable to variable, known by their indices.
#[derive(Clone, Debug)]
pub(super) struct Graph<R> {
    pub(super) constraints: Vec<DifferenceConstraint<R>>,
    pub(super) outgoing: Vec<Vec<usize>>,
    pub(super) incoming: Vec<Vec<usize>>,
}

impl<R: Copy + Ord> Graph<R> {
    pub(super) fn new(variables: usize, constraints: Vec<DifferenceConstraint<R>>) -> Self {
        let mut outgoing = vec![Vec::new(); variables];
        let mut incoming = vec![Vec::new(); variables];
        for (k, constraint) in constraints.iter().enumerate() {
            outgoing[constraint.from.0].push(k);
            incoming[constraint.to.0].push(k);
        }
        Self {
            constraints,
            outgoing,
            incoming,
        }
    }

    pub(super) fn push(&mut self, constraint: DifferenceConstraint<R>) {
        let k = self.constraints.len();
        self.outgoing[constraint.from.0].push(k);
        self.incoming[constraint.to.0].push(k);
        self.constraints.push(constraint);
    }

    /// Takes back the constraints that were pushed last.
    pub(super) fn truncate(&mut self, len: usize) {
        while self.constraints.len() > len {
            if let Some(constraint) = self.constraints.pop() {
                self.outgoing[constraint.from.0].pop();
                self.incoming[constraint.to.0].pop();
            }
        }
    }

    /// The variables next to one, and the constraints that lead there.
    pub(super) fn arcs(
        &self,
        at: usize,
        direction: Direction,
    ) -> impl Iterator<Item = (usize, &DifferenceConstraint<R>)> {
        let arcs = match direction {
            Direction::Forward => &self.outgoing[at],
            Direction::Backward => &self.incoming[at],
        };
        arcs.iter()
            .map(move |&k| (direction.ends(&self.constraints[k]).1, &self.constraints[k]))
    }

    /// The lengths of the shortest paths from, or backward to, a variable.
    pub(super) fn lengths(
        &self,
        potential: &[i128],
        direction: Direction,
        start: usize,
    ) -> Vec<i128> {
        let mut lengths = vec![UNBOUNDED; potential.len()];
        lengths[start] = 0;
        self.search(potential, direction, &mut lengths, start, None);
        lengths
    }

    /// Shortens the lengths of paths from, or backward to, a variable, where it has any shorter.
    pub(super) fn search(
        &self,
        potential: &[i128],
        direction: Direction,
        lengths: &mut [i128],
        start: usize,
        end: Option<usize>,
    ) {
        let queue = Queue::from([Reverse((direction.reduced(0, potential[start]), 0, start))]);
        self.shorten(potential, direction, lengths, queue, end);
    }

    /// Shortens paths by way of the queued variables, nearest first.
    pub(super) fn shorten(
        &self,
        potential: &[i128],
        direction: Direction,
        lengths: &mut [i128],
        mut queue: Queue,
        end: Option<usize>,
    ) {
        while let Some(Reverse((_, length, at))) = queue.pop() {
            if Some(at) == end {
                return;
            }
            if length > lengths[at] {
                continue;
            }
            for (next, arc) in self.arcs(at, direction) {
                let length = length + arc.length();
                if length < lengths[next] {
                    lengths[next] = length;
                    queue.push(Reverse((
                        direction.reduced(length, potential[next]),
                        length,
                        next,
                    )));
                }
            }
        }
    }

    /// The shortest path between two variables, in the order that [`Network::explain`] promises.
    pub(super) fn chain(
        &self,
        potential: &[i128],
        from: usize,
        to: usize,
    ) -> Option<Vec<DifferenceConstraint<R>>> {
        // Lengths and numbers of constraints. Both grow along a path, so that the
        // variables before `to` on any best path are final when it is.
        let mut best = vec![(UNBOUNDED, 0); potential.len()];
        best[from] = (0, 0);
        let mut queue = BinaryHeap::from([Reverse((-potential[from], 0, 0, from))]);
        while let Some(Reverse((_, count, length, at))) = queue.pop() {
            if at == to {
                break;
            }
            if (length, count) > best[at] {
                continue;
            }
            for (next, arc) in self.arcs(at, Direction::Forward) {
                let reached = (length + arc.length(), count + 1);
                if reached < best[next] {
                    best[next] = reached;
                    queue.push(Reverse((
                        reached.0 - potential[next],
                        reached.1,
                        reached.0,
                        next,
                    )));
                }
            }
        }
        if best[to].0 == UNBOUNDED {
            return None;
        }
        let mut chain = Vec::with_capacity(best[to].1);
        let mut at = to;
        while at != from {
            // One fewer at each step, so the walk back ends.
            let last = self
                .arcs(at, Direction::Backward)
                .filter(|&(before, arc)| {
                    best[before].0 != UNBOUNDED
                        && (best[before].0 + arc.length(), best[before].1 + 1) == best[at]
                })
                .min_by_key(|&(before, arc)| (before, arc.reason))?;
            chain.push(*last.1);
            at = last.0;
        }
        chain.reverse();
        Some(chain)
    }
}
