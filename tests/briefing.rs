//! Briefings: what they say, that they say it in the same way on every machine, and that no text from data becomes
//! markup.
//!
//! `DETENTE_RENEW=1 cargo test --all-features --test briefing` writes the files of `tests/data/briefing` anew. Read
//! what it writes. `.ci/briefing` looks at the pages in a browser.

#![cfg(all(feature = "briefing", feature = "json"))]

#[path = "briefing/hostile.rs"]
mod hostile;

use std::path::PathBuf;

use chrono::NaiveDate;
use detente::Timeline;
use detente::actor::Actor;
use detente::briefing::{Briefing, BriefingOptions};
use detente::claim::{self, World};
use detente::event::{Event, Report, Source, Status};
use detente::sentences::German;
use detente::trend::Coverage;

const KUALA_LUMPUR: &str = include_str!("../examples/data/kuala-lumpur.json");
const US_RUSSIA: &str = include_str!("../examples/data/us-russia-2025.json");

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).expect("a date of 2025")
}

fn read(json: &str) -> Timeline {
    Timeline::from_json(json).expect("the record is well-formed")
}

/// The article with two of its claims.
fn article(timeline: &Timeline) -> Briefing {
    let view = timeline.as_of(day(7, 11));
    let meetings = view.between("rubio", "lavrov").unwrap().meetings();
    let second = claim::ordinal("kuala-lumpur", 2);
    let relations = view.relations("USA", "RUS").unwrap();
    let options = BriefingOptions::new(day(7, 11))
        .title("Rubio and Lavrov in Malaysia")
        .claim(
            "Thursday's meeting was the second time they have met",
            meetings.check(&second, World::Closed).unwrap(),
        )
        .claim(
            "Relations begin to sour",
            relations.check(&claim::falling(Some(90)), day(7, 12)),
        )
        .since(day(7, 9));
    Briefing::of(&timeline.view(), &options).unwrap()
}

/// The United States and Russia on the day after the sanctions on Rosneft and Lukoil.
fn year(timeline: &Timeline) -> Briefing {
    let options = BriefingOptions::new(day(10, 23))
        .between("USA", "RUS")
        .coverage(Coverage::since(day(1, 20)))
        .since(day(10, 16));
    Briefing::of(&timeline.view().within(day(1, 20)..), &options).unwrap()
}

/// The same in German.
fn german_year(timeline: &Timeline) -> Briefing {
    let german = German::default().with_name("lavrov", "Sergej Lawrow");
    let relations = timeline.relations("USA", "RUS").unwrap();
    let falling = relations.check(&claim::falling(Some(90)), day(10, 24));
    let options = BriefingOptions::new(day(10, 23))
        .between("USA", "RUS")
        .coverage(Coverage::since(day(1, 20)))
        .since(day(10, 16))
        .claim("Die Beziehungen verschlechtern sich", falling)
        .language(&german);
    Briefing::of(&timeline.view().within(day(1, 20)..), &options).unwrap()
}

/// Compares a text with its file, or writes it.
fn check(name: &str, text: &str) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/briefing");
    let path = folder.join(name);
    if std::env::var_os("DETENTE_RENEW").is_some() {
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        std::fs::write(&path, text).expect("the folder takes files");
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    // Not `assert_eq`, which would print both.
    let line = expected.lines().zip(text.lines()).position(|(a, b)| a != b);
    assert!(
        expected == text,
        "{} differs from line {} on: see the head of this file for how to renew it",
        path.display(),
        line.map_or(0, |line| line + 1),
    );
}

/// A page without its charts, which have files of their own in `tests/data/plot`.
fn without_charts(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("<svg ") {
        let end = start + rest[start..].find("</svg>").expect("a chart ends");
        out.push_str(&rest[..start]);
        out.push_str("<svg/>");
        rest = &rest[end + "</svg>".len()..];
    }
    out + rest
}

#[test]
fn the_briefings_are_as_they_were() {
    let article = article(&read(KUALA_LUMPUR));
    check("article.html", &without_charts(&article.to_html()));
    check("article.md", &article.to_markdown());
    check("article.txt", &article.to_text());
    let year = year(&read(US_RUSSIA));
    check("us-russia-2025.md", &year.to_markdown());
    let german = german_year(&read(US_RUSSIA));
    check("us-russia-2025.de.md", &german.to_markdown());
}

