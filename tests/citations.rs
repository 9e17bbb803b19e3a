//! Citations of sources: what they print, and that everything that keeps a source keeps them.
#![cfg(feature = "json")]

use detente::Timeline;
use detente::changes::Fact;
use detente::event::{Event, Report, Source};
use detente::timeline::edit::{Edit, Patch};
use detente::timeline::{FaultKind, MergePart};
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

/// A source with all parts of a citation.
fn telegram() -> Source {
    Source::new("telegram")
        .named("Foreign Relations")
        .author("George F. Kennan")
        .author("A. Clerk")
        .title("The Long Telegram")
        .publisher("A press")
        .published("1946-02-22")
        .locator("p. 697")
        .archive("RG 59, 861.00")
        .url("https://example.org/telegram")
        .accessed("2025-12-01")
}

fn record(source: Source) -> Timeline {
    let id = source.id.clone();
    Timeline::builder()
        .source(source)
        .event(Event::meeting("talks", "1946-02").report(Report::by([id]).asserted("1946-03")))
        .build()
        .expect("a sound record")
}

#[test]
fn a_citation_has_its_parts_in_the_usual_order() {
    let cited = |source: Source| source.citation().to_string();
    assert_eq!(
        cited(telegram()),
        "George F. Kennan and A. Clerk, The Long Telegram, A press, 1946-02-22, p. 697 (RG 59, 861.00), \
         https://example.org/telegram, accessed 2025-12-01"
    );
    let plain = || Source::new("plain");
    for (source, expected) in [
        (plain(), "plain"),
        (plain().named("The Times"), "The Times"),
        // The outlet is named behind the title, unless there is a publisher.
        (
            plain().named("The Times").title("A visit"),
            "A visit, The Times",
        ),
        (
            plain()
                .named("The Times")
                .title("A visit")
                .publisher("News"),
            "A visit, News",
        ),
        (plain().title("A visit"), "A visit"),
        (plain().named("A visit").title("A visit"), "A visit"),
        (
            plain().author("A").author("B").author("C"),
            "A, B and C, plain",
        ),
        (plain().named("Papers").archive("FO 371"), "Papers (FO 371)"),
        (
            plain().named("Papers").locator("fol. 3v").accessed("2025"),
            "Papers, fol. 3v, accessed 2025",
        ),
    ] {
        assert_eq!(cited(source), expected);
    }
    // A source of a timeline is cited in the same way.
    let timeline = record(telegram());
    let source = timeline.source("telegram").expect("a source");
    assert_eq!(source.citation(), telegram().citation());
}

#[test]
fn an_actor_that_is_cited_has_its_name_only() {
    let timeline = Timeline::builder()
        .actor(detente::Actor::person("rubio").named("Marco Rubio"))
        .event(Event::meeting("talks", "2025-07-10").reported_by("rubio"))
        .build()
        .expect("a sound record");
    let citation = timeline.source("rubio").expect("a source").citation();
    assert_eq!(citation.to_string(), "Marco Rubio");
    assert!(citation.authors.is_empty());
}

