//! Offices as questions: who held an office on a day, and which offices an actor held.

use chrono::{Days, NaiveDate};
use detente::actor::Actor;
use detente::timeline::LookupError;
use detente::{Certainty, Timeline, When};
use proptest::prelude::*;

fn day(number: u32) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2020, 1, 1).expect("a date");
    first + Days::new(u64::from(number))
}

fn on(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn when(text: &str) -> When {
    When::parse(text).expect("a date")
}

/// A record with terms of `minister` of `A`, and of other offices.
fn record(terms: &[(&str, &str, &str, &str)]) -> Timeline {
    let mut builder = Timeline::builder();
    builder.actor(Actor::state("A").named("Arcadia"));
    builder.actor(Actor::state("B").named("Bohemia"));
    let mut people: Vec<&str> = terms.iter().map(|(person, ..)| *person).collect();
    people.sort_unstable();
    people.dedup();
    for person in people {
        let own = terms.iter().filter(|(one, ..)| *one == person);
        let actor = own.fold(Actor::person(person), |actor, (_, party, office, text)| {
            actor.held_office(*party, *office, when(text))
        });
        builder.actor(actor);
    }
    builder.build().expect("a sound record")
}

/// The holders of an office of `A`, with how certain they are.
fn holders(timeline: &Timeline, office: &str, at: NaiveDate) -> Vec<(String, Certainty)> {
    let arcadia = timeline.actor("A").expect("a state");
    let found = arcadia.holders(office, at).expect("an office");
    let named = found.holders.iter();
    named
        .map(|one| (one.term.actor().id().to_owned(), one.certainty))
        .collect()
}

use Certainty::{Certain, Possible};

#[test]
fn a_deputy_does_not_hold_the_office() {
    let timeline = record(&[
        ("ann", "A", "minister", "2020/2025"),
        ("bob", "A", "deputy minister", "2020/2025"),
        ("eve", "B", "minister", "2020/2025"),
    ]);
    let ids = |office| holders(&timeline, office, on("2022-07-10"));
    assert_eq!(ids("minister"), [("ann".to_owned(), Certain)]);
    assert_eq!(ids("deputy minister"), [("bob".to_owned(), Certain)]);
}

#[test]
fn an_office_can_have_several_holders_and_none() {
    let timeline = record(&[
        ("ann", "A", "consul", "2020-01-01/2020-12-31"),
        ("bob", "A", "consul", "2020-01-01/2020-12-31"),
        ("eve", "A", "consul", "2022-03/.."),
        ("kim", "A", "consul", "2021-06-01/"),
    ]);
    let ids = |text: &str| holders(&timeline, "consul", on(text));
    let named = |id: &str, certainty| (id.to_owned(), certainty);
    assert_eq!(
        ids("2020-07-10"),
        [named("ann", Certain), named("bob", Certain)]
    );
    assert_eq!(ids("2021-03-01"), []);
    // The end of a term is unknown, and the other begins on an unknown day of March.
    assert_eq!(
        ids("2022-03-10"),
        [named("eve", Possible), named("kim", Possible)]
    );
    // Certain ones come first.
    assert_eq!(
        ids("2022-04-10"),
        [named("eve", Certain), named("kim", Possible)]
    );
}

#[test]
fn terms_that_adjoin_leave_no_gap_and_a_shared_day_is_open() {
    let timeline = record(&[
        ("ann", "A", "minister", "2017-01-20/2018-03-13"),
        ("bob", "A", "minister", "2018-03-14/2020-05-05"),
        ("eve", "A", "Minister", "2020-05-05/.."),
    ]);
    let ids = |text: &str| holders(&timeline, "minister", on(text));
    assert_eq!(ids("2018-03-13"), [("ann".to_owned(), Certain)]);
    assert_eq!(ids("2018-03-14"), [("bob".to_owned(), Certain)]);
    assert_eq!(
        ids("2020-05-05"),
        [("bob".to_owned(), Possible), ("eve".to_owned(), Possible)]
    );
}

#[test]
fn an_unknown_office_is_an_error_with_a_similar_one() {
    let timeline = record(&[("ann", "A", "foreign minister", "2020/2025")]);
    let arcadia = timeline.actor("A").expect("a state");
    let error = arcadia
        .holders("foreign ministre", on("2022-01-01"))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "unknown office `foreign ministre` of `A`; did you mean `foreign minister`?"
    );
    let unknown = LookupError::UnknownOffice {
        party: "B".to_owned(),
        office: "minister".to_owned(),
        near: None,
    };
    let bohemia = timeline.actor("B").expect("a state");
    assert_eq!(bohemia.holders("minister", on("2022-01-01")), Err(unknown));
    // Case and punctuation do not matter, and the answer has the title of the record.
    let found = arcadia
        .holders("Foreign-Minister", on("2022-01-01"))
        .expect("an office");
    assert_eq!(found.office, "foreign minister");
    assert_eq!(
        found.to_string(),
        "foreign minister of Arcadia, 2022-01-01: ann (certain)"
    );
}

