//! Edits of a timeline: what each does, what is refused, and how they are written.
#![cfg(feature = "json")]

use chrono::NaiveDate;
use detente::actor::Designation;
use detente::event::{Account, Link, Report, Source};
use detente::timeline::Constraint;
use detente::timeline::edit::{Edit, EditError, ItemKey, Patch};
use detente::{Actor, Certainty, Event, Timeline, TimelineBuilder, When};

/// Rubio and Lavrov in 2025.
fn builder() -> TimelineBuilder {
    let mut builder = Timeline::builder();
    builder
        .actor(Actor::state("USA").named("United States"))
        .actor(Actor::state("RUS").named("Russia"))
        .actor(Actor::person("rubio").named("Marco Rubio").held_office(
            "USA",
            "secretary of state",
            "2025-01-21/..",
        ))
        .actor(Actor::person("lavrov").named("Sergey Lavrov").held_office(
            "RUS",
            "foreign minister",
            "2004-03-09/..",
        ))
        .source(Source::new("reuters").named("Reuters"))
        .source(Source::new("tass").named("TASS"))
        .designation(Designation::new(
            "the top diplomat",
            "USA",
            "secretary of state",
            "2025-01-21/..",
        ))
        .event(
            Event::meeting("riyadh", "2025-02")
                .between("rubio", "lavrov")
                .report(Report::by(["tass"]).asserted("2025-02-18"))
                .report(Report::by(["reuters", "rubio"]).asserted("2025-02-18")),
        )
        .event(
            Event::call("call", "2025-06")
                .between("rubio", "lavrov")
                .about("the top diplomat"),
        )
        .event(
            Event::meeting("kuala-lumpur", "2025-07-10")
                .between("rubio", "lavrov")
                .link(Link::Follows, "call")
                .reported_by("reuters"),
        )
        .constraint(Constraint::before("riyadh", "call").by(["reuters"]));
    builder
}

fn timeline() -> Timeline {
    builder().build().expect("a timeline without faults")
}

fn texts(result: Result<Timeline, EditError>) -> Vec<String> {
    let error = result.expect_err("the patch does not fit");
    error.faults.iter().map(ToString::to_string).collect()
}

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).expect("a date")
}

#[test]
fn an_added_event_is_in_its_place() {
    let edited = timeline()
        .edit(Edit::add(
            Event::meeting("geneva", "2025-05-30").between("rubio", "lavrov"),
        ))
        .unwrap();
    let ids: Vec<_> = edited.events().map(|event| event.id().to_owned()).collect();
    assert_eq!(ids, ["riyadh", "geneva", "call", "kuala-lumpur"]);
    let meetings = edited.between("rubio", "lavrov").unwrap().meetings();
    assert_eq!(meetings.rank("kuala-lumpur").unwrap().to_string(), "3rd");
    let by_hand = builder()
        .event(Event::meeting("geneva", "2025-05-30").between("rubio", "lavrov"))
        .build()
        .unwrap();
    assert_eq!(edited, by_hand);
    assert_eq!(edited.to_json(), by_hand.to_json());
}

#[test]
fn a_new_date_reaches_events_that_a_constraint_binds() {
    let edited = timeline()
        .edit(Edit::redate("riyadh", "2025-06-10"))
        .unwrap();
    let call = edited.event("call").unwrap();
    assert!(call.bounds() != timeline().event("call").unwrap().bounds());
    assert_eq!(
        edited.event("riyadh").unwrap().before(call),
        Certainty::Certain
    );
    assert_eq!(edited.event("riyadh").unwrap().why_before(call), {
        let mut builder = builder();
        builder = TimelineBuilder::from(
            &builder
                .build()
                .unwrap()
                .edit(Edit::redate("riyadh", "2025-06-10"))
                .unwrap(),
        );
        let rebuilt = builder.build().unwrap();
        rebuilt
            .event("riyadh")
            .unwrap()
            .why_before(rebuilt.event("call").unwrap())
    });
}

