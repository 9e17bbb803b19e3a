//! Looks up actors, events and sources by identifier. Identifiers match exactly.

use super::LookupError;
use crate::timeline::{
    ActorIx, EventIx, EventRank, EventRef, Knowledge, SourceIx, SourceRef, StoredActor, Timeline,
    nearest,
};

/// # Looking up by identifier
impl Timeline {
    /// The event with an identifier, of any status.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownEvent`].
    ///
    /// # Complexity
    ///
    /// O(log n) in the number of events.
    pub fn event(&self, id: &str) -> Result<EventRef<'_>, LookupError> {
        self.event_index(id)
            .map(|ix| EventRef::new(self, ix, Knowledge::ALL))
    }

    /// The source with an identifier.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownSource`].
    pub fn source(&self, id: &str) -> Result<SourceRef<'_>, LookupError> {
        self.source_index(id).map(|ix| SourceRef::new(self, ix))
    }

    /// The actor with an identifier.
    ///
    /// The first eight bytes of all identifiers are in one array. They are searched first, and decide
    /// most look-ups without access to the actors themselves.
    pub(crate) fn actor_of_id(&self, id: &str) -> Option<ActorIx> {
        let initials = first_bytes(id);
        let first = self.initials.partition_point(|&one| one < initials);
        // The number of actors whose identifiers begin with the same bytes: mostly none or one.
        let rest = &self.initials[first..];
        let alike = match rest {
            [] => return None,
            [one, ..] if *one != initials => return None,
            [_, next, ..] if *next == initials => rest.partition_point(|&one| one == initials),
            _ => 1,
        };
        let actors: &[StoredActor] = &self.actors;
        let alike = &actors[first..first + alike];
        let found = alike.binary_search_by(|actor| (*actor.id).cmp(id)).ok()?;
        Some(ActorIx::new(first + found))
    }

    pub(crate) fn find_event(&self, id: &str) -> Option<EventIx> {
        self.rank_of_id(id).map(|rank| self.by_id[rank])
    }

    /// The place of an event's identifier among all identifiers.
    pub(crate) fn rank_of_id(&self, id: &str) -> Option<EventRank> {
        let order = |&ix: &EventIx| (*self.stored(ix).id).cmp(id);
        self.by_id.binary_search_by(order).ok().map(EventRank::new)
    }

    /// The source with an identifier.
    pub(crate) fn source_of_id(&self, id: &str) -> Option<SourceIx> {
        let found = self.sources.binary_search_by(|source| (*source.id).cmp(id));
        found.ok().map(SourceIx::new)
    }

    pub(crate) fn event_index(&self, id: &str) -> Result<EventIx, LookupError> {
        self.find_event(id)
            .ok_or_else(|| LookupError::UnknownEvent {
                id: id.to_owned(),
                near: nearest(id, self.events.iter().map(|event| &*event.id)),
            })
    }

    pub(crate) fn source_index(&self, id: &str) -> Result<SourceIx, LookupError> {
        self.source_of_id(id)
            .ok_or_else(|| LookupError::UnknownSource {
                id: id.to_owned(),
                near: nearest(id, self.sources.iter().map(|source| &*source.id)),
            })
    }
}

/// The first eight bytes of a text, as a number with the same order.
pub(crate) fn first_bytes(text: &str) -> u64 {
    let mut bytes = [0; 8];
    for (slot, byte) in bytes.iter_mut().zip(text.bytes()) {
        *slot = byte;
    }
    u64::from_be_bytes(bytes)
}
