//! Actors, sorted by identifier, and the references between them: parties, predecessors, offices.

use std::collections::HashSet;

use super::assembly::{Assembly, cycle, hint_for};
use crate::actor::{Actor, Designation, MAX_PREDECESSORS, MAX_REPRESENTED, Succession};
use crate::text::folded;
use crate::timeline::knowledge::tenure;
use crate::timeline::{
    ActorIx, Arena, Entry, Fault, FaultKind, StoredActor, StoredAffiliation, StoredSource,
    StoredSuccession, order, shared_twice,
};

impl Assembly {
    /// Sorts the actors by identifier, and finds the actor of each interned name.
    pub(super) fn number_actors(&mut self) {
        let actors = &self.builder.actors;
        let mut order: Vec<usize> = (0..actors.len()).collect();
        let id = |at: usize| actors[at].id.as_str();
        order.sort_by_key(|&at| (id(at), at));
        // Of actors with the same identifier, all but the first are faults.
        let duplicates: Vec<usize> = order
            .windows(2)
            .filter_map(|pair| (id(pair[0]) == id(pair[1])).then_some(pair[1]))
            .collect();
        order.dedup_by(|a, b| id(*a) == id(*b));
        let names = self.builder.names.names();
        let found = |name: &str| order.binary_search_by(|&at| id(at).cmp(name)).ok();
        self.actor_of_name = names
            .iter()
            .map(|name| found(name).map(ActorIx::new))
            .collect();
        self.unknown_names = names
            .entries()
            .filter(|(_, name)| found(name).is_none())
            .map(|(number, name)| (number, (*name).to_owned()))
            .collect();
        self.faults.extend(duplicates.into_iter().map(|at| {
            let kind = FaultKind::DuplicateId {
                what: "actor",
                id: id(at).to_owned(),
            };
            Fault::new(Entry::Actor(at), kind)
        }));
        self.actors = order.into();
    }

    /// The index of an actor. Returns `None` if there is no such actor.
    pub(super) fn position(&self, actor: &str) -> Option<ActorIx> {
        let actors = &self.builder.actors;
        let order = |&at: &usize| actors[at].id.as_str().cmp(actor);
        self.actors.binary_search_by(order).ok().map(ActorIx::new)
    }

    /// An actor, as it was added.
    pub(super) fn stated_actor(&self, position: ActorIx) -> &Actor {
        &self.builder.actors[self.actors[position]]
    }

