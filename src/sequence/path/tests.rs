//! Paths against every choice of dates.

use proptest::prelude::*;

use super::*;
use crate::actor::Actor;
use crate::event::{Event, Participant};
use crate::time::Bounds;
use crate::time::When;
use crate::timeline::Timeline;

const ACTORS: usize = 4;

/// Two actors, whether only the first tells, and four bounds of a few seconds.
type Plain = (usize, usize, bool, [i64; 4]);

fn plain() -> impl Strategy<Value = Plain> {
    let bounds = [0_i64..5, 1_i64..7, 0_i64..6, 1_i64..8];
    (0..ACTORS, 0..ACTORS, any::<bool>(), bounds).prop_filter_map(
        "no such event",
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

/// When each actor is told first, all dates given, by going round until nothing changes.
fn told(events: &[Plain], dates: &[(i64, i64)], from: i64, wait: i64) -> [Option<i64>; ACTORS] {
    let mut told = [None; ACTORS];
    told[0] = Some(from);
    for _ in events {
        for (&(a, b, one_way, _), &(start, end)) in events.iter().zip(dates) {
            let ways = if one_way {
                vec![(a, b)]
            } else {
                vec![(a, b), (b, a)]
            };
            for (by, to) in ways {
                let ready = told[by].map(|at| if by == 0 { at } else { at + wait });
                if ready.is_some_and(|at| at <= start) && told[to].is_none_or(|at| end < at) {
                    told[to] = Some(end);
                }
            }
        }
    }
    told
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
        let mut paths = timeline.view().paths().with(respect);
        for one in &mut paths.events {
            one.bounds = events[one.event.id().parse::<usize>().unwrap()].3;
        }
        let mut earliest = [None; ACTORS];
        let mut always = [true; ACTORS];
        let mut latest_of_certain = [None; ACTORS];
        let reach = paths.reach("0", [from, from], None).unwrap();
        for dates in all_dates(&events) {
            let told = told(&events, &dates, from, respect.wait());
            for actor in 0..ACTORS {
                earliest[actor] = match (earliest[actor], told[actor]) {
                    (Some(known), Some(at)) => Some(i64::min(known, at)),
                    (known, at) => known.or(at),
                };
                always[actor] &= told[actor].is_some();
                // When the certain path arrives with these dates.
                let certain = reach.to(&actor.to_string()).unwrap().certain;
                if let Some(path) = certain {
                    let mut at = from;
                    for hop in path.hops() {
                        let (start, end) = dates[hop.event().id().parse::<usize>().unwrap()];
                        prop_assert!(at <= start);
                        at = end + respect.wait();
                    }
                    let end = if path.hops().is_empty() { from } else { at - respect.wait() };
                    latest_of_certain[actor] = latest_of_certain[actor].max(Some(end));
                }
            }
        }
        for actor in 0..ACTORS {
            let found = reach.to(&actor.to_string()).unwrap();
            prop_assert_eq!(found.possible.as_ref().map(|path| path.arrival), earliest[actor]);
            prop_assert_eq!(found.certain.as_ref().map(|path| path.arrival), latest_of_certain[actor]);
            prop_assert!(always[actor] || found.certain.is_none());
            // Until when it could be told is from when on it can still be.
            if let Some(path) = found.possible {
                let last = paths.origins(&timeline, actor, path.arrival);
                prop_assert!(actor == 0 || from <= last.departure && last.arrival <= path.arrival);
            }
        }
    }
}

impl<'t> Paths<'t> {
    /// The possible path of the latest departure from actor 0 that arrives at an actor by a second.
    fn origins(&self, timeline: &'t Timeline, actor: usize, by: i64) -> Path<'t> {
        let quest = Quest {
            back: true,
            sure: false,
            actor: timeline.actor_index(&actor.to_string()).unwrap(),
            at: -by,
            over: None,
        };
        let source = timeline.actor_index("0").unwrap();
        self.path(&self.search(quest), source).unwrap()
    }
}
