//! Pictures are as they were: each is compared with the file in `tests/data/plot`.
//!
//! `DETENTE_RENEW=1 cargo test --all-features --test plot` writes the files anew. Look at them
//! before you commit them.

#![cfg(all(feature = "plot", feature = "json"))]

use std::path::PathBuf;

use chrono::NaiveDate;
use detente::Timeline;
use detente::event::Status;
use detente::plot::{
    CalendarChart, DateFormat, MultiplesChart, NetworkChart, Picture, RelationChart, Style,
    TimelineChart, Words,
};

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn read(name: &str) -> Timeline {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("examples/data")
        .join(name);
    let text = std::fs::read_to_string(path).expect("the record is there");
    Timeline::from_json(&text).expect("the record is well-formed")
}

/// Compares a picture at two widths with its files, or writes them.
fn check(name: &str, draw: impl Fn(&Style) -> Picture) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/plot");
    for width in [900, 360] {
        let style = Style::new(width)
            .with_short_name("USA", "US")
            .with_short_name("SUN", "USSR");
        let picture = draw(&style);
        let path = folder.join(format!("{name}-{width}.svg"));
        if std::env::var_os("DETENTE_RENEW").is_some() {
            std::fs::write(&path, picture.as_str()).expect("the folder takes files");
            continue;
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        // Not `assert_eq`, which would print both.
        let line = expected
            .lines()
            .zip(picture.as_str().lines())
            .position(|(a, b)| a != b);
        assert!(
            expected == picture.as_str(),
            "{} differs from line {} on: see the head of this file for how to renew it",
            path.display(),
            line.map_or(0, |line| line + 1),
        );
    }
}

#[test]
fn relation_charts() {
    let timeline = read("us-russia-2025.json");
    for (name, a, b) in [
        ("us-russia", "USA", "RUS"),
        ("rubio-lavrov", "rubio", "lavrov"),
    ] {
        let relations = timeline.relations(a, b).expect("a pair");
        check(&format!("relation-{name}"), |style| {
            RelationChart::new(&relations, date(2025, 12, 30)).draw(style)
        });
    }
}

#[test]
fn timelines() {
    for name in ["kuala-lumpur", "october-1962"] {
        let timeline = read(&format!("{name}.json"));
        let view = timeline.view().of_status(Status::ALL);
        check(&format!("timeline-{name}"), |style| {
            TimelineChart::new(&view).draw(style)
        });
    }
}

/// Forty events of a year, and twenty in five days, of every kind and with every status.
const THICKET: &str = include_str!("data/thicket.json");

#[test]
fn a_thicket() {
    let timeline = Timeline::from_json(THICKET).expect("the record is well-formed");
    let view = timeline.view().of_status(Status::ALL);
    check("timeline-thicket", |style| {
        TimelineChart::new(&view).draw(style)
    });
}

#[test]
fn charts_of_several_pairs() {
    let timeline = read("us-russia-2025.json");
    let pairs = [
        ("USA", "RUS"),
        ("trump", "putin"),
        ("witkoff", "putin"),
        ("rubio", "lavrov"),
    ];
    let pairs = pairs.map(|(a, b)| timeline.relations(a, b).expect("a pair"));
    let at = date(2025, 12, 30);
    check("calendar", |style| {
        let calendar = CalendarChart::new(date(2025, 1, 1), date(2025, 12, 31));
        pairs[2..]
            .iter()
            .fold(calendar, CalendarChart::pair)
            .draw(style)
    });
    check("network", |style| {
        pairs
            .iter()
            .fold(NetworkChart::new(at), NetworkChart::pair)
            .draw(style)
    });
    check("multiples", |style| {
        pairs
            .iter()
            .fold(MultiplesChart::new(at), MultiplesChart::pair)
            .draw(style)
    });
}

#[test]
fn another_language() {
    let mut dates = DateFormat::default();
    dates.day = "{d}. {mon}".into();
    dates.day_and_year = "{d}. {month} {y}".into();
    dates.months[1] = "Februar".into();
    let mut words = Words::default();
    words.title_contacts = "Kontakte allein sagen nicht, wohin {pair} gehen".into();
    words.at_date = "Stand {date}".into();
    let timeline = Timeline::from_json(
        r#"{
            "format": "detente-timeline",
            "version": 1,
            "actors": [
                {"id": "USA", "kind": "state", "name": "USA"},
                {"id": "RUS", "kind": "state", "name": "Russland"}
            ],
            "events": [
                {"id": "talks", "kind": "meeting", "when": "2025-02-18", "parties": ["USA", "RUS"]}
            ]
        }"#,
    );
    let timeline = timeline.expect("the record is well-formed");
    let relations = timeline.relations("USA", "RUS").expect("a pair");
    let style = Style::new(900).with_words(words).with_dates(dates);
    let picture = RelationChart::new(&relations, date(2025, 2, 20)).draw(&style);
    assert_eq!(
        picture.title(),
        "Kontakte allein sagen nicht, wohin USA–Russland gehen"
    );
    assert!(picture.as_str().contains(">Stand 20. Feb</text>"));
    assert!(picture.as_str().contains(">18. Feb +0."));
}

#[test]
fn dates_are_those_of_the_zone_of_the_source() {
    // In UTC it began on 29 June.
    let timeline = read("kuala-lumpur.json");
    let picture = TimelineChart::new(&timeline.view()).draw(&Style::default());
    assert!(picture.as_str().contains(">30 Jun–6 Jul</text>"));
    assert!(!picture.as_str().contains("29 Jun"));
}
