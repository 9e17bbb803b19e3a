//! Episodes compared with an enumeration of all dates.
//!
//! The timelines are small and span ten days, so that ties, overlaps and long stays are common. The
//! oracle enumerates every choice of first and last day that the dates allow, with and without each
//! disputed event, and counts the runs of each choice.

mod readings;

use chrono::{NaiveDate, TimeDelta};
use detente::event::{Count, Event};
use detente::sequence::{Distance, Episodes};
use detente::{Certainty, Timeline, When};
use proptest::prelude::*;
use proptest::sample::select;
use readings::{ALL, Date, FIXED, Plain, built, number_of_readings, once, readings, when};

/// The number of runs of periods, if at most `gap` units are between the last unit of one period and
/// the first of the next.
fn runs(mut stretches: Vec<(i64, i64)>, gap: i64) -> u32 {
    stretches.sort_unstable();
    let (mut number, mut end) = (0, None::<i64>);
    for (from, to) in stretches {
        if end.is_none_or(|end| from - end > gap) {
            number += 1;
        }
        end = Some(end.map_or(to, |end| end.max(to)));
    }
    number
}

fn number(episodes: &Episodes<'_>) -> (u32, Option<u32>) {
    (episodes.count.min(), episodes.count.max())
}

static ONLY_FIXED: [Date; 9] = FIXED;

