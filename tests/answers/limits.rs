//! Extreme and hostile input is accepted or refused, without large costs.

use chrono::NaiveDate;
use detente::actor::Actor;
use detente::event::{Event, Participant, Role};
use detente::ledger::{DaySpan, DyadKey, DyadLedger, Ledger, LedgerBuilder, Mark};
use detente::scoring::Scoring;
use detente::sequence::InterEventTimes;
use detente::timeline::{EventRef, FaultKind};
use detente::{Timeline, When};

use super::when;

#[test]
fn marks_on_the_last_day_can_be_written_and_read() {
    let mut builder = Timeline::builder();
    builder.actor(Actor::state("USA"));
    builder.actor(Actor::state("RUS"));
    for (at, text) in [
        "Y262142-12-31",
        "Y262142-12-30",
        "Y262142-12",
        "Y262142",
        "Y-262143-01-01",
        "Y262142-12-31T23:59:59Z",
    ]
    .into_iter()
    .enumerate()
    {
        let Ok(when) = When::parse(text) else {
            continue;
        };
        builder.event(
            Event::call(format!("e{at}"), when)
                .party("USA")
                .party("RUS"),
        );
    }
    let timeline = builder.build().unwrap();
    let relations = timeline.relations("USA", "RUS").unwrap();
    assert_eq!(
        relations.marks().len() + relations.unscored().len(),
        timeline.events().len()
    );
    assert!(!relations.marks().is_empty() && !relations.unscored().is_empty());
    for one in relations.marks() {
        let span = one.mark.span();
        assert_eq!(DaySpan::new(span.start(), span.end()).as_ref(), Ok(&span));
    }
    let ledger = timeline.ledger(&Scoring::default()).unwrap();
    let written = serde_json::to_string(&ledger).unwrap();
    assert_eq!(serde_json::from_str::<Ledger>(&written).unwrap(), ledger);
    let pair = relations.ledger().unwrap();
    let written = serde_json::to_string(&pair).unwrap();
    assert_eq!(serde_json::from_str::<DyadLedger>(&written).unwrap(), pair);
    #[cfg(feature = "postcard")]
    assert_eq!(Ledger::from_bytes(&ledger.to_bytes()).unwrap(), ledger);
}

#[test]
fn the_largest_times_have_a_mean_and_a_deviation() {
    let times = |times: &[f64]| InterEventTimes::new(times.iter().copied()).unwrap();
    for scale in [f64::MAX / 8.0, f64::MAX / 1e3, 1.0, 1e-300] {
        let plain = times(&[1.0, 3.0, 2.0, 7.0, 1.0]);
        let scaled = times(&[scale, 3.0 * scale, 2.0 * scale, 7.0 * scale, scale]);
        let is_near = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-12;
        assert!(
            is_near(scaled.mean().unwrap(), 2.8 * scale),
            "{scale:e}: {:?}",
            scaled.mean()
        );
        let deviation = plain.standard_deviation().unwrap() * scale;
        assert!(
            is_near(scaled.standard_deviation().unwrap(), deviation),
            "{scale:e}"
        );
        for (a, b) in [
            (
                plain.coefficient_of_variation(),
                scaled.coefficient_of_variation(),
            ),
            (plain.burstiness(), scaled.burstiness()),
            (
                plain.burstiness_uncorrected(),
                scaled.burstiness_uncorrected(),
            ),
            (plain.memory(), scaled.memory()),
        ] {
            assert!(is_near(a.unwrap(), b.unwrap()), "{scale:e}: {a:?} {b:?}");
        }
        assert_eq!(scaled.median(), Some(2.0 * scale));
    }
    let most = times(&[f64::MAX, f64::MAX, f64::MAX]);
    assert_eq!(
        (most.mean(), most.standard_deviation(), most.burstiness()),
        (Some(f64::MAX), Some(0.0), Some(-1.0))
    );
    assert_eq!(most.median(), Some(f64::MAX));
}

