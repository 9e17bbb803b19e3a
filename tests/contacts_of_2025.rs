//! The record of the United States and Russia in 2025 that the examples use: its contacts, acts
//! and statements, held to their sources.
#![cfg(feature = "json")]

use std::collections::BTreeSet;

use chrono::NaiveDate;
use detente::TimelineBuilder;
use detente::claim::{self, Verdict};
use detente::code::Scale;
use detente::event::{Count, Kind, Role, Status};
use detente::ledger::DaySpan;
use detente::ledger::DyadPart;
use detente::query::View;
use detente::relations::{Relations, Unscored};
use detente::time::Period;
use detente::timeline::EventRef;
use detente::{Certainty, Direction, Rank, Scoring, Timeline, trend};

mod marks;

use marks::direction_changes;

const RECORD: &str = include_str!("../examples/data/us-russia-2025.json");

fn record() -> Timeline {
    Timeline::from_json(RECORD).unwrap_or_else(|error| panic!("{error}"))
}

fn ids<'t>(view: &View<'t>) -> Vec<&'t str> {
    view.events().map(EventRef::id).collect()
}

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).unwrap()
}

#[test]
fn the_record_is_written_as_it_is_read() {
    let timeline = record();
    assert_eq!(timeline.to_json(), RECORD);
    assert_eq!(TimelineBuilder::from(&timeline).build().unwrap(), timeline);
}

#[test]
fn the_record_has_30_contacts_a_telegram_and_a_cancelled_summit() {
    let timeline = record();
    assert_eq!(timeline.events().len(), 32 + 116);
    let contacts = timeline.view().contacts();
    assert_eq!(contacts.count(), Count::exactly(30));
    assert_eq!(ids(&contacts.of_status([Status::Cancelled])), ["budapest"]);
    assert_eq!(
        timeline.view().of_status([Status::Cancelled]).count(),
        Count::ONE
    );
    // Every contact is one of the two states, for certain: all were in office on their day.
    let states = timeline.between("Washington", "the Kremlin").unwrap();
    assert_eq!(states.contacts().count(), Count::exactly(30));
    let ministers = timeline.between("rubio", "lavrov").unwrap();
    assert_eq!(ids(&ministers.statements()), ["telegram-2025-07-04"]);
    assert!(
        timeline
            .events()
            .all(|event| event.reports().next().is_some())
    );
}

#[test]
fn the_record_has_50_acts_and_66_statements_that_two_pages_report() {
    let timeline = record();
    let coded: Vec<_> = timeline
        .events()
        .filter(|event| event.kind() == Kind::Act || event.kind() == Kind::Statement)
        .filter(|event| event.id() != "telegram-2025-07-04")
        .collect();
    let of_kind = |kind| coded.iter().filter(|event| event.kind() == kind).count();
    assert_eq!([Kind::Act, Kind::Statement].map(of_kind), [50, 66]);
    for event in &coded {
        assert!(event.code().is_some(), "{event:?}");
        let pages: BTreeSet<_> = event
            .reports()
            .filter_map(|report| report.chain().next())
            .map(|page| page.url().expect("a page has an address"))
            .collect();
        assert_eq!(pages.len(), 2, "{event:?}");
    }
    let disputed: Vec<_> = coded
        .iter()
        .filter(|event| event.status() == Some(Status::Disputed))
        .map(|event| event.id())
        .collect();
    assert_eq!(
        disputed,
        ["black-sea-2025-03-25", "trump-residence-2025-12-29"]
    );
    // All are between the two states, for certain where nobody denies them: all were in office on
    // their day. On 20 January the day alone does not tell whether Trump had taken the oath.
    let states = timeline.between("USA", "RUS").unwrap();
    let possible: Vec<_> = coded
        .iter()
        .filter(|event| states.certainty(**event) != Certainty::Certain)
        .map(|event| event.id())
        .collect();
    assert_eq!(
        possible,
        [
            "putin-congratulates-2025-01-20",
            "trump-destroying-russia-2025-01-20",
            "black-sea-2025-03-25",
            "trump-residence-2025-12-29",
        ]
    );
    assert!(
        coded
            .iter()
            .all(|event| states.certainty(*event).is_possible())
    );
}

