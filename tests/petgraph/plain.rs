//! Small records as they would be written down, and the same graphs built by hand.

use std::collections::{BTreeMap, BTreeSet};

use detente::actor::{Actor, ActorKind, Designation};
use detente::event::{Count, Event, Kind, Link, Participant, Report, Role, Status};
use detente::graph::{Edge, EdgeKind, Entity, Node};
use detente::petgraph::graph::{DiGraph, NodeIndex};
use detente::petgraph::visit::EdgeRef;
use detente::{Timeline, When};
use proptest::prelude::*;
use proptest::sample::select;

pub(crate) const ACTORS: [&str; 6] = ["USA", "RUS", "ann", "bob", "cyd", "dan"];

#[derive(Clone, Debug)]
pub(crate) struct Plain {
    pub(crate) events: Vec<PlainEvent>,
    pub(crate) links: Vec<(usize, Link, usize)>,
}

#[derive(Clone, Debug)]
pub(crate) struct PlainEvent {
    pub(crate) day: u32,
    pub(crate) kind: Kind,
    pub(crate) seats: Vec<(usize, Role)>,
    pub(crate) about: Vec<usize>,
    pub(crate) planned: bool,
}

pub(crate) fn id(number: usize) -> String {
    format!("{}{number}", ["m", "b", "x"][number % 3])
}

impl Plain {
    pub(crate) fn build(&self) -> Timeline {
        let when = |text: &str| When::parse(text).unwrap();
        let mut builder = Timeline::builder();
        for actor in ACTORS {
            let actor = Actor::new(actor, ActorKind::Group).named(actor);
            // Affiliations are no edges: they must leave no trace in the graph.
            builder.actor(if actor.id == "ann" {
                actor.held_office("USA", "envoy", when("2024/.."))
            } else {
                actor
            });
        }
        builder.designation(Designation::new("the envoy", "USA", "envoy", when("2025")));
        for (number, event) in self.events.iter().enumerate() {
            let date = format!("2025-01-{:02}", event.day);
            let mut stated = Event::new(id(number), event.kind, when(&date))
                .occurrences(Count::exactly(2))
                .about("the envoy");
            for &(actor, role) in &event.seats {
                stated = stated.participant(Participant::new(ACTORS[actor], role));
            }
            for &actor in &event.about {
                stated = stated.about(ACTORS[actor]);
            }
            for &(_, link, to) in self.links.iter().filter(|(from, ..)| *from == number) {
                stated = stated.link(link, id(to));
            }
            let status = if event.planned {
                Status::Planned
            } else {
                Status::Realised
            };
            let report = Report::by(["RUS"]).status(status).asserted(when(&date));
            builder.event(stated.report(report));
        }
        builder.build().unwrap()
    }

    /// The edges by the table of the documentation: names of nodes, and the kind.
    pub(crate) fn edges(
        &self,
        is_in: impl Fn(&PlainEvent) -> bool,
    ) -> Vec<(String, String, EdgeKind)> {
        let mut edges = Vec::new();
        let shown: Vec<bool> = self.events.iter().map(is_in).collect();
        for (number, event) in self.events.iter().enumerate().filter(|(at, _)| shown[*at]) {
            let seats: BTreeSet<_> = event.seats.iter().copied().collect();
            for (actor, role) in seats {
                let kind = EdgeKind::TakesPart(role);
                let actor = ACTORS[actor].to_owned();
                if !matches!(role, Role::Target | Role::Addressee) {
                    edges.push((actor.clone(), id(number), kind));
                }
                if role != Role::Source {
                    edges.push((id(number), actor, kind));
                }
            }
            for actor in event.about.iter().copied().collect::<BTreeSet<_>>() {
                edges.push((id(number), ACTORS[actor].to_owned(), EdgeKind::About));
            }
        }
        let links: BTreeSet<_> = self.links.iter().copied().collect();
        for (from, link, to) in links {
            if shown[from] && shown[to] {
                edges.push((id(from), id(to), EdgeKind::Linked(link)));
            }
        }
        edges.sort();
        edges
    }
}

pub(crate) fn plain() -> impl Strategy<Value = Plain> {
    let roles = [
        Role::Party,
        Role::Source,
        Role::Target,
        Role::Addressee,
        Role::Host,
        Role::Attendee,
    ];
    let seat = (0..ACTORS.len(), select(roles.to_vec()));
    let event = (
        1..6_u32,
        select(vec![Kind::Meeting, Kind::Call]),
        prop::collection::vec(seat, 0..4),
        prop::collection::vec(0..ACTORS.len(), 0..2),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(day, kind, mut seats, about, planned)| {
            seats.sort_unstable();
            seats.dedup();
            PlainEvent {
                day,
                kind,
                seats,
                about,
                planned,
            }
        });
    (1..8_usize).prop_flat_map(move |count| {
        let link = (
            0..count,
            select(vec![Link::SidelinesOf, Link::About]),
            0..count,
        );
        (
            prop::collection::vec(event.clone(), count),
            prop::collection::vec(link, 0..6),
        )
            .prop_map(|(events, links)| Plain { events, links })
    })
}

/// What a node is called in the oracle.
pub(crate) fn name(timeline: &Timeline, node: Node) -> String {
    match timeline.entity(node).unwrap() {
        Entity::Actor(actor) => actor.id().to_owned(),
        Entity::Event(event) => event.id().to_owned(),
    }
}

pub(crate) fn named(timeline: &Timeline, edge: Edge) -> (String, String, EdgeKind) {
    let (source, target) = (edge.source(), edge.target());
    (
        name(timeline, source),
        name(timeline, target),
        *edge.weight(),
    )
}

/// The same graph as petgraph keeps it, with where each node went.
pub(crate) struct Copy {
    pub(crate) graph: DiGraph<String, EdgeKind>,
    pub(crate) at: BTreeMap<String, NodeIndex>,
}

impl Copy {
    pub(crate) fn new(
        nodes: impl IntoIterator<Item = String>,
        edges: &[(String, String, EdgeKind)],
    ) -> Self {
        let mut graph = DiGraph::new();
        let mut at = BTreeMap::new();
        for node in nodes {
            at.insert(node.clone(), graph.add_node(node));
        }
        for (source, target, kind) in edges {
            graph.add_edge(at[source], at[target], *kind);
        }
        Self { graph, at }
    }

    /// Of the whole timeline, its nodes in the documented order.
    pub(crate) fn of(plain: &Plain) -> Self {
        Self::of_those(plain, |_| true, &ACTORS)
    }

    /// Of what happened: those who have no edge in it are no nodes.
    pub(crate) fn of_view(plain: &Plain) -> Self {
        let shows = |event: &PlainEvent| !event.planned;
        let edges = plain.edges(shows);
        let ends: BTreeSet<&str> = edges.iter().flat_map(|(a, b, _)| [&**a, &**b]).collect();
        let actors: Vec<&str> = ACTORS.into_iter().filter(|id| ends.contains(id)).collect();
        Self::of_those(plain, shows, &actors)
    }

    fn of_those(plain: &Plain, shows: impl Fn(&PlainEvent) -> bool, actors: &[&str]) -> Self {
        let actors: BTreeSet<String> = actors.iter().map(|&id| id.to_owned()).collect();
        let events = plain.events.iter().enumerate();
        let events = events.filter(|(_, event)| shows(event));
        let events: BTreeSet<_> = events.map(|(at, event)| (event.day, id(at))).collect();
        let events = events.into_iter().map(|(_, id)| id);
        Self::new(actors.into_iter().chain(events), &plain.edges(shows))
    }
}
