//! Actors alone: who is in contact with whom, and who acts upon whom.
//!
//! In the graph of a timeline two actors are never neighbours, since an event
//! stands between them. For centrality, cores, or a tree that spans all one wants
//! the actors and an edge for each pair, which is another graph: a copy, of
//! petgraph's own type, with whatever weight a pair's events give.
//!
//! A row for each pair of each event is put together and sorted once. Going
//! through the pairs and asking for the events of each would look at all pairs of
//! the timeline, also where the view holds few events.

use std::cmp::Reverse;

use petgraph::graph::{DiGraph, Graph, NodeIndex, UnGraph};
use petgraph::{Directed, EdgeType, Undirected};

use crate::event::{Count, Kind, Role};
use crate::query::View;
use crate::time::{Bounds, Certainty};
use crate::timeline::{ActorIx, ActorRef, Arena, EventRef, Handover};

/// What two actors have to do with each other in a view: the events of one edge.
///
/// Handed out by [`View::contact_graph`] and [`View::act_graph`]. It has one event
/// at least.
#[derive(Clone, Copy, Debug)]
pub struct Tie<'p, 't> {
    source: ActorRef<'t>,
    target: ActorRef<'t>,
    first: EventRef<'t>,
    last: EventRef<'t>,
    /// All events of the view, and which of them are the pair's.
    events: &'p [EventRef<'t>],
    rows: &'p [Row],
}

/// An event that ties two actors together.
#[derive(Clone, Copy, Debug)]
struct Row {
    source: ActorIx,
    target: ActorIx,
    /// Where it stands among the events of the view.
    event: usize,
    certainty: Certainty,
}

/// Someone who takes part, and one for whom that counts.
#[derive(Clone, Copy, Debug)]
struct Seated<'t> {
    who: ActorRef<'t>,
    acts: bool,
    is_acted_upon: bool,
    party: ActorIx,
    /// Whom it stands for: the party, or one whom the party succeeded.
    via: ActorIx,
    sure: Certainty,
}

/// Who counts for whom in a view that lets predecessors count; in others, nobody.
#[derive(Debug, Default)]
struct Lineage {
    /// Those whom an actor succeeded, by position; where nobody counts, nothing.
    before: Arena<ActorIx, Vec<ActorIx>>,
    /// Those who succeeded an actor, and until when it counts for them.
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

    fn after(&self, actor: ActorIx) -> &[(ActorIx, Handover)] {
        self.after.get(actor.position()).map_or(&[], Vec::as_slice)
    }

    /// Whether neither counts by way of one who is, or came before, the other.
    fn are_two(&self, a: &Seated<'_>, b: &Seated<'_>) -> bool {
        let is_of = |via: ActorIx, other: ActorIx| {
            let before = self.before.get(other.position());
            // Predecessors come by position.
            via == other || before.is_some_and(|before| before.binary_search(&via).is_ok())
        };
        (a.via == a.party || !is_of(a.via, b.party)) && (b.via == b.party || !is_of(b.via, a.party))
    }
}

impl Row {
    const fn pair(&self) -> (ActorIx, ActorIx) {
        (self.source, self.target)
    }
}

impl<'p, 't> Tie<'p, 't> {
    /// Who acts; in a graph of contacts, the one whose identifier comes first.
    pub const fn source(&self) -> ActorRef<'t> {
        self.source
    }

    /// Who is acted upon; in a graph of contacts, the one whose identifier comes last.
    pub const fn target(&self) -> ActorRef<'t> {
        self.target
    }

    /// The first of its events, in the order of the view.
    pub const fn first(&self) -> EventRef<'t> {
        self.first
    }

    /// The last of its events, in the order of the view.
    pub const fn last(&self) -> EventRef<'t> {
        self.last
    }

    /// Its events in the order of the view, each with how certain it is that it ties the two.
    pub fn events(
        &self,
    ) -> impl DoubleEndedIterator<Item = (EventRef<'t>, Certainty)> + Clone + use<'p, 't> {
        let events = self.events;
        self.rows
            .iter()
            .map(move |row| (events[row.event], row.certainty))
    }

    /// How many events there are, as [`View::count`] counts.
    pub fn count(&self) -> Count {
        sum(self.events())
    }

    /// How many of them are of a kind.
    pub fn count_of(&self, kind: Kind) -> Count {
        sum(self.events().filter(|(event, _)| event.kind() == kind))
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
    // As the sum of the most fits, so does that of the least, which is no more, event by event.
    max.map_or_else(
        || Count::at_least(min),
        |max| Count::between(min, max).expect("no count has a least above its most"),
    )
}

