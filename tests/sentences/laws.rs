//! Laws of sentences: for random records, names and directions.

use chrono::{Days, NaiveDate};
use detente::sentences::{
    CountFacts, GapFacts, MovementFacts, OrderFacts, RankFacts, SilenceFacts, TrendFacts,
    VerdictFacts, shown,
};
use detente::trend::Missing;
use detente::{Actor, Direction, Event, Timeline, claim};
use proptest::prelude::*;

use crate::languages;

const NAMES: [&str; 10] = [
    "Marco Rubio",
    "Sergey Lavrov",
    "United States",
    "Ukraine",
    "Emmanuel Macron",
    "محمد بن سلمان",
    "מדינת ישראל",
    "{pair} & <b>",
    "習近平",
    "Côte d’Ivoire",
];

fn names() -> impl Strategy<Value = [String; 2]> {
    let name = prop_oneof![
        (0..NAMES.len()).prop_map(|at| NAMES[at].to_owned()),
        Just("x".repeat(1_000)),
    ];
    [name.clone(), name].prop_filter("two names", |[a, b]| a != b)
}

#[derive(Clone, Debug)]
struct Entry {
    day: u16,
    width: u16,
    kind: u8,
    code: &'static str,
    title: Option<&'static str>,
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let title = prop_oneof![
        Just(None),
        Just(Some("Trump criticises Putin")),
        Just(Some("a\u{202e}reversed")),
        Just(Some("two  spaces.")),
    ];
    let code = prop_oneof![
        Just("THREATEN"),
        Just("COOPERATE"),
        Just("AGREE"),
        Just("ACCUSE")
    ];
    let entry = (0..300_u16, 0..3_u16, 0..4_u8, code, title);
    let entry = entry.prop_map(|(day, width, kind, code, title)| Entry {
        day,
        width: width * 20,
        kind,
        code,
        title,
    });
    prop::collection::vec(entry, 2..25)
}

fn day(day: u16) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + Days::new(day.into())
}

fn timeline([a, b]: &[String; 2], entries: &[Entry]) -> Timeline {
    let mut builder = Timeline::builder();
    builder.actor(Actor::state("AAA").named(a.as_str()));
    builder.actor(Actor::person("bbb").named(b.as_str()));
    for (number, entry) in entries.iter().enumerate() {
        let id = format!("e{number}");
        let when = format!("[{}..{}]", day(entry.day), day(entry.day + entry.width));
        let code = detente::code::Code::parse(entry.code).unwrap();
        let event = match entry.kind {
            0 => Event::meeting(id, when.as_str()).between("AAA", "bbb"),
            1 => Event::call(id, when.as_str()).between("AAA", "bbb"),
            2 => Event::statement(id, when.as_str())
                .by("AAA")
                .target("bbb")
                .code(code),
            _ => Event::act(id, when.as_str(), code).by("bbb").target("AAA"),
        };
        let event = match entry.title {
            Some(title) => event.title(title),
            None => event,
        };
        builder.event(event);
    }
    builder.build().unwrap()
}

/// Checks a sentence: a full stop, no double space, no line break, and isolates that are closed.
fn check(sentence: &str) {
    assert!(sentence.ends_with('.'), "{sentence}");
    assert!(!sentence.contains("  "), "{sentence}");
    assert!(!sentence.contains(char::is_control), "{sentence}");
    let count = |c| sentence.matches(c).count();
    assert_eq!(count('\u{2068}'), count('\u{2069}'), "{sentence}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sentences_about_a_pair_contain_both_names(
        names in names(), entries in entries(), at in 1..400_u16, direction in 0..5_usize,
        missing in 0..6_usize,
    ) {
        let timeline = timeline(&names, &entries);
        let relations = timeline.relations("AAA", "bbb").unwrap();
        let view = timeline.between("AAA", "bbb").unwrap();
        let date = day(at);
        let computed = TrendFacts::of(&relations, date);
        let mut other = computed.clone();
        other.direction = Direction::ALL[direction];
        other.missing = [
            None,
            Some(Missing::Baseline),
            Some(Missing::Marks),
            Some(Missing::WeightNew),
            Some(Missing::WeightOld),
            Some(Missing::Weight),
        ][missing];
        let movement = relations.movement_to(&relations, day(at / 2), date).unwrap();
        let movement = MovementFacts::of(&movement, &relations);
        let judgement = relations.check(&claim::falling(None), date);
        let mut verdict = VerdictFacts::of("it falls", &judgement);
        verdict.sides = Some(computed.sides.clone());
        for (_, language) in languages() {
            let mut sentences = vec![
                language.trend(&computed),
                language.trend(&other),
                language.movement(&movement),
                language.rank(&RankFacts::of(&view, "e0").unwrap()),
                language.count(&CountFacts::of(&view)),
                language.count(&CountFacts::of(&view.meetings())),
                language.verdict(&verdict),
            ];
            let silences = [SilenceFacts::current(&view, date), SilenceFacts::longest(&view)];
            sentences.extend(silences.iter().flatten().map(|facts| language.silence(facts)));
            for sentence in sentences {
                check(&sentence);
                for name in &names {
                    // A language may have its own form of the name of a state.
                    let is_known = ["United States", "Ukraine", "Côte d’Ivoire"].contains(&&**name);
                    prop_assert!(is_known || sentence.contains(&*shown(name)), "{}", sentence);
                }
            }
            check(&language.gap(&GapFacts::of(&view, "e0", "e1").unwrap()));
            check(&language.order(&OrderFacts::of(&view, "e0", "e1").unwrap()));
        }
    }

    #[test]
    fn a_text_stays_inside_its_isolate(text in "\\PC{0,20}[\u{202e}\u{2068}\u{2069}\u{200f}\n]{0,4}\\PC{0,5}") {
        let shown = shown(&text);
        check(&format!("{shown}."));
        prop_assert!(!shown.is_empty());
        // Shown twice is shown once, but for the isolate itself.
        let plain: String = shown.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}')).collect();
        prop_assert!(!plain.contains("  "));
    }
}
