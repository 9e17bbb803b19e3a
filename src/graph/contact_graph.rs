//! Graphs of actors alone: of contacts, and of acts of one actor upon another.
//!
//! In the graph of a timeline two actors are never neighbours, because an event
//! is between them. Centrality, cores and spanning trees need
//! actors with one edge per pair. That is another graph: a copy, of
//! petgraph's own type, with whatever weight the caller computes from a pair's events.
//!
//! The copy is made in one pass over the view: one row per event and pair, sorted once. To
//! query the events of each pair instead would visit all pairs of the timeline, even if the view has
//! few events.

use std::cmp::Reverse;

use petgraph::graph::{DiGraph, Graph, NodeIndex, UnGraph};
use petgraph::{Directed, EdgeType, Undirected};

use crate::event::{Count, Kind, Role};
use crate::query::View;
use crate::time::{Certainty, Window};
use crate::timeline::{ActorIx, ActorRef, Arena, EventRef, Handover, ParticipantRef, Timeline};

/// A pair of actors and its events in a view. There is at least one event.
///
/// Given to the function that computes the weight of an edge, in [`View::contact_graph`] and
/// [`View::act_graph`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PairEvents<'p, 't> {
    /// The source actor. In a graph of contacts, the actor with the smaller identifier.
    pub source: ActorRef<'t>,
    /// The target actor. In a graph of contacts, the actor with the greater identifier.
    pub target: ActorRef<'t>,
    /// All events of the view.
    events: &'p [EventRef<'t>],
    /// The rows of this pair, in the order of events.
    rows: &'p [Row],
}

/// An event of a pair.
#[derive(Clone, Copy, Debug)]
struct Row {
    source: ActorIx,
    target: ActorIx,
    /// The position among the events of the view.
    event: usize,
    certainty: Certainty,
}

/// A participant, and an actor for which it counts.
#[derive(Clone, Copy, Debug)]
struct Part<'t> {
    who: ActorRef<'t>,
    acts: bool,
    is_acted_upon: bool,
    party: ActorIx,
    /// The actor that it represents: the party, or a predecessor of the party.
    via: ActorIx,
    certainty: Certainty,
}

/// Which predecessors count for which actors. Empty unless predecessors count in the view.
#[derive(Debug, Default)]
struct Lineage {
    /// The predecessors of each actor, sorted.
    before: Arena<ActorIx, Vec<ActorIx>>,
    /// The successors of each actor, with the time until which it counts for them.
    after: Arena<ActorIx, Vec<(ActorIx, Handover)>>,
}

impl Lineage {
    fn of(view: &View<'_>, wanted: &Arena<ActorIx, bool>) -> Self {
        if !view.counts_predecessors() {
            return Self::default();
        }
        let mut all = Self {
            before: vec![Vec::new(); wanted.len()].into(),
            after: vec![Vec::new(); wanted.len()].into(),
        };
        for (actor, _) in wanted.entries().filter(|(_, wanted)| **wanted) {
            for (predecessor, until) in view.timeline().predecessors(&[actor]) {
                all.before[actor].push(predecessor);
                all.after[predecessor].push((actor, until));
            }
        }
        all
    }

    /// The successors for which an actor counts.
    fn after(&self, actor: ActorIx) -> &[(ActorIx, Handover)] {
        if self.after.is_empty() {
            &[]
        } else {
            &self.after[actor]
        }
    }

    /// The predecessors that count for an actor, sorted.
    fn before(&self, actor: ActorIx) -> &[ActorIx] {
        if self.before.is_empty() {
            &[]
        } else {
            &self.before[actor]
        }
    }

    /// Whether neither of two parts counts through an actor that is the other party or its predecessor.
    fn are_two(&self, a: &Part<'_>, b: &Part<'_>) -> bool {
        let is_of = |via: ActorIx, other: ActorIx| {
            via == other || self.before(other).binary_search(&via).is_ok()
        };
        (a.via == a.party || !is_of(a.via, b.party)) && (b.via == b.party || !is_of(b.via, a.party))
    }
}

impl Row {
    const fn pair(&self) -> (ActorIx, ActorIx) {
        (self.source, self.target)
    }
}

