//! Sources, actors that are cited as sources, and chains of attribution.

use super::assembly::{Assembly, hint_for};
use crate::event::{CoverageDeclaration, Source};
use crate::timeline::{
    ActorIx, Arena, ChainIx, Entry, ExternalIds, FaultKind, SourceIx, SourceMore, StoredSource,
    order, shared_twice,
};

/// The chains of attribution.
pub(super) struct Chains {
    pub(super) sorted: Arena<ChainIx, Box<[SourceIx]>>,
    /// The index in `sorted` of each chain of the builder, if all its sources are known.
    pub(super) position: Arena<ChainIx, ChainIx>,
    /// The first unknown source of each chain of the builder.
    pub(super) unknown: Arena<ChainIx, Option<String>>,
}

impl Assembly {
    /// The sources that were added, and the actors that are cited, sorted by identifier.
    pub(super) fn take_sources(&mut self) -> Arena<SourceIx, StoredSource> {
        let mut sources = self.take_stated_sources();
        let stated = sources.len();
        for id in self.cited() {
            let is_stated = sources[..stated]
                .binary_search_by(|source| (*source.id).cmp(&id))
                .is_ok();
            if let (false, Some(at)) = (is_stated, self.position(&id)) {
                sources.push(cited_actor(at, &id, &self.stated_actor(at).name));
            }
        }
        sources.sort_by(|a, b| a.id.cmp(&b.id));
        sources.into()
    }

    /// Every identifier that a report, a constraint or a succession cites, sorted, each once.
    fn cited(&self) -> Vec<String> {
        let by_reports = self.builder.cited.names().into_vec();
        let by_reports = by_reports.into_iter().map(str::to_owned);
        let constraints = self.builder.constraints.iter();
        let by_constraints = constraints.flat_map(|one| one.by.iter().cloned());
        let actors = self.builder.actors.iter();
        let successions = actors.flat_map(|actor| &actor.successions);
        let by_successions = successions.flat_map(|one| one.by.iter().cloned());
        let mut cited: Vec<String> = by_reports
            .chain(by_constraints)
            .chain(by_successions)
            .collect();
        cited.sort_unstable();
        cited.dedup();
        cited
    }

    /// The sources that were added, sorted by identifier. Duplicate identifiers are faults.
    fn take_stated_sources(&mut self) -> Vec<StoredSource> {
        let mut stated: Vec<(usize, Source)> = std::mem::take(&mut self.builder.sources)
            .into_iter()
            .enumerate()
            .collect();
        stated.sort_by(|a, b| (&a.1.id, a.0).cmp(&(&b.1.id, b.0)));
        let mut sources: Vec<StoredSource> = Vec::with_capacity(stated.len());
        let mut entries: Vec<Entry> = Vec::with_capacity(stated.len());
        for (at, mut source) in stated {
            let entry = Entry::Source(at);
            let is_actor = self.position(&source.id).is_some();
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
            for coverage in std::mem::take(&mut source.covers) {
                let actors: Vec<ActorIx> = coverage
                    .actors
                    .iter()
                    .filter_map(|actor| self.actor(entry, "source", &source.id, actor))
                    .collect();
                covers.push((coverage, actors.into_boxed_slice()));
            }
            sources.push(stored_source(source, covers));
            entries.push(entry);
        }
        let external = sources.iter().map(|source| &source.external).enumerate();
        for (at, kind) in shared_twice("source", external, |at| &sources[at].id) {
            self.fault(entries[at], kind);
        }
        sources
    }

    /// The chains of attribution as indices of sources, sorted.
    pub(super) fn take_chains(&mut self, sources: &[StoredSource]) -> Chains {
        let names = self.builder.cited.names();
        let source_of: Arena<SourceIx, Option<SourceIx>> = names
            .iter()
            .map(|name| {
                sources
                    .binary_search_by(|source| (*source.id).cmp(name))
                    .ok()
                    .map(SourceIx::new)
            })
            .collect();
        let mut chains: Vec<(Box<[SourceIx]>, ChainIx)> = Vec::new();
        let mut unknown: Arena<ChainIx, Option<String>> =
            vec![None; self.builder.chains.len()].into();
        for (chain, &number) in &self.builder.chains {
            let known: Result<Vec<SourceIx>, SourceIx> = chain
                .iter()
                .map(|&name| source_of[name].ok_or(name))
                .collect();
            match known {
                Ok(known) => chains.push((known.into_boxed_slice(), number)),
                Err(name) => unknown[number] = Some(names[name].to_owned()),
            }
        }
        chains.sort_unstable();
        let mut position: Arena<ChainIx, ChainIx> =
            vec![ChainIx::new(0); self.builder.chains.len()].into();
        for (at, (_, number)) in chains.iter().enumerate() {
            position[*number] = ChainIx::new(at);
        }
        Chains {
            sorted: chains.into_iter().map(|(chain, _)| chain).collect(),
            position,
            unknown,
        }
    }

    /// Adds a fault if a source is unknown.
    pub(super) fn check_source(
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
}

/// A source as the timeline stores it, with the actors that each of its coverages names.
pub(in crate::timeline::store) fn stored_source(
    source: Source,
    mut covers: Vec<(CoverageDeclaration, Box<[ActorIx]>)>,
) -> StoredSource {
    covers.sort_by(|(one, _), (other, _)| {
        (one.when.bounds().raw().cmp(&other.when.bounds().raw()))
            .then_with(|| (&one.actors, &one.kinds).cmp(&(&other.actors, &other.kinds)))
            .then_with(|| order::dates(&one.when, &other.when))
    });
    let more = SourceMore {
        authors: source.authors,
        title: source.title,
        publisher: source.publisher,
        locator: source.locator,
        archive: source.archive,
        accessed: source.accessed,
    };
    StoredSource {
        more: (more != SourceMore::default()).then(|| Box::new(more)),
        id: source.id.into_boxed_str(),
        name: source.name.into_boxed_str(),
        actor: None,
        published: source.published,
        anonymous: source.anonymous,
        url: source.url.map(String::into_boxed_str),
        covers: covers.into_boxed_slice(),
        external: source.external,
    }
}

/// An actor that is cited as a source.
pub(in crate::timeline::store) fn cited_actor(at: ActorIx, id: &str, name: &str) -> StoredSource {
    StoredSource {
        id: id.into(),
        name: name.into(),
        actor: Some(at),
        published: None,
        anonymous: false,
        url: None,
        more: None,
        covers: Box::default(),
        // They are found as those of the actor.
        external: ExternalIds::new(),
    }
}
