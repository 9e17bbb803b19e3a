//! What dates and "before" together imply: a simple temporal network.
//!
//! A source says that a call came the day before a meeting, another that the
//! meeting took place during a summit, and only the summit has dates. Each
//! statement bounds the difference of two instants. A [`Network`] holds such
//! bounds, draws the tightest conclusions from all of them, and says which
//! statements a conclusion rests on, or which of them cannot all be true.
//!
//! - A **variable** is an instant in whole seconds. The [`ORIGIN`](Variable::ORIGIN)
//!   is time zero, so that a date is a bound on a difference too.
//! - A **difference constraint** is `to - from <= max`. "At least" is the same with the two
//!   exchanged and the sign turned: `b - a >= 5` is `a - b <= -5`.
//! - A **conclusion** is a shortest path: the constraints are the arcs of a graph,
//!   and the tightest bound on `to - from` is the length of the shortest path
//!   from the one to the other. Constraints cannot all hold exactly if some of them close a
//!   **negative cycle**.
//!
//! Conclusions are complete: whatever every assignment of instants that respects
//! the constraints has in common, as far as it bounds one instant or the
//! difference of two, is what the network answers. They do not depend on the order
//! in which constraints came. "Or" is not in the language: a statement such as
//! "before or after, but not during" needs one network for each case.
//!
//! Lengths are summed in 128 bits, where no number of constraints that fits
//! in memory overflows. An answer that does not fit an `i64` is given as the nearest
//! true statement: no bound where it lies on the far side, the outermost `i64` otherwise.
//!
//! # Example
//!
//! The summit has dates. A meeting took place during it, and a call "the day
//! before" the meeting: less than two days earlier, and not at the same time.
//!
//! ```
//! use detente::time::network::{AddError, Network, Variable};
//!
//! const HOUR: i64 = 3_600;
//! const DAY: i64 = 24 * HOUR;
//!
//! #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
//! enum Says {
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
//! network.add_bounds(starts, Some(opened), None, Says::Communique)?;
//! network.add_bounds(ends, None, Some(closed), Says::Communique)?;
//! network.add(ends, starts, -HOUR, Says::Communique)?;
//! // The call came the day before the meeting.
//! network.add(starts, call, -1, Says::Memoirs)?;
//! network.add(call, starts, 2 * DAY - 1, Says::Memoirs)?;
//!
//! // No source dates the call, and yet it has bounds.
//! assert_eq!(network.earliest(call), Some(opened - 2 * DAY + 1));
//! assert_eq!(network.latest(call), Some(closed - HOUR - 1));
//!
//! // It must have come before the end of the meeting, by more than an hour. Why?
//! assert_eq!(network.max_difference(ends, call), Some(-HOUR - 1));
//! let why = network.explain(ends, call).unwrap_or_default();
//! assert_eq!(why.iter().map(|c| c.reason).collect::<Vec<_>>(), [Says::Communique, Says::Memoirs]);
//!
//! // A telegram puts the call a day after the summit: 25 hours and a second too late.
//! let refused = network.add_bounds(call, Some(closed + DAY), None, Says::Telegram);
//! let Err(AddError::NegativeCycle(cycle)) = refused else { unreachable!() };
//! assert_eq!(cycle.missing(), (DAY + HOUR + 1).unsigned_abs());
//! assert_eq!(cycle.constraints().len(), 4);
//! // Nothing has changed.
//! assert_eq!(network.latest(call), Some(closed - HOUR - 1));
//! # Ok::<(), AddError<Says>>(())
//! ```
//!
//! # Complexity
//!
//! With *n* variables and *m* constraints: [`add`](Network::add) costs
//! *O(k log k)*, where *k* counts the constraints at variables that it moves;
//! [`add_all`](Network::add_all) scans the constraints a few times in practice and
//! *O(n)* times at worst, plus *O(m log m)*; a question about two variables is one
//! search in *O(m log m)* at worst, and in *O(n)* where nothing but their bounds against the
//! origin binds them; a bound against the origin is looked up.
//!
//! Sources: Dechter, R., Meiri, I. and Pearl, J. (1991), "Temporal constraint
//! networks", *Artificial Intelligence* 49(1–3), 61–95, for the model and what it
//! decides. Goldberg, A. V. and Radzik, T. (1993), "A heuristic improvement of the
//! Bellman-Ford algorithm", *Applied Mathematics Letters* 6(3), 3–6, for
//! constraints taken all at once. Cotton, S. and Maler, O. (2006), "Fast and Flexible
//! Difference Constraint Propagation for DPLL(T)", *SAT 2006*, LNCS 4121, 170–183,
//! for one at a time. Johnson, D. B. (1977), "Efficient Algorithms for Shortest Paths
//! in Sparse Networks", *Journal of the ACM* 24(1), 1–13, for the potentials.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use thiserror::Error;

