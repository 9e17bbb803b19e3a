//! How long pictures take, and how large they are.
//!
//! The time of a timeline grows with the labels that are tried, 400 at most, and with the events;
//! that of a chart with its days. 500 events are more than a reader can take in; 365 days with an
//! event on each are a year of a busy pair.

use std::hint::black_box;

use chrono::{Days, NaiveDate};
use criterion::{Criterion, criterion_group, criterion_main};
use detente::Timeline;
use detente::actor::Actor;
use detente::event::Event;
use detente::plot::{RelationChart, Style, TimelineChart};

fn record(events: u64, days: u64) -> Timeline {
    let mut builder = Timeline::builder();
    builder.actor(Actor::state("USA").named("United States"));
    builder.actor(Actor::state("RUS").named("Russia"));
    builder.actor(Actor::state("CHN").named("China"));
    let first = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date");
    for n in 0..events {
        let at = first + Days::new(n * 7_919 % days);
        let id = format!("event-{n}");
        let event = match n % 3 {
            0 => Event::meeting(&id, at).between("USA", "RUS"),
            1 => Event::call(&id, at).between("USA", "RUS"),
            _ => Event::call(&id, at).between("CHN", "RUS"),
        };
        builder.event(event.title(format!("The meeting or call of day {}", n * 7_919 % days)));
    }
    builder.build().expect("meetings and calls")
}

fn plot(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("plot");
    group.sample_size(20);
    for width in [900, 360] {
        let style = Style::new(width);
        for events in [60, 500] {
            let timeline = record(events, 365);
            let chart = TimelineChart::new(&timeline.view());
            let picture = chart.draw(&style);
            let counts = picture.counts();
            let all = u64::try_from(counts.labelled + counts.unlabelled).expect("few");
            assert_eq!(all, events, "every event is drawn");
            println!(
                "timeline of {events} events at {width}: {} bytes",
                picture.as_str().len()
            );
            group.bench_function(
                format!("timeline of {events} events at {width}"),
                |bencher| {
                    bencher.iter(|| black_box(&chart).draw(&style));
                },
            );
        }
        let timeline = record(365, 365);
        let relations = timeline.relations("USA", "RUS").expect("a pair");
        let at = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date");
        let chart = RelationChart::new(&relations, at);
        let picture = chart.draw(&style);
        assert!(
            picture.counts().labelled > 0,
            "the largest contributions are labelled"
        );
        println!(
            "chart of 365 days at {width}: {} bytes",
            picture.as_str().len()
        );
        group.bench_function(format!("chart of 365 days at {width}"), |bencher| {
            bencher.iter(|| black_box(&chart).draw(&style));
        });
    }
    group.finish();
}

criterion_group!(benches, plot);
criterion_main!(benches);
