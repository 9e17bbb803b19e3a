//! How the time of paths and motifs grows with the contacts.
//!
//! The earliest arrivals at all actors take one pass over the contacts. The fastest path and the one
//! with the fewest hops take O(n log n). Motifs grow with the pairs of contacts that share an actor
//! within the window. Here their number for each contact is the same at every size.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use detente::sequence::{BestPath, Contact, Contacts, PathRules, TemporalEdge, TemporalEdges};

/// 1, 10 and 100 contacts for each actor.
const SIZES: [u32; 3] = [10_000, 100_000, 1_000_000];
const ACTORS: u32 = 10_000;
const HOUR: i64 = 3_600;

/// The same numbers every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap() % end
    }
}

/// Contacts of an hour or two, a minute apart, a quarter of them one way.
fn rows(size: u32) -> Vec<Contact> {
    let mut numbers = Numbers(1);
    let rows = (0..size).map(|number| {
        let start = i64::from(number) * 60;
        let end = start + HOUR + i64::from(numbers.below(3_600));
        let a = numbers.below(ACTORS);
        let b = (a + 1 + numbers.below(ACTORS - 1)) % ACTORS;
        let make = if numbers.below(4) == 0 {
            Contact::one_way
        } else {
            Contact::both_ways
        };
        make(a, b, start, end).unwrap().labelled(number)
    });
    let mut rows: Vec<Contact> = rows.collect();
    // Contacts are not added in order.
    for k in (1..size).rev() {
        rows.swap(k as usize, numbers.below(k + 1) as usize);
    }
    rows
}

/// The earliest arrivals by a simple loop over the contacts in order.
fn informed(contacts: &Contacts) -> Vec<Option<i64>> {
    let mut told = vec![None; ACTORS as usize];
    told[0] = Some(0);
    for one in contacts.iter() {
        let (a, b) = (one.source() as usize, one.target() as usize);
        for (by, to) in [(a, b), (b, a)]
            .into_iter()
            .take(1 + usize::from(one.is_both_ways()))
        {
            let knows = told[by].is_some_and(|at| at <= one.start());
            if knows && told[to].is_none_or(|at| one.end() < at) {
                told[to] = Some(one.end());
            }
        }
    }
    told
}

fn sorted(c: &mut Criterion) {
    let mut group = c.benchmark_group("sort_contacts");
    group.sample_size(10);
    for size in SIZES {
        let rows = rows(size);
        assert_eq!(
            rows.iter().copied().collect::<Contacts>().iter().len(),
            rows.len()
        );
        group.bench_with_input(BenchmarkId::from_parameter(size), &rows, |b, rows| {
            b.iter(|| black_box(rows).iter().copied().collect::<Contacts>());
        });
    }
    group.finish();
}

fn earliest_arrival(c: &mut Criterion) {
    let mut group = c.benchmark_group("earliest_arrival");
    for size in SIZES {
        let contacts: Contacts = rows(size).into_iter().collect();
        let arrivals = contacts.earliest_arrival([0], 0);
        let expected = informed(&contacts);
        for (actor, expected) in (0..).zip(expected) {
            assert_eq!(arrivals.at(actor), expected);
        }
        let reached = arrivals.iter().count();
        // With one contact for each actor few are reached, with ten almost all.
        let expected = if size == SIZES[0] { 7 } else { 9_994 };
        assert_eq!(reached, if size == SIZES[2] { 9_999 } else { expected });
        group.bench_with_input(
            BenchmarkId::from_parameter(size),
            &contacts,
            |b, contacts| {
                b.iter(|| black_box(contacts).earliest_arrival([black_box(0)], black_box(0)));
            },
        );
    }
    group.finish();
}

fn to_one(c: &mut Criterion) {
    let mut group = c.benchmark_group("to_one");
    group.sample_size(10);
    for size in SIZES {
        let contacts: Contacts = rows(size).into_iter().collect();
        let arrivals = contacts.earliest_arrival([0], 0);
        let (target, arrival) = arrivals.iter().max_by_key(|&(_, at)| at).unwrap();
        let (fastest, fewest) = (
            contacts.fastest([0], target).unwrap(),
            contacts.fewest_hops([0], target).unwrap(),
        );
        let time = |path: &[Contact]| path[path.len() - 1].end() - path[0].start();
        let first = arrivals.path_to(target).unwrap();
        assert!(time(&fastest) <= time(&first) && time(&fastest) <= time(&fewest));
        assert!(fewest.len() <= first.len() && fewest.len() <= fastest.len());
        assert_eq!(
            contacts
                .latest_departure([target], arrival)
                .path_from(0)
                .map(|path| { path[path.len() - 1].end() }),
            Some(arrival)
        );
        let id = |name| BenchmarkId::new(name, size);
        group.bench_with_input(id("latest_departure"), &contacts, |b, contacts| {
            b.iter(|| black_box(contacts).latest_departure([black_box(target)], i64::MAX));
        });
        group.bench_with_input(id("fastest"), &contacts, |b, contacts| {
            b.iter(|| black_box(contacts).fastest([0], black_box(target)));
        });
        group.bench_with_input(id("fewest_hops"), &contacts, |b, contacts| {
            b.iter(|| black_box(contacts).fewest_hops([0], black_box(target)));
        });
        // With limits, a search keeps several paths to each actor.
        let day = PathRules::new().max_wait_seconds(24 * 3_600);
        let restless = contacts.clone().with_rules(day);
        let reached = restless.earliest_arrival([0], 0);
        assert!(
            reached
                .iter()
                .all(|(actor, at)| arrivals.at(actor).is_some_and(|first| first <= at))
        );
        group.bench_with_input(
            id("earliest_arrival within a day"),
            &restless,
            |b, contacts| {
                b.iter(|| black_box(contacts).earliest_arrival([0], 0));
            },
        );
        let short = contacts.clone().with_rules(PathRules::new().max_hops(3));
        let reached = short.earliest_arrival([0], 0);
        assert!(
            reached
                .iter()
                .all(|(actor, _)| reached.path_to(actor).unwrap().len() <= 3)
        );
        group.bench_with_input(id("earliest_arrival in 3 hops"), &short, |b, contacts| {
            b.iter(|| black_box(contacts).earliest_arrival([0], 0));
        });
        assert!(contacts.count([0], target, BestPath::FewestHops) > 0);
        group.bench_with_input(id("count of fewest_hops"), &contacts, |b, contacts| {
            b.iter(|| black_box(contacts).count([0], black_box(target), BestPath::FewestHops));
        });
    }
    group.finish();
}

fn motifs(c: &mut Criterion) {
    let mut group = c.benchmark_group("motifs");
    group.sample_size(10);
    for size in SIZES {
        let edges: TemporalEdges = rows(size)
            .into_iter()
            .map(|row| TemporalEdge {
                at: row.start(),
                source: row.source(),
                target: row.target(),
                label: 0,
            })
            .collect();
        // A week holds 10,080 contacts, four of them with one of a contact's two actors.
        let week = 7 * 24 * HOUR;
        let counts = edges.count(week);
        let pairs: u64 = counts.two_edges.iter().sum();
        assert!(pairs > u64::from(size), "{pairs}");
        if size == SIZES[0] {
            assert_eq!(edges.instances(week).count() as u64, counts.total());
        }
        group.bench_with_input(BenchmarkId::from_parameter(size), &edges, |b, edges| {
            b.iter(|| black_box(edges).count(black_box(week)));
        });
    }
    group.finish();
}

criterion_group!(benches, sorted, earliest_arrival, to_one, motifs);
criterion_main!(benches);
