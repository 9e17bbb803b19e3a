//! A test for each row of the table of algorithms, in the table's order.
//!
//! The oracle is petgraph's own graph, built by hand from the same plain record;
//! what comes out is compared by names, so that nothing rests on indices.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{BuildHasherDefault, DefaultHasher};

use detente::Timeline;
use detente::graph::{CompactGraph, Edge, EdgeKind, Entity, Node};
use detente::petgraph::algo::*;
use detente::petgraph::data::{DataMap, Element, FromElements};
use detente::petgraph::dot::{Config, Dot};
use detente::petgraph::graph::{DiGraph, NodeIndex, UnGraph};
use detente::petgraph::visit::{
    Bfs, Control, Dfs, DfsEvent, DfsPostOrder, EdgeCount, EdgeFiltered, EdgeRef,
    GetAdjacencyMatrix, IntoEdgeReferences, IntoNeighbors, IntoNodeIdentifiers, IntoNodeReferences,
    NodeCount, NodeFiltered, NodeIndexable, Reversed, Topo, UndirectedAdaptor, Walker,
    depth_first_search,
};
use detente::query::View;
use proptest::prelude::*;

use crate::plain::{ACTORS, Copy, name, plain};

/// What has the same names as the graph that it is compared with.
trait Names<N> {
    fn name(&self, node: N) -> String;
}

impl Names<Node> for Timeline {
    fn name(&self, node: Node) -> String {
        name(self, node)
    }
}

impl Names<NodeIndex> for Copy {
    fn name(&self, node: NodeIndex) -> String {
        self.graph[node].clone()
    }
}

fn set<N>(names: &impl Names<N>, nodes: impl IntoIterator<Item = N>) -> BTreeSet<String> {
    nodes.into_iter().map(|node| names.name(node)).collect()
}

fn list<N>(names: &impl Names<N>, nodes: impl IntoIterator<Item = N>) -> Vec<String> {
    nodes.into_iter().map(|node| names.name(node)).collect()
}

fn groups<N>(names: &impl Names<N>, of: Vec<Vec<N>>) -> BTreeSet<BTreeSet<String>> {
    of.into_iter().map(|group| set(names, group)).collect()
}

fn costs<N, K>(names: &impl Names<N>, of: impl IntoIterator<Item = (N, K)>) -> BTreeMap<String, K> {
    of.into_iter()
        .map(|(node, cost)| (names.name(node), cost))
        .collect()
}

fn pairs<N, K>(
    names: &impl Names<N>,
    of: impl IntoIterator<Item = ((N, N), K)>,
) -> BTreeMap<(String, String), K> {
    of.into_iter()
        .map(|((a, b), cost)| ((names.name(a), names.name(b)), cost))
        .collect()
}

/// A different cost for each kind of edge.
fn cost(kind: EdgeKind) -> u32 {
    match kind {
        EdgeKind::TakesPart(role) => 1 + role as u32,
        EdgeKind::About => 11,
        EdgeKind::Linked(link) => 20 + link as u32,
        _ => 40,
    }
}

