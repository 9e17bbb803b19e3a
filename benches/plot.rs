//! How long pictures take, and how large they are.
//!
//! Ten thousand events are a record of thirty years that nobody reads as one picture, but a caller may
//! pass it: each chart, and its data, has to take less than [`LONGEST`].
//!
//! The time of a timeline grows with the labels that are tried, 400 at most, and with the events;
//! that of a chart with its days. 500 events are more than a reader can take in; 365 days with an
//! event on each are a year of a busy pair.

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use criterion::{Criterion, criterion_group, criterion_main};
use detente::Timeline;
use detente::actor::Actor;
use detente::event::Event;
use detente::plot::{
    CalendarChart, MultiplesChart, NetworkChart, Picture, RelationChart, Style, TimelineChart,
};

/// The longest time that a chart of ten thousand events may take.
const LONGEST: Duration = Duration::from_secs(2);

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

/// Every chart of ten thousand events: draws it once, with its data, and checks the time.
fn ten_thousand(_: &mut Criterion) {
    let timeline = record(10_000, 11_000);
    let view = timeline.view();
    let pairs = [("USA", "RUS"), ("CHN", "RUS")];
    let pairs = pairs.map(|(a, b)| timeline.relations(a, b).expect("a pair"));
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).expect("a date");
    let at = day(2056);
    let (timeline, relation) = (TimelineChart::new(&view), RelationChart::new(&pairs[0], at));
    let calendar = pairs.iter().fold(
        CalendarChart::new(day(2030), day(2035)),
        CalendarChart::pair,
    );
    let network = pairs.iter().fold(NetworkChart::new(at), NetworkChart::pair);
    let multiples = pairs
        .iter()
        .fold(MultiplesChart::new(at), MultiplesChart::pair);
    for width in [900, 360] {
        let style = Style::new(width);
        let timed = |name: &str, draw: &dyn Fn() -> (Picture, usize)| {
            let started = Instant::now();
            let (picture, rows) = draw();
            let taken = started.elapsed();
            assert!(
                rows > 0 && taken < LONGEST,
                "{name} at {width}: {rows} rows, {taken:?}"
            );
            let bytes = picture.as_str().len();
            println!("10,000 events, {name} at {width}: {taken:.1?}, {bytes} bytes, {rows} rows");
        };
        timed("timeline", &|| {
            (timeline.draw(&style), timeline.data(&style).rows().len())
        });
        timed("relation", &|| {
            (relation.draw(&style), relation.data(&style).rows().len())
        });
        timed("calendar", &|| {
            (calendar.draw(&style), calendar.data(&style).rows().len())
        });
        timed("network", &|| {
            (network.draw(&style), network.data(&style).rows().len())
        });
        timed("multiples", &|| {
            (multiples.draw(&style), multiples.data(&style).rows().len())
        });
    }
}

criterion_group!(benches, plot, ten_thousand);
criterion_main!(benches);
