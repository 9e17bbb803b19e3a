//! Order in time: gaps, counts, nearby events, and which account is used.

use chrono::{NaiveDate, TimeDelta};
use detente::actor::{Actor, Designation};
use detente::event::{
    Account, Amount, Count, CoverageDeclaration, Event, Kind, Measure, Place, Quantity, Report,
    Source, Status,
};
use detente::query::AccountRule;
use detente::time::Period;
use detente::timeline::{Constraint, LookupError};
use detente::{Certainty, Rank, Timeline, TimelineBuilder, When};

fn when(text: &str) -> When {
    When::parse(text).unwrap()
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).unwrap()
}

fn call(id: &str, date: &str) -> Event {
    Event::call(id, when(date)).party("USA").party("RUS")
}

fn states() -> TimelineBuilder {
    let mut builder = Timeline::builder();
    builder.extend([
        Actor::state("USA").named("United States"),
        Actor::state("RUS").named("Russia"),
    ]);
    for id in ["a", "b", "c"] {
        builder.source(Source::new(id).named(id.to_uppercase()));
    }
    builder
}

fn timeline(events: impl IntoIterator<Item = Event>) -> Timeline {
    let mut builder = states();
    builder.extend(events);
    builder.build().unwrap()
}

fn quantity(value: f64) -> Quantity {
    Quantity::exactly(value, "drones").unwrap()
}

#[test]
fn a_gap_to_an_event_without_an_end_has_no_bound_on_that_side() {
    let record = timeline([call("war", "2022-02-24/.."), call("talks", "2025-07-10")]);
    let gap = record.gap("war", "talks").unwrap();
    assert_eq!((gap.min_days, gap.max_days), (None, None));
    assert_eq!(gap.to_string(), "any number of days");
    let gap = record.gap("talks", "war").unwrap();
    assert_eq!(gap.min_days, Some(-1232));
    assert_eq!(gap.max_days, Some(-1232));
}

#[test]
fn a_continuing_event_is_known_from_its_start() {
    let record = timeline([call("war", "2022-02-24/..")]);
    assert_eq!(record.as_of(day(7, 1)).count(), Count::exactly(1));
    let before = NaiveDate::from_ymd_opt(2022, 2, 23).unwrap();
    assert_eq!(record.as_of(before).count(), Count::ZERO);
}

#[test]
fn constraints_tighten_ranks_and_gaps() {
    let mut builder = states();
    builder.extend([call("first", "2025-05"), call("second", "2025-05")]);
    builder.constraint(Constraint::before("first", "second").by(["a"]));
    let record = builder.build().unwrap();
    let view = record.view();
    assert_eq!(view.rank("first").unwrap(), Rank::exactly(1));
    assert_eq!(view.sequence().rank("second").unwrap(), Rank::exactly(2));
    assert_eq!(view.gap("first", "second").unwrap().days(), 0..=30);
    assert_eq!(
        view.order("first", "second").unwrap().before,
        Certainty::Certain
    );
    assert_eq!(
        view.order("first", "first").unwrap().before,
        Certainty::Impossible
    );
}

#[test]
fn months_add_up() {
    let record = timeline([
        call("summit", "2025-06-29/2025-07-02"),
        call("june", "2025-06"),
    ]);
    let months = record
        .view()
        .count_by(Period::Month, day(5, 1)..=day(7, 1))
        .unwrap();
    let counts: Vec<Count> = months
        .rows
        .iter()
        .map(|month| month.count.unwrap())
        .collect();
    assert_eq!(counts, [Count::ZERO, Count::exactly(2), Count::ZERO]);
}

#[test]
fn the_time_since_the_last_event_considers_every_possible_last_event() {
    let record = timeline([call("eleventh", "2025-05-11"), call("some-day", "2025-05")]);
    let since = |month, date| record.view().since_last(day(month, date)).unwrap();
    assert_eq!(since(6, 2).days(), 2..=22);
    // By the 5th only the other event may have taken place.
    assert_eq!(since(5, 5).days(), 0..=i64::MAX);
    assert!(record.view().since_last(day(4, 30)).is_none());
}

