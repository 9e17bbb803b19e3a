//! Why relations moved between two states of a record.

#![cfg(feature = "json")]

use chrono::NaiveDate;
use detente::code::Code;
use detente::event::{CoverageDeclaration, Report, Source, Status};
use detente::relations::{Cause, Movement, Relations};
use detente::scoring::Weights;
use detente::trend::{Contribution, Coverage};
use detente::{Actor, Event, Scoring, Timeline};
use proptest::prelude::*;

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).expect("a valid date")
}

fn of_2025() -> Timeline {
    Timeline::from_json(include_str!("../examples/data/us-russia-2025.json")).expect("the record")
}

/// The sum of the parts of all causes.
fn sum(movement: &Movement<'_>) -> Contribution {
    let causes = Cause::ALL.map(|cause| movement.of(cause));
    let mut total = movement.total();
    total.level = causes.iter().map(|part| part.level).sum();
    total.change = causes.iter().map(|part| part.change).sum();
    total
}

fn assert_close(one: f64, other: f64) {
    assert!((one - other).abs() < 1e-9, "{one} is not {other}");
}

fn assert_sums_to_the_whole(movement: &Movement<'_>) {
    let (parts, total) = (sum(movement), movement.total());
    assert_close(parts.level, total.level);
    assert_eq!(parts.change.is_some(), total.change.is_some());
    assert_close(parts.change.unwrap_or(0.0), total.change.unwrap_or(0.0));
}

#[test]
fn the_movement_of_october_2025_is_named_by_its_events() {
    let timeline = of_2025();
    let changes = timeline
        .as_of(date(10, 20))
        .changes_to(&timeline.as_of(date(10, 24)));
    let movement = changes
        .movement("USA", "RUS", date(10, 21), date(10, 25))
        .expect("two states");
    assert_sums_to_the_whole(&movement);
    assert_eq!(
        movement.to_string(),
        "USA and RUS from 2025-10-21 to 2025-10-25\n\
         level -0.65 to -0.81 (-0.16): new -0.19, revised +0.00, withdrawn +0.00, fading +0.03\n\
         change -0.25 to -0.90 (-0.65): new -1.36, revised +0.00, withdrawn +0.00, fading +0.71\n\
         unknown coverage, assumed from 2024-12-13"
    );
    let first: Vec<String> = movement.events[..3]
        .iter()
        .map(|one| format!("{}, {}: {}", one.event.id(), one.cause, one.part))
        .collect();
    // An event that leaves the window of 60 days is no longer a surprise.
    let expected = [
        "rosneft-lukoil-2025-10-22, new: -0.09 of the level, -0.59 of the change",
        "two-weeks-2025-08-22, fading: +0.00 of the level, +0.38 of the change",
        "putin-overwhelming-2025-10-23, new: -0.05 of the level, -0.35 of the change",
    ];
    assert_eq!(first, expected);
}

#[test]
fn other_sides_and_other_scorings_cannot_be_compared() {
    let timeline = of_2025();
    let pair = |a: &str, b: &str| timeline.relations(a, b).expect("two actors");
    let scored =
        Scoring::default().with_weights(Weights::default().with_contact(1.0).expect("a weight"));
    let movement = |one: &Relations<'_>, other: &Relations<'_>| {
        let moved = one.movement_to(other, date(7, 1), date(7, 11));
        moved.map(drop).expect_err("not comparable").to_string()
    };
    assert_eq!(
        movement(&pair("USA", "RUS"), &pair("USA", "GBR")),
        "the sides of the two states differ: expected the same sides"
    );
    let other = timeline
        .view()
        .relations_by("USA", "RUS", &scored)
        .expect("two actors");
    assert_eq!(
        movement(&pair("USA", "RUS"), &other),
        "the scorings of the two states differ: expected the same scorings"
    );
}

/// One event of a random record.
#[derive(Clone, Debug)]
struct Act {
    start: u32,
    days: u32,
    code: &'static str,
    status: Status,
    hops: bool,
}

fn acts() -> impl Strategy<Value = Vec<(u8, Act)>> {
    let codes = [
        "THREATEN", "CONSULT", "AGREE", "SANCTION", "ACCUSE", "AID", "REQUEST",
    ];
    let statuses = [
        Status::Realised,
        Status::Realised,
        Status::Disputed,
        Status::Planned,
        Status::Cancelled,
    ];
    let act = (
        0..250_u32,
        prop::sample::select(vec![1, 1, 1, 7, 40]),
        prop::sample::select(codes.to_vec()),
        prop::sample::select(statuses.to_vec()),
        any::<bool>(),
    );
    let act = act.prop_map(|(start, days, code, status, hops)| Act {
        start,
        days,
        code,
        status,
        hops,
    });
    prop::collection::btree_map(0..10_u8, act, 0..8).prop_map(|acts| acts.into_iter().collect())
}

/// The coverage that a record declares: none, or a year with or without its spring.
fn coverages() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::select(vec![
        vec![],
        vec!["2024-11-01/.."],
        vec!["2024-11-01/2025-03-01", "2025-05-01/.."],
    ])
}

