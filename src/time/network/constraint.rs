//! Variables, the constraints between them, and contradictions.

use thiserror::Error;

/// An instant of a [`Network`](super::Network), bounded by the constraints.
///
/// It belongs to the network that [created it](super::Network::add_variable). Variables are
/// ordered as they were added. The [`ORIGIN`](Self::ORIGIN) comes first and is in every
/// network.
///
/// # Example
///
/// ```
/// use detente::time::network::{Network, Variable};
///
/// let mut network = Network::<u32>::new();
/// let call = network.add_variable();
/// assert!(Variable::ORIGIN < call);
/// assert_eq!(network.earliest(Variable::ORIGIN), Some(0));
/// assert_eq!(network.earliest(call), None);
/// ```
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Variable(pub(super) usize);

impl Variable {
    /// Time zero, from which [`earliest`](super::Network::earliest) and
    /// [`latest`](super::Network::latest) are measured.
    pub const ORIGIN: Self = Self(0);

    /// The index of the variable in its network. The origin has index 0.
    pub const fn index(self) -> usize {
        self.0
    }
}

/// A bound on the difference of two instants, `to - from <= max`, and its reason.
///
/// A timeline translates each of its [constraints](crate::timeline::Constraint) into one or
/// more of these.
///
/// # Example
///
/// ```
/// use detente::time::network::{DifferenceConstraint, Network};
///
/// let mut network = Network::new();
/// let (start, end) = (network.add_variable(), network.add_variable());
/// // The talks lasted no more than three hours.
/// let constraint = DifferenceConstraint { from: start, to: end, max: 3 * 3_600, reason: "communiqué" };
/// network.add_all([constraint])?;
/// assert_eq!(network.explain(start, end), Some(vec![constraint]));
/// # Ok::<(), detente::time::network::NegativeCycle<&str>>(())
/// ```
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct DifferenceConstraint<R> {
    /// The instant that is subtracted.
    pub from: Variable,
    /// The instant that it is subtracted from.
    pub to: Variable,
    /// The maximum of `to - from`, in seconds.
    pub max: i64,
    /// The caller's label: where the constraint comes from.
    pub reason: R,
}

impl<R> DifferenceConstraint<R> {
    /// `max` as the length of an arc, in a type that sums of arcs fit.
    pub(super) fn length(&self) -> i128 {
        i128::from(self.max)
    }
}

/// A constraint was refused: it contradicts others, because together they put an instant before
/// itself.
///
/// A timeline reports the same as a [`Contradiction`](crate::timeline::Contradiction).
///
/// # Example
///
/// ```
/// use detente::time::network::{NegativeCycle, Network};
///
/// let mut network = Network::new();
/// let (call, meeting) = (network.add_variable(), network.add_variable());
/// network.add(meeting, call, -60, "the call came a minute before the meeting")?;
/// let refused = network.add(call, meeting, -1, "the meeting came before the call");
/// let cycle = refused.unwrap_err();
/// assert_eq!(cycle.excess, 61);
/// assert_eq!(cycle.constraints.len(), 2);
/// assert_eq!(cycle.to_string(), "2 constraints contradict each other by 61 seconds");
/// # Ok::<(), NegativeCycle<&str>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error, serde::Serialize, serde::Deserialize)]
#[serde(
    try_from = "CycleShape<R>",
    bound(deserialize = "R: serde::Deserialize<'de>")
)]
#[error(
    "{} constraints contradict each other by {excess} second{}",
    .constraints.len(),
    if *.excess == 1 { "" } else { "s" }
)]
#[non_exhaustive]
pub struct NegativeCycle<R> {
    /// The constraints in order around the cycle.
    ///
    /// Each ends where the next one starts, and the last ends where the first one starts. No
    /// variable occurs twice, and the first constraint starts at the variable that was added
    /// first. Without any one of them the others can be satisfied.
    pub constraints: Vec<DifferenceConstraint<R>>,
    /// By how many seconds the sum of their `max` is below zero: at least 1.
    ///
    /// A sum beyond 64 bits is [`u64::MAX`].
    pub excess: u64,
}

/// A cycle as it is read, before it is checked.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CycleShape<R> {
    constraints: Vec<DifferenceConstraint<R>>,
    excess: u64,
}

impl<R> TryFrom<CycleShape<R>> for NegativeCycle<R> {
    type Error = &'static str;

    fn try_from(
        CycleShape {
            constraints,
            excess,
        }: CycleShape<R>,
    ) -> Result<Self, Self::Error> {
        let next = constraints.iter().cycle().skip(1);
        if constraints.is_empty() || constraints.iter().zip(next).any(|(a, b)| a.to != b.from) {
            return Err(
                "the constraints form no cycle: expected each to end where the next starts",
            );
        }
        let mut starts: Vec<Variable> = constraints.iter().map(|one| one.from).collect();
        let first = starts[0];
        starts.sort_unstable();
        starts.dedup();
        if starts.len() < constraints.len() || first != starts[0] {
            return Err(
                "the cycle is not in order: expected each variable once, the first one first",
            );
        }
        let total: i128 = constraints.iter().map(DifferenceConstraint::length).sum();
        if total >= 0 || excess != u64::try_from(-total).unwrap_or(u64::MAX) {
            return Err(
                "`excess` is not that of the constraints: expected by how much their sum is below zero",
            );
        }
        Ok(Self {
            constraints,
            excess,
        })
    }
}

impl<R: Copy + Ord> NegativeCycle<R> {
    /// Rotates the cycle to start at its first variable, and sums it.
    pub(super) fn new(mut constraints: Vec<DifferenceConstraint<R>>) -> Self {
        let first = (0..constraints.len())
            .min_by_key(|&k| constraints[k].from)
            .expect("a cycle has constraints");
        constraints.rotate_left(first);
        let total: i128 = constraints.iter().map(DifferenceConstraint::length).sum();
        debug_assert!(total < 0, "the cycle is negative");
        Self {
            constraints,
            excess: u64::try_from(-total).unwrap_or(u64::MAX),
        }
    }
}
