//! Networks, and how constraints are added to them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::graph::{Graph, Queue, SearchDirection, UNBOUNDED};
use super::{DifferenceConstraint, NegativeCycle, Variable};

/// Instants, constraints on their differences, and the tightest bounds that follow.
///
/// The constraints are always consistent: one that contradicts the others is refused.
///
/// `R` labels a constraint with its reason. If two chains of constraints are equally tight, the
/// order of `R` helps to choose which one is returned.
///
/// # Panics
///
/// Methods panic if a variable is not in the network, because it comes from a larger one.
///
/// # Example
///
/// ```
/// use detente::time::network::Network;
///
/// let mut network = Network::new();
/// let (call, visit) = (network.add_variable(), network.add_variable());
/// network.add_bounds(call, Some(1_000), Some(2_000), 'a')?;
/// network.add(visit, call, -500, 'b')?; // the visit came at least 500 s after the call
/// assert_eq!((network.earliest(visit), network.latest(visit)), (Some(1_500), None));
/// # Ok::<(), detente::time::network::NegativeCycle<char>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Network<R> {
    pub(super) graph: Graph<R>,
    /// An assignment of seconds to variables that satisfies every constraint.
    ///
    /// It makes arcs comparable: relative to it, no arc is negative, so that Dijkstra's
    /// algorithm applies. Any such assignment gives the same answers.
    pub(super) potential: Vec<i128>,
    /// For each variable, the length of the shortest path from the origin: its latest instant.
    pub(super) from_origin: Vec<i128>,
    /// For each variable, the length of the shortest path to the origin: its earliest instant,
    /// negated.
    pub(super) to_origin: Vec<i128>,
}

impl<R: Copy + Ord> Default for Network<R> {
    fn default() -> Self {
        Self::new()
    }
}

/// # Variables and constraints
impl<R: Copy + Ord> Network<R> {
    /// Creates a network that contains only the origin.
    #[must_use]
    pub fn new() -> Self {
        Self::with_capacity(0, 0)
    }

    /// Creates a network with room for this many variables and constraints.
    pub(crate) fn with_capacity(variables: usize, constraints: usize) -> Self {
        let only_origin = |value: i128| {
            let mut values = Vec::with_capacity(variables + 1);
            values.push(value);
            values
        };
        Self {
            graph: Graph::with_capacity(variables + 1, constraints),
            potential: only_origin(0),
            from_origin: only_origin(0),
            to_origin: only_origin(0),
        }
    }

    /// Adds an instant without bounds.
    pub fn add_variable(&mut self) -> Variable {
        let variable = Variable(self.potential.len());
        self.graph.add_variable();
        self.potential.push(0);
        self.from_origin.push(UNBOUNDED);
        self.to_origin.push(UNBOUNDED);
        variable
    }

    /// Adds the constraint `to - from <= max`.
    ///
    /// # Errors
    ///
    /// Returns a [`NegativeCycle`] if the constraint contradicts those already present: among
    /// the cycles that it would close, the one with the largest excess, and among those, one
    /// with the fewest constraints. The network does not change.
    pub fn add(
        &mut self,
        from: Variable,
        to: Variable,
        max: i64,
        reason: R,
    ) -> Result<(), NegativeCycle<R>> {
        self.add_few([DifferenceConstraint {
            from,
            to,
            max,
            reason,
        }])
    }

    /// Adds `earliest <= variable <= latest`, in seconds after the origin.
    ///
    /// These are constraints with the [origin](Variable::ORIGIN). The smallest `i64` as
    /// `earliest` counts as `None`.
    ///
    /// # Errors
    ///
    /// As for [`add`](Self::add), and if `earliest` is after `latest`. If one bound is refused,
    /// neither is added.
    pub fn add_bounds(
        &mut self,
        variable: Variable,
        earliest: Option<i64>,
        latest: Option<i64>,
        reason: R,
    ) -> Result<(), NegativeCycle<R>> {
        let origin = Variable::ORIGIN;
        let lower = earliest.and_then(i64::checked_neg);
        let lower = lower.map(|max| DifferenceConstraint {
            from: variable,
            to: origin,
            max,
            reason,
        });
        let upper = latest.map(|max| DifferenceConstraint {
            from: origin,
            to: variable,
            max,
            reason,
        });
        self.add_few([lower, upper].into_iter().flatten())
    }

    /// Adds many constraints at once: all of them, or none if they contradict each other.
    ///
    /// The answers are the same as if they were added one by one. It is faster from about a
    /// hundred constraints on.
    ///
    /// # Errors
    ///
    /// Returns a [`NegativeCycle`] if they contradict each other or those already present. The
    /// order of the constraints does not affect which cycle is returned. The network does not change.
    pub fn add_all(
        &mut self,
        constraints: impl IntoIterator<Item = DifferenceConstraint<R>>,
    ) -> Result<(), NegativeCycle<R>> {
        let mut all = self.graph.constraints.clone();
        for constraint in constraints {
            self.assert_known([constraint.from, constraint.to]);
            all.push(constraint);
        }
        // Sorted, the cycle that is found does not depend on the order of insertion. Among
        // constraints from the same variable to the same variable, only the tightest matters.
        all.sort_unstable();
        all.dedup_by_key(|constraint| (constraint.from, constraint.to));

        let graph = Graph::new(self.potential.len(), all);
        let potential = graph.solve().map_err(|cycle| {
            let cycle = cycle.into_iter().map(|k| graph.constraints[k]).collect();
            NegativeCycle::new(cycle)
        })?;
        self.from_origin = graph.lengths(&potential, SearchDirection::Forward, 0);
        self.to_origin = graph.lengths(&potential, SearchDirection::Backward, 0);
        self.potential = latest_potential(&graph, potential, &self.from_origin);
        self.graph = graph;
        Ok(())
    }
}