/// States that what is computed of our graph is what is computed of the copy: of the timeline and
/// of a compact graph, and where the row says so of a view.
macro_rules! row {
    ($name:ident, [$($graph:ident)*], |$g:ident, $names:ident, $first:ident, $last:ident| $body:expr) => {
        proptest! {
            #![proptest_config(ProptestConfig::with_cases(48))]

            #[test]
            fn $name(plain in plain()) {
                let timeline = plain.build();
                $(row!(@ $graph, plain, timeline, |$g, $names, $first, $last| $body);)*
            }
        }
    };
    (@ timeline, $plain:ident, $timeline:ident, |$g:ident, $names:ident, $first:ident, $last:ident| $body:expr) => {
        row!(@@ &$timeline, $timeline, Copy::of(&$plain), |$g, $names, $first, $last| $body);
    };
    (@ view, $plain:ident, $timeline:ident, |$g:ident, $names:ident, $first:ident, $last:ident| $body:expr) => {
        let view = $timeline.view();
        row!(@@ &view, $timeline, Copy::of_view(&$plain), |$g, $names, $first, $last| $body);
    };
    (@ compact, $plain:ident, $timeline:ident, |$g:ident, $names:ident, $first:ident, $last:ident| $body:expr) => {
        let compact = $timeline.view().compact_graph();
        row!(@@ &compact, $timeline, Copy::of_view(&$plain), |$g, $names, $first, $last| $body);
    };
    (@@ $ours:expr, $timeline:ident, $copy:expr, |$g:ident, $names:ident, $first:ident, $last:ident| $body:expr) => {
        let copy = $copy;
        let theirs = {
            let ($g, $names) = (&copy.graph, &copy);
            ends($g).map(|($first, $last)| $body)
        };
        let ours = {
            let ($g, $names) = ($ours, &$timeline);
            ends($g).map(|($first, $last)| $body)
        };
        prop_assert_eq!(ours, theirs);
    };
}

/// The first node and the last, if there is any.
fn ends<G: IntoNodeIdentifiers>(graph: G) -> Option<(G::NodeId, G::NodeId)> {
    let last = graph.node_identifiers().last()?;
    Some((graph.node_identifiers().next()?, last))
}

row!(the_walkers, [timeline view compact], |g, names, first, _last| {
    let post: Vec<_> = DfsPostOrder::new(g, first).iter(g).collect();
    assert_eq!(post.last(), Some(&first));
    (
        list(names, Bfs::new(g, first).iter(g)).len(),
        set(names, Bfs::new(g, first).iter(g)),
        set(names, Dfs::new(g, first).iter(g)),
        set(names, post),
        set(names, Topo::new(g).iter(g)),
    )
});

row!(depth_first_search_, [timeline view compact], |g, names, first, last| {
    let (mut seen, mut done) = (BTreeSet::new(), 0);
    let stopped = depth_first_search(g, [last, first], |event| {
        match event {
            DfsEvent::Discover(node, _) => {
                seen.insert(names.name(node));
            }
            DfsEvent::Finish(..) => done += 1,
            _ => {}
        }
        if seen.len() < 6 { Control::Continue } else { Control::Break(()) }
    });
    let stopped = matches!(stopped, Control::Break(()));
    (stopped, (!stopped).then_some((seen, done)))
});

row!(has_path_connecting_, [timeline view compact], |g, _names, first, last| {
    (
        has_path_connecting(g, first, last, None),
        has_path_connecting(g, last, first, None),
    )
});

row!(toposort_and_is_cyclic_directed, [timeline view compact], |g, _names, _first, _last| {
    let order = toposort(g, None);
    assert_eq!(order.is_err(), is_cyclic_directed(g) || has_loop(g));
    if let Ok(order) = &order {
        let at = |node| order.iter().position(|one| *one == node);
        assert!(g.edge_references().all(|edge| at(edge.source()) < at(edge.target())));
    }
    order.map(|order| order.len()).ok()
});

fn has_loop<G: IntoEdgeReferences>(graph: G) -> bool
where
    G::NodeId: PartialEq,
{
    graph
        .edge_references()
        .any(|edge| edge.source() == edge.target())
}

row!(kosaraju_and_tarjan, [timeline view compact], |g, names, _first, _last| {
    let kosaraju = groups(names, kosaraju_scc(g));
    assert_eq!(kosaraju, groups(names, tarjan_scc(g)));
    kosaraju
});

