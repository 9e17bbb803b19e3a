//! Rules held against two states of a record.
#![cfg(feature = "json")]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use detente::changes::{ActorOrDyad, Finding, FindingKind, Rule, ViewState};
use detente::code::Code;
use detente::event::{Measure, Quantity, Report, Source, Status};
use detente::trend::Coverage;
use detente::{Actor, Direction, Event, Scoring, Timeline};
use proptest::prelude::*;

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).expect("a valid date")
}

fn of_2025() -> Timeline {
    Timeline::from_json(include_str!("../examples/data/us-russia-2025.json")).expect("the record")
}

/// The end of a date in the record of 2025, which is complete from 20 January on.
fn state(timeline: &Timeline, on: NaiveDate) -> ViewState<'_> {
    let view = timeline.view().within(date(1, 20)..);
    ViewState::new(&view, on).with_coverage(Coverage::since(date(1, 20)))
}

fn found(timeline: &Timeline, rule: &Rule, from: NaiveDate, to: NaiveDate) -> Vec<String> {
    let findings = rule.check(&state(timeline, from), &state(timeline, to));
    let findings = findings.expect("known names");
    findings.iter().map(ToString::to_string).collect()
}

/// The findings of each day from 21 January on.
fn day_by_day(timeline: &Timeline, rule: &Rule) -> BTreeMap<NaiveDate, Vec<Finding>> {
    let days = date(1, 20)
        .iter_days()
        .take_while(|day| *day < date(12, 31));
    let findings = days.map(|day| {
        let next = day.succ_opt().expect("a day of 2025");
        let findings = rule.check(&state(timeline, day), &state(timeline, next));
        (next, findings.expect("known names"))
    });
    findings
        .filter(|(_, findings)| !findings.is_empty())
        .collect()
}

#[test]
fn each_finding_is_a_sentence() {
    let timeline = of_2025();
    let found = |rule: Rule, from, to| found(&timeline, &rule, from, to);
    assert_eq!(
        found(
            Rule::direction_changed("USA", "RUS"),
            date(5, 4),
            date(5, 5)
        ),
        [
            "United States and Russia: falling since 2025-05-06, P .90, unclear before; moved most by \
          ambassador-2025-03-06 (fading), emergency-13660-2025-02-27 (fading), \
          vinnik-released-2025-02-12 (fading)"
        ]
    );
    assert_eq!(
        found(
            Rule::probability_passed("USA", "RUS", 0.9).unwrap(),
            date(8, 10),
            date(8, 11)
        ),
        [
            "United States and Russia: P(falling) .92, at least .90, .89 before; moved most by \
          russia-day-2025-06-12 (fading), submarines-2025-08-01 (fading), india-tariff-2025-08-06 (fading)"
        ]
    );
    assert_eq!(
        found(
            Rule::long_silence(["rubio", "lavrov"], 0.9).unwrap(),
            date(7, 3),
            date(7, 4)
        ),
        [
            "Marco Rubio and Sergey Lavrov: no contact for 34 days since rubio-lavrov-2025-06-01; 90 % of the \
          earlier silences lasted up to 33 days; sources cover 0 % of it"
        ]
    );
    assert_eq!(
        found(
            Rule::first_contact(["Rubio", "Lavrov"], 30).unwrap(),
            date(7, 9),
            date(7, 10)
        ),
        [
            "Marco Rubio and Sergey Lavrov: kuala-lumpur is the first contact in 39 days, after \
          rubio-lavrov-2025-06-01; sources cover 0 % of it"
        ]
    );
    assert_eq!(
        found(
            Rule::record_broken(["trump", "putin"], "duration"),
            date(12, 15),
            date(12, 16)
        ),
        [
            "Donald Trump and Vladimir Putin: trump-putin-2025-03-18 is perhaps a record with about 120 minutes, \
             9 to 51 minutes more than trump-putin-2025-02-12",
            "Donald Trump and Vladimir Putin: trump-putin-2025-05-19 is perhaps a record with about 120 minutes, \
             0 to 24 minutes more than trump-putin-2025-03-18",
            "Donald Trump and Vladimir Putin: trump-putin-2025-10-16 is perhaps a record with about 150 minutes, \
             3 to 57 minutes more than trump-putin-2025-03-18",
        ]
    );
}