#[test]
fn joint_results_are_symmetric_and_all_other_acts_are_directed() {
    let timeline = record();
    let relations = timeline.relations("USA", "RUS").unwrap();
    let mut joint = Vec::new();
    for one in relations.marks() {
        let event = one.event;
        let contact = matches!(event.kind(), Kind::Meeting | Kind::Call);
        if one.part == DyadPart::Symmetric && !contact {
            joint.push(event.id());
        }
        let american = event
            .participants()
            .find(|one| one.role == Role::Source)
            .map(|one| ["USA", "trump", "rubio"].contains(&one.actor.id()));
        let expected = match american {
            None => DyadPart::Symmetric,
            Some(true) => DyadPart::Forward,
            Some(false) => DyadPart::Backward,
        };
        assert_eq!(one.part, expected, "{event:?}");
    }
    assert_eq!(
        joint,
        [
            "riyadh-results-2025-02-18",
            "istanbul-1-2025-02-27",
            "black-sea-2025-03-25",
            "istanbul-2-2025-04-10",
            "iss-2028-2025-07-31",
        ]
    );
    // A telegram without a code is comment; an abstention has no code in PLOVER.
    let unscored: Vec<_> = relations
        .unscored()
        .iter()
        .map(|(event, _)| event.id())
        .collect();
    assert_eq!(unscored, ["telegram-2025-07-04", "res-2803-2025-11-17"]);
}

