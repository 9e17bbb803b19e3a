//! The time to merge two timelines, and to extract a part of one.
//!
//! Each timeline has the given number of events, as in a large feed. Half of the events are in both, and of
//! those every tenth has another date in the other one. Merging grows with the events of both; an extract of
//! one pair grows with the events of the pair, and with the actors.

use std::hint::black_box;

use chrono::Days;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use detente::duplicates::MAX_COMPARED;
use detente::event::{Event, Source};
use detente::{Actor, Timeline, TimelineBuilder, When};

mod common;

/// The sizes of a newsroom's record, a ministry's archive and a few years of a feed.
const SIZES: [u32; 3] = [1_000, 10_000, 100_000];

fn feed(agency: &str, events: impl Iterator<Item = Event>) -> Timeline {
    let mut builder = TimelineBuilder::default();
    for number in 0..common::ACTORS {
        builder.actor(Actor::state(common::actor(number)));
    }
    builder.source(Source::new("feed"));
    builder.source(Source::new(agency));
    builder.extend(events);
    Timeline::try_from(builder).expect("a timeline without faults")
}

/// The first two thirds of the events, and the last two thirds with other dates of every tenth of them.
fn two(size: u32) -> [Timeline; 2] {
    let most = size as usize;
    let one = common::events(size * 3 / 2).take(most);
    let other = common::events(size * 3 / 2).skip(most / 2).take(most);
    let other = other.enumerate().map(|(number, mut event)| {
        if number % 10 == 0 {
            event.when = When::from(common::start() + Days::new(number as u64 % 7_000));
        }
        event
    });
    [feed("reuters", one), feed("tass", other)]
}

/// Two agencies' entries in one record: half of the events are there twice. 100,000 events take 0.3 seconds of CPU time.
///
/// In the worst record all events have one pair and one year. It lists sixteen pairs for each event. The facts of an event
/// are written once, and not for each of its pairs.
fn suspected(c: &mut Criterion) {
    let mut group = c.benchmark_group("suspected duplicates");
    group.sample_size(10);
    for size in SIZES {
        let one = common::events(size / 2);
        let other = common::events(size / 2).map(|mut event| {
            event.id.push_str("-tass");
            event
        });
        let timeline = feed("tass", one.chain(other));
        group.throughput(Throughput::Elements(u64::from(size)));
        group.bench_function(BenchmarkId::new("list", size), |b| {
            b.iter(|| {
                let found = black_box(&timeline).suspected_duplicates().count();
                assert!(found >= size as usize / 2, "{found}");
                found
            });
        });
        // The worst record: all events have one pair and one year, so each may be any other.
        let calls = (0..size).map(|number| Event::call(format!("c{number}"), "2025"));
        let timeline = feed("tass", calls.map(|call| call.between("A000", "A001")));
        group.bench_function(BenchmarkId::new("one pair in one year", size), |b| {
            b.iter(|| {
                let found = black_box(&timeline).suspected_duplicates().count();
                assert!(found > (MAX_COMPARED - 1) * size as usize, "{found}");
                found
            });
        });
    }
    group.finish();
}

fn merge(c: &mut Criterion) {
    let mut group = c.benchmark_group("merge");
    group.sample_size(10);
    for size in SIZES {
        let [one, other] = two(size);
        group.throughput(Throughput::Elements(u64::from(size) * 2));
        group.bench_function(BenchmarkId::new("two", size), |b| {
            b.iter_with_large_drop(|| {
                let parts = [("reuters", black_box(&one)), ("tass", black_box(&other))];
                let merged = Timeline::merge(parts).expect("no clash");
                assert_eq!(merged.events().len(), size as usize * 3 / 2);
                merged
            });
        });
        group.bench_function(BenchmarkId::new("with itself", size), |b| {
            b.iter_with_large_drop(|| {
                let merged = Timeline::merge([("a", &one), ("b", &one)]).expect("no clash");
                assert_eq!(merged.events().len(), one.events().len());
                merged
            });
        });
    }
    group.finish();
}

fn extract(c: &mut Criterion) {
    let mut group = c.benchmark_group("extract");
    group.sample_size(10);
    for size in SIZES {
        let [timeline, _] = two(size);
        let pair = timeline.between("A000", "A001").expect("two actors");
        for (what, view) in [("everything", timeline.view()), ("one pair", pair)] {
            let events = view.events().count();
            assert!(events >= size as usize / 100, "{events} events");
            group.bench_function(BenchmarkId::new(what, size), |b| {
                b.iter_with_large_drop(|| {
                    let extract = view.extract([]).expect("no contradiction");
                    assert_eq!(extract.timeline.events().len(), events);
                    assert!(extract.changes.is_empty());
                    extract
                });
            });
        }
    }
    group.finish();
}

fn lenient(c: &mut Criterion) {
    let mut group = c.benchmark_group("lenient");
    group.sample_size(10);
    for size in SIZES {
        // One event in a hundred names an actor that does not exist.
        let mut builder = common::builder(0);
        let events = common::events(size).enumerate();
        builder.extend(events.map(|(number, event)| match number % 100 {
            0 => event.party("nobody"),
            _ => event,
        }));
        group.throughput(Throughput::Elements(size.into()));
        group.bench_function(BenchmarkId::new("one in a hundred faulty", size), |b| {
            b.iter_with_large_drop(|| {
                let lenient = black_box(&builder).build_lenient();
                assert_eq!(lenient.faults().len(), size as usize / 100);
                lenient
            });
        });
    }
    group.finish();
}

criterion_group!(benches, merge, suspected, extract, lenient);
criterion_main!(benches);
