//! The time to solve a constraint network, for all constraints together and for one more.
//!
//! All together, it grows with the constraints, times the logarithm of the variables. One more
//! constraint takes as long as the bounds that it changes: almost none among dated events, and all
//! if every event depends on one date. A timeline also resolves names, and for a query as of a day
//! selects the known constraints.

use std::hint::black_box;

use chrono::{Days, NaiveDate, TimeDelta};
use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use detente::event::{Event, Report, Source};
use detente::time::network::{self, Network, Variable};
use detente::timeline::{Constraint, EventRef};
use detente::{Timeline, TimelineBuilder, When};

/// The events of a summit, of a year of a ministry, and of a decade.
const SIZES: [usize; 3] = [100, 1_000, 10_000];
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

type Labelled = network::DifferenceConstraint<usize>;

/// The same numbers every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

struct Events {
    network: Network<usize>,
    starts: Vec<Variable>,
    ends: Vec<Variable>,
    /// The true start of each event, which lasts two hours.
    at: Vec<i64>,
}

/// Events without constraints, about three on each day, in order.
fn events(size: usize) -> Events {
    let mut network = Network::new();
    let (starts, ends) = (0..size)
        .map(|_| (network.add_variable(), network.add_variable()))
        .unzip();
    let at = (0..8 * i64::try_from(size).unwrap())
        .step_by(8)
        .map(|hours| hours * HOUR)
        .collect();
    Events {
        network,
        starts,
        ends,
        at,
    }
}

/// The constraints: the duration of each event, the week of a third of them, and three relations for
/// each event, such as before, the day before, and during.
fn constraints(events: &Events) -> Vec<Labelled> {
    let size = events.at.len();
    let mut numbers = Numbers(1);
    let mut all = Vec::with_capacity(6 * size);
    let mut add = |from, to, max| {
        let reason = all.len();
        all.push(network::DifferenceConstraint {
            from,
            to,
            max,
            reason,
        });
    };
    for k in 0..size {
        let (start, end) = (events.starts[k], events.ends[k]);
        add(end, start, -HOUR);
        add(start, end, 3 * HOUR);
        if k % 3 == 0 {
            add(Variable::ORIGIN, start, events.at[k] + 4 * DAY);
            add(start, Variable::ORIGIN, 3 * DAY - events.at[k]);
        }
        for _ in 0..2 {
            let later = (k + 1 + numbers.below(30)).min(size - 1);
            if k < later {
                add(events.starts[later], end, 0);
            }
        }
        let next = (k + 1).min(size - 1);
        add(start, events.starts[next], 2 * DAY);
    }
    // Constraints are not added in order.
    for k in (1..all.len()).rev() {
        all.swap(k, numbers.below(k + 1));
    }
    all
}