mod graph;
mod solve;

use graph::{Direction, Graph, Queue, UNBOUNDED};

/// An instant of a [`Network`], whose value the constraints bound.
///
/// It belongs to the network that [made it](Network::add_variable). Variables are ordered
/// as they were added; the [`ORIGIN`](Self::ORIGIN) comes first and is in every network.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variable(usize);

impl Variable {
    /// Time zero, against which [`earliest`](Network::earliest) and
    /// [`latest`](Network::latest) are measured.
    pub const ORIGIN: Self = Self(0);

    /// The place of the variable among those of its network; the origin's is 0.
    pub const fn index(self) -> usize {
        self.0
    }
}

/// A bound on the difference of two instants, `to - from <= max`, and who says so.
///
/// What a source says of the order of events is a [`Constraint`](crate::timeline::Constraint), of
/// which the timeline makes one or more of these.
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
/// # Ok::<(), detente::time::network::AddError<&str>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DifferenceConstraint<R> {
    /// The instant that is subtracted.
    pub from: Variable,
    /// The instant it is subtracted from.
    pub to: Variable,
    /// The most that `to - from` can be, in seconds.
    pub max: i64,
    /// The caller's label: what the constraint was derived from.
    pub reason: R,
}

impl<R> DifferenceConstraint<R> {
    fn length(&self) -> i128 {
        i128::from(self.max)
    }
}

/// Constraints that cannot all hold, because together they put an instant before itself.
///
/// Of a timeline's statements it is told as a [`Contradiction`](crate::timeline::Contradiction).
///
/// They form a cycle that visits no variable twice: each ends where the next one
/// starts, and the last where the first one starts. Without any one of them the
/// others can hold.
///
/// # Example
///
/// ```
/// use detente::time::network::{AddError, Network};
///
/// let mut network = Network::new();
/// let (call, meeting) = (network.add_variable(), network.add_variable());
/// network.add(meeting, call, -60, "the call came a minute before the meeting")?;
/// let refused = network.add(call, meeting, -1, "the meeting came before the call");
/// let Err(AddError::NegativeCycle(cycle)) = refused else { unreachable!() };
/// assert_eq!(cycle.missing(), 61);
/// assert_eq!(cycle.constraints().len(), 2);
/// assert_eq!(cycle.to_string(), "`2` constraints contradict one another by `61` seconds");
/// # Ok::<(), AddError<&str>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{}` constraints contradict one another by `{missing}` seconds", .constraints.len())]
pub struct NegativeCycle<R> {
    constraints: Vec<DifferenceConstraint<R>>,
    missing: u64,
}

impl<R: Copy + Ord> NegativeCycle<R> {
    /// The cycle, which is turned to start at its first variable.
    fn new(mut constraints: Vec<DifferenceConstraint<R>>) -> Self {
        let first = constraints
            .iter()
            .enumerate()
            .min_by_key(|(_, c)| c.from)
            .map(|(k, _)| k)
            .expect("a cycle has constraints");
        constraints.rotate_left(first);
        let total: i128 = constraints.iter().map(DifferenceConstraint::length).sum();
        // It may be more than 64 bits, since each length may be as much.
        let missing = u64::try_from(-total).unwrap_or(u64::MAX);
        Self {
            constraints,
            missing,
        }
    }

    /// The constraints in order around the cycle, from the variable that was added first.
    pub fn constraints(&self) -> &[DifferenceConstraint<R>] {
        &self.constraints
    }

    /// The seconds that are missing: by how much the `max` of the constraints sum to less than zero.
    ///
    /// At least 1; a sum beyond 64 bits is given as [`u64::MAX`].
    pub const fn missing(&self) -> u64 {
        self.missing
    }
}

