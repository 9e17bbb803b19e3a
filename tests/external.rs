//! External identifiers: unique, found, kept, and the key on which timelines are united.

use detente::event::{Report, Source};
use detente::timeline::edit::{Edit, ItemKey};
use detente::timeline::{ActorRef, EventRef, MergePart, ReportRef, SourceRef};
use detente::{Actor, Event, Timeline};
use proptest::prelude::*;

fn texts(faults: impl IntoIterator<Item = impl ToString>) -> Vec<String> {
    faults.into_iter().map(|one| one.to_string()).collect()
}

/// The record of one agency, which has its own identifiers.
fn record(lavrov: &str, meeting: &str, agency: &str, day: &str) -> Timeline {
    Timeline::builder()
        .actor(Actor::person("rubio").named("Marco Rubio"))
        .actor(
            Actor::person(lavrov)
                .named("Sergey Lavrov")
                .external("wikidata", "Q58217"),
        )
        .source(Source::new(agency).external("wikidata", format!("Q-{agency}")))
        .event(
            Event::meeting(meeting, day)
                .between("rubio", lavrov)
                .external("gdelt", "1252345")
                .report(Report::by([agency, lavrov])),
        )
        .build()
        .expect("a record without faults")
}

#[test]
fn entries_are_found_by_scheme_and_value() {
    let timeline = record("lavrov", "kuala-lumpur", "tass", "2025-07-10");
    let actor = timeline.actor_by_external("wikidata", "Q58217");
    assert_eq!(actor.map(ActorRef::id), Some("lavrov"));
    let event = timeline.event_by_external("gdelt", "1252345");
    assert_eq!(event.map(EventRef::id), Some("kuala-lumpur"));
    let source = timeline
        .source_by_external("wikidata", "Q-tass")
        .expect("a source");
    assert_eq!(source.external()["wikidata"], "Q-tass");
    // Each sort of entry has its own register, and nothing but both texts together is found.
    assert_eq!(timeline.actor_by_external("wikidata", "Q-tass"), None);
    assert_eq!(timeline.event_by_external("wikidata", "Q58217"), None);
    assert_eq!(timeline.actor_by_external("viaf", "Q58217"), None);
    assert!(timeline.actor("wikidata:Q58217").is_err());
}

#[test]
fn an_identifier_with_a_colon_is_not_an_external_one() {
    let timeline = Timeline::builder()
        .actor(Actor::person("wikidata:Q58217").named("not Lavrov"))
        .actor(Actor::person("lavrov").external("wikidata", "Q58217"))
        .build()
        .expect("a record without faults");
    assert_eq!(
        timeline.actor("wikidata:Q58217").unwrap().name(),
        "not Lavrov"
    );
    assert_eq!(
        timeline
            .actor_by_external("wikidata", "Q58217")
            .unwrap()
            .id(),
        "lavrov"
    );
}

#[test]
fn a_clash_names_both_entries_in_any_order_of_statement() {
    let actors = ["lavrov", "lavrov-s", "foreign-minister"]
        .map(|id| Actor::person(id).external("wikidata", "Q58217"));
    let expected = [
        "actor `lavrov` has the `wikidata` identifier `Q58217` of actor `foreign-minister`: expected one actor for each",
        "actor `lavrov-s` has the `wikidata` identifier `Q58217` of actor `foreign-minister`: expected one actor for each",
    ];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let mut builder = Timeline::builder();
        builder.extend(order.map(|at: usize| actors[at].clone()));
        let mut found = texts(builder.build().unwrap_err().faults);
        found.sort();
        found.reverse();
        assert_eq!(found, expected);
        // A lenient builder keeps the one that is named by the others.
        let kept = builder.build_lenient().timeline;
        assert_eq!(
            kept.actors().map(ActorRef::id).collect::<Vec<_>>(),
            ["foreign-minister"]
        );
    }
}

