//! The timeline and its views as graphs of petgraph: actors and events, and how they stand.
//!
//! Actors and events are the nodes. An edge says how they stand to each other,
//! and points the way that news of the event would take:
//!
//! | edge | when |
//! | :-- | :-- |
//! | actor → event | the actor brings it about: source, party, host, mediator, attendee |
//! | event → actor | it reaches the actor: party, target, addressee, host, mediator, attendee |
//! | event → actor | it is about the actor |
//! | event → event | it is part of, on the sidelines of, an answer to, about, or a follow-up of the other |
//!
//! So parties have an edge each way, a speaker one to the statement, and its
//! target one from it: from a speaker one reaches whom the statement was aimed at,
//! and not the other way round. Who was there on whose behalf is no edge:
//! affiliations have dates, and a graph has none.
//!
//! # Four graphs
//!
//! | graph | nodes | indices | made in |
//! | :-- | :-- | :-- | :-- |
//! | `&`[`Timeline`] | every actor and every event, planned ones too | dense | no time: it is the store |
//! | `&`[`View`] | its events, and the actors that have an edge in it | those of the timeline: with holes | no time: it is the filter |
//! | [`View::compact_graph`] | the same | dense | one pass over the view; bits |
//! | [`View::contact_graph`], [`View::act_graph`] | actors alone, an edge for each pair, weights of one's own | petgraph's | one pass over the view, and a sort |
//!
//! The first three share their nodes and edges, so that results of several views can
//! be held against each other; [`CompactGraph::to_graph`] copies the third to
//! petgraph's own type.
//!
//! # Example
//!
//! ```
//! use detente::actor::Actor;
//! use detente::event::Event;
//! use detente::petgraph::algo::has_path_connecting;
//! use detente::{Timeline, When};
//!
//! let mut builder = Timeline::builder();
//! for id in ["rubio", "lavrov", "kim"] {
//!     builder.actor(Actor::person(id));
//! }
//! let meeting = |id, day: &str| When::parse(day).map(|day| Event::meeting(id, day));
//! builder.event(meeting("a", "2025-07-10")?.party("rubio").party("lavrov"));
//! builder.event(meeting("b", "2025-07-12")?.party("lavrov").party("kim"));
//! let timeline = builder.build()?;
//!
//! let node = |id| timeline.actor_node(id);
//! assert!(has_path_connecting(&timeline, node("rubio")?, node("kim")?, None));
//! let without_kim = timeline.between("rubio", "lavrov")?;
//! assert!(!has_path_connecting(&without_kim, node("rubio")?, node("kim")?, None));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Which algorithm runs on what
//!
//! Those of petgraph 0.8, by what they ask for. "Compact" means the view's compact
//! graph, and a timeline as it is. Where it says *undirected*, the question makes
//! sense between nodes and not along arrows: wrap the graph in
//! [`UndirectedAdaptor`](petgraph::visit::UndirectedAdaptor). Each row has a test
//! that holds it against petgraph's own graph.
//!
//! | algorithm | runs on | mind |
//! | :-- | :-- | :-- |
//! | `Bfs`, `Dfs`, `DfsPostOrder`, `Topo`, `depth_first_search` | any | |
//! | `has_path_connecting`, `all_simple_paths`, `all_simple_paths_multi` | any | in the graph, not in time: [`View::paths`] goes by dates |
//! | `toposort`, `is_cyclic_directed`, `kosaraju_scc`, `tarjan_scc` | any | two parties of one event are a cycle: filter to links |
//! | `dijkstra`, `with_dynamic_goal`, `bidirectional_dijkstra`, `astar`, `spfa` | any | the cost is a closure's; `bidirectional_dijkstra` finds no way from a node to itself |
//! | `johnson` | any | makes room for the square of the bound: compact for a narrow view |
//! | `dominators::simple_fast` | any | through whom alone news could come |
//! | `connected_components`, `floyd_warshall`, `floyd_warshall_path` | compact | a view does not compile: its indices have holes |
//! | `page_rank`, `k_shortest_path` | compact | of a view they compile and are **wrong**, or panic: they take indices for dense without asking |
//! | `articulation_points` | compact, undirected | of a view it compiles and panics |
//! | `bridges`, `dsatur_coloring`, `is_bipartite_undirected`, `greedy_matching`, `maximum_matching` | any, undirected | |
//! | `min_spanning_tree` | any | by kind of edge; `min_spanning_tree_prim` undirected, and of the first node's component alone |
//! | `is_cyclic_undirected` | any | true wherever an event has a party, whose two edges are a circle |
//! | `maximal_cliques` | any | of what has edges each way; no two actors are neighbours, so a clique is a pair: ask the contact graph |
//! | `is_isomorphic`, `is_isomorphic_subgraph` | compact | |
//! | `is_isomorphic_matching`, `is_isomorphic_subgraph_matching`, `subgraph_isomorphisms_iter` | the compact graph | they borrow weights, which a timeline has nowhere to borrow from |
//! | `Dot` | any | writes positions unless told names; it does not escape them |
//! | `condensation`, `greedy_feedback_arc_set`, `tred` | [`CompactGraph::to_graph`] | they ask for petgraph's own type or indices |
//! | `bellman_ford`, `find_negative_cycle`, `dinics`, `ford_fulkerson`, `steiner_tree` | [`CompactGraph::to_graph`] and `map`, or the contact graph | they ask for weights that are numbers |
//!
//! [`Reversed`](petgraph::visit::Reversed), [`EdgeFiltered`](petgraph::visit::EdgeFiltered),
//! [`NodeFiltered`](petgraph::visit::NodeFiltered) and `UndirectedAdaptor` wrap any of them.
//!
//! ```compile_fail
//! # let timeline = detente::Timeline::builder().build().unwrap();
//! detente::petgraph::algo::connected_components(&timeline.view()); // has holes
//! ```
//!
//! `GetAdjacencyMatrix` makes no matrix. petgraph's own takes a bit for each two nodes,
//! 125 gigabytes for a million; here the event of the two is asked, which has few
//! edges. `DataMap` is the compact graph's alone, and `EdgeIndexable` nobody's: to
//! number an edge is to count those before it, and what asks for it are flows, which
//! need weights that are numbers first.