fn all_at_once(c: &mut Criterion) {
    let mut group = c.benchmark_group("all_at_once");
    group.sample_size(20);
    for size in SIZES {
        let events = events(size);
        let all = constraints(&events);
        assert!(all.len() > 3 * size + size / 2, "{} constraints", all.len());
        let mut network = events.network.clone();
        network.add_all(all.iter().copied()).unwrap();
        // Every event has bounds, and they contain the true start.
        for (&start, &at) in events.starts.iter().zip(&events.at) {
            let (earliest, latest) = (
                network.earliest(start).unwrap(),
                network.latest(start).unwrap(),
            );
            assert!(earliest <= at && at <= latest && latest - earliest <= 14 * DAY);
        }
        group.bench_with_input(BenchmarkId::from_parameter(size), &all, |b, all| {
            b.iter_batched(
                || events.network.clone(),
                |mut network| {
                    network
                        .add_all(black_box(all).iter().copied())
                        .map(|()| network)
                },
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

/// A copy with capacity for one more constraint, so that it does not reallocate.
fn with_room(network: &Network<usize>) -> Network<usize> {
    let mut network = network.clone();
    network
        .add(Variable::ORIGIN, Variable::ORIGIN, 0, usize::MAX)
        .unwrap();
    network
}

fn one_more(c: &mut Criterion) {
    let mut group = c.benchmark_group("one_more");
    group.sample_size(20);
    for size in SIZES {
        let events = events(size);
        let mut network = events.network.clone();
        network.add_all(constraints(&events)).unwrap();
        // A date for an undated event tightens the events around it.
        let k = size / 2 / 3 * 3 + 1;
        let (variable, at) = (events.starts[k], events.at[k]);
        let one_more = move |network: &mut Network<usize>| {
            network.add_bounds(variable, Some(at), Some(at), usize::MAX)
        };
        let mut tighter = network.clone();
        one_more(&mut tighter).unwrap();
        let moved = |v: &&Variable| tighter.earliest(**v) != network.earliest(**v);
        assert!(events.starts.iter().filter(moved).count() >= 2);
        group.bench_with_input(
            BenchmarkId::new("among_dates", size),
            &network,
            |b, network| {
                b.iter_batched_ref(|| with_room(network), one_more, BatchSize::LargeInput);
            },
        );

        // All events depend on the date of the first one.
        let mut chain = events.network.clone();
        chain
            .add_all((1..size).flat_map(|k| {
                let (before, after) = (events.starts[k - 1], events.starts[k]);
                [
                    network::DifferenceConstraint {
                        from: after,
                        to: before,
                        max: -DAY,
                        reason: k,
                    },
                    network::DifferenceConstraint {
                        from: before,
                        to: after,
                        max: 2 * DAY,
                        reason: k,
                    },
                    network::DifferenceConstraint {
                        from: events.ends[k],
                        to: after,
                        max: -HOUR,
                        reason: k,
                    },
                    network::DifferenceConstraint {
                        from: after,
                        to: events.ends[k],
                        max: 3 * HOUR,
                        reason: k,
                    },
                ]
            }))
            .unwrap();
        let first = events.starts[0];
        let date = move |network: &mut Network<usize>| {
            network.add_bounds(first, Some(0), Some(0), usize::MAX)
        };
        let mut dated = chain.clone();
        date(&mut dated).unwrap();
        let days = i64::try_from(size).unwrap() - 1;
        assert_eq!(dated.earliest(events.starts[size - 1]), Some(days * DAY));
        group.bench_with_input(BenchmarkId::new("all_moves", size), &chain, |b, chain| {
            b.iter_batched_ref(|| with_room(chain), date, BatchSize::LargeInput);
        });
    }
    group.finish();
}

fn questions(c: &mut Criterion) {
    let mut group = c.benchmark_group("questions");
    group.sample_size(20);
    for size in SIZES {
        let events = events(size);
        let mut network = events.network.clone();
        network.add_all(constraints(&events)).unwrap();
        // Each event is before a later one because of a chain of constraints.
        let (first, second) = (events.ends[size / 2], events.starts[size / 2 + 40]);
        assert!(
            network
                .max_difference(second, first)
                .is_some_and(|most| most <= 0)
        );
        assert!(
            network
                .explain(second, first)
                .is_some_and(|chain| chain.len() > 1)
        );
        group.bench_with_input(
            BenchmarkId::new("max_difference", size),
            &network,
            |b, network| {
                b.iter(|| black_box(network).max_difference(black_box(second), black_box(first)));
            },
        );
        group.bench_with_input(BenchmarkId::new("explain", size), &network, |b, network| {
            b.iter(|| black_box(network).explain(black_box(second), black_box(first)));
        });
    }
    group.finish();
}

/// The same as a timeline: a third of the events has a week, the others have no date, and each has
/// three constraints, asserted over ten years.
fn record(size: usize) -> TimelineBuilder {
    let mut numbers = Numbers(1);
    let mut builder = Timeline::builder();
    let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();
    let day = |k: usize| first + Days::new(u64::try_from(k / 3).unwrap());
    let id = |k: usize| format!("e{k:05}");
    builder.source(Source::new("archive").named("An archive"));
    for k in 0..size {
        let date = if k % 3 == 0 {
            let (early, late) = (
                day(k).max(first + Days::new(3)) - Days::new(3),
                day(k) + Days::new(3),
            );
            When::parse(&format!("[{early}..{late}]")).unwrap()
        } else {
            When::undated()
        };
        let report = Report::by(["archive"]).asserted(When::from(first + Days::new(3_650)));
        builder.event(Event::call(id(k), date).report(report));
    }
    for k in 0..size - 1 {
        let next = Constraint::before_by(id(k), ..=TimeDelta::days(2), id(k + 1));
        let mut told = vec![next];
        for _ in 0..2 {
            let later = (k + 1 + numbers.below(30)).min(size - 1);
            told.push(Constraint::before(id(k), id(later)));
        }
        for constraint in told {
            let year = u64::try_from(3_650 + 365 * (k % 10)).unwrap();
            builder.constraint(
                constraint
                    .by(["archive"])
                    .asserted(When::from(first + Days::new(year))),
            );
        }
    }
    builder
}

/// Why one event of a view is before another.
fn why(view: &detente::View<'_>, one: &str, other: &str) -> Option<detente::timeline::Explanation> {
    let event = |id| view.event(id).unwrap();
    event(one).why_before(event(other))
}

fn in_a_timeline(c: &mut Criterion) {
    let mut group = c.benchmark_group("in_a_timeline");
    group.sample_size(10);
    for size in SIZES {
        let builder = record(size);
        let timeline = builder.clone().build().unwrap();
        assert!(timeline.constraints().len() > 2 * size);
        let ids = [size / 2, size / 2 + 40].map(|k| format!("e{k:05}"));
        let [one, other] = ids.each_ref().map(String::as_str);
        let all = timeline.view();
        assert!(all.order(one, other).unwrap().before.is_certain());
        assert!(why(&all, one, other).is_some());
        let undated = format!("e{:05}", size / 2 / 3 * 3 + 1);
        assert!(
            timeline
                .event(&undated)
                .unwrap()
                .bounds()
                .end_latest()
                .is_some()
        );
        group.bench_with_input(BenchmarkId::new("build", size), &builder, |b, builder| {
            b.iter_batched(
                || builder.clone(),
                Timeline::try_from,
                BatchSize::LargeInput,
            );
        });
        group.bench_with_input(BenchmarkId::new("gap", size), &timeline, |b, timeline| {
            b.iter(|| black_box(timeline).gap(black_box(one), black_box(other)));
        });
        group.bench_with_input(BenchmarkId::new("order", size), &all, |b, all| {
            b.iter(|| black_box(all).order(black_box(one), black_box(other)));
        });
        group.bench_with_input(BenchmarkId::new("why", size), &all, |b, all| {
            b.iter(|| why(black_box(all), black_box(one), black_box(other)));
        });
        group.bench_with_input(BenchmarkId::new("standing", size), &all, |b, all| {
            b.iter(|| black_box(all).position(black_box(&undated)));
        });
        // Half of the constraints were known by then. A copy has no cached answers.
        let then = NaiveDate::from_ymd_opt(2014, 6, 1).unwrap();
        let known = timeline.as_of(then);
        let is_tight = |event: &EventRef<'_>| {
            event.when().is_undated() && event.bounds().end_latest().is_some()
        };
        let tight = [
            known.events().filter(is_tight).count(),
            all.events().filter(is_tight).count(),
        ];
        assert!(size / 10 < tight[0] && tight[0] < tight[1], "{tight:?}");
        group.bench_with_input(
            BenchmarkId::new("first_as_of", size),
            &timeline,
            |b, timeline| {
                b.iter_batched(
                    || timeline.clone(),
                    |timeline| timeline.as_of(then).event(one).unwrap().bounds(),
                    BatchSize::LargeInput,
                );
            },
        );
    }
    group.finish();
}

criterion_group!(benches, all_at_once, one_more, questions, in_a_timeline);
criterion_main!(benches);
