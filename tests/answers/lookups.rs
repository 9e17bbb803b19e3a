//! A query that cannot be answered is an error.

use chrono::NaiveDate;
use detente::Timeline;
use detente::actor::{Actor, ActorKind};
use detente::claim::{self, World};
use detente::error::{LookupError, RelationsError};
use detente::event::{
    Account, Count, Event, Form, Kind, Participant, Report, Role, Source, Status,
};
use detente::ledger::{DaySpan, DyadKey, Ledger, LedgerBuilder, Mark};
use detente::query::AccountRule;
use detente::sequence::Distance;
use detente::timeline::ReportRef;

use super::when;

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).unwrap()
}

/// Three states, the ministers of two of them, and three events.
fn record() -> Timeline {
    let mut builder = Timeline::builder();
    for id in ["CHN", "RUS", "USA"] {
        builder.actor(Actor::state(id));
    }
    builder.actor(Actor::person("rubio").named("Marco Rubio").held_office(
        "USA",
        "secretary",
        when("2025/.."),
    ));
    builder.actor(Actor::person("lavrov").named("Sergey Lavrov").held_office(
        "RUS",
        "minister",
        when("2004/.."),
    ));
    for id in ["ann", "bob"] {
        builder.actor(Actor::person(id).alias("Georgia"));
    }
    let summit = Event::meeting("summit", when("2025-07-10"))
        .party("rubio")
        .party("lavrov");
    builder.event(summit.topic("Ukraine"));
    builder.event(
        Event::call("call", when("2025-07-12"))
            .party("USA")
            .party("CHN"),
    );
    builder.event(
        Event::statement("praise", when("2025-07-13"))
            .by("rubio")
            .about("CHN"),
    );
    builder.build().unwrap()
}

#[test]
fn a_known_actor_on_neither_side_is_not_unknown() {
    let timeline = record();
    let relations = timeline.relations("USA", "RUS").unwrap();
    let error = relations.directed("CHN").unwrap_err();
    assert!(
        !matches!(
            error,
            RelationsError::Lookup(LookupError::UnknownActor { .. })
        ),
        "{error}"
    );
    assert_eq!(
        error.to_string(),
        "`CHN` is on neither side: expected one of `USA`, `RUS`"
    );
    let error = relations.directed("CHM").unwrap_err();
    assert!(
        matches!(
            error,
            RelationsError::Lookup(LookupError::UnknownActor { .. })
        ),
        "{error}"
    );
}

#[test]
fn a_known_event_outside_a_view_is_not_unknown() {
    let timeline = record();
    let (meetings, paths) = (
        timeline.view().meetings(),
        timeline.view().meetings().paths(),
    );
    let not_in_view = LookupError::NotInView {
        id: "call".to_owned(),
        why: "it is a call".to_owned(),
    };
    assert!(matches!(
        paths.earliest_arrival_after("rubio", "call").unwrap_err(),
        LookupError::NotInView { .. }
    ));
    assert_eq!(meetings.rank("call").unwrap_err(), not_in_view);
    assert_eq!(meetings.sequence().next("call").unwrap_err(), not_in_view);
    assert_eq!(
        meetings
            .check(&claim::ordinal("call", 1), World::Closed)
            .unwrap_err(),
        not_in_view
    );
    let unknown = paths.earliest_arrival_after("rubio", "cal").unwrap_err();
    assert!(
        matches!(unknown, LookupError::UnknownEvent { .. }),
        "{unknown}"
    );
}

#[test]
fn no_actor_is_on_both_sides() {
    let timeline = record();
    let on_both = |actor: &str| LookupError::OnBothSides {
        actor: actor.to_owned(),
    };
    assert_eq!(timeline.between("USA", "USA").unwrap_err(), on_both("USA"));
    assert_eq!(
        timeline.between("Marco Rubio", "rubio").unwrap_err(),
        on_both("rubio")
    );
    let through = timeline.view().with_predecessors();
    assert_eq!(through.between("USA", ["USA"]).unwrap_err(), on_both("USA"));
    assert_eq!(
        timeline.between(["USA", "CHN"], "USA").unwrap_err(),
        on_both("USA")
    );
    assert!(matches!(
        timeline.relations("USA", "USA"),
        Err(RelationsError::SameActor { .. })
    ));
    assert_eq!(
        timeline
            .view()
            .met_both("USA", "USA", Distance::days(7))
            .unwrap_err(),
        on_both("USA"),
    );
}

