//! How long a page takes, and how large it is.
//!
//! A page grows with its events and their reports; its charts stop growing, because only so many labels fit. 500
//! events are a year of a busy pair, with two reports each. The two charts are drawn twice, and take most of the
//! time.

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use criterion::{Criterion, criterion_group, criterion_main};
use detente::briefing::{Briefing, BriefingOptions};
use detente::event::{Event, Report, Source, Status};
use detente::{Actor, Timeline};

/// The largest size of a page of 500 events.
const LARGEST: usize = 1_000_000;
/// The longest time that the fastest of some pages of 500 events may take.
const LONGEST: Duration = Duration::from_millis(100);

fn record(events: u64) -> Timeline {
    let mut builder = Timeline::builder();
    builder.actor(Actor::state("USA").named("United States"));
    builder.actor(Actor::state("RUS").named("Russia"));
    builder.source(
        Source::new("reuters")
            .named("Reuters")
            .url("https://www.reuters.com/world"),
    );
    builder.source(
        Source::new("tass")
            .named("TASS")
            .url("https://tass.com/politics"),
    );
    let first = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date");
    for n in 0..events {
        let at = first + Days::new(n * 7_919 % 365);
        let id = format!("event-{n}");
        let event = match n % 2 {
            0 => Event::meeting(&id, at),
            _ => Event::call(&id, at),
        };
        let planned = Report::by(["tass"])
            .status(Status::Planned)
            .asserted(at - Days::new(2));
        builder.event(
            event
                .between("USA", "RUS")
                .title(format!("The meeting or call of day {}", n * 7_919 % 365))
                .at("Riyadh")
                .report(planned)
                .report(Report::by(["reuters"]).asserted(at)),
        );
    }
    builder.build().expect("meetings and calls")
}

fn briefing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("briefing");
    group.sample_size(20);
    for events in [50, 500] {
        let timeline = record(events);
        let day = NaiveDate::from_ymd_opt(2025, 12, 31).expect("a date");
        let options = BriefingOptions::new(day)
            .between("USA", "RUS")
            .since(day - Days::new(7));
        let view = timeline.view();
        let page = || {
            let briefing = Briefing::of(black_box(&view), &options).expect("a pair");
            assert_eq!(
                briefing.events.len() as u64,
                events,
                "every event is listed"
            );
            briefing.to_html()
        };
        let size = page().len();
        let timed = |_| {
            let started = Instant::now();
            black_box(page());
            started.elapsed()
        };
        let fastest = (0..5).map(timed).min().expect("five pages");
        println!("page of {events} events: {size} bytes, {fastest:.1?}");
        assert!(size < LARGEST, "a page of {events} events has {size} bytes");
        assert!(
            // On a machine with other work, a page takes a multiple.
            fastest < LONGEST * 3,
            "a page of {events} events takes {fastest:?}"
        );
        group.bench_function(format!("page of {events} events"), |bencher| {
            bencher.iter(page);
        });
    }
    group.finish();
}

criterion_group!(benches, briefing);
criterion_main!(benches);
