//! A contact with exact times.

use thiserror::Error;

use super::LIMIT;
use crate::wire::{Object, errors};

/// A contact of two actors, with exact times: a row of [`Contacts`](super::Contacts).
///
/// Actors are numbers that the caller chooses, and two different ones. Start and end are seconds
/// since 1970-01-01T00:00:00Z, or any unit that all rows share, and `start <= end`. If they are
/// equal, the contact is an instant.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "Object<ContactShape>")]
pub struct Contact {
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) source: u32,
    pub(super) target: u32,
    pub(super) both_ways: bool,
    pub(super) label: u32,
}

/// A contact as it is read, before it is checked.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ContactShape {
    start: i64,
    end: i64,
    source: u32,
    target: u32,
    both_ways: bool,
    label: u32,
}

impl TryFrom<Object<ContactShape>> for Contact {
    type Error = ContactError;

    fn try_from(Object(shape): Object<ContactShape>) -> Result<Self, ContactError> {
        // In a path, a contact both ways keeps the direction in which it was used.
        let contact = Self::one_way(shape.source, shape.target, shape.start, shape.end)?;
        Ok(Self {
            both_ways: shape.both_ways,
            label: shape.label,
            ..contact
        })
    }
}

/// A contact was refused by [`Contact::one_way`] or [`Contact::both_ways`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ContactError {
    /// It ends before it starts.
    #[error("the contact ends at `{end}`, before it starts at `{start}`: expected the start first")]
    EndBeforeStart {
        /// The start.
        start: i64,
        /// The end.
        end: i64,
    },
    /// Both actors are the same.
    #[error("actor `{actor}` is in contact with itself: expected two different actors")]
    WithItself {
        /// The actor.
        actor: u32,
    },
    /// A time is so extreme that no time comes before or after it.
    #[error("the time `{second}` of the contact is out of range: expected -{LIMIT} to {LIMIT}")]
    OutOfRange {
        /// The time.
        second: i64,
    },
}

errors!(ContactError {
    EndBeforeStart { start, end },
    WithItself { actor },
    OutOfRange { second },
});

impl Contact {
    /// Creates a contact in which the source informs the target, and not the other way round.
    ///
    /// # Errors
    ///
    /// [`ContactError`] if it ends before it starts, if source and target are the same actor, or if a
    /// time is one of the two largest or of the three smallest of an `i64`.
    pub const fn one_way(
        source: u32,
        target: u32,
        start: i64,
        end: i64,
    ) -> Result<Self, ContactError> {
        if source == target {
            return Err(ContactError::WithItself { actor: source });
        }
        if start < -LIMIT {
            return Err(ContactError::OutOfRange { second: start });
        }
        if end > LIMIT {
            return Err(ContactError::OutOfRange { second: end });
        }
        if end < start {
            return Err(ContactError::EndBeforeStart { start, end });
        }
        Ok(Self {
            start,
            end,
            source,
            target,
            both_ways: false,
            label: 0,
        })
    }

    /// Creates a contact in which each actor informs the other.
    ///
    /// # Errors
    ///
    /// As [`Contact::one_way`].
    pub const fn both_ways(a: u32, b: u32, start: i64, end: i64) -> Result<Self, ContactError> {
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        match Self::one_way(low, high, start, end) {
            Ok(mut contact) => {
                contact.both_ways = true;
                Ok(contact)
            }
            refused => refused,
        }
    }

    /// Sets a number by which the caller recognises the contact in a path, such as a row number.
    /// [`Contact::label`] returns it.
    #[must_use]
    pub const fn labelled(mut self, label: u32) -> Self {
        self.label = label;
        self
    }

    /// The actor that informs the other. Outside a path, the lower number of a contact both ways.
    pub const fn source(self) -> u32 {
        self.source
    }

    /// The actor that is informed. Outside a path, the higher number of a contact both ways.
    pub const fn target(self) -> u32 {
        self.target
    }

    /// The start.
    pub const fn start(self) -> i64 {
        self.start
    }

    /// The end, when the target is informed.
    pub const fn end(self) -> i64 {
        self.end
    }

    /// Whether each actor informs the other.
    pub const fn is_both_ways(self) -> bool {
        self.both_ways
    }

    /// The number set by [`Contact::labelled`]. By default 0.
    pub const fn label(self) -> u32 {
        self.label
    }

    /// The contact with time reversed: it ends at its negated start, and informs its source.
    pub(super) const fn reversed(self) -> Self {
        let (source, target) = if self.both_ways {
            (self.source, self.target)
        } else {
            (self.target, self.source)
        };
        Self {
            start: -self.end,
            end: -self.start,
            source,
            target,
            ..self
        }
    }

    /// The contact in the direction in which a path uses it.
    pub(super) const fn towards(mut self, target: u32) -> Self {
        if self.both_ways && self.source == target {
            (self.source, self.target) = (self.target, target);
        }
        self
    }
}
