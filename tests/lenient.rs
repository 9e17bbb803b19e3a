//! Lenient building: what is sound stays, and everything else has a fault.

use std::collections::BTreeSet;

use detente::actor::{Actor, Designation};
use detente::event::{Event, Kind, Link, Report, Source, Status};
use detente::timeline::{Constraint, Entry, EventRef, Fault, FaultKind, Lenient};
use detente::{Timeline, TimelineBuilder};
use proptest::prelude::*;
use proptest::sample::select;

mod coarse;

/// An entry, to be added in some order.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "records in tests are small")]
enum Stated {
    Actor(Actor),
    Designation(Designation),
    Source(Source),
    Event(Event),
    Constraint(Constraint),
}

/// The entries with their identifiers: the position among those of one sort is that of [`Entry`].
fn builder(entries: &[Stated]) -> TimelineBuilder {
    let mut builder = Timeline::builder();
    for entry in entries {
        match entry.clone() {
            Stated::Actor(one) => builder.actor(one),
            Stated::Designation(one) => builder.designation(one),
            Stated::Source(one) => builder.source(one),
            Stated::Event(one) => builder.event(one),
            Stated::Constraint(one) => builder.constraint(one),
        };
    }
    builder
}

/// The position of each entry among those of its sort.
fn positions(entries: &[Stated]) -> Vec<Entry> {
    let mut counts = [0; 5];
    let mut next = |sort: usize| {
        counts[sort] += 1;
        counts[sort] - 1
    };
    entries
        .iter()
        .map(|entry| match entry {
            Stated::Actor(_) => Entry::Actor(next(0)),
            Stated::Designation(_) => Entry::Designation(next(1)),
            Stated::Source(_) => Entry::Source(next(2)),
            Stated::Event(_) => Entry::Event(next(3)),
            Stated::Constraint(_) => Entry::Constraint(next(4)),
        })
        .collect()
}

const ACTORS: [&str; 5] = ["usa", "rus", "rubio", "lavrov", "nobody"];
const SOURCES: [&str; 5] = ["ap", "tass", "rubio", "usa", "nobody"];
const EVENTS: [&str; 7] = ["e0", "e1", "e2", "e3", "e4", "e5", "nothing"];
/// The last one is not a date.
const DATES: [&str; 8] = [
    "2025-07-09",
    "2025-07-10",
    "2025-07-10",
    "2025-07-11",
    "2025-07-09/2025-07-11",
    "2025-07",
    "[2025-07-08,2025-07-12]",
    "2025-07-32",
];

/// Mostly one of the first names, rarely the last one, which nothing has.
fn name(names: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    let (last, known) = names.split_last().unwrap();
    prop_oneof![12 => select(known), 1 => Just(*last)]
}

fn actor() -> impl Strategy<Value = Stated> {
    let affiliation = prop::option::weighted(0.3, (name(&ACTORS), name(&DATES)));
    let predecessor = prop::option::weighted(0.2, name(&ACTORS));
    let kind = prop::bool::weighted(0.8);
    (name(&ACTORS), kind, affiliation, predecessor).prop_map(|(id, is_person, party, before)| {
        let mut actor = if is_person {
            Actor::person(id)
        } else {
            Actor::state(id)
        };
        if let Some((party, when)) = party {
            actor = actor.held_office(party, "minister", when);
        }
        if let Some(before) = before {
            actor = actor.succeeds(before, "1991-12-26");
        }
        Stated::Actor(actor)
    })
}

fn source() -> impl Strategy<Value = Stated> {
    (select(&SOURCES[..3]), prop::option::of(name(&DATES))).prop_map(|(id, published)| {
        let source = Source::new(id);
        Stated::Source(match published {
            None => source,
            Some(when) => source.published(when),
        })
    })
}

