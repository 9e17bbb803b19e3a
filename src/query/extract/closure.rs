//! What the events of an extract refer to, directly and through others.

use std::collections::{BTreeSet, HashMap};

use super::super::view::Filter;
use crate::event::{Account, Event};
use crate::timeline::{ActorIx, Arena, DesignationIx, SourceIx, StoredAffiliation, Timeline};

/// The actors, sources and designations that are referred to so far.
pub(super) struct Closure<'t> {
    timeline: &'t Timeline,
    pub(super) actors: Arena<ActorIx, bool>,
    pub(super) sources: Arena<SourceIx, bool>,
    pub(super) designations: BTreeSet<DesignationIx>,
    /// The actors whose own references are not followed yet.
    open: Vec<ActorIx>,
    /// The holders of each office of a party.
    holders: HashMap<(ActorIx, String), Vec<ActorIx>>,
    left_out: &'t [SourceIx],
}

impl<'t> Closure<'t> {
    pub(super) fn new(timeline: &'t Timeline, left_out: &'t [SourceIx]) -> Self {
        let mut holders: HashMap<(ActorIx, String), Vec<ActorIx>> = HashMap::new();
        for (ix, actor) in timeline.actors.entries() {
            for key in actor.affiliations.iter().filter_map(office) {
                holders.entry(key).or_default().push(ix);
            }
        }
        Self {
            timeline,
            actors: vec![false; timeline.actors.len()].into(),
            sources: vec![false; timeline.sources.len()].into(),
            designations: BTreeSet::new(),
            open: Vec::new(),
            holders,
            left_out,
        }
    }

    pub(super) fn actor(&mut self, ix: ActorIx) {
        if !self.actors[ix] {
            self.actors[ix] = true;
            self.open.push(ix);
        }
    }

    pub(super) fn source(&mut self, ix: SourceIx) {
        if self.sources[ix] {
            return;
        }
        self.sources[ix] = true;
        let source = &self.timeline.sources[ix];
        let covered = source.covers.iter().flat_map(|(_, actors)| actors);
        for &actor in source.actor.iter().chain(covered) {
            self.actor(actor);
        }
    }

    fn actor_of(&mut self, id: &str) {
        let ix = self.timeline.actor_of_id(id);
        self.actor(ix.expect("building checks the actors of events"));
    }

    pub(super) fn source_of(&mut self, id: &str) {
        let ix = self.timeline.source_index(id);
        self.source(ix.expect("building checks the sources of statements"));
    }

    fn designation(&mut self, ix: DesignationIx) {
        if self.designations.insert(ix) {
            let timeline = self.timeline;
            self.actor_of(&timeline.designations[ix].party);
        }
    }

    pub(super) fn event(&mut self, event: &Event) {
        for one in &event.participants {
            self.actor_of(&one.actor);
            if let Some(other) = &one.on_behalf_of {
                self.actor_of(other);
            }
        }
        for subject in &event.about {
            let designations = self.timeline.designations.entries();
            match self.timeline.actor_of_id(subject) {
                Some(actor) => self.actor(actor),
                None => {
                    for (ix, _) in designations.filter(|(_, one)| one.name == *subject) {
                        self.designation(ix);
                    }
                }
            }
        }
        self.account(&event.account);
        for report in &event.reports {
            self.account(&report.says);
            for id in &report.by {
                self.source_of(id);
            }
        }
    }

    fn account(&mut self, account: &Account) {
        let place = account.place.as_ref();
        if let Some(soil) = place.and_then(|place| place.soil.as_ref()) {
            self.actor_of(soil);
        }
        for initiator in &account.initiators {
            self.actor_of(initiator);
        }
    }

    /// The actors that the filters of a view name.
    pub(super) fn filter(&mut self, filter: &Filter) {
        let more = filter.more.as_deref();
        let initiators = more.map_or(&[][..], |more| &more.initiators);
        let sides = filter.pairs().flat_map(|pair| &pair.sides);
        let sides = sides.chain(filter.actors()).chain(initiators);
        let actors: Vec<ActorIx> = sides
            .flat_map(|side| side.actors().map(|(actor, _)| actor))
            .collect();
        let subjects = more.map_or(&[][..], |more| &more.about).iter();
        for actor in actors
            .into_iter()
            .chain(subjects.filter_map(|one| one.actor))
        {
            self.actor(actor);
        }
    }

    /// Follows the references of actors until there are no new ones.
    pub(super) fn finish(&mut self) {
        let timeline = self.timeline;
        while let Some(ix) = self.open.pop() {
            let actor = &timeline.actors[ix];
            for one in &actor.affiliations {
                self.actor(one.party);
                // The first or the last day of the term follows from the terms of other holders.
                if one.held != one.when.bounds() {
                    let holders = office(one).and_then(|key| self.holders.remove(&key));
                    for holder in holders.into_iter().flatten() {
                        self.actor(holder);
                    }
                }
            }
            for one in &actor.successions {
                if !is_by(timeline, self.left_out, &one.by) {
                    self.actor(one.predecessor);
                    for id in &one.by {
                        self.source_of(id);
                    }
                }
            }
        }
    }
}

/// The key of an office: its party, and its name in lower case.
fn office(one: &StoredAffiliation) -> Option<(ActorIx, String)> {
    Some((one.party, one.office.as_ref()?.to_lowercase()))
}

/// Whether a chain of sources has one of those that are left out.
pub(super) fn is_by(timeline: &Timeline, left_out: &[SourceIx], chain: &[String]) -> bool {
    let left_out = |id: &String| left_out.iter().any(|&ix| *timeline.sources[ix].id == **id);
    chain.iter().any(left_out)
}
