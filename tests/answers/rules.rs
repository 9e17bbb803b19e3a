//! Rules that a small mistake would break.

use chrono::NaiveDate;
use detente::actor::{Actor, Alias, Designation};
use detente::code::Code;
use detente::error::LedgerError;
use detente::event::{
    Account, CoverageDeclaration, Event, Participant, Report, Role, Source, Status,
};
use detente::ledger::{DaySpan, DyadKey, DyadPart, Ledger, Mark};
use detente::timeline::{Constraint, FaultKind};
use detente::trend::Coverage;
use detente::{Direction, Timeline, TimelineBuilder, When};

use super::when;

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).unwrap()
}

fn builder() -> TimelineBuilder {
    let mut builder = Timeline::builder();
    for id in ["FRA", "RUS", "USA"] {
        builder.actor(Actor::state(id));
    }
    for id in ["ap", "tass", "wire"] {
        builder.source(Source::new(id));
    }
    builder
}

/// The parts, weights and valences of the marks of an event for two actors.
fn marks(event: &Event, a: &str, b: &str) -> Vec<(DyadPart, f64, f64)> {
    let mut builder = builder();
    let timeline = builder.event(event.clone()).build().unwrap();
    let relations = timeline.relations(a, b).unwrap();
    let marks = relations.marks().iter();
    marks
        .map(|one| (one.part, one.mark.weight(), one.mark.valence()))
        .collect()
}

#[test]
fn a_cached_answer_is_of_what_was_known_then() {
    // The visit has no report, so it is known from its end on, the 6th.
    let mut builder = builder();
    builder.event(Event::meeting("visit", when("2025-01-05")));
    let plan = Report::by(["ap"])
        .status(Status::Planned)
        .asserted(when("2025-01-01"));
    builder.event(Event::call("call", when("2025-01")).report(plan));
    let stated = Constraint::before("visit", "call").by(["ap"]);
    builder.constraint(stated.asserted(when("2025-01-01")));
    let start = |timeline: &Timeline, day| {
        let view = timeline
            .view()
            .of_status([Status::Realised, Status::Disputed, Status::Planned])
            .as_of(date(1, day));
        view.event("call")
            .unwrap()
            .bounds()
            .start_earliest()
            .unwrap()
            .date_naive()
    };
    let days = [3, 4, 5, 6, 10];
    let timeline = builder.build().unwrap();
    // The same timeline, forward and back, answers as a copy without a cache.
    for day in days.into_iter().chain(days.into_iter().rev()) {
        assert_eq!(
            start(&timeline, day),
            start(&timeline.clone(), day),
            "{day}"
        );
    }
    assert_eq!(start(&timeline, 3), date(1, 1));
    assert_eq!(start(&timeline, 10), date(1, 5));
}

#[test]
fn a_mediator_is_not_a_target() {
    let by = |role, actor: &str| Participant::new(actor, role);
    let threat = || {
        let code = Code::parse("THREATEN").unwrap();
        Event::act("e", when("2025-03-10"), code).participant(by(Role::Source, "USA"))
    };
    for receiver in [Role::Target, Role::Addressee] {
        let plain = threat().participant(by(receiver, "RUS"));
        let mediated = plain.clone().participant(by(Role::Mediator, "FRA"));
        assert_eq!(
            marks(&mediated, "USA", "RUS"),
            marks(&plain, "USA", "RUS"),
            "{receiver}"
        );
        assert_eq!(marks(&mediated, "USA", "RUS")[0].0, DyadPart::Forward);
        for party in ["USA", "RUS"] {
            assert_eq!(
                marks(&mediated, "FRA", party),
                [(DyadPart::Symmetric, 0.5, 0.1)],
                "{receiver}"
            );
        }
    }
    // A mediator that is also a target is a target.
    let both = threat()
        .participant(by(Role::Mediator, "FRA"))
        .participant(by(Role::Target, "FRA"));
    assert_eq!(marks(&both, "USA", "FRA").len(), 1);
    assert_eq!(marks(&both, "USA", "FRA")[0].0, DyadPart::Forward);
    let timeline = builder()
        .event(threat().participant(by(Role::Mediator, "FRA")))
        .build()
        .unwrap();
    assert_eq!(timeline.view().act_graph(|_| true, |_| ()).edge_count(), 0);
}

