//! What changed between two states of a record.

#![cfg(feature = "json")]

use chrono::NaiveDate;
use detente::changes::{ChangeKind, Changes, Fact};
use detente::event::{Account, Report, Source, Status};
use detente::timeline::Constraint;
use detente::{Actor, Event, Timeline, TimelineBuilder};
use proptest::prelude::*;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a valid date")
}

/// The contacts of Rubio and Lavrov until July 2025.
fn contacts() -> TimelineBuilder {
    let mut builder = Timeline::builder();
    builder.extend([
        Actor::person("rubio").named("Marco Rubio"),
        Actor::person("lavrov").named("Sergey Lavrov"),
    ]);
    builder.source(Source::new("tass").named("TASS"));
    builder.source(Source::new("state").named("State Department"));
    builder
}

fn meeting(id: &str, when: &str) -> Event {
    Event::meeting(id, when).between("rubio", "lavrov")
}

fn build(events: impl IntoIterator<Item = Event>) -> Timeline {
    let mut builder = contacts();
    builder.extend(events);
    builder.build().expect("a sound record")
}

fn lines(changes: &Changes<'_>) -> Vec<String> {
    changes.to_string().lines().map(str::to_owned).collect()
}

#[test]
fn each_kind_of_change_is_printed_as_a_sentence() {
    let planned = |by: &str, on: &str| Report::by([by]).status(Status::Planned).asserted(on);
    let before = build([
        meeting("riyadh", "2025-02").reported_by("tass"),
        meeting("kuala-lumpur", "2025-07-10").report(planned("tass", "2025-07-08")),
        Event::call("call", "2025-05-24")
            .between("rubio", "lavrov")
            .reported_by("tass"),
        meeting("budapest", "2025-10-30").report(planned("state", "2025-10-16")),
        Event::call("rumour", "2025-06-01")
            .between("rubio", "lavrov")
            .reported_by("tass"),
        meeting("manila", "2025-07-26")
            .at("Manila")
            .reported_by("tass"),
        Event::call("gone", "2025-03-01")
            .between("rubio", "lavrov")
            .reported_by("tass"),
        Event::call("lost", "2025-03-02")
            .between("rubio", "lavrov")
            .reported_by("tass"),
        Event::call("twice", "2025-04-01")
            .between("rubio", "lavrov")
            .reported_by("tass")
            .reported_by("state"),
    ]);
    let after = build([
        meeting("riyadh", "2025-02-18").reported_by("tass"),
        meeting("kuala-lumpur", "2025-07-10")
            .report(planned("tass", "2025-07-08"))
            .report(Report::by(["state"]).asserted("2025-07-11")),
        Event::call("call", "2025-05-24")
            .between("rubio", "lavrov")
            .reported_by("tass")
            .reported_by("state"),
        meeting("budapest", "2025-10-30")
            .report(planned("state", "2025-10-16"))
            .report(
                Report::by(["tass"])
                    .status(Status::Cancelled)
                    .asserted("2025-10-21"),
            ),
        Event::call("rumour", "2025-06-01")
            .between("rubio", "lavrov")
            .reported_by("tass")
            .report(Report::by(["state"]).status(Status::Disputed)),
        meeting("manila", "2025-07-26")
            .at("Kuala Lumpur")
            .reported_by("tass"),
        Event::call("lost", "2025-03-02")
            .between("rubio", "lavrov")
            .report(Report::by(["tass"]).withdrawn("2025-03-05")),
        Event::call("twice", "2025-04-01")
            .between("rubio", "lavrov")
            .reported_by("tass"),
        meeting("new-york", "2025-09-24").reported_by("state"),
    ]);
    let changes = before.changes_to(&after);
    assert_eq!(
        lines(&changes),
        [
            "riyadh: redated from some day in February 2025 to 18 February 2025",
            "gone: removed",
            "lost: retracted",
            "twice: no longer reported by State Department",
            "call: reported again by State Department",
            "rumour: disputed",
            "kuala-lumpur: realised, planned before",
            "manila: places from Manila to Kuala Lumpur",
            "new-york: new, 24 September 2025",
            "budapest: cancelled, planned before",
        ]
    );
    let kinds = |id: &str| {
        &changes
            .events()
            .iter()
            .find(|one| one.id() == id)
            .expect("it changed")
            .kinds
    };
    assert_eq!(kinds("riyadh"), &[ChangeKind::Redated]);
    assert_eq!(kinds("call"), &[ChangeKind::ReportedAgain]);
    let riyadh = changes.redated().next().expect("it was redated");
    let facts: Vec<Fact> = riyadh.facts.iter().map(|one| one.fact).collect();
    assert_eq!(facts, [Fact::When, Fact::Bounds]);
    assert_eq!(
        riyadh.before.expect("it was known").when().to_string(),
        "2025-02"
    );
}

