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
        let rules = if strict { PathRules::new().strict() } else { PathRules::new() };
        let timeline = timeline(&events);
        let mut paths = timeline.view().paths().with_rules(rules);
        for one in &mut paths.events {
            one.bounds = events[one.event.id().parse::<usize>().unwrap()].3;
        }
        let mut earliest = [None; ACTORS];
        let mut always = [true; ACTORS];
        let mut latest_of_certain = [None; ACTORS];
        let reachable = paths.reachable(&"0".into(), [from, from], None).unwrap();
        for dates in all_dates(&events) {
            let arrivals = arrivals(&events, &dates, from, rules.wait());
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
                        at = end + rules.wait();
                    }
                    let end = if path.steps.is_empty() { from } else { at - rules.wait() };
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

/// When each actor is informed first for given dates by walks with limits, and of how many contacts those
/// of the fewest contacts are. Every walk is followed.
fn limited(
    events: &[Plain],
    dates: &[(i64, i64)],
    from: i64,
    rules: PathRules,
) -> [[Option<i64>; ACTORS]; 2] {
    let mut best = [[None; ACTORS]; 2];
    // The actor, when it was informed (`None` for the source), and the number of contacts.
    let mut walks: Vec<(usize, Option<i64>, u32)> = vec![(0, None, 0)];
    while let Some((actor, informed, hops)) = walks.pop() {
        for (&(a, b, one_way, _), &(start, end)) in events.iter().zip(dates) {
            let to = if actor == a {
                b
            } else if actor == b && !one_way {
                a
            } else {
                continue;
            };
            let in_time = informed.map_or(from <= start, |at| {
                let wait = rules.max_wait_seconds.map_or(i64::MAX, u64::cast_signed);
                at + rules.wait() <= start && start - at <= wait
            });
            if to == 0 || !in_time || rules.max_hops.is_some_and(|most| hops >= most) {
                continue;
            }
            walks.push((to, Some(end), hops + 1));
            for (best, value) in best.iter_mut().zip([end, i64::from(hops) + 1]) {
                best[to] = Some(best[to].map_or(value, |known: i64| known.min(value)));
            }
        }
    }
    best
}

fn rules() -> impl Strategy<Value = PathRules> {
    (
        any::<bool>(),
        prop::option::of(0_u64..4),
        prop::option::of(0_u32..4),
    )
        .prop_map(|(strict, max_wait_seconds, max_hops)| PathRules {
            respect: if strict {
                TimeRespect::Strict
            } else {
                TimeRespect::NonStrict
            },
            max_wait_seconds,
            max_hops,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn paths_with_limits_are_what_some_dates_allow_and_what_all_do(
        events in prop::collection::vec(plain(), 0..4),
        from in 0_i64..4,
        rules in rules(),
    ) {
        let timeline = timeline(&events);
        let mut paths = timeline.view().paths().with_rules(rules);
        for one in &mut paths.events {
            one.bounds = events[one.event.id().parse::<usize>().unwrap()].3;
        }
        let all = all_dates(&events);
        let found: Vec<_> = all.iter().map(|dates| limited(&events, dates, from, rules)).collect();
        let reachable = paths.reachable(&"0".into(), [from, from], None).unwrap();
        for actor in 1..ACTORS {
            let name = actor.to_string();
            let arrival = reachable.to(&name).unwrap();
            let least = |which: usize| found.iter().filter_map(|best| best[which][actor]).min();
            prop_assert_eq!(arrival.possible.as_ref().map(|path| second(path.arrival)), least(0));
            let fewest = paths.reach_in_fewest(&timeline, actor, from);
            prop_assert_eq!(fewest, least(1));
            // A certain path respects the rules for all dates, and no other path that does so arrives
            // earlier at the latest.
            let certain = paths.certain_chains(&events, &all, actor, from);
            let earliest = certain.iter().map(|&(_, latest)| latest).min();
            prop_assert_eq!(arrival.certain.as_ref().map(|path| second(path.arrival)), earliest);
            let fastest = paths.fastest("0", &name).unwrap();
            let duration = |path: &Path<'_>| path.duration().unwrap().num_seconds();
            let all_times = paths.certain_chains(&events, &all, actor, -9);
            let least = all_times.iter().map(|&(departure, latest)| latest - departure).min();
            prop_assert_eq!(fastest.as_ref().map(duration), least);
            for path in [&arrival.possible, &arrival.certain].into_iter().flatten() {
                prop_assert!(rules.max_hops.is_none_or(|most| path.steps.len() <= most as usize));
            }
        }
    }
}

impl Paths<'_> {
    fn reach_in_fewest(&self, timeline: &Timeline, actor: usize, from: i64) -> Option<i64> {
        let [source, target] =
            [0, actor].map(|actor: usize| timeline.actor_index(&actor.to_string()).unwrap());
        let search = Search {
            is_backward: false,
            is_certain: false,
            actors: vec![source],
            at: from,
            excluded: None,
        };
        let path = self.path(&self.search(&search, Some(target)), target)?;
        i64::try_from(path.steps.len()).ok()
    }

    /// The chains of events from actor 0 that respect the rules for all dates: the earliest start and the
    /// latest end of each.
    fn certain_chains(
        &self,
        events: &[Plain],
        all: &[Vec<(i64, i64)>],
        target: usize,
        from: i64,
    ) -> Vec<(i64, i64)> {
        let rules = self.rules;
        let mut found = Vec::new();
        let mut chains: Vec<(usize, Vec<usize>)> = vec![(0, Vec::new())];
        while let Some((actor, chain)) = chains.pop() {
            for (number, &(a, b, one_way, _)) in events.iter().enumerate() {
                let to = match actor {
                    _ if actor == a => b,
                    _ if actor == b && !one_way => a,
                    _ => continue,
                };
                let mut longer = chain.clone();
                longer.push(number);
                let holds = |dates: &Vec<(i64, i64)>| {
                    let gaps = longer.windows(2).all(|two| {
                        let gap = dates[two[1]].0 - dates[two[0]].1;
                        let wait = rules.max_wait_seconds.map_or(i64::MAX, u64::cast_signed);
                        rules.wait() <= gap && gap <= wait
                    });
                    from <= dates[longer[0]].0 && gaps
                };
                let is_short = rules
                    .max_hops
                    .is_none_or(|most| longer.len() <= most as usize);
                if to == 0 || chain.contains(&number) || !is_short || !all.iter().all(holds) {
                    continue;
                }
                if to == target {
                    let departure = all.iter().map(|dates| dates[longer[0]].0).min().unwrap();
                    found.push((
                        departure,
                        all.iter().map(|dates| dates[number].1).max().unwrap(),
                    ));
                }
                chains.push((to, longer));
            }
        }
        found
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
            actors: vec![timeline.actor_index(&actor.to_string()).unwrap()],
            at: -by,
            excluded: None,
        };
        let source = timeline.actor_index("0").unwrap();
        self.path(&self.search(&search, None), source).unwrap()
    }
}