    /// The index of an actor. Adds a fault if there is no such actor.
    pub(super) fn actor(
        &mut self,
        entry: Entry,
        what: &'static str,
        id: &str,
        actor: &str,
    ) -> Option<ActorIx> {
        let found = self.position(actor);
        if found.is_none() {
            let actors = &self.builder.actors;
            let id_of = |&at: &usize| actors[at].id.as_str();
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

    /// The actors with their references resolved. References to unknown actors are faults.
    pub(super) fn take_actors(&mut self) -> Arena<ActorIx, StoredActor> {
        let order = self.actors.clone();
        let mut stored = Vec::with_capacity(order.len());
        for &at in &order {
            let actor = self.builder.actors[at].clone();
            let mut affiliations = Vec::with_capacity(actor.affiliations.len());
            for one in actor.affiliations {
                if let Some(party) = self.actor(Entry::Actor(at), "actor", &actor.id, &one.party) {
                    let office = one.office.map(String::into_boxed_str);
                    affiliations.push(StoredAffiliation {
                        party,
                        office,
                        held: one.when.bounds(),
                        when: one.when,
                    });
                }
            }
            affiliations.sort_by(|one: &StoredAffiliation, other| {
                (one.when.bounds().raw().cmp(&other.when.bounds().raw()))
                    .then_with(|| (one.party, &one.office).cmp(&(other.party, &other.office)))
                    .then_with(|| order::dates(&one.when, &other.when))
            });
            let mut aliases = actor.aliases;
            aliases.sort_by(order::aliases);
            aliases.dedup();
            let successions = self.take_successions(at, &actor.id, actor.successions);
            stored.push(StoredActor {
                id: actor.id.into_boxed_str(),
                kind: actor.kind,
                name: actor.name.into_boxed_str(),
                aliases: aliases.into_boxed_slice(),
                affiliations: affiliations.into_boxed_slice(),
                successions,
                external: actor.external,
            });
        }
        let mut stored = stored.into();
        tenure::adjoin_terms(&mut stored);
        stored
    }

    /// Refuses actors with the same external identifier.
    pub(super) fn check_external_actors(&mut self, actors: &Arena<ActorIx, StoredActor>) {
        let external = actors.entries().map(|(ix, actor)| (ix, &actor.external));
        for (ix, kind) in shared_twice("actor", external, |ix| &actors[ix].id) {
            self.fault(Entry::Actor(self.actors[ix]), kind);
        }
    }

    /// The successions of an actor, sorted by predecessor, each once.
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
        successions.sort_by(|one: &StoredSuccession, other| {
            (one.predecessor.cmp(&other.predecessor))
                .then_with(|| order::dates(&one.when, &other.when))
                .then_with(|| one.by.cmp(&other.by))
        });
        successions.dedup();
        successions.into_boxed_slice()
    }

    /// Refuses successions in a cycle, those of unknown sources, and actors with too many predecessors.
    pub(super) fn check_successions(
        &mut self,
        actors: &Arena<ActorIx, StoredActor>,
        sources: &[StoredSource],
    ) {
        for (ix, actor) in actors.entries() {
            let entry = Entry::Actor(self.actors[ix]);
            let by = actor.successions.iter().flat_map(|one| &one.by);
            for id in by {
                self.check_source(entry, "actor", &actor.id, id, sources);
            }
        }
        let next = |ix: ActorIx| {
            let stated = actors[ix].successions.iter();
            stated.map(|one| one.predecessor)
        };
        let id = |ix: ActorIx| actors[ix].id.to_string();
        let starts = actors.indices().filter(|&ix| next(ix).next().is_some());
        if let Some((actor, actors)) = cycle(starts, next, id) {
            let entry = Entry::Actor(self.actors[actor]);
            self.fault(entry, FaultKind::SucceedsItself { actors });
        }
        for (ix, actor) in actors.entries() {
            // A view with predecessors visits all of them for each of its actors.
            let mut found: HashSet<ActorIx> = HashSet::new();
            let mut open = vec![ix];
            while let Some(one) = open.pop().filter(|_| found.len() <= MAX_PREDECESSORS) {
                open.extend(next(one).filter(|&before| found.insert(before)));
            }
            if found.len() > MAX_PREDECESSORS {
                let kind = FaultKind::TooMany {
                    what: "actor",
                    id: actor.id.to_string(),
                    of: "predecessors, with theirs",
                    count: found.len(),
                    most: MAX_PREDECESSORS,
                };
                self.fault(Entry::Actor(self.actors[ix]), kind);
            }
        }
    }

    /// The designations, sorted by name.
    pub(super) fn take_designations(&mut self) -> Vec<Designation> {
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

    /// Refuses an actor that represents too many parties: all of them are visited for each of its
    /// events.
    pub(super) fn check_represented(&mut self, actors: &Arena<ActorIx, StoredActor>) {
        for (ix, actor) in actors.entries() {
            let mut found = vec![ix];
            let mut next = 0;
            while let Some(&who) = found.get(next) {
                next += 1;
                for one in &actors[who].affiliations {
                    if found.len() <= MAX_REPRESENTED + 1 && !found.contains(&one.party) {
                        found.push(one.party);
                    }
                }
            }
            let count = found.len() - 1;
            if count > MAX_REPRESENTED {
                let kind = FaultKind::TooMany {
                    what: "actor",
                    id: actor.id.to_string(),
                    of: "parties to represent, through others too",
                    count,
                    most: MAX_REPRESENTED,
                };
                self.fault(Entry::Actor(self.actors[ix]), kind);
            }
        }
    }
}

/// Every identifier, name and alias without case, accents, punctuation and spaces, with its actor.
pub(super) fn names(actors: &Arena<ActorIx, StoredActor>) -> Vec<(Box<str>, ActorIx)> {
    let mut names: Vec<(Box<str>, ActorIx)> = Vec::new();
    for (ix, actor) in actors.entries() {
        let aliases = actor.aliases.iter().map(|alias| &*alias.name);
        for name in [&*actor.id, &*actor.name].into_iter().chain(aliases) {
            names.push((folded(name).into_boxed_str(), ix));
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}