impl<'p, 't> PairEvents<'p, 't> {
    /// The events of the pair in the order of the view, each with how certain it is that both took part.
    pub fn events(
        &self,
    ) -> impl DoubleEndedIterator<Item = (EventRef<'t>, Certainty)> + Clone + use<'p, 't> {
        let events = self.events;
        self.rows
            .iter()
            .map(move |row| (events[row.event], row.certainty))
    }

    /// The number of events, of one kind or of all (`None`), counted as in [`View::count`].
    pub fn count(&self, kind: impl Into<Option<Kind>>) -> Count {
        let kind = kind.into();
        sum(self
            .events()
            .filter(|(event, _)| kind.is_none_or(|kind| event.kind() == kind)))
    }
}

fn sum<'t>(events: impl Iterator<Item = (EventRef<'t>, Certainty)>) -> Count {
    let (min, max) = events.fold((0_u32, Some(0_u32)), |(min, max), (event, certainty)| {
        let more = event.occurrences();
        let sure = if certainty.is_certain() {
            more.min()
        } else {
            0
        };
        let most = max.zip(more.max());
        let most = most.and_then(|(max, more)| max.checked_add(more));
        (min.saturating_add(sure), most)
    });
    // The minimum of each event is at most its maximum, so it fits if the sum of the maxima fits.
    max.map_or_else(
        || Count::at_least(min),
        |max| Count::between(min, max).expect("each count has its minimum at or below its maximum"),
    )
}

