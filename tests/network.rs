//! Simple temporal networks against plain oracles: all pairs of shortest paths, and all assignments.

use detente::time::network::{DifferenceConstraint, NegativeCycle, Network, Variable};
use proptest::prelude::*;

/// A constraint `to - from <= max` on variables by index. The origin is 0.
type Plain = (usize, usize, i64, u8);

/// Fewer constraints than pairs, with small numbers, so that ties, zero cycles, parallel
/// constraints and contradictions are all common.
fn constraints(variables: usize) -> impl Strategy<Value = Vec<Plain>> {
    let constraint = (0..variables, 0..variables, -3_i64..=6, 0_u8..3);
    prop::collection::vec(constraint, 0..3 * variables)
}

/// Up to seven variables, the origin included, and constraints on them.
fn plain() -> impl Strategy<Value = (usize, Vec<Plain>)> {
    (1_usize..=7).prop_flat_map(|variables| (Just(variables), constraints(variables)))
}

/// Constraints that an assignment satisfies, some of them without slack.
fn satisfiable(variables: usize) -> impl Strategy<Value = Vec<Plain>> {
    let reach = i64::try_from(variables).unwrap();
    let assignment = prop::collection::vec(-reach..=reach, variables);
    let slack = prop_oneof![3 => 0_i64..3, 1 => 0..=2 * reach];
    let arc = (0..variables, 0..variables, slack, 0_u8..3);
    let arcs = prop::collection::vec(arc, 0..5 * variables);
    (assignment, arcs).prop_map(|(at, arcs)| {
        arcs.into_iter()
            .map(|(i, j, slack, reason)| (i, j, at[j] - at[i] + slack, reason))
            .collect()
    })
}

fn variables(network: &mut Network<u8>, count: usize) -> Vec<Variable> {
    let mut variables = vec![Variable::ORIGIN];
    variables.extend((1..count).map(|_| network.add_variable()));
    variables
}

fn labelled(variables: &[Variable], &(i, j, max, reason): &Plain) -> DifferenceConstraint<u8> {
    DifferenceConstraint {
        from: variables[i],
        to: variables[j],
        max,
        reason,
    }
}

/// Adds all constraints at once.
fn batch(count: usize, plain: &[Plain]) -> Result<Network<u8>, NegativeCycle<u8>> {
    let mut network = Network::new();
    let variables = variables(&mut network, count);
    network.add_all(plain.iter().map(|c| labelled(&variables, c)))?;
    Ok(network)
}

/// Adds constraints one by one, and returns those that were accepted.
fn one_by_one(count: usize, plain: &[Plain]) -> (Network<u8>, Vec<Plain>) {
    let mut network = Network::new();
    let variables = variables(&mut network, count);
    let mut kept = Vec::new();
    for c in plain {
        let DifferenceConstraint {
            from,
            to,
            max,
            reason,
        } = labelled(&variables, c);
        if network.add(from, to, max, reason).is_ok() {
            kept.push(*c);
        }
    }
    (network, kept)
}

/// The bound on the difference of every pair, by Floyd and Warshall. Returns `None` if there is a
/// negative cycle.
fn all_pairs(count: usize, plain: &[Plain]) -> Option<Vec<Vec<Option<i64>>>> {
    let mut most = vec![vec![None; count]; count];
    let lower = |bound: &mut Option<i64>, by: i64| *bound = Some(bound.map_or(by, |b| b.min(by)));
    for (i, row) in most.iter_mut().enumerate() {
        row[i] = Some(0);
    }
    for &(i, j, max, _) in plain {
        lower(&mut most[i][j], max);
    }
    for k in 0..count {
        for i in 0..count {
            for j in 0..count {
                if let (Some(a), Some(b)) = (most[i][k], most[k][j]) {
                    lower(&mut most[i][j], a + b);
                }
            }
        }
    }
    (0..count).all(|i| most[i][i] == Some(0)).then_some(most)
}

/// All answers of a network.
#[derive(Debug, PartialEq)]
struct Answers {
    bounds: Vec<(Option<i64>, Option<i64>)>,
    differences: Vec<Vec<Option<i64>>>,
    chains: Vec<Vec<Option<Vec<DifferenceConstraint<u8>>>>>,
}

