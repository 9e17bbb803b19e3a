//! Lenient building: what is sound stays, and everything else has a fault.

use std::collections::BTreeSet;

use detente::actor::Actor;
use detente::event::{Event, Link, Source};
use detente::timeline::{Constraint, Entry, EventRef, Fault, FaultKind, Lenient};
use detente::{Timeline, TimelineBuilder};
use proptest::prelude::*;

mod coarse;
mod unsound;

use unsound::{Stated, builder, positions, records};

fn faulty(lenient: &Lenient) -> BTreeSet<Entry> {
    lenient.faults().iter().map(|fault| fault.entry).collect()
}

/// The entries that have no fault.
fn sound(entries: &[Stated], lenient: &Lenient) -> Vec<Stated> {
    let faulty = faulty(lenient);
    let all = positions(entries).into_iter().zip(entries);
    all.filter(|(at, _)| !faulty.contains(at))
        .map(|(_, entry)| entry.clone())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn a_sound_record_is_built_as_strictly(
        events in coarse::events(0..25, 8),
        before in prop::collection::vec((0_usize..8, 0_usize..8), 0..6),
    ) {
        let timeline = coarse::built(&events, &before);
        let lenient = TimelineBuilder::from(&timeline).build_lenient();
        prop_assert_eq!(lenient.faults(), &[][..]);
        prop_assert_eq!(lenient.timeline, timeline);
    }

    #[test]
    fn the_entries_without_faults_are_the_timeline(entries in records()) {
        let lenient = builder(&entries).build_lenient();
        let strict = builder(&sound(&entries, &lenient)).build();
        prop_assert_eq!(strict.as_ref(), Ok(&lenient.timeline));
        // Strict building finds a fault if and only if lenient building does.
        prop_assert_eq!(builder(&entries).build().is_ok(), lenient.faults().is_empty());
    }

    #[test]
    fn no_entry_that_was_left_out_could_have_stayed(entries in records()) {
        let lenient = builder(&entries).build_lenient();
        let kept = sound(&entries, &lenient);
        let faulty = faulty(&lenient);
        // A duplicate may take the place of an event that goes because of a link, and save others too late.
        let is_link = |fault: &Fault| match fault.kind {
            FaultKind::Contradiction(_) => matches!(fault.entry, Entry::Event(_)),
            FaultKind::PartOfItself { .. } | FaultKind::SucceedsItself { .. } => true,
            _ => false,
        };
        let is_twice = |fault: &Fault| matches!(fault.kind, FaultKind::DuplicateId { .. });
        let (links, twice) = (lenient.faults().iter().any(is_link), lenient.faults().iter().any(is_twice));
        prop_assume!(!links || !twice);
        for (at, entry) in positions(&entries).into_iter().zip(&entries) {
            if faulty.contains(&at) {
                let with: Vec<Stated> = kept.iter().chain([entry]).cloned().collect();
                prop_assert!(builder(&with).build().is_err(), "{entry:?}");
            }
        }
    }

    #[test]
    fn the_order_of_entries_changes_nothing(
        (entries, shuffled) in records().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        let [one, other] = [&entries, &shuffled].map(|all| builder(all).build_lenient());
        prop_assert_eq!(&one.timeline, &other.timeline);
        let texts = |lenient: &Lenient| {
            let mut texts: Vec<String> = lenient.faults().iter().map(ToString::to_string).collect();
            texts.sort();
            texts
        };
        prop_assert_eq!(texts(&one), texts(&other));
    }
}

fn texts(lenient: &Lenient) -> Vec<String> {
    lenient.faults().iter().map(Fault::to_string).collect()
}

fn parties() -> TimelineBuilder {
    let mut builder = Timeline::builder();
    builder
        .actor(Actor::person("rubio").named("Marco Rubio"))
        .actor(Actor::person("lavrov").named("Sergey Lavrov"))
        .source(Source::new("reuters").named("Reuters"))
        .source(Source::new("tass").named("TASS"));
    builder
}

#[test]
fn of_contradicting_constraints_the_one_with_the_least_support_goes() {
    let mut builder = parties();
    builder
        .event(Event::call("call", "2025-07").between("rubio", "lavrov"))
        .event(Event::meeting("kuala-lumpur", "2025-07-10").between("rubio", "lavrov"))
        .constraint(Constraint::before("call", "kuala-lumpur").by(["tass", "lavrov"]))
        .constraint(Constraint::after("call", "kuala-lumpur").by(["reuters"]));
    let lenient = builder.build_lenient();
    assert_eq!(
        texts(&lenient),
        [
            "these statements contradict each other: `kuala-lumpur` is before `call` (reuters); \
         `call` is before `kuala-lumpur` (tass, lavrov)",
        ]
    );
    assert_eq!(lenient.faults()[0].entry, Entry::Constraint(0));
    let left: Vec<String> = lenient
        .timeline
        .constraints()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(left, ["`kuala-lumpur` is before `call` (reuters)"]);
}

#[test]
fn a_constraint_comes_back_if_another_went_in_the_meantime() {
    let mut builder = parties();
    builder
        .event(Event::call("a", "2025-07"))
        .event(Event::call("c", "2025-07"))
        // Without a source it gives way first, but only to the second one, which gives way to the third.
        .constraint(Constraint::before("c", "a"))
        .constraint(Constraint::before("a", "c").by(["tass", "lavrov"]))
        .constraint(Constraint::after("a", "c").by(["reuters"]));
    let lenient = builder.build_lenient();
    assert_eq!(lenient.timeline.constraints().len(), 2);
    let entries: Vec<Entry> = lenient.faults().iter().map(|fault| fault.entry).collect();
    assert_eq!(entries, [Entry::Constraint(1)]);
}

