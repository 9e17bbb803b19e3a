//! What every picture must be, tested on the records, on hostile text and on odd sizes.

#![allow(clippy::panic)]

mod hostile;
mod records;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use chrono::{Days, NaiveDate};
use roxmltree::{Document, Node};
use serde_json::json;

use super::text::Font;
use super::{
    CalendarChart, MultiplesChart, NetworkChart, Palette, Picture, RelationChart, Rgb, Scheme,
    Style, TimelineChart, Tone,
};
use crate::Timeline;
use crate::event::Status;
use crate::relations::Relations;
use crate::trend::{Coverage, Direction};

use records::*;

const WIDTHS: [u32; 4] = [900, 360, 300, 1_400];

/// Every chart of a record.
fn pictures(record: &Record, style: &Style) -> Vec<(String, Picture)> {
    let [a, b] = record.pair;
    let relations = record.timeline.relations(a, b).expect("a pair");
    let view = record.timeline.view().of_status(Status::ALL);
    let actors: Vec<String> = record
        .timeline
        .actors()
        .map(|one| one.id().to_owned())
        .filter(|id| id != a && id != b)
        .take(5)
        .collect();
    let mut pairs: Vec<Relations<'_>> = vec![relations.clone()];
    for actor in &actors {
        pairs.push(
            record
                .timeline
                .relations(a, actor.as_str())
                .expect("a pair"),
        );
    }
    let year = record.at - Days::new(364);
    let calendar = CalendarChart::new(year, record.at);
    let named = |chart: &str, picture| {
        (
            format!("{chart} of {} at {}", record.name, style.width()),
            picture,
        )
    };
    vec![
        named(
            "relation",
            RelationChart::new(&relations, record.at).draw(style),
        ),
        named("timeline", TimelineChart::new(&view).draw(style)),
        named(
            "calendar",
            pairs
                .iter()
                .take(3)
                .fold(calendar, CalendarChart::pair)
                .draw(style),
        ),
        named(
            "network",
            pairs
                .iter()
                .fold(NetworkChart::new(record.at), NetworkChart::pair)
                .draw(style),
        ),
        named(
            "multiples",
            pairs
                .iter()
                .fold(MultiplesChart::new(record.at), MultiplesChart::pair)
                .draw(style),
        ),
    ]
}

/// Every picture of every record, drawn once for all tests.
fn all_pictures() -> &'static [(String, Picture)] {
    static ALL: OnceLock<Vec<(String, Picture)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let records = records();
        let sizes = records
            .iter()
            .flat_map(|record| WIDTHS.map(|width| (record, width)));
        sizes
            .flat_map(|(record, width)| pictures(record, &Style::new(width)))
            .collect()
    })
}