mod compact;
mod pairs;
mod walk;

use petgraph::visit::{
    Data, EdgeCount, EdgeRef, GetAdjacencyMatrix, GraphBase, GraphProp, IntoEdgeReferences,
    IntoEdges, IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers,
    IntoNodeReferences, NodeCompactIndexable, NodeCount, NodeIndexable, NodeRef, VisitMap,
    Visitable,
};
use petgraph::{Directed, Direction};

use crate::event::{Link, Role};
use crate::query::View;
use crate::timeline::{ActorIx, ActorRef, EventIx, EventRef, Knowledge, LookupError, Timeline};

pub use compact::CompactGraph;
pub use pairs::Tie;
pub use walk::{Edges, EdgesDirected, Neighbors, Nodes};
use walk::{Shown, is_adjacent, place};

/// Whether a node is an actor or an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// An actor.
    Actor,
    /// An event.
    Event,
}

/// An actor or an event of a timeline, as a node of its graphs.
///
/// # Order
///
/// Actors by identifier, then events in the total order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(NodeIx);

/// The index of an actor or of an event. Actors sort before events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum NodeIx {
    Actor(ActorIx),
    Event(EventIx),
}

impl Node {
    const fn actor(ix: ActorIx) -> Self {
        Self(NodeIx::Actor(ix))
    }

    const fn event(ix: EventIx) -> Self {
        Self(NodeIx::Event(ix))
    }

    /// Whether it is an actor or an event.
    pub const fn kind(self) -> NodeKind {
        match self.0 {
            NodeIx::Actor(_) => NodeKind::Actor,
            NodeIx::Event(_) => NodeKind::Event,
        }
    }
}

/// How two nodes stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EdgeKind {
    /// The actor takes part in the event, in a role.
    TakesPart(Role),
    /// The event is about the actor.
    About,
    /// The event is tied to the other event.
    Linked(Link),
}

impl EdgeKind {
    /// Every kind there is: the weights that a reference can be had to.
    const ALL: &'static [Self] = &{
        let mut all = [Self::About; Role::ALL.len() + 1 + Link::ALL.len()];
        let mut at = 0;
        while at < Role::ALL.len() {
            all[at] = Self::TakesPart(Role::ALL[at]);
            at += 1;
        }
        at = 0;
        while at < Link::ALL.len() {
            all[Role::ALL.len() + 1 + at] = Self::Linked(Link::ALL[at]);
            at += 1;
        }
        all
    };
}

/// An edge of a timeline's graph. It is its own identifier and its own reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    source: Node,
    target: Node,
    kind: EdgeKind,
}

impl Edge {
    /// How the source stands to the target.
    pub const fn kind(self) -> EdgeKind {
        self.kind
    }
}

impl EdgeRef for Edge {
    type NodeId = Node;
    type EdgeId = Self;
    type Weight = EdgeKind;

    fn source(&self) -> Node {
        self.source
    }

    fn target(&self) -> Node {
        self.target
    }

    fn weight(&self) -> &EdgeKind {
        &self.kind
    }

    fn id(&self) -> Self {
        *self
    }
}

impl NodeRef for Node {
    type NodeId = Self;
    type Weight = Self;

    fn id(&self) -> Self {
        *self
    }

