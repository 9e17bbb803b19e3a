//! Entries under different identifiers that are one, because they have the same external identifier.
//!
//! An external identifier is unique within a timeline, so two entries that share one cannot both be in the merged
//! timeline. They get the same identifier: the first of theirs in the order of text. This
//! is a further renaming, after that of the caller.
//!
//! Sameness is transitive. If `a` and `b` share a Wikidata identifier, and `b` and `c` an ISO code, all three are
//! one. What they state differently is then compared as for any entry, so two values of one scheme clash.

use std::collections::BTreeMap;

use super::MergePart;
use crate::timeline::{ActorRef, EventRef, ExternalIds, SourceRef};

/// The identifiers of one sort of entries that are given up, each with the one that takes its place.
type United = BTreeMap<String, String>;

/// Renames the entries that are one.
pub(super) fn unite(mut parts: Vec<MergePart<'_>>) -> Vec<MergePart<'_>> {
    let actors = united(parts.iter().flat_map(|part| {
        let all = part.timeline.actors();
        all.map(|one| (part.name(ActorRef::id(one)), one.external()))
    }));
    let sources = united(parts.iter().flat_map(|part| {
        let all = part.timeline.stated_sources();
        all.map(|one| (part.name(SourceRef::id(one)), one.external()))
    }));
    let events = united(parts.iter().flat_map(|part| {
        let all = part.timeline.events();
        all.map(|one| (part.event_name(EventRef::id(one)), one.external()))
    }));
    for part in &mut parts {
        part.rename_united(&actors, &sources, &events);
    }
    parts
}

impl MergePart<'_> {
    /// Puts the renaming of united entries after that of the caller.
    fn rename_united(&mut self, actors: &United, sources: &United, events: &United) {
        let timeline = self.timeline;
        if !actors.is_empty() {
            for id in timeline.actors().map(ActorRef::id) {
                if let Some(new) = actors.get(self.name(id)) {
                    self.names.insert(id.to_owned(), new.clone());
                }
            }
        }
        if !sources.is_empty() {
            for id in timeline.stated_sources().map(SourceRef::id) {
                if let Some(new) = sources.get(self.name(id)) {
                    self.names.insert(id.to_owned(), new.clone());
                }
            }
        }
        if !events.is_empty() {
            for id in timeline.events().map(EventRef::id) {
                if let Some(new) = events.get(self.event_name(id)) {
                    self.events.insert(id.to_owned(), new.clone());
                }
            }
        }
    }
}

/// The identifiers that are given up. Entries are given with the identifiers that the caller wants.
fn united<'e>(entries: impl Iterator<Item = (&'e str, &'e ExternalIds)>) -> United {
    // A tree for each set of identifiers that are one: each points to an earlier one, or to itself.
    let mut earlier: BTreeMap<&str, &str> = BTreeMap::new();
    let mut first_of: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for (id, external) in entries {
        for (scheme, value) in external {
            earlier.entry(id).or_insert(id);
            let other = *first_of.entry((scheme, value)).or_insert(id);
            let (one, other) = (root(&mut earlier, id), root(&mut earlier, other));
            // The first of all is the root, whatever the order of the entries.
            earlier.insert(one.max(other), one.min(other));
        }
    }
    let ids: Vec<&str> = earlier.keys().copied().collect();
    let roots = ids.into_iter().map(|id| (id, root(&mut earlier, id)));
    let given_up = roots.filter(|(id, root)| id != root);
    given_up
        .map(|(id, root)| (id.to_owned(), root.to_owned()))
        .collect()
}

/// The first identifier of a set. Halves the paths that it follows, so that later searches are short.
fn root<'e>(earlier: &mut BTreeMap<&'e str, &'e str>, mut id: &'e str) -> &'e str {
    loop {
        let next = earlier[id];
        let after = earlier[next];
        if next == after {
            return next;
        }
        earlier.insert(id, after);
        id = after;
    }
}
