//! Actors by identifier, and the references between them: parties, predecessors, offices.

use std::collections::HashSet;

use super::{Assembly, circle, hint_for};
use crate::actor::{Actor, Alias, AliasKind, Designation, MAX_REPRESENTED, Succession};
use crate::timeline::fault::{Entry, Fault, FaultKind};
use crate::timeline::{
    StoredActor, StoredAffiliation, StoredSource, StoredSuccession, index_of, tenure,
};

impl Assembly {
    /// Puts the actors in the order of their identifiers and finds the names that were used.
    pub(super) fn number_actors(&mut self) {
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
    pub(super) fn position(&self, actor: &str) -> Option<u32> {
        let actors = &self.builder.actors;
        let id_of = |&at: &usize| actors.get(at).map_or("", |one| one.id.as_str());
        let found = self.actors.binary_search_by(|at| id_of(at).cmp(actor));
        found.ok().map(index_of)
    }

    /// The actor at a new position, as stated.
    pub(super) fn stated_actor(&self, position: u32) -> Option<&Actor> {
        let old = self.actors.get(position as usize)?;
        self.builder.actors.get(*old)
    }

    /// The new position of an actor, or a fault.
    pub(super) fn actor(
        &mut self,
        entry: Entry,
        what: &'static str,
        id: &str,
        actor: &str,
    ) -> Option<u32> {
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

    pub(super) fn take_actors(&mut self) -> Vec<StoredActor> {
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
                        held: one.when.bounds(),
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
        tenure::place(&mut stored);
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
    pub(super) fn check_successions(&mut self, actors: &[StoredActor], sources: &[StoredSource]) {
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

    /// Refuses an actor who stands for more parties than can be looked at for every event.
    pub(super) fn check_represented(&mut self, actors: &[StoredActor]) {
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
}

/// What puts the other names of an actor in order: the name, its sort, and when it was in use.
fn alias_order(alias: &Alias) -> (String, AliasKind, Option<String>) {
    let when = alias
        .when()
        .map(|when| format!("{:?} {when:?}", when.bounds().raw()));
    (alias.name().to_owned(), alias.kind(), when)
}

/// Every identifier, name and alias in lower case, with its actor.
pub(super) fn names(actors: &[StoredActor]) -> Vec<(Box<str>, u32)> {
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