/// A meeting with one report, and a claim about it.
fn sample() -> String {
    let mut builder = Timeline::builder();
    builder.actor(Actor::person("rubio").named("Marco Rubio"));
    builder.actor(Actor::person("lavrov").named("Sergey Lavrov"));
    let reuters = Source::new("reuters").named("Reuters");
    builder.source(reuters.url("https://www.reuters.com/world"));
    let meeting = Event::meeting("riyadh", day(2, 18)).between("rubio", "lavrov");
    let report = Report::by(["reuters"]).asserted(day(2, 18));
    let meeting = meeting.title("Delegations meet in Riyadh").at("Riyadh");
    builder.event(meeting.report(report));
    let timeline = builder.build().unwrap();
    let first = claim::ordinal("riyadh", 1);
    let first = timeline.view().check(&first, World::Open).unwrap();
    let options = BriefingOptions::new(day(2, 20))
        .title("Before Kuala Lumpur")
        .claim("Riyadh was their first meeting", first)
        .since(day(2, 17));
    let briefing = Briefing::of(&timeline.view(), &options).unwrap();
    serde_json::to_string_pretty(&briefing).unwrap()
}

#[test]
fn the_page_of_answers_shows_the_json() {
    let json = sample();
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/format/answers_of_briefings.md");
    let page = std::fs::read_to_string(&path).expect("the page is there");
    let (before, rest) = page.split_once("```json\n").expect("a sample begins");
    let (_, after) = rest.split_once("```").expect("a sample ends");
    let expected = format!("{before}```json\n{json}\n```{after}");
    if std::env::var_os("DETENTE_RENEW").is_some() {
        std::fs::write(&path, expected).expect("the page can be written");
        return;
    }
    assert!(page == expected, "{}: renew the sample", path.display());
}

#[test]
fn the_order_of_the_input_does_not_matter() {
    let mut record: serde_json::Value = serde_json::from_str(US_RUSSIA).unwrap();
    for list in ["events", "actors", "sources"] {
        record[list].as_array_mut().unwrap().reverse();
    }
    let (one, other) = (year(&read(US_RUSSIA)), year(&read(&record.to_string())));
    assert_eq!(one.to_html(), other.to_html());
    assert_eq!(one.to_text(), other.to_text());
    assert_eq!(
        serde_json::to_string(&one).unwrap(),
        serde_json::to_string(&other).unwrap()
    );
}

/// The filter of the page takes the last state that is not after its day. The oracle is the view as of that day.
#[test]
fn the_states_of_an_event_say_what_was_known_on_each_day() {
    let mut compared = 0;
    for json in [KUALA_LUMPUR, US_RUSSIA] {
        let timeline = read(json);
        let options = BriefingOptions::new(day(12, 31));
        let briefing = Briefing::of(&timeline.view(), &options).unwrap();
        let days = day(1, 1).iter_days().take_while(|one| *one <= day(12, 31));
        for one in days.step_by(3) {
            let view = timeline.view().of_status(Status::ALL).as_of(one);
            for event in &briefing.events {
                let known = view
                    .event(&event.id)
                    .ok()
                    .and_then(detente::timeline::EventRef::status);
                let state = event.states.iter().rfind(|state| state.from <= one);
                assert_eq!(
                    state.and_then(|state| state.status),
                    known,
                    "{} on {one}",
                    event.id
                );
                compared += usize::from(known.is_some());
            }
        }
    }
    assert!(compared > 5_000, "{compared}");
}

#[test]
fn a_summit_that_was_called_off_was_planned_the_week_before() {
    let timeline = read(US_RUSSIA);
    let briefing = year(&timeline);
    let budapest = briefing.events.iter().find(|one| one.id == "budapest");
    let states = &budapest.expect("the record has the summit").states;
    let statuses: Vec<_> = states.iter().map(|one| one.status).collect();
    assert_eq!(statuses, [Some(Status::Planned), Some(Status::Cancelled)]);
    assert!(states[0].from < states[1].from);
}

#[test]
fn an_event_that_no_report_dates_by_the_day_is_left_out() {
    let timeline = read(US_RUSSIA);
    let before = Briefing::of(&timeline.view(), &BriefingOptions::new(day(1, 1))).unwrap();
    assert_eq!(before.events, []);
    let after = Briefing::of(&timeline.view(), &BriefingOptions::new(day(12, 31))).unwrap();
    let all = timeline.events().len();
    assert_eq!(before.not_yet_known, all);
    assert_eq!(after.events.len() + after.not_yet_known, all);
    // A page without events is a page.
    for text in [before.to_html(), before.to_markdown(), before.to_text()] {
        assert!(text.contains("No event is known."));
    }
}

