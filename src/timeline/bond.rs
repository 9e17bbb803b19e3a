//! What a link or a constraint says of two events or three, and while it stands.

use crate::event::Link;

/// A statement that binds events together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bond {
    pub(super) event: u32,
    pub(super) other: u32,
    /// The second of two events that it lies between.
    pub(super) until: Option<u32>,
    pub(super) says: Says,
    /// The first second at which it had been asserted for certain. Links follow their event.
    pub(super) known_from: i64,
    /// The second from which it was withdrawn; `i64::MAX` if it stands.
    pub(super) known_until: i64,
}

/// What says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Says {
    /// The event is tied to the other.
    Linked(Link),
    /// The constraint at a position.
    Stated(u32),
}

impl Bond {
    pub(super) fn events(&self) -> impl Iterator<Item = u32> + use<> {
        [Some(self.event), Some(self.other), self.until]
            .into_iter()
            .flatten()
    }
}