/// A constraint was refused by a [`Network`], which stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AddError<R> {
    /// It cannot hold together with others.
    #[error("{0}")]
    NegativeCycle(NegativeCycle<R>),
    /// It names a variable of another network.
    #[error("the network has no variable `{}`", .variable.index())]
    UnknownVariable {
        /// The variable that is not in the network.
        variable: Variable,
    },
}

/// Instants, what bounds their differences, and the tightest bounds that follow.
///
/// Its constraints never contradict one another: one that would is refused.
///
/// `R` labels a constraint with what it was derived from. Where two chains of
/// constraints are equally tight, its order helps to choose which one is shown.
///
/// # Example
///
/// ```
/// use detente::time::network::Network;
///
/// let mut network = Network::new();
/// let (call, visit) = (network.add_variable(), network.add_variable());
/// network.add_bounds(call, Some(1_000), Some(2_000), 'a')?;
/// network.add(visit, call, -500, 'b')?; // the visit came at least 500 s after the call
/// assert_eq!((network.earliest(visit), network.latest(visit)), (Some(1_500), None));
/// # Ok::<(), detente::time::network::AddError<char>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Network<R> {
    graph: Graph<R>,
    /// An assignment that respects every constraint. Which one shows in no answer.
    potential: Vec<i128>,
    /// For each variable the shortest path from the origin: its latest instant.
    from_origin: Vec<i128>,
    /// For each variable the shortest path to the origin: its earliest instant, negated.
    to_origin: Vec<i128>,
}

impl<R: Copy + Ord> Default for Network<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R: Copy + Ord> Network<R> {
    /// Creates a network of the origin alone.
    #[must_use]
    pub fn new() -> Self {
        Self {
            graph: Graph {
                constraints: Vec::new(),
                outgoing: vec![Vec::new()],
                incoming: vec![Vec::new()],
            },
            potential: vec![0],
            from_origin: vec![0],
            to_origin: vec![0],
        }
    }

    /// Creates a network of the origin alone, with room for as many variables and constraints.
    ///
    /// The numbers are a hint: room that memory does not have is not reserved.
    #[must_use]
    pub fn with_capacity(variables: usize, constraints: usize) -> Self {
        let mut network = Self::new();
        let room = [
            network.graph.constraints.try_reserve(constraints),
            network.graph.outgoing.try_reserve(variables),
            network.graph.incoming.try_reserve(variables),
            network.potential.try_reserve(variables),
            network.from_origin.try_reserve(variables),
            network.to_origin.try_reserve(variables),
        ];
        if room.iter().any(Result::is_err) {
            return Self::new();
        }
        network
    }

    /// Adds an instant of which nothing is known yet.
    pub fn add_variable(&mut self) -> Variable {
        let variable = Variable(self.potential.len());
        self.graph.outgoing.push(Vec::new());
        self.graph.incoming.push(Vec::new());
        self.potential.push(0);
        self.from_origin.push(UNBOUNDED);
        self.to_origin.push(UNBOUNDED);
        variable
    }

    /// Adds the constraint `to - from <= max` and tightens the bounds of every variable it affects.
    ///
    /// # Errors
    ///
    /// [`AddError::NegativeCycle`] if it cannot hold together with those the network has.
    /// Of the cycles it would close, the error lists the one that misses most seconds; among
    /// those, one of the fewest constraints. The network stays as it was.
    ///
    /// [`AddError::UnknownVariable`] if the network lacks a variable.
    pub fn add(
        &mut self,
        from: Variable,
        to: Variable,
        max: i64,
        reason: R,
    ) -> Result<(), AddError<R>> {
        self.admit([DifferenceConstraint {
            from,
            to,
            max,
            reason,
        }])
    }

