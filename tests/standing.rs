//! Standing relations: alliances, ruptures, sanctions and posts that hold from one day to another.

use chrono::{Days, NaiveDate};
use detente::code::{Code, Scale};
use detente::event::{Kind, Report, Status};
use detente::relations::Unscored;
use detente::scoring::Scoring;
use detente::time::{DayRule, Edtf};
use detente::{Actor, Certainty, Event, Timeline, When};
use proptest::prelude::*;

/// Before and after all days that are asked about.
const LOW: i32 = -60;
const HIGH: i32 = 60;

/// The first and the last of some days of January 2025, and the step from one to the next.
type Steps = (i32, i32, usize);
type Extent = (&'static str, &'static str, Steps, Steps);

/// Extents, and the days on which each can start and can end.
/// The second text is the end, if it is written separately.
#[rustfmt::skip]
const EXTENTS: [Extent; 11] = [
    ("2025-01-02/2025-01-04", "", (2, 2, 1), (4, 4, 1)),
    ("2025-01-03/2025-01-03", "", (3, 3, 1), (3, 3, 1)),
    ("2025-01-03/2025-01-05", "", (3, 3, 1), (5, 5, 1)),
    ("2025-01-05/2025-01-06", "", (5, 5, 1), (6, 6, 1)),
    ("2025-01-03/..", "", (3, 3, 1), (HIGH, HIGH, 1)),
    ("2025-01-03/", "", (3, 3, 1), (3, HIGH, 1)),
    ("/2025-01-05", "", (LOW, 5, 1), (5, 5, 1)),
    ("2025-01-02/2025-01-05..", "", (2, 2, 1), (5, HIGH, 1)),
    ("2025-01/2025-01-06", "", (1, 6, 1), (6, 6, 1)),
    ("2025-01-04/2025-01", "", (4, 4, 1), (4, 31, 1)),
    ("[2025-01-01,2025-01-05]", "[2025-01-03..2025-01-07]", (1, 5, 4), (3, 7, 1)),
];

fn when((text, end, ..): Extent) -> When {
    if end.is_empty() {
        return When::parse(text).unwrap();
    }
    let [start, end] = [text, end].map(|text| Edtf::parse(text).unwrap());
    When::from_ends(&start, &end, DayRule::default()).unwrap()
}

/// All pairs of a first and a last day that an extent can have.
fn pairs(which: usize) -> Vec<(i32, i32)> {
    let (.., (first, last, step), (from, to, by)) = EXTENTS[which];
    let starts = (first..=last).step_by(step);
    let pairs = starts.flat_map(|start| (from..=to).step_by(by).map(move |end| (start, end)));
    pairs.filter(|(start, end)| start <= end).collect()
}

fn of(answers: &[bool]) -> Certainty {
    if answers.iter().all(|yes| *yes) {
        Certainty::Certain
    } else if answers.contains(&true) {
        Certainty::Possible
    } else {
        Certainty::Impossible
    }
}

fn january(day: i32) -> NaiveDate {
    let new_year = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
    if day >= 1 {
        new_year + Days::new(u64::try_from(day - 1).unwrap())
    } else {
        new_year - Days::new(u64::try_from(1 - day).unwrap())
    }
}

const ACTORS: [&str; 4] = ["a", "b", "c", "d"];

#[derive(Clone, Debug)]
struct Relation {
    extent: usize,
    code: &'static str,
    parties: (usize, usize),
    disputed: bool,
}

fn relation() -> impl Strategy<Value = Relation> {
    let code = proptest::sample::select(vec!["AGREE", "COOPERATE", "SANCTION", "COERCE"]);
    let parties = (0..4_usize, 1..4_usize).prop_map(|(one, more)| (one, (one + more) % 4));
    (0..EXTENTS.len(), code, parties, prop::bool::weighted(0.2)).prop_map(
        |(extent, code, parties, disputed)| Relation {
            extent,
            code,
            parties,
            disputed,
        },
    )
}

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

