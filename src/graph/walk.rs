//! How a graph is walked: the nodes there are, and the edges of one of them.
//!
//! Everything is read off the store's own lists as it is asked for. An event has
//! few edges, so that whatever can be asked of either end is asked of the event.

use std::fmt;
use std::iter::FusedIterator;

use petgraph::Direction;

use super::{Edge, EdgeKind, Node, NodeIx, NodeKind};
use crate::query::View;
use crate::timeline::{ActorIx, EventIx, StoredSubject, Timeline, index_of};

/// A timeline, or part of one.
pub trait Shown {
    /// What lists the nodes: actors by identifier, then events in the total order.
    type Nodes<'g>: FusedIterator<Item = Node> + Clone + fmt::Debug
    where
        Self: 'g;

    fn whole(&self) -> &Timeline;
    fn has_node(&self, node: Node) -> bool;
    fn nodes(&self) -> Self::Nodes<'_>;

    /// Whether there may be actors or events that are no nodes.
    fn may_hide(&self) -> bool {
        true
    }

    /// How many indices there are; of a view, those of all that the timeline has.
    fn bound(&self) -> usize {
        let whole = self.whole();
        whole.actors.len() + whole.events.len()
    }

    /// What the timeline does not have has the index that would come next.
    fn index(&self, node: Node) -> usize {
        position(self.whole(), node).unwrap_or(self.bound())
    }

    fn at(&self, index: usize) -> Node {
        let actors = self.whole().actors.len();
        match index.checked_sub(actors) {
            None => Node::actor(ActorIx::new(index)),
            Some(event) => Node::event(EventIx::new(event)),
        }
    }
}

/// Where a node stands among actors and then events; none if it is of another timeline and this one
/// has none of its number.
fn position(whole: &Timeline, node: Node) -> Option<usize> {
    place(
        whole.actors.len(),
        whole.actors.len() + whole.events.len(),
        node,
    )
}

/// Where a node stands among so many actors, and events after them: so many nodes in all.
pub(super) const fn place(actors: usize, nodes: usize, node: Node) -> Option<usize> {
    let (place, end) = match node.0 {
        NodeIx::Actor(ix) => (ix.position(), actors),
        NodeIx::Event(ix) => (actors + ix.position(), nodes),
    };
    if place < end { Some(place) } else { None }
}

/// Every actor and every event is a node, whether it has an edge or not.
impl Shown for Timeline {
    type Nodes<'g> = Nodes<'g, Self>;

    fn whole(&self) -> &Timeline {
        self
    }

    fn has_node(&self, _: Node) -> bool {
        true
    }

    fn may_hide(&self) -> bool {
        false
    }

    fn nodes(&self) -> Nodes<'_, Self> {
        Nodes::new(self)
    }
}

/// An actor without an edge is no node.
impl<'t> Shown for View<'t> {
    type Nodes<'g>
        = Nodes<'g, Self>
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

    fn nodes(&self) -> Nodes<'_, Self> {
        Nodes::new(self)
    }
}