#[test]
fn a_property_of_another_kind_of_event_is_refused() {
    let texts = |event: Event| {
        let mut builder = Timeline::builder();
        builder.actor(Actor::state("USA"));
        builder.actor(Actor::state("RUS"));
        match builder.event(event.party("USA").party("RUS")).build() {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    };
    let call = || Event::call("e", when("2025-07-10"));
    let meeting = || Event::meeting("e", when("2025-07-10"));
    assert_eq!(
        texts(call().in_person(true)),
        "event `e` is a call and cannot be in person: expected a meeting",
    );
    assert_eq!(
        texts(call().in_person(false)),
        "",
        "a call is not in person"
    );
    assert_eq!(texts(meeting().in_person(true)), "");
    for (event, what) in [
        (meeting().hedged(), "hedged"),
        (call().negated(), "negated"),
        (meeting().form(Form::Direct), "quoted"),
    ] {
        let kind = event.kind;
        let expected = format!("event `e` is a {kind} and cannot be {what}: expected a statement");
        assert_eq!(texts(event), expected);
    }
}

#[test]
fn an_unknown_subject_is_an_error() {
    let timeline = record();
    let about = |subject: &str| timeline.view().about(subject).map(|view| view.count());
    assert_eq!(about("CHN").unwrap(), Count::exactly(1));
    assert_eq!(about("ukraine").unwrap(), Count::exactly(1));
    assert_eq!(about("summit").unwrap(), Count::exactly(0), "it is known");
    let error = about("Ukrane").unwrap_err();
    assert_eq!(
        error.to_string(),
        "unknown subject `Ukrane`: expected an actor, an event or a topic; did you mean `Ukraine`?"
    );
    // An ambiguous name has no single answer.
    let error = about("Georgia").unwrap_err();
    assert!(
        matches!(error, LookupError::AmbiguousName { .. }),
        "{error}"
    );
}

#[test]
fn a_measure_that_no_event_has_is_an_error() {
    let timeline = record();
    let error = timeline.view().records("drons").unwrap_err();
    assert!(
        matches!(error, LookupError::UnknownMeasure { .. }),
        "{error}"
    );
}

#[test]
fn all_dates_of_an_event_are_listed() {
    let mut builder = Timeline::builder();
    for id in ["tass", "ap", "wire"] {
        builder.source(Source::new(id));
    }
    let says =
        |by: &[&str], day| Report::by(by.iter().copied()).says(Account::new().when(when(day)));
    builder.event(
        Event::meeting("talks", when("2025-07"))
            .report(says(&["wire", "tass"], "2025-07-09"))
            .report(says(&["ap"], "2025-07-11")),
    );
    let timeline = builder.build().unwrap();
    let talks = timeline.event("talks").unwrap();
    let dates: Vec<String> = talks
        .dates()
        .map(|(when, report)| {
            format!(
                "{when} {}",
                report.map_or("all".to_owned(), ReportRef::attribution)
            )
        })
        .collect();
    assert_eq!(
        dates,
        [
            "2025-07 all",
            "2025-07-09 wire, citing tass",
            "2025-07-11 ap"
        ]
    );
    // The date of the event is that of the most direct report.
    assert_eq!(talks.when(), &when("2025-07-11"));
    let latest = timeline.view().believing(AccountRule::Latest);
    assert_eq!(latest.first().unwrap().when(), &when("2025-07-11"));
}

#[test]
fn a_contact_of_ministers_is_one_edge_in_a_graph_of_all_kinds() {
    let timeline = record();
    let view = timeline.view().meetings();
    let edges = |kinds: &[ActorKind]| {
        let graph = view.contact_graph(
            |one| kinds.contains(&one.kind()),
            |tie| tie.count(None).min(),
        );
        let ends = graph
            .edge_indices()
            .map(|edge| graph.edge_endpoints(edge).unwrap());
        ends.map(|(a, b)| format!("{}-{}", graph[a].id(), graph[b].id()))
            .collect::<Vec<_>>()
    };
    assert_eq!(edges(&[ActorKind::Person]), ["lavrov-rubio"]);
    assert_eq!(edges(&[ActorKind::State]), ["RUS-USA"]);
    assert_eq!(
        edges(&[ActorKind::Person, ActorKind::State]),
        ["lavrov-rubio"]
    );
}

#[test]
fn a_meeting_of_one_actor_has_a_warning() {
    let mut builder = Timeline::builder();
    for id in ["USA", "RUS"] {
        builder.actor(Actor::state(id));
    }
    builder.event(Event::meeting("alone", when("2025-07-10")).party("USA"));
    builder.event(Event::call("nobody", when("2025-07-11")));
    builder.event(
        Event::meeting("both", when("2025-07-12"))
            .party("USA")
            .party("RUS"),
    );
    builder.event(
        Event::meeting("twice", when("2025-07-13"))
            .party("USA")
            .participant(Participant::new("USA", Role::Host)),
    );
    builder.event(Event::statement("said", when("2025-07-14")).by("USA"));
    let timeline = builder.build().unwrap();
    let warnings: Vec<String> = timeline.warnings().map(|one| one.to_string()).collect();
    assert_eq!(
        warnings,
        [
            "event `alone` is a meeting with one participant, `USA`: expected at least two",
            "event `nobody` is a call without participants: expected at least two",
            "event `twice` is a meeting with one participant, `USA`: expected at least two",
        ]
    );
    assert_eq!(timeline.event("alone").unwrap().kind(), Kind::Meeting);
}

#[test]
fn a_key_of_another_ledger_is_recognised() {
    let mark = Mark::new(DaySpan::day(date(7, 10)).unwrap(), 1.0, -0.5).unwrap();
    let mut ledger = Ledger::new();
    ledger.add(DyadKey::directed("USA", "RUS"), &mark).unwrap();
    let mut other = Ledger::new();
    let [chn, ind] = ["CHN", "IND"].map(|name| other.intern(name).unwrap());
    let [usa, rus] = ["USA", "RUS"].map(|name| ledger.key(name).unwrap());
    assert!(ledger.add(DyadKey::directed(chn, ind), &mark).is_err());
    assert!(ledger.add(DyadKey::symmetric(chn, rus), &mark).is_err());
    assert!(ledger.subtract(DyadKey::directed(chn, ind), &mark).is_err());
    assert_eq!(ledger.name(chn), None);
    assert_eq!(ledger.dyad(chn, ind).map(|dyad| dyad.directed()), None);
    assert_eq!(ledger.dyad(usa, ind).map(|dyad| dyad.undirected()), None);
    let week = DaySpan::new(date(7, 7), date(7, 14)).unwrap();
    assert_eq!(ledger.dyad(chn, ind), None);
    assert_eq!(ledger.dyad(usa, rus).unwrap().window(week).count(), 1);

    // What a copy adds is not the original's, and a builder's keys are those of its ledger.
    let mut copy = ledger.clone();
    let (deu, fra) = (copy.intern("DEU").unwrap(), ledger.intern("FRA").unwrap());
    assert_eq!((ledger.name(deu), copy.name(fra)), (None, None));
    assert_eq!(
        (ledger.name(usa), copy.name(usa)),
        (Some("USA"), Some("USA"))
    );
    let mut builder = LedgerBuilder::new();
    let [a, b] = ["USA", "CHN"].map(|name| builder.intern(name).unwrap());
    assert!(builder.add(DyadKey::directed(a, rus), &mark).is_err());
    builder.add(DyadKey::directed(a, b), &mark).unwrap();
    let built = builder.build().unwrap();
    assert!(built.dyad(a, b).map(|dyad| dyad.directed()).is_some());
}

#[test]
fn an_event_outside_a_view_has_a_reason() {
    let actors = ["rubio", "lavrov", "trump", "putin"].map(Actor::person);
    let mut builder = Timeline::builder();
    builder.extend(actors);
    builder.source(Source::new("reuters").published("2025-07-11"));
    builder.source(Source::new("tass").published("2025-07-12"));
    let call = Event::call("call", "2025-06-24").between("rubio", "lavrov");
    builder.event(call.reported_by("reuters"));
    let meeting = Event::meeting("anchorage", "2025-08-15").between("trump", "putin");
    builder.event(meeting.in_person(true).reported_by("tass"));
    let summit = Event::meeting("budapest", "2025-10").between("trump", "putin");
    builder.event(summit.report(Report::by(["tass"]).status(Status::Cancelled)));
    let timeline = builder.build().unwrap();
    let view = timeline.view();
    let july = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
    for (view, id, why) in [
        (view.clone(), "budapest", "it is cancelled"),
        (view.meetings(), "call", "it is a call"),
        (view.in_person(), "call", "it was not in person"),
        (view.as_of(july(1)), "call", "it was not known yet"),
        (
            view.within(july(1)..),
            "call",
            "it is outside the window, 2025-07-01 or later",
        ),
        (
            view.between("rubio", "lavrov").unwrap(),
            "anchorage",
            "the two sides were not in contact",
        ),
        (
            view.involving("trump").unwrap(),
            "call",
            "the actor did not take part",
        ),
        (
            view.initiated_by("rubio").unwrap(),
            "call",
            "the side did not initiate it",
        ),
        (
            view.from_source("tass").unwrap(),
            "call",
            "the source does not report it",
        ),
        (
            view.about("rubio").unwrap(),
            "call",
            "it is not about the subject",
        ),
    ] {
        let error = view.event(id).unwrap_err();
        let expected = format!("event `{id}` is in the timeline, but not in this view: {why}");
        assert_eq!(error.to_string(), expected);
        // The order of two events gives the same reason.
        let other = view.order(id, id).unwrap_err();
        assert_eq!(other.to_string(), expected);
    }
}