fn ledger_json(actors: &[&str], dyads: &str) -> String {
    let actors = serde_json::to_string(actors).unwrap();
    format!(r#"{{"format":"detente-ledger","version":1,"actors":{actors},"dyads":[{dyads}]}}"#)
}

const DYAD: &str = r#"{"source":0,"target":1,"symmetric":false,"spans":{"from":[0],"days":[1],"marks":[1],"score":[0],"positive":[0],"weight":[1],"squares":[0],"contact":[0]}}"#;

#[test]
fn a_ledger_with_unused_names_is_refused() {
    let read = |text: &str| serde_json::from_str::<Ledger>(text);
    assert!(read(&ledger_json(&[], "")).unwrap().is_empty());
    assert_eq!(read(&ledger_json(&["A", "B"], DYAD)).unwrap().len(), 1);
    for (actors, dyads, unused) in [(&["A", "B"][..], "", "A"), (&["A", "B", "C"], DYAD, "C")] {
        let error = read(&ledger_json(actors, dyads)).unwrap_err().to_string();
        let expected = format!("actor `{unused}` has no marks: expected only actors with marks");
        assert!(error.starts_with(&expected), "{error}");
    }
}

/// Names that are unreadable or look like other names.
fn unfit() -> Vec<String> {
    let mut names: Vec<String> = [
        "",
        "\0",
        "a\0b",
        "a\nb",
        "\u{feff}",
        "\u{200b}\u{2060}",
        "\u{202e}ASU",
        "U\u{2066}SA",
        " USA",
        "USA ",
        "\u{3000}",
    ]
    .map(str::to_owned)
    .into();
    names.push("x".repeat(1_000_000));
    names
}

#[test]
fn an_unreadable_name_is_refused_by_a_ledger() {
    let mark = Mark::new(DaySpan::day(NaiveDate::default()).unwrap(), 1.0, 0.5).unwrap();
    // A ledger accepts blanks at the ends of names, because feeds have them.
    for name in unfit()
        .into_iter()
        .filter(|name| !name.contains("USA") || name.trim() == name)
    {
        let shown: String = name.escape_debug().take(40).collect();
        let mut ledger = Ledger::new();
        let error = ledger.intern(&name).expect_err(&shown).to_string();
        assert!(
            error.len() < 800 && error.contains("is not valid"),
            "{error}"
        );
        assert!(
            ledger
                .add(DyadKey::directed(name.as_str(), "USA"), &mark)
                .is_err(),
            "{shown}"
        );
        assert!(
            ledger.add(DyadKey::symmetric("RUS", &name), &mark).is_err(),
            "{shown}"
        );
        assert!(LedgerBuilder::new().intern(&name).is_err(), "{shown}");
        assert_eq!((ledger.len(), ledger.key(&name)), (0, None));
        let mut actors = [name.as_str(), "~"];
        actors.sort_unstable();
        let error = serde_json::from_str::<Ledger>(&ledger_json(&actors, DYAD)).unwrap_err();
        assert!(error.to_string().len() < 800, "{shown}");
        assert!(error.to_string().contains("is not valid"), "{error}");
    }
    let mut ledger = Ledger::new();
    for name in [
        "USA",
        "Côte d'Ivoire",
        "中国",
        "ایران\u{200c}ی",
        "a b",
        "🇺🇸",
        "l’Aquila",
        &"é".repeat(100),
    ] {
        ledger.intern(name).unwrap();
    }
}

#[test]
fn an_unreadable_identifier_is_refused_by_a_timeline() {
    for id in unfit() {
        for what in 0..3 {
            let mut builder = Timeline::builder();
            match what {
                0 => drop(builder.actor(Actor::state(&*id).named("name")).clone()),
                1 => drop(builder.event(Event::call(&*id, when("2025"))).clone()),
                _ => drop(
                    builder
                        .source(detente::event::Source::new(&*id).named("name"))
                        .clone(),
                ),
            }
            let error = builder.build().expect_err(&id);
            assert!(
                matches!(error.faults[0].kind, FaultKind::BadText { .. }),
                "{error}"
            );
        }
    }
    // A name may change the direction of writing, but must have a visible character.
    let named = |name: &str| {
        Timeline::builder()
            .actor(Actor::state("x").named(name))
            .build()
            .is_ok()
    };
    assert!(named("a \u{2067}b\u{2069} c") && !named("\u{feff}") && !named("\u{200e}\u{200f}"));
}

#[test]
fn many_faults_have_a_short_message() {
    let mut builder = Timeline::builder();
    for _ in 0..20_000 {
        builder.actor(Actor::state("USA").named("United States of America"));
    }
    let error = builder.build().unwrap_err();
    assert_eq!(error.faults.len(), 19_999);
    let text = error.to_string();
    assert!(text.len() < 10_000, "{} bytes", text.len());
    assert!(
        text.starts_with("19999 faults\n") && text.ends_with("and 19899 more"),
        "{text}"
    );
    assert_eq!(format!("{error:?}"), text);
}

#[test]
fn many_candidates_have_a_short_message() {
    let mut builder = Timeline::builder();
    for at in 0..20_000 {
        builder.actor(Actor::person(format!("smith-{at:05}")).named("John Smith"));
    }
    let timeline = builder.build().unwrap();
    let error = timeline.actor("John Smith").unwrap_err().to_string();
    assert!(error.len() < 500, "{} bytes", error.len());
    assert!(error.ends_with("`smith-00009` or 19990 more"), "{error}");
    let error = timeline
        .actor(&"x".repeat(1_000_000))
        .unwrap_err()
        .to_string();
    assert!(error.len() < 500, "{} bytes", error.len());
}

#[test]
fn a_cycle_of_thousands_has_a_short_message() {
    let mut builder = Timeline::builder();
    for at in 0..5_000 {
        let next = format!("e{}", (at + 1) % 5_000);
        builder.event(
            Event::call(format!("e{at}"), when("2025")).link(detente::event::Link::PartOf, next),
        );
    }
    let error = builder.build().unwrap_err();
    assert!(
        error.to_string().len() < 2_000,
        "{} bytes",
        error.to_string().len()
    );
}

#[test]
fn the_number_of_marks_of_a_span_is_bounded() {
    let day = DaySpan::day(NaiveDate::default()).unwrap();
    let mark = Mark::new(day, 1.0, 1.0).unwrap();
    // By doubling: 2^22 marks, then 2^22 - 1 more.
    let mut ledger = DyadLedger::new();
    ledger.add(&mark).unwrap();
    for _ in 0..22 {
        let copy = ledger.clone();
        ledger.add(&copy).unwrap();
    }
    let half = ledger.clone();
    let mut less = half.clone();
    less.subtract(&mark).unwrap();
    ledger.add(&less).unwrap();
    assert_eq!(ledger.marks(), (1 << 23) - 1);
    assert!(
        ledger.add(&mark).is_err(),
        "the sum of 2^23 marks exceeds 63 bits"
    );
}

/// Persons who all meet, each with offices in several states, shared or not.
fn crowd(persons: usize, states: usize, shared: bool) -> detente::TimelineBuilder {
    let mut builder = Timeline::builder();
    let of = |person: usize, state: usize| {
        if shared {
            format!("s{state}")
        } else {
            format!("s{person}-{state}")
        }
    };
    let mut ids: Vec<String> = (0..persons)
        .flat_map(|p| (0..states).map(move |s| of(p, s)))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    builder.extend(ids.iter().map(Actor::state));
    let mut meeting = Event::meeting("crowd", when("2025-07-10"));
    for person in 0..persons {
        let mut actor = Actor::person(format!("p{person}")).named("Person");
        for state in 0..states {
            actor = actor.held_office(of(person, state), "minister", when("2020/.."));
        }
        builder.actor(actor);
        meeting = meeting.participant(Participant::new(format!("p{person}"), Role::Party));
    }
    builder.event(meeting);
    builder
}

#[test]
fn the_pairs_of_an_event_are_bounded() {
    let timeline = crowd(256, 64, true).build().unwrap();
    assert_eq!(timeline.pairs().count(), 320 * 319 / 2);
    assert_eq!(
        timeline.between("s0", "s1").unwrap().count(),
        detente::event::Count::exactly(1)
    );
    let error = crowd(256, 64, false).build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "event `crowd` has 16640 actors in contact, with those they represent: expected at most 512",
    );
    assert!(crowd(256, 1, false).build().is_ok());
}