/// Whether an edge runs from one node to another.
///
/// An actor may have any number of events, an event has few actors: it is the event that is asked.
pub(super) fn is_adjacent<G: Shown>(graph: &G, source: Node, target: Node) -> bool {
    match (source.kind(), target.kind()) {
        (NodeKind::Actor, NodeKind::Actor) => false,
        (NodeKind::Actor, NodeKind::Event) => {
            EdgesDirected::new(graph, target, Direction::Incoming)
                .take_while(|edge| edge.source.kind() == NodeKind::Actor)
                .any(|edge| edge.source == source)
        }
        (NodeKind::Event, _) => {
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
    /// How far the stage's list was read; of an actor's events, also the seat within.
    at: usize,
    seat: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Seats,
    Subjects,
    Links,
    Done,
}

impl<'g, G: Shown> EdgesDirected<'g, G> {
    pub(super) fn new(graph: &'g G, node: Node, direction: Direction) -> Self {
        // The node may come from another timeline: what is read after this is read of one that is here.
        let is_shown = position(graph.whole(), node).is_some()
            && (node.kind() == NodeKind::Actor || graph.has_node(node));
        let stage = if is_shown { Stage::Seats } else { Stage::Done };
        Self {
            graph,
            node,
            direction,
            stage,
            at: 0,
            seat: 0,
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
            Stage::Seats => Stage::Subjects,
            Stage::Subjects => Stage::Links,
            Stage::Links | Stage::Done => Stage::Done,
        };
    }

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
                (Stage::Seats, direction) => match event.seats.get(at) {
                    Some(seat) if seat.role.runs(direction.opposite()) => {
                        let kind = EdgeKind::TakesPart(seat.role);
                        return Some(self.edge(Node::actor(seat.actor), kind));
                    }
                    Some(_) => {}
                    None => self.next_stage(),
                },
                (Stage::Subjects, Direction::Outgoing) => {
                    match more.and_then(|more| more.about.get(at)) {
                        Some(&StoredSubject::Actor(actor)) => {
                            return Some(self.edge(Node::actor(actor), EdgeKind::About));
                        }
                        Some(StoredSubject::Designation(_)) => {}
                        None => self.next_stage(),
                    }
                }
                (Stage::Links, direction) => {
                    let linked = match direction {
                        Direction::Outgoing => more.and_then(|more| more.links.get(at)).copied(),
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
                (Stage::Subjects, Direction::Incoming) => self.next_stage(),
                (Stage::Done, _) => return None,
            }
        }
    }

    fn next_of_actor(&mut self, actor: ActorIx) -> Option<Edge> {
        let timeline = self.graph.whole();
        loop {
            match (self.stage, self.direction) {
                (Stage::Seats, direction) => {
                    let Some(listed) = timeline.by_actor.get(actor).get(self.at) else {
                        self.next_stage();
                        continue;
                    };
                    let seats = &timeline.stored(listed.event).seats;
                    if self.seat == 0 && !self.graph.has_node(Node::event(listed.event)) {
                        self.at += 1;
                        continue;
                    }
                    if let Some(seat) = seats.get(self.seat) {
                        self.seat += 1;
                        if seat.actor == actor && seat.role.runs(direction) {
                            let kind = EdgeKind::TakesPart(seat.role);
                            return Some(self.edge(Node::event(listed.event), kind));
                        }
                    } else {
                        self.at += 1;
                        self.seat = 0;
                    }
                }
                (Stage::Subjects, Direction::Incoming) => {
                    match timeline.by_subject.get(actor).get(self.at) {
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
                (Stage::Subjects, Direction::Outgoing) | (Stage::Links, _) => self.next_stage(),
                (Stage::Done, _) => return None,
            }
        }
    }
}

impl<G: Shown> Iterator for EdgesDirected<'_, G> {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        match self.node.0 {
            NodeIx::Actor(ix) => self.next_of_actor(ix),
            NodeIx::Event(ix) => self.next_of_event(ix),
        }
    }
}

impl<G: Shown> FusedIterator for EdgesDirected<'_, G> {}

/// The nodes at the other ends of a node's edges in one direction, one for each edge.
///
/// Created by petgraph's `neighbors` and `neighbors_directed`.
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Neighbors<'g, G>(pub(super) EdgesDirected<'g, G>);

impl<G: Shown> Iterator for Neighbors<'_, G> {
    type Item = Node;

    fn next(&mut self) -> Option<Node> {
        let edge = self.0.next()?;
        Some(match self.0.direction {
            Direction::Outgoing => edge.target,
            Direction::Incoming => edge.source,
        })
    }
}

impl<G: Shown> FusedIterator for Neighbors<'_, G> {}

/// The nodes of a graph: actors by identifier, then events in the total order.
///
/// Created by petgraph's `node_identifiers` and `node_references`.
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Nodes<'g, G> {
    graph: &'g G,
    actors: std::ops::Range<u32>,
    events: std::ops::Range<u32>,
}

impl<'g, G: Shown> Nodes<'g, G> {
    pub(super) fn new(graph: &'g G) -> Self {
        let whole = graph.whole();
        Self {
            graph,
            actors: 0..index_of(whole.actors.len()),
            events: 0..index_of(whole.events.len()),
        }
    }
}

impl<G: Shown> Iterator for Nodes<'_, G> {
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

    /// Exact for a timeline, all of whose nodes are shown.
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.actors.len() + self.events.len();
        let hidden = self.graph.may_hide();
        (if hidden { 0 } else { left }, Some(left))
    }
}

impl<G: Shown> FusedIterator for Nodes<'_, G> {}

/// Every edge of a graph, each once, by its source.
///
/// Created by petgraph's `edge_references`.
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Edges<'g, G: Shown> {
    graph: &'g G,
    nodes: G::Nodes<'g>,
    of_node: Option<EdgesDirected<'g, G>>,
}

impl<'g, G: Shown> Edges<'g, G> {
    pub(super) fn new(graph: &'g G) -> Self {
        Self {
            graph,
            nodes: graph.nodes(),
            of_node: None,
        }
    }
}

impl<G: Shown> Iterator for Edges<'_, G> {
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

impl<G: Shown> FusedIterator for Edges<'_, G> {}
