//! Claims checked against a record, in a closed and in an open world.

use chrono::NaiveDate;
use detente::TimelineBuilder;
use detente::actor::Actor;
use detente::claim::Verdict::{Consistent, Contradicted, Undetermined};
use detente::claim::{self, Verdict, World};
use detente::code::Code;
use detente::event::{Count, CoverageDeclaration, Event, Link, Measure, Quantity, Source};
use detente::{Timeline, When};

fn when(text: &str) -> When {
    When::parse(text).unwrap()
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).unwrap()
}

fn call(id: &str, date: &str) -> Event {
    Event::call(id, when(date)).party("USA").party("RUS")
}

/// Calls on some dates, and a source that covers some time.
fn record(dates: &[&str], covered: Option<&str>) -> Timeline {
    let mut builder = Timeline::builder();
    builder.extend([
        Actor::state("USA").named("United States"),
        Actor::state("RUS").named("Russia"),
    ]);
    if let Some(covered) = covered {
        builder.source(
            Source::new("table")
                .named("A table")
                .covers(CoverageDeclaration::over(when(covered))),
        );
    }
    builder.extend(
        (1..)
            .zip(dates)
            .map(|(number, date)| call(&format!("c{number}"), date)),
    );
    builder.build().unwrap()
}

#[test]
fn an_open_world_is_closed_where_it_is_covered() {
    let claim = claim::ordinal("c2", 2);
    let dates = ["2025-03-01", "2025-05-01"];
    let year = day(1, 1)..=day(12, 31);
    let verdict = |covered: Option<&str>| -> Verdict {
        let record = record(&dates, covered);
        record
            .view()
            .within(year.clone())
            .check(&claim, World::Open)
            .unwrap()
            .verdict
    };
    assert_eq!(verdict(None), Undetermined);
    assert_eq!(verdict(Some("2025-01-01/2025-12-31")), Consistent);
    assert_eq!(
        verdict(Some("2025-02-01/2025-12-31")),
        Undetermined,
        "January is not covered"
    );

    let covered = record(&dates, Some("2025-01-01/2025-12-31"));
    let two = claim::count(Count::exactly(2));
    assert_eq!(
        covered
            .view()
            .within(year)
            .check(&two, World::Open)
            .unwrap(),
        Consistent
    );
    assert_eq!(
        covered.view().check(&two, World::Open).unwrap(),
        Undetermined
    );
    let five = claim::count(Count::exactly(5));
    let june = covered.view().within(day(6, 1)..=day(6, 30));
    assert_eq!(june.check(&five, World::Open).unwrap(), Contradicted);
}

#[test]
fn a_covered_gap_contradicts_even_if_another_is_not_covered() {
    let covered = record(&["2025-05-01", "2025-07-01"], Some("2025-06-01/2025-06-30"));
    let claim = claim::no_gap(10, day(5, 1), day(7, 2));
    assert_eq!(
        covered.view().check(&claim, World::Open).unwrap(),
        Contradicted
    );
    let uncovered = record(&["2025-05-01", "2025-07-01"], None);
    assert_eq!(
        uncovered.view().check(&claim, World::Open).unwrap(),
        Undetermined
    );
    assert_eq!(
        uncovered.view().check(&claim, World::Closed).unwrap(),
        Contradicted
    );
    let dense = record(&["2025-05-01", "2025-05-05", "2025-05-09"], None);
    let weekly = claim::no_gap(7, day(5, 1), day(5, 12));
    assert_eq!(
        dense.view().check(&weekly, World::Closed).unwrap(),
        Consistent
    );
    let vague = record(&["2025-05-01", "[2025-05-03..2025-05-12]"], None);
    assert_eq!(
        vague.view().check(&weekly, World::Closed).unwrap(),
        Undetermined
    );
}

#[test]
fn an_event_across_two_months_counts_for_both() {
    let summit = record(&["2025-06-29/2025-07-02"], None);
    let claim = claim::in_each([when("2025-06"), when("2025-07")]);
    assert_eq!(
        summit.view().check(&claim, World::Closed).unwrap(),
        Consistent
    );
    let august = claim::in_each([when("2025-07"), when("2025-08")]);
    assert_eq!(
        summit.view().check(&august, World::Closed).unwrap(),
        Contradicted
    );
    assert_eq!(
        summit.view().check(&august, World::Open).unwrap(),
        Undetermined
    );
}