/// Of the actors that a participant represents, those for which its part counts.
///
/// An actor does not count if the participant represents it through another wanted actor of another kind:
/// if both ministers and states are wanted, a minister's meeting counts for the minister alone.
fn nearest<'t>(
    represented: &[(ActorRef<'t>, Certainty)],
    at: Window,
    is_wanted: impl Fn(ActorRef<'t>) -> bool,
) -> Vec<(ActorRef<'t>, Certainty)> {
    let (itself, _) = represented[0];
    let is_further = |via: ActorRef<'t>| {
        let wanted = represented
            .iter()
            .map(|(one, _)| *one)
            .filter(|one| is_wanted(*one));
        let mut others = wanted.filter(|one| *one != via && one.kind() != via.kind());
        others.any(|one| one == itself || one.represented(at).any(|(party, _)| party == via))
    };
    let left = represented.iter().filter(|(via, _)| !is_further(*via));
    left.copied().collect()
}

/// # Graphs of actors
impl<'t> View<'t> {
    /// Builds the graph of contacts: actors, and one edge per pair in contact.
    ///
    /// - `among` selects the actors. A participant counts for all actors that it
    ///   represented at the time, as for [`View::between`], and in a view
    ///   [with predecessors](View::with_predecessors) for their successors. Among states, a
    ///   meeting of two ministers is an edge between their states; among persons, between
    ///   the two ministers. If a person and its state are both selected, the part of the person counts for the
    ///   person alone, so that no contact is counted twice.
    /// - `weight` computes the weight of an edge from the events of the pair.
    ///
    /// Among actors of one kind, there is an edge exactly if `between` has an event. For
    /// meetings and calls alone, use `view.contacts().contact_graph(..)`.
    ///
    /// # Order
    ///
    /// Nodes are the actors with an edge, by identifier; edges by their smaller and
    /// then their greater end.
    ///
    /// # Complexity
    ///
    /// O(n + k log k) for n events and actors, and k pairs of actors summed over all events of the view.
    ///
    /// # Panics
    ///
    /// In petgraph, above 2³² - 2 pairs.
    ///
    /// # Example
    ///
    /// A minimum spanning tree of the contacts of a week.
    ///
    /// ```
    /// use detente::actor::{Actor, ActorKind};
    /// use detente::event::Event;
    /// use detente::petgraph::algo::min_spanning_tree;
    /// use detente::petgraph::data::FromElements;
    /// use detente::petgraph::graph::UnGraph;
    /// use detente::{Timeline, When};
    ///
    /// let term = When::parse("2004-03-09/..")?;
    /// let mut builder = Timeline::builder();
    /// for id in ["USA", "RUS", "CHN"] {
    ///     builder.actor(Actor::state(id));
    /// }
    /// builder.actor(Actor::person("lavrov").named("Sergey Lavrov").held_office("RUS", "foreign minister", term));
    /// let day = |text| When::parse(text);
    /// builder.event(Event::call("a", day("2025-07-08")?).party("USA").party("lavrov"));
    /// builder.event(Event::meeting("b", day("2025-07-10")?).party("USA").party("lavrov"));
    /// builder.event(Event::meeting("c", day("2025-07-11")?).party("USA").party("CHN"));
    /// builder.event(Event::meeting("d", day("2025-07-13")?).party("CHN").party("lavrov"));
    /// builder.event(Event::call("e", day("2025-07-14")?).party("CHN").party("RUS"));
    /// builder.event(Event::call("f", day("2025-07-14")?).party("CHN").party("RUS"));
    /// let timeline = builder.build()?;
    ///
    /// let is_state = |actor: detente::timeline::ActorRef<'_>| actor.kind() == ActorKind::State;
    /// let states = timeline.view().contacts().contact_graph(is_state, |pair| pair.count(None).min());
    /// let weights = |graph: &UnGraph<_, u32>| graph.edge_weights().copied().collect::<Vec<_>>();
    /// assert_eq!((states.node_count(), weights(&states)), (3, vec![3, 1, 2]));
    ///
    /// let far = states.map(|_, actor| actor.id(), |_, contacts| 1.0 / f64::from(*contacts));
    /// let tree: UnGraph<&str, f64> = UnGraph::from_elements(min_spanning_tree(&far));
    /// let ends = tree.edge_indices().filter_map(|edge| tree.edge_endpoints(edge));
    /// let kept: Vec<_> = ends.map(|(a, b)| (tree[a], tree[b])).collect();
    /// assert_eq!(kept, [("CHN", "RUS"), ("RUS", "USA")]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn contact_graph<W>(
        &self,
        among: impl Fn(ActorRef<'t>) -> bool,
        weight: impl FnMut(PairEvents<'_, 't>) -> W,
    ) -> UnGraph<ActorRef<'t>, W> {
        let engages = |role: Role| role.engages();
        self.graph_of::<Undirected, W>(among, (engages, engages), weight)
    }

    /// Builds the graph of acts: actors, and one edge per source actor and target or addressee.
    ///
    /// As [`View::contact_graph`], but directed. Events of parties without a direction give no edge.
    ///
    /// # Order
    ///
    /// Nodes are the actors with an edge, by identifier; edges by source and then target.
    ///
    /// # Complexity
    ///
    /// As [`View::contact_graph`].
    ///
    /// # Panics
    ///
    /// In petgraph, above 2³² - 2 pairs.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::actor::Actor;
    /// use detente::event::Event;
    /// use detente::petgraph::Direction;
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// for id in ["trump", "putin", "zelensky"] {
    ///     builder.actor(Actor::person(id));
    /// }
    /// let says = |id, source, target| {
    ///     When::parse("2025-07-08").map(|day| Event::statement(id, day).by(source).target(target))
    /// };
    /// builder.event(says("a", "trump", "putin")?);
    /// builder.event(says("b", "trump", "putin")?);
    /// builder.event(says("c", "zelensky", "putin")?);
    /// let timeline = builder.build()?;
    ///
    /// let acts = timeline.view().act_graph(|_| true, |pair| pair.count(None).min());
    /// let putin = acts.node_indices().find(|&at| acts[at].id() == "putin").unwrap();
    /// let upon: Vec<_> = acts.edges_directed(putin, Direction::Incoming).map(|e| *e.weight()).collect();
    /// assert_eq!(upon.iter().sum::<u32>(), 3);
    /// assert_eq!(acts.edges(putin).count(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn act_graph<W>(
        &self,
        among: impl Fn(ActorRef<'t>) -> bool,
        weight: impl FnMut(PairEvents<'_, 't>) -> W,
    ) -> DiGraph<ActorRef<'t>, W> {
        let acts = |role: Role| role == Role::Source;
        let is_acted_upon = |role: Role| matches!(role, Role::Target | Role::Addressee);
        self.graph_of::<Directed, W>(among, (acts, is_acted_upon), weight)
    }

    fn graph_of<D: EdgeType, W>(
        &self,
        among: impl Fn(ActorRef<'t>) -> bool,
        (is_source, is_target): (impl Fn(Role) -> bool, impl Fn(Role) -> bool),
        weight: impl FnMut(PairEvents<'_, 't>) -> W,
    ) -> Graph<ActorRef<'t>, W, D> {
        let timeline = self.timeline();
        let wanted: Arena<ActorIx, bool> = timeline.actors().map(among).collect();
        let lineage = Lineage::of(self, &wanted);
        let events: Vec<EventRef<'t>> = self.events().collect();
        let mut rows: Vec<Row> = Vec::new();
        let (mut parts, mut of_event) = (Vec::new(), Vec::new());
        for (position, event) in events.iter().enumerate() {
            let at = Window::from(event.bounds());
            parts.clear();
            for one in event.participants() {
                let roles = (is_source(one.role), is_target(one.role));
                add_parts(one, roles, at, &wanted, &lineage, &mut parts);
            }
            let belongs = self.certainty(*event);
            add_rows::<D>(&parts, &lineage, (position, belongs), &mut of_event);
            // An event counts once per pair, with its most certain participants.
            of_event.sort_unstable_by_key(|row: &Row| (row.pair(), Reverse(row.certainty)));
            of_event.dedup_by_key(|row| row.pair());
            rows.append(&mut of_event);
        }
        // The sort is stable, so the events of a pair stay in order.
        rows.sort_by_key(Row::pair);
        graph_of_rows(timeline, &events, &rows, weight)
    }
}