    fn weight(&self) -> &Self {
        self
    }
}

impl Role {
    /// Whether an edge of this role runs in the direction, seen from the actor.
    const fn runs(self, seen_from_actor: Direction) -> bool {
        match seen_from_actor {
            Direction::Outgoing => !matches!(self, Self::Target | Self::Addressee),
            Direction::Incoming => !matches!(self, Self::Source),
        }
    }
}

impl Timeline {
    /// The node of an actor, by identifier, name or alias.
    ///
    /// # Errors
    ///
    /// If the name is unknown or not clear.
    pub fn actor_node(&self, name: &str) -> Result<Node, LookupError> {
        self.actor_index(name).map(Node::actor)
    }

    /// The node of an event.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownEvent`].
    pub fn event_node(&self, id: &str) -> Result<Node, LookupError> {
        self.event_index(id).map(Node::event)
    }

    /// The actor of a node, if it is one of this timeline.
    pub fn node_actor(&self, node: Node) -> Option<ActorRef<'_>> {
        match node.0 {
            NodeIx::Actor(ix) if self.actors.has(ix) => Some(ActorRef::new(self, ix)),
            _ => None,
        }
    }

    /// The event of a node, if it is one of this timeline.
    pub fn node_event(&self, node: Node) -> Option<EventRef<'_>> {
        match node.0 {
            NodeIx::Event(ix) if self.events.has(ix) => {
                Some(EventRef::new(self, ix, Knowledge::ALL))
            }
            _ => None,
        }
    }

    /// What a node is called: an actor's name or an event's title; empty if it is of another timeline.
    pub fn node_label(&self, node: Node) -> &str {
        let event = self.node_event(node).map(EventRef::title);
        self.node_actor(node)
            .map(ActorRef::name)
            .or(event)
            .unwrap_or_default()
    }
}

/// Which nodes were visited: one bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VisitSet {
    actors: usize,
    /// How many actors and events there are.
    nodes: usize,
    bits: Vec<u64>,
}

impl VisitSet {
    fn new(whole: &Timeline) -> Self {
        let nodes = whole.actors.len() + whole.events.len();
        Self {
            actors: whole.actors.len(),
            nodes,
            bits: vec![0; nodes.div_ceil(64)],
        }
    }

    /// The bit of a node; none if the timeline does not have it.
    const fn place(&self, node: Node) -> Option<usize> {
        place(self.actors, self.nodes, node)
    }

    fn bit(&mut self, node: Node) -> Option<(&mut u64, u64)> {
        let place = self.place(node)?;
        Some((&mut self.bits[place / 64], 1 << (place % 64)))
    }
}

impl VisitMap<Node> for VisitSet {
    fn visit(&mut self, node: Node) -> bool {
        self.bit(node).is_some_and(|(word, bit)| {
            let new = *word & bit == 0;
            *word |= bit;
            new
        })
    }

    fn is_visited(&self, node: &Node) -> bool {
        self.place(*node)
            .is_some_and(|place| self.bits[place / 64] & (1 << (place % 64)) != 0)
    }

    fn unvisit(&mut self, node: Node) -> bool {
        self.bit(node).is_some_and(|(word, bit)| {
            let was = *word & bit != 0;
            *word &= !bit;
            was
        })
    }
}