fn every_picture(check: impl Fn(&str, &Picture, &Document<'_>)) {
    for (name, picture) in all_pictures() {
        let document = Document::parse(picture.as_str())
            .unwrap_or_else(|error| panic!("{name} is XML: {error}"));
        check(name, picture, &document);
    }
}

/// A text of a picture and where it is: left, top, right, bottom.
struct TextBox {
    text: String,
    size: f64,
    area: [f64; 4],
}

fn number(node: &Node<'_, '_>, name: &str) -> f64 {
    let text = node
        .attribute(name)
        .unwrap_or_else(|| panic!("{name} is there"));
    text.parse()
        .unwrap_or_else(|_| panic!("{name} is a number: {text}"))
}

/// The boxes of all texts, by the table that places them; `wider` times as wide.
fn boxes(document: &Document<'_>, wider: f64) -> Vec<TextBox> {
    let texts = document
        .descendants()
        .filter(|node| node.has_tag_name("text"));
    texts
        .map(|node| {
            let size = number(&node, "font-size");
            let bold = node.attribute("font-weight") == Some("bold");
            let text = node.text().unwrap_or_default().to_owned();
            // Without what is added for wider fonts.
            let width = Font { size, bold }.width(&text) / 1.03 * wider;
            let (x, y) = (number(&node, "x"), number(&node, "y"));
            let left = match node.attribute("text-anchor") {
                Some("middle") => x - width / 2.0,
                Some("end") => x - width,
                _ => x,
            };
            let (up, down) = (0.74 * size, 0.2 * size);
            let area = if node.has_attribute("transform") {
                [x - up, y - width / 2.0, x + down, y + width / 2.0]
            } else {
                [left, y - up, left + width, y + down]
            };
            TextBox { text, size, area }
        })
        .collect()
}

fn overlap(a: &TextBox, b: &TextBox) -> bool {
    let (a, b) = (a.area, b.area);
    a[0] < b[2] - 0.2 && b[0] < a[2] - 0.2 && a[1] < b[3] - 0.2 && b[1] < a[3] - 0.2
}

#[test]
fn a_picture_is_an_image_with_a_title_and_a_description() {
    every_picture(|name, picture, document| {
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"), "{name}");
        let children: Vec<&str> = root
            .children()
            .filter(Node::is_element)
            .take(2)
            .map(|node| node.tag_name().name())
            .collect();
        assert_eq!(children, ["title", "desc"], "{name}");
        assert!(!picture.title().is_empty(), "{name}");
        assert!(
            picture.as_str().len() < 200_000,
            "{name}: {}",
            picture.as_str().len()
        );
        let mut ids = BTreeSet::new();
        for node in document.descendants() {
            for attribute in node.attributes() {
                let value = attribute.value();
                assert!(
                    !value.contains("NaN") && !value.contains("inf"),
                    "{name}: {value}"
                );
                match attribute.name() {
                    "id" => {
                        assert!(value.starts_with("detente"), "{name}: {value}");
                        assert!(
                            ids.insert(value.to_owned()),
                            "{name}: {value} is there twice"
                        );
                    }
                    "href" | "src" => panic!("{name} refers to {value}"),
                    "width" | "height" | "r" => assert!(number(&node, attribute.name()) >= 0.0),
                    _ => {}
                }
                if let Some(at) = value.find("url(") {
                    assert!(value[at..].starts_with("url(#detente-"), "{name}: {value}");
                }
            }
        }
    });
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for record in records() {
        let style = Style::default();
        assert!(
            pictures(&record, &style) == pictures(&record, &style),
            "{}",
            record.name
        );
    }
}

#[test]
fn no_text_covers_another_or_leaves_the_picture() {
    every_picture(|name, picture, document| {
        let (width, height) = picture.size();
        let boxes = boxes(document, 1.0);
        for (at, one) in boxes.iter().enumerate() {
            assert!(
                one.size >= 10.0,
                "{name}: {:?} is {} px",
                one.text,
                one.size
            );
            let [left, top, right, bottom] = one.area;
            let inside = left >= -0.5
                && top >= -0.5
                && right <= f64::from(width) + 0.5
                && bottom <= f64::from(height) + 0.5;
            assert!(
                inside,
                "{name}: {:?} leaves the picture: {:?}",
                one.text, one.area
            );
            for other in &boxes[..at] {
                assert!(
                    !overlap(one, other),
                    "{name}: {:?} {:?} covers {:?} {:?}",
                    one.text,
                    one.area,
                    other.text,
                    other.area
                );
            }
        }
    });
}

#[test]
fn in_a_font_that_is_15_percent_wider_only_labels_touch() {
    every_picture(|name, picture, document| {
        let boxes = boxes(document, 1.15);
        let width = f64::from(picture.size().0);
        for (at, one) in boxes.iter().enumerate() {
            if one.size > 11.0 {
                assert!(
                    one.area[2] <= width,
                    "{name}: {:?} leaves the picture",
                    one.text
                );
            }
            for other in &boxes[..at] {
                let are_labels = one.size <= 12.0 && other.size <= 12.0;
                assert!(
                    are_labels || !overlap(one, other),
                    "{name}: {:?}, {:?}",
                    one.text,
                    other.text
                );
            }
        }
    });
}

#[test]
fn each_colour_is_the_light_one_where_styles_are_unknown() {
    let palette = Palette::default();
    let tone = |word: &str| {
        let found = Tone::ALL.iter().find(|tone| tone.word() == word);
        palette
            .light(*found.unwrap_or_else(|| panic!("{word} is a tone")))
            .to_string()
    };
    every_picture(|name, _, document| {
        for node in document.descendants() {
            for class in node
                .attribute("class")
                .unwrap_or_default()
                .split_whitespace()
            {
                let (property, word) = class.split_once('-').expect("classes have two parts");
                let property = match property {
                    "f" => "fill",
                    "s" => "stroke",
                    _ => "stop-color",
                };
                assert_eq!(
                    node.attribute(property),
                    Some(&*tone(word)),
                    "{name}: {class}"
                );
            }
            for property in ["fill", "stroke", "stop-color"] {
                if node
                    .attribute(property)
                    .is_some_and(|value| value.starts_with('#'))
                {
                    assert!(
                        node.has_attribute("class"),
                        "{name}: {property} without a class"
                    );
                }
            }
        }
    });
}

#[test]
fn a_scheme_of_one_ground_needs_no_style_sheet() {
    let palette = Palette::default().with(Tone::Ground, Rgb(1, 2, 3), Rgb(4, 5, 6));
    for (scheme, ground) in [(Scheme::Light, "#010203"), (Scheme::Dark, "#040506")] {
        let style = Style::default()
            .with_scheme(scheme)
            .with_palette(palette.clone());
        for (name, picture) in pictures(&records()[0], &style) {
            assert!(!picture.as_str().contains("<style"), "{name}");
            assert!(picture.as_str().contains(ground), "{name}");
        }
    }
}

#[test]
fn each_event_is_labelled_or_counted_and_has_a_title() {
    for record in records() {
        let view = record.timeline.view().of_status(Status::ALL);
        let all = view.events().count();
        for width in WIDTHS {
            let picture = TimelineChart::new(&view).draw(&Style::new(width));
            let counts = picture.counts();
            let sum = counts.labelled + counts.unlabelled + counts.outside;
            assert_eq!(sum, all, "{} at {width}: {counts:?}", record.name);
            let document = Document::parse(picture.as_str()).expect("a picture is XML");
            let titles = document
                .descendants()
                .filter(|node| node.has_tag_name("g"))
                .filter_map(|group| group.first_element_child()?.text().map(str::to_owned));
            let titles: Vec<String> = titles.collect();
            let style = Style::new(width);
            let shown = view.events().filter(|&event| {
                let own = super::text::clean(&super::events::event_title(event, &style));
                titles.iter().any(|title| title.contains(&own))
            });
            assert!(
                shown.count() >= counts.labelled + counts.unlabelled,
                "{}",
                record.name
            );

            let [a, b] = record.pair;
            let relations = record.timeline.relations(a, b).expect("a pair");
            let scored: BTreeSet<&str> =
                relations.marks().iter().map(|one| one.event.id()).collect();
            let counts = RelationChart::new(&relations, record.at)
                .draw(&Style::new(width))
                .counts();
            let sum = counts.labelled + counts.unlabelled + counts.outside;
            assert_eq!(sum, scored.len(), "{} at {width}", record.name);
        }
    }
}

#[test]
fn sixty_events_with_a_thicket_are_all_named() {
    let record = &records()[4];
    let view = record.timeline.view().of_status(Status::ALL);
    for width in [900, 360] {
        let picture = TimelineChart::new(&view).draw(&Style::new(width));
        let counts = picture.counts();
        assert_eq!(
            (counts.unlabelled, counts.outside),
            (0, 0),
            "at {width}: {counts:?}"
        );
        assert!(
            picture.as_str().contains("Double rule: a change of scale"),
            "at {width}"
        );
    }
}

#[test]
fn the_ribbon_and_the_title_are_those_of_the_relations() {
    for record in records() {
        let [a, b] = record.pair;
        let relations = record.timeline.relations(a, b).expect("a pair");
        let first = super::relation::first_day(&relations, None, record.at.into());
        let last = crate::time::Moment::from(record.at).day();
        let days = super::relation::days(&relations, first, last);
        let span = crate::ledger::DaySpan::of_days(first, last + 1).expect("days");
        let walk: Vec<_> = relations.walk(span).collect();
        assert_eq!(days.len(), walk.len());
        let coverage = relations.coverage();
        for (at, (point, ongoing)) in days.iter().zip(&walk).enumerate() {
            assert_eq!(
                point.direction, ongoing.direction,
                "{} day {at}",
                record.name
            );
            let day = super::axis::date_of(f64::from(first + i32::try_from(at).expect("few")));
            let is_hole = coverage.periods().is_some() && !coverage.covers(day);
            assert_eq!(point.is_hole, is_hole, "{} {day}", record.name);
        }
        let runs = super::relation::draw::runs(&days, |a, b| a.direction == b.direction);
        let spread: Vec<Direction> = runs
            .iter()
            .flat_map(|&(from, to, day)| std::iter::repeat_n(day.direction, to - from))
            .collect();
        assert!(
            spread
                .into_iter()
                .eq(walk.iter().map(|ongoing| ongoing.direction))
        );
    }
}

#[test]
fn a_falling_pair_says_since_when_and_how_probable_it_is_today() {
    let events = (0..200_u64).map(|n| {
        let at = (date(2025, 1, 1) + Days::new(n)).to_string();
        let code = if n < 120 { "AGREE" } else { "COERCE" };
        let id = format!("event-{n}");
        json!({"id": id, "kind": "act", "when": at, "source": "USA", "target": "RUS", "code": code})
    });
    let timeline = between_states(&events.collect());
    let relations = timeline.relations("USA", "RUS").expect("a pair");
    let relations = relations.with_coverage(Coverage::since(date(2025, 1, 1)));
    let at = date(2025, 7, 18);
    let ongoing = relations.ongoing(at);
    assert_eq!(ongoing.direction, Direction::Falling);
    let p = relations.trend(at).p_rising().expect("there is a trend");
    let p = super::Words::default().probability(1.0 - p);
    let since = ongoing.since.expect("it was rising or steady before");
    let since = super::DateFormat::default().date(since, false);
    let title = RelationChart::new(&relations, at)
        .draw(&Style::default())
        .title()
        .to_owned();
    let expected =
        format!("United States–Russia relations have been falling since {since} (P {p})");
    assert_eq!(title, expected);
}

#[test]
fn contributions_sum_to_the_level() {
    for record in records() {
        let [a, b] = record.pair;
        let relations = record.timeline.relations(a, b).expect("a pair");
        // From long before the first mark, so that none is outside.
        let chart = RelationChart::new(&relations, record.at).since(date(1950, 1, 1));
        let sum = chart.input(&Style::default()).sum();
        let level = relations
            .level(record.at)
            .map_or(0.0, |level| level.value());
        assert!(
            (sum - level).abs() < 1e-9,
            "{}: {sum} and {level}",
            record.name
        );
    }
}

#[test]
fn ten_thousand_events_are_drawn() {
    let events = (0..10_000_u64).map(|n| {
        let at = (date(1990, 1, 1) + Days::new(n * 7_919 % 12_000)).to_string();
        json!({"id": format!("event-{n}"), "kind": "meeting", "when": at, "parties": ["USA", "RUS"]})
    });
    let record = Record {
        name: "ten thousand",
        timeline: between_states(&events.collect()),
        pair: ["USA", "RUS"],
        at: date(2023, 1, 1),
    };
    let timeline = TimelineChart::new(&record.timeline.view()).draw(&Style::default());
    let counts = timeline.counts();
    assert_eq!(counts.labelled + counts.unlabelled + counts.outside, 10_000);
    for (name, picture) in pictures(&record, &Style::default()) {
        let document = Document::parse(picture.as_str()).expect("a picture is XML");
        let boxes = boxes(&document, 1.0);
        for (at, one) in boxes.iter().enumerate() {
            let free = boxes[..at].iter().all(|other| !overlap(one, other));
            assert!(free, "{name}: {:?}", one.text);
        }
    }
}

#[test]
fn known_contacts_in_a_hole_are_drawn_and_no_day_of_a_hole_is_plain() {
    let record = &records()[2];
    let relations = record
        .timeline
        .relations("rubio", "lavrov")
        .expect("a pair");
    let picture = CalendarChart::new(date(2025, 1, 1), date(2025, 12, 31))
        .pair(&relations)
        .draw(&Style::default());
    let document = Document::parse(picture.as_str()).expect("a picture is XML");
    // Plain cells: one path, a square each.
    let plain = document
        .descendants()
        .filter(|node| node.has_tag_name("path") && node.attribute("class") == Some("f-grid"));
    let plain: usize = plain
        .map(|node| node.attribute("d").map_or(0, |d| d.matches('M').count()))
        .sum();
    let contacts: BTreeMap<NaiveDate, bool> = relations
        .marks()
        .iter()
        .filter(|one| one.mark.contact() > 0.0)
        .flat_map(|one| {
            let (from, to) = super::events::span(one.event)
                .ends()
                .expect("all are dated");
            let days = to - from;
            let first = super::axis::date_of(from);
            (0..31_u64)
                .take_while(move |n| f64::from(u32::try_from(*n).expect("few")) < days - 0.01)
                .map(move |n| (first + Days::new(n), true))
        })
        .collect();
    let days = (0..365).map(|n| date(2025, 1, 1) + Days::new(n));
    let expected = days
        .filter(|day| relations.coverage().covers(*day) && !contacts.contains_key(day))
        .count();
    assert_eq!(plain, expected);
    let in_holes = contacts
        .keys()
        .filter(|day| !relations.coverage().covers(**day))
        .count();
    assert!(
        in_holes > 0,
        "the record has contacts on days that no source covers"
    );
    let drawn = document
        .descendants()
        .filter(|node| node.has_tag_name("g"))
        .count();
    assert_eq!(drawn, contacts.len());
}
