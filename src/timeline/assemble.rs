//! From statements to a timeline: references found, dates squared, everything in order.
//!
//! Each step takes what it needs from the builder and collects its faults; only
//! where there is none at the end does a timeline come out.

use std::collections::{HashMap, HashSet};

use super::account::known_once_over;
use super::bonds::Bonds;
use super::build::TimelineBuilder;
use super::constraint::Constraint;
use super::fault::{BuildError, Entry, Fault, FaultKind};
use super::index::{ActorIndex, PairIndex};
use super::web::Web;
use super::{
    Account, Knowledge, Stored, StoredActor, StoredAffiliation, StoredSource, StoredSubject,
    StoredSuccession, Timeline, first_bytes, index_of, nearest,
};
use crate::actor::{Alias, Designation, MAX_REPRESENTED, Succession};
use crate::event::{Link, Source, Status};
use crate::time::Bounds;

/// How many unknown names get a hint.
const HINTS: u32 = 50;

/// A builder's statements on their way into a timeline.
pub(super) struct Assembly {
    builder: TimelineBuilder,
    faults: Vec<Fault>,
    /// Each actor's old position, in the order of identifiers.
    actors: Vec<usize>,
    /// The new position of every name that was used.
    actor_of_name: Vec<Option<u32>>,
    /// The names that were used and are no actor's, by their numbers.
    unknown_names: HashMap<u32, String>,
    /// How many hints may still be looked for: each costs a walk over all names.
    hints_left: u32,
}