fn answers(network: &Network<u8>, count: usize) -> Answers {
    // Variables have the same indices in every network.
    let all = variables(&mut Network::new(), count);
    let pairs = |i: Variable| all.iter().map(move |&j| (i, j));
    Answers {
        bounds: all
            .iter()
            .map(|&v| (network.earliest(v), network.latest(v)))
            .collect(),
        differences: all
            .iter()
            .map(|&i| {
                pairs(i)
                    .map(|(i, j)| network.max_difference(i, j))
                    .collect()
            })
            .collect(),
        chains: all
            .iter()
            .map(|&i| pairs(i).map(|(i, j)| network.explain(i, j)).collect())
            .collect(),
    }
}

/// Checks that a contradiction is a minimal negative cycle of the given constraints.
fn check_contradiction(found: &NegativeCycle<u8>, count: usize, given: &[Plain]) {
    let cycle = &found.constraints;
    let as_plain = |c: &DifferenceConstraint<u8>| (c.from.index(), c.to.index(), c.max, c.reason);
    for (k, c) in cycle.iter().enumerate() {
        assert!(given.contains(&as_plain(c)), "{c:?} was not given");
        assert_eq!(
            c.to,
            cycle[(k + 1) % cycle.len()].from,
            "the cycle does not close"
        );
    }
    let sum: i64 = cycle.iter().map(|c| c.max).sum();
    assert!(sum < 0);
    assert_eq!(found.excess, sum.unsigned_abs());
    assert!(
        cycle.iter().skip(1).all(|c| cycle[0].from < c.from),
        "the first variable leads, once"
    );
    for left_out in 0..cycle.len() {
        let mut others: Vec<_> = cycle.iter().map(as_plain).collect();
        others.remove(left_out);
        assert!(
            all_pairs(count, &others).is_some(),
            "not minimal: {cycle:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn constraints_contradict_exactly_if_a_cycle_is_negative((count, plain) in plain()) {
        let found = batch(count, &plain);
        prop_assert_eq!(found.is_ok(), all_pairs(count, &plain).is_some());
        if let Err(contradiction) = found {
            check_contradiction(&contradiction, count, &plain);
        }
    }

    #[test]
    fn bounds_are_the_shortest_paths_of_all_pairs(plain in satisfiable(7)) {
        let Some(most) = all_pairs(7, &plain) else { return Err(TestCaseError::fail("oracle")) };
        let Ok(network) = batch(7, &plain) else { return Err(TestCaseError::fail("satisfiable")) };
        let found = answers(&network, 7);
        for v in 0..7 {
            prop_assert_eq!(found.bounds[v], (most[v][0].map(|most| -most), most[0][v]));
        }
        prop_assert_eq!(&found.differences, &most);
        let all = variables(&mut Network::new(), 7);
        for v in all {
            prop_assert_eq!(network.max_differences(v), most[v.index()].clone());
        }
    }

    #[test]
    fn bounds_are_the_shortest_paths_if_solving_takes_many_passes(plain in satisfiable(25)) {
        let Some(most) = all_pairs(25, &plain) else { return Err(TestCaseError::fail("oracle")) };
        let Ok(network) = batch(25, &plain) else { return Err(TestCaseError::fail("satisfiable")) };
        for v in variables(&mut Network::new(), 25) {
            prop_assert_eq!(&network.max_differences(v), &most[v.index()]);
        }
    }

    #[test]
    fn one_by_one_equals_all_at_once(plain in satisfiable(7)) {
        let (network, kept) = one_by_one(7, &plain);
        prop_assert_eq!(&kept, &plain);
        prop_assert_eq!(Some(answers(&network, 7)), batch(7, &plain).ok().map(|n| answers(&n, 7)));
    }

    #[test]
    fn one_by_one_keeps_consistent_constraints((count, plain) in plain()) {
        let mut expected: Vec<Plain> = Vec::new();
        for &c in &plain {
            expected.push(c);
            if all_pairs(count, &expected).is_none() {
                expected.pop();
            }
        }
        let (network, kept) = one_by_one(count, &plain);
        prop_assert_eq!(&kept, &expected);
        prop_assert_eq!(Some(answers(&network, count)), batch(count, &kept).ok().map(|n| answers(&n, count)));
    }

    #[test]
    fn one_batch_after_another_equals_all_at_once(plain in satisfiable(7), cut in 0_usize..30) {
        let mut network = Network::new();
        let all = variables(&mut network, 7);
        let (first, second) = plain.split_at(cut.min(plain.len()));
        for part in [first, second] {
            prop_assert!(network.add_all(part.iter().map(|c| labelled(&all, c))).is_ok());
        }
        prop_assert_eq!(Some(answers(&network, 7)), batch(7, &plain).ok().map(|n| answers(&n, 7)));
    }

    #[test]
    fn a_refused_constraint_changes_nothing((count, plain) in plain()) {
        let (mut network, mut kept) = one_by_one(count, &plain);
        let all = variables(&mut Network::new(), count);
        let before = answers(&network, count);
        let written = format!("{network:?}");
        for refused in plain {
            let c = labelled(&all, &refused);
            if network.clone().add(c.from, c.to, c.max, c.reason).is_ok() {
                continue;
            }
            let Err(one) = network.add(c.from, c.to, c.max, c.reason) else {
                return Err(TestCaseError::fail("refused once, and not again"));
            };
            prop_assert!(network.add_all([c]).is_err());
            prop_assert_eq!(&before, &answers(&network, count));
            prop_assert_eq!(&written, &format!("{network:?}"));
            kept.push(refused);
            check_contradiction(&one, count, &kept);
            prop_assert!(one.constraints.contains(&c));
            kept.pop();
        }
    }

    #[test]
    fn a_refused_constraint_gives_the_cycle_of_largest_excess((count, plain) in plain()) {
        let (network, kept) = one_by_one(count, &plain);
        let all = variables(&mut Network::new(), count);
        let Some(most) = all_pairs(count, &kept) else { return Err(TestCaseError::fail("oracle")) };
        for refused in plain {
            let c = labelled(&all, &refused);
            if let Err(found) = network.clone().add(c.from, c.to, c.max, c.reason) {
                let back = most[c.to.index()][c.from.index()];
                prop_assert_eq!(back.map(|back| (back + c.max).unsigned_abs()), Some(found.excess));
            }
        }
    }

    #[test]
    fn insertion_order_does_not_matter(
        (plain, shuffled) in satisfiable(7).prop_flat_map(|p| (Just(p.clone()), Just(p).prop_shuffle()))
    ) {
        let (one, _) = one_by_one(7, &plain);
        let (other, _) = one_by_one(7, &shuffled);
        prop_assert_eq!(answers(&one, 7), answers(&other, 7));
    }

    #[test]
    fn the_reported_cycle_does_not_depend_on_the_order(
        (count, plain, shuffled) in plain()
            .prop_flat_map(|(n, p)| (Just(n), Just(p.clone()), Just(p).prop_shuffle()))
    ) {
        let found = batch(count, &plain).err();
        prop_assert_eq!(&found, &batch(count, &shuffled).err());
        // Nor on whether some were added before.
        let (mut network, kept) = one_by_one(count, &plain);
        let all = variables(&mut Network::new(), count);
        let again = network.add_all(plain.iter().map(|c| labelled(&all, c)));
        if kept.len() < plain.len() {
            prop_assert_eq!(again.err(), found);
        }
    }

    #[test]
    fn a_chain_of_reasons_is_connected_and_sums_to_the_bound(plain in satisfiable(7)) {
        let Ok(network) = batch(7, &plain) else { return Err(TestCaseError::fail("satisfiable")) };
        let all = variables(&mut Network::new(), 7);
        for &i in &all {
            for &j in &all {
                let chain = network.explain(i, j);
                prop_assert_eq!(chain.is_some(), network.max_difference(i, j).is_some());
                let Some(chain) = chain else { continue };
                let mut at = i;
                for c in &chain {
                    prop_assert!(plain.iter().any(|p| labelled(&all, p) == *c));
                    prop_assert_eq!(c.from, at);
                    at = c.to;
                }
                prop_assert_eq!(at, j);
                prop_assert_eq!(Some(chain.iter().map(|c| c.max).sum()), network.max_difference(i, j));
            }
        }
    }

    #[test]
    fn bounds_are_reached_and_never_exceeded(
        plain in constraints(4),
        windows in prop::collection::vec((-3_i64..=3, 0_i64..=3), 3),
    ) {
        // With bounds for each variable there are few enough assignments to try them all.
        let mut plain = plain;
        for (k, (from, length)) in windows.iter().enumerate() {
            plain.extend([(0, k + 1, from + length, 9), (k + 1, 0, -from, 9)]);
        }
        let mut possible: Vec<[i64; 4]> = Vec::new();
        for a in -3..=6 {
            for b in -3..=6 {
                for c in -3..=6 {
                    let at = [0, a, b, c];
                    if plain.iter().all(|&(i, j, max, _)| at[j] - at[i] <= max) {
                        possible.push(at);
                    }
                }
            }
        }
        let found = batch(4, &plain);
        prop_assert_eq!(found.is_ok(), !possible.is_empty());
        let Ok(network) = found else { return Ok(()) };
        let found = answers(&network, 4);
        for i in 0..4 {
            let values = || possible.iter().map(|at| at[i]);
            prop_assert_eq!(found.bounds[i], (values().min(), values().max()));
            for j in 0..4 {
                prop_assert_eq!(found.differences[i][j], possible.iter().map(|at| at[j] - at[i]).max());
            }
        }
    }

    #[test]
    fn bounds_are_two_constraints_with_the_origin(
        plain in satisfiable(5),
        bounds in prop::collection::vec((1_usize..5, prop::option::of(-5_i64..5), prop::option::of(-5_i64..5)), 1..6),
    ) {
        let (mut network, mut kept) = one_by_one(5, &plain);
        let all = variables(&mut Network::new(), 5);
        for (v, lo, hi) in bounds {
            let mut with = kept.clone();
            with.extend(lo.map(|lo| (v, 0, -lo, 9)));
            with.extend(hi.map(|hi| (0, v, hi, 9)));
            match network.add_bounds(all[v], lo, hi, 9) {
                Ok(()) => kept = with,
                Err(found) => check_contradiction(&found, 5, &with),
            }
            // Both bounds are added, or neither.
            prop_assert_eq!(Some(answers(&network, 5)), batch(5, &kept).ok().map(|n| answers(&n, 5)));
        }
    }

    #[test]
    fn the_largest_numbers_neither_wrap_nor_panic(
        plain in prop::collection::vec(
            (0_usize..5, 0_usize..5, prop::sample::select(vec![i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX]), 0_u8..2),
            0..12,
        ),
    ) {
        // The same shortest paths in 128 bits.
        let (network, kept) = one_by_one(5, &plain);
        let mut most = [[None::<i128>; 5]; 5];
        for (i, row) in most.iter_mut().enumerate() {
            row[i] = Some(0);
        }
        for &(i, j, max, _) in &kept {
            most[i][j] = Some(most[i][j].map_or(i128::from(max), |b| b.min(i128::from(max))));
        }
        for k in 0..5 {
            for i in 0..5 {
                for j in 0..5 {
                    if let (Some(a), Some(b)) = (most[i][k], most[k][j]) {
                        most[i][j] = Some(most[i][j].map_or(a + b, |c| c.min(a + b)));
                    }
                }
            }
        }
        prop_assert!(batch(5, &kept).is_ok());
        for v in variables(&mut Network::new(), 5) {
            let (low, high) = (i128::from(i64::MIN), i128::from(i64::MAX));
            let latest = most[0][v.index()].filter(|&b| b <= high).map(|b| b.max(low));
            let earliest = most[v.index()][0].map(|b| -b).filter(|&b| b >= low).map(|b| b.min(high));
            prop_assert_eq!(network.latest(v).map(i128::from), latest);
            prop_assert_eq!(network.earliest(v).map(i128::from), earliest);
        }
    }
}

#[test]
fn many_variables_agree_with_a_plain_relaxation() {
    // Too large to check all pairs: chains, loops and slack, from a small generator.
    let mut state = 7_u64;
    let mut random = move |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut contradictions = 0;
    for round in 0..60 {
        let count = 40;
        let size = 40 + 4 * round;
        let plain: Vec<Plain> = (0..size)
            .map(|_| {
                let (i, j) = (
                    usize::try_from(random(count)).unwrap(),
                    usize::try_from(random(count)).unwrap(),
                );
                (i, j, i64::try_from(random(40)).unwrap() - 4, 0)
            })
            .collect();
        let count = usize::try_from(count).unwrap();
        let expected = all_pairs(count, &plain);
        match batch(count, &plain) {
            Ok(network) => assert_eq!(Some(answers(&network, count).differences), expected),
            Err(found) => {
                contradictions += 1;
                assert_eq!(expected, None);
                check_contradiction(&found, count, &plain);
            }
        }
    }
    assert!((10..50).contains(&contradictions), "{contradictions} of 60");
}

#[test]
fn a_long_chain_does_not_overflow_the_stack() {
    const LENGTH: usize = 100_000;
    let mut network = Network::new();
    let all: Vec<_> = (0..LENGTH).map(|_| network.add_variable()).collect();
    let chain = |max| {
        all.windows(2).map(move |pair| DifferenceConstraint {
            from: pair[1],
            to: pair[0],
            max,
            reason: 0,
        })
    };
    let dated = DifferenceConstraint {
        from: all[0],
        to: Variable::ORIGIN,
        max: 0,
        reason: 1,
    };
    network.add_all(chain(-1).chain([dated])).unwrap();
    let last = all[LENGTH - 1];
    assert_eq!(network.earliest(last), Some(99_999));
    assert_eq!(
        network.explain(last, all[0]).map(|chain| chain.len()),
        Some(LENGTH - 1)
    );

    // A loop of "not before" in which one constraint of a hundred thousand makes a contradiction.
    let mut loop_ = Network::new();
    for _ in 0..LENGTH {
        loop_.add_variable();
    }
    let closing = DifferenceConstraint {
        from: all[0],
        to: last,
        max: -1,
        reason: 1,
    };
    let Err(found) = loop_.add_all(chain(0).chain([closing])) else {
        panic!("the loop is negative");
    };
    assert_eq!((found.constraints.len(), found.excess), (LENGTH, 1));
    let Err(found) = network.add(all[0], last, 5, 2) else {
        panic!("the chain is longer than that");
    };
    assert_eq!((found.constraints.len(), found.excess), (LENGTH, 99_994));
}

type Call = fn(&mut Network<u8>, Variable, DifferenceConstraint<u8>);

#[test]
fn a_variable_of_a_larger_network_panics() {
    let mut larger = Network::<u8>::new();
    let unknown = larger.add_variable();
    let origin = Variable::ORIGIN;
    let constraint = DifferenceConstraint {
        from: origin,
        to: unknown,
        max: 0,
        reason: 0,
    };
    let calls: [(&str, Call); 11] = [
        ("add from", |network, v, _| {
            let _ = network.add(v, Variable::ORIGIN, 0, 0);
        }),
        ("add to", |network, v, _| {
            let _ = network.add(Variable::ORIGIN, v, 0, 0);
        }),
        ("add_bounds", |network, v, _| {
            let _ = network.add_bounds(v, None, Some(0), 0);
        }),
        ("add_all", |network, _, one| {
            let _ = network.add_all([one]);
        }),
        ("earliest", |network, v, _| {
            let _ = network.earliest(v);
        }),
        ("latest", |network, v, _| {
            let _ = network.latest(v);
        }),
        ("from", |network, v, _| {
            let _ = network.max_difference(v, Variable::ORIGIN);
        }),
        ("itself", |network, v, _| {
            let _ = network.max_difference(v, v);
        }),
        ("to", |network, v, _| {
            let _ = network.max_difference(Variable::ORIGIN, v);
        }),
        ("all from", |network, v, _| {
            let _ = network.max_differences(v);
        }),
        ("explain", |network, v, _| {
            let _ = network.explain(v, v);
        }),
    ];
    for (name, call) in calls {
        let result = std::panic::catch_unwind(|| call(&mut Network::new(), unknown, constraint));
        let message = result.expect_err(name);
        let message = message
            .downcast_ref::<String>()
            .expect("a formatted message");
        assert_eq!(
            message, "Variable(1) is not in the network: it belongs to a larger one",
            "{name}"
        );
    }
}

#[test]
fn a_variable_cannot_come_before_itself() {
    let mut network = Network::new();
    let v = network.add_variable();
    assert_eq!(network.add(v, v, 0, 'a'), Ok(()));
    let Err(found) = network.add(v, v, -2, 'b') else {
        panic!("it would be two seconds before itself");
    };
    assert_eq!(
        found.constraints,
        [DifferenceConstraint {
            from: v,
            to: v,
            max: -2,
            reason: 'b'
        }]
    );
    assert_eq!(found.excess, 2);
}

#[test]
fn fewer_reasons_are_preferred_and_then_the_smallest() {
    let mut network = Network::new();
    let [a, b, c] = [(); 3].map(|()| network.add_variable());
    for (from, to, max, reason) in [
        (a, b, 1, 'p'),
        (b, c, 1, 'q'),
        (a, c, 2, 's'),
        (a, c, 2, 'r'),
        (a, c, 3, 'a'),
    ] {
        network.add(from, to, max, reason).unwrap();
    }
    let why = network.explain(a, c).unwrap();
    assert_eq!(
        why,
        [DifferenceConstraint {
            from: a,
            to: c,
            max: 2,
            reason: 'r'
        }]
    );
    assert_eq!(network.explain(c, c), Some(Vec::new()));
    assert_eq!(network.explain(c, a), None);
}
