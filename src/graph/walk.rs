//! How a graph is walked: its nodes, and the edges of one node.
//!
//! Nothing is copied: nodes and edges are read from the timeline's own arrays when they are asked for. An
//! event has few edges and an actor may have any number, so whatever can be read from either end
//! is read from the event.

use std::fmt;
use std::iter::FusedIterator;

use petgraph::Direction;

use super::node::{Edge, EdgeKind, Node, NodeIx, has_direction, place};
use crate::query::View;
use crate::timeline::{ActorIx, EventIx, StoredAbout, Timeline, index_of};

/// A timeline, or part of one, as a graph.
pub trait Graph {
    /// Iterates over the nodes: actors by identifier, then events in the total order.
    type Nodes<'g>: FusedIterator<Item = Node> + Clone + fmt::Debug
    where
        Self: 'g;

    /// The whole timeline.
    fn whole(&self) -> &Timeline;

    /// Whether a node of the timeline is a node of the graph.
    fn has_node(&self, node: Node) -> bool;

    fn nodes(&self) -> Self::Nodes<'_>;

    /// Whether actors or events of the timeline may be missing.
    fn may_hide(&self) -> bool {
        true
    }

    /// The number of indices. A view uses those of the whole timeline.
    fn bound(&self) -> usize {
        let whole = self.whole();
        whole.actors.len() + whole.events.len()
    }

    /// The index of a node. A node of another timeline has the next unused index.
    fn index_of(&self, node: Node) -> usize {
        position(self.whole(), node).unwrap_or(self.bound())
    }

    /// The node of an index.
    fn node_at(&self, index: usize) -> Node {
        let actors = self.whole().actors.len();
        match index.checked_sub(actors) {
            None => Node::actor(ActorIx::new(index)),
            Some(event) => Node::event(EventIx::new(event)),
        }
    }
}

/// The position of a node among all actors, then all events of a timeline.
///
/// Returns `None` for a node of another timeline that this one does not have.
fn position(whole: &Timeline, node: Node) -> Option<usize> {
    place(
        whole.actors.len(),
        whole.actors.len() + whole.events.len(),
        node,
    )
}

/// Every actor and every event is a node, with or without edges.
impl Graph for Timeline {
    type Nodes<'g> = NodeIdentifiers<'g, Self>;

    fn whole(&self) -> &Timeline {
        self
    }

    fn has_node(&self, _: Node) -> bool {
        true
    }

    fn may_hide(&self) -> bool {
        false
    }

    fn nodes(&self) -> NodeIdentifiers<'_, Self> {
        NodeIdentifiers::new(self)
    }
}

/// An actor without an edge in the view is not a node.
impl<'t> Graph for View<'t> {
    type Nodes<'g>
        = NodeIdentifiers<'g, Self>
    where
        't: 'g;

    fn whole(&self) -> &Timeline {
        self.timeline()
    }

    fn has_node(&self, node: Node) -> bool {
        let has_edge = |direction| EdgesDirected::new(self, node, direction).next().is_some();
        match node.0 {
            NodeIx::Actor(_) => has_edge(Direction::Outgoing) || has_edge(Direction::Incoming),
            NodeIx::Event(ix) => self.shows(ix),
        }
    }

    fn nodes(&self) -> NodeIdentifiers<'_, Self> {
        NodeIdentifiers::new(self)
    }
}

/// Whether an edge runs from one node to another.
///
/// Reads the edges of the event: an actor may have any number of events, an event has few actors.
pub(super) fn is_adjacent<G: Graph>(graph: &G, source: Node, target: Node) -> bool {
    match (source.0, target.0) {
        (NodeIx::Actor(_), NodeIx::Actor(_)) => false,
        (NodeIx::Actor(_), NodeIx::Event(_)) => {
            EdgesDirected::new(graph, target, Direction::Incoming)
                .take_while(|edge| edge.source.is_actor())
                .any(|edge| edge.source == source)
        }
        (NodeIx::Event(_), _) => {
            EdgesDirected::new(graph, source, Direction::Outgoing).any(|edge| edge.target == target)
        }
    }
}

