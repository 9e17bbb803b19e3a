//! How the time of queries grows on hard timelines: long lines of succession, long chains of
//! constraints, and patterns without matches.
//!
//! | query | time for a record of twice the size |
//! | :-- | :-- |
//! | contact graph, who met both, through lines of succession | twice as long |
//! | position of an event among others of one month | twice as long |
//! | ranks on a stated chain of events without dates | slightly more than four times as long: two searches of the chain for each event |
//! | a pattern without matches, with one more step | one step longer |
//!
//! At these sizes, quadratic growth would take seconds.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use detente::actor::{Actor, MAX_PREDECESSORS};
use detente::code::Code;
use detente::event::{Event, Kind, Link};
use detente::sequence::{Distance, Pattern, Step};
use detente::timeline::Constraint;
use detente::{Timeline, TimelineBuilder, When};

fn when(text: &str) -> When {
    When::parse(text).expect("a date")
}

/// States in lines of succession of the maximum length. The first state of each met two others.
fn lines(states: usize) -> Timeline {
    let mut builder = Timeline::builder();
    let id = |at: usize| format!("s{at:05}");
    for other in ["A", "B"] {
        builder.actor(Actor::state(other));
    }
    for at in 0..states {
        let state = Actor::state(id(at)).named("State");
        let state = if at % (MAX_PREDECESSORS + 1) == 0 {
            for (other, day) in [("A", "1950-01-01"), ("B", "1950-01-03")] {
                let call = Event::call(format!("{other}-{at:05}"), when(day));
                builder.event(call.party(id(at)).party(other));
            }
            state
        } else {
            state.succeeds(id(at - 1), when("1991-12-26"))
        };
        builder.actor(state);
    }
    builder.build().expect("a timeline without faults")
}

fn successions(c: &mut Criterion) {
    let mut group = c.benchmark_group("lines of succession");
    group.sample_size(10);
    for states in [2_000, 4_000, 8_000] {
        let timeline = lines(states);
        let view = timeline.view().with_predecessors();
        // Each state has the calls of the first state of its line.
        let graph = view.contact_graph(|_| true, |tie| tie.count(None).min());
        assert_eq!(graph.edge_count(), 2 * states);
        let both = view
            .met_both("A", "B", Distance::days(7))
            .expect("two states");
        assert_eq!(both.len(), states);
        group.bench_function(BenchmarkId::new("contact graph", states), |b| {
            b.iter(|| black_box(&view).contact_graph(|_| true, |tie| tie.count(None).min()));
        });
        group.bench_function(BenchmarkId::new("who met both", states), |b| {
            b.iter(|| black_box(&view).met_both("A", "B", Distance::days(7)));
        });
    }
    group.finish();
}

fn calls(number: usize, date: impl Fn(usize) -> When) -> TimelineBuilder {
    let mut builder = Timeline::builder();
    for at in 0..number {
        builder.event(Event::call(format!("e{at:05}"), date(at)));
    }
    builder
}

fn orders(c: &mut Criterion) {
    let mut group = c.benchmark_group("order");
    group.sample_size(10);
    for size in [500, 1_000, 2_000] {
        let mut builder = calls(size, |_| When::undated());
        for at in 1..size {
            let (one, next) = (format!("e{:05}", at - 1), format!("e{at:05}"));
            builder.constraint(Constraint::before(one, next));
        }
        let timeline = builder.build().expect("a chain");
        let view = timeline.view();
        let sequence = view.sequence();
        assert!(
            (1..)
                .zip(sequence.ranks())
                .all(|(rank, (_, found))| found.is_certain(rank))
        );
        group.bench_function(BenchmarkId::new("ranks on a stated chain", size), |b| {
            b.iter(|| black_box(&sequence).ranks().last());
        });
    }
    for size in [2_000, 4_000, 8_000] {
        let mut builder = calls(size, |_| when("2025-01"));
        builder.event(Event::call("later", when("2025-03")));
        let timeline = builder.build().expect("a timeline without faults");
        let view = timeline.view();
        let position = view.position("later").expect("an event");
        assert_eq!(position.just_before.len(), size);
        group.bench_function(BenchmarkId::new("standing", size), |b| {
            b.iter(|| black_box(&view).position("later"));
        });
    }
    group.finish();
}

/// Sixty calls, one a day, and a statement about the first of them.
fn sixty() -> Timeline {
    let mut builder = calls(60, |day| {
        let first = chrono::NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date");
        When::from(first + chrono::Days::new(day as u64))
    });
    builder.actor(Actor::state("A"));
    let first = chrono::NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date");
    for day in 0..60 {
        let strike = Code::parse("ASSAULT").expect("a code");
        let day = When::from(first + chrono::Days::new(day));
        builder.event(Event::act(format!("strike-{day}"), day, strike));
    }
    let said = Event::statement("said", when("2025-06-01")).by("A");
    builder.event(said.link(Link::About, "e00000"));
    builder.build().expect("a timeline without faults")
}

fn patterns(c: &mut Criterion) {
    let timeline = sixty();
    let strikes = timeline.view().of_kind([Kind::Act]);
    let (calls, statements, meetings) = (
        timeline.view().calls(),
        timeline.view().statements(),
        timeline.view().meetings(),
    );
    let chain = |steps: usize| {
        let names = (0..steps).map(|step| step.to_string());
        let step = |step: usize| {
            let call = Step::new(step.to_string(), &calls);
            match step.checked_sub(1) {
                None => call,
                Some(before) => call.after(before.to_string()),
            }
        };
        names
            .enumerate()
            .map(|(at, _)| step(at))
            .collect::<Vec<_>>()
    };
    let mut group = c.benchmark_group("patterns without matches");
    for steps in [2, 4, 6, 8] {
        let last = (steps - 1).to_string();
        // No event for the last step; no event that fits it; all within two days; an excluded event
        // in between.
        let nothing = Step::new("end", &meetings).after(&*last);
        let unfit = Step::new("end", &statements).after(&*last).about(&*last);
        let crowded = Step::new("end", &calls)
            .after(&*last)
            .within("0", Distance::days(1));
        let broken = Step::new("end", &calls)
            .after(&*last)
            .without("0", &strikes);
        for (what, end) in [
            ("none", nothing),
            ("unfit", unfit),
            ("crowded", crowded),
            ("broken", broken),
        ] {
            let steps_of = chain(steps).into_iter().chain([end]);
            let pattern = Pattern::new(steps_of).expect("a pattern");
            assert_eq!(pattern.matches().count(), 0, "{what}");
            group.bench_function(BenchmarkId::new(what, steps), |b| {
                b.iter(|| black_box(&pattern).matches().count());
            });
        }
        let pattern = Pattern::new(chain(steps)).expect("a pattern");
        assert_eq!(pattern.matches().take(10).count(), 10, "expected no match");
    }
    group.finish();
}

criterion_group!(benches, successions, orders, patterns);
criterion_main!(benches);
