//! petgraph's traits for a timeline, a view and a compact graph.

use petgraph::visit::{
    Data, EdgeCount, GetAdjacencyMatrix, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges,
    IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers,
    IntoNodeReferences, NodeCompactIndexable, NodeCount, NodeIndexable, Visitable,
};
use petgraph::{Directed, Direction};

use super::walk::{Graph, is_adjacent};
use super::{CompactGraph, Edge, EdgeKind, Edges, EdgesDirected, Neighbors, Node, VisitedNodes};
use crate::query::View;
use crate::timeline::Timeline;

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
                self.index_of(node)
            }

            fn from_index(&self, index: usize) -> Node {
                self.node_at(index)
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

        /// Allocates nothing: adjacency is read from the event.
        impl$(<$life>)? GetAdjacencyMatrix for $graph {
            type AdjMatrix = ();

            fn adjacency_matrix(&self) {}

            fn is_adjacent(&self, (): &(), source: Node, target: Node) -> bool {
                is_adjacent(self, source, target)
            }
        }

        impl$(<$life>)? Visitable for $graph {
            type Map = VisitedNodes;

            fn visit_map(&self) -> VisitedNodes {
                VisitedNodes::new(self.whole())
            }

            fn reset_map(&self, map: &mut VisitedNodes) {
                *map = self.visit_map();
            }
        }

        impl<'g $(, $life)?> IntoNodeIdentifiers for &'g $graph {
            type NodeIdentifiers = <$graph as Graph>::Nodes<'g>;

            fn node_identifiers(self) -> Self::NodeIdentifiers {
                self.nodes()
            }
        }

        impl<'g $(, $life)?> IntoNodeReferences for &'g $graph {
            type NodeRef = Node;
            type NodeReferences = <$graph as Graph>::Nodes<'g>;

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

/// Every actor and every event is a node, with or without edges.
impl NodeCompactIndexable for Timeline {}

impl NodeCompactIndexable for CompactGraph<'_> {}

#[cfg(test)]
mod tests {
    use petgraph::data::DataMap;
    use petgraph::visit::{IntoEdgesDirected, IntoNeighbors, VisitMap};

    use super::*;
    use crate::actor::Actor;
    use crate::event::Event;
    use crate::graph::node::NodeIx;
    use crate::time::When;

    /// Persons who all meet in each of the events.
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
    fn a_node_of_a_larger_timeline_is_not_a_node_of_a_smaller_one() {
        let (large, small) = (meetings(9, 99), meetings(2, 9));
        let foreign = large.nodes().filter(|node| match node.0 {
            NodeIx::Actor(ix) => ix.number() >= 2,
            NodeIx::Event(ix) => ix.number() >= 9,
        });
        let (view, compact) = (small.view(), small.view().compact_graph());
        let own = Node::from(small.actor("person-0").unwrap());
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
