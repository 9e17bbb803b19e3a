//! Texts that try to be markup go through every writer, and what is written is parsed.

use chrono::NaiveDate;
use detente::briefing::{Briefing, BriefingOptions};
use detente::claim::{self, World};
use detente::event::{Event, Report, Source, Status};
use detente::{Actor, Timeline};
use pulldown_cmark::{Event as Markdown, Options, Parser, Tag};

/// A text of the same shape without any markup.
const PLAIN: &str = "Talks in Riyadh";

/// The texts that go through every writer of the crate.
fn hostile() -> Vec<String> {
    serde_json::from_str(include_str!("../data/hostile.json")).expect("a list of texts")
}

/// A page as XML.
pub(crate) fn parse(html: &str) -> roxmltree::Document<'_> {
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..Default::default()
    };
    roxmltree::Document::parse_with_options(html, options).expect("a page is well-formed XML")
}

fn july(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, day).expect("a date")
}

/// The record with a text in every place that takes one.
fn record(text: &str, url: &str) -> Result<Timeline, detente::error::BuildError> {
    let mut builder = Timeline::builder();
    builder.actor(Actor::person("rubio").named(text));
    builder.actor(Actor::person("lavrov").named("Sergey Lavrov"));
    builder.source(
        Source::new("paper")
            .named(text)
            .author(text)
            .title(text)
            .publisher(text)
            .locator(text)
            .archive(text)
            .url(url)
            .published("2025-07-10"),
    );
    for (id, status) in [("talks", Status::Realised), ("visit", Status::Planned)] {
        builder.event(
            Event::meeting(id, "2025-07-10")
                .title(text)
                .between("rubio", "lavrov")
                .at(text)
                .report(Report::by(["paper"]).status(status).words(text)),
        );
    }
    builder.build()
}

/// A page about the record; if the timeline refuses the text, about a plain one with the text in title and claim.
/// Returns whether the timeline accepted it.
fn briefing(text: &str) -> (Briefing, bool) {
    let accepted = record(text, "https://paper.example/a");
    let is_accepted = accepted.is_ok();
    let timeline = accepted.unwrap_or_else(|_| record(PLAIN, "https://paper.example/a").unwrap());
    let talks = timeline.between("rubio", "lavrov").unwrap();
    let first = talks
        .check(&claim::ordinal("talks", 1), World::Closed)
        .unwrap();
    let options = BriefingOptions::new(july(11))
        .between("rubio", "lavrov")
        .title(text)
        .since(july(9))
        .claim(text, first);
    (
        Briefing::of(&timeline.view(), &options).unwrap(),
        is_accepted,
    )
}

/// The elements and the names of their attributes, without the charts.
fn elements(html: &str) -> Vec<String> {
    let page = parse(html);
    let is_of_chart = |node: &roxmltree::Node<'_, '_>| {
        node.ancestors()
            .any(|one| one.has_tag_name(("http://www.w3.org/2000/svg", "svg")))
    };
    let nodes = page
        .descendants()
        .filter(|node| node.is_element() && !is_of_chart(node));
    let elements = nodes.map(|node| {
        let attributes: Vec<&str> = node.attributes().map(|one| one.name()).collect();
        format!("{} {}", node.tag_name().name(), attributes.join(" "))
    });
    elements.collect()
}

/// The tags of a Markdown text, with the addresses of links.
fn tags(markdown: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_MATH
        | Options::ENABLE_FOOTNOTES;
    let events = Parser::new_ext(markdown, options);
    let tags = events.filter_map(|event| match event {
        Markdown::Start(Tag::Link { dest_url, .. }) => Some(format!("link {dest_url}")),
        Markdown::Start(tag) => Some(format!("{:?}", std::mem::discriminant(&tag))),
        Markdown::Text(_) | Markdown::End(_) => None,
        other => Some(format!("{other:?}")),
    });
    tags.collect()
}

/// The text of a Markdown document, without white space.
fn words_of(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH;
    let texts = Parser::new_ext(markdown, options).filter_map(|event| match event {
        Markdown::Text(text) => Some(text.into_string()),
        _ => None,
    });
    squeezed(&texts.collect::<String>())
}