fn record(acts: &[(u8, Act)], coverage: &[&str]) -> Timeline {
    let mut builder = Timeline::builder();
    builder.extend(["USA", "RUS"].map(Actor::state));
    let mut tass = Source::new("tass").named("TASS");
    for &period in coverage {
        tass = tass.covers(CoverageDeclaration::over(period));
    }
    builder.source(tass);
    builder.source(Source::new("ap").named("AP"));
    for (id, act) in acts {
        let day = |offset: u32| date(1, 1) + chrono::Days::new(offset.into());
        // A span of several days is one unknown day of them.
        let when = match act.days {
            1 => day(act.start).to_string(),
            days => format!("[{}..{}]", day(act.start), day(act.start + days - 1)),
        };
        let chain = if act.hops {
            vec!["ap", "tass"]
        } else {
            vec!["ap"]
        };
        let report = Report::by(chain)
            .status(act.status)
            .asserted(day(act.start).to_string());
        let code = Code::parse(act.code).expect("a code of PLOVER");
        let event = Event::statement(format!("act-{id}"), &*when)
            .by("USA")
            .target("RUS")
            .code(code);
        builder.event(event.report(report));
    }
    builder.build().expect("a sound record")
}

fn scorings() -> impl Strategy<Value = Scoring> {
    (0.0..1.0, 0.5..2.0, 0.1..1.0).prop_map(|(contact, act, doubt)| {
        let weights = Weights::default()
            .with_contact(contact)
            .and_then(|weights| weights.with_act(act));
        let weights = weights.and_then(|weights| weights.with_doubt(doubt));
        Scoring::default().with_weights(weights.expect("weights within their bounds"))
    })
}

fn relations<'t>(timeline: &'t Timeline, scoring: &Scoring) -> Relations<'t> {
    timeline
        .view()
        .relations_by("USA", "RUS", scoring)
        .expect("two actors")
}

proptest! {
    #[test]
    fn parts_sum_to_the_movement(
        (before, after) in (acts(), acts()),
        (declared, redeclared) in (coverages(), coverages()),
        scoring in scorings(),
        (from, to) in (0..300_u64, 0..300_u64),
    ) {
        let (before, after) = (record(&before, &declared), record(&after, &redeclared));
        let (one, other) = (relations(&before, &scoring), relations(&after, &scoring));
        let day = |offset| date(1, 1) + chrono::Days::new(offset);
        let movement = one.movement_to(&other, day(from), day(to)).expect("comparable");
        assert_sums_to_the_whole(&movement);
        prop_assert_eq!(movement.before.coverage, one.trend(day(from)).coverage);

        // The way back has the same parts with the opposite sign.
        let back = other.movement_to(&one, day(to), day(from)).expect("comparable");
        prop_assert_eq!(movement.events.len(), back.events.len());
        for part in &movement.events {
            let mirrored = back.events.iter().find(|one| one.event.id() == part.event.id());
            let mirrored = mirrored.expect("the same events moved it").part;
            assert_close(part.part.level, -mirrored.level);
            assert_close(part.part.change.unwrap_or(0.0), -mirrored.change.unwrap_or(0.0));
        }
    }

    #[test]
    fn the_part_of_an_event_is_its_contribution_after_less_that_before(
        (before, after) in (acts(), acts()),
        (declared, redeclared) in (coverages(), coverages()),
        scoring in scorings(),
        (from, to) in (0..300_u64, 0..300_u64),
    ) {
        let (before, after) = (record(&before, &declared), record(&after, &redeclared));
        let (one, other) = (relations(&before, &scoring), relations(&after, &scoring));
        let day = |offset| date(1, 1) + chrono::Days::new(offset);
        let movement = one.movement_to(&other, day(from), day(to)).expect("comparable");
        let of = |relations: &Relations<'_>, at, id: &str| {
            let contributions = relations.contributions(at);
            let of_event = contributions.iter().filter(|one| one.mark.event.id() == id);
            of_event.fold((0.0, 0.0), |(level, change), one| {
                let part = one.contribution;
                (level + part.level, change + part.change.unwrap_or(0.0))
            })
        };
        for part in &movement.events {
            let id = part.event.id();
            let (old, new) = (of(&one, day(from), id), of(&other, day(to), id));
            assert_close(part.part.level, new.0 - old.0);
            if let Some(change) = part.part.change {
                assert_close(change, new.1 - old.1);
            }
        }
    }
}

#[test]
fn an_assumed_coverage_is_named() {
    let acts = |start| {
        [(
            1,
            Act {
                start,
                days: 1,
                code: "AGREE",
                status: Status::Realised,
                hops: false,
            },
        )]
    };
    let (before, after) = (record(&acts(40), &[]), record(&acts(5), &[]));
    let scoring = Scoring::default();
    let one = relations(&before, &scoring);
    let other = relations(&after, &scoring);
    let movement = one
        .movement_to(&other, date(6, 1), date(6, 1))
        .expect("comparable");
    let text = movement.to_string();
    let last = text.lines().last().expect("a line");
    assert_eq!(
        last,
        "unknown coverage, assumed from 2025-01-12, then unknown coverage, assumed from 2024-12-13"
    );
    let declared = one.with_coverage(Coverage::since(date(1, 1)));
    let movement = declared.movement_to(
        &other.with_coverage(Coverage::since(date(1, 1))),
        date(6, 1),
        date(6, 1),
    );
    assert_eq!(movement.expect("comparable").to_string().lines().count(), 3);
}