/// Adds the actors for which a participant counts: those that it represents, and their successors.
fn add_parts<'t>(
    one: ParticipantRef<'t>,
    (acts, is_acted_upon): (bool, bool),
    at: Window,
    wanted: &Arena<ActorIx, bool>,
    lineage: &Lineage,
    parts: &mut Vec<Part<'t>>,
) {
    let is_wanted = |actor: ActorRef<'_>| wanted[actor.ix()];
    let represented = one.represented(at, |_| false);
    for (via, certainty) in nearest(&represented, at, is_wanted) {
        let part = Part {
            who: one.actor,
            acts,
            is_acted_upon,
            party: via.ix(),
            via: via.ix(),
            certainty,
        };
        parts.extend(is_wanted(via).then_some(part));
        for &(party, until) in lineage.after(via.ix()) {
            let certainty = certainty.and(until.is_after(at));
            let part = Part {
                party,
                certainty,
                ..part
            };
            parts.extend(certainty.is_possible().then_some(part));
        }
    }
}

/// Adds a row for each pair of participants of an event, given its position and whether it belongs to the
/// view.
fn add_rows<D: EdgeType>(
    parts: &[Part<'_>],
    lineage: &Lineage,
    (event, belongs): (usize, Certainty),
    rows: &mut Vec<Row>,
) {
    for source in parts.iter().filter(|one| one.acts) {
        for target in parts.iter().filter(|one| one.is_acted_upon) {
            // Without direction, each pair is found both ways round, and one of them is kept.
            let in_order =
                source.party < target.party || (D::is_directed() && source.party > target.party);
            // A person is not in contact with the state that the same person represents.
            if in_order && source.who != target.who && lineage.are_two(source, target) {
                rows.push(Row {
                    source: source.party,
                    target: target.party,
                    event,
                    certainty: belongs.and(source.certainty).and(target.certainty),
                });
            }
        }
    }
}

/// The graph of some rows, which are sorted by pair.
fn graph_of_rows<'t, D: EdgeType, W>(
    timeline: &'t Timeline,
    events: &[EventRef<'t>],
    rows: &[Row],
    mut weight: impl FnMut(PairEvents<'_, 't>) -> W,
) -> Graph<ActorRef<'t>, W, D> {
    let mut nodes: Vec<ActorIx> = rows
        .iter()
        .flat_map(|row| [row.source, row.target])
        .collect();
    nodes.sort_unstable();
    nodes.dedup();
    let pairs = || rows.chunk_by(|a, b| a.pair() == b.pair());
    let mut graph = Graph::with_capacity(nodes.len(), pairs().count());
    for &actor in &nodes {
        graph.add_node(ActorRef::new(timeline, actor));
    }
    // Nodes are added in this order, so the position in the list is petgraph's index.
    let node = |ix: ActorIx| {
        let place = nodes.binary_search(&ix);
        NodeIndex::new(place.expect("the ends of every row are nodes"))
    };
    for rows in pairs() {
        // A chunk is not empty, and all its rows have the same pair.
        let (source, target) = rows[0].pair();
        let pair = PairEvents {
            source: ActorRef::new(timeline, source),
            target: ActorRef::new(timeline, target),
            events,
            rows,
        };
        graph.add_edge(node(source), node(target), weight(pair));
    }
    graph
}
