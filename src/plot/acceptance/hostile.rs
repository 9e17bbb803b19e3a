//! Hostile text of a record and of a caller.

use super::*;

/// The texts that go through every writer of the crate.
fn hostile() -> Vec<String> {
    serde_json::from_str(include_str!("../../../tests/data/hostile.json")).expect("a list of texts")
}

fn check_hostile(name: &str, picture: &Picture) {
    let document =
        Document::parse(picture.as_str()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let known: BTreeSet<&str> = [
        "svg",
        "title",
        "desc",
        "style",
        "defs",
        "pattern",
        "linearGradient",
        "stop",
        "g",
        "rect",
        "line",
        "circle",
        "path",
        "text",
    ]
    .into();
    let known_attributes: BTreeSet<&str> = [
        "id",
        "viewBox",
        "width",
        "height",
        "role",
        "aria-labelledby",
        "font-family",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "d",
        "fill",
        "stroke",
        "stroke-width",
        "stroke-dasharray",
        "stroke-linejoin",
        "paint-order",
        "opacity",
        "class",
        "font-size",
        "font-weight",
        "text-anchor",
        "transform",
        "patternUnits",
        "patternTransform",
        "offset",
        "stop-color",
        "stop-opacity",
    ]
    .into();
    for node in document.descendants().filter(Node::is_element) {
        assert!(
            known.contains(node.tag_name().name()),
            "{name}: <{}>",
            node.tag_name().name()
        );
        for attribute in node.attributes() {
            assert!(
                known_attributes.contains(attribute.name()),
                "{name}: {}",
                attribute.name()
            );
        }
    }
    for one in picture.as_str().chars() {
        let is_bad = super::super::text::is_direction(one)
            || (super::super::text::is_forbidden(one) && one != '\n');
        assert!(!is_bad, "{name}: {one:?}");
    }
    let boxes = boxes(&document, 1.0);
    for (at, one) in boxes.iter().enumerate() {
        let width = f64::from(picture.size().0);
        assert!(
            one.area[2] <= width + 0.5,
            "{name}: {:?} is as wide as {:?}",
            one.text,
            one.area
        );
        assert!(
            one.text.chars().count() <= super::super::text::LONGEST + 1,
            "{name}: {:?}",
            one.text
        );
        for other in &boxes[..at] {
            assert!(
                !overlap(one, other),
                "{name}: {:?} covers {:?}",
                one.text,
                other.text
            );
        }
    }
}

#[test]
fn hostile_text_of_a_record_reaches_every_chart_escaped() {
    let mut accepted = 0;
    for (at, text) in hostile().iter().enumerate() {
        let office = json!({"party": "a", "office": text, "when": "2025-01-01/.."});
        let record = json!({
            "format": "detente-timeline",
            "version": 1,
            "title": text,
            "actors": [
                {"id": "a", "kind": "state", "name": text},
                {"id": "b", "kind": "state", "name": "Russia"},
                {"id": "c", "kind": "person", "name": text, "affiliations": office},
            ],
            "events": [
                {
                    "id": "talks", "kind": "meeting", "title": text, "parties": ["a", "b", "c"],
                    "when": {"edtf": "2025-02-18", "words": text},
                },
                {
                    "id": "speech", "kind": "statement", "title": text, "speaker": "a",
                    "target": "b", "code": "THREATEN", "when": "2025-03",
                },
            ],
        });
        // A timeline refuses names and titles with controls.
        let Ok(timeline) = Timeline::from_json(&record.to_string()) else {
            continue;
        };
        accepted += 1;
        let record = Record {
            name: "hostile",
            timeline,
            pair: ["a", "b"],
            at: date(2025, 7, 1),
        };
        for width in [900, 360] {
            for (name, picture) in pictures(&record, &Style::new(width)) {
                check_hostile(&format!("{name}, text {at}"), &picture);
            }
        }
    }
    assert!(
        accepted >= 35,
        "the timeline accepts {accepted} of the texts"
    );
}

#[test]
fn hostile_text_of_a_caller_reaches_every_chart_escaped() {
    let records = records();
    for (at, text) in hostile().into_iter().enumerate() {
        let mut words = super::super::Words::default();
        words.steady.clone_from(&text);
        words.the_state.clone_from(&text);
        words.footer_level.clone_from(&text);
        words.meeting.clone_from(&text);
        words.no_contact.clone_from(&text);
        // Half of the texts at each width.
        for width in [[900, 360][at % 2]] {
            let style = Style::new(width)
                .with_note(&text)
                .with_title(&text)
                .with_id(&text)
                .with_words(words.clone())
                .with_short_name("USA", &text);
            for record in [&records[4], &records[0]] {
                for (name, picture) in pictures(record, &style) {
                    check_hostile(&format!("{name}, text {at}"), &picture);
                }
            }
        }
    }
}