/// A record of relations, and of meetings of all four on some days of January.
fn record(relations: &[Relation], meetings: &[i32]) -> Timeline {
    let mut builder = Timeline::builder();
    for id in ACTORS {
        builder.actor(Actor::state(id));
    }
    for (number, one) in relations.iter().enumerate() {
        let (a, b) = (ACTORS[one.parties.0], ACTORS[one.parties.1]);
        let act = Event::act(
            format!("r{number:02}"),
            when(EXTENTS[one.extent]),
            code(one.code),
        );
        let act = act.between(a, b).standing();
        builder.event(if one.disputed {
            act.report(Report::by(["a"]))
                .report(Report::by(["b"]).status(Status::Disputed))
        } else {
            act
        });
    }
    for (number, day) in meetings.iter().enumerate() {
        let meeting = Event::meeting(format!("m{number:02}"), january(*day));
        builder.event(ACTORS.into_iter().fold(meeting, Event::party));
    }
    builder.build().unwrap()
}

fn in_doubt(one: &Relation) -> Certainty {
    if one.disputed {
        Certainty::Possible
    } else {
        Certainty::Certain
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn the_relations_of_a_day_are_those_of_a_walk_through_all_days(
        relations in prop::collection::vec(relation(), 0..8),
        (a, more) in (0..4_usize, 1..4_usize),
    ) {
        let timeline = record(&relations, &[]);
        let b = (a + more) % 4;
        let all = timeline.view();
        let between = all.between(ACTORS[a], ACTORS[b]).unwrap();
        for day in -2..=10 {
            for (view, is_asked) in [(&all, false), (&between, true)] {
                let found: Vec<_> = view.in_force(january(day)).iter().map(|one| (one.event.id(), one.certainty)).collect();
                let mut expected: Vec<_> = Vec::new();
                for (number, one) in relations.iter().enumerate() {
                    let sides = [one.parties.0, one.parties.1];
                    let holds = pairs(one.extent).into_iter().map(|(start, end)| start <= day && day <= end).collect::<Vec<_>>();
                    let holds = of(&holds).and(in_doubt(one));
                    if holds.is_possible() && (!is_asked || (sides.contains(&a) && sides.contains(&b))) {
                        expected.push((format!("r{number:02}"), holds));
                    }
                }
                let mut found: Vec<_> = found.into_iter().map(|(id, sure)| (id.to_owned(), sure)).collect();
                found.sort();
                prop_assert_eq!(found, expected, "day {}", day);
            }
        }
    }

    #[test]
    fn a_meeting_is_during_a_relation_as_all_days_of_both_say(
        relations in prop::collection::vec(relation(), 0..6),
        meetings in prop::collection::vec(-2..10_i32, 0..4),
    ) {
        let timeline = record(&relations, &meetings);
        let view = timeline.view();
        let found = view.during(&view);
        let mut found: Vec<_> = found.iter().map(|one| (one.first.id().to_owned(), one.second.id().to_owned(), one.certainty)).collect();
        found.sort();
        let mut expected = Vec::new();
        for (meeting, day) in meetings.iter().enumerate() {
            for (number, one) in relations.iter().enumerate() {
                let pairs = pairs(one.extent);
                // On its first and on its last day, the relation can begin after the meeting or be over before.
                let surely = pairs.iter().all(|(start, end)| start < day && day < end);
                let perhaps = pairs.iter().any(|(start, end)| start <= day && day <= end);
                let certainty = match (surely, perhaps) {
                    (true, _) => in_doubt(one),
                    (false, true) => Certainty::Possible,
                    (false, false) => continue,
                };
                expected.push((format!("m{meeting:02}"), format!("r{number:02}"), certainty));
            }
        }
        expected.sort();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_relation_makes_a_mark_when_it_begins_and_where_the_scale_says_so_one_when_it_is_over(one in relation()) {
        let timeline = record(std::slice::from_ref(&one), &[]);
        let (a, b) = (ACTORS[one.parties.0], ACTORS[one.parties.1]);
        let marks = |scale: Scale| {
            let scoring = Scoring::default().with_scale(scale);
            let relations = timeline.view().relations_by(a, b, &scoring).unwrap();
            let marks = relations.marks().iter().map(|one| {
                let span = one.mark.span();
                (span.start(), i64::from(span.days()), one.mark.weight(), one.mark.valence())
            });
            (marks.collect::<Vec<_>>(), relations.unscored().len())
        };
        let pairs = pairs(one.extent);
        let valence = Scale::plover().valence(&code(one.code)).unwrap();
        let weight = if one.disputed { 0.5 } else { 1.0 };
        let days = |days: Vec<i32>| {
            let (first, last) = (*days.iter().min().unwrap(), *days.iter().max().unwrap());
            (LOW < first && last < HIGH).then(|| (january(first), i64::from(last - first + 1)))
        };
        let first = days(pairs.iter().map(|pair| pair.0).collect());
        let after = days(pairs.iter().map(|pair| pair.1 + 1).collect());
        let first = first.map(|(day, days)| (day, days, weight, valence));
        let after = after.map(|(day, days)| (day, days, weight, -valence / 2.0));
        let of = |all: Vec<_>| { let without = usize::from(all.is_empty()); (all, without) };

        prop_assert_eq!(marks(Scale::plover()), of(first.into_iter().collect()));
        let codes = ["AGREE", "COOPERATE", "SANCTION", "COERCE"].map(code);
        let stating = Scale::plover().with_standing(codes.clone()).unwrap();
        prop_assert_eq!(marks(stating), of(first.into_iter().chain(after).collect()));
        let other = Scale::plover().with_standing(codes.into_iter().filter(|other| *other != code(one.code))).unwrap();
        prop_assert_eq!(marks(other), of(first.into_iter().collect()));
    }
}

#[test]
fn a_scale_of_standing_relations_changes_nothing_for_other_acts() {
    let mut builder = Timeline::builder();
    for id in ACTORS {
        builder.actor(Actor::state(id));
    }
    for (number, extent) in EXTENTS.into_iter().enumerate() {
        let act = Event::act(format!("act{number}"), when(extent), code("COOPERATE"));
        builder.event(act.between("a", "b"));
    }
    let timeline = builder.build().unwrap();
    let stating = Scale::plover().with_standing([code("COOPERATE")]).unwrap();
    let scoring = Scoring::default().with_scale(stating);
    let view = timeline.view();
    let plain = view.relations("a", "b").unwrap();
    let stated = view.relations_by("a", "b", &scoring).unwrap();
    assert_eq!(plain.marks(), stated.marks());
    assert_eq!(plain.unscored(), stated.unscored());
    assert_eq!(
        timeline.ledger(&Scoring::default()),
        timeline.ledger(&scoring)
    );
}

#[test]
fn the_ledger_of_all_pairs_has_both_marks() {
    let timeline = Timeline::builder()
        .actor(Actor::state("a"))
        .actor(Actor::state("b"))
        .event(
            Event::act("embargo", "2025-01-02/2025-01-04", code("SANCTION"))
                .by("a")
                .target("b")
                .standing(),
        )
        .build()
        .unwrap();
    let scale = Scale::plover().with_standing([code("SANCTION")]).unwrap();
    let scoring = Scoring::default().with_scale(scale);
    let ledger = timeline.ledger(&scoring).unwrap();
    let dyad = ledger.dyad("a", "b").unwrap();
    assert_eq!(
        (
            dyad.forward.marks(),
            dyad.backward.marks(),
            dyad.symmetric.marks()
        ),
        (2, 0, 0)
    );
    let relations = timeline.view().relations_by("a", "b", &scoring).unwrap();
    let parts = relations.contributions(january(31));
    assert_eq!(parts.len(), 2);
    let level = relations.level(january(31)).unwrap().value();
    let sum: f64 = parts.iter().map(|one| one.contribution.level).sum();
    assert!((level - sum).abs() < 1e-12, "{level} {sum}");
    assert!(level < 0.0, "the sanctions weigh more than their end");
}

#[test]
fn what_was_not_known_then_is_at_most_possible() {
    let timeline = Timeline::builder()
        .actor(Actor::state("a"))
        .actor(Actor::state("b"))
        .event(
            Event::act("pact", "2025-01-02/..", code("AGREE"))
                .between("a", "b")
                .standing(),
        )
        .build()
        .unwrap();
    let known = timeline.as_of(january(5));
    let on = |day| {
        known
            .in_force(january(day))
            .iter()
            .map(|one| one.certainty)
            .collect::<Vec<_>>()
    };
    assert_eq!(on(1), []);
    assert_eq!(on(2), [Certainty::Certain]);
    assert_eq!(on(5), [Certainty::Certain]);
    assert_eq!(on(6), [Certainty::Possible]);
    assert_eq!(
        known.in_force(january(4)..=january(9))[0].certainty,
        Certainty::Certain
    );
    assert_eq!(
        timeline.view().in_force(january(6))[0].certainty,
        Certainty::Certain
    );
    assert_eq!(timeline.as_of(january(1)).in_force(january(3)), []);
}

#[test]
fn an_end_that_is_reported_later_is_not_known_before() {
    let pact = Event::act("pact", "2025-01-02/2025-01-08", code("AGREE"))
        .between("a", "b")
        .standing();
    let began = detente::event::Account::new().when("2025-01-02/..");
    let timeline = Timeline::builder()
        .actor(Actor::state("a"))
        .actor(Actor::state("b"))
        .event(
            pact.report(
                Report::by(["a"])
                    .asserted("2025-01-02")
                    .withdrawn("2025-01-09")
                    .says(began),
            )
            .report(Report::by(["b"]).asserted("2025-01-09")),
        )
        .build()
        .unwrap();
    let early = timeline.as_of(january(4)).in_force(january(4));
    assert_eq!((early.len(), early[0].certainty), (1, Certainty::Certain));
    assert_eq!(timeline.view().in_force(january(9)), []);
    assert_eq!(timeline.view().in_force(january(8)).len(), 1);
}

#[test]
fn a_relation_ends_no_silence_and_belongs_to_no_episode() {
    let calls = || {
        Timeline::builder()
            .actor(Actor::state("a"))
            .actor(Actor::state("b"))
            .event(Event::call("first", "2025-01-01").between("a", "b"))
            .event(Event::call("second", "2025-01-20").between("a", "b"))
            .clone()
    };
    let plain = calls().build().unwrap();
    let mut with = calls();
    with.event(
        Event::act("pact", "2025-01-05/2025-01-10", code("AGREE"))
            .between("a", "b")
            .standing(),
    );
    with.event(
        Event::act("treaty", "2024-01-05/..", code("AGREE"))
            .between("a", "b")
            .standing(),
    );
    let with = with.build().unwrap();
    let answers = |timeline: &Timeline| {
        let view = timeline.between("a", "b").unwrap();
        (
            view.longest_silences(3)
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>(),
            view.current_silence(january(31)).map(|one| one.to_string()),
            view.since_last(january(31)).map(|one| one.to_string()),
            view.episodes(detente::sequence::Distance::days(7))
                .into_iter()
                .count(),
        )
    };
    assert_eq!(answers(&plain), answers(&with));
    assert_eq!(answers(&with).0, ["19 days from first to second"]);
}

#[test]
fn only_an_act_with_an_extent_can_be_standing() {
    let build = |event: Event| {
        let mut builder = Timeline::builder();
        builder.actor(Actor::state("a")).actor(Actor::state("b"));
        builder.event(event.between("a", "b").standing());
        builder
            .build()
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    assert_eq!(
        build(Event::meeting("talks", "2025-01-02/2025-01-04")),
        Err("event `talks` is a meeting and cannot be standing: expected an act".to_owned()),
    );
    assert_eq!(
        build(Event::act("pact", "1949-04-04", code("AGREE"))),
        Err("event `pact` is standing and has the date `1949-04-04`: expected its first and its last day, such as \
             `2022-02-24/2022-03-31`, or `2022-02-24/..` if it still holds"
            .to_owned()),
    );
    assert_eq!(
        build(Event::act("pact", "1949-04-04/..", code("AGREE"))),
        Ok(())
    );
    assert_eq!(
        build(Event::act("pact", When::undated(), code("AGREE"))),
        Ok(())
    );
}

#[test]
fn a_relation_without_bounded_days_makes_no_mark_and_is_reported() {
    let timeline = Timeline::builder()
        .actor(Actor::state("a"))
        .actor(Actor::state("b"))
        .event(
            Event::act("pact", When::undated(), code("AGREE"))
                .between("a", "b")
                .standing(),
        )
        .build()
        .unwrap();
    let relations = timeline.relations("a", "b").unwrap();
    assert_eq!(relations.marks(), []);
    assert_eq!(relations.unscored()[0].1, Unscored::Unbounded);
}

#[test]
fn a_scale_states_only_codes_that_it_lists() {
    let error = Scale::plover()
        .with_standing([code("cameo:016")])
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`cameo:016` is not in the scale: expected standing relations only of codes with a valence",
    );
    let scale = Scale::plover()
        .with_standing([code("SANCTION"), code("AGREE"), code("AGREE")])
        .unwrap();
    assert_eq!(scale.standing(), [code("AGREE"), code("SANCTION")]);
    assert_ne!(scale, Scale::plover());
    assert_eq!(scale.clone().with_standing([]).unwrap(), Scale::plover());
    let both = scale
        .with_fallback(
            &Scale::cameo_gdelt()
                .with_standing([code("cameo:016")])
                .unwrap(),
        )
        .unwrap();
    assert_eq!(both.standing().len(), 3);
    let plain = Scale::plover().with_fallback(&scale).unwrap();
    assert_eq!(
        plain.standing(),
        [],
        "the first scale has both codes, and states none"
    );
}

#[cfg(feature = "json")]
#[test]
fn a_relation_with_one_day_is_a_fault_at_its_date() {
    let text = r#"{"format": "detente-timeline", "version": 1, "actors": [
        {"id": "a", "kind": "state", "name": "A"}, {"id": "b", "kind": "state", "name": "B"}], "events": [
        {"id": "pact", "kind": "act", "code": "AGREE", "standing": true, "when": "1949-04-04", "parties": ["a", "b"]}]}"#;
    let error = Timeline::from_json(text).unwrap_err();
    let fault = &error.faults()[0];
    assert_eq!(fault.pointer.as_deref(), Some("/events/0/when"));
    assert_eq!(fault.repair().value.as_deref(), Some("1949-04-04"));
    assert!(Timeline::from_json(&text.replace("1949-04-04", "1949-04-04/..")).is_ok());
}

