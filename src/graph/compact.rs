//! A view whose filter was evaluated once, with dense indices.
//!
//! A view evaluates its filter each time it is asked about an event, and its indices are those of the
//! whole timeline. A compact graph stores the answers as one bit per node, and for each word of
//! bits the number of nodes before it. The index of a node is then one look-up and one count of
//! bits.

use std::{iter, slice};

use petgraph::Direction;
use petgraph::data::{DataMap, Element, FromElements};
use petgraph::graph::DiGraph;
use petgraph::visit::VisitMap;

use super::walk::Graph;
use super::{Edge, EdgeKind, Edges, EdgesDirected, Neighbors, Node, VisitedNodes};
use crate::query::View;
use crate::timeline::{EventIx, Timeline, index_of};

/// The graph of a view with dense indices.
///
/// Created by [`View::compact_graph`]. It has the same nodes and edges as the view, and works with
/// algorithms that need dense indices. The view's filter is not evaluated again, so this
/// graph is also faster if an algorithm reads edges more than once.
///
/// # Example
///
/// ```
/// use detente::actor::Actor;
/// use detente::event::Event;
/// use detente::petgraph::algo::connected_components;
/// use detente::{Timeline, When};
///
/// let mut builder = Timeline::builder();
/// for id in ["rubio", "lavrov", "wang", "kim"] {
///     builder.actor(Actor::person(id));
/// }
/// let day = |text| When::parse(text);
/// builder.event(Event::meeting("a", day("2025-07-10")?).party("rubio").party("lavrov"));
/// builder.event(Event::meeting("b", day("2025-07-11")?).party("rubio").party("wang"));
/// builder.event(Event::call("c", day("2025-07-12")?).party("lavrov").party("kim"));
/// let timeline = builder.build()?;
///
/// // Kim has no meeting, so Kim is not a node. The other three are connected.
/// let meetings = timeline.view().meetings().compact_graph();
/// assert_eq!(connected_components(&meetings), 1);
/// assert_eq!(connected_components(&timeline.view().compact_graph()), 1);
/// assert_eq!(connected_components(&timeline.view().calls().compact_graph()), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct CompactGraph<'t> {
    whole: &'t Timeline,
    has: VisitedNodes,
    /// The number of nodes before each word of bits.
    before: Vec<u32>,
    nodes: Vec<Node>,
}

crate::text::short_debug!(CompactGraph<'_>, "CompactGraph", |it| {
    "timeline": it.whole,
    "nodes": it.nodes.len(),
});

/// # Graphs
impl<'t> View<'t> {
    /// Evaluates the view once, into a graph with dense indices.
    ///
    /// # Complexity
    ///
    /// As [`View::events`]. The graph takes three bits for every two actors and events of the timeline, and
    /// eight bytes per node. Its size does not depend on the number of edges.
    pub fn compact_graph(&self) -> CompactGraph<'t> {
        let whole = self.timeline();
        let mut has = VisitedNodes::new(whole);
        for event in self.events() {
            let event = Node::event(event.ix());
            has.visit(event);
            for direction in [Direction::Outgoing, Direction::Incoming] {
                // The edges of an event to and from actors come before its links.
                Neighbors(EdgesDirected::new(whole, event, direction))
                    .take_while(|other| other.is_actor())
                    .for_each(|actor| {
                        has.visit(actor);
                    });
            }
        }
        CompactGraph::new(whole, has)
    }
}

impl<'t> CompactGraph<'t> {
    fn new(whole: &'t Timeline, has: VisitedNodes) -> Self {
        let mut before = Vec::with_capacity(has.bits.len());
        let mut nodes = Vec::new();
        for (at, &word) in has.bits.iter().enumerate() {
            before.push(index_of(nodes.len()));
            let mut left = word;
            while left != 0 {
                nodes.push(whole.node_at(at * 64 + left.trailing_zeros() as usize));
                left &= left - 1;
            }
        }
        Self {
            whole,
            has,
            before,
            nodes,
        }
    }

    /// The index of a node. Returns `None` if the graph does not have it.
    fn dense_index(&self, node: Node) -> Option<usize> {
        let place = self.has.place(node)?;
        let (word, bit) = (self.has.bits[place / 64], 1 << (place % 64));
        // The nodes of the words before, and the nodes before it in its own word.
        let before = self.before[place / 64] as usize + (word & (bit - 1)).count_ones() as usize;
        (word & bit != 0).then_some(before)
    }
}

/// Copies the graph to petgraph's own type, which some algorithms require. [`DiGraph::map`] then gives it
/// numbers as weights.
///
/// A node has the same index in both, and edges are numbered in the order of
/// petgraph's `edge_references`.
///
/// # Complexity
///
/// A copy: on 64 bits 16 bytes per node and 20 per edge.
///
/// # Panics
///
/// In petgraph, above 2³² - 2 nodes or edges.
impl From<&CompactGraph<'_>> for DiGraph<Node, EdgeKind> {
    fn from(graph: &CompactGraph<'_>) -> Self {
        let nodes = graph.nodes.iter().map(|&weight| Element::Node { weight });
        let edges = Edges::new(graph).map(|edge| Element::Edge {
            source: graph.index_of(edge.source),
            target: graph.index_of(edge.target),
            weight: edge.kind,
        });
        Self::from_elements(nodes.chain(edges))
    }
}

impl<'t> Graph for CompactGraph<'t> {
    type Nodes<'g>
        = iter::Copied<slice::Iter<'g, Node>>
    where
        't: 'g;

    fn whole(&self) -> &Timeline {
        self.whole
    }

    fn has_node(&self, node: Node) -> bool {
        self.has.is_visited(&node)
    }

    fn nodes(&self) -> Self::Nodes<'_> {
        self.nodes.iter().copied()
    }

    fn bound(&self) -> usize {
        self.nodes.len()
    }

    /// A node that the graph does not have has the next unused index.
    fn index_of(&self, node: Node) -> usize {
        self.dense_index(node).unwrap_or(self.nodes.len())
    }

    /// An index that the graph does not have gives a node that no timeline has.
    fn node_at(&self, index: usize) -> Node {
        let unknown = Node::event(EventIx::from_number(u32::MAX));
        self.nodes.get(index).copied().unwrap_or(unknown)
    }
}

impl DataMap for CompactGraph<'_> {
    fn node_weight(&self, node: Node) -> Option<&Node> {
        Some(&self.nodes[self.dense_index(node)?])
    }

    fn edge_weight(&self, edge: Edge) -> Option<&EdgeKind> {
        let mut edges = EdgesDirected::new(self, edge.source, Direction::Outgoing);
        edges.find(|known| *known == edge)?;
        let kind = EdgeKind::ALL.iter().find(|kind| **kind == edge.kind);
        Some(kind.expect("every kind is among all"))
    }
}