macro_rules! graph_traits {
    ($graph:ty $(, $life:lifetime)?) => {
        impl$(<$life>)? GraphBase for $graph {
            type NodeId = Node;
            type EdgeId = Edge;
        }

        impl$(<$life>)? Data for $graph {
            type NodeWeight = Node;
            type EdgeWeight = EdgeKind;
        }

        impl$(<$life>)? GraphProp for $graph {
            type EdgeType = Directed;
        }

        impl$(<$life>)? NodeIndexable for $graph {
            fn node_bound(&self) -> usize {
                self.bound()
            }

            fn to_index(&self, node: Node) -> usize {
                self.index(node)
            }

            fn from_index(&self, index: usize) -> Node {
                self.at(index)
            }
        }

        impl$(<$life>)? NodeCount for $graph {
            fn node_count(&self) -> usize {
                match self.nodes().size_hint() {
                    (least, Some(most)) if least == most => least,
                    _ => self.nodes().count(),
                }
            }
        }

        impl$(<$life>)? EdgeCount for $graph {
            fn edge_count(&self) -> usize {
                Edges::new(self).count()
            }
        }

        /// Needs no memory: it is the event of the two nodes that is asked.
        impl$(<$life>)? GetAdjacencyMatrix for $graph {
            type AdjMatrix = ();

            fn adjacency_matrix(&self) {}

            fn is_adjacent(&self, (): &(), source: Node, target: Node) -> bool {
                is_adjacent(self, source, target)
            }
        }

        impl$(<$life>)? Visitable for $graph {
            type Map = VisitSet;

            fn visit_map(&self) -> VisitSet {
                VisitSet::new(self.whole())
            }

            fn reset_map(&self, map: &mut VisitSet) {
                *map = self.visit_map();
            }
        }

        impl<'g $(, $life)?> IntoNodeIdentifiers for &'g $graph {
            type NodeIdentifiers = <$graph as Shown>::Nodes<'g>;

            fn node_identifiers(self) -> Self::NodeIdentifiers {
                self.nodes()
            }
        }

        impl<'g $(, $life)?> IntoNodeReferences for &'g $graph {
            type NodeRef = Node;
            type NodeReferences = <$graph as Shown>::Nodes<'g>;

            fn node_references(self) -> Self::NodeReferences {
                self.nodes()
            }
        }

        impl<'g $(, $life)?> IntoEdgeReferences for &'g $graph {
            type EdgeRef = Edge;
            type EdgeReferences = Edges<'g, $graph>;

            fn edge_references(self) -> Self::EdgeReferences {
                Edges::new(self)
            }
        }

        impl<'g $(, $life)?> IntoNeighbors for &'g $graph {
            type Neighbors = Neighbors<'g, $graph>;

            fn neighbors(self, node: Node) -> Self::Neighbors {
                Neighbors(EdgesDirected::new(self, node, Direction::Outgoing))
            }
        }

        impl<'g $(, $life)?> IntoNeighborsDirected for &'g $graph {
            type NeighborsDirected = Neighbors<'g, $graph>;

            fn neighbors_directed(self, node: Node, direction: Direction) -> Self::Neighbors {
                Neighbors(EdgesDirected::new(self, node, direction))
            }
        }

        impl<'g $(, $life)?> IntoEdges for &'g $graph {
            type Edges = EdgesDirected<'g, $graph>;

            fn edges(self, node: Node) -> Self::Edges {
                EdgesDirected::new(self, node, Direction::Outgoing)
            }
        }

        impl<'g $(, $life)?> IntoEdgesDirected for &'g $graph {
            type EdgesDirected = EdgesDirected<'g, $graph>;

            fn edges_directed(self, node: Node, direction: Direction) -> Self::EdgesDirected {
                EdgesDirected::new(self, node, direction)
            }
        }
    };
}

graph_traits!(Timeline);
graph_traits!(View<'t>, 't);
graph_traits!(CompactGraph<'t>, 't);

/// Every actor and every event is a node, whether it has an edge or not.
impl NodeCompactIndexable for Timeline {}

impl NodeCompactIndexable for CompactGraph<'_> {}

#[cfg(test)]
mod tests {
    use petgraph::data::DataMap;
    use petgraph::visit::{IntoEdgesDirected, IntoNeighbors};

    use super::*;
    use crate::actor::Actor;
    use crate::event::Event;
    use crate::time::When;

    /// So many persons who meet so often, all of them each time.
    fn meetings(persons: u32, events: u32) -> Timeline {
        let mut builder = Timeline::builder();
        for number in 0..persons {
            let id = format!("person-{number}");
            builder.actor(Actor::person(&id));
        }
        for number in 0..events {
            let day = When::parse("2025-07-10").unwrap();
            let event = Event::meeting(format!("event-{number}"), day);
            let all = (0..persons).map(|number| format!("person-{number}"));
            builder.event(all.fold(event, Event::party));
        }
        builder.build().unwrap()
    }

    #[test]
    fn a_node_of_a_larger_timeline_is_no_node_of_a_smaller_one() {
        let (large, small) = (meetings(9, 99), meetings(2, 9));
        let foreign = large.nodes().filter(|node| match node.0 {
            NodeIx::Actor(ix) => ix.number() >= 2,
            NodeIx::Event(ix) => ix.number() >= 9,
        });
        let (view, compact) = (small.view(), small.view().compact_graph());
        let own = small.actor_node("person-0").unwrap();
        for node in foreign {
            for direction in [Direction::Outgoing, Direction::Incoming] {
                assert_eq!(small.edges_directed(node, direction).next(), None);
                assert_eq!(view.edges_directed(node, direction).next(), None);
                assert_eq!(compact.edges_directed(node, direction).next(), None);
            }
            assert!(small.neighbors(own).all(|other| other != node));
            assert!(!small.is_adjacent(&(), own, node) && !small.is_adjacent(&(), node, own));
            assert_eq!(compact.node_weight(node), None, "{node:?}");
            assert_eq!(compact.to_index(node), compact.node_count());
            let mut visited = small.visit_map();
            assert!(
                !visited.visit(node) && !visited.is_visited(&node),
                "{node:?}"
            );
            assert_eq!(visited, small.visit_map());
        }
    }
}
