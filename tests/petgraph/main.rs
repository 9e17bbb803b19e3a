//! petgraph's own algorithms on a timeline and on its views, held against a graph built by hand.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use detente::actor::Actor;
use detente::event::{Event, Kind, Participant, Report, Role};
use detente::graph::{Edge, EdgeKind, Node};
use detente::petgraph::Direction;
use detente::petgraph::algo::{astar, dijkstra, has_path_connecting, toposort};
use detente::petgraph::visit::{
    Bfs, Dfs, EdgeCount, EdgeFiltered, EdgeRef, IntoEdgeReferences, IntoEdges, IntoEdgesDirected,
    IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, IntoNodeReferences,
    NodeCompactIndexable, NodeCount, NodeIndexable, Reversed, VisitMap, Visitable,
};
use detente::query::View;
use detente::{Timeline, When};
use proptest::prelude::*;
use proptest::sample::select;

mod algorithms;
mod pairs;
mod plain;

use plain::{ACTORS, Copy, PlainEvent, name, named, plain};

/// How many steps away everything is, by the plainest of searches.
fn steps(edges: &[(String, String, EdgeKind)], from: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::from([(from.to_owned(), 0)]);
    let mut queue = VecDeque::from([from.to_owned()]);
    while let Some(at) = queue.pop_front() {
        for (_, to, _) in edges.iter().filter(|(source, ..)| *source == at) {
            if !found.contains_key(to) {
                found.insert(to.clone(), found[&at] + 1);
                queue.push_back(to.clone());
            }
        }
    }
    found
}

/// What holds of any graph that implements petgraph's traits.
fn check_graph<'g, G>(graph: &'g G, timeline: &Timeline, expected: &[(String, String, EdgeKind)])
where
    G: NodeCount + EdgeCount + NodeIndexable + Visitable<NodeId = Node, EdgeId = Edge>,
    &'g G: IntoNodeIdentifiers<NodeId = Node, EdgeId = Edge>
        + IntoEdgeReferences<NodeId = Node, EdgeId = Edge, EdgeRef = Edge>
        + IntoEdgesDirected<NodeId = Node, EdgeId = Edge>
        + IntoEdges<NodeId = Node, EdgeId = Edge>
        + IntoNodeReferences<NodeId = Node, NodeRef = Node>
        + IntoNeighborsDirected<NodeId = Node>,
    <&'g G as IntoEdgesDirected>::EdgesDirected: Iterator<Item = Edge>,
{
    let nodes: Vec<Node> = graph.node_identifiers().collect();
    let edges: Vec<Edge> = graph.edge_references().collect();
    assert_eq!(nodes.len(), graph.node_count());
    assert_eq!(edges.len(), graph.edge_count());
    assert_eq!(graph.node_references().collect::<Vec<_>>(), nodes);
    assert!(nodes.is_sorted() && nodes.windows(2).all(|two| two[0] != two[1]));

    let mut told: Vec<_> = edges.iter().map(|edge| named(timeline, *edge)).collect();
    told.sort();
    assert_eq!(told, expected);

    let of = |direction| {
        let all = nodes
            .iter()
            .flat_map(|node| graph.edges_directed(*node, direction));
        let mut all: Vec<Edge> = all.collect();
        all.sort();
        all
    };
    let (outgoing, incoming) = (of(Direction::Outgoing), of(Direction::Incoming));
    assert_eq!(outgoing, incoming, "each is the mirror of the other");
    let mut sorted = edges.clone();
    sorted.sort();
    assert_eq!(outgoing, sorted);

    for &node in &nodes {
        for direction in [Direction::Outgoing, Direction::Incoming] {
            let here = |edge: &Edge| match direction {
                Direction::Outgoing => (edge.source(), edge.target()),
                Direction::Incoming => (edge.target(), edge.source()),
            };
            let edges: Vec<Edge> = graph.edges_directed(node, direction).collect();
            assert!(edges.iter().all(|edge| here(edge).0 == node));
            let others: Vec<Node> = edges.iter().map(|edge| here(edge).1).collect();
            assert_eq!(
                graph
                    .neighbors_directed(node, direction)
                    .collect::<Vec<_>>(),
                others
            );
        }
        let neighbors: Vec<Node> = graph.neighbors(node).collect();
        assert_eq!(
            neighbors,
            graph
                .neighbors_directed(node, Direction::Outgoing)
                .collect::<Vec<_>>()
        );
        let index = graph.to_index(node);
        assert!(index < graph.node_bound());
        assert_eq!(graph.from_index(index), node);
    }

    let mut map = graph.visit_map();
    for (number, &node) in nodes.iter().enumerate() {
        assert!(!map.is_visited(&node));
        assert!(map.visit(node) && !map.visit(node) && map.is_visited(&node));
        if number % 2 == 0 {
            assert!(map.unvisit(node) && !map.unvisit(node) && !map.is_visited(&node));
        }
    }
    graph.reset_map(&mut map);
    assert!(nodes.iter().all(|node| !map.is_visited(node)));
}

