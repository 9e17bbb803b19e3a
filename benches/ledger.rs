//! The time of a large ledger: a million events of 200 actors in twenty years.
//!
//! Building grows with the marks. A pass over all pairs grows with spans, pairs and dates. A window
//! of one pair does not grow. `benches/rivals` has the alternatives, `benches/ledger_memory.rs` the
//! memory.

use std::hint::black_box;

use chrono::{Days, Months};
use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use detente::ledger::{DaySpan, Ledger, LedgerBuilder};
use detente::trend::diagnostics::MannKendall;
use detente::trend::{Calibration, Coverage, Direction};

#[path = "common/rows.rs"]
mod rows;

/// The events of a small feed and of a large one.
const SIZES: [u64; 2] = [100_000, 1_000_000];

fn building(c: &mut Criterion) {
    let mut group = c.benchmark_group("ledger");
    group.sample_size(10);
    for size in SIZES {
        let (events, _) = rows::events(size);
        let gathered = rows::builder(&events);
        let ledger = rows::ledger(&events);
        let marks: u64 = ledger.dyads().map(|pair| pair.undirected().marks()).sum();
        assert_eq!(marks, size);
        group.bench_with_input(BenchmarkId::new("gather", size), &events, |b, events| {
            b.iter(|| rows::builder(black_box(events)));
        });
        group.bench_with_input(BenchmarkId::new("build", size), &gathered, |b, gathered| {
            let again = || gathered.clone();
            b.iter_batched(again, LedgerBuilder::build, BatchSize::LargeInput);
        });
        let half = rows::ledger(&events[..events.len() / 2]);
        let rest = rows::ledger(&events[events.len() / 2..]);
        let merged = |mut half: Ledger| {
            half.merge(&rest).unwrap();
            half
        };
        assert_eq!(merged(half.clone()), ledger);
        group.bench_with_input(BenchmarkId::new("merge_halves", size), &half, |b, half| {
            b.iter_batched(|| half.clone(), merged, BatchSize::LargeInput);
        });
    }
    group.finish();
}

fn all_pairs(c: &mut Criterion) {
    let mut group = c.benchmark_group("all_pairs");
    group.sample_size(10);
    let dates = rows::dates();
    let coverage = Coverage::since(rows::first_day());
    let calibration = Calibration::default();
    for size in SIZES {
        let ledger = rows::ledger(&rows::events(size).0);
        let panel = ledger.panel(dates.iter().copied(), &calibration);
        assert!(panel.sums.iter().any(|sums| sums.engagement > 1.0));
        group.bench_with_input(BenchmarkId::new("sums", size), &ledger, |b, ledger| {
            b.iter(|| ledger.panel(dates.iter().copied(), &calibration));
        });
        let count = || {
            let trends = ledger.trends(dates.iter().copied(), &calibration, &coverage);
            let directions = trends.map(|row| row.trend.direction);
            directions
                .filter(|&direction| direction != Direction::Insufficient)
                .count()
        };
        assert!(count() > 100);
        group.bench_function(BenchmarkId::new("trends", size), |b| b.iter(count));
        let movers = || {
            let movers = ledger.movers(dates[23], &calibration, &coverage);
            movers
                .take(10)
                .map(|mover| mover.contributions().len())
                .sum::<usize>()
        };
        assert!(movers() > 10);
        group.bench_function(BenchmarkId::new("ten_movers", size), |b| b.iter(movers));
        let months: Vec<_> = (0..=240)
            .map(|month| rows::first_day() + Months::new(month))
            .collect();
        let series = ledger.series(&months).unwrap();
        let tests = || MannKendall::of_table(&series.scores, series.periods).unwrap();
        assert!(tests().iter().any(|test| test.z() > 2.0));
        group.bench_function(BenchmarkId::new("mann_kendall", size), |b| b.iter(tests));
    }
    group.finish();
}

/// A month of the pair with most marks, and of a pair with few.
fn window(c: &mut Criterion) {
    let ledger = rows::ledger(&rows::events(1_000_000).0);
    let from = rows::first_day() + Days::new(3_000);
    let month = DaySpan::new(from, from + Days::new(30)).unwrap();
    let key = |actor| ledger.key(&rows::name(actor)).unwrap();
    for (name, a, b) in [("busy", key(0), key(1)), ("quiet", key(150), key(90))] {
        let found = ledger.dyad(a, b).unwrap().window(month).count();
        assert_eq!(found > 0, name == "busy", "{name}: {found}");
        c.bench_function(&format!("window_of_a_{name}_pair"), |bench| {
            bench.iter(|| {
                black_box(&ledger)
                    .dyad(black_box(a), b)
                    .unwrap()
                    .window(month)
                    .count()
            });
        });
    }
}

criterion_group!(benches, building, all_pairs, window);
criterion_main!(benches);
