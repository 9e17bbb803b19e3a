//! One dated contact, and whether two may follow each other at once.

use thiserror::Error;

use super::LIMIT;

/// Whether the next contact may start at the instant at which the one before ended.
///
/// It matters where contacts are instants, as in most feeds: of two calls that are
/// both stamped noon, a non-strict path may use the one after the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TimeRespect {
    /// The next may start at that instant: `end <= start`.
    #[default]
    NonStrict,
    /// The next starts later: `end < start`.
    Strict,
}

impl TimeRespect {
    /// The least time from the end of a contact to the start of the next.
    pub(in crate::sequence::path) const fn wait(self) -> i64 {
        match self {
            Self::NonStrict => 0,
            Self::Strict => 1,
        }
    }
}

/// A contact of two actors, with its dates: a row of [`Contacts`](super::Contacts).
///
/// Actors are numbers of the caller's choosing; start and end are seconds since
/// 1970-01-01T00:00:00Z, or whatever unit all rows share. One that ends as it
/// starts is an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Contact {
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) source: u32,
    pub(super) target: u32,
    pub(super) both_ways: bool,
    pub(super) label: u32,
}

/// A contact was refused by [`Contact::one_way`] or [`Contact::both_ways`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ContactError {
    /// It ends before it starts.
    #[error("a contact ends at `{end}`, before it starts at `{start}`")]
    EndBeforeStart {
        /// The start.
        start: i64,
        /// The end.
        end: i64,
    },
    /// Nobody is in contact with himself.
    #[error("a contact of actor `{actor}` with itself")]
    WithItself {
        /// The actor.
        actor: u32,
    },
    /// A time is so far away that nothing can come before or after it.
    #[error("the time `{second}` of a contact is out of range")]
    OutOfRange {
        /// The time.
        second: i64,
    },
}

impl Contact {
    /// A contact in which the source tells the target something, and not the other way round.
    ///
    /// # Errors
    ///
    /// A [`ContactError`] if it ends before it starts, if source and target are
    /// one, or if a time is one of the two that are furthest away on either side.
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

    /// A contact in which each tells the other.
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

    /// Gives it a number by which the caller will know it again in a path, such as that of its row.
    #[must_use]
    pub const fn labelled(mut self, label: u32) -> Self {
        self.label = label;
        self
    }

    /// Who tells; of a contact both ways, outside a path, the lower number.
    pub const fn source(self) -> u32 {
        self.source
    }

    /// Who is told; of a contact both ways, outside a path, the higher number.
    pub const fn target(self) -> u32 {
        self.target
    }

    /// When it starts.
    pub const fn start(self) -> i64 {
        self.start
    }

    /// When it ends, and the target has been told.
    pub const fn end(self) -> i64 {
        self.end
    }

    /// Whether each tells the other.
    pub const fn is_both_ways(self) -> bool {
        self.both_ways
    }

    /// The number given by [`Contact::labelled`]; else 0.
    pub const fn label(self) -> u32 {
        self.label
    }

    /// The contact as it is used in the direction of a path.
    pub(super) const fn towards(mut self, target: u32) -> Self {
        if self.both_ways && self.source == target {
            (self.source, self.target) = (self.target, target);
        }
        self
    }
}