#[test]
fn a_chain_of_successions_is_bounded() {
    let chain = |length: usize| {
        let mut builder = Timeline::builder();
        for at in 0..=length {
            let state = Actor::state(format!("s{at:05}")).named("State");
            builder.actor(match at.checked_sub(1) {
                None => state,
                Some(before) => state.succeeds(format!("s{before:05}"), when("1991-12-26")),
            });
        }
        builder.build()
    };
    assert!(chain(256).is_ok());
    let error = chain(257).unwrap_err();
    assert_eq!(
        error.to_string(),
        "actor `s00257` has 257 predecessors, with theirs: expected at most 256",
    );
    assert!(chain(8_000).unwrap_err().to_string().len() < 20_000);
}

#[cfg(feature = "import")]
#[test]
fn an_unreadable_name_affects_no_other_row() {
    use detente::import::{
        Conversion, Format, Importer, Options, PartyRule, PlainLayout, RowReader,
    };

    let names = ["\u{feff}", "U\u{202e}SA", "\u{200b}", "A\u{7}B"];
    let rows = names
        .map(|name| format!("2014-05-13\t{name}\tRUS\t112\n"))
        .concat();
    let text = format!("2014-05-13\tFRA\tRUS\t112\n{rows}2014-05-13\tUSA\tRUS\t112\n");
    let format = Format::Plain(PlainLayout::default());
    for rule in [PartyRule::Name, PartyRule::Code, PartyRule::Country] {
        let mut intake = Importer::new(Options::new(&format).with_parties(rule));
        intake
            .read(&mut RowReader::new(text.as_bytes(), &format))
            .unwrap();
        assert_eq!(intake.build().unwrap().ledger.len(), 2, "{rule:?}");
    }
    let mut promotion = Conversion::new(detente::event::Source::new("desk").named("The desk"));
    promotion = promotion.with_parties(PartyRule::Name);
    let mut reader = RowReader::new(text.as_bytes(), &format);
    while let Some(row) = reader.next() {
        let _ = promotion.add(&row.unwrap(), reader.names());
    }
    let mut builder = Timeline::builder();
    promotion.add_to(&mut builder);
    assert_eq!(builder.build().unwrap().events().len(), 2);
}