#[test]
fn offices_are_listed_by_date_without_memberships() {
    let timeline = Timeline::builder()
        .actor(Actor::state("DEU").named("Germany"))
        .actor(Actor::organisation("CDU").named("Christian Democratic Union"))
        .actor(
            Actor::person("merkel")
                .named("Angela Merkel")
                .held_office("DEU", "chancellor", when("2005-11-22/2021-12-08"))
                .member_of("CDU", when("1990/.."))
                .held_office("CDU", "chair", when("2000-04-10/2018-12-07"))
                .held_office(
                    "DEU",
                    "minister of the environment",
                    when("1994-11-17/1998-10-27"),
                ),
        )
        .build()
        .expect("a sound record");
    let offices = timeline.actor("Angela Merkel").expect("an actor").offices();
    let offices: Vec<String> = offices.map(|term| term.to_string()).collect();
    assert_eq!(
        offices,
        [
            "Angela Merkel, minister of the environment of Germany, 1994-11-17/1998-10-27",
            "Angela Merkel, chair of Christian Democratic Union, 2000-04-10/2018-12-07",
            "Angela Merkel, chancellor of Germany, 2005-11-22/2021-12-08",
        ]
    );
}

/// A term: the holder, and the first and the last day. `None` is an open end.
type Plain = (usize, u32, Option<u32>);

fn terms() -> impl Strategy<Value = Vec<Plain>> {
    let term = (
        0..3_usize,
        0..12_u32,
        prop::option::weighted(0.85, 0..6_u32),
    );
    prop::collection::vec(term, 0..6).prop_map(|terms| {
        let terms = terms.into_iter();
        terms
            .map(|(who, first, length)| (who, first, length.map(|length| first + length)))
            .collect()
    })
}

/// All pairs of half days at which a term may have begun and ended. The end is excluded.
fn possible_halves(all: &[Plain], own: usize) -> Vec<(u32, u32)> {
    let (_, first, last) = all[own];
    let others = || all.iter().enumerate().filter(|(at, _)| *at != own);
    // A hand-over between two days leaves nothing open; one within a day does.
    let ends_on = |day: Option<u32>| others().any(|(_, (.., end))| day.is_some() && *end == day);
    let begins_on = |day: u32| others().any(|(_, (_, begin, _))| *begin == day);
    let is_whole_first = ends_on(first.checked_sub(1)) && !ends_on(Some(first));
    let starts = if is_whole_first {
        vec![2 * first]
    } else {
        vec![2 * first, 2 * first + 1]
    };
    let ends = match last {
        None => vec![u32::MAX],
        Some(last) if begins_on(last + 1) && !begins_on(last) => vec![2 * last + 2],
        Some(last) => vec![2 * last + 1, 2 * last + 2],
    };
    let pairs = starts
        .iter()
        .flat_map(|start| ends.iter().map(|end| (*start, *end)));
    pairs.filter(|(start, end)| start < end).collect()
}

/// How certain it is that a term covers the whole of a day.
fn plain_certainty(all: &[Plain], own: usize, day: u32) -> Option<Certainty> {
    let halves = possible_halves(all, own);
    let (start, end) = (2 * day, 2 * day + 2);
    let covers = |&(from, to): &(u32, u32)| from <= start && to >= end;
    if halves.iter().all(covers) {
        return Some(Certain);
    }
    let overlaps = |&(from, to): &(u32, u32)| from < end && to > start;
    halves.iter().any(overlaps).then_some(Possible)
}

proptest! {
    #[test]
    fn holders_are_those_of_the_terms(terms in terms(), at in 0..20_u32) {
        const NAMES: [&str; 3] = ["ann", "bob", "eve"];
        let texts: Vec<String> = terms
            .iter()
            .map(|&(_, first, last)| {
                let last = last.map_or("..".to_owned(), |last| day(last).to_string());
                format!("{}/{last}", day(first))
            })
            .collect();
        let mut stated: Vec<(&str, &str, &str, &str)> = terms
            .iter()
            .zip(&texts)
            .map(|(&(who, ..), text)| (NAMES[who], "A", "minister", text.as_str()))
            .collect();
        // So that there is always such an office.
        stated.push(("old", "A", "minister", "1900/1901"));
        let timeline = record(&stated);

        let mut expected: Vec<(String, Certainty)> = (0..terms.len())
            .filter_map(|own| {
                let certainty = plain_certainty(&terms, own, at)?;
                Some((NAMES[terms[own].0].to_owned(), certainty))
            })
            .collect();
        expected.sort_by_key(|(id, certainty)| (std::cmp::Reverse(*certainty), id.clone()));
        prop_assert_eq!(holders(&timeline, "minister", day(at)), expected.clone());

        // The same question to every actor.
        let mut by_actor: Vec<(String, Certainty)> = timeline
            .actors()
            .flat_map(detente::timeline::ActorRef::offices)
            .filter(|term| term.held(day(at)).is_possible())
            .map(|term| (term.actor().id().to_owned(), term.held(day(at))))
            .collect();
        by_actor.sort_by_key(|(id, certainty)| (std::cmp::Reverse(*certainty), id.clone()));
        prop_assert_eq!(by_actor, expected.clone());

        // A holder acts for the state as surely as the office is held.
        for (index, name) in NAMES.iter().enumerate() {
            let Ok(actor) = timeline.actor(name) else { continue };
            let own = (0..terms.len()).filter(|own| terms[*own].0 == index);
            let best = own.filter_map(|own| plain_certainty(&terms, own, at)).max();
            let represented: Vec<Certainty> = actor.represented(day(at)).map(|(_, held)| held).collect();
            prop_assert_eq!(represented.first().copied(), best);
        }
    }
}
