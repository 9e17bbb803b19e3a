//! The changed events of a revision, with their names resolved to actors, sources and designations.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Revision;
use crate::event::{Link, Source};
use crate::timeline::store::assemble::{
    cited_actor, put_in_force, resolve_participants, resolve_subject, stored_source,
    twice_in_a_role,
};
use crate::timeline::{
    ActorIx, Arena, ChainIx, ExternalIndex, SourceIx, Stored, StoredSource, Timeline,
    TimelineBuilder, order, shared_twice,
};

type SharedSources = Arc<Arena<SourceIx, StoredSource>>;
type SharedChains = Arc<Arena<ChainIx, Box<[SourceIx]>>>;

/// What a revision adds, with its names resolved.
pub(super) struct Resolved {
    pub(super) sources: SharedSources,
    pub(super) sources_by_external: Arc<ExternalIndex<SourceIx>>,
    pub(super) chains: SharedChains,
    /// The events in the order of the revision, each with its links to events by identifier.
    pub(super) events: Vec<(Stored, Vec<(Link, String)>)>,
}

impl Timeline {
    /// Resolves the names in a revision. Returns `None` if an entry has a fault.
    pub(super) fn resolve_revision(&self, revision: &Revision<'_>) -> Option<Resolved> {
        let mut builder = TimelineBuilder::default();
        for &source in &revision.sources {
            builder.source(source.clone());
        }
        for &constraint in &revision.constraints_added {
            builder.constraint(constraint.clone());
        }
        for &(_, event) in &revision.events {
            builder.event(event.clone());
        }
        if !builder.faults.is_empty() {
            return None;
        }
        let added = self.added_sources(&builder)?;
        let (sources, chains) = self.with_sources(added);
        let external = || sources.entries().map(|(ix, one)| (ix, &one.external));
        let has_more = sources.len() > self.sources.len();
        if has_more && !shared_twice("source", external(), |ix| &sources[ix].id).is_empty() {
            return None;
        }
        let sources_by_external = if has_more {
            Arc::new(ExternalIndex::new(external()))
        } else {
            self.sources_by_external.clone()
        };
        let (chains, chain_of) = with_chains(&builder, &sources, chains);
        let names = builder.names.names();
        let actors = names.iter().map(|name| self.actor_of_id(name));
        let actor_of: Arena<ActorIx, ActorIx> = actors.collect::<Option<Vec<_>>>()?.into();
        let mut events: Vec<(Stored, Vec<(Link, String)>)> = std::mem::take(&mut builder.events)
            .into_iter()
            .map(|event| (event, Vec::new()))
            .collect();
        for unresolved in std::mem::take(&mut builder.unresolved) {
            let (event, links) = &mut events[unresolved.event];
            for actor in &unresolved.named {
                self.actor_of_id(actor)?;
            }
            let subjects = unresolved.about.iter();
            let about =
                subjects.map(|one| resolve_subject(one, self.actor_of_id(one), &self.designations));
            event.set_about(about.collect::<Option<_>>()?);
            *links = unresolved.links;
        }
        for (event, _) in &mut events {
            resolve_participants(&mut event.participants, |name| Some(actor_of[name]));
            if twice_in_a_role(&event.participants).is_some() {
                return None;
            }
            for account in &mut event.accounts {
                account.chain = chain_of[account.chain];
                let first = chains[account.chain].first();
                let published = first.and_then(|&first| sources[first].published.as_ref());
                if !put_in_force(account, published, &event.when) {
                    return None;
                }
            }
            let chain = |ix: ChainIx| &*chains[ix];
            event
                .accounts
                .sort_by(|one, other| order::reports(one, other, chain));
        }
        Some(Resolved {
            sources,
            sources_by_external,
            chains,
            events,
        })
    }

