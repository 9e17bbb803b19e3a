//! Answers about order and time survive JSON, and texts that no answer has are refused.

use chrono::{DateTime, TimeDelta, Utc};
use detente::event::{Count, Event};
use detente::sequence::{
    Contact, Contacts, Distance, InterEventTimes, Motif, TemporalEdge, TemporalEdges,
};
use detente::time::network::{Network, Variable};
use detente::time::{AllenRelation, AllenRelations, Bounds, Window};
use detente::timeline::{BoundKind, Constraint, Explanation};
use detente::{Rank, Timeline, When};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::scores_laws::{is_strict, refused, survives};
use super::{kuala_lumpur, read};

/// Dates of every shape: days, months, sets, extents, open sides, clock times, and none.
const DATES: [&str; 16] = [
    "2025-07-10",
    "2025-07",
    "2025",
    "202X",
    "2025-07-10~",
    "[2025-07-08..2025-07-09]",
    "[2025-07-01,2025-07-12]",
    "[..2025-07-10]",
    "[2025-07-10..]",
    "2025-07-12/2025-07-13",
    "2022-02-24/..",
    "../2025-07-10",
    "2022-02-24/",
    "..2025-07-10/2025-07-12..",
    "2025-07-10T18:00:00+03:00",
    "undated",
];

fn any_date() -> impl Strategy<Value = When> {
    prop::sample::select(&DATES[..]).prop_map(|text| match text {
        "undated" => When::undated(),
        edtf => When::parse(edtf).unwrap(),
    })
}

/// Calls with these dates, of which some are stated to be before the next.
fn calls(dates: &[When], ordered: &[bool]) -> Option<Timeline> {
    let mut builder = Timeline::builder();
    for (number, date) in dates.iter().enumerate() {
        let count = Count::between(1, 1 + u32::try_from(number % 2).unwrap()).unwrap();
        builder.event(Event::call(format!("call-{number}"), date.clone()).occurrences(count));
    }
    for (number, _) in ordered.iter().enumerate().filter(|(_, ordered)| **ordered) {
        let next = number + 1;
        if next < dates.len() {
            let constraint = Constraint::before(format!("call-{number}"), format!("call-{next}"));
            builder.constraint(constraint.by(["chronicle"]).asserted("1963"));
        }
    }
    builder.source(detente::event::Source::new("chronicle"));
    builder.build().ok()
}