#[test]
fn a_correction_leaves_what_was_known_before() {
    let report = Report::by(["tass"])
        .asserted("2025-02-20")
        .says(Account::new().when("2025-02-17").place("Diriyah"));
    let edited = timeline().edit(Edit::correct("riyadh", report)).unwrap();
    assert_eq!(edited.event("riyadh").unwrap().reports().count(), 2);
    for day in 18..20 {
        let of = |timeline: &Timeline| {
            let view = timeline.view().as_of(date(2, day));
            view.events()
                .map(|event| {
                    (
                        event.id().to_owned(),
                        event.bounds(),
                        event.reports().count(),
                    )
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(of(&edited), of(&timeline()), "as of February {day}");
    }
    let view = edited.view().as_of(date(2, 20));
    let riyadh = view.events().next().unwrap();
    assert_eq!(
        riyadh.bounds().touches(date(2, 17)..date(2, 18)),
        Certainty::Possible
    );
    assert_eq!(riyadh.place().unwrap().name, "Diriyah");
}

#[test]
fn reports_and_constraints_are_retracted_from_a_day_on() {
    let edited = timeline()
        .edit([
            Edit::retract(ItemKey::report("riyadh", ["tass"]), "2025-03-01"),
            Edit::retract(ItemKey::from(&timeline().constraints()[0]), "2025-03-01"),
            Edit::retract(ItemKey::event("kuala-lumpur"), "2025-08-01"),
        ])
        .unwrap();
    let reports = |day| {
        edited
            .view()
            .as_of(day)
            .events()
            .next()
            .map(|event| event.reports().count())
    };
    assert_eq!(reports(date(2, 28)), Some(2));
    assert_eq!(reports(date(3, 1)), Some(1));
    assert_eq!(edited.constraints().len(), 1);
    let known: Vec<_> = edited
        .view()
        .as_of(date(9, 1))
        .events()
        .map(detente::timeline::EventRef::id)
        .collect();
    assert_eq!(known, ["riyadh", "call"]);
}

#[test]
fn a_removed_event_is_gone_with_what_refers_to_it() {
    let edited = timeline()
        .edit([
            Edit::remove(ItemKey::from(&timeline().constraints()[0])),
            Edit::remove(ItemKey::event("riyadh")),
        ])
        .unwrap();
    assert!(edited.event("riyadh").is_err());
    assert!(edited.constraints().is_empty());
    assert_eq!(
        edited.between("rubio", "lavrov").unwrap().events().count(),
        2
    );
    // Rubio was a source only there.
    assert!(edited.source("rubio").is_err() && timeline().source("rubio").is_ok());
}

#[test]
fn later_edits_see_what_earlier_ones_did() {
    let edited = timeline()
        .edit([
            Edit::add(Event::call("march", "2025-03").between("rubio", "ushakov")),
            Edit::report("march", Report::by(["kremlin"])),
            Edit::redate("march", "2025-03-15"),
            Edit::add(Actor::person("ushakov").named("Yuri Ushakov")),
            Edit::add(Source::new("kremlin").named("The Kremlin")),
            Edit::add(Event::call("wrong", "2025-03")),
            Edit::remove(ItemKey::event("wrong")),
        ])
        .unwrap();
    let march = edited.event("march").unwrap();
    assert_eq!(
        (march.when(), march.reports().count()),
        (&When::parse("2025-03-15").unwrap(), 1)
    );
    assert!(edited.event("wrong").is_err());
}

#[test]
fn all_faults_of_a_patch_are_reported_with_their_edits() {
    let constraint = Constraint::before("kuala-lumpur", "riyadh");
    let patch = [
        Edit::redate("riyad", "2025-02-18"),
        Edit::redate("riyadh", "2025-02-30"),
        Edit::add(Event::call("riyadh", "2025")),
        Edit::remove(ItemKey::event("call")),
        Edit::add(Event::call("december", "2025-12").between("rubioo", "lavrov")),
        Edit::correct("riyadh", Report::by(["tass"])),
        Edit::correct("kuala-lumpur", Report::by(["tass"]).asserted("2025-07-11")),
        Edit::retract(ItemKey::actor("rubio"), "2025-07-11"),
        Edit::retract(ItemKey::event("december"), "2025-07-11"),
        Edit::remove(ItemKey::from(&constraint)),
        Edit::replace(constraint),
        Edit::remove(ItemKey::designation("the top diplomats")),
        Edit::remove(ItemKey::source("rubio")),
    ];
    assert_eq!(
        texts(timeline().edit(patch)),
        [
            "edit 1: unknown event `riyad`; did you mean `riyadh`?",
            "edit 2: event `riyadh`: `when`: `2025-02-30` is not EDTF at column 9: expected a day of two digits, 01 to 28",
            "edit 3: event `riyadh` is already in the timeline",
            "edit 4: event `kuala-lumpur`: unknown event `call`",
            "edit 4: constraint `riyadh before call`: unknown event `call`",
            "edit 5: event `december`: unknown actor `rubioo`; did you mean `rubio`?",
            "edit 6: the correction of event `riyadh` has no date: give the report `asserted`",
            "edit 7: event `kuala-lumpur` has no report by `tass`: expected one by `reuters`",
            "edit 8: actor `rubio` cannot be retracted: expected an event, a report or a constraint",
            "edit 9: event `december` has no report: expected at least one, or an edit that removes the event",
            "edit 10: unknown constraint `kuala-lumpur is before riyadh`: expected one of the timeline, with the same sources and dates",
            "edit 11: constraint `kuala-lumpur before riyadh` has no identifier: expected an edit that removes it, and one that adds another",
            "edit 12: unknown designation `the top diplomats`; did you mean `the top diplomat`?",
            "edit 13: unknown source `rubio`",
        ]
    );
}

#[test]
fn the_first_report_too_many_is_the_only_fault() {
    let timeline = timeline();
    let fault = "event `riyadh` has 1001 reports: expected at most 1000";
    // The event has two reports already.
    let report = |_| Edit::report("riyadh", Report::by(["tass"]));
    let patch: Patch = (0..50_000).map(report).collect();
    assert_eq!(texts(timeline.edit(patch)), [format!("edit 999: {fault}")]);
    let correct = |_| Edit::correct("riyadh", Report::by(["tass"]).asserted("2025-02-19"));
    let patch: Patch = (0..50_000).map(correct).collect();
    assert_eq!(texts(timeline.edit(patch)), [format!("edit 999: {fault}")]);

    let patch: Patch = (0..998).map(report).collect();
    let full = timeline.edit(patch).expect("a patch that fits");
    let event = full.event("riyadh").expect("the event");
    assert_eq!(event.reports().count(), 1_000);
}

#[test]
fn nothing_is_withdrawn_before_it_was_asserted() {
    let timeline = timeline();
    let early = |edit, expected: &str| assert_eq!(texts(timeline.edit(edit)), [expected]);
    early(
        Edit::retract(ItemKey::event("riyadh"), "1900-01-01"),
        "edit 1: a report of event `riyadh` is from `2025-02-18` and cannot be withdrawn on `1900-01-01`: \
         expected a date that is not earlier",
    );
    early(
        Edit::correct("riyadh", Report::by(["tass"]).asserted("2025-02-17")),
        "edit 1: a report of event `riyadh` is from `2025-02-18` and cannot be withdrawn on `2025-02-17`: \
         expected a date that is not earlier",
    );
    // The report of this event has no date.
    early(
        Edit::retract(ItemKey::event("kuala-lumpur"), "2025-07-09"),
        "edit 1: a report of event `kuala-lumpur` is from `2025-07-10` and cannot be withdrawn on `2025-07-09`: \
         expected a date that is not earlier",
    );
    // These may be later.
    for on in ["2025-02-18", "2025-02", "2025"] {
        assert!(
            timeline
                .edit(Edit::retract(ItemKey::event("riyadh"), on))
                .is_ok()
        );
    }
}

#[test]
fn a_contradiction_is_a_fault_of_no_edit() {
    let faults = timeline()
        .edit(Edit::add(Constraint::before("call", "riyadh")))
        .unwrap_err()
        .faults;
    assert_eq!((faults.len(), faults[0].edit), (1, None));
}

#[test]
fn a_contradiction_of_added_constraints_is_a_fault_of_the_last() {
    let before = |one: &str, other: &str| Edit::add(Constraint::before(one, other));
    let edit = |patch: Vec<Edit>| timeline().edit(patch).unwrap_err().faults[0].edit;
    assert_eq!(edit(vec![before("call", "call")]), Some(1));
    let redate = || Edit::redate("kuala-lumpur", "2025");
    let both = [
        before("kuala-lumpur", "riyadh"),
        before("riyadh", "kuala-lumpur"),
    ];
    let patch = std::iter::once(redate()).chain(both).collect();
    assert_eq!(edit(patch), Some(3));
}

#[test]
fn patches_are_read_as_they_were_written() {
    let patch = Patch::from([
        Edit::add(Actor::person("ushakov").named("Yuri Ushakov")),
        Edit::add(Designation::new("the aide", "RUS", "aide", "2012/..")),
        Edit::add(
            Source::new("kremlin")
                .named("The Kremlin")
                .published("2025-03"),
        ),
        Edit::add(
            Event::call("march", "2025-03")
                .between("rubio", "ushakov")
                .reported_by("kremlin"),
        ),
        Edit::add(Constraint::days_before("march", 3, "riyadh").by(["tass"])),
        Edit::replace(Event::call("call", "2025-06-14")),
        Edit::redate("riyadh", "2025-02-18"),
        Edit::report(
            "riyadh",
            Report::by(["tass", "lavrov"]).asserted("2025-02-18"),
        ),
        Edit::correct("riyadh", Report::by(["tass"]).asserted("2025-02-18")),
        Edit::retract(ItemKey::event("riyadh"), "2025-02-18"),
        Edit::retract(
            ItemKey::report("riyadh", ["reuters", "rubio"]),
            "2025-02-18",
        ),
        Edit::retract(ItemKey::from(Constraint::before("a", "b")), "2025"),
        Edit::remove(ItemKey::actor("rubio")),
        Edit::remove(ItemKey::designation("the aide")),
        Edit::remove(ItemKey::source("tass")),
        Edit::remove(ItemKey::event("call")),
        Edit::remove(ItemKey::report("riyadh", ["tass"])),
        Edit::remove(ItemKey::from(Constraint::same_day("a", "b"))),
    ]);
    let text = serde_json::to_string_pretty(&patch).unwrap();
    assert_eq!(text.parse::<Patch>().unwrap(), patch);
    assert_eq!(
        serde_json::to_string_pretty(&text.parse::<Patch>().unwrap()).unwrap(),
        text
    );
    let mut bytes = Vec::new();
    ciborium::into_writer(&patch, &mut bytes).unwrap();
    assert_eq!(
        ciborium::from_reader::<Patch, _>(bytes.as_slice()).unwrap(),
        patch
    );
}

#[test]
fn patches_are_read_strictly() {
    let refused = |edit: &str| {
        let text =
            format!("{{\"format\": \"detente-patch\", \"version\": 1,\n\"edits\": [{edit}]}}");
        Patch::from_json(&text).unwrap_err().to_string()
    };
    for (edit, expected) in [
        (
            r#"{"kind": "redate", "event": "a", "when": "2025", "wen": 1}"#,
            "line 2, column 60: unknown field `wen`; did you mean `when`?",
        ),
        (
            r#"{"kind": "move"}"#,
            "line 2, column 20: `move` is not a kind of edit: expected one of `add`, `replace`, `remove`, `redate`, `report`, `correct`, `retract`",
        ),
        (
            r#"{"kind": "redate", "event": "a", "when": "2025-13"}"#,
            "line 2, column 52: `2025-13` is not EDTF at column 6: expected a month of two digits, 01 to 12, or a season, 21 to 41",
        ),
        (
            r#"{"kind": "add", "event": {"id": "a", "kind": "call", "wen": "2025"}}"#,
            "line 2, column 64: unknown field `wen`; did you mean `when`?",
        ),
        (
            r#"["add"]"#,
            "line 2, column 11: the value is a list: expected an object with named fields",
        ),
    ] {
        assert_eq!(refused(edit), expected);
    }
    for edit in [
        r#"{"kind": "redate", "event": "a"}"#,
        r#"{"kind": "redate", "event": "a", "when": "2025", "on": "2025"}"#,
        r#"{"kind": "redate", "event": "a", "report": "tass", "when": "2025"}"#,
        r#"{"kind": "add"}"#,
        r#"{"kind": "add", "event": "a"}"#,
        r#"{"kind": "add", "source": {"id": "a", "name": "A"}, "event": {"id": "a", "kind": "call"}}"#,
        r#"{"kind": "add", "event": {"id": "a", "kind": "call"}, "report": "tass"}"#,
        r#"{"kind": "remove", "report": "tass"}"#,
        r#"{"kind": "remove", "event": {"id": "a", "kind": "call"}}"#,
        r#"{"kind": "remove", "event": "a", "report": {"by": "tass", "ordinal": 2}}"#,
        r#"{"kind": "correct", "event": "a"}"#,
        r#"{"kind": "retract", "event": "a"}"#,
    ] {
        assert!(
            refused(edit).contains("the fields of the edit are not those of"),
            "{}",
            refused(edit)
        );
    }
    let unreadable = Edit::redate("riyadh", "2025-02-30");
    assert!(serde_json::to_string(&unreadable).is_err());
}

#[test]
fn many_edits_in_a_row_give_what_building_gives() {
    let mut edited = timeline();
    // More than an edited timeline keeps beside the events that it shares.
    for number in 0..200 {
        let day = date(1, 1) + chrono::Days::new(number);
        let id = format!("call-{}", number % 50);
        let event = Event::call(&id, day).between("rubio", "lavrov");
        let edit = if number < 50 {
            Edit::add(event)
        } else {
            Edit::replace(event)
        };
        edited = edited.edit(edit).unwrap();
    }
    let mut builder = builder();
    for number in 150..200 {
        let day = date(1, 1) + chrono::Days::new(number);
        let id = format!("call-{}", number % 50);
        builder.event(Event::call(&id, day).between("rubio", "lavrov"));
    }
    let built = builder.build().unwrap();
    assert_eq!(edited, built);
    assert_eq!(edited.to_json(), built.to_json());
    let all: Patch = edited
        .events()
        .map(|event| Edit::remove(ItemKey::event(event.id())))
        .collect();
    let constraint = Edit::remove(ItemKey::from(&edited.constraints()[0]));
    let all: Patch = [constraint].into_iter().chain(all.edits).collect();
    let none = edited.edit(all).unwrap();
    assert_eq!(none.events().len(), 0);
    assert_eq!(
        none.edit(Edit::add(Event::call("call", "2025")))
            .unwrap()
            .events()
            .len(),
        1
    );
}

#[test]
fn faults_are_serialised_with_their_edits() {
    let error = timeline().edit(Edit::redate("riyad", "2025")).unwrap_err();
    assert_eq!(
        serde_json::to_value(&error).unwrap(),
        serde_json::json!({"faults": [{
            "edit": 1,
            "code": "unknown",
            "message": "unknown event `riyad`; did you mean `riyadh`?",
            "lookup": {
                "code": "unknown_event",
                "message": "unknown event `riyad`; did you mean `riyadh`?",
                "id": "riyad",
                "near": "riyadh",
            },
        }]})
    );
}

#[test]
fn an_unknown_report_or_constraint_is_answered_with_those_of_the_event() {
    let record = Timeline::builder()
        .actor(Actor::person("rubio"))
        .actor(Actor::person("lavrov"))
        .source(Source::new("tass"))
        .source(Source::new("ap"))
        .event(
            Event::call("call", "2025-06")
                .between("rubio", "lavrov")
                .about("rubio")
                .report(Report::by(["tass", "lavrov"]))
                .reported_by("ap"),
        )
        .event(Event::meeting("talks", "2025-07").between("rubio", "lavrov"))
        .constraint(Constraint::before("call", "talks").by(["tass"]))
        .build()
        .unwrap();
    let refused = |edit: Edit| texts(record.edit(edit));
    assert_eq!(
        refused(Edit::correct(
            "call",
            Report::by(["tass"]).asserted("2025-08")
        )),
        [
            "edit 1: event `call` has no report by `tass`: expected one by `ap`, `tass` citing `lavrov`"
        ]
    );
    assert_eq!(
        refused(Edit::remove(Constraint::before("call", "talks").into())),
        [
            "edit 1: unknown constraint `call is before talks`: expected `call is before talks (tass)`"
        ]
    );
    assert_eq!(
        refused(Edit::remove(Constraint::before("talks", "call").into())),
        [
            "edit 1: unknown constraint `talks is before call`: expected one of the timeline, with the same sources and dates"
        ]
    );
    // One line for each entry, however often it names the actor.
    assert_eq!(
        refused(Edit::remove(ItemKey::actor("rubio"))),
        [
            "edit 1: event `call`: unknown actor `rubio`",
            "edit 1: event `talks`: unknown actor `rubio`",
        ]
    );
}
