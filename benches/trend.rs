//! The time to record the marks of a pair, to prepare a trajectory, and of its queries.
//!
//! Recording and preparing grow with the marks. A query does not, if the marks go back further than
//! the blocks: 10^5 marks in twenty years, as of the pairs with most events in a feed, and 10^4 in
//! ten.

use std::hint::black_box;

use chrono::{Days, NaiveDate};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use detente::ledger::{DaySpan, DyadLedger, Mark};
use detente::trend::{Calibration, Trajectory};

/// The number of marks, and of days with marks.
const SIZES: [(u32, u32); 4] = [
    (100, 365),
    (1_000, 1_826),
    (10_000, 3_652),
    (100_000, 7_305),
];

fn start() -> NaiveDate {
    NaiveDate::from_ymd_opt(2005, 1, 1).unwrap_or_default()
}

/// Marks without order, the same on every run. One in ten has an uncertain date.
fn marks(count: u32, days: u32) -> Vec<Mark> {
    let mut state = 1_u64;
    let mut random = |below: u32| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(below)).unwrap_or_default()
    };
    (0..count)
        .map(|_| {
            let from = start() + Days::new(random(days).into());
            let length = if random(10) == 0 { 2 + random(30) } else { 1 };
            let span = DaySpan::new(from, from + Days::new(length.into())).unwrap();
            Mark::new(span, 1.0, f64::from(random(21)) / 10.0 - 1.0).unwrap()
        })
        .collect()
}

fn pair(c: &mut Criterion) {
    let calibration = Calibration::default();
    for (count, days) in SIZES {
        let marks = marks(count, days);
        let ledger = DyadLedger::from_marks(&marks).unwrap();
        assert_eq!(ledger.marks(), u64::from(count));
        let trajectory = Trajectory::new(&ledger, &calibration);
        let at = start() + Days::new(u64::from(days) * 3 / 4);
        let noon = at.and_hms_opt(12, 0, 0).unwrap().and_utc();
        // The benchmark must find answers.
        let trend = trajectory.trend(at);
        assert!(trend.change.is_some() && trend.level.is_some_and(|level| level.sums.marks > 50));
        assert!(
            trajectory
                .peak(at)
                .is_some_and(|peak| peak.highest.value > 0.0)
        );

        let mut group = c.benchmark_group("pair");
        let id = |what| BenchmarkId::new(what, count);
        group.bench_with_input(id("record"), &marks, |b, marks| {
            b.iter(|| DyadLedger::from_marks(black_box(marks)));
        });
        group.bench_with_input(id("make_ready"), &ledger, |b, ledger| {
            b.iter(|| Trajectory::new(black_box(ledger), &calibration));
        });
        group.bench_with_input(id("level"), &trajectory, |b, trajectory| {
            b.iter(|| trajectory.level(black_box(at)));
        });
        group.bench_with_input(id("trend"), &trajectory, |b, trajectory| {
            b.iter(|| trajectory.trend(black_box(at)));
        });
        group.bench_with_input(id("trend_at_noon"), &trajectory, |b, trajectory| {
            b.iter(|| trajectory.trend(black_box(noon)));
        });
        group.bench_with_input(id("ongoing"), &trajectory, |b, trajectory| {
            b.iter(|| trajectory.ongoing(black_box(at)));
        });
        group.bench_with_input(id("peak"), &trajectory, |b, trajectory| {
            b.iter(|| trajectory.peak(black_box(at)));
        });
        group.finish();
    }
}

/// A worst case: each mark on its own day, without order.
fn scattered_days(c: &mut Criterion) {
    const DAYS: u32 = 100_000;
    let first = NaiveDate::from_ymd_opt(1750, 1, 1).unwrap();
    let marks: Vec<_> = (0..DAYS)
        .map(|i| {
            let day = u64::from(i) * 61_803 % u64::from(DAYS);
            Mark::new(DaySpan::day(first + Days::new(day)).unwrap(), 1.0, 0.5).unwrap()
        })
        .collect();
    let ledger = DyadLedger::from_marks(&marks).unwrap();
    assert_eq!(ledger.spans().count(), 100_000);
    c.bench_function("record_100000_days_in_no_order", |b| {
        b.iter(|| DyadLedger::from_marks(black_box(&marks)));
    });
    let trajectory = Trajectory::new(&ledger, &Calibration::default());
    let at = first + Days::new(99_000);
    assert!(trajectory.trend(at).change.is_some());
    c.bench_function("trend_of_100000_days", |b| {
        b.iter(|| trajectory.trend(black_box(at)));
    });
}

/// A worst case: one meeting whose date may be any of 200,000 years. A walk is bounded.
fn ongoing_of_a_vague_date(c: &mut Criterion) {
    let years = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    let ever = DaySpan::new(years(-100_000), years(100_001)).unwrap();
    let ledger = DyadLedger::from_marks([&Mark::new(ever, 1.0, 0.5).unwrap()]).unwrap();
    let trajectory = Trajectory::new(&ledger, &Calibration::default());
    assert!(
        trajectory
            .level(years(2025))
            .is_some_and(|level| level.sums.weight > 0.0)
    );
    c.bench_function("ongoing_of_a_vague_date", |b| {
        b.iter(|| trajectory.ongoing(black_box(years(2025))));
    });
}

criterion_group!(benches, pair, scattered_days, ongoing_of_a_vague_date);
criterion_main!(benches);
