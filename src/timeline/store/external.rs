//! External identifiers: which entry has an identifier of a register such as Wikidata.
//!
//! A lookup gives the scheme and the value apart. So it cannot be mistaken for a lookup by the record's own
//! identifiers, which may be any text, with a colon too.

use std::collections::BTreeMap;

use crate::timeline::{
    ActorRef, EventIx, EventRef, FaultKind, Knowledge, SourceRef, Stored, Timeline,
};

/// The external identifiers of one entry, by scheme.
pub(crate) type ExternalIds = BTreeMap<String, String>;

static NONE: ExternalIds = ExternalIds::new();

impl Stored {
    /// The external identifiers of the event.
    pub(crate) fn external(&self) -> &ExternalIds {
        self.more.as_ref().map_or(&NONE, |more| &more.external)
    }
}

/// The entries of one sort that have an external identifier: for each scheme, sorted by value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExternalIndex<I>(BTreeMap<String, Vec<I>>);

impl<I> Default for ExternalIndex<I> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<I: Copy> ExternalIndex<I> {
    /// The index of some entries. No two of them may have the same external identifier.
    pub(crate) fn new<'e>(entries: impl Iterator<Item = (I, &'e ExternalIds)>) -> Self {
        let lists = by_value(entries).into_iter();
        Self(
            lists
                .map(|(scheme, list)| {
                    let list = list.into_iter().map(|(_, ix)| ix);
                    (scheme.to_owned(), list.collect())
                })
                .collect(),
        )
    }

    /// The entry with an external identifier.
    pub(crate) fn find<'e>(
        &self,
        scheme: &str,
        value: &str,
        external: impl Fn(I) -> &'e ExternalIds,
    ) -> Option<I> {
        let list = self.0.get(scheme)?;
        let found = list.binary_search_by(|&ix| external(ix)[scheme].as_str().cmp(value));
        found.ok().map(|at| list[at])
    }

    /// The index of an edited timeline: the entries that stay, with new indices, and some others.
    pub(crate) fn revised<'e>(
        &self,
        renumbered: impl Fn(I) -> Option<I>,
        added: impl Iterator<Item = (I, &'e ExternalIds)>,
        external: impl Fn(I) -> &'e ExternalIds,
    ) -> Self {
        let mut lists: BTreeMap<String, Vec<I>> = BTreeMap::new();
        for (scheme, list) in &self.0 {
            let list: Vec<I> = list.iter().filter_map(|&ix| renumbered(ix)).collect();
            if !list.is_empty() {
                lists.insert(scheme.clone(), list);
            }
        }
        for (ix, ids) in added {
            for (scheme, value) in ids {
                let list = lists.entry(scheme.clone()).or_default();
                let at = list.partition_point(|&other| external(other)[scheme] < *value);
                list.insert(at, ix);
            }
        }
        Self(lists)
    }
}

/// The values of each scheme with their entries, sorted. Entries with the same value stay in their order.
fn by_value<'e, I>(
    entries: impl Iterator<Item = (I, &'e ExternalIds)>,
) -> BTreeMap<&'e str, Vec<(&'e str, I)>>
where
    I: Copy,
{
    let mut lists: BTreeMap<&str, Vec<(&str, I)>> = BTreeMap::new();
    for (ix, ids) in entries {
        for (scheme, value) in ids {
            lists.entry(scheme).or_default().push((value, ix));
        }
    }
    for list in lists.values_mut() {
        list.sort_by_key(|&(value, _)| value);
    }
    lists
}

/// The faults of entries that have the external identifier of an earlier one. `id` gives identifiers.
pub(crate) fn shared_twice<'e, I: Copy>(
    what: &'static str,
    entries: impl Iterator<Item = (I, &'e ExternalIds)>,
    id: impl Fn(I) -> &'e str,
) -> Vec<(I, FaultKind)> {
    let mut faults = Vec::new();
    for (scheme, list) in by_value(entries) {
        for group in list.chunk_by(|one, other| one.0 == other.0) {
            let (value, first) = group[0];
            for &(_, ix) in &group[1..] {
                let kind = FaultKind::ExternalTwice {
                    what,
                    id: id(ix).to_owned(),
                    scheme: scheme.to_owned(),
                    value: value.to_owned(),
                    other: id(first).to_owned(),
                };
                faults.push((ix, kind));
            }
        }
    }
    faults
}

/// # Looking up by external identifier
impl Timeline {
    /// The actor with an identifier in another register: a scheme such as `wikidata`, and the value there.
    ///
    /// Both are matched exactly. They are never mistaken for the record's own identifiers and names, which
    /// [`Timeline::actor`] looks up. Returns `None` if no actor has the identifier.
    ///
    /// # Complexity
    ///
    /// O(log n) in the number of actors with an identifier of the scheme.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::{Actor, Timeline};
    ///
    /// let timeline = Timeline::builder()
    ///     .actor(Actor::person("lavrov").named("Sergey Lavrov").external("wikidata", "Q58217"))
    ///     .actor(Actor::state("RUS").named("Russia").external("iso-3166-1", "RU"))
    ///     .build()?;
    /// let lavrov = timeline.actor_by_external("wikidata", "Q58217").expect("an actor");
    /// assert_eq!(lavrov.id(), "lavrov");
    /// assert_eq!(lavrov.external()["wikidata"], "Q58217");
    /// assert_eq!(timeline.actor_by_external("wikidata", "q58217"), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn actor_by_external(&self, scheme: &str, value: &str) -> Option<ActorRef<'_>> {
        let external = |ix| &self.actors[ix].external;
        let found = self.actors_by_external.find(scheme, value, external)?;
        Some(ActorRef::new(self, found))
    }

    /// The event with an identifier in another register, of any status.
    ///
    /// See [`Timeline::actor_by_external`].
    pub fn event_by_external(&self, scheme: &str, value: &str) -> Option<EventRef<'_>> {
        let external = |ix: EventIx| self.events[ix].external();
        let found = self.events_by_external.find(scheme, value, external)?;
        Some(EventRef::new(self, found, Knowledge::ALL))
    }

    /// The source with an identifier in another register.
    ///
    /// An actor that is cited is found with [`Timeline::actor_by_external`] only.
    pub fn source_by_external(&self, scheme: &str, value: &str) -> Option<SourceRef<'_>> {
        let external = |ix| &self.sources[ix].external;
        let found = self.sources_by_external.find(scheme, value, external)?;
        Some(SourceRef::new(self, found))
    }
}
