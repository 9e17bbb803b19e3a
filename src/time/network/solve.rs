//! Solving all constraints at once: an assignment that satisfies them, or a negative cycle.
//!
//! Values start at zero and are lowered until no constraint is violated. A constraint
//! `to - from <= max` *pushes* if `value[from] + max < value[to]`: then `to` must be lowered to
//! `value[from] + max`.
//!
//! The simple way, Bellman and Ford's, applies all constraints again and again in any order, and
//! needs as many passes as the longest chain of pushes. Goldberg and Radzik (1993) order each
//! pass so that a variable comes before those that it pushes. A chain of any length then takes
//! one pass. In the worst case there are as many passes as variables.

use super::graph::{Graph, SearchDirection};

impl<R: Copy + Ord> Graph<R> {
    /// Returns an assignment that satisfies every constraint.
    ///
    /// Starting at zero works for every network: it is as if an arc of length zero led to each
    /// variable from one more variable, so that none needs a path from the origin.
    ///
    /// # Errors
    ///
    /// Returns the indices of the constraints of a negative cycle, in order.
    pub(super) fn solve(&self) -> Result<Vec<i128>, Vec<usize>> {
        let variables = self.outgoing.len();
        let mut search = Search {
            graph: self,
            value: vec![0; variables],
            lowered_by: vec![None; variables],
            visited: vec![0; variables],
        };
        // Invariant between passes: only a variable in `changed` can push another.
        let mut changed: Vec<usize> = (0..variables).collect();
        let mut is_changed = vec![false; variables];
        let mut scanned_since_check = 0;
        let mut pass = 0;
        while !changed.is_empty() {
            pass += 1;
            let order = search.topological(pass, &changed);
            for at in changed.drain(..) {
                is_changed[at] = false;
            }
            for &at in order.iter().rev() {
                // Its arcs are applied now, with all that this pass has lowered it by.
                is_changed[at] = false;
                for &k in &self.outgoing[at] {
                    let arc = &self.constraints[k];
                    let value = search.value[at] + arc.length();
                    if value < search.value[arc.to.0] {
                        search.value[arc.to.0] = value;
                        search.lowered_by[arc.to.0] = Some(k);
                        if !is_changed[arc.to.0] {
                            is_changed[arc.to.0] = true;
                            changed.push(arc.to.0);
                        }
                    }
                }
            }
            // Most of what was lowered came later in the order and has been applied since.
            changed.retain(|&at| is_changed[at]);
            // A check visits each variable once. Run after about as many scans, it never costs
            // more than they do.
            scanned_since_check += order.len();
            if scanned_since_check >= variables {
                scanned_since_check = 0;
                search.check()?;
            }
        }
        Ok(search.value)
    }
}

/// The state of [`Graph::solve`].
struct Search<'g, R> {
    graph: &'g Graph<R>,
    value: Vec<i128>,
    /// For each variable, the constraint that lowered it last.
    lowered_by: Vec<Option<usize>>,
    /// For each variable, the pass in which it was visited last.
    visited: Vec<usize>,
}