#[allow(clippy::float_cmp, reason = "the products are those of the rule")]
#[test]
fn a_denial_is_not_a_report_that_it_happened() {
    let talks = || {
        Event::meeting("e", when("2025-03-10"))
            .party("USA")
            .party("RUS")
    };
    let cited = Report::by(["wire", "ap"]);
    let denied = Report::by(["tass"]).status(Status::Disputed);
    let weight = |event: Event| marks(&event, "USA", "RUS")[0].1;
    assert_eq!(weight(talks().report(cited.clone())), 0.25 * 0.9);
    assert_eq!(
        weight(talks().report(cited).report(denied.clone())),
        0.25 * (0.9 * 0.5)
    );
    assert_eq!(
        weight(talks().report(denied)),
        0.25 * 0.5,
        "no other report"
    );
}

#[test]
fn a_new_plan_can_be_cancelled_again() {
    let talks = || {
        Event::meeting("e", when("2025-09-10"))
            .party("USA")
            .party("RUS")
    };
    let plan = |day| {
        Report::by(["ap"])
            .status(Status::Planned)
            .asserted(when(day))
    };
    let off = |by: &'static str, day| {
        Report::by([by])
            .status(Status::Cancelled)
            .asserted(when(day))
    };
    let days = |event: Event| {
        let mut builder = builder();
        let timeline = builder.event(event).build().unwrap();
        assert_eq!(
            timeline.event("e").unwrap().status(),
            Some(Status::Cancelled)
        );
        let relations = timeline.relations("USA", "RUS").unwrap();
        relations
            .marks()
            .iter()
            .map(|one| one.mark.span().start())
            .collect::<Vec<_>>()
    };
    let once = talks()
        .report(plan("2025-02-01"))
        .report(off("ap", "2025-03-01"));
    assert_eq!(days(once.clone()), [date(3, 1)]);
    let twice = once
        .report(plan("2025-04-01"))
        .report(off("ap", "2025-05-01"));
    assert_eq!(days(twice.clone()), [date(5, 1)]);
    assert_eq!(days(twice.report(off("tass", "2025-06-01"))), [date(5, 1)]);
}

/// Weights whose sum of squares leaves less than 11 before the maximum.
const FULL: [f64; 4] = [1024.0, 1024.0, 836.0, 12.0];

#[test]
fn the_first_span_that_overflows_is_reported() {
    let day = |day| DaySpan::day(date(7, day)).unwrap();
    let ledger = |full: DaySpan, one_more: DaySpan| {
        let mut ledger = Ledger::new();
        for (span, weight) in FULL
            .map(|weight| (full, weight))
            .into_iter()
            .chain([(one_more, 4.0)])
        {
            ledger
                .add(
                    DyadKey::directed("USA", "RUS"),
                    &Mark::new(span, weight, 1.0).unwrap(),
                )
                .unwrap();
        }
        ledger
    };
    let (late, early) = (ledger(day(10), day(5)), ledger(day(5), day(10)));
    for (one, other) in [(&late, &early), (&early, &late)] {
        let mut merged = one.clone();
        let overflow = LedgerError::Overflow {
            actors: Some(("RUS".to_owned(), "USA".to_owned())),
            span: day(5),
        };
        assert_eq!(merged.merge(other), Err(overflow));
        assert_eq!(&merged, one, "nothing changes");
    }
}

#[test]
fn columns_count_characters_beyond_the_first_thousand_bytes() {
    for before in [10, 500, 1_023, 1_024, 3_000] {
        let title = "ü".repeat(before);
        let start = format!("{{\"title\": \"{title}\", \"format\": \"detente-timeline\", ");
        let text = start.clone() + "\"version\": 9}";
        let error = Timeline::from_json(&text).unwrap_err().to_string();
        let column = start.chars().count() + 1;
        assert!(
            error.starts_with(&format!("line 1, column {column}: ")),
            "{error}"
        );
    }
}

#[test]
fn a_direction_is_covered_from_when_the_pair_is() {
    let mut builder = builder();
    for (id, day) in [
        ("a", "2025-01-10"),
        ("b", "2025-05-20"),
        ("c", "2025-06-10"),
    ] {
        let code = Code::parse("THREATEN").unwrap();
        let threat = Event::act(id, when(day), code).by("USA");
        builder.event(threat.target("RUS"));
    }
    let timeline = builder.build().unwrap();
    let relations = timeline.relations("USA", "RUS").unwrap();
    let at = date(7, 1);
    assert!(
        relations
            .directed("USA")
            .unwrap()
            .trend(at)
            .change
            .is_some()
    );
    let covered = relations.with_coverage(Coverage::since(date(6, 1)));
    let trend = covered.directed("USA").unwrap().trend(at);
    assert_eq!(
        (trend.change, trend.direction),
        (None, Direction::Insufficient)
    );
    assert_eq!(trend.change, covered.trend(at).change);
}