row!(dijkstra_and_its_kin, [timeline view compact], |g, names, first, last| {
    let all = dijkstra(g, first, None, |edge| cost(*edge.weight()));
    let to_last = all.get(&last).copied();
    let both_ways = bidirectional_dijkstra(g, first, last, |edge| cost(*edge.weight()));
    // Of a node to itself petgraph finds no way from both ends.
    assert_eq!(both_ways, to_last.filter(|_| first != last));
    let path = astar(g, first, |node| node == last, |edge| cost(*edge.weight()), |_| 0);
    assert_eq!(path.map(|(cost, _)| cost), to_last);
    let goal = dijkstra::with_dynamic_goal(
        g,
        first,
        |node| *node == last,
        |edge| cost(*edge.weight()),
    );
    assert_eq!(goal.goal_node.is_some(), to_last.is_some());
    costs(names, all)
});

row!(spfa_and_johnson, [timeline view compact], |g, names, first, _last| {
    let cost = |kind: EdgeKind| i64::from(cost(kind));
    let johnson = johnson(g, |edge| cost(*edge.weight())).unwrap();
    let found = spfa(g, first, |edge| cost(*edge.weight())).unwrap();
    for node in g.node_identifiers() {
        let known = johnson.get(&(first, node)).copied();
        let distance = found.distances[NodeIndexable::to_index(&g, node)];
        assert_eq!(known.unwrap_or(i64::MAX), distance);
    }
    pairs(names, johnson)
});

row!(floyd_warshall_, [timeline compact], |g, names, _first, _last| {
    let all = floyd_warshall(g, |edge| cost(*edge.weight())).unwrap();
    let (again, _) =
        floyd_warshall::floyd_warshall_path(g, |edge| cost(*edge.weight())).unwrap();
    let all = pairs(names, all);
    assert_eq!(all, pairs(names, again));
    all
});

row!(k_shortest_path_, [timeline compact], |g, names, first, _last| {
    costs(names, k_shortest_path(g, first, None, 2, |edge| cost(*edge.weight())))
});

row!(all_simple_paths_, [timeline view compact], |g, names, first, last| {
    type State = BuildHasherDefault<DefaultHasher>;
    let paths = all_simple_paths::<Vec<_>, _, State>(g, first, last, 0, Some(4));
    let paths: BTreeSet<Vec<String>> = paths.map(|path| list(names, path)).collect();
    // It takes a set of a crate that petgraph does not pass on: `collect` knows it.
    let goals = [last].into_iter().collect();
    let again = all_simple_paths_multi::<Vec<_>, _, State>(g, first, &goals, 0, Some(4));
        // The two read the limit on what lies between differently.
        let again: BTreeSet<_> = again.map(|path| list(names, path)).collect();
        assert!(again.is_subset(&paths) || paths.is_subset(&again));
        (paths, again)
    }
);

row!(dominators_, [timeline view compact], |g, names, first, _last| {
    let found = dominators::simple_fast(g, first);
    let nodes = g.node_identifiers();
    let by = nodes.map(|node| (node, found.immediate_dominator(node).map(|by| names.name(by))));
    costs(names, by)
});

row!(connected_components_, [timeline compact], |g, _names, _first, _last| {
    connected_components(g)
});

row!(is_cyclic_undirected_, [timeline view compact], |g, _names, _first, _last| {
    is_cyclic_undirected(g)
});

row!(is_bipartite_undirected_, [timeline view compact], |g, _names, first, _last| {
    is_bipartite_undirected(UndirectedAdaptor(g), first)
});

row!(articulation_points_, [timeline compact], |g, names, _first, _last| {
    let found = articulation_points::articulation_points(UndirectedAdaptor(g));
    set(names, found)
});

row!(bridges_, [timeline view compact], |g, names, _first, _last| {
    let found = bridges(UndirectedAdaptor(g));
    let ends = found.map(|edge| set(names, [edge.source(), edge.target()]));
    ends.collect::<BTreeSet<_>>()
});

row!(dsatur_coloring_, [timeline view compact], |g, _names, _first, _last| {
    let (colors, number) = dsatur_coloring(UndirectedAdaptor(g));
    assert!(g.edge_references().all(|edge| {
        edge.source() == edge.target() || colors[&edge.source()] != colors[&edge.target()]
    }));
    assert!(colors.values().all(|color| *color < number));
    colors.len()
});

