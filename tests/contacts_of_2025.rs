//! The record of the contacts of 2025 that the examples use: typed by hand, and held to its sources.
#![cfg(feature = "json")]

use chrono::NaiveDate;
use detente::event::{Count, Status};
use detente::{Certainty, Direction, Rank, Timeline};

const RECORD: &str = include_str!("../examples/data/us-russia-2025.json");

fn record() -> Timeline {
    Timeline::from_json(RECORD).unwrap_or_else(|error| panic!("{error}"))
}

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).unwrap()
}

#[test]
fn the_record_is_written_as_it_is_read() {
    let timeline = record();
    assert_eq!(timeline.to_json(), RECORD);
    assert_eq!(timeline.to_builder().build().unwrap(), timeline);
}

#[test]
fn it_holds_31_contacts_and_a_summit_that_was_called_off() {
    let timeline = record();
    assert_eq!(timeline.len(), 32);
    assert_eq!(timeline.view().count(), Count::exactly(31));
    let called_off = timeline.view().cancelled();
    let ids: Vec<_> = called_off
        .events()
        .map(detente::timeline::EventRef::id)
        .collect();
    assert_eq!(ids, ["budapest"]);
    // Every contact is one of the two states, for certain: all were in office on their day.
    let states = timeline.between("Washington", "the Kremlin").unwrap();
    assert_eq!(states.count(), Count::exactly(31));
    assert_eq!(states.statements().count(), Count::ONE);
    assert!(
        timeline
            .events()
            .all(|event| event.reports().next().is_some())
    );
}

#[test]
fn the_kremlin_counted_seventeen_and_so_does_the_record() {
    let timeline = record();
    let leaders = timeline.between("trump", "putin").unwrap();
    let envoy = timeline.between("witkoff", "putin").unwrap();
    assert_eq!(leaders.meetings().count(), Count::ONE);
    assert_eq!(leaders.calls().count(), Count::exactly(10));
    assert_eq!(envoy.count(), Count::exactly(6));
    // The first rests on the envoy's word; nobody has denied it.
    let first = envoy.first().unwrap();
    assert_eq!(first.status(), Some(Status::Realised));
    assert!(first.reports().all(|report| report.depth() == 3));
}

#[test]
fn every_ordinal_that_a_page_gives_is_the_rank_in_the_record() {
    let timeline = record();
    let leaders = timeline.between("trump", "putin").unwrap().calls();
    let envoy = timeline.between("witkoff", "putin").unwrap().meetings();
    let ministers = timeline.between("rubio", "lavrov").unwrap().in_person();
    let mut checked = Vec::new();
    for view in [leaders, envoy, ministers] {
        for event in &view {
            for (ordinal, _) in event.ordinals() {
                let rank = view.rank(event.id()).unwrap();
                assert!(
                    rank.is_certain(ordinal.into()),
                    "{event:?} is {rank}, not {ordinal}"
                );
                checked.push(event.id());
            }
        }
    }
    checked.dedup();
    assert_eq!(checked.len(), 11);
    let said = timeline
        .events()
        .filter(|event| event.ordinals().next().is_some());
    assert_eq!(said.count(), checked.len());
}

#[test]
fn the_ministers_met_five_times_and_spoke_nine_times_by_telephone() {
    let timeline = record();
    let ministers = timeline.between("Sergei Lavrov", "Marco Rubio").unwrap();
    let in_person = ministers.meetings().in_person();
    assert_eq!(in_person.count(), Count::exactly(5));
    assert_eq!(ministers.calls().count(), Count::exactly(9));
    for (rank, id) in (1..).zip([
        "riyadh",
        "kuala-lumpur",
        "kuala-lumpur-standing",
        "anchorage",
        "new-york",
    ]) {
        assert_eq!(in_person.rank(id), Ok(Rank::exactly(rank)), "{id}");
    }
    assert_eq!(
        timeline.gap("riyadh", "kuala-lumpur").unwrap().days(),
        142..=142
    );
}

#[test]
fn none_is_not_no_data() {
    let timeline = record();
    let ministers = timeline.between("rubio", "lavrov").unwrap().contacts();
    let months = ministers.per_month(date(1, 1), date(12, 31));
    let counts: Vec<_> = months.iter().map(detente::sequence::Tally::count).collect();
    assert_eq!(
        counts,
        [0, 2, 1, 2, 2, 1, 2, 2, 1, 1, 0, 0].map(Count::exactly)
    );
    // No call in September: none. None in November: nobody looked.
    assert_eq!(
        ministers.calls().within(date(9, 1)..date(10, 1)).count(),
        Count::exactly(0)
    );
    assert_eq!(
        (months[8].covered(), months[10].covered()),
        (Some(1.0), Some(0.0))
    );
    // What is said of the ministers says nothing of the two states.
    let states = timeline.between("USA", "RUS").unwrap();
    assert_eq!(states.coverage(date(3, 1)..date(4, 1)), None);
}

#[test]
fn on_a_day_is_known_what_the_pages_had_said() {
    let timeline = record();
    let ministers = timeline.between("rubio", "lavrov").unwrap().contacts();
    let last = |asked| {
        ministers
            .as_of(asked)
            .last()
            .map(detente::timeline::EventRef::id)
    };
    assert_eq!(last(date(2, 14)), None);
    assert_eq!(last(date(7, 9)), Some("rubio-lavrov-2025-06-01"));
    assert_eq!(last(date(7, 10)), Some("kuala-lumpur"));
    assert_eq!(last(date(12, 31)), Some("rubio-lavrov-2025-10-20"));

    let budapest = timeline.event("budapest").unwrap();
    assert_eq!(budapest.status_as_of(date(10, 15)), None);
    assert_eq!(budapest.status_as_of(date(10, 20)), Some(Status::Planned));
    assert_eq!(budapest.status_as_of(date(10, 21)), Some(Status::Cancelled));
}

#[test]
fn a_night_in_moscow_is_an_evening_in_washington() {
    let timeline = record();
    let call = timeline.event("trump-putin-2025-08-19").unwrap();
    let bounds = call
        .reports()
        .filter_map(detente::timeline::ReportRef::when)
        .fold(call.when().bounds(), |so_far, when| {
            so_far.intersect(&when.bounds()).unwrap()
        });
    let at = |day, hour| date(8, day).and_hms_opt(hour, 0, 0).unwrap().and_utc();
    assert_eq!(bounds.start_earliest(), Some(at(18, 21)));
    assert_eq!(bounds.end_latest(), Some(at(19, 4)));
    // The two accounts of the call of October exclude each other, and both are kept.
    let call = timeline.event("trump-putin-2025-10-16").unwrap();
    let october = |day| date(10, day).and_hms_opt(12, 0, 0).unwrap().and_utc();
    assert_eq!(call.bounds().holds(october(16)), Certainty::Possible);
    assert_eq!(call.bounds().holds(october(17)), Certainty::Possible);
}

#[test]
fn contacts_alone_give_no_direction() {
    let relations = record();
    let relations = relations
        .relations("USA", "RUS")
        .unwrap()
        .covered_from(date(1, 20));
    assert_eq!(
        relations.unscored().len(),
        1,
        "the telegram is plain comment"
    );
    let direction = |at| relations.trend(at).direction();
    assert_eq!(direction(date(3, 1)), Direction::Insufficient);
    assert_eq!(direction(date(6, 1)), Direction::Steady);
    assert_eq!(direction(date(7, 1)), Direction::Steady);
    assert!(
        relations
            .marks()
            .iter()
            .all(|one| one.mark().weight() <= 0.25)
    );
}
