//! Typed indices, and the arenas that they are positions in.
//!
//! The timeline keeps actors, events, sources and so on in arrays, and refers from one entry to another by
//! position: four bytes instead of a pointer. Each array has an index type of its own, so
//! that the position of an actor cannot be used to look up an event.
//!
//! An index is made only by the array it belongs to or from a position in it. A look-up that fails is
//! therefore a broken invariant, and panics.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut, Index, IndexMut};

/// A position in an [`Arena`].
pub(crate) trait Position: Copy + Ord {
    /// The index of a position. Panics above `u32::MAX`.
    fn new(position: usize) -> Self;

    /// The position.
    fn position(self) -> usize;
}

macro_rules! index_types {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(u32);

        #[allow(dead_code, reason = "each index type offers the same conversions")]
        impl $name {
            /// The index of a position. Panics above `u32::MAX`.
            pub(crate) const fn new(position: usize) -> Self {
                Self(index_of(position))
            }

            /// The index that has a number.
            pub(crate) const fn from_number(number: u32) -> Self {
                Self(number)
            }

            /// The position, as a number of 32 bits.
            pub(crate) const fn number(self) -> u32 {
                self.0
            }

            /// The position.
            pub(crate) const fn position(self) -> usize {
                self.0 as usize
            }
        }

        impl Position for $name {
            fn new(position: usize) -> Self {
                Self::new(position)
            }

            fn position(self) -> usize {
                self.position()
            }
        }
    )*};
}

index_types! {
    /// An actor. Until the builder's actors are sorted, the number of a name that was used.
    ActorIx;
    /// An event, in the total order. Until the builder's events are sorted, in the order of statement.
    EventIx;
    /// The place of an event's identifier among all identifiers, sorted. It does not change when an event
    /// is dated anew, so the constraint network uses it.
    EventRank;
    /// A source.
    SourceIx;
    /// A chain of attribution.
    ChainIx;
    /// A designation.
    DesignationIx;
    /// A constraint, as it was stated.
    ConstraintIx;
    /// A statement that binds events together: a link or a constraint.
    EventConstraintIx;
    /// An event in which many actors are in contact.
    LargeEventIx;
}

/// A position as a number of 32 bits.
///
/// Panics above `u32::MAX`: a record of that size takes more than 60 GB.
#[expect(clippy::cast_possible_truncation, reason = "asserted")]
pub(crate) const fn index_of(position: usize) -> u32 {
    assert!(
        position <= u32::MAX as usize,
        "a timeline has at most 2^32 - 1 entries of one sort"
    );
    position as u32
}

/// A vector that is indexed by one type of index.
pub(crate) struct Arena<I, T> {
    entries: Vec<T>,
    index: PhantomData<fn(I)>,
}

impl<I: Position, T> Arena<I, T> {
    pub(crate) const fn new() -> Self {
        Self {
            entries: Vec::new(),
            index: PhantomData,
        }
    }

    /// Every index, in order.
    pub(crate) fn indices(&self) -> impl ExactSizeIterator<Item = I> + Clone + use<I, T> {
        indices(self.entries.len())
    }

    /// Every entry with its index, in order.
    pub(crate) fn entries(&self) -> impl ExactSizeIterator<Item = (I, &T)> + Clone {
        self.indices().zip(&self.entries)
    }

    /// Whether it has an entry of this index.
    pub(crate) fn has(&self, index: I) -> bool {
        index.position() < self.entries.len()
    }

    /// Takes the entries out.
    pub(crate) fn into_vec(self) -> Vec<T> {
        self.entries
    }
}

/// The first `len` indices, in order.
pub(crate) fn indices<I: Position>(len: usize) -> impl ExactSizeIterator<Item = I> + Clone {
    (0..len).map(I::new)
}

impl<I: Position, T> Index<I> for Arena<I, T> {
    type Output = T;

    fn index(&self, index: I) -> &T {
        &self.entries[index.position()]
    }
}

impl<I: Position, T> IndexMut<I> for Arena<I, T> {
    fn index_mut(&mut self, index: I) -> &mut T {
        &mut self.entries[index.position()]
    }
}

impl<I, T> Deref for Arena<I, T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.entries
    }
}

impl<I, T> DerefMut for Arena<I, T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.entries
    }
}

impl<I, T> From<Vec<T>> for Arena<I, T> {
    fn from(entries: Vec<T>) -> Self {
        Self {
            entries,
            index: PhantomData,
        }
    }
}

impl<I, T> FromIterator<T> for Arena<I, T> {
    fn from_iter<E: IntoIterator<Item = T>>(entries: E) -> Self {
        entries.into_iter().collect::<Vec<T>>().into()
    }
}

impl<'a, I, T> IntoIterator for &'a Arena<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}

impl<I, T> Default for Arena<I, T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<I, T: Clone> Clone for Arena<I, T> {
    fn clone(&self) -> Self {
        self.entries.clone().into()
    }
}

impl<I, T: PartialEq> PartialEq for Arena<I, T> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl<I, T: Eq> Eq for Arena<I, T> {}

impl<I, T: fmt::Debug> fmt::Debug for Arena<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entries.fmt(f)
    }
}