row!(matchings, [timeline view compact], |g, _names, _first, _last| {
    let greedy = greedy_matching(UndirectedAdaptor(g));
    let most = maximum_matching(UndirectedAdaptor(g));
    assert!(greedy.len() <= most.len() && most.len() <= 2 * greedy.len());
    assert_eq!(most.edges().count(), most.len());
    most.len()
});

row!(spanning_trees, [timeline view compact], |g, _names, _first, _last| {
    let kinds = |tree: Vec<Element<_, EdgeKind>>| {
        let edges = tree.into_iter().filter_map(|element| match element {
            Element::Edge { weight, .. } => Some(weight),
            Element::Node { .. } => None,
        });
        let mut kinds: Vec<EdgeKind> = edges.collect();
        kinds.sort_unstable();
        kinds
    };
    let prim = min_spanning_tree_prim(UndirectedAdaptor(g)).collect();
    (kinds(min_spanning_tree(g).collect()), kinds(prim))
});

row!(page_rank_, [timeline compact], |g, names, _first, _last| {
    // To six places: the sums are of floats, in another order.
    let ranks = page_rank(g, 0.85_f64, 20);
    let nodes = g.node_identifiers();
    let ranks = nodes.map(|node| (node, ranks[NodeIndexable::to_index(&g, node)]));
    costs(names, ranks.map(|(node, rank)| (node, format!("{rank:.6}"))))
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_compact_graph_has_what_the_view_has(plain in plain()) {
        let timeline = plain.build();
        for view in [timeline.view(), timeline.view().meetings(), timeline.view().calls()] {
            let compact = view.compact_graph();
            prop_assert!(compact.node_identifiers().eq(view.node_identifiers()));
            prop_assert!(compact.edge_references().eq(view.edge_references()));
            prop_assert_eq!(compact.node_count(), compact.node_bound());
            prop_assert_eq!(compact.edge_count(), view.edge_count());
            for (at, node) in compact.node_identifiers().enumerate() {
                prop_assert_eq!(compact.to_index(node), at);
                prop_assert_eq!(compact.from_index(at), node);
                prop_assert_eq!(compact.node_weight(node), Some(&node));
            }
            let shown: HashSet<Node> = view.node_identifiers().collect();
            let edges: HashSet<Edge> = view.edge_references().collect();
            for node in timeline.node_identifiers().filter(|node| !shown.contains(node)) {
                prop_assert_eq!(compact.to_index(node), compact.node_bound());
                prop_assert_eq!(compact.node_weight(node), None);
            }
            for edge in timeline.edge_references() {
                let known = edges.contains(&edge).then_some(*edge.weight());
                prop_assert_eq!(compact.edge_weight(edge).copied(), known);
            }
            let copy = DiGraph::from(&compact);
            prop_assert!(copy.node_weights().copied().eq(view.node_identifiers()));
            let copied = copy.edge_references().map(|edge| {
                (copy[edge.source()], copy[edge.target()], *edge.weight())
            });
            let ours = view.edge_references();
            prop_assert!(copied.eq(ours.map(|edge| (edge.source(), edge.target(), *edge.weight()))));
        }
    }

    #[test]
    fn adjacency_is_that_of_the_edges(plain in plain()) {
        let timeline = plain.build();
        let view = timeline.view();
        let compact = view.compact_graph();
        let all: Vec<Node> = timeline.node_identifiers().collect();
        let edges = |of: Vec<Edge>| -> HashSet<(Node, Node)> {
            of.iter().map(|edge| (edge.source(), edge.target())).collect()
        };
        let whole = edges(timeline.edge_references().collect());
        let part = edges(view.edge_references().collect());
        for &a in &all {
            for &b in &all {
                prop_assert_eq!(timeline.is_adjacent(&(), a, b), whole.contains(&(a, b)));
                prop_assert_eq!(view.is_adjacent(&(), a, b), part.contains(&(a, b)));
                prop_assert_eq!(compact.is_adjacent(&(), a, b), part.contains(&(a, b)));
            }
        }
    }

    #[test]
    fn adaptors(plain in plain()) {
        let timeline = plain.build();
        let (view, copy) = (timeline.view(), Copy::of_view(&plain));
        let Some((first, _)) = ends(&view) else { return Ok(()) };
        let start = copy.at[&name(&timeline, first)];

        let ours = Dfs::new(Reversed(&view), first).iter(Reversed(&view));
        let theirs = Dfs::new(Reversed(&copy.graph), start).iter(Reversed(&copy.graph));
        prop_assert_eq!(set(&timeline, ours), set(&copy, theirs));

        let (ours, theirs) = (UndirectedAdaptor(&view), UndirectedAdaptor(&copy.graph));
        let reached = set(&copy, Bfs::new(theirs, start).iter(theirs));
        prop_assert_eq!(set(&timeline, Bfs::new(ours, first).iter(ours)), reached);

        let about = |kind: EdgeKind| kind == EdgeKind::About;
        let ours = EdgeFiltered::from_fn(&view, |edge: Edge| about(*edge.weight()));
        let theirs = EdgeFiltered::from_fn(&copy.graph, |edge| about(*edge.weight()));
        prop_assert_eq!(ours.edge_references().count(), theirs.edge_references().count());
        prop_assert_eq!(kosaraju_scc(&ours).len(), kosaraju_scc(&theirs).len());

        let events = NodeFiltered::from_fn(&view, |node: Node| matches!(timeline.entity(node), Some(Entity::Event(_))));
        let is_event = |node: NodeIndex| !ACTORS.contains(&copy.graph[node].as_str());
        let theirs = NodeFiltered::from_fn(&copy.graph, is_event);
        let links = |pairs: Vec<(String, String)>| pairs.into_iter().collect::<BTreeSet<_>>();
        let ours = events.edge_references();
        let ours = ours.map(|e| (name(&timeline, e.source()), name(&timeline, e.target())));
        let theirs = theirs.edge_references();
        let theirs = theirs.map(|e| (copy.name(e.source()), copy.name(e.target())));
        prop_assert_eq!(links(ours.collect()), links(theirs.collect()));
    }

    #[test]
    fn what_asks_for_petgraphs_own_type_gets_it(plain in plain()) {
        let timeline = plain.build();
        let graph = DiGraph::from(&timeline.view().compact_graph());
        let copy = Copy::of_view(&plain).graph;

        let groups = condensation(graph.clone(), true);
        prop_assert_eq!(groups.node_count(), kosaraju_scc(&copy).len());
        prop_assert!(!is_cyclic_directed(&groups));

        let back: HashSet<_> = greedy_feedback_arc_set(&graph).map(|edge| edge.id()).collect();
        let rest = EdgeFiltered::from_fn(&graph, |edge| !back.contains(&edge.id()));
        prop_assert!(toposort(&rest, None).is_ok());

        // Weights that are numbers: how much can pass from the first to the last.
        let flows = |graph: DiGraph<(), u32>| {
            let (first, last) = ends(&graph)?;
            let (most, _) = ford_fulkerson(&graph, first, last);
            assert_eq!(dinics(&graph, first, last).0, most);
            Some(most)
        };
        let (ours, theirs) = (
            graph.map(|_, _| (), |_, kind| cost(*kind)),
            copy.map(|_, _| (), |_, kind| cost(*kind)),
        );
        if ours.node_count() > 1 {
            prop_assert_eq!(flows(ours), flows(theirs));
        }
        let numbers = graph.map(|_, _| (), |_, kind| f64::from(cost(*kind)));
        if let Some((first, _)) = ends(&numbers) {
            let paths = bellman_ford(&numbers, first).unwrap();
            let known = dijkstra(&numbers, first, None, |edge| *edge.weight());
            for (node, distance) in known {
                prop_assert!((paths.distances[node.index()] - distance).abs() < 1e-9);
            }
            prop_assert_eq!(find_negative_cycle(&numbers, first), None);
        }
    }
}

/// Two meetings of the same two, one of them with a third, and a statement at the third.
fn small() -> Timeline {
    use detente::actor::Actor;
    use detente::event::Event;
    let day = |text| detente::When::parse(text).unwrap();
    let mut builder = Timeline::builder();
    for id in ["ann", "bob", "cyd", "dan"] {
        builder.actor(Actor::person(id));
    }
    let two = |id, on| Event::meeting(id, day(on)).party("ann").party("bob");
    builder.event(two("a", "2025-01-01"));
    builder.event(two("b", "2025-01-02").party("cyd"));
    builder.event(
        Event::statement("c", day("2025-01-03"))
            .by("dan")
            .target("cyd"),
    );
    builder.build().unwrap()
}

#[test]
fn isomorphism_finds_a_pattern_in_the_record() {
    let timeline = small();
    let compact = timeline.view().compact_graph();
    assert!(is_isomorphic(&timeline, &compact), "nobody is left out");
    let is_event = |node| matches!(timeline.entity(node), Some(Entity::Event(_)));
    let same_kind = |a: &Node, b: &Node| is_event(*a) == is_event(*b);
    assert!(is_isomorphic_matching(
        &compact,
        &DiGraph::from(&compact),
        same_kind,
        EdgeKind::eq
    ));

    let meetings = timeline.view().meetings().compact_graph();
    assert!(!is_isomorphic(&timeline, &meetings));
    let calls = timeline.view().calls().compact_graph();
    assert_eq!(calls.node_count(), 0);

    // The pattern: two who meet twice.
    let pattern = timeline.between("ann", "bob").unwrap();
    let pattern = NodeFiltered::from_fn(&pattern, |node: Node| label(&timeline, node) != "cyd");
    let mut twice: DiGraph<Node, EdgeKind> = DiGraph::new();
    let at: BTreeMap<Node, NodeIndex> = (&pattern)
        .node_references()
        .map(|node| (node, twice.add_node(node)))
        .collect();
    for edge in pattern.edge_references() {
        twice.add_edge(at[&edge.source()], at[&edge.target()], *edge.weight());
    }
    assert_eq!((twice.node_count(), twice.edge_count()), (4, 8));
    assert!(
        is_isomorphic_subgraph(&twice, &DiGraph::from(&meetings))
            == is_isomorphic_subgraph(&twice, &meetings)
    );
    let (pattern, whole) = (&twice, &timeline.view().compact_graph());
    let (mut nodes, mut edges) = (same_kind, EdgeKind::eq);
    let found = subgraph_isomorphisms_iter(&pattern, &whole, &mut nodes, &mut edges);
    let theirs = &DiGraph::from(whole);
    let (mut nodes, mut edges) = (same_kind, EdgeKind::eq);
    let expected = subgraph_isomorphisms_iter(&pattern, &theirs, &mut nodes, &mut edges);
    assert_eq!(
        found.into_iter().flatten().collect::<BTreeSet<_>>(),
        expected.into_iter().flatten().collect::<BTreeSet<_>>()
    );
    assert!(!is_isomorphic_subgraph_matching(
        &meetings,
        pattern,
        same_kind,
        EdgeKind::eq
    ));
}

#[test]
fn maximal_cliques_are_pairs_of_a_party_and_a_meeting() {
    fn cliques<G>(graph: G, timeline: &Timeline) -> BTreeSet<String>
    where
        G: GetAdjacencyMatrix<NodeId = Node> + IntoNodeIdentifiers + IntoNeighbors,
    {
        let all = maximal_cliques(graph).into_iter();
        all.map(|clique| {
            let names: BTreeSet<String> = clique.iter().map(|&at| label(timeline, at)).collect();
            names.into_iter().collect::<Vec<_>>().join(" ")
        })
        .collect()
    }
    let timeline = small();
    let expected = ["a ann", "a bob", "ann b", "b bob", "b cyd"].map(str::to_owned);
    let view = timeline.view().meetings();
    assert_eq!(cliques(&view, &timeline), BTreeSet::from(expected.clone()));
    assert_eq!(
        cliques(&view.compact_graph(), &timeline),
        BTreeSet::from(expected)
    );
}

#[test]
fn a_transitive_reduction_drops_what_follows() {
    // From a speaker to whom it reaches by way of the statement.
    let timeline = small();
    let graph = DiGraph::from(&timeline.view().statements().compact_graph());
    let order = toposort(&graph, None).unwrap();
    let (list, _) = tred::dag_to_toposorted_adjacency_list::<_, u32>(&graph, &order);
    let (reduction, closure) = tred::dag_transitive_reduction_closure(&list);
    assert_eq!((reduction.edge_count(), closure.edge_count()), (2, 3));
}

#[test]
fn dot_writes_names_if_it_is_given_names() {
    let timeline = small();
    let view = timeline.view().statements();
    let label = |_, node: Node| format!("label=\"{}\"", label(&timeline, node));
    let bare = [Config::NodeNoLabel, Config::EdgeNoLabel];
    let dot = Dot::with_attr_getters(&view, &bare, &|_, _| String::new(), &label);
    let text = format!("{dot:?}");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    assert_eq!(
        lines,
        [
            "digraph {",
            "2 [ label=\"cyd\"]",
            "3 [ label=\"dan\"]",
            "6 [ label=\"c\"]",
            "3 -> 6 [ ]",
            "6 -> 2 [ ]",
            "}",
        ]
    );
}

#[test]
fn a_compact_graph_outlives_the_view() {
    fn of(timeline: &Timeline) -> CompactGraph<'_> {
        timeline.view().meetings().compact_graph()
    }
    let timeline = small();
    let graph = of(&timeline);
    assert_eq!((graph.node_count(), graph.edge_count()), (5, 10));
    let tree: UnGraph<Node, EdgeKind> = UnGraph::from_elements(min_spanning_tree(&graph));
    assert_eq!(tree.edge_count(), 4);
}