#[cfg(feature = "json")]
#[test]
fn a_scale_and_a_relation_are_written_and_read() {
    let plain = serde_json::to_string(&Scoring::default()).unwrap();
    assert!(!plain.contains("standing"));
    let scale = Scale::plover().with_standing([code("AGREE")]).unwrap();
    let json = serde_json::to_string(&scale).unwrap();
    assert!(json.ends_with(r#","standing":["AGREE"]}"#), "{json}");
    assert_eq!(serde_json::from_str::<Scale>(&json).unwrap(), scale);
    let wrong = json.replace(r#"["AGREE"]"#, r#"["cameo:016"]"#);
    let error = serde_json::from_str::<Scale>(&wrong)
        .unwrap_err()
        .to_string();
    assert!(error.contains("`cameo:016` is not in the scale"), "{error}");

    let timeline = record(
        &[Relation {
            extent: 4,
            code: "AGREE",
            parties: (0, 1),
            disputed: false,
        }],
        &[],
    );
    assert!(timeline.event("r00").unwrap().is_standing());
    let json = timeline.to_json();
    assert!(json.contains(r#""standing": true"#), "{json}");
    let read = Timeline::from_json(&json).unwrap();
    assert_eq!(read, timeline);
    assert_eq!(read.event("r00").unwrap().kind(), Kind::Act);
    // It is a part of what an event is.
    let other = json.replace(r#""standing": true"#, r#""standing": false"#);
    let other = Timeline::from_json(&other).unwrap();
    assert_ne!(other, timeline);
    let changes = timeline.changes_to(&other).to_string();
    assert!(changes.contains("standing"), "{changes}");
}
