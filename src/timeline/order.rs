//! The total order on events, written once.
//!
//! Events are shown, iterated and written by their earliest start, then their
//! latest end, then their identifier. It is an order for the eye and for bytes:
//! two events whose dates overlap stand in it one after the other all the same,
//! and only [`Bounds::before`](crate::time::Bounds::before) says which order is
//! certain. What has no earliest start comes first.

use super::index_of;
use crate::time::Bounds;

/// What an event is ordered by: earliest start, latest end, and the identifier.
///
/// The identifier may be given as its place among all identifiers.
pub(super) type Key<I = u32> = (i64, i64, I);

pub(super) fn key<I>(bounds: &Bounds, id: I) -> Key<I> {
    let [start_earliest, _, _, end_latest] = bounds.raw();
    (start_earliest, end_latest, id)
}

/// The place of each event's identifier among all: comparing numbers spares comparing texts.
pub(super) fn ranks(by_id: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0; by_id.len()];
    for (rank, &at) in by_id.iter().enumerate() {
        if let Some(slot) = ranks.get_mut(at as usize) {
            *slot = index_of(rank);
        }
    }
    ranks
}
