//! Many constraints satisfied at once, or a circle of them that cannot be.

use super::graph::{Direction, Graph};

impl<R: Copy + Ord> Graph<R> {
    /// An assignment that respects every constraint, or the indices of a cycle that none does.
    ///
    /// The algorithm of Goldberg and Radzik (1993). Variables start at zero, as if an arc of
    /// length zero led to each, so that none needs a path from the origin. Each pass lowers what a
    /// changed variable pushes down, in topological order of the arcs that push; a chain of
    /// any length takes one pass, and no network takes more passes than variables.
    pub(super) fn solve(&self) -> Result<Vec<i128>, Vec<usize>> {
        let variables = self.outgoing.len();
        let mut search = Search {
            graph: self,
            value: vec![0; variables],
            lowered_by: vec![None; variables],
            visited: vec![0; variables],
        };
        let mut changed: Vec<usize> = (0..variables).collect();
        let mut is_changed = vec![false; variables];
        let mut since_check = 0;
        let mut pass = 0;
        while !changed.is_empty() {
            pass += 1;
            let order = search.topological(pass, &changed);
            for at in changed.drain(..) {
                is_changed[at] = false;
            }
            for &at in order.iter().rev() {
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
            changed.retain(|&at| is_changed[at]);
            // Once for about every variable that was scanned, so that it costs no more than scanning.
            since_check += order.len();
            if since_check >= variables {
                since_check = 0;
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
    /// The constraint that lowered a variable last.
    lowered_by: Vec<Option<usize>>,
    /// The pass in which a variable was visited last.
    visited: Vec<usize>,
}

impl<R: Copy + Ord> Search<'_, R> {
    /// The variables that changed ones push down, each after those it pushes.
    ///
    /// A path follows arcs that demand a change, and arcs without slack, which pass one on.
    /// Where it returns to itself no order is right, and any will do: if a change is
    /// demanded there, the circle shows once it has been passed on.
    fn topological(&mut self, pass: usize, changed: &[usize]) -> Vec<usize> {
        let mut order = Vec::new();
        // The path that is being followed: variables, and how many arcs of each have been.
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
                    order.push(at);
                    path.pop();
                    continue;
                };
                *followed += 1;
                let arc = &self.graph.constraints[k];
                let next = arc.to.0;
                let passes_on = self.value[at] + arc.length() <= self.value[next];
                if passes_on && self.visited[next] != pass {
                    self.visited[next] = pass;
                    path.push((next, 0));
                }
            }
        }
        order
    }

    /// Whether a variable demands that another be lowered.
    fn pushes(&self, at: usize) -> bool {
        self.graph
            .arcs(at, Direction::Forward)
            .any(|(next, arc)| self.value[at] + arc.length() < self.value[next])
    }

    /// Looks for variables that lowered one another in a circle: nothing satisfies those.
    fn check(&self) -> Result<(), Vec<usize>> {
        let mut seen = vec![None; self.value.len()];
        for start in 0..self.value.len() {
            let mut at = start;
            while seen[at].is_none() {
                seen[at] = Some(start);
                let Some(k) = self.lowered_by[at] else { break };
                at = self.graph.constraints[k].from.0;
            }
            if self.lowered_by[at].is_none() || seen[at] != Some(start) {
                continue;
            }
            // The walk came back to `at`, against the direction of the arcs.
            let mut cycle = Vec::new();
            let mut back = at;
            while let Some(k) = self.lowered_by[back] {
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

    /// Constraints of very different reach, so that one change overtakes another.
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

    fn respects(potential: &[i128], constraint: &DifferenceConstraint<()>) -> bool {
        potential[constraint.to.0] - potential[constraint.from.0] <= constraint.length()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        #[test]
        fn a_solution_respects_every_constraint(constraints in constraints()) {
            let graph = Graph::new(9, constraints);
            match graph.solve() {
                Ok(potential) => {
                    prop_assert!(graph.constraints.iter().all(|c| respects(&potential, c)));
                }
                Err(cycle) => {
                    let total: i64 = cycle.iter().map(|&k| graph.constraints[k].max).sum();
                    prop_assert!(total < 0);
                }
            }
        }

        #[test]
        fn potentials_respect_whatever_was_added(constraints in constraints()) {
            let mut network = Network::new();
            for _ in 1..9 {
                network.add_variable();
            }
            for DifferenceConstraint { from, to, max, reason } in constraints {
                // Refused or not: those that are in are respected.
                let _ = network.add(from, to, max, reason);
                let kept = &network.graph.constraints;
                prop_assert!(kept.iter().all(|c| respects(&network.potential, c)));
            }
            let kept = network.graph.constraints.clone();
            for half in [&kept[..kept.len() / 2], &kept[kept.len() / 2..]] {
                prop_assert!(network.add_all(half.iter().copied()).is_ok());
                let kept = &network.graph.constraints;
                prop_assert!(kept.iter().all(|c| respects(&network.potential, c)));
            }
        }
    }

    #[test]
    fn a_variable_that_waits_can_be_lowered_again() {
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