#[test]
fn large_and_small_events_have_the_same_pairs() {
    use detente::actor::ActorKind;
    use detente::petgraph::visit::EdgeRef;
    use std::collections::{BTreeMap, BTreeSet};

    let mut builder = Timeline::builder();
    for state in 0..9 {
        builder.actor(Actor::state(format!("s{state}")).named("State"));
    }
    for person in 0..40 {
        let state = if person == 0 { 8 } else { person % 8 };
        let actor = Actor::person(format!("p{person:02}")).named("Person");
        builder.actor(actor.held_office(format!("s{state}"), "m", when("2025-07/..")));
    }
    let of = |id: &str, day: &str, persons: std::ops::Range<usize>| {
        persons.fold(Event::meeting(id, when(day)), |event, at| {
            let role = if at % 7 == 6 {
                Role::Attendee
            } else {
                Role::Party
            };
            event.participant(Participant::new(format!("p{at:02}"), role))
        })
    };
    builder.event(of("all", "2025-07-10", 0..40));
    builder.event(of("most", "2025-07", 1..40));
    builder.event(of("few", "2025-07-15", 0..3));
    builder.event(of("many", "2025-06-30/2025-07-02", 3..40).party("s8"));
    builder.event(
        Event::call("states", when("2025-07-05"))
            .party("s1")
            .party("s2"),
    );
    let timeline = builder.build().unwrap();

    let date = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
    let all = timeline.view();
    for view in [
        all.clone(),
        all.within(date(8)..date(12)),
        all.calls(),
        all.as_of(date(20)),
    ] {
        for kind in [ActorKind::State, ActorKind::Person] {
            // The graph uses the events, not the list of pairs.
            let graph = view.contact_graph(
                |one| one.kind() == kind,
                |tie| {
                    tie.events()
                        .map(|(event, sure)| (event.id(), sure))
                        .collect::<Vec<_>>()
                },
            );
            let edges = graph.edge_references().map(|edge| {
                let ends = (graph[edge.source()].id(), graph[edge.target()].id());
                (ends, edge.weight().clone())
            });
            let edges: BTreeMap<_, _> = edges.collect();
            let actors: Vec<_> = timeline.actors().filter(|one| one.kind() == kind).collect();
            for (at, a) in actors.iter().enumerate() {
                for b in &actors[at + 1..] {
                    let pair = view.between(*a, *b).unwrap();
                    let found = pair
                        .events()
                        .map(|event| (event.id(), pair.certainty(event)));
                    let expected = edges.get(&(a.id(), b.id())).cloned().unwrap_or_default();
                    assert_eq!(found.collect::<Vec<_>>(), expected, "{} {}", a.id(), b.id());
                }
            }
        }
    }
    let pairs: BTreeSet<_> = timeline.pairs().map(|(a, b)| (a.id(), b.id())).collect();
    assert_eq!(
        pairs.len(),
        timeline.pairs().count(),
        "each pair occurs once"
    );
    let actors: Vec<_> = timeline.actors().collect();
    for (at, a) in actors.iter().enumerate() {
        for b in &actors[at + 1..] {
            let is_one = all.between(*a, *b).unwrap().events().next().is_some();
            assert_eq!(
                pairs.contains(&(a.id(), b.id())),
                is_one,
                "{} {}",
                a.id(),
                b.id()
            );
        }
    }
    let sides = all.between(["p01", "p02"], ["p03", "s8"]).unwrap();
    let ids: Vec<_> = sides.events().map(EventRef::id).collect();
    assert_eq!(ids, ["most", "all", "few"]);
}