impl Assembly {
    pub(super) fn new(mut builder: TimelineBuilder) -> Self {
        let faults = std::mem::take(&mut builder.faults);
        Self {
            builder,
            faults,
            actors: Vec::new(),
            actor_of_name: Vec::new(),
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

    pub(super) fn finish(mut self) -> Result<Timeline, BuildError> {
        self.number_actors();
        let actors = self.take_actors();
        self.check_represented(&actors);
        let designations = self.take_designations();
        let sources = self.take_sources();
        self.check_successions(&actors, &sources);
        let chains = self.take_chains(&sources);
        self.resolve_events(&sources, &chains, &designations);

        let events = std::mem::take(&mut self.builder.events);
        let by_id = self.sort_ids(&events);
        let find = |id: &str| {
            let id_of = |at: u32| {
                events
                    .get(at as usize)
                    .map_or("", |event: &Stored| &event.id)
            };
            let found = by_id.binary_search_by(|&at| id_of(at).cmp(id)).ok()?;
            by_id.get(found).copied()
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
        let rank = ranks(&by_id);
        let ranked = |at: u32| rank.get(at as usize).copied().unwrap_or_default();
        // Of a statement that is made twice, one is enough.
        let mut stated: Vec<(Constraint, [Option<u32>; 3])> = constraints
            .into_iter()
            .map(|(_, one)| one)
            .zip(named)
            .collect();
        stated.dedup_by(|a, b| a.0 == b.0);
        let (constraints, named): (Vec<Constraint>, Vec<_>) = stated.into_iter().unzip();
        let named: Vec<[Option<u32>; 3]> = named
            .into_iter()
            .map(|found| found.map(|at| at.map(ranked)))
            .collect();
        let linked: Vec<(u32, Link, u32)> = links
            .iter()
            .map(|&(event, link, other)| (ranked(event), link, ranked(other)))
            .collect();

        let mut timeline = Timeline {
            title: self.builder.title.take(),
            names: names(&actors),
            initials: actors.iter().map(|actor| first_bytes(&actor.id)).collect(),
            actors,
            designations,
            sources,
            chains: chains.sorted,
            dates_depend: events.iter().any(|event| !event.has_one_date()),
            events,
            bounds: Vec::new(),
            flags: Vec::new(),
            by_id,
            by_actor: ActorIndex::default(),
            by_pair: PairIndex::default(),
            by_subject: ActorIndex::default(),
            backlinks: Vec::new(),
            constraints,
            bonds: None,
        };
        let mut bounds: Vec<Bounds> = timeline
            .events
            .iter()
            .map(|event| event.bounds(&timeline, Knowledge::ALL))
            .collect();
        if self.faults.is_empty() {
            match Bonds::new(&timeline, &linked, &named) {
                Ok(tied) => {
                    let web = tied.as_ref().and_then(Bonds::web);
                    for (rank, tight) in web.into_iter().flat_map(Web::all_bounds) {
                        let at = timeline.by_id.get(rank as usize);
                        if let Some(slot) = at.and_then(|&at| bounds.get_mut(at as usize)) {
                            *slot = tight;
                        }
                    }
                    timeline.dates_depend |= tied.is_some();
                    timeline.bonds = tied.map(Box::new);
                }
                Err(contradiction) => {
                    self.fault(Entry::Whole, FaultKind::Contradiction(contradiction));
                }
            }
        }
        if !self.faults.is_empty() {
            self.faults.sort_by_key(|fault| fault.entry);
            return Err(BuildError {
                faults: self.faults,
            });
        }
        timeline.put_in_order(&bounds, &links);
        Ok(timeline)
    }

    /// Puts the actors in the order of their identifiers and finds the names that were used.
    fn number_actors(&mut self) {
        let actors = &self.builder.actors;
        let mut order: Vec<usize> = (0..actors.len()).collect();
        let id = |at: usize| actors.get(at).map_or("", |actor| actor.id.as_str());
        order.sort_by_key(|&at| (id(at), at));
        let twice: Vec<usize> = order
            .windows(2)
            .filter_map(|pair| match *pair {
                [a, b] if id(a) == id(b) => Some(b),
                _ => None,
            })
            .collect();
        order.dedup_by(|a, b| id(*a) == id(*b));
        let names = self.builder.names.names();
        let found = |name: &str| order.binary_search_by(|&at| id(at).cmp(name)).ok();
        self.actor_of_name = names.iter().map(|name| found(name).map(index_of)).collect();
        self.unknown_names = (0..index_of(names.len()))
            .zip(&names)
            .filter(|(_, name)| found(name).is_none())
            .map(|(number, name)| (number, (*name).to_owned()))
            .collect();
        let faults: Vec<Fault> = twice
            .into_iter()
            .map(|at| Fault {
                entry: Entry::Actor(at),
                kind: FaultKind::DuplicateId {
                    what: "actor",
                    id: id(at).to_owned(),
                },
                position: None,
            })
            .collect();
        self.faults.extend(faults);
        self.actors = order;
    }

    /// The new position of an actor.
    fn position(&self, actor: &str) -> Option<u32> {
        let actors = &self.builder.actors;
        let id_of = |&at: &usize| actors.get(at).map_or("", |one| one.id.as_str());
        let found = self.actors.binary_search_by(|at| id_of(at).cmp(actor));
        found.ok().map(index_of)
    }

    /// The new position of an actor, or a fault.
    fn actor(&mut self, entry: Entry, what: &'static str, id: &str, actor: &str) -> Option<u32> {
        let found = self.position(actor);
        if found.is_none() {
            let actors = &self.builder.actors;
            let id_of = |&at: &usize| actors.get(at).map_or("", |one| one.id.as_str());
            let kind = FaultKind::UnknownActor {
                what,
                id: id.to_owned(),
                actor: actor.to_owned(),
                near: hint_for(&mut self.hints_left, actor, self.actors.iter().map(id_of)),
            };
            self.fault(entry, kind);
        }
        found
    }

    fn take_actors(&mut self) -> Vec<StoredActor> {
        let order = self.actors.clone();
        let mut stored = Vec::with_capacity(order.len());
        for &at in &order {
            let Some(actor) = self.builder.actors.get(at).cloned() else {
                continue;
            };
            let mut affiliations = Vec::with_capacity(actor.affiliations.len());
            for one in actor.affiliations {
                if let Some(party) = self.actor(Entry::Actor(at), "actor", &actor.id, &one.party) {
                    let office = one.office.map(String::into_boxed_str);
                    affiliations.push(StoredAffiliation {
                        party,
                        office,
                        when: one.when,
                    });
                }
            }
            affiliations.sort_by_cached_key(|one| {
                (
                    one.when.bounds().raw(),
                    one.party,
                    one.office.clone(),
                    format!("{:?}", one.when),
                )
            });
            let mut aliases = actor.aliases;
            aliases.sort_by_cached_key(alias_order);
            aliases.dedup();
            let successions = self.take_successions(at, &actor.id, actor.successions);
            stored.push(StoredActor {
                id: actor.id.into_boxed_str(),
                kind: actor.kind,
                name: actor.name.into_boxed_str(),
                aliases: aliases.into_boxed_slice(),
                affiliations: affiliations.into_boxed_slice(),
                successions,
            });
        }
        stored
    }

    fn take_successions(
        &mut self,
        at: usize,
        id: &str,
        stated: Vec<Succession>,
    ) -> Box<[StoredSuccession]> {
        let mut successions = Vec::with_capacity(stated.len());
        for one in stated {
            let predecessor = self.actor(Entry::Actor(at), "actor", id, &one.predecessor);
            successions.extend(predecessor.map(|predecessor| StoredSuccession {
                predecessor,
                when: one.when,
                by: one.by.into_boxed_slice(),
            }));
        }
        successions.sort_by_cached_key(|one| {
            let when = (one.when.bounds().raw(), format!("{:?}", one.when));
            (one.predecessor, when, one.by.clone())
        });
        successions.dedup();
        successions.into_boxed_slice()
    }

    /// Refuses successions in a circle, and those told by sources that are not there.
    fn check_successions(&mut self, actors: &[StoredActor], sources: &[StoredSource]) {
        let old = |order: &[usize], ix: usize| order.get(ix).copied().unwrap_or_default();
        for (ix, actor) in actors.iter().enumerate() {
            let entry = Entry::Actor(old(&self.actors, ix));
            let by = actor.successions.iter().flat_map(|one| &one.by);
            for id in by {
                self.check_source(entry, "actor", &actor.id, id, sources);
            }
        }
        let next = |ix: u32| {
            let stated = actors.get(ix as usize);
            let stated = stated.map_or(&[][..], |one| &one.successions).iter();
            stated.map(|one| one.predecessor)
        };
        let id = |ix: u32| {
            let actor = actors.get(ix as usize);
            actor.map_or_else(String::new, |actor| actor.id.to_string())
        };
        let starts = (0..index_of(actors.len())).filter(|&ix| next(ix).next().is_some());
        if let Some((actor, actors)) = circle(starts, next, id) {
            let entry = Entry::Actor(old(&self.actors, actor as usize));
            self.fault(entry, FaultKind::SucceedsItself { actors });
        }
    }

    fn take_designations(&mut self) -> Vec<Designation> {
        let mut designations = std::mem::take(&mut self.builder.designations);
        let mut seen: HashSet<String> = HashSet::new();
        for (at, one) in designations.iter().enumerate() {
            let entry = Entry::Designation(at);
            self.actor(entry, "designation", &one.name, &one.party);
            if !seen.insert(one.name.to_lowercase()) {
                let kind = FaultKind::DuplicateId {
                    what: "designation",
                    id: one.name.clone(),
                };
                self.fault(entry, kind);
            }
        }
        designations.sort_by(|a, b| a.name.cmp(&b.name));
        designations
    }

    /// Refuses an actor who stands for more parties than can be looked at for every event.
    fn check_represented(&mut self, actors: &[StoredActor]) {
        for (ix, actor) in actors.iter().enumerate() {
            let mut found = vec![index_of(ix)];
            let mut next = 0;
            while let Some(who) = found.get(next).and_then(|&who| actors.get(who as usize)) {
                next += 1;
                for one in &who.affiliations {
                    if found.len() <= MAX_REPRESENTED + 1 && !found.contains(&one.party) {
                        found.push(one.party);
                    }
                }
            }
            let count = found.len() - 1;
            if count > MAX_REPRESENTED {
                let old = self.actors.get(ix).copied().unwrap_or_default();
                let kind = FaultKind::TooMany {
                    what: "actor",
                    id: actor.id.to_string(),
                    of: "parties to stand for, through others too",
                    count,
                    most: MAX_REPRESENTED,
                };
                self.fault(Entry::Actor(old), kind);
            }
        }
    }

    /// The sources that were stated, and the actors who are cited as if they were.
    fn take_sources(&mut self) -> Vec<StoredSource> {
        let mut stated: Vec<(usize, Source)> = std::mem::take(&mut self.builder.sources)
            .into_iter()
            .enumerate()
            .collect();
        stated.sort_by(|a, b| (&a.1.id, a.0).cmp(&(&b.1.id, b.0)));
        let mut sources: Vec<StoredSource> = Vec::with_capacity(stated.len());
        for (at, source) in stated {
            let entry = Entry::Source(at);
            let is_actor = self
                .actors
                .binary_search_by(|&one| {
                    self.builder
                        .actors
                        .get(one)
                        .map_or("", |actor| actor.id.as_str())
                        .cmp(&source.id)
                })
                .is_ok();
            if is_actor || sources.last().is_some_and(|last| *last.id == source.id) {
                let what = if is_actor { "actor" } else { "source" };
                self.fault(
                    entry,
                    FaultKind::DuplicateId {
                        what,
                        id: source.id.clone(),
                    },
                );
                continue;
            }
            let mut covers = Vec::with_capacity(source.covers.len());
            for coverage in source.covers {
                let actors: Vec<u32> = coverage
                    .actors
                    .iter()
                    .filter_map(|actor| self.actor(entry, "source", &source.id, actor))
                    .collect();
                covers.push((coverage, actors.into_boxed_slice()));
            }
            covers.sort_by_cached_key(|(one, _)| {
                (
                    one.when.bounds().raw(),
                    one.actors.clone(),
                    one.kinds.clone(),
                    format!("{:?}", one.when),
                )
            });
            sources.push(StoredSource {
                id: source.id.into_boxed_str(),
                name: source.name.into_boxed_str(),
                actor: None,
                published: source.published,
                anonymous: source.anonymous,
                url: source.url.map(String::into_boxed_str),
                covers: covers.into_boxed_slice(),
            });
        }
        let cited = self.builder.cited.names().into_iter().map(str::to_owned);
        let constrained = self
            .builder
            .constraints
            .iter()
            .flat_map(|one| one.by.iter().cloned());
        let actors = self.builder.actors.iter();
        let succeeded = actors.flat_map(|actor| &actor.successions);
        let succeeded = succeeded.flat_map(|one| one.by.iter().cloned());
        let mut cited: Vec<String> = cited.chain(constrained).chain(succeeded).collect();
        cited.sort_unstable();
        cited.dedup();
        let stated_sources = sources.len();
        for id in cited {
            let stated = sources.get(..stated_sources).unwrap_or_default();
            let stated = stated
                .binary_search_by(|source| (*source.id).cmp(&id))
                .is_ok();
            let actor = self.actors.binary_search_by(|&at| {
                self.builder
                    .actors
                    .get(at)
                    .map_or("", |actor| actor.id.as_str())
                    .cmp(&id)
            });
            if let (false, Ok(at)) = (stated, actor) {
                let name = self
                    .actors
                    .get(at)
                    .and_then(|&old| self.builder.actors.get(old));
                sources.push(StoredSource {
                    name: name.map_or("", |actor| &actor.name).into(),
                    id: id.into_boxed_str(),
                    actor: Some(index_of(at)),
                    published: None,
                    anonymous: false,
                    url: None,
                    covers: Box::default(),
                });
            }
        }
        sources.sort_by(|a, b| a.id.cmp(&b.id));
        sources
    }

    /// The chains in terms of sources, sorted; one that names an unknown source has no place.
    fn take_chains(&mut self, sources: &[StoredSource]) -> Chains {
        let names = self.builder.cited.names();
        let source_of: Vec<Option<u32>> = names
            .iter()
            .map(|name| {
                sources
                    .binary_search_by(|source| (*source.id).cmp(name))
                    .ok()
                    .map(index_of)
            })
            .collect();
        let mut chains: Vec<(Box<[u32]>, u32)> = Vec::new();
        let mut unknown: Vec<Option<String>> = vec![None; self.builder.chains.len()];
        for (chain, &number) in &self.builder.chains {
            let known: Result<Vec<u32>, u32> = chain
                .iter()
                .map(|&name| source_of.get(name as usize).copied().flatten().ok_or(name))
                .collect();
            match known {
                Ok(known) => chains.push((known.into_boxed_slice(), number)),
                Err(name) => {
                    if let Some(slot) = unknown.get_mut(number as usize) {
                        *slot = names.get(name as usize).map(|&name| name.to_owned());
                    }
                }
            }
        }
        chains.sort_unstable();
        let mut position = vec![0; self.builder.chains.len()];
        for (at, (_, number)) in chains.iter().enumerate() {
            if let Some(slot) = position.get_mut(*number as usize) {
                *slot = index_of(at);
            }
        }
        Chains {
            sorted: chains.into_iter().map(|(chain, _)| chain).collect(),
            position,
            unknown,
        }
    }

    /// Turns the numbers of names into positions of actors and sources, and dates the reports.
    fn resolve_events(
        &mut self,
        sources: &[StoredSource],
        chains: &Chains,
        designations: &[Designation],
    ) {
        let mut events = std::mem::take(&mut self.builder.events);
        for (at, event) in events.iter_mut().enumerate() {
            self.resolve_seats(Entry::Event(at), event);
            self.resolve_accounts(Entry::Event(at), event, sources, chains);
        }
        for loose in std::mem::take(&mut self.builder.loose) {
            let entry = Entry::Event(loose.event);
            let Some(event) = events.get_mut(loose.event) else {
                continue;
            };
            for actor in &loose.named {
                self.actor(entry, "event", &event.id, actor);
            }
            let mut about = Vec::with_capacity(loose.about.len());
            for subject in &loose.about {
                // An identifier goes before a name.
                let is_actor = self.position(subject).is_some();
                let lower = subject.to_lowercase();
                let designation = designations
                    .iter()
                    .position(|one| one.name.to_lowercase() == lower)
                    .filter(|_| !is_actor);
                if let Some(ix) = designation {
                    about.push(StoredSubject::Designation(index_of(ix)));
                } else {
                    let actor = self.actor(entry, "event", &event.id, subject);
                    about.extend(actor.map(StoredSubject::Actor));
                }
            }
            about.sort_unstable();
            about.dedup();
            if let Some(more) = &mut event.more {
                more.about = about.into_boxed_slice();
            }
            self.builder.loose.push(loose);
        }
        self.builder.events = events;
    }

    fn resolve_seats(&mut self, entry: Entry, event: &mut Stored) {
        let mut unknown: Vec<u32> = Vec::new();
        let actor_of = &self.actor_of_name;
        let mut known = |name: u32| {
            let actor = actor_of.get(name as usize).copied().flatten();
            actor.unwrap_or_else(|| {
                unknown.push(name);
                0
            })
        };
        for seat in &mut event.seats {
            seat.actor = known(seat.actor);
            seat.on_behalf_of = seat.on_behalf_of.map(&mut known);
        }
        event.seats.sort_unstable();
        if unknown.is_empty() {
            let twice = event.seats.windows(2).find_map(|pair| match pair {
                [a, b] if a.role == b.role && a.actor == b.actor => Some(*a),
                _ => None,
            });
            if let Some(seat) = twice {
                let old = self.actors.get(seat.actor as usize).copied();
                let actor = old.and_then(|old| self.builder.actors.get(old));
                let kind = FaultKind::RoleTwice {
                    event: event.id.to_string(),
                    actor: actor.map(|actor| actor.id.clone()).unwrap_or_default(),
                    role: seat.role,
                };
                self.fault(entry, kind);
            }
        }
        for name in unknown {
            let actor = self.unknown_names.get(&name).cloned().unwrap_or_default();
            self.actor(entry, "event", &event.id, &actor);
        }
    }

    fn resolve_accounts(
        &mut self,
        entry: Entry,
        event: &mut Stored,
        sources: &[StoredSource],
        chains: &Chains,
    ) {
        let base_known = known_once_over(&event.when.bounds());
        for account in &mut event.accounts {
            let number = account.chain as usize;
            if let Some(unknown) = chains.unknown.get(number).and_then(Option::as_ref) {
                let stated = sources.iter().map(|source| &*source.id);
                let actors = self.builder.actors.iter().map(|actor| actor.id.as_str());
                let kind = FaultKind::UnknownSource {
                    what: "event",
                    id: event.id.to_string(),
                    source_id: unknown.clone(),
                    near: hint_for(&mut self.hints_left, unknown, stated.chain(actors)),
                };
                self.fault(entry, kind);
                continue;
            }
            account.chain = chains.position.get(number).copied().unwrap_or_default();
            let chain = chains.sorted.get(account.chain as usize);
            let published =
                chain.and_then(|chain| sources.get(*chain.first()? as usize)?.published.as_ref());
            let more = account.more.as_ref();
            let asserted = more.and_then(|more| more.asserted.as_ref()).or(published);
            let own = more.and_then(|more| more.says.when.as_ref());
            if asserted.is_none() && matches!(account.status, Status::Planned | Status::Cancelled) {
                let kind = FaultKind::SinceWhen {
                    event: event.id.to_string(),
                    status: account.status,
                };
                self.fault(entry, kind);
            }
            let latest_end = |when: &crate::When| when.bounds().raw()[3];
            account.known_from = match (asserted, own) {
                (Some(asserted), _) => latest_end(asserted),
                (None, Some(own)) => known_once_over(&own.bounds()),
                (None, None) => base_known,
            };
            if !matches!(account.status, Status::Planned | Status::Cancelled) {
                // A page may be stamped too early; nobody knew before it happened.
                let [start, ..] = own.map_or(event.when.bounds(), crate::When::bounds).raw();
                account.known_from = account.known_from.max(start.saturating_add(1));
            }
            account.known_until = more
                .and_then(|more| more.withdrawn.as_ref())
                .map_or(i64::MAX, latest_end);
        }
        event.accounts.sort_by_cached_key(account_order);
    }

    fn sort_ids(&mut self, events: &[Stored]) -> Vec<u32> {
        let id = |at: u32| events.get(at as usize).map_or("", |event| &event.id);
        // The first eight bytes settle most comparisons, and stand beside the position.
        let mut keyed: Vec<(u64, u32)> = (0..index_of(events.len()))
            .map(|at| (first_bytes(id(at)), at))
            .collect();
        keyed.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0)
                .then_with(|| id(a.1).cmp(id(b.1)))
                .then(a.1.cmp(&b.1))
        });
        for pair in keyed.windows(2) {
            if let [(key_a, a), (key_b, b)] = *pair {
                if key_a == key_b && id(a) == id(b) {
                    let kind = FaultKind::DuplicateId {
                        what: "event",
                        id: id(b).to_owned(),
                    };
                    self.fault(Entry::Event(b as usize), kind);
                }
            }
        }
        keyed.dedup_by(|a, b| a.0 == b.0 && id(a.1) == id(b.1));
        keyed.into_iter().map(|(_, at)| at).collect()
    }

