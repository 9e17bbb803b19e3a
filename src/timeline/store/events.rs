//! The events of a timeline, shared with the timelines that come from it by editing.
//!
//! A timeline that is built has its events in one array, in order. An edited timeline uses the same array, which
//! holds no position of another event: it has a small list of the events that edits added or changed, and
//! says where each event is. An edit copies four bytes per event, not the event.
//!
//! Events that were removed or changed stay in the shared array. Once the list is an eighth as long as the
//! array, the next edit copies all events into an array of its own.

use std::ops::Index;
use std::sync::Arc;

use crate::timeline::{Arena, EventIx, Stored, index_of, indices};

/// The events of a timeline, in order.
#[derive(Clone, Default)]
pub(crate) struct Events {
    shared: Arc<Vec<Stored>>,
    /// The events that edits added or changed.
    own: Vec<Arc<Stored>>,
    /// The slot of each event: a position in `shared`, and after its end in `own`. Empty if the events are
    /// those of `shared`, in order.
    slots: Vec<Slot>,
}

/// Where an event is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot(u32);

impl Events {
    pub(crate) fn len(&self) -> usize {
        if self.slots.is_empty() {
            self.shared.len()
        } else {
            self.slots.len()
        }
    }

    /// Every index, in order.
    pub(crate) fn indices(&self) -> impl ExactSizeIterator<Item = EventIx> + Clone + use<> {
        indices(self.len())
    }

    /// The events in order.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &Stored> + Clone {
        self.indices().map(|ix| &self[ix])
    }

    /// Whether it has an event of this index.
    pub(crate) fn has(&self, ix: EventIx) -> bool {
        ix.position() < self.len()
    }

    /// Takes the events out. They must not be shared with another timeline.
    pub(crate) fn into_arena(self) -> Arena<EventIx, Stored> {
        let all = Arc::try_unwrap(self.shared).ok();
        all.expect("a timeline that is being built shares nothing")
            .into()
    }

    fn slot(&self, ix: EventIx) -> Slot {
        self.slots
            .get(ix.position())
            .copied()
            // Without slots, the events are in order.
            .unwrap_or(Slot(ix.number()))
    }

    fn at(&self, slot: Slot) -> &Stored {
        let slot = slot.0 as usize;
        match slot.checked_sub(self.shared.len()) {
            None => &self.shared[slot],
            Some(own) => &self.own[own],
        }
    }
}

/// # Editing
impl Events {
    /// The same events, each in a slot, for events to be added and moved.
    pub(crate) fn to_edit(&self) -> Self {
        let mut edited = self.clone();
        if edited.slots.is_empty() {
            edited.slots = self.indices().map(|ix| Slot(ix.number())).collect();
        }
        edited
    }

    /// Puts an event in place of another.
    pub(crate) fn replace(&mut self, ix: EventIx, event: Stored) {
        self.slots[ix.position()] = self.store(event);
    }

    /// Adds an event after the others.
    pub(crate) fn push(&mut self, event: Stored) -> EventIx {
        let slot = self.store(event);
        self.slots.push(slot);
        EventIx::new(self.slots.len() - 1)
    }

    fn store(&mut self, event: Stored) -> Slot {
        self.own.push(Arc::new(event));
        Slot(index_of(self.shared.len() + self.own.len() - 1))
    }

    /// Puts the events in another order, without those that are not in it.
    pub(crate) fn set_order(&mut self, order: &[EventIx]) {
        self.slots = order.iter().map(|&ix| self.slot(ix)).collect();
        if self.slots.is_empty() || self.own.len() > self.shared.len() / 8 + 64 {
            let all: Vec<Stored> = self
                .slots
                .iter()
                .map(|&slot| self.at(slot).clone())
                .collect();
            *self = all.into();
        }
    }
}

impl Index<EventIx> for Events {
    type Output = Stored;

    #[inline]
    fn index(&self, ix: EventIx) -> &Stored {
        if self.slots.is_empty() {
            &self.shared[ix.position()]
        } else {
            self.at(self.slots[ix.position()])
        }
    }
}

impl From<Vec<Stored>> for Events {
    fn from(events: Vec<Stored>) -> Self {
        Self {
            shared: Arc::new(events),
            own: Vec::new(),
            slots: Vec::new(),
        }
    }
}