impl<R: Copy + Ord> Network<R> {
    /// Adds constraints temporarily and returns the number of constraints before.
    ///
    /// The bounds against the origin do not change. [`pop`](Self::pop) removes the constraints.
    ///
    /// # Errors
    ///
    /// As for [`add`](Self::add). Then none of them is added.
    pub(crate) fn push(
        &mut self,
        constraints: impl IntoIterator<Item = DifferenceConstraint<R>>,
    ) -> Result<usize, NegativeCycle<R>> {
        let before = self.graph.constraints.len();
        for constraint in constraints {
            self.assert_known([constraint.from, constraint.to]);
            if let Err(cycle) = self.satisfy(&constraint) {
                self.pop(before);
                return Err(cycle);
            }
            self.graph.push(constraint);
        }
        Ok(before)
    }

    /// Removes all constraints after the first `before`.
    ///
    /// The potential stays: it satisfies more constraints than are left.
    pub(crate) fn pop(&mut self, before: usize) {
        self.graph.truncate(before);
    }

    /// Panics if one of the variables is not in the network.
    #[track_caller]
    pub(super) fn assert_known(&self, variables: [Variable; 2]) {
        for variable in variables {
            assert!(
                variable.0 < self.potential.len(),
                "{variable:?} is not in the network: it belongs to a larger one"
            );
        }
    }

    /// Adds constraints one by one: all of them, or none.
    fn add_few(
        &mut self,
        constraints: impl IntoIterator<Item = DifferenceConstraint<R>>,
    ) -> Result<(), NegativeCycle<R>> {
        let before = self.push(constraints)?;
        self.tighten(before);
        Ok(())
    }

    /// Changes the potential until it satisfies one more constraint.
    ///
    /// Solving again from nothing would cost a scan of all constraints. Instead, the end of the
    /// constraint is lowered as far as needed, then the variables that this forces down, and so on.
    ///
    /// The queue is ordered by how far a variable must be lowered (Cotton and Maler 2006). That
    /// amount never grows along an arc, since the old potential satisfied it. So each
    /// variable is lowered at most once, by the right amount.
    ///
    /// # Errors
    ///
    /// Returns the cycle, and restores the potential, if the start of the constraint itself would
    /// have to be lowered: then it would always demand more of its end.
    fn satisfy(&mut self, constraint: &DifferenceConstraint<R>) -> Result<(), NegativeCycle<R>> {
        let (from, to) = (constraint.from.0, constraint.to.0);
        // What was lowered, with its former value.
        let mut lowered = Vec::new();
        // (Negative) change, new value, variable. The largest decrease comes first.
        let mut queue = BinaryHeap::new();
        let value = self.potential[from] + constraint.length();
        queue.push(Reverse((value - self.potential[to], value, to)));
        while let Some(Reverse((_, value, at))) = queue.pop() {
            // Outdated: it was lowered at least as far before.
            if value >= self.potential[at] {
                continue;
            }
            if at == from {
                for (at, value) in lowered {
                    self.potential[at] = value;
                }
                let back = self
                    .graph
                    .chain(&self.potential, to, from)
                    .expect("lowering followed arcs from `to` to `from`");
                let cycle = std::iter::once(*constraint).chain(back).collect();
                return Err(NegativeCycle::new(cycle));
            }
            lowered.push((at, self.potential[at]));
            self.potential[at] = value;
            for (next, arc) in self.graph.arcs(at, SearchDirection::Forward) {
                let value = value + arc.length();
                if value < self.potential[next] {
                    queue.push(Reverse((value - self.potential[next], value, next)));
                }
            }
        }
        Ok(())
    }

    /// Tightens the bounds against the origin by the constraints from index `start` on.
    ///
    /// Only paths through a new constraint can be shorter than before, so the searches begin
    /// where those constraints end.
    fn tighten(&mut self, start: usize) {
        for (direction, lengths) in [
            (SearchDirection::Forward, &mut self.from_origin),
            (SearchDirection::Backward, &mut self.to_origin),
        ] {
            let mut queue = Queue::new();
            for constraint in &self.graph.constraints[start..] {
                let (near, far) = direction.ends(constraint);
                if lengths[near] != UNBOUNDED {
                    let length = lengths[near] + constraint.length();
                    if length < lengths[far] {
                        lengths[far] = length;
                        let key = direction.reduced(length, self.potential[far]);
                        queue.push(Reverse((key, length, far)));
                    }
                }
            }
            self.graph
                .shorten(&self.potential, direction, lengths, queue, None);
        }
    }
}

/// Replaces a potential by one that puts each variable at its latest instant, if it has one.
///
/// The latest instants satisfy the constraints too, and a later date changes them least, so that
/// [`Network::satisfy`] has little to do.
///
/// Variables without a latest instant keep their potential, shifted together to be late enough.
/// Nothing with a latest instant holds them down: otherwise they would have one.
fn latest_potential<R: Copy + Ord>(
    graph: &Graph<R>,
    mut potential: Vec<i128>,
    latest: &[i128],
) -> Vec<i128> {
    // An arc from an unbounded variable to a bounded one demands a minimum shift.
    let shift = graph
        .constraints
        .iter()
        .map(|arc| (latest[arc.from.0], latest[arc.to.0], arc))
        .filter(|&(from, to, _)| from == UNBOUNDED && to != UNBOUNDED)
        .map(|(_, to, arc)| to - potential[arc.from.0] - arc.length())
        .max()
        .unwrap_or(0);
    for (value, &latest) in potential.iter_mut().zip(latest) {
        *value = if latest == UNBOUNDED {
            *value + shift
        } else {
            latest
        };
    }
    potential
}
