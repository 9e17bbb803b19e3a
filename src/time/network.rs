//! Simple temporal networks: what dates and statements of order imply together.
//!
//! A source says that a call came the day before a meeting, another that the
//! meeting took place during a summit, and only the summit has dates. Each
//! statement bounds the difference of two instants. A [`Network`] holds such
//! bounds, computes the tightest bounds that follow from all of them, and lists the
//! statements behind a bound, or a set of statements that contradict each other.
//!
//! [`Timeline`](crate::Timeline) builds such a network from its dates and
//! [constraints](crate::timeline::Constraint). Use this module directly for instants that are
//! not events.
//!
//! - A **variable** is an instant in whole seconds. The [`ORIGIN`](Variable::ORIGIN)
//!   is time zero, so that a date is a bound on a difference too.
//! - A **difference constraint** is `to - from <= max`. "At least" swaps the two and
//!   changes the sign: `b - a >= 5` is `a - b <= -5`.
//! - The constraints are the arcs of a graph. The tightest bound on `to - from` is the length of
//!   the **shortest path** from one to the other. The constraints are consistent unless some of
//!   them form a **negative cycle**.
//!
//! Answers are exact: each bound is reached by some assignment of instants that satisfies all
//! constraints. They do not depend on the order in which constraints were added. "Or" cannot be
//! expressed: a statement such as "before or after, but not during" needs one network for each
//! case.
//!
//! Lengths are summed in 128 bits, which cannot overflow with any number of constraints that fits
//! in memory. A bound beyond `i64` becomes the nearest true statement: no bound if it
//! is too weak to express, the outermost `i64` if it is too strong.
//!
//! # Example
//!
//! The summit has dates. A meeting took place during it, and a call "the day
//! before" the meeting: less than two days earlier, and not at the same time.
//!
//! ```
//! use detente::time::network::{NegativeCycle, Network};
//!
//! const HOUR: i64 = 3_600;
//! const DAY: i64 = 24 * HOUR;
//!
//! #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
//! enum Source {
//!     Communique,
//!     Memoirs,
//!     Telegram,
//! }
//!
//! // 19 and 20 November 1985, in seconds since 1970.
//! let (opened, closed) = (501_206_400, 501_206_400 + 2 * DAY);
//!
//! let mut network = Network::new();
//! let (call, starts, ends) =
//!     (network.add_variable(), network.add_variable(), network.add_variable());
//!
//! // The meeting lasted at least an hour, during the summit.
//! network.add_bounds(starts, Some(opened), None, Source::Communique)?;
//! network.add_bounds(ends, None, Some(closed), Source::Communique)?;
//! network.add(ends, starts, -HOUR, Source::Communique)?;
//! // The call came the day before the meeting.
//! network.add(starts, call, -1, Source::Memoirs)?;
//! network.add(call, starts, 2 * DAY - 1, Source::Memoirs)?;
//!
//! // No source dates the call, and yet it has bounds.
//! assert_eq!(network.earliest(call), Some(opened - 2 * DAY + 1));
//! assert_eq!(network.latest(call), Some(closed - HOUR - 1));
//!
//! // It must have come before the end of the meeting, by more than an hour. Why?
//! assert_eq!(network.max_difference(ends, call), Some(-HOUR - 1));
//! let why = network.explain(ends, call).unwrap();
//! assert_eq!(why.iter().map(|c| c.reason).collect::<Vec<_>>(), [Source::Communique, Source::Memoirs]);
//!
//! // A telegram puts the call a day after the summit: 25 hours and a second too late.
//! let refused = network.add_bounds(call, Some(closed + DAY), None, Source::Telegram);
//! let cycle = refused.unwrap_err();
//! assert_eq!(cycle.excess, (DAY + HOUR + 1).unsigned_abs());
//! assert_eq!(cycle.constraints.len(), 4);
//! // The network has not changed.
//! assert_eq!(network.latest(call), Some(closed - HOUR - 1));
//! # Ok::<(), NegativeCycle<Source>>(())
//! ```
//!
//! # Complexity
//!
//! With *n* variables and *m* constraints:
//!
//! | | |
//! | :-- | :-- |
//! | [`add`](Network::add) | *O(k log k)* for *k* constraints at variables whose bounds change |
//! | [`add_all`](Network::add_all) | a few scans of the constraints in practice, *O(n)* at worst, and *O(m log m)* |
//! | [`max_difference`](Network::max_difference) of two variables | *O(m log m)* at worst, *O(n)* if only dates connect them |
//! | [`earliest`](Network::earliest), [`latest`](Network::latest) | *O(1)* |
//!
//! Sources: Dechter, R., Meiri, I. and Pearl, J. (1991), "Temporal constraint
//! networks", *Artificial Intelligence* 49(1–3), 61–95, for the model and what it
//! decides. Goldberg, A. V. and Radzik, T. (1993), "A heuristic improvement of the
//! Bellman-Ford algorithm", *Applied Mathematics Letters* 6(3), 3–6, for
//! constraints taken all at once. Cotton, S. and Maler, O. (2006), "Fast and Flexible
//! Difference Constraint Propagation for DPLL(T)", *SAT 2006*, LNCS 4121, 170–183,
//! for one at a time. Johnson, D. B. (1977), "Efficient Algorithms for Shortest Paths
//! in Sparse Networks", *Journal of the ACM* 24(1), 1–13, for the potentials.

mod answers;
mod build;
mod constraint;
mod graph;
mod solve;

pub use build::Network;
pub use constraint::{DifferenceConstraint, NegativeCycle, Variable};