fn compact(graph: &impl NodeCompactIndexable) {
    assert_eq!(graph.node_bound(), graph.node_count());
}

fn dyads() -> impl Strategy<Value = (&'static str, &'static str)> {
    (select(&ACTORS[..]), select(&ACTORS[..]))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_graph_is_that_of_the_table(plain in plain()) {
        let timeline = plain.build();
        check_graph(&timeline, &timeline, &plain.edges(|_| true));
        compact(&timeline);
        prop_assert_eq!(timeline.node_count(), ACTORS.len() + plain.events.len());
    }

    #[test]
    fn the_graph_of_a_view_is_a_part_of_the_whole(
        plain in plain(),
        from in 1..6_u32,
        meetings in any::<bool>(),
    ) {
        let timeline = plain.build();
        let date = |day| chrono::NaiveDate::from_ymd_opt(2025, 1, day).unwrap();
        let mut view = timeline.view().within(date(from)..date(from + 2));
        if meetings {
            view = view.meetings();
        }
        let shows = |event: &PlainEvent| {
            !event.planned
                && (from..from + 2).contains(&event.day)
                && (!meetings || event.kind == Kind::Meeting)
        };
        let expected = plain.edges(shows);
        check_graph(&view, &timeline, &expected);

        let whole: BTreeSet<Edge> = timeline.edge_references().collect();
        prop_assert!(view.edge_references().all(|edge| whole.contains(&edge)));
        prop_assert_eq!(view.node_bound(), timeline.node_bound());
        let shown = plain.events.iter().filter(|event| shows(event)).count();
        let ends: BTreeSet<&String> = expected.iter().flat_map(|(a, b, _)| [a, b]).collect();
        let actors = ends.iter().filter(|end| ACTORS.contains(&end.as_str())).count();
        prop_assert_eq!(view.node_count(), shown + actors);
        for node in view.node_identifiers() {
            prop_assert_eq!(view.to_index(node), timeline.to_index(node));
        }
        // What the view does not show has no edges in it.
        let nodes: BTreeSet<Node> = view.node_identifiers().collect();
        for node in timeline.node_identifiers().filter(|node| !nodes.contains(node)) {
            for direction in [Direction::Outgoing, Direction::Incoming] {
                prop_assert_eq!(view.edges_directed(node, direction).next(), None);
            }
        }
    }

    #[test]
    fn reachability_is_that_of_the_copy(plain in plain(), (a, b) in dyads()) {
        let timeline = plain.build();
        let copy = Copy::of(&plain);
        let node = |name: &str| Node::from(timeline.actor(name).unwrap());
        prop_assert_eq!(
            has_path_connecting(&timeline, node(a), node(b), None),
            has_path_connecting(&copy.graph, copy.at[a], copy.at[b], None)
        );
        let steps = steps(&plain.edges(|_| true), a);
        prop_assert_eq!(
            has_path_connecting(&timeline, node(a), node(b), None),
            steps.contains_key(b)
        );
        let reached = |mut next: Box<dyn FnMut() -> Option<Node> + '_>| {
            let mut all = BTreeSet::new();
            while let Some(node) = next() {
                all.insert(name(&timeline, node));
            }
            all
        };
        let expected: BTreeSet<String> = steps.keys().cloned().collect();
        let mut bfs = Bfs::new(&timeline, node(a));
        prop_assert_eq!(&reached(Box::new(|| bfs.next(&timeline))), &expected);
        let mut dfs = Dfs::new(&timeline, node(a));
        prop_assert_eq!(&reached(Box::new(|| dfs.next(&timeline))), &expected);
        // Backwards: what can reach it.
        let mut back = Dfs::new(Reversed(&timeline), node(b));
        let mut reaches = false;
        while let Some(at) = back.next(Reversed(&timeline)) {
            reaches |= at == node(a);
        }
        prop_assert_eq!(reaches, steps.contains_key(b));
    }

    #[test]
    fn distances_equal_those_of_a_plain_search(plain in plain(), (a, b) in dyads()) {
        let timeline = plain.build();
        let edges = plain.edges(|_| true);
        let node = |name: &str| Node::from(timeline.actor(name).unwrap());
        let found: BTreeMap<String, usize> = dijkstra(&timeline, node(a), None, |_| 1)
            .into_iter()
            .map(|(at, distance)| (name(&timeline, at), distance))
            .collect();
        let expected = steps(&edges, a);
        prop_assert_eq!(&found, &expected);

        let goal = node(b);
        let path = astar(&timeline, node(a), |at| at == goal, |_| 1, |_| 0);
        prop_assert_eq!(path.as_ref().map(|(length, _)| *length), expected.get(b).copied());
        if let Some((length, path)) = path {
            prop_assert_eq!(path.len(), length + 1);
            for two in path.windows(2) {
                let (from, to) = (name(&timeline, two[0]), name(&timeline, two[1]));
                prop_assert!(edges.iter().any(|(a, b, _)| *a == from && *b == to));
            }
        }
    }

    #[test]
    fn links_alone_are_in_order_unless_they_run_in_a_circle(plain in plain()) {
        let timeline = plain.build();
        let links_only = |edge: Edge| matches!(edge.weight(), EdgeKind::Linked(_));
        let links = EdgeFiltered::from_fn(&timeline, links_only);
        let edges: Vec<_> = plain
            .edges(|_| true)
            .into_iter()
            .filter(|(.., kind)| matches!(kind, EdgeKind::Linked(_)))
            .collect();
        let is_circle = edges.iter().any(|(from, to, _)| steps(&edges, to).contains_key(from));
        match toposort(&links, None) {
            Ok(order) => {
                prop_assert!(!is_circle);
                prop_assert_eq!(order.len(), timeline.node_count());
                let at = |id: &str| {
                    let node = Node::from(timeline.event(id).unwrap());
                    order.iter().position(|one| *one == node)
                };
                prop_assert!(edges.iter().all(|(from, to, _)| at(from) < at(to)));
            }
            Err(_) => prop_assert!(is_circle),
        }
    }
}