#[test]
fn an_event_may_change_in_several_ways() {
    let plan = Report::by(["tass"])
        .status(Status::Planned)
        .asserted("2025-07-08");
    let before = build([meeting("talks", "2025-07-10").report(plan.clone())]);
    let held = Report::by(["state"]).asserted("2025-07-11");
    let held = held.says(Account::new().when("2025-07-11").place("Kuala Lumpur"));
    let after = build([meeting("talks", "2025-07-10").report(plan).report(held)]);
    let changes = before.changes_to(&after);
    assert_eq!(
        lines(&changes),
        [
            "talks: realised, planned before; redated from 10 July 2025 to 11 July 2025; places Kuala Lumpur added"
        ]
    );
    let kinds = [
        ChangeKind::Realised,
        ChangeKind::Redated,
        ChangeKind::Revised,
    ];
    assert_eq!(changes.events()[0].kinds, kinds);
}

#[test]
fn a_date_that_a_constraint_narrows_is_redated() {
    let events = || [meeting("riyadh", "2025-02"), meeting("talks", "2025-02-10")];
    let before = build(events());
    let mut builder = contacts();
    builder.extend(events());
    builder.constraint(Constraint::before("talks", "riyadh"));
    let after = builder.build().expect("a sound record");
    let changes = before.changes_to(&after);
    assert_eq!(
        lines(&changes),
        [
            "riyadh: redated to 2025-02-10 at the earliest and 2025-02-28 at the latest \
             (2025-02-01 and 2025-02-28 before)",
            "constraint: new, `talks` is before `riyadh`",
        ]
    );
}

#[test]
fn actors_and_sources_that_are_new_removed_or_changed_are_listed() {
    let before = contacts().build().expect("a sound record");
    let mut builder = Timeline::builder();
    builder.extend([
        Actor::state("RUS").named("Russia"),
        Actor::person("lavrov").named("Sergey Lavrov").held_office(
            "RUS",
            "foreign minister",
            "2004-03-09/..",
        ),
    ]);
    builder.source(Source::new("tass").named("TASS").published("2025-07-10"));
    builder.source(Source::new("ap").named("AP"));
    let after = builder.build().expect("a sound record");
    assert_eq!(
        lines(&before.changes_to(&after)),
        [
            "actor RUS: new",
            "actor lavrov: affiliations foreign minister of RUS, 2004-03-09/.. added",
            "actor rubio: removed",
            "source ap: new",
            "source state: removed",
            "source tass: published 2025-07-10 added",
        ]
    );
}

#[test]
fn two_dates_of_one_timeline_show_what_became_known_between() {
    let timeline = Timeline::from_json(include_str!("../examples/data/us-russia-2025.json"))
        .expect("the record");
    let as_of = |day| timeline.as_of(date(2025, 10, day));
    let changes = as_of(15).changes_to(&as_of(16));
    let budapest = changes
        .events()
        .iter()
        .find(|one| one.id() == "budapest")
        .expect("it was announced");
    assert_eq!(
        budapest.to_string(),
        "budapest: new, planned for on or after 16 October 2025"
    );
    let changes = as_of(17).changes_to(&as_of(22));
    let cancelled: Vec<String> = changes
        .of_kind(ChangeKind::Cancelled)
        .map(ToString::to_string)
        .collect();
    assert_eq!(cancelled, ["budapest: cancelled, planned before"]);
    assert!(changes.actors().is_empty() && changes.sources().is_empty());
}

#[test]
fn an_event_that_leaves_the_filters_of_a_view_is_compared() {
    let before = build([
        meeting("talks", "2025-07-10"),
        meeting("riyadh", "2025-02-18"),
    ]);
    let after = build([
        meeting("talks", "2025-08-10"),
        meeting("riyadh", "2025-02-19"),
    ]);
    let july = date(2025, 7, 1)..date(2025, 8, 1);
    let changes = before
        .view()
        .within(july.clone())
        .changes_to(&after.view().within(july));
    assert_eq!(
        lines(&changes),
        ["talks: redated from 10 July 2025 to 10 August 2025"]
    );
}

/// What a random record says about one event.
#[derive(Clone, Debug, PartialEq)]
struct Fake {
    day: u32,
    place: Option<u8>,
    reports: Vec<(u8, Status, bool)>,
}

fn fakes() -> impl Strategy<Value = Vec<(u8, Fake)>> {
    let status = prop::sample::select(Status::ALL.to_vec());
    let report = (0..3_u8, status, prop::bool::weighted(0.2));
    let fake = (
        1..6_u32,
        prop::option::of(0..2_u8),
        prop::collection::vec(report, 0..3),
    );
    let fake = fake.prop_map(|(day, place, reports)| Fake {
        day,
        place,
        reports,
    });
    prop::collection::btree_map(0..12_u8, fake, 0..8)
        .prop_map(|events| events.into_iter().collect())
}

