//! A view that is decided once: which nodes there are, numbered without holes.
//!
//! A view decides anew, each time it is asked, whether it shows an event, and its
//! indices are those of the whole timeline. Here the answers are a bit for each
//! node, and beside each word of bits stands how many come before it: an index is
//! one look-up and one count of bits.

use std::{iter, slice};

use petgraph::Direction;
use petgraph::data::{DataMap, Element, FromElements};
use petgraph::graph::DiGraph;
use petgraph::visit::VisitMap;

use super::walk::{EdgesDirected, Neighbors, Shown};
use super::{Edge, EdgeKind, Edges, Node, NodeKind, VisitSet};
use crate::query::View;
use crate::timeline::{EventIx, Timeline, index_of};

/// The graph of a view, with indices that have no holes.
///
/// Created by [`View::compact_graph`]. It has the nodes and edges of the view's
/// own graph, and of it those algorithms are right, too, that need dense indices.
/// Later calls do not ask the view's filter again, so that it is also the faster
/// graph wherever an algorithm looks at an edge more than once.
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
/// // In the meetings alone, Kim is nobody, and the rest hangs together.
/// let meetings = timeline.meetings().compact_graph();
/// assert_eq!(connected_components(&meetings), 1);
/// assert_eq!(connected_components(&timeline.view().compact_graph()), 1);
/// assert_eq!(connected_components(&timeline.calls().compact_graph()), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct CompactGraph<'t> {
    whole: &'t Timeline,
    shown: VisitSet,
    /// How many nodes stand before each word of bits.
    before: Vec<u32>,
    nodes: Vec<Node>,
}

crate::text::short_debug!(CompactGraph<'_>, "CompactGraph", |it| {
    "timeline": it.whole,
    "nodes": it.nodes.len(),
});

impl<'t> View<'t> {
    /// Its graph with indices without holes, for the algorithms that need them.
    ///
    /// # Complexity
    ///
    /// As [`View::events`], and three bits for every two actors and events of the timeline; eight
    /// bytes for each node. It does not grow with the number of edges.
    pub fn compact_graph(&self) -> CompactGraph<'t> {
        let whole = self.timeline();
        let mut shown = VisitSet::new(whole);
        for event in self.events() {
            let event = Node::event(event.ix());
            shown.visit(event);
            for direction in [Direction::Outgoing, Direction::Incoming] {
                // An event's edges to and from actors come before those of its links.
                Neighbors(EdgesDirected::new(whole, event, direction))
                    .take_while(|other| other.kind() == NodeKind::Actor)
                    .for_each(|actor| {
                        shown.visit(actor);
                    });
            }
        }
        CompactGraph::new(whole, shown)
    }
}

impl<'t> CompactGraph<'t> {
    fn new(whole: &'t Timeline, shown: VisitSet) -> Self {
        let mut before = Vec::with_capacity(shown.bits.len());
        let mut nodes = Vec::new();
        for (at, &word) in shown.bits.iter().enumerate() {
            before.push(index_of(nodes.len()));
            let mut left = word;
            while left != 0 {
                nodes.push(whole.at(at * 64 + left.trailing_zeros() as usize));
                left &= left - 1;
            }
        }
        Self {
            whole,
            shown,
            before,
            nodes,
        }
    }

    /// The timeline whose actors and events are its nodes.
    pub const fn timeline(&self) -> &'t Timeline {
        self.whole
    }

    /// The same graph as petgraph keeps one: for what asks for petgraph's own type, and for weights
    /// that are numbers, by way of [`DiGraph::map`].
    ///
    /// A node has the same index in both, and edges are numbered in the order of
    /// petgraph's `edge_references`.
    ///
    /// # Complexity
    ///
    /// A copy: on 64 bits 16 bytes for each node and 20 for each edge.
    ///
    /// # Panics
    ///
    /// In petgraph, above 2³² - 2 nodes or edges.
    pub fn to_graph(&self) -> DiGraph<Node, EdgeKind> {
        let nodes = self.nodes.iter().map(|&weight| Element::Node { weight });
        let edges = Edges::new(self).map(|edge| Element::Edge {
            source: self.index(edge.source),
            target: self.index(edge.target),
            weight: edge.kind,
        });
        DiGraph::from_elements(nodes.chain(edges))
    }

    /// Where a node stands among the graph's, if it is one of them.
    fn rank(&self, node: Node) -> Option<usize> {
        let place = self.shown.place(node)?;
        let (word, bit) = (self.shown.bits[place / 64], 1 << (place % 64));
        // Those of the words before, and those of its word that come before it.
        let before = self.before[place / 64] as usize + (word & (bit - 1)).count_ones() as usize;
        (word & bit != 0).then_some(before)
    }
}

impl<'t> Shown for CompactGraph<'t> {
    type Nodes<'g>
        = iter::Copied<slice::Iter<'g, Node>>
    where
        't: 'g;

    fn whole(&self) -> &Timeline {
        self.whole
    }

    fn has_node(&self, node: Node) -> bool {
        self.shown.is_visited(&node)
    }

    fn nodes(&self) -> Self::Nodes<'_> {
        self.nodes.iter().copied()
    }

    fn bound(&self) -> usize {
        self.nodes.len()
    }

    /// What is no node has the index that would come next.
    fn index(&self, node: Node) -> usize {
        self.rank(node).unwrap_or(self.nodes.len())
    }

    fn at(&self, index: usize) -> Node {
        let nobody = Node::event(EventIx::from_number(u32::MAX));
        self.nodes.get(index).copied().unwrap_or(nobody)
    }
}

impl DataMap for CompactGraph<'_> {
    fn node_weight(&self, node: Node) -> Option<&Node> {
        Some(&self.nodes[self.rank(node)?])
    }

    fn edge_weight(&self, edge: Edge) -> Option<&EdgeKind> {
        let mut edges = EdgesDirected::new(self, edge.source, Direction::Outgoing);
        edges.find(|known| *known == edge)?;
        let kind = EdgeKind::ALL.iter().find(|kind| **kind == edge.kind);
        Some(kind.expect("every kind is among all"))
    }
}