proptest! {
    #[test]
    fn answers_about_order_survive_json(
        dates in prop::collection::vec(any_date(), 2..6),
        ordered in prop::collection::vec(any::<bool>(), 5),
    ) {
        let Some(timeline) = calls(&dates, &ordered) else {
            // The statements contradict each other.
            return Ok(());
        };
        let view = timeline.view();
        survives(&view.count());
        for event in &view {
            survives(&view.rank(event.id()).unwrap());
            survives(&event.bounds());
            survives(&Window::from(event.bounds()));
            for other in &view {
                survives(&view.order(event.id(), other.id()).unwrap());
                survives(&view.gap(event.id(), other.id()).unwrap());
                survives(&event.when().allen(other.when()));
                survives(&event.before(other));
                survives::<Option<Explanation>>(&event.why_before(other));
            }
            for side in BoundKind::ALL {
                survives::<Option<Explanation>>(&event.why(side));
            }
        }
    }

    #[test]
    fn bounds_that_a_caller_builds_survive_json(
        seconds in prop::collection::vec(prop::option::of(-9_000_000_000_i64..9_000_000_000), 4),
    ) {
        let at = |second: Option<i64>| second.map(|one| DateTime::<Utc>::from_timestamp(one, 0).unwrap());
        let [a, b, c, d] = [0, 1, 2, 3].map(|place| at(seconds[place]));
        if let Ok(bounds) = Bounds::new(a, b, c, d) {
            survives(&bounds);
        }
    }

    #[test]
    fn numbers_survive_json(
        days in any::<u32>(),
        seconds in 0..=TimeDelta::MAX.num_seconds(),
        times in prop::collection::vec(0.0..1e300_f64, 0..8),
        (row, column) in (1..=6_u8, 1..=6_u8),
        rows in prop::collection::vec((0..4_u32, 0..4_u32, -50..50_i64, 0..9_i64, any::<bool>()), 0..12),
    ) {
        survives(&Distance::days(days));
        survives(&Distance::from(TimeDelta::seconds(seconds)));
        survives(&InterEventTimes::new(times).unwrap());
        survives(&Motif::new(row, column).unwrap());
        let edge = |&(source, target, at, _, _): &(u32, u32, i64, i64, bool)| TemporalEdge {
            at, source, target, label: 7,
        };
        survives::<Vec<TemporalEdge>>(&rows.iter().map(edge).collect());
        let edges: TemporalEdges = rows.iter().map(edge).collect();
        survives(&edges.count(20));
        let contacts: Contacts = rows
            .iter()
            .filter_map(|&(a, b, start, length, both)| {
                let make = if both { Contact::both_ways } else { Contact::one_way };
                make(a, b, start, start + length).ok()
            })
            .collect();
        let arrivals = contacts.earliest_arrival([0], -50);
        for (actor, _) in arrivals.iter() {
            survives(&arrivals.path_to(actor).unwrap());
        }
    }

    #[test]
    fn sets_of_relations_survive_json(members in prop::collection::vec(any::<bool>(), 13)) {
        let all = AllenRelation::ALL.into_iter().zip(members);
        let set: AllenRelations = all.filter(|(_, is_in)| *is_in).map(|(one, _)| one).collect();
        survives(&set);
    }

    #[test]
    fn contradictions_survive_json(bounds in prop::collection::vec((0..4_usize, 0..4_usize, -9..3_i64), 1..20)) {
        let mut network = Network::<u32>::new();
        let instants: Vec<Variable> = (0..4).map(|_| network.add_variable()).collect();
        for (number, (from, to, max)) in (0..).zip(bounds) {
            match network.add(instants[from], instants[to], max, number) {
                Ok(()) => {
                    if let Some(chain) = network.explain(instants[from], instants[to]) {
                        survives(&chain);
                    }
                }
                Err(cycle) => survives(&cycle),
            }
        }
    }
}

#[test]
fn no_field_is_optional_and_none_is_ignored() {
    let timeline = kuala_lumpur();
    let view = timeline.view();
    let meeting = timeline.event("kuala-lumpur").unwrap();
    is_strict(&view.count());
    is_strict(&view.rank("kuala-lumpur").unwrap());
    is_strict(&view.gap("call-june", "kuala-lumpur").unwrap());
    is_strict(&view.order("attack-record", "attack-kyiv").unwrap());
    is_strict(&meeting.bounds());
    is_strict(&Window::from(meeting.bounds()));
    is_strict(&meeting.manner());
    is_strict(&Distance::days(3));
    is_strict(&Motif::new(5, 1).unwrap());
    is_strict(&view.motifs().count(TimeDelta::days(7)));
    is_strict(&InterEventTimes::new([7.0, 6.5]).unwrap());
    is_strict(&Contact::one_way(0, 1, 10, 11).unwrap());
}

/// A statement about an order has the form of a timeline, where fields are left out, so only additions are refused.
#[test]
fn a_statement_refuses_an_unknown_field() {
    let timeline = read("october-1962.json");
    let visit = timeline.event("visit").unwrap();
    let letter = timeline.event("second-letter").unwrap();
    let text = serde_json::to_value(visit.why_before(letter).unwrap()).unwrap();
    for place in 0..3 {
        let mut more = text.clone();
        more["statements"][place]["surprise"] = json!(1);
        let refused = serde_json::from_value::<Explanation>(more).unwrap_err();
        assert!(refused.to_string().contains("surprise"), "{refused}");
    }
}

fn message<T: DeserializeOwned + std::fmt::Debug>(text: Value) -> String {
    serde_json::from_value::<T>(text).unwrap_err().to_string()
}