/// What a writer makes of a text: no controls, no white space.
fn squeezed(text: &str) -> String {
    let is_direction = |one: &char| {
        matches!(
            one,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        )
    };
    let has_no_place = |one: char| {
        let is_noncharacter =
            matches!(one, '\u{fdd0}'..='\u{fdef}') || (one as u32) & 0xfffe == 0xfffe;
        one.is_control() || one == '\u{feff}' || is_noncharacter
    };
    let text = text
        .chars()
        .filter(|one| !one.is_whitespace() && !is_direction(one));
    text.map(|one| if has_no_place(one) { '\u{fffd}' } else { one })
        .collect()
}

#[test]
fn no_text_becomes_markup() {
    let (plain, _) = briefing(PLAIN);
    let (elements_of_plain, tags_of_plain) =
        (elements(&plain.to_html()), tags(&plain.to_markdown()));
    assert!(elements_of_plain.len() > 60 && tags_of_plain.len() > 30);
    let mut accepted = 0;
    for text in &hostile() {
        let (briefing, is_accepted) = briefing(text);
        accepted += usize::from(is_accepted);
        let (html, markdown, plain) = (
            briefing.to_html(),
            briefing.to_markdown(),
            briefing.to_text(),
        );
        assert_eq!(elements(&html), elements_of_plain, "{text:?}");
        assert_eq!(tags(&markdown), tags_of_plain, "{text:?}\n{markdown}");
        // It is there as text.
        let page = parse(&html);
        let heading = page
            .descendants()
            .find(|node| node.tag_name().name() == "h1")
            .unwrap();
        let shown: String = heading
            .descendants()
            .filter_map(|node| node.text())
            .collect();
        assert!(
            squeezed(&shown).starts_with(&squeezed(text)),
            "{text:?}: {shown:?}"
        );
        assert!(
            words_of(&markdown).starts_with(&squeezed(text)),
            "{text:?}\n{markdown}"
        );
        assert!(squeezed(&plain).starts_with(&squeezed(text)), "{text:?}");
        for written in [&html, &markdown, &plain] {
            let is_control = |one: char| one.is_control() && one != '\n';
            assert!(!written.contains(is_control), "{text:?}");
            assert!(
                !written.contains(['\u{202e}', '\u{2066}', '\u{2067}']),
                "{text:?}"
            );
        }
    }
    assert!(
        accepted >= 35,
        "the timeline accepts {accepted} of the texts"
    );
}

#[test]
fn plain_text_has_at_most_80_columns() {
    let (briefing, _) = briefing(&"word ".repeat(200));
    for line in briefing.to_text().lines() {
        let is_word = !line.trim().contains(' ');
        assert!(line.chars().count() <= 80 || is_word, "{line}");
    }
}

#[test]
fn only_addresses_of_the_web_are_links() {
    for (url, is_link) in [
        ("https://paper.example/a?b=c&d='e'", true),
        ("http://paper.example/\"><script>alert(1)</script>", true),
        ("https://paper.example/)](javascript:alert(1)) \n> x", true),
        ("javascript:alert(1)", false),
        ("JAVASCRIPT://paper.example/%0aalert(1)", false),
        ("data:text/html,<script>alert(1)</script>", false),
        ("vbscript:x", false),
        ("//paper.example", false),
    ] {
        let Ok(timeline) = record(PLAIN, url) else {
            continue;
        };
        let options = BriefingOptions::new(july(11));
        let briefing = Briefing::of(&timeline.view(), &options).unwrap();
        let (html, markdown) = (briefing.to_html(), briefing.to_markdown());
        let page = parse(&html);
        let links = page.descendants().filter_map(|node| node.attribute("href"));
        let links: Vec<&str> = links.filter(|link| !link.starts_with('#')).collect();
        assert_eq!(!links.is_empty(), is_link, "{url}");
        assert!(
            links.iter().all(|link| link.starts_with("http")),
            "{links:?}"
        );
        let tags = tags(&markdown);
        let links: Vec<&String> = tags.iter().filter(|tag| tag.starts_with("link ")).collect();
        assert_eq!(!links.is_empty(), is_link, "{url}");
        assert!(
            links.iter().all(|link| link.starts_with("link http")),
            "{links:?}"
        );
        // Without a link the address is shown.
        assert!(
            is_link || squeezed(&briefing.to_text()).contains(&squeezed(url)),
            "{url}"
        );
    }
}
