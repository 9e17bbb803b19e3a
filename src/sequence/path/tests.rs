//! Paths compared with an enumeration of all dates.

use chrono::{DateTime, Utc};
use proptest::prelude::*;

use super::*;
use crate::actor::Actor;
use crate::event::{Event, Participant};
use crate::time::Bounds;
use crate::time::When;
use crate::timeline::Timeline;

const ACTORS: usize = 4;

/// Two actors, whether only the first informs, and four bounds of a few seconds.
type Plain = (usize, usize, bool, [i64; 4]);

fn plain() -> impl Strategy<Value = Plain> {
    let bounds = [0_i64..5, 1_i64..7, 0_i64..6, 1_i64..8];
    (0..ACTORS, 0..ACTORS, any::<bool>(), bounds).prop_filter_map(
        "the bounds are not in order",
        |(a, b, one_way, raw)| {
            let bounds = Bounds::from_raw(raw)?.raw();
            (a != b).then_some((a, b, one_way, bounds))
        },
    )
}

fn timeline(events: &[Plain]) -> Timeline {
    let mut builder = Timeline::builder();
    for actor in 0..ACTORS {
        builder.actor(Actor::person(actor.to_string()));
    }
    for (number, &(a, b, one_way, _)) in events.iter().enumerate() {
        let when = When::parse("2025-07-10").unwrap();
        let (first, second) = if one_way {
            (Role::Source, Role::Target)
        } else {
            (Role::Party, Role::Party)
        };
        let event = Event::meeting(number.to_string(), when)
            .participant(Participant::new(a.to_string(), first))
            .participant(Participant::new(b.to_string(), second));
        builder.event(event);
    }
    builder.build().unwrap()
}

/// Every start and end that some bounds allow.
fn dates([start_earliest, start_latest, end_earliest, end_latest]: [i64; 4]) -> Vec<(i64, i64)> {
    (start_earliest..start_latest)
        .flat_map(|start| (end_earliest + 1..=end_latest).map(move |end| (start, end)))
        .filter(|(start, end)| start < end)
        .collect()
}

/// When each actor is informed first for given dates, repeated until nothing changes.
fn arrivals(events: &[Plain], dates: &[(i64, i64)], from: i64, wait: i64) -> [Option<i64>; ACTORS] {
    let mut arrivals = [None; ACTORS];
    arrivals[0] = Some(from);
    for _ in events {
        for (&(a, b, one_way, _), &(start, end)) in events.iter().zip(dates) {
            let ways = if one_way {
                vec![(a, b)]
            } else {
                vec![(a, b), (b, a)]
            };
            for (by, to) in ways {
                let ready = arrivals[by].map(|at| if by == 0 { at } else { at + wait });
                if ready.is_some_and(|at| at <= start) && arrivals[to].is_none_or(|at| end < at) {
                    arrivals[to] = Some(end);
                }
            }
        }
    }
    arrivals
}

fn all_dates(events: &[Plain]) -> Vec<Vec<(i64, i64)>> {
    let mut all: Vec<Vec<(i64, i64)>> = vec![Vec::new()];
    for event in events {
        all = all
            .iter()
            .flat_map(|so_far| {
                dates(event.3)
                    .into_iter()
                    .map(|date| so_far.iter().copied().chain([date]).collect())
            })
            .collect();
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn possible_is_what_some_dates_allow_and_certain_what_all_do(
        events in prop::collection::vec(plain(), 0..4),
        from in 0_i64..4,
        strict in any::<bool>(),
    ) {
        let respect = if strict { TimeRespect::Strict } else { TimeRespect::NonStrict };
        let timeline = timeline(&events);
        let mut paths = timeline.view().paths().with_time_respect(respect);
        for one in &mut paths.events {
            one.bounds = events[one.event.id().parse::<usize>().unwrap()].3;
        }
        let mut earliest = [None; ACTORS];
        let mut always = [true; ACTORS];
        let mut latest_of_certain = [None; ACTORS];
        let reachable = paths.reachable("0", [from, from], None).unwrap();
        for dates in all_dates(&events) {
            let arrivals = arrivals(&events, &dates, from, respect.wait());
            for actor in 0..ACTORS {
                earliest[actor] = match (earliest[actor], arrivals[actor]) {
                    (Some(known), Some(at)) => Some(i64::min(known, at)),
                    (known, at) => known.or(at),
                };
                always[actor] &= arrivals[actor].is_some();
                // When the certain path arrives for these dates.
                let certain = reachable.to(&actor.to_string()).unwrap().certain;
                if let Some(path) = certain {
                    let mut at = from;
                    for step in &path.steps {
                        let (start, end) = dates[step.event.id().parse::<usize>().unwrap()];
                        prop_assert!(at <= start);
                        at = end + respect.wait();
                    }
                    let end = if path.steps.is_empty() { from } else { at - respect.wait() };
                    latest_of_certain[actor] = latest_of_certain[actor].max(Some(end));
                }
            }
        }
        for actor in 0..ACTORS {
            let found = reachable.to(&actor.to_string()).unwrap();
            prop_assert_eq!(found.possible.as_ref().map(|path| second(path.arrival)), earliest[actor]);
            prop_assert_eq!(found.certain.as_ref().map(|path| second(path.arrival)), latest_of_certain[actor]);
            prop_assert!(always[actor] || found.certain.is_none());
            // What arrives by an instant can depart no later than the latest departure.
            if let Some(path) = found.possible {
                let arrival = second(path.arrival);
                let last = paths.last_to(&timeline, actor, arrival);
                let in_time = from <= second(last.departure) && second(last.arrival) <= arrival;
                prop_assert!(actor == 0 || in_time);
            }
        }
    }
}

fn second(at: Option<DateTime<Utc>>) -> i64 {
    at.unwrap().timestamp()
}

impl<'t> Paths<'t> {
    /// The possible path with the latest departure from actor 0 that arrives at an actor by a second.
    fn last_to(&self, timeline: &'t Timeline, actor: usize, by: i64) -> Path<'t> {
        let search = Search {
            is_backward: true,
            is_certain: false,
            actor: timeline.actor_index(&actor.to_string()).unwrap(),
            at: -by,
            excluded: None,
        };
        let source = timeline.actor_index("0").unwrap();
        self.path(&self.search(search), source).unwrap()
    }
}