impl<R: Copy + Ord> Search<'_, R> {
    /// The variables reachable from `changed` by tight arcs, in reverse topological order: each
    /// comes after those that it pushes.
    ///
    /// An arc is *tight* if it pushes, or if it has no slack and passes a push on. It is the
    /// postorder of a depth-first search, with an explicit stack, since chains can be as long as
    /// the network is large.
    ///
    /// If tight arcs form a cycle, no order is right and any will do: if one of them pushes,
    /// the cycle is negative, and `check` finds it after the values have gone around.
    fn topological(&mut self, pass: usize, changed: &[usize]) -> Vec<usize> {
        let mut order = Vec::new();
        // The current path: each variable, and the number of its arcs already followed.
        let mut path = Vec::new();
        for &root in changed {
            if self.visited[root] == pass || !self.pushes(root) {
                continue;
            }
            self.visited[root] = pass;
            path.push((root, 0));
            while let Some((at, followed)) = path.last_mut() {
                let at = *at;
                let Some(&k) = self.graph.outgoing[at].get(*followed) else {
                    // All arcs are followed: everything that `at` pushes is in `order`.
                    order.push(at);
                    path.pop();
                    continue;
                };
                *followed += 1;
                let arc = &self.graph.constraints[k];
                let next = arc.to.0;
                let is_tight = self.value[at] + arc.length() <= self.value[next];
                if is_tight && self.visited[next] != pass {
                    self.visited[next] = pass;
                    path.push((next, 0));
                }
            }
        }
        order
    }

    /// Whether a variable pushes another.
    fn pushes(&self, at: usize) -> bool {
        self.graph
            .arcs(at, SearchDirection::Forward)
            .any(|(next, arc)| self.value[at] + arc.length() < self.value[next])
    }

    /// Looks for variables that lowered each other in a cycle.
    ///
    /// `lowered_by` points from a variable back to the one that lowered it. While values can be
    /// satisfied these pointers form a forest; a cycle of them is a negative cycle.
    ///
    /// # Errors
    ///
    /// Returns the constraints of such a cycle, in the direction of the arcs.
    fn check(&self) -> Result<(), Vec<usize>> {
        // From which start each variable was first visited.
        let mut seen_from = vec![None; self.value.len()];
        for start in 0..self.value.len() {
            // Walk back until the pointers end or reach a variable that was seen.
            let mut at = start;
            while seen_from[at].is_none() {
                seen_from[at] = Some(start);
                let Some(k) = self.lowered_by[at] else { break };
                at = self.graph.constraints[k].from.0;
            }
            // Seen from an earlier start: that walk found no cycle. Without a pointer: the walk ended.
            if self.lowered_by[at].is_none() || seen_from[at] != Some(start) {
                continue;
            }
            // The walk returned to `at`: go around once more to collect the cycle.
            let mut cycle = Vec::new();
            let mut back = at;
            loop {
                let k = self.lowered_by[back].expect("each variable of the cycle was lowered");
                cycle.push(k);
                back = self.graph.constraints[k].from.0;
                if back == at {
                    break;
                }
            }
            cycle.reverse();
            return Err(cycle);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DifferenceConstraint, Network, Variable};
    use super::*;
    use proptest::prelude::*;

    /// Constraints of very different lengths, so that a later change overtakes an earlier one.
    fn constraints() -> impl Strategy<Value = Vec<DifferenceConstraint<()>>> {
        let max = (
            -2_i64..=9,
            prop::sample::select(vec![1_i64, 10, 100, 1_000]),
        );
        let constraint = (0_usize..9, 0_usize..9, max).prop_map(|(from, to, (max, scale))| {
            DifferenceConstraint {
                from: Variable(from),
                to: Variable(to),
                max: max * scale,
                reason: (),
            }
        });
        prop::collection::vec(constraint, 0..20)
    }

    fn satisfies(potential: &[i128], constraint: &DifferenceConstraint<()>) -> bool {
        potential[constraint.to.0] - potential[constraint.from.0] <= constraint.length()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        #[test]
        fn a_solution_satisfies_every_constraint(constraints in constraints()) {
            let graph = Graph::new(9, constraints);
            match graph.solve() {
                Ok(potential) => {
                    prop_assert!(graph.constraints.iter().all(|c| satisfies(&potential, c)));
                }
                Err(cycle) => {
                    let total: i64 = cycle.iter().map(|&k| graph.constraints[k].max).sum();
                    prop_assert!(total < 0);
                }
            }
        }

        #[test]
        fn potentials_satisfy_all_accepted_constraints(constraints in constraints()) {
            let mut network = Network::new();
            for _ in 1..9 {
                network.add_variable();
            }
            for DifferenceConstraint { from, to, max, reason } in constraints {
                // Whether it is refused or not, the accepted constraints stay satisfied.
                let _ = network.add(from, to, max, reason);
                let kept = &network.graph.constraints;
                prop_assert!(kept.iter().all(|c| satisfies(&network.potential, c)));
            }
            let kept = network.graph.constraints.clone();
            for half in [&kept[..kept.len() / 2], &kept[kept.len() / 2..]] {
                prop_assert!(network.add_all(half.iter().copied()).is_ok());
                let kept = &network.graph.constraints;
                prop_assert!(kept.iter().all(|c| satisfies(&network.potential, c)));
            }
        }
    }

    #[test]
    fn a_variable_can_be_lowered_in_a_later_pass() {
        // 2 is lowered in the first pass without pushing 3, and far enough in the second.
        let arcs = [
            (0, 1, -10),
            (1, 2, 5),
            (2, 3, 20),
            (0, 4, -1_000),
            (4, 5, 5),
            (5, 6, 3),
            (6, 2, 2),
        ];
        let constraints = arcs.map(|(from, to, max)| DifferenceConstraint {
            from: Variable(from),
            to: Variable(to),
            max,
            reason: (),
        });
        let graph = Graph::new(7, constraints.to_vec());
        assert_eq!(
            graph.solve(),
            Ok(vec![0, -10, -990, -970, -1_000, -995, -992])
        );
    }
}