#[test]
fn the_contributions_sum_to_the_change_and_the_level() {
    let briefing = year(&read(US_RUSSIA));
    let relations = briefing.relations.as_ref().unwrap();
    let trend = relations.ongoing.trend;
    let parts = relations.contributions.iter().map(|one| one.contribution);
    let level: f64 = parts.clone().map(|part| part.level).sum();
    let change: f64 = parts.map(|part| part.change.unwrap()).sum();
    assert!((level - trend.level.unwrap().value()).abs() < 1e-9);
    assert!((change - trend.change.unwrap()).abs() < 1e-9);
}

#[test]
fn the_json_has_each_field_and_no_markup() {
    let briefing = article(&read(KUALA_LUMPUR));
    let json = serde_json::to_value(&briefing).unwrap();
    assert_eq!(json["as_of"], "2025-07-11");
    assert_eq!(json["relations"], serde_json::Value::Null);
    assert_eq!(json["claims"][0]["verdict"], "consistent");
    assert!(!json.to_string().contains("<svg"));
    for name in [
        "title",
        "summary",
        "charts",
        "changes",
        "events",
        "not_yet_known",
        "actors",
        "sources",
        "coverage",
    ] {
        assert!(json.get(name).is_some(), "{name}");
    }
}

/// What the page allows to run and to load is nothing but its own.
#[test]
fn the_page_is_well_formed_and_loads_nothing() {
    for briefing in [article(&read(KUALA_LUMPUR)), year(&read(US_RUSSIA))] {
        let html = briefing.to_html();
        let page = hostile::parse(&html);
        let mut ids = std::collections::BTreeSet::new();
        for node in page.descendants().filter(roxmltree::Node::is_element) {
            for attribute in node.attributes() {
                let (name, value) = (attribute.name(), attribute.value());
                assert!(!name.starts_with("on") && name != "src", "{name}={value}");
                let is_web = value.starts_with("https://") || value.starts_with("http://");
                assert!(
                    name != "href" || value.starts_with('#') || is_web,
                    "{value}"
                );
                assert!(
                    name != "id" || ids.insert(value.to_owned()),
                    "{value} twice"
                );
            }
        }
        let links = page.descendants().filter_map(|node| node.attribute("href"));
        for anchor in links.filter_map(|link| link.strip_prefix('#')) {
            assert!(ids.contains(anchor), "{anchor}");
        }
        let of_html = |name| {
            let nodes = page.descendants();
            nodes
                .filter(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", name)))
                .count()
        };
        assert_eq!(of_html("script"), 1);
        assert_eq!(of_html("h1"), 1);
        assert_eq!(of_html("link") + of_html("img") + of_html("iframe"), 0);
    }
}

#[test]
fn the_list_of_sources_has_what_a_citation_says() {
    let mut record: serde_json::Value = serde_json::from_str(KUALA_LUMPUR).unwrap();
    let sources = record["sources"].as_array_mut().unwrap();
    let article = sources.iter_mut().find(|one| one["id"] == "article");
    let article = article.expect("the article cites it");
    article["authors"] = serde_json::json!(["A. Writer", "B. Writer"]);
    article["title"] = "Talks in Malaysia".into();
    article["locator"] = "p. 3".into();
    article["archive"] = "A library".into();
    let briefing = self::article(&read(&record.to_string()));
    let listed = briefing.sources.iter().find(|one| one.id == "article");
    let details = listed.expect("a source").details.as_deref();
    assert_eq!(
        details,
        Some("A. Writer, B. Writer, Talks in Malaysia, p. 3 (A library)")
    );
    let line = "the article, A. Writer, B. Writer, Talks in Malaysia, p. 3 (A library)";
    assert!(briefing.to_text().contains(line), "{}", briefing.to_text());
    let without = self::article(&read(KUALA_LUMPUR));
    assert!(without.sources.iter().all(|one| one.details.is_none()));
}

/// A standing relation, contacts without titles, and a source that was read on a day.
fn alliance() -> Timeline {
    let code = detente::code::Code::parse("COOPERATE").expect("a code");
    let pact = Event::act("pact", "2024-01-26/2025-04-28", code.clone()).between("usa", "fra");
    let embargo = Event::act("embargo", "2025-03/..", code)
        .by("usa")
        .target("fra");
    let talk = Event::statement("s", "2025-02-01").by("usa").target("fra");
    Timeline::builder()
        .actor(Actor::state("usa").named("United States"))
        .actor(Actor::state("fra").named("France"))
        .source(
            Source::new("q")
                .named("Q")
                .url("https://example.org/1")
                .accessed("2025-05-03"),
        )
        .event(pact.standing().title("The pact").report(Report::by(["q"])))
        .event(embargo.standing())
        .event(talk)
        .event(Event::call("c1", "2025-04-30").between("usa", "fra"))
        .event(
            Event::meeting("m1", "2025-07-01")
                .between("usa", "fra")
                .report(
                    Report::by(["q"])
                        .status(Status::Planned)
                        .asserted("2025-05-01"),
                ),
        )
        .build()
        .expect("the record is well-formed")
}

#[test]
fn a_standing_relation_is_in_force_and_did_not_happen_on_a_day() {
    let timeline = alliance();
    let [german, french] = [
        &German::default() as &dyn detente::sentences::Language,
        &detente::sentences::French::default(),
    ];
    let english = &detente::sentences::English::default();
    for (language, pact, embargo, count) in [
        (
            english as &dyn detente::sentences::Language,
            "- **from 26 Jan 2024 to 28 Apr 2025**, act, in force: The pact (France, United States)",
            "- **from Mar 2025**, act, in force: by United States, towards France",
            "- Standing relations on this page: 2.",
        ),
        (
            german,
            "- **vom 26. Jan. 2024 bis zum 28. Apr. 2025**, Handlung, in Kraft: The pact",
            "- **ab März 2025**, Handlung, in Kraft: Urheber: USA, Ziel: Frankreich",
            "- Dauerhafte Verhältnisse auf dieser Seite: 2.",
        ),
        (
            french,
            "- **du 26 janv. 2024 au 28 avr. 2025**, acte, en vigueur: The pact",
            "- **dès mars 2025**, acte, en vigueur: auteur\u{a0}: États-Unis, cible\u{a0}: France",
            "- Relations établies sur cette page : 2.",
        ),
    ] {
        let options = BriefingOptions::new(day(5, 31))
            .between("usa", "fra")
            .language(language);
        let briefing = Briefing::of(&timeline.view(), &options).expect("a pair");
        let text = briefing.to_markdown();
        for line in [pact, embargo, count] {
            assert!(
                text.lines().any(|one| one.starts_with(line)),
                "{line}\n{text}"
            );
        }
        let words = language.page_words();
        let date = &briefing.events[0].date;
        assert!(
            text.contains(&format!("| The pact, {} {date} |", words.in_force)),
            "{text}"
        );
        let html = briefing.to_html();
        assert!(html.contains(&format!(" data-realised=\"{}\"", words.in_force)));
        assert!(html.contains(&format!(
            "data-status=\"realised\">{}</span>",
            words.in_force
        )));
        // The chart says it too.
        let chart = briefing.charts[1].wide().to_string();
        let in_force = language.chart_words().in_force;
        assert!(
            chart.contains(&format!(": The pact; {in_force}")),
            "{chart}"
        );
        let relation = briefing.charts[0].wide().to_string();
        assert!(relation.contains(&format!("{in_force} ")), "{relation}");
    }
}

#[test]
fn an_event_without_a_title_is_named_by_its_kind_and_parties() {
    let timeline = alliance();
    let options = BriefingOptions::new(day(5, 31));
    let briefing = Briefing::of(&timeline.view(), &options).expect("no pair is asked for");
    let summary = &briefing.summary;
    let has = |line: &str| summary.iter().any(|one| one == line);
    assert!(
        has("Last contact: call (France, United States), 30 Apr 2025."),
        "{summary:?}"
    );
    assert!(
        has("Next planned event: meeting (France, United States), 1 Jul 2025."),
        "{summary:?}"
    );
    let titles: Vec<&str> = briefing.events.iter().map(|one| &*one.title).collect();
    assert!(
        titles.contains(&"statement (United States → France)"),
        "{titles:?}"
    );
    let text = briefing.to_text();
    assert!(!text.contains("c1") && !text.contains("m1"), "{text}");
}

#[test]
fn a_source_says_when_its_address_was_read() {
    let timeline = alliance();
    let options = BriefingOptions::new(day(5, 31));
    let briefing = Briefing::of(&timeline.view(), &options).expect("no pair is asked for");
    assert_eq!(briefing.sources[0].accessed.as_deref(), Some("3 May 2025"));
    assert!(
        briefing
            .to_markdown()
            .contains(", accessed 3 May 2025, events: 2")
    );
}

#[test]
fn the_title_of_a_chart_ends_before_its_description() {
    let timeline = read(US_RUSSIA);
    let briefing = year(&timeline);
    let text = briefing.to_markdown();
    for chart in &briefing.charts {
        assert!(
            text.contains(&format!("- **{}**: {}", chart.title, chart.description)),
            "{text}"
        );
    }
}