    /// Adds `earliest <= variable <= latest`: both bounds, or neither if one is refused.
    ///
    /// They are constraints with the [origin](Variable::ORIGIN). The smallest `i64`
    /// bounds no instant from below, and counts as `None`.
    ///
    /// # Errors
    ///
    /// As for [`add`](Self::add). Bounds of which the later one comes first contradict each other.
    pub fn add_bounds(
        &mut self,
        variable: Variable,
        earliest: Option<i64>,
        latest: Option<i64>,
        reason: R,
    ) -> Result<(), AddError<R>> {
        let origin = Variable::ORIGIN;
        let lower = earliest.and_then(i64::checked_neg);
        let lower = lower.map(|max| DifferenceConstraint {
            from: variable,
            to: origin,
            max,
            reason,
        });
        let upper = latest.map(|max| DifferenceConstraint {
            from: origin,
            to: variable,
            max,
            reason,
        });
        self.admit([lower, upper].into_iter().flatten())
    }

    /// Adds many constraints at once: all of them, or none if they contradict one another.
    ///
    /// The answers are those of a network that got them one by one. It is faster from
    /// about a hundred constraints on.
    ///
    /// # Errors
    ///
    /// [`AddError::NegativeCycle`] if they cannot all hold together with those the network
    /// has. The error lists one cycle, the same one whatever the order in which constraints
    /// came. The network stays as it was.
    ///
    /// [`AddError::UnknownVariable`] if the network lacks a variable.
    pub fn add_all(
        &mut self,
        constraints: impl IntoIterator<Item = DifferenceConstraint<R>>,
    ) -> Result<(), AddError<R>> {
        let mut all = self.graph.constraints.clone();
        for constraint in constraints {
            self.check_known(&constraint)?;
            all.push(constraint);
        }
        // The order makes the cycle that is found independent of the order of insertion.
        // Of several constraints from one variable to another, only the tightest counts.
        all.sort_unstable();
        all.dedup_by_key(|constraint| (constraint.from, constraint.to));

        let variables = self.potential.len();
        let graph = Graph::new(variables, all);
        let mut potential = match graph.solve() {
            Ok(potential) => potential,
            Err(cycle) => {
                let cycle = cycle.into_iter().map(|k| graph.constraints[k]).collect();
                return Err(AddError::NegativeCycle(NegativeCycle::new(cycle)));
            }
        };
        self.from_origin = graph.lengths(&potential, Direction::Forward, 0);
        self.to_origin = graph.lengths(&potential, Direction::Backward, 0);
        // The latest instants are an assignment too, and one that a new date moves least. What has
        // no latest instant is not held down by what has one, and is shifted to come late enough.
        let shift = graph
            .constraints
            .iter()
            .map(|c| (self.from_origin[c.from.0], self.from_origin[c.to.0], c))
            .filter(|&(from, to, _)| from == UNBOUNDED && to != UNBOUNDED)
            .map(|(_, to, c)| to - potential[c.from.0] - c.length())
            .max()
            .unwrap_or(0);
        for (value, &latest) in potential.iter_mut().zip(&self.from_origin) {
            *value = if latest == UNBOUNDED {
                *value + shift
            } else {
                latest
            };
        }
        self.graph = graph;
        self.potential = potential;
        Ok(())
    }

    /// The earliest instant a variable can have, in seconds after the origin.
    ///
    /// `None` if nothing bounds it from below, or if the network does not have it. It can be
    /// that early: some assignment that respects every constraint puts it there.
    pub fn earliest(&self, variable: Variable) -> Option<i64> {
        self.to_origin.get(variable.0).copied().and_then(at_least)
    }

    /// The latest instant a variable can have, in seconds after the origin.
    ///
    /// `None` if nothing bounds it from above, or if the network does not have it. It can be
    /// that late: some assignment that respects every constraint puts it there.
    pub fn latest(&self, variable: Variable) -> Option<i64> {
        self.from_origin.get(variable.0).copied().and_then(at_most)
    }

    /// The most that `to - from` can be, in seconds: the tightest bound that follows.
    ///
    /// `None` if nothing bounds it, or if the network lacks one of the two. One event must
    /// come before another if the most that its end can lie after the other's start is 0.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::network::Network;
    ///
    /// let mut network = Network::new();
    /// let [call, visit, treaty] = [(); 3].map(|()| network.add_variable());
    /// network.add(visit, call, -60, "the call came before the visit")?;
    /// network.add(treaty, visit, -60, "the visit came before the treaty")?;
    ///
    /// let must_precede = |a, b| network.max_difference(b, a).is_some_and(|most| most <= 0);
    /// assert!(must_precede(call, treaty) && !must_precede(treaty, call));
    /// # Ok::<(), detente::time::network::AddError<&str>>(())
    /// ```
    pub fn max_difference(&self, from: Variable, to: Variable) -> Option<i64> {
        let known = self.potential.len();
        if from.0 >= known || to.0 >= known {
            return None;
        }
        let length = if from == to {
            0
        } else if from == Variable::ORIGIN {
            self.from_origin[to.0]
        } else if to == Variable::ORIGIN {
            self.to_origin[from.0]
        } else {
            self.lengths(Direction::Forward, from.0, Some(to.0))[to.0]
        };
        at_most(length)
    }

