//! The time to make contact graphs and compact graphs.
//!
//! It grows with the events of the view, not with those of the timeline. A compact graph also clears
//! and counts one bit for each event of the timeline.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use detente::Timeline;
use detente::petgraph::visit::NodeCount;

#[allow(dead_code, reason = "no benchmark uses all functions")]
mod common;

/// Events of 200 actors in twenty years: 5 and 50 for each pair.
const SIZES: [u32; 2] = [100_000, 1_000_000];

fn graphs(c: &mut Criterion) {
    let mut group = c.benchmark_group("graph");
    group.sample_size(10);
    for size in SIZES {
        let timeline: Timeline = common::builder(size).build().unwrap();
        let everything = timeline.view();
        let year = everything.within(common::day(0)..common::day(365));
        let year = year.involving(common::actor(0)).unwrap();

        let graph = everything.contact_graph(|_| true, |tie| tie.count(None).min());
        assert_eq!(graph.edge_weights().sum::<u32>(), size);
        let found = year.events().count();
        let of_year = year.contact_graph(|_| true, |tie| tie.events().count());
        assert_eq!(of_year.edge_weights().sum::<usize>(), found);
        assert!(year.compact_graph().node_count() > found);

        let id = |what: &str| BenchmarkId::new(what, size);
        group.bench_function(id("contacts of everything"), |b| {
            b.iter(|| black_box(&everything).contact_graph(|_| true, |tie| tie.count(None).min()));
        });
        group.bench_function(id("contacts of an actor's year"), |b| {
            b.iter(|| black_box(&year).contact_graph(|_| true, |tie| tie.events().count()));
        });
        group.bench_function(id("compact graph of an actor's year"), |b| {
            b.iter(|| black_box(&year).compact_graph());
        });
        group.bench_function(id("compact graph of everything"), |b| {
            b.iter(|| black_box(&everything).compact_graph());
        });
    }
    group.finish();
}

criterion_group!(benches, graphs);
criterion_main!(benches);
