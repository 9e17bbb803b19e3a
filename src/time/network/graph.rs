//! The constraints as arcs of a graph, and the shortest paths through it.
//!
//! Arcs may be negative, for which Dijkstra's algorithm is not made. A *potential* repairs that
//! (Johnson 1977): if `p` satisfies every constraint, `p[to] - p[from] <= max`, then the
//! *reduced* length `max - (p[to] - p[from])` of each arc is at least 0. Along a path, the
//! potentials in between cancel, so that paths between the same variables keep their order.
//!
//! Lengths are stored as they are. Only the keys of the queue are reduced.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::DifferenceConstraint;

/// The length of a path that does not exist: no bound.
///
/// Sums never come near it: a path of 2^32 constraints stays below 2^96.
pub(super) const UNBOUNDED: i128 = i128::MAX;

/// Whether paths are followed from their start or back from their end.
#[derive(Clone, Copy)]
pub(super) enum SearchDirection {
    Forward,
    Backward,
}

impl SearchDirection {
    /// The variables at which a path in this direction enters and leaves a constraint.
    pub(super) fn ends<R>(self, constraint: &DifferenceConstraint<R>) -> (usize, usize) {
        match self {
            Self::Forward => (constraint.from.0, constraint.to.0),
            Self::Backward => (constraint.to.0, constraint.from.0),
        }
    }

    /// The queue key of a path of this length, given the potential of the variable it reaches.
    ///
    /// It differs from the reduced length by the potential of the start, which all paths of a
    /// search share. It never decreases along a path.
    pub(super) fn reduced(self, length: i128, potential: i128) -> i128 {
        match self {
            Self::Forward => length - potential,
            Self::Backward => length + potential,
        }
    }
}

/// Variables whose paths became shorter: (reduced length, length, variable), smallest first.
pub(super) type Queue = BinaryHeap<Reverse<(i128, i128, usize)>>;

/// The constraints as arcs between variables.
#[derive(Clone, Debug)]
pub(super) struct Graph<R> {
    pub(super) constraints: Vec<DifferenceConstraint<R>>,
    /// For each variable, the indices of the constraints that start there.
    pub(super) outgoing: Vec<Vec<usize>>,
    /// For each variable, the indices of the constraints that end there.
    pub(super) incoming: Vec<Vec<usize>>,
}

impl<R: Copy + Ord> Graph<R> {
    /// Creates a graph that contains only the origin.
    pub(super) fn with_capacity(variables: usize, constraints: usize) -> Self {
        let mut graph = Self {
            constraints: Vec::with_capacity(constraints),
            outgoing: Vec::with_capacity(variables),
            incoming: Vec::with_capacity(variables),
        };
        graph.add_variable();
        graph
    }

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

    pub(super) fn add_variable(&mut self) {
        self.outgoing.push(Vec::new());
        self.incoming.push(Vec::new());
    }

    pub(super) fn push(&mut self, constraint: DifferenceConstraint<R>) {
        let k = self.constraints.len();
        self.outgoing[constraint.from.0].push(k);
        self.incoming[constraint.to.0].push(k);
        self.constraints.push(constraint);
    }

    /// Removes all constraints after the first `len`.
    pub(super) fn truncate(&mut self, len: usize) {
        // From the last, since each is the last at its variables then.
        for constraint in self.constraints.drain(len..).rev() {
            self.outgoing[constraint.from.0].pop();
            self.incoming[constraint.to.0].pop();
        }
    }

    /// The constraints at a variable, each with the variable to which it leads.
    pub(super) fn arcs(
        &self,
        at: usize,
        direction: SearchDirection,
    ) -> impl Iterator<Item = (usize, &DifferenceConstraint<R>)> {
        let arcs = match direction {
            SearchDirection::Forward => &self.outgoing[at],
            SearchDirection::Backward => &self.incoming[at],
        };
        arcs.iter()
            .map(move |&k| (direction.ends(&self.constraints[k]).1, &self.constraints[k]))
    }

    /// The lengths of the shortest paths from a variable, or backward to it.
    pub(super) fn lengths(
        &self,
        potential: &[i128],
        direction: SearchDirection,
        start: usize,
    ) -> Vec<i128> {
        let mut lengths = vec![UNBOUNDED; potential.len()];
        lengths[start] = 0;
        self.search(potential, direction, &mut lengths, start, None);
        lengths
    }

    /// Lowers `lengths` where a path from `start`, or backward to it, is shorter.
    ///
    /// Stops once the length at `end` is final.
    pub(super) fn search(
        &self,
        potential: &[i128],
        direction: SearchDirection,
        lengths: &mut [i128],
        start: usize,
        end: Option<usize>,
    ) {
        let queue = Queue::from([Reverse((direction.reduced(0, potential[start]), 0, start))]);
        self.shorten(potential, direction, lengths, queue, end);
    }

    /// Dijkstra's algorithm, continued from known lengths: lowers `lengths` by paths through the
    /// queued variables.
    ///
    /// Invariant: each variable whose length was lowered, and whose arcs were not followed since,
    /// is in the queue. The nearest one is final, because reduced arcs are not negative.
    pub(super) fn shorten(
        &self,
        potential: &[i128],
        direction: SearchDirection,
        lengths: &mut [i128],
        mut queue: Queue,
        end: Option<usize>,
    ) {
        while let Some(Reverse((_, length, at))) = queue.pop() {
            if Some(at) == end {
                return;
            }
            // Outdated: a shorter path was queued later and followed before.
            if length > lengths[at] {
                continue;
            }
            for (next, arc) in self.arcs(at, direction) {
                let length = length + arc.length();
                if length < lengths[next] {
                    lengths[next] = length;
                    let key = direction.reduced(length, potential[next]);
                    queue.push(Reverse((key, length, next)));
                }
            }
        }
    }

    /// The shortest path between two variables, with ties broken as
    /// [`Network::explain`](super::Network::explain) documents.
    ///
    /// Returns `None` if there is no path.
    pub(super) fn chain(
        &self,
        potential: &[i128],
        from: usize,
        to: usize,
    ) -> Option<Vec<DifferenceConstraint<R>>> {
        // Forward: the best (length, number of constraints) of a path to each variable. The key
        // (reduced length, number) grows strictly along a path, since the number does. So when
        // `to` is popped, all variables on its best paths are final. Following arcs of reduced
        // length 0 backward without the number could run in a circle.
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
            for (next, arc) in self.arcs(at, SearchDirection::Forward) {
                let (length, count) = (length + arc.length(), count + 1);
                if (length, count) < best[next] {
                    best[next] = (length, count);
                    let key = SearchDirection::Forward.reduced(length, potential[next]);
                    queue.push(Reverse((key, count, length, next)));
                }
            }
        }
        if best[to].0 == UNBOUNDED {
            return None;
        }
        // Backward: at each step the arc on a best path that starts at the first variable, and
        // has the smallest reason. The number of constraints left falls by one, so the walk ends.
        let mut chain = Vec::with_capacity(best[to].1);
        let mut at = to;
        while at != from {
            let (before, arc) = self
                .arcs(at, SearchDirection::Backward)
                .filter(|&(before, arc)| {
                    let (length, count) = best[before];
                    length != UNBOUNDED && (length + arc.length(), count + 1) == best[at]
                })
                .min_by_key(|&(before, arc)| (before, arc.reason))
                .expect("the best path to a variable came through one of its arcs");
            chain.push(*arc);
            at = before;
        }
        chain.reverse();
        Some(chain)
    }
}