/// Of those whom someone stands for, itself first, those who count: not those for whom another
/// stands that is looked at and of another kind, as a minister does for a state.
fn nearest<'t>(
    stands: &[(ActorRef<'t>, Certainty)],
    at: &Bounds,
    is_wanted: impl Fn(ActorRef<'t>) -> bool,
) -> Vec<(ActorRef<'t>, Certainty)> {
    let (itself, _) = stands[0];
    let is_further = |via: ActorRef<'t>| {
        let wanted = stands
            .iter()
            .map(|(one, _)| *one)
            .filter(|one| is_wanted(*one));
        let mut others = wanted.filter(|one| *one != via && one.kind() != via.kind());
        others.any(|one| one == itself || one.represented(at).any(|(party, _)| party == via))
    };
    let left = stands.iter().filter(|(via, _)| !is_further(*via));
    left.copied().collect()
}

impl<'t> View<'t> {
    /// Who is in contact with whom, as a graph of petgraph's own: actors, and an edge for each pair.
    ///
    /// `among` says which actors are looked at. Whoever takes part counts for all
    /// whom it stood for at the time, as for [`View::between`], and in a view
    /// [with predecessors](View::with_predecessors) for who succeeded those: among states, a
    /// meeting of two ministers is an edge between their states, and among persons
    /// it is one between the two. Where both a person and its state are looked at, what the
    /// person does counts for the person alone, so that no contact is there twice. Among
    /// actors of one kind there is an edge exactly where `between` has an event. `weight` makes of its events what the edge weighs. What the view leaves out is
    /// left out: `view.contacts()` for meetings and calls alone.
    ///
    /// # Order
    ///
    /// Nodes are those who have an edge, by identifier; edges by their lesser and
    /// then their greater end.
    ///
    /// # Complexity
    ///
    /// O(n + k log k), for n events and actors, and k pairs of actors in events, each
    /// counted once an event. It does not depend on how many pairs the rest of the
    /// timeline has.
    ///
    /// # Panics
    ///
    /// In petgraph, above 2³² - 2 pairs.
    ///
    /// # Example
    ///
    /// The backbone of a week: the fewest ties by which all hang together, the
    /// closest first.
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
    /// let states = timeline.view().contacts().contact_graph(is_state, |tie| tie.count().min());
    /// let ties = |graph: &UnGraph<_, u32>| graph.edge_weights().copied().collect::<Vec<_>>();
    /// assert_eq!((states.node_count(), ties(&states)), (3, vec![3, 1, 2]));
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
        weight: impl FnMut(Tie<'_, 't>) -> W,
    ) -> UnGraph<ActorRef<'t>, W> {
        let engages = |role: Role| role.engages();
        self.graph_of::<Undirected, W>(among, (engages, engages), weight)
    }

    /// Who acts upon whom: actors, and an edge from the source of events to their targets and
    /// addressees.
    ///
    /// As [`View::contact_graph`] but for the direction; what parties do together
    /// has none, and is no edge.
    ///
    /// # Order
    ///
    /// Nodes are those who have an edge, by identifier; edges by source and then target.
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
    /// let acts = timeline.view().act_graph(|_| true, |tie| tie.count().min());
    /// let putin = acts.node_indices().find(|&at| acts[at].id() == "putin").unwrap();
    /// let upon: Vec<_> = acts.edges_directed(putin, Direction::Incoming).map(|e| *e.weight()).collect();
    /// assert_eq!(upon.iter().sum::<u32>(), 3);
    /// assert_eq!(acts.edges(putin).count(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn act_graph<W>(
        &self,
        among: impl Fn(ActorRef<'t>) -> bool,
        weight: impl FnMut(Tie<'_, 't>) -> W,
    ) -> DiGraph<ActorRef<'t>, W> {
        let acts = |role: Role| role == Role::Source;
        let is_acted_upon = |role: Role| matches!(role, Role::Target | Role::Addressee);
        self.graph_of::<Directed, W>(among, (acts, is_acted_upon), weight)
    }

    fn graph_of<D: EdgeType, W>(
        &self,
        among: impl Fn(ActorRef<'t>) -> bool,
        (is_source, is_target): (impl Fn(Role) -> bool, impl Fn(Role) -> bool),
        mut weight: impl FnMut(Tie<'_, 't>) -> W,
    ) -> Graph<ActorRef<'t>, W, D> {
        let timeline = self.timeline();
        let wanted: Arena<ActorIx, bool> = timeline.actors().map(among).collect();
        let is_wanted = |actor: ActorRef<'_>| wanted[actor.ix()];
        let lineage = Lineage::of(self, &wanted);
        let events: Vec<EventRef<'t>> = self.events().collect();
        let mut rows: Vec<Row> = Vec::new();
        let (mut seated, mut of_event) = (Vec::new(), Vec::new());
        for (at, event) in events.iter().enumerate() {
            let (told, bounds) = (self.certainty(*event), event.bounds());
            seated.clear();
            for one in event.participants() {
                let stands = one.represented(&bounds, None);
                for (via, sure) in nearest(&stands, &bounds, is_wanted) {
                    let seat = Seated {
                        who: one.actor(),
                        acts: is_source(one.role()),
                        is_acted_upon: is_target(one.role()),
                        party: via.ix(),
                        via: via.ix(),
                        sure,
                    };
                    seated.extend(is_wanted(via).then_some(seat));
                    for &(party, until) in lineage.after(via.ix()) {
                        let sure = sure.and(until.is_after(&bounds));
                        let seat = Seated {
                            party,
                            sure,
                            ..seat
                        };
                        seated.extend(sure.is_possible().then_some(seat));
                    }
                }
            }
            for source in seated.iter().filter(|one| one.acts) {
                for target in seated.iter().filter(|one| one.is_acted_upon) {
                    let in_order = source.party < target.party
                        || (D::is_directed() && source.party > target.party);
                    // One person is not in contact with the state that this person stands for.
                    if in_order && source.who != target.who && lineage.are_two(source, target) {
                        of_event.push(Row {
                            source: source.party,
                            target: target.party,
                            event: at,
                            certainty: told.and(source.sure).and(target.sure),
                        });
                    }
                }
            }
            // An event ties a pair once, by those of whom it is most certain.
            of_event.sort_unstable_by_key(|row: &Row| (row.pair(), Reverse(row.certainty)));
            of_event.dedup_by_key(|row| row.pair());
            rows.append(&mut of_event);
        }
        // Stable, so that the events of a pair stay in order.
        rows.sort_by_key(Row::pair);

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
        // Nodes are added in this order, so that a place in the list is petgraph's index.
        let node = |ix: ActorIx| {
            let place = nodes.binary_search(&ix);
            NodeIndex::new(place.expect("the ends of every row are nodes"))
        };
        for rows in pairs() {
            // A chunk is never empty, and all its rows have one pair.
            let (first, last) = (&rows[0], &rows[rows.len() - 1]);
            let tie = Tie {
                source: ActorRef::new(timeline, first.source),
                target: ActorRef::new(timeline, first.target),
                first: events[first.event],
                last: events[last.event],
                events: &events,
                rows,
            };
            graph.add_edge(node(first.source), node(first.target), weight(tie));
        }
        graph
    }
}