#[test]
fn a_record_needs_every_earlier_event_to_be_measured() {
    let drones = |value: f64| Measure::new("drones", Quantity::exactly(value, "drones").unwrap());
    let build = |second: Event| {
        let mut builder = TimelineBuilder::from(&record(&[], None));
        builder.event(call("first", "2025-01-01").measure(drones(500.0)));
        builder.event(second);
        builder.event(call("largest", "2025-03-01").measure(drones(700.0)));
        builder.build().unwrap()
    };
    let claim = claim::record("largest", "drones");
    let measured = build(call("second", "2025-02-01").measure(drones(600.0)));
    assert_eq!(
        measured.view().check(&claim, World::Closed).unwrap(),
        Consistent
    );
    let unmeasured = build(call("second", "2025-02-01"));
    assert_eq!(
        unmeasured.view().check(&claim, World::Closed).unwrap(),
        Undetermined
    );
    let larger = build(call("second", "2025-02-01").measure(drones(800.0)));
    assert_eq!(
        larger.view().check(&claim, World::Closed).unwrap(),
        Contradicted
    );
    let later = build(call("second", "2025-04-01").measure(drones(800.0)));
    assert_eq!(
        later.view().check(&claim, World::Closed).unwrap(),
        Consistent
    );
}

#[test]
fn links_are_those_that_a_source_states() {
    let mut builder = TimelineBuilder::from(&record(&["2025-03-01"], None));
    builder.event(call("strike", "2025-02-01"));
    builder.event(call("protest", "2025-02-03").link(Link::Answers, "strike"));
    builder.event(call("late", "2025-05-01"));
    let record = builder.build().unwrap();
    let until_march = record.view().within(..day(4, 1));
    let check = |event: &str| {
        until_march
            .check(&claim::linked_to([event]), World::Closed)
            .unwrap()
    };
    assert_eq!(check("strike"), Consistent);
    assert_eq!(check("strike").events[0].event.id(), "protest");
    assert_eq!(check("c1"), Undetermined);
    assert_eq!(check("late"), Contradicted);
    let nothing = record.view().within(day(1, 1)..day(1, 2));
    assert_eq!(
        nothing
            .check(&claim::linked_to(["late"]), World::Closed)
            .unwrap(),
        Undetermined
    );
}

/// A record whose relations rise over the winter and fall in early summer.
fn souring() -> Timeline {
    let mut builder = TimelineBuilder::from(&record(&["2025-02-12"], Some("2025-01-20/..")));
    let said = [
        ("02-18", "AGREE"),
        ("02-24", "SUPPORT"),
        ("03-03", "SUPPORT"),
        ("03-18", "AGREE"),
        ("04-26", "REJECT"),
        ("05-25", "THREATEN"),
        ("07-07", "THREATEN"),
        ("07-08", "THREATEN"),
    ];
    for (date, code) in said {
        let when = when(&format!("2025-{date}"));
        let said = Event::statement(format!("said-{date}"), when).by("USA");
        builder.event(said.target("RUS").code(Code::parse(code).unwrap()));
    }
    builder.build().unwrap()
}

#[test]
fn begin_to_sour_means_falling_since_recently() {
    let record = souring();
    let relations = record.relations("USA", "RUS").unwrap();
    let at = day(7, 11);
    assert_eq!(relations.check(&claim::falling(Some(90)), at), Consistent);
    assert_eq!(relations.check(&claim::falling(Some(10)), at), Contradicted);
    assert_eq!(relations.check(&claim::rising(None), at), Contradicted);
    assert_eq!(relations.check(&claim::off_the_peak(30), at), Consistent);
    assert_eq!(
        relations.check(&claim::not_reversed(), day(6, 1)),
        Consistent
    );
    assert_eq!(
        relations.check(&claim::higher_at(day(3, 20)), at),
        Undetermined
    );
    assert_eq!(
        relations.check(&claim::falling(None), day(2, 1)),
        Undetermined
    );
}

#[test]
fn higher_then_than_now_needs_more_than_noise() {
    let mut builder = TimelineBuilder::from(&record(&[], Some("2024-01-01/..")));
    let year = |month: u32| {
        if month <= 12 {
            (2024, month)
        } else {
            (2025, month - 12)
        }
    };
    // A friendly year, and a hostile half-year after it.
    for month in 1..=18 {
        let code = if month <= 12 { "COOPERATE" } else { "ASSAULT" };
        let (year, month) = year(month);
        for date in [5, 15, 25] {
            let at = when(&format!("{year}-{month:02}-{date:02}"));
            let said = Event::act(
                format!("{year}-{month}-{date}"),
                at,
                Code::parse(code).unwrap(),
            );
            let said = said.by("USA").target("RUS");
            builder.event(said);
        }
    }
    let record = builder.build().unwrap();
    let relations = record.relations("USA", "RUS").unwrap();
    let (then, now) = (day(1, 1), day(7, 1));
    assert_eq!(relations.check(&claim::higher_at(then), now), Consistent);
    assert_eq!(
        relations.check(&claim::higher_at(now), then),
        Undetermined,
        "it is not known yet"
    );
    // The level now is -1.21 with a standard error of 1.07: below 1 at P .98, below -.25 at .81.
    assert_eq!(relations.check(&claim::below(1.0), now), Consistent);
    assert_eq!(relations.check(&claim::below(-0.25), now), Undetermined);
    assert_eq!(relations.check(&claim::below(-0.25), then), Contradicted);
}

