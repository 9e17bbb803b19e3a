//! The graphs of actors alone, held against a question for every pair.

use std::collections::BTreeMap;

use detente::actor::{Actor, ActorKind};
use detente::event::{Count, Event, Kind, Participant, Report, Role};
use detente::graph::PairEvents;
use detente::petgraph::algo::{
    connected_components, maximal_cliques, min_spanning_tree, page_rank, steiner_tree,
};
use detente::petgraph::data::FromElements;
use detente::petgraph::graph::{NodeIndex, UnGraph};
use detente::petgraph::visit::EdgeRef;
use detente::query::View;
use detente::timeline::ActorRef;
use detente::{Certainty, Timeline, When};
use proptest::prelude::*;
use proptest::sample::select;

const ACTORS: [&str; 8] = ["CHN", "RUS", "USA", "mid", "ann", "bob", "cyd", "dan"];

type Seats = Vec<(usize, Role, Option<usize>)>;

/// Ann leaves the USA for China some day in January; Bob is of a ministry of Russia's.
fn timeline(events: &[(Kind, &'static str, Seats, u32)]) -> Timeline {
    let when = |text: &str| When::parse(text).unwrap();
    let mut builder = Timeline::builder();
    // China counts for Russia until some day, and so does the ministry, which is odd, for the USA.
    builder.actor(Actor::state("CHN"));
    builder.actor(Actor::state("RUS").succeeds("CHN", when("2025-01-03")));
    let usa = Actor::state("USA").succeeds("mid", when("2025-01"));
    builder.actor(usa.succeeds("CHN", when("2025-01-04")));
    builder.actor(Actor::organisation("mid").held_office("RUS", "ministry", when("1992/..")));
    let ann = Actor::person("ann").held_office("USA", "envoy", when("../2025-01"));
    builder.actor(ann.held_office("CHN", "envoy", when("2025-01/..")));
    builder.actor(Actor::person("bob").held_office("mid", "minister", when("2023-01-01/..")));
    builder.actor(Actor::person("cyd").held_office("CHN", "president", when("2020/..")));
    builder.actor(Actor::person("dan"));
    for (number, (kind, day, seats, times)) in events.iter().enumerate() {
        let mut event = Event::new(format!("e{number}"), *kind, when(day));
        for (actor, role, on_behalf_of) in seats {
            let mut one = Participant::new(ACTORS[*actor], *role);
            if let Some(party) = on_behalf_of {
                one = one.on_behalf_of(ACTORS[*party]);
            }
            event = event.participant(one);
        }
        if *times == 2 {
            event = event.occurrences(Count::at_least(2));
        }
        if number % 3 == 1 {
            event = event.report(Report::by(["dan"]).asserted(when("2025-01-06")));
        }
        builder.event(event);
    }
    builder.build().unwrap()
}

fn events() -> impl Strategy<Value = Vec<(Kind, &'static str, Seats, u32)>> {
    let seat = (
        0..ACTORS.len(),
        select(vec![
            Role::Party,
            Role::Source,
            Role::Target,
            Role::Addressee,
            Role::Attendee,
        ]),
        prop::option::weighted(0.2, 0..3_usize),
    );
    let days = vec![
        "2024-12-31",
        "2025-01-03",
        "2025-01-04",
        "2025-01",
        "2025-01-02/2025-01-05",
    ];
    let event = (
        select(vec![Kind::Meeting, Kind::Call]),
        select(days),
        prop::collection::vec(seat, 0..4).prop_map(|mut seats| {
            seats.sort_unstable_by_key(|(actor, role, _)| (*actor, *role));
            seats.dedup_by_key(|(actor, role, _)| (*actor, *role));
            seats
        }),
        1..3_u32,
    );
    prop::collection::vec(event, 0..12)
}

/// All that a tie tells.
#[derive(Debug, PartialEq)]
struct Told {
    events: Vec<(String, Certainty)>,
    count: Count,
    calls: Count,
    first: String,
    last: String,
}

fn told(tie: PairEvents<'_, '_>) -> Told {
    let events = tie.events();
    let events = events.map(|(event, sure)| (event.id().to_owned(), sure));
    let mut ids = events.clone().map(|(id, _)| id);
    Told {
        events: events.collect(),
        count: tie.count(None),
        calls: tie.count(Kind::Call),
        first: ids.next().unwrap(),
        last: tie.events().next_back().unwrap().0.id().to_owned(),
    }
}

fn views(timeline: &Timeline) -> Vec<View<'_>> {
    let day = |day| chrono::NaiveDate::from_ymd_opt(2025, 1, day).unwrap();
    vec![
        timeline.view(),
        timeline.view().contacts(),
        timeline.view().within(day(2)..day(4)),
        timeline.as_of(day(5)),
        timeline.view().involving("RUS").unwrap(),
        timeline.between("USA", "RUS").unwrap(),
        timeline.view().with_predecessors(),
    ]
}

/// Actors of one kind.
fn sorts() -> [fn(ActorRef<'_>) -> bool; 3] {
    [
        |actor| actor.kind() == ActorKind::Organisation,
        |actor| actor.kind() == ActorKind::State,
        |actor| actor.kind() == ActorKind::Person,
    ]
}

/// How certain it is that one acted upon the other, by the plainest of loops.
fn acted(view: &View<'_>, event: detente::timeline::EventRef<'_>, a: &str, b: &str) -> Certainty {
    let mut best = Certainty::Impossible;
    let stands_for = |one: detente::timeline::ParticipantRef<'_>, id: &str| {
        if one.actor.id() == id {
            return Certainty::Certain;
        }
        let bounds = event.bounds();
        match one.on_behalf_of {
            Some(party) if party.id() == id => Certainty::Certain,
            Some(party) => chain(party, id, &bounds),
            None => chain(one.actor, id, &bounds),
        }
    };
    for source in event.participants().filter(|one| one.role == Role::Source) {
        for target in event.participants() {
            let is_target = matches!(target.role, Role::Target | Role::Addressee);
            if is_target && source.actor != target.actor && a != b {
                best = best.max(stands_for(source, a).and(stands_for(target, b)));
            }
        }
    }
    best.and(view.certainty(event))
}

fn chain(of: ActorRef<'_>, id: &str, at: &detente::time::Bounds) -> Certainty {
    let found = of.represented(*at).find(|(party, _)| party.id() == id);
    found.map_or(Certainty::Impossible, |(_, sure)| sure)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_edge_is_what_between_tells_of_a_pair(events in events()) {
        let timeline = timeline(&events);
        for view in views(&timeline) {
            for among in sorts() {
                let graph = view.contact_graph(among, told);
                let mut expected = BTreeMap::new();
                let actors: Vec<_> = timeline.actors().filter(|actor| among(*actor)).collect();
                for (at, a) in actors.iter().enumerate() {
                    for b in &actors[at + 1..] {
                        let pair = view.between(a.id(), b.id()).unwrap();
                        let (Some(first), Some(last)) = (pair.first(), pair.last()) else {
                            continue;
                        };
                        let events = pair.events();
                        let events = events.map(|one| (one.id().to_owned(), pair.certainty(one)));
                        let told = Told {
                            events: events.collect(),
                            count: pair.count(),
                            calls: pair.calls().count(),
                            first: first.id().to_owned(),
                            last: last.id().to_owned(),
                        };
                        expected.insert((a.id(), b.id()), told);
                    }
                }
                let found = graph.edge_references().map(|edge| {
                    ((graph[edge.source()].id(), graph[edge.target()].id()), edge.weight())
                });
                // In order, too: the edges as they come are those of a sorted map.
                prop_assert!(found.eq(expected.iter().map(|(pair, told)| (*pair, told))));
                let mut ends: Vec<&str> = expected.keys().flat_map(|(a, b)| [*a, *b]).collect();
                ends.sort_unstable();
                ends.dedup();
                let nodes = graph.node_weights().map(|actor| actor.id());
                prop_assert!(nodes.eq(ends));
            }
        }
    }

    #[test]
    fn where_everyone_is_looked_at_each_counts_for_itself(mut events in events()) {
        for seat in events.iter_mut().flat_map(|event| &mut event.2) {
            seat.2 = None;
        }
        let timeline = timeline(&events);
        for view in views(&timeline).into_iter().take(6) {
            let mut expected: BTreeMap<(&str, &str), Vec<_>> = BTreeMap::new();
            for event in view.events() {
                let engaged = event.participants().filter(|one| one.role.engages());
                let mut ids: Vec<&str> = engaged.map(|one| one.actor.id()).collect();
                ids.sort_unstable();
                ids.dedup();
                for (at, a) in ids.iter().enumerate() {
                    for b in &ids[at + 1..] {
                        let sure = view.certainty(event);
                        expected.entry((a, b)).or_default().push((event.id().to_owned(), sure));
                    }
                }
            }
            let graph = view.contact_graph(|_| true, told);
            let found = graph.edge_references().map(|edge| {
                let ends = (graph[edge.source()].id(), graph[edge.target()].id());
                (ends, edge.weight().events.clone())
            });
            prop_assert_eq!(found.collect::<Vec<_>>(), expected.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_act_goes_from_its_source_to_its_targets(events in events()) {
        let timeline = timeline(&events);
        // Whom successions bring in is the same code as for contacts, and `acted` knows none.
        for view in views(&timeline).into_iter().take(6) {
            for among in sorts() {
                let graph = view.act_graph(among, told);
                let mut expected = BTreeMap::new();
                for a in timeline.actors().filter(|actor| among(*actor)) {
                    for b in timeline.actors().filter(|actor| among(*actor)) {
                        let events = view.events();
                        let events = events.map(|one| (one.id().to_owned(), acted(&view, one, a.id(), b.id())));
                        let events: Vec<_> = events.filter(|(_, sure)| sure.is_possible()).collect();
                        if !events.is_empty() {
                            expected.insert((a.id(), b.id()), events);
                        }
                    }
                }
                let found = graph.edge_references().map(|edge| {
                    let ends = (graph[edge.source()].id(), graph[edge.target()].id());
                    (ends, edge.weight().events.clone())
                });
                let found: Vec<_> = found.collect();
                prop_assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn the_order_of_entry_changes_nothing(events in events()) {
        let ids = |timeline: &Timeline| {
            let graph = timeline.view().contact_graph(|_| true, |tie| tie.events().count());
            let edges = graph.edge_references().map(|edge| {
                (graph[edge.source()].id().to_owned(), graph[edge.target()].id().to_owned(), *edge.weight())
            });
            edges.collect::<Vec<_>>()
        };
        // Events in reverse have other identifiers and the same pairs.
        let mut reversed = events.clone();
        reversed.reverse();
        prop_assert_eq!(ids(&timeline(&events)), ids(&timeline(&reversed)));
    }
}

#[test]
fn persons_meet_and_states_are_in_contact() {
    let meeting = |day, seats: &[usize]| {
        let seats = seats.iter().map(|&at| (at, Role::Party, None)).collect();
        (Kind::Meeting, day, seats, 1)
    };
    // Ann was of the USA in December; in January nobody is sure of it.
    let events = [
        meeting("2024-12-31", &[4, 5]),
        meeting("2025-01-03", &[4, 5]),
        meeting("2025-02-06", &[4, 6]),
        meeting("2025-01-06", &[6, 7]),
        (
            Kind::Statement,
            "2025-01-07",
            vec![(7, Role::Source, None), (5, Role::Target, None)],
            1,
        ),
    ];
    let timeline = timeline(&events);
    let view = timeline.view().contacts();
    let states = view.contact_graph(
        |actor| actor.kind() == ActorKind::State,
        |tie| tie.count(None),
    );
    let ties: Vec<_> = states
        .edge_references()
        .map(|edge| {
            (
                states[edge.source()].id(),
                states[edge.target()].id(),
                *edge.weight(),
            )
        })
        .collect();
    // China is not in contact with itself, though its president met its envoy.
    let expected = [
        ("CHN", "RUS", Count::between(0, 1).unwrap()),
        ("RUS", "USA", Count::between(1, 2).unwrap()),
    ];
    assert_eq!(ties, expected);

    let persons = view.contact_graph(
        |actor| actor.kind() == ActorKind::Person,
        |tie| tie.count(None),
    );
    let named: Vec<_> = persons.node_weights().map(|actor| actor.id()).collect();
    assert_eq!(named, ["ann", "bob", "cyd", "dan"]);
    assert_eq!(
        (persons.edge_count(), connected_components(&persons)),
        (3, 1)
    );
    assert_eq!(maximal_cliques(&persons).len(), 3);
    let costs = persons.map(|_, actor| actor.id(), |_, count| 10 - count.min());
    let tree: UnGraph<&str, u32> = UnGraph::from_elements(min_spanning_tree(&costs));
    assert_eq!(tree.edge_weights().sum::<u32>(), 8 + 9 + 9);
    let to_span = persons.map(|_, actor| actor.id().to_owned(), |_, _| 1_u32);
    let (ann, dan) = (NodeIndex::new(0), NodeIndex::new(3));
    let through = steiner_tree(&to_span, &[ann, dan]);
    let through: Vec<&str> = through.node_weights().map(String::as_str).collect();
    assert_eq!(through, ["ann", "cyd", "dan"]);
    let ranks = page_rank(&persons, 0.85_f64, 50);
    assert!(
        ranks[2] > ranks[3],
        "Cyd, who met two, before Dan, who met one"
    );

    let acts = timeline
        .view()
        .act_graph(|_| true, |tie| tie.count(None).min());
    let acts: Vec<_> = acts
        .edge_references()
        .map(|edge| (acts[edge.source()].id(), acts[edge.target()].id()))
        .collect();
    assert_eq!(acts, [("dan", "bob")]);
}