fn record(events: &[(u8, Fake)]) -> Timeline {
    let mut builder = contacts();
    builder.source(Source::new("ap").named("AP"));
    builder.extend(events.iter().map(|(id, fake)| event(*id, fake)));
    builder.build().expect("a sound record")
}

fn event(id: u8, fake: &Fake) -> Event {
    let day = format!("2025-07-{:02}", fake.day);
    let mut event = meeting(&format!("event-{id}"), &day);
    if let Some(place) = fake.place {
        event = event.at(["Riyadh", "Jeddah"][usize::from(place)]);
    }
    for &(source, status, is_withdrawn) in &fake.reports {
        let report = Report::by([["tass", "state", "ap"][usize::from(source)]])
            .status(status)
            .asserted(&*day);
        event = event.report(if is_withdrawn {
            report.withdrawn("2025-07-20")
        } else {
            report
        });
    }
    event
}

proptest! {
    #[test]
    fn nothing_changes_between_a_timeline_and_itself(events in fakes()) {
        let (one, rebuilt) = (record(&events), record(&events));
        prop_assert!(one.changes_to(&one).is_empty());
        prop_assert!(one.changes_to(&rebuilt).is_empty());
        let as_of = one.as_of(date(2025, 7, 3));
        prop_assert!(as_of.changes_to(&as_of).is_empty());
    }

    #[test]
    fn mirrored_changes_are_those_of_the_other_direction(before in fakes(), after in fakes()) {
        let (before, after) = (record(&before), record(&after));
        let (there, back) = (before.changes_to(&after), after.changes_to(&before));
        let mut mirrored: Vec<_> = back.events().iter().collect();
        mirrored.sort_by_key(|one| one.id());
        let mut changes: Vec<_> = there.events().iter().collect();
        changes.sort_by_key(|one| one.id());
        prop_assert_eq!(changes.len(), mirrored.len());
        for (one, other) in changes.into_iter().zip(mirrored) {
            prop_assert_eq!(one.id(), other.id());
            prop_assert_eq!((one.before, one.after), (other.after, other.before));
            prop_assert_eq!(&one.new_reports, &other.withdrawn_reports);
            prop_assert_eq!(&one.withdrawn_reports, &other.new_reports);
            let is_lost = one.has_kind(ChangeKind::Removed) || one.has_kind(ChangeKind::Retracted);
            prop_assert_eq!(is_lost, other.has_kind(ChangeKind::New));
            for (fact, back) in one.facts.iter().zip(&other.facts) {
                prop_assert_eq!(fact.fact, back.fact);
                prop_assert_eq!((&fact.before, &fact.after), (&back.after, &back.before));
            }
        }
    }

    /// An event that is not listed is known in both records or in neither, and looks the same in both.
    #[test]
    fn what_is_listed_turns_the_record_before_into_the_one_after(before in fakes(), after in fakes()) {
        let (first, second) = (record(&before), record(&after));
        let changes = first.changes_to(&second);
        let seen = |timeline: &Timeline| -> std::collections::BTreeMap<String, String> {
            let known = timeline.events().filter(|event| event.status().is_some());
            known
                .map(|event| {
                    let mut reports: Vec<String> = event.reports().map(|report| format!("{report:?}")).collect();
                    reports.sort();
                    let place = event.place().map(|place| &place.name);
                    let facts = (event.status(), event.when(), event.bounds(), place, reports);
                    (event.id().to_owned(), format!("{facts:?}"))
                })
                .collect()
        };
        let (mut patched, wanted) = (seen(&first), seen(&second));
        for change in changes.events() {
            match change.after {
                Some(after) => {
                    let new = wanted[after.id()].clone();
                    let old = patched.insert(after.id().to_owned(), new);
                    prop_assert_ne!(old.as_ref(), Some(&wanted[after.id()]), "a change without a difference");
                }
                None => drop(patched.remove(change.id())),
            }
        }
        prop_assert_eq!(patched, wanted);
    }

    #[test]
    fn changes_do_not_depend_on_how_records_were_built(before in fakes(), after in fakes()) {
        let reversed = |events: &[(u8, Fake)]| {
            let events: Vec<_> = events.iter().rev().cloned().collect();
            record(&events)
        };
        let written = |before: &Timeline, after: &Timeline| serde_json::to_string(&before.changes_to(after)).unwrap();
        prop_assert_eq!(
            written(&record(&before), &record(&after)),
            written(&reversed(&before), &reversed(&after))
        );
    }
}