#[test]
fn acts_and_statements_are_covered_from_the_inauguration_to_the_end_of_the_year() {
    let timeline = record();
    let states = timeline.between("USA", "RUS").unwrap();
    for view in [states.statements(), states.of_kind([Kind::Act])] {
        assert_eq!(view.coverage(date(1, 20)..=date(12, 31)), Some(1.0));
        assert_eq!(view.coverage(date(1, 10)..date(1, 20)), Some(0.0));
    }
    // Three are older than the stretch that is covered, and are in the record all the same.
    let early = states.within(..date(1, 20));
    assert_eq!(
        ids(&early),
        [
            "energy-sanctions-2025-01-10",
            "mfa-on-energy-sanctions-2025-01-11",
            "sanctions-2025-01-15",
        ]
    );
    // That says nothing of meetings and calls.
    let year = date(1, 20)..=date(12, 31);
    assert_eq!(states.contacts().coverage(year.clone()), None);
    assert_eq!(states.coverage(year), None);
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
    assert!(first.reports().all(|report| report.chain().len() == 3));
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
    let months = ministers
        .count_by(Period::Month, date(1, 1)..=date(12, 31))
        .unwrap()
        .rows;
    let counts: Vec<_> = months.iter().map(|period| period.count).collect();
    let to_october = [0, 2, 1, 2, 2, 1, 2, 2, 1, 1].map(|count| Some(Count::exactly(count)));
    assert_eq!(counts[..10], to_october);
    assert_eq!(counts[10..], [None, None]);
    // No call in September: none. None in November: nobody looked.
    assert_eq!(
        ministers.calls().within(date(9, 1)..date(10, 1)).count(),
        Count::exactly(0)
    );
    assert_eq!(
        (months[8].covered, months[10].covered),
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
    let last = |asked| ministers.as_of(asked).last().map(EventRef::id);
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

/// The days of 2025 on which the ongoing direction changes, each with the new direction.
fn changes_in_2025(relations: &Relations<'_>) -> Vec<(NaiveDate, Direction)> {
    let year = DaySpan::new(date(1, 20), date(12, 31)).unwrap();
    direction_changes(relations.walk(year))
}

#[test]
fn contacts_alone_never_rise_or_fall() {
    let timeline = record();
    let relations = timeline.view().contacts().relations("USA", "RUS").unwrap();
    assert_eq!(relations.coverage(), &trend::Coverage::unknown());
    let relations = relations.with_coverage(trend::Coverage::since(date(1, 20)));
    assert_eq!(relations.unscored(), []);
    let direction = |at| relations.trend(at).direction;
    assert_eq!(direction(date(3, 1)), Direction::Insufficient);
    // They went on as expected, whatever was said.
    assert_eq!(direction(date(6, 1)), Direction::Steady);
    assert_eq!(direction(date(7, 11)), Direction::Steady);
    let moves =
        |turn: &(NaiveDate, Direction)| matches!(turn.1, Direction::Rising | Direction::Falling);
    assert!(!changes_in_2025(&relations).iter().any(moves));
    assert!(
        relations
            .marks()
            .iter()
            .all(|one| one.mark.weight() <= 0.25)
    );
}

#[test]
fn with_acts_and_statements_relations_had_been_falling_since_6_may() {
    let timeline = record();
    let relations = timeline.view().within(date(1, 20)..);
    let relations = relations.relations("USA", "RUS").unwrap();
    assert_eq!(relations.marks().len(), 143);
    let relations = relations.with_coverage(trend::Coverage::since(date(1, 20)));
    assert_eq!(
        changes_in_2025(&relations),
        [
            (date(1, 20), Direction::Insufficient),
            (date(3, 22), Direction::Unclear),
            (date(5, 6), Direction::Falling),
            (date(10, 4), Direction::Steady),
            (date(10, 28), Direction::Unclear),
            (date(12, 12), Direction::Steady),
            (date(12, 27), Direction::Unclear),
        ]
    );
    let ongoing = relations.ongoing(date(7, 11));
    assert_eq!(ongoing.to_string(), "falling since 2025-05-06, P .65");
    assert_eq!(ongoing.trend.direction, Direction::Unclear);
    for (claim, expected) in [
        (claim::falling(Some(90)), Verdict::Consistent),
        (claim::falling(Some(30)), Verdict::Contradicted),
        (claim::rising(None), Verdict::Contradicted),
        (claim::off_the_peak(30), Verdict::Consistent),
        (claim::not_reversed(), Verdict::Consistent),
    ] {
        let finding = relations.check(&claim, date(7, 11));
        assert_eq!(finding, expected, "{claim:?}: {}", finding.reason);
    }
    // Three acts before the coverage begins change the answer: they set a lower start.
    let all = timeline.relations("USA", "RUS").unwrap();
    let all = all.with_coverage(trend::Coverage::since(date(1, 20)));
    assert_eq!(all.ongoing(date(7, 11)).direction, Direction::Unclear);
}

#[test]
fn robustness_tries_every_scale() {
    let timeline = record();
    let relations = timeline.view().within(date(1, 20)..);
    let relations = relations.relations("USA", "RUS").unwrap();
    let robustness = relations.robustness(date(7, 11)).unwrap();
    let scales: Vec<_> = robustness.rows[9..]
        .iter()
        .map(|one| one.variant.as_str())
        .collect();
    let built_in: Vec<_> = Scale::built_in().iter().map(ToString::to_string).collect();
    assert_eq!(scales, built_in);
    for (scale, row) in Scale::built_in().into_iter().zip(&robustness.rows[9..]) {
        let scoring = Scoring::default().with_scale(scale);
        let view = timeline.view().within(date(1, 20)..);
        let by = view.relations_by("USA", "RUS", &scoring).unwrap();
        let trend = by.trend(date(7, 11));
        assert_eq!(
            (row.p_rising, row.direction),
            (trend.p_rising(), trend.direction),
            "{}",
            row.variant
        );
        let missing = by.unscored().iter();
        let missing = missing.filter(|(_, why)| matches!(why, Unscored::NoValence(_)));
        assert_eq!(row.unvalued, missing.count(), "{}", row.variant);
    }
}