#[cfg(feature = "json")]
#[test]
fn json_keeps_external_identifiers_and_places_their_faults() {
    let timeline = record("lavrov", "kuala-lumpur", "tass", "2025-07-10");
    assert_eq!(Timeline::from_json(&timeline.to_json()).unwrap(), timeline);
    let text = r#"{"format": "detente-timeline", "version": 1, "events": [], "actors": [
{"id": "a", "kind": "person", "name": "A", "external": {"wikidata": "Q1"}},
{"id": "b", "kind": "person", "name": "B", "external": {"wikidata": "Q1", "VIAF": "7"}}
]}"#;
    assert_eq!(
        texts(Timeline::from_json(text).unwrap_err().faults()),
        [
            "line 3, column 69: actor `b` has the `wikidata` identifier `Q1` of actor `a`: expected one actor for each",
            "line 3, column 75: actor `b`: `VIAF` is not a scheme of identifiers: expected 1 to 50 of the characters a to z, 0 to 9, `-`, `_` and `.`, with a letter first",
        ]
    );
    let twice = text.replace(r#", "VIAF": "7""#, r#", "wikidata": "Q2""#);
    let error = Timeline::from_json(&twice).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("scheme `wikidata` is given twice"),
        "{error}"
    );
}

#[test]
fn entries_under_other_identifiers_are_united() {
    let tass = record("lavrov-s", "putrajaya", "tass", "2025-07-10");
    let reuters = record("lavrov", "kuala-lumpur", "reuters", "2025-07-11");
    for parts in [
        [("a", &tass), ("b", &reuters)],
        [("b", &reuters), ("a", &tass)],
    ] {
        let merged = Timeline::merge(parts).unwrap();
        assert_eq!(
            merged.actors().map(ActorRef::id).collect::<Vec<_>>(),
            ["lavrov", "rubio"]
        );
        let meeting = merged.event("kuala-lumpur").unwrap();
        assert_eq!(merged.events().len(), 1);
        assert_eq!(
            texts(meeting.reports().map(ReportRef::attribution)).len(),
            2
        );
        assert_eq!(meeting.dates().count(), 2);
        assert_eq!(merged.event_by_external("gdelt", "1252345"), Some(meeting));
    }
}

#[test]
fn sameness_is_transitive_and_two_values_of_a_scheme_clash() {
    let actor = |id: &str, ids: &[(&str, &str)]| {
        let actor = Actor::person(id);
        let actor = ids.iter().fold(actor, |actor, (scheme, value)| {
            actor.external(*scheme, *value)
        });
        Timeline::builder().actor(actor).build().unwrap()
    };
    let c = actor("c", &[("wikidata", "Q1")]);
    let b = actor("b", &[("wikidata", "Q1"), ("viaf", "7")]);
    let a = actor("a", &[("viaf", "7")]);
    let merged = Timeline::merge([("1", &c), ("2", &b), ("3", &a)]).unwrap();
    assert_eq!(merged.actors().len(), 1);
    assert_eq!(merged.actor("a").unwrap().external().len(), 2);

    let other = actor("a", &[("viaf", "7"), ("wikidata", "Q2")]);
    let error = Timeline::merge([("1", &c), ("2", &b), ("3", &other)]).unwrap_err();
    assert_eq!(
        texts(error.faults),
        [
            "actor `a`: `external` is `wikidata:Q1` in `1`, `wikidata:Q1` in `2`, `wikidata:Q2` in `3`: expected one value"
        ]
    );
    // A renaming of the caller comes first.
    let renamed = MergePart::new("3", &a).rename([("a", "z")]);
    let merged = Timeline::merge([MergePart::new("2", &b), renamed]).unwrap();
    assert_eq!(merged.actors().map(ActorRef::id).collect::<Vec<_>>(), ["b"]);
}

#[test]
fn an_edit_frees_and_takes_an_identifier() {
    let timeline = record("lavrov", "kuala-lumpur", "tass", "2025-07-10");
    let call = || Event::call("call", "2025-06").external("gdelt", "1252345");
    let error = timeline.edit(Edit::add(call())).unwrap_err();
    assert_eq!(
        texts(error.faults),
        [
            "edit 1: event `kuala-lumpur` has the `gdelt` identifier `1252345` of event `call`: expected one event for each"
        ]
    );
    let edited = timeline
        .edit([
            Edit::remove(ItemKey::event("kuala-lumpur")),
            Edit::add(call()),
        ])
        .unwrap();
    assert_eq!(
        edited
            .event_by_external("gdelt", "1252345")
            .map(EventRef::id),
        Some("call")
    );
    let wire = Source::new("wire").external("wikidata", "Q-tass");
    assert!(timeline.edit(Edit::add(wire)).is_err());
    let wire = Source::new("wire").external("wikidata", "Q-wire");
    let edited = timeline.edit(Edit::add(wire)).unwrap();
    for agency in ["tass", "wire"] {
        let found = edited.source_by_external("wikidata", &format!("Q-{agency}"));
        assert_eq!(found.map(SourceRef::id), Some(agency));
    }
}

