//! Nodes and edges.

use petgraph::Direction;
use petgraph::visit::{EdgeRef, NodeRef};

use crate::event::{Link, Role};
use crate::timeline::{ActorIx, ActorRef, EventIx, EventRef, Knowledge, Timeline};

/// An actor or an event of a timeline, as a node of its graphs.
///
/// Converts from an [`ActorRef`] and from an [`EventRef`]. [`Timeline::entity`] converts it back.
///
/// # Order
///
/// Actors by identifier, then events in the [total order](Timeline#order).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(pub(super) NodeIx);

/// The index of an actor or of an event. Actors sort before events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum NodeIx {
    Actor(ActorIx),
    Event(EventIx),
}

impl Node {
    pub(super) const fn actor(ix: ActorIx) -> Self {
        Self(NodeIx::Actor(ix))
    }

    pub(super) const fn event(ix: EventIx) -> Self {
        Self(NodeIx::Event(ix))
    }

    pub(super) const fn is_actor(self) -> bool {
        matches!(self.0, NodeIx::Actor(_))
    }
}

impl From<ActorRef<'_>> for Node {
    fn from(actor: ActorRef<'_>) -> Self {
        Self::actor(actor.ix())
    }
}

impl From<EventRef<'_>> for Node {
    fn from(event: EventRef<'_>) -> Self {
        Self::event(event.ix())
    }
}

/// The actor or the event that a [`Node`] is. Its text is the name or the title.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Entity<'t> {
    /// An actor.
    Actor(ActorRef<'t>),
    /// An event, with everything that is known of it.
    Event(EventRef<'t>),
}

/// With its kind: an actor or an event.
impl serde::Serialize for Entity<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        #[serde(tag = "kind", rename_all = "snake_case")]
        enum Shape<'t> {
            Actor { actor: ActorRef<'t> },
            Event { event: EventRef<'t> },
        }
        let shape = match *self {
            Self::Actor(actor) => Shape::Actor { actor },
            Self::Event(event) => Shape::Event { event },
        };
        shape.serialize(serializer)
    }
}

impl std::fmt::Display for Entity<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Actor(actor) => actor.name(),
            Self::Event(event) => event.title(),
        })
    }
}

/// # Graphs
impl Timeline {
    /// The actor or the event of a node.
    ///
    /// Returns `None` if the node comes from another timeline and this one has no such node.
    pub fn entity(&self, node: Node) -> Option<Entity<'_>> {
        match node.0 {
            NodeIx::Actor(ix) => {
                let is_own = self.actors.has(ix);
                is_own.then(|| Entity::Actor(ActorRef::new(self, ix)))
            }
            NodeIx::Event(ix) => {
                let is_own = self.events.has(ix);
                is_own.then(|| Entity::Event(EventRef::new(self, ix, Knowledge::ALL)))
            }
        }
    }
}

/// How the source of an edge is related to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EdgeKind {
    /// The actor takes part in the event, in a role.
    TakesPart(Role),
    /// The event is about the actor.
    About,
    /// The event links to the other event.
    Linked(Link),
}

impl EdgeKind {
    /// Every kind of edge. References to weights point into this list, because a timeline stores no weights.
    pub(super) const ALL: &'static [Self] = &{
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

/// An edge of a timeline's graphs. It is its own identifier and its own reference.
///
/// petgraph's [`EdgeRef`] has its ends, and its kind as the weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    pub(super) source: Node,
    pub(super) target: Node,
    pub(super) kind: EdgeKind,
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

/// Whether an edge of this role has the direction, seen from the actor.
pub(super) const fn has_direction(role: Role, seen_from_actor: Direction) -> bool {
    match seen_from_actor {
        Direction::Outgoing => !matches!(role, Role::Target | Role::Addressee),
        Direction::Incoming => !matches!(role, Role::Source),
    }
}

/// The position of a node among all actors, then all events.
///
/// Returns `None` for a node of another timeline that these numbers do not have.
pub(super) const fn place(actors: usize, nodes: usize, node: Node) -> Option<usize> {
    let (place, end) = match node.0 {
        NodeIx::Actor(ix) => (ix.position(), actors),
        NodeIx::Event(ix) => (actors + ix.position(), nodes),
    };
    if place < end { Some(place) } else { None }
}