    /// The sources that are new: those that are added, and actors that were not cited before. Returns
    /// `None` if one has a fault.
    fn added_sources(&self, builder: &TimelineBuilder) -> Option<BTreeMap<String, StoredSource>> {
        let mut added: BTreeMap<String, StoredSource> = BTreeMap::new();
        for source in &builder.sources {
            let id = &source.id;
            let is_known = self.source_of_id(id).is_some() || self.actor_of_id(id).is_some();
            let stored = self.stored_source(source.clone())?;
            if is_known || added.insert(id.clone(), stored).is_some() {
                return None;
            }
        }
        let cited = builder.cited.names().into_vec().into_iter();
        let by = builder.constraints.iter().flat_map(|one| &one.by);
        for id in cited.chain(by.map(String::as_str)) {
            if self.source_of_id(id).is_none() && !added.contains_key(id) {
                let at = self.actor_of_id(id)?;
                added.insert(id.to_owned(), cited_actor(at, id, &self.actors[at].name));
            }
        }
        Some(added)
    }

    fn stored_source(&self, mut source: Source) -> Option<StoredSource> {
        let covers = std::mem::take(&mut source.covers).into_iter();
        let covers = covers.map(|one| {
            let actors = one.actors.iter().map(|actor| self.actor_of_id(actor));
            let actors = actors.collect::<Option<Box<[ActorIx]>>>()?;
            Some((one, actors))
        });
        Some(stored_source(source, covers.collect::<Option<Vec<_>>>()?))
    }

    /// The sources with others added, and the chains with the new positions of their sources.
    fn with_sources(&self, added: BTreeMap<String, StoredSource>) -> (SharedSources, SharedChains) {
        if added.is_empty() {
            return (self.sources.clone(), self.chains.clone());
        }
        let added_ids: Vec<&str> = added.keys().map(String::as_str).collect();
        let before = |id: &str| added_ids.partition_point(|&one| one < id);
        let moved = self.sources.entries();
        let moved: Arena<SourceIx, SourceIx> = moved
            .map(|(ix, source)| SourceIx::new(ix.position() + before(&source.id)))
            .collect();
        let chains = self.chains.iter();
        let chains = chains.map(|chain| chain.iter().map(|&source| moved[source]).collect());
        let chains = Arc::new(chains.collect());
        let mut sources: Vec<StoredSource> = self.sources.to_vec();
        sources.extend(added.into_values());
        // Both parts are sorted, and `sort_by` merges them.
        sources.sort_by(|one, other| one.id.cmp(&other.id));
        (Arc::new(sources.into()), chains)
    }
}

/// The chains with those of a builder added, and the index of each chain of the builder.
///
/// All sources are known. A chain keeps its index, so that events can be shared.
fn with_chains(
    builder: &TimelineBuilder,
    sources: &Arena<SourceIx, StoredSource>,
    mut chains: SharedChains,
) -> (SharedChains, Arena<ChainIx, ChainIx>) {
    let source_of = |name: &&str| {
        let found = sources.binary_search_by(|source| (*source.id).cmp(name));
        SourceIx::new(found.expect("the sources of all chains are known"))
    };
    let names = builder.cited.names();
    let source_of: Arena<SourceIx, SourceIx> = names.iter().map(source_of).collect();
    // The index of each wanted chain, once it is found.
    let mut wanted: BTreeMap<Box<[SourceIx]>, Option<ChainIx>> = BTreeMap::new();
    let resolved = |chain: &[SourceIx]| -> Box<[SourceIx]> {
        chain.iter().map(|&name| source_of[name]).collect()
    };
    for chain in builder.chains.keys() {
        wanted.insert(resolved(chain), None);
    }
    if !wanted.is_empty() {
        for (ix, chain) in chains.entries() {
            if let Some(found) = wanted.get_mut(&**chain) {
                *found = Some(ix);
            }
        }
    }
    let missing = wanted.iter_mut().filter(|(_, found)| found.is_none());
    let mut missing = missing.peekable();
    if missing.peek().is_some() {
        let mut all = (*chains).clone().into_vec();
        for (chain, found) in missing {
            *found = Some(ChainIx::new(all.len()));
            all.push(chain.clone());
        }
        chains = Arc::new(all.into());
    }
    let mut chain_of: Arena<ChainIx, ChainIx> = vec![ChainIx::new(0); builder.chains.len()].into();
    for (chain, &number) in &builder.chains {
        let found = wanted[&resolved(chain)];
        chain_of[number] = found.expect("every wanted chain was found or added");
    }
    (chains, chain_of)
}