#[test]
fn of_links_that_contradict_dates_the_event_goes() {
    let mut builder = parties();
    builder
        .event(Event::meeting("asean", "2025-07-10/2025-07-11"))
        .event(
            Event::meeting("kuala-lumpur", "2025-07-12")
                .between("rubio", "lavrov")
                .link(Link::PartOf, "asean"),
        )
        .event(
            Event::statement("remarks", "2025-07-12")
                .party("rubio")
                .link(Link::About, "kuala-lumpur"),
        );
    let lenient = builder.build_lenient();
    assert_eq!(
        texts(&lenient),
        [
            "these statements contradict each other: `asean` is dated 2025-07-10/2025-07-11; \
         `kuala-lumpur` is part of `asean`; `kuala-lumpur` is dated 2025-07-12",
            "event `remarks` refers to event `kuala-lumpur`, which was left out",
        ]
    );
}

#[test]
fn a_long_chain_of_references_falls_in_one_pass() {
    let mut builder = parties();
    builder.event(Event::call("e0", "2025-07-32"));
    for number in 1..20_000 {
        let before = format!("e{}", number - 1);
        builder.event(Event::call(format!("e{number}"), "2025-07-10").link(Link::About, before));
    }
    let lenient = builder.build_lenient();
    assert_eq!(lenient.timeline.events().len(), 0);
    assert_eq!(lenient.faults().len(), 20_000);
}

#[test]
fn a_long_cycle_is_named_once() {
    for (count, expected) in [(50, 50), (51, 1), (20_000, 1)] {
        let mut builder = parties();
        for at in 0..count {
            let next = format!("e{:05}", (at + 1) % count);
            let event = Event::call(format!("e{at:05}"), "2025").between("rubio", "lavrov");
            builder.event(event.link(Link::PartOf, next));
        }
        let lenient = builder.build_lenient();
        assert_eq!(lenient.timeline.events().len(), 0);
        assert_eq!(lenient.faults().len(), count);
        let cycles = lenient.faults().iter();
        let cycles = cycles.filter(|fault| matches!(fault.kind, FaultKind::PartOfItself { .. }));
        assert_eq!(cycles.count(), expected, "{count}");
        if expected == 1 {
            let last = lenient.faults()[1].to_string();
            assert_eq!(
                last,
                "event `e00001` refers to event `e00002`, which was left out"
            );
        }
    }
}

#[test]
fn many_contradicted_pairs_are_settled_apart() {
    let mut builder = parties();
    for number in 0..500 {
        let (one, other) = (format!("a{number}"), format!("b{number}"));
        builder.event(Event::call(&one, "2025-07-10"));
        builder.event(Event::call(&other, "2025-07-09"));
        builder.constraint(Constraint::before(&one, &other).by(["tass"]));
    }
    let lenient = builder.build_lenient();
    assert_eq!(lenient.timeline.events().len(), 1_000);
    assert_eq!(lenient.faults().len(), 500);
    let all = lenient.faults().iter().enumerate();
    assert!(
        all.clone()
            .all(|(at, fault)| fault.entry == Entry::Constraint(at))
    );
    assert!(
        all.clone()
            .all(|(_, fault)| matches!(fault.kind, FaultKind::Contradiction(_)))
    );
}

#[cfg(feature = "json")]
#[test]
fn each_fault_of_a_text_has_its_place() {
    let text = r#"{
  "format": "detente-timeline", "version": 1, "title": "\u0007",
  "actors": [
    {"id": "rubio", "kind": "person", "name": "Marco Rubio"},
    {"id": "lavrov", "kind": "human"}
  ],
  "events": [
    {"id": "may", "kind": "call", "when": "2025-05", "parties": ["rubio", "lavrov"]},
    {"id": "june", "kind": "call", "when": "2025-06", "parties": ["rubio"], "follows": "may"},
    {"id": "july", "kind": "meeting", "when": "2025-07-10", "parties": ["rubio"]}
  ],
  "constraints": [
    {"event": "may", "before": "july"},
    {"event": "july", "before": "july"}
  ]
}"#;
    let lenient = Timeline::from_json_lenient(text).unwrap();
    assert_eq!(
        texts(&lenient),
        [
            "line 2, column 56: title `\\u{7}` is not valid: expected 1 to 10000 bytes of visible text, without control characters and without leading or trailing spaces",
            "line 5, column 30: `human` is not a kind of actor: expected one of `person`, `state`, `organisation`, `group`",
            "line 8, column 75: event `may` refers to actor `lavrov`, which was left out",
            "line 9, column 88: event `june` refers to event `may`, which was left out",
            "line 13, column 15: constraint `may before july` refers to event `may`, which was left out",
            "line 14, column 5: these statements contradict each other: `july` is before `july`",
        ]
    );
    let events: Vec<&str> = lenient.timeline.events().map(EventRef::id).collect();
    assert_eq!(events, ["july"]);
    assert!(Timeline::from_json_lenient("[]").is_err());
}