#[test]
fn the_marks_of_a_large_event_are_those_of_each_pair() {
    let mut builder = Timeline::builder();
    for state in 0..5 {
        let actor = Actor::state(format!("s{state}")).named("State");
        builder.actor(if state == 0 {
            actor.member_of("union", when("2000/.."))
        } else {
            actor
        });
    }
    builder.actor(Actor::group("union").named("Union"));
    for person in 0..14 {
        let mut actor = Actor::person(format!("p{person:02}")).named("Person");
        for state in [person % 5, person % 3] {
            if person % 4 != 3 {
                let term = if person % 2 == 0 {
                    "2020/.."
                } else {
                    "2025-07-10/.."
                };
                actor =
                    actor.held_office(format!("s{state}"), format!("office-{state}"), when(term));
            }
        }
        builder.actor(actor);
    }
    let roles = [
        Role::Party,
        Role::Source,
        Role::Target,
        Role::Addressee,
        Role::Host,
        Role::Mediator,
    ];
    for (at, of_event) in [
        &roles[..1],
        &roles[..3],
        &roles[1..4],
        &roles[..],
        &[Role::Party, Role::Host],
    ]
    .into_iter()
    .enumerate()
    {
        let code = detente::code::Code::parse("THREATEN").unwrap();
        let mut event = Event::act(format!("e{at}"), when("2025-07-10"), code);
        for person in 0..14 {
            let role = of_event[(person * 7 + at) % of_event.len()];
            let one = Participant::new(format!("p{person:02}"), role);
            event = event.participant(match person {
                5 => one.on_behalf_of("s2"),
                6 => one.on_behalf_of("p07"),
                _ => one,
            });
        }
        builder.event(event.participant(Participant::new("s1", of_event[0])));
    }
    let timeline = builder.build().unwrap();
    let scoring = Scoring::default();
    let ledger = timeline.ledger(&scoring).unwrap();
    let mut of_events = Ledger::new();
    for event in timeline.events() {
        of_events
            .merge(&timeline.ledger_of(event.id(), &scoring).unwrap())
            .unwrap();
    }
    assert_eq!(of_events, ledger);
    let actors: Vec<_> = timeline.actors().collect();
    for (at, a) in actors.iter().enumerate() {
        for b in &actors[at + 1..] {
            let relations = timeline.relations(*a, *b).unwrap();
            let pair = ledger
                .dyad(a.id(), b.id())
                .map(|dyad| dyad.undirected())
                .unwrap_or_default();
            assert_eq!(relations.ledger().unwrap(), pair, "{} {}", a.id(), b.id());
        }
    }
}
