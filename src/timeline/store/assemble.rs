//! From statements to a timeline: references found, dates squared, everything in order.
//!
//! Each step takes what it needs from the builder and collects its faults; only
//! where there is none at the end does a timeline come out.

mod actors;
mod events;
mod sources;
mod ties;

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use crate::actor::MAX_REPRESENTED;
use crate::event::Link;
use crate::time::Bounds;
use crate::timeline::store::order::ranks;
use crate::timeline::{
    ActorIndex, ActorIx, Arena, Bonds, BuildError, Constraint, CrowdIndex, Entry, EventIx,
    EventRank, Fault, FaultKind, Knowledge, MAX_IN_CONTACT, PairIndex, Timeline, TimelineBuilder,
    Web, first_bytes, nearest,
};

use actors::names;

/// How many unknown names get a hint.
const HINTS: u32 = 50;

impl TimelineBuilder {
    /// Checks everything that was put in, and builds the timeline. The builder is empty then.
    ///
    /// # Errors
    ///
    /// [`BuildError`] with every fault that was found. Contradictions are only
    /// looked for where every event that is named is there.
    ///
    /// # Complexity
    ///
    /// O(n log n) in the number of events and their participants.
    pub fn build(&mut self) -> Result<Timeline, BuildError> {
        Assembly::new(std::mem::take(self)).finish()
    }
}

/// A builder's statements on their way into a timeline.
struct Assembly {
    builder: TimelineBuilder,
    faults: Vec<Fault>,
    /// Each actor's old position, in the order of identifiers.
    actors: Arena<ActorIx, usize>,
    /// The new position of every name that was used.
    actor_of_name: Arena<ActorIx, Option<ActorIx>>,
    /// The names that were used and are no actor's, by their numbers.
    unknown_names: HashMap<ActorIx, String>,
    /// How many hints may still be looked for: each costs a walk over all names.
    hints_left: u32,
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

    fn fault(&mut self, entry: Entry, kind: FaultKind) {
        self.faults.push(Fault {
            entry,
            kind,
            position: None,
        });
    }

    fn finish(mut self) -> Result<Timeline, BuildError> {
        self.number_actors();
        let actors = self.take_actors();
        self.check_represented(&actors);
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
        self.look_for_circles(&events, &links);
        // From here on every reference has been found, and no identifier is there twice.
        self.refuse_faults()?;
        let rank = ranks(&by_id);
        let ranked = |at: EventIx| rank[at];
        // Of a statement that is made twice, one is enough.
        let mut stated: Vec<(Constraint, [Option<EventIx>; 3])> = constraints
            .into_iter()
            .map(|(_, one)| one)
            .zip(named)
            .collect();
        stated.dedup_by(|a, b| a.0 == b.0);
        let (constraints, named): (Vec<Constraint>, Vec<_>) = stated.into_iter().unzip();
        let place = |at: Option<EventIx>| ranked(at.expect("every event that is named was found"));
        let named: Vec<(EventRank, EventRank, Option<EventRank>)> = named
            .into_iter()
            .map(|[event, other, until]| (place(event), place(other), until.map(ranked)))
            .collect();
        let linked: Vec<(EventRank, Link, EventRank)> = links
            .iter()
            .map(|&(event, link, other)| (ranked(event), link, ranked(other)))
            .collect();

        let mut timeline = Timeline {
            title: self.builder.title.take(),
            names: names(&actors),
            initials: actors.iter().map(|actor| first_bytes(&actor.id)).collect(),
            actors,
            designations: designations.into(),
            sources,
            chains: chains.sorted,
            dates_depend: events.iter().any(|event| !event.has_one_date()),
            events,
            bounds: Arena::new(),
            flags: Arena::new(),
            by_id,
            by_actor: ActorIndex::default(),
            by_pair: PairIndex::default(),
            by_crowd: CrowdIndex::default(),
            by_subject: ActorIndex::default(),
            backlinks: Vec::new(),
            constraints: constraints.into(),
            bonds: None,
        };
        self.check_contacts(&timeline);
        self.refuse_faults()?;
        let bounds = self.bind(&mut timeline, &linked, &named);
        self.refuse_faults()?;
        timeline.put_in_order(&bounds, &links);
        Ok(timeline)
    }

