//! The time to find what changed between two records.
//!
//! It grows with the events of both records, not with the product, and one change costs the same at any
//! size. A new actor moves the positions of all actors, so identifiers are compared instead of positions. Two
//! dates of one timeline share the events, and only the reports in force differ.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use detente::changes::{ChangeKind, EventChange};
use detente::{Actor, Event, Timeline, TimelineBuilder};

mod common;

/// The sizes of a newsroom's record, a ministry's archive and a few years of a feed.
const SIZES: [u32; 3] = [1_000, 10_000, 100_000];

fn build(size: u32, change: impl FnOnce(&mut TimelineBuilder)) -> Timeline {
    let mut builder = common::builder(size);
    change(&mut builder);
    builder.build().expect("a timeline without faults")
}

fn changes(c: &mut Criterion) {
    let mut group = c.benchmark_group("changes");
    for size in SIZES {
        group.throughput(Throughput::Elements(size.into()));
        let before = build(size, |_| {});
        let middle = common::day(common::DAYS / 2);
        let call = || {
            Event::call("new", middle)
                .party("A000")
                .party("A001")
                .reported_by("feed")
        };
        let with_event = build(size, |builder| {
            builder.event(call());
        });
        let with_actor = build(size, |builder| {
            builder.actor(Actor::state("A0005").named("A new state"));
            builder.event(call());
        });
        let compare = |after: &Timeline| {
            let changes = black_box(&before).changes_to(black_box(after));
            let new: Vec<&str> = changes
                .of_kind(ChangeKind::New)
                .map(EventChange::id)
                .collect();
            assert_eq!((new, changes.events().len()), (vec!["new"], 1));
        };
        group.bench_function(BenchmarkId::new("one new event", size), |b| {
            b.iter(|| compare(&with_event));
        });
        group.bench_function(BenchmarkId::new("one new event and actor", size), |b| {
            b.iter(|| compare(&with_actor));
        });
        group.bench_function(BenchmarkId::new("two dates a day apart", size), |b| {
            let yesterday = before.as_of(middle);
            let today = before.as_of(middle + chrono::Days::new(1));
            let found = yesterday.changes_to(&today).events().len();
            assert!(
                found <= 10 * size as usize / common::DAYS as usize + 10,
                "{found} new events"
            );
            b.iter(|| {
                let changes = black_box(&yesterday).changes_to(black_box(&today));
                assert_eq!(changes.events().len(), found);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, changes);
criterion_main!(benches);
