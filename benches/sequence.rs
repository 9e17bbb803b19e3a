//! The time of queries about order, with a sorted sequence and without.
//!
//! With a sequence, a rank, a count in a window and the time since the last event grow with the
//! logarithm of the events. Counts by month, episodes, silences and near events take one pass over
//! the events. A pattern grows with its matches.

use std::hint::black_box;

use chrono::{Days, TimeDelta};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use detente::event::Event;
use detente::sequence::{Distance, Pattern, Resolution, Step};
use detente::time::Period;
use detente::timeline::Constraint;
use detente::{Timeline, View, When};

mod common;

/// The sizes of a newsroom's record, a ministry's archive, and a few and twenty years of a feed.
const SIZES: [u32; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// Many queries on one sequence, which is sorted once.
fn in_order(c: &mut Criterion) {
    for size in SIZES {
        let timeline = common::builder(size)
            .build()
            .expect("a timeline without faults");
        let view = timeline.view();
        let sequence = view.sequence();
        let middle = common::day(common::DAYS / 2);
        let year = middle..middle + Days::new(365);
        // The first count sorts the events by their ends.
        let found = sequence.count(year.clone());
        assert_eq!(found, view.within(year.clone()).count());
        assert!(found.min() > size / 40, "{found} in a year of twenty");
        assert_eq!(sequence.since_last(middle), view.since_last(middle));
        let id = view.events().nth(size as usize / 2).expect("an event").id();
        assert_eq!(sequence.rank(id), view.rank(id));

        let mut group = c.benchmark_group("in order");
        group.bench_function(BenchmarkId::new("count in a year", size), |b| {
            b.iter(|| sequence.count(black_box(year.clone())));
        });
        group.bench_function(BenchmarkId::new("rank", size), |b| {
            b.iter(|| sequence.rank(black_box(id)));
        });
        group.bench_function(BenchmarkId::new("since the last", size), |b| {
            b.iter(|| sequence.since_last(black_box(middle)));
        });
        group.bench_function(BenchmarkId::new("next", size), |b| {
            b.iter(|| sequence.next(black_box(id)));
        });
        group.finish();
    }
}

/// Queries that pass over all events of a view: of all actors, or of one pair in fifty.
fn at_once(c: &mut Criterion) {
    for size in SIZES {
        let timeline = common::builder(size)
            .build()
            .expect("a timeline without faults");
        let all = timeline.view();
        let pair = timeline.between("A000", "A001").expect("two actors");
        let of_pair = pair.events().count();
        let mut group = c.benchmark_group("at once");
        group.sample_size(10);

        let ranks = all.sequence().ranks().len();
        assert_eq!(ranks, size as usize);
        group.bench_function(BenchmarkId::new("ranks of all", size), |b| {
            b.iter(|| {
                black_box(&all)
                    .sequence()
                    .ranks()
                    .map(|(_, rank)| rank.min())
                    .max()
            });
        });
        let (first, last) = (common::day(0), common::day(common::DAYS - 1));
        let months = |view: &View<'_>| view.count_by(Period::Month, first..=last).unwrap().rows;
        let counts = months(&all);
        let counted: u32 = counts.iter().map(|month| month.count.unwrap().min()).sum();
        assert_eq!((counts.len(), counted), (240, size));
        group.bench_function(BenchmarkId::new("240 months", size), |b| {
            b.iter(|| months(black_box(&all)).len());
        });
        let episodes = pair.episodes(Distance::days(7)).count;
        assert!(episodes.is_exact() && episodes.min() as usize <= of_pair);
        group.bench_function(BenchmarkId::new("episodes of a pair", of_pair), |b| {
            b.iter(|| black_box(&pair).episodes(Distance::days(7)).episodes.len());
        });
        let lulls = pair.longest_silences(10);
        assert!(lulls.len() == 10 || of_pair < 11);
        group.bench_function(
            BenchmarkId::new("longest silences of a pair", of_pair),
            |b| {
                b.iter(|| black_box(&pair).longest_silences(10).len());
            },
        );
        assert!(
            pair.cadence(Resolution::Days)
                .times()
                .and_then(|times| times.burstiness())
                .is_some()
        );
        group.bench_function(BenchmarkId::new("cadence of a pair", of_pair), |b| {
            b.iter(|| {
                black_box(&pair)
                    .cadence(Resolution::Days)
                    .times()
                    .and_then(|times| times.burstiness())
            });
        });
        // The distance leaves about the same number of pairs for each event at every size.
        let other = timeline.between("A002", "A003").expect("two actors");
        let near = pair.pairs_within(&other, Distance::days(30)).len();
        assert!(near > 0 || size < 100_000, "{near} pairs");
        let id = BenchmarkId::new("pairs of two views", format!("{of_pair} ({near} found)"));
        group.bench_function(id, |b| {
            b.iter(|| {
                black_box(&pair)
                    .pairs_within(&other, Distance::days(30))
                    .len()
            });
        });
        let pattern = Pattern::new([
            Step::new("first", &other),
            Step::new("second", &pair)
                .after("first")
                .within("first", Distance::days(7)),
        ])
        .expect("a pattern");
        let matches = pattern.matches().count();
        assert!(matches > 0 || size < 100_000, "{matches} matches");
        let id = BenchmarkId::new(
            "pattern of two steps",
            format!("{of_pair} ({matches} found)"),
        );
        group.bench_function(id, |b| {
            b.iter(|| black_box(&pattern).matches().count());
        });
        group.finish();
    }
}

/// Calls of spring whose order follows from constraints, so that each two need the network.
fn bound(c: &mut Criterion) {
    let mut group = c.benchmark_group("ordered by constraints");
    group.sample_size(10);
    for size in [50_u32, 250] {
        let mut builder = Timeline::builder();
        for number in 0..size {
            let month = When::parse(&format!("2025-0{}", 3 + number % 3)).expect("a month");
            builder.event(Event::call(format!("{number:03}"), month));
        }
        for number in 1..size {
            let (one, other) = (format!("{number:03}"), format!("{:03}", number - 1));
            builder.constraint(match number % 3 {
                0 => Constraint::same_day(one, format!("{:03}", number - 3)),
                _ => Constraint::within(one, TimeDelta::days(90), other),
            });
        }
        let timeline = builder.build().expect("statements without a contradiction");
        let view = timeline.view();
        let sure = |view: &View<'_>| -> u64 {
            let sequence = view.sequence();
            sequence.ranks().map(|(_, rank)| rank.min() - 1).sum()
        };
        assert!(sure(&view) > u64::from(size) * u64::from(size) / 4);
        group.bench_function(BenchmarkId::new("ranks of all", size), |b| {
            b.iter(|| sure(black_box(&view)));
        });
        let pairs = |view: &View<'_>| view.pairs_within(view, TimeDelta::days(20)).len();
        assert!(pairs(&view) > (size * size / 2) as usize);
        group.bench_function(BenchmarkId::new("pairs within 20 days", size), |b| {
            b.iter(|| pairs(black_box(&view)));
        });
    }
    group.finish();
}

criterion_group!(benches, in_order, at_once, bound);
criterion_main!(benches);