    /// The links that were stated, as positions: (event, link, other).
    fn find_links(
        &mut self,
        events: &[Stored],
        find: impl Fn(&str) -> Option<u32>,
    ) -> Vec<(u32, Link, u32)> {
        let mut links = Vec::new();
        for loose in std::mem::take(&mut self.builder.loose) {
            let id = events.get(loose.event).map_or("", |event| &event.id);
            for (link, other) in &loose.links {
                match find(other) {
                    Some(found) => links.push((index_of(loose.event), *link, found)),
                    None => {
                        self.unknown_event(Entry::Event(loose.event), "event", id, other, events);
                    }
                }
            }
        }
        links.sort_unstable();
        links.dedup();
        links
    }

    fn unknown_event(
        &mut self,
        entry: Entry,
        what: &'static str,
        id: &str,
        other: &str,
        events: &[Stored],
    ) {
        let kind = FaultKind::UnknownEvent {
            what,
            id: id.to_owned(),
            event: other.to_owned(),
            near: hint_for(
                &mut self.hints_left,
                other,
                events.iter().map(|event| &*event.id),
            ),
        };
        self.fault(entry, kind);
    }

    /// The positions of the events that constraints name, which are given as they are numbered.
    fn find_constraints(
        &mut self,
        events: &[Stored],
        constraints: &[(usize, Constraint)],
        sources: &[StoredSource],
        find: impl Fn(&str) -> Option<u32>,
    ) -> Vec<[Option<u32>; 3]> {
        let mut found = Vec::with_capacity(constraints.len());
        for (number, one) in constraints {
            let entry = Entry::Constraint(*number);
            self.check_constraint_sources(entry, one, sources);
            let mut known = |id: &str| {
                let at = find(id);
                if at.is_none() {
                    let shown = one.without_sources();
                    self.unknown_event(entry, "constraint", &shown, id, events);
                }
                at
            };
            let until = one.until.as_deref().and_then(&mut known);
            found.push([known(&one.event), known(&one.other), until]);
        }
        found
    }

