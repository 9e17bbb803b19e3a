//! Addresses: one actor, and two actors with or without a direction.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::text::words;

/// The key of an actor in one ledger or snapshot.
///
/// [`Ledger::intern`](super::Ledger::intern) turns a name into a key once, so that adding a mark
/// hashes no name. A key belongs to the ledger, builder or snapshot that returned it, to the
/// ledger that the builder makes, and to copies made after it was returned. Everything else
/// refuses it: a key never names another actor.
///
/// # Example
///
/// ```
/// use detente::ledger::{Ledger, LedgerError};
///
/// let mut ledger = Ledger::new();
/// let usa = ledger.intern("USA")?;
/// assert_eq!(ledger.intern("USA")?, usa);
/// assert_eq!(ledger.clone().name(usa), Some("USA"));
/// assert_eq!(Ledger::new().name(usa), None);
/// # Ok::<(), LedgerError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorKey {
    pub(super) owner: Owner,
    pub(super) number: Number,
}

impl ActorKey {
    pub(crate) const fn number(self) -> Number {
        self.number
    }
}

/// The number of the actor in its ledger, for messages. It cannot be read: it means nothing outside the ledger.
impl serde::Serialize for ActorKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.number.0)
    }
}

impl fmt::Debug for ActorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ActorKey").field(&self.number.0).finish()
    }
}

/// The index of an actor in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Number(pub(super) u32);

impl Number {
    pub(crate) fn index(self) -> usize {
        usize::try_from(self.0).expect("the index of a list in memory fits")
    }
}

/// The identity of a table of actors, unique in the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Owner(u64);

impl Owner {
    pub(super) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// An actor, by key or by name.
///
/// Methods take `impl Into<ActorId>`: pass an [`ActorKey`], a `&str` or a `&String`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorId<'n> {
    /// By the key that `intern` returned.
    Key(ActorKey),
    /// By name.
    Name(&'n str),
}

impl From<ActorKey> for ActorId<'_> {
    fn from(key: ActorKey) -> Self {
        Self::Key(key)
    }
}

impl<'n, T: AsRef<str> + ?Sized> From<&'n T> for ActorId<'n> {
    fn from(name: &'n T) -> Self {
        Self::Name(name.as_ref())
    }
}

/// The address of marks: which two actors, and in which direction.
///
/// The actors are given by [`ActorKey`] or by name ([`ActorId`]). With names it can be stored: an [`ActorKey`]
/// means nothing outside its ledger.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, DyadKey, Ledger, Mark};
///
/// let day = DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, 10).unwrap())?;
/// let meeting = Mark::new(day, 0.25, 0.25)?;
/// let mut ledger = Ledger::new();
/// ledger.add(DyadKey::symmetric("USA", "RUS"), &meeting)?;
///
/// let [usa, russia] = [ledger.intern("USA")?, ledger.intern("RUS")?];
/// ledger.add(DyadKey::symmetric(russia, usa), &meeting)?;
/// assert_eq!(ledger.dyad(usa, russia).unwrap().symmetric.marks(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum DyadKey<A = ActorKey> {
    /// What one actor did to another: a statement, an act.
    Directed {
        /// The actor that acted.
        source: A,
        /// The actor that was acted upon.
        target: A,
    },
    /// What two actors did together: a meeting, a call. Their order does not matter.
    Symmetric {
        /// One actor.
        a: A,
        /// The other.
        b: A,
    },
}

impl<A> DyadKey<A> {
    /// The address of what `source` did to `target`.
    pub const fn directed(source: A, target: A) -> Self {
        Self::Directed { source, target }
    }

    /// The address of what `a` and `b` did together.
    pub const fn symmetric(a: A, b: A) -> Self {
        Self::Symmetric { a, b }
    }

    /// Both actors, and whether the address is symmetric.
    pub(crate) fn into_actors(self) -> ((A, A), bool) {
        match self {
            Self::Directed { source, target } => ((source, target), false),
            Self::Symmetric { a, b } => ((a, b), true),
        }
    }
}

/// The three parts of a dyad's marks, as seen from its first actor.
///
/// Each mark is in exactly one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DyadPart {
    /// What the first did to the second.
    Forward,
    /// What the second did to the first.
    Backward,
    /// What they did together: they met, called, agreed.
    Symmetric,
}

words!(DyadPart, "a part of a dyad", 3 {
    Forward => "forward",
    Backward => "backward",
    Symmetric => "symmetric",
});

impl DyadPart {
    /// The address of this part of the dyad of two actors.
    pub(crate) fn key<A>(self, first: A, second: A) -> DyadKey<A> {
        match self {
            Self::Forward => DyadKey::directed(first, second),
            Self::Backward => DyadKey::directed(second, first),
            Self::Symmetric => DyadKey::symmetric(first, second),
        }
    }
}