    /// Fails with the faults that were found so far, if there are any.
    fn refuse_faults(&mut self) -> Result<(), BuildError> {
        if self.faults.is_empty() {
            return Ok(());
        }
        let mut faults = std::mem::take(&mut self.faults);
        faults.sort_by_key(|fault| fault.entry);
        Err(BuildError { faults })
    }

    /// Refuses an event that ties more actors to each other than can be looked at, pair by pair.
    fn check_contacts(&mut self, timeline: &Timeline) {
        for (at, event) in timeline.events.iter().enumerate() {
            // Few seats cannot stand for so many.
            if event.seats.len() * (MAX_REPRESENTED + 1) <= MAX_IN_CONTACT {
                continue;
            }
            let count = timeline.in_contact(event, &event.any_bounds()).len();
            if count > MAX_IN_CONTACT {
                let kind = FaultKind::TooMany {
                    what: "event",
                    id: event.id.to_string(),
                    of: "actors in contact, with those they stand for",
                    count,
                    most: MAX_IN_CONTACT,
                };
                self.fault(Entry::Event(at), kind);
            }
        }
    }

    /// The bounds of each event: its dates, and what its ties to others make of them.
    fn bind(
        &mut self,
        timeline: &mut Timeline,
        linked: &[(EventRank, Link, EventRank)],
        named: &[(EventRank, EventRank, Option<EventRank>)],
    ) -> Arena<EventIx, Bounds> {
        let events = timeline.events.iter();
        let mut bounds: Arena<EventIx, Bounds> = events
            .map(|event| event.bounds(timeline, Knowledge::ALL))
            .collect();
        match Bonds::new(timeline, linked, named) {
            Ok(tied) => {
                let web = tied.as_ref().and_then(Bonds::web);
                for (rank, tight) in web.into_iter().flat_map(Web::all_bounds) {
                    bounds[timeline.by_id[rank]] = tight;
                }
                timeline.dates_depend |= tied.is_some();
                timeline.bonds = tied.map(Box::new);
            }
            Err(contradiction) => {
                self.fault(Entry::Whole, FaultKind::Contradiction(contradiction));
            }
        }
        bounds
    }
}

/// The first circle that is met on the ways from some starts: where it closes, and the names on it
/// from the least on.
fn circle<I: Copy + Eq + Hash, N: Iterator<Item = I>>(
    starts: impl Iterator<Item = I>,
    next: impl Fn(I) -> N,
    id: impl Fn(I) -> String,
) -> Option<(I, Vec<String>)> {
    // Those from which every way was followed to its end, and closed no circle.
    let mut done: HashSet<I> = HashSet::new();
    for start in starts {
        // The way to where the walk is; `on_path` has the same nodes.
        let mut path: Vec<I> = Vec::new();
        let mut on_path: HashSet<I> = HashSet::new();
        // Depth first, without recursion: a node comes back when it is left.
        let mut stack = vec![(start, false)];
        while let Some((node, leaving)) = stack.pop() {
            if leaving {
                path.pop();
                on_path.remove(&node);
                done.insert(node);
            } else if on_path.contains(&node) {
                // The way led here before, so that the rest of it is the circle.
                let at = path.iter().position(|&one| one == node);
                let at = at.expect("a node on the path is on the path");
                let mut circle: Vec<String> = path[at..].iter().map(|&ix| id(ix)).collect();
                let least = circle.iter().enumerate().min_by(|a, b| a.1.cmp(b.1));
                let (least, _) = least.expect("a circle has a node");
                circle.rotate_left(least);
                return Some((node, circle));
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

/// The name that comes closest, as long as hints are left.
fn hint_for<'c>(
    hints_left: &mut u32,
    name: &str,
    candidates: impl Iterator<Item = &'c str>,
) -> Option<String> {
    *hints_left = hints_left.checked_sub(1)?;
    nearest(name, candidates)
}
