//! Records in which a naive reading of dates gives a wrong answer: zones, terms that adjoin, meetings back to
//! back, and times that stand for days and years.
#![cfg(feature = "json")]

use std::path::Path;

use chrono::NaiveDate;
use detente::event::Count;
use detente::time::{AllenRelation, Calendar};
use detente::timeline::Warning;
use detente::{Actor, Certainty, Edtf, Event, Timeline, When};

fn json(actors: &str, events: &str) -> Timeline {
    constrained(actors, events, "").unwrap_or_else(|error| panic!("{error}"))
}

fn constrained(actors: &str, events: &str, constraint: &str) -> Result<Timeline, String> {
    let text = format!(
        r#"{{"format": "detente-timeline", "version": 1, "actors": [{actors}], "events": [{events}],
             "constraints": [{constraint}]}}"#
    );
    Timeline::from_json(&text).map_err(|error| error.to_string())
}

const STATES: &str = r#"{"id": "NOR", "kind": "state", "name": "Norland"}, {"id": "SUD", "kind": "state", "name": "Sudland"}"#;

#[test]
fn two_days_of_one_zone_are_a_day_apart() {
    let events = r#"
        {"id": "first", "kind": "call", "when": {"edtf": "1962-10-22", "zone": "-05:00"}, "parties": ["NOR", "SUD"]},
        {"id": "second", "kind": "call", "when": {"edtf": "1962-10-23", "zone": "-05:00"}, "parties": ["NOR", "SUD"]}"#;
    let timeline = json(STATES, events);
    assert_eq!(
        timeline.gap("first", "second").unwrap().to_string(),
        "1 day"
    );
    let [first, second] = ["first", "second"].map(|id| timeline.event(id).unwrap());
    assert_eq!(first.before(second), Certainty::Certain);
    // "On the day after" is consistent, and so is nothing else.
    for (days, is_consistent) in [(1, true), (0, false), (2, false)] {
        let constraint = format!(r#"{{"event": "second", "after": "first", "days": {days}}}"#);
        let built = constrained(STATES, events, &constraint);
        assert_eq!(built.is_ok(), is_consistent, "{days} days: {built:?}");
    }
}

#[test]
fn terms_that_share_a_day_or_adjoin_leave_no_meeting_out() {
    let minister = |id: &str, when: &str| {
        format!(
            r#"{{"id": "{id}", "kind": "person", "name": "Minister {id}",
                 "affiliations": {{"party": "NOR", "office": "minister", "when": "{when}"}}}}"#
        )
    };
    let ministers = [
        minister("one", "2012-05-01/2016-09-20"),
        minister("two", "2016-09-20/2019-06-13"),
        minister("three", "2019-06-14/2022"),
        minister("four", "2022-02-07/.."),
    ];
    let actors = format!("{STATES}, {}", ministers.join(", "));
    let meeting = |id: &str, day: &str, who: &str| {
        format!(
            r#"{{"id": "{id}", "kind": "meeting", "when": "{day}", "parties": ["{who}", "SUD"]}}"#
        )
    };
    let events = [
        meeting("morning", "2016-09-20", "one"),
        meeting("evening", "2016-09-20", "two"),
        meeting("last-day", "2019-06-13", "two"),
        meeting("first-day", "2019-06-14", "three"),
        meeting("summer", "2022-07-01", "three"),
        meeting("after", "2023-07-01", "three"),
    ];
    let timeline = json(&actors, &events.join(", "));
    let between = timeline.between("NOR", "SUD").unwrap();
    let certainty = |id| between.certainty(timeline.event(id).unwrap());
    for (id, expected) in [
        ("morning", Certainty::Possible),
        ("evening", Certainty::Possible),
        ("last-day", Certainty::Certain),
        ("first-day", Certainty::Certain),
        ("summer", Certainty::Possible),
        ("after", Certainty::Impossible),
    ] {
        assert_eq!(certainty(id), expected, "{id}");
    }
    assert_eq!(between.count(), Count::between(2, 5).unwrap());
    let term = |text| When::parse(text).unwrap();
    let meets = term("2016-09-20/2019-06-13").allen(&term("2019-06-14/2022-01-01"));
    assert!(meets.contains(AllenRelation::Meets) && !meets.contains(AllenRelation::Overlaps));
}