#[test]
fn an_assumed_coverage_supports_a_claim_but_refutes_none() {
    use detente::trend::Coverage;

    let record = souring();
    let declared = record.relations("USA", "RUS").unwrap();
    let assumed = declared.clone().with_coverage(Coverage::unknown());
    let at = day(7, 11);
    let claims = [
        claim::falling(Some(90)),
        claim::falling(Some(10)),
        claim::rising(None),
        claim::below(-2.0),
        claim::off_the_peak(300),
        claim::off_the_peak(30),
    ];
    for known in claims.map(|claim| (declared.check(&claim, at), assumed.check(&claim, at))) {
        let (declared, assumed) = known;
        assert_ne!(assumed, Contradicted, "{assumed}");
        assert!(
            assumed
                .reason
                .contains("; unknown coverage, assumed from 2025-02-11"),
            "{assumed}"
        );
        let hint = ": declare the covered days with `Relations::with_coverage`";
        assert_eq!(
            assumed.reason.ends_with(hint),
            assumed == Undetermined,
            "{assumed}"
        );
        assert!(!declared.reason.contains("coverage"), "{declared}");
    }
    assert_eq!(declared.check(&claim::below(-2.0), at), Contradicted);
    assert_eq!(assumed.check(&claim::falling(Some(90)), at), Consistent);

    // Nothing to compare with is not a matter of coverage.
    let later = assumed.check(&claim::higher_at(day(8, 1)), at);
    assert_eq!(
        later.to_string(),
        "undetermined: the claim compares with a later time"
    );
    let before = assumed.check(&claim::falling(None), day(1, 1));
    assert_eq!(before.to_string(), "undetermined: insufficient (no marks)");
    // One block of marks has nothing before it, unless the record begins earlier.
    let early = assumed.check(&claim::falling(None), day(3, 5));
    assert!(
        early.reason.contains("assumed from 2025-02-11: declare"),
        "{early}"
    );
}

#[test]
fn the_events_of_a_trend_say_what_they_did() {
    let record = souring();
    let relations = record.relations("USA", "RUS").unwrap();
    let judgement = relations.check(&claim::falling(None), day(7, 11));
    let [first, second, third] = &judgement.events[..] else {
        panic!("{judgement:?}")
    };
    assert_eq!(first.event.id(), "said-07-08");
    assert_eq!(
        first.to_string(),
        "said-07-08: -0.14 of the level, -0.34 of the change"
    );
    for evidence in [second, third] {
        let contribution = evidence.contribution.unwrap();
        assert!(contribution.level < 0.0 && contribution.change.unwrap() < 0.0);
    }
    // All events of claims about events only are there.
    let calls = record.view().calls();
    let judgement = calls
        .check(&claim::count(Count::exactly(1)), World::Closed)
        .unwrap();
    assert_eq!(judgement.events[0].contribution, None);
    assert_eq!(judgement.events[0].to_string(), "c1");
}

#[test]
fn an_event_with_two_marks_is_evidence_once() {
    let mut builder = TimelineBuilder::from(&souring());
    for (id, date) in [("blame", "2025-07-09"), ("blame-again", "2025-07-10")] {
        // Both sides accuse each other in one act.
        let blame = Event::act(id, when(date), Code::parse("ACCUSE").unwrap());
        builder.event(blame.by("USA").by("RUS").target("RUS").target("USA"));
    }
    let record = builder.build().unwrap();
    let relations = record.relations("USA", "RUS").unwrap();
    let of_blame = |id: &str| {
        relations
            .marks()
            .iter()
            .filter(|one| one.event.id() == id)
            .count()
    };
    assert_eq!(of_blame("blame"), 2);
    let at = day(7, 11);
    let judgement = relations.check(&claim::falling(None), at);
    let ids: Vec<_> = judgement.events.iter().map(|one| one.event.id()).collect();
    assert_eq!(
        ids.iter().filter(|id| **id == "blame").count(),
        1,
        "{ids:?}"
    );
    let parts = relations.contributions(at).into_iter();
    let parts = parts.filter(|part| part.mark.event.id() == "blame");
    let sum: f64 = parts.map(|part| part.contribution.level).sum();
    let blame = judgement
        .events
        .iter()
        .find(|one| one.event.id() == "blame")
        .unwrap();
    assert!((blame.contribution.unwrap().level - sum).abs() < 1e-12);
}