/// An actor and its external identifiers: a few schemes and values, so that shared ones are common.
type Stated = (u8, Option<u8>, Option<u8>);

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// The oracle: entries are one if a chain of shared identifiers connects them.
    #[test]
    fn united_entries_are_the_connected_ones(
        stated in prop::collection::vec((0..8_u8, prop::option::of(0..5_u8), prop::option::of(0..5_u8)), 1..7),
    ) {
        let record = |&(id, one, other): &Stated| {
            let mut actor = Actor::person(format!("actor-{id}"));
            for (scheme, value) in [("wikidata", one), ("viaf", other)] {
                if let Some(value) = value {
                    actor = actor.external(scheme, value.to_string());
                }
            }
            Timeline::builder().actor(actor).build().unwrap()
        };
        let records: Vec<Timeline> = stated.iter().map(record).collect();
        let is_one = |a: &Stated, b: &Stated| {
            a.0 == b.0 || (a.1.is_some() && a.1 == b.1) || (a.2.is_some() && a.2 == b.2)
        };
        let mut first: Vec<u8> = stated.iter().map(|one| one.0).collect();
        for _ in 0..stated.len() {
            for at in 0..stated.len() {
                for other in 0..stated.len() {
                    if is_one(&stated[at], &stated[other]) {
                        first[at] = first[at].min(first[other]);
                    }
                }
            }
        }
        let clashes = (0..stated.len()).any(|at| (0..stated.len()).any(|other| {
            let (a, b) = (stated[at], stated[other]);
            let differs = |a: Option<u8>, b: Option<u8>| a.is_some() && b.is_some() && a != b;
            first[at] == first[other] && (differs(a.1, b.1) || differs(a.2, b.2))
        }));
        let merged = Timeline::merge(records.iter().enumerate().map(|(at, one)| (format!("part-{at}"), one)));
        prop_assert_eq!(merged.is_err(), clashes);
        let backwards = Timeline::merge(records.iter().enumerate().rev().map(|(at, one)| (format!("part-{at}"), one)));
        prop_assert_eq!(&merged, &backwards);
        if let Ok(merged) = merged {
            let mut ids: Vec<String> = first.iter().map(|id| format!("actor-{id}")).collect();
            ids.sort();
            ids.dedup();
            let found: Vec<String> = merged.actors().map(|one| one.id().to_owned()).collect();
            prop_assert_eq!(found, ids);
        }
    }
}

#[test]
fn an_empty_text_names_its_entry() {
    let faults = |builder: &mut detente::timeline::TimelineBuilder| {
        let error = builder.build().expect_err("an empty text");
        let faults = error.faults.iter();
        faults
            .map(|fault| fault.kind.to_string())
            .collect::<Vec<_>>()
    };
    let rest = "is not valid: expected 1 to";
    let mut builder = Timeline::builder();
    builder
        .actor(Actor::person("lavrov").external("wikidata", ""))
        .source(Source::new("tass").author(""))
        .event(Event::call("talk", "2025-07").title(""));
    let found = faults(&mut builder);
    let starts = [
        "actor `lavrov`: external identifier ``",
        "source `tass`: author ``",
        "event `talk`: title ``",
    ];
    assert_eq!(found.len(), starts.len(), "{found:?}");
    for (fault, start) in found.iter().zip(starts) {
        assert!(fault.starts_with(&format!("{start} {rest}")), "{fault}");
    }
    // An identifier has no other name.
    let found = faults(Timeline::builder().event(Event::call("", "2025-07")));
    assert!(
        found[0].starts_with(&format!("event `` {rest}")),
        "{found:?}"
    );
}
