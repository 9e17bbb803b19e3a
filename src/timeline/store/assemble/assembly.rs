//! The steps from a builder to a timeline.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use crate::actor::MAX_REPRESENTED;
use crate::event::Link;
use crate::time::Bounds;
use crate::timeline::order::ranks;
use crate::timeline::{
    ActorIndex, ActorIx, Arena, BuildError, Constraint, ConstraintNetwork, Entry, EventConstraints,
    EventIx, EventRank, ExternalIndex, Fault, FaultKind, Knowledge, LargeEventIndex,
    MAX_IN_CONTACT, PairIndex, Timeline, TimelineBuilder, first_bytes, nearest,
};

use super::actors::names;

/// The number of unknown names that get a hint.
const HINTS: u32 = 50;

impl TimelineBuilder {
    /// Checks all entries and builds the timeline. The builder stays as it is.
    ///
    /// To build a large timeline without a copy of its entries, use `Timeline::try_from(builder)`.
    ///
    /// # Errors
    ///
    /// [`BuildError`] with every fault. Contradictions are found only if all other checks pass.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the number of events and their participants.
    pub fn build(&self) -> Result<Timeline, BuildError> {
        Timeline::try_from(self.clone())
    }
}

/// Builds the timeline, as [`TimelineBuilder::build`], without a copy of the entries.
///
/// Consumes the builder: if there are faults, its entries are lost. Use `build` to keep them, for
/// example to try [`TimelineBuilder::build_lenient`] next.
impl TryFrom<TimelineBuilder> for Timeline {
    type Error = BuildError;

    fn try_from(builder: TimelineBuilder) -> Result<Self, BuildError> {
        Assembly::new(builder).finish()
    }
}

/// A builder whose entries are being assembled.
pub(super) struct Assembly {
    pub(super) builder: TimelineBuilder,
    pub(super) faults: Vec<Fault>,
    /// The position of each actor in the builder, sorted by identifier.
    pub(super) actors: Arena<ActorIx, usize>,
    /// The actor of every interned name, if there is one.
    pub(super) actor_of_name: Arena<ActorIx, Option<ActorIx>>,
    /// The interned names that no actor has, by number.
    pub(super) unknown_names: HashMap<ActorIx, String>,
    /// The number of hints that may still be searched for. Each search visits all names.
    pub(super) hints_left: u32,
}

impl Assembly {
    fn new(mut builder: TimelineBuilder) -> Self {
        let faults = std::mem::take(&mut builder.faults);
        Self {
            builder,
            faults,
            actors: Arena::new(),
            actor_of_name: Arena::new(),
            unknown_names: HashMap::new(),
            hints_left: HINTS,
        }
    }

    pub(super) fn fault(&mut self, entry: Entry, kind: FaultKind) {
        self.faults.push(Fault::new(entry, kind));
    }

    /// Runs all steps. Fails after each group of steps that found faults.
    fn finish(mut self) -> Result<Timeline, BuildError> {
        self.number_actors();
        let actors = self.take_actors();
        self.check_represented(&actors);
        self.check_external_actors(&actors);
        let designations = self.take_designations();
        let sources = self.take_sources();
        self.check_successions(&actors, &sources);
        let chains = self.take_chains(&sources);
        self.resolve_events(&sources, &chains, &designations);

        let events = Arena::from(std::mem::take(&mut self.builder.events));
        let by_id = self.sort_ids(&events);
        let find = |id: &str| {
            let order = |&at: &EventIx| (*events[at].id).cmp(id);
            let found = by_id.binary_search_by(order).ok()?;
            Some(by_id[EventRank::new(found)])
        };
        let links = self.find_links(&events, find);
        let mut constraints: Vec<(usize, Constraint)> =
            std::mem::take(&mut self.builder.constraints)
                .into_iter()
                .enumerate()
                .collect();
        constraints.sort_by(|(at, one), (next, other)| one.order(other).then(at.cmp(next)));
        let named = self.find_constraints(&events, &constraints, &sources, find);
        self.check_cycles(&events, &links);
        self.refuse_faults()?;
        // From here on, every reference is resolved and no identifier is used twice.
        let rank = ranks(&by_id);
        let linked: Vec<(EventRank, Link, EventRank)> = links
            .iter()
            .map(|&(event, link, other)| (rank[event], link, rank[other]))
            .collect();
        let (constraints, named) = distinct_constraints(constraints, named, &rank);

        let mut timeline = Timeline {
            title: self.builder.title.take(),
            names: Arc::new(names(&actors)),
            initials: Arc::new(actors.iter().map(|actor| first_bytes(&actor.id)).collect()),
            actors_by_external: Arc::new(ExternalIndex::new(
                actors.entries().map(|(ix, actor)| (ix, &actor.external)),
            )),
            sources_by_external: Arc::new(ExternalIndex::new(
                sources.entries().map(|(ix, source)| (ix, &source.external)),
            )),
            // Their order is not known yet.
            events_by_external: Arc::default(),
            actors: Arc::new(actors),
            designations: Arc::new(designations.into()),
            sources: Arc::new(sources),
            chains: Arc::new(chains.sorted),
            many_dates: events.iter().filter(|event| !event.has_one_date()).count(),
            events: events.into_vec().into(),
            bounds: Arena::new(),
            flags: Arena::new(),
            by_id,
            by_actor: ActorIndex::default(),
            by_pair: PairIndex::default(),
            by_large_event: LargeEventIndex::default(),
            by_about: ActorIndex::default(),
            links: Vec::new(),
            backlinks: Vec::new(),
            constraints: Arc::new(constraints.into()),
            event_constraints: None,
        };
        self.check_contacts(&timeline);
        self.refuse_faults()?;
        // Bounds need the constraint network, which needs the events. The order of events needs bounds.
        let bounds = self.bind(&mut timeline, &linked, &named);
        self.refuse_faults()?;
        timeline.put_in_order(&bounds, &links);
        let events = timeline.events.indices();
        let external = events.map(|ix| (ix, timeline.events[ix].external()));
        timeline.events_by_external = Arc::new(ExternalIndex::new(external));
        Ok(timeline)
    }

