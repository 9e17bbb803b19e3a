//! The total order on events, written once.
//!
//! Events are shown, iterated and written by their earliest start, then their
//! latest end, then their identifier. It is an order for the eye and for bytes:
//! two events whose dates overlap stand in it one after the other all the same,
//! and only [`Bounds::before`](crate::time::Bounds::before) says which order is
//! certain. What has no earliest start comes first.

use std::cmp::Ordering;

use crate::time::Bounds;

/// How two events stand in the total order.
pub(super) fn compare(a: (&Bounds, &str), b: (&Bounds, &str)) -> Ordering {
    key(a.0).cmp(&key(b.0)).then_with(|| a.1.cmp(b.1))
}

/// The part of the order that the dates decide.
fn key(bounds: &Bounds) -> (i64, i64) {
    let [start_earliest, _, _, end_latest] = bounds.raw();
    (start_earliest, end_latest)
}
