//! The cycles of a relation in which each thing should lead on to others and never back to itself.

use std::collections::{BTreeMap, BTreeSet};

/// Cycles of a relation, each from its smallest name on, and sorted.
///
/// A name that leads to a cycle without being on one of those returned refers to a name that is on one, or
/// that leads to one. Leaving out all names of the cycles, and then everything that refers to what was
/// left out, therefore leaves no cycle.
///
/// # Complexity
///
/// O(n log n) in the number of pairs.
pub(super) fn cycles<'n>(next: &BTreeMap<&'n str, BTreeSet<&'n str>>) -> Vec<Vec<&'n str>> {
    let leading = leading_to_cycles(next);
    // Each of these names has a next one among them. Following the smallest one always, every walk ends in a
    // cycle, and the walks from all names find each such cycle once.
    let follow = |name: &str| {
        let mut ahead = next[name].iter().filter(|one| leading.contains(*one));
        *ahead
            .next()
            .expect("a name that leads to a cycle has a next one that does")
    };
    let mut walked: BTreeSet<&str> = BTreeSet::new();
    let mut cycles = Vec::new();
    for &start in &leading {
        let mut path: Vec<&str> = Vec::new();
        let mut at = start;
        while walked.insert(at) {
            path.push(at);
            at = follow(at);
        }
        // The walk has met itself, or one before it.
        if let Some(first) = path.iter().position(|&one| one == at) {
            let mut cycle = path.split_off(first);
            let least = (0..cycle.len()).min_by_key(|&at| cycle[at]);
            cycle.rotate_left(least.expect("a cycle has a name"));
            cycles.push(cycle);
        }
    }
    cycles.sort_unstable();
    cycles
}

/// The names from which a cycle can be reached: what is left after names that lead nowhere are removed again
/// and again.
fn leading_to_cycles<'n>(next: &BTreeMap<&'n str, BTreeSet<&'n str>>) -> BTreeSet<&'n str> {
    let mut before: BTreeMap<&str, Vec<&'n str>> = BTreeMap::new();
    let mut ahead: BTreeMap<&'n str, usize> = BTreeMap::new();
    for (&name, others) in next {
        ahead.insert(name, others.len());
        for &other in others {
            before.entry(other).or_default().push(name);
        }
    }
    let all = before.keys().copied();
    let mut open: Vec<&str> = all.filter(|name| !ahead.contains_key(name)).collect();
    open.extend(ahead.iter().filter(|one| *one.1 == 0).map(|one| *one.0));
    while let Some(name) = open.pop() {
        ahead.remove(name);
        for &one in before.get(name).into_iter().flatten() {
            let count = ahead
                .get_mut(one)
                .expect("a name stays while one ahead of it does");
            *count -= 1;
            if *count == 0 {
                open.push(one);
            }
        }
    }
    ahead.into_keys().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pairs: &[(&'static str, &'static str)]) -> Vec<Vec<&'static str>> {
        let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for &(one, other) in pairs {
            next.entry(one).or_default().insert(other);
        }
        cycles(&next)
    }

    #[test]
    fn a_chain_has_no_cycle() {
        assert_eq!(found(&[("a", "b"), ("b", "c"), ("a", "c")]), [[""; 0]; 0]);
    }

    #[test]
    fn a_cycle_starts_with_its_smallest_name() {
        assert_eq!(
            found(&[("c", "a"), ("b", "c"), ("a", "b"), ("x", "b")]),
            [["a", "b", "c"]]
        );
        assert_eq!(found(&[("a", "a"), ("a", "b")]), [["a"]]);
    }

    #[test]
    fn separate_cycles_are_all_found() {
        let two = found(&[("a", "b"), ("b", "a"), ("d", "c"), ("c", "d"), ("b", "c")]);
        assert_eq!(two, [["a", "b"], ["c", "d"]]);
    }
}