#[test]
fn meetings_back_to_back_are_in_order_and_pass_news_on() {
    let people = ["ana", "ben", "cem", "dov", "eli", "fay"];
    let people = people.map(|id| format!(r#"{{"id": "{id}", "kind": "person", "name": "{id}"}}"#));
    let meeting = |id: &str, when: &str, [a, b]: [&str; 2]| {
        format!(
            r#"{{"id": "{id}", "kind": "meeting", "when": "{when}", "parties": ["{a}", "{b}"]}}"#
        )
    };
    let events = [
        meeting(
            "nine",
            "2025-09-03T09:00:00Z/2025-09-03T10:00:00Z",
            ["ana", "ben"],
        ),
        meeting(
            "ten",
            "2025-09-03T10:00:00.000Z/2025-09-03T11:00:00.000Z",
            ["ben", "cem"],
        ),
        meeting(
            "stay",
            "2025-09-08T00:00:00Z/2025-09-11T24:00:00Z",
            ["dov", "eli"],
        ),
        meeting(
            "next",
            "2025-09-12T00:00:00Z/2025-09-13T00:00:00Z",
            ["eli", "fay"],
        ),
    ];
    let (people, events) = (people.join(", "), events.join(", "));
    let timeline = json(&people, &events);
    for (first, second, from, to) in [
        ("nine", "ten", "ana", "cem"),
        ("stay", "next", "dov", "fay"),
    ] {
        let [one, other] = [first, second].map(|id| timeline.event(id).unwrap());
        assert_eq!(one.before(other), Certainty::Certain);
        assert_eq!(
            one.bounds().overlaps(&other.bounds()),
            Certainty::Impossible
        );
        assert_eq!(
            one.bounds().allen(&other.bounds()).single(),
            Some(AllenRelation::Meets)
        );
        let paths = timeline.view().paths();
        let day = NaiveDate::from_ymd_opt(2025, 9, 1).unwrap();
        let reachable = paths.earliest_arrival(from, day).unwrap();
        assert!(
            reachable.to(to).unwrap().certain.is_some(),
            "{from} to {to}"
        );
        // What is true can be stated.
        let constraint = format!(r#"{{"event": "{first}", "before": "{second}"}}"#);
        assert!(constrained(&people, &events, &constraint).is_ok());
    }
}

#[test]
fn times_that_stand_for_a_day_or_a_year_are_warned_about_and_read_by_their_precision() {
    let timeline = json(
        STATES,
        r#"
        {"id": "congress", "kind": "meeting", "when": "1907-01-01T00:00:00Z", "parties": ["NOR", "SUD"]},
        {"id": "visit", "kind": "meeting", "when": "1907-06-15T00:00:00Z", "parties": ["NOR", "SUD"]},
        {"id": "conference", "kind": "meeting", "when": "1921-22", "parties": ["NOR", "SUD"]},
        {"id": "season", "kind": "meeting", "when": "1904-05", "parties": ["NOR", "SUD"]},
        {"id": "call", "kind": "call", "when": "1921-07", "parties": ["NOR", "SUD"]}"#,
    );
    let warnings: Vec<String> = timeline.warnings().map(|one| one.to_string()).collect();
    assert_eq!(
        warnings,
        [
            "event `season` has the date `1904-05`, which is a month of 1904: expected `1904/1905` for two years",
            "event `congress` has the date `1907-01-01T00:00:00Z`, which is the first second of that day: expected \
             `1907-01-01` for the day, `1907-01` for the month or `1907` for the year",
            "event `visit` has the date `1907-06-15T00:00:00Z`, which is the first second of that day: expected \
             `1907-06-15` for the day, `1907-06` for the month or `1907` for the year",
            "event `conference` has the date `1921-22`, which is summer 1921: expected `1921/1922` for two years",
        ],
    );
    assert!(matches!(
        timeline.warnings().next(),
        Some(Warning::UnlikelyDate { .. })
    ));
    let days = |text, precision| {
        let edtf = Edtf::from_wikidata(text, precision, Calendar::Gregorian).unwrap();
        When::try_from(edtf).unwrap().bounds().to_string()
    };
    assert_eq!(days("1907-01-01T00:00:00Z", 9), "1907-01-01 to 1907-12-31");
    assert_eq!(days("1907-06-15T00:00:00Z", 11), "1907-06-15");
    assert_eq!(
        When::parse("1921/1922").unwrap().bounds().to_string(),
        "1921-01-01 to 1922-12-31"
    );
}

#[test]
fn dates_that_look_right_are_not_warned_about() {
    let on = |dates: &[&str]| {
        let mut builder = Timeline::builder();
        builder
            .actor(Actor::state("NOR"))
            .actor(Actor::state("SUD"));
        for (number, date) in dates.iter().enumerate() {
            builder.event(Event::call(format!("e{number}"), *date).between("NOR", "SUD"));
        }
        builder
            .build()
            .unwrap()
            .warnings()
            .map(|one| one.to_string())
            .collect::<Vec<_>>()
    };
    // Without such a season, a month is a month.
    let plain = [
        "1904-05",
        "2011-12",
        "1921-23",
        "1921-21",
        "2025-22",
        "1921-22/1922-23",
        "1904-05-06",
        "192X-22",
        "1907-06-15T00:00:01Z",
        "1907-06-15T00:00Z",
        "1907-06-15T00:00:00+03:00",
        "1907-06-15T00:00:00",
        "1907-06-15T00:00:00.5Z",
        "1907-06-15T00:00:00Z/1907-06-16T00:00:00Z",
        "Y12007-06-15T00:00:00Z",
        "-1907-06-15T00:00:00Z",
        "-0021-22",
        "1921",
        "undated",
    ];
    assert_eq!(on(&plain), Vec::<String>::new());
    assert_eq!(on(&["1904-05", "2024-25"]).len(), 2);
    assert_eq!(
        on(&["1933-34"]),
        [
            "event `e0` has the date `1933-34`, which is a season or another part of 1933: expected `1933/1934` for two years"
        ],
    );
}

#[test]
fn a_membership_without_dates_says_what_to_write() {
    let text = r#"{"format": "detente-timeline", "version": 1, "actors": [
        {"id": "NOR", "kind": "state", "name": "Norland"},
        {"id": "ana", "kind": "person", "name": "Ana", "affiliations": {"party": "NOR"}}]}"#;
    let error = Timeline::from_json(text).unwrap_err().to_string();
    assert!(
        error.ends_with("field `when` is missing: expected a date, or `undated`"),
        "{error}"
    );
    let undated = text.replace(r#""party": "NOR""#, r#""party": "NOR", "when": "undated""#);
    let timeline = Timeline::from_json(&undated).unwrap();
    let day = NaiveDate::from_ymd_opt(2025, 7, 10).unwrap();
    let ana = timeline.actor("ana").unwrap();
    let represented: Vec<_> = ana
        .represented(day)
        .map(|(party, certainty)| (party.id(), certainty))
        .collect();
    assert_eq!(represented, [("NOR", Certainty::Possible)]);
    // In code as in JSON.
    let built = Timeline::builder()
        .actor(Actor::state("NOR").named("Norland"))
        .actor(
            Actor::person("ana")
                .named("Ana")
                .member_of("NOR", "undated"),
        )
        .build();
    assert_eq!(built.unwrap(), timeline);
}

/// The same cases as they are kept beside the project, if the folder is given.
#[test]
#[ignore = "needs the folder of shared data in DETENTE_SHARED"]
fn the_kept_cases_have_the_same_answers() {
    let shared =
        std::env::var("DETENTE_SHARED").expect("DETENTE_SHARED is the folder of shared data");
    let read = |case: &str| {
        let path = Path::new(&shared)
            .join("data/cases")
            .join(case)
            .join("timeline.json");
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Timeline::from_json(&text).unwrap_or_else(|error| panic!("{case}: {error}"))
    };
    let zones = read("06-gap-in-one-zone");
    assert_eq!(zones.gap("first", "second").unwrap().to_string(), "1 day");
    let terms = read("09-adjoining-terms");
    assert_eq!(
        terms.between("A", "B").unwrap().count(),
        Count::between(2, 5).unwrap()
    );
    let meetings = read("21-back-to-back");
    for (first, second) in [("ten", "eleven"), ("visit", "next")] {
        let [first, second] = [first, second].map(|id| meetings.event(id).unwrap());
        assert_eq!(first.before(second), Certainty::Certain);
    }
    let times = read("25-wikidata-times");
    assert_eq!(times.warnings().count(), 3);
}