#[test]
fn a_value_that_no_answer_has_is_refused() {
    let order = "expected the minimum at or below the maximum";
    assert_eq!(
        message::<Rank>(json!({"min": 0, "max": 2})),
        "the rank is 0: expected 1 or more"
    );
    assert_eq!(
        message::<Rank>(json!({"min": 3, "max": 2})),
        format!("`min` is `3` and `max` is `2`: {order}")
    );
    assert_eq!(
        message::<Count>(json!({"min": 3, "max": 2})),
        "the range from `3` to `2` is empty: expected the lower number first"
    );
    let timeline = kuala_lumpur();
    let gap = timeline.gap("call-june", "kuala-lumpur").unwrap();
    assert_eq!(
        refused(&gap, "/min_days", json!(40)),
        format!("`min_days` is `40` and `max_days` is `39`: {order}")
    );
    let gap = |days, seconds| {
        message::<detente::Gap>(json!({
            "min_days": days, "max_days": days, "min_seconds": seconds, "max_seconds": seconds
        }))
    };
    assert_eq!(
        gap(10, 1),
        "`min_days` is `10` and `max_seconds` is `1`: expected days that fit the seconds"
    );
    assert_eq!(
        gap(0, 172_800),
        "`max_days` is `0` and `min_seconds` is `172800`: expected days that fit the seconds"
    );
    // The fields in their order are not an answer.
    let list = "invalid type: sequence, expected an object with named fields";
    assert_eq!(message::<Rank>(json!([1, 2])), list);
    assert_eq!(message::<Count>(json!([1, 2])), list);
    assert_eq!(
        message::<detente::Gap>(json!([1, 2, 86_400, 172_800])),
        list
    );
    let between = timeline
        .view()
        .order("attack-record", "attack-kyiv")
        .unwrap();
    assert_eq!(
        refused(&between, "/probability", json!(1.5)),
        "the number is `1.5`: expected a probability, 0 to 1"
    );
    assert_eq!(
        refused(&between, "/before", json!("certain")),
        "`before` is `certain` and `after` is `possible`: expected one of them to be impossible if the other is certain"
    );
    assert_eq!(
        message::<Distance>(json!({"seconds": -1})),
        format!(
            "`seconds` is `-1`: expected 0 to {}",
            TimeDelta::MAX.num_seconds()
        )
    );
    assert_eq!(
        message::<Motif>(json!({"row": 7, "column": 1})),
        "the motif has row 7 and column 1: expected each from 1 to 6"
    );
    assert_eq!(
        message::<InterEventTimes>(json!({"times": [-1.0]})),
        "a time is not valid: expected finite numbers of 0 or more"
    );
    assert_eq!(
        message::<AllenRelations>(json!(["before", "before"])),
        "a relation is given twice: expected each at most once"
    );
    let contact = Contact::one_way(0, 1, 10, 11).unwrap();
    assert_eq!(
        refused(&contact, "/target", json!(0)),
        "actor `0` is in contact with itself: expected two different actors"
    );
    let july = timeline.event("kuala-lumpur").unwrap().bounds();
    assert_eq!(
        refused(&july, "/has_no_end", json!(true)),
        "`has_no_end` is `true`, and `2025-07-10T00:00:00+00:00` bounds it: expected `null` for both bounds"
    );
    assert_eq!(
        refused(&july, "/start_latest", json!("2025-07-10T00:00:00Z")),
        "no start is possible: expected the earliest start before the latest"
    );
    assert_eq!(
        message::<detente::timeline::Contradiction>(json!({"statements": []})),
        "a contradiction has no statement: expected at least one"
    );
}

/// `Rank::exactly(0)` is no rank of an event: it compares unequal to all of them, and is not read from JSON.
#[test]
fn the_rank_0_is_that_of_no_event() {
    let timeline = kuala_lumpur();
    let view = timeline.view();
    for event in &view {
        assert_ne!(view.rank(event.id()).unwrap(), Rank::exactly(0));
    }
    let text = serde_json::to_string(&Rank::exactly(0)).unwrap();
    assert!(serde_json::from_str::<Rank>(&text).is_err());
}
