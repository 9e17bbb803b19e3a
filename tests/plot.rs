//! Pictures are as they were: each is compared with the file in `tests/data/plot`.
//!
//! `DETENTE_RENEW=1 cargo test --all-features --test plot` writes the files anew. Look at them
//! before you commit them.

#![cfg(all(feature = "plot", feature = "json"))]

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use detente::Actor;
use detente::Timeline;
use detente::code::{CameoCode, Code};
use detente::event::{Event, Status};
use detente::plot::{
    CalendarChart, DateFormat, MultiplesChart, NetworkChart, Picture, RelationChart, Style,
    TimelineChart, Words,
};
use detente::trend::Coverage;

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

/// Compares a text with its file, or writes the file.
fn check_file(path: &Path, text: &str) {
    if std::env::var_os("DETENTE_RENEW").is_some() {
        std::fs::write(path, text).expect("the folder takes files");
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    // Not `assert_eq`, which would print both.
    let line = expected.lines().zip(text.lines()).position(|(a, b)| a != b);
    assert!(
        expected == text,
        "{} differs from line {} on: see the head of this file for how to renew it",
        path.display(),
        line.map_or(0, |line| line + 1),
    );
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
        check_file(&path, picture.as_str());
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

/// Compares a picture with the one that the documentation includes, in `src/pictures`.
///
/// Pages of rustdoc name their theme in an attribute, which a reader can change. So the colours follow
/// that attribute, and not the system. Where the page is narrower, a picture shrinks until its text is hard to
/// read, and then scrolls.
fn check_docs(name: &str, draw: impl Fn(&Style) -> Picture) {
    let id = format!("detente-{name}");
    let svg = draw(&Style::new(760).with_id(&id)).into_string();
    let (before, rest) = svg
        .split_once("}@media(prefers-color-scheme:dark){")
        .expect("there are dark colours");
    let (dark, after) = rest.split_once("}}").expect("the rule ends");
    let dark = ["dark", "ayu"].map(|theme| format!("[data-theme={theme}] {dark}}}"));
    let svg = format!("{before}}}{}{after}", dark.concat());
    let scaled = r#" role="img" style="max-width:100%;min-width:560px;height:auto""#;
    let svg = svg.replacen(r#" role="img""#, scaled, 1);
    // An element of HTML in Markdown ends with an empty line.
    assert!(!svg.contains("\n\n"));
    let path = format!("src/pictures/{name}.html");
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    check_file(
        &path,
        &format!("<div style=\"overflow-x:auto\">\n{svg}</div>\n"),
    );
}

#[test]
fn pictures_of_the_documentation() {
    let mut builder = Timeline::builder();
    builder
        .actor(Actor::person("rubio").named("Marco Rubio"))
        .actor(Actor::person("lavrov").named("Sergey Lavrov"))
        .event(
            Event::meeting("riyadh", "2025-02")
                .between("rubio", "lavrov")
                .title("Riyadh"),
        )
        .event(
            Event::call("call", "2025-06")
                .between("rubio", "lavrov")
                .title("Call"),
        )
        .event(
            Event::meeting("kuala-lumpur", "2025-07-10")
                .between("rubio", "lavrov")
                .title("Kuala Lumpur"),
        );
    let quick_start = builder.build().expect("the record is well-formed");
    let title = "Kuala Lumpur was their 2nd meeting, 10 to 39 days after their call";
    check_docs("quick-start", |style| {
        let style = style.clone().with_title(title);
        TimelineChart::new(&quick_start.view()).draw(&style)
    });

    // The view of the front page.
    let timeline = read("us-russia-2025.json");
    let since_january = timeline.view().within(date(2025, 1, 20)..);
    let relations = since_january.relations("USA", "RUS").expect("a pair");
    let relations = relations.with_coverage(Coverage::since(date(2025, 1, 20)));
    check_docs("trend", |style| {
        let style = style.clone().with_short_name("USA", "US");
        RelationChart::new(&relations, date(2025, 7, 11)).draw(&style)
    });
    check_docs("year", |style| {
        let pairs = [
            ("USA", "RUS"),
            ("trump", "putin"),
            ("witkoff", "putin"),
            ("rubio", "lavrov"),
        ];
        let pairs = pairs.map(|(a, b)| timeline.relations(a, b).expect("a pair"));
        let style = style.clone().with_short_name("USA", "US");
        let chart = MultiplesChart::new(date(2025, 12, 30)).since(date(2025, 1, 1));
        pairs.iter().fold(chart, MultiplesChart::pair).draw(&style)
    });

    let crisis = read("october-1962.json");
    let view = crisis.view().of_status(Status::ALL);
    check_docs("order", |style| {
        let style = style
            .clone()
            .with_short_name("SUN", "USSR")
            .with_short_name("USA", "US");
        TimelineChart::new(&view).draw(&style)
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
fn dates_of_several_years_have_their_year_and_acts_without_a_title_the_meaning_of_their_code() {
    let cameo = |text| Code::Cameo(CameoCode::parse(text).expect("a code"));
    let mut builder = Timeline::builder();
    builder.extend(["USA", "RUS"].map(Actor::state));
    for (id, day, code) in [
        ("a", date(2016, 7, 28), "051"),
        ("b", date(2019, 10, 24), "112"),
    ] {
        builder.event(Event::act(id, day, cameo(code)).by("USA").target("RUS"));
    }
    let timeline = builder.build().expect("the record is well-formed");
    let picture = TimelineChart::new(&timeline.view()).draw(&Style::default());
    for text in [
        ">28 Jul 2016</text>",
        ">24 Oct 2019</text>",
        ">praises or endorses",
    ] {
        assert!(picture.as_str().contains(text), "{text}");
    }
    // The axis has a year on both sides of its break.
    for year in [" 2016</text>", " 2019</text>"] {
        assert!(picture.as_str().matches(year).count() > 1, "{year}");
    }
}

#[test]
fn a_whisker_shows_what_the_earliest_sources_allow() {
    let timeline = read("october-1962.json");
    let view = timeline.view().of_status(Status::ALL);
    let after_both = TimelineChart::new(&view).draw(&Style::default());
    assert!(after_both.as_str().contains("Whisker: "));
    // Before the memoir there was nothing to compare with.
    let before = view.as_of(date(1965, 1, 1));
    let chronicle = TimelineChart::new(&before).draw(&Style::default());
    assert!(!chronicle.as_str().contains("Whisker: "));
}

#[test]
fn dates_are_those_of_the_zone_of_the_source() {
    // In UTC it began on 29 June.
    let timeline = read("kuala-lumpur.json");
    let picture = TimelineChart::new(&timeline.view()).draw(&Style::default());
    assert!(picture.as_str().contains(">30 Jun–6 Jul</text>"));
    assert!(!picture.as_str().contains("29 Jun"));
}
