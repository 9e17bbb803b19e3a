//! From events to marks: who marks whom, with what weight, and when.

#![expect(
    clippy::float_cmp,
    reason = "weights are products of a few exact factors"
)]

use detente::actor::Actor;
use detente::code::Code;
use detente::event::{Event, Participant, Report, Role, Source, Status};
use detente::ledger::DyadPart;
use detente::relations::{Relations, Unscored};
use detente::{Timeline, When};

fn when(text: &str) -> When {
    When::parse(text).unwrap()
}

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn timeline(events: impl IntoIterator<Item = Event>) -> Timeline {
    let mut builder = Timeline::builder();
    for id in ["FRA", "GBR", "RUS", "USA"] {
        builder.actor(Actor::state(id));
    }
    let office = || when("2025-01-21/2025-06-30");
    builder.actor(Actor::person("minister").named("A minister").held_office(
        "USA",
        "minister",
        office(),
    ));
    builder.actor(
        Actor::person("aide")
            .named("An aide")
            .held_office("USA", "aide", office()),
    );
    for id in ["a", "b", "c"] {
        builder.source(Source::new(id));
    }
    builder.source(Source::new("someone").named("an official").anonymous());
    builder.extend(events);
    builder.build().unwrap()
}

/// Each mark: its event, sense, weight and valence.
fn marks(relations: &Relations<'_>) -> Vec<(String, DyadPart, f64, f64)> {
    let mark = |one: &detente::relations::EventMark<'_>| {
        let mark = one.mark;
        (
            one.event.id().to_owned(),
            one.part,
            mark.weight(),
            mark.valence(),
        )
    };
    relations.marks().iter().map(mark).collect()
}

fn between(event: Event, a: &str, b: &str) -> Vec<(DyadPart, f64, f64)> {
    let timeline = timeline([event]);
    let relations = timeline.relations(a, b).unwrap();
    marks(&relations)
        .into_iter()
        .map(|(_, sense, weight, valence)| (sense, weight, valence))
        .collect()
}

fn meeting() -> Event {
    Event::meeting("talks", when("2025-03-10"))
}

#[test]
fn actors_that_act_together_on_a_third_do_not_mark_each_other() {
    let joint = Event::act("strike", when("2025-03-10"), code("ASSAULT"));
    let joint = joint.by("USA");
    let joint = joint.by("GBR").target("RUS");
    assert_eq!(between(joint.clone(), "USA", "GBR"), []);
    assert_eq!(
        between(joint.clone(), "USA", "RUS"),
        [(DyadPart::Forward, 0.5, -0.9)]
    );
    assert_eq!(
        between(joint.clone(), "RUS", "GBR"),
        [(DyadPart::Backward, 0.5, -0.9)]
    );
    let timeline = timeline([joint]);
    let relations = timeline.relations("USA", "GBR").unwrap();
    assert_eq!(relations.unscored()[0].1, Unscored::NoDirection);
}

#[test]
fn parties_share_a_meeting_and_one_side_counts_once() {
    let talks = meeting().party("minister").party("aide").party("RUS");
    assert_eq!(
        between(talks, "USA", "RUS"),
        [(DyadPart::Symmetric, 0.25, 0.25)]
    );
    let talks = meeting()
        .party("USA")
        .party("RUS")
        .party("FRA")
        .party("GBR");
    let third = 0.25 / 3.0;
    assert_eq!(
        between(talks, "USA", "RUS"),
        [(DyadPart::Symmetric, third, 0.25)]
    );
}

#[test]
fn hosts_and_mediators_have_half_a_share_at_the_valence_of_a_third_party() {
    for role in [Role::Host, Role::Mediator] {
        let talks = meeting()
            .party("USA")
            .party("RUS")
            .participant(Participant::new("FRA", role));
        assert_eq!(
            between(talks.clone(), "FRA", "USA"),
            [(DyadPart::Symmetric, 0.125, 0.1)]
        );
        assert_eq!(
            between(talks, "USA", "RUS"),
            [(DyadPart::Symmetric, 0.25, 0.25)]
        );
    }
    let guest = meeting()
        .party("USA")
        .participant(Participant::new("FRA", Role::Attendee));
    assert_eq!(between(guest, "USA", "FRA"), []);
}

#[test]
fn who_is_out_of_office_marks_nobody() {
    let talks = |date| {
        Event::meeting("talks", when(date))
            .party("minister")
            .party("RUS")
    };
    assert_eq!(between(talks("2025-03-10"), "USA", "RUS").len(), 1);
    assert_eq!(between(talks("2025-07-10"), "USA", "RUS").len(), 0);
    assert_eq!(
        between(talks("2025-06"), "USA", "RUS").len(),
        1,
        "possibly in office"
    );
    let for_france = Event::meeting("talks", when("2025-03-10"))
        .participant(Participant::new("minister", Role::Party).on_behalf_of("FRA"))
        .party("RUS");
    assert_eq!(between(for_france.clone(), "USA", "RUS"), []);
    assert_eq!(between(for_france, "FRA", "RUS").len(), 1);
}

