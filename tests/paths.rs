//! Time-respecting paths compared with all chains of contacts, and with all dates.

use chrono::{NaiveDate, TimeDelta};
use detente::TimelineBuilder;
use detente::actor::Actor;
use detente::event::{Count, Event, Participant, Report, Role, Status};
use detente::sequence::{
    BestPath, Contact, ContactError, Contacts, Path, PathRules, Paths, TimeRespect,
};
use detente::time::Certainty;
use detente::{Timeline, When};
use proptest::prelude::*;

const RESPECTS: [TimeRespect; 2] = [TimeRespect::NonStrict, TimeRespect::Strict];

fn rules_of(respect: TimeRespect) -> PathRules {
    match respect {
        TimeRespect::NonStrict => PathRules::new(),
        TimeRespect::Strict => PathRules::new().strict(),
    }
}

fn follows(respect: TimeRespect, end: i64, start: i64) -> bool {
    match respect {
        TimeRespect::NonStrict => end <= start,
        TimeRespect::Strict => end < start,
    }
}

/// A contact in one direction: source, target, start and end.
type Link = (u32, u32, i64, i64);

/// All chains from an actor that use no row twice.
fn chains(rows: &[Contact], respect: TimeRespect, source: u32) -> Vec<Vec<Link>> {
    let mut all: Vec<(Vec<usize>, Vec<Link>)> = vec![(Vec::new(), Vec::new())];
    let mut next = 0;
    while let Some((used, chain)) = all.get(next).cloned() {
        next += 1;
        let (at, end) = chain
            .last()
            .map_or((source, i64::MIN), |hop| (hop.1, hop.3));
        for (number, row) in rows.iter().enumerate() {
            let fits = chain.is_empty() || follows(respect, end, row.start());
            let ways = [(row.source(), row.target()), (row.target(), row.source())];
            for (from, to) in ways
                .into_iter()
                .take(if row.is_both_ways() { 2 } else { 1 })
            {
                if from == at && fits && !used.contains(&number) {
                    let (mut used, mut chain) = (used.clone(), chain.clone());
                    used.push(number);
                    chain.push((from, to, row.start(), row.end()));
                    all.push((used, chain));
                }
            }
        }
    }
    all.into_iter().map(|(_, chain)| chain).skip(1).collect()
}

fn as_links(path: &[Contact]) -> Vec<Link> {
    path.iter()
        .map(|one| (one.source(), one.target(), one.start(), one.end()))
        .collect()
}

fn contact() -> impl Strategy<Value = Contact> {
    (0_u32..5, 0_u32..5, 0_i64..7, 0_i64..3, any::<bool>())
        .prop_filter("an actor does not meet itself", |row| row.0 != row.1)
        .prop_map(|(a, b, start, length, both_ways)| {
            let make = if both_ways {
                Contact::both_ways
            } else {
                Contact::one_way
            };
            make(a * 10, b * 10, start, start + length).unwrap()
        })
}