    fn check_constraint_sources(
        &mut self,
        entry: Entry,
        constraint: &Constraint,
        sources: &[StoredSource],
    ) {
        let told = constraint.to_string().replace('`', "");
        for id in &constraint.by {
            self.check_source(entry, "constraint", &told, id, sources);
        }
    }

    fn check_source(
        &mut self,
        entry: Entry,
        what: &'static str,
        id: &str,
        source_id: &str,
        sources: &[StoredSource],
    ) {
        let found = sources.binary_search_by(|source| (*source.id).cmp(source_id));
        if found.is_err() {
            let known = sources.iter().map(|source| &*source.id);
            let kind = FaultKind::UnknownSource {
                what,
                id: id.to_owned(),
                source_id: source_id.to_owned(),
                near: hint_for(&mut self.hints_left, source_id, known),
            };
            self.fault(entry, kind);
        }
    }

    /// Events that are parts of each other in a circle: follows each part to its wholes.
    fn look_for_circles(&mut self, events: &[Stored], links: &[(u32, Link, u32)]) {
        let wholes = |part: u32| {
            let first = links.partition_point(|&(from, ..)| from < part);
            links
                .get(first..)
                .unwrap_or_default()
                .iter()
                .take_while(move |&&(from, ..)| from == part)
                .filter(|&&(_, link, _)| link == Link::PartOf)
                .map(|&(.., whole)| whole)
        };
        let id = |ix: u32| {
            let event = events.get(ix as usize);
            event.map_or_else(String::new, |event| event.id.to_string())
        };
        let starts = links.iter().filter(|&&(_, link, _)| link == Link::PartOf);
        if let Some((event, events)) = circle(starts.map(|&(start, ..)| start), wholes, id) {
            let entry = Entry::Event(event as usize);
            self.fault(entry, FaultKind::PartOfItself { events });
        }
    }
}