/// The edges of a node in one direction.
///
/// Created by petgraph's `edges` and `edges_directed`.
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct EdgesDirected<'g, G> {
    graph: &'g G,
    node: Node,
    direction: Direction,
    stage: Stage,
    /// The position in the list of the stage, and for an actor the position among the event's participants.
    at: usize,
    participant: usize,
}

/// The list of edges that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Participants,
    About,
    Links,
    Done,
}

impl<'g, G: Graph> EdgesDirected<'g, G> {
    pub(super) fn new(graph: &'g G, node: Node, direction: Direction) -> Self {
        // The node may come from another timeline. After this check, its index is valid here.
        let is_node =
            position(graph.whole(), node).is_some() && (node.is_actor() || graph.has_node(node));
        let stage = if is_node {
            Stage::Participants
        } else {
            Stage::Done
        };
        Self {
            graph,
            node,
            direction,
            stage,
            at: 0,
            participant: 0,
        }
    }

    fn edge(&self, other: Node, kind: EdgeKind) -> Edge {
        match self.direction {
            Direction::Outgoing => Edge {
                source: self.node,
                target: other,
                kind,
            },
            Direction::Incoming => Edge {
                source: other,
                target: self.node,
                kind,
            },
        }
    }

    fn next_stage(&mut self) {
        self.at = 0;
        self.stage = match self.stage {
            Stage::Participants => Stage::About,
            Stage::About => Stage::Links,
            Stage::Links | Stage::Done => Stage::Done,
        };
    }

    /// The next edge of an event: to participants, then to subjects, then to linked events.
    fn next_of_event(&mut self, ix: EventIx) -> Option<Edge> {
        if self.stage == Stage::Done {
            return None;
        }
        let timeline = self.graph.whole();
        let event = timeline.stored(ix);
        let more = event.more.as_deref();
        loop {
            let at = self.at;
            self.at += 1;
            match (self.stage, self.direction) {
                (Stage::Participants, direction) => match event.participants.get(at) {
                    Some(one) if has_direction(one.role, direction.opposite()) => {
                        let kind = EdgeKind::TakesPart(one.role);
                        return Some(self.edge(Node::actor(one.actor), kind));
                    }
                    Some(_) => {}
                    None => self.next_stage(),
                },
                (Stage::About, Direction::Outgoing) => {
                    match more.and_then(|more| more.about.get(at)) {
                        Some(&StoredAbout::Actor(actor)) => {
                            return Some(self.edge(Node::actor(actor), EdgeKind::About));
                        }
                        Some(StoredAbout::Designation(_)) => {}
                        None => self.next_stage(),
                    }
                }
                (Stage::Links, direction) => {
                    let linked = match direction {
                        Direction::Outgoing => {
                            let links = timeline.links_of(ix).get(at);
                            links.map(|&(_, link, to)| (link, to))
                        }
                        Direction::Incoming => {
                            let back = timeline.backlinks_of(ix).get(at);
                            back.map(|&(_, from, link)| (link, from))
                        }
                    };
                    match linked {
                        Some((link, other)) if self.graph.has_node(Node::event(other)) => {
                            return Some(self.edge(Node::event(other), EdgeKind::Linked(link)));
                        }
                        Some(_) => {}
                        None => self.next_stage(),
                    }
                }
                (Stage::About, Direction::Incoming) => self.next_stage(),
                (Stage::Done, _) => return None,
            }
        }
    }

