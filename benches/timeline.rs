//! The time to build a timeline, and of queries about one pair.
//!
//! Building grows with the events. A window of a pair grows with the logarithm of the events: here
//! each window has about the same number of events at every size.

use std::hint::black_box;

use chrono::{Days, NaiveDate};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use detente::Timeline;
use detente::time::Window;

mod common;

/// The sizes of a newsroom's record, a ministry's archive, and a few and twenty years of a feed.
const SIZES: [u32; 4] = [1_000, 10_000, 100_000, 1_000_000];

fn build(c: &mut Criterion) {
    let mut group = c.benchmark_group("build");
    group.sample_size(10);
    for size in SIZES {
        group.throughput(Throughput::Elements(size.into()));
        group.bench_with_input(BenchmarkId::from_parameter(size), &size, |b, &size| {
            // The time includes making the events, but not dropping the timeline.
            b.iter_with_large_drop(|| {
                let timeline =
                    Timeline::try_from(common::builder(size)).expect("a timeline without faults");
                assert_eq!(timeline.events().len(), size as usize);
                timeline
            });
        });
    }
    group.finish();
}

/// A period in the middle with about a hundred events of the first pair.
fn window(size: u32) -> std::ops::Range<NaiveDate> {
    let days = (u64::from(common::DAYS) * 100 * 50 / u64::from(size)).clamp(1, 3_000);
    let from = common::day(common::DAYS / 2);
    from..from + Days::new(days)
}

/// Counts the events, so that all are visited.
fn found(timeline: &Timeline, window: impl Into<Window>) -> usize {
    let view = timeline
        .between("A000", "A001")
        .expect("two actors")
        .within(window);
    view.events().count()
}

fn questions(c: &mut Criterion) {
    for size in SIZES {
        let timeline =
            Timeline::try_from(common::builder(size)).expect("a timeline without faults");
        let whole = timeline.between("A000", "A001").expect("two actors");
        let all = whole.events().count();
        assert!(all >= size as usize / 60, "{all} events of the pair");
        let some = found(&timeline, window(size));
        assert!(some > 0 && some < 300, "{some} events in the window");

        let mut group = c.benchmark_group("pair");
        let id =
            |what: &str, found: usize| BenchmarkId::new(format!("{what} ({found} found)"), size);
        let empty = common::start() - Days::new(10)..common::start() - Days::new(5);
        assert_eq!(found(&timeline, empty.clone()), 0);
        group.bench_function(id("window", 0), |b| {
            b.iter(|| found(black_box(&timeline), black_box(empty.clone())));
        });
        group.bench_function(id("window", some), |b| {
            b.iter(|| found(black_box(&timeline), black_box(window(size))));
        });
        group.bench_function(id("all", all), |b| {
            b.iter(|| found(black_box(&timeline), ..));
        });
        let middle = whole.events().nth(all / 2).expect("an event").id();
        let sequence = whole.sequence();
        assert_eq!(sequence.rank(middle), whole.rank(middle));
        group.bench_function(id("rank, put in order", all), |b| {
            b.iter(|| sequence.rank(black_box(middle)));
        });
        group.bench_function(id("rank, at once", all), |b| {
            b.iter(|| whole.rank(black_box(middle)));
        });
        let relations = timeline.relations("A000", "A001").expect("marks");
        assert_eq!(relations.marks().len(), all);
        let at = common::day(common::DAYS * 3 / 4);
        assert!(relations.trend(at).z().is_some());
        group.bench_function(id("trend", all), |b| {
            b.iter(|| relations.trend(black_box(at)).z());
        });
        group.finish();
    }
}

criterion_group!(benches, build, questions);
criterion_main!(benches);
