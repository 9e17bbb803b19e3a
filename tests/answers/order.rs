//! What is alike but for one thing is put in order by that thing, and not by how it prints.

use detente::Timeline;
use detente::actor::{Actor, Alias};
use detente::event::{Account, CoverageDeclaration, Event, Measure, Quantity, Report, Source};
use detente::timeline::Constraint;

use super::when;

/// In text a quotation mark comes before a letter; escaped, as debug output has it, after it.
const WORDS: [&str; 2] = ["\"so", "B"];

fn worded(words: &str) -> detente::When {
    when("2025-07-10").with_words(words)
}

/// A timeline that is made of statements in this order and in the other: the same.
fn both_ways<T: Clone>(stated: [T; 2], build: impl Fn(&[T]) -> Timeline) -> Timeline {
    let [a, b] = stated;
    let forward = build(&[a.clone(), b.clone()]);
    assert_eq!(forward, build(&[b, a]));
    forward
}

#[test]
fn reports_are_in_the_order_of_their_numbers() {
    let says = |ordinal| Report::by(["tass"]).says(Account::new().ordinal(ordinal));
    let timeline = both_ways([says(9), says(10)], |reports| {
        let mut builder = Timeline::builder();
        builder.source(Source::new("tass").named("TASS"));
        let event = Event::meeting("talks", when("2025-07-10"));
        builder.event(reports.iter().cloned().fold(event, Event::report));
        builder.build().unwrap()
    });
    let talks = timeline.event("talks").unwrap();
    let told: Vec<u32> = talks.ordinals().map(|(ordinal, _)| ordinal).collect();
    assert_eq!(told, [9, 10]);
}

#[test]
fn reports_are_in_the_order_of_their_quantities() {
    let says = |drones| {
        let measure = Measure::new("drones", Quantity::exactly(drones, "drones").unwrap());
        Report::by(["tass"]).says(Account::new().measure(measure))
    };
    let timeline = both_ways([says(9.0), says(10.0)], |reports| {
        let mut builder = Timeline::builder();
        builder.source(Source::new("tass").named("TASS"));
        let event = Event::meeting("talks", when("2025-07-10"));
        builder.event(reports.iter().cloned().fold(event, Event::report));
        builder.build().unwrap()
    });
    let talks = timeline.event("talks").unwrap();
    let measures = talks.accounts().flat_map(|(account, _)| &account.measures);
    let told: Vec<f64> = measures.map(|one| one.quantity.low()).collect();
    assert_eq!(told, [9.0, 10.0]);
}

#[test]
fn affiliations_aliases_and_successions_are_in_the_order_of_their_words() {
    let timeline = both_ways(WORDS, |words| {
        let mut builder = Timeline::builder();
        let mut actor = Actor::state("RUS").named("Russia");
        for words in words {
            actor = actor
                .held_office("CIS", "chair", worded(words))
                .alias(Alias::new("Rus").during(worded(words)))
                .succeeds("SUN", worded(words));
        }
        builder.actor(actor);
        builder.actor(Actor::state("SUN").named("Soviet Union"));
        builder.actor(Actor::organisation("CIS"));
        builder.build().unwrap()
    });
    let russia = timeline.actor("RUS").unwrap();
    let held: Vec<_> = russia
        .affiliations()
        .map(|(.., when)| when.words().unwrap())
        .collect();
    assert_eq!(held, WORDS);
    let called: Vec<_> = russia
        .aliases()
        .iter()
        .map(|one| one.when.as_ref().unwrap().words().unwrap())
        .collect();
    assert_eq!(called, WORDS);
    let stated = Actor::from(russia);
    let after: Vec<_> = stated
        .successions
        .iter()
        .map(|one| one.when.words().unwrap())
        .collect();
    assert_eq!(after, WORDS);
}

#[test]
fn coverage_and_constraints_are_in_the_order_of_their_words() {
    let timeline = both_ways(WORDS, |words| {
        let mut builder = Timeline::builder();
        let mut source = Source::new("tass").named("TASS");
        for words in words {
            source = source.covers(CoverageDeclaration::over(worded(words)));
        }
        builder.source(source);
        for id in ["a", "b"] {
            builder.event(Event::call(id, when("2025")));
        }
        for words in words {
            builder.constraint(
                Constraint::before("a", "b")
                    .by(["tass"])
                    .asserted(worded(words)),
            );
        }
        builder.build().unwrap()
    });
    let tass = timeline.source("tass").unwrap();
    let covers: Vec<_> = tass.covers().map(|one| one.when.words().unwrap()).collect();
    assert_eq!(covers, WORDS);
    let json = timeline.to_json();
    let constraints = json.find("\"constraints\"").unwrap();
    let place = |words: &str| {
        let quoted = serde_json::to_string(words).unwrap();
        json[constraints..].find(&quoted).unwrap()
    };
    assert!(place(WORDS[0]) < place(WORDS[1]), "{json}");
}