    /// Fails if faults were found so far.
    fn refuse_faults(&mut self) -> Result<(), BuildError> {
        if self.faults.is_empty() {
            return Ok(());
        }
        let mut faults = std::mem::take(&mut self.faults);
        faults.sort_by_key(|fault| fault.entry);
        Err(BuildError { faults })
    }

    /// Refuses an event with too many actors in contact to consider each pair.
    fn check_contacts(&mut self, timeline: &Timeline) {
        for (at, event) in timeline.events.iter().enumerate() {
            // Skips events with too few participants to exceed the limit.
            if event.participants.len() * (MAX_REPRESENTED + 1) <= MAX_IN_CONTACT {
                continue;
            }
            let count = timeline.in_contact(event, event.any_bounds().into()).len();
            if count > MAX_IN_CONTACT {
                let kind = FaultKind::TooMany {
                    what: "event",
                    id: event.id.to_string(),
                    of: "actors in contact, with those they represent",
                    count,
                    most: MAX_IN_CONTACT,
                };
                self.fault(Entry::Event(at), kind);
            }
        }
    }

    /// The bounds of each event, from its dates and from what binds it to others.
    fn bind(
        &mut self,
        timeline: &mut Timeline,
        linked: &[(EventRank, Link, EventRank)],
        named: &[Named],
    ) -> Arena<EventIx, Bounds> {
        let events = timeline.events.iter();
        let mut bounds: Arena<EventIx, Bounds> = events
            .map(|event| event.bounds(timeline, Knowledge::ALL))
            .collect();
        match EventConstraints::new(timeline, linked, named) {
            Ok(constraints) => {
                let network = constraints.as_ref();
                let network = network.and_then(|constraints| constraints.network(timeline));
                for (rank, tight) in network.into_iter().flat_map(ConstraintNetwork::all_bounds) {
                    bounds[timeline.by_id[rank]] = tight;
                }
                timeline.event_constraints = constraints.map(Box::new);
            }
            Err(contradiction) => {
                self.fault(Entry::Whole, FaultKind::Contradiction(contradiction));
            }
        }
        bounds
    }
}

/// The events of a constraint: `event`, `other` and `until`.
type Named = (EventRank, EventRank, Option<EventRank>);

/// The constraints, sorted, and the events of each. A constraint that is stated twice counts once.
fn distinct_constraints(
    constraints: Vec<(usize, Constraint)>,
    named: Vec<[Option<EventIx>; 3]>,
    rank: &Arena<EventIx, EventRank>,
) -> (Vec<Constraint>, Vec<Named>) {
    let ranked = |at: Option<EventIx>| rank[at.expect("unknown events were refused")];
    let named = named.into_iter().map(|[event, other, until]| {
        let until = until.map(|until| rank[until]);
        (ranked(event), ranked(other), until)
    });
    let constraints = constraints.into_iter().map(|(_, one)| one);
    let mut all: Vec<(Constraint, Named)> = constraints.zip(named).collect();
    all.dedup_by(|a, b| a.0 == b.0);
    all.into_iter().unzip()
}

/// Finds a cycle on the paths from some starts: the node where it closes, and the names of its nodes from the
/// smallest on.
pub(super) fn cycle<I: Copy + Eq + Hash, N: Iterator<Item = I>>(
    starts: impl Iterator<Item = I>,
    next: impl Fn(I) -> N,
    id: impl Fn(I) -> String,
) -> Option<(I, Vec<String>)> {
    // The nodes from which every path was followed to its end without a cycle.
    let mut done: HashSet<I> = HashSet::new();
    for start in starts {
        // The path to the current node. `on_path` has the same nodes.
        let mut path: Vec<I> = Vec::new();
        let mut on_path: HashSet<I> = HashSet::new();
        // Depth-first search without recursion: each node is pushed again to mark where it is left.
        let mut stack = vec![(start, false)];
        while let Some((node, is_left)) = stack.pop() {
            if is_left {
                path.pop();
                on_path.remove(&node);
                done.insert(node);
            } else if on_path.contains(&node) {
                // The path has led here before, so the rest of it is a cycle.
                let first = path.iter().position(|&one| one == node);
                let first = first.expect("`on_path` has the nodes of `path`");
                let mut names: Vec<String> = path[first..].iter().map(|&ix| id(ix)).collect();
                let least = names.iter().enumerate().min_by(|a, b| a.1.cmp(b.1));
                let (least, _) = least.expect("a cycle has a node");
                names.rotate_left(least);
                return Some((node, names));
            } else if !done.contains(&node) {
                path.push(node);
                on_path.insert(node);
                stack.push((node, true));
                stack.extend(next(node).map(|next| (next, false)));
            }
        }
    }
    None
}

/// A similar name, as long as hints are left.
pub(super) fn hint_for<'c>(
    hints_left: &mut u32,
    name: &str,
    candidates: impl Iterator<Item = &'c str>,
) -> Option<String> {
    *hints_left = hints_left.checked_sub(1)?;
    nearest(name, candidates)
}