/// Events, some of which happened several times, or not at all.
fn event(dates: &'static [Date]) -> impl Strategy<Value = Plain> {
    let times =
        prop_oneof![6 => Just((1, 1)), 1 => Just((2, 2)), 1 => Just((0, 1)), 1 => Just((1, 2))];
    (select(dates), prop::bool::weighted(0.25), times).prop_map(|(date, disputed, times)| Plain {
        date,
        disputed,
        times,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_number_of_episodes_is_within_its_bounds_and_reaches_the_lower(
        events in prop::collection::vec(event(&ALL), 0..=4),
        gap in 0_i64..4,
    ) {
        prop_assume!(number_of_readings(&events) <= 40_000);
        let timeline = built(&events);
        let view = timeline.view();
        let found = view.episodes(Distance::days(u32::try_from(gap).unwrap()));
        let counts: Vec<u32> =
            readings(&events).into_iter().map(|one| runs(one.concat(), gap)).collect();
        let (least, most) = number(&found);
        prop_assert_eq!(Some(&least), counts.iter().min());
        prop_assert!(most.is_some_and(|most| counts.iter().all(|&one| one <= most)));
        // The listed episodes are separate for all dates, and contain every event once.
        let mut held: Vec<&str> =
            found.episodes.iter().flat_map(|one| &one.events).map(|event| event.id()).collect();
        held.sort_unstable();
        let ids: Vec<String> = (0..events.len()).map(|number| format!("e{number}")).collect();
        prop_assert_eq!(held, ids);
        let sure = found.episodes.iter().filter(|one| one.count.min() > 0).count();
        prop_assert_eq!(sure, least as usize);
    }

    #[test]
    fn if_dates_are_known_the_upper_bound_is_reached(
        events in prop::collection::vec(once(&ONLY_FIXED), 0..=8),
        gap in 0_i64..4,
    ) {
        let timeline = built(&events);
        let view = timeline.view();
        let found = view.episodes(Distance::days(u32::try_from(gap).unwrap()));
        let counts: Vec<u32> =
            readings(&events).into_iter().map(|one| runs(one.concat(), gap)).collect();
        let bounds = (*counts.iter().min().unwrap(), counts.iter().max().copied());
        prop_assert_eq!(number(&found), bounds);
    }

    #[test]
    fn an_opening_is_one_for_all_dates_or_for_some(
        events in prop::collection::vec(once(&ALL), 1..=4),
        gap in 0_i64..4,
    ) {
        prop_assume!(number_of_readings(&events) <= 20_000);
        let timeline = built(&events);
        let view = timeline.view();
        let found = view.episodes(Distance::days(u32::try_from(gap).unwrap()));
        let readings = readings(&events);
        for at in 0..events.len() {
            let id = format!("e{at}");
            let opens = readings.iter().map(|reading| {
                let Some(&(from, _)) = reading[at].first() else {
                    return false;
                };
                let others = reading.iter().enumerate().filter(|(other, _)| *other != at);
                let mut others = others.flat_map(|(_, stretches)| stretches);
                !others.any(|&(start, end)| start < from && from - end <= gap)
            });
            let opens: Vec<bool> = opens.collect();
            let expected = if opens.iter().all(|one| *one) {
                Certainty::Certain
            } else if opens.iter().any(|one| *one) {
                Certainty::Possible
            } else {
                Certainty::Impossible
            };
            let opens = found
                .episodes.iter()
                .flat_map(|one| &one.openings)
                .find(|(event, _)| event.id() == id)
                .map_or(Certainty::Impossible, |(_, opens)| *opens);
            prop_assert_eq!(opens, expected, "{}", id);
        }
    }

    #[test]
    fn in_seconds_a_gap_is_from_an_end_to_a_start(
        seconds in prop::collection::vec((0_i64..20, 0_i64..4), 0..=8),
        gap in 0_i64..5,
    ) {
        let mut builder = Timeline::builder();
        for (number, (from, length)) in seconds.iter().enumerate() {
            let text = format!(
                "2025-01-01T00:00:{from:02}Z/2025-01-01T00:00:{:02}Z",
                from + length
            );
            builder.event(Event::call(format!("e{number}"), When::parse(&text).unwrap()));
        }
        let timeline = builder.build().unwrap();
        let found = timeline.view().episodes(TimeDelta::seconds(gap));
        // An event that ends at an instant is over by then. An instant takes one second.
        let last = |from, length: i64| from + length.max(1) - 1;
        let stretches = seconds.iter().map(|&(from, length)| (from, last(from, length))).collect();
        // From the last second of one to the first of the next is one more than the time between.
        let expected = runs(stretches, gap + 1);
        prop_assert_eq!(number(&found), (expected, Some(expected)));
    }
}

#[test]
fn a_stay_includes_everything_within_it() {
    let plain = |date| Plain {
        date,
        disputed: false,
        times: (1, 1),
    };
    let timeline = built(&[
        plain(FIXED[6]),
        plain(FIXED[1]),
        plain(FIXED[3]),
        plain(FIXED[4]),
    ]);
    let view = timeline.view();
    let found = view.episodes(Distance::days(2));
    assert_eq!(found.count, Count::exactly(2));
    let ids = |at: usize| -> Vec<&str> {
        let one = &found.episodes[at];
        one.events.iter().map(|event| event.id()).collect()
    };
    assert_eq!((ids(0), ids(1)), (vec!["e0", "e1", "e2"], vec!["e3"]));
    assert_eq!(
        found.episodes[0].bounds,
        When::parse("2025-01-01/2025-01-06").unwrap().bounds()
    );
}

#[test]
fn an_event_without_an_end_includes_all_that_follow() {
    let mut builder = Timeline::builder();
    for (id, date) in [
        ("war", "2025-01-05/.."),
        ("talks", "2026-03-01"),
        ("before", "2024-01-01"),
    ] {
        builder.event(Event::call(id, when(date)));
    }
    let timeline = builder.build().unwrap();
    for found in [
        timeline.view().episodes(Distance::days(7)),
        timeline.view().episodes(TimeDelta::days(7)),
    ] {
        assert_eq!(found.count, Count::exactly(2));
    }
    // Any number of calls after a day may be any number of episodes.
    let mut builder = Timeline::builder();
    builder.event(Event::call("often", when("2025-01-01/")).occurrences(Count::at_least(1)));
    builder.event(Event::call("some-day", when("[..2025-01-01]")));
    let timeline = builder.build().unwrap();
    for gap in [0, 3, u32::MAX] {
        let found = timeline.view().episodes(Distance::days(gap));
        assert_eq!(found.count.min(), 1, "{gap}");
        assert_eq!(found.count.max(), None, "{gap}");
    }
    let found = timeline.view().episodes(TimeDelta::MAX);
    assert_eq!(found.count.min(), 1);
}

#[test]
fn calls_in_a_month_are_at_most_as_many_episodes_as_fit() {
    let mut builder = Timeline::builder();
    builder.event(Event::call("calls", when("2025-05")).occurrences(Count::at_least(1)));
    let timeline = builder.build().unwrap();
    let found = timeline.view().episodes(Distance::days(9));
    // The 1st, the 11th, the 21st and the 31st.
    assert_eq!(found.count, Count::between(1, 4).unwrap());
    let day = NaiveDate::from_ymd_opt(2025, 5, 1).unwrap();
    assert_eq!(
        timeline
            .view()
            .within(day)
            .episodes(Distance::days(9))
            .count
            .min(),
        0
    );
}