#[test]
fn nearby_events_are_as_known_at_the_time() {
    let moved = call("talks", "2025-01-10").report(Report::by(["a"]).asserted(when("2025-01-10")));
    let moved = moved.report(
        Report::by(["b"])
            .asserted(when("2025-05-01"))
            .says(Account::new().when(when("2025-03-10"))),
    );
    let record = timeline([moved, call("strike", "2025-01-11")]);
    let (then, now) = (record.as_of(day(2, 1)), record.view());
    let near = then.near("talks", TimeDelta::days(2)).unwrap();
    assert_eq!(near, [(then.event("strike").unwrap(), Certainty::Certain)]);
    let near = now.near("talks", TimeDelta::days(2)).unwrap();
    assert_eq!(near[0].1, Certainty::Possible);
}

#[test]
fn an_event_outside_the_view_is_not_reported_as_unknown() {
    let record = timeline([call("talks", "2025-01-10")]);
    let error = record.view().meetings().event("talks").unwrap_err();
    assert_eq!(
        error,
        LookupError::NotInView {
            id: "talks".to_owned(),
            why: "it is a call".to_owned(),
        }
    );
    assert_eq!(
        error.to_string(),
        "event `talks` is in the timeline, but not in this view: it is a call"
    );
}

#[test]
fn plans_do_not_decide_date_and_place() {
    let plan = Report::by(["a"])
        .status(Status::Planned)
        .asserted(when("2025-07"));
    let plan = plan.says(
        Account::new()
            .when(when("2025-07-08"))
            .place(Place::new("Geneva")),
    );
    let report = Report::by(["b", "c"]).asserted(when("2025-07-11"));
    let report = report.says(
        Account::new()
            .when(when("2025-07-10"))
            .place(Place::new("Vienna")),
    );
    let record = timeline([call("talks", "2025").report(plan).report(report)]);
    let rules = [
        AccountRule::Union,
        AccountRule::Common,
        AccountRule::Latest,
        AccountRule::MostDirect,
    ];
    for rule in rules {
        let view = record.view().believing(rule);
        let talks = view.event("talks").unwrap();
        assert_eq!(&*talks.place().unwrap().name, "Vienna", "{rule:?}");
        assert_eq!(talks.bounds(), when("2025-07-10").bounds(), "{rule:?}");
        assert_eq!(talks.when(), &when("2025-07-10"), "{rule:?}");
    }
    // The plan has a later date than the report, but it is still a plan.
    assert_eq!(record.view().count(), Count::exactly(1));
}

#[test]
fn accounts_of_a_date_are_united_or_intersected() {
    let says = |by, date| Report::by([by]).says(Account::new().when(when(date)));
    let record = timeline([call("talks", "2025")
        .report(says("a", "2025-02-18"))
        .report(says("b", "[2025-02-17..2025-02-19]"))]);
    let bounds = |rule| {
        record
            .view()
            .believing(rule)
            .event("talks")
            .unwrap()
            .bounds()
    };
    assert_eq!(
        bounds(AccountRule::Union).to_string(),
        "2025-02-17 to 2025-02-19"
    );
    assert_eq!(bounds(AccountRule::Common).to_string(), "2025-02-18");
    let ranking = record.ranking(["b", "a"]).unwrap();
    assert_eq!(
        bounds(AccountRule::Ranked(&ranking)).to_string(),
        "2025-02-17 to 2025-02-19"
    );
}

#[test]
fn accounts_of_a_number_are_never_summed() {
    let says = |by, value, date| {
        let part = Measure::new("shahed", quantity(value)).part_of("drones");
        Report::by([by])
            .asserted(when(date))
            .says(Account::new().measure(part))
    };
    let record = timeline([
        call("both", "2025-07-01")
            .report(says("a", 300.0, "2025-07-01"))
            .report(says("b", 300.0, "2025-07-02")),
        call("apart", "2025-07-02")
            .report(says("a", 10.0, "2025-07-02"))
            .report(says("b", 1000.0, "2025-07-03")),
    ]);
    let drones = |id: &str, rule| {
        let view = record.view().believing(rule);
        view.event(id).unwrap().measure("drones").unwrap()
    };
    assert_eq!(drones("both", AccountRule::Union), quantity(300.0));
    let between = Quantity::new(Amount::Between(10.0, 1000.0), "drones").unwrap();
    assert_eq!(drones("apart", AccountRule::Union), between);
    assert_eq!(drones("apart", AccountRule::Latest), quantity(1000.0));
}