#[cfg(feature = "import")]
#[test]
fn different_events_have_different_identifiers() {
    use detente::import::{Conversion, Format, Grouping, PartyRule, PlainLayout, RowReader};

    // Without separators, the concatenated parts of each two are equal.
    let alike = [
        [("a:", "x", "112"), ("a:", "x1", "12")],
        [("a:>b", "c", "112"), ("a:", "b>c", "112")],
        [("a:", "b", "0231"), ("a:", "b0", "231")],
    ];
    for two in alike {
        let row = |(a, b, code): (&str, &str, &str)| format!("2014-05-13\t{a}\t{b}\t{code}\n");
        let text = two.map(row).concat();
        let mut conversion = Conversion::new(Source::new("desk").named("The desk"))
            .with_parties(PartyRule::Name)
            .with_grouping(Grouping::Act);
        let format = Format::Plain(PlainLayout::default());
        let mut reader = RowReader::new(text.as_bytes(), &format);
        while let Some(row) = reader.next() {
            conversion.add(&row.unwrap(), reader.names()).unwrap();
        }
        let mut builder = Timeline::builder();
        conversion.add_to(&mut builder);
        let timeline = builder.build().unwrap();
        assert_eq!(
            (timeline.events().len(), conversion.to_events().events.len()),
            (2, 2),
            "{two:?}"
        );
    }
}

#[test]
fn an_event_contributes_from_its_day_on() {
    let mut builder = builder();
    let code = || Code::parse("THREATEN").unwrap();
    for (id, day) in [
        ("before", "2025-03-09"),
        ("today", "2025-03-10"),
        ("after", "2025-03-11"),
    ] {
        let threat = Event::act(id, when(day), code()).by("USA");
        builder.event(threat.target("RUS"));
    }
    let timeline = builder.build().unwrap();
    let relations = timeline.relations("USA", "RUS").unwrap();
    let noon = date(3, 10).and_hms_opt(12, 0, 0).unwrap().and_utc();
    let trend = relations.trend(noon);
    let parts = relations.contributions(trend.at);
    let mut ids: Vec<&str> = parts.iter().map(|part| part.mark.event.id()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["before", "today"]);
    let sum: f64 = parts.iter().map(|one| one.contribution.level).sum();
    assert!((sum - trend.level.unwrap().value()).abs() < 1e-9);
    assert_eq!(
        relations.contributions(date(3, 10)).len(),
        1,
        "a date is its start"
    );
}

#[test]
fn a_date_that_cannot_be_parsed_is_reported_when_the_timeline_is_built() {
    let builder = |event| {
        let mut builder = Timeline::builder();
        builder.event(event);
        builder
    };
    let error = builder(Event::call("riyadh", "2025-13").reported_by("tass")).build();
    let texts: Vec<_> = error
        .unwrap_err()
        .faults
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        texts[0],
        format!(
            "event `riyadh`: `when`: {}",
            When::parse("2025-13").unwrap_err()
        )
    );
    assert_eq!(
        texts.len(),
        2,
        "the unknown source is reported too: {texts:?}"
    );

    let says = Account::new().when("soon");
    let report = Report::by(["tass"])
        .asserted("yesterday")
        .says(says)
        .withdrawn("never");
    let error = builder(Event::call("a", "2025").report(report))
        .build()
        .unwrap_err();
    let fields: Vec<_> = error
        .faults
        .iter()
        .filter_map(|fault| match &fault.kind {
            FaultKind::InvalidDate { field, .. } => Some(*field),
            _ => None,
        })
        .collect();
    assert_eq!(fields, ["asserted", "when", "withdrawn"]);

    let error = Timeline::builder()
        .actor(
            Actor::person("a")
                .alias(Alias::new("b").during("x"))
                .held_office("a", "chair", "y")
                .succeeds("a", "z"),
        )
        .source(
            Source::new("s")
                .published("x")
                .covers(CoverageDeclaration::over("y")),
        )
        .designation(Designation::new("the chair", "a", "chair", "z"))
        .build()
        .unwrap_err();
    let fields: Vec<_> = error
        .faults
        .iter()
        .filter_map(|fault| match &fault.kind {
            FaultKind::InvalidDate { what, field, .. } => Some((*what, *field)),
            _ => None,
        })
        .collect();
    let actor = ["aliases", "affiliations", "succeeds"].map(|field| ("actor", field));
    let others = [
        ("designation", "when"),
        ("source", "published"),
        ("source", "covers"),
    ];
    assert_eq!(fields, [&actor[..], &others].concat());
}

#[test]
fn the_default_name_is_the_identifier() {
    let timeline = Timeline::builder()
        .actor(Actor::state("USA"))
        .source(Source::new("reuters"))
        .build()
        .unwrap();
    assert_eq!(timeline.actor("USA").unwrap().name(), "USA");
    assert_eq!(timeline.source("reuters").unwrap().name(), "reuters");
}