#[test]
fn the_most_direct_report_weighs_and_doubt_halves() {
    let told = |reports: &[&[&str]]| {
        let add = |event: Event, chain: &&[&str]| event.report(Report::by(chain.iter().copied()));
        let talks = meeting().party("USA").party("RUS");
        between(reports.iter().fold(talks, add), "USA", "RUS")[0].1
    };
    assert_eq!(told(&[&["a"]]), 0.25);
    assert_eq!(told(&[&["a", "b", "c"]]), 0.25 * (0.9 * 0.9));
    assert_eq!(told(&[&["a", "b", "c"], &["b", "c"]]), 0.25 * 0.9);
    assert_eq!(told(&[&["someone"]]), 0.25 * 0.5);
    let denied = meeting().party("USA").party("RUS").reported_by("a");
    let denied = denied.report(Report::by(["b"]).status(Status::Disputed));
    assert_eq!(between(denied, "USA", "RUS")[0].1, 0.125);
    // Who announced it does not vouch for its having happened.
    let plan = Report::by(["a"])
        .status(Status::Planned)
        .asserted(when("2025-03-01"));
    let talks = meeting()
        .party("USA")
        .party("RUS")
        .report(plan)
        .report(Report::by(["a", "b"]));
    assert_eq!(between(talks, "USA", "RUS")[0].1, 0.25 * 0.9);
}

#[test]
fn a_plan_gives_no_mark_and_its_cancellation_marks_the_day() {
    let plan = Report::by(["a"])
        .status(Status::Planned)
        .asserted(when("2025-02-01"));
    let planned = meeting().party("USA").party("RUS").report(plan);
    assert_eq!(between(planned.clone(), "USA", "RUS"), []);
    let off = |by: &'static str, date| {
        Report::by([by])
            .status(Status::Cancelled)
            .asserted(when(date))
    };
    let called_off = planned
        .report(off("b", "2025-03-01"))
        .report(off("c", "2025-09-01"));
    let timeline = timeline([called_off]);
    let relations = timeline.relations("USA", "RUS").unwrap();
    let [one] = relations.marks() else {
        panic!("one mark")
    };
    assert_eq!((one.mark.weight(), one.mark.valence()), (0.25, -0.2));
    assert_eq!(
        one.mark.span().to_string(),
        "[2025-03-01, 2025-03-02)",
        "not when it was repeated"
    );
    assert_eq!(one.mark.contact(), 0.0);
}

#[test]
fn events_without_a_score_have_a_reason() {
    let says = |id: &str| {
        Event::statement(id, when("2025-03-10"))
            .by("USA")
            .participant(Participant::new("RUS", Role::Addressee))
    };
    let record = timeline([
        says("comment"),
        says("denial").code(code("AGREE")).negated(),
        says("unknown").code(code("weis:223")),
        Event::meeting("some-time", when("[..2025-03-10]"))
            .party("USA")
            .party("RUS"),
        says("agreement").code(code("AGREE")),
    ]);
    let relations = record.relations("USA", "RUS").unwrap();
    let told: Vec<(&str, String)> = relations
        .unscored()
        .iter()
        .map(|(event, why)| (event.id(), why.to_string()))
        .collect();
    assert_eq!(
        told,
        [
            ("some-time", "the date is unbounded".to_owned()),
            ("comment", "the event is a plain comment".to_owned()),
            ("denial", "the statement is a denial".to_owned()),
            (
                "unknown",
                "the scale has no valence for `weis:223`".to_owned()
            ),
        ]
    );
    assert_eq!(
        marks(&relations),
        [("agreement".to_owned(), DyadPart::Forward, 1.0, 0.25)]
    );
}

#[test]
fn an_actor_has_no_relations_with_itself() {
    let record = timeline([]);
    let error = record.relations("USA", "USA").unwrap_err();
    assert_eq!(
        error.to_string(),
        "both actors are `USA`: expected two different actors"
    );
    assert!(record.between("USA", "USA").is_err());
}

#[cfg(feature = "json")]
#[test]
fn a_ledger_of_marks_at_either_end_of_the_calendar_is_read_back() {
    for date in [
        "Y262142-12-31",
        "Y262142-12",
        "Y262142-12-30",
        "Y-262143-01-01",
        "Y262142-12-31T23:59:59Z",
    ] {
        let met = Event::meeting("talks", when(date))
            .party("USA")
            .party("RUS");
        let record = timeline([met]);
        let relations = record.relations("USA", "RUS").unwrap();
        let ledger = relations.ledger().unwrap();
        let written = serde_json::to_string(&ledger).unwrap();
        let read: Result<detente::ledger::DyadLedger, _> = serde_json::from_str(&written);
        assert_eq!(read.unwrap(), ledger, "{date}");
        // No day follows the last, so that no span holds it.
        let ends = date.contains("12-31") || date.ends_with("-12");
        assert_eq!(relations.marks().is_empty(), ends, "{date}");
        assert_eq!(relations.unscored().len(), usize::from(ends), "{date}");
    }
}