/// The first circle that is met on the ways from some starts: where it closes, and the names on it
/// from the least on.
fn circle<N: Iterator<Item = u32>>(
    starts: impl Iterator<Item = u32>,
    next: impl Fn(u32) -> N,
    id: impl Fn(u32) -> String,
) -> Option<(u32, Vec<String>)> {
    let mut done: HashSet<u32> = HashSet::new();
    for start in starts {
        let mut path: Vec<u32> = Vec::new();
        let mut on_path: HashSet<u32> = HashSet::new();
        // Depth first, without recursion: a node comes back when it is left.
        let mut stack = vec![(start, false)];
        while let Some((node, leaving)) = stack.pop() {
            if leaving {
                path.pop();
                on_path.remove(&node);
                done.insert(node);
            } else if on_path.contains(&node) {
                let at = path.iter().position(|&one| one == node).unwrap_or_default();
                let around = path.get(at..).unwrap_or_default().iter();
                let mut circle: Vec<String> = around.map(|&ix| id(ix)).collect();
                let least = circle.iter().enumerate().min_by(|a, b| a.1.cmp(b.1));
                let least = least.map_or(0, |(at, _)| at);
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

/// The place of each event's identifier among all: comparing numbers spares comparing texts.
pub(super) fn ranks(by_id: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0; by_id.len()];
    for (rank, &at) in by_id.iter().enumerate() {
        if let Some(slot) = ranks.get_mut(at as usize) {
            *slot = index_of(rank);
        }
    }
    ranks
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

/// The chains of attribution, and where each of the builder's went.
struct Chains {
    sorted: Vec<Box<[u32]>>,
    position: Vec<u32>,
    /// For a chain that names a source which is not there: that source.
    unknown: Vec<Option<String>>,
}

/// What puts the other names of an actor in order: the name, its sort, and when it was in use.
fn alias_order(alias: &Alias) -> (String, crate::actor::AliasKind, Option<String>) {
    let when = alias
        .when()
        .map(|when| format!("{:?} {when:?}", when.bounds().raw()));
    (alias.name().to_owned(), alias.kind(), when)
}

/// What puts the reports of an event in order: when, by whom, what.
fn account_order(account: &Account) -> (i64, u32, Status, String) {
    (
        account.known_from,
        account.chain,
        account.status,
        format!("{:?}", account.more),
    )
}

/// Every identifier, name and alias in lower case, with its actor.
fn names(actors: &[StoredActor]) -> Vec<(Box<str>, u32)> {
    let mut names: Vec<(Box<str>, u32)> = Vec::new();
    for (ix, actor) in actors.iter().enumerate() {
        let aliases = actor.aliases.iter().map(Alias::name);
        for name in [&*actor.id, &*actor.name].into_iter().chain(aliases) {
            names.push((name.to_lowercase().into_boxed_str(), index_of(ix)));
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}
