//! The timeline and its views as petgraph graphs. The only file that names petgraph.
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
//! The traits are implemented on references to [`Timeline`] and to [`View`]: no
//! graph is copied. Of a view, the nodes are its events and those actors that have
//! an edge in it; an index of a view's node is its index in the whole timeline, so
//! that results of several views can be held against each other. Algorithms that need
//! indices without holes (`connected_components`, `floyd_warshall`) therefore run on a
//! timeline alone; `page_rank` takes it that there are none without asking, and is
//! wrong on a view.
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
//!     builder.actor(Actor::person(id, id));
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

use petgraph::visit::{
    Data, EdgeCount, EdgeRef, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges,
    IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers,
    IntoNodeReferences, NodeCompactIndexable, NodeCount, NodeIndexable, NodeRef, VisitMap,
    Visitable,
};
use petgraph::{Directed, Direction};

use super::{ActorRef, EventRef, Knowledge, LookupError, StoredSubject, Timeline, View, index_of};
use crate::event::{Link, Role};

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
pub struct Node {
    kind: NodeKind,
    ix: u32,
}

impl Node {
    const fn actor(ix: u32) -> Self {
        Self {
            kind: NodeKind::Actor,
            ix,
        }
    }

    const fn event(ix: u32) -> Self {
        Self {
            kind: NodeKind::Event,
            ix,
        }
    }

    /// Whether it is an actor or an event.
    pub const fn kind(self) -> NodeKind {
        self.kind
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
        let known = node.kind == NodeKind::Actor && (node.ix as usize) < self.actors.len();
        known.then(|| ActorRef::new(self, node.ix))
    }

    /// The event of a node, if it is one of this timeline.
    pub fn node_event(&self, node: Node) -> Option<EventRef<'_>> {
        let known = node.kind == NodeKind::Event && (node.ix as usize) < self.events.len();
        known.then(|| EventRef::new(self, node.ix, Knowledge::ALL))
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

mod sealed {
    use super::{Timeline, View};

    /// A timeline, or part of one.
    pub trait Shown {
        fn whole(&self) -> &Timeline;
        fn shows_event(&self, ix: u32) -> bool;
        /// Whether an actor is a node even without an edge.
        const LONE_ACTORS: bool;
    }

    impl Shown for Timeline {
        const LONE_ACTORS: bool = true;

        fn whole(&self) -> &Timeline {
            self
        }

        fn shows_event(&self, _: u32) -> bool {
            true
        }
    }

    impl Shown for View<'_> {
        const LONE_ACTORS: bool = false;

        fn whole(&self) -> &Timeline {
            self.timeline()
        }

        fn shows_event(&self, ix: u32) -> bool {
            self.shows(ix)
        }
    }
}