fn reaches(timeline: &Timeline, view: &View<'_>, a: &str, b: &str) -> bool {
    let node = |name| Node::from(timeline.actor(name).unwrap());
    has_path_connecting(view, node(a), node(b), None)
}

#[test]
fn news_goes_from_a_speaker_to_the_target_and_not_back() {
    let when = |text| When::parse(text).unwrap();
    let mut builder = Timeline::builder();
    for actor in ACTORS {
        builder.actor(Actor::person(actor));
    }
    let heard = Participant::new("cyd", Role::Addressee);
    builder.event(
        Event::statement("threat", when("2025-01-01"))
            .by("ann")
            .target("bob")
            .participant(heard),
    );
    builder.event(
        Event::call("call", when("2025-01-02"))
            .party("bob")
            .party("dan"),
    );
    builder.event(
        Event::statement("gossip", when("2025-01-03"))
            .by("dan")
            .about("USA"),
    );
    let timeline = builder.build().unwrap();
    let view = timeline.view();
    assert!(reaches(&timeline, &view, "ann", "bob") && reaches(&timeline, &view, "ann", "cyd"));
    assert!(!reaches(&timeline, &view, "bob", "ann") && !reaches(&timeline, &view, "cyd", "bob"));
    assert!(reaches(&timeline, &view, "ann", "dan") && reaches(&timeline, &view, "dan", "bob"));
    assert!(reaches(&timeline, &view, "ann", "USA") && !reaches(&timeline, &view, "USA", "dan"));
    // In the statements alone nobody passes it on.
    assert!(!reaches(&timeline, &view.statements(), "ann", "dan"));
    let statements = view.statements();
    assert_eq!(
        statements.node_count(),
        7,
        "two statements and five persons"
    );
    assert_eq!(statements.edge_count(), 5);
}

#[test]
fn a_view_of_what_was_known_has_the_edges_of_then() {
    let when = |text| When::parse(text).unwrap();
    let mut builder = Timeline::builder();
    builder.actor(Actor::person("ann").named("Ann"));
    builder.actor(Actor::person("bob").named("Bob"));
    let report = Report::by(["ann"]).asserted(when("2025-01-05"));
    builder.event(
        Event::call("call", when("2025-01-02"))
            .party("ann")
            .party("bob")
            .report(report),
    );
    let timeline = builder.build().unwrap();
    let on = |day| timeline.as_of(chrono::NaiveDate::from_ymd_opt(2025, 1, day).unwrap());
    assert!(!reaches(&timeline, &on(4), "ann", "bob"));
    assert_eq!((on(4).node_count(), on(4).edge_count()), (0, 0));
    assert!(reaches(&timeline, &on(5), "ann", "bob"));
    assert_eq!((on(5).node_count(), on(5).edge_count()), (3, 4));
}

#[test]
fn nodes_of_another_timeline_are_unknown() {
    let mut builder = Timeline::builder();
    for actor in ACTORS {
        builder.actor(Actor::person(actor));
    }
    let many = builder.build().unwrap();
    let empty = Timeline::builder().build().unwrap();
    let node = Node::from(many.actor("dan").unwrap());
    assert_eq!(many.entity(node).unwrap().to_string(), "dan");
    assert_eq!(empty.entity(node), None);
    assert!(!empty.visit_map().visit(node));
    assert_eq!((empty.node_count(), empty.edge_count()), (0, 0));
}