#[test]
fn a_source_covers_the_days_that_it_certainly_declares() {
    let covering = |coverage: CoverageDeclaration| {
        let mut builder = states();
        builder.source(Source::new("table").named("A table").covers(coverage));
        builder.event(call("talks", "2025-03-10"));
        builder.build().unwrap()
    };
    let share = |record: &Timeline, month| {
        record
            .view()
            .calls()
            .coverage(day(month, 1)..=day(month, 28))
    };
    let open = covering(CoverageDeclaration::over(when("2025-02/..")));
    assert_eq!(share(&open, 12), Some(1.0));
    let unknown = covering(CoverageDeclaration::over(when("2025-02/")));
    assert_ne!(share(&unknown, 12), Some(1.0));
    let about = covering(CoverageDeclaration::over(when("2025-03~/2025-06~")));
    assert_eq!(share(&about, 2), Some(0.0));
    let meetings = covering(CoverageDeclaration::over(when("2025")).kinds([Kind::Meeting]));
    assert_eq!(share(&meetings, 3), None);
    assert_eq!(
        meetings.view().meetings().coverage(day(3, 1)..=day(3, 2)),
        Some(1.0)
    );
    let as_of = open.as_of(day(3, 31)).calls();
    assert_eq!(
        as_of.coverage(day(6, 1)..=day(6, 2)),
        Some(0.0),
        "no source covers the future"
    );
}

#[test]
fn a_statement_is_about_a_role_by_name_and_by_holder() {
    let term = || when("2021-01-20/2025-01-20");
    let mut builder = states();
    builder.actor(Actor::person("biden").named("Joe Biden").held_office(
        "USA",
        "president",
        term(),
    ));
    let role = "the previous administration";
    builder.designation(Designation::new(role, "USA", "president", term()));
    builder.event(
        Event::statement("said", when("2025-07-10"))
            .by("USA")
            .about(role)
            .topic("aid"),
    );
    let record = builder.build().unwrap();
    for subject in [role, "Joe Biden", "biden", "AID"] {
        assert_eq!(
            record.view().about(subject).unwrap().count(),
            Count::exactly(1),
            "{subject}"
        );
    }
    assert_eq!(record.view().about("USA").unwrap().count(), Count::ZERO);
    assert!(record.view().about("unknown").is_err());
}

#[test]
fn an_event_is_not_before_itself_and_a_stated_order_has_probability_one() {
    let mut builder = Timeline::builder();
    for id in ["one", "two"] {
        builder.event(Event::call(id, "2025-07-10"));
    }
    builder.event(Event::call("instant", "2025-07-10T10:00:00Z"));
    let timeline = builder.build().unwrap();
    let order = |timeline: &Timeline, a: &str, b: &str| {
        let order = timeline.view().order(a, b).unwrap();
        let (one, other) = (timeline.event(a).unwrap(), timeline.event(b).unwrap());
        assert_eq!(one.probability_before(other), order.probability);
        (order.before, order.probability)
    };
    for id in ["one", "instant"] {
        assert_eq!(order(&timeline, id, id), (Certainty::Impossible, Some(0.0)));
    }
    assert_eq!(
        order(&timeline, "one", "two"),
        (Certainty::Possible, Some(0.5))
    );
    builder = TimelineBuilder::from(&timeline);
    builder.constraint(Constraint::before("one", "two"));
    let stated = builder.build().unwrap();
    assert_eq!(
        order(&stated, "one", "two"),
        (Certainty::Certain, Some(1.0))
    );
    assert_eq!(
        order(&stated, "two", "one"),
        (Certainty::Impossible, Some(0.0))
    );
}