#[test]
fn a_bad_text_of_a_citation_is_a_fault_at_its_place() {
    let faults = |fields: &str| {
        let text = format!(
            r#"{{"format": "detente-timeline", "version": 1, "sources": [{{"id": "a", "name": "A", {fields}}}], "events": []}}"#
        );
        let error = Timeline::from_json(&text).expect_err("a fault");
        let faults = error.faults().iter();
        faults
            .map(|fault| {
                (
                    fault.pointer.clone().expect("a place"),
                    fault.kind.to_string(),
                )
            })
            .collect::<Vec<_>>()
    };
    for (fields, pointer, message) in [
        (
            r#""authors": ["A", " B"]"#,
            "/sources/0/authors/1",
            "source `a`: author ` B` is not valid",
        ),
        (
            r#""authors": """#,
            "/sources/0/authors",
            "source `a`: author `` is not valid",
        ),
        (
            r#""title": "a\nb""#,
            "/sources/0/title",
            "source `a`: title `a\\nb` is not valid",
        ),
        (
            r#""publisher": " ""#,
            "/sources/0/publisher",
            "source `a`: publisher ` ` is not valid",
        ),
        (
            r#""locator": "p. 1 ""#,
            "/sources/0/locator",
            "source `a`: locator `p. 1 ` is not valid",
        ),
        (
            r#""archive": """#,
            "/sources/0/archive",
            "source `a`: archive `` is not valid",
        ),
        (
            r#""accessed": "yesterday""#,
            "/sources/0/accessed",
            "`yesterday` is not EDTF",
        ),
        (
            r#""locator": 12"#,
            "/sources/0/locator",
            "the value is the number `12`",
        ),
        (r#""page": "12""#, "/sources/0/page", "unknown field `page`"),
    ] {
        let found = faults(fields);
        assert_eq!(found.len(), 1, "{fields}: {found:?}");
        assert_eq!(found[0].0, pointer);
        assert!(found[0].1.starts_with(message), "{}", found[0].1);
    }
    let many = (0..=1_000).fold(Source::new("a"), |source, number| {
        source.author(format!("A{number}"))
    });
    let error = Timeline::builder()
        .source(many)
        .build()
        .expect_err("too many authors");
    assert!(
        error
            .to_string()
            .contains("source `a` has 1001 authors: expected at most"),
        "{error}"
    );
    let error = Timeline::builder()
        .source(Source::new("a").accessed("today"))
        .build();
    let error = error.expect_err("a bad date").to_string();
    assert!(
        error.starts_with("source `a`: `accessed`: `today` is not EDTF"),
        "{error}"
    );
}

#[test]
fn merged_sources_have_the_citation_of_both_and_clashes_are_listed() {
    let united = |one: Source, other: Source| {
        let (desk, archive) = (record(one), record(other));
        Timeline::merge([
            MergePart::new("desk", &desk),
            MergePart::new("archive", &archive),
        ])
    };
    let half = Source::new("telegram")
        .author("George F. Kennan")
        .locator("p. 697");
    let other = Source::new("telegram")
        .title("The Long Telegram")
        .archive("RG 59")
        .accessed("2025");
    let timeline = united(half.clone(), other).expect("no clash");
    assert_eq!(
        timeline
            .source("telegram")
            .expect("a source")
            .citation()
            .to_string(),
        "George F. Kennan, The Long Telegram, p. 697 (RG 59), accessed 2025"
    );

    let changed = Source::new("telegram")
        .named("Foreign Relations")
        .author("A. Clerk")
        .author("George F. Kennan")
        .title("Telegram 511")
        .publisher("Another press")
        .published("1946-02-23")
        .locator("p. 696")
        .archive("RG 84")
        .url("https://example.org/511")
        .accessed("2025-12-02");
    let error = united(telegram(), changed).expect_err("clashes");
    let mut fields: Vec<(&str, Vec<(String, String)>)> = error
        .faults
        .into_iter()
        .map(|fault| match fault.kind {
            FaultKind::Clash { field, values, .. } => (field, values),
            other => panic!("another fault: {other}"),
        })
        .collect();
    fields.sort();
    let names: Vec<&str> = fields.iter().map(|(field, _)| *field).collect();
    assert_eq!(
        names,
        [
            "accessed",
            "archive",
            "authors",
            "locator",
            "published",
            "publisher",
            "title",
            "url"
        ]
    );
    let authors = [
        ("archive", "A. Clerk; George F. Kennan"),
        ("desk", "George F. Kennan; A. Clerk"),
    ];
    let authors = authors.map(|(label, value)| (label.to_owned(), value.to_owned()));
    assert_eq!(fields[2].1, authors);
}

#[test]
fn edits_set_and_clear_what_a_citation_says() {
    let before = record(Source::new("telegram").named("Foreign Relations"));
    let set = Patch::from(Edit::replace(telegram()));
    let text = serde_json::to_string(&set).expect("a patch can be written");
    assert_eq!(Patch::from_json(&text), Ok(set.clone()));
    let after = before.edit(set).expect("the patch fits");
    assert_eq!(after, record(telegram()));

    let changes = before.changes_to(&after);
    let facts: Vec<Fact> = changes.sources()[0]
        .facts
        .iter()
        .map(|one| one.fact)
        .collect();
    for fact in [
        Fact::Title,
        Fact::Authors,
        Fact::Publisher,
        Fact::Locator,
        Fact::Archive,
        Fact::Accessed,
    ] {
        assert!(facts.contains(&fact), "{fact} of {facts:?}");
    }
    let authors = changes.sources()[0]
        .facts
        .iter()
        .find(|one| one.fact == Fact::Authors);
    assert_eq!(
        authors.expect("a change").after,
        ["George F. Kennan; A. Clerk"]
    );

    let clear = Edit::replace(Source::new("telegram").named("Foreign Relations"));
    assert_eq!(after.edit(clear).expect("the patch fits"), before);
}

#[test]
fn an_extract_keeps_citations() {
    let timeline = record(telegram());
    let extract = timeline.view().extract([""; 0]).expect("an extract");
    let source = extract.timeline.source("telegram").expect("a source");
    assert_eq!(Source::from(source), telegram());
}

fn source() -> impl Strategy<Value = Source> {
    let text = || {
        weighted(
            0.5,
            select(vec![
                "A",
                "p. 12",
                "Zürich",
                "a, b (c)",
                "\u{201c}x\u{201d}",
            ]),
        )
    };
    let date = || {
        weighted(
            0.5,
            select(vec![
                "1946-02-22",
                "2025",
                "2025-07-10?",
                "[2025-01..2025-03]",
            ]),
        )
    };
    let authors = prop::collection::vec(select(vec!["A", "B", "C"]), 0..3);
    (
        authors,
        (text(), text(), text()),
        (text(), text()),
        (date(), date()),
    )
        .prop_map(
            |(authors, (title, publisher, locator), (archive, url), (published, accessed))| {
                let source = authors
                    .into_iter()
                    .fold(Source::new("s").named("S"), Source::author);
                let source = title.into_iter().fold(source, Source::title);
                let source = publisher.into_iter().fold(source, Source::publisher);
                let source = locator.into_iter().fold(source, Source::locator);
                let source = archive.into_iter().fold(source, Source::archive);
                let source = url.into_iter().fold(source, Source::url);
                let source = published.into_iter().fold(source, Source::published);
                accessed.into_iter().fold(source, Source::accessed)
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_citation_is_kept_by_all_written_forms(source in source(), other in source()) {
        let timeline = record(source.clone());
        prop_assert_eq!(Source::from(timeline.source("s").unwrap()), source.clone());
        prop_assert_eq!(&Timeline::from_json(&timeline.to_json()).unwrap(), &timeline);
        let bytes = serde_json::to_vec(&timeline).unwrap();
        prop_assert_eq!(&serde_json::from_slice::<Timeline>(&bytes).unwrap(), &timeline);
        // Every part is in the text.
        let text = source.citation().to_string();
        let texts = [&source.title, &source.publisher, &source.locator, &source.archive, &source.url];
        for part in texts.into_iter().flatten().chain(&source.authors) {
            prop_assert!(text.contains(part.as_str()), "{} is not in {}", part, text);
        }
        // Two records differ if their citations do.
        let is_same = source == other;
        prop_assert_eq!(timeline == record(other.clone()), is_same);
        prop_assert_eq!(timeline.changes_to(&record(other)).sources().is_empty(), is_same);
    }
}