use sealed::Shown;

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
    fn new(graph: &'g G, node: Node, direction: Direction) -> Self {
        let hidden = node.kind == NodeKind::Event && !graph.shows_event(node.ix);
        let stage = if hidden { Stage::Done } else { Stage::Seats };
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

    fn next_of_event(&mut self) -> Option<Edge> {
        let timeline = self.graph.whole();
        let event = timeline.stored(self.node.ix)?;
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
                            let back = timeline.backlinks_of(self.node.ix).get(at);
                            back.map(|&(_, from, link)| (link, from))
                        }
                    };
                    match linked {
                        Some((link, other)) if self.graph.shows_event(other) => {
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

    fn next_of_actor(&mut self) -> Option<Edge> {
        let timeline = self.graph.whole();
        let actor = self.node.ix;
        loop {
            match (self.stage, self.direction) {
                (Stage::Seats, direction) => {
                    let Some(listed) = timeline.by_actor.get(actor).get(self.at) else {
                        self.next_stage();
                        continue;
                    };
                    let seats = timeline
                        .stored(listed.event)
                        .map_or(&[][..], |event| &event.seats);
                    if self.seat == 0 && !self.graph.shows_event(listed.event) {
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
                            if self.graph.shows_event(listed.event) {
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
        match self.node.kind {
            NodeKind::Actor => self.next_of_actor(),
            NodeKind::Event => self.next_of_event(),
        }
    }
}

/// The nodes at the other ends of a node's edges in one direction, one for each edge.
///
/// Created by petgraph's `neighbors` and `neighbors_directed`.
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Neighbors<'g, G>(EdgesDirected<'g, G>);

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
    fn new(graph: &'g G) -> Self {
        let whole = graph.whole();
        Self {
            graph,
            actors: 0..index_of(whole.actors.len()),
            events: 0..index_of(whole.events.len()),
        }
    }

    fn has_edge(&self, actor: Node) -> bool {
        [Direction::Outgoing, Direction::Incoming]
            .into_iter()
            .any(|direction| {
                EdgesDirected::new(self.graph, actor, direction)
                    .next()
                    .is_some()
            })
    }
}

impl<G: Shown> Iterator for Nodes<'_, G> {
    type Item = Node;

    fn next(&mut self) -> Option<Node> {
        for ix in self.actors.by_ref() {
            let node = Node::actor(ix);
            if G::LONE_ACTORS || Nodes::new(self.graph).has_edge(node) {
                return Some(node);
            }
        }
        let graph = self.graph;
        self.events
            .by_ref()
            .find(|&ix| graph.shows_event(ix))
            .map(Node::event)
    }
}

/// Every edge of a graph, each once, by its source.
///
/// Created by petgraph's `edge_references`.
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Edges<'g, G> {
    nodes: Nodes<'g, G>,
    edges: Option<EdgesDirected<'g, G>>,
}

impl<'g, G: Shown> Edges<'g, G> {
    fn new(graph: &'g G) -> Self {
        Self {
            nodes: Nodes::new(graph),
            edges: None,
        }
    }
}

impl<G: Shown> Iterator for Edges<'_, G> {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        loop {
            if let Some(edge) = self.edges.as_mut().and_then(Iterator::next) {
                return Some(edge);
            }
            let node = self.nodes.next()?;
            self.edges = Some(EdgesDirected::new(
                self.nodes.graph,
                node,
                Direction::Outgoing,
            ));
        }
    }
}

/// Which nodes were visited: one bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VisitSet {
    actors: usize,
    bits: Vec<u64>,
}

impl VisitSet {
    fn new(whole: &Timeline) -> Self {
        let nodes = whole.actors.len() + whole.events.len();
        Self {
            actors: whole.actors.len(),
            bits: vec![0; nodes.div_ceil(64)],
        }
    }

    fn bit(&mut self, node: Node) -> Option<(&mut u64, u64)> {
        let position = position(self.actors, node);
        Some((self.bits.get_mut(position / 64)?, 1 << (position % 64)))
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
        let position = position(self.actors, *node);
        self.bits
            .get(position / 64)
            .is_some_and(|word| word & (1 << (position % 64)) != 0)
    }

    fn unvisit(&mut self, node: Node) -> bool {
        self.bit(node).is_some_and(|(word, bit)| {
            let was = *word & bit != 0;
            *word &= !bit;
            was
        })
    }
}

const fn position(actors: usize, node: Node) -> usize {
    match node.kind {
        NodeKind::Actor => node.ix as usize,
        NodeKind::Event => actors + node.ix as usize,
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
                let whole = self.whole();
                whole.actors.len() + whole.events.len()
            }

            fn to_index(&self, node: Node) -> usize {
                position(self.whole().actors.len(), node)
            }

            fn from_index(&self, index: usize) -> Node {
                let actors = self.whole().actors.len();
                match index.checked_sub(actors) {
                    None => Node::actor(index_of(index)),
                    Some(event) => Node::event(index_of(event)),
                }
            }
        }

        impl$(<$life>)? NodeCount for $graph {
            fn node_count(&self) -> usize {
                Nodes::new(self).count()
            }
        }

        impl$(<$life>)? EdgeCount for $graph {
            fn edge_count(&self) -> usize {
                Edges::new(self).count()
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
            type NodeIdentifiers = Nodes<'g, $graph>;

            fn node_identifiers(self) -> Self::NodeIdentifiers {
                Nodes::new(self)
            }
        }

        impl<'g $(, $life)?> IntoNodeReferences for &'g $graph {
            type NodeRef = Node;
            type NodeReferences = Nodes<'g, $graph>;

            fn node_references(self) -> Self::NodeReferences {
                Nodes::new(self)
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

/// Every actor and every event is a node, whether it has an edge or not.
impl NodeCompactIndexable for Timeline {}
