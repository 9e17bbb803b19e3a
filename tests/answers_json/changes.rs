//! Changes, movements, rules and findings.

use detente::Timeline;
use detente::changes::{ChangeKind, Rule, ViewState};
use detente::event::{Report, Source, Status};
use detente::timeline::Constraint;
use detente::trend::Coverage;
use detente::{Actor, Event};

use super::{date, golden, golden_owned, us_russia};

#[test]
fn changes_of_october() {
    let timeline = us_russia();
    let changes = timeline
        .as_of(date(10, 20))
        .changes_to(&timeline.as_of(date(10, 22)));
    golden("changes", &changes);
    let movement = changes.movement("USA", "RUS", date(10, 21), date(10, 23));
    let mut movement = movement.expect("known actors");
    movement.events.truncate(2);
    golden("movement", &movement);
}

/// Rubio and Lavrov, in two versions of a record that differ in each way.
#[test]
fn each_kind_of_change() {
    let meeting = |id: &str, when: &str| Event::meeting(id, when).between("rubio", "lavrov");
    let planned = || {
        Report::by(["tass"])
            .status(Status::Planned)
            .asserted("2025-07-08")
    };
    let record = |is_new: bool| {
        let mut builder = Timeline::builder();
        builder.extend([
            Actor::person("rubio").named("Marco Rubio"),
            Actor::person("lavrov").named(if is_new { "Sergey Lavrov" } else { "Lavrov" }),
        ]);
        builder.source(Source::new("tass").named("TASS"));
        if is_new {
            builder.source(Source::new("state").named("State Department"));
        }
        let riyadh = meeting("riyadh", if is_new { "2025-02-18" } else { "2025-02" });
        let mut kuala_lumpur = meeting("kuala-lumpur", "2025-07-10").report(planned());
        let mut budapest = meeting("budapest", "2025-10-30").report(planned());
        let mut rumour = meeting("rumour", "2025-06-01").reported_by("tass");
        let mut call = Event::call("call", "2025-05-24")
            .between("rubio", "lavrov")
            .reported_by("tass");
        let mut twice = Event::call("twice", "2025-04-01")
            .between("rubio", "lavrov")
            .reported_by("tass");
        let withdrawn = Report::by(["tass"]);
        let lost = meeting("lost", "2025-03-02");
        let manila =
            meeting("manila", "2025-07-26").at(if is_new { "Kuala Lumpur" } else { "Manila" });
        if is_new {
            kuala_lumpur = kuala_lumpur.report(Report::by(["state"]).asserted("2025-07-11"));
            let cancelled = Report::by(["state"]).status(Status::Cancelled);
            budapest = budapest.report(cancelled.asserted("2025-10-21"));
            rumour = rumour.report(Report::by(["state"]).status(Status::Disputed));
            call = call.reported_by("state");
            builder.event(lost.report(withdrawn.withdrawn("2025-03-05")));
            builder.event(meeting("new-york", "2025-09-24").reported_by("state"));
            builder.constraint(Constraint::before("riyadh", "manila"));
        } else {
            twice = twice.reported_by("lavrov");
            builder.event(lost.report(withdrawn));
            builder.event(meeting("gone", "2025-03-01").reported_by("tass"));
        }
        builder.extend([riyadh, kuala_lumpur, budapest, rumour, call, twice, manila]);
        builder.build().expect("a sound record")
    };
    let (before, after) = (record(false), record(true));
    let changes = before.changes_to(&after);
    for kind in ChangeKind::ALL {
        assert!(changes.of_kind(kind).next().is_some(), "{kind}");
    }
    golden("changes-of-each-kind", &changes);
}

#[test]
fn rules_and_findings() {
    let timeline = us_russia();
    let state = |month, day| {
        let view = timeline.view().within(date(1, 20)..);
        ViewState::new(&view, date(month, day)).with_coverage(Coverage::since(date(1, 20)))
    };
    let cases = [
        (
            Rule::direction_changed("USA", "RUS"),
            state(5, 4),
            state(5, 5),
        ),
        (
            Rule::probability_passed("USA", "RUS", 0.9).expect("a probability"),
            state(8, 10),
            state(8, 11),
        ),
        (
            Rule::long_silence(["rubio", "lavrov"], 0.9).expect("a share"),
            state(7, 3),
            state(7, 4),
        ),
        (
            Rule::first_contact(["rubio", "lavrov"], 30).expect("days"),
            state(7, 9),
            state(7, 10),
        ),
        (
            Rule::plan_overdue(["USA", "RUS"], 0),
            state(12, 1),
            state(12, 2),
        ),
        (
            Rule::record_broken(["trump", "putin"], "duration"),
            state(12, 15),
            state(12, 16),
        ),
    ];
    let rules: Vec<&Rule> = cases.iter().map(|(rule, ..)| rule).collect();
    golden("rules", &rules);
    let findings = cases.iter().map(|(rule, before, after)| {
        let mut findings = rule.check(before, after).expect("known names");
        findings.swap_remove(0)
    });
    let findings: Vec<_> = findings.collect();
    golden_owned("findings", &findings);
}
