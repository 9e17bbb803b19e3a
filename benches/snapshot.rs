//! The time and memory of a snapshot of all pairs, and the time to write and read a ledger.
//!
//! Adding a mark takes the same time for the first of a pair and the millionth. Merging and reading
//! grow with the pairs: 20,000, as of 200 states, with a million marks, as in a week of a feed.

use std::hint::black_box;

use chrono::{Days, NaiveDate};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use detente::ledger::{DaySpan, DyadKey, Ledger, Mark};
use detente::trend::{Calibration, Coverage, Snapshot, SnapshotSpec};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const PAIRS: usize = 20_000;
const MARKS: usize = 1_000_000;

/// Days over which the marks are scattered, up to the date: three years.
const DAYS: u32 = 1_096;

fn spec() -> SnapshotSpec {
    let date = NaiveDate::from_ymd_opt(2025, 7, 11).unwrap();
    let covered = date - Days::new(DAYS.into());
    SnapshotSpec::new(date, &Calibration::default()).with_coverage(Coverage::since(covered))
}

/// The same numbers on every run.
fn random() -> impl FnMut(u32) -> u32 {
    let mut state = 1_u64;
    move |below| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(below)).unwrap()
    }
}

/// Marks without order, each of a pair. One in ten has an uncertain date.
fn marks() -> Vec<(usize, Mark)> {
    let mut random = random();
    let date = spec().date();
    (0..MARKS)
        .map(|i| {
            // Each pair has at least one.
            let pair = if i < PAIRS {
                i
            } else {
                random(20_000) as usize
            };
            let from = date - Days::new((1 + random(DAYS)).into());
            let length = if random(10) == 0 { 2 + random(30) } else { 1 };
            let span = DaySpan::new(from, from + Days::new(length.into())).unwrap();
            let weight = if random(3) == 0 { 0.25 } else { 1.0 };
            let valence = f64::from(random(21)) / 10.0 - 1.0;
            (pair, Mark::new(span, weight, valence).unwrap())
        })
        .collect()
}

/// 20,000 pairs of 201 actors.
fn pairs() -> impl Iterator<Item = (String, String)> {
    let actor = |number: usize| format!("A{number:03}");
    (0..201)
        .flat_map(move |a| (0..a).map(move |b| (actor(b), actor(a))))
        .take(PAIRS)
}

fn keys(snapshot: &mut Snapshot) -> Vec<DyadKey> {
    let mut key = |name: &str| snapshot.intern(name).unwrap();
    pairs()
        .map(|(a, b)| DyadKey::symmetric(key(&a), key(&b)))
        .collect()
}

fn add(snapshot: &mut Snapshot, keys: &[DyadKey], marks: &[(usize, Mark)]) {
    for (pair, mark) in marks {
        snapshot.add(keys[*pair], mark).unwrap();
    }
}

fn snapshots(c: &mut Criterion) {
    let marks = marks();
    let before = MEMORY.current_usage();
    let mut snapshot = Snapshot::new(spec());
    let keys = keys(&mut snapshot);
    let keys_size = size_of_val(keys.as_slice());
    add(&mut snapshot, &keys, &marks);
    let used = (MEMORY.current_usage() - before - keys_size) / PAIRS;
    println!("memory: {used} bytes a pair, tables, names and maps included");
    assert!(used <= 1536, "{used}");
    let held: u64 = snapshot.dyads().map(|pair| pair.marks()).sum();
    assert_eq!((snapshot.len(), held), (PAIRS, MARKS as u64));

    let mut group = c.benchmark_group("snapshot");
    group.sample_size(10);
    group.bench_function("record_1000000_marks", |b| {
        let mut empty = Snapshot::new(spec());
        let keys = self::keys(&mut empty);
        b.iter_batched(
            || empty.clone(),
            |mut snapshot| {
                add(&mut snapshot, &keys, black_box(&marks));
                snapshot
            },
            BatchSize::LargeInput,
        );
    });
    let mut twice = snapshot.clone();
    twice.merge(&snapshot).unwrap();
    let held: u64 = twice.dyads().map(|pair| pair.marks()).sum();
    assert_eq!(held, 2 * MARKS as u64);
    group.bench_function("merge_20000_pairs", |b| {
        b.iter_batched(
            || snapshot.clone(),
            |mut merged| {
                merged.merge(black_box(&snapshot)).unwrap();
                merged
            },
            BatchSize::LargeInput,
        );
    });
    // The benchmark must find answers.
    let rising = |snapshot: &Snapshot| -> f64 {
        let trends = snapshot.dyads().map(|pair| pair.trend());
        trends.filter_map(|trend| trend.p_rising()).sum()
    };
    let mean = rising(&snapshot) / 20_000.0;
    assert!((0.4..0.6).contains(&mean), "{mean}");
    group.bench_function("trends_of_20000_pairs", |b| {
        b.iter(|| rising(black_box(&snapshot)));
    });
    group.finish();
}

/// A ledger of a million spans, written and read.
fn written(c: &mut Criterion) {
    let names: Vec<_> = pairs().collect();
    let mut ledger = Ledger::new();
    for (pair, mark) in marks() {
        let (a, b) = &names[pair];
        ledger.add(DyadKey::directed(a, b), &mark).unwrap();
    }
    let spans: usize = ledger
        .dyads()
        .map(|pair| pair.forward.spans().count())
        .sum();
    assert!(spans > 950_000, "{spans}");
    let mut group = c.benchmark_group("ledger");
    group.sample_size(10);

    let json = serde_json::to_vec(&ledger).unwrap();
    println!("JSON: {} bytes a span of {spans}", json.len() / spans);
    assert_eq!(serde_json::from_slice::<Ledger>(&json).unwrap(), ledger);
    group.bench_function("to_json", |b| {
        b.iter(|| serde_json::to_vec(black_box(&ledger)).unwrap());
    });
    group.bench_function("from_json", |b| {
        b.iter(|| serde_json::from_slice::<Ledger>(black_box(&json)).unwrap());
    });

    #[cfg(feature = "postcard")]
    {
        let bytes = ledger.to_bytes();
        println!("bytes: {} a span of {spans}", bytes.len() / spans);
        assert_eq!(Ledger::from_bytes(&bytes).unwrap(), ledger);
        group.bench_function("to_bytes", |b| b.iter(|| black_box(&ledger).to_bytes()));
        group.bench_function("from_bytes", |b| {
            b.iter(|| Ledger::from_bytes(black_box(&bytes)).unwrap());
        });
        let plain = postcard::to_allocvec(&ledger).unwrap();
        println!(
            "by serde through postcard: {} bytes a span",
            plain.len() / spans
        );
        let snapshot = Snapshot::of(&ledger, spec()).unwrap();
        let bytes = snapshot.to_bytes();
        println!("snapshot: {} bytes a pair", bytes.len() / PAIRS);
        assert_eq!(Snapshot::from_bytes(&bytes).unwrap(), snapshot);
    }
    group.finish();
}

criterion_group!(benches, snapshots, written);
criterion_main!(benches);