    /// The most that each variable can lie after `from`, in the order of the variables.
    ///
    /// The answers of [`max_difference`](Self::max_difference) to every variable, the origin
    /// included, for the price of one. Empty if the network does not have `from`.
    pub fn max_differences(&self, from: Variable) -> Vec<Option<i64>> {
        if from.0 >= self.potential.len() {
            return Vec::new();
        }
        let lengths = self.lengths(Direction::Forward, from.0, None);
        lengths.into_iter().map(at_most).collect()
    }

    /// The most that `to` can lie after each variable, in the order of the variables.
    ///
    /// The answers of [`max_difference`](Self::max_difference) from every variable, the origin
    /// included, for the price of one. Empty if the network does not have `to`.
    pub fn max_differences_to(&self, to: Variable) -> Vec<Option<i64>> {
        if to.0 >= self.potential.len() {
            return Vec::new();
        }
        let lengths = self.lengths(Direction::Backward, to.0, None);
        lengths.into_iter().map(at_most).collect()
    }

    /// The constraints that together yield the [tightest bound](Self::max_difference) on `to - from`.
    ///
    /// They form a chain: the first one starts at `from`, each ends where the next one starts,
    /// and the last one ends at `to`. Their `max` sum to the bound. `None` if nothing bounds
    /// the difference. A variable minus itself needs no reason: the chain is empty.
    ///
    /// To ask why a variable cannot come later or earlier than it does, ask about its
    /// difference with the [origin](Variable::ORIGIN), from or to it.
    ///
    /// # Order
    ///
    /// Of several chains with the same sum it is one of the fewest constraints. Of several such,
    /// the one whose last constraint starts at the variable that was added first and, from the
    /// same one, has the smallest reason; then likewise the last but one, and so on.
    pub fn explain(&self, from: Variable, to: Variable) -> Option<Vec<DifferenceConstraint<R>>> {
        let known = self.potential.len();
        if from.0 >= known || to.0 >= known {
            return None;
        }
        self.graph.chain(&self.potential, from.0, to.0)
    }

    /// The lengths of the shortest paths from, or backward to, a variable.
    ///
    /// Those by way of the origin are known beforehand, and most dates reach each other by no other
    /// way: what is searched is where some path is shorter.
    ///
    /// If only one other end is asked for, only its length is final.
    fn lengths(&self, direction: Direction, start: usize, end: Option<usize>) -> Vec<i128> {
        let (to_origin, from_origin) = match direction {
            Direction::Forward => (&self.to_origin, &self.from_origin),
            Direction::Backward => (&self.from_origin, &self.to_origin),
        };
        let out = to_origin[start];
        let by_origin = |&back: &i128| match (out, back) {
            (UNBOUNDED, _) | (_, UNBOUNDED) => UNBOUNDED,
            (out, back) => out + back,
        };
        let mut lengths: Vec<i128> = from_origin.iter().map(by_origin).collect();
        lengths[start] = 0;
        self.graph
            .search(&self.potential, direction, &mut lengths, start, end);
        lengths
    }

    /// Adds a few constraints for a while, and tells how many there were before: bounds against the
    /// origin stay those of before, and [`pop`](Self::pop) takes them back.
    ///
    /// # Errors
    ///
    /// As for [`add`](Self::add); then nothing is added.
    pub(crate) fn push(
        &mut self,
        constraints: impl IntoIterator<Item = DifferenceConstraint<R>>,
    ) -> Result<usize, AddError<R>> {
        let before = self.graph.constraints.len();
        for constraint in constraints {
            let refused = self
                .check_known(&constraint)
                .and_then(|()| self.satisfy(&constraint));
            if let Err(refused) = refused {
                self.pop(before);
                return Err(refused);
            }
            self.graph.push(constraint);
        }
        Ok(before)
    }