/// Trump and Putin, who plan to meet on 30 October in Budapest.
fn budapest(reports: impl IntoIterator<Item = Report>) -> Timeline {
    let mut builder = Timeline::builder();
    builder.extend([
        Actor::person("trump").named("Donald Trump"),
        Actor::person("putin").named("Vladimir Putin"),
    ]);
    builder.source(Source::new("politico").named("Politico"));
    let planned = Report::by(["trump"])
        .status(Status::Planned)
        .asserted("2025-10-16");
    let summit = Event::meeting("budapest", "2025-10-30")
        .between("trump", "putin")
        .report(planned);
    builder.event(reports.into_iter().fold(summit, Event::report));
    builder.build().expect("a sound record")
}

#[test]
fn a_plan_is_overdue_unless_it_is_reported_as_held_or_called_off() {
    let rule = Rule::plan_overdue(["trump", "putin"], 1);
    let check = |timeline: &Timeline, from: u32, to: u32| {
        let state = |day| ViewState::new(&timeline.view(), date(10, 1) + chrono::Days::new(day));
        let findings = rule.check(&state(from.into()), &state(to.into()));
        findings
            .expect("known names")
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    let planned = budapest([]);
    let overdue = [
        "Donald Trump and Vladimir Putin: budapest, planned for 30 October 2025, is not reported as held or called off",
    ];
    // 30 October ends with day 29; one more day is waited for.
    assert_eq!(check(&planned, 28, 29), [""; 0]);
    assert_eq!(check(&planned, 29, 30), overdue);
    assert_eq!(check(&planned, 30, 31), [""; 0], "it is said once");
    assert_eq!(check(&planned, 0, 60), overdue);
    let called_off = Report::by(["politico"])
        .status(Status::Cancelled)
        .asserted("2025-10-21");
    assert_eq!(check(&budapest([called_off]), 0, 60), [""; 0]);
    let held = Report::by(["politico"]).asserted("2025-10-31");
    assert_eq!(check(&budapest([held]), 0, 60), [""; 0]);
}

#[test]
fn a_rule_holds_against_two_timelines() {
    let record = |sizes: &[(&str, &str, f64)]| {
        let mut builder = Timeline::builder();
        builder.extend(["RUS", "UKR"].map(Actor::state));
        builder.extend(sizes.iter().map(|&(id, when, drones)| {
            let drones = Quantity::exactly(drones, "drones").expect("a quantity");
            let attack = Event::new(id, detente::event::Kind::Act, when)
                .by("RUS")
                .target("UKR")
                .code(Code::parse("ASSAULT").expect("a code of PLOVER"));
            attack.measure(Measure::new("drones", drones))
        }));
        builder.build().expect("a sound record")
    };
    let june = ("june-29", "2025-06-29", 477.0);
    let (before, after) = (
        record(&[june]),
        record(&[june, ("july-9", "2025-07-09", 728.0)]),
    );
    let rule = Rule::record_broken("RUS", "drones");
    let state = |timeline: &'_ Timeline| ViewState::new(&timeline.view(), date(7, 10)).at();
    assert_eq!(state(&before), state(&after));
    let [one, other] =
        [&before, &after].map(|timeline| ViewState::new(&timeline.view(), date(7, 10)));
    let findings = rule.check(&one, &other).expect("known names");
    assert_eq!(
        findings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["RUS: july-9 is a record with 728 drones, 251 drones more than june-29"]
    );
    assert!(rule.check(&other, &other).expect("known names").is_empty());
    // A record without the actors knows no events of theirs.
    let empty = Timeline::builder().build().expect("an empty record");
    let empty = ViewState::new(&empty.view(), date(7, 10));
    assert_eq!(rule.check(&empty, &other).expect("known names").len(), 1);
}

#[test]
fn the_direction_is_found_once_for_each_change() {
    let timeline = of_2025();
    let findings = day_by_day(&timeline, &Rule::direction_changed("USA", "RUS"));
    let directions: Vec<(String, Direction)> = findings
        .iter()
        .map(|(day, findings)| match &findings[..] {
            [
                Finding {
                    found: FindingKind::DirectionChanged { after, .. },
                    ..
                },
            ] => (day.to_string(), *after),
            other => panic!("expected one direction, found {other:?}"),
        })
        .collect();
    let expected = [
        ("2025-03-21", Direction::Unclear),
        ("2025-05-05", Direction::Falling),
        ("2025-10-03", Direction::Steady),
        ("2025-10-27", Direction::Unclear),
        ("2025-12-11", Direction::Steady),
        ("2025-12-26", Direction::Unclear),
    ];
    assert_eq!(
        directions,
        expected.map(|(day, direction)| (day.to_owned(), direction))
    );
}

#[test]
fn a_silence_is_found_once() {
    let timeline = of_2025();
    let rule = Rule::long_silence(["rubio", "lavrov"], 0.9).expect("a share");
    let findings = day_by_day(&timeline, &rule);
    let after: Vec<&str> = findings
        .values()
        .flatten()
        .map(|one| &*one.events[0].id)
        .collect();
    assert_eq!(
        after,
        [
            "rubio-lavrov-2025-06-01",
            "rubio-lavrov-2025-08-12",
            "rubio-lavrov-2025-10-20"
        ]
    );
}

#[test]
fn unknown_names_are_errors_with_a_near_match() {
    let timeline = of_2025();
    let check = |rule: Rule| {
        let state = state(&timeline, date(7, 11));
        rule.check(&state, &state)
            .expect_err("an unknown name")
            .to_string()
    };
    let near = "unknown actor `lavrow`; did you mean `lavrov`?";
    assert_eq!(
        check(Rule::first_contact(["rubio", "lavrow"], 30).unwrap()),
        near
    );
    assert_eq!(check(Rule::long_silence("lavrow", 0.5).unwrap()), near);
    assert_eq!(check(Rule::plan_overdue("lavrow", 0)), near);
    assert_eq!(check(Rule::direction_changed("rubio", "lavrow")), near);
    assert_eq!(
        check(Rule::record_broken("trump", "duratoin")),
        "unknown measure `duratoin`; did you mean `duration`?"
    );
    assert_eq!(
        check(Rule::direction_changed("USA", "USA")),
        "both actors are `USA`: expected two different actors"
    );
}

#[test]
fn states_with_other_scorings_cannot_be_compared() {
    let timeline = of_2025();
    let weights = detente::scoring::Weights::default()
        .with_contact(1.0)
        .expect("a weight");
    let other =
        state(&timeline, date(12, 30)).with_scoring(Scoring::default().with_weights(weights));
    let rule = Rule::direction_changed("USA", "RUS");
    let error = rule
        .check(&state(&timeline, date(2, 1)), &other)
        .expect_err("not comparable");
    assert_eq!(
        error.to_string(),
        "the scorings of the two states differ: expected the same scorings"
    );
}

#[test]
fn a_rule_is_read_strictly() {
    let read = |text: &str| serde_json::from_str::<Rule>(text);
    let rules = [
        Rule::direction_changed("USA", "RUS"),
        Rule::probability_passed("USA", "RUS", 0.95).unwrap(),
        Rule::long_silence("USA", 0.9).unwrap(),
        Rule::first_contact(["rubio", "lavrov"], 30).unwrap(),
        Rule::plan_overdue(["trump", "putin"], 2),
        Rule::record_broken("RUS", "drones"),
    ];
    for rule in rules {
        let text = serde_json::to_string(&rule).expect("a rule has a JSON form");
        assert_eq!(read(&text).expect("a valid rule"), rule, "{text}");
    }
    let of = |text: &str| read(text).expect("a valid rule");
    assert_eq!(
        of(r#"{"kind": "long_silence", "of": ["USA"], "share": 0.9}"#),
        Rule::long_silence("USA", 0.9).unwrap()
    );
    let refused = [
        (
            r#"{"kind": "first_contact", "of": ["USA"], "days": 0}"#,
            "`days` is `0`: expected 1 or more",
        ),
        (
            r#"{"kind": "probability_passed", "between": ["USA", "RUS"], "p": 0.5}"#,
            "`p` is `0.5`: expected a probability above 0.5 and below 1",
        ),
        (
            r#"{"kind": "long_silence", "of": ["USA"], "share": 1.5}"#,
            "`share` is `1.5`: expected a number above 0, up to 1",
        ),
        (
            r#"{"kind": "plan_overdue", "of": [], "days": 0}"#,
            "a rule names 0 actors: expected one actor, or two for what happens between them",
        ),
        (
            r#"{"kind": "plan_overdue", "of": ["a", "b", "c"], "days": 0}"#,
            "a rule names 3 actors: expected one actor, or two for what happens between them",
        ),
        (
            r#"{"kind": "direction_changed", "between": ["USA", "RUS"], "until": 3}"#,
            "unknown field `until`: expected `between`",
        ),
        (
            r#"{"kind": "thaw"}"#,
            "unknown word `thaw`: expected one of `direction_changed`, `probability_passed`, `long_silence`, \
             `first_contact`, `plan_overdue`, `record_broken`",
        ),
        (
            r#"{"kind": "first_contact", "of": ["USA"], "days": -1}"#,
            "the value is the number `-1`: expected a whole number from 0 to 4294967295",
        ),
        (
            r#"{"kind": "first_contact", "of": ["USA"]}"#,
            "field `days` is missing",
        ),
        (
            r#"{"kind": "direction_changed", "between": ["USA"]}"#,
            "the list has length 1: expected a list of two entries",
        ),
        (
            r#"{"kind": "direction_changed", "between": ["USA", "RUS", "CHN"]}"#,
            "the list has length 3: expected a list of two entries",
        ),
        (
            r#"["plan_overdue", {"of": ["USA"], "days": 0}]"#,
            "the value is a list: expected an object",
        ),
    ];
    for (text, message) in refused {
        let error = read(text).expect_err("not a valid rule").to_string();
        assert!(error.starts_with(message), "{error}");
    }
}

#[test]
fn a_finding_that_no_rule_makes_is_refused() {
    let rubio = serde_json::json!({"id": "rubio", "name": "Marco Rubio"});
    let silence = serde_json::json!({
        "kind": "long_silence",
        "length": {"min_days": 39, "max_days": 39, "min_seconds": null, "max_seconds": null},
        "share": 0.9,
        "usual_days": 30.0,
        "covered": 0.5,
    });
    let read = |actors: usize, field: &str, number: f64| {
        let mut found = silence.clone();
        found[field] = number.into();
        let finding = serde_json::json!({
            "actors": vec![rubio.clone(); actors],
            "at": "2025-07-10T00:00:00Z",
            "found": found,
            "events": [],
        });
        serde_json::from_value::<Finding>(finding)
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    assert_eq!(read(1, "covered", 1.0), Ok(()));
    let refused = |actors, field, number| read(actors, field, number).unwrap_err();
    assert_eq!(
        refused(0, "covered", 1.0),
        "the finding has 0 actors: expected one or two"
    );
    assert_eq!(
        refused(3, "covered", 1.0),
        "the finding has 3 actors: expected one or two"
    );
    let unit = "expected a number from 0.0 to 1.0";
    assert_eq!(
        refused(1, "covered", -1.0),
        format!("`covered` is `-1.0`: {unit}")
    );
    assert_eq!(
        refused(1, "share", -7.0),
        format!("`share` is `-7.0`: {unit}")
    );
    assert!(refused(1, "usual_days", -4.0).starts_with("`usual_days` is `-4.0`"));
}

#[test]
fn a_rule_prints_what_it_waits_for() {
    let of = ActorOrDyad::from(["rubio", "lavrov"]);
    let rules = [
        (
            Rule::direction_changed("USA", "RUS"),
            "direction of USA and RUS changed",
        ),
        (
            Rule::probability_passed("USA", "RUS", 0.9).unwrap(),
            "probability of a rise or a fall of USA and RUS passed 0.9",
        ),
        (
            Rule::long_silence(of.clone(), 0.9).unwrap(),
            "silence of rubio and lavrov longer than 0.9 of the earlier ones",
        ),
        (
            Rule::first_contact(of, 30).unwrap(),
            "first contact of rubio and lavrov in 30 days",
        ),
        (
            Rule::plan_overdue("trump", 2),
            "plan of trump overdue for 2 days",
        ),
        (
            Rule::record_broken("RUS", "drones"),
            "record of RUS in drones broken",
        ),
    ];
    for (rule, text) in rules {
        assert_eq!(rule.to_string(), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A finding survives JSON, and two equal states find nothing.
    #[test]
    fn findings_survive_json_and_need_a_difference(from in 0..340_u64, days in 1..30_u64) {
        let timeline = of_2025();
        let day = |offset| date(1, 20) + chrono::Days::new(offset);
        let rules = [
            Rule::direction_changed("USA", "RUS"),
            Rule::probability_passed("USA", "RUS", 0.9).unwrap(),
            Rule::long_silence(["USA", "RUS"], 0.9).unwrap(),
            Rule::first_contact(["trump", "putin"], 45).unwrap(),
            Rule::plan_overdue("USA", 0),
            Rule::record_broken("trump", "duration"),
        ];
        let [before, after] = [day(from), day(from + days)].map(|day| state(&timeline, day));
        for rule in rules {
            prop_assert!(rule.check(&after, &after).unwrap().is_empty());
            for finding in rule.check(&before, &after).unwrap() {
                let text = serde_json::to_string(&finding).unwrap();
                let read: Finding = serde_json::from_str(&text).unwrap();
                prop_assert_eq!(read, finding);
            }
        }
    }
}
