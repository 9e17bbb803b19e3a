//! A sorted view gives the same answers as the view itself, which examines every event.

mod coarse;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use coarse::{DATES, built, events};
use detente::event::{Count, Event};
use detente::time::{Period, PeriodError, Window};
use detente::timeline::EventRef;
use detente::{Certainty, Timeline, View, When};
use proptest::prelude::*;
use proptest::sample::select;

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 12, 28).unwrap() + Days::new(number.into())
}

fn hour(number: u32) -> DateTime<Utc> {
    day(0).and_hms_opt(0, 0, 0).unwrap().and_utc() + chrono::TimeDelta::hours(number.into())
}

/// Windows of days and of hours. Some are empty, some have no end.
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

/// The first day of the period of a date, found by going back until the period changes.
fn first_day(period: Period, date: NaiveDate) -> NaiveDate {
    let key = |date: NaiveDate| match period {
        Period::Day => (date.year(), date.ordinal()),
        Period::Week => (date.iso_week().year(), date.iso_week().week()),
        Period::Month => (date.year(), date.month()),
        Period::Quarter => (date.year(), date.quarter()),
        Period::Year => (date.year(), 0),
        _ => unreachable!("the test does not know {period:?}"),
    };
    let same = |day: &NaiveDate| key(*day) == key(date);
    let back = std::iter::successors(Some(date), NaiveDate::pred_opt);
    back.take_while(same).last().unwrap()
}

/// The first day of the next period, found by going forward until the period changes.
fn next_period(period: Period, date: NaiveDate) -> NaiveDate {
    let first = first_day(period, date);
    let later = date.iter_days().skip(1);
    let mut later = later.filter(|day| first_day(period, *day) != first);
    later.next().unwrap()
}

/// The counts by period, event by event and period by period.
fn by_period(
    view: &View<'_>,
    period: Period,
    (first, last): (NaiveDate, NaiveDate),
) -> Vec<(NaiveDate, u64, Option<u64>)> {
    let mut periods = Vec::new();
    let mut from = first_day(period, first);
    while from <= last {
        let to = next_period(period, from);
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
        periods.push((from, sum.0, sum.1));
        from = to;
    }
    periods
}

/// One plus the number of events that start before the event, pair by pair.
fn rank_by_pairs(view: &View<'_>, event: EventRef<'_>) -> (u64, Option<u64>) {
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
    (min, max)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_sequence_counts_and_ranks_like_its_view(
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
        let all: Vec<EventRef<'_>> = view.events().collect();
        for (at, ((event, rank), shown)) in ranks.into_iter().zip(view.events()).enumerate() {
            prop_assert_eq!(event, shown);
            prop_assert_eq!(rank, view.rank(event.id()).unwrap(), "{}", event.id());
            prop_assert_eq!(sequence.rank(event.id()), Ok(rank));
            prop_assert_eq!((rank.min(), rank.max()), rank_by_pairs(&view, event));
            let previous = at.checked_sub(1).map(|before| all[before]);
            prop_assert_eq!(sequence.previous(event.id()), Ok(previous));
            prop_assert_eq!(sequence.next(event.id()), Ok(all.get(at + 1).copied()));
        }
    }

    #[test]
    fn periods_are_counted_as_if_one_by_one(
        events in events(0..DATES.len(), 9),
        own in prop_oneof![2 => Just(Window::ALL), 1 => window()],
        first in 0_u32..60,
        length in 0_u32..90,
        period in select(vec![
            Period::Day,
            Period::Week,
            Period::Month,
            Period::Quarter,
            Period::Year,
        ]),
    ) {
        let timeline = built(&events, &[]);
        let view = timeline.view().within(own);
        let (first, last) = (day(first), day(first + length));
        let found: Vec<_> = view
            .count_by(period, first..=last)
            .unwrap()
            .rows
            .iter()
            .map(|row| {
                let count = row.count.unwrap();
                (row.period.start(), count.min().into(), count.max().map(u64::from))
            })
            .collect();
        prop_assert_eq!(found, by_period(&view, period, (first, last)));
    }
}

#[test]
fn a_table_has_all_periods_or_there_is_an_error() {
    let timeline = built(&[], &[]);
    let view = timeline.view();
    let rows = |period, days| view.count_by(period, days).map(|table| table.rows.len());
    assert_eq!(rows(Period::Month, day(40)..=day(0)), Ok(0));
    let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();
    let last = |days: u64| first + Days::new(days - 1);
    assert_eq!(rows(Period::Day, first..=last(100_000)), Ok(100_000));
    assert!(matches!(
        rows(Period::Day, first..=last(100_001)),
        Err(PeriodError::TooMany { .. })
    ));
    assert!(matches!(
        rows(
            Period::Month,
            day(0)..=NaiveDate::from_ymd_opt(262_000, 1, 1).unwrap()
        ),
        Err(PeriodError::TooMany { .. })
    ));
    // The calendar of chrono ends with the year 262142, so its last month has no end.
    assert!(matches!(
        rows(Period::Month, NaiveDate::MAX..=NaiveDate::MAX),
        Err(PeriodError::OutOfRange { .. })
    ));
    let table = view.count_by(Period::Month, NaiveDate::MIN..=NaiveDate::MIN);
    let table = table.unwrap();
    assert_eq!(table.rows.len(), 1);
    assert_eq!(table.rows[0].count, Some(Count::ZERO));
    assert_eq!(table.rows[0].period.to_string(), "-262143-01");
}

#[test]
fn an_event_that_may_not_have_happened_is_never_certain() {
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