/// Few different times, so that contacts at the same instant, and cycles of them, are common.
fn rows() -> impl Strategy<Value = Vec<Contact>> {
    let instants = (0_u32..5, 0_u32..5, 0_i64..2, any::<bool>())
        .prop_filter("an actor does not meet itself", |row| row.0 != row.1)
        .prop_map(|(a, b, at, both_ways)| {
            let make = if both_ways {
                Contact::both_ways
            } else {
                Contact::one_way
            };
            make(a * 10, b * 10, at, at).unwrap()
        });
    prop_oneof![
        3 => prop::collection::vec(contact(), 0..7),
        1 => prop::collection::vec(instants.clone(), 0..7),
        1 => prop::collection::vec(prop_oneof![contact().boxed(), instants.boxed()], 0..7),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn contacts_match_all_chains(rows in rows(), from in 0_i64..4, by in 0_i64..9) {
        for respect in RESPECTS {
            let contacts = rows.iter().copied().collect::<Contacts>().with_rules(rules_of(respect));
            for source in (0..5).map(|actor| actor * 10) {
                let chains = chains(&rows, respect, source);
                let arrivals = contacts.earliest_arrival([source], from);
                prop_assert_eq!(arrivals.at(source), Some(from));
                for target in (0..5).map(|actor| actor * 10).filter(|&actor| actor != source) {
                    let to_target = || chains.iter().filter(|chain| chain.last().unwrap().1 == target);
                    let start = |chain: &[Link]| chain[0].2;
                    let end = |chain: &[Link]| chain[chain.len() - 1].3;

                    let later = to_target().filter(|chain| from <= start(chain));
                    let first = later.clone().map(|chain| end(chain)).min();
                    prop_assert_eq!(arrivals.at(target), first);
                    let path = arrivals.path_to(target).map(|path| as_links(&path));
                    prop_assert_eq!(path.as_ref().map(|path| end(path)), first);
                    prop_assert!(path.is_none_or(|path| later.clone().any(|chain| *chain == path)));

                    let departures = contacts.latest_departure([target], by);
                    let in_time = to_target().filter(|chain| end(chain) <= by);
                    let last = in_time.clone().map(|chain| start(chain)).max();
                    prop_assert_eq!(departures.at(source), last);
                    let path = departures.path_from(source).map(|path| as_links(&path));
                    prop_assert_eq!(path.as_ref().map(|path| start(path)), last);
                    prop_assert!(path.is_none_or(|path| in_time.clone().any(|chain| *chain == path)));

                    let least = to_target().map(|chain| end(chain) - start(chain)).min();
                    let path = contacts.fastest([source], target).map(|path| as_links(&path));
                    prop_assert_eq!(path.as_ref().map(|path| end(path) - start(path)), least);
                    prop_assert!(path.is_none_or(|path| to_target().any(|chain| *chain == path)));

                    let fewest = to_target().map(|chain| (chain.len(), end(chain))).min();
                    let path = contacts.fewest_hops([source], target).map(|path| as_links(&path));
                    prop_assert_eq!(path.as_ref().map(|path| (path.len(), end(path))), fewest);
                    prop_assert!(path.is_none_or(|path| to_target().any(|chain| *chain == path)));
                }
            }
        }
    }

    #[test]
    fn insertion_order_does_not_matter(rows in rows()) {
        let forward: Contacts = rows.iter().copied().collect();
        let backward: Contacts = rows.iter().rev().copied().collect();
        prop_assert!(forward.iter().eq(backward.iter()));
        let all = |contacts: &Contacts| {
            let arrivals = contacts.earliest_arrival([0], 0);
            (0..5).map(|to| (arrivals.path_to(to * 10), contacts.fastest([0], to * 10))).collect::<Vec<_>>()
        };
        prop_assert_eq!(all(&forward), all(&backward));
    }
}

/// All walks of up to some contacts from some actors, which may return to actors, but not to those where
/// they start.
fn walks(rows: &[Contact], rules: PathRules, sources: &[u32], longest: usize) -> Vec<Vec<Link>> {
    let mut all: Vec<Vec<Link>> = sources.iter().map(|_| Vec::new()).collect();
    let mut found = Vec::new();
    let mut starts: Vec<u32> = sources.to_vec();
    while let (Some(walk), Some(source)) = (all.pop(), starts.pop()) {
        let (at, end) = walk
            .last()
            .map_or((source, None), |hop| (hop.1, Some(hop.3)));
        for row in rows {
            let fits = end.is_none_or(|end| {
                let wait = rules
                    .max_wait_seconds
                    .map_or(i64::MAX, |wait| i64::try_from(wait).unwrap());
                follows(rules.respect, end, row.start()) && row.start() - end <= wait
            });
            let ways = [(row.source(), row.target()), (row.target(), row.source())];
            for (from, to) in ways
                .into_iter()
                .take(if row.is_both_ways() { 2 } else { 1 })
            {
                let most = rules
                    .max_hops
                    .map_or(longest, |most| longest.min(most as usize));
                let hop = (from, to, row.start(), row.end());
                // To use a contact twice in one direction is a detour for nothing.
                let is_new = !walk.contains(&hop);
                if from == at && fits && is_new && !sources.contains(&to) && walk.len() < most {
                    let mut longer = walk.clone();
                    longer.push(hop);
                    found.push(longer.clone());
                    all.push(longer);
                    starts.push(source);
                }
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn contacts_with_limits_match_all_walks(
        rows in rows(),
        strict in any::<bool>(),
        wait in prop::option::of(0_u64..4),
        hops in prop::option::of(0_u32..5),
        second in prop::option::of(0_u32..5),
        from in 0_i64..4,
    ) {
        let mut rules = if strict { PathRules::new().strict() } else { PathRules::new() };
        rules.max_wait_seconds = wait;
        rules.max_hops = hops;
        let contacts = rows.iter().copied().collect::<Contacts>().with_rules(rules);
        let mut sources = vec![0];
        sources.extend(second.map(|actor| actor * 10));
        sources.sort_unstable();
        sources.dedup();
        let walks = walks(&rows, rules, &sources, 7);
        let start = |walk: &[Link]| walk[0].2;
        let end = |walk: &[Link]| walk[walk.len() - 1].3;
        let arrivals = contacts.earliest_arrival(sources.iter().copied(), from);
        for target in (0..5).map(|actor| actor * 10).filter(|actor| !sources.contains(actor)) {
            let to_target = || walks.iter().filter(|walk| walk.last().unwrap().1 == target);
            let later = || to_target().filter(|walk| from <= start(walk));
            let first = later().map(|walk| end(walk)).min();
            prop_assert_eq!(arrivals.at(target), first);
            let path = arrivals.path_to(target).map(|path| as_links(&path));
            prop_assert_eq!(path.as_ref().map(|path| end(path)), first);
            prop_assert!(path.is_none_or(|path| later().any(|walk| *walk == path)), "a walk of the rules");

            let fewest = to_target().map(|walk| (walk.len(), end(walk))).min();
            let path = contacts.fewest_hops(sources.iter().copied(), target).map(|path| as_links(&path));
            prop_assert_eq!(path.as_ref().map(|path| (path.len(), end(path))), fewest);
            prop_assert!(path.is_none_or(|path| to_target().any(|walk| *walk == path)));
            let number = to_target().filter(|walk| Some(walk.len()) == fewest.map(|best| best.0)).count();
            let count = |best| contacts.count(sources.iter().copied(), target, best);
            prop_assert_eq!(count(BestPath::FewestHops), number as u128);

            let time = |walk: &[Link]| end(walk) - start(walk);
            let least = to_target().map(|walk| (time(walk), walk.len())).min();
            let path = contacts.fastest(sources.iter().copied(), target).map(|path| as_links(&path));
            prop_assert_eq!(path.as_ref().map(|path| time(path)), least.map(|best| best.0));
            prop_assert!(path.is_none_or(|path| to_target().any(|walk| *walk == path)));
            let number = to_target().filter(|walk| Some((time(walk), walk.len())) == least).count();
            prop_assert_eq!(count(BestPath::Fastest), number as u128);
        }
    }

    #[test]
    fn the_latest_departure_is_the_earliest_arrival_with_time_reversed(
        rows in rows(),
        strict in any::<bool>(),
        wait in prop::option::of(0_u64..4),
        hops in prop::option::of(0_u32..5),
        by in 0_i64..9,
    ) {
        let mut rules = if strict { PathRules::new().strict() } else { PathRules::new() };
        rules.max_wait_seconds = wait;
        rules.max_hops = hops;
        let contacts = rows.iter().copied().collect::<Contacts>().with_rules(rules);
        let mirror = |row: &Contact| {
            let make = if row.is_both_ways() { Contact::both_ways } else { Contact::one_way };
            make(row.target(), row.source(), -row.end(), -row.start()).unwrap()
        };
        let mirrored = rows.iter().map(mirror).collect::<Contacts>().with_rules(rules);
        let departures = contacts.latest_departure([0, 10], by);
        let arrivals = mirrored.earliest_arrival([0, 10], -by);
        for actor in (0..5).map(|actor| actor * 10) {
            prop_assert_eq!(departures.at(actor), arrivals.at(actor).map(|at| -at));
            let Some(path) = departures.path_from(actor).filter(|path| !path.is_empty()) else { continue };
            prop_assert_eq!((path[0].source(), path[0].start()), (actor, departures.at(actor).unwrap()));
            prop_assert!([0, 10].contains(&path[path.len() - 1].target()) && path[path.len() - 1].end() <= by);
            prop_assert!(hops.is_none_or(|most| path.len() <= most as usize));
            for two in path.windows(2) {
                prop_assert_eq!(two[0].target(), two[1].source());
                prop_assert!(follows(rules.respect, two[0].end(), two[1].start()));
                prop_assert!(wait.is_none_or(|most| two[1].start() - two[0].end() <= i64::try_from(most).unwrap()));
            }
        }
    }
}

#[test]
fn counts_beyond_128_bits_stop_at_the_largest_number() {
    // Two ways at each of 130 places: 2^130 paths.
    let rows = (0_u32..130).flat_map(|place| {
        let at = i64::from(place);
        [place; 2].map(|place| Contact::one_way(place, place + 1, at, at + 1).unwrap())
    });
    let contacts: Contacts = rows.collect();
    assert_eq!(contacts.count([0], 127, BestPath::FewestHops), 1 << 127);
    assert_eq!(contacts.count([0], 130, BestPath::FewestHops), u128::MAX);
    assert_eq!(contacts.count([0], 130, BestPath::Fastest), u128::MAX);
    assert_eq!(contacts.count([0], 0, BestPath::Fastest), 0);
    // What does not fit in total may fit for one actor.
    assert_eq!(contacts.count([128], 130, BestPath::Fastest), 4);
}

#[test]
fn of_several_sources_the_path_shows_which_one_informed() {
    let timeline = timeline(&[
        event(&[0, 2], "2025-07-05"),
        event(&[1, 2], "2025-07-03"),
        event(&[2, 3], "2025-07-04"),
    ]);
    let paths = timeline.view().paths();
    let arrival = paths.earliest_arrival(["p0", "p1"], day(1)).unwrap();
    let path = arrival.to("p3").unwrap().certain.unwrap();
    assert_eq!(path.to_string(), "p1 -> p2 (1) -> p3 (2)");
    assert!(
        arrival
            .iter()
            .all(|(actor, _)| !["p0", "p1"].contains(&actor.id()))
    );
    assert_eq!(arrival.to("p0").unwrap().certain.unwrap().steps, []);
    let fewest = paths.fewest_hops(["p0", "p1"], day(1), "p2").unwrap();
    assert_eq!(fewest.certain.unwrap().to_string(), "p1 -> p2 (1)");
    let targets = paths.latest_departure(["p0", "p3"], day(9)).unwrap();
    let departure = targets.from("p2").unwrap().certain.unwrap();
    assert_eq!(departure.to_string(), "p2 -> p0 (0)");
    assert!(paths.earliest_arrival([] as [&str; 0], day(1)).is_err());
}

#[test]
fn instants_of_one_second_follow_each_other() {
    // In the order of rows, each contact comes before the one that it needs.
    let rows = (1..6).map(|actor| Contact::one_way(actor, actor - 1, 9, 9).unwrap());
    let contacts: Contacts = rows.collect();
    assert_eq!(contacts.earliest_arrival([5], 0).at(0), Some(9));
    assert_eq!(contacts.latest_departure([0], 9).at(5), Some(9));
    assert_eq!(contacts.fastest([5], 0).map(|path| path.len()), Some(5));
    assert_eq!(contacts.fewest_hops([5], 0).map(|path| path.len()), Some(5));
    let strict = contacts.with_rules(PathRules::new().strict());
    assert_eq!(strict.earliest_arrival([5], 0).at(0), None);
    assert_eq!(strict.earliest_arrival([5], 9).at(4), Some(9));
    assert_eq!(strict.latest_departure([0], 9).at(1), Some(9));
    assert_eq!(strict.latest_departure([0], 9).at(2), None);
}

#[test]
fn an_impossible_contact_is_refused() {
    assert_eq!(
        Contact::one_way(1, 1, 0, 1),
        Err(ContactError::WithItself { actor: 1 })
    );
    let backward = Contact::both_ways(2, 1, 5, 4).unwrap_err();
    assert_eq!(
        backward.to_string(),
        "the contact ends at `4`, before it starts at `5`: expected the start first"
    );
    assert!(matches!(
        Contact::one_way(1, 2, 0, i64::MAX),
        Err(ContactError::OutOfRange { .. })
    ));
    assert!(matches!(
        Contact::one_way(1, 2, i64::MIN, 0),
        Err(ContactError::OutOfRange { .. })
    ));
    let furthest = Contact::one_way(1, 2, 2 - i64::MAX, i64::MAX - 2).unwrap();
    for respect in RESPECTS {
        let contacts = [furthest]
            .into_iter()
            .collect::<Contacts>()
            .with_rules(rules_of(respect));
        assert_eq!(
            contacts.earliest_arrival([1], i64::MIN).at(2),
            Some(i64::MAX - 2)
        );
        assert_eq!(
            contacts.latest_departure([2], i64::MAX).at(1),
            Some(2 - i64::MAX)
        );
        assert_eq!(contacts.fewest_hops([1], 2).map(|path| path.len()), Some(1));
    }
}

#[test]
fn the_fastest_path_is_found_even_if_durations_exceed_an_i64() {
    let (first, last) = (2 - i64::MAX, i64::MAX - 2);
    let rows = [
        Contact::one_way(1, 2, first, last - 5).unwrap(),
        Contact::one_way(1, 2, first + 100, last).unwrap(),
    ];
    let contacts: Contacts = rows.into_iter().collect();
    assert_eq!(contacts.fastest([1], 2), Some(vec![rows[1]]));
}

#[test]
fn an_actor_without_contacts_reaches_no_other_actor() {
    let contacts: Contacts = [Contact::both_ways(1, 2, 0, 1).unwrap()]
        .into_iter()
        .collect();
    let arrivals = contacts.earliest_arrival([9], 0);
    assert_eq!(
        (arrivals.at(9), arrivals.at(1), arrivals.iter().count()),
        (Some(0), None, 0)
    );
    assert_eq!(arrivals.path_to(9), Some(Vec::new()));
    assert_eq!(contacts.fastest([9], 1), None);
    assert_eq!(contacts.fastest([1], 1), None);
    assert!(
        Contacts::default()
            .earliest_arrival([0], 0)
            .path_to(1)
            .is_none()
    );
    // The largest number takes no more memory than any other.
    let high: Contacts = [Contact::both_ways(0, u32::MAX, 0, 1).unwrap()]
        .into_iter()
        .collect();
    assert_eq!(
        high.earliest_arrival([0], 0).iter().collect::<Vec<_>>(),
        [(u32::MAX, 1)]
    );
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, day).unwrap()
}

/// An event in July: who informs, who is informed, and the first and last day for each of its dates.
#[derive(Clone, Debug)]
struct Plain {
    actors: Vec<(usize, Role)>,
    when: String,
    placements: Vec<(u32, u32)>,
    disputed: bool,
}

fn plain() -> impl Strategy<Value = Plain> {
    let role = prop_oneof![
        4 => Just(Role::Party), 1 => Just(Role::Mediator), 2 => Just(Role::Source),
        1 => Just(Role::Target), 1 => Just(Role::Addressee), 1 => Just(Role::Attendee),
    ];
    let actors = prop::sample::subsequence(vec![0_usize, 1, 2, 3], 2..=3);
    let roles = prop::collection::vec(role, 3);
    (actors, roles, 1_u32..6, 0_u32..3, 0_u8..3, 0_u8..5).prop_map(
        |(actors, roles, first, length, shape, disputed)| {
            let last = first + length;
            let (when, placements) = match shape {
                0 => (format!("2025-07-0{first}"), vec![(first, first)]),
                1 => (
                    format!("[2025-07-0{first}..2025-07-0{last}]"),
                    (first..=last).map(|day| (day, day)).collect(),
                ),
                _ => (
                    format!("2025-07-0{first}/2025-07-0{last}"),
                    vec![(first, last)],
                ),
            };
            Plain {
                actors: actors.into_iter().zip(roles).collect(),
                when,
                placements,
                disputed: disputed == 0,
            }
        },
    )
}

fn timeline(events: &[Plain]) -> Timeline {
    let mut builder = Timeline::builder();
    for actor in 0..4 {
        builder.actor(Actor::person(format!("p{actor}")));
    }
    for (number, plain) in events.iter().enumerate() {
        let mut event = Event::meeting(number.to_string(), When::parse(&plain.when).unwrap());
        for (actor, role) in &plain.actors {
            event = event.participant(Participant::new(format!("p{actor}"), *role));
        }
        if plain.disputed {
            event = event
                .report(Report::by(["p0"]))
                .report(Report::by(["p1"]).status(Status::Disputed));
        }
        builder.event(event);
    }
    builder.build().unwrap()
}

/// A chain of events: the number of each event, and the actor that it informs.
type Chain = Vec<(usize, usize)>;

/// All chains from an actor that use no event twice, without regard to dates.
fn event_chains(events: &[Plain], source: usize) -> Vec<Chain> {
    let mut all: Vec<Chain> = vec![Vec::new()];
    let mut next = 0;
    while let Some(chain) = all.get(next).cloned() {
        next += 1;
        let at = chain.last().map_or(source, |hop| hop.1);
        for (number, event) in events.iter().enumerate() {
            let tells = |role| matches!(role, Role::Party | Role::Mediator | Role::Source);
            let is_told = |role| !matches!(role, Role::Attendee | Role::Source);
            if chain.iter().any(|hop| hop.0 == number)
                || !event
                    .actors
                    .iter()
                    .any(|&(actor, role)| actor == at && tells(role))
            {
                continue;
            }
            for &(to, role) in event.actors.iter().filter(|one| one.0 != at) {
                if is_told(role) {
                    let mut longer = chain.clone();
                    longer.push((number, to));
                    all.push(longer);
                }
            }
        }
    }
    all.into_iter().skip(1).collect()
}

/// The first and last days of the events of a chain, for all dates that respect time to the day; and
/// whether all dates do, even if each event takes up its days.
fn readings(events: &[Plain], chain: &Chain) -> (Vec<(u32, u32)>, bool) {
    let mut all: Vec<Vec<(u32, u32)>> = vec![Vec::new()];
    for (number, _) in chain {
        all = all
            .iter()
            .flat_map(|so_far| {
                events[*number].placements.iter().map(|&days| {
                    let mut longer = so_far.clone();
                    longer.push(days);
                    longer
                })
            })
            .collect();
    }
    // On the same day, one may end before the other starts, or not.
    let sure = all
        .iter()
        .all(|days| days.windows(2).all(|two| two[0].1 < two[1].0));
    let open: Vec<_> = all
        .iter()
        .filter(|days| days.windows(2).all(|two| two[0].1 <= two[1].0))
        .map(|days| (days[0].0, days[days.len() - 1].1))
        .collect();
    (
        open,
        sure && chain.iter().all(|hop| !events[hop.0].disputed),
    )
}

fn as_chain(path: &Path<'_>) -> Chain {
    path.steps
        .iter()
        .map(|hop| {
            let actor = hop.target.id().trim_start_matches('p').parse().unwrap();
            (hop.event.id().parse().unwrap(), actor)
        })
        .collect()
}

/// The answers of the oracle for two actors, from a day on and by a day.
#[derive(Debug, Default)]
struct Expected {
    possible: Vec<Chain>,
    certain: Vec<Chain>,
    earliest: Option<u32>,
    certain_by: Option<u32>,
    latest: Option<u32>,
    certain_until: Option<u32>,
    fewest: Option<(usize, u32)>,
    fewest_certain: Option<(usize, u32)>,
    fastest: Option<u32>,
}

fn least<T: Ord + Copy>(known: &mut Option<T>, value: T) {
    *known = Some(known.map_or(value, |least| least.min(value)));
}

fn most<T: Ord + Copy>(known: &mut Option<T>, value: T) {
    *known = Some(known.map_or(value, |most| most.max(value)));
}

fn expected(events: &[Plain], source: usize, target: usize, from: u32, by: u32) -> Expected {
    let mut found = Expected::default();
    for chain in event_chains(events, source) {
        if chain[chain.len() - 1].1 != target {
            continue;
        }
        let (open, sure) = readings(events, &chain);
        for &(start, end) in &open {
            if from <= start {
                least(&mut found.earliest, end);
                least(&mut found.fewest, (chain.len(), end));
            }
            if end <= by {
                most(&mut found.latest, start);
            }
        }
        if sure {
            let start = open.iter().map(|days| days.0).min().unwrap();
            let end = open.iter().map(|days| days.1).max().unwrap();
            least(&mut found.fastest, end + 1 - start);
            if from <= start {
                least(&mut found.certain_by, end);
                least(&mut found.fewest_certain, (chain.len(), end));
            }
            if end <= by {
                most(&mut found.certain_until, start);
            }
            found.certain.push(chain.clone());
        }
        if !open.is_empty() {
            found.possible.push(chain);
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn paths_match_all_chains_and_all_days(
        events in prop::collection::vec(plain(), 0..5),
        from in 1_u32..5,
        by in 3_u32..9,
    ) {
        let timeline = timeline(&events);
        let paths = timeline.view().paths();
        let rows = paths.certain_contacts();
        for source in 0..4 {
            let name = |actor: usize| format!("p{actor}");
            let reach = paths.earliest_arrival(name(source), day(from)).unwrap();
            for target in (0..4).filter(|&target| target != source) {
                let found = expected(&events, source, target, from, by);
                let is_possible = |path: Option<&Path<'_>>| {
                    path.is_none_or(|path| found.possible.contains(&as_chain(path)))
                };
                let is_certain = |path: Option<&Path<'_>>| {
                    path.is_none_or(|path| found.certain.contains(&as_chain(path)))
                };
                // A second before a possible arrival the event continues. A certain arrival is a midnight.
                let last_day = |at: chrono::DateTime<chrono::Utc>| (at - TimeDelta::seconds(1)).date_naive();

                let arrival = reach.to(&name(target)).unwrap();
                prop_assert_eq!(arrival.earliest().map(last_day), found.earliest.map(day));
                prop_assert_eq!(arrival.certain_by().map(last_day), found.certain_by.map(day));
                prop_assert!(is_possible(arrival.possible.as_ref()) && is_certain(arrival.certain.as_ref()));
                for until in 1..9 {
                    let expected = if found.certain_by.is_some_and(|at| at <= until) {
                        Certainty::Certain
                    } else if found.earliest.is_some_and(|at| at <= until) {
                        Certainty::Possible
                    } else {
                        Certainty::Impossible
                    };
                    prop_assert_eq!(arrival.by(day(until)), expected);
                }

                let departure = paths.latest_departure(name(target), day(by)).unwrap().from(&name(source)).unwrap();
                prop_assert_eq!(departure.latest().map(|at| at.date_naive()), found.latest.map(day));
                prop_assert_eq!(departure.certain_until().map(|at| at.date_naive()), found.certain_until.map(day));
                prop_assert!(is_possible(departure.possible.as_ref()) && is_certain(departure.certain.as_ref()));

                let fewest = paths.fewest_hops(name(source), day(from), &name(target)).unwrap();
                let hops = |path: Option<&Path<'_>>| {
                    path.map(|path| (path.steps.len(), last_day(path.arrival.unwrap())))
                };
                prop_assert_eq!(hops(fewest.possible.as_ref()), found.fewest.map(|(hops, at)| (hops, day(at))));
                prop_assert_eq!(hops(fewest.certain.as_ref()), found.fewest_certain.map(|(hops, at)| (hops, day(at))));
                prop_assert!(is_possible(fewest.possible.as_ref()) && is_certain(fewest.certain.as_ref()));

                let fastest = paths.fastest(name(source), &name(target)).unwrap();
                let days = fastest.as_ref().map(|path| path.duration().unwrap().num_days());
                prop_assert_eq!(days, found.fastest.map(i64::from));
                prop_assert!(is_certain(fastest.as_ref()));

                // The rows of the certain contacts give the same certain paths as the view.
                let [a, b] = [source, target].map(|actor| u32::try_from(actor).unwrap());
                let seconds = rows.earliest_arrival([a], seconds(from)).at(b);
                prop_assert_eq!(arrival.certain_by().map(|at| at.timestamp()), seconds);
                let seconds = rows.latest_departure([b], seconds_after(by)).at(a);
                prop_assert_eq!(departure.certain_until().map(|at| at.timestamp()), seconds);
            }
            let reached = reach.iter().map(|(actor, _)| actor.id().to_owned());
            let expected = (0..4)
                .filter(|&actor| actor != source)
                .map(name)
                .filter(|actor| reach.to(actor).unwrap().certainty().is_possible());
            prop_assert!(reached.eq(expected));
        }
    }
}

fn seconds(of: u32) -> i64 {
    day(of).and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp()
}

fn seconds_after(of: u32) -> i64 {
    seconds(of + 1)
}

/// Three meetings in a row: on the 1st, on one of three days, and on the 5th.
fn three(middle: &str) -> Timeline {
    timeline(&[
        event(&[0, 1], "2025-07-01"),
        event(&[1, 2], middle),
        event(&[2, 3], "2025-07-05"),
    ])
}

fn event(actors: &[usize], when: &str) -> Plain {
    Plain {
        actors: actors.iter().map(|&actor| (actor, Role::Party)).collect(),
        when: when.to_owned(),
        placements: Vec::new(),
        disputed: false,
    }
}

fn certainty(paths: &Paths<'_>, from: u32) -> Certainty {
    paths
        .earliest_arrival("p0", day(from))
        .unwrap()
        .to("p3")
        .unwrap()
        .certainty()
}

#[test]
fn an_uncertain_date_makes_a_path_certain_possible_or_impossible() {
    let sure = three("[2025-07-02..2025-07-04]");
    assert_eq!(certainty(&sure.view().paths(), 1), Certainty::Certain);
    let open = three("[2025-07-01..2025-07-08]");
    assert_eq!(certainty(&open.view().paths(), 1), Certainty::Possible);
    let late = three("[2025-07-06..2025-07-08]");
    assert_eq!(certainty(&late.view().paths(), 1), Certainty::Impossible);
    // An actor that learns something on the 2nd cannot inform any other actor.
    assert_eq!(certainty(&sure.view().paths(), 2), Certainty::Impossible);
}

#[test]
fn a_meeting_does_not_follow_itself() {
    // There are no meetings after the talk of the 3rd, at any hour.
    let timeline = timeline(&[event(&[0, 1], "2025-07-03")]);
    let paths = timeline.view().paths();
    let after = paths.earliest_arrival_after("p0", "0").unwrap();
    assert_eq!(after.to("p1").unwrap().certainty(), Certainty::Impossible);
    assert_eq!(after.iter().count(), 0);
    let own = after.to("p0").unwrap();
    assert_eq!(own.certain_by().unwrap().date_naive(), day(4));
    assert_eq!(own.certain.as_ref().unwrap().steps, []);
    assert!(paths.earliest_arrival_after("p0", "unheard-of").is_err());
    assert!(paths.earliest_arrival_after("unknown", "0").is_err());
}

#[test]
fn an_event_that_may_not_have_happened_is_only_possible() {
    let mut builder = Timeline::builder();
    for id in ["a", "b"] {
        builder.actor(Actor::person(id));
    }
    let call = |id: &str, when: &str| {
        Event::call(id, When::parse(when).unwrap())
            .party("a")
            .party("b")
    };
    builder.event(call("at-most-one", "2025-07-02").occurrences(Count::between(0, 1).unwrap()));
    let open = builder.build().unwrap();
    let arrival = open
        .view()
        .paths()
        .earliest_arrival("a", day(1))
        .unwrap()
        .to("b")
        .unwrap();
    assert_eq!(arrival.certainty(), Certainty::Possible);
    assert_eq!(arrival.by(day(1)), Certainty::Impossible);
}

#[test]
fn an_unbounded_end_has_no_arrival_date() {
    for (when, expected) in [
        ("[2025-07-03..]", Certainty::Certain),
        ("2025-07-03/", Certainty::Certain),
        ("2025-07-03/..", Certainty::Certain),
        ("[..2025-07-03]", Certainty::Possible),
        ("../2025-07-03", Certainty::Impossible),
        ("/2025-07-03", Certainty::Possible),
    ] {
        let timeline = timeline(&[event(&[0, 1], when)]);
        for respect in RESPECTS {
            let paths = timeline.view().paths().with_rules(rules_of(respect));
            let arrival = paths
                .earliest_arrival("p0", day(1))
                .unwrap()
                .to("p1")
                .unwrap();
            assert_eq!(arrival.certainty(), expected, "{when}");
            assert_eq!(arrival.certain_by(), None, "{when}");
            assert_ne!(arrival.by(day(30)), Certainty::Certain, "{when}");
            let departure = paths
                .latest_departure("p1", day(30))
                .unwrap()
                .from("p0")
                .unwrap();
            assert_eq!(departure.certain_until(), None, "{when}");
        }
    }
}

#[test]
fn strict_paths_wait() {
    // One meeting ends at noon, the other starts at noon.
    let timeline = timeline(&[
        event(&[0, 1], "2025-07-03T11:00:00Z/2025-07-03T12:00:00Z"),
        event(&[1, 3], "2025-07-03T12:00:00Z/2025-07-03T13:00:00Z"),
    ]);
    let paths = timeline.view().paths();
    assert_eq!(certainty(&paths, 3), Certainty::Certain);
    let strict = paths.with_rules(PathRules::new().strict());
    assert_eq!(certainty(&strict, 3), Certainty::Impossible);
    assert_eq!(
        strict
            .latest_departure("p3", day(3))
            .unwrap()
            .from("p0")
            .unwrap()
            .latest(),
        None
    );
    let first = strict
        .latest_departure("p1", day(3))
        .unwrap()
        .from("p0")
        .unwrap();
    assert_eq!(
        first.latest().unwrap().to_string(),
        "2025-07-03 11:00:00 UTC"
    );
}

#[test]
fn meetings_back_to_back_follow_each_other() {
    // As in a calendar: one ends at the instant at which the next starts.
    let timeline = timeline(&[
        event(&[0, 1], "2025-07-10T10:00:00Z/2025-07-10T11:00:00Z"),
        event(&[1, 3], "2025-07-10T11:00:00Z/2025-07-10T12:00:00Z"),
        event(&[0, 1], "2025-07-14T00:00:00Z/2025-07-18T00:00:00Z"),
        event(&[1, 3], "2025-07-18T00:00:00Z/2025-07-19T00:00:00Z"),
    ]);
    let view = timeline.view();
    let ids: Vec<&str> = view.events().map(detente::timeline::EventRef::id).collect();
    for pair in ids.windows(2) {
        let order = view.order(pair[0], pair[1]).unwrap();
        assert_eq!(order.before, Certainty::Certain, "{pair:?}");
        assert_eq!(order.probability, Some(1.0));
    }
    let gaps: Vec<String> = view.gaps().map(|(.., gap)| gap.to_string()).collect();
    assert_eq!(gaps, ["0 days", "4 days", "1 day"]);
    let silences = view.longest_silences(9);
    let silence = silences
        .iter()
        .find(|silence| silence.after.id() == ids[0])
        .unwrap();
    assert_eq!(silence.length.max_seconds, Some(0));
    let paths = view.paths();
    assert_eq!(certainty(&paths, 10), Certainty::Certain);
    assert_eq!(certainty(&paths, 14), Certainty::Certain);
    let mut builder = TimelineBuilder::from(&timeline);
    builder.constraint(detente::timeline::Constraint::before(ids[0], ids[1]));
    builder.constraint(detente::timeline::Constraint::before(ids[2], ids[3]));
    builder.build().unwrap();
    builder.constraint(detente::timeline::Constraint::same_time(ids[0], ids[1]));
    assert!(builder.build().is_err());
}