    /// Takes back the constraints that came after the first so many.
    ///
    /// What satisfies more constraints satisfies fewer, so that the potentials can stay.
    pub(crate) fn pop(&mut self, before: usize) {
        self.graph.truncate(before);
    }

    /// The answers of [`max_differences`](Self::max_differences), by what was
    /// [pushed](Self::push) too.
    pub(crate) fn pushed_differences(&self, from: Variable) -> Vec<Option<i64>> {
        let lengths = self
            .graph
            .lengths(&self.potential, Direction::Forward, from.0);
        lengths.into_iter().map(at_most).collect()
    }

    fn check_known(&self, constraint: &DifferenceConstraint<R>) -> Result<(), AddError<R>> {
        for variable in [constraint.from, constraint.to] {
            if variable.0 >= self.potential.len() {
                return Err(AddError::UnknownVariable { variable });
            }
        }
        Ok(())
    }

    /// Adds a few constraints one after the other: all of them, or none.
    fn admit(
        &mut self,
        constraints: impl IntoIterator<Item = DifferenceConstraint<R>>,
    ) -> Result<(), AddError<R>> {
        let before = self.push(constraints)?;
        self.tighten(before);
        Ok(())
    }

    /// Lowers potentials until they respect one more constraint, or shows why they cannot.
    ///
    /// Variables are lowered in the order of by how much, so that each is lowered once at most
    /// (Cotton and Maler 2006). If that comes round to where the constraint starts, then
    /// whatever it demands of its end it demands of its start, and cannot be satisfied.
    fn satisfy(&mut self, constraint: &DifferenceConstraint<R>) -> Result<(), AddError<R>> {
        let (from, to) = (constraint.from.0, constraint.to.0);
        let mut lowered = Vec::new();
        let mut queue = BinaryHeap::new();
        let value = self.potential[from] + constraint.length();
        queue.push(Reverse((value - self.potential[to], value, to)));
        while let Some(Reverse((_, value, at))) = queue.pop() {
            if value >= self.potential[at] {
                continue;
            }
            if at == from {
                for (at, value) in lowered {
                    self.potential[at] = value;
                }
                let mut cycle = vec![*constraint];
                cycle.extend(
                    self.graph
                        .chain(&self.potential, to, from)
                        .into_iter()
                        .flatten(),
                );
                return Err(AddError::NegativeCycle(NegativeCycle::new(cycle)));
            }
            lowered.push((at, self.potential[at]));
            self.potential[at] = value;
            for (next, arc) in self.graph.arcs(at, Direction::Forward) {
                let value = value + arc.length();
                if value < self.potential[next] {
                    queue.push(Reverse((value - self.potential[next], value, next)));
                }
            }
        }
        Ok(())
    }

    /// Tightens the bounds against the origin by the constraints from an index on.
    fn tighten(&mut self, start: usize) {
        for (direction, lengths) in [
            (Direction::Forward, &mut self.from_origin),
            (Direction::Backward, &mut self.to_origin),
        ] {
            let mut queue = Queue::new();
            for constraint in &self.graph.constraints[start..] {
                let (near, far) = direction.ends(constraint);
                if lengths[near] != UNBOUNDED {
                    let length = lengths[near] + constraint.length();
                    if length < lengths[far] {
                        lengths[far] = length;
                        let key = direction.reduced(length, self.potential[far]);
                        queue.push(Reverse((key, length, far)));
                    }
                }
            }
            self.graph
                .shorten(&self.potential, direction, lengths, queue, None);
        }
    }
}

/// The bound that a length is on a difference from above.
fn at_most(length: i128) -> Option<i64> {
    if length > i128::from(i64::MAX) {
        return None;
    }
    Some(i64::try_from(length).unwrap_or(i64::MIN))
}

/// The bound that a length is on the negated difference, hence on the difference from below.
fn at_least(length: i128) -> Option<i64> {
    if length > -i128::from(i64::MIN) {
        return None;
    }
    Some(i64::try_from(-length).unwrap_or(i64::MAX))
}