fn event() -> impl Strategy<Value = Stated> {
    let parties = prop::collection::vec(name(&ACTORS), 0..3);
    let link = (select(&Link::ALL[..]), name(&EVENTS));
    let report = (
        name(&SOURCES),
        select(&Status::ALL[..]),
        prop::option::of(name(&DATES)),
    );
    let when = name(&DATES);
    (
        (
            name(&EVENTS[..]),
            when,
            select(&[Kind::Meeting, Kind::Call, Kind::Statement][..]),
        ),
        parties,
        prop::collection::vec(link, 0..3),
        prop::collection::vec(report, 0..2),
        prop::option::weighted(0.1, select(&["the Previous", "the previous", "rus"][..])),
    )
        .prop_map(|((id, when, kind), parties, links, reports, about)| {
            let mut event = Event::new(id, kind, when);
            event = parties.into_iter().fold(event, Event::party);
            event = links
                .into_iter()
                .fold(event, |event, (link, other)| event.link(link, other));
            for (by, status, asserted) in reports {
                let report = Report::by([by]).status(status);
                event = event.report(match asserted {
                    None => report,
                    Some(when) => report.asserted(when),
                });
            }
            if let Some(about) = about {
                event = event.about(about);
            }
            Stated::Event(event)
        })
}

fn constraint() -> impl Strategy<Value = Stated> {
    let by = prop::collection::vec(name(&SOURCES), 0..3);
    (name(&EVENTS), name(&EVENTS), 0..5, by).prop_map(|(one, other, relation, by)| {
        let constraint = match relation {
            0 => Constraint::same_day(one, other),
            1 => Constraint::days_after(one, 1, other),
            2 => Constraint::during(one, other),
            _ => Constraint::before(one, other),
        };
        Stated::Constraint(constraint.by(by))
    })
}

fn designation() -> impl Strategy<Value = Stated> {
    let names = select(&["the previous", "The Previous", "the next"][..]);
    (names, name(&ACTORS), name(&DATES)).prop_map(|(name, party, when)| {
        Stated::Designation(Designation::new(name, party, "president", when))
    })
}

/// Records in which every kind of fault is common.
fn unsound() -> impl Strategy<Value = Vec<Stated>> {
    // Enough actors and sources that most references are known.
    let base = (
        prop::collection::vec(prop::bool::weighted(0.9), 4),
        prop::collection::vec(prop::bool::weighted(0.9), 2),
    );
    let more = prop_oneof![
        2 => actor(),
        1 => designation(),
        1 => source(),
        10 => event(),
        6 => constraint(),
    ];
    (base, prop::collection::vec(more, 0..20)).prop_map(|((actors, sources), more)| {
        let actors = ACTORS.iter().zip(actors).filter(|(_, is_there)| *is_there);
        let actors = actors.map(|(id, _)| Stated::Actor(Actor::person(*id)));
        let sources = SOURCES
            .iter()
            .zip(sources)
            .filter(|(_, is_there)| *is_there);
        let sources = sources.map(|(id, _)| Stated::Source(Source::new(*id)));
        actors.chain(sources).chain(more).collect()
    })
}

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
    #![proptest_config(ProptestConfig::with_cases(400))]

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
    fn the_entries_without_faults_are_the_timeline(entries in unsound()) {
        let lenient = builder(&entries).build_lenient();
        let strict = builder(&sound(&entries, &lenient)).build();
        prop_assert_eq!(strict.as_ref(), Ok(&lenient.timeline));
        // Strict building finds a fault if and only if lenient building does.
        prop_assert_eq!(builder(&entries).build().is_ok(), lenient.faults().is_empty());
    }

    #[test]
    fn no_entry_that_was_left_out_could_have_stayed(entries in unsound()) {
        let lenient = builder(&entries).build_lenient();
        let kept = sound(&entries, &lenient);
        let faulty = faulty(&lenient);
        // If an event goes because of a contradicted link, its duplicates go too.
        let is_link = |fault: &Fault| {
            matches!((fault.entry, &fault.kind), (Entry::Event(_), FaultKind::Contradiction(_)))
        };
        prop_assume!(!lenient.faults().iter().any(is_link));
        for (at, entry) in positions(&entries).into_iter().zip(&entries) {
            if faulty.contains(&at) {
                let with: Vec<Stated> = kept.iter().chain([entry]).cloned().collect();
                prop_assert!(builder(&with).build().is_err(), "{entry:?}");
            }
        }
    }

    #[test]
    fn the_order_of_entries_changes_nothing(
        (entries, shuffled) in unsound().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
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
            "line 2, column 56: title `\\u{7}` is not valid: expected 1 to 10000 bytes of visible text, without control characters or spaces at its ends",
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