    /// The next edge of an actor: to the events that it takes part in, then to those about it.
    ///
    /// An actor with several roles in an event has an edge for each.
    fn next_of_actor(&mut self, actor: ActorIx) -> Option<Edge> {
        let timeline = self.graph.whole();
        loop {
            match (self.stage, self.direction) {
                (Stage::Participants, direction) => {
                    let Some(listed) = timeline.by_actor.events_of(actor).get(self.at) else {
                        self.next_stage();
                        continue;
                    };
                    let participants = &timeline.stored(listed.event).participants;
                    if self.participant == 0 && !self.graph.has_node(Node::event(listed.event)) {
                        self.at += 1;
                        continue;
                    }
                    if let Some(one) = participants.get(self.participant) {
                        self.participant += 1;
                        if one.actor == actor && has_direction(one.role, direction) {
                            let kind = EdgeKind::TakesPart(one.role);
                            return Some(self.edge(Node::event(listed.event), kind));
                        }
                    } else {
                        self.at += 1;
                        self.participant = 0;
                    }
                }
                (Stage::About, Direction::Incoming) => {
                    match timeline.by_about.events_of(actor).get(self.at) {
                        Some(listed) => {
                            self.at += 1;
                            if self.graph.has_node(Node::event(listed.event)) {
                                let event = Node::event(listed.event);
                                return Some(self.edge(event, EdgeKind::About));
                            }
                        }
                        None => self.next_stage(),
                    }
                }
                (Stage::About, Direction::Outgoing) | (Stage::Links, _) => self.next_stage(),
                (Stage::Done, _) => return None,
            }
        }
    }
}

impl<G: Graph> Iterator for EdgesDirected<'_, G> {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        match self.node.0 {
            NodeIx::Actor(ix) => self.next_of_actor(ix),
            NodeIx::Event(ix) => self.next_of_event(ix),
        }
    }
}

impl<G: Graph> FusedIterator for EdgesDirected<'_, G> {}

/// The nodes at the other ends of a node's edges in one direction, one for each edge.
///
/// Created by petgraph's `neighbors` and `neighbors_directed`.
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Neighbors<'g, G>(pub(super) EdgesDirected<'g, G>);

impl<G: Graph> Iterator for Neighbors<'_, G> {
    type Item = Node;

    fn next(&mut self) -> Option<Node> {
        let edge = self.0.next()?;
        Some(match self.0.direction {
            Direction::Outgoing => edge.target,
            Direction::Incoming => edge.source,
        })
    }
}

impl<G: Graph> FusedIterator for Neighbors<'_, G> {}

/// The nodes of a graph: actors by identifier, then events in the total order.
///
/// Created by petgraph's `node_identifiers` and `node_references`.
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct NodeIdentifiers<'g, G> {
    graph: &'g G,
    actors: std::ops::Range<u32>,
    events: std::ops::Range<u32>,
}

impl<'g, G: Graph> NodeIdentifiers<'g, G> {
    pub(super) fn new(graph: &'g G) -> Self {
        let whole = graph.whole();
        Self {
            graph,
            actors: 0..index_of(whole.actors.len()),
            events: 0..index_of(whole.events.len()),
        }
    }
}

impl<G: Graph> Iterator for NodeIdentifiers<'_, G> {
    type Item = Node;

    fn next(&mut self) -> Option<Node> {
        let graph = self.graph;
        let actors = self.actors.by_ref();
        let mut actors = actors.map(|ix| Node::actor(ActorIx::from_number(ix)));
        actors.find(|&node| graph.has_node(node)).or_else(|| {
            let events = self.events.by_ref();
            let mut events = events.map(|ix| Node::event(EventIx::from_number(ix)));
            events.find(|&node| graph.has_node(node))
        })
    }

    /// Exact for a timeline, which has all of its nodes.
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.actors.len() + self.events.len();
        let hidden = self.graph.may_hide();
        (if hidden { 0 } else { left }, Some(left))
    }
}

impl<G: Graph> FusedIterator for NodeIdentifiers<'_, G> {}

/// Every edge of a graph once, by source.
///
/// Created by petgraph's `edge_references`.
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Edges<'g, G: Graph> {
    graph: &'g G,
    nodes: G::Nodes<'g>,
    of_node: Option<EdgesDirected<'g, G>>,
}

impl<'g, G: Graph> Edges<'g, G> {
    pub(super) fn new(graph: &'g G) -> Self {
        Self {
            graph,
            nodes: graph.nodes(),
            of_node: None,
        }
    }
}

impl<G: Graph> Iterator for Edges<'_, G> {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        loop {
            if let Some(edge) = self.of_node.as_mut().and_then(Iterator::next) {
                return Some(edge);
            }
            let edges = EdgesDirected::new(self.graph, self.nodes.next()?, Direction::Outgoing);
            self.of_node = Some(edges);
        }
    }
}

impl<G: Graph> FusedIterator for Edges<'_, G> {}
