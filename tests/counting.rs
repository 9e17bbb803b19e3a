//! A view put in order once answers as the view itself does, which looks at every event.

mod coarse;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use coarse::{DATES, built, events};
use detente::event::{Count, Event};
use detente::sequence::Period;
use detente::time::Window;
use detente::timeline::EventRef;
use detente::{Certainty, Rank, Timeline, View, When};
use proptest::prelude::*;

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 12, 28).unwrap() + Days::new(number.into())
}

fn hour(number: u32) -> DateTime<Utc> {
    day(0).and_hms_opt(0, 0, 0).unwrap().and_utc() + chrono::TimeDelta::hours(number.into())
}

/// Windows of days and of hours, some of them empty, some without an end.
fn window() -> impl Strategy<Value = Window> {
    prop_oneof![
        (0_u32..60, 0_u32..60).prop_map(|(from, to)| Window::from(day(from)..day(to))),
        (0_u32..240, 0_u32..240).prop_map(|(from, to)| Window::from(hour(from)..hour(to))),
        (0_u32..60).prop_map(|from| Window::from(day(from)..)),
        (0_u32..60).prop_map(|to| Window::from(..day(to))),
        Just(Window::ALL),
    ]
}

fn pairs() -> impl Strategy<Value = Vec<(usize, usize)>> {
    prop::collection::vec((0_usize..9, 0_usize..9), 0..4)
}

/// The counts by month, event by event and month by month.
fn by_month(view: &View<'_>, first: NaiveDate, last: NaiveDate) -> Vec<(u64, Option<u64>)> {
    let mut months = Vec::new();
    let mut from = first.with_day(1).unwrap();
    while from <= last {
        let to = from + Months::new(1);
        let narrowed = view.within(from..to);
        let mut sum = (0_u64, Some(0_u64));
        for event in narrowed.events() {
            let bounds = event.bounds();
            let start = |day: NaiveDate| Some(day.and_hms_opt(0, 0, 0).unwrap().and_utc());
            let (earliest, latest) = (bounds.start_earliest(), bounds.start_latest());
            let starts = if earliest >= start(from) && latest.is_some() && latest <= start(to) {
                Certainty::Certain
            } else if (earliest.is_none() || earliest < start(to))
                && !bounds.has_no_start()
                && (latest.is_none() || latest > start(from))
            {
                Certainty::Possible
            } else {
                Certainty::Impossible
            };
            let known = starts.and(narrowed.certainty(event));
            let occurrences = event.occurrences();
            if known.is_certain() {
                sum.0 += u64::from(occurrences.min());
            }
            if known.is_possible() {
                sum.1 = sum
                    .1
                    .zip(occurrences.max())
                    .map(|(sum, more)| sum + u64::from(more));
            }
        }
        months.push(sum);
        from = to;
    }
    months
}

/// One and those that start before the event, looked at pair by pair.
fn rank_by_pairs(view: &View<'_>, event: EventRef<'_>) -> Rank {
    let (mut min, mut max) = (1, Some(1));
    for other in view.events().filter(|other| other.id() != event.id()) {
        let (starts, count) = (other.starts_before(event), other.occurrences());
        if starts.is_certain() && view.certainty(other).is_certain() {
            min += u64::from(count.min());
        }
        if starts.is_possible() {
            max = max
                .zip(count.max())
                .map(|(max, more)| max + u64::from(more));
        }
    }
    Rank::between(min, max)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_sequence_counts_and_ranks_as_its_view_does(
        events in events(0..DATES.len(), 9),
        before in pairs(),
        own in prop_oneof![2 => Just(Window::ALL), 1 => window()],
        windows in prop::collection::vec(window(), 1..6),
        at in 0_u32..60,
    ) {
        let timeline = built(&events, &before);
        let view = timeline.view().within(own);
        let sequence = view.sequence();
        for window in windows {
            prop_assert_eq!(sequence.count(window), view.within(window).count(), "{:?}", window);
        }
        prop_assert_eq!(sequence.count(Window::ALL), view.count());
        prop_assert_eq!(sequence.since_last(day(at)), view.since_last(day(at)));
        let ranks: Vec<_> = sequence.ranks().collect();
        prop_assert_eq!(ranks.len(), view.events().count());
        for ((event, rank), shown) in ranks.into_iter().zip(view.events()) {
            prop_assert_eq!(event, shown);
            prop_assert_eq!(rank, view.rank(event.id()).unwrap(), "{}", event.id());
            prop_assert_eq!(sequence.rank(event.id()), Ok(rank));
            prop_assert_eq!(rank, rank_by_pairs(&view, event));
            prop_assert_eq!(sequence.previous(event.id()), view.sequence().previous(event.id()));
            prop_assert_eq!(sequence.next(event.id()), view.sequence().next(event.id()));
        }
    }

    #[test]
    fn months_are_counted_as_one_by_one(
        events in events(0..DATES.len(), 9),
        own in prop_oneof![2 => Just(Window::ALL), 1 => window()],
        first in 0_u32..60,
        length in 0_u32..90,
    ) {
        let timeline = built(&events, &[]);
        let view = timeline.view().within(own);
        let (first, last) = (day(first), day(first + length));
        let told: Vec<(u64, Option<u64>)> = view
            .count_by(Period::Month, first..=last)
            .iter()
            .map(|tally| (tally.count.min().into(), tally.count.max().map(u64::from)))
            .collect();
        prop_assert_eq!(told, by_month(&view, first, last));
    }
}

#[test]
fn months_stop_where_chrono_does() {
    let timeline = built(&[], &[]);
    let view = timeline.view();
    assert_eq!(
        view.count_by(Period::Month, day(0)..=NaiveDate::MAX).len(),
        100_000
    );
    assert_eq!(
        view.count_by(Period::Month, NaiveDate::MAX..=NaiveDate::MAX)
            .len(),
        0
    );
    assert_eq!(view.count_by(Period::Month, day(40)..=day(0)).len(), 0);
    let tallies = view.count_by(Period::Month, NaiveDate::MIN..=NaiveDate::MIN);
    assert_eq!(tallies.len(), 1);
    assert_eq!(tallies[0].count, Count::ZERO);
}

#[test]
fn what_may_not_have_happened_is_never_certain() {
    let day = |text| When::parse(text).unwrap();
    let mut builder = Timeline::builder();
    builder.event(Event::call("first", day("2025-03-01")));
    let perhaps = Count::between(0, 3).unwrap();
    builder.event(Event::call("perhaps", day("2025-06-01")).occurrences(perhaps));
    let timeline = builder.build().unwrap();
    let view = timeline.view();
    let at = NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
    assert_eq!(
        view.certainty(view.event("perhaps").unwrap()),
        Certainty::Possible
    );
    assert_eq!(view.since_last(at).unwrap().days(), 30..=122);
    assert_eq!(view.sequence().since_last(at).unwrap().days(), 30..=122);
    assert_eq!(view.count(), Count::between(1, 4).unwrap());
}