#[test]
fn of_a_view_with_holes_some_algorithms_are_wrong_and_of_the_compact_graph_right() {
    let timeline = small();
    let view = timeline.view().statements();
    let (dan, compact) = (
        Node::from(timeline.actor("dan").unwrap()),
        view.compact_graph(),
    );
    // Who is told last has no rank at all, as its index is beyond the three that there are.
    let event = view.to_index(Node::from(timeline.event("c").unwrap()));
    assert_eq!((page_rank(&view, 0.85_f64, 9).len(), event), (3, 6));
    let ranks = page_rank(&compact, 0.85_f64, 9);
    assert!(
        ranks[0] > ranks[2] && ranks[2] > ranks[1],
        "cyd, the event, dan"
    );

    let panics = |call: fn(&View<'_>, Node) -> usize| {
        let call = std::panic::AssertUnwindSafe(|| call(&view, dan));
        std::panic::catch_unwind(call).is_err()
    };
    assert!(panics(|view, dan| k_shortest_path(
        view,
        dan,
        None,
        1,
        |_| 1
    )
    .len()));
    assert_eq!(k_shortest_path(&compact, dan, None, 1, |_| 1).len(), 3);
    assert!(panics(|view, _| {
        articulation_points::articulation_points(UndirectedAdaptor(view)).len()
    }));
    let found = articulation_points::articulation_points(UndirectedAdaptor(&compact));
    assert_eq!(found.len(), 1);
}

/// The name of an actor or the title of an event.
fn label(timeline: &Timeline, node: Node) -> String {
    timeline.entity(node).unwrap().to_string()
}
